"""Values in findings: escaped, whatever they hold."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from nbconvert.filters.markdown_mistune import markdown2html_mistune

from helpers.output.telling import cell, list_up, plain, tell


def test_markup_of_a_report_stands_as_text():
    told = tell(("**{law}**引用最多（{n}）。", "**{law}** leads ({n})."), law="<script>alert(1)</script>*x*", n=3).data
    assert "<script" not in told
    html = MarkdownIt("commonmark", {"html": True}).render(told)
    assert "<b>&lt;script&gt;alert(1)&lt;/script&gt;*x*</b>引用最多（3）" in html


@pytest.mark.parametrize("address", ["http://a.cn/x_y.png)", "https://a.cn", "WWW.a.cn", "www.a.cn/b", "me@a.cn"])
def test_an_address_in_a_report_becomes_no_link(address):
    page = markdown2html_mistune(plain(f"见 {address} 等"))  # what makes the pages of notebooks
    assert page == f"<p>见 {address} 等</p>\n"


def test_a_value_is_called_what_it_is_in_the_language_of_the_sentence():
    labels = {"县级": ("县级", "County level"), "G1": ("G1 法治思想", "G1 Thought")}
    told = tell(("{a}，{b}，{c}，{d}", "{a}, {b}, {c}, {d}"), a="县级", b="G1", c="plan", d="*甲*", labels=labels).data
    assert told == "- 县级，G1 法治思想，计划，\\*甲\\*  \n  County level, G1 Thought, plan, \\*甲\\*"
    assert tell(("{a}", "{a}"), a=("2 份", "2 reports_")).data == "- 2 份  \n  2 reports\\_"
    assert "County" not in tell(("{word}", "{word}"), word="县级").data  # a word of a report


def test_a_list_is_said_in_both_languages():
    labels = {"县级": ("县级", "County level")}
    assert (
        tell(("{all}", "{all}"), all=["县级", "<甲>"], labels=labels).data
        == "- 县级、&lt;甲&gt;  \n  County level, &lt;甲&gt;"
    )
    assert tell(("{all}", "{all}"), all=[("一", "1."), "plan"]).data == "- 一、计划  \n  1., plan"
    said = tell(("{all}", "{all}"), all=list("abcdefg")).data
    assert said == "- a、b、c、d、e等（共 7）  \n  a, b, c, d, e… \\(7 in all\\)"
    assert tell(("{all}。", "{all}."), all=[]).data == "- 。  \n  ."


def test_numbers_are_formatted_before_they_are_escaped():
    assert tell(("{x:.1f}%", "{x:+.1f}"), x=-3.25).data == "- \\-3.2%  \n  \\-3.2"
    assert plain(pd.NA) == plain(None) == plain(float("nan")) == "NA"


def test_a_long_list_says_how_many():
    assert list_up(range(7), 3) == "0、1、2等（共 7）"
    assert list_up([]) == ""


@given(st.text(max_size=40).filter(lambda text: text == text.strip() and "\n" not in text and "\r" not in text))
def test_any_value_is_shown_as_its_characters(text):
    html = MarkdownIt("commonmark", {"html": True}).renderInline(plain(f"甲{text}乙").replace("\x00", ""))
    shown = html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
    assert shown == f"甲{text}乙".replace("\x00", "")


def test_a_cell_of_html_is_escaped():
    assert cell('"<img onerror=x>&') == "&quot;&lt;img onerror=x&gt;&amp;"


def test_five_of_a_list_are_all_that_is_said():
    assert list_up("abcde") == "a、b、c、d、e" and list_up("abcdef") == "a、b、c、d、e等（共 6）"
    assert tell(("{all}", "{all}"), all=list("abcde")).data == "- a、b、c、d、e  \n  a, b, c, d, e"


def test_a_blank_is_said_as_one_whatever_its_format():
    assert tell(("{x:.1f}", "{x}"), x=pd.NA).data == tell(("{x:.1f}", "{x}"), x=float("nan")).data == "- NA  \n  NA"
    assert [cell(value) for value in (None, pd.NaT, 0, "")] == ["NA", "NA", "0", ""]
