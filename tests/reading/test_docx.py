"""Word files: every visible character in order, with the numerals that Word makes; bounds on what is unpacked."""

import io
import zipfile
from pathlib import Path

import pytest

from helpers.errors import CorpusError
from helpers.reading.docx import docx_text
from helpers.reading.files import read_file
from helpers.reading.lines import OUTSIDE, ROW, mark_heading
from tests.files import STRICT, W, make_docx, make_zip, paragraph

LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("japaneseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "%1.%3"),
    ("decimalEnclosedCircle", "%5"),
)
NUMBERING = (
    "<w:abstractNum w:abstractNumId='7'>"
    + "".join(
        f"<w:lvl w:ilvl='{i}'><w:start w:val='1'/><w:numFmt w:val='{kind}'/>"
        f"{'<w:isLgl/>' if i == 3 else ''}<w:lvlText w:val='{text}'/></w:lvl>"
        for i, (kind, text) in enumerate(LEVELS)
    )
    + "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num>"
    "<w:num w:numId='2'><w:abstractNumId w:val='7'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/>"
    "</w:lvlOverride></w:num>"
)


def numbered(level: int, num: int = 1) -> str:
    return f"<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{num}'/></w:numPr>"


def test_generated_numerals_are_in_the_text() -> None:
    levels = [0, 1, 1, 2, 2, 1, 2, 4, 0, 1, 3]
    body = "".join(paragraph("加强", numbered(level)) for level in levels)
    assert docx_text(make_docx(body, numbering=NUMBERING)).split("\n") == [
        *["一、加强", "（一）加强", "（二）加强", "1.加强", "2.加强", "（三）加强", "1.加强", "①加强"],
        *["二、加强", "（一）加强", "2.1 加强"],
    ]


def test_a_list_may_start_anew_and_be_switched_off() -> None:
    body = paragraph("甲", numbered(0)) + paragraph("乙", numbered(0, 2)) + paragraph("丙", numbered(0, 2))
    body += paragraph("丁", numbered(0, 0)) + paragraph("戊", numbered(0, 9))
    assert docx_text(make_docx(body, numbering=NUMBERING)) == "一、甲\n五、乙\n六、丙\n丁\n戊"


def test_a_list_may_come_from_the_style_of_a_style() -> None:
    styles = (
        f"<w:style w:type='paragraph' w:styleId='a'><w:pPr>{numbered(1)}</w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='b'><w:basedOn w:val='a'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='c'><w:basedOn w:val='c'/></w:style>"
    )
    body = "".join(paragraph("学", f"<w:pStyle w:val='{style}'/>") for style in "abc")
    assert docx_text(make_docx(body, numbering=NUMBERING, styles=styles)) == "（一）学\n（二）学\n学"


def level(at: int, text: str, *told: str, kind: str = "decimal") -> str:
    """A level of a list; `told` are further elements of it."""
    return f"<w:lvl w:ilvl='{at}'>{''.join(told)}<w:numFmt w:val='{kind}'/><w:lvlText w:val='{text}'/></w:lvl>"


def listed(levels: str, *, num: str = "", more: str = "") -> str:
    """The numbering part with one list, 1, of these levels; `num` stands in it, `more` after it."""
    return (
        f"<w:abstractNum w:abstractNumId='7'>{levels}</w:abstractNum>"
        f"<w:num w:numId='1'><w:abstractNumId w:val='7'/>{num}</w:num>{more}"
    )


def numerals(numbering: str, *places: tuple[int, int], styles: str = "") -> list[str]:
    """The lines of paragraphs 学 at these lists and levels."""
    body = "".join(paragraph("学", numbered(at, num)) for num, at in places)
    return docx_text(make_docx(body, numbering=numbering, **({"styles": styles} if styles else {}))).split("\n")


def value(name: str, content: object) -> str:
    return f"<w:{name} w:val='{content}'/>"


