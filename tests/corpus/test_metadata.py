"""The report's own lines → its metadata; where the manifest says otherwise."""

import pandas as pd
import pytest

from helpers.corpus.manifest import ISSUER_KINDS, LEVELS
from helpers.corpus.metadata import compare_metadata, describe_report, describe_reports
from helpers.structure.outline import parse_outline

BODY = "一、主要举措\n（一）推进政务公开。公开信息八件。\n二、存在的不足\n执法人员不足。\n"


def describe(text: str, **columns: str) -> pd.Series:
    """The metadata of one invented report."""
    return describe_reports(pd.DataFrame({"text": [text], **columns}, index=pd.Index(["a"], name="report_id"))).loc["a"]


def place(*lines: str) -> tuple:
    """Province, city and county of a report with this title, and this addressee where a second line has one."""
    row = describe("\n".join(lines) + "\n2021年，工作如下。\n" + BODY)
    return tuple(None if pd.isna(row[name]) else row[name] for name in ("province", "city", "county"))


def test_a_report_that_says_everything():
    row = describe(
        "青岛市即墨区财政局\n即财字〔2022〕3号\n青岛市即墨区财政局关于2021年度\n依法行政情况报告\n"
        "区委、区政府：\n2021年，我局推进法治政府建设。现报告如下：\n"
        + BODY
        + "青岛市即墨区财政局\n二○二二年一月十二日\n"
    )
    assert row.to_dict() == {
        "title": "青岛市即墨区财政局关于2021年度依法行政情况报告",
        "issuer": "青岛市即墨区财政局",
        "year": 2021,
        "issued_on": pd.Timestamp(2022, 1, 12),
        "doc_no": "即财字〔2022〕3号",
        "addressee": "区委、区政府",
        "province": "山东省",
        "city": "青岛市",
        "county": "即墨区",
        "level": "county",
        "issuer_kind": "bureau",
    }


def test_a_title_of_markdown_that_was_saved_as_text():
    assert (
        describe("# 甲县财政局2021年法治政府建设报告\n2021年，工作如下。\n" + BODY)["title"]
        == "甲县财政局2021年法治政府建设报告"
    )


def test_a_report_that_says_nothing_and_an_empty_frame():
    assert describe("我们推进政务公开。\n").isna().all()
    assert describe("").isna().all()
    empty = describe_reports(pd.DataFrame({"text": []}, index=pd.Index([], name="report_id")))
    assert [len(empty), list(empty.columns)] == [0, list(describe("").index)]


def test_types_hold_whatever_is_found():
    frame = describe_reports(pd.DataFrame({"text": [""]}, index=["a"]))
    assert frame.dtypes.astype(str).to_dict() == {
        **dict.fromkeys(frame.columns, "str"),
        "year": "Int64",
        "issued_on": "datetime64[us]",
    }


def test_two_issuers_over_the_title():
    issuers = "中共甲市委乙新区工作委员会\n乙新区管委会\n"
    row = describe(f"{issuers}关于2021年度依法行政工作的报告\n\n市委：\n{BODY}{issuers}2022年1月29日\n")
    assert row["title"] == "中共甲市委乙新区工作委员会 乙新区管委会关于2021年度依法行政工作的报告"
    assert row["issuer"] == "中共甲市委乙新区工作委员会；乙新区管委会"
    assert row["issuer_kind"] == "development_zone"


@pytest.mark.parametrize("place", ["江岚省", "澄屿市", "青栾县", "柳塘区"])
def test_a_committee_and_a_government_that_sign_as_one_are_two(place: str) -> None:
    for committee in ("委", "委员会"):
        signed = f"{BODY}中共{place}{committee}{place}人民政府\n2021年1月29日\n"
        issuer = describe(f"2020年法治政府建设报告\n2020年，推进工作。\n{signed}")["issuer"]
        assert issuer == f"中共{place}{committee}；{place}人民政府"


