"""Text → quantities: a number, its unit and the words that hedge it.

The words by which that is seen are rows of corpus/rules/quantities.csv; corpus/rules/README.md says what each kind is.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from helpers.extraction.units import Units
from helpers.numerals import CN, ONES, SCALES, read_quantity
from helpers.tables import load_rules

__all__ = ["Quantity", "find_bound", "find_quantities"]

# All patterns read folded text (`characters.fold`): half-width digits and punctuation, every character in its place.

LEFT = 14  # characters before a number: the longest words that hedge it, a short noun, and what stands between
MAX_DIGITS = 18  # a longer row of digits is an identity or account number
# 大 before a noun without a known one of its own: up to four characters are the noun, of more the first two.
MAX_NAME, SHORT_NAME = 4, 2
MAX_COUNTED = 1000  # nouns without a classifier (四项制度, 12县) are few; 2021 before a noun is a year
MAX_YEARS = 100  # no span: 2021年
CONGRESSES = range(17, 21)  # 十七大 to 二十大: the Party's congresses from 2007 on
MONTHS = len("个余月")  # where 个 stands if months are counted: 5月 is a date
SHARES = {"百": "%", "千": "‰"}
MANY_AFTER = ("duration", "share", "change")  # groups after whose unit 多 may stand: 3年多


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
    low: float
    high: float | None
    unit: _Unit


# === words and patterns ========================================


class _Words(NamedTuple):
    """The rules as patterns; `$` in one is the place of the number, those without are matched behind it."""

    number: re.Pattern[str]
    no_number: re.Pattern[str]
    fraction: re.Pattern[str]
    big: re.Pattern[str]
    before: tuple[tuple[str, re.Pattern[str]], ...]
    after: tuple[tuple[str, re.Pattern[str]], ...]
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
    return _Words(
        number=_number(word("half")),
        no_number=re.compile(rf"[+×*&#@_/.·-]$|(?:{word('no_number')})$|(?<![A-Za-z])[A-Za-z]{{1,2}}$"),
        fraction=re.compile(rf" ?(?:{word('fraction')}|[,。;、)\n]|$)"),
        big=re.compile(word("big")),
        before=tuple((name, re.compile(f"(?:{words})(?:{word('reaches')})? ?$")) for name, words in before.items()),
        after=tuple((name, re.compile(rf" ?(?:\(含\))?(?:{words})")) for name, words in after.items()),
        scale=re.compile(f"(?:{word('scale')})$"),
        bound=re.compile(rf"(?:(?P<at_least>{word('at_least_noun')})|{word('at_most_noun')})[^\d,。;:、!?\n]{{1,8}}$"),
        money=re.compile(f"(?:{word('money')})(?:{word('money_is')})* ?$"),
        unitless=re.compile(f"(?:{share}|{tally})(?:{word('tally_is')})? ?$"),
        days_before=re.compile(f"(?:{word('days_before')})$"),
        days_after=re.compile(word("days_after")),
        years_before=re.compile(f"(?:{word('years_before')})$"),
        years_after=re.compile(word("years_after")),
        age=re.compile(f"(?:{word('age')})[^,。;]{{0,6}}$"),
        fold=re.compile(f"(?:{word('fold')})$"),
        ordinal=re.compile(f"(?:{word('ordinal')})$"),
        each=re.compile(rf"(?:每(?:{word('period')})[^,。;()]{{0,10}}|{word('once')})$"),
        limit=re.compile(f"(?:{word('limit')})$"),
        limit_after=re.compile(word("limit_after")),
        limit_unit=re.compile(word("limit_unit")),
    )


def _number(half: str) -> re.Pattern[str]:
    """A number in Arabic or Chinese numerals, with its scale; 千 before 克, 米, 瓦 belongs to the unit."""
    arabic = r"(?<!\d)(?<!\d[.,])(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:\.\d+)?"
    return re.compile(
        rf"(?P<part>(?P<den>百|千|\d+|[二三四五六七八九十]+)分之)?"
        rf"(?:(?P<arabic>{arabic}(?:/\d+)?)|(?P<chinese>半(?={half})"
        rf"|(?:[{CN.replace('千', '')}]|千(?![克米瓦]))+(?:点[零〇{ONES}]+)?)) ?"
        r"(?P<over>[余多来几]?)(?P<scale>万亿|(?:[百十]|千(?![克米瓦]))?[万亿]|[百千](?![克米瓦分])|)(?P<more>[余多来]?)"
    )


_TO = re.compile(" ?(?:至|到|-|—|–|~|～|―) ?")
_FROM = re.compile("[由从自][^,。;]{0,12}$")  # 由15日至7日: two numbers
_NOUN = re.compile("[一-鿿]{2,8}")
_ENDS = re.compile(r" ?(?:[,。;、)\n]|$)")
_SCALE_ALONE = re.compile("[百千万亿]+")


# === quantities ========================================


def find_quantities(masked: str, units: Units) -> Iterator[Quantity]:
    """The quantities of a folded text in which what counts nothing is blanked out, in reading order.

    >>> from helpers.extraction.units import compile_units, load_units
    >>> [q] = find_quantities("共查办至少120起", compile_units(load_units()))
    >>> q.value, q.unit, q.hedge, q.start, q.end
    (120.0, '起', 'at_least', 3, 9)
    """
    number, at = _words().number, 0
    while m := number.search(masked, at):
        found = _quantity(masked, m, at, units)
        at = found.end if found else m.end()
        if found:
            yield found


def find_bound(text: str, begin: int, end: int) -> re.Match[str] | None:
    """The bound that ends at `end` with a short noun inside: 不少于执法人员 before 5%; None if there is none.

    >>> find_bound("选聘不少于执法人员5%", 0, 9).span()
    (2, 9)
    """
    return _words().bound.search(text, begin, end)


def _quantity(masked: str, m: re.Match[str], floor: int, units: Units) -> Quantity | None:
    """The quantity whose number is `m`, None if it is none; `floor` is where the one before ends."""
    left = masked[max(floor, m.start() - LEFT) : m.start()]
    value = _value(m)
    if value is None or _words().no_number.search(left):
        return None
    before, over = _hedge_before(left), bool(m["over"] or m["more"])
    if m["chinese"] and _SCALE_ALONE.fullmatch(m["chinese"]) and not m["part"]:
        if not before and (scale := _words().scale.search(left)):  # 上百, 过万
            before = _Hedge("over", scale.start())
        if not (over or before):
            return None
    measured = _measured(masked, m, value, left, before is not None, units)
    if measured is None:
        return None
    low, high, unit = measured
    end = unit.end
    if unit.group in MANY_AFTER and masked[end : end + 1] == "多":
        over, end = True, end + 1
    after = _hedge_after(masked, end, unit.group)
    return Quantity(
        start=m.start() - len(left) + before.at if before else m.start(),
        digits=m.start(),
        unit_end=unit.end,
        end=after.at if after else end,
        value=low,
        high=high,
        unit=unit.name,
        group=unit.group,
        hedge=_hedge(before, after, over, left),
        event=unit.name in units.events,
    )


def _value(m: re.Match[str]) -> tuple[float, float | None] | None:
    """What a number stands for, with the upper end of a pair (三四十: 30, 40); None if it is no number."""
    if m["arabic"]:
        top, _, bottom = re.sub("[, ]", "", m["arabic"]).partition("/")
        if len(top) > MAX_DIGITS or (bottom and not float(bottom)):
            return None
        low, high = float(top) / float(bottom or 1), None
    else:
        value = read_quantity(m["chinese"])
        if value is None or value[0] == 0:
            return None
        low, high = value
    den = m["den"]
    if den and den not in SHARES:
        base, _ = (float(den), None) if den.isdecimal() else read_quantity(den) or (0.0, None)
        return (low / base, None) if base else None
    scale = 1.0
    for sign in m["scale"]:
        scale *= SCALES[sign]
    return round(low * scale, 6), None if high is None else round(high * scale, 6)


# === hedges ========================================


def _hedge_before(left: str) -> _Hedge | None:
    """What hedges the number from before it; what is `above` is at_least in a rule, else over."""
    found = ((name, words.search(left)) for name, words in _words().before)
    return next((_Hedge(name, m.start()) for name, m in found if m), None)


def _hedge_after(masked: str, end: int, group: str) -> _Hedge | None:
    """What hedges the quantity whose unit ends at `end`; 内 alone hedges durations only: 12个区内企业."""
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


def _measured(
    masked: str, m: re.Match[str], value: tuple[float, float | None], left: str, hedged: bool, units: Units
) -> _Measured | None:
    """Value and unit of the number `m`; None if it counts nothing."""
    if m["part"] or "/" in (m["arabic"] or ""):
        if not (m["part"] or hedged or (value[0] < 1 and _words().fraction.match(masked, m.end()))):
            return None
        return _Measured(*value, _Unit(SHARES.get(m["den"]), "share", m.end()))
    found = _range(masked, m, value[0], left, units)
    if found is None and (unit := _unit(masked, m.end(), units)):
        found = _Measured(*value, unit)
    if found:
        return found if _counts(masked, m["chinese"], found, left, units) else None
    if m["arabic"] and _ENDS.match(masked, m.end()) and (group := _unitless(m, left)):
        return _Measured(*value, _Unit(None, group, m.end()))
    return None


def _unit(masked: str, at: int, units: Units) -> _Unit | None:
    """The unit that begins at `at`. In 五大套餐 the noun after 大 stands for one: a known one, else what follows."""
    if m := units.pattern.match(masked, at):
        return _Unit(m["unit"] + (m["per"] or ""), units.groups[m["unit"]], m.end())
    if masked.startswith("大", at) and (noun := _NOUN.match(masked, at + 1)):
        known = _words().big.match(noun[0])
        name = known[0] if known else noun[0] if len(noun[0]) <= MAX_NAME else noun[0][:SHORT_NAME]
        return _Unit(name, "noun", at + 1 + len(name))
    return None


def _unitless(m: re.Match[str], left: str) -> str | None:
    """What a number without a unit measures, if the words before it say so: 满意度99.13, 工资额约65万."""
    if m["scale"] and _words().money.search(left):
        return "money"
    word = _words().unitless.search(left)
    return None if word is None else "share" if word["share"] else "count"


def _range(masked: str, m: re.Match[str], low: float, left: str, units: Units) -> _Measured | None:
    """A range 3至5个, 10%-15%; None if it is none."""
    first = _unit(masked, m.end(), units)
    sep = _TO.match(masked, first.end if first else m.end())
    second = _words().number.match(masked, sep.end()) if sep else None
    value = _value(second) if second and not second["part"] else None
    if second is None or value is None:
        return None
    unit = _unit(masked, second.end(), units)
    if unit is None or (first and first.name != unit.name) or _FROM.search(left):
        return None
    high = value[0]
    if second["scale"] and not m["scale"] and m["arabic"] and not first:  # 3至5万: the scale is that of both
        low *= high / float(re.sub("[, ]", "", second["arabic"])) if second["arabic"] else 1
    return _Measured(low, high, unit) if low < high else None


# === what counts ========================================


def _counts(masked: str, chinese: str | None, found: _Measured, left: str, units: Units) -> bool:
    """Whether number and unit are a quantity, for units and numerals that are often something else."""
    words, value, unit, group, end = _words(), found.low, found.unit.name, found.unit.group, found.unit.end
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
    if words.ordinal.search(left) or chinese == "二":
        return False
    if chinese == "一" and unit in units.events and words.each.search(left):  # 每季度至少一次
        return True
    if chinese in ("一", "半"):  # no articles are the shortest time limits
        limit = words.limit_after.match(masked, end) or words.limit.search(left)
        return bool(limit and words.limit_unit.fullmatch(unit))
    if found.unit.group == "noun" and masked[end - len(unit) - 1] == "大":
        return found.low not in CONGRESSES
    return unit.partition("(")[0] in units.chinese