def test_a_level_says_where_it_starts_and_how_it_stands() -> None:
    spaced, close = value("suff", "space"), value("suff", "nothing")
    assert numerals(listed(level(0, "%1", value("start", 3), spaced)), (1, 0), (1, 0)) == ["3 学", "4 学"]
    assert numerals(listed(level(0, "%1", close)), (1, 0)) == ["1学"]
    assert numerals(listed(level(0, "第%1条", spaced)), (1, 0)) == ["第1条 学"]
    assert numerals(listed(level(0, "%1、", spaced)), (1, 0)) == ["1、学"]
    assert numerals(listed(level(0, "•", kind="bullet")), (1, 0)) == ["学"]
    assert numerals(listed(level(0, "%1", kind="none")), (1, 0)) == ["学"]
    assert numerals(listed("<w:lvl w:ilvl='0'/>"), (1, 0)) == ["学"]
    assert numerals(listed(level(0, "%1%9.")), (1, 0)) == ["1.学"]  # of a level that is not there nothing is printed


def test_what_is_no_number_is_the_usual_one() -> None:
    assert numerals(listed(level(0, "%1.", value("start", "x"))), (1, 0), (1, 0)) == ["1.学", "2.学"]
    unnamed = level(0, "%1.").replace(" w:ilvl='0'", "")
    assert numerals(listed(unnamed), (1, 0)) == ["1.学"]
    anew = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='x'/></w:lvlOverride>"
    assert numerals(listed(level(0, "%1.", value("start", 3)), num=anew), (1, 0)) == ["1.学"]
    nowhere = paragraph("学", "<w:numPr><w:ilvl w:val='x'/><w:numId w:val='1'/></w:numPr>")
    assert docx_text(make_docx(nowhere, numbering=listed(level(0, "%1.")))) == "1.学"


def test_a_level_begins_anew_under_each_number_above_unless_it_says_not() -> None:
    levels = level(0, "%1.") + level(1, "%1.%2.") + level(2, "%3)", value("lvlRestart", 0))
    places = [(1, 0), (1, 1), (1, 2), (1, 2), (1, 0), (1, 2), (1, 1)]
    assert numerals(listed(levels), *places) == ["1.学", "1.1.学", "1)学", "2)学", "2.学", "3)学", "2.1.学"]
    assert numerals(listed(levels), (1, 1), (1, 0)) == ["1.1.学", "2.学"]  # a number above that no paragraph printed


def test_numbers_of_levels_above_print_in_their_kind_or_all_as_digits() -> None:
    above = level(0, "%1、", kind="chineseCounting")
    assert numerals(listed(above + level(1, "%1.%2.")), (1, 0), (1, 1)) == ["一、学", "一.1.学"]
    legal = level(1, "%1.%2.", "<w:isLgl/>", kind="chineseCounting")
    assert numerals(listed(above + legal), (1, 0), (1, 1)) == ["一、学", "1.一.学"]
    off = level(1, "%1.%2.", value("isLgl", 0))
    assert numerals(listed(above + off), (1, 0), (1, 1)) == ["一、学", "一.1.学"]


def test_lists_of_one_abstract_list_count_on_and_may_have_levels_of_their_own() -> None:
    own = f"<w:lvlOverride w:ilvl='0'>{level(0, '（%1）')}</w:lvlOverride>"
    more = f"<w:num w:numId='2'><w:abstractNumId w:val='7'/>{own}</w:num>"
    assert numerals(listed(level(0, "%1."), more=more), (1, 0), (2, 0), (1, 0)) == ["1.学", "（2）学", "3.学"]


def test_a_list_counted_anew_is_so_once() -> None:
    anew = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>"
    more = f"<w:num w:numId='2'><w:abstractNumId w:val='7'/>{anew}</w:num>"
    places = [(1, 0), (1, 0), (2, 0), (2, 0), (1, 0), (2, 0)]
    assert numerals(listed(level(0, "%1."), more=more), *places) == [f"{n}.学" for n in (1, 2, 1, 2, 3, 4)]


def test_a_list_may_take_its_levels_from_a_style() -> None:
    linked = (
        "<w:abstractNum w:abstractNumId='8'><w:numStyleLink w:val='outline'/></w:abstractNum>"
        "<w:num w:numId='2'><w:abstractNumId w:val='8'/></w:num>"
    )
    styles = f"<w:style w:type='numbering' w:styleId='outline'><w:pPr>{numbered(0, 1)}</w:pPr></w:style>"
    assert numerals(listed(level(0, "（%1）"), more=linked), (2, 0), (2, 0), styles=styles) == ["（1）学", "（2）学"]


