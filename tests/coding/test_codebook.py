"""The repository's codebook, and what is refused in a wrong one."""

import shutil

import pandas as pd
import pytest

from helpers.coding.codebook import codes_in_force, label_codes, load_codebook, load_cues, load_schemes
from helpers.errors import CorpusError
from helpers.gold.pairing import match_items
from helpers.gold.tables import load_gold
from helpers.places import ROOT

CODEBOOK = ROOT / "corpus" / "codebook"
SHORT = {
    **{
        "G1": "法治思想学习",
        "G2": "职能与服务",
        "G3": "制度体系",
        "G4": "决策",
        "G5": "执法",
        "G6": "应急",
        "G7": "纠纷化解",
    },
    **{"G8": "监督制约", "G9": "数字法治", "G10": "组织推进"},
    **{"K1": "人员队伍", "K2": "意识与能力", "K3": "职责衔接", "K4": "制度文件", "K5": "执法监督", "K6": "数据与平台"},
    **{"K7": "宣传与培训", "K8": "统筹推进"},
}
OUTLINE_2015 = {
    "G2": "依法全面履行政府职能",
    "G3": "完善依法行政制度体系",
    "G4": "推进行政决策科学化、民主化、法治化",
    "G5": "坚持严格规范公正文明执法",
    "G7": "依法有效化解社会矛盾纠纷",
    "G8": "强化对行政权力的制约和监督",
    "G10": "全面提高政府工作人员法治思维和依法行政能力",
}


@pytest.fixture
def corpus(tmp_path):
    """A corpus folder with a copy of the repository's codebook."""
    shutil.copytree(CODEBOOK, tmp_path / "codebook")
    for file in (tmp_path / "codebook").iterdir():
        file.chmod(0o644)
    return tmp_path


def test_a_code_is_in_force_from_its_first_year_to_its_last():
    rows = {"old": [pd.NA, 2020], "new": [2021, pd.NA], "one": [2020, 2020]}
    book = pd.DataFrame.from_dict(rows, orient="index", columns=["valid_from", "valid_to"], dtype="Int64")
    years = pd.Series([2019, 2020, 2021, pd.NA], dtype="Int64")
    assert codes_in_force(book, years).to_dict("list") == {
        "old": [True, True, False, True],
        "new": [False, False, True, True],
        "one": [False, True, False, True],
    }


def edit(corpus, name, old, new):
    file = corpus / "codebook" / name
    text = file.read_text(encoding="utf-8-sig")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8-sig")


