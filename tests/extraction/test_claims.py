"""Quantities in invented sentences, with everything that is expected of them written out."""

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.extraction.claims import CLAIMS, find_claims


def make(*texts: str, role: str = "measures", report_id: str = "甲") -> pd.DataFrame:
    """Passages of one report, one a text."""
    starts = [sum(map(len, texts[:i])) for i in range(len(texts))]
    rows = [
        (report_id, f"{report_id}-{i}", role, text, start)
        for i, (text, start) in enumerate(zip(texts, starts, strict=True))
    ]
    return pd.DataFrame(rows, columns=["report_id", "passage_id", "role", "text", "start"])


def read(text: str, *columns: str, role: str = "measures") -> list:
    """The named columns of the claims in `text`, one tuple a claim (one value if one column); NA is None."""
    found = find_claims(make(text, role=role))[list(columns)].astype(object)
    rows = [tuple(None if pd.isna(value) else value for value in row) for row in found.itertuples(index=False)]
    return [row[0] for row in rows] if len(columns) == 1 else rows


def test_a_claim_whole():
    passages = make("一、工作情况\n", "全年审查合同１２０余份，合格率９８．５％。\n")
    claims = find_claims(passages).astype(object).where(lambda frame: frame.notna(), None)
    assert claims.to_dict("records") == [
        {
            "report_id": "甲",
            "passage_id": "甲-1",
            "role": "measures",
            "text": "１２０余份",
            "start": 13,
            "end": 18,
            "value": 120.0,
            "value_high": None,
            "unit": "份",
            "hedge": "over",
            "status": "actual",
            "measure": "count",
            "period": None,
            "what": "合同",
            "indicator": "legality_review_contracts",
        },
        {
            "report_id": "甲",
            "passage_id": "甲-1",
            "role": "measures",
            "text": "９８．５％",
            "start": 22,
            "end": 27,
            "value": 98.5,
            "value_high": None,
            "unit": "%",
            "hedge": "exact",
            "status": "actual",
            "measure": "share",
            "period": None,
            "what": "合格率",
            "indicator": None,
        },
    ]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("受理2021起。", 2021, "起"),
        ("办件2.7万户。", 27000, "户"),
        ("办件1,180件。", 1180, "件"),
        ("新增7 416户。", 7416, "户"),
        ("拨付70余万元。", 700000, "元"),
        ("投资2.45亿元。", 245000000, "元"),
        ("上线50个工作日。", 50, "工作日"),
        ("上线50个自然日。", 50, "自然日"),
        ("开放10余个小时。", 10, "小时"),
        ("培训30个学时。", 30, "学时"),
        ("培训30个课时。", 30, "课时"),
        ("开放6个月。", 6, "月"),
        ("上升3.2个百分点。", 3.2, "百分点"),
        ("共12人（次）。", 12, "人(次)"),
        ("清单12个大类。", 12, "个"),
        ("问题7大类。", 7, "大类"),
        ("召开两次会议。", 2, "次"),
        ("收件三千余件。", 3000, "件"),
        ("谈话一千二百人次。", 1200, "人次"),
        ("推出五大套餐。", 5, "套餐"),
        ("围绕五大方面对外公布。", 5, "方面"),
        ("考法18同志。", 18, "同志"),
        ("联合六部门印发。", 6, "部门"),
        ("全市7县。", 7, "县"),
        ("整合6支队伍。", 6, "支"),
        ("近三成。", 3, "成"),
        ("合格率百分之九十七点五。", 97.5, "%"),
        ("增收翻了一番。", 1, "番"),
        ("三分之二以上。", 2 / 3, None),
        ("占全市的1/4左右。", 0.25, None),
        ("满意度99.1，", 99.1, None),
        ("查处治安案件1326，", 1326, None),
        ("工资额约65万，", 650000, None),
        ("缩短为半天。", 0.5, "天"),
        ("误差小于0.1‰。", 0.1, "‰"),
        ("事项76\n件，全部办结。", 76, "件"),
    ],
)
def test_value_and_unit(text, value, unit):
    long = "全年召开镇长办公会并集体研究各类重大" + text if "\n" in text else text
    assert read(long, "value", "unit") == [(pytest.approx(value), unit)]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [("选聘3至5名律师。", 3, 5, "名"), ("占比10%-15%。", 10, 15, "%"), ("投入3至5万元。", 30000, 50000, "元")],
)
def test_ranges(text, low, high, unit):
    assert read(text, "value", "value_high", "unit") == [(low, high, unit)]


