"""What looks odd in a corpus as a whole: issuers that report twice or under two names, files that no row names."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from helpers.characters import fold, squeeze
from helpers.corpus.manifest import UNIT_ID, Row, read_manifest
from helpers.forms import find_main_body

__all__ = ["find_odd_issuers", "find_strays", "propose_unit"]

PLACE = ("province", "city", "county")

_AREA = re.compile(r"[\u4e00-\u9fff]{1,9}?(?:省|自治[区州县旗]|(?<!城)市(?!场)|县|(?<!社)区(?!域)|旗)")
_GOVERNMENT = re.compile(r"(?:人民)?政府")
# Work that went over to a body of another name when the institutions of Party and state were reformed in 2018
# (《深化党和国家机构改革方案》), or, of approval, when bureaus of data were set up from 2023 on.
_SAME_WORK = tuple(
    map(
        re.compile,
        (
            *(
                "审批|政务服务|数据",
                "法制|司法",
                "环境保护|生态环境",
                "国土|自然资源",
                "工商行政|质量技术|食品药品|市场监督",
            ),
            *("安全生产|应急", "卫生|计划生育", "文化|旅游|新闻出版", "农业|农村|农牧", "民族|宗教", "物价|粮食|发展"),
        ),
    )
)


class _Issuer(NamedTuple):
    """A name that a unit reports under, in parts; where the unit lies, what it reports on, and its reports."""

    name: str
    unit: str
    upper: str
    area: str
    rest: str
    place: tuple[str | None, ...]
    years: frozenset[str]
    report_ids: tuple[str, ...]


def find_odd_issuers(rows: Sequence[Row]) -> list[str]:
    """What looks odd in the issuers of a manifest's rows, a line each.

    Two reports of one unit and year; a unit under two names; an issuer in two units; two units that seem to be one
    issuer under two names. By report_id; of several issuers the first that is no Party body counts. A body that was
    renamed has no year in common with itself.

    >>> rows = [{"report_id": "a", "issuer": "甲市行政审批局", "year": "2020"}]
    >>> rows += [{"report_id": "b", "issuer": "甲市数据局", "year": "2021"}]
    >>> find_odd_issuers(rows)
    ['a and b: 甲市行政审批局 and 甲市数据局 seem to be one issuer under two names; tables take them for two']
    """
    issuers = _list_issuers(rows)
    said = _find_twice(rows)
    units: dict[str, list[_Issuer]] = defaultdict(list)
    alike: dict[str, list[_Issuer]] = defaultdict(list)
    for issuer in issuers:
        units[issuer.unit].append(issuer)
        alike[issuer.area[:-1]].append(issuer)
    for unit, names in units.items():
        if len(names) > 1:
            names.sort(key=lambda issuer: min(issuer.years))
            under = " → ".join(f"{issuer.name} ({', '.join(sorted(issuer.years))})" for issuer in names)
            ids = " and ".join(issuer.report_ids[0] for issuer in names)
            renamed = (
                f"{under} share the unit_id {unit}, as one issuer that was renamed; give each its own if they are two"
            )
            said.append(f"{ids}: {renamed}")
    pairs = [pair for group in alike.values() for pair in combinations(group, 2)]
    return said + [line for one, other in pairs for line in _find_parted(one, other)]


def _find_parted(one: _Issuer, other: _Issuer) -> Iterator[str]:
    """What is odd in two units that bear one name, or two that may be one issuer's."""
    if one.unit == other.unit or _lie_apart(one, other):
        return
    both = f"{one.report_ids[0]} and {other.report_ids[0]}"
    if one.name == other.name:
        two = f"{one.name} is in two units, {one.unit} and {other.unit}; give all its reports one unit_id"
        yield f"{both}: {two}"
    elif _seem_one(one, other):
        names = f"{one.name} and {other.name} seem to be one issuer under two names; tables take them for two"
        yield f"{both}: {names}"


def _find_twice(rows: Sequence[Row]) -> list[str]:
    """Reports of one unit and year, by report_id."""
    reports: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for row in rows:
        key = _main(row.get(UNIT_ID) or row["issuer"] or ""), _year(row)
        reports[key].append((row["report_id"] or "", _main(row["issuer"] or "")))
    return [
        f"{' and '.join(report_id for report_id, _ in found)}: {len(found)} reports of {found[0][1]}, {year}"
        for (_, year), found in reports.items()
        if len(found) > 1
    ]


