"""Corpora of any size to try the notebooks on: reports that nobody issued, with what is to be found in them planted.

    python bench/generate.py DIR --issuers 15 --years 2019-2022 [--seed 1] [--words WORD:GROUP:FACTOR …]
        [--trend WORD:PER_YEAR …] [--topic WORD,WORD,WORD:SHARE …] [--returning SHARE] [--copies SHARE]

DIR becomes a corpus folder: raw/, reports.csv, and planted.csv, which says what was planted where, and how strongly.
A seed gives the same bytes again. Issuers are governments, approval bureaus and other bureaus of real cities and
counties, drawn from the divisions of a few provinces and crossed with them, each with a report a year.

The pieces of a report come from one source until every sentence of it has been there, then from the next, whole
sections of either: invented reports of tests/texts, and real ones of corpus/raw. They are drawn anew for each report,
whoever issues it, so that kinds, provinces and years differ in nothing but what is planted, and a shortcoming returns
by chance alone; a government may therefore report on the work of a bureau. Items are put together anew from the
sentences of a section, clauses left out, numbers drawn anew, and the source's own names give way to the issuer's. An
issuer keeps its length (log-normal above the shortest), its choice among words that mean the same, the names of its own
undertakings, its headings and its way of counting over the years; within a report a word that was chosen once is
likelier to be chosen again.

Planted words stand in clauses that every report has at one rate; how many of them hold the word and how many a
neutral filler is what varies, so that nothing but the word sets a group apart. Their rate varies by issuer and by
report (gamma), around `RATE` × the factors. Sentences of the sources that hold a planted word are left out.
"""

import argparse
import csv
import hashlib
import io
import math
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.characters import squeeze
from helpers.cleaning import clean
from helpers.corpus.divisions import TODAY, Place, _list_divisions
from helpers.corpus.manifest import read_manifest
from helpers.forms import find_main_body, skip_enumerator
from helpers.numerals import ONES, write_numeral
from helpers.places import ROOT
from helpers.reading.files import read_file
from helpers.structure.items import list_items
from helpers.structure.outline import parse_outline

__all__ = ["RATE", "Topic", "Trend", "Word", "generate", "main"]

RATE = 6.0  # of a planted word, in 10,000 characters of measures, where no factor raises it
PER = 10_000
ISSUER_SHAPE, REPORT_SHAPE = 4.0, 2.0  # of the gamma distributions by which a rate varies: squared variation 1/4, 1/2

SHORTEST, LONGEST, ABOVE = 4_000, 12_000, 1_700  # characters of a report; the median of what it has above the least
ISSUER_SPREAD, REPORT_SPREAD = 0.5, 0.25  # standard deviations of the logarithm of that
NUMBER_SPREAD = 0.35  # the same of the factor by which the numbers of a sentence are drawn anew
CLAUSE_DROPPED = 0.15  # of the clauses in the middle of a sentence
COPY_CHANGED = 0.08  # of the sentences of a near copy that are left out
VERBATIM = 0.5  # of the returning shortcomings
PREFECTURES = 0.3  # of the issuers
ITEM_SENTENCES = (2, 4)
SHORTCOMINGS, PLANS = (3, 5), (3, 6)  # a report
TOPIC_ITEMS = (2, 3)  # a report of an issuer with the topic
FEWEST_CHARACTERS, FEWEST_SECTIONS = 1_000, 4  # of a source's measures
FEWEST_PIECES = 2  # shortcomings, and plans, of the source that a report begins with
SENTENCE, HEAD, HEADING = range(10, 200), range(4, 25), range(4, 41)  # characters
ROOM, SLACK = 600, 200  # characters: the longest item with what is planted; too few to open another source for
FRAME = 420  # characters of title, preamble, headings, signature
FEW, ALL = 10, 100  # smaller numbers stay, often being names (三项制度); per cent
MOVED_YEARS = 4  # years of a sentence move with the report's, unless it is a plan's or from long ago
FIRST_NAMED = 2010  # places have had their names since then
HABIT, MASS = (
    1.5,
    4.0,
)  # parameters of the beta distribution of an issuer's choice between two words; its weight in uses
BRAND_RATE = 5.0  # of the names of an issuer's own undertakings, as RATE
DATED, SHOWN, DUE = (5, 65), (0, 20), (4, 1)  # days of the next year; days later; the day by which it is to be public
LATE, UNKNOWN = 0.1, 0.1  # shares of reports

