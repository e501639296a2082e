"""Text → passages (headings, items, paragraphs, roles) and passages → items."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from helpers.cleaning import DATE, fold

# The parts of a report, after the regulation that prescribes them, with the labels that readers see.
ROLE_LABELS = {
    **{"front": "文首", "measures": "举措", "leadership": "履责"},
    **{"shortcomings": "不足", "plan": "计划", "back": "落款"},
}

PASSAGE_COLUMNS = [
    *["report_id", "passage_id", "parent_id", "kind", "level", "marker", "path", "role", "text", "start", "end"],
]
ITEM_COLUMNS = ["report_id", "item_id", "passage_id", "path", "role", "heading", "text", "start", "end"]

# --- The marker grammar. All patterns of this module read folded text (half-width punctuation). ---
_N = "一二三四五六七八九十"
# A line that begins with a number and one of these counts something; other digits before a topic have lost their dot.
_UNIT = "年月日号个件项家万亿千百余多次名人户岁类条起份处所位场期批届级轮种套部大点时分秒元米亩宗来"
_MARKERS = re.compile(
    rf"(?P<l2>\([ ]*(?P<n2>[{_N}]{{1,3}})[ ]*\)[、.]?)"
    rf"|(?P<l5>(?P<n5>[{_N}]{{1,2}})[是要](?=[^{_N}]))"
    rf"|(?P<l5b>第(?P<n5b>[{_N}])[,、])"
    rf"|(?P<l1>(?P<n1>[{_N}]{{1,3}})[、.](?![{_N}]{{1,2}}[、级审产类线期]))"
    r"|(?P<l3>(?<![\d.A-Za-z])(?P<n3>\d{1,2})[.、][ ]*(?![\d.%])(?=[^\s\d]))"
    rf"|(?P<l3b>(?<=\n)(?P<n3b>\d{{1,2}})(?=[^\W\d_A-Za-z])(?![{_UNIT}]))"
    r"|(?P<l4>\((?P<n4>\d{1,2})\)|(?P<n4b>[①-⑳]))"
    rf"|(?P<l1p>第(?P<n1p>[{_N}]{{1,2}})部分[ :、]*)"
    r"|(?P<l0>(?<=\n)[、)](?=[^\d\s]))"
)
# A row of a flattened table: a name and bare numbers.
_TABLE_ROW = re.compile(r"[^\d\s。,;:]{2,16}(?:\d+(?: \d+)+\s*(?:\n|$)|0{3,})")
# What opens a sentence that is run into a heading: a time, the speaker, a blank; and, behind a complete phrase, these.
_RUN_IN = re.compile(
    r"(?<=情况)(?!分析|报告|通报|汇报|说明|统计|汇总|[和与及、的,。;:\s])|(?<=原因)(?![分和与及、,。;:\s])"
    r"|(?<=成效)(?![明显和与及、,。;:\s])|(?<=方面)(?![的存和与及、,。;:\s])|(?<=打算)(?![和与及、,。;:\s])"
    r"|(?<=思路)(?![清和与及、,。;:\s])"
    r"|(?=[区县市镇局]?(?:党组|党委|党政)?主要(?:负责人|领导)(?:严格|切实|坚持|认真|高度|带头|把|将))"
    r"|(?<=[^及和与、在于年])(?=(?:(?:19|20)\d\d\s*年[,，度我全区市县局]|我[局区市县镇委办]|今年以来|一年来|近年来|下一?步,))"
)
_BLANK = re.compile(r"(?<=[\u4e00-\u9fff”》)])\s+(?=[\u4e00-\u9fff“《\d])")
_OPENERS = re.compile(
    r"严格|认真|切实|扎实|积极|坚持|深入|全面|持续|大力|落实|制定|出台|印发|组织|开展|建立|成立|修订|编制|聘请|举办|召开"
    r"|通过|依托|围绕|按照|根据|结合|聚焦|针对|利用|承诺|发挥|设置|设立|推出|推行|选派|编印|争取|受理|邀请|查处|收到|承办|办结"
    r"|全年|今年|去年|目前|截至|先后|累计|[\u4e00-\u9fff]{2,4}以来|\d{4,}"
    r"|街道|管委会|我[局区市县镇]|全[局区市县镇]|[区县市镇局](?:党组|党委|主要负责人|主要领导)|[局关县市区镇乡]长(?![期效])|分局|综合(?:行政)?执法[大中支]?队"
)
# What the second clause of a heading begins with; verbs that tell an act done (开展, 召开) are not among them.
_HEADING_VERB = re.compile(
    r"加强|强化|落实|规范|提升|提高|维护|增强|健全|完善|推进|推动|促进|确保|彰显|筑牢|优化|深化|营造|打造|构建|保障|树牢|夯实|压实|守护|激发"
    r"|凝聚|服务|有序|依法|稳步|精准|主动|科学|坚持|坚决|牢固|不断|切实|着力|扎实|全面|持续|大力|充分|努力|有效|严格|积极|深入|化解|防范|助力|展现|释放|做到|做实|做好|抓好"
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
    *("对", "成为", "作为", "以", "把", "将", "等", "是", "用", "第", "不", "重", "党"),
)
_SHAPES = ("l0", "l1", "l1p", "l2", "l3", "l3b", "l4", "l5", "l5b")
_NUMERALS = ("n1", "n1p", "n2", "n3", "n3b", "n4", "n4b", "n5", "n5b")
# 一是, 一、 are also the ends of words. Before the numeral, these make a word of it: 统一、 知行合一、 之一是.
_WORD_BEFORE_ONE = "统合专唯同单之万不划逐任每某归其周初惟第唯进如始"
# （一） behind these is a reference to a law's article, not a heading; so is one before these: 第五条第（一）项.
_REFERENCE_BEFORE, _REFERENCE_AFTER = "第条款项", "项款条目"
_STOP = "。!?;:,)》”\"’'…】"

# --- What a heading's words say of its role ----------------------------------------
_SHORTCOMINGS = re.compile(
    r"存在.{0,10}(不足|问题|困难|差距|短板|薄弱|弱项)|(?<!补齐)(不足|薄弱环节|差距|短板)(之处|和|与|及|以及|方面|、|$)"
    r"|^(主要)?(问题|困难)(和|与|及|、|$)|主要问题|不足(和|与|及)原因|困难(和|与|及)问题"
)
_ROLE_NAME = re.compile(
    r"(当前|目前|工作中?|法治.{0,6}|依法行政.{0,4})*(存在|面临)?的?(主要|一些)?(问题|不足|困难|差距)(之处|[和与及].{2,4})?"
)
_PLAN = re.compile(r"下一?步|下一?阶段|明年|今后|下一年|(工作)?(打算|思路|展望|设想)$|计划$|(主要|工作)安排$")
_PLAN_SURE = re.compile(r"下一?步|下一?阶段|明年|今后|下一年|(工作)?打算$")
_LEADERSHIP = re.compile(r"第一责任人|主要负责人.{0,12}(履行|履职|职责)|(党政|主要)(主要)?负责(人|同志).{0,8}履行")
_BODY_HEADING = re.compile(
    r"(主要|总体|基本|工作)(举措|措施|做法|工作|成效|情况|进展|任务)|存在|不足|下一?步|第一责任人|打算|计划$|安排$"
)

# --- What a sentence says where no heading does ----------------------------------------
_SHORTCOMINGS_SENTENCE = re.compile(
    r"(但|然而|仍|还|也|同时).{0,40}(存在|还有|仍有|有).{0,16}(差距|不足|问题|短板|薄弱环节|困难)|(存在|面临)的?(主要)?(问题|不足|困难)(有|是|主要)"
)
_PLAN_SENTENCE = re.compile(r"^(下一?步|下一?阶段|今后|接下来|新的一年|明年|下一年度?)(工作中?)?[,，]?")

# --- What a clause says that admits a deficiency ----------------------------------------
_DEFICIT = re.compile(
    r"不(?![断仅但忘论管同])|未[能有完形建]|尚未|难|薄弱|弱|没有|欠|缺|短[缺板]|(?<!减)少|任务.{0,2}重|滞后|差距|有待|[仍还尚]需|亟|偏[少低差多慢]|较[少低差慢]|单一|淡薄|严重"
    r"|(需|需要|须|要)(进一步|继续|持续|不断)|参差|困难|问题|老化|老龄化|脱节|流于|兼职|不足"
)
_LEAD_IN = re.compile(
    r"(存在|还有|仍有|有)(着)?(一些|一定的?|不少|许多|较大的?|诸多|以下|如下|的|部分|些许|明显)*(差距|不足|问题|短板|薄弱环节|困难)(之处|和.{0,6}|与.{0,6}|及.{0,6})?$"
    r"|(表现在|表现为|如下|以下(几个)?(方面)?|体现在)$|^(但|虽然|尽管).{0,60}(差距|不足|问题)$|还有一些工作需要改进"
)


@dataclass
class _Mark:
    start: int
    end: int
    level: int
    number: int


def parse_outline(reports: pd.DataFrame) -> pd.DataFrame:
    """The passages of every report, in reading order; joined, the texts of a report's rows are its text.

    Columns: report_id, passage_id, parent_id, kind (title, doc_no, signer, addressee, heading, paragraph, item,
    signature, date), level (headings 1 一、 2 （一） 3 1. 4 （1）, items 5 一是, else NA), marker as printed, path
    ("4.2.1"), role (front, measures, leadership, shortcomings, plan, back), text, start, end
    (offsets into `reports.text`).
    `reports` needs the index report_id and the column text; `year` (the year reported on) tells a plan from a result
    where it is known. White space at a row's end belongs to it. A report without text gives no row.
    """
    years = reports["year"] if "year" in reports else pd.Series(pd.NA, index=reports.index)
    rows = [
        row
        for report_id in reports.index
        for row in _passages(report_id, reports.at[report_id, "text"], years[report_id])
    ]
    frame = pd.DataFrame(rows, columns=PASSAGE_COLUMNS)
    return frame.astype({"level": "Int64"} | {c: "string" for c in ("parent_id", "marker", "path", "role", "kind")})


def list_items(passages: pd.DataFrame) -> pd.DataFrame:
    """The enumerated pieces of measures, leadership, shortcomings and plan, one row an item in reading order.

    Columns: report_id, item_id, passage_id (the first), path, role, heading, text, start, end. The smallest enumerated
    pieces count; their lead-ins do not. A stretch that enumerates nothing gives an item a paragraph; shortcomings
    without enumeration give one per clause that names a deficiency. `heading` is the phrase that stands over the item
    (its own, or the nearest above), NA where there is none.
    """
    rows = []
    plain = passages.astype(object).where(passages.notna(), None)
    for report_id, frame in plain.groupby("report_id", sort=False):
        found = _items(list(frame.itertuples(index=False)))
        rows += [(report_id, f"{report_id}-i{i:03d}", *item) for i, item in enumerate(found, 1)]
    return pd.DataFrame(rows, columns=ITEM_COLUMNS).astype({"heading": "string", "path": "string", "role": "string"})


def phrase(text: str, marker: str | None) -> str:
    """A heading's words: its text without the marker, the closing stop and the white space around."""
    body = text.strip()
    if isinstance(marker, str) and body.startswith(marker.strip()):
        body = body[len(marker.strip()) :]
    return body.strip().rstrip("。；;：:，,、. ")