def propose_unit(row: Row, rows: Sequence[Row]) -> str:
    """The unit_id for a report that is added to the rows of a manifest.

    That of the same issuer at the same place, else of the one unit that seems to be this issuer under another name, has
    no report on the year, and lies at the same place; else the issuer's own name, with its place before it where
    another unit is called so. A unit without unit_id is known by its issuer as written, as everywhere.

    >>> rows = [{"report_id": "a", "issuer": "甲市行政审批局", "year": "2020"}]
    >>> propose_unit({"report_id": "b", "issuer": "甲市数据局", "year": "2021"}, rows)
    '甲市行政审批局'
    """
    issuers = _list_issuers(rows)
    own = _list_issuers([row | {UNIT_ID: None}])[0]
    near = [issuer for issuer in issuers if not _lie_apart(issuer, own)]
    if same := [issuer.unit for issuer in near if issuer.name == own.name]:
        return same[-1]
    reported = {issuer.unit for issuer in issuers if issuer.years & own.years}
    like = [issuer for issuer in near if issuer.area[:-1] == own.area[:-1] and _seem_one(issuer, own)]
    renamed = {issuer.unit for issuer in like if issuer.rest == own.rest or issuer.unit not in reported}
    if len(renamed) == 1:
        return renamed.pop()
    placed = "".join(part for part in own.place if part and part not in own.name) + own.name
    names = own.name, placed, *(f"{placed}-{number}" for number in range(2, len(issuers) + 3))
    taken = {issuer.unit for issuer in issuers}
    return next(name for name in names if name not in taken)


def _list_issuers(rows: Sequence[Row]) -> list[_Issuer]:
    """Each unit under each of its names."""
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        found[_main(row["issuer"] or ""), row.get(UNIT_ID) or row["issuer"] or ""].append(row)
    issuers = []
    for (name, unit), own in found.items():
        place = tuple(next((row[part] for row in own if row.get(part)), None) for part in PLACE)
        years, ids = frozenset(map(_year, own)), tuple(row["report_id"] or "" for row in own)
        issuers.append(_Issuer(name, unit, *_part(name), place, years, ids))
    return issuers


def _main(issuer: str) -> str:
    return squeeze(fold(find_main_body(issuer)))


def _year(row: Row) -> str:
    return (row["year"] or "")[:4]


def _lie_apart(one: _Issuer, other: _Issuer) -> bool:
    """Whether two issuers are known to lie in different places, whatever kind of place: a 市 may become a 区."""
    return any(mine and yours and mine[:-1] != yours[:-1] for mine, yours in zip(one.place, other.place, strict=True))


def _part(name: str) -> tuple[str, str, str]:
    """The areas above, the area that a body is named after, and what it is called besides.

    >>> _part("甲省乙市城市管理局")
    ('甲省', '乙市', '城市管理局')
    >>> _part("甲市社区矫正局")[1:]
    ('甲市', '社区矫正局')
    """
    areas = []
    at = 0
    while m := _AREA.match(name, at):
        areas.append(m[0])
        at = m.end()
    return "".join(areas[:-1]), areas[-1] if areas else "", name[at:]


def _seem_one(one: _Issuer, other: _Issuer) -> bool:
    """Whether two issuers with the same area (whatever its kind: a 市 may become a 区) may be one."""
    if not (one.upper.endswith(other.upper) or other.upper.endswith(one.upper)):
        return False
    if one.rest == other.rest:
        return True
    if one.years & other.years or _GOVERNMENT.fullmatch(one.rest) or _GOVERNMENT.fullmatch(other.rest):
        return False
    short, long = sorted((one.rest, other.rest), key=len)
    signs = iter(long)
    shortened = len(short) > 1 and all(sign in signs for sign in short)
    return shortened or any(work.search(one.rest) and work.search(other.rest) for work in _SAME_WORK)


def find_strays(folder: Path) -> list[str]:
    """The files in raw/ of a corpus folder that no row of its manifest names, a line each; hidden files are none.

    The recognised text of a scan (`x.pdf.txt`) belongs to its file.
    """
    raw = folder / "raw"
    named = {(raw / (row["file"] or "")).resolve() for row in read_manifest(folder).rows.values()}
    said = []
    for file in sorted(raw.rglob("*")):
        hidden = any(part.startswith((".", "~$")) for part in file.relative_to(raw).parts)
        read_from = file.with_name(file.name.removesuffix(".txt"))
        if file.is_file() and not hidden and not {file.resolve(), read_from.resolve()} & named:
            said.append(f"raw/{file.relative_to(raw).as_posix()} is in no row of reports.csv; add it, or move it away")
    return said
