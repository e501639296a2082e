"""The page that leads to everything: notebooks, figures with their files, tables."""

import json
import os
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from helpers.commands.access import POLICY, SMALLEST, mark_chinese
from helpers.commands.areas import AREAS_STYLE, cover, list_areas
from helpers.output.citing import cite
from helpers.places import output_folder

__all__ = ["make_index"]

ENDINGS = ("pdf", "svg", "png", "csv")


def make_index(pages: Mapping[str, str], tables: Sequence[Path], corpus: str | Path) -> str:
    """The index of a corpus as HTML: `pages` by their file names with their titles, its figures, and `tables`.

    Links are relative to the folder of pages, so that the folder can be moved with those beside it.

    >>> "<h2>Notebooks" in make_index({"01-a.html": "甲 A"}, [], "no-such-corpus")
    True
    """
    folder, figures = output_folder("html", corpus), output_folder("figures", corpus)
    records = [json.loads(path.read_text("utf-8")) for path in sorted(figures.glob("*.json"))]
    areas = list_areas(output_folder("charts", corpus))
    shown = [_show(record, figures, folder, areas.get(record["name"])) for record in records]
    links = "\n".join(
        f'<li><a href="{escape(page)}">{mark_chinese(escape(title))}</a></li>' for page, title in pages.items()
    )
    files = "\n".join(f'<li><a href="{_relative(path, folder)}">{escape(path.name)}</a></li>' for path in tables)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
{POLICY}
<meta name="viewport" content="width=device-width">
<title>fazhi-reports</title>
<style>
body {{ max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 sans-serif; color: #222 }}
body {{ overflow-wrap: break-word }}
figure {{ margin: 0 0 2.5rem }}
figure > div {{ overflow-x: auto }}
figure > div > * {{ min-width: var(--least) }}
figure img {{ max-width: 100%; height: auto; border: 1px solid #ddd; box-sizing: border-box }}
figcaption {{ font-size: .9rem }}
a {{ color: #005a8c }}
:focus-visible {{ outline: 2px solid #005a8c; outline-offset: 2px }}
@media print {{
  figure {{ break-inside: avoid }}
  figure > div > * {{ min-width: 0 }}
}}
{AREAS_STYLE}</style>
</head>
<body>
<main>
<h1>fazhi-reports</h1>
<p><span lang="zh">法治政府建设年度报告</span>: annual reports on rule-of-law government, read as data.</p>
<h2>Notebooks · <span lang="zh">笔记本</span></h2>
<ul>
{links}
</ul>
<h2>Corpus · <span lang="zh">原文</span></h2>
<p><a href="browse/index.html">Every report whole, with its parts, items, numbers, citations and codes marked
(<span lang="zh">逐份阅读，标出各部分、条目、数字、引用和编码</span>)</a></p>
<h2>Figures · <span lang="zh">图</span></h2>
<p>For a paper, at its width, in its language and format (<span lang="zh">投稿用图</span>):
<code>python -m helpers export --help</code></p>
{"".join(shown)}
<h2 id="cite">How to cite · <span lang="zh">引用</span></h2>
<p>{mark_chinese(cite("NN-name", "en", corpus))}<br><span lang="zh">{escape(cite("NN-name", "zh", corpus))}</span></p>
<p>NN-name is the figure; name the reports too. <span lang="zh">NN-name 为图名；并请列出所用报告。</span></p>
<h2>Tables · <span lang="zh">数据表</span></h2>
<ul>
{files}
</ul>
</main>
</body>
</html>
"""


def _show(record: Mapping[str, Any], figures: Path, folder: Path, areas: str | None) -> str:
    """A figure with its caption, its files and, where what stands behind its marks is known, links to the sentences."""
    name, (zh, en) = record["name"], (record["caption"][language] for language in ("zh", "en"))
    files = {f"{end.upper()}": figures / f"{name}.{end}" for end in ENDINGS}
    files |= {f"English {end.upper()}": figures / "en" / f"{name}.{end}" for end in ENDINGS[:3]}
    links = [f'<a href="{_relative(path, folder)}">{kind}</a>' for kind, path in files.items() if path.exists()]
    links.append('<a href="#cite"><span lang="zh">引用</span> cite as</a>')
    if areas is not None:
        links.append(f'<a href="marks/{escape(name)}.html"><span lang="zh">句子</span> sentences</a>')
    width, height = record["size_mm"]
    alt = escape(record["alt"]["zh"])
    picture = f'<img src="{_relative(figures / f"{name}.png", folder)}" alt="{alt}" lang="zh" loading="lazy">'
    frame = f'tabindex="0" role="group" aria-label="{escape(name)}" style="--least: min({width:g}mm, {SMALLEST})"'
    return f"""<figure id="{escape(name)}">
<div {frame}>{cover(picture, areas or "")}</div>
<figcaption><b>{escape(name)}</b> <span lang="zh">{escape(zh)}</span><br>{mark_chinese(escape(en))}<br>
{width:g} × {height:g} mm · {" · ".join(links)}</figcaption>
</figure>
"""


def _relative(path: Path, folder: Path) -> str:
    return escape(Path(os.path.relpath(path, folder)).as_posix())
