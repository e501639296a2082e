import csv
import io
import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from bench.generate import PROVINCES, Topic, Trend, Word, _make_issuers, generate, main
from helpers.commands.check import check_corpus
from helpers.corpus.load import load_corpus
from helpers.corpus.metadata import describe_reports
from helpers.structure.items import list_items
from helpers.structure.outline import parse_outline
from helpers.structure.roles import ROLE_LABELS

TOPIC = Topic(("养老托育", "残疾人", "未成年人", "留守儿童"), 0.5)


def _planted(folder: Path, kind: str) -> pd.DataFrame:
    table = pd.read_csv(folder / "planted.csv", dtype={"report_id": "str", "other_id": "str"})
    return table[table["kind"] == kind]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two issuers, three years, nothing planted."""
    folder = tmp_path_factory.mktemp("generated") / "plain"
    generate(folder, issuers=2, years=range(2019, 2022))
    return folder


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Everything planted at once."""
    folder = tmp_path_factory.mktemp("generated") / "planted"
    generate(
        folder,
        issuers=16,
        years=range(2020, 2022),
        seed=7,
        words=[Word("数字化", "approval_bureau", 4.0), Word("一站式", "bureau", 1.0)],
        trends=[Trend("智能化", 3.0)],
        topics=[TOPIC],
        returning=0.5,
        copies=0.1,
    )
    return folder


@pytest.fixture(scope="module")
def reports(planted: Path) -> pd.DataFrame:
    return load_corpus(planted)


@pytest.fixture(scope="module")
def items(reports: pd.DataFrame) -> pd.DataFrame:
    return list_items(parse_outline(reports))


def test_the_reports_are_read_as_they_were_made(corpus: Path):
    assert check_corpus(corpus) == ([], [])
    reports = load_corpus(corpus)
    passages = parse_outline(reports)
    assert len(reports) == 6 and reports["verified"].all()
    for report_id, own in passages.groupby("report_id"):
        assert set(own["role"]) == set(ROLE_LABELS), report_id
        assert own.loc[own["level"] == 1, "role"].tolist() == ["measures", "shortcomings", "leadership", "plan"]
    assert reports["n_chars"].between(4_000, 12_000).all()
    found = describe_reports(reports)
    columns = ["title", "issuer", "year", "issued_on", "level", "issuer_kind", "province"]
    assert found[columns].equals(reports[columns])


def test_a_seed_gives_the_same_bytes_and_one_issuer_more_changes_no_other(corpus: Path, tmp_path: Path):
    generate(tmp_path / "again", issuers=3, years=range(2019, 2022))
    generate(tmp_path / "other", issuers=2, years=range(2019, 2022), seed=2)
    files = sorted((corpus / "raw").iterdir())
    assert len(files) == 6 and len(list((tmp_path / "again" / "raw").iterdir())) == 9
    for file in files:
        assert (tmp_path / "again" / "raw" / file.name).read_bytes() == file.read_bytes()
        assert (tmp_path / "other" / "raw" / file.name).read_bytes() != file.read_bytes()


def test_the_manifest_says_what_it_knows(corpus: Path):
    rows = list(csv.DictReader(io.StringIO((corpus / "reports.csv").read_text("utf-8-sig"))))
    known = ["issuer", "short", "issuer_kind", "level", "province", "city", "year", "issued_on", "licence", "design"]
    assert all(row[name] for row in rows for name in known)
    assert all(row["note"].startswith("synthetic") for row in rows)
    assert Counter(row["issuer"] for row in rows).most_common(1)[0][1] == 3
    assert (corpus / "planted.csv").read_text("utf-8-sig") == "kind,what,where,size,report_id,other_id\n"


def test_no_name_of_a_source_is_left(corpus: Path):
    text = "".join(file.read_text() for file in (corpus / "raw").iterdir())
    assert not any("\ue000" <= character <= "\uf8ff" for character in text)
    assert not any(name in text for name in ("青栾", "澄陵", "即墨", "枣庄", "淄博高新"))


