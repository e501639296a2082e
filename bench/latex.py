"""Do the tables for a paper set in LaTeX, and come back from a word processor as they were?

    python bench/latex.py [--corpus DIR] [--out DIR]

Writes what `export --tables --methods --codebook` writes (to a folder that is thrown away, or to DIR), sets tables.tex
of either language with xelatex, and has LibreOffice read and write every .docx again. Printed, a line a file: pages,
lines that stand out over the margin, characters that the font lacks; cells of tables, and how many came back changed.
Fails on any. What is not installed is said and skipped (Debian: texlive-xetex, texlive-lang-chinese;
libreoffice-writer-nogui).
"""

import argparse
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from docx import Document

from helpers.output.papers import PARTS, export_parts

LATEX, OFFICE = "xelatex", "soffice"
NEEDED = {LATEX: "texlive-xetex and texlive-lang-chinese", OFFICE: "libreoffice-writer-nogui"}
RUNS = 3  # longtable finds the width of its columns in the second, and is sure of it in the third
FAULTS = re.compile(r"^(?:Overfull \\hbox .*|Missing character: .*|! .*|LaTeX Warning: .*undefined.*)$", re.MULTILINE)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--out", type=Path)
    told = parser.parse_args(arguments)
    with TemporaryDirectory() as thrown_away:
        folder = (told.out or Path(thrown_away)).absolute()
        export_parts(PARTS, folder, told.corpus and told.corpus.absolute())
        faults = [*set_tables(folder), *pass_through_office(folder)]
    print(*faults, sep="\n")
    return 1 if faults else 0


def set_tables(folder: Path) -> Iterator[str]:
    """Set each tables.tex and say how long it is; what is wrong with it."""
    if _lacks(LATEX):
        return
    for source in sorted(folder.rglob("tables.tex")):
        name = source.relative_to(folder).as_posix()
        for _ in range(RUNS):
            _run([LATEX, "-interaction=nonstopmode", source.name], source.parent)
        log = source.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
        found = read_faults(log)
        pages = re.search(r"Output written on .*\((\d+) pages?", log)
        print(f"{name}: {pages[1] if pages else 'no'} pages, {len(found)} faults")
        yield from (f"{name}: {fault}" for fault in found or ([] if pages else ["no page was written"]))


def read_faults(log: str) -> list[str]:
    """Lines of a log of LaTeX that say that a page is not as it should be."""
    return [match[0] for match in FAULTS.finditer(re.sub(r"(?<=.{79})\n", "", log))]  # TeX breaks lines at 79


def pass_through_office(folder: Path) -> Iterator[str]:
    """Have each .docx read and written by LibreOffice; what has not come back as it was."""
    if _lacks(OFFICE):
        return
    for source in sorted(folder.rglob("*.docx")):
        name, back = source.relative_to(folder).as_posix(), source.parent / "back"
        command = [OFFICE, f"-env:UserInstallation={(folder / '.office').as_uri()}", "--headless"]
        _run([*command, "--convert-to", "docx", "--outdir", str(back), source.name], source.parent)
        before, after = list_cells(source), list_cells(back / source.name)
        changed = sum(one != other for one, other in zip(before, after, strict=False)) + abs(len(before) - len(after))
        print(f"{name}: {len(before)} cells, {changed} changed")
        if changed:
            yield f"{name}: {changed} cells of {len(before)} came back changed"


def list_cells(file: Path) -> list[str]:
    """The texts of all cells of a .docx, in order."""
    return [cell.text for table in Document(str(file)).tables for row in table.rows for cell in row.cells]


def _lacks(program: str) -> bool:
    if shutil.which(program):
        return False
    print(f"skipped: there is no {program} here (Debian: {NEEDED[program]})")
    return True


def _run(command: list[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


if __name__ == "__main__":
    sys.exit(main())
