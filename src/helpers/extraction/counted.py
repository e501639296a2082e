"""The counted thing: the noun phrase, or the act, that a number counts.

Where it begins and ends is told by words: rows of corpus/rules/phrases.csv and corpus/rules/things.csv;
corpus/rules/README.md says what each kind is.
"""

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.characters import find_after
from helpers.extraction.quantities import Quantity, find_bound
from helpers.patterns import compile_led
from helpers.places import ROOT
from helpers.tables import Column, any_of, load_rules, load_table

__all__ = [
    "KINDS",
    "REACH",
    "SENTENCE",
    "Thing",
    "find_clause",
    "find_things",
    "is_act",
    "load_phrases",
    "read_phrases",
]

# All patterns read folded text in which what counts nothing is blanked out with \0.

REACH = 100  # characters: no clause is looked at further than that
SENTENCE = 3 * REACH  # and no sentence
TOPIC = 8  # characters: with a longer phrase before it a verb is no name of an act (依申请公开答复86件)
LONG = 10  # characters: a phrase up to that is one thing, even with 等 inside
STOPS = ",。;:!?\n"
_STOP = re.compile(f"[{STOPS}]")
JOINTS = tuple("、和及与")
NOT_FIRST = (*JOINTS, *"暨将")  # what begins no thing after a unit

Span = tuple[int, int]


class Thing(NamedTuple):
    """What a number counts: its span, None where nothing names it, and whether it is that of a number before."""

    span: Span | None
    carried: bool


class _Found(NamedTuple):
    """What stands by a number, and whether it is only a verb."""

    span: Span | None
    only_verb: bool = False


class _Told(NamedTuple):
    """The numbers of a text with the things found so far; `said`: those of the sentence, without those in brackets."""

    masked: str
    quantities: Sequence[Quantity]
    things: list[Thing]
    said: list[int]


# === the table of phrases ========================================

PHRASES = ROOT / "corpus" / "rules" / "phrases.csv"
GOVERNING = ("verb", "light", "causative", "relation")
KINDS = (*GOVERNING, "both", "adverb", "head", "person", "body")
COLUMNS = (
    Column("word", filled=True, unique=str, within="kind"),
    Column("kind", filled=True, one_of=KINDS),
    Column("not_after"),
    Column("not_before", expression=any_of),
    Column("source", filled=True),
    Column("witness", filled=True),
)


def load_phrases() -> pd.DataFrame:
    """Words by which the counted thing is found, one row a word and kind: corpus/rules/phrases.csv.

    The table is the program's own, whatever corpus is read. Errors as in `read_phrases`.

    >>> load_phrases().query("word == '督促'")[["word", "kind"]].to_numpy().tolist()
    [['督促', 'causative']]
    """
    return read_phrases(PHRASES)


def read_phrases(file: Path) -> pd.DataFrame:
    """A table of phrases, one row a word and kind.

    The thing begins after a verb: 查办案件12件 counts 案件. After a `kind` verb it begins wherever that stands; one of
    the kind both is a noun as well (审查合同, 审查意见) and governs only at the beginning of a clause and after a
    subject or an adverb, but not before a head (审查意见). After the kind light another verb is the thing itself
    (开展监督检查2次), after the kind causative it is what is done to the thing before (督促整改58处), and one of the
    kind relation is never the thing (覆盖200人次). An adverb may stand before a verb; a person or body may be the
    subject of one.

    `not_after` and `not_before` hold words, the second also regular expressions, parted by spaces, beside which it is
    part of another word (免提交). A blank cell, a word that stands twice with one kind, an unknown kind or an
    expression that is none are a CorpusError, one line a problem.
    """
    return load_table(file, COLUMNS)


def _phrases_by_kind(table: pd.DataFrame) -> dict[str, list[str]]:
    """The phrases of each kind as expressions, the longest word first."""
    phrases: dict[str, list[str]] = {kind: [] for kind in KINDS}
    rows = table[["word", "kind", "not_after", "not_before"]].fillna("").itertuples(index=False, name=None)
    for word, kind, not_after, not_before in sorted(rows, key=lambda row: -len(row[0])):
        word = re.escape(word)
        stops = f"(?!{any_of(not_before)})" if not_before else ""
        phrases[kind].append(word + "".join(f"(?<!{re.escape(left)}{word})" for left in not_after.split()) + stops)
    return phrases


# === patterns ========================================


