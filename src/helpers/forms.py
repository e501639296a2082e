"""What an enumerator, a title, a date, a document number, a body's name looks like. All patterns read folded text."""

import re
import unicodedata
from datetime import datetime

from helpers.characters import SPACES, fold
from helpers.numerals import CAPITALS, NUMERAL, ONES, read_digits, read_numeral

__all__ = [
    "BETWEEN_BODIES",
    "BODY",
    "DATE",
    "DOC_NO",
    "ENUMERATOR",
    "LINE_MARK",
    "STEMS",
    "TITLE",
    "TITLE_SUBJECT",
    "YEAR",
    "drop_names",
    "find_main_body",
    "is_spaced",
    "read_date",
    "read_enumerator",
    "skip_enumerator",
    "to_date",
]

STEMS = "甲乙丙丁戊己庚辛壬癸"
_GLYPHS = "①-⑳⑴-⒛㈠-㈩Ⅰ-Ⅻ"  # one character each
# 一、 （一） 1. （1） ① 一是 第一， and what stands for them: 壹、 甲、 （甲） 一） 1） ⑴ ⒈ ㈠ Ⅰ. 第一章
ENUMERATOR = re.compile(
    rf"{NUMERAL}{{1,3}} *、|\( *{NUMERAL}{{1,3}} *\)|\d{{1,2}} *[.、](?!\d)|\( *\d{{1,2}} *\)|[①-⑳⑴-⒛㈠-㈩]"
    rf"|{NUMERAL} *是|第 *{NUMERAL} *[,、]|[{CAPITALS}]{{1,2}} *[、.](?![{CAPITALS}])|[{STEMS}] *[、.](?![{STEMS}])"
    rf"|\( *(?:[{CAPITALS}]{{1,2}}|[{STEMS}]) *\)|(?:{NUMERAL}{{1,3}}|\d{{1,2}}) *\)"
    rf"|[Ⅰ-Ⅻ] *[、.]|第 *{NUMERAL}{{1,3}} *(?:部分|[章篇节])(?=[ :、])"
)
# What begins a line of its own: an enumerator, or the mark that one left behind (、下一步计划).
LINE_MARK = re.compile(rf"{ENUMERATOR.pattern}|、(?=[^\d])")
MIN_SPACED = 3  # characters that stand alone in a letter-spaced line
_BESIDE = "《》〈〉“”‘’()〔〕、,。:;·—-"  # what may stand beside them
_BEFORE_WORDS = re.compile(rf"\s*(?:{LINE_MARK.pattern})?[\s,、:]*")

_ZERO = "〇○零oOＯ"
TITLE_SUBJECT = re.compile("法治|依法行政")  # 依法治县 holds 法治
# What no title holds: a path, rows of labels, an address.
_OF_A_PAGE = r"[^。;<]*>|[^。;]*(?:[»›→⇒▸┃│┊⌂▼▲↑↓]|www\.|https?:)"
_NEXT_PLAN = (
    r"[及暨和与](?:20\d\d|下一?|明|来)年度?[^。;,:]{0,10}(?:思路|打算|计划|安排|要点|设想)"  # 工作总结及2019年工作思路
)
# A report's title, alone on its line; what stands in brackets behind it may be 自评 or a draft's state. Words that name
# columns of a site too (法治政府建设年报) are a title's with a year.
TITLE = re.compile(
    rf"(?!{_OF_A_PAGE})(?:[^。;]{{0,80}}(?:{TITLE_SUBJECT.pattern})[^。;]{{0,40}}(?:报告|总结|汇报|情况|自评)(?:{_NEXT_PLAN})?"
    rf"|(?=[^。;]*[\d{ONES}{_ZERO}]{{4}}年)[^。;]{{0,80}}(?:{TITLE_SUBJECT.pattern})[^。;]{{0,40}}(?:小结|年报|公[告示]|的函|材料)"
    r")(?:\(.{1,12}\))?"
)

