"""Checking a corpus: what is refused, and what looks odd in a report."""

import shutil
import sys
from pathlib import Path

import pandas as pd
import pytest

from helpers.__main__ import main
from helpers.coding.codebook import load_schemes
from helpers.commands.check import FEW_CHARS, _find_gaps, check_corpus, find_odd
from helpers.corpus.load import load_corpus
from helpers.places import ROOT

REPORT = (
    "甲市司法局2021年度依法行政报告\n市政府：\n2021年，我局推进依法行政，现将情况报告如下：\n一、主要举措\n"
    "（一）加强学习。组织学习八次，学用结合。\n（二）规范执法。办理案件三件。\n二、存在的不足\n一是人员不足。\n"
    "三、下一步打算\n（一）强化培训。加大培训力度。\n甲市司法局\n2022年1月12日\n"
)
OLD = "甲市二〇二〇年法治政府建设报告\n一、主要举措\n（一）推进公开。公开信息八件。\n甲市人民政府\n2021年3月1日\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "old.txt").write_text(OLD, "utf-8")
    (folder / "reports.csv").write_text("report_id,file,issuer,year\nold,old.txt,甲市人民政府,2020\n", "utf-8")
    return folder


def check(monkeypatch: pytest.MonkeyPatch, corpus: Path) -> int:
    monkeypatch.setattr(sys, "argv", ["helpers", "check", "--corpus", str(corpus)])
    return main()


EARLIER = {  # a corpus folder as it was before indicators had a base, phrases were rules, and so on
    "lexicon/terms.csv": "term,kind,source\n互联网+监管,reform,own\n互联网＋监管,reform,own\n",
    "lexicon/stopwords.txt": "## particle: no meaning\n的 了\n",
    "codebook/indicators.csv": "indicator,label_zh,label_en,definition,unit,cues,confusion\n"
    "cases,案件,cases,cases closed,件,案件,none\n",
    "codebook/laws.csv": "short,name,kind,source\n甲·乙法,甲·乙法,law,own\n甲•乙法,甲·乙法,law,own\n",
    "codebook/phrases.csv": "word,kind,source\n开展,verb,own\n",
}


def test_a_corpus_of_an_earlier_version_loads_or_is_told_what_to_change(corpus):
    for name, text in EARLIER.items():
        (corpus / name).parent.mkdir(exist_ok=True)
        (corpus / name).write_text(text, "utf-8")
    (corpus / "rules").mkdir()
    (corpus / "rules" / "roles.csv").write_text("word,kind,source,witness\n", "utf-8")
    shutil.copy(ROOT / "corpus" / "rules" / "items.csv", corpus / "rules")
    errors, warnings = check_corpus(corpus)
    there = (
        f"is missing in {corpus.resolve()}; copy it from {ROOT / 'corpus' / 'codebook'}, or remove the folder codebook"
    )
    assert errors == [f"codebook/schemes.csv {there}", f"codebook/units.csv {there}"]
    assert warnings[:2] == [
        "codebook/phrases.csv: no longer read, its words are the program's own now (corpus/rules/phrases.csv); "
        "put yours there, or remove it",
        "rules/roles.csv: the rules are the program's own, nothing reads this file; remove it",
    ]
    schemes = load_schemes()
    for name in ("schemes.csv", "units.csv", *schemes["codes"], *schemes["cues"]):
        shutil.copy(ROOT / "corpus" / "codebook" / name, corpus / "codebook")
    (corpus / "codebook" / "phrases.csv").rename(corpus / "codebook" / "unit.csv")
    errors, warnings = check_corpus(corpus)
    assert errors == []
    assert warnings[0] == "codebook/unit.csv: nothing reads this file; rename or remove it"


def find_gaps(*markers: str | None) -> list[str]:
    """What is said of a list of items with these markers."""
    rows = [("p", 5, "item", "measures", marker, f"{marker or ''}推进工作", i) for i, marker in enumerate(markers)]
    return _find_gaps(pd.DataFrame(rows, columns=["parent_id", "level", "kind", "role", "marker", "text", "start"]))