def test_a_paragraph_without_a_style_has_the_default_one() -> None:
    styles = (
        f"<w:style w:type='character' w:styleId='x' w:default='1'><w:pPr>{numbered(1)}</w:pPr></w:style>"
        f"<w:style w:type='paragraph' w:styleId='y'><w:pPr>{numbered(1)}</w:pPr></w:style>"
        f"<w:style w:type='paragraph' w:styleId='z' w:default='1'><w:pPr>{numbered(0)}</w:pPr></w:style>"
    )
    assert docx_text(make_docx(paragraph("学"), numbering=NUMBERING, styles=styles)) == "一、学"


def test_what_a_paragraph_says_of_its_list_goes_before_what_its_style_says() -> None:
    other = f"<w:abstractNum w:abstractNumId='8'>{level(0, '〈%1〉')}{level(1, '〈〈%2〉〉')}"
    more = other + "</w:abstractNum><w:num w:numId='2'><w:abstractNumId w:val='8'/></w:num>"
    styles = f"<w:style w:type='paragraph' w:styleId='b'><w:pPr>{numbered(1, 1)}</w:pPr></w:style>"
    body = paragraph("学", value("pStyle", "b") + "<w:numPr><w:numId w:val='2'/></w:numPr>")
    body += paragraph("学", "<w:numPr><w:numId w:val='2'/></w:numPr>")
    numbering = listed(level(0, "%1.") + level(1, "（%2）"), more=more)
    assert docx_text(make_docx(body, numbering=numbering, styles=styles)) == "〈〈1〉〉学\n〈1〉学"


def test_a_style_that_names_no_level_stands_at_the_one_that_names_it() -> None:
    levels = level(0, "%1.") + level(1, "（%2）", value("pStyle", "b"))
    styles = (
        "<w:style w:type='paragraph' w:styleId='b'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='c'><w:basedOn w:val='b'/></w:style>"
    )
    body = paragraph("学", value("pStyle", "b")) + paragraph("学", value("pStyle", "c"))
    body += paragraph("学", value("pStyle", "b") + "<w:numPr><w:ilvl w:val='0'/></w:numPr>")
    assert docx_text(make_docx(body, numbering=listed(levels), styles=styles)) == "（1）学\n（2）学\n1.学"


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<w:ins><w:r><w:t>插入</w:t></w:r></w:ins>", "头插入"),
        ("<w:del><w:r><w:delText>删去</w:delText></w:r></w:del>", "头"),
        ("<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom>", "头"),
        ("<w:smartTag><w:hyperlink><w:r><w:t>智能</w:t></w:r></w:hyperlink></w:smartTag>", "头智能"),
        ("<w:sdt><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>", "头控件"),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>", "头"),
        ("<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>不隐</w:t></w:r>", "头不隐"),
        ("<w:r><w:tab/><w:t>尾</w:t><w:br/><w:t>行</w:t></w:r>", "头\t尾\n行"),
        ("<w:r><w:t>2014</w:t><w:noBreakHyphen/><w:sym w:char='2460'/></w:r>", "头2014-①"),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r><w:fldSimple><w:r><w:t>3</w:t></w:r></w:fldSimple>", "头3"),
        (
            "<w:ruby><w:rt><w:r><w:t>xue</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>学</w:t></w:r></w:rubyBase></w:ruby>",
            "头学",
        ),
    ],
)
def test_what_a_run_shows(inner: str, text: str) -> None:
    assert docx_text(make_docx(f"<w:p><w:r><w:t>头</w:t></w:r>{inner}</w:p>")) == text


def test_a_paragraph_whose_end_is_deleted_goes_on() -> None:
    first = paragraph("坚决杜", "<w:rPr><w:del/></w:rPr>")
    assert docx_text(make_docx(first + paragraph("绝。"))) == "坚决杜绝。"


def test_text_boxes_stand_once_and_after_their_paragraph() -> None:
    box = f"<w:txbxContent>{paragraph('框一')}{paragraph('框二')}</w:txbxContent>"
    drawing = f"<mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>"
    body = f"<w:p><w:r><mc:AlternateContent xmlns:mc='m'>{drawing}</mc:AlternateContent><w:t>正文</w:t></w:r></w:p>"
    assert docx_text(make_docx(body + paragraph("后文"))) == "正文\n框一\n框二\n后文"


