"""Notebooks as pages: invented cells, literal expected parts."""

import re

import nbformat
from traitlets.config import Config

from helpers.commands.pages import make_page


def make(*cells, **options):
    return make_page(nbformat.v4.new_notebook(cells=list(cells)), "Title", Config(), **options)


def test_code_is_folded_and_what_it_gives_is_not():
    page = make(nbformat.v4.new_code_cell("answer = 42", outputs=[nbformat.v4.new_output("stream", text="forty-two")]))
    folded = re.search(r'<details class="fazhi-code">.*?</details>', page, re.DOTALL)[0]
    assert "42" in folded
    assert "forty-two" not in folded
    assert "forty-two" in page


def test_a_page_leads_home_and_to_its_parts_and_has_a_switch_for_all_code():
    page = make(
        nbformat.v4.new_markdown_cell("# 题 Title\n\n## 一、甲 A & B\n\n### small"), nbformat.v4.new_code_cell("1")
    )
    lead = re.search(r'<nav class="fazhi-lead".*?</nav>', page, re.DOTALL)[0]
    assert '<a href="index.html">' in lead and 'id="fazhi-all"' in lead
    anchor, told = re.search(r'<li><a href="#([^"]+)">(.*?)</a></li></ul>', lead).groups()
    assert told == '<span lang="zh">一、甲</span> A &amp; B' and f'<h2 id="{anchor}">' in page
    assert "small" not in lead and "题" not in lead
    assert "<script" not in page and page.index("Content-Security-Policy") < page.index("<style")


def test_links_to_notebooks_and_figures_lead_to_pages_and_files():
    cell = nbformat.v4.new_markdown_cell(
        '[next](02-b.ipynb), <a href="../figures/02-x.pdf">PDF</a> <a href="../CITATION.cff">cite</a>'
    )
    page = make(cell, figures="../../figures")
    assert 'href="02-b.html"' in page and 'href="../../figures/02-x.pdf"' in page
    assert ".ipynb" not in page and '<a href="index.html#cite">cite</a>' in page


def test_a_figure_leads_from_its_marks_to_their_sentences():
    def show(name, folder="../build/html"):
        caption = f'<a href="../figures/{name}.pdf">PDF</a> · <a href="{folder}/marks/{name}.html">句子 sentences</a>'
        shown = f'<figure><img alt="&lt;" src="x"><figcaption>{caption}</figcaption></figure>'
        return nbformat.v4.new_code_cell("1", outputs=[nbformat.v4.new_output("display_data", {"text/html": shown})])

    plain = "<figure><img src='y'><figcaption>z</figcaption></figure>"
    cells = [nbformat.v4.new_markdown_cell(plain), show("02-x"), show("02-y", "../html"), show("02-z")]
    page = make(*cells, areas={"02-x": "<svg>x</svg>", "02-y": "<svg>y</svg>"})
    for name in "xy":
        assert re.search(rf'<span class="fazhi-marks"><img alt="&lt;" src="x"/?><svg>{name}</svg></span>', page)
        assert f'<a href="marks/02-{name}.html">' in page
    assert page.count('<span class="fazhi-marks">') == 2
    assert ".fazhi-marks { position: relative" in page
