"""Names among words: invented manifests and tokens; what is a name, what is an ordinary word."""

from functools import partial

import pandas as pd
import pytest

from helpers.extraction.lexicon import load_lexicon
from helpers.extraction.names import find_names, join_names, list_names, list_words
from helpers.extraction.tallies import find_words
from helpers.extraction.words import segment


def manifest(*rows, **further):
    frame = pd.DataFrame(rows, columns=["report_id", "issuer", "province", "city", "county"]).set_index("report_id")
    return frame.assign(**further)


def tokens(**words):
    return pd.Series(words).explode().rename_axis("report_id").reset_index(name="token").assign(n=1)


TOWN = manifest(
    ("a", "泽州市云墩区人民政府", "甲山省", "泽州市", "云墩区"), ("b", "禾渡县水利局", "甲山省", None, "禾渡县")
)


def test_names_of_places_and_bodies_with_and_without_their_unit():
    names = list_names(TOWN)
    assert {"甲山省", "甲山", "泽州市", "泽州", "云墩区", "云墩", "禾渡县", "禾渡", "人民政府", "水利局"} == names


def test_blank_places_and_columns_that_are_not_there():
    assert list_names(pd.DataFrame({"issuer": ["水利局", None]})) == {"水利局"}


@pytest.mark.parametrize(
    ("issuer", "short", "long"),
    [
        ("清溪高新区管理委员会", ["管委会", "委员会"], ["管理", "高新产业"]),
        ("中共清溪市委清溪新区工作委员会", ["工委", "市委"], ["工作", "委员"]),
        ("清溪市行政审批服务局", ["服务局", "审批局", "行政审批局"], ["审批", "服务", "行政审批", "税务局"]),
        ("清溪市市场监督管理局", ["市场监管局", "监管局", "市监局"], ["市场", "监管"]),
        ("清溪市人民政府办公室", ["办公室", "市政府", "市府办"], ["法治政府", "人民", "会议室"]),
        ("清溪市城东街道办事处", ["办事处"], ["街道", "好处"]),
    ],
)
def test_short_forms_of_bodies_end_as_an_organ_does(issuer, short, long):
    reports = manifest(("a", issuer, None, None, None))
    assert set(short) <= find_names(tokens(a=[*short, *long]), reports)
    assert not set(long) & find_names(tokens(a=[*short, *long]), reports)


def test_a_short_form_that_only_the_column_short_has():
    reports = manifest(("a", "清溪市人力资源和社会保障局", None, "清溪市", None), short=["清溪市人社局"])
    assert "人社局" in find_names(tokens(a=["人社局"]), reports)
    assert "人社局" in find_names(tokens(a=["人社局"]), reports.drop(columns="short"))  # in this order in the long name


@pytest.mark.parametrize(("elsewhere", "is_name"), [(0, True), (2, True), (3, False)])
def test_the_bare_name_of_a_place_may_be_an_ordinary_word(elsewhere, is_name):
    reports = manifest(("a", "平安区教育局", None, None, "平安区"), ("b", "禾渡县水利局", None, None, "禾渡县"))
    words = tokens(a=["平安", "平安", "平安区"], b=["平安"] * elsewhere + ["水利"])
    found = find_names(words, reports)
    assert ("平安" in found) is is_name
    assert "平安区" in found
    assert "水利" not in found


def test_words_that_are_no_names_and_no_words_at_all():
    assert find_names(tokens(a=["法治", "执法", "全局"], b=["当局"]), TOWN) == frozenset()
    assert find_names(tokens(a=["法治"]).head(0), TOWN) == frozenset()


def manifest_of(issuer, **places):
    return pd.DataFrame([{"issuer": issuer, "province": None, "city": None, "county": None} | places], index=["a"])


NAMED = [
    ("青川市审计局", {"city": "青川市"}, {"青川市", "青川", "审计局"}),
    ("云岭县柳河镇人民政府", {"county": "云岭县"}, {"云岭县", "云岭", "柳河镇", "柳河", "人民政府"}),
    ("桥东区文昌街道办事处", {"county": "桥东区"}, {"桥东区", "桥东", "文昌街道", "办事处"}),
    ("东湖新区管理委员会", {}, {"东湖新区", "东湖", "管理委员会"}),
    ("中共青川市委员会；青川市人民政府", {"city": "青川市"}, {"青川市", "青川", "委员会", "人民政府"}),
    ("青川市城市管理局（综合行政执法局）", {"city": "青川市"}, {"青川市", "青川", "城市管理局", "综合行政执法局"}),
]


