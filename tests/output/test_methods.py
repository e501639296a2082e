"""Data and methods of a small invented corpus: every number is its own."""

import re

import pandas as pd
import pytest
from docx import Document

from helpers.output.methods import SOFTWARE, describe_methods, export_methods, list_references


@pytest.fixture(scope="module")
def said(work):
    sentences = describe_methods(work)
    return {"zh": "".join(one.zh for one in sentences), "en": " ".join(one.en for one in sentences)}


def test_corpus_coding_and_limits_in_numbers(said):
    for zh, en in (
        (
            "3 份报告，2 个机关，2021–2022 年；按方便选取，不是样本",
            "3 reports of 2 issuers, 2021–2022; chosen as they were at hand",
        ),
        ("正文共 452 字", "The texts have 452 characters without white space"),
        ("最小的列举条目，共 14 条", "smallest enumerated items, 14 in all"),
        ("领域（10 类）、能力类目（8 类）", "domain (10 codes), capacity (8 codes)"),
        ("提取数字 3 个、引用 2 处", "found 3 quantities and 2 citations"),
        ("通读编码（模型）的科恩 κ 为 0.82", "agree with a reading (a model) at Cohen's κ = 0.82"),
        ("3 组（每组 1 个机关）", "3 groups (of 1 issuers each)"),
        ("没有两组各有 10 个以上机关，未作检验", "no two groups have 10 issuers"),
        ("不作结论：能力类目、具体程度、原因", "carry no finding: capacity, specificity, cause"),
        ("未识别出：履职 1 份、不足 1 份", "not found: leadership in 1, shortcomings in 1"),
        ("有多年报告的机关 1 个，共 2 个", "1 of 2 issuers have reports on several years"),
        ("编码未经人工核对", "no person has checked the codes"),
    ):
        assert zh in said["zh"]
        assert en in said["en"]
    assert "扫描" not in said["zh"] and "Krippendorff" not in said["en"]  # none here


def test_where_issuers_are_exchanged_the_correction_is_cited(work):
    many = pd.concat([work.reports] * 10)
    group = pd.Categorical(["g", "h", "h"] * 10)
    reports = many.assign(unit=[f"u{n}" for n in range(len(many))], group=group)
    reports.attrs = work.reports.attrs
    told = describe_methods(work._replace(reports=reports))
    tested = [one for one in told if "benjamini1995" in one.cites]
    assert len(tested) == 1 and "Benjamini and Hochberg 1995" in tested[0].en


def test_what_is_cited_is_in_the_bibliography_and_nothing_else(work, tmp_path):
    files = export_methods(tmp_path, work)
    assert [path.name for path in files] == ["methods.md", "methods.docx", "methods.bib"]
    text, bib = files[0].read_text("utf-8"), files[2].read_text("utf-8")
    keys = re.findall(r"^@\w+\{(.+),$", bib, re.MULTILINE)
    assert keys == ["cohen1960", "landis1977", "monroe2008", *SOFTWARE.values()]
    for name in ("Cohen 1960", "Landis and Koch 1977", "Monroe, Colaresi and Quinn 2008"):
        assert name in text
    assert "jieba's algorithm and dictionary, in large corpora compiled by rjieba" in text
    assert "VERSION" not in bib and "version = {0.42.1}" in list_references()["jieba"]
    assert bib.count("{") == bib.count("}")
    assert Document(str(files[1])).paragraphs[2].text.startswith("语料：3 份报告")
