"""What the commands say, in English and in Chinese.

The package speaks English. A command hands each line to `say`, which finds it by its fixed words in `messages.csv`
(both languages beside each other) and says it in Chinese where the reader's language is Chinese. What is not in the
table is said in English.
"""

import locale
import os
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import TextIOWrapper
from pathlib import Path
from typing import Any, TextIO, cast

from helpers.errors import SPEAKER, CorpusWarning
from helpers.tables import Column, load_table

__all__ = ["list_messages", "say", "say_warnings", "show_plainly"]

FILE = Path(__file__).with_name("messages.csv")
COLUMNS = (Column("of", filled=True), Column("english", filled=True, unique=str), Column("chinese", filled=True))


# What moves a terminal's cursor, or turns round the direction in which text is shown; not tabs and line ends.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


@cache
def list_messages() -> dict[str, str]:
    """English → Chinese.

    {words} in braces stand for whatever the line holds there; where their name begins with `said`, that is a message.

    >>> list_messages()["{name}: failed"]
    '{name}：失败'
    """
    table = load_table(FILE, COLUMNS)
    return dict(zip(table["english"], table["chinese"], strict=True))


def say(line: str) -> str:
    """A line in the reader's language: Chinese if FAZHI_LANG, else the locale, begins with zh; English otherwise."""
    return _translate(line) if _is_chinese() else line


@contextmanager
def say_warnings() -> Iterator[None]:
    """Print each CorpusWarning inside once, as a line in the reader's language; other warnings stay what they are."""
    said: set[str] = set()

    def show(
        message: Warning | str,
        category: type[Warning],
        filename: str,
        lineno: int,
        file: TextIO | None = None,
        line: str | None = None,
    ) -> None:
        if not issubclass(category, CorpusWarning):
            usual(message, category, filename, lineno, file, line)
        elif str(message) not in said:  # a corpus may be read more than once
            said.add(str(message))
            print(say(f"{SPEAKER}: {message}"), file=sys.stderr)

    with warnings.catch_warnings():
        usual = warnings.showwarning
        warnings.showwarning = show
        yield


class _Plain:
    """A stream that shows the control characters in names and texts of files, which a terminal would obey."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(_CONTROLS.sub(lambda m: m[0].encode("unicode_escape").decode(), text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextmanager
def show_plainly() -> Iterator[None]:
    """Print inside what a terminal can show: control characters, and what its encoding lacks, as escapes."""
    streams = sys.stdout, sys.stderr
    for stream in streams:
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.stdout, sys.stderr = (cast(TextIO, _Plain(stream)) for stream in streams)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = streams


def _is_chinese() -> bool:
    names = (os.environ.get(name) for name in ("FAZHI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"))
    language = next(filter(None, names), None) or locale.getlocale()[0] or ""  # Windows sets none of the variables
    return language.lower().startswith(("zh", "chinese"))


@cache
def _patterns() -> list[tuple[re.Pattern[str], str, bool]]:
    """The English messages as expressions with the Chinese ones: what goes before others first, then by fixed words.

    Whether the line is one for sure: what holds a colon might be one of a file, and is if what follows is a message.
    """

    def order(english: str) -> tuple[bool, bool, int]:
        goes_before = "{said}" in english
        return not goes_before, goes_before and english[0] == "{", -len(re.sub(r"\{\w+\}", "", english))

    by_words = sorted(list_messages(), key=order)
    return [
        (re.compile(_expression(english), re.DOTALL), list_messages()[english], not re.match(r"\{.*\{said\}", english))
        for english in by_words
    ]


def _expression(english: str) -> str:
    parts = re.split(r"\{(\w+)\}", english)  # words and names of fields in turn
    return "".join(rf"(?P<{part}>.+?)" if i % 2 else re.escape(part) for i, part in enumerate(parts))


def _translate(line: str) -> str:
    for pattern, chinese, sure in _patterns():
        if m := pattern.fullmatch(line):
            fields = m.groupdict()
            told = {name: _translate(value) if name.startswith("said") else value for name, value in fields.items()}
            if sure or told != fields:
                return chinese.format(**told)
    return line
