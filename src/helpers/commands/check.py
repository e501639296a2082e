"""A corpus checked; what looks odd in a report."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import pandas as pd

from helpers.characters import count_characters, fold, squeeze
from helpers.cleaning import list_furniture
from helpers.coding.codebook import load_cues, load_schemes
from helpers.commands.issuers import find_odd_issuers, find_strays
from helpers.commands.scans import list_unsure
from helpers.corpus.load import load_corpus
from helpers.corpus.manifest import UNIT_ID
from helpers.corpus.metadata import compare_metadata
from helpers.corpus.names import squint
from helpers.errors import CorpusError, list_lines, note_warnings
from helpers.extraction.indicators import load_indicators
from helpers.extraction.laws import load_laws
from helpers.extraction.lexicon import load_glossary, load_lexicon
from helpers.extraction.units import load_units
from helpers.forms import YEAR, read_enumerator
from helpers.gold.blind import add_filled
from helpers.gold.tables import load_gold
from helpers.numerals import read_digits
from helpers.places import ROOT, corpus_folder
from helpers.quotes import unpack
from helpers.structure.outline import parse_outline
from helpers.structure.roles import ROLE_LABELS
from helpers.tables import load_rules

__all__ = ["check_corpus", "find_odd"]

# What a report should hold; the principals' duty often stands among the measures.
EXPECTED_ROLES = ("measures", "shortcomings", "plan")
FEW_CHARS = 800
LONG_TITLE = 60
LONG_BACK = 60  # a closing sentence, who signs and the date
MUCH_ASIDE = 0.5  # of all characters
BEGINNING = "the beginning"  # what the first numeral of a list comes after
MOVED = {  # tables of earlier versions, and where their rows are now
    "codebook/phrases.csv": "codebook/phrases.csv: no longer read, its words are the program's own now "
    "(corpus/rules/phrases.csv); put yours there, or remove it"
}
QUOTED = 20  # characters of a passage, so that a reader finds it

# A year that is no part of a date and of no range.
_YEAR = re.compile(rf"(?<![\d—–~至到-])({YEAR})\s*年(?!\s*[\d一二三四五六七八九十]+\s*月)(?!\s*[—–~至到-])")
_IN_BRACKETS = re.compile(r"《[^》]*》|〔[^〕]*〕|\([^)]*年[^)]*\)")
_NEXT_YEAR = "[下来次明]一?年"  # the words for it that are too short to cut a text by


def check_corpus(corpus: str | Path | None = None) -> tuple[list[str], list[str]]:
    """(errors, warnings) of a corpus, a line each: why files and tables are refused; what is odd in a report."""
    errors = []
    for load in (load_lexicon, load_glossary, _load_codebooks, load_indicators, load_units, load_laws, _load_gold):
        try:
            load(corpus)
        except (CorpusError, OSError) as error:
            errors += list_lines(error)
    try:
        with note_warnings() as warned:
            reports = load_corpus(corpus)
        aside = [*list_unsure(corpus_folder(corpus)), *find_strays(corpus_folder(corpus))]
    except (CorpusError, OSError) as error:
        return list(dict.fromkeys([*list_lines(error), *errors])), []
    odd = [f"{report_id}: {odd}" for report_id in reports.index for odd in find_odd(reports.loc[[report_id]])]
    names = ("report_id", "issuer", "year", UNIT_ID, "province", "city", "county")
    cells = reports.reset_index()[list(names)].astype("str").astype("object")
    rows = cells.where(cells.notna(), None).itertuples(index=False, name=None)
    odd += find_odd_issuers([dict(zip(names, row, strict=True)) for row in rows])
    odd += _find_alike(reports.index)
    return list(dict.fromkeys(errors)), [*_find_unread(corpus), *warned, *odd, *aside]


def _find_alike(report_ids: Iterable[str]) -> list[str]:
    """The report_ids that nobody can tell apart, a line each."""
    alike: dict[str, list[str]] = {}
    for report_id in report_ids:
        alike.setdefault(squint(report_id), []).append(report_id)
    return [
        f"{' and '.join(ids)}: these report_ids look the same and are not; type one of them anew"
        for ids in alike.values()
        if len(ids) > 1
    ]


def _find_unread(corpus: str | Path | None) -> list[str]:
    """Files in a corpus's folders of tables that nothing reads: misspelt, or of an earlier version."""
    folder, read = corpus_folder(corpus), set(_names(ROOT / "corpus"))
    with suppress(CorpusError):  # said above
        read |= {f"codebook/{file}" for file in load_schemes(corpus)[["codes", "cues"]].to_numpy().flat}
    unread = [f"{name}: nothing reads this file; rename or remove it" for name in _names(folder) if name not in read]
    for file in sorted(folder.glob("rules/*.csv")):
        own = ROOT / "corpus" / "rules" / file.name
        if not own.is_file() or own.read_bytes() != file.read_bytes():
            unread.append(f"rules/{file.name}: the rules are the program's own, nothing reads this file; remove it")
    return [MOVED.get(said.partition(":")[0], said) for said in unread]


def _names(folder: Path) -> list[str]:
    """The tables that lie in a corpus's folders, as they are named in messages."""
    files = [
        file for part in ("codebook", "lexicon") for end in ("csv", "txt") for file in folder.glob(f"{part}/*.{end}")
    ]
    return sorted(f"{file.parent.name}/{file.name}" for file in files)


def _load_codebooks(corpus: str | Path | None) -> None:
    for scheme in load_schemes(corpus).index:
        load_cues(scheme, corpus)


