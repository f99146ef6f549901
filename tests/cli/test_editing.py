"""The commands that change what a project holds, each looked up in the file that it leaves."""

import json
from pathlib import Path

import pytest

from desktop.core.memos import MemoTarget
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.reads import memos
from desktop.store.reads import project as reads

from .conftest import Run, one_sentence

BOOK = """visavis = 1
[[actor]]
key = "ana"
name = "Ana Ruiz"
[[actor]]
key = "ben"
name = "Ben Oko"
[[topic]]
key = "trade"
name = "Trade deal"
proposition = "The trade deal should be signed."
[[topic]]
key = "bridge"
name = "Bridge"
proposition = "The bridge should be built."
"""


@pytest.fixture
def study(run: Run, tmp_path: Path) -> Path:
    """Make a project of two own documents in two languages with three claims."""
    (tmp_path / "book.toml").write_text(BOOK)
    (tmp_path / "one.txt").write_text("We sign the trade deal today. The bridge can wait.\n")
    (tmp_path / "zwei.txt").write_text("Die Brücke wird nächstes Jahr gebaut, sagte Ana Ruiz.\n")
    path = tmp_path / "study.visavis"
    for arguments in (
        ("new", path, "--empty"),
        ("codebook-import", path, tmp_path / "book.toml"),
        ("import", path, tmp_path / "one.txt", tmp_path / "zwei.txt", "--known-speakers"),
    ):
        assert run(*arguments).exit_code == 0
    tag = ("--actor", "ana", "--stance", "favor")
    for document, start, end, topic in ((1, 0, 29, "trade"), (1, 30, 50, "bridge"), (2, 0, 36, "bridge")):
        span = ("--document", str(document), "--start", str(start), "--end", str(end), "--topic", topic)
        assert run("tag", path, *span, *tag).exit_code == 0
    return path


def state(path: Path) -> tuple[object, ...]:
    with Database(path) as db:
        assert problems(db) == []
        return (
            [(one.name, one.facts.title, one.set_path) for one in reads.documents(db)],
            [(one.id, one.topic_id, one.stance, one.voice, one.actor_ids, one.memo) for one in reads.claims(db)],
            [one.key for one in reads.topics(db)],
            [one.key for one in reads.actors(db)],
        )


def test_documents_are_removed_with_what_is_in_them_after_their_number_was_told(run: Run, study: Path) -> None:
    before = state(study)
    assert run("memo", study, "document", "1", "Look at it again.").exit_code == 0
    noted = state(study)
    told = run("remove", study, "one.txt", "--dry-run")
    assert told.stdout == "Would be removed: 1 document, with 2 claims, 1 memo and 0 verdicts.\n"
    assert state(study) == noted
    found = json.loads(run("remove", study, "one.txt", "--json").stdout)
    assert found == {"applied": True, "documents": 1, "claims": 2, "memos": 1, "verdicts": 0, "document_ids": [1]}
    with Database(study) as db:
        assert [one.name for one in reads.documents(db)] == ["zwei.txt"]
        assert [one.document_id for one in reads.claims(db)] == [2]
        assert memos.memos(db) == []
    assert run("undo", study).stdout == "undone: Remove document\n"
    assert state(study) == noted
    assert run("undo", study).exit_code == 0
    assert state(study) == before


def test_documents_are_put_into_sets_renamed_dissolved_and_removed_by_them(run: Run, study: Path) -> None:
    assert run("set", study).stdout == ""
    assert run(
        "set", study, "1", "2", "--to", "2024 / Frühling"
    ).stdout == "2024            2\n2024/Frühling  2\n".replace("2024            2", "2024           2")
    assert run("rename", study, "set", "2024/Frühling", "Spring").exit_code == 0
    assert json.loads(run("set", study, "--json").stdout) == [{"set": "Spring", "documents": 2}]
    assert run("set", study, "1", "--to", "").stdout == "Spring  1\n"
    assert run("remove", study, "--set", "Spring").stdout.startswith("Removed: 1 document, with 1 claim,")
    with Database(study) as db:
        assert [(one.name, one.set_path) for one in reads.documents(db)] == [("one.txt", "")]
    assert run("undo", study).exit_code == 0
    assert run("set", study, "--dissolve", "Spring").stdout == ""


