"""PDFs: paragraphs put together again, what repeats on the pages marked, scans and bombs refused."""

import subprocess
import sys
import warnings
import zlib

import pypdfium2
import pytest

from helpers.characters import squeeze
from helpers.errors import CorpusError, CorpusWarning, ScanError
from helpers.reading import pdf
from helpers.reading.files import read_file
from helpers.reading.lines import OUTSIDE
from helpers.reading.pdf import pdf_text
from helpers.reading.pdfium import _begins, _begins_of_paragraphs, read_document
from helpers.reading.pictures import LOOKED
from helpers.reading.printed import Line, Setting, find_heads, measure
from tests.files import make_pdf, make_stream

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
    with pytest.raises(ScanError, match="^this PDF holds no text$"):
        pdf_text(make_pdf([[]]))


def test_a_scanned_page_is_named() -> None:
    picture = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"
    with pytest.raises(ScanError, match="^page 1 of this PDF is a scanned picture$"):
        pdf_text(make_pdf([[]], extra=picture))


@pytest.mark.parametrize(("wide", "said"), [(298, "is a scanned picture"), (297, "holds no text")])
def test_a_picture_over_half_of_the_page_is_a_scan_wherever_it_stands(wide: int, said: str) -> None:
    picture = b"q %d 0 0 842 %d 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n" % (wide, 595 - wide)
    with pytest.raises(CorpusError, match=said):
        pdf_text(make_pdf([[]], extra=picture))


def test_strips_of_a_picture_are_one() -> None:
    strips = b"".join(b"q 595 0 0 50 0 %d cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n" % (50 * n) for n in range(16))
    with pytest.raises(ScanError, match="^page 1 of this PDF is a scanned picture$"):
        pdf_text(make_pdf([[]], extra=strips))


def test_a_line_printed_over_every_scanned_page_hides_none() -> None:
    picture = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"
    stamp = (90, 820, 9, "某市某区档案馆提供，仅供查阅，下载时间2022年1月12日")
    with pytest.raises(ScanError, match="^page 1 of this PDF is a scanned picture with a line printed over it$"):
        pdf_text(make_pdf([[stamp], [stamp], [stamp]], extra=picture))
    pages = [[stamp, (126, 700, 18, FULL[:20] + sign), (90, 670, 18, FULL)] for sign in "甲乙丙"]
    assert FULL in pdf_text(make_pdf(pages, under=picture))  # a background


# What a scanner's software recognised.

PICTURE = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"
LACE = b"q 595 0 0 842 0 0 cm BI /W 8 /H 2 /IM true /BPC 1 /D [1 0] ID \x81\x00 EI Q\n"  # a mask, most of it open
INVISIBLE = b"3 Tr\n"
LAYERS = [[(90, 700 - 30 * n, 18, sign + FULL[: n + 15]) for n in range(3)] for sign in "甲乙丙"]


@pytest.mark.parametrize(
    ("under", "extra", "behind"),
    [
        (PICTURE + INVISIBLE, b"", True),
        (INVISIBLE, PICTURE, True),
        (INVISIBLE, LACE, True),  # as where ink and paper are pictures of their own
        (b"", PICTURE, True),  # text that can be seen, below the picture
        (PICTURE, b"", False),  # a background
        (b"", LACE, False),  # a watermark over the text
        (INVISIBLE, b"", False),  # no picture
        (b"q 300 0 0 400 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n" + INVISIBLE, b"", False),
    ],
)
def test_text_behind_a_picture_of_its_page_is_read_and_said_to_be_recognised(under, extra, behind) -> None:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        text = pdf_text(make_pdf(LAYERS, under=under, extra=extra))
    assert squeeze(text) == "".join(line for page in LAYERS for *_, line in page)
    assert [str(warning.message).partition(",")[0] for warning in said] == (
        ["3 of 3 pages of this PDF are pictures"] if behind else []
    )


