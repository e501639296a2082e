"""rank_answers on invented items with a small invented codebook."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.coding.coder import code_items
from helpers.coding.followup import rank_answers

CODES = "code,label_zh,label_en,short,definition,includes,excludes,valid_from,valid_to,source\n"
CUES = "code,cue,weight,where,source\n"
CODEBOOK = {
    "schemes": "scheme,label_zh,label_en,roles,codes,cues,headings,source\n"
    "domain,领域,Domain,measures shortcomings plan,domains.csv,domain_cues.csv,no,invented\n"
    "capacity,能力,Capacity,shortcomings,capacities.csv,capacity_cues.csv,no,invented\n",
    "domains": CODES
    + "D1,审批,Approval,审批,Approving,,,,,invented\nD2,执法,Enforcement,执法,Enforcing,,,,,invented\n",
    "domain_cues": CUES + "D1,审批,1,any,invented\nD2,执法,1,any,invented\n",
    "capacities": CODES + "C1,人员,People,人员,Too few,,,,,invented\n",
    "capacity_cues": CUES + "C1,人手,1,any,invented\n",
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """A corpus folder with an invented codebook."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "codebook").mkdir()
    for name, text in CODEBOOK.items():
        (folder / "codebook" / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def make_report(*rows, report_id="r"):
    """(items, tokens, reports) of a report whose rows are (role, words parted by white space); heading rows too.

    A row with the role "heading" stands over the items after it and is none itself.
    """
    items, tokens, text, heading = [], [], "", None
    for role, words in rows:
        start = len(text)
        for word in words.split():
            tokens.append((report_id, word, len(text)))
            text += word
        if role == "heading":
            heading = text[start:]
        else:
            items.append((report_id, f"{report_id}-{len(items) + 1}", role, heading, text[start:], start, len(text)))
    columns = ["report_id", "item_id", "role", "heading", "text", "start", "end"]
    frame = pd.DataFrame({"text": [text], "year": pd.array([2021], "Int64")}, index=pd.Index([report_id]))
    return (
        pd.DataFrame(items, columns=columns).astype({"heading": "str", "text": "str"}),
        pd.DataFrame(tokens, columns=["report_id", "token", "start"]).astype({"token": "str"}),
        frame,
    )


def rank(frames, corpus):
    items, tokens, reports = frames
    return rank_answers(items, code_items(items, reports, corpus=corpus), tokens, reports, corpus=corpus)


def list_rows(ranked, columns):
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in ranked[columns].to_numpy()]


def test_every_plan_item_with_its_evidence(corpus):
    report = make_report(
        ("shortcomings", "数据 不畅 ， 人手 紧"),
        ("plan", "丙 执法 ；"),
        ("plan", "数据 审批 增加 人手"),
        ("plan", "数据 。"),
    )
    # 数据 stands in three of the four items, more than half: it tells nothing. 人手 is in two, the others in one. The
    # weights are ln(5/3) + 1 = 1.510826 and ln(5/2) + 1 = 1.916291. The cosine is 1.510826² divided by the lengths of
    # (人手, 不畅), √(1.510826² + 1.916291²), and of (人手, 审批, 增加), √(1.510826² + 2 · 1.916291²).
    columns = ["report_id", "shortcoming", "plan", "shared", "domain", "capacity", "similarity", "score", "rank"]
    ranked = rank(report, corpus)
    assert list(ranked.columns) == columns
    assert list_rows(ranked, columns) == [
        ("r", "r-1", "r-3", "人手", None, "C1", 0.301476, 0.401476, 1),
        ("r", "r-1", "r-2", None, None, None, 0.0, 0.0, 2),
        ("r", "r-1", "r-4", None, None, None, 0.0, 0.0, 3),
    ]


def test_reports_stay_in_their_order_and_one_without_words_shares_none(corpus):
    rows = [("shortcomings", "互通 不畅"), ("plan", "互通")]
    second, first = make_report(*rows, report_id="b"), make_report(*rows, report_id="a")
    items, tokens, reports = (pd.concat(two) for two in zip(second, first, strict=True))
    shared = ["report_id", "shared"]
    assert list_rows(rank((items, tokens, reports), corpus), shared) == [("b", "互通"), ("a", "互通")]
    assert list_rows(rank((items, tokens[tokens["report_id"] == "b"], reports), corpus), shared) == [
        *[("b", "互通"), ("a", None)],
    ]


def test_a_word_in_half_of_the_items_tells_and_one_in_more_does_not(corpus):
    """Of eight items four have 数据 and five have 平台; a heading's words are none of theirs."""
    rows = [
        ("measures", "数据 平台"),
        ("measures", "数据 平台"),
        ("measures", "平台"),
        ("measures", "甲"),
        ("plan", "甲"),
    ]
    report = make_report(*rows, ("plan", "乙"), ("shortcomings", "数据 平台"), ("plan", "平台 数据"))
    assert list_rows(rank(report, corpus), ["plan", "shared"]) == [("r-8", "数据"), ("r-5", None), ("r-6", None)]


def test_shared_words_are_listed_by_weight(corpus):
    report = make_report(("shortcomings", "互通 APP APP"), ("plan", "APP 互通"))
    assert list_rows(rank(report, corpus), ["shared", "similarity"]) == [("APP、互通", 0.948683)]  # 3 / √(5 · 2)