def test_things_get_other_names(run: Run, study: Path) -> None:
    for kind, name, new in (
        ("document", "one.txt", "The trade talks"),
        ("topic", "trade", "Handel"),
        ("actor", "ana", "Ana Ruiz Mora"),
    ):
        assert run("rename", study, kind, name, new).stdout == f"renamed: {name} → {new}\n"
    with Database(study) as db:
        assert reads.document(db, 1).facts.title == "The trade talks"
        assert [one.name for one in reads.topics(db)] == ["Handel", "Bridge"]
        assert reads.actors(db)[0].name == "Ana Ruiz Mora"


def test_claims_are_changed_by_number_and_by_filter_in_one_step(run: Run, study: Path) -> None:
    before = state(study)
    changed = run("change", study, "1", "--stance", "against", "--voice", "reported", "--topic", "bridge")
    assert changed.stdout == "1 claim changed.\n"
    assert run("change", study, "--where", "topic=bridge document=1", "--add-actor", "ben").exit_code == 0
    with Database(study) as db:
        one = reads.claim(db, 1)
        topics = {topic.id: topic.key for topic in reads.topics(db)}
        assert (str(one.stance), str(one.voice), topics[one.topic_id]) == ("against", "reported", "bridge")
        assert [len(claim.actor_ids) for claim in reads.claims(db)] == [2, 2, 1]
    assert run("change", study, "1", "2", "--actor", "ben").exit_code == 0
    assert run("change", study, "1", "--end", "7", "--stance", "favor").stdout == "1 claim changed.\n"
    assert run("change", study, "1", "--end", "7", "--stance", "favor").stdout == "0 claims changed.\n"
    with Database(study) as db:
        assert reads.claim(db, 1).quote == "We sign"
        assert [claim.actor_ids for claim in reads.claims(db)] == [(2,), (2,), (1,)]
    for _ in range(4):
        assert run("undo", study).exit_code == 0
    assert state(study) == before


def test_claims_memos_topics_and_actors_are_deleted(run: Run, study: Path) -> None:
    before = state(study)
    assert run("delete", study, "claim", "--where", "document=1", "--dry-run").stdout == "Would be deleted: 2 claims.\n"
    assert state(study) == before
    assert run("delete", study, "claim", "3", "--where", "topic=bridge").stdout == "Deleted: 1 claim.\n"
    assert "has claims" in one_sentence(run("delete", study, "topic", "bridge"))
    assert run("delete", study, "topic", "bridge", "--move-to", "trade").stdout == "Deleted: 1 topic.\n"
    assert run("memo", study, "actor", "ben", "Who is that?").stdout == "1 memo\n"
    assert run("delete", study, "memo", "1").stdout == "Deleted: 1 memo.\n"
    found = json.loads(run("delete", study, "actor", "ana", "--with-claims", "--json").stdout)
    assert found == {"applied": True, "actor_ids": [1], "claims": 2}
    with Database(study) as db:
        assert reads.claims(db) == memos.memos(db) == []
        assert [one.key for one in reads.topics(db)] == ["trade"]
    for _ in range(5):
        assert run("undo", study).exit_code == 0
    assert state(study) == before


@pytest.mark.parametrize(("kind", "source", "target"), [("topic", "bridge", "trade"), ("actor", "ana", "ben")])
def test_topics_and_actors_are_merged(kind: str, source: str, target: str, run: Run, study: Path) -> None:
    before = state(study)
    claims = 2 if kind == "topic" else 3
    told = run("merge", study, kind, source, target, "--dry-run").stdout
    assert told == f"“{source}” would become a part of “{target}”, with {claims} claims and 0 memos.\n"
    assert state(study) == before
    found = json.loads(run("merge", study, kind, source, target, "--json").stdout)
    assert (found["applied"], found["claims"]) == (True, claims)
    with Database(study) as db:
        assert [one.key for one in (reads.topics(db) if kind == "topic" else reads.actors(db))] == [target]
        assert len(reads.claims(db)) == 3
    assert run("undo", study).exit_code == 0
    assert state(study) == before


