"""Where headings and items begin and where a heading's phrase ends. Everything here reads folded text."""

import re
from typing import NamedTuple

from helpers.numerals import NUMERAL, ONES, read_numeral

__all__ = ["MARKERS", "Mark", "fill_gaps", "find_marks", "heading_end", "phrase"]

# A line that begins with a number and one of these counts something; other digits before a topic have lost their dot.
_UNIT = "年月日号个件项家万亿千百余多次名人户岁类条起份处所位场期批届级轮种套部大点时分秒元米亩宗来"
MARKERS = re.compile(
    rf"(?P<l2>\([ ]*(?P<n2>{NUMERAL}{{1,3}})[ ]*\)[、.]?)"
    rf"|(?P<l5>(?P<n5>{NUMERAL}{{1,2}})[是要](?=[^{ONES}十]))"
    r"|(?P<l5c>(?P<n5c>首先|其次|再次|最后)[,，])"
    rf"|(?P<l5b>第(?P<n5b>{NUMERAL})[,、])"
    rf"|(?P<l1>(?P<n1>{NUMERAL}{{1,3}})[、.](?!{NUMERAL}{{1,2}}[、级审产类线期]))"
    r"|(?P<l3>(?<![\d.A-Za-z])(?P<n3>\d{1,2})[.、][ ]*(?![\d.%])(?=[^\s\d]))"
    rf"|(?P<l3b>(?<=\n)(?P<n3b>\d{{1,2}})(?=[^\W\d_A-Za-z])(?![{_UNIT}]))"
    r"|(?P<l4>\((?P<n4>\d{1,2})\)|(?P<n4b>[①-⑳]))"
    rf"|(?P<l1p>第(?P<n1p>{NUMERAL}{{1,2}})部分[ :、]*)"
    r"|(?P<l0>(?<=\n)[、)](?=[^\d\s]))"
)
# A row of a flattened table: a name and bare numbers.
_TABLE_ROW = re.compile(r"[^\d\s。,;:]{2,16}(?:\d+(?: \d+)+\s*(?:\n|$)|0{3,})")
# What opens a sentence that is run into a heading: a time, the speaker, a blank; and, behind a complete phrase, these.
_RUN_IN = re.compile(
    r"(?<=情况)(?!分析|报告|通报|汇报|说明|统计|汇总|[和与及、的,。;:\s])|(?<=原因)(?![分和与及、,。;:\s])"
    r"|(?<=成效)(?![明显和与及、,。;:\s])|(?<=方面)(?![的存和与及、,。;:\s])|(?<=打算|安排)(?![部和与及、,。;:\s])"
    r"|(?<=思路)(?![清和与及、,。;:\s])"
    r"|(?=[区县市镇局]?(?:党组|党委|党政)?主要(?:负责人|领导)(?:严格|切实|坚持|认真|高度|带头|把|将))"
    r"|(?<=[^及和与、在于年])(?=(?:(?:19|20)\d\d\s*年[,，度我全区市县局]|我[局区市县镇委办]|今年以来|过去一年|一年来|近年来|虽然|尽管|下一?步,))"
)
_BLANK = re.compile(r"(?<=[\u4e00-\u9fff”》)])\s+(?=[\u4e00-\u9fff“《\d])")
_OPENERS = re.compile(
    r"严格|认真|切实|扎实|积极|坚持|深入|全面|持续|大力|落实|(?<!文件)制定(?!程序|工作|主体)|出台|印发|组织|开展|建立|成立|修订|编制|聘请|举办|召开"
    r"|通过|依托|围绕|按照|根据|结合|聚焦|针对|利用|承诺|发挥|设置|推出|推行|选派|编印|争取|受理|邀请|查处|承接|接入|排查|调处|收到|承办|办结"
    r"|(?<!改革)(?<!科技)(?<!制度)(?<!理论)(?<!模式)创新(?!驱动|发展|体系|能力)|对\d"
    r"|深化|优化|完善|健全|加强|强化|推进|推动|依据|清理|梳理|对(?=[一-鿿]{2})"
    r"|全年|今年|去年|目前|截至|先后|累计|[\u4e00-\u9fff]{2,4}以来|\d{4,}"
    r"|街道|管委会|[区县市镇乡]政府|我[局区市县镇]|全[局区市县镇]|[区县市镇局](?:党组|党委|主要负责人|主要领导|书记)|[局关县市区镇乡]长(?![期效])|分局|综合(?:行政)?执法[大中支]?队"
)
# Of these, the ones that stand inside short phrases too: they open a sentence only behind six characters.
_VERB = re.compile("深化|优化|完善|健全|加强|强化|推进|推动|依据|清理|梳理|对")
# What the second clause of a heading begins with; verbs that tell an act done (开展, 召开) are not among them.
_HEADING_VERB = re.compile(
    r"加强|强化|落实|规范|提升|提高|维护|增强|健全|完善|推进|推动|促进|确保|彰显|筑牢|优化|深化|营造|打造|构建|保障|树牢|夯实|压实|守护|激发"
    r"|凝聚|服务|织密|发挥|实现|拓宽|延伸|擦亮|绘就|汇聚|在[^,]{2,8}上|有序|依法|稳步|精准|主动|科学|坚持|坚决|牢固|不断|切实|着力|扎实|全面|持续|大力|充分|努力|有效|严格|积极|深入|化解|防范|助力|展现|释放|做到|做实|做好|抓好"
)
# A phrase that ends so goes on: its object is still to come.
_UNFINISHED = (
    *("加强", "强化", "推进", "健全", "完善", "提升", "提高", "落实", "坚持", "做好", "抓好", "抓实", "开展", "推动"),
    *("深化", "优化", "规范", "全面", "深入", "依法", "持续", "不断", "进一步", "切实", "扎实", "大力", "着力", "积极"),
    *(
        "认真",
        "严格",
        "实行",
        "推行",
        "履行",
        "贯彻",
        "学习",
        "统筹",
        "加快",
        "构建",
        "的",
        "和",
        "与",
        "及",
        "、",
        "在",
    ),
    *("对", "再", "更", "共", "成为", "作为", "以", "把", "将", "等", "是", "用", "第", "不", "重", "党"),
)
_ORDER = {"首先": 1, "其次": 2, "再次": 3}  # 最后 is whatever comes next
_SHAPES = ("l0", "l1", "l1p", "l2", "l3", "l3b", "l4", "l5", "l5b", "l5c")
_NUMERALS = ("n1", "n1p", "n2", "n3", "n3b", "n4", "n4b", "n5", "n5b")
# 一是, 一、 are also the ends of words. Before the numeral, these make a word of it: 统一、 知行合一、 之一是.
_WORD_BEFORE_ONE = "统合专唯同单之万不划逐任每某归其周初惟第唯进如始"
# （一） behind these is a reference to a law's article, not a heading; so is one before these: 第五条第（一）项.
_REFERENCE_BEFORE, _REFERENCE_AFTER = "第条款项", "项款条目"
_STOP = "。!?;:,)》”\"’'…】"


