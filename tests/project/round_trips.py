"""Projects made at random, and whether they come back as they left: ``python -m tests.project.round_trips``.

In the tests a few are made by Hypothesis, which makes what fails small; the command makes as many as one asks for, each
of its number, and tells how many of them came back identical in each form.
"""

import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from desktop.core.fields import ENTRY_COLUMNS
from desktop.core.memos import MemoTarget
from desktop.core.own_fields import OwnField
from desktop.core.spans import Span
from desktop.core.text import normalise_text
from desktop.core.values import (
    BY_HAND,
    Actor,
    ActorKind,
    Certainty,
    Codebook,
    CodedClaim,
    CodedDocument,
    CodedMemo,
    CodedSegment,
    FactOrigin,
    Facts,
    Participant,
    SegmentKind,
    SpeakerCertainty,
    Stance,
    Topic,
    Voice,
)
from desktop.project.programs.bringing import bring
from desktop.project.programs.exporting import export_project
from desktop.project.programs.reading import _read, program_of, read_project
from desktop.project.programs.suggesting import suggest
from desktop.store import edits, reads
from desktop.store.database import Database

T = TypeVar("T")
# words of every width, direction and meaning to a parser
PIECES = (
    *("we want peace", "😀🇵🇪", "👩‍👩‍👧", "العلاقات", "שלום עולם", "\u200fردّ\u200e", "naïve — café", "<&>\"'", "]]>"),
    *("a; b > c", "x: favor", "\t", "中文没有空格", "e\u0301", "line one\r\nline two", "\ufeff", "\u2028", "\xa0"),
    *("=1+1", "_x0041_", "\\n", "{.claim}", "[x]{y}", "&amp;", "---", "# no head", "'", "null", "~", "0012", "1e5"),
)
NAMES = (
    *("NATO", "nato", "Sanctions: pro", "red", "a/b::c>d", "favor", "Топик", "very long " * 12 + "end", "x; y"),
    *("‏ردّ", "Topics", "Actors", "stance", "not coded", "🏛️ court", 'O\'Neill & "Co"'),
)
TIMES = ("2024-05-06T07:08:09Z", "2021-12-31T23:59:59Z")
CODERS = ("anna", "бэрт", "حنّا")
# name of the form, profile of the program, name of the file
FORMS = (
    ("qdpx", "standard", "p.qdpx"),
    ("qdpx", "nvivo", "p.qdpx"),
    ("qdpx", "maxqda", "p.qdpx"),
    ("webannotation", "standard", "p.jsonld"),
    ("annotated", "standard", "p.zip"),
)
TABLES = ("csv", "xlsx", "jsonl")


@dataclass(frozen=True)
class Content:
    """What a project is made of: codebook, documents with claims, and notes (on what, and their words)."""

    book: Codebook
    documents: list[CodedDocument]
    notes: list[tuple[tuple[str, ...], str]]


