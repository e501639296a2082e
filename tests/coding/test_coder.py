"""code_items on a small invented codebook, then on the repository's with invented items."""

import shutil

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.coding.codebook import load_cues, load_schemes
from helpers.coding.coder import code_items
from helpers.corpus.load import load_corpus
from helpers.errors import CorpusError
from helpers.extraction.citations import find_citations
from helpers.extraction.claims import find_claims
from helpers.places import ROOT
from helpers.structure.items import list_items
from helpers.structure.outline import parse_outline

CODES = "code,label_zh,label_en,short,definition,includes,excludes,valid_from,valid_to,source\n"
DOMAINS = CODES + "D1,审批,Approval,审批,Approving,,,,,invented\nD2,执法,Enforcement,执法,Enforcing,,,2021,,invented\n"
CAPACITIES = CODES + "C1,人员,People,人员,Too few,,,,,invented\n"
SCHEMES = """scheme,label_zh,label_en,roles,codes,cues,headings,source
domain,领域,Domain,measures leadership plan,domains.csv,domain_cues.csv,yes,invented
capacity,能力,Capacity,shortcomings,capacities.csv,capacity_cues.csv,no,invented
"""
DOMAIN_CUES = """code,cue,weight,where,source
D1,审批,3,any,invented
D1,平台,1,any,invented
D2,执法,2,any,invented
D2,审批执法,2,any,invented
D2,罚款,1,body,invented
,执法局,0,any,invented
"""
CAPACITY_CUES = "code,cue,weight,where,source\nC1,人手不足,2,any,invented\n"


@pytest.fixture
def corpus(tmp_path):
    """A corpus folder with an invented codebook."""
    write(tmp_path)
    return tmp_path


def write(folder, domain_cues=DOMAIN_CUES):
    (folder / "codebook").mkdir(exist_ok=True)
    files = {"schemes": SCHEMES, "domains": DOMAINS, "domain_cues": domain_cues}
    files |= {"capacities": CAPACITIES, "capacity_cues": CAPACITY_CUES}
    for name, text in files.items():
        (folder / "codebook" / f"{name}.csv").write_text(text, encoding="utf-8")


def make_items(*rows, start=0):
    """Items of one report, each (role, heading, text), one behind the other."""
    table = pd.DataFrame(rows, columns=["role", "heading", "text"])
    table["start"] = start + table["text"].str.len().cumsum().shift(fill_value=0)
    table.insert(0, "report_id", "r")
    table.insert(1, "item_id", [f"r-{n}" for n in range(1, len(rows) + 1)])
    return table


def make_report(items, year=None, before=""):
    text = before + "".join(items["text"])
    return pd.DataFrame({"text": [text], "year": pd.array([year], "Int64")}, index=pd.Index(["r"], name="report_id"))


def coded(table, scheme="domain"):
    rows = table[table["scheme"] == scheme]
    return [tuple(None if pd.isna(cell) else cell for cell in row) for row in rows[["code", "rank", "cue"]].to_numpy()]


def test_every_column_of_a_coded_item(corpus):
    items = make_items(("measures", "优化审批", "（一）优化审批。建设平台。"), start=10)
    rows = code_items(items, corpus=corpus).to_dict("records")
    item = {"report_id": "r", "item_id": "r-1", "role": "measures", "code": "D1", "rank": 1, "cue": "审批"}
    assert rows == [
        item | {"scheme": "domain", "start": 15, "end": 17},
        item | {"scheme": "domain_heading", "start": 15, "end": 17},
    ]


def test_a_heading_above_with_which_the_text_begins(corpus):
    items = make_items(("measures", "优化审批", "一是建设窗口。"), start=5)
    rows = code_items(items, make_report(items, before="优化审批\n"), corpus=corpus)
    assert rows[["code", "cue", "start", "end"]].to_numpy().tolist() == [["D1", "审批", 2, 4]] * 2


def test_roles_decide_the_scheme(corpus):
    rows = [
        (role, pd.NA, "审批人手不足") for role in ("front", "measures", "leadership", "shortcomings", "plan", "back")
    ]
    table = code_items(make_items(*rows), corpus=corpus)
    assert table.groupby("scheme")["role"].agg(list).to_dict() == {
        "capacity": ["shortcomings"],
        "domain": ["measures", "leadership", "plan"],
        "domain_heading": ["measures", "leadership", "plan"],
    }


