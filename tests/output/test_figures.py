"""Style, checks and saving of figures: invented data, literal expected results."""

import dataclasses
import hashlib
import json
import re
import shutil
import subprocess
import sys
import zlib
from collections import Counter
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from matplotlib.font_manager import fontManager
from matplotlib.text import Text
from PIL import Image

from helpers.errors import FigureError
from helpers.output import browser, figures, rendering
from helpers.output.charts import bars as chart_bars
from helpers.output.charts import panels as chart_panels
from helpers.output.clouds import clouds
from helpers.output.figures import _csv, _record, save, show_items
from helpers.output.rendering import drawn_texts, reduce_colours
from helpers.output.style import DOUBLE, FILLS, SINGLE, font_path, use_style
from helpers.places import ROOT

mpl.use("agg")

REPORTS = pd.DataFrame({"sha256": ["a" * 64, "b" * 64]}, index=pd.Index(["jia-2021", "yi-2022"], name="report_id"))
DATA = pd.DataFrame({"term": ["政务服务", "执法"], "rate": [1 / 3, -0.0], "n": [2, 0]})
WORDS = {"法治政府": 90, "政务服务": 70, "互联网+政务服务": 40, "1+2+N": 40, "AVATo": 30, "执法": 20, "一": 10}
SCREEN_DPI, DPI = rendering.SCREEN_DPI, 80
ENDINGS = ["csv", "json", "pdf", "png", "svg"]


def set_dpi(patch, dpi):
    patch.setattr(rendering, "SCREEN_DPI", dpi)


@pytest.fixture(autouse=True)
def out(tmp_path, monkeypatch):
    """The house style, results in a folder of the test, no figure left open, no trace in matplotlib's settings.

    Pictures are small, but for the tests that measure or compare them: most of the time goes into their points.
    """
    set_dpi(monkeypatch, DPI)
    monkeypatch.setenv("FAZHI_OUT", str(tmp_path))
    monkeypatch.delenv("FAZHI_WRITE", raising=False)
    with mpl.rc_context():
        use_style()
        yield tmp_path
    plt.close("all")


def bars(width=SINGLE, height=2.0):
    """Two bars, their axes in a given place: finding room for them takes long, and few tests are about it."""
    fig = plt.figure(figsize=(width, height))
    fig.set_layout_engine("none")
    ax = fig.add_axes((0.2, 0.25, 0.75, 0.7))
    ax.barh(DATA["term"], DATA["rate"])
    ax.set_xlabel("每万字次数")
    return fig, ax


def keep(fig, *, name="02-terms", data=DATA, caption="词频", alt="政务服务最多", reports=REPORTS, **options):
    return save(fig, name, data, caption=caption, alt=alt, reports=reports, **options)


