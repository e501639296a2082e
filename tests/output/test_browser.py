"""The corpus as pages: invented reports with literal expected HTML, hostile ones, and the anchors of the real ones."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from urllib.parse import unquote

import pandas as pd
import pytest

from helpers.output import browser
from helpers.output.browser import link, make_browser, write_browser
from helpers.output.charts import FILLED
from helpers.output.style import FILLS
from helpers.output.tables import make_tables
from helpers.places import ROOT, STAGING
from helpers.structure.roles import ROLE_LABELS

VOID = {"meta", "input", "br"}


class Page(HTMLParser):
    """A page as a browser has it: its tags, ids with the offset in the report's text, links, and that text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags, self.attributes, self.ids, self.links, self.headings = set(), set(), {}, [], []
        self.text, self.style, self.open, self.texts = "", "", [], 0
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        assert not (tag == "a" and any(name == "a" for name, _ in self.open))
        self.tags.add(tag)
        self.attributes.update(told)
        if re.fullmatch(r"h\d", tag):
            self.headings.append(int(tag[1]))
        is_text = "t" in told.get("class", "").split()
        if "id" in told:
            assert told["id"] not in self.ids, told["id"]
            self.ids[told["id"]] = len(self.text)
        if tag == "a":
            self.links.append(told["href"])
        if tag not in VOID:
            self.open.append((tag, is_text))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        if any(is_text for _, is_text in self.open):
            self.text += data
        if self.open and self.open[-1][0] == "style":
            self.style += data


@pytest.fixture(scope="module")
def pages(paper_corpus):
    return dict(make_browser(make_tables(paper_corpus), paper_corpus))


@pytest.fixture(scope="module")
def real():
    """The tables of the repository's reports, and their pages."""
    tables = make_tables(ROOT / "corpus")
    return tables, {name: Page(html) for name, html in make_browser(tables, ROOT / "corpus")}


def test_there_is_a_page_for_each_report_and_two_that_list_them(pages):
    assert list(pages) == ["index.html", "by-year.html", "a-2021.html", "a-2022.html", "b-2021.html"]


def test_a_heading_and_what_stands_at_its_side(pages):
    assert (
        '<div class="row r-measures" id="p25"><div class="side">'
        '<a class="own" href="#p25" aria-label="本段链接 link to this passage">¶</a>'
        '<b>举措 <i lang="en">measures</i></b><span>1</span></div><h2 class="t heading">一、主要举措和成效\n</h2></div>'
    ) in pages["a-2021.html"]


def test_an_item_over_two_passages_is_one_frame_with_one_anchor_and_its_cue(pages):
    page = pages["a-2021.html"]
    assert (
        '<span>1.1</span></div><h3 class="t whole k4 first"><span class="i k4" id="i35">（一）规范'
        '<span class="q" id="q40">行政执法</span>。</span></h3></div>'
    ) in page
    assert '<p class="t whole k4 last"><span class="i k4">依据《' in page
    assert '<div class="note k4"><a href="#i35">条目 <i lang="en">item</i> 1</a>' in page


def test_claims_and_citations_are_marked_where_they_stand_and_listed(pages):
    page = pages["a-2021.html"]
    assert '<a class="c" id="c48" href="#c48" title="法律">中华人民共和国行政处罚法</a>》' in page
    told = "12 件 · 作出行政处罚决定 · 行政处罚案件 · 计数"
    assert f'<a class="n" id="n69" href="#n69" title="{told}">12件</a>。</span>' in page
    assert '<tr><td><a href="#n69">12件</a></td><td>12 件</td><td>作出行政' in page
    assert '<td>行政处罚案件 <i lang="en">Penalty cases</i></td><td>计数 <i lang="en">count</i></td></tr>' in page
    assert '<tr><td><a href="#c48">中华人民共和国行政处罚法</a></td>' in page


def test_codes_have_both_languages_their_cue_and_doubt(pages):
    page = pages["a-2021.html"]
    assert '<li>领域 <i lang="en">Domain</i>: <b>G5 执法 <i lang="en">Law enforcement</i></b> <a href="#q' in page
    assert '<li>能力类目 <i lang="en">Capacity</i>†: <b>K' in page
    assert re.search(r'<fieldset><legend>具体程度 <i lang="en">Specificity</i>†</legend><p>† 未在', page)
    assert '; 仅据标题 <i lang="en">by its heading</i>: <b>G5 执法</b>' in page


