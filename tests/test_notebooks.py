"""Every notebook executed afresh, elsewhere: the same bytes as are committed; every mark leads to its sentences."""

import csv
import json
import re
from collections import Counter
from itertools import islice
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html

from helpers.commands.areas import anchor, read_marks
from helpers.places import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))


@pytest.mark.parametrize("kind", ["notebooks", "figures"])
def test_same_bytes(fresh, kind):
    def contents(folder: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.glob("[0-9][0-9]-*")}

    new, committed = contents(fresh / kind), contents(ROOT / kind)
    assert sorted(name for name in new.keys() | committed if new.get(name) != committed.get(name)) == []
    assert new


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_outputs_hold_no_error_stream_and_no_address(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    assert outputs
    assert [output for output in outputs if output.get("name") == "stderr"] == []
    texts = re.sub(r"base64,[A-Za-z0-9+/=]*", "", json.dumps(outputs))
    assert re.findall(r"\b0x[0-9a-f]{6,}", texts) == []


# Which columns of a figure's data hold what it draws, by its kind of chart; of a grid all but the sizes of its rows.
VALUES = {"bars": {"value", "mark"}, "two_sided": {"value", "low", "high"}, "answers": {"score"}}
SIZES = {"issuers", "reports"}
ENGLISH = re.compile(r"(?:^|_)en$")  # columns of names in English, which are not counted
FIGURES = sorted(path.stem for path in (ROOT / "figures").glob("*.csv"))
PASSAGE = ".//*[contains(concat(' ', @class, ' '), ' t ')]"  # a passage's text in its row of a report's page
CUT = re.compile(r"…（\d+字）$")


def _read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def _squeeze(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def pages(fresh) -> dict[str, dict[str, html.HtmlElement]]:
    """The pages of reports and of sentences by file name: what has an id, by it."""
    parsed = {path.name: html.parse(path) for path in (fresh / "html").glob("*/*.html")}
    return {name: {part.get("id"): part for part in page.iter() if part.get("id")} for name, page in parsed.items()}


@pytest.mark.parametrize("name", FIGURES)
def test_every_mark_is_a_number_of_the_data_and_the_other_way_round(fresh, name):
    chart = json.loads((fresh / "charts" / f"{name}.json").read_text(encoding="utf-8"))
    header, *rows = _read(fresh / "figures" / f"{name}.csv")
    named = [at for at, column in enumerate(header) if ENGLISH.search(column)]
    header, *rows = ([cell for at, cell in enumerate(row) if at not in named] for row in (header, *rows))
    if chart["kind"] in ("heat", "dots"):  # a grid; its first column is what a row is called
        drawn = [of for of, column in enumerate(header) if of and column not in SIZES]
    else:
        drawn = [of for of, column in enumerate(header) if column in VALUES.get(chart["kind"], {"value"})]
    shown = [at for at, row in enumerate(rows) if dict(zip(header, row, strict=True)).get("drawn") != "False"]
    cells = {(at + 1, of + 1): float(rows[at][of]) for at in shown for of in drawn if rows[at][of]}
    marks = read_marks(fresh / "charts" / f"{name}.marks.csv")
    assert {(int(mark["at"]), int(mark["of"])): float(mark["value"]) for mark in marks} == cells
    assert len(marks) == len(cells) > 0


@pytest.mark.parametrize("name", FIGURES)
def test_every_mark_leads_to_its_sentences_and_each_of_these_to_its_place(fresh, pages, name):
    behind = Counter(f"m{at}-{of}" for at, of, *_ in _read(fresh / "charts" / f"{name}.behind.csv"))
    for mark in read_marks(fresh / "charts" / f"{name}.marks.csv"):
        section = pages[f"{name}.html"][anchor(mark)]
        links = section.xpath(".//a")
        if behind[anchor(mark)]:
            assert links or section.xpath("./ul/li"), anchor(mark)
            assert "无 none" not in section.text_content()
        else:
            assert float(mark["value"]) == 0, anchor(mark)
            assert "无 none. 查过 searched:" in section.text_content() and links
        for link in links:
            file, _, at = unquote(link.get("href")).removeprefix("../browse/").partition("#")
            assert at in pages[file] if at else file in pages
            for piece in link.xpath("./mark"):
                told, cut = CUT.subn("", _squeeze(piece.text_content()))
                assert _stands(told, pages[file][at], whole=not cut), (anchor(mark), at, told)


def _stands(piece: str, target: html.HtmlElement, *, whole: bool) -> bool:
    """Whether a text is what an anchor stands at: begins in a passage, or with what has an anchor of its own."""
    if target.get("id").startswith("p"):
        rows = [target, *islice(target.itersiblings(), 2)]  # a sentence may run on into what follows a heading
        texts = [_squeeze(text.text_content()) for row in rows for text in row.xpath(PASSAGE)]
        return 0 <= "".join(texts).find(piece) < len(texts[0])
    text = _squeeze(target.text_content())
    return piece.startswith(text) or (not whole and text.startswith(piece))
