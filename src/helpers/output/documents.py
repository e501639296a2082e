"""Texts and tables for a manuscript: Markdown, LaTeX, Word. The same text gives the same bytes."""

import zipfile
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from itertools import count
from typing import IO, NamedTuple, TypeAlias

import pandas as pd
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Emu, Mm, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph

from helpers.output.labels import Language, width

__all__ = [
    "Block",
    "Heading",
    "Picture",
    "Table",
    "write_latex",
    "write_latex_document",
    "write_markdown",
    "write_word",
    "write_zip",
    "zip_files",
]

STAMP = (2020, 1, 1, 0, 0, 0)  # of every file in an archive: the same files are the same bytes
SERIF = {"ascii": "Times New Roman", "hAnsi": "Times New Roman", "eastAsia": "宋体"}  # what Chinese journals ask for
BODY, SMALL = Pt(10.5), Pt(9)  # 五号, 小五
RULE, HAIRLINE = 12, 6  # eighths of a point
TABLE_WORD: dict[Language, str] = {"zh": "表 ", "en": "Table "}
FIGURE_WORD: dict[Language, str] = {"zh": "图 ", "en": "Figure "}
ROWS_OF_A_PAGE = 35  # of a table in LaTeX; a longer one runs over pages
LINE_EM, SMALL_EM, GAP_EM = 44, 56, 1.2  # a line in LaTeX, one of small print, and what is between columns
LEAST_EM = 4  # of a column that wraps
WORD_EM = 50  # a line of 9 points between the margins
WORD_GAP = 1.3  # the margins of a cell, and what capitals (Mean) are wider than other narrow characters
PAGE, MARGIN = (Mm(210), Mm(297)), Mm(25)
LATEX: dict[str, str | int | None] = {
    **{"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"},
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
    **{"κ": r"$\kappa$", "α": r"$\alpha$", "×": r"$\times$", "−": "$-$", "–": "--"},  # TeX's text fonts lack them
}
SMALL_PRINT = "\\footnotesize\\setlength{\\tabcolsep}{3pt}"
WRAPPED = r">{\raggedright\arraybackslash}p{%.1fem}"
NOTE = "\\par\\smallskip\\noindent\\begin{minipage}{\\linewidth}\\footnotesize %s\\end{minipage}\n"
PREAMBLE = r"""%% xelatex
\documentclass[fontset=fandol,scheme=%s]{ctexart}
\usepackage[a4paper,margin=20mm]{geometry}
\usepackage{array,booktabs,longtable}
\begin{document}
"""


class Heading(NamedTuple):
    """A heading of a text; `level` 1 is the title."""

    text: str
    level: int = 2


class Table(NamedTuple):
    """A table as it is printed: texts under heads, the columns `right` set to the right, with caption and note."""

    caption: str
    cells: pd.DataFrame
    right: tuple[str, ...] = ()
    note: str = ""


class Picture(NamedTuple):
    """A figure for Word: a PNG, so many mm wide, with its caption, and what it shows in words."""

    png: bytes
    mm: int
    caption: str
    alt: str


Block: TypeAlias = Heading | Table | str  # a text is a paragraph


def zip_files(files: Mapping[str, bytes]) -> bytes:
    """An archive of files by their paths in it, in this order, all with one time stamp.

    >>> zip_files({"a.txt": b"a"}) == zip_files({"a.txt": b"a"})
    True
    """
    buffer = BytesIO()
    write_zip(buffer, files.items())
    return buffer.getvalue()


def write_zip(target: IO[bytes], files: Iterable[tuple[str, bytes]]) -> None:
    """Write an archive as `zip_files` makes it, of files that need not be in memory together."""
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, STAMP)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED)