# === markers ========================================


def _number(digits: str) -> int:
    """The value of an Arabic, circled or Chinese numeral up to 99; 99 for what is none."""
    if digits.isdecimal():
        return int(digits)
    if "①" <= digits <= "⑳":
        return ord(digits) - ord("①") + 1
    m = re.fullmatch(r"([一二三四五六七八九])?(十)?([一二三四五六七八九])?", digits)
    if m is None or (not m[2] and m[1] and m[3]):
        return 99
    tens = (_N.index(m[1]) + 1 if m[1] else 1) if m[2] else 0
    ones = m[3] or (m[1] if not m[2] else None)
    return 10 * tens + (_N.index(ones) + 1 if ones else 0)


def _marks(text: str, begin: int, stop: int) -> list[_Mark]:
    """The markers that begin a heading or an item, by shape, place and sequence."""
    found: list[_Mark] = []
    last, ever = dict.fromkeys(range(1, 6), 0), dict.fromkeys(range(1, 6), 0)
    for m in _MARKERS.finditer(text, begin, stop):
        name = next(name for name in _SHAPES if m.group(name) is not None)
        digits = next((m.group(n) for n in _NUMERALS if m.group(n)), None)
        level, at = int(name[1]), m.start()
        while at > begin and text[at - 1] == " ":
            at -= 1
        previous = "" if at == begin or text[at - 1] == "\n" else text[at - 1]
        if level == 0:
            level = 1 if m.group()[0] == "、" else 2
        number = _number(digits) if digits else last[level] + 1
        runs_on = not previous and 0 < ever[level] == number - 1
        if _is_mark(text, m, level, number, previous, last, stop, runs_on=runs_on):
            found.append(_Mark(m.start(), m.end(), level, number))
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
    if not after or after in "、,。;:)》" or number == 99:
        return False
    if m.group("l1p"):
        return at_line or previous in _STOP
    stopped = at_line or previous in _STOP
    expected = number in (1, last[level] + 1) or runs_on
    near = expected or (last[level] > 0 and number in (last[level], last[level] + 2))
    if previous and (previous in _N or previous.isdigit() or previous == "第") and not m.group("l1p"):
        return False
    if number == 1 and previous and previous in _WORD_BEFORE_ONE and level in (1, 5):
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
            twin = "二要" if m.group()[-1] == "要" else "二是|第二"
            return (at_line and twin[-1] != "要") or _follows(text, twin, m.end(), stop)
        return (stopped and last[5] > 0) or (at_line and number > 1) or (last[5] > 0 and number == last[5] + 1)
    if at_line:
        return near and (m.group("l3b") is None or _opens_with_topic(text[m.end() : stop]))
    follows = _follows(
        text, rf"(?<!\d){number + 1}[.、](?!\d)" if level == 3 else rf"\({number + 1}\)|[②-⑳]", m.end(), stop
    )
    return expected and (follows or last[level] > 0)


