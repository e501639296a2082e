"""Passages → titles of laws and documents, with their kind; named programmes."""

import re
from pathlib import Path

import pandas as pd

from helpers.characters import fold
from helpers.extraction.claims import QUOTE
from helpers.extraction.laws import key_title, load_laws
from helpers.extraction.stretches import list_stretches
from helpers.tables import any_of

__all__ = ["CITATIONS", "PROGRAMMES", "find_citations", "find_programmes"]

CITATIONS = {
    **dict.fromkeys(["report_id", "passage_id", "role", "text", "name", "kind", "reason"], "str"),
    **{"start": "int64", "end": "int64"},
}
PROGRAMMES = {**dict.fromkeys(["report_id", "passage_id", "role", "text"], "str"), "start": "int64", "end": "int64"}


def find_citations(passages: pd.DataFrame, *, corpus: str | Path | None = None) -> pd.DataFrame:
    """Every title in 《》, 〈〉 or <>, one row a place where it is printed; an inner title is a row of its own.

    Columns report_id, passage_id, role, text (as printed, without its own brackets), name, kind {law, regulation,
    policy, document, other}, reason, start, end (offsets in `reports.text`, without the brackets). `name` is the full
    name where `load_laws` has the printed form, or where the report itself says 以下简称; else the form that the report
    prints first. `kind` is that of the table, else the first of KIND_RULES that fits; `reason` says which. Forms are
    compared without regard to width, dashes, quotation marks, white space and the brackets of inner titles. A bracket
    without its partner in the line opens nothing.
    """
    table = load_laws(corpus)
    laws = {key_title(form): row[1:] for row in table[["short", "name", "kind"]].to_numpy() for form in row[:2]}
    known: dict[tuple[str, str], tuple[str, str, str]] = {}  # what a form stands for in a report
    rows = []
    for stretch in list_stretches(passages):
        text = fold(stretch.text)
        for start, end in _titles(text):
            title, key = stretch.text[start:end], key_title(text[start:end])
            if key in laws:
                found = (*laws[key], "laws.csv")
            else:
                own = _OWN.search(text, max(0, start - 14), start - 1) or _OURS.match(text, end)
                found = known.setdefault((stretch.report_id, key), (title, *_kind(text[start:end], bool(own))))
            report_id, passage_id, role, title, *offsets = stretch.place(start, end)
            rows.append((report_id, passage_id, role, title, *found, *offsets))
            if short := _SHORT.match(text, end + 1):
                known.setdefault((stretch.report_id, key_title(short[1])), (*found[:2], "以下简称"))
    return pd.DataFrame(rows, columns=list(CITATIONS)).astype(CITATIONS)


def find_programmes(passages: pd.DataFrame) -> pd.DataFrame:
    """What stands in quotation marks as a name (“放管服”), one row a place: up to 16 characters without a stop.

    Columns report_id, passage_id, role, text (without the marks), start, end (offsets in `reports.text`).
    """
    rows = []
    for stretch in list_stretches(passages):
        for m in QUOTE.finditer(stretch.text):
            start, end = m.span(m.lastindex)
            name = fold(stretch.text[start:end])
            if len(name) <= 16 and not re.search(r"[,。;:!?]|^\d{1,2}[.·]\d{1,2}$", name):
                rows.append(stretch.place(start, end))
    return pd.DataFrame(rows, columns=list(PROGRAMMES)).astype(PROGRAMMES)


