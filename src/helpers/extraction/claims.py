"""Passages → quantities: value, unit, hedge, result or target, and what is counted."""

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.characters import fold
from helpers.extraction.counted import REACH, find_clause, find_things
from helpers.extraction.indicators import load_indicators
from helpers.extraction.lexicon import load_lexicon
from helpers.extraction.quantities import Quantity, find_quantities
from helpers.extraction.stretches import Stretch, list_stretches
from helpers.extraction.units import Units, compile_units, load_units
from helpers.forms import LINE_MARK
from helpers.numerals import CN, ONES
from helpers.places import find_file
from helpers.tables import any_of

__all__ = ["CLAIMS", "QUOTE", "find_claims"]

CLAIMS = {
    **dict.fromkeys(["report_id", "passage_id", "role", "text"], "str"),
    **{"start": "int64", "end": "int64", "value": "float64", "value_high": "Float64"},
    **dict.fromkeys(["unit", "hedge", "status", "measure", "what", "indicator"], "str"),
}

# All patterns read folded text (`cleaning.fold`): half-width digits and punctuation, every character in its place.

# === status, measure, and what is no claim ========================================

# Status: what makes a quantity a target outside the plan. In the sentence before the number: what is still to come.
FUTURE = re.compile(
    any_of(r"""力争 预计 届时 有望 预期 确保(?=到?20\d\d年) 拟(?=[于在新建对投])
        (?<![即行])将(?=于|达|新增|新建|建成|完成|开展|组织|实现|超|突破|投入|继续|进一步|陆续|全部|力争|持续|有|再|培养|着力)
        到20\d\d年底?,?(?=.{0,16}(?:达|实现|建成|完成|力争)) 计划(?=投资|新建|建设|开展|培训|完成|招|选|用|在|于)""")
)
# In the clause before the number: duty, rule, commitment.
DUTY = re.compile(
    any_of("""确保 保证(?!金) 必须 应当 (?<![响供反效适相])应(?=[于在当]) (?<!必)须(?!知) 不得 原则上
        承诺(?!制|书|件|时限) ^(?!.*(?:按|根据|依照|对照|落实)[^,。;]*要求).*(?<!工作)要求(?![、和])
        (?<![需主重必首纲摘概紧])要(?=达|完成|在|实现|确保|做到|保持) 不[少低多高]于 不超过 至少
        (?:力争|争取)(?=.{0,8}达) (?<![均以按照])每(?:半?年|个?季度?|两?个?月|周|[日天])[^,。;]{0,12}一$""")
)
# How long something may take, as long as nothing says that it was reached.
LIMIT_SET = re.compile("(?:规定[^,。;]{0,12}|提前|之日起|届满前|开庭前|会前)$")
# After the number: 5%的要求, 90%的目标; 两名以上执法人员 (the two officers that 行政处罚法 art. 42 demands).
REQUIRED = re.compile("的(?:基本|最低|目标)?(?:要求|目标|标准|底线)")
TWO_OFFICERS = re.compile("[^,。;]{0,6}(?:人员|干部|民警)")
DONE = re.compile("已(?!满)|(?<=[一-鿿])了|共(?![同享建治商管和产青])|累计|截[至止]|压缩|缩短|减至|精简")

# Measure: verbs of increase and decrease right before the number; of counts only the plain ones (提升8处 is no change).
CHANGE = re.compile(
    "(?:"
    + any_of("""增长 下降 提高 减少 压缩 精简 精减 压减 缩减 缩短 提升 增加 上升 降低 降幅 增幅 减幅 涨 提速 同比 环比
        扩大 下浮 上浮 增收 减收""")
    + ")(?:了|近|约|超过?|逾|幅度?|率|平均|达到?|均|比例|最高| )*$"
)
CHANGE_OF_COUNT = re.compile("(?:减少|压缩|精简|精减|压减|缩减|缩短|增加|增长|下降|提速|同比|环比)[了近约超逾 ]*$")
CHANGE_OF_THING = re.compile(
    "(?:压缩|缩短|精简|精减|减少|降低|压减|节约|节省)[一-鿿]{0,4}(?:时限|时间|材料|环节|成本|费用|要件|流程)$"
)