def _follows(text: str, pattern: str, at: int, stop: int) -> bool:
    return re.search(pattern, text[at : min(at + 3000, stop)]) is not None


def _opens_with_topic(text: str) -> bool:
    return re.match(r"[^。!?;:\d\n]{4,40}。", text) is not None


def _reads_as_heading(text: str, at: int, stop: int) -> bool:
    end = re.compile(rf"[。\n;]|\([{_N}]{{1,3}}\)|一是|1[.、]").search(text, at, stop)
    length = (end.start() if end else stop) - at
    return 2 <= length <= 60


def _heading_end(text: str, at: int, stop: int, *, over: bool) -> int:
    """Where the phrase of a heading ends that begins at `at`; `stop` is the line's end or the next marker's start.

    `over` says that what follows the line belongs to the heading: then a line of one sentence is its phrase. Otherwise
    a line of one sentence is a numbered running paragraph, whose phrase is its first clause.
    """
    line = text[at:stop].rstrip()
    sentence = re.compile(r"[。!?;:]").search(line)
    first = sentence.start() if sentence else len(line)
    cut = min((m.start() for m in (_RUN_IN.search(line, 4), _BLANK.search(line, 4)) if m), default=len(line))
    whole = first + 1 >= len(line)
    if cut < min(first, 46) and len(line) - cut > (12 if whole and over else 5):
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
    alike = abs((opened - comma - 1) - comma) <= 3 and "、" not in line[comma:opened]
    return opened if _HEADING_VERB.match(second.group()) and opened < second.end() and alike else comma + 1


