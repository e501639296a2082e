"""Passages → tokens, runs of tokens, words in context."""

import importlib.util
import marshal
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.parity import muddle
from helpers.dictionary import read_dictionary
from helpers.extraction import words
from helpers.extraction.lexicon import load_lexicon
from helpers.extraction.words import (
    _cutter,
    _mark_signs,
    concordance,
    count_strings,
    find_terms,
    is_word,
    ngrams,
    quote_sentences,
    quote_words,
    segment,
    unite_forms,
)
from helpers.places import ROOT

TERMS = ["放管服", "双随机、一公开", "互联网+政务服务", "一窗受理·集成服务", "自助办"]

PROGRAM = """
import sys, pandas as pd
from helpers.extraction.words import segment
assert "jieba" not in sys.modules, "jieba is loaded at import"
text = "深化放管服改革，推行双随机、一公开监管。"
row = {"report_id": "甲", "passage_id": 0, "role": "measures", "text": text, "start": 0, "end": len(text)}
print("/".join(segment(pd.DataFrame([row]), {"放管服", "双随机、一公开", "一公开"}).token))
"""
PRINTED = "深化/放管服/改革/，/推行/双随机、一公开/监管/。\n"


def make(*reports: list[str]) -> pd.DataFrame:
    """Passages of the reports 甲, 乙, …, each given as the texts of its passages."""
    rows = []
    for name, texts in zip("甲乙丙", reports, strict=False):
        start = 0
        for number, text in enumerate(texts):
            rows.append((name, number, "measures" if number else "front", text, start, start + len(text)))
            start += len(text)
    columns = {
        "report_id": "str",
        "passage_id": "int64",
        "role": "str",
        "text": "str",
        "start": "int64",
        "end": "int64",
    }
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def cut(text: str, terms=()) -> str:
    return "/".join(segment(make([text]), terms)["token"])


def test_tokens_of_two_small_reports():
    tokens = segment(make(["标题\n", "推进政务公开。"], ["公开 8 件"]), ["政务公开"])
    assert tokens.to_dict("list") == {
        "report_id": ["甲"] * 5 + ["乙"] * 5,
        "passage_id": [0, 0, 1, 1, 1] + [0] * 5,
        "role": ["front", "front", "measures", "measures", "measures"] + ["front"] * 5,
        "token": ["标题", "\n", "推进", "政务公开", "。", "公开", " ", "8", " ", "件"],
        "start": [0, 2, 3, 5, 9, 0, 2, 3, 4, 5],
        "end": [2, 3, 5, 9, 10, 2, 3, 4, 5, 6],
    }
    assert [str(tokens[name].dtype) for name in ("token", "start", "end")] == ["str", "int64", "int64"]


def test_no_passages_give_no_tokens():
    tokens = segment(make())
    assert tokens.empty
    assert list(tokens.columns) == ["report_id", "passage_id", "role", "token", "start", "end"]
    assert [str(tokens[name].dtype) for name in ("start", "end")] == ["int64", "int64"]


pieces = st.one_of(
    st.text(max_size=12),
    st.sampled_from([*TERMS, "依法治区", "2015-2020年", "１２％", "\r\n", "\u3000", "𠮷", "㐀", "é", "APP"]),
    st.sampled_from(["ＡＰＰ", "EMAIL", "局长期", "中将", "，"]),
)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.lists(st.lists(pieces, max_size=5).map("".join), max_size=4), max_size=3))
def test_tokens_join_back_and_offsets_are_true(reports):
    passages = make(*reports)
    tokens = segment(passages, TERMS)
    texts = passages.groupby("report_id")["text"].agg("".join)
    for report, token, start, end in tokens[["report_id", "token", "start", "end"]].itertuples(index=False):
        assert token == texts[report][start:end] != ""
    joined = tokens.groupby(["report_id", "passage_id"])["token"].agg("".join)
    expected = passages[passages["text"].ne("")].set_index(["report_id", "passage_id"])["text"]
    assert joined.sort_index().to_dict() == expected.sort_index().to_dict()


def test_a_word_is_held_once_however_often_it_stands():
    rows = [("甲", "甲-0", "measures", "推进政务公开，推进政务服务", 0)]
    with pd.option_context("mode.string_storage", "python"):  # in Arrow's memory there are no objects
        tokens = segment(pd.DataFrame(rows, columns=["report_id", "passage_id", "role", "text", "start"]))
    assert len(set(map(id, tokens["token"]))) == tokens["token"].nunique() < len(tokens)


