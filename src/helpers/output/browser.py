"""The corpus as pages to read: every report whole, with its parts, items, numbers, citations and codes marked.

A page runs nothing and fetches nothing: filters are check boxes and a style sheet. Its anchors are p (passages), i
(items), n (numbers: claims), c (citations) and q (cues), each with the offset in `reports.text` where it begins.
"""

import base64
import hashlib
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.parse import quote

import pandas as pd

from helpers.coding.codebook import UNCODED
from helpers.comparison.groups import sample_issuers
from helpers.corpus.manifest import REPORT_ID
from helpers.corpus.names import is_device
from helpers.output.found import (
    Aside,
    Book,
    Citation,
    Claim,
    Code,
    Corrected,
    Found,
    Item,
    Passage,
    Report,
    Scheme,
    collect,
    read_book,
    sort_by_place,
)
from helpers.output.labels import label, say
from helpers.output.marking import Span, deal, mark_up
from helpers.output.telling import cell, show
from helpers.places import STAGING, move_files, output_folder
from helpers.structure.roles import ROLE_LABELS

__all__ = ["MOST_PAGES", "Mark", "link", "list_paged", "make_browser", "name_page", "write_browser"]

Mark: TypeAlias = Literal["passage", "item", "claim", "citation"]
LISTS = ("index", "by-year")  # the pages that list the reports
LETTERS: Mapping[Mark, str] = {"passage": "p", "item": "i", "claim": "n", "citation": "c"}
LONGEST_NAME = 200  # bytes of a file's name; systems take 255
KEPT_OF_NAME = 40  # characters of a longer one
DEEPEST = 6  # of headings in HTML
MOST_PAGES = 2_000  # reports that have a page, some 120 KB each: of more those of so many issuers
SHARED_WORDS = 3  # that are said
CONTENTS = 3  # headings in HTML that the table of contents lists go so deep


def link(report_id: str, start: int | None = None, kind: Mark = "passage") -> str:
    """Where a report's page lies, seen from the folder of pages, and on it the mark that begins at `start`.

    `start` is an offset in `reports.text`, as in the tables of passages, items, claims and citations. Without it the
    link is to the whole report. Percent-encoded: fit for an `href` once it is escaped for HTML.

    >>> link("a-2021", 345, "claim"), link("甲")
    ('browse/a-2021.html#n345', 'browse/%E7%94%B2.html')
    """
    return f"browse/{_address(report_id)}" + ("" if start is None else f"#{LETTERS[kind]}{start}")


def _address(report_id: str) -> str:
    return quote(name_page(report_id), safe="")


def name_page(report_id: str) -> str:
    """The name of a report's page: its report_id. No two have one name: ~ stands in no report_id of a corpus.

    >>> name_page("a-2021"), name_page("b<")
    ('a-2021.html', 'b~3c~.html')
    """
    name = re.sub(r"[^\w.-]", lambda sign: f"~{ord(sign[0]):x}~", report_id)
    if len(name.encode()) > LONGEST_NAME:
        name = f"{name[:KEPT_OF_NAME]}~{hashlib.sha256(report_id.encode()).hexdigest()[:16]}"
    taken = name.casefold() in LISTS or is_device(name) or not REPORT_ID.match(name)
    return f"{'~' if taken else ''}{name}.html"