class Maker:
    """Make the content of a project, of a source of chance: Python's own, or Hypothesis'."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def one(self, values: Any) -> Any:
        return self.chance.choice(list(values))

    def often(self, most: int, make: Callable[[], T], least: int = 0) -> list[T]:
        return [make() for _time in range(self.chance.randint(least, most))]

    def words(self) -> str:
        return " ".join(self.often(4, lambda: str(self.one(PIECES)), 1))

    def bare(self) -> str:
        return self.words().strip() or "x"

    def content(self) -> Content:
        fields = (OwnField("claim", "Frame", "text", "How it is told"), OwnField("actor", "Party", "text"),
                  OwnField("claim", "Tone", "several", choices=("loud", "Low > or not", "soft")),
                  OwnField("document", "Desk", "one", "Who read it", choices=("north", "south")))  # fmt: skip
        topics = [
            Topic(
                f"t{number}", self.one(NAMES), self.words(), self.words(),
                aliases=tuple(dict.fromkeys(self.often(2, self.words))),
                parent=f"t{number - 1}" if number and self.chance.random() < 0.5 else "", color="#0072b2",
                inclusion=self.words(), example=self.words(),
            )
            for number in range(self.chance.randint(1, 3))
        ]  # fmt: skip
        actors = [
            Actor(
                f"a{number}", self.one(NAMES), self.one(ActorKind), self.words(), country="Perú",
                parent=f"a{number - 1}" if number and self.chance.random() < 0.5 else "", definition=self.words(),
                variables=(("Party", self.bare()),) if self.chance.random() < 0.5 else (),
            )
            for number in range(self.chance.randint(1, 4))
        ]  # fmt: skip
        documents = [self.document(number, topics, actors) for number in range(self.chance.randint(1, 3))]
        on = (("document_id",), ("topic_id",), ("actor_id",), ("topic_id", "actor_id"))
        notes = self.often(4, lambda: (self.one(on), self.bare()))
        return Content(Codebook(tuple(actors), tuple(topics), fields), documents, notes)

    def document(self, number: int, topics: list[Topic], actors: list[Actor]) -> CodedDocument:
        lines = "\n".join(self.often(6, self.words, 1))
        text = normalise_text(f"Text {number}. {lines}")
        claims: list[CodedClaim] = []
        for _claim in range(self.chance.randint(0, 6)):
            start = self.chance.randint(0, len(text) - 1)
            end = self.chance.randint(start + 1, len(text))
            if claims and self.chance.random() < 0.3:
                # on the same words as another
                start, end = claims[-1].span.start, claims[-1].span.end
            if any(map(str.isalnum, text[start:end])):
                claims.append(self.claim(Span(start, end), topics, actors))
        facts = Facts(
            title=self.bare(), date="2024-05", date_certainty=Certainty.INFERRED, date_note=self.bare(),
            participants=(Participant(self.one(actors).key, "witness"),),
            origins=(FactOrigin("title", Certainty.STATED, BY_HAND),),
            variables=(("date", "unknown"), ("Party", self.bare())),
        )  # fmt: skip
        middle = self.chance.randint(1, len(text))
        segments = (
            CodedSegment(SegmentKind.HEADING, Span(0, 6)),
            CodedSegment(SegmentKind.PARAGRAPH, Span(6, max(7, middle)), self.one(actors).key, "answer"),
        )
        return CodedDocument(
            f"doc{number}.txt", facts, text, segments, tuple(claims), pages=(0, middle), set_path="2024/بحث",
            bytes_sha256=f"{number:064x}",
        )  # fmt: skip

    def claim(self, span: Span, topics: list[Topic], actors: list[Actor]) -> CodedClaim:
        held = self.chance.sample(actors, self.chance.randint(1, min(3, len(actors))))
        memos = self.often(2, lambda: CodedMemo(self.bare(), self.one(CODERS), self.one(TIMES)))
        return CodedClaim(
            span, tuple(one.key for one in held), self.one(topics).key, self.one(Stance), self.one(Voice),
            certainty=self.one(SpeakerCertainty), coder=self.one(CODERS), created=self.one(TIMES),
            came=self.one(("coder", "seed")), memos=tuple(memos),
        )  # fmt: skip


def made(path: Path, content: Content, template: Path | None = None) -> Database:
    """Make a project; *template* is an empty one that is copied, which takes a tenth of the time."""
    db = opened(path, template)
    with db.edit("import_codebook") as recorder:
        edits.own_fields.define(db, recorder, content.book.own_fields, update=False)
        edits.codebook.add_codebook(db, recorder, content.book)
    edits.documents.add_documents(db, content.documents)
    for names, words in content.notes:
        edits.memos.add(db, MemoTarget(**dict.fromkeys(names, 1)), words)
    claims = reads.project.claims(db)
    frame = next(one for one in reads.own_fields.fields(db, "claim") if one.name == "Frame")
    edits.own_fields.set_value(db, frame, [one.id for one in claims[::2]], "moral; or not")
    tone = next(one for one in reads.own_fields.fields(db, "claim") if one.name == "Tone")
    edits.own_fields.set_value(db, tone, [one.id for one in claims[1::3]], "soft; Low > or not")
    edits.own_fields.set_value(db, tone, [one.id for one in claims[2::3]], "loud")
    return db


def opened(path: Path, template: Path | None = None) -> Database:
    """Return an empty project."""
    if template is None:
        return Database(path, create=True)
    copyfile(template, path)
    return Database(path)


def held(db: Database, *, texts: bool = True, cells: bool = True, fields: bool = False) -> dict[str, Any]:
    """Return all that must be the same, by what names it in every project; summaries and own fields if wanted."""
    topics = {one.id: one for one in reads.project.topics(db)}
    actors = {one.id: one for one in reads.project.actors(db)}
    coders = {one.id: one for one in reads.project.coders(db)}
    documents = {one.id: one for one in reads.project.documents(db)}
    claims = {one.id: one for one in reads.project.claims(db)}
    memos = sorted(
        (
            memo.uuid, memo.text, coders[memo.coder_id].name, memo.created,
            documents[memo.target.document_id].uuid if memo.target.document_id else "",
            claims[memo.target.claim_id].uuid if memo.target.claim_id else "",
            topics[memo.target.topic_id].uuid if memo.target.topic_id else "",
            actors[memo.target.actor_id].uuid if memo.target.actor_id else "",
        )
        for memo in reads.memos.memos(db)
        if cells or memo.target.kind != "cell"
    )  # fmt: skip
    book = [
        (
            one.uuid,
            one.aliases,
            one.parent,
            *(getattr(one, name) for name in ENTRY_COLUMNS[table]),
            one.variables if fields else (),
        )
        for table, every in (("topic", topics), ("actor", actors))
        for one in every.values()
    ]
    coded_claims = sorted(
        (
            one.uuid, documents[one.document_id].uuid, one.start, one.end, one.quote, topics[one.topic_id].uuid,
            one.stance, one.voice, one.certainty, one.origin, one.created, coders[one.coder_id].name,
            tuple(actors[number].uuid for number in one.actor_ids), one.own if fields else (),
        )
        for one in claims.values()
    )  # fmt: skip
    found: dict[str, Any] = {"claims": coded_claims, "memos": memos, "book": book}
    if texts:
        found["coders"] = sorted((one.name, one.uuid) for one in coders.values())
        found["documents"] = sorted(
            (one.uuid, one.name, one.text_sha256, one.facts.title, one.facts.variables) for one in documents.values()
        )
    if fields:
        found["fields"] = [replace(one, id=0) for one in reads.own_fields.fields(db, defined=True)]
    return found


def coded(db: Database) -> list[CodedDocument]:
    """Return the documents with all that is known of them: facts, turns, pages, sets, claims, memos."""
    found = [reads.project.coded_document(db, one.id) for one in reads.project.documents(db)]
    return [replace(one, claims=tuple(sorted(one.claims, key=lambda claim: claim.uuid))) for one in found]


def again(data: bytes, name: str, db: Database, folder: Path, *, apart: bool = True) -> None:
    """Bring a file in as the program does, read in a process of its own if *apart*."""
    path = folder / name
    path.write_bytes(data)
    program = program_of(path) if apart else None
    assert program is not None or not apart
    forms = {".jsonld": "webannotation", ".zip": "annotated", ".qdpx": "qdpx"}
    key = forms.get(path.suffix, "codings")
    project = read_project(path, program) if program is not None else _read(path, key)
    assert project.is_own
    bring(db, project, suggest(project), name)


def same_as(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Raise AssertionError with the first thing that is not as it was."""
    for key, told in wanted.items():
        if found[key] != told:
            pairs = [*zip(found[key], told, strict=False)]
            other = next((pair for pair in pairs if pair[0] != pair[1]), (len(found[key]), len(told)))
            raise AssertionError(f"{key}: {other[0]!r} is not {other[1]!r}")


