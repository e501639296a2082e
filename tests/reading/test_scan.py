"""Scans: pages drawn, turned upright and recognised by a function of the test's own; files that are refused."""

import io
import re
import struct
import sys
import zlib
from pathlib import Path

import numpy as np
import pylopdf_fonts_zh_cn
import pytest
from PIL import Image, ImageDraw, ImageFont, TiffImagePlugin

from helpers.errors import CorpusError
from helpers.reading import apart, scan
from helpers.reading.layout import Found
from helpers.reading.scan import Recogniser, Unsure, recognise_text
from tests.files import make_pdf
from tests.reading.standin import FULL, LIMITS, LINES, SHADES, at, load_standin

A4 = (1_654, 2_339)
WIDE = (3_307, 2_339)
PICTURE = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q\n"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="other systems limit no memory, or nothing")


def picture(size: tuple[int, int] = A4, *, mode: str = "RGB") -> Image.Image:
    """A page with a black corner, so that one sees which way it lies."""
    page = Image.new(mode, size, "white")
    page.paste("black", (0, 0, 100, 200))
    return page


def save(*pages: Image.Image, kind: str = "TIFF", **how: object) -> bytes:
    file = io.BytesIO()
    more = {"save_all": True, "append_images": pages[1:]} if kind in ("TIFF", "PDF") else {}
    pages[0].save(file, kind, **more, **how)
    return file.getvalue()


def reader(*pages: list[Found]) -> Recogniser:
    """A recogniser that gives these pages one after the other."""
    left = iter(pages)
    return lambda _: next(left)


def is_upright(page: Image.Image) -> bool:
    return page.height > page.width and page.convert("L").getpixel((50, 150)) < 128


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "PDF"])
def test_a_picture_of_a_page_becomes_paragraphs(kind: str) -> None:
    found = recognise_text(save(picture(), kind=kind, **({"resolution": 200} if kind == "PDF" else {})), reader(LINES))
    assert found == (f"{FULL[:20]}{FULL}完成21件。\n【页边】—1—\n", [], [])


def test_pages_of_one_file_are_read_in_order_and_a_paragraph_goes_on_over_them() -> None:
    second = [at(200, 300, "又一行。"), at(280, 370, FULL[::-1][:20]), at(200, 440, "末。"), at(780, 2200, "— 2 —")]
    found = recognise_text(save(picture(), picture()), reader([*LINES[:2], LINES[3]], second))
    assert found.text.split("\n") == [
        *[FULL[:20] + FULL + "又一行。", "【页边】—1—", FULL[::-1][:20] + "末。", "【页边】—2—", ""]
    ]


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_kind_reach_the_recogniser_as_black_on_white(mode: str) -> None:
    page = picture(mode="L")
    if mode == "I;16":
        page = Image.fromarray(np.asarray(page).astype(np.uint16) * 257)
    elif mode == "RGBA":  # what is not drawn is see-through
        page = page.convert("RGBA")
        page.putalpha(page.convert("L").point(lambda value: 255 - value))
    else:
        page = page.convert(mode)
    seen: list[Image.Image] = []
    recognise_text(save(page), lambda given: seen.append(given) or LINES)
    assert [(given.mode, given.size, given.getpixel((5, 5)), given.getpixel((900, 900))) for given in seen] == [
        *[("RGB", A4, (0, 0, 0), (255, 255, 255))]
    ]


def test_a_photograph_is_turned_as_its_camera_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 8  # turned by 90°: shown upright it is the picture
    data = save(picture().rotate(270, expand=True), kind="JPEG", exif=exif)
    seen: list[Image.Image] = []
    recognise_text(data, lambda given: seen.append(given) or LINES)
    assert len(seen) == 1 and is_upright(seen[0])


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_turned_page_is_turned_upright(angle: int) -> None:
    def recognise(page: Image.Image) -> list[Found]:
        if is_upright(page):
            return LINES
        lies = page.width > page.height
        high = [Found("工作报告", 0.95, ((200, 300), (240, 300), (240, 460), (200, 460)))]
        return high if lies else [piece._replace(text="业专士", confidence=0.5) for piece in LINES]

    found = recognise_text(save(picture().rotate(angle, expand=True)), recognise)
    assert found.text.startswith(FULL[:20])


