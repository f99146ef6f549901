"""What fuzzing begins with: sound files of each format, the kept ones and small ones that reach what those do not."""

import io
import plistlib
import zipfile
from pathlib import Path

DATA = Path(__file__).parents[1] / "data" / "formats"
KEPT = (
    "congress.docx",
    "congress.odt",
    "congress.rtf",
    "congress.epub",
    "columns.pdf",
    "harbour.odt",
    "harbour.docx",
    "harbour.rtf",
    "harbour.pdf",
    "harbour.epub",
    "harbour.html",
    "harbour.txt",
)

_SRT = b"1\n00:00:01,000 --> 00:00:02,000\nANA: Where?\n\n2\n00:00:03,000 --> 00:00:04,000\n- Here.\n- Oh.\n"
_VTT = (
    b"WEBVTT\n\nNOTE x\n\na\n00:01.000 --> 00:03.000 align:left\n<v Ana Ruiz>Where <i>does</i>\n\n00:03.100 --> "
    b"00:04.000\n<v Ben>it go?\n"
)
_SBV = b"0:00:01.000,0:00:03.500\nANA: Where?\n\n0:00:04.000,0:00:06.000\nThere.\n"
_ASS = (
    b"[Script Info]\nTitle: T\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n\n[Events]\n"
    b"Format: Layer, Start, End, Style, Name, Text\n"
    b"Dialogue: 0,0:00:01.00,0:00:03.00,Default,Ana,{\\i1}Where,\\Nreally?{\\i0}\n"
    b"Comment: 0,0:00:04.00,0:00:06.00,Default,,no words\nDialogue: 0,0:00:04.00,0:00:06.00,Default,Ben,There.\n"
)
_TTML = (
    b'<?xml version="1.0" encoding="UTF-8"?><tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#'
    b'metadata" xml:lang="en"><head><metadata><ttm:agent type="person" xml:id="a"><ttm:name type="full">Ana Ruiz</ttm:'
    b'name></ttm:agent></metadata></head><body><div><p begin="00:00:01.000" end="4s" ttm:agent="a">Where<br/><span>does'
    b'</span> it go?</p><p begin="5s" end="90m">There.</p></div></body></tt>'
)
_WHISPER = (
    b'{"text": " Where? There.", "segments": [{"id": 0, "start": 3.1, "end": 6.4, "text": " Where?", "speaker": '
    b'"SPEAKER_00"}, {"start": 7.0, "end": 9, "text": " There.", "speaker": "SPEAKER_01"}], "language": "en"}'
)
_CPP = b'{"transcription": [{"timestamps": {}, "offsets": {"from": 0, "to": 900}, "text": " Where?"}]}'
_MAIL = (
    b"From: =?utf-8?q?Ana?= <a@b.c>\r\nSubject: =?iso-8859-1?q?Ma=F1ana?=\r\nDate: Mon, 3 Mar 2003 10:00:00 +0100\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n--x\r\nContent-Type: text/plain; "
    b"charset=latin-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nSome =F1 words.\r\n--x\r\nContent-Type: "
    b"text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+V29yZHMuPC9wPg==\r\n--x--\r\n"
)
_SAVED = (
    b"From: <Saved by a browser>\r\nSnapshot-Content-Location: http://a.b\r\nSubject: T\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; type="text/html"; boundary="x"\r\n\r\n--x\r\nContent-Type: text/html\r\n'
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n<!DOCTYPE html><html><body><p>Words =C3=B1 of a page.</p>"
    b"</body></html>\r\n--x--\r\n"
)
_MARKDOWN = (
    b"---\ntitle: The mill\ndate: 2020-05-01\n---\n# The mill\n\n**Ana:** One [link](http://a.b) `code` ![p](q).\n\n"
    b"- item\n  1. two\n\n> quoted\n\n| a | b |\n|---|---|\n| c | d |\n\n```\nfence\n```\n\n<div>html</div>\n"
)
_ANNOTATED = (
    b"---\nvisavis: 1\ntitle: T\ndate: '2020-05-01'\nkind: interview\n---\n\n{.turn speaker=ana role=answer "
    b"label=Ana original=0-9}\n[One *two*.]{.claim actor=a topic=b stance=favor voice=direct original=3-9} And [[three]"
    b'{.claim actor="a c" topic=d stance=against}.]{.claim actor=e topic=f stance=neutral}\n\n{.turn}\nMore.\n\n'
    b"{.furniture}\nMenu.\n\n{.heading}\nA heading\n"
)
_HTML = (
    b"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>Sheep</title><meta name='author' content='N'>"
    b"<meta property='article:published_time' content='2018-10-03T07:00:00Z'></head><body><nav><a href='/'>Home</a>"
    b"</nav><article><h1>Sheep in the mist</h1><p><b>Ana Ruiz:</b> The weather in the hills, and the sheep.</p>"
    b"<blockquote><p>Quoted words <i>here</i> &amp; there.</p></blockquote><ul><li>One<li>Two</ul><table><tr><td>c"
    b"</td><td>d</td></tr></table><p>More words that stand here so that there is an article to be found at all, "
    b"as long as it takes and longer, with a comma.</p><pre>  a\n b</pre></article><footer>End</footer></body></html>"
)
_RTF = (
    rb"{\rtf1\ansi\ansicpg1251\uc1{\fonttbl{\f0 Arial;}}{\info{\title T}{\author A}{\creatim\yr2020\mo5\dy1}}"
    rb"\pard One {\b bold:} \u-10179?\u-9138? \'e0\'e1 {\field{\*\fldinst HYPERLINK a}{\fldrslt link}}\par "
    rb"{\footnote note}\trowd\cellx1 a\cell b\cell\row{\*\bin3 xxx}\line\tab\emdash\'93x\'94}"
)
_PAGE = (
    "BT /F1 {size} Tf 1 0 0 1 {left} {top} Tm 14 TL (Line {number}a of a hyphen-) Tj T* (ated text is here.) Tj T* "
    "(A second paragraph of page {number} {number}x.) Tj ET BT /F1 8 Tf 300 40 Td (Page {number}) Tj ET"
)