@pytest.mark.parametrize(
    ("kind", "name", "target"),
    [
        ("document", "zwei.txt", MemoTarget(document_id=2)),
        ("claim", "2", MemoTarget(claim_id=2)),
        ("topic", "trade", MemoTarget(topic_id=1)),
        ("actor", "ben", MemoTarget(actor_id=2)),
        ("cell", "trade, ana", MemoTarget(topic_id=1, actor_id=1)),
    ],
)
def test_memos_are_written_read_and_replaced(kind: str, name: str, target: MemoTarget, run: Run, study: Path) -> None:
    assert run("memo", study, kind, name).stdout == ""
    assert run("memo", study, kind, name, "Zuerst.").exit_code == 0
    assert run("memo", study, kind, name, "Then.", "--coder", "Mira").stdout == "2 memos\n"
    assert run("memo", study, kind, name).stdout == "Zuerst.\nThen.\n"
    with Database(study) as db:
        coders = {one.id: one.name for one in reads.coders(db)}
        assert [coders[one.coder_id] for one in memos.memos_on(db, target)] == ["Ana", "Mira"]
    assert [one["text"] for one in json.loads(run("memo", study, kind, name, "--json").stdout)] == ["Zuerst.", "Then."]
    assert run("memo", study, kind, name, "All.", "--replace").stdout == "1 memo\n"
    assert run("memo", study, kind, name, "", "--replace").stdout == "0 memos\n"
    with Database(study) as db:
        assert memos.memos(db) == []


