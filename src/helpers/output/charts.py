"""The kinds of chart that recur: each a function of a tidy frame, for few rows and for many, in two languages.

A function gives a `Chart`: nothing is drawn before it is saved or shown, so the same call serves both languages. What
does not fit on a page is not drawn, is counted in `left_out`, and stands in the data. Names in the data are labelled
by `labels` (name → Chinese, English), else by words.csv, else as they are.
"""

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import blended_transform_factory

from helpers.output.chart import WIDE, Chart, Room, Say, recorded
from helpers.output.labels import (
    Labels,
    Language,
    label,
    number,
    say,
    shorten,
    shorten_name,
    width,
    word_width,
    wrap,
    wrap_name,
)
from helpers.output.marks import mark_cells, mark_rows
from helpers.output.style import COLOURS, FILLS, MM, POINTS

__all__ = ["FEW", "MOST_MM", "bars", "dots", "heat", "lines", "panels", "spread", "strips", "two_sided"]

FEW = 12  # rows that are shown one by one; dots that are told apart
MOST_MM = 235  # height of a figure
LINE_MM, GAP_MM = 3.5, 1.6  # a line of text, what stands between two rows
HEAD_MM = 11  # axis and its label
TURNED_EM, MOST_TURNED_EM = 10, 24  # full-width characters of a head that is turned upwards, at least and at most
HEAD_LINES = 8  # of a head that is not
EM_MM = 8 / POINTS * MM  # a full-width character
TITLE_EM = 20  # full-width characters over a panel
NAME_LINES, TITLE_LINES = 4, 2  # of a long name: beside a row and at an end of an axis, over a panel
LEAST_EM = 5  # of what is said of the furthest dot beside a title
PANEL_EM = 17  # of a row's label in a panel
MARGIN_MM = 5  # of a panel's width that is neither label nor axis
LATIN = 0.92  # of what `width` counts for a label with English: its letters are narrower on average
DIGITS = 0.84  # the same for numbers with their signs and brackets
NOTE_MORE_EM = 6  # of a note that is a line by itself
MARK_EM = 0.8  # full-width characters from a dot to what is said of it
NOTE_ROOM = 1.45  # of the largest value, at least: the axis goes on for what is said of the dots
GREY, PALE = "#7F7F7F", "#D0D0D0"
SEPARATOR = {"zh": "；", "en": "; "}
DARK = 0.6  # of the darkest cell: what is darker has white numbers


@recorded
def heat(table: pd.DataFrame, *, unit: str, counts: pd.DataFrame | None = None, labels: Labels | None = None) -> Chart:
    """Numbers of few rows by columns, darker the higher, each printed; – is none, NA not known, blank a row by itself.

    `table` has a row a group and a column a category. `counts` has the same rows with columns issuers and reports, said
    under the label of a row. With more than 12 rows it is `spread` instead: a row a category, a dot a row of `table`.

    >>> heat(pd.DataFrame({"执法": [40, 10], "决策": [0, 5]}, index=["甲县", "乙县"]), unit="share").alt("en")
    'Heat map, 2 rows by 2 columns (Share (%)). Highest: 甲县, 执法, 40.'
    """
    if len(table) > FEW:
        long = table.rename_axis("name").reset_index().melt("name", var_name="row")
        order = pd.CategoricalIndex(long["row"], table.columns)
        chart = spread(long.iloc[order.argsort(kind="stable")], unit=unit, labels=labels)
        return _rename_keys(chart, {"row": "column", "name": "row"})
    values = table.to_numpy(dtype="float64")
    data = table if counts is None else table.join(counts)

    def fit(language: Language, room: Room) -> tuple[pd.DataFrame, list[str], list[str], bool]:
        """What is drawn: the cells, the labels of rows, those of columns, and whether these are turned upwards."""
        laid = _turn(table, room)
        most = room.label_em if room is WIDE else _row_em(room, language)
        ticks = [_with_n(row, counts, language, labels, most) for row in laid.index]
        space = room if language == "zh" else room._replace(label_em=ceil(max(map(width, ticks), default=0)))
        laid = laid.iloc[:, : _fit_columns(space)]
        heads, turned = _heads([_with_numbers(name, counts, language, labels, room.mm) for name in laid], space)
        while len(ticks) > 1 and _rows_mm(ticks) + _head_mm(heads, turned) + GAP_MM > MOST_MM:
            ticks.pop()
        return laid.head(len(ticks)), ticks, heads, turned

    def draw(language: Language, room: Room = WIDE) -> Figure:
        laid, ticks, heads, turned = fit(language, room)
        shown = list(laid.columns)
        figure, ax = _make(_rows_mm(ticks) + _head_mm(heads, turned) + GAP_MM, room)
        grid = laid.to_numpy(dtype="float64")
        ax.pcolormesh(
            np.ma.masked_invalid(grid),
            cmap="Greys",
            edgecolors="white",
            linewidth=0.5,
            vmin=np.nanmin(grid, initial=0),
            vmax=np.nanmax(grid, initial=1e-9),
        )
        for (y, x), value in np.ndenumerate(grid):
            dark = value > DARK * np.nanmax(grid, initial=0)
            itself = np.isnan(value) and laid.index[y] == shown[x]
            ax.text(
                x + 0.5,
                y + 0.5,
                "" if itself else "–" if value == 0 else number(value),
                ha="center",
                va="center",
                color="white" if dark else "black",
            )
        ax.set_xticks(np.arange(len(shown)) + 0.5, heads, va="bottom", rotation=90 if turned else 0, ma="left")
        ax.set_yticks(np.arange(len(laid)) + 0.5, ticks)
        ax.tick_params(length=0, top=False, labeltop=True, bottom=False, labelbottom=False)
        ax.spines[:].set_visible(False)
        ax.invert_yaxis()
        return figure

    def alt(language: Language) -> str:
        y, x = divmod(int(np.nan_to_num(values, nan=-np.inf).argmax()), values.shape[1])
        named = {"row": label(table.index[y], language, labels), "column": label(table.columns[x], language, labels)}
        sizes = {"rows": len(table), "columns": len(table.columns), "value": number(values[y, x])}
        return say("alt_heat", language, unit=label(unit, language, labels), **named, **sizes)

    def left_out(language: Language, room: Room = WIDE) -> str:
        drawn, every = fit(language, room)[0].shape, _turn(table, room).shape
        at = int(drawn[0] == every[0])  # rows, else columns
        return _cut(drawn[at], every[at])(language)

    return Chart(draw, data, alt, left_out, marks=mark_cells(table))


