import subprocess
import sys
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest

from desktop.core.text import normalise_text
from desktop.core.values import SegmentKind
from desktop.exchange.documents import Reading, read_content, read_document, read_pasted
from desktop.exchange.readers.formats import DOCUMENTS
from desktop.exchange.readers.source import SourceFile
from desktop.exchange.recognition import recognise
from tests.fuzzing.seeds import write_pdf
from tests.programs import convert

DATA = Path(__file__).parents[1] / "data" / "formats"
CONVERTED = {
    "harbour.odt": "OpenDocument text",
    "harbour.docx": "Word document",
    "harbour.rtf": "RTF document",
    "harbour.pdf": "PDF",
    "harbour.epub": "electronic book",
    "harbour.html": "web page",
    "harbour.txt": "plain text",
    "harbour-source.html": "web page",
}


def words(reading: Reading) -> list[str]:
    return [word for word in reading.document.text.split() if word != "•"]


# signs that programs paint before the items of a list
_ITEMS = {"•", "–", "◦", "1.", "2."}


def spoken(name: str) -> list[str]:
    """Return the words of a document of the congress without the signs of its lists."""
    return [word for word in words(read_document(DATA / name)) if word not in _ITEMS]


def turns(reading: Reading) -> list[tuple[str, str, str]]:
    found = reading.document.segments
    return [(one.label, one.speaker, one.role) for one in found if one.kind is SegmentKind.TURN]


@pytest.mark.parametrize(("name", "kind"), CONVERTED.items())
def test_the_same_words_in_the_same_order_come_out_of_each_format(name: str, kind: str) -> None:
    reading = read_document(DATA / name)
    assert reading.format == kind
    assert words(reading) == words(read_document(DATA / "harbour.txt"))
    assert reading.document.text == normalise_text(reading.document.text)
    assert reading.document.facts.title == "Harbour talks resume in Velden"
    assert (
        turns(reading)
        == [
            ("Question", "journalist", "question"),
            ("Marta Oyelaran", "marta-oyelaran", "answer"),
        ]
        * 2
    )
    assert "🌊" in reading.document.text


CONGRESS = ["congress.odt", "congress.rtf", "congress.html", "congress.epub", "congress.pdf", "congress.md"]


@pytest.mark.parametrize("name", CONGRESS)
def test_notes_lists_tables_and_other_scripts_are_the_same_words_in_each_format(name: str) -> None:
    """What two other programs wrote: the marks of notes are no words, the notes stand at the end."""
    expected = spoken("congress.docx")
    assert " ".join(expected[:3]) == "The lock keepers’"
    assert " ".join(expected[-3:]) == "This is disputed."
    at = expected.index("locks.")
    assert expected[at : at + 2] == ["locks.", "Nobody"]
    found = spoken(name)
    if name == "congress.pdf":
        # the font that painted it has no picture of these
        expected = [word.replace("🌊👩‍🚀", "") for word in expected]
    if name == "congress.md":
        # front matter is no text
        expected = expected[expected.index("Opening") :]
    assert found == expected


def test_columns_ligatures_cut_words_and_notes_of_a_typeset_pdf_become_whole_paragraphs() -> None:
    document = read_document(DATA / "columns.pdf").document
    found = document.text.split("\n\n")
    numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    numbers += ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]
    for number in numbers:
        begin = f"Paragraph {number} begins with the sufficient affluence of waffles and the efficacy of fiefdoms, in"
        assert (
            f"{begin} which the incomprehensibility of governmental counterproposals was demonstrated by "
            "representatives of the municipalities. The well-known long-standing arrangements for cooperation between "
            "the lock keepers and the self-appointed water authorities were unsatisfactory throughout the twentieth "
            f"century, as paragraph {number} said."
        ) in found
        assert f"Note of paragraph {number}: it is well known." in found
    # title, author, day, three headings
    assert len(found) == 2 * len(numbers) + 6
    assert "Journal of Locks" not in document.text
    # the notes of a page stand on it, and the next begins in the middle of a sentence or with a paragraph
    pages = [*document.pages, len(document.text)]
    by_page = [document.text[start:end] for start, end in pairwise(pages)]
    for page, last in enumerate(["seven", "twelve", "twenty"]):
        assert f"Note of paragraph {last}:" in by_page[page]
    assert [by_page[page].lstrip()[:9] for page in (1, 2)] == ["the munic", "Paragraph"]


