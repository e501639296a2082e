"""The marks of a figure: which number of its data each shows, what it is called, where it stands, what is behind it.

A mark is a cell of the figure's data (a row and a column of values) that the chart draws. A chart lists its marks with
keys (`row`, `column`, `panel` …); what stands behind them is a frame of pieces of reports with the same keys.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import BboxBase

from helpers.errors import FigureError
from helpers.output.labels import LANGUAGES, Labels, label
from helpers.output.style import MM

__all__ = ["PLACE", "find_behind", "list_marks", "locate_marks", "mark_cells", "mark_rows"]

PLACE = ["ax", "x0", "x1", "y0", "y1"]  # which axes of the figure; data coordinates, NA: as wide, as high as they are
# Row and column in the CSV, from 1, its header and columns in another language not counted, so that no address changes
# with a translation; what stands there.
CELL = ["at", "of", "value"]
SAID = "said"  # what a mark is called, in a column of its own where its keys say nothing to a reader
PIECE = ["report_id", "start", "end", "note"]
DOT_MM = 1.5  # half the side of what leads on from a dot
EDGES = ["left", "top", "right", "bottom"]  # of a mark in the picture, in parts of its width and height
DECIMALS = 4  # of these


def mark_cells(table: pd.DataFrame) -> pd.DataFrame:
    """The marks of a grid: each known cell under its keys `row` and `column`, at its place in the first axes.

    >>> table = pd.DataFrame({"执法": [40.0, None]}, index=["甲县", "乙县"])
    >>> mark_cells(table)[["at", "of", "value", "row", "column"]].to_numpy().tolist()
    [[1, 2, 40.0, '甲县', '执法']]
    """
    first = _first_column(table)
    rows = [
        (y + 1, x + first, value, 0, x, x + 1, y, y + 1, table.index[y], table.columns[x])
        for (y, x), value in np.ndenumerate(table.to_numpy(dtype="float64"))
        if not np.isnan(value)
    ]
    return pd.DataFrame(rows, columns=[*CELL, *PLACE, "row", "column"])


def mark_rows(
    data: pd.DataFrame,
    keys: Mapping[str, Iterable[object]],
    *,
    values: Sequence[str] = ("value",),
    ax: Any = 0,
    x: tuple[Any, Any] = (np.nan, np.nan),
    y: tuple[Any, Any] = (np.nan, np.nan),
) -> pd.DataFrame:
    """The marks of a chart that draws a row of `data` each: the known cells of `values`, with keys and places.

    `ax`, `x` and `y` (from, to) are one for all rows or one a row.

    >>> data = pd.DataFrame({"value": [60, 20]}, index=["甲县", "乙县"])
    >>> marks = mark_rows(data, {"row": data.index}, y=(range(2), range(1, 3)))
    >>> marks[["at", "of", "value", "row", "y1"]].to_numpy().tolist()
    [[1, 2, 60.0, '甲县', 1], [2, 2, 20.0, '乙县', 2]]
    """
    place: dict[str, Any] = dict(zip(PLACE, [ax, *x, *y], strict=True))
    place = {side: given if np.isscalar(given) else np.asarray(given) for side, given in place.items()}
    rows = pd.DataFrame({"at": range(1, len(data) + 1), **place, **{key: list(keys[key]) for key in keys}})
    columns = [name for name in values if name in data]
    cells = [
        rows.assign(of=list(data.columns).index(name) + _first_column(data), value=data[name].astype("float64").array)
        for name in columns
    ]
    marks = pd.concat(cells).dropna(subset="value").sort_values(["at", "of"], ignore_index=True)
    return marks[[*CELL, *PLACE, *keys]]


def _first_column(data: pd.DataFrame) -> int:
    """The number, in the CSV, of the first column: an index that is not a plain range is written before it."""
    return 1 if isinstance(data.index, pd.RangeIndex) else data.index.nlevels + 1


def list_marks(marks: pd.DataFrame, reports: pd.DataFrame, labels: Labels | None, paged: pd.Index) -> pd.DataFrame:
    """Marks with what they are called, `zh` and `en`, and `searched`: the reports that they are about.

    These are the reports that a key names (by name, with its year or without, group or unit), those of them that are
    `paged`, as a JSON list ([]: none is); blank stands for all that are.

    >>> reports = pd.DataFrame({"name": ["甲县 2021", "乙县 2021"]}, index=["a", "b"])
    >>> marks = mark_rows(pd.DataFrame({"value": [3]}), {"panel": ["甲县 2021"], "row": ["measures"]})
    >>> list_marks(marks, reports, None, reports.index)[["zh", "en", "searched"]].iloc[0].to_list()
    ['甲县 2021 · 举措', '甲县 2021 · measures', '["a"]']
    """
    keys = _keys(marks)
    sets: dict[str, set[str]] = {}
    for column in ("name", "group", "unit"):
        for report, value in reports.get(column, pd.Series(dtype="object")).astype("object").items():
            whole = str(value)
            without_year = whole.rpartition(" ")[0] or whole if column == "name" else whole
            for name in {whole, without_year}:
                sets.setdefault(name, set()).add(str(report))

    order = {report: at for at, report in enumerate(map(str, paged))}

    def search(values: Iterable[object]) -> str:
        found = [sets[str(value)] for value in values if str(value) in sets]
        both = set.intersection(*found) if found else set()
        return json.dumps(sorted(both & order.keys(), key=order.__getitem__), ensure_ascii=False) if both else ""

    rows = marks[keys].to_numpy().tolist()
    told = {at: [" · ".join(label(key, at, labels) for key in row) for row in rows] for at in LANGUAGES}
    if SAID in marks:
        told = dict.fromkeys(LANGUAGES, marks[SAID].to_list())
    return marks[CELL].assign(**told, searched=[search(row) for row in rows])


def find_behind(name: str, marks: pd.DataFrame, behind: pd.DataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    """What stands behind each mark: at, of, report_id, start, end, note; each piece once, report by report.

    `behind` has the marks' keys and report_id, start, end (offsets into `reports.text`) of a piece, or, where a mark
    rests on no report of the corpus, a `note` of what it rests on. FigureError if it lacks a column.

    >>> marks = mark_cells(pd.DataFrame({"执法": [1.0]}, index=["甲县"]))
    >>> behind = pd.DataFrame({"row": "甲县", "column": "执法", "report_id": "a", "start": [7], "end": [9]})
    >>> find_behind("04-x", marks, behind, pd.DataFrame(index=["a"])).to_numpy().tolist()
    [[1, 2, 'a', 7, 9, '']]
    """
    keys = _keys(marks)
    wanted = [*keys, *(PIECE[:3] if "note" not in behind else [])]
    if lacking := [column for column in wanted if column not in behind]:
        raise FigureError(f"figure {name}: what stands behind its marks has no column {', '.join(lacking)}")
    pieces = behind.reindex(columns=[*keys, *PIECE])
    for key in keys:  # most words of a corpus are in no figure: what follows is slow
        pieces = pieces[pieces[key].isin(marks[key].unique())]
    both = [table.assign(**{key: table[key].astype("object").map(str) for key in keys}) for table in (marks, pieces)]
    found = both[0][["at", "of", *keys]].merge(both[1], on=keys)[["at", "of", *PIECE]].drop_duplicates()
    found = found.astype({"start": "Int64", "end": "Int64", "note": "object"}).fillna({"note": ""})
    place = found["report_id"].map(pd.Series(range(len(reports)), index=reports.index.map(str)))
    found = found.assign(place=place).sort_values(["at", "of", "place"], kind="stable", ignore_index=True)
    return found.drop(columns="place")


def _keys(marks: pd.DataFrame) -> list[str]:
    return [str(column) for column in marks if column not in [*CELL, *PLACE, SAID]]


def locate_marks(fig: Figure, marks: pd.DataFrame) -> pd.DataFrame:
    """Where marks stand in the picture of a laid out figure: left, top, right, bottom, in parts of it.

    NA for what is not drawn, such as rows for which there is no room.
    """
    across = [_reach(fig, ax) for ax in fig.axes]
    edges = [_edges(fig, across, place) for place in marks[PLACE].itertuples(index=False)]
    return pd.DataFrame(edges, index=marks.index, columns=EDGES).round(DECIMALS)


def _reach(fig: Figure, ax: Axes) -> BboxBase:
    """How far the rows of axes reach, with labels and notes: over the whole figure where they are the figure's rows."""
    if len(ax.get_shared_y_axes().get_siblings(ax)) == len(fig.axes):
        return fig.bbox
    return ax.get_tightbbox() or ax.bbox


def _edges(fig: Figure, across: Sequence[BboxBase], place: Any) -> tuple[float | None, ...]:
    nowhere = (None, None, None, None)
    if place.ax >= len(fig.axes):
        return nowhere
    ax: Axes = fig.axes[int(place.ax)]
    whole = pd.isna(place.x0)
    x = (sum(ax.get_xlim()) / 2,) * 2 if whole else (place.x0, place.x1)
    corners = ax.transData.transform([(x[0], place.y0), (x[1], place.y1)])
    (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
    if not ax.bbox.padded(1).contains((x0 + x1) / 2, (y0 + y1) / 2):
        return nowhere
    if whole:
        x0, x1 = across[int(place.ax)].x0, across[int(place.ax)].x1
    least = 2 * DOT_MM / MM * fig.dpi  # a dot has no extent
    wide, high = max(0, least - (x1 - x0)) / 2, max(0, least - (y1 - y0)) / 2
    left, right = (x0 - wide) / fig.bbox.width, (x1 + wide) / fig.bbox.width
    top, bottom = 1 - (y1 + high) / fig.bbox.height, 1 - (y0 - high) / fig.bbox.height
    return tuple(float(np.clip(side, 0, 1)) for side in (left, top, right, bottom))