def drawn(lines: list[tuple[int, int, int, str]], mode: int = 0) -> bytes:
    """Lines drawn after what stands before them: seen (0), or not (3)."""
    return b"%d Tr\n" % mode + b"".join(
        b"BT /F %d Tf %d %d Td <%s> Tj ET\n" % (size, x, y, text.encode("utf-16-be").hex().encode())
        for x, y, size, text in lines
    )


ONE, TWO, THREE = ([(90, 700 - 30 * n, 18, sign + FULL[1:])] for n, sign in enumerate("甲乙丙"))


@pytest.mark.parametrize(
    ("first", "under", "extra", "behind"),
    [
        # most of the text is set to be invisible
        (ONE, PICTURE, drawn(TWO, 3), False),
        (ONE, PICTURE, drawn(TWO + THREE, 3), True),
        # most of it is drawn before the picture
        (ONE, b"", PICTURE + drawn(TWO), False),
        (ONE + THREE, b"", PICTURE + drawn(TWO), True),
        (ONE, b"", PICTURE + drawn(TWO + THREE), False),
        # one picture goes over half of the page
        (ONE, b"", PICTURE.replace(b"595", b"298"), True),
        (ONE, b"", PICTURE.replace(b"595", b"297"), False),
        (ONE, b"", PICTURE.replace(b"595", b"150") * 2, False),
    ],
)
def test_most_of_a_text_is_behind_a_picture_that_goes_over_half_of_the_page(first, under, extra, behind) -> None:
    odd = read_document(make_pdf([first], under=under, extra=extra))[1]
    assert [said[:9] for said in odd] == (["1 of 1 pa"] if behind else [])


@pytest.mark.parametrize(
    ("mask", "hides"), [(b"\xff\xff", True), (b"\xff\x80", True), (b"\xff\x00", False), (b"\x00\x00", False)]
)
def test_a_picture_half_of_which_lets_through_hides_nothing(mask: bytes, hides: bool) -> None:
    odd = read_document(make_pdf([ONE], extra=LACE.replace(b"\x81\x00", mask)))[1]
    assert len(odd) == hides


def test_a_picture_of_many_pixels_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pypdfium2.PdfImage, "get_bitmap", lambda *_, **__: pytest.fail("unpacked"))
    huge = b"q 595 0 0 842 0 0 cm BI /W 4000 /H 4000 /CS /G /BPC 8 /F /Fl ID x EI Q\n"
    assert read_document(make_pdf(LAYERS, extra=huge))[1][0].startswith("3 of 3 pages of this PDF are pictures, ")


@pytest.mark.parametrize(("drawn", "said"), [(PICTURE, ["15 of 15 "]), (LACE, [])])
def test_of_many_pictures_the_first_ones_are_unpacked(drawn, said, monkeypatch: pytest.MonkeyPatch) -> None:
    looked, get = [], pypdfium2.PdfImage.get_bitmap
    monkeypatch.setattr(pypdfium2.PdfImage, "get_bitmap", lambda *a, **b: looked.append(1) or get(*a, **b))
    odd = read_document(make_pdf(LAYERS * 5, extra=drawn))[1]
    assert ([line[:9] for line in odd], len(looked)) == (said, LOOKED)


def test_pages_are_counted_and_a_line_printed_on_a_scan_hides_nothing() -> None:
    scan = b"".join(
        b"BT 3 Tr /F %d Tf %d %d Td <%s> Tj ET\n" % (size, x, y, line.encode("utf-16-be").hex().encode())
        for x, y, size, line in LAYERS[0]
    )
    printed = [(90, 820, 9, "甲市档案馆提供")]
    with pytest.warns(
        CorpusWarning, match=r"^1 of 1 pages of this PDF are pictures, .* \(`python -m helpers correct`\)"
    ):
        assert FULL[:15] in pdf_text(make_pdf([printed], under=PICTURE, extra=scan))