@pytest.mark.parametrize(
    "arguments",
    [
        (
            "tag",
            "--document",
            "1",
            "--start",
            "0",
            "--end",
            "2",
            "--actor",
            "ben",
            "--topic",
            "trade",
            "--stance",
            "favor",
        ),
        ("remove", "1"),
        ("rename", "document", "1", "A"),
        ("set", "1", "--to", "A"),
        ("change", "1", "--stance", "neutral"),
        ("delete", "claim", "1"),
        ("merge", "topic", "trade", "bridge"),
        ("memo", "claim", "1", "A"),
        ("import", "three.txt"),
        ("replace", "1", "three.txt", "--drop-lost"),
        ("codebook-import", "new.toml"),
        ("matrix", "--save", "mine"),
        ("undo", "--of", "Ana"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_every_command_that_changes_something_can_be_told_who_does_it(
    arguments: tuple[str, ...], run: Run, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("three.txt").write_text("We sign the trade deal. The bridge can wait.\n")
    Path("new.toml").write_text('visavis = 1\n[[topic]]\nkey = "new"\nname = "New"\n')
    command, *rest = arguments
    assert run(command, study, *rest, "--coder", " Mira ").exit_code == 0
    with Database(study) as db:
        assert db.history(1)[0].coder == "Mira"
    # and is nobody else's name afterwards
    assert run("rename", study, "document", "zwei.txt", "Zwei").exit_code == 0
    with Database(study) as db:
        assert db.history(1)[0].coder == "Ana"


def test_what_somebody_else_did_is_undone_only_when_they_are_named(run: Run, study: Path) -> None:
    change = ("change", study, "1", "--stance", "neutral")
    assert run(*change, "--coder", "Mira").exit_code == 0
    refused = run("undo", study, "--coder", "Bo")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "Nothing of yours stands" in refused.stderr
    assert "“Set stance of claim” of Mira: see --of." in refused.stderr
    # Ana's own last action, before Mira's
    assert run("undo", study).stdout == "undone: Tag claim\n"
    assert run("undo", study, "--of", "Nobody").exit_code == 1
    assert run("undo", study, "--of", "Mira").stdout == "undone: Set stance of claim\n"
    with Database(study) as db:
        assert [claim.stance for claim in reads.claims(db)] == ["favor", "favor"]


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (("remove",), 2, "No document is named"),
        (("remove", "9"), 1, "There is no document 9"),
        (("remove", "--set", "A"), 1, "There is no set “A”"),
        (("rename", "document", "1", " "), 1, "title is empty"),
        (("rename", "topic", "trad", "A"), 1, "did you mean “trade”?"),
        (("set", "1"), 2, "the set with --to"),
        (("set", "--to", "A"), 2, "Documents go into a set"),
        (("set", "--dissolve", "A"), 1, "There is no set “A”"),
        (("change", "1"), 2, "Nothing is to be changed"),
        (("change", "--stance", "favor"), 2, "No claim is named"),
        (("change", "9", "--stance", "favor"), 1, "There is no claim 9"),
        (("change", "x", "--stance", "favor"), 2, "“x” is no number"),
        (("change", "1", "2", "--end", "3"), 2, "Only one claim is moved"),
        (("change", "1", "--start", "9", "--end", "3"), 1, "ends before it begins"),
        (("change", "1", "--remove-actor", "ana"), 1, "no actor left"),
        (("change", "1", "--actor", "an"), 1, "did you mean “ana”?"),
        (("delete", "claim"), 2, "No claim is named"),
        (("delete", "claim", "9"), 1, "There is no claim 9"),
        (("delete", "memo", "9"), 1, "There is no memo 9"),
        (("delete", "topic", "trade", "bridge"), 2, "One topic or actor"),
        (("delete", "topic", "trade", "--move-to", "trade"), 1, "cannot move"),
        (("delete", "topic", "trade"), 1, "“Trade deal” has claims"),
        (("delete", "topic", "trade", "--dry-run"), 1, "“Trade deal” has claims"),
        (("delete", "topic", "trade", "--move-to", "trade", "--dry-run"), 1, "cannot move"),
        (("delete", "topic", "trade", "--move-to", ""), 1, "There is no topic with the key “”"),
        (("delete", "topic", "trade", "--move-to", "bridge", "--with-claims"), 2, "leave out --move-to or"),
        (("delete", "claim", "1", "--move-to", "bridge"), 2, "Only a topic or an actor has claims"),
        (("delete", "memo"), 2, "Memos go by their numbers"),
        (("delete", "memo", "1", "--where", "topic=trade"), 2, "Memos go by their numbers"),
        (("delete", "memo", "9", "--dry-run"), 1, "There is no memo 9"),
        (("change", "1", "--topic", ""), 1, "There is no topic with the key “”"),
        (("memo", "topic", "trade", "--replace"), 2, "Nothing is to take the place"),
        (("merge", "topic", "trade", "trade"), 1, "cannot be merged with itself"),
        (("merge", "topic", "trade", "trade", "--dry-run"), 1, "cannot be merged with itself"),
        (("merge", "actor", "ana", "zoe"), 1, "There is no actor with the key “zoe”"),
        (("memo", "claim", "9", "A"), 1, "There is no claim 9"),
        (("memo", "cell", "trade", "A"), 2, "named by two keys"),
        (("memo", "topic", "trade", " "), 1, "memo is empty"),
        (("remove", "1", "--coder", " "), 2, "coder's name is empty"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(
    arguments: tuple[str, ...], status: int, sentence: str, run: Run, study: Path
) -> None:
    before = study.read_bytes()
    command, *rest = arguments
    assert sentence in one_sentence(run(command, study, *rest), status)
    assert study.read_bytes() == before


def test_claims_are_filtered_and_compared_by_sets(run: Run, study: Path) -> None:
    assert run("set", study, "2", "--to", "Talks/2031").exit_code == 0
    for path, claims in (("Talks", 1), ("Talks/2031", 1)):
        assert len(json.loads(run("claims", study, "--json", "--where", f"set={path}").stdout)) == claims
    assert "There is no set “Talk”" in one_sentence(run("claims", study, "--where", "set=Talk"))
    lines = run("matrix", study, "--rows", "topic", "--columns", "set", "--cells", "net", "--exact").stdout.splitlines()
    assert lines[0] == "topic,proposition,Talks/2031,(none)"
    assert lines[2].endswith(",1,1")


def test_what_says_the_same_after_a_change_or_a_merge_is_one_and_told(run: Run, study: Path) -> None:
    tag = ("tag", study, "--document", "1", "--start", "0", "--end", "29", "--stance", "favor", "--actor", "ana")
    assert run(*tag, "--topic", "bridge").exit_code == 0
    before = state(study)
    assert "already" in one_sentence(run(*tag, "--topic", "trade"))
    told = run("change", study, "4", "--topic", "trade").stdout
    assert told.startswith("1 claim changed. 1 claim said what another says of the same words")
    assert run("undo", study).exit_code == 0
    assert state(study) == before
    found = json.loads(run("merge", study, "topic", "bridge", "trade", "--json").stdout)
    assert (found["claims"], found["united"]) == (3, 1)
    with Database(study) as db:
        assert len(reads.claims(db)) == 3