def test_tokens_of_the_corpus_join_to_its_texts(corpus_reports, corpus_passages):
    tokens = segment(corpus_passages, load_lexicon(ROOT / "corpus")["term"])
    assert tokens.groupby("report_id")["token"].agg("".join).to_dict() == corpus_reports["text"].to_dict()


def assert_same_tokens(passages: pd.DataFrame, terms=()) -> None:
    """That the compiled segmentation and plain jieba cut passages alike; `test_texts` asks the same of all texts."""
    plain = segment(passages, terms, compiled=False)
    pd.testing.assert_frame_equal(segment(passages, terms, compiled=True), plain)


@pytest.mark.parametrize(("size", "compiled"), [(9, False), (10, True)])
def test_what_is_large_is_cut_compiled(monkeypatch, size, compiled):
    asked = []
    monkeypatch.setattr(words, "PAYS", 10)
    monkeypatch.setattr(words, "_cutter", lambda terms, compiled: asked.append(compiled) or list)
    segment(make(["深" * (size - 1)], ["化"]))
    assert asked == [compiled]


@pytest.mark.parametrize("terms", [[], [*TERMS, "N", "5G", "大S", "PCR", "1号", "局长期"]])
def test_compiled_segmentation_and_plain_jieba_cut_alike_what_is_muddled(terms):
    assert_same_tokens(make(list(muddle(50_000, seed=len(terms)))), terms)


@pytest.mark.parametrize(
    "text",
    [
        *["2015-2020年", "1.a", "a.b.c", "6+1", "㐀㐁", "\U00020000\U00020001", "龦龦", "請\uf91d\uf914"],
        *["医医医医医", "江江江江江江江", "周周周周周年", "质质质质质"],  # likewise in two ways
        *["DPCR检测", "PCRS", "3PCR", "行政审批局局长带队", "行政审批局长带队", "建设中将建立"],
    ],
)
def test_what_rjieba_alone_would_cut_otherwise(text):
    assert_same_tokens(make([text, f"开展{text}工作"]), ["PCR", "行政审批局"])


def test_unknown_words_are_marked_as_by_jieba_without_a_copy_of_every_path():
    """jieba's own function is read from its file, as `segment` puts another in its place in the module."""
    import jieba.finalseg as used

    spec = importlib.util.spec_from_file_location("jieba.finalseg", used.__file__)
    own = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(own)
    segment(make(["深化改革"]))
    assert used.viterbi is _mark_signs
    chance = random.Random(1)
    tables = ("BMES", own.start_P, own.trans_P, own.emit_P)
    for signs in ("一二三丿龘质江", [chr(sign) for sign in range(0x4E00, 0x9FD6)]):
        for length in range(1, 60):
            run = "".join(chance.choices(signs, k=length))
            assert _mark_signs(run, *tables) == own.viterbi(run, *tables)


@pytest.mark.parametrize("compiled", [True, False])
def test_one_character_a_hundred_thousand_times(compiled):
    """In time that grows with the text: with jieba's own function it is a minute a character."""
    tokens = segment(make(["江" * 100_000 + "局长"]), compiled=compiled)
    assert tokens["token"].iloc[-1] == "局长" and tokens["token"].str.len().sum() == 100_002


def test_a_term_that_the_dictionary_has_counts_twice_in_both_ways():
    """jieba adds a term's frequency to the sum without taking off the old one; so does what is compiled."""
    assert_same_tokens(make(["的的的一是在不了", "深化放管服改革"]), ["的", "一", "是"])


def test_a_report_is_segmented_without_looking_at_another():
    passages = make(["深化放管服改革", "推进法治政府建设"], ["推行双随机、一公开监管"])
    parts = [segment(part, TERMS) for _, part in passages.groupby("report_id", sort=False)]
    pd.testing.assert_frame_equal(pd.concat(parts, ignore_index=True), segment(passages, TERMS))


@pytest.mark.parametrize(
    "mark", list("、·，。：；“”‘’《》〈〉（）()【】＋－—…／/〔〕 \u3000\n!?@*=|~①％") + ["㐀", "é"]
)
def test_a_term_with_any_mark_inside_is_one_token(mark):
    assert cut(f"推行随机{mark}公开监管", [f"随机{mark}公开"]) == f"推行/随机{mark}公开/监管"


