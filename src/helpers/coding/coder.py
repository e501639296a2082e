"""Items → codes, by the weighted cue words of a codebook."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import pandas as pd

from helpers.coding.codebook import PARTS, fold_cue, load_codebook, load_cues, load_schemes
from helpers.forms import skip_enumerator
from helpers.places import find_file

__all__ = ["code_items"]

CODES = {
    **dict.fromkeys(["report_id", "item_id", "role", "scheme", "code"], "str"),
    **{"rank": "int64", "cue": "str", "start": "Int64", "end": "Int64"},
}

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

CLAUSE = re.compile(r"[^，,。；;：:！!？?\n]{0,40}")
DIGITS = "0123456789"
TITLE = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|<[^<>]+>")


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
        weights.setdefault(fold_cue(cue), []).append((code, weight, PARTS[where]))
    first, last = codes["valid_from"].fillna(0).to_dict(), codes["valid_to"].fillna(9999).to_dict()
    longest = _longest(weights)

    def code(text: str, begin: int, end: int, above: int, year: int | None) -> list[tuple[str, int, int]]:
        titles = [match.span() for match in TITLE.finditer(text)]
        hits: dict[str, dict[str, tuple]] = {}
        for at, to, cue in longest(fold_cue(text)):
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
    begin = skip_enumerator(text)
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