def test_a_file_that_is_cut_off_says_so() -> None:
    data = make_pdf([[(90, 700, 18, FULL)]])
    assert pdf_text(data + b"\n" * 4000) == FULL
    with pytest.raises(CorpusError, match="^this PDF is cut off before its end; get the whole file$"):
        pdf_text(data.removesuffix(b"%%EOF\n"))


def test_fonts_that_say_nothing_are_found_out() -> None:
    with pytest.raises(ScanError, match="^the fonts of this PDF do not say which characters they draw"):
        pdf_text(make_pdf([[(90, 700, 18, "\ue001\ue002学\ue003")]]))


def test_an_encrypted_file_says_so() -> None:
    told = b"/ID[(a)(a)]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"61" * 32, b"62" * 32)
    data = make_pdf([[(90, 700, 18, FULL)]]).replace(b"/Root 1 0 R", b"/Root 1 0 R" + told)
    with pytest.raises(CorpusError, match="^this PDF is encrypted; save it without a password$"):
        pdf_text(data)


def test_one_character_in_twenty_may_stand_for_nothing() -> None:
    assert pdf_text(make_pdf([[(90, 700, 18, FULL[:19] + "\ue001")]])) == FULL[:19] + "\ue001"
    with pytest.raises(ScanError, match="do not say which characters they draw"):
        pdf_text(make_pdf([[(90, 700, 18, FULL[:18] + "\ue001")]]))


def test_a_page_with_a_picture_over_it_and_twenty_characters_is_no_scan() -> None:
    stamp = (90, 820, 9, "某市某区档案馆提供")
    for n in (19, 20):
        alone = [[(90, 700, 18, FULL[:n])]]
        under_a_line = [[stamp, (90, 700, 18, sign + FULL[1:n])] for sign in "甲乙"]
        for pages in (alone, under_a_line):
            data = make_pdf(pages, under=PICTURE)
            if n == 20:
                assert FULL[1:n] in pdf_text(data)
            else:
                with pytest.raises(ScanError, match="^page 1 of this PDF is a scanned picture"):
                    pdf_text(data)


@pytest.mark.parametrize(
    ("first", "second", "read"),
    [
        ("A学", "B", "A学B"),
        ("A", "学B", "A学B"),
        ("AB", "学C", "AB学C"),
        ("A学", "BC", "A学BC"),
        ("AB", "CD", "AB CD"),
        ("学A", "B学", "学A B学"),
    ],
)
def test_a_gap_is_a_space_between_latin_letters_alone(first: str, second: str, read: str) -> None:
    assert pdf_text(make_pdf([[(90, 700, 18, first), (98 + 18 * len(first), 700, 18, second)]])) == read


@pytest.mark.parametrize(
    ("end", "begin", "read"),
    [
        ("a", "学习。", "a学习。"),
        ("学", "b。", "学b。"),
        ("a", "b。", "a b。"),
        (",", "b。", ", b。"),
        ("7", "b。", "7b。"),
    ],
)
def test_lines_are_joined_with_a_space_between_latin_words(end: str, begin: str, read: str) -> None:
    page = [(90, 730, 18, FULL), (90, 700, 18, FULL[:21] + end), (90, 670, 18, begin)]
    assert pdf_text(make_pdf([page])) == FULL + FULL[:21] + read


def test_a_hyphen_at_a_line_s_end_and_a_character_without_a_value_are_shown() -> None:
    text = FULL[:20] + "学\x02习\x00"
    assert pdf_text(make_pdf([[(90, 700, 18, text + "学")]])) == FULL[:20] + "学-习\ufffd学"


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(CorpusError, match="^this PDF has 501 pages, more than 500"):
        pdf_text(make_pdf([[(90, 700, 18, "学")]] * 501))


SETTING = Setting(left=90, right=486, size=18, pitch=30)


def line(
    text: str = FULL, left: float = 90, right: float = 486, bottom: float = 670, size: float = 18, page: int = 0
) -> Line:
    return Line(page, text, left, right, bottom, size)


