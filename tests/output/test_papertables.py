"""The tables of a paper, of a small invented corpus: literal values, in both languages and every form."""

import io

import pandas as pd
import pytest
from docx import Document

from helpers.output.papertables import (
    MOST_ROWS,
    PaperTable,
    export_tables,
    make_paper_tables,
    print_table,
    share_measures,
)

STREAMLINING = (
    "streamlining administration, combining power delegation with enhanced supervision, and optimizing government "
    "services"
)


@pytest.fixture(scope="module")
def tables(work):
    return {table.name: table for table in make_paper_tables(work)}


def list_cells(table, language):
    shown = print_table(table, language).cells
    return [list(shown), *shown.to_numpy().tolist()]


def test_those_that_a_corpus_gives(tables):
    names = ["corpus", "measures-domain", "measures-domain-groups", "reforms", "indicators", "citations", "cited"]
    assert list(tables) == [*names, "accuracy", "scores"]  # nobody coded this corpus: no agreement


def test_table_1_by_kind_level_and_year(tables):
    assert list_cells(tables["corpus"], "en") == [
        ["Kind", "Level", "Year", "Reports", "Issuers", "Years", "Items", "Q1", "Median", "Q3"],
        ["Governments", "County level", "2021", "1", "1", "1.0", "2", "86", "86", "86"],
        ["Other departments", "County level", "2021", "1", "1", "1.0", "6", "183", "183", "183"],
        ["Other departments", "County level", "2022", "1", "1", "1.0", "6", "183", "183", "183"],
        ["Other departments", "County level", "All years", "2", "1", "2.0", "12", "183", "183", "183"],
        ["All", "–", "–", "3", "2", "1.5", "14", "134", "183", "183"],
    ]
    chinese = list_cells(tables["corpus"], "zh")
    assert chinese[0] == ["种类", "层级", "年份", "报告", "机关", "年数", "条目", "Q1", "中位", "Q3"]
    assert chinese[4][:3] == ["其他工作部门", "县级", "各年"]


def test_an_issuer_counts_once_however_many_reports_it_has(tables):
    rows = {row[0][:3]: row[1:] for row in list_cells(tables["measures-domain"], "zh")}
    assert rows["G5 "] == ["82.8", "74.1", "82.8", "91.4", "2", "3"]  # (65.5 twice, of one issuer; 100) / 2
    assert rows["未编码"] == ["0.0", "0.0", "0.0", "0.0", "2", "3"]
    by_group = list_cells(tables["measures-domain-groups"], "en")
    assert by_group[0][:2] == ["Group", "G1"] and by_group[0][-3:] == ["Uncoded", "Issuers", "Reports"]
    assert by_group[3][0] == "乙县人民政府 2021" and by_group[3][5] == "100.0"


def test_a_code_that_is_not_in_force_is_missing(work):
    year = work.reports["year"].mask(work.reports.index == "b-2021", 2017)
    shares = share_measures(work._replace(reports=work.reports.assign(year=year)), "domain")
    assert pd.isna(shares.at["b-2021", "G1"]) and shares.at["b-2021", "G5"] == 100
    assert shares.at["a-2021", "G1"] == 0


def test_reforms_indicators_citations(tables):
    assert list_cells(tables["reforms"], "zh")[1] == ["放管服", "1", "50.0", "2", "2"]
    assert list_cells(tables["indicators"], "en")[1:] == [
        ["Penalty cases", "件 (cases or items)", "by size", "2", "3", "3", "16", "23", "30"]
    ]
    assert list_cells(tables["citations"], "zh")[1] == ["法律", "27.3", "1", "2", "2"]
    assert list_cells(tables["cited"], "zh")[1] == ["中华人民共和国行政处罚法", "法律", "1", "2", "2"]


def test_a_report_that_cites_nothing_of_a_kind_cites_it_no_times(work):
    cited = work.tables["citations"]
    plan = cited[cited["report_id"] == "a-2021"].head(1).assign(name="某规划", kind="policy")
    more = work._replace(tables={**work.tables, "citations": pd.concat([cited, plan], ignore_index=True)})
    rows = {
        row[0]: row[1]
        for table in make_paper_tables(more)
        if table.name == "citations"
        for row in list_cells(table, "en")
    }
    # 1 in 183 characters of one of the two reports of one of two issuers
    assert (rows["Laws"], rows["Policies"]) == ("27.3", "13.7")