@pytest.mark.parametrize(
    ("markers", "said"),
    [
        (["一是", "二是", "三是"], []),
        (["（九）", "（十）"], ["（九） comes after the beginning: （九）推进工作"]),
        (["1.", "3.", "4."], ["3. comes after 1.: 3.推进工作"]),
        (["①", "③", "②"], ["③ comes after ①: ③推进工作", "② comes after ③: ②推进工作"]),
        (["一、", "一、", "二、"], ["一、 stands twice: 一、推进工作"]),
        (["一、", "二、", "二、"], ["二、 comes after 二、: 二、推进工作"]),
        (["一是", "二是", "一是", "二是"], []),  # a list that begins anew
        # what has no numeral holds a place of its own
        (["一、", None, "三、"], []),
        (["一、", None, "二、"], ["二、 comes after 一、: 二、推进工作"]),
        (["首先，", "一是", "二是"], []),
        (["首先，", "其次，", "三是"], []),
        (["一、", None, "一、"], []),
    ],
)
def test_gaps_in_the_numerals_of_a_list(markers: list[str | None], said: list[str]) -> None:
    assert find_gaps(*markers) == said


def test_lists_of_other_levels_and_parents_are_counted_by_themselves_and_told_in_order() -> None:
    rows = [
        ("a", 2, "heading", "measures", "（一）", "（一）学习", 0),
        ("b", 5, "item", "measures", "一是", "一是学习", 5),
        ("b", 5, "item", "measures", "三是", "三是培训", 9),
        ("a", 2, "heading", "measures", "（三）", "（三）公开", 7),
        ("a", 2, "paragraph", "measures", "（七）", "（七）", 11),
        ("a", 2, "heading", "back", "（九）", "（九）", 12),
    ]
    frame = pd.DataFrame(rows, columns=["parent_id", "level", "kind", "role", "marker", "text", "start"])
    assert _find_gaps(frame) == ["（三） comes after （一）: （三）公开", "三是 comes after 一是: 三是培训"]


def odd(tmp_path: Path, text: str, **cells: str) -> list[str]:
    cells = {"report_id": "a", "file": "a.txt", "issuer": "甲", "year": "2021", "sha256": ""} | cells
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text(text, "utf-8")
    (tmp_path / "reports.csv").write_text(",".join(cells) + "\n" + ",".join(cells.values()) + "\n", "utf-8")
    return find_odd(load_corpus(tmp_path))


def test_what_looks_odd_in_a_report(tmp_path):
    text = "一、主要举措\n（一）加强学习。学习八次。\n（三）规范执法。执法三次。\n（三）改进服\ufffd务。"
    text += "\n二、工作成效\n（一）效率提高。学习八次。\n（一）群众满意。执法三次。\n（二）大家高兴。"
    text += "推进各项制度落实到位。" * 5 + "\n2031年1月1日\n"
    assert odd(tmp_path, text) == [
        "no title in the file",
        "nothing found for shortcomings (不足)",
        "nothing found for plan (计划)",
        "（三） comes after （一）: （三）规范执法。",
        "（三） comes after （三）: （三）改进服\ufffd务。",
        "（一） stands twice: （一）群众满意。",
        "only 145 characters",
        "1 damaged characters (U+FFFD)",
        "year: the manifest says 2021, the report 2030",
        "dated 2031-01-01, but about 2021",
        "the manifest names no sha256, so that a changed file would not be noticed",
    ]


def odd_after(tmp_path: Path, before: str, after: str) -> list[str]:
    """What is odd in the report with one thing changed, besides its length and that it is not verified."""
    found = odd(tmp_path, REPORT.replace(before, after, 1), issuer="甲市司法局")
    return [said for said in found if not said.startswith(("only", "the manifest names"))]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("", "", []),
        ("甲市司法局2021", "甲市司法局\t2021", ["the title holds a tab or a #: 甲市司法局\t2021年度依法行政报告"]),
        ("甲市司法局2021", "＃ 甲市司法局2021", ["the title holds a tab or a #: ＃ 甲市司法局2021年度依法行政报告"]),
        ("司法局2021", "司" + "法" * 48 + "局2021", ["a title of 64 characters: 甲市司" + "法" * 17]),
        ("司法局2021", "司" + "法" * 45 + "局2021", ["a title of 61 characters: 甲市司" + "法" * 17]),
        ("司法局2021", "司" + "法" * 44 + "局2021", []),
        ("\n2021年，", "\n2020年，", ["the title says 2021, the text below it 2020"]),
        ("\n2021年，", "\n2022年1月1日，根据《2025年规划》，", []),
        ("依法行政报告", "依法行政报告\n（2022年1月12日）", []),
        ("三、下一步打算", "三、打算", ["a plan without a coming year: 三、打算"]),
        ("三、下一步打算", "三、二〇二二年打算", []),
        ("三、下一步打算", "三、来年打算", []),
        ("加大培训", "2020年加大培训", ["a plan without a coming year: 三、下一步打算"]),
        ("加大培训", "2021年加大培训", ["a plan without a coming year: 三、下一步打算"]),
        ("加大培训", "2022年加大培训", []),
        ("加大培训", "自2020年起加大培训，2022年再加大", []),
        ("月12日", "月12日\n" + "另有说明若干如下。" * 5, []),
        (
            "月12日",
            "月12日\n" + "另有说明若干如下。" * 5 + "。",
            ["61 characters of 落款: …。另有说明若干如下。另有说明若干如下。。"],
        ),
        (
            "月12日",
            "月12日\n" + "另有说明若干如下。" * 7,
            ["78 characters of 落款: …下。另有说明若干如下。另有说明若干如下。"],
        ),
    ],
)
def test_what_else_looks_odd(tmp_path: Path, before: str, after: str, said: list[str]) -> None:
    found = [line for line in odd_after(tmp_path, before, after) if not line.startswith(("title:", "issuer"))]
    assert found == said