def _sentence_start(line: str, end: int, begin: int = 4) -> int:
    """Where in line[:end] a sentence opens right behind a complete phrase, without a stop between; `end` if nowhere."""
    for m in _OPENERS.finditer(line, begin, end):
        before = line[: m.start()]
        inside = sum(c in "《(“<〔" for c in before) > sum(c in "》)”>〕" for c in before)
        if not inside and not before.endswith(_UNFINISHED) and end - m.start() > 3:
            return m.start()
    return end


# === passages ========================================


def _passages(report_id: str, printed: str, year) -> list[tuple]:
    if not printed:
        return []
    text = fold(printed)
    front, begin = _front(text)
    back = _back(text, begin)
    stop = back[0][0] if back else len(text)
    cuts = front + _body(text, begin, stop, _coming_years(text[:begin], year)) + back
    cuts = [cut for i, cut in enumerate(cuts) if i + 1 == len(cuts) or cut[0] < cuts[i + 1][0]]
    cuts[0] = (0, *cuts[0][1:])
    rows, parents, counts = [], {}, {}
    spread = False
    for i, (start, kind, level, marker, role) in enumerate(cuts):
        end = cuts[i + 1][0] if i + 1 < len(cuts) else len(text)
        ident = f"{report_id}-p{i + 1:03d}"
        parent, path = None, None
        if role in ("front", "back"):
            parents.clear()
        elif kind in ("heading", "item"):
            for deeper in [k for k in parents if k >= level]:
                del parents[deeper]
            above = max(parents, default=None)
            parent, prefix = parents[above] if above is not None else (None, "")
            counts[prefix] = counts.get(prefix, 0) + 1
            path = f"{prefix}.{counts[prefix]}" if prefix else str(counts[prefix])
            parents[level] = (ident, path)
            spread = "\n" in text[cuts[i - 1][0] : start] if kind == "item" and i else spread
        else:
            if 5 in parents and not spread:
                del parents[5]
            above = max(parents, default=None)
            parent, path = parents[above] if above is not None else (None, None)
        marker = printed[start : start + len(marker)] if marker else None
        rows.append((report_id, ident, parent, kind, level, marker, path, role, printed[start:end], start, end))
    return rows


