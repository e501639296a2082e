"""Which part of a report a heading or a sentence opens. Everything here reads folded text."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from helpers.structure.headings import phrase

__all__ = ["BODY_HEADING", "Cut", "ROLE_LABELS", "ROLE_NAME", "SHORTCOMINGS", "give_roles"]

# The parts of a report, after the regulation that prescribes them, with the labels that readers see.
ROLE_LABELS = {
    **{"front": "文首", "measures": "举措", "leadership": "履责"},
    **{"shortcomings": "不足", "plan": "计划", "back": "落款"},
}

# What a heading's words say of its role.
SHORTCOMINGS = re.compile(
    r"存在.{0,10}(不足|问题|困难|差距|短板|薄弱|弱项)|(?<!补齐)(不足|薄弱环节|差距|短板)(之处|和|与|及|以及|方面|、|$)"
    r"|^(主要)?(问题|困难)(和|与|及|、|$)|主要问题|不足(和|与|及)原因|困难(和|与|及)问题"
)
ROLE_NAME = re.compile(
    r"(当前|目前|工作中?|法治.{0,6}|依法行政.{0,4})*(存在|面临)?的?(主要|一些)?(问题|不足|困难|差距)(之处|[和与及].{2,4})?"
)
_PLAN = re.compile(r"下一?步|下一?阶段|明年|今后|下一年|(工作)?(打算|思路|展望|设想)$|计划$|(主要|工作)安排$")
_PLAN_SURE = re.compile(r"下一?步|下一?阶段|明年|今后|下一年|(工作)?打算$")
_LEADERSHIP = re.compile(r"第一责任人|主要负责人.{0,12}(履行|履职|职责)|(党政|主要)(主要)?负责(人|同志).{0,8}履行")
# A section devoted to the duty opens with it: the principal is the subject, the duty the object.
_LEADERSHIP_SENTENCE = re.compile(
    r"[^。,]{0,20}(书记|局长|主任|[省市区县州镇乡]长|主要负责人|主要领导|负责同志)[^。,]{0,12}(履行|落实|扛起)[^。,]{0,14}第一责任人"
    r"[^。,]{0,6}。"
)
BODY_HEADING = re.compile(
    r"(主要|总体|基本|工作)(举措|措施|做法|工作|成效|情况|进展|任务)|存在|不足|下一?步|第一责任人|打算|计划$|安排$"
)

# What a sentence says where no heading does.
_SHORTCOMINGS_SENTENCE = re.compile(
    r"(但|然而|仍|还|也|同时).{0,40}(存在|还有|仍有|有).{0,16}(差距|不足|问题|短板|薄弱环节|困难)|(存在|面临)的?(主要)?(问题|不足|困难)(有|是|主要)"
)
_PLAN_SENTENCE = re.compile(r"^(下一?步|下一?阶段|今后|接下来|新的一年|明年|下一年度?)(工作中?)?[,，]?")

_LATE = 0.6  # of the body: what no heading says is said behind it


class Cut(NamedTuple):
    """A row of a text's outline: where it begins and what it is. It ends where the next one begins."""

    start: int
    kind: str
    level: int | None = None
    marker: str | None = None
    role: str | None = None


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
        rows = _cut_role(text, rows, i + 1, last, stop, "plan", opens_plan)
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
    for i, cut in enumerate(cuts):
        if cut.kind == "heading" and cut.level:
            for deeper in [level for level in inherited if level >= cut.level]:
                del inherited[deeper]
            said = _said_by_heading(text, cuts, i, stop, coming)
            if cut.level == 1:
                if cut.marker is None or cut.marker.startswith("第"):
                    part = (said or "measures").split("+")[0]
                section = (said or part).split("+")[0]
                if said == "shortcomings+plan":
                    mixed.append(i)
            elif said:
                inherited[cut.level] = said
        rows.append(cut._replace(role=inherited[max(inherited)] if inherited else section))
    return rows, mixed


def _said_by_heading(text: str, cuts: Sequence[Cut], i: int, stop: int, coming: str) -> str | None:
    """The role that a heading names, or, of level 1, the first sentence below it."""
    cut = cuts[i]
    below = cuts[i + 1] if i + 1 < len(cuts) else None
    words = phrase(text[cut.start : below.start if below else stop], cut.marker)
    said = _heading_role(words, cut.level == 1, coming)
    if said or cut.level != 1 or below is None or below.kind != "paragraph":
        return said
    return "leadership" if _LEADERSHIP_SENTENCE.match(text, below.start) else None


def _heading_role(words: str, is_section: bool, coming: str) -> str | None:
    ahead = re.match(rf".{{0,6}}({coming})\s*年", words) is not None
    short = SHORTCOMINGS.search(words)
    plan = (_PLAN if is_section else _PLAN_SURE).search(words) or ahead
    if short and plan:
        return "shortcomings+plan" if is_section else "shortcomings"
    if short:
        return "shortcomings" if is_section or re.search(r"存在|不足$|主要问题", words) else None
    if plan:
        return "plan"
    return "leadership" if _LEADERSHIP.search(words) else None


def _admits(sentence: str) -> bool:
    return _SHORTCOMINGS_SENTENCE.search(sentence) is not None


def _opens_plan(sentence: str, coming: str) -> bool:
    if _PLAN_SENTENCE.match(sentence):
        return True
    return re.match(rf"({coming})\s*年.{{0,40}}(将|要|继续|进一步)", sentence) is not None


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
    for i in range(max(low - 1, 0), high):
        row = rows[i]
        end = rows[i + 1].start if i + 1 < len(rows) else stop
        if row.kind == "heading":
            continue
        for m in re.finditer(r"[^。!?\n]+[。!?]?", text[row.start : end]):
            sentence = m.group().strip()
            if not sentence or not opens(sentence):
                continue
            at = row.start + m.start() + len(m.group()) - len(m.group().lstrip())
            tail = [later._replace(role=role) for later in rows[i + 1 : high]]
            if at == row.start:
                return [*rows[:i], row._replace(role=role), *tail, *rows[high:]]
            return [*rows[: i + 1], Cut(at, "paragraph", role=role), *tail, *rows[high:]]
    return rows