@pytest.mark.parametrize(
    ("front", "back", "issuer"),
    [
        ("甲县财政局2020年法治政府建设报告", "甲县财政区局\n2022年1月5日", "甲县财政局"),  # a damaged signature
        ("甲县2020年法治政府建设报告", "甲县人民政府\n2022年1月5日", "甲县人民政府"),  # the title names no body
        ("县财政局2020年法治政府建设报告", "甲县财政局2022年1月5日", "甲县财政局"),  # the signature says more
        ("甲县财政局\n关于2021年度依法行政的报告", "", "甲县财政局"),
        ("甲县财政局文件\n\n甲财〔2022〕1号\n\n关于2021年度依法行政的报告", "", "甲县财政局"),
        ("2020年法治政府建设报告", "", None),
    ],
)
def test_who_issued_it(front, back, issuer):
    found = describe(f"{front}\n2021年，我局推进法治政府建设。\n{BODY}{back}\n")["issuer"]
    assert pd.isna(found) if issuer is None else found == issuer


@pytest.mark.parametrize(
    ("body", "own"), [("财政局", "我局"), ("政务服务中心", "我中心"), ("执法大队", "我大队"), ("管理委员会", "我委")]
)
def test_the_body_that_a_preamble_tells_of_is_the_issuer_if_the_report_calls_itself_so(body, own):
    front = f"2021年法治政府建设报告\n2021年，青栾县{body}坚持依法行政。现将{{}}工作报告如下。\n{BODY}"
    assert describe(front.format(own))["issuer"] == f"青栾县{body}"
    assert pd.isna(describe(front.format("本站"))["issuer"])


def test_the_head_of_a_page_names_the_issuer():
    text = "2020年法治政府建设报告\n2021年，我局推进法治政府建设。\n" + BODY
    raw = "索 引 号： 01/2022-1\n发 文 机 关： 甲县财政局\n来源：办公室\n" + text
    assert describe(text, raw=raw)["issuer"] == "甲县财政局"
    assert pd.isna(describe(text, raw=text)["issuer"])


@pytest.mark.parametrize(
    ("title", "preamble", "signed", "year"),
    [
        ("甲局2021年法治报告", "2022年，我局推进。", "2022年1月5日", 2021),
        ("甲局二〇二〇年度法治政府建设报告", "我局推进。", "", 2020),
        ("甲局２０１８年度法治政府建设报告", "我局推进。", "", 2018),
        ("甲局法治政府建设报告", "2021年，我局推进。", "", 2021),
        ("甲局法治政府建设报告", "按照《关于2019年度报告的通知》，现将我局2020年度工作报告如下。", "", 2020),
        ("甲局法治政府建设报告", "自2015年以来成效明显。2021年，我局推进。", "2022年1月5日", 2021),
        ("甲局法治政府建设报告", "落实2016－2020年规划，我局推进。", "2019年3月5日", 2018),
        ("甲局法治政府建设报告", "今年以来，我局推进。", "2021年12月30日", 2021),
        # dated before November it is about the year before
        ("甲局法治政府建设报告", "今年以来，我局推进。", "2021年11月1日", 2021),
        ("甲局法治政府建设报告", "今年以来，我局推进。", "2021年10月31日", 2020),
        # a year with 年度, or one at a line's beginning, goes before others; of two the first
        ("甲局法治政府建设报告", "我局自2018年起推行清单，现汇报2020年度情况。", "", 2020),
        ("甲局法治政府建设报告", "我局自2018年起推行清单。\n2020年，我局推进。", "", 2020),
        ("甲局法治政府建设报告", "2020年，我局推进2018年度的任务。", "", 2020),
        ("甲局法治政府建设报告", "我局自2018年起推行清单，2020年扩大。", "", 2018),
        # the preamble goes before the date, unless it names neither the date's year nor the one before
        ("甲局法治政府建设报告", "2022年，我局推进。", "2022年3月5日", 2022),
        ("甲局法治政府建设报告", "2021年，我局推进。", "2021年12月5日", 2021),
        ("甲局法治政府建设报告", "2020年，我局推进。", "2021年12月5日", 2020),
        ("甲局法治政府建设报告", "2019年，我局推进。", "2021年12月5日", 2021),
        ("甲局法治政府建设报告", "2022年，我局推进。", "2021年12月5日", 2021),
        # a year in a law's name or a document's number does not count
        ("甲局法治政府建设报告", "落实《2018年工作要点》和甲发〔2019年〕1号，2020年推进。", "", 2020),
        # what stands after the fourth passage does not count
        ("甲局法治政府建设报告", "我局推进。\n一、举措\n（一）学习。\n（二）培训。\n2018年起，推行清单。", "", None),
        ("甲局法治政府建设报告", "今年以来，我局推进。", "2022年1月5日", 2021),
    ],
)
def test_the_year_reported_on(title, preamble, signed, year):
    text = f"{title}\n{preamble}\n{BODY}" + (f"甲县财政局\n{signed}\n" if signed else "")
    found = describe(text)["year"]
    assert pd.isna(found) if year is None else found == year


