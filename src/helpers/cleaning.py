"""What a reader gets out of a file → the report's body, and what was set aside."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

from helpers.characters import fold, squeeze
from helpers.forms import DATE, DOC_NO, LINE_MARK, TITLE
from helpers.reading.lines import OUTSIDE

__all__ = ["clean", "list_furniture"]

# Characters that print nothing and are no white space for Python. They are set aside, never lost.
INVISIBLE = "\ufeff\u200b\u200c\u200d\u2060\u200e\u200f"

# Web and print furniture that fills a whole line (matched on folded text without white space), each with its reason.
LINE_FURNITURE = (
    ("page_mark", r"[-—–―_·]{1,3}\d{1,3}[-—–―_·]{1,3}|第?\d{1,3}页(共\d{1,3}页)?|\d{1,3}/\d{1,3}|\d{1,3}"),
    ("search_box", r"(请输入|输入)(检索词|关键[字词]|搜索内容|您要搜索的内容).*|(高级)?(搜索|检索)"),
    (
        "navigation",
        r"(您?(的)?(当前|现在)?(所在)?(的)?位置|当前页面):.*|(网站)?首页([>》/|].*)?|(上|下)一[篇条页](:.*)?|返回(顶部|首页|列表)",
    ),
    (
        "index_table",
        r"(索引号|主题分类|发文机关|成文日期|发文字号|发布日期|有效性|信息名称|公开方式|公开范围|主题词|体裁分类):.*",
    ),
    (
        "toolbar",
        r"[【\[(](字号|字体|打印|关闭|我要纠错|收藏|分享|繁体|简体|大|中|小|A).{0,24}[】\])]|(打印(本页)?|关闭(窗口)?|收藏|分享|字号:?|大|中|小){2,}|打印|关闭",
    ),
    ("share_bar", r"(分享到?:?)?((新浪)?微博|微信|QQ空间|QQ好友|豆瓣){2,}.*|(全真版|文字版|文件下载|相关链接:?)+"),
    (
        "source_line",
        r"(来源|信息来源|文章来源|稿件来源|作者|编辑|责任编辑|责编|浏览次数|点击数|访问量|阅读次数?|发布时间|时间):.{0,60}",
    ),
    ("scan_code", r"扫一?扫.{0,14}(手机|打开|微信|当前页|二维码).{0,10}"),
    ("attachment", r"(相关)?附件(下载)?:?|附件下载.{0,80}|.{0,60}\.(pdf|docx?|wps|ofd|xlsx?|zip|rar)"),
    (
        "site_foot",
        r"(版权所有|主办单位|承办单位|技术支持|网站标识码|备案号|联系我们|网站地图).*|.{0,20}[公网]?安备\d+号.*",
    ),
)
_LINE = tuple((reason, re.compile(pattern, re.IGNORECASE)) for reason, pattern in LINE_FURNITURE)

# Words that only a page's head or foot uses: where the report stands on one line with them, they say where it begins
# and ends.
_HEAD_CUE = re.compile(
    r"^(您?的?(当前|现在)?(所在)?的?位置:|索引号:|主题分类:|发文机关:|发布机构:|成文日期:|标题:|发文字号:|发布日期:|发布时间:|日期:|有效性:|时间:20|来源:|信息来源:|访问量:"
    r"|浏览次数|浏览:|[【\[(]?字[号体]|作者:|分享|字号:|字体:|微信|微博|QQ空间|全真版|文字版|文件下载|相关链接:|请输入|检索词|打印|-->$|(网站)?首页)"
)
_FOOT_CUE = re.compile(
    r"^(来源:|附件下载|主办单位|承办单位|网站标识码|版权所有|联系我们|网站地图|技术支持|扫一扫|责任编辑|编辑:|微信|微博|QQ空间|打印|关闭|分享|【|相关(链接|附件|文章)|上一[篇条]|下一[篇条]|.*\.(pdf|docx?|wps|ofd|xlsx?)$)"
)
# A line with two of these and no sentence is a page's, whatever else it repeats.
_LABEL = re.compile(
    r"(发布日期|发布时间|日期|访问量|信息来源|来源|编辑|审核|字号|浏览次数|点击数|索引号|发布机构|发文机关|成文日期):"
)
_TITLE_LABEL = re.compile(r"(标题|信息名称|文件名称|名称|文号|发文字号):$")

_ENDED = re.compile(r"[。!?…;:][”’」』)》\"']*$")
_PAIRS = {"《": "》", "(": ")", "“": "”", "〔": "〕", "<": ">"}


def clean(raw: str) -> tuple[str, list[tuple[str, int, int]]]:
    """The report's body and what was set aside.

    Returns (text, aside): text has one paragraph a line, broken lines rejoined, printed characters kept; aside lists
    (reason, start, end) into `raw`. The characters of `raw` that are no white space are those of text and of aside,
    each once and in order. Cleaning a cleaned text changes nothing.
    """
    aside = [("invisible", i, i + 1) for i, c in enumerate(raw) if c in INVISIBLE] + _watermarks(raw)
    gone = {i for _, start, end in aside for i in range(start, end)}
    places = [i for i in range(len(raw)) if i not in gone]  # where in `raw` each character of text stands
    text = "".join(raw[i] for i in places) if aside else raw
    while True:
        found: list[tuple[str, int, int]] = []
        pieces = _lines(text)
        for step in (_set_lines_aside, _set_head_aside, _set_foot_aside):
            known = -1
            while known < len(found):  # behind one piece of a page's head there may be another
                known = len(found)
                pieces = step(text, pieces, found)
        for reason, start, end in found:
            aside += [(reason, *run) for run in _runs(raw, places[start:end])]
        kept = _rejoin(text, pieces)
        joined = "".join("\n" if i < 0 else text[i] for i in kept)
        if joined == text:
            return text, sorted(aside, key=lambda row: row[1])
        text, places = joined, [-1 if i < 0 else places[i] for i in kept]


def list_furniture(reports: pd.DataFrame) -> pd.DataFrame:
    """What cleaning set aside, one row a piece in the file's order.

    Columns: report_id, reason, text, raw_start, raw_end (offsets into `reports.raw`).
    """
    rows = [
        (report_id, reason, raw[start:end], start, end)
        for report_id, raw in reports["raw"].items()
        for reason, start, end in clean(raw)[1]
    ]
    return pd.DataFrame(rows, columns=["report_id", "reason", "text", "raw_start", "raw_end"])


def _runs(raw: str, places: list[int]) -> list[tuple[int, int]]:
    """Places in `raw` as spans that hold nothing else but white space."""
    runs: list[tuple[int, int]] = []
    for at in places:
        if at >= 0 and not raw[at].isspace():
            if runs and not raw[runs[-1][1] : at].strip():
                runs[-1] = (runs[-1][0], at + 1)
            else:
                runs.append((at, at + 1))
    return runs


def _trim(raw: str, start: int, end: int) -> tuple[int, int]:
    while start < end and raw[start].isspace():
        start += 1
    while end > start and raw[end - 1].isspace():
        end -= 1
    return start, end


def _watermarks(raw: str) -> list[tuple[str, int, int]]:
    """A site's mark that a page prints again and again, inside words too: an address with the same words before."""
    found = []
    for address, places in _repeated_addresses(raw).items():
        before = 0
        while before < 40 and len({raw[at - before - 1 : at - before] for at in places} - {"", "\n", "。"}) == 1:
            if places[0] - before - 1 < 0:
                break
            before += 1
        found += [("watermark", at - before, at + len(address)) for at in places]
    return found