def _load_gold(corpus: str | Path | None) -> None:
    add_filled(load_gold(corpus), corpus)


def find_odd(report: pd.DataFrame) -> list[str]:
    """What a reader should look at in one report (a frame of one row, as of load_corpus); none of it is an error."""
    row, passages = report.iloc[0], parse_outline(report)
    missing = [role for role in EXPECTED_ROLES if not (passages["role"] == role).any()]
    odd = [
        *_find_odd_titles(row, passages),
        *(f"nothing found for {role} ({ROLE_LABELS[role]})" for role in missing),
        *_find_odd_parts(passages),
        *_find_odd_plan(passages, row["year"]),
        *_find_gaps(passages),
    ]
    if row["n_chars"] < FEW_CHARS:
        odd.append(f"only {row['n_chars']:,} characters")
    aside = count_characters(list_furniture(report)["text"]).sum()
    if aside > MUCH_ASIDE * (aside + row["n_chars"]):
        odd.append(f"{aside / (aside + row['n_chars']):.0%} of the characters are set aside as page furniture")
    if lost := row["text"].count("\ufffd"):
        odd.append(f"{lost} damaged characters (U+FFFD)")
    corrected = {correction.field for correction in unpack(row.get("corrections"))}
    odd += [
        f"{name}: the manifest says {manifest}, the report {text}"
        for _, name, manifest, text in compare_metadata(report).itertuples(index=False)
        if name not in corrected
    ]
    if pd.notna(row["issued_on"]) and row["issued_on"].year not in (row["year"], row["year"] + 1):
        odd.append(f"dated {row['issued_on']:%Y-%m-%d}, but about {row['year']}")
    if not row["verified"]:
        odd.append("the manifest names no sha256, so that a changed file would not be noticed")
    return odd


def _find_odd_titles(row: "pd.Series[str]", passages: pd.DataFrame) -> Iterator[str]:
    """A title that is none, holds what no title does, or names another year than the sentences below it."""
    titles = passages[passages["kind"] == "title"]
    if titles.empty:
        yield "no title in the file"
    title = row["title"] if pd.notna(row["title"]) else ""
    if set("\t#") & set(fold(title)):
        yield f"the title holds a tab or a #: {title[:QUOTED]}"
    if (length := len(squeeze(title))) > LONG_TITLE:
        yield f"a title of {length} characters: {title[:QUOTED]}"
    front = passages[(passages["role"] == "front") & (passages["kind"] == "paragraph")]
    titled, named = _list_years(titles["text"]), _list_years(front["text"])
    if titled and named and titled[0] not in named:
        yield f"the title says {titled[0]}, the text below it {named[0]}"


def _list_years(texts: "pd.Series[str]") -> list[int | None]:
    """The years that texts name, without those of dates, ranges, laws and document numbers."""
    plain = _IN_BRACKETS.sub("", fold("\n".join(texts)))
    return [read_digits(year) for year in _YEAR.findall(plain)]


def _find_odd_parts(passages: pd.DataFrame) -> Iterator[str]:
    """A part that begins again behind another one, and an end that holds more than closes a report."""
    body = passages[passages["role"] != "leadership"]  # which measures may go on behind
    begins = body[body["role"] != body["role"].shift()]
    for role, text in begins.loc[begins["role"].duplicated(), ["role", "text"]].itertuples(index=False, name=None):
        yield f"{role} ({ROLE_LABELS[role]}) comes back: {text.strip()[:QUOTED]}"
    back = squeeze("".join(passages.loc[passages["role"] == "back", "text"]))
    if len(back) > LONG_BACK:
        yield f"{len(back)} characters of {ROLE_LABELS['back']}: …{back[-QUOTED:]}"


def _find_odd_plan(passages: pd.DataFrame, year: int) -> Iterator[str]:
    """A plan that neither names a coming year nor says that it is one, or that names other years alone."""
    plan = passages.loc[passages["role"] == "plan", "text"]
    years, word = _list_years(plan), load_rules("roles")
    coming = rf"{word('coming')}|{word('coming_sentence')}|{_NEXT_YEAR}"
    if plan.empty or any(named and named > year for named in years):
        return
    if years or not re.search(coming, fold("".join(plan))):
        yield f"a plan without a coming year: {plan.iloc[0].strip()[:QUOTED]}"


def _find_gaps(passages: pd.DataFrame) -> list[str]:
    """Where the numerals of neighbouring headings or items do not follow each other."""
    gaps: list[tuple[int, str]] = []
    marked = passages[passages["kind"].isin(["heading", "item"]) & ~passages["role"].isin(["front", "back"])]
    for _, group in marked.groupby(["parent_id", "level"], sort=False, dropna=False):
        before, last = 0, BEGINNING
        columns = (group[name].tolist() for name in ("marker", "text", "start"))
        for marker, text, start in zip(*columns, strict=True):
            number = None if pd.isna(marker) else read_enumerator(marker)
            if number is None:  # 其次， and a heading without a numeral count too
                before += 1
                continue
            if number not in (before + 1, 1):  # a list may begin anew
                gaps.append((start, f"{marker.strip()} comes after {last}: {text.strip()[:QUOTED]}"))
            elif number == 1 and before == 1 and last != BEGINNING:
                gaps.append((start, f"{marker.strip()} stands twice: {text.strip()[:QUOTED]}"))
            before, last = number, marker.strip()
    return [gap for _, gap in sorted(gaps)]