def test_a_note_stands_after_its_paragraph() -> None:
    body = "<w:p><w:r><w:t>正文</w:t><w:footnoteReference w:id='2'/></w:r></w:p>" + paragraph("后文")
    note = "<w:r><w:t>注</w:t><w:footnoteReference w:id='2'/></w:r>"
    notes = f"<w:footnote w:id='2'><w:p>{note}</w:p></w:footnote>"
    assert docx_text(make_docx(body, footnotes=notes)) == "正文\n注\n后文"


def test_a_note_to_a_text_box_stands_after_it() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框</w:t><w:footnoteReference w:id='2'/></w:r></w:p></w:txbxContent>"
    notes = f"<w:footnote w:id='1'>{paragraph('别的')}</w:footnote><w:footnote w:id='2'>{paragraph('注')}</w:footnote>"
    assert docx_text(make_docx(f"<w:p><w:r>{box}<w:t>正文</w:t></w:r></w:p>", footnotes=notes)) == "正文\n框\n注"


def test_an_archive_with_a_password_says_so() -> None:
    data = bytearray(make_docx(paragraph("学")))
    place = data.find(b"PK\x01\x02")
    while place >= 0:
        data[place + 8] |= 1  # the flag of encryption in each entry of the directory
        place = data.find(b"PK\x01\x02", place + 4)
    with pytest.raises(CorpusError, match="^this archive is encrypted; save it without a password$"):
        docx_text(bytes(data))


def test_rows_of_a_table_are_lines_and_cells_are_parted_by_tabs() -> None:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in cells)}</w:tr>"

    rows = row(paragraph("单位"), paragraph("件数")) + row(paragraph("甲局") + paragraph("乙局"), paragraph("3"))
    assert docx_text(make_docx(f"<w:tbl>{rows}</w:tbl>")) == f"{ROW}单位\t件数\n{ROW}甲局乙局\t3"


@pytest.mark.parametrize("namespace", [W, STRICT])
def test_both_kinds_of_ooxml_are_read(namespace: str) -> None:
    assert docx_text(make_docx(paragraph("加强学习"), namespace=namespace)) == "加强学习"


def test_a_file_is_known_by_its_content() -> None:
    assert read_file(make_docx(paragraph("加强学习")), "a.txt") == "加强学习"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (" " * 25_000_000, "unpacks to more than 24,000,000 bytes"),
        ("<w:p/>" * 700_000, "or 600,000 tags"),
        ("<w:sdt>" * 300 + "</w:sdt>" * 300, "Excessive depth"),
        ("<w:p><w:r><w:t>&lost;</w:t></w:r></w:p>", "Entity 'lost' not defined"),
    ],
)
def test_what_unpacks_without_bound_is_refused(body: str, said: str) -> None:
    with pytest.raises(CorpusError) as error:
        read_file(make_docx(body), "a.docx")
    assert said in str(error.value)


@pytest.mark.parametrize("declared", ["SYSTEM '{}'", "[<!ENTITY x SYSTEM '{}'>]"])
def test_a_file_that_is_named_is_not_looked_into(tmp_path: Path, declared: str) -> None:
    """It is broken, which would be an error of its own."""
    file = tmp_path / "other.xml"
    file.write_text("<!ELEMENT document (", encoding="utf-8")
    rels = "<Relationships xmlns='r'><Relationship Type='/officeDocument' Target='d.xml'/></Relationships>"
    content = "&x;" if "ENTITY" in declared else ""
    document = f"<!DOCTYPE document {declared.format(file.as_posix())}><document>{content}</document>"
    with pytest.raises(CorpusError, match="^d.xml declares a document type"):
        docx_text(make_zip({"_rels/.rels": rels, "d.xml": document}))


@pytest.mark.parametrize("declared", ["<!ENTITY x SYSTEM 'secret.txt'>", "<!ENTITY y 'yy'><!ENTITY x '&y;&y;'>"])
def test_an_entity_is_neither_fetched_nor_expanded(declared: str) -> None:
    rels = "<Relationships xmlns='r'><Relationship Type='/officeDocument' Target='d.xml'/></Relationships>"
    document = f"<!DOCTYPE d [{declared}]><document><p><r><t>&x;</t></r></p></document>"
    with pytest.raises(CorpusError) as error:
        docx_text(make_zip({"_rels/.rels": rels, "d.xml": document}))
    assert str(error.value) == "d.xml declares a document type, which no Word file does; save its text as .txt"