# What a title is by its words (a bracket at the end left out), read in order, with the reason that is shown. A leading
# + says that the text has just said that the authority itself made it (制定《…》), a leading - that it has not.
_PROVINCES = any_of("""
    北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州
    云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆
""")
KIND_RULES = (
    ("other", "(?:摘编|读本|讲话|论述|文选|问答|讲义|概论|学习纲要|文章|[0-9百]+问|治国理政)$", "a book or a speech"),
    ("law", "(?<![办方做书技看想说])法$|法典$", "ends in 法"),
    ("regulation", "条例$", "ends in 条例"),
    ("document", "(?:规则|制度|规程|程序|流程|机制|工作细则|操作细则)$", "rules of procedure or a system"),
    (
        "regulation",
        "^.(?:中华人民共和国|中国共产党|国务院|中共中央|最高人民).*(?:规定|办法|细则|准则|章程|解释)$",
        "rules of a central authority",
    ),
    (
        "regulation",
        f"^.(?:{_PROVINCES})(?:省|市|壮族|回族|维吾尔)?(?:自治区)?(?!.{{0,10}}(?:[区县局镇委厅]|办(?!法))).*(?:规定|办法|细则)$",
        "rules of a province",
    ),
    (
        "document",
        "^.[^省]{2,12}(?:区|县|镇|乡|街道|局|委|厅|中心|管委会|办公室).*(?:规定|办法|细则)$",
        "rules of a department or of an authority below the city",
    ),
    (
        "regulation",
        "^.[^省区县局]{2,4}市(?!.{0,10}(?:[区县局镇委厅]|办(?!法))).*(?:规定|办法|细则)$",
        "rules of a city",
    ),
    ("document", r"^\+.*(?:规定|办法|细则|准则)$", "rules that the authority says it made"),
    ("regulation", "(?:规定|办法|细则|准则|章程)$", "ends in 规定, 办法, 细则, 准则 or 章程"),
    (
        "policy",
        f"(?:{any_of('意见 纲要 规划 方案 决定 决议 通知 计划 要点 措施 行动 任务 打算 安排 政策 公约 倡议书')})$",
        "a plan, opinion or notice",
    ),
    (
        "document",
        "(?:"
        + any_of("""
            清单 目录 指南 指引 手册 标准 规范 基准 台账 名单 名录 预案 报告 总结 通报 通告 公告 批复 函 纪要 合同
            协议 书 证 表 单 模板 文书 案例 汇编 须知 提示 导则 守则 情况 分工
        """)
        + ")$",
        "a working document",
    ),
    ("other", "", "no official ending"),
)
_KIND_RULES = tuple((kind, re.compile(pattern), why) for kind, pattern, why in KIND_RULES)
_OWN = re.compile(r"(?:制定|制订|出台|修订|修改|印发|起草|建立|完善|我[局市区县镇委办]|本[局市区县])[^。;《》]{0,8}$")
_OURS = re.compile(r"》[^《》,。;]{0,14}规范性文件")  # 《…》等3件区政府规范性文件
_SHORT = re.compile(r"[^《》。;\n]{0,24}?(?:以下)?简称:?[《“\"]([^《》“”\"\n]{1,24})[》”\"]")
_CLOSING = {"《": "》", "〈": "〉", "<": ">"}
_TITLE_WORDS = re.compile(r"(?=.*[一-鿿]).{1,200}", re.DOTALL)  # a longer one is two titles with a bracket lost between


def _kind(title: str, own: bool) -> tuple[str, str]:
    """The kind of a title and the reason; `own` says that the authority itself made it."""
    words = re.sub(r"\s", "", title)
    while m := re.search(r"\([^()]*\)$", words):
        words = words[: m.start()]
    words = ("+" if own else "-") + re.sub("(?:草案|征求意见稿|送审稿)$", "", words.rstrip("》〉>"))
    return next((kind, why) for kind, pattern, why in _KIND_RULES if pattern.search(words))


def _titles(text: str) -> list[tuple[int, int]]:
    """The spans inside matching title brackets, in the order of their beginning."""
    spans: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []
    for m in re.finditer(r"[《》〈〉<>\n]", text):
        if m[0] == "\n":
            opened = []
        elif m[0] in _CLOSING:
            opened = [*opened[-7:], (_CLOSING[m[0]], m.end())]
        else:
            at = next((i for i in reversed(range(len(opened))) if opened[i][0] == m[0]), None)
            if at is not None:
                inner = text[opened[at][1] : m.start()]
                if _TITLE_WORDS.fullmatch(inner) and not (m[0] == ">" and re.search("[,。;]", inner)):
                    spans.append((opened[at][1], m.start()))
                opened = opened[:at]
    return sorted(spans)
