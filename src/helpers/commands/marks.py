"""Pages of sentences: what stands behind each mark of a figure, with ways into the reports.

`save` notes the marks of a figure and the pieces behind them; here the pieces get their sentences from the tables.
"""

import json
import os
import sys
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.characters import find_after
from helpers.commands.access import mark_chinese
from helpers.commands.areas import AREAS_STYLE, MARKS, anchor, cover, lay_areas, read_marks
from helpers.corpus.reports import name_reports
from helpers.output.browser import MOST_PAGES, link, name_page
from helpers.output.browser import Mark as Kind
from helpers.output.telling import cell, show
from helpers.places import output_folder

__all__ = ["FOLDER", "make_pages", "write_marks"]

FOLDER = "marks"  # in the folder of pages
BEHIND = ".behind.csv"
LINES = 1500  # sentences on the page of a figure, some 500 KB
ALL = sys.maxsize
CHOICES = ((5, ALL), (4, ALL), (3, ALL), (2, ALL), (1, ALL), (1, 60), (1, 20), (1, 8), (1, 3), (1, 1))
MOST_LINKS = 40  # to further pieces of a report, at a mark
MOST_OTHERS = 100  # reports that a mark leads to without a sentence of theirs
MOST_MARKS = 2000  # of a figure that have their sentences, those of the highest values: of more nobody reads them
NOWHERE = "[]"  # what a mark is about, if none of it has a page
MOST_SEARCHED = 20  # reports that are named where nothing was found
MOST_BYTES = 950_000  # of a page; what is more goes on further pages
CONTEXT, LONGEST = 45, 150  # characters of a sentence on a side of the piece, of the piece itself
ROWS = 100_000  # of a table that are read at once
STOPS = "。！？\n"  # end a sentence
KINDS: tuple[tuple[Kind, str], ...] = (("citation", "citations"), ("claim", "claims"), ("item", "items"))
PLACE = ["report_id", "start", "end"]

Piece = tuple[int, int]  # start, end in the text of its report
Pieces = dict[str, list[Piece]]  # by report


class Source(NamedTuple):
    """A report that is quoted: its name, its text, where passages begin, which pieces have an anchor of their own, and
    whether it has a page in the corpus browser.
    """

    name: str
    text: str
    starts: list[int]
    kinds: dict[Piece, Kind]
    paged: bool = True


class Behind(NamedTuple):
    """What stands behind a mark: pieces of reports, and what is no piece of a report."""

    pieces: Pieces
    notes: list[str]


def write_marks(corpus: str | Path | None = None) -> Path:
    """Write the pages of sentences of a corpus's figures, from what `save` has noted and the tables; their folder.

    Pages that are no longer made are removed.
    """
    folder, charts = output_folder("html", corpus) / FOLDER, output_folder("charts", corpus)
    quoted = {name for path in charts.glob(f"*{BEHIND}") for name in _read(path, ["report_id"])["report_id"]}
    sources = _read_sources(output_folder("tables", corpus), folder.parent, quoted)
    figures = Path(os.path.relpath(output_folder("figures", corpus), folder)).as_posix()
    pages: dict[str, str] = {}
    for path in sorted(charts.glob(f"*{MARKS}")):
        name = path.name.removesuffix(MARKS)
        told = json.loads((output_folder("figures", corpus) / f"{name}.json").read_text("utf-8"))["caption"]
        behind = _read_behind(charts / f"{name}{BEHIND}")
        pages |= make_pages(name, read_marks(path), behind, sources, caption=(told["zh"], told["en"]), figures=figures)
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.html"):
        if path.name not in pages:
            path.unlink()
    for file, page in pages.items():
        (folder / file).write_text(page, encoding="utf-8", newline="\n")
    return folder


def _read_sources(tables: Path, pages: Path, quoted: Collection[str]) -> dict[str, Source]:
    """The reports of a corpus as its tables have them, with texts of those quoted; `pages` is its folder of pages."""
    reports = _read(tables / "reports.csv", ["report_id", "short", "issuer", "province", "city", "county", "year"])
    names = name_reports(reports.replace("", pd.NA).set_index("report_id"))
    kinds: dict[str, dict[Piece, Kind]] = {str(report): {} for report in names.index}
    for kind, table in KINDS:  # the last that fits counts
        pieces = _read(tables / f"{table}.csv", PLACE, quoted)[PLACE].astype({"start": "int64", "end": "int64"})
        for report, start, end in pieces.itertuples(index=False):
            kinds[report][start, end] = kind
    passages = _read(tables / "passages.csv", [*PLACE, "text"], quoted).astype({"start": "int64"}).groupby("report_id")
    texts, starts = passages["text"].agg("".join), passages["start"].agg(list)
    browser = {path.name for path in (pages / "browse").glob("*.html")}
    return {
        id_: Source(names[id_], texts.get(id_, ""), starts.get(id_, []), own, not browser or name_page(id_) in browser)
        for id_, own in kinds.items()
    }