def test_a_shared_code_adds_a_tenth_whether_it_is_first_or_second(corpus):
    report = make_report(("shortcomings", "执法 审批"), ("plan", "审批"), ("plan", "其二 审批 执法"), ("plan", "人手"))
    items, _, reports = report
    codes = code_items(items, reports, corpus=corpus)
    assert codes.loc[codes["item_id"] == "r-1", ["scheme", "code"]].values.tolist()[:2] == [
        ["domain", "D2"],
        ["domain", "D1"],
    ]
    ranked = rank(report, corpus).set_index("plan")
    assert list_rows(ranked, ["domain", "capacity"]) == [("D2", None), ("D1", None), (None, None)]
    assert (ranked["score"] - ranked["similarity"]).round(6).tolist() == [0.1, 0.1, 0.0]


def test_equal_scores_keep_the_order_of_the_plan(corpus):
    ranked = rank(make_report(("shortcomings", "甲"), ("plan", "乙"), ("plan", "丙"), ("plan", "丁")), corpus)
    assert list_rows(ranked, ["plan", "score", "rank"]) == [("r-2", 0.0, 1), ("r-3", 0.0, 2), ("r-4", 0.0, 3)]


def test_words_of_grammar_and_genre_single_characters_digits_and_marks_do_not_count(corpus):
    ranked = rank(make_report(("shortcomings", "进一步 工作 岗 2022 、"), ("plan", "进一步 工作 岗 2022 、")), corpus)
    assert list_rows(ranked, ["shared", "similarity"]) == [(None, 0.0)]


def test_a_heading_above_counts_unless_it_stands_over_the_whole_role(corpus):
    others, short = [("measures", "甲")] * 4, ("shortcomings", "队伍 薄弱")
    first, second = ("heading", "队伍 安排"), ("heading", "平台 安排")
    report = make_report(*others, short, first, ("plan", "培训"), second, ("plan", "互通"))
    assert list_rows(rank(report, corpus), ["plan", "shared"]) == [("r-6", "队伍"), ("r-7", None)]
    report = make_report(first, ("plan", "培训"), second, ("plan", "互通"), *others, short)  # at the text's beginning
    assert list_rows(rank(report, corpus), ["plan", "shared"]) == [("r-1", "队伍"), ("r-2", None)]
    report = make_report(*others, short, ("plan", "培训"), first, ("plan", "互通"))
    assert list_rows(rank(report, corpus), ["plan", "shared"]) == [("r-7", "队伍"), ("r-6", None)]
    report = make_report(*others, short, first, ("plan", "培训"), ("plan", "互通"))
    assert list_rows(rank(report, corpus), ["plan", "shared"]) == [("r-6", None), ("r-7", None)]


def test_a_heading_of_its_own_counts_once(corpus):
    others = [("measures", "队伍"), *[("measures", "甲")] * 2]
    items, tokens, reports = make_report(*others, ("shortcomings", "队伍"), ("plan", "队伍 培训"), ("plan", "乙"))
    once = rank((items, tokens, reports), corpus)
    assert once["similarity"].iloc[0] > 0
    items["heading"] = [None, None, None, None, "队伍", None]
    pd.testing.assert_frame_equal(rank((items, tokens, reports), corpus), once)


def test_without_a_plan_the_shortcoming_stands_alone(corpus):
    ranked = rank(make_report(("measures", "执法"), ("shortcomings", "执法"), ("shortcomings", "审批")), corpus)
    assert list_rows(ranked, list(ranked)) == [("r", "r-2", *[None] * 7), ("r", "r-3", *[None] * 7)]


@pytest.mark.parametrize("rows", [[("plan", "执法"), ("measures", "审批")], []], ids=["no shortcomings", "no items"])
def test_without_shortcomings_there_is_no_row(corpus, rows):
    ranked = rank(make_report(*rows), corpus)
    assert ranked.empty
    assert ranked.dtypes.astype(str).to_dict() == {
        **dict.fromkeys(["report_id", "shortcoming", "plan", "shared", "domain", "capacity"], "str"),
        **{"similarity": "float64", "score": "float64", "rank": "Int64"},
    }


words = st.lists(st.sampled_from(["执法", "审批", "人手", "数据", "平台", "培训", "工作"]), max_size=5).map(" ".join)
rows = st.lists(st.tuples(st.sampled_from(["measures", "shortcomings", "plan", "heading"]), words), max_size=9)


@settings(deadline=None, max_examples=10)
@given(first=rows, second=rows)
def test_all_pairs_once_in_order_and_the_same_when_cut_by_report(corpus, first, second):
    parts = [make_report(*rows, report_id=name) for rows, name in ((first, "a"), (second, "b"))]
    whole = [pd.concat(frames) for frames in zip(*parts, strict=True)]
    ranked = rank(whole, corpus)
    pd.testing.assert_frame_equal(ranked, pd.concat([rank(part, corpus) for part in parts], ignore_index=True))
    items = whole[0]
    for shortcoming, found in ranked.groupby("shortcoming"):
        own = items[items["report_id"] == found["report_id"].iloc[0]]
        plan = own.loc[own["role"] == "plan", "item_id"].tolist()
        assert shortcoming in own["item_id"].tolist()
        assert sorted(found["plan"].dropna()) == plan
        assert found["rank"].dropna().tolist() == list(range(1, len(plan) + 1))
        assert found["score"].dropna().is_monotonic_decreasing
    assert (
        ranked["shortcoming"].drop_duplicates().tolist()
        == items.loc[items["role"] == "shortcomings", "item_id"].tolist()
    )
    assert ranked["similarity"].dropna().between(0, 1).all()
