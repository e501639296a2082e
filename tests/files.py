"""Small Word and PDF files for the tests, made from their own formats' bare minimum."""

import io
import zipfile
import zlib
from functools import cache

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def make_docx(body: str, *, namespace: str = W, **parts: str) -> bytes:
    """A .docx with this XML in its body; `parts` are the children of numbering, styles, footnotes."""
    related = "".join(f"<Relationship Id='{name}' Type='{OFFICE}/{name}' Target='{name}.xml'/>" for name in parts)
    files = {
        "_rels/.rels": f"<Relationship Id='d' Type='{OFFICE}/officeDocument' Target='word/document.xml'/>",
        "word/_rels/document.xml.rels": related,
    }
    files = {name: f"<Relationships xmlns='{PACKAGE}'>{content}</Relationships>" for name, content in files.items()}
    files["word/document.xml"] = f"<w:document xmlns:w='{namespace}'><w:body>{body}</w:body></w:document>"
    files |= {f"word/{name}.xml": f"<w:{name} xmlns:w='{W}'>{content}</w:{name}>" for name, content in parts.items()}
    return make_zip(files)


def make_zip(files: dict[str, str] | dict[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)  # without the time of day
    return archive.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


@cache
def make_font() -> bytes:
    """A TrueType font with one glyph, a square of a character's size, for whatever character it is asked for.

    PDFium measures a font that is not embedded by whatever the machine has instead: the same file would be read
    otherwise where there is no Chinese font.
    """
    pen = TTGlyphPen(None)
    pen.moveTo((50, -80))
    for corner in ((50, 830), (950, 830), (950, -80)):
        pen.lineTo(corner)
    pen.closePath()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "square"])
    font.setupCharacterMap({0x4E00: "square"})
    font.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "square": pen.glyph()})
    font.setupHorizontalMetrics({".notdef": (1000, 0), "square": (1000, 50)})
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": "Square", "styleName": "Regular"})
    font.setupOS2()
    font.setupPost()
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


@cache
def make_stream(content: bytes, about: bytes = b"") -> bytes:
    packed = zlib.compress(content)
    return b"<<%s/Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (about, len(packed), packed)


def make_pdf(
    pages: list[list[tuple[int, int, int, str]]], *, extra: bytes = b"", under: bytes = b"", embedded: bool = True
) -> bytes:
    """A PDF whose pages hold lines (x, y, size, text), all characters a square wide; `under` is drawn before them.

    The font is in it; else it names one that a reader should have, as Chinese word processors did.
    """
    font = b"/BaseFont/Square" if embedded else b"/BaseFont/STSong-Light"
    characters = b"".join(b"<%02X00><%02XFF><%02X00>\n" % (high, high, high) for high in range(256))
    to_unicode = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        b"1 begincodespacerange <0000><FFFF> endcodespacerange\n256 beginbfrange\n%sendbfrange\n"
        b"endcmap end end" % characters
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type0"
        + font
        + b"/DescendantFonts[4 0 R]"
        + (b"/Encoding/Identity-H/ToUnicode 8 0 R>>" if embedded else b"/Encoding/UniGB-UCS2-H>>"),
        b"<</Type/Font"
        + font
        + b"/DW 1000/FontDescriptor 5 0 R/CIDSystemInfo<</Registry(Adobe)/Supplement 0"
        + (
            b"/Ordering(Identity)>>/Subtype/CIDFontType2/CIDToGIDMap 7 0 R>>"
            if embedded
            else b"/Ordering(GB1)>>/Subtype/CIDFontType0>>"
        ),
        b"<</Type/FontDescriptor"
        + font.replace(b"BaseFont", b"FontName")
        + b"/Flags 4/FontBBox[0 -120 1000 880]/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 700/StemV 80%s>>" % (b"/FontFile2 6 0 R" if embedded else b""),
        make_stream(make_font(), b"/Length1 %d" % len(make_font())),
        make_stream(b"\0\1" * 0x10000),  # every character is the square
        make_stream(to_unicode),
    ]
    kids = []
    for lines in pages:
        drawn = [(size, x, y, text.encode("utf-16-be").hex().encode()) for x, y, size, text in lines]
        content = under + b"".join(b"BT /F %d Tf %d %d Td <%s> Tj ET\n" % line for line in drawn) + extra
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(places) + end