class Mark(NamedTuple):
    start: int
    end: int
    level: int
    number: int


def phrase(text: str, marker: str | None) -> str:
    """A heading's words: its text without the marker, the closing stop and the white space around."""
    body = text.strip()
    if isinstance(marker, str) and body.startswith(marker.strip()):
        body = body[len(marker.strip()) :]
    return body.strip().rstrip("。；;：:，,、. ")


def find_marks(text: str, begin: int, stop: int) -> list[Mark]:
    """The markers that begin a heading or an item, by shape, place and sequence."""
    found: list[Mark] = []
    last, ever = dict.fromkeys(range(1, 6), 0), dict.fromkeys(range(1, 6), 0)
    for m in MARKERS.finditer(text, begin, stop):
        name = next(name for name in _SHAPES if m.group(name) is not None)
        digits = next((m.group(n) for n in _NUMERALS if m.group(n)), None)
        level, at = int(name[1]), m.start()
        while at > begin and text[at - 1] == " ":
            at -= 1
        previous = "" if at == begin or text[at - 1] == "\n" else text[at - 1]
        if level == 0:
            level = 1 if m.group()[0] == "、" else 2
        if name == "l5c":
            number = _ORDER.get(m.group("n5c"), last[level] + 1)
        else:
            number = read_numeral(digits) if digits else last[level] + 1
        runs_on = not previous and 0 < ever[level] == number - 1
        if _is_mark(text, m, level, number, previous, last, stop, runs_on=runs_on):
            found.append(Mark(m.start(), m.end(), level, number))
            last[level] = ever[level] = 0 if name == "l1p" else number
            for lower in range(level + 1, 6):
                last[lower] = 0
    return found


