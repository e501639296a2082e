"""What a report's own lines say of it (title, issuer, year, date, number, addressee, place), and where the manifest
says otherwise."""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import NamedTuple

import pandas as pd
from stdnum import numdb

from helpers.characters import fold, squeeze
from helpers.cleaning import clean
from helpers.forms import BETWEEN_BODIES, BODY, YEAR, find_main_body, read_date
from helpers.numerals import read_digits
from helpers.structure.outline import parse_outline

__all__ = ["Description", "Place", "compare_metadata", "describe_report", "describe_reports"]


class Place(NamedTuple):
    """Where a body is at home; None for what is not known or does not apply."""

    province: str | None
    city: str | None
    county: str | None


class Description(NamedTuple):
    """What a report's own lines say of it; None for what they do not say. Fields as in `describe_reports`."""

    title: str | None
    issuer: str | None
    year: int | None
    issued_on: datetime | None
    doc_no: str | None
    addressee: str | None
    province: str | None
    city: str | None
    county: str | None
    level: str | None
    issuer_kind: str | None


class _Division(NamedTuple):
    """A division of the state, with the first and the last year in which it had its name."""

    place: Place
    first: int
    last: int


class _Name(NamedTuple):
    """A name that a division had in some years."""

    name: str
    first: int
    last: int


class _Line(NamedTuple):
    """What of a passage tells where a report's metadata stand."""

    kind: str
    role: str
    text: str


class _Year(NamedTuple):
    """A year named in a preamble, so that the surest comes first when years are sorted."""

    by_the_way: bool  # neither 年度 nor at a line's beginning
    line: int
    at: int
    year: int | None


TYPES = dict.fromkeys(Description._fields, "str") | {"year": "Int64", "issued_on": "datetime64[us]"}

PREAMBLE = 4  # passages at the beginning that may name the year; later ones tell of other years too
NOVEMBER = 11  # a report dated from here on is about its own year, an earlier one about the year before
MAX_PLACE = 15  # characters of the longest division's name (双江拉祜族佤族布朗族傣族自治县)
MAX_ZONE_PLACE = 8  # characters of a place that a zone's name begins with
TODAY = 9999  # the last year of a name that is still used

# Areas with an administration of their own that are no division of the state: a report from one names no county.
ZONE = (
    r"(?:开发区|新区|高新区|经开区|实验区|试验区|示范区|保税区|保税港区|自贸区|自由贸易港|合作区|度假区|工业园|产业园"
    r"|园区|片区)"
)
# What an issuer's name says of its kind; the first that is found counts. 管理委员会 of another area says nothing.
_KINDS = {
    "approval_bureau": re.compile(r"(行政审批|审批服务|政务服务).*(局|办公室|办|委员会)$"),
    "township": re.compile(r"([镇乡]|苏木)(人民)?政府$|(?<!驻.)办事处$"),
    "government": re.compile(r"政府$"),
    "development_zone": re.compile(rf"{ZONE}(党?工委|工作委员会|管委会|管理委员会|管理局|管理办公室)$"),
    "other": re.compile(r"^中共|^中国共产党|[省市县区州旗]委$|([法学医察究]院|大学|学校|中心|公司|协会|联合会)$"),
    "bureau": re.compile(r"(?<!管理)(?<!工作)委员会$|(?<![工管党])委$|(局|厅|部|办公室|办)$"),
}

# Two bodies printed as one: the second begins behind the first.
_TWO_BODIES = re.compile(
    r"(?<=委员会)(?=[\u4e00-\u9fff]{2,20}(?:政府|委员会)$)|(?<=[省市县区]委)(?=[\u4e00-\u9fff]{2,20}政府$)"
)
# Where a page's head names the issuer, the surest first.
_LABELS = tuple(r"\s*".join([*label, ":"]) + r"\s*(\S+)" for label in ("发文机关", "发布机构", "来源"))
# What stands before a place in the name of a body.
_BEFORE_PLACE = re.compile(r"^(中共|中国共产党|国家税务总局|中华人民共和国|尊敬的)+")
# The area of an issuer whose name no list of divisions holds, by its last character; 市 may be either level.
_UNLISTED = (
    ("province", re.compile(r"[\u4e00-\u9fff]{2,6}?(省|自治区)")),
    ("prefecture", re.compile(r"[\u4e00-\u9fff]{2,8}?自治州")),
    ("county", re.compile(r"[\u4e00-\u9fff]{0,6}?[县旗]|[\u4e00-\u9fff]{2,5}?(?<![景校社护地治胜军])区")),
)
_STATE = re.compile(r"国务院.*|中华人民共和国[^省市县区]{2,9}部|国家[^局]{2,12}(局|委员会)")