def test_a_shortcoming_leads_to_the_plan_item_with_the_best_evidence_and_back(pages):
    page = Page(pages["a-2021.html"])
    told = re.search(r'best evidence in the plan</i>: <a href="#i(\d+)">(\d+)</a> \((0\.\d\d); ', pages["a-2021.html"])
    assert page.text[int(told[1]) :].startswith("（一）加强执法培训。") and int(told[2]) > 0
    assert 'for the shortcoming</i>: <a href="#i' in pages["a-2021.html"]


def test_pages_lead_to_each_other_and_home(pages):
    lead = pages["a-2022.html"].partition("<header>")[2].partition("</header>")[0]
    assert re.findall(r'href="([^"]+)"', lead) == ["../index.html", "index.html", "a-2021.html", "b-2021.html"]
    assert 'rel="prev"' not in pages["a-2021.html"] and 'rel="next"' not in pages["b-2021.html"]


def test_lists_are_sorted_and_grouped(pages):
    def shown(name):
        return re.findall(r'<th scope="row(?:group" colspan="12">([^<]+)|"><a href="([^"]+)")', pages[name])

    assert shown("index.html") == [
        ("湖南省 (2)", ""), ("", "a-2021.html"), ("", "a-2022.html"), ("未知 ", ""), ("", "b-2021.html"),
    ]  # fmt: skip
    assert shown("by-year.html") == [
        ("2021 (2)", ""), ("", "a-2021.html"), ("", "b-2021.html"), ("2022 (1)", ""), ("", "a-2022.html"),
    ]  # fmt: skip
    row = pages["index.html"].partition('<a href="a-2021.html">')[2].partition("</tr>")[0]
    assert row.startswith("长沙市岳麓区财政局2021年法治政府建设年度报告</a><br>长沙市岳麓区财政局</th><td>县级 <i")
    assert "<td>2021</td><td>2022-02-01</td><td></td>" in row
    assert row.endswith('<td><a rel="noreferrer external" href="https://example.org/a">↗</a></td>')
    assert "<p>3 份报告，2 个机关。<i " in pages["index.html"]
    assert '<a href="by-year.html">按年份' in pages["index.html"] and "aria-current" in pages["index.html"]


def test_a_report_without_title_or_text_has_a_page_too(paper_corpus):
    tables = make_tables(paper_corpus)
    tables["reports"].loc["b-2021", ["title", "text", "province", "level"]] = None
    whole = {name: table[table["report_id"] != "b-2021"] for name, table in tables.items() if name != "reports"}
    pages = dict(make_browser(whole | {"reports": tables["reports"]}, paper_corpus))
    assert "<h1>乙县人民政府 2021</h1>" in pages["b-2021.html"] and Page(pages["b-2021.html"]).text == ""
    assert '<a href="b-2021.html">乙县人民政府 2021</a><br>乙县人民政府</th><td></td>' in pages["by-year.html"]


def test_a_page_lets_nothing_run_and_nothing_be_fetched(pages):
    for html in pages.values():
        policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)[1]
        digest = base64.b64encode(hashlib.sha256(Page(html).style.encode()).digest()).decode()
        assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
        assert " style=" not in html and "url(" not in html and "<script" not in html


def test_the_same_bytes_whatever_language_is_spoken(paper_corpus, pages, monkeypatch):
    monkeypatch.setenv("FAZHI_LANG", "zh")
    assert dict(make_browser(make_tables(paper_corpus), paper_corpus)) == pages


def test_filters_are_for_what_the_page_holds(pages):
    page = pages["b-2021.html"]
    assert re.findall(r'id="f-r-(\w+)"', page) == ["front", "measures", "plan", "back"]
    assert (
        '<input type="checkbox" id="f-m-n"> <span class="n">数字</span> <i lang="en">numbers (claims)</i> <b>1</b>'
        in page
    )
    for name in re.findall(r'id="f-(k\d+)"', page):
        assert f"body:has(#f-{name}:checked) .{name}.{name} {{ opacity: 1 }}" in page
        assert re.search(rf'class="note [^"]*\b{name}\b', page)


