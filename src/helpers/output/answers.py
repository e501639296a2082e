"""The chart of shortcomings and the plan items that answer them: text at both sides, evidence in between."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.transforms import blended_transform_factory

from helpers.output.chart import WIDE, Chart, Room, recorded
from helpers.output.charts import LINE_MM, MOST_MM, SEPARATOR
from helpers.output.labels import Labels, Language, label, say, shorten_name, width, wrap
from helpers.output.marks import mark_rows
from helpers.output.style import COLOURS, DOUBLE, MM

__all__ = ["READINGS", "answers"]

FRAME_MM = 20  # key, heads of the columns, axis
BAND, BETWEEN = 1.7, 0.6  # lines that a report's name takes, that stand between two rows
LEFT_EM, RIGHT_EM, BAND_EM = 23, 21, 55  # full-width characters in a line: of either side, of a name over both
LAYOUTS = ((4, True), (3, True), (2, True), (1, True), (1, False))  # lines of a text, whether there is a note below
SHARED_WORDS = 3  # that are said
SAID = 30  # characters of a shortcoming by which its mark is called
LEAST_SCORE = 0.3  # the axis reaches at least so far
BAND_GREY, TICK_GREY = "#E6E6E6", "#7F7F7F"
READINGS: dict[str, dict[str, Any]] = {  # how the reading is marked, and its key in words.csv
    "answered": {"marker": "o"},
    "partly": {"marker": "o", "fillstyle": "left", "markerfacecoloralt": "white"},
    "not": {"marker": "o", "markerfacecolor": "white"},
    "unread": {"marker": "_", "markeredgewidth": 2},
}


class _Row(NamedTuple):
    """What is drawn in a row: of a report its name alone."""

    key: object
    name: str
    left: str
    right: str
    y: float


@recorded
def answers(rows: pd.DataFrame, others: pd.Series, *, labels: Labels | None = None) -> Chart:
    """Shortcomings at the left, at the right the plan item that answers each or comes nearest, between them its score.

    `rows` has a row a shortcoming, under its own index: name (of the report, a band over its first row), text, plan
    (the item's text, NA where nothing is planned), named (whether a reading names that item), score, rank (of that
    item among all of the plan), same (how many have its score), shared (the words that both have, joined by 、),
    reading (a key of `READINGS`). Where no reading names an item and none has the highest score by itself, that is
    said instead of a text. `others` are the scores of the other plan items, by the index of `rows`: a tick each. Texts
    are cut to as few lines as let all rows stand on a page; where one line without a note is too much, each report
    shows as many of its shortcomings as the others.

    >>> row = {"name": "甲县", "text": "培训不足。", "plan": "加强培训。", "named": True, "shared": "培训"}
    >>> rows = pd.DataFrame([row | {"score": 0.4, "rank": 1, "same": 1, "reading": "answered"}], index=["甲县-7"])
    >>> answers(rows, pd.Series(0.1, index=["甲县-7"])).alt("zh")
    '对照图，左为自陈的不足，右为计划条目，1 份报告，1 条：已回应 1。'
    """
    layout, kept = _fit(rows)

    def draw(language: Language, room: Room = WIDE) -> Figure:
        laid = [*_lay(kept, layout, language, labels)]
        deep = _deep(laid)
        engine = ConstrainedLayoutEngine(w_pad=0, wspace=0)
        figure = Figure(figsize=(DOUBLE, min(FRAME_MM + deep * LINE_MM, MOST_MM) / MM), layout=engine)
        axes = figure.subplots(1, 3, sharey=True, width_ratios=[41, 21, 38])
        for ax, side, head in [(axes[0], "left", "admitted_text"), (axes[2], "right", "planned_text")]:
            _write_side(ax, laid, side, say(head, language))
        across = blended_transform_factory(figure.transFigure, axes[0].transData)
        for row in (row for row in laid if row.name):
            band = {"color": BAND_GREY, "linewidth": 0, "transform": across, "clip_on": False, "in_layout": False}
            axes[0].fill_between([0, 1], row.y, row.y + BAND - 0.3, **band)
        _draw_scores(axes[1], kept, others, {row.key: row.y + 0.7 for row in laid if not row.name}, language)
        axes[1].set_ylim(deep, 0)
        if axes[1].lines:
            figure.legend(loc="outside upper center", ncols=5, handletextpad=0.3, columnspacing=1.5)
        return figure

    def alt(language: Language) -> str:
        counts = rows["reading"].value_counts().reindex(list(READINGS), fill_value=0)
        said = SEPARATOR[language].join(f"{say(key, language)} {counts[key]}" for key in READINGS if counts[key])
        return say("alt_answers", language, rows=len(rows), reports=rows["name"].nunique(), readings=said)

    def left_out(language: Language, room: Room = WIDE) -> str:
        return say("cut", language, shown=len(kept), all=len(rows)) if len(kept) < len(rows) else ""

    data = rows.rename_axis("item_id").reset_index()
    return Chart(draw, data, alt, left_out, (WIDE.mm,), marks=_mark(data, layout, kept, labels))


def _mark(data: pd.DataFrame, layout: tuple[int, bool], kept: pd.DataFrame, labels: Labels | None) -> pd.DataFrame:
    """The marks of the rows: each leads on from the text at its left to the one at its right."""
    laid = [*_lay(kept, layout, "zh", labels)]
    ends = [row.y for row in laid[1:]] + [_deep(laid)]
    places = {row.key: (row.y, end) for row, end in zip(laid, ends, strict=True) if not row.name}
    y = [places.get(item, (None, None)) for item in data["item_id"]]
    keys = {"row": data["item_id"]}
    marks = mark_rows(data, keys, values=("score",), y=([top for top, _ in y], [end for _, end in y]))
    return marks.assign(said=data["text"].iloc[marks["at"] - 1].str[:SAID].array)


def _fit(rows: pd.DataFrame) -> tuple[tuple[int, bool], pd.DataFrame]:
    """How the texts are laid out, and the rows that then stand on a page."""
    most = (MOST_MM - FRAME_MM) / LINE_MM
    for layout in LAYOUTS:
        if _deep([*_lay(rows, layout, "zh", None)]) <= most:
            return layout, rows
    place = rows.groupby("name", sort=False).cumcount()
    for each in range(int(place.max()), 0, -1):
        for layout in LAYOUTS[-2:]:
            if _deep([*_lay(rows[place < each], layout, "zh", None)]) <= most:
                return layout, rows[place < each]
    kept = rows[place < 1]
    while len(kept) > 1 and _deep([*_lay(kept, LAYOUTS[-1], "zh", None)]) > most:
        kept = kept[:-1]
    return LAYOUTS[-1], kept


def _lay(rows: pd.DataFrame, layout: tuple[int, bool], language: Language, labels: Labels | None) -> Iterator[_Row]:
    """The rows from the top, reports' names between them; `y` counts lines."""
    lines, noted = layout
    y, before = 0.0, ""
    for row in rows.itertuples():
        if str(row.name) != before:
            yield _Row(None, shorten_name(label(row.name, language, labels), BAND_EM), "", "", y)
            y, before = y + BAND, str(row.name)
        left = _shorten(str(row.text), LEFT_EM, lines)
        plan, note = _describe(row, language)
        right = _shorten(plan, RIGHT_EM, lines) + (
            f"\n{_shorten(f'（{note}）', RIGHT_EM, 1)}" if note and noted else ""
        )
        yield _Row(row.Index, "", left, right, y)
        y += max(left.count("\n"), right.count("\n")) + 1 + BETWEEN