def make_browser(tables: Mapping[str, pd.DataFrame], corpus: str | Path | None = None) -> Iterator[tuple[str, str]]:
    """The pages of a corpus, of its tables as of `make_tables`: the name of each file, and its HTML.

    A page for each report and two that list them: index.html by place and issuer, by-year.html by year. They lead to
    each other, and to index.html in the folder above. What a report or the manifest holds stands as text. Of more than
    2,000 reports those of so many issuers (`list_paged`) are on the pages, which say so.

    >>> from helpers.corpus.load import load_corpus
    >>> from helpers.output.parts import derive_tables
    >>> tables = derive_tables(load_corpus("tests/texts/coded").head(1))
    >>> [name for name, _ in make_browser(tables, "tests/texts/coded")]
    ['index.html', 'by-year.html', '01-qingluan-xianzhengfu-2022.html']
    """
    book, every = read_book(corpus), len(tables["reports"])
    found = sort_by_place(collect(_pick_reports(tables), corpus))
    yield "index.html", _make_list(found, every, by_year=False)
    yield "by-year.html", _make_list(found, every, by_year=True)
    beside = [None, *found, None]
    for before, report, after in zip(beside, found, beside[2:], strict=False):
        yield name_page(report.told.report_id), _make_page(report, before, after, book)


def list_paged(reports: pd.DataFrame) -> pd.Index:
    """The reports that have a page, and whose sentences stand behind marks: of more than 2,000 those of so many
    issuers (`sample_issuers`).

    >>> len(list_paged(pd.DataFrame({"issuer": range(300)}))), len(list_paged(pd.DataFrame({"issuer": range(5000)})))
    (300, 2000)
    """
    return sample_issuers(reports, MOST_PAGES).index


def _pick_reports(tables: Mapping[str, pd.DataFrame]) -> Mapping[str, pd.DataFrame]:
    """The tables of the reports that have a page."""
    reports = tables["reports"]
    kept = reports.loc[list_paged(reports)]
    if len(kept) == len(reports):
        return tables
    own = {name: table[table["report_id"].isin(kept.index)] for name, table in tables.items() if name != "reports"}
    return own | {"reports": kept}


def write_browser(tables: Mapping[str, pd.DataFrame], corpus: str | Path | None = None) -> Path:
    """Write the pages of a corpus (`make_browser`) to `browse` in its folder of pages; the folder is returned.

    Pages of reports that the corpus holds no more are removed.
    """
    folder = output_folder("html/browse", corpus)
    folder.mkdir(parents=True, exist_ok=True)
    held = folder.parents[1]  # where the next run sweeps what a killed one leaves
    with tempfile.TemporaryDirectory(dir=held, prefix=STAGING) as staging:
        for name, page in make_browser(tables, corpus):
            (Path(staging) / name).write_text(page, encoding="utf-8", newline="\n")
        for path in folder.glob("*.html"):
            if not (Path(staging) / path.name).exists():
                path.unlink()
        move_files(Path(staging), folder)
    return folder


HEAD = """<!DOCTYPE html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{hash}'; base-uri 'none'; \
form-action 'none'">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#text">跳到正文 <i lang="en">skip to the text</i></a>
"""


def _open(title: str, further: str = "") -> str:
    """A page up to its body, with a policy that lets nothing run, nothing be fetched, and this one style be used."""
    style = _style() + further
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return HEAD.format(hash=f"sha256-{digest}", title=cell(title), style=style)


@cache
def _style() -> str:
    return Path(__file__).with_name("browser.css").read_text(encoding="utf-8")


def _both(zh: object, en: object) -> str:
    """A name in both languages; where there is but one, once."""
    return show(str(zh)) + ("" if zh == en else f' <i lang="en">{show(str(en))}</i>')


def _name(value: object, begin: str = "") -> str:
    """What a value of the tables is called in both languages (words.csv)."""
    key = f"{begin}{value}"
    return _both(label(key, "zh"), label(key, "en")) if label(key, "zh") != key else show(str(value))


def _make_page(found: Found, before: Found | None, after: Found | None, book: Book) -> str:
    """The page of a report."""
    used = _count_codes(found, book)
    title = found.name if found.told.title is None else found.told.title
    rules = [f"body:has(#f-{name}:checked) .{name}.{name} {{ opacity: 1 }}" for of in used.values() for name in of]
    lines = [
        _open(f"{found.name} · {title}", "\n".join(rules)),
        _lead(before, after),
        '<div class="page">',
        _make_panel(found, book, used),
        f'<main id="text">\n<h1>{show(title)}</h1>',
        _describe(found.told),
        f'<article class="report">\n{_make_text(found, book)}</article>',
        _list_claims(found.claims, book),
        _list_citations(found.citations),
        _list_aside(found.aside),
        _list_corrected(found),
        "</main>\n</div>\n</body>\n</html>\n",
    ]
    return "\n".join(line for line in lines if line)