def _is_mark(
    text: str, m: re.Match, level: int, number: int, previous: str, last: dict[int, int], stop: int, *, runs_on: bool
) -> bool:
    """Whether a marker's shape begins a piece here. `previous` is the character before it, "" at a line's start.

    `runs_on`: the number goes on from the last one of its level, though a higher heading stands between.
    """
    at_line = not previous
    after = text[m.end() : m.end() + 1]
    if not after or after in "、,。;:)》" or number is None:
        return False
    if m.group("l1p"):
        return at_line or previous in _STOP
    stopped = at_line or previous in _STOP
    expected = number in (1, last[level] + 1) or runs_on
    near = expected or (last[level] > 0 and number in (last[level], last[level] + 2))
    if previous and (previous in ONES + "十" or previous.isdigit() or previous == "第") and not m.group("l1p"):
        return False
    ends_word = number == 1 and previous and previous in _WORD_BEFORE_ONE
    if ends_word and (level == 1 or (level == 5 and not _follows(text, "二是", m.end(), stop))):
        return False
    if _TABLE_ROW.match(text, m.end()):
        return False
    if level == 1:
        if at_line:
            return True
        if stopped:
            return near
        begins = _follows(text, "二、", m.end(), stop) if number == 1 else _reads_as_heading(text, m.end(), stop)
        return expected and begins and (number > 1 or last[1] == 0)
    if level == 2:
        if (previous and previous in _REFERENCE_BEFORE) or after in _REFERENCE_AFTER:
            return False
        return stopped or near
    if level == 5:
        if number == 1:
            twin = "二要" if m.group()[-1] == "要" else "其次[,，]" if m.group("l5c") else "二是|第二"
            return (at_line and twin == "二是|第二") or _follows(text, twin, m.end(), stop)
        return (
            (stopped and last[5] > 0)
            or (at_line and number > 1)
            or (last[5] > 0 and number in (last[5] + 1, last[5] + 2))
        )
    if at_line:
        return near and (m.group("l3b") is None or _opens_with_topic(text[m.end() : min(m.end() + 60, stop)]))
    follows = _follows(
        text, rf"(?<!\d){number + 1}[.、](?!\d)" if level == 3 else rf"\({number + 1}\)|[②-⑳]", m.end(), stop
    )
    return expected and (follows or last[level] > 0)


def _follows(text: str, pattern: str, at: int, stop: int) -> bool:
    return re.search(pattern, text[at : min(at + 3000, stop)]) is not None


def _opens_with_topic(text: str) -> bool:
    return re.match(r"[^。!?;:\d\n]{4,40}。", text) is not None


def _reads_as_heading(text: str, at: int, stop: int) -> bool:
    stop = min(at + 61, stop)
    end = re.compile(rf"[。\n;]|\({NUMERAL}{{1,3}}\)|一是|1[.、]").search(text, at, stop)
    return 2 <= (end.start() if end else stop) - at <= 60


def heading_end(text: str, at: int, stop: int, *, over: bool) -> int:
    """Where the phrase of a heading ends that begins at `at`; `stop` is the line's end or the next marker's start.

    `over` says that what follows the line belongs to the heading: then a line of one sentence is its phrase. Otherwise
    a line of one sentence is a numbered running paragraph, whose phrase is its first clause.
    """
    line = text[at:stop].rstrip()
    sentence = re.compile(r"[。!?;:]").search(line)
    first = sentence.start() if sentence else len(line)
    blank = _BLANK.search(line, 4, 80)
    if blank and _HEADING_VERB.match(line, blank.end()):  # 强化建设 织密网络: a heading of two phrases
        second = re.compile(r"[^\s,。;:]*").match(line, blank.end())
        if abs(len(second.group()) - blank.start()) <= 6:
            blank = _BLANK.search(line, blank.end())
    cut = min((m.start() for m in (_RUN_IN.search(line, 4, 80), blank) if m), default=len(line))
    whole = first + 1 >= len(line)
    if cut < min(first - 4, 46) and len(line) - cut > (12 if whole and over else 5):
        return at + cut
    if whole and (over or sentence is None or "," not in line[:first]) and first <= 60:
        return at + len(line)
    clauses = line[:first].split(",")
    said = not re.search(r"\d|了", re.sub(r"20\d\d", "", line[:first])) and not re.match(r"20\d\d年", line)
    longest = {1: 42, 2: 18, 3: 10}.get(len(clauses), 0)  # of one clause
    if clauses[0].endswith("方面"):
        return at + _first_clause(line)
    topic = said and first <= 42 and max(map(len, clauses)) <= longest
    if topic and not whole:
        return at + sentence.end()
    return at + _first_clause(line)


