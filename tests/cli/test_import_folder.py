import json
from pathlib import Path

import pytest

from desktop.core.errors import UserError
from desktop.core.spans import Span
from desktop.core.values import Actor, NewClaim, Stance, Voice
from desktop.exchange.recognition import find_files
from desktop.project import importing as work_import
from desktop.project.importing import ImportOptions, import_files
from desktop.store.database import Database
from desktop.store.edits import claims, codebook
from desktop.store.reads import project as reads

from .conftest import Run, one_sentence

FORMATS = Path(__file__).parents[1] / "data" / "formats"
LONG = " ".join(f"word{number}" for number in range(200))


@pytest.fixture
def empty(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "empty.visavis"
    assert run("new", path, "--empty").exit_code == 0
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    (folder / "below").mkdir(parents=True)
    (folder / "a.txt").write_text("Ana Ruiz: Why?\n\nBen Okri: Because.\n\nAna Ruiz: Thank you.\n")
    (folder / "below" / "b.txt").write_bytes("Señor, el año próximo.".encode("latin-1"))
    (folder / ".hidden.txt").write_text("Hidden.")
    return folder


def test_a_folder_comes_in_with_all_below_it_in_one_undo_step(run: Run, empty: Path, folder: Path) -> None:
    result = run("import", empty, folder)
    assert (result.exit_code, result.stderr) == (0, "")
    first, second = result.stdout.splitlines()
    assert first.startswith("a.txt: added as document 1. 3 turns found; new speakers: Ana Ruiz, Ben Okri.")
    assert second.startswith("b.txt: added as document 2.")
    assert "guessed to be cp1252" in second
    assert run("check", empty).exit_code == 0
    assert run("undo", empty).stdout == "undone: Import 2 documents\n"
    assert run("documents", empty).stdout == run("actors", empty).stdout == ""


def test_a_tree_of_folders_comes_in_as_sets_and_a_folder_without_folders_in_none(
    run: Run, empty: Path, folder: Path
) -> None:
    (folder / "below" / "deep er").mkdir()
    (folder / "below" / "deep er" / "c.txt").write_text("Third.")
    assert run("import", empty, folder).exit_code == 0
    with Database(empty) as db:
        assert {one.name: one.set_path for one in reads.documents(db)} == {
            "a.txt": "",
            "b.txt": "below",
            "c.txt": "below/deep er",
        }
        assert reads.sets(db) == {"below": 2, "below/deep er": 1}
    # as before, where there is no set there is no column
    assert ",set," in run("documents", empty, "--exact").stdout
    assert run("undo", empty).exit_code == 0
    assert run("import", empty, folder / "below" / "deep er").exit_code == 0
    assert ",set," not in run("documents", empty, "--exact").stdout


def test_known_speakers_are_matched_and_named_in_the_turns(run: Run, project: Path, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("Question: Why?\n\nSergey Lavrov: So.\n\nSomebody New: No.\n")
    (result,) = json.loads(run("import", project, path, "--json").stdout)
    assert (result["turns"], result["new_actors"]) == (3, ["Somebody New"])
    with Database(project) as db:
        keys = {actor.id: actor.key for actor in reads.actors(db)}
        turns = reads.segments(db, result["document_id"], paragraphs=False)
        assert [keys[turn.actor_id or 0] for turn in turns] == ["journalist", "lavrov", "somebody-new"]


def test_a_dry_run_tells_all_and_changes_nothing(run: Run, empty: Path, folder: Path) -> None:
    before = empty.read_bytes()
    result = run("import", empty, folder, "--dry-run")
    assert "a.txt: would be added as document 1." in result.stdout
    assert empty.read_bytes() == before
    (first, _) = json.loads(run("import", empty, folder, "--dry-run", "--json").stdout)
    assert first["facts"]["title"]["origin"] == "the file’s name"
    assert empty.read_bytes() == before


def test_kind_date_and_encoding_can_be_given(run: Run, empty: Path, folder: Path) -> None:
    path = folder / "below" / "b.txt"
    assert run("import", empty, path, "--kind", "statement", "--date", "--04-26", "--encoding", "cp850").exit_code == 0
    with Database(empty) as db:
        document = reads.document(db, 1)
        assert (document.facts.kind, document.facts.date) == ("statement", "--04-26")
        assert document.extractor.endswith("cp850")
        assert "±" in reads.text(db, 1)
    assert "is no date" in one_sentence(run("import", empty, path, "--date", "tomorrow"), status=2)
    assert "no encoding" in one_sentence(run("import", empty, path, "--encoding", "klingon"))
    # once for all files, and not “nothing new”
    assert "no encoding" in one_sentence(run("import", empty, folder, "--new", "--encoding", "klingon"))


def test_what_is_nearly_the_same_is_told_with_the_share(run: Run, empty: Path, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(LONG)
    (tmp_path / "two.txt").write_text(LONG + " and a few more")
    result = run("import", empty, tmp_path / "one.txt", tmp_path / "two.txt")
    assert "of it stands in document 1 (one.txt) too." in result.stdout.splitlines()[1]
    (tmp_path / "three.txt").write_text(LONG.replace("word7 ", "word "))
    (found,) = json.loads(run("import", empty, tmp_path / "three.txt", "--json").stdout)
    assert found["near"][0]["document_id"] == 1
    assert 0.8 < found["near"][0]["share"] < 1
    assert not found["near"][0]["shortened"]


def test_a_shortened_copy_is_told_as_one_whichever_comes_first(run: Run, empty: Path, tmp_path: Path) -> None:
    words = LONG.split()
    (tmp_path / "wire.txt").write_text(LONG)
    (tmp_path / "paper.txt").write_text(" ".join(words[: len(words) * 6 // 10]) + " and what the paper adds of its own")
    told = run("import", empty, tmp_path / "wire.txt", tmp_path / "paper.txt").stdout.splitlines()[1]
    assert "It is a shortened copy of document 1 (wire.txt): about 9" in told
    run("undo", empty)
    told = run("import", empty, tmp_path / "paper.txt", tmp_path / "wire.txt").stdout.splitlines()[1]
    assert "(paper.txt) is a shortened copy of it" in told


def test_files_are_kept_on_wish_up_to_a_size_and_come_out_as_they_were(run: Run, empty: Path, tmp_path: Path) -> None:
    run("import", empty, FORMATS / "harbour.odt")
    assert "not kept" in one_sentence(run("file", empty, "1"))
    run("undo", empty)
    run("import", empty, FORMATS / "harbour.odt", "--keep-files")
    # the number of the one that was taken back is nobody's
    target = tmp_path / "out.odt"
    assert run("file", empty, "2", "-o", target).exit_code == 0
    assert "--force" in one_sentence(run("file", empty, "2", "-o", target))
    assert run("file", empty, "2", "-o", target, "--force").exit_code == 0
    assert target.read_bytes() == (FORMATS / "harbour.odt").read_bytes()
    assert run("check", empty).exit_code == 0
    with Database(empty) as db:
        import_files(db, [FORMATS / "gazette.pdf"], ImportOptions(keep_limit=100))
        assert reads.kept_file(db, 3) is None
        assert reads.document(db, 3).pages[0] == 0
        assert len(reads.document(db, 3).pages) == 3


def test_an_import_can_be_cancelled_between_two_files_without_a_trace(run: Run, empty: Path, folder: Path) -> None:
    before = empty.read_bytes()
    told: list[tuple[int, int]] = []
    with Database(empty) as db:
        assert len(import_files(db, [folder], progress=lambda *done: told.append(done), dry_run=True)) == 2
        assert told == [(1, 2), (2, 2)]
        steps = work_import.import_steps(db, find_files([folder]))
        next(steps)
        steps.close()
        assert reads.documents(db) == []
        assert db.history() == []
    assert empty.read_bytes() == before


def test_an_empty_folder_is_one_sentence_and_a_wrong_wish_is_refused(run: Run, empty: Path, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    assert "without a file" in one_sentence(run("import", empty, tmp_path / "none"))
    with pytest.raises(UserError, match="no kind"):
        ImportOptions(kind="poem")


def test_a_text_is_replaced_with_a_report_of_its_claims(run: Run, project: Path, tmp_path: Path) -> None:
    with Database(project) as db:
        text = reads.text(db, 1)
        before_claims = reads.claims(db, document_id=1)
    path = tmp_path / "corrected.txt"
    path.write_text("A line that was missing.\n" + text, encoding="utf-8")
    before = project.read_bytes()
    dry = run("replace", project, "1", path, "--dry-run")
    assert f"would be replaced; claims: 0 kept, {len(before_claims)} moved, 0 changed, 0 lost." in dry.stdout
    assert project.read_bytes() == before
    result = json.loads(run("replace", project, "1", path, "--json").stdout)
    assert [claim["fate"] for claim in result["claims"]] == ["moved"] * len(before_claims)
    assert run("check", project).exit_code == 0
    path.write_text("Nothing of it is left.", encoding="utf-8")
    assert "find no place" in one_sentence(run("replace", project, "1", path))
    assert run("replace", project, "1", path, "--drop-lost").exit_code == 0
    assert run("undo", project).stdout == run("undo", project).stdout == "undone: Replace text\n"
    assert run("check", project).exit_code == 0


def test_a_claim_whose_sentence_stands_twice_in_the_new_text_is_told_as_doubtful(
    run: Run, empty: Path, tmp_path: Path
) -> None:
    said = "The bridge must be built."
    path = tmp_path / "river.txt"
    path.write_text(f"They met.\n\n{said} Nobody spoke against it on that day in May.\n", encoding="utf-8")
    run("import", empty, path)
    with Database(empty) as db:
        text = reads.text(db, 1)
        actor = codebook.add(db, "actor", "Town")
        topic = codebook.add(db, "topic", "Bridge", proposition="The bridge should be built")
        at = text.index(said)
        claims.tag(db, NewClaim(1, Span(at, at + len(said)), (actor,), topic, Stance.FAVOR, Voice.AUTHOR))
    path.write_text(f"First of all: {said} So he began.\n\nAnd at the end: {said} So he closed.\n", encoding="utf-8")
    dry = run("replace", empty, "1", path, "--dry-run").stdout
    assert "Doubtful: its words stood 1 × in the text, and stand 2 × there now." in dry
    assert "0 lost, 1 doubtful." in dry
    (told,) = json.loads(run("replace", empty, "1", path, "--json").stdout)["claims"]
    assert (told["doubt"], told["others"]) == ("again", [])


def test_each_row_of_a_table_asks_only_for_the_actors_that_the_row_before_brought(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "speeches.csv"
    names = [f"Ada{'abcdefghij'[at]} Quill{'abcdefghij'[at]}" for at in range(10)]
    rows = [f"{name},2020-01-06,We sail at noon {at}." for at, name in enumerate([*names, *names])]
    table.write_text("\n".join(["speaker,date,text", *rows]))
    asked: list[int] = []
    actors = reads.actors

    def counted(db: Database, *, after: int = 0) -> list[Actor]:
        found = actors(db, after=after)
        asked.append(len(found))
        return found

    monkeypatch.setattr(reads, "actors", counted)
    with Database(empty) as db:
        import_files(db, [table])
        assert [one.name for one in actors(db)] == names
    assert sum(asked) == len(names)