def test_no_year_is_na():
    assert pd.isna(describe("甲局法治政府建设报告\n我局推进政务公开。\n" + BODY)["year"])


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["长沙市岳麓区司法局2020年法治政府建设报告"], ("湖南省", "长沙市", "岳麓区")),
        (["湖南省长沙市岳麓区司法局2020年法治政府建设报告"], ("湖南省", "长沙市", "岳麓区")),
        (["岳麓区司法局2020年法治政府建设报告"], ("湖南省", "长沙市", "岳麓区")),
        (["枣庄市司法局2020年法治政府建设报告"], ("山东省", "枣庄市", None)),
        (["湖南省司法厅2020年法治政府建设报告"], ("湖南省", None, None)),
        (["上海市浦东新区司法局2020年法治政府建设报告"], ("上海市", None, "浦东新区")),
        (["济源市司法局2020年法治政府建设报告"], ("河南省", None, "济源市")),
        (["恩施州司法局2020年法治政府建设报告"], ("湖北省", "恩施土家族苗族自治州", None)),
        (["国家税务总局岳麓区税务局2020年法治政府建设报告"], ("湖南省", "长沙市", "岳麓区")),
        # one name, several places
        (["鼓楼区司法局2020年法治政府建设报告"], (None, None, None)),
        (["鼓楼区司法局2020年法治政府建设报告", "徐州市司法局："], ("江苏省", "徐州市", "鼓楼区")),
        # a zone that is no division
        (["青岛西海岸新区司法局2020年法治政府建设报告"], ("山东省", "青岛市", None)),
        (["平潭综合实验区司法局2020年法治政府建设报告"], ("福建省", "福州市", None)),
        (
            ["青岛西海岸新区司法局2020年法治政府建设报告", "黄岛区委（西海岸新区工委）办公室："],
            ("山东省", "青岛市", "黄岛区"),
        ),
        # a place that only the addressee names, and one that it does not move
        (["甲镇人民政府2020年法治政府建设报告", "岳麓区人民政府："], ("湖南省", "长沙市", "岳麓区")),
        (["长沙市司法局2020年法治政府建设报告", "岳麓区人民政府："], ("湖南省", "长沙市", None)),
        # no place: a street named after one, a city without a name, an unknown one
        (["南京路街道办事处2020年法治政府建设报告"], (None, None, None)),
        (["市司法局2020年法治政府建设报告", "市政府："], (None, None, None)),
        (["甲丙县司法局2020年法治政府建设报告"], (None, None, None)),
    ],
)
def test_places(lines, expected):
    assert place(*lines) == expected


