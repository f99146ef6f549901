"""No coder says the same of the same words twice, whichever way in; claims that come together are left once."""

from dataclasses import replace

import pytest

from desktop.core.errors import UserError
from desktop.core.spans import Span
from desktop.core.values import CodedClaim, CodedDocument, Facts, NewClaim, Stance, Voice
from desktop.project.document_files import imported_message
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims, claims_many, codebook_merge, documents, text, traces
from desktop.store.edits.claims_many import Retag
from desktop.store.reads import project as reads

from .making import TEXT, everything, ids, rows, span_of

SAME = r"^Claim \d+ says just this of the same words already"
QUIST = span_of(TEXT, "velo pardun quist")


def new(db: Database, actors: tuple[str, ...] = ("elbar",), topic: str = "trade", **said: object) -> NewClaim:
    known = ids(db, "actor")
    claim = NewClaim(1, QUIST, tuple(known[key] for key in actors), ids(db, "topic")[topic], Stance.FAVOR)
    return replace(claim, **said)  # type: ignore[arg-type]


def test_the_same_claim_of_the_same_coder_is_refused_and_nothing_is_written(db: Database) -> None:
    number = claims.tag(db, new(db, ("elbar", "tarn")))
    before = everything(db)
    for again in (new(db, ("elbar", "tarn")), new(db, ("tarn", "elbar"), memo="But noted.")):
        with pytest.raises(UserError, match=SAME.replace(r"\d+", str(number))):
            claims.tag(db, again)
        with pytest.raises(UserError, match=SAME):
            traces.accept(db, again)
    assert everything(db) == before


def test_whatever_differs_is_another_claim_and_so_is_another_coders(db: Database) -> None:
    claims.tag(db, new(db))
    others = [
        new(db, ("tarn",)),
        new(db, ("elbar", "tarn")),
        new(db, topic="bridge"),
        new(db, stance=Stance.AGAINST),
        new(db, voice=Voice.AUTHOR),
        new(db, span=Span(QUIST.start, QUIST.end + 1)),
    ]
    for one in others:
        claims.tag(db, one)
    db.set_coder("Mira")
    claims.tag(db, new(db))
    assert len(reads.claims(db)) == 3 + 1 + len(others) + 1


def test_a_claim_cannot_be_made_to_say_what_another_says(db: Database) -> None:
    known = claims.tag(db, new(db))
    other = claims.tag(db, new(db, ("tarn",), "bridge", stance=Stance.AGAINST, span=span_of(TEXT, "velo pardun")))
    claims.change(db, other, actor_ids=(ids(db, "actor")["elbar"],), stance=Stance.FAVOR, span=QUIST)
    before = everything(db)
    with pytest.raises(UserError, match=SAME.replace(r"\d+", str(known))):
        claims.change(db, other, topic_id=ids(db, "topic")["trade"])
    assert everything(db) == before
    claims.change(db, other, memo="A note is no change of what it says.")


def test_a_split_and_a_join_make_no_double(db: Database) -> None:
    whole = claims.tag(db, new(db))
    part, rest = span_of(TEXT, "velo pardun"), span_of(TEXT, "quist")
    claims.tag(db, new(db, span=rest))
    before = everything(db)
    with pytest.raises(UserError, match=SAME):
        claims.split(db, whole, part, rest)
    assert everything(db) == before
    first = claims.tag(db, new(db, span=part))
    last = next(one.id for one in reads.claims(db) if one.span == rest)
    with pytest.raises(UserError, match=SAME.replace(r"\d+", str(whole))):
        claims.join(db, first, last)


def test_words_without_a_letter_or_digit_carry_no_claim(db: Database) -> None:
    blank = span_of(TEXT, "\n\n")
    emoji = span_of(TEXT, " 😀 ")
    before = everything(db)
    for span in (blank, emoji):
        with pytest.raises(UserError, match=r"^There is no word in the selection"):
            claims.tag(db, new(db, span=span))
        with pytest.raises(UserError, match=r"^There is no word in the selection"):
            claims.change(db, 1, span=span)
    assert everything(db) == before


@pytest.mark.parametrize("table", ["topic", "actor"])
def test_merging_leaves_one_claim_with_the_memos_of_both_and_undo_brings_all_back(db: Database, table: str) -> None:
    one = claims.tag(db, new(db, memo="First."))
    two = claims.tag(
        db, new(db, topic="bridge", memo="Second.") if table == "topic" else new(db, ("tarn",), memo="Second.")
    )
    known = ids(db, table)
    source, target = (known["bridge"], known["trade"]) if table == "topic" else (known["tarn"], known["elbar"])
    before, count = rows(db), len(reads.claims(db))
    assert codebook_merge.merge_plan(db, table, source, target).doubles == 1
    assert codebook_merge.merge(db, table, source, target) == 1
    assert len(reads.claims(db)) == count - 1
    assert reads.claim(db, one).memo == "First.\n\nSecond."
    assert two not in [claim.id for claim in reads.claims(db)]
    assert problems(db) == []
    after = rows(db)
    db.undo()
    assert rows(db) == before
    db.redo()
    assert rows(db) == after


