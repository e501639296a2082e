"""English of the terms that charts show: invented glossaries and charts; the repository's own figures."""

import csv
import re

import matplotlib as mpl
import pandas as pd
import pytest

from helpers.__main__ import main
from helpers.output.chart import NARROW, WIDE, Chart, pack_chart, read_recipe, relabel, unpack_chart
from helpers.output.charts import MOST_MM, bars, dots, heat, lines, panels, spread, two_sided
from helpers.output.exports import Format, export
from helpers.output.figures import save
from helpers.output.glossary import (
    NAMING,
    Term,
    add_english,
    find_unnamed,
    list_unnamed,
    name_chart,
    name_terms,
    read_terms,
    tell_unnamed,
    translate,
    write_unnamed,
)
from helpers.output.labels import width, wrap
from helpers.output.style import MM, use_style
from helpers.places import ROOT

mpl.use("agg")
HAN = re.compile("[\u3400-\u9fff]")
ROWS = [
    Term("复议", "administrative reconsideration", "reconsideration", "term"),
    Term("执法", "law enforcement", "law enforcement", "word"),
    Term("双随机、一公开", "random selection", "random", "term"),
    Term("甲局", "Bureau A of the County", "Bureau A", "issuer"),
]
TERMS = {row.zh: row for row in ROWS}
REPORTS = pd.DataFrame({"sha256": ["a" * 64]}, index=pd.Index(["jia-2021"], name="report_id"))
OWN = "zh,en,short,kind,source,by\n执法,policing,,word,,A. Reader\n甲局,Bureau A,,issuer,,A. Reader\n"


@pytest.fixture(autouse=True)
def style(monkeypatch):
    monkeypatch.delenv("FAZHI_CORPUS", raising=False)
    with mpl.rc_context():
        use_style()
        yield


def labels(chart, language="en", room=WIDE):
    """What stands at the axes of a chart and over them, line breaks as blanks."""
    figure = chart.draw(language, room)
    figure.draw_without_rendering()
    found = [ax.get_title(loc=side) for ax in figure.axes for side in ("left", "right")]
    found += [
        text.get_text() for ax in figure.axes for text in [*ax.get_xticklabels(), *ax.get_yticklabels(), *ax.texts]
    ]
    return [text.replace("\n", " ") for text in found]


def test_what_is_translated():
    assert translate("复议", TERMS) == "administrative reconsideration"
    assert translate("复议", TERMS, short=True) == "reconsideration"
    assert translate("甲局 2021", TERMS) == "Bureau A of the County 2021"
    assert translate("复议、执法", TERMS, short=True) == "reconsideration, law enforcement"
    assert translate("双随机、一公开", TERMS) == "random selection"  # a term that holds the mark
    assert [translate(text, TERMS) for text in ("听证", "复议、听证", "乙局 2021", "", "、", "G1")] == [""] * 6


def test_a_term_is_named_with_its_chinese_an_issuer_in_english():
    assert name_terms(["执法", "甲局", "甲局 2021", "听证"], TERMS, short=True) == {
        "执法": ("执法", "执法 (law enforcement)"),
        "甲局": ("甲局", "Bureau A"),
        "甲局 2021": ("甲局 2021", "Bureau A 2021"),
    }