_DOC_NO = re.compile(r"[\u4e00-\u9fff]{1,16}[〔\[(【]\s*(19|20)\d\d\s*[〕\])】]\s*第?\s*\d{1,4}\s*号")
_SIGNER = re.compile(r"签发人\s*:\s*[\u4e00-\u9fff·]{2,8}([ 、]+[\u4e00-\u9fff·]{2,4})*")
_ORG = re.compile(
    r"[^,。;:!?]{2,40}(政府|委员会|管委会|办公室|办事处|工委|区委|市委|县委|省委|党组|党委|局|厅|院|部|中心|委|站|所|会|海关|街道|镇|乡|大队|公司|大学|法庭|署)"
)
_TITLE = re.compile(r"[^。;]{0,80}(法治|依法行政|依法治)[^。;]{0,40}(报告|总结|汇报|情况|自评)(\(.{1,12}\))?")
_WRAPPED_TITLE = re.compile(r"(?!关于)[^。;:]{4,60}\n(?!关于|20\d\d)[^。;:]{2,40}(报告|总结|汇报|情况)(\(.{1,12}\))?")
_GLUED_TITLE = re.compile(
    r"(?=[^。;,:]{0,60}?(?:法治|依法行政))[^。;,:]{4,70}?(?:报告|总结|汇报)\s*(?=20\d\d\s*年|今年|近年|一年来|为[了深全]|根据|按照)"
)
_ADDRESSEE = re.compile(
    r"(?!.*(如下|汇报|报告):)[^。;:]{1,60}?(政府|委员会|管委会|办公室|工委|区委|市委|县委|省委|党委|人大|常委会|局|厅|部|委|办|会|处)\s*:"
)


def _front(text: str) -> tuple[list[tuple], int]:
    """The rows before the body and where the body begins: at the first 一、 (or （一）), else after 报告如下."""
    begin = None
    marks = _marks(text, 0, len(text))
    first = next((m for m in marks if m.level == 1), marks[0] if marks else None)
    alone = _unnumbered(text, 0, first.start if first else 0)
    if alone and (first is None or first.level > 1):
        begin = alone[0]
    elif first is not None:
        begin = first.start
    else:
        m = re.search(r"(报告|汇报|总结|情况)如下\s*[:。]", text)
        begin = m.end() if m else None
    cuts: list[tuple] = []
    at, title_seen = 0, False
    limit = len(text) if begin is None else begin
    while at < limit:
        newline = text.find("\n", at, limit)
        end = limit if newline < 0 else newline + 1
        line = text[at:end].strip()
        inner = [(m.start(), "doc_no") for m in [_DOC_NO.search(line)] if m and len(line) < 60]
        inner += [(m.start(), "signer") for m in [_SIGNER.search(line)] if m and len(line) < 60]
        addressee = _ADDRESSEE.match(line)
        second = text.find("\n", end, limit) if end < limit else -1
        second = limit if second < 0 else second
        pair = text[at:second].strip()
        glued = _GLUED_TITLE.match(line)
        if inner:
            offset = text.index(line, at)
            if min(inner)[0] > 0:
                cuts.append((at, "paragraph", None, None, "front"))
            cuts += [(at if i == 0 else offset + i, kind, None, None, "front") for i, kind in sorted(inner)]
        elif not title_seen and (
            _TITLE.fullmatch(line) or (end < limit and "。" not in pair and _WRAPPED_TITLE.fullmatch(pair))
        ):
            cuts.append((at, "title", None, None, "front"))
            title_seen = True
            if not _TITLE.fullmatch(line):
                at = min(second + 1, limit)
                continue
        elif not title_seen and glued:
            cuts.append((at, "title", None, None, "front"))
            title_seen = True
            at = text.index(line, at) + glued.end()
            continue
        elif (
            addressee
            and not any(kind == "addressee" for _, kind, *_ in cuts)
            and sum(k == "paragraph" for _, k, *_ in cuts) < 3
        ):
            cuts.append((at, "addressee", None, None, "front"))
            if addressee.end() < len(line):
                at = text.index(line, at) + addressee.end()
                continue
        else:
            if begin is None and sum(k == "paragraph" for _, k, *_ in cuts) and not _ORG.fullmatch(line):
                begin = limit = at
                break
            cuts.append((at, "paragraph", None, None, "front"))
        at = end
    return _join_title(text, cuts), len(text) if begin is None else begin


