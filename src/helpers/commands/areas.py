"""A picture of a figure that leads on: over each mark an area with a link to the sentences behind it."""

import csv
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

__all__ = ["AREAS_STYLE", "MARKS", "anchor", "cover", "lay_areas", "list_areas", "read_marks"]

MARKS = ".marks.csv"  # what `save` notes of a figure's marks, in the folder of charts
MOST = 1000  # areas of a picture: more would lie over each other
EDGES = ("left", "top", "right", "bottom")

# The areas are for a pointer, which shows them; by keyboard the link under the figure leads to the same page.
AREAS_STYLE = """.fazhi-marks { position: relative; display: inline-block; max-width: 100%; line-height: 0 }
.fazhi-marks svg { position: absolute; inset: 0; width: 100%; height: 100% }
.fazhi-marks rect { fill: #fff; fill-opacity: 0 }
.fazhi-marks a:hover rect { fill: #005a8c; fill-opacity: .15; stroke: #005a8c; stroke-width: 1px;
  vector-effect: non-scaling-stroke }
@media print { .fazhi-marks svg { display: none } }
"""


def anchor(mark: Mapping[str, str]) -> str:
    """The anchor of a mark on its page: m, its row and its column in the figure's CSV, from 1.

    Neither the header nor columns of English names (…_en) are counted.

    >>> anchor({"at": "3", "of": "2"})
    'm3-2'
    """
    return f"m{mark['at']}-{mark['of']}"


def read_marks(path: Path) -> list[dict[str, str]]:
    """The marks of a figure, as `save` has noted them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def list_areas(folder: Path, page: str = "marks/{name}.html") -> dict[str, str]:
    """The areas of the figures whose marks lie in `folder`, by name; `page` is where the sentences of one are."""
    paths = sorted(folder.glob(f"*{MARKS}"))
    names = [path.name.removesuffix(MARKS) for path in paths]
    return {name: lay_areas(read_marks(path), page.format(name=name)) for name, path in zip(names, paths, strict=True)}


def lay_areas(marks: Sequence[Mapping[str, str]], page: str) -> str:
    """An area over each mark that stands somewhere in the picture, as an SVG that is stretched over it.

    Of marks in one place the first has the area. No area where there would be more than 1,000.

    >>> mark = dict(at="1", of="2", value="3.5", zh="甲", en="A", left="0.1", top="0.2", right="0.3", bottom="0.4")
    >>> "<a href='x.html#m1-2' tabindex='-1'><title>甲: 3.5</title><rect x='10' y='20' width='20'" in lay_areas(
    ...     [mark], "x.html").replace('"', "'")
    True
    """
    places = {tuple(mark[edge] for edge in EDGES): mark for mark in reversed(marks) if mark["left"]}
    if len(places) > MOST:
        return ""
    areas = "".join(_area(mark, page) for mark in reversed(places.values()))
    return f'<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">{areas}</svg>' if areas else ""


def _area(mark: Mapping[str, str], page: str) -> str:
    left, top, right, bottom = (100 * float(mark[edge]) for edge in EDGES)
    box = {"x": left, "y": top, "width": right - left, "height": bottom - top}
    sides = " ".join(f'{side}="{round(size, 2):g}"' for side, size in box.items())
    told = escape(f"{mark['zh']}: {mark['value']}")
    return f'<a href="{page}#{anchor(mark)}" tabindex="-1"><title>{told}</title><rect {sides}/></a>'


def cover(picture: str, areas: str) -> str:
    """An image with its areas over it."""
    return f'<span class="fazhi-marks">{picture}{areas}</span>' if areas else picture