def above(
    text: str = FULL, left: float = 90, right: float = 486, bottom: float = 700, size: float = 18, page: int = 0
) -> Line:
    return Line(page, text, left, right, bottom, size)


NUMBERED, ENDED, MARKED = "1." + FULL[:21], FULL[:21] + "。", "二、" + FULL[:20]


@pytest.mark.parametrize(
    ("upper", "lower", "first", "begins"),
    [
        (above(), line(), True, False),
        (above(), line(), False, False),
        # a line that ends short of the margin: by more than 2.5 letters of 18 points
        (above(right=440), line(), False, True),
        (above(right=442), line(), False, False),
        # a gap of more than 1.4 times the distance of lines, on one page
        (above(), line(bottom=657), False, True),
        (above(), line(bottom=659), False, False),
        (above(), line(bottom=100, page=1), False, False),
        # letters of another size, larger or smaller
        (above(size=14), line(), False, True),
        (above(), line(size=22), False, True),
        (above(size=15), line(), False, False),
        (above(), line(size=21), False, False),
        # a paragraph's first line that is centred or at the right
        (above(left=145), line(), True, True),
        (above(left=143), line(), True, False),
        (above(left=145), line(), False, False),
        # an indent
        (above(), line(left=126), False, True),
        (above(), line(left=105), False, True),
        (above(), line(left=104), False, False),
        (above(left=126), line(), True, False),
        # a hanging indent: under the first line of a numbered paragraph that is not at its end
        (above(NUMBERED), line(left=126), True, False),
        (above(NUMBERED), line(left=126), False, True),
        (above(FULL), line(left=126), True, True),
        (above("1." + FULL[:20] + "。"), line(left=126), True, True),
        # the same indent twice: the second begins a paragraph if the first is a whole one, or an item
        (above(left=126), line(left=126), True, False),
        (above(NUMBERED, left=126), line(left=126), True, True),
        (above(ENDED, left=126), line(left=126), True, True),
        (above(NUMBERED, left=126), line(left=126), False, False),
        (above(ENDED, left=126), line(left=126), False, False),
        (above(NUMBERED), line(), True, False),
        (above(ENDED), line(), True, False),
        (above(ENDED, left=126), line(left=112), True, True),
        (above(ENDED, left=126), line(left=111), True, False),
        # an enumerator after a sentence's end, or indented
        (above(ENDED), line(MARKED), False, True),
        (above(FULL[:21] + "；"), line(MARKED), False, True),
        (above(FULL[:21] + "，"), line(MARKED), False, False),
        (above(left=126), line(MARKED, left=126), False, True),
        (above(), line(MARKED), False, False),
        # a title goes on while its lines are long, wherever they stand
        (above(left=100, right=400, size=24), line(left=190, right=300, size=24), True, False),
        (above(left=100, right=339, size=24), line(left=190, right=300, size=24), True, False),
        (above(left=100, right=337, size=24), line(left=190, right=300, size=24), True, True),
        (above(left=100, right=400, size=24), line(size=18), True, True),
        (above(left=100, right=400, size=24), line(left=190, right=300, size=22), True, True),
        (above(left=100, right=400, size=22), line(left=100, size=22), False, False),
        (above(left=100, right=400, size=21), line(left=100, size=21), False, True),
    ],
)
def test_where_a_paragraph_begins(upper: Line, lower: Line, first: bool, begins: bool) -> None:
    assert _begins(upper, lower, SETTING, first=first) is begins


def test_whether_the_line_above_is_a_first_one_is_carried_on() -> None:
    hanging = [above(NUMBERED), line(left=126), line(left=126, bottom=640), line(MARKED, bottom=610)]
    plain = [line(FULL, bottom=y) for y in range(580, 400, -30)]
    assert list(_begins_of_paragraphs(hanging + plain)) == [True, False, False] + [False] * 7
    deeper = [above(NUMBERED), line(left=126), line(left=142, bottom=640), line(left=142, bottom=610)]
    assert list(_begins_of_paragraphs(deeper + plain)) == [True, False, True, False] + [False] * 6
    assert list(_begins_of_paragraphs([])) == []


