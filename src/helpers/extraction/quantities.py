"""Text → quantities: a number, its unit and the words that hedge it.

The words by which that is seen are rows of corpus/rules/quantities.csv; corpus/rules/README.md says what each kind is.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from helpers.extraction.units import Units
from helpers.numerals import BLANKS, NUMBER, ONES, read_quantity
from helpers.patterns import compile_led
from helpers.tables import load_rules

__all__ = ["Quantity", "find_bound", "find_quantities", "unitless_group"]

# All patterns read folded text (`characters.fold`): half-width digits and punctuation, every character in its place.

LEFT = 14  # characters before a number: the longest words that hedge it, a short noun, and what stands between
# 大 before a noun without a known one of its own: up to four characters are the noun, of more the first two.
MAX_NAME, SHORT_NAME = 4, 2
FEWEST_ABOUT = 10  # pieces: what 数十 and more say counts with every unit
MAX_COUNTED = 1000  # nouns without a classifier (四项制度, 12县) are few; 2021 before a noun is a year
MAX_YEARS = 100  # no span: 2021年
CONGRESSES = range(17, 21)  # 十七大 to 二十大: the Party's congresses from 2007 on
MONTHS = len("个余月")  # where 个 stands if months are counted: 5月 is a date
HUNDREDTHS = "百佰"  # 百分之五 is 5%, of other fractions the value is reported
MANY_AFTER = ("duration", "share", "change")  # groups after whose unit 多 and 半 may stand: 3年多, 三成半
HALF = Decimal("0.5")
PER_HEAD = ("classifier", "noun")  # groups of counts: 每万人拥有律师4.5名 counts no lawyers
PER_HEAD_REACH = 24  # characters from 每万人 to the number
YUAN = "元"
FILLER = "某"  # stands where a word holds a numeral: 统一


class Quantity(NamedTuple):
    """A number with its unit in a passage: offsets of the whole, of its digits, of the end of its unit.

    `hedge` is None where nothing hedges it, above for 以上; `event` says that the unit counts events.
    """

    start: int
    digits: int
    unit_end: int
    end: int
    value: float
    high: float | None
    unit: str | None
    group: str
    hedge: str | None
    event: bool


class _Text(NamedTuple):
    """A folded text in which what counts nothing is blanked out, and the same without words that hold a numeral."""

    masked: str
    plain: str
    units: Units


class _Number(NamedTuple):
    """A number as read: where it stands, its value and the upper one of a pair, whether more may be; `chinese` is what
    is printed if no digit is in it, `scale` 万 or 亿 at the end of it, `share` that it is a fraction (%: of a hundred).
    """

    start: int
    end: int
    low: Decimal
    high: Decimal | None
    vague: bool
    chinese: str | None
    scale: Decimal
    share: str | None


class _Unit(NamedTuple):
    """A unit as printed (None for a share or a score without one), what it measures, and where it ends."""

    name: str | None
    group: str
    end: int


class _Hedge(NamedTuple):
    """A hedge with where it begins (before a number) or ends (after the unit)."""

    name: str
    at: int


class _Measured(NamedTuple):
    low: Decimal
    high: Decimal | None
    unit: _Unit


# === words and patterns ========================================


class _Words(NamedTuple):
    """The rules as patterns; `$` in one is the place of the number, those without are matched behind it."""

    number: re.Pattern[str]
    no_numeral: re.Pattern[str]
    no_number: re.Pattern[str]
    per_head: re.Pattern[str]
    currency: re.Pattern[str]
    numbered: re.Pattern[str]
    two: re.Pattern[str]
    one: re.Pattern[str]
    fraction: re.Pattern[str]
    big: re.Pattern[str]
    before: tuple[tuple[str, re.Pattern[str]], ...]
    before_any: re.Pattern[str]  # of those: most numbers have none
    special: re.Pattern[str]  # of those, a currency, and what makes a number none
    after: tuple[tuple[str, re.Pattern[str]], ...]
    after_any: re.Pattern[str]
    scale: re.Pattern[str]
    bound: re.Pattern[str]
    money: re.Pattern[str]
    unitless: re.Pattern[str]
    days_before: re.Pattern[str]
    days_after: re.Pattern[str]
    years_before: re.Pattern[str]
    years_after: re.Pattern[str]
    age: re.Pattern[str]
    fold: re.Pattern[str]
    ordinal: re.Pattern[str]
    each: re.Pattern[str]
    limit: re.Pattern[str]
    limit_after: re.Pattern[str]
    limit_unit: re.Pattern[str]


@cache
def _words() -> _Words:
    word = load_rules("quantities")
    exceeds = f"(?<!不)(?<!不得)(?<!未)(?:{word('exceeds')})|{word('over')}"
    before = {"at_least": word("at_least"), "at_most": word("at_most"), "over": exceeds, "about": word("about")}
    after = {"above": word("above"), "at_most": word("within"), "about": word("around")}
    share, tally = (rf"(?P<{kind}>{word(kind)})" for kind in ("share", "tally"))
    no_number = rf"[+×*&#@_/.·-]$|(?:{word('no_number')})$|(?<![A-Za-z])[A-Za-z]{{1,2}}$"
    currency = f"(?:{word('currency')}) ?$"

    def ends(words: str) -> str:
        return f"(?:{words})(?:{word('reaches')})? ?$"

    def begins(words: str) -> str:
        return rf" ?(?:\(含\))?(?:{words})"

    before_any = ends("|".join(before.values()))
    return _Words(
        number=_number(word("half"), word("one_half")),
        no_numeral=compile_led(word("no_numeral")),
        no_number=compile_led(no_number),
        per_head=compile_led(rf"(?:{word('per_head')})[^,。;:()\n]*$"),
        currency=compile_led(currency),
        numbered=compile_led(word("numbered")),
        two=compile_led(word("two")),
        one=compile_led(word("one")),
        fraction=compile_led(rf" ?(?:{word('fraction')}|[,。;、)\n]|$)"),
        big=compile_led(word("big")),
        before=tuple((name, compile_led(ends(words))) for name, words in before.items()),
        before_any=compile_led(before_any),
        special=compile_led(f"{no_number}|{currency}|{before_any}"),
        after=tuple((name, compile_led(begins(words))) for name, words in after.items()),
        after_any=compile_led(begins("|".join(after.values()))),
        scale=compile_led(f"(?:{word('scale')})$"),
        bound=compile_led(rf"(?:(?P<at_least>{word('at_least_noun')})|{word('at_most_noun')})[^\d,。;:、!?\n]{{1,8}}$"),
        money=compile_led(f"(?:{word('money')})(?:{word('money_is')})* ?$"),
        unitless=compile_led(f"(?:{share}|{tally})(?:{word('tally_is')})? ?$"),
        days_before=compile_led(f"(?:{word('days_before')})$"),
        days_after=compile_led(word("days_after")),
        years_before=compile_led(f"(?:{word('years_before')})$"),
        years_after=compile_led(word("years_after")),
        age=compile_led(f"(?:{word('age')})[^,。;]{{0,6}}$"),
        fold=compile_led(f"(?:{word('fold')})$"),
        ordinal=compile_led(f"(?:{word('ordinal')})$"),
        each=compile_led(rf"(?:每(?:{word('period')})[^,。;()]{{0,10}}|{word('once')})$"),
        limit=compile_led(f"(?:{word('limit')})$"),
        limit_after=compile_led(word("limit_after")),
        limit_unit=compile_led(word("limit_unit")),
    )


def _number(half: str, one_half: str) -> re.Pattern[str]:
    """A number as far as it goes: half of something, a fraction, or a numeral of any kind."""
    return compile_led(
        rf"(?P<one_half>{one_half})|(?P<of>{NUMBER}){BLANKS}分{BLANKS}之{BLANKS}(?P<part>{NUMBER})"
        rf"|(?P<number>半(?={half})|{NUMBER})(?:/(?P<bottom>\d+))?"
    )


_TO = re.compile(" ?(?:至|到|-|—|–|~|―) ?")
_FROM = re.compile("[由从自][^,。;]{0,12}$")  # 由15日至7日: two numbers
_NOUN = re.compile("[一-鿿]{2,8}")
_ENDS = re.compile(r" ?(?:[,。;、)\n]|$)")
_SCALE_ALONE = re.compile("[百佰千仟万萬亿億]+")
_SCALE = re.compile("[万萬亿億]+$")
_SHARED = re.compile(r" ?[一-鿿]{0,6}?[至到为成]了? ?")  # 由20压缩至10个工作日: the unit of both
_SHARED_FROM = re.compile(r"[由从自][一-鿿]{0,6}$")
_AND_A_HALF = re.compile("半(?![年月天日径价])")
_PIECE_AND_A_HALF = re.compile(" ?[个個]半(?=月|小时|工作日|学时|课时)")
_TENTHS = re.compile(rf" ?([{ONES}])(?=[,。;、)的左以升增提降减下上到至 \n]|$)")  # 七成六


# === quantities ========================================


def find_quantities(masked: str, units: Units) -> Iterator[Quantity]:
    """The quantities of a folded text in which what counts nothing is blanked out, in reading order.

    >>> from helpers.extraction.units import compile_units, load_units
    >>> [q] = find_quantities("共查办至少120起", compile_units(load_units()))
    >>> q.value, q.unit, q.hedge, q.start, q.end
    (120.0, '起', 'at_least', 3, 9)
    """
    words, at = _words(), 0
    plain = words.no_numeral.sub(lambda m: FILLER * len(m[0]), masked)
    text = _Text(masked, plain, units)
    while m := words.number.search(plain, at):
        number = _read(m)
        found = _quantity(text, number, at) if number else None
        at = found.end if found else m.end()
        if found:
            yield found


def find_bound(text: str, begin: int, end: int) -> re.Match[str] | None:
    """The bound that ends at `end` with a short noun inside: 不少于执法人员 before 5%; None if there is none.

    >>> find_bound("选聘不少于执法人员5%", 0, 9).span()
    (2, 9)
    """
    return _words().bound.search(text, begin, end)


def _quantity(text: _Text, number: _Number, floor: int) -> Quantity | None:
    """The quantity whose number is `number`, None if it is none; `floor` is where the one before ends."""
    words, masked = _words(), text.masked
    left = masked[max(floor, number.start - LEFT) : number.start]
    special = words.special.search(left)  # most numbers have nothing of that before them
    if (special and words.no_number.search(left)) or (masked[number.start] in "-−" and number.start == floor):
        return None
    currency = words.currency.search(left) if special else None
    start = number.start - (len(currency[0]) if currency else 0)
    left = left[: len(left) - (number.start - start)]
    before, over = _hedge_before(left) if special else None, number.vague
    if number.chinese and _SCALE_ALONE.fullmatch(number.chinese.rstrip("余餘多来來")) and not number.share:
        if not before and (scale := words.scale.search(left)):  # 上百, 过万
            before = _Hedge("over", scale.start())
        if not (over or before):
            return None
    measured = _measured(text, number, left, before is not None, currency is not None)
    if measured is None:
        return None
    low, high, unit = measured
    if unit.group in PER_HEAD and words.per_head.search(masked, max(0, start - PER_HEAD_REACH), start):
        return None
    low, end, more = _and_more(masked, low, unit)
    over = over or more
    after = _hedge_after(masked, end, unit.group)
    return Quantity(
        start=start - len(left) + before.at if before else start,
        digits=number.start,
        unit_end=unit.end,
        end=after.at if after else end,
        value=float(low),
        high=None if high is None else float(high),
        unit=unit.name,
        group=unit.group,
        hedge=_hedge(before, after, over, left),
        event=unit.name in text.units.events,
    )


def _read(m: re.Match[str]) -> _Number | None:
    """What a number stands for; None if it is no number, or none that counts (零)."""
    read = _read_signs(*m.group("one_half", "of", "part", "number", "bottom"))
    return _Number(m.start(), m.end(), *read) if read else None


# The last six of _Number.
_Read = tuple[Decimal, Decimal | None, bool, str | None, Decimal, str | None]


@lru_cache(maxsize=4096)  # reports say the same few numbers again and again
def _read_signs(
    one_half: str | None, of: str | None, part: str | None, number: str | None, bottom: str | None
) -> _Read | None:
    """What `_read` says, by the groups of a number."""
    if one_half:
        return HALF, None, False, one_half, Decimal(1), ""
    printed = part or number or ""
    value = read_quantity(printed)
    chinese = None if re.search(r"\d", printed) else re.sub(r"[ \r]", "", printed)
    if value is None or (chinese and not value.low):
        return None
    low, high, share = value.low, value.high, None
    if part or bottom:
        whole = read_quantity(of or bottom or "")
        if whole is None or whole.high is not None or not whole.low or (bottom and not printed.isdecimal()):
            return None
        share = "%" if of and of in HUNDREDTHS else ""
        low, high = (low, high) if share else (low / whole.low, high and high / whole.low)
    sign = _SCALE.search(printed.rstrip("余餘多来來几幾 "))
    scale = read_quantity(sign[0]) if sign else None
    return low, high, value.vague, chinese, scale.low if scale else Decimal(1), share


def _and_more(masked: str, low: Decimal, unit: _Unit) -> tuple[Decimal, int, bool]:
    """Value, end and whether more may be, with what stands behind the unit: 三成半, 七成六, 3年多."""
    if unit.group not in MANY_AFTER or unit.name is None:
        return low, unit.end, False
    if m := _AND_A_HALF.match(masked, unit.end):
        return low + HALF, m.end(), False
    if unit.name == "成" and (m := _TENTHS.match(masked, unit.end)):
        return low + Decimal(ONES.index(m[1]) + 1) / 10, m.end(), False
    many = masked.startswith("多", unit.end)
    return low, unit.end + many, many


# === hedges ========================================


def _hedge_before(left: str) -> _Hedge | None:
    """What hedges the number from before it; what is `above` is at_least in a rule, else over."""
    if not _words().before_any.search(left):
        return None
    found = ((name, words.search(left)) for name, words in _words().before)
    return next((_Hedge(name, m.start()) for name, m in found if m), None)


def _hedge_after(masked: str, end: int, group: str) -> _Hedge | None:
    """What hedges the quantity whose unit ends at `end`; 内 alone hedges durations only: 12个区内企业."""
    if not _words().after_any.match(masked, end):
        return None
    found = ((name, words.match(masked, end)) for name, words in _words().after)
    hedge = next((_Hedge(name, m.end()) for name, m in found if m), None)
    if hedge and masked[end : hedge.at].strip() == "内" and group != "duration":
        return None
    return hedge


def _hedge(before: _Hedge | None, after: _Hedge | None, over: bool, left: str) -> str | None:
    """The hedge of several: a bound before the number, what stands after the unit, 余 or 多, the rest."""
    if before and before.name in ("at_least", "at_most"):
        return before.name
    if after:
        return after.name
    if over:
        return "over"
    if bound := find_bound(left, 0, len(left)):
        return "at_least" if bound["at_least"] else "at_most"
    return before.name if before else None


# === units ========================================


def _measured(text: _Text, number: _Number, left: str, hedged: bool, money: bool) -> _Measured | None:
    """Value and unit of a number; None if it counts nothing. `money`: its currency stands before it."""
    masked, words, low, high = text.masked, _words(), number.low, number.high
    if number.share is not None:
        # 3/5: with a hedge, or less than one at the end of a clause
        typed = "/" in masked[number.start : number.end]
        if typed and not (hedged or (low < 1 and words.fraction.match(masked, number.end))):
            return None
        return _Measured(low, high, _Unit(number.share or None, "share", number.end))
    if half := _PIECE_AND_A_HALF.match(masked, number.end):  # 一个半月
        unit = _unit(masked, half.end(), text.units)
        return _Measured(low + HALF, high, unit) if unit else None
    first = _unit(masked, number.end, text.units)
    found = _range(text, number, first, left) or (_Measured(low, high, first) if first else None)
    if found:
        return found if _counts(masked, number.chinese, found, left, text.units) else None
    if money:
        return _Measured(low, high, _Unit(YUAN, "money", number.end))
    if shared := _shared(text, number, left):
        return shared
    if number.chinese is None and _ENDS.match(masked, number.end) and (group := _unitless(number, left)):
        return _Measured(low, high, _Unit(None, group, number.end))
    return None


def _shared(text: _Text, number: _Number, left: str) -> _Measured | None:
    """The first number of 由20压缩至10个工作日, whose unit stands behind the second."""
    to = _SHARED.match(text.plain, number.end) if _SHARED_FROM.search(left) else None
    m = _words().number.match(text.plain, to.end()) if to else None
    unit = _unit(text.masked, m.end(), text.units) if m and _read(m) else None
    if unit is None or unit.group == "noun":
        return None
    found = _Measured(number.low, number.high, unit)
    if not _counts(text.masked, number.chinese, found, left, text.units):
        return None
    return found._replace(unit=unit._replace(end=number.end))


def _unit(masked: str, at: int, units: Units) -> _Unit | None:
    """The unit that begins at `at`. In 五大套餐 the noun after 大 stands for one: a known one, else what follows."""
    if m := units.pattern.match(masked, at):
        name = m["unit"].replace(" ", "")
        return _Unit(name + (m["per"] or ""), units.groups[name], m.end())
    if masked.startswith("大", at) and (noun := _NOUN.match(masked, at + 1)):
        known = _words().big.match(noun[0])
        name = known[0] if known else noun[0] if len(noun[0]) <= MAX_NAME else noun[0][:SHORT_NAME]
        return _Unit(name, "noun", at + 1 + len(name))
    return None


def _unitless(number: _Number, left: str) -> str | None:
    """What a number without a unit measures, if the words before it say so: 满意度99.13, 工资额约65万."""
    return "money" if number.scale > 1 and _words().money.search(left) else unitless_group(left)


def unitless_group(words: str) -> str | None:
    """Whether a number without a unit behind `words` is a share or a count; None if it is neither.

    >>> unitless_group("群众满意度"), unitless_group("受理数"), unitless_group("部门")
    ('share', 'count', None)
    """
    word = _words().unitless.search(words)
    return None if word is None else "share" if word["share"] else "count"


def _range(text: _Text, number: _Number, first: _Unit | None, left: str) -> _Measured | None:
    """A range 3至5个, 10%-15%, of which the lower number has the unit `first`; None if it is none."""
    sep = _TO.match(text.masked, first.end if first else number.end)
    m = _words().number.match(text.plain, sep.end()) if sep else None
    second = _read(m) if m else None
    if second is None or second.share is not None:
        return None
    unit = _unit(text.masked, second.end, text.units)
    if unit is None or (first and first.name != unit.name) or _FROM.search(left):
        return None
    low, high = number.low, second.low
    if number.scale == 1 and number.chinese is None and not first:  # 3至5万: the scale is that of both
        low *= second.scale
    return _Measured(low, high, unit) if low < high else None


# === what counts ========================================


def _counts(masked: str, chinese: str | None, found: _Measured, left: str, units: Units) -> bool:
    """Whether number and unit are a quantity, for units and numerals that are often something else."""
    words, value, unit, group, end = _words(), found.low, found.unit.name, found.unit.group, found.unit.end
    numbered = group == "noun" or words.numbered.fullmatch(unit or "")
    if chinese and "、" in chinese and numbered:  # 三、四类: names
        return False
    if unit == "番":
        return bool(words.fold.search(left))
    if unit == "月":
        return "个" in masked[end - MONTHS : end]
    if unit in ("岁", "周岁") and not words.age.search(left):  # mostly whom something is for
        return False
    if unit == "日" and not (words.days_before.search(left) or words.days_after.match(masked, end)):  # mostly a date
        return False
    if unit == "年" and not (
        value < MAX_YEARS and (words.years_before.search(left) or words.years_after.match(masked, end))
    ):
        return False
    if group == "noun" and (value >= MAX_COUNTED or value % 1):
        return False
    return not chinese or _numeral_counts(masked, chinese, found, left, units)


def _numeral_counts(masked: str, chinese: str, found: _Measured, left: str, units: Units) -> bool:
    """Whether a Chinese numeral counts: it is often part of a name, and 一 an article."""
    words, end, unit = _words(), found.unit.end, found.unit.name or ""
    if words.ordinal.search(left) or (chinese == "二" and not words.two.fullmatch(unit)):
        return False
    if chinese == "一" and words.one.fullmatch(unit):  # 提高一倍
        return True
    if chinese == "一" and unit in units.events and words.each.search(left):  # 每季度至少一次
        return True
    if chinese in ("一", "半"):  # no articles are the shortest time limits
        limit = words.limit_after.match(masked, end) or words.limit.search(left)
        return bool(limit and words.limit_unit.fullmatch(unit))
    if found.unit.group == "noun" and masked[end - len(unit) - 1] == "大":
        return found.low not in CONGRESSES
    about = read_quantity(chinese)  # 数百册, 上万册: no name has them
    alone = _SCALE_ALONE.fullmatch(chinese) and (words.scale.search(left) or _hedge_before(left))
    vague = (about is not None and about.vague) or alone
    return unit.partition("(")[0] in units.chinese or (bool(vague) and found.low >= FEWEST_ABOUT)
