"""The counted thing, in invented sentences."""

import pandas as pd
import pytest

from helpers.errors import CorpusError
from helpers.extraction import counted
from helpers.extraction.claims import find_claims
from helpers.extraction.counted import COLUMNS, KINDS, load_phrases, read_phrases

NAMES = [column.name for column in COLUMNS]
ROW = dict(zip(NAMES, ["打捞", "verb", "", "", "甲", "乙"], strict=True))


def read(text: str) -> list[str | None]:
    passages = pd.DataFrame(
        [("甲", "甲-0", "measures", text, 0)], columns=["report_id", "passage_id", "role", "text", "start"]
    )
    return [None if pd.isna(what) else what for what in find_claims(passages)["what"]]


@pytest.mark.parametrize(
    ("text", "whats"),
    [
        ("上半年涉及我局的投诉举报案件17起。", ["投诉举报案件"]),
        ("覆盖8个县(市、区)16个乡镇。", ["县(市、区)", "乡镇"]),
        ("各单位报送的35份执法案卷基本符合要求。", ["执法案卷"]),
        ("对49个直属部门就进度作了通报。", ["直属部门"]),
        ("共收到来信60件，评出优秀案卷4宗。", ["来信", "优秀案卷"]),
        ("收到行政复议申请5件，收到1件。", ["行政复议申请"] * 2),
        # of a sentence of more than SENTENCE characters each number counts
        (f"收到行政复议申请5件，培训2人次，{'抓好工作落实，' * 50}收到1件。", ["行政复议申请", "培训", "行政复议申请"]),
        ("镇村干部旁听庭审率达到96%。", ["镇村干部旁听庭审率"]),
        ("对52名新任人民调解员开展培训。", ["新任人民调解员"]),
        ("共发布信息812条。", ["信息"]),
        ("14个县直单位27项任务分工。", ["县直单位", "任务分工"]),
        ("办理建议22件、提案31件。", ["建议", "提案"]),
        ("权责清单41项、社区（村）清单6项。", ["权责清单", "社区（村）清单"]),
        ("引起的信访投诉9件行政复议4件。", ["信访投诉", "行政复议"]),
        ("共收到劳动仲裁申请58件，受理51件，审结47件。", ["劳动仲裁申请"] * 3),
        ("收到申请8件（含上年结转3件），维持5件。", ["申请", "申请", "申请"]),
        ("审查时限由25个工作日压缩至12个工作日。", ["审查时限", "审查时限"]),
        ("实有个体商户8万户，同比增长3.1%。", ["个体商户", "个体商户"]),
        ("提出审查意见30条，审查合同12份。", ["审查意见", "合同"]),
        ("两次召开秸秆禁烧工作推进会。", ["秸秆禁烧工作推进会"]),
        ("在9个与群众联系密切的单位设立专岗。", ["单位"]),
        ("4人持有督察证。", ["持有督察证"]),
        ("推出80个“一件事”集成场景并上线。", ["“一件事”集成场景"]),
        ("开展核酸检测15轮3056人次。", ["核酸检测", "核酸检测"]),
        ("涵盖5类105项业务。", ["业务", "业务"]),
        ("全面清理审批事项，取消66项。", ["审批事项"]),
        ("依申请公开答复86件，中心办理86件。", ["依申请公开答复", "依申请公开答复"]),
        ("到庭率保持98%的上升势头。", ["到庭率"]),
        ("2小时内。", [None]),
        # an actor before the thing is no part of it, unless one character would remain or it is a word of two
        ("组织干部职工学法4次。", ["学法"]),
        ("组织机关干部会4次。", ["机关干部会"]),
        ("组织律师下乡12次。", ["律师下乡"]),
        # 、 and 分别, and a number without a thing between others
        ("5类105项业务已经上线。", ["业务", "业务"]),
        ("受理5类105项业务。", ["受理", "业务"]),
        ("复议案件分别为8件、5件。", ["复议案件", "复议案件"]),
        ("查处案件8件，复议、诉讼分别为8件、5件。", ["案件", "复议", "诉讼"]),
        (
            "游客3万人次，收入5亿元，投诉3件，同比分别增长4%、5%。",
            ["游客", "收入", "投诉", "收入", "投诉"],
        ),
        ("户政、治安等5个警种119个事项。", ["警种", "事项"]),
        # of an earlier thing with the same unit, but not over a semicolon
        ("收到申请8件，排查问题9个，受理5件，整改9个。", ["申请", "问题", "申请", "问题"]),
        ("收到申请8件；排查问题9个，受理5件。", ["申请", "问题", "受理"]),
        ("受理申请5件12人次，维持3件。", ["申请", "申请", None]),
        # the clause before, up to a comma and without a number
        ("全面清理审批事项；取消66项。", ["取消"]),
        ("全面清理审批事项3个月，取消66项。", ["审批事项", "取消"]),
        # what begins or ends a thing behind the unit
        ("4人、督察证。", [None]),
        ("5人的。", [None]),
        ("87件（详见附表）。", [None]),
        ("三个月的专项行动，9%的调查对象。", ["专项行动", "调查对象"]),
        ("33条政策、省级48条措施，33条政策和省48条措施。", ["政策", "措施"] * 2),
        ("33条政策、办法和省级48条措施，33条政策和办法、省级48条措施。", ["政策", "措施", "政策和办法", "措施"]),
        ("1个村，3个镇、5个街道。", ["村", "镇", "街道"]),
        ("办件数5件，检查数40家。", ["办件数", "数"]),
        # what it was done by is no part of it, nor an obligation, nor what it is compared with
        ("依据《信访条例》的规定作出复查意见12件。", ["作出复查意见"]),
        ("按照上级有关要求整改问题30个，依法依规作出许可决定8件。", ["问题", "作出许可决定"]),
        ("按时率须达到95%，抽查率应为90%。", ["按时率", "抽查率"]),
        ("网办事项比去年底多214项，来信较去年年底少了6件，来访比上月多2件。", ["网办事项", "来信", "来访"]),
    ],
)
def test_the_counted_thing(text, whats):
    assert read(text) == whats


