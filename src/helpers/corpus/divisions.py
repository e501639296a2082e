"""Names → the divisions of the state they lie in, by the year."""

import re
from functools import cache
from typing import NamedTuple

from stdnum import numdb

from helpers.characters import fold

__all__ = ["Place", "ZONE", "find_code", "find_place", "list_provinces", "read_place"]


class Place(NamedTuple):
    """Where a body is at home; None for what is not known or does not apply."""

    province: str | None
    city: str | None
    county: str | None


class _Division(NamedTuple):
    """A division of the state: its code, and the first and the last year in which it had its name."""

    place: Place
    code: str
    first: int
    last: int


class _Name(NamedTuple):
    """A name that a division had in some years."""

    name: str
    first: int
    last: int


MAX_PLACE = 15  # characters of the longest division's name (双江拉祜族佤族布朗族傣族自治县)
MAX_ZONE_PLACE = 8  # characters of a place that a zone's name begins with
TODAY = 9999  # the last year of a name that is still used

# Areas with an administration of their own that are no division of the state: a report from one names no county.
ZONE = (
    r"(?:开发区|新区|高新区|经开区|实验区|试验区|示范区|保税区|保税港区|自贸区|自由贸易港|合作区|度假区|工业园|产业园"
    r"|园区|片区)"
)
# A province's short name is of two characters, but of three where only its unit follows: 黑龙江省, 内蒙古自治区.
_PROVINCE = re.compile("(...(?=省|自治区)|..)(.+)")
# What stands before a place in the name of a body.
_BEFORE_PLACE = re.compile(r"^(中共|中国共产党|国家税务总局|中华人民共和国|尊敬的)+")


@cache
def _list_divisions() -> dict[str, list[_Division]]:
    """Every division from the province to the county by its name."""
    divisions: dict[str, list[_Division]] = {}

    def note(name: _Name, place: Place, code: str) -> None:
        divisions.setdefault(name.name, []).append(_Division(place, code, name.first, name.last))

    for _, above_all, _, _, rows in numdb.get("cn/loc").prefixes:
        names = {code: _read_names(properties["county"]) for _, code, _, properties, _ in rows}
        province = names["0000"][0]
        note(province, Place(province.name, None, None), f"{above_all}0000")
        cities = {
            code[:2]: [name for name in named if name.name.endswith(("市", "州", "盟", "地区"))]
            for code, named in names.items()
            if code.endswith("00") and code != "0000"
        }
        for prefix, city in ((prefix, name) for prefix, named in cities.items() for name in named):
            note(city, Place(province.name, city.name, None), f"{above_all}{prefix}00")
        counties = [(code, name) for code, named in names.items() if not code.endswith("00") for name in named]
        for code, county in counties:
            above = [
                city for city in cities.get(code[:2], []) if city.first <= county.last and county.first <= city.last
            ]
            for city in above:
                years = max(county.first, city.first), min(county.last, city.last)
                note(_Name(county.name, *years), Place(province.name, city.name, county.name), above_all + code)
            if not above:
                note(county, Place(province.name, None, county.name), above_all + code)
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
    return {each.place for each in _list_divisions().get(name, ()) if each.first <= end and begin <= each.last}


def list_provinces() -> list[tuple[str, str]]:
    """The provinces as they are called for short, and what their full names add.

    >>> [each for each in list_provinces() if each[0] in ("福建", "黑龙江", "宁夏")]
    [('黑龙江', '省'), ('福建', '省'), ('宁夏', '回族自治区')]
    """
    names = [name for name, found in _list_divisions().items() if any(each.place[1:] == (None, None) for each in found)]
    return [(m[1], m[2]) for m in map(_PROVINCE.fullmatch, names) if m]


def _lies_in(place: Place, area: Place) -> bool:
    return all(name is None or name == own for own, name in zip(place, area, strict=True))


def read_place(text: str, year: int | None) -> tuple[set[Place], str]:
    """The places that `text` may begin with (甲省乙市丙区 is one), and what stands behind.

    >>> read_place("长沙市岳麓区司法局", 2021)
    ({Place(province='湖南省', city='长沙市', county='岳麓区')}, '司法局')
    """
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


def find_place(issuers: list[str], title: str, addressee: str, year: int | None) -> Place:
    """Province, city and county that issuer, title and addressee name; what they leave open is None.

    >>> find_place(["鼓楼区司法局"], "", "徐州市司法局", 2021)  # one of several 鼓楼区
    Place(province='江苏省', city='徐州市', county='鼓楼区')
    """
    parts = [part for part in re.split(r"[、,;()\s]+", fold(addressee)) if part]
    found: set[Place] = set()
    closed = False  # a division is named in full, so that the addressee cannot say more than which of several it is
    for text in [*map(fold, issuers), fold(title), *parts]:
        named = read_place(text, year)[0]
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


def find_code(place: Place, year: int) -> str | None:
    """The code of GB/T 2260 that a division had in a year; None for what was no division then, or is not told whole.

    The table is python-stdnum's, after the Chinese Wikipedia. A name that changed in the year has both codes: the newer
    one counts. Of a municipality's district the city may be None.

    >>> find_code(Place("湖南省", "长沙市", "岳麓区"), 2021), find_code(Place("湖南省", "长沙市", "望城县"), 2021)
    ('430104', None)
    """
    name = place.county or place.city or place.province
    found = [
        each
        for each in _list_divisions().get(name or "", ())
        if each.first <= year <= each.last
        and all(own in (None, given) for own, given in zip(place, each.place, strict=True))
    ]
    codes = {each.code for each in found if each.first == max(other.first for other in found)}
    return codes.pop() if len(codes) == 1 else None
