"""Small Word and PDF files for the tests, made from their own formats' bare minimum."""

import io
import zipfile

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
            package.writestr(name, content)
    return archive.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def make_pdf(pages: list[list[tuple[int, int, int, str]]], *, extra: bytes = b"") -> bytes:
    """A PDF whose pages hold lines (x, y, size, text) in a Chinese font that is named and not embedded."""
    font = b"/BaseFont/STSong-Light"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type0" + font + b"/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0" + font + b"/DW 1000/FontDescriptor 5 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 5>>>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800"
        b"/Descent -200/CapHeight 700/StemV 80>>",
    ]
    kids = []
    for lines in pages:
        drawn = [(size, x, y, text.encode("utf-16-be").hex().encode()) for x, y, size, text in lines]
        content = b"".join(b"BT /F %d Tf %d %d Td <%s> Tj ET\n" % line for line in drawn) + extra
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
