"""The outline of a report with what a reader has set right: kind and level before the roles are given, roles after.

Everything here reads folded text.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from helpers.forms import skip_enumerator
from helpers.quotes import Correction, locate
from helpers.structure.headings import read_shape
from helpers.structure.roles import Cut

__all__ = ["KINDS", "correct_kinds", "correct_roles"]

_FRONT, _BACK = ("title", "doc_no", "signer", "addressee"), ("signature", "date")
KINDS = (*_FRONT, "heading", "paragraph", "item", *_BACK)
_TO_THE_END = ("paragraph", "item")  # the quote begins such a row; a row of another kind is the quote, no more
_STOPS = "。;:,、!?. "
_DEEPEST = 5  # the level of items


class _Place(NamedTuple):
    """A correction and where its quote stands."""

    start: int
    end: int
    correction: Correction


def _find_places(text: str, corrections: Iterable[Correction], fields: Sequence[str]) -> list[_Place]:
    """Where the corrections of these fields apply, in reading order; CorpusError for one that does not."""
    places = [_Place(*locate(text, correction), correction) for correction in corrections if correction.field in fields]
    return sorted(places, key=lambda place: place[:2])


def correct_kinds(printed: str, text: str, cuts: Sequence[Cut], corrections: Iterable[Correction]) -> list[Cut]:
    """The rows of a text, before those of the body have roles, with kinds and levels set right.

    A row begins where its quote does (behind an enumerator: with it). Headings and the like end with the quote, and
    what is left of the row is a paragraph; a paragraph or an item keeps what follows. A heading has the level of its
    numeral, or one given for the same quote. `printed` is the text as the quotes have it, `text` the same folded.
    """
    rows = list(cuts)
    levels = _find_places(printed, corrections, ["level"])
    for place in _find_places(printed, corrections, ["kind"]):
        given = next((level for level in levels if level[:2] == place[:2]), None)
        rows = _change_kind(text, rows, place, int(given.correction.value) if given else None)
    for place in levels:
        i = _row_at(rows, place.start)
        if rows[i].kind not in ("heading", "item"):
            raise place.correction.refuse(
                f"the quote stands in a row of the kind {rows[i].kind}, which has no level; "
                "give it the kind heading in a row of its own"
            )
        rows[i] = rows[i]._replace(level=int(place.correction.value))
    return rows


def _row_at(rows: Sequence[Cut], at: int) -> int:
    return max((i for i, row in enumerate(rows) if row.start <= at), default=0)


def _change_kind(text: str, rows: list[Cut], place: _Place, level: int | None) -> list[Cut]:
    """The rows with the kind of one place changed, and cut there."""
    kind = place.correction.value
    first, last = _row_at(rows, place.start), _row_at(rows, place.end - 1)
    start, row = place.start, rows[first]
    if not text[row.start : start].strip() or row.start + skip_enumerator(text[row.start : place.end]) == start:
        start = row.start
    stop = rows[last + 1].start if last + 1 < len(rows) else len(text)
    end = stop if kind in _TO_THE_END or not text[place.end : stop].strip(_STOPS + "\n") else place.end
    while end < stop and text[end] in _STOPS + "\n":
        end += 1
    at = start + len(text[start:end]) - len(text[start:end].lstrip())
    marker = read_shape(text, at) if kind in ("heading", "item") else None
    if kind == "item":
        level = _DEEPEST
    elif kind != "heading":
        level = None
    elif level is None:
        level = row.level if row.kind == "heading" and start == row.start else marker[0] if marker else None
        if level is None:
            raise place.correction.refuse(
                "a heading without a numeral: give its level in a row of its own, with the same quote, field level"
            )
    role = "front" if kind in _FRONT else "back" if kind in _BACK else row.role
    body = kind == "heading" and row.role == "front"  # the body begins here
    new = Cut(start, kind, level, text[at : marker[1]].strip() if marker else None, None if body else role)
    before = rows[: first + (start > row.start)]
    rest = [Cut(end, "paragraph", role=new.role)] if end < stop else []
    after = rows[last + 1 :]
    if body:
        after = [later._replace(role=None) if later.role == "front" else later for later in after]
    return [*before, new, *rest, *after]


def correct_roles(printed: str, cuts: Sequence[Cut], corrections: Iterable[Correction]) -> list[Cut]:
    """The rows of a text with roles set right: of the rows that a quote touches, and of what stands below a heading.

    A correction further down holds over one above it.
    """
    rows = list(cuts)
    for place in _find_places(printed, corrections, ["role"]):
        first, last = _row_at(rows, place.start), _row_at(rows, place.end - 1)
        quoted = rows[first : last + 1]
        while last + 1 < len(rows) and _is_below(rows[last + 1], quoted):
            last += 1
        changed = [row._replace(role=place.correction.value) for row in rows[first : last + 1]]
        rows[first : last + 1] = changed
    return rows


def _is_below(row: Cut, quoted: Sequence[Cut]) -> bool:
    """Whether a row behind quoted ones stands below the last heading among them."""
    heading = next((cut for cut in reversed(quoted) if cut.kind == "heading"), None)
    if heading is None or row.role in ("front", "back"):
        return False
    return row.kind != "heading" or (row.level or 0) > (heading.level or 0)