def write_markdown(blocks: Sequence[Block], language: Language) -> str:
    """A text as Markdown; its tables are numbered.

    >>> table = Table("份数。", pd.DataFrame({"年": ["2021"], "n": ["1|2"]}), right=("n",))
    >>> print(write_markdown([Heading("附录", 1), table], "zh"))
    # 附录
    <BLANKLINE>
    **表 1** 份数。
    <BLANKLINE>
    | 年 | n |
    |---|---:|
    | 2021 | 1\\|2 |
    <BLANKLINE>
    """
    parts, number = [], 0
    for block in blocks:
        if isinstance(block, Heading):
            parts.append(f"{'#' * block.level} {block.text}")
        elif isinstance(block, Table):
            number += 1
            parts.append(f"**{TABLE_WORD[language]}{number}** {block.caption}")
            heads, rows = list(map(str, block.cells)), block.cells.to_numpy().tolist()
            ruled = "|" + "|".join("---:" if head in block.right else "---" for head in heads) + "|"
            parts.append("\n".join([_row(heads), ruled, *map(_row, rows)]))
            parts += [block.note] if block.note else []
        else:
            parts.append(block)
    return "\n\n".join(parts) + "\n"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", "<br>") for cell in cells) + " |"


def escape_latex(text: str) -> str:
    r"""A text as LaTeX that prints its characters.

    >>> print(escape_latex("50% & a_1 #2 {x} κ"))
    50\% \& a\_1 \#2 \{x\} $\kappa$
    """
    return text.translate(str.maketrans(LATEX))


def write_latex(table: Table, name: str) -> str:
    r"""A table as LaTeX with the rules of booktabs; it needs the packages booktabs, array and longtable.

    >>> print(write_latex(Table("Share (%).", pd.DataFrame({"a_b": ["x & y"]})), "shares"))
    \begin{table}[htbp]
    \centering
    \caption{Share (\%).}
    \label{tab:shares}
    \begin{tabular}{l}
    \toprule
    a\_b \\
    \midrule
    x \& y \\
    \bottomrule
    \end{tabular}
    \end{table}
    <BLANKLINE>
    """
    heads = list(map(str, table.cells))
    cells = table.cells.map(escape_latex).set_axis(list(map(escape_latex, heads)), axis=1)
    widths = _measure(table)
    long, small = len(cells) > ROWS_OF_A_PAGE, sum(widths.values()) + GAP_EM * len(widths) > LINE_EM
    latex: str = cells.style.hide(axis="index").to_latex(
        column_format=_align(table, widths, SMALL_EM if small else LINE_EM),
        hrules=True,
        caption=escape_latex(table.caption),
        label=f"tab:{name}",
        environment="longtable" if long else None,
        position=None if long else "htbp",
        position_float=None if long else "centering",
    )
    latex = latex.replace("Continued on next page", "\\dots")
    note = NOTE % escape_latex(table.note) if table.note else ""
    if long:
        return "{" + SMALL_PRINT * small + "\n" + latex + note + "}\n"
    if small:
        latex = latex.replace("\\centering\n", f"\\centering\n{SMALL_PRINT}\n", 1)
    return latex.replace("\\end{table}", note + "\\end{table}")


def _measure(table: Table) -> dict[str, float]:
    """How wide each column is if nothing wraps, in full-width characters."""
    return {head: max(map(width, [head, *table.cells[head]])) for head in map(str, table.cells)}


def _share(table: Table, widths: dict[str, float], line: float, gap: float) -> dict[str, float]:
    """How wide each column is set, where a line may have no room for all.

    Numbers do not wrap. Texts share what is left evenly; one that needs less leaves it to the others.
    """
    free = line - gap * len(widths) - sum(widths[head] for head in table.right)
    texts = sorted((head for head in widths if head not in table.right), key=widths.__getitem__)
    shares = dict(widths)
    for done, head in enumerate(texts):
        share = free / (len(texts) - done)
        if widths[head] > share:
            return shares | dict.fromkeys(texts[done:], max(share, LEAST_EM))
        free -= widths[head]
    return shares


def _align(table: Table, widths: dict[str, float], line: float) -> str:
    """How the columns are set in LaTeX: to the right, as wide as their texts, or wrapped."""
    shares = _share(table, widths, line, GAP_EM)
    return "".join(
        "r" if head in table.right else WRAPPED % shares[head] if shares[head] < widths[head] else "l"
        for head in widths
    )


def write_latex_document(names: Sequence[str], language: Language) -> str:
    """A file for xelatex that shows the tables whose files are called so, to print them or to copy its preamble."""
    inputs = "".join(f"\\input{{{name}}}\n" for name in names)
    return PREAMBLE % ("chinese" if language == "zh" else "plain") + inputs + "\\end{document}\n"


