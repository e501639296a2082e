"""Which lines of a file are a page's and not the report's, by what stands around them: running heads, rows of labels,
paths. What a line is by its words alone is in corpus/rules/furniture.csv."""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from helpers.characters import squeeze
from helpers.forms import BODY, DATE, DOC_NO, LINE_MARK, TITLE, TITLE_SUBJECT

__all__ = ["PageWords", "list_page_lines"]

# Lengths in characters.
LONGEST_LABEL = 10
LONGEST_NAME = 20  # of a site or a column, above the path to the page
LONGEST_PATH = 80
LONGEST_VALUE = 50  # in an index
RUNNING_HEAD = range(6, 41)
LONGEST_ROW = 120  # of labels; what is longer is a table
LABELS = 4  # so many words make a row of labels where blanks part them
LABELS_BARRED = 3  # where bars do
LONGEST_PAIR = 6  # words of a label and its value
LONG_SENTENCE = 40  # of a line that holds one; a reader's comment is shorter
TITLE_LINES = 3  # over which a title may go

_LETTERHEAD = "文件"  # behind the issuer's name

_BARS_OF_PAGES = "|｜丨┃┊│▏▍∣"
_BLANKS, _BARS = r"\s+", f"[{_BARS_OF_PAGES}]"
_STEPS = "[>»›→⇒▸►]|>>|->"  # from one word of a path to the next
_PARTED = rf"(?:[\s{_BARS_OF_PAGES}•·●:：,，/\[\]【】()]|{_STEPS})+"
_PATH = re.compile(
    rf"\S.{{0,30}}?\s*(?:{_STEPS})\s*\S[^。;]*|\S.{{0,30}}?(?: / \S[^。;/]*){{2,}}|[<‹«]\s*[^<>《》。]{{2,20}}"
)

# What a page prints beside its words, by form alone.
_BULLETS = r"[\s·•●○◇◆■□▪▶►▸※★☆✦✧➢➤▍▌◎—-]*"  # open a line of a list, in reports too
_SIGN = re.compile(  # arrows, technical and geometric ones, boxes, emoji; rows of stars
    rf"^{_BULLETS}(?!.*[。;]).*?(?:[\u2190-\u21ff\u2295-\u2299\u2300-\u23ff\u2500-\u257f\u25b2-\u25c5\u2600-\u2604\u2607-\u2712"
    r"\u2719-\u2725\u2728-\u2775\u2794-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff]|[★☆]{3,})"
)
_PAIR = re.compile(r"(?:^|(?<=[\s(【\[|•·●]))[\u4e00-\u9fffA-Za-z]{1,6}\s*:(?!//)")  # 来源：某局　阅读：12
_LABELLED = re.compile(rf"[【\[:_]|{_STEPS}")  # what a label has that stands before or behind a title
_BRACKETED = re.compile(r"[【\[〖]\s*[^【】\[\]〖〗。]{1,12}\s*[】\]〗]")  # 【打印】【关闭】
_COUNTER = re.compile(  # 赞 12 · 在看 3
    r"(?:^|(?<=[\s·•(|\]]))[^\w\s]*[\u4e00-\u9fff]{1,4}\s*[\[(]?\d[\d.,]*[万wk+]*[\])]?(?=[\s·•)|]|$)"
)
_ADDRESS = re.compile(r"https?://|www\.")
_CLOCK = re.compile(r"\d:\d\d|\d\s*(?:天|小时|分钟)前")
_BELOW_TOO = ("page_mark", "attachment", "preview", "index_table")  # the page goes on with the report behind them
_PAGE_NUMBER = re.compile(r"[ivxlc]{1,6}|\d{1,3}")
_FAR = 3  # blanks between the words of a running head and the page's number
_RULE = re.compile(r"[-—–_=*~·.…]{4,}")  # a line of dashes
_PAIRS = 2  # so many of them fill a line of a page
_ATTACHED = re.compile("附件:?")  # the word above a list of links, or above the attachment itself
_BELOW = re.compile(
    r"附(?:[件表]|录)?\s*[:·\d一二三四五六七八九十]|附[件表录]$|[抄主][送报]:|.*印[发制]$"
)  # a report's own
_NAMED = re.compile(r"[\u4e00-\u9fff]{2,}?(?:20\d\d|关于)")  # a title that begins with its issuer
# A date in figures, alone, with the day of the week or the time: a page's clock. 2022年1月12日 may be the report's.
_DAY = r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}"
_WEATHER = r"\s*星期.[^。;]{0,12}"
_MOMENT = re.compile(
    rf"(?:{_DAY}|(?:{DATE.pattern})(?=.*\d:\d\d))\s*(?:星期.)?\s*(?:\d{{1,2}}:\d\d(?::\d\d)?)?(?:{_WEATHER})?"
    rf"|{_DAY}{_WEATHER}"
    # An account and when it posted.
    r"|[\u4e00-\u9fff]{2,20}\s+\d{4}[-./]\d{1,2}[-./]\d{1,2}\s+\d{1,2}:\d\d(?:\s+阅读\s*\d+)?"
)
_ENDED = re.compile(r"[。!?…;:][”’」』)》\"']*$")