class _Patterns(NamedTuple):
    """The patterns made of the table of phrases and of words of things.csv."""

    governs: re.Pattern[str]  # a verb after which the thing begins; the group is its kind
    begins: re.Pattern[str]  # a word of the kind both where it is a verb: at the beginning of a clause
    follows: re.Pattern[str]  # the same after an adverb, whatever comes next
    acts: re.Pattern[str]  # the same with its subject or adverb
    alone: re.Pattern[str]  # nothing but verbs and adverbs
    adverbs: re.Pattern[str]  # nothing but adverbs
    relation: re.Pattern[str]
    names: re.Pattern[str]  # what makes a name of the verb before it
    actors: re.Pattern[str]  # everything up to the last person or body
    clause: re.Pattern[str]  # a verb or adverb after a person or body, its subject
    plain: re.Pattern[str]  # of these the words that no name holds
    takes_part: re.Pattern[str]  # persons who take part in what follows
    meeting: re.Pattern[str]  # a meeting that does what follows


@cache
def _patterns() -> _Patterns:
    """One line a pattern; what several of them share is put together before."""
    word, phrases = load_rules("things"), _phrases_by_kind(load_phrases())
    any_kind = {kind: "|".join(found) or "(?!)" for kind, found in phrases.items()}
    both, adverb, head, person = (any_kind[kind] for kind in ("both", "adverb", "head", "person"))
    governing = "|".join(any_kind[kind] for kind in GOVERNING)
    kinds = "|".join(f"(?P<{kind}>{any_kind[kind]})" for kind in GOVERNING)
    actors = phrases["person"] + phrases["body"]
    subject = "|".join(f"(?<={actor})" for actor in actors) or "(?!)"
    # 向区政府报告9次, 移送司法机关2起: to whom it went is no part of the thing.
    to_whom = (
        rf"(?:{word('hand_over')})[^,。;\d]{{1,10}}(?:{word('receiver')})$"
        rf"|向[^,。;\d]{{1,12}}(?:(?:{word('report_to')})(?!\d)|(?={word('account_to')}))"
    )
    no_name = rf"(?!(?:{head})+$|{word('nouns_of_verbs')}|[、和及与])"
    no_noun, plain = f"(?!{word('nouns_of_verbs')})", f"{word('with_subject')}|{word('discussed')}"
    patterns = {
        "governs": rf"(?<!的)(?:{to_whom}|{kinds})(?:{word('governs_all')}|{no_noun})(?:{word('perfective')})?",
        "begins": rf"(?<!的)(?:{adverb})*(?:{both})(?:[、和及与](?:{both}))*{no_name}",
        "follows": rf"(?:{adverb})*(?:{both}){no_noun}",
        "acts": rf"(?:{word('manner')})(?:{both})|(?:(?:{adverb})+|{word('subject')})(?:{both}){no_name}",
        "alone": rf"(?:{to_whom}|{governing}|{both}|{adverb}|{_tail_words()}|{word('rest')})+",
        "adverbs": rf"(?:{adverb})+",
        "relation": any_kind["relation"],
        "names": rf"(?:{head}|{word('named')})+$|{word('nouns_of_verbs')}",
        "actors": f".*(?:{'|'.join(actors) or '(?!)'})",
        "clause": rf"(?:{subject})(?:{governing}|{both}|{word('with_subject')})"
        rf"|(?:{word('after_meeting')})(?:{word('discussed')})",
        "plain": plain,
        "takes_part": rf"({person})(?:{adverb})*(?:{word('takes_part')})",
        "meeting": rf"(?:{word('meeting')})(?=(?:{adverb})*(?:{word('discussed')}))",
    }
    return _Patterns(**{name: compile_led(pattern) for name, pattern in patterns.items()})


class _Words(NamedTuple):
    """The patterns made of words of things.csv alone."""

    document: re.Pattern[str]  # what is named after the verb before it: the 处理 of 下达处理决定 is part of a name
    ends: re.Pattern[str]  # after the unit: verbs, adverbs, auxiliaries, prepositions that are no part of a name
    relative: re.Pattern[str]  # a clause before the thing, of which only the beginning is known: 与市场关联度高的部门
    verbal: re.Pattern[str]
    done_with: re.Pattern[str]  # what is done with the things counted: 5类数据的归集工作, 33个部门法治建设情况
    lead: re.Pattern[str]  # before the thing, no part of it
    tail: re.Pattern[str]  # between the thing and the number
    tails: re.Pattern[str]
    rate: re.Pattern[str]  # rates are named as a whole, from the beginning of the clause on
    rate_begins: re.Pattern[str]
    rate_of: re.Pattern[str]  # 四项制度覆盖率达到98%
    bound: re.Pattern[str]  # 5%的要求
    how_many: re.Pattern[str]  # 检查企业数40家
    level: re.Pattern[str]  # a rank alone takes the thing of the number before: 国家级12项、省级67项
    agent: re.Pattern[str]
    agent_meets: re.Pattern[str]  # a meeting is both who acts and what is counted: 党组会4次
    done_to: re.Pattern[str]  # 分七期对全体干部进行集中培训
    tally: re.Pattern[str]
    one_verb: re.Pattern[str]  # 共发刑事案件1546起
    and_such: re.Pattern[str]
    exists: re.Pattern[str]
    result: re.Pattern[str]
    pivot: re.Pattern[str]
    total: re.Pattern[str]  # 3笔共计8600元
    each: re.Pattern[str]
    new_sentence: re.Pattern[str]
    of_persons: re.Pattern[str]  # units, as the next four
    of_bodies: re.Pattern[str]
    of_actors: re.Pattern[str]
    is_thing: re.Pattern[str]
    may_be_thing: re.Pattern[str]
    one_character: re.Pattern[str]