def table(corpus, name, *lines):
    (corpus / "codebook" / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def refusal(corpus, load, scheme="domain"):
    with pytest.raises(CorpusError) as caught:
        load(scheme, corpus)
    return str(caught.value).splitlines()


def test_codes_and_their_labels():
    domains, capacities = load_codebook("domain"), load_codebook("capacity")
    assert domains["short"].to_dict() | capacities["short"].to_dict() == SHORT
    assert domains["outline_2015"].dropna().to_dict() == OUTLINE_2015
    assert domains["valid_from"].dropna().to_dict() == {"G1": 2021, "G9": 2021}
    assert capacities["valid_from"].isna().all()
    assert set(capacities["source"]) == {"本项目归纳的类目，非官方分类"}
    for codes in (domains, capacities):
        assert codes[["definition", "includes", "excludes", "label_en"]].notna().all(axis=None)
        assert codes["valid_to"].isna().all()


@pytest.mark.parametrize("scheme", ["domain", "capacity"])
def test_labels_and_cues_agree_with_the_guide(scheme):
    guide = (CODEBOOK / "GUIDE.md").read_text(encoding="utf-8")
    codes, cues = load_codebook(scheme), load_cues(scheme)
    for code, label in codes["label_zh"].items():
        assert f"{code} {label}" in guide
    assert set(cues["code"].dropna()) == set(codes.index)
    assert set(cues["source"]) <= {"纲要2021", "纲要2015", "指南", "通用"}
    assert cues.groupby("code").size().min() >= 10
    assert cues.loc[cues["weight"] > 0, "cue"].str.len().between(2, 16).all()


def test_examples_stand_in_items_that_are_coded_so(corpus_reports, corpus_items):
    """Two examples a code, as far as the reports have them: words of an item that has the code in the coding."""
    gold, items = load_gold(ROOT / "corpus"), corpus_items
    coded = gold["codes"][gold["codes"]["pass_id"] == "codes-adjudicated"]
    coded = coded.merge(match_items(corpus_reports, items, gold), on=["report_id", "n"]).merge(
        items[["item_id", "text"]]
    )
    for scheme in load_schemes().index:
        rows = coded[coded["scheme"] == scheme]
        if rows.empty:  # a new scheme, which nobody has coded
            continue
        book = load_codebook(scheme)
        assert book["borderline"].notna().all()
        examples = book[["example_1", "example_2"]].stack().dropna()
        assert set(book.index) - {code for code, _ in examples.index} == (set() if scheme != "domain" else {"G6"})
        for (code, _), example in examples.items():
            report_id, words = example.split("：", 1)
            own = rows[(rows["code"] == code) & (rows["report_id"] == report_id)]["text"]
            assert own.str.contains(words, regex=False).any(), f"{code}: {example}"


def test_a_corpus_without_a_codebook_uses_the_repositorys(tmp_path):
    assert load_codebook("domain", tmp_path).equals(load_codebook("domain"))
    assert load_cues("capacity", tmp_path).equals(load_cues("capacity"))


def test_a_codebook_saved_by_a_chinese_spreadsheet(corpus):
    for file in (corpus / "codebook").glob("*.csv"):
        file.write_bytes(file.read_text(encoding="utf-8-sig").replace("\n", "\r\n").encode("gb18030"))
    assert load_codebook("domain", corpus).equals(load_codebook("domain"))
    assert load_cues("domain", corpus).equals(load_cues("domain"))


def test_the_schemes_and_what_they_code():
    schemes = load_schemes()
    assert schemes["roles"].head(4).to_dict() == {
        "domain": ("measures", "leadership", "shortcomings", "plan"),
        "capacity": ("shortcomings",),
        "specificity": ("shortcomings",),
        "cause": ("shortcomings",),
    }
    assert schemes["headings"].head(4).to_list() == [True, True, False, False]
    assert load_codebook("specificity").index.to_list() == ["hedged", "concrete", "quantified"]
    assert load_codebook("cause").index.to_list() == ["stated"]


def test_wrong_schemes_are_refused_all_at_once(corpus):
    table(
        corpus,
        "schemes.csv",
        "scheme,label_zh,label_en,roles,codes,cues,headings,source",
        "domain,领域,Domain,measures preface,domains.csv,domain_cues.csv,yes,own",
        "Domain,领域,Domain,plan,domains.csv,domain_cues.csv,yes,own",
        "domain_heading,领域,Domain,plan,domains.csv,domain_cues.csv,maybe,own",
        "domain,领域,Domain,plan,domains.csv,,yes,own",
    )
    with pytest.raises(CorpusError) as caught:
        load_schemes(corpus)
    named = "name it in small letters a to z, not ending in _heading"
    assert str(caught.value).splitlines() == [
        "codebook/schemes.csv, row 5: cues is blank; fill it in",
        "codebook/schemes.csv, row 5: 'domain' stands twice; remove one",
        "codebook/schemes.csv, row 2: roles has 'preface'; it lists some of measures, leadership, shortcomings, plan",
        f"codebook/schemes.csv, row 3: scheme is 'Domain'; {named}",
        f"codebook/schemes.csv, row 4: scheme is 'domain_heading'; {named}",
        "codebook/schemes.csv, row 4: headings is 'maybe'; it is yes or no",
    ]


def test_what_must_be_filled_in(corpus):
    """Of schemes everything; of codes all but what is in and out and the years."""
    table(corpus, "capacities.csv", HEADER + ",note", ",,,,,,,,,,x")
    names = ["code", "label_zh", "label_en", "short", "definition", "source"]
    assert refusal(corpus, load_codebook, "capacity") == [
        f"codebook/capacities.csv, row 2: {name} is blank; fill it in" for name in names
    ]
    names = ["scheme", "label_zh", "label_en", "roles", "codes", "cues", "headings", "source"]
    table(corpus, "schemes.csv", ",".join([*names, "note"]), "," * len(names) + "x")
    with pytest.raises(CorpusError) as caught:
        load_schemes(corpus)
    assert str(caught.value).splitlines() == [
        f"codebook/schemes.csv, row 2: {name} is blank; fill it in" for name in names
    ]


def test_a_scheme_that_is_not_there(corpus):
    schemes = ", ".join(load_schemes().index)
    assert refusal(corpus, load_codebook, "topic") == [
        f"codebook/schemes.csv: there is no scheme 'topic'; it has {schemes}; add a row, or ask for one of these"
    ]
    edit(corpus, "schemes.csv", "cause.csv,cause_cues.csv", "causes.csv,cause_cues.csv")
    assert refusal(corpus, load_codebook, "cause") == [
        f"codebook/causes.csv is missing in {corpus}; put it there, or remove the folder codebook"
    ]


HEADER = "code,label_zh,label_en,short,definition,includes,excludes,valid_from,valid_to,source"


def test_wrong_codes_are_refused_all_at_once(corpus):
    table(
        corpus,
        "domains.csv",
        HEADER,
        "G1,审批,Approval,审批,,,,,,own",
        "G2,执法,Enforcement,执法,Enforcing,,,2025,2021,own",
        "",
        "G2,监督,Checks,监督制约与权力运行,Checks,,,last year,,own",
        ",应急,Emergencies,应急,Emergencies,,,,,own",
    )
    assert refusal(corpus, load_codebook) == [
        "codebook/domains.csv, row 2 (G1): definition is blank; fill it in",
        "codebook/domains.csv, row 3 (G2): valid_from 2025 comes after valid_to 2021; exchange or correct them",
        "codebook/domains.csv, row 5 (G2): 'last year' is no report year; write it as 2021, or leave it blank",
        "codebook/domains.csv, row 5 (G2): short is '监督制约与权力运行', which is over six characters; shorten it",
        "codebook/domains.csv, row 6: code is blank; fill it in",
        "codebook/domains.csv, row 5 (G2): this code stands twice; remove or rename one",
    ]


def test_domains_of_some_years_are_counted_under_those_of_all():
    assert load_codebook("domain")["harmonised"].to_dict() == {
        **{"G1": "G10", "G2": "G2", "G3": "G3", "G4": "G4", "G5": "G5", "G6": "G6", "G7": "G7", "G8": "G8"},
        **{"G9": "G2", "G10": "G10"},
    }


def test_without_a_crosswalk_codes_of_all_years_stand_for_themselves(corpus):
    rows = ("G1,审批,Approval,审批,A,,,2021,,own", "G2,执法,Enforcement,执法,E,,,,,own")
    table(corpus, "domains.csv", HEADER, *rows)
    assert load_codebook("domain", corpus)["harmonised"].fillna("").to_dict() == {"G1": "", "G2": "G2"}


def test_a_crosswalk_leads_to_codes_of_all_years(corpus):
    rows = ("G1,审批,Approval,审批,A,,,2021,,own,G1", "G2,执法,Enforcement,执法,E,,,,,own,G7")
    table(corpus, "domains.csv", f"{HEADER},harmonised", *rows)
    assert refusal(corpus, load_codebook) == [
        "codebook/domains.csv, row 2 (G1): harmonised is 'G1', which has years of its own; "
        "name a code without valid_from, valid_to",
        "codebook/domains.csv, row 3 (G2): harmonised is 'G7', which is no code of this table; correct it",
    ]


def test_wrong_cues_are_refused_all_at_once(corpus):
    table(
        corpus,
        "capacity_cues.csv",
        "code,cue,weight,where,source",
        "K1,人手不足,3,any,own",
        "K9,编制,3,any,own",
        "K1,人手不足,2,body,own",
        "K2,意识,strong,any,own",
        "K2,能力,-1,any,own",
        "K2,,1,any,own",
        "K3,衔接,1,title,own",
        ",协调,1,any,own",
        ",统筹协调,0,any,own",
        "K1,####人,1,any,own",
        "K3,督察,,,own",
    )
    known = "K1, K2, K3, K4, K5, K6, K7, K8"
    assert refusal(corpus, load_cues, "capacity") == [
        f"codebook/capacity_cues.csv, row 3 (编制): code is 'K9'; capacities.csv has {known}",
        "codebook/capacity_cues.csv, row 4 (人手不足): row 2 has this cue for K1 too; remove one",
        "codebook/capacity_cues.csv, row 5 (意识): weight is 'strong', which is no number from 0 up; correct it",
        "codebook/capacity_cues.csv, row 6 (能力): weight is '-1', which is no number from 0 up; correct it",
        "codebook/capacity_cues.csv, row 7: cue is blank; fill it in, or remove the row",
        "codebook/capacity_cues.csv, row 8 (衔接): where is 'title'; it is one of heading, body, any",
        f"codebook/capacity_cues.csv, row 9 (协调): code is blank; capacities.csv has {known}",
        "codebook/capacity_cues.csv, row 11 (####人): a cue has up to 40 characters and 3 #; shorten it",
        "codebook/capacity_cues.csv, row 12 (督察): weight is blank, which is no number from 0 up; correct it",
        "codebook/capacity_cues.csv, row 12 (督察): where is blank; it is one of heading, body, any",
    ]


def test_what_is_just_allowed_and_what_no_longer_is(corpus):
    """Six characters of a short label, one year or the same twice; a cue of 40 with three #, a weight of 0 or .5."""
    rows = ["K1,甲,A,一二三四五六,A,,,2021,2021,own", "K2,乙,B,乙,B,,,2021,,own", "K3,丙,C,丙,C,,,,2021,own"]
    table(corpus, "capacities.csv", HEADER, *rows)
    cues = ["K1," + "办" * 37 + "###,0.5,any,own", "K1,乙,0,any,own", ",丙,0.0,any,own"]
    table(corpus, "capacity_cues.csv", "code,cue,weight,where,source", *cues)
    years = load_codebook("capacity", corpus)[["valid_from", "valid_to"]].astype(object).fillna("-")
    assert years.to_numpy().tolist() == [[2021, 2021], [2021, "-"], ["-", 2021]]
    assert load_cues("capacity", corpus)["weight"].to_list() == [0.5, 0, 0]
    cues = ["K1," + "办" * 41 + ",1,any,own", "K1,乙,inf,any,own", "K1,丙,,any,own", "K1,丁,1,,own"]
    table(corpus, "capacity_cues.csv", "code,cue,weight,where,source", *cues)
    said = [line.partition(": ")[2] for line in refusal(corpus, load_cues, "capacity")]
    assert said[:2] == [
        "a cue has up to 40 characters and 3 #; shorten it",
        "weight is 'inf', which is no number from 0 up; correct it",
    ]
    assert len(said) == 4
    table(corpus, "capacities.csv", HEADER, "K1,甲,A,一二三四五六七,A,,,2022,2021,own", ",乙,B,乙,B,,,,21,own")
    assert refusal(corpus, load_codebook, "capacity") == [
        "codebook/capacities.csv, row 2 (K1): short is '一二三四五六七', which is over six characters; shorten it",
        "codebook/capacities.csv, row 2 (K1): valid_from 2022 comes after valid_to 2021; exchange or correct them",
        "codebook/capacities.csv, row 3: code is blank; fill it in",
        "codebook/capacities.csv, row 3: '21' is no report year; write it as 2021, or leave it blank",
    ]


def test_a_cue_that_is_the_same_when_folded_stands_twice(corpus):
    rows = ["K1,“互联网＋”,1,body,own", 'K1,"""互联网+""",1,any,own', "K2,互联网＋,1,any,own"]
    table(corpus, "capacity_cues.csv", "code,cue,weight,where,source", *rows)
    place = "codebook/capacity_cues.csv, row 3"
    assert refusal(corpus, load_cues, "capacity") == [f'{place} ("互联网+"): row 2 has this cue for K1 too; remove one']


def test_one_cue_may_have_two_weights_by_place(corpus):
    table(corpus, "capacity_cues.csv", "code,cue,weight,where,source", "K1,人手,3,heading,own", "K1,人手,1,body,own")
    assert load_cues("capacity", corpus)["weight"].tolist() == [3, 1]


def test_a_missing_column_a_missing_file_and_a_broken_row(corpus):
    edit(corpus, "domain_cues.csv", "code,cue,weight,where,source\n", "code,cue,points,where,source\n")
    assert refusal(corpus, load_cues) == ["codebook/domain_cues.csv, row 1: the column weight is missing; add it"]
    table(corpus, "capacity_cues.csv", "code,cue,weight,where,source", "K1,人手不足,3,any,own,and more")
    assert refusal(corpus, load_cues, "capacity") == [
        "codebook/capacity_cues.csv, row 2: 6 cells, the header has 5; a text with a comma stands in quotes"
    ]
    table(corpus, "capacities.csv", HEADER, 'K1,人员,People,人员,"Too few,,,,,own')
    assert refusal(corpus, load_codebook, "capacity") == [
        "codebook/capacities.csv: no table (unexpected end of data); save it from the spreadsheet as CSV UTF-8"
    ]
    table(corpus, "capacities.csv", HEADER + ",code")
    assert refusal(corpus, load_codebook, "capacity") == [
        "codebook/capacities.csv, row 1: the column code stands twice; remove or rename one"
    ]
    (corpus / "codebook" / "domains.csv").unlink()
    assert refusal(corpus, load_codebook) == [
        f"codebook/domains.csv is missing in {corpus}; copy it from {ROOT / 'corpus' / 'codebook'}, or remove the "
        "folder codebook"
    ]


def test_every_code_is_called_by_its_short_label_and_in_english():
    labels = label_codes("capacity")
    assert list(labels) == [*load_codebook("capacity").index, "未编码"]
    assert labels["K1"] == (
        "K1 " + load_codebook("capacity").loc["K1", "short"],
        "K1 " + load_codebook("capacity").loc["K1", "label_en"],
    )