# A year that ends no range.
_YEAR = re.compile(rf"(?<![\d—–~至到-])({YEAR})\s*年(度?)")


def describe_reports(reports: pd.DataFrame) -> pd.DataFrame:
    """Title, issuer, year and so on as each report's own lines give them; what they do not say is NA.

    `reports` needs the index report_id and the column text; with `raw`, a page's head may name the issuer too.
    Index report_id; columns title, issuer (several joined by ；), year (Int64: the year reported on), issued_on,
    doc_no, addressee, province, city, county, level and issuer_kind (values as in the data card). The issuer is the
    body the title begins with, else the signature, else the letterhead. Places are full names of divisions of the year
    reported on or the next (python-stdnum, after the Chinese Wikipedia); a name that several places have is NA unless
    the title or the addressee tells which, and a zone that is no division has no county. A municipality's city is NA.

    >>> reports = pd.DataFrame({"text": ["甲县财政局2021年法治政府建设报告"]}, index=["a"])
    >>> describe_reports(reports)[["issuer", "year", "issuer_kind"]].values.tolist()
    [['甲县财政局', 2021, 'bureau']]
    """
    raws = reports["raw"] if "raw" in reports else pd.Series("", index=reports.index)
    found = [describe_report(text, raw) for text, raw in zip(reports["text"], raws, strict=True)]
    columns = {name: pd.Series([getattr(row, name) for row in found], dtype=type_) for name, type_ in TYPES.items()}
    return pd.DataFrame(columns).set_axis(reports.index)


def describe_report(text: str, raw: str = "") -> Description:
    """Title, issuer, year and so on of one report, as `describe_reports` has them.

    >>> describe_report("甲县财政局2021年法治政府建设报告").issuer
    '甲县财政局'
    """
    lines = _read_lines(text)

    def printed(kind: str) -> list[str]:
        return [line.text for line in lines if line.kind == kind]

    title = _join_title("\n".join(printed("title")))
    letterhead = [line.text.removesuffix("文件") for line in lines if line[:2] == ("paragraph", "front")]
    addressee = next((re.sub(r"\s*\n\s*", "", line).rstrip(":：") for line in printed("addressee")), None)
    date = read_date(printed("date")[-1]) if printed("date") else None
    preamble = [line.text for line in lines if line.kind in ("paragraph", "heading", "item")][:PREAMBLE]
    year = _find_year(title, preamble, date)
    issuers = _find_issuers(title, printed("signature"), letterhead) or _find_labelled(raw)
    issuer = BETWEEN_BODIES.join(issuers)
    main = fold(find_main_body(issuer))
    kind = next((kind for kind, pattern in _KINDS.items() if pattern.search(main)), None)
    return Description(
        title=title or None,
        issuer=issuer or None,
        year=year,
        issued_on=date,
        doc_no=next(iter(printed("doc_no")), None),
        addressee=addressee,
        **_find_place(issuers, title, addressee or "", year)._asdict(),
        level=_find_level(main, kind, year),
        issuer_kind=kind,
    )


def compare_metadata(reports: pd.DataFrame) -> pd.DataFrame:
    """Where `reports` and the report's own lines disagree, one row a value.

    Columns: report_id, column, manifest, text, as printed. Blanks on either side are no disagreement, nor are
    differences of white space and of full and half width.

    >>> text = "甲县财政局2021年法治政府建设报告"
    >>> compare_metadata(pd.DataFrame({"text": [text], "year": [2020]}, index=["a"])).values.tolist()
    [['a', 'year', '2020', '2021']]
    """
    names = [name for name in TYPES if name in reports]
    given, found = reports[names].values.tolist(), describe_reports(reports)[names].values.tolist()
    rows = [
        (report_id, name, str(manifest), str(text))
        for report_id, *cells in zip(reports.index, given, found, strict=True)
        for name, manifest, text in zip(names, *cells, strict=True)
        if pd.notna(manifest) and pd.notna(text)
    ]
    frame = pd.DataFrame(rows, columns=["report_id", "column", "manifest", "text"], dtype="str")
    same = frame["manifest"].map(fold).map(squeeze) == frame["text"].map(fold).map(squeeze)
    dates = frame["column"] == "issued_on"
    frame.loc[dates, ["manifest", "text"]] = frame.loc[dates, ["manifest", "text"]].map(lambda value: value[:10])
    return frame[~same].reset_index(drop=True)


