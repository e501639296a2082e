"""What goes into a paper besides figures: its tables, its paragraph on methods, its coding schemes."""

from collections.abc import Iterable
from pathlib import Path

from helpers.output.appendix import export_codebook
from helpers.output.methods import export_methods
from helpers.output.papertables import export_tables, read_work

__all__ = ["PARTS", "export_parts"]

PARTS = ("tables", "methods", "codebook")


def export_parts(parts: Iterable[str], out: str | Path, corpus: str | Path | None = None) -> list[Path]:
    """Write some of `PARTS` to folders of these names in `out`; the files.

    CorpusError for a corpus that cannot be used or that holds fewer than two reports.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     files = export_parts(["methods"], folder)
    >>> sorted(path.name for path in files)
    ['methods.bib', 'methods.docx', 'methods.md']
    """
    folder, work = Path(out), read_work(corpus)
    files: list[Path] = []
    for part in parts:
        if part == "tables":
            files += export_tables(folder / part, work)
        elif part == "methods":
            files += export_methods(folder / part, work)
        else:
            files += export_codebook(folder / part, corpus)
    return files