def files(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """The folder of a set, written once for the tests that read it."""
    folder = tmp_path_factory.mktemp("written")
    with pytest.MonkeyPatch.context() as patch, mpl.rc_context():
        patch.setenv("FAZHI_OUT", str(folder))
        use_style()
        keep(bars()[0], write=True)
    return folder


def test_writes_one_set(written):
    out = written
    assert sorted(files(out)) == [f"figures/02-terms.{end}" for end in ENDINGS]
    assert (out / "figures/02-terms.csv").read_bytes().decode("utf-8") == (
        "\ufeffterm,term_en,rate,n\n政务服务,government services,0.333333,2\n执法,law enforcement,0.0,0\n"
    )
    assert (out / "figures/02-terms.json").read_text(encoding="utf-8") == (
        "{\n"
        '  "name": "02-terms",\n'
        '  "caption": {\n    "zh": "词频",\n    "en": "词频"\n  },\n'
        '  "alt": {\n    "zh": "政务服务最多",\n    "en": "政务服务最多"\n  },\n'
        '  "reports": [\n    "jia-2021",\n    "yi-2022"\n  ],\n'
        f'  "inputs": {{\n    "jia-2021": "{"a" * 64}",\n    "yi-2022": "{"b" * 64}"\n  }},\n'
        '  "size_mm": [\n    84.0,\n    50.8\n  ]\n'
        "}\n"
    )
    with Image.open(out / "figures/02-terms.png") as picture:
        assert picture.size == (661, 400) and "Software" not in picture.info
    svg = (out / "figures/02-terms.svg").read_text(encoding="utf-8")
    assert "<text" not in svg and "<path" in svg


def test_pdf_embeds_the_font_and_can_be_searched(written):
    pdf = (written / "figures/02-terms.pdf").read_bytes()
    assert b"/Subtype /Type3" in pdf and b"+NotoSansSC-Regular" in pdf and b"/CreationDate" not in pdf
    starts = [match.end() for match in re.finditer(rb"stream\r?\n(?=x)", pdf)]
    streams = [zlib.decompressobj().decompress(pdf[start:]) for start in starts]
    maps = b"".join(stream for stream in streams if b"beginbfchar" in stream or b"beginbfrange" in stream).lower()
    assert all(f"<{ord(character):04x}>".encode() in maps for character in "政务服务每万字")


def test_refuses_a_figure_of_another_corpus_than_the_run_is_on(out, monkeypatch, tmp_path):
    assert keep(bars()[0], corpus=tmp_path / "mine").data
    monkeypatch.setenv("FAZHI_CORPUS", "corpus")
    assert keep(bars()[0], corpus="corpus").data
    fig = bars()[0]
    with pytest.raises(FigureError, match=r"02-terms is of .*/mine, and this run is on .*/corpus: leave CHOICE"):
        keep(fig, corpus=tmp_path / "mine", write=True)
    monkeypatch.delenv("FAZHI_OUT")
    assert keep(fig, corpus=tmp_path / "mine").data
    assert files(out) == {}


def test_same_bytes_twice(out, written, monkeypatch):
    set_dpi(monkeypatch, SCREEN_DPI)
    keep(bars()[0], write=True)
    assert files(out) == files(written)


def draw_all():
    """A cloud, and a figure with hatches and points, written as 02-cloud and 02-all."""
    use_style()
    words = pd.DataFrame(WORDS.items(), columns=["row", "value"]).assign(cloud="全部")
    keep(clouds(words, unit="rate", seed=1), name="02-cloud", caption=("词云。", "Cloud."), write=True)
    fig, axes = plt.subplots(1, 2, figsize=(DOUBLE, 2))
    axes[0].bar(["甲", "乙"], [1, 2], hatch="//")
    axes[0].scatter([0, 1], [1, 2])
    keep(fig, name="02-all", write=True)


ELSEWHERE = """
import matplotlib as mpl
from matplotlib.font_manager import fontManager
before = dict(mpl.rcParams), list(fontManager.ttflist)
import helpers.output.figures
assert (dict(mpl.rcParams), list(fontManager.ttflist)) == before
from tests.output.test_figures import DPI, draw_all
helpers.output.rendering.SCREEN_DPI = DPI  # as in every test
draw_all()
"""


def test_importing_changes_nothing_and_another_process_writes_the_same_bytes(out, monkeypatch):
    sums = []
    for name in ("here", "there"):
        monkeypatch.setenv("FAZHI_OUT", str(out / name))
        if name == "here":
            draw_all()
        else:
            monkeypatch.setenv("PYTHONHASHSEED", "1")  # here it is drawn by lot, or another one
            subprocess.run([sys.executable, "-W", "error", "-c", ELSEWHERE], check=True, cwd=ROOT)
        sums.append({file: hashlib.sha256(data).hexdigest() for file, data in files(out / name).items()})
    assert sums[0] == sums[1] and len(sums[0]) == 14


@pytest.mark.parametrize(
    ("write", "variable", "written"),
    [(None, None, 0), (None, "0", 0), (None, "1", 5), (True, None, 5), (False, "1", 0)],
)
def test_writes_only_when_asked(out, monkeypatch, write, variable, written):
    if variable:
        monkeypatch.setenv("FAZHI_WRITE", variable)
    shown = keep(bars()[0], write=write)
    assert len(files(out)) == written
    assert shown.data.startswith("<figure><img ")


def test_what_was_drawn_to_lay_a_figure_out_is_its_picture_and_nothing_moves_when_it_is_drawn_again():
    years = pd.DataFrame({"panel": ["甲", "甲", "乙"], "row": ["执法", "服务", "执法"], "value": [10.0, 40.0, 25.0]})
    years["note"] = ""
    for fig in (chart_panels(years, unit="share").draw("zh"), plt.subplots(layout="constrained")[0]):
        fig.axes[0].set_xlabel("占比")
        rendering.finish(fig, "02-terms")
        picture = rendering.picture_of(fig)
        assert picture.tobytes() == rendering.render(fig, "02-terms", "raw", None, dpi=fig.dpi)
        assert picture.size == fig.canvas.get_width_height()


def test_a_file_is_drawn_once_and_no_tick_label_is_measured_for_a_label_that_is_not_there(monkeypatch):
    fig, ax = plt.subplots(layout="constrained")
    ax.barh(DATA["term"], DATA["rate"])
    rendering.finish(fig, "02-terms")
    rendering.render_page(fig, "02-terms", "pdf", "词频")
    done = Counter()

    def count(kind: type, name: str) -> None:
        own = getattr(kind, name)
        monkeypatch.setattr(kind, name, lambda *args, **how: done.update([name]) or own(*args, **how))

    count(type(fig), "draw")
    count(Text, "get_window_extent")
    rendering.render_page(fig, "02-terms", "svg", "词频")
    assert done == {"draw": 1}
    assert ax.yaxis.get_tightbbox().width > 10  # as before


def test_a_written_figure_leads_to_its_files(written, out):
    shown = keep(bars()[0], write=True).data
    links = " · ".join(f'<a href="../figures/02-terms.{end}">{end.upper()}</a>' for end in ("pdf", "svg", "csv"))
    cite = '<small>· <a href="../CITATION.cff">引用 cite as</a></small>'
    assert shown.endswith(f"<br><small>84 × 50.8 mm · {links}</small> {cite}</figcaption></figure>")
    elsewhere = keep(bars()[0], write=True, corpus="mine").data  # its notebooks are in build/mine/notebooks
    assert '<a href="../../../CITATION.cff">' in elsewhere
    assert "<a " not in keep(bars()[0], write=False).data


def test_shown_with_escaped_alt_and_caption():
    shown = keep(bars()[0], caption="<b>词</b> & 频", alt='"多" > 少', write=False).data
    assert re.fullmatch(
        r'<figure><img alt="&quot;多&quot; &gt; 少" width="397" src="data:image/png;base64,[A-Za-z0-9+/=]+">'
        r"<figcaption>&lt;b&gt;词&lt;/b&gt; &amp; 频</figcaption></figure>",
        shown,
    )


def test_the_picture_has_few_colours_and_the_same_points():
    drawn = Image.new("RGB", (40, 20), "white")
    drawn.paste("#0072B2", (5, 5, 20, 15))
    drawn.paste("#E69F00", (20, 5, 35, 15))
    with Image.open(BytesIO(reduce_colours(drawn))) as picture:
        assert (picture.mode, picture.size) == ("P", (40, 20))
        assert round(picture.info["dpi"][0]) == DPI
        assert picture.convert("RGB").tobytes() == drawn.tobytes()


def test_a_picture_of_many_colours_keeps_some_250():
    drawn = Image.linear_gradient("L").resize((64, 64))
    drawn = Image.merge("RGB", (drawn, drawn.rotate(90), drawn.rotate(45)))
    with Image.open(BytesIO(reduce_colours(drawn))) as picture:
        assert picture.mode == "P" and 200 < len(picture.getcolors()) <= 256


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"n": [0.1 + 0.2, -1e-9]}, "n\n0.3\n0.0\n"),
        ({"n": [1.23456749, float("nan")]}, 'n\n1.234567\n""\n'),
        ({"n": [12345678901, -3]}, "n\n12345678901\n-3\n"),
        ({"n": ["0.12345678", "甲,乙"]}, 'n\n0.12345678\n"甲,乙"\n'),
        ({"n": pd.array([0.12345678, None], "Float64")}, 'n\n0.123457\n""\n'),
        ({"n": [True, False]}, "n\nTrue\nFalse\n"),
        ({2021: [0.12345678], 2022: [1.0]}, "2021,2022\n0.123457,1.0\n"),  # years as columns are data too
    ],
)
def test_csv_of_the_data(data, text):
    assert _csv(pd.DataFrame(data)) == b"\xef\xbb\xbf" + text.encode()


