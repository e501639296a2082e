"""A recogniser that stands in for the models, for processes of its own: it imports little, since each of them does."""

import os
from collections.abc import Callable
from itertools import count, repeat
from time import process_time

from PIL import Image

from helpers.reading.apart import Limits
from helpers.reading.layout import Found

SIZE = 40  # pixels, a 汉字
FULL = "全面推进依法行政认真落实各项制度规定大家一起"  # 22 characters: from 200 to 1080
LIMITS = Limits(cpu=1, memory=300_000_000, clock=60, answer=20_000, kept=200_000_000)
SHADES = {"read": 255, "other": 253, "compute": 250, "hoard": 240, "abort": 230, "raise": 220, "slow": 200}


def at(left: float, top: float, text: str, *, confidence: float = 0.99, size: float = SIZE) -> Found:
    right, bottom = left + sum(size if char > "\x7f" else size / 2 for char in text), top + size
    return Found(text, confidence, ((left, top), (right, top), (right, bottom), (left, bottom)))


LINES = [at(280, 300, FULL[:20]), at(200, 370, FULL), at(200, 440, "完成21件。"), at(780, 2200, "— 1 —")]
OTHER = [at(200, 300, "又一行。"), at(280, 370, FULL[::-1][:20]), at(200, 440, "末。"), at(780, 2200, "— 2 —")]


def load_standin() -> Callable[[Image.Image], list[Found]]:
    """A recogniser that does to a page what the page's shade says."""

    def recognise(page: Image.Image) -> list[Found]:
        match next(does for does, shade in SHADES.items() if shade == page.getpixel((900, 900))[0]):
            case "other":
                return OTHER
            case "compute":
                sum(count())
            case "hoard":
                list(map(bytes, repeat(1_000_000)))
            case "abort":
                os.abort()
            case "raise":
                raise KeyError("no model")
            case "slow":  # four looks take more than one may take
                until = process_time() + 0.4 * LIMITS.cpu
                while process_time() < until:
                    pass
                return [piece._replace(confidence=0.7) for piece in LINES]
        return LINES

    return recognise