def test_accuracy_is_cut_off_and_says_who_read(tables):
    accuracy = print_table(tables["accuracy"], "en")
    assert accuracy.cells.iloc[0].tolist() == ["Domain", "real reports", "156", "0.852", "0.371", "0.816"]
    assert "beside a reading (a model)" in accuracy.note


def test_a_long_table_says_what_is_not_printed():
    table = PaperTable("t", ("表。", "Table."), pd.DataFrame({"n": range(MOST_ROWS + 2)}), note=("注。", "Note."))
    shown = print_table(table, "en")
    assert len(shown.cells) == MOST_ROWS
    assert shown.note == f"Note. The first {MOST_ROWS} of {MOST_ROWS + 2} rows; the others are in the CSV."


def test_a_table_that_is_printed_whole_says_nothing_of_it():
    table = PaperTable("t", ("表。", "Table."), pd.DataFrame({"n": range(MOST_ROWS)}), note=("注。", "Note."))
    assert (len(print_table(table, "zh").cells), print_table(table, "zh").note) == (MOST_ROWS, "注。")


def test_files_in_both_languages(work, tables, tmp_path):
    tmp_path = tmp_path / "not" / "there"
    files = [path.relative_to(tmp_path).as_posix() for path in export_tables(tmp_path, work)]
    expected = [f"{name}.{kind}" for name in tables for kind in ("csv", "tex")] + ["tables.tex", "tables.docx"]
    assert files == [*expected, *(f"en/{name}" for name in [*expected, "untranslated.csv"])]
    assert (tmp_path / "en/reforms.csv").read_text("utf-8-sig") == (
        f'Reform,Reform (Chinese),Issuers,Share (%),Reports,Times\n"{STREAMLINING}",放管服,1,50.0,2,2\n'
    )
    latex = (tmp_path / "en/measures-domain.tex").read_text("utf-8")
    assert "\\caption{Room given in the measures, by domain (\\%).}\n\\label{tab:measures-domain}" in latex
    assert "G5 Law enforcement & 82.8 & 74.1 & 82.8 & 91.4 & 2 & 3 \\\\\n" in latex
    word = Document(io.BytesIO((tmp_path / "tables.docx").read_bytes()))
    captions = [paragraph.text for paragraph in word.paragraphs if paragraph.style.name == "Caption"]
    assert len(word.tables) == len(tables) == len(captions) and captions[0].endswith(
        "语料构成：按机关类别、层级和年份。"
    )
    assert [cell.text for cell in word.tables[3].rows[1].cells] == ["放管服", "1", "50.0", "2", "2"]


def test_the_coding_of_the_repository_agrees_as_notebook_07_says(corpus_reports):
    """No invented corpus has passes of coding: that of the repository, without its figures."""
    from helpers.output.papertables import _compare_coders, read_work

    table = _compare_coders(read_work("corpus"))[0]
    assert list(table.data)[-3:] == ["observed", "alpha", "ac1"]
    assert set(table.data["second"]) == {"codes-2", "program"}
    assert print_table(table, "en").cells.iloc[0, 3] == "consistency of two passes by models"


def test_terms_in_both_languages(tables, work, tmp_path):
    reforms = list_cells(tables["reforms"], "en")
    assert reforms[1][0] == f"放管服 ({STREAMLINING})"
    assert list_cells(tables["reforms"], "zh")[1][0] == "放管服"
    export_tables(tmp_path, work)
    read = {name: pd.read_csv(tmp_path / f"{name}.csv", encoding="utf-8-sig").iloc[0, :2].tolist() for name in CITED}
    law = "Law of the People's Republic of China on Administrative Penalty"
    assert read == {"cited": ["中华人民共和国行政处罚法", law], "en/cited": [law, "中华人民共和国行政处罚法"]}
    heads = [list(pd.read_csv(tmp_path / f"{name}.csv", encoding="utf-8-sig"))[:2] for name in CITED]
    assert heads == [["名称", "名称（英文）"], ["Name", "Name (Chinese)"]]
    unnamed = (tmp_path / "en" / "untranslated.csv").read_text("utf-8-sig").splitlines()
    assert unnamed == ["zh,shown", "岳麓区财政局,measures-domain-groups", "乙县人民政府,measures-domain-groups"]
    assert not (tmp_path / "untranslated.csv").exists()


CITED = ("cited", "en/cited")
