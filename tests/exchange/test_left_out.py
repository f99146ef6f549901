"""Nothing of a file is lost untold: its words are in the text, or counted among those that were left out."""

import re
from collections import Counter

import pytest
from lxml import html

from desktop.core.values import SegmentKind
from desktop.exchange.documents import Reading, read_content
from tests.fuzzing.seeds import write_zip

PROSE = "The harbour board met on Monday behind closed doors and came back without an answer, as the crews had feared. "
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def prose(count: int, mark: str = "") -> str:
    return "".join(f"<p>{PROSE}{mark}{number}</p>" for number in range(count))


def page(inside: str, name: str = "page.html") -> Reading:
    content = f"<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Page</title></head><body>{inside}</body>"
    reading = read_content(content.encode(), name)
    # the independent text: lxml's whole text, without what is no word
    root = html.document_fromstring(content)
    for element in list(root.iter("script", "style", "head")):
        element.drop_tree()
    whole = Counter(re.findall(r"\w+", " ".join(root.itertext())))
    assert sum((whole - Counter(re.findall(r"\w+", reading.document.text))).values()) == sum(
        one.words for one in reading.left_out
    )
    return reading


def parts(reading: Reading, kind: SegmentKind) -> list[str]:
    text = reading.document.text
    return [
        line
        for one in reading.document.segments
        if one.kind is kind
        for line in text[one.span.start : one.span.end].split("\n\n")
    ]


def test_each_article_of_a_page_is_in_its_text() -> None:
    reading = page(
        "".join(f"<article><h1>Headline {n}</h1><section>{prose(6, f'{n}.')}</section></article>" for n in "abc")
    )
    assert parts(reading, SegmentKind.PARAGRAPH) == [f"{PROSE}{n}.{at}" for n in "abc" for at in range(6)]
    assert reading.left_out == ()


def test_articles_without_a_mark_are_told_by_the_places_of_their_paragraphs() -> None:
    reading = page(
        "".join(f"<div class=item><h2>Story {n}</h2><div class=body>{prose(4, n)}</div></div>" for n in "abc")
    )
    assert parts(reading, SegmentKind.PARAGRAPH) == [f"{PROSE}{n}{at}" for n in "abc" for at in range(4)]


def test_lists_of_links_questions_in_buttons_and_leads_of_an_article_are_its_paragraphs() -> None:
    links = "".join(f"<li><a href=/{n}>We demand the same fare for island {n}.</a></li>" for n in range(5))
    faq = "".join(f"<button>Why is fare {n} so high?</button><div class=panel><p>{PROSE}{n}</p></div>" for n in "xyz")
    lead = "<header><h1>Fares</h1><p class=lead>The lead says it all in nine short words.</p></header>"
    reading = page(f"<nav><a href=/>Start here</a></nav><article>{lead}{prose(5)}<ul>{links}</ul>{faq}</article>")
    told = parts(reading, SegmentKind.PARAGRAPH)
    assert [one for one in told if one.startswith("We demand")] == [
        f"We demand the same fare for island {n}." for n in range(5)
    ]
    assert [one for one in told if one.startswith("Why")] == [f"Why is fare {n} so high?" for n in "xyz"]
    assert any(one.startswith("The lead") for one in parts(reading, SegmentKind.HEADING) + told)
    assert [(one.reason, one.words) for one in reading.left_out] == [("navigation", 2)]


def test_what_stands_around_an_article_is_furniture_and_a_quotations_source_is_not() -> None:
    quote = "<blockquote><p>We sail at noon.</p><footer>Odo Brink, captain</footer></blockquote>"
    around = (
        "<footer><p>Correction: an earlier version had another fare.</p></footer>"
        "<div class=author-bio><p>Ada Quill writes of ships.</p></div>"
        "<section id=comments><p>A reader: what a scandal this is, and nobody does a thing about it.</p></section>"
    )
    reading = page(f"<article><h1>Fares</h1>{prose(3)}{quote}{prose(3, 'x')}{around}</article>")
    furniture = " ".join(parts(reading, SegmentKind.FURNITURE))
    assert "Correction:" in furniture
    assert "writes of ships" in furniture
    assert "A reader" in furniture
    assert "Odo Brink, captain" in reading.document.text
    assert "Odo Brink" not in furniture
    assert reading.left_out == ()