@pytest.mark.parametrize("mark", "+-#&._%")
def test_a_mark_that_jieba_keeps_needs_no_search(mark):
    assert cut(f"推行随机{mark}公开监管", [f"随机{mark}公开"]) == f"推行/随机{mark}公开/监管"


def test_the_longer_of_two_nested_terms_wins():
    text = "推进一网、一门、一次改革和执法公示制度"
    terms = ["一网、一门", "一网、一门、一次", "执法公示", "执法公示制度"]
    assert cut(text, terms) == "推进/一网、一门、一次/改革/和/执法公示制度"
    assert cut("推进一网、一门改革和执法公示", terms) == "推进/一网、一门/改革/和/执法公示"


def test_a_term_does_not_cut_a_longer_word():
    assert cut("社保业务自助办理大厅", ["自助办"]) == "社保/业务/自助/办理/大厅"


def test_a_term_wins_over_a_rare_word_across_its_edge():
    assert cut("化解矛盾纠纷") == "化解矛盾/纠纷"
    assert cut("化解矛盾纠纷", ["矛盾纠纷"]) == "化解/矛盾纠纷"


@given(st.permutations(TERMS))
@settings(deadline=None, max_examples=5)
def test_the_order_of_the_terms_does_not_count(terms):
    _cutter.cache_clear()
    text = "深化放管服改革，推行双随机、一公开，互联网+政务服务，自助办"
    assert cut(text, terms) == "深化/放管服/改革/，/推行/双随机、一公开/，/互联网+政务服务/，/自助办"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("建设ＡＰＰ平台，运用ＡＩ审批", "建设/ＡＰＰ/平台/，/运用/ＡＩ/审批"),
        ("ＰＰＰ项目和PPP项目", "ＰＰＰ/项目/和/PPP/项目"),
        ("设５Ｇ基站3.5％和３．５％", "设/５Ｇ/基站/3.5％/和/３．５％"),
        ("通过ＡＰＰ（移动端）办理", "通过/ＡＰＰ（移动端）/办理"),
    ],
)
def test_full_width_letters_and_digits_are_cut_as_half_width_ones(text, tokens):
    assert cut(text, ["APP", "ＡＩ", "5G", "APP(移动端)"]) == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("发EMAIL通知", "发/EMAIL/通知"),
        ("用APPLE手机", "用/APPLE/手机"),
        ("发ＥＭＡＩＬ通知", "发/ＥＭＡＩＬ/通知"),
        ("用BIT和AIX", "用/BIT/和/AIX"),
        ("15G流量和5GB流量", "15G/流量/和/5GB/流量"),
        ("做PCR检测", "做/PCR/检测"),  # PC is in the dictionary
        ("开发MAPP(移动端)", "开发/MAPP/(/移动/端/)"),
        ("12345APP和AI+审批", "12345/APP/和/AI/+/审批"),
    ],
)
def test_no_word_is_found_inside_a_longer_latin_word(text, tokens):
    assert cut(text, ["AI", "APP", "IT", "5G", "APP（移动端）"]) == tokens


@pytest.mark.parametrize(
    ("term", "printed"),
    [
        ("双随机、一公开", ["双随机、一公开", "双随机，一公开", "双随机,一公开", "双随机､一公开"]),
        ("互联网＋监管", ["互联网＋监管", "互联网+监管", "互联网﹢监管"]),
        ("放管服（改革）", ["放管服（改革）", "放管服(改革)", "放管服﹙改革﹚"]),
        ("一窗受理·集成服务", ["一窗受理·集成服务", "一窗受理•集成服务", "一窗受理・集成服务", "一窗受理･集成服务"]),
        ("[双创]", ["[双创]", "［双创］"]),
    ],
)
def test_a_term_is_one_token_in_every_width_and_counts_as_one(term, printed):
    tokens = segment(make(["推行" + "；推行".join(printed)]), [term, "推行"])
    terms = tokens[~tokens["token"].isin(["推行", "；"])]
    assert terms["token"].tolist() == printed
    assert unite_forms(terms["token"]).nunique() == 1
    assert len(concordance(make([text for text in printed]), term)) == len(printed)


def test_only_words_are_united():
    assert unite_forms(pd.Series(["，", "、", "ＡＩ", "％", "１２"])).tolist() == ["，", "、", "AI", "％", "１２"]
    assert unite_forms(pd.Series([], dtype="str")).tolist() == []


