"""Figures checked and saved; items folded under a chart."""

import base64
import json
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from IPython.display import HTML
from matplotlib.figure import Figure
from pandas.api.types import is_float_dtype

from helpers.errors import FigureError
from helpers.extraction.words import quote_sentences
from helpers.output.browser import list_paged
from helpers.output.chart import Chart, pack_chart, tell_figure
from helpers.output.glossary import add_english, name_chart, read_terms
from helpers.output.labels import LANGUAGES, Language
from helpers.output.marks import find_behind, list_marks, locate_marks
from helpers.output.rendering import finish, measure, picture_of, reduce_colours, render_page
from helpers.output.style import MM
from helpers.output.telling import cell
from helpers.places import ROOT, corpus_folder, output_folder

__all__ = ["save", "show_items"]

NOT_WRITTEN = "只显示，未写文件；要写：CHOICE.write=True。Shown, not written; CHOICE.write=True writes the files."
_SHOWN_DPI = 120  # of a page on the screen: a figure is shown a little larger than it is printed
_SHOWN_ROWS, _SHOWN_CHARS = 20, 100_000  # rows of a fold, characters of one call of show_items
_DECIMALS = 6  # the last digits differ between processors


def save(
    chart: Chart | Figure,
    name: str,
    data: pd.DataFrame | None = None,
    *,
    caption: str | tuple[str, str],
    alt: str = "",
    behind: pd.DataFrame | None = None,
    reports: pd.DataFrame,
    corpus: str | Path | None = None,
    write: bool | None = None,
) -> HTML:
    """Draw and check a chart, write it with its data where asked to, and return it as HTML with alt text and caption.

    `name` is NN-name. A `Chart` brings its data and alt text, and `caption` is a pair (Chinese, English), to which is
    added what is not drawn; of a matplotlib Figure all three are given. Data are what the picture shows; an index
    that is not a plain range is written too. `reports` are the rows the figure draws on: their ids and sha256 go into
    the JSON. `behind` is what stands behind the marks of a `Chart`: a row a piece of a report, with report_id, start,
    end and the keys of its mark (row and column of a heat map, else the chart's own columns; row for its index). From
    it `reproduce` makes the page of sentences that is linked under the figure. With `write`, or where it is None and
    FAZHI_WRITE is 1, NN-name.pdf, .svg, .png, .csv and .json go to the figures folder of `corpus`, the English drawing
    of a `Chart` to en/ in it, and what `export` and the sentences' page are made from to the folder of charts: all of
    them or, on any error, none. A character that has no glyph becomes □ and is named
    under the figure; tick labels that overlap are thinned out, which is said too. FigureError if the width is not 84
    or 170 mm, the height over 235 mm, a text under 7.5 pt or cut off at the border, or caption, alt text or data are
    missing; or if `reproduce` runs the notebook on another corpus. A figure that fails stays open. Where nobody asked
    to write, what is returned says how to ask.

    >>> from helpers.output.charts import bars
    >>> from helpers.output.style import use_style
    >>> use_style()
    >>> chart = bars(pd.DataFrame({"value": [60, 20]}, index=["甲县", "乙县"]), unit="share")
    >>> told = {"caption": ("占比。", "Shares."), "reports": pd.DataFrame({"sha256": []})}
    >>> save(chart, "04-shares", write=False, **told).data[-48:]
    '<figcaption>占比。<br>Shares.</figcaption></figure>'
    """
    said = (caption, caption) if isinstance(caption, str) else caption
    terms = read_terms(corpus)
    english: Chart | Figure = chart
    if isinstance(chart, Chart):
        english = name_chart(chart, terms)
        fig, data = chart.draw("zh"), chart.data
        alts: dict[Language, str] = {"zh": chart.alt("zh"), "en": english.alt("en")}
    else:
        fig, alts = chart, dict.fromkeys(LANGUAGES, alt)
    _check_told(name, said, alts)
    if data is None or data.empty:
        raise FigureError(f"figure {name}: the data frame is empty")
    _check_corpus(name, corpus)
    size = measure(fig, name)
    notes = finish(fig, name)
    told: dict[Language, str] = {
        "zh": tell_figure(said[0], chart, "zh", notes),
        "en": tell_figure(said[1], english, "en", notes),
    }
    screen = reduce_colours(picture_of(fig))
    links = ""
    if write or (write is None and os.environ.get("FAZHI_WRITE") == "1"):
        labels = chart.recipe[1].get("labels") if isinstance(chart, Chart) and chart.recipe else None
        kept = {
            "csv": _csv(add_english(data, terms, labels)),
            "json": _record(name, told, alts, reports, size),
            "png": screen,
        }
        if isinstance(chart, Chart):
            kept["recipe"] = pack_chart(chart, said)
        sentences = _list_sentences(english, fig, name, behind, reports, corpus)
        _replace(_list_files(english, fig, name, told, corpus, kept) | sentences)
        marks = f"{_pages(corpus)}/marks/{name}.html" if sentences else ""
        links = _link(name, size, in_english=isinstance(chart, Chart), marks=marks)
    plt.close(fig)
    picture = f"data:image/png;base64,{base64.b64encode(screen).decode('ascii')}"
    alt_shown, told_shown = (dict.fromkeys(part.values()) for part in (alts, told))  # a text that serves both: once
    image = f'<img alt="{cell(" ".join(alt_shown))}" width="{round(size[0] / MM * _SHOWN_DPI)}" src="{picture}">'
    note = _cite(corpus) if links else f"<br><small>{NOT_WRITTEN}</small>" if write is None else ""
    return _html(f"<figure>{image}<figcaption>{'<br>'.join(map(cell, told_shown))}{links}{note}</figcaption></figure>")


