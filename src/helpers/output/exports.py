"""Figures for a paper: drawn again at the width, in the language and format that it wants."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import matplotlib as mpl
from matplotlib.figure import Figure
from PIL import Image

from helpers.errors import FigureError
from helpers.output import answers, charts, clouds  # noqa: F401 (each makes its kinds of chart known)
from helpers.output.chart import ROOMS, WIDE, Chart, tell_figure, unpack_chart
from helpers.output.documents import Picture
from helpers.output.glossary import UNNAMED, list_unnamed, name_chart, read_terms, write_unnamed
from helpers.output.labels import LANGUAGES, Language
from helpers.output.manuscript import write_manuscript
from helpers.output.rendering import finish, render, render_page
from helpers.output.style import use_style
from helpers.places import output_folder, write_file

__all__ = ["FORMATS", "Format", "export", "list_charts"]

FORMATS = ("pdf", "svg", "png", "tif", "docx")
MANUSCRIPT = "paper.docx"
FAMILIES = {False: "Noto Sans SC", True: "Noto Serif SC"}
LEAST_DPI = 72


class Format(NamedTuple):
    """What a journal asks of a figure: mm, language, dots per inch of pictures, kinds of file, typeface."""

    width: int = WIDE.mm
    language: Language = "zh"
    dpi: int = 600
    formats: Sequence[str] = FORMATS[:3]
    serif: bool = False


def list_charts(corpus: str | Path | None = None) -> dict[str, Path]:
    """What was kept of each figure when its notebook was run, by name; none if none was.

    >>> list_charts("no-such-corpus")
    {}
    """
    return {path.stem: path for path in sorted(output_folder("charts", corpus).glob("*.json"))}


def export(
    figures: Sequence[str] | dict[str, tuple[Chart, tuple[str, str]]] = (),
    *,
    out: str | Path,
    wanted: Format | None = None,
    corpus: str | Path | None = None,
) -> list[Path]:
    """Draw figures as `wanted` and write them to `out`, each with its caption in captions.txt; the files.

    The format docx is one file, paper.docx, with all the figures, as `write_manuscript` makes it. FigureError for a
    chart that another version of the program has kept.

    `figures` are names (none: all that there are), or charts with their captions (Chinese, English) by name, as a
    notebook has them. A figure that cannot be read at the width is left out when all are asked for. FigureError, and
    nothing written, for a name that there is not, a width that is neither 84 nor 170 mm, an unknown language or
    format, fewer than 72 dpi, or a figure that was asked for by name and cannot be read at the width. What English
    figures show in Chinese alone, for lack of a row in the glossary, is listed in untranslated.csv.

    >>> from tempfile import TemporaryDirectory
    >>> import pandas as pd
    >>> chart = charts.bars(pd.DataFrame({"value": [60, 20]}, index=["甲县", "乙县"]), unit="share")
    >>> with TemporaryDirectory() as folder:
    ...     files = export({"04-mine": (chart, ("占比。", "Shares."))}, out=folder, wanted=Format(84))
    >>> [path.name for path in files]
    ['04-mine.pdf', '04-mine.svg', '04-mine.png', 'captions.txt']
    """
    wanted = wanted or Format()
    _check(wanted)
    found = figures if isinstance(figures, dict) else _read(figures, corpus)
    unnamed = b""
    if wanted.language == "en":
        terms = read_terms(corpus)
        given = {name: chart.recipe[1] for name, (chart, _) in found.items() if chart.recipe}
        unnamed = write_unnamed(list_unnamed(given, terms))
        found = {name: (name_chart(chart, terms), caption) for name, (chart, caption) in found.items()}
    room = ROOMS[wanted.width]
    narrow = [name for name, (chart, _) in found.items() if wanted.width not in chart.widths]
    if figures and narrow:
        raise FigureError(f"figure {narrow[0]} cannot be read at {wanted.width} mm; export it at {WIDE.mm}")
    use_style()
    files: dict[Path, bytes] = {}
    captions, pictures = [], {}
    with mpl.rc_context({"font.family": [FAMILIES[wanted.serif]]}):
        for name, (chart, caption) in found.items():
            if name in narrow:
                continue
            with nullcontext() if isinstance(figures, dict) else _kept_by_this_version(name):
                fig = chart.draw(wanted.language, room)
            notes = finish(fig, name)
            told = tell_figure(caption[LANGUAGES.index(wanted.language)], chart, wanted.language, notes, room)
            captions.append(f"{name}\n{told}\n")
            for kind in wanted.formats:
                if kind == "docx":
                    drawn = _draw(fig, name, "png", wanted.dpi, told)
                    pictures[name] = Picture(drawn, room.mm, told, chart.alt(wanted.language))
                else:
                    files[Path(out) / f"{name}.{kind}"] = _draw(fig, name, kind, wanted.dpi, told)
    if pictures:
        files[Path(out) / MANUSCRIPT] = write_manuscript(pictures, wanted.language, corpus)
    files[Path(out) / "captions.txt"] = "\n".join(captions).encode()
    if unnamed:
        files[Path(out) / UNNAMED] = unnamed
    Path(out).mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        write_file(path, content)
    return list(files)


def _check(wanted: Format) -> None:
    """FigureError for what no figure can be."""
    if wanted.width not in ROOMS:
        raise FigureError(f"width {wanted.width}: figures are drawn at {' / '.join(map(str, ROOMS))} mm")
    if wanted.language not in LANGUAGES:
        raise FigureError(f"language {wanted.language}: figures are drawn in {' / '.join(LANGUAGES)}")
    if unknown := [kind for kind in wanted.formats if kind not in FORMATS]:
        raise FigureError(f"format {unknown[0]}: figures are written as {', '.join(FORMATS)}")
    if wanted.dpi < LEAST_DPI:
        raise FigureError(f"{wanted.dpi} dpi: a picture needs at least {LEAST_DPI}")


def _read(names: Sequence[str], corpus: str | Path | None) -> dict[str, tuple[Chart, tuple[str, str]]]:
    """The charts that were kept, of the names or all."""
    kept = list_charts(corpus)
    if not kept:
        raise FigureError("no figures yet: run python -m helpers reproduce first")
    if unknown := [name for name in names if name not in kept]:
        raise FigureError(f"no figure {unknown[0]}; there are: {', '.join(kept)}")
    found = {}
    for name in names or kept:
        with _kept_by_this_version(name):
            found[name] = unpack_chart(kept[name].read_bytes())
    return found


@contextmanager
def _kept_by_this_version(name: str) -> Iterator[None]:
    """FigureError for a chart whose kind, or what a kind is given, was another when it was kept."""
    try:
        yield
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        if isinstance(error, FigureError):
            raise
        raise FigureError(
            f"figure {name} was kept by another version of the program; run python -m helpers reproduce"
        ) from error


def _draw(fig: Figure, name: str, kind: str, dpi: int, told: str) -> bytes:
    """One file of a figure."""
    if kind in ("pdf", "svg"):
        return render_page(fig, name, kind, told)
    drawn = Image.open(BytesIO(render(fig, name, "png", {"Software": None}, dpi=dpi))).convert("RGB")
    buffer = BytesIO()
    if kind == "tif":
        drawn.save(buffer, "tiff", compression="tiff_lzw", dpi=(dpi, dpi))
    else:
        drawn.save(buffer, "png", optimize=True, dpi=(dpi, dpi))
    return buffer.getvalue()
