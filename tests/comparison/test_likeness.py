"""How alike reports are, some at a time."""

import numpy as np
import pandas as pd
import pytest

from helpers.comparison import likeness
from helpers.comparison.groups import pair_reports
from helpers.comparison.likeness import measure_likeness


def make_reports(n: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Reports of some issuers and years, one without a year, and weights of length 1."""
    random = np.random.default_rng(3)
    rows = random.poisson(0.7, (n, 9)).astype("float64")
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1)
    columns = {
        "unit": [f"u{at // 3}" for at in range(n)],
        "year": pd.array([2019 + at % 3 for at in range(n)], "Int64"),
    }
    columns |= {"province": ["甲省", "乙省"] * (n // 2), "issuer_kind": ["bureau", None] * (n // 2)}
    reports = pd.DataFrame(columns, [f"r{at:02}" for at in range(n)]).rename_axis("report_id")
    reports.loc["r01", "year"] = pd.NA
    return reports, pd.DataFrame(rows, reports.index, list("abcdefghi"))


@pytest.mark.parametrize("at_once", [3, 256])
def test_medians_and_means_are_those_of_all_pairs(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr(likeness, "AT_ONCE", at_once)
    reports, weights = make_reports(20)
    found = measure_likeness({"whole": weights, "half": weights / 2}, reports)
    pairs = pair_reports(reports)
    pairs["value"] = 100 * (weights @ weights.T).round(4).to_numpy()[np.triu_indices(20, 1)]
    by_kind = pairs.groupby("relation", observed=True)["value"].agg(["median", "size"])
    assert found.kinds["whole"].to_dict() == pytest.approx(by_kind["median"].to_dict())
    assert found.kinds["pairs"].to_dict() == by_kind["size"].to_dict()
    assert found.kinds["half"].to_list() == pytest.approx((by_kind["median"] / 4).to_list(), abs=0.01)
    ends = pd.concat([pairs.assign(report_id=pairs["one"]), pairs.assign(report_id=pairs["other"])])
    means = ends.groupby(["relation", "report_id"], observed=True)["value"].mean()
    got = found.reports.set_index(["relation", "report_id"])["value"]
    assert got.to_dict() == pytest.approx(means.to_dict())
    assert found.pairs.empty


def test_of_each_relation_the_likest_are_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    reports, weights = make_reports(20)
    every = measure_likeness({"whole": weights}, reports).nearest
    assert len(every) == 20 * 19
    monkeypatch.setattr(likeness, "NEAREST", 2)
    found = measure_likeness({"whole": weights}, reports).nearest
    own = found[found["report_id"].eq("r00") & found["relation"].eq("pair_kind")]
    alike = every[every["report_id"].eq("r00") & every["relation"].eq("pair_kind")]["other"]
    cosine = (weights @ weights.loc["r00"]).round(4)[alike]
    assert sorted(own["other"]) == sorted(cosine.sort_values(ascending=False, kind="stable").index[:2])


def test_of_few_reports_every_pair_is_told() -> None:
    reports, weights = make_reports(6)
    pairs = measure_likeness({"whole": weights, "half": weights / 2}, reports).pairs
    assert len(pairs) == 15
    row = pairs[pairs["one"].eq("r00") & pairs["other"].eq("r05")].iloc[0]
    assert row["whole"] == pytest.approx(100 * weights.loc["r00"] @ weights.loc["r05"], abs=0.01)
    assert row["half"] == pytest.approx(25 * weights.loc["r00"] @ weights.loc["r05"], abs=0.01)


def test_twelve_reports_are_few() -> None:
    assert len(measure_likeness({"whole": make_reports(12)[1]}, make_reports(12)[0]).pairs) == 66
    assert measure_likeness({"whole": make_reports(14)[1]}, make_reports(14)[0]).pairs.empty


def test_relations_that_there_are_and_cosines_with_four_decimals() -> None:
    reports, _ = make_reports(2)
    weights = pd.DataFrame([[1.0, 0.0], [1 / 3, np.sqrt(8) / 3]], reports.index, ["a", "b"])
    found = measure_likeness({"whole": weights}, reports.assign(year=[2019, 2020]))
    assert found.kinds.index.to_list() == ["pair_next"]
    assert found.kinds.loc["pair_next", ["whole", "pairs"]].to_list() == [33.33, 1]
    assert found.pairs["whole"].to_list() == [33.33]
    assert found.reports["value"].to_list() == [33.33, 33.33]
