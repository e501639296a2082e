"""What notebooks ask of the reports table."""

import pandas as pd

from helpers.errors import CorpusError
from helpers.forms import find_main_body

__all__ = ["name_reports", "require_reports"]


def name_reports(reports: pd.DataFrame) -> pd.Series:
    """A short name for each report, for charts and tables: its issuer without the places above it, and its year.

    Of several issuers the first that is no Party body. The province is left out, and the city where the county is known
    too (西海岸新区行政审批服务局 2021). A name that would stand twice gives way to the report_id.
    """
    names = []
    for row in reports[["issuer", "province", "city", "county", "year"]].itertuples(index=False):
        issuers = row.issuer.split("；")
        issuer = find_main_body(issuers)
        for place in (row.province, row.city if pd.notna(row.county) else pd.NA):
            if pd.notna(place):
                issuer = issuer.removeprefix(place).removeprefix(place[:-1]) or issuer
        names.append(f"{issuer} {row.year}")
    named = pd.Series(names, index=reports.index, dtype="str", name="report")
    return named.where(~named.duplicated(keep=False), reports.index.to_series())


def require_reports(reports: pd.DataFrame) -> pd.DataFrame:
    """`reports` as they are, if there are two or more to compare; else a CorpusError."""
    if len(reports) < 2:
        raise CorpusError(
            f"this notebook compares reports, and the corpus holds {len(reports)}: add a report (see corpus/README.md)"
        )
    return reports