def _list_files(
    chart: Chart | Figure,
    fig: Figure,
    name: str,
    told: Mapping[Language, str],
    corpus: str | Path | None,
    kept: dict[str, bytes],
) -> dict[Path, bytes]:
    """The files of a figure: as it is drawn, `chart` in English too, and its recipe: what it is drawn from."""
    recipe = kept.pop("recipe", b"")
    folder, in_english = output_folder("figures", corpus), output_folder("figures/en", corpus)
    files = {folder / f"{name}.{end}": part for end, part in (_draw_pages(fig, name, told["zh"]) | kept).items()}
    if isinstance(chart, Chart):
        english = chart.draw("en")
        finish(english, name)
        picture = reduce_colours(picture_of(english))
        drawn = _draw_pages(english, name, told["en"]) | {"png": picture}
        files |= {in_english / f"{name}.{end}": part for end, part in drawn.items()}
        files[output_folder("charts", corpus) / f"{name}.json"] = recipe
    return files


def _list_sentences(
    chart: Chart | Figure,
    fig: Figure,
    name: str,
    behind: pd.DataFrame | None,
    reports: pd.DataFrame,
    corpus: str | Path | None,
) -> dict[Path, bytes]:
    """The marks of a chart as it is drawn, and what stands behind each, as files from which their page is made.

    What stands in a report that has no page is left out.
    """
    if behind is None or not isinstance(chart, Chart) or chart.marks is None:
        return {}
    paged = reports.loc[list_paged(reports)]
    if len(paged) < len(reports) and "report_id" in behind:
        behind = behind[behind["report_id"].isna() | behind["report_id"].isin(paged.index)]
    given = chart.recipe[1] if chart.recipe else {}
    marks = list_marks(chart.marks, reports, given.get("labels"), paged.index).join(locate_marks(fig, chart.marks))
    parts = {"marks": marks, "behind": find_behind(name, chart.marks, behind, paged)}
    folder = output_folder("charts", corpus)
    return {folder / f"{name}.{kind}.csv": _csv(table.reset_index(drop=True)) for kind, table in parts.items()}


def _pages(corpus: str | Path | None) -> str:
    """The folder of pages as a notebook that has been executed sees it."""
    return "../build/html" if corpus_folder(corpus) == corpus_folder(ROOT / "corpus") else "../html"


def _link(name: str, size: tuple[float, float], *, in_english: bool, marks: str) -> str:
    """Where a figure's files are, and the page of its sentences, seen from the notebook."""
    links = [f'<a href="../figures/{name}.{end}">{end.upper()}</a>' for end in ("pdf", "svg", "csv")]
    if in_english:
        links += [f'English: <a href="../figures/en/{name}.pdf">PDF</a>', f'<a href="../figures/en/{name}.svg">SVG</a>']
    links += [f'<a href="{marks}">句子 sentences</a>'] * bool(marks)
    return f"<br><small>{size[0]:g} × {size[1]:g} mm · {' · '.join(links)}</small>"


def _cite(corpus: str | Path | None) -> str:
    """Where it is said how a figure is cited, seen from the notebook; a page leads to the index for that."""
    up = "../" if corpus_folder(corpus) == corpus_folder(ROOT / "corpus") else "../../../"  # build/<name>/notebooks
    return f' <small>· <a href="{up}CITATION.cff">引用 cite as</a></small>'


def _draw_pages(fig: Figure, name: str, told: str) -> dict[str, bytes]:
    return {"pdf": render_page(fig, name, "pdf", told), "svg": render_page(fig, name, "svg", told)}


