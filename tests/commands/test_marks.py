"""Pages of sentences: invented marks and reports, literal expected parts."""

import json
import re

import pandas as pd
import pytest

from helpers.commands import marks as pages
from helpers.commands.marks import Behind, Source, make_pages, write_marks

TEXT = "一、举措\n规范执法。办案三件，罚款两次；结案。学法"
SOURCES = {
    "a": Source("甲县 2021", TEXT, [0, 5], {(12, 14): "claim"}),
    "b<": Source("乙<县", TEXT, [0, 5], {}),
}
CAPTION = ("图 <一>。", "Figure <1>.")


def mark(at=1, of=2, value="3.5", zh="甲", en="A", searched=""):
    places = dict.fromkeys(["left", "top", "right", "bottom"], "")
    return {"at": str(at), "of": str(of), "value": value, "zh": zh, "en": en, "searched": searched} | places


def make(marks, behind, sources=SOURCES):
    return make_pages("04-x", marks, behind, sources, caption=CAPTION)


def section(page, anchor):
    return re.search(rf'<section id="{anchor}">.*?</section>', page, re.DOTALL)[0]


def test_a_mark_has_its_anchor_its_name_its_value_and_its_pieces_in_their_sentences():
    page = make([mark(zh="执法 <1>", en="Law <1>")], {("1", "2"): Behind({"a": [(5, 10), (12, 14)]}, [])})["04-x.html"]
    own = section(page, "m1-2")
    assert '<h2>执法 &lt;1&gt;<small lang="en">Law &lt;1&gt;</small></h2>' in own
    assert (
        '<p>值 <i lang="en">value</i> <b>3.5</b> · 2 处 <i lang="en">places</i> · 1 份报告 <i lang="en">reports</i></p>'
        in own
    )
    assert "<h3>甲县 2021 <small>2</small></h3>" in own
    # the anchor of the passage for what has none of its own; a sentence ends with its stop
    assert '<li><a href="../browse/a.html#p5"><mark>规范执法。</mark></a></li>' in own
    assert '<li>办案<a href="../browse/a.html#n12"><mark>三件</mark></a>，罚款两次；结案。</li>' in own
    assert '<figcaption>图 &lt;一&gt;。<br><span lang="en">Figure &lt;1&gt;.</span></figcaption>' in page


def test_what_a_report_brings_stands_as_text():
    page = make([mark(value="<i>", zh="<u>")], {("1", "2"): Behind({"b<": [(0, 4)]}, ["<s>"])})["04-x.html"]
    assert not re.search(r"<(?:i|u|s|县)>", page)
    assert "乙&lt;县" in page and 'href="../browse/b~3c~.html#p0"' in page


def test_a_count_of_nothing_says_so_and_leads_to_the_reports_that_were_searched():
    own = section(make([mark(value="0.0", searched='["b<"]')], {})["04-x.html"], "m1-2")
    assert (
        '<p>无 <i lang="en">none</i>. 查过 <i lang="en">searched</i>: <a href="../browse/b~3c~.html">乙&lt;县</a></p>'
        in own
    )
    assert "甲县" not in own
    many = {str(n): SOURCES["a"] for n in range(25)}
    own = section(make([mark(value="0")], {}, many)["04-x.html"], "m1-2")
    assert own.count("<a ") == 21 and '… <a href="../browse/index.html">共 25 份 <i lang="en">all 25</i></a>' in own


def test_what_rests_on_no_report_says_on_what():
    own = section(make([mark()], {("1", "2"): Behind({}, ["G1 → G2: 4"])})["04-x.html"], "m1-2")
    assert "<ul><li>G1 → G2: 4</li></ul>" in own and "none" not in own


def test_long_pieces_and_sentences_are_cut():
    text = "前" * 60 + "中" * 200 + "后" * 60
    own = make([mark()], {("1", "2"): Behind({"a": [(60, 260)]}, [])}, {"a": Source("甲", text, [0], {})})["04-x.html"]
    assert f"<li>…{'前' * 45}<a href" in own and f"{'后' * 45}…</li>" in own
    assert f"<mark>{'中' * 150}…（200字）</mark>" in own


