"""corrections.csv: what is refused, and what a reader's corrections change in the tables."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.characters import squeeze
from helpers.cleaning import clean, list_furniture
from helpers.corpus.corrections import correct_reports, list_unknown, load_corrections
from helpers.corpus.load import load_corpus
from helpers.corpus.metadata import Description
from helpers.errors import CorpusError
from helpers.structure.corrections import KINDS
from helpers.structure.items import list_items
from helpers.structure.outline import parse_outline
from helpers.structure.roles import ROLE_LABELS as ROLES

REPORT = (
    "甲市司法局2021年度依法行政报告\n市政府：\n2021年，我局推进依法行政，现将情况报告如下：\n基本情况\n本局有人员八人。\n"
    "一、主要举措\n（一）加强学习。组织学习八次，学用结合。\n本站热门 政策解读\n"
    "（二）规范执法。办理案件三件。工作还有差距，人员不足。\n二、存在的不足\n一是人员少。二是普法形式单一，有待加强。\n"
    "打印 关闭\n三、明年打算\n（一）强化培训。加大培训力度。\n甲市司法局\n2022年1月12日\n"
)
OTHER = "乙县财政局2020年度依法行政报告\n一、主要举措\n（一）推进公开。公开信息八件。\n"
HEAD = "report_id,quote,field,value,by,note\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "a.txt").write_text(REPORT, "utf-8")
    (folder / "raw" / "b.txt").write_text(OTHER, "utf-8")
    rows = "a,a.txt,甲市司法局,2021\nb,b.txt,乙县财政局,2020\n"
    (folder / "reports.csv").write_text(f"report_id,file,issuer,year\n{rows}", "utf-8")
    return folder


def correct(corpus: Path, *rows: str) -> pd.DataFrame:
    (corpus / "corrections.csv").write_text(HEAD + "".join(f"{row},,\n" for row in rows), "utf-8")
    reports = load_corpus(corpus)
    whole_and_in_order(reports)
    return reports


def whole_and_in_order(reports: pd.DataFrame) -> None:
    """Nothing is lost: passages joined are the text; text and furniture are the file."""
    passages, furniture = parse_outline(reports), list_furniture(reports)
    for report_id, raw, text in reports[["raw", "text"]].itertuples(name=None):
        assert "".join(passages.loc[passages["report_id"] == report_id, "text"]) == text
        aside = furniture[furniture["report_id"] == report_id]
        gone = {i for low, high in zip(aside["raw_start"], aside["raw_end"], strict=True) for i in range(low, high)}
        assert squeeze("".join(sign for i, sign in enumerate(raw) if i not in gone)) == squeeze(text)
        assert reports.at[report_id, "n_chars"] == len(squeeze(text))


def rows_of(reports: pd.DataFrame, *words: str) -> list[list[object]]:
    """Kind, level, path and role of the passages that begin with these words."""
    passages = parse_outline(reports.loc[["a"]])
    found = [passages[passages["text"].str.startswith(word)].iloc[0] for word in words]
    return [row[["kind", "level", "path", "role"]].astype("object").fillna("").to_list() for row in found]


def test_without_the_file_nothing_is_otherwise(corpus):
    reports = load_corpus(corpus)
    assert "corrections" not in reports and load_corrections(corpus).empty
    assert list(load_corrections(corpus)) == ["report_id", "quote", "field", "value", "by", "note"]
    corrected = correct(corpus)
    pd.testing.assert_frame_equal(corrected.drop(columns="corrections"), reports)
    pd.testing.assert_frame_equal(parse_outline(corrected), parse_outline(reports))


def test_a_role_holds_for_what_stands_below_and_one_further_down_over_it(corpus):
    reports = correct(corpus, "a,存在的不足,role,plan", "a,一是人员少,role,leadership")
    assert rows_of(reports, "二、", "一是", "二是", "三、", "甲市司法局\n", "（二）") == [
        ["heading", 1, "2", "plan"],
        ["item", 5, "2.1", "leadership"],
        ["item", 5, "2.2", "plan"],
        ["heading", 1, "3", "plan"],
        ["signature", "", "", "back"],
        ["heading", 2, "1.2", "measures"],
    ]


def test_a_heading_set_right_begins_the_body_and_moves_what_stands_below(corpus):
    reports = correct(corpus, "a,基本情况,kind,heading", "a,基本情况,level,1")
    assert rows_of(reports, "基本情况", "本局有", "一、", "（一）加强", "2021年，") == [
        ["heading", 1, "1", "measures"],
        ["paragraph", "", "1", "measures"],
        ["heading", 1, "2", "measures"],
        ["heading", 2, "2.1", "measures"],
        ["paragraph", "", "", "front"],
    ]


@pytest.mark.parametrize("quote", ["一、主要举措", "主要举措"])
def test_a_heading_that_is_none(corpus, quote):
    assert rows_of(correct(corpus, f"a,{quote},kind,paragraph"), "一、")[0][:2] == ["paragraph", ""]


def test_a_piece_of_a_paragraph_as_a_row_of_its_own(corpus):
    reports = correct(corpus, "a,工作还有差距，,kind,paragraph", "a,工作还有差距，,role,shortcomings")
    passages = parse_outline(reports.loc[["a"]])
    assert passages.loc[passages["path"] == "1.2", ["role", "text"]].values.tolist() == [
        ["measures", "（二）规范执法。"],
        ["measures", "办理案件三件。"],
        ["shortcomings", "工作还有差距，人员不足。\n"],
    ]
    assert "人员不足" in "".join(list_items(passages).query("role == 'shortcomings'")["text"])


def test_a_heading_run_into_its_sentence_and_an_item_in_a_paragraph(corpus):
    (corpus / "raw" / "a.txt").write_text(REPORT.replace("一是人员少。二是", "人员少。其次是"), "utf-8")
    reports = correct(
        corpus,
        "a,办理案件三件。,kind,heading",
        "a,办理案件三件。,level,3",
        "a,其次是普法形式单一，,kind,item",
    )
    assert rows_of(reports, "办理案件三件。", "工作还有", "其次是") == [
        ["heading", 3, "1.2.1", "measures"],
        ["paragraph", "", "1.2.1", "measures"],
        ["item", 5, "2.1", "shortcomings"],
    ]


def test_levels_and_the_role_that_follows_from_them(corpus):
    (corpus / "raw" / "a.txt").write_text(REPORT.replace("二、存在的不足", "（三）存在的不足"), "utf-8")
    assert rows_of(load_corpus(corpus), "一是")[0][2] == "1.3.1"
    assert rows_of(correct(corpus, "a,（三）存在的不足,level,1"), "（三）", "一是") == [
        ["heading", 1, "2", "shortcomings"],
        ["item", 5, "2.1", "shortcomings"],
    ]


def test_front_and_back_kinds_take_their_part(corpus):
    reports = correct(corpus, "a,基本情况,kind,title", "a,（一）强化培训。加大培训力度。,kind,date")
    assert rows_of(reports, "基本情况", "（一）强化") == [["title", "", "", "front"], ["date", "", "", "back"]]


def test_furniture_is_set_aside_and_taken_back(corpus):
    before = load_corpus(corpus)
    reports = correct(corpus, "a,本站热门 政策解读,furniture,yes", "a,打印 关闭,furniture,no")
    text = before.at["a", "text"].replace("本站热门 政策解读\n", "").replace("三、明年", "打印 关闭\n三、明年")
    assert reports.at["a", "text"] == text
    assert list_furniture(reports)[["reason", "text"]].values.tolist() == [["corrected", "本站热门 政策解读"]]
    assert reports.at["b", "text"] == before.at["b", "text"]


@pytest.mark.parametrize(
    ("quote", "gone"),
    [
        ("甲市司法局2021年度依法行政报告", "甲市司法局2021年度依法行政报告\n"),
        ("2022年1月12日", "\n2022年1月12日"),
        ("学用结合。\n本站", "学用结合。\n本站"),
        ("，学用结合", "，学用结合"),
    ],
)
def test_furniture_anywhere_in_the_text(corpus, quote, gone):
    before = load_corpus(corpus).at["a", "text"].rstrip()
    assert gone in before
    after = correct(corpus, f'a,"{quote}",furniture,yes').at["a", "text"]
    assert after.rstrip() == before.replace(gone, "").strip()


def test_headings_that_the_file_marks_stay_marked(corpus):
    """Where text before them is set aside or taken back they move with it; one that is set aside is none."""
    lines = ["# 甲市司法局2021年度依法行政报告", "本站热门", "## 主要举措", "推进公开。", "## 普法先锋"]
    lines += ["## 存在的不足", "人员少。"]
    (corpus / "raw" / "a.md").write_text("\n\n".join(lines), "utf-8")
    manifest = (corpus / "reports.csv").read_text("utf-8")
    (corpus / "reports.csv").write_text(manifest.replace("a.txt", "a.md"), "utf-8")
    reports = correct(corpus, "a,本站热门,furniture,yes", "a,普法先锋,furniture,yes")
    passages = parse_outline(reports.loc[["a"]])
    headings = passages[passages["kind"] == "heading"]
    assert headings[["text", "role"]].to_numpy().tolist() == [
        ["主要举措\n", "measures"],
        ["存在的不足\n", "shortcomings"],
    ]


def test_what_is_read_from_the_text_is_read_again(corpus):
    (corpus / "raw" / "a.txt").write_text(REPORT.replace("市政府：", "乙函〔2020〕9号\n市政府："), "utf-8")
    assert load_corpus(corpus).at["a", "doc_no"] == "乙函〔2020〕9号"
    reports = correct(corpus, "a,乙函〔2020〕9号,furniture,yes")
    assert pd.isna(reports.at["a", "doc_no"]) and reports.at["a", "issuer"] == "甲市司法局"


def test_title_issuer_and_year_hold_as_if_the_manifest_said_so(corpus):
    reports = correct(corpus, "a,依法行政报告,title,甲局报告", "a,市政府：,issuer,乙局", "a,2022年1月12日,year,2020年")
    assert reports.loc["a", ["title", "issuer", "year"]].to_list() == ["甲局报告", "乙局", 2020]
    assert str(reports["year"].dtype) == "Int64"
    raw = load_corpus(corpus, corrected=False).loc["a"]
    assert raw[["title", "issuer", "year"]].to_list() == ["甲市司法局2021年度依法行政报告", "甲市司法局", 2021]
    assert "corrections" not in raw


@st.composite
def corrections(draw) -> list[tuple[str, str, str]]:
    """Quote, field and value of corrections of REPORT."""
    rows = []
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(REPORT) - 1))
        quote = REPORT[start : start + draw(st.integers(1, 40))]
        values = {"role": ROLES, "kind": KINDS, "level": "12345", "furniture": ["yes", "no"]}
        field = draw(st.sampled_from(sorted(values)))
        rows.append((quote, field, draw(st.sampled_from(sorted(values[field])))))
    return rows


@settings(max_examples=25, deadline=None)
@given(corrections())
def test_whatever_is_set_right_nothing_is_lost_and_no_passage_is_empty(rows: list[tuple[str, str, str]]) -> None:
    raws = pd.DataFrame({"raw": [REPORT], "year": [2021]}, index=pd.Index(["a"], name="report_id"))
    reports = raws.assign(text=clean(REPORT).text, title="", issuer="甲市司法局", n_chars=0)
    reports = reports.assign(n_chars=reports["text"].map(squeeze).str.len())
    table = pd.DataFrame(rows, columns=["quote", "field", "value"], index=range(2, len(rows) + 2)).assign(report_id="a")
    columns = [*reports, "file_headings", *Description._fields[3:]]
    try:
        corrected = correct_reports(reports.reindex(columns=columns).astype({"file_headings": "str"}), table)
    except CorpusError as error:
        assert all(line.startswith("corrections.csv, row ") for line in str(error).splitlines())
        return
    whole_and_in_order(corrected)
    passages = parse_outline(corrected)
    assert passages["text"].str.strip().all() and passages["role"].notna().all()
    assert (passages["level"].notna() | ~passages["kind"].isin(["heading", "item"])).all()
    list_items(passages)


def test_a_report_alone_is_read_as_in_the_corpus(corpus):
    reports = correct(corpus, "a,存在的不足,role,plan", "b,推进公开,role,plan", "a,本站热门 政策解读,furniture,yes")
    alone = [reports.loc[[report_id]] for report_id in reports.index]
    pd.testing.assert_frame_equal(pd.concat(map(parse_outline, alone), ignore_index=True), parse_outline(reports))
    pieces = pd.concat(map(list_furniture, alone), ignore_index=True)
    assert pieces.values.tolist() == list_furniture(reports).values.tolist()


def refusal(corpus: Path, *rows: str) -> list[str]:
    with pytest.raises(CorpusError) as error:
        correct(corpus, *rows)
    return str(error.value).splitlines()


def test_quotes_that_do_not_stand_there_once_are_all_refused(corpus):
    assert refusal(
        corpus,
        "a,没有的话,role,plan",
        "a,人员,kind,item",
        "c,主要举措,role,plan",
        "b,主要举措,level,2",
        "a,打印,furniture,yes",
    ) == [
        "corrections.csv, row 6 (a): the quote '打印' does not stand in the report (any more); "
        "quote what stands there or remove the row",
        "corrections.csv, row 4 (c): no report of the corpus has this report_id; correct it or remove the row",
    ]
    assert refusal(corpus, "a,没有的话,role,plan", "a,人员,kind,item") == [
        "corrections.csv, row 2 (a): the quote '没有的话' does not stand in the report (any more); "
        "quote what stands there or remove the row",
        "corrections.csv, row 3 (a): the quote '人员' stands 3 times in the report; "
        "quote more, so that one place is meant",
    ]
    assert refusal(corpus, "a,主要举措,furniture,no")[0].startswith(
        "corrections.csv, row 2 (a): the quote '主要举措' does not stand in what was set aside (any more);"
    )


def test_cells_that_are_none(corpus):
    assert refusal(corpus, "a,,role,plan", "a,x,rôle,plan") == [
        "corrections.csv, row 2 (a): quote is blank; fill it in",
        "corrections.csv, row 3 (a): field is 'rôle'; it is one of role, kind, level, title, issuer, year, furniture",
    ]
    kinds = "title, doc_no, signer, addressee, heading, paragraph, item, signature, date"
    assert refusal(
        corpus,
        "a,x,role,plans",
        "a,x,kind,part",
        "a,x,level,6",
        "a,x,year,21",
        "a,x,furniture,toolbar",
        "a,x,role,plan",
    ) == [
        "corrections.csv, row 2 (a): value is 'plans'; of the field role it is one of front, measures, leadership, "
        "shortcomings, plan, back",
        f"corrections.csv, row 3 (a): value is 'part'; of the field kind it is one of {kinds}",
        "corrections.csv, row 4 (a): value is '6'; of the field level it is one of 1, 2, 3, 4, 5",
        "corrections.csv, row 5 (a): value is '21', no year; give the year the report is about, as 2021",
        "corrections.csv, row 6 (a): value is 'toolbar'; of the field furniture it is one of yes, no",
        "corrections.csv, row 7 (a): another row sets the role of this too; remove one",
    ]
    assert refusal(corpus, "a,市政府：,year,2020", "a,主要举措,year,2021") == [
        "corrections.csv, row 3 (a): another row sets the year of this too; remove one"
    ]


def test_every_cell_that_is_needed_and_blank_is_named(corpus):
    assert refusal(corpus, ",x,role,plan", "a,x,,plan", "a,x,role,", "a,y,title,") == [
        "corrections.csv, row 2: report_id is blank; fill it in",
        "corrections.csv, row 3 (a): field is blank; fill it in",
        "corrections.csv, row 4 (a): value is blank; fill it in",
        "corrections.csv, row 5 (a): value is blank; fill it in",
    ]


def test_a_level_for_what_has_none(corpus):
    assert refusal(corpus, "a,基本情况,kind,heading") == [
        "corrections.csv, row 2 (a): a heading without a numeral: "
        "give its level in a row of its own, with the same quote, field level"
    ]
    assert refusal(corpus, "a,办理案件三件,level,2") == [
        "corrections.csv, row 2 (a): the quote stands in a row of the kind paragraph, which has no level; "
        "give it the kind heading in a row of its own"
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_a_table_as_a_spreadsheet_saves_it(corpus, encoding):
    (corpus / "corrections.csv").write_bytes((HEAD + "a,存在的不足,role,plan,某人,看过\r\n").encode(encoding))
    assert load_corrections(corpus).loc[2].to_list() == ["a", "存在的不足", "role", "plan", "某人", "看过"]
    assert rows_of(load_corpus(corpus), "二、")[0][3] == "plan"


def test_corrections_of_reports_that_there_are_not_are_named(corpus):
    (corpus / "corrections.csv").write_text(f"{HEAD}a,二、,role,plan,,\nx,三、,role,plan,,\n", "utf-8")
    given = load_corrections(corpus)
    unknown = "no report of the corpus has this report_id; correct it or remove the row"
    assert list_unknown(given, {"a", "b"}) == [f"corrections.csv, row 3 (x): {unknown}"]
    assert list_unknown(given, ["x"]) == [f"corrections.csv, row 2 (a): {unknown}"]