def _read_lines(text: str) -> list[_Line]:
    passages = parse_outline(pd.DataFrame({"text": [text]}, index=["report"]))
    columns = (passages["kind"], passages["role"], passages["text"].str.strip())
    return [_Line(*line) for line in zip(*columns, strict=True)]


def _join_title(text: str) -> str:
    """A title on one line: its lines joined, with a space between two issuers."""

    def joined(m: re.Match[str]) -> str:
        bodies = all(BODY.fullmatch(squeeze(fold(line))) for line in m.groups())
        return m[1].strip() + (" " if bodies else "")

    return re.sub(r"([^\n]+)\n\s*(?=([^\n]+))", joined, text).strip()


def _find_issuers(title: str, signed: list[str], front: list[str]) -> list[str]:
    """Who issued a report: the bodies its title begins with, else its signatures, else the letterhead.

    Two signatures go before a title, which may join or leave out names. A name that letterhead or signature print with
    more in front of it (甲市 before 乙新区管理委员会) is taken from there.
    """
    titled = _list_bodies([re.split(rf"关于|{_YEAR.pattern}", fold(title))[0]])
    signatures, letterhead = _list_bodies(signed), _list_bodies(front)
    found = signatures if len(signatures) > 1 else titled or signatures or letterhead
    return [max((f for f in (*letterhead, *signatures, name) if f.endswith(name)), key=len) for name in found]


def _list_bodies(lines: Iterable[str]) -> list[str]:
    """The bodies that fill a line, one or several."""
    found = []
    for line in lines:
        parts = fold(line).split()
        names = parts if all(BODY.fullmatch(part) for part in parts) else ["".join(parts)]
        found += [body for name in names for body in _TWO_BODIES.split(name) if BODY.fullmatch(body)]
    return list(dict.fromkeys(found))


def _find_labelled(raw: str) -> list[str]:
    """The issuer that a page's head names behind a label."""
    aside = fold("\n".join(raw[start:end] for _, start, end in clean(raw).aside))
    named = (_list_bodies(re.findall(label, aside)) for label in _LABELS)
    return next((bodies[:1] for bodies in named if bodies), [])


def _find_year(title: str, preamble: list[str], date: datetime | None) -> int | None:
    """The year reported on: the title's; else the preamble's, one with 年度 or at a line's beginning before others;
    else that of the date, or the year before if it is dated before November.

    Years in the names of laws and plans do not count, nor does a preamble's year that is neither the date's nor the
    one before.
    """
    named = _YEAR.search(fold(title))
    if named:
        return read_digits(named[1])
    plain = [re.sub(r"《[^》]*》|〔[^〕]*〕", "", fold(line)) for line in preamble]
    years = sorted(
        _Year(not (m[2] or m.start() == 0), i, m.start(), read_digits(m[1]))
        for i, line in enumerate(plain)
        for m in _YEAR.finditer(line)
    )
    if date is None:
        return years[0].year if years else None
    likely = (date.year - 1, date.year)
    return next((year.year for year in years if year.year in likely), date.year - (date.month < NOVEMBER))


@cache
def _list_divisions() -> dict[str, list[_Division]]:
    """Every division from the province to the county by its name."""
    divisions: dict[str, list[_Division]] = {}

    def note(name: _Name, place: Place) -> None:
        divisions.setdefault(name.name, []).append(_Division(place, name.first, name.last))

    for _, _, _, _, rows in numdb.get("cn/loc").prefixes:
        names = {code: _read_names(properties["county"]) for _, code, _, properties, _ in rows}
        province = names["0000"][0]
        note(province, Place(province.name, None, None))
        cities = {
            code[:2]: [name for name in named if name.name.endswith(("市", "州", "盟", "地区"))]
            for code, named in names.items()
            if code.endswith("00") and code != "0000"
        }
        for city in (name for named in cities.values() for name in named):
            note(city, Place(province.name, city.name, None))
        counties = [(code, name) for code, named in names.items() if not code.endswith("00") for name in named]
        for code, county in counties:
            above = [
                city for city in cities.get(code[:2], []) if city.first <= county.last and county.first <= city.last
            ]
            for city in above:
                years = max(county.first, city.first), min(county.last, city.last)
                note(_Name(county.name, *years), Place(province.name, city.name, county.name))
            if not above:
                note(county, Place(province.name, None, county.name))
    return divisions


