"""Pages of PDFs as they are drawn: columns across or right first, tables, numbers of lines, large first letters."""

import re

import pytest

from desktop.core.values import SegmentKind
from desktop.exchange.documents import Reading, read_content
from desktop.exchange.readers.pdf_lines import clean
from tests.fuzzing.seeds import write_pdf

LEFT = (
    "The harbour board met on",
    "Monday behind closed doors",
    "and came back with nothing",
    "at all, which the crews had",
    "feared since the winter, when",
    "the first fares were raised.",
)
RIGHT = (
    "Odo Brink, who leads the",
    "crews, said that he would go",
    "to court over it. The board",
    "did not want to answer that",
    "before the next meeting, and",
    "it left by the back door.",
)
THIRD = tuple(f"Crew {number} of nine said no to this" for number in ("one", "two", "three", "four"))
Placed = tuple[int, int, int, str]


def pdf(*pages: list[Placed], whole: bool = False) -> Reading:
    """Return what is read of pages on which words stand at a place, in a size."""
    drawn = []
    for page in pages:
        drawn.append("\n".join(f"BT /F1 {size} Tf {x} {y} Td ({words}) Tj ET" for x, y, size, words in page))
    return read_content(write_pdf(drawn), "a.pdf", whole=whole)


def column(lines: tuple[str, ...], x: int, top: int = 700, step: int = 14) -> list[Placed]:
    return [(x, top - step * at, 11, line) for at, line in enumerate(lines)]


def across(*columns: list[Placed]) -> list[Placed]:
    return [one for row in zip(*columns, strict=True) for one in row]


def test_columns_are_read_one_after_the_other_however_they_are_drawn() -> None:
    left, right = column(LEFT, 60), column(RIGHT, 320)
    expected = " ".join(LEFT) + " " + " ".join(RIGHT)
    for page in (left + right, right + left, across(left, right)):
        assert re.sub(r"\s+", " ", pdf(page).document.text) == expected
    head = [(60, 800, 8, "Report of the board"), (500, 800, 8, "14/03/2025")]
    text = pdf(head + across(left, right)).document.text
    assert re.sub(r"\s+", " ", text) == f"Report of the board 14/03/2025 {expected}"
    third = column(tuple(f"Crew {number} of nine said no to this" for number in range(6)), 460)
    narrow = across(column(LEFT, 40), column(RIGHT, 240), third)
    assert re.sub(r"\s+", " ", pdf(narrow).document.text).index("Crew 0") > text.index("Odo Brink")


def test_rows_of_a_table_are_lines_of_the_text() -> None:
    rows = [("Ship", "Fare", "Crew"), ("Anna Maria", "five crowns", "nine"), ("Gull", "two crowns", "three")]
    page = [
        (x, 700 - 20 * at, 10, cell) for at, row in enumerate(rows) for x, cell in zip((60, 200, 340), row, strict=True)
    ]
    assert pdf(page).document.text.split("\n\n") == ["\t".join(row) for row in rows]


def test_numbers_of_lines_are_left_out_and_told() -> None:
    numbers = [(50, 700 - 24 * at, 11, str(at + 1)) for at in range(6)]
    words = column(LEFT, 90, step=24)
    for page in (across(numbers, words), words + numbers, numbers + words):
        reading = pdf(page)
        assert re.sub(r"\s+", " ", reading.document.text) == " ".join(LEFT)
        assert [(one.reason, one.words) for one in reading.left_out] == [("numbers of lines", 6)]
    assert "6" in pdf(across(numbers, words), whole=True).document.text


def test_numbers_at_every_fifth_line_are_left_out_and_those_of_a_list_stay() -> None:
    said = tuple(f"And the crew of ship {word} waits at the quay" for word in "abcdefghijkl")
    words = column(said, 90, step=24)
    fifths = [(50, 700 - 24 * (number - 1), 11, str(number)) for number in (5, 10)]
    right = [(520, base, size, text) for _left, base, size, text in fifths]
    for page in (words + fifths, fifths + words, right + words):
        reading = pdf(page)
        assert re.sub(r"\s+", " ", reading.document.text) == " ".join(said)
        assert [(one.reason, one.words) for one in reading.left_out] == [("numbers of lines", 2)]
    # figures that count nothing: bags of five and ten
    for numbers in ((1, 2), (5, 25)):
        bags = [(50, 700 - 24 * at, 11, str(number)) for at, number in zip((4, 9), numbers, strict=True)]
        assert {str(one) for one in numbers} <= set(pdf(words[:4] + bags + words[4:]).document.text.split())


