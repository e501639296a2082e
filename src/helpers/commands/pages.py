"""An executed notebook as a page for readers: what it finds first, code folded, ways to the other pages."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from helpers.commands.areas import AREAS_STYLE, cover

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from traitlets.config import Config

__all__ = ["make_page"]

# JupyterLab's page, without the scripts that it loads from elsewhere and plots do not need. Printed, it has no bars to
# scroll by: long lines of code and wide tables wrap. What a cell prints wraps between words. Code is folded, so that a
# page opens on what it finds; printed, what is folded is open.
PAGE = """{% extends 'lab/index.html.j2' %}
{% block html_head_js %}{% endblock %}
{% block html_head_js_mathjax %}{% endblock %}
{% block html_head_js_mermaidjs %}{% endblock %}
{% block input_group %}<details class="fazhi-code"><summary>代码 code</summary>{{ super() }}</details>{% endblock %}
{% block html_head_css %}<style>
details.fazhi-code > summary { color: #616161; font: 12px sans-serif; padding: 2px 0 2px 6em; cursor: pointer }
body:has(#fazhi-all:checked) details.fazhi-code::details-content
  { content-visibility: visible !important; block-size: auto !important }
.fazhi-lead { font: 13px/1.6 sans-serif; padding: 0 2em 1em 6em; color: #333 }
.fazhi-lead > * { margin-right: 2em }
.jp-OutputArea-output { overflow-x: auto }
figure img { max-width: 100%; height: auto }
/* areas */
@media (max-width: 700px) {
  .jp-InputPrompt, .jp-OutputPrompt, .jp-Collapser { display: none !important }
  .fazhi-lead, details.fazhi-code > summary { padding-left: 0 }
  body.jp-Notebook { padding: 0 8px !important }
  figure { margin: 1em 0 }
}
.jp-RenderedText pre { word-break: normal !important; overflow-wrap: anywhere }
@media print {
  .fazhi-lead { display: none }
  details::details-content { content-visibility: visible !important; block-size: auto !important }
  pre, pre * { white-space: pre-wrap !important; overflow-wrap: anywhere !important }
  td, th { white-space: normal !important; overflow-wrap: anywhere !important }
  .jp-InputArea, .jp-InputArea-editor, .jp-OutputArea-output, .cm-editor, .highlight
    { min-width: 0 !important; overflow: visible !important }
}
</style>{% endblock %}
""".replace("/* areas */\n", AREAS_STYLE)

HEADING = re.compile(r'<h2 id="([^"]+)">(.*?)<a class="anchor-link"', re.DOTALL)
# The link under a figure to its sentences, as `save` writes it; a figure's picture with such a link.
SENTENCES = r'"(?:\.\./)+(?:build/)?html/marks/'
FIGURE = re.compile(rf'<figure>(<img [^>]*>)(?=<figcaption>(?:(?!</figure>).)*{SENTENCES}([\w-]+)\.html")', re.DOTALL)
LEAD = """<nav class="fazhi-lead"><a href="index.html">目录 index</a>
<label><input type="checkbox" id="fazhi-all"> 显示全部代码 show all code</label>
<details><summary>本页内容 contents</summary><ul>{parts}</ul></details></nav>
"""


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
    >>> page = make_page(nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("## 一 One")]), "甲", Config())
    >>> '>一 One</a></li></ul></details></nav>' in page
    True
    """
    from nbconvert import HTMLExporter  # takes a second to load, which a run with nothing to do does not have

    exporter = HTMLExporter(config=config, raw_template=PAGE)  # type: ignore[no-untyped-call]
    page, _ = exporter.from_notebook_node(notebook, {"metadata": {"name": title}})
    page = re.sub(r'(href="\d\d-[\w-]+)\.ipynb', r"\1.html", page)
    page = re.sub(r'href="(?:\.\./)+CITATION\.cff"', 'href="index.html#cite"', page)
    page = page.replace('href="../figures/', f'href="{figures}/')
    page = FIGURE.sub(lambda found: f"<figure>{cover(found[1], (areas or {}).get(found[2], ''))}", page)
    page = re.sub(f"href={SENTENCES}", 'href="marks/', page)
    parts = "".join(f'<li><a href="#{anchor}">{told}</a></li>' for anchor, told in HEADING.findall(page))
    return page.replace("<main>", "<main>\n" + LEAD.format(parts=parts), 1)
