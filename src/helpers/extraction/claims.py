"""Passages → quantities: value, unit, hedge, result or target, and what is counted.

The words by which that is told are rows of corpus/rules/claims.csv; corpus/rules/README.md says what each kind is.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import ahocorasick
import pandas as pd

from helpers.characters import find_after, fold, squeeze
from helpers.extraction.cells import Cell, find_cells, part_cells
from helpers.extraction.counted import REACH, SENTENCE, Thing, find_clause, find_things
from helpers.extraction.indicators import load_indicators
from helpers.extraction.lexicon import load_lexicon
from helpers.extraction.periods import find_periods, find_year, without_since
from helpers.extraction.quantities import Quantity, find_quantities
from helpers.extraction.stretches import Stretch, list_stretches
from helpers.extraction.units import Units, compile_units, load_units
from helpers.forms import LINE_MARK
from helpers.numerals import CN, ONES
from helpers.patterns import compile_led, list_needed
from helpers.places import corpus_of, find_file
from helpers.tables import load_rules, make_table

__all__ = ["CLAIMS", "QUOTE", "find_claims"]

CLAIMS = {
    **dict.fromkeys(["report_id", "passage_id", "role", "text"], "str"),
    **{"start": "int64", "end": "int64", "value": "float64", "value_high": "Float64"},
    **dict.fromkeys(["unit", "hedge", "status", "measure", "period", "what", "indicator"], "str"),
}

# All patterns read folded text (`characters.fold`): half-width digits and punctuation, every character in its place.

BEHIND = 12  # characters behind a number in which it is called a standard, or its two officers are named
OFFICERS = 2  # who must act in every case: 行政处罚法 art. 42
QUOTE = re.compile(r"“([^“”\n]{1,60})”|‘([^‘’\n]{1,40})’|「([^「」\n]{1,60})」|\"([^\"\n]{1,60})\"")
_STOP = re.compile("[。;\n]")
_LISTED = re.compile("[,、;。:]")
_NUMERAL = re.compile(f"[{CN}]")
_TITLE = re.compile(r"《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*》")
# A line that breaks off in mid-sentence where the reader did not rejoin it: the break is white space, not an end.
_BROKEN = re.compile(rf"\n(?<=[^\n]{{20}}[一-鿿\d、,]\n)(?=[一-鿿\d“])(?!{LINE_MARK.pattern})")


class _Claim(NamedTuple):
    """A claim of a stretch: offsets in its text, then the columns of the result."""

    start: int
    end: int
    value: float
    value_high: float | None
    unit: str | None
    hedge: str
    status: str
    measure: str
    period: str | None
    what: str | None
    indicator: str | None


class _Reading(NamedTuple):
    """Whether a number is a target or a result, and whether it says by how much something changed."""

    status: str
    change: bool


class _Indicator(NamedTuple):
    name: str
    cues: re.Pattern[str]
    not_cues: re.Pattern[str]


class _Tables(NamedTuple):
    """What a corpus's codebook and lexicon say, as patterns; `names` finds terms whose numeral counts nothing."""

    names: re.Pattern[str]
    units: Units
    indicators: dict[str, list[_Indicator]]  # by unit, - of numbers without one
    cued: Callable[[str], Collection[str]]  # the indicators of which a word that every cue has stands in a text


# === words and patterns ========================================


class _Patterns(NamedTuple):
    # what makes a quantity a target outside the plan
    future: re.Pattern[str]  # in the sentence before the number: what is still to come
    duty: re.Pattern[str]  # in the clause before the number: duty, rule, commitment
    demanded: re.Pattern[str]  # the same, of the whole clause: 要求 of something, but not 按照…要求
    limit_set: re.Pattern[str]  # how long something may take, as long as nothing says that it was reached
    required: re.Pattern[str]  # after the number: 5%的要求, 90%的目标
    officers: re.Pattern[str]  # 两名以上执法人员
    done: re.Pattern[str]
    # what makes it a change: verbs of increase and decrease right before it; of counts only the plain ones (提升8处 is
    # no change)
    change: re.Pattern[str]
    change_of_count: re.Pattern[str]
    change_of_thing: re.Pattern[str]
    not_claims: tuple[tuple[frozenset[str], re.Pattern[str]], ...]  # each with the words that it needs


