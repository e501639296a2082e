"""What every row of corpus/rules decides: `make rules`.

A row decides something in a report if a table of that report changes when the row goes and all others stay. Asked of
the corpus's reports and of the invented ones in tests/texts; a row that decides nothing in any of them, or nothing in
the text that it names as its witness, is an error: it goes, or gets an invented text that shows why it is there.

Most rows decide nothing in most reports that hold their words. What every pattern is asked in a report, and what it
answers, is kept; a report is read again without a row only if a pattern without that row answers one of these questions
otherwise. Readers ask nothing else of the rules, so where all answers are the same, what is read is the same.

    python -m tests.ruled [--fill | --witness] [--real FOLDER ...] [--word WORD ...] [TABLE ...]

--witness asks of each row nothing but its witness, which is faster, and does not say how often a row decides.
--word asks of the rows with these words alone, as they are printed in the table: a new row in about a minute.
--fill writes the witnesses that were found, and a source where there is none, into the tables. --real asks of other
reports too (files of text, without a manifest): what decides something there is needed by real reports.
"""

import argparse
import inspect
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache, lru_cache, partial
from itertools import repeat
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import NamedTuple

import pandas as pd

from helpers import (
    cleaning,
    find_citations,
    find_claims,
    list_items,
    load_lexicon,
    parse_outline,
    patterns,
    segment,
    tables,
)
from helpers.characters import fold, squeeze

# Their caches are cleared.
from helpers.extraction import cells, citations, claims, counted, periods, quantities, words  # noqa: F401
from helpers.places import ROOT
from helpers.structure import headings, items, outline, roles  # noqa: F401
from tests.readings import load_texts

RULES = ROOT / "corpus" / "rules"
CORPORA = {  # group → folders
    "corpus": [ROOT / "corpus"],
    "texts": [ROOT / "tests" / "texts" / part for part in ("coded", "uncoded")],
}
WRITTEN_FOR = "form-"  # how the texts are named that were written for single rows
MOST_WRITTEN_FOR = 0.1  # of all rows
WORKERS, SHARE = 2, 40  # processes, and rows that one is asked for at a time

Rows = frozenset[tuple]


class Report(NamedTuple):
    """A report as the rules read it; `frame` is its row of the reports table, `passages` its rows of passages."""

    name: str
    group: str
    frame: pd.DataFrame
    passages: pd.DataFrame
    texts: tuple[str, str]  # folded, and without white space


def read_furniture(reports: list[Report]) -> dict[str, Rows]:
    raws = [report.frame["raw"].iloc[0] for report in reports]
    found = [cleaning._clean.__wrapped__(raw).cleaned for raw in raws]  # not from its cache
    return {r.name: frozenset([("text", text), *aside]) for r, (text, aside) in zip(reports, found, strict=True)}


def read_structure(reports: list[Report]) -> dict[str, Rows]:
    passages = parse_outline(pd.concat([report.frame for report in reports]))
    return _rows(reports, passages, list_items(passages))


def read_claims(reports: list[Report]) -> dict[str, Rows]:
    return _rows(reports, find_claims(pd.concat([report.passages for report in reports])))


def read_citations(reports: list[Report]) -> dict[str, Rows]:
    return _rows(reports, find_citations(pd.concat([report.passages for report in reports])))


def read_words(reports: list[Report]) -> dict[str, Rows]:
    passages = pd.concat([report.passages for report in reports])
    return _rows(reports, segment(passages, load_lexicon(ROOT / "corpus")["term"]))


def _rows(reports: list[Report], *found: pd.DataFrame) -> dict[str, Rows]:
    """The rows of tables by report."""
    rows: dict[str, set[tuple]] = {report.name: set() for report in reports}
    for table in found:
        for row in table.astype(object).where(table.notna(), None).itertuples(index=False, name=None):
            rows[row[0]].add(row)
    return {name: frozenset(own) for name, own in rows.items()}


# Which reading a table of rules serves.
READ: dict[str, Callable[[list[Report]], dict[str, Rows]]] = {
    "furniture": read_furniture,
    **dict.fromkeys(["headings", "roles", "items"], read_structure),
    **dict.fromkeys(["quantities", "claims", "things", "phrases"], read_claims),
    "citations": read_citations,
    "words": read_words,
}

TABLES = [table for table in READ if (RULES / f"{table}.csv").exists()]


