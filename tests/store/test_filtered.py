"""A filter in SQL equals the same filter in plain Python over all claims."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.dates import PartialDate
from desktop.core.filters import ClaimFilter
from desktop.core.query import fold, holds, parse, term_stands
from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Facts, NewClaim, Stance, Voice
from desktop.store import edits
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import claims_many as edit_claims_many
from desktop.store.edits import documents as edit_documents
from desktop.store.reads import counts, filtered
from desktop.store.reads import project as reads

from .making import ids, make_project

DATES = ("", "--12-22", "2020", "2023-11", "2024-02-29", "2024-04", "2025-01-01")
# by coder the documents that they have in hand
BLIND = {"Nilo": ("d0.txt", "d2.txt"), "Mira": ("d2.txt", "d3.txt")}
PUBLISHERS = ("", "Tarn Herald", "Velo")
OWN = ({}, {"Party": "Greens"}, {"Party": "Reds", "Age (1=old)": "1"}, {"Age (1=old)": "2"})


@pytest.fixture(scope="module")
def large() -> Iterator[Database]:
    """A project with claims of every kind: dates that lack parts, several coders, actors and memos."""
    with tempfile.TemporaryDirectory() as folder, make_project(Path(folder) / "p.visavis") as db:
        texts = [f"velo marin tosk {number} nim ést" for number in range(len(DATES))]
        added = edit_documents.add_documents(
            db,
            [
                CodedDocument(
                    f"d{at}.txt",
                    Facts(f"Title {at % 3}", PUBLISHERS[at % 3], date=DATES[at], variables=tuple(OWN[at % 4].items())),
                    text,
                )
                for at, text in enumerate(texts)
            ],
        )
        actors, topics = ids(db, "actor"), ids(db, "topic")
        number = 0
        for coder in ("Nilo", "Mira", "Ana"):
            db.set_coder(coder)
            for one in added:
                for _ in range(3):
                    number += 1
                    start = (0, 5, 11, 16)[number % 4]
                    held = [list(actors.values())[at] for at in {number % 3, number % 5 % 3}]
                    memo = ("", "Velo nim.", "Ordun", "")[number % 4] if number % 3 else ""
                    new = NewClaim(
                        one.document_id,
                        Span(start, start + 4 + number % 5),
                        tuple(held),
                        list(topics.values())[number % 3],
                        list(Stance)[number % 3],
                        list(Voice)[number * 7 % 3],
                        memo,
                    )
                    edit_claims.tag(db, new)
        for coder, handed in BLIND.items():
            edits.handouts.hand_out(
                db, [one.document_id for at, one in enumerate(added) if f"d{at}.txt" in handed], [coder]
            )
        # what is finished is seen again
        edits.handouts.hand_out(db, [added[4].document_id], ["Mira", "Nilo"])
        for coder in ("Mira", "Nilo"):
            db.set_coder(coder)
            edits.handouts.finish(db, [added[4].document_id])
        yield db


def plain(db: Database, chosen: ClaimFilter) -> list[int]:
    """Filter all claims without any SQL."""
    documents = {document.id: document for document in reads.documents(db)}
    topics = {topic.id: topic for topic in reads.topics(db)}
    actors = {actor.id: actor for actor in reads.actors(db)}
    coders = {coder.id: coder.name for coder in reads.coders(db)}

    def at_or_above(table: dict[int, object], number: int) -> set[str]:
        parents = {one.key: one.parent for one in table.values()}  # type: ignore[attr-defined]
        key = table[number].key  # type: ignore[attr-defined]
        found = set()
        while key and key not in found:
            found.add(key)
            key = parents[key] if chosen.with_children else ""
        return found

    def speaks_for(number: int) -> str:
        # nobody belongs to anything by dates or by an affiliation here
        known, one = {each.key: each for each in actors.values()}, actors[number]
        while not one.is_body:
            if one.parent not in known:
                return actors[number].key
            one = known[one.parent]
        return one.key

    def in_range(date: str) -> bool:
        if not (chosen.since or chosen.until):
            return True
        own = PartialDate.parse(date)
        if own.year is None:
            return False
        first, last = bounds(own)
        return (not chosen.since or last >= bounds(PartialDate.parse(chosen.since))[0]) and (
            not chosen.until or first <= bounds(PartialDate.parse(chosen.until))[1]
        )

    def has_variables(own: dict[str, str]) -> bool:
        wanted: dict[str, set[str]] = {}
        for one in chosen.variables or ():
            # no value has an equals sign here
            name, _, value = one.rpartition("=")
            wanted.setdefault(name, set()).add(value)
        return all(own.get(name) in values for name, values in wanted.items())

    def lets_through(claim: reads.Claim) -> bool:
        document = documents[claim.document_id]
        asked = parse(chosen.text)
        told = (fold(claim.quote), fold(claim.memo))
        return (
            (not chosen.documents or bool({document.uuid, document.name} & set(chosen.documents)))
            and (not chosen.sets or any(f"{document.set_path}/".startswith(f"{path}/") for path in chosen.sets))
            and (not chosen.publishers or document.facts.publisher in chosen.publishers)
            and (not chosen.kinds or document.facts.kind in chosen.kinds)
            and has_variables(dict(document.facts.variables))
            and in_range(document.facts.date)
            and (not chosen.topics or bool(at_or_above(topics, claim.topic_id) & set(chosen.topics)))  # type: ignore[arg-type]
            and (
                not chosen.actors or any(at_or_above(actors, actor) & set(chosen.actors) for actor in claim.actor_ids)  # type: ignore[arg-type]
            )
            and (not chosen.organisations or any(speaks_for(one) in chosen.organisations for one in claim.actor_ids))
            and (not chosen.stances or claim.stance in chosen.stances)
            and (not chosen.voices or claim.voice in chosen.voices)
            and (not chosen.coders or coders[claim.coder_id] in chosen.coders)
            and (not chosen.hidden_coders or coders[claim.coder_id] not in chosen.hidden_coders)
            and all(
                coders[claim.coder_id] == one or document.name not in BLIND.get(one, ())
                for one in chosen.blind_coders or ()
            )
            and (chosen.has_memo is None or bool(claim.memo) == chosen.has_memo)
            and (not chosen.origins or claim.origin in chosen.origins)
            and (asked is None or holds(asked, lambda term: any(term_stands(term, one) for one in told)))
        )

    return [claim.id for claim in reads.claims(db) if lets_through(claim)]


def bounds(date: PartialDate) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    assert date.year is not None
    return (date.year, date.month or 1, date.day or 1), (date.year, date.month or 12, date.day or 31)


def some(*values: str) -> st.SearchStrategy[tuple[str, ...] | None]:
    return st.none() | st.lists(st.sampled_from([*values, "no such"]), min_size=1, max_size=3).map(tuple)


filters = st.builds(
    ClaimFilter,
    documents=some("d1.txt", "d3.txt", "velo.txt"),
    sets=some("A", "A/B", "C"),
    publishers=some(*PUBLISHERS[1:]),
    kinds=some("interview", "other"),
    variables=some("Party=Greens", "Party=Reds", "Age (1=old)=1", "Age (1=old)=2"),
    since=st.sampled_from(["", "", "2020-06", "2024-02-29"]),
    until=st.sampled_from(["", "", "2024-02-29", "2024-04", "2025"]),
    actors=some("ordun", "tarn", "elbar"),
    organisations=some("ordun", "tarn", "(not known)"),
    topics=some("trade", "economy", "bridge"),
    stances=st.none() | st.lists(st.sampled_from(list(Stance)), max_size=2).map(tuple),
    voices=st.none() | st.lists(st.sampled_from(Voice), max_size=2).map(tuple),
    coders=some("Nilo", "Mira", "Ana"),
    has_memo=st.none() | st.booleans(),
    text=st.sampled_from(["", "", "velo", "vel", "NOT velo", "ordun OR est", "tosk -nim", '"marin tosk"', "velo nim"]),
    origins=some("coder", "seed"),
    hidden_coders=some("Nilo", "Mira"),
    blind_coders=some("Nilo", "Mira"),
    with_children=st.booleans(),
)


@settings(max_examples=300)
@given(filters)
def test_a_filter_in_sql_equals_one_in_plain_python(large: Database, chosen: ClaimFilter) -> None:
    wanted = plain(large, chosen)
    assert sorted(filtered.ids(large, chosen)) == sorted(wanted)
    assert filtered.count(large, chosen) == len(wanted)
    claims = filtered.claims(large, chosen)
    assert [claim.id for claim in claims] == wanted
    cells = Counter((claim.topic_id, actor, claim.stance) for claim in claims for actor in claim.actor_ids)
    assert cells == {(t, a, stance): n for t, a, stance, n in counts.counts(large, ("topic", "actor"), chosen)}
    assert sorted(filtered.marks(large, chosen, 1).ids) == sorted(one.id for one in claims if one.document_id == 1)


@given(filters)
def test_marks_of_documents_and_words_let_through_what_their_names_do(large: Database, chosen: ClaimFilter) -> None:
    marked = filtered.marks_of(large, chosen, by_document=True)
    found = filtered.condition(large, chosen, marked=marked)
    rows = large.sqlite.execute(f"SELECT c.id FROM claim c WHERE {found.sql}", found.values)
    assert {row[0] for row in rows} == {*filtered.ids(large, chosen)}
    assert (marked.claims is None) == (parse(chosen.text) is None)


def test_few_claims_with_some_words_are_looked_up_one_by_one(large: Database) -> None:
    chosen = ClaimFilter(text="velo")
    number = filtered.count(large, chosen)
    assert number
    assert filtered.marks_of(large, chosen, least=number).claims is not None
    assert filtered.marks_of(large, chosen, least=number + 1).claims is None


def test_each_condition_of_the_property_lets_some_through_and_some_not(large: Database) -> None:
    total = len(reads.claims(large))
    for words in (
        "document=d1.txt",
        'publisher="Tarn Herald"',
        "kind=interview",
        "variable=Party=Reds",
        'variable="Age (1=old)=2"',
        "date=2024..",
        "date=..2023",
        "actor=tarn",
        "topic=economy",
        "stance=favor",
        "voice=author",
        "coder=Mira",
        "memo=yes",
        "text=velo",
        "text=ordun",
        "origin=seed",
        "hide=Mira",
    ):
        assert 0 < filtered.count(large, ClaimFilter.parse(words)) < total, words


def test_every_order_has_all_claims_and_goes_both_ways(large: Database) -> None:
    by_place = filtered.ids(large, ClaimFilter())
    claims = {claim.id: claim for claim in reads.claims(large)}
    names = {actor.id: actor.name.casefold() for actor in reads.actors(large)}
    for order in filtered.ORDERS:
        up, down = (filtered.ids(large, ClaimFilter(), order, descending=one) for one in (False, True))
        assert sorted(up) == sorted(down) == sorted(by_place)
        assert up != down, order
    actors = [names[claims[number].actor_ids[0]] for number in filtered.ids(large, ClaimFilter(), "actors")]
    assert actors == sorted(actors)
    quotes = [claims[number].quote.lower() for number in filtered.ids(large, ClaimFilter(), "quote", descending=True)]
    assert quotes == sorted(quotes, reverse=True)
    # what has none stands last, whichever way
    dates = {document.id: document.facts.date for document in reads.documents(large)}
    for descending in (False, True):
        memos = [bool(claims[one].memo) for one in filtered.ids(large, ClaimFilter(), "memo", descending=descending)]
        assert memos == sorted(memos, reverse=True)
        dated = [
            dates[claims[one].document_id] for one in filtered.ids(large, ClaimFilter(), "date", descending=descending)
        ]
        assert all(dated[: dated.index("")])
        assert not any(dated[dated.index("") :])


def test_a_circle_of_parents_ends(db: Database) -> None:
    with db.edit("Circle") as recorder:
        topics = ids(db, "topic")
        recorder.update("topic", topics["economy"], {"parent_id": topics["trade"]})
    assert filtered.count(db, ClaimFilter(topics=("economy",))) == 2


def test_what_is_retagged_is_found_where_it_is_now(db: Database) -> None:
    topics = ids(db, "topic")
    on_bridge = ClaimFilter(topics=("bridge",))
    before = filtered.ids(db, on_bridge)
    edit_claims_many.retag(db, [1, 3], edit_claims_many.Retag(topic_id=topics["bridge"]))
    assert set(filtered.ids(db, on_bridge)) == {*before, 1, 3}
    db.undo()
    assert filtered.ids(db, on_bridge) == before
