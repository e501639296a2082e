"""The pages in a browser: Chromium drives a page of each kind that `reproduce` writes, and axe-core looks at it.

`make site-check` does the same with every page, which takes some three seconds each.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import nbformat
import pytest
from lxml import html
from traitlets.config import Config

from helpers.commands.access import POLICY
from helpers.commands.pages import make_page
from tests.site import AXE, SERIOUS, Facts, Tab, Unavailable, fetch_axe, open_tab, visit

# Each has one fault of every kind that is looked for but those that need axe; below is what is found.
FAULTY = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>x</title><style>
b { position: absolute; left: 500px; white-space: nowrap } i { display: block; overflow: hidden; width: 9px }
a:focus { outline: none } @media print { p { display: none } s { position: absolute; left: 193mm }}</style></head><body>
<a href="x.html">to nowhere</a> <details><summary>x</summary>\ue5e5 \U0001f9ff</details> <b id="x">a wide text</b>
<i id="x">hidden</i> <span lang="zh">甲</span> 乙 <p>not printed</p> <s>cut</s>
<button onfocus="this.blur()">not to be reached</button>
<img src="http://example.org/x.png" alt="x"><script>console.error("red"); nothing()</script></body></html>"""


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
