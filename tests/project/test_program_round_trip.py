"""What leaves a project for another program comes in again as it was: claims, codebook, memos, coders."""

import io
import os
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.fields import ENTRY_COLUMNS
from desktop.core.memos import MemoTarget
from desktop.core.spans import Span
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
from desktop.project.programs.reading import program_of, read_project
from desktop.project.programs.suggesting import suggest
from desktop.store import edits, reads
from desktop.store.database import Database

SAMPLES = Path(os.environ.get("VISAVIS_SAMPLES", Path(__file__).resolve().parents[3] / "shared" / "samples"))
SCHEMA = SAMPLES / "Project-mrt2019-with-MIT-notice.xsd"
# words of every width, direction and meaning to a parser
PIECES = (
    "we want peace",
    "😀🇵🇪",
    "العلاقات",
    "שלום עולם",
    "naïve — café",
    "<&>\"'",
    "a; b > c",
    "x: favor",
    "\t",
    "中文没有空格",
    "e\u0301",
)
WORDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map(" ".join)
NAMES = st.sampled_from(
    (
        "NATO",
        "nato",
        "Sanctions: pro",
        "red",
        "a/b::c>d",
        "favor",
        "Топик",
        "very long " * 12 + "end",
        "x; y",
        "‏ردّ",
        "Topics",
    )
)
TIMES = st.sampled_from(("2024-05-06T07:08:09Z", "2021-12-31T23:59:59Z"))
CODERS = ("anna", "бэрт")


@st.composite
def projects(draw: st.DrawFn) -> tuple[Codebook, list[CodedDocument], list[tuple[str, int, str]]]:
    topics = [
        Topic(f"t{number}", draw(NAMES), draw(WORDS), draw(WORDS),
              aliases=tuple(draw(st.lists(WORDS, max_size=2, unique=True))),
              parent=f"t{number - 1}" if number and draw(st.booleans()) else "", color="#0072b2", inclusion=draw(WORDS))
        for number in range(draw(st.integers(1, 3)))
    ]  # fmt: skip
    actors = [
        Actor(f"a{number}", draw(NAMES), draw(st.sampled_from(ActorKind)), draw(WORDS), country="Perú",
              parent=f"a{number - 1}" if number and draw(st.booleans()) else "", definition=draw(WORDS))
        for number in range(draw(st.integers(1, 3)))
    ]  # fmt: skip
    documents = []
    for number in range(draw(st.integers(1, 2))):
        lines = draw(st.lists(WORDS, min_size=1, max_size=6))
        text = f"Text {number}. " + "\n".join(lines)
        claims = []
        for _claim in range(draw(st.integers(0, 5))):
            start = draw(st.integers(0, len(text) - 1))
            end = draw(st.integers(start + 1, len(text)))
            if not text[start:end].strip() or not any(map(str.isalnum, text[start:end])):
                continue
            held = draw(st.lists(st.sampled_from(actors), min_size=1, max_size=3, unique_by=lambda one: one.key))
            memos = tuple(
                CodedMemo(draw(WORDS).strip() or "x", draw(st.sampled_from(CODERS)), draw(TIMES))
                for _memo in range(draw(st.integers(0, 2)))
            )
            claims.append(
                CodedClaim(
                    Span(start, end), tuple(one.key for one in held), draw(st.sampled_from(topics)).key,
                    draw(st.sampled_from(Stance)), draw(st.sampled_from(Voice)),
                    certainty=draw(st.sampled_from(SpeakerCertainty)),
                    coder=draw(st.sampled_from(CODERS)), created=draw(TIMES),
                    came=draw(st.sampled_from(("coder", "seed"))), memos=memos,
                )
            )  # fmt: skip
        facts = Facts(
            title=draw(WORDS).strip(), date="2024-05", date_certainty=Certainty.INFERRED, date_note=draw(WORDS).strip(),
            participants=(Participant(draw(st.sampled_from(actors)).key, "witness"),),
            origins=(FactOrigin("title", Certainty.STATED, BY_HAND),),
            variables=(("date", "unknown"), ("Party", draw(WORDS).strip())),
        )  # fmt: skip
        middle = draw(st.integers(1, len(text)))
        segments = (
            CodedSegment(SegmentKind.HEADING, Span(0, 6)),
            CodedSegment(SegmentKind.PARAGRAPH, Span(6, max(7, middle)), draw(st.sampled_from(actors)).key, "answer"),
        )
        documents.append(
            CodedDocument(
                f"doc{number}.txt", facts, text, segments, tuple(claims), pages=(0, middle), set_path="2024/بحث",
                bytes_sha256=f"{number:064x}",
            )
        )  # fmt: skip
    notes = draw(
        st.lists(
            st.tuples(st.sampled_from(("document_id", "topic_id", "actor_id", "cell")), st.just(1), WORDS), max_size=3
        )
    )
    return Codebook(tuple(actors), tuple(topics)), documents, notes


def made(path: Path, content: tuple[Codebook, list[CodedDocument], list[tuple[str, int, str]]]) -> Database:
    book, documents, notes = content
    db = Database(path, create=True)
    with db.edit("import_codebook") as recorder:
        edits.codebook.add_codebook(db, recorder, book)
    edits.documents.add_documents(db, documents)
    for kind, number, words in notes:
        names = ("topic_id", "actor_id") if kind == "cell" else (kind,)
        edits.memos.add(db, MemoTarget(**dict.fromkeys(names, number)), words if words.strip() else "x")
    return db


