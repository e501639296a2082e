"""Passages to tokens: jieba with the lexicon; runs of tokens; words in context.

In large corpora jieba's algorithm is run by rjieba, which has compiled it, and by jieba itself where rjieba would cut
otherwise. Where jieba's dictionary reads two words as one (建设 中将 建立) is told by rows of corpus/rules/words.csv.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from itertools import chain
from math import log
from typing import Any

import numpy as np
import pandas as pd

from helpers.characters import exchange, find_after, fold
from helpers.dictionary import read_dictionary
from helpers.patterns import compile_led
from helpers.tables import load_rules

__all__ = [
    "concordance",
    "count_strings",
    "find_terms",
    "is_word",
    "ngrams",
    "quote_sentences",
    "quote_words",
    "segment",
    "unite_forms",
]

# A Chinese character (with extensions and 〇) or a Latin letter, half or full width.
LETTER = r"[A-Za-zＡ-Ｚａ-ｚ〇㐀-䶿一-鿿豈-﫿\U00020000-\U0003FFFF]"

# How much likelier than its parts a term is made. Just as likely is too little: jieba's dictionary is full of rare
# words (化解矛盾, 执法人员, 服务平台) that then win across the edge of a term: 化解矛盾 纠纷, not 化解 矛盾纠纷.
# A hundred times is too much: it cuts ordinary words, 自助办 理, not 自助 办理.
WEIGHT = 10

# Characters from which on rjieba, with the second that it takes to get the dictionary, is sooner done than jieba.
PAYS = 200_000

# One form of each mark that a term may hold, character by character: small and half-width forms as the common ones,
# a comma as 、 (双随机，一公开), any middle dot as ·.
_ONE_MARK = dict(zip(",•‧・", "、···", strict=True))
_SMALL = {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in [*range(0xFE50, 0xFE6C), *range(0xFF61, 0xFF66)]}
_MARKS = {c: _ONE_MARK.get(fold(form), fold(form)) for c, form in _SMALL.items() if len(form) == 1} | _ONE_MARK
_exchange_marks = exchange(_MARKS)

_STOPS = "。！？\n"  # end a sentence
_SENTENCE_END = re.compile(f"[{_STOPS}]")
_RUNS = ("[A-Za-z]", "[0-9]")  # letters or digits of which no word may cut two
_LETTER = re.compile(LETTER)
_RUN = re.compile("|".join(f"{sign}{{2,}}" for sign in _RUNS))
# Where rjieba cuts otherwise than jieba: 2015-2020, 1.a, characters that are none to jieba.
_OTHERWISE = (
    r"[a-zA-Z0-9][-+#&_%][a-zA-Z0-9]|\.[a-zA-Z0-9]*[a-zA-Z.]"
    r"|[\u3400-\u4dbf\u9fd6-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def _unite(text: str) -> str:
    """`text` with every width and variant of a letter, digit or mark as one, each character in its place."""
    return _exchange_marks(fold(text))


@lru_cache(maxsize=1 << 17)  # words; a corpus says everything many times
def _form(word: str) -> str:
    """A token as it is counted."""
    return _unite(word) if _LETTER.search(word) else word


def unite_forms(tokens: pd.Series) -> pd.Series:
    """Tokens as they are counted: those that are words (`is_word`) in one form, whatever the width of their letters.

    Half-width letters, digits, brackets and signs, 、 for a comma inside a term, · for any dot. Tokens are otherwise
    as printed, so that they join to the text: unite them where you count, not before.

    >>> unite_forms(pd.Series(["ＡＰＰ", "互联网＋监管", "双随机，一公开", "，"])).tolist()
    ['APP', '互联网+监管', '双随机、一公开', '，']
    """
    if isinstance(tokens.dtype, pd.CategoricalDtype):
        codes, words = pd.factorize(pd.Index([_form(word) for word in tokens.cat.categories], dtype="str"))
        return pd.Series(pd.Categorical.from_codes(codes[tokens.cat.codes], words), tokens.index, name=tokens.name)
    return tokens.map({word: _form(word) for word in tokens.unique()}).astype(tokens.dtype)


def segment(passages: pd.DataFrame, terms: Iterable[str] = (), *, compiled: bool | None = None) -> pd.DataFrame:
    """Cut every passage into tokens: jieba (HMM on), with `terms` added to its dictionary.

    Columns: report_id, passage_id, role, token, start, end; one row a token in reading order, white space and
    punctuation among them: joined within a passage the tokens are its text. `start` and `end` are offsets into
    `reports.text`. The project's own terms are `load_lexicon().term`. The hidden Markov model joins single characters
    to words that the dictionary lacks, mostly names.

    A term is a word of the dictionary, `WEIGHT` times as likely as its parts (`suggest_freq`, shorter terms first):
    of two nested terms the longer wins, and a much likelier word across the edge of a term wins over it. Terms with a
    character at which jieba always breaks (、 · and the like) are found first, the longest first, and the rest is
    segmented between them. A term is found in every form that `unite_forms` unites. No word, of the terms or of the
    dictionary, begins or ends inside a run of Latin letters or of digits (AI in EMAIL), or takes the first character
    of an office (行政审批/局长). The result depends on the text and the set of terms alone, whatever their order. An
    empty term is a ValueError, one string for the list of terms a TypeError.

    In texts of `PAYS` characters or more jieba's algorithm and dictionary run compiled, by rjieba, some five times as
    fast. The tokens are the same; with `compiled` True or False that can be checked on texts of one's own.

    >>> columns = ["report_id", "passage_id", "role", "text", "start"]
    >>> passages = pd.DataFrame([("甲", "甲-0", "measures", "深化放管服改革", 0)], columns=columns)
    >>> segment(passages, ["放管服"])["token"].tolist()
    ['深化', '放管服', '改革']
    """
    if isinstance(terms, str):
        raise TypeError(f"terms is a list of terms, and {terms!r} is one: write [{terms!r}]")
    texts = passages["text"].tolist()
    if compiled is None:
        compiled = sum(map(len, texts)) >= PAYS
    cut = _cutter(frozenset(map(_unite, terms)), compiled)
    cuts = [[len(word) for word in cut(_unite(text))] for text in texts]
    counts = np.fromiter(map(len, cuts), dtype=np.int64, count=len(cuts))
    lengths = np.fromiter(chain.from_iterable(cuts), dtype=np.int64, count=counts.sum())
    row = np.repeat(np.arange(len(cuts)), counts)
    ends = lengths.cumsum()
    starts = ends - lengths
    whole = "".join(texts)
    pieces = (whole[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True))
    once: dict[str, str] = {}  # a word that stands a thousand times is held once: 80 bytes a token less
    printed = [once.setdefault(piece, piece) for piece in pieces]
    text_lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    shift = passages["start"].to_numpy(dtype=np.int64) - (text_lengths.cumsum() - text_lengths)
    tokens = passages[["report_id", "passage_id", "role"]].iloc[row].reset_index(drop=True)
    tokens["token"] = pd.Series(printed, dtype=passages["text"].dtype)
    tokens["start"] = starts + shift[row]
    tokens["end"] = ends + shift[row]
    return tokens


_Cut = Callable[[str], list[str]]


@lru_cache(maxsize=4)
def _cutter(terms: frozenset[str], compiled: bool) -> _Cut:
    """The function that cuts one united text, with a tokenizer of its own for this set of united terms."""
    import jieba  # here: it takes as long as all the rest, and most commands cut nothing

    if "" in terms:
        raise ValueError("an empty term cannot be segmented: leave it out of the lexicon")
    tokenizer = jieba.Tokenizer()
    frequencies, tokenizer.total = read_dictionary()
    tokenizer.FREQ = frequencies.copy()
    tokenizer.initialized = True
    ordered = sorted(terms, key=lambda term: (len(term), term))
    broken = [term for term in ordered if not jieba.re_han_default.fullmatch(term)]
    for term in ordered:
        if term not in broken:
            tokenizer.add_word(term, WEIGHT * tokenizer.suggest_freq(term))
    list_all, word = tokenizer.get_DAG, load_rules("words")
    no_word, office = compile_led(word("no_word")), compile_led(word("office"))
    tokenizer.get_DAG = partial(_list_words, tokenizer, list_all, no_word, office)
    jieba.finalseg.viterbi = _mark_signs  # the same marks, for whoever else calls it
    cut: _Cut = _compile(tokenizer, f"{no_word.pattern}|{office.pattern}") if compiled else tokenizer.lcut
    if not broken:
        return cut
    find = re.compile("(" + "|".join(map(_whole, reversed(broken))) + ")")

    def cut_around(text: str) -> list[str]:
        pieces = find.split(text)  # odd pieces are terms
        return list(chain.from_iterable([p] if i % 2 else cut(p) for i, p in enumerate(pieces)))

    return cut_around


_Likely = dict[str, float]


def _mark_signs(
    signs: str, marks: str, first: _Likely, then: dict[str, _Likely], sign_as: dict[str, _Likely]
) -> tuple[float, list[str]]:
    """`jieba.finalseg.viterbi`: which characters begin (B), go on (M), end (E) or are (S) a word that the dictionary
    lacks. jieba's own copies a path at every character: one that comes 100,000 times in a row takes it a minute.
    """
    import jieba.finalseg  # here, as in `_cutter`

    never, before = jieba.finalseg.MIN_FLOAT, jieba.finalseg.PrevStatus
    likely = {mark: first[mark] + sign_as[mark].get(signs[0], never) for mark in marks}
    steps = []
    for sign in signs[1:]:
        seen = {mark: sign_as[mark].get(sign, never) for mark in marks}
        best = {y: max((likely[x] + then[x].get(y, never) + seen[y], x) for x in before[y]) for y in marks}
        likely = {mark: likelihood for mark, (likelihood, _) in best.items()}
        steps.append({mark: last for mark, (_, last) in best.items()})
    likelihood, mark = max((likely[mark], mark) for mark in "ES")
    path = [mark]
    for step in reversed(steps):
        path.append(step[path[-1]])
    return likelihood, path[::-1]


def _compile(tokenizer: Any, rules: str) -> _Cut:
    """What `tokenizer.lcut` does, by rjieba; by the tokenizer in the blocks that rjieba would cut otherwise: where a
    rule of words.csv, or a word with letters or digits, may change what the words are.
    """
    import jieba  # both here, as in `_cutter`
    import rjieba

    words = {word: frequency for word, frequency in tokenizer.FREQ.items() if frequency}
    # Empty, without the dictionary that rjieba brings: the frequencies are jieba's and the terms'.
    compiled: rjieba.Jieba = rjieba.Jieba.empty()  # type: ignore[no-untyped-call]
    for word, frequency in words.items():
        compiled.add_word(word, frequency, "")
    # jieba's sum has words twice that its file or the terms repeat; a line end is in no block and makes up for them
    compiled.add_word("\n", tokenizer.total - sum(words.values()), "")
    inside = (pattern for word in words if (pattern := _inside(word)))
    ruled, otherwise = compile_led(rules).search, compile_led("|".join([_OTHERWISE, *inside])).search

    def is_tie(block: str) -> bool:
        """Whether two unknown words side by side may change places and be as likely: 江江江江江."""
        single = [word if len(word) == 1 else " " for word in compiled.cut(block, hmm=False)]
        return any(map(_repeats, "".join(single).split()))

    def cut(text: str) -> list[str]:
        pieces = jieba.re_han_default.split(text)  # odd pieces are blocks
        risky = {*filter(ruled, pieces[1::2]), *filter(is_tie, filter(_repeats, pieces[1::2]))}
        if otherwise(text):
            risky.update(filter(otherwise, pieces))
        if not risky:
            return compiled.cut(text)
        return list(chain.from_iterable((tokenizer.lcut if p in risky else compiled.cut)(p) for p in pieces))

    return cut


def _repeats(text: str) -> bool:
    """Whether two characters come in the same order again, which the two words of a tie need (江江江)."""
    return len(text) > len(set(text)) and len(set(zip(text, text[1:], strict=False))) < len(text) - 1


def _whole(term: str) -> str:
    """The pattern of a term that begins and ends in no run of letters or digits."""
    pattern = re.escape(term)
    for run in _RUNS:
        pattern = f"(?<!{run})" * bool(re.match(run, term)) + pattern + f"(?!{run})" * bool(re.search(f"{run}$", term))
    return pattern


def _inside(term: str) -> str:
    """The pattern of a term that begins or ends inside a run of letters or digits; "" if it cannot."""
    if term[0] > "z" and term[-1] > "z":  # no letter or digit; looking is quicker than matching 350,000 words
        return ""
    pattern = re.escape(term)
    before = [f"(?<={run}{pattern})" for run in _RUNS if re.match(run, term)]
    after = [f"(?={run})" for run in _RUNS if re.search(f"{run}$", term)]
    return f"{pattern}(?:{'|'.join(before + after)})" if before or after else ""


# By its first character, the last ones of the words that begin there, one of one character always among them.
_Words = dict[int, list[int]]


def _list_words(
    tokenizer: Any,  # jieba has no types
    list_all: Callable[[str], _Words],
    no_word: re.Pattern[str],
    office: re.Pattern[str],
    text: str,
) -> _Words:
    """The words of the dictionary that may stand in a text, by their places, for jieba to choose from."""
    words = list_all(text)
    inside = {at for run in _RUN.finditer(text) for at in range(run.start() + 1, run.end())}
    if inside:
        for start, ends in words.items():
            kept = [start] if start in inside else [end for end in ends if end + 1 not in inside]
            words[start] = kept or [start]
    longest = max((ends[-1] - start + 1 for start, ends in words.items()), default=0)
    for found in no_word.finditer(text):
        _drop(words, longest, found.start(), found.end() - 1)
    offices = [found for found in office.finditer(text) if found.end() - 1 in words[found.start()]]
    best: dict[int, tuple[float, int]] = {}
    if offices:  # once: what is dropped at an office changes nothing behind it
        tokenizer.calc(text, words, best)
    for found in offices:
        if found.end() - 1 in words[found.start()] and _is_likelier(tokenizer, best, text, found):
            _drop(words, longest, found.start() - 1, found.start())
    return words


def _drop(words: _Words, longest: int, start: int, end: int) -> None:
    """Take out the words, of `longest` characters at most, that begin at `start` or before and end at `end`."""
    for at in range(max(0, end - longest + 1), start + 1):
        if end in words[at]:
            words[at] = [other for other in words[at] if other != end] or [at]


def _is_likelier(tokenizer: Any, best: dict[int, tuple[float, int]], text: str, office: re.Match[str]) -> bool:
    """Whether the text from an office on is likelier to begin with it (局长/带队) than with its first character
    (局/长期), what stands before left out of account; `best` says how likely the best way from each place on is.
    """
    start, end = office.span()
    first, whole = (log(tokenizer.FREQ.get(text[start:stop]) or 1) + best[stop][0] for stop in (start + 1, end))
    return whole > first


def is_word(token: pd.Series) -> pd.Series:
    """Whether each token holds a Chinese character or a Latin letter: punctuation, white space and digits do not.

    >>> is_word(pd.Series(["法治", "5G", "12", "，"])).tolist()
    [True, True, False, False]
    """
    if isinstance(token.dtype, pd.CategoricalDtype):
        return pd.Series(is_word(pd.Series(token.cat.categories)).to_numpy()[token.cat.codes], token.index)
    unique = pd.Series(token.unique(), dtype=token.dtype)  # a corpus says everything many times
    return token.map(dict(zip(unique, unique.str.contains(LETTER), strict=True))).astype("bool")


def ngrams(tokens: pd.DataFrame, n: int) -> pd.DataFrame:
    """Every run of `n` tokens that touch each other within one passage; the columns of `segment`, tokens joined.

    Filter first: with `tokens[is_word(tokens.token)]` no run crosses punctuation, with the stopwords taken out none
    crosses a stopword, as the tokens left on either side do not touch. `n=1` gives the tokens themselves.

    >>> columns = ["report_id", "passage_id", "role", "text", "start"]
    >>> passages = pd.DataFrame([("甲", "甲-0", "measures", "推进政务公开", 0)], columns=columns)
    >>> ngrams(segment(passages), 2)["token"].tolist()
    ['推进政务', '政务公开']
    """
    if n < 1:
        raise ValueError(f"n must be 1 or more, not {n}")
    if n == 1:
        return tokens.reset_index(drop=True)
    start, end = tokens["start"].to_numpy(), tokens["end"].to_numpy()
    report, passage = (pd.factorize(tokens[name])[0] for name in ("report_id", "passage_id"))
    first = np.arange(len(tokens))
    for step in range(1, n):
        first = first[first + step < len(tokens)]
        last = first + step
        touch = (end[last - 1] == start[last]) & (report[last] == report[first]) & (passage[last] == passage[first])
        first = first[touch]
    codes, unique = pd.factorize(tokens["token"])
    words = np.asarray(unique, dtype="object")
    run, joined = codes[first], words
    for step in range(1, n):  # what stands a thousand times is joined once
        run, pairs = pd.factorize(run * len(words) + codes[first + step])
        joined = joined[pairs // len(words)] + words[pairs % len(words)]
    grams = tokens.iloc[first].reset_index(drop=True)
    if isinstance(tokens["token"].dtype, pd.CategoricalDtype):
        same, names = pd.factorize(pd.Series(joined, dtype="str"), sort=True)  # 政务公/开 and 政务/公开 are one
        grams["token"] = pd.Categorical.from_codes(same[run], names)
    else:
        grams["token"] = pd.Series(joined[run], dtype=tokens["token"].dtype)
    return grams.assign(end=end[first + n - 1])


def concordance(
    passages: pd.DataFrame, term: str, *, width: int = 18, tokens: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Every occurrence of `term` with `width` characters on either side, one row an occurrence.

    Columns: report_id, role, left, term, right, start (offset into `reports.text`). Character matching within a
    passage, in every form that `unite_forms` unites, so a term inside a longer word counts, and as with `str.count` an
    occurrence begins after the one before it has ended. With `tokens` (of `segment`, or of `ngrams` for a run of
    tokens) the rows are the tokens equal to `term` instead. The context runs on over the passages before and after as
    far as they are in `passages`. An absent term gives an empty frame, an empty one a ValueError.

    >>> columns = ["report_id", "passage_id", "role", "text", "start", "end"]
    >>> passages = pd.DataFrame([("甲", "甲-0", "measures", "推进政务公开", 0, 6)], columns=columns)
    >>> concordance(passages, "政务", width=2)[["left", "term", "right"]].to_numpy().tolist()
    [['推进', '政务', '公开']]
    """
    if not term:
        raise ValueError("an empty term occurs everywhere: name a word")
    apart = passages["report_id"].ne(passages["report_id"].shift()) | passages["start"].ne(passages["end"].shift())
    places = passages[["report_id", "passage_id", "role", "text", "start"]].assign(stretch=apart.cumsum())
    if tokens is None:
        pattern = re.compile(re.escape(_unite(term)))
        found = places["text"].map(lambda text: [hit.start() for hit in pattern.finditer(_unite(text))])
        hits = places.assign(found=found).explode("found").dropna(subset="found")
        hits["start"] += hits["found"].astype("int64")
    else:
        hits = tokens[tokens["token"].eq(term)].merge(places[["report_id", "passage_id", "stretch"]], validate="m:1")
    stretches = places.groupby("stretch").agg(text=("text", "".join), start=("start", "first"))
    texts = hits["stretch"].map(stretches["text"])
    starts = hits["start"] - hits["stretch"].map(stretches["start"])
    pairs = list(zip(texts, starts, strict=True))
    hits["left"] = pd.Series([text[max(0, at - width) : at] for text, at in pairs], index=hits.index, dtype="str")
    hits["term"] = term
    hits["right"] = pd.Series(
        [text[at + len(term) : at + len(term) + width] for text, at in pairs], index=hits.index, dtype="str"
    )
    return hits[["report_id", "role", "left", "term", "right", "start"]].reset_index(drop=True)