def test_the_order_of_a_page_and_its_unclosed_paragraphs_stay() -> None:
    reading = page(
        f"<table><tr><td class=sidebar><a href=/>Home</a><td><h1>Fares rise</h1><p>{PROSE}<p>{PROSE}x</table>"
    )
    text = reading.document.text
    assert text.index("Fares rise") < text.index(PROSE.strip())
    unclosed = page(f"<article><h1>Fares rise</h1><p class=byline>By Ada Quill</p><p>{PROSE}<p>{PROSE}x</article>")
    assert unclosed.document.text.split("\n\n") == ["Fares rise", "By Ada Quill", PROSE.strip(), f"{PROSE}x"]


def test_lists_and_tables_beside_an_articles_paragraphs_are_its_own() -> None:
    table = "<table><tr><td>Weirs<td>44<tr><td>Nets<td>208</table>"
    items = "<ul><li>To repair the sluice<li>To thank the keeper</ul>"
    reading = page(
        f"<div class=t><h1>Fares</h1>{prose(3)}{table}{prose(3, 'x')}{items}{prose(2, 'y')}</div>"
        "<div><a href=/>Rules</a><a href=/>Members</a></div>"
    )
    told = parts(reading, SegmentKind.PARAGRAPH)
    assert [one for one in told if PROSE not in one] == [
        "Weirs\t44",
        "Nets\t208",
        "To repair the sluice",
        "To thank the keeper",
    ]
    assert "Rules Members" in " ".join(parts(reading, SegmentKind.FURNITURE))


def test_headlines_in_a_list_of_releases_are_headings_and_those_of_other_stories_are_not() -> None:
    boxes = "".join(
        f'<div class="entry-box"><h3><a href="/{at}">{title}</a></h3><span>{at} May 2020</span>{prose(1, title)}'
        f'<a href="/{at}">More</a></div>'
        for at, title in enumerate(("Crews sail at nine", "Fares rise again", "The quay is shut"), 3)
    )
    listed = page(f"<nav><a href=/>Start</a></nav><h1>Press room of the line</h1>{boxes}")
    heads = parts(listed, SegmentKind.HEADING)
    assert heads == ["Press room of the line", "Crews sail at nine", "Fares rise again", "The quay is shut"]
    assert listed.document.facts.title == "Press room of the line"
    others = "".join(f'<div class="more"><h3><a href="/{at}">Other story {at}</a></h3></div>' for at in range(3))
    story = page(f"<article><h1>Crews sail at nine</h1>{prose(4)}</article>{others}")
    assert parts(story, SegmentKind.HEADING) == ["Crews sail at nine"]


def test_the_lead_of_a_wiki_is_text_and_its_list_of_contents_is_not() -> None:
    mark = '<sup class="reference"><a>[3]</a></sup>'
    wiki = page(
        f"<div id=menu><a>Start</a></div><div id=body><h1>Fares</h1><div id=words><p>{PROSE.strip()}{mark}</p>"
        "<div id=toc><h2>Contents</h2><ul><li>1 Crews</li><li>2 Quays</li></ul></div>"
        f"<h2><span>Crews</span><span class=w-editsection>[edit]</span></h2>{prose(3)}"
        f"<h2>Quays<a class=headerlink>¶</a></h2>{prose(3)}</div></div>"
    )
    assert parts(wiki, SegmentKind.PARAGRAPH)[0] == PROSE.strip()
    assert parts(wiki, SegmentKind.HEADING) == ["Fares", "Crews", "Quays"]
    assert {"1 Crews", "2 Quays"} <= set(parts(wiki, SegmentKind.FURNITURE))
    # a copied text has the marks as they stand
    copied = read_content(f"Fares\n\n{PROSE.strip()}[3][12]\n\n{PROSE}".encode(), "a.txt")
    assert len(parts(copied, SegmentKind.PARAGRAPH)) == 2


def test_who_signs_an_open_letter_is_part_of_it() -> None:
    names = "<li>Ada Quill, skipper</li><li>The crews of Port Isle</li>"
    letter = page(
        f"<main><h1>A letter on fares</h1><p>Dear keepers of the quay,</p>{prose(3)}<p>Signed by:</p><ul>{names}</ul>"
        "</main><footer>Port Isle Press</footer>"
    )
    said = parts(letter, SegmentKind.PARAGRAPH)
    assert said[0] == "Dear keepers of the quay,"
    assert said[-2:] == ["Ada Quill, skipper", "The crews of Port Isle"]
    assert parts(letter, SegmentKind.FURNITURE) == ["Port Isle Press"]


