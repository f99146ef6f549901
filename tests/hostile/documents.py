"""Documents made to take a machine down, each made anew where it is wanted: none of them lies in the repository."""

# ruff: noqa: E501 (a table is read by its rows)

import base64
import gzip
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.exchange.test_bounded_readers import CASES as COSTLY
from tests.exchange.test_hostile_files import changed

MEGABYTE = 1024 * 1024
_WORDS = "The harbour council talked about the ferry and the tram until late at night. "
_BEGIN = b"<!DOCTYPE html><html><body><p>Words that stand here before all else.</p>"
_MAIL = b"From: Ana <a@x.org>\r\nTo: b@x.org\r\nDate: Mon, 3 Mar 2025 10:00:00 +0000\r\nSubject: The ferry\r\n"
_MIME = b"MIME-Version: 1.0\r\n"


def pdf(forms: dict[str, tuple[str, bytes]], page: bytes = b"", more: bytes = b"") -> bytes:
    """Return a PDF of one page that draws the first of *forms*, each by name with its resources and its operators."""
    names = list(forms)
    numbers = {name: 5 + at for at, name in enumerate(names)}
    # a form is known to the others by its name
    known = " ".join(f"/{name} {number} 0 R" for name, number in numbers.items())
    draws = page or (f"/{names[0]} Do".encode() if names else b"")
    objects = [
        more or b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << " + known.encode() + b" >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(draws), draws),
    ]
    for resources, operators in forms.values():
        own = " ".join(f"/{one} {numbers[one]} 0 R" for one in resources.split())
        head = f"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /XObject << {own} >> >>"
        objects.append(head.encode() + b" /Length %d >>\nstream\n%s\nendstream" % (len(operators), operators))
    return _pdf(objects)


def _pdf(objects: list[bytes], trailer: bytes = b"") -> bytes:
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    start = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(made)


def _page(content: bytes, filters: bytes = b"", more: list[bytes] | None = None, page: bytes = b"") -> bytes:
    return _pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>",
            b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> " + page + b">>",
            b"<< /Length %d %s>>\nstream\n%s\nendstream" % (len(content), filters, content),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            *(more or []),
        ]
    )


def _packed(content: bytes, times: int) -> bytes:
    for _again in range(times):
        content = zlib.compress(content, 9)
    return _page(content, b"/Filter [%s] " % (b"/FlateDecode " * times))


def _page_tree(is_circle: bool) -> bytes:
    kids = b"[2 0 R]" if is_circle else b"[%s]" % (b"3 0 R " * 300_000)
    count = 2 if is_circle else 300_000
    return _pdf(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids %s /Count %d /MediaBox [0 0 595 842] >>" % (kids, count),
            b"<< /Type /Page /Parent 2 0 R >>",
        ]
    )


def _texts(count: int) -> bytes:
    return _page(b"BT /F1 9 Tf " + b"1 0 0 1 72 72 Tm (word ) Tj " * count + b"ET")


