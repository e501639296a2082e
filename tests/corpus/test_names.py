"""Names of issuers and places: invented manifests."""

import pandas as pd
import pytest

from helpers.corpus.names import is_name, list_names


def manifest(issuer, **places):
    return pd.DataFrame([{"issuer": issuer, "province": None, "city": None, "county": None} | places], index=["a"])


NAMED = [
    ("青川市审计局", {"city": "青川市"}, {"青川市", "青川", "审计局"}),
    ("云岭县柳河镇人民政府", {"county": "云岭县"}, {"云岭县", "云岭", "柳河镇", "柳河"}),
    ("桥东区文昌街道办事处", {"county": "桥东区"}, {"桥东区", "桥东", "文昌街道", "办事处"}),
    ("东湖新区管理委员会", {}, {"东湖新区", "东湖", "管理委员会"}),
    ("中共青川市委员会；青川市人民政府", {"city": "青川市"}, {"青川市", "青川", "委员会"}),
    ("青川市城市管理局（综合行政执法局）", {"city": "青川市"}, {"青川市", "青川", "城市管理局", "综合行政执法局"}),
]


@pytest.mark.parametrize(("issuer", "places", "names"), NAMED)
def test_names_of_an_issuer(issuer, places, names):
    assert list_names(manifest(issuer, **places)) == names


SHORT = [
    ("行政审批服务局", ["审批局", "服务局", "行政审批局", "局", "审批", "服务", "财政局"], 3),
    ("中共青川市工作委员会", ["工委", "党委", "委员", "工作"], 1),
    ("市场监督管理局", ["市监局", "市场局", "监管", "市场"], 2),
    ("高新技术产业开发区", ["高新区", "开发区", "园区", "高新", "区"], 2),
    ("青川市人民政府", ["政府", "人民政府", "府"], 0),
]


@pytest.mark.parametrize(("issuer", "tokens", "short"), SHORT)
def test_short_forms_of_a_name_stand_first(issuer, tokens, short):
    found = is_name(pd.Series(tokens), manifest(issuer, city="青川市"))
    assert found.to_list() == [True] * short + [False] * (len(tokens) - short)


def test_a_manifest_without_places_and_tokens_that_are_none():
    reports = pd.DataFrame({"issuer": ["青川市审计局"]}, index=["a"])
    assert is_name(pd.Series(["审计局", "审计"]), reports).to_list() == [True, False]
    assert is_name(pd.Series([], dtype="str"), reports).empty
