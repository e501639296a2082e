"""Passages that follow one another, as one text."""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

import pandas as pd

__all__ = ["Stretch", "list_stretches"]


class Stretch(NamedTuple):
    """Passages of a report that follow one another, as one text: a heading may end in the middle of a sentence."""

    report_id: str
    text: str
    offset: int
    starts: list[int]
    passages: list[tuple[str, str]]

    def role(self, at: int) -> str:
        return self.passages[bisect_right(self.starts, at) - 1][1]

    def begins(self, at: int) -> int:
        """Where the passage of `at` begins; 0 if nothing stands before `at` in it: there a phrase was cut in two."""
        begin = self.starts[bisect_right(self.starts, at) - 1]
        return begin if self.text[begin:at].strip() else 0

    def place(self, start: int, end: int) -> tuple:
        """report_id, passage_id, role, text, start, end of a span of the stretch, as columns of the result."""
        passage = self.passages[bisect_right(self.starts, start) - 1]
        return self.report_id, *passage, self.text[start:end], self.offset + start, self.offset + end


def list_stretches(passages: pd.DataFrame) -> Iterator[Stretch]:
    rows = passages[["report_id", "passage_id", "role", "text", "start"]]
    ends = rows["start"] + rows["text"].str.len()
    follows = rows["report_id"].eq(rows["report_id"].shift()) & rows["start"].eq(ends.shift())
    for _, part in rows.groupby((~follows).cumsum(), sort=False):
        offset = int(part["start"].iloc[0])
        yield Stretch(
            part["report_id"].iloc[0],
            "".join(part["text"]),
            offset,
            (part["start"] - offset).tolist(),
            list(part[["passage_id", "role"]].itertuples(index=False, name=None)),
        )