def test_controls_are_counted_and_the_whole_of_a_page_has_its_menus() -> None:
    content = (
        f"<html><body><nav>Start here</nav><main>{prose(6)}<select><option>one<option>two</select></main></body></html>"
    ).encode()
    reading = read_content(content, "a.html")
    told = {one.reason: one.words for one in reading.left_out}
    assert told == {"navigation": 2, "controls of the page": 2}
    assert reading.words == 6 * 21
    whole = read_content(content, "a.html", whole=True)
    assert "Start here" in parts(whole, SegmentKind.FURNITURE)


def word(body: str, more: dict[str, str] | None = None, related: str = "", part: str = "word/document.xml") -> Reading:
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    folder, _slash, leaf = part.rpartition("/")
    made = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/{part}" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
        f'Type="{OFFICE}/relationships/officeDocument" Target="{part}"/></Relationships>',
        f"{folder}/_rels/{leaf}.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>',
        part: f'<w:document xmlns:w="{W}" xmlns:m="{OFFICE}/math" xmlns:r="{OFFICE}/relationships">'
        f"<w:body>{body}</w:body></w:document>",
        **(more or {}),
    }
    return read_content(write_zip({name: text.encode() for name, text in made.items()}), "a.docx")


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def test_the_rows_of_a_table_of_figures_are_lines_of_the_text_and_no_furniture() -> None:
    def table(*rows: tuple[str, ...]) -> str:
        cells = ["".join(f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in row) for row in rows]
        return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"

    costs = table(("Year", "Cost"), ("2024", "80 million"), ("2025", "12"))
    talk = table(("Vask", "The quay must stay as it is, and so must every crane that stands on it."), ("Nim", "No."))
    reading = word(paragraph(run(PROSE)) + costs + talk + paragraph(run(PROSE)))
    assert parts(reading, SegmentKind.FURNITURE) == []
    # a table that arranges what is said is left as it is
    said = ["Vask", "The quay must stay as it is, and so must every crane that stands on it.", "Nim", "No."]
    assert reading.document.text.split("\n\n") == [
        *(PROSE.strip(), "Year\tCost", "2024\t80 million", "2025\t12", *said, PROSE.strip())
    ]


FORMULA = "<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>"
PARTS = [
    f"<m:{part}><m:r><m:t>{word}</m:t></m:r></m:{part}>"
    for part, word in (("num", "tons"), ("e", "trips"), ("sup", "2"))
]
FRACTION = f"<m:oMath><m:f>{PARTS[0]}<m:den><m:sSup>{PARTS[1]}{PARTS[2]}</m:sSup></m:den></m:f></m:oMath>"
FIELD = f'<w:fldSimple w:instr="DATE">{run("6 May")}</w:fldSimple>'
RUBY = f"<w:r><w:ruby><w:rt>{run('aloud')}</w:rt><w:rubyBase>{run('base')}</w:rubyBase></w:ruby></w:r>"
BOX = f"<w:r><w:drawing><a><w:txbxContent>{paragraph(run('In a box.'))}</w:txbxContent></a></w:drawing></w:r>"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (paragraph(run("On "), FIELD, run(" we met.")), "On 6 May we met."),
        (paragraph(f"<m:oMathPara>{FORMULA}</m:oMathPara>", run(" is so.")), "a=b is so."),
        (paragraph(f'<w:bdo w:val="ltr">{run("Set ")}</w:bdo>', run("right.")), "Set right."),
        (paragraph(run("So "), FORMULA, run(" holds.")), "So a=b holds."),
        (paragraph(run("So "), FRACTION, run(" holds.")), "So tons/trips^2 holds."),
        (
            paragraph(run("The "), RUBY),
            "The base",
        ),
        (
            paragraph(run("Beside."), BOX),
            "Beside.\n\nIn a box.",
        ),
    ],
)  # fmt: skip
def test_fields_directions_formulas_ruby_and_boxes_of_a_word_file_are_read(body: str, text: str) -> None:
    assert word(body).document.text == text