# Where the sources are, and their names: whole reports, none that has lost numerals and stops.
SOURCES = {"corpus": "(?!yuelu).*", "tests/texts/coded": r"\d\d-.*", "tests/texts/uncoded": r"\d\d-.*"}
PROVINCES = ("山东省", "湖南省", "浙江省", "四川省")
KINDS = ("government", "approval_bureau", "bureau")
BUREAUS = (
    "司法局",
    "市场监督管理局",
    "农业农村局",
    "教育局",
    "交通运输局",
    "水利局",
    "应急管理局",
    "自然资源局",
    "民政局",
)
SYNONYMS = (
    ("持续", "不断"),
    ("扎实", "切实"),
    ("推进", "推动"),
    ("加强", "强化"),
    ("完善", "健全"),
    ("提升", "提高"),
    ("落实", "贯彻"),
    ("帮助", "协助"),
    ("同时", "同步"),
    ("建立", "构建"),
)
CARRIERS = ("突出{}", "抓好{}", "做实{}", "围绕{}用力", "把{}落到细处", "以{}为抓手")
FILLERS = (
    *("日常工作", "基础环节", "关键节点", "重点事项", "工作衔接", "台账管理", "过程把控", "结果运用", "经验积累"),
    *("问题研判", "流程梳理", "任务分解", "分工配合", "信息报送", "骨干带动", "跟踪问效", "资料归集", "现场指导"),
)
BRANDS = (
    "红枫",
    "连心桥",
    "暖阳",
    "清泉",
    "启明",
    "同舟",
    "青松",
    "百灵",
    "领航",
    "春雨",
    "金钥匙",
    "石榴籽",
    "向日葵",
)
BRAND_KINDS = ("工作室", "先锋岗", "课堂", "驿站", "议事厅")
PLAN_HEADS = (  # where the source gives none
    *("进一步夯实工作基础", "进一步规范履职行为", "进一步增强服务实效"),
    *("进一步压实工作责任", "进一步改进工作方法", "进一步凝聚工作合力"),
)
LEADERSHIP = (
    "主要负责人把法治建设与中心工作同谋划、同部署、同检查",
    "坚持重要工作亲自部署、重大问题亲自过问、重点环节亲自协调、重要任务亲自督办",
    "主持召开专题会议4次，研究解决法治建设中的重点难点问题7个",
    "带头学习宪法法律，组织集体学法6次，将履职情况列入年终述职内容",
)
ROLE_HEADINGS = {
    "measures": ("{year}年推进法治政府建设的主要举措和成效", "{year}年度法治政府建设主要工作情况"),
    "shortcomings": ("推进法治政府建设存在的不足和原因", "存在的主要问题和原因"),
    "leadership": ("党政主要负责人履行推进法治建设第一责任人职责情况", "主要负责人履行推进法治建设第一责任人职责情况"),
    "plan": ("{next}年推进法治政府建设的主要安排", "{next}年工作打算"),
}
TITLES = ("{issuer}关于{year}年度法治政府建设情况的报告", "{issuer}{year}年法治政府建设工作报告")
PREAMBLE = (
    "{year}年，{issuer}坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻习近平法治思想，对照《法治政府建设"
    "实施纲要（{outline}年）》，依法履行职责，各项工作取得新的进展。现将有关情况报告如下："
)
OUTLINES, OUTLINE_ENDED = ("2015－2020", "2021－2025"), 2020
LEAD_IN = "对照上级要求和群众期盼，我们的工作还有一些差距。"
INDENT = ("　　", "")
OTHERWISE = {
    "不够": "尚不",
    "有待": "还需",
    "薄弱": "偏弱",
    "个别": "少数",
    "部分": "有的",
    "仍": "还",
    "主要原因是": "究其原因，",
}
SHORTCOMING = "基层工作力量与所承担的任务不相适应"
ANSWER = "逐项制定整改措施，明确责任单位和完成时限，定期检查整改进度"
STILL = "这一情况尚未根本改变"

# Names of the sources, which stand as these characters until a report has an issuer.
BODY, PLACE, STEM, LEVEL, SELF = "\ue000\ue001\ue002\ue003\ue004"
# What is drawn from holds no words of another part, no numbers of lists, no names that only its source has.
_OTHER_PART = re.compile(r"下一步|第一责任人|存在|不足|短板|[：，]$")
_OWN = re.compile(
    r"特此|附件|如下|[一二三四五六七八九]是|第[一二三四五]，|[①-⑨#*]|\d[.、](?!\d)|（[一二三四五六七八九]+）|\d{6}|首先|其次|今年|去年|上年|同比"
    r"|石坞|禾渡|清溪|雾棠|砚岭|龙山|云墩|青岛|黄岛|西海岸|山东|淄博|[枣澄景青][办解市]|金尊"
)
# A number that may be another; titles and quotations stay as they are, and so do dates, hotlines and other names.
_NUMBER = re.compile(
    r"《[^》]*》|“[^”]*”|(?P<year>20\d\d)(?=年)|(?<![\d.·+/A-Za-z—－-])(?P<number>\d[\d,]*(?:\.\d+)?)"
    r"(?P<share>[%％])?(?![\d.·+/年月日A-Za-z—－-])"
)
_HOTLINES = ("12345", "12315", "12348", "110")
_SENTENCE_END = re.compile(r"[。！？]|；(?=[^”》）]*$)")
_WORDS = re.compile(rf"《[^》]*》|“[^”]*”|(?:{'|'.join(word for pair in SYNONYMS for word in pair)})+")
_FIGURES = ONES + "0123456789"
_PAIRS = ("“”", "《》", "（）", "‘’")


