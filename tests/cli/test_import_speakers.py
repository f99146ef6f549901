import json
from pathlib import Path

import pytest

from desktop.store.database import Database
from desktop.store.reads import project as reads

from .conftest import Run, one_sentence

REPORT = """Council votes on ships

"We are not closing the door," said Ingrid Solberg on Monday. She promised that the piers would be dredged.

"They have voted my street away," said Omar Haddad, whose bakery stands there. "I shall see them in court."
"""
TALK = "Ingrid Solberg: We are glad.\n\nTalk Host: Are you?\n\nIngrid Solberg: We are.\n"


@pytest.fixture
def empty(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "empty.visavis"
    assert run("new", path, "--empty").exit_code == 0
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "press"
    found.mkdir()
    (found / "report.txt").write_text(REPORT)
    (found / "talk.txt").write_text(TALK)
    return found


def actors(project: Path) -> dict[str, tuple[str, ...]]:
    with Database(project) as db:
        return {actor.name: actor.aliases for actor in reads.actors(db)}


def test_who_is_named_twice_beside_a_verb_is_an_actor_and_takes_part(run: Run, empty: Path, folder: Path) -> None:
    (folder / "report.txt").write_text(f'{REPORT}\n"So be it," Haddad said. Ms Solberg added: "We dredge."\n')
    first, second = run("import", empty, folder).stdout.splitlines()
    assert "5 quotations found; new speakers: Omar Haddad, Ingrid Solberg." in first
    # the second file's speaker is whom the first one brought
    assert "3 turns found; new speakers: Talk Host." in second
    assert set(actors(empty)) == {"Ingrid Solberg", "Omar Haddad", "Talk Host"}
    with Database(empty) as db:
        names = {actor.key: actor.name for actor in reads.actors(db)}
        taking_part = {(names[one.actor], one.role) for one in reads.document(db, 1).facts.participants}
    assert taking_part == {("Ingrid Solberg", "quoted"), ("Omar Haddad", "quoted")}
    rows = json.loads(run("quotations", empty, "--json").stdout)
    assert [row["actor"] for row in rows if row["document_id"] == 1] == [
        *("ingrid-solberg", "omar-haddad", "omar-haddad", "omar-haddad", "ingrid-solberg")
    ]
    assert run("undo", empty).exit_code == 0
    assert actors(empty) == {}


def test_who_is_named_once_is_proposed_and_can_be_made_an_actor_later(run: Run, empty: Path, folder: Path) -> None:
    (folder / "minutes.txt").write_text(
        "MEETING\n\nAda Quist: We row.\n\nSeveral members: So we do.\n\nAda Quist: Good.\n"
    )
    told = run("import", empty, folder).stdout
    assert "report.txt: added as document 2. 2 names are proposed as actors: Omar Haddad, Ingrid Solberg." in told
    # who speaks the talk is an actor, and proposed no longer; what begins a turn and may be nobody stands behind all
    rows = json.loads(run("proposals", empty, "--json").stdout)
    assert [(row["name"], row["turns"], row["in_full"], row["quotations"]) for row in rows] == [
        ("Omar Haddad", 0, 1, 2),
        ("Several members", 1, 0, 0),
    ]
    assert rows[0]["words"].startswith('"They have voted my street away," said Omar Haddad')
    assert "Omar Haddad" not in actors(empty)
    assert "is not proposed" in one_sentence(run("adopt", empty, "Olga Haddad"))
    assert "say --least N" in one_sentence(run("adopt", empty), status=2)
    assert run("adopt", empty, "--least", "1", "--dry-run").stdout == "1 actor would be made: Omar Haddad.\n"
    assert "Omar Haddad" not in actors(empty)
    assert run("adopt", empty, "omar haddad", "Several members").stdout == (
        "2 actors made: Omar Haddad, Several members.\n"
    )
    rows = json.loads(run("quotations", empty, "--json").stdout)
    assert [row["actor"] for row in rows if row["document"] == "report.txt"] == [
        *("ingrid-solberg", "omar-haddad", "omar-haddad")
    ]
    assert [row["actor"] for row in rows if row["text"] == "So we do."] == ["several-members"]
    assert json.loads(run("proposals", empty, "--json").stdout) == []
    assert run("check", empty).exit_code == 0
    assert run("undo", empty).exit_code == 0
    assert not {"Omar Haddad", "Several members"} & set(actors(empty))


def test_speakers_are_renamed_refused_and_matched(run: Run, project: Path, folder: Path) -> None:
    before = set(actors(project))
    result = run(
        "import", project, folder, "--speaker", "omar haddad=Omar Haddad Junior", "--speaker", "Talk Host=",
        "--speaker", "Ingrid Solberg=biden",
    )  # fmt: skip
    assert result.exit_code == 0
    after = actors(project)
    assert set(after) - before == {"Omar Haddad Junior"}
    assert after["Omar Haddad Junior"] == ("Omar Haddad",)
    assert "Ingrid Solberg" in after["Joe Biden"]
    with Database(project) as db:
        keys = {actor.id: actor.key for actor in reads.actors(db)}
        talk = next(one for one in reads.documents(db) if one.name == "talk.txt")
        turns = reads.segments(db, talk.id, paragraphs=False)
        assert [keys.get(turn.actor_id or 0) for turn in turns] == ["biden", None, "biden"]
        assert turns[1].label == "Talk Host"
    assert run("check", project).exit_code == 0
    assert run("undo", project).exit_code == 0
    assert set(actors(project)) == before
    assert "Ingrid Solberg" not in actors(project)["Joe Biden"]


def test_only_known_speakers_can_be_taken(run: Run, empty: Path, folder: Path) -> None:
    assert run("import", empty, folder, "--known-speakers").exit_code == 0
    assert actors(empty) == {}
    assert "names no speaker" in one_sentence(run("import", empty, folder, "--speaker", "Ana"), status=2)


def test_a_dry_run_tells_each_fact_and_speaker_with_its_certainty(run: Run, empty: Path, folder: Path) -> None:
    told = run("import", empty, folder / "report.txt", "--dry-run").stdout.splitlines()
    assert "    title: Council votes on ships (inferred, the heading)" in told
    assert any(
        line.startswith('    proposed: Omar Haddad (in full beside 1 verb, 2 quotations), of “"They have voted')
        for line in told
    )
    (record,) = json.loads(run("import", empty, folder / "report.txt", "--dry-run", "--json").stdout)
    assert record["speakers"] == []
    assert {**record["proposed"][0], "words": ""} == {
        "name": "Omar Haddad", "role": "", "country": "", "turns": 0, "in_full": 1, "named": 1, "quotations": 2,
        "words": "",
    }  # fmt: skip


def test_new_takes_only_what_the_project_lacks(run: Run, empty: Path, folder: Path) -> None:
    assert len(run("import", empty, folder, "--new").stdout.splitlines()) == 2
    assert run("import", empty, folder, "--new").stdout == "Nothing new.\n"
    (folder / "copy of report.txt").write_bytes(b"\xef\xbb\xbf" + REPORT.replace("\n", "\r\n").encode())
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "late.txt").write_text("A late report.\n\nIt rained for seven days and nobody came to the harbour.\n")
    result = run("import", empty, folder, "--new")
    # the same text in other bytes is nothing new, and a picture never was
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == ["late.txt"]
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(run("import", empty, folder, "--new", "--json").stdout) == []
    assert "does not exist" in one_sentence(run("import", empty, folder / "nowhere", "--new"))