def _lead(before: Found | None, after: Found | None) -> str:
    links = ['<a href="../index.html">目录 <i lang="en">index</i></a>']
    links += ['<a href="index.html">原文 <i lang="en">corpus</i></a>']
    for report, rel, sign, zh, en in (
        (before, "prev", "←", "上一份", "previous"),
        (after, "next", "→", "下一份", "next"),
    ):
        if report:
            address = cell(_address(report.told.report_id))
            links.append(
                f'<a rel="{rel}" href="{address}">{sign} {_both(zh, en)}'
                f'<span class="wide">: {show(report.name)}</span></a>'
            )
    return f'<header><nav aria-label="各页 pages">{" ".join(links)}</nav></header>'


def _describe(told: Report) -> str:
    """What the manifest says of a report."""
    place = "".join(str(part) for part in (told.province, told.city, told.county) if part)
    cells = [
        ("机关", "issuer", told.issuer),
        ("类别", "kind", _name(told.issuer_kind, "issuer_kind_") if told.issuer_kind is not None else None),
        ("层级", "level", _name(told.level, "level_") if told.level is not None else None),
        ("地区", "place", place or None),
        ("年份", "year", told.year),
        ("成文日期", "issued on", _date(told.issued_on)),
        ("发布日期", "published on", _date(told.published_on)),
        ("文号", "document number", told.doc_no),
        ("字数", "characters", f"{told.n_chars:,}"),
        ("读取", "read as", _name(told.read_as, "read_as_")),
        ("许可", "licence", told.licence),
        ("来源", "source", _source(told.source_url)),
        ("取得日期", "retrieved on", _date(told.retrieved_on)),
        ("说明", "note", told.note),
        ("编号", "report_id", told.report_id),
    ]
    made = {"类别", "层级", "读取", "来源"}  # HTML already
    rows = [
        f"<div><dt>{_both(zh, en)}</dt><dd>{value if zh in made else _mark_english(str(value))}</dd></div>"
        for zh, en, value in cells
        if value is not None
    ]
    return f'<dl class="told">{"".join(rows)}</dl>'


def _mark_english(text: str) -> str:
    """A cell of the manifest; one without a Chinese character, in words, is English."""
    return f'<span lang="en">{show(text)}</span>' if text.isascii() and " " in text else show(text)


def _date(value: pd.Timestamp | None) -> str | None:
    return None if value is None else value.strftime("%Y-%m-%d")


def _source(address: object, short: str = "") -> str | None:
    """A link to where a report was found; an address of another kind than the web's stands as text."""
    if address is None:
        return None
    if not re.match(r"https?://", str(address), re.IGNORECASE):
        return show(str(address))
    return f'<a rel="noreferrer external" href="{cell(address)}">{short or show(str(address))}</a>'


def _count_codes(found: Found, book: Book) -> dict[str, dict[str, int]]:
    """How many items have each code, as main or second one: by scheme and by the code's class, as the book has them."""
    used = {name: dict.fromkeys((of[0] for of in scheme.codes.values()), 0) for name, scheme in book.schemes.items()}
    for codes in found.codes.values():
        for code in codes:
            if code.scheme in book.schemes:
                used[code.scheme][_find_code(code, book.schemes[code.scheme])[0]] += 1
    return {name: {key: n for key, n in of.items() if n} for name, of in used.items()}


def _find_code(code: Code, scheme: Scheme) -> tuple[str, str, str]:
    """Class, Chinese and English of a code; a code that the codebook does not have is called what it is."""
    name = code.code or UNCODED
    return scheme.codes.get(name, (scheme.codes[UNCODED][0], name, name))