class PageWords(NamedTuple):
    """The words that only a page uses (corpus/rules/furniture.csv)."""

    index_label: re.Pattern[str]
    title_label: re.Pattern[str]
    label: re.Pattern[str]  # of a value
    tool: re.Pattern[str]  # one word of a row of them
    end: re.Pattern[str]  # opens what a page prints below an article
    furniture: Callable[[str], str | None]  # the reason of a line without white space


def list_page_lines(lines: Sequence[str], words: PageWords) -> dict[int, str]:
    """Which of the folded `lines` are the page's: their index and the reason."""
    by_words = [words.furniture(squeeze(line)) for line in lines]
    found = dict.fromkeys([*_find_running_heads(lines, words), *_find_paged_heads(lines, by_words)], "running_head")
    foot = _find_foot(lines, words)
    found |= dict.fromkeys((i for i in foot if i not in found and not by_words[i]), "page_foot")
    body = [
        i
        for i, line in enumerate(lines)
        if i not in found and i not in foot and not by_words[i] and ("。" in line or LINE_MARK.match(line))
    ]
    first, last = (body[0], body[-1]) if body else (len(lines), -1)
    for i, line in enumerate(lines):
        if i in found or by_words[i] or first <= i <= last:
            continue
        if i < first and (_MOMENT.fullmatch(line) or _is_of_index(lines, i, words)):
            found[i] = "page_head"
        elif _is_path(line) or (_is_row_of_labels(line) and not _heads_table(lines[i:])):
            found[i] = "navigation"
        elif i < first and _is_page_s(line, words):
            found[i] = "page_head"
    pages = {i for i in range(len(lines)) if by_words[i] not in (None, "page_mark") or i in found}
    head = [None if i in pages else lines[i] for i in range(first)]
    return found | dict.fromkeys(_find_names(head, pages), "page_head")


def _find_names(head: Sequence[str | None], pages: set[int]) -> list[int]:
    """What else of a page stands in the report's head (None: a line known for a page's), by where it stands: above the
    report's title, or a name between it and a line of the page. `pages` are all lines that are a page's.

    Right above a title may stand what belongs to it: its issuer, its first line, the number, who signed it.
    """
    known = [i for i in range(len(head)) if i in pages]
    title = _find_title(head)
    if title is None:
        return [i for i in range(max(known, default=0)) if (line := head[i]) and _is_name(line)]
    said = squeeze("".join(line for line in head[title.start : title.stop] if line))
    between = max((i for i in known if i < title.start), default=-1)  # the last line of the page above the title
    gone = []
    for i, line in enumerate(head):
        if line is None or i in title or squeeze(line) == said:  # printed twice, it is the report's twice
            continue
        if i < between:
            name = not _is_front(line)
        elif i < title.start:
            name = bool(pages) and not _is_front(line) and not _is_beginning(line, i == title.start - 1, said)
        else:
            name = i < max(known, default=0) and _is_name(line) and not BODY.fullmatch(squeeze(line))
        again = said in squeeze(line) and not line.endswith(":") and (pages or _LABELLED.search(line))
        gone += [i] if name or again else []
    return gone