def test_comments_and_instructions_in_the_xml_are_no_part_of_it() -> None:
    body = (
        "<!-- 注 --><?x y?><w:p><!-- 注 --><w:pPr><!-- 注 --></w:pPr><w:r><?x y?><w:t>学<!-- 注 -->习</w:t></w:r></w:p>"
    )
    assert docx_text(make_docx(body)) == "学习"


# Headings.


def style(ident: str, name: str, level: int | None = None, based_on: str = "") -> str:
    outline = "" if level is None else f"<w:pPr><w:outlineLvl w:val='{level}'/></w:pPr>"
    base = f"<w:basedOn w:val='{based_on}'/>" if based_on else ""
    return f"<w:style w:type='paragraph' w:styleId='{ident}'><w:name w:val='{name}'/>{base}{outline}</w:style>"


def styled(text: str, ident: str, more: str = "") -> str:
    return paragraph(text, f"<w:pStyle w:val='{ident}'/>{more}")


STYLES = (
    style("a3", "Title", 0)
    + style("1", "heading 1", 0)
    + style("h3", "标题 3")
    + style("own", "我的小标题", based_on="h3")
    + style("plain", "正文小标题", 9, "1")
    + style("second", "二级标题")
    + style("sub", "Subtitle", 1, "a3")
    + style("under", "副题之下", based_on="sub")
    + style("loop", "x", based_on="loop")
)


@pytest.mark.parametrize(
    ("ident", "level"),
    [
        *[("a3", 0), ("1", 1), ("h3", 3), ("own", 3), ("plain", None), ("second", 2), ("sub", None), ("loop", None)],
        ("under", 0),  # it comes from the title's in the end
        *[("Heading2", 2), ("标题4", 4), ("Heading10", None), ("Normal", None)],  # not among the file's styles
    ],
)
def test_a_style_makes_a_heading(ident: str, level: int | None) -> None:
    mark = "" if level is None else mark_heading(level)
    assert docx_text(make_docx(styled("加强学习", ident), styles=STYLES)) == mark + "加强学习"


@pytest.mark.parametrize(
    ("name", "level"),
    [
        *[(name, 0) for name in ["标题", "標題", "大标题", "文档标题", "主标题", "报告标题", "文件标题", "公文标题"]],
        *[("副标题", None), ("副標題", None), ("标题页", None), ("图标题", None)],
    ],
)
def test_the_name_of_a_style_makes_the_title(name: str, level: int | None) -> None:
    mark = "" if level is None else mark_heading(level)
    assert docx_text(make_docx(styled("年度报告", "x"), styles=style("x", name))) == mark + "年度报告"


def test_the_outline_level_of_a_paragraph_goes_before_its_style() -> None:
    body = paragraph("甲", "<w:outlineLvl w:val='1'/>") + styled("乙", "1", "<w:outlineLvl w:val='9'/>")
    assert docx_text(make_docx(body, styles=STYLES)) == mark_heading(2) + "甲\n乙"


def test_a_heading_has_its_numeral_behind_its_mark() -> None:
    body = styled("加强学习", "1", numbered(0)) + styled("", "1")
    assert docx_text(make_docx(body, styles=STYLES, numbering=NUMBERING)) == mark_heading(1) + "一、加强学习"


# Tables of contents.


def field(kind: str) -> str:
    return f"<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>"


def entry(text: str, before: str = "", behind: str = "") -> str:
    return f"<w:p>{before}<w:r><w:t>{text}</w:t><w:tab/><w:t>1</w:t></w:r>{behind}</w:p>"


TOC = field("begin") + "<w:r><w:instrText> TOC \\o </w:instrText></w:r>" + field("separate")
PAGE = field("begin") + "<w:r><w:instrText>PAGEREF a</w:instrText></w:r>" + field("separate") + field("end")
GALLERY = "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
LINK = "<w:p><w:hyperlink w:anchor='_Toc12'><w:r><w:t>举措</w:t></w:r></w:hyperlink></w:p>"