@cache
def _words() -> _Words:
    """One line a pattern, so longer than 40."""
    word = load_rules("things")
    quantity = load_rules("quantities")
    subject, tail = word("subject"), _tail_words()
    # 村(社区) is one thing; 会议(其中党组会5次 ends with the bracket
    aside = rf"\((?:(?![一-鿿、/]{{1,6}}\))|[^)]{{0,3}}(?:{word('includes')}))"
    patterns = {
        "document": f"(?:{word('named_after')})?(?:{word('document')})",
        "ends": rf'{word("ends")}|(?<![《“‘「"\0])\0|[,。;:!?)]|{aside}|\n',
        "relative": rf"(?:{word('relative')})[^,。;:\n]{{1,24}}?的(?![^,。;:\n]{{0,12}}的)",
        "verbal": word("verbal"),
        "done_with": f"(?:{word('done_with')})$",
        "lead": f"(?:{_lead_signs(word('after_date'))}|{word('lead')})+",
        "tail": f"(?:{tail})$",
        "tails": f"(?:{tail})*",
        "rate": f"(?:{word('rate')})$",
        "rate_begins": word("rate_begins"),
        "rate_of": f"(?:{word('rate_of')})$",
        "bound": f"(?:{quantity('basic')})?(?:{quantity('required')}|{word('standard')})",
        "how_many": f"(?:{word('how_many')})$",
        "level": f"(?:{word('level')})(?:以上)?",
        "agent": f"(?:{subject})$",
        "agent_meets": word("agent_meets"),
        "done_to": f"对[^,。;]{{1,24}}?(?:{word('done_to')})了?",
        "tally": word("tally"),
        "one_verb": word("one_verb"),
        "and_such": f".*等(?![级次待同候效])(?=..)(?!{word('such')})",
        "exists": word("exists"),
        "result": f"(?:共|已)?(?:{word('result')})",
        "pivot": f"(?:{word('pivot')})(?:{word('pivot_all')})*$",
        "total": f"[ ,、]*(?:{word('total')})?[ 约]*",
        "each": word("respectively"),
        "new_sentence": rf"[。\n](?!\s*(?:{word('goes_on')}))",
        "of_persons": word("unit_of_persons"),
        "of_bodies": word("unit_of_bodies"),
        "of_actors": word("unit_of_actors"),
        "is_thing": word("unit_is_thing"),
        "may_be_thing": word("unit_may_be_thing"),
        "one_character": word("one_character"),
    }
    return _Words(**{name: compile_led(pattern) for name, pattern in patterns.items()})


def _lead_signs(after_date: str) -> str:
    """Dates blanked out, numerals, list marks and particles before a thing."""
    return (
        rf"\0+(?:{after_date})?|\d{{1,2}}[至-]\0+|[\s、和与的了含)]|[一二三四五六七八九十]是"
        r"|\([一二三四五六七八九十\d]{1,3}\)|[①-⑳]|\d{1,2}[.、](?!\d)|第[一二三四五六七八九十],"
    )


def _tail_words() -> str:
    """Words, particles, a remark in brackets and dates blanked out between a thing and its number."""
    word = load_rules("things")
    date = r"\0+年?[末底初]?"
    return (
        rf"[\s、和与了]|(?<=[一-鿿])\((?![一-鿿]{{1,2}}\))[^()]*\)|{word('tail')}|{date}的"
        rf"|[比较](?:{word('compared')}|{date})(?:同期)?"
    )