def test_of_many_pieces_the_first_are_shown_and_the_others_are_links():
    starts = list(range(0, 2000, 10))
    source = Source("甲", "一二三四五六七八九。" * 200, starts, {})
    behind = {("1", "2"): Behind({"a": [(at, at + 1) for at in starts]}, [])}
    own = make([mark()], behind, {"a": source})["04-x.html"]
    assert own.count("<mark>") == 5
    assert '<p>其余 195 处 <i lang="en">more</i>: <a href="../browse/a.html#p50">1</a> <a href' in own
    assert own.count("#p") == 5 + 40 and ' <a href="../browse/a.html">…</a></p>' in own


def test_pieces_of_a_passage_that_is_shown_need_no_link_of_their_own():
    own = make([mark()], {("1", "2"): Behind({"a": [(at, at + 1) for at in range(5, 12)]}, [])})["04-x.html"]
    assert '<p>其余 2 处 <i lang="en">more</i>: 在上列各段 <i lang="en">in the passages above</i></p>' in own


@pytest.mark.parametrize(("n", "reports", "each", "said"), [(100, 3, 5, False), (300, 4, 1, False), (100, 60, 1, True)])
def test_a_figure_shows_fewer_sentences_a_mark_the_more_it_has(n, reports, each, said):
    pieces = {str(r): [(at, at + 1) for at in range(9)] for r in range(reports)}
    counts = [[len(own) for own in pieces.values()]] * n
    chosen = pages._choose(counts)
    assert chosen[0] == each
    assert sum(min(c, each) for own in counts for c in own[: chosen[1]]) <= pages.LINES
    sources = {str(r): Source(f"甲{r}", TEXT, [0], {}) for r in range(reports)}
    page = make([mark()] * 2, {("1", "2"): Behind(pieces, [])}, sources)["04-x.html"]
    assert "at most 5 of a report" in page  # two marks are not many
    assert (
        '<p>还有 <i lang="en">also in</i>: ' in pages._section(mark(), Behind(pieces, []), sources, *chosen)
    ) is said


def test_of_very_many_marks_those_with_the_highest_values_are_shown(monkeypatch):
    monkeypatch.setattr(pages, "MOST_MARKS", 2)
    several = [mark(at=1, value="3.0"), mark(at=2, value="1.0"), mark(at=3, value="20.0")]
    page = make(several, {("2", "2"): Behind({"a": [(5, 10)]}, [])})["04-x.html"]
    assert re.findall('<section id="(.*?)">', page) == ["m1-2", "m3-2"]
    assert "图 04-x 共有 3 个标记，此处只列值最高的 2 个。" in page
    assert "Of the 3 marks of the figure only the 2 with the highest values are here." in page
    assert "共有" not in make(several[:2], {})["04-x.html"]


def test_of_very_many_reports_some_are_links_and_the_others_a_number(monkeypatch):
    monkeypatch.setattr(pages, "MOST_OTHERS", 1)
    monkeypatch.setattr(pages, "CHOICES", ((1, 1),))
    sources = {name: Source(f"县 {name}", TEXT, [0, 5], {}) for name in "abcd"}
    page = make([mark()], {("1", "2"): Behind({name: [(5, 10)] for name in "abcd"}, [])}, sources)["04-x.html"]
    assert "县 b" in page and "县 c" not in page
    assert "另有 2 份报告" in page and "2 more reports" in page


