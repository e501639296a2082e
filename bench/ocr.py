"""Reports set as pages, drawn, made worse as scans are, and recognised: what of them comes back.

`make bench-ocr` runs it: two reports of corpus/raw in the packaged font, A4, 16 points, two 汉字 of indent, a page
number at the foot. Recognised text is compared with the text that was set (both folded and without white space:
half-width and full-width forms are one character); the roles, items and claims read in it with those read in that
text. The time is the processor's on one thread, the memory the process's most. Ways named as arguments run alone.
"""

import difflib
import io
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pylopdf_fonts_zh_cn
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from helpers import find_claims, list_items, load_corpus, parse_outline
from helpers.characters import fold, squeeze
from helpers.cleaning import clean
from helpers.reading.lines import read_kept
from helpers.reading.scan import load_recogniser, recognise_text

REPORTS = ("zaozhuang-2023", "yuelu-2021")
FONT = next(Path(pylopdf_fonts_zh_cn.__file__).parent.rglob("*Serif*.otf"))
WIDTH, HEIGHT, MARGIN, TOP, LETTER, TITLE, PITCH, FOOT = 595, 842, 73, 72, 16, 22, 28, 770  # points
NO_BEGIN, NO_END = tuple("，。、；：？！）》”’,.;:?!)】〕"), tuple("（《“‘(【〔")
SEED = 7

Line = tuple[float, float, int, str]  # left, top, size in points, text


def set_pages(text: str) -> Iterator[list[Line]]:
    """The lines of every page: a title in the middle, paragraphs, what is short and last at the right."""
    page: list[Line] = []
    top, number = TOP, 1
    paragraphs = text.split("\n")
    body = WIDTH - 2 * MARGIN
    for i, paragraph in enumerate(map(str.strip, paragraphs)):
        size = TITLE if i == 0 else LETTER
        signed = i >= len(paragraphs) - 2 and len(paragraph) < 30
        indent = 0 if i == 0 or signed or paragraph.endswith((":", "：")) else 2 * LETTER
        for n, line in enumerate(break_lines(paragraph, size, body, indent)):
            if top > FOOT - PITCH:
                yield [*page, foot(number)]
                page, top, number = [], TOP, number + 1
            wide = measure(line, size)
            left = MARGIN + (indent if n == 0 else 0)
            if i == 0:
                left = (WIDTH - wide) / 2
            elif signed:
                left = WIDTH - MARGIN - wide - 2 * LETTER
            page.append((left, top, size, line))
            top += PITCH * size / LETTER
    yield [*page, foot(number)]


def foot(number: int) -> Line:
    return ((WIDTH - 40) / 2, FOOT + 10, 12, f"— {number} —")


def measure(text: str, size: float) -> float:
    return ImageFont.truetype(str(FONT), 100).getlength(text) * size / 100


def break_lines(text: str, size: int, wide: float, indent: float) -> Iterator[str]:
    """The lines of a paragraph; no stop begins one, no opening bracket ends one."""
    while text:
        n = next((n for n in range(1, len(text) + 1) if measure(text[:n], size) > wide - indent), len(text) + 1) - 1
        while 1 < n < len(text) and (text[n] in NO_BEGIN or text[n - 1] in NO_END):
            n -= 1
        yield text[:n]
        text, indent = text[n:], 0


def draw(page: list[Line], dpi: int) -> Image.Image:
    scale = dpi / 72
    picture = Image.new("RGB", (round(WIDTH * scale), round(HEIGHT * scale)), "white")
    pen = ImageDraw.Draw(picture)
    for left, top, size, text in page:
        pen.text((left * scale, top * scale), text, font=ImageFont.truetype(str(FONT), size * scale), fill=(25, 25, 25))
    return picture


def make_noisy(picture: Image.Image) -> Image.Image:
    grain = np.random.default_rng(SEED).normal(0, 30, (picture.height, picture.width, 1))
    blurred = np.asarray(picture.filter(ImageFilter.GaussianBlur(0.7)))
    return Image.fromarray(np.clip(blurred + grain, 0, 255).astype(np.uint8))


def turn(picture: Image.Image) -> Image.Image:
    return picture.rotate(1, Image.Resampling.BICUBIC, fillcolor="white")


def press(picture: Image.Image) -> Image.Image:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=50)
    return Image.open(file).convert("RGB")