def test_a_scheme_of_ones_own(corpus):
    """A row in schemes.csv and two tables: the codes table has a scheme more, and the others stay as they were."""
    items = make_items(("measures", "优化审批", "（一）优化审批。惠及群众3人。"), ("plan", pd.NA, "服务企业。"))
    before = code_items(items, corpus=corpus)
    (corpus / "codebook" / "schemes.csv").write_text(
        SCHEMES + "public,对象,Public,measures plan,publics.csv,public_cues.csv,no,invented\n", encoding="utf-8"
    )
    (corpus / "codebook" / "publics.csv").write_text(
        CODES + "P1,群众,Citizens,群众,Citizens,,,,,own\nP2,企业,Firms,企业,Firms,,,,,own\n", encoding="utf-8"
    )
    (corpus / "codebook" / "public_cues.csv").write_text(
        "code,cue,weight,where,source\nP1,群众,2,any,own\nP2,企业,2,any,own\n", encoding="utf-8"
    )
    after = code_items(items, corpus=corpus)
    assert coded(after, "public") == [("P1", 1, "群众"), ("P2", 1, "企业")]
    pd.testing.assert_frame_equal(after[after["scheme"] != "public"].reset_index(drop=True), before)


def test_reports_are_coded_by_the_codebook_of_the_folder_they_come_from(corpus):
    (corpus / "raw").mkdir()
    (corpus / "raw" / "a.txt").write_text("某局2021年报告\n一、举措\n（一）优化审批。一窗办理。\n", encoding="utf-8")
    (corpus / "reports.csv").write_text("report_id,file,issuer,year\na,a.txt,某局,2021\n", encoding="utf-8")
    reports = load_corpus(corpus)
    passages = parse_outline(reports)
    items = list_items(passages).iloc[:1]
    assert coded(code_items(items, reports)) == [("D1", 1, "审批")]
    assert coded(code_items(items, reports, corpus=ROOT / "corpus")) == [("G2", 1, "审批")]
    with pytest.raises(CorpusError, match=r"^codebook/units\.csv is missing in "):  # not the repository's
        find_claims(passages)
    with pytest.raises(CorpusError, match=r"^codebook/laws\.csv is missing in "):
        find_citations(passages)
    shutil.rmtree(corpus)
    with pytest.raises(CorpusError, match=r": these reports have a codebook or lexicon there, which is gone; name it"):
        code_items(items, reports)


def test_a_sign_for_any_digit(tmp_path):
    write(tmp_path, DOMAIN_CUES + "D2,#人,9,any,invented\n")
    items = make_items(
        ("measures", pd.NA, "审批３人、审批5人次。"), ("measures", pd.NA, "审批各#人。"), ("plan", pd.NA, "审批三人。")
    )
    table = code_items(items, make_report(items), corpus=tmp_path)
    assert coded(table) == [("D2", 1, "３人"), ("D1", 1, "审批"), ("D1", 1, "审批")]


def test_a_sign_for_any_digit_beside_a_digit(tmp_path):
    write(tmp_path, DOMAIN_CUES + "D1,12345,3,any,invented\nD2,1#号,9,any,invented\nD2,#2345热线,9,any,invented\n")
    texts = ["拨打12345。", "拨打12345热线。", "拨打17号。", "拨打27号。"]
    items = make_items(*[("plan", pd.NA, text) for text in texts])
    table = code_items(items, make_report(items), corpus=tmp_path)
    assert coded(table) == [("D1", 1, "12345"), ("D2", 1, "12345热线"), ("D2", 1, "17号"), (None, 1, None)]


def test_of_signs_for_digits_that_say_the_same_the_one_with_the_later_digit_counts(tmp_path):
    write(
        tmp_path,
        DOMAIN_CUES + "D1,1#,3,any,invented\nD2,#2,3,any,invented\nD1,#4,3,any,invented\nD2,14,3,any,invented\n",
    )
    items = make_items(("plan", pd.NA, "拨打12。"), ("plan", pd.NA, "拨打14。"), ("plan", pd.NA, "拨打34。"))
    assert coded(code_items(items, corpus=tmp_path)) == [("D2", 1, "12"), ("D2", 1, "14"), ("D1", 1, "34")]