def test_csv_has_every_index_but_the_plain_one():
    data = pd.DataFrame({"n": [1, 2]})
    assert _csv(data.set_axis(["甲", "乙"])).decode("utf-8-sig") == ",n\n甲,1\n乙,2\n"
    assert _csv(data.set_axis(pd.Index(["甲", "乙"], name="term"))).decode("utf-8-sig") == "term,n\n甲,1\n乙,2\n"
    two = pd.MultiIndex.from_product([["甲"], [2021, 2022]], names=["report_id", "year"])
    assert _csv(data.set_axis(two)).decode("utf-8-sig") == "report_id,year,n\n甲,2021,1\n甲,2022,2\n"


def test_closes_the_figure():
    keep(bars()[0])
    assert plt.get_fignums() == []


@pytest.mark.parametrize(
    "wrong",
    [{"name": name} for name in ("terms", "2-terms", "02-Terms", "02-词", "02-", "02-a/b", "../02-a", "02-a\n")]
    + [{"caption": " "}, {"alt": ""}, {"data": DATA.iloc[:0]}],
)
def test_refuses_what_is_incomplete(out, wrong):
    with pytest.raises(FigureError):
        keep(bars()[0], write=True, **wrong)
    assert files(out) == {}


@pytest.mark.parametrize("width", [SINGLE, DOUBLE, 84.4 / 25.4])
def test_accepts_the_two_widths(width):
    assert keep(bars(width)[0]).data