def _join_title(text: str, cuts: list[tuple]) -> list[tuple]:
    """A title that begins with 关于 or a year goes on from the lines of issuers right above it."""
    i = next((i for i, cut in enumerate(cuts) if cut[1] == "title"), None)
    if i is None or not text[cuts[i][0] :].lstrip().startswith(("关于", "20")):
        return cuts
    first = i
    while (
        first > 0
        and cuts[first - 1][1] == "paragraph"
        and _ORG.fullmatch(text[cuts[first - 1][0] : cuts[first][0]].strip())
    ):
        first -= 1
    return cuts[:first] + [(cuts[first][0], "title", None, None, "front")] + cuts[i + 1 :]


def _back(text: str, begin: int) -> list[tuple]:
    """Closing formula, signature and date at the text's end, and the note in brackets that may stand behind them."""
    stop = max(text.rfind(c, begin) for c in "。!?;")
    at = stop + 1 if stop >= 0 else begin
    note = re.compile(r"\((?:此件|本件|联系人|附注)[^()]*\)\s*$").search(text, at)
    end = note.start() if note else len(text)
    tail = text[at:end]
    dates = list(DATE.finditer(tail))
    cuts = []
    if dates and len(tail) - dates[-1].end() <= 4 and len(tail) <= 400:
        head = tail[: dates[-1].start()]
        words = [(m.start(), m.group()) for m in re.finditer(r"\S+", head)]
        signed = []
        for offset, word in reversed(words):
            if not _ORG.fullmatch(word):
                break
            signed.append(offset)
        if not words or signed or head.endswith("\n"):
            cuts = [(at + o, "signature", None, None, "back") for o in reversed(signed)]
            cuts.append((at + dates[-1].start(), "date", None, None, "back"))
    else:
        lines = [(m.start(), m.group().strip()) for m in re.finditer(r"[^\n]+", tail) if m.group().strip()]
        signed = [o for o, line in lines if _ORG.fullmatch(line)]
        if signed and len(signed) == len(lines) and tail.startswith("\n"):
            cuts = [(at + o, "signature", None, None, "back") for o in signed]
    if note and cuts:
        cuts.append((note.start(), "paragraph", None, None, "back"))
    first = cuts[0][0] if cuts else len(text)
    closing = re.search(r"(特此报告|专此报告|以上报告[^。]{0,12}|此报告)[。!]?\s*$", text[:first])
    if closing and closing.start() >= begin:
        cuts.insert(0, (closing.start(), "paragraph", None, None, "back"))
    return cuts


def _unnumbered(text: str, begin: int, stop: int) -> list[int]:
    """Lines that are headings of level 1 without a numeral: short, unstopped, named like a section, body below."""
    found = []
    for m in re.finditer(r"(?m)^[^\n]+$", text[begin:stop]):
        line = m.group().strip()
        heading = (
            4 <= len(line) <= 30 and line[-1] not in "。;:,、!" and "。" not in line and _BODY_HEADING.search(line)
        )
        if heading and not (_MARKERS.match(line) or _TITLE.fullmatch(line) or _ORG.fullmatch(line)):
            found.append(begin + m.start())
    return found