def test_before_and_after_are_no_range():
    assert read("时限由15日至7日。", "value", "value_high") == [(15, None), (7, None)]


@pytest.mark.parametrize(
    "text",
    [
        "2021年1月12日，二〇二二年三月，2015-2020年，1至9月，上午9时30分，5月底前。",
        "《2021年5项重点工作要点》《农村法治100问》，国办发〔2020〕12号，第57条，第六位，前10名。",
        "“1+2+N”机制、“5021”模式、“500米便民圈”、15分钟服务圈、4·15、3.15国际日、2.0版、7×24小时。",
        "联系电话：0532-88888888，热线96711，邮编266000。",
        "建党100周年，三年行动计划，近三年来，“十四五”时期，五年规划。",
        "全年无1起行政复议案件，未发生1起行政诉讼案件。",
        "参加第1、2、3批示范创建。",
        "党的二十大、十九届六中全会、五位一体、三套班子、八项规定、两个维护、四个意识、两个“一律”。",
        "召开一次会议，成立一个专班，一批案例，二级巡视员，三级网络，两级联动，二维码。",
        "十三届人大五次会议，五家渠市，三门峡市，全国十大案例。",
        "每两年评估，每10名干部，千家万户，百日攻坚，多次。",
        "1.项目审批，2、个体工商户，（3）条例。",
        "5G网络、G20峰会、PM2.5、H1N1、192.168.1.1。",
        "（开头已省略650字）",
        "表3　分月办件量\n附表2 件数汇总\n图1 人员构成\n表 5　乡镇考核",
    ],
)
def test_no_claims(text):
    assert read(text, "text") == []


