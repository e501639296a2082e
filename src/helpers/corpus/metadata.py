"""What a report's own lines say of it (title, issuer, year, date, number, addressee, place), and where the manifest
says otherwise."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

import pandas as pd

from helpers.characters import fold, squeeze
from helpers.cleaning import clean
from helpers.corpus.divisions import ZONE, find_place, read_place
from helpers.forms import BETWEEN_BODIES, BODY, YEAR, drop_names, find_main_body, read_date
from helpers.numerals import read_digits
from helpers.structure.outline import list_passages, parse_outline

__all__ = ["Description", "compare_metadata", "describe_report", "describe_reports"]


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


class _Line(NamedTuple):
    """A passage without the white space around it."""

    kind: str
    role: str | None
    text: str


class _Year(NamedTuple):
    """A year named in a preamble, so that the surest comes first when years are sorted."""

    by_the_way: bool  # neither 年度 nor at a line's beginning
    line: int
    at: int
    year: int | None


TYPES = dict.fromkeys(Description._fields, "str") | {"year": "Int64", "issued_on": "datetime64[us]"}

_TOLD = ("paragraph", "heading", "item")  # kinds of passages; all others are few
PREAMBLE = 4  # passages at the beginning that may name the year; later ones tell of other years too
NOVEMBER = 11  # a report dated from here on is about its own year, an earlier one about the year before

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
    r"(?<=委员会)(?=[\u4e00-\u9fff]{2,20}(?:政府|委员会)$)|(?<=[省市县区]委)(?!员会)(?=[\u4e00-\u9fff]{2,20}政府$)"
)
# What implies an issuer: a place that a title has alone, what a report calls itself, who a preamble tells of.
_AREA = "[省市县区旗州镇乡]|街道|苏木"
_TITLED_PLACE = re.compile(
    rf"(?:关于)?([\u4e00-\u9fff]{{1,12}}?(?:{_AREA}))(?=\s*(?:{YEAR}|推进|法治|依法行政|全面依法))"
)
_OWN = re.compile(rf"[我本]({_AREA}|[局委厅办院处站所]|中心|[支大总]队)")
_TOLD_BODY = re.compile(
    rf"(?m)(?:^|[。,]|现将)\s*(?!现将|[在经由对和与为我本])(?P<body>[\u4e00-\u9fff]{{2,12}}?(?:{_AREA})"
    r"(?:[\u4e00-\u9fff()]{0,16}?(?:管委会|管理委员会|委员会|办事处|局|厅|院|中心|[支大总]队)|(?:人民)?政府))"
    rf"(?=(?:党[组委]|机关)?(?:{YEAR}|[在以]|坚持|认真|深入|按照|全面|贯彻|围绕|紧|严格|切实|高度|始终|积极))"
)
# Where a page's head names the issuer, the surest first.
_LABELS = tuple(r"\s*".join([*label, ":"]) + r"\s*(\S+)" for label in ("发文机关", "发布机构", "来源"))
# A body named with its place: 司法局 alone may be anyone's.
_PLACED = re.compile(r"[省市县区州旗镇乡厅盟]|街道|委员会")
# The area of an issuer whose name no list of divisions holds, by its last character; 市 may be either level.
_UNLISTED = (
    ("province", re.compile(r"[\u4e00-\u9fff]{2,6}?(省|自治区)")),
    ("prefecture", re.compile(r"[\u4e00-\u9fff]{2,8}?自治州")),
    ("county", re.compile(r"[\u4e00-\u9fff]{0,6}?[县旗]|[\u4e00-\u9fff]{2,5}?(?<![景校社护地治胜军])区")),
)
_STATE = re.compile(r"国务院.*|中华人民共和国[^省市县区]{2,9}部|国家[^局]{2,12}(局|委员会)")

# A year that ends no range, of which the dash may have been lost.
_YEAR = re.compile(rf"(?<![\d—–~至到-])(?<!\d\d\d\d )({YEAR})\s*年(度?)")


def describe_reports(reports: pd.DataFrame, passages: pd.DataFrame | None = None) -> pd.DataFrame:
    """Title, issuer, year and so on as each report's own lines give them; what they do not say is NA.

    `reports` needs the index report_id and the column text; with `raw`, a page's head may name the issuer too, with
    `file_headings` a title is known that only the file marks as one. `passages` are theirs as of `parse_outline`,
    where they are at hand.
    Index report_id; columns title, issuer (several joined by ；), year (Int64: the year reported on), issued_on,
    doc_no, addressee, province, city, county, level and issuer_kind (values as in the data card). The issuer is the
    body the title begins with, else the signature, else the letterhead, else the one that title and preamble imply
    together (`_find_implied`). Places are full names of divisions of the year
    reported on or the next (python-stdnum, after the Chinese Wikipedia); a name that several places have is NA unless
    the title or the addressee tells which, and a zone that is no division has no county. A municipality's city is NA.

    >>> reports = pd.DataFrame({"text": ["甲县财政局2021年法治政府建设报告"]}, index=["a"])
    >>> describe_reports(reports)[["issuer", "year", "issuer_kind"]].values.tolist()
    [['甲县财政局', 2021, 'bureau']]
    """
    raws = reports["raw"] if "raw" in reports else pd.Series("", index=reports.index)
    # A correction of kinds and roles is no reading of these lines: such reports are read as they stand.
    noted = reports["corrections"].notna() if "corrections" in reports else pd.Series(False, index=reports.index)
    anew = reports if passages is None else reports[noted]
    lines = _pick_lines(parse_outline(anew.drop(columns="corrections", errors="ignore")))
    if passages is not None:
        lines = _pick_lines(passages[~passages["report_id"].isin(anew.index)]) | lines
    found = [_describe(lines.get(str(name), []), raw) for name, raw in zip(reports.index, raws, strict=True)]
    columns = {name: pd.Series([getattr(row, name) for row in found], dtype=type_) for name, type_ in TYPES.items()}
    return pd.DataFrame(columns).set_axis(reports.index)


def describe_report(text: str, raw: str = "", file_headings: str | None = None) -> Description:
    """Title, issuer, year and so on of one report, as `describe_reports` has them.

    >>> describe_report("甲县财政局2021年法治政府建设报告").issuer
    '甲县财政局'
    """
    passages = list_passages(text, file_headings=file_headings)
    return _describe([_Line(passage.kind, passage.role, passage.text.strip()) for passage in passages], raw)


def _describe(lines: Sequence[_Line], raw: str) -> Description:
    def printed(kind: str) -> list[str]:
        return [line.text for line in lines if line.kind == kind]

    title = _join_title("\n".join(printed("title")))
    fronts = [line.text for line in lines if line.kind == "paragraph" and line.role == "front"]
    letterhead = [line.removesuffix("文件") for line in fronts]
    addressee = next((re.sub(r"\s*\n\s*", "", line).rstrip(":：") for line in printed("addressee")), None)
    dates = [line for line in lines if line.kind == "date"]  # the last that signs, else the one under the title
    dates = [line for line in dates if line.role == "back"] or dates
    date = read_date(dates[-1].text) if dates else None
    preamble = [line.text for line in lines if line.kind in _TOLD][:PREAMBLE]
    year = _find_year(title, preamble, date)
    issuers = _find_issuers(title, printed("signature"), letterhead) or _find_implied(title, preamble)
    issuers = issuers or _find_labelled(raw)
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
        **find_place(issuers, title, addressee or "", year)._asdict(),
        level=_find_level(main, kind, year),
        issuer_kind=kind,
    )


def compare_metadata(reports: pd.DataFrame, passages: pd.DataFrame | None = None) -> pd.DataFrame:
    """Where `reports` and the report's own lines disagree, one row a value. Both as of `describe_reports`.

    Columns: report_id, column, manifest, text, as printed. Blanks on either side are no disagreement, nor are
    differences of white space and of full and half width.

    >>> text = "甲县财政局2021年法治政府建设报告"
    >>> compare_metadata(pd.DataFrame({"text": [text], "year": [2020]}, index=["a"])).values.tolist()
    [['a', 'year', '2020', '2021']]
    """
    names = [name for name in TYPES if name in reports]
    given, found = reports[names].values.tolist(), describe_reports(reports, passages)[names].values.tolist()
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


def _pick_lines(passages: pd.DataFrame) -> dict[str, list[_Line]]:
    """By report the passages that `_describe` looks at."""
    told = passages["kind"].isin(_TOLD)
    first = passages[told].groupby("report_id").cumcount().reindex(passages.index) < PREAMBLE
    picked = passages[~told | first | passages["role"].eq("front")]
    lines: dict[str, list[_Line]] = {}
    for report_id, kind, role, text in picked[["report_id", "kind", "role", "text"]].itertuples(index=False, name=None):
        lines.setdefault(report_id, []).append(_Line(kind, role, text.strip()))
    return lines


def _join_title(text: str) -> str:
    """A title on one line: its lines joined, with a space between two issuers."""

    def joined(m: re.Match[str]) -> str:
        bodies = all(BODY.fullmatch(squeeze(fold(line))) for line in m.groups())
        return m[1].strip() + (" " if bodies else "")

    return re.sub(r"([^\n]+)\n\s*(?=([^\n]+))", joined, text).strip("# \u3000\n")  # of Markdown saved as text


def _find_issuers(title: str, signed: list[str], front: list[str]) -> list[str]:
    """Who issued a report: the bodies its title begins with, else its signatures, else the letterhead.

    Two signatures go before a title, which may join or leave out names. A name that letterhead or signature print with
    more in front of it (甲市 before 乙新区管理委员会) is taken from there.
    """
    titled = _list_bodies([re.split(rf"关于|{_YEAR.pattern}", fold(title))[0]])
    signatures, letterhead = _list_bodies(signed), _list_bodies(front)
    found = signatures if len(signatures) > 1 else titled or signatures or letterhead
    return [max((f for f in (*letterhead, *signatures, name) if f.endswith(name)), key=len) for name in found]


def _find_implied(title: str, preamble: Sequence[str]) -> list[str]:
    """The issuer that no line names alone, where two pieces agree.

    A body that the preamble tells of (2023年,甲县财政局坚持…) is it if the report calls itself so (我局) or its title
    has the same place. The government of the place that a title has alone (关于甲县…的报告) is it if the preamble says
    我县 or 县政府 and no other body speaks.
    """
    told = drop_names(fold("\n".join(preamble)))
    titled = _TITLED_PLACE.match(fold(title))
    place = titled[1] if titled else ""
    own = {m[1] for m in _OWN.finditer(told)}
    for m in _TOLD_BODY.finditer(told):
        ended = re.sub("(?:人民)?政府$|员会$", "", m["body"])
        if (len(own) == 1 and ended.endswith(tuple(own))) or (place and m["body"].startswith(place)):
            return [m["body"]]
    kind = next((kind for kind in ("街道", "苏木") if place.endswith(kind)), place[-1:])
    says = re.search(rf"[我全本]{kind}|(?:{kind}|{place})(?:人民)?政府|{kind}(?:办事处|党工委)", told) if kind else None
    if not says or own - {kind, "办"} or re.search(ZONE, place):
        return []
    return [place + ("办事处" if kind == "街道" else "人民政府")]


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
    return next((bodies[:1] for bodies in named if bodies and _PLACED.search(bodies[0])), [])


def _find_year(title: str, preamble: list[str], date: datetime | None) -> int | None:
    """The year reported on: the title's; else the preamble's, one with 年度 or at a line's beginning before others;
    else that of the date, or the year before if it is dated before November.

    Years in the names of laws and plans do not count, nor does a preamble's year that is neither the date's nor the
    one before.
    """
    named = _YEAR.search(fold(title))
    if named:
        return read_digits(named[1])
    plain = [drop_names(fold(line), numbers=True) for line in preamble]
    years = sorted(
        _Year(not (m[2] or m.start() == 0), i, m.start(), read_digits(m[1]))
        for i, line in enumerate(plain)
        for m in _YEAR.finditer(line)
    )
    if date is None:
        return years[0].year if years else None
    likely = (date.year - 1, date.year)
    return next((year.year for year in years if year.year in likely), date.year - (date.month < NOVEMBER))


def _find_level(issuer: str, kind: str | None, year: int | None) -> str | None:
    """The level of an issuer, by its kind and the area it is named after; None for zones and branches."""
    if kind == "township":
        return "township"
    if _STATE.fullmatch(issuer):
        return "state"
    places, rest = read_place(issuer, year)
    if issuer.endswith("分局") or re.search(ZONE, rest):
        return None
    levels = {"county" if county else "prefecture" if city else "province" for _, city, county in places}
    if levels:
        return levels.pop() if len(levels) == 1 else None
    return next((level for level, pattern in _UNLISTED if pattern.match(rest)), None)
