"""Networks of random projects against NetworkX and igraph: ``python -m tests.comparing.random_networks [A] B``.

Each project is a file of its own, with as many actors, topics and documents as chance gives it. What is compared is
recounted from the rows of the file by SQL and by the two libraries alone: networks of two kinds and of one kind,
windows of time, measures of nodes and of the whole, and what both libraries read of the files that are written. In the
tests a few are made; the command makes those of the numbers that are given, and tells how many were the same.
"""

import datetime
import math
import random
import sqlite3
import sys
import time
from collections import Counter
from itertools import combinations, product
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any

import networkx

from desktop.core.spans import Span
from desktop.core.values import Actor, Codebook, CodedDocument, Facts, NewClaim, Stance, Topic
from desktop.project import opening
from desktop.project.catalogue import ENTRIES
from desktop.project.requests import Request
from desktop.project.ties import Making, ProjectNetwork
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents
from desktop.store.edits.claims import tag_many

VALUE = {"favor": 1.0, "against": -1.0, "neutral": 0.0, "not coded": math.nan}
# a held claim: claim, document, actor, topic, stance
Held = tuple[int, int, str, str, str]


def made(path: Path, number: int) -> Database:
    """Make the project of a number."""
    chance = random.Random(number)
    opening.new_project(path, empty=True).close()
    db = Database(path)
    keys = [f"a{at}" for at in range(chance.randint(2, 12))], [f"t{at}" for at in range(chance.randint(1, 9))]
    with db.edit("Fill") as recorder:
        book = Codebook(tuple(Actor(key, key) for key in keys[0]), tuple(Topic(key, key) for key in keys[1]))
        edit_codebook.add_codebook(db, recorder, book)
    first = datetime.date(2021, 1, 1)
    dates = [(first + datetime.timedelta(chance.randrange(700))).isoformat() for _ in range(chance.randint(1, 6))]
    documents = [CodedDocument(f"d{at}.txt", Facts(date=date), "word " * 60 + str(at)) for at, date in enumerate(dates)]
    edit_documents.add_documents(db, documents)
    claims: dict[object, NewClaim] = {}
    for _claim in range(chance.randint(0, 60)):
        start = chance.randrange(200)
        held = chance.sample(range(1, len(keys[0]) + 1), chance.choice((1, 1, 2)))
        one = NewClaim(
            chance.randint(1, len(dates)), Span(start, start + 9), tuple(sorted(held)),
            chance.randint(1, len(keys[1])), chance.choice([*Stance]),
        )  # fmt: skip
        # nobody says the same of the same words again
        claims[one.document_id, start, one.topic_id, one.actor_ids, one.stance] = one
    tag_many(db, [*claims.values()])
    return db


def rows(db: Database) -> list[Held]:
    """Return who holds what, from the rows of the file alone."""
    with sqlite3.connect(db.path) as raw:
        return raw.execute(
            "SELECT c.id, c.document_id, a.key, t.key, c.stance FROM claim c JOIN topic t ON t.id = c.topic_id "
            "JOIN claim_actor x ON x.claim_id = c.id JOIN actor a ON a.id = x.actor_id"
        ).fetchall()


def network(db: Database, key: str, **options: str) -> ProjectNetwork:
    """Return a network as the program makes it."""
    return next(Making(db, ENTRIES[key].completed(Request(options=options))).networks())


def ties(found: ProjectNetwork) -> dict[frozenset[str], float]:
    """Return the weights of its ties by the keys of both ends."""
    return {frozenset((edge.one[1], edge.other[1])): edge.weight for edge in found.edges if edge.weight}


def check(db: Database, igraph: ModuleType | None) -> None:
    """Hold the networks of a project to the two libraries, or to NetworkX alone; AssertionError where they differ."""
    held = rows(db)
    graph = networkx.MultiGraph()
    for _claim, _document, actor, topic, stance in held:
        graph.add_node(actor, bipartite=0)
        graph.add_node(topic, bipartite=1)
        graph.add_edge(actor, topic, value=VALUE[stance])
    actors = sorted(node for node, side in graph.nodes(data="bipartite") if side == 0)
    topics = sorted(set(graph) - {*actors})
    counted = Counter(frozenset((actor, topic)) for _claim, _document, actor, topic, _stance in held)
    assert ties(network(db, "network_two", aggregation="ignore")) == counted
    balance = dict.fromkeys(counted, 0.0)
    for _claim, _document, actor, topic, stance in held:
        balance[frozenset((actor, topic))] += 0 if math.isnan(VALUE[stance]) else VALUE[stance]
    assert ties(network(db, "network_two")) == {pair: value for pair, value in balance.items() if value}
    shared = {
        frozenset(pair): sum(
            graph.number_of_edges(pair[0], one) * graph.number_of_edges(pair[1], one) for one in topics
        )
        for pair in combinations(actors, 2)
    }
    assert ties(network(db, "network_one", aggregation="ignore")) == {pair: at for pair, at in shared.items() if at}
    for aggregation in ("congruence", "conflict", "subtract"):
        expected = {frozenset(pair): weighed(graph, *pair, aggregation) for pair in combinations(actors, 2)}
        found = ties(network(db, "network_one", aggregation=aggregation))
        near({pair: value for pair, value in expected.items() if abs(value) > 1e-9}, found)
    windows(db, held)
    measures(network(db, "network_one", aggregation="ignore"), igraph)
    files(db, igraph)
    if igraph is not None:
        at = {node: number for number, node in enumerate((*actors, *topics))}
        edges = [(at[actor], at[topic]) for _claim, _document, actor, topic, _stance in held]
        theirs = igraph.Graph.Bipartite([node in topics for node in at], edges)
        matrix = theirs.get_biadjacency()[0]
        assert ties(network(db, "network_one", aggregation="ignore")) == {
            frozenset((actors[one], actors[other])): value
            for one, other in combinations(range(len(actors)), 2)
            if (value := sum(a * b for a, b in zip(matrix[one], matrix[other], strict=True)))
        }


