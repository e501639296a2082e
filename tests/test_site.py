"""The pages in a browser: Chromium drives a page of each kind that `reproduce` writes, and axe-core looks at it.

`make site-check` does the same with every page, which takes some three seconds each.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from lxml import html
from traitlets.config import Config

from helpers.commands.access import POLICY
from helpers.commands.add import COLUMNS
from helpers.commands.pages import make_page
from helpers.places import ROOT
from tests.site import AXE, SERIOUS, Facts, Tab, Unavailable, fetch_axe, list_complaints, list_requests, open_tab, visit

# Each has one fault of every kind that is looked for but those that need axe; below is what is found.
FAULTY = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>x</title><style>
b { position: absolute; left: 500px; white-space: nowrap } i { display: block; overflow: hidden; width: 9px }
a:focus { outline: none } @media print { p { display: none } s { position: absolute; left: 193mm }}</style></head><body>
<a href="x.html">to nowhere</a> <details><summary>x</summary>\ue5e5 \U0001f9ff</details> <b id="x">a wide text</b>
<i id="x">hidden</i> <span lang="zh">甲</span> 乙 <p>not printed</p> <s>cut</s>
<button onfocus="this.blur()">not to be reached</button>
<img src="http://example.org/x.png" alt="x"><script>console.error("red"); nothing()</script></body></html>"""

# What a report or a manifest may hold so that a page runs it, fetches it, or loses it.
ATTACKS = (
    *("<script>document.title = 'ran'</script>", "<img src=x onerror=\"document.title = 'ran'\">", "<b>x", "]]>"),
    *("</style></title></textarea><svg onload=document.title='ran'>", "[x](javascript:document.title='ran')", "`x`"),
    *("![x](http://example.org/x.png)", "<http://example.org/>", "http://example.org/_x_", "$x_{$", "a|b", "x -->"),
    *("$$\\frac$$", "{{7*7}}", "${7*7}", "<!-- x", "<![CDATA[x]]>", "&lt;b&gt;", "&amp;amp;", "**x** _y_ ~~z~~"),
    *("\" onmouseover=\"document.title='ran'", "' onclick='x"),
)
# Elements and attributes that run or fetch something, of which no page of ours has any.
FOREIGN = """JSON.stringify([...document.querySelectorAll('*')].filter(one =>
  ['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'BASE'].includes(one.tagName) ||
  [...one.attributes].some(({name, value}) => /^on/i.test(name) || /^\\s*javascript:/i.test(value) ||
    (['href', 'src', 'action', 'data'].includes(name) && /example/.test(value))))
  .map(one => one.outerHTML.slice(0, 200)))"""


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    try:
        with open_tab() as opened:
            yield opened
    except Unavailable as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="module")
def axe() -> str:
    try:
        return fetch_axe()
    except Unavailable as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="module")
def pages(tab: Tab, fresh: Path) -> dict[str, Facts]:
    """What is found on the pages of a run, by their paths: of each folder its index, the first and the largest."""
    try:
        script = fetch_axe()
    except Unavailable:
        script = None
    folder = fresh / "html"
    paths: set[Path] = set()
    for place in {path.parent for path in folder.rglob("*.html")}:
        others = sorted(path for path in place.glob("*.html") if path.name != "index.html")
        largest = sorted(others, key=lambda path: path.stat().st_size)[-1:]
        paths |= {*others[:1], *largest, *place.glob("index.html")}
    found = {path.relative_to(folder).as_posix(): visit(tab, path, script) for path in sorted(paths)}
    assert len(found) >= 3 and "index.html" in found
    return found


