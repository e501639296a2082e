"""Pages that everybody can read: invented ones, literal expected parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from helpers.commands.access import make_accessible, mark_chinese


def body(text: str) -> str:
    return make_accessible(f"<html><body>{text}</body></html>").split("<body>")[1].removesuffix("</body></html>")


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("<p>共 5 份（2021年）。</p> <p>Five.</p>", '<p lang="zh">共 5 份（2021年）。</p> <p>Five.</p>'),
        ("<h2>Table 1 · 语料</h2>", '<h2>Table 1 · <span lang="zh">语料</span></h2>'),
        (
            "<li>甲 <b>乙 x</b> 丙<br>y 丁</li>",
            '<li><span lang="zh">甲</span> <b><span lang="zh">乙</span> x</b> <span lang="zh">丙</span><br>y'
            ' <span lang="zh">丁</span></li>',
        ),
        ("<p>a 甲 b 乙 c</p>", '<p>a <span lang="zh">甲</span> b <span lang="zh">乙</span> c</p>'),
        ('<p lang="zh">甲 A</p><p>B</p>', '<p lang="zh">甲 A</p><p>B</p>'),
        ("<style>p::before { content: '甲' }</style>", "<style>p::before { content: '甲' }</style>"),
        ('<p>a</p><i aria-hidden="true">甲 a</i>', '<p>a</p><i aria-hidden="true">甲 a</i>'),
        ("<p>2021–2023</p>", "<p>2021–2023</p>"),
    ],
)
def test_chinese_is_marked_by_the_element_or_by_the_run(text: str, marked: str) -> None:
    assert body(f"{text}<i>z</i>") == f"{marked}<i>z</i>"


PARTS = st.lists(st.sampled_from(["甲", "乙，", "a", "B c", " ", "1", "&amp;", "<b>", "</b>", "<br>"]), max_size=12)


@given(PARTS)
def test_marking_changes_no_text(parts: list[str]) -> None:
    text = f"<p>z {''.join(parts)}</p>"
    before, after = (html.document_fromstring(page) for page in (f"<body>{text}", make_accessible(f"<body>{text}")))
    assert after.body.text_content() == before.body.text_content()
    for span in after.iter("span"):
        assert span.get("lang") == "zh" and not span.text_content().isascii()


def test_a_table_s_heads_belong_to_rows_or_columns_and_an_empty_one_is_none() -> None:
    table = body(
        '<table><thead><tr><th></th><th colspan="2">x</th></tr></thead><tbody><tr><th>y</th><td>1</td></tr>'
        '<tr><th rowspan="2">z</th></tr></tbody></table>'
    )
    assert table == (
        '<div class="fazhi-wide" tabindex="0" role="group" aria-label="Table 1"><table><thead><tr><td></td>'
        '<th colspan="2" scope="colgroup">x</th></tr></thead><tbody><tr><th scope="row">y</th><td>1</td></tr>'
        '<tr><th rowspan="2" scope="rowgroup">z</th></tr></tbody></table></div>'
    )


def test_a_picture_has_a_frame_and_shrinks_as_long_as_it_can_be_read() -> None:
    picture = body('<div tabindex="0"><figure><img alt="x" width="803" src="a.png"> tail</figure></div>')
    assert picture == (
        '<div><figure><div class="fazhi-wide" tabindex="0" role="group" aria-label="Picture 1"'
        ' style="--least: min(803px, 36rem)"><img alt="x" width="803" src="a.png"></div> tail</figure></div>'
    )


def test_what_lies_over_a_picture_stays_on_it() -> None:
    picture = body('<span class="fazhi-marks"><img alt="" width="803"><svg><a href="#m1"><rect/></a></svg></span>')
    assert picture == (
        '<div class="fazhi-wide" tabindex="0" role="group" aria-label="Picture 1"'
        ' style="--least: min(803px, 36rem)"><span class="fazhi-marks"><img alt="" width="803"><svg><a href="#m1">'
        "<rect></rect></a></svg></span></div>"
    )


def test_a_text_that_is_escaped_stays_so() -> None:
    assert mark_chinese("甲 &lt;乙&gt; A") == (
        '<span lang="zh">甲</span> &lt;<span lang="zh">乙</span>&gt; A'  # not across what may be a tag's sign
    )


def test_a_cell_of_more_than_thirty_characters_wants_room() -> None:
    table = body(f"<table><tr><td>{'a' * 30}</td><td>{'a' * 31}</td><td>{'a' * 20}<b>{'b' * 11}</b></td></tr></table>")
    assert table.count("<td>") == 1 and table.count('<td class="fazhi-long">') == 2


def test_each_table_and_each_picture_has_its_number_and_a_picture_without_a_width_no_least() -> None:
    page = body(
        '<table><tr><td>a</td></tr></table><img src="a"><p>b</p><table><tr><td>c</td></tr></table><img src="b">'
    )
    assert [part.split('"')[0] for part in page.split('aria-label="')[1:]] == [
        *("Table 1", "Picture 1", "Table 2", "Picture 2")
    ]
    assert "style" not in page


def test_a_head_with_anything_in_it_is_one() -> None:
    row = body('<table><tr><th> </th><th><b>x</b></th><th>y</th><th rowspan="1">z</th></tr></table>')
    assert row.partition("<tr>")[2].partition("</tr>")[0] == (
        '<td> </td><th scope="row"><b>x</b></th><th scope="row">y</th><th rowspan="1" scope="row">z</th>'
    )


def test_a_link_to_a_section_says_so_and_comments_are_left_alone() -> None:
    page = body('<h2>a<a class="anchor-link" href="#a">¶</a></h2><!-- 甲 b --><p>c</p>')
    assert page == (
        '<h2>a<a class="anchor-link" href="#a" aria-label="link to this section">¶</a></h2><!-- 甲 b --><p>c</p>'
    )