@pytest.mark.parametrize(
    ("contents", "lines"),
    [
        (entry("举措", TOC) + entry("不足", behind=field("end")), ["举措\t1", "不足\t1"]),
        (entry("举措", TOC, PAGE) + entry("不足") + f"<w:p>{field('end')}</w:p>", ["举措\t1", "不足\t1"]),
        (paragraph("目 录") + entry("举措", TOC, field("end")), ["目 录", "举措\t1"]),
        (f"{GALLERY}<w:sdtContent>{paragraph('目录')}{paragraph('举措')}</w:sdtContent></w:sdt>", ["目录", "举措"]),
        ("<w:p><w:fldSimple w:instr='TOC'><w:r><w:t>举措</w:t></w:r></w:fldSimple></w:p>", ["举措"]),
        (LINK, ["举措"]),
        (styled("目录", "TOCHeading") + styled("举措", "TOC1") + styled("不足", "目录 2"), ["目录", "举措", "不足"]),
        (entry("举措") + entry("不足") + entry("打算"), ["举措\t1", "不足\t1", "打算\t1"]),
    ],
)
def test_a_table_of_contents_is_outside(contents: str, lines: list[str]) -> None:
    text = docx_text(make_docx(contents + paragraph("举措") + paragraph("学习。")))
    assert text.split("\n") == [*(OUTSIDE + line for line in lines), "举措", "学习。"]


def test_the_nearest_block_around_a_gallery_of_contents_is_it() -> None:
    contents = f"{GALLERY}<w:sdtContent>{paragraph('目录')}{paragraph('举措')}</w:sdtContent></w:sdt>"
    body = f"<w:sdt><w:sdtContent>{contents}{paragraph('举措')}{paragraph('学习。')}</w:sdtContent></w:sdt>"
    assert docx_text(make_docx(body)).split("\n") == [OUTSIDE + "目录", OUTSIDE + "举措", "举措", "学习。"]


@pytest.mark.parametrize(("other", "is_entry"), [("", True), ("一", True), ("一二", False), ("一二三", False)])
def test_an_entry_leads_to_a_heading_with_most_of_its_words(other: str, is_entry: bool) -> None:
    link = LINK.replace("</w:p>", f"<w:r><w:t>{other}</w:t></w:r></w:p>")
    assert docx_text(make_docx(link + paragraph("学习。"))) == OUTSIDE * is_entry + f"举措{other}\n学习。"


@pytest.mark.parametrize(("length", "is_entry"), [(120, True), (121, False)])
def test_an_entry_is_no_longer_than_a_heading_and_its_page(length: int, is_entry: bool) -> None:
    text = "举" * length
    assert docx_text(make_docx(LINK.replace("举措", text))) == OUTSIDE * is_entry + text


def test_fields_within_a_table_of_contents_and_behind_it_are_told_apart() -> None:
    other = field("begin") + "<w:r><w:instrText>REF a</w:instrText></w:r>" + field("end")
    contents = entry("举措", TOC, other) + entry("不足", other, other) + f"<w:p>{field('end')}</w:p>"
    assert docx_text(make_docx(other + contents + paragraph("举措"))).split("\n") == [
        OUTSIDE + "举措\t1",
        OUTSIDE + "不足\t1",
        "举措",
    ]
    split = TOC.replace(" TOC ", " TO</w:instrText><w:instrText>C ")
    assert docx_text(make_docx(entry("举措", split, field("end")) + paragraph("学习。"))).startswith(OUTSIDE + "举措")
    nested = field("begin") + "<w:r><w:instrText>IF</w:instrText></w:r>" + TOC
    body = entry("举措", nested) + f"<w:p>{field('end')}</w:p>" + paragraph("打算") + f"<w:p>{field('end')}</w:p>"
    assert docx_text(make_docx(body)) == OUTSIDE + "举措\t1\n打算"


def test_a_field_that_does_not_end_or_ends_in_the_body_holds_nothing_of_it() -> None:
    assert docx_text(make_docx(f"<w:p>{TOC}</w:p>" + paragraph("举措") + paragraph("学习。"))) == "举措\n学习。"
    body = entry("举措", TOC) + f"<w:p>{field('end')}<w:r><w:t>一、举措</w:t></w:r></w:p>" + paragraph("学习。")
    assert docx_text(make_docx(body)) == OUTSIDE + "举措\t1\n一、举措\n学习。"
    assert docx_text(make_docx(f"<w:p>{TOC}<w:r><w:t>学习，推进。</w:t></w:r>{field('end')}</w:p>")) == "学习，推进。"