def test_a_part_that_comes_back(tmp_path: Path) -> None:
    found = odd_after(
        tmp_path, "甲市司法局\n2022", "四、主要举措和成效\n（一）规范服务。服务群众八次。\n甲市司法局\n2022"
    )
    assert found == ["measures (举措) comes back: 四、主要举措和成效"]
    duty = "（三）认真履行推进法治建设第一责任人职责。主持会议两次。\n（四）规范服务。服务群众八次。\n二、存在的不足"
    (tmp_path / "duty").mkdir()
    assert odd_after(tmp_path / "duty", "二、存在的不足", duty) == []  # leadership may stand among the measures


def test_what_a_reader_set_right_is_not_odd(tmp_path: Path) -> None:
    (tmp_path / "corrections.csv").write_text(
        "report_id,quote,field,value\na,甲市司法局2021年度依法行政报告,title,甲局报告\na,市政府：,year,2020\n", "utf-8"
    )
    assert [line for line in odd(tmp_path, REPORT, issuer="甲市司法局") if "manifest says" in line] == []


def test_much_that_is_set_aside_is_said(tmp_path):
    found = odd(tmp_path, REPORT + "打印 关闭\n" * 200)
    assert any(line.endswith("of the characters are set aside as page furniture") for line in found)


def test_check_tells_warnings_and_ends_well(corpus, capsys, monkeypatch):
    assert check(monkeypatch, corpus) == 0
    assert capsys.readouterr().out.splitlines() == [
        "warning: old: nothing found for shortcomings (不足)",
        "warning: old: nothing found for plan (计划)",
        "warning: old: only 51 characters",
        "warning: old: the manifest names no sha256, so that a changed file would not be noticed",
        "0 errors, 4 warnings",
    ]


def test_check_tells_what_looks_odd_in_the_corpus_as_a_whole(corpus, capsys, monkeypatch):
    (corpus / "raw" / "more").mkdir()
    for name in ("old2.txt", "more/x.pdf", ".DS_Store", "old.txt.txt"):
        (corpus / "raw" / name).write_text(OLD + "补充。\n", "utf-8")
    with (corpus / "reports.csv").open("a", encoding="utf-8") as manifest:
        manifest.write("again,old2.txt,甲市人民政府,2020\n")
    assert check(monkeypatch, corpus) == 0
    assert capsys.readouterr().out.splitlines()[-3:] == [
        "warning: old and again: 2 reports of 甲市人民政府, 2020",
        "warning: raw/more/x.pdf is in no row of reports.csv; add it, or move it away",
        "0 errors, 10 warnings",
    ]


def test_check_tells_report_ids_that_look_the_same(corpus, capsys, monkeypatch):
    with (corpus / "reports.csv").open("a", encoding="utf-8") as manifest:
        for number, name in enumerate(("a-1", "ａ-1", "\u0430-1", "b-1")):
            (corpus / "raw" / f"{number}.txt").write_text(OLD + f"补充{number}。\n", "utf-8")
            manifest.write(f"{name},{number}.txt,甲市人民政府,{2010 + number}\n")
    assert check(monkeypatch, corpus) == 0
    said = "warning: a-1 and ａ-1 and \u0430-1: these report_ids look the same and are not; type one of them anew"
    assert said in capsys.readouterr().out.splitlines()


