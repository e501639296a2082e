"""What notebooks ask of the reports table."""

from pathlib import Path

import pandas as pd

from helpers.characters import decode
from helpers.errors import CorpusError
from helpers.forms import find_main_body

__all__ = ["DESIGNS", "name_reports", "read_design", "require_reports"]

# How the reports of a corpus were come by, which decides what may be inferred from them.
DESIGNS = {
    "convenience": ("按方便选取，不是样本", "chosen as they were at hand, no sample"),
    "census": ("范围内的全部报告", "all reports of their frame"),
    "probability": ("按概率抽取的样本", "a probability sample"),
}
DESIGN_FILE = "design.txt"


def name_reports(reports: pd.DataFrame) -> pd.Series:
    """A short name for each report, for charts and tables: `short` of the manifest, else the issuer without the places
    above it; and its year.

    Of several issuers the first that is no Party body. The province is left out, and the city where the county is known
    too (西海岸新区行政审批服务局 2021). A name that would stand twice gives way to the report_id.

    >>> row = {"issuer": "甲省乙市财政局", "province": "甲省", "city": "乙市", "county": None, "year": 2021}
    >>> name_reports(pd.DataFrame([row], index=["a"])).to_dict()
    {'a': '乙市财政局 2021'}
    """
    names = []
    given = reports["short"] if "short" in reports else pd.Series(pd.NA, index=reports.index)
    columns = (reports[name].tolist() for name in ("issuer", "province", "city", "county", "year"))
    for short, bodies, province, city, county, year in zip(given.tolist(), *columns, strict=True):
        if pd.notna(short):
            names.append(f"{short} {year}")
            continue
        issuer = find_main_body(bodies)
        for place in (province, city if pd.notna(county) else pd.NA):
            if pd.notna(place):
                issuer = issuer.removeprefix(place).removeprefix(place[:-1]) or issuer
        names.append(f"{issuer} {year}")
    named = pd.Series(names, index=reports.index, dtype="str", name="report")
    return named.where(~named.duplicated(keep=False), reports.index.to_series())


def require_reports(reports: pd.DataFrame) -> pd.DataFrame:
    """`reports` as they are, if there are two or more to compare; else a CorpusError.

    >>> len(require_reports(pd.DataFrame({"year": [2020, 2021]})))
    2
    """
    if len(reports) < 2:
        raise CorpusError(
            f"this notebook compares reports, and the corpus holds {len(reports)}: add a report (see corpus/README.md)"
        )
    return reports


def read_design(reports: pd.DataFrame, folder: Path) -> str:
    """How the reports were chosen: one of `DESIGNS`.

    The manifest's column `design` says it, the same in every row that is filled, else the file design.txt of the corpus
    folder (one word), else it is convenience. CorpusError for another word, or for several.

    >>> read_design(pd.DataFrame({"design": ["census", None]}), Path("nowhere"))
    'census'
    """
    file = folder / DESIGN_FILE
    said = set(reports["design"].dropna()) if "design" in reports else set()
    where = "reports.csv, column design"
    if not said and file.is_file():
        said, where = {decode(file.read_bytes(), DESIGN_FILE).strip()}, DESIGN_FILE
    if len(said) > 1:
        raise CorpusError(f"{where}: {', '.join(sorted(said))}; a corpus has one design, give the same in every row")
    design = said.pop() if said else "convenience"
    if design not in DESIGNS:
        raise CorpusError(f"{where}: {design!r} is no design; give one of {', '.join(DESIGNS)}")
    return design