def test_a_scheme_without_cues_codes_nothing(tmp_path):
    write(tmp_path, DOMAIN_CUES.splitlines()[0] + "\n")
    assert coded(code_items(make_items(("plan", pd.NA, "优化审批。")), corpus=tmp_path)) == [(None, 1, None)]


def test_a_cue_is_found_behind_signs_that_take_two_units(corpus):
    items = make_items(("plan", pd.NA, "𬭩𠮷，优化审批。"))
    table = code_items(items, make_report(items), corpus=corpus)
    assert table.loc[table["scheme"] == "domain", ["cue", "start", "end"]].values.tolist() == [["审批", 5, 7]]


def test_an_item_without_a_cue_is_there_uncoded(corpus):
    table = code_items(make_items(("plan", pd.NA, "再接再厉。")), corpus=corpus)
    assert coded(table) == [(None, 1, None)]
    assert coded(table, "domain_heading") == [(None, 1, None)]
    assert table[["start", "end"]].isna().all(axis=None)


def test_a_longer_cue_beats_the_shorter_ones_inside_it(corpus):
    table = code_items(make_items(("measures", pd.NA, "审批执法，审批执法。")), corpus=corpus)
    assert coded(table) == [("D2", 1, "审批执法")]


def test_a_cue_of_weight_zero_speaks_for_nothing(corpus):
    items = make_items(("measures", pd.NA, "会同市执法局办理。"), ("measures", pd.NA, "会同市执法队办理。"))
    assert coded(code_items(items, corpus=corpus)) == [(None, 1, None), ("D2", 1, "执法")]


def test_the_topic_outvotes_the_tail(corpus):
    tail = (
        "今年以来，在上级的正确领导下，围绕中心、服务大局，全局上下共同努力，各项工作有序推进，取得了一定的成效，得到了上级部门和群众的一致好评。"
        + "审批。" * 3
    )
    items = make_items(
        ("measures", "严格执法", "（一）严格执法。" + tail), ("measures", pd.NA, "一是严格执法。" + tail)
    )
    assert coded(code_items(items, corpus=corpus)) == [("D2", 1, "执法")] * 2
    assert coded(code_items(make_items(("measures", pd.NA, "一是" + tail)), corpus=corpus)) == [("D1", 1, "审批")]


def test_a_second_code_near_the_first(corpus):
    table = code_items(make_items(("measures", pd.NA, "优化审批严格执法。")), corpus=corpus)
    assert coded(table) == [("D1", 1, "审批"), ("D2", 2, "执法")]


def test_no_third_code_is_given_however_near_it_is(corpus):
    (corpus / "codebook" / "domains.csv").write_text(
        DOMAINS + "D3,调解,Mediation,调解,Mediating,,,,,invented\n", "utf-8"
    )
    (corpus / "codebook" / "domain_cues.csv").write_text(DOMAIN_CUES + "D3,调解,3,any,invented\n", "utf-8")
    table = code_items(make_items(("measures", pd.NA, "优化审批调解和执法。")), corpus=corpus)
    assert coded(table) == [("D1", 1, "审批"), ("D3", 2, "调解")]


def test_body_cues_do_not_count_in_the_heading(corpus):
    items = make_items(("measures", "关于罚款", "（一）关于罚款。无。"), ("measures", "其他", "（二）其他。收缴罚款。"))
    table = code_items(items, corpus=corpus)
    assert coded(table) == [(None, 1, None), ("D2", 1, "罚款")]
    assert coded(table, "domain_heading") == [(None, 1, None)] * 2


def test_words_in_a_title_count_half(corpus):
    plain = code_items(make_items(("measures", pd.NA, "学习审批和执法。")), corpus=corpus)
    titled = code_items(make_items(("measures", pd.NA, "学习《审批法》和执法。")), corpus=corpus)
    assert coded(plain)[0] == ("D1", 1, "审批")
    assert coded(titled)[0] == ("D2", 1, "执法")