def test_parts_are_filled_as_in_figures():
    style = browser._style()
    fills = dict(re.findall(r"\.r-(\w+) \{ --fill: (#\w+)", style))
    solid = {part: FILLS[FILLED[part]]["facecolor"] for part in ROLE_LABELS if "hatch" not in FILLS[FILLED[part]]}
    assert {part: fills[part].ljust(7, fills[part][-1]) for part in solid} == solid


@pytest.mark.parametrize(
    "report_id, file",
    [
        ("jimo-2019", "jimo-2019.html"),
        ("青栾县.2021", "青栾县.2021.html"),
        ("index", "~index.html"),
        ("By-Year", "~By-Year.html"),
        ("CON", "~CON.html"),
        ("nul.2021", "~nul.2021.html"),
        ("a.", "a..html"),
        ('a"b#c/..', "a~22~b~23~c~2f~...html"),
        ("..", "~...html"),
    ],
)
def test_names_of_pages(report_id, file):
    assert unquote(link(report_id)) == f"browse/{file}"
    assert re.fullmatch(r"browse/[\w.~%-]+", link(report_id), re.ASCII)


def test_long_names_are_cut_and_stay_different():
    one, other = (link("甲" * 90 + end) for end in "乙丙")
    assert one != other
    assert len(unquote(one).encode()) < 255


def test_links_lead_to_marks():
    kinds = ("passage", "item", "claim", "citation")
    assert [link("a", 12, kind).partition("#")[2] for kind in kinds] == ["p12", "i12", "n12", "c12"]


HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(1)>'


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Pages of a corpus of which the manifest's cells and the sentences hold markup, and their text."""
    folder = tmp_path_factory.mktemp("hostile") / "two"
    (folder / "raw").mkdir(parents=True)
    text = f"""某县人民政府2021年{HOSTILE}法治政府建设年度报告
一、主要举措{HOSTILE}
（一）规范{HOSTILE}执法。依据《某{HOSTILE}办法》办理案件12件{HOSTILE}，比率5%。\u202e反写
&lt;b&gt; &amp; </h3></div></main>
二、存在的不足
（一）执法培训{HOSTILE}不足。
三、下一步打算
（一）加强执法培训{HOSTILE}。
"""
    (folder / "raw" / "a.txt").write_text(text, "utf-8")
    columns = ("issuer", "title", "short", "doc_no", "note", "licence", "province", "city", "unit_id")
    told = ",".join('"' + (name + HOSTILE).replace('"', '""') + '"' for name in columns)
    rows = [f"a-{n},a.txt,2021,{told},{address}" for n, address in enumerate(ADDRESSES)]
    (folder / "raw" / "b.txt").write_text(text + "四、末", "utf-8")
    rows[1] = rows[1].replace("a.txt", "b.txt")
    (folder / "reports.csv").write_text(
        "report_id,file,year," + ",".join(columns) + ",source_url\n" + "\n".join(rows), "utf-8"
    )
    tables = make_tables(folder)
    tables["furniture"] = pd.DataFrame({"report_id": ["a-0"], "reason": ["<i>"], "text": [HOSTILE]})
    return tables, dict(make_browser(tables, folder))


ADDRESSES = ("javascript:alert(1)", 'https://example.org/"><script>')


def test_markup_stands_as_text(hostile):
    tables, pages = hostile
    assert set(pages) == {"index.html", "by-year.html", "a-0.html", "a-1.html"}
    for name, html in pages.items():
        page = Page(html)
        assert page.tags.isdisjoint({"script", "img", "b&gt;"})
        assert not any(attribute.startswith("on") for attribute in page.attributes)
        files = {"../index.html", *pages, 'https://example.org/"><script>'}
        assert all(address in files or re.fullmatch(r"#[a-z]+\d*", address) for address in page.links)
        if name[:2] == "a-":
            assert page.text == tables["reports"]["text"][name.removesuffix(".html")]
    assert "&lt;script&gt;" in pages["a-0.html"].partition("</title>")[0]


def test_a_sign_that_turns_the_line_stands_alone_and_is_named(hostile):
    assert '。<bdi class="sign" title="U+202E">\u202e</bdi>反写' in hostile[1]["a-0.html"]


