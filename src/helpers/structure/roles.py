"""Which part of a report a heading or a sentence opens. Everything here reads folded text."""

import re

from helpers.structure.headings import phrase

__all__ = ["BODY_HEADING", "ROLE_LABELS", "ROLE_NAME", "SHORTCOMINGS", "give_roles"]

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


def give_roles(text: str, cuts: list[tuple], stop: int, coming: str) -> list[tuple]:
    """Each row with its role; rows are cut where a role begins inside one."""
    starts = [cut[0] for cut in cuts] + [stop]
    roles, section, inherited = [], "measures", {}
    part = "measures"  # of an unnumbered heading, or 第一部分: 一、 to 六、 may start again in each
    mixed: set[int] = set()
    for i, (start, kind, level, marker) in enumerate(cuts):
        if kind == "heading":
            for deeper in [k for k in inherited if k >= level]:
                del inherited[deeper]
            words = phrase(text[start : starts[i + 1]], marker)
            said = _heading_role(words, level, coming)
            below = cuts[i + 1] if i + 1 < len(cuts) else (stop, None)
            if said is None and level == 1 and below[1] == "paragraph" and _LEADERSHIP_SENTENCE.match(text, below[0]):
                said = "leadership"
            if level == 1:
                if marker is None or marker.startswith("第"):
                    part = (said or "measures").split("+")[0]
                section = (said or part).split("+")[0]
                if said == "shortcomings+plan":
                    mixed.add(i)
            elif said:
                inherited[level] = said
        role = inherited[max(inherited)] if inherited else section
        roles.append(role)
    rows = [(*cut, role) for cut, role in zip(cuts, roles, strict=True)]
    for i in sorted(mixed, reverse=True):
        last = next((j for j in range(i + 1, len(rows)) if rows[j][2] == 1 and rows[j][1] == "heading"), len(rows))
        rows = _cut_role(text, rows, i + 1, last, stop, "plan", lambda s: _opens_plan(s, coming))
    if not any(row[4] == "shortcomings" for row in rows):
        low = _late(rows, stop)
        rows = _cut_role(
            text, rows, low, _first(rows, "plan", 0), stop, "shortcomings", lambda s: _SHORTCOMINGS_SENTENCE.search(s)
        )
    if not any(row[4] == "plan" for row in rows):
        low = next((i for i, row in enumerate(rows) if row[4] == "shortcomings"), _late(rows, stop))
        rows = _cut_role(
            text, rows, low, _first(rows, "leadership", low), stop, "plan", lambda s: _opens_plan(s, coming)
        )
    return rows


def _heading_role(words: str, level: int, coming: str) -> str | None:
    ahead = re.match(rf".{{0,6}}({coming})\s*年", words) is not None
    short = SHORTCOMINGS.search(words)
    plan = (_PLAN if level == 1 else _PLAN_SURE).search(words) or ahead
    if short and plan:
        return "shortcomings+plan" if level == 1 else "shortcomings"
    if short:
        return "shortcomings" if level == 1 or re.search(r"存在|不足$|主要问题", words) else None
    if plan:
        return "plan"
    return "leadership" if _LEADERSHIP.search(words) else None


def _opens_plan(sentence: str, coming: str) -> bool:
    if _PLAN_SENTENCE.match(sentence):
        return True
    return re.match(rf"({coming})\s*年.{{0,40}}(将|要|继续|进一步)", sentence) is not None


def _late(rows: list[tuple], stop: int) -> int:
    """The row from which roles without a heading are looked for: the last third of the body."""
    begin = rows[0][0] if rows else 0
    return next((i for i, row in enumerate(rows) if row[0] >= begin + 0.6 * (stop - begin)), max(len(rows) - 1, 0))


def _first(rows: list[tuple], role: str, low: int) -> int:
    """The first row from `low` on that has `role`, else the number of rows."""
    return next((i for i in range(low, len(rows)) if rows[i][4] == role), len(rows))


def _cut_role(text, rows: list[tuple], low: int, high: int, stop: int, role: str, opens) -> list[tuple]:
    """From the first sentence in rows[low:high] for which `opens` holds, everything up to rows[high] takes `role`."""
    for i in range(max(low - 1, 0), high):
        start, kind, *_ = rows[i]
        end = rows[i + 1][0] if i + 1 < len(rows) else stop
        if kind == "heading":
            continue
        for m in re.finditer(r"[^。!?\n]+[。!?]?", text[start:end]):
            sentence = m.group().strip()
            if not sentence or not opens(sentence):
                continue
            at = start + m.start() + len(m.group()) - len(m.group().lstrip())
            tail = [(*row[:4], role) for row in rows[i + 1 : high]]
            if at == start:
                return rows[:i] + [(*rows[i][:4], role)] + tail + rows[high:]
            return rows[: i + 1] + [(at, "paragraph", None, None, role)] + tail + rows[high:]
    return rows