OFFICES = [
    ("行政审批局长带队", "行政/审批/局长/带队"),
    ("市场监管局长、人民法院长", "市场监管/局长/、/人民/法/院长"),
    ("请农业农村局长到场", "请/农业/农村/局长/到场"),
    ("自治县长带队", "自治/县长/带队"),
    ("行政审批局长期坚持", "行政审批局/长期/坚持"),
    ("行政审批局长效机制", "行政审批局/长效机制"),
    ("青岛市长江路", "青岛市/长江路"),
    ("行政审批局局长带队", "行政审批局/局长/带队"),
    ("任局长期间", "任/局长/期间"),
]


@pytest.mark.parametrize(("text", "tokens"), OFFICES)
def test_a_body_does_not_take_the_head_of_its_office(text, tokens):
    assert cut(text, ["行政审批局", "市场监管局", "人民法院", "农业农村局", "自治县"]) == tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("园区建设中将建立机制", "园区/建设/中/将/建立/机制"),
        ("过程中将公开", "过程/中/将/公开"),
        ("基础上将推广", "基础/上/将/推广"),
        ("海军中将、上将", "海军/中将/、/上将"),
        ("企业中国有控股占三成", "企业/中/国有/控股/占/三成"),
        ("中国有句古话", "中国/有句/古话"),
        ("走访中国企业", "走访/中国/企业"),
        ("项目中共有二十个", "项目/中/共有/二十个"),
        ("检查中共发现问题", "检查/中/共/发现/问题"),
        ("学习中共中央文件和中共青岛市委文件", "学习/中共中央/文件/和/中共/青岛/市委/文件"),
        ("建设中学和小学", "建设/中学/和/小学"),
    ],
)
def test_two_words_that_the_dictionary_reads_as_one(text, tokens):
    assert cut(text) == tokens


def test_terms_of_one_call_do_not_reach_the_next():
    assert cut("落实三重一大制度", ["三重一大"]) == "落实/三重一大/制度"
    assert cut("落实三重一大制度", TERMS) == cut("落实三重一大制度") == "落实/三重/一大/制度"


def test_the_dictionary_that_jieba_shares_is_left_alone():
    import jieba

    segment(make(["深化放管服改革"]), TERMS)
    assert not jieba.dt.initialized
    assert jieba.dt.FREQ == {}


def test_a_term_must_be_something():
    with pytest.raises(ValueError, match="an empty term cannot be segmented"):
        segment(make(["放管服"]), ["放管服", ""])
    with pytest.raises(TypeError, match=r"write \['放管服'\]"):
        segment(make(["放管服"]), "放管服")


def run(folder: Path) -> subprocess.CompletedProcess:
    """PROGRAM in a new process whose temporary folder is `folder`."""
    places = dict.fromkeys(["TMPDIR", "TEMP", "TMP", "HOME", "XDG_CACHE_HOME"], str(folder))
    environment = os.environ | places | {"PYTHONHASHSEED": "1", "PYTHONPATH": str(ROOT / "src"), "PYTHONUTF8": "1"}
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", PROGRAM], env=environment, capture_output=True, encoding="utf-8"
    )


def test_another_process_agrees_is_silent_and_writes_no_cache(tmp_path):
    """On a bare machine, where sets have another order than here."""
    result = run(tmp_path)
    assert (result.stdout, result.stderr, result.returncode) == (PRINTED, "", 0)
    assert list(tmp_path.iterdir()) == []
    text = "深化放管服改革，推行双随机、一公开监管。"
    assert cut(text, {"放管服", "双随机、一公开", "一公开"}) + "\n" == PRINTED


def test_a_cache_that_somebody_has_planted_is_neither_read_nor_written(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    contents = marshal.dumps(({"深": 0, "深化": 0, "深化放": 10**9, "管服": 10**9, "管": 0}, 2 * 10**9))
    (tmp_path / "jieba.cache").write_bytes(contents)
    assert read_dictionary.__wrapped__() == read_dictionary()
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("jieba.cache", contents)]


