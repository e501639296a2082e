"""Numerals: read and written."""

__all__ = ["CN", "ONES", "numeral"]

_DIGITS = "〇一二三四五六七八九"
_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi"]
# How lists are numbered: Word has several names for 一 二 三.
COUNTED = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCountingThousand")
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


def numeral(number: int, kind: str) -> str:
    """`number` as a word processor prints it. Kinds are the names of OOXML's ST_NumberFormat; an unknown one, or one
    whose signs do not reach so far, is decimal."""
    if kind in ("none", "bullet"):
        return ""
    if kind in COUNTED and 0 <= number < 10_000:
        return _counted(number)
    if kind in ("ideographDigital", "taiwaneseDigital"):
        return "".join(_DIGITS[int(digit)] for digit in str(abs(number)))
    signs = SIGNS.get(kind, ())
    return signs[number - 1] if 0 < number <= len(signs) else str(number)


def _counted(number: int) -> str:
    """A Chinese numeral up to 9999: 十一, 二十, 一百零五, 三千二百."""
    if number < 10:
        return _DIGITS[number]
    text = ""
    for value, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // value % 10
        if digit:
            text += _DIGITS[digit] + sign
        elif text and not text.endswith("零") and number % value:
            text += "零"
    return text.removeprefix("一") if number < 20 else text


ONES = "一二三四五六七八九"
CN = f"零〇两{ONES}十百千万亿"
