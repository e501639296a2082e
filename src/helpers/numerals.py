"""Numerals: read and written."""

import re

__all__ = ["CN", "NUMERAL", "ONES", "SCALES", "read_digits", "read_numeral", "read_quantity", "write_numeral"]

DIGITS = "零一二三四五六七八九"
ONES = DIGITS[1:]
NUMERAL = f"[{ONES}十]"  # a character of an enumerator's Chinese numeral
CN = f"零〇两{ONES}十百千万亿"
SCALES = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
MAX_SIGNS = 14  # of a numeral before 点; what is longer is no number that a report prints
MAX_PLACES = 12  # behind 点
_ZEROS = str.maketrans(dict.fromkeys("〇○oOＯ", "零"))  # as they are printed
_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi"]
# How lists are numbered: Word has several names for 一 二 三.
COUNTED = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand")
MAX_COUNTED = 9_999
SPELT = ("ideographDigital", "taiwaneseDigital")  # digit by digit
SIGNS = {
    "decimalEnclosedCircle": "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    "decimalEnclosedCircleChinese": "①②③④⑤⑥⑦⑧⑨⑩",
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "decimalFullWidth": "１２３４５６７８９",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "chineseLegalSimplified": "壹贰叁肆伍陆柒捌玖拾",
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "lowerRoman": _ROMAN,
    "upperRoman": [sign.upper() for sign in _ROMAN],
}
_LETTERS = ("lowerLetter", "upperLetter", "lowerRoman", "upperRoman")
_SIGNS = {sign: n for kind, signs in SIGNS.items() if kind not in _LETTERS for n, sign in enumerate(signs, 1)}


def write_numeral(number: int, kind: str = "chineseCounting") -> str:
    """`number` as a word processor prints it. Kinds are the names of OOXML's ST_NumberFormat; an unknown one, or one
    whose signs do not reach so far, is decimal.

    >>> [write_numeral(12, kind) for kind in ("chineseCounting", "ideographDigital", "decimalEnclosedCircle")]
    ['十二', '一二', '⑫']
    """
    if kind in ("none", "bullet"):
        return ""
    if kind in COUNTED and 0 <= number <= MAX_COUNTED:
        return _counted(number)
    if kind in SPELT:
        return "".join(("〇" + ONES)[int(digit)] for digit in str(abs(number)))
    signs = SIGNS.get(kind, ())
    return signs[number - 1] if 0 < number <= len(signs) else str(number)


def _counted(number: int) -> str:
    """A Chinese numeral up to 9999: 十一, 二十, 一百零五, 三千二百."""
    if number < 10:
        return ("〇" + ONES)[number]
    text = ""
    for value, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // value % 10
        if digit:
            text += DIGITS[digit] + sign
        elif text and not text.endswith("零") and number % value:
            text += "零"
    return text.removeprefix("一") if number < 20 else text


def read_numeral(text: str) -> int | None:
    """The whole number that `text` is, as an enumerator prints it: 12, １２, ③, 十二; None if it is none.

    `read_numeral(write_numeral(n, kind)) == n` for all kinds but letters and Roman numerals, which may be words, and
    digits spelt one by one, which `read_digits` reads (二三 is two or three).

    >>> [read_numeral(text) for text in ("12", "③", "一百零五", "一百五")]
    [12, 3, 105, None]
    """
    if text.isdecimal():
        return int(text)
    if len(text) == 1 and (sign := _SIGNS.get(text)):
        return sign
    value, high = (text and read_quantity(text)) or (None, None)
    if value is None or high is not None or value % 1:
        return None
    plain = write_numeral(int(value))  # 十十 and 一百五 are none
    return int(value) if text.replace("零", "〇") in (p.replace("零", "〇") for p in (plain, "一" + plain)) else None


def read_digits(text: str) -> int | None:
    """A number whose digits are printed one by one: 2021, 二〇二一, 二○二一; None if it is none.

    >>> read_digits("二○二一")
    2021
    """
    signs = [str(DIGITS.index(sign)) if sign in DIGITS else sign for sign in text.translate(_ZEROS)]
    return int("".join(signs)) if "".join(signs).isdecimal() else None


def read_quantity(numeral: str) -> tuple[float, float | None] | None:
    """The value of a Chinese numeral, with the upper one of an approximate pair (两三百); None if it is none.

    >>> [read_quantity(numeral) for numeral in ("一万二", "二点五", "两三百", "二〇二三")]
    [(12000.0, None), (2.5, None), (200.0, 300.0), None]
    """
    if numeral == "半":
        return 0.5, None
    numeral, _, decimals = numeral.replace("〇", "零").partition("点")
    if len(numeral) > MAX_SIGNS or "一二" in numeral or set(numeral) - set(CN) or set(decimals) - set(DIGITS):
        return None
    if decimals:
        whole = read_quantity(numeral)
        tail = "".join(str(DIGITS.index(sign)) for sign in decimals[:MAX_PLACES])
        return (float(f"{whole[0]:.0f}.{tail}"), None) if whole and whole[1] is None and whole[0] < 1e12 else None
    numeral = numeral.replace("两", "二")
    if re.search(f"[{ONES}]零", numeral):  # 二〇二三 is a row of digits
        return None
    pair = re.search(f"[{ONES}]{{2}}", numeral)
    return _read_pair(numeral, pair.start()) if pair else (_read_value(numeral), None)


def _read_pair(numeral: str, at: int) -> tuple[float, float] | None:
    """The two values of a numeral with an approximate pair (两三百); None if its digits do not follow each other."""
    if DIGITS.index(numeral[at + 1]) != DIGITS.index(numeral[at]) + 1:
        return None
    low, high = (read_quantity(numeral[:at] + sign + numeral[at + 2 :]) for sign in numeral[at : at + 2])
    return (low[0], high[0]) if low and high and low[1] is None and high[1] is None else None


def _read_value(numeral: str) -> float:
    """The value of a numeral made of digits and the signs of tens, hundreds, thousands, 万, 亿."""
    total = section = digit = 0.0
    last = 1.0
    for sign in numeral:
        if sign in DIGITS:
            digit, last = DIGITS.index(sign), 1.0 if sign == "零" else last
        elif sign in "十百千":
            last = SCALES[sign]
            section, digit = section + (digit or 1) * last, 0.0
        else:
            last = SCALES[sign]
            section += digit
            total = (total + section or 1) * last if sign == "亿" else total + (section or 1) * last
            section = digit = 0.0
    if digit and numeral[-2:-1] in ("百", "千", "万"):  # 一万二 is 12,000
        digit *= last / 10
    return total + section + digit
