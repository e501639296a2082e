"""What looks odd in a corpus as a whole: issuers that report twice or under two names, files that no row names."""

import re
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.characters import fold, squeeze
from helpers.corpus.manifest import read_manifest
from helpers.forms import find_main_body

__all__ = ["find_odd_issuers", "find_strays"]

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
    """An issuer's name in parts, the years it reports on, and one of its reports."""

    name: str
    upper: str
    area: str
    rest: str
    years: frozenset[int]
    report_id: str


def find_odd_issuers(issuers: "pd.Series[str]", years: "pd.Series[int]") -> list[str]:
    """Two reports of one issuer and year, and issuers that seem to be one under two names, a line each.

    Both by report_id; of several issuers the first that is no Party body counts. A body that was renamed has no year in
    common with itself.

    >>> issuers = pd.Series(["甲市行政审批局", "甲市行政审批服务局"], index=["a", "b"])
    >>> find_odd_issuers(issuers, pd.Series([2020, 2021], index=["a", "b"]))
    ['a and b: 甲市行政审批局 and 甲市行政审批服务局 seem to be one issuer under two names; tables take them for two']
    """
    names = issuers.map(lambda issuer: squeeze(fold(find_main_body(issuer))))
    table = pd.DataFrame({"id": issuers.index, "name": names.to_numpy(), "year": years.to_numpy()})
    said = [
        f"{' and '.join(ids)}: {len(ids)} reports of {name}, {year}"
        for (name, year), ids in table.groupby(["name", "year"], sort=False)["id"]
        if len(ids) > 1
    ]
    alike: dict[str, list[_Issuer]] = defaultdict(list)
    for name, rows in table.groupby("name", sort=False):
        upper, area, rest = _part(str(name))
        issuer = _Issuer(str(name), upper, area, rest, frozenset(rows["year"]), str(rows["id"].iloc[0]))
        alike[area[:-1]].append(issuer)
    for group in alike.values():
        for one, other in combinations(group, 2):
            if _seem_one(one, other):
                both = f"{one.name} and {other.name} seem to be one issuer under two names; tables take them for two"
                said.append(f"{one.report_id} and {other.report_id}: {both}")
    return said


def _part(name: str) -> tuple[str, str, str]:
    """The areas above, the area that a body is named after, and what it is called besides.

    >>> _part("甲省乙市城市管理局")
    ('甲省', '乙市', '城市管理局')
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