def _read_names(printed: str) -> list[_Name]:
    """The names of a division, one behind the other: `[1983-2017]即墨市[2017-]即墨区`."""
    return [
        _Name(name, int(first or 0), int(last or TODAY))
        for first, last, name in re.findall(r"(?:\[(\d*)-(\d*)\])?([^\[\],]+)", printed)
    ]


def _named(name: str, year: int | None) -> set[Place]:
    """The places of this name in a year or the next; without a year, those of today."""
    begin, end = (year, year + 1) if year else (TODAY, TODAY)
    return {place for place, first, last in _list_divisions().get(name, ()) if first <= end and begin <= last}


def _lies_in(place: Place, area: Place) -> bool:
    return all(name is None or name == own for own, name in zip(place, area, strict=True))


def _read_place(text: str, year: int | None) -> tuple[set[Place], str]:
    """The places that `text` may begin with (甲省乙市丙区 is one), and what stands behind."""
    found: set[Place] = set()
    text = _BEFORE_PLACE.sub("", text)
    while True:
        for size in range(min(len(text), MAX_PLACE), 1, -1):
            places = {
                place for place in _named(text[:size], year) if not found or any(_lies_in(place, f) for f in found)
            }
            # Bare 城区, 郊区 and the like are places only behind the city they belong to.
            if places - found and (found or size > 2 or text[1] != "区"):
                break
        else:
            short = None if found else re.match(r"([\u4e00-\u9fff]{2,6}?)([州县旗])", text)
            places = _named_in_short(short[1], short[2], year) if short else set()
            size = short.end() if short else 0
        if not places - found:
            return found, text
        found, text = places, text[size:]


def _named_in_short(stem: str, kind: str, year: int | None) -> set[Place]:
    """The autonomous prefectures or counties that are called so for short (恩施州)."""
    full = (name for name in _list_divisions() if name.startswith(stem) and name.endswith("自治" + kind))
    return {place for name in full for place in _named(name, year)}


def _read_zone(text: str, year: int | None) -> set[Place]:
    """Where a zone that is no division lies, by the place its name begins with (青岛西海岸新区); never a county."""
    text = _BEFORE_PLACE.sub("", text)
    for size in range(min(len(text), MAX_ZONE_PLACE), 1, -1):
        if re.match(rf"[\u4e00-\u9fff]{{0,12}}?{ZONE}", text[size:]):
            places = {place for suffix in "省市县区" for place in _named(text[:size] + suffix, year)}
            if places:
                return {place._replace(county=None) for place in places}
    return set()


def _find_place(issuers: list[str], title: str, addressee: str, year: int | None) -> Place:
    """Province, city and county that issuer, title and addressee name; what they leave open is None."""
    parts = [part for part in re.split(r"[、,;()\s]+", fold(addressee)) if part]
    found: set[Place] = set()
    closed = False  # a division is named in full, so that the addressee cannot say more than which of several it is
    for text in [*map(fold, issuers), fold(title), *parts]:
        named = _read_place(text, year)[0]
        places = named or _read_zone(text, year)
        inner = {place for place in places if any(_lies_in(place, area) for area in found)}
        outer = {area for area in found if any(_lies_in(area, place) for place in places)}
        if not found:
            found, closed = places, bool(named) and text not in parts
        else:
            found = outer or (found if closed else inner or found)
    provinces, cities = {place.province for place in found}, {place.city for place in found}
    return Place(
        provinces.pop() if len(provinces) == 1 else None,
        cities.pop() if len(cities) == 1 else None,
        found.pop().county if len(found) == 1 else None,
    )


def _find_level(issuer: str, kind: str | None, year: int | None) -> str | None:
    """The level of an issuer, by its kind and the area it is named after; None for zones and branches."""
    if kind == "township":
        return "township"
    if _STATE.fullmatch(issuer):
        return "state"
    places, rest = _read_place(issuer, year)
    if issuer.endswith("分局") or re.search(ZONE, rest):
        return None
    levels = {"county" if county else "prefecture" if city else "province" for _, city, county in places}
    if levels:
        return levels.pop() if len(levels) == 1 else None
    return next((level for level, pattern in _UNLISTED if pattern.match(rest)), None)
