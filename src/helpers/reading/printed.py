"""Lines as pages print them: how a document is set, and which of its lines are running heads and page numbers."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from helpers.characters import fold
from helpers.forms import LINE_MARK

__all__ = ["GAP", "LEAST_PITCH", "SAME_SIZE", "Line", "Setting", "find_heads", "measure"]

# What is set nearer than this is no next line but stands in the same one.
LEAST_PITCH = 0.5
# A multiple of the distance of lines: beyond it stands a blank line, or the space that is set between paragraphs.
GAP = 1.4
# Letters that differ by less are of one size; sizes come rounded.
SAME_SIZE = 0.1

# What repeats: lines from the top or the foot among which a running head or a page number stands; points within which
# heights are the same; the share of all pages (left and right pages may have heads of their own, a first page none),
# and the pages at the least, more of them amid the page, where two pages of a report may say the same.
EDGE_LINES, SAME_HEIGHT, REPEATED_SHARE = 2, 4, 0.4
EDGE_PAGES, BODY_PAGES = 2, 3
# What does not repeat: the size of a head's letters beside the body's; how far it is set apart, in distances of lines;
# the share of the lines' width that it fills.
HEAD_SIZE, HEAD_GAP, HEAD_WIDTH = 0.95, 1.9, 0.9

_NUMERAL = r"(?:\d{1,4}|[ivxlc]{1,7}|[\u2160-\u217f]|[〇零一二三四五六七八九十百]{1,5}|[①-⑳])"
_NUMBER = re.compile(rf"(?<=第){_NUMERAL}(?=页)|(?<=共){_NUMERAL}(?=页)|\d+", re.IGNORECASE)
_DASH = r"[-—–―_·•~～|/]"
# A page's number and nothing else, without white space: 3, iii, 第三页, 第3页共5页, —3—, 3/5, page3of5.
_PLAIN = re.compile(_NUMERAL, re.IGNORECASE)
_PAGE_NUMBER = re.compile(
    rf"{_DASH}{{0,3}}(?:{_NUMERAL}|第{_NUMERAL}页?|(?:第?{_NUMERAL}页?[,，/／]?)?共{_NUMERAL}页(?:[,，]?第{_NUMERAL}页)?"
    rf"|{_NUMERAL}/{_NUMERAL}页?|p(?:age)?\.?{_NUMERAL}(?:(?:of|/){_NUMERAL})?){_DASH}{{0,3}}",
    re.IGNORECASE,
)


class Line(NamedTuple):
    """A line of a page; places and size in points, from the page's left and foot."""

    page: int
    text: str
    left: float
    right: float
    bottom: float
    size: float
    cells: tuple[tuple[str, ...], ...] = ()  # of a row of a table; of every cell its lines


class Setting(NamedTuple):
    """Where most of the text begins and ends, the size of its letters, the distance of its lines; in points."""

    left: float
    right: float
    size: float
    pitch: float


class _Edge(NamedTuple):
    """A line at a page's top or foot."""

    place: int  # in the document's lines
    depth: int  # 0 the outermost
    gap: float  # to the next line inwards, in points; endless where there is none
    top: bool


def measure(lines: list[Line]) -> Setting:
    """How the body of a document is set. Steps within a line (a number set apart) do not count as its pitch."""
    size = _most_common(lines, (line.size for line in lines))
    steps = [a.bottom - b.bottom for a, b in zip(lines, lines[1:], strict=False) if a.page == b.page]
    return Setting(
        left=_most_common(lines, (line.left for line in lines)),
        right=_most_common(lines, (line.right for line in lines)),
        size=size,
        pitch=statistics.median([step for step in steps if step > LEAST_PITCH * size] or [size]),
    )


def _most_common(lines: list[Line], values: Iterable[float]) -> float:
    """The value, in whole points, at which most of the text stands."""
    texts: Counter[int] = Counter()
    for line, value in zip(lines, values, strict=True):
        texts[round(value)] += len(line.text)
    return max(texts.items(), key=lambda row: (row[1], row[0]))[0]


def find_heads(lines: list[Line], n_pages: int) -> set[int]:
    """The places in `lines` of running heads, page numbers and watermarks.

    Running heads and page numbers are known by the same words, numbers aside, at the same height of two in five pages
    or more (watermarks, which stand amid the page, exactly and on three pages at least); then by standing where one of
    these stands on other pages, in letters of the same size. What never repeats is one if it is the outermost line on
    all of the pages that have a line at this height, in smaller letters than the body's or far from it; if it stands,
    in smaller letters, beyond the body of all other pages; and if it is a page number and nothing else.
    """
    if not lines:
        return set()
    edges = _find_edges(lines)
    heads = _repeated(lines, {edge.place for edge in edges}, n_pages)
    setting = measure([line for i, line in enumerate(lines) if i not in heads] or lines)
    heads |= _beside(lines, edges, heads, setting)
    heads |= _outermost(lines, edges, heads, setting)
    heads |= _numbers(lines, edges, setting)
    return heads | _beside(lines, edges, heads, setting)


