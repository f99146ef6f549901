"""Networks of a project: what repeats what, nodes of topics, and organisations that are only an affiliation.

Each number follows from the five claims by hand, with the rules of Discourse Network Analyzer (Leifeld, Gruber and
Bossner 2019, Discourse Network Analyzer Manual).
"""

from collections.abc import Iterator
from pathlib import Path

import networkx
import pytest

from desktop.core.errors import UsageError
from desktop.core.values import Actor, ActorKind, Codebook, CodedDocument, Facts, Topic
from desktop.exchange.tables.networks import Edge, Node
from desktop.exchange.tables.pajek import write_net
from desktop.project import lookup, opening
from desktop.project.catalogue import ENTRIES
from desktop.project.requests import Request
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents

ACTORS = (
    Actor("eva", "Eva Green", affiliation="Green NGO"),
    Actor("ida", "Ida Moor", affiliation=" green ngo"),
    Actor("harbour", "Harbour Board", ActorKind.ORGANISATION, aliases=("HB",)),
    Actor("olaf", "Olaf Quay", affiliation="HB"),
    Actor("rex", "Rex Lone"),
)
TOPICS = (Topic("tax", "Tax", parent="money"), Topic("toll", "Toll", parent="money"), Topic("money", "Money"))
CLAIMS = (
    ("eva", "tax", "favor"),
    ("ida", "tax", "favor"),
    ("ida", "toll", "against"),
    ("olaf", "tax", "against"),
    ("rex", "tax", "favor"),
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("networks") / "p.visavis"
    opening.new_project(path, empty=True).close()
    with Database(path) as db:
        with db.edit("Fill") as recorder:
            edit_codebook.add_codebook(db, recorder, Codebook(ACTORS, TOPICS))
        edit_documents.add_documents(db, [CodedDocument("a.txt", Facts(date="2024-04-26"), "x" * 60)])
        for at, (actor, topic, stance) in enumerate(CLAIMS):
            place = {"start": 5 * at, "end": 5 * at + 4}
            lookup.tag(db, document="1", actors=[actor], topic=topic, stance=stance, **place)  # type: ignore[arg-type]
        yield db


def weights(db: Database, key: str, **options: str) -> dict[tuple[str, str], float]:
    table = ENTRIES[key].make(db, Request(options=options))
    heads = [column.key for column in table.columns[1:]]
    found = {
        (str(row[0]), head): weight for row in table.rows for head, weight in zip(heads, row[1:], strict=True) if weight
    }
    return {tie: float(weight) for tie, weight in found.items() if isinstance(weight, int | float)}


def test_an_affiliation_makes_an_organisation_or_is_the_one_that_it_names(project: Database) -> None:
    assert weights(project, "network_two", rows="organisation", aggregation="ignore") == {
        ("Green NGO", "tax"): 2,
        ("Green NGO", "toll"): 1,
        ("harbour", "tax"): 1,
        ("rex", "tax"): 1,
    }


def test_what_repeats_is_told_by_the_nodes_and_the_stance(project: Database) -> None:
    both = {"rows": "organisation", "duplicates": "document"}
    # two of one organisation say the same
    assert weights(project, "network_two", **both)["Green NGO", "tax"] == 1
    # one is for, one against: two things with a qualifier, one without
    themes = {**both, "concepts": "theme"}
    assert weights(project, "network_two", **themes, aggregation="combine")["Green NGO", "money"] == 3
    assert weights(project, "network_two", **themes, aggregation="ignore")["Green NGO", "money"] == 1
    told = ENTRIES["network_two"].make(project, Request(options={**themes, "aggregation": "ignore"})).notes
    assert any("Organisation and theme together are counted" in note for note in told)


def test_topics_are_tied_by_who_speaks_of_them(project: Database) -> None:
    # Ida alone speaks of both, for the one and against the other
    assert weights(project, "network_one", rows="topic", aggregation="conflict") == {
        ("tax", "toll"): 1,
        ("toll", "tax"): 1,
    }
    by_body = weights(project, "network_one", rows="topic", concepts="organisation", aggregation="ignore")
    # two uses of the one, one of the other
    assert by_body["tax", "toll"] == 2
    two = weights(project, "network_two", rows="topic", aggregation="ignore")
    assert two == {(topic, actor): 1 for actor, topic, _stance in CLAIMS}
    caption = ENTRIES["network_one"].make(project, Request(options={"rows": "topic"})).caption
    assert caption == "One-mode network of topics by actor"


def test_nodes_do_not_share_what_they_are(project: Database) -> None:
    with pytest.raises(UsageError, match="“actor” do not share “country”: choose “topic”"):
        ENTRIES["network_two"].make(project, Request(options={"concepts": "country"}))


def test_codes_that_are_divided_are_warned_of(project: Database) -> None:
    table = ENTRIES["network_two"].make(
        project, Request(options={"aggregation": "combine", "normalisation": "activity"})
    )
    assert len(table.warnings) == 1
    assert table.warnings[0] in table.notes
    assert not ENTRIES["network_two"].make(project, Request(options={"aggregation": "combine"})).warnings


def told(
    db: Database, **options: str
) -> tuple[dict[str, tuple[object, ...]], dict[tuple[str, str], tuple[object, ...]]]:
    """Return nodes and ties as the lists for Gephi tell them, by their ids."""
    key = "network_one" if options.pop("mode", "two") == "one" else "network_two"
    nodes = ENTRIES[key].make(db, Request(options={**options, "shape": "nodes"}))
    ties = ENTRIES[key].make(db, Request(options={**options, "shape": "ties"}))
    return (
        {str(row[0]): row[1:] for row in nodes.rows},
        {(str(row[0]), str(row[1])): row[4:] for row in ties.rows},
    )


def test_nodes_tell_what_is_known_of_them_and_ties_what_is_counted(project: Database) -> None:
    nodes, ties = told(project, rows="actor")
    names = [column.key for column in ENTRIES["network_two"].make(project, Request(options={"shape": "nodes"})).columns]
    eva = dict(zip(names[1:], nodes["actor:eva"], strict=True))
    assert (eva["label"], eva["claims"], eva["actor_kind"]) == ("Eva Green", 1, "person")
    assert eva["organisation"] == "Green NGO"
    assert dict(zip(names[1:], nodes["topic:tax"], strict=True))["theme"] == "Money"
    # weight, favor, against, neutral, sign
    assert ties["actor:ida", "topic:toll"] == (-1, 0, 1, 0, -1)
    assert ties["actor:eva", "topic:tax"] == (1, 1, 0, 0, 1)


def test_a_claim_counts_once_for_its_topic_and_its_group(project: Database) -> None:
    nodes, ties = told(project, rows="organisation", concepts="theme")
    assert nodes["theme:money"][2] == len(CLAIMS)
    assert sum(int(str(row[2])) for key, row in nodes.items() if key.startswith("organisation:")) == len(CLAIMS)
    # in favor of one and against another: a tie without weight, and with all that is counted
    assert ties["organisation:Green NGO", "theme:money"][0] == sum(
        {"favor": 1, "against": -1, "neutral": 0}[stance] for actor, _topic, stance in CLAIMS if actor in ("eva", "ida")
    )


def test_pairs_of_a_one_mode_network_agree_or_are_opposed(project: Database) -> None:
    _nodes, ties = told(project, rows="actor", mode="one", aggregation="subtract")
    # weight, favor, against, neutral, opposed, sign
    assert ties["actor:eva", "actor:ida"] == (1, 1, 0, 0, 0, 1)
    assert ties["actor:eva", "actor:olaf"] == (-1, 0, 0, 0, 1, -1)


@pytest.mark.parametrize(
    "options",
    [
        {"mode": "two", "rows": "actor", "concepts": "topic"},
        {"mode": "two", "rows": "organisation", "concepts": "theme", "aggregation": "ignore", "isolates": "yes"},
        {"mode": "one", "rows": "actor", "isolates": "yes"},
        {"mode": "one", "rows": "topic", "aggregation": "subtract"},
    ],
)
def test_what_other_programs_read_of_a_network_is_what_the_lists_tell(
    project: Database, options: dict[str, str], tmp_path: Path
) -> None:
    nodes, ties = told(project, **options)
    entry = ENTRIES["network_one" if options["mode"] == "one" else "network_two"]
    path = tmp_path / "n.graphml"
    request = Request(options={key: value for key, value in options.items() if key != "mode"})
    path.write_bytes(entry.write(project, request, "graphml", ()))
    names = ("favor", "against", "neutral", *(("opposed",) if options["mode"] == "one" else ()), "sign")
    one = networkx.read_graphml(path)
    held = {frozenset((a, b)): (data["weight"], *(data[name] for name in names)) for a, b, data in one.edges(data=True)}
    assert held == {frozenset(ends): row for ends, row in ties.items()}
    seen = {key: (data["label"], data["kind"], data["claims"]) for key, data in one.nodes(data=True)}
    assert seen == {key: row[:3] for key, row in nodes.items()}
    igraph = pytest.importorskip("igraph")
    other = igraph.Graph.Read_GraphML(str(path))
    ids = other.vs["id"]
    held = {
        frozenset((ids[edge.source], ids[edge.target])): (edge["weight"], *(edge[name] for name in names))
        for edge in other.es
    }
    assert held == {frozenset(ends): row for ends, row in ties.items()}
    assert dict(zip(ids, other.vs["claims"], strict=True)) == {key: row[2] for key, row in nodes.items()}
    assert other.is_bipartite() if options["mode"] == "two" else True


def numbered(lines: list[str], head: str) -> list[str]:
    """Return what stands in a part of a project of Pajek below its number of vertices."""
    at = next(number for number, line in enumerate(lines) if line.startswith(head))
    count = int(lines[at + 1].split()[1])
    return lines[at + 2 : at + 2 + count]


@pytest.mark.parametrize("mode", ["two", "one"])
def test_what_is_written_for_pajek_is_the_network(project: Database, mode: str, tmp_path: Path) -> None:
    nodes, ties = told(project, mode=mode, rows="actor")
    entry, request = ENTRIES[f"network_{mode}"], Request(options={"rows": "actor"})
    path = tmp_path / "n.net"
    path.write_bytes(entry.write(project, request, "pajek", ()))
    graph = networkx.read_pajek(path)
    assert set(graph) == {row[0] for row in nodes.values()}
    held = {frozenset((a, b)): data["weight"] for a, b, data in graph.edges(data=True)}
    labels = {key: row[0] for key, row in nodes.items()}
    assert held == {frozenset(labels[end] for end in ends): row[0] for ends, row in ties.items() if row[0]}
    content = entry.write(project, request, "paj", ())
    assert content.startswith(b"\xef\xbb\xbf*Network actor")
    lines = content.decode("utf-8-sig").split("\r\n")
    kinds = [row[1] for row in nodes.values()]
    assert lines[1].split()[1:] == [str(len(nodes)), *([str(kinds.count("actor"))] if mode == "two" else [])]
    assert numbered(lines, "*Partition") == [str(1 + (kind != kinds[0])) for kind in kinds]
    assert numbered(lines, "*Vector claims") == [str(row[2]) for row in nodes.values()]


def test_names_in_a_file_for_pajek_are_unique_and_end_where_they_end(tmp_path: Path) -> None:
    labels = ("Red", "Red", 'The "Reds"', "Back\\", "Two\nlines", "")
    nodes = [Node(f"k{at}", label, "topic", "#ff8000", {"claims": at}) for at, label in enumerate(labels)]
    path = tmp_path / "n.net"
    path.write_bytes(write_net(nodes, [Edge(("topic", "k0"), ("topic", "k1"), -0.5)], "a\nname"))
    graph = networkx.read_pajek(path)
    assert list(graph) == ["Red (k0)", "Red (k1)", "The 'Reds'", "Back/", "Two lines", "k5"]
    assert [(a, b, data["weight"]) for a, b, data in graph.edges(data=True)] == [("Red (k0)", "Red (k1)", -0.5)]
    assert {data["ic"] for _, data in graph.nodes(data=True)} == {"RGBFF8000"}