def comes_back(content: Content, form: tuple[str, str, str], folder: Path, template: Path | None = None) -> None:
    """Hold a project to what comes back of it in a form; AssertionError where it is not the same."""
    key, profile, name = form
    whole = key == "annotated"
    cells = key != "qdpx"
    with made(folder / "one.visavis", content, template) as db:
        before, documents = held(db, cells=cells, fields=True), coded(db)
        data, _lost = export_project(db, key, "study", profile)
    with opened(folder / "two.visavis", template) as db:
        again(data, name, db, folder, apart=template is None)
        same_as(held(db, cells=cells, fields=True), before)
        if whole:
            assert coded(db) == documents
            # what comes in again changes nothing
            again(data, name, db, folder, apart=template is None)
            assert (held(db, fields=True), coded(db)) == (before, documents)
    if key == "qdpx":
        valid(data)


def table_comes_back(content: Content, form: str, folder: Path, template: Path | None = None) -> None:
    """Hold the claims of a project to what a table brings back of them."""
    with made(folder / "one.visavis", replace(content, notes=[]), template) as db:
        before = held(db, texts=False, fields=True)
        data, _lost = export_project(db, form, "study")
        edits.claims.delete(db, [one.id for one in reads.project.claims(db)])
        if before["claims"]:
            again(data, f"p.{form}", db, folder, apart=template is None)
        same_as(held(db, texts=False, fields=True), before)


