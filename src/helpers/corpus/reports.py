"""What notebooks ask of the reports table."""

import pandas as pd

from helpers.errors import CorpusError
from helpers.forms import find_main_body

__all__ = ["name_reports", "require_reports"]


def name_reports(reports: pd.DataFrame) -> pd.Series:
    """A short name for each report, for charts and tables: its issuer without the places above it, and its year.

    Of several issuers the first that is no Party body. The province is left out, and the city where the county is known
    too (西海岸新区行政审批服务局 2021). A name that would stand twice gives way to the report_id.

    >>> row = {"issuer": "甲省乙市财政局", "province": "甲省", "city": "乙市", "county": None, "year": 2021}
    >>> name_reports(pd.DataFrame([row], index=["a"])).to_dict()
    {'a': '乙市财政局 2021'}
    """
    names = []
    columns = (reports[name].tolist() for name in ("issuer", "province", "city", "county", "year"))
    for bodies, province, city, county, year in zip(*columns, strict=True):
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
