"""Own fields in networks: told at nodes in every file, nodes of their own, groups of figures, and what ties rest on."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest

from desktop.core.errors import UserError
from desktop.core.own_fields import OwnField
from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Facts, NewClaim, Stance
from desktop.exchange.tables.formats import FORMATS
from desktop.project import lookup, opening
from desktop.project.catalogue import ENTRIES
from desktop.project.requests import Request
from desktop.store import edits
from desktop.store.database import Database

# names that files of XML would take for markup
PARTY, SEATS, LEVEL = 'Party & "list" <1', "Seats", "Level"
TEXT = "Harbours must stay open. Tolls should go. Nobody objected. The bridge is dear. The harbour pays."
# words, actors, topic, stance, and the frame
SAID = (
    ("Harbours", (1,), 1, Stance.FAVOR, "law"),
    ("Tolls", (2,), 2, Stance.AGAINST, "cost"),
    ("Nobody", (1, 2), 2, Stance.FAVOR, "law"),
    ("bridge", (3,), 1, Stance.AGAINST, "cost"),
    ("pays", (2,), 1, Stance.FAVOR, "cost"),
)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    with opening.new_project(tmp_path / "own.visavis", empty=True) as found:
        edits.documents.add_documents(found, [CodedDocument("a.txt", Facts(title="A", date="2024-05"), TEXT)])
        for key in ("ana", "bo", "cy"):
            edits.codebook.add(found, "actor", key.title(), key=key)
        for key in ("harbour", "toll"):
            edits.codebook.add(found, "topic", key.title(), key=key)
        for field in (
            OwnField("actor", PARTY, "one", choices=("Reds", "Blues & Sons")),
            OwnField("actor", SEATS, "number"),
            OwnField("topic", LEVEL),
            OwnField("claim", "Frame"),
        ):
            edits.own_fields.make(found, field)
        for name, number, value in ((PARTY, 1, "Reds"), (PARTY, 2, "Reds"), (PARTY, 3, "Blues & Sons")):
            edits.own_fields.set_value(found, lookup.own_field(found, name), [number], value)
        edits.own_fields.set_value(found, lookup.own_field(found, SEATS), [1], "12")
        edits.own_fields.set_value(found, lookup.own_field(found, SEATS), [3], "2.5")
        edits.own_fields.set_value(found, lookup.own_field(found, LEVEL), [2], "city")
        for words, actors, topic, stance, frame in SAID:
            at = TEXT.index(words)
            span = Span(at, at + len(words))
            edits.claims.tag(found, NewClaim(1, span, actors, topic, stance, own=(("Frame", frame),)))
        yield found


def written(db: Database, form: str, key: str = "network_two", where: str = "", **options: str) -> bytes:
    request = Request(where, options=options)
    if form in ENTRIES[key].writers:
        return ENTRIES[key].write(db, request, form, ())
    return FORMATS[form].write(ENTRIES[key].make(db, request))


EXPECTED = {
    "Ana": {f"actor:{PARTY}": "Reds", f"actor:{SEATS}": 12.0},
    "Bo": {f"actor:{PARTY}": "Reds"},
    "Cy": {f"actor:{PARTY}": "Blues & Sons", f"actor:{SEATS}": 2.5},
    "Harbour": {},
    "Toll": {f"topic:{LEVEL}": "city"},
}


def told(graph: networkx.Graph) -> dict[str, dict[str, object]]:
    return {
        node["label"]: {name: value for name, value in node.items() if ":" in name and value not in (None, "")}
        for _id, node in graph.nodes(data=True)
    }


def test_graphml_and_gexf_tell_what_actors_and_topics_have_of_own_fields(db: Database) -> None:
    assert told(networkx.parse_graphml(written(db, "graphml"))) == EXPECTED
    assert told(networkx.read_gexf(io.BytesIO(written(db, "gexf")))) == EXPECTED
    # of a network that changes numbers have a value in each stretch of time
    changing = told(networkx.read_gexf(io.BytesIO(written(db, "gexf", window="1 month", at="2024-05"))))
    assert changing["Cy"].pop(f"actor:{SEATS}") == [(2.5, "2024-05-01", "2024-05-31")]
    assert changing["Cy"] == {f"actor:{PARTY}": "Blues & Sons"}


def test_lists_of_nodes_have_a_column_for_each_field_and_pajek_a_partition_or_a_vector(db: Database) -> None:
    rows = [*csv.DictReader(io.StringIO(written(db, "csv", shape="nodes").decode("utf-8-sig")))]
    seen = {
        one["label"]: {name: value for name, value in one.items() if ":" in name and value not in ("", None)}
        for one in rows
    }
    assert {name: {key: str(value) for key, value in given.items()} for name, given in EXPECTED.items()} == {
        name: {key: str(float(value)) if SEATS in key else value for key, value in given.items()}
        for name, given in seen.items()
    }
    parts = written(db, "paj").decode("utf-8-sig").split("\r\n\r\n")
    assert [one.strip().split("\r\n") for one in parts[3:]] == [
        [f"*Partition actor:{PARTY}: 1 Reds, 2 Blues & Sons", "*Vertices 5", "1", "1", "2", "0", "0"],
        [f"*Vector actor:{SEATS}", "*Vertices 5", "12.0", "0", "2.5", "0", "0"],
        [f"*Partition topic:{LEVEL}: 1 city", "*Vertices 5", "0", "0", "0", "0", "1"],
    ]


def test_the_values_of_a_field_are_nodes_and_group_others(db: Database) -> None:
    matrix = json.loads(written(db, "json", rows=f"actor:{PARTY}"))["rows"]
    # the claim that two of a party hold together is one of the party
    assert matrix == [
        {f"actor:{PARTY}": "Reds", "harbour": 2, "toll": 0},
        {f"actor:{PARTY}": "Blues & Sons", "harbour": -1, "toll": 0},
    ]
    claims = written(db, "csv", shape="nodes", rows=f"actor:{PARTY}").decode("utf-8-sig")
    assert {one["id"]: one["claims"] for one in csv.DictReader(io.StringIO(claims))} == {
        f"actor:{PARTY}:Reds": "4",
        f"actor:{PARTY}:Blues & Sons": "1",
        "topic:harbour": "3",
        "topic:toll": "2",
    }
    (figures,) = json.loads(written(db, "json", "network_one", shape="figures", aggregation="ignore"))["rows"]
    # Ana and Bo, of one party, share both topics, and Cy shares the harbour with each: (2 − 1) / 3
    assert figures[f"ei_actor:{PARTY}"] == pytest.approx(1 / 3)
    assert f"ei_actor:{SEATS}" not in figures, "numbers are no groups"
    with pytest.raises(UserError, match="makes no nodes: choose a field of actors or topics"):
        written(db, "csv", rows="claim:Frame")
    with pytest.raises(UserError, match="There is no field “actor:Camp”"):
        written(db, "csv", rows="actor:Camp")


def test_a_filter_by_an_own_field_tells_which_claims_make_ties(db: Database) -> None:
    graph = networkx.parse_graphml(written(db, "graphml", where="field=Frame=law"))
    ties = {frozenset((one, other)): tie["weight"] for one, other, tie in graph.edges(data=True)}
    assert ties == {
        frozenset(("actor:ana", "topic:harbour")): 1.0,
        frozenset(("actor:ana", "topic:toll")): 1.0,
        frozenset(("actor:bo", "topic:toll")): 1.0,
    }


@pytest.mark.parametrize("mode", ["network_one", "network_two", "network_together"])
def test_a_field_gives_nodes_their_shapes_in_every_file(db: Database, mode: str) -> None:
    edits.own_fields.set_value(db, lookup.own_field(db, PARTY), [2], "")
    entry = ENTRIES[mode]
    options = {"rows": "actor", "marks": PARTY, "isolates": "yes", "window": "", "shape": "nodes"}
    request = entry.completed(Request(options=options))
    written = FORMATS["csv"].write(entry.make(db, request)).decode("utf-8-sig")
    rows = {one["id"]: one["shape"] for one in csv.DictReader(io.StringIO(written))}
    expected = {"actor:ana": "diamond", "actor:bo": "round", "actor:cy": "triangle"}
    if mode == "network_two":
        expected |= {"topic:harbour": "square", "topic:toll": "square"}
    assert rows == expected
    graph = networkx.read_graphml(io.BytesIO(entry.write(db, request, "graphml", ())))
    assert dict(graph.nodes(data="shape")) == expected
    gexf = ElementTree.fromstring(entry.write(db, request, "gexf", ()))
    drawn = {
        node.get("id"): shape.get("value")
        for node in gexf.iter("{http://www.gexf.net/1.2draft}node")
        for shape in node.iter("{http://www.gexf.net/1.2draft/viz}shape")
    }
    assert drawn == {key: {"round": "disc"}.get(shape, shape) for key, shape in expected.items()}
    lines = entry.write(db, request, "pajek", ()).decode().splitlines()
    count = len(expected)
    assert [line.split('" ')[1].split()[2] for line in lines[2 : 2 + count]] == [
        {"round": "ellipse", "square": "box"}.get(shape, shape) for shape in expected.values()
    ]


def test_what_nodes_have_nothing_of_gives_them_no_shape(db: Database) -> None:
    entry = ENTRIES["network_one"]
    for name, why in (
        ("publisher", "“publisher” gives nodes no shape: choose organisation, country, theme"),
        ("topic", "“topic” gives nodes no shape"),
        ("actor:Camp", "There is no field “actor:Camp”"),
    ):
        request = entry.completed(Request(options={"marks": name}))
        with pytest.raises(UserError, match=why):
            entry.make(db, request)
    # without the option nothing of it is told
    request = entry.completed(Request(options={"shape": "nodes"}))
    assert "shape" not in [column.key for column in entry.make(db, request).columns]