@pytest.mark.parametrize(
    ("text", "whats"),
    [
        # a verb at the end: the thing with the same unit in the sentence, else the act itself
        ("查处案件7起，扣押采砂船3艘，移送司法机关2起。", ["案件", "采砂船", "案件"]),
        ("排查问题165个，督促整改162个。", ["问题", "问题"]),
        ("受理申请8件，予以公开5件、部分公开1件、不予公开2件。", ["申请"] * 4),
        ("修订文件4件，保留的29件全部公布。", ["文件", "文件"]),
        ("全年立案9起。", ["立案"]),
        ("组织测试2次。", ["测试"]),
        ("议事会全年开展154场。", ["议事会"]),
        ("培训2场次，覆盖200余人次。", ["培训", None]),
        # a sum of the same thing
        ("兑现奖励3笔共计8600元。", ["奖励", "奖励"]),
        ("扣留货物81批、32万件。", ["货物", "货物"]),
        ("共受理申请12件。其中县级受理8件。", ["申请", "申请"]),
        # ranks
        ("创建国家级示范县1个、省级3个。", ["国家级示范县", "示范县"]),
        # each its own
        ("起数、亡人数和损失同比分别下降12%、50%和21%。", ["起数", "亡人数", "损失"]),
        ("接待游客3万人次，收入5亿元，同比分别增长4%、5%。", ["游客", "收入", "游客", "收入"]),
        # verbs and names made of verbs
        ("共检查单位3127家。", ["单位"]),
        ("审查、备案合同12份。", ["合同"]),
        ("参与合同审查、信访化解、行政应诉13件次。", ["合同审查、信访化解、行政应诉"]),
        ("下达处理决定2份，发出责令改正通知书3份。", ["处理决定", "责令改正通知书"]),
        ("共有进驻单位34个。", ["进驻单位"]),
        ("日均受理量达1400件。", ["日均受理量"]),
        ("3个收费站，4项容缺受理事项。", ["收费站", "容缺受理事项"]),
        # clauses before the thing and after it
        ("清理不符合条件的证件29个。", ["证件"]),
        ("对2名违规执法的协管员予以辞退。", ["协管员"]),
        ("200名校（园）长参加培训。", ["校（园）长"]),
        ("12个部门签订协议，5个项目召开座谈会11次。", ["部门", "项目", "座谈会"]),
        ("13部法规的立法工作，33个政府部门法治建设情况。", ["法规", "政府部门"]),
        ("四项制度覆盖率达到98%。", ["制度", "覆盖率"]),
        # who acts
        ("组织干部职工学法4次，组织执法人员参加考试18人。", ["学法", "执法人员"]),
        ("召开党委会议专题研究法治工作2次。", ["党委会议"]),
        ("党委先后3次开展警示教育，党委会3次研究普法工作。", ["警示教育", "党委会"]),
        ("召开专题会2次研究部署法治工作。", ["专题会"]),
        # brackets, lists, totals
        ("在12个乡镇（街道）设立，三级指标（观测点）60个。", ["乡镇（街道）", "三级指标"]),
        ("开展4次（每月2次）专项检查。", ["专项检查", "专项检查"]),
        ("检查企业数40家，办件数量为9件。", ["企业", "办件"]),
        ("推出高频事项、集成服务场景等措施15条。", ["措施"]),
        ("指数由2012年的87%上升至2021年的98%。", ["指数", "指数"]),
        ("制定工作制度12项。", ["工作制度"]),
        # two numbers that touch: the first keeps a thing of its own
        ("收到来信5件8人次信访群众。", ["来信", "信访群众"]),
        ("收到来信5件8人次。", ["来信", "来信"]),
        # 的 behind a share: a thing, unless it is a standard
        ("培训村民9%的党员。", ["党员"]),
        ("落实培训经费9%的要求，财政收入9%的标准。", ["培训经费", "财政收入"]),
    ],
)
def test_principles_of_the_counted_thing(text, whats):
    assert read(text) == whats