WORDS = pd.DataFrame({"执法": [4.0, 9.0], "听证": [3.0, 1.0]}, index=["甲局 2021", "乙局 2021"])
LONG = WORDS.rename_axis("name").reset_index().melt("name", var_name="row")
KINDS = {
    "heat": heat(WORDS, unit="rate"),
    "spread": spread(LONG, unit="rate"),
    "dots": dots(LONG.rename(columns={"row": "panel"}).assign(row="甲局"), unit="rate"),
    "two_sided": two_sided(
        pd.DataFrame({"value": [2.0, -1]}, index=["执法", "听证"]), unit="z", left="甲局", right="乙局"
    ),
    "panels": panels(LONG.rename(columns={"name": "panel"}).assign(note="1"), unit="rate"),
    "lines": lines(
        pd.DataFrame({"line": ["执法", "听证"], "year": 2021, "value": [1, 2], "note": "", "thin": False}), unit="rate"
    ),
    "bars": bars(pd.DataFrame({"value": [2, 1]}, index=["执法", "听证"]), unit="rate"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_chart_names_words_and_issuers(kind):
    chart = name_chart(KINDS[kind], TERMS)
    shown = " | ".join(labels(chart))
    assert "执法 (law enforcement)" in shown and "听证" in shown and "听证 (" not in shown
    assert ("Bureau A" in shown) == (kind not in ("lines", "bars"))
    assert labels(chart, "zh") == labels(KINDS[kind], "zh")
    assert chart.data.equals(KINDS[kind].data)


def test_a_charts_own_labels_come_first():
    chart = bars(pd.DataFrame({"value": [2]}, index=["执法"]), unit="rate", labels={"执法": ("执法", "Enforcing")})
    assert "Enforcing" in labels(name_chart(chart, TERMS))


def test_a_chart_that_nothing_recorded_stays_as_it_is():
    chart = KINDS["bars"]._replace(recipe=None)
    assert name_chart(chart, TERMS) is chart
    with pytest.raises(ValueError, match="not made by a recorded function"):
        relabel(chart, {})


def test_the_data_name_both():
    read = add_english(WORDS, TERMS)
    assert read.reset_index().to_csv(index=False) == (
        "index,en,执法 (law enforcement),听证\n甲局 2021,Bureau A of the County 2021,4.0,3.0\n乙局 2021,,9.0,1.0\n"
    )
    named = add_english(WORDS.rename_axis("report").assign(shared="复议、执法", n=1), TERMS)
    assert list(named) == ["report_en", "执法 (law enforcement)", "听证", "shared", "shared_en", "n"]
    assert named["shared_en"].unique().tolist() == ["administrative reconsideration, law enforcement"]
    assert add_english(WORDS[["听证"]].loc[["乙局 2021"]], TERMS).equals(WORDS[["听证"]].loc[["乙局 2021"]])


def test_the_data_call_groups_as_the_chart_does():
    data = pd.DataFrame({"复议": [1.0], "领域": [2.0]}, index=["甲局"])
    labels = {"甲局": ("甲局", "Bureaus"), "领域": ("领域", "Domain")}
    named = add_english(data, TERMS, labels)
    assert named["en"].tolist() == ["Bureaus"]
    assert list(named) == ["en", "复议 (reconsideration)", "领域 (Domain)"]


def test_what_has_no_english_is_listed_once_issuers_without_their_years():
    texts = ["执法", "听证", "听证", "乙局 2021", "乙局 2022", "measures", "领域", "2021"]
    assert find_unnamed(texts, TERMS, {"领域": ("领域", "Domain")}) == ["听证", "乙局"]
    found = list_unnamed({"02-rates": KINDS["heat"].recipe[1], "03-bars": KINDS["bars"].recipe[1]}, TERMS)
    assert found == {"02-rates": ["听证", "乙局"], "03-bars": ["听证"]}
    assert write_unnamed(found).decode("utf-8-sig") == "zh,shown\n听证,02-rates\n乙局,02-rates\n"
    assert write_unnamed({"02-rates": []}) == b""


def test_many_are_told_in_a_line():
    line = tell_unnamed([f"词{n}" for n in range(12)], "mine")
    assert line.startswith("12 terms have no English and stay Chinese: 词0、词1、") and "词9 …; add them to " in line
    assert line.endswith("lexicon/glossary.csv") and "词10" not in line


def test_a_recipe_is_read_without_making_the_chart():
    packed = pack_chart(KINDS["bars"], ("图。", "Figure."))
    assert read_recipe(packed)["table"].equals(unpack_chart(packed)[0].data)


@pytest.fixture
def corpus(tmp_path, monkeypatch):
    """An invented corpus folder with a glossary of its own and a figure that was written."""
    monkeypatch.setenv("FAZHI_OUT", str(tmp_path / "out"))
    folder = tmp_path / "mine"
    (folder / "lexicon").mkdir(parents=True)
    (folder / "lexicon" / "glossary.csv").write_text(OWN, "utf-8")
    told = {"caption": ("次数。", "Counts."), "reports": REPORTS, "write": True, "corpus": folder}
    save(heat(WORDS.rename(columns={"听证": "听证会"}), unit="rate"), "02-rates", **told)
    return folder


def test_a_figure_goes_by_the_glossary_of_its_corpus(corpus):
    out = corpus.parent / "out"
    assert (out / "figures" / "02-rates.csv").read_text("utf-8-sig").splitlines() == [
        ",en,执法 (policing),听证会 (public hearing)",
        "甲局 2021,Bureau A 2021,4.0,3.0",
        "乙局 2021,,9.0,1.0",
    ]
    assert '"en": "Heat map, 2 rows by 2 columns' in (out / "figures" / "02-rates.json").read_text("utf-8")
    assert "执法 (policing), 9." in (out / "figures" / "02-rates.json").read_text("utf-8")
    export(out=corpus.parent / "paper", wanted=Format(language="en", formats=("svg",)), corpus=corpus)
    written = (out / "figures" / "en" / "02-rates.svg").read_bytes()
    assert (corpus.parent / "paper" / "02-rates.svg").read_bytes() == written
    (corpus / "lexicon" / "glossary.csv").write_text(OWN.replace("policing", "enforcing"), "utf-8")
    export(out=corpus.parent / "paper", wanted=Format(language="en", formats=("svg",)), corpus=corpus)
    assert (corpus.parent / "paper" / "02-rates.svg").read_bytes() != written  # without the notebook


def test_export_says_what_stays_chinese(corpus, monkeypatch, capsys):
    monkeypatch.setenv("FAZHI_LANG", "en")
    arguments = ["export", "--corpus", str(corpus), "--format", "png", "--dpi", "72", "--out", str(corpus / "paper")]
    assert main([*arguments, "--lang", "en"]) == 0
    assert (corpus / "paper" / "untranslated.csv").read_text("utf-8-sig") == "zh,shown\n乙局,02-rates\n"
    said = f"1 terms have no English and stay Chinese: 乙局; add them to {corpus / 'lexicon' / 'glossary.csv'}"
    assert capsys.readouterr().out.splitlines()[-1] == said
    (corpus / "paper" / "untranslated.csv").unlink()
    assert main(arguments) == 0
    assert not (corpus / "paper" / "untranslated.csv").exists()


def test_every_name_in_the_repositorys_figures_has_an_english():
    terms, lacking = read_terms(ROOT / "corpus"), {}
    for path in sorted((ROOT / "figures").glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            heads, *rows = csv.reader(file)
        names = {re.sub(r" \([ -~]+\)$", "", head) for head in heads}
        for at, head in enumerate(heads):
            if head in NAMING or head in ("", "token"):
                names |= {row[at] for row in rows}
        lacking[path.stem] = [name for name in names if HAN.search(name) and not translate(name, terms)]
    assert len(lacking) >= 14 and {name: found for name, found in lacking.items() if found} == {
        "04-domains": ["未编码"]
    }


TALL = {f"行政执法{n:02}": n for n in range(40)}
MANY = {zh: Term(zh, "administrative law enforcement", "admin. enforcement", "term") for zh in TALL}


@pytest.mark.parametrize("room", [WIDE, NARROW])
@pytest.mark.parametrize("kind", ["spread", "two_sided", "bars", "heat"])
def test_labels_do_not_stand_over_each_other_and_what_has_no_room_is_counted(kind, room):
    values = list(range(1, 41))
    rows = pd.DataFrame({"value": values}, index=list(TALL))
    made = {
        "spread": lambda: spread(pd.DataFrame({"row": list(TALL), "name": "甲", "value": values}), unit="rate"),
        "two_sided": lambda: two_sided(rows, unit="z", left="甲", right="乙"),
        "bars": lambda: bars(rows, unit="rate"),
        "heat": lambda: heat(pd.DataFrame([values, values], index=["甲", "乙"], columns=list(TALL)), unit="rate"),
    }
    chart: Chart = name_chart(made[kind](), MANY)
    figure = chart.draw("en", room)
    figure.draw_without_rendering()
    assert figure.get_size_inches()[1] * MM <= MOST_MM
    (ax,) = figure.axes
    for texts, side in ((ax.get_yticklabels(), "y"), (ax.get_xticklabels(), "x")):
        boxes = [text.get_window_extent() for text in texts if text.get_text()]
        ends = sorted((getattr(box, f"{side}0"), getattr(box, f"{side}1")) for box in boxes)
        assert all(one[1] <= two[0] + 1 for one, two in zip(ends, ends[1:], strict=False))
    ticks = ax.get_xticklabels() if kind == "heat" and room is WIDE else ax.get_yticklabels()
    shown = sum("admin. enforcement" in text.get_text() for text in ticks)
    left = f"Drawn: the first {shown} of 40; the others are in the CSV." if shown < 40 else ""
    assert chart.left_out("en", room) == left and shown > 15


def test_what_is_said_beside_dots_stays_inside_a_narrow_panel():
    data = pd.DataFrame(
        {"panel": "甲局", "row": list(TALL)[:6], "value": [175.0, 3, 2, 1, 1, 1], "note": "175.2 (15/15)"}
    )
    for room in (WIDE, NARROW):
        figure = name_chart(panels(data, unit="rate"), MANY | TERMS).draw("en", room)
        figure.draw_without_rendering()
        edge = figure.get_window_extent().x1
        assert all(text.get_window_extent().x1 <= edge for text in figure.axes[0].texts)


def test_the_english_of_a_label_has_a_line_of_its_own_and_is_cut_where_it_is_too_long():
    assert wrap("行政执法 (law enforcement)", 20) == "行政执法 (law enforcement)"
    assert wrap("行政执法 (law enforcement)", 12) == "行政执法\n(law enforcement)"
    cut = wrap("行政执法 (administrative law enforcement)", 12)
    assert cut == "行政执法\n(administrative law …" and width(cut) <= 12
    assert wrap("行政执法 (k/n) 2", 7) == "行政执法\n(k/n) 2"  # no name in brackets: as any text


def test_ten_terms_of_a_line_are_all_that_there_are():
    for n, more in ((10, ""), (11, " …")):
        line = tell_unnamed([f"词{at}" for at in range(n)], "mine")
        said = "、".join(f"词{at}" for at in range(10))
        assert line.startswith(f"{n} terms have no English and stay Chinese: {said}{more}; add them to ")