def weighed(graph: networkx.MultiGraph, one: str, other: str, aggregation: str) -> float:
    """Return the weight of two actors by the formulas of the manual, pair by pair of claims."""
    total = 0.0
    for topic in {*graph[one]} & {*graph[other]}:
        said = ([data["value"] for data in graph[actor][topic].values()] for actor in (one, other))
        for mine, theirs in product(*said):
            apart = abs(mine - theirs) / 2
            if not math.isnan(apart):
                total += {"congruence": 1 - apart, "conflict": apart, "subtract": 1 - 2 * apart}[aggregation]
    return total


def near(expected: dict[Any, float], found: dict[Any, float]) -> None:
    """Hold numbers by what they are of to others."""
    assert {*expected} == {*found}
    assert all(math.isclose(value, found[key], rel_tol=1e-6, abs_tol=1e-6) for key, value in expected.items())


def windows(db: Database, held: list[Held]) -> None:
    """Hold the networks of quarters to a recount by date."""
    with sqlite3.connect(db.path) as raw:
        dates = dict(raw.execute("SELECT id, date FROM document"))
    request = ENTRIES["network_two"].completed(Request(options={"window": "3 months", "aggregation": "ignore"}))
    seen = 0
    for found in Making(db, request).networks():
        assert found.window is not None
        start, last = found.window.start.isoformat(), found.window.last.isoformat()
        inside = [one for one in held if start <= dates[one[1]] <= last]
        seen += len(inside)
        assert ties(found) == Counter(frozenset((actor, topic)) for _c, _d, actor, topic, _s in inside)
    assert seen == len(held)


def measures(found: ProjectNetwork, igraph: ModuleType | None) -> None:
    """Hold the measures of a network to those of the libraries."""
    mine = found.graph
    graph = networkx.Graph()
    graph.add_nodes_from(mine.nodes)
    graph.add_weighted_edges_from((one, other, weight) for (one, other), weight in mine.ties.items())
    near(dict(graph.degree), mine.degree())
    near(networkx.betweenness_centrality(graph), mine.betweenness())
    near(networkx.closeness_centrality(graph), mine.closeness())
    assert math.isclose(networkx.density(graph), mine.density())
    if not mine.ties:
        return
    groups = mine.clusters()
    parts = [{node for node in groups if groups[node] == group} for group in {*groups.values()}]
    value = mine.modularity(groups)
    assert value is not None
    assert math.isclose(networkx.community.modularity(graph, parts), value, abs_tol=1e-9)
    if igraph is not None:
        at = {node: number for number, node in enumerate(mine.nodes)}
        theirs = igraph.Graph(len(at), [(at[one], at[other]) for one, other in mine.ties])
        weights = [*mine.ties.values()]
        near(dict(zip(at, theirs.strength(weights=weights), strict=True)), mine.strength())
        pairs = (len(at) - 1) * (len(at) - 2) / 2
        near({node: one / pairs if pairs else 0.0 for node, one in zip(at, theirs.betweenness(), strict=True)},
             mine.betweenness())  # fmt: skip
        assert math.isclose(theirs.modularity([*groups.values()], weights=weights), value, abs_tol=1e-9)


def files(db: Database, igraph: ModuleType | None) -> None:
    """Hold what the libraries read of a written network of two kinds to what the program has; each side is told."""
    entry, options = ENTRIES["network_two"], {"aggregation": "ignore"}
    found = network(db, "network_two", **options)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "n.graphml"
        path.write_bytes(entry.write(db, Request(options=options), "graphml", ()))
        graph = networkx.read_graphml(path)
        read = {
            frozenset(node.partition(":")[2] for node in pair): weight for *pair, weight in graph.edges(data="weight")
        }
        assert read == ties(found)
        sides = dict(graph.nodes(data="type"))
        assert sides == {node.id: node.kind == "topic" for node in found.nodes()}
        table = entry.make(db, Request(options={**options, "shape": "nodes"}))
        at = [column.key for column in table.columns].index("type")
        # as R and pandas read logical values
        assert {str(row[0]): row[at] for row in table.rows} == {
            key: "TRUE" if side else "FALSE" for key, side in sides.items()
        }
        if igraph is not None and sides:
            theirs = igraph.Graph.Read_GraphML(str(path))
            assert theirs.is_bipartite(return_types=False)
            assert dict(zip(theirs.vs["id"], theirs.vs["type"], strict=True)) == sides


def libraries() -> ModuleType | None:
    """Return igraph where it is installed."""
    try:
        import igraph
    except ImportError:
        return None
    return igraph  # type: ignore[no-any-return]


def main(arguments: list[str]) -> int:
    """Make projects and tell how many networks were the same."""
    first, last = (0, 200) if not arguments else (0, int(arguments[0])) if len(arguments) < 2 else (
        int(arguments[0]), int(arguments[1])
    )  # fmt: skip
    igraph, failed, began = libraries(), [], time.monotonic()
    with TemporaryDirectory() as folder:
        for number in range(first, last):
            with made(Path(folder) / f"{number}.visavis", number) as db:
                try:
                    check(db, igraph)
                except AssertionError as error:
                    failed.append(f"{number}: {str(error)[:300]}")
    by = "NetworkX and igraph" if igraph is not None else "NetworkX (igraph is not installed)"
    print(f"{last - first - len(failed)} of {last - first} projects have the networks of {by}")
    print(f"{time.monotonic() - began:.0f} s")
    print(*failed[:12], sep="\n")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