def test_what_word_puts_into_a_document_is_where_it_belongs() -> None:
    """Changes, moves, text boxes, content controls, fields, tables, notes; nothing that was deleted or is hidden."""
    reading = read_document(DATA / "word.docx")
    found = reading.document
    assert [(one.reason, one.words) for one in reading.left_out] == [
        ("deleted words", 1),
        ("hidden words", 1),
        ("how words are read aloud", 1),
        ("comments", 2),
    ]
    assert found.text.split("\n\n") == [
        "The heading",
        "One inserted end. Commented.",
        "Moved here.",
        "Beside the box.",
        "Words in a box.",
        "Box without fallback.",
        "In a control.",
        "A link and smart non‑breaking a\xadb🡪 tab\nline",
        "12 pages.",
        "H1",
        "H2",
        "a",
        "b",
        "c",
        "x=1 is maths.",
        "Shown.",
        "漢字 ruby.",
        "The footnote.",
        "The endnote.",
    ]
    assert found.segments[0].kind is SegmentKind.HEADING


@pytest.mark.parametrize("name", [name for name in CONVERTED if name != "harbour.txt"])
def test_each_format_is_known_by_its_content_whatever_the_file_is_called(name: str) -> None:
    content = (DATA / name).read_bytes()
    assert recognise(SourceFile(content, "a.jpg")).name == CONVERTED[name]
    assert read_content(content, "a.doc").document.text == read_document(DATA / name).document.text


def test_the_name_and_version_of_what_took_the_text_out_are_kept() -> None:
    extractors = [read_document(DATA / name).document.extractor for name in CONVERTED]
    assert all(any(character.isdigit() for character in one) for one in extractors)
    assert {one.split()[0] for one in extractors} >= {"mammoth", "pypdfium2", "striprtf", "visavis-odt", "visavis-epub"}


def test_the_pages_of_a_pdf_begin_where_they_do_without_running_heads_and_cut_words() -> None:
    document = read_document(DATA / "gazette.pdf").document
    starts = [document.text[at:].split()[:3] for at in document.pages]
    assert starts == [["The", "first", "page"], ["The", "second", "page"], ["On", "the", "third"]]
    assert "Gazette" not in document.text
    assert "Page" not in document.text
    assert "harbourmastership" in document.text
    assert "Incomprehensibilities and counterproposals filled" in document.text
    assert sum(one.kind is SegmentKind.PARAGRAPH for one in document.segments) == 6


# in a process of its own: what went wrong once was no exception, but the end of the process
_AT_ONCE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from desktop.exchange.readers.pdf import read_pdf
from desktop.exchange.readers.source import SourceFile

content = Path(sys.argv[1]).read_bytes()
with ThreadPoolExecutor(4) as pool:
    texts = list(pool.map(lambda _: read_pdf(SourceFile(content, "harbour.pdf")).text, range(60)))