def test_the_setting_is_that_of_most_of_the_text() -> None:
    body = [line(bottom=y) for y in (700, 700, 700, 670, 670, 670, 640)]  # of three parts each, set apart in a line
    title = line("报告", left=200, right=300, bottom=740, size=24)
    assert measure([title, *body]) == (90, 486, 18, 30)
    turned = [line(bottom=y, page=page) for page, y in ((0, 100), (0, 60), (1, 700), (1, 660))]
    assert measure(turned).pitch == 40  # a step to the next page is none
    assert measure([line()]).pitch == 18


def heads(n_pages: int, with_head: int, y: int = 800) -> str:
    pages = [
        [(90, y, 12, "法治政府建设报告汇编")] * (i < with_head) + five_lines(*(f"{sign}{i}" for sign in "甲乙丙丁戊"))
        for i in ("一二三四五六".index(sign) for sign in "一二三四五六"[:n_pages])
    ]
    return pdf_text(make_pdf(pages))


@pytest.mark.parametrize(("n_pages", "with_head", "marked"), [(5, 2, True), (6, 2, False), (2, 1, False), (6, 3, True)])
def test_a_running_head_stands_on_two_in_five_pages_and_on_two(n_pages: int, with_head: int, marked: bool) -> None:
    assert (OUTSIDE + "法治政府建设报告汇编" in heads(n_pages, with_head)) is marked


@pytest.mark.parametrize(("y", "marked"), [(790, True), (745, True), (600, False)])
def test_a_running_head_is_among_the_two_outermost_lines(y: int, marked: bool) -> None:
    assert (OUTSIDE + "法治政府建设报告汇编" in heads(2, 2, y)) is marked


def test_the_same_words_at_another_height_do_not_repeat() -> None:
    pages = [
        [(90, y, 12, "法治政府建设报告汇编"), *five_lines(*signs)]
        for y, signs in ((800, "甲乙丙丁戊"), (790, "己庚辛壬癸"))
    ]
    assert OUTSIDE not in pdf_text(make_pdf(pages))


@pytest.mark.parametrize("height", [790 + tenth / 10 for tenth in range(0, 40, 3)])
def test_running_heads_within_two_points_are_at_one_height_wherever_that_is(height: float) -> None:
    heads = [
        line("某市司法局文件", right=216, bottom=height),
        line("某市司法局文件", right=216, bottom=height + 1.9, page=1),
    ]
    body = [
        line(sign + FULL[1:], bottom=y, page=page)
        for sign, y, page in zip("甲乙丙丁", (760, 730) * 2, (0, 0, 1, 1), strict=True)
    ]
    assert find_heads([heads[0], *body[:2], heads[1], *body[2:]], 2) == {0, 3}
    assert find_heads([heads[0], *body[:2], heads[1]._replace(bottom=height + 4.1), *body[2:]], 2) == set()


# Running heads and page numbers, on three pages of a report.