@cache
def _patterns() -> _Patterns:
    word, beside = load_rules("claims"), load_rules("quantities")
    return _Patterns(
        future=compile_led(
            rf"{word('future')}|(?<![即行])将(?={word('will')})|计划(?={word('planned')})"
            rf"|到20\d\d年底?,?(?=.{{0,16}}(?:{word('reached')}))"
        ),
        duty=compile_led(
            rf"{word('duty')}|(?<![需主重必首纲摘概紧])要(?={word('must')})|(?:{word('strive')})(?=.{{0,8}}达)"
            rf"|(?<![均以按照])每(?:{beside('period')})[^,。;]{{0,12}}一$"
        ),
        demanded=re.compile(rf"(?!.*(?:{word('according')})[^,。;]*要求).*(?<!工作)要求(?![、和])"),
        limit_set=compile_led(f"(?:{word('limit_set')})$"),
        required=compile_led(f"的(?:{beside('basic')})?(?:{beside('required')})"),
        officers=compile_led(f"[^,。;]{{0,6}}(?:{word('officer')})"),
        done=compile_led(word("done")),
        change=compile_led(f"(?:{word('change')})(?:{word('change_by')}| )*$"),
        change_of_count=compile_led(f"(?:{word('change_of_count')})[了近约超逾 ]*$"),
        change_of_thing=compile_led(f"(?:{word('cut')})[一-鿿]{{0,4}}(?:{word('cut_thing')})$"),
        not_claims=tuple((list_needed(pattern), re.compile(pattern)) for pattern in _not_claims(word)),
    )


def _not_claims(word: Callable[[str], str]) -> list[str]:
    """Numbers that are no claims, one line a form.

    A form begins with a sign, and what must stand before it is asked for behind that: a text is looked through for a
    first sign several times as fast.
    """
    number = rf"[\d{CN}](?:(?<=\d)\d{{0,8}}|(?<=[{CN}])[{CN}]{{0,8}})"
    first = r"\d(?<!\d\d)"  # of a row of digits
    day = r"\d{1,2} ?[日号]"
    year = r"[12][09](?<=19|20)\d\d"
    year_alone = r"[12](?<!\d\d)[09](?<=19|20)\d\d"
    return [
        # document numbers, years, dates, times of day
        rf"[〔\[(【]{year}[〕\])】] ?第?\d+号?",
        rf"{year_alone} ?年?度? ?[-—–~至到\u00ad] ?(?:{year}(?!\d)|\d\d(?=年)) ?年?度?",
        rf"{year_alone} ?年[度底初末]?(?: ?\d{{1,2}} ?月(?: ?{day})?)?",
        rf"{first}\d? ?月份?(?: ?{day}(?: ?[-—–~至到、] ?{day})?|[底初末中上下旬])?",
        f"[一二][〇○零0O九][〇○零0O{ONES}]{{2}}年(?:[{ONES}十]{{1,3}}月(?:[{ONES}十]{{1,3}}日)?)?",
        rf"{first}\d?(?::\d\d|[时点](?:\d{{1,2}}分|整|半|许))",
        # telephones, a page's own count of characters, list marks glued to a number, versions
        r"0(?<!\d0)\d{2,3}-\d{7,8}",
        rf"(?:{word('page_count')})[共约计]{{0,2}} ?\d+ ?字",
        r"(?:^|(?<=[。;:\n]))\s*\d{1,2}\.(?=\d+ ?[个项件起次名位家份条类批场期])",
        rf"(?:{first}\d?\.\d{{1,2}}|{year_alone} ?年?) ?版",
        # ordinals, none at all, ranks, anniversaries
        rf"第 ?{number}(?: ?[、至到-] ?{number}(?=[^{CN}\d]))*|届[^,。;\n]{{0,12}}?{number}次(?={word('session')})",
        f"(?:{word('none')})(?:任何)? ?1(?= ?[起件例人次宗名])",
        rf"(?:{word('rank')}) ?{number} ?[名位强列甲]",
        rf"{number} ?周年",
        # names made of numbers (1+2+N, 7×24), round the clock, circles of so many minutes
        r"[\dN][\dN]{0,5}(?: ?[+×*&] ?[\dNnXxⅩ]{1,6})+",
        word("round_the_clock"),
        rf"{number} ?(?:{word('circle')})(?=[一-鿿“”]{{0,12}}圈)",
        # when, programmes of so many years
        rf"(?:{word('when')}) ?{number} ?(?:年|个月)(?!内|以内)|{number} ?(?:年|个月)[多以]?来",
        rf"{number} ?年(?:{word('programme')})",
        # formulas (两个维护, 三个“必须”); names and idioms with a numeral and a classifier
        rf"[二三四五六七八九十两](?<![一二三四五六七八九十].)[二三四五六七八九十两]{{0,2}}个(?:{word('formula')})",
        word("idiom"),
    ]


