"""Scans of a corpus: what is kept beside them, read again without a recogniser, corrected and taken over."""

import hashlib
import io
import shutil
import sys
from pathlib import Path

import pytest
from PIL import Image

from helpers.__main__ import main
from helpers.commands import scans
from helpers.commands.add import add_reports
from helpers.commands.check import check_corpus
from helpers.commands.scans import LISTED, show_unsure, take_over
from helpers.corpus.load import load_corpus
from helpers.errors import CorpusError
from helpers.reading.layout import Found
from helpers.reading.lines import ROW
from helpers.reading.scan import Recogniser, Unsure, can_recognise, recognise_text
from tests.reading.standin import at
from tests.reading.test_scan import draw_page, pages

LINES = [
    *(
        "甲市司法局2021年度依法行政报告",
        "市政府：",
        "2021年，我局深入学习贯彻上级决策部署，推进依法行政，现将情况报告如下：",
        "一、主要举措",
    ),
    *("（一）加强学习。组织学习八次，学用结合。", "（二）规范执法。办理案件三件。", "二、存在的不足", "一是人员不足。"),
    *("三、下一步打算", "2022年加大培训力度。", "甲市司法局", "2022年1月12日"),
]
ID, FILE, TEXT = "甲市司法局-2021", "甲市司法局-2021.png", "甲市司法局-2021.png.txt"


def scan(shade: int = 255) -> bytes:
    file = io.BytesIO()
    Image.new("L", (1654, 2339), shade).save(file, "PNG")
    return file.getvalue()


def reader(*lines: str, unsure: str = "") -> Recogniser:
    def recognise(_: Image.Image) -> list[Found]:
        return [
            at(200, 100 + 100 * n, line, confidence=0.7 if line == unsure else 0.99) for n, line in enumerate(lines)
        ]

    return recognise


def give_scan(tmp_path: Path) -> Path:
    file = tmp_path / "扫描.PNG"
    file.write_bytes(scan())
    return file


