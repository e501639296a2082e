"""The panel of a small invented corpus: literal values, what is missing and why, and both file forms."""

from io import BytesIO

import pandas as pd
import pytest

from helpers.corpus.load import load_corpus
from helpers.output.loader import keep_tables
from helpers.output.panel import LABEL_LENGTH, REFERENCE_YEAR, _find_codes, _Variables, list_panel_files, make_panel

FULL = """甲县财政局2021年法治政府建设年度报告

一、主要举措和成效
（一）规范行政执法。全年作出行政处罚决定12件。
（二）推进政务公开。公开信息30条。
二、存在的不足和原因
执法力量不足，培训不够。
三、党政主要负责人履行推进法治建设第一责任人职责情况
局长带头学法。
四、下一步工作安排
（一）加强执法培训。

长沙市岳麓区财政局
2022年2月1日
"""
SHORT = """2017年依法行政工作报告

一、主要做法
（一）规范行政执法。依据《中华人民共和国行政处罚法》办理案件。
"""
ZONE = """淄博高新技术产业开发区管理委员会2021年法治政府建设年度报告

一、主要举措
（一）优化审批服务。受理后7天办结，开展执法检查20家次。
（二）其他。食堂换了新桌椅。
二、存在的不足
（一）人员不足。
"""
ROWS = """report_id,file,issuer,year,province,city,county,published_on,unit_id
a-2021,a.txt,长沙市岳麓区财政局,2021,湖南省,长沙市,岳麓区,2022-04-02,430104-cz
b-2017,b.txt,乙区财政局,2017,,,,,
c-2021,c.txt,淄博高新技术产业开发区管理委员会,2021,山东省,淄博市,,,
"""


@pytest.fixture(scope="module")
def panel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "raw").mkdir()
    (folder / "raw/a.txt").write_text(FULL, "utf-8")
    (folder / "raw/b.txt").write_text(SHORT, "utf-8")
    (folder / "raw/c.txt").write_text(ZONE, "utf-8")
    (folder / "reports.csv").write_text(ROWS, "utf-8")
    reports = load_corpus(folder)
    return make_panel(reports, keep_tables(reports, folder), folder)


def test_a_report_is_a_row_with_numerators_and_denominators(panel):
    row = panel.reports.set_index("report_id").loc["a-2021"]
    assert (row["unit_id"], row["gb2260"], row["gb2260_ref"]) == ("430104-cz", "430104", "430104")
    assert (row["issued_days"], row["published_days"], row["rule_on"]) == (32, 92, 1)
    assert (row["measures_found"], row["measures_items"], row["plan_items"]) == (1, 2, 1)
    assert row["domain_mea_G5"] + row["domain_mea_G8"] == row["domain_mea_all"]
    assert (row["ind_penalty_decisions"], row["n_penalty_decisions"]) == (12, 1)


def test_what_is_not_asked_for_not_found_and_none_are_kept_apart(panel):
    row = panel.reports.set_index("report_id").loc["b-2017"]
    assert row["unit_id"] == "乙区财政局"
    assert pd.isna(row["gb2260"])
    assert (row["rule_on"], row["domain_mea_G1_on"]) == (0, 0)
    assert "domain_mea_G5_on" not in row
    assert pd.isna(row["domain_mea_G1"])
    assert row["domain_mea_G8"] == 0
    assert (row["plan_found"], row["cited_law"], row["cited_policy"]) == (0, 1, 0)
    assert pd.isna(row["plan_chars"])
    assert pd.isna(row["plan_items"])


def test_a_zone_has_no_division_code_and_a_value_has_its_unit(panel):
    row = panel.reports.set_index("report_id").loc["c-2021"]
    assert pd.isna(row["gb2260"])
    assert pd.isna(row["gb2260_ref"])
    assert (row["ind_inspections"], row["unit_inspections"], row["n_inspections"]) == (20, "家次", 1)
    assert "unit_satisfaction_rate" not in row  # there is only %
    assert "unit_reconsideration_accepted" not in row  # 起 and 宗 count as 件


@pytest.mark.parametrize(
    ("level", "kind", "place", "code"),
    [
        ("prefecture", "bureau", ("山东省", "淄博市", None), "370300"),
        ("county", "bureau", ("山东省", "淄博市", None), None),  # which county is not known
        ("county", "development_zone", ("山东省", "青岛市", "黄岛区"), None),
        ("county", "government", ("山东省", "青岛市", "黄岛区"), "370211"),
        ("township", "township", ("山东省", "青岛市", "黄岛区"), "370211"),
        ("province", "bureau", ("山东省", None, None), "370000"),
        ("prefecture", "bureau", ("山东省", None, None), None),
    ],
)
def test_a_code_is_of_the_issuers_own_division(level, kind, place, code):
    names = ["province", "city", "county", "level", "issuer_kind"]
    reports = pd.DataFrame([[*place, level, kind]], columns=names, index=["a"], dtype="str")
    found = _find_codes(reports, [2021])["a"]
    assert (None if pd.isna(found) else found) == code


def test_an_item_without_a_cue_is_kept_apart_from_one_that_is_not_coded(panel):
    items = panel.items[panel.items["report_id"].eq("c-2021")]
    assert items["domain"].to_list() == ["G2", "none", "G10"]
    assert items["exp_capacity"].isna().to_list() == [True, True, False]
    labels = panel.codebook[panel.codebook["table"].eq("items")].set_index("variable")["values"]
    assert labels["domain"].startswith("G1 Study of Xi Jinping Thought on the Rule of Law; G2 ")


def test_no_two_variables_have_one_label(panel):
    assert not panel.codebook.duplicated(["table", "label"]).any()


