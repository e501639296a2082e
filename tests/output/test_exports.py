"""Figures for a paper: invented charts, literal expected files."""

import shutil
from io import BytesIO

import matplotlib as mpl
import pandas as pd
import pytest
from docx import Document
from PIL import Image

from helpers.__main__ import main
from helpers.errors import FigureError
from helpers.output.charts import heat, panels
from helpers.output.clouds import clouds
from helpers.output.exports import Format, export, list_charts
from helpers.output.figures import save
from helpers.output.style import use_style

mpl.use("agg")
REPORTS = pd.DataFrame({"sha256": ["a" * 64]}, index=pd.Index(["jia-2021"], name="report_id"))
SHARES = pd.DataFrame({"执法": [40.0, 30.0], "决策": [10.0, 12.5]}, index=["甲县", "乙县"])
LABELS = {"执法": ("执法", "Enforcement"), "决策": ("决策", "Decisions")}
WORDS = pd.DataFrame({"cloud": "全部", "row": ["法治", "执法"], "value": [9, 3]})


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """What two figures that were written leave behind: drawing them takes longer than most tests here."""
    out = tmp_path_factory.mktemp("written")
    with pytest.MonkeyPatch.context() as patch, mpl.rc_context():
        patch.setenv("FAZHI_OUT", str(out))
        use_style()
        told = {"caption": ("占比。", "Shares."), "reports": REPORTS, "write": True}
        save(heat(SHARES, unit="share", labels=LABELS), "04-shares", **told)
        save(clouds(WORDS, unit="rate", seed=1), "02-cloud", **told)
    return out


@pytest.fixture
def kept(tmp_path, monkeypatch, written):
    """The folder of a corpus of which two figures were written."""
    shutil.copytree(written, tmp_path / "out")
    monkeypatch.setenv("FAZHI_OUT", str(tmp_path / "out"))
    with mpl.rc_context():
        use_style()
        yield tmp_path


def test_a_figure_at_the_width_in_the_language_and_formats_that_are_wanted(kept):
    wanted = Format(84, "en", 100, ("pdf", "svg", "png", "tif"))
    files = export(["04-shares"], out=kept / "paper", wanted=wanted)
    names = ["04-shares.pdf", "04-shares.svg", "04-shares.png", "04-shares.tif", "captions.txt", "untranslated.csv"]
    assert [path.name for path in files] == names
    assert (kept / "paper" / "captions.txt").read_text("utf-8") == "04-shares\nShares.\n"
    for kind in ("png", "tif"):
        with Image.open(BytesIO((kept / "paper" / f"04-shares.{kind}").read_bytes())) as picture:
            assert (picture.width, picture.mode) == (330, "RGB") and round(picture.info["dpi"][0]) == 100
    assert b"Shares" in (kept / "paper" / "04-shares.pdf").read_bytes()


def test_at_the_full_width_it_is_the_figure_that_was_written(kept):
    export(["04-shares"], out=kept / "paper", wanted=Format(formats=("pdf", "svg")))
    for kind in ("pdf", "svg"):
        written = kept / "out" / "figures" / f"04-shares.{kind}"
        assert (kept / "paper" / f"04-shares.{kind}").read_bytes() == written.read_bytes()
    export(["04-shares"], out=kept / "en", wanted=Format(language="en", formats=("svg",)))
    assert (kept / "en" / "04-shares.svg").read_bytes() == (kept / "out/figures/en/04-shares.svg").read_bytes()


def test_song_type(kept):
    export(["04-shares"], out=kept / "paper", wanted=Format(formats=("pdf",), serif=True))
    pdf = (kept / "paper" / "04-shares.pdf").read_bytes()
    assert b"NotoSerifSC" in pdf and b"NotoSansSC" not in pdf


def test_of_all_figures_those_that_can_be_read_at_the_width(kept):
    assert list(list_charts()) == ["02-cloud", "04-shares"]
    at = {width: export(out=kept / str(width), wanted=Format(width, formats=("svg",))) for width in (84, 170)}
    assert [path.name for path in at[84]] == ["04-shares.svg", "captions.txt"]
    assert [path.name for path in at[170]] == ["02-cloud.svg", "04-shares.svg", "captions.txt"]


def test_a_chart_of_a_notebook_without_a_file(kept):
    chart = heat(SHARES * 2, unit="share")
    files = export({"09-mine": (chart, ("我。", "Mine."))}, out=kept / "paper", wanted=Format(formats=("svg",)))
    assert [path.name for path in files] == ["09-mine.svg", "captions.txt"]