def _read(path: Path, columns: Sequence[str], reports: Collection[str] | None = None) -> pd.DataFrame:
    """Of these columns of a table those that it has, every value as it stands; the rows of these reports alone."""
    with pd.read_csv(
        path, usecols=lambda name: name in columns, dtype="str", keep_default_na=False, encoding="utf-8-sig",
        chunksize=ROWS,
    ) as some:  # fmt: skip
        return pd.concat([rows if reports is None else rows[rows["report_id"].isin(reports)] for rows in some])


def _read_behind(path: Path) -> dict[tuple[str, str], Behind]:
    """What stands behind each mark, by its row and column."""
    columns = ["at", "of", *PLACE, "note"]
    found: dict[tuple[str, str], Behind] = {}
    for at, of, report, start, end, note in _read(path, columns)[columns].itertuples(index=False):
        own = found.setdefault((at, of), Behind({}, []))
        if report:
            own.pieces.setdefault(report, []).append((int(start), int(end)))
        else:
            own.notes.append(note)
    return found


def make_pages(
    name: str,
    marks: Sequence[Mapping[str, str]],
    behind: Mapping[tuple[str, str], Behind],
    sources: Mapping[str, Source],
    *,
    caption: tuple[str, str],
    figures: str = "../../../figures",
) -> dict[str, str]:
    """The pages of sentences of a figure by file name: NAME.html, and NAME-1.html … where that would be too large.

    Every mark has its anchor on the first page (see `anchor`), and its sentences there or on the page it leads to. Up
    to five sentences of each report stand at a mark, fewer where a figure would have more than 1,500; the other places
    are links. A sentence leads to its piece in the corpus browser. Of more than 2,000 marks those with the highest
    values, about reports that have a page, are on the pages, and of very many reports sentences of some alone
    (`list_paged`); they say so.
    """
    every, marks = len(marks), _pick_marks(marks)
    counts = [[len(pieces) for pieces in behind[key].pieces.values()] for key in map(_key, marks) if key in behind]
    each, most = _choose(counts)
    sections = [_section(mark, behind.get(_key(mark), Behind({}, [])), sources, each, most) for mark in marks]
    paged = sum(source.paged for source in sources.values())
    lead = _lead(name, each, most, sum(map(sum, counts)), len(marks), every, paged if paged < len(sources) else None)
    picture = cover(f'<img src="{figures}/{name}.png" alt="">', lay_areas(marks, ""))
    zh, en = caption
    said = f'{cell(zh)}<br><span lang="en">{mark_chinese(cell(en))}</span>'
    figure = f"<figure>{picture}<figcaption>{said}</figcaption></figure>"
    whole = [lead, figure, _contents(marks), *sections]
    if sum(len(part.encode()) for part in whole) <= MOST_BYTES:
        return {f"{name}.html": _page(name, whole)}
    parts = _split(sections)
    back = f'<p><a href="{name}.html">{_two("全部标记", "all marks")}</a></p>'
    further = {f"{name}-{number}.html": part for number, part in enumerate(parts, 1)}
    inside = [page for page, part in further.items() for _ in part]
    stubs = "".join(_stub(mark, page) for mark, page in zip(marks, inside, strict=True))
    first = {f"{name}.html": _page(name, [lead, figure, f"<ul>{stubs}</ul>"])}
    return first | {page: _page(name, [lead, back, *part]) for page, part in further.items()}


def _pick_marks(marks: Sequence[Mapping[str, str]]) -> Sequence[Mapping[str, str]]:
    """The marks that are shown, in their order."""
    if len(marks) <= MOST_MARKS:
        return marks
    paged = [at for at, mark in enumerate(marks) if mark["searched"] != NOWHERE]
    places = sorted(paged, key=lambda at: -float(marks[at]["value"]))[:MOST_MARKS]
    return [marks[at] for at in sorted(places)]


def _key(mark: Mapping[str, str]) -> tuple[str, str]:
    return mark["at"], mark["of"]


def _choose(counts: list[list[int]]) -> tuple[int, int]:
    """How many pieces of a report, and of how many reports, stand at a mark, so that a page can hold all."""
    for each, most in CHOICES:
        if sum(min(n, each) for reports in counts for n in reports[:most]) <= LINES:
            break
    return each, most


def _split(sections: list[str]) -> list[list[str]]:
    """Sections in as many parts as pages are needed."""
    parts: list[list[str]] = [[]]
    room = MOST_BYTES
    for section in sections:
        size = len(section.encode())
        if parts[-1] and size > room:
            parts.append([])
            room = MOST_BYTES
        parts[-1].append(section)
        room -= size
    return parts


