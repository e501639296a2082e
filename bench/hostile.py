"""Hostile files of every format, and mutants of harmless ones, drawn by a seed: what `bench.faults` reads."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from helpers.places import ROOT
from tests.files import OFFICE, PACKAGE, W, make_docx, make_pdf, make_zip, paragraph

__all__ = ["KINDS", "MANIFEST", "SAMPLE", "Input", "list_harmless", "list_hostile", "list_mutants"]

SAMPLE = ROOT / "tests/texts/coded/raw/65-xiuquan-qixiangju-2019.txt"
MANIFEST = "report_id,file,issuer,year\na,a.{},甲县司法局,2021\n"
OUTSIDE = "file:" + "///etc/passwd"  # in two: no address of a file stands in the repository
HEAD = """甲县司法局2021年度法治政府建设情况报告
县政府：
现将情况报告如下：
一、主要举措
（一）加强学习。组织培训3次。
"""
FOOT = """
二、存在的不足
一是人员不足。
三、下一步打算
（一）强化培训。
甲县司法局
2022年1月12日
"""

Make = Callable[[random.Random], bytes | str]


class Input(NamedTuple):
    """A file to be read."""

    name: str
    suffix: str
    make: Callable[[], bytes]


# Texts: what is repeated, in one line and in many, alone and inside a report.

UNITS = (
    *(
        "一",
        "不",
        "的",
        "龘",
        "a",
        "1",
        "9",
        "０",
        "零",
        "〇",
        "万",
        "亿",
        "件",
        "%",
        "年",
        "第",
        "局",
        "县",
        "《",
        "》",
        "（",
    ),
    *("）", "“"),
    *("〔", "【", "、", "，", "。", "；", "：", "…", ".", "-", "_", "=", "|", "#", "*", "[", "\\", "<", "&", "$", "`"),
    *("\r", "\n", "\r\n", "\u2028", "\x85", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x1f", "\t", " "),
    *("\u3000", "\xa0"),
    *("\x00", "\x08", "\ufeff", "\u200b", "\u200d", "\u202e", "\u2067", "\u0301", "\ufffd", "\ufffe", "\ue5e5"),
    *("\U0001f9ff", "\u2f00"),
    *(
        "一、",
        "（一）",
        "1.",
        "（1）",
        "一是",
        "第一，",
        "①",
        "第一条",
        "1、",
        "1)",
        "——",
        "一、加强学习",
        "（一）加强。",
        "一是人员不足；",
    ),
    *(
        "《甲》",
        "《甲》（",
        "《《",
        "（（（",
        "〔2021〕1号",
        "国发〔2021〕1号",
        "2021年",
        "2021年1月1日",
        "二〇二一年",
        "1月",
        "、《甲法》",
    ),
    *(
        "1件",
        "1万元",
        "100%",
        "由1件",
        "从1件到2件",
        "同比增长1%",
        "，其中1件",
        "约1",
        "百分之一",
        "第1次",
        "1个百分点",
        "件1",
        "0.1",
        "1,000",
    ),
    *(
        "甲县",
        "省市县",
        "有限公司",
        "人民政府",
        "办公室、",
        "目录\n",
        "一、甲1\n",
        "一、甲……1\n",
        "打印 关闭 ",
        "来源：",
        "索引号：",
        "首页>",
    ),
    *("http://a.cn/", "www.a.cn ", "a@b.c ", "分享到", "（此处省略", "…（", "A-1", "a_b+", "C++", "３", "Ⅳ", "㈠", "⒈"),
    *("\t1\t2\n", "\t\n", "a\tb\n"),
    *("一 ", "二、 存 在 ", "x\u0301", "👨‍👩‍👧", "不不", "研究生命科学", "中华人民共和国", "依法行政", "行政执法"),
)
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030")


def repeat(unit: str, rng: random.Random, *, lined: bool, inside: bool) -> bytes:
    n = round(10 ** rng.uniform(4, 5.47))  # characters, up to what a report may have
    run = (unit * (n // len(unit) + 1))[:n]
    if lined:
        wide = rng.choice((1, 2, 7, 40, 200)) * len(unit)
        run = "\n".join(run[i : i + wide] for i in range(0, len(run), wide))
    text = HEAD + run + FOOT if inside else run
    return text.encode(rng.choice(ENCODINGS), "replace")


def mix(rng: random.Random) -> bytes:
    """Words of a report and hostile ones in any order."""
    words = [*rng.sample(UNITS, 6), *HEAD.split("\n"), "\n", "\n"]
    return "".join(rng.choices(words, k=rng.choice((2_000, 20_000)))).encode("utf-8", "replace")


def mix_encodings(rng: random.Random) -> bytes:
    return b"".join(HEAD.encode(rng.choice(("utf-8", "gb18030", "utf-16-le", "big5")), "replace") for _ in range(200))


def truncate(rng: random.Random) -> bytes:
    encoding = rng.choice(("utf-8", "gb18030", "utf-16", "utf-16-be"))
    lines = (HEAD + FOOT).splitlines(keepends=True) * 20
    return b"".join(line.encode(encoding)[: -rng.randint(0, 3) or None] for line in lines)


def rubbish(rng: random.Random) -> bytes:
    return rng.choice((b"", HEAD.encode(), b"\xff\xfe", b"\xef\xbb\xbf")) + rng.randbytes(rng.choice((9, 999, 300_000)))


def _size(rng: random.Random) -> int:
    return round(10 ** rng.uniform(3, 5.3))


def _around(unit: str, before: str = HEAD, behind: str = FOOT, most: int = 600_000) -> Make:
    """A file in which a unit is repeated."""
    return lambda rng: before + unit * min(_size(rng), (most - len(before + behind)) // len(unit)) + behind


def _nest(begin: str, end: str, before: str = "", behind: str = "") -> Make:
    def make(rng: random.Random) -> str:
        n = round(10 ** rng.uniform(1, 4.8))
        return before + begin * n + HEAD + end * n + behind

    return make


MD: dict[str, Make] = {
    **{
        f"run {unit!r}": _around(unit)
        for unit in (
            *("> ", "- ", "* ", "1. ", "[", "![", "](", "*", "**甲", "_甲_ ", "`", "``` ", "~~", "|", "|甲", "\\", "<"),
            *("<b>", "</b>", "<a ", "<!--"),
            *(
                "&amp;",
                "&#x4e00;",
                "[甲](乙",
                "[[甲]]",
                "<http://",
                "{#a",
                "**「甲」**",
                "***甲** 乙*",
                "$x$",
                "\u200b",
            ),
            *("甲  \n", "![](<", "[^1]", "<?"),
            *("# 甲\n", "#甲\n", "> 甲\n", "- 甲\n", "1. 甲\n", "- 甲\n\n", "---\n", "===\n", "```\n", "甲|乙\n-|-\n"),
            *("|甲|乙|\n", "[a]: b\n", "[^1]: 甲\n"),
            *("<div>\n", "<div>\n\n", "甲\n\n", "甲\n", "\t甲\n", "|\n", "-|-\n", "<!-- \n", "* * *\n", "~~~\n"),
            *("<p>甲</p>\n\n", "：---：", "[甲]\n", "\r"),
        )
    },
    "nested lists": lambda rng: HEAD + "".join("  " * i + "- 甲\n" for i in range(min(_size(rng), 700))) + FOOT,
    "nested quotes": lambda rng: HEAD + "".join(">" * i + " 甲\n" for i in range(min(_size(rng), 1000))) + FOOT,
    "nested marks": _nest("[", "](a)"),
    "wide table": lambda rng: (
        HEAD + "|甲\n|-\n" + "|乙\n" * (n := rng.randint(200, 2000)) + "|丙" * (500_000 // n) + FOOT
    ),
    "many definitions": lambda rng: (
        HEAD + "".join(f"[{i}]: x\n" for i in range(_size(rng) // 2)) + "[1]" * 9_999 + FOOT
    ),
    "front matter": lambda rng: "---\n" + "title: 甲\n" * (_size(rng) // 2) + "---\n" + HEAD + FOOT,
}


# Pages.


def page(content: str) -> str:
    head, *lines = HEAD.splitlines()
    body = "".join(f"<p>{line}</p>" for line in lines)
    body = f"<h1>{head}</h1>{body}{content}<p>{FOOT}</p>"
    return f"<!DOCTYPE html><html><head><title>{head}</title></head><body>{body}</body></html>"


def _pages(unit: str, before: str = "", behind: str = "", most: int = 3_000_000) -> Make:
    return lambda rng: page(before + unit * min(_size(rng), most // len(unit)) + behind)


def _attributes(rng: random.Random) -> str:
    """Many tags with many attributes."""
    each = rng.choice((10, 100, 900, 4_900))
    tag = f"<b {' '.join(f'a{i}=1' for i in range(each))}>甲</b>"
    return page(tag * min(9_000_000 // len(tag), rng.choice((1, 100, 10_000))))


def _value(rng: random.Random) -> str:
    """Values without end, of attributes that are looked at."""
    name = rng.choice(("style", "class", "id", "href", "start", "value", "type", "colspan", "content", "hidden"))
    unit = rng.choice(
        ("a", "1", " ", "0", "<", "opacity:0", "display:", "foot ", "zoom", "list-style:", "-a", ";", "&amp;")
    )
    element = rng.choice(("p", "div", "ol", "li", "td", "a", "meta"))
    return page(f"<{element} {name}='{unit * (rng.choice((100_000, 3_000_000)) // len(unit))}'>甲。</{element}>" * 2)


def _spans(rng: random.Random) -> str:
    rows, columns = rng.choice((10, 300, 3_000)), rng.choice((1, 9, 60))
    most = rng.choice((3, 20, 10**9))
    cell = f"<td rowspan={most} colspan={rng.choice((1, 20, most))}>甲</td>"
    return page(f"<table>{f'<tr>{cell * columns}</tr>' * rows}</table>")


HTML: dict[str, Make] = {
    **{
        f"run {unit[:40]!r}": _pages(unit)
        for unit in (
            *("<div>", "<p>", "<b>", "<b><p>", "<a href=x>", "<a href=x>甲</a>", "<table>", "<tr>", "<td>"),
            *("<table><tr><td>", "<ol><li>", "<li>甲", "<font>"),
            *("</div>", "</p>", "</table>", "<br>", "<hr>", "<h1>甲</h1>", "<h1>", "<ul><li>甲</ul>", "<select>"),
            *("<option>", "<svg>", "<math>", "<ruby>甲<rt>"),
            *("<!--", "-->", "<!", "<![CDATA[", "]]>", "<?a", "<?xml?>", "<", "<a", "&", "&#", "&#x4e00;", "&#0;"),
            *("&#x110000;", "&amp;", "&notanentity;", "&lt;b&gt;"),
            *("<script>", "<style>", "<title>", "<textarea>", "<plaintext>", "<xmp>", "<noscript>甲。", "<iframe>"),
            *("<object>", "<template>", "<meta charset=x>", "<base>"),
            *("<p hidden>甲。</p>", "<p style='display:none'>甲。乙。</p>", "<div class=foot>"),
            *("<div class=foot>2021年1月1日</div>", "<div id=zoom>甲。", "\x00", "\u2028"),
            *("<p>甲</p>", "<span>甲</span>", "<td>甲</td>", "<tr><td>甲<td>乙", "<pre>\n", "<dl><dt>甲<dd>", "<form>"),
            *("<button>", "<frameset>", "<body>", "<html>"),
            *(
                "<p>\u200b</p>",
                "<nav>甲</nav>",
                "<a href=x>《甲》</a><br>",
                "<td><table><tr><td>甲</table>",
                "<center>",
            ),
            *("<p a='<'>", '<p a=">">', "<p a='\">", "甲"),
            *("<img src='data:image/png;base64,AAAA'>", "<caption>甲", "<colgroup><col span=1000>", "<o:p>甲</o:p>"),
            *("<a name=x>", "</b>", "<p/>", "<>", "</>", "='"),
        )
    },
    "attributes": _attributes,
    "values": _value,
    "more values": _value,
    "still more values": _value,
    "spans": _spans,
    "more spans": _spans,
    "nested": _nest("<div>", "</div>", "<html><body>", "</body>"),
    "nested tables": _nest("<table><tr><td>甲<td>", "</td></tr></table>", "<html><body>", "</body>"),
    "nested in named parts": _nest("<div class=foot>甲", "2021年1月1日</div>", "<html><body>", "</body>"),
    "nested covers": _nest("<div style='display:none'>甲。乙。", "</div>", "<html><body>", "</body>"),
    "nested links": _nest("<nav>甲", "</nav>", "<html><body>", "</body>"),
    "nested lists": _nest("<ol><li>", "</ol>", "<html><body>", "</body>"),
    "entities": lambda rng: (
        "<!DOCTYPE html [<!ENTITY a '"
        + "甲" * 99
        + "'>"
        + "".join(f"<!ENTITY {b} '{f'&{a};' * 99}'>" for a, b in zip("abcde", "bcdef", strict=True))
        + "]>"
        + page("&f;" * rng.randint(1, 99))
    ),
    "xml entities": lambda rng: f"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM '{OUTSIDE}'>]>" + page("&x;"),
    "a picture in it": lambda rng: page(f"<img src='data:image/png;base64,{'A' * rng.randint(10**6, 9 * 10**6)}'>"),
    "one long title": lambda rng: page(
        f"<title>{'甲' * _size(rng)}</title>" + "<h1>" + "局报告" * _size(rng) + "</h1>"
    ),
    "far too large": lambda rng: page("<p>甲</p>" * rng.randint(10**6, 5 * 10**6)),
}


# Word files.


def _office(body: str, rng: random.Random, **parts: str) -> bytes:
    start, end = ("".join(map(paragraph, part.strip().split("\n"))) for part in (HEAD, FOOT))
    return make_docx(start + body + end, **parts)


def _body(unit: str, before: str = "", behind: str = "", **parts: str) -> Make:
    most = min(20_000_000 // len(unit), 500_000 // (unit.count("<") or 1))
    return lambda rng: _office(before + unit * min(_size(rng), most) + behind, rng, **parts)


def _boxed(begin: str, end: str) -> Make:
    def make(rng: random.Random) -> bytes:
        n = rng.choice((10, 50, 80, 120, 2_000, 30_000))
        return _office(begin * n + paragraph("甲") + end * n, rng)

    return make


def _styles(rng: random.Random) -> bytes:
    """Styles each based on the next, and paragraphs of them."""
    n = rng.choice((100, 5_000, 30_000))
    style = "<w:style w:type='paragraph' w:styleId='s{}'><w:name w:val='x{}'/><w:basedOn w:val='s{}'/></w:style>"
    styles = "".join(style.format(i, i, rng.choice((i + 1, (i + 1) % n, i))) for i in range(n))
    return _office(
        "".join(paragraph("甲", f"<w:pStyle w:val='s{i % n}'/>") for i in range(rng.choice((100, 20_000)))),
        rng,
        styles=styles,
    )


def _numbering(rng: random.Random) -> bytes:
    """Lists that count to large numbers, with long texts."""
    n, text = rng.choice((5, 3_000)), "%1%2%3%4%5%6%7%8%9" * rng.choice((1, 50, 5_000))
    start = rng.choice(("1", "9999", "2147483647", "-1", "９", "1e9"))
    kind = rng.choice(("decimal", "upperRoman", "chineseCounting", "lowerLetter", "ideographDigital", "xyz"))
    levels = "".join(
        f"<w:lvl w:ilvl='{i}'><w:start w:val='{start}'/><w:numFmt w:val='{kind}'/><w:lvlText w:val='{text}'/></w:lvl>"
        for i in range(9)
    )
    nums = "".join(f"<w:num w:numId='{i}'><w:abstractNumId w:val='0'/></w:num>" for i in range(n))
    body = "".join(
        paragraph("甲", f"<w:numPr><w:ilvl w:val='{i % 9}'/><w:numId w:val='{i % n}'/></w:numPr>")
        for i in range(rng.choice((50, 9_000)))
    )
    return _office(body, rng, numbering=f"<w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum>{nums}")


def _notes(rng: random.Random) -> bytes:
    n = rng.choice((100, 10_000, 60_000))
    notes = "".join(f"<w:footnote w:id='{i}'>{paragraph('甲')}</w:footnote>" for i in range(n))
    body = "".join(f"<w:p><w:r><w:footnoteReference w:id='{rng.choice((i, 0))}'/></w:r></w:p>" for i in range(n))
    return _office(body if rng.random() < 0.5 else body.replace("</w:p><w:p>", ""), rng, footnotes=notes)


def _package(rng: random.Random, document: str | bytes, related: str = "", **more: bytes) -> bytes:
    relations = f"<Relationship Id='d' Type='{OFFICE}/officeDocument' Target='word/document.xml'/>"
    files = {
        "_rels/.rels": f"<Relationships xmlns='{PACKAGE}'>{relations}</Relationships>".encode(),
        "word/document.xml": document if isinstance(document, bytes) else document.encode(),
        "word/_rels/document.xml.rels": f"<Relationships xmlns='{PACKAGE}'>{related}</Relationships>".encode(),
    }
    return make_zip(files | {name.replace("__", "/").replace("_", "."): data for name, data in more.items()})


def _declared(subset: str, said: str) -> Make:
    document = f"<!DOCTYPE a [{subset}]><w:document xmlns:w='{W}'><w:body>{paragraph(said)}</w:body></w:document>"
    return lambda rng: _package(rng, document)


def _packed(method: int) -> Make:
    """Parts packed in another way, of which a few bytes unpack to many."""

    def make(rng: random.Random) -> bytes:
        archive = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(make_docx(paragraph(HEAD)))) as source,
            zipfile.ZipFile(archive, "w", method) as target,
        ):
            for name in source.namelist():
                filler = b"" if name.endswith("rels") else b" " * rng.choice((10**5, 10**8, 4 * 10**8))
                target.writestr(name, source.read(name) + filler)
        return archive.getvalue()

    return make


def _lying(rng: random.Random) -> bytes:
    """A directory that gives wrong lengths, places and names."""
    data = bytearray(make_docx("".join(map(paragraph, HEAD.split("\n")))))
    heads = [i for i in range(len(data) - 4) if data[i : i + 4] in (b"PK\x01\x02", b"PK\x03\x04")]
    for at in rng.sample(heads, min(2, len(heads))):
        shift = 2 if data[at + 2] == 1 else 0  # the directory's entries have one field more
        field = at + shift + rng.choice((8, 14, 18, 22, 26, 28))
        data[field : field + 4] = struct.pack("<I", rng.choice((0, 1, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)))
    return bytes(data)


def _taken_in(rng: random.Random) -> bytes:
    """Files within the file, which is taken in many times or holds itself in turn."""
    inner: bytes = rng.choice(
        (
            page("<p>甲" * 20_000).encode(),
            ("甲" * 250_000).encode(),
            b"MIME-Version: 1.0\n" * 9_999,
            make_docx(paragraph("甲")),
        )
    )
    for _ in range(rng.choice((0, 1, 3))):
        inner = _chunked(inner, 1)
    return _chunked(inner, rng.choice((1, 30, 300)))


def _chunked(inner: bytes, times: int) -> bytes:
    related = "".join(f"<Relationship Id='r{i}' Type='{OFFICE}/aFChunk' Target='p.bin'/>" for i in range(times))
    chunks = "".join(f"<w:altChunk r:id='r{i}'/>" for i in range(times))
    document = f"<w:document xmlns:w='{W}' xmlns:r='{OFFICE}'><w:body>{paragraph(HEAD)}{chunks}</w:body></w:document>"
    return _package(random.Random(0), document, related, word__p_bin=inner)


def _related_outside(rng: random.Random) -> bytes:
    target = rng.choice(("http://127.0.0.1:9/x", OUTSIDE, "../../../../etc/passwd", "//127.0.0.1/x", "\\\\a\\b"))
    mode = rng.choice(("", " TargetMode='External'"))
    related = "".join(
        f"<Relationship Id='{kind}' Type='{OFFICE}/{kind}' Target='{target}'{mode}/>"
        for kind in ("styles", "aFChunk", "footnotes")
    )
    body = f"<w:body><w:altChunk r:id='aFChunk'/>{paragraph(HEAD)}</w:body>"
    return _package(rng, f"<w:document xmlns:w='{W}' xmlns:r='{OFFICE}'>{body}</w:document>", related)


def _xml_attributes(rng: random.Random) -> bytes:
    n = rng.choice((1_000, 30_000, 1_000_000))
    return _office("<w:p " + " ".join(f"a{i}='1'" for i in range(n)) + f">{paragraph('甲')}</w:p>", rng)


def _encoded(rng: random.Random) -> bytes:
    """A document that names another encoding, or one that nobody knows."""
    name = rng.choice(("utf-16", "utf-7", "gb18030", "x"))
    document = f"<?xml version='1.0' encoding='{name}'?><w:document xmlns:w='{W}'/>"
    return _package(rng, document.encode("utf-16" if name == "utf-16" else "utf-8"))


RUN = "<w:r><w:t>甲</w:t></w:r>"
BOX = "<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"
CELL = f"<w:tc>{paragraph('甲')}</w:tc>"
WIDE = CELL.replace("<w:tc>", "<w:tc><w:tcPr><w:gridSpan w:val='1000000000'/></w:tcPr>")
DOCX: dict[str, Make] = {
    "runs": _body(RUN, "<w:p>", "</w:p>"),
    "paragraphs": _body(paragraph("甲")),
    "empty paragraphs": _body("<w:p/>"),
    "breaks": _body("<w:br/>", "<w:p><w:r>", "</w:r></w:p>"),
    "tabs": _body("<w:tab/>", "<w:p><w:r>", "</w:r></w:p>"),
    "signs": _body("<w:sym w:char='D800'/><w:sym w:char='4E00'/>", "<w:p><w:r>", "</w:r></w:p>"),
    "a sign beyond": _body("<w:sym w:char='FFFFFFFFF'/>", "<w:p><w:r>", "</w:r></w:p>"),
    "rows": _body(f"<w:tr>{CELL}{CELL}</w:tr>", "<w:tbl>", "</w:tbl>"),
    "cells": _body(CELL, "<w:tbl><w:tr>", "</w:tr></w:tbl>"),
    "empty cells": _body("<w:tc/>", "<w:tbl><w:tr>", "</w:tr></w:tbl>"),
    "wide cells": _body(f"<w:tr>{WIDE}</w:tr>", "<w:tbl>", "</w:tbl>"),
    "columns before": _body(f"<w:tr><w:trPr><w:gridBefore w:val='9999'/></w:trPr>{CELL}</w:tr>", "<w:tbl>", "</w:tbl>"),
    "nested tables": _boxed("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
    "nested boxes": _boxed(*BOX),
    "nested controls": _boxed(
        "<w:sdt><w:sdtPr><w:docPartGallery w:val='Table of Contents'/></w:sdtPr><w:sdtContent>",
        "</w:sdtContent></w:sdt>",
    ),
    "boxes": _body("".join(BOX).replace("><w:txbx", f">{RUN}<w:txbx")),
    "choices": _body(
        f"<mc:Fallback>{RUN}</mc:Fallback>",
        "<w:p><w:r><mc:AlternateContent xmlns:mc='x'><mc:Choice/>",
        "</mc:AlternateContent></w:r></w:p>",
    ),
    "twins": _body(
        f"<mc:AlternateContent xmlns:mc='x'><mc:Choice/><mc:Fallback>{RUN}</mc:Fallback></mc:AlternateContent>",
        "<w:p><w:r>",
        "</w:r></w:p>",
    ),
    "fields that do not end": _body(
        "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>TOC </w:instrText></w:r>", "<w:p>", "</w:p>"
    ),
    "fields in fields": _body(
        "<w:r><w:fldChar w:fldCharType='end'/></w:r>",
        "<w:p>" + "<w:r><w:fldChar w:fldCharType='begin'/><w:instrText>TOC</w:instrText></w:r>" * 9_999,
        "</w:p>",
    ),
    "one long field": _body(
        "<w:instrText>TOC </w:instrText>",
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/>",
        "<w:fldChar w:fldCharType='end'/></w:r></w:p>",
    ),
    "links to contents": _body(f"<w:hyperlink w:anchor='_Toc1'>{RUN}</w:hyperlink>", "<w:p>", "</w:p>"),
    "properties": _body("<w:b/>", "<w:p><w:r><w:rPr>", "</w:rPr><w:t>甲</w:t></w:r></w:p>"),
    "children without properties": _body("<w:x/>", "<w:p>", f"{RUN * 3_000}</w:p>"),
    "deletions": _body(f"<w:del>{RUN}</w:del>", "<w:p>", "</w:p>"),
    "comments": _body("<!--x--><?x y?>", "<w:p>", "</w:p>"),
    "entities": _body("&#x4e00;", "<w:p><w:r><w:t>", "</w:t></w:r></w:p>"),
    "spaces": _body(" " * 1_000, "<w:p><w:r><w:t>", "</w:t></w:r></w:p>"),
    "one long text": _body("甲乙", "<w:p><w:r><w:t>", "</w:t></w:r></w:p>"),
    "a bomb of entities": _declared(
        "<!ENTITY a '甲甲甲甲甲甲甲甲甲甲'>"
        + "".join(f"<!ENTITY {b} '{f'&{a};' * 10}'>" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
        "&i;",
    ),
    "entities by the square": _declared(f"<!ENTITY a '{'甲' * 99_999}'>", "&a;" * 9_999),
    "an entity outside": _declared(f"<!ENTITY a SYSTEM '{OUTSIDE}'>", "&a;"),
    "a parameter outside": _declared("<!ENTITY % a SYSTEM 'http://127.0.0.1:9/x'> %a;", "甲"),
    "styles": _styles,
    "more styles": _styles,
    "numbering": _numbering,
    "more numbering": _numbering,
    "notes": _notes,
    "more notes": _notes,
    "lying lengths": _lying,
    "more lying lengths": _lying,
    "still more lying lengths": _lying,
    "deflated": _packed(zipfile.ZIP_DEFLATED),
    "bzip2": _packed(zipfile.ZIP_BZIP2),
    "lzma": _packed(zipfile.ZIP_LZMA),
    "files within": _taken_in,
    "more files within": _taken_in,
    "relations to outside": _related_outside,
    "many relations": lambda rng: _package(
        rng,
        f"<w:document xmlns:w='{W}'><w:body>{paragraph(HEAD)}</w:body></w:document>",
        "<Relationship Id='a' Type='x/styles' Target='y'/>" * _size(rng),
    ),
    "attributes": _xml_attributes,
    "name spaces": lambda rng: _office("<w:p " + " ".join(f"xmlns:a{i}='{i}'" for i in range(_size(rng))) + "/>", rng),
    "another encoding": _encoded,
    "many members": lambda rng: make_zip(
        {f"word/{i}.xml": "x" for i in range(_size(rng) // 4)} | {"word/document.xml": ""}
    ),
    "cut off": lambda rng: (data := make_docx(paragraph(HEAD) * 99))[: rng.randint(4, len(data) - 1)],
}


# PDFs. What they may cost is bounded in a process of its own.


def _drawn(*lines: str, extra: bytes = b"", **more: bool) -> bytes:
    placed = [(70, 780 - 20 * i, 16, line) for i, line in enumerate(lines or (HEAD + FOOT).split("\n"))]
    return make_pdf([placed], extra=extra, **more)


def _object(number: int, content: bytes) -> bytes:
    return b"%d 0 obj\n%s\nendobj\n" % (number, content)


def _stream(data: bytes, about: bytes = b"/Filter/FlateDecode", length: int | None = None) -> bytes:
    packed = zlib.compress(data) if b"Flate" in about or b"/Fl" in about else data
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (about, len(packed) if length is None else length, packed)


def _plain_pdf(
    contents: bytes,
    objects: Sequence[bytes] = (),
    resources: bytes = b"",
    box: bytes = b"0 0 595 842",
    kids: int = 1,
) -> bytes:
    """A PDF without a directory of objects, as damaged ones are: readers look for them."""
    tree = b"<</Type/Pages/Count %d/Kids[%s]>>" % (kids, b"3 0 R " * kids)
    resources += b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
    one = b"<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<<%s>>>>" % (box, resources)
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", tree, one, contents, *objects]
    return b"%PDF-1.4\n" + b"".join(map(_object, range(1, len(parts) + 1), parts)) + b"trailer<</Root 1 0 R>>\n%%EOF"


def _form(calls: bytes, resources: bytes = b"") -> bytes:
    return _stream(calls, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<<%s>>/Filter/FlateDecode" % resources)


def _forms(rng: random.Random) -> bytes:
    """Forms that each call the next several times."""
    depth, times = rng.randint(2, 12), rng.randint(2, 12)
    forms = [_form(b"/X Do " * times, b"/XObject<</X %d 0 R>>" % (6 + i)) for i in range(depth)]
    text = _form(b"BT /F 9 Tf (text) Tj ET ", b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>")
    return _plain_pdf(_stream(b"/X Do " * times), [*forms, text], b"/XObject<</X 5 0 R>>")


def _expanding(rng: random.Random) -> bytes:
    unit = rng.choice(
        (
            b"BT /F 9 Tf (a) Tj ET ",
            b"q ",
            b"0 0 m 9 9 l S ",
            b"/F 9 Tf ",
            b"[",
            b"<<",
            b"(",
            b"% ",
            b" ",
            b"BI /W 9 /H 9 ID EI ",
            b"W n ",
        )
    )
    name = rng.choice(
        (
            b"/Filter/FlateDecode",
            b"/Filter/Fl",
            b"/Filter/Fl#61teDecode",
            b"/F/FlateDecode/Filter/FlateDecode",
            b"/Filter[/FlateDecode]",
            b"",
        )
    )
    return _plain_pdf(
        _stream(unit * (round(10 ** rng.uniform(4, 8)) // len(unit)), name), kids=rng.choice((1, 1, 3, 500))
    )


def _patterns(rng: random.Random) -> bytes:
    """A pattern that fills itself."""
    about = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep .01/YStep .01/Filter/FlateDecode"
    own = b"/Pattern<</P 5 0 R>>"
    pattern = _stream(b"/Pattern cs /P scn 0 0 9 9 re f", about + b"/Resources<<%s>>" % own)
    return _plain_pdf(_stream(b"/Pattern cs /P scn 0 0 500 500 re f"), [pattern], own)


def _pictures(rng: random.Random) -> bytes:
    """A picture that says it is 30 GB, and holds ten MB of zeros."""
    about = b"/Type/XObject/Subtype/Image/Width 100000/Height 100000/BitsPerComponent 8/ColorSpace/DeviceRGB"
    picture = _stream(b"\0" * 10**7, about + b"/Filter/FlateDecode")
    return _plain_pdf(_stream(b"500 0 0 500 0 0 cm /X Do"), [picture], b"/XObject<</X 5 0 R>>")


PDF: dict[str, Make] = {
    "a form that calls itself": lambda rng: _plain_pdf(
        _stream(b"/X Do"), [_form(b"/X Do " * rng.randint(1, 9), b"/XObject<</X 5 0 R>>")], b"/XObject<</X 5 0 R>>"
    ),
    **{f"forms that call forms {i}": _forms for i in range(3)},
    **{f"content that expands {i}": _expanding for i in range(6)},
    "a tree that holds itself": lambda rng: _drawn().replace(b"/Kids[", b"/Kids[2 0 R " * rng.randint(1, 9)),
    "many pages": lambda rng: _plain_pdf(
        _stream(b"BT /F 9 Tf (text) Tj ET " * rng.choice((1, 5_000))), kids=rng.choice((300, 20_000))
    ),
    "a wide page": lambda rng: _plain_pdf(
        _stream(b"BT /F 9 Tf (text) Tj ET"),
        box=rng.choice((b"0 0 1e9 1e9", b"0 0 -1 -1", b"0 0 0 0", b"nan 0 x 1", b"0 0 99999999999999999999 9")),
    ),
    "lying lengths": lambda rng: _plain_pdf(
        _stream(b"BT /F 9 Tf (text) Tj ET", length=rng.choice((0, -1, 10**9, 2**31, 2**63)))
    ),
    "many letters": lambda rng: _drawn("甲乙" * (_size(rng) // 2)),
    "many lines": lambda rng: _drawn(*["甲"] * (_size(rng) // 9)),
    "many lines at one place": lambda rng: make_pdf([[(70, 700, 16, "甲")] * (_size(rng) // 9)]),
    "many rules": lambda rng: _drawn(
        extra=b"".join(
            b"%d %d m %d %d l S " % (i % 595, i % 842, (i * 7) % 595, (i * 11) % 842) for i in range(_size(rng) // 4)
        )
    ),
    "many boxes": lambda rng: _drawn(
        extra=b"".join(b"%d %d 9 9 re S " % (i * 10 % 590, i * 10 // 590 * 10 % 840) for i in range(_size(rng) // 4))
    ),
    "no font": lambda rng: _drawn(embedded=False),
    "deep arrays": lambda rng: _drawn().replace(b"/Kids[", b"/X" + b"[" * (n := _size(rng)) + b"]" * n + b"/Kids["),
    "deep dictionaries": lambda rng: _drawn().replace(
        b"/Kids[", b"/X" + b"<</X" * (n := _size(rng)) + b" 1" + b">>" * n + b"/Kids["
    ),
    "long names": lambda rng: _drawn().replace(b"/Kids[", b"/" + b"X" * _size(rng) * 9 + b" 1/Kids["),
    "many objects": lambda rng: _drawn().replace(
        b"trailer", b"".join(_object(i, b"null") for i in range(20, 20 + _size(rng) // 4)) + b"trailer"
    ),
    "objects that are each other": lambda rng: _plain_pdf(b"5 0 R", [b"6 0 R", b"5 0 R"]),
    "directories in a circle": lambda rng: (data := _drawn()).replace(
        b"trailer<<", b"trailer<</Prev %d" % data.rfind(b"xref\n0")
    ),
    "encrypted": lambda rng: _drawn().replace(
        b"trailer<<",
        b"trailer<</Encrypt<</Filter/Standard/V 1/R 2/O(%s)/U(%s)/P -4>>/ID[(a)(b)]" % (b"a" * 32, b"b" * 32),
    ),
    "a pattern of patterns": _patterns,
    "a picture": _pictures,
    "notes on a page": lambda rng: _drawn().replace(
        b"/Contents",
        b"/Annots[" + b"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(x)>>" * (_size(rng) // 4) + b"]/Contents",
    ),
    "bookmarks in a circle": lambda rng: _drawn().replace(
        b"/Type/Catalog", b"/Type/Catalog/Outlines<</First 1 0 R/Last 1 0 R/Count 9>>/Title(x)/Next 1 0 R/First 1 0 R"
    ),
    "script": lambda rng: _drawn().replace(
        b"/Type/Catalog", b"/Type/Catalog/OpenAction<</S/JavaScript/JS(while(1);)>>/AcroForm<</XFA(x)>>"
    ),
    "cut off": lambda rng: (data := _drawn())[: rng.randint(9, len(data) - 1)],
    "nothing in it": lambda rng: b"%PDF-" + rng.randbytes(_size(rng)),
    "many beginnings": lambda rng: b"%PDF-1.4\n" * _size(rng),
    "streams that do not end": lambda rng: b"%PDF-1.4\n" + b"1 0 obj<</Length 9>>stream\n" * _size(rng),
    "packed many times": lambda rng: _plain_pdf(
        _stream(zlib.compress(zlib.compress(b" " * 10**8)), b"/Filter[/FlateDecode/FlateDecode/FlateDecode]")
    ),
}

IMAGE: dict[str, Make] = {
    "jpg": lambda rng: b"\xff\xd8\xff\xe0" + rng.randbytes(_size(rng)),
    "png": lambda rng: (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 10**6, 10**6) + rng.randbytes(_size(rng))
    ),
    "tif": lambda rng: (
        rng.choice((b"II*\x00", b"MM\x00*"))
        + struct.pack("<I", rng.choice((0, 4, 8, 2**32 - 1)))
        + rng.randbytes(_size(rng))
    ),
    "gif": lambda rng: b"GIF89a" + rng.randbytes(_size(rng)),
}


def _rows(cell: str) -> Make:
    """A manifest of which one cell is this."""

    def make(rng: random.Random) -> str:
        cells = ["a", "a.txt", "甲县司法局", "2021"]
        cells[rng.randrange(4)] = cell
        return MANIFEST.splitlines()[0] + "\n" + ",".join(f'"{c.replace(chr(34), chr(34) * 2)}"' for c in cells) + "\n"

    return make


CELLS = (
    *(
        "甲" * 99_999,
        "甲" * 400_000,
        "../../etc/passwd",
        "/etc/passwd",
        "\n" * 9_999,
        "\x00",
        "\u202e",
        "\ud800",
        "raw",
    ),
    *("=cmd|' /C calc'!A0", "<script>", "9" * 5_000, "1e999", ".", "..", "CON", "a" * 300, "；" * 9_999, "２０２１"),
    *("局" * 20_000, "，" * 20_000),
)
CSV: dict[str, Make] = {
    **{f"cell {i}": _rows(cell) for i, cell in enumerate(CELLS)},
    "columns": lambda rng: MANIFEST.format("txt").replace(
        "year", "year," + ",".join(f"c{i}" for i in range(_size(rng)))
    ),
    "empty columns": lambda rng: MANIFEST.format("txt").replace("year", "year" + "," * _size(rng)),
    "cells beyond": lambda rng: MANIFEST.format("txt").replace("2021", "2021" + ",x" * _size(rng)),
    "rows": lambda rng: MANIFEST.format("txt") + "b,b.txt,乙,2021\n" * (_size(rng) // 9),
    "empty rows": lambda rng: MANIFEST.format("txt") + ",,,\n" * _size(rng),
    "line ends": lambda rng: MANIFEST.format("txt") + rng.choice(("\r", "\n", "\u2028")) * _size(rng),
    "a quotation mark": lambda rng: MANIFEST.format("txt").replace("甲", '"甲') + "x,\n" * _size(rng),
    "quotation marks": lambda rng: MANIFEST.format("txt") + '"' * _size(rng),
    "nothing": lambda rng: "",
    "rubbish": lambda rng: rng.randbytes(_size(rng)),
}


def _made(text: str) -> Make:
    return lambda rng: text


# What took more than a worker may, at its worst; by format and what it is.
FOUND: dict[str, Make] = {
    "txt names that never close": _made(HEAD + "《" * 290_000),
    "txt numbers that never close": _made("\n".join(["〔" * 40] * 7_000)),
    "txt dots before what a preview leaves out": _made(HEAD + "…" * 290_000 + "（此处省略）"),
    "txt lines that go on": _made("\n".join(["办公室、" * 7] * 9_000)),
    "txt numbers with commas": _made(HEAD + "甲 1" + ",11111" * 40_000 + "。"),
    "txt a row of blanks": _made(HEAD + "法治" + " " * 200_000 + "报告"),
    "txt tabs": _made(HEAD + "甲\t" * 100_000 + "。"),
    "txt lines": _made("甲\u2028" * 140_000),
    "md tags": _made("<a " * 100_000),
    "md emphasis": _made("_甲_ " * 100_000),
    "md headings": _made("#甲\n" * 100_000),
    "md a wide row": _made("|甲\n|-\n" + "|乙\n" * 1_000 + "|丙" * 1_000),
    "html hidden paragraphs": _made(page("<p hidden>甲。</p>" * 140_000)),
    "html rows": _made(page("<tr>" * 190_000)),
    "html attributes": _made(page(f"<b {' '.join(f'a{i}=1' for i in range(4_900))}>甲</b>" * 250)),
    "docx a page that it takes in many times": lambda rng: _chunked(page("<p>甲" * 9_000).encode(), 300),
    "csv columns": _made(MANIFEST.format("txt").replace("year", "year," + ",".join(map(str, range(60_000))))),
    "csv a name that no file can have": _made(MANIFEST.format("txt").replace("a.txt", "甲" * 300)),
}

KINDS = {"md": MD, "html": HTML, "docx": DOCX, "pdf": PDF, "image": IMAGE, "csv": CSV, "found": FOUND}

MIXED = ("image", "found")  # of several formats, each named by its first word


def list_hostile(formats: Sequence[str], seed: int, variants: int) -> Iterator[Input]:
    """All kinds, each as often as `variants` says; of a text's units one of the four ways at each turn."""
    if "txt" in formats:
        for turn in range(variants):
            for i, unit in enumerate(UNITS):
                lined, inside = (i + turn) % 2 > 0, (i + turn) % 4 > 1
                name = f"run {unit!r} {'lines' if lined else 'line'} {'inside' if inside else 'alone'} {turn}"
                yield _draw(name, "txt", partial(repeat, unit, lined=lined, inside=inside), seed)
            for number in range(8):
                for make in (mix, mix_encodings, truncate, rubbish):
                    yield _draw(f"{make.__name__} {turn}-{number}", "txt", make, seed)
    for name in formats:
        for kind, make in KINDS.get(name, {}).items():
            suffix = kind.partition(" ")[0] if name in MIXED else name
            for turn in range(variants if name != "found" else 1):
                yield _draw(f"{kind} {turn}", suffix, make, seed)


