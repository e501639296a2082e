"""What a reader has set right in a report, as the reports table carries it, and where a quote stands in a text."""

import json
from collections.abc import Iterable
from typing import NamedTuple

import pandas as pd

from helpers.characters import squeeze
from helpers.errors import CorpusError

__all__ = ["Correction", "find_quotes", "locate", "pack", "unpack"]


class Correction(NamedTuple):
    """A row of corrections.csv: its number there, the text that it is about, and what holds of it."""

    row: int
    report_id: str
    quote: str
    field: str
    value: str

    def refuse(self, why: str) -> CorpusError:
        """The error that names this row."""
        return CorpusError(f"corrections.csv, row {self.row} ({self.report_id}): {why}")


def pack(corrections: Iterable[Correction]) -> str:
    """Corrections of one report as a cell of the reports table."""
    return json.dumps([list(correction) for correction in corrections], ensure_ascii=False)


def unpack(cell: object) -> list[Correction]:
    """What `pack` put into a cell; nothing for a blank one.

    >>> unpack(pack([Correction(2, "a", "三、打算", "role", "plan")]))
    [Correction(row=2, report_id='a', quote='三、打算', field='role', value='plan')]
    """
    if pd.isna(cell):  # type: ignore[call-overload]
        return []
    return [Correction(*cells) for cells in json.loads(str(cell))]


def find_quotes(text: str, quote: str) -> list[tuple[int, int]]:
    """Where a quote stands in a text, whatever white space is in either: offsets of beginning and end.

    >>> find_quotes("一、主要\\n举措。主要举措", "主要举措")
    [(2, 7), (8, 12)]
    """
    places = [i for i, sign in enumerate(text) if not sign.isspace()]
    printed, needed = "".join(text[i] for i in places), squeeze(quote)
    found, at = [], printed.find(needed)
    while needed and at >= 0:
        found.append((places[at], places[at + len(needed) - 1] + 1))
        at = printed.find(needed, at + 1)
    return found


def locate(text: str, correction: Correction, where: str = "the report") -> tuple[int, int]:
    """The one place where a correction's quote stands; CorpusError with row and remedy if there is none, or several."""
    found = find_quotes(text, correction.quote)
    if len(found) == 1:
        return found[0]
    said = f"the quote {correction.quote!r}"
    if not found:
        raise correction.refuse(
            f"{said} does not stand in {where} (any more); quote what stands there or remove the row"
        )
    raise correction.refuse(f"{said} stands {len(found)} times in {where}; quote more, so that one place is meant")