@pytest.mark.parametrize(
    ("text", "hedge", "printed"),
    [
        ("查办12件。", "exact", "12件"),
        ("查办12余件。", "over", "12余件"),
        ("查办120多件。", "over", "120多件"),
        ("总量突破5万户。", "over", "突破5万户"),
        ("惠及上万人。", "over", "上万人"),
        ("化解百余件。", "over", "百余件"),
        ("降低近20%。", "about", "近20%"),
        ("签约12人。", "exact", "12人"),
        ("附近3个村。", "exact", "3个"),
        ("损失约5万元。", "about", "约5万元"),
        ("行政处罚约占33%。", "about", "约占33%"),
        ("占30%左右。", "about", "30%左右"),
        ("好评率达95%以上。", "over", "95%以上"),
        ("确保好评率95%以上。", "at_least", "95%以上"),
        ("不少于20名。", "at_least", "不少于20名"),
        ("不少于执法人员5%。", "at_least", "5%"),
        ("至少2次。", "at_least", "至少2次"),
        ("3个工作日内办结。", "at_most", "3个工作日内"),
        ("不超过10天。", "at_most", "不超过10天"),
        ("12个区内企业。", "exact", "12个"),
    ],
)
def test_hedges(text, hedge, printed):
    assert read(text, "hedge", "text") == [(hedge, printed)]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("全年查办案件12件。", "actual"),
        ("力争建成示范村2个。", "target"),
        ("届时将新增学位300个。", "target"),
        ("将12个事项纳入清单。", "actual"),
        ("确保100%备案率。", "target"),
        ("要求在会前2个工作日报备。", "target"),
        ("按要求报送信息12条。", "actual"),
        ("按照“全覆盖”要求检查校园23家次。", "actual"),
        ("验收时间控制在28个工作日以内。", "actual"),
        ("审批时间压缩至3个工作日以内。", "actual"),
        ("落实审核人员5%的要求。", "target"),
        ("每起案件由两名以上执法人员办理。", "target"),
        ("2024年计划投资1.2亿元。", "target"),
        ("承诺时限平均压缩86%。", "actual"),
    ],
)
def test_status(text, status):
    assert read(text, "status") == [status]


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        # what is to come: in the sentence before the number, unless something is done behind it
        ("届时，新增学位300个。", ["target"]),
        ("届时，已新增学位300个。", ["actual"]),
        ("届时。新增学位300个。", ["actual"]),
        ("将于明年建成泵站3座。", ["target"]),
        ("将泵站3座移交。", ["actual"]),
        ("计划新建泵站3座。", ["target"]),
        ("计划书3份。", ["actual"]),
        ("到2030年底，泵站达到3座。", ["target"]),
        ("到2030年底建泵站3座。", ["actual"]),
        # duty: in the clause before it
        ("应当培训3次，走访5次。", ["target", "actual"]),
        ("须培训3次，须知3份。", ["target", "actual"]),
        ("每名干部应在年内培训3次，应届毕业生3人。", ["target", "actual"]),
        ("公开率应达100%，公开率达100%。", ["target", "actual"]),
        ("要完成培训3次。", ["target"]),
        ("主要完成培训3次。", ["actual"]),
        ("要求培训3次，要求、规定3份。", ["target", "actual"]),
        ("根据要求培训3次。", ["actual"]),
        ("争取合格率达95%，争取经费3万元。", ["target", "actual"]),
        ("每季度培训一次，均每季度培训一次。", ["target", "actual"]),
        ("保证金3万元。", ["actual"]),
        ("不得超过3次。", ["target"]),
        # bounds, standards, the two officers
        ("至少培训3次，不低于5次。", ["target", "target"]),
        ("5%的要求，5%的最低目标。", ["target", "target"]),
        ("5%的干部，是要求。", ["actual"]),
        ("5次的要求。", ["actual"]),
        ("由两名以上干部办理。", ["target"]),
        ("由三名以上干部办理。", ["actual"]),
        ("由两名干部办理。", ["actual"]),
        ("附两件以上干部材料。", ["actual"]),
        # how long something may take, unless it was reached
        ("提前3个工作日报送。", ["target"]),
        ("已提前3个工作日报送。", ["actual"]),
        ("提前3次报送。", ["actual"]),
        # a list goes on as it began
        ("应当培训5次、6次。", ["target", "target"]),
        ("应当培训5次和6次。", ["target", "target"]),
        ("应当培训5次，6次。", ["target", "actual"]),
        ("培训5次、应当走访6次。", ["actual", "target"]),
    ],
)
def test_target_or_result(text, statuses):
    assert read(text, "status") == statuses


def test_everything_in_the_plan_is_a_target():
    assert read("培训执法人员12名，合格率95%以上。", "status", "hedge", role="plan") == [
        ("target", "exact"),
        ("target", "at_least"),
    ]


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("合格率95%，同比增长5%。", ["share", "change"]),
        ("材料减少41份，提升8处站点。", ["change", "count"]),
        ("由21项精简为14项。", ["count", "count"]),
        ("权重提升至15%。", ["share"]),
        ("压缩时限60%。", ["change"]),
        ("分别增长5.1%、8.2%。", ["change", "change"]),
        ("时限7个工作日，罚款5万元，面积300平方米。", ["limit", "amount", "amount"]),
        ("不少于20名，20名。", ["limit", "count"]),
        ("是去年的1.5倍。", ["change"]),
    ],
)
def test_measure(text, measures):
    assert read(text, "measure") == measures


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        # a change has its verb right before it, or what was cut, of a share alone
        ("降幅近12%，降幅明显12%。", ["change", "share"]),
        ("压缩办理时限12%，压缩办理时限12天。", ["change", "limit"]),
        ("压缩事项办理时限12%。", ["change"]),
        ("压缩办理的全部时限12%。", ["share"]),
        ("罚款减少3万元，罚款3万元。", ["change", "amount"]),
        ("减少近12件，提升12件，降幅12件。", ["change", "count", "count"]),
        ("下降5.1%和8.2%。", ["change", "change"]),
        ("比去年底多12件，较上年少3件，上年少见3件。", ["change", "change", "count"]),
        ("办结率较上年同期多3个百分点，至多3件。", ["change", "count"]),
        ("下降5.1%，办结率8.2%。", ["change", "share"]),
        # a bound is a limit if it is a target; times are, but for years and weeks
        ("须在12件以上，12件以上。", ["limit", "count"]),
        ("须在12件左右。", ["count"]),
        ("试用5个月，保存5年，为期2周。", ["limit", "count", "count"]),
        ("得分99，满意度98，得分97。", ["count", "share", "count"]),
    ],
)
def test_change_share_limit(text, measures):
    assert read(text, "measure") == measures


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("24小时热线，24小时内答复。", ["24小时内"]),
        ("未发生1起，发生1起。", ["1起"]),
        ("前10名，10名。", ["10名"]),
        ("近三年来，满三年。", ["三年"]),
        ("三年行动，行动满三年。", ["三年"]),
        ("省略650字，信息650条。", ["650条"]),
        ("第12次，12次。", ["12次"]),
        ("两个维护，两个部门。", ["两个"]),
        ("五位一体，五位代表。", ["五位"]),
        ("15分钟服务圈，15分钟办结。", ["15分钟"]),
        ("《第3批3件》3件。", ["3件"]),
        ("“3件套”3件。", ["3件"]),
        ("清单（2016版）、2022年版目录，2022件。", ["2022件"]),
    ],
)
def test_a_form_that_is_no_claim_beside_one_that_is(text, printed):
    assert read(text, "text") == printed