def test_codes_that_were_not_shown_to_be_right_say_so_in_their_names(panel):
    names = list(panel.reports)
    assert not any(name.startswith("cause") for name in names)
    assert any(name.startswith("exp_cause_sho") for name in names)


def test_every_variable_is_in_the_codebook_with_a_label_that_stata_takes(panel):
    for name, table in (("reports", panel.reports), ("items", panel.items)):
        told = panel.codebook[panel.codebook["table"] == name]
        assert list(table) == told["variable"].to_list()
        assert told["variable"].str.fullmatch(r"[A-Za-z]\w{0,31}").all()
    assert panel.codebook["label"].str.strip().ne("").all()
    assert panel.codebook["label"].str.len().max() <= LABEL_LENGTH
    assert str(REFERENCE_YEAR) in " ".join(panel.codebook["label"])


def test_the_stata_files_hold_the_same_values_whole_and_are_the_same_bytes_again(panel):
    files, again = dict(list_panel_files(panel)), dict(list_panel_files(panel))
    assert files == again
    back = pd.read_stata(BytesIO(files["panel-reports.dta"])).set_index("report_id")
    assert back.loc["a-2021", "issuer"] == "长沙市岳麓区财政局"
    assert back.loc["a-2021", "published_on"] == pd.Timestamp("2022-04-02")
    assert pd.isna(back.loc["b-2017", "plan_chars"])
    texts = pd.read_stata(BytesIO(files["panel-items.dta"]))["text"].to_list()
    assert texts == panel.items["text"].to_list()
    with pd.io.stata.StataReader(BytesIO(files["panel-reports.dta"])) as reader:
        assert reader.variable_labels()["n_chars"] == "characters without white space"
    assert files["panel-reports.dta"][:40].find(b"<release>118") > 0


COUNTED = """某某局{}年法治政府建设年度报告

一、主要举措和成效
（一）规范行政执法。{}
二、存在的不足和原因
执法力量不足，培训不够。
三、下一步工作安排
（一）加强执法培训。{}
"""


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """Three reports of one issuer, by year."""
    folder = tmp_path_factory.mktemp("counted")
    (folder / "raw").mkdir()
    told = {
        2018: ("全年作出行政处罚决定10—12件。", ""),
        2019: ("全年作出行政处罚决定12件。作出行政处罚决定5件。", "力争作出行政处罚决定100件。"),
        2021: ("作出行政处罚决定12件，去年作出行政处罚决定8件。作出行政处罚决定增加3件。", ""),
    }
    rows = "report_id,file,issuer,year,issued_on,level,province,city,county\n"
    for year, texts in told.items():
        (folder / "raw" / f"{year}.txt").write_text(COUNTED.format(year, *texts), "utf-8")
        rows += f"a-{year},{year}.txt,某局,{year},{year + 1}-04-01,county,福建省,漳州市,龙海区\n"
    (folder / "reports.csv").write_text(rows, "utf-8")
    reports = load_corpus(folder)
    return make_panel(reports, keep_tables(reports, folder), folder).reports.set_index("year")


def test_rule_code_and_days_are_those_of_the_year(counted):
    assert counted["rule_on"].to_dict() == {2018: 0, 2019: 1, 2021: 1}
    assert counted["gb2260"].fillna("").to_dict() == {2018: "", 2019: "", 2021: "350604"}  # a city until 2021
    assert counted["gb2260_ref"].isna().all()
    assert counted["issued_days"].to_dict() == {2018: 91, 2019: 92, 2021: 91}


def test_an_indicator_has_its_value_where_one_result_is_stated(counted):
    assert counted["ind_penalty_decisions"].fillna(-1).to_dict() == {2018: -1, 2019: -1, 2021: 12}
    assert counted["unit_penalty_decisions"].fillna("").to_dict() == {2018: "", 2019: "", 2021: "件"}
    # no target, no change, nothing of the year before
    assert counted["n_penalty_decisions"].to_dict() == {2018: 1, 2019: 2, 2021: 1}


def test_parts_have_their_characters_and_items(counted):
    names = ["n_chars", "n_items", "measures_chars", "measures_items", "shortcomings_chars", "shortcomings_items"]
    names += ["plan_chars", "plan_items", "leadership_found"]
    assert counted.loc[2018, names].to_list() == [95, 4, 36, 1, 22, 2, 19, 1, 0]
    assert counted.loc[2018, ["domain_mea_all", "domain_mea_G5", "domain_mea_none", "domain_mea_G9_on"]].to_list() == [
        *(27, 27, 0, 0)
    ]
    assert counted["domain_mea_G1_on"].to_dict() == {2018: 0, 2019: 0, 2021: 1}


def test_a_name_that_stata_does_not_take_is_made_one_and_none_stands_twice():
    table = _Variables("reports", pd.Index(["a"]))
    for _ in range(3):
        table.add(f"甲-{'a' * 40}", pd.Series(1, index=["a"]), "", "")
    assert list(table.columns) == [f"__{'a' * 30}", f"__{'a' * 28}_2", f"__{'a' * 28}_3"]


def test_the_stata_files_hold_the_variables_alone_and_are_of_one_day(panel):
    data = dict(list_panel_files(panel))["panel-reports.dta"]
    with pd.io.stata.StataReader(BytesIO(data)) as reader:
        assert list(reader.variable_labels()) == list(panel.reports)
        assert (reader.time_stamp, reader.data_label) == ("01 Jan 2020 00:00", "fazhi-reports: reports")
    assert pd.read_csv(BytesIO(dict(list_panel_files(panel))["panel-reports.csv"])).columns[0] == "report_id"