def held(db: Database, *, texts: bool = True, cells: bool = True) -> dict[str, Any]:
    """Return all that must be the same, by what names it in every project; of memos those on cells if wanted."""
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
        (one.uuid, one.aliases, one.parent, *(getattr(one, name) for name in ENTRY_COLUMNS[table]))
        for table, every in (("topic", topics), ("actor", actors))
        for one in every.values()
    ]
    coded = sorted(
        (
            one.uuid, documents[one.document_id].uuid, one.start, one.end, one.quote, topics[one.topic_id].uuid,
            one.stance, one.voice, one.certainty, one.origin, one.created, coders[one.coder_id].name,
            tuple(actors[number].uuid for number in one.actor_ids),
        )
        for one in claims.values()
    )  # fmt: skip
    found: dict[str, Any] = {"claims": coded, "memos": memos, "book": book}
    if texts:
        found["coders"] = sorted((one.name, one.uuid) for one in coders.values())
        found["documents"] = sorted(
            (one.uuid, one.name, one.text_sha256, one.facts.title, one.facts.variables) for one in documents.values()
        )
    return found


def coded(db: Database) -> list[CodedDocument]:
    """Return the documents with all that is known of them: facts, turns, pages, sets, claims, memos."""
    found = [reads.project.coded_document(db, one.id) for one in reads.project.documents(db)]
    return [replace(one, claims=tuple(sorted(one.claims, key=lambda claim: claim.uuid))) for one in found]


def again(data: bytes, name: str, db: Database, folder: Path) -> None:
    path = folder / name
    path.write_bytes(data)
    program = program_of(path)
    assert program is not None
    project = read_project(path, program)
    assert project.is_own
    bring(db, project, suggest(project), name)


@pytest.mark.parametrize(
    ("form", "profile", "name"),
    [
        ("qdpx", "standard", "p.qdpx"),
        ("qdpx", "nvivo", "p.qdpx"),
        ("qdpx", "maxqda", "p.qdpx"),
        ("webannotation", "standard", "p.jsonld"),
        ("annotated", "standard", "p.zip"),
    ],
)
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(content=projects())
def test_a_project_comes_back_as_it_left(
    tmp_path_factory: pytest.TempPathFactory, form: str, profile: str, name: str, content: Any
) -> None:
    folder = tmp_path_factory.mktemp("round")
    cells = form != "qdpx"
    with made(folder / "one.visavis", content) as db:
        before, whole = held(db, cells=cells), coded(db)
        data, _lost = export_project(db, form, "study", profile)
    with Database(folder / "two.visavis", create=True) as db:
        again(data, name, db, folder)
        assert held(db, cells=cells) == before
        if form == "annotated":
            assert coded(db) == whole
            # what comes in again changes nothing
            again(data, name, db, folder)
            assert (held(db), coded(db)) == (before, whole)


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(content=projects())
def test_a_table_brings_all_claims_back(tmp_path_factory: pytest.TempPathFactory, form: str, content: Any) -> None:
    folder = tmp_path_factory.mktemp("table")
    with made(folder / "one.visavis", (content[0], content[1], [])) as db:
        before = held(db, texts=False)
        data, _lost = export_project(db, form, "study")
        edits.claims.delete(db, [one.id for one in reads.project.claims(db)])
        if before["claims"]:
            again(data, f"p.{form}", db, folder)
        assert held(db, texts=False) == before


@pytest.mark.skipif(not SCHEMA.exists(), reason="the schemas of the standard are not beside the project")
@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(content=projects(), profile=st.sampled_from(("standard", "nvivo", "maxqda")))
def test_what_is_written_is_valid_and_plain(
    tmp_path_factory: pytest.TempPathFactory, content: Any, profile: str
) -> None:
    from lxml import etree

    folder = tmp_path_factory.mktemp("valid")
    with made(folder / "one.visavis", content) as db:
        project, _lost = export_project(db, "qdpx", "study", profile)
        book, _lost = export_project(db, "qdc", "study")
    with zipfile.ZipFile(io.BytesIO(project)) as archive:
        assert archive.namelist()[0] == "project.qde"
        body = archive.read("project.qde")
        texts = [archive.read(name) for name in archive.namelist()[1:]]
        assert all(name.startswith("sources/") for name in archive.namelist()[1:])
    root = etree.fromstring(body)
    etree.XMLSchema(etree.parse(str(SCHEMA))).assertValid(root)
    etree.XMLSchema(etree.parse(str(SAMPLES / "Codebook.xsd"))).assertValid(etree.fromstring(book))
    names = [one.get("name") for one in root.iter("{*}Code")]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name) <= 63 and not re.search(r"[/\\>]|::", name) for name in names)
    assert all(one.get("guid") == one.get("guid").upper() for one in root.iter() if one.get("guid"))
    assert not any(text.startswith(b"\xef\xbb\xbf") for text in texts)
    assert all((b"\r\n" in text) == (profile != "standard" and b"\n" in text) for text in texts)