# A clause with its 的, if a verb is found in it: 不符合条件的执法证件, 违规执法的协管员.
_OF = re.compile("(.{2,})的(?=.{2})")
_ALL_KINDS = re.compile(".*各[类种](?=..)")  # 督促整改各类隐患664处
_ASIDE = re.compile(r"\([^()]{2,20}\)(?=[一-鿿“《])")  # 4次(每季度一次)专项检查
_JOINT = re.compile("[ 、,]*[和及与]?")
_AND = re.compile("[、及与]|和(?![解谐平睦])")
_JOINED = re.compile(r"[、和及与暨](?![^()]*\))")

# === clauses ========================================


def find_clause(masked: str, floor: int, at: int) -> int:
    """Where the clause before `at` begins: after the last stop or open bracket, not before `floor`.

    >>> find_clause("受理申请8件,其中(含上年3件", 0, 14), find_clause("受理申请8件,其中(含)3件", 0, 12)
    (10, 7)
    """
    floor = max(floor, at - REACH)
    begin = find_after(masked, STOPS, floor, at)
    if "(" not in masked[begin:at]:
        return begin
    depth = 0
    for i in range(at - 1, begin - 1, -1):
        depth += {")": 1, "(": -1}.get(masked[i], 0)
        if depth < 0:
            return i + 1
    return begin


def _clause_before(masked: str, clause: int) -> Span | None:
    """The thing at the end of the clause that ends with the comma before `clause`, if it holds no number."""
    at = clause - 1
    if masked[at : at + 1] != ",":
        return None
    begin = find_clause(masked, 0, at)
    span, only_verb = _before(masked, begin, at)
    return span if span and not only_verb and span[1] == at and not re.search(r"\d", masked[begin:at]) else None


# === things of a text ========================================


def find_things(
    masked: str, quantities: Sequence[Quantity], clauses: Sequence[int], changes: Sequence[bool]
) -> list[Thing]:
    """What each quantity of a text counts; `clauses` are where their clauses begin, `changes` which say by how much.

    Of a number that has only a verb before it (受理130件) it is that of a number before it in the sentence: the last,
    or the last with the same unit. Of k numbers after 分别 each has its own of k things named before.

    >>> from helpers.extraction.quantities import find_quantities
    >>> from helpers.extraction.units import compile_units, load_units
    >>> text = "收到申请141件,受理130件。"
    >>> found = list(find_quantities(text, compile_units(load_units())))
    >>> find_things(text, found, [0, 9], [False, False])
    [Thing(span=(2, 4), carried=False), Thing(span=(2, 4), carried=True)]
    """
    told = _Told(masked, quantities, [], [])
    lone, end = False, 0
    for i, (q, clause, change) in enumerate(zip(quantities, clauses, changes, strict=True)):
        if told.said and _words().new_sentence.search(masked, quantities[told.said[-1]].end, q.start):
            told.said.clear()
        begin = min(max(clause, end), q.start)
        found = _thing(masked, q, begin, _following(masked, quantities, i), change)
        if begin == clause and not (told.said and told.things[told.said[-1]].span):
            found = _or_clause_before(masked, q, clause, found)
        thing = _own_or_carried(told, q, change, found)
        touching = bool(told.said) and told.said[-1] == i - 1 and not masked[quantities[i - 1].end : q.start].strip()
        if touching and thing.span and (told.things[-1].span is None or lone):  # 涵盖5类105项业务
            told.things[-1] = Thing(thing.span, told.things[-1].carried)
        lone = found.only_verb and not thing.carried
        told.things.append(thing)
        end = max(q.end, thing.span[1]) if thing.span else q.end
        if "(" not in masked[clause - 1 : clause]:
            told.said.append(i)
    return _shared_out(masked, quantities, clauses, told.things)


def _following(masked: str, quantities: Sequence[Quantity], i: int) -> int:
    """Where the next number begins, those in a bracket right after the unit left out."""
    aside = _ASIDE.match(masked, quantities[i].end)
    i += 1
    while aside and i < len(quantities) and quantities[i].start < aside.end():
        i += 1
    return quantities[i].start if i < len(quantities) else len(masked)


def _or_clause_before(masked: str, q: Quantity, clause: int, found: _Found) -> _Found:
    """`found`, or what the clause before names, of a share without a thing or a result: 清理审批事项，取消66项."""
    if found.span and found.only_verb and _words().result.fullmatch(masked, *found.span):
        return _Found(_clause_before(masked, clause) or found.span)
    if found.span is None and q.group == "share":
        return _Found(_clause_before(masked, clause))
    return found


