"""An executed notebook as a page for readers: what it finds first, code folded, ways to the other pages."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from helpers.commands.access import POLICY, make_accessible
from helpers.commands.areas import AREAS_STYLE, cover

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from traitlets.config import Config

__all__ = ["make_page"]

# JupyterLab's page without its scripts, which plots do not need, and without its 7,000 lines of style, most of which
# are for what no page has, and whose greys are too pale to read. Code is folded, so that a page opens on what it finds;
# printed, what is folded is open, and long lines and wide tables wrap.
PAGE = """{% extends 'lab/index.html.j2' %}
{% block html_head_js %}POLICY{% endblock %}
{% block html_head_js_mathjax %}{% endblock %}
{% block html_head_js_mermaidjs %}{% endblock %}
{% block notebook_css %}{% endblock %}
{% block input_group %}<details class="fazhi-code"><summary>代码 code</summary>{{ super() }}</details>{% endblock %}
{% block html_head_css %}<style>
:root {
  --jp-mirror-editor-comment-color: #316060; --jp-mirror-editor-keyword-color: #006400;
  --jp-mirror-editor-number-color: #006400; --jp-mirror-editor-operator-color: #7a00b8;
  --jp-mirror-editor-punctuation-color: #003f7f; --jp-mirror-editor-string-color: #a31515;
  --jp-mirror-editor-variable-color: #222; --jp-mirror-editor-error-color: #b00020;
}
body { max-width: 68rem; margin: 1.5rem auto; padding: 0 1rem; background: #fff }
body { font: 1rem/1.6 sans-serif; color: #222; overflow-wrap: break-word }
p, li { max-width: 52rem }
h1, h2, h3, h4 { line-height: 1.3; margin: 1.5em 0 .5em }
a { color: #005a8c }
:focus-visible { outline: 2px solid #005a8c; outline-offset: 2px }
a.anchor-link { opacity: 0; padding-left: .3em; text-decoration: none }
:hover > a.anchor-link, a.anchor-link:focus { opacity: 1 }
.fazhi-skip { position: absolute; left: -99rem }
.fazhi-skip:focus { left: 1rem; top: .25rem; padding: .25rem; background: #fff }
.fazhi-lead { font-size: .85rem }
.fazhi-lead > * { margin-right: 2em }
summary { cursor: pointer }
details.fazhi-code { margin: .25rem 0 }
details.fazhi-code > summary { color: #595959; font-size: .8rem }
body:has(#fazhi-all:checked) details.fazhi-code::details-content
  { content-visibility: visible !important; block-size: auto !important }
pre, code { font: .85rem/1.4 monospace; background: #f5f5f5 }
pre { margin: 0; padding: .5rem; white-space: pre-wrap; overflow-wrap: anywhere }
table { border: 0; border-collapse: collapse; font-size: .85rem; line-height: 1.4; margin: .5rem 0 }
td, th { border: 0 solid #ccc; border-bottom-width: 1px; padding: .25rem .5rem; vertical-align: top; min-width: 3em }
td.fazhi-long { min-width: 15em }
thead th { vertical-align: bottom; border-color: #666 }
.dataframe td { text-align: right }
.dataframe tbody th { text-align: left; font-weight: normal }
.fazhi-wide { overflow-x: auto }
.fazhi-wide > * { min-width: var(--least) }
figure { margin: 1.5rem 0 }
figure img { max-width: 100%; height: auto }
/* areas */
figcaption { font-size: .9rem }
@media print {
  body { margin: 0; padding: 0; font-size: 10pt }
  .fazhi-lead, .fazhi-skip, a.anchor-link { display: none }
  details::details-content { content-visibility: visible !important; block-size: auto !important }
  table { font-size: 7.5pt }
  td, th { white-space: normal; overflow-wrap: anywhere; padding: .1rem .2rem }
  th { min-width: 4.6em; letter-spacing: -.03em }
  td.fazhi-long { min-width: 7em }
  tr, figure { break-inside: avoid }
  h1, h2, h3, h4, summary { break-after: avoid }
  .fazhi-wide { overflow: visible }
  .fazhi-wide > * { min-width: 0 }
}
</style>{% endblock %}
""".replace("POLICY", POLICY).replace("/* areas */\n", AREAS_STYLE)

HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)<a class="anchor-link"', re.DOTALL)
# The link under a figure to its sentences, as `save` writes it; a figure's picture with such a link.
SENTENCES = r'"(?:\.\./)+(?:build/)?html/marks/'
FIGURE = re.compile(rf'<figure>(<img [^>]*>)(?=<figcaption>(?:(?!</figure>).)*{SENTENCES}([\w-]+)\.html")', re.DOTALL)
LEAD = """<a class="fazhi-skip" href="#text">跳到正文 skip to the text</a>
<nav class="fazhi-lead" aria-label="page"><a href="index.html">目录 index</a>
<label><input type="checkbox" id="fazhi-all"> 显示全部代码 show all code</label>
<details><summary>本页内容 contents</summary><ul>{parts}</ul></details></nav>
<main id="text">"""


def make_page(
    notebook: "NotebookNode",
    title: str,
    config: "Config",
    *,
    figures: str = "../figures",
    areas: Mapping[str, str] | None = None,
) -> str:
    """The page of an executed notebook as HTML; `figures` is their folder as seen from it.

    `areas` are what lies over the pictures of figures, by name, so that each mark leads to its sentences. Above the
    page stand a link to the index, what the page holds, and one switch for all code, which works without a script. A
    link to a notebook leads to its page.

    >>> import nbformat
    >>> from traitlets.config import Config
    >>> page = make_page(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("## 一")]), "甲", Config())
    >>> '<li><a href="#%E4%B8%80">一</a></li></ul></details></nav>' in page
    True
    """
    from nbconvert import HTMLExporter  # takes a second to load, which a run with nothing to do does not have

    exporter = HTMLExporter(config=config, raw_template=PAGE, exclude_input_prompt=True, exclude_output_prompt=True)  # type: ignore[no-untyped-call]
    page, _ = exporter.from_notebook_node(notebook, {"metadata": {"name": title}})
    page = re.sub(r'(href="\d\d-[\w-]+)\.ipynb', r"\1.html", page)
    page = re.sub(r'href="(?:\.\./)+CITATION\.cff"', 'href="index.html#cite"', page)
    page = page.replace('href="../figures/', f'href="{figures}/')
    page = FIGURE.sub(lambda found: f"<figure>{cover(found[1], (areas or {}).get(found[2], ''))}", page)
    page = re.sub(f"href={SENTENCES}", 'href="marks/', page)
    parts = "".join(f'<li><a href="#{anchor}">{told}</a></li>' for anchor, told in HEADING.findall(page))
    return make_accessible(page.replace("<main>", LEAD.format(parts=parts), 1))