def count_strings(passages: pd.DataFrame, terms: Iterable[str]) -> pd.Series:
    """How often each term stands in the passages as a string: the rows of its `concordance`, counted at once.

    >>> count_strings(pd.DataFrame({"text": ["推进政务公开", "政务"]}), ["政务", "普法"]).to_dict()
    {'政务': 2, '普法': 0}
    """
    whole = "\n".join(map(_unite, passages["text"]))
    return pd.Series({term: whole.count(_unite(term)) for term in terms}, dtype="int64")


def quote_words(
    passages: pd.DataFrame, tokens: pd.DataFrame, words: Iterable[str], *, most: int, whole: bool = False
) -> pd.DataFrame:
    """Up to `most` occurrences of each word in context, one of each report before a second of any: see `concordance`.

    `tokens` as of `segment`. Rows stand in the order of `words`; the context of a word stays among the passages that
    have one of its occurrences, or runs on over all of the report with `whole`.

    >>> columns = ["report_id", "passage_id", "role", "text", "start", "end"]
    >>> rows = [("甲", "甲-0", "plan", "普法普法", 0, 4), ("乙", "乙-0", "plan", "普法", 0, 2)]
    >>> passages = pd.DataFrame(rows, columns=columns)
    >>> quote_words(passages, segment(passages), ["普法"], most=2)["report_id"].to_list()
    ['甲', '乙']
    """
    order = list(dict.fromkeys(words))
    hits = tokens[tokens["token"].isin(order)]
    hits = hits.iloc[hits.groupby(["token", "report_id"]).cumcount().argsort(kind="stable")]
    hits = hits[hits.groupby("token").cumcount() < most]
    own = {word: hits[hits["token"].eq(word)] for word in order}
    by = "report_id" if whole else "passage_id"
    lines = [concordance(passages[passages[by].isin(rows[by])], word, tokens=rows) for word, rows in own.items()]
    return pd.concat(lines or [concordance(passages[:0], "—")], ignore_index=True)


