"""What the tests of the store build on: a small project in invented words, and looks at what a file holds."""

import sqlite3
from pathlib import Path

from desktop.core.spans import Span
from desktop.core.text import text_hash
from desktop.core.values import (
    Actor,
    ActorKind,
    Certainty,
    Codebook,
    CodedClaim,
    CodedDocument,
    CodedSegment,
    Facts,
    Participant,
    SegmentKind,
    Stance,
    Topic,
    Voice,
)
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents
from desktop.store.files import Connection
from desktop.store.schema import RECORDED
from desktop.store.vocabulary import KnownWords

TEXT = "Velo marin tosk 😀 elbar.\n\nOrdun: Karvel, “nimor” ést.\nMarin velo pardun quist!\n"
CODEBOOK = Codebook(
    (
        Actor("ordun", "Ordun Vask", role="minister", parent="tarn", aliases=("O. Vask", "Vásk"), initials="OV"),
        Actor("tarn", "Tarn", ActorKind.COUNTRY, country="Tarn", color="#123456", definition="A country."),
        Actor("elbar", "Elbar Nim"),
    ),
    (
        Topic("trade", "Trade", parent="economy", proposition="Tarn should trade more", aliases=("commerce",)),
        Topic("economy", "Economy"),
        Topic("bridge", "Bridge", proposition="The bridge should be built", inclusion="plans", exclusion="tolls"),
    ),
)


def span_of(text: str, words: str, nth: int = 1) -> Span:
    """Return where *words* stand in *text* for the *nth* time."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


DOCUMENT = CodedDocument(
    "velo.txt",
    Facts(
        title="The Élbar papers",
        publisher="Tarn Herald",
        date="2024-04-26",
        date_certainty=Certainty.STATED,
        kind="interview",
        language="en",
        participants=(Participant("ordun", "speaker"), Participant("elbar", "interviewer")),
    ),
    TEXT,
    (
        CodedSegment(SegmentKind.HEADING, span_of(TEXT, "Velo marin tosk 😀 elbar.")),
        CodedSegment(SegmentKind.PARAGRAPH, span_of(TEXT, "Ordun: Karvel, “nimor” ést.")),
        CodedSegment(SegmentKind.TURN, Span(TEXT.index("Ordun"), len(TEXT) - 1), "ordun", "answer", "Ordun"),
        CodedSegment(SegmentKind.FURNITURE, span_of(TEXT, "Marin velo pardun quist!")),
    ),
    (
        CodedClaim(span_of(TEXT, "marin tosk 😀 elbar"), ("ordun", "elbar"), "trade", Stance.FAVOR, memo="First."),
        CodedClaim(span_of(TEXT, "“nimor” ést"), ("ordun",), "bridge", Stance.AGAINST, Voice.REPORTED),
        CodedClaim(span_of(TEXT, "tosk"), ("elbar",), "trade", Stance.AGAINST, Voice.AUTHOR),
    ),
)

ORIGINAL = "Melka dorun.\n\nTavi resh 😀 olme karpat.\n\nZuni bel, hask nort imvel.\n\nShare this page\n"
BRIEF_TEXT = "Melka.\n\nTavi tells of karpat.\n\nZuni and hask.\n\nNobody else.\n"
BRIEF = CodedDocument(
    "melka.md",
    Facts(title="Melka", participants=(Participant("ordun", "speaker"),)),
    BRIEF_TEXT,
    (
        CodedSegment(SegmentKind.HEADING, span_of(BRIEF_TEXT, "Melka."), original=span_of(ORIGINAL, "Melka dorun.")),
        CodedSegment(
            SegmentKind.PARAGRAPH,
            span_of(BRIEF_TEXT, "Tavi tells of karpat."),
            original=span_of(ORIGINAL, "Tavi resh 😀 olme karpat."),
        ),
        CodedSegment(
            SegmentKind.PARAGRAPH,
            span_of(BRIEF_TEXT, "Zuni and hask."),
            "ordun",
            original=span_of(ORIGINAL, "Zuni bel, hask nort imvel."),
        ),
        CodedSegment(SegmentKind.PARAGRAPH, span_of(BRIEF_TEXT, "Nobody else.")),
    ),
    (
        CodedClaim(
            span_of(BRIEF_TEXT, "karpat"),
            ("ordun",),
            "trade",
            Stance.FAVOR,
            original=span_of(ORIGINAL, "😀 olme karpat"),
        ),
        CodedClaim(
            span_of(BRIEF_TEXT, "Zuni and hask"),
            ("elbar",),
            "bridge",
            Stance.NEUTRAL,
            original=span_of(ORIGINAL, "hask nort"),
        ),
    ),
    original_sha256=text_hash(ORIGINAL),
)
ORIGINAL_DOCUMENT = CodedDocument(
    "melka.txt", Facts(title="From the file"), ORIGINAL, bytes_sha256="b" * 64, extractor="plain 1"
)


def make_project(path: Path) -> Database:
    """Make a project with the small codebook and the first document."""
    db = Database(path, create=True)
    db.set_coder("Nilo")
    with db.edit("Fill", undoable=False) as recorder:
        edit_codebook.add_codebook(db, recorder, CODEBOOK)
        edit_documents.add_document(db, recorder, DOCUMENT, "seed")
    return db


def rows(db: Database) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every recorded table."""
    return {table: list(db.sqlite.execute(f'SELECT * FROM "{table}" ORDER BY id')) for table in RECORDED}


def everything(db: Database) -> list[str]:
    """Return the whole file as SQL, history and texts included."""
    return list(db.sqlite.conn.iterdump())


def ids(db: Database, table: str) -> dict[str, int]:
    return edit_codebook.keys(db, table)


def damage(path: Path, *statements: str) -> None:
    """Write to the file as no Visavis would: without foreign keys and checks."""
    connection = sqlite3.connect(path, isolation_level=None, factory=Connection)
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA ignore_check_constraints=ON")
    KnownWords(connection)
    for statement in statements:
        assert connection.execute(statement).rowcount != 0, statement
    connection.close()
