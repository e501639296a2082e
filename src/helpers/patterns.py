"""Regular expressions that pass over what they cannot match: by what a match begins with, by what it must hold."""

import re
from collections.abc import Iterable
from itertools import chain
from re import _parser as parser  # type: ignore[attr-defined]  # not documented, and the same in 3.11 to 3.14
from typing import Any

__all__ = ["compile_led", "list_firsts", "list_needed"]

_CATEGORIES = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT")
_LOOKS = ("AT", "ASSERT", "ASSERT_NOT")
MOST = 12  # characters of a class that are looked for one by one

_Parts = Iterable[tuple[Any, Any]]


def compile_led(pattern: str) -> re.Pattern[str]:
    """`re.compile(pattern)`, led by a look at the one character with which a match can begin.

    It finds the same: most places of a text are passed over by that look, where `re` would try each of hundreds of
    alternatives. Python itself does so only where every one of them begins with a character, none with what must
    stand before it.

    >>> compile_led("(?<!不)超过|达到?").pattern
    '(?=[超达])(?:(?<!不)超过|达到?)'
    """
    firsts = list_firsts(pattern)
    return re.compile(f"(?=[{''.join(sorted(firsts))}])(?:{pattern})" if firsts else pattern)


def list_firsts(pattern: str) -> frozenset[str]:
    """What a match can begin with, as members of a character class; none where that may be anything, or nothing at all.

    >>> sorted(list_firsts(r"(?:共|[约近])?\\d+")), list_firsts("[^,]件"), list_firsts("共?")
    (['\\\\d', '共', '约', '近'], frozenset(), frozenset())
    """
    firsts, empty = _list_firsts(_parse(pattern))
    return frozenset() if empty or None in firsts else frozenset(filter(None, firsts))


def list_needed(pattern: str) -> frozenset[str]:
    """Words of which one at least stands in a text in which the pattern is found; none where that is not known.

    >>> sorted(list_needed(r"\\d+ ?周年")), sorted(list_needed("(?<!不)(?:审|审核)(?=合同|协议书)")), list_needed("审?")
    (['周年'], ['协议书', '合同'], frozenset())
    """
    return _list_needed(_parse(pattern))


def _parse(pattern: str) -> _Parts:
    """What a pattern consists of; one unknown part if it sets flags: letters of any case, blanks that are none."""
    parsed: Any = parser.parse(pattern)
    plain = parsed.state.flags == re.UNICODE and not pattern.startswith("(?u")
    return parsed if plain else [("ANY", None)]


# === what a match begins with ========================================

_Firsts = tuple[set[str | None], bool]  # None: any character; whether a match may be empty


def _list_firsts(parts: _Parts) -> _Firsts:
    firsts: set[str | None] = set()
    for code, given in parts:
        found, empty = _begin(str(code), given)
        firsts |= found
        if not empty:
            return firsts, False
    return firsts, True


def _begin(code: str, given: Any) -> _Firsts:
    if code == "LITERAL":
        return {re.escape(chr(given))}, False
    if code == "IN":
        return {_read_member(str(member), what) for member, what in given}, False
    if code == "BRANCH":
        found = [_list_firsts(branch) for branch in given[1]]
        return set(chain.from_iterable(firsts for firsts, _ in found)), any(empty for _, empty in found)
    if code in _REPEATS:
        least, _, parts = given
        firsts, empty = _list_firsts(parts)
        return firsts, empty or not least
    if inner := _list_inner(code, given):
        return _list_firsts(inner)
    return (set(), True) if code in _LOOKS else ({None}, False)


def _read_member(member: str, what: Any) -> str | None:
    if member == "LITERAL":
        return re.escape(chr(what))
    if member == "RANGE":
        return "-".join(re.escape(chr(end)) for end in what)
    return _CATEGORIES.get(str(what))  # none of ^


def _list_inner(code: str, given: Any) -> _Parts:
    """The parts of a group; none of what is no group, or one in which letters may be of another case."""
    if code == "SUBPATTERN":
        _, added, _, parts = given
        return () if added else parts
    return given if code == "ATOMIC_GROUP" else ()


# === what a match must hold ========================================


def _list_needed(parts: _Parts) -> frozenset[str]:
    """The best of what each part needs: long words sooner than short ones, few sooner than many."""
    found: list[frozenset[str]] = []
    run = ""
    for code, given in parts:
        if str(code) == "LITERAL":
            run += chr(given)
            continue
        found += [frozenset({run}), _need(str(code), given)]
        run = ""
    found.append(frozenset({run}))
    known = [words for words in found if words and "" not in words]
    return max(known, key=lambda words: (min(map(len, words)), -len(words)), default=frozenset())


def _need(code: str, given: Any) -> frozenset[str]:
    if code == "IN":
        signs = {chr(what) if str(member) == "LITERAL" else "" for member, what in given}
        return frozenset(signs) if len(signs) <= MOST else frozenset()
    if code == "BRANCH":
        branches = [_list_needed(branch) for branch in given[1]]
        return frozenset(chain.from_iterable(branches)) if all(branches) else frozenset()
    if code in _REPEATS:
        least, _, parts = given
        return _list_needed(parts) if least else frozenset()
    if code == "ASSERT":  # what must stand before or behind stands in the text
        return _list_needed(given[1])
    return _list_needed(_list_inner(code, given))