@pytest.mark.parametrize("width", [3, 6.4, 84.6 / 25.4, 169.4 / 25.4])
def test_refuses_other_widths(width):
    with pytest.raises(FigureError, match="mm wide"):
        keep(bars(width)[0])


def test_shows_a_substitute_for_a_missing_glyph_and_names_it():
    fig, ax = bars()
    ax.set_xlabel("次数 \U0001f600\n\ufffd")
    shown = keep(fig, caption=("词频。", "Words.")).data
    assert ax.get_xlabel() == "次数 □\n□"
    assert "字体所缺字符以 □ 代替：U+FFFD U+1F600。<br>Words. Characters missing from the font" in shown


def test_dollar_and_underscore_are_characters():
    fig, ax = bars()
    ax.set_xlabel("投入$5万与$6万 $x_{$")  # as mathematics the last is an error
    assert keep(fig).data
    assert mpl.rcParams["text.parse_math"] is False


def test_without_the_style_chinese_is_refused():
    with mpl.rc_context({"font.family": ["DejaVu Sans"]}):
        fig, _ = bars()
    with pytest.raises(FigureError, match=r"is missing from the font; is use_style\(\) called first"):
        keep(fig)


def test_a_set_stays_whole_when_a_figure_fails(out):
    keep(bars()[0], write=True)
    first = files(out)
    fig, ax = bars()
    ax.text(5, 5, "远")
    with pytest.raises(FigureError):
        keep(fig, write=True, data=DATA.head(1))
    assert files(out) == first


def test_a_set_stays_whole_when_a_file_cannot_be_replaced(out):
    keep(bars()[0], write=True)
    (out / "figures/02-terms.svg").unlink()
    (out / "figures/02-terms.svg").mkdir()
    first = files(out)
    with pytest.raises(OSError):
        keep(bars(DOUBLE)[0], write=True, data=DATA.head(1), caption="别的")
    assert files(out) == first


def test_nothing_new_stays_when_a_first_writing_fails(out):
    (out / "figures/02-terms.json").mkdir(parents=True)
    with pytest.raises(OSError):
        keep(bars()[0], write=True)
    assert files(out) == {}


def test_refuses_a_text_cut_off_at_the_border():
    fig, ax = bars()
    ax.text(0.9, 0.5, "超出边界的标签", transform=ax.transAxes, in_layout=False)
    with pytest.raises(FigureError, match="'超出边界的标签' is cut off"):
        keep(fig)