def test_who_signs_an_opinion_piece_or_a_statement_is_an_actor_and_holds_what_it_says(run: Run, tmp_path: Path) -> None:
    project = tmp_path / "signed.visavis"
    run("new", project, "--empty")
    opinion = tmp_path / "opinion.txt"
    opinion.write_text(
        "Comment\n\nLet the ferry sail\n\nBy Ada Quill-Marsh\n\n3 May 2023\n\nThe council should keep the ferry. "
        "Nobody else will carry the children over the river when the winter comes.\n",
        encoding="utf-8",
    )
    statement = tmp_path / "statement.txt"
    statement.write_text(
        "Joint statement of the ministers of Arland and Nimor\n\nPort Tarn, 8 April 2022\n\n"
        "1. The minister of Arland, Odo Brink, and the minister of Nimor, Mia Roth, met in Port Tarn today.\n\n"
        "2. Both ministers rejected the toll on the river and demanded that it must be abolished.\n\n"
        "Odo Brink\nMinister of Transport of Arland\n\nMia Roth\nMinister of Transport of Nimor\n",
        encoding="utf-8",
    )
    report = tmp_path / "report.txt"
    report.write_text(
        "The ferry sails again\n\nBy Tom Hale\n\n3 May 2023\n\nThe council decided on Monday that the ferry will "
        "sail again in May, as it did in the years before.\n",
        encoding="utf-8",
    )
    assert run("import", project, opinion, statement, report).exit_code == 0
    actors = {one["name"]: one["key"] for one in json.loads(run("actors", project, "--json").stdout)}
    assert set(actors) == {"Ada Quill-Marsh", "Odo Brink", "Mia Roth"}
    codebook = tmp_path / "topics.toml"
    codebook.write_text('visavis = 1\n[[topic]]\nkey = "toll"\nname = "Toll"\nproposition = "The toll should go"\n')
    assert run("codebook-import", project, codebook).exit_code == 0
    found = json.loads(run("suggest", project, "opinion.txt", "--json").stdout)
    keep = next(one for one in found if "keep the ferry" in one["text"])
    assert (keep["actor"], keep["voice"], keep["topics"], keep["score"]) == (
        actors["Ada Quill-Marsh"],
        "author",
        [],
        None,
    )
    found = json.loads(run("suggest", project, "statement.txt", "--json").stdout)
    both = next(one for one in found if one["text"].startswith("Both ministers"))
    assert (set(both["actors"]), both["voice"]) == ({actors["Odo Brink"], actors["Mia Roth"]}, "reported")
    assert both["topics"] == ["toll"]