def _find_edges(lines: list[Line]) -> list[_Edge]:
    """The lines at the top and the foot of every page; one between both is there twice."""
    pages: dict[int, dict[int, list[int]]] = {}
    for i, line in enumerate(lines):
        pages.setdefault(line.page, {}).setdefault(round(line.bottom), []).append(i)
    edges = []
    for heights in pages.values():
        for top in (True, False):
            ranked = sorted(heights, reverse=top)
            for depth, height in enumerate(ranked[:EDGE_LINES]):
                gap = abs(ranked[depth + 1] - height) if depth + 1 < len(ranked) else float("inf")
                edges += [_Edge(i, depth, gap, top) for i in heights[height]]
    return edges


def _heights(line: Line) -> Iterator[tuple[int, float]]:
    """Two names for a line's height: lines within half of SAME_HEIGHT have one of them in common."""
    for shift in (0, 0.5):
        yield round(line.bottom / SAME_HEIGHT + shift), shift


def _repeated(lines: list[Line], at_edge: set[int], n_pages: int) -> set[int]:
    """What stands on many pages at the same height: at their edges numbers aside, elsewhere exactly."""
    seen: dict[tuple[str, tuple[int, float], bool], set[int]] = {}
    for i, line in enumerate(lines):
        words = re.sub(r"\s", "", line.text)
        if i in at_edge:
            words = "#" if _PAGE_NUMBER.fullmatch(words) else _NUMBER.sub("#", words)
        for height in _heights(line):
            seen.setdefault((words, height, i in at_edge), set()).add(i)
    return {
        i
        for (_, _, edge), places in seen.items()
        if len({lines[i].page for i in places}) >= max(EDGE_PAGES if edge else BODY_PAGES, REPEATED_SHARE * n_pages)
        for i in places
    }


def _beside(lines: list[Line], edges: list[_Edge], heads: set[int], setting: Setting) -> set[int]:
    """What stands at a page's edge where other pages have a head, in letters of its size."""
    at = {
        (height, lines[edge.place].size)
        for edge in edges
        if edge.place in heads
        for height in _heights(lines[edge.place])
    }
    return {
        edge.place
        for edge in edges
        if any(
            height == known and abs(lines[edge.place].size - size) < SAME_SIZE * size
            for height in _heights(lines[edge.place])
            for known, size in at
        )
        and _may_be_head(lines[edge.place], setting)
    }


def _may_be_head(line: Line, setting: Setting) -> bool:
    """Whether a line that does not repeat may be a running head at all: no full line, no heading with a numeral."""
    narrow = line.right - line.left < HEAD_WIDTH * (setting.right - setting.left)
    return narrow and not LINE_MARK.match(fold(line.text.strip()))


def _outermost(lines: list[Line], edges: list[_Edge], heads: set[int], setting: Setting) -> set[int]:
    """What does not repeat and is a head by its size and place."""
    seen: dict[tuple[tuple[int, float], bool], list[_Edge]] = {}
    reach: dict[tuple[int, bool], float] = {}  # how far the body of a page reaches to its top and to its foot
    for i, line in enumerate(lines):
        if i not in heads and line.size > HEAD_SIZE * setting.size:
            reach[line.page, True] = max(line.bottom, reach.get((line.page, True), line.bottom))
            reach[line.page, False] = min(line.bottom, reach.get((line.page, False), line.bottom))
    for edge in edges:
        if edge.depth == 0:
            for height in _heights(lines[edge.place]):
                seen.setdefault((height, edge.top), []).append(edge)
    found = set()
    for own in seen.values():
        pages = {lines[edge.place].page for edge in own}
        small = all(lines[edge.place].size < HEAD_SIZE * setting.size for edge in own)
        far = all(edge.gap > HEAD_GAP * setting.pitch for edge in own)
        if not all(_may_be_head(lines[edge.place], setting) for edge in own):
            continue
        if len(pages) >= EDGE_PAGES and (small or far):
            found |= {edge.place for edge in own}
        for edge in own if small and len(pages) == 1 else ():
            others = [height for (page, top), height in reach.items() if top == edge.top and page not in pages]
            sign = 1 if edge.top else -1
            if others and all(
                sign * (lines[edge.place].bottom - height) > LEAST_PITCH * setting.pitch for height in others
            ):
                found.add(edge.place)
    return found


def _numbers(lines: list[Line], edges: list[_Edge], setting: Setting) -> set[int]:
    """Outermost lines that are a page's number: one that is a numeral alone is set apart, or smaller than the body."""
    found = set()
    for edge in edges:
        line, words = lines[edge.place], re.sub(r"\s", "", lines[edge.place].text)
        apart = edge.gap > GAP * setting.pitch or line.size < HEAD_SIZE * setting.size
        if edge.depth == 0 and _PAGE_NUMBER.fullmatch(words) and (apart or not _PLAIN.fullmatch(words)):
            found.add(edge.place)
    return found