@pytest.mark.parametrize(("issuer", "places", "names"), NAMED)
def test_names_of_an_issuer(issuer, places, names):
    assert list_names(manifest_of(issuer, **places)) == names


SHORT = [
    ("行政审批服务局", ["审批局", "服务局", "行政审批局", "局", "审批", "服务", "财政局"], 3),
    ("中共青川市工作委员会", ["工委", "党委", "委员", "工作"], 1),
    ("市场监督管理局", ["市监局", "市场局", "监管", "市场"], 2),
    ("高新技术产业开发区", ["高新区", "开发区", "园区", "高新", "区"], 2),
    ("青川市人民政府", ["人民政府", "政府", "府"], 1),
]


@pytest.mark.parametrize(("issuer", "tokens", "short"), SHORT)
def test_short_forms_of_a_name_stand_first(issuer, tokens, short):
    words = pd.DataFrame({"report_id": "a", "token": tokens, "n": 1})
    assert find_names(words, manifest_of(issuer, city="青川市")) == set(tokens[:short])


def cut(*texts, terms=(), kind="paragraph"):
    """Passages of report a, and their tokens."""
    columns = ["report_id", "passage_id", "role", "kind", "text", "start"]
    starts = [sum(map(len, texts[:at])) for at in range(len(texts))]
    rows = [
        ("a", f"a-{at}", "plan", kind, text, start) for at, (text, start) in enumerate(zip(texts, starts, strict=True))
    ]
    passages = pd.DataFrame(rows, columns=columns)
    return passages, segment(passages, terms)


def test_words_are_counted_without_names_stopwords_genre_and_the_lines_of_names():
    passages, found = cut("放管服改革汇报", "云墩区推进双随机、一公开，ＡＰＰ和12。", terms=load_lexicon()["term"])
    passages.loc[0, "kind"] = "title"
    words = list_words(lambda each: each(found), passages, TOWN.loc[["a"]])
    assert words.counts["token"].to_list() == ["APP", "双随机、一公开"]
    assert words.counts["n"].to_list() == [1, 1]
    assert words.names == {"云墩区"}
    stand = words.each(partial(find_words, words=["APP", "云墩区", "放管服"]))
    assert stand[["token", "start"]].to_numpy().tolist() == [["APP", 20]]
    first = list_words(lambda each: each(pd.concat([found, found.tail(4)])), passages, TOWN.loc[["a"]], most=1)
    assert first.counts[["token", "n"]].to_numpy().tolist() == [["APP", 2]]
    assert first.each(lambda some: some)["token"].to_list() == ["APP", "APP"]
    everything = list_words(lambda each: each(found), passages, TOWN.loc[["a"]], names=True, genre=True)
    assert {"汇报", "推进"} <= set(everything.counts["token"])
    assert "云墩" in "".join(everything.counts["token"])
    assert not everything.names


def test_what_makes_up_a_name_is_one_word_wherever_it_is_cut():
    _, found = cut("行政审批服务局办理，审批局", "审核，行政审批", "服务局")
    joined = join_names(found, ["服务局", "审批服务局", "行政审批服务局", "审批局"])
    whole = [
        "行政审批服务局",
        "办理",
        "，",
        "审批局",
        "审核",
        "，",
        "行政",
        "审批",
        "服务局",
    ]  # no passage runs into the next
    assert joined["token"].to_list() == whole
    assert (joined["end"] - joined["start"]).to_list() == list(map(len, whole))
    assert joined["start"].to_list() == [0, 7, 9, 10, 13, 15, 16, 18, 20]


def test_a_name_of_which_a_word_holds_a_part_is_none():
    _, found = cut("司法局长负责")
    assert found["token"].to_list() == ["司法", "局长", "负责"]
    assert join_names(found, ["司法局", "长负责"])["token"].to_list() == ["司法", "局长", "负责"]


def test_no_names_and_no_tokens():
    _, found = cut("推进普法")
    assert join_names(found, [])["token"].to_list() == found["token"].to_list()
    assert join_names(found.head(0), ["普法"]).empty