def test_planted_words_are_in_their_group_and_year(reports: pd.DataFrame):
    rates = {
        word: reports["text"].str.count(word) / reports["n_chars"] * 10_000 for word in ("数字化", "智能化", "一站式")
    }
    by_kind = rates["数字化"].groupby(reports["issuer_kind"]).mean()
    assert by_kind["approval_bureau"] > 2 * by_kind.drop("approval_bureau").max()
    by_year = rates["智能化"].groupby(reports["year"]).mean()
    assert 2 < by_year[2021] / by_year[2020] < 4.5
    by_kind = rates["一站式"].groupby(reports["issuer_kind"]).mean()
    assert by_kind["bureau"] < 2 * by_kind.drop("bureau").min()


def test_a_topic_stands_in_whole_items_of_its_issuers(planted: Path, reports: pd.DataFrame, items: pd.DataFrame):
    whole = items[[all(word in text for word in TOPIC.words) for text in items["text"]]]
    having = set(_planted(planted, "topic")["where"])
    assert set(reports.loc[whole["report_id"], "issuer"]) == having and len(having) == 8
    assert not any(word in text for text in items.drop(whole.index)["text"] for word in TOPIC.words)


def test_shortcomings_return_and_the_plan_takes_them_up(planted: Path, reports: pd.DataFrame, items: pd.DataFrame):
    returning = _planted(planted, "returning")
    assert set(returning["size"]) == {0, 1} and len(returning) > 10
    for row in returning.itertuples():
        what = row.what.replace("存在", "")
        assert f"着力解决{what}的问题" in reports.at[row.report_id, "text"]
        if row.size == 1:
            later = items[(items["report_id"] == row.other_id) & (items["role"] == "shortcomings")]
            assert later["text"].str.contains(row.what, regex=False).any()


def test_near_copies_share_most_of_their_sentences(planted: Path, reports: pd.DataFrame):
    copies = _planted(planted, "copy")
    assert len(copies) == 3
    for row in copies.itertuples():
        mine, other = (_clauses(reports.at[name, "text"]) for name in (row.report_id, row.other_id))
        assert row.report_id[-4:] == row.other_id[-4:] and len(mine & other) / len(mine) > 0.7
        assert 0.8 < row.size < 1


def _clauses(text: str) -> set[str]:
    return set(re.split("[。，；\n]", re.sub(r"\d+", "", text)))


def test_where_the_places_of_four_provinces_are_used_up_there_are_others():
    issuers = _make_issuers(5_000, 1)  # four years of them are 20,000 reports, as of `make bench-large`
    assert len({issuer.name for issuer in issuers}) == 5_000
    assert {issuer.place.province for issuer in issuers[:800]} == set(PROVINCES)
    assert len({issuer.place.province for issuer in issuers}) > len(PROVINCES)
    assert issuers[:800] == _make_issuers(800, 1)


def test_what_cannot_be_made_is_refused(corpus: Path, tmp_path: Path):
    with pytest.raises(ValueError, match="数字化:甲省: no issuer is in this group; name one of approval_bureau"):
        generate(tmp_path / "a", issuers=3, words=[Word("数字化", "甲省", 2.0)])
    with pytest.raises(ValueError, match="50000 issuers: .* ask for fewer"):
        generate(tmp_path / "b", issuers=50_000)
    with pytest.raises(FileExistsError):
        generate(corpus, issuers=1)


def test_the_command_takes_what_the_function_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    options = (
        "--issuers 3 --years 2021 --words 数字化:bureau:2 --trend 智能化:1.5 --topic 养老托育,残疾人:0.4 --copies 0.3"
    )
    monkeypatch.setattr("sys.argv", ["generate.py", str(tmp_path / "a"), *options.split()])
    main()
    rows = (tmp_path / "a" / "planted.csv").read_text("utf-8-sig").splitlines()
    assert rows[1:3] == ["word,数字化,bureau,2,,", "trend,智能化,year,1.5,,"]
    assert [row.partition(",")[0] for row in rows[3:]] == ["copy", "topic"]
    with pytest.raises(SystemExit):
        main()  # the folder is there
