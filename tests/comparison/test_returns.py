"""Items matched across reports: invented items, and corpora in which shortcomings return as planted."""

import pandas as pd
import pytest

from bench.generate import generate
from helpers.coding.coder import code_items
from helpers.comparison.returns import (
    MOST_PLACEBOS,
    list_returned,
    match_across,
    match_ways,
    rate_matches,
    sum_matches,
)
from helpers.comparison.years import pair_years
from helpers.corpus.load import load_corpus
from helpers.extraction.words import segment
from helpers.structure.items import list_items
from helpers.structure.outline import parse_outline

KIND = {"issuer_kind": "bureau", "level": "county"}
CODES = pd.DataFrame(columns=["report_id", "item_id", "role", "scheme", "code"], dtype="str")


def make(*rows):
    """Tables of reports (unit, year, shortcomings parted by |, words by blanks), with ids such as 甲2020."""
    items, tokens, reports = [], [], {}
    for unit, year, text in rows:
        report_id, at = f"{unit}{year}", 0
        reports[report_id] = {"unit": unit, "year": year, "text": "", **KIND}
        for n, item in enumerate(text.split("|")):
            start = at
            for word in item.split():
                tokens.append((report_id, word, at))
                at += len(word)
            items.append((report_id, f"{report_id}-{n}", "shortcomings", pd.NA, item.replace(" ", ""), start, at))
    columns = ["report_id", "item_id", "role", "heading", "text", "start", "end"]
    frame = pd.DataFrame.from_dict(reports, orient="index").rename_axis("report_id").astype({"year": "Int64"})
    return pd.DataFrame(items, columns=columns), pd.DataFrame(tokens, columns=["report_id", "token", "start"]), frame


def match(items, tokens, reports, codes=CODES):
    tokens = tokens.astype({"token": "str"})
    roles = {"source": "shortcomings", "target": "shortcomings"}
    return match_across(items, codes, tokens, reports, pair_years(reports), **roles)


TWO = ("甲", 2020, "执法 力量 不足|宣传 形式 单一"), ("甲", 2021, "平台 过多|执法 力量 仍然 不足")
OTHERS = ("乙", 2021, "宣传 力量 分散|平台 仍然 单一"), ("丙", 2021, "制度 过多|形式 不足")


def test_the_likest_item_of_the_next_year_stands_beside_other_issuers():
    found = match(*make(*TWO, *OTHERS)).set_index(["item_id", "other"])
    assert list(found.columns) == ["unit", "before", "after", "own", "match", "score", "verbatim"]
    assert len(found) == 2 * 3
    own = found[found["own"]].droplevel("other")
    assert own["match"]["甲2020-0"] == "甲2021-1"
    assert own["score"]["甲2020-0"] > found.loc[("甲2020-0", "乙2021"), "score"] > 0
    assert own["score"]["甲2020-1"] == 0
    assert found.loc[("甲2020-1", "乙2021"), "score"] > 0


def test_a_shared_code_adds_a_tenth():
    codes = pd.DataFrame(
        [(f"甲{year}", f"甲{year}-{n}", "shortcomings", "domain", "G5") for year, n in ((2020, 1), (2021, 0))],
        columns=CODES.columns,
    ).astype("str")
    found = match(*make(*TWO, *OTHERS), codes)
    assert found.loc[found["own"], "score"].iloc[1] == pytest.approx(0.1)
    assert found.loc[found["own"], "match"].iloc[1] == "甲2021-0"


def test_placebos_are_of_the_same_year_kind_and_level_and_of_other_issuers():
    items, tokens, reports = make(*TWO, *OTHERS, ("丁", 2021, "执法 不足"), ("乙", 2020, "平台 过多"))
    reports.loc["丙2021", "level"] = "township"
    reports.loc["丁2021", "issuer_kind"] = pd.NA
    found = match(items, tokens, reports)
    assert set(found.loc[found["before"].eq("甲2020"), "other"]) == {"甲2021", "乙2021"}
    assert set(found.loc[found["before"].eq("乙2020"), "other"]) == {"乙2021", "甲2021"}


