"""Layouts that people met and that once came in wrong, a row each: what makes such a file, and what is right."""

import plistlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.core.values import SegmentKind
from desktop.exchange.documents import read_document
from tests.exchange import corpus

ASKED = "How dear is the ferry?"
SAID = "It is too dear for those who cannot move, and it sinks."
AGAIN = "And the bridge?"
LAST = "The bridge can wait until summer."
TALK = (("Ada Quill", ASKED), ("Ben Ost", SAID), ("Ada Quill", AGAIN), ("Ben Ost", LAST))
TIMES = ("0:03", "0:11", "0:24", "0:29")
NAMES = ["Ada Quill", "Ben Ost", "Ada Quill", "Ben Ost"]
STORY = (
    f"<p>“We sail,” said Odo Brink, who leads the crews. “{SAID}”</p>"
    "<p>The talks go on in May, and all want more time.</p>"
)


def teams() -> bytes:
    head = ("Ferry talk-20250314_100203-Meeting Transcript", "March 14, 2025, 10:02AM", "31m 7s")
    said = (
        corpus.paragraph(corpus.run(who, "<w:b/>"), corpus.run(f"   {time}"), "<w:r><w:br/></w:r>", corpus.run(words))
        for time, (who, words) in zip(TIMES, TALK, strict=True)
    )
    return corpus.word("".join([*(corpus.paragraph(corpus.run(line)) for line in head), *said]))


def rows() -> bytes:
    told = [(f"00:00:{time[2:]}", who, words) for time, (who, words) in zip(TIMES, TALK, strict=True)]
    return corpus.word(corpus.table(("Time", "Speaker", "Text"), *told))


def otter() -> bytes:
    head = (
        "Talk on the ferry\n\nFri, Mar 14, 2025 10:02AM • 31:07\n\nSUMMARY KEYWORDS\nferry, "
        "bridge\n\nSPEAKERS\nAda Quill, Ben Ost"
    )
    said = (f"{who}  {time.rjust(5, '0')}\n{words}" for time, (who, words) in zip(TIMES, TALK, strict=True))
    return "\n\n".join([head, *said, "Transcribed by https://otter.ai\n"]).encode()


def messages() -> bytes:
    lines = [f"14/03/2025, 10:0{at} - {who}: {words}" for at, (who, words) in enumerate(TALK, 3)]
    lines[1] += "\nIt punishes crews."
    return "\n".join(["14/03/2025, 10:02 - Messages and calls are encrypted.", *lines]).encode()


def small() -> bytes:
    names = ("interviewer", "respondent")
    return "\n".join(f"{names[at % 2]}: {words.lower()}" for at, (_who, words) in enumerate(TALK)).encode()


def archive() -> bytes:
    page = (
        f"<html><head><meta charset=utf-8><title>Ferry</title></head><body><article><h1>Ferry</h1><p>14 March "
        f"2025</p>{STORY}</article></body></html>"
    )
    held = {
        "WebResourceData": page.encode(),
        "WebResourceMIMEType": "text/html",
        "WebResourceURL": "http://isle.example",
    }
    return plistlib.dumps({"WebMainResource": held}, fmt=plistlib.FMT_XML)


def book() -> bytes:
    chapters = {
        "nav": "<nav><ol><li><a href='a.xhtml'>First</a></li></ol></nav>",
        "a": f"<h1>First speech</h1><p>{SAID}<a href='notes.xhtml#n1'><sup>1</sup></a></p>",
        "notes": "<p id='n1'>See the letter of the board, which is long.</p>",
    }
    return corpus.book(chapters, "nav a notes")


def initial() -> bytes:
    lines = (
        "e oppose the fare, which punishes crews that",
        "cannot move, and we say so again in front of",
        "this house, as before.",
    )
    places = ((92, 770), (92, 757), (60, 740))
    return corpus.printed(
        [[(60, 748, 34, "W"), *((x, y, 10, line) for (x, y), line in zip(places, lines, strict=True))]]
    )


# name, what makes it, the labels of its turns, and further: title, date, paragraphs, words that are furniture
KINDS: list[tuple[str, Callable[[], bytes], list[str], dict[str, Any]]] = [
    ("talk.docx", teams, NAMES, {"title": "Ferry talk-20250314_100203-Meeting Transcript", "date": "2025-03-14"}),
    ("table.docx", rows, NAMES, {"title": "table"}),
    (
        "otter.txt",
        otter,
        NAMES,
        {"title": "Talk on the ferry", "date": "2025-03-14", "around": ["SPEAKERS", "Transcribed by"]},
    ),
    ("chat.txt", messages, NAMES, {"title": "chat", "date": "2025-03-14"}),
    ("small.txt", small, ["interviewer", "respondent"] * 2, {"title": "small"}),
    (
        "page.webarchive",
        archive,
        [],
        {"title": "Ferry", "date": "2025-03-14", "has": ["The talks go on in May, and all want more time."]},
    ),
    ("book.epub", book, [], {"title": "Fares", "paragraphs": [SAID, "See the letter of the board, which is long."]}),
    (
        "initial.pdf",
        initial,
        [],
        {
            "paragraphs": [
                "We oppose the fare, which punishes crews that cannot move, and we say so again in front of this "
                "house, as before."
            ]
        },
    ),
]


@pytest.mark.parametrize(("name", "make", "labels", "further"), KINDS, ids=[row[0] for row in KINDS])
def test_a_layout_that_once_came_in_wrong_is_right(
    tmp_path: Path, name: str, make: Callable[[], bytes], labels: list[str], further: dict[str, Any]
) -> None:
    (tmp_path / name).write_bytes(make())
    document = read_document(tmp_path / name).document
    parts = [(one.kind, document.text[one.span.start : one.span.end]) for one in document.segments]
    turns = [one for one in document.segments if one.kind is SegmentKind.TURN]
    assert [one.label for one in turns] == labels
    # who has one name is one person
    assert len({one.speaker for one in turns}) == len(set(labels))
    assert all(
        said in words or said.lower() in words
        for (_kind, words), said in zip(
            [part for part in parts if part[0] is SegmentKind.TURN], [words for _who, words in TALK], strict=False
        )
    )
    paragraphs = [words for kind, words in parts if kind is SegmentKind.PARAGRAPH]
    around = " ".join(words for kind, words in parts if kind is SegmentKind.FURNITURE)
    facts = document.facts
    assert facts.title == further.get("title", facts.title)
    assert facts.date == further.get("date", facts.date)
    assert paragraphs == further.get("paragraphs", paragraphs)
    assert set(further.get("has", ())) <= set(paragraphs)
    assert all(words in around for words in further.get("around", ()))