def _coming_years(front: str, year) -> str:
    """A pattern for the year of the plan: the one after the year reported on, as known and as printed in front."""
    printed = re.search(r"((?:19|20)\d\d)\s*年", front)
    known = {int(year)} if pd.notna(year) else set()
    return "|".join(str(y + 1) for y in sorted(known | ({int(printed[1])} if printed else set()))) or "(?!)"


def _body(text: str, begin: int, stop: int, coming: str) -> list[tuple]:
    """The body's rows: headings, items, paragraphs, each with its role."""
    marks = _marks(text, begin, stop)
    marks = sorted(
        marks + [_Mark(at, at, 1, 0) for at in _unnumbered(text, begin, stop) if all(at != m.start for m in marks)],
        key=lambda m: m.start,
    )
    marks = _fill_gaps(text, marks, begin, stop)
    cuts: list[tuple] = []
    for i, mark in enumerate(marks):
        limit = marks[i + 1].start if i + 1 < len(marks) else stop
        if i == 0 and mark.start > begin:
            cuts += _paragraphs(text, begin, mark.start)
        marker = text[mark.start : mark.end].strip() or None
        newline = text.find("\n", mark.end, limit)
        line_end = limit if newline < 0 else newline
        if mark.level == 5:
            cuts.append((mark.start, "item", 5, marker))
            cuts += _paragraphs(text, line_end, limit)
            continue
        deeper = i + 1 < len(marks) and marks[i + 1].level > mark.level
        end = _heading_end(text, mark.end, line_end, over=deeper or bool(text[line_end:limit].strip()))
        cuts.append((mark.start, "heading", mark.level, marker))
        cuts += _paragraphs(text, end, limit)
    if not marks:
        cuts = _paragraphs(text, begin, stop)
    return _with_roles(text, cuts, stop, coming)


def _paragraphs(text: str, begin: int, stop: int) -> list[tuple]:
    return [(begin + m.start(), "paragraph", None, None) for m in re.finditer(r"[^\s][^\n]*", text[begin:stop])]


def _fill_gaps(text: str, marks: list[_Mark], begin: int, stop: int) -> list[_Mark]:
    """A marker that was lost, where the numbering has a gap of one and a sentence opens the way its siblings open."""
    out: list[_Mark] = []
    previous: dict[int, _Mark] = {}
    for mark in marks:
        before = previous.get(mark.level)
        number = before.number if before else 0
        if mark.level in (2, 5) and mark.number == number + 2 and (number or mark.level == 2):
            low = before.end if before else (out[-1].end if out else begin)
            at = _lost_opening(text, low, mark.start, mark.level, first=before is None)
            if at is not None:
                out.append(_Mark(at, at, mark.level, mark.number - 1))
        out.append(mark)
        previous[mark.level] = mark
        for lower in range(mark.level + 1, 6):
            previous.pop(lower, None)
    return out


def _lost_opening(text: str, low: int, high: int, level: int, *, first: bool) -> int | None:
    """Where a piece without its marker opens: a short sentence, then a longer one; None unless there is just one."""
    topic = r"[^\s,。;:!?\d(（“《][^,。;:!?\d\n了]{3,24}。(?=[^\n]{12,})"
    if level == 2:
        found = [low + m.start() + 1 for m in re.finditer(rf"\n{topic}", text[low:high])]
        return found[0] if (found and first) or len(found) == 1 else None
    body = text[low:high]
    found = [low + m.start(1) for m in re.finditer(rf"。({topic})", body)]
    return found[0] if len(found) == 1 else None


# === roles ========================================


def _with_roles(text: str, cuts: list[tuple], stop: int, coming: str) -> list[tuple]:
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
            text, rows, low, _first_of(rows, "plan"), stop, "shortcomings", lambda s: _SHORTCOMINGS_SENTENCE.search(s)
        )
    if not any(row[4] == "plan" for row in rows):
        low = next((i for i, row in enumerate(rows) if row[4] == "shortcomings"), _late(rows, stop))
        rows = _cut_role(
            text, rows, low, _first_after(rows, low, "leadership"), stop, "plan", lambda s: _opens_plan(s, coming)
        )
    return rows


def _heading_role(words: str, level: int, coming: str) -> str | None:
    ahead = re.match(rf".{{0,6}}({coming})\s*年", words) is not None
    short = _SHORTCOMINGS.search(words)
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


def _first_of(rows: list[tuple], role: str) -> int:
    return next((i for i, row in enumerate(rows) if row[4] == role), len(rows))


