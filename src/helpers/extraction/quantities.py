"""Text → quantities: a number, its unit and the words that hedge it."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from helpers.extraction.units import Units
from helpers.numerals import CN, ONES, SCALES, read_quantity
from helpers.tables import any_of

__all__ = ["BEFORE_NOUN", "Quantity", "find_quantities"]

# All patterns read folded text (`cleaning.fold`): half-width digits and punctuation, every character in its place.


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


# === units ========================================

# In 五大套餐 the noun after 大 stands for the classifier: one of these, else up to four characters.
BIG = re.compile(
    any_of("""方面 行动 工程 领域 任务 体系 平台 板块 举措 措施 机制 产业 模块 重点 专项 场景 中心 清单 系统 专题 活动
        模式 战役 战略""")
)


def _unit(masked: str, at: int, units: Units) -> tuple[str, str, int] | None:
    """The unit that begins at `at`: (as printed, group, where it ends)."""
    if m := units.pattern.match(masked, at):
        return m["unit"] + (m["per"] or ""), units.groups[m["unit"]], m.end()
    if masked.startswith("大", at) and (noun := re.compile("[一-鿿]{2,8}").match(masked, at + 1)):
        known = BIG.match(noun[0])
        name = known[0] if known else noun[0] if len(noun[0]) <= 4 else noun[0][:2]
        return name, "noun", at + 1 + len(name)
    return None


# === hedges ========================================

# Words before the number (了, 占, 达, 到 may stand between) and after the unit. What is `above` is at_least in a rule,
# else over.
BEFORE = (
    ("at_least", any_of("不得?[少低小]于 至少 最少")),
    (
        "at_most",
        any_of("不得?(?:超过|高于|多于|大于) 未超过 最多 至多 最长 (?<!不)(?<!不得)[少低小]于 (?<!准备)不足 不到"),
    ),
    ("over", any_of("(?<!不)(?<!不得)(?<!未)(?:超过|超出|突破|多于|大于|高于) (?<!赶)[超逾]")),
    ("about", any_of("大约 大概 接近 将近 (?<![附临最邻靠亲])近 (?<![预节公合条契签违解特邀履民守])约")),
)
AFTER = (
    ("above", "及?以上"),
    ("at_most", "及?以下|以内|之内|内(?![部容设外蒙涵控审在生])"),
    ("about", "左右|上下"),
)
_BEFORE = tuple((hedge, re.compile(f"(?:{words})(?:了|占|达到?|到|为|至)? ?$")) for hedge, words in BEFORE)
_AFTER = tuple((hedge, re.compile(rf" ?(?:\(含\))?(?:{words})")) for hedge, words in AFTER)
# 上百, 过万: over, before a bare 百, 千, 万 alone.
_BEFORE_SCALE = re.compile("(?:(?<![以线网路马])上|(?<![超通经])过)$")
# 不少于执法人员5%: these bind over a short noun as well.
BEFORE_NOUN = re.compile(r"(?:(不得?[少低小]于|至少)|不得?(?:超过|高于|多于)|最长)[^\d,。;:、!?\n]{1,8}$")

# === numbers ========================================

_ARABIC = r"(?<!\d)(?<!\d[.,])(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<part>(?P<den>百|千|\d+|[二三四五六七八九十]+)分之)?"
    rf"(?:(?P<arabic>{_ARABIC}(?:/\d+)?)|(?P<chinese>半(?=天|小时|个工作日|个月)"
    rf"|(?:[{CN.replace('千', '')}]|千(?![克米瓦]))+(?:点[零〇{ONES}]+)?)) ?"
    r"(?P<over>[余多来几]?)(?P<scale>万亿|(?:[百十]|千(?![克米瓦]))?[万亿]|[百千](?![克米瓦分])|)(?P<more>[余多来]?)"
)
_TO = re.compile(" ?(?:至|到|-|—|–|~|～|―) ?")
# What makes these a quantity: 日 is mostly a date, 年 mostly a span, 岁 mostly whom something is for.
_DAYS_BEFORE = re.compile("(?:由|从|至|到|为|压缩|缩短|缩减|减少|提速|不超过|时限|期限|法定|承诺|平均|最长)$")
_YEARS_BEFORE = re.compile("(?:连续|满|为期|期限|期|保存|不少于|不低于|不超过|超过|长达|历时|逾)$")
_EACH = re.compile("(?:每(?:半?年|个?季度?|两?个?月|周|[日天])[^,。;()]{0,10}|至少[^,。;]{0,4}|不少于|最多)$")
_AGE_BEFORE = re.compile("年龄[^,。;]{0,6}$")
_MONEY_BEFORE = re.compile("(?:额|资金|经费|工资|[罚没]款)(?:[为达约近超共]|共计|总计|合计)* ?$")
_UNITLESS = re.compile(
    f"(?:{any_of('率 满意度 得分 评分 指数 [一-鿿]数 [一-鿿]量 案件 警情 事项 线索 隐患 合同 案卷 共计 合计 总计')})"
    "(?:为|达到?|是|:)? ?$"
)


def find_quantities(masked: str, units: Units) -> Iterator[Quantity]:
    """The quantities of a folded text in which what counts nothing is blanked out."""
    at = 0
    while m := _NUMBER.search(masked, at):
        found = _quantity(masked, m, at, units)
        at = found.end if found else m.end()
        if found:
            yield found


def _quantity(masked: str, m: re.Match, floor: int, units: Units) -> Quantity | None:
    """The quantity whose number is `m`, None if it is none; `floor` is where the one before ends."""
    left = masked[max(floor, m.start() - 14) : m.start()]
    value, chinese = _value(m), m["chinese"]
    if value is None or re.search(r"[+×*&#@_/.·-]$|每$|(?<![A-Za-z])[A-Za-z]{1,2}$", left):
        return None
    before = next(((hedge, b.start()) for hedge, words in _BEFORE if (b := words.search(left))), None)
    over = m["over"] or m["more"]
    if chinese and re.fullmatch("[百千万亿]+", chinese) and not m["part"]:
        if not before and (b := _BEFORE_SCALE.search(left)):
            before = ("over", b.start())
        if not (over or before):
            return None
    low, high, end = *value, m.end()
    if m["part"] or "/" in (m["arabic"] or ""):
        alone = value[0] < 1 and re.match(r" ?(?:以上|左右|的|[,。;、)\n]|$)", masked[end : end + 3])
        if not (m["part"] or before or alone):
            return None
        unit, group = {"百": "%", "千": "‰"}.get(m["den"]), "share"
    elif kind := _range(masked, m, low, left, units) or (low, high, _unit(masked, end, units)):
        low, high, kind = kind
        if kind:
            unit, group, end = kind
            if not _counts(masked, chinese, low, unit, group, left, end, units):
                return None
        elif m["arabic"] and re.match(" ?(?:[,。;、)\n]|$)", masked[end : end + 2]) and (bare := _unitless(m, left)):
            unit, group = None, bare
        else:
            return None
    unit_end = end
    if group in ("duration", "share", "change") and masked[end : end + 1] == "多":
        over, end = "多", end + 1
    after = next(((hedge, a.end()) for hedge, words in _AFTER if (a := words.match(masked, end))), None)
    if after and masked[end : after[1]].strip() == "内" and group != "duration":
        after = None
    hedge = before[0] if before else None
    if hedge not in ("at_least", "at_most"):
        if after:
            hedge = after[0]
        elif over:
            hedge = "over"
        elif far := BEFORE_NOUN.search(left):
            hedge = "at_least" if re.search("[少低小]", far[0][:4]) else "at_most"
    start = m.start() - len(left) + before[1] if before else m.start()
    event = unit in units.events
    return Quantity(start, m.start(), unit_end, after[1] if after else end, low, high, unit, group, hedge, event)


def _value(m: re.Match) -> tuple[float, float | None] | None:
    """What a match of _NUMBER stands for, with the upper end of a pair (三四十: 30, 40); None if it is no number."""
    if m["arabic"]:
        top, _, bottom = re.sub("[, ]", "", m["arabic"]).partition("/")
        if len(top) > 18 or (bottom and not float(bottom)):
            return None
        value = (float(top) / float(bottom or 1), None)
    else:
        value = read_quantity(m["chinese"])
        if value is None or value[0] == 0:
            return None
    den = m["den"]
    if den and den not in "百千":
        base = float(den) if den.isdecimal() else (read_quantity(den) or (0,))[0]
        return (value[0] / base, None) if base else None
    scale = 1.0
    for sign in m["scale"]:
        scale *= SCALES[sign]
    return round(value[0] * scale, 6), None if value[1] is None else round(value[1] * scale, 6)


def _unitless(m: re.Match, left: str) -> str | None:
    """What a number without a unit measures, if the words before it say so: 满意度99.13, 工资额约65万."""
    if m["scale"] and _MONEY_BEFORE.search(left):
        return "money"
    word = _UNITLESS.search(left)
    return None if word is None else "share" if word[0][0] in "率满" else "count"


def _range(masked: str, m: re.Match, low: float, left: str, units: Units) -> tuple | None:
    """A range 3至5个, 10%-15%: (low, high, unit as from _unit); None if it is none."""
    first = _unit(masked, m.end(), units)
    sep = _TO.match(masked, first[2] if first else m.end())
    second = _NUMBER.match(masked, sep.end()) if sep else None
    value = _value(second) if second and not second["part"] else None
    unit = _unit(masked, second.end(), units) if value else None
    if unit is None or (first and first[0] != unit[0]) or re.search("[由从自][^,。;]{0,12}$", left):
        return None
    if second["scale"] and not m["scale"] and m["arabic"] and not first:
        low *= value[0] / float(re.sub("[, ]", "", second["arabic"])) if second["arabic"] else 1
    return (low, value[0], unit) if low < value[0] else None


def _counts(
    masked: str, chinese: str | None, value: float, unit: str, group: str, left: str, end: int, units: Units
) -> bool:
    """Whether number and unit are a quantity, for units and numerals that are often something else."""
    after = masked[end : end + 3]
    if unit == "番":
        return bool(re.search("翻了?$", left))
    if unit == "月":
        return "个" in masked[end - 3 : end]
    if unit in ("岁", "周岁") and not _AGE_BEFORE.search(left):
        return False
    if unit == "日" and not (_DAYS_BEFORE.search(left) or re.match("以?内|之内|压|缩|减|办结", after)):
        return False
    if unit == "年" and not (value < 100 and (_YEARS_BEFORE.search(left) or re.match("以[上内下]|内|有效", after))):
        return False
    if group == "noun" and (value >= 1000 or value % 1):
        return False
    if not chinese:
        return True
    if left[-1:] in tuple("第其几数双单期周初") or chinese == "二":
        return False
    if chinese == "一" and unit in units.events and _EACH.search(left):  # 每季度至少一次
        return True
    if chinese in ("一", "半"):  # an article, but for the shortest time limits
        limit = re.match("以?内|之内|办结|出证", after) or re.search("(?:至|到|为|为期|不超过|提前|最长)$", left)
        return unit in ("工作日", "小时", "分钟", "天", "月") and bool(limit)
    if group == "noun" and masked[end - len(unit) - 1] == "大":
        return value < 17 or value > 20  # 二十大: a congress
    return unit.partition("(")[0] in units.chinese