# === claims ========================================


def find_claims(passages: pd.DataFrame, *, corpus: str | Path | None = None) -> pd.DataFrame:
    """Every quantity that the passages report, one row a quantity in reading order.

    Columns report_id, passage_id, role, text, start, end (offsets in `reports.text`; the number with its unit and the
    hedging words beside it), value (万 and 亿 multiplied out, % as printed, 三成 is 3 成, a fraction its value),
    value_high (the upper end of a range, else NA), unit (as printed, 个工作日 as 工作日; NA where nothing stands for
    it), hedge {exact, about, over, at_least, at_most}, status {actual, target}, measure {count, share, change, limit,
    amount}, period {before, now} of two values of one thing (由上年的87%提升至96.8%; else NA), what (the counted thing,
    cut from the text; of a cell what its header or label names), indicator (a row of `load_indicators` whose cue stands
    by the number, else NA; NA for a value of before, but for time limits, which have one for each).

    A number alone in a cell of a table has the unit of its header, its label or the line above (as `find_cells` says).
    Units are those of `load_units`. No claims: dates, ordinals, ranks, document numbers, digits in titles and names
    (short quotations, terms of the lexicon, idioms), the article 一, levels (三级). Measure: share is %, ‰, 成 and
    fractions; change what a verb of increase or decrease governs, 百分点 and 倍; limit a time limit, or a bound that is
    a target; amount money, area, weight, length, scores. Target is what stands in the plan, is announced, promised or
    required. What is counted is found by the words of `load_phrases`, as `find_things` says.

    >>> columns = ["report_id", "passage_id", "role", "text", "start"]
    >>> passages = pd.DataFrame([("甲", "甲-0", "measures", "查办案件１２余件。", 0)], columns=columns)
    >>> find_claims(passages)[["text", "value", "unit", "hedge", "status", "what"]].to_numpy().tolist()
    [['１２余件', 12.0, '件', 'over', 'actual', '案件']]
    """
    corpus = corpus_of(passages, corpus)
    files = [find_file("codebook", name, corpus) for name in ("units.csv", "indicators.csv")]
    files.append(find_file("lexicon", "terms.csv", corpus))
    tables = _tables(corpus, tuple(file.read_bytes() for file in files))
    rows = []
    years = _years(passages)
    for stretch in list_stretches(passages):
        for claim in _claims(stretch, tables, years.get(stretch.report_id)):
            start, end, *values = claim
            rows.append((*stretch.place(start, end), *values))
    return make_table(rows, CLAIMS)


@lru_cache(maxsize=4)
def _tables(corpus: str | Path | None, contents: tuple[bytes, ...]) -> _Tables:
    """The tables of a corpus, read again when the contents of one of them change."""
    terms = [fold(term) for term in load_lexicon(corpus)["term"] if re.search(rf"[\d{CN}]", term)]
    names = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True)) or "(?!)"
    indicators: dict[str, list[_Indicator]] = {}
    cues: dict[str, str] = {}
    for name, row in load_indicators(corpus).fillna({"not_cues": "(?!)"}).iterrows():
        cues[str(name)] = row["cues"]
        indicator = _Indicator(str(name), compile_led(row["cues"]), compile_led(row["not_cues"]))
        for unit in dict.fromkeys(row["unit"].split()):
            indicators.setdefault(unit, []).append(indicator)
    return _Tables(re.compile(names), compile_units(load_units(corpus)), indicators, _find_needed(cues))


