"""Passages that follow one another, as one text."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

__all__ = ["Place", "Stretch", "list_stretches"]


class Place(NamedTuple):
    """A span of a report: its passage and the words printed there; offsets in `reports.text`."""

    report_id: str
    passage_id: str
    role: str
    text: str
    start: int
    end: int


class _Part(NamedTuple):
    """What is read of a passage."""

    report_id: str
    passage_id: str
    role: str
    text: str
    start: int


class Stretch(NamedTuple):
    """Passages of a report that follow one another, as one text: a heading may end in the middle of a sentence.

    `offset` is where the text begins in `reports.text`, `starts` where each passage begins in the text, `passages` the
    passage_id and role of each.
    """

    report_id: str
    text: str
    offset: int
    starts: list[int]
    passages: list[tuple[str, str]]

    def role(self, at: int) -> str:
        """The role of the passage of `at`."""
        return self.passages[bisect_right(self.starts, at) - 1][1]

    def begins(self, at: int) -> int:
        """Where the passage of `at` begins; 0 if nothing stands before `at` in it: there a phrase was cut in two."""
        begin = self.starts[bisect_right(self.starts, at) - 1]
        return begin if self.text[begin:at].strip() else 0

    def place(self, start: int, end: int) -> Place:
        """Where a span of the stretch's text stands in the report; its passage is that of its beginning."""
        passage_id, role = self.passages[bisect_right(self.starts, start) - 1]
        text = self.text[start:end]
        return Place(self.report_id, passage_id, role, text, self.offset + start, self.offset + end)


def list_stretches(passages: pd.DataFrame) -> Iterator[Stretch]:
    """The passages of a report that touch each other, joined; `passages` are in reading order, report by report.

    >>> rows = [("甲", "甲-0", "front", "前言", 0), ("甲", "甲-1", "plan", "计划", 2), ("甲", "甲-3", "back", "完", 9)]
    >>> parts = pd.DataFrame(rows, columns=["report_id", "passage_id", "role", "text", "start"])
    >>> [(stretch.text, stretch.offset) for stretch in list_stretches(parts)]
    [('前言计划', 0), ('完', 9)]
    """
    # Plain lists: of each of many short stretches a frame of its own would take longer than all that is read in it.
    columns = (passages[name].tolist() for name in _Part._fields)
    parts: list[_Part] = []
    for part in map(_Part, *columns):
        if parts and (part.report_id, part.start) != (parts[-1].report_id, parts[-1].start + len(parts[-1].text)):
            yield _join(parts)
            parts = []
        parts.append(part)
    if parts:
        yield _join(parts)


def _join(parts: list[_Part]) -> Stretch:
    offset = parts[0].start
    return Stretch(
        report_id=parts[0].report_id,
        text="".join(part.text for part in parts),
        offset=offset,
        starts=[part.start - offset for part in parts],
        passages=[(part.passage_id, part.role) for part in parts],
    )