def valid(data: bytes) -> None:
    """Hold a REFI-QDA project to the schema of the standard, where that lies beside the project."""
    from tests.project.test_program_round_trip import SCHEMA

    if SCHEMA.exists():
        from lxml import etree

        with zipfile.ZipFile(BytesIO(data)) as archive:
            etree.XMLSchema(etree.parse(str(SCHEMA))).assertValid(etree.fromstring(archive.read("project.qde")))


def main(arguments: list[str]) -> int:
    """Make projects from number A to B (``A B [SECONDS]``), and tell how many came back identical in each form.

    After so many seconds no more are made.
    """
    first, last = (int(arguments[0]), int(arguments[1])) if len(arguments) > 1 else (0, int((*arguments, 100)[0]))
    longest = float(arguments[2]) if len(arguments) > 2 else float("inf")
    same: Counter[str] = Counter()
    failed: list[str] = []
    began = time.monotonic()
    with TemporaryDirectory() as place:
        template = Path(place) / "empty.visavis"
        Database(template, create=True).close()
        for number in range(first, last):
            if time.monotonic() - began > longest:
                last = number
                break
            content = Maker(random.Random(number)).content()
            # of the forms of tables and of programs one for each project, in turn
            tries: list[tuple[str, Callable[[Path], None]]] = [
                (
                    form[0],
                    lambda folder, form=form, content=content: comes_back(content, form, folder, template),  # type: ignore[misc]
                )
                for form in (FORMS[number % 3], *FORMS[3:])
            ]
            table = TABLES[number % 3]
            tries.append(
                (
                    "table",
                    lambda folder, content=content, table=table: table_comes_back(content, table, folder, template),
                )  # type: ignore[misc]
            )
            for name, attempt in tries:
                with TemporaryDirectory() as folder:
                    try:
                        attempt(Path(folder))
                    except Exception as error:
                        # counted, and told with its number, by which it is made again
                        failed.append(f"{name} {number}: {type(error).__name__}: {str(error)[:600]}")
                    else:
                        same[name] += 1
    total = last - first
    print(f"projects {first} to {last - 1}")
    for name in ("qdpx", "webannotation", "annotated", "table"):
        print(f"{name}: {same[name]} of {total} projects identical")
    print(f"{time.monotonic() - began:.0f} s")
    for line in failed[:12]:
        print(line)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
