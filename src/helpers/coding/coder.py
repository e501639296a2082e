"""Items → codes, by the weighted cue words of a codebook."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import pandas as pd

from helpers.cleaning import fold
from helpers.corpus.load import CorpusError
from helpers.tables import find_blanks, find_file, find_repeats, read_table

__all__ = ["code_items", "load_codebook", "load_cues", "load_schemes"]

CODES = {
    **dict.fromkeys(["report_id", "item_id", "role", "scheme", "code"], "str"),
    **{"rank": "int64", "cue": "str", "start": "Int64", "end": "Int64"},
}

SCHEME_COLUMNS = ["scheme", "label_zh", "label_en", "roles", "codes", "cues", "headings", "source"]
CODED_ROLES = ("measures", "leadership", "shortcomings", "plan")
REQUIRED = ["code", "label_zh", "label_en", "short", "definition", "includes", "excludes", "source"]
FILLED = ["code", "label_zh", "label_en", "short", "definition", "source"]
YEARS = ["valid_from", "valid_to"]
CUE_COLUMNS = ["code", "cue", "weight", "where", "source"]
LONGEST, MOST_DIGITS = 40, 3  # of a cue; each # stands for ten signs
PARTS = {"heading": ("heading",), "body": ("body",), "any": ("heading", "body")}

# What a cue counts for, by where it stands: in the topic (the item's own heading, else its first clause), in the LEAD
# characters after it, further on, in a heading above it; inside a title 《…》, which may be only what is being studied,
# half of that.
TOPIC, NEAR, FAR, ABOVE, IN_TITLE = 4.0, 2.0, 1.0, 1.0, 0.5
LEAD = 60
# A code's strongest cue counts in full, the next FADE times, the third FADE × FADE times …: many weak words in a long
# text do not outvote its topic.
FADE = 0.7
# A second code is given from this share of the main code's score.
SECOND = 0.5

NUMERAL = "[一二三四五六七八九十]{1,3}"
MARKER = re.compile(
    rf"\s*(?:[(（](?:{NUMERAL}|\d{{1,2}})[)）]|(?:{NUMERAL}|\d{{1,2}})[、.．]|[①-⑳]|{NUMERAL}是|第{NUMERAL}(?=[，,、]))?"
    r"[\s，,、：:]*"
)
CLAUSE = re.compile(r"[^，,。；;：:！!？?\n]{0,40}")
DIGITS = "0123456789"
TITLE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|<[^<>]+>")

# All quotation marks are one when cues are matched, as full-width and half-width forms are (`cleaning.fold`).
QUOTES = str.maketrans(dict.fromkeys("“”„‟「」『』＂", '"') | dict.fromkeys("‘’＇", "'"))


def load_schemes(corpus: str | Path | None = None) -> pd.DataFrame:
    """The coding schemes of `codebook/schemes.csv`, one row a scheme in the order of the file.

    Index scheme; columns label_zh, label_en, roles (tuple of the stretches whose items it codes), codes and cues (the
    names of its two files), headings (whether items are coded from their heading alone too), source, then further
    columns of the file. A corpus folder without a `codebook/` uses the repository's. A blank cell, a scheme that stands
    twice, an unknown role or a name that no scheme may have are a CorpusError, one line a problem.
    """
    file = find_file("codebook", "schemes.csv", corpus)
    table = read_table(file, SCHEME_COLUMNS)
    problems = find_blanks(file, table, SCHEME_COLUMNS) + find_repeats(file, table["scheme"])
    place = f"codebook/{file.name}, row"
    for number, row in table.fillna("").iterrows():
        if not re.fullmatch(r"[a-z][a-z_]*|", row["scheme"]) or row["scheme"].endswith("_heading"):
            named = "name it in small letters a to z, not ending in _heading"
            problems.append(f"{place} {number}: scheme is {row['scheme']!r}; {named}")
        for role in set(row["roles"].split()) - set(CODED_ROLES):
            problems.append(f"{place} {number}: roles has {role!r}; it lists some of {', '.join(CODED_ROLES)}")
        if row["headings"] not in ("yes", "no", ""):
            problems.append(f"{place} {number}: headings is {row['headings']!r}; it is yes or no")
    if problems:
        raise CorpusError("\n".join(problems))
    table["roles"] = [tuple(roles.split()) for roles in table["roles"]]
    return table.assign(headings=table["headings"] == "yes").set_index("scheme")


def load_codebook(scheme: str, corpus: str | Path | None = None) -> pd.DataFrame:
    """The codes of a scheme (a row of `load_schemes`), one row a code in the order of the file.

    Index code; columns scheme, label_zh, label_en, short (for charts, up to six characters), definition, includes,
    excludes, valid_from, valid_to (first and last report year, Int64, NA where there is no limit), source, then further
    columns of the file. A corpus folder without a `codebook/` uses the repository's. A code that stands twice, a
    blank label or definition, a year that is none or years in the wrong order are a CorpusError, one line a problem.
    """
    file = find_file("codebook", _find_scheme(scheme, corpus)["codes"], corpus)
    table = read_table(file, REQUIRED + YEARS)
    problems: list[str] = []
    for number, row in table.iterrows():
        place = f"codebook/{file.name}, row {number}" + ("" if pd.isna(row["code"]) else f" ({row['code']})")
        problems += [f"{place}: {name} is blank; fill it in" for name in FILLED if pd.isna(row[name])]
        years = [row[name] for name in YEARS if pd.notna(row[name])]
        wrong = [year for year in years if not re.fullmatch(r"\d{4}", year)]
        problems += [f"{place}: {year!r} is no report year; write it as 2021, or leave it blank" for year in wrong]
        if len(years) == 2 and not wrong and years[0] > years[1]:
            problems.append(f"{place}: valid_from {years[0]} comes after valid_to {years[1]}; exchange or correct them")
        if pd.notna(row["short"]) and len(row["short"]) > 6:
            problems.append(f"{place}: short is {row['short']!r}, which is over six characters; shorten it")
    for number, code in table["code"].dropna()[lambda codes: codes.duplicated()].items():
        problems.append(f"codebook/{file.name}, row {number} ({code}): this code stands twice; remove or rename one")
    if problems:
        raise CorpusError("\n".join(problems))
    table.insert(1, "scheme", scheme)
    return table.astype(dict.fromkeys(YEARS, "Int64")).set_index("code")


def load_cues(scheme: str, corpus: str | Path | None = None) -> pd.DataFrame:
    """The cue words of a scheme, one row a cue and code.

    Columns code, cue, weight (float), where, source, then further columns of the file. `where` says in which part of an
    item the cue counts: heading, body, any. A # in a cue stands for any digit. A cue of weight 0 speaks for nothing and
    keeps the shorter cues inside it from being counted; its code may be blank. Folder as in `load_codebook`. An unknown
    code, a cue that stands twice for one code, a weight that is no number from 0 up or an unknown `where` are a
    CorpusError, one line a problem.
    """
    codes = load_codebook(scheme, corpus).index
    files = _find_scheme(scheme, corpus)
    file = find_file("codebook", files["cues"], corpus)
    table = read_table(file, CUE_COLUMNS)
    problems: list[str] = []
    weights = pd.to_numeric(table["weight"], errors="coerce").astype(float)
    seen: dict[tuple, int] = {}
    for number, code, cue, printed, where in table[CUE_COLUMNS[:4]].itertuples(name=None):
        place = f"codebook/{file.name}, row {number}" + ("" if pd.isna(cue) else f" ({cue})")
        weight = weights[number]
        if pd.isna(cue):
            problems.append(f"{place}: cue is blank; fill it in, or remove the row")
            continue
        if len(cue) > LONGEST or cue.count("#") > MOST_DIGITS:
            problems.append(f"{place}: a cue has up to {LONGEST} characters and {MOST_DIGITS} #; shorten it")
            continue
        if not 0 <= weight < float("inf"):
            problems.append(f"{place}: weight is {printed!r}, which is no number from 0 up; correct it")
        if code not in codes and not (pd.isna(code) and weight == 0):
            named = "blank" if pd.isna(code) else repr(code)
            problems.append(f"{place}: code is {named}; {files['codes']} has {', '.join(codes)}")
        if where not in PARTS:
            problems.append(f"{place}: where is {where!r}; it is one of {', '.join(PARTS)}")
            continue
        firsts = {seen.setdefault((code, _fold(cue), part), number) for part in PARTS[where]} - {number}
        problems += [f"{place}: row {first} has this cue for {code} too; remove one" for first in firsts]
    if problems:
        raise CorpusError("\n".join(problems))
    return table.assign(weight=weights).reset_index(drop=True)


def _find_scheme(scheme: str, corpus: str | Path | None) -> pd.Series:
    schemes = load_schemes(corpus)
    if scheme not in schemes.index:
        raise CorpusError(
            f"codebook/schemes.csv: there is no scheme {scheme!r}; it has {', '.join(schemes.index)}; "
            "add a row, or ask for one of these"
        )
    return schemes.loc[scheme]


def code_items(
    items: pd.DataFrame, reports: pd.DataFrame | None = None, *, corpus: str | Path | None = None
) -> pd.DataFrame:
    """The codes of items, one row an item, scheme and rank, in the order of `items`.

    Columns report_id, item_id, role, scheme, code, rank, cue, start, end. The schemes, and the roles that each codes,
    are those of `load_schemes`; where it says so, an item is also coded from its heading alone (`domain_heading`). Rank
    1 is the main code, rank 2 a defensible second one. `cue` is the word that decided, as printed, and start, end its
    offsets in `reports.text`; where no cue is found, code, cue, start and end are NA at rank 1, so that what is uncoded
    can be seen. An item's heading is its own or the nearest above; one from above is looked up in the column `text` of
    `reports`, and without `reports` its start and end are NA.

    A distinct cue scores weight × place, where place is TOPIC in the item's own heading (or the first clause, if it has
    none), NEAR in the LEAD characters after it, FAR further on, ABOVE in a heading above it (of a scheme that is coded
    from headings; start and end then lie before the item), and all of that × IN_TITLE inside 《》. A code's score
    is the sum over its cues from the strongest on, each × FADE once more than the one before. A cue inside a longer one
    is not counted. Rank 2 has at least SECOND times the score of rank 1. Equal scores: the code whose strongest cue
    stands first. The column `year` of `reports` rules out codes that the scheme did not have in that year; without
    `reports`, or with no year, none is ruled out.
    """
    years = {} if reports is None else reports["year"].dropna().astype(int).to_dict()
    texts = {} if reports is None else reports["text"].to_dict()
    schemes = load_schemes(corpus)
    files = [find_file("codebook", name, corpus) for name in (*schemes["codes"], *schemes["cues"])]
    coders = _coders(corpus, tuple(schemes.index), tuple(file.read_bytes() for file in files))
    rows: list[tuple] = []
    columns = ["report_id", "item_id", "role", "heading", "text", "start"]
    for report_id, item_id, role, heading, text, start in items[columns].itertuples(index=False, name=None):
        heading = None if pd.isna(heading) else heading
        begin, end = _topic(text, heading)
        over = (
            start + begin if text[begin:end] == heading else texts.get(report_id, "").rfind(heading or "\0", 0, start)
        )
        year = years.get(report_id)
        above = "" if text[begin:end] == heading else heading or ""
        for scheme in schemes.index[[role in roles for roles in schemes["roles"]]]:
            parts = [(scheme, text, (begin, end), "")]
            if schemes.at[scheme, "headings"]:
                parts = [(scheme, text, (begin, end), above), (f"{scheme}_heading", "", (0, 0), heading or "")]
            for name, own, span, head in parts:
                whole = f"{own}\n{head}"
                found = coders[scheme](whole, *span, len(own), year)
                for rank, (label, at, to) in enumerate(found, start=1):
                    offset = start if at < len(own) else over - len(own) - 1 if over >= 0 else pd.NA
                    rows.append((report_id, item_id, role, name, label, rank, whole[at:to], offset + at, offset + to))
                if not found:
                    rows.append((report_id, item_id, role, name, pd.NA, 1, pd.NA, pd.NA, pd.NA))
    return pd.DataFrame(rows, columns=list(CODES)).astype(CODES)


@lru_cache(maxsize=4)
def _coders(corpus: str | Path | None, schemes: tuple[str, ...], contents: tuple[bytes, ...]) -> dict[str, Callable]:
    """A coder for each scheme, made again when the contents of one of their files change."""
    return {scheme: _coder(scheme, corpus) for scheme in schemes}


def _coder(scheme: str, corpus: str | Path | None) -> Callable[..., list[tuple[str, int, int]]]:
    """A function (text, begin and end of its topic, where the heading above begins in it, year) → main and second code.

    Each is (code, start, end).
    """
    codes, cues = load_codebook(scheme, corpus), load_cues(scheme, corpus)
    weights: dict[str, list[tuple[str, float, tuple[str, ...]]]] = {}
    for code, cue, weight, where in cues[["code", "cue", "weight", "where"]].itertuples(index=False, name=None):
        weights.setdefault(_fold(cue), []).append((code, weight, PARTS[where]))
    first, last = codes["valid_from"].fillna(0).to_dict(), codes["valid_to"].fillna(9999).to_dict()
    longest = _longest(weights)

    def code(text: str, begin: int, end: int, above: int, year: int | None) -> list[tuple[str, int, int]]:
        titles = [match.span() for match in TITLE.finditer(text)]
        hits: dict[str, dict[str, tuple]] = {}
        for at, to, cue in longest(_fold(text)):
            part = "heading" if begin <= at < end or at >= above else "body"
            place = ABOVE if at >= above else TOPIC if part == "heading" else NEAR if at < end + LEAD else FAR
            if any(left < at and to < right for left, right in titles):
                place *= IN_TITLE
            for label, weight, parts in weights[cue]:
                if weight and part in parts and (year is None or first[label] <= year <= last[label]):
                    best = hits.setdefault(label, {})
                    best[cue] = max((weight * place, -at, to), best.get(cue, (0,)))
        return _rank(hits)

    return code


def _rank(hits: dict[str, dict[str, tuple]]) -> list[tuple[str, int, int]]:
    """The main code and a second one that comes near it, each with the span of its strongest cue."""
    ranked = []
    for label, cues in hits.items():
        strongest = sorted(cues.values(), reverse=True)
        score = sum(hit[0] * FADE**k for k, hit in enumerate(strongest))
        _, at, to = strongest[0]
        ranked.append((score, at, label, -at, to))
    ranked.sort(reverse=True)
    return [(label, at, to) for score, _, label, at, to in ranked[:2] if score >= SECOND * ranked[0][0]]


def _topic(text: str, heading: str | None) -> tuple[int, int]:
    """Where the item's topic lies: its own heading, if the text begins with it, else its first clause."""
    begin = MARKER.match(text).end()
    if heading is not None and text.startswith(heading, begin):
        return begin, begin + len(heading)
    return begin, CLAUSE.match(text, begin).end()


