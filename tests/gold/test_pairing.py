"""A small invented coding beside the program, with the counts in full."""

import pandas as pd
import pytest

from helpers.errors import CorpusError
from helpers.gold.files import File, find_start
from helpers.gold.pairing import compare_gold, compare_spans, match_gold, match_items, pair_pieces, read_codes
from helpers.gold.scoring import same, score_pieces, score_roles
from helpers.gold.tables import TABLES, load_gold
from helpers.structure.items import list_items
from helpers.structure.outline import parse_outline

TEXT = """某局2021年依法行政工作情况报告
市政府：
一、主要举措
（一）加强学习。局党组集体学习5次。
（二）规范执法。公示信息20条。
二、存在的不足
一是力量不足。
三、2022年计划
（一）充实队伍。增加执法人员。
某市局
2022年1月12日"""
RAW = "首页\n" + TEXT + "\n打印\n"
# The coder calls （二） a heading of level 1, does not see that the plan is one, and begins the back at the date.
GOLD = {
    "CODERS": """pass_id,coder_kind,version,date,guide,tables,material,seen,note
x,model,m,2026-01-01,0123456789ab,,,,
""",
    "roles": """report_id,n,role,opening,start,end
a,1,front,某局2021年,2,23
a,2,measures,一、主要举措（一）加,23,63
a,3,shortcomings,二、存在的不足,63,77
a,4,measures,三、2022年计划,77,104
a,5,back,2022年1月,104,114
""",
    "headings": """report_id,n,level,marker,text,start,end,note
a,1,1,一、,主要举措,23,29,
a,2,2,（一）,加强学习,29,36,
a,3,1,（二）,规范执法,47,54,
a,4,1,二、,存在的不足,63,70,
a,5,1,三、,2022年计划,77,86,
a,6,2,（一）,充实队伍,86,93,
""",
    "items": """report_id,n,role,opening,closing,start,end,note
a,1,measures,（一）加强学习。,5次。,29,47,
a,2,measures,公示信息20条。,20条。,55,63,
a,3,shortcomings,一是力量不足。,力量不足。,70,77,
a,4,measures,（一）充实队伍。,人员。,86,101,
""",
    "front": """report_id,kind,text
a,title,某局2021年依法行政工作情况报告
a,addressee,市政府
a,furniture,首页
a,furniture,打印
a,signature,某市局
a,date,2022年1月12日
""",
}