def _find_title(lines: Sequence[str | None]) -> range | None:
    """The report's title among the lines of a head (None: a line of the page): one that names issuer and year before
    others, the last of such."""
    best: tuple[int, range] | None = None
    for i in range(len(lines)):
        for size in range(1, TITLE_LINES + 1):
            some = [line for line in lines[i : i + size] if line and "\t" not in line and not DOC_NO.search(line)]
            said = squeeze("".join(some))
            if len(some) == size and _is_title(said):
                rank = 2 * bool(_NAMED.match(said)) + 2 * ("20" in said) - (size > 1)
                if best is None or rank >= best[0]:
                    best = rank, range(i, i + size)
                break
    return best[1] if best else None


def _is_title(said: str) -> bool:
    """Whether a line without white space is a title and nothing else: no label, no mark of a page stands in it."""
    if re.match("现[将就把]|根据|按照", said):  # opens a sentence: 现将2022年法治政府建设情况报告如下
        return False
    return TITLE.fullmatch(said) is not None and not re.search(rf"[:_/【\[<>?!,{_BARS_OF_PAGES}]|{_STEPS}", said)


def _is_front(line: str) -> bool:
    """Whether a line above a title is a report's by its form: letterhead, number, who signed, whom it is for."""
    said = squeeze(line)
    addressed = said.endswith(":") and BODY.fullmatch(said[:-1]) is not None
    return bool(DOC_NO.search(line)) or said.endswith(_LETTERHEAD) or "签发" in said or addressed


def _is_beginning(line: str, right_above: bool, title: str) -> bool:
    """Whether a line above a title that the page has not parted from it belongs to it: a body, another title, or the
    first half of one that names no issuer."""
    said = squeeze(line)
    half = right_above and not _NAMED.match(title)
    body = BODY.fullmatch(said) is not None and not title.startswith(said)  # else it is the site's name
    return half or body or _is_title(said)


def _find_foot(lines: Sequence[str], words: PageWords) -> set[int]:
    """What a page prints below an article: from its first line behind the date that signs, or behind the last heading
    and the last long sentence, on; lists of attachments are the report's."""
    end = _find_end(lines, words)
    foot, opened = set[int](), False
    for i in range(end + 1, len(lines)):
        line = lines[i].strip()
        said = squeeze(line)
        own = _BELOW.match(said) is not None and (_ATTACHED.fullmatch(said) is not None or not words.furniture(said))
        opened = not own and (opened or _opens_foot(line, words))
        foot |= {i} if opened else set()
    return foot


def _find_end(lines: Sequence[str], words: PageWords) -> int:
    """The last line that is the report's for certain: behind most of its sentences."""
    stops = [i for i, line in enumerate(lines) if "。" in line]

    def ends(i: int) -> bool:
        return not stops or 2 * bisect_right(stops, i) > len(stops)

    signed = next((i for i in range(len(lines) - 1, -1, -1) if ends(i) and _is_signed(lines[i])), None)
    if signed is not None:
        return signed
    told = (
        i
        for i, line in enumerate(lines)
        if not _opens_foot(line, words)
        and (LINE_MARK.match(line) or ("。" in line and len(squeeze(line)) >= LONG_SENTENCE))
    )
    last = max(told, default=len(lines))
    return last if ends(last) else len(lines)


def _is_signed(line: str) -> bool:
    """Whether a line holds the date that signs, alone or behind the bodies that do."""
    said = squeeze(line)
    alone = DATE.search(said)
    return alone is not None and alone.end() == len(said) and (alone.start() == 0 or _begins_signed(line))


def _begins_signed(line: str) -> bool:
    """Whether a line begins with the date that signs, or with who signs and it: the page may go on behind it."""
    date = DATE.search(line)
    return date is not None and all(map(BODY.fullmatch, line[: date.start()].split()))


def _opens_foot(line: str, words: PageWords) -> bool:
    said = squeeze(line)
    if "\t" in line or _begins_signed(line):
        return False
    if words.end.match(re.sub(r"^[^\w]+", "", said)):
        return True
    if "。" in line or LINE_MARK.match(line):
        return False
    if words.tool.fullmatch(said):
        return True
    known = words.furniture(said)
    if known:
        return known not in _BELOW_TOO and "联系" not in said[:4]
    return _is_path(line) or _is_row_of_labels(line) or _is_page_s(line, words) or _RULE.fullmatch(said) is not None


