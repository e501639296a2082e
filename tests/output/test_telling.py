"""Values in findings: escaped, whatever they hold."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from helpers.output.telling import cell, list_up, plain, tell


def test_markup_of_a_report_stands_as_text():
    told = tell(("**{law}**引用最多（{n}）。", "**{law}** leads ({n})."), law="<script>alert(1)</script>*x*", n=3).data
    assert "<script" not in told
    html = MarkdownIt("commonmark", {"html": True}).render(told)
    assert "<b>&lt;script&gt;alert(1)&lt;/script&gt;*x*</b>引用最多（3）" in html


def test_numbers_are_formatted_before_they_are_escaped():
    assert tell(("{x:.1f}%", "{x:+.1f}"), x=-3.25).data == "- \\-3.2%  \n  \\-3.2"
    assert plain(pd.NA) == plain(None) == plain(float("nan")) == "NA"


def test_a_long_list_says_how_many():
    assert list_up(range(7), 3) == "0、1、2等7"
    assert list_up([]) == ""


@given(st.text(max_size=40).filter(lambda text: text == text.strip() and "\n" not in text and "\r" not in text))
def test_any_value_is_shown_as_its_characters(text):
    html = MarkdownIt("commonmark", {"html": True}).renderInline(plain(f"甲{text}乙").replace("\x00", ""))
    shown = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    assert shown == f"甲{text}乙".replace("\x00", "")


def test_a_cell_of_html_is_escaped():
    assert cell('"<img onerror=x>&') == "&quot;&lt;img onerror=x&gt;&amp;"