def write(file, *rows: dict):
    lines = [",".join(NAMES), *(",".join(row.values()) for row in rows)]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@pytest.fixture
def phrases(tmp_path, monkeypatch):
    """A function that puts other rows in the place of the table of phrases."""

    def put(*rows: dict):
        monkeypatch.setattr(counted, "PHRASES", write(tmp_path / "phrases.csv", *rows))
        counted._patterns.cache_clear()

    yield put
    counted._patterns.cache_clear()


def test_a_verb_that_is_added_ends_where_the_thing_begins(phrases):
    phrases(ROW | {"not_after": "免", "not_before": "船 [费率]"})
    assert read("打捞垃圾3吨，免打捞垃圾4吨，打捞船5艘。") == ["垃圾", "免打捞垃圾", "打捞船"]
    phrases(ROW | {"word": "清运"})
    assert read("打捞垃圾3吨，清运垃圾4吨。") == ["打捞垃圾", "垃圾"]


def test_the_table_of_phrases_is_whole():
    table = load_phrases()
    assert set(table["kind"]) == set(KINDS)
    assert table[["word", "source", "witness"]].notna().all().all()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([ROW | {"word": ""}], "rules/phrases.csv, row 2: word is blank; fill it in"),
        ([ROW | {"witness": ""}], "rules/phrases.csv, row 2: witness is blank; fill it in"),
        ([ROW, ROW], "rules/phrases.csv, row 3: '打捞 verb' stands twice; remove one"),
        ([ROW | {"kind": "noun"}], "rules/phrases.csv, row 2: kind is 'noun'; it is one of verb, light, causative"),
        ([ROW | {"not_before": "(船"}], "rules/phrases.csv, row 2: not_before is no regular expression"),
    ],
)
def test_a_wrong_table_of_phrases(tmp_path, rows, message):
    (tmp_path / "rules").mkdir()
    with pytest.raises(CorpusError) as error:
        read_phrases(write(tmp_path / "rules" / "phrases.csv", *rows))
    assert message in str(error.value)
