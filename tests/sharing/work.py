"""Random work on a project, as a coder might do it, and what two files that were brought together must hold."""

import random
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.claim_fields import CHOICES
from desktop.core.errors import UserError
from desktop.core.filters import ClaimFilter
from desktop.core.memberships import Membership
from desktop.core.memos import MemoTarget
from desktop.core.own_fields import OwnField
from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Facts, NewClaim, SegmentKind, Stance, Voice
from desktop.store import check, edits, reads
from desktop.store.database import Database
from desktop.store.portable_rows import state
from tests.store.making import BRIEF, CODEBOOK, DOCUMENT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WORDS = ("velo", "marin", "tosk", "elbar", "karvel", "nimor", "pardun", "quist", "tavi", "resh", "olme", "karpat")
FIELDS = ("Frame", "Party", "Area")
NAMES = ("Harbour", "Fishing", "Trade", "Tolls", "Ana Reed", "Bo Lind", "Harbour Board", "Tarn")


def base(path: Path) -> None:
    """Make a project of two documents, some claims, a field of its own, and a history."""
    with Database(path, create=True) as db:
        db.set_coder("Ana")
        with db.edit("fill_from_seeds", undoable=False) as recorder:
            edits.codebook.add_codebook(db, recorder, CODEBOOK)
        edits.documents.add_documents(db, [DOCUMENT, BRIEF])
        edits.memos.add(db, MemoTarget(document_id=1), "On the first.")
        edits.own_fields.make(db, OwnField("claim", "Frame"))
        edits.own_fields.set_value(db, reads.own_fields.fields(db, "claim")[0], [1], "a")


