"""Headings that have their sentence run into them, where their own words do not show where it begins.

`headings.heading_end` finds such a sentence by the words that open one. A report that runs one heading into its
sentence runs them all: what is left there, a first clause far longer than the other headings, is parted by the parts
of speech. All texts are folded.
"""

import re
from collections.abc import Iterator, Sequence
from statistics import median_low
from typing import NamedTuple

from helpers.dictionary import tag_words
from helpers.structure.headings import opens_sentence, tells_number
from helpers.structure.roles import is_name_of_shortcomings

__all__ = ["Phrase", "part_glued"]

_LEVELS = range(1, 4)
_FEWEST = 2  # headings with a sentence run into them, to show that the report does so
_TIMES_LONGER = 2  # a phrase longer than this many of the usual ones has part of its sentence in it

# Lengths in characters.
_USUAL = 6  # a phrase has as many or more; if no sentence opens behind them, as many as _SHORTEST
_SHORTEST = 4
_LONGEST = 16
_LEFT_OVER = 4  # a sentence has more

# Tags of jieba's dictionary: what opens a sentence behind a phrase that is complete, and what ends one.
_OPENING = re.compile("v[dig]?|a?d|[bptrmcz]")
_NOUN = re.compile("n.*|vn|an|[lji]|eng")
_ANYHOW = re.compile("[dptr]")  # what opens a sentence behind a verb too
_COUNT = re.compile(r"(?!(?:19|20)\d\d年)\d")  # begins a number, not a year: 巡河|1260公里 ends no heading
_LINKS = "和与及"
_JOINS = _LINKS + "的等、或,"  # no sentence opens with one, nor behind one
_GOVERNS = "对把在将从按以"  # nor behind one of these


class Phrase(NamedTuple):
    """A heading's phrase as it was found: text[begin:end], of a line (or what stands before the next marker) that ends
    at `stop`."""

    level: int
    begin: int
    end: int
    stop: int


def part_glued(text: str, phrases: Sequence[Phrase]) -> list[int]:
    """Where the phrases end, once all headings of a report are known.

    >>> text = "加强组织领导成立专班。强化责任落实明确专人。完善工作机制配备骨干3名,出台办法。"
    >>> part_glued(text, [Phrase(2, 0, 6, 11), Phrase(2, 11, 17, 22), Phrase(2, 22, 35, 41)])
    [6, 17, 28]
    """
    ends = [phrase.end for phrase in phrases]
    for i, phrase in enumerate(phrases):
        if _ends(text, phrase) != "whole":
            ends[i] = _name_end(text, phrase)
    for level in _LEVELS:
        own = [(i, phrase) for i, phrase in enumerate(phrases) if phrase.level == level and ends[i] == phrase.end]
        for i, phrase in _too_long(text, own):
            ends[i] = _sentence_start(text, phrase)
    return ends


def _too_long(text: str, own: Sequence[tuple[int, Phrase]]) -> list[tuple[int, Phrase]]:
    """Of the phrases of one level those that have part of a sentence in them, if others show that headings do there.

    A first clause counts against that, as the whole of a numbered sentence may be what is there; not one that tells a
    number, for which two headings that end before a word, not a number, are enough.
    """
    kinds = [_ends(text, phrase) for _, phrase in own]
    told = [kind != "whole" and tells_number(text[p.begin : p.end]) for kind, (_, p) in zip(kinds, own, strict=True)]
    glued = [p for kind, (_, p) in zip(kinds, own, strict=True) if kind == "glued"]
    shown = [p for p in glued if not (tells_number(text[p.begin : p.end]) or _COUNT.match(text, p.end))]
    least = max(_FEWEST, kinds.count("whole") + 1)
    clauses = len(glued) >= max(least, kinds.count("clause"))
    plain = sum(kind == "clause" and not tells for kind, tells in zip(kinds, told, strict=True))
    numbers = len(shown) >= _FEWEST and len(shown) + sum(told) >= max(least, plain)
    if not (clauses or numbers):
        return []
    lengths = [p.end - p.begin for p in (shown if numbers else glued)]
    usual = max(length for length in lengths if length <= _TIMES_LONGER * median_low(lengths))
    return [
        (i, phrase)
        for (i, phrase), kind, tells in zip(own, kinds, told, strict=True)
        if ((clauses and kind == "clause") or (numbers and tells)) and phrase.end - phrase.begin > usual
    ]


def _ends(text: str, phrase: Phrase) -> str:
    """How a phrase ends: whole (by a stop, a blank, its line), as the first clause of a sentence, or glued to one."""
    last = text[phrase.end - 1]
    if phrase.end >= phrase.stop or last in "。!? ":
        return "whole"
    return "clause" if last in ",;:" else "glued"


def _name_end(text: str, phrase: Phrase) -> int:
    """Where the name of the shortcomings ends that a phrase begins with (存在的问题执法人员老化,), else its end."""
    longest = min(phrase.end - 1, phrase.begin + _LONGEST)
    ends = [end for end in range(phrase.begin, longest) if is_name_of_shortcomings(text[phrase.begin : end])]
    end = max((end for end in ends if not set(_LINKS) & set(text[phrase.begin : end])), default=phrase.begin)
    if text[end] == " " and end in ends:
        return end
    if text[end] in _LINKS:
        joined = tag_words(text[end + 1 : phrase.stop], most=2)  # 原因, or 原因 分析
        if not _NOUN.fullmatch(joined[0][1]) and not is_name_of_shortcomings(joined[0][0]):
            return phrase.end  # 差距与先进地区相比
        end += 1 + sum(len(word) for i, (word, tag) in enumerate(joined) if i == 0 or tag == "vn")
    return end if end in ends and phrase.begin + _SHORTEST <= end else phrase.end


def _sentence_start(text: str, phrase: Phrase) -> int:
    """Where by the parts of speech a sentence opens in a phrase: the first such place behind as many characters as
    phrases usually have, behind a noun sooner than behind a verb; its end if nowhere."""
    found = list(_list_openings(text, phrase))
    for behind_noun, least in ((True, _USUAL), (False, _USUAL), (True, _SHORTEST), (False, _SHORTEST)):
        at = next((at for at, noun in found if noun is behind_noun and at >= least), None)
        if at is not None:
            return phrase.begin + at
    return phrase.end


def _list_openings(text: str, phrase: Phrase) -> Iterator[tuple[int, bool]]:
    """Where a sentence may open in a phrase, and whether behind a noun."""
    line = text[phrase.begin : phrase.end]
    at = depth = 0
    before, tag_before = "", ""
    for word, tag in tag_words(line):
        opens = _OPENING.fullmatch(tag) if len(word) > 1 or tag[0] != "v" else None
        apart = before not in _JOINS + _GOVERNS and word not in _JOINS and (tag_before, tag) != ("m", "m")
        within = _SHORTEST <= at <= min(_LONGEST, len(line) - _LEFT_OVER) and depth == 0 and not tells_number(line[:at])
        if within and apart and (opens or opens_sentence(word)):
            yield at, bool(_NOUN.fullmatch(tag_before) or _ANYHOW.fullmatch(tag))
        depth += sum(word.count(c) for c in "《“(") - sum(word.count(c) for c in "》”)")
        at += len(word)
        before, tag_before = word, tag