def test_names_are_those_of_the_year():
    assert place("青岛市即墨市司法局2015年法治政府建设报告") == ("山东省", "青岛市", "即墨市")
    assert place("青岛市即墨区司法局2015年法治政府建设报告") == ("山东省", "青岛市", None)
    assert place("莱芜市司法局2016年法治政府建设报告") == ("山东省", "莱芜市", None)
    assert place("济南市莱芜区司法局2020年法治政府建设报告") == ("山东省", "济南市", "莱芜区")


@pytest.mark.parametrize(
    ("kind", "issuers"),
    [
        ("approval_bureau", "甲市行政审批局 甲区审批服务办公室 甲市政务服务管理委员会"),
        ("township", "甲镇人民政府 甲乡政府 甲苏木人民政府 甲街道办事处"),
        ("government", "甲县人民政府 甲市政府"),
        ("development_zone", "甲经济开发区党工委 甲高新区工委 甲高新区工作委员会 甲经济开发区管委会"),
        ("development_zone", "甲经济开发区管理委员会 甲经济开发区管理局 甲经济开发区管理办公室"),
        ("other", "中共甲县委员会 中国共产党甲县委员会 甲省委 甲市委 甲县委 甲区委 甲州委 甲旗委"),
        ("other", "甲市人民法院 甲市人民检察院 甲市行政学院 甲市人民医院 甲市规划研究院 甲市师范大学"),
        ("other", "甲市大数据中心 甲市水务公司 甲市律师协会 甲县残疾人联合会"),
        ("bureau", "甲市发展和改革委员会 甲市发改委 甲县财政局 甲省司法厅 甲市宣传部 甲市政府办公室"),
        # an office in another town, the boards of a scenic area or a park, the Party in an office
        (None, "甲市政府驻京办事处 甲景区管理委员会 甲园区管委 甲市直属机关工作委员会 甲市直属机关工委 甲市卫生局党委"),
    ],
)
def test_the_kind_is_told_by_how_a_name_ends(kind, issuers):
    for issuer in issuers.split():
        row = describe(f"{issuer}2020年法治政府建设报告\n{BODY}")
        assert (row["issuer"], None if pd.isna(row["issuer_kind"]) else row["issuer_kind"]) == (issuer, kind)


@pytest.mark.parametrize(
    ("issuer", "kind", "level"),
    [
        ("青岛市即墨区人民政府", "government", "county"),
        ("山东省人民政府", "government", "province"),
        ("枣庄市行政审批服务局", "approval_bureau", "prefecture"),
        ("枣庄市政务服务和数据管理局", "approval_bureau", "prefecture"),
        ("鼓楼区司法局", "bureau", "county"),
        ("甲丙县卫生健康委员会", "bureau", "county"),
        ("甲丙市财政局", "bureau", None),
        ("市财政局", "bureau", None),
        ("甲丙市公安局乙丁分局", "bureau", None),
        ("甲丙镇人民政府", "township", "township"),
        ("丁戊街道办事处", "township", "township"),
        ("烟台经济技术开发区管理委员会", "development_zone", None),
        ("烟台经济技术开发区财政局", "bureau", None),
        ("甲丙县人民法院", "other", "county"),
        ("中共甲丙县委员会", "other", "county"),
        ("国家市场监督管理总局", "bureau", "state"),
        ("甲丙风景名胜区管理委员会", None, None),
    ],
)
def test_kinds_and_levels(issuer, kind, level):
    row = describe(f"{issuer}2020年法治政府建设报告\n2021年，推进法治政府建设。\n{BODY}")
    assert row["issuer"] == issuer
    assert row["issuer_kind"] == kind if kind else pd.isna(row["issuer_kind"])
    assert row["level"] == level if level else pd.isna(row["level"])
    assert kind in (None, *ISSUER_KINDS)
    assert level in (None, *LEVELS)


