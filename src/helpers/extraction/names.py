"""Names of issuers and places among the words of reports: what sets agencies apart and nobody needs to be told."""

import re
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import ahocorasick
import numpy as np
import pandas as pd

from helpers.extraction.lexicon import load_stopwords
from helpers.extraction.tallies import tally
from helpers.extraction.words import is_word, unite_forms
from helpers.forms import BETWEEN_BODIES

__all__ = ["Each", "Words", "find_names", "join_names", "list_names", "list_words"]

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


Each = Callable[[Callable[[pd.DataFrame], pd.DataFrame]], pd.DataFrame]


class EachWord(Protocol):
    """Applies a function to the tokens that are such words, of some reports at a time, in one form, names joined.

    Given is what it gives, one below the other. `among`: of these reports alone; `role`: of this role alone.
    """

    def __call__(
        self, work: Callable[[pd.DataFrame], pd.DataFrame], *, among: pd.Index | None = None, role: str | None = None
    ) -> pd.DataFrame: ...


class Words(NamedTuple):
    """The words by which reports are compared.

    `counts`: how often they stand in each role of each report, as of `tally`; `names`, which were left out. With `each`
    `words.each(partial(h.find_words, words=["普法"]))` says where 普法 stands.
    """

    counts: pd.DataFrame
    names: frozenset[str]
    each: EachWord


def list_words(
    tokens: Each,
    passages: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    names: bool = False,
    genre: bool = False,
    most: int | None = None,
    corpus: str | Path | None = None,
) -> Words:
    """The words by which reports are compared: tokens of two characters or more that are no stopwords, of more than
    `most` those that stand most often.

    `tokens` applies a function to the tokens of some reports at a time: `lambda each: load("tokens", each=each)`, or of
    tokens that are there `lambda each: each(tokens)`. `names` keeps the names of issuers and places (`find_names`), and
    the lines that hold them (title, number, signer, addressee, signature, date); else what makes up a name is one word
    (`join_names`). `genre` keeps the words of every such report (工作, 推进).

    >>> said = enumerate(["青岛", "市　", "普法"])
    >>> rows = [("a", "a-0", "plan", word.strip(), 2 * at, 2 * at + 2) for at, word in said]
    >>> tokens = pd.DataFrame(rows, columns=["report_id", "passage_id", "role", "token", "start", "end"])
    >>> passages = pd.DataFrame({"passage_id": ["a-0"], "kind": ["paragraph"]})
    >>> reports = pd.DataFrame({"issuer": "青岛市司法局", "city": "青岛市"}, index=["a"])
    >>> words = list_words(lambda each: each(tokens), passages, reports)
    >>> words.counts["token"].to_list(), sorted(words.names)
    (['普法'], ['青岛市'])
    """
    naming = pd.Index([] if names else passages["passage_id"][passages["kind"].isin(_NAMING)].unique(), dtype="str")
    known = frozenset() if names else list_names(reports)

    def prepare(some: pd.DataFrame) -> pd.DataFrame:
        ids = some["passage_id"].astype("category").cat  # each is looked for among all that name, not the other way
        body = some[(naming.get_indexer(ids.categories) < 0)[ids.codes]]
        return join_names(body.assign(token=unite_forms(body["token"])), known)

    counts = tokens(lambda some: tally(prepare(some)))
    word = pd.Series(counts["token"].cat.categories)
    count = is_word(word) & word.str.len().ge(_SHORTEST) & ~word.isin(load_stopwords(corpus, genre=not genre))
    counts = counts[counts["token"].isin(word[count])]
    left_out = frozenset() if names else find_names(counts, reports)
    counts = counts[~counts["token"].isin(left_out)]
    times = counts.groupby("token", observed=True)["n"].sum().sort_values(ascending=False, kind="stable")
    kept = frozenset(times.index[:most])

    def each(
        work: Callable[[pd.DataFrame], pd.DataFrame], *, among: pd.Index | None = None, role: str | None = None
    ) -> pd.DataFrame:
        def apply(some: pd.DataFrame) -> pd.DataFrame:
            own = some if among is None else some[some["report_id"].isin(among)]
            ready = prepare(own if role is None else own[own["role"].eq(role)])
            return work(ready[ready["token"].isin(kept)])

        return tokens(apply)

    return Words(counts[counts["token"].isin(kept)].reset_index(drop=True), left_out, each)