@recorded
def spread(
    data: pd.DataFrame,
    *,
    unit: str,
    dot: str = "dot_report",
    marks: pd.Series | None = None,
    ends: Sequence[float] | None = None,
    labels: Labels | None = None,
) -> Chart:
    """Dots with their range, a row a category: who lies where, and who furthest.

    `data` has columns row, name, value (a dot each, NA not drawn); rows stand in the order of their first line. Up to
    12 dots a row are open circles on the line from the lowest to the highest; more are small, with the middle half as
    a box. A blue bar is `marks` (by row), such as a mean. At the right the furthest dot's name and value. `dot` is
    the key of what a dot is. `ends` are the ends of the axis where they are given by nature (0 and 1).

    >>> data = pd.DataFrame({"row": "执法", "name": ["甲县", "乙县"], "value": [4, 9]})
    >>> spread(data, unit="share").alt("en").partition(". ")[2]
    'Furthest apart: 执法, 4 to 9, highest in 乙县.'
    """
    rows = list(dict.fromkeys(data["row"]))
    known = data.dropna(subset="value").astype({"value": "float64"}).reset_index(drop=True)

    def draw(language: Language, room: Room = WIDE) -> Figure:
        ticks = _fit_rows(rows, language, labels, _row_em(room, language))
        shown = rows[: len(ticks)]
        figure, ax = _make(HEAD_MM + _rows_mm(ticks), room)
        notes = []
        for y, row in enumerate(shown):
            part = known[known["row"] == row].sort_values("value", kind="stable")
            _draw_dots(ax, y, part["value"].to_numpy())
            if marks is not None and pd.notna(marks.get(row)):
                ax.plot([marks[row]], [y], "|", ms=11, mec=COLOURS[1], mew=1.5)
            last = part.iloc[-1] if len(part) else None
            named = "" if last is None else label(last["name"], language, labels)
            value = "" if last is None else number(last["value"]) + " "
            notes.append(value + shorten_name(named, room.note_em + NOTE_MORE_EM - width(value)))
        _note(ax, notes, room)
        _set_rows(ax, ticks)
        ax.set_xlabel(label(unit, language, labels))
        if len(known) and known["value"].min() < 0 < known["value"].max():
            ax.axvline(0, color="black", linewidth=0.5)
        if ends is not None:
            pad = 0.02 * (ends[1] - ends[0])
            ax.set_xlim(ends[0] - pad, ends[1] + pad)
        elif len(known) and known["value"].min() >= 0:
            ax.set_xlim(left=-0.02 * max(known["value"].max(), 1e-9))
        return figure

    def alt(language: Language) -> str:
        if known.empty:
            return label(unit, language, labels)
        by_row = {row: known.loc[known["row"] == row, "value"] for row in rows}
        far = max(rows, key=lambda row: by_row[row].max() - by_row[row].min() if len(by_row[row]) else -1)
        low, high = number(by_row[far].min()), number(by_row[far].max())
        name = known["name"].to_list()[int(by_row[far].idxmax())]
        sizes = {"rows": len(rows), "dots": len(known), "low": low, "high": high}
        named = {"row": label(far, language, labels), "name": label(name, language, labels)}
        return say("alt_spread", language, dot=say(dot, language), unit=label(unit, language, labels), **sizes, **named)

    dots = mark_rows(data, {key: data[key] for key in ("row", "name")}, **_at(data["value"], _number(data["row"])))
    return Chart(draw, data, alt, _cut_rows(rows, labels), marks=dots)