def _is_page_s(line: str, words: PageWords) -> bool:
    """Whether a line is a page's by its form, outside the report's body: signs, labels with their values, tools,
    counters, a time of day."""
    if len(squeeze(line)) > LONGEST_ROW or "。" in line or "签发" in squeeze(line):
        return False
    pairs = len(_PAIR.findall(line))
    if (pairs >= _PAIRS and len(line.split()) <= LONGEST_PAIR * pairs) or _is_row_of_tools(line, words):
        return True
    if DOC_NO.search(line) or line.endswith((":", _LETTERHEAD)):
        return False
    many = any(len(form.findall(line)) >= _PAIRS for form in (_BRACKETED, _COUNTER)) or _ADDRESS.search(line)
    if re.search(r"[A-Za-z]{3,} +\W?[A-Za-z]{2}", line) and not re.search(
        "[\u4e00-\u9fff]", line
    ):  # the site's name in English
        return True
    return bool(many) or _SIGN.search(line) is not None or _CLOCK.search(line) is not None


def _is_row_of_tools(line: str, words: PageWords) -> bool:
    """Whether a third of a line's words are tools of a page (字号 A A- 朗读) or labels (作者 某)."""
    said = [word for word in re.split(_PARTED, line) if word]
    tools = sum(words.tool.fullmatch(word) is not None for word in said)
    labels = sum(words.label.fullmatch(word) is not None for word in said)
    return max(tools, labels) >= _PAIRS and 3 * (tools + labels) >= len(said)


def _is_name(line: str) -> bool:
    said = squeeze(line)
    kept = TITLE.fullmatch(said) or DOC_NO.search(line) or said.endswith((_LETTERHEAD, ":"))
    return len(said) <= LONGEST_NAME and not kept


def _is_path(line: str) -> bool:
    return len(line) <= LONGEST_PATH and _PATH.fullmatch(line.strip()) is not None


def _is_row_of_labels(line: str) -> bool:
    """无障碍| 微信| 繁体 |登录|注册, or labels that blanks part. A row of bodies signs, one with a year is a title."""
    if len(squeeze(line)) > LONGEST_ROW:
        return False
    barred = [word for part in re.split(_BARS, line.strip(" |｜丨")) if (word := part.strip())]
    if len(barred) >= LABELS_BARRED:
        labels = [word for part in barred for word in re.split(_PARTED, part) if word]
        return "。" not in line and max(map(len, labels), default=0) <= LONGEST_LABEL
    labels = re.split(_BLANKS, line.strip())
    plain = all(re.fullmatch(r"[^\W\d_]{1,10}", word.strip("[]【】")) for word in labels)
    spaced = sum(len(word) == 1 for word in labels) > 2  # a word whose characters are parted
    named = TITLE.fullmatch(squeeze(line)) or all(BODY.fullmatch(word) for word in labels)
    return plain and len(labels) >= LABELS and not spaced and not named


def _heads_table(lines: Sequence[str]) -> bool:
    """Whether the first line is a table's: the next one has as many cells, parted by tabs, and numbers among them."""
    below = next((line for line in lines[1:] if line.strip()), "").strip(" \n").split("\t")
    cells = len(lines[0].strip(" \n").split("\t"))
    return cells == len(below) > 1 and any(re.fullmatch(r"[\d,.]+%?", cell.strip()) for cell in below)


def _is_of_index(lines: Sequence[str], i: int, words: PageWords) -> bool:
    label = words.title_label.fullmatch(squeeze(lines[i]).rstrip(":"))
    row = _is_index_row(lines[i], words) or _is_index_value(lines, i, words)
    return label is not None or row or _is_title_again(lines, i, words)


def _is_index_row(line: str, words: PageWords) -> bool:
    """索引号 011/2022-1 发文日期 2022-01-12, or labels alone, parted by bullets."""
    said = [word for word in re.split(_PARTED, line) if word]
    labels = [i for i, word in enumerate(said) if words.index_label.fullmatch(word)]
    short = len(squeeze(line)) <= 2 * LONGEST_VALUE and "。" not in line
    return short and bool(labels) and labels[0] == 0 and not TITLE.search(line)