def _first_after(rows: list[tuple], low: int, role: str) -> int:
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


# === items ========================================


def _items(rows: list) -> list[tuple]:
    out = []
    i = 0
    while i < len(rows):
        role = rows[i].role
        j = i
        while (
            j < len(rows) and rows[j].role == role and not (j > i and rows[j].kind == "heading" and rows[j].level == 1)
        ):
            j += 1
        if role in ("measures", "leadership", "plan", "shortcomings"):
            out += _stretch_items(rows, i, j, role)
        i = j
    return out


def _stretch_items(rows: list, low: int, high: int, role: str) -> list[tuple]:
    marked = [
        i
        for i in range(low, high)
        if rows[i].kind in ("heading", "item") and not (rows[i].kind == "heading" and rows[i].level == 1)
    ]
    if role == "shortcomings":  # a heading that names the role is a section; any other numbered one is a shortcoming
        headings = [i for i in range(low, high) if rows[i].kind == "heading" and rows[i].marker]
        marked = [i for i in marked if rows[i].kind == "item"] + [i for i in headings if not _names_role(rows, i, high)]
        marked.sort()
    leaves = [i for n, i in enumerate(marked) if n + 1 == len(marked) or rows[marked[n + 1]].level <= rows[i].level]
    over = _headings(rows)
    if leaves:
        return [_item(rows, i, _leaf_end(rows, i, high), over) for i in leaves]
    paragraphs = [i for i in range(low, high) if rows[i].kind == "paragraph"]
    if role == "shortcomings":
        return [clause for i in paragraphs for clause in _clauses(rows[i], over.get(rows[i].parent_id))]
    return [_item(rows, i, i + 1, over) for i in paragraphs]


def _names_role(rows: list, i: int, high: int) -> bool:
    words = phrase(rows[i].text, rows[i].marker)
    if rows[i].level == 1:
        return _SHORTCOMINGS.search(words) is not None
    alone = i + 1 < high and rows[i + 1].kind == "paragraph"
    return alone and _ROLE_NAME.fullmatch(words) is not None


def _leaf_end(rows: list, i: int, high: int) -> int:
    j = i + 1
    while (
        j < high
        and rows[j].kind == "paragraph"
        and (rows[i].kind == "heading" or rows[j].parent_id == rows[i].passage_id)
    ):
        j += 1
    return j


def _headings(rows: list) -> dict[str, str]:
    """passage_id → the phrase of the nearest heading over it (of a heading: its own)."""
    over: dict[str, str] = {}
    for row in rows:
        if row.kind == "heading":
            over[row.passage_id] = phrase(row.text, row.marker)
        elif row.parent_id in over:
            over[row.passage_id] = over[row.parent_id]
    return over


def _item(rows: list, first: int, end: int, over: dict[str, str]) -> tuple:
    row = rows[first]
    text = "".join(r.text for r in rows[first:end]).rstrip()
    return (row.passage_id, row.path, row.role, over.get(row.passage_id), text, row.start, row.start + len(text))


def _clauses(row, heading: str | None) -> list[tuple]:
    """The clauses of an unenumerated passage that each name a deficiency; lead-ins only if nothing else does."""
    text = fold(row.text)
    found = []
    at = depth = 0
    for i, c in enumerate(text + "。"):
        depth += (c in "《(“") - (c in "》)”")
        if c in ",;。:\n!?" and depth <= 0:
            clause = text[at:i]
            lead = re.match(r"\s*((主要)?(表现在|表现为|体现在)|主要是|比如|例如|如|一方面|另一方面|但是?)", clause)
            start = at + (lead.end() if lead else len(clause) - len(clause.lstrip()))
            if _DEFICIT.search(text[start:i]):
                named_before = any(not lead_in for _, _, lead_in in found)
                found.append((start, i, not named_before and bool(_LEAD_IN.search(clause.strip()))))
            at, depth = i + 1, 0
    named = [(a, b) for a, b, lead_in in found if not lead_in] or [(a, b) for a, b, _ in found]
    return [
        (
            row.passage_id,
            row.path,
            row.role,
            heading,
            row.text[a:b].rstrip(),
            row.start + a,
            row.start + a + len(row.text[a:b].rstrip()),
        )
        for a, b in named
    ]
