"""A text as HTML with what was found in it marked, whatever lies over what: cut first, nested after."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Literal, NamedTuple, TypeAlias

from helpers.output.telling import cell, show

__all__ = ["Kind", "Span", "deal", "mark_up"]

Kind: TypeAlias = Literal["item", "claim", "citation", "cue"]


class Span(NamedTuple):
    """A stretch of a report's text, from the character `start` up to `end`.

    `classes` are for the style sheet, parted by blanks; `told` is what is said of it (plain text).
    """

    start: int
    end: int
    kind: Kind
    classes: str = ""
    told: str = ""


# From the outside in. Claims and citations share a layer: both are links, and a link holds no other.
LAYERS: tuple[tuple[Kind, ...], ...] = (("item",), ("claim", "citation"), ("cue",))
LETTERS: Mapping[Kind, str] = {"item": "i", "claim": "n", "citation": "c", "cue": "q"}  # of anchors and classes
LINKS = LAYERS[1]


class _Piece(NamedTuple):
    """What lies between two cuts, and the spans over it, a layer each."""

    start: int
    end: int
    text: str
    over: tuple[tuple[Span, ...], ...]


def deal(stretches: Iterable[tuple[int, int]], spans: Iterable[Span]) -> Iterator[list[Span]]:
    """The spans over each stretch of a text; stretches come in their order and do not overlap. Empty spans lie nowhere.

    >>> [len(over) for over in deal([(0, 5), (5, 9)], [Span(3, 6, "item"), Span(7, 8, "claim")])]
    [1, 2]
    """
    waiting = sorted((span for span in spans if span.start < span.end), key=lambda span: (-span.start, -span.end))
    over: list[Span] = []
    for start, end in stretches:
        while waiting and waiting[-1].start < end:
            over.append(waiting.pop())
        over = [span for span in over if span.end > start]
        yield list(over)


def mark_up(text: str, spans: Sequence[Span], start: int = 0) -> str:
    """`text`, which begins at the character `start` of its report, as HTML with `spans` marked.

    Without its tags it is the text. Spans may overlap: what lies across the end of another is marked in pieces. The
    first piece of a span has its anchor (i, n, c, q and its start), if the span begins in this text. Claims and
    citations are links to themselves, so that the tab key goes from one to the next.

    >>> mark_up("办案3件", [Span(12, 14, "claim", told="3")], 10)
    '办案<a class="n" id="n12" href="#n12" title="3">3件</a>'
    """
    return _nest(_cut(text, spans, start), 0, set())


def _cut(text: str, spans: Sequence[Span], start: int) -> list[_Piece]:
    end = start + len(text)
    cuts = {start, end, *(place for span in spans for place in span[:2] if start < place < end)}
    stretches = list(pairwise(sorted(cuts)))
    return [
        _Piece(low, high, text[low - start : high - start], tuple(_pick(over, layer) for layer in LAYERS))
        for (low, high), over in zip(stretches, deal(stretches, spans), strict=True)
    ]


def _pick(over: Iterable[Span], layer: Sequence[Kind]) -> tuple[Span, ...]:
    return tuple(span for span in over if span.kind in layer)


def _nest(pieces: Sequence[_Piece], depth: int, named: set[str]) -> str:
    """Pieces as HTML from the layer `depth` inwards; `named` are the anchors that have been given."""
    if depth == len(LAYERS):
        return show("".join(piece.text for piece in pieces))
    out = []
    for over, group in groupby(pieces, key=lambda piece: piece.over[depth]):
        run = list(group)
        inner = _nest(run, depth + 1, named)
        out.append(_wrap(over, inner, run[0].start, named) if over else inner)
    return "".join(out)


def _wrap(over: Sequence[Span], inner: str, start: int, named: set[str]) -> str:
    """The element around a run under the spans `over`; of several that begin here each has its anchor."""
    letters = [LETTERS[span.kind] for span in over]
    anchors = [f"{letter}{start}" for letter, span in zip(letters, over, strict=True) if span.start == start]
    anchors = [anchor for anchor in dict.fromkeys(anchors) if anchor not in named]
    named.update(anchors)
    classes = dict.fromkeys([*letters, *(name for span in over for name in span.classes.split())])
    told = "; ".join(dict.fromkeys(span.told for span in over if span.told))
    tag = "a" if anchors and over[0].kind in LINKS else "span"
    attributes = [f'class="{cell(" ".join(classes))}"']
    attributes += [f'id="{anchor}"' for anchor in anchors[:1]]
    attributes += [f'href="#{anchors[0]}"'] if tag == "a" else []
    attributes += [f'title="{cell(told)}"'] if told else []
    others = "".join(f'<span id="{anchor}"></span>' for anchor in anchors[1:])
    return f"<{tag} {' '.join(attributes)}>{others}{inner}</{tag}>"