def test_a_heading_from_above_is_coded_at_its_own_place(corpus):
    above = "（一）优化审批。"
    items = make_items(("measures", "优化审批", "一是严格执法。"), start=len(above))
    table = code_items(items, make_report(items, before=above), corpus=corpus)
    assert coded(table) == [("D2", 1, "执法")]
    heading = table[table["scheme"] == "domain_heading"]
    assert heading[["code", "cue", "start", "end"]].to_numpy().tolist() == [["D1", "审批", 5, 7]]
    alone = code_items(items, corpus=corpus)
    heading = alone[alone["scheme"] == "domain_heading"]
    assert heading["code"].tolist() == ["D1"]
    assert heading[["start", "end"]].isna().all(axis=None)


def test_a_heading_from_above_is_weak_evidence(corpus):
    above = "（一）优化审批。"
    rows = [("measures", "优化审批", "一是再接再厉。"), ("measures", "优化审批", "二是再接再厉，推进执法。")]
    items = make_items(*rows, start=len(above))
    table = code_items(items, make_report(items, before=above), corpus=corpus)
    found = table[table["scheme"] == "domain"][["item_id", "code", "rank", "cue", "start", "end"]].to_numpy().tolist()
    assert found == [["r-1", "D1", 1, "审批", 5, 7], ["r-2", "D2", 1, "执法", 24, 26], ["r-2", "D1", 2, "审批", 5, 7]]
    alone = code_items(items, corpus=corpus).query("scheme == 'domain'")
    assert alone["start"].isna().tolist() == [True, False, True]


def test_a_scheme_not_coded_from_headings_does_not_see_the_heading_above(corpus):
    items = make_items(("shortcomings", "人手不足", "一是再接再厉。"))
    assert coded(code_items(items, make_report(items), corpus=corpus), "capacity") == [(None, 1, None)]


@pytest.mark.parametrize(
    ("year", "code"), [(2019, None), (2020, None), (2021, "D2"), (2025, "D2"), (None, "D2")], ids=str
)
def test_a_code_is_not_given_before_its_scheme_had_it(corpus, year, code):
    items = make_items(("measures", pd.NA, "严格执法。"))
    assert coded(code_items(items, make_report(items, year), corpus=corpus))[0][0] == code


@pytest.mark.parametrize(("year", "code"), [(2019, "D2"), (2020, "D2"), (2021, None), (None, "D2")], ids=str)
def test_a_code_is_not_given_after_the_last_year_in_which_its_scheme_had_it(corpus, year, code):
    (corpus / "codebook" / "domains.csv").write_text(DOMAINS.replace("2021,,", ",2020,"), "utf-8")
    items = make_items(("measures", pd.NA, "严格执法。"))
    assert coded(code_items(items, make_report(items, year), corpus=corpus))[0][0] == code


def test_full_width_and_quotation_marks_do_not_matter(tmp_path):
    write(tmp_path, DOMAIN_CUES + 'D1,"“互联网+审批”",5,any,invented\n')
    items = make_items(("measures", pd.NA, '推进"互联网＋审批"。'))
    assert coded(code_items(items, corpus=tmp_path)) == [("D1", 1, '"互联网＋审批"')]


def test_changing_one_cue_changes_the_codes_it_touches_and_no_other(tmp_path):
    texts = ["优化审批。", "建设平台。", "严格执法。", "平台执法。"]
    items = make_items(*[("measures", pd.NA, text) for text in texts])
    write(tmp_path)
    before = code_items(items, corpus=tmp_path)
    write(tmp_path, DOMAIN_CUES.replace("D1,平台,1", "D2,平台,1"))
    after = code_items(items, corpus=tmp_path)
    assert coded(before) == [
        *[("D1", 1, "审批"), ("D1", 1, "平台"), ("D2", 1, "执法")],
        *[("D2", 1, "执法"), ("D1", 2, "平台")],
    ]
    assert coded(after) == [("D1", 1, "审批"), ("D2", 1, "平台"), ("D2", 1, "执法"), ("D2", 1, "执法")]