class Worker:
    """Does things at random, of which each may be refused.

    One is fond of some acts and leaves others alone: what needs several of a kind comes together so.
    """

    def __init__(self, db: Database, rng: random.Random, only: "Sequence[str]" = ()) -> None:
        """Begin in a project; to do *only* these acts where some are named."""
        self.db = db
        self.rng = rng
        self._only = only
        self._fond: dict[str, int] = {}

    def work(self, steps: int) -> None:
        """Do so many things."""
        acts: list[tuple[int, Callable[[], None]]] = [
            (8, self.tag), (8, self.change), (3, self.delete), (3, self.memo), (3, self.rename), (2, self.field),
            (1, self.merge), (1, self.delete_entry), (2, self.nest), (2, self.facts), (1, self.remove),
            (1, self.replace),
            (1, self.segment), (1, self.dismiss), (1, self.same), (3, self.undo), (1, self.redo), (2, self.add_entry),
            (1, self.document), (1, self.sort), (1, self.aliases), (1, self.saved), (2, self.many), (2, self.decide),
            (2, self.value), (1, self.make_field), (1, self.change_field),
            (1, self.place_in_set), (1, self.split), (1, self.hand_out), (2, self.belong),
        ]  # fmt: skip
        weights = [weight * self._liking(act.__name__) for weight, act in acts]
        for _ in range(steps):
            act = self.rng.choices([one for _weight, one in acts], weights)[0] if any(weights) else self.tag
            with suppress(UserError):
                act()

    def _liking(self, act: str) -> int:
        if self._only:
            return act in self._only
        if act not in self._fond:
            self._fond[act] = self.rng.choice((0, 1, 1, 1, 6))
        return self._fond[act]

    def _id(self, table: str) -> int:
        ids = [row[0] for row in self.db.sqlite.execute(f"SELECT id FROM {table} ORDER BY uuid")]
        if not ids:
            raise UserError("none")
        return int(self.rng.choice(ids))

    def _span(self, document: int) -> Span:
        text = reads.project.text(self.db, document)
        start = self.rng.randrange(len(text) - 1)
        return Span(start, min(len(text), start + self.rng.randrange(1, 20)))

    def tag(self) -> None:
        document = self._id("document")
        actors = tuple({self._id("actor") for _ in range(self.rng.choice((1, 1, 2)))})
        stance, voice = self.rng.choice(list(Stance)), self.rng.choice(list(Voice))
        new = NewClaim(document, self._span(document), actors, self._id("topic"), stance=stance, voice=voice)
        edits.claims.tag(self.db, new)

    def change(self) -> None:
        claim = self._id("claim")
        what = self.rng.randrange(5)
        if what == 0:
            edits.claims.change(self.db, claim, topic_id=self._id("topic"))
        elif what == 1:
            choice = self.rng.choice(CHOICES)
            edits.claims.change(self.db, claim, **{choice.key: self.rng.choice(list(choice.values))})
        elif what == 2:
            edits.claims.change(self.db, claim, actor_ids=tuple({self._id("actor"), self._id("actor")}))
        elif what == 3:
            document = reads.project.claim(self.db, claim).document_id
            edits.claims.change(self.db, claim, span=self._span(document))
        else:
            edits.claims.change(self.db, claim, memo=self.rng.choice(("", "Memo a.", "Memo b.")))

    def delete(self) -> None:
        edits.claims.delete(self.db, [self._id("claim")])

    def many(self) -> None:
        ids = list({self._id("claim") for _ in range(3)})
        edits.claims_many.retag(self.db, ids, edits.claims_many.Retag(topic_id=self._id("topic")))

    def memo(self) -> None:
        table = self.rng.choice(("document", "claim", "actor", "topic"))
        target = MemoTarget(**{f"{table}_id": self._id(table)})
        text = f"{self.rng.choice(WORDS)} {self.rng.choice(WORDS)}"
        if self.rng.random() < 0.5:
            edits.memos.add(self.db, target, text)
        else:
            edits.memos.set_text(self.db, target, self.rng.choice(("", text)))

    def rename(self) -> None:
        table = self.rng.choice(("actor", "topic"))
        edits.codebook.update(self.db, table, self._id(table), name=self.rng.choice(NAMES))

    def field(self) -> None:
        table = self.rng.choice(("actor", "topic"))
        text = f"{self.rng.choice(WORDS)} {self.rng.choice(WORDS)}."
        edits.codebook.update(self.db, table, self._id(table), definition=text)

    def aliases(self) -> None:
        table = self.rng.choice(("actor", "topic"))
        edits.codebook.update(self.db, table, self._id(table), aliases=(self.rng.choice(WORDS), self.rng.choice(WORDS)))

    def add_entry(self) -> None:
        table = self.rng.choice(("actor", "topic"))
        edits.codebook.add(self.db, table, self.rng.choice(NAMES))

    def merge(self) -> None:
        table = self.rng.choice(("actor", "topic"))
        edits.codebook_merge.merge(self.db, table, self._id(table), self._id(table))

    def delete_entry(self) -> None:
        table = self.rng.choice(("actor", "topic"))
        move = self._id(table) if self.rng.random() < 0.5 else None
        edits.codebook_merge.delete(self.db, table, self._id(table), move_to=move, with_claims=move is None)

    def nest(self) -> None:
        table = self.rng.choice(("actor", "topic"))
        edits.codebook_tree.place(self.db, table, self._id(table), self.rng.choice((None, self._id(table))))

    def sort(self) -> None:
        edits.codebook_tree.sort(self.db, self.rng.choice(("actor", "topic")), "name")

    def facts(self) -> None:
        what = self.rng.choice(("date", "place", "author", "note"))
        value = {"date": f"20{self.rng.randrange(10, 25)}"}.get(what, self.rng.choice(WORDS))
        variables = {self.rng.choice(("wave", "round")): self.rng.choice(WORDS)} if self.rng.random() < 0.3 else {}
        edits.documents.update_facts(self.db, self._id("document"), {what: value}, variables)

    def remove(self) -> None:
        edits.documents.remove(self.db, [self._id("document")])

    def document(self) -> None:
        words = " ".join(self.rng.choice(WORDS) for _ in range(12))
        edits.documents.add_documents(self.db, [CodedDocument(f"{words[:8]}.txt", Facts(title=words[:20]), words)])

    def replace(self) -> None:
        document = self._id("document")
        text = reads.project.text(self.db, document)
        at = self.rng.randrange(len(text))
        new = text[:at] + self.rng.choice(("", "x", "mulo tarvin ")) + text[at + self.rng.choice((0, 1, 9)) :]
        coded = CodedDocument("new.txt", Facts(), new)
        plan = edits.text.plan_replacement(self.db, document, coded)
        edits.text.replace_text(self.db, plan, drop_lost=self.rng.random() < 0.5)

    def segment(self) -> None:
        sql = "SELECT id, document_id FROM segment ORDER BY uuid"
        rows = self.db.sqlite.execute(sql).fetchall()
        if rows:
            number, document = self.rng.choice(rows)
            text = reads.project.segments(self.db, document)
            span = next(one.span for one in text if one.id == number)
            edits.segments.mark(self.db, document, span, self.rng.choice(list(SegmentKind)))

    def dismiss(self) -> None:
        document = self._id("document")
        edits.traces.dismiss(self.db, document, self._span(document))

    def same(self) -> None:
        edits.traces.set_same_event(
            self.db, self._id("document"), self._id("document"), self.rng.choice((True, False, None))
        )

    def saved(self) -> None:
        name = self.rng.choice(("One", "Two"))
        if self.rng.random() < 0.3:
            edits.saved.rename(self.db, "filter", name, self.rng.choice(("Three", "Four")))
        else:
            edits.saved.save(self.db, name, ClaimFilter(text=self.rng.choice(WORDS)))

    def value(self) -> None:
        for field in reads.own_fields.fields(self.db, "claim"):
            edits.own_fields.set_value(self.db, field, [self._id("claim")], self.rng.choice(("a", "b", "")))

    def belong(self) -> None:
        keys = [one.key for one in reads.project.actors(self.db)]
        since, until = self.rng.choice((("", ""), ("2012", "2015-03"), ("2015", ""), ("", "2014")))
        there = [row[0] for row in self.db.sqlite.execute("SELECT id FROM membership ORDER BY uuid")]
        what = self.rng.randrange(4) if there else 0
        if what <= 1 and not keys:
            raise UserError("All were deleted or merged away.")
        if what <= 1:
            new = Membership(self.rng.choice(keys), since, until, self.rng.choice(("", "chair")))
            edits.memberships.add(self.db, self._id("actor"), new)
        elif what == 2:
            edits.memberships.change(self.db, self.rng.choice(there), since=since, until=until)
        else:
            edits.memberships.remove(self.db, self.rng.choice(there))

    def make_field(self) -> None:
        kind = self.rng.choice(("text", "one"))
        choices = ("a", "b") if kind == "one" else ()
        edits.own_fields.make(self.db, OwnField("claim", self.rng.choice(FIELDS), kind, choices=choices))

    def change_field(self) -> None:
        found = [one for one in reads.own_fields.fields(self.db, "claim") if one.id]
        if not found:
            raise UserError("none")
        one, other = self.rng.choice(found), self.rng.choice(found)
        what = self.rng.randrange(4)
        if what == 0:
            edits.own_fields.rename(self.db, one, self.rng.choice(FIELDS))
        elif what == 1:
            edits.own_fields.merge(self.db, one, other)
        elif what == 2:
            edits.own_fields.delete(self.db, one)
        else:
            edits.own_fields.reorder(self.db, self.rng.sample(found, len(found)))

    def place_in_set(self) -> None:
        edits.documents.put_in_set(self.db, [self._id("document")], self.rng.choice(("A", "A/B", "C", "")))

    def split(self) -> None:
        claim = reads.project.claim(self.db, self._id("claim"))
        if len(claim.span) < 2:
            raise UserError("too short")
        at = self.rng.randrange(claim.start + 1, claim.end)
        edits.claims.split(self.db, claim.id, Span(claim.start, at), Span(at, claim.end))

    def hand_out(self) -> None:
        documents = [self._id("document")]
        what = self.rng.randrange(3)
        if what == 0:
            edits.handouts.hand_out(self.db, documents, [self.rng.choice(("Ana", "Ben", "Cleo"))])
        elif what == 1:
            edits.handouts.take_back(self.db, documents, [self.rng.choice(("Ana", "Ben", "Cleo"))])
        else:
            edits.handouts.finish(self.db, documents, is_finished=self.rng.random() < 0.7)

    def undo(self) -> None:
        self.db.undo()

    def redo(self) -> None:
        self.db.redo()

    def decide(self) -> None:
        found = reads.conflicts.conflicts(self.db)
        if found:
            one = self.rng.choice(found)
            edits.conflicts.decide(self.db, one.id, self.rng.choice(one.choices), self.rng.choice((None, "why")))


