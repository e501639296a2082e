"""What a notebook begins with."""

import sys
from functools import cache
from types import SimpleNamespace

import pandas as pd
import pytest
from IPython.core.interactiveshell import InteractiveShell

from helpers.corpus.reports import read_design
from helpers.errors import ChoiceError, CorpusError
from helpers.output import loader, notebook
from helpers.output.notebook import begin, introduce
from helpers.places import ROOT

CODED = ROOT / "tests" / "texts" / "coded"


@pytest.fixture(scope="module", autouse=True)
def _read_once():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader, "load_corpus", cache(loader.load_corpus))
        yield


def choice(**own):
    return SimpleNamespace(**{"corpus": CODED, "write": False, "where": {}, "by": None, "within": None} | own)


def test_reports_are_named_grouped_and_put_in_strata():
    reports, _, _ = begin(choice())
    assert reports.attrs["by"] == "issuer_kind"
    assert reports["group"].cat.ordered
    assert reports["unit"].equals(reports["issuer"].rename("unit"))
    assert set(reports["stratum"].str.count(" · ")) == {1}


def test_groups_are_called_something_in_both_languages():
    labels = begin(choice()).reports.attrs["labels"]
    assert labels["行政审批服务局"] == ("行政审批服务局", "Approval bureaus")
    of_reports = begin(choice(by="report")).reports.attrs["labels"]  # of the kinds that are compared then
    assert of_reports["行政审批服务局"] == ("行政审批服务局", "Approval bureaus")
    assert not of_reports.keys() & set(begin(choice(by="report")).reports["group"])


def test_where_leaves_reports_out_before_they_are_counted():
    reports, _, _ = begin(choice(where={"year": [2021, 2022]}))
    assert set(reports["year"]) == {2021, 2022}
    with pytest.raises(CorpusError, match="compares reports, and the corpus holds 1"):
        begin(choice(where={"issuer": reports["issuer"].iloc[0]}))
    with pytest.raises(ChoiceError):
        begin(choice(by="region"))


def test_the_design_of_a_corpus_is_said():
    reports, _, _ = begin(choice())
    assert reports.attrs["design"] == "convenience"
    zh, en = introduce(reports)
    assert zh.endswith("按方便选取，不是样本。")
    assert en.startswith(f"{len(reports)} reports of ")


def test_a_design_is_read_from_the_manifest_else_from_its_file(tmp_path):
    plain, told = pd.DataFrame({"year": [2020]}), pd.DataFrame({"design": ["census", None]})
    (tmp_path / "design.txt").write_text("probability\n", "utf-8")
    assert (read_design(plain, tmp_path), read_design(told, tmp_path)) == ("probability", "census")
    (tmp_path / "design.txt").write_text("random", "utf-8")
    with pytest.raises(CorpusError, match="design.txt: 'random' is no design; give one of convenience, census"):
        read_design(plain, tmp_path)
    with pytest.raises(CorpusError, match="a corpus has one design"):
        read_design(pd.DataFrame({"design": ["census", "probability"]}), tmp_path)


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"place": "省"}, "place: there is no 省; there is province, city, county"),
        ({"scheme": "领域"}, "scheme: there is no 领域; there is domain, capacity, specificity, cause"),
        (
            {"roles": ("plan", "举措")},
            "roles: there is no 举措; there is front, measures, leadership, shortcomings, plan, back",
        ),
    ],
)
def test_a_choice_that_there_is_not_is_answered_in_a_line_with_those_that_there_are(monkeypatch, own, said):
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])  # IPython's own stays, and spawns no process
    with pytest.raises(ChoiceError) as caught:
        begin(choice(**own))
    assert str(caught.value) == said
    shell = InteractiveShell.instance()
    assert shell._format_exception_for_storage(caught.value)["traceback"] == [f"ChoiceError: {said}"]


def test_strings_of_a_notebook_are_kept_alike_whatever_is_installed():
    with pd.option_context("mode.string_storage", "auto"):
        begin(choice())
        assert pd.Series(["甲"]).dtype.storage == "python"


def test_an_introduction_counts_reports_issuers_years_and_rows_set_aside():
    def introduced(years, units, aside=0):
        reports = pd.DataFrame({"year": pd.array(years, "Int64"), "unit": units})
        reports.attrs |= {"design": "census", notebook.ASIDE: aside}
        return introduce(reports)

    assert introduced([2021, 2021], ["x", "y"]) == (
        "2 份报告，2 个机关，2021 年；范围内的全部报告。",
        "2 reports of 2 issuers, 2021; all reports of their frame.",
    )
    assert (
        introduced([2021, None, 2019], ["x"] * 3)[1] == "3 reports of 1 issuer, 2019–2021; all reports of their frame."
    )
    assert introduced([None, None], ["x", "y"])[0] == "2 份报告，2 个机关，? 年；范围内的全部报告。"
    zh, one = introduced([2021, 2021], ["x", "y"], 1)
    assert zh.endswith("；目录中另有 1 行未能读入，不在其内（01 逐一列出）。")
    assert one.endswith("; 1 more row of the manifest could not be read and are left out (listed in 01).")
    assert "; 2 more rows of the manifest" in introduced([2021, 2021], ["x", "y"], 2)[1]