def show_items(
    items: pd.DataFrame,
    *,
    by: str | Sequence[str] = "report_id",
    columns: Sequence[str] = ("path", "heading", "text"),
    sizes: Mapping[str, int] | pd.Series | None = None,
    reports: pd.DataFrame | None = None,
) -> HTML:
    """Items or sentences, verbatim, folded: one `<details>` a value of `by`, in the order of their first row.

    The summary of a fold is its value of `by` and the number of its rows. A fold shows 20 rows, a call some 100,000
    characters; what is not shown is counted, and stands in the tables that `reproduce` writes. NA is shown as NA.
    `sizes` has the rows of each value of `by` where `items` holds only the first of them. With `reports` there is a
    column sentence: the one that a row stands in (`quote_sentences`), of the rows that are shown. With no rows it says
    so.

    >>> items = pd.DataFrame({"report_id": ["jia-2021"] * 2, "text": ["加强培训。", "规范执法。"]})
    >>> show_items(items, columns=["text"]).data[:48]
    '<details><summary>jia-2021 (2)</summary><table><'
    """
    folds, room, unseen = [], _SHOWN_CHARS, 0
    for key, rows in items.groupby([by] if isinstance(by, str) else list(by), sort=False, dropna=False):
        if room < 0:
            unseen += 1
            continue
        label, first = " · ".join(map(_shown, key)), rows.head(_SHOWN_ROWS)
        if reports is not None:
            first = first.assign(sentence=quote_sentences(first, reports))
        table = _table(first[list(columns)])
        n = sizes[str(key[0])] if sizes is not None else len(rows)
        more = n - _SHOWN_ROWS
        rest = f"<p>另有 {more} 条，见 build/tables。{more} more: see build/tables.</p>" if more > 0 else ""
        folds.append(f"<details><summary>{cell(label)} ({n})</summary>{table}{rest}</details>")
        room -= len(folds[-1])
    if unseen:
        folds.append(f"<p>另有 {unseen} 组，见 build/tables。{unseen} more folds: see build/tables.</p>")
    return _html("\n".join(folds) or "<p>无 none.</p>")


def _table(rows: pd.DataFrame) -> str:
    """An HTML table with every cell whole and escaped, text to the left."""
    left = '<td style="text-align:left">'
    head = "".join(f"<th>{cell(column)}</th>" for column in rows)
    body = "".join(
        "<tr>" + "".join(f"{left}{cell(value)}</td>" for value in row) + "</tr>" for row in rows.itertuples(index=False)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _shown(value: Any) -> str:
    """A cell of a table as text."""
    return "NA" if pd.isna(value) else str(value)


def _html(text: str) -> HTML:
    return HTML(text)  # type: ignore[no-untyped-call]


def _check_told(name: str, told: Sequence[str], alts: Mapping[Language, str]) -> None:
    """FigureError for what must be said of a figure and is not."""
    if not re.fullmatch(r"\d\d-[a-z0-9]+(-[a-z0-9]+)*", name):
        raise FigureError(f"figure name {name!r}: two digits and words in small letters, such as 01-coverage")
    if not all(text.strip() for text in [*told, *alts.values()]):
        raise FigureError(f"figure {name}: give it a caption and an alt text that says what it shows and finds")


def _check_corpus(name: str, corpus: str | Path | None) -> None:
    """FigureError for a figure of one corpus that `reproduce` would put among those of another."""
    told, other = corpus_folder(), corpus_folder(corpus)
    if {"FAZHI_CORPUS", "FAZHI_OUT"} <= os.environ.keys() and other != told:
        raise FigureError(
            f"figure {name} is of {other}, and this run is on {told}: leave CHOICE.corpus None and name the folder in"
            " FAZHI_CORPUS"
        )


def _record(
    name: str,
    captions: Mapping[Language, str],
    alts: Mapping[Language, str],
    reports: pd.DataFrame,
    size: tuple[float, float],
) -> bytes:
    """What is said of a figure, and from which inputs it was made, as JSON."""
    record = {
        "name": name,
        "caption": captions,
        "alt": alts,
        "reports": list(reports.index),
        "inputs": reports["sha256"].to_dict(),
        "size_mm": size,
    }
    return (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()


def _csv(data: pd.DataFrame) -> bytes:
    """CSV as Excel reads it, floats rounded, no -0.0."""
    rounded: pd.DataFrame = data.apply(
        lambda column: column.round(_DECIMALS) + 0.0 if is_float_dtype(column) else column
    )
    plain = isinstance(data.index, pd.RangeIndex)
    return rounded.to_csv(index=not plain, lineterminator="\n").encode("utf-8-sig")


def _replace(files: Mapping[Path, bytes]) -> None:
    """Write all files or, on an error, leave all as they were (a picture open in a viewer on Windows is locked)."""
    before = {path: path.read_bytes() if path.is_file() else None for path in files}
    fresh = {path: path.with_name(f".{path.name}.new") for path in files}
    done = []
    try:
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh[path].write_bytes(content)
        for path in files:
            fresh[path].replace(path)
            done.append(path)
    except OSError:
        for path in done:
            old = before[path]
            path.unlink() if old is None else path.write_bytes(old)
        raise
    finally:
        for path in fresh.values():
            path.unlink(missing_ok=True)