# Numbers that are no claims, with the reason.
_ANY = rf"(?:\d{{1,9}}|[{CN}]{{1,9}})"
_DAY = r"\d{1,2} ?[日号]"
NOT_CLAIMS = (
    ("document number", r"[〔\[(【](?:19|20)\d\d[〕\])】] ?第?\d+号?"),
    ("years", r"(?<!\d)(?:19|20)\d\d ?年?度? ?[-—–~至到\u00ad] ?(?:(?:19|20)\d\d(?!\d)|\d\d(?=年)) ?年?度?"),
    ("date", rf"(?<!\d)(?:19|20)\d\d ?年[度底初末]?(?: ?\d{{1,2}} ?月(?: ?{_DAY})?)?"),
    ("date", rf"(?<!\d)\d{{1,2}} ?月份?(?: ?{_DAY}(?: ?[-—–~至到、] ?{_DAY})?|[底初末中上下旬])?"),
    ("date", f"[一二][〇○零0O九][〇○零0O{ONES}]{{2}}年(?:[{ONES}十]{{1,3}}月(?:[{ONES}十]{{1,3}}日)?)?"),
    ("time of day", r"(?<!\d)\d{1,2}(?::\d\d|[时点](?:\d{1,2}分|整|半|许))"),
    ("telephone", r"(?:电话|传真|邮编|邮政编码|热线):? ?\d[\d-]{4,}(?![\d件个次条起通])|(?<!\d)0\d{2,3}-\d{7,8}"),
    ("a page's own count of characters", r"(?:省略|展示|全文)[共约计]{0,2} ?\d+ ?字"),
    ("list marker glued to a number", r"(?:^|(?<=[。;:\n]))\s*\d{1,2}\.(?=\d+ ?[个项件起次名位家份条类批场期])"),
    ("version", r"(?<!\d)\d{1,2}\.\d{1,2} ?版"),
    ("ordinal", rf"第 ?{_ANY}(?: ?[、至到-] ?{_ANY}(?=[^{CN}\d]))*|届[^,。;\n]{{0,12}}?{_ANY}次(?=会议|全会|全体)"),
    ("none at all", "(?:无|没有|未(?:发生|出现|收到|接到|产生))(?:任何)? ?1(?= ?[起件例人次宗名])"),
    ("rank", rf"(?:前|头|top|TOP) ?{_ANY} ?[名位强列甲]|十大(?![类项])"),
    ("anniversary", rf"{_ANY} ?周年"),
    ("name made of numbers (1+2+N, 7×24)", r"[\dN]{1,6}(?: ?[+×*&] ?[\dNnXxⅩ]{1,6})+"),
    ("round the clock", "24 ?小时(?!内|以内|之内|办结)|365 ?天|[八8] ?小时[之以]?外"),
    ("circle of so many minutes", rf"{_ANY} ?(?:分钟|公里|千米|米|小时)(?=[一-鿿“”]{{0,12}}圈)"),
    ("when", rf"(?:近|过去|今后|未来|这|上|最近) ?{_ANY} ?(?:年|个月)(?!内|以内)|{_ANY} ?(?:年|个月)[多以]?来"),
    ("programme of so many years", rf"{_ANY} ?年(?:行动|规划|计划|攻坚|提升|期|级|代|倍增|专项)|十[一二三四五]五"),
    (
        "formula (两个维护, 三个“必须”)",
        "(?<![一二三四五六七八九十])[二三四五六七八九十两]{1,3}个(?:"
        + any_of("""“ 一 统一 确立 维护 结合 代表 自信 意识 全面 坚持 必须 不 最 到位 区分开来 带头 服从 毫不动摇 大局
            务必 革命 规定 责任(?![一-鿿])""")
        + ")",
    ),
    (
        "name or idiom with a numeral and a classifier",
        any_of("""[三四五六七]套班子 [三四五六七]位一体 三步走 三番五次 三天两头 [五六八]项规定 [五六十]条禁令
            三大攻坚战 五大发展理念 四大班子 四大检察 [三四五六]所联动 [两三]所一庭 一庭[两三]所"""),
    ),
)
_NOT_CLAIMS = tuple(re.compile(pattern) for _, pattern in NOT_CLAIMS)
QUOTE = re.compile(r"“([^“”\n]{1,60})”|‘([^‘’\n]{1,40})’|「([^「」\n]{1,60})」|\"([^\"\n]{1,60})\"")
_TITLE = re.compile(r"《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*》")
# A line that breaks off in mid-sentence where the reader did not rejoin it: the break is white space, not an end.
_BROKEN = re.compile(rf"[^\n]{{20}}[一-鿿\d、,]\n(?=[一-鿿\d“])(?!{LINE_MARK.pattern})")