def _is_title_again(lines: Sequence[str], i: int, words: PageWords) -> bool:
    """A title that an index has behind a label, where it stands on a line of its own too."""
    label = words.title_label.match(squeeze(lines[i]))
    title = squeeze(lines[i])[label.end() :].lstrip(":") if label else ""
    return bool(title) and any(squeeze(line) == title for line in lines)


def _is_index_value(lines: Sequence[str], i: int, words: PageWords) -> bool:
    """What stands on a line of its own below a label of an index."""
    above, line = squeeze(lines[i - 1]) if i else "", lines[i].strip()
    if not words.index_label.fullmatch(above.rstrip(":")) or TITLE.fullmatch(squeeze(line)):
        return False
    return len(line) <= LONGEST_VALUE and not _ENDED.search(line) and not LINE_MARK.match(line)


def _find_running_heads(lines: Sequence[str], words: PageWords) -> list[int]:
    """Short lines that come again and again and stand inside a sentence: odd and even pages may have their own."""
    places: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        said = squeeze(line)
        if len(said) in RUNNING_HEAD and not set(",。;:") & set(said):
            places.setdefault(said, []).append(i)
    unmarked = {said: [i for i in at if not LINE_MARK.match(lines[i])] for said, at in places.items() if len(at) > 1}
    again = {said: at for said, at in unmarked.items() if len(at) > 1 and _names_report(said)}
    if not again:
        return []
    of_pages = {i for at in again.values() for i in at}

    def breaks(i: int) -> bool:
        around = (j for j in range(i - 1, -1, -1) if j not in of_pages and not words.furniture(squeeze(lines[j])))
        above = next((lines[j] for j in around), "。")
        return len(squeeze(above)) > LONGEST_NAME and not _ENDED.search(above.rstrip())

    sentences = [i for i, line in enumerate(lines) if "。" in line]
    heads = []
    for at in again.values():
        parted = any("。" in line for low, high in pairwise(at) for line in lines[low:high])
        below = {squeeze(line) for i in at for line in lines[i + 1 : i + 2]}
        if parted and len(below) > 1 and any(sentences[0] < i < sentences[-1] and breaks(i) for i in at):
            own = at[0] < sentences[0] and _is_kept(squeeze(lines[at[0]]))  # the report's title or letterhead
            heads += at[1:] if own else at
    return heads


def _find_paged_heads(lines: Sequence[str], by_words: Sequence[str | None]) -> list[int]:
    """Short lines that name the report and have a page's number beside them or on the line next to them, two or more:
    what stands between them may be whole paragraphs. `by_words` says of each line what furniture it is, if any."""
    printed = [i for i, line in enumerate(lines) if line.strip()]
    begin = next((i for i in printed if "。" in lines[i]), len(lines))
    marks = {i for i in printed if by_words[i] == "page_mark"}
    heads = []
    for before, i, after in zip([-1, *printed], printed, [*printed[1:], -1], strict=False):
        beside = _beside_number(lines[i].strip())
        said = squeeze(lines[i] if beside is None else beside)
        named = len(said) in RUNNING_HEAD and TITLE_SUBJECT.search(said) and not set(",。;:") & set(said)
        if i > begin and named and (beside or {before, after} & marks) and not LINE_MARK.match(lines[i].strip()):
            heads.append(i)
    return heads if len(heads) > 1 else []


def _beside_number(line: str) -> str | None:
    """What a line says beside a page's number that stands far from it, None if there is none."""
    tokens = line.split()
    if len(tokens) > 1:
        for number, rest in ((tokens[-1], line[: -len(tokens[-1])]), (tokens[0], line[len(tokens[0]) :])):
            if _PAGE_NUMBER.fullmatch(number) and len(rest) - len(rest.strip()) >= _FAR:
                return rest
    return None


def _names_report(said: str) -> bool:
    return bool(TITLE_SUBJECT.search(said) or _is_issued_by(said) or re.search(r"20\d\d", said))


def _is_kept(said: str) -> bool:
    return TITLE.fullmatch(said) is not None or said.endswith(_LETTERHEAD)


def _is_issued_by(said: str) -> bool:
    return BODY.fullmatch(said.removesuffix(_LETTERHEAD)) is not None