def test_check_tells_what_the_system_refuses(corpus, capsys, monkeypatch):
    (corpus / "lexicon").mkdir()
    (corpus / "lexicon" / "terms.csv").mkdir()
    assert check(monkeypatch, corpus) == 1
    assert "Traceback" not in capsys.readouterr().err


def test_check_tells_errors_and_ends_badly(corpus, capsys, monkeypatch):
    (corpus / "raw" / "old.txt").unlink()
    assert check(monkeypatch, corpus) == 1
    assert capsys.readouterr().out.splitlines() == [
        "error: reports.csv, row 2 (old): raw/old.txt is missing; put the file there or correct the column file "
        "(its names start inside raw/)",
        "1 errors, 0 warnings",
    ]


def test_the_repositorys_own_corpus_has_no_errors():
    assert check_corpus()[0] == []


def test_a_check_names_what_is_wrong_in_every_table(tmp_path):
    corpus = tmp_path / "corpus"
    shutil.copytree(ROOT / "corpus", corpus)
    for file in corpus.rglob("*"):
        file.chmod(0o755 if file.is_dir() else 0o644)
    assert check_corpus(corpus)[0] == []
    cues = corpus / "codebook" / "cause_cues.csv"
    cues.write_text(cues.read_text(encoding="utf-8") + "because,由于,3,any,own\n", encoding="utf-8")
    (corpus / "gold" / "blind-x.xlsx").write_bytes(b"no workbook")
    with (corpus / "lexicon" / "glossary.csv").open("a", encoding="utf-8") as glossary:
        glossary.write("行政复议,review,,term,,own\n")
    errors, warnings = check_corpus(corpus)
    row = len(cues.read_text(encoding="utf-8").splitlines())
    assert errors.pop(0).endswith("'行政复议' stands twice; remove one")
    assert errors[0] == f"codebook/cause_cues.csv, row {row} (由于): code is 'because'; cause.csv has stated"
    assert errors[-1].startswith("gold/blind-x.xlsx: no blind sheet (")
    assert warnings == check_corpus(ROOT / "corpus")[1]


def test_a_report_of_few_characters(tmp_path):
    def said(n_chars: int) -> list[str]:
        folder = tmp_path / str(n_chars)
        folder.mkdir()
        body = REPORT.replace("办理案件三件。", "办理案件三件。" + "加" * (n_chars - len("".join(REPORT.split()))))
        return [line for line in odd(folder, body) if "characters" in line]

    assert said(FEW_CHARS - 1) == ["only 799 characters"]
    assert said(FEW_CHARS) == []


def test_the_share_that_is_set_aside_is_printed(tmp_path):
    text = "甲市司法局2021年度依法行政报告\n一、举措\n"
    kept = len("".join(text.split()))
    aside = "请输入检索词" + "甲" * (kept - len("请输入检索词"))
    for name, furniture, said in (("half", aside, False), ("more", aside + "甲", True)):
        (tmp_path / name).mkdir()
        found = odd(tmp_path / name, text + furniture)
        assert ("51% of the characters are set aside as page furniture" in found) is said


@pytest.mark.parametrize(("dated", "is_odd"), [(2020, True), (2021, False), (2022, False), (2023, True)])
def test_a_report_comes_out_in_its_own_year_or_the_next(tmp_path, dated, is_odd):
    found = odd(tmp_path, REPORT, issued_on=f"{dated}-12-31")
    assert (f"dated {dated}-12-31, but about 2021" in found) is is_odd


def test_a_renamed_issuer_and_a_second_report_of_a_unit_and_year_are_listed(corpus):
    rows = ["b,b.txt,甲市行政审批局,2019,u1", "c,c.txt,甲市数据局,2024,u1", "d,d.txt,甲市人民政府,2020,"]
    manifest = ["report_id,file,issuer,year,unit_id", "old,old.txt,甲市人民政府,2020,", *rows, ""]
    (corpus / "reports.csv").write_text("\n".join(manifest), "utf-8")
    for name in "bcd":
        (corpus / "raw" / f"{name}.txt").write_text(OLD + name, "utf-8")
    warnings = check_corpus(corpus)[1]
    assert "old and d: 2 reports of 甲市人民政府, 2020" in warnings
    renamed = "甲市行政审批局 (2019) → 甲市数据局 (2024) share the unit_id u1, as one issuer that was renamed"
    assert f"b and c: {renamed}; give each its own if they are two" in warnings
