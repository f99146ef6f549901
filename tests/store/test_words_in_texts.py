"""Words that stand in a stored text are kept in the history as their place in it, and come back as they were."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.changes import RowChange
from desktop.core.errors import DamageError, UserError
from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Facts, NewClaim, Stance
from desktop.store import trail
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import documents as edit_documents
from desktop.store.edits import text as edit_text
from desktop.store.reads import history as history_reads
from desktop.store.reads import project as reads
from desktop.store.texts import Texts

from .making import damage, make_project, rows

# letters of one to four bytes, a no-break space, an end of a line within words
TEXT = "Zoë 🙂 tosk: “Velo marin.”\nElbar nim\u00a0pardun, й quist 🏛 um velo tarn, nimor ést velo."


@pytest.fixture
def own(db: Database) -> int:
    """The id of a document with letters of all widths."""
    return int(edit_documents.add_documents(db, [CodedDocument("own.txt", Facts(), TEXT)])[0].document_id)


def last_line(db: Database) -> str:
    return str(db.sqlite.execute("SELECT changes FROM history WHERE kind = 'edit' ORDER BY id DESC").fetchone()[0])


def tag(db: Database, document: int, start: int, end: int) -> int:
    return edit_claims.tag(db, NewClaim(document, Span(start, end), (1,), 1, Stance.FAVOR))


def test_the_words_of_a_claim_are_not_written_once_more(db: Database, own: int) -> None:
    number = tag(db, own, 30, 70)
    claim = reads.claim(db, number)
    assert claim.quote == TEXT[30:70]
    kept = last_line(db)
    assert "pardun" not in kept
    assert "tosk" not in kept
    (told,) = [change.after for change in history_reads.changes(db, db.history(1)[0].id) if change.table == "claim"]
    assert told is not None
    assert (told["quote"], told["prefix"], told["suffix"]) == (TEXT[30:70], TEXT[:30], TEXT[70:])


@given(st.text(min_size=1, max_size=90), st.data())
def test_a_row_is_read_as_it_was_written(content: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(content) - 1))
    end = data.draw(st.integers(start + 1, len(content)))
    around = st.integers(0, 40)
    before, after = max(0, start - data.draw(around)), min(len(content), end + data.draw(around))
    row = dict.fromkeys(("id", *trail.COLUMNS["claim"]), "") | {
        **{"id": 7, "document_id": 2, "start": start, "end": end, "quote": content[start:end]},
        **{"prefix": content[before:start], "suffix": content[end:after]},
    }
    if data.draw(st.booleans()):
        # as it stands in no text
        name = data.draw(st.sampled_from(["quote", "prefix", "suffix"]))
        row[name] = data.draw(st.text(max_size=len(str(row[name])) + 2))
    change = RowChange("claim", 7, row, {**row, "start": start + 1, "quote": content[start + 1 : end]})

    class Text(trail.TextsOf):
        def __init__(self) -> None:
            """Ask no file."""

        def of(self, document: int) -> Iterator[tuple[int, str]]:
            yield from ((document, ""), (document + 1, content))

    dumped = trail.dump_changes([change], texts=Text())
    assert trail.load_changes(dumped, {3: content}.__getitem__) == (change,)


def test_what_was_tagged_in_another_text_is_done_and_undone_with_its_own_words(db: Database, own: int) -> None:
    states = [rows(db)]
    first = tag(db, own, 30, 39)
    states.append(rows(db))
    new = CodedDocument("new.txt", Facts(), f"Zel tarn.\n{TEXT.replace('Elbar', 'Elbaar')}")
    edit_text.replace_text(db, edit_text.plan_replacement(db, own, new))
    # both the words where they were and those where they are stand in a text
    assert "pardun" not in last_line(db)
    states.append(rows(db))
    second = tag(db, own, 60, 70)
    states.append(rows(db))
    edit_claims.change(db, second, span=Span(61, 68))
    states.append(rows(db))
    edit_claims.delete(db, [first])
    states.append(rows(db))
    edit_documents.remove(db, [own])
    assert "pardun" not in last_line(db)
    states.append(rows(db))
    for state in reversed(states[:-1]):
        assert db.undo() is not None
        assert rows(db) == state
    for state in states[1:]:
        assert db.redo() is not None
        assert rows(db) == state
    assert problems(db) == []


def test_a_document_that_came_with_its_claims_is_deleted_in_parts_and_brought_back(
    db: Database, own: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trail, "PART", 300)
    monkeypatch.setattr(trail, "_ROWS", 2)
    spans = [Span(start, start + 12) for start in range(0, 60, 6)]
    edit_claims.tag_many(db, [NewClaim(own, span, (1, 2), 1, Stance.FAVOR) for span in spans])
    before = rows(db)
    edit_documents.remove(db, [own])
    parts = [text for (text,) in db.sqlite.execute("SELECT changes FROM history_part")]
    assert len(parts) > 4
    assert not any("pardun" in text for text in parts)
    gone = rows(db)
    db.undo()
    assert rows(db) == before
    db.redo()
    assert rows(db) == gone
    assert problems(db) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "DELETE FROM text WHERE id = {text}",
        "UPDATE history SET changes = replace(changes, ',30,', ',3000,')",
        "UPDATE history SET changes = replace(changes, ',30,', ',null,')",
        "UPDATE history SET changes = '[[1]]' WHERE kind = 'edit' AND state = 'done'",
    ],
)
def test_a_step_whose_words_are_nowhere_is_told(path: Path, wrong: str) -> None:
    with make_project(path) as db:
        number = edit_documents.add_documents(db, [CodedDocument("own.txt", Facts(), TEXT)])[0].document_id
        tag(db, number, 30, 70)
        (text,) = db.sqlite.execute("SELECT text_id FROM document WHERE id = ?", [number]).fetchone()
        line = db.history(1)[0].id
    damage(path, wrong.format(text=text))
    with Database(path) as db:
        before = rows(db)
        db.set_coder("Nilo")
        with pytest.raises(DamageError, match=f"Row {line} of history holds what Visavis writes nowhere"):
            db.undo()
        assert rows(db) == before
        assert f"History entry {line} cannot be read." in list(problems(db))


def test_to_tag_where_the_text_is_lost_is_refused_in_a_sentence(path: Path) -> None:
    make_project(path).close()
    damage(path, "DELETE FROM text WHERE id = 1")
    with Database(path) as db, pytest.raises(UserError, match="There is no document"):
        tag(db, 1, 0, 4)


def test_a_number_that_another_text_got_is_not_taken_for_the_former_one(db: Database) -> None:
    """What is rolled back gives its number back; what was read meanwhile is known by its hash."""

    def put(sha256: str, content: str) -> int:
        sql = "INSERT INTO text (sha256, content) VALUES (?, ?)"
        return int(db.sqlite.execute(sql, [sha256, content]).lastrowid or 0)

    db.sqlite.execute("BEGIN").close()
    number = put("a" * 64, "Velo.")
    assert db.texts.content(number) == "Velo."
    db.sqlite.execute("ROLLBACK").close()
    with pytest.raises(LookupError):
        db.texts.content(number)
    db.sqlite.execute("BEGIN").close()
    assert put("b" * 64, "Marin.") == number
    assert db.texts.content(number) == "Marin."
    db.sqlite.execute("ROLLBACK").close()


def test_no_more_letters_are_kept_than_told_but_for_the_last_text(db: Database) -> None:
    texts = Texts(db.sqlite.conn, 10)
    for name in "abc":
        texts.keep(name, name * 4)
    assert texts.last == ("c", "cccc")
    assert texts._letters == 8
    texts.keep("d", "d" * 40)
    assert (texts.last, texts._letters) == (("d", "d" * 40), 40)
    texts.keep("d", "d" * 40)
    assert texts._letters == 40
    texts.forget()
    assert (texts.last, texts._letters) == (("", ""), 0)


def test_a_line_of_the_history_says_where_words_stand(db: Database, own: int) -> None:
    """Files have lines of this form: it is read as long as there are any."""
    tag(db, own, 30, 70)
    (text,) = db.sqlite.execute("SELECT text_id FROM document WHERE id = ?", [own]).fetchone()
    ((_table, _id, before, after),) = [one for one in json.loads(last_line(db)) if one[0] == "claim"]
    assert before is None
    assert after[1:7] == [own, 30, 70, text, 30, len(TEXT) - 70]