def _draw(name: str, suffix: str, make: Make, seed: int) -> Input:
    def draw() -> bytes:
        made = make(random.Random(f"{seed} {suffix} {name}"))
        return made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")

    return Input(name, suffix, draw)


# Mutants.


def list_harmless(suffix: str) -> list[bytes]:
    """Small files without fault, of which mutants are made."""
    text = SAMPLE.read_text("utf-8")
    lines = text.split("\n")
    if suffix == "txt":
        return [text.encode(), text.encode("gb18030"), text.encode("utf-16")]
    if suffix == "md":
        table = "\n\n|甲|乙|\n|-|-|\n|1|2|\n\n> 引用\n\n- 项\n\n[链](http://a.cn)\n\n"
        return [("# " + "\n\n".join(lines) + table).encode()]
    if suffix == "html":
        table = "<table><tr><td rowspan=2>甲</td><td>1</td></tr><tr><td>2</td></tr></table><ol><li>甲<li>乙</ol>"
        return [page("".join(f"<p style='margin:0'>{line}</p>" for line in lines) + table).encode()]
    if suffix == "docx":
        table = f"<w:tbl><w:tr>{CELL}{CELL}</w:tr></w:tbl>"
        return [make_docx("".join(map(paragraph, lines)) + table)]
    if suffix == "pdf":
        short = [line[i : i + 28] for line in lines for i in range(0, len(line), 28)]
        pages = [[(70, 780 - 20 * n, 16, s) for n, s in enumerate(short[i : i + 35])] for i in range(0, len(short), 35)]
        return [make_pdf(pages), make_pdf(pages, extra=b"70 70 m 500 70 l S 70 90 m 500 90 l S ")]
    return [MANIFEST.format("txt").encode(), MANIFEST.format("txt").encode("gb18030")]


