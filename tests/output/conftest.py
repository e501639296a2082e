"""A small invented corpus, for what is made of a whole one."""

import pytest

from helpers.output.papertables import read_work

FIRST = """长沙市岳麓区财政局2021年法治政府建设年度报告

一、主要举措和成效
（一）规范行政执法。依据《中华人民共和国行政处罚法》作出行政处罚决定12件。
（二）深化“放管服”改革，优化政务服务。
二、存在的不足和原因
执法力量不足，培训不够。
三、党政主要负责人履行推进法治建设第一责任人职责情况
局长带头学法。
四、下一步工作安排
（一）加强执法培训。

长沙市岳麓区财政局
2022年2月1日
"""
SECOND = FIRST.replace("12件", "20件").replace("2021年", "2022年").replace("2022年2月", "2023年2月")
OTHER = """乙县人民政府2021年法治政府建设年度报告

一、主要举措和成效
（一）规范行政执法。作出行政处罚决定30件。
二、下一步工作安排
（一）加强执法培训。

乙县人民政府
2022年3月1日
"""
ROWS = """report_id,file,issuer,issuer_kind,level,year,source_url,retrieved_on,licence
a-2021,a.txt,长沙市岳麓区财政局,bureau,county,2021,https://example.org/a,2024-05-01,MIT
a-2022,c.txt,长沙市岳麓区财政局,bureau,county,2022,,,"official document, Copyright Law of the PRC art. 5"
b-2021,b.txt,乙县人民政府,government,county,2021,https://example.org/b,,
"""


@pytest.fixture(scope="session")
def paper_corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("paper") / "three"
    (folder / "raw").mkdir(parents=True)
    for name, text in {"a": FIRST, "b": OTHER, "c": SECOND}.items():
        (folder / "raw" / f"{name}.txt").write_text(text, "utf-8")
    (folder / "reports.csv").write_text(ROWS, "utf-8")
    return folder


@pytest.fixture(scope="session")
def work(paper_corpus):
    return read_work(paper_corpus)