PANEL = """<aside class="panel" aria-label="图例与目次 legend and contents">
<details class="fold"><summary>图例与筛选 <i lang="en">legend, filters</i></summary>
<form autocomplete="off">
<p>勾选后其余变淡；不勾即全部显示。
<i lang="en">What is checked stays, the rest fades; nothing checked: all is shown.</i></p>
{sets}
<p><button type="reset">清除勾选 <i lang="en">clear</i></button></p>
</form></details>
<details class="fold"><summary>目次 <i lang="en">contents</i></summary>
<nav aria-label="目次 contents"><ul>
{contents}
</ul></nav></details>
</aside>"""


def _make_panel(found: Found, book: Book, used: Mapping[str, Mapping[str, int]]) -> str:
    """What the colours and marks are, how many there are of each, the filters, and the headings."""
    roles = [_role(passage) for passage in found.passages]
    parts = [
        _box(f"r-{role}", f'<span class="bar r-{role}"></span>{_name_role(role)}', roles.count(role))
        for role in [*ROLE_LABELS, NO_ROLE]
        if role in roles
    ]
    sets = [_fieldset("roles", _both("部分", "parts, passages of each"), parts)]
    sizes = (len(found.items), len(found.claims), len(found.citations), sum(map(len, found.codes.values())))
    marks = [_box(f"m-{key}", told, n) for (key, told), n in zip(MARKS.items(), sizes, strict=True)]
    sets.append(_fieldset("marks", _both("标记", "marks"), marks))
    codes = []
    for name, scheme in book.schemes.items():
        named = {key: (zh, en) for key, zh, en in scheme.codes.values()}
        boxes = [_box(key, _both(*named[key]), n) for key, n in used[name].items()]
        if boxes:
            codes.append(_fieldset("", f"{_both(scheme.zh, scheme.en)}{_doubt(scheme)}", boxes, _trust(scheme)))
    sets.append(f'<div id="codes">{"".join(codes)}</div>')
    if found.answers:
        sets.append(EVIDENCE)
    contents = [
        f'<li class="h{depth}"><a href="#p{passage.start}">{show(passage.text.strip())}</a></li>'
        for passage, depth in zip(found.passages, _depths(found.passages), strict=True)
        if depth and depth <= CONTENTS
    ]
    return PANEL.format(sets="\n".join(sets), contents="\n".join(contents))


EVIDENCE = """<p>计划中证据最强：同一报告的计划条目中，与该不足共有的词和编码最多的，由程序算出，未经判读。
<i lang="en">Best evidence in the plan: the item with most words and codes in common, computed and read by nobody.</i>
</p>"""
NO_ROLE = "none"
MARKS = {  # a sample of each mark
    "i": '<span class="i">条目</span> <i lang="en">items</i>',
    "n": '<span class="n">数字</span> <i lang="en">numbers (claims)</i>',
    "c": '<span class="c">引用</span> <i lang="en">citations</i>',
    "k": '编码及其<span class="q">依据</span> <i lang="en">codes and their cues</i>',
}


def _role(passage: Passage) -> str:
    return passage.role if passage.role and passage.role in ROLE_LABELS else NO_ROLE


def _name_role(role: str) -> str:
    return '未归 <i lang="en">no part</i>' if role == NO_ROLE else _name(role)


def _fieldset(name: str, legend: str, boxes: Sequence[str], note: str = "") -> str:
    named = f' id="{name}"' if name else ""
    return f"<fieldset{named}><legend>{legend}</legend>{note}{''.join(boxes)}</fieldset>"


def _box(name: str, told: str, n: int) -> str:
    """A filter: a check box with what it is for, and how many there are."""
    return f'<label><input type="checkbox" id="f-{name}"> {told} <b>{n:,}</b></label>'


def _doubt(scheme: Scheme) -> str:
    return "" if scheme.trusted else "†"