@pytest.mark.parametrize(
    ("names", "wanted", "why"),
    [
        (["04-nothing"], Format(), "no figure 04-nothing; there are: 02-cloud, 04-shares"),
        (["02-cloud"], Format(84), "figure 02-cloud cannot be read at 84 mm; export it at 170"),
        ([], Format(90), "width 90: figures are drawn at 84 / 170 mm"),
        ([], Format(language="fr"), "language fr: figures are drawn in zh / en"),
        ([], Format(formats=("png", "doc")), "format doc: figures are written as pdf, svg, png, tif, docx"),
        ([], Format(dpi=20), "20 dpi: a picture needs at least 72"),
    ],
)
def test_what_cannot_be_exported(kept, names, wanted, why):
    with pytest.raises(FigureError, match=why):
        export(names, out=kept / "paper", wanted=wanted)
    assert not (kept / "paper").exists()


def test_before_any_run(tmp_path, monkeypatch):
    monkeypatch.setenv("FAZHI_OUT", str(tmp_path))
    with pytest.raises(FigureError, match="run python -m helpers reproduce first"):
        export(out=tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"kind":"heat"', '"kind":"warmth"'),
        ('"table":', '"tables":'),
        ("{", "["),
    ],
)
def test_a_chart_that_another_version_has_kept_is_refused_in_a_line(kept, old, new):
    file = list_charts()["04-shares"]
    packed = file.read_text("utf-8")
    assert old in packed
    file.write_text(packed.replace(old, new, 1), "utf-8")
    with pytest.raises(FigureError) as caught:
        export(["04-shares"], out=kept / "paper")
    assert str(caught.value) == (
        "figure 04-shares was kept by another version of the program; run python -m helpers reproduce"
    )
    assert not (kept / "paper").exists()


def test_one_that_can_be_made_and_not_drawn_is_refused_too(kept):
    data = pd.DataFrame({"panel": ["甲县"], "row": ["审批"], "value": [3.0], "note": [""]})
    save(panels(data, unit="rate"), "04-panels", caption=("率。", "Rates."), reports=REPORTS, write=True)
    file = list_charts()["04-panels"]
    file.write_text(file.read_text("utf-8").replace('"note"', '"said"'), "utf-8")
    with pytest.raises(FigureError, match="^figure 04-panels was kept by another version"):
        export(["04-panels"], out=kept / "paper")


def test_a_word_document_has_the_figure_with_its_caption_the_table_beside_it_and_the_methods(kept, paper_corpus):
    save(
        heat(SHARES, unit="share", labels=LABELS),
        "04-domains",
        caption=("占比。", "Shares."),
        reports=REPORTS,
        write=True,
    )
    wanted = Format(84, "en", 100, ("docx",))
    files = export(["04-domains", "04-shares"], out=kept / "paper", wanted=wanted, corpus=paper_corpus)
    assert [path.name for path in files] == ["paper.docx", "captions.txt", "untranslated.csv"]
    document = Document(str(files[0]))
    texts = ["".join(paragraph._p.xpath(".//w:t/text()")) for paragraph in document.paragraphs]  # with numbers
    texts = [text for text in texts if text]
    assert texts[0] == "Figure 1  Shares."
    assert texts[1].startswith("Table 1  Room given in the measures, by domain")
    assert "Figure 2  Shares." in texts and texts[-2] == "Data and methods"
    assert texts[-1].startswith("The corpus: ") and len(document.tables) == 1
    pictures = document.inline_shapes
    assert [round(picture.width.mm) for picture in pictures] == [84, 84]
    described = [picture._inline.docPr.get("descr") for picture in pictures]
    assert described == [heat(SHARES, unit="share", labels=LABELS).alt("en")] * 2
    again = export(["04-domains", "04-shares"], out=kept / "again", wanted=wanted, corpus=paper_corpus)
    assert again[0].read_bytes() == files[0].read_bytes()


def test_the_command(kept, capsys, monkeypatch):
    monkeypatch.setenv("FAZHI_LANG", "en")
    told = ["export", "04-shares", "--width", "84", "--lang", "en", "--dpi", "72", "--format", "png"]
    assert main([*told, "--out", str(kept / "paper")]) == 0
    assert capsys.readouterr().out.startswith("Written: 3 files in ")
    assert main(["export", "--width", "85", "--out", str(kept / "paper")]) == 1
    assert capsys.readouterr().err == "width 85: figures are drawn at 84 / 170 mm\n"


def test_the_command_writes_tables_methods_and_codebook_and_figures_only_if_named(kept, paper_corpus, capsys):
    told = ["export", "--methods", "--codebook", "--corpus", str(paper_corpus), "--out", str(kept / "paper")]
    assert main(told) == 0
    assert capsys.readouterr().out == f"Written: 7 files of methods, codebook in {kept / 'paper'}\n"
    written = {path.relative_to(kept / "paper").as_posix() for path in (kept / "paper").rglob("*") if path.is_file()}
    assert {"methods/methods.bib", "codebook/codebook.docx", "codebook/en/codebook.md"} <= written
    assert not any(name.endswith(".svg") for name in written)
    assert main([*told[:1], "04-shares", *told[2:], "--format", "svg"]) == 0
    assert (kept / "paper/04-shares.svg").is_file()
