"""What a page needs so that everybody can read it, with a screen reader, by keyboard, on a phone; what it may do."""

import re
from collections.abc import Iterator

from lxml import html

__all__ = ["POLICY", "SMALLEST", "make_accessible", "mark_chinese"]

# A page runs nothing and fetches nothing but the pictures beside it (as files on a disk, too, which have no origin).
POLICY = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src 'self' file: data:;
 style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">"""

# A figure of 170 mm is shown no narrower: its letters would have under 9 pixels.
SMALLEST = "36rem"

# Characters of a cell that wants room: with less, a phone shows a sentence as a column of characters.
_LONG = 30

# Chinese characters with the signs among them; what stands between two of them is read with them, unless it is Latin.
_CHINESE = "\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_RUN = re.compile(f"[{_CHINESE}](?:[^A-Za-z<>&]*[{_CHINESE}])?")
_LATIN = re.compile("[A-Za-z]")
_NOT_READ = ("style", "script")


def mark_chinese(text: str) -> str:
    """A text escaped as HTML, its Chinese marked as such.

    >>> mark_chinese("Table 3 · 语料（2021）构成")
    'Table 3 · <span lang="zh">语料（2021）构成</span>'
    """
    return _RUN.sub(r'<span lang="zh">\g<0></span>', text)


def make_accessible(page: str) -> str:
    """A page with its Chinese marked, its tables' heads tied to rows and columns, and what is wide in frames.

    A frame scrolls by itself, also by keyboard; nbconvert makes every cell a stop of the keyboard, which then is none.

    >>> page = make_accessible("<main><p>甲</p><table><tr><th>x</th></tr></table></main>")
    >>> page.split("<main>")[1][:70]
    '<p lang="zh">甲</p><div class="fazhi-wide" tabindex="0" role="group" ar'
    """
    root = html.document_fromstring(page)
    for stop in root.xpath("//div[@tabindex]"):
        del stop.attrib["tabindex"]
    for anchor in root.find_class("anchor-link"):
        anchor.set("aria-label", "link to this section")
    for head in root.iter("th"):
        _tie(head)
    for cell in root.iter("td"):
        if len(cell.text_content()) > _LONG:
            cell.classes.add("fazhi-long")
    for kind, name in (("table", "Table"), ("img", "Picture")):
        for number, wide in enumerate(list(root.iter(kind)), 1):
            _frame(wide, f"{name} {number}")
    _mark(root.body)
    return str(html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>"))


def _tie(head: html.HtmlElement) -> None:
    """Say what a table's head is the head of; an empty one is none."""
    if not len(head) and not (head.text or "").strip():
        head.tag = "td"
        return
    line, spans = ("col", "colspan") if head.xpath("ancestor::thead") else ("row", "rowspan")
    head.set("scope", f"{line}group" if head.get(spans, "1") != "1" else line)


def _frame(wide: html.HtmlElement, name: str) -> None:
    """Put what may be wider than a phone into a frame that scrolls; a picture shrinks as long as it can be read."""
    frame = html.Element("div", {"class": "fazhi-wide", "tabindex": "0", "role": "group", "aria-label": name})
    if wide.tag == "img" and wide.get("width"):
        frame.set("style", f"--least: min({wide.get('width')}px, {SMALLEST})")
    parent = wide.getparent()
    if parent is not None and "fazhi-marks" in parent.classes:  # what lies over the picture scrolls with it
        wide = parent
    frame.tail, wide.tail = wide.tail, None
    wide.addprevious(frame)
    frame.append(wide)


def _mark(element: html.HtmlElement) -> None:
    """Mark an element that is Chinese throughout, else the Chinese in it."""
    if not isinstance(element.tag, str) or element.tag in _NOT_READ:
        return
    if element.get("lang") or element.get("aria-hidden") == "true":
        return
    text = "".join(_read(element))
    if not _RUN.search(text):
        return
    if not _LATIN.search(text):
        element.set("lang", "zh")
        return
    children = list(element)
    element.text, first = _cut(element.text)
    for place, span in enumerate(first):
        element.insert(place, span)
    for child in children:
        _mark(child)
        child.tail, spans = _cut(child.tail)
        for span in reversed(spans):
            tail, child.tail = child.tail, None
            child.addnext(span)
            child.tail = tail


def _read(element: html.HtmlElement) -> Iterator[str]:
    """The texts of an element that are read out."""
    for part in element.iter():
        if isinstance(part.tag, str) and part.tag not in _NOT_READ:
            yield part.text or ""
        if part is not element:
            yield part.tail or ""


def _cut(text: str | None) -> tuple[str | None, list[html.HtmlElement]]:
    """A text up to its first Chinese, and elements for what follows: each a run of Chinese with the text behind it."""
    if not text:
        return text, []
    spans: list[html.HtmlElement] = []
    before, begun = text, 0
    for run in _RUN.finditer(text):
        if spans:
            spans[-1].tail = text[begun : run.start()]
        else:
            before = text[: run.start()]
        span = html.Element("span", {"lang": "zh"})
        span.text, begun = run[0], run.end()
        spans.append(span)
    if spans:
        spans[-1].tail = text[begun:]
    return before, spans