def test_a_page_that_is_read_badly_either_way_is_as_it_was() -> None:
    poor = [at(200, 300, FULL), at(200, 370, FULL, confidence=0.4)]
    with pytest.raises(CorpusError, match="^hardly readable: 50% of its characters are in lines of a conf"):
        recognise_text(save(picture()), lambda _: poor)


def test_columns_and_sheets_are_read_one_after_the_other() -> None:
    left = [at(200, 300 + 70 * n, FULL) for n in range(5)] + [at(600, 2200, "— 1 —")]
    right = [at(1900, 300, "完成。"), at(2300, 2200, "— 2 —")]
    found = recognise_text(save(picture(WIDE)), reader([*left, *right]))
    assert found.text.split("\n") == [FULL * 5 + "完成。", "【页边】—1—", "【页边】—2—", ""]


def test_what_is_unsure_is_listed_with_its_page_and_its_confidence() -> None:
    unsure = [*LINES[:2], at(200, 440, "生告", confidence=0.838), at(780, 2200, "— 1 —", confidence=0.6)]
    found = recognise_text(save(picture(), picture(), picture()), reader(LINES, [], unsure))
    assert found.unsure == [Unsure(2, 0.0, ""), Unsure(3, 0.84, "生告")]


def test_a_line_is_unsure_below_nine_tenths_and_a_file_of_which_more_than_two_in_five_are_is_refused() -> None:
    sure = at(200, 300, FULL[:6])
    for confidence, listed in ((0.9, []), (0.89, [Unsure(1, 0.89, FULL[:4])])):
        found = recognise_text(save(picture()), reader([sure, at(200, 370, FULL[:4], confidence=confidence)]))
        assert found.unsure == listed
    with pytest.raises(CorpusError, match="^hardly readable: 45% of its characters"):
        recognise_text(save(picture()), reader([sure, at(200, 370, FULL[:5], confidence=0.89)]))


@pytest.mark.parametrize(("low", "looks"), [(0.5, 1), (0.49, 4)])
def test_a_page_that_gets_three_quarters_on_the_whole_is_not_turned(low: float, looks: int) -> None:
    seen: list[Image.Image] = []
    lines = [at(200, 300, FULL[:10], confidence=1.0), at(200, 370, FULL[10:20], confidence=low)]
    with pytest.raises(CorpusError, match="hardly readable"):
        recognise_text(save(picture()), lambda given: seen.append(given) or lines)
    assert len(seen) == looks


@pytest.mark.parametrize(("n_tall", "looks"), [(10, 1), (11, 3)])
def test_a_page_of_which_half_stands_on_its_side_is_not_turned(n_tall: int, looks: int) -> None:
    seen: list[Image.Image] = []
    tall = Found(FULL[:n_tall], 0.99, ((900, 300), (940, 300), (940, 900), (900, 900)))
    recognise_text(save(picture()), lambda given: seen.append(given) or [at(200, 300, FULL[:10]), tall])
    assert len(seen) == looks


@pytest.mark.parametrize(
    ("confidences", "best"), [((0.1, 0.2, 0.4, 0.3), "第3种"), ((0.1, 0.1, 0.1, 0.1), "第1种"), ((0.1, 0.6), "第2种")]
)
def test_of_the_ways_to_turn_a_page_the_best_one_stays(confidences: tuple[float, ...], best: str) -> None:
    seen: list[Image.Image] = []

    def recognise(page: Image.Image) -> list[Found]:
        seen.append(page)
        return [
            at(200, 300, f"第{len(seen)}种" + FULL[:9], confidence=0.95),
            at(200, 370, FULL[:8], confidence=confidences[len(seen) - 1]),
        ]

    assert recognise_text(save(picture()), recognise).text.startswith(best)
    assert [page.size for page in seen] == [A4, A4, A4[::-1], A4[::-1]][: len(confidences)]