def _find_needed(patterns: Mapping[str, str]) -> Callable[[str], Collection[str]]:
    """A function text → the names of the patterns that may be found in it, by the words that each needs."""
    automaton, names, always = ahocorasick.Automaton(), dict[str, set[str]](), set[str]()
    for name, pattern in patterns.items():
        words = list_needed(pattern)
        for word in words:
            names.setdefault(word, set()).add(name)
        if not words:
            always.add(name)
    for word, found in names.items():
        automaton.add_word(word, found)
    automaton.make_automaton()

    def find(text: str) -> Collection[str]:
        hits = automaton.iter(text) if automaton else ()  # it refuses to look for nothing
        return always.union(*(found for _, found in hits))

    return find


def _years(passages: pd.DataFrame) -> dict[str, int]:
    """The year that the front of each report names; none where it names none."""
    texts: dict[str, str] = {}
    columns = (passages[name].tolist() for name in ("report_id", "role", "text"))
    for report, role, text in zip(*columns, strict=True):
        if role == "front":
            texts[report] = texts.get(report, "") + text
    return {report: year for report, text in texts.items() if (year := find_year(fold(text)))}


def _claims(stretch: Stretch, tables: _Tables, year: int | None) -> list[_Claim]:
    """The claims of a stretch."""
    printed, rows = stretch.text, fold(stretch.text)
    text = part_cells(rows)
    masked = _mask(text, tables.names)
    cells = {cell.start: cell for cell in find_cells(rows, tables.units, year)}
    found = _with_cells(list(find_quantities(masked, tables.units)), cells, tables.units)
    clauses = [max(find_clause(masked, 0, q.start), stretch.begins(q.start)) for q in found]
    readings = _readings(stretch, text, masked, found, clauses)
    things = find_things(masked, found, clauses, [reading.change for reading in readings])
    periods = find_periods(text, found, [reading.change for reading in readings], year)
    claims = []
    for i, (q, reading, thing, period) in enumerate(zip(found, readings, things, periods, strict=True)):
        cell = cells.get(q.start)
        status, change = reading
        if cell:
            thing, period = Thing(cell.thing, False), None if cell.change else cell.period
            status, change = "target" if cell.target else status, change or cell.change
        elif period == "now" and thing.span and i and periods[i - 1] == "before" and thing.span[0] >= found[i - 1].end:
            thing = Thing(things[i - 1].span, True)  # 办结率由87%升至96.8%
        what = printed[slice(*thing.span)].replace("\n", "") if thing.span else None
        above = "at_least" if status == "target" else "over"
        hedge = above if q.hedge == "above" else q.hedge or "exact"
        measure = _measure(q, hedge, status, change)
        labels = [cell.label] if cell else _labels(text, found, clauses, i, period, what if thing.carried else None)
        known = (_indicator(tables, q.unit or "-", squeeze(label)) for label in labels)
        indicator = None if _is_past(q, period) else next(filter(None, known), None)
        claims.append(_Claim(q.start, q.end, q.value, q.high, q.unit, hedge, status, measure, period, what, indicator))
    return claims


def _with_cells(found: list[Quantity], cells: dict[int, Cell], units: Units) -> list[Quantity]:
    """The quantities of a text with those of cells whose unit, if any, stands in a header."""
    for cell in cells.values():
        if cell.value is None or cell.group is None:
            continue
        found = [q for q in found if not cell.start <= q.start < cell.end]
        quantity = Quantity(
            start=cell.start,
            digits=cell.start,
            unit_end=cell.end,
            end=cell.end,
            value=float(cell.value),
            high=None,
            unit=cell.unit,
            group=cell.group,
            hedge="over" if cell.vague else None,
            event=cell.unit in units.events,
        )
        found.append(quantity)
    return sorted(found, key=lambda q: q.start)


def _labels(
    text: str, found: Sequence[Quantity], clauses: Sequence[int], i: int, period: str | None, carried: str | None
) -> list[str]:
    """The words by which a quantity's indicator is known, as `load_indicators` says; for the later of two values
    (办结率由87%提升至96.8%) those before the earlier one too.
    """
    q = found[i]
    behind = text[q.end : _sentence_end(text, q.end)]
    labels = [f"{fold(carried) if carried else ''}|{text[clauses[i] : q.start]}#{behind}"]
    if period == "now" and i and clauses[i - 1] == clauses[i]:
        labels.append(f"|{without_since(text[clauses[i] : found[i - 1].start])}#{behind}")
    return labels


