"""The counted thing: the noun phrase, or the act, that a number counts."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.errors import CorpusError
from helpers.extraction.quantities import Quantity, find_bound
from helpers.places import ROOT
from helpers.tables import any_of, find_blanks, find_misprints, find_repeats, read_table

__all__ = [
    "KINDS",
    "PHRASE_COLUMNS",
    "Phrases",
    "REACH",
    "Thing",
    "compile_phrases",
    "find_clause",
    "find_things",
    "load_phrases",
    "read_phrases",
]

# All patterns read folded text in which what counts nothing is blanked out with \0.

REACH = 100  # characters: no clause is looked at further than that
STOPS = ",。;:!?\n"

Span = tuple[int, int]

# === words ========================================

PHRASES = ROOT / "corpus" / "rules" / "phrases.csv"
PHRASE_COLUMNS = ["word", "kind", "not_after", "not_before", "source", "witness"]
GOVERNING = ("verb", "light", "causative", "relation")
KINDS = (*GOVERNING, "both", "adverb", "head", "person", "body")


class Phrases(NamedTuple):
    """The table of phrases, ready for use."""

    governs: re.Pattern  # a verb after which the thing begins; the group is its kind
    begins: re.Pattern  # a word of the kind both where it is a verb: at the beginning of a clause
    follows: re.Pattern  # the same after an adverb, whatever comes next
    acts: re.Pattern  # the same with its subject or adverb
    alone: re.Pattern  # nothing but verbs and adverbs
    adverbs: re.Pattern  # nothing but adverbs
    relation: re.Pattern
    names: re.Pattern  # what makes a name of the verb before it
    actors: re.Pattern  # everything up to the last person or body
    clause: re.Pattern  # a verb or adverb after a person or body, its subject
    takes_part: re.Pattern  # persons who take part in what follows
    meeting: re.Pattern  # a meeting that does what follows


def load_phrases(corpus: object = None) -> pd.DataFrame:
    """Words by which the counted thing is found, one row a word and kind: corpus/rules/phrases.csv.

    The table is the program's own, whatever corpus is read. Errors as in `read_phrases`.
    """
    return read_phrases(PHRASES)


def read_phrases(file: Path) -> pd.DataFrame:
    """A table of phrases, one row a word and kind.

    The thing begins after a verb: 查办案件12件 counts 案件. After a `kind` verb it begins wherever that stands; one of
    the kind both is a noun as well (审查合同, 审查意见) and governs only at the beginning of a clause and after a
    subject or an adverb, but not before a head (审查意见). After the kind light another verb is the thing itself
    (开展监督检查2次), after the kind causative it is what is done to the thing before (督促整改58处), and one of the
    kind relation is never the thing (覆盖200人次). An adverb may stand before a verb; a person or body may be the
    subject of one.

    `not_after` and `not_before` hold words, the second also regular expressions, parted by spaces, beside which it is
    part of another word (免提交). A blank cell, a word that stands twice with one kind, an unknown kind or an
    expression that is none are a CorpusError, one line a problem.
    """
    table = read_table(file, PHRASE_COLUMNS)
    problems = find_blanks(file, table, ["word", "kind", "source", "witness"])
    problems += find_repeats(file, table["word"] + " " + table["kind"])
    for number, kind in table["kind"].dropna()[lambda kinds: ~kinds.isin(KINDS)].items():
        problems.append(
            f"{file.parent.name}/{file.name}, row {number}: kind is {kind!r}; it is one of {', '.join(KINDS)}"
        )
    problems += find_misprints(file, table["not_before"].dropna().map(any_of))
    if problems:
        raise CorpusError("\n".join(problems))
    return table.reset_index(drop=True)


def compile_phrases(table: pd.DataFrame) -> Phrases:
    """`load_phrases` as patterns; the longest word first."""
    words: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for word, kind, not_after, not_before in sorted(
        table[PHRASE_COLUMNS[:4]].fillna("").itertuples(index=False, name=None), key=lambda row: -len(row[0])
    ):
        word = re.escape(word)
        stops = f"(?!{any_of(not_before)})" if not_before else ""
        words[kind].append(word + "".join(f"(?<!{re.escape(left)}{word})" for left in not_after.split()) + stops)
    any_kind = {kind: "|".join(found) or "(?!)" for kind, found in words.items()}
    both, adverb, head = any_kind["both"], any_kind["adverb"], any_kind["head"]
    governing = "|".join(any_kind[kind] for kind in GOVERNING)
    kinds = "|".join(f"(?P<{kind}>{any_kind[kind]})" for kind in GOVERNING)
    actors = words["person"] + words["body"]
    subject = "|".join(f"(?<={actor})" for actor in actors)
    no_name = rf"(?!(?:{head})+$|{NOUNS_OF_VERBS}|[、和及与])"
    patterns = {
        "governs": rf"(?<!的)(?:{TO_WHOM}|{kinds})(?:(?<=涉及)|(?!{NOUNS_OF_VERBS})){PERFECTIVE}?",
        "begins": rf"(?<!的)(?:{adverb})*(?:{both})(?:[、和及与](?:{both}))*{no_name}",
        "follows": rf"(?:{adverb})*(?:{both})(?!{NOUNS_OF_VERBS})",
        "acts": rf"(?:主动|依法|依规|及时)(?:{both})|(?:(?:{adverb})+|{SUBJECTS})(?:{both}){no_name}",
        "alone": rf"(?:{TO_WHOM}|{governing}|{both}|{adverb}|{TAIL_WORDS}|部分|全部|不予|未|剩余|其余)+",
        "adverbs": rf"(?:{adverb})+",
        "relation": any_kind["relation"],
        "names": rf"(?:{head}|场所|案件|文件|干部|单位|企业)+$|{NOUNS_OF_VERBS}",
        "actors": f".*(?:{'|'.join(actors)})",
        "clause": rf"(?:{subject})(?:{governing}|{both}|{WITH_SUBJECT})|(?<=会议)(?:{DISCUSSED})",
        "takes_part": rf"({any_kind['person']})(?:{adverb})*(?:参加|参与|参训|接受|观看|旁听|观摩)",
        "meeting": rf"(?:会议|常委会|党[组委]会|办公会|专题会|例会|座谈会|联席会)(?=(?:{adverb})*(?:{DISCUSSED}))",
    }
    return Phrases(**{name: re.compile(pattern) for name, pattern in patterns.items()})


# === grammar ========================================

# What makes a noun of any verb before it: 办理时限, 容缺受理事项.
NOUNS_OF_VERBS = any_of("时限 时间 面积 金额 费 率 事项 程序 数量 人数 次数 额")
# Documents and places named after what is done in them: the second of two verbs before them is part of the name
# (下达处理决定).
NAMED_AFTER = re.compile(
    "(?:通知|告知|决定|意见|建议|报告|方案|申请|证明)?(?:书|决定|意见|建议|报告|函|单|表|证|窗口|室|站|点)"
)
PERFECTIVE = r"(?:了|过(?![错程渡期失滤户敏境])|出(?![庭台具动警版租口境入席示]))"
# 向区政府报告9次, 移送司法机关2起: to whom it went is no part of the thing.
TO_WHOM = (
    r"(?:移[送交]|转[交送办])[^,。;\d]{1,10}(?:机关|公安局?|部门|法院|检察院|纪委|监委|局)$"
    r"|向[^,。;\d]{1,12}(?:(?:报告|汇报|通报)(?!\d)|(?=述法))|收(?<![回税验征签接招吸]收)(?=各类)"
)
SUBJECTS = any_of("""[省市县区镇]级 要求 (?<!社)会议? 局 委员会 常委 工委 部门 队伍? 同志 负责人 领导 班子 机关 机构
    组织 中心 司法所 派出所 党组 党委 人员 律师 顾问 学会 成员 干警 民警 职工 法院 大队 中队 支队""")
WITH_SUBJECT = any_of("依法 同步 网上 全部 及时 主动 自愿 现场 集中 统一 全员")  # adverbs only a clause has
DISCUSSED = any_of("专题 研究 审议 审定 部署 听取 讨论 传达 学习 分析")  # what a meeting does
# What ends the thing when it stands after the unit: verbs, adverbs, auxiliaries, prepositions that are no part of a
# name.
ENDS = re.compile(
    any_of(r"""均 全部 都(?!市) 已 也 仍 一律 逐一 逐项 逐案 分别 进行 实现 开展 参加 参与 受邀 具备 持有 取得 获得 获评
        基本(?=符合|达到|实现|建成|完成|做到|形成) (?<!成)就(?![业诊近读医学职])
        荣获 获 完成 通过(?![率人]) 实行 实施 纳入 围绕 组建 推进(?![会办组]) 组成 量身 采取 予以 给予 免予 减轻 达到
        达成 得到 落地 投入 建立 设立 形成 作出 做出 提供 提出 无一 年底 交由 先行 统筹 牵头(?!任务|单位|部门) 现场
        精准 具体(?=负责|承办|办理|实施|落实) 履行 赋能 争创 成效 入选 入围 申报(?=\0|[第全省国]) 集中(?=清理|整治|培训)
        下放(?=[乡街镇至到给]) 基础上 负责 承担 涉及 存在 符合 上线 入驻 进驻 办结 全覆盖 规范化建设 统一 共同(?!体)
        处以 明确 互签 接受 开工 建成 增加 减少 用于 报告工作 并(?!联) 以及 之一 中的 列入 印发 办理 签订 划转 到位
        受到 认为 反映(?!窗口) 亲自 依法 (?:划分|分解|调整|整合)为 [上下]午 等(?![级次待同])
        不予(?!处罚(?:事项|案件|决定|清单)|受理|公开|许可|行政) (?<=部门|单位|企业|镇街)的
        (?<=事项|业务|学校|企业|部门|单位|项目|社区|案件|人员)“ (?<![行作认因])为(?![民企])
        (?<![存现潜内])在(?![建线校职编册押逃岗]) (?<![应针核面])对(?![象外口接策照应标]) 向(?!导) (?<![自理案事])由
        从(?![业事严轻重]) 按(?!揭) 将(?!军) 把(?!关) (?<![报达受收签])到(?![期位岗案庭]) (?<![原基])因(?![素果])
        被(?![告征复诉申执监调处]) 未(?![成来检达批]) 不(?![动予良合罚文正规实当]) (?<![许认])可(?![持行视信再靠追研])
        (?<![响供反效适相])应(?![急诉用对收届聘]) 需(?!求) 还(?![款建原]) 左右 以上 于(?=\0) (?<![《“‘「"\0])\0
        (?<![集其初高事途之当])中(?:$|有) [,。;:!?)] \((?![一-鿿、/]{1,6}\)|[^)]{0,3}(?:含|其中|包括|如|见)) \n""")
)
# A clause before the thing after the unit, of which only the beginning is known: 与市场关联度高的部门.
RELATIVE = re.compile(
    f"(?:{any_of('与 由 对 在 向 因 为 被 以 按 从 涉及 符合 纳入 列入 需 经 有 尚?未 不')})"
    r"[^,。;:\n]{1,24}?的(?![^,。;:\n]{0,12}的)"
)
# A clause with its 的, if a verb is found in it: 不符合条件的执法证件, 违规执法的协管员.
OF = re.compile("(.{2,})的(?=.{2})")
VERBAL = re.compile("[不未违]|[与由被].")
# What is done with the things counted: 5类数据的归集工作, 33个部门法治建设情况.
DONE_WITH = re.compile("(?:工作|情况|意见|范围|建设|信息|数据|资源|审计|职责|研究|作用|名称|层级|内容|要求|程序)$")
# Words before the thing that are no part of it.
LEAD = re.compile(
    "(?:"
    + any_of(r"""\0+(?:[批次期]|[底末]?前|以来|期间)? \d{1,2}[至-]\0+ 平均每[^,。;\n]{1,8} 每(?:半?年|季度?|月|周)
        [\s、和与的了含] 及(?![格时]) 有(?![效关限的序奖机]) 仅有 只有 力争 确保 预计 届时 (?<![即行])将(?![军来])
        [一二三四五六七八九十]是 \([一二三四五六七八九十\d]{1,3}\) [①-⑳] \d{1,2}[.、](?!\d) 第[一二三四五六七八九十],
        [我全本各该](?:[省市县区镇乡局委办厅院校]|街道)(?:系统)? 我国 全[州盟旗](?![级域]) [省市区县镇]本级
        [省市区县镇街乡村]+[两三四五]级 (?:[国省市县区]、)+[国省市县区](?![级直委政]) 今年(?:以?来)? 去年 全年 当年
        年内 [上下]半年 [年月]底前 本年度 截[至止]目前 目前 先后 已经? (?<!公)共计?(?![同享建治商管和产青识赢性有])
        累计 总计 合计 分别 其中 同时 并 又 再 另 各类 各种 各项 相关(?![性人]) 中$ 等(?:方面)?(?=[一-鿿]{2})
        计划(?!生育|外|内|单列)(?=[一-鿿]{4})""")
    + ")+"
)
# Words between the thing and the number.
TAIL_WORDS = any_of(r"""
    [\s、和与了] (?<![惠涉波普])及 (?<=[一-鿿])\((?![一-鿿]{1,2}\))[^()]*\) 一?共计? 累计 总计 合计 达到 均 (?<!附)近
    (?<![签民])约 超过? 突破 逾 计 有 仅 达 (?<![行作])为 (?<!以)至 (?<![报收接])到 (?<![公总])共 (?<=[一-鿿]{2})等
    (?<=[”》)])等 (?<!自)由 (?<!服)从 (?<![存现])在 现?已 预计 先后 全年 可?将(?:达到?|超过?|为|有) 发展 翻 分别 依次
    (?<![侵抢强])占 减 降 (?<!新)增 (?<=[一-鿿]{2})新增 (?:保持|稳定|维持|始终) 最[低高] [占是][^,。;、\n]{0,12}的
    (?:原来|现在|原先|原有|目前|法定|成立之初|年初|此前)的? 法定(?:时限|期限)的 \0+年?[末底初]?的 满 仍 (?<!船)只 尚
    还 再 又 (?<![平均得总满评积学部])细?分 为期 历时 连续 每(?:半?年|季度?|月|周) 压缩 缩短 精简 精减 压减 缩减 减少
    增加 提高 提升 下降 降低 增长 同比 环比 上升 扩大 调整 控制 平均 最长 不超过 不少于 不低于 至少
    [比较](?:去年|上年|前年|同期|\0+年?[底末初]?)(?:同期)?
