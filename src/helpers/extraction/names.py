"""Names of issuers and places among the words of reports: what sets agencies apart and nobody needs to be told."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.extraction.lexicon import load_lexicon, load_stopwords
from helpers.extraction.words import is_word, segment, unite_forms
from helpers.forms import BETWEEN_BODIES

__all__ = ["Words", "find_names", "list_names", "list_words"]

_COLUMNS = ("province", "city", "county")
_BODIES = ("issuer", "short")
_UNIT = re.compile(r"(?<=..)(?:(?:..族)?自治[区州县]|新区|[省市区县州盟旗镇乡])$")
# Of what is left of a body without the known places: places that the manifest does not have, then the body.
_PIECE = re.compile(r".+?[镇乡](?=人民政府)|.{2,}?街道(?=办事处)|.{2,}?[省市区县州盟旗]|.{3,}")
_GENERAL = {"政府", "街道", "新区"}  # words of every report: no names, and no short forms of one
_ORGAN_END = frozenset("府委会局厅办室院处署部")  # how the short form of a body ends: 市府办, 管委会
_LONG, _SHORT = "委员会", "委"
_NAMING = ("title", "doc_no", "signer", "addressee", "signature", "date")  # kinds of passages that name issuers
_SHORTEST = 2  # characters of a word
_AT_HOME = 0.5  # of the occurrences of a place's bare name, which may be an ordinary word too (公安县, 平安区)


class Words(NamedTuple):
    """`tokens` of `segment` that count, in one form each, and the `names` that were left out."""

    tokens: pd.DataFrame
    names: frozenset[str]


def list_words(
    passages: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    terms: bool = True,
    names: bool = False,
    genre: bool = False,
    corpus: str | Path | None = None,
) -> Words:
    """The words by which reports are compared: tokens of two characters or more that are no stopwords.

    `names` keeps the names of issuers and places (`find_names`), and the lines that hold them (title, number, signer,
    addressee, signature, date); `genre` keeps the words of every such report (工作, 推进). Without `terms` the terms of
    the lexicon are not looked for.

    >>> columns = ["report_id", "passage_id", "role", "kind", "text", "start"]
    >>> passages = pd.DataFrame([("a", "a-0", "plan", "paragraph", "青岛市推进普法，", 0)], columns=columns)
    >>> reports = pd.DataFrame({"issuer": "青岛市司法局", "city": "青岛市"}, index=["a"])
    >>> words = list_words(passages, reports)
    >>> words.tokens["token"].to_list(), sorted(words.names)
    (['普法'], ['青岛市'])
    """
    kept = passages if names else passages[~passages["kind"].isin(_NAMING)]
    wanted = set(load_lexicon(corpus)["term"]) if terms else set()
    found = segment(kept, wanted if names else wanted | list_names(reports))
    found["token"] = unite_forms(found["token"])
    found = found[is_word(found["token"]) & found["token"].str.len().ge(_SHORTEST)]
    found = found[~found["token"].isin(load_stopwords(corpus, genre=not genre))]
    left_out = frozenset() if names else find_names(found, reports)
    return Words(found[~found["token"].isin(left_out)], left_out)


def list_names(reports: pd.DataFrame) -> frozenset[str]:
    """The names that the manifest holds, as words for the dictionary.

    Places, what is left of the issuers without them (in pieces that end with an administrative unit), and all of them
    without the unit.

    >>> row = {"issuer": "青岛西海岸新区行政审批服务局", "province": "山东省", "city": "青岛市", "county": None}
    >>> sorted(list_names(pd.DataFrame([row])))
    ['山东', '山东省', '行政审批服务局', '西海岸', '西海岸新区', '青岛', '青岛市']
    """
    whole = _list_whole(reports)
    return whole | _list_bare(whole)


def find_names(tokens: pd.DataFrame, reports: pd.DataFrame) -> frozenset[str]:
    """Which of the words are names of issuers or of their places; `tokens` has columns report_id and token.

    Of the names of the manifest those with their unit, and a place's bare name where at least half of its occurrences
    are in reports of that place (公安 in a corpus with 公安县 is the police elsewhere). Further the short forms of
    names: what has two or more of a name's characters in their order, the last one among them (高新区 for
    高新技术产业开发区), or 委 for 委员会 (工委 for 工作委员会).

    >>> columns = ["issuer", "province", "city", "county"]
    >>> zone = ("淄博高新区工作委员会；淄博高新区管理委员会", "山东省", "淄博市", None)
    >>> reports = pd.DataFrame([zone, ("公安县民政局", "湖北省", None, "公安县")], ["z", "g"], columns)
    >>> words = {"z": ["工委", "管委会", "公安", "公安", "淄博"], "g": ["公安", "公安县"]}
    >>> tokens = pd.Series(words).explode().rename_axis("report_id").reset_index(name="token")
    >>> sorted(find_names(tokens, reports))
    ['公安县', '工委', '淄博', '管委会']
    """
    counted = tokens.groupby(["token", "report_id"]).size()
    words = frozenset(counted.index.unique("token"))
    whole = _list_whole(reports)
    columns = [name for name in (*_COLUMNS, *_BODIES) if name in reports]
    said = pd.Series(["\n".join(row) for row in reports[columns].fillna("").astype("str").to_numpy()], reports.index)
    found = set(words & whole)
    for bare in words & (_list_bare(whole) - whole):
        by_report = counted.loc[bare]
        home = said.reindex(by_report.index).str.contains(bare, regex=False)
        if by_report[home].sum() >= _AT_HOME * by_report.sum():
            found.add(bare)
    bodies = _list_bodies(reports)
    found |= _find_short(words, whole)
    ends = (word for word in words if len(word) > 1 and word[-1] in _ORGAN_END)
    found |= {word for word in ends if any(_is_within(word, body) for body in bodies)}
    return frozenset(found - _GENERAL)


def _find_short(words: Iterable[str], names: Iterable[str]) -> set[str]:
    """The words that are short forms of a name."""
    by_end: dict[str, list[str]] = {}  # names by the last character of their short forms
    for name in names:
        for end in {name[-1:], *([_SHORT] if name.endswith(_LONG) else [])}:
            by_end.setdefault(end, []).append(name)
    return {
        word
        for word in words
        if len(word) > 1 and any(len(name) > len(word) and _is_within(word, name) for name in by_end.get(word[-1], []))
    }


def _is_within(word: str, name: str) -> bool:
    """Whether the characters of a word stand in a name in this order."""
    signs = iter(name)
    return all(sign in signs for sign in word)


def _list_bodies(reports: pd.DataFrame) -> list[str]:
    cells = [cell for name in _BODIES if name in reports for cell in reports[name].dropna()]
    return list(
        dict.fromkeys(body for cell in cells for body in re.split(rf"[{BETWEEN_BODIES};；、，,（）()\s]", cell))
    )


def _list_whole(reports: pd.DataFrame) -> frozenset[str]:
    """Places, and the pieces of bodies that are left when these are cut out."""
    places = {place for name in _COLUMNS if name in reports for place in reports[name].dropna()}
    known = sorted(places | _list_bare(places), key=lambda place: (-len(place), place))
    cut = re.compile("|".join(map(re.escape, known)) or "$^")
    pieces = (piece for body in _list_bodies(reports) for piece in cut.split(body))
    return frozenset(places.union(part for piece in pieces for part in _PIECE.findall(piece))) - _GENERAL


def _list_bare(names: Iterable[str]) -> frozenset[str]:
    """Names without their unit."""
    return frozenset(_UNIT.sub("", name) for name in names)