def test_what_was_set_aside_and_set_right_is_told(paper_corpus):
    tables = make_tables(paper_corpus)
    given = '[[2, "a-2021", "执法力量不足", "role", "plan"]]'
    tables["reports"] = tables["reports"].assign(
        corrections=pd.Series({"a-2021": given}).reindex(tables["reports"].index)
    )
    tables["furniture"] = pd.DataFrame({"report_id": ["a-2021"], "reason": ["page_mark"], "text": ["- 1 -"]})
    page = dict(make_browser(tables, paper_corpus))["a-2021.html"]
    assert '<tr><td><i lang="en">page mark</i></td><td><span class="pre">- 1 -</span></td></tr>' in page
    place = Page(page).text.index("执法力量不足")
    assert f'<tr><td>role</td><td>plan</td><td><a href="#p{place}">¶</a></td></tr>' in page
    assert page.count('<span class="set">') == 1


def test_pages_of_reports_that_are_gone_are_removed(paper_corpus, tmp_path, monkeypatch):
    monkeypatch.setenv("FAZHI_OUT", str(tmp_path))
    tables = make_tables(paper_corpus)
    assert write_browser(tables, paper_corpus) == tmp_path / "html" / "browse"
    fewer = {name: table[table["report_id"] != "b-2021"] for name, table in tables.items() if name != "reports"}
    write_browser(fewer | {"reports": tables["reports"].drop("b-2021")}, paper_corpus)
    names = sorted(path.name for path in tmp_path.rglob("*"))
    assert names == ["a-2021.html", "a-2022.html", "browse", "by-year.html", "html", "index.html"]


def test_pages_are_made_where_the_next_run_sweeps_what_a_killed_one_leaves(tmp_path, monkeypatch):
    monkeypatch.setenv("FAZHI_OUT", str(tmp_path))

    def make(*_):
        yield "index.html", "".join(path.name[:5] for path in tmp_path.iterdir() if path.name != "html")

    monkeypatch.setattr(browser, "make_browser", make)
    assert (write_browser({}) / "index.html").read_text(encoding="utf-8") == STAGING


def test_every_mark_of_the_repositorys_reports_has_its_anchor_where_it_begins(real):
    tables, pages = real
    for kind, name in (("passage", "passages"), ("item", "items"), ("claim", "claims"), ("citation", "citations")):
        assert len(tables[name])
        for report_id, start in zip(tables[name]["report_id"], tables[name]["start"], strict=True):
            file, _, anchor = link(report_id, start, kind).removeprefix("browse/").partition("#")
            assert pages[unquote(file)].ids[anchor] == start


def test_pages_hold_the_whole_text_and_every_link_leads_somewhere(real):
    tables, pages = real
    for report_id, text in tables["reports"]["text"].items():
        page = pages[f"{report_id}.html"]
        assert page.text == text
        assert page.headings[0] == 1 and all(b - a <= 1 for a, b in zip(page.headings, page.headings[1:], strict=False))
    for page in pages.values():
        for address in page.links:
            file, _, anchor = address.partition("#")
            assert file == "../index.html" or not file or file.startswith("https://") or unquote(file) in pages
            assert not anchor or anchor in page.ids


def test_of_very_many_reports_some_have_a_page_and_the_lists_say_so(real, monkeypatch):
    tables, _ = real
    monkeypatch.setattr(browser, "MOST_PAGES", 2)
    made = dict(make_browser(tables))
    kept = browser.list_paged(tables["reports"])
    assert len(kept) == 2
    assert sorted(made) == sorted(["index.html", "by-year.html", *(f"{name}.html" for name in kept)])
    for name in ("index.html", "by-year.html"):
        assert f"语料共 {len(tables['reports'])} 份，按机关随机取 2 份成页。" in made[name]
        assert f"The corpus has {len(tables['reports'])};" in made[name]


# What a page says, without its tags.


def plain(html):
    return re.sub(r"<[^>]+>", "", html)


def part(page, begin, end):
    return page.partition(begin)[2].partition(end)[0]


def test_a_page_says_of_its_report_what_the_manifest_does(pages):
    def told(name):
        rows = re.findall(r"<dt>(.*?) <i.*?</dt><dd>(.*?)</dd>", part(pages[name], '<dl class="told">', "</dl>"))
        return {key: plain(value) for key, value in rows}

    assert told("a-2021.html") == {
        "机关": "长沙市岳麓区财政局",
        "类别": "其他工作部门 Other departments",
        "层级": "县级 County level",
        "地区": "湖南省长沙市岳麓区",
        "年份": "2021",
        "成文日期": "2022-02-01",
        "字数": "183",
        "读取": "文字 text",
        "许可": "MIT",
        "来源": "https://example.org/a",
        "取得日期": "2024-05-01",
        "编号": "a-2021",
    }
    assert {"地区", "许可", "取得日期"}.isdisjoint(told("b-2021.html"))
    licence = '<span lang="en">official document, Copyright Law of the PRC art. 5</span>'
    assert licence in pages["a-2022.html"] and "<dd>MIT</dd>" in pages["a-2021.html"]