class _Indicator(NamedTuple):
    name: str
    units: set[str]
    cues: re.Pattern
    not_cues: re.Pattern


class _Tables(NamedTuple):
    """What a corpus's codebook and lexicon say, as patterns; `names` finds terms whose numeral counts nothing."""

    names: re.Pattern
    units: Units
    indicators: list[_Indicator]


# === claims ========================================


def find_claims(passages: pd.DataFrame, *, corpus: str | Path | None = None) -> pd.DataFrame:
    """Every quantity that the passages report, one row a quantity in reading order.

    Columns report_id, passage_id, role, text, start, end (offsets in `reports.text`; the number with its unit and the
    hedging words beside it), value (万 and 亿 multiplied out, % as printed, 三成 is 3 成, a fraction its value),
    value_high (the upper end of a range, else NA), unit (as printed, 个工作日 as 工作日; NA where nothing stands for
    it), hedge {exact, about, over, at_least, at_most}, status {actual, target}, measure {count, share, change, limit,
    amount}, what (the counted thing, cut from the text), indicator (a row of `load_indicators` whose cue stands by the
    number, else NA).

    Units are those of `load_units`. No claims: dates, ordinals, ranks, document numbers, digits in titles and names
    (short quotations, terms of the lexicon, NOT_CLAIMS), the article 一, levels (三级). Measure: share is %, ‰, 成 and
    fractions; change what a verb of increase or decrease governs, 百分点 and 倍; limit a time limit, or a bound that is
    a target; amount money, area, weight, length, scores. Target is what stands in the plan, is announced, promised or
    required. What is counted is found by the words of `load_phrases`, as `find_things` says.
    """
    files = [find_file("codebook", name, corpus) for name in ("units.csv", "indicators.csv")]
    files.append(find_file("lexicon", "terms.csv", corpus))
    tables = _tables(corpus, tuple(file.read_bytes() for file in files))
    rows = []
    for stretch in list_stretches(passages):
        for start, end, *values in _claims(stretch, tables):
            rows.append((*stretch.place(start, end), *values))
    return pd.DataFrame(rows, columns=list(CLAIMS)).astype(CLAIMS)


@lru_cache(maxsize=4)
def _tables(corpus: str | Path | None, contents: tuple[bytes, ...]) -> _Tables:
    """The tables of a corpus, read again when the contents of one of them change."""
    terms = [fold(term) for term in load_lexicon(corpus)["term"] if re.search(rf"[\d{CN}]", term)]
    names = "|".join(re.escape(term) for term in sorted(terms, key=len, reverse=True)) or "(?!)"
    indicators = [
        _Indicator(name, set(row["unit"].split()), re.compile(row["cues"]), re.compile(row["not_cues"]))
        for name, row in load_indicators(corpus).fillna({"not_cues": "(?!)"}).iterrows()
    ]
    return _Tables(re.compile(names), compile_units(load_units(corpus)), indicators)


