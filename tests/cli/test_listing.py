import json
from hashlib import sha256
from pathlib import Path

from desktop.core.values import Codebook, CodedDocument
from desktop.store.database import Database
from desktop.store.reads import project as reads

from .conftest import Run, one_sentence

Seeds = tuple[Codebook, tuple[CodedDocument, ...]]


def test_documents_are_listed_with_their_facts(run: Run, project: Path, seeds: Seeds) -> None:
    listed = json.loads(run("documents", project, "--json").stdout)
    for row, document in zip(listed, seeds[1], strict=True):
        assert (row["document"], row["title"], row["date"]) == (
            document.name,
            document.facts.title,
            document.facts.date,
        )
        assert row["participants"] == [{"actor": one.actor, "role": one.role} for one in document.facts.participants]
        assert row["claims"] == len(document.claims) == row["favor"] + row["against"] + row["neutral"]
        assert row["length"] == len(document.text)
        assert row["is_brief"] is True
    lines = run("documents", project).stdout.splitlines()
    for number, (line, document) in enumerate(zip(lines, seeds[1], strict=True), start=1):
        assert line.startswith(f"{number}  ")
        assert line.endswith(f"  {document.name}")


def test_actors_and_topics_are_listed_with_their_claims(run: Run, project: Path, seeds: Seeds) -> None:
    codebook, documents = seeds
    claims = [claim for document in documents for claim in document.claims]
    actors = json.loads(run("actors", project, "--json").stdout)
    assert [(row["key"], row["name"], row["parent"], tuple(row["aliases"])) for row in actors] == [
        (actor.key, actor.name, actor.parent, actor.aliases) for actor in codebook.actors
    ]
    assert all(row["claims"] == sum(row["key"] in claim.actors for claim in claims) for row in actors)
    topics = json.loads(run("topics", project, "--json").stdout)
    assert [(row["key"], row["proposition"]) for row in topics] == [
        (topic.key, topic.proposition) for topic in codebook.topics
    ]
    assert all(row["claims"] == sum(row["key"] == claim.topic for claim in claims) for row in topics)
    for command, rows in (("actors", actors), ("topics", topics)):
        lines = run(command, project).stdout.splitlines()
        assert [line.split()[0] for line in lines] == [row["key"] for row in rows]


def test_columns_stand_below_each_other(run: Run, project: Path) -> None:
    lines = run("history", project).stdout.splitlines()
    assert lines[0].split("  ")[0] == "1"
    assert "Populate from the seeds" in lines[0]


def test_a_text_is_shown_to_the_byte(run: Run, project: Path) -> None:
    with Database(project) as db:
        for document in reads.documents(db):
            shown = run("show", project, document.name).stdout_bytes
            assert sha256(shown).hexdigest() == document.text_sha256


def test_a_document_that_is_not_there_is_one_sentence(run: Run, project: Path) -> None:
    assert "“visavis documents”" in one_sentence(run("show", project, "99"))
    assert "“visavis documents”" in one_sentence(run("show", project, "nowhere.txt"))