@recorded
def dots(
    data: pd.DataFrame,
    *,
    unit: str,
    dot: str = "dot_issuer",
    counts: pd.DataFrame | None = None,
    labels: Labels | None = None,
) -> Chart:
    """Groups compared in several things: a panel a thing, a row a group, a dot an issuer, a blue bar the group's mean.

    `data` has columns panel, row, name, value (a dot each, NA not drawn), panels and rows in the order of their first
    line. `counts` has a row a group with columns issuers and reports, said beside its label. Over a panel, at the
    right, the furthest dot's value and name. Where no row has two dots, and with more than 12 rows, it is `heat` of
    the means instead.

    >>> data = pd.DataFrame({"panel": "执法", "row": list("县县市"), "name": list("甲乙丙"), "value": [4, 8, 9]})
    >>> dots(data, unit="share").alt("en").partition(". ")[2]
    'Means furthest apart: 执法, 县 6, 市 9.'
    """
    names, rows = (list(dict.fromkeys(data[column])) for column in ("panel", "row"))
    known = data.dropna(subset="value").astype({"value": "float64"}).reset_index(drop=True)
    means = known.pivot_table(index="row", columns="panel", values="value", observed=True).reindex(rows, columns=names)
    if len(rows) > FEW or not known.groupby(["panel", "row"], observed=True).size().max() > 1:  # nothing known: NA
        chart = heat(means.rename_axis(index=None, columns=None), unit=unit, counts=counts, labels=labels)
        return _rename_keys(chart, {"column": "panel"})
    deep_mm = 2 * LINE_MM + GAP_MM + len(rows) * (LINE_MM + GAP_MM / 2)
    fitting = max(1, int((MOST_MM - HEAD_MM) / deep_mm))  # below each other

    def draw(language: Language, room: Room = WIDE) -> Figure:
        shown = names[: fitting * room.beside]
        deep = ceil(len(shown) / room.beside)
        most = _row_em(room, language) * 7 // 9
        ticks = [_with_numbers(row, counts, language, labels, most) for row in rows]
        title_em = min(TITLE_EM, room.mm / EM_MM / room.beside - max(map(width, ticks)) / room.beside - 1)
        figure = _figure(HEAD_MM + deep * deep_mm, room)
        grid = figure.subplots(deep, room.beside, squeeze=False, sharex=True, sharey=True)
        for ax, name in zip(grid.flat, shown, strict=False):
            part = known[known["panel"].eq(name)]
            for y, row in enumerate(rows):
                _draw_dots(ax, y, part.loc[part["row"].eq(row), "value"].sort_values().to_numpy())
                if pd.notna(means.loc[row, name]):
                    ax.plot([means.loc[row, name]], [y], "|", ms=9, mec=COLOURS[1], mew=1.5)
            head = shorten_name(label(name, language, labels), title_em)
            ax.set_title(head, loc="left")
            far = part.nlargest(1, "value")
            said = "".join(
                f"{number(v)} {label(n, language, labels)}" for v, n in zip(far["value"], far["name"], strict=True)
            )
            rest = title_em - width(head)
            ax.set_title(shorten(said, rest) if rest >= LEAST_EM else "", loc="right", color=GREY)
        _set_rows(grid[0, 0], ticks)
        _close_grid(grid, len(shown))
        for ax in figure.axes:  # not those of the grid that hold nothing
            ax.tick_params(axis="y", length=0)
        figure.supxlabel(label(unit, language, labels))
        return figure

    def alt(language: Language) -> str:
        far = (means.max() - means.min()).idxmax()
        value = means[far]
        low, high = value.idxmin(), value.idxmax()
        named = {key: label(value, language, labels) for key, value in {"panel": far, "low": low, "high": high}.items()}
        sizes = {"panels": len(names), "rows": len(rows), "dots": len(known), "dot": say(dot, language)}
        ends = {"least": number(value.min()), "most": number(value.max())}
        return say("alt_dots", language, unit=label(unit, language, labels), **named, **sizes, **ends)

    def left_out(language: Language, room: Room = WIDE) -> str:
        return _cut(min(fitting * room.beside, len(names)), len(names))(language)

    places = _at(data["value"], _number(data["row"]))
    keys = {key: data[key] for key in ("panel", "row", "name")}
    return Chart(draw, data, alt, left_out, marks=mark_rows(data, keys, ax=_number(data["panel"]), **places))