def _trust(scheme: Scheme) -> str:
    """How far the codes of a scheme may be trusted."""
    known = {"n": scheme.pieces, "kappa": f"{scheme.kappa:.2f}"}
    tried = "scheme_untried" if pd.isna(scheme.kappa) else "scheme_tried"
    use = "scheme_trusted" if scheme.trusted else "scheme_doubtful"
    zh, en = (f"{say(tried, language, **known)} {say(use, language)}" for language in ("zh", "en"))
    return f"<p>{_doubt(scheme)} {_both(zh, en)}</p>"


def _depths(passages: Iterable[Passage]) -> list[int]:
    """The level of each passage that is a heading in HTML, under the h1 of the page, without a gap; of others 0."""
    above: list[int] = []
    depths = []
    for passage in passages:
        if passage.kind == "heading" and passage.level is not None:
            above = [*(level for level in above if level < passage.level), passage.level]
            depths.append(min(len(above) + 1, DEEPEST))
        else:
            depths.append(0)
    return depths


def _make_text(found: Found, book: Book) -> str:
    """All passages in reading order, a row each: what stands at its side, its text, what is said of its items."""
    stretches = [(passage.start, passage.end) for passage in found.passages]
    spans = list(deal(stretches, _list_spans(found, book)))
    notes = _place_notes(found, book, spans)
    rows = []
    above: Passage | None = None
    for n, (passage, depth, over) in enumerate(zip(found.passages, _depths(found.passages), spans, strict=True)):
        tag = f"h{depth}" if depth else "p"
        rows.append(
            f'<div class="row r-{_role(passage)}" id="p{passage.start}">'
            f'<div class="side">{_tell_passage(passage, above, found.corrected)}</div>'
            f'<{tag} class="{_classes(passage, over)}">{mark_up(passage.text, over, passage.start)}</{tag}>'
            + (f'<div class="notes">{"".join(notes[n])}</div>' if n in notes else "")
            + "</div>\n"
        )
        above = passage
    return "".join(rows)


def _place_notes(found: Found, book: Book, spans: Iterable[Iterable[Span]]) -> dict[int, list[str]]:
    """What is said of the items, by the number of the passage beside which it stands: the one that holds most of it."""
    most: dict[int, tuple[int, int]] = {}
    for n, (passage, over) in enumerate(zip(found.passages, spans, strict=True)):
        for span in over:
            held = (min(span.end, passage.end) - max(span.start, passage.start), -n)
            if span.kind == "item":
                most[span.start] = max(most.get(span.start, held), held)
    answers = _tell_answers(found)
    notes: dict[int, list[str]] = {}
    for item in found.items:
        told = _note(item, found.codes.get(item.item_id, []), answers.get(item.item_id, []), book)
        notes.setdefault(-most[item.start][1], []).append(told)
    return notes


def _tell_passage(passage: Passage, above: Passage | None, corrected: Iterable[Corrected]) -> str:
    """What stands beside a passage: its own link, and where it differs from the one above, part and path."""
    told = [f'<a class="own" href="#p{passage.start}" aria-label="本段链接 link to this passage">¶</a>']
    if above is None or _role(passage) != _role(above):
        told.append(f"<b>{_name_role(_role(passage))}</b>")
    if passage.path and (above is None or passage.path != above.path):
        told.append(f"<span>{show(passage.path)}</span>")
    if passage.kind in NAMED_KINDS:
        told.append(f"<span>{_name(passage.kind, 'passage_')}</span>")
    if any(row.start is not None and passage.start <= row.start < passage.end for row in corrected):
        told.append('<span class="set">更正 <i lang="en">corrected</i></span>')
    return "".join(told)


NAMED_KINDS = ("title", "doc_no", "signer", "addressee", "signature", "date")