def test_a_blank_page_is_nothing_to_look_at() -> None:
    found = recognise_text(save(picture(), Image.new("RGB", A4, "white")), reader(LINES, []))
    assert found.unsure == []


def test_a_page_with_a_text_layer_keeps_it_and_the_scanned_one_is_recognised() -> None:
    text = [(126, 700, 18, "主要举措" + FULL[:16]), *((90, y, 18, FULL) for y in (670, 640)), (90, 610, 18, "完成。")]
    data = make_pdf([text, []], under=PICTURE)
    scanned = [
        at(350, 300, FULL[::-1][:20], size=50),
        at(250, 383, FULL[::-1], size=50),
        at(250, 466, "落实。", size=50),
    ]
    found = recognise_text(data, reader(scanned))
    both = ["主要举措" + FULL[:16] + FULL * 2 + "完成。", FULL[::-1][:20] + FULL[::-1] + "落实。"]
    assert found.text.split("\n") == [*both, ""]


def test_between_the_rules_of_a_table_a_row_is_a_line() -> None:
    page = picture()
    pen = ImageDraw.Draw(page)
    for y in (480, 560, 680):
        pen.line((200, y, 1200, y), fill="black", width=3)
    for x in (200, 600, 1200):
        pen.line((x, 480, x, 680), fill="black", width=3)
    cells = [at(220, 500, "事项"), at(620, 500, "次数"), at(220, 575, "行政"), at(620, 600, "12"), at(220, 625, "检查")]
    found = recognise_text(save(page), reader([at(200, 370, FULL + FULL[:8]), *cells]))
    assert found.text.split("\n") == [FULL + FULL[:8], "事项\t次数", "行政检查\t12", ""]


def test_what_a_scanners_software_has_put_behind_a_page_is_not_taken_beside_recognised_pages() -> None:
    behind = [(126, 700, 18, "主要举措" + FULL[:16]), (90, 670, 18, FULL)]
    second = [at(200, 300, "又一行。"), at(280, 370, FULL[::-1][:20]), at(200, 440, "末。")]
    found = recognise_text(make_pdf([behind, []], under=b"3 Tr\n" + PICTURE), reader([*LINES[:2], LINES[3]], second))
    assert found.text.split("\n") == [*[f"{FULL[:20]}{FULL}又一行。", "【页边】—1—", f"{FULL[::-1][:20]}末。", ""]]


def test_a_pdf_whose_fonts_say_nothing_is_recognised() -> None:
    data = make_pdf([[(90, 700, 18, "\ue001\ue002\ue003" * 9)]])
    assert recognise_text(data, reader(LINES)).text.startswith(FULL[:20])


def test_a_page_of_which_only_a_printed_line_is_text_is_recognised() -> None:
    line = (90, 820, 9, "某市某区档案馆提供，仅供查阅，下载时间2022年1月12日")
    found = recognise_text(make_pdf([[line]] * 2, extra=PICTURE), reader(LINES, [at(280, 300, FULL[::-1])]))
    assert found.text.split("\n") == [FULL[:20] + FULL + "完成21件。", "【页边】—1—", FULL[::-1], ""]


def test_further_pictures_that_are_no_pages_are_left_out() -> None:
    preview = picture((165, 234))
    tiff = io.BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(tiff) as file:
        for page, kind in ((picture(), 0), (preview, 1)):
            page.save(file, "TIFF", tiffinfo={254: kind})
            file.newFrame()
    photo = save(picture(), preview, kind="MPO", save_all=True, append_images=[preview])
    for data in (tiff.getvalue(), photo):
        assert recognise_text(data, reader(LINES)).text.startswith(FULL[:20])


def test_a_page_of_upright_text_is_listed() -> None:
    upright = [Found("工作报告", 0.95, ((200, 300), (240, 300), (240, 460), (200, 460)))]
    left = iter([LINES, upright, upright, upright])
    found = recognise_text(save(picture(), picture()), lambda _: next(left))
    assert found.unsure == [Unsure(2, 0.0, "")] and found.text.endswith("【页边】工作报告\n")


