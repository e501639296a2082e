"""A report's file without white space, in which the gold counts its places, and where the program's text lies there."""

import re
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

from helpers.characters import read_radicals, squeeze
from helpers.cleaning import list_furniture
from helpers.errors import CorpusError
from helpers.forms import skip_enumerator

__all__ = ["File", "find_start", "read_files"]

LONGEST_MARK = 20  # characters
_EXAMPLE = re.compile("(?:例?如)?")  # may begin a shortcoming


class File(NamedTuple):
    """A report's file without white space, and where in it each character of the text lies (`read_files`)."""

    report_id: str
    canon: str
    text: str
    places: list[int]


def read_files(reports: pd.DataFrame) -> Iterator[tuple[File, pd.DataFrame]]:
    """Each report's file, and what cleaning set aside of it (rows of `list_furniture`).

    `places` has one more than the text has characters. CorpusError for a report whose text is not its file without what
    is set aside, character by character.

    >>> reports = pd.DataFrame({"raw": ["首 页\\n总结。"], "text": ["总结。"]}, index=pd.Index(["a"], name="report_id"))
    >>> file, aside = next(read_files(reports))
    >>> file.canon, file.places, aside["text"].to_list()
    ('首页总结。', [2, 3, 4, 5], ['首 页'])
    """
    furniture = list_furniture(reports)
    for report_id, raw, text in reports[["raw", "text"]].itertuples(name=None):
        aside = furniture[furniture["report_id"] == report_id]
        gone = {i for low, high in zip(aside["raw_start"], aside["raw_end"], strict=True) for i in range(low, high)}
        yield File(report_id, squeeze(raw), text, _find_places(report_id, raw, text, gone)), aside


def _find_places(report_id: str, raw: str, text: str, gone: set[int]) -> list[int]:
    """For every offset into `text`, the place of that (or the next printed) character; `gone` is what is set aside."""
    read = read_radicals(raw)
    printed = [i for i, sign in enumerate(raw) if not sign.isspace()]
    kept = [place for place, i in enumerate(printed) if i not in gone]
    if squeeze(text) != "".join(read[printed[place]] for place in kept):
        raise CorpusError(f"{report_id}: its text is not its file without what is set aside; load the corpus again")
    places = iter([*kept, len(printed)])
    found = [next(places)]
    for sign in text:
        found.append(found[-1] if sign.isspace() else next(places))
    return found


def find_start(file: File, role: str, at: int) -> tuple[str, int]:
    """An item or a shortcoming: its kind and the place of its first word in the file, its marker passed over.

    >>> find_start(File("a", "三、计划（一）充实队伍。", "", []), "plan", 4)
    ('item', 7)
    """
    at += skip_enumerator(file.canon[at : at + LONGEST_MARK])
    example = _EXAMPLE.match(file.canon, at)
    return "shortcoming" if role == "shortcomings" else "item", example.end() if example else at
