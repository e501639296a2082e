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
    assert "图 04-x 共有 3 个标记，此处只列其报告成页的标记中值最高的 2 个。" in page
    assert "Of the 3 marks of the figure only the 2 with the highest values are here, of those whose reports " in page
    assert "共有" not in make(several[:2], {})["04-x.html"]
    several[2]["searched"] = "[]"
    assert re.findall('<section id="(.*?)">', make(several, {})["04-x.html"]) == ["m1-2", "m2-2"]


def test_of_a_mark_whose_reports_have_no_page_it_is_said():
    page = make([mark(searched="[]")], {})["04-x.html"]
    assert '其报告没有页面 <i lang="en">its reports have no page</i>' in page and "查过" not in page


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
    monkeypatch.setattr(pages, "ROWS", 1)  # tables are read a piece at a time
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
    assert "语料中只有 0 份报告成页。图所据的报告超过 2,000 份时，句子只取自其中按机关随机取出的至多 2,000 份" in page
    assert "Of the corpus 0 reports have a page. Of a figure's reports, where they are more than 2,000," in page
    assert "../browse/a" not in page


def line(text, start, end):
    """The line of a piece, without its link."""
    page = make([mark()], {("1", "2"): Behind({"a": [(start, end)]}, [])}, {"a": Source("甲", text, [0], {})})
    return re.sub("</?a.*?>", "", re.search("<li>(.*<mark>.*)</li>", page["04-x.html"])[1])


def test_a_sentence_is_cut_from_46_characters_on_a_side_and_a_piece_from_151():
    assert line("前" * 45 + "中" * 150 + "后" * 45, 45, 195) == f"{'前' * 45}<mark>{'中' * 150}</mark>{'后' * 45}"
    assert line("前" * 46 + "中" * 151 + "后" * 46, 46, 197) == (
        f"…{'前' * 45}<mark>{'中' * 150}…（151字）</mark>{'后' * 45}…"
    )


def test_a_sentence_reaches_from_the_last_stop_before_its_piece_to_the_next():
    assert line("一。二！三四五？六", 5, 6) == "三<mark>四</mark>五？"
    assert line("一。二！三", 4, 5) == "<mark>三</mark>"
    assert line("一。二", 0, 2) == "<mark>一。</mark>"  # a piece that ends a sentence has nothing behind it
    assert line("一\n二三。", 2, 3) == "<mark>二</mark>三。"


def test_a_piece_without_an_anchor_leads_to_its_passage():
    source = Source("甲", "一二三四五六", [2, 4], {})
    pieces = [(0, 1), (2, 3), (3, 4), (4, 5), (5, 6)]
    page = make([mark()], {("1", "2"): Behind({"a": pieces}, [])}, {"a": source})["04-x.html"]
    assert re.findall('href="../browse/a.html#(.*?)"', page) == ["p2", "p2", "p2", "p4", "p4"]


@pytest.mark.parametrize(("n", "further"), [(40, False), (41, True)])
def test_forty_further_pieces_are_linked(n, further):
    starts = list(range(0, 10 * (n + 5), 10))
    source = Source("甲", "一二三四五六七八九。" * (n + 5), starts, {})
    page = make([mark()], {("1", "2"): Behind({"a": [(at, at + 1) for at in starts]}, [])}, {"a": source})["04-x.html"]
    assert f'<p>其余 {n} 处 <i lang="en">more</i>: <a href="../browse/a.html#p50">1</a> ' in page
    assert '#p440">40</a>' in page
    assert (' <a href="../browse/a.html">…</a></p>' in page) is further


def test_five_pieces_have_no_others():
    starts = range(0, 50, 10)
    source = Source("甲", "一二三四五六七八九。" * 5, list(starts), {})
    own = make([mark()], {("1", "2"): Behind({"a": [(at, at + 1) for at in starts]}, [])}, {"a": source})["04-x.html"]
    assert own.count("<mark>") == 5 and "其余 " not in section(own, "m1-2")


def test_twenty_reports_that_were_searched_are_named():
    for n, links in ((20, 20), (21, 21)):  # of 21 twenty, and one to all
        own = section(make([mark()], {}, {str(at): SOURCES["a"] for at in range(n)})["04-x.html"], "m1-2")
        assert (own.count("<a "), own.count("../browse/index.html")) == (links, n - 20)