def test_numbers_in_a_quoted_list_count_and_in_a_quoted_name_do_not():
    assert read("“开办2小时、打证1分钟”和“2小时办结”", "text") == ["2小时", "1分钟"]


def test_chinese_numerals_in_a_quoted_list_count_nothing():
    assert read("落实“减至两次、办理3天”，培训两次。", "text") == ["3天", "两次"]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        # digits with 万, 千; dozens and hundreds; capitals; pairs
        ("立案27万4千余件。", [(274_000, None, "件", "over", "立案")]),
        ("发放手册5万6200册。", [(56_200, None, "册", "exact", "手册")]),
        ("走访商户数十户。", [(10, None, "户", "over", "商户")]),
        ("发放折页数千份。", [(1000, None, "份", "over", "折页")]),
        ("化解矛盾几百起。", [(100, None, "起", "over", "矛盾")]),
        ("归集数据数十亿条。", [(1_000_000_000, None, "条", "over", "数据")]),
        ("追回资金贰万叁仟元整。", [(23_000, None, "元", "exact", "资金")]),
        ("整改问题廿三个。", [(23, None, "个", "exact", "问题")]),
        ("召开会议三、四次。", [(3, 4, "次", "exact", "会议")]),
        ("召开会议三四次。", [(3, 4, "次", "exact", "会议")]),
        # parts
        ("差错率控制在万分之三。", [(0.0003, None, None, "exact", "差错率")]),
        ("投诉率为千分之二点五。", [(0.0025, None, None, "exact", "投诉率")]),
        ("近一半的村民受益。", [(0.5, None, None, "about", "村民受益")]),
        ("审批效率提高一倍。", [(1, None, "倍", "exact", "审批效率")]),
        ("案件总量同比下降一成。", [(1, None, "成", "exact", "案件总量")]),
        ("满意的占七成六。", [(7.6, None, "成", "exact", "满意的")]),
        # money
        ("罚款¥5,000。", [(5000, None, "元", "exact", "罚款")]),
        ("罚款约￥1.2万。", [(12_000, None, "元", "about", "罚款")]),
        ("罚没款合计人民币128.6万元。", [(1_286_000, None, "元", "exact", "罚没款")]),
        ("资金人民币约3万元。", [(30_000, None, "元", "about", "资金")]),
        ("涉及金额64.01亿元。", [(6_401_000_000, None, "元", "exact", "金额")]),
        # brackets
        (
            "召开会议8次（其中党组会5次、碰头会3次）。",
            [(8, None, "次", "exact", "会议"), (5, None, "次", "exact", "党组会"), (3, None, "次", "exact", "碰头会")],
        ),
        ("审查合同87件（详见附表）。", [(87, None, "件", "exact", "合同")]),
        # two of one thing
        ("时限由20压缩至10天。", [(20, None, "天", "exact", "时限"), (10, None, "天", "exact", "时限")]),
        ("合格率由7成升至9成。", [(7, None, "成", "exact", "合格率"), (9, None, "成", "exact", "合格率")]),
        # none
        ("每万人拥有律师4.5名。", []),
        ("每10万人口配备警力35名、调解员12名。", []),
        ("落实三个100%。", [(100, None, "%", "exact", None)]),
        ("按3：1的比例配备。", []),
        ("接待群众成百上千人。", []),
        ("本年度案件为42件。", [(42, None, "件", "exact", "案件")]),
        ("三、四类企业12家。", [(12, None, "家", "exact", "三、四类企业")]),
        # over a line wrap
        ("全年共召开各镇各部门负责人会议并当场督促整改1\n234处。", [(1234, None, "处", "exact", "整改")]),
    ],
)
def test_numbers_as_the_coding_guide_has_them(text, claims):
    assert read(text, "value", "value_high", "unit", "hedge", "what") == [
        (pytest.approx(value), high, *rest) for value, high, *rest in claims
    ]


