"""Which part of a report a heading or a sentence opens. Everything here reads folded text.

The words are rows of corpus/rules/roles.csv; what each kind does is said in corpus/rules/README.md.
"""

import re
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import NamedTuple

from helpers.forms import read_enumerator
from helpers.numerals import NUMERAL
from helpers.structure.headings import count_parts, phrase
from helpers.tables import load_rules

__all__ = [
    "ROLE_LABELS",
    "Cut",
    "give_roles",
    "is_name_of_shortcomings",
    "names_duty",
    "names_part",
    "names_role",
    "names_shortcomings",
]

# The parts of a report, after the regulation that prescribes them, with the labels that readers see.
ROLE_LABELS = {
    **{"front": "文首", "measures": "举措", "leadership": "履职"},
    **{"shortcomings": "不足", "plan": "计划", "back": "落款"},
}

_SECTION = re.compile(rf"{NUMERAL}{{1,3}} *[、.]|、")  # any other marker of level 1 is a part's: 第一部分, 壹、
_LATE = 0.6  # of the body: what no heading says is said behind it


class _Words(NamedTuple):
    part: re.Pattern[str]
    shortcomings: re.Pattern[str]
    shortcomings_below: re.Pattern[str]
    shortcomings_whole: re.Pattern[str]
    shortcomings_sentence: re.Pattern[str]
    done_and_planned: re.Pattern[str]
    plan: re.Pattern[str]
    plan_section: re.Pattern[str]
    plan_sentence: re.Pattern[str]
    will: re.Pattern[str]
    leadership: re.Pattern[str]
    leadership_sentence: re.Pattern[str]


@cache
def _words() -> _Words:
    word = load_rules("roles")
    lacks = rf"{word('trouble')}|{word('lack')}|{word('gap')}|{word('shortfall')}"
    shortcomings = (
        rf"(?:{word('exist')}).{{0,10}}(?:{lacks}|{word('weakness')})"
        rf"|(?!{word('mended')})(?:{word('lack')}|{word('gap')}|{word('shortfall')})"
        rf"(?:{word('lack_tail')}|{word('lack_aspect')}|[和与、]|以?及|$)"
        rf"|^(?:{word('main')})?(?:{word('trouble')})(?:[和与及、]|$)|{word('shortcomings')}"
    )
    whole = (
        rf"(?:{word('setting')}){{0,4}}(?:{word('exist')})?的?(?:{word('main')}|{word('some')})?"
        rf"(?:{lacks})(?:{word('lack_tail')}|[和与及].{{2,4}})?"
    )
    admits = (
        rf"(?:{word('turn')}).{{0,40}}(?:{word('exist')}|{word('have')}).{{0,16}}(?:{lacks})"
        rf"|(?:{word('exist')})的?(?:{word('main')})?(?:{word('trouble')}|{word('lack')})(?:{word('lists')})"
    )
    leadership = (
        rf"{word('duty')}|(?:{word('principal')}).{{0,12}}(?:{word('carries_out')}|{word('duty_noun')})"
        rf"|(?:{word('principal_pair')}).{{0,8}}(?:{word('carries_out')})"
        rf"|(?:{word('principal')}).{{0,6}}(?:{word('takes_up')}).{{0,12}}责任"
    )
    # A section devoted to the duty opens with it: its first clause says that the principal, if it names one, does it.
    does = rf"(?:{word('carries_out')}|{word('takes_up')})"
    opens_leadership = (
        rf"\s*(?:[^。,]{{0,20}}(?:{word('head')}|{word('principal')})[^。,]{{0,12}}|(?:{word('duly')}){{0,2}}){does}好?"
        rf"[^。,]{{0,22}}(?:{word('duty')})(?:的?职责|责任|制度?)?[^。,]{{0,6}}[。,;]"
    )
    return _Words(
        part=re.compile(rf"(?:{word('part_of')})(?:{word('part')})|{word('part_name')}"),
        shortcomings=re.compile(shortcomings),
        shortcomings_below=re.compile(word("shortcomings_below")),
        shortcomings_whole=re.compile(whole),
        shortcomings_sentence=re.compile(admits),
        done_and_planned=re.compile(rf".{{2,30}}(?:{word('part')})[和与及暨、]"),
        plan=re.compile(rf"{word('coming')}|(?:{word('plan')})$"),
        plan_section=re.compile(rf"{word('coming')}|(?:{word('plan')}|{word('plan_section')})$"),
        plan_sentence=re.compile(rf"{word('coming')}|{word('coming_sentence')}"),
        will=re.compile(rf"\s*年.{{0,40}}(?:{word('will')})"),
        leadership=re.compile(leadership),
        leadership_sentence=re.compile(opens_leadership),
    )