@recorded
def two_sided(table: pd.DataFrame, *, unit: str, left: str, right: str, labels: Labels | None = None) -> Chart:
    """Bars to both sides of zero: what belongs to `right` and what to `left`.

    `table` has a row a bar, in order from the top, with a column value, and optionally low and high (an interval,
    drawn as a line) and note (said at the right).

    >>> table = pd.DataFrame({"value": [12.5, -3]}, index=["审批", "执法"])
    >>> two_sided(table, unit="z", left="其余", right="审批局").alt("en").partition(". ")[2]
    'Furthest to the right (审批局): 审批, 12.5; to the left (其余): 执法, −3.'
    """

    def draw(language: Language, room: Room = WIDE) -> Figure:
        most = _row_em(room, language)
        ticks = _fit_rows(table.index, language, labels, most)
        shown = table.head(len(ticks))
        taken = max([room.label_em, *map(width, ticks)])
        notes = [shorten(str(note), room.note_em + NOTE_MORE_EM) for note in shown.get("note", [""] * len(shown))]
        noted = max([room.note_em + 4, *map(width, notes)])
        half = (room.mm / EM_MM - taken - noted) / 2 - 1  # full-width characters over each side
        named = f"← {label(left, language, labels)}", f"{label(right, language, labels)} →"
        sides = [wrap_name(text, max(half, word_width(text)), NAME_LINES) for text in named]
        head = LINE_MM * max(side.count("\n") + 1 for side in sides)
        figure, ax = _make(HEAD_MM + head + _rows_mm(ticks), room)
        y = np.arange(len(shown))
        colours = np.where(shown["value"] >= 0, COLOURS[1], "white")
        ax.barh(y, shown["value"], height=0.6, color=colours)
        if {"low", "high"} <= set(shown):
            ax.hlines(y, shown["low"], shown["high"], color="black", linewidth=1)
        ax.axvline(0, color="black", linewidth=0.8)
        _note(ax, notes, room)
        _set_rows(ax, ticks)
        ax.set_xlabel(label(unit, language, labels))
        ax.set_title(sides[0], loc="left")
        ax.set_title(sides[1], loc="right")
        return figure

    def alt(language: Language) -> str:
        value = table["value"].head(len(_fit_rows(table.index, language, labels, _row_em(WIDE, language))))
        if value.empty:
            return label(unit, language, labels)
        sides = {"left": label(left, language, labels), "right": label(right, language, labels)}
        furthest = {"most": label(value.idxmax(), language, labels), "least": label(value.idxmin(), language, labels)}
        sizes = {"rows": len(table), "high": number(value.max()), "low": number(value.min())}
        return say("alt_two_sided", language, unit=label(unit, language, labels), **sides, **furthest, **sizes)

    values = ("value", "low", "high")
    return Chart(draw, table, alt, _cut_rows(table.index, labels), marks=_mark_bands(table, values))


@recorded
def panels(data: pd.DataFrame, *, unit: str, labels: Labels | None = None) -> Chart:
    """Small multiples of ranked rows, two beside each other: what leads in each group.

    `data` has columns panel, row, value, note (said beside the dot), sorted as they shall stand. All panels have one
    scale. On a page as many rows a panel as there is room for.

    >>> data = pd.DataFrame({"panel": ["甲县", "乙县"], "row": ["审批", "执法"], "value": [3, 2], "note": ""})
    >>> panels(data, unit="rate").alt("zh")
    '2 组点图（每万字次数）。各组首位：甲县 审批；乙县 执法。'
    """
    names = list(dict.fromkeys(data["panel"]))
    ranks = data.groupby("panel", sort=False).cumcount()

    def measure(language: Language, room: Room) -> tuple[dict[object, str], float]:
        """The labels of rows, and the full-width characters that go into the width of an axis."""
        ticks = {row: shorten(label(row, language, labels), PANEL_EM) for row in dict.fromkeys(data["row"])}
        taken = max(map(width, ticks.values()), default=0) * (1 if language == "zh" else LATIN)
        return ticks, (room.mm / room.beside - MARGIN_MM) / EM_MM - taken

    def fit(language: Language, room: Room) -> tuple[list[str], float, int, pd.DataFrame]:
        """Titles, height of a panel without its rows, panels below each other, the rows for which there is room."""
        _, axis_em = measure(language, room)
        titles = [wrap_name(label(name, language, labels), min(TITLE_EM, axis_em), TITLE_LINES) for name in names]
        head = (1 + max((title.count("\n") + 1 for title in titles), default=1)) * LINE_MM + GAP_MM
        deep = max(1, ceil(len(names) / room.beside))
        most = int((MOST_MM - HEAD_MM - deep * head) / (deep * (LINE_MM + GAP_MM / 2)))
        return titles, head, deep, data[ranks < max(most, 1)]

    def draw(language: Language, room: Room = WIDE) -> Figure:
        ticks, axis_em = measure(language, room)
        titles, head, deep, shown = fit(language, room)
        most = shown.groupby("panel", sort=False).size().max() if len(shown) else 1
        floor = min(0.0, shown["value"].min()) if len(shown) else 0.0
        height = HEAD_MM + deep * (head + most * (LINE_MM + GAP_MM / 2))
        figure = _figure(height, room)
        grid = figure.subplots(deep, room.beside, squeeze=False, sharex=True)
        for ax, name, title in zip(grid.flat, names, titles, strict=False):
            part = shown[shown["panel"] == name]
            ax.hlines(range(len(part)), floor, part["value"], color=PALE, linewidth=0.8)
            ax.plot(part["value"], range(len(part)), "o", color=COLOURS[0], ls="")
            for y, (value, note) in enumerate(part[["value", "note"]].itertuples(index=False)):
                ax.annotate(str(note), (value, y), (5, 0), textcoords="offset points", va="center")
            ax.set_yticks(range(len(part)), [ticks[row] for row in part["row"]])
            ax.set_ylim(most - 0.5, -0.5)
            ax.set_title(title, loc="left")
            ax.tick_params(axis="y", length=0)
        _close_grid(grid, len(names))
        top = shown["value"].max() if len(shown) else 1
        said_em = MARK_EM + DIGITS * max(map(width, shown["note"].astype("str")), default=0)
        ahead = max(NOTE_ROOM, axis_em / max(axis_em - said_em, 1))
        grid[0, 0].set_xlim(floor, floor + (top - floor) * ahead or 1)
        figure.supxlabel(label(unit, language, labels))
        return figure

    def alt(language: Language) -> str:
        firsts = data.drop_duplicates("panel")
        said = [
            f"{label(p, language, labels)} {label(r, language, labels)}"
            for p, r in zip(firsts["panel"], firsts["row"], strict=True)
        ]
        return say(
            "alt_panels",
            language,
            panels=len(names),
            unit=label(unit, language, labels),
            firsts=SEPARATOR[language].join(said),
        )

    def left_out(language: Language, room: Room = WIDE) -> str:
        return _cut(len(fit(language, room)[-1]), len(data))(language)

    keys = {key: data[key] for key in ("panel", "row")}
    rows = mark_rows(data, keys, ax=_number(data["panel"]), y=(ranks - 0.5, ranks + 0.5))
    return Chart(draw, data, alt, left_out, marks=rows)