def held(db: Database) -> dict[tuple[str, str], dict[str, object]]:
    """Return all that a project holds, in a form that is the same where two hold the same."""
    found: dict[tuple[str, str], dict[str, object]] = {}
    for thing, values in state(db.sqlite).items():
        found[thing] = {name: value for name, value in values.items() if value is not None}
    return found


def differences(one: Database, other: Database) -> list[str]:
    """Return what two projects hold differently, a line each."""
    here, there = held(one), held(other)
    told: list[str] = []
    for thing in sorted({*here, *there}):
        if here.get(thing) != there.get(thing):
            left, right = here.get(thing) or {}, there.get(thing) or {}
            names = sorted(name for name in {*left, *right} if left.get(name) != right.get(name))
            told.append(f"{thing}: " + ", ".join(f"{n}: {left.get(n)!r} / {right.get(n)!r}" for n in names)[:600])
    return told


def lost(before: Database, sides: list[Database], merged: Database) -> list[str]:
    """Return the claims and memos that a side has and the merged project has not, though nobody deleted them."""
    ancestor = state(before.sqlite)
    own = [state(side.sqlite) for side in sides]
    here = state(merged.sqlite)
    listed = {thing for (table, _uuid), values in here.items() if table == "conflict" for thing in [values["thing"]]}
    found: list[str] = []
    for side in own:
        for thing, values in side.items():
            if thing[0] not in ("claim", "memo", "document", "topic", "actor") or thing in here:
                continue
            if thing in ancestor and any(thing not in other for other in own):
                changed = {name: value for name, value in values.items() if name not in ("position", "of_text")}
                was = {name: value for name, value in ancestor[thing].items() if name not in ("position", "of_text")}
                if changed == was:
                    continue
                # what went with a merged topic or actor goes on in the other one
                if thing[0] in ("topic", "actor") and ("successor", thing[1]) in here:
                    continue
                if thing[1] not in listed:
                    found.append(f"changed and gone: {thing}")
            elif thing[1] not in listed and not (thing[0] in ("topic", "actor") and ("successor", thing[1]) in here):
                found.append(f"gone: {thing}")
    return found


def dangling(db: Database) -> list[str]:
    """Return what is wrong with a project: what `visavis check` says, and versions that name what is not there."""
    return check.problems(db)