def _own_or_carried(told: _Told, q: Quantity, change: bool, found: _Found) -> Thing:
    """What a number counts: that of a number before it where only a verb or a rank is found, else what is found."""
    words, masked, span = _words(), told.masked, found.span
    level = span is not None and words.level.fullmatch(masked, *span) is not None
    if told.said and (span is None or found.only_verb or level):
        carried = _carried(told, q, change, None if level else span)
        if carried:
            rank = words.level.match(masked, *carried) if level else None
            return Thing((rank.end(), carried[1]) if rank else carried, True)
    if span is None or (found.only_verb and (change or q.group in ("duration", "share"))):
        return Thing(None, False)
    if found.only_verb and _patterns().relation.fullmatch(masked, *span):  # 覆盖200人次
        return Thing(None, False)
    return Thing(span, False)


def _carried(told: _Told, q: Quantity, change: bool, named: Span | None) -> Span | None:
    """The thing of an earlier number of the sentence that a number without a thing of its own is about."""
    masked, quantities, things, said = told
    last, thing = quantities[said[-1]], things[said[-1]].span
    if thing and (
        last.unit == q.unit
        or change
        or last.group == q.group == "duration"
        or (q.group == "share" and named is None)
        or _words().total.fullmatch(masked, last.end, q.start)
        or (thing[1] > last.end and _words().tails.fullmatch(masked, thing[1], q.start))  # 五类案件总数为15454件
    ):
        return thing
    if named is None or q.unit is None:
        return None
    far = max(0, q.start - SENTENCE)
    part = max(masked.rfind(sign, far, q.start) for sign in "。;\n")  # -1: in a longer sentence each number counts
    same = (things[j].span for j in reversed(said) if quantities[j].unit == q.unit and quantities[j].start > part)
    return next(filter(None, same), None)


def _shared_out(
    masked: str, quantities: Sequence[Quantity], clauses: Sequence[int], things: list[Thing]
) -> list[Thing]:
    """`things`, where 分别 gives each of several numbers in a list its own: 复议、诉讼案件分别为8件、5件."""
    at = 0
    while at < len(things):
        to = at + 1
        while to < len(things) and _JOINT.fullmatch(masked, quantities[to - 1].end, quantities[to].start):
            to += 1
        n, span = to - at, things[at].span
        if n > 1 and span and _words().each.search(masked, clauses[at], quantities[at].start):
            parts: list[Span | None] = list(_parts(masked, *span))
            if things[at].carried and len(parts) < n:
                parts = [thing.span for thing in things[max(0, at - n) : at] if not thing.carried]
            if len(parts) == n and all(parts):
                things[at:to] = [Thing(part, things[at].carried) for part in parts]
        at = to
    return things


def _parts(masked: str, start: int, end: int) -> list[Span]:
    """The things joined in one: 火灾起数、亡人数和直接财产损失."""
    parts = []
    for m in _AND.finditer(masked, start, end):
        parts.append((start, m.start()))
        start = m.end()
    return [*parts, (start, end)]


# === the thing of one number ========================================


def _thing(masked: str, q: Quantity, begin: int, following: int, change: bool) -> _Found:
    """What a number counts by what stands before it, from `begin` on, and after it, up to the `following` number."""
    if q.group == "noun":
        return _Found(_unit_span(q))
    persons = _words().of_persons.fullmatch(q.unit or "") is not None
    before = _before(masked, begin, q.start, event=q.event, person=persons)
    of = masked.startswith("的", q.end)
    if change or q.group in ("duration", "change"):
        if of and (before.span is None or before.only_verb):  # 三个月的专项行动
            return _Found(_after(masked, q, following, False))
        return before
    if of and q.group == "share" and not (before.span and _words().rate.search(masked, *before.span)):
        after = _after(masked, q, following, False)
        if after and not _words().bound.match(masked, *after):  # 9%的调查对象
            return _Found(after)
    name = _name_before(masked, q, begin, before)
    if name and q.group in ("share", "money", "measure"):
        return _Found(name)
    after = _after(masked, q, following, name is not None)
    if after and not (_patterns().governs.match(masked, *after) and _is_done(masked, q, before)):  # 保留的57件汇编成册
        return _Found(after)
    return _by_unit(masked, q, following, _Found(name) if name else before)


def _unit_span(q: Quantity) -> Span:
    return q.unit_end - len(q.unit or ""), q.unit_end


