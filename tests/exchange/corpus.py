"""Files of each format with whatever may stand in one, made for the check of words."""

import json

from tests.fuzzing.seeds import write_pdf, write_zip

PROSE = "The harbour board met on Monday behind closed doors and came back without an answer, as the crews had feared."
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def page(inside: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8>{head}</head><body>{inside}</body></html>".encode()


def prose(count: int, mark: str = "x") -> str:
    return "".join(f"<p>{PROSE} {mark}{number}.</p>" for number in range(count))


_PAGES = {
    "news": "<nav><ul><li><a href=/>Front page</a><li><a href=/sea>The sea</a></ul></nav><div class=cookie-banner>We "
    "use "
    "biscuits. <button>Agree</button></div><article><header><h1>Fares rise</h1><p class=standfirst>Crews are angry, "
    "says "
    f"the board.</p></header><p class=byline>By Ada Quill</p>{prose(4)}<figure><img src=a alt=Quay><figcaption>The "
    f"quay at "
    f"dawn. Picture: Odo Brink</figcaption></figure><aside><h3>In short</h3><p>Nine crowns more.</p></aside>"
    f"{prose(3, 'y')}"
    "<section class=related><h2>More on this</h2><ul><li><a href=/b>Gulls are back</a></ul></section></article><div "
    "id=com"
    "ments><h3>Two comments</h3><p>Scandalous, all of it.</p></div><footer>Imprint and <a href=/>contact</a></footer>",
    "accordion": f"<main><h1>What we want</h1>{prose(2)}"
    + "".join(
        f"<button aria-expanded=false>Why fare {n}?</button><div hidden><p>Since the crews of {n} must live.</p></div>"
        f"<details><summary>And fare {n}{n}?</summary><p>That too, since {n} is not enough.</p></details>"
        for n in "abc"
    )
    + "</main>",
    "links": f"<article><h1>Demands</h1>{prose(3)}<ul>"
    + "".join(f"<li><a href=/{n}>We demand fare {n} for all.</a></li>" for n in range(6))
    + "</ul></article>",
    "several": "".join(
        f"<article><h2>Story {n}</h2><time>{n} May 2020</time>{prose(4, n)}<footer>Filed by desk {n}</footer></article>"
        for n in "123"
    ),
    "ruby": f"<article><h1>Reading</h1><p>The word <ruby>quay<rp>(</rp><rt>key</rt><rp>)</rp></ruby> is old.</p>"
    f"{prose(3)}"
    "<p>So <math><mi>a</mi><mo>=</mo><mi>b</mi></math> holds.</p><svg><text>drawn words</text></svg><noscript>Switch "
    "it on."
    "</noscript><form><label>Your name</label><input><select><option>one<option>two</select></form></article>",
    "tables": f"<article><h1>Fares</h1>{prose(3)}<table><caption>By ship</caption><tr><th>Ship<th>Fare<tr><td>"
    f"Gull<td>2<tr><td>"
    "Anna Maria<td>5</table><dl><dt>Crew<dd>Nine hands<dt>Keel<dd>Oak</dl><pre>one  two\n three</pre></article>",
    "notes": f"<article><h1>Notes</h1><p>{PROSE}<sup><a href=#fn1>1</a></sup> It rained.<a href=#fn2 "
    f"class=footnote-ref>2</a></p>"
    f"{prose(3)}<ol class=footnotes><li id=fn1>See the log. <a href=#r1 role=doc-backlink>↩</a></li><li id=fn2>"
    f"Ibid.</li></ol></article>",
    "bare": f"Words first. <b>Bold</b> and<br>broken <font color=red>red</font>{prose(1)}tail words<div>inner <p>"
    f"para</p> tail</div>",
    "frames": f"<article><h1>Talk</h1>{prose(3)}</article><template><p>hidden template</p></template><dialog>A "
    f"window pops up</dialog>"
    "<object>No player here</object><iframe>old words</iframe><textarea>typed words</textarea>",
    "menus": f"<div class=menu><a href=/>Home</a> <a href=/b>About us</a></div><main>{prose(5)}</main><div "
    f"class=share>Tell a friend</div>"
    "<div role=navigation><a href=/>Next page</a></div><div class=newsletter>Write to me</div>",
    "short": "<h1>Fares</h1><p>We sail.</p><nav>Home</nav><footer>The end</footer>",
}


def run(text: str, properties: str = "") -> str:
    return f'<w:r>{properties and f"<w:rPr>{properties}</w:rPr>"}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def word(body: str, parts: dict[str, str] | None = None, related: str = "") -> bytes:
    """Return a Word file with this body, and further parts below ``word``."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    spaces = (
        f'xmlns:w="{_W}" xmlns:m="{_OFFICE}/math" xmlns:r="{_OFFICE}/relationships" xmlns:a="urn:a" '
        'xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:c="urn:c"'
    )
    made = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
        f'ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="a" '
        f'Type="{_OFFICE}/relationships/'
        'officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
        "word/document.xml": f"<w:document {spaces}><w:body>{body}</w:body></w:document>",
        **{
            f"word/{name}": part.replace("<root", f"<root {spaces}").replace("<w:root", "<w:root " + spaces)
            for name, part in (parts or {}).items()
        },
    }
    return write_zip({name: text.encode() for name, text in made.items()})


def _related(kind: str, target: str) -> str:
    return f'<Relationship Id="{target}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"/>'


def table(*rows: tuple[str, ...]) -> str:
    cells = ["".join(f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in row) for row in rows]
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def _box(words: str) -> str:
    return f"<w:txbxContent>{paragraph(run(words))}</w:txbxContent>"


_BODY = paragraph(run(PROSE))
_WORDS = {
    "plain": (paragraph(run("One "), run("two", "<w:b/>"), run(" three."), "<w:r><w:tab/><w:br/>"
    "</w:r>", run("four")) + _BODY, {}, ""),
    "fields": (
        paragraph(run("On "), f'<w:fldSimple w:instr="DATE">{run("6 May")}</w:fldSimple>', run(" the ")) + _BODY
        + paragraph('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r><w:r>'
        '<w:fldChar w:fldCharType="separate"/></w:r>',
            run("seven"), '<w:r><w:fldChar w:fldCharType="end"/></w:r>', f'<w:hyperlink w:anchor="x">'
            f'{run(" linked")}</w:hyperlink>'),
        {}, "",
    ),
    "wrapped": (
        f"<w:sdt><w:sdtContent>{paragraph(run('In a control.'))}</w:sdtContent></w:sdt>"
        + paragraph(f"<w:sdt><w:sdtContent>{run('inline control ')}</w:sdtContent></w:sdt>", f"<w:smartTag>"
        f"{run('smart ')}</w:smartTag>", f"<w:customXml>{run('custom ')}</w:customXml>", f'<w:bdo w:val="rtl">'
        f'{run("turned ")}</w:bdo>')
        + f"<w:customXml>{paragraph(run('whole custom'))}</w:customXml>" + _BODY,
        {}, "",
    ),
    "changes": (
        paragraph(run("We "), f"<w:ins>{run('now ')}</w:ins>", "<w:del><w:r><w:delText>never ever </w:delText></w:r>"
        "</w:del>", run("sail."))
        + paragraph(f"<w:moveFrom>{run('moved away ')}</w:moveFrom>", f"<w:moveTo>"
        f"{run('moved away ')}</w:moveTo>") + _BODY,
        {}, "",
    ),
    "hidden": (paragraph(run("We "), run("secretly ", "<w:vanish/>"), run("shown ", '<w:vanish '
    'w:val="0"/>'), run("sail.")) + _BODY, {}, ""),
    "ruby": (paragraph(run("The "), f"<w:r><w:ruby><w:rt>{run('key')}</w:rt><w:rubyBase>{run('quay')}</w:rubyBase>"
    f"</w:ruby></w:r>", run(" is.")) + _BODY, {}, ""),
    "formulas": (paragraph(run("So "), "<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>") + "<m:oMathPara><m:oMath><m:r>"
    "<m:t>c</m:t></m:r></m:oMath></m:oMathPara>" + _BODY, {}, ""),
    "boxes": (
        paragraph(run("Beside."), f"<w:r><w:drawing><a:x>{_box('Drawn box.')}</a:x></w:drawing>"
        f"</w:r>", f"<w:r><w:pict><v:textbox>{_box('Old box.')}</v:textbox></w:pict></w:r>",
            f"<w:r><mc:AlternateContent><mc:Choice>{_box('Both boxes.')}</mc:Choice><mc:Fallback><w:pict><v:textbox>"
            f"{_box('Both boxes.')}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>") + _BODY,
        {}, "",
    ),
    "tables": (table(("Ship", "Fare"), ("Gull", "2"), ("Anna Maria", "5")) + _BODY + table((PROSE, "Odo "
    "Brink"), ("yes", f"no</w:t></w:r></w:p>{table(('inner', 'cell'))}<w:p><w:r><w:t>after")), {}, ""),
    "notes": (
        paragraph(run("We sail"), '<w:r><w:footnoteReference w:id="2"/></w:r>', '<w:r><w:endnoteReference w:id="2"/>'
        '</w:r>', run(".")) + _BODY,
        {
            "footnotes.xml": f'<w:root><w:footnote w:type="separator" w:id="0">{paragraph()}</w:footnote><w:footnote '
            f'w:id="2">{paragraph(run("See the log."))}</w:footnote></w:root>'.replace("w:root", "w:footnotes "
            "xmlns:w=\"" + _W + "\"", 1).replace("/w:root", "/w:footnotes"),
            "endnotes.xml": f'<w:endnotes xmlns:w="{_W}"><w:endnote w:id="2">'
            f'{paragraph(run("At the end."))}</w:endnote></w:endnotes>',
        },
        _related("footnotes", "footnotes.xml") + _related("endnotes", "endnotes.xml"),
    ),
    "around": (
        paragraph(run("We sail."), '<w:r><w:commentReference w:id="1"/></w:r>') + _BODY,
        {
            "header1.xml": f"<w:root>{paragraph(run('Draft of'), run(' the board'))}</w:root>",
            "footer2.xml": f"<w:root>{paragraph(run('Page 1 of 9'))}{table(('left', 'right'))}</w:root>",
            "comments.xml": f'<w:comments xmlns:w="{_W}"><w:comment w:id="1">'
            f'{paragraph(run("Ask Ada again"))}</w:comment></w:comments>',
        },
        _related("header", "header1.xml") + _related("footer", "footer2.xml") + _related("comments", "comments.xml"),
    ),
    "chunks": (_BODY + '<w:altChunk r:id="a.html"/>' + _BODY, {"a.html": f"<h1>A page</h1>{prose(2)}<nav>"
    f"Home</nav>"}, _related("aFChunk", "a.html")),
    "drawn": (
        _BODY,
        {
            "charts/chart1.xml": "<root><a:p><a:t>Fares by</a:t><a:t> year</a:t></a:p><c:v>2019</c:v><c:v>7</c:v>"
            "</root>",
            "diagrams/data1.xml": "<root><a:p><a:t>Board</a:t></a:p><a:p><a:t>Crew</a:t></a:p></root>",
        },
        _related("chart", "charts/chart1.xml"),
    ),
}  # fmt: skip

_ODF = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for name in ("office", "text", "style", "table", "drawing")
}
_NAMES = (
    " ".join(f'xmlns:{name}="{space}"' for name, space in _ODF.items())
    + ' xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def opendocument(body: str, styles: str = "", automatic: str = "", parts: dict[str, str] | None = None) -> bytes:
    """Return an OpenDocument text with this body."""
    made = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {_NAMES}><office:automatic-styles>"
        f"{automatic}</office:automatic-styles><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {_NAMES}>{styles}</office:document-styles>",
        **(parts or {}),
    }
    return write_zip({name: text.encode() for name, text in made.items()})


_P = f"<text:p>{PROSE}</text:p>"
_OPEN = {
    "plain": f"<text:h>Fares</text:h>{_P}<text:p>One<text:s text:c='3'/>two<text:tab/>three<text:line-break/>four "
    f"<text:span>five</text:span><text:a>six</text:a></text:p>",
    "notes": f"<text:p>We sail<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>See the "
    f"<text:span>log</text:span>.</text:p><text:p>Twice.</text:p></text:note-body></text:note> now.</text:p>{_P}",
    "comments": f"<text:p>We sail.<office:annotation><dc:creator>Ada</dc:creator><text:p>Ask her</text:p>"
    f"</office:annotation> now</text:p>{_P}",
    "changes": f"<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>"
    f"Ada</dc:creator></office:change-info><text:p>gone for good</text:p></text:deletion></text:changed-region>"
    f"</text:tracked-changes>{_P}",
    "ruby": f"<text:p>The <text:ruby><text:ruby-base>quay</text:ruby-base><text:ruby-text>key</text:ruby-text>"
    f"</text:ruby> is.</text:p>{_P}",
    "tables": f"{_P}<table:table><table:table-row><table:table-cell><text:p>Ship</text:p></table:table-cell>"
    f"<table:table-cell><text:p>Fare</text:p></table:table-cell></table:table-row></table:table><text:list>"
    f"<text:list-header><text:p>Head</text:p></text:list-header><text:list-item><text:p>item one</text:p>"
    f"</text:list-item></text:list>",
    "boxes": f"<text:p>Beside.<drawing:frame><drawing:text-box><text:p>In a box.</text:p></drawing:text-box>"
    f"<svg:title>Quay view</svg:title><svg:desc>At dawn</svg:desc></drawing:frame></text:p>{_P}",
    "index": f"<text:table-of-content><text:table-of-content-source><text:index-title-template>"
    f"Contents</text:index-title-template></text:table-of-content-source><text:index-body><text:index-title><text:p>"
    f"Contents</text:p></text:index-title><text:p>Fares 3</text:p></text:index-body></text:table-of-content>"
    f"<text:section><text:p>In a section</text:p></text:section>{_P}",
    "hidden": f"<text:p>We <text:span text:style-name='T9'>secretly </text:span>sail.</text:p>{_P}",
}
_RICH = {
    "plain": rb"\b One\b0  two {\i three}.\par caf\'e9 \u8212? x\tab y\line z\emdash\par " + PROSE.encode(),
    "around": rb"{\header Draft of the board\par}{\footer Page {\field{\*\fldinst PAGE}{\fldrslt 1}}\par}We "
    rb"sail{\footnote See the log.} now.{\*\annotation Ask Ada}\par {\headerl \u1090?\u1072? "
    rb"\'e9t\'e9\par} " + PROSE.encode(),
    "hidden": rb"We {\v secretly }sail. {\deleted gone for good }{\revised new} {\v \u1090?\u1072?} {\v a\par b} "
    rb"end\par " + PROSE.encode(),
    "tables": rb"\trowd\cellx1\cellx2 Ship\cell Fare\cell\row Gull\cell 2\cell\row\pard " + PROSE.encode(),
    "boxes": rb"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt In a box.\par}}}Beside.\par {\pict 00ff}{\listtext "
    rb"1.\tab}Item one\par " + PROSE.encode(),
    "chosen": rb"{\upr{plain}{\*\ud{\u8212?plain}}}{\*\unheard of words}{\stylesheet{\s1 "
    rb"Heading;}}\par " + PROSE.encode(),
}  # fmt: skip

_BOOK = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{0}</title></head><body>{1}</body></html>'


def book(chapters: dict[str, str], spine: str) -> bytes:
    """Return a book with these pages, those in its *spine* in this order."""
    kinds = {"nav": ' properties="nav"'}
    items = "".join(f'<item id="{name}" href="{name}.xhtml"{kinds.get(name, "")}/>' for name in chapters)
    refs = "".join(f'<itemref idref="{name}"/>' for name in spine.split())
    made = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="o/a.opf"/></rootfiles></container>',
        "o/a.opf": f'<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<metadata><dc:title>Fares</dc:title></metadata><manifest>{items}</manifest><spine>{refs}</spine></package>",
        **{f"o/{name}.xhtml": _BOOK.format(name, inside) for name, inside in chapters.items()},
    }
    return write_zip({name: text.encode() for name, text in made.items()})


_CHAPTERS = {
    "nav": "<nav><ol><li><a href='a.xhtml'>First</a></li></ol></nav>",
    "a": f"<h1>First</h1>{prose(2)}<p>Noted<a epub:type='noteref' xmlns:epub='urn:e' href='#n1'>1</a>.</p><aside "
    f"id='n1'>A note beside.</aside>",
    "b": f"<h1>Second</h1>{prose(2)}<table><tr><td>Gull</td><td>2</td></tr></table><form><button>Press here</button>"
    f"</form>",
    "c": "<p>Left out of the order of pages.</p>",
}
_VTT = (
    "WEBVTT Kind: captions\nLanguage: en\n\nNOTE\nLook at this again\n\nSTYLE\n::cue {}\n\n1\n00:01.000 --> "
    "00:02.000 align:start\n<v Ada Quill>Is it "
    "<i>safe</i>?</v> <v Ben Ost>No &amp; never.</v>\n\n00:03.000 --> 00:04.000\n[Applause]\n\n00:05.000 --> "
    "00:06.000\n<v.loud Ada Quill>Why?\nTell us.\n"
)
_ROLL = "WEBVTT\n\n" + "\n\n".join(
    f"00:0{at}.000 --> 00:0{at + 1}.000\n{words}"
    for at, words in enumerate(["we sail", "we sail\nat noon", "at noon\nand so", "and so\nit goes"])
)
_NAMED = "\n\n".join(
    f"{at}\n00:00:0{at},000 --> 00:00:0{at + 1},000\n{words}"
    for at, words in enumerate(["Ada Quill: Is it?", "Ben Ost: It is.", "Ben Ost: But slow.", "Ada Quill: So?"], 1)
)
_TEI = (
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><title>Fares</title></teiHeader><text><front><titlePage>'
    "<docTitle><titlePart>The Fares</titlePart>"
    "</docTitle></titlePage></front><body><div><head>Scene one</head><opener><dateline>Haven, <date>6 May</date>"
    "</dateline><salute>Sirs,</salute></opener>"
    "<p>Prose with <hi>marks</hi>.</p><list><head>Demands</head><item>First one</item><item><p>Second one</p></item>"
    "</list><table><row><cell>Gull</cell><cell>2</cell></row></table>"
    "<sp who='#a'><speaker>Ada</speaker><stage>aside</stage><lg><l>We sail at dawn</l><l>and so we must</l></lg><p>"
    "Prose said.</p><quote>quoted said</quote></sp>"
    "<u who='#OdoBrink'><seg>Said here.</seg> between <vocal><desc>laughs</desc></vocal><gap reason='x'><desc>"
    "unheard</desc></gap><seg>More.</seg></u>"
    "<u who='#OdoBrink'>Plain words <note>Noise</note> go on.</u><lg><l>Alone</l></lg><closer><signed>Ada "
    "Quill</signed></closer></div></body><back><div><p>After all.</p></div></back></text></TEI>"
)
_AKOMA = (
    '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><debate><meta><FRBRdate date="2020-01-06"/>'
    "</meta><preface><p>House of the isle</p></preface>"
    "<debateBody><debateSection><num>1</num><heading>Fares</heading><subheading>Second reading</subheading><speech "
    "by='#a'><from>Ada Quill</from><p>We sail.</p><ul><li>at noon</li></ul>"
    "<blockList><item><p>or later</p></item></blockList></speech><scene>Noise.</scene><table><tr><td>Ayes</td><td>"
    "9</td></tr></table></debateSection></debateBody></debate></akomaNtoso>"
)
_HEAD = "From: Ada Quill <a@isle.example>\nSubject: Fares\nMessage-ID: <1@isle>\nMIME-Version: 1.0\n"


def message(kind: str, *parts: str) -> bytes:
    """Return a message of several parts; each begins with its own head."""
    inside = "".join(f"--xx\n{part}\n" for part in parts)
    return f"{_HEAD}Content-Type: multipart/{kind}; boundary=xx\n\n{inside}--xx--\n".encode()


_TEXT = "Content-Type: text/plain; charset=utf-8\n\nWe sail at noon, as said."
_HTML = "Content-Type: text/html; charset=utf-8\n\n<p>We sail at noon, as said.</p>"
_MARKDOWN = (
    f"---\ntitle: Fares\n---\n# Fares\n\n{PROSE}\n\n**Ada:** One [link](http://a.example/b) and `code`[^1] ![the "
    f"quay](q.png) two<br>three <span>four</span>\n\n"
    '- item\n  1. inner\n\n> quoted\n\n| a | b |\n|---|---|\n| c | d |\n\n```\nfence here\n```\n\n<div class="lead">'
    "\nA lead in a box\n</div>\n\n"
    "<details><summary>More</summary>\n\nInside it\n\n</details>\n\n<!-- nobody reads this -->\n\n[^1]: The note.\n"
)

FILES: list[tuple[str, bytes]] = [
    *((f"{name}.html", page(inside)) for name, inside in _PAGES.items()),
    ("written.html", page(_PAGES["news"], "<meta name=generator content='LibreOffice 7'>")),
    *((f"{name}.docx", word(*made)) for name, made in _WORDS.items()),
    *(
        (
            f"{name}.odt",
            opendocument(
                body,
                automatic='<style:style style:name="T9"><style:text-properties text:display="none"/></style:style>',
            ),
        )
        for name, body in _OPEN.items()
    ),
    (
        "around.odt",
        opendocument(
            _P,
            "<style:header><text:p>Draft <text:span>here</text:span></text:p></style:header>"
            "<style:footer><text:p>Page 1</text:p></style:footer>",
        ),
    ),
    (
        "formula.odt",
        opendocument(_P, parts={"Object 1/content.xml": '<math xmlns="urn:m"><mi>a</mi><mo>=</mo><mi>b</mi></math>'}),
    ),
    *(
        (f"{name}.rtf", rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\info{\title Fares}}" + body + rb"\par}")
        for name, body in _RICH.items()
    ),
    ("book.epub", book(_CHAPTERS, "nav a b")),
    ("spoken.vtt", _VTT.encode()),
    ("rolling.vtt", _ROLL.encode()),
    ("named.srt", _NAMED.encode()),
    (
        "plain.json",
        json.dumps({"text": "We sail at noon.", "segments": [{"text": " We sail"}, {"text": " at noon."}]}).encode(),
    ),
    ("bare.json", json.dumps({"text": "We sail at noon."}).encode()),
    ("plays.xml", b'<?xml version="1.0"?>' + _TEI.encode()),
    ("house.xml", b'<?xml version="1.0"?>' + _AKOMA.encode()),
    ("two.eml", message("alternative", _TEXT, _HTML)),
    ("poor.eml", message("alternative", "Content-Type: text/plain\n\nSee the page.", _HTML)),
    ("bare.eml", message("alternative", "Content-Type: text/plain\n\nSee below.", _HTML)),
    (
        "carried.eml",
        message(
            "mixed",
            _TEXT,
            "Content-Type: application/pdf\nContent-Disposition: attachment; filename=a.pdf\n\nx",
            "Content-Type: text/plain\n\nThe list adds a foot.",
        ),
    ),
    ("fares.md", _MARKDOWN.encode()),
    ("plain.txt", b"Fares\n\nADA: We sail.\n\n[1] A note\n"),
]

# of PDFs what is drawn, page by page: where, how large, and the words
Placed = tuple[int, int, int, str]


def _set(words: str, left: int, top: int = 700, width: int = 40, step: int = 14) -> list[Placed]:
    lines, line = [], ""
    for one in words.split():
        if len(line) + len(one) > width:
            lines.append(line.strip())
            line = ""
        line += f"{one} "
    return [(left, top - step * at, 11, line) for at, line in enumerate([*lines, line.strip()])]


_LONG = " ".join(f"{PROSE} The {word} of it was told by {word}." for word in ("first", "second", "third"))
_OTHER = " ".join(
    f"Odo Brink said on {day} that he would go to court over it and stay." for day in ("Monday", "Friday", "May")
)
_ACROSS = [one for row in zip(_set(_LONG, 60), _set(_OTHER, 320), strict=False) for one in row]
PRINTED: dict[str, list[list[Placed]]] = {
    "lines": [_set(_LONG, 60, width=80)],
    "columns": [[*_set(_LONG, 60), *_set(_OTHER, 320)]],
    "turned": [[*_set(_OTHER, 320), *_set(_LONG, 60)]],
    "across": [_ACROSS],
    "numbered": [[*((40, 700 - 14 * at, 11, str(at + 1)) for at in range(9)), *_set(_LONG, 80)]],
    "heads": [
        [(60, 800, 8, "Report of the board"), *_set(words, 60, width=80), (300, 30, 8, f"Page {number} of 3")]
        for number, words in enumerate((_LONG, _OTHER, _LONG), 1)
    ],
    "notes": [
        [*_set(_LONG, 60, width=80), (540, 706, 6, "1"), (60, 90, 6, "1"), (66, 86, 8, "See the log of the board.")],
        _set(_OTHER, 60, width=80),
    ],
    "hyphens": [
        [
            (60, 700, 11, "The board has a long-"),
            (60, 686, 11, "term plan and the co-"),
            (60, 672, 11, "operation of crews."),
        ]
    ],
    "table": [
        [
            (left, 700 - 20 * at, 10, cell)
            for at, row in enumerate((("Ship", "Fare"), ("Gull", "two crowns"), ("Anna Maria", "five")))
            for left, cell in zip((60, 220), row, strict=True)
        ]
    ],
    "initial": [
        [
            (60, 680, 34, "W"),
            (92, 703, 10, "e oppose the fare, which is"),
            (92, 690, 10, "too dear."),
            *_set(_OTHER, 60, 660),
        ]
    ],
}


def printed(pages: list[list[Placed]]) -> bytes:
    """Return a PDF on whose pages these words stand."""
    drawn = ["\n".join(f"BT /F1 {size} Tf {x} {y} Td ({words}) Tj ET" for x, y, size, words in page) for page in pages]
    return write_pdf(drawn)