def stamp(picture: Image.Image, left: float, top: float) -> Image.Image:
    """A red stamp of 42 mm with its text around a star, its middle at this place in points."""
    scale, radius = picture.width / WIDTH, 42 / 25.4 * 72 / 2
    side = round(2 * radius * scale)
    seal = Image.new("L", (side, side), 0)
    pen, ring = ImageDraw.Draw(seal), max(2, round(2.8 * scale))
    pen.ellipse((0, 0, side - 1, side - 1), outline=210, width=ring)
    font = ImageFont.truetype(str(FONT), 15 * scale)
    for i, char in enumerate("青栾县行政审批服务局"):
        letter = Image.new("L", (side, side), 0)
        ImageDraw.Draw(letter).text((side / 2, 6 * scale), char, font=font, fill=210, anchor="mt")
        seal.paste(210, mask=letter.rotate(-(i - 4.5) * 26))
    pen.text((side / 2, side / 2), "★", font=ImageFont.truetype(str(FONT), 40 * scale), fill=210, anchor="mm")
    picture = picture.copy()
    place = (round((left - radius) * scale), round((top - radius) * scale))
    # as ink does, it darkens what is under it in green and blue light
    under = picture.crop((*place, place[0] + side, place[1] + side))
    red = Image.composite(Image.new("RGB", seal.size, (215, 30, 40)), Image.new("RGB", seal.size, "white"), seal)
    picture.paste(Image.fromarray(np.minimum(np.asarray(under), np.asarray(red))), place)
    return picture


WAYS: dict[str, tuple[int, Callable[[Image.Image], Image.Image]]] = {
    "clean": (200, lambda picture: picture),
    "noisy": (200, make_noisy),
    "turned by 1°": (200, turn),
    "JPEG 50": (200, press),
    "stamp": (200, lambda picture: picture),
    "clean, 150 dpi": (150, lambda picture: picture),
    "clean, 300 dpi": (300, lambda picture: picture),
}


def scan(text: str, way: str) -> bytes:
    """A PDF of the report's pages as pictures."""
    dpi, worsen = WAYS[way]
    pages = list(set_pages(text))
    pictures = [draw(page, dpi) for page in pages]
    if way == "stamp":
        left, top, size, line = pages[-1][-3]  # the signature, above date and foot
        pictures[-1] = stamp(pictures[-1], left + measure(line, size) / 2, top + PITCH)
    pictures = [worsen(picture) for picture in pictures]
    file = io.BytesIO()
    pictures[0].save(file, "PDF", save_all=True, append_images=pictures[1:], resolution=dpi, quality=90)
    return file.getvalue()


def plain(text: str) -> str:
    return squeeze(fold(text))


def read(report: pd.DataFrame, raw: str) -> pd.DataFrame:
    """The report's row with another text."""
    return report.assign(raw=raw, text=clean(raw).text)


def shares(before: pd.DataFrame, after: pd.DataFrame) -> list[str]:
    """How many roles (characters), items, claims of the text are found in what was recognised, of how many."""
    passages = [parse_outline(report) for report in (before, after)]
    roles = [
        [(char, role) for text, role in zip(table["text"], table["role"], strict=True) for char in plain(text)]
        for table in passages
    ]
    match = difflib.SequenceMatcher(None, *([char for char, _ in told] for told in roles), autojunk=False)
    pairs = [(roles[0][a + i][1], roles[1][b + i][1]) for a, b, n in match.get_matching_blocks() for i in range(n)]
    counts = [f"{sum(one == other for one, other in pairs)}/{len(roles[0])}"]
    for columns, find in ((["path", "role"], list_items), (["value", "unit", "role", "status"], find_claims)):
        told = [Counter(map(tuple, find(table)[columns].astype("str").to_numpy())) for table in passages]
        same = (told[0] & told[1]).total()
        counts.append(f"{same}/{told[0].total()}" + (f" +{more}" if (more := told[1].total() - same) else ""))
    return counts


def main() -> None:
    reports, recognise = load_corpus(), load_recogniser(threads=1)
    print("way\treport\tpages\tcharacters right\tlines unsure\troles\titems\tclaims\tCPU s a page\tMB")
    for way in sys.argv[1:] or WAYS:
        for name in REPORTS:
            report = reports.loc[[name]]
            text = report.iloc[0]["text"]
            data = scan(text, way)
            began = time.process_time()
            result = recognise_text(data, recognise)
            took = time.process_time() - began
            after = read(report, read_kept(result.text))
            n_pages = len(list(set_pages(text)))
            one, two = plain(text), plain(after.iloc[0]["text"])
            match = difflib.SequenceMatcher(None, one, two, autojunk=False)
            right = sum(block.size for block in match.get_matching_blocks())
            wrong = [(one[a:b], two[c:d]) for tag, a, b, c, d in match.get_opcodes() if tag != "equal"]
            cells = [f"{right / len(one):.4f}", str(len(result.unsure)), *shares(read(report, text), after)]
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
            print(way, name, n_pages, *cells, f"{took / n_pages:.1f}", f"{memory:.0f}", sep="\t", flush=True)
            for was, now in wrong:
                print(f"    {was!r} → {now!r}")


if __name__ == "__main__":
    main()
