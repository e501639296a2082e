"""Titles and names in quotation marks, in invented sentences."""

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers.errors import CorpusError
from helpers.extraction.citations import CITATIONS, PROGRAMMES, find_citations, find_programmes
from helpers.extraction.laws import load_laws


def make(*texts: str) -> pd.DataFrame:
    starts = [sum(map(len, texts[:i])) for i in range(len(texts))]
    rows = [
        ("甲", f"甲-{i}", "measures", text, start) for i, (text, start) in enumerate(zip(texts, starts, strict=True))
    ]
    return pd.DataFrame(rows, columns=["report_id", "passage_id", "role", "text", "start"])


def read(text: str, *columns: str) -> list:
    found = find_citations(make(text))[list(columns)]
    return found[columns[0]].tolist() if len(columns) == 1 else [tuple(row) for row in found.to_numpy()]


def test_a_citation_whole():
    citations = find_citations(make("一、学习\n", "学习《行政处罚法》。"))
    assert citations["version"].isna().all()
    assert citations.drop(columns="version").to_dict("records") == [
        {
            "report_id": "甲",
            "passage_id": "甲-1",
            "role": "measures",
            "text": "行政处罚法",
            "name": "中华人民共和国行政处罚法",
            "kind": "law",
            "reason": "laws.csv",
            "start": 8,
            "end": 13,
        }
    ]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("《甲》《乙》、《甲》", ["甲", "乙", "甲"]),
        ("《关于印发〈甲方案〉的通知》", ["关于印发〈甲方案〉的通知", "甲方案"]),
        ("《贯彻<甲条例（试行）>细则》", ["贯彻<甲条例（试行）>细则", "甲条例（试行）"]),
        ("《关于印发《甲方案》的通知》", ["关于印发《甲方案》的通知", "甲方案"]),
        ("＜甲规划＞和<乙规划>", ["甲规划", "乙规划"]),
        ("占比<5%，且>3%", []),
        ("<br>《》《 》", []),
        ("《甲和《乙》", ["乙"]),
        ("甲》和《乙》", ["乙"]),
        ("《甲\n《乙》", ["乙"]),
        ("《" + "长" * 201 + "》《乙》", ["乙"]),
        ("《" + "长" * 200 + "》", ["长" * 200]),
        ("《甲》》乙》", ["甲"]),
        ("《甲〈乙》丙〉", ["甲〈乙"]),
        ("〈甲，乙〉<丙，丁>", ["甲，乙"]),
        ("《123》", []),
        ("《甲" * 9 + "》" * 9, ["甲" + "《甲" * n + "》" * n for n in reversed(range(8))]),
    ],
)
def test_brackets(text, titles):
    assert read(text, "text") == titles


