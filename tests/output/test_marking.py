"""Spans over a text as HTML: invented texts, literal expected HTML; whatever lies over what, the text stays whole."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.output.marking import Span, deal, mark_up


class Reader(HTMLParser):
    """The text of HTML, its ids with the offset at which each stands, and whether its tags are nested."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.ids, self.open, self.links = "", {}, [], 0
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        assert not (tag == "a" and "a" in self.open), "a link in a link"
        for name, value in attributes:
            if name == "id":
                assert value not in self.ids
                self.ids[value] = len(self.text)
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def test_a_claim_in_an_item_in_a_passage():
    spans = [Span(0, 7, "item", "k4"), Span(3, 5, "claim", "", "3 件 · 案件"), Span(1, 3, "cue")]
    assert mark_up("一办案3件。", spans) == (
        '<span class="i k4" id="i0">一<span class="q" id="q1">办案</span>'
        '<a class="n" id="n3" href="#n3" title="3 件 · 案件">3件</a>。</span>'
    )


def test_what_lies_across_an_end_is_marked_in_pieces_with_one_anchor():
    assert mark_up("甲乙丙丁", [Span(0, 2, "item"), Span(1, 3, "claim")]) == (
        '<span class="i" id="i0">甲<a class="n" id="n1" href="#n1">乙</a></span><span class="n">丙</span>丁'
    )


def test_claim_and_citation_that_begin_together_have_both_anchors_and_no_link_in_a_link():
    assert mark_up("甲乙丙", [Span(0, 3, "citation"), Span(0, 1, "claim")]) == (
        '<a class="n c" id="n0" href="#n0"><span id="c0"></span>甲</a><span class="c">乙丙</span>'
    )


def test_offsets_are_the_reports_and_what_began_above_has_no_anchor_here():
    assert mark_up("丙丁", [Span(10, 13, "item"), Span(13, 14, "claim")], 12) == (
        '<span class="i">丙</span><a class="n" id="n13" href="#n13">丁</a>'
    )


@pytest.mark.parametrize("told", ['"><script>', "a'b", "<b>&"])
def test_what_is_said_of_a_span_stands_as_text(told):
    html = mark_up("甲", [Span(0, 1, "claim", "", told)])
    assert re.fullmatch(r'<a class="n" id="n0" href="#n0" title="[^"<>]*">甲</a>', html)


SPANS = st.builds(
    lambda start, size, kind: Span(start, start + size, kind, "k1", "told"),
    st.integers(0, 40),
    st.integers(0, 12),
    st.sampled_from(["item", "claim", "citation", "cue"]),
)


@given(
    st.text(st.sampled_from("甲乙3件<>&\"'\n\t\r \u202e\x85"), max_size=40),
    st.integers(0, 8),
    st.lists(SPANS, max_size=12),
)
def test_whatever_overlaps_tags_are_nested_and_without_them_it_is_the_text(text, start, spans):
    read = Reader(mark_up(text, spans, start))
    assert read.text == text
    begun = {
        f"{kind}{span.start}"
        for span in spans
        if span.end > span.start and start <= span.start < start + len(text)
        for kind in {"item": "i", "claim": "n", "citation": "c", "cue": "q"}[span.kind]
    }
    assert set(read.ids) == begun
    assert all(int(name[1:]) - start == at for name, at in read.ids.items())


@given(st.lists(st.integers(1, 9), max_size=6), st.lists(SPANS, max_size=12))
def test_spans_are_dealt_to_every_stretch_they_lie_over(sizes, spans):
    ends = [sum(sizes[: n + 1]) for n in range(len(sizes))]
    stretches = list(zip([0, *ends], ends, strict=False))
    for (low, high), over in zip(stretches, deal(stretches, spans), strict=True):
        wanted = [span for span in spans if span.start < high and span.end > low and span.end > span.start]
        assert sorted(over) == sorted(wanted)
