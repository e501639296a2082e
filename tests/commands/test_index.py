"""The page that leads to everything: invented figures, literal expected links."""

import json

import pytest

from helpers.commands.index import make_index
from helpers.places import ROOT, output_folder


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Results with one figure, of which there is no English SVG."""
    monkeypatch.setenv("FAZHI_OUT", str(tmp_path))
    (tmp_path / "figures" / "en").mkdir(parents=True)
    record = {
        "name": "04-domains",
        "caption": {"zh": "占比 <b>", "en": "Shares of 一 & 二."},
        "alt": {"zh": '热图 "最高"', "en": "Heat map."},
        "size_mm": [170.0, 82.5],
    }
    (tmp_path / "figures" / "04-domains.json").write_text(json.dumps(record), encoding="utf-8")
    for name in ("04-domains.pdf", "04-domains.png", "04-domains.csv", "en/04-domains.pdf"):
        (tmp_path / "figures" / name).write_bytes(b"")
    return tmp_path


def test_every_figure_with_its_caption_and_the_files_that_are_there(folder):
    page = make_index({"04-x.html": "四 Four <i>"}, [folder / "tables" / "items.csv"], "corpus")
    assert '<li><a href="04-x.html"><span lang="zh">四</span> Four &lt;i&gt;</a></li>' in page
    assert '<img src="../figures/04-domains.png" alt="热图 &quot;最高&quot;" lang="zh" loading="lazy">' in page
    assert '<span lang="zh">占比 &lt;b&gt;</span><br>Shares of <span lang="zh">一</span> &amp; <span' in page
    assert (
        '170 × 82.5 mm · <a href="../figures/04-domains.pdf">PDF</a> · <a href="../figures/04-domains.png">PNG</a>'
        ' · <a href="../figures/04-domains.csv">CSV</a> · <a href="../figures/en/04-domains.pdf">English PDF</a> ·'
    ) in page
    assert '<li><a href="../tables/items.csv">items.csv</a></li>' in page
    assert '<a href="browse/index.html">' in page
    assert page.index("Content-Security-Policy") < page.index("<style")


def test_the_repositorys_own_figures_lie_beside_build(monkeypatch):
    monkeypatch.delenv("FAZHI_OUT", raising=False)
    assert output_folder("figures", ROOT / "corpus") == ROOT / "figures"
    assert 'src="../../figures/' in make_index({}, [], ROOT / "corpus")


def test_every_figure_leads_to_how_it_is_cited(folder):
    page = make_index({}, [], "corpus")
    assert '<h2 id="cite">' in page and "Figure NN-name, corpus corpus." in page
    assert page.count('<a href="#cite">') == 1


def test_a_figure_leads_to_its_sentences_where_its_marks_are_noted(folder):
    assert "sentences" not in make_index({}, [], "corpus")
    (folder / "charts").mkdir()
    mark = "at,of,value,zh,en,searched,left,top,right,bottom\n1,2,3,甲,A,,0,0,1,1\n"
    (folder / "charts" / "04-domains.marks.csv").write_text(mark, encoding="utf-8-sig")
    page = make_index({}, [], "corpus")
    assert '· <a href="marks/04-domains.html"><span lang="zh">句子</span> sentences</a>' in page
    assert '<span class="fazhi-marks"><img src="../figures/04-domains.png"' in page
    assert '<a href="marks/04-domains.html#m1-2" tabindex="-1"><title>甲: 3</title>' in page
