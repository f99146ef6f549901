"""Every kind of filter, alone and combined, for a project of 100,000 generated claims that has something for each."""

from pathlib import Path

from desktop.store.database import Database

from .generator import generate_words

_WORDS = generate_words(0)
# by its kind: what it says; none lets all through, and the hardest let nearly all through
FILTERS = {
    "document": "document=document-3.txt",
    "publisher": 'publisher="Velo Herald"',
    "kind": 'kind="news report"',
    "date": "date=2003..",
    "actor": "actor=actor-3 children=no",
    "actor with children": "actor=actor-1",
    "topic": "topic=topic-12 children=no",
    "topic with children": "topic=topic-1",
    "stance": "stance=favor",
    "voice": "voice=direct",
    "coder": "coder=Ana",
    "with memo": "memo=yes",
    "without memo": "memo=no",
    "text": f"text={_WORDS[40]}",
    "text, frequent": f"text={_WORDS[0]}",
    "origin": "origin=import",
    "hidden coder": "hide=Ana",
    "actor and stance": "actor=actor-1 stance=against",
    "voice, date and hidden coder": "hide=Ana voice=direct date=2003..",
    "five together": f"stance=favor voice=direct date=2005.. text={_WORDS[0]} memo=no",
}


def diversify(path: Path) -> None:
    """Give a generated project themes, organisations, a second coder, kinds, origins and a memo on each tenth claim."""
    with Database(path) as db:
        db.sqlite.execute("PRAGMA synchronous=OFF").close()
        with db.sqlite.one_state():
            for statement in (
                "UPDATE topic SET parent_id = 1 WHERE id BETWEEN 2 AND 9",
                "UPDATE actor SET parent_id = 1 WHERE id BETWEEN 2 AND 9",
                "INSERT INTO coder (id, uuid, name) VALUES (2, 'second', 'Ana')",
                "UPDATE claim SET coder_id = 2 WHERE id % 3 = 0",
                "UPDATE claim SET origin = 'import' WHERE id % 4 = 0",
                "UPDATE document SET kind = 'interview' WHERE id % 3 = 0",
                "UPDATE document SET publisher = 'Velo Herald' WHERE id % 2 = 0",
                "INSERT INTO memo (uuid, claim_id, coder_id, text, created) "
                "SELECT 'memo ' || id, id, 1, 'velo ' || id, '2024-01-01T00:00:00Z' FROM claim WHERE id % 10 = 0",
            ):
                db.sqlite.execute(statement).close()
