"""Short names of reports; what a notebook needs."""

import pandas as pd
import pytest

from helpers.corpus.reports import name_reports, read_design, require_reports
from helpers.errors import CorpusError


def test_short_names_leave_out_the_places_above_and_are_unique():
    rows = [
        ("甲省乙市丙区财政局", "甲省", "乙市", "丙区", 2021),
        ("乙丙新区管理局", "甲省", "乙市", "丙区", 2021),
        ("乙市财政局", "甲省", "乙市", pd.NA, 2022),
        ("中共丁县委员会；丁县人民政府", pd.NA, pd.NA, "丁县", 2023),
        ("戊县公安局", pd.NA, pd.NA, pd.NA, 2023),
        ("戊县公安局", pd.NA, pd.NA, pd.NA, 2023),
    ]
    columns = ["issuer", "province", "city", "county", "year"]
    reports = pd.DataFrame(rows, columns=columns, index=pd.Index(list("abcdef"), name="report_id"))
    assert name_reports(reports).to_dict() == {
        "a": "丙区财政局 2021",
        "b": "丙新区管理局 2021",
        "c": "乙市财政局 2022",
        "d": "丁县人民政府 2023",
        "e": "e",
        "f": "f",
    }


def test_an_issuer_that_is_nothing_but_its_place_keeps_its_name():
    rows = [("甲省", "甲省", pd.NA, pd.NA, 2021), ("乙人民政府", "甲省", "乙市", "丙县", 2021)]
    reports = pd.DataFrame(rows, columns=["issuer", "province", "city", "county", "year"], index=["a", "b"])
    assert name_reports(reports).tolist() == ["甲省 2021", "人民政府 2021"]


def test_one_report_cannot_be_compared():
    reports = pd.DataFrame({"year": [2020, 2021]})
    assert require_reports(reports) is reports
    for few in (1, 0):
        with pytest.raises(CorpusError) as error:
            require_reports(reports.head(few))
        assert str(error.value) == (
            f"this notebook compares reports, and the corpus holds {few}: add a report (see corpus/README.md)"
        )


def test_the_name_that_the_manifest_gives_goes_before_the_issuer():
    columns = {"province": "甲省", "city": "甲省乙市", "county": pd.NA, "year": 2021}
    reports = pd.DataFrame({"issuer": ["甲省乙市财政局"] * 2, **columns, "short": ["乙财", pd.NA]}, index=["a", "b"])
    assert name_reports(reports).tolist() == ["乙财 2021", "乙市财政局 2021"]


def test_how_the_reports_were_chosen(tmp_path):
    def design(*words):
        return read_design(pd.DataFrame({"design": pd.Series(words, dtype="str")}), tmp_path)

    assert read_design(pd.DataFrame(), tmp_path) == design(None) == "convenience"
    assert design("census", None, "census") == "census"
    (tmp_path / "design.txt").write_text("probability\n", "utf-8")
    assert read_design(pd.DataFrame(), tmp_path) == design(None) == "probability"
    assert design("census") == "census"
    with pytest.raises(CorpusError, match="^reports.csv, column design: census, probability; a corpus has one design"):
        design("probability", "census")
    (tmp_path / "design.txt").write_text("random", "utf-8")
    with pytest.raises(CorpusError, match="^design.txt: 'random' is no design; give one of convenience, census, prob"):
        design(None)
