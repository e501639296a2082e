"""Sentences for readers: values from reports and manifests go into Markdown and HTML through here alone."""

import re
from html import escape as escape_html

import pandas as pd
from IPython.display import Markdown

__all__ = ["cell", "list_up", "plain", "tell"]

_BOLD = re.compile(r"\*\*(.+?)\*\*")  # Markdown's own fails between 》 and a character
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|~$^=-])")


def plain(value: object) -> str:
    """A value as Markdown that shows its characters and nothing else: no mark-up, no formula, no script.

    >>> plain("<b>$1_2")
    '&lt;b&gt;\\\\$1\\\\_2'
    """
    text = "NA" if _is_blank(value) else str(value)
    return _MARKDOWN.sub(r"\\\1", escape_html(text, quote=False)).replace("\n", " ")


def cell(value: object) -> str:
    """A value as HTML that shows its characters and nothing else.

    >>> cell("<b>&")
    '&lt;b&gt;&amp;'
    """
    return escape_html("NA" if _is_blank(value) else str(value))


def list_up(values: object, most: int = 5) -> str:
    """Values in a row, the first of many, and how many there are if some are not said.

    >>> list_up(["甲", "乙", "丙"], 2)
    '甲、乙等3'
    """
    texts = list(map(str, values))  # type: ignore[call-overload]
    return "、".join(texts[:most]) + (f"等{len(texts)}" if len(texts) > most else "")


def tell(*sentences: tuple[str, str], **values: object) -> Markdown:
    """Findings in Chinese and in English, a list item each; `{name}` stands for a value, which is escaped.

    A sentence is a pair (Chinese, English) of templates, whose own Markdown holds: bold is for differences that hold
    under every choice. Format specifications work as in `str.format`: {share:.1f}.

    >>> tell(("共{n}份<i>。", "{n} reports; first: {first}."), n=2, first="a*b").data
    '- 共2份<i>。  \\n  2 reports; first: a\\\\*b.'
    """
    shown = {name: _Escaped(value) for name, value in values.items()}
    pairs = [tuple(_BOLD.sub(r"<b>\1</b>", text).format_map(shown) for text in pair) for pair in sentences]
    lines = [f"- {zh}  \n  {en}" for zh, en in pairs]
    return Markdown("\n".join(lines))  # type: ignore[no-untyped-call]


class _Escaped:
    """A value that is escaped after it is formatted."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __format__(self, spec: str) -> str:
        return plain(format(self.value, spec) if spec and not _is_blank(self.value) else self.value)


def _is_blank(value: object) -> bool:
    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)
