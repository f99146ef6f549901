"""Two invented coders of two invented texts, `tests/data/agreement`: small enough to count by hand."""

import csv
from pathlib import Path

from desktop.core.values import Actor, ActorKind, Codebook, CodedDocument, Facts, Topic
from desktop.project import lookup, opening
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents

DATA = Path(__file__).parents[1] / "data/agreement"
ACTORS = (
    Actor("korr", "Ilsa Korr"),
    Actor("venn", "Tomas Venn"),
    Actor("lind", "Edda Lind"),
    Actor("union", "Fishers’ union", ActorKind.ORGANISATION),
    Actor("council", "Council", ActorKind.ORGANISATION),
)
TOPICS = (
    Topic("harbour", "Harbour", proposition="The harbour should be deepened"),
    Topic("toll", "Bridge toll", proposition="The bridge should have a toll"),
    Topic("ferry", "Night ferry", proposition="The ferry should run at night"),
)


def make_example(path: Path) -> None:
    """Make a project at *path* that Ada and Bert coded."""
    opening.new_project(path, empty=True).close()
    with Database(path) as db:
        with db.edit("Fill") as recorder:
            edit_codebook.add_codebook(db, recorder, Codebook(ACTORS, TOPICS))
        documents = [
            CodedDocument(f"{name}.txt", Facts(title=title), (DATA / f"{name}.txt").read_text("utf-8"))
            for name, title in (("harbour", "A deeper harbour"), ("council", "The council on the ferry"))
        ]
        edit_documents.add_documents(db, documents)
        with (DATA / "codings.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                db.set_coder(row["coder"])
                lookup.tag(
                    db,
                    document=f"{row['document']}.txt",
                    start=int(row["start"]),
                    end=int(row["end"]),
                    actors=[row["actor"]],
                    topic=row["topic"],
                    stance=row["stance"],
                    voice=row["voice"],
                )