def _section(mark: Mapping[str, str], behind: Behind, sources: Mapping[str, Source], each: int, most: int) -> str:
    """A mark with its value and what stands behind it."""
    pieces = behind.pieces
    n = sum(map(len, pieces.values()))
    every = f" / {len(_searched(mark, sources)):,}" if mark["searched"] else ""
    told = f" · {n:,} {_two('处', 'places')} · {len(pieces):,}{every} {_two('份报告', 'reports')}" if n else ""
    lines = [f'<section id="{anchor(mark)}">', f"<h2>{_name(mark)}</h2>"]
    lines.append(f"<p>{_two('值', 'value')} <b>{cell(mark['value'])}</b>{told}</p>")
    if behind.notes:
        lines.append(f"<ul>{''.join(f'<li>{show(note)}</li>' for note in behind.notes)}</ul>")
    elif not pieces:
        lines.append(_name_searched(_searched(mark, sources), sources))
    reports = list(pieces)
    lines += [_list_pieces(pieces[report], report, sources[report], each) for report in reports[:most]]
    if rest := reports[most:]:
        links = " · ".join(_first(report, pieces[report], sources[report]) for report in rest[:MOST_OTHERS])
        more = len(rest) - MOST_OTHERS
        told = f" … {_two(f'另有 {more:,} 份报告', f'{more:,} more reports')}" if more > 0 else ""
        lines.append(f"<p>{_two('还有', 'also in')}: {links}{told}</p>")
    return "\n".join([*lines, "</section>"])


def _name_searched(reports: Sequence[str], sources: Mapping[str, Source]) -> str:
    """That nothing was found, and in which reports."""
    if not reports:
        return f"<p>{_two('其报告没有页面', 'its reports have no page')}</p>"
    named = reports[:MOST_SEARCHED]
    links = " · ".join(_lead_to(_href(link(report)), show(sources[report].name), sources[report]) for report in named)
    more = f' … <a href="../browse/index.html">{_two(f"共 {len(reports):,} 份", f"all {len(reports):,}")}</a>'
    return (
        f"<p>{_two('无', 'none')}. {_two('查过', 'searched')}: {links}{more if len(reports) > len(named) else ''}</p>"
    )


def _searched(mark: Mapping[str, str], sources: Mapping[str, Source]) -> list[str]:
    """The reports that a mark is about, of those that have a page."""
    if mark["searched"]:
        named: list[str] = json.loads(mark["searched"])
        return named
    return [report for report, source in sources.items() if source.paged] or list(sources)


def _name(mark: Mapping[str, str]) -> str:
    """What a mark is called, in Chinese and, where that is something else, in English."""
    english = "" if mark["en"] == mark["zh"] else f'<small lang="en">{mark_chinese(show(mark["en"]))}</small>'
    return show(mark["zh"]) + english


def _two(zh: str, en: str) -> str:
    """A word of the page in both languages."""
    return f'{zh} <i lang="en">{en}</i>'


def _list_pieces(pieces: list[Piece], report: str, source: Source, each: int) -> str:
    """The first pieces of a report in their sentences, and links to the places of the others."""
    lines = [_line(piece, report, source) for piece in pieces[:each]]
    shown = {_address(piece, report, source) for piece in pieces[:each]}
    further = dict.fromkeys(_address(piece, report, source) for piece in pieces[each:])
    links = [address for address in further if address not in shown]
    rest = " ".join(_lead_to(address, str(at), source) for at, address in enumerate(links[:MOST_LINKS], 1))
    if not source.paged:
        rest = _two("其报告未成页", "in a report without a page")
    elif len(links) > MOST_LINKS:
        rest += f' <a href="{_href(link(report))}">…</a>'
    told = f"<h3>{show(source.name)} <small>{len(pieces):,}</small></h3><ul>{''.join(lines)}</ul>"
    if len(pieces) <= each:
        return told
    more = _two(f"其余 {len(pieces) - each:,} 处", "more")
    return f"{told}<p>{more}: {rest or _two('在上列各段', 'in the passages above')}</p>"


def _line(piece: Piece, report: str, source: Source) -> str:
    """A piece in its sentence, which leads to where it stands in the report."""
    start, end = piece
    first = find_after(source.text, STOPS, 0, start)
    last = min((at for sign in STOPS if (at := source.text.find(sign, end - 1)) >= 0), default=len(source.text))
    left, right = source.text[first:start], source.text[end : last + 1]
    left = "…" * (len(left) > CONTEXT) + left[-CONTEXT:]
    right = right[:CONTEXT] + "…" * (len(right) > CONTEXT)
    inside = source.text[start:end]
    inside = inside[:LONGEST] + f"…（{end - start}字）" * (len(inside) > LONGEST)
    before, between, after = (show(" ".join(part.split())) for part in (left, inside, right))
    return f"<li>{before}{_lead_to(_address(piece, report, source), f'<mark>{between}</mark>', source)}{after}</li>"