print(len(texts), len(set(texts)))
"""


def test_pdf_files_are_read_in_several_threads_at_once(tmp_path: Path) -> None:
    path = tmp_path / "harbour.pdf"
    path.write_bytes(write_pdf([f"BT /F1 12 Tf 72 700 Td (Report {page} of the harbour.) Tj ET" for page in range(9)]))
    done = subprocess.run([sys.executable, "-c", _AT_ONCE, str(path)], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout.split()) == (0, ["60", "1"])


def test_an_opendocument_file_in_one_piece_has_the_words_of_the_pdf_made_of_it() -> None:
    flat, pdf = read_document(DATA / "gazette.fodt"), read_document(DATA / "gazette.pdf")
    assert flat.format == "OpenDocument text"
    # the soft hyphens are its own
    assert flat.document.text.replace("\u00ad", "").split() == words(pdf)


@pytest.mark.parametrize("form", ["docx", "odt", "rtf", "epub", "pdf"])
def test_what_libreoffice_writes_now_is_read_like_the_file_that_is_kept(form: str, tmp_path: Path) -> None:
    (written,) = convert(tmp_path, form, DATA / "harbour.odt")
    assert words(read_document(written)) == words(read_document(DATA / f"harbour.{form}"))


def test_plain_text_stays_as_it_is() -> None:
    reading = read_content(b"\n***\r\n  The title \r\n\r\nOne.\n", "talk.md")
    assert (reading.format, reading.document.extractor) == ("plain text", "visavis-text 1")
    assert reading.document.text == "\n***\n  The title \n\nOne.\n"


def test_markdown_gives_its_words_headings_and_bold_speakers() -> None:
    source = (
        b"---\ntitle: The mill\ndate: 2020-05-01\n---\n# The mill\n\n**Ana Ruiz:** Who owns the [mill](http://m.example)"
        b" by the old\nbridge?\n\n**Ben Okri:** Nobody does.\n\n> *Silence.*\n"
    )
    reading = read_content(source, "mill.md")
    assert reading.format == "Markdown"
    assert reading.document.text.split("\n\n") == [
        "The mill",
        "Ana Ruiz: Who owns the mill by the old bridge?",
        "Ben Okri: Nobody does.",
        "Silence.",
    ]
    assert [label for label, _, _ in turns(reading)] == ["Ana Ruiz", "Ben Okri"]
    assert reading.document.facts.date == "2020-05-01"


def test_annotated_markdown_is_read_as_the_coded_document_that_it_is() -> None:
    content = b"---\nvisavis: 1\ntitle: T\n---\n\n[One.]{.claim actor=a topic=b stance=favor}\n"
    reading = read_content(content, "brief.txt")
    assert (reading.format, reading.document.text, len(reading.document.claims)) == ("annotated Markdown", "One.", 1)


def page(inside: str) -> bytes:
    return f"<!DOCTYPE html><html lang='en'><head><title>T</title></head><body>{inside}</body></html>".encode()


def test_a_web_page_gives_its_article_and_what_its_metadata_state() -> None:
    paragraphs = "".join(
        f"<p>Paragraph {number} tells at some length of the weather in the hills and of the sheep.</p>"
        for number in range(8)
    )
    head = (
        '<meta property="og:title" content="Sheep in the mist"><meta property="og:site_name" content="Hill Post">'
        '<meta name="author" content="Nora Wick"><meta property="article:published_time" '
        'content="2018-10-03T07:00:00Z">'
    )
    content = page(f"<nav><a href='/'>Home</a></nav><article><h1>Sheep in the mist</h1>{paragraphs}</article>")
    reading = read_content(content.replace(b"<title>T", head.encode() + b"<title>T"), "a.html")
    facts = reading.document.facts
    assert (facts.title, facts.publisher, facts.author) == ("Sheep in the mist", "Hill Post", "Nora Wick")
    assert (facts.date, facts.date_certainty.value) == ("2018-10-03", "stated")
    assert "Home" not in reading.document.text
    assert reading.document.text.count("Paragraph") == 8
    assert {fact.name for fact in reading.facts} >= {"title", "date", "author", "publisher"}


def test_a_saved_web_page_and_a_message_are_read_from_their_mime() -> None:
    head = (
        b"From: Ana <ana@example.org>\r\nSubject: =?utf-8?q?Ma=C3=B1ana?=\r\nDate: Mon, 3 Mar 2003 10:00:00 +0100\r\n"
    )
    body = "Llegará mañana.".encode("latin-1")
    mail = head + b"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=latin-1\r\n\r\n" + body
    reading = read_content(mail, "a.eml")
    assert (reading.document.text, reading.encoding_origin) == ("Llegará mañana.", "declared")
    facts = reading.document.facts
    assert (facts.title, facts.author, facts.date) == ("Mañana", "Ana", "2003-03-03")
    related = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n"
    related += b"--x\r\nContent-Type: text/html\r\n\r\n"
    saved = read_content(related + page("<p>Words of a page.</p>") + b"\r\n--x--\r\n", "a.mht")
    assert (saved.format, saved.document.text) == ("mail message", "Words of a page.")


def test_subtitles_become_whole_sentences_with_their_speakers() -> None:
    vtt = (
        b"WEBVTT\n\n1\n00:01.000 --> 00:03.000\n<v Ana Ruiz>Where does\n\n00:03.100 --> 00:04.000\n<v Ana "
        b"Ruiz>the road go?\n\n"
        b"00:05.000 --> 00:06.000\n<v Ben Okri><i>Nowhere</i> &amp; back.\n"
    )
    reading = read_content(vtt, "film.txt")
    assert reading.document.text == "Ana Ruiz: Where does the road go?\n\nBen Okri: Nowhere & back."
    assert [role for _, _, role in turns(reading)] == ["question", "answer"]
    assert reading.document.facts.kind == "transcript"


def test_a_pasted_text_is_read_like_a_file() -> None:
    assert read_pasted("Ana: One.\r\nAna: Two.").document.text == "Ana: One.\nAna: Two."


def test_deleted_words_comments_and_notes_of_an_opendocument_file_are_where_they_belong(tmp_path: Path) -> None:
    names = "text office"
    spaces = " ".join(f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"' for one in names.split())
    content = (
        f"<office:document-content {spaces}><office:body><office:text><text:tracked-changes><text:p>Gone.</text:p>"
        "</text:tracked-changes><text:p>One<text:s text:c='2'/>two<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>A note.</text:p></text:note-body></text:note>, three.<office:annotation><text:p>No."
        "</text:p></office:annotation></text:p></office:text></office:body></office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "a.odt", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
    assert read_document(tmp_path / "a.odt").document.text == "One  two, three.\n\nA note."


def test_every_format_has_a_name_of_its_own() -> None:
    assert len({each.name for each in DOCUMENTS}) == len(DOCUMENTS)


def test_the_number_of_a_day_is_no_list_of_markdown() -> None:
    reading = read_content(
        f"# Preise\n\n6. Mai 2024\n\n1. Erstens.\n2. Zweitens.\n\n{'Wir zahlen nicht. ' * 9}\n".encode(), "a.md"
    )
    assert reading.document.text.split("\n\n")[:4] == ["Preise", "6. Mai 2024", "Erstens.", "Zweitens."]
    assert reading.document.facts.date == "2024-05-06"