def test_the_planted_cache_would_have_had_an_effect(tmp_path, monkeypatch):
    """jieba itself reads such a file, so the test above can fail."""
    import jieba

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(jieba.default_logger, "disabled", True)
    planted = {"深": 0, "深化": 0, "深化放": 10**9, "管": 0, "管服": 10**9}
    (tmp_path / "jieba.cache").write_bytes(marshal.dumps((planted, 2 * 10**9)))
    assert jieba.Tokenizer().lcut("深化放管服") == ["深化放", "管服"]


def test_words_and_what_is_none():
    tokens = pd.Series(
        ["法治", "一", "〇", "APP", "ＡＰＰ", "5G", "𠮷", "2021", "１２", "%", "、", "\n", "\u3000", "①", "-"]
    )
    assert tokens[is_word(tokens)].tolist() == ["法治", "一", "〇", "APP", "ＡＰＰ", "5G", "𠮷"]


def test_runs_of_words_stop_at_marks_and_passages():
    tokens = segment(make(["推进政务公开，开展", "监督检查\n"], ["检查"]))
    words = tokens[is_word(tokens["token"])]
    assert words["token"].tolist() == ["推进", "政务", "公开", "开展", "监督", "检查", "检查"]
    pairs = ngrams(words, 2)
    assert pairs["token"].tolist() == ["推进政务", "政务公开", "监督检查"]
    assert pairs[["passage_id", "start", "end"]].to_numpy().tolist() == [[0, 0, 4], [0, 2, 6], [1, 9, 13]]
    assert list(pairs.columns) == list(tokens.columns)
    assert pairs.dtypes.to_dict() == tokens.dtypes.to_dict()
    assert ngrams(words, 3)["token"].tolist() == ["推进政务公开"]
    assert ngrams(words, 4).empty
    assert ngrams(words[words["token"].ne("政务")], 2)["token"].tolist() == ["监督检查"]
    pd.testing.assert_frame_equal(ngrams(words, 1), words.reset_index(drop=True))
    with pytest.raises(ValueError, match="n must be 1 or more, not 0"):
        ngrams(words, 0)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.lists(pieces, max_size=4).map("".join), max_size=4), st.integers(1, 5))
def test_a_passage_of_k_tokens_has_k_minus_n_plus_1_runs(texts, n):
    passages = make(texts)
    tokens = segment(passages, TERMS)
    grams = ngrams(tokens, n)
    counts = tokens.groupby("passage_id").size().sub(n - 1).clip(lower=0)
    assert grams.groupby("passage_id").size().to_dict() == counts[counts.gt(0)].to_dict()
    whole = "".join(texts)
    assert [whole[start:end] for start, end in zip(grams["start"], grams["end"], strict=True)] == grams[
        "token"
    ].tolist()


def test_a_context_has_eighteen_characters_if_nothing_else_is_asked_for():
    found = concordance(make(["前" * 20 + "法治" + "后" * 20]), "法治")
    assert found[["left", "right"]].to_numpy().tolist() == [["前" * 18, "后" * 18]]


def test_words_in_context():
    passages = make(["法治政府\n", "推进法治建设。", "依法治区。"], ["法治"])
    found = concordance(passages, "法治", width=3)
    assert found.to_dict("list") == {
        "report_id": ["甲", "甲", "甲", "乙"],
        "role": ["front", "measures", "measures", "front"],
        "left": ["", "\n推进", "设。依", ""],
        "term": ["法治"] * 4,
        "right": ["政府\n", "建设。", "区。", ""],
        "start": [0, 7, 13, 0],
    }


def test_whole_tokens_in_context():
    passages = make(["法治政府\n", "推进法治建设。", "依法治区。"], ["法治"])
    tokens = segment(passages)
    assert concordance(passages, "法治", tokens=tokens)["start"].tolist() == [0, 7, 0]
    assert concordance(passages, "法治")["start"].tolist() == [0, 7, 13, 0]
    runs = concordance(passages, "法治建设", tokens=ngrams(tokens, 2), width=2)
    assert runs.to_numpy().tolist() == [["甲", "measures", "推进", "法治建设", "。依", 7]]


def test_terms_are_found_the_longest_first_in_every_form():
    passages = make(["行政执法三项制度\n", "双随机，一公开与双随机；互联网＋监管。"])
    passages = passages[passages["report_id"].eq("甲")]
    found = find_terms(passages, ["双随机", "双随机、一公开", "三项制度", "行政执法三项制度", "互联网+监管", "秒批"])
    assert found.to_dict("list") == {
        "report_id": ["甲"] * 4,
        "role": ["front", "measures", "measures", "measures"],
        "term": ["行政执法三项制度", "双随机、一公开", "双随机", "互联网+监管"],
        "start": [0, 9, 17, 21],
        "end": [8, 16, 20, 27],
    }
    assert find_terms(passages, []).empty