HEADS = {
    "one on left and one on right pages": lambda p: [(90, 800, 12, "某市司法局" if p % 2 else "法治建设报告")],
    "one page alone has another": lambda p: [(90, 800, 12, "某市司法局文件" if p == 2 else "法治建设报告")],
    "as large as the body, far above": lambda p: [(90, 820, 18, "某市司法局" if p % 2 else "法治建设报告")],
    "on the first page alone": lambda p: [(90, 800, 10, "内部资料")] * (p == 1),
    "on the second page alone": lambda p: [(90, 800, 10, "法治文件汇编")] * (p == 2),
    "with a number": lambda p: [(90, 800, 12, f"某市司法局　第{'一二三'[p - 1]}页")],
    **{
        sample(1): lambda p, sample=sample: [(280, 40, 12, sample(p))]
        for sample in (
            lambda p: "i" * p,
            lambda p: "I" * p,
            lambda p: "ⅰⅱⅲ"[p - 1],
            lambda p: f"第{'一二三'[p - 1]}页",
            lambda p: f"第{p}页 共5页",
            lambda p: f"第 {p} 页，共 5 页",
            lambda p: f"第{p}页,共5页",
            lambda p: f"共5页 第{p}页",
            lambda p: f"—{p}—",
            lambda p: f"－{'一二三'[p - 1]}－",
            lambda p: "①②③"[p - 1],
            lambda p: f"{p}/5",
            lambda p: f"Page {p} of 5",
        )
    },
    "left and right": lambda p: [(90 if p % 2 else 480, 40, 12, str(p))],
    "from the second page on": lambda p: [(280, 40, 12, "ii" if p == 2 else "iii")] * (p > 1),
    "on the last page alone": lambda p: [(280, 40, 12, "第三页")] * (p == 3),
}


@pytest.mark.parametrize("name", HEADS)
def test_what_a_page_prints_beside_the_report_is_outside_and_in_no_sentence(name: str) -> None:
    bodies = [
        [first + FULL[1:20] + last for first, last in pairs] for pairs in (["甲子", "乙丑", "丙杜"], ["绝寅", "丁卯"])
    ]
    bodies.append(["戊" + FULL[1:20] + "辰", "落实到位。"])
    pages = [
        [*HEADS[name](p), *((90, y, 18, text) for y, text in zip((740, 710, 680), body, strict=False))]
        for p, body in enumerate(bodies, start=1)
    ]
    lines = pdf_text(make_pdf(pages)).split("\n")
    assert [line for line in lines if not line.startswith(OUTSIDE)] == ["".join("".join(body) for body in bodies)]
    heads = [line[3] for p in (1, 2, 3) for line in HEADS[name](p)]
    assert [squeeze(line) for line in lines if line.startswith(OUTSIDE)] == [squeeze(head) for head in heads]


def test_a_note_at_a_page_s_foot_and_a_heading_at_its_top_are_no_running_heads() -> None:
    pages = [
        [(90, 760, 18, head), *((90, y, 18, sign + FULL[1:]) for sign, y in zip(signs, (700, 670, 640), strict=True))]
        for head, signs in (("（一）加强学习", "甲乙丙"), ("（二）规范执法", "丁戊己"))
    ]
    pages = [[*page, (90, 610, 12, "注：截至" + page[1][3][0])] for page in pages]
    assert OUTSIDE not in pdf_text(make_pdf([[*page, (90, 100, 18, page[2][3])] for page in pages]))


def test_lines_that_begin_pages_and_count_something_else_are_no_running_heads() -> None:
    pages = [
        [(90, y, 18, text) for y, text in zip((760, 730, 700), (head, *signs), strict=True)]
        for head, signs in (("第一批事项", "甲乙"), ("第二批事项", "丙丁"))
    ]
    assert OUTSIDE not in pdf_text(make_pdf(pages))
    pages = [[(*line[:3], line[3].replace("批事项", "页清单")) for line in page] for page in pages]
    assert pdf_text(make_pdf(pages)).count(OUTSIDE) == 2


# Tables.

ROWS = [
    ["指标", "单位", "2021年", "2022年"],
    ["检查", "次", "", "120"],
    ["案件", "件", "7", "9"],
    ["合计", "", "7", "129"],
]
BELOW = [(126, 500, 18, FULL[:20]), (90, 470, 18, FULL)]


def table(cells: list[list[str]], *, width: int = 100) -> list[tuple[int, int, int, str]]:
    return [
        (94 + width * column, 704 - 24 * row, 12, text)
        for row, texts in enumerate(cells)
        for column, text in enumerate(texts)
        if text
    ]