class Word(NamedTuple):
    """A word `factor` times as frequent in a group: one issuer_kind, level or province."""

    word: str
    group: str
    factor: float


class Trend(NamedTuple):
    """A word whose rate grows by a factor a year."""

    word: str
    per_year: float


class Topic(NamedTuple):
    """Words that come together in whole items, of a share of the issuers."""

    words: tuple[str, ...]
    share: float


class _Piece(NamedTuple):
    """An item: the phrase that names it, maybe blank, and its sentences, without stops."""

    head: str
    sentences: list[str]

    def write(self) -> str:
        return "".join(f"{part}。" for part in (self.head, *self.sentences) if part)


class _Section(NamedTuple):
    heading: str
    pieces: list[_Piece]


class _Source(NamedTuple):
    """A report that pieces are drawn from."""

    name: str
    year: int
    licence: str
    measures: list[_Section]
    leadership: list[_Piece]
    shortcomings: list[_Piece]
    plan: list[_Piece]


class _Issuer(NamedTuple):
    """A body with what it keeps over the years; `habits` are the shares of the first of two synonyms."""

    number: int
    name: str
    short: str
    kind: str
    level: str
    place: Place
    length: float
    habits: tuple[float, ...]
    brands: tuple[str, ...]
    variant: int  # of headings, titles, enumerators

    @property
    def groups(self) -> tuple[str, ...]:
        return self.kind, self.level, self.place.province or ""


class _Report(NamedTuple):
    """What a report will say; the names of its issuer do not stand in it yet."""

    issuer: _Issuer
    year: int
    sources: list[_Source]
    measures: list[_Section]
    leadership: list[_Piece]
    shortcomings: list[_Piece]
    plan: list[_Piece]

    @property
    def name(self) -> str:
        return f"g{self.issuer.number:03}-{self.year}"


class _Planted(NamedTuple):
    """A row of planted.csv."""

    kind: str
    what: str
    where: str
    size: float
    report_id: str = ""
    other_id: str = ""


def generate(
    folder: str | Path,
    *,
    issuers: int = 15,
    years: Sequence[int] = range(2019, 2023),
    seed: int = 1,
    words: Sequence[Word] = (),
    trends: Sequence[Trend] = (),
    topics: Sequence[Topic] = (),
    returning: float = 0.0,
    copies: float = 0.0,
) -> None:
    """Write a corpus of `issuers` × `years` reports to `folder`: raw/, reports.csv and planted.csv.

    `returning` is the share of a year's shortcomings that the next year's report has again, as they were or in other
    words, and that this year's plan takes up; `copies` the share of reports that are near copies of another issuer's
    report of the same year. The options and the seed decide every byte.

    planted.csv has columns kind, what, where, size, report_id, other_id and a row for each word and group (size: the
    factor), trend (the factor a year), topic and issuer that has it (where: the issuer; size: the share asked for),
    shortcoming that returns (what: its first words; from report_id to other_id; size 1 as it was, 0 in other words) and
    copy (report_id, of other_id; size: the share of its measures' sentences that were kept). ValueError for a group
    that no issuer is in, and for more issuers than there are places.
    """
    bodies = _make_issuers(issuers, seed)
    for word, group, _ in words:
        known = sorted({name for body in bodies for name in body.groups})
        if group not in known:
            raise ValueError(f"{word}:{group}: no issuer is in this group; name one of {', '.join(known)}")
    planted = [_Planted("word", *word) for word in words]
    planted += [_Planted("trend", trend.word, "year", trend.per_year) for trend in trends]
    hidden = {row.what for row in planted} | {word for topic in topics for word in topic.words}
    reports = [_draft(body, year, hidden, seed) for body in bodies for year in sorted(years)]
    planted += _plant_copies(reports, copies, seed)
    planted += _plant_returning(reports, returning, seed)
    for topic in topics:
        planted += _plant_topic(reports, topic, seed)
    _plant_words(reports, words, trends, seed)
    _write(Path(folder), reports, planted, seed)


def _chance(*parts: object) -> random.Random:
    """Chance that depends on `parts` alone, so that one more report changes no other."""
    return random.Random("/".join(map(str, parts)))


# The sources and their pieces


@cache
def _load_sources() -> tuple[_Source, ...]:
    """The reports to draw from, in the order of their names."""
    rows = []
    for folder, names in SOURCES.items():
        for row in read_manifest(ROOT / folder).rows.values():
            if re.fullmatch(names, str(row["report_id"])):
                file = ROOT / folder / "raw" / str(row["file"])
                rows.append({**row, "text": clean(read_file(file.read_bytes(), file.name)).text})
    frame = pd.DataFrame(rows).set_index("report_id").astype({"year": int})
    items = list_items(parse_outline(frame))
    read = (_read_source(frame.loc[[str(name)]], own) for name, own in items.groupby("report_id", sort=True))
    return tuple(s for s in read if _count(s.measures) >= FEWEST_CHARACTERS and len(s.measures) >= FEWEST_SECTIONS)


