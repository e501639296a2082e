"""What a chart is before it is drawn: something to be drawn in either language at either width, and kept as a file."""

import inspect
import json
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any, NamedTuple, ParamSpec, Protocol

import pandas as pd
from matplotlib.figure import Figure

from helpers.output.labels import Labels, Language, say

__all__ = [
    "NARROW",
    "ROOMS",
    "WIDE",
    "Chart",
    "Room",
    "pack_chart",
    "read_recipe",
    "recorded",
    "relabel",
    "tell_figure",
    "unpack_chart",
]


class Room(NamedTuple):
    """A width of figures, and what fits into it."""

    mm: int
    label_em: int  # full-width characters in a line of a row's label
    note_em: int  # of a note at the right
    beside: int  # panels beside each other


NARROW, WIDE = Room(84, 9, 5, 1), Room(170, 18, 14, 2)  # one column of a journal, two
ROOMS = {room.mm: room for room in (NARROW, WIDE)}


class Draw(Protocol):
    """Makes the figure."""

    def __call__(self, language: Language, room: Room = WIDE) -> Figure: ...


class Say(Protocol):
    """Says something of the figure that depends on what fits into it."""

    def __call__(self, language: Language, room: Room = WIDE) -> str: ...


class Chart(NamedTuple):
    """A chart that can be drawn in either language, what it shows, and what it says to those who cannot see it."""

    draw: Draw
    data: pd.DataFrame
    alt: Callable[[Language], str]
    left_out: Say
    widths: tuple[int, ...] = tuple(ROOMS)  # mm at which it can be read
    recipe: tuple[str, dict[str, Any]] | None = None  # the function that made it, and what it was given
    marks: pd.DataFrame | None = None  # which numbers of the data it draws, under which keys, where: see output.marks


_Given = ParamSpec("_Given")
_KINDS: dict[str, Callable[..., Chart]] = {}


def recorded(make: Callable[_Given, Chart]) -> Callable[_Given, Chart]:
    """Note in the chart that a function makes with what it was made, so that `pack_chart` can keep it."""

    @wraps(make)
    def record(*args: _Given.args, **options: _Given.kwargs) -> Chart:
        given = inspect.signature(make).bind(*args, **options).arguments
        return make(*args, **options)._replace(recipe=(make.__name__, dict(given)))

    _KINDS[make.__name__] = record
    return record


def relabel(chart: Chart, labels: Labels) -> Chart:
    """The same chart with these labels too, behind its own. ValueError as of `pack_chart`."""
    kind, given = _find_recipe(chart)
    return _KINDS[kind](**given | {"labels": {**labels, **(given.get("labels") or {})}})


def tell_figure(
    caption: str, chart: object, language: Language, notes: Sequence[tuple[str, Mapping[str, str]]], room: Room = WIDE
) -> str:
    """A caption with what is not drawn, and with the notes (keys of words.csv) that drawing has given."""
    left_out = chart.left_out(language, room) if isinstance(chart, Chart) else ""
    return " ".join(filter(None, [caption, left_out, *(say(key, language, **values) for key, values in notes)]))


def pack_chart(chart: Chart, caption: tuple[str, str]) -> bytes:
    """A chart and its caption as JSON, from which `unpack_chart` makes the same again.

    ValueError for a chart that no recorded function has made.
    """
    kind, given = _find_recipe(chart)
    packed = {"caption": caption, "kind": kind, "given": {name: _pack(value) for name, value in given.items()}}
    return json.dumps(packed, ensure_ascii=False, separators=(",", ":")).encode()


def unpack_chart(packed: bytes) -> tuple[Chart, tuple[str, str]]:
    """The chart that `pack_chart` has kept, and its caption; the module of its kind must have been imported.

    ValueError, KeyError or TypeError for anything else.
    """
    read = json.loads(packed)
    chart = _KINDS[read["kind"]](**read_recipe(packed))
    return chart, (read["caption"][0], read["caption"][1])


def read_recipe(packed: bytes) -> dict[str, Any]:
    """What a chart that `pack_chart` has kept was given, by name. Errors as of `unpack_chart`."""
    return {name: _unpack(value) for name, value in json.loads(packed)["given"].items()}


def _find_recipe(chart: Chart) -> tuple[str, dict[str, Any]]:
    if chart.recipe is None:
        raise ValueError("this chart was not made by a recorded function")
    return chart.recipe


def _pack(value: Any) -> Any:
    if isinstance(value, pd.DataFrame):
        index = value.index.to_frame(index=False)
        return {
            "frame": [_pack_column(value.iloc[:, at]) for at in range(value.shape[1])],
            "columns": _pack_column(value.columns.to_series()),
            "index": [_pack_column(index[level]) for level in index],
            "names": list(value.index.names),
            "name": value.columns.name,
        }
    if isinstance(value, pd.Series):
        return {"series": _pack(value.to_frame("value")), "name": value.name}
    if isinstance(value, Mapping):
        return {"mapping": [[key, _pack(part)] for key, part in value.items()]}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_pack(part) for part in value]
    return value


def _pack_column(column: pd.Series) -> dict[str, Any]:
    """The values of a column and what they are."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        dtype = column.dtype
        kinds = {"categories": _pack_column(dtype.categories.to_series()), "ordered": dtype.ordered}
        return {"dtype": "category", "values": column.cat.codes.to_list(), **kinds}
    return {"dtype": str(column.dtype), "values": [None if pd.isna(value) else value for value in column.to_list()]}


def _unpack(value: Any) -> Any:
    if isinstance(value, list):
        return [_unpack(part) for part in value]
    if not isinstance(value, dict):
        return value
    if "mapping" in value:
        return {key: _unpack(part) for key, part in value["mapping"]}
    if "series" in value:
        return _unpack(value["series"])["value"].rename(value["name"])
    levels = [_unpack_column(level) for level in value["index"]]
    index = pd.Index(levels[0]) if len(levels) == 1 else pd.MultiIndex.from_arrays(levels)
    columns = pd.Index(_unpack_column(value["columns"]), name=value["name"])
    frame = pd.DataFrame({at: _unpack_column(column) for at, column in enumerate(value["frame"])})
    return frame.set_axis(index.set_names(value["names"])).set_axis(columns, axis="columns")


def _unpack_column(column: dict[str, Any]) -> pd.Series:
    if column["dtype"] == "category":
        categories = pd.Index(_unpack_column(column["categories"]))
        codes: list[int] = column["values"]
        return pd.Series(pd.Categorical.from_codes(codes, categories, ordered=column["ordered"]))
    values: pd.Series = pd.Series(column["values"], dtype=column["dtype"])
    return values