# The name of a body with an office of its own, alone on its line. 会, 委 and 处 end 委员会, 工委 and 办事处 too.
BODY = re.compile(
    r"[\u4e00-\u9fff()·]{2,40}(?:政府|办公室|党组|局|厅|院|部|中心|委|站|所|会|海关|街道|镇|乡"
    r"|公司|大学|法庭|署|馆|联合社|[大支总]队|执法队|(?<![之查惩益好坏长短何出各])处)"
)
BETWEEN_BODIES = "；"  # joins several issuers in one cell

YEAR = rf"(?:19|2[01])\d\d|[一二][{_ZERO}{ONES}]{{3}}"
_DAY = rf"\d{{1,2}}|[{ONES}十]{{1,3}}"
DATE = re.compile(rf"({YEAR})\s*年\s*({_DAY})\s*月\s*({_DAY})\s*日")
DOC_NO = re.compile(r"[\u4e00-\u9fff]{1,16}[〔\[(【]\s*(?:19|20)\d\d\s*[〕\])】]\s*第?\s*\d{1,4}\s*号")


def is_spaced(line: str) -> bool:
    """Whether a line's words are letter-spaced, an enumerator before them or not.

    >>> is_spaced("二、 存 在 的 不 足"), is_spaced("二、 存在 的 不足")
    (True, False)
    """
    line = line.strip()
    if "\t" in line or not any(blank in line for blank in SPACES):
        return False
    folded = fold(line)
    pieces = folded[skip_enumerator(folded) :].split()
    singles = sum(len(piece) == 1 and "\u4e00" <= piece <= "\u9fff" for piece in pieces)
    return singles >= MIN_SPACED and all(len(piece.strip(_BESIDE)) <= 1 or piece.isdigit() for piece in pieces)


def skip_enumerator(text: str) -> int:
    """Where the words of an item or a heading begin: behind white space, its enumerator and the stops after it.

    >>> skip_enumerator("（一）加强领导")
    3
    >>> skip_enumerator("加强领导")
    0
    """
    before = _BEFORE_WORDS.match(fold(text))
    return before.end() if before else 0


def read_enumerator(marker: str) -> int | None:
    """The number in an enumerator, None where there is none.

    >>> [read_enumerator(marker) for marker in ("（十二）", "③", "丙、", "1.2", "其次，")]
    [12, 3, 3, 2, None]
    """
    number = re.search(rf"\d+(?=\D*$)|{NUMERAL}+|[{CAPITALS}]+|[{STEMS}{_GLYPHS}]", marker)
    if number is None:
        return None
    if number[0] in STEMS:
        return STEMS.index(number[0]) + 1
    return int(unicodedata.numeric(number[0])) if len(number[0]) == 1 else read_numeral(number[0])


def drop_names(text: str, *, numbers: bool = False) -> str:
    """`text` without what stands in 《》, and with `numbers` in 〔〕; what never closes stays.

    >>> drop_names("按《2020年计划》〔2021〕办《")
    '按〔2021〕办《'
    """
    for left, right in ("《》", "〔〕") if numbers else ("《》",):
        # What never closes is passed over as a whole: another look from each 《 in it would take time by the square.
        text = re.sub(f"{left}[^{right}]*({right}?)", lambda match: "" if match[1] else match[0], text)
    return text


def find_main_body(issuer: str) -> str:
    """The first of several issuers that is no Party body, else the first.

    >>> find_main_body("中共某县委员会；某县人民政府")
    '某县人民政府'
    """
    bodies = issuer.split(BETWEEN_BODIES)
    return next((body for body in bodies if not body.startswith("中共")), bodies[0])


def read_date(text: str) -> datetime | None:
    """The first date in `text`, in Arabic or Chinese numerals; None if there is none, or no such day.

    >>> read_date("二○二一年一月五日")
    datetime.datetime(2021, 1, 5, 0, 0)
    """
    date = DATE.search(fold(text))
    return to_date(*date.groups()) if date else None


def to_date(year: str, month: str, day: str) -> datetime | None:
    """Year, month, day as printed → the date; None if the calendar has no such day.

    >>> to_date("2022", "一", "三十一")
    datetime.datetime(2022, 1, 31, 0, 0)
    """

    def read(part: str) -> int:
        return (read_numeral(part) if "十" in part else read_digits(part)) or 0  # no calendar has a 0

    try:
        return datetime(read(year), read(month), read(day))
    except ValueError:
        return None