@pytest.mark.parametrize(
    ("title", "kind", "reason"),
    [
        ("某某新法", "law", "ends in 法"),
        ("某某办法", "regulation", "ends in 规定, 办法, 细则, 准则 or 章程"),
        ("某某市容条例", "regulation", "ends in 条例"),
        ("山东省某某办法（试行）", "regulation", "rules of a province"),
        ("某某市某某规定", "regulation", "rules of a city"),
        ("青岛市某某区某某规定", "document", "rules of a department or of an authority below the city"),
        ("某某局某某办法", "document", "rules of a department or of an authority below the city"),
        ("党组议事规则", "document", "rules of procedure or a system"),
        ("本区行政执法程序", "document", "rules of procedure or a system"),
        ("市场准入负面清单草案(试点版)", "document", "a working document"),
        ("某某工作方案", "policy", "a plan, opinion or notice"),
        ("关于某某的实施意见(试行)", "policy", "a plan, opinion or notice"),
        ("某某责任清单", "document", "a working document"),
        ("某某论述摘编", "other", "a book or a speech"),
        ("法治100问", "other", "a book or a speech"),
        ("局长访谈", "other", "no official ending"),
        ("国务院某某解释", "regulation", "rules of a central authority"),
        ("某某解释", "other", "no official ending"),
        ("内蒙古自治区某某办法", "regulation", "rules of a province"),
        ("西藏自治区某某办法", "regulation", "rules of a province"),
        ("宁夏自治区某某规定", "regulation", "rules of a province"),
        ("广西壮族自治区某某细则", "regulation", "rules of a province"),
        ("黑龙江省某某办法", "regulation", "rules of a province"),
        ("上海市某某办法", "regulation", "rules of a province"),
        ("新疆维吾尔自治区某某县某某办法", "document", "rules of a department or of an authority below the city"),
        ("北京市某某局某某办法", "document", "rules of a department or of an authority below the city"),
        ("某某办法草案", "regulation", "ends in 规定, 办法, 细则, 准则 or 章程"),
        ("某某草案", "other", "no official ending"),
        ("某某方案（试行）（2021年）", "policy", "a plan, opinion or notice"),
        ("某某做法", "other", "no official ending"),
    ],
)
def test_kinds_with_their_reason(title, kind, reason):
    assert read(f"《{title}》", "kind", "reason", "name") == [(kind, reason, title)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("制定《普法办法》", "document"),
        ("出台了全区《普法办法》", "document"),
        ("我局《普法办法》", "document"),
        ("本区《普法办法》", "document"),
        ("对《普法办法》等8件镇政府规范性文件", "document"),
        ("《普法办法》一二三四五六七八九十甲乙丙丁规范性文件", "document"),
        # made by another, or too far away to tell
        ("《普法办法》一二三四五六七八九十甲乙丙丁戊规范性文件", "regulation"),
        ("落实《普法办法》", "regulation"),
        ("我省《普法办法》", "regulation"),
        ("制定。《普法办法》", "regulation"),
        ("出台了全区各镇各部门的《普法办法》", "regulation"),
        ("落实《普法办法》，规范性文件", "regulation"),
        # not rules, whoever made them
        ("制定《普法条例》", "regulation"),
        ("制定《普法方案》", "policy"),
    ],
)
def test_rules_of_its_own_are_documents(text, kind):
    assert read(text, "kind") == [kind]


def test_what_the_authority_made_is_told_of_each_title():
    assert read("制定《普法办法》《执法办法》", "text", "kind") == [
        ("普法办法", "document"),
        ("执法办法", "regulation"),
    ]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("民法典", "中华人民共和国民法典"),
        ("中华人民共和国民法典", "中华人民共和国民法典"),
        ("党章", "中国共产党章程"),
        ("法治政府建设实施纲要(2021-2025)", "法治政府建设实施纲要（2021－2025年）"),
        ("法治政府建设实施纲要（２０２１—２０２５年）", "法治政府建设实施纲要（2021－2025年）"),
        ("法治政府建设实施纲要(20212025年)", "法治政府建设实施纲要（2021－2025年）"),
        ("某某法", "某某法"),
    ],
)
def test_short_and_full_names_are_one(printed, name):
    assert read(f"《{printed}》", "name", "text") == [(name, printed)]


def test_a_short_name_that_the_report_gives_itself():
    text = "依据《某某市建设方案（2021－2025年）》（以下简称《方案》），落实《方案》，另见《新规划》。"
    assert read(text, "text", "name", "reason") == [
        ("某某市建设方案（2021－2025年）", "某某市建设方案（2021－2025年）", "a plan, opinion or notice"),
        ("方案", "某某市建设方案（2021－2025年）", "以下简称"),
        ("方案", "某某市建设方案（2021－2025年）", "以下简称"),
        ("新规划", "新规划", "a plan, opinion or notice"),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("《甲方案》（简称“乙方案”），落实《乙方案》", "甲方案"),
        ("《民法典》（以下简称《乙方案》），落实《乙方案》", "中华人民共和国民法典"),
        ("《甲方案》（简称《乙方案》）、《丙方案》（简称《乙方案》），落实《乙方案》", "甲方案"),
        ("《甲方案》。以下简称《乙方案》，落实《乙方案》", "乙方案"),
        ("《甲方案》、《丙方案》（简称《乙方案》），落实《乙方案》", "丙方案"),
        ("《甲方案》（下称《乙方案》），落实《乙方案》", "甲方案"),
        ("《甲方案》（下简称《乙方案》），落实《乙方案》", "甲方案"),
        ("《甲方案》（某发〔2021〕3号，以下简称“乙方案”），落实《乙方案》", "甲方案"),
        ("《甲方案》（以下简称乙方案），落实《乙方案》", "甲方案"),
        ("《甲方案》（以下简称为〈乙方案〉），落实《乙方案》", "甲方案"),
        ("《甲方案》（以下称 《乙方案》），落实《乙方案》", "甲方案"),
    ],
)
def test_whose_short_name_it_is(text, name):
    assert read(text, "name")[-1] == name