@recorded
def lines(data: pd.DataFrame, *, unit: str, labels: Labels | None = None, zero: bool = False) -> Chart:
    """Values over years, a line each; no line over a year without a value.

    `data` has columns line, year, value, note (said above the point; "" for none) and thin (true: context, drawn thin
    and grey). Up to three lines are told apart by colour, mark and a label at their end; more are panels. With a column
    panel each panel is one of its values, and has the lines that it has.

    >>> data = pd.DataFrame({"line": "执法", "year": [2020, 2021], "value": [4, 6], "note": "", "thin": False})
    >>> lines(data, unit="share").alt("en")
    'Lines, 2020 to 2021 (Share (%)). 执法: 4 to 6.'
    """
    together = "panel" not in data and data.loc[~data["thin"].astype(bool), "line"].nunique() <= len(COLOURS)
    given, data = data, data if "panel" in data else data.assign(panel="" if together else data["line"])
    groups = list(dict.fromkeys(data["panel"]))
    years = sorted(data["year"].unique())

    def draw(language: Language, room: Room = WIDE) -> Figure:
        beside = 1 if together else room.beside
        deep = ceil(len(groups) / beside)
        figure = _figure(60 if together else HEAD_MM + 36 * deep, room)
        grid = figure.subplots(deep, beside, squeeze=False, sharex=True, sharey=True)
        for ax, group in zip(grid.flat, groups, strict=False):
            part = data[data["panel"] == group]
            for at, name in enumerate(dict.fromkeys(part["line"])):
                _draw_line(ax, part[part["line"] == name], COLOURS[at % len(COLOURS)], "os^"[at % 3], years)
            _name_lines(ax, part, language, labels, ends=room.note_em if together else 0)
            ax.set_xticks(years)
            ax.xaxis.set_major_locator(MaxNLocator(8, integer=True))
            ax.margins(y=0.15)
            if zero:
                ax.axhline(0, color="black", linewidth=0.5)
        _close_grid(grid, len(groups))
        figure.supylabel(label(unit, language, labels))
        return figure

    def alt(language: Language) -> str:
        said = []
        shown = data if together else data[~data["thin"].astype(bool)]  # many panels: their main lines only
        for (panel, name), part in shown.groupby(["panel", "line"], sort=False):
            values = part.sort_values("year")["value"].dropna()
            if len(values):
                ends = {"low": number(values.iloc[0]), "high": number(values.iloc[-1])}
                named = " ".join(label(key, language, labels) for key in dict.fromkeys([panel, name]) if key)
                said.append(say("alt_line_end", language, line=named, **ends))
        span = {"first": years[0], "last": years[-1]} if years else {"first": "", "last": ""}
        return say(
            "alt_lines",
            language,
            unit=label(unit, language, labels),
            ends={"zh": "", "en": " "}[language].join(said),
            **span,
        )

    keys = {key: given[key] for key in ("panel", "line", "year") if key in given}
    points = mark_rows(given, keys, ax=_number(data["panel"]), **_at(data["year"], data["value"]))
    return Chart(draw, given, alt, _all_shown, marks=points)


