"""The table of laws: what unites two printed forms, what the repository has, what is refused."""

import pandas as pd
import pytest

from helpers.errors import CorpusError
from helpers.extraction.citations import find_citations
from helpers.extraction.laws import key_title, load_laws


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("《船舶条例》", "船舶条例"),
        ("船舶条例（试行）", "船舶条例(试行)"),
        ("船舶 “安全”\n条例", "船舶安全条例"),
        ("船舶规划（2016年—2020年）", "船舶规划（2016-2020年）"),
        ("船舶规划（2016－2020）", "船舶规划（2016至2020年）"),
        ("船舶规划2016～2020年", "船舶规划2016—2020"),
        ("船舶规划（20162020年）", "船舶规划（2016-2020）"),
    ],
    ids=["brackets", "width", "quotes and space", "years", "to", "at the end", "a lost dash"],
)
def test_forms_of_one_title(one, other):
    assert key_title(one) == key_title(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("船舶条例（试行）", "船舶条例"),
        ("船舶规划（2016—2020）", "船舶规划（2021—2025）"),
        ("船舶规划（2016年—2020年）草案", "船舶规划（2016—2020）"),
    ],
    ids=["a draft", "other years", "more behind the years"],
)
def test_forms_of_two_titles(one, other):
    assert key_title(one) != key_title(other)


def write(folder, *rows):
    (folder / "codebook").mkdir()
    lines = ["short,name,kind,source", *rows]
    (folder / "codebook" / "laws.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_a_corpus_with_laws_of_its_own(tmp_path):
    laws = load_laws(write(tmp_path, "船舶法,中华民国船舶法,law,own", "", "航规,航海规划,policy,own"))
    assert laws.to_numpy().tolist() == [
        ["船舶法", "中华民国船舶法", "law", "own"],
        ["航规", "航海规划", "policy", "own"],
    ]
    assert laws.index.to_list() == [0, 1]


def test_rows_made_when_dots_and_versions_told_forms_apart(tmp_path):
    rows = "航海·船舶法,航海船舶法,law,own", "航海•船舶法,航海船舶法,law,own", "航海法（2017年修正）,航海船舶法,law,own"
    folder = write(tmp_path, *rows)
    assert len(load_laws(folder)) == 3
    passages = pd.DataFrame({"report_id": ["甲"], "passage_id": ["甲-0"], "role": ["measures"], "start": [0]})
    passages["text"] = "《航海．船舶法》《航海法(2017年修正)》《航海法》"
    found = find_citations(passages, corpus=folder)
    assert found["name"].tolist() == ["航海船舶法", "航海船舶法", "航海法"]
    assert found["version"].dropna().tolist() == ["2017年修正"]


def test_a_corpus_without_laws_of_its_own_uses_the_repositorys(tmp_path):
    assert load_laws(tmp_path).equals(load_laws())


def test_wrong_rows_are_refused_all_at_once(tmp_path):
    folder = write(tmp_path, "船舶法,船舶法,rule,own", "《船舶 法》,航海法,law,own", "航规,,,own", "港规,港规,other,")
    with pytest.raises(CorpusError) as caught:
        load_laws(folder)
    assert str(caught.value).splitlines() == [
        "codebook/laws.csv, row 4: name is blank; fill it in",
        "codebook/laws.csv, row 4: kind is blank; fill it in",
        "codebook/laws.csv, row 5: source is blank; fill it in",
        "codebook/laws.csv, row 3: '船舶法' stands twice; remove one",
        "codebook/laws.csv, row 2: kind is 'rule'; it is one of law, regulation, policy, document, other",
    ]
