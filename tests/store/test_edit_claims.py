import sqlite3
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import UserError
from desktop.core.filters import ClaimFilter
from desktop.core.spans import Span
from desktop.core.values import NewClaim, SpeakerCertainty, Stance, Voice
from desktop.store.check import problems
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.reads import counts, filtered
from desktop.store.reads import project as reads

from .making import TEXT, everything, rows, span_of

if TYPE_CHECKING:
    from desktop.core.changes import ChangeSet

QUIST = span_of(TEXT, "velo pardun quist")


def new(span: Span = QUIST, actors: tuple[int, ...] = (3, 1), topic: int = 3, memo: str = "") -> NewClaim:
    return NewClaim(1, span, actors, topic, Stance.NEUTRAL, Voice.AUTHOR, memo)


def test_a_tagged_claim_is_read_back_with_its_exact_quote(db: Database) -> None:
    claim = reads.claim(db, edit_claims.tag(db, new(memo=" Why? ")))
    assert claim.span == QUIST
    assert claim.quote == TEXT[QUIST.start : QUIST.end] == "velo pardun quist"
    assert (claim.prefix, claim.suffix) == (TEXT[QUIST.start - 32 : QUIST.start], "!\n")
    assert (claim.actor_ids, claim.topic_id, claim.stance, claim.voice) == ((3, 1), 3, Stance.NEUTRAL, Voice.AUTHOR)
    assert (claim.memo, claim.origin) == ("Why?", "coder")
    assert reads.coders(db)[claim.coder_id - 1].name == "Nilo"
    assert len(claim.created) == len("2024-04-26T10:00:00Z")
    assert problems(db) == []


def test_a_claim_over_two_paragraphs_with_an_emoji_keeps_its_quote(db: Database) -> None:
    span = Span(TEXT.index("😀"), TEXT.index("Karvel"))
    assert reads.claim(db, edit_claims.tag(db, new(span))).quote == "😀 elbar.\n\nOrdun: "
    assert problems(db) == []


@pytest.mark.parametrize("span", [Span(0, 1), Span(0, len(TEXT)), Span(len(TEXT) - 3, len(TEXT))])
def test_a_claim_may_reach_to_the_borders_of_the_text(db: Database, span: Span) -> None:
    assert reads.claim(db, edit_claims.tag(db, new(span))).span == span
    assert problems(db) == []


def test_several_claims_may_share_one_span(db: Database) -> None:
    numbers = {edit_claims.tag(db, new()), edit_claims.tag(db, replace(new(), voice=Voice.DIRECT))}
    assert len(numbers) == 2
    assert len({reads.claim(db, number).uuid for number in numbers}) == 2


def test_a_blank_memo_is_none(db: Database) -> None:
    edit_claims.tag(db, new(memo=" \n"))
    assert len(rows(db)["memo"]) == 1


def refuse(db: Database, action: Callable[[], object], sentence: str, error: type[Exception] = UserError) -> None:
    """Do what must be refused, and see that nothing was written and nobody told."""
    before = everything(db)
    told: list[ChangeSet] = []
    db.on_change = told.append
    with pytest.raises(error, match=sentence):
        action()
    assert everything(db) == before
    assert told == []
    assert not db.sqlite.conn.in_transaction


OUTSIDE = rf"^The span \d+-\d+ lies outside the text, which has {len(TEXT)} characters: choose it inside\.$"
EMPTY = r"^The selection is empty: select the words that carry the claim\.$"
NO_ACTOR = r"^A claim needs an actor: choose who holds the position\.$"
TWICE = r"^The same actor stands twice: name each once\.$"


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        (new(Span(5, len(TEXT) + 1)), OUTSIDE),
        (new(Span(len(TEXT), len(TEXT) + 4)), OUTSIDE),
        (new(Span(5, 5)), EMPTY),
        (new(Span(len(TEXT), len(TEXT))), EMPTY),
        (new(actors=()), NO_ACTOR),
        (new(actors=(1, 2, 1)), TWICE),
        (NewClaim(9, QUIST, (1,), 1, Stance.FAVOR), r"^There is no document 9: “visavis documents” lists them\.$"),
    ],
)
def test_a_claim_that_cannot_be_is_refused_in_a_sentence_and_nothing_is_written(
    db: Database, claim: NewClaim, sentence: str
) -> None:
    refuse(db, lambda: edit_claims.tag(db, claim), sentence)