def _name_before(masked: str, q: Quantity, begin: int, before: _Found) -> Span | None:
    """The name before a number; None if that is a verb, who acts, a list that goes on behind the number, or nothing."""
    words, span = _words(), before.span
    if span is None or before.only_verb or _patterns().alone.fullmatch(masked, *span):
        return None
    agent = words.agent.search(masked, *span) if q.event else None
    if agent and not words.agent_meets.match(agent[0]):  # 党组先后4次开展法制教育, but 党组会4次
        return None
    if masked[begin : q.start].rstrip().endswith("等"):  # 户政、治安等5个警种119个事项
        return None
    how_many = words.how_many.search(masked, *span) if q.group == "classifier" else None
    return (span[0], how_many.start()) if how_many and how_many.start() - span[0] > 1 else span


def _is_done(masked: str, q: Quantity, before: _Found) -> bool:
    """Whether nothing but a verb stands before a number: what was done."""
    done = before.span is not None and before.only_verb and not q.event
    return done and not _patterns().relation.fullmatch(masked, *(before.span or ()))


def _by_unit(masked: str, q: Quantity, following: int, before: _Found) -> _Found:
    """What is before a number that nothing follows; if nothing is, the unit may be the thing or say who acts."""
    words, unit = _words(), q.unit or ""
    if words.is_thing.fullmatch(unit) or (before.span is None and words.may_be_thing.fullmatch(unit)):
        return _Found(_unit_span(q))
    if before.span is None and words.of_actors.fullmatch(unit):  # 4人持有行政督察证
        stop = _stop(masked, q.end, following)
        rest = masked[q.end : stop].strip()
        whole = len(rest) > 1 and rest[0] not in "、和及与的" and rest[-1] not in "、的"
        return _Found((q.end, stop) if whole else None)
    return before


def is_act(words: str) -> bool:
    """Whether words are verbs and adverbs alone: an act and no thing.

    >>> is_act("受理"), is_act("行政复议")
    (True, False)
    """
    return _patterns().alone.fullmatch(words) is not None


# === before the number ========================================


def _before(masked: str, begin: int, at: int, *, event: bool = False, person: bool = False) -> _Found:
    """What stands before the number, from the last verb on, and whether it is only a verb."""
    words, patterns = _words(), _patterns()
    start, end = _phrase_before(masked, begin, at, event, person)
    if start >= end:
        return _Found(None)
    if words.rate.search(masked, start, end):
        ends = [m.end() for m in words.rate_begins.finditer(masked, start, end) if m.end() < end - 1]
        return _Found((_lead(masked, ends[-1] if ends else start, end), end))
    verbs = _governing(masked, start, end)
    if verbs and verbs[-1].end() == end:
        if len(verbs) == 1 or verbs[-2].lastgroup != "light" or verbs[-2].end() < verbs[-1].start():
            return _of_verbs(masked, start, end, verbs)
        verbs.pop()  # 开展监督检查2次
    causative = bool(verbs) and verbs[-1].lastgroup == "causative"
    start = _behind_verbs(masked, begin, start, end, verbs)
    start = _core(masked, start, end, pivot=event and words.pivot.search(masked, begin, start) is not None)
    if start >= end:
        return _Found(None)
    alone = patterns.adverbs if verbs and not causative else patterns.alone
    return _Found((start, end), alone.fullmatch(masked, start, end) is not None)


def _phrase_before(masked: str, begin: int, at: int, event: bool, person: bool) -> Span:
    """The phrase before the number: without bounds, words between, words before, and what those counted do."""
    patterns = _patterns()
    bound = find_bound(masked, begin, at)
    end = _tail(masked, begin, bound.start() if bound else at)
    start = _lead(masked, begin, end)
    if event and (m := patterns.meeting.search(masked, start, end)):  # 召开党委会议研究法治工作2次
        end = m.end()
    elif person and (m := patterns.takes_part.search(masked, start, end)):  # 组织干部职工参加考试18人
        end = m.end(1)
    if masked[start:end].endswith("的") and patterns.alone.fullmatch(masked, start, end - 1):  # 保留的29项
        end -= 1
    return start, end


def _governing(masked: str, start: int, end: int) -> list[re.Match[str]]:
    """The verbs that govern what follows: not 化解 in 参与合同审查、信访化解、行政应诉, 处理 in 下达处理决定, 进驻 in
    共有进驻单位.
    """
    words = _words()
    found: list[re.Match[str]] = []
    for m in _patterns().governs.finditer(masked, start, end):
        after_verb = bool(found) and found[-1].end() == m.start()
        alone = after_verb or m.start() == start or masked[m.start() - 1] in JOINTS
        following = masked[m.end() : m.end() + 1]
        if following in (*JOINTS, "等") and not alone:
            continue
        if m.end() == end - 1 or following in tuple("前后"):  # 受理量, 制定前评估
            continue
        if after_verb and found[-1].lastgroup != "causative" and words.document.fullmatch(masked, m.end(), end):
            continue
        if after_verb and words.exists.search(found[-1][0]) and m.end() < end:
            continue
        found.append(m)
    return found