def test_numbers_of_a_hearings_lines_are_left_out_beside_the_pages_own() -> None:
    numbers = [(70, 740 - 27 * at, 10, str(at + 1)) for at in range(25)]
    words = column(
        ("MR. BRINK: We sail at noon, as we", "have sailed since the winter.", "MS. QUILL: No."), 122, 740, 27
    )
    first = [(120, 700, 14, "Hearing on fares"), *column(LEFT, 120, 670)]
    more = column(("MR. BRINK: And why not, may I ask?", "MS. QUILL: The tide is out."), 122, 740, 27)
    reading = pdf(first, [(250, 800, 10, "2"), *numbers, *words], [(250, 800, 10, "3"), *numbers, *more])
    assert [(one.reason, one.words) for one in reading.left_out] == [
        ("numbers of lines", 50),
        ("running heads and numbers of pages", 2),
    ]
    turns = [one.label for one in reading.document.segments if one.kind is SegmentKind.TURN]
    assert turns == ["MR. BRINK", "MS. QUILL"] * 2


def test_the_running_head_of_even_pages_is_known_by_its_place() -> None:
    heads = ("The Isle Review", "Brink: Seas without masters", "The Isle Review")
    pages = [
        [(57, 810, 8, head), (520, 810, 8, str(at + 41)), *column(lines, 57)]
        for at, (head, lines) in enumerate(zip(heads, (LEFT, RIGHT, THIRD), strict=True))
    ]
    reading = pdf(*pages)
    assert "Review" not in reading.document.text
    assert "masters" not in reading.document.text
    assert [(one.reason, one.words) for one in reading.left_out] == [("running heads and numbers of pages", 13)]


def test_a_page_numbered_in_roman_figures_and_drawn_first_parts_no_paragraph() -> None:
    first = [(292, 30, 8, "xii"), *column(LEFT[:5], 57), (57, 78, 8, "* The author is a pilot of the isle.")]
    second = [(292, 30, 8, "xiii"), *column(LEFT[5:], 57)]
    reading = pdf(first, second)
    assert [one.words for one in reading.left_out] == [2]
    assert reading.document.text.split("\n\n") == ["* The author is a pilot of the isle.", " ".join(LEFT)]


def test_who_speaks_in_a_deposition_begins_a_paragraph() -> None:
    lines = (
        "Thursday, May 4, 2017, in the town hall at the quay",
        "Q. Who was there in the room, and at what",
        "time? A. Nobody.",
        "MR. BRINK: Objection.",
        "A. Nobody at all was there, as I said to",
    )
    assert pdf(column(lines, 60)).document.text.split("\n\n") == [
        lines[0],
        f"{lines[1]} {lines[2]}",
        lines[3],
        lines[4],
    ]


def test_a_large_first_letter_belongs_to_its_word() -> None:
    lines = (
        "e oppose the fare, which punishes crews that",
        "cannot move, and we say so again in front of",
        "this house.",
    )
    page = [(60, 680, 34, "W"), (92, 703, 10, lines[0]), (92, 690, 10, lines[1]), (60, 673, 10, lines[2])]
    assert pdf(page).document.text.startswith("We oppose the fare")


def test_a_hyphen_that_belongs_to_a_word_stays_and_another_goes() -> None:
    lines = (
        "The board has a long-",
        "term plan for self-",
        "government, and the co-",
        "operation of the crews is not in ques-",
        "tion.",
    )
    text = pdf(column(lines, 60)).document.text
    assert (
        text
        == "The board has a long-term plan for self-government, and the cooperation of the crews is not in question."
    )


def test_pages_without_a_text_are_named() -> None:
    reading = pdf(column(LEFT, 60), [], [], column(RIGHT, 60), [])
    assert reading.notes == ("Pages 2–3, 5 hold no text: if they are pictures, recognise their text first (OCR).",)
    assert pdf(column(LEFT, 60), []).notes[0].startswith("Page 2 holds no text")
    assert pdf(column(LEFT, 60)).notes == ()


def test_letters_without_a_meaning_are_marked_and_counted() -> None:
    reading = pdf([(60, 700, 11, "\x01e picture is e\x04ective.")])
    assert reading.document.text.count("�") == 2
    assert "2 letters have no meaning" in reading.notes[0]