def test_the_later_of_two_values_tells_the_indicator():
    text = "办结率由上年的87%提升至96.8%。"
    assert read(text, "value", "period", "indicator") == [(87, "before", None), (96.8, "now", "closure_rate")]
    text = "办理时限由20压缩至10个工作日。"
    assert read(text, "period", "indicator") == [("before", "time_limit_before"), ("now", "time_limit_after")]


def test_the_later_of_two_values_has_the_words_before_the_earlier_one_of_its_clause_alone():
    text = "收件12件，出庭应诉率由87%提升至96%。"
    assert read(text, "value", "indicator") == [(12, None), (87, None), (96, "court_appearance_rate")]
    text = "出庭应诉率达87%其中甲镇96%。"
    assert read(text, "value", "indicator") == [(87, "court_appearance_rate"), (96, None)]
    text = "出庭应诉率很高，满意率由87%提升至96%。"
    assert read(text, "value", "indicator")[1][1] != "court_appearance_rate"


def test_the_year_of_the_report_tells_what_is_past():
    text = "2022年办理行政复议案件12件。"
    for year, found in (("2023", ("before", None)), ("2022", (None, "reconsideration_cases"))):
        passages = make(f"某局{year}年法治政府建设年度报告\n", text)
        passages["role"] = ["front", "measures"]
        claims = find_claims(passages).astype(object)
        [row] = claims.where(claims.notna(), None)[["period", "indicator"]].itertuples(index=False, name=None)
        assert row == found


def test_the_thing_of_the_number_before_tells_the_indicator():
    text = "收到行政复议申请58件，受理51件。"
    assert read(text, "indicator") == ["reconsideration_received", "reconsideration_accepted"]
    assert read("收到来信58件，受理51件。", "indicator") == [None, None]


def test_a_heading_cut_from_its_sentence_names_the_thing():
    claims = find_claims(make("② 依法公开政府信息", "1846条。"))
    assert claims[["passage_id", "what", "start"]].to_numpy().tolist() == [["甲-1", "政府信息", 10]]


def test_passages_that_are_left_out_do_not_matter():
    passages = make("公开信息", "12条，", "受理3件。").query("passage_id != '甲-1'")
    assert find_claims(passages)[["text", "what", "start"]].to_numpy().tolist() == [["3件", "受理", 10]]


def test_places_in_a_later_stretch_of_a_report():
    passages = pd.DataFrame(
        [
            ("甲", "甲-0", "front", "目录", 0),
            ("甲", "甲-7", "measures", "调解纠纷3件。", 40),
            ("甲", "甲-8", "plan", "建成泵站", 47),
            ("甲", "甲-9", "plan", "5座。", 51),
            ("乙", "乙-0", "measures", "走访12户。", 54),
        ],
        columns=["report_id", "passage_id", "role", "text", "start"],
    )
    columns = ["report_id", "passage_id", "role", "text", "start", "end", "status", "what"]
    assert find_claims(passages)[columns].to_numpy().tolist() == [
        ["甲", "甲-7", "measures", "3件", 44, 46, "actual", "纠纷"],
        ["甲", "甲-9", "plan", "5座", 51, 53, "target", "泵站"],
        ["乙", "乙-0", "measures", "12户", 56, 59, "actual", "走访"],
    ]