@pytest.fixture
def corpus(tmp_path):
    (tmp_path / "gold").mkdir()
    for name, text in GOLD.items():
        (tmp_path / "gold" / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    return tmp_path


@pytest.fixture
def tables() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """One report that is coded and one that is not."""
    index = pd.Index(["a", "b"], name="report_id")
    reports = pd.DataFrame({"raw": [RAW, TEXT], "text": TEXT, "year": 2021}, index=index)
    passages = parse_outline(reports)
    return reports, passages, list_items(passages)


def test_pieces(corpus, tables):
    pieces, _ = compare_gold(*tables, load_gold(corpus))
    assert pieces[pieces["side"] != "both"].drop(columns="report_id").to_records(index=False).tolist() == [
        ("heading", "1", "规范执法", "gold"),
        ("heading", "2", "规范执法", "program"),
        ("item", "50", "规范执法。公示信息20条。二、", "program"),
        ("item", "55", "公示信息20条。二、存在的不足", "gold"),
    ]
    assert set(pieces["report_id"]) == {"a"}
    assert score_pieces(pieces)[["gold", "program", "both"]].to_dict("index") == {
        "front": {"gold": 5, "program": 5, "both": 5},
        "heading": {"gold": 6, "program": 6, "both": 5},
        "item": {"gold": 3, "program": 3, "both": 2},
        "shortcoming": {"gold": 1, "program": 1, "both": 1},
    }


def test_roles(corpus, tables):
    _, characters = compare_gold(*tables, load_gold(corpus))
    assert "".join(characters["sign"]) == "".join(RAW.split())
    assert score_roles(characters)[["gold", "program", "both"]].to_dict("index") == {
        "aside": {"gold": 4, "program": 4, "both": 4},
        "back": {"gold": 10, "program": 13, "both": 10},
        "front": {"gold": 21, "program": 21, "both": 21},
        "measures": {"gold": 67, "program": 40, "both": 40},
        "plan": {"gold": 0, "program": 24, "both": 0},
        "shortcomings": {"gold": 14, "program": 14, "both": 14},
    }
    assert score_roles(characters, by=["report_id"]).loc["a"].equals(score_roles(characters))


CLAIMS = """report_id,n,text,start,end,value,value_high,unit,hedge,status,measure,what,indicator,note
a,1,5次,44,46,5,,次,exact,actual,count,学 习,,
a,2,20条。,59,63,20,,条,exact,target,count,信息,,
a,3,2022年,79,84,2022,,年,exact,actual,count,,,
"""


def test_claims_beside_the_coding(corpus, tables):
    """The first agrees but for a space, the second overlaps and differs in status, the others stand alone."""
    (corpus / "gold" / "claims.csv").write_text(CLAIMS, encoding="utf-8")
    reports, gold = tables[0], load_gold(corpus)
    spans = [("a", "5次", 5, "学习"), ("a", "20条", 20, pd.NA), ("a", "1月", 1, "月"), ("b", "5次", 5, "学习")]
    rows = [
        (report_id, word, TEXT.index(word), TEXT.index(word) + len(word), value, "actual", what)
        for report_id, word, value, what in spans
    ]
    found = pd.DataFrame(rows, columns=["report_id", "text", "start", "end", "value", "status", "what"])
    pairs = compare_spans(reports, found, gold["claims"], gold, ["value", "status", "what"])
    assert pairs[["side", "text", "text_gold"]].fillna("-").to_numpy().tolist() == [
        ["both", "5次", "5次"],
        ["both", "20条", "20条。"],
        ["gold", "-", "2022年"],
        ["program", "1月", "-"],
    ]
    assert pairs[["report_id", "place"]].to_numpy().tolist() == [["a", 44], ["a", 59], ["a", 79], ["a", 109]]
    assert same(pairs, ["value"]).to_list() == [True, True, False, False]
    assert same(pairs, ["value", "status"]).to_list() == [True, False, False, False]
    assert same(pairs, ["what"]).to_list() == [True, False, False, False]


def test_spans_that_hold_others_are_paired_by_their_ends(corpus, tables):
    """An inner title and the outer one around it do not change places."""
    titles = "report_id,n,text,name,kind,start,end\na,1,依法行政工作情况报告,x,law,9,19\na,2,工作,x,law,13,15\n"
    (corpus / "gold" / "citations.csv").write_text(titles, encoding="utf-8")
    gold, at = load_gold(corpus), TEXT.index("依法行政")
    rows = [("a", "工作", at + 4, at + 6), ("a", "依法行政工作情况报告", at, at + 10)]
    found = pd.DataFrame(rows, columns=["report_id", "text", "start", "end"])
    pairs = compare_spans(tables[0], found, gold["citations"], gold, [])
    assert pairs["side"].to_list() == ["both", "both"]
    assert same(pairs, ["text"]).all()


def test_items_and_their_numbers_in_the_coding(corpus, tables):
    """Of the coded report three items are the program's; of the other the program's own are counted."""
    reports, _, items = tables
    numbers = match_items(reports, items, load_gold(corpus))
    text = items.set_index("item_id")["text"].str[:6]
    assert numbers.assign(text=numbers["item_id"].map(text)).fillna("-")[
        ["report_id", "n", "text"]
    ].to_numpy().tolist() == [
        ["a", 1, "（一）加强学"],
        ["a", 2, "-"],
        ["a", 3, "一是力量不足"],
        ["a", 4, "（一）充实队"],
        ["b", 1, "（一）加强学"],
        ["b", 2, "（二）规范执"],
        ["b", 3, "一是力量不足"],
        ["b", 4, "（一）充实队"],
    ]


def pair(corpus, reports, found, coded):
    """(text, text_gold) of found spans of the text beside coded ones of the file; "-" for none."""
    lines = "".join(f"a,{n},{TEXT[a:b]},x,law,{a + 2},{b + 2}\n" for n, (a, b) in enumerate(coded, start=1))
    (corpus / "gold" / "citations.csv").write_text(f"report_id,n,text,name,kind,start,end\n{lines}", encoding="utf-8")
    gold = load_gold(corpus)
    rows = pd.DataFrame([("a", TEXT[a:b], a, b) for a, b in found], columns=["report_id", "text", "start", "end"])
    pairs = compare_spans(reports, rows, gold["citations"], gold, [])
    return pairs[["text", "text_gold"]].fillna("-").to_numpy().tolist()


@pytest.mark.parametrize(
    ("found", "coded", "pairs"),
    [
        ([(0, 2)], [(0, 2)], [["某局", "某局"]]),
        ([(0, 2)], [(2, 4)], [["某局", "-"], ["-", "20"]]),  # side by side is not over each other
        ([(2, 4)], [(0, 2)], [["-", "某局"], ["20", "-"]]),
        ([(0, 2)], [(1, 4)], [["某局", "局20"]]),
        ([(1, 4)], [(0, 2)], [["局20", "某局"]]),
        ([(0, 2), (2, 4)], [(0, 4)], [["某局", "某局20"], ["20", "-"]]),  # the first of two takes it
        ([(2, 4), (0, 2)], [(0, 4)], [["某局", "某局20"], ["20", "-"]]),
        ([(0, 4)], [(0, 2), (2, 4)], [["某局20", "某局"], ["-", "20"]]),
        ([(0, 4)], [(2, 4), (0, 4)], [["某局20", "某局20"], ["-", "20"]]),  # who has the same ends comes first
        ([(0, 3), (1, 4)], [(0, 2), (2, 4)], [["某局2", "某局"], ["局20", "20"]]),
        ([], [], []),
    ],
)
def test_how_spans_are_paired(corpus, tables, found, coded, pairs):
    assert pair(corpus, tables[0], found, coded) == pairs


def test_a_text_that_is_not_its_file_is_refused(corpus, tables):
    reports, passages, items = tables
    lost = reports.assign(text=[TEXT.replace("5次", "5"), TEXT])
    said = "a: its text is not its file without what is set aside; load the corpus again"
    for compare in (
        lambda: compare_gold(lost, passages, items, load_gold(corpus)),
        lambda: match_items(lost, items, load_gold(corpus)),
        lambda: compare_spans(lost, items, items, load_gold(corpus), []),
    ):
        with pytest.raises(CorpusError) as caught:
            compare()
        assert str(caught.value) == said


def test_where_an_item_begins():
    """Behind its marker and a word that says that it is an example; a later marker is not its own."""
    file = File("a", "（一）规范执法。一是例如人员不足。如一是", "", [])
    assert find_start(file, "plan", 0) == ("item", 3)
    assert find_start(file, "shortcomings", 8) == ("shortcoming", 12)
    assert find_start(file, "shortcomings", 17) == ("shortcoming", 18)


def test_headings_down_to_the_third_level_are_pieces(corpus, tables):
    reports, passages, items = tables
    deeper = passages.assign(level=passages["level"].where(passages["level"] != 2, 4))
    pieces, _ = compare_gold(reports, deeper, items, load_gold(corpus))
    assert score_pieces(pieces).loc["heading", ["gold", "program"]].to_list() == [6, 3]
    level = passages.assign(level=passages["level"].where(passages["level"] != 2, 3))
    pieces, _ = compare_gold(reports, level, items, load_gold(corpus))
    assert score_pieces(pieces).loc["heading", ["gold", "program", "both"]].to_list() == [6, 6, 3]


def test_a_piece_that_stands_twice_is_counted_twice():
    heading = ("a", "heading", "1", "总则")
    pieces = pair_pieces([heading, heading], [heading, ("b", *heading[1:])])
    assert sorted(pieces["side"]) == ["both", "gold", "program"]
    assert score_pieces(pieces).loc["heading", ["gold", "program", "f1"]].to_list() == [2, 2, 0.5]


def test_a_changed_file_is_left_out(corpus, tables):
    reports, passages, items = tables
    assert match_gold(reports, load_gold(corpus)).fillna(False).to_list() == [True, False]
    other = reports.assign(raw="目录\n" + reports["raw"])
    assert match_gold(other, load_gold(corpus)).to_list() == [False, pd.NA]
    pieces, characters = compare_gold(other, passages, items, load_gold(corpus))
    assert pieces.empty and characters.empty


def test_without_gold(tmp_path, tables):
    gold = load_gold(tmp_path)
    own = [name for name in gold if not name.startswith("unseen")]
    assert {name: list(gold[name]) for name in own} == {name: TABLES[name] for name in own}
    assert all(gold[name].empty for name in own)
    pieces, characters = compare_gold(*tables, gold)
    assert score_pieces(pieces).empty and score_roles(characters).empty


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("start", "begin", "gold/roles.csv, row 1: the column start is missing; add it"),
        (",23,63", ",x,63", "gold/roles.csv, row 3: start is 'x', no number; correct it"),
        (",23,63", ",,63", "gold/roles.csv, row 3: start is blank; fill it in"),
        ("a,5,back", "a,5,", "gold/roles.csv, row 6: role is blank; fill it in"),
    ],
)
def test_a_faulty_table_is_named(corpus, before, after, said):
    path = corpus / "gold" / "roles.csv"
    path.write_text(GOLD["roles"].replace(before, after), encoding="utf-8")
    with pytest.raises(CorpusError) as error:
        load_gold(corpus)
    assert str(error.value) == said


def test_the_codes_of_one_pass_stand_beside_the_programs_items():
    reports = pd.DataFrame(
        {"raw": ["一是学法。二是执法。"], "text": ["一是学法。二是执法。"]}, index=pd.Index(["a"], name="report_id")
    )
    found = pd.DataFrame({"report_id": "a", "item_id": ["a-1"], "role": "measures", "start": [0]})
    roles = pd.DataFrame({"report_id": ["a"], "opening": ["一是学法"], "start": [0]})
    items = pd.DataFrame({"report_id": "a", "n": [1, 2], "role": "measures", "start": [0, 5]})
    rows = [("x", "a", 1, "domain", "G10"), ("x", "a", 2, "domain", None), ("y", "a", 1, "domain", "G5")]
    codes = pd.DataFrame(rows, columns=["pass_id", "report_id", "n", "scheme", "code"])
    read = read_codes(reports, found, {"roles": roles, "items": items, "codes": codes}, "x")
    assert read["item_id"].fillna("-").to_list() == ["a-1", "-"]
    assert read["code"].fillna("-").to_list() == ["G10", "-"]