def rules(*lines: tuple[int, int, int, int]) -> bytes:
    return b"".join(b"%d %d m %d %d l S\n" % line for line in lines)


def rows(pages: list[list[tuple[int, int, int, str]]], drawn: bytes = b"") -> list[list[str]]:
    lines = pdf_text(make_pdf(pages, extra=drawn)).split("\n")
    return [line.removeprefix("\x1d").split("\t") for line in lines if "\t" in line]


def test_a_table_without_rules_is_told_by_its_columns() -> None:
    assert rows([[*table(ROWS), *BELOW]]) == ROWS


def test_lines_set_nearer_go_on_in_the_cells_above_where_no_rules_are() -> None:
    cells = [
        (94, 704, "事项"),
        (294, 704, "件数"),
        (94, 680, "许可"),
        (294, 680, "12"),
        (94, 656, "行政检查"),
        (294, 656, "7"),
    ]
    cells += [(94, 642, "和处罚"), (94, 618, "调解"), (294, 618, "3")]
    table = [(x, y, 12, text) for x, y, text in cells]
    assert rows([[*table, *BELOW]]) == [["事项", "件数"], ["许可", "12"], ["行政检查和处罚", "7"], ["调解", "3"]]


def test_a_table_with_rules_keeps_merged_and_broken_cells_in_their_first_place() -> None:
    level = [(90, 724 - 24 * n, 490, 724 - 24 * n) for n in (0, 1, 3, 4)] + [(190, 676, 490, 676)]
    upright = [(x, 628, x, 724) for x in (90, 290, 390, 490)] + [(190, 652, 190, 700)]
    cells = [
        ["指标", "", "2021年", "2022年"],
        ["执法", "城区", "3", ""],
        ["检查", "乡镇", "5", "6"],
        ["合计", "", "8", "6"],
    ]
    found = rows([[*table(cells), *BELOW]], rules(*level, *upright))
    assert found[:2] == [["指标", "", "2021年", "2022年"], ["执法检查", "城区", "3", ""][: len(found[1])]]
    assert found[2][-3:] == ["乡镇", "5", "6"]
    assert found[3] == ["合计", "", "8", "6"]


def test_cells_that_touch_are_parted_by_the_rule_between_them() -> None:
    level = [(90, 724 - 24 * n, 290, 724 - 24 * n) for n in (0, 1, 2)]
    upright = [(x, 676, x, 724) for x in (90, 142, 290)]
    page = [(94, 704, 12, "行政许可"), (142, 704, 12, "120"), (94, 680, 12, "行政处罚"), (142, 680, 12, "56"), *BELOW]
    assert rows([page], rules(*level, *upright)) == [["行政许可", "120"], ["行政处罚", "56"]]


def test_what_stands_beside_a_table_or_alone_in_two_parts_is_kept() -> None:
    page = [(90, 760, 18, "甲府发〔2022〕1号"), (380, 760, 18, "签发人：李某"), *table(ROWS), *BELOW]
    lines = pdf_text(make_pdf([page])).split("\n")
    assert lines[0] == "甲府发〔2022〕1号签发人：李某"
    assert lines[-1] == FULL[:20] + FULL


def test_entries_of_contents_are_lines_of_their_own_however_full() -> None:
    page = [
        (90, 700 - 30 * n, 18, f"{text}{'…' * (20 - len(text))}{n}")
        for n, text in enumerate(("一、举措", "二、不足"), 1)
    ]
    assert pdf_text(make_pdf([page])).split("\n") == [text for _, _, _, text in page]


def test_an_indent_of_wide_spaces_begins_a_paragraph() -> None:
    page = [(90, 700, 18, FULL[:21] + "。"), (90, 670, 18, "　　三、打算" + FULL[:14]), (90, 640, 18, FULL)]
    assert pdf_text(make_pdf([page])).split("\n") == [FULL[:21] + "。", "三、打算" + FULL[:14] + FULL]


# Fonts that are not in the file.