def join_names(tokens: pd.DataFrame, names: Collection[str]) -> pd.DataFrame:
    """Tokens with those that make up one of the names as one token: 青岛 市 → 青岛市; of two names the longer one.

    `tokens` as of `segment`, whole passages of them; the tokens given are categories. A name of which a token holds but
    a part (司法局 in 司法局长) is none.

    >>> columns = ["passage_id", "token", "start", "end"]
    >>> tokens = pd.DataFrame([("a-0", "青岛", 0, 2), ("a-0", "市", 2, 3), ("a-0", "普法", 3, 5)], columns=columns)
    >>> join_names(tokens, ["青岛", "青岛市", "市普"])[["token", "start", "end"]].to_numpy().tolist()
    [['青岛市', 0, 3], ['普法', 3, 5]]
    """
    words = tokens["token"].astype("category").cat
    known = words.categories.to_numpy(dtype="object")
    lengths = np.fromiter(map(len, known), dtype=np.int64, count=len(known))
    edges = np.concatenate([[0], lengths[words.codes].cumsum()])
    hits = list(_find_all(frozenset(names), "".join(known[words.codes])))
    stops = np.array([last + 1 for last, _ in hits], dtype=np.int64)
    starts = stops - np.array([len(name) for _, name in hits], dtype=np.int64)
    first, behind = np.searchsorted(edges, starts), np.searchsorted(edges, stops)
    passage = pd.factorize(tokens["passage_id"])[0]
    whole = (edges[first] == starts) & (edges[behind] == stops) & (passage[first] == passage[behind - 1])
    kept, end, joined, reach = np.ones(len(tokens), dtype=bool), tokens["end"].to_numpy(copy=True), {}, 0
    for at, before, name in sorted((first[i], -behind[i], hits[i][1]) for i in np.flatnonzero(whole)):
        if at >= reach:
            reach = -before
            kept[at + 1 : reach], end[at], joined[at] = False, end[reach - 1], name
    every = words.categories.union(pd.Index(sorted(set(joined.values())), dtype="str"))
    codes = every.get_indexer(words.categories)[words.codes]
    codes[list(joined)] = every.get_indexer(pd.Index(list(joined.values()), dtype="str"))
    token = pd.Series(pd.Categorical.from_codes(codes, every), tokens.index)
    return tokens.assign(token=token, end=end)[kept]


def _find_all(names: frozenset[str], text: str) -> Iterable[tuple[int, str]]:
    """Every name in the text, with the place of its last character."""
    return _automaton(names).iter(text) if names else ()


@lru_cache(maxsize=2)
def _automaton(names: frozenset[str]) -> Any:
    automaton = ahocorasick.Automaton()
    for name in names:
        automaton.add_word(name, name)
    automaton.make_automaton()
    return automaton


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


def find_names(counts: pd.DataFrame, reports: pd.DataFrame) -> frozenset[str]:
    """Which of the words are names of issuers or of their places; `counts` has report_id, token, n, as of `tally`.

    Of the names of the manifest those with their unit, and a place's bare name where at least half of its occurrences
    are in reports of that place (公安 in a corpus with 公安县 is the police elsewhere). Further the short forms of
    names: what has two or more of a name's characters in their order, the last one among them (高新区 for
    高新技术产业开发区), or 委 for 委员会 (工委 for 工作委员会).

    >>> columns = ["issuer", "province", "city", "county"]
    >>> zone = ("淄博高新区工作委员会；淄博高新区管理委员会", "山东省", "淄博市", None)
    >>> reports = pd.DataFrame([zone, ("公安县民政局", "湖北省", None, "公安县")], ["z", "g"], columns)
    >>> words = {"z": ["工委", "管委会", "公安", "公安", "淄博"], "g": ["公安", "公安县"]}
    >>> counts = pd.Series(words).explode().rename_axis("report_id").reset_index(name="token").assign(n=1)
    >>> sorted(find_names(counts, reports))
    ['公安县', '工委', '淄博', '管委会']
    """
    words = frozenset(counts["token"].unique())
    whole = _list_whole(reports)
    columns = [name for name in (*_COLUMNS, *_BODIES) if name in reports]
    said = pd.Series(["\n".join(row) for row in reports[columns].fillna("").astype("str").to_numpy()], reports.index)
    found = set(words & whole)
    bare = words & (_list_bare(whole) - whole)
    of_bare = counts[counts["token"].isin(bare)].astype({"token": "str", "report_id": "str"})
    for name, own in of_bare.groupby("token"):
        by_report = own.set_index("report_id")["n"]
        home = said.reindex(by_report.index).str.contains(str(name), regex=False)
        if by_report[home].sum() >= _AT_HOME * by_report.sum():
            found.add(str(name))
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