def _read_source(report: pd.DataFrame, items: pd.DataFrame) -> _Source:
    """A report of one row and its items as pieces, its names as placeholders."""
    issuer, year, licence = report.iloc[0][["issuer", "year", "licence"]]
    parts: dict[str, list[_Section]] = {role: [] for role in ROLE_HEADINGS}
    for role, given, text in zip(items["role"], items["heading"], items["text"], strict=True):
        heading = _rename("" if pd.isna(given) else given, issuer).rstrip("。：；")
        if not parts[role] or parts[role][-1].heading != heading:
            parts[role].append(_Section(heading, []))
        parts[role][-1].pieces.append(_cut(_rename(text, issuer), heading, role))
    measures = [
        _Section(section.heading, pieces)
        for section in parts["measures"]
        if len(section.heading) in HEADING and not _OTHER_PART.search(section.heading + "。")
        if not _OWN.search(section.heading) and not re.search(r"[\d#*./]|年度", section.heading)
        if (pieces := [piece for piece in section.pieces if piece.sentences])
    ]
    shortcomings, plan, leadership = (
        [piece for section in parts[role] for piece in section.pieces if piece.head or piece.sentences]
        for role in ("shortcomings", "plan", "leadership")
    )
    return _Source(report.index[0], int(year), licence, measures, leadership, shortcomings, plan)


def _rename(text: str, issuer: str) -> str:
    """A text on one line, full-width, with the names of its issuer as placeholders."""
    text = re.sub(r"(?<!\d),|,(?!\d)", "，", squeeze(text)).translate(str.maketrans(":;()?!", "：；（）？！"))
    body = find_main_body(issuer)
    names = re.findall(r"[\u4e00-\u9fff]{2,3}?[省市县区镇]", re.sub(r"人民政府.*|高新.*", "", body))
    text = text.replace(body, BODY)
    for name in reversed(names):
        text = text.replace(name, PLACE).replace(name[:-1], STEM)
    if names:
        text = re.sub(rf"(?<=[全我]){names[-1][-1]}", LEVEL, text)
    return re.sub(r"我[局厅办委]|本局", SELF, text)


def _cut(text: str, heading: str, role: str) -> _Piece:
    """An item without enumerator: its first words, if they are a phrase, and what may be drawn of its sentences."""
    text = text[skip_enumerator(text) :].removeprefix(heading).lstrip("。：")
    sentences = [sentence.strip("，；") for sentence in _SENTENCE_END.split(text)]
    # An enumerator will stand before the first, and not all of them are to be told from a number after it (3.60名).
    sentences = [s for s in sentences if s and s[0] not in _FIGURES and _is_whole(s) and not _OWN.search(s)]
    if role == "measures":
        sentences = [s for s in sentences if not _OTHER_PART.search(s)]
    head = ""
    if sentences and len(sentences[0]) in HEAD and not re.search(r"[\d，]", sentences[0]):
        head = sentences.pop(0)
    return _Piece(head, [s for s in sentences if len(s) in SENTENCE])


def _is_whole(text: str) -> bool:
    return all(text.count(pair[0]) == text.count(pair[1]) for pair in _PAIRS)


def _count(sections: Iterable[_Section]) -> int:
    """Characters of sections."""
    return sum(len(section.heading) + sum(len(piece.write()) for piece in section.pieces) for section in sections)


# Issuers


@cache
def _list_places() -> dict[tuple[str, str], list[Place]]:
    """Cities and counties, by province, that have had their names for long and share them with no other."""
    places: dict[tuple[str, str], list[Place]] = {}
    for name, found in sorted(_list_divisions().items()):
        now = [(each.place, each.first) for each in found if each.last == TODAY]
        place, first = now[0] if len(now) == 1 else (None, TODAY)
        if place is None or first > FIRST_NAMED or place.city is None:
            continue
        if place.county is None or not name.endswith("市"):  # whose government has the name of a prefecture's
            places.setdefault((place.province, "county" if place.county else "prefecture"), []).append(place)
    return places