def test_refuses_small_text():
    fig, ax = bars()
    ax.text(0.5, 0.5, "小字", transform=ax.transAxes, fontsize=7)
    with pytest.raises(FigureError, match="'小字' is set in 7 pt; 7.5 is the least"):
        keep(fig)


def test_small_text_that_is_not_drawn_is_none():
    fig, (left, right) = plt.subplots(1, 2, figsize=(SINGLE, 2))
    left.text(0.5, 0.5, "看不见", fontsize=5, visible=False)
    right.tick_params(labelsize=5)
    right.set_axis_off()
    assert keep(fig).data


def test_the_texts_that_are_drawn():
    fig, axes = plt.subplots(1, 3, figsize=(DOUBLE, 2))
    for ax, sign in zip(axes, "甲乙丙", strict=True):
        ax.set_xticks([1, 2, 3], labels=[f"{sign}{number}" for number in (1, 2, 3)])
        ax.set_yticks([])
        ax.set_xlim(0.5, 2)
        ax.set_title(f"{sign}题")
        ax.text(1, 0, f"{sign}字")
        ax.text(1, 0, " ")
    axes[1].set_axis_off()
    axes[2].set_visible(False)
    fig.canvas.draw()
    assert sorted({text.get_text() for text in drawn_texts(fig)}) == ["乙字", "乙题", "甲1", "甲2", "甲字", "甲题"]


def test_ticks_at_the_edge_of_a_view_that_is_turned_round_are_drawn():
    fig, ax = plt.subplots(figsize=(SINGLE, 2))
    ax.set_yticks([1, 2, 3], labels=["甲", "乙", "丙"])
    ax.set_xticks([])
    ax.set_ylim(2, 1)
    fig.canvas.draw()
    assert {text.get_text() for text in drawn_texts(fig)} == {"甲", "乙"}


@pytest.mark.parametrize("size", [7.4, 5])
def test_small_ticks_of_axes_switched_off_do_not_count(size):
    fig, (left, right) = plt.subplots(1, 2, figsize=(SINGLE, 2))
    for ax in (left, right):
        ax.set_xticks([0, 1], labels=["甲", "乙"])
    right.tick_params(labelsize=size)
    with pytest.raises(FigureError, match=f"'甲' is set in {size:g} pt"):
        keep(fig)
    right.set_axis_off()
    assert keep(fig).data


@pytest.mark.parametrize(("x", "y"), [(-0.03, 0.5), (0.5, -0.03), (0.99, 0.5), (0.5, 0.99)])
def test_refuses_a_text_over_any_border(x, y):
    fig, _ = bars()
    text = fig.text(x, y, "边界", in_layout=False)
    with pytest.raises(FigureError, match="'边界' is cut off"):
        keep(fig)
    text.set_position((0.4, 0.4))
    assert keep(fig).data


def test_the_least_size_is_allowed():
    fig, ax = bars()
    ax.text(0.1, 0.5, "小字", transform=ax.transAxes, fontsize=7.5)
    assert keep(fig).data


def test_labels_of_an_axis_may_stand_beside_its_ticks_and_turned_ticks_may_cross():
    fig, ax = plt.subplots(figsize=(SINGLE, 2))
    ax.bar([f"某某市行政审批局{number}" for number in range(4)], [1, 2, 3, 4])
    ax.tick_params(axis="x", rotation=30)
    ax.set_xlabel("机关")
    assert keep(fig).data


def test_ticks_out_of_view_are_not_cut_off():
    fig, ax = bars()
    ax.set_xticks([0, 0.2, 50])
    ax.set_xlim(0, 0.3)
    assert keep(fig).data


def test_thins_out_overlapping_tick_labels_and_says_so():
    fig, ax = plt.subplots(figsize=(SINGLE, 2))
    ax.bar([f"某某市行政审批局{number}" for number in range(4)], [1, 2, 3, 4])
    assert "部分刻度标签从略" in keep(fig).data
    assert [text.get_text()[-1] for text in ax.get_xticklabels() if text.get_visible()] == ["0", "2"]


