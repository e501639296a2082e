"""The corpus as pages to read: every report whole, with its parts, items, numbers, citations and codes marked.

A page runs nothing and fetches nothing: filters are check boxes and a style sheet. Its anchors are p (passages), i
(items), n (numbers: claims), c (citations) and q (cues), each with the offset in `reports.text` where it begins.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias
from urllib.parse import quote

import pandas as pd

from helpers.coding.codebook import UNCODED, load_codebook, load_schemes
from helpers.coding.followup import rank_answers
from helpers.corpus.manifest import REPORT_ID
from helpers.corpus.reports import name_reports
from helpers.extraction.indicators import load_indicators
from helpers.gold.trust import trusted_schemes
from helpers.output.labels import label, say
from helpers.output.marking import Span, deal, mark_up
from helpers.output.telling import cell, show
from helpers.quotes import find_quotes, unpack
from helpers.structure.roles import ROLE_LABELS
from helpers.tables import list_rows

__all__ = ["FOLDER", "Mark", "link", "make_browser"]

Mark: TypeAlias = Literal["passage", "item", "claim", "citation"]
FOLDER = "browse"  # in the folder of pages
LISTS = ("index", "by-year")  # the pages that list the reports
LETTERS: Mapping[Mark, str] = {"passage": "p", "item": "i", "claim": "n", "citation": "c"}
LONGEST_NAME = 120  # characters of a file's name, each of up to four bytes, of which a system takes 255
DEEPEST = 6  # of headings in HTML
CONTENTS = 3  # headings in HTML that the table of contents lists go so deep


def link(report_id: str, start: int | None = None, kind: Mark = "passage") -> str:
    """Where a report's page lies, seen from the folder of pages, and on it the mark that begins at `start`.

    `start` is an offset in `reports.text`, as in the tables of passages, items, claims and citations. Without it the
    link is to the whole report. Percent-encoded: fit for an `href` once it is escaped for HTML.

    >>> link("jimo-2019", 345, "claim"), link("甲 1")
    ('browse/jimo-2019.html#n345', 'browse/%E7%94%B2~20~1.html')
    """
    return f"{FOLDER}/{_address(report_id)}" + ("" if start is None else f"#{LETTERS[kind]}{start}")


def _address(report_id: str) -> str:
    return quote(_file(report_id), safe="")


def _file(report_id: str) -> str:
    """The name of a report's page: its report_id. No two have one name: ~ stands in no report_id of a corpus."""
    name = re.sub(r"[^\w.-]", lambda sign: f"~{ord(sign[0]):x}~", report_id)
    if len(name.encode()) > LONGEST_NAME:
        name = f"{name[: LONGEST_NAME // 8]}~{hashlib.sha256(report_id.encode()).hexdigest()[:16]}"
    return f"{'~' if name.casefold() in LISTS or not REPORT_ID.match(name) else ''}{name}.html"
