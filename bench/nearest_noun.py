"""A plain baseline for `extraction.counted`: the noun phrase nearest the number, by the tags of jieba.posseg alone.

No word of the text is looked at, but for the function characters 的 、 和 与 及, titles and quotations (one noun each)
and the signs that end a clause. jieba runs on the clauses that hold a number, cut at their numbers.
"""

import re
from collections.abc import Sequence

from helpers.dictionary import tag_words
from helpers.extraction.counted import STOPS, Span
from helpers.extraction.quantities import Quantity

Token = tuple[int, int, str]  # start, end, kind: n (part of a noun phrase), g (verbal noun), v, JOINTS, else the tag

NOMINAL = re.compile("n|an|[ablijk]$|eng$|zg$")
NAME = re.compile('(《\0+》|“\0+”|‘\0+’|「\0+」|"\0+")')  # blanked out by claims._mask
JOINTS = "的、和与及"
MEASURES = ("share", "change", "duration", "money")  # mostly a predicate: what they measure stands before them


def _tag(masked: str, at: int, end: int) -> list[Token]:
    tokens: list[Token] = []
    for i, piece in enumerate(NAME.split(masked[at:end])):
        for word, tag in [(piece, "n")] if i % 2 else tag_words(piece):
            if word.strip():
                kind = "g" if tag == "vn" else "n" if NOMINAL.match(tag) else word if word in JOINTS else tag
                tokens.append((at, at + len(word), kind))
            at += len(word)
    return tokens


def _after(tokens: list[Token]) -> Span | None:
    """The noun phrase right behind the unit: a verb at its beginning is part of it (执法 部门), a later one ends it."""
    kinds = "".join(kind[0] for _, _, kind in tokens)
    m = re.match("[的r]*(v?[ng]+(?:[和与及][ng]+)*)", kinds)
    return (tokens[m.start(1)][0], tokens[m.end(1) - 1][1]) if m else None


def _before(tokens: list[Token], *, event: bool) -> Span | None:
    """The last noun phrase before the number, None if only verbs stand there; of events the verb behind a verb counts.

    Its first word governs it if that is a verb or a verbal noun. Later ones belong to it (行政 执法/v 人员), the last
    too if the number touches it (出庭/n 率/v). After a preposition it begins behind a verb (在 领域 开展 检查), and
    what the preposition governs is none, unless the number touches it (比 去年同期 增长).
    """
    kinds = "".join(kind[0] for _, _, kind in tokens)
    end = len(kinds) if kinds.endswith(("n", "g", "v")) else max(kinds.rfind("n"), kinds.rfind("g")) + 1
    m = re.search("(p?)((?:[ngv]|(?<=[ng])[、和与及](?=[ng]))+)$", kinds[:end])
    if m is None or not (event or re.search("[ng]", m[2])) or (m[1] and "v" not in m[2] and end < len(kinds)):
        return None
    begin = m.start(2)
    if m[1] and "v" in m[2]:
        begin += m[2].index("v") + 1
    elif m[2][0] == "v" or (m[2][0] == "g" and len(m[2]) > 1):
        begin += 1
    return (tokens[begin][0], tokens[end - 1][1]) if begin < end else None


def find_nearest(masked: str, quantities: Sequence[Quantity], clauses: Sequence[int]) -> list[Span | None]:
    """What each quantity of a text counts; input as for `counted.find_things`.

    The noun phrase right behind the unit, else the one before the number (of a share, a change, a time limit or a sum
    the other way round), else the thing of the last number with the same unit in the sentence.
    """
    things: list[Span | None] = []
    said: list[int] = []
    for i, (q, clause) in enumerate(zip(quantities, clauses, strict=True)):
        last = quantities[i - 1].end if i else 0
        if re.search("[。\n]", masked[last : q.start]):
            said = []
        following = quantities[i + 1].start if i + 1 < len(quantities) else len(masked)
        stop = min((at for sign in STOPS if (at := masked.find(sign, q.end, following)) >= 0), default=following)
        thing = (q.unit_end - len(q.unit), q.unit_end) if q.group == "noun" else None
        if thing is None:
            before = _before(_tag(masked, min(max(clause, last), q.start), q.start), event=q.event)
            after = _after(_tag(masked, q.end, stop))
            thing = (before or after) if q.group in MEASURES and masked[q.end : q.end + 1] != "的" else after or before
        if thing is None:
            same = [j for j in said if quantities[j].unit == q.unit or q.group in MEASURES]
            thing = things[same[-1]] if same else None
        things.append(thing)
        said.append(i)
    return things