@pytest.mark.parametrize(
    ("shown", "told"),
    [
        # places in a font without a map, which PDFium takes for letters of far scripts or for nothing
        ("The o\u0cf5ce of tra\u0cf5c, \u0cf3nal", "The o\ufffdce of tra\ufffdc, \ufffdnal"),
        ("an o\ue003ce", "an o\ufffdce"),
        # and what is written so
        ("Facebookของ us", "Facebookของ us"),
        ("\uf0b7Item one, 5\u03bcm", "\uf0b7Item one, 5\u03bcm"),
    ],
)
def test_a_letter_of_a_far_script_amid_latin_ones_is_none(shown: str, told: str) -> None:
    assert clean(shown) == told


def test_running_heads_are_counted_and_tell_the_day() -> None:
    pages = [
        [(60, 800, 8, "The fares debate"), (500, 800, 8, "14/03/2025"), *column(lines, 60), (300, 30, 8, f"{number}/2")]
        for number, lines in enumerate((LEFT, RIGHT), 1)
    ]
    reading = pdf(*pages)
    assert (reading.document.facts.date, reading.document.facts.title) == ("2025-03-14", "The fares debate 14/03/2025")
    assert [one.reason for one in reading.left_out] == ["running heads and numbers of pages"]
    assert "fares debate" not in reading.document.text
    assert "fares debate" in pdf(*pages, whole=True).document.text
    assert all(one.kind is not SegmentKind.TURN for one in reading.document.segments)


BODY = (
    "The harbour board met on Monday behind closed doors and came back",
    "with nothing at all, which the crews had feared since the winter.",
)


@pytest.mark.parametrize(
    ("heads", "title"),
    [
        ([(60, 780, 18, "Fares up"), (60, 750, 11, "Ada Quill and Odo Brink of the Isle")], "Fares up"),
        ([(60, 780, 18, "Fares up, crews out,"), (60, 758, 18, "boats in")], "Fares up, crews out, boats in"),
        ([(60, 800, 24, "Isle Post"), (60, 760, 18, "Fares are going up again")], "Fares are going up again"),
        ([(60, 800, 24, "Crews strike"), (60, 760, 14, "Part one")], "Crews strike"),
        # no larger than the text, by a hair
        ([(60, 780, 11, "The fares of this year"), (60, 750, 11, "A report")], "The fares of this year"),
    ],
    ids=["short", "two lines", "masthead", "part", "plain"],
)
def test_the_largest_letters_on_top_are_the_title(heads: list[Placed], title: str) -> None:
    found = pdf([*heads, *column(BODY, 60, 700)])
    assert found.document.facts.title == title
    assert found.document.text.endswith("feared since the winter.")


def test_large_letters_far_down_or_of_one_word_are_no_title() -> None:
    lines = tuple(f"Crew {number} of nine said no to this and went home before the rain." for number in range(20))
    found = pdf([(60, 780, 20, "2024"), *column(lines, 60, 740), (60, 300, 18, "Call the harbour now")])
    assert found.document.facts.title != "Call the harbour now"
    assert found.document.facts.title != "2024"


def test_what_is_filled_into_a_pdf_is_read_where_it_stands_and_comments_are_told() -> None:
    page = "\n".join(
        f"BT /F1 11 Tf 60 {y} Td ({words}) Tj ET"
        for y, words in ((700, "Your view of the fares"), (500, "We thank you."))
    )
    at = "/Rect [60 600 500 660] /F 4"
    beside = (
        f"/Subtype /Widget /FT /Tx /T (view) /V (They are far too high.\\rNobody can pay them.) {at}",
        "/Subtype /Widget /FT /Tx /T (secret) /V (Hidden words) /Rect [60 550 500 570] /F 2",
        "/Subtype /Widget /FT /Btn /T (box) /V /Yes /AS /Yes /Rect [60 560 70 570] /F 4",
        "/Subtype /Text /Contents (Ask the crews as well) /Rect [10 10 20 20]",
        "/Subtype /Highlight /Contents (Really?) /Rect [60 690 100 710] /QuadPoints [60 710 100 710 60 690 100 690]",
        "/Subtype /Link /Contents (To the page of the board) /Rect [10 10 20 20]",
    )
    content = write_pdf([page], beside)
    found = read_content(content, "a.pdf")
    read = found.document.text.split()
    assert " ".join(read) == ("Your view of the fares They are far too high. Nobody can pay them. We thank you.")
    assert [(one.reason, one.words) for one in found.left_out] == [("comments", 6)]
    whole = read_content(content, "a.pdf", whole=True)
    assert whole.left_out == ()
    assert whole.document.text.endswith("Ask the crews as well\n\nReally?")
    kept = [
        whole.document.text[one.span.start : one.span.end]
        for one in whole.document.segments
        if one.kind is SegmentKind.FURNITURE
    ]
    assert "Ask the crews as well" in " ".join(kept)