def find_terms(passages: pd.DataFrame, terms: Iterable[str]) -> pd.DataFrame:
    """Every occurrence of any of `terms` as a string, in text order: of two that overlap the first, or the longer.

    Columns: report_id, role, term, start, end (offsets into `reports.text`), one row an occurrence. A term is found
    within a passage, in every form that `unite_forms` unites.

    >>> columns = ["report_id", "role", "text", "start"]
    >>> passages = pd.DataFrame([("甲", "measures", "推行双随机，一公开，双随机抽查", 0)], columns=columns)
    >>> find_terms(passages, ["双随机", "双随机、一公开"])[["term", "start", "end"]].to_numpy().tolist()
    [['双随机、一公开', 2, 9], ['双随机', 10, 13]]
    """
    named = {_unite(term): term for term in terms}
    pattern = re.compile("|".join(re.escape(form) for form in sorted(named, key=len, reverse=True)) or r"(?!)")
    rows = [
        (report, role, named[hit[0]], start + hit.start(), start + hit.end())
        for report, role, text, start in passages[["report_id", "role", "text", "start"]].itertuples(index=False)
        for hit in pattern.finditer(_unite(text))
    ]
    columns = {"report_id": "str", "role": "str", "term": "str", "start": "int64", "end": "int64"}
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def quote_sentences(pieces: pd.DataFrame, reports: pd.DataFrame) -> pd.Series:
    """The sentence that each piece of a report stands in, the piece itself in 【】.

    `pieces` has report_id, start, end (claims, citations, found terms); the result its index.

    >>> reports = pd.DataFrame({"text": ["一是立规。审查合同9件；"]}, index=["甲"])
    >>> quote_sentences(pd.DataFrame({"report_id": ["甲"], "start": [9], "end": [11]}), reports).to_list()
    ['审查合同【9件】；']
    """
    texts = reports["text"].reindex(pieces["report_id"].unique()).to_dict()
    quotes = []
    for report, start, end in pieces[["report_id", "start", "end"]].itertuples(index=False):
        text = texts[report]
        first = find_after(text, _STOPS, 0, start)
        last = _SENTENCE_END.search(text, end)
        quotes.append(f"{text[first:start]}【{text[start:end]}】{text[end : last.end() if last else None]}".strip())
    return pd.Series(quotes, index=pieces.index, dtype="str", name="sentence")