def _first_clause(line: str) -> int:
    depth = 0
    for i, c in enumerate(line):
        if c in "《(“<〔":
            depth += 1
        elif c in "》)”>〕":
            depth = max(0, depth - 1)
        elif c in ",;:。" and (depth == 0 or c == "。"):
            end = _sentence_start(line, i + 1)
            return _second_clause(line, i) if end > i and c == "," else end
    return _sentence_start(line, len(line))


def _second_clause(line: str, comma: int) -> int:
    """A heading often has two clauses, 加强领导,落实责任: the end of the second where a sentence opens behind about as
    many characters as the first has; else the first one's end."""
    second = re.compile(r"[^,。;:!?]*").match(line, comma + 1)
    opened = _sentence_start(line, second.end(), comma + 5)
    alike = abs((opened - comma - 1) - comma) <= 6 and "、" not in line[comma:opened]
    return opened if _HEADING_VERB.match(second.group()) and opened < second.end() and alike else comma + 1


def _sentence_start(line: str, end: int, begin: int = 4) -> int:
    """Where in line[:end] a sentence opens right behind a complete phrase, without a stop between; `end` if nowhere."""
    for m in _OPENERS.finditer(line, begin, end):
        before = line[: m.start()]
        inside = sum(c in "《(“<〔" for c in before) > sum(c in "》)”>〕" for c in before)
        early = _VERB.fullmatch(m.group()) and m.start() < 6
        noun = m.group() in ("落实", "创新") and _OPENERS.match(line, m.end())  # 强化责任落实|成立领导小组
        if not (inside or early or noun) and not before.endswith(_UNFINISHED) and end - m.start() > 5:
            return m.start()
    return end


def fill_gaps(text: str, marks: list[Mark], begin: int, stop: int) -> list[Mark]:
    """A marker that was lost, where the numbering has a gap of one and a sentence opens the way its siblings open."""
    out: list[Mark] = []
    previous: dict[int, Mark] = {}
    for mark in marks:
        before = previous.get(mark.level)
        number = before.number if before else 0
        if mark.level in (2, 5) and mark.number == number + 2 and (number or mark.level == 2):
            low = before.end if before else (out[-1].end if out else begin)
            at = _lost_opening(text, low, mark.start, mark.level, first=before is None)
            if at is not None and not MARKERS.match(text, at):
                out.append(Mark(at, at, mark.level, mark.number - 1))
        out.append(mark)
        previous[mark.level] = mark
        for lower in range(mark.level + 1, 6):
            previous.pop(lower, None)
    return sorted(out)


def _lost_opening(text: str, low: int, high: int, level: int, *, first: bool) -> int | None:
    """Where a piece without its marker opens: a short sentence, then a longer one; None unless there is just one.

    The sentence has no comma, or, for a heading, as many clauses as the heading behind the gap.
    """
    topic = r"[^\s,。;:!?\d(（“《][^,。;:!?\d\n了]{3,24}。(?=[^\n]{12,})"
    if level == 2:
        sibling = re.match(r"[^\n。]{0,60}", text[high : high + 62]).group()
        clause = r"[^\s,。;:!?\d(（“《][^,。;:!?\d\n了]{3,24}"
        topic = rf"{clause}(?:,[^,。;:!?\d\n了]{{3,24}}){{0,{min(sibling.count(','), 2)}}}。(?=[^\n]{{12,}})"
        found = [low + m.start() + 1 for m in re.finditer(rf"\n{topic}", text[low:high])]
        return found[0] if (found and first) or len(found) == 1 else None
    body = text[low:high]
    found = [low + m.start(1) for m in re.finditer(rf"。({topic})", body)]
    return found[0] if len(found) == 1 else None
