"""Texts and tables for a manuscript, as Markdown, LaTeX and Word."""

import io
import zipfile

import pandas as pd
from docx import Document

from helpers.output.documents import (
    ROWS_OF_A_PAGE,
    Heading,
    Picture,
    Table,
    write_latex,
    write_latex_document,
    write_markdown,
    write_word,
    zip_files,
)

CELLS = pd.DataFrame({"类目 a_b": ["G1 & G2 (50%)", "甲#1"], "n": ["1,200", "–"]})
TABLE = Table("占比（%）。", CELLS, ("n",), "注：a|b。")


def test_markdown():
    assert write_markdown([Heading("附录", 1), Heading("一"), "正文。", TABLE], "zh") == (
        "# 附录\n\n## 一\n\n正文。\n\n**表 1** 占比（%）。\n\n"
        "| 类目 a_b | n |\n|---|---:|\n| G1 & G2 (50%) | 1,200 |\n| 甲#1 | – |\n\n注：a|b。\n"
    )


def test_latex_has_rules_caption_label_note_and_no_sign_that_means_something_else():
    assert write_latex(TABLE, "shares") == (
        "\\begin{table}[htbp]\n\\centering\n\\caption{占比（\\%）。}\n\\label{tab:shares}\n\\begin{tabular}{lr}\n"
        "\\toprule\n类目 a\\_b & n \\\\\n\\midrule\nG1 \\& G2 (50\\%) & 1,200 \\\\\n甲\\#1 & -- \\\\\n\\bottomrule\n"
        "\\end{tabular}\n\\par\\smallskip\\noindent"
        "\\begin{minipage}{\\linewidth}\\footnotesize 注：a|b。\\end{minipage}\n"
        "\\end{table}\n"
    )


def test_latex_that_is_long_runs_over_pages():
    long = write_latex(Table("c", pd.DataFrame({"a": ["x"] * (ROWS_OF_A_PAGE + 1)}), note="n"), "t")
    assert long.startswith("{\n\\begin{longtable}{l}\n\\caption{c}") and long.endswith("n\\end{minipage}\n}\n")
    assert "Continued on next page" not in long


def test_latex_that_is_wide_is_set_small_and_its_texts_wrap():
    wide = write_latex(Table("c", pd.DataFrame({"a": ["长" * 60], "b": ["短" * 9], "n": ["1"]}), ("n",)), "t")
    assert "\\centering\n\\footnotesize\\setlength{\\tabcolsep}{3pt}\n" in wide
    # 56 less 3 × 1.2 between columns, 0.55 of the number and 9 of the short text: 42.85
    assert "\\begin{tabular}{>{\\raggedright\\arraybackslash}p{42.9em}lr}" in wide
    narrow = write_latex(Table("c", pd.DataFrame({"a": ["长" * 40]})), "t")
    assert "\\begin{tabular}{l}" in narrow and "footnotesize" not in narrow


def test_a_latex_document_reads_the_tables():
    document = write_latex_document(["a", "b"], "en")
    assert document.startswith("% xelatex\n\\documentclass[fontset=fandol,scheme=plain]{ctexart}\n")
    assert document.endswith("\\begin{document}\n\\input{a}\n\\input{b}\n\\end{document}\n")


def test_word_has_real_tables_with_captions_that_word_numbers():
    data = write_word([Heading("表", 1), "正文。", TABLE, TABLE], "zh")
    assert data == write_word([Heading("表", 1), "正文。", TABLE, TABLE], "zh")
    document = Document(io.BytesIO(data))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[:2] == ["表", "正文。"]
    assert [[cell.text for cell in row.cells] for row in document.tables[1].rows] == [
        ["类目 a_b", "n"],
        ["G1 & G2 (50%)", "1,200"],
        ["甲#1", "–"],
    ]
    xml = document.element.xml
    fields = [part.split("<w:t>")[1].split("</w:t>")[0] for part in xml.split("SEQ Table")[1:]]
    assert fields == ["1", "2"]
    assert xml.count("<w:tblHeader/>") == 2
    # Word reads a table's properties in this order alone
    inside = [part.tag.split("}")[1] for part in document.tables[0]._tbl.tblPr]
    order = ["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblLook"]
    assert inside == [name for name in order if name in inside] and "tblBorders" in inside
    # 9 points a character: 宽 and the gap, 0.55 a narrow character; what is wide has what the others leave of the line
    wide = Document(io.BytesIO(write_word([Table("c", pd.DataFrame({"a": ["宽" * 90], "n": ["1"]}), ("n",))], "en")))
    assert [round(cell.width.pt / 9, 1) for cell in wide.tables[0].rows[1].cells] == [48.2, 1.8]
    assert [round(column.width.pt / 9, 1) for column in wide.tables[0].columns] == [48.2, 1.8]
    # Mean, 2.28 em in Times, stays whole between the cell's margins of 0.6 em each
    headed = Document(io.BytesIO(write_word([Table("c", pd.DataFrame({"Mean": ["1.0"]}), ("Mean",))], "en")))
    assert headed.tables[0].columns[0].width.pt / 9 >= 2.28 + 1.2
    assert 'w:eastAsia="宋体"' in document.styles["Normal"].element.xml