@pytest.mark.parametrize("claim", [new(actors=(1, 99)), new(topic=99)])
def test_an_actor_or_topic_that_is_not_there_is_a_bug_that_writes_nothing(db: Database, claim: NewClaim) -> None:
    refuse(db, lambda: edit_claims.tag(db, claim), "FOREIGN KEY", sqlite3.IntegrityError)


def test_each_field_is_changed_alone(db: Database) -> None:
    claim = reads.claim(db, 1)
    edit_claims.change(db, 1, stance=Stance.NEUTRAL)
    edit_claims.change(db, 1, topic_id=3)
    edit_claims.change(db, 1, voice=Voice.AUTHOR)
    edit_claims.change(db, 1, actor_ids=(2,))
    edit_claims.change(db, 1, span=QUIST)
    edit_claims.change(db, 1, memo="Other.")
    changed = reads.claim(db, 1)
    assert (changed.stance, changed.topic_id, changed.voice) == (Stance.NEUTRAL, 3, Voice.AUTHOR)
    assert (changed.actor_ids, changed.span, changed.memo) == ((2,), QUIST, "Other.")
    assert (changed.quote, changed.suffix) == ("velo pardun quist", "!\n")
    assert (changed.uuid, changed.created, changed.coder_id) == (claim.uuid, claim.created, claim.coder_id)
    assert [entry.text for entry in db.history(6)] == [
        "Change memo",
        "Change span",
        "Change actors",
        "Change voice",
        "Change topic",
        "Change stance",
    ]
    assert problems(db) == []


def test_all_fields_are_changed_at_once_in_one_step(db: Database) -> None:
    before = rows(db)
    edit_claims.change(
        db, 1, actor_ids=(2, 1), topic_id=3, stance=Stance.AGAINST, voice=Voice.AUTHOR, span=QUIST, memo="x"
    )
    changed = reads.claim(db, 1)
    assert (changed.actor_ids, changed.topic_id, changed.stance) == ((2, 1), 3, Stance.AGAINST)
    assert (changed.voice, changed.span, changed.memo) == (Voice.AUTHOR, QUIST, "x")
    cells = {(topic, actor, n) for topic, actor, _, n in counts.counts(db, ("topic", "actor")) if topic == 3}
    assert cells == {(3, 1, 2), (3, 2, 1)}
    assert problems(db) == []
    assert db.history(1)[0].text == "Change claim"
    db.undo()
    assert rows(db) == before


def test_the_matrix_s_copy_follows_topic_and_stance(db: Database) -> None:
    edit_claims.change(db, 1, topic_id=3, stance=Stance.NEUTRAL)
    own = db.sqlite.execute("SELECT DISTINCT topic_id, stance FROM claim_actor WHERE claim_id = 1").fetchall()
    assert own == [(3, "neutral")]


def test_a_change_that_changes_nothing_leaves_no_step_and_tells_nobody(db: Database) -> None:
    claim, before = reads.claim(db, 1), everything(db)
    told: list[ChangeSet] = []
    db.on_change = told.append
    edit_claims.change(db, 1)
    edit_claims.change(
        db,
        1,
        actor_ids=claim.actor_ids,
        topic_id=claim.topic_id,
        stance=claim.stance,
        voice=claim.voice,
        span=claim.span,
        memo=claim.memo,
    )
    assert everything(db) == before
    assert told == []


def test_a_new_span_forgets_the_place_in_the_original(db: Database) -> None:
    with db.edit("Place") as recorder:
        recorder.update("claim", 1, {"original_start": 3, "original_end": 9})
    edit_claims.change(db, 1, stance=Stance.NEUTRAL)
    assert db.sqlite.execute("SELECT original_start FROM claim WHERE id = 1").fetchone() == (3,)
    edit_claims.change(db, 1, span=QUIST)
    assert db.sqlite.execute("SELECT original_start, original_end FROM claim WHERE id = 1").fetchone() == (None, None)


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ({"span": Span(5, len(TEXT) + 1)}, OUTSIDE),
        ({"span": Span(7, 7)}, EMPTY),
        ({"actor_ids": ()}, NO_ACTOR),
        ({"actor_ids": (2, 2)}, TWICE),
        # what stands before the refusal is not written either
        ({"stance": Stance.NEUTRAL, "memo": "x", "actor_ids": (2, 2)}, TWICE),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_writes_nothing(
    db: Database, wish: dict[str, object], sentence: str
) -> None:
    refuse(db, lambda: edit_claims.change(db, 1, **wish), sentence)  # type: ignore[arg-type]


