"""Steps for the test of undo: the codebook, structure, texts, views, verdicts; a refused step changes nothing."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace

from hypothesis import assume
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.core.memos import MemoTarget
from desktop.core.own_fields import KINDS, OWNERS, OwnField
from desktop.core.spans import Span
from desktop.core.traces import Trace, Verdict, answered_only
from desktop.core.values import Codebook, CodebookFile, SegmentKind, Topic, TurnRole
from desktop.core.views import View
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import codebook_merge as edit_codebook_merge
from desktop.store.edits import codebook_tree as edit_codebook_tree
from desktop.store.edits import documents as edit_documents
from desktop.store.edits import memos, saved
from desktop.store.edits import own_fields as edit_own_fields
from desktop.store.edits import segments as edit_segments
from desktop.store.edits import text as edit_text
from desktop.store.edits import traces as edit_traces
from desktop.store.reads import own_fields as own_reads
from desktop.store.reads import project as reads
from desktop.store.reads import traces as trace_reads

Step = Callable[[Database], object]
numbers = st.integers(0, 50)
tables = st.sampled_from(["actor", "topic"])
several = st.lists(numbers, min_size=1, max_size=4)
own_values = st.sampled_from(["", "a", "b", "a; c", "3.50", "2024", "yes", "a=b", "😀"])


def refused_or_done(step: Step) -> Step:
    def doing(db: Database) -> None:
        with contextlib.suppress(UserError):
            step(db)

    return doing


def entries(db: Database, table: str) -> list[int]:
    return [one.id for one in (reads.actors(db) if table == "actor" else reads.topics(db))]


def entry(db: Database, table: str, number: int) -> int:
    found = entries(db, table)
    # the steps before may have deleted them all
    assume(found)
    return found[number % len(found)]


def document(db: Database, number: int) -> int:
    found = reads.documents(db)
    return found[number % len(found)].id


def field(db: Database, number: int) -> OwnField:
    found = own_reads.fields(db)
    assume(found)
    return found[number % len(found)]


def make_field(db: Database, owner: str, name: str, kind: str) -> None:
    choices = ("a", "b", "c") if KINDS[kind].listed else ()
    edit_own_fields.make(db, OwnField(owner, name, kind, choices=choices, preset="a" if choices else ""))


def set_own(db: Database, number: int, chosen: list[int], value: str) -> None:
    own = field(db, number)
    things = [row[0] for row in db.sqlite.execute(f"SELECT id FROM {own.owner} ORDER BY id")]
    edit_own_fields.set_value(db, own, [things[at % len(things)] for at in chosen if things], value)


def mend_field(db: Database, numbers: tuple[int, int], how: str, kind: str, value: str) -> None:
    own = field(db, numbers[0])
    if how == "rename":
        edit_own_fields.rename(db, own, value)
    elif how == "retype":
        edit_own_fields.retype(db, own, kind, drop=True)
    elif how == "merge":
        edit_own_fields.merge(db, own, field(db, numbers[1]))
    elif how == "value":
        edit_own_fields.rename_value(db, own, value, "b")
    elif how == "delete":
        edit_own_fields.delete(db, own)
    else:
        edit_own_fields.reorder(db, own_reads.fields(db)[::-1])


def span(db: Database, of: int, start: int, length: int) -> Span:
    end = len(reads.text(db, of))
    return Span(start % end, min(end, start % end + 1 + length))


def part(db: Database, number: int, at: int) -> None:
    found = [claim for claim in reads.claims(db) if len(claim.quote) > 1]
    if found:
        claim = found[number % len(found)]
        middle = claim.start + 1 + at % (len(claim.quote) - 1)
        edit_claims.split(db, claim.id, Span(claim.start, middle), Span(middle, claim.end))


def join(db: Database, number: int, other: int) -> None:
    found = [claim.id for claim in reads.claims(db)]
    if found and found[number % len(found)] != found[other % len(found)]:
        edit_claims.join(db, found[number % len(found)], found[other % len(found)])


def merge(db: Database, table: str, number: int, other: int) -> None:
    source, target = entry(db, table, number), entry(db, table, other)
    if source != target:
        edit_codebook_merge.merge(db, table, source, target)


def split(db: Database, table: str, number: int, count: int) -> None:
    source = entry(db, table, number)
    claims = reads.claims(db, actor_id=source) if table == "actor" else reads.claims(db, topic_id=source)
    edit_codebook_merge.split(db, table, source, [claim.id for claim in claims[: count % 4]], "Parted")


def delete(db: Database, table: str, number: int, other: int, with_claims: bool) -> None:
    target = None if with_claims else entry(db, table, other)
    edit_codebook_merge.delete(db, table, entry(db, table, number), move_to=target, with_claims=with_claims)


def place(db: Database, table: str, number: int, parent: int, top: bool) -> None:
    target = None if top else entry(db, table, parent)
    edit_codebook_tree.place(db, table, entry(db, table, number), target)


def define(db: Database, table: str, number: int, words: str) -> None:
    if table == "topic":
        edit_codebook.update(db, "topic", entry(db, table, number), definition=words, aliases=(words, "olm"))
    else:
        edit_codebook.update(db, "actor", entry(db, table, number), role=words)


def take_codebook(db: Database, update: bool) -> None:
    topics = (*reads.topics(db)[:2], Topic("brought", "Brought in", "It is brought in."))
    changed = tuple(replace(topic, definition="From a file.", parent="") for topic in topics)
    given = {("topic", topic.key): frozenset({"name", "definition"}) for topic in changed}
    edit_codebook.apply_codebook(db, CodebookFile(Codebook((), changed), given), update=update)


def mend(db: Database, number: int, words: str) -> None:
    chosen = document(db, number)
    coded = reads.coded_document(db, chosen)
    new = replace(coded, text=f"{words} {coded.text}", segments=(), claims=())
    edit_text.replace_text(db, edit_text.plan_replacement(db, chosen, new), drop_lost=True)


def same_event(db: Database, number: int, other: int, same: bool | None) -> None:
    one, two = document(db, number), document(db, other)
    if one != two:
        edit_traces.set_same_event(db, one, two, same)


def judge(db: Database, numbers: tuple[int, int, int, int], how: str, memo: str) -> None:
    one, two = document(db, numbers[0]), document(db, numbers[1])
    if one == two:
        return
    quoted, passage = span(db, one, numbers[2], 3), span(db, two, numbers[3], 3)
    told = (Verdict.ALTERED, 0.5, "Because.")
    trace = Trace(one, quoted.start, quoted.end, "", two, passage.start, passage.end, "", *told)
    match how:
        case "confirm":
            edit_traces.confirm(db, trace)
        case "correct":
            edit_traces.correct(db, trace, Verdict.TRIMMED)
        case "reject":
            edit_traces.reject(db, trace)
        case "memo":
            edit_traces.set_memo(db, trace, memo)
        case _:
            found = answered_only(trace_reads.verdicts(db), [])
            if found:
                edit_traces.withdraw(db, found[numbers[0] % len(found)])


def remove(db: Database, number: int) -> None:
    # one stays: every other step needs a document
    if len(reads.documents(db)) > 1:
        edit_documents.remove(db, [document(db, number)])


def more_steps() -> Iterator[st.SearchStrategy[Step]]:
    words = st.sampled_from(["velo", "marin\n😀", "Toll"])
    paths = st.sampled_from(["A", "A/B", "C"])
    yield st.builds(lambda n: lambda db: remove(db, n), numbers)
    yield st.builds(lambda n, path: lambda db: edit_documents.put_in_set(db, [document(db, n)], path), numbers, paths)
    yield st.builds(lambda path, to: refused_or_done(lambda db: edit_documents.rename_set(db, path, to)), paths, paths)
    yield st.builds(lambda path: refused_or_done(lambda db: edit_documents.dissolve_set(db, path)), paths)
    kinds, roles = st.sampled_from(SegmentKind), st.sampled_from([None, *TurnRole])
    yield st.builds(lambda a, b: refused_or_done(lambda db: part(db, a, b)), numbers, numbers)
    yield st.builds(lambda a, b: refused_or_done(lambda db: join(db, a, b)), numbers, numbers)
    yield st.builds(lambda t, a, b: refused_or_done(lambda db: merge(db, t, a, b)), tables, numbers, numbers)
    yield st.builds(lambda t, a, b: refused_or_done(lambda db: split(db, t, a, b)), tables, numbers, numbers)
    yield st.builds(
        lambda t, a, b, w: refused_or_done(lambda db: delete(db, t, a, b, w)), tables, numbers, numbers, st.booleans()
    )
    yield st.builds(
        lambda t, a, b, w: refused_or_done(lambda db: place(db, t, a, b, w)), tables, numbers, numbers, st.booleans()
    )
    yield st.builds(
        lambda o, n, k: refused_or_done(lambda db: make_field(db, o, n, k)),
        *(st.sampled_from([*OWNERS]), st.sampled_from(["Frame", "Side", "Year"]), st.sampled_from([*KINDS])),
    )
    yield st.builds(lambda n, c, v: refused_or_done(lambda db: set_own(db, n, c, v)), numbers, several, own_values)
    yield st.builds(
        lambda n, h, k, v: refused_or_done(lambda db: mend_field(db, n, h, k, v)),
        st.tuples(numbers, numbers),
        st.sampled_from(["rename", "retype", "merge", "value", "delete", "order"]),
        *(st.sampled_from([*KINDS]), own_values),
    )
    yield st.builds(lambda t, a, w: refused_or_done(lambda db: define(db, t, a, w)), tables, numbers, words)
    yield st.builds(lambda w: refused_or_done(lambda db: take_codebook(db, w)), st.booleans())
    yield st.builds(lambda a, w: refused_or_done(lambda db: mend(db, a, w)), numbers, words)
    yield st.builds(
        lambda a, s, n, k, r: refused_or_done(
            lambda db: edit_segments.mark(db, document(db, a), span(db, document(db, a), s, n), k, role=r)
        ),
        *(numbers, numbers, numbers, kinds, roles),
    )
    yield st.builds(
        lambda a, b, w: refused_or_done(lambda db: same_event(db, a, b, w)),
        *(numbers, numbers, st.sampled_from([True, False, None])),
    )
    yield st.builds(
        lambda a, s, n: refused_or_done(
            lambda db: edit_traces.dismiss(db, document(db, a), span(db, document(db, a), s, n))
        ),
        *(numbers, numbers, numbers),
    )
    yield st.builds(
        lambda n, how, memo: refused_or_done(lambda db: judge(db, n, how, memo)),
        st.tuples(numbers, numbers, st.integers(0, 8), numbers),
        st.sampled_from(["confirm", "correct", "reject", "memo", "withdraw"]),
        words,
    )
    yield st.builds(
        lambda name, cells: refused_or_done(lambda db: saved.save(db, name, View().changed(cells=cells))),
        *(st.sampled_from(["a", "b"]), st.sampled_from(["net", "share"])),
    )
    yield st.builds(
        lambda a, b, w: refused_or_done(
            lambda db: memos.set_text(db, MemoTarget(topic_id=entry(db, "topic", a), actor_id=entry(db, "actor", b)), w)
        ),
        *(numbers, numbers, words),
    )