def test_merging_leaves_what_different_coders_say(db: Database) -> None:
    claims.tag(db, new(db))
    db.set_coder("Mira")
    claims.tag(db, new(db, topic="bridge"))
    known = ids(db, "topic")
    assert codebook_merge.merge_plan(db, "topic", known["bridge"], known["trade"]).doubles == 0
    assert codebook_merge.merge(db, "topic", known["bridge"], known["trade"]) == 0


def test_deleting_an_actor_leaves_one_of_what_the_others_say_alike(db: Database) -> None:
    claims.tag(db, new(db))
    claims.tag(db, new(db, ("elbar", "tarn")))
    claims.tag(db, new(db, ("tarn",), "bridge"))
    claims.tag(db, new(db, ("ordun",), "bridge"))
    before, known = rows(db), ids(db, "actor")
    assert codebook_merge.delete(db, "actor", known["tarn"], move_to=known["ordun"]) == 2
    assert problems(db) == []
    db.undo()
    assert rows(db) == before


def test_many_claims_retagged_alike_are_left_once(db: Database) -> None:
    numbers = [claims.tag(db, new(db, voice=voice)) for voice in Voice]
    before = rows(db)
    assert claims_many.retag(db, numbers, Retag(chosen={"voice": Voice.AUTHOR})) == (2, 2)
    assert [claim.id for claim in reads.claims(db) if claim.span == QUIST] == [numbers[0]]
    db.undo()
    assert rows(db) == before
    trade = ids(db, "topic")["trade"]
    other = claims.tag(db, new(db, topic="bridge"))
    assert claims_many.duplicate(db, [other], trade) == []
    assert problems(db) == []


def test_what_a_file_says_twice_comes_in_once_and_is_told(db: Database) -> None:
    claim = CodedClaim(Span(0, 4), ("elbar",), "trade", Stance.FAVOR)
    twice = CodedDocument(
        "two.md",
        Facts(),
        "Olme tosk.\n",
        claims=(claim, replace(claim, memo="Why?"), replace(claim, voice=Voice.AUTHOR)),
    )
    (imported,) = documents.add_documents(db, [twice])
    assert (imported.claims, imported.repeated) == (2, 1)
    assert "1 claim said what another says of the same words: one of the two is left." in imported_message(imported)
    assert [one.memo for one in reads.claims(db, document_id=imported.document_id)] == ["Why?", ""]
    # and again with one more that stands there
    more = replace(twice, claims=(claim, replace(claim, stance=Stance.AGAINST), replace(claim, voice=Voice.REPORTED)))
    (again,) = documents.add_documents(db, [more])
    assert (again.claims, again.there) == (2, 1)
    voices = [one.voice for one in reads.claims(db, document_id=imported.document_id) if one.stance is Stance.FAVOR]
    assert voices == [Voice.DIRECT, Voice.AUTHOR, Voice.REPORTED]
    assert problems(db) == []


def test_claims_that_a_corrected_text_puts_on_the_same_words_are_left_once(db: Database) -> None:
    one = claims.tag(db, new(db, span=span_of(TEXT, "velo pardun quist")))
    claims.tag(db, new(db, span=span_of(TEXT, "velo pardun quist!")))
    plan = text.plan_replacement(db, 1, replace(reads.coded_document(db, 1), text=TEXT.replace("quist!", "quist")))
    places = [anchor.after for anchor in plan.anchors if anchor.before.start == QUIST.start]
    assert len(places) == 2
    text.replace_text(db, plan, drop_lost=True)
    found = [claim.id for claim in reads.claims(db) if claim.span == places[0]]
    assert found == [one] or places[0] != places[1]
    assert problems(db) == []


def test_an_actor_and_a_topic_that_are_new_come_with_their_claim_and_go_with_it(db: Database) -> None:
    before = rows(db)
    claim = NewClaim(1, QUIST, (-1, ids(db, "actor")["tarn"], -2), -1, Stance.FAVOR)
    number = claims.tag(db, claim, {"actor": {-1: " Mira  Olm ", -2: "Zeph"}, "topic": {-1: "Tram"}})
    made = reads.claim(db, number)
    names = {one.id: one.name for one in reads.actors(db)}
    assert [names[one] for one in made.actor_ids] == ["Mira Olm", "Tarn", "Zeph"]
    assert {one.id: one.name for one in reads.topics(db)}[made.topic_id] == "Tram"
    assert db.undo_text() == "Tag claim"
    after = rows(db)
    db.undo()
    assert rows(db) == before
    db.redo()
    assert rows(db) == after
    with pytest.raises(UserError):
        claims.tag(db, replace(claim, span=Span(0, 900)), {"actor": {-1: "Nobody", -2: "X"}, "topic": {-1: "Y"}})
    assert rows(db) == after


def test_many_claims_on_the_same_words_are_looked_through_once_each(db: Database) -> None:
    def steps() -> int:
        found = [one.id for one in reads.claims(db) if one.span == QUIST]
        counted = [0]

        def count() -> None:
            counted[0] += 1

        db.sqlite.conn.set_progress_handler(count, 10)
        assert claims.doubles(db, found) == {}
        db.sqlite.conn.set_progress_handler(None, 0)
        return counted[0]

    taken = []
    for part in range(2):
        for number in range(60):
            with db.acting_as(f"Coder {part} {number}"):
                claims.tag(db, new(db))
        taken.append(steps())
    assert taken[1] < 3 * taken[0]