def _write_hostile_report(year: int) -> str:
    """A report every sentence of which holds an attack."""
    numerals = "一二三四五六七八九"
    measures = (
        f"（{numerals[i % 9]}）加强{attack}学习。组织{attack}培训{i + 3}次，印发《{attack}条例》，办案{i + year}件。"
        for i, attack in enumerate(ATTACKS)
    )
    others = [f"（{numeral}）{attack}人员不足。" for numeral, attack in zip(numerals, ATTACKS, strict=False)]
    head = [f"甲县司法局{year}年法治政府建设情况报告", f"现将{ATTACKS[0]}情况报告如下："]
    parts = [f"一、主要举措{ATTACKS[1]}", *measures, "二、存在的不足", *others, "三、下一步打算", *others]
    text = "\n".join([*head, *parts, "甲县司法局", f"{year + 1}年1月12日"])
    numbers = count()
    return re.sub("example", lambda _: f"example{next(numbers)}", text)  # an address that is repeated is a site's mark


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of two reports of attacks, whose every cell of the manifest is one: those of two notebooks, what they
    show, and the reports."""
    tree = tmp_path_factory.mktemp("hostile")
    shutil.copytree(ROOT / "src", tree / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("requirements.lock", "jupyter_nbconvert_config.py", "CITATION.cff"):
        shutil.copy(ROOT / name, tree)
    for part in ("lexicon", "codebook", "rules"):
        shutil.copytree(ROOT / "corpus" / part, tree / "corpus" / part)
    (tree / "notebooks").mkdir()
    for name in ("01-corpus.ipynb", "06-numbers-and-laws.ipynb"):
        shutil.copy(ROOT / "notebooks" / name, tree / "notebooks")
    (tree / "corpus" / "raw").mkdir()
    rows = []
    for number, year in enumerate((2021, 2022)):
        file = f"{year} '&lt;b&gt;$x_{{$`](x).txt"  # no < in it: not every system takes that
        (tree / "corpus" / "raw" / file).write_text(_write_hostile_report(year), encoding="utf-8")
        row: dict[str, object] = {name: ATTACKS[i + number] for i, name in enumerate([*COLUMNS, "group"])}
        row |= dict.fromkeys(["issuer_kind", "issued_on", "published_on", "retrieved_on", "sha256", "text_sha256"], "")
        row |= {"report_id": f"r{year}", "file": file, "year": year, "level": "county", "unit_id": ATTACKS[2]}
        rows.append(row | {"source_url": "javascript:document.title='ran'"})
    with (tree / "corpus" / "reports.csv").open("w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    settings = {name: value for name, value in os.environ.items() if not name.startswith("FAZHI_")}
    done = subprocess.run(
        [sys.executable, "-m", "helpers", "reproduce"],
        cwd=tree,
        env=settings | {"PYTHONPATH": str(tree / "src"), "FAZHI_OUT": "out"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return tree / "out" / "html"


def test_nothing_of_a_report_or_a_manifest_runs_or_is_fetched_and_all_of_it_stands_as_text(
    tab: Tab, hostile: Path
) -> None:
    texts: dict[str, str] = {}
    for path in sorted(hostile.rglob("*.html")):
        page = path.relative_to(hostile).as_posix()
        tab.open(path.as_uri())
        assert (page, json.loads(tab.evaluate(FOREIGN))) == (page, [])
        assert (page, list_complaints(tab.events), list_requests(tab.events, path)) == (page, [], [])
        assert tab.evaluate("document.title") != "ran"
        texts[page] = "".join(tab.evaluate("document.body.textContent").split())
    assert {"index.html", "01-corpus.html", "06-numbers-and-laws.html", "browse/r2021.html"} < set(texts)
    assert any(page.startswith("marks/") for page in texts)
    told = "".join(text for page, text in texts.items() if not page.startswith("browse/"))
    for text in (texts["browse/r2021.html"], texts["browse/r2022.html"], told):
        shown = re.sub(r"example\d+", "example", text)
        assert [attack for attack in ATTACKS if "".join(attack.split()) not in shown] == []


def _read(page: Path) -> tuple[set[str], set[str]]:
    """What a page can be linked to by, and where it leads."""
    root = html.document_fromstring(page.read_bytes())
    leads = {link for _, attribute, link, _ in root.iterlinks() if attribute in ("href", "src")}
    return set(root.xpath("//@id")), {link for link in leads if not link.startswith("data:")}


def test_every_link_leads_to_a_file_or_a_place_in_a_page(fresh: Path) -> None:
    folder = fresh / "html"
    read = {path: _read(path) for path in folder.rglob("*.html")}
    dead = []
    for page, (_, leads) in read.items():
        for link in leads:
            path, _, place = link.partition("#")
            target = (page.parent / unquote(path)).resolve() if path else page
            known = read[target][0] if target in read else set()
            if not target.is_file() or (place and {place, unquote(place)}.isdisjoint(known)):
                dead.append(f"{page.name}: {link}")
    assert dead == []
    assert any(leads for _, leads in read.values())


@pytest.mark.parametrize("kind", [kind for kind in Facts._fields if kind != "violations"])
def test_no_page_has_a_fault(pages: dict[str, Facts], kind: str) -> None:
    assert {page: getattr(facts, kind) for page, facts in pages.items() if getattr(facts, kind)} == {}


def test_axe_finds_no_serious_violation(pages: dict[str, Facts], axe: str) -> None:
    serious = {page: [found for found in facts.violations if found[1] in SERIOUS] for page, facts in pages.items()}
    assert {page: found for page, found in serious.items() if found} == {}


def test_a_fault_of_each_kind_is_found(tab: Tab, tmp_path: Path) -> None:
    page = tmp_path / "faulty.html"
    page.write_text(FAULTY, encoding="utf-8")
    found = visit(tab, page, None)
    assert sorted(found.console) == ["Failed to load resource: net::ERR_NAME_NOT_RESOLVED", "Uncaught", "red"]
    assert found.requests == ["http://example.org/x.png"]
    assert set(found.missing) == {"\ue5e5", "\U0001f9ff"}
    assert found.unreached == ['<button onfocus="this.blur()">not to be reached</button>']
    assert found.unmarked == ['<a href="x.html">to nowhere</a>']
    assert found.repeated == ["x"]
    assert found.languages == ["乙"]
    assert '<b id="x">a wide text</b>' in found.wide
    assert found.wide[-1] == '<i id="x">hidden</i>'
    assert "<s>cut</s>" in found.cut
    assert found.unprinted == ["not printed"]


def test_axe_finds_what_is_too_pale_and_a_picture_without_words(tab: Tab, axe: str, tmp_path: Path) -> None:
    page = tmp_path / "pale.html"
    words = '<main><h1>Title</h1><p style="color: #aaa">Too pale.</p><img src="data:,"></main>'
    page.write_text(f'<!DOCTYPE html><html lang="en"><title>x</title>{words}</html>', encoding="utf-8")
    violations = {rule: impact for rule, impact, _ in visit(tab, page, axe).violations}
    assert violations == {"color-contrast": "serious", "image-alt": "critical"}


def test_the_policy_of_pages_lets_nothing_run_and_nothing_be_fetched(tab: Tab, tmp_path: Path) -> None:
    page = tmp_path / "hostile.html"
    (tmp_path / "here.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', encoding="utf-8"
    )
    attacks = (
        '<script>document.title = "ran"</script><img src="here.svg" onload="document.title = 1" alt="">'
        '<img src="https://example.org/x.png" alt=""><link rel="stylesheet" href="https://example.org/x.css">'
        '<iframe src="here.svg"></iframe><a href="javascript:document.title = 2">x</a>'
    )
    page.write_text(f"<!DOCTYPE html>{POLICY}<title>quiet</title>{attacks}", encoding="utf-8")
    found = visit(tab, page, None)
    tab.evaluate("document.querySelector('a').click()")
    assert tab.evaluate("[document.title, document.images[0].naturalWidth]") == ["quiet", 9]
    assert found.console and all("Content Security Policy" in line for line in found.console)
    assert found.requests == []


def test_axe_is_named_with_its_version_and_hash_and_no_address() -> None:
    name, version, integrity = AXE.read_text(encoding="utf-8").split()
    assert name == "axe-core" and version.count(".") == 2 and integrity.startswith("sha512-") and "/" in integrity
    assert "://" not in AXE.read_text(encoding="utf-8")


def test_a_name_without_a_blank_makes_no_page_wider(tab: Tab, tmp_path: Path) -> None:
    name = "《&lt;img src=http://127.0.0.1:8999/TEXT onerror=&quot;document.body.setAttribute(1,1)&quot;&gt;》"
    cell = nbformat.v4.new_code_cell(
        "1", outputs=[nbformat.v4.new_output("display_data", {"text/html": f"<p>{name}</p>"})]
    )
    page = tmp_path / "long.html"
    text = make_page(nbformat.v4.new_notebook(cells=[cell]), "long", Config())
    page.write_text(text, encoding="utf-8")
    assert visit(tab, page, None).wide == []
    page.write_text(text.replace("overflow-wrap: break-word", ""), encoding="utf-8")
    assert visit(tab, page, None).wide