# Tables.


def cell(*paragraphs: str, told: str = "") -> str:
    return f"<w:tc><w:tcPr>{told}</w:tcPr>{''.join(map(paragraph, paragraphs))}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def test_merged_and_empty_cells_keep_the_places_of_a_row() -> None:
    begins, goes_on = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"
    rows = (
        cell("项目", told="<w:gridSpan w:val='2'/>") + cell("数量", "（件）"),
        cell("执法", told=begins) + cell("检查") + cell("3"),
        cell("", told=goes_on) + cell("处罚") + cell("5"),
        "<w:trPr><w:gridBefore w:val='2'/></w:trPr>" + cell("8"),
        cell("小计") + cell("") + cell(""),
    )
    lines = ["项目\t\t数量（件）", "执法\t检查\t3", "\t处罚\t5", "\t\t8", "小计\t\t"]
    assert docx_text(make_docx(table(*rows))).split("\n") == [ROW + line for line in lines]


def test_a_cell_takes_no_more_columns_than_a_table_has() -> None:
    wide = cell("项目", told="<w:gridSpan w:val='99'/>") + cell("3")
    assert docx_text(make_docx(table(wide))) == ROW + "项目" + "\t" * 63 + "3"
    before = "<w:trPr><w:gridBefore w:val='99'/></w:trPr>" + cell("8")
    assert docx_text(make_docx(table(before))) == ROW + "\t" * 63 + "8"


def test_a_table_in_a_cell_has_rows_of_its_own() -> None:
    inner = f"<w:tc>{table(cell('甲') + cell('1'), cell('乙') + cell('2'))}</w:tc>"
    assert docx_text(make_docx(table(cell("外") + inner))) == f"外\n{ROW}甲\t1\n{ROW}乙\t2"


# Files within the file.

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def holding(*files: tuple[str, bytes], known: bool = True) -> bytes:
    """A Word file with a line, these files one after the other, and another line."""
    chunks = "".join(f"<w:altChunk xmlns:r='{R}' r:id='f{i}'/>" for i in range(len(files)))
    with zipfile.ZipFile(io.BytesIO(make_docx(paragraph("前文") + chunks + paragraph("后文")))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    related = "".join(
        f"<Relationship Id='f{i}' Type='{R}/aFChunk' Target='{name}'/>" for i, (name, _) in enumerate(files)
    )
    rels = "word/_rels/document.xml.rels"
    parts[rels] = parts[rels].replace(b"</Relationships>", related.encode() + b"</Relationships>")
    return make_zip(parts | {f"word/{name}": data for name, data in files if known})


ARCHIVE = (
    b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
    b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"<html><body><p>=E5=AD=A6=E4=B9=A0</p></body></html>\r\n--b--\r\n"
)


@pytest.mark.parametrize(
    ("name", "data", "lines"),
    [
        (
            "a.html",
            "<h2>二、不足</h2><p>人少</p><p><a href='1'>链接</a></p>".encode(),
            [mark_heading(2) + "二、不足", "人少", "链接"],
        ),
        ("a.htm", "<table><tr><td></td><td>件</td></tr></table>".encode("gb18030"), [ROW + "\t件"]),
        ("a.mht", ARCHIVE, ["学习"]),
        ("a.docx", make_docx(paragraph("学习", numbered(0)), numbering=NUMBERING), ["一、学习"]),
        ("a.txt", "学习\n推进".encode("gb18030"), ["学习", "推进"]),
    ],
)
def test_a_file_within_the_file_is_read(name: str, data: bytes, lines: list[str]) -> None:
    assert read_file(holding((name, data)), "x.docx").split("\n") == ["前文", *lines, "后文"]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.rtf", b"{\\rtf1 a}", "x.docx: word/a.rtf: this is a rich text file (.rtf)"),
        ("a.pdf", b"%PDF-1.7", "x.docx: word/a.pdf: this is a PDF"),
        ("a.docx", b"PK\x03\x04", "x.docx: word/a.docx: this Word file is damaged"),
        ("a.docx", holding(("b.txt", b"a")), "x.docx: word/a.docx: it holds word/b.txt, a file within a file"),
    ],
)
def test_one_that_cannot_be_read_is_named(name: str, data: bytes, said: str) -> None:
    with pytest.raises(CorpusError) as error:
        read_file(holding((name, data)), "x.docx")
    assert str(error.value).startswith(said)


