"""Passages → quantities: value, unit, hedge, result or target, and what is counted."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from .cleaning import LINE_MARK, fold
from .corpus import CorpusError
from .tables import find_blanks, find_file, find_repeats, read_table
from .words import load_lexicon

__all__ = ["find_claims", "load_indicators"]

CLAIMS = {
    **dict.fromkeys(["report_id", "passage_id", "role", "text"], "str"),
    **{"start": "int64", "end": "int64", "value": "float64", "value_high": "Float64"},
    **dict.fromkeys(["unit", "hedge", "status", "measure", "what", "indicator"], "str"),
}
INDICATOR_COLUMNS = ["indicator", "label_zh", "label_en", "definition", "unit", "cues", "not_cues", "confusion"]

# All patterns read folded text (`cleaning.fold`): half-width digits and punctuation, every character in its place.

# === tables ========================================


def _words(text: str) -> list[str]:
    return text.split()


def any_of(text: str) -> str:
    """One regular expression for any of the words, themselves expressions, parted by white space."""
    return "|".join(text.split())


# Units: one regular expression each, the word and what must not follow because it makes another word of it (项, not
# 项目). Longer words are tried first: 件次 before 件, 部门 before 部. The group says what is measured. Those of
# `chinese` are counted in Chinese numerals too (两次, 四项); with the others a Chinese numeral is mostly a name
# (九台区, 八面山). Those of `noun` stand where a classifier would (18同志, 十区市, 4部门).
UNITS = {
    "duration": "工作日 自然日 小时 分钟 秒(?![批办]) 天(?![津下然]) 月 年 周(?![年末边期围密报刊全]) 日(?![常前照])",
    "share": "% ‰ 成(?![功立效果员为本就绩交长熟型都份品片套群])",
    "change": "百分点 倍(?![增加]) 番",
    "money": "元(?![旦素件]) 美元 欧元 港元",
    "measure": """吨 公斤 千克 斤 升(?![级学至]) 亩 公顷 平方米 平方公里 平方千米 立方米 米 公里 千米 海里 千瓦
        千瓦时 兆瓦 分(?![别局钟之公司管工类为布中行店校院期支配成析享级歧]) 微克/立方米 毫克/立方米 毫克/升 毫克
        分贝 km ㎡ m² m2 km² m³ kg GB TB MB kW MW kWh""",
    "chinese": """个(?![别体性]) 项(?!目) 件 件次 起(?![草诉来步到]) 次(?![日年要序生]) 人(?![大民社力均事才])
        名(?![单称列]) 位(?![于居列置]) 家(?![庭长园访渠]) 户(?![籍口外]) 份(?!额) 条(?!例) 类 种(?![植子]) 大类 大项
        小类 批(?![准复示评]) 批次 场(?![所地景馆合]) 场次 期(?![间限满刊]) 轮(?![训岗流值]) 张 套
        支(?!部|队(?!伍)|出|持|付|撑|行) 处(?![室理置罚长级]) 所(?![有属涉需]) 篇 宗 幅 例 方面 部(?![门委长队署])
        本(?![级市区县局年地]) 节 堂 门(?![户槛店诊口峡县]) 人次 户次 家次 款 课时 学时 步 环节 领域""",
    "arabic": """班次 台次 车次 趟 遍 回(?![复应访头]) 栋 幢 座 间(?![接隔]) 辆 台(?![账湾州]) 台套 架(?!构) 艘 枚 株
        棵 头 口(?!径) 尾 片(?!区) 道 只(?![有要是能需会为用]) 羽 册 块 笔 票 封 卷 页 字(?!节) 版(?![本权面块图])
        集(?![中体团合群约成贸]) 桩 例次 项次 条次 份次 人日 人份 件套 组(?![织成建合长]) 层(?![级面次])
        对(?![象于接外口应]) 面(?=[,。;、]|锦旗) 首(?![批次个席]) 则(?![是为]) 章 讲 剂次 剂 管(?![理控辖委制道])
        班(?![子级次]) 盏 根 盒 瓶 袋 箱 桶 把(?![关握])""",
    "noun": """同志 部门 单位 处室 科室 股室 镇街 街镇 乡镇 镇办 街道 社区 村居 区市 区县 县区 县市 市县 要素 项目
        支部 场所 企业 学校 机构 网点 站点 大队 中队 支队(?!伍) 部分 品种 板块 省(?![级直委政内会道市])
        市(?![场民容政级直委内长值]) 县(?![级委政直内城域长]) 区(?![级间别域委政直内长块划分])
        镇(?![级委政村街内长区]) 村(?![级委居支民务庄规集社内干部])""",
}
# Nouns and measures that Chinese numerals count all the same.
CHINESE_TOO = _words("部门 单位 区市 区县 县区 市县 乡镇 街道 要素 板块 部分 亩 公里 吨 公顷 平方米")
# In 五大套餐 the noun after 大 stands for the classifier: one of these, else up to four characters.
BIG = re.compile(
    any_of("""方面 行动 工程 领域 任务 体系 平台 板块 举措 措施 机制 产业 模块 重点 专项 场景 中心 清单 系统 专题 活动
        模式 战役 战略""")
)
# Classifiers of events may stand before a verb (两次召开推进会); the counted thing is then the verb's object.
EVENTS = {"次", "场", "场次", "轮", "期", "批次", "人次", "回", "遍", "趟"}

# Hedges: words before the number (了, 达, 到 may stand between) and after the unit. 以上 is at_least in a rule, else
# over.
BEFORE = (
    ("at_least", any_of("不得?[少低小]于 至少 最少")),
    (
        "at_most",
        any_of("不得?(?:超过|高于|多于|大于) 未超过 最多 至多 最长 (?<!不)(?<!不得)[少低小]于 (?<!准备)不足 不到"),
    ),
    ("over", any_of("(?<!不)(?<!不得)(?<!未)(?:超过|超出|突破|多于|大于|高于) (?<!赶)[超逾]")),
    ("about", any_of("大约 大概 接近 将近 (?<![附临最邻靠亲])近 (?<![预节公合条契签违解特邀履])约")),
)
BEFORE_SCALE = "(?<![以线网路马])上|(?<![超通经])过"  # 上百, 过万: over, before a bare 百, 千, 万 alone
AFTER = (
    ("above", "及?以上"),
    ("at_most", "及?以下|以内|之内|内(?![部容设外蒙涵控审在生])"),
    ("about", "左右|上下"),
)
# 不少于执法人员5%: these bind over a short noun as well.
BEFORE_NOUN = re.compile(r"(?:(不得?[少低小]于|至少)|不得?(?:超过|高于|多于)|最长)[^\d,。;:、!?\n]{1,8}$")

# Status: what makes a quantity a target outside the plan. In the sentence before the number: what is still to come.
FUTURE = re.compile(
    any_of(r"""力争 预计 届时 有望 预期 确保(?=到?20\d\d年) 拟(?=[于在新建对投])
        (?<![即行])将(?=于|达|新增|新建|建成|完成|开展|组织|实现|超|突破|投入|继续|进一步|陆续|全部|力争|持续|有|再|培养|着力)
        到20\d\d年底?,?(?=.{0,16}(?:达|实现|建成|完成|力争)) 计划(?=投资|新建|建设|开展|培训|完成|招|选|用|在|于)""")
)
# In the clause before the number: duty, rule, commitment.
DUTY = re.compile(
    any_of("""确保 保证(?!金) 必须 应当 (?<![响供反效适相])应(?=[于在当]) (?<!必)须(?!知) 不得 原则上
        承诺(?!制|书|件|时限) ^(?!.*(?:按|根据|依照|对照|落实)[^,。;]*要求).*(?<!工作)要求(?![、和])
        (?<![需主重必首纲摘概紧])要(?=达|完成|在|实现|确保|做到|保持) 不[少低多高]于 不超过 至少
        (?:力争|争取)(?=.{0,8}达)""")
)
# How long something may take, as long as nothing says that it was reached.
LIMIT_SET = re.compile("(?:控制在|规定[^,。;]{0,12}|提前|之日起|届满前|开庭前|会前)$")
# After the number: 5%的要求, 90%的目标; 两名以上执法人员 (the two officers that 行政处罚法 art. 42 demands).
REQUIRED = re.compile("的(?:基本|最低|目标)?(?:要求|目标|标准|底线)")
TWO_OFFICERS = re.compile("[^,。;]{0,6}(?:人员|干部|民警)")
DONE = re.compile("已(?!满)|(?<=[一-鿿])了|共(?![同享建治商管和产青])|累计|截[至止]|压缩|缩短|减至|精简")

# Measure: verbs of increase and decrease right before the number; of counts only the plain ones (提升8处 is no change).
CHANGE = re.compile(
    "(?:"
    + any_of("""增长 下降 提高 减少 压缩 精简 精减 压减 缩减 缩短 提升 增加 上升 降低 降幅 增幅 减幅 涨 提速 同比 环比
        扩大 下浮 上浮""")
    + ")(?:了|近|约|超过?|逾|幅度?|率|平均|达到?|均|比例|最高| )*$"
)
CHANGE_OF_COUNT = re.compile("(?:减少|压缩|精简|精减|压减|缩减|缩短|增加|增长|下降|提速|同比|环比)[了近约超逾 ]*$")
CHANGE_OF_THING = re.compile(
    "(?:压缩|缩短|精简|精减|减少|降低|压减|节约|节省)[一-鿿]{0,4}(?:时限|时间|材料|环节|成本|费用|要件|流程)$"
)

# Numbers that are no claims, with the reason.
_ONES = "一二三四五六七八九"
_CN = f"零〇两{_ONES}十百千万亿"
_ANY = rf"(?:\d{{1,9}}|[{_CN}]{{1,9}})"
_DAY = r"\d{1,2} ?[日号]"
NOT_CLAIMS = (
    ("document number", r"[〔\[(【](?:19|20)\d\d[〕\])】] ?第?\d+号?"),
    ("years", r"(?<!\d)(?:19|20)\d\d ?年?度? ?[-—–~至到\u00ad] ?(?:(?:19|20)\d\d(?!\d)|\d\d(?=年)) ?年?度?"),
    ("date", rf"(?<!\d)(?:19|20)\d\d ?年[度底初末]?(?: ?\d{{1,2}} ?月(?: ?{_DAY})?)?"),
    ("date", rf"(?<!\d)\d{{1,2}} ?月份?(?: ?{_DAY}(?: ?[-—–~至到、] ?{_DAY})?|[底初末中上下旬])?"),
    ("date", f"[一二][〇○零0O九][〇○零0O{_ONES}]{{2}}年(?:[{_ONES}十]{{1,3}}月(?:[{_ONES}十]{{1,3}}日)?)?"),
    ("time of day", r"(?<!\d)\d{1,2}(?::\d\d|[时点](?:\d{1,2}分|整|半|许))"),
    ("telephone", r"(?:电话|传真|邮编|邮政编码|热线):? ?\d[\d-]{4,}(?![\d件个次条起通])|(?<!\d)0\d{2,3}-\d{7,8}"),
    ("a page's own count of characters", r"(?:省略|展示|全文)[共约计]{0,2} ?\d+ ?字"),
    ("list marker glued to a number", r"(?:^|(?<=[。;:\n]))\s*\d{1,2}\.(?=\d+ ?[个项件起次名位家份条类批场期])"),
    ("version", r"(?<!\d)\d{1,2}\.\d{1,2} ?版"),
    ("ordinal", rf"第 ?{_ANY}(?: ?[、至到-] ?{_ANY}(?=[^{_CN}\d]))?|届[^,。;\n]{{0,12}}?{_ANY}次(?=会议|全会|全体)"),
    ("rank", rf"(?:前|头|top|TOP) ?{_ANY} ?[名位强列甲]|十大(?![类项])"),
    ("anniversary", rf"{_ANY} ?周年"),
    ("name made of numbers (1+2+N, 7×24)", r"[\dN]{1,6}(?: ?[+×*&] ?[\dNnXxⅩ]{1,6})+"),
    ("round the clock", "24 ?小时(?!内|以内|之内|办结)|365 ?天|[八8] ?小时[之以]?外"),
    ("circle of so many minutes", rf"{_ANY} ?(?:分钟|公里|千米|米|小时)(?=[一-鿿“”]{{0,12}}圈)"),
    ("when", rf"(?:近|过去|今后|未来|这|上|最近) ?{_ANY} ?(?:年|个月)(?!内|以内)|{_ANY} ?(?:年|个月)[多以]?来"),
    ("programme of so many years", rf"{_ANY} ?年(?:行动|规划|计划|攻坚|提升|期|级|代|倍增|专项)|十[一二三四五]五"),
    (
        "formula (两个维护, 三个“必须”)",
        "[二三四五六七八九十两]+个(?:"
        + any_of("""“ 一 统一 确立 维护 结合 代表 自信 意识 全面 坚持 必须 不 最 到位 区分开来 带头 服从 毫不动摇 大局
            务必 革命 规定 责任(?![一-鿿])""")
        + ")",
    ),
    (
        "name or idiom with a numeral and a classifier",
        any_of("""[三四五六七]套班子 [三四五六七]位一体 三步走 三番五次 三天两头 [五六八]项规定 [五六十]条禁令
            三大攻坚战 五大发展理念 四大班子 四大检察 [三四五六]所联动 [两三]所一庭 一庭[两三]所"""),
    ),
)

# The counted thing. Verbs after which it begins when it stands before the number (查办案件12件).
VERBS = _words(r"""
    开展 举办 举行 召开 办理 受理 收到 接收 处理 提出 (?<!免)提交 发放 制定 制订 修订 出台 印发 制发 下发 公布 发布
    推出 梳理 理顺 查处 查办 查出 查获 发现 完成 化解 移送 移送公安机关 移送司法机关 建成 建立 设立 成立 新建 聘请
    选聘 选派 遴选 签订 签署 签批 接待 解答 答复 承办 办结 审结 审理 抽查 监督检查 锁定 打掉 移送起诉 移诉 侦破 接报
    启用 共发 刑拘 抓获 破获 缴获 查扣 出动 收缴 没收 退还 纠正 督促 拆除 恢复 悬挂 张贴 编发 推送 刊播 群发 转发
    发送 收集 征集 采纳 汇总 清理 废止 保留 承接 认领 划转 压减 资助 确认 追讨 追发 创建 配备 争取 培养 带教
    推动 促进 带动 实现 确保 保持 落实 惠及 涉及 纳入 达成 获得 取得 荣获 获(?![得奖批评取悉利益]) 报送 上报 提升
    改造 打造 开通 归集 明确 挂钩 录入 采集 约谈 调处 排查 走访 帮助 解决 协调 参与 参加 参训 邀请 受邀 吸引 接受
    主持 听取 列席 部署 编印 印制 制作 拍摄 播放 出具 申报 覆盖(?![率面]) 监管 起草 审减 追回 挽回 拨付 支付 赔付
    兑现 减免 销毁 扣押 查封 关闭 关停 取缔 注销 吊销 撤销 颁发 核发 核查 动员 开设 设置 搭建 整合 健全 完善 运用
    配合 提供 评选 命名 表彰 选树 使用 送达 新发展 新收 共收 (?<![回税验征签接招吸])收(?=各类) 包括 涵盖 引起 实有
    现有 共有 设有 拥有 存在 发出 下达 开出 实施 执行 推行 投入 通过(?!率|人数|登记) 安排 认定 认证 选取 反馈 交办
    转办 签收 刊发 刊登 发表 撰写 汇编 更新 引进 招录 招聘 采用 利用 建有 补种 加装 立案查处 追缴 问责 处以
    不予(?!处罚|行政处罚) 作为 委托下放 取消调整 随机抽取 抽取 抽调 细化 识别 劝导 劝返 避免 形成 批示 结案 维持 驳回
    终止 撤回 撤诉 胜诉 败诉 继续有效 现行有效 宣布失效 失效 拟修改 拟废止 对照 按照 根据 针对 围绕
    (?<![建开])设(?![置立备施计定区]) 被(?![告征复诉申执监调处]) 对(?![象外口接策照应标]) (?<![存现潜内])在
    将(?![军来]) 向(?!导) 向[^,。;\d]{1,12}(?:报告|汇报|通报)(?!\d) 向[^,。;\d]{1,12}(?=述法)