def test_a_piece_is_quoted_in_its_sentence():
    text = "一、立规\n制定文件3件。审查《甲法》2次；又1次！无标点9件"
    reports = pd.DataFrame({"text": [text]}, index=["甲"])
    starts = [text.index(piece) for piece in ("3件", "《甲法》", "9件")]
    ends = [starts[0] + 2, starts[1] + 4, starts[2] + 2]
    pieces = pd.DataFrame({"report_id": "甲", "start": starts, "end": ends}, index=[5, 6, 7])
    assert quote_sentences(pieces, reports).to_dict() == {
        5: "制定文件【3件】。",
        6: "审查【《甲法》】2次；又1次！",
        7: "无标点【9件】",
    }


def test_context_ends_where_passages_are_left_out():
    passages = make(["甲乙", "丙丁", "戊己"]).query("passage_id != 1")
    assert concordance(passages, "戊")[["left", "right"]].to_numpy().tolist() == [["", "己"]]
    assert concordance(passages, "乙")[["left", "right"]].to_numpy().tolist() == [["甲", ""]]


def test_occurrences_do_not_overlap_and_stay_within_a_passage():
    assert concordance(make(["一一一一一"]), "一一")["start"].tolist() == [0, 2]
    assert concordance(make(["推进法", "治政府"]), "法治").empty
    assert concordance(make(["a.b axb"]), "a.b")["start"].tolist() == [0]


def test_an_absent_term_gives_an_empty_frame():
    for passages in (make(["推进"]), make()):
        found = concordance(passages, "法治")
        assert found.empty
        assert list(found.columns) == ["report_id", "role", "left", "term", "right", "start"]
        assert concordance(passages, "法治", tokens=segment(passages)).empty


def test_an_empty_term_is_refused():
    with pytest.raises(ValueError, match="name a word"):
        concordance(make(["推进"]), "")


@settings(deadline=None, max_examples=20)
@given(
    st.lists(st.text("法治政。\n", max_size=8), max_size=5), st.text("法治", min_size=1, max_size=2), st.integers(0, 9)
)
def test_context_is_the_text(texts, term, width):
    passages = make(texts)
    whole = "".join(texts)
    found = concordance(passages, term, width=width)
    assert len(found) == sum(text.count(term) for text in texts)
    for row in found.itertuples():
        end = row.start + len(term)
        assert (row.left, row.right) == (whole[max(0, row.start - width) : row.start], whole[end : end + width])


def test_words_are_quoted_from_as_many_reports_as_there_are():
    passages = make(["普法，普法，普法。"], ["调解和普法。"])
    lines = quote_words(passages, segment(passages), ["普法", "调解", "没有"], most=2)
    assert lines["term"].to_list() == ["普法", "普法", "调解"]
    assert lines.loc[lines["term"].eq("普法"), "report_id"].nunique() == 2
    assert quote_words(passages, segment(passages), [], most=2).empty


def test_strings_are_counted_as_a_concordance_finds_them():
    texts = ["ＡＰＰ与APP，政务政务", "务政务", "一一一"]
    rows = [("甲", f"甲-{n}", "plan", text, 10 * n, 10 * n + len(text)) for n, text in enumerate(texts)]
    passages = pd.DataFrame(rows, columns=["report_id", "passage_id", "role", "text", "start", "end"])
    terms = ["APP", "政务", "务政", "一一", "普法"]
    found = count_strings(passages, terms)
    assert found.to_dict() == {term: len(concordance(passages, term)) for term in terms}
    assert found["APP"] == 2


def test_words_are_quoted_with_all_that_stands_around_them():
    columns = ["report_id", "passage_id", "role", "text", "start", "end"]
    passages = pd.DataFrame(
        [("甲", "甲-0", "plan", "推进", 0, 2), ("甲", "甲-1", "plan", "普法", 2, 4)], columns=columns
    )
    tokens = segment(passages)
    assert quote_words(passages, tokens, ["普法"], most=1)["left"].to_list() == [""]
    assert quote_words(passages, tokens, ["普法"], most=1, whole=True)["left"].to_list() == ["推进"]