def test_parts_of_other_formats_in_a_word_file_stand_where_they_belong() -> None:
    chunk = f'<Relationship Id="{{}}" Type="{OFFICE}/relationships/aFChunk" Target="{{}}"/>'
    more = {
        "word/a.html": "<p>A page.</p>",
        "word/b.txt": "A text.",
        "word/c.mht": "MIME-Version: 1.0\nContent-Type: text/html\n\n<html><body><p>A saved page.</p></body></html>",
    }
    related = chunk.format("a", "a.html") + chunk.format("b", "/word/b.txt") + chunk.format("c", "c.mht")
    first, last = paragraph(run("First.")), paragraph(run("Last."))
    body = f'{first}<w:altChunk r:id="a"/><w:altChunk r:id="b"/>{last}<w:altChunk r:id="c"/>'
    assert word(body, more, related).document.text.split("\n\n") == [
        *("First.", "A page.", "A text.", "Last.", "A saved page."),
    ]
    assert word('<w:altChunk r:id="c"/>', more, related).document.text == "A saved page."


def test_a_word_file_is_known_by_its_types_and_tells_what_stands_around_its_text() -> None:
    assert word(paragraph(run("We sail.")), part="word/document2.xml").document.text == "We sail."
    comment = f'<w:comment w:id="1">{paragraph(run("Ask Ada"))}</w:comment>'
    more = {
        "word/header1.xml": f'<w:hdr xmlns:w="{W}">{paragraph(run("Draft of the board"))}</w:hdr>',
        "word/comments.xml": f'<w:comments xmlns:w="{W}">{comment}</w:comments>',
    }
    reading = word(paragraph(run("We sail.")), more)
    assert [(one.reason, one.words) for one in reading.left_out] == [("headers and footers", 4), ("comments", 2)]


def test_a_short_question_above_the_first_long_answer_is_no_menu() -> None:
    cells = (
        "".join(f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in row) for row in (("Why so?", PROSE), ("Who?", PROSE))
    )
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Answers</w:t></w:r></w:p>'
    reading = word(f"{heading}<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>")
    assert parts(reading, SegmentKind.PARAGRAPH) == ["Why so?", PROSE.strip(), "Who?", PROSE.strip()]


def test_the_title_of_a_word_file_is_its_heading() -> None:
    styled = '<w:p><w:pPr><w:pStyle w:val="{}"/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    reading = word(styled.format("Title", "The ferries") + styled.format("Heading1", "Fares") + paragraph(run(PROSE)))
    assert parts(reading, SegmentKind.HEADING) == ["The ferries", "Fares"]
    assert reading.document.facts.title == "The ferries"


def test_words_that_nobody_can_read_are_told() -> None:
    unknown = f"<w:unheardOf>{run('three lost words')}</w:unheardOf>"
    reading = word(paragraph(run("We sail."), unknown))
    assert [one.words for one in reading.left_out] == [3]
    assert "w:unheardOf" in reading.left_out[0].reason


def test_headers_comments_and_hidden_words_of_rtf_and_opendocument_are_told() -> None:
    rich = (
        rb"{\rtf1\ansi{\header Draft of the board\par}{\footer Page {\fldrslt 1}}We {\v secretly }sail."
        rb"{\*\annotation Ask Ada}\par}"
    )
    reading = read_content(rich, "a.rtf")
    assert reading.document.text == "We sail."
    told = {one.reason: one.words for one in reading.left_out}
    assert told == {"headers and footers": 6, "hidden words": 1, "comments": 2}
    office, text, style = (f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "text", "style"))
    names = f'xmlns:office="{office}" xmlns:text="{text}" xmlns:style="{style}"'
    body = (
        "<text:section text:display='none'><text:p>Hidden here</text:p></text:section>"
        "<text:p>We sail.<office:annotation><text:p>Ask Ada</text:p></office:annotation></text:p>"
    )
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:c {names}><office:text>{body}</office:text></office:c>".encode(),
        "styles.xml": f"<office:s {names}><style:header><text:p>Draft</text:p></style:header></office:s>".encode(),
    }
    reading = read_content(write_zip(parts), "a.odt")
    assert reading.document.text == "We sail."
    told = {one.reason: one.words for one in reading.left_out}
    assert told == {"headers and footers": 1, "comments": 2, "hidden words": 2}