def test_the_filters_count_what_the_page_holds(pages):
    labels = re.findall(r'id="f-([\w-]+)">(.*?)</label>', pages["a-2021.html"])
    counts = {key: int(plain(told).rpartition(" ")[2]) for key, told in labels}
    roles = {"front": 1, "measures": 5, "leadership": 2, "shortcomings": 2, "plan": 2, "back": 2}
    assert {key[2:]: n for key, n in counts.items() if key.startswith("r-")} == roles
    assert {key[2:]: n for key, n in counts.items() if key.startswith("m-")} == {"i": 6, "n": 1, "c": 1, "k": 20}
    codes = {"k1": 1, "k4": 3, "k9": 2, "k11": 1, "k17": 1, "k20": 2, "k25": 2}
    assert {key: n for key, n in counts.items() if key[0] == "k"} == codes
    assert "计划中证据最强" in part(pages["a-2021.html"], "<aside", "</aside>")
    assert "计划中证据最强" not in pages["b-2021.html"]


def test_what_stands_beside_a_passage_is_what_differs_from_the_one_above(pages):
    sides = re.findall(r'<div class="side">(.*?)</div>', pages["a-2021.html"])
    assert [plain(side) for side in sides] == [
        *["¶文首 front标题 title", "¶举措 measures1", "¶1.1", "¶", "¶1.2", "¶", "¶不足 shortcomings2", "¶"],
        *["¶履职 leadership3", "¶", "¶计划 plan4", "¶4.1", "¶落款 back署名 signature", "¶日期 date"],
    ]
    classes = re.findall(r'<(?:p|h\d) class="(t .*?)"', pages["a-2021.html"])
    assert classes == [
        *["t title", "t heading", "t whole k4 first", "t whole k4 last", "t whole k1 first", "t whole k1 last"],
        *["t heading", "t paragraph", "t heading", "t whole k9 first last", "t heading", "t whole k4 first last"],
        *["t signature", "t date"],
    ]


def test_an_item_has_its_note_beside_the_passage_that_holds_most_of_it(pages):
    notes = [plain(row) for row in pages["a-2021.html"].split('<div class="row ')[1:]]
    beside = {n: re.findall(r"条目 item (\d+)", row) for n, row in enumerate(notes)}
    assert {n: found for n, found in beside.items() if found} == {
        **{3: ["1"], 4: ["2"], 7: ["3", "4"], 9: ["5"], 11: ["6"]}
    }
    assert "计划中证据最强 best evidence in the plan: 6 (0.55; 执法)" in notes[7]
    assert notes[11].endswith("对应不足 for the shortcoming: 3对应不足 for the shortcoming: 4\n")


def change(paper_corpus, name, **cells):
    """The page of a-2021, cells of whose table are other ones."""
    tables = make_tables(paper_corpus)
    own = tables[name]["report_id"].eq("a-2021")
    changed = tables[name][own].astype("object").assign(**cells)
    tables[name] = pd.concat([changed, tables[name][~own].astype("object")], ignore_index=True)
    return dict(make_browser(tables, paper_corpus))["a-2021.html"]


@pytest.mark.parametrize(
    ("cells", "value", "kind"),
    [
        ({"value": 1234567.5, "unit": None}, "1,234,567.5", "计数 count"),
        ({"value": 0.1 + 0.2}, "0.3 件", "计数 count"),
        ({"value_high": 1500}, "12–1,500 件", "计数 count"),
        ({"status": "target", "hedge": "about"}, "12 件", "计数 count · 目标 target · 约数 about"),
        ({"measure": "change", "period": "before"}, "12 件", "变化 change · 上期 before"),
    ],
)
def test_a_number_has_its_value_and_what_is_said_of_it(paper_corpus, cells, value, kind):
    page = change(paper_corpus, "claims", **cells)
    row = [plain(cell) for cell in re.findall("<td>(.*?)</td>", part(page, "<tbody>", "</tbody>"))]
    assert row == ["12件", value, "作出行政处罚决定", "行政处罚案件 Penalty cases", kind]
    said = " · ".join(re.sub(" [a-z]+$", "", name) for name in kind.split(" · "))
    assert f'title="{value} · 作出行政处罚决定 · 行政处罚案件 · {said}"' in page