def test_one_that_is_not_there_is_named() -> None:
    with pytest.raises(CorpusError, match="^x.docx: it takes in word/a.txt, which is not in it; open it in Word"):
        read_file(holding(("a.txt", b""), known=False), "x.docx")


def test_parts_are_packed_as_word_packs_them() -> None:
    archive = io.BytesIO()
    with (
        zipfile.ZipFile(archive, "w", zipfile.ZIP_BZIP2) as package,
        zipfile.ZipFile(io.BytesIO(make_docx(""))) as made,
    ):
        for name in made.namelist():
            package.writestr(name, made.read(name))
    with pytest.raises(
        CorpusError, match="_rels/.rels is packed as no Word file is; open it in Word and save it again"
    ):
        docx_text(archive.getvalue())


def test_what_may_be_named_often_is_printed_once() -> None:
    body = "<w:p><w:r><w:t>正文</w:t>" + "<w:footnoteReference w:id='2'/>" * 3 + "</w:r></w:p>"
    assert docx_text(make_docx(body, footnotes=f"<w:footnote w:id='2'>{paragraph('注')}</w:footnote>")) == "正文\n注"
    with zipfile.ZipFile(io.BytesIO(holding(("a.txt", "块".encode())))) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    chunk = f"<w:altChunk xmlns:r='{R}' r:id='f0'/>".encode()
    parts["word/document.xml"] = parts["word/document.xml"].replace(chunk, chunk * 3)
    assert read_file(make_zip(parts), "x.docx") == "前文\n块\n后文"


def test_a_style_comes_from_no_more_styles_than_word_allows_by_far() -> None:
    chain = "".join(
        f"<w:style w:styleId='s{i}' w:type='paragraph'><w:basedOn w:val='s{i + 1}'/></w:style>" for i in range(40)
    )
    top = "<w:style w:styleId='s{}' w:type='paragraph'><w:name w:val='heading 2'/></w:style>"
    text = [
        docx_text(make_docx(paragraph("标题", "<w:pStyle w:val='s0'/>"), styles=chain + top.format(at)))
        for at in (10, 39)
    ]
    assert text == [mark_heading(2) + "标题", "标题"]


def test_the_older_twin_of_a_drawing_stands_behind_the_newer_one() -> None:
    both = "<mc:Choice><w:r><w:t>新</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>旧</w:t></w:r></mc:Fallback>"
    alone = "<mc:Fallback><w:r><w:t>独</w:t></w:r></mc:Fallback>"
    body = "".join(
        f"<w:p><mc:AlternateContent xmlns:mc='m'>{each}</mc:AlternateContent></w:p>" for each in (both, alone)
    )
    assert docx_text(make_docx(body)) == "新\n独"


def test_a_file_that_it_takes_in_many_times_is_read_once() -> None:
    read: list[str] = []

    def read_part(data: bytes, name: str) -> str:
        read.append(name)
        return data.decode()

    text = docx_text(holding(*[("a.txt", "甲".encode()), ("b.txt", "乙".encode())] * 9), read_part)
    assert text == "\n".join(["前文", *["甲", "乙"] * 9, "后文"])
    assert sorted(read) == ["word/a.txt", "word/b.txt"]


@pytest.mark.parametrize(
    "large",
    [
        ("甲" + " " * 9_000_000).encode(),  # bytes
        "甲<p>".encode() * 50_000,  # tags
        make_docx(paragraph("甲"), numbering="<w:x/>" * 400_000),  # what an archive holds
    ],
)
def test_the_files_in_it_are_together_no_larger_than_a_report(large: bytes) -> None:
    assert docx_text(holding(("a.txt", large)), lambda data, name: "甲") == "前文\n甲\n后文"
    with pytest.raises(CorpusError, match="^the files in it are too large together for a report; save its text as"):
        docx_text(holding(*((f"{name}.txt", large) for name in "abc")), lambda data, name: "甲")