def refused(file: Path, folder: Path, recognise: Recogniser | None = None) -> list[str]:
    """Why a file was not added, "" if it was."""
    return add_reports(file, folder, recognise=recognise)["refused"].fillna("").to_list()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of one scan, of which one line is unsure."""
    folder = tmp_path_factory.mktemp("made") / "corpus"
    folder.mkdir()
    assert refused(give_scan(folder.parent), folder, reader(*LINES, unsure="一是人员不足。")) == [""]
    return folder


@pytest.fixture
def corpus(made: Path, tmp_path: Path) -> Path:
    """A copy of it, for a test to change."""
    return shutil.copytree(made, tmp_path / "corpus")


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["helpers", *map(str, arguments)])
    return main()


def test_the_recognised_text_lies_beside_the_scan_and_is_what_is_read(corpus: Path) -> None:
    report = load_corpus(corpus).loc[ID]
    assert report[["source_file", "read_as", "title", "year"]].to_list() == [FILE, "ocr", LINES[0], 2021]
    assert report["text"].split("\n") == LINES
    text = (corpus / "raw" / TEXT).read_bytes()
    assert text.decode() == "\n".join(LINES) + "\n"
    assert report["text_sha256"] == hashlib.sha256(text).hexdigest()
    assert (corpus / "raw" / FILE).read_bytes() == scan()
    assert sorted(path.name for path in (corpus / "raw").iterdir()) == [FILE, TEXT]


def test_other_reports_are_read_as_text(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "b.txt").write_text("\n".join(LINES).replace("2021", "2020").replace("八次", "九次"), "utf-8")
    add_reports(tmp_path / "b.txt", corpus)
    assert load_corpus(corpus)["read_as"].to_list() == ["ocr", "text"]


def test_what_is_unsure_is_listed_until_it_is_corrected_or_its_row_is_gone(
    tmp_path: Path, corpus: Path, capsys
) -> None:
    line = "page 1, recognised with 0.70: 一是人员不足。"
    assert (corpus / "unsure.csv").read_text(
        "utf-8-sig"
    ) == f"report_id,page,confidence,text\n{ID},1,0.7,一是人员不足。\n"
    assert f"{ID}: {line}" in check_corpus(corpus)[1]
    add_reports(give_scan(tmp_path), tmp_path, dry_run=True, recognise=reader(*LINES, unsure="一是人员不足。"))
    assert f"  odd         {line}" in capsys.readouterr().out.splitlines()
    rows = (corpus / "unsure.csv").read_bytes()
    (corpus / "unsure.csv").write_text("report_id,page,confidence,text\n", "utf-8")
    assert not any("recognised with" in odd for odd in check_corpus(corpus)[1])
    (corpus / "unsure.csv").write_bytes(rows)
    text = corpus / "raw" / TEXT
    text.write_text(text.read_text("utf-8").replace("人员不足", "人手不足"), "utf-8")
    take_over(ID, corpus)
    assert not any("recognised with" in odd for odd in check_corpus(corpus)[1])


def test_a_page_that_was_set_aside_is_said_and_listed_and_the_report_is_added(
    tmp_path: Path, monkeypatch, capsys
) -> None:
    file = tmp_path / "a.tif"
    file.write_bytes(pages("read", "raise"))
    first = reader(*LINES)

    def recognise(page: Image.Image) -> list[Found]:
        if page.getpixel((9, 9)) == (255, 255, 255):
            return list(first(page))
        raise CorpusError("too many pixels; scan it again")

    monkeypatch.setattr(scans, "can_recognise", lambda: True)
    monkeypatch.setattr(scans, "recognise_apart", lambda data: recognise_text(data, recognise))
    assert refused(file, tmp_path) == [""]
    said = capsys.readouterr().out.splitlines()
    assert "  page 2 was set aside: too many pixels; scan it again" in said
    assert any("write what is missing into the text beside the scan" in line for line in said)
    assert f"{ID}: page 2: no text was recognised" in check_corpus(tmp_path)[1]


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    add_reports(give_scan(tmp_path), tmp_path, dry_run=True, recognise=reader(*LINES))
    assert [path.name for path in tmp_path.iterdir()] == ["扫描.PNG"]


def test_the_text_of_a_scan_is_known_in_another_file(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "b.txt").write_text("\n".join(LINES), "utf-8")
    assert refused(tmp_path / "b.txt", corpus) == [f"the corpus holds this report, as {ID}"]


@pytest.mark.skipif(can_recognise(), reason="the extra is installed")
def test_without_the_extra_a_scan_is_refused_with_the_remedy(tmp_path: Path, monkeypatch, capsys) -> None:
    assert run(monkeypatch, "add", give_scan(tmp_path), "--corpus", tmp_path) == 1
    assert "this is a picture; run `make ocr` once, then `python -m helpers add` with it" in capsys.readouterr().err
    assert not (tmp_path / "raw").exists()


@pytest.mark.skipif(not can_recognise(), reason="needs the extra: make ocr")
def test_with_the_extra_a_scan_is_added_and_what_is_read_of_it_does_not_change(tmp_path: Path) -> None:
    page = draw_page(*((200 + 88 * (n > 0), 200 + 90 * n, 44, line) for n, line in enumerate(LINES)))
    (tmp_path / "a.png").write_bytes(page)
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        added = add_reports(tmp_path / "a.png", folder, new=True)
        assert added["report_id"].to_list() == [ID]
        assert load_corpus(folder).loc[ID, ["read_as", "title"]].to_list() == ["ocr", LINES[0]]
    one, two = ((folder / "raw" / TEXT).read_bytes() for folder in folders)
    assert one == two


def test_reading_a_corpus_needs_no_recogniser(corpus: Path) -> None:
    sys.modules.pop("helpers.reading.scan")
    assert load_corpus(corpus).index.to_list() == [ID]
    assert "helpers.reading.scan" not in sys.modules


@pytest.mark.parametrize("name", [ID, FILE, TEXT])
def test_a_corrected_text_is_refused_until_it_is_taken_over(corpus: Path, name: str, monkeypatch, capsys) -> None:
    path = corpus / "raw" / TEXT
    path.write_text(path.read_text("utf-8").replace("八次", "九次"), "utf-8")
    said = f"raw/{TEXT} is not the text that the manifest means: its sha256 is "
    with pytest.raises(CorpusError, match=said) as refused:
        load_corpus(corpus)
    assert "take it over with `python -m helpers add --again` and the report_id" in str(refused.value)
    assert check_corpus(corpus)[0] == str(refused.value).splitlines()
    before = (corpus / "reports.csv").read_bytes()
    assert run(monkeypatch, "add", "--again", name, "--corpus", corpus) == 0
    assert capsys.readouterr().out == f"{ID}: raw/{TEXT} is taken over, 147 characters\n"
    assert "学习九次" in load_corpus(corpus).at[ID, "text"]
    after = (corpus / "reports.csv").read_bytes()
    hashes = [hashlib.sha256(path.read_bytes()).hexdigest().encode()]
    assert after.count(hashes[0]) == 1 and len(after) == len(before)
    assert "means already" in take_over(ID, corpus)


def test_a_text_may_be_named_by_its_path(corpus: Path) -> None:
    assert "means already" in take_over(str(corpus / "raw" / TEXT), corpus)


def test_a_scan_without_its_text_is_recognised_again(corpus: Path) -> None:
    (corpus / "raw" / TEXT).unlink()
    with pytest.raises(
        CorpusError, match="is missing, the text that was recognised in raw/.*--again` and the report_id$"
    ):
        load_corpus(corpus)
    take_over(ID, corpus, recognise=reader(*LINES[:-1], "2022年1月13日"))
    assert load_corpus(corpus).at[ID, "text"].endswith("13日")


def test_a_scan_whose_row_was_written_by_hand_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.png").write_bytes(scan())
    (tmp_path / "reports.csv").write_bytes(
        "report_id;file;issuer;year\r\na;a.png;甲市司法局;2021\r\n".encode("gb18030")
    )
    with pytest.raises(
        CorpusError, match=r"^reports.csv, row 2 \(a\): raw/a.png: this is a picture; run `make ocr` once"
    ):
        load_corpus(tmp_path)
    take_over("a", tmp_path, recognise=reader(*LINES))
    assert load_corpus(tmp_path).at["a", "read_as"] == "ocr"
    table = (tmp_path / "reports.csv").read_bytes().decode("gb18030").split("\r\n")
    assert table[0] == "report_id;file;issuer;year;text_sha256" and table[1].startswith("a;a.png;甲市司法局;2021;")


@pytest.mark.parametrize(
    ("name", "said"), [("b", "no report_id and no file of"), ("a", "raw/a.txt holds its text itself")]
)
def test_what_is_no_scan_cannot_be_taken_over(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("\n".join(LINES), "utf-8")
    (tmp_path / "reports.csv").write_text("report_id,file,issuer,year\na,a.txt,甲市司法局,2021\n", "utf-8")
    with pytest.raises(CorpusError, match=f"^{name}: {said}"):
        take_over(name, tmp_path)


def test_a_text_that_was_emptied_is_not_taken_over(corpus: Path) -> None:
    (corpus / "raw" / TEXT).write_text("\n", "utf-8")
    with pytest.raises(CorpusError, match=f"^raw/{TEXT} is empty; put the text back"):
        take_over(ID, corpus)


def test_a_text_saved_by_another_editor_is_the_same_report(corpus: Path) -> None:
    path = corpus / "raw" / TEXT
    path.write_bytes(("【页边】— 1 —\n" + path.read_text("utf-8")).replace("\n", "\r\n").encode("gb18030"))
    take_over(ID, corpus)
    assert load_corpus(corpus).at[ID, "text"].split() == LINES


def test_a_manifest_without_the_column_gets_it_and_stays_as_it_is_otherwise(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "old.txt").write_text("\n".join(LINES).replace("2021", "2019"), "utf-8")
    before = 'report_id,file,issuer,year,own\nold,old.txt,乙市司法局,2019,"甲\n乙"\n'
    (tmp_path / "reports.csv").write_text(before, "utf-8-sig")
    assert refused(give_scan(tmp_path), tmp_path, reader(*LINES)) == [""]
    after = (tmp_path / "reports.csv").read_text("utf-8-sig")
    assert after.startswith(before.replace("own\n", "own,text_sha256\n"))
    assert load_corpus(tmp_path)["read_as"].to_list() == ["text", "ocr"]


def test_many_unsure_lines_are_counted() -> None:
    said = show_unsure([Unsure(1, 0.5, "一")] * (LISTED + 3) + [Unsure(2, 0.0, "")])
    assert len(said) == LISTED + 1 and said[-1] == "4 more lines that the recogniser is not sure of, in unsure.csv"
    assert show_unsure([Unsure(2, 0.0, "")]) == ["page 2: no text was recognised"]
    assert show_unsure([Unsure(1, 0.5, "一")] * 20) == ["page 1, recognised with 0.50: 一"] * 20
    assert show_unsure([Unsure(1, 0.5, "一")] * 21)[19:] == [
        *("page 1, recognised with 0.50: 一", "1 more lines that the recogniser is not sure of, in unsure.csv")
    ]


def test_a_table_of_unsure_lines_that_is_none_is_an_error(corpus: Path) -> None:
    (corpus / "unsure.csv").write_text("report_id,page\na,b\n", "utf-8")
    assert check_corpus(corpus)[0] == ["corpus/unsure.csv, row 1: the column confidence is missing; add it"]
    (corpus / "unsure.csv").write_text("report_id,page,confidence,text\na,b,0.5,c\n", "utf-8")
    assert check_corpus(corpus)[0] == ["corpus/unsure.csv, row 2: page is 'b', no number; correct it"]


def test_rows_of_a_table_are_rows_with_their_empty_cells(tmp_path: Path) -> None:
    head = [at(200, 100 + 100 * n, line) for n, line in enumerate(LINES[:5])]
    cells = [(700, 600, "立案"), (1100, 600, "结案"), (200, 670, "街道"), (700, 670, "12"), (1100, 670, "9")]
    foot = [at(200, 740 + 100 * n, line) for n, line in enumerate(LINES[5:])]
    found = [*head, *(at(*cell) for cell in cells), *foot]
    assert refused(give_scan(tmp_path), tmp_path, lambda _: found) == [""]
    kept = (tmp_path / "raw" / TEXT).read_text("utf-8").splitlines()
    assert kept[5:7] == ["\t立案\t结案", "街道\t12\t9"]
    report = load_corpus(tmp_path).loc[ID]
    assert f"\n{ROW}\t立案\t结案\n{ROW}街道\t12\t9\n" in report["raw"]
    assert "\n\t立案\t结案\n街道\t12\t9\n" in report["text"]