def _claims(stretch: Stretch, tables: _Tables) -> list[tuple]:
    """The claims of a stretch: (start, end, value, high, unit, hedge, status, measure, what, indicator)."""
    printed, text = stretch.text, fold(stretch.text)
    masked = _mask(text, tables.names)
    found = list(find_quantities(masked, tables.units))
    clauses = [max(find_clause(masked, 0, q.start), stretch.begins(q.start)) for q in found]
    statuses, changes, end = [], [], 0
    for q, clause in zip(found, clauses, strict=True):
        if not (statuses and masked[end : q.start].strip() in ("、", "和")):  # 5.1%、8.2%: as the one before
            before = text[min(max(clause, end), q.start) : q.start]
            status, change = _status(text, q, stretch.role(q.digits), before), _changes(q, before)
        statuses.append(status)
        changes.append(change)
        end = q.end
    rows = []
    things = find_things(masked, found, clauses, changes)
    for q, clause, status, change, thing in zip(found, clauses, statuses, changes, things, strict=True):
        what = printed[slice(*thing.span)].replace("\n", "") if thing.span else None
        hedge = {"above": "at_least" if status == "target" else "over", None: "exact"}.get(q.hedge, q.hedge)
        measure = _measure(q, hedge, status, change)
        label = f"{fold(what or '') if thing.carried else ''}|{text[clause : q.start]}"
        label += f"#{text[q.end : _sentence_end(text, q.end)]}"
        indicator = _indicator(tables.indicators, q.unit, re.sub(r"\s", "", label))
        rows.append((q.start, q.end, q.value, q.high, q.unit, hedge, status, measure, what, indicator))
    return rows


def _sentence_end(text: str, at: int) -> int:
    end = min(len(text), at + REACH // 2)
    return min((i for sign in "。;\n" if (i := text.find(sign, at, end)) >= 0), default=end)


def _status(text: str, q: Quantity, role: str, before: str) -> str:
    """Target or actual; `before` is the clause up to the number."""
    if role == "plan":
        return "target"
    far = max(0, q.start - 3 * REACH)
    sentence = text[max(far, *(text.rfind(sign, far, q.start) + 1 for sign in "。;\n")) : q.start]
    done = DONE.search(before)
    future = list(FUTURE.finditer(sentence))
    after = text[q.end : q.end + 12]
    target = (
        (future and not DONE.search(sentence, future[-1].end()))
        or q.hedge == "at_least"
        or DUTY.search(before + text[q.start : q.digits + 1])
        or (q.hedge == "above" and q.value == 2 and q.unit in ("名", "人") and TWO_OFFICERS.match(after))
        or (q.group in ("share", "duration") and REQUIRED.match(after))
        or (q.group == "duration" and not done and LIMIT_SET.search(before))
    )
    return "target" if target else "actual"


def _changes(q: Quantity, before: str) -> bool:
    """Whether the number says by how much something grew or shrank."""
    if q.group in ("share", "duration", "money"):
        return bool(CHANGE.search(before) or (q.group == "share" and CHANGE_OF_THING.search(before)))
    return q.group == "change" or bool(CHANGE_OF_COUNT.search(before))


def _measure(q: Quantity, hedge: str, status: str, change: bool) -> str:
    if change:
        return "change"
    if q.group == "share":
        return "share"
    if q.group in ("money", "measure"):
        return "amount"
    bound = status == "target" and hedge in ("at_least", "at_most")
    return "limit" if bound or (q.group == "duration" and q.unit not in ("年", "周")) else "count"


def _indicator(indicators: list[_Indicator], unit: str | None, label: str) -> str | None:
    fits = (i for i in indicators if (unit or "-") in i.units and i.cues.search(label))
    return next((i.name for i in fits if not i.not_cues.search(label)), None)


def _mask(text: str, names: re.Pattern) -> str:
    """`text` with everything blanked out whose digits count nothing; title and quotation marks stay."""
    spans = [(m.start() + 1, m.end() - 1) for m in _TITLE.finditer(text)]
    spans += [m.span() for pattern in (*_NOT_CLAIMS, names) for m in pattern.finditer(text)]
    for m in QUOTE.finditer(text):
        if re.search(r"[,、;。:]", m[0]):  # a quoted list or sentence, no name: only its Chinese numerals count nothing
            spans += [(m.start() + n.start(), m.start() + n.end()) for n in re.finditer(f"[{CN}]", m[0])]
        else:
            spans.append((m.start() + 1, m.end() - 1))
    signs = list(text)
    for start, end in spans:
        signs[start:end] = "\0" * (end - start)
    for m in _BROKEN.finditer(text):
        signs[m.end() - 1] = " "
    return "".join(signs)