def test_a_pdf_without_its_fonts_is_read_and_said_to_be_unsure() -> None:
    page = [(90, 700, 18, "案件"), (200, 700, 18, "件"), (90, 670, 18, "检查"), (200, 670, 18, "次")]
    with pytest.warns(
        CorpusWarning, match=r"^raw/a\.pdf: the fonts STSong-Light are not in this PDF: .* save it again with"
    ):
        text = read_file(make_pdf([page], embedded=False), "raw/a.pdf")
    assert [line.removeprefix("\x1d") for line in text.split("\n")] == ["案件\t件", "检查\t次"]


def test_a_pdf_with_its_fonts_gives_no_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read_file(make_pdf([[(90, 700, 18, FULL)]]), "a.pdf") == FULL


# Files that take long to draw.

FORM = (
    b"%d 0 obj\n<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>/Length %d>>stream\n%s\n"
    b"endstream\nendobj\n"
)


def with_form(content: bytes, inner: int) -> bytes:
    """A page that draws the form 20, which holds this content; X is the form of this number."""
    data = make_pdf([[(90, 700, 18, FULL)]], extra=b"/X Do\n")
    data = data.replace(b"/Resources<<", b"/Resources<</XObject<</X 20 0 R>>")
    form = FORM % (20, inner, len(content), content)
    return data.replace(b"xref\n", form + b"xref\n", 1)


def test_what_it_warns_of_comes_from_the_process_too() -> None:
    text, odd = read_document(make_pdf([[(90, 700, 18, FULL)]], embedded=False))
    with pytest.warns(CorpusWarning, match="^the fonts STSong-Light are not in this PDF") as warned:
        assert pdf_text(make_pdf([[(90, 700, 18, FULL)]], embedded=False)) == text == FULL
    assert [str(warning.message) for warning in warned] == odd


def content(drawn: bytes, about: bytes = b"") -> bytes:
    """A PDF of one page that draws this."""
    data = make_pdf([[(90, 700, 18, FULL)]])
    head, _, rest = data.partition(b"9 0 obj\n")
    return head + b"9 0 obj\n%s\n" % make_stream(drawn, about) + rest[rest.index(b"endobj") :]


MANY = b"0 0 m 9 9 l S " * 2_000_000  # packs to 30 KB
FOREVER = {
    "a form that draws itself twice": with_form(b"/X Do /X Do", 20),
    "instructions that unpack to 28 MB": content(MANY),
    "a stream that unpacks twice": content(zlib.compress(MANY * 9), b"/Filter/FlateDecode").replace(
        b"/Filter/FlateDecode/Filter/FlateDecode", b"/Filter[/Fl/F#6c]"
    ),
    "one stream ten thousand times": content(b"q Q " * 20_000).replace(
        b"/Contents 9 0 R", b"/Contents[%s]" % (b"9 0 R " * 10_000)
    ),
}


@pytest.mark.parametrize("data", FOREVER.values(), ids=FOREVER)
def test_a_file_that_takes_too_much_is_refused_and_the_next_one_is_read(data: bytes) -> None:
    with pytest.raises(
        CorpusError, match=r"^this PDF was given up: (reading it takes more than|its reader ended).*\.txt$"
    ):
        pdf_text(data)
    assert pdf_text(make_pdf([[(90, 700, 18, FULL)]])) == FULL


@pytest.mark.parametrize("answer", ["text", ["text"], ["text", None], [5, []], {}, None])
def test_an_answer_that_is_none_is_refused(answer: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "ask", lambda *_: answer)
    with pytest.raises(CorpusError, match="^this PDF was given up: its reader gave no answer that can be read; save"):
        pdf_text(make_pdf([[(90, 700, 18, FULL)]]))


def test_whoever_reads_a_pdf_does_not_load_pdfium() -> None:
    code = "import sys, helpers.reading.pdf; print([name for name in sys.modules if 'pdfium' in name])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