def _classes(passage: Passage, over: Iterable[Span]) -> str:
    """The classes of a passage's text: a frame where one item takes all of it, open where the item goes on."""
    end = passage.start + len(passage.text.rstrip())
    for span in over:
        if span.kind == "item" and span.start <= passage.start and span.end >= end:
            first, last = " first" * (span.start == passage.start), " last" * (span.end <= passage.end)
            return f"t whole {span.classes}{first}{last}".replace("  ", " ")
    return f"t {passage.kind}"


def _list_spans(found: Found, book: Book) -> list[Span]:
    """Everything that is marked in a report."""
    spans = [
        Span(item.start, item.end, "item", " ".join(_list_classes(found.codes.get(item.item_id, []), book)))
        for item in found.items
    ]
    spans += [Span(claim.start, claim.end, "claim", "", _tell_claim(claim, book)) for claim in found.claims]
    spans += [Span(row.start, row.end, "citation", "", label(f"cited_{row.kind}", "zh")) for row in found.citations]
    cues = {(code.start, code.end) for codes in found.codes.values() for code in codes}
    return [*spans, *(Span(start, end, "cue") for start, end in cues if start is not None and end is not None)]


def _list_classes(codes: Iterable[Code], book: Book) -> list[str]:
    """The classes by which the filters find an item: those of its codes."""
    known = (_find_code(code, book.schemes[code.scheme])[0] for code in codes if code.scheme in book.schemes)
    return list(dict.fromkeys(known))


def _tell_claim(claim: Claim, book: Book) -> str:
    indicator = book.indicators.get(claim.indicator or "", ("",))[0]
    parts = [_value(claim), claim.what, indicator, *(label(name, "zh") for name in _qualities(claim))]
    return " · ".join(part for part in parts if part)


def _value(claim: Claim) -> str:
    high = "" if claim.value_high is None else f"–{claim.value_high:,.12g}"
    return f"{claim.value:,.12g}{high}{'' if claim.unit is None else ' ' + claim.unit}"


def _qualities(claim: Claim) -> list[str]:
    """What is said of a number, as keys of words.csv; that it is exact and was reached goes without saying."""
    said = [f"measure_{claim.measure}"]
    said += ["status_target"] if claim.status == "target" else []
    said += [f"hedge_{claim.hedge}"] if claim.hedge != "exact" else []
    return said + ([f"period_{claim.period}"] if claim.period else [])


def _note(item: Item, codes: Iterable[Code], answers: Iterable[str], book: Book) -> str:
    """What is said of an item: its codes with their cues, and what in the plan answers it or it answers."""
    codes, lines = list(codes), dict[str, str]()
    for name, of in groupby(codes, key=lambda code: code.scheme):
        base = name.removesuffix(HEADING)
        if scheme := book.schemes.get(base):
            told = "; ".join(_tell_code(code, scheme, brief=base != name) for code in of)
            head = f"{HEADING_ALONE}: " if base != name else f"{_both(scheme.zh, scheme.en)}{_doubt(scheme)}: "
            lines[base] = "; ".join(filter(None, [lines.get(base), head + told]))
    listed = "".join(f"<li>{line}</li>" for line in [*lines.values(), *answers])
    head = f'<a href="#i{item.start}">条目 <i lang="en">item</i> {_number(item.item_id)}</a>'
    return f'<div class="{" ".join(["note", *_list_classes(codes, book)])}">{head}<ul>{listed}</ul></div>'


HEADING = "_heading"  # ends the name of a scheme that codes an item from its heading alone
HEADING_ALONE = '仅据标题 <i lang="en">by its heading</i>'