def test_disagreement_is_shown_and_sameness_is_not():
    text = "甲县人民政府2021年度依法行政情况报告\n2021年，我县推进。\n" + BODY + "甲县人民政府\n2022年1月12日\n"
    reports = pd.DataFrame(
        {
            "text": [text, text],
            "title": ["甲县人民政府 ２０２１年度依法行政情况报告", pd.NA],
            "issuer": ["甲县人民政府", "乙县人民政府"],
            "year": pd.array([2021, 2020], "Int64"),
            "issued_on": pd.to_datetime(["2022-01-12", "2022-01-13"]),
            "city": ["丙市", pd.NA],
        },
        index=pd.Index(["a", "b"], name="report_id"),
    )
    assert compare_metadata(reports).values.tolist() == [
        ["b", "issuer", "乙县人民政府", "甲县人民政府"],
        ["b", "year", "2020", "2021"],
        ["b", "issued_on", "2022-01-13", "2022-01-12"],
    ]
    assert compare_metadata(reports.head(1)).empty


def test_rows_are_told_apart_by_any_index() -> None:
    found = describe_reports(pd.DataFrame({"text": ["甲县财政局2021年法治政府建设报告", ""]}))
    assert found["issuer"].fillna("-").to_list() == ["甲县财政局", "-"]


def test_passages_at_hand_say_the_same(corpus_reports) -> None:
    found = describe_reports(corpus_reports, parse_outline(corpus_reports))
    each = [
        describe_report(text, raw, None if pd.isna(marked) else marked)
        for text, raw, marked in corpus_reports[["text", "raw", "file_headings"]].itertuples(index=False)
    ]
    pd.testing.assert_frame_equal(found.reset_index(drop=True), pd.DataFrame(each).astype(found.dtypes))
    some = corpus_reports.assign(year=1999)
    assert compare_metadata(some, parse_outline(corpus_reports)).equals(compare_metadata(some))


def test_the_repository_s_own_reports_say_what_the_manifest_says(corpus_reports):
    assert compare_metadata(corpus_reports).empty
    found = describe_reports(corpus_reports)
    assert found[["issuer", "year", "issued_on", "province", "city", "issuer_kind"]].notna().all(axis=None)


def test_the_date_under_the_title_counts_where_none_signs() -> None:
    head = "2021年法治政府建设报告\n某县司法局\n（2022年1月8日）\n2021年，推进。\n一、举措\n做。"
    assert describe_report(head).issuer == "某县司法局"
    assert str(describe_report(head).issued_on)[:10] == "2022-01-08"
    assert str(describe_report(f"{head}\n某县司法局\n2022年1月9日").issued_on)[:10] == "2022-01-09"


def test_a_source_without_a_place_is_no_issuer() -> None:
    text = "2021年法治政府建设报告\n一、举措\n做。"
    assert describe_report(text, f"来源：司法局\n{text}").issuer is None
    assert describe_report(text, f"来源：某县司法局\n{text}").issuer == "某县司法局"


def test_a_year_that_ends_a_range_whose_dash_was_lost_is_not_the_report_s() -> None:
    assert describe_report("某县（2015 2020年）纲要及2021年度法治政府建设报告").year == 2021


