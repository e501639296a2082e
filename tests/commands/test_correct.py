"""Corrections by command: what is shown, written and refused."""

from pathlib import Path

import pytest

from helpers.commands.correct import correct_report
from helpers.corpus.corrections import load_corrections
from helpers.corpus.load import load_corpus
from helpers.errors import CorpusError

REPORT = (
    "甲市司法局2021年度依法行政报告\n一、主要举措\n（一）加强学习。组织学习八次，学用结合。\n另有说明\n"
    "二、存在的不足\n一是人员少。二是普法形式单一，有待加强。\n三、明年打算\n（一）强化培训。加大培训力度。\n"
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "a.txt").write_text(REPORT, "utf-8")
    (folder / "reports.csv").write_text("report_id,file,issuer,year\na,a.txt,甲市司法局,2021\n", "utf-8")
    return folder


def give(corpus: Path, quote: str, field: str, value: str, report_id: str = "a") -> None:
    cells = {"report_id": report_id, "quote": quote, "field": field, "value": value, "by": "甲", "note": "x, y"}
    correct_report(cells, corpus)


def test_each_row_is_added_to_the_table_and_what_it_changes_is_shown(corpus, capsys):
    give(corpus, "（一）加强学习", "role", "leadership")
    give(corpus, "甲市司法局2021年度依法行政报告", "year", "2020")
    assert capsys.readouterr().out.splitlines() == [
        "  - measures heading 2: （一）加强学习。",
        "  - measures paragraph: 组织学习八次，学用结合。",
        "  - measures paragraph: 另有说明",
        "  + leadership heading 2: （一）加强学习。",
        "  + leadership paragraph: 组织学习八次，学用结合。",
        "  + leadership paragraph: 另有说明",
        "Written: corrections.csv, row 2",
        "  year: 2021 → 2020",
        "Written: corrections.csv, row 3",
    ]
    assert (corpus / "corrections.csv").read_bytes().decode("utf-8-sig") == (
        "report_id,quote,field,value,by,note\n"
        'a,（一）加强学习,role,leadership,甲,"x, y"\n'
        'a,甲市司法局2021年度依法行政报告,year,2020,甲,"x, y"\n'
    )
    assert load_corpus(corpus).at["a", "year"] == 2020


@pytest.mark.parametrize(
    ("report_id", "quote", "field", "value", "said"),
    [
        ("a", "一、主要举措", "role", "measures", "a: nothing to set right, it is read so already"),
        ("b", "一、主要举措", "role", "plan", "b: no report of the corpus has this report_id; reports.csv lists them"),
        ("a", "学习", "role", "plan", "corrections.csv, row 3 (a): the quote '学习' stands 2 times in the report;"),
        ("a", "没有", "role", "plan", "corrections.csv, row 3 (a): the quote '没有' does not stand in the report"),
        ("a", "明年打算", "role", "plans", "corrections.csv, row 3 (a): value is 'plans'; of the field role"),
        ("a", "另有说明", "level", "2", "corrections.csv, row 3 (a): the quote stands in a row of the kind paragraph"),
    ],
)
def test_a_row_that_cannot_be_applied_is_not_written(corpus, report_id, quote, field, value, said):
    give(corpus, "人员少", "role", "plan")
    before = (corpus / "corrections.csv").read_bytes()
    with pytest.raises(CorpusError) as error:
        give(corpus, quote, field, value, report_id)
    assert str(error.value).startswith(said)
    assert (corpus / "corrections.csv").read_bytes() == before


def test_a_table_of_the_readers_own_keeps_its_columns(corpus):
    own = "own,value,field,quote,report_id\r\n1,plan,role,人员少,a\r\n".encode("gb18030")
    (corpus / "corrections.csv").write_bytes(own)
    give(corpus, "（一）加强学习", "role", "leadership")
    assert (corpus / "corrections.csv").read_bytes() == own + ",leadership,role,（一）加强学习,a\r\n".encode("gb18030")
    assert load_corrections(corpus)["by"].isna().all()
