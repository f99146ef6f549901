"""What codes on one span come to holds in both directions: written for other programs, and read as any of theirs."""

import io
import re
import zipfile
from pathlib import Path

import pytest

from desktop.core.spans import Span
from desktop.core.values import Actor, Codebook, CodedClaim, CodedDocument, Facts, Stance, Topic
from desktop.exchange.programs.refi import read_qdpx
from desktop.exchange.readers.source import SourceFile
from desktop.project.programs.bringing import bring
from desktop.project.programs.claims import claims_of
from desktop.project.programs.exporting import export_project
from desktop.project.programs.shapes import plain_tree
from desktop.project.programs.suggesting import suggest
from desktop.store import edits, reads
from desktop.store.database import Database

TEXT = "Lavrov and Sosa spoke of the alliance and of the neighbour. Nobody else did that day."
BOOK = Codebook(
    (Actor("lavrov", "Lavrov"), Actor("sosa", "Sosa")),
    (Topic("nato", "NATO", "NATO"), Topic("ukraine", "Ukraine", "Ukraine")),
)
Told = set[tuple[str, str, tuple[str, ...]]]


def foreign(data: bytes) -> bytes:
    """Return a project as some other program would have carried it: nothing in it tells that Visavis wrote it."""
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(found, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith(".qde"):
                content = re.sub(rb'(<Project[^>]*) origin="[^"]*"', rb'\1 origin="Another 1.0"', content)
            new.writestr(name, content)
    return found.getvalue()


@pytest.mark.parametrize(
    "told",
    [
        {("NATO", "favor", ("Lavrov",))},
        {("NATO", "favor", ("Lavrov",)), ("Ukraine", "against", ("Lavrov",))},
        {("NATO", "favor", ("Lavrov", "Sosa"))},
        {("NATO", "neutral", ("Sosa",))},
    ],
)
@pytest.mark.parametrize("profile", ["standard", "nvivo", "maxqda"])
def test_claims_on_one_span_are_read_of_their_codes_as_they_were(tmp_path: Path, told: Told, profile: str) -> None:
    keys = {one.name: one.key for one in (*BOOK.actors, *BOOK.topics)}
    claims = tuple(
        CodedClaim(Span(0, 58), tuple(keys[name] for name in actors), keys[topic], Stance(stance), coder="anna")
        for topic, stance, actors in sorted(told)
    )
    with Database(tmp_path / "one.visavis", create=True) as db:
        with db.edit("import", {}) as edit:
            edits.codebook.add_codebook(db, edit, BOOK)
            edits.documents.add_document(db, edit, CodedDocument("d", Facts(), TEXT, claims=claims), "import")
        data, _lost = export_project(db, "qdpx", "study", profile)
    project = plain_tree(read_qdpx(SourceFile(foreign(data), "p.qdpx")))
    assert not project.is_own
    with Database(tmp_path / "two.visavis", create=True) as db:
        brought = bring(db, project, suggest(project), "p.qdpx")
        actors = {one.id: one.name for one in reads.project.actors(db)}
        topics = {one.id: one.name for one in reads.project.topics(db)}
        found = {
            (topics[one.topic_id], str(one.stance), tuple(sorted(actors[number] for number in one.actor_ids)))
            for one in reads.project.claims(db)
        }
    assert (found, brought.refused) == (told, ())
    assert {(one.start, one.end) for one in claims_of(project, suggest(project)).claims} == {(0, 58)}