def _first(report: str, pieces: list[Piece], source: Source) -> str:
    """A report as a link to its first piece, with how many it has."""
    return f"{_lead_to(_address(pieces[0], report, source), show(source.name), source)} {len(pieces):,}"


def _address(piece: Piece, report: str, source: Source) -> str:
    """Where a piece stands in the corpus browser: by itself if it has an anchor, else in its passage."""
    if kind := source.kinds.get(piece):
        return _href(link(report, piece[0], kind))
    passage = source.starts[max(bisect_right(source.starts, piece[0]) - 1, 0)]
    return _href(link(report, passage, "passage"))


def _lead_to(address: str, shown: str, source: Source) -> str:
    """What is shown, as a link where the report has a page."""
    return f'<a href="{address}">{shown}</a>' if source.paged else shown


def _href(address: str) -> str:
    """An address in the folder of pages as seen from the folder of marks."""
    return cell(f"../{address}")


def _lead(name: str, each: int, most: int, n: int, marks: int, every: int, paged: int | None) -> str:
    """What a page is, and how much of it is shown; `paged`: of how many reports, None: of all."""
    several = most < ALL
    some = marks < every
    zh = f"图 {name} 共有 {every:,} 个标记，此处只列其报告成页的标记中值最高的 {marks:,} 个。" * some
    en = f"Of the {every:,} marks of the figure only the {marks:,} with the highest values are here, " * some
    en += "of those whose reports have a page. " * some
    zh += f"图 {name} 的每个标记（共 {marks:,} 个）之下是它所依据的句子（共 {n:,} 处）：每份报告至多列 {each} 句"
    zh += f"，每个标记至多列 {most} 份报告" * several + "，其余为链接。点句中标亮处，到原文。"
    en += (
        f"Every mark of the figure ({marks:,}) with the sentences behind it ({n:,} places): at most {each} of a report"
    )
    en += f" and {most} reports a mark" * several + "; links lead to the rest. What is marked in a sentence leads to "
    en += "where it stands in the report."
    if paged is not None:
        zh += f"语料中只有 {paged:,} 份报告成页。图所据的报告超过 {MOST_PAGES:,} 份时，"
        zh += f"句子只取自其中按机关随机取出的至多 {MOST_PAGES:,} 份，值据全部报告算出。"
        en += f" Of the corpus {paged:,} reports have a page. Of a figure's reports, where they are more than "
        en += f"{MOST_PAGES:,}, those of issuers drawn at random have sentences here, and its values are of all."
    return f'<h1>{name} · {_two("句子", "sentences")}</h1><p>{zh}</p><p lang="en">{en}</p>'


def _contents(marks: Sequence[Mapping[str, str]]) -> str:
    """Links to the marks of a page, a line a row of the data."""
    rows = groupby(marks, key=lambda mark: mark["at"])
    lines = [" · ".join(f'<a href="#{anchor(mark)}">{show(mark["zh"])}</a>' for mark in row) for _, row in rows]
    listed = "".join(f"<li>{line}</li>" for line in lines)
    summary = f"<summary>{_two('标记', 'marks')} ({len(marks)})</summary>"
    return f"<nav aria-label='marks'><details>{summary}<ul>{listed}</ul></details></nav>"


def _stub(mark: Mapping[str, str], page: str) -> str:
    """A mark whose sentences stand on a further page."""
    at = anchor(mark)
    return f'<li id="{at}"><a href="{page}#{at}">{_name(mark)}</a> {cell(mark["value"])}</li>'


def _page(name: str, parts: Iterable[str]) -> str:
    """A page around its parts."""
    return f"""<!DOCTYPE html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; \
img-src 'self' file:">
<title>{name} 句子 sentences</title>
<style>
body {{ max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 sans-serif; color: #222 }}
h2 {{ font-size: 1.1rem; margin: 2rem 0 0; border-top: 1px solid #ccc; padding-top: .5rem }}
i {{ font-style: normal }}
h2 small {{ display: block; font-weight: normal }}
h3 {{ font-size: .95rem; margin: .5rem 0 0 }}
p, ul {{ margin: .25rem 0 }}
li {{ overflow-wrap: anywhere }}
a {{ color: #005a8c }}
mark {{ background: #fff0b3; color: inherit }}
:target {{ background: #eef6fb; scroll-margin-top: 1rem }}
figure {{ margin: 1rem 0 }}
img {{ max-width: 100%; height: auto; border: 1px solid #ddd }}
{AREAS_STYLE}</style>
</head>
<body>
<nav aria-label="pages"><a href="../index.html#{name}">{_two("目录", "index")}</a> ·
<a href="../browse/index.html">{_two("原文", "corpus")}</a></nav>
<main>
{chr(10).join(parts)}
</main>
</body>
</html>
"""