def test_what_does_not_fit_on_a_page_goes_on_further_ones_and_keeps_its_anchor_on_the_first(monkeypatch):
    monkeypatch.setattr(pages, "MOST_BYTES", 400)
    behind = {(str(at), "2"): Behind({"a": [(5, 10), (12, 14)]}, []) for at in (1, 2, 3)}
    made = make([mark(at) for at in (1, 2, 3)], behind)
    assert list(made) == ["04-x.html", "04-x-1.html", "04-x-2.html", "04-x-3.html"]
    assert '<li id="m3-2"><a href="04-x-3.html#m3-2">甲<small lang="en">A</small></a> 3.5</li>' in made["04-x.html"]
    assert "<section" not in made["04-x.html"]
    assert '<section id="m3-2">' in made["04-x-3.html"] and '<a href="04-x.html">全部标记' in made["04-x-3.html"]


def test_pages_come_from_what_was_noted_and_the_tables_and_old_ones_go(tmp_path, monkeypatch):
    monkeypatch.setenv("FAZHI_OUT", str(tmp_path))
    spans = {"report_id": ["NA"], "start": [0], "end": [2]}
    tables = {
        "reports": {
            "report_id": ["NA", "空"],
            "issuer": ["甲县财政局", "乙县"],
            "province": "",
            "city": "",
            "county": "",
        },
        "passages": {"report_id": ["NA", "NA"], "start": [0, 2], "end": [2, 4], "text": ["NA", "。学"]},
        **{"items": spans, "claims": {**spans, "start": [1]}, "citations": {**spans, "report_id": ["空"]}},
    }
    (tmp_path / "tables").mkdir()
    for name, table in tables.items():
        table = pd.DataFrame(table).assign(year=2021)
        table.to_csv(tmp_path / "tables" / f"{name}.csv", index=False, encoding="utf-8-sig")
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "04-x.json").write_text(json.dumps({"caption": {"zh": "图", "en": "Fig"}}), "utf-8")
    (tmp_path / "charts").mkdir()
    pd.DataFrame([mark()]).to_csv(tmp_path / "charts" / "04-x.marks.csv", index=False, encoding="utf-8-sig")
    behind = pd.DataFrame({"at": 1, "of": 2, "report_id": ["NA", "NA"], "start": [0, 3], "end": [2, 4], "note": ""})
    behind.to_csv(tmp_path / "charts" / "04-x.behind.csv", index=False, encoding="utf-8-sig")
    (tmp_path / "html" / "marks").mkdir(parents=True)
    (tmp_path / "html" / "marks" / "04-gone.html").write_text("", "utf-8")
    folder = write_marks("corpus")
    assert [path.name for path in folder.iterdir()] == ["04-x.html"]
    page = (folder / "04-x.html").read_text("utf-8")
    assert "<h3>甲县财政局 2021 <small>2</small></h3>" in page
    assert '<li><a href="../browse/NA.html#i0"><mark>NA</mark></a>。</li>' in page
    assert '<a href="../browse/NA.html#p2"><mark>学</mark></a></li>' in page
    assert '<img src="../../figures/04-x.png" alt="">' in page
    assert "空" not in page
    assert "成页" not in page
    (tmp_path / "html" / "browse").mkdir()
    (tmp_path / "html" / "browse" / "另.html").write_text("", "utf-8")  # a large corpus: not every report has a page
    page = (write_marks("corpus") / "04-x.html").read_text("utf-8")
    assert "<li><mark>NA</mark>。</li>" in page and "<mark>学</mark></li>" in page
    assert "../browse/NA" not in page


def test_what_is_in_a_report_without_a_page_has_no_links():
    sources = {"a": SOURCES["a"]._replace(paged=False)}
    page = make([mark(), mark(at=2, value="0.0")], {("1", "2"): Behind({"a": [(5, 10)] * 7}, [])}, sources)["04-x.html"]
    assert "其报告未成页" in section(page, "m1-2")
    assert "甲县 2021" in section(page, "m2-2")
    assert "语料中只有 0 份报告成页。图所据的报告超过 2,000 份时，句子只取自其中等距取出的 2,000 份" in page
    assert "Of the corpus 0 reports have a page. Of a figure's reports, where they are more than 2,000, so many" in page
    assert "../browse/a" not in page