def test_a_clause_ends_with_its_passage_but_where_a_phrase_was_cut_in_two():
    assert find_claims(make("应当培训", "3次。"))["status"].tolist() == ["target"]
    assert find_claims(make("应当培训", "走访3次。"))["status"].tolist() == ["actual"]


def test_a_what_over_a_broken_line_has_no_break():
    assert read("整改\n事项12件。", "what") == ["事项"]
    assert read("全年共召开各镇各部门负责人会议并当场督促整改消防\n隐患12件。", "what") == ["消防隐患"]


@pytest.mark.parametrize(
    ("broken", "found"),
    [
        ("12\n34家，发现问题5个。", [("12\n34家", 1234, "企业"), ("5个", 5, "问题")]),
        ("1,\n234家。", [("1,\n234家", 1234, "企业")]),
        ("12\n家。", [("12\n家", 12, "企业")]),
        ("\n34家。", [("34家", 34, "企业")]),
        ("一百二\n十家。", [("一百二\n十家", 120, "企业")]),
    ],
)
def test_a_number_over_a_broken_line_is_one(broken, found):
    line = "我局今年在全县范围内组织开展了多次执法检查，共检查企业"
    assert read(line + broken, "text", "value", "what") == found


def test_no_passages_give_an_empty_frame():
    claims = find_claims(make())
    assert claims.empty
    assert claims.dtypes.astype(str).to_dict() == CLAIMS


SIGNS = st.sampled_from(
    [
        *"0123456789.,，%％年月日个件次名余近约至-三两十百万亿半点大“”《》（）。，、\n 共由为将查案率",
        "一二",
        "工作日",
        "分之",
        "\0",
        "①",
    ]
)
TEXTS = st.lists(SIGNS, max_size=40).map("".join) | st.text(max_size=30)


@settings(deadline=None, max_examples=30)
@example(["1" * 400 + "件", "9/0的", "零分之三", "一" * 40 + "个"])
@given(st.lists(TEXTS, max_size=4))
def test_offsets_are_true_and_claims_do_not_overlap(texts):
    passages, whole = make(*texts), "".join(texts)
    claims = find_claims(passages)
    assert [whole[a:b] for a, b in zip(claims["start"], claims["end"], strict=True)] == claims["text"].tolist()
    assert (claims["end"] > claims["start"]).all()
    assert (claims["start"].iloc[1:].to_numpy() >= claims["end"].iloc[:-1].to_numpy()).all()
    assert claims["value"].notna().all()
    high = claims.dropna(subset="value_high")
    assert (high["value_high"] > high["value"]).all()
    assert all(what.replace("\n", "") in whole.replace("\n", "") for what in claims["what"].dropna())
    assert set(claims["hedge"]) <= {"exact", "about", "over", "at_least", "at_most"}
    assert set(claims["measure"]) <= {"count", "share", "change", "limit", "amount"}


@settings(deadline=None, max_examples=20)
@given(TEXTS, TEXTS)
def test_a_report_alone_gives_the_same_claims(first, second):
    parts = [make(first), make(second, report_id="乙")]
    pd.testing.assert_frame_equal(
        find_claims(pd.concat(parts, ignore_index=True)),
        pd.concat([find_claims(part) for part in parts], ignore_index=True),
    )


def test_claims_of_the_corpus_lie_where_they_say(corpus_reports, corpus_passages):
    claims = find_claims(corpus_passages).merge(
        corpus_passages, on=["report_id", "passage_id"], suffixes=("", "_passage")
    )
    for row in claims.itertuples():
        assert corpus_reports.at[row.report_id, "text"][row.start : row.end] == row.text
        assert row.start_passage <= row.start < row.end_passage
    assert claims["report_id"].nunique() == len(corpus_reports)