def test_reports_are_coded_one_by_one_or_together_alike(corpus):
    rows = [("measures", pd.NA, "优化审批。"), ("plan", pd.NA, "严格执法。")]
    first, second = make_items(*rows), make_items(*rows[::-1]).assign(report_id="s")
    together = code_items(pd.concat([first, second]), corpus=corpus)
    apart = pd.concat([code_items(first, corpus=corpus), code_items(second, corpus=corpus)], ignore_index=True)
    pd.testing.assert_frame_equal(together, apart)


def test_no_items_give_an_empty_table(corpus):
    table = code_items(make_items().astype({"text": "str"}), corpus=corpus)
    assert list(table) == ["report_id", "item_id", "role", "scheme", "code", "rank", "cue", "start", "end"]
    assert table.empty


# The constants of the score, each held by codes that a change would flip. The cues are 甲 (D1), 乙 (D2) and others that
# each test names; fillers hold no cue.
def code_with(folder, text, cues, heading=pd.NA, before=""):
    """The codes of an item with these cues, {cue: (code, weight)}."""
    write(
        folder, "code,cue,weight,where,source\n" + "".join(f"{c},{cue},{w},any,own\n" for cue, (c, w) in cues.items())
    )
    items = make_items(("measures", heading, text), start=len(before))
    return coded(code_items(items, make_report(items, before=before), corpus=folder))


def main_code(*arguments, **options):
    return code_with(*arguments, **options)[0][0]


AWAY = "办" * 60  # what comes behind it lies further on than the LEAD characters behind the topic


@pytest.mark.parametrize(
    ("text", "rival"),
    [
        # 4 points a unit of weight in the topic, 2 near it: 1 × 4 = 2 × 2
        ("甲，乙。", 2),
        # 2 near, 1 further on: 1 × 2 = 2 × 1
        ("办，甲" + AWAY + "乙。", 2),
        # in a title near: 1 × 2 × .5 = 1 × 1 further on
        ("办，《甲法》" + AWAY + "乙。", 1),
        # in a title in the topic: 1 × 4 × .5 = 1 × 2 near
        ("《甲法》，乙。", 1),
        # in a title further on: 1 × 1 × .5 = .5 × 1
        ("办，" + AWAY + "《甲法》乙。", 0.5),
    ],
    ids=["topic and near", "near and far", "title near", "title in the topic", "title far"],
)
def test_what_a_place_counts(tmp_path, text, rival):
    """A little less than what makes both equal loses, a little more wins."""
    assert main_code(tmp_path, text, {"甲": ("D1", 1), "乙": ("D2", round(rival * 0.95, 3))}) == "D1"
    assert main_code(tmp_path, text, {"甲": ("D1", 1), "乙": ("D2", round(rival * 1.05, 3))}) == "D2"


def test_what_a_heading_above_counts(tmp_path):
    """As much as a word further on: 1 × 1, be it as far away as it may."""
    text, above = "办，" + AWAY + "乙。", {"heading": "甲事", "before": "（一）甲事。"}
    assert main_code(tmp_path, text, {"甲": ("D1", 1), "乙": ("D2", 0.95)}, **above) == "D1"
    assert main_code(tmp_path, text, {"甲": ("D1", 1), "乙": ("D2", 1.05)}, **above) == "D2"


def test_where_the_lead_ends(tmp_path):
    """The topic is 办: the 60 characters behind it begin with the comma, and the last of them is the 61st of the text.

    甲 has 2 points in them and 1 behind them, 乙 behind them 1.5.
    """
    cues = {"甲": ("D1", 1), "乙": ("D2", 1.5)}
    assert main_code(tmp_path, "办，" + "办" * 58 + "甲" + AWAY + "乙。", cues) == "D1"
    assert main_code(tmp_path, "办，" + "办" * 59 + "甲" + AWAY + "乙。", cues) == "D2"


def test_where_a_topic_without_a_stop_ends(tmp_path):
    """The topic is 40 characters at most. 甲 has 4 points in it and 2 behind it, 乙 further on 3."""
    cues = {"甲": ("D1", 1), "乙": ("D2", 3)}
    assert main_code(tmp_path, "办" * 39 + "甲" + AWAY * 2 + "乙。", cues) == "D1"
    assert main_code(tmp_path, "办" * 40 + "甲" + AWAY * 2 + "乙。", cues) == "D2"


