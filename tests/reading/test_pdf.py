"""PDFs: paragraphs put together again, what repeats on the pages marked, scans and bombs refused."""

import zlib

import pytest

from helpers.errors import CorpusError
from helpers.reading.lines import OUTSIDE
from helpers.reading.pdf import pdf_text
from tests.files import make_pdf

FULL = "全面推进依法行政认真落实各项制度规定大家一起"  # 22 characters: a full line from 90 to 486
HEAD = (90, 800, 12, "法治政府建设报告汇编")


def mark(page: int) -> tuple[int, int, int, str]:
    return (280, 40, 12, f"— {page} —")


def test_lines_become_paragraphs_by_their_indent_and_their_end() -> None:
    page = [
        (126, 700, 18, "一、主要举措"),
        (126, 670, 18, FULL[:20]),
        (90, 640, 18, FULL),
        (90, 610, 18, "完成21"),
        (126, 580, 18, FULL[:19] + "。"),
        (90, 550, 18, "又一段。"),
    ]
    assert pdf_text(make_pdf([page])).split("\n") == [
        "一、主要举措",
        FULL[:20] + FULL + "完成21",
        FULL[:19] + "。又一段。",
    ]


def test_a_gap_and_a_change_of_size_part_paragraphs_without_indent() -> None:
    page = [(90, 760, 22, FULL[:18]), *((90, y, 18, FULL) for y in (720, 690, 660, 600, 570))]
    assert pdf_text(make_pdf([page])).split("\n") == [FULL[:18], FULL * 3, FULL * 2]


def test_a_title_over_two_lines_is_one_line() -> None:
    title = [(100, 760, 24, "某市某区司法局二〇二一年法治"), (190, 725, 24, "政府建设报告")]
    page = [*title, (126, 680, 18, FULL[:20]), (90, 650, 18, FULL)]
    assert pdf_text(make_pdf([page])).split("\n")[0] == "某市某区司法局二〇二一年法治政府建设报告"


def test_a_hanging_indent_goes_on() -> None:
    page = [(90, 700, 18, "1." + FULL[:21]), (126, 670, 18, FULL[:20]), (126, 640, 18, "完成。"), (90, 610, 18, FULL)]
    assert pdf_text(make_pdf([page])).split("\n")[0] == "1." + FULL[:21] + FULL[:20] + "完成。"


def test_running_heads_and_page_numbers_are_marked_after_the_paragraph_they_interrupt() -> None:
    pages = [
        [HEAD, (126, 700, 18, FULL[:20]), (90, 670, 18, FULL), mark(1)],
        [HEAD, (90, 700, 18, "杜绝。"), (126, 670, 18, FULL[:20]), mark(2)],
        [HEAD, (90, 700, 18, "落实。"), mark(3)],
    ]
    assert pdf_text(make_pdf(pages)).split("\n") == [
        OUTSIDE + "法治政府建设报告汇编",
        FULL[:20] + FULL + "杜绝。",
        *[OUTSIDE + "— 1 —", OUTSIDE + "法治政府建设报告汇编"],
        FULL[:20] + "落实。",
        *[OUTSIDE + "— 2 —", OUTSIDE + "法治政府建设报告汇编", OUTSIDE + "— 3 —"],
    ]


def five_lines(*texts: str) -> list[tuple[int, int, int, str]]:
    return [(90, y, 18, text) for y, text in zip((760, 730, 500, 300, 270), texts, strict=True)]


@pytest.mark.parametrize(("one", "two"), [("第1条", "第2条"), ("同样", "同样")])
def test_what_is_alike_in_the_middle_of_two_pages_stays(one: str, two: str) -> None:
    pages = [five_lines("甲区", "乙区", one, "丙区", "丁区"), five_lines("戊县", "己县", two, "庚县", "辛县")]
    assert OUTSIDE not in pdf_text(make_pdf(pages))


def test_signature_and_date_at_the_right_are_two_lines() -> None:
    page = [(126, 700, 18, FULL[:20]), (90, 670, 18, FULL), (90, 640, 18, "落实。")]
    page += [(396, 610, 18, "某司法局"), (342, 580, 18, "2022年1月")]
    assert pdf_text(make_pdf([page])).split("\n")[1:] == ["某司法局", "2022年1月"]


def test_a_gap_beside_a_number_is_no_space() -> None:
    assert pdf_text(make_pdf([[(90, 700, 18, "主体"), (134, 700, 18, "53"), (178, 700, 18, "万户")]])) == "主体53万户"


def test_a_watermark_on_three_pages_is_marked() -> None:
    pages = [five_lines(f"甲{i}", f"{i}乙", "内部资料", f"丙{i}项", f"丁{i}条") for i in "东西南"]
    assert pdf_text(make_pdf(pages)).split("\n").count(OUTSIDE + "内部资料") == 3


def test_a_file_without_text_says_so() -> None:
    with pytest.raises(CorpusError, match="^this PDF holds no text; recognise its text"):
        pdf_text(make_pdf([[]]))


def test_a_scanned_page_is_named() -> None:
    picture = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"
    with pytest.raises(CorpusError, match="^page 1 of this PDF is a scanned picture; recognise its text"):
        pdf_text(make_pdf([[]], extra=picture))


def test_fonts_that_say_nothing_are_found_out() -> None:
    with pytest.raises(CorpusError, match="^the fonts of this PDF do not say which characters they draw"):
        pdf_text(make_pdf([[(90, 700, 18, "\ue001\ue002学\ue003")]]))


@pytest.mark.parametrize("times", [1, 2])
def test_a_stream_that_unpacks_without_bound_is_refused(times: int) -> None:
    packed = b" " * 5_000_000
    for _ in range(times):
        packed = zlib.compress(packed)
    stream = b"9 0 obj\n<</Filter[%s]>>stream\n%s\nendstream\nendobj\n" % (b"/FlateDecode" * times, packed)
    with pytest.raises(CorpusError, match="unpacks to more than 4,000,000 bytes"):
        pdf_text(make_pdf([[(90, 700, 18, FULL)]]).replace(b"xref", stream + b"xref", 1))


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(CorpusError, match="^this PDF has 501 pages, more than 500"):
        pdf_text(make_pdf([[(90, 700, 18, "学")]] * 501))