def mutate(data: bytes, rng: random.Random) -> bytes:
    """Up to four faults: bits flipped, stretches cut, put in, doubled, swapped."""
    for _ in range(rng.randint(1, 4)):
        if len(data) < 2:
            return data
        a, b = sorted(rng.sample(range(len(data)), 2))
        b = min(b, a + rng.choice((1, 8, 200, len(data))))
        piece = data[a:b]
        fault = rng.randrange(5)
        if fault == 0:
            data = data[:a] + bytes([data[a] ^ 1 << rng.randrange(8)]) + data[a + 1 :]
        elif fault == 1:
            data = data[:a] + data[b:]
        elif fault == 2:
            data = (
                data[:a]
                + rng.choice((rng.randbytes(rng.randint(1, 9)), rng.choice(UNITS).encode("utf-8", "replace")))
                + data[a:]
            )
        elif fault == 3:
            data = data[:b] + piece * rng.choice((1, 1, 50 if len(piece) < 200 else 2)) + data[b:]
        else:
            c = rng.randrange(len(data))
            data = data[:a] + data[c : c + len(piece)] + data[b:c] + piece + data[max(b, c) :]
    return data


def _mutate_part(data: bytes, rng: random.Random) -> bytes:
    """A Word file of which one part is a mutant: of the archive itself hardly one gets as far."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = rng.choice(sorted(parts))
    return make_zip(parts | {name: mutate(parts[name], rng)})


def list_mutants(formats: Sequence[str], seed: int, number: int) -> Iterator[Input]:
    """Mutants, as many of each format."""
    wanted = [suffix for suffix in formats if suffix not in MIXED]
    harmless = {suffix: list_harmless(suffix) for suffix in wanted}

    def change(suffix: str, rng: random.Random) -> bytes:
        data = rng.choice(harmless[suffix])
        return (_mutate_part if suffix == "docx" and rng.random() < 0.5 else mutate)(data, rng)

    for i in range(number):
        suffix = wanted[i % len(wanted)]
        yield _draw(f"mutant {i}", suffix, partial(change, suffix), seed)