@pytest.mark.parametrize(
    ("rival", "code"),
    [(1.65, "D1"), (1.75, "D2")],  # between them: 1 + .7 = 1.7; with .6 it were 1.6, with .875 it were 1.875
)
def test_a_second_cue_counts_seven_tenths(tmp_path, rival, code):
    cues = {"甲": ("D1", 1), "丙": ("D1", 1), "乙": ("D2", rival)}
    assert main_code(tmp_path, "办，甲丙乙。", cues) == code


@pytest.mark.parametrize(("rival", "code"), [(2.15, "D1"), (2.25, "D2")])  # between them: 1 + .7 + .7 × .7 = 2.19
def test_a_third_cue_counts_seven_tenths_of_that(tmp_path, rival, code):
    cues = {"甲": ("D1", 1), "丙": ("D1", 1), "丁": ("D1", 1), "乙": ("D2", rival)}
    assert main_code(tmp_path, "办，甲丙丁乙。", cues) == code


@pytest.mark.parametrize(
    ("rival", "code"), [(2.6, "D1"), (2.8, "D2")]
)  # between them: 2 + .7 × 1; not 1 + .7 × 2 = 2.4
def test_the_strongest_cue_counts_in_full_wherever_it_stands(tmp_path, rival, code):
    cues = {"甲": ("D1", 1), "丙": ("D1", 2), "乙": ("D2", rival)}
    assert main_code(tmp_path, "办，甲丙乙。", cues) == code


def test_a_cue_counts_once_where_it_counts_most(tmp_path):
    """甲 three times is 1 × 2 near the topic and not 2 + 1.4 + .49; 乙 further on has 2.1."""
    cues = {"甲": ("D1", 1), "乙": ("D2", 2.1)}
    assert main_code(tmp_path, "办，甲办甲" + AWAY + "甲乙。", cues) == "D2"
    assert main_code(tmp_path, "办，甲办甲" + AWAY + "甲乙。", cues | {"乙": ("D2", 1.9)}) == "D1"


def test_a_second_code_has_half_the_points_of_the_first(tmp_path):
    """甲 has 1 × 4 in the topic; 乙 near it 1 × 2 = 4 / 2, or .98 × 2."""
    assert code_with(tmp_path, "甲，乙。", {"甲": ("D1", 1), "乙": ("D2", 1)}) == [("D1", 1, "甲"), ("D2", 2, "乙")]
    assert code_with(tmp_path, "甲，乙。", {"甲": ("D1", 1), "乙": ("D2", 0.98)}) == [("D1", 1, "甲")]


def test_of_equal_codes_the_one_that_stands_first(tmp_path):
    cues = {"甲": ("D1", 1), "乙": ("D2", 1)}
    assert code_with(tmp_path, "甲乙。", cues) == [("D1", 1, "甲"), ("D2", 2, "乙")]
    assert code_with(tmp_path, "乙甲。", cues) == [("D2", 1, "乙"), ("D1", 2, "甲")]


def test_the_cue_that_is_shown_is_the_strongest_and_of_equal_ones_the_first(tmp_path):
    assert code_with(tmp_path, "办，甲丙。", {"甲": ("D1", 1), "丙": ("D1", 2)}) == [("D1", 1, "丙")]
    assert code_with(tmp_path, "办，丙甲。", {"甲": ("D1", 1), "丙": ("D1", 1)}) == [("D1", 1, "丙")]


def test_schemes_that_are_changed_count_at_once(corpus):
    """schemes.csv is read once as long as it stays as it is."""
    items = make_items(("shortcomings", pd.NA, "审批人手不足。"))
    assert set(code_items(items, corpus=corpus)["scheme"]) == {"capacity"}
    wider = SCHEMES.replace("measures leadership plan", "measures leadership shortcomings plan")
    (corpus / "codebook" / "schemes.csv").write_text(wider, encoding="utf-8")
    assert set(code_items(items, corpus=corpus)["scheme"]) == {"capacity", "domain", "domain_heading"}