def test_a_stamp_is_taken_out_and_a_red_letterhead_stays() -> None:
    page = picture()
    pen = ImageDraw.Draw(page)
    pen.ellipse((900, 1800, 1230, 2130), outline=(215, 30, 40), width=12)
    pen.rectangle((1000, 1950, 1100, 1960), fill="black")  # the signature under it
    pen.rectangle((300, 200, 1300, 260), fill=(220, 20, 30))
    seen: list[Image.Image] = []
    recognise_text(save(page), lambda given: seen.append(given) or LINES)
    colours = [seen[0].getpixel(place) for place in ((905, 1965), (1050, 1955), (800, 230))]
    assert max(colours[1]) < 10 and colours[2] == (220, 20, 30)
    assert min(colours[0]) > 200 and max(colours[0]) - min(colours[0]) == 0


@pytest.mark.parametrize(
    ("found", "said"),
    [([], "no text was recognised in this file; scan it again"), ([at(1, 1, " ")], "no text was recognised")],
)
def test_a_file_without_text_is_refused(found: list[Found], said: str) -> None:
    with pytest.raises(CorpusError, match=f"^{said}"):
        recognise_text(save(picture()), lambda _: found)


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\nxx", save(picture(), kind="PNG")[:2000], b"II*\0" + bytes(40)])
def test_a_damaged_picture_is_refused(data: bytes) -> None:
    with pytest.raises(CorpusError, match="^this picture is damaged "):
        recognise_text(data, reader(LINES))


@pytest.mark.parametrize("size", [(20_000, 10_000), (10_000, 9_000), (9_000, 9_000)])
def test_a_picture_of_too_many_pixels_is_refused_unread(size: tuple[int, int]) -> None:
    head = b"IHDR" + struct.pack(">IIBBBBB", *size, 1, 0, 0, 0, 0)  # one bit each, none of them there
    data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    data += struct.pack(">I", 0) + b"IDAT" + struct.pack(">I", zlib.crc32(b"IDAT"))
    with pytest.raises(CorpusError, match="too large"):
        recognise_text(data, reader(LINES))


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "MAX_SCANNED", 1)
    for data in (save(*[picture()] * 2), save(*[picture()] * 9), make_pdf([[]] * 2, under=PICTURE)):
        with pytest.raises(CorpusError, match="^[23] pages, more than 1; cut out the report$"):
            recognise_text(data, reader(LINES))
    text = [(90, 700 - 30 * n, 18, FULL) for n in range(3)]
    assert FULL in recognise_text(make_pdf([text, []], under=PICTURE), reader(LINES)).text


@pytest.mark.parametrize(
    ("size", "reduced"),
    [
        ((2_480, 3_508), (1_654, 2_339)),
        ((2_400, 2_400), (2_339, 2_339)),
        ((3_400, 1_700), (3_307, 1_654)),  # a sheet of two pages
        ((2_600, 2_500), (2_600, 2_500)),
    ],
)
def test_a_large_picture_is_reduced(size: tuple[int, int], reduced: tuple[int, int]) -> None:
    seen: list[Image.Image] = []
    recognise_text(save(picture(size, mode="L"), kind="PNG"), lambda given: seen.append(given) or LINES)
    assert seen[0].size == reduced


# In a process of its own.

TABLE = [
    (400 + 100 * n, 600 - 24 * m, 12, sign) for m, row in enumerate(("一二", "三四")) for n, sign in enumerate(row)
]


def pages(*does: str) -> bytes:
    return save(*(Image.new("L", A4, SHADES[each]) for each in does))


def recognise_apart(data: bytes, monkeypatch: pytest.MonkeyPatch) -> scan.Scan:
    monkeypatch.setattr(scan, "LIMITS", LIMITS)
    return scan.recognise_apart(data, f"{load_standin.__module__}:load_standin")