def write_pdf(pages: list[str], beside: tuple[str, ...] = ()) -> bytes:
    """Return a PDF whose pages have these contents (operators), not compressed, its font called ``F1``.

    *beside* are the entries of annotations on the first page; those with ``/FT`` are fields of the form.
    """
    first = 4 + 2 * len(pages)
    fields = " ".join(f"{first + at} 0 R" for at, one in enumerate(beside) if "/FT" in one)
    objects = [f"<< /Type /Catalog /Pages 2 0 R{f' /AcroForm << /Fields [{fields}] >>' if fields else ''} >>"]
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(pages)))
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} /MediaBox [0 0 595 842] >>")
    objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    for at, page in enumerate(pages):
        notes = " ".join(f"{first + one} 0 R" for one in range(len(beside))) if at == 0 else ""
        annots = f" /Annots [{notes}]" if notes else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * at} 0 R{annots} >>"
        )
        objects.append(f"<< /Length {len(page.encode('latin-1', 'replace'))} >>\nstream\n{page}\nendstream")
    objects += [f"<< /Type /Annot {one} >>" for one in beside]
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n{one}\nendobj\n".encode("latin-1", "replace")
    start = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    made += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    made += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(made)


def write_zip(parts: dict[str, bytes]) -> bytes:
    """Return a ZIP archive of *parts*."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


_W = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
DOCX_PARTS = {
    "[Content_Types].xml": b"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
    b"<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
    b"<Override PartName='/word/document.xml' ContentType='application/vnd.openxmlformats-officedocument."
    b"wordprocessingml.document.main+xml'/></Types>",
    "_rels/.rels": b"<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'><Relationship "
    b"Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' "
    b"Target='word/document.xml'/></Relationships>",
    "word/document.xml": f"<w:document {_W}><w:body><w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>Title"
    "</w:t></w:r></w:p><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Ana:</w:t></w:r><w:r><w:t xml:space='preserve"
    "'> words</w:t><w:tab/><w:br/></w:r><w:ins><w:r><w:t>in</w:t></w:r></w:ins>"
    "<w:del><w:r><w:delText>out</w:delText></w:r></w:del></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>cell</w:t></w:r>"
    "</w:p></w:tc><w:tc><w:tcPr><w:gridSpan w:val='2'/><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>"
    "</w:body></w:document>".encode(),
}

_SAFARI = plistlib.dumps(
    {
        "WebMainResource": {
            "WebResourceData": _HTML,
            "WebResourceMIMEType": "text/html",
            "WebResourceTextEncodingName": "UTF-8",
            "WebResourceURL": "http://a.example/b",
        }
    },
    fmt=plistlib.FMT_BINARY,
)

# a reader's name, the names of its files and what stands in them
SEEDS: dict[str, list[tuple[str, bytes]]] = {
    "text": [("a.txt", "Ana Ruiz: Where?\n\nBen — oh.\n".encode("cp1252")), ("b.txt", "Año 😀\r\n".encode("utf-16"))],
    "markdown": [("mill.md", _MARKDOWN)],
    "annotated": [("brief.md", _ANNOTATED)],
    "subtitles": [
        ("film.srt", _SRT),
        ("film.vtt", _VTT),
        ("film.sbv", _SBV),
        ("film.ass", _ASS),
        ("film.ttml", _TTML),
    ],
    "machine": [("talk.json", _WHISPER), ("talk-2.json", _CPP)],
    "html": [("sheep.html", _HTML)],
    "mail": [("letter.eml", _MAIL), ("page.mht", _SAVED)],
    "webarchive": [("page.webarchive", _SAFARI)],
    "pdf": [
        ("small.pdf", write_pdf([_PAGE.format(size=11, left=70, top=700, number=at) for at in range(1, 4)])),
        ("odd.pdf", write_pdf(["BT /F1 12 Tf 0 1 -1 0 90 90 Tm (Turned) Tj 1 0 0 -1 9 9 Tm <00ff80> Tj ET", "", "BT"])),
    ],
    "docx": [("small.docx", write_zip(DOCX_PARTS))],
    "odt": [],
    "rtf": [("small.rtf", _RTF)],
    "epub": [],
}
_READERS = {
    ".odt": "odt",
    ".docx": "docx",
    ".rtf": "rtf",
    ".pdf": "pdf",
    ".epub": "epub",
    ".html": "html",
    ".txt": "text",
}
for _name in (*KEPT, "harbour-source.html", "gazette.pdf"):
    SEEDS[_READERS[Path(_name).suffix]].append((_name, (DATA / _name).read_bytes()))
SEEDS["record"] = [
    (
        "debate.xml",
        b'<?xml version="1.0"?><TEI xmlns="x"><teiHeader><title>Fares</title></teiHeader>'
        b"<text><body><head>Fares</head><note type='speaker'>CHAIR</note><u who='#a'><seg>We sail.</seg>"
        b"<kinesic>Noise</kinesic></u><sp><speaker>Odo</speaker><p>No.</p></sp></body></text></TEI>",
    ),
    (
        "sitting.xml",
        b'<akomaNtoso xmlns="x"><debate><meta><FRBRdate date="2020-01-06"/><TLCPerson eId="q" showAs="Ada"/></meta>'
        b"<debateBody><heading>Fares</heading><speech by='#q'><from>Ada</from><p>We sail.</p></speech></debateBody>"
        b"</debate></akomaNtoso>",
    ),
]
SEEDS["odt"].append(("gazette.fodt", (DATA / "gazette.fodt").read_bytes()))

_MESSAGE = (
    b"From {0}@isle.example Mon Jan  6 10:01:00 2020\nDate: Mon, 06 Jan 2020 10:01:00 +0100\nFrom: {0} <{0}@isle.exampl"
    b"e>\nSubject: =?utf-8?q?F=C3=A4hre?=\nMessage-ID: <{0}@isle>\n\nWe sail, says {0}.\n>From the "
    b"start we said no.\n\n"
)
_ARTICLE = (
    "Fares of {0}\n\nThe Isle Post\n\n{0} January 2020\n\nCopyright 2020 Isle Post\n\nSection: LOCAL\n\nLength: "
    "90 words\n\nByline: Ada Quill\n\nBody\n\n“We sail,” said Odo Brink.\n\nIt rains.\n\nClassification\n\nLanguage: E"
    "NGLISH\n\nLoad-Date: January 9, 2020\n\nEnd of Document\n\n"
)
_PROQUEST = (
    "____\n\nDocument {0} of 2\n\nFares of {0}\n\nAuthor: Quill, Ada.\n\nPublication info: Isle Post ; Haven [Haven]. "
    "{0} January 2020: A.4.\n\nFull text: We sail.\n\nPublication date: {0} January 2020\n\n"
)
_FACTIVA = (
    '<div class="article enArticle"><p><div id="hd"><span class="enHeadline">Fares {0}</span></div></p><div>By Ada Q'
    "uill</div><div>90 words</div><div>{0} January 2020</div><div>Isle Post</div><div>ISLEP</div><div>English</div>"
    '<p class="articleParagraph">“We sail,” said Odo Brink.</p><p>Document ISLEP0020200106el10000{0}</p></div>'
)
_RSS = (
    b'<?xml version="1.0"?><rss version="2.0"><channel><title>Isle Post</title><item><title>Fares</title><link>https://'
    b"isle.example/1</link><pubDate>Mon, 06 Jan 2020 10:00:00 GMT</pubDate><description>&lt;p&gt;We &lt;b&gt;sail&lt;/b"
    b"&gt;.&lt;/p&gt;</description></item><item><title>Crews</title><description>No.</description></item></channel></rss>"
)
_ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Isle</title><entry><title>Fares</title><updated>2020-01-06T00:00'
    b':00Z</updated><author><name>Ada Quill</name></author><link href="https://isle.example/1"/><content type="xhtml">'
    b'<div xmlns="http://www.w3.org/1999/xhtml"><p>We sail.</p></div></content></entry></feed>'
)
_CSV = (
    '"id","date","speaker","text"\n"1","2020-01-06","Ada Quill","We sail, ""now"";\nand so."\n'
    '"2","31/01/2020","Odo","No."\n'
)
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_XLSX_PARTS = {
    "[Content_Types].xml": b"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
    "xl/workbook.xml": f"<workbook xmlns='{_SHEET}'/>".encode(),
    "xl/sharedStrings.xml": f"<sst xmlns='{_SHEET}'><si><t>date</t></si><si><t>text</t></si></sst>".encode(),
    "xl/styles.xml": f"<styleSheet xmlns='{_SHEET}'><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></"
    "styleSheet>".encode(),
    "xl/worksheets/sheet1.xml": f"<worksheet xmlns='{_SHEET}'><sheetData><row><c r='A1' t='s'><v>0</v></c><c r='B1' t="
    "'s'><v>1</v></c></row><row><c r='A2' s='1'><v>43836</v></c><c r='B2' t='inlineStr'><is><t>We sail.</t></is></c></"
    "row></sheetData></worksheet>".encode(),
}
_ODS = (
    b"<o:c xmlns:o='urn:oasis:names:tc:opendocument:xmlns:office:1.0' xmlns:t='urn:oasis:names:tc:opendocument:xmlns"
    b":table:1.0' xmlns:x='urn:oasis:names:tc:opendocument:xmlns:text:1.0'><t:table><t:table-row><t:table-cell><x:p>"
    b"title</x:p></t:table-cell><t:table-cell><x:p>text</x:p></t:table-cell></t:table-row><t:table-row><t:table-cell><x:p>"
    b"Fares</x:p></t:table-cell><t:table-cell t:number-columns-repeated='2'><x:p>We sail.</x:p></t:table-cell>"
    b"</t:table-row></t:table></o:c>"
)


def _twice(pattern: str) -> str:
    return pattern.format(1) + pattern.format(2)


_LINES = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in _twice(_ARTICLE).split("\n\n") if line)
SEEDS |= {
    "mailbox": [("list.mbox", _MESSAGE.replace(b"{0}", b"ada") + _MESSAGE.replace(b"{0}", b"odo"))],
    "feed": [("news.xml", _RSS), ("news.atom", _ATOM)],
    "articles": [
        ("nexis.txt", _twice(_ARTICLE).encode()),
        ("proquest.txt", _twice(_PROQUEST).encode()),
        ("factiva.html", f"<html><body>{_twice(_FACTIVA)}</body></html>".encode()),
        ("factiva.rtf", ("{\\rtf1\\ansi " + _twice(_ARTICLE).replace("\n", "\\par ") + "}").encode("ascii", "replace")),
        (
            "nexis.docx",
            write_zip(
                DOCX_PARTS | {"word/document.xml": f"<w:document {_W}><w:body>{_LINES}</w:body></w:document>".encode()}
            ),
        ),
    ],
    "rows": [
        ("talk.csv", _CSV.encode()),
        ("talk.tsv", _CSV.replace('","', '"\t"').encode()),
        ("talk.xlsx", write_zip(_XLSX_PARTS)),
        ("talk.ods", write_zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": _ODS})),
        (
            "talk.jsonl",
            b'{"title": "Fares", "speaker": {"name": "Ada"}, "text": "We sail."}\n{"title": "A", "text": "No."}\n',
        ),
        ("talk.json", b'[{"title": "Fares", "date": "2020-01-06", "text": "We sail."}, {"title": "A", "text": "No."}]'),
    ],
}

_EUROPRESSE = (
    '<article><header><div class="rdp__DocPublicationName"><span class="DocPublicationName">Le Courrier, no. {0}</span>'
    '</div><span class="DocHeader">Une, lundi {0} janvier 2020, p. 1</span><div class="titreArticle"><p '
    'class="titreArtic'
    'leVisu">Tarifs {0}</p></div><p class="sm-margin-bottomNews">Ada Quill</p></header><section><div '
    'class="DocText"><p>'
    "« Nous partons », a dit Odo.</p></div></section><footer>news·2020010{0}</footer></article>"
)
_ON_PAGE = (
    '<article><h2>Fares {0}</h2><p class="byline">By Ada Quill</p><time datetime="2020-01-0{0}">then</time><p>The '
    "harbour board met on Monday behind closed doors and came back without an answer, as the crews had feared, and "
    "nobody could "
    "say what the fares would be in {0} weeks.</p></article>"
)
_FORWARD = (
    b"From: Odo Brink <odo@isle.example>\nTo: a@b.example\nSubject: Fwd: Fares\n"
    b"Date: Tue, 07 Jan 2020 10:01:00 +0100\n"
    b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; format=flowed\n\nSee \nbelow.\n\n"
    b"-------- Message transf\xc3\xa9r\xc3\xa9 --------\nSujet : Fares\nDate : Mon, 6 Jan 2020 09:15:00 +0100\n"
    b"De : Ada <ada@isle.example>\n\nWe sail.\n--b\nContent-Type: message/rfc822\n\nFrom: Una <u@b.example>\n"
    b"Subject: "
    b"Crews\nDate: Mon, 6 Jan 2020 09:15:00 +0100\n\nNo.\n--b--\n"
)
_BOOK_PARTS = {
    "mimetype": b"application/epub+zip",
    "META-INF/container.xml": b'<container><rootfiles><rootfile full-path="c.opf"/></rootfiles></container>',
    "c.opf": b'<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Harbours</dc:title></metadata>'
    b'<manifest><item id="a" href="a.xhtml"/><item id="b" href="b.xhtml"/><item id="nav" href="nav.xhtml" '
    b'properties="nav"/></manifest><spine><itemref idref="a"/><itemref idref="b"/></spine></package>',
    "a.xhtml": b"<html><body><h1>Fares</h1><p>We sail.</p></body></html>",
    "b.xhtml": b'<html><body><h1 id="x">Crews</h1><p>No.</p><h1 id="y">Tides</h1><p>So it is.</p></body></html>',
    "nav.xhtml": b'<html xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="toc"><ol><li>'
    b'<a href="a.xhtml">One</a></li><li><a href="b.xhtml#x">Two</a><ol><li><a '
    b'href="b.xhtml#y">Three</a></li></ol></li></ol></nav>'
    b"</body></html>",
}


def _nexis_pages() -> list[str]:
    lines = [
        [
            "Page 1 of 1",
            "Fares of 6",
            "The Isle Post",
            "January 6, 2020",
            "Copyright 2020 Isle Post",
            "Length: 9 words",
        ],
        [
            "Page 1 of 1",
            "Fares of 7",
            "The Isle Post",
            "January 7, 2020",
            "Copyright 2020 Isle Post",
            "Length: 9 words",
        ],
    ]
    below = ["Body", "We sail, said Odo.", "Load-Date: January 9, 2020", "End of Document"]
    return [
        "\n".join(f"BT /F1 11 Tf 60 {740 - 20 * at} Td ({line}) Tj ET" for at, line in enumerate([*page, *below]))
        for page in lines
    ]


SEEDS["parts"] = [
    ("press.html", f"<html><body>{''.join(map(_EUROPRESSE.format, (6, 7)))}</body></html>".encode()),
    ("news.html", f"<!DOCTYPE html><html><body>{''.join(map(_ON_PAGE.format, (6, 7)))}</body></html>".encode()),
    ("forward.eml", _FORWARD),
    ("book.epub", write_zip(_BOOK_PARTS)),
    ("press.pdf", write_pdf(_nexis_pages())),
    (
        "talks.zip",
        write_zip(
            {"2024/fares.txt": b"We sail.\n", "2024/rows.csv": _CSV.encode(), "in/b.eml": _FORWARD, "c.zip": b"PK\3\4"}
        ),
    ),
]
