"""An invented report, and what is shown of the rows that a text gives."""

import pandas as pd

from helpers.structure.items import list_items
from helpers.structure.outline import parse_outline

__all__ = ["REPORT", "headings", "items", "outline", "reports"]


REPORT = """某市司法局
某司发〔2022〕3号
签发人：张三
某市司法局2021年度依法行政报告
市政府：
2021年，我局坚持依法行政。现将情况报告如下：
一、主要做法和成效
（一）加强学习。局党组集体学习5次。
组织全员培训。
（二）规范执法
1.推行三项制度。公示信息20条。
2.开展案卷评查。评查案卷30件。
二、主要负责人履行第一责任人职责情况
一是带头学法；二是带头守法。
三、存在的不足和原因
虽然取得了成绩，但仍存在一些不足，如执法力量不足，培训形式单一等。
四、2022年工作安排
（一）充实队伍。增加执法人员。
特此报告。
某市司法局
2022年1月12日"""


def reports(*texts: str, year: int | None = 2021) -> pd.DataFrame:
    index = pd.Index([f"r{i}" for i in range(len(texts))], name="report_id")
    return pd.DataFrame({"text": texts, "year": pd.array([year] * len(texts), dtype="Int64")}, index=index)


def outline(text: str, year: int | None = 2021) -> list[tuple]:
    """(role, kind, level, path, text) of each row, NA as None."""
    rows = parse_outline(reports(text, year=year))
    plain = rows.astype(object).where(rows.notna(), None)
    return [(r.role, r.kind, r.level, r.path, r.text.rstrip()) for r in plain.itertuples()]


def headings(text: str, year: int | None = 2021) -> list[tuple]:
    return [(level, words) for _, kind, level, _, words in outline(text, year) if kind == "heading"]


def items(text: str, year: int | None = 2021) -> list[tuple]:
    return [(r.role, r.text) for r in list_items(parse_outline(reports(text, year=year))).itertuples()]