@cache
def list_reports(real: tuple[Path, ...]) -> list[Report]:
    found = []
    with tempfile.TemporaryDirectory() as name:
        corpora = [(group, load_texts(folder)) for group, folders in CORPORA.items() for folder in folders]
        for number, folder in enumerate(real):
            corpora.append(("real", load_texts(_as_corpus(folder, Path(name) / str(number)))))
        for group, reports in corpora:
            passages = dict(list(parse_outline(reports).groupby("report_id")))
            for report_id in reports.index:
                text = fold(reports.at[report_id, "raw"])
                frame = reports.loc[[report_id]]
                found.append(Report(report_id, group, frame, passages[report_id], (text, squeeze(text))))
    return found


def _as_corpus(folder: Path, place: Path) -> Path:
    """A corpus folder of the text files of `folder`; the year, which a manifest must give, is in the file's name."""
    (place / "raw").mkdir(parents=True)
    lines = ["report_id,file,issuer,year"]
    for file in sorted(folder.glob("*.txt")):
        (place / "raw" / file.name).write_bytes(file.read_bytes())
        lines.append(f"{file.stem},{file.name},?,{re.search('20[0-9]{2}', file.stem)[0]}")
    (place / "reports.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return place


def _forget() -> None:
    """Clear what the modules have made of the tables of rules."""
    tables.load_rules.cache_clear()
    for module in _list_modules():
        for made in _list_cached(module):
            made.cache_clear()


def _list_modules() -> list[ModuleType]:
    """The modules that read tables of rules."""
    found = [module for name, module in sorted(sys.modules.items()) if name.startswith("helpers.")]
    readers = ("load_rules", "load_phrases", "read_rules")
    return [m for m in found if m is not tables and any(hasattr(m, reader) for reader in readers)]


def _list_cached(module: ModuleType) -> list[Callable]:
    return [v for v in vars(module).values() if hasattr(v, "cache_clear") and v.__module__ == module.__name__]


def may_match(word: str, report: Report) -> bool:
    """Whether a row's word can match anywhere: its words without what it looks for around them."""
    bare = strip_lookarounds(word)
    if "\\0" in bare or not bare:
        return True
    pattern = re.compile(bare)
    return any(pattern.search(text) for text in report.texts)


@cache
def strip_lookarounds(word: str) -> str:
    """A regular expression without lookarounds, anchors and word boundaries.

    >>> strip_lookarounds("^(?<!不(?:得|准))超过(?=[(一])$")
    '超过'
    """
    kept, depth, at = "", 0, 0
    while at < len(word):
        sign = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?<?[=!]|.", re.DOTALL).match(word, at)[0]
        at += len(sign)
        if re.fullmatch(r"\(\?<?[=!]", sign) or (depth and sign == "("):
            depth += 1
        elif depth and sign == ")":
            depth -= 1
        elif not depth and sign not in ("^", "$", r"\b", r"\Z"):
            kept += sign
    return kept


# === what patterns are asked ========================================

METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")
Question = tuple[str, tuple, tuple]  # the method of a pattern, what is given to it by place, and by name
Answers = dict[int, dict[Question, object]]  # of each pattern, by its number


class Recorded(NamedTuple):
    """What is read of reports with all rows, by the names of the reports."""

    reports: list[Report]
    read: Callable[[list[Report]], dict[str, Rows]]
    patterns: list[re.Pattern]
    answers: dict[str, Answers]
    rows: dict[str, Rows]


class Traced:
    """A pattern that keeps its answers. It has nothing but the methods that are kept, so that nothing goes unseen."""

    def __init__(self, pattern: re.Pattern, keep: Callable[[Question, object], None]) -> None:
        self._pattern, self._keep = pattern, keep

    def __getattr__(self, method: str) -> Callable:
        if method not in METHODS:
            raise AttributeError(f"{method} of a pattern that is made of rules is not kept: add it to METHODS")
        return partial(self._ask, method)

    def _ask(self, method: str, *given: object, **named: object) -> object:
        question = (method, given, tuple(named.items()))
        value, answer = ask(self._pattern, question)
        self._keep(question, answer)
        return value


def ask(pattern: re.Pattern, question: Question) -> tuple[object, object]:
    """What a method of a pattern gives, and all that can be known of it, to be compared.

    >>> ask(re.compile("(a)|b"), ("match", ("ab",), ()))[1]
    (((0, 1), (0, 1)), 1, None)
    """
    method, given, named = question
    value = getattr(pattern, method)(*given, **dict(named))
    if method == "finditer":
        found = list(value)
        return iter(found), [_describe(m) for m in found]
    return value, _describe(value) if isinstance(value, re.Match) else value


def _describe(m: re.Match) -> tuple:
    return m.regs, m.lastindex, m.lastgroup


@contextmanager
def making(make: Callable[..., object]) -> Iterator[None]:
    """Have the modules make their patterns by another function than `re.compile`, all of them and in one order."""
    modules = [module for module in _list_modules() if module is not words]  # it makes them beside a tokenizer
    modules.append(patterns)  # which compiles for them
    _forget()
    try:
        for module in modules:
            module.re = SimpleNamespace(**{**vars(re), "compile": make})
        for module in modules:
            for made in _list_cached(module):
                if not inspect.signature(made).parameters and _keeps_words(made()):
                    raise TypeError(f"{module.__name__}.{made.__name__} keeps words that are no pattern: what they "
                                    "answer would go unseen")  # fmt: skip
    finally:
        for module in modules:
            module.re = re
    yield
    _forget()


def _keeps_words(made: object) -> bool:
    """Whether words are kept as text: a pattern that is made of them later is not kept.

    >>> _keeps_words((re.compile("要"),)), _keeps_words((re.compile("要"), "要"))
    (False, True)
    """
    return isinstance(made, tuple) and any(isinstance(part, str) for part in made)


@lru_cache(maxsize=1)  # tables that serve one reading follow each other, and it takes memory
def record(read: Callable[[list[Report]], dict[str, Rows]], real: tuple[Path, ...]) -> Recorded:
    return record_reports(read, list_reports(real))


def record_reports(read: Callable[[list[Report]], dict[str, Rows]], reports: list[Report]) -> Recorded:
    """What is read of the reports, and what every pattern is asked and answers in each of them."""
    recorded = Recorded(reports, read, [], {}, {})
    answers: Answers = {}

    def keep(number: int, question: Question, answer: object) -> None:
        answers.setdefault(number, {})[question] = answer

    def trace(pattern: str, flags: int = 0) -> Traced:
        recorded.patterns.append(re.compile(pattern, flags))
        return Traced(recorded.patterns[-1], partial(keep, len(recorded.patterns) - 1))

    with making(trace):
        for report in reports:
            answers.clear()
            outline._cut.cache_clear()  # of a text that is there twice both are asked
            recorded.rows.update(read([report]))
            recorded.answers[report.name] = dict(answers)
    return recorded


def find_changed(recorded: Recorded, reports: list[Report]) -> list[Report]:
    """Those of the reports in which a pattern that the rules make now answers otherwise than it did."""
    now: list[tuple[str, int]] = []
    with making(lambda pattern, flags=0: now.append((pattern, int(flags)))):
        pass
    if len(now) != len(recorded.patterns):
        return reports
    changed = [
        (number, re.compile(*new))
        for number, (new, old) in enumerate(zip(now, recorded.patterns, strict=True))
        if new[0] != old.pattern
    ]
    return [
        report
        for report in reports
        if any(
            ask(pattern, question)[1] != answer
            for number, pattern in changed
            for question, answer in recorded.answers[report.name].get(number, {}).items()
        )
    ]


def decide(table: str, recorded: Recorded, numbers: list[int], *, witness: bool = False) -> dict[int, dict[str, int]]:
    """For the rows of these numbers: report → how many rows of its tables change without it (or its witness only)."""
    rows = read_rows(table)
    found = {}
    readers = tables.read_rules, counted.read_phrases
    try:
        for number in numbers:
            word = rows.at[number, "word"]
            word = re.escape(word) if table == "phrases" else word
            asked = [r for r in recorded.reports if not witness or r.name == rows.at[number, "witness"]]
            near = [report for report in asked if may_match(word, report)]
            tables.read_rules = partial(_without, readers[0], table, number)
            counted.read_phrases = partial(_without, readers[1], table, number)
            near = near if table == "words" else find_changed(recorded, near)
            _forget()
            after = recorded.read(near) if near else {}
            sizes = {name: len(own ^ recorded.rows[name]) for name, own in after.items()}
            found[number] = {name: n for name, n in sizes.items() if n}
    finally:
        tables.read_rules, counted.read_phrases = readers
        _forget()
    return found


def read_rows(table: str) -> pd.DataFrame:
    file = RULES / f"{table}.csv"
    return counted.read_phrases(file) if table == "phrases" else tables.read_rules(file)


def find_rows(table: str, sought: list[str]) -> list[int]:
    """The numbers of the rows with these words; of all where there are none."""
    rows = read_rows(table)
    return rows.index[rows["word"].isin(sought)].to_list() if sought else rows.index.to_list()


def _without(read_rules: Callable[[Path], pd.DataFrame], table: str, gone: int, file: Path) -> pd.DataFrame:
    rows = read_rules(file)
    return rows.drop(index=gone) if file.stem == table else rows


def _share_out(rows: list[int]) -> list[list[int]]:
    return [rows[at : at + SHARE] for at in range(0, len(rows), SHARE)]


def _decide(table: str, numbers: list[int], real: tuple[Path, ...], witness: bool) -> dict[int, dict[str, int]]:
    return decide(table, record(READ[table], real), numbers, witness=witness)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("tables", nargs="*", default=TABLES)
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--fill", action="store_true")
    how.add_argument("--witness", action="store_true")
    parser.add_argument("--real", nargs="*", type=Path, default=[])
    parser.add_argument("--word", nargs="*", default=[])
    arguments = parser.parse_args()
    ours = {group: pd.concat(map(load_texts, folders))["note"] for group, folders in CORPORA.items()}
    names = [*sorted(ours["corpus"].index), *sorted(ours["texts"].index)]
    problems, n_rows, n_written = [], 0, 0
    tasks = [(table, rows) for table in arguments.tables for rows in _share_out(find_rows(table, arguments.word))]
    if not tasks:
        parser.error("no row has such a word")
    found: dict[str, dict[int, dict[str, int]]] = {table: {} for table in arguments.tables}
    with ProcessPoolExecutor(WORKERS) as pool:
        parts = pool.map(_decide, *zip(*tasks, strict=True), repeat(tuple(arguments.real)), repeat(arguments.witness))
        for (table, _), part in zip(tasks, parts, strict=True):
            found[table] |= part
    for table, changed in found.items():
        file = RULES / f"{table}.csv"
        rows = read_rows(table)
        for number, changes in changed.items():
            row = rows.loc[number]
            here = [name for name in names if name in changes]
            n_rows += 1
            alone = bool(here) and not arguments.witness  # of one witness it cannot be said that there is no other
            n_written += alone and all(name.startswith(WRITTEN_FOR) for name in here)
            counts = ", ".join(f"{name} {n}" for name, n in changes.items())
            print(f"{table}, row {number}\t{row['kind']}\t{row['word']}\t{sum(changes.values())}\t{counts}")
            if arguments.fill:
                rows.at[number, "witness"] = here[0] if here else "?"
                if row["source"] == "?" and here:
                    rows.at[number, "source"] = _source(here[0], ours["texts"])
            elif not here:
                problems.append(f"rules/{table}.csv, row {number}: {row['word']!r} decides nothing; remove it, or "
                                "write a text that shows what it is for (tests/texts/README.md)")  # fmt: skip
            elif row["witness"] not in here:
                problems.append(f"rules/{table}.csv, row {number}: {row['word']!r} decides nothing in its witness "
                                f"{row['witness']!r}; name {here[0]}, or run tests/ruled.py with --fill")  # fmt: skip
        if arguments.fill:
            rows.to_csv(file, index=False, encoding="utf-8-sig", lineterminator="\n")
    print(*problems, sep="\n", file=sys.stderr)
    written = "" if arguments.witness else f", {n_written} of them with no witness but a text written for them"
    print(f"{n_rows} rows{written}; {len(problems)} problems")
    too_many = n_written > MOST_WRITTEN_FOR * n_rows and set(arguments.tables) == set(TABLES) and not arguments.word
    if too_many:
        print(f"more than {MOST_WRITTEN_FOR:.0%} of the rows have no other witness", file=sys.stderr)
    return 1 if problems or too_many else 0


def _source(name: str, notes: pd.Series) -> str:
    """What is known of where a form comes from: the report of the corpus that has it, else the text's own note."""
    if name not in notes.index:
        return f"corpus:{name}"
    return str(notes[name]) if name.startswith(WRITTEN_FOR) else f"invented:{name}"


if __name__ == "__main__":
    sys.exit(main())
