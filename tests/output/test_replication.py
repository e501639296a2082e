"""The replication package of a small invented corpus: what may be handed on is in it, and nothing else."""

import hashlib
import shutil
import zipfile

import pandas as pd
import pytest

from helpers.__main__ import main
from helpers.corpus.load import load_corpus
from helpers.errors import RunError
from helpers.output.replication import may_hand_on, write_replication

SECRET = "乙县人民政府2021年"  # of the text without a licence


@pytest.fixture(scope="module")
def corpus(paper_corpus, tmp_path_factory):
    """With corrections and codings that quote reports."""
    folder = tmp_path_factory.mktemp("own") / "three"
    shutil.copytree(paper_corpus, folder)
    corrections = (
        "report_id,quote,field,value,by,note\nb-2021,二、下一步工作安排,role,plan,,\n"
        "a-2021,二、存在的不足和原因,role,shortcomings,,\n"
    )
    (folder / "corrections.csv").write_text(corrections, "utf-8")
    (folder / "gold").mkdir()
    citations = "report_id,n,text,name,kind,start,end\nb-2021,1,甲法,甲法,law,1,3\na-2021,1,乙法,NA,law,1,3\n"
    (folder / "gold/citations.csv").write_text(citations, "utf-8")
    return folder


@pytest.fixture(scope="module")
def package(corpus, tmp_path_factory):
    return write_replication(tmp_path_factory.mktemp("journal") / "package", corpus)


def test_which_licences_permit_handing_on():
    yes = ["official document, Copyright Law of the PRC art. 5 (our reading)", "MIT", "CC BY-SA 4.0", "cc0", "公有领域"]
    yes += [
        "ODbL 1.0",
        "CC-BY 4.0",
        "Open Government Licence",
        "官方文件",
        "著作权法第五条",
        "Copyright Law, article 5",
    ]
    no = ["all rights reserved", "版权所有", "permission asked", "", None, float("nan"), "SUBMIT"]
    assert [may_hand_on(licence) for licence in yes + no] == [True] * len(yes) + [False] * len(no)


def test_texts_and_quotations_of_what_may_be_handed_on_alone(package):
    raw = sorted(path.name for path in (package / "three/raw").iterdir())
    assert raw == ["a.txt", "c.txt"]
    everything = b"".join(path.read_bytes() for path in package.rglob("*") if path.is_file())
    assert SECRET.encode() not in everything and "作出行政处罚决定30件".encode() not in everything
    assert (package / "three/corrections.csv").read_text("utf-8").splitlines()[1:] == [
        "a-2021,二、存在的不足和原因,role,shortcomings,,"
    ]
    assert (package / "three/gold/citations.csv").read_text("utf-8").splitlines()[1:] == ["a-2021,1,乙法,NA,law,1,3"]
    items = pd.read_csv(package / "panel/panel-items.csv").set_index("report_id")["text"]
    assert items["b-2021"].isna().all() and items["a-2021"].notna().all()
    notebook = (package / "notebooks/01-corpus.ipynb").read_text("utf-8")
    assert '"outputs": []' in notebook and "output_type" not in notebook


def test_the_list_of_reports(package):
    listed = pd.read_csv(package / "reports.csv", index_col="report_id", keep_default_na=False)
    assert listed["text_included"].to_dict() == {"a-2021": "yes", "a-2022": "yes", "b-2021": "no"}
    assert listed.loc["a-2021", ["source_url", "retrieved_on"]].to_list() == ["https://example.org/a", "2024-05-01"]
    assert listed.loc["b-2021", "source_file"] == "b.txt"
    assert len(listed.loc["b-2021", "sha256"]) == 64


def test_what_it_says_of_itself_in_numbers(package):
    readme = (package / "README.md").read_text("utf-8")
    assert "3 reports of 2 issuers" in readme and "Texts included: 2 of 3 reports" in readme
    assert "\nFAZHI_CORPUS=three make reproduce\n" in readme and "three/raw/" in readme
    statement = (package / "DATA-AVAILABILITY.md").read_text("utf-8")
    assert "has the texts of 2, on the basis" in statement and "Addresses are known of 2 reports" in statement
    assert "# 数据可用性声明" in statement and "另 1 份未知可否再分发" in statement and "{" not in readme + statement


def test_hashes_and_archive_are_those_of_the_files_and_the_same_again(package, corpus, tmp_path):
    sums = dict(line.split("  ")[::-1] for line in (package / "SHA256SUMS").read_text("utf-8").splitlines())
    files = {path.relative_to(package).as_posix(): path for path in package.rglob("*") if path.is_file()}
    assert sums == {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items() if name != "SHA256SUMS"
    }
    for name in (
        "requirements.lock",
        "src/helpers/output/words.csv",
        "corpus/rules/roles.csv",
        "corpus/codebook/domains.csv",
    ):
        assert name in files
    packed = package.with_name("package.zip")
    with zipfile.ZipFile(packed) as archive:
        assert sorted(archive.namelist()) == sorted(f"package/{name}" for name in files)
        assert archive.getinfo("package/README.md").date_time == (2020, 1, 1, 0, 0, 0)
    again = write_replication(tmp_path / "package", corpus)
    assert again.with_name("package.zip").read_bytes() == packed.read_bytes()


def test_with_the_missing_text_put_back_the_corpus_loads(package, corpus, tmp_path):
    shutil.copytree(package / "three", tmp_path / "three")
    shutil.copy(corpus / "raw/b.txt", tmp_path / "three/raw")
    assert load_corpus(tmp_path / "three")["sha256"].to_dict() == load_corpus(corpus)["sha256"].to_dict()


def test_a_folder_with_something_in_it_is_refused(package, corpus):
    with pytest.raises(RunError, match="there is something in it; name a folder that is new"):
        write_replication(package, corpus)


def test_of_the_repository_everything_is_there_with_what_its_notebooks_found(tmp_path):
    package = write_replication(tmp_path / "all", "corpus")
    assert len(list((package / "corpus/raw").iterdir())) == 5
    assert "output_type" in (package / "notebooks/01-corpus.ipynb").read_text("utf-8")
    assert "\nmake reproduce\n" in (package / "README.md").read_text("utf-8")


def test_the_command(corpus, tmp_path, capsys):
    told = ["export", "--replication", str(tmp_path / "p"), "--corpus", str(corpus)]
    assert main(told) == 0
    assert capsys.readouterr().out == f"Written: {tmp_path / 'p'} and p.zip; read its README before you send it\n"
    assert main(told) == 1
    assert main(["export", "--tables"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"{tmp_path / 'p'}: there is something in it; name a folder that is new",
        "nothing to say where the files go; add --out DIR",
    ]