def test_no_other_issuer_leaves_the_own_report_alone_and_a_missing_part_gives_no_row():
    found = match(*make(*TWO))
    assert found["own"].tolist() == [True, True]
    items, tokens, reports = make(*TWO, *OTHERS)
    assert match(items[items["report_id"] != "甲2021"], tokens, reports).empty
    assert match(items[items["report_id"] != "乙2021"], tokens, reports)["other"].unique().tolist() == [
        "甲2021",
        "丙2021",
    ]


def test_many_other_issuers_are_thinned_out_evenly():
    rows = [(f"县{n:02}", 2021, "平台 过多") for n in range(2 * MOST_PLACEBOS + 1)]
    others = match(*make(*TWO, *rows)).query("not own")["other"].unique()
    assert others.tolist() == [f"县{n:02}2021" for n in range(0, 2 * MOST_PLACEBOS + 1, 3)]


def test_words_of_one_issuer_and_names_of_places_match_nothing():
    rows = (
        ("甲", 2020, "青岛市 红枫 不足"),
        ("甲", 2021, "青岛市 红枫 过多"),
        ("乙", 2021, "青岛市 不足 过多"),
        ("丙", 2021, "宣传|平台|形式"),
    )
    items, tokens, reports = make(*rows)
    assert match(items, tokens, reports.assign(city="青岛市")).query("own")["score"].tolist() == [0.0]
    assert match(items, tokens, reports).query("own")["score"].item() > 0


def test_word_for_word_counts_neither_digits_nor_marks():
    first = "一是 执法 力量 明显 不足，仅有 7 人 在岗 履职；平台 过多"
    items, tokens, reports = make(
        ("甲", 2020, first),
        ("甲", 2021, "宣传 不够|二是 执法 力量 明显 不足、 仅有 12 人 在岗 履职"),
        ("乙", 2021, "执法 力量 明显 不足"),
    )
    found = match(items, tokens, reports).set_index("other")["verbatim"]
    assert found.to_dict() == {"甲2021": 1.0, "乙2021": pytest.approx(8 / 15)}  # 平台过多 is too short to count


def test_nothing_to_compare_is_an_empty_table_with_its_columns():
    items, tokens, reports = make(TWO[0])
    found = match(items, tokens, reports)
    assert found.empty
    assert found["own"].dtype.kind == "b"


def test_rates_of_reports_without_placebos_are_not_known():
    found = match(*make(*TWO))
    assert rate_matches(found, 0.95).loc["甲2020"].isna().tolist() == [True, True, False, True]
    found = match(*make(*TWO, *OTHERS, ("丁", 2020, "执法 不足")))
    assert rate_matches(found, 0.5).loc["甲2020"].to_dict() == {
        "match": 50.0,
        "match_placebo": 50.0,
        "word": 0.0,
        "word_placebo": 0.0,
    }


def test_issuers_count_once_and_few_placebos_say_nothing():
    rows = [(before, True, f"{before}-i", 0.9 if before != "b" else 0.0, 0.0) for before in "abc"]
    rows += [(before, False, f"{before}-i", n / 100, 0.0) for before in "abc" for n in range(10)]
    found = pd.DataFrame(rows, columns=["before", "own", "item_id", "score", "verbatim"])
    reports = pd.DataFrame({"unit": ["甲", "甲", "乙"]}, index=list("abc"))
    summed = sum_matches(found, reports, [0.9, 0.5])
    assert summed[["match", "match_placebo", "pairs", "issuers", "sure"]].to_list() == [75.0, 10.0, 3, 2, True]
    assert summed["excess .50"] == 25.0
    few = sum_matches(found[found["before"] == "a"], reports, [0.9, 0.5])
    assert (few["pairs"], few["sure"]) == (0, False)
    assert few[["match", "excess"]].isna().all()


def excess(*shares):
    """`sum_matches` of issuers of one report with 200 items, of which so many have their like; of the placebos none."""
    rows = [(f"r{at}", True, f"r{at}-{n}", float(n < k), 0.0) for at, k in enumerate(shares) for n in range(200)]
    rows += [(f"r{at}", False, f"r{at}-{n}", 0.0, 0.0) for at in range(len(shares)) for n in range(200)]
    found = pd.DataFrame(rows, columns=["before", "own", "item_id", "score", "verbatim"])
    units = [f"u{at}" for at in range(len(shares))]
    return sum_matches(found, pd.DataFrame({"unit": units}, index=[f"r{at}" for at in range(len(shares))]), [0.9])