""")
# Words that are verbs here and nouns there (审查合同, 审查意见): verbs at the beginning of a clause or after a subject
# or an adverb, unless only heads follow.
NOUN_VERBS = _words("""
    审查 审核 检查 监督 调解 培训 宣传 服务 学习 研究 指导 登记 审批 调查 处置 备案 评查 督查 督察 审计 通报 曝光
    规范(?![化性]) 举报 公开 公示 援助 修改 优化 取消 下放 回复 论证 组织 新增(?!加) 新增加 增加 减少 教育 救助 监测
    评估 检测 抽检 巡查 讨论 审议 旁听 帮扶 慰问 推广 建设 编制 整改 征求 督办 压缩 缩短 精简 精减 缩减 降低 节约
""")
HEADS = _words("""
    意见 建议 事项 案件 人员 组织 机构 委员会 中心 记录 工作 活动 行动 信息 机关 单位 部门 资格 证 书 表 站 室 会 班
    员 队 团 点 岗 报告 情况 制度 文件 对象 项目 计划 方案 任务 数据 次数 人数 平台 系统 窗口 申请 决定 行为 措施
    清单 学位 品 册 单 栏 片 稿 一审 二审
""")
# What makes a noun of the verb before it: 办理时限, 容缺受理事项.
NOUNS_OF_VERBS = any_of("时限 时间 面积 金额 费 率 事项 程序 数量 人数 次数 额")
ADVERBS = any_of("""及时 依法 依规 主动 积极 认真 集中 集体 统一 陆续 首次 顺利 圆满 成功 有效(?!期|率) 扎实 深入 全面
    重点 进一步 持续 直接 专题 多次 平均 还 每(?:半?年|季度?|月|周)""")
SUBJECTS = any_of("""[省市县区镇]级 要求 会议? 局 委员会 常委 工委 部门 队伍? 同志 负责人 领导 班子 机关 中心 司法所
    派出所 党组 党委 人员 律师 顾问 学会""")
# What ends the thing when it stands after the unit: verbs, adverbs, auxiliaries, prepositions that are no part of a
# name.
ENDS = re.compile(
    any_of(r"""均 全部 都(?!市) 已 也 仍 一律 逐一 逐项 分别 进行 实现 开展 参加 参与 受邀 具备 持有 取得 获得 获评
        荣获 获 完成 通过(?![率人]) 实行 实施 纳入 围绕 组建 推进(?![会办组]) 组成 量身 采取 予以 给予 免予 减轻 达到
        达成 得到 落地 投入 建立 设立 形成 作出 做出 提供 提出 无一 年底 交由 先行 统筹 牵头(?!任务|单位|部门) 现场
        精准 具体 履行 赋能 争创 成效 入选 入围 申报(?=\0|[第全省国]) 集中(?=清理|整治|培训) 下放(?=[乡街镇至到给])
        基础上 负责 承担 涉及 存在 符合 上线 入驻 进驻 办结 全覆盖 规范化建设 统一 共同(?!体) 处以 明确 互签 接受
        开工 建成 增加 减少 用于 报告工作 并(?!联) 以及 之一 中的 列入 印发 办理 签订 划转 到位 受到
        [上下]午 等(?![级次待同]) (?<=部门|单位|企业|镇街)的 (?<=事项|业务|学校|企业|部门|单位|项目|社区|案件|人员)“
        (?<![行作认因])为(?![民企]) (?<![存现潜内])在(?![建线校职编册押逃岗]) (?<![应针核面])对(?![象外口接策照应标])
        向(?!导) (?<![自理案事])由 从(?![业事严轻重]) 按(?!揭) 将(?!军) 把(?!关) (?<![报达受收签])到(?![期位岗案庭])
        (?<![原基])因(?![素果]) 被(?![告征复诉申执监调处]) 未(?![成来检]) 不(?![动予良合罚文正规实当])
        (?<![许认])可(?![持行视信再靠追研]) (?<![响供反效适相])应(?![急诉用对收届聘]) 需(?!求) 还(?![款建原]) 左右
        以上 于(?=\0) (?<![《“‘「"\0])\0 [,。;:!?()] \n""")
)
# A clause before the thing: 与市场关联度高的部门.
RELATIVE = re.compile(
    f"(?:{any_of('与 由 对 在 向 因 为 被 以 按 从 涉及 符合 需 经 有 尚?未 不')})"
    r"[^,。;:\n]{1,24}?的(?![^,。;:\n]{0,12}的)"
)
# Words around the thing that are no part of it.
LEAD = re.compile(
    "(?:"
    + any_of(r"""\0+(?:[批次期]|[底末]?前|以来|期间)? 平均每[^,。;\n]{1,8} 每(?:半?年|季度?|月|周) [\s、和与的了含]
        及(?![格时]) 有(?![效关限的序奖机]) 力争 确保 预计 [一二三四五六七八九十]是 \([一二三四五六七八九十\d]{1,3}\)
        [①-⑳] \d{1,2}[.、](?!\d) 第[一二三四五六七八九十], [我全本各该](?:[省市县区镇乡局委办厅院校]|街道)(?:系统)?
        今年(?:以?来)? 去年 全年 当年 年内 [上下]半年 本年度 截[至止]目前 目前 先后 已经?
        (?<!公)共计?(?![同享建治商管和产青识赢性有]) 累计 总计 合计 分别 其中 同时 并 又 再 另 各类 各种 各项""")
    + ")+"
)
TAIL_WORDS = any_of(r"""
    [\s、和及与了]+ (?<=[一-鿿])\([^()]*\) 一?共计? 累计 总计 合计 达到 均 (?<!附)近 (?<!签)约 超过? 突破 逾 计 有 仅
    达 (?<![行作])为 (?<!以)至 (?<!报)到 (?<![公总])共 (?<=[一-鿿]{2})等 (?<!自)由 (?<!服)从 (?<![存现])在 现?已 预计
    先后 全年 可?将(?:达到?|超过?|为|有) 发展 翻 分别 (?<![侵抢强])占 减 降 (?<!新)增 (?<=[一-鿿]{2})新增
    (?:保持|稳定|维持|始终) 最[低高] [占是][^,。;、\n]{0,12}的
    (?:原来|现在|原先|原有|目前|法定|成立之初|年初|此前)的? 细?分 为期 历时 连续 每(?:半?年|季度?|月|周) 压缩 缩短
    精简 精减 压减 缩减 减少 增加 提高 提升 下降 降低 增长 同比 环比 上升 扩大 调整 控制 平均 最长 不超过 不少于
    不低于 至少 [比较](?:去年|上年|前年|同期)(?:同期)?
""")
TAIL = re.compile(f"(?:{TAIL_WORDS})$")
RATE = re.compile("(?:率|度|占比|比例|比重|得分|评分|指数)$")
RATE_BEGINS = re.compile(any_of("实现 确保 保持 保证 促进 推动 继续 完成 达到 将 其中"))
_STOPS = ",。;:!?\n"
REACH = 100  # characters: no clause is looked at further than that


