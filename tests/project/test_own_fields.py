"""A field of any kind, of whatever, on every path: what was said of it stands there, and is counted as often."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desktop.core.axes import NONE, Axis
from desktop.core.errors import UserError
from desktop.core.own_fields import KINDS, OWNERS, OwnField, find, joined
from desktop.core.spans import Span
from desktop.core.values import Actor, Codebook, CodedClaim, CodedDocument, Facts, Stance, Topic
from desktop.core.views import View
from desktop.exchange import codebook as codebook_files
from desktop.exchange.annotated.reader import read_annotated
from desktop.exchange.annotated.writer import write_annotated
from desktop.exchange.readers.source import SourceFile
from desktop.exchange.tables.formats import FORMATS
from desktop.project import findings, lists, lookup, matrix
from desktop.project.codebook import codebook
from desktop.project.programs.exporting import export_project
from desktop.project.requests import Request
from desktop.store import edits, reads
from desktop.store.check import problems
from desktop.store.database import Database

from .round_trips import again

WORDS = [f"velo{at}" for at in range(24)]
VALUES = {
    "text": ["north", "a=b", "it; was", "😀", "03"],
    "number": ["1", "2.5", "-3", "10"],
    "date": ["2024", "2024-05", "2024-05-06"],
    "yes-no": ["yes", "no"],
    "one": ["cost", "faith", "law and order"],
    "several": ["cost", "cost; law and order", "faith; law and order"],
}
CHOICES = ("faith", "law and order", "cost")
numbers = count()


def field(owner: str, kind: str) -> OwnField:
    return OwnField(owner, "Frame, of mind", kind, "What it is.", choices=CHOICES if KINDS[kind].listed else ())


def filled(path: Path) -> Database:
    db = Database(path, create=True)
    db.set_coder("Nilo")
    actors = tuple(Actor(key, key.title()) for key in ("ana", "bo", "cy"))
    topics = tuple(Topic(key, key.title(), f"{key} is good") for key in ("trade", "bridge"))
    text = " ".join(WORDS) + "."
    documents = []
    for number in range(3):
        claims = tuple(
            CodedClaim(
                Span(at := text.index(word + " "), at + len(word)),
                tuple(actors[one].key for one in {place % 3, place * number % 3}),
                topics[place % 2].key,
                [*Stance][place % 3],
            )
            for place, word in enumerate(WORDS[number:-1:2])
        )
        documents.append(CodedDocument(f"{number}.txt", Facts(title=f"{number}", date="2024"), f"{number} {text}"))
        documents[-1] = replace(documents[-1], text=text + str(number), claims=claims)
    with db.edit("import_documents", {"count": 3}) as recorder:
        edits.codebook.add_codebook(db, recorder, Codebook(actors, topics))
        for document in documents:
            edits.documents.add_document(db, recorder, document, "import")
    return db


def things(db: Database, owner: str) -> list[int]:
    return [row[0] for row in db.sqlite.execute(f"SELECT id FROM {owner} ORDER BY id")]


def held(db: Database, own: OwnField) -> dict[int, str]:
    """Return what things have, as the lists of things tell it."""
    if own.owner == "claim":
        said: Iterator[tuple[int, Any]] = ((one.id, one.own) for one in reads.project.claims(db))
    elif own.owner == "document":
        said = ((one.id, one.facts.variables) for one in reads.project.documents(db))
    else:
        found = reads.project.actors(db) if own.owner == "actor" else reads.project.topics(db)
        said = ((one.id, one.variables) for one in found)  # type: ignore[attr-defined]
    return {number: dict(told)[own.name] for number, told in said if own.name in dict(told)}


def parts(own: OwnField, told: str) -> tuple[str, ...]:
    """Return the lines of a comparison on which what has this stands."""
    if not told:
        return (NONE,)
    return tuple(told.split("; ")) if own.kind == "several" and own.owner == "claim" else (told,)


def by_matrix(db: Database, own: OwnField, other: str) -> Counter[tuple[str, str, str]]:
    shown = matrix.compare(db, View().changed(rows=own.place, columns=other)).pivot
    found: Counter[tuple[str, str, str]] = Counter()
    for (row, column), counts in shown.cells.items():
        for stance, number in zip(Stance, counts, strict=True):
            if number:
                found[shown.rows[row][-1].key, shown.columns[column][-1].key, stance.value] += number
    return found


def by_claims(db: Database, own: OwnField, other: str) -> Counter[tuple[str, str, str]]:
    """Count again, claim by claim, from what `reads` gives of each."""
    said = held(db, own)
    actors = {one.id: one.key for one in reads.project.actors(db)}
    topics = {one.id: one.key for one in reads.project.topics(db)}
    documents = {one.id: one.name for one in reads.project.documents(db)}
    found: Counter[tuple[str, str, str]] = Counter()
    for claim in reads.project.claims(db):
        owners = {"claim": [claim.id], "document": [claim.document_id], "topic": [claim.topic_id]}
        owners["actor"] = [*claim.actor_ids]
        lines = {
            "topic": [topics[claim.topic_id]],
            "actor": [actors[one] for one in claim.actor_ids],
            "document": [documents[claim.document_id]],
        }
        pairs: list[tuple[str, str]] = []
        if own.owner == "actor" and other == "actor":
            pairs = [(line, actors[one]) for one in claim.actor_ids for line in parts(own, said.get(one, ""))]
        else:
            shown = dict.fromkeys(line for one in owners[own.owner] for line in parts(own, said.get(one, "")))
            pairs = [(line, one) for line in shown for one in lines[other]]
        found.update((*pair, claim.stance.value) for pair in pairs)
    return found


def by_timeline(db: Database, own: OwnField, other: str) -> Counter[tuple[str, str, str]]:
    """Count once more by what is drawn over time."""
    fields = findings.line_fields(db, f"{own.place}>{other}")
    points = findings.timeline_of(db, reads.counts.mentions(db), "month", fields, matrix.load_members(db))
    found: Counter[tuple[str, str, str]] = Counter()
    for point in points:
        one, second = point.line
        found.update({(one.key, second.key, stance.value): n for stance, n in zip(Stance, point.counts, strict=True)})
    return +found


def by_sql(db: Database, own: OwnField) -> Counter[tuple[str, str, str]]:
    """Count a field of claims by topic again, from the rows alone."""
    sql = (
        "SELECT coalesce(v.value, ?), t.key, c.stance, count(*) FROM claim c JOIN topic t ON t.id = c.topic_id "
        "LEFT JOIN claim_value v ON v.claim_id = c.id AND v.field_id = ? GROUP BY 1, 2, 3"
    )
    return Counter({(value, topic, stance): n for value, topic, stance, n in db.sqlite.execute(sql, [NONE, own.id])})


def by_table(db: Database, own: OwnField, form: str) -> Mapping[str, str]:
    """Return what a written table of claims has of a field, by their uuids."""
    table = lists.claims_table(db, Request())
    written = FORMATS[form].write(table)
    if form == "json":
        rows: list[dict[str, Any]] = json.loads(written)["rows"]
    else:
        rows = [*csv.DictReader(io.StringIO(written.decode("utf-8-sig")))]
    return {str(one["uuid"]): str(one[own.place]) for one in rows if one[own.place] not in (None, "")}


def uuids(db: Database) -> dict[int, str]:
    return {one.id: one.uuid for one in reads.project.claims(db)}


drawn = st.lists(st.tuples(st.integers(0, 50), st.integers(-1, 9)), min_size=1, max_size=25)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("owner", OWNERS)
@settings(
    max_examples=2, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=drawn)
def test_a_field_of_any_kind_survives_every_path_and_is_counted_alike(
    tmp_path: Path, owner: str, kind: str, said: list[tuple[int, int]]
) -> None:
    path = tmp_path / f"{next(numbers)}.visavis"
    with filled(path) as db:
        edits.own_fields.make(db, field(owner, kind))
        own = lookup.own_field(db, "Frame, of mind")
        expected: dict[int, str] = {}
        known = things(db, owner)
        for at, which in said:
            number = known[at % len(known)]
            text = "" if which < 0 else VALUES[kind][which % len(VALUES[kind])]
            if owner == "claim" and which % 2:
                edits.claims.change(db, number, own={own.name: text})
            else:
                edits.own_fields.set_value(db, own, [number, known[0]], text)
                expected[known[0]] = joined(own.read(text))
            expected[number] = joined(own.read(text))
        expected = {number: text for number, text in expected.items() if text}
        assert held(db, own) == expected
        for other in ("topic", "actor", "document"):
            if own.owner != other:
                assert by_matrix(db, own, other) == by_claims(db, own, other) == by_timeline(db, own, other)
        if owner == "claim":
            assert by_matrix(db, own, "topic") == by_sql(db, own)
            for form in ("csv", "json"):
                table = by_table(db, own, form)
                assert {number: table[uuid] for number, uuid in uuids(db).items() if uuid in table} == expected
        # every value is found by a filter, and what has none
        for text in {*expected.values()}:
            for one in own.read(text):
                lines = [claim.id for claim in reads.project.claims(db)]
                filtered = reads.filtered.ids(db, lookup.claim_filter(db, f'field="{own.place}={one}"'))
                assert set(filtered) <= set(lines)
                if owner == "claim":
                    assert set(filtered) == {n for n, told in expected.items() if one in own.read(told)}
        # undone, there is no value any more, and done again all of them
        steps = 0
        while db.undo_text() != "Make field Frame, of mind" and db.undo() is not None:
            steps += 1
        assert held(db, own) == {}
        assert by_matrix(db, own, "document" if owner == "topic" else "topic").total() > 0
        for _step in range(steps):
            db.redo()
        assert held(db, own) == expected
        assert problems(db) == []
        book = codebook(db)
        coded = [reads.project.coded_document(db, number) for number in things(db, "document")]
        names = uuids(db)
    # into another project: the codebook as a file, and each document as annotated Markdown
    with Database(tmp_path / f"{next(numbers)}.visavis", create=True) as other:
        source = SourceFile(codebook_files.write_toml(book), "book.toml")
        edits.codebook.apply_codebook(other, codebook_files.read_toml(source))
        edits.documents.add_documents(
            other, [read_annotated(write_annotated(one), one.name) for one in coded], origin="import"
        )
        again = find(reads.own_fields.fields(other), own.place)
        assert replace(again, id=own.id) == own
        if owner == "claim":
            there = {uuid: text for number, uuid in uuids(other).items() if (text := held(other, again).get(number))}
            assert there == {names[number]: text for number, text in expected.items()}
        else:
            assert Counter(held(other, again).values()) == Counter(expected.values())
        assert problems(other) == []


def known_by(db: Database, owner: str) -> dict[int, object]:
    """Return by what a thing is known in every project."""
    if owner == "claim":
        return {one.id: one.uuid for one in reads.project.claims(db)}
    if owner == "document":
        return {one.id: one.name for one in reads.project.documents(db)}
    found = reads.project.actors(db) if owner == "actor" else reads.project.topics(db)
    return {one.id: one.key for one in found}  # type: ignore[attr-defined]


def filled_fields(db: Database, owner: str) -> dict[str, dict[object, str]]:
    """Give things values of a field of each kind, and nothing to some; return these by field and thing."""
    expected: dict[str, dict[object, str]] = {}
    for kind, values in VALUES.items():
        edits.own_fields.make(db, replace(field(owner, kind), name=f"Field, {kind}"))
        own = lookup.own_field(db, f"{owner}:Field, {kind}")
        chosen: dict[str, list[int]] = {}
        for at, number in enumerate(things(db, owner)):
            if at % 4 != 1:
                chosen.setdefault(values[at % len(values)], []).append(number)
        for text, numbers in chosen.items():
            edits.own_fields.set_value(db, own, numbers, text)
        names = known_by(db, owner)
        expected[own.name] = {names[number]: text for number, text in held(db, own).items()}
    return expected


def hold_to(db: Database, owner: str, expected: dict[str, dict[object, str]]) -> None:
    """Hold fields of each kind to what was said, and their counts to two recounts."""
    names = known_by(db, owner)
    for kind, (name, told) in zip(VALUES, expected.items(), strict=True):
        own = find(reads.own_fields.fields(db, defined=True), f"{owner}:{name}")
        assert (own.kind, own.choices, own.definition) == (kind, field(owner, kind).choices, "What it is.")
        assert {names[number]: text for number, text in held(db, own).items()} == told
        other = "topic" if owner != "topic" else "document"
        assert by_matrix(db, own, other) == by_claims(db, own, other)
        if owner == "claim":
            assert by_matrix(db, own, "topic") == by_sql(db, own)
    assert problems(db) == []


@pytest.mark.parametrize("owner", OWNERS)
@pytest.mark.parametrize("form", [("qdpx", "p.qdpx"), ("webannotation", "p.jsonld"), ("annotated", "p.zip")])
def test_fields_of_each_kind_come_back_from_what_other_programs_read(
    tmp_path: Path, form: tuple[str, str], owner: str
) -> None:
    with filled(tmp_path / "one.visavis") as db:
        expected = filled_fields(db, owner)
        data, _lost = export_project(db, form[0], "study")
    with Database(tmp_path / "two.visavis", create=True) as other:
        again(data, form[1], other, tmp_path, apart=False)
        hold_to(other, owner, expected)


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_fields_of_claims_of_each_kind_come_back_from_tables(tmp_path: Path, form: str) -> None:
    with filled(tmp_path / "one.visavis") as db:
        expected = filled_fields(db, "claim")
        data, _lost = export_project(db, form, "study")
        edits.claims.delete(db, [one.id for one in reads.project.claims(db)])
        again(data, f"p.{form}", db, tmp_path, apart=False)
        hold_to(db, "claim", expected)


@pytest.mark.parametrize("owner", OWNERS)
def test_what_dna_has_no_place_for_is_told_by_name(tmp_path: Path, owner: str) -> None:
    with filled(tmp_path / "one.visavis") as db:
        filled_fields(db, owner)
        _data, lost = export_project(db, "dna", "study")
    assert [one for one in lost if "Field, several" in one or "field" in one.lower()] or owner == "document", lost


def test_what_does_not_fit_is_told_before_and_goes_only_where_it_shall(tmp_path: Path) -> None:
    with filled(tmp_path / "p.visavis") as db:
        edits.own_fields.make(db, OwnField("claim", "Year"))
        own = lookup.own_field(db, "Year")
        edits.own_fields.set_value(db, own, [1, 2], "2024")
        edits.own_fields.set_value(db, own, [3], "soon")
        assert edits.own_fields.misfits(db, own, replace(own, kind="number")).values == {"soon": 1}
        with pytest.raises(UserError, match="“soon” \\(1\\)"):
            edits.own_fields.retype(db, own, "number")
        assert held(db, own) == {1: "2024", 2: "2024", 3: "soon"}
        edits.own_fields.retype(db, own, "number", drop=True)
        assert held(db, own) == {1: "2024", 2: "2024"}
        db.undo()
        assert held(db, own) == {1: "2024", 2: "2024", 3: "soon"}
        assert lookup.own_field(db, "Year").kind == "text"


def test_a_new_claim_has_the_default_and_what_is_split_joined_and_duplicated_keeps_its_values(tmp_path: Path) -> None:
    with filled(tmp_path / "p.visavis") as db:
        edits.own_fields.make(db, OwnField("claim", "Frame", "one", preset="cost", choices=CHOICES))
        own = lookup.own_field(db, "Frame")
        assert held(db, own) == {}
        tagged = lookup.tag(db, document="0.txt", start=6, end=11, actors=["ana"], topic="trade", stance="favor")
        assert held(db, own) == {tagged: "cost"}
        edits.own_fields.set_value(db, own, [1], "faith")
        (copy,) = edits.claims_many.duplicate(db, [1], lookup.find_key(db, "topic", "bridge"))
        assert held(db, own) == {tagged: "cost", 1: "faith", copy: "faith"}
        second = edits.claims.split(db, 1, Span(0, 2), Span(2, 5))
        assert held(db, own)[second] == "faith"
        edits.own_fields.set_value(db, own, [1], "")
        edits.claims.join(db, 1, second)
        assert held(db, own) == {tagged: "cost", 1: "faith", copy: "faith"}
        edits.claims.delete(db, [1, tagged])
        assert held(db, own) == {copy: "faith"}
        db.undo()
        assert held(db, own) == {tagged: "cost", 1: "faith", copy: "faith"}
        assert problems(db) == []


def test_ranges_and_what_has_no_value_are_found(tmp_path: Path) -> None:
    with filled(tmp_path / "p.visavis") as db:
        edits.own_fields.make(db, OwnField("claim", "Weight", "number"))
        edits.own_fields.make(db, OwnField("actor", "Party", "several", choices=("Reds", "Blues")))
        own, party = lookup.own_field(db, "Weight"), lookup.own_field(db, "Party")
        for number, text in ((1, "-2"), (2, "9"), (3, "10"), (4, "2,5")):
            edits.own_fields.set_value(db, own, [number], text)
        edits.own_fields.set_value(db, party, [1], "Reds; Blues")

        def found(words: str) -> set[int]:
            return set(reads.filtered.ids(db, lookup.claim_filter(db, words)))

        every = {one.id for one in reads.project.claims(db)}
        of_ana = {one.id for one in reads.project.claims(db) if 1 in one.actor_ids}
        assert found("field=weight=2..10") == {2, 3, 4}
        assert found("field=claim:Weight=-5..2.4") == {1}
        assert found("field=Weight=2.5,10") == {3, 4}
        assert found("field=Weight=(none)") == every - {1, 2, 3, 4}
        assert found("field=Party=Blues") == of_ana
        assert found("field=Party=Blues,(none)") == every
        assert found("field=Party=Blues field=Weight=2..10") == of_ana & {2, 3, 4}
        with pytest.raises(UserError, match="“Weight” cannot be “heavy”"):
            found("field=Weight=heavy")
        with pytest.raises(UserError, match="There is no field “Wight”"):
            found("field=Wight=1")


def test_saved_views_show_a_field_in_their_cells_whatever_becomes_of_it(tmp_path: Path) -> None:
    with filled(tmp_path / "p.visavis") as db:
        for name in ("Frame", "Ground"):
            edits.own_fields.make(db, OwnField("claim", name, "one", choices=CHOICES))
        frame, ground = lookup.own_field(db, "Frame"), lookup.own_field(db, "Ground")
        edits.own_fields.set_value(db, frame, [1, 2, 3], "cost")
        edits.own_fields.set_value(db, ground, [3, 4], "faith")
        edits.saved.save(db, "frames", View(cells="claim:Frame", where="field=claim:Frame=cost"))
        edits.saved.save(db, "by topic", lookup.claim_filter(db, "field=claim:Frame=cost"))

        def counted() -> Counter[str]:
            shown = matrix.compare(db, replace(edits.saved.view(db, "frames"), columns=Axis(("document",)), where=""))
            assert shown.values is not None
            found: Counter[str] = Counter()
            for told in shown.values.cells.values():
                found.update({member.key: number for member, number in told.items()})
            return found

        assert counted() == {"cost": 3}
        edits.own_fields.rename(db, frame, "Mind")
        assert edits.saved.view(db, "frames").cells == "claim:Mind"
        assert counted() == {"cost": 3}
        edits.own_fields.merge(db, lookup.own_field(db, "Mind"), ground)
        view = edits.saved.view(db, "frames")
        assert (view.cells, view.where) == ("claim:Ground", "field=claim:Ground=cost")
        assert edits.saved.filters(db)["by topic"].as_text() == "field=claim:Ground=cost"
        assert counted() == {"cost": 2, "faith": 2}
        db.undo()
        assert edits.saved.view(db, "frames").cells == "claim:Mind"
        assert counted() == {"cost": 3}
        edits.own_fields.delete(db, lookup.own_field(db, "Mind"))
        with pytest.raises(UserError, match="There is no field “claim:Mind”: the project has claim:Ground"):
            counted()
        db.undo()
        assert counted() == {"cost": 3}
        assert problems(db) == []


def test_saved_filters_and_views_follow_the_name_of_a_field_and_its_undo(tmp_path: Path) -> None:
    with filled(tmp_path / "p.visavis") as db:
        edits.own_fields.make(db, OwnField("claim", "Frame", "one", choices=CHOICES))
        own = lookup.own_field(db, "Frame")
        edits.own_fields.set_value(db, own, [1, 2], "cost")
        edits.saved.save(db, "by cost", lookup.claim_filter(db, "field=Frame=cost stance=favor"))
        edits.saved.save(
            db, "frames", View().changed(rows="claim:Frame>topic", columns="document", where="field=Frame=cost")
        )
        edits.own_fields.rename(db, own, "Ground")
        assert edits.saved.filters(db)["by cost"].as_text() == "field=claim:Ground=cost stance=favor"
        view = edits.saved.view(db, "frames")
        assert (str(view.rows), view.where) == ("claim:Ground>topic", "field=claim:Ground=cost")
        assert matrix.compare(db, view).pivot.total.total == 2
        db.undo()
        assert edits.saved.view(db, "frames").where == "field=Frame=cost"
        assert edits.saved.filters(db)["by cost"].as_text() == "field=claim:Frame=cost stance=favor"