def _longest(cues: Iterable[str]) -> Callable[[str], Iterator[tuple[int, int, str]]]:
    """A function text → the cues in it as (start, end, cue), without those that lie inside a longer one."""
    tree = _grow({cue: cue for cue in cues})

    def find(text: str) -> Iterator[tuple[int, int, str]]:
        reach, size = 0, len(text)
        for at, sign in enumerate(text):
            node, to, found = tree.get(sign), at + 1, None
            while node is not None:
                if "" in node and to > reach:
                    reach, found = to, node[""]
                node = node.get(text[to]) if to < size else None
                to += 1
            if found is not None:
                yield at, reach, found

    return find


def _grow(cues: dict[str, str]) -> dict:
    """The cues (rest → cue) as a tree: a sign leads on, "" to the cue that ends here; # stands for every digit."""
    rests: dict[str, dict[str, str]] = {}
    for rest, cue in sorted(cues.items()):
        for sign in DIGITS if rest.startswith("#") else rest[:1]:
            rests.setdefault(sign, {})[rest[1:]] = cue
    tree: dict = {sign: _grow(further) for sign, further in rests.items()}
    return tree | {"": cues[""]} if "" in cues else tree


def _fold(text: str) -> str:
    """`text` as cues are matched: half-width, one kind of quotation mark; every character keeps its place."""
    return fold(text).translate(QUOTES)