def test_a_claim_that_is_not_there_cannot_be_changed(db: Database) -> None:
    refuse(db, lambda: edit_claims.change(db, 99, stance=Stance.FAVOR), r"^There is no claim 99: .*\.$")


def test_a_memo_is_set_changed_and_removed(db: Database) -> None:
    edit_claims.change(db, 2, memo=" Set. ")
    assert reads.claim(db, 2).memo == "Set."
    edit_claims.change(db, 2, memo="Changed.")
    assert reads.claim(db, 2).memo == "Changed."
    assert len(rows(db)["memo"]) == 2
    edit_claims.change(db, 2, memo="  ")
    assert reads.claim(db, 2).memo == ""
    assert len(rows(db)["memo"]) == 1
    for memo in ("Changed.", "Set.", ""):
        db.undo()
        assert reads.claim(db, 2).memo == memo


def test_one_text_set_over_several_memos_takes_the_place_of_all(db: Database) -> None:
    with db.edit("Add memo") as recorder:
        recorder.insert("memo", {"claim_id": 1, "coder_id": 1, "text": "Second.", "created": "2024-01-01T00:00:00Z"})
    edit_claims.change(db, 1, memo="Only.")
    assert [row[7] for row in rows(db)["memo"]] == ["Only."]
    db.undo()
    assert reads.claim(db, 1).memo == "First.\n\nSecond."
    edit_claims.change(db, 1, memo="")
    assert rows(db)["memo"] == []


def test_claims_are_deleted_with_their_memos_and_come_back_as_they_were(db: Database) -> None:
    before = rows(db)
    edit_claims.delete(db, [1, 3, 1])
    assert [claim.id for claim in reads.claims(db)] == [2]
    assert (rows(db)["memo"], len(rows(db)["claim_actor"])) == ([], 1)
    assert [entry.text for entry in db.history(1)] == ["Delete 2 claims"]
    assert problems(db) == []
    db.undo()
    assert rows(db) == before


def test_one_deleted_claim_is_called_so(db: Database) -> None:
    edit_claims.delete(db, [2])
    assert db.undo_text() == "Delete claim"


def test_when_one_of_several_claims_is_gone_none_is_deleted(db: Database) -> None:
    refuse(db, lambda: edit_claims.delete(db, [1, 99, 2]), r"^There is no claim 99: it was deleted meanwhile\.$")


def test_deleting_nothing_leaves_no_step(db: Database) -> None:
    before = everything(db)
    edit_claims.delete(db, [])
    assert everything(db) == before


def test_a_claim_tagged_by_another_coder_says_so(db: Database) -> None:
    db.set_coder("Mira")
    number = edit_claims.tag(db, new())
    assert [coder.name for coder in reads.coders(db) if coder.id == reads.claim(db, number).coder_id] == ["Mira"]
    db.undo()
    assert [coder.name for coder in reads.coders(db)] == ["Nilo"]


def test_a_claim_keeps_how_its_holder_is_told_until_another_is_named(db: Database) -> None:
    told = replace(new(actors=(3,)), certainty=SpeakerCertainty.ROLE)
    number = edit_claims.tag(db, told)
    assert reads.claim(db, number).certainty is SpeakerCertainty.ROLE
    assert reads.claim(db, edit_claims.tag(db, new(actors=(1,)))).certainty is SpeakerCertainty.NONE
    for words, found in (("certainty=role", [number]), ("certainty=named,pronoun", [])):
        assert filtered.ids(db, ClaimFilter.parse(words)) == found
    assert number not in filtered.ids(db, ClaimFilter.parse("certainty=none"))
    assert ClaimFilter.parse("certainty=role,none").as_text() == "certainty=none,role"
    edit_claims.change(db, number, stance=Stance.FAVOR)
    assert reads.claim(db, number).certainty is SpeakerCertainty.ROLE
    edit_claims.change(db, number, actor_ids=(2,))
    assert reads.claim(db, number).certainty is SpeakerCertainty.NONE
    db.undo()
    assert reads.claim(db, number).certainty is SpeakerCertainty.ROLE
    assert problems(db) == []
