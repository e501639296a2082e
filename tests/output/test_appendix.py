"""The coding schemes as an appendix: of an invented codebook, and how right the repository's is."""

import shutil

import pytest
from docx import Document

from helpers.output.appendix import describe_schemes, export_codebook, score_each_code
from helpers.output.documents import Heading, Table
from helpers.places import ROOT

SCHEMES = """scheme,label_zh,label_en,roles,codes,cues,headings,source,source_en
tone,语气,Tone,shortcomings plan,tones.csv,tone_cues.csv,no,自拟,ours
"""
CODES = """code,label_zh,label_en,valid_from,valid_to,short,definition,definition_zh,includes,excludes,source,example_1
mild,缓和,Mild,2019,,缓和,Softened.,说得缓和。,有待加强,直说（plain）,自拟,甲县：有待加强
plain,直说,Plain,,,直说,Says it.,直说不足。,没有,,自拟,
"""


@pytest.fixture
def own(tmp_path):
    shutil.copytree(ROOT / "corpus/codebook", tmp_path / "codebook")
    (tmp_path / "codebook/schemes.csv").write_text(SCHEMES, "utf-8")
    (tmp_path / "codebook/tones.csv").write_text(CODES, "utf-8")
    (tmp_path / "codebook/tone_cues.csv").write_text("code,cue,weight,where,source\nmild,有待,1,any,自拟\n", "utf-8")
    return tmp_path


def test_a_section_a_scheme_in_chinese(own):
    title, heading, told, table = describe_schemes("zh", own)
    assert (title, heading) == (Heading("附录：编码体系", 1), Heading("语气"))
    assert told == "编码部分：不足、计划。来源：自拟。未在程序未见过的报告上检验。未达可信标准，只供探索。"
    assert isinstance(table, Table) and table.caption == "语气的类目。"
    assert [list(table.cells), *table.cells.to_numpy().tolist()] == [
        ["类目", "定义", "边界", "例", "κ", "n"],
        ["mild 缓和 (2019–)", "说得缓和。", "归入：有待加强。\n不归入：直说（plain）。", "甲县：有待加强", "–", "0"],
        ["plain 直说", "直说不足。", "归入：没有。", "", "–", "0"],
    ]


def test_in_english_what_has_no_english_stays_as_it_is(own):
    *_, told, table = describe_schemes("en", own)
    assert told.startswith(
        "Parts coded: shortcomings, plan. Source: ours. Not tried on reports unknown to the program."
    )
    assert table.cells.iloc[0].tolist()[:3] == [
        "mild Mild (2019–)",
        "Softened.",
        "Includes: 有待加强.\nExcludes: 直说（plain）.",
    ]


def test_each_code_of_the_repository_against_all_others():
    scores = score_each_code("domain")
    assert scores["n"].sum() == 156
    assert scores.loc["G5"].round(2).to_list() == [0.9, 18]
    assert scores.loc["G6"].to_list() == [0, 0]  # the program gave it, the reading never
    told = describe_schemes("en")[2]
    assert (
        "On 156 pieces of reports unknown to the program its main codes agree with a reading at Cohen's κ = 0.82"
        in told
    )


def test_files(own, tmp_path):
    tmp_path = tmp_path / "not" / "there"
    files = export_codebook(tmp_path / "out", own)
    names = ["codebook.md", "codebook.docx", "en/codebook.md", "en/codebook.docx"]
    assert [path.relative_to(tmp_path / "out").as_posix() for path in files] == names
    assert "| mild 缓和 (2019–) | 说得缓和。 | 归入：有待加强。<br>不归入" in files[0].read_text("utf-8")
    assert Document(str(files[3])).tables[0].rows[2].cells[0].text == "plain Plain"