def test_a_process_of_its_own_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    text = [(90, 700 - 30 * n, 18, FULL) for n in range(3)]
    for data in (pages("read", "other"), make_pdf([[*text, *TABLE], []])):
        found = recognise_apart(data, monkeypatch)
        assert found == recognise_text(data, load_standin()) and "完成21件" in found.text
    assert not [key for key in apart._READERS if "scan" in str(key[0])]  # none waits with its models


@pytest.mark.parametrize(
    ("does", "why"),
    [
        ("compute", "reading it takes more than 1 seconds of the processor"),
        pytest.param("hoard", r"its reader ended \(.*\), perhaps because it needs more than 300 MB", marks=LINUX),
        ("abort", r"its reader ended \(SIGABRT\), perhaps .*"),
        ("raise", "'no model'"),
    ],
)
def test_a_page_that_takes_too_much_is_set_aside_and_the_others_are_kept(does, why, monkeypatch) -> None:
    found = recognise_apart(pages("read", does, "other"), monkeypatch)
    assert FULL[:20] + FULL in found.text and FULL[::-1][:20] in found.text and found.unsure == [Unsure(2, 0.0, "")]
    why = f"its text was not recognised: {why}; scan it again, or save its text as .txt"
    assert len(found.aside) == 1 and re.fullmatch(f"page 2 was set aside: {why}", found.aside[0])


def test_a_file_of_which_no_page_is_kept_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CorpusError, match="^its text was not recognised: 'no model'; scan it again, or save its text"):
        recognise_apart(pages("raise", "raise"), monkeypatch)


def test_a_page_is_looked_at_again_for_as_long(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CorpusError, match="^hardly readable"):
        recognise_apart(pages("slow"), monkeypatch)


def test_a_page_that_cannot_be_drawn_is_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    data = save(picture(), picture(), compression="tiff_deflate")
    end = data.rindex(b"x\x9c")  # where the second page's pixels begin
    found = recognise_text(data[:end] + bytes(20) + data[end + 20 :], reader(LINES))
    assert found.text.startswith(FULL[:20])
    assert found.unsure == [Unsure(2, 0.0, "")] and found.aside[0].startswith(
        "page 2 was set aside: this picture is dam"
    )


@pytest.mark.parametrize("answer", [None, "2", [], [1], [[1, 2, 3]], [[[1, [], [[1]]]], []], [[], [[1, "x", 2]]]])
def test_an_answer_of_it_that_is_none_is_refused(answer: object, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([1, answer])
    monkeypatch.setattr(scan, "ask", lambda *_: next(answers))
    with pytest.raises(
        CorpusError, match=r"^its text was not recognised: .*; scan it again, or save its text as \.txt$"
    ):
        scan.recognise_apart(save(picture()))
    monkeypatch.setattr(scan, "ask", lambda *_: answer)
    with pytest.raises(CorpusError, match="^its text was not recognised: its reader gave no answer"):
        scan.recognise_apart(save(picture()))


def draw_page(*lines: tuple[int, int, int, str]) -> bytes:
    """A page on which lines (left, top, size in pixels, text) are printed, as PNG."""
    page = Image.new("RGB", A4, "white")
    font = next(Path(pylopdf_fonts_zh_cn.__file__).parent.rglob("*Serif*.otf"))
    for left, top, size, text in lines:
        ImageDraw.Draw(page).text((left, top), text, font=ImageFont.truetype(str(font), size), fill="black")
    return save(page, kind="PNG")


@pytest.mark.skipif(not scan.can_recognise(), reason="needs the extra: make ocr")
def test_the_extra_reads_a_drawn_page() -> None:
    lines = [
        (500, 200, 60, "某市法治政府建设报告"),
        (290, 340, 44, "一、主要举措和成效"),
        (290, 420, 44, "坚持公开透明" * 4),
    ]
    page = draw_page(*lines, (200, 500, 44, "推进政务服务。"), (780, 2160, 34, "— 1 —"))
    found = recognise_text(page, scan.load_recogniser())
    *text, foot, end = found.text.split("\n")
    assert text == ["某市法治政府建设报告", "一、主要举措和成效", "坚持公开透明" * 4 + "推进政务服务。"]
    assert foot.startswith("【页边】") and not end and not found.unsure