def test_an_archive_has_one_time_and_the_order_that_was_given():
    with zipfile.ZipFile(io.BytesIO(zip_files({"b": b"1", "a/c": b"2"}))) as archive:
        assert archive.namelist() == ["b", "a/c"]
        assert {entry.date_time for entry in archive.infolist()} == {(2020, 1, 1, 0, 0, 0)}
        assert archive.read("a/c") == b"2"


PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU"
    b"\x00\x00\x00\nIDATx\x9cc`\x00\x00\x00\x02\x00\x01H\xaf\xa4q\x00\x00\x00\x00IEND\xaeB`\x82"
)


def read_word(*blocks, language="zh"):
    return Document(io.BytesIO(write_word(blocks, language)))


def test_a_page_of_word_has_margins_and_the_sizes_that_journals_ask_for():
    document = read_word(Heading("附录", 1), Heading("一"), Heading("（一）", 3), "正文。", TABLE)
    section = document.sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height)] == [210, 297]
    assert [round(side.mm) for side in (section.left_margin, section.right_margin)] == [25, 25]
    assert document.styles["Normal"].font.size.pt == 10.5
    assert [paragraph.style.name for paragraph in document.paragraphs] == [
        *("Title", "Heading 1", "Heading 2", "Normal", "Caption", "Normal")
    ]
    caption, note = document.paragraphs[-2:]
    assert caption.paragraph_format.keep_with_next is True
    assert caption._p.xpath("string(.)") == "表 1  占比（%）。"
    assert (note.text, note.runs[0].font.size.pt) == ("注：a|b。", 9)


def test_a_table_of_word_has_three_lines_and_its_numbers_at_the_right():
    (table,) = read_word(TABLE).tables
    assert table.autofit is False
    rows = [[cell.paragraphs[0] for cell in row.cells] for row in table.rows]
    assert [[paragraph.alignment == 2 for paragraph in row] for row in rows] == [[False, True]] * 3
    assert {paragraph.runs[0].font.size.pt for row in rows for paragraph in row} == {9}
    assert {paragraph.paragraph_format.space_after.pt for row in rows for paragraph in row} == {0}
    lines = [
        (line.tag.rpartition("}")[2], line.get(line.tag.replace("top", "sz").replace("bottom", "sz")))
        for line in table._tbl.xpath(".//w:tblBorders/* | .//w:tcBorders/*")
    ]
    assert lines == [("top", "12"), ("bottom", "12"), ("bottom", "6"), ("bottom", "6")]


def test_a_picture_of_word_has_its_width_its_caption_below_and_its_text():
    document = read_word(Picture(PNG, 84, "图题。", "图中为一点。"), Picture(PNG, 170, "又一。", "x"), language="zh")
    assert [round(shape.width.mm) for shape in document.inline_shapes] == [84, 170]
    assert document.inline_shapes[0]._inline.docPr.get("descr") == "图中为一点。"
    assert [paragraph._p.xpath("string(.)").strip() for paragraph in document.paragraphs] == [
        *("", "图 1  图题。", "", "图 2  又一。")
    ]
    assert document.paragraphs[0].paragraph_format.keep_with_next is True
    assert read_word(TABLE, language="en").paragraphs[0]._p.xpath("string(.)").startswith("Table 1  占比")


def test_a_table_is_long_from_36_rows_on_and_small_where_it_is_wider_than_a_line():
    def begins(*widths, rows=1):
        cells = {f"{n}": ["长" * wide] * rows for n, wide in enumerate(widths)}
        return write_latex(Table("c", pd.DataFrame(cells)), "t")

    assert "longtable" not in begins(1, rows=35)
    assert begins(1, rows=36).startswith("{\n\\begin{longtable}{l}")
    assert "footnotesize" not in begins(42)
    assert "footnotesize" in begins(43)
    assert "footnotesize" not in begins(20, 21)
    assert "footnotesize" in begins(20, 22)
    assert begins(43, rows=36).startswith("{\\footnotesize\\setlength{\\tabcolsep}{3pt}\n\\begin{longtable}{l}")


def test_texts_share_a_line_evenly_and_none_is_narrower_than_four_characters():
    def columns(*widths, numbers=0):
        cells = {f"{n}": ["长" * wide] for n, wide in enumerate(widths)} | {f"n{n}": ["1" * 20] for n in range(numbers)}
        latex = write_latex(Table("c", pd.DataFrame(cells), tuple(f"n{n}" for n in range(numbers))), "t")
        spec = latex.partition("begin{tabular}{")[2].partition("}\n")[0]
        return spec.replace(r">{\raggedright\arraybackslash}", "")

    assert columns(60) == "p{54.8em}"
    assert columns(54) == "l"
    assert columns(60, 60) == "p{26.8em}p{26.8em}"
    assert columns(10, 60) == "lp{43.6em}"
    assert columns(60, 10) == "p{43.6em}l"
    assert columns(30, 23) == "ll"
    assert columns(30, 24) == "p{29.6em}l"
    assert columns(30, numbers=4) == "p{6.0em}rrrr"
    assert columns(30, numbers=5) == "p{4.0em}rrrrr"