def test_a_short_name_holds_in_its_report_alone_and_to_its_end():
    first = make("依据《甲方案》（简称《方案》）。", "落实《方案》。")
    other = make("落实《方案》。").assign(report_id="乙")
    later = make("落实《方案》。").assign(passage_id="甲-9", start=90)
    citations = find_citations(pd.concat([first, later, other], ignore_index=True)).fillna({"name": "not known"})
    assert citations[["report_id", "passage_id", "name", "start", "end"]].to_numpy().tolist() == [
        ["甲", "甲-0", "甲方案", 3, 6],
        ["甲", "甲-0", "甲方案", 11, 13],
        ["甲", "甲-1", "甲方案", 19, 21],
        ["甲", "甲-9", "甲方案", 93, 95],
        ["乙", "甲-0", "not known", 3, 5],
    ]


def test_two_printed_forms_in_a_report_take_the_first():
    assert read("《甲规划（2021-2025）》《甲规划（2021—2025年）》", "name") == ["甲规划（2021-2025）"] * 2


def test_any_dot_between_the_words_of_a_title():
    dots = ["·", "•", "．", "‧", "・", "･", " · ", "."]
    printed = [f"某省标准{dot}计量条例" for dot in dots]
    assert read("".join(f"《{title}》" for title in printed), "text", "name") == [
        (title, "某省标准·计量条例") for title in printed
    ]
    assert read("《某市标准•计量条例》", "name") == ["某市标准·计量条例"]
    assert read("《某软件2.0指南》《某软件20指南》", "name") == ["某软件2.0指南", "某软件20指南"]


@pytest.mark.parametrize(
    ("text", "name", "version"),
    [
        ("《行政诉讼法（2017年修正）》", "中华人民共和国行政诉讼法", "2017年修正"),
        ("《中华人民共和国行政诉讼法(２０１７修订)》", "中华人民共和国行政诉讼法", "２０１７修订"),
        ("《行政处罚法》（2021年修订）", "中华人民共和国行政处罚法", "2021年修订"),
        ("《行政处罚法〔二〇二一年修订〕》", "中华人民共和国行政处罚法", "二〇二一年修订"),
        ("《行政处罚法（2021年）》", "中华人民共和国行政处罚法", "2021年"),
        ("《行政处罚法（新修订）》", "中华人民共和国行政处罚法", "新修订"),
        ("《食品安全法（2018年12月29日第一次修正）》", "中华人民共和国食品安全法", "2018年12月29日第一次修正"),
        ("《某湖条例2019修正》", "某湖条例", "2019修正"),
        ("《某湖条例（2019年修正文本）》", "某湖条例", "2019年修正文本"),
        ("《某湖目录（2019年本）》", "某湖目录", "2019年本"),
        ("《某湖办法（试行）（2021年修订）》", "某湖办法（试行）", "2021年修订"),
        # parts of the name
        ("《某湖办法（试行）》", "某湖办法（试行）", None),
        ("《某湖条例（修订草案）》", "某湖条例（修订草案）", None),
        ("《某湖要点（2021年）》", "某湖要点（2021年）", None),
        ("《某湖规划（2021－2025年）》", "某湖规划（2021－2025年）", None),
        ("《某湖修正案（二）》", "某湖修正案（二）", None),
        ("《（2017年修正）条例》", "（2017年修正）条例", None),
        ("《某湖条例》（见2017年版）", "某湖条例", None),
    ],
)
def test_a_version_is_no_part_of_the_name(text, name, version):
    found = read(text, "name", "version")[0]
    assert (found[0], None if pd.isna(found[1]) else found[1]) == (name, version)