def test_turned_tick_labels_that_do_not_overlap_all_stay():
    fig, ax = plt.subplots(figsize=(SINGLE, 2))
    ax.bar([f"某某市行政审批局{number}" for number in range(4)], [1, 2, 3, 4])
    ax.tick_params(axis="x", rotation=90)
    assert "从略" not in keep(fig).data


def test_refuses_a_figure_higher_than_a_page():
    with pytest.raises(FigureError, match="254.0 mm high, more than a page"):
        keep(plt.subplots(figsize=(SINGLE, 10))[0])


def test_refuses_a_figure_without_room():
    fig, ax = plt.subplots(figsize=(SINGLE, 0.3))
    ax.set_xlabel("每万字次数")
    with pytest.raises(FigureError, match="collapsed to zero"):
        keep(fig)


def test_a_system_font_of_the_same_name_is_not_used(tmp_path):
    other = tmp_path / "NotoSansSC.ttf"
    shutil.copy(Path(mpl.get_data_path(), "fonts/ttf/DejaVuSans.ttf"), other)
    fontManager.addfont(other)
    impostor = dataclasses.replace(fontManager.ttflist.pop(), name="Noto Sans SC")
    fontManager.ttflist.insert(0, impostor)
    assert fontManager.findfont("Noto Sans SC", rebuild_if_missing=False) == str(other)
    use_style()
    assert fontManager.findfont("Noto Sans SC", rebuild_if_missing=False) == font_path()
    assert impostor not in fontManager.ttflist


def test_style_can_be_set_twice():
    use_style()
    fonts = [entry.fname for entry in fontManager.ttflist]
    use_style()
    assert [entry.fname for entry in fontManager.ttflist] == fonts
    assert fonts.count(font_path()) == 1
    assert mpl.rcParams["font.size"] == 8


def test_personal_settings_do_not_count(out, written, monkeypatch):
    set_dpi(monkeypatch, SCREEN_DPI)
    mpl.rcParams.update({"savefig.bbox": "tight", "axes.grid": True, "svg.fonttype": "none", "font.size": 20})
    use_style()
    keep(bars()[0], write=True)
    assert files(out) == files(written)


def test_fills_are_told_apart_without_colour():
    def look(fill):
        red, green, blue = mpl.colors.to_rgb(fill["facecolor"])
        return round(0.299 * red + 0.587 * green + 0.114 * blue, 1), fill.get("hatch")

    assert len({look(fill) for fill in FILLS}) == len(FILLS) == 12


def test_items_folded_by_report():
    items = pd.DataFrame({
        "report_id": ["yi", "jia", "yi"],
        "path": ["1.1", pd.NA, "1.2"],
        "heading": ["强化<监管>", "x", "y"],
        "text": ["一是\n二是&" + "长" * 200, "b", "c"],
    })  # fmt: skip
    shown = show_items(items).data
    assert re.findall(r"<summary>(.*?)</summary>", shown) == ["yi (2)", "jia (1)"]
    assert re.findall(r"<th>(.*?)</th>", shown)[:3] == ["path", "heading", "text"]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", shown, re.DOTALL)
    assert cells == ["1.1", "强化&lt;监管&gt;", "一是\n二是&amp;" + "长" * 200, "1.2", "y", "c", "NA", "x", "b"]
    assert show_items(items.iloc[:0]).data == "<p>无 none.</p>"


def test_a_fold_shows_twenty_rows_and_says_how_many_more():
    items = pd.DataFrame({"report_id": "jia", "text": [f"第{number}条" for number in range(23)]})
    shown = show_items(items, columns=["text"]).data
    assert "<summary>jia (23)</summary>" in shown
    assert "第19条" in shown
    assert "第20条" not in shown
    assert "3 more: see build/tables" in shown


def test_a_fold_tells_of_rows_that_were_not_given():
    items = pd.DataFrame({"report_id": "甲", "text": [f"第{n}条" for n in range(20)]})
    shown = show_items(items, columns=["text"], sizes={"甲": 1234}).data
    assert "<summary>甲 (1234)</summary>" in shown
    assert "另有 1214 条" in shown