def _repeated_addresses(raw: str) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for m in re.finditer(r"(?:https?://|www\.)[\w./-]*[A-Za-z]", raw, re.ASCII):
        places.setdefault(m.group(), []).append(m.start())
    return {address: at for address, at in places.items() if len(at) > 1}


def _lines(raw: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for line in raw.splitlines(keepends=True):
        span = _trim(raw, at, at + len(line))
        at += len(line)
        if span[0] < span[1]:
            spans.append(span)
    return spans


def _words(raw: str, start: int, end: int) -> list[tuple[int, int]]:
    return [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", raw[start:end])]


def _set_lines_aside(raw: str, lines: list[tuple[int, int]], aside: list) -> list[tuple[int, int]]:
    kept = []
    for start, end in lines:
        line = squeeze(fold(raw[start:end]))
        reason = next((why for why, pattern in _LINE if pattern.fullmatch(line)), None) if len(line) <= 120 else None
        if reason is None and raw[start - 1 : start] == OUTSIDE:
            reason = "outside"
        if "。" not in line and len(_LABEL.findall(line)) > 1:
            reason = "page_head"
        if reason:
            aside.append((reason, start, end))
        else:
            kept.append((start, end))
    return kept


def _set_head_aside(raw: str, lines: list[tuple[int, int]], aside: list) -> list[tuple[int, int]]:
    """A page's head on one line with the report: everything up to its last cue, but for the report's title."""
    if not lines:
        return lines
    words = _words(raw, *lines[0])
    long = next(
        (i for i, (a, b) in enumerate(words) if "。" in raw[a:b] or LINE_MARK.match(fold(raw[a:b]))), len(words)
    )
    cues = [i for i in range(long) if words[i][1] - words[i][0] <= 120 and _HEAD_CUE.search(_label(raw, words, i))]
    if not cues:
        return lines
    last = cues[-1]
    while last + 1 < long and re.fullmatch(r"[\d:/.-]+|无|-->|[大中小]", fold(raw[slice(*words[last + 1])])):
        last += 1
    titles = [i for i in range(last + 1) if TITLE.fullmatch(fold(raw[slice(*words[i])]))]
    titles.sort(key=lambda i: (bool(re.search(r"\d{4}", raw[slice(*words[i])])), not _is_labelled(raw, words, i), i))
    title = titles[-1] if titles else None
    kept = [
        i
        for i in range(last + 1)
        if i == title or (DOC_NO.fullmatch(fold(raw[slice(*words[i])])) and not _is_labelled(raw, words, i))
    ]
    run = words[0][0]
    for begin, end in [*(words[i] for i in kept), (words[last][1], words[last][1])]:
        if run < begin:
            aside.append(("page_head", *_trim(raw, run, begin)))
        run = end
    rest = _trim(raw, words[last][1], lines[0][1])
    return [words[i] for i in kept] + ([rest] if rest[0] < rest[1] else []) + lines[1:]


def _is_labelled(raw: str, words: list[tuple[int, int]], i: int) -> bool:
    return i > 0 and _TITLE_LABEL.search(_label(raw, words, i - 1)) is not None


def _label(raw: str, words: list[tuple[int, int]], i: int) -> str:
    """Word `i` with the one-character words before it (`索 引 号：`): labels are often spaced out."""
    first = i
    while first > max(0, i - 6) and words[first - 1][1] - words[first - 1][0] == 1:
        first -= 1
    return squeeze(fold(raw[words[first][0] : words[i][1]]))


def _set_foot_aside(raw: str, lines: list[tuple[int, int]], aside: list) -> list[tuple[int, int]]:
    """A page's foot that stands on one line with the report's end: all from its first cue after the last sentence."""
    if not lines:
        return lines
    start, end = lines[-1]
    stop = max(raw.rfind(c, start, end) for c in "。！？")
    words = _words(raw, stop + 1 if stop >= start else start, end)
    first = next((i for i, (a, b) in enumerate(words) if _FOOT_CUE.search(fold(raw[a:b]))), None)
    if first is None or (stop < start and first == 0 and len(words) > 40):
        return lines
    aside.append(("page_foot", words[first][0], end))
    rest = _trim(raw, start, words[first][0])
    return lines[:-1] + ([rest] if rest[0] < rest[1] else [])


def _measure(text: str, start: int, end: int) -> tuple[float, float, int]:
    """A line's width in characters, its width when half-width ones count half, and how far it is indented."""
    indent = start - (text.rfind("\n", 0, start) + 1)
    narrow = sum(unicodedata.east_asian_width(c) in "NaH" for c in text[start - indent : end])
    return end - start + indent, end - start + indent - narrow / 2, indent


# How much shorter than the width a full line may be: a stop that must not begin a line takes a word with it.
SLACK = 2.5


def _wrap(lines: list[str], sizes: list[tuple[float, float, int]]) -> tuple[int, float]:
    """How a file is hard-wrapped: which of the two widths is constant (0, 1), and its size; 0 for the size if none is.

    It is wrapped if most of the lines that do not end a sentence are full and no line is longer.
    """
    body = [size for size in sizes if size[2] <= 8]  # without what is set at the right, as signatures are
    running = [
        size
        for line, size in zip(lines, sizes, strict=True)
        if size[2] <= 8 and not _ENDED.search(line) and ("。" in line or not LINE_MARK.match(line))
    ]
    for kind in (0, 1):
        if len(running) >= 8:
            width = sorted(size[kind] for size in running)[len(running) * 9 // 10]
            full = sum(size[kind] >= width - SLACK for size in running)
            if 18 <= width <= 60 and full >= 0.7 * len(running) and max(s[kind] for s in body) <= width + SLACK:
                return kind, width
    return 0, 0


def _unclosed(text: str) -> bool:
    return any(text.rfind(left) > text.rfind(right) for left, right in _PAIRS.items())


def _rejoin(text: str, lines: list[tuple[int, int]]) -> list[int]:
    """Lines → paragraphs, as places in `text`, -1 between two paragraphs: an unended line goes on in the next one."""
    folded = [fold(text[start:end]) for start, end in lines]
    sizes = [_measure(text, start, end) for start, end in lines]
    kind, width = _wrap(folded, sizes)
    margin = min((size[2] for size in sizes), default=0)
    out: list[int] = []
    paragraph = ""
    for i, (start, end) in enumerate(lines):
        full = (
            None
            if not width
            else _is_full(text, lines[i - 1], start, sizes[i - 1][kind] >= width - SLACK, sizes[i][2] - margin)
        )
        if paragraph and _goes_on(paragraph, folded[i], full):
            paragraph += folded[i]
        else:
            out += [-1] if paragraph else []
            paragraph = folded[i]
        out += range(start, end)
    return out


def _is_full(text: str, before: tuple[int, int], start: int, wide: bool, indent: int) -> bool:
    """Whether a wide line goes on in the next: not if that is indented, or stands apart behind a stop."""
    apart = text.count("\n", before[1], start) > 1 and _ENDED.search(fold(text[before[0] : before[1]])) is not None
    return wide and indent < 2 and not apart


def _goes_on(paragraph: str, line: str, full: bool | None) -> bool:
    """Whether `line` belongs to `paragraph`. `full`: in a hard-wrapped file, whether the line before is full and this
    one not indented; None in other files."""
    if line[0] in ",;、。)》”" and not re.search(r"[。!?;]$", paragraph[-1:]):
        return True  # 、 behind a stop is a heading that lost its numeral
    if LINE_MARK.match(line) or DATE.fullmatch(line):
        return False
    if full is not None:
        return full
    if _unclosed(paragraph[-80:]):
        return True
    if _ENDED.search(paragraph[-12:]) or DATE.search(paragraph[-14:]):
        return False
    heading = LINE_MARK.match(paragraph) and not re.search(r"[。;]", paragraph)
    if heading:
        return paragraph[-1] in ",、" or len(paragraph) > 60 or (len(paragraph) > 36 and paragraph.count(",") > 1)
    return paragraph[-1] in ",、" or "。" in paragraph or len(paragraph) >= 40