def test_a_page_has_1500_sentences_and_fewer_of_a_report_before_fewer_reports():
    def chosen(*counts):
        return pages._choose([list(own) for own in counts])

    assert chosen([5] * 300) == (5, pages.ALL)
    assert chosen([9] * 300) == (5, pages.ALL)
    assert chosen([5] * 300, [1]) == (4, pages.ALL)
    assert chosen(*[[4] * 100] * 5) == (3, pages.ALL)
    assert chosen(*[[4] * 100] * 6) == (2, pages.ALL)
    assert chosen(*[[4] * 100] * 15) == (1, pages.ALL)
    assert [chosen(*[[4] * 100] * n) for n in (16, 25, 26, 75, 76, 187, 188, 500, 501, 9999)] == [
        *[(1, most) for most in (60, 60, 20, 20, 8, 8, 3, 3, 1, 1)]
    ]


def test_a_mark_says_how_many_places_in_how_many_of_the_reports_that_it_is_about():
    behind = {("1", "2"): Behind({"a": [(5, 10), (12, 14)]}, [])}
    page = make([mark(searched='["a", "b<"]'), mark(at=2)], behind)["04-x.html"]
    assert '· 2 处 <i lang="en">places</i> · 1 / 2 份报告 <i lang="en">reports</i></p>' in section(page, "m1-2")
    assert section(page, "m2-2").count("·") == 1  # between the two reports that were searched
    assert "的每个标记（共 2 个）之下是它所依据的句子（共 2 处）：每份报告至多列 5 句，其余为链接。" in page
    assert "Every mark of the figure (2) with the sentences behind it (2 places): at most 5 of a report; links" in page


def test_reports_that_have_no_room_are_links_with_how_many_places_they_have(monkeypatch):
    monkeypatch.setattr(pages, "CHOICES", ((1, 2),))
    sources = {name: Source(f"县 {name}", TEXT, [0, 5], {}) for name in "abcd"}
    page = make([mark()], {("1", "2"): Behind({name: [(5, 10)] * 3 for name in "abcd"}, [])}, sources)["04-x.html"]
    assert page.count("<mark>") == 2
    assert '<p>还有 <i lang="en">also in</i>: <a href="../browse/c.html#p5">县 c</a> 3 · <a href="../browse/d' in page
    assert "份报告</p>" not in page and "more reports" not in page
    assert "每份报告至多列 1 句，每个标记至多列 2 份报告，其余为链接。" in page
    assert "at most 1 of a report and 2 reports a mark; links lead to the rest." in page


@pytest.mark.parametrize(("reports", "told"), [(101, ""), (102, "另有 1 份报告"), (1300, "另有 1,199 份报告")])
def test_a_hundred_further_reports_are_named(monkeypatch, reports, told):
    monkeypatch.setattr(pages, "CHOICES", ((1, 1),))
    sources = {str(n): Source(f"县 {n}", TEXT, [0, 5], {}) for n in range(reports)}
    own = section(
        make([mark()], {("1", "2"): Behind({name: [(5, 10)] for name in sources}, [])}, sources)["04-x.html"], "m1-2"
    )
    assert own.count("<a ") == 101
    assert re.findall("另有 .*? 份报告", own) == ([told] if told else [])


def test_sections_go_on_a_further_page_only_where_there_is_no_room_left(monkeypatch):
    behind = {(str(at), "2"): Behind({"a": [(5, 10)]}, []) for at in (1, 2, 3, 4)}
    marks = [mark(at) for at in (1, 2, 3, 4)]
    whole = make(marks, behind)
    size = len(section(whole["04-x.html"], "m1-2").encode())
    for room, parts in ((2 * size, [2, 2]), (2 * size - 1, [1, 1, 1, 1]), (3 * size, [3, 1])):
        monkeypatch.setattr(pages, "MOST_BYTES", room)
        made = make(marks, behind)
        assert [page.count("<section") for page in made.values()] == [0, *parts]
    assert re.findall(r'<li id="(.*?)"><a href="(.*?)"', made["04-x.html"]) == [
        *[("m1-2", "04-x-1.html#m1-2"), ("m2-2", "04-x-1.html#m2-2"), ("m3-2", "04-x-1.html#m3-2")],
        ("m4-2", "04-x-2.html#m4-2"),
    ]


def test_the_contents_have_a_line_a_row_of_the_data():
    page = make([mark(1, 2), mark(1, 3, zh="乙"), mark(2, 2, zh="丙")], {})["04-x.html"]
    assert (
        '<summary>标记 <i lang="en">marks</i> (3)</summary><ul><li><a href="#m1-2">甲</a> · <a href="#m1-3">乙</a></li>'
        '<li><a href="#m2-2">丙</a></li></ul>'
    ) in page
    assert "<h2>甲</h2>" in make([mark(en="甲")], {})["04-x.html"]
