"""What a notebook begins with."""

from types import SimpleNamespace

import pytest

from helpers.errors import ChoiceError, CorpusError
from helpers.output.notebook import begin
from helpers.places import ROOT

CODED = ROOT / "tests" / "texts" / "coded"


def choice(**own):
    return SimpleNamespace(**{"corpus": CODED, "write": False, "where": {}, "by": None, "within": None} | own)


def test_reports_are_named_grouped_and_put_in_strata():
    reports, _ = begin(choice())
    assert reports.attrs["by"] == "issuer_kind"
    assert reports["group"].cat.ordered
    assert reports["unit"].equals(reports["issuer"].rename("unit"))
    assert set(reports["stratum"].str.count(" · ")) == {1}


def test_where_leaves_reports_out_before_they_are_counted():
    reports, _ = begin(choice(where={"year": [2021, 2022]}))
    assert set(reports["year"]) == {2021, 2022}
    with pytest.raises(CorpusError, match="compares reports, and the corpus holds 1"):
        begin(choice(where={"issuer": reports["issuer"].iloc[0]}))
    with pytest.raises(ChoiceError):
        begin(choice(by="region"))
