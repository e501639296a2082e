"""The beginning of a manuscript in Word: figures with their captions, a table beside each, the paragraph on methods."""

from collections.abc import Mapping
from pathlib import Path

from helpers.output.documents import Block, Heading, Picture, write_word
from helpers.output.labels import Language, say
from helpers.output.methods import describe_methods
from helpers.output.papertables import make_paper_tables, print_table, read_work

__all__ = ["write_manuscript"]

# The tables of a paper that say in numbers what a figure shows.
BESIDE = {
    "01-outline": "corpus",
    "04-domains": "measures-domain",
    "04-reforms": "reforms",
    "06-indicators": "indicators",
    "07-unseen": "accuracy",
}


def write_manuscript(figures: Mapping[str, Picture], language: Language, corpus: str | Path | None = None) -> bytes:
    """A .docx of `figures` by name, each followed by the table beside it where there is one; then data and methods.

    CorpusError as of `read_work`.
    """
    work = read_work(corpus)
    tables = {table.name: table for table in make_paper_tables(work)}
    blocks: list[Block | Picture] = []
    for name, picture in figures.items():
        blocks.append(picture)
        if BESIDE.get(name) in tables:
            blocks.append(print_table(tables[BESIDE[name]], language))
    said = describe_methods(work)
    told = "".join(one.zh for one in said) if language == "zh" else " ".join(one.en for one in said)
    return write_word([*blocks, Heading(say("methods", language)), told], language)