def _make_issuers(number: int, seed: int) -> list[_Issuer]:
    """Issuers of every kind in every province in turn, each place once a kind; where the places of one province are
    used up, those of provinces beyond the four.
    """
    left: dict[tuple[str, str, str], list[Place]] = {}
    beyond = sorted({area for area, _ in _list_places()} - set(PROVINCES))
    bodies = []
    for i in range(number):
        chance = _chance(seed, "issuer", i)
        kind, province = KINDS[i % len(KINDS)], PROVINCES[i // len(KINDS) % len(PROVINCES)]
        level = "prefecture" if chance.random() < PREFECTURES else "county"
        for (area, of), places in _list_places().items():
            if (kind, area, of) not in left:
                left[kind, area, of] = _chance(seed, kind, area, of).sample(places, len(places))
        pools = (left.get((kind, area, of)) for area in (province, *beyond) for of in (level, "county"))
        pool = next(filter(None, pools), None)
        if not pool:
            raise ValueError(f"{number} issuers: {i} have used up the places of all provinces; ask for fewer")
        bodies.append(_make_issuer(i + 1, kind, pool.pop(), chance))
    return bodies


def _make_issuer(number: int, kind: str, place: Place, chance: random.Random) -> _Issuer:
    own = str(place.county or place.city)
    full = f"{place.city}{own}" if own.endswith("区") else own
    body = {"government": "人民政府", "approval_bureau": "行政审批服务局"}.get(kind) or chance.choice(BUREAUS)
    return _Issuer(
        number=number,
        name=full + body,
        short=own + body.replace("人民政府", "政府").replace("行政审批服务局", "审批局"),
        kind=kind,
        level="county" if place.county else "prefecture",
        place=place,
        length=chance.gauss(0, ISSUER_SPREAD),
        habits=tuple(chance.betavariate(HABIT, HABIT) for _ in SYNONYMS),
        brands=tuple(chance.choice(BRANDS) + kind for kind in chance.sample(BRAND_KINDS, 2)),
        variant=chance.randrange(2),
    )


# A report's own pieces


def _draft(issuer: _Issuer, year: int, hidden: set[str], seed: int) -> _Report:
    """A report with nothing planted; what holds one of the words of `hidden` is not drawn."""
    chance = _chance(seed, "report", issuer.number, year)
    source = chance.choice([s for s in _load_sources() if min(len(s.shortcomings), len(s.plan)) >= FEWEST_PIECES])
    urn = {pair: [MASS * share, MASS * (1 - share)] for pair, share in zip(SYNONYMS, issuer.habits, strict=True)}
    urn = {pair: uses for pair, uses in urn.items() if hidden.isdisjoint(pair)}

    def say(pieces: Iterable[_Piece], source: _Source = source) -> list[_Piece]:
        later = year - source.year
        return [_Piece(piece.head, [_say(s, urn, later, chance) for s in piece.sentences]) for piece in pieces]

    def sample(pieces: Sequence[_Piece], least: int, most: int) -> list[_Piece]:
        plain = [piece for piece in pieces if _lacks(piece.write(), hidden)]
        some = sorted(chance.sample(range(len(plain)), min(len(plain), chance.randint(least, most))))
        return say(plain[i] for i in some)

    shortcomings = sample(source.shortcomings, *SHORTCOMINGS) or [_Piece("", [SHORTCOMING])]
    plan = sample([piece for piece in source.plan if piece.sentences], *PLANS) or [_Piece("", [ANSWER])]
    heads = chance.sample(PLAN_HEADS, len(PLAN_HEADS))
    plan = [_Piece(piece.head or head, piece.sentences) for piece, head in zip(plan, heads, strict=False)]
    leadership = say(p for p in source.leadership if _lacks(p.write(), hidden)) or say([_Piece("", list(LEADERSHIP))])
    length = min(SHORTEST + ABOVE * math.exp(issuer.length + chance.gauss(0, REPORT_SPREAD)), LONGEST - ROOM)
    left = length - FRAME - sum(len(piece.write()) for piece in (*shortcomings, *plan, *leadership))
    measures: list[_Section] = []
    sources: list[_Source] = []
    for more in [source, *chance.sample(_load_sources(), len(_load_sources()))]:
        if more.name not in [used.name for used in sources] and left > SLACK:
            sources.append(more)
            drawn = _draw_sections(_hide(more.measures, hidden), left, chance)
            drawn = [_Section(heading, say(pieces, more)) for heading, pieces in drawn]
            left -= max(_count(drawn), 1)
            measures += drawn
    return _Report(issuer, year, sources, measures, leadership, shortcomings, plan)


def _draw_sections(sections: Sequence[_Section], budget: float, chance: random.Random) -> list[_Section]:
    """Items anew of the sentences of each section, each sentence once, until `budget` characters are full."""
    heads = [[piece.head for piece in section.pieces if piece.head] for section in sections]
    decks = [[s for piece in section.pieces for s in piece.sentences] for section in sections]
    drawn = [_Section(section.heading, []) for section in sections]
    for some in (*heads, *decks):
        chance.shuffle(some)
    filled = 0
    while any(decks) and filled < budget:
        i = chance.choices(range(len(drawn)), [len(deck) for deck in decks])[0]
        number = min(chance.randint(*ITEM_SENTENCES), len(decks[i]))
        head = heads[i].pop() if heads[i] else ""
        filled += 0 if drawn[i].pieces else len(drawn[i].heading)
        drawn[i].pieces.append(_Piece(head, [decks[i].pop() for _ in range(number)]))
        filled += len(drawn[i].pieces[-1].write())
    return [section for section in drawn if section.pieces]


def _hide(sections: Iterable[_Section], hidden: set[str]) -> list[_Section]:
    """Sections without the sentences and headings that hold one of some words."""
    found = []
    for heading, pieces in sections:
        plain = [_Piece(head * _lacks(head, hidden), [s for s in some if _lacks(s, hidden)]) for head, some in pieces]
        if _lacks(heading, hidden) and any(piece.sentences for piece in plain):
            found.append(_Section(heading, plain))
    return found


def _lacks(text: str, hidden: set[str]) -> bool:
    return not any(word in text for word in hidden)


def _say(sentence: str, urn: dict[tuple[str, str], list[float]], later: int, chance: random.Random) -> str:
    """A sentence as a report has it: without some clauses, numbers and words anew; each use makes a habit stronger."""

    def choose(m: re.Match[str]) -> str:
        pair = next((pair for pair in urn if m[0] in pair), None)
        if pair is None:  # quoted, or two that mean the same side by side
            return m[0]
        i = chance.choices((0, 1), urn[pair])[0]
        urn[pair][i] += 1
        return pair[i]

    clauses = sentence.split("，")
    inner = [c for c in clauses[1:-1] if chance.random() >= CLAUSE_DROPPED or not _is_whole(c) or re.search("由|从", c)]
    kept = "，".join([clauses[0], *inner, *clauses[1:][-1:]])
    return _WORDS.sub(choose, _draw_numbers(kept, later, chance))


def _draw_numbers(sentence: str, later: int, chance: random.Random) -> str:
    """Other numbers in the place of those of a sentence, all larger or all smaller; its years `later`."""
    drift = chance.gauss(0, NUMBER_SPREAD)

    def draw(m: re.Match[str]) -> str:
        if m["year"] and abs(later) <= MOVED_YEARS:
            return str(int(m["year"]) + later)
        if not m["number"] or m["number"] in _HOTLINES:
            return m[0]
        value, places = float(m["number"].replace(",", "")), len(m["number"].partition(".")[2])
        if m["share"]:
            value = value if value in (0, ALL) or value > ALL else ALL / (1 + (ALL / value - 1) * math.exp(-drift))
        elif value >= FEW:
            value *= math.exp(drift)
        return f"{value:{',' if ',' in m['number'] else ''}.{places}f}{m['share'] or ''}"

    return _NUMBER.sub(draw, sentence)


# What is planted


def _plant_copies(reports: list[_Report], share: float, seed: int) -> Iterator[_Planted]:
    """Make a share of the reports near copies of another of the year, of the same kind where there is one."""
    chance = _chance(seed, "copies")
    order = chance.sample(range(len(reports)), len(reports))
    copied: set[int] = set()
    copies: set[int] = set()
    for i in order:
        if len(copies) >= round(share * len(reports)):
            return
        mine = reports[i]
        others = [j for j in order if j != i and reports[j].year == mine.year and j not in copies]
        others.sort(key=lambda j: reports[j].issuer.kind != mine.issuer.kind)
        if i in copied or not others:
            continue
        original = reports[others[0]]
        kept, total = 0, 0
        measures = []
        for heading, pieces in original.measures:
            changed = []
            for head, sentences in pieces:
                some = [_draw_numbers(s, 0, chance) for s in sentences if chance.random() >= COPY_CHANGED]
                kept, total = kept + len(some), total + len(sentences)
                changed.append(_Piece(head, some))
            measures.append(_Section(heading, [piece for piece in changed if piece.sentences]))
        reports[i] = original._replace(issuer=mine.issuer, measures=measures, plan=list(original.plan))
        copied.add(others[0])
        copies.add(i)
        yield _Planted("copy", "", original.issuer.groups[0], round(kept / total, 2), reports[i].name, original.name)


def _plant_returning(reports: list[_Report], share: float, seed: int) -> Iterator[_Planted]:
    """Have a share of the shortcomings of a year come back in the next, and be taken up by the plan of the first."""
    places = {(report.issuer.number, report.year): i for i, report in enumerate(reports)}
    for (number, year), i in sorted(places.items()):
        j = places.get((number, year + 1))
        if j is None:
            continue
        chance = _chance(seed, "returning", number, year)
        now, then = reports[i], reports[j]
        back = [piece for piece in now.shortcomings if chance.random() < share]
        again = []
        for piece in back:
            verbatim = chance.random() < VERBATIM
            again.append(piece if verbatim else _put_otherwise(piece))
            what = _name_piece(piece)
            yield _Planted(
                "returning",
                what.translate(_list_names(now.issuer)),
                now.issuer.name,
                float(verbatim),
                now.name,
                then.name,
            )
            taken_up = what.replace("存在", "")  # with it the plan would be read as shortcomings
            now.plan.append(_Piece(f"着力解决{taken_up}的问题", [ANSWER]))
        new = [piece for piece in then.shortcomings if _name_piece(piece) not in map(_name_piece, back)]
        reports[j] = then._replace(shortcomings=[*again, *new][: max(len(then.shortcomings), len(again))])


def _name_piece(piece: _Piece) -> str:
    """The first words of a shortcoming."""
    return re.split("[，。]", piece.head or piece.sentences[0])[0]


def _put_otherwise(piece: _Piece) -> _Piece:
    """A shortcoming in slightly other words."""

    def swap(text: str) -> str:
        for word, other in OTHERWISE.items():
            text = text.replace(word, other)
        return text

    other = _Piece(swap(piece.head), [swap(sentence) for sentence in piece.sentences])
    return _Piece(other.head, [*other.sentences, STILL]) if other == piece else other


def _plant_topic(reports: list[_Report], topic: Topic, seed: int) -> Iterator[_Planted]:
    """Give a share of the issuers items that hold the words of a topic, each item all of them."""
    chance = _chance(seed, "topic", *topic.words)
    bodies = list(dict.fromkeys(report.issuer for report in reports))
    having = set(chance.sample(bodies, round(topic.share * len(bodies))))
    for report in (report for report in reports if report.issuer in having):
        for _ in range(chance.randint(*TOPIC_ITEMS)):
            words = chance.sample(topic.words, len(topic.words))
            clauses = [chance.choice(CARRIERS).format(word) for word in words]
            pairs = ["，".join(clauses[i : i + 2]) for i in range(0, len(clauses), 2)]
            pieces = chance.choice(report.measures).pieces
            pieces.insert(chance.randint(0, len(pieces)), _Piece("", pairs))
    for body in bodies:
        if body in having:
            yield _Planted("topic", "、".join(topic.words), body.name, topic.share)


def _plant_words(reports: list[_Report], words: Sequence[Word], trends: Sequence[Trend], seed: int) -> None:
    """Add clauses with planted words or fillers, and with the names of the issuers' own undertakings."""
    first = min(report.year for report in reports)
    for planted in dict.fromkeys([*(row.word for row in words), *(row.word for row in trends)]):
        factors = []
        for issuer, year, *_ in reports:
            of_groups = (w.factor for w in words if w.word == planted and w.group in issuer.groups)
            of_years = (t.per_year ** (year - first) for t in trends if t.word == planted)
            factors.append(math.prod((*of_groups, *of_years)))
        most = max(factors)
        for report, factor in zip(reports, factors, strict=True):
            _add_clauses(report, RATE * most, [planted], factor / most, seed)
    for report in reports:
        _add_clauses(report, BRAND_RATE, report.issuer.brands, 1.0, seed)


def _add_clauses(report: _Report, rate: float, words: Sequence[str], share: float, seed: int) -> None:
    """Clauses at a rate that varies by issuer and report: a share with one of the words, the rest with a filler."""
    chance = _chance(seed, "clauses", *words, report.name)
    of_issuer = _chance(seed, "rate", *words, report.issuer.number).gammavariate(ISSUER_SHAPE, 1 / ISSUER_SHAPE)
    of_report = chance.gammavariate(REPORT_SHAPE, 1 / REPORT_SHAPE)
    pieces = [piece for section in report.measures for piece in section.pieces]
    for _ in range(_draw_count(rate * of_issuer * of_report * _count(report.measures) / PER, chance)):
        word = chance.choice(words) if chance.random() < share else chance.choice(FILLERS)
        sentences = chance.choice(pieces).sentences
        sentences[chance.randrange(len(sentences))] += "，" + chance.choice(CARRIERS).format(word)


def _draw_count(mean: float, chance: random.Random) -> int:
    """A number of the Poisson distribution: how many waits of mean 1 end before `mean`."""
    count, waited = 0, chance.expovariate(1)
    while waited < mean:
        count, waited = count + 1, waited + chance.expovariate(1)
    return count


# Files


def _write(folder: Path, reports: Sequence[_Report], planted: Sequence[_Planted], seed: int) -> None:
    (folder / "raw").mkdir(parents=True)
    rows = []
    for report in reports:
        chance = _chance(seed, "dates", report.name)
        signed = date(report.year + 1, 1, 1) + timedelta(days=chance.randint(*DATED))
        shown = None if chance.random() < UNKNOWN else signed + timedelta(days=chance.randint(*SHOWN))
        if shown and chance.random() < LATE:
            shown = date(report.year + 1, *DUE) + timedelta(days=chance.randint(*SHOWN))
        title, text = _print_report(report, signed)
        data = text.encode()
        (folder / "raw" / f"{report.name}.txt").write_bytes(data)
        rows.append(_describe(report, title, signed, shown, data, seed))
    (folder / "reports.csv").write_bytes(_print_table([list(rows[0]), *(row.values() for row in rows)]))
    (folder / "planted.csv").write_bytes(
        _print_table([_Planted._fields, *((*row[:3], f"{row.size:g}", *row[4:]) for row in planted)])
    )


def _describe(
    report: _Report, title: str, signed: date, shown: date | None, data: bytes, seed: int
) -> dict[str, object]:
    """A row of the manifest."""
    issuer, names = report.issuer, ", ".join(source.name for source in report.sources)
    return {
        "report_id": report.name,
        "file": f"{report.name}.txt",
        "title": title,
        "issuer": issuer.name,
        "short": issuer.short,
        "issuer_kind": issuer.kind,
        "level": issuer.level,
        **issuer.place._asdict(),
        "year": report.year,
        "issued_on": signed,
        "published_on": shown,
        "doc_no": None,
        "source_url": None,
        "retrieved_on": None,
        "licence": "; ".join(sorted({source.licence for source in report.sources})),
        "sha256": hashlib.sha256(data).hexdigest(),
        "design": "probability",
        "note": f"synthetic: bench/generate.py, seed {seed}, pieces of {names}",
    }


def _print_table(rows: Iterable[Iterable[object]]) -> bytes:
    file = io.StringIO()
    csv.writer(file, lineterminator="\n").writerows(rows)
    return file.getvalue().encode("utf-8-sig")


def _print_report(report: _Report, signed: date) -> tuple[str, str]:
    """The title and the whole text."""
    issuer, year, variant = report.issuer, report.year, report.issuer.variant
    own = str(issuer.place.county or issuer.place.city)
    above = str(issuer.place.city if issuer.place.county else issuer.place.province)
    title = TITLES[variant].format(issuer=issuer.name, year=year)
    headings = [texts[variant].format(year=year, next=year + 1) for texts in ROLE_HEADINGS.values()]
    paragraphs = [PREAMBLE.format(issuer=issuer.name, year=year, outline=OUTLINES[year > OUTLINE_ENDED])]
    parts = [
        [line for i, section in enumerate(report.measures, start=1) for line in _print_section(i, section, variant)],
        [LEAD_IN, *(f"{write_numeral(i)}是{piece.write()}" for i, piece in enumerate(report.shortcomings, start=1))],
        [piece.write() for piece in report.leadership],
        [f"（{write_numeral(i)}）{piece.write()}" for i, piece in enumerate(report.plan, start=1)],
    ]
    for i, (heading, lines) in enumerate(zip(headings, parts, strict=True), start=1):
        paragraphs += [f"{write_numeral(i)}、{heading}", *lines]
    printed = f"{signed.year}年{signed.month}月{signed.day}日"
    addressee = f"{above if issuer.kind == 'government' else own}人民政府："
    lines = [title, "", addressee, *(INDENT[variant] + line for line in paragraphs), "", issuer.name, printed, ""]
    return title, "\n".join(lines).translate(_list_names(issuer))


def _list_names(issuer: _Issuer) -> dict[int, str]:
    """What stands for the placeholders, for `str.translate`."""
    own = str(issuer.place.county or issuer.place.city)
    self_name = f"我{own[-1]}" if issuer.kind == "government" else "我局"
    return str.maketrans({BODY: issuer.name, PLACE: own, STEM: own[:-1], LEVEL: own[-1], SELF: self_name})


def _print_section(number: int, section: _Section, variant: int) -> list[str]:
    numerals = (lambda i: f"{i}.", lambda i: f"{write_numeral(i)}是")
    items = [numerals[variant](i) + piece.write() for i, piece in enumerate(section.pieces, start=1)]
    return [f"（{write_numeral(number)}）{section.heading}", *items]


# The command


def _read_years(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def _read_word(text: str) -> Word:
    word, group, factor = text.split(":")
    return Word(word, group, float(factor))


def _read_trend(text: str) -> Trend:
    word, factor = text.split(":")
    return Trend(word, float(factor))


def _read_topic(text: str) -> Topic:
    words, share = text.split(":")
    return Topic(tuple(words.split(",")), float(share))


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a corpus of reports that nobody issued to DIR, a new folder.")
    parser.add_argument("folder", metavar="DIR")
    parser.add_argument("--issuers", type=int, default=15)
    parser.add_argument("--years", type=_read_years, default=range(2019, 2023), metavar="FIRST-LAST")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--words", type=_read_word, nargs="+", default=[], metavar="WORD:GROUP:FACTOR")
    parser.add_argument("--trend", type=_read_trend, nargs="+", default=[], metavar="WORD:PER_YEAR", dest="trends")
    parser.add_argument("--topic", type=_read_topic, nargs="+", default=[], metavar="WORD,…:SHARE", dest="topics")
    parser.add_argument("--returning", type=float, default=0.0, metavar="SHARE")
    parser.add_argument("--copies", type=float, default=0.0, metavar="SHARE")
    arguments = vars(parser.parse_args())
    try:
        generate(**arguments)
    except (FileExistsError, ValueError) as error:
        parser.error(f"{error}")


if __name__ == "__main__":
    main()
