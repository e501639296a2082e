"""Sentences for readers: values from reports and manifests go into Markdown and HTML through here alone."""

import re
from html import escape as escape_html

import pandas as pd
from IPython.display import Markdown

from helpers.output.labels import LANGUAGES, Labels, Language, label, say

__all__ = ["cell", "list_up", "plain", "show", "tell"]

_BOLD = re.compile(r"\*\*(.+?)\*\*")  # Markdown's own fails between 》 and a character
_MOST = 5  # of a list in a sentence
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|~$^=-])")
_ADDRESS = re.compile(r":(?=//)|(?<=www)\.|@", re.IGNORECASE)  # by which a bare address is made a link


def plain(value: object) -> str:
    """A value as Markdown that shows its characters and nothing else: no mark-up, no formula, no script, no link.

    >>> plain("<b>$1_2")
    '&lt;b&gt;\\\\$1\\\\_2'
    """
    text = "NA" if _is_blank(value) else str(value)
    marked = _MARKDOWN.sub(r"\\\1", escape_html(text, quote=False)).replace("\n", " ")
    return _ADDRESS.sub(lambda found: f"&#{ord(found[0])};", marked)


def cell(value: object) -> str:
    """A value as HTML that shows its characters and nothing else.

    >>> cell("<b>&")
    '&lt;b&gt;&amp;'
    """
    return escape_html("NA" if _is_blank(value) else str(value))


def show(text: str) -> str:
    """A text as HTML that shows its characters and nothing else, also those that would turn what stands around them.

    A control character stands by itself (`bdi`), named, so that U+202E turns nothing behind it. Not for attributes.

    >>> show("a<b" + chr(0x202E) + "c") == f'a&lt;b<bdi class="sign" title="U+202E">{chr(0x202E)}</bdi>c'
    True
    """
    return _CONTROLS.sub(_show_control, escape_html(text, quote=False))


def _show_control(found: re.Match[str]) -> str:
    sign = "&#13;" if found[0] == "\r" else found[0]  # as it is, a reader of HTML would take it for a line's end
    return f'<bdi class="sign" title="U+{ord(found[0]):04X}">{sign}</bdi>'


def list_up(values: object, most: int = _MOST) -> str:
    """Values in a row, the first of many, and how many there are if some are not said.

    >>> list_up(["甲", "乙", "丙"], 2)
    '甲、乙等（共 3）'
    """
    texts = list(map(str, values))  # type: ignore[call-overload]
    return "、".join(texts[:most]) + (f"等（共 {len(texts)}）" if len(texts) > most else "")


def tell(*sentences: tuple[str, str], labels: Labels | None = None, **values: object) -> Markdown:
    """Findings in Chinese and in English, a list item each; `{name}` stands for a value, which is escaped.

    A sentence is a pair (Chinese, English) of templates, whose own Markdown holds: bold is for differences that hold
    under every choice. Format specifications work as in `str.format`: {share:.1f}. A text is called as in charts: by
    `labels`, else by words.csv, else as it is. A tuple is a value in Chinese and in English; of a list the first five
    are said, and how many there are if some are not.

    >>> tell(("共{n}份<i>。", "{n} reports; first: {first}."), n=2, first="a*b").data
    '- 共2份<i>。  \\n  2 reports; first: a\\\\*b.'
    >>> tell(("{group}：{parts}。", "{group}: {parts}."), group=("县级", "County level"), parts=["measures", "甲"]).data
    '- 县级：举措、甲。  \\n  County level: measures, 甲.'
    """
    lines = []
    for pair in sentences:
        said = []
        for language, text in zip(LANGUAGES, pair, strict=True):
            shown = {name: _Escaped(value, language, labels) for name, value in values.items()}
            said.append(_BOLD.sub(r"<b>\1</b>", text).format_map(shown))
        lines.append("- {}  \n  {}".format(*said))
    return Markdown("\n".join(lines))  # type: ignore[no-untyped-call]


class _Escaped:
    """A value that is said in a language and escaped after it is formatted."""

    def __init__(self, value: object, language: Language, labels: Labels | None) -> None:
        self.value, self.language, self.labels = value, language, labels

    def __format__(self, spec: str) -> str:
        return plain(format(self.value, spec) if spec and not _is_blank(self.value) else self._name(self.value))

    def _name(self, value: object) -> object:
        if isinstance(value, tuple):
            return value[LANGUAGES.index(self.language)]
        if isinstance(value, list):
            texts = [str(self._name(one)) for one in value]
            more = say("list_more", self.language, all=len(texts)) if len(texts) > _MOST else ""
            return say("list_comma", self.language).join(texts[:_MOST]) + more
        return label(value, self.language, self.labels) if isinstance(value, str) else value


def _is_blank(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)