def _of_verbs(masked: str, start: int, end: int, verbs: list[re.Match[str]]) -> _Found:
    """What is counted where the phrase from `start` ends with a verb, the last of `verbs`."""
    if len(verbs) == 1:
        return _nominal(masked, start, verbs[-1])
    kind = verbs[-2].lastgroup
    if kind == "relation":  # 对保留的57件, 对文件开展1次清理
        return _Found(verbs[-1].span(), True)
    if verbs[-2].end() < verbs[-1].start():
        return _nominal(masked, verbs[-2].end(), verbs[-1])
    return _Found((verbs[-2].start(), end), kind == "causative")  # 查封扣押17件, 督促化解58件


def _nominal(masked: str, begin: int, verb: re.Match[str]) -> _Found:
    """What a verb at the end counts, and whether it is only a verb: its topic (议事会全年开展154场), or with a short
    noun before it that is no subject the act itself (依申请公开答复86件, but 中心办理86件).
    """
    end = _tail(masked, begin, verb.start())
    agent = _words().agent.search(masked, begin, end)
    if end < verb.start() and end - begin > 1 and (verb.lastgroup == "light" or not agent):
        return _Found((begin, end))
    short = 1 < verb.start() - begin <= TOPIC and not agent
    return _Found((begin if short else verb.start(), verb.end()), True)


def _behind_verbs(masked: str, begin: int, start: int, end: int, verbs: list[re.Match[str]]) -> int:
    """Where the thing begins: behind the verbs, a tally (共检查单位3127家), an act with its subject or adverb."""
    words, patterns = _words(), _patterns()
    if verbs:
        start = verbs[-1].end()
    elif tally := [m.end() for m in words.tally.finditer(masked, begin, end)]:
        start = _lead(masked, max(start, tally[-1]), end)
        if (m := patterns.follows.match(masked, start, end)) and m.end() < end:
            start = m.end()
    if not verbs or verbs[-1].lastgroup == "causative" or masked[start : start + 1] in JOINTS:
        start = _lead(masked, start, end)
        while (m := patterns.begins.match(masked, start, end)) and m.end() < end:
            start = m.end()
    acts = [m.end() for m in patterns.acts.finditer(masked, start, end) if m.end() < end]
    return _lead(masked, acts[-1] if acts else start, end)


def _core(masked: str, start: int, end: int, *, pivot: bool) -> int:
    """Where the thing begins when actors, lists and clauses before it are left out."""
    words = _words()
    m = _patterns().actors.match(masked, start, end) if pivot else None  # 组织干部职工学法4次
    if m and m.end() - start > 2 and end - m.end() > 1:
        start = m.end()
    if end - start > LONG and (m := words.and_such.match(masked, start, end)):
        start = m.end()
    if m := _ALL_KINDS.match(masked, start, end):
        start = m.end()
    if (m := _OF.match(masked, start, end)) and _has_verb(masked, *m.span(1)):
        start = m.end()
    if m := words.one_verb.match(masked, start, end):
        start = m.end()
    return start


# === after the unit ========================================


def _after(masked: str, q: Quantity, following: int, named: bool) -> Span | None:
    """What stands after the unit; `named` says that something before the number names the thing already."""
    patterns, stop = _patterns(), _stop(masked, q.end, following)
    if stop == q.end:
        return None
    first = _behind_unit(masked, q.end, stop)
    start = _begin_after(masked, q, first, stop, named)
    if start is None:
        return None
    start, end = _extent(masked, start, stop, q.group == "share")
    if end == following:  # the next number's, or shared with it
        joints = [m.start() for m in _JOINED.finditer(masked[start:end])]
        if joints:  # 33条政策和省48条措施
            end = start + (joints[0] if masked[start + joints[0]] == "、" else joints[-1])
        elif named and masked[end - 1] not in "的、和及与":  # 行政复议13件行政诉讼6件
            return None
    end = _without_deed(masked, q, start, _strip(masked, start, end))
    one = _words().one_character.match(masked, start) is not None  # 村, 镇: else a thing has two characters
    if end - start < (1 if one else 2):
        return None
    noun = start > first or not patterns.alone.fullmatch(masked, start, end)
    if noun or patterns.actors.fullmatch(masked, start, end):
        return start, end
    return (start, end) if not named and patterns.begins.fullmatch(masked, start, end) else None