def test_each_of_several_authors_of_an_opinion_piece_holds_what_it_says(run: Run, empty: Path, tmp_path: Path) -> None:
    opinion = tmp_path / "opinion.txt"
    opinion.write_text(
        "Comment\n\nLet the ferry sail\n\nBy Ada Quill-Marsh, Tom Hale and Mia Roth\n\n3 May 2023\n\n"
        "The council should keep the ferry. Nobody else will carry the children over the river in winter.\n",
        encoding="utf-8",
    )
    codebook = tmp_path / "topics.toml"
    codebook.write_text('visavis = 1\n[[topic]]\nkey = "toll"\nname = "Toll"\nproposition = "The toll should go"\n')
    assert run("import", empty, opinion).exit_code == 0
    assert run("codebook-import", empty, codebook).exit_code == 0
    actors = {one["name"]: one["key"] for one in json.loads(run("actors", empty, "--json").stdout)}
    assert set(actors) == {"Ada Quill-Marsh", "Mia Roth", "Tom Hale"}
    found = json.loads(run("suggest", empty, "opinion.txt", "--json").stdout)
    keep = next(one for one in found if "keep the ferry" in one["text"])
    assert (sorted(keep["actors"]), keep["voice"]) == (sorted(actors.values()), "author")


def test_quotations_tell_how_their_speakers_are_known_and_can_be_narrowed_to_it(
    run: Run, empty: Path, folder: Path
) -> None:
    (folder / "report.txt").write_text(f'{REPORT}\nMs Solberg wept. "We dredge," she said. Haddad said: "So be it."\n')
    run("import", empty, folder / "report.txt")
    run("adopt", empty, "--least", "1")
    rows = json.loads(run("quotations", empty, "--json").stdout)
    assert [(row["actor"], row["certainty"]) for row in rows] == [
        ("ingrid-solberg", "named"), ("omar-haddad", "named"), ("omar-haddad", "named"),
        ("ingrid-solberg", "pronoun"), ("omar-haddad", "named"),
    ]  # fmt: skip
    guesses = json.loads(run("quotations", empty, "--certainty", "pronoun", "--json").stdout)
    assert [row["text"] for row in guesses] == ["We dredge,"]