@recorded
def bars(table: pd.DataFrame, *, unit: str, most: float | None = None, labels: Labels | None = None) -> Chart:
    """Horizontal bars, a row each in order from the top: columns value and, optionally, note (said at the right).

    With a column mark a black line stands across each bar: what its value is to be measured by, such as a baseline.
    `most` is the end of the axis where it is given by nature (100%).

    >>> bars(pd.DataFrame({"value": [60, 20]}, index=["甲县", "乙县"]), unit="share", most=100).alt("en")
    'Bar chart, 2 rows (Share (%)). Highest: 甲县, 60; lowest: 乙县, 20.'
    """

    def draw(language: Language, room: Room = WIDE) -> Figure:
        line = room.label_em * 4 // 3  # what a row is called is all there is to read
        ticks = _fit_rows(table.index, language, labels, line)
        shown = table.head(len(ticks))
        figure, ax = _make(HEAD_MM + _rows_mm(ticks), room)
        ax.barh(range(len(shown)), shown["value"].fillna(0), height=0.6, color=COLOURS[1])
        if "mark" in shown:
            y = np.arange(len(shown))
            ax.vlines(shown["mark"], y - 0.4, y + 0.4, color="white", linewidth=3.5)
            ax.vlines(shown["mark"], y - 0.4, y + 0.4, color="black", linewidth=1.5)
        _note(ax, [str(note) for note in shown.get("note", shown["value"].map(number))], room)
        _set_rows(ax, ticks)
        ax.set_xlabel(label(unit, language, labels))
        ax.set_xlim(0, most or max(0, shown["value"].max()) * 1.02 or 1)  # 0 first: NA is no maximum
        if (shown["value"].dropna() % 1 == 0).all():
            ax.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        return figure

    def alt(language: Language) -> str:
        value = table["value"].dropna()
        if value.empty:
            return label(unit, language, labels)
        named = {"row": label(value.idxmax(), language, labels), "last": label(value.idxmin(), language, labels)}
        sizes = {"rows": len(table), "value": number(value.max()), "low": number(value.min())}
        return say("alt_bars", language, unit=label(unit, language, labels), **named, **sizes)

    def left_out(language: Language, room: Room = WIDE) -> str:
        return _cut(len(_fit_rows(table.index, language, labels, room.label_em * 4 // 3)), len(table))(language)

    return Chart(draw, table, alt, left_out, marks=_mark_bands(table, ("value", "mark")))


@recorded
def strips(data: pd.DataFrame, *, unit: str, sizes: pd.Series, labels: Labels | None = None) -> Chart:
    """What a report is made of, in reading order: a strip a report, cut into its parts.

    `data` has columns name, part, value (percent), a line a run of one part, in reading order; `sizes` says what
    stands at the right, by name. With more than 12 reports it is `spread` instead: a row a part, a dot a report.

    >>> data = pd.DataFrame({"name": "甲县", "part": ["measures", "plan"], "value": [70, 30]})
    >>> strips(data, unit="share", sizes=pd.Series({"甲县": 5000})).alt("zh")
    '横条图，1 份报告按行文顺序分段（占比（%））。平均最长的部分为举措，70%。'
    """
    names, parts = list(dict.fromkeys(data["name"])), list(dict.fromkeys(data["part"]))
    whole = data.groupby(["name", "part"], sort=False)["value"].sum()
    if len(names) > FEW:
        long = whole.rename("value").reset_index().rename(columns={"part": "row"})
        known = [part for part in FILLED if part in parts] + [part for part in parts if part not in FILLED]
        order = pd.CategoricalIndex(long["row"], known)
        chart = spread(long.iloc[order.argsort(kind="stable")], unit=unit, labels=labels)
        return _rename_keys(chart, {"row": "part"})

    def draw(language: Language, room: Room = WIDE) -> Figure:
        most = _row_em(room, language) * 7 // 9
        ticks = [wrap_name(label(name, language, labels), most, NAME_LINES) for name in names]
        beside = len(parts) if room is WIDE else 3  # keys
        head = HEAD_MM + (1 + ceil(len(parts) / beside)) * LINE_MM
        figure, ax = _make(head + max(_rows_mm(ticks), len(ticks) * (2 * LINE_MM + GAP_MM)), room)
        for y, name in enumerate(names):
            end = 0.0
            for part, value in data.loc[data["name"] == name, ["part", "value"]].itertuples(index=False):
                ax.barh(y, value, left=end, height=0.55, **FILLS[_fill(part)])
                end += value
        _note(ax, [number(sizes[name]) for name in names], room)
        _set_rows(ax, ticks)
        ax.set_xlim(0, 100)
        ax.set_xlabel(label(unit, language, labels))
        keys = [
            ax.barh([0], [0], label=label(part, language, labels), **FILLS[_fill(part)]) for part in _in_order(parts)
        ]
        figure.legend(handles=keys, loc="outside upper center", ncols=beside)
        return figure

    def alt(language: Language) -> str:
        mean = whole.unstack(fill_value=0).mean()
        named = {"part": label(mean.idxmax(), language, labels), "value": number(mean.max())}
        return say("alt_strips", language, rows=len(names), unit=label(unit, language, labels), **named)

    ends, y = data.groupby("name", sort=False)["value"].cumsum(), np.array(_number(data["name"]))
    keys = {key: data[key] for key in ("name", "part", "run") if key in data}
    pieces = mark_rows(data, keys, x=(ends - data["value"], ends), y=(y - 0.3, y + 0.3))
    return Chart(draw, data, alt, _all_shown, marks=pieces)


FILLED = {"front": 9, "measures": 2, "leadership": 3, "shortcomings": 4, "plan": 7, "back": 0}  # parts of a report


def _fill(part: object) -> int:
    return FILLED.get(str(part), len(FILLS) - 1)


def _in_order(parts: Iterable[object]) -> list[object]:
    return sorted(parts, key=lambda part: list(FILLED).index(str(part)) if str(part) in FILLED else len(FILLED))


def _number(names: pd.Series) -> list[int]:
    """The place of each value among the different ones, in the order of their first line."""
    return [int(place) for place in pd.factorize(names)[0]]


def _at(x: Iterable[object], y: Iterable[object]) -> dict[str, Any]:
    """The places of dots."""
    x, y = list(x), list(y)
    return {"x": (x, x), "y": (y, y)}


def _mark_bands(table: pd.DataFrame, values: Sequence[str]) -> pd.DataFrame:
    """The marks of rows that are labelled at the left: each leads from its label to its note."""
    y = np.arange(len(table))
    return mark_rows(table, {"row": table.index}, values=values, y=(y - 0.5, y + 0.5))


def _rename_keys(chart: Chart, names: dict[str, str]) -> Chart:
    """A chart that stands for one of another kind, its marks under the keys of that kind."""
    assert chart.marks is not None
    return chart._replace(marks=chart.marks.rename(columns=names))


def _row_em(room: Room, language: Language) -> int:
    """Full-width characters in a line of a row's label: English takes more of them than Chinese."""
    return room.label_em if language == "zh" else room.label_em * 3 // 2


def _figure(height: float, room: Room) -> Figure:
    """An empty figure of the room's width; in no registry, so that a notebook shows it once."""
    return Figure(figsize=(room.mm / MM, min(height, MOST_MM) / MM), layout="constrained")


def _make(height: float, room: Room) -> tuple[Figure, Axes]:
    figure = _figure(height, room)
    return figure, figure.subplots()


def _rows_mm(ticks: Sequence[str]) -> float:
    """The height of rows that are all as high as the highest label."""
    return len(ticks) * (LINE_MM * max((tick.count("\n") + 1 for tick in ticks), default=1) + GAP_MM)


def _fit_rows(rows: Iterable[object], language: Language, labels: Labels | None, most: float) -> list[str]:
    """The labels of as many of the rows as fit on a page, in lines of at most `most` full-width characters."""
    ticks = [wrap_name(label(row, language, labels), most, NAME_LINES) for row in rows]
    while len(ticks) > 1 and HEAD_MM + LINE_MM + _rows_mm(ticks) > MOST_MM:
        ticks.pop()
    return ticks


def _fit_columns(room: Room) -> int:
    """The columns for which there is room: a number needs two full-width characters."""
    return int((room.mm - room.label_em * EM_MM) / (2.2 * EM_MM))


def _heads(names: Sequence[str], room: Room) -> tuple[list[str], bool]:
    """What stands over columns, and whether it is turned upwards: no narrow word is broken."""
    column_mm = (room.mm - room.label_em * EM_MM) / max(len(names), 1)
    most = max(1.1, column_mm / EM_MM - 0.4)  # full-width characters over a column
    if all(word_width(name) <= most and wrap(name, most).count("\n") < HEAD_LINES for name in names):
        return [wrap(name, most) for name in names], False
    most, beside = float(TURNED_EM), max(1, int(column_mm // LINE_MM))  # lines over a column
    while most < MOST_TURNED_EM and any(wrap(name, most).count("\n") + 1 > beside for name in names):
        most += 1
    return [wrap_name(name, most, beside) for name in names], True


def _head_mm(heads: Sequence[str], turned: bool) -> float:
    """How high what stands over columns is."""
    return EM_MM * max(map(width, heads)) if turned else LINE_MM * max(head.count("\n") + 1 for head in heads)


def _turn(table: pd.DataFrame, room: Room) -> pd.DataFrame:
    """The table, or, where its columns do not fit and its rows would, the same with rows and columns exchanged."""
    return table.T if len(table) <= _fit_columns(room) < table.shape[1] and room is not WIDE else table


def _with_n(row: object, counts: pd.DataFrame | None, language: Language, labels: Labels | None, most: float) -> str:
    name = wrap_name(label(row, language, labels), most, NAME_LINES)
    if counts is None or row not in counts.index:
        return name
    issuers, reports = (int(number) for number in counts.loc[[row], ["issuers", "reports"]].to_numpy()[0])
    if issuers == reports == 1:
        return name
    return f"{name}\n{wrap(say('n_both', language, issuers=issuers, reports=reports), most)}"


def _with_numbers(
    row: object, counts: pd.DataFrame | None, language: Language, labels: Labels | None, most: float
) -> str:
    """A label in one line, with its issuers/reports where these are given."""
    name = shorten_name(label(row, language, labels), most)
    if counts is None or row not in counts.index:
        return name
    issuers, reports = (int(n) for n in counts.loc[[row], ["issuers", "reports"]].to_numpy()[0])
    return name if issuers == reports == 1 else f"{name} {issuers}/{reports}"


def _draw_dots(ax: Axes, y: int, values: np.ndarray) -> None:
    """Few values as circles on their range, many as small dots over the box of their middle half."""
    if not len(values):
        return
    if len(values) <= FEW:
        ax.hlines(y, values.min(), values.max(), color=GREY, linewidth=0.5)
        ax.plot(values, [y] * len(values), "o", color="white", mec=COLOURS[0], ls="")
        return
    low, middle, high = np.quantile(values, [0.25, 0.5, 0.75])
    ax.barh(y, high - low, left=low, height=0.6, color=PALE, edgecolor=GREY)
    ax.plot([middle], [y], "|", ms=9, mec="black", mew=1)
    steps = (np.arange(len(values)) * 0.618 % 1 - 0.5) * 0.5  # dots of one value stand apart, the same in every run
    ax.plot(values, y + steps, ".", color="black", alpha=0.5, ms=3.5, mec="none", ls="")


def _close_grid(grid: np.ndarray, used: int) -> None:
    """Remove panels that hold nothing; the last of each column has the numbers of the axis."""
    for at, ax in enumerate(grid.flat):
        if at >= used:
            ax.remove()
        elif at + grid.shape[1] >= used:
            ax.tick_params(labelbottom=True)


def _draw_line(ax: Axes, part: pd.DataFrame, colour: str, mark: str, years: Sequence[int]) -> None:
    """One line; between years that do not follow each other it is broken."""
    part = part.sort_values("year")
    thin = bool(part["thin"].iloc[0])
    values = part.set_index("year")["value"].astype("float64")
    every = values.reindex(range(int(years[0]), int(years[-1]) + 1))
    style: dict[str, Any] = {"color": GREY, "lw": 0.5, "ms": 2} if thin else {"color": colour, "lw": 1.2, "ms": 4}
    ax.plot(every.index, every, marker="." if thin else mark, ls="-", **style)
    for year, value, note in part[["year", "value", "note"]].itertuples(index=False):
        if note and pd.notna(value) and not thin:
            ax.annotate(str(note), (year, value), (0, 5), textcoords="offset points", ha="center")


def _name_lines(ax: Axes, data: pd.DataFrame, language: Language, labels: Labels | None, *, ends: int) -> None:
    """The lines' names at their last points, `ends` full-width characters a line; without `ends` a panel's title."""
    if not ends:
        ax.set_title(wrap_name(label(data["panel"].iloc[0], language, labels), TITLE_EM, TITLE_LINES), loc="left")
        return
    last = data.dropna(subset="value").sort_values("year").groupby("line", sort=False)["value"].last().sort_values()
    at = blended_transform_factory(ax.transAxes, ax.transAxes)
    for place, name in enumerate(last.index):
        text = wrap_name(label(name, language, labels), ends, NAME_LINES)
        ax.text(1.01, (place + 0.5) / len(last), text, transform=at, va="center")


def _set_rows(ax: Axes, ticks: Sequence[str]) -> None:
    """Labelled rows from the top down, as high as their labels."""
    ax.set_yticks(range(len(ticks)), ticks)
    ax.set_ylim(len(ticks) - 0.5, -0.5)
    ax.tick_params(axis="y", length=0)


def _note(ax: Axes, notes: Sequence[str], room: Room) -> None:
    """What is said of each row, in a column at the right."""
    at = blended_transform_factory(ax.transAxes, ax.transData)
    for y, note in enumerate(notes):
        if note:
            ax.text(1.01, y, shorten(note, room.note_em + NOTE_MORE_EM), transform=at, va="center")


def _cut(shown: int, every: int) -> Say:
    return lambda language, room=WIDE: say("cut", language, shown=shown, all=every) if shown < every else ""


def _cut_rows(rows: Iterable[object], labels: Labels | None) -> Say:
    """What is said of rows that do not fit on a page."""
    names = list(rows)

    def say_cut(language: Language, room: Room = WIDE) -> str:
        shown = len(_fit_rows(names, language, labels, _row_em(room, language)))
        return _cut(shown, len(names))(language)

    return say_cut


_all_shown = _cut(0, 0)