class Cut(NamedTuple):
    """A row of a text's outline: where it begins and what it is. It ends where the next one begins."""

    start: int
    kind: str
    level: int | None = None
    marker: str | None = None
    role: str | None = None


def names_part(line: str) -> bool:
    """Whether a line has the words of a part of a report.

    >>> names_part("主要举措"), names_part("某市司法局")
    (True, False)
    """
    return _words().part.search(line) is not None


def names_duty(line: str) -> bool:
    """Whether a heading's words name the duty of those who lead.

    >>> names_duty("党政主要负责人履行推进法治建设第一责任人职责情况")
    True
    """
    return _words().leadership.search(line) is not None


def names_role(line: str) -> bool:
    """Whether a line says which part of a report stands below it, as a heading of level 1 does.

    >>> names_role("2023年工作打算"), names_role("坚持党建引领")
    (True, False)
    """
    return names_part(line) or _heading_role(line, True, "(?!)") is not None


def names_shortcomings(words: str) -> bool:
    """Whether a heading's words say that shortcomings stand below.

    >>> names_shortcomings("存在的问题和原因"), names_shortcomings("补齐短板")
    (True, False)
    """
    return _words().shortcomings.search(words) is not None


def is_name_of_shortcomings(words: str) -> bool:
    """Whether a heading's words name shortcomings and say nothing of what they are.

    >>> is_name_of_shortcomings("存在的主要问题"), is_name_of_shortcomings("存在执法力量不足的问题")
    (True, False)
    """
    return _words().shortcomings_whole.fullmatch(words) is not None


def give_roles(text: str, cuts: Sequence[Cut], stop: int, coming: str) -> list[Cut]:
    """The rows of a body that ends at `stop`, each with its role; rows are cut where a role begins inside one.

    `coming` is an expression for the year whose arrangements are the plan.

    >>> cuts = [Cut(0, "heading", 1, "一、"), Cut(5, "heading", 1, "二、")]
    >>> [cut.role for cut in give_roles("一、举措\\n二、2022年打算", cuts, 14, "2022")]
    ['measures', 'plan']
    """
    rows, mixed = _read_headings(text, cuts, stop, coming)
    opens_plan = partial(_opens_plan, coming=coming)
    for i in reversed(mixed):
        last = next((j for j in range(i + 1, len(rows)) if rows[j].kind == "heading" and rows[j].level == 1), len(rows))
        # Behind what is lacking the coming year's name is enough: 2022年,重点抓好以下工作.
        rows = _cut_role(text, rows, i + 1, last, stop, "plan", partial(_opens_plan, coming=coming, named=True))
    if not any(row.role == "shortcomings" for row in rows):
        low, high = _late(rows, stop), _first(rows, "plan", 0)
        rows = _cut_role(text, rows, low, high, stop, "shortcomings", _admits)
    if not any(row.role == "plan" for row in rows):
        low = next((i for i, row in enumerate(rows) if row.role == "shortcomings"), _late(rows, stop))
        rows = _cut_role(text, rows, low, _first(rows, "leadership", low), stop, "plan", opens_plan)
    return rows


def _read_headings(text: str, cuts: Sequence[Cut], stop: int, coming: str) -> tuple[list[Cut], list[int]]:
    """The rows with the roles that the headings over them say, and which rows are headings of shortcomings and plan."""
    rows: list[Cut] = []
    mixed = []
    part = section = "measures"  # part: of an unnumbered heading, or 第一部分: 一、 to 六、 may start again in each
    inherited: dict[int, str] = {}
    suspended: list[int] = []  # numbers under which the numbering of level 1 started again
    over: list[str] = []  # the roles of those headings
    last = 0
    for i, cut in enumerate(cuts):
        if cut.kind == "heading" and cut.level:
            for deeper in [level for level in inherited if level >= cut.level]:
                del inherited[deeper]
            said = _said_by_heading(text, cuts, i, stop, coming)
            if cut.level == 1:
                number = (read_enumerator(cut.marker) if cut.marker else None) or 0
                if cut.marker is None or not _SECTION.match(cut.marker):
                    part = (said or "measures").split("+")[0]
                    suspended, over, last = [], [], 0
                else:
                    suspended, last = count_parts(suspended, last, number), number or last + 1
                    over = [*over, section][: len(suspended)]
                section = (said or (over[-1] if over else part)).split("+")[0]
                if said and "+" in said:
                    mixed.append(i)
            elif said:
                inherited[cut.level] = said
        role = inherited[max(inherited)] if inherited else section
        if role == "measures" and cut.kind == "paragraph" and _is_of_principals(text, cuts[max(i - 1, 0)], cut.start):
            role = "leadership"
        rows.append(cut._replace(role=role))
    return rows, mixed