def test_a_call_shows_some_hundred_thousand_characters_and_counts_the_folds_left_out():
    items = pd.DataFrame({"report_id": [f"r{number}" for number in range(5)], "text": "长" * 60_000})
    shown = show_items(items, columns=["text"]).data
    assert re.findall(r"<summary>(.*?)</summary>", shown) == ["r0 (1)", "r1 (1)"]
    assert "3 more folds: see build/tables" in shown


def test_items_folded_by_two_columns():
    items = pd.DataFrame({"report_id": ["jia", "jia"], "code": ["G1", pd.NA], "text": ["a", "b"]})
    shown = show_items(items, by=["report_id", "code"], columns=["text"]).data
    assert re.findall(r"<summary>(.*?)</summary>", shown) == ["jia · G1 (1)", "jia · NA (1)"]


def test_marks_and_line_ends_in_a_caption_are_read_back_from_the_record():
    record = _record("02-terms", {"zh": '引号 "…" \\ 换行'}, {"zh": "多"}, REPORTS, (84.0, 50.8))
    assert json.loads(record)["caption"]["zh"] == '引号 "…" \\ 换行'


def test_public_names_exist():
    assert all(hasattr(figures, name) for name in figures.__all__)


def test_a_figure_that_nobody_asked_to_write_says_how_to_ask(out):
    assert "CHOICE.write=True" in keep(bars()[0]).data
    assert [keep(bars()[0], write=asked).data.count("CHOICE.write") for asked in (True, False)] == [0, 0]


CHART = pd.DataFrame({"value": [60.0, 0.0]}, index=["甲县", "乙县"])
PIECES = pd.DataFrame({"row": "甲县", "report_id": "jia-2021", "start": [3], "end": [5]})


def keep_chart(behind, corpus="corpus"):
    chart = chart_bars(CHART, unit="share")
    told = {"caption": ("占比。", "Shares."), "reports": REPORTS.assign(unit=["甲县", "乙县"])}
    return save(chart, "04-x", **told, behind=behind, corpus=corpus, write=True).data


def test_what_stands_behind_the_marks_is_noted_and_linked(out):
    shown = keep_chart(PIECES)
    assert '· <a href="../build/html/marks/04-x.html">句子 sentences</a>' in shown
    marks, behind = (
        pd.read_csv(out / f"charts/04-x.{kind}.csv", keep_default_na=False) for kind in ("marks", "behind")
    )
    assert marks[["at", "of", "value", "zh", "searched"]].to_numpy().tolist() == [
        *([1, 2, 60.0, "甲县", '["jia-2021"]'], [2, 2, 0.0, "乙县", '["yi-2022"]'])
    ]
    assert marks["left"].eq(0).all() and marks["bottom"].is_monotonic_increasing
    assert behind.to_numpy().tolist() == [[1, 2, "jia-2021", 3, 5, ""]]


def test_what_stands_in_a_report_without_a_page_is_left_out(out, monkeypatch):
    monkeypatch.setattr(browser, "MOST_PAGES", 1)
    both = pd.concat([PIECES, PIECES.assign(row="乙县", report_id="yi-2022")])
    keep_chart(pd.concat([both, pd.DataFrame({"row": ["乙县"], "note": "按指南计"})]))
    marks, behind = (
        pd.read_csv(out / f"charts/04-x.{kind}.csv", keep_default_na=False) for kind in ("marks", "behind")
    )
    assert behind[["report_id", "note"]].to_numpy().tolist() == [["yi-2022", ""], ["", "按指南计"]]
    assert marks["searched"].to_list() == ["[]", '["yi-2022"]']


def test_pages_of_another_corpus_lie_beside_its_notebooks(monkeypatch):
    assert '<a href="../html/marks/04-x.html">' in keep_chart(PIECES, corpus="mine")


def test_without_what_stands_behind_nothing_is_noted_and_nothing_linked(out):
    assert "sentences" not in keep_chart(None)
    assert [path.name for path in (out / "charts").iterdir()] == ["04-x.json"]


def test_nothing_is_written_where_what_stands_behind_cannot_be_joined(out):
    with pytest.raises(FigureError, match="no column row"):
        keep_chart(PIECES.drop(columns="row"))
    assert files(out) == {}