@pytest.mark.parametrize(
    ("title", "preamble", "issuer"),
    [
        ("关于青栾县2023年度法治政府建设情况的报告", "2023年，我县推进法治政府建设。现报告如下：", "青栾县人民政府"),
        ("青栾县2023年度法治政府建设情况报告", "2023年，县政府坚持依法行政。现报告如下：", "青栾县人民政府"),
        ("关于白鹭镇2023年度法治政府建设情况的报告", "现将我镇情况报告如下：", "白鹭镇人民政府"),
        ("关于云盾街道2023年度法治政府建设情况的报告", "现将我街道情况报告如下：", "云盾街道办事处"),
        ("江岚省2023年法治政府建设情况报告", "2023年，全省各级行政机关履职。现报告如下：", "江岚省人民政府"),
        ("2023年度法治政府建设情况报告", "2023年，青栾县财政局坚持学习。我局现报告如下：", "青栾县财政局"),
        ("2023年度法治政府建设情况报告", "现将青栾县财政局2023年度情况报告如下，我局学习。", "青栾县财政局"),
        ("2023年度法治政府建设情况报告", "2023年，江岚省财政厅坚持学习。我厅报告如下：", "江岚省财政厅"),
        ("2023年度法治政府建设情况报告", "2023年，青栾县财政局机关坚持学习。我局报告如下：", "青栾县财政局"),
        (
            "2023年度法治政府建设情况报告",
            "2023年，澄屿市卫生健康委员会认真履职。我委报告如下：",
            "澄屿市卫生健康委员会",
        ),
        ("青栾县2023年法治建设报告", "2023年，青栾县司法局以学习为先。现报告如下：", "青栾县司法局"),
        # One piece alone, or two that disagree.
        ("青栾县2023年度法治政府建设情况报告", "现将情况报告如下：", None),
        ("关于青栾县2023年度法治政府建设情况的报告", "2023年，我局推进法治政府建设。现报告如下：", None),
        ("2023年度法治政府建设情况报告", "2023年，在青栾县司法局指导下，我局报告如下：", None),
        ("2023年度法治政府建设情况报告", "2023年，青栾县财政局坚持学习。我委报告如下：", None),
        ("2023年度法治政府建设情况报告", "现将我局2023年度情况报告如下：", None),
        ("青栾县财政系统2023年度法治建设报告", "2023年，我局报告如下：", None),
        ("青栾经济开发区2023年度法治政府建设报告", "2023年，我区报告如下：", None),
    ],
)
def test_an_issuer_that_title_and_preamble_imply(title: str, preamble: str, issuer: str | None) -> None:
    assert describe_report(f"{title}\n{preamble}\n一、做法\n加强学习。\n二、不足\n力量不足。").issuer == issuer


@pytest.mark.parametrize(
    "told",
    ["在做", "以学", "坚持", "认真", "深入", "按照", "全面", "贯彻", "围绕", "紧扣", "严格"]
    + ["切实", "高度", "始终", "积极"],
)
def test_how_a_sentence_about_the_issuer_goes_on(told: str) -> None:
    text = f"2023年度法治政府建设情况报告\n2023年，青栾县财政局{told}法治。我局报告如下：\n一、做法\n加强学习。"
    assert describe_report(text).issuer == "青栾县财政局"


def test_what_signs_goes_before_what_is_implied() -> None:
    text = "关于青栾县2023年度法治政府建设情况的报告\n2023年，我县推进。现报告如下：\n一、做法\n学习。"
    assert describe_report(f"{text}\n青栾县司法局\n2024年1月3日").issuer == "青栾县司法局"


@pytest.mark.parametrize(
    ("title", "signed", "issuer"),
    [
        ("丙县教育局", "甲县财政局\n甲县司法局", "甲县财政局；甲县司法局"),  # two signatures go before a title
        ("丙县教育局", "甲县财政局", "丙县教育局"),
        ("", "甲县财政局 甲县司法局", "甲县财政局；甲县司法局"),
    ],
)
def test_two_that_sign_go_before_a_title(title: str, signed: str, issuer: str) -> None:
    assert describe_report(f"{title}2021年法治政府建设报告\n{BODY}{signed}\n2022年1月5日\n").issuer == issuer


def test_of_what_a_page_s_head_names_the_surest_label_and_its_first_body_count() -> None:
    text = f"2021年法治政府建设报告\n{BODY}"
    assert describe_report(text, f"来源：甲县司法局\n发文机关：甲县财政局\n{text}").issuer == "甲县财政局"
    assert describe_report(text, f"来源：中共甲县委员会甲县人民政府\n{text}").issuer == "中共甲县委员会"


@pytest.mark.parametrize("issuer", ["青岛市公安局黄岛分局", "青岛高新区财政局"])
def test_a_branch_and_an_office_of_a_zone_have_no_level(issuer: str) -> None:
    assert describe_report(f"{issuer}2021年法治政府建设报告\n{BODY}").level is None