def test_versions_of_an_act_are_one():
    assert read("《某湖条例（2019修正）》《某湖条例》《某湖条例(2010修订)》", "name") == ["某湖条例"] * 3


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("《某湖条例》施行，学习《条例》", "某湖条例"),
        ("《某湖条例》《某山条例》施行，学习《条例》", "某山条例"),
        ("《某湖条例》施行，落实《某湖办法》，学习《条例》", "某湖条例"),
        ("《某湖条例（2019修正）》施行，学习《条例》", "某湖条例"),
        ("《某湖办法（试行）》施行，落实《办法》", "某湖办法（试行）"),
        ("《某湖规划（2021－2025年）》印发，落实《规划》", "某湖规划（2021－2025年）"),
        ("《某湖工作方案》印发，落实《工作方案》", "某湖工作方案"),
        ("《关于印发〈某湖方案〉的通知》，落实《方案》", "某湖方案"),
        ("《民法典》《专利法》施行，学习《法》", "中华人民共和国专利法"),
        ("《专利法》和《某湖办法》施行，学习《法》", "中华人民共和国专利法"),
        ("《某湖条例》（简称《条例》）、《某山条例》施行，学习《条例》", "某湖条例"),
        # not said of what
        ("学习《条例》", None),
        ("学习《条例》，《某湖条例》施行", None),
        ("《某湖办法》施行，学习《条例》", None),
        ("《某湖方案》印发，落实《实施方案》", None),
        ("落实《规定（试行）》", None),
    ],
)
def test_a_bare_title_is_the_last_one_named_before(text, name):
    last = text.find("《条例》") if text.startswith("学习") else text.rfind("《")
    found = find_citations(make(text)).set_index("start")["name"][last + 1]
    assert (None if pd.isna(found) else found) == name


def test_a_bare_title_takes_the_last_one_at_each_place():
    text = "学习《条例》。《某湖条例》施行，学习《条例》。《某山条例》施行，学习《条例》。"
    assert find_citations(make(text))["name"].fillna("-").tolist() == ["-", *["某湖条例"] * 2, *["某山条例"] * 2]


def test_a_bare_title_looks_in_its_own_report_alone():
    first, other = make("《某湖条例》施行。"), make("学习《条例》。").assign(report_id="乙")
    assert find_citations(pd.concat([first, other], ignore_index=True))["name"].isna().tolist() == [False, True]


def test_programmes():
    text = "深化“放管服”“一张图、一本账”改革，结合“4·15”“4.15”，提出“要坚持，要加强”，落实‘三项制度’。"
    found = find_programmes(make(text))
    assert found["text"].tolist() == ["放管服", "一张图、一本账", "三项制度"]
    assert [text[a:b] for a, b in zip(found["start"], found["end"], strict=True)] == found["text"].tolist()


def test_a_name_has_up_to_sixteen_characters():
    assert find_programmes(make("“" + "长" * 16 + "”“" + "长" * 17 + "”"))["text"].tolist() == ["长" * 16]


def test_no_passages_give_empty_frames():
    assert find_citations(make()).dtypes.astype(str).to_dict() == CITATIONS
    assert find_programmes(make()).dtypes.astype(str).to_dict() == PROGRAMMES


@settings(deadline=None, max_examples=20)
@example(["落实《甲法》，", "制定〈乙办法〉和《丙条例》。"])  # what is drawn is seldom a citation
@given(st.lists(st.text("《》〈〉<>“”甲法（）\n，。", max_size=20) | st.text(max_size=20), max_size=3))
def test_offsets_are_true(texts):
    whole = "".join(texts)
    for found in (find_citations(make(*texts)), find_programmes(make(*texts))):
        assert [whole[a:b] for a, b in zip(found["start"], found["end"], strict=True)] == found["text"].tolist()
        assert found["start"].is_monotonic_increasing


def test_the_corpus_has_a_row_for_every_title(corpus_reports, corpus_passages):
    citations = find_citations(corpus_passages)
    assert citations["report_id"].value_counts().to_dict() == corpus_reports["text"].str.count("《").to_dict()


def test_the_table_of_laws_unites_nothing_twice():
    laws = load_laws()
    assert laws.groupby("name")["kind"].nunique().eq(1).all()
    assert laws.notna().all().all()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("民法典,中华人民共和国民法典,lex,x", "laws.csv, row 2: kind is 'lex'; it is one of law"),
        ("民法典,中华人民共和国民法典,law,", "laws.csv, row 2: source is blank; fill it in"),
        ("甲法,甲,law,x\n《甲法》,乙,law,x", "laws.csv, row 3: '甲法' stands twice; remove one"),
    ],
)
def test_a_wrong_table_of_laws(tmp_path, rows, message):
    (tmp_path / "codebook").mkdir()
    (tmp_path / "codebook" / "laws.csv").write_text(f"short,name,kind,source\n{rows}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match="laws.csv") as error:
        load_laws(tmp_path)
    assert message in str(error.value)