""")
TAIL = re.compile(f"(?:{TAIL_WORDS})$")
TAILS = re.compile(f"(?:{TAIL_WORDS})*")
# Rates are named as a whole, from the beginning of the clause on.
RATE = re.compile("(?:率|(?<![制年季月])度|占比|比例|比重|得分|评分|指数|(?:覆盖|享受|受益|参与|惠及)面)$")
RATE_BEGINS = re.compile(any_of("实现 确保 保持 保证 促进 推动 继续 完成 达到 将 其中"))
RATE_OF = re.compile("(?:[一-鿿]{2}率|满意度)(?:均|达|为|分别)*$")  # 四项制度覆盖率达到98%
BOUND = re.compile("(?:基本|最低|目标)?(?:要求|目标|标准|底线|比例|水平|成绩|速度|势头|幅度)")  # 5%的要求
HOW_MANY = re.compile("(?:总数|数量|总量|(?<![人次件户个单生])数)$")  # 检查企业数40家
# Where a rank stands alone, the thing is that of the number before: 国家级12项、省级67项.
LEVEL = re.compile("(?:国家|设区市|地市|市州|[部省市县区州盟旗镇乡村])级(?:以上)?")
AGENT = re.compile(rf"(?:{SUBJECTS}|各类|其中)$")
DONE_TO = re.compile("对[^,。;]{1,24}?(?:进行|开展|实施|[作做提]出)了?")  # 分七期对全体干部进行集中培训
TALLY = re.compile("(?:(?<![公总中])共(?![同享建治商管和产青识赢性有计])|共计|累计|合计|先后|全年|已(?!有)经?)")
ONE_VERB = re.compile("[发立破](?=.{2,}案件?$)|处(?=.{0,4}(?:罚款|拘留)$)")  # 共发刑事案件1546起
AND_SUCH = re.compile(".*等(?![级次待同候效])(?=..)(?!单位|部门|场所|活动|事项|工作|问题|情况|人员)")
ALL_KINDS = re.compile(".*各[类种](?=..)")  # 督促整改各类隐患664处
EXISTS = re.compile("有$|包括|涵盖|涉及")
RESULT = re.compile("(?:共|已)?(?:受理|办结|审结|结案|取消(?:调整)?|废止|修改|修订|保留|移送|化解|新增|调整|变更)")
PIVOT = re.compile("(?:组织|邀请|安排|选派|动员|召集|带领)(?:了|全体|全[省市县区局]|各)*$")
GATHERING = re.compile("(?:班|会|会议|大会|比赛|竞赛)$")
ASIDE = re.compile(r"\([^()]{2,20}\)(?=[一-鿿“《])")  # 4次(每季度一次)专项检查
TOTAL = re.compile("[ ,、]*(?:共计?|合计|总计|累计)?[ 约]*")  # 3笔共计8600元
JOINT = re.compile("[ 、,]*[和及与]?")
EACH = re.compile("分别|依次")
AND = re.compile("[、及与]|和(?![解谐平睦])")
NEW_SENTENCE = re.compile(r"[。\n](?!\s*其中)")
PERSONS = ("人", "名", "位", "人次", "人(次)")
BODIES = ("个", "名", "位", "家", "所", "户", "人")

# === things ========================================


class Thing(NamedTuple):
    """What a number counts: its span, None where nothing names it, and whether it is that of a number before."""

    span: Span | None
    carried: bool


def find_clause(masked: str, floor: int, at: int) -> int:
    """Where the clause before `at` begins: after the last stop or open bracket, not before `floor`."""
    floor = max(floor, at - REACH)
    begin = max(floor, *(masked.rfind(sign, floor, at) + 1 for sign in STOPS))
    depth = 0
    for i in range(at - 1, begin - 1, -1):
        depth += {")": 1, "(": -1}.get(masked[i], 0)
        if depth < 0:
            return i + 1
    return begin


def find_things(
    masked: str, quantities: Sequence[Quantity], clauses: Sequence[int], changes: Sequence[bool], phrases: Phrases
) -> list[Thing]:
    """What each quantity of a text counts; `clauses` are where their clauses begin, `changes` which say by how much.

    Of a number that has only a verb before it (受理130件) it is that of a number before it in the sentence: the last,
    or the last with the same unit. Of k numbers after 分别 each has its own of k things named before.
    """
    things: list[Thing] = []
    said: list[int] = []  # the numbers of the sentence so far, without those in brackets
    lone, end = False, 0
    for i, (q, clause, change) in enumerate(zip(quantities, clauses, changes, strict=True)):
        if said and NEW_SENTENCE.search(masked, quantities[said[-1]].end, q.start):
            said = []
        begin = min(max(clause, end), q.start)
        touching = bool(said) and said[-1] == i - 1 and not masked[quantities[i - 1].end : q.start].strip()
        named, only_verb = _thing(masked, q, begin, _following(masked, quantities, i), change, phrases)
        nothing = not (said and things[said[-1]].span)
        if only_verb and nothing and begin == clause and RESULT.fullmatch(masked, *named):
            named, only_verb = _clause_before(masked, clause, phrases) or named, False  # 清理审批事项，取消66项
        elif named is None and nothing and begin == clause and q.group == "share":
            named = _clause_before(masked, clause, phrases)
        level = named is not None and LEVEL.fullmatch(masked, *named)
        own = None
        if said and (named is None or only_verb or level):
            own = _carried(masked, quantities, things, said, q, change, None if level else named)
        carried = own is not None
        if carried and level and (m := LEVEL.match(masked, *own)):
            own = (m.end(), own[1])
        elif not carried and not (only_verb and (change or q.group in ("duration", "share"))):
            own = None if only_verb and phrases.relation.fullmatch(masked, *named) else named  # 覆盖200人次
        if touching and own and (things[-1].span is None or lone):  # 涵盖5类105项业务
            things[-1] = Thing(own, things[-1].carried)
        lone = only_verb and not carried
        things.append(Thing(own, carried))
        end = max(q.end, own[1]) if own else q.end
        if "(" not in masked[clause - 1 : clause]:
            said.append(i)
    return _shared_out(masked, quantities, clauses, things)


def _following(masked: str, quantities: Sequence[Quantity], i: int) -> int:
    """Where the next number begins, those in a bracket right after the unit left out."""
    aside = ASIDE.match(masked, quantities[i].end)
    i += 1
    while aside and i < len(quantities) and quantities[i].start < aside.end():
        i += 1
    return quantities[i].start if i < len(quantities) else len(masked)


def _carried(
    masked: str,
    quantities: Sequence[Quantity],
    things: list[Thing],
    said: list[int],
    q: Quantity,
    change: bool,
    named: Span | None,
) -> Span | None:
    """The thing of an earlier number of the sentence that a number without a thing of its own is about."""
    last, thing = quantities[said[-1]], things[said[-1]].span
    if thing and (
        last.unit == q.unit
        or change
        or last.group == q.group == "duration"
        or (q.group == "share" and named is None)
        or TOTAL.fullmatch(masked, last.end, q.start)
        or (thing[1] > last.end and TAILS.fullmatch(masked, thing[1], q.start))  # 五类案件总数为15454件
    ):
        return thing
    if named is None or q.unit is None:
        return None
    part = max(masked.rfind(sign, max(0, q.start - 3 * REACH), q.start) for sign in "。;\n")
    same = (j for j in reversed(said) if quantities[j].unit == q.unit and quantities[j].start > part)
    return next((things[j].span for j in same if things[j].span), None)


def _shared_out(
    masked: str, quantities: Sequence[Quantity], clauses: Sequence[int], things: list[Thing]
) -> list[Thing]:
    """`things`, where 分别 gives each of several numbers in a list its own: 复议、诉讼案件分别为8件、5件."""
    at = 0
    while at < len(things):
        to = at + 1
        while to < len(things) and JOINT.fullmatch(masked, quantities[to - 1].end, quantities[to].start):
            to += 1
        n, span = to - at, things[at].span
        if n > 1 and span and EACH.search(masked, clauses[at], quantities[at].start):
            parts = _parts(masked, *span)
            if things[at].carried and len(parts) < n:
                parts = [things[j].span for j in range(max(0, at - n), at) if not things[j].carried]
            if len(parts) == n and all(parts):
                things[at:to] = [Thing(part, things[at].carried) for part in parts]
        at = to
    return things


def _parts(masked: str, start: int, end: int) -> list[Span]:
    """The things joined in one: 火灾起数、亡人数和直接财产损失."""
    parts = []
    for m in AND.finditer(masked, start, end):
        parts.append((start, m.start()))
        start = m.end()
    return [*parts, (start, end)]


def _thing(
    masked: str, q: Quantity, begin: int, following: int, change: bool, phrases: Phrases
) -> tuple[Span | None, bool]:
    """The span of the counted thing, None where nothing names it, and whether it is only a verb."""
    if q.group == "noun":
        return (q.unit_end - len(q.unit), q.unit_end), False
    before, only_verb = _before(masked, begin, q.start, phrases, event=q.event, person=q.unit in PERSONS)
    if change or q.group in ("duration", "change"):
        if (before is None or only_verb) and masked.startswith("的", q.end):  # 三个月的专项行动
            return _after(masked, q, following, False, phrases), False
        return before, only_verb
    if q.group == "share" and masked.startswith("的", q.end) and not (before and RATE.search(masked, *before)):
        after = _after(masked, q, following, False, phrases)
        if after and not BOUND.match(masked, *after):  # 9%的调查对象
            return after, False
    named = before is not None and not only_verb and not phrases.alone.fullmatch(masked, *before)
    agent = named and q.event and AGENT.search(masked, *before)
    if agent and not agent[0].startswith("会"):  # 党组先后4次开展法制教育, but 党组会4次
        named = False
    if named and masked[begin : q.start].rstrip().endswith("等"):  # 户政、治安等5个警种119个事项
        named = False
    if named and q.group == "classifier" and (m := HOW_MANY.search(masked, *before)) and m.start() - before[0] > 1:
        before = before[0], m.start()
    after = _after(masked, q, following, named, phrases)
    if q.group in ("share", "money", "measure") and named:
        return before, False
    done = only_verb and not q.event and not phrases.relation.fullmatch(masked, *before)
    if after and not (done and phrases.governs.match(masked, *after)):  # 保留的57件汇编成册
        return after, False
    if q.unit == "方面" or (before is None and q.unit in ("领域", "环节", "大类", "大项", "小类")):
        return (q.unit_end - len(q.unit), q.unit_end), False
    if before is None and q.unit in ("人", "名", "人次", "户", "家"):  # 4人持有行政督察证
        stop = _stop(masked, q.end, following)
        rest = masked[q.end : stop].strip()
        whole = len(rest) > 1 and rest[0] not in "、和及与的" and rest[-1] not in "、的"
        return ((q.end, stop) if whole else None), False
    return before, only_verb


def _before(
    masked: str, begin: int, at: int, phrases: Phrases, *, event: bool = False, person: bool = False
) -> tuple[Span | None, bool]:
    """What stands before the number, from the last verb on, and whether it is only a verb."""
    end = at
    if m := find_bound(masked, begin, end):
        end = m.start()
    end = _tail(masked, begin, end)
    start = _lead(masked, begin, end)
    if event and (m := phrases.meeting.search(masked, start, end)):  # 召开党委会议研究法治工作2次
        end = m.end()
    elif person and (m := phrases.takes_part.search(masked, start, end)):  # 组织干部职工参加考试18人
        end = m.end(1)
    if masked[start:end].endswith("的") and phrases.alone.fullmatch(masked, start, end - 1):  # 保留的29项
        end -= 1
    if start >= end:
        return None, False
    if RATE.search(masked, start, end):
        ends = [m.end() for m in RATE_BEGINS.finditer(masked, start, end) if m.end() < end - 1]
        return (_lead(masked, ends[-1] if ends else start, end), end), False
    found = _governing(masked, start, end, phrases)
    kinds = [m.lastgroup for m in found]
    if found and found[-1].end() == end:
        if kinds[-2:-1] == ["relation"]:  # 对保留的57件, 对文件开展1次清理
            return found[-1].span(), True
        if len(found) == 1 or found[-2].end() < found[-1].start():
            return _nominal(masked, found[-2].end() if len(found) > 1 else start, found[-1])
        if kinds[-2] != "light":
            return (found[-2].start(), end), kinds[-2] == "causative"  # 查封扣押17件, 督促化解58件
        found.pop()  # 开展监督检查2次
    causative = bool(found) and found[-1].lastgroup == "causative"
    if found:
        start = found[-1].end()
    elif tally := [m.end() for m in TALLY.finditer(masked, begin, end)]:  # 共检查单位3127家
        start = _lead(masked, max(start, tally[-1]), end)
        if (m := phrases.follows.match(masked, start, end)) and m.end() < end:
            start = m.end()
    if causative or not found or masked[start : start + 1] in tuple("、和及与"):
        start = _lead(masked, start, end)
        while (m := phrases.begins.match(masked, start, end)) and m.end() < end:
            start = m.end()
    acts = [m.end() for m in phrases.acts.finditer(masked, start, end) if m.end() < end]
    start = _lead(masked, acts[-1] if acts else start, end)
    start = _core(masked, start, end, phrases, pivot=event and bool(PIVOT.search(masked, begin, start)))
    if start >= end:
        return None, False
    alone = phrases.adverbs if found and not causative else phrases.alone
    return (start, end), bool(alone.fullmatch(masked, start, end))


def _core(masked: str, start: int, end: int, phrases: Phrases, *, pivot: bool) -> int:
    """Where the thing begins when actors, lists and clauses before it are left out."""
    if pivot and (m := phrases.actors.match(masked, start, end)):  # 组织干部职工学法4次
        gathering = GATHERING.search(masked, m.end(), end)
        if m.end() - start > 2 and end - m.end() > 1 and not gathering:
            start = m.end()
    if end - start > 10 and (m := AND_SUCH.match(masked, start, end)):
        start = m.end()
    if m := ALL_KINDS.match(masked, start, end):
        start = m.end()
    if (m := OF.match(masked, start, end)) and _has_verb(masked, *m.span(1), phrases):
        start = m.end()
    if m := ONE_VERB.match(masked, start, end):
        start = m.end()
    return start


def _governing(masked: str, start: int, end: int, phrases: Phrases) -> list[re.Match]:
    """The verbs that govern what follows: not 化解 in 参与合同审查、信访化解、行政应诉, 处理 in 下达处理决定, 进驻 in
    共有进驻单位.
    """
    found: list[re.Match] = []
    for m in phrases.governs.finditer(masked, start, end):
        after_verb = bool(found) and found[-1].end() == m.start()
        alone = after_verb or m.start() == start or masked[m.start() - 1] in "、和与及"
        following = masked[m.end() : m.end() + 1]
        if following in tuple("、和与及等") and not alone:
            continue
        if m.end() == end - 1 or following in tuple("前后"):  # 受理量, 制定前评估
            continue
        if after_verb and found[-1].lastgroup != "causative" and NAMED_AFTER.fullmatch(masked, m.end(), end):
            continue
        if after_verb and EXISTS.search(found[-1][0]) and m.end() < end:
            continue
        found.append(m)
    return found


def _nominal(masked: str, begin: int, verb: re.Match) -> tuple[Span, bool]:
    """What a verb at the end counts, and whether it is only a verb: its topic (议事会全年开展154场), or with a short
    noun before it that is no subject the act itself (依申请公开答复86件, but 中心办理86件).
    """
    end = _tail(masked, begin, verb.start())
    agent = AGENT.search(masked, begin, end)
    if end < verb.start() and end - begin > 1 and (verb.lastgroup == "light" or not agent):
        return (begin, end), False
    return (begin if 1 < verb.start() - begin <= 8 and not agent else verb.start(), verb.end()), True


def _after(masked: str, q: Quantity, following: int, named: bool, phrases: Phrases) -> Span | None:
    """What stands after the unit; `named` says that something before the number names the thing already."""
    start, stop = q.end, _stop(masked, q.end, following)
    if m := ASIDE.match(masked, start, stop):
        start = m.end()
    while start < stop and masked[start] in " 的":
        start += 1
    relative = RELATIVE.match(masked, start, stop)
    if relative is None and masked[start : start + 1] in tuple("、和及与暨将"):
        return None
    first = start
    if q.event:
        if named and (phrases.governs.match(masked, start, stop) or phrases.begins.match(masked, start, stop)):
            return None  # 召开专题会2次研究部署工作
        if m := DONE_TO.match(masked, start, stop):
            start = m.end()
        verbs = (phrases.governs, phrases.begins)
        while (m := next(filter(None, (verb.match(masked, start, stop) for verb in verbs)), None)) and m.end() < stop:
            start = m.end()
    start = _lead(masked, relative.end() if relative else start, stop)
    end = next((m.start() for m in ENDS.finditer(masked, start, stop) if not _closes(masked, start, m)), stop)
    of = OF.match(masked, start, end)
    if of and not DONE_WITH.search(masked, of.end(), end) and _has_verb(masked, *of.span(1), phrases):
        start = of.end()
    end = _clause_end(masked, start, end, phrases)
    rate = RATE_OF.search(masked, start + 2, end)
    if rate and q.group != "share":
        end = rate.start()
    if end == following and (
        joints := [j.start() for j in re.finditer(r"[、和及与暨](?![^()]*\))", masked[start:end])]
    ):
        end = start + (joints[0] if masked[start + joints[0]] == "、" else joints[-1])  # 33条政策和省48条措施
    elif end == following and named and masked[end - 1] not in "的、和及与":
        return None  # 行政复议13件行政诉讼6件: the next number's
    end = _strip(masked, start, end)
    actors = phrases.actors.match(masked, start, end)
    if (of := OF.match(masked, start, end)) and DONE_WITH.search(masked, of.end(), end):
        end = of.end(1)
    elif q.unit in BODIES and actors and DONE_WITH.search(masked, actors.end(), end):
        end = actors.end()
    if end - start < 1 + (masked[start : start + 1] not in tuple("村镇乡县市区省")):
        return None
    noun = start > first or not phrases.alone.fullmatch(masked, start, end)
    noun = noun or phrases.actors.fullmatch(masked, start, end)
    return (start, end) if noun or (not named and phrases.begins.fullmatch(masked, start, end)) else None


def _clause_end(masked: str, start: int, end: int, phrases: Phrases) -> int:
    """Where a verb goes on after a thing that is its subject or object: 200名校长参加培训, 12个部门签订协议."""
    subject = phrases.clause.finditer(masked, start + 1, end)
    verbs = phrases.governs.finditer(masked, min(start + 2, end), end)
    cuts = [m.start() for m in subject if m[0] in _PLAIN or not _in_name(masked, m, end, phrases)]
    return min(cuts + [m.start() for m in verbs if not _in_name(masked, m, end, phrases)], default=end)


_PLAIN = frozenset(f"{WITH_SUBJECT}|{DISCUSSED}".split("|"))


def _in_name(masked: str, verb: re.Match, end: int, phrases: Phrases) -> bool:
    """Whether a verb is part of a name, by what follows (容缺受理事项, 收费站, 预算执行审计), if nothing, by kind."""
    at, end = verb.end(), _strip(masked, verb.end(), end)
    if end == at:
        return verb.re is not phrases.clause or not phrases.governs.fullmatch(masked, *verb.span())
    return end - at < 2 or bool(phrases.names.match(masked, at, end) or phrases.alone.fullmatch(masked, at, end))


def _has_verb(masked: str, start: int, end: int, phrases: Phrases) -> bool:
    found = VERBAL.search(masked, start, end) or phrases.governs.search(masked, start, end)
    return bool(found or phrases.begins.match(masked, start, end))


def _closes(masked: str, start: int, end: re.Match) -> bool:
    """Whether what seems to end a thing is the bracket of a variant in it: 村(社区)."""
    return end[0] == ")" and "(" in masked[start : end.start()]


def _stop(masked: str, at: int, following: int) -> int:
    end = min(following, at + REACH)
    return min((i for sign in STOPS if (i := masked.find(sign, at, end)) >= 0), default=end)


def _clause_before(masked: str, clause: int, phrases: Phrases) -> Span | None:
    """The thing at the end of the clause that ends with the comma before `clause`, if it holds no number."""
    at = clause - 1
    if masked[at : at + 1] != ",":
        return None
    begin = find_clause(masked, 0, at)
    span, only_verb = _before(masked, begin, at, phrases)
    return span if span and not only_verb and span[1] == at and not re.search(r"\d", masked[begin:at]) else None


def _lead(masked: str, start: int, end: int) -> int:
    m = LEAD.match(masked, start, end)
    return m.end() if m else start


def _tail(masked: str, start: int, end: int) -> int:
    while m := TAIL.search(masked, start, end):
        end = m.start()
    return end


def _strip(masked: str, start: int, end: int) -> int:
    while end > start and masked[end - 1] in " 、和及与的":
        end -= 1
    return end