def _said_by_heading(text: str, cuts: Sequence[Cut], i: int, stop: int, coming: str) -> str | None:
    """The role that a heading names, or the first sentence below it: leadership has its own section or 1., （一）."""
    cut = cuts[i]
    below = cuts[i + 1] if i + 1 < len(cuts) else None
    words = phrase(text[cut.start : below.start if below else stop], cut.marker)
    said = _heading_role(words, cut.level == 1, coming)
    if said or below is None or below.kind != "paragraph":
        return said
    return "leadership" if _words().leadership_sentence.match(text, below.start) else None


def _is_of_principals(text: str, before: Cut, at: int) -> bool:
    """Whether a paragraph that begins its line, among others below a heading of level 1, opens with the duty."""
    alone = before.kind == "paragraph" and text[:at].rstrip(" \t")[-1:] in ("", "\n")
    newline = text.find("\n", at)
    line = text[at : newline if newline >= 0 else len(text)]
    return alone and _words().leadership_sentence.match(line) is not None


def _heading_role(words: str, is_section: bool, coming: str) -> str | None:
    clause = r"(?:[^,]*,)?" if is_section else ""  # 聚力攻坚,谋划2024年工作
    ahead = re.match(rf"{clause}.{{0,6}}({coming})\s*年", words) is not None
    short = names_shortcomings(words)
    plan = (_words().plan_section if is_section else _words().plan).search(words) or ahead
    if short and plan:
        return "shortcomings+plan" if is_section else "shortcomings"
    if short:
        return "shortcomings" if is_section or _words().shortcomings_below.search(words) else None
    if plan and is_section and not ahead and _words().done_and_planned.match(words):
        return "measures+plan"
    if plan:
        return "plan"
    return "leadership" if _words().leadership.search(words) else None


def _admits(sentence: str) -> bool:
    return _words().shortcomings_sentence.search(sentence) is not None


def _opens_plan(sentence: str, coming: str, *, named: bool = False) -> bool:
    if _words().plan_sentence.match(sentence):
        return True
    year = re.match(coming, sentence)
    if year is not None and named:
        return re.match(r"\s*年", sentence[year.end() :]) is not None
    return year is not None and _words().will.match(sentence, year.end()) is not None


def _late(rows: Sequence[Cut], stop: int) -> int:
    """The row from which roles without a heading are looked for: where the last two fifths of the body begin."""
    begin = rows[0].start if rows else 0
    late = begin + _LATE * (stop - begin)
    return next((i for i, row in enumerate(rows) if row.start >= late), max(len(rows) - 1, 0))


def _first(rows: Sequence[Cut], role: str, low: int) -> int:
    """The first row from `low` on that has `role`, else the number of rows."""
    return next((i for i in range(low, len(rows)) if rows[i].role == role), len(rows))


def _cut_role(
    text: str, rows: list[Cut], low: int, high: int, stop: int, role: str, opens: Callable[[str], bool]
) -> list[Cut]:
    """From the first sentence in rows[low:high] for which `opens` holds, everything up to rows[high] takes `role`.

    The row before `low` is looked at too: what begins the last part of a text may stand inside it.
    """
    lined = rows and "\n" in text[rows[0].start : stop].strip()  # else no paragraph can be told from another
    for i in range(max(low - 1, 0), high):
        row = rows[i]
        apart = lined and role == "plan" and row.role in ("measures", "leadership")
        end = rows[i + 1].start if i + 1 < len(rows) else stop
        if row.kind == "heading":
            continue
        for m in re.finditer(r"[^。!?\n]+[。!?]?", text[row.start : end]):
            sentence = m.group().strip()
            if not sentence or not opens(sentence):
                continue
            at = row.start + m.start() + len(m.group()) - len(m.group().lstrip())
            if apart and text[:at].rstrip(" \t")[-1:] not in ("", "\n"):
                continue  # a measure's own outlook stays with it
            tail = [later._replace(role=role) for later in rows[i + 1 : high]]
            if at == row.start:
                return [*rows[:i], row._replace(role=role), *tail, *rows[high:]]
            return [*rows[: i + 1], Cut(at, "paragraph", role=role), *tail, *rows[high:]]
    return rows
