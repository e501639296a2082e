"""How a figure is cited: from CITATION.cff, by its name and the corpus it was drawn from."""

import re
from functools import cache
from pathlib import Path

from helpers.output.labels import Language
from helpers.places import ROOT, corpus_folder

__all__ = ["cite"]

FIELDS = re.compile(r"^ *-? *(name|title|version): +(.+)$", re.MULTILINE)
FORMS: dict[Language, str] = {
    "zh": "{name}. {title}（{version} 版）. 图 {figure}，语料 {corpus}。",
    "en": "{name}. {title} (version {version}). Figure {figure}, corpus {corpus}.",
}


def cite(figure: str, language: Language, corpus: str | Path | None = None) -> str:
    """A figure's reference in one line.

    >>> cite("04-domains", "en", "my-corpus").partition("data ")[2]
    '(version 0.1.0). Figure 04-domains, corpus my-corpus.'
    """
    return FORMS[language].format(**_read(), figure=figure, corpus=corpus_folder(corpus).name)


@cache
def _read() -> dict[str, str]:
    """Authors, title and version: three fields of the file that stand on a line of their own."""
    text = (ROOT / "CITATION.cff").read_text("utf-8")
    return {field: value.strip('"') for field, value in reversed(FIELDS.findall(text))}