def _describe(row: Any, language: Language) -> tuple[str, str]:
    """What stands at the right of a shortcoming: the plan item, and what is to be known of it."""
    if pd.isna(row.plan):
        return say("no_plan", language), ""
    several = say("same_score", language, n=row.same) if row.same > 1 and row.score > 0 else ""
    if not row.named and row.same > 1:
        return say("several_best" if row.score > 0 else "no_evidence", language), several
    place = say("evidence_rank", language, n=row.rank) if row.rank > 1 else ""
    words = [] if pd.isna(row.shared) else row.shared.split("、")[:SHARED_WORDS]
    shared = say("shared_words", language, words="、".join(words)) if words else ""
    return row.plan, SEPARATOR[language].join(filter(None, [place, several, shared]))


def _deep(laid: list[_Row]) -> float:
    """The lines that rows take."""
    last = laid[-1]
    return last.y + max(last.left.count("\n"), last.right.count("\n")) + 1 + BETWEEN


def _shorten(text: str, most: float, lines: int) -> str:
    """The opening of a text in so many lines, with … where more follows."""
    text = " ".join(text.split())
    wrapped = wrap(text, most).split("\n")
    if len(wrapped) <= lines:
        return "\n".join(wrapped)
    last = wrapped[lines - 1]
    while width(last + "…") > most:
        last = last[:-1]
    return "\n".join([*wrapped[: lines - 1], last.rstrip("，、；。：,;") + "…"])


def _write_side(ax: Axes, laid: list[_Row], side: str, head: str) -> None:
    """The texts of one side; over them what they are, and at the left the reports' names."""
    ax.set_axis_off()
    ax.set_xlim(0, 1)
    ax.set_title(head, loc="left", x=0.01)
    for row in laid:
        text = row.name if side == "left" and row.name else getattr(row, side)
        if text:
            ax.text(0.01, row.y + 0.2, text, va="top", linespacing=1.3, in_layout=False)


def _draw_scores(ax: Axes, rows: pd.DataFrame, others: pd.Series, y: dict[object, float], language: Language) -> None:
    """A mark at the score of the plan item that is shown, a tick at those of the others."""
    rest = others[others.index.isin(rows.index)].dropna()
    if len(rest):
        ax.plot(rest, rest.index.map(y), "|", color=TICK_GREY, ms=7, ls="", label=say("other_plans", language))
    for key, mark in READINGS.items():
        own = rows.loc[rows["reading"].eq(key), "score"].dropna()
        if len(own):
            style: dict[str, Any] = {"color": COLOURS[1], "mec": "black", "ms": 7, "ls": ""} | mark
            ax.plot(own, own.index.map(y), label=say(key, language), **style)
    highest = max([LEAST_SCORE, *(rows["score"].dropna() * 1.1), *(rest * 1.1)])
    ax.set(xlim=(-0.05 * highest, highest), yticks=[], xlabel=say("evidence", language))
    ax.spines["left"].set_visible(False)
    ax.patch.set_visible(False)