def test_a_number_of_nothing_known_is_listed_too(paper_corpus):
    page = change(paper_corpus, "claims", what=None, indicator=None)
    assert 'title="12 件 · 计数"' in page
    assert "<td>12 件</td><td></td><td></td><td>计数" in page


def test_a_second_code_is_called_so_and_one_without_a_cue_leads_nowhere(paper_corpus):
    page = plain(change(paper_corpus, "codes", rank=2))
    assert "领域 Domain: 次 second G5 执法 Law enforcement 行政执法; 仅据标题 by its heading: 次 second G5 执法" in page
    assert "次 second" not in plain(change(paper_corpus, "codes", rank=1))
    page = change(paper_corpus, "codes", cue=None, start=None, end=None)
    assert 'class="q"' not in part(page, "<article", "</article>") and "#q" not in page


def test_headings_go_six_deep_without_a_gap_and_the_contents_three(paper_corpus):
    tables = make_tables(paper_corpus)
    passages = tables["passages"]
    own = passages["report_id"].eq("a-2021") & passages["kind"].ne("title")
    levels = [1, 3, 4, 5, 6, 7, 8, 2, 3, 1, 1, 1, 1]
    passages.loc[own, "kind"], passages.loc[own, "level"] = "heading", levels
    page = dict(make_browser(tables, paper_corpus))["a-2021.html"]
    assert [int(depth) for depth in re.findall(r'<h(\d) class="t', page)] == [2, 3, 4, 5, 6, 6, 6, 3, 4, 2, 2, 2, 2]
    assert re.findall(r'<li class="h(\d)">', page) == ["2", "3", "3", "2", "2", "2", "2"]


def test_names_of_200_bytes_are_whole():
    assert unquote(link("a" * 200)) == f"browse/{'a' * 200}.html"
    cut = unquote(link("a" * 201)).removeprefix("browse/")
    assert re.fullmatch("a{40}~[0-9a-f]{16}.html", cut)


def test_2000_reports_have_a_page_each_and_of_more_so_many():
    reports = pd.DataFrame({"issuer": [f"县{n}" for n in range(2001)], "unit_id": [None, "县0"] + [None] * 1999})
    assert len(browser.list_paged(reports[:2000])) == 2000
    paged = browser.list_paged(reports)
    assert len(paged) in (1999, 2000) and (0 in paged) is (1 in paged)  # which are of one issuer


def test_lists_count_reports_issuers_and_what_was_found(pages):
    rows = {
        plain(head): cells for head, cells in re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', pages["index.html"])
    }
    assert [
        plain(cell)
        for cell in re.findall("<td>(.*?)</td>", rows["长沙市岳麓区财政局2021年法治政府建设年度报告长沙市岳麓区财政局"])
    ] == [*["县级 County level", "2021", "2022-02-01", "", "183", "文字 text", "6", "2", "1", "1", "↗"]]
    assert "3 reports of 2 issuers." in pages["index.html"] and "语料共" not in pages["index.html"]
    for name, current in (("index.html", "按地区、机关 by place, issuer"), ("by-year.html", "按年份 by year")):
        (found,) = re.findall(r"<a [^>]*aria-current=page>(.*?)</a>", pages[name])
        assert plain(found) == current
    assert [plain(jump) for jump in re.findall(r'<a href="#g\d">.*?</a> \(\d\)', pages["by-year.html"])] == [
        *["2021 (2)", "2022 (1)"]
    ]


def test_a_report_without_anything_has_empty_lists(paper_corpus):
    tables = make_tables(paper_corpus)
    for name in ("claims", "citations"):
        tables[name] = tables[name].head(0)
    page = dict(make_browser(tables, paper_corpus))["a-2021.html"]
    assert [plain(head) for head in re.findall("<h2>(.*?)</h2>", page)] == [
        *["数字 numbers (claims): 0", "引用 citations: 0", "搁置的页面文字 set aside: no part of the report: 0"]
    ]
    assert "<details><summary>列表" not in page