class _Quantity(NamedTuple):
    """A number with its unit in a passage: offsets of the whole, of its digits, of the end of its unit."""

    start: int
    digits: int
    unit_end: int
    end: int
    value: float
    high: float | None
    unit: str | None
    group: str
    hedge: str | None


class _Indicator(NamedTuple):
    name: str
    units: set[str]
    cues: re.Pattern
    not_cues: re.Pattern


# === claims ========================================


def find_claims(passages: pd.DataFrame, *, corpus: str | Path | None = None) -> pd.DataFrame:
    """Every quantity that the passages report, one row a quantity in reading order.

    Columns report_id, passage_id, role, text, start, end (offsets in `reports.text`; the number with its unit and the
    hedging words beside it), value (万 and 亿 multiplied out, % as printed, 三成 is 3 成, a fraction its value),
    value_high (the upper end of a range, else NA), unit (as printed, 个工作日 as 工作日; NA where nothing stands for
    it), hedge {exact, about, over, at_least, at_most}, status {actual, target}, measure {count, share, change, limit,
    amount}, what (the counted thing, cut from the text), indicator (a row of `load_indicators` whose cue stands by the
    number, else NA).

    No claims: dates, ordinals, ranks, document numbers, digits in titles and names (short quotations, terms of the
    lexicon, NOT_CLAIMS), the article 一, levels (三级). Measure: share is %, ‰, 成 and fractions; change what a verb of
    increase or decrease governs, 百分点 and 倍; limit a time limit, or a bound that is a target; amount money, area,
    weight, length, scores. Target is what stands in the plan, is announced, promised or required. Of a number that has
    only a verb before it (受理130件) `what` is that of the number before it in the sentence.
    """
    names = _names(corpus)
    indicators = [
        _Indicator(name, set(row["unit"].split()), re.compile(row["cues"]), re.compile(row["not_cues"]))
        for name, row in load_indicators(corpus).fillna({"not_cues": "(?!)"}).iterrows()
    ]
    rows = []
    for stretch in list_stretches(passages):
        for start, end, *values in _claims(stretch, names, indicators):
            rows.append((*stretch.place(start, end), *values))
    return pd.DataFrame(rows, columns=list(CLAIMS)).astype(CLAIMS)