def _behind_unit(masked: str, at: int, stop: int) -> int:
    """Where words begin after a unit: behind a remark in brackets, spaces and 的."""
    if m := _ASIDE.match(masked, at, stop):
        at = m.end()
    while at < stop and masked[at] in " 的":
        at += 1
    return at


def _begin_after(masked: str, q: Quantity, first: int, stop: int, named: bool) -> int | None:
    """Where a thing begins whose words begin at `first`: behind a relative clause, or the verb that was done so often;
    None if those words are no thing: a list that goes on, what was done at what is named (召开专题会2次研究部署工作).
    """
    words, patterns = _words(), _patterns()
    relative = words.relative.match(masked, first, stop)
    if relative is None and masked[first : first + 1] in NOT_FIRST:
        return None
    if masked.startswith("(", first):  # 87件(详见附表): a remark
        return None
    verbs = (patterns.governs, patterns.begins) if q.event else ()
    if named and any(verb.match(masked, first, stop) for verb in verbs):
        return None
    start = first
    if relative:
        start = relative.end()
    elif q.event:
        if m := words.done_to.match(masked, start, stop):
            start = m.end()
        while (m := next(filter(None, (verb.match(masked, start, stop) for verb in verbs)), None)) and m.end() < stop:
            start = m.end()
    return _lead(masked, start, stop)


def _extent(masked: str, start: int, stop: int, share: bool) -> Span:
    """From where to where a thing reaches: up to a word that ends it, behind a clause with 的, before a rate."""
    words = _words()
    end = next((m.start() for m in words.ends.finditer(masked, start, stop) if not _closes(masked, start, m)), stop)
    of = _OF.match(masked, start, end)
    if of and not words.done_with.search(masked, of.end(), end) and _has_verb(masked, *of.span(1)):
        start = of.end()
    end = _clause_end(masked, start, end)
    rate = None if share else words.rate_of.search(masked, start + 2, end)
    return start, rate.start() if rate else end


def _closes(masked: str, start: int, end: re.Match[str]) -> bool:
    """Whether what seems to end a thing is the bracket of a variant in it: 村(社区)."""
    return end[0] == ")" and "(" in masked[start : end.start()]


def _without_deed(masked: str, q: Quantity, start: int, end: int) -> int:
    """Where the thing ends if what is done with it is left out: 13部法规的立法工作, 33个部门法治建设情况."""
    words = _words()
    of = _OF.match(masked, start, end)
    if of and words.done_with.search(masked, of.end(), end):
        return of.end(1)
    actors = _patterns().actors.match(masked, start, end)
    if actors and words.of_bodies.fullmatch(q.unit or "") and words.done_with.search(masked, actors.end(), end):
        return actors.end()
    return end


def _clause_end(masked: str, start: int, end: int) -> int:
    """Where a verb goes on after a thing that is its subject or object: 200名校长参加培训, 12个部门签订协议."""
    patterns = _patterns()
    subject = patterns.clause.finditer(masked, start + 1, end)
    verbs = patterns.governs.finditer(masked, min(start + 2, end), end)
    cuts = [m.start() for m in subject if patterns.plain.fullmatch(m[0]) or not _in_name(masked, m, end, subject=True)]
    return min(cuts + [m.start() for m in verbs if not _in_name(masked, m, end, subject=False)], default=end)


def _in_name(masked: str, verb: re.Match[str], end: int, *, subject: bool) -> bool:
    """Whether a verb is part of a name, by what follows (容缺受理事项, 收费站, 预算执行审计), if nothing, by kind;
    `subject`: whether it stands behind one.
    """
    patterns = _patterns()
    at, end = verb.end(), _strip(masked, verb.end(), end)
    if end == at:
        return not subject or not patterns.governs.fullmatch(masked, *verb.span())
    return end - at < 2 or bool(patterns.names.match(masked, at, end) or patterns.alone.fullmatch(masked, at, end))


def _has_verb(masked: str, start: int, end: int) -> bool:
    patterns = _patterns()
    found = _words().verbal.search(masked, start, end) or patterns.governs.search(masked, start, end)
    return bool(found or patterns.begins.match(masked, start, end))


def _stop(masked: str, at: int, following: int) -> int:
    end = min(following, at + REACH)
    found = _STOP.search(masked, at, end)
    return found.start() if found else end


def _lead(masked: str, start: int, end: int) -> int:
    m = _words().lead.match(masked, start, end)
    return m.end() if m else start


def _tail(masked: str, start: int, end: int) -> int:
    while m := _words().tail.search(masked, start, end):
        end = m.start()
    return end


def _strip(masked: str, start: int, end: int) -> int:
    while end > start and masked[end - 1] in " 、和及与的":
        end -= 1
    return end