PIECES = st.sampled_from(
    [
        "审批",
        "执法",
        "《",
        "》",
        "。",
        "，",
        "规范性文件",
        "“三项制度”",
        "调解",
        "人员不足",
        "普法",
        "一是",
        "（一）",
        "＋",
        "\n",
    ]
)


@settings(deadline=None, max_examples=25)
@given(st.lists(PIECES, min_size=1, max_size=12).map("".join), st.sampled_from(["measures", "shortcomings"]))
def test_offsets_give_the_cue_as_printed(text, role):
    items = make_items((role, pd.NA, text), start=3)
    table = code_items(items, make_report(items, 2021, before="前言。")).dropna(subset=["code"])
    printed = "前言。" + text
    assert [printed[start:end] for start, end in zip(table["start"], table["end"], strict=True)] == table[
        "cue"
    ].tolist()


# One invented item a code, in the words that the guide gives for it.
INVENTED = {
    "G1": "（一）深入学习贯彻习近平法治思想。党组把学习作为首要政治任务，专题研讨三次。",
    "G2": "（二）优化政务服务。推行一窗受理，压减审批时限，营商环境持续改善。",
    "G3": "（三）加强规范性文件管理。审查三件，清理两件，全部报送备案审查。",
    "G4": "（四）严格决策程序。重大事项经集体讨论决定，法律顾问列席。",
    "G5": "（五）规范执法行为。落实执法公示、全过程记录、法制审核，开展案卷评查。",
    "G6": "（六）提升应急能力。修订应急预案，组织防汛演练两次。",
    "G7": "（七）化解矛盾纠纷。办理行政复议三件，调解纠纷十起，负责人出庭应诉。",
    "G8": "（八）强化监督。推进政务公开，接受人大监督和审计监督，办结提案两件。",
    "G9": "（九）建设数字政府。建成大数据平台，打通数据共享渠道。",
    "G10": "（十）加强组织领导。落实第一责任人职责，开展普法宣传和法治培训。",
    "K1": "一是人员力量不足，专业人才缺乏。",
    "K2": "二是部分干部法治意识不强，法治思维欠缺。",
    "K3": "三是部门职责边界不清，衔接不够顺畅。",
    "K4": "四是制度机制不健全，规范性文件管理滞后。",
    "K5": "五是执法程序不规范，案卷质量不高。",
    "K6": "六是数据共享不畅，平台信息化水平低。",
    "K7": "七是普法形式单一，宣传覆盖面窄。",
    "K8": "八是统筹推进力度不够，督察考核未跟上。",
}


@pytest.mark.parametrize(("code", "text"), INVENTED.items(), ids=INVENTED)
def test_the_codebook_knows_its_own_words(code, text):
    scheme, role = ("domain", "measures") if code.startswith("G") else ("capacity", "shortcomings")
    table = code_items(make_items((role, pd.NA, text)), corpus=None)
    assert coded(table, scheme)[0][:2] == (code, 1)


@pytest.mark.parametrize(
    ("text", "code", "cue"),
    [
        ("一是设立法治宣传角。", "G10", "法治宣传"),
        ("二是街道办事处开展普法。", "G10", "普法"),
        ("三是与自治县司法局联合调解。", "G7", "调解"),
        ("四是提高法治水平。", "G10", "法治水平"),
    ],
    ids=["立法", "办事", "自治", "治水"],
)
def test_a_cue_across_two_words_is_none(text, code, cue):
    assert coded(code_items(make_items(("measures", pd.NA, text)))) == [(code, 1, cue)]


def test_every_cue_of_the_codebook_is_found_and_only_it():
    for scheme, roles in load_schemes()["roles"].items():
        role = roles[0]
        cues = load_cues(scheme).query("weight > 0 and where != 'heading'")
        printed = cues["cue"].str.replace("#", "3")
        items = make_items(*[(role, pd.NA, f"（一）。{cue}") for cue in printed])
        table = code_items(items)
        found = table[table["scheme"] == scheme].groupby("item_id", sort=False)["cue"].agg(set)
        assert found.tolist() == [{cue} for cue in printed]