def test_an_excess_is_sure_where_most_issuers_have_one():
    assert excess(1, 1, 118)[["excess", "sure"]].to_list() == [20, True]
    assert excess(0, 0, 120)[["excess", "sure"]].to_list() == [20, False]
    assert excess(0, 0, 0)[["excess", "sure"]].to_list() == [0, True]


@pytest.mark.parametrize(("words", "verbatim"), [("执法力量不足", 0.5), ("执法不足", 0.0)])
def test_clauses_of_six_characters_and_more_stand_word_for_word(words, verbatim):
    """Of two clauses of the same length, the second of which is another in the next year."""
    items, tokens, reports = make(("甲", 2020, "-"), ("甲", 2021, "-"), *OTHERS)
    items["text"] = items["text"].mask(items["report_id"].eq("甲2020"), f"{words}，{'宣' * len(words)}，宣")
    items["text"] = items["text"].mask(items["report_id"].eq("甲2021"), f"{words}，{'讲' * len(words)}")
    assert match(items, tokens, reports).query("own")["verbatim"].to_list() == [verbatim]


def run(folder, **planted):
    generate(folder, issuers=12, years=range(2020, 2022), seed=7, **planted)
    reports = load_corpus(folder)
    reports["unit"] = reports["issuer"]
    passages = parse_outline(reports)
    passages = passages[passages["role"].eq("shortcomings")]  # the rest is not compared, and five times as long
    items = list_items(passages)
    tables = items, code_items(items, reports, corpus=folder), segment(passages), reports, pair_years(reports)
    found = match_across(*tables, source="shortcomings", target="shortcomings", corpus=folder)
    return items.set_index("item_id")["text"], found


def test_planted_returns_are_found_and_nothing_planted_gives_no_excess(tmp_path):
    excess, error = {}, {}
    for share in (0.0, 0.4):
        texts, found = run(tmp_path / str(share), returning=share)
        cut = found.loc[~found["own"], "score"].quantile(0.95)
        rates = rate_matches(found, 0.95)
        gaps = (rates["match"] - rates["match_placebo"]) / 100
        excess[share], error[share] = gaps.mean(), gaps.sem()
    assert abs(excess[0.0]) < 3 * error[0.0]
    planted = pd.read_csv(tmp_path / "0.4/planted.csv", encoding="utf-8-sig").query("kind == 'returning'")
    assert len(planted) > 10
    own = found[found["own"]].assign(text=found["item_id"].map(texts))
    assert excess[0.4] == pytest.approx(len(planted) / len(own), abs=3 * error[0.4])
    for row in planted.itertuples():
        rows = own[own["before"].eq(row.report_id) & own["text"].str.contains(row.what, regex=False)]
        assert rows["score"].max() > cut
        assert not row.size or rows["verbatim"].max() == 1  # size 1: as it was


def test_four_questions_are_asked_of_the_next_year_and_of_a_reports_own_plan():
    items, tokens, reports = make(*TWO, *OTHERS)
    items.loc[items["item_id"].isin(["甲2020-1", "甲2021-0"]), "role"] = "plan"
    items.loc[items["item_id"].eq("甲2021-1"), "role"] = "measures"
    found = match_ways(items, CODES, tokens.astype({"token": "str"}), reports)
    own = {way: rows.loc[rows["own"], ["item_id", "match"]].to_numpy().tolist() for way, rows in found.items()}
    assert own == {
        "returns": [],
        "done": [["甲2020-1", "甲2021-1"]],
        "lacking": [],
        "taken_up": [["甲2020-0", "甲2020-1"]],
    }


def test_what_returned_has_a_score_above_the_placebos_and_is_the_issuers_own():
    found = match(*make(*TWO, *OTHERS))
    assert list_returned(found, 0.9)["item_id"].to_list() == ["甲2020-0"]
    assert rate_matches(found, 0.9).loc["甲2020", "match"] == 50
