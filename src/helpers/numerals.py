"""Numerals: read and written."""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

__all__ = [
    *[
        "BLANKS",
        "CAPITALS",
        "CN",
        "NUMBER",
        "NUMERAL",
        "ONES",
        "Quantity",
        "read_digits",
        "read_numeral",
        "read_quantity",
    ],
    "write_numeral",
]

DIGITS = "零一二三四五六七八九"
ONES = DIGITS[1:]
NUMERAL = f"[{ONES}十]"  # a character of an enumerator's Chinese numeral
CAPITALS = "壹贰貳叁參肆伍陆陸柒捌玖拾"
CN = f"零〇两{ONES}十百千万亿"
MAX_SIGNS = 40  # of a numeral; what is longer is no number that a report prints
MAX_DIGITS = 18  # a longer row of digits is an identity or account number
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
    found = read_quantity(text)
    if found is None or found.high is not None or found.low % 1:
        return None
    value = int(found.low)
    plain = write_numeral(value)  # 十十 and 一百五 are none
    return value if text.replace("零", "〇") in (p.replace("零", "〇") for p in (plain, "一" + plain)) else None


def read_digits(text: str) -> int | None:
    """A number whose digits are printed one by one: 2021, 二〇二一, 二○二一; None if it is none.

    >>> read_digits("二○二一")
    2021
    """
    signs = [str(DIGITS.index(sign)) if sign in DIGITS else sign for sign in text.translate(_ZEROS)]
    return int("".join(signs)) if "".join(signs).isdecimal() else None


# === quantities ========================================

# One sign for each: capitals as on cheques, traditional forms, two that stand for several.
_FORMS = "壹一 贰二 貳二 叁三 參三 叄三 肆四 伍五 陆六 陸六 柒七 捌八 玖九 拾十 佰百 仟千 萬万 億亿 點点"
_FORMS += " 〇零 两二 兩二 俩二 倆二 廿二十 卅三十 卌四十 負负 幾几 數数 餘余 來来 −-"
_PLAIN = str.maketrans({form[0]: form[1:] for form in _FORMS.split()} | {"\r": ""})
_DIGIT = "零〇一二三四五六七八九两兩俩倆壹贰貳叁參叄肆伍陆陸柒捌玖"
_TENS = "十拾百佰千仟廿卅卌"
_MYRIADS = "万萬亿億"
_UNIT_NAME = "克米瓦伏"  # 千 before them belongs to the unit
_VAGUE = "余餘多来來几幾"
BLANKS = r"[ \r]{0,4}"  # inside a numeral: as typed, or where a line was broken (\r)
_SCALE = f"(?:[{_TENS.replace('千', '')}{_MYRIADS}]|千(?![{_UNIT_NAME}]))"
_ROW = r"\d++(?:[,.]\r?\d++|\r[,.]?\d++| ?, ?\d{3}(?!\d))*+"
_PAIR = "(?:[二两]、三|三、四|四、五|五、六|六、七|七、八|八、九)"
# A number as far as it goes, whatever is in it: signs of all kinds, blanks between. Whether it is one, and which, says
# `read_quantity`: the whole of it or nothing, so that 5万4千6百 can not be read as 6百. Atomic: nothing is given back.
# What no number begins with is told from its first sign: of a text that is nearly all.
NUMBER = (
    rf"(?=[\d{_DIGIT}{_TENS}{_MYRIADS}负負数數几幾−-])(?>(?:[负負]{BLANKS}|(?<=[一-鿿:(])[-−](?=[\d.]+ ?[%‰]))?"
    rf"(?:[数數几幾]{BLANKS}(?={_SCALE}(?:{BLANKS}{_SCALE})*(?!{BLANKS}[{_DIGIT}\d])))?"
    rf"(?:{_ROW}|{_PAIR}|[{_DIGIT}]|{_SCALE})"
    rf"(?:{BLANKS}(?:{_ROW}|{_PAIR}|[{_DIGIT}]|{_SCALE}|[{_VAGUE}数數](?={BLANKS}{_SCALE})|[点點](?={BLANKS}[{_DIGIT}])))*"
    rf"(?:{BLANKS}[{_VAGUE}])?)"
)
_SCALES = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000)}
_BIG = (("亿", 8), ("万", 4))  # and how many zeros
_SIGN = re.compile(rf"\d+(?:\.\d+)?|[{DIGITS}十百千]")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_TYPED = re.compile(r"\d[\d,. ]*")
_COMMA = re.compile(" ?, ?")
_INEXACT = re.compile("^数(?=[十百千万亿])|[余多来几](?=[十百千万亿]|$)")
_PAIRED = re.compile(f"([{ONES}])、?([{ONES}])")


class Quantity(NamedTuple):
    """What a numeral says: its value, the upper one of an approximate pair (两三百), whether more may be (十几)."""

    low: Decimal
    high: Decimal | None = None
    vague: bool = False