def _tell_answers(found: Found) -> dict[str, list[str]]:
    """By item, what in the plan may answer it, and what it may answer: by the best evidence, which nobody has read."""
    starts = {item.item_id: item.start for item in found.items}

    def refer(item_id: str) -> str:
        return f'<a href="#i{starts[item_id]}">{_number(item_id)}</a>'

    told: dict[str, list[str]] = {}
    for shortcoming, answer in found.answers.items():
        words = (answer.shared or "").split("、")
        more = "…" if len(words) > SHARED_WORDS else ""
        shared = f"; {show('、'.join(words[:SHARED_WORDS]))}{more}" if answer.shared else ""
        plans = "、".join(map(refer, answer.plans))
        best = '计划中证据最强 <i lang="en">best evidence in the plan</i>'
        line = f"{best}: {plans} ({answer.score:.2f}{shared})"
        told.setdefault(shortcoming, []).append(line)
        for plan in answer.plans:
            line = f'对应不足 <i lang="en">for the shortcoming</i>: {refer(shortcoming)}'
            told.setdefault(plan, []).append(line)
    return told


def _number(item_id: str) -> str:
    """The number of an item in its report: 12 of a-2021-i012."""
    return show(item_id.rpartition("-i")[2].lstrip("0"))


def _tell_code(code: Code, scheme: Scheme, *, brief: bool) -> str:
    """A code with the words that decided; `brief`: in Chinese alone, where both languages stand beside."""
    _, zh, en = _find_code(code, scheme)
    told = f"<b>{show(zh) if brief else _both(zh, en)}</b>"
    if code.rank > 1:
        told = f'次 <i lang="en">second</i> {told}'
    if code.cue and code.start is not None:
        told += f' <a href="#q{code.start}">{show(code.cue)}</a>'
    return told


def _list_claims(claims: Sequence[Claim], book: Book) -> str:
    rows = [
        [
            f'<a href="#n{claim.start}">{show(claim.text)}</a>',
            show(_value(claim)),
            show(claim.what or ""),
            _both(*book.indicators.get(claim.indicator or "", ("", ""))),
            " · ".join(_name(key) for key in _qualities(claim)),
        ]
        for claim in claims
    ]
    heads = [("原文", "text"), ("数值", "value"), ("所计", "what is counted"), ("指标", "indicator"), ("性质", "kind")]
    return _fold("数字", "numbers (claims)", heads, rows)


def _list_citations(citations: Sequence[Citation]) -> str:
    rows = [
        [
            f'<a href="#c{row.start}">{show(row.text)}</a>',
            show(row.name),
            show(row.version or ""),
            _name(row.kind, "cited_"),
        ]
        for row in citations
    ]
    return _fold("引用", "citations", [("原文", "text"), ("名称", "name"), ("版本", "version"), ("类别", "kind")], rows)


def _list_aside(aside: Iterable[Aside]) -> str:
    rows = [
        [f'<i lang="en">{show(reason.replace("_", " "))}</i>', f'<span class="pre">{show(text)}</span>']
        for reason, text in aside
    ]
    return _fold("搁置的页面文字", "set aside: no part of the report", [("原因", "reason"), ("文字", "text")], rows)


def _list_corrected(found: Found) -> str:
    """What a reader has set right, if there is anything."""
    rows = []
    for row in found.corrected:
        own = [p.start for p in found.passages if row.start is not None and p.start <= row.start < p.end]
        rows.append([show(row.field), show(row.value), "".join(f'<a href="#p{start}">¶</a>' for start in own)])
    heads = [("字段", "field"), ("值", "value"), ("处", "where")]
    return _fold("更正", "corrections", heads, rows) if rows else ""


def _fold(zh: str, en: str, heads: Iterable[tuple[str, str]], rows: Sequence[Sequence[str]]) -> str:
    """A table under its title, folded; cells are HTML."""
    if not rows:
        return f"<h2>{_both(zh, en)}: 0</h2>"
    head = "".join(f'<th scope="col">{_both(*told)}</th>' for told in heads)
    body = "\n".join("<tr>" + "".join(f"<td>{told}</td>" for told in row) + "</tr>" for row in rows)
    return (
        f'<h2>{_both(zh, en)}: {len(rows):,}</h2>\n<details><summary>列表 <i lang="en">list</i></summary>'
        f'<div class="scroll" role="region" aria-label="{zh} {en}" tabindex="0">'
        f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table></div></details>"
    )