def load_indicators(corpus: str | Path | None = None) -> pd.DataFrame:
    """The harmonised indicators, one row an indicator: index indicator, columns of the codebook's indicators.csv.

    `unit` holds the printed units that fit, parted by spaces (- for none); `cues` and `not_cues` are regular
    expressions over `thing|words before#words after` (folded text), where # stands for the number and the thing is
    filled in only where it comes from the number before. A corpus folder without a `codebook/` uses the repository's. A
    blank cell (but for not_cues), a name that stands twice or an expression that is none are a CorpusError, one line a
    problem.
    """
    file = find_file("codebook", "indicators.csv", corpus)
    table = read_table(file, INDICATOR_COLUMNS)
    problems = find_blanks(file, table, [name for name in INDICATOR_COLUMNS if name != "not_cues"])
    problems += find_repeats(file, table["indicator"])
    for column in ("cues", "not_cues"):
        for number, pattern in table[column].dropna().items():
            try:
                re.compile(pattern)
            except re.error as error:
                place = f"codebook/{file.name}, row {number}: {column}"
                problems.append(f"{place} is no regular expression ({error}); correct it")
    if problems:
        raise CorpusError("\n".join(problems))
    return table.set_index("indicator")


def _names(corpus: str | Path | None) -> re.Pattern:
    """The lexicon's terms that hold a numeral: it counts nothing there."""
    terms = [fold(term) for term in load_lexicon(corpus)["term"] if re.search(rf"[\d{_CN}]", term)]
    return re.compile("|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True)) or "(?!)")


class Stretch(NamedTuple):
    """Passages of a report that follow one another, as one text: a heading may end in the middle of a sentence."""

    report_id: str
    text: str
    offset: int
    starts: list[int]
    passages: list[tuple[str, str]]

    def role(self, at: int) -> str:
        return self.passages[bisect_right(self.starts, at) - 1][1]

    def begins(self, at: int) -> int:
        """Where the passage of `at` begins; 0 if nothing stands before `at` in it: there a phrase was cut in two."""
        begin = self.starts[bisect_right(self.starts, at) - 1]
        return begin if self.text[begin:at].strip() else 0

    def place(self, start: int, end: int) -> tuple:
        """report_id, passage_id, role, text, start, end of a span of the stretch, as columns of the result."""
        passage = self.passages[bisect_right(self.starts, start) - 1]
        return self.report_id, *passage, self.text[start:end], self.offset + start, self.offset + end


def list_stretches(passages: pd.DataFrame) -> Iterator[Stretch]:
    rows = passages[["report_id", "passage_id", "role", "text", "start"]]
    ends = rows["start"] + rows["text"].str.len()
    follows = rows["report_id"].eq(rows["report_id"].shift()) & rows["start"].eq(ends.shift())
    for _, part in rows.groupby((~follows).cumsum(), sort=False):
        offset = int(part["start"].iloc[0])
        yield Stretch(
            part["report_id"].iloc[0],
            "".join(part["text"]),
            offset,
            (part["start"] - offset).tolist(),
            list(part[["passage_id", "role"]].itertuples(index=False, name=None)),
        )


def _claims(stretch: Stretch, names: re.Pattern, indicators: list[_Indicator]) -> list[tuple]:
    """The claims of a stretch: (start, end, value, high, unit, hedge, status, measure, what, indicator)."""
    printed, text = stretch.text, fold(stretch.text)
    masked = _mask(text, names)
    found = list(_quantities(masked))
    rows: list[tuple] = []
    last: _Quantity | None = None  # the number before, outside brackets, and its thing
    thing: tuple[int, int] | None = None
    status, change, lone, end = "actual", False, False, 0
    for i, q in enumerate(found):
        following = found[i + 1].start if i + 1 < len(found) else len(text)
        if last and re.search(r"[。\n]", masked[last.end : q.start]):
            last = thing = None
        clause = max(_clause(masked, 0, q.start), stretch.begins(q.start))
        begin = min(max(clause, end), q.start)
        before = text[begin : q.start]
        listed = last is not None and masked[last.end : q.start].strip() in ("、", "和")  # 5.1%、8.2%
        touching = bool(rows) and last is found[i - 1] and not masked[last.end : q.start].strip()
        if not listed:
            status, change = _status(text, q, stretch.role(q.digits), before), _changes(q, before)
        named, only_verb = _thing(masked, q, begin, following, change)
        if only_verb and thing is None and begin == clause and _RESULT.fullmatch(masked, *named):
            named, only_verb = _clause_before(masked, clause) or named, False  # 清理审批事项，取消66项
        elif named is None and thing is None and begin == clause and q.group == "share":
            named = _clause_before(masked, clause)
        carried = thing is not None and (named is None or only_verb) and _carries(masked, last, thing, q, change, named)
        own = thing if carried else None if only_verb and (change or q.group in ("duration", "share")) else named
        what = printed[slice(*own)].replace("\n", "") if own else None
        hedge = {"above": "at_least" if status == "target" else "over", None: "exact"}.get(q.hedge, q.hedge)
        label = f"{fold(what) if carried else ''}|{text[clause : q.start]}#{text[q.end : _sentence_end(text, q.end)]}"
        if touching and what and (rows[-1][8] is None or lone):  # 涵盖5类105项业务
            rows[-1] = (*rows[-1][:8], what, rows[-1][9])
        lone = only_verb and not carried
        rows.append(
            (q.start, q.end, q.value, q.high, q.unit, hedge, status, _measure(q, hedge, status, change), what)
            + (_indicator(indicators, q.unit, re.sub(r"\s", "", label)),)
        )
        end = max(q.end, own[1]) if own else q.end
        if "(" not in masked[clause - 1 : clause]:
            last, thing = q, own
    return rows


def _sentence_end(text: str, at: int) -> int:
    end = min(len(text), at + REACH // 2)
    return min((i for sign in "。;\n" if (i := text.find(sign, at, end)) >= 0), default=end)


def _clause(masked: str, floor: int, at: int) -> int:
    """Where the clause before `at` begins: after the last stop or open bracket, not before `floor`."""
    floor = max(floor, at - REACH)
    begin = max(floor, *(masked.rfind(sign, floor, at) + 1 for sign in _STOPS))
    depth = 0
    for i in range(at - 1, begin - 1, -1):
        depth += {")": 1, "(": -1}.get(masked[i], 0)
        if depth < 0:
            return i + 1
    return begin


def _stop(masked: str, at: int, following: int) -> int:
    end = min(following, at + REACH)
    return min((i for sign in _STOPS if (i := masked.find(sign, at, end)) >= 0), default=end)


def _status(text: str, q: _Quantity, role: str, before: str) -> str:
    """Target or actual; `before` is the clause up to the number."""
    if role == "plan":
        return "target"
    far = max(0, q.start - 3 * REACH)
    sentence = text[max(far, *(text.rfind(sign, far, q.start) + 1 for sign in "。;\n")) : q.start]
    done = DONE.search(before)
    future = list(FUTURE.finditer(sentence))
    after = text[q.end : q.end + 12]
    target = (
        (future and not DONE.search(sentence, future[-1].end()))
        or q.hedge == "at_least"
        or DUTY.search(before + text[q.start : q.digits])
        or (q.hedge == "above" and q.value == 2 and q.unit in ("名", "人") and TWO_OFFICERS.match(after))
        or (q.group in ("share", "duration") and REQUIRED.match(after))
        or (q.group == "duration" and not done and LIMIT_SET.search(before))
    )
    return "target" if target else "actual"


def _changes(q: _Quantity, before: str) -> bool:
    """Whether the number says by how much something grew or shrank."""
    if q.group in ("share", "duration", "money"):
        return bool(CHANGE.search(before) or (q.group == "share" and CHANGE_OF_THING.search(before)))
    return q.group == "change" or bool(CHANGE_OF_COUNT.search(before))


def _measure(q: _Quantity, hedge: str, status: str, change: bool) -> str:
    if change:
        return "change"
    if q.group == "share":
        return "share"
    if q.group in ("money", "measure"):
        return "amount"
    bound = status == "target" and hedge in ("at_least", "at_most")
    return "limit" if bound or (q.group == "duration" and q.unit not in ("年", "周")) else "count"


def _indicator(indicators: list[_Indicator], unit: str | None, label: str) -> str | None:
    fits = (i for i in indicators if (unit or "-") in i.units and i.cues.search(label))
    return next((i.name for i in fits if not i.not_cues.search(label)), None)


# === numbers ========================================

_ARABIC = r"(?<!\d)(?<!\d[.,])(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<part>(?P<den>百|千|\d+|[二三四五六七八九十]+)分之)?"
    rf"(?:(?P<arabic>{_ARABIC}(?:/\d+)?)|(?P<chinese>半(?=天|小时|个工作日|个月)"
    rf"|(?:[{_CN.replace('千', '')}]|千(?![克米瓦]))+(?:点[零〇{_ONES}]+)?)) ?"
    r"(?P<over>[余多来几]?)(?P<scale>万亿|(?:[百十]|千(?![克米瓦]))?[万亿]|[百千](?![克米瓦分])|)(?P<more>[余多来]?)"
)
_SCALES = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
_WORDS = {re.match(r"[^(]+", unit)[0]: (group, unit) for group, units in UNITS.items() for unit in units.split()}
_UNIT = re.compile(
    r" {0,2}(?P<ge>个[余多]?(?=工作日|自然日|小时|月|百分点|学时|课时))?"
    rf"(?P<unit>{'|'.join(unit for _, (_, unit) in sorted(_WORDS.items(), key=lambda row: -len(row[0])))})"
    r"(?P<per>\((?:次|家|起|件|项|户)\))?"
)
_TO = re.compile(" ?(?:至|到|-|—|–|~|～|―) ?")
QUOTE = re.compile(r"“([^“”\n]{1,60})”|‘([^‘’\n]{1,40})’|「([^「」\n]{1,60})」|\"([^\"\n]{1,60})\"")
_TITLE = re.compile(r"《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*》")
# A line that breaks off in mid-sentence where the reader did not rejoin it: the break is white space, not an end.
_BROKEN = re.compile(rf"[^\n]{{20}}[一-鿿\d、,]\n(?=[一-鿿\d“])(?!{LINE_MARK.pattern})")
# What makes these a quantity: 日 is mostly a date, 年 mostly a span.
_DAYS_BEFORE = re.compile("(?:由|从|至|到|为|压缩|缩短|缩减|减少|提速|不超过|时限|期限|法定|承诺|平均|最长)$")
_YEARS_BEFORE = re.compile("(?:连续|满|为期|期限|期|保存|不少于|不低于|不超过|超过|长达|历时|逾)$")
_MONEY_BEFORE = re.compile("(?:额|资金|经费|工资|[罚没]款)(?:[为达约近超共]|共计|总计|合计)* ?$")
_UNITLESS = re.compile(
    "(?:率|满意度|得分|评分|指数|总数|总量|数量|人数|件数|案件|警情|事项|线索|隐患|合同|案卷|共计|合计|总计)"
    "(?:为|达到?|是|:)? ?$"
)


def _mask(text: str, names: re.Pattern) -> str:
    """`text` with everything blanked out whose digits count nothing; title and quotation marks stay."""
    spans = [(m.start() + 1, m.end() - 1) for m in _TITLE.finditer(text)]
    spans += [m.span() for pattern in (*_NOT_CLAIMS, names) for m in pattern.finditer(text)]
    for m in QUOTE.finditer(text):
        if re.search(r"[,、;。:]", m[0]):  # a quoted list or sentence, no name: only its Chinese numerals count nothing
            spans += [(m.start() + n.start(), m.start() + n.end()) for n in re.finditer(f"[{_CN}]", m[0])]
        else:
            spans.append((m.start() + 1, m.end() - 1))
    signs = list(text)
    for start, end in spans:
        signs[start:end] = "\0" * (end - start)
    for m in _BROKEN.finditer(text):
        signs[m.end() - 1] = " "
    return "".join(signs)


_NOT_CLAIMS = tuple(re.compile(pattern) for _, pattern in NOT_CLAIMS)
_BEFORE = tuple((hedge, re.compile(f"(?:{words})(?:了|达到?|到|为|至)? ?$")) for hedge, words in BEFORE)
_BEFORE_SCALE = re.compile(f"(?:{BEFORE_SCALE})$")
_AFTER = tuple((hedge, re.compile(rf" ?(?:\(含\))?(?:{words})")) for hedge, words in AFTER)


def _quantities(masked: str) -> Iterator[_Quantity]:
    at = 0
    while m := _NUMBER.search(masked, at):
        found = _quantity(masked, m, at)
        at = found.end if found else m.end()
        if found:
            yield found


def _quantity(masked: str, m: re.Match, floor: int) -> _Quantity | None:
    """The quantity whose number is `m`, None if it is none; `floor` is where the one before ends."""
    left = masked[max(floor, m.start() - 14) : m.start()]
    value, chinese = _value(m), m["chinese"]
    if value is None or re.search(r"[+×*&#@_/.·-]$|每$|(?<![A-Za-z])[A-Za-z]{1,2}$", left):
        return None
    before = next(((hedge, b.start()) for hedge, words in _BEFORE if (b := words.search(left))), None)
    over = m["over"] or m["more"]
    if chinese and re.fullmatch("[百千万亿]+", chinese) and not m["part"]:
        if not before and (b := _BEFORE_SCALE.search(left)):
            before = ("over", b.start())
        if not (over or before):
            return None
    low, high, end = *value, m.end()
    if m["part"] or "/" in (m["arabic"] or ""):
        alone = value[0] < 1 and re.match(r" ?(?:以上|左右|的|[,。;、)\n]|$)", masked[end : end + 3])
        if not (m["part"] or before or alone):
            return None
        unit, group = {"百": "%", "千": "‰"}.get(m["den"]), "share"
    elif kind := _range(masked, m, low, left) or (low, high, _unit(masked, end)):
        low, high, kind = kind
        if kind:
            unit, group, end = kind
            if not _counts(masked, chinese, low, unit, group, left, end):
                return None
        elif m["arabic"] and re.match(" ?(?:[,。;、)\n]|$)", masked[end : end + 2]) and (bare := _unitless(m, left)):
            unit, group = None, bare
        else:
            return None
    unit_end = end
    if group in ("duration", "share", "change") and masked[end : end + 1] == "多":
        over, end = "多", end + 1
    after = next(((hedge, a.end()) for hedge, words in _AFTER if (a := words.match(masked, end))), None)
    if after and masked[end : after[1]].strip() == "内" and group != "duration":
        after = None
    hedge = before[0] if before else None
    if hedge not in ("at_least", "at_most"):
        if after:
            hedge = after[0]
        elif over:
            hedge = "over"
        elif far := BEFORE_NOUN.search(left):
            hedge = "at_least" if re.search("[少低小]", far[0][:4]) else "at_most"
    start = m.start() - len(left) + before[1] if before else m.start()
    return _Quantity(start, m.start(), unit_end, after[1] if after else end, low, high, unit, group, hedge)


def _value(m: re.Match) -> tuple[float, float | None] | None:
    """What a match of _NUMBER stands for, with the upper end of a pair (三四十: 30, 40); None if it is no number."""
    if m["arabic"]:
        top, _, bottom = re.sub("[, ]", "", m["arabic"]).partition("/")
        if len(top) > 18 or (bottom and not float(bottom)):
            return None
        value = (float(top) / float(bottom or 1), None)
    else:
        value = _chinese(m["chinese"])
        if value is None or value[0] == 0:
            return None
    den = m["den"]
    if den and den not in "百千":
        base = float(den) if den.isdecimal() else (_chinese(den) or (0,))[0]
        return (value[0] / base, None) if base else None
    scale = 1.0
    for sign in m["scale"]:
        scale *= _SCALES[sign]
    return round(value[0] * scale, 6), None if value[1] is None else round(value[1] * scale, 6)


def _chinese(numeral: str) -> tuple[float, float | None] | None:
    """The value of a Chinese numeral, with the upper one of an approximate pair (两三百); None if it is none."""
    if numeral == "半":
        return 0.5, None
    numeral, _, decimals = numeral.partition("点")
    if len(numeral) > 14 or "一二" in numeral:
        return None
    if decimals:
        whole = _chinese(numeral)
        tail = "".join(str("零一二三四五六七八九".index(sign)) for sign in decimals.replace("〇", "零"))
        return (float(f"{whole[0]:.0f}.{tail[:12]}"), None) if whole and whole[1] is None and whole[0] < 1e12 else None
    numeral = numeral.replace("〇", "零").replace("两", "二")
    digits = "零一二三四五六七八九"
    if re.search(f"[{_ONES}]零", numeral):  # 二〇二三 is a row of digits
        return None
    if m := re.search(f"[{_ONES}]{{2}}", numeral):
        i = m.start()
        if digits.index(numeral[i + 1]) != digits.index(numeral[i]) + 1:
            return None
        ends = [_chinese(numeral[:i] + sign + numeral[i + 2 :]) for sign in m[0]]
        return (ends[0][0], ends[1][0]) if all(end and end[1] is None for end in ends) else None
    total = section = digit = 0.0
    last = 1.0
    for sign in numeral:
        if sign in digits:
            digit, last = digits.index(sign), 1.0 if sign == "零" else last
        elif sign in "十百千":
            last = _SCALES[sign]
            section, digit = section + (digit or 1) * last, 0.0
        else:
            last = _SCALES[sign]
            section += digit
            total = (total + section or 1) * last if sign == "亿" else total + (section or 1) * last
            section = digit = 0.0
    if digit and numeral[-2:-1] in ("百", "千", "万"):  # 一万二 is 12,000
        digit *= last / 10
    return total + section + digit, None


def _unitless(m: re.Match, left: str) -> str | None:
    """What a number without a unit measures, if the words before it say so: 满意度99.13, 工资额约65万."""
    if m["scale"] and _MONEY_BEFORE.search(left):
        return "money"
    word = _UNITLESS.search(left)
    return None if word is None else "share" if word[0][0] in "率满" else "count"


def _unit(masked: str, at: int) -> tuple[str, str, int] | None:
    """The unit that begins at `at`: (as printed, group, where it ends)."""
    if m := _UNIT.match(masked, at):
        return m["unit"] + (m["per"] or ""), _WORDS[m["unit"]][0], m.end()
    if masked.startswith("大", at):
        end = ENDS.search(masked, at + 1, at + 12)
        noun = re.compile("[一-鿿]{2,8}").match(masked, at + 1, end.start() if end else at + 9)
        if noun:
            known = BIG.match(noun[0])
            name = known[0] if known else noun[0] if len(noun[0]) <= 4 else noun[0][:2]
            return name, "noun", at + 1 + len(name)
    return None


def _range(masked: str, m: re.Match, low: float, left: str) -> tuple | None:
    """A range 3至5个, 10%-15%: (low, high, unit as from _unit); None if it is none."""
    first = _unit(masked, m.end())
    sep = _TO.match(masked, first[2] if first else m.end())
    second = _NUMBER.match(masked, sep.end()) if sep else None
    value = _value(second) if second and not second["part"] else None
    unit = _unit(masked, second.end()) if value else None
    if unit is None or (first and first[0] != unit[0]) or re.search("[由从自][^,。;]{0,12}$", left):
        return None
    if second["scale"] and not m["scale"] and m["arabic"] and not first:
        low *= value[0] / float(re.sub("[, ]", "", second["arabic"])) if second["arabic"] else 1
    return (low, value[0], unit) if low < value[0] else None


def _counts(masked: str, chinese: str | None, value: float, unit: str, group: str, left: str, end: int) -> bool:
    """Whether number and unit are a quantity, for units and numerals that are often something else."""
    after = masked[end : end + 3]
    if unit == "番":
        return bool(re.search("翻了?$", left))
    if unit == "月":
        return "个" in masked[end - 3 : end]
    if unit == "日" and not (_DAYS_BEFORE.search(left) or re.match("以?内|之内|压|缩|减|办结", after)):
        return False
    if unit == "年" and not (value < 100 and (_YEARS_BEFORE.search(left) or re.match("以[上内下]|内|有效", after))):
        return False
    if group == "noun" and value >= 1000:
        return False
    if not chinese:
        return True
    if left[-1:] in tuple("第其几数双单期周初") or chinese == "二":
        return False
    if chinese in ("一", "半"):  # an article, but for the shortest time limits
        limit = re.match("以?内|之内|办结|出证", after) or re.search("(?:至|到|为|为期|不超过|提前|最长)$", left)
        return unit in ("工作日", "小时", "分钟", "天", "月") and bool(limit)
    if group == "noun" and masked[end - len(unit) - 1] == "大":
        return value < 17 or value > 20  # 二十大: a congress
    return group in ("duration", "share", "change", "money", "chinese") or unit in CHINESE_TOO


# === the counted thing ========================================

_VERB = re.compile(
    rf"(?<!的)(?:{'|'.join(sorted(VERBS, key=len, reverse=True))})(?!{NOUNS_OF_VERBS})"
    r"(?:[了过]|出(?![庭台具动警版租口境入席示]))?"
)
_HEADED = rf"(?!(?:{'|'.join(HEADS)})+$|{NOUNS_OF_VERBS})"
_NOUN_VERB = re.compile(rf"(?<!的)(?:{ADVERBS})*(?:{'|'.join(NOUN_VERBS)}){_HEADED}")
_ACT = re.compile(
    rf"(?:主动|依法|依规|及时)(?:{'|'.join(NOUN_VERBS)})"
    rf"|(?:(?:{ADVERBS})+|{SUBJECTS})(?:{'|'.join(NOUN_VERBS)}){_HEADED}"
)
_DONE_TO = re.compile("对[^,。;]{1,24}?(?:进行|开展|实施)了?")  # 分七期对全体干部进行集中培训
_SUBJECT = re.compile(rf"(?:{SUBJECTS}|各类|其中)$")
_SOFT = re.compile("(?<![公总中])共(?![同享建治商管和产青识赢性有计])")
# Verbs that take a verb as their object: 开展监督检查2次.
_LIGHT = re.compile("(?:开展|举办|组织|进行|实施|完成|主持|参加|接受|启动|落实)了?")
_AND_SUCH = re.compile(".*等(?![级次待同])(?=..)(?!单位|部门|场所|活动|事项|工作|问题|情况|人员)")
_ALL_KINDS = re.compile(".*各[类种](?=..)")
_RESULT = re.compile("(?:共|已)?(?:受理|办结|审结|结案|取消(?:调整)?|废止|修改|保留|移送|化解)")
_ADVERBS_ALONE = re.compile(rf"(?:{ADVERBS})+")
_TAILS = re.compile(f"(?:{TAIL_WORDS})*")
_VERBS_ALONE = re.compile(rf"(?:{'|'.join([*VERBS, *NOUN_VERBS])}|{ADVERBS}|{TAIL_WORDS})+")


def _thing(masked: str, q: _Quantity, begin: int, following: int, change: bool) -> tuple[tuple[int, int] | None, bool]:
    """The span of the counted thing, None where nothing names it, and whether it is only a verb."""
    if q.group == "noun":
        return (q.unit_end - len(q.unit), q.unit_end), False
    before, only_verb = _before(masked, begin, q.start)
    if change or q.group in ("duration", "change"):
        if (before is None or only_verb) and masked.startswith("的", q.end):  # 三个月的专项行动
            return _after(masked, q, following, False), False
        return before, only_verb
    named = before is not None and not only_verb and not _VERBS_ALONE.fullmatch(masked, *before)
    if named and masked[begin : q.start].rstrip().endswith("等"):  # 户政、治安等5个警种119个事项
        named = False
    after = _after(masked, q, following, named)
    if q.group in ("share", "money", "measure") and named:
        return before, False
    if after:
        return after, False
    if q.unit == "方面" or (before is None and q.unit in ("领域", "环节", "大类", "大项", "小类")):
        return (q.unit_end - len(q.unit), q.unit_end), False
    if before is None and q.unit in ("人", "名", "人次", "户", "家"):  # 4人持有行政督察证
        stop = _stop(masked, q.end, following)
        rest = masked[q.end : stop].strip()
        whole = len(rest) > 1 and rest[0] not in "、和及与的" and rest[-1] not in "、的"
        return ((q.end, stop) if whole else None), False
    return before, only_verb


def _before(masked: str, begin: int, at: int) -> tuple[tuple[int, int] | None, bool]:
    """What stands before the number, from the last verb on, and whether it is only a verb."""
    end = at
    if m := BEFORE_NOUN.search(masked, begin, end):
        end = m.start()
    while m := TAIL.search(masked, begin, end):
        end = m.start()
    start = _lead(masked, begin, end)
    if start >= end:
        return None, False
    if RATE.search(masked, start, end):
        ends = [m.end() for m in RATE_BEGINS.finditer(masked, start, end) if m.end() < end - 1]
        return (_lead(masked, ends[-1] if ends else start, end), end), False
    verbs = list(_VERB.finditer(masked, start, end))
    if verbs and verbs[-1].end() == end:
        if len(verbs) == 1 or verbs[-2].end() < verbs[-1].start():
            return _nominal(masked, verbs[-2].end() if len(verbs) > 1 else start, verbs[-1]), True
        if not _LIGHT.fullmatch(verbs[-2][0]):
            return (verbs[-2].start(), end), False  # 查封扣押17件
        verbs.pop()  # 开展监督检查2次
    if verbs:
        start = verbs[-1].end()
    else:
        soft = [m.end() for m in _SOFT.finditer(masked, start, end)]
        start = _lead(masked, soft[-1] if soft else start, end)
        while (m := _NOUN_VERB.match(masked, start, end)) and m.end() < end:
            start = m.end()
    acts = [m.end() for m in _ACT.finditer(masked, start, end) if m.end() < end]
    start = _lead(masked, acts[-1] if acts else start, end)
    if end - start > 14 and (m := _AND_SUCH.match(masked, start, end)):
        start = m.end()
    if m := _ALL_KINDS.match(masked, start, end):  # 督促整改各类隐患664处
        start = m.end()
    if start >= end:
        return None, False
    alone = _VERBS_ALONE if not verbs else _ADVERBS_ALONE
    return (start, end), bool(alone.fullmatch(masked, start, end))


def _nominal(masked: str, begin: int, verb: re.Match) -> tuple[int, int]:
    """A verb at the end with a short noun before it that is no subject: 依申请公开答复86件, but 中心办理86件."""
    noun_end = verb.start()
    subject = _SUBJECT.search(masked, begin, noun_end) or TAIL.search(masked, begin, noun_end)
    return (begin if 1 < noun_end - begin <= 8 and not subject else noun_end, verb.end())


def _after(masked: str, q: _Quantity, following: int, named: bool) -> tuple[int, int] | None:
    """What stands after the unit; `named` says that something before the number names the thing already."""
    start, stop = q.end, _stop(masked, q.end, following)
    while start < stop and masked[start] in " 的":
        start += 1
    relative = RELATIVE.match(masked, start, stop)
    if relative is None and masked[start : start + 1] in tuple("、和及与暨将"):
        return None
    acts = start
    if q.unit in EVENTS:
        if m := _DONE_TO.match(masked, start, stop):
            start = m.end()
        while (m := _VERB.match(masked, start, stop) or _NOUN_VERB.match(masked, start, stop)) and m.end() < stop:
            start = m.end()
    start = _lead(masked, relative.end() if relative else start, stop)
    m = ENDS.search(masked, start, stop)
    end = m.start() if m else stop
    if end == following and (joints := [j.start() for j in re.finditer("[、和及与暨]", masked[start:end])]):
        end = start + (joints[0] if masked[start + joints[0]] == "、" else joints[-1])  # 33条政策和省48条措施
    elif end == following and named and masked[end - 1] not in "的、和及与":
        return None  # 行政复议13件行政诉讼6件: the next number's
    while end > start and masked[end - 1] in " 、和及与的":
        end -= 1
    if end - start < 1 + (masked[start : start + 1] not in tuple("村镇乡县市区省")):
        return None
    noun = start > acts or not _VERBS_ALONE.fullmatch(masked, start, end)
    return (start, end) if noun or (not named and _NOUN_VERB.fullmatch(masked, start, end)) else None


def _clause_before(masked: str, clause: int) -> tuple[int, int] | None:
    """The thing at the end of the clause that ends with the comma before `clause`, if it holds no number."""
    at = clause - 1
    if masked[at : at + 1] != ",":
        return None
    begin = _clause(masked, 0, at)
    span, only_verb = _before(masked, begin, at)
    return span if span and not only_verb and span[1] == at and not re.search(r"\d", masked[begin:at]) else None


def _lead(masked: str, start: int, end: int) -> int:
    m = LEAD.match(masked, start, end)
    return m.end() if m else start


def _carries(
    masked: str, last: _Quantity, thing: tuple[int, int], q: _Quantity, change: bool, named: tuple[int, int] | None
) -> bool:
    """Whether a number without a thing of its own is about that of the number before it in the sentence."""
    return (
        last.unit == q.unit
        or change
        or last.group == q.group == "duration"
        or (q.group == "share" and named is None)
        or not masked[last.end : q.start].strip()
        or bool(thing[1] > last.end and _TAILS.fullmatch(masked, thing[1], q.start))  # 五类案件总数为15454件
    )