@lru_cache(maxsize=4096)  # reports say the same few numbers again and again
def read_quantity(numeral: str) -> Quantity | None:
    """The value of a numeral in digits, Chinese signs, capitals or a mixture, with blanks inside or none; None unless
    the whole of it is one. Values are decimals, so that 64.01亿 is 6401000000 exactly.

    >>> [int(read_quantity(numeral).low) for numeral in ("一万二", "27万4千", "负三十二", "贰万叁仟", "1 234", "卅六")]
    [12000, 274000, -32, 23000, 1234, 36]
    >>> read_quantity("两三百")
    Quantity(low=Decimal('200'), high=Decimal('300'), vague=False)
    >>> read_quantity("数十亿")
    Quantity(low=Decimal('1000000000'), high=None, vague=True)
    >>> [read_quantity(numeral) for numeral in ("二〇二三", "三5百", "12 34")]
    [None, None, None]
    """
    if numeral == "半":
        return Quantity(Decimal("0.5"))
    plain = _plain(numeral.translate(_PLAIN).strip())
    if not plain or len(plain) > MAX_SIGNS:
        return None
    negative = plain[0] in "负-"
    plain = plain[negative:]
    if not plain or plain[0] in "余多来":
        return None
    exact = _INEXACT.sub("", plain)
    vague = exact != plain
    pair = _PAIRED.search(exact.partition("点")[0])
    if pair is None:
        low = _read_value(exact, vague)
        return None if low is None else Quantity(-low if negative else low, None, vague)
    if negative or pair[1] == "一" or ONES.index(pair[2]) != ONES.index(pair[1]) + 1:
        return None
    both = [_read_value(exact[: pair.start()] + sign + exact[pair.end() :], vague) for sign in pair.groups()]
    return Quantity(both[0], both[1], vague) if both[0] is not None and both[1] is not None else None


def _plain(numeral: str) -> str:
    """A numeral without blanks and without the marks that part thousands; "" where digits stand beside each other that
    are no one number (12 34, 1,2345).
    """
    typed = [m[0].rstrip() for m in _TYPED.finditer(_COMMA.sub(",", numeral))]
    if not all(_GROUPED.fullmatch(row) and sum(map(str.isdigit, row)) <= MAX_DIGITS for row in typed):
        return ""
    return numeral.replace(" ", "").replace(",", "")


def _read_value(numeral: str, vague: bool) -> Decimal | None:
    """The value of a numeral of plain signs without sign or pair; `vague`: 几 was left out, so that 一百零 is whole."""
    whole, point, behind = numeral.partition("点")
    if not point:
        return _read_whole(numeral, vague)
    places = re.fullmatch(f"([{DIGITS}]+)([百千]?[万亿]*)", behind)
    value = _read_whole(whole, vague)
    if places is None or value is None or value % 1 or (places[2] and re.search("[万亿]", whole)):
        return None
    scale = _read_whole(places[2], vague) if places[2] else Decimal(1)
    tail = "".join(str(DIGITS.index(sign)) for sign in places[1])
    return None if scale is None else Decimal(f"{value:.0f}.{tail}") * scale


def _read_whole(numeral: str, vague: bool) -> Decimal | None:
    for sign, zeros in _BIG:
        if sign in numeral:
            left, right = numeral.rsplit(sign, 1)
            if sign in left.rstrip(sign):  # 三万二万; 四万万 is one
                return None
            base = _read_whole(left, vague) if left else Decimal(1)
            rest = _read_rest(right, zeros, vague)
            if base is None or rest is None or base >= 10**8 or (right and base % 1):
                return None
            return base * Decimal(10**zeros) + rest
    return _read_section(numeral, vague)


def _read_rest(numeral: str, zeros: int, vague: bool) -> Decimal | None:
    """What stands behind 万 or 亿. 一万二 is 12,000; 3万4000 is read, 3万4 is not, nor 五亿六千 (of 万?)."""
    if not numeral:
        return Decimal(0)
    if numeral in tuple(ONES):
        return Decimal((ONES.index(numeral) + 1) * 10 ** (zeros - 1))
    if numeral.isdecimal():
        return Decimal(numeral) if zeros - 1 <= len(numeral) <= zeros and numeral[0] != "0" else None
    if numeral[0] != "零" and "万" not in numeral and zeros > 4:
        return None
    if numeral == "零":  # 一百万零几; 一百万零件 is none
        return Decimal(0) if vague else None
    if numeral.startswith("零零"):
        return None
    value = _read_whole(numeral.removeprefix("零"), vague)
    return value if value is not None and value < 10**zeros and not value % 1 else None


def _read_section(numeral: str, vague: bool) -> Decimal | None:
    """The value of a numeral without 万 and 亿: each scale below the one before, a digit before each, one behind."""
    total, last, held, zero, at = Decimal(0), Decimal(10_000), "", False, 0
    for m in _SIGN.finditer(numeral):
        sign = m[0]
        if m.start() != at or (held and sign not in _SCALES):
            return None
        at = m.end()
        if sign == "零":
            if zero:
                return None
            zero = True
        elif sign not in _SCALES:
            held = sign
        else:
            first = not total
            if _SCALES[sign] >= last or not (held or first or zero or sign == "十"):
                return None
            count = _digit(held or "一")
            if (not first and count % 1) or (count >= 10 and not (first and sign == "千")):
                return None
            total, last, held, zero = total + count * _SCALES[sign], _SCALES[sign], "", False
    if at != len(numeral) or not numeral:
        return None
    if not held:
        return total if not zero or vague or numeral == "零" else None
    return _read_last(total, last, held, zero)


def _read_last(total: Decimal, last: Decimal, held: str, zero: bool) -> Decimal | None:
    """A section's value with its last digit: 一百五 is 150, 一百零五 and 一千零20 as written; 5百6 is none."""
    count = _digit(held)
    if not total:
        return None if zero and held.isdecimal() else count
    if count % 1 or count >= last:
        return None
    if zero or last == _SCALES["十"]:
        return total + count
    if held in ONES:
        return total + count * last / 10
    return total + count if count * 100 >= last and len(held) > 1 else None


def _digit(sign: str) -> Decimal:
    return Decimal(DIGITS.index(sign)) if sign in DIGITS else Decimal(sign)