def zipped(parts: dict[str, bytes], level: int = 9) -> bytes:
    """Return an archive of *parts*."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def _docx(body: bytes, kind: str = "document") -> bytes:
    head = b'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    return changed("harbour.docx", {f"word/{kind}.xml": head + b"<w:body>" + body + b"</w:body></w:document>"})


_OFFICE = " ".join(
    f'xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for key, name in (("office", "office"), ("text", "text"), ("table", "table"))
).encode()


def _odt(body: bytes) -> bytes:
    inside = b"<office:body><office:text>" + body + b"</office:text></office:body>"
    return changed(
        "harbour.odt", {"content.xml": b"<office:document-content %s>%s</office:document-content>" % (_OFFICE, inside)}
    )


def _ods(cell: bytes) -> bytes:
    body = b'<office:body><office:spreadsheet><table:table table:name="a">' + cell
    content = (
        b"<office:document-content %s>%s</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": content % (_OFFICE, body)})


def _xlsx(rows: bytes, strings: bytes = b"") -> bytes:
    spaces = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": b'<workbook %s><sheets><sheet name="a" sheetId="1"/></sheets></workbook>' % spaces,
        "xl/worksheets/sheet1.xml": b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (spaces, rows),
    }
    if strings:
        parts["xl/sharedStrings.xml"] = b"<sst %s>%s</sst>" % (spaces, strings)
    return zipped(parts)


def _epub(chapters: int, chapter: bytes) -> bytes:
    items = b"".join(
        b'<item id="c%d" href="c%d.xhtml" media-type="application/xhtml+xml"/>' % (n, n) for n in range(chapters)
    )
    spine = b"".join(b'<itemref idref="c%d"/>' % n for n in range(chapters))
    package = (
        b'<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest>%s</manifest><spine>%s</spine></package>'
    )
    container = b'<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="p.opf"/></rootfiles></container>'
    return zipped(
        {
            "mimetype": b"application/epub+zip",
            "META-INF/container.xml": container,
            "p.opf": package % (items, spine),
            **{f"c{n}.xhtml": chapter for n in range(chapters)},
        },
        1,
    )


def _laughs(entity: bytes = b"ha! ", name: bytes = b"html") -> bytes:
    lines = [b'<!ENTITY a0 "%s">' % entity]
    lines += [b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 11)]
    return b"<?xml version='1.0'?><!DOCTYPE %s [%s]><%s>&a10;</%s>" % (name, b"".join(lines), name, name)


def _nested_zip(depth: int) -> bytes:
    content = zipped({"a.txt": _WORDS.encode()})
    for _level in range(depth):
        content = zipped({"a.zip": content})
    return content


def _overlapping() -> bytes:
    """Return an archive whose thousand parts are all the same compressed bytes."""
    packed = zlib.compress(b"0" * 10_000_000, 9)[2:-4]
    check = zlib.crc32(b"0" * 10_000_000)
    made, central = bytearray(), bytearray()
    made += (
        struct.pack("<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 0, check, len(packed), 10_000_000, 5, 0) + b"a.txt" + packed
    )
    for number in range(1000):
        name = f"{number:03}.t".encode()
        central += (
            struct.pack(
                "<4s6H3I5H2I", b"PK\1\2", 20, 20, 0, 8, 0, 0, check, len(packed), 10_000_000, 5, 0, 0, 0, 0, 0, 0
            )
            + name
        )
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1000, 1000, len(central), len(made), 0)
    return bytes(made + central + end)


def _deep_mail(depth: int) -> bytes:
    inner = _MAIL + b"\r\nwords\r\n"
    for _level in range(depth):
        inner = _MAIL + _MIME + b"Content-Type: message/rfc822\r\n\r\n" + inner
    return inner


def _parts_in_parts(depth: int) -> bytes:
    made = b"words"
    for level in range(depth):
        mark = b"b%d" % level
        made = b"Content-Type: multipart/mixed; boundary=%s\r\n\r\n--%s\r\n%s\r\n--%s--\r\n" % (mark, mark, made, mark)
    return _MAIL + _MIME + made


def _tei(body: bytes) -> bytes:
    return b'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>%s</body></text></TEI>' % body


def _times(text: str, size: int) -> bytes:
    one = text.encode()
    return one * (size // len(one))


# by the name of the file: what makes it
DOCUMENTS: dict[str, Callable[[], bytes]] = {
    # PDF
    "form-recursion.pdf": lambda: pdf({"F": ("F", b"/F Do /F Do")}),
    "forms-in-a-ring.pdf": lambda: pdf({"F": ("G", b"/G Do /G Do"), "G": ("F", b"/F Do /F Do")}),
    "form-doubling.pdf": lambda: pdf(
        {f"F{n}": (f"F{n + 1}" if n < 29 else "", f"/F{n + 1} Do /F{n + 1} Do".encode() if n < 29 else b"") for n in range(30)}
    ),
    "bomb-stream.pdf": lambda: _packed(b"(word) Tj " * 40_000_000, 1),
    "bomb-in-bomb.pdf": lambda: _packed(b" " * 400_000_000, 2),
    "bomb-of-zeros.pdf": lambda: _packed(b"\0" * 300_000_000, 3),
    "million-texts.pdf": lambda: _texts(1_000_000),
    "pages-in-a-circle.pdf": lambda: _page_tree(True),
    "page-300000-times.pdf": lambda: _page_tree(False),
    "brackets.pdf": lambda: _page(b"[" * 3_000_000),
    "dictionaries.pdf": lambda: _page(b"", page=b"/X " + b"<</A " * 500_000 + b"1" + b">>" * 500_000),
    "graphics-states.pdf": lambda: _page(b"q " * 5_000_000),
    "clips.pdf": lambda: _page(b"0 0 9 9 re W n " * 1_000_000),
    "no-end.pdf": lambda: b"%PDF-1.4\n" + b"1 0 obj\n<< /Length 99999999999 >>\nstream\n" + b"x" * MEGABYTE,
    "xref-to-itself.pdf": lambda: b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Prev 9 >>\nstartxref\n9\n%%EOF",
    "huge-page.pdf": lambda: _page(b"BT /F1 9 Tf 1 0 0 1 99999999 99999999 Tm (far away) Tj ET", page=b"/MediaBox [0 0 1e9 1e9] "),
    "annotations.pdf": lambda: _page(
        b"", page=b"/Annots [%s] " % (b"6 0 R " * 300_000), more=[b"<< /Type /Annot /Subtype /Text /Contents (a note) >>"]
    ),
    # plain text
    "lines-60MB.txt": lambda: b"A:\n" * 20_000_000,
    "short-lines.txt": lambda: b"a\n" * 15_000_000,
    "blank-lines.txt": lambda: b"a" + b"\n" * 30_000_000 + b"b",
    "paragraphs.txt": lambda: b"word\n\n" * 5_000_000,
    "speakers-20MB.txt": lambda: b"".join(b"SPEAKER %06d: yes\n\n" % n for n in range(1_000_000)),
    "one-speaker.txt": lambda: b"ANA BELL: Yes.\n\n" * 1_200_000,
    "quotes-20MB.txt": lambda: _times("“We will build the tram,” said Ana Bell of the council. ", 20 * MEGABYTE),
    "open-quotes.txt": lambda: _times("“We will build “the tram ", 10 * MEGABYTE),
    "names-20MB.txt": lambda: b"".join(b"Ana Bell%06d said so. " % n for n in range(900_000)),
    "one-word-30MB.txt": lambda: b"a" * (30 * MEGABYTE),
    "one-line-30MB.txt": lambda: _times(_WORDS, 30 * MEGABYTE),
    "colons.txt": lambda: b":" * (10 * MEGABYTE),
    "dots.txt": lambda: b"." * (10 * MEGABYTE),
    "brackets.txt": lambda: b"(" * (10 * MEGABYTE),
    "dates-10MB.txt": lambda: _times("3 March 2025, 4.5.2024, 2023-01-02 ", 10 * MEGABYTE),
    "capitals.txt": lambda: _times("ANA BELL OF THE COUNCIL ", 20 * MEGABYTE),
    "combining.txt": lambda: ("a" + "\u0301" * (8 * MEGABYTE)).encode(),
    "emojis.txt": lambda: _times("\U0001f600", 20 * MEGABYTE),
    "overrides.txt": lambda: _times("\u202e\u2066word ", 10 * MEGABYTE),
    "numbers.txt": lambda: b"".join(b"%d\n" % n for n in range(2_000_000)),
    "utf-16.txt": lambda: "\ufeff".encode("utf-16-le") + _WORDS.encode("utf-16-le") * 200_000,
    "chinese.txt": lambda: _times("議員說我們要建電車。", 20 * MEGABYTE),
    "thai.txt": lambda: _times("สวัสดีครับประชาชน", 20 * MEGABYTE),
    # Markdown
    "emphasis.md": lambda: b"# T\n\n" + b"*a_ " * 1_000_000,
    "links.md": lambda: b"# T\n\n" + b"[a](b) " * 500_000,
    "nested-lists.md": lambda: b"# T\n\n" + b"".join(b" " * (2 * at) + b"- x\n" for at in range(2000)),
    "references.md": lambda: b"# T\n\n" + b"".join(b"[a%d]: b\n" % at for at in range(300_000)),
    "front-matter.md": lambda: b"---\n" + b"".join(b"k%d: v\n" % at for at in range(300_000)) + b"---\nwords\n",
    "yaml-aliases.md": lambda: b"---\na: &a [x,x]\n" + b"".join(
        b"b%d: &b%d [%s,%s]\n" % (n, n, *[b"*a" if n == 0 else b"*b%d" % (n - 1)] * 2) for n in range(40)
    ) + b"---\nwords\n",
    "table.md": lambda: b"# T\n\n|a|b|\n|-|-|\n" + b"|x|y|\n" * 500_000,
    # pages
    "flat-a.html": lambda: _BEGIN + b"<a href='x'>words of a link</a>" * 300_000,
    "attrs.html": lambda: _BEGIN + b"<p " + b"".join(b"a%d='1' " % n for n in range(1_000_000)) + b">x</p>",
    "deep-divs.html": lambda: _BEGIN + b"<div>" * 1_000_000 + b"x",
    "deep-spans.html": lambda: _BEGIN + b"<p>" + b"<span>" * 300_000 + b"x",
    "open-tables.html": lambda: _BEGIN + b"<table><tr><td>" * 100_000 + b"x",
    "paragraphs.html": lambda: _BEGIN + b"<p>A paragraph of some words stands here.</p>" * 300_000,
    "list-items.html": lambda: _BEGIN + b"<ul>" + b"<li>A point" * 500_000,
    "comments.html": lambda: _BEGIN + b"<!-- x -->" * 2_000_000,
    "entities.html": lambda: _BEGIN + b"<p>" + b"&amp;" * 4_000_000,
    "data-address.html": lambda: _BEGIN + b"<img src='data:image/png;base64," + b"A" * (40 * MEGABYTE) + b"'>",
    "scripts.html": lambda: _BEGIN + b"<script>x()</script>" * 500_000,
    "articles.html": lambda: _BEGIN + b"<article><h2>A title</h2><p>Some words of it.</p></article>" * 100_000,
    "metas.html": lambda: b"<html><head>" + b"<meta name='author' content='Ana Bell'>" * 300_000 + b"</head><body><p>x y z",
    "json-ld.html": lambda: b"<html><head><script type='application/ld+json'>" + b"[" * 2_000_000 + b"</script></head><body><p>x y",
    "laughs.xhtml": lambda: _laughs(),
    # office
    "many-paragraphs-40MB.docx": lambda: _docx(b"<w:p><w:r><w:t>a b</w:t></w:r></w:p>" * 1_000_000),
    "runs.docx": lambda: _docx(b"<w:p>" + b"<w:r><w:t>a </w:t></w:r>" * 1_500_000 + b"</w:p>"),
    "deep-tables.docx": lambda: _docx(b"<w:tbl><w:tr><w:tc>" * 100_000 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 100_000),
    "bomb.docx": lambda: changed("harbour.docx", {"word/document.xml": b" " * 1_000_000_000}),
    "laughs.docx": lambda: changed("harbour.docx", {"word/document.xml": _laughs(name=b"document")}),
    "footnotes.docx": lambda: changed("harbour.docx", {"word/footnotes.xml": b"<w:footnotes xmlns:w='x'>" + b"<w:footnote/>" * 2_000_000 + b"</w:footnotes>"}),
    "many-paragraphs.odt": lambda: _odt(b"<text:p>a b</text:p>" * 1_500_000),
    "spaces.odt": lambda: _odt(b"<text:p>a<text:s text:c='2000000000'/>b</text:p>"),
    "deep.odt": lambda: _odt(b"<text:section>" * 200_000 + b"<text:p>x</text:p>" + b"</text:section>" * 200_000),
    "repeated-cells.ods": lambda: _ods(
        b'<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="16000">'
        b"<text:p>x</text:p></table:table-cell></table:table-row>"
    ),
    "rows.xlsx": lambda: _xlsx(b"<row><c><v>1</v></c></row>" * 1_000_000),
    "far-cell.xlsx": lambda: _xlsx(b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>'),
    "strings.xlsx": lambda: _xlsx(b'<row><c t="s"><v>1</v></c></row>', b"<si><t>word</t></si>" * 1_000_000),
    "chapters.epub": lambda: _epub(3000, b"<html><body><p>Words of a chapter.</p></body></html>"),
    "paragraphs.epub": lambda: _epub(1, b"<html><body>" + b"<p>Words of a chapter.</p>" * 500_000 + b"</body></html>"),
    "groups.rtf": lambda: b"{\\rtf1 " + b"{\\b x}" * 1_000_000 + b"}",
    "deep-groups.rtf": lambda: b"{\\rtf1 " + b"{" * 3_000_000 + b"x",
    "escapes.rtf": lambda: b"{\\rtf1 " + b"\\'e9" * 4_000_000 + b"}",
    "fonts.rtf": lambda: b"{\\rtf1{\\fonttbl" + b"{\\f1 A;}" * 1_000_000 + b"}x}",
    # mail
    "received.eml": lambda: b"".join(b"Received: from a (b [1.2.3.4]) by c; Mon, 3 Mar 2025 10:00:0%d\r\n" % (n % 10) for n in range(17_000)) + _MAIL + b"\r\nwords\r\n",
    "long-header.eml": lambda: b"Subject: " + b"=?utf-8?q?a?= " * 500_000 + b"\r\n" + _MAIL + b"\r\nwords\r\n",
    "recipients.eml": lambda: b"To: " + b"Ana Bell <a@x.org>, " * 300_000 + b"c@x.org\r\n" + _MAIL + b"\r\nwords\r\n",
    "messages-in-messages.eml": lambda: _deep_mail(3000),
    "parts-in-parts.eml": lambda: _parts_in_parts(300),
    "parts.eml": lambda: _MAIL + _MIME + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n\r\nwords\r\n" * 300_000,
    "base64.eml": lambda: _MAIL + _MIME + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(_times(_WORDS, 20 * MEGABYTE)),
    "quoted.eml": lambda: _MAIL + b"\r\n" + b">" * 5_000_000 + b" words\r\n",
    "messages.mbox": lambda: b"".join(b"From a@x.org Mon Mar  3 10:00:00 2025\n" + _MAIL + b"\r\nwords %d\n\n" % n for n in range(100_000)),
    # subtitles, transcripts, records
    "sub.srt": lambda: b"".join(
        b"%d\n%02d:%02d:%02d,000 --> %02d:%02d:%02d,500\nANA: We go.\n\n" % (n, *_clock(n), *_clock(n)) for n in range(600_000)
    ),
    "styles.ass": lambda: b"[Events]\nFormat: Start, End, Text\n" + b"Dialogue: 0:00:01.00,0:00:02.00,{\\b1}{\\i1}a\n" * 500_000,
    "tags.vtt": lambda: b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"<v Ana>" * 1_000_000,
    "cues.ttml": lambda: b"<tt xmlns='http://www.w3.org/ns/ttml'><body><div>" + b"<p begin='1s' end='2s'>a</p>" * 500_000 + b"</div></body></tt>",
    "deep.json": lambda: b"[" * 5_000_000,
    "whisper.json": lambda: json.dumps({"segments": [{"start": n, "end": n + 1, "text": " We go."} for n in range(300_000)]}).encode(),
    "number.json": lambda: b'{"segments": [{"start": ' + b"9" * 1_000_000 + b', "end": 1, "text": "x"}]}',
    "debate.xml": lambda: _tei(b"<u who='#a'><seg>We go.</seg></u>" * 500_000),
    "deep.xml": lambda: _tei(b"<div>" * 500_000 + b"<p>x</p>"),
    "laughs.xml": lambda: _laughs(name=b"TEI"),
    # many documents
    "rows.csv": lambda: b"title,text\n" + b"".join(b"T%d,Words of it\n" % n for n in range(300_000)),
    "columns.csv": lambda: b",".join(b"c%d" % n for n in range(300_000)) + b"\n" + b"x," * 299_999 + b"x\n",
    "open-quote.csv": lambda: b'title,text\n"' + b"a\n" * 10_000_000,
    "objects.jsonl": lambda: b"".join(b'{"title": "T%d", "text": "Words of it"}\n' % n for n in range(300_000)),
    "keys.jsonl": lambda: b"".join(b'{"title": "T", "text": "Words", "k%d": 1}\n' % n for n in range(100_000)),
    "entries.rss": lambda: b"<rss><channel>" + b"<item><title>T</title><description>Words of it</description></item>" * 200_000 + b"</channel></rss>",
    "archives-in-archives.zip": lambda: _nested_zip(100),
    "overlapping.zip": _overlapping,
    "bomb.zip": lambda: zipped({f"{n}.txt": b"a " * 30_000_000 for n in range(20)}),
    "names.zip": lambda: zipped({f"{n}.txt": b"words of it" for n in range(60_000)}, 1),
    "gzip-bomb.gz": lambda: gzip.compress(b"0" * 200_000_000),
    "articles.txt": lambda: b"".join(b"%d of 50000 DOCUMENTS\n\nThe Paper\n\nMarch 3, 2025\n\nTITLE\n\nBODY:\nWords.\n\nLOAD-DATE: March 3, 2025\n\n" % (n + 1) for n in range(50_000)),
    **{f"costly-{name}": make for name, make in COSTLY.items()},
}  # fmt: skip


def _clock(seconds: int) -> tuple[int, int, int]:
    return seconds // 3600 % 100, seconds // 60 % 60, seconds % 60