def _is_past(q: Quantity, period: str | None) -> bool:
    """Whether a value is no more the indicator's: the one before. Time limits have indicators of both."""
    return period == "before" and q.group != "duration"


def _readings(
    stretch: Stretch, text: str, masked: str, found: Sequence[Quantity], clauses: Sequence[int]
) -> list[_Reading]:
    """Status and change of each quantity; 5.1%、8.2%: the second has those of the one before."""
    readings: list[_Reading] = []
    end = 0
    for q, clause in zip(found, clauses, strict=True):
        if readings and masked[end : q.start].strip() in ("、", "和"):
            readings.append(readings[-1])
        else:
            before = text[min(max(clause, end), q.start) : q.start]
            readings.append(_Reading(_status(text, q, stretch.role(q.digits), before), _changes(q, before)))
        end = q.end
    return readings


def _sentence_end(text: str, at: int) -> int:
    end = min(len(text), at + REACH // 2)
    stop = _STOP.search(text, at, end)
    return stop.start() if stop else end


def _status(text: str, q: Quantity, role: str, before: str) -> str:
    """Target or actual; `before` is the clause up to the number."""
    if role == "plan":
        return "target"
    patterns = _patterns()
    far = max(0, q.start - SENTENCE)
    sentence = text[find_after(text, "。;\n", far, q.start) : q.start]
    future = list(patterns.future.finditer(sentence))
    clause, after = before + text[q.start : q.digits + 1], text[q.end : q.end + BEHIND]
    two = q.hedge == "above" and q.value == OFFICERS and q.unit in ("名", "人")
    target = (
        (future and not patterns.done.search(sentence, future[-1].end()))
        or q.hedge == "at_least"
        or patterns.duty.search(clause)
        or ("要求" in clause and patterns.demanded.match(clause))
        or (two and patterns.officers.match(after))
        or (q.group in ("share", "duration") and patterns.required.match(after))
        or (q.group == "duration" and patterns.limit_set.search(before) and not patterns.done.search(before))
    )
    return "target" if target else "actual"


def _changes(q: Quantity, before: str) -> bool:
    """Whether the number says by how much something grew or shrank."""
    patterns = _patterns()
    if q.group in ("share", "duration", "money"):
        thing = q.group == "share" and patterns.change_of_thing.search(before)
        return bool(thing or patterns.change.search(before))
    return q.group == "change" or patterns.change_of_count.search(before) is not None


def _measure(q: Quantity, hedge: str, status: str, change: bool) -> str:
    if change:
        return "change"
    if q.group == "share":
        return "share"
    if q.group in ("money", "measure"):
        return "amount"
    bound = status == "target" and hedge in ("at_least", "at_most")
    return "limit" if bound or (q.group == "duration" and q.unit not in ("年", "周")) else "count"


def _indicator(tables: _Tables, unit: str, label: str) -> str | None:
    fitting = tables.indicators.get(unit)
    if fitting is None:
        return None
    cued = tables.cued(label)
    return next(
        (i.name for i in fitting if i.name in cued and i.cues.search(label) and not i.not_cues.search(label)), None
    )


def _mask(text: str, names: re.Pattern[str]) -> str:
    """`text` with everything blanked out whose digits count nothing; title and quotation marks stay."""
    spans = [(m.start() + 1, m.end() - 1) for m in _TITLE.finditer(text)]
    found = [form for needed, form in _patterns().not_claims if not needed or any(map(text.__contains__, needed))]
    spans += [m.span() for pattern in (*found, names) for m in pattern.finditer(text)]
    for m in QUOTE.finditer(text):
        if _LISTED.search(m[0]):  # a quoted list or sentence, no name: only its Chinese numerals count nothing
            spans += [(m.start() + n.start(), m.start() + n.end()) for n in _NUMERAL.finditer(m[0])]
        else:
            spans.append((m.start() + 1, m.end() - 1))
    signs = list(text)
    for start, end in spans:
        signs[start:end] = "\0" * (end - start)
    for m in _BROKEN.finditer(text):
        broken = text[m.end() - 2 : m.end() + 1]
        signs[m.end() - 1] = "\r" if re.fullmatch(r"[\d.,]\n\d", broken) else " "  # 12 of 1234 is no number
    return "".join(signs)