def write_word(blocks: Sequence[Block | Picture], language: Language) -> bytes:
    """A text as a .docx: headings, paragraphs, three-line tables and figures, whose captions Word numbers itself."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = MARGIN
    document.core_properties.author = ""
    document.core_properties.comments = ""
    for style in ("Normal", "Caption", "Title", *(f"Heading {level}" for level in range(1, 4))):
        _set_font(document, style)
    document.styles["Normal"].font.size = BODY
    tables, pictures = count(1), count(1)
    for block in blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, block.level - 1)
        elif isinstance(block, Table):
            caption = document.add_paragraph(style="Caption")
            _add_caption(caption, "Table", f"{TABLE_WORD[language]}{next(tables)}  {block.caption}")
            caption.paragraph_format.keep_with_next = True
            _add_table(document, block)
            note = document.add_paragraph().add_run(block.note)
            note.font.size = SMALL
        elif isinstance(block, Picture):
            _add_picture(document, block)
            caption = document.add_paragraph(style="Caption")
            _add_caption(caption, "Figure", f"{FIGURE_WORD[language]}{next(pictures)}  {block.caption}")
        else:
            document.add_paragraph(block)
    buffer = BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as package:
        return zip_files({name: package.read(name) for name in package.namelist()})


def _set_font(document: WordDocument, style: str) -> None:
    """The typeface of a style, of Latin and of Chinese characters; black."""
    properties = document.styles[style].element.get_or_add_rPr()
    for old in [*properties.findall(qn("w:rFonts")), *properties.findall(qn("w:color"))]:
        properties.remove(old)
    properties.insert(0, _make("w:rFonts", **SERIF))


def _make(tag: str, **attributes: str | int) -> BaseOxmlElement:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), str(value))
    return element


def _add_caption(paragraph: Paragraph, counter: str, caption: str) -> None:
    """表 1  …, the number a field, so that Word counts and cross-references it."""
    word, number, told = caption.split(" ", 2)
    paragraph.add_run(f"{word} ")
    field = _make("w:fldSimple", instr=rf" SEQ {counter} \* ARABIC ")
    paragraph._p.append(field)
    run = paragraph.add_run(number)
    field.append(run._r)
    paragraph.add_run(f" {told}")


def _add_picture(document: WordDocument, picture: Picture) -> None:
    """The picture in a paragraph that stays with its caption, with what it shows for those who cannot see it."""
    paragraph = document.add_paragraph()
    shape = paragraph.add_run().add_picture(BytesIO(picture.png), width=Mm(picture.mm))
    shape._inline.docPr.set("descr", picture.alt)
    paragraph.paragraph_format.keep_with_next = True


def _add_table(document: WordDocument, table: Table) -> None:
    rows = [list(map(str, table.cells)), *table.cells.to_numpy().tolist()]
    word = document.add_table(len(rows), len(rows[0]))
    word.autofit = False
    _rule(word)
    widths = _measure(table)
    shares = [Emu(int(SMALL * (share + WORD_GAP))) for share in _share(table, widths, WORD_EM, WORD_GAP).values()]
    for column, share in zip(word.columns, shares, strict=True):  # Word goes by the cells, LibreOffice by the columns
        column.width = share
    right = [head in table.right for head in widths]
    for cells, texts in zip(word.rows, rows, strict=True):
        for cell, text, is_number, share in zip(cells.cells, texts, right, shares, strict=True):
            cell.width = share
            paragraph = cell.paragraphs[0]
            paragraph.add_run(text).font.size = SMALL
            paragraph.paragraph_format.space_after = Pt(0)
            if is_number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _rule(word: WordTable) -> None:
    """Three lines: above, below the heads (which come again on every page), at the end."""
    borders = _make("w:tblBorders")
    for side in ("top", "bottom"):
        borders.append(_make(f"w:{side}", val="single", sz=RULE, space=0, color="000000"))
    properties = word._tbl.tblPr  # Word wants its parts in order
    next(part for part in properties if part.tag in (qn("w:tblLayout"), qn("w:tblLook"))).addprevious(borders)
    heads = word.rows[0]
    heads._tr.get_or_add_trPr().append(_make("w:tblHeader"))
    for cell in heads.cells:
        below = _make("w:tcBorders")
        below.append(_make("w:bottom", val="single", sz=HAIRLINE, space=0, color="000000"))
        cell._tc.get_or_add_tcPr().append(below)