LIST = """<header><nav aria-label="各页 pages">
<a href="../index.html">目录 <i lang="en">index</i></a> {others}
</nav></header>
<main id="text" class="list">
<h1>原文 <i lang="en">Corpus</i></h1>
<p>{zh}<i lang="en">{en}</i></p>
<nav aria-label="各组 groups">{groups}</nav>
<div class="scroll" role="region" aria-label="报告 reports" tabindex="0">
<table>
<thead><tr>{heads}</tr></thead>
{bodies}
</table>
</div>
</main>
</body>
</html>
"""
HEADS = (
    ("报告、机关", "report, issuer"), ("层级", "level"), ("年份", "year"), ("成文日期", "date"), ("文号", "number"),
    ("字数", "characters"), ("读取", "read as"), ("条目", "items"), ("不足", "shortcomings"), ("数字", "claims"),
    ("引用", "citations"), ("来源", "source"),
)  # fmt: skip


def _make_list(found: Sequence[Found], every: int, *, by_year: bool) -> str:
    """The reports, of `every` in the corpus, as a table, grouped by province or by year, inside by place and issuer."""

    def group(report: Found) -> tuple[bool, str]:
        value = report.told.year if by_year else report.told.province
        return value is None, "" if value is None else str(value)

    groups = {key: list(of) for key, of in groupby(sorted(found, key=group), key=group)}
    names = {key: _both("未知", "unknown") if key[0] else show(key[1]) for key in groups}
    jumps = [f'<a href="#g{n}">{names[key]}</a> ({len(of)})' for n, (key, of) in enumerate(groups.items())]
    bodies = [
        f'<tbody><tr id="g{n}"><th scope="rowgroup" colspan="{len(HEADS)}">{names[key]} ({len(of)})</th></tr>\n'
        + "".join(map(_make_row, of))
        + "</tbody>"
        for n, (key, of) in enumerate(groups.items())
    ]
    views = [("index.html", "按地区、机关", "by place, issuer"), ("by-year.html", "按年份", "by year")]
    others = [
        f'<a href="{file}"{" aria-current=page" * (now == by_year)}>{_both(zh, en)}</a>'
        for now, (file, zh, en) in enumerate(views)
    ]
    issuers, some = len({report.told.issuer for report in found}), len(found) < every
    return _open("原文 corpus") + LIST.format(
        others=" ".join(others),
        zh=f"{len(found):,} 份报告，{issuers:,} 个机关。"
        + some * f"语料共 {every:,} 份，按机关随机取 {len(found):,} 份成页。",
        en=f"{len(found):,} reports of {issuers:,} issuers."
        + some * f" The corpus has {every:,}; these are of issuers drawn at random.",
        groups=" · ".join(jumps),
        heads="".join(f'<th scope="col">{_both(zh, en)}</th>' for zh, en in HEADS),
        bodies="\n".join(bodies),
    )


def _make_row(found: Found) -> str:
    told = found.told
    title = found.name if told.title is None else told.title
    short = sum(item.role == "shortcomings" for item in found.items)
    counts = (len(found.items), short, len(found.claims), len(found.citations))
    cells = [
        _name(told.level, "level_") if told.level is not None else "",
        "" if told.year is None else str(told.year),
        _date(told.issued_on) or "",
        "" if told.doc_no is None else show(told.doc_no),
        f"{told.n_chars:,}",
        _name(told.read_as, "read_as_"),
        *(f"{n:,}" for n in counts),
        _source(told.source_url, "↗") or "",
    ]
    issuer = "" if told.issuer is None else f"<br>{show(told.issuer)}"
    head = f'<a href="{cell(_address(told.report_id))}">{show(title)}</a>{issuer}'
    return f'<tr><th scope="row">{head}</th>{"".join(f"<td>{told_}</td>" for told_ in cells)}</tr>\n'
