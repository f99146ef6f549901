"""Networks against NetworkX, igraph and plain recounts: each of 200 documents of random claims is a network of its own.

What is recounted is read from the file by SQL alone. Where igraph is not installed NetworkX has to do.
"""

import datetime
import math
import random
import sqlite3
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product
from pathlib import Path
from typing import Any

import networkx
import pytest
from dateutil.relativedelta import relativedelta

from desktop.analysis.comparison import cooccurrence
from desktop.analysis.comparison.graphs import Graph
from desktop.core.errors import UsageError
from desktop.core.spans import Span
from desktop.core.values import (
    Actor,
    Codebook,
    CodedDocument,
    CodedSegment,
    Facts,
    NewClaim,
    SegmentKind,
    Stance,
    Topic,
)
from desktop.exchange.tables.networks import Edge
from desktop.project import opening
from desktop.project.catalogue import ENTRIES
from desktop.project.requests import Request
from desktop.project.ties import Making, ProjectNetwork
from desktop.store.database import Database
from desktop.store.edits import codebook as edit_codebook
from desktop.store.edits import documents as edit_documents
from desktop.store.edits.claims import tag_many

from . import random_networks

COUNT = 200
ACTORS, TOPICS = [f"a{at}" for at in range(7)], [f"t{at}" for at in range(6)]
# a stance that is not coded has no value
VALUE = {"favor": 1.0, "against": -1.0, "neutral": 0.0, "not coded": math.nan}
# a claim: id, start, end, topic, stance, actors
Row = tuple[int, int, int, str, str, frozenset[str]]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    chance = random.Random(19)
    path: Path = tmp_path_factory.mktemp("networks") / "random.visavis"
    opening.new_project(path, empty=True).close()
    with Database(path) as db:
        actors, topics = (Actor(key, key.upper()) for key in ACTORS), (Topic(key, key.upper()) for key in TOPICS)
        with db.edit("Fill") as recorder:
            edit_codebook.add_codebook(db, recorder, Codebook(tuple(actors), tuple(topics)))
        text = "\n\n".join("word " * 8 for _ in range(6))
        dates = [_date(chance) for _ in range(COUNT)]
        paragraphs = tuple(CodedSegment(SegmentKind.PARAGRAPH, Span(42 * at, 42 * at + 40)) for at in range(6))
        documents = [
            CodedDocument(f"d{at}.txt", Facts(date=date), f"{text} {at}", segments=paragraphs)
            for at, date in enumerate(dates)
        ]
        edit_documents.add_documents(db, documents)
        made: dict[object, NewClaim] = {}
        for number in range(1, COUNT + 1):
            spans = [(start, start + chance.randint(8, 14)) for start in chance.sample(range(200), 8)]
            for _claim in range(chance.randint(0, 14)):
                start, end = chance.choice(spans)
                one = NewClaim(
                    document_id=number,
                    span=Span(start, end),
                    topic_id=chance.randint(1, len(TOPICS)),
                    actor_ids=tuple(sorted(chance.sample(range(1, len(ACTORS) + 1), chance.choice((1, 1, 2))))),
                    stance=chance.choice([*Stance]),
                )
                # nobody says the same of the same words again
                made[number, start, end, one.topic_id, one.actor_ids, one.stance] = one
        tag_many(db, [*made.values()])
        yield db


def _date(chance: random.Random) -> str:
    day = datetime.date(2022, 1, 1) + datetime.timedelta(chance.randrange(900))
    return chance.choice([day.isoformat()] * 8 + [day.isoformat()[:7], day.isoformat()[:4], ""])


def rows(db: Database) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {number: [] for number in range(1, COUNT + 1)}
    with sqlite3.connect(db.path) as raw:
        sql = (
            'SELECT c.document_id, c.id, c.start, c."end", t.key, c.stance, '
            "(SELECT group_concat(a.key) FROM claim_actor x JOIN actor a ON a.id = x.actor_id WHERE x.claim_id = c.id) "
            "FROM claim c JOIN topic t ON t.id = c.topic_id"
        )
        for document, number, start, end, topic, stance, actors in raw.execute(sql):
            found[document].append((number, start, end, topic, stance, frozenset(actors.split(","))))
    return found


def network(db: Database, key: str, where: str = "", **options: str) -> ProjectNetwork:
    request = ENTRIES[key].completed(Request(where, options=options))
    return next(Making(db, request).networks())


def drawn(made: ProjectNetwork) -> networkx.Graph:
    graph = networkx.Graph()
    graph.add_nodes_from(made.graph.nodes)
    graph.add_weighted_edges_from((edge.one, edge.other, edge.weight) for edge in made.edges if edge.weight)
    return graph


def ties(made: ProjectNetwork) -> dict[frozenset[str], float]:
    return {frozenset((edge.one[1], edge.other[1])): edge.weight for edge in made.edges if edge.weight}


def bipartite(claims: list[Row]) -> networkx.Graph:
    graph = networkx.Graph()
    for _id, _start, _end, topic, stance, actors in claims:
        for actor in actors:
            graph.add_node(actor, bipartite=0)
            graph.add_node(topic, bipartite=1)
            held = graph.edges[actor, topic]["held"] if graph.has_edge(actor, topic) else []
            graph.add_edge(actor, topic, held=[*held, VALUE[stance]])
    return graph


def coded(held: list[float]) -> float:
    return sum(value for value in held if not math.isnan(value))


def nearness(graph: networkx.Graph, one: str, other: str, near: bool) -> float:
    return sum(
        1 - abs(mine - theirs) / 2 if near else abs(mine - theirs) / 2
        for topic in set(graph[one]) & set(graph[other])
        for mine, theirs in product(graph.edges[one, topic]["held"], graph.edges[other, topic]["held"])
        if not math.isnan(mine + theirs)
    )


def test_networks_of_200_projects_are_those_of_networkx(project: Database) -> None:
    for document, claims in rows(project).items():
        where, graph = f"document={document}", bipartite(claims)
        expected = {frozenset(ends): coded(held) for *ends, held in graph.edges(data="held") if coded(held)}
        assert ties(network(project, "network_two", where)) == expected
        actors = [node for node, side in graph.nodes(data="bipartite") if side == 0]
        shared = networkx.bipartite.generic_weighted_projected_graph(
            graph,
            actors,
            lambda both, one, other: sum(
                len(both.edges[one, topic]["held"]) * len(both.edges[other, topic]["held"])
                for topic in set(both[one]) & set(both[other])
            ),
        )
        found = network(project, "network_one", where, aggregation="ignore")
        assert ties(found) == {frozenset(ends): weight for *ends, weight in shared.edges(data="weight")}
        assert {key for _kind, key in found.graph.nodes} == set(actors)
        for aggregation in ("congruence", "conflict"):
            near = aggregation == "congruence"
            expected = {
                frozenset((one, other)): weight
                for one, other in combinations(actors, 2)
                if (weight := nearness(graph, one, other, near))
            }
            assert ties(network(project, "network_one", where, aggregation=aggregation)) == pytest.approx(expected)


@pytest.mark.parametrize("number", [3, 70])
def test_the_networks_of_a_random_project_are_those_of_both_libraries(tmp_path: Path, number: int) -> None:
    """Two of those that `random_networks` makes."""
    with random_networks.made(tmp_path / "p.visavis", number) as db:
        assert random_networks.rows(db)
        random_networks.check(db, random_networks.libraries())


def units(claims: list[Row], within: str) -> list[list[Row]]:
    if within == "claim":
        return [[one] for one in claims]
    if within == "document":
        return [claims]
    if within == "span":
        return [[one for one in claims if one[1:3] == span] for span in {one[1:3] for one in claims}]
    pairs = [[one, other] for one, other in combinations(claims, 2) if one[1] < other[2] and other[1] < one[2]]
    alone = [[one] for one in claims if not any(one in pair for pair in pairs)]
    return [*pairs, *alone]


def test_what_stands_together_is_what_two_loops_count(project: Database) -> None:
    for document, claims in [*rows(project).items()][:25]:
        for rows_of, within in product(("actor", "topic"), ("claim", "span", "overlap", "document")):
            if (rows_of, within) == ("topic", "claim"):
                continue
            held = [
                set().union(*(one[5] if rows_of == "actor" else {one[3]} for one in unit))
                for unit in units(claims, within)
                if unit
            ]
            each = Counter(item for items in held for item in items)
            both = Counter(frozenset(pair) for items in held for pair in combinations(sorted(items), 2))
            options = {"rows": rows_of, "within": within}
            found = network(project, "network_together", f"document={document}", **options)
            assert ties(found) == both
            told = {frozenset((edge.one[1], edge.other[1])): edge for edge in found.edges}
            jaccard = ties(
                network(project, "network_together", f"document={document}", **options, normalisation="jaccard")
            )
            for pair, number in both.items():
                one, other = pair
                assert jaccard[pair] == pytest.approx(number / (each[one] + each[other] - number))
                if within != "overlap":
                    expected = exact_tail(number, each[one], each[other], len(held))
                    assert told[pair].facts["p"] == pytest.approx(float(expected), rel=1e-6)


def exact_tail(number: int, one: int, other: int, size: int) -> Fraction:
    return sum(
        (
            Fraction(math.comb(one, at) * math.comb(size - one, other - at), math.comb(size, other))
            for at in range(number, min(one, other) + 1)
            if other - at <= size - one
        ),
        Fraction(0),
    )


def test_claims_of_one_turn_stand_together_and_paragraphs_are_turns_of_texts_without(project: Database) -> None:
    with sqlite3.connect(project.path) as raw:
        segments = raw.execute("SELECT document_id, start, \"end\" FROM segment WHERE kind = 'paragraph'").fetchall()
    assert len(segments) == 6 * COUNT
    for document, claims in [*rows(project).items()][:40]:
        own = [(start, end) for number, start, end in segments if number == document]
        place = {
            one[0]: next((at for at, (start, end) in enumerate(own) if start <= one[1] < end), -1) for one in claims
        }
        both = Counter(
            frozenset(pair)
            for at in {*place.values()} - {-1}
            for pair in combinations(sorted({one[3] for one in claims if place[one[0]] == at}), 2)
        )
        assert ties(network(project, "network_together", f"document={document}", rows="topic", within="turn")) == both


@pytest.mark.parametrize("size", [1, 4, 30, 400])
def test_chance_is_that_of_fishers_exact_test(size: int) -> None:
    chance = random.Random(size)
    for _ in range(60):
        one, other = chance.randint(0, size), chance.randint(0, size)
        number = chance.randint(0, min(one, other))
        expected = float(exact_tail(number, one, other, size))
        assert cooccurrence.tail(number, one, other, size) == pytest.approx(expected, rel=1e-8)


def test_adjusted_chances_are_those_of_benjamini_and_hochberg() -> None:
    # the steps of the paper's own rule: the largest i with p(i) ≤ i α / m, and all below it
    chance = random.Random(5)
    given = {at: chance.random() ** 3 for at in range(30)}
    tried = 45
    found = cooccurrence.adjusted(given, tried)
    ranked = sorted(given, key=given.__getitem__)
    for alpha in (0.001, 0.01, 0.05, 0.2, 0.6):
        largest = max((at for at, one in enumerate(ranked, start=1) if given[one] <= at * alpha / tried), default=0)
        assert {one for one, value in found.items() if value <= alpha} == set(ranked[:largest])


def random_graphs() -> Iterator[networkx.Graph]:
    for seed in range(COUNT):
        chance = random.Random(seed)
        graph = networkx.gnm_random_graph(chance.randint(2, 11), chance.randint(1, 22), seed=seed)
        for one, other in graph.edges:
            graph.edges[one, other]["weight"] = chance.choice((0.5, 1.0, 2.0, 3.5))
        yield graph


def own(graph: networkx.Graph) -> Graph[int]:
    return Graph(graph.nodes, {(one, other): weight for one, other, weight in graph.edges(data="weight")})


def test_measures_of_nodes_are_those_of_networkx_and_igraph() -> None:
    for graph in random_graphs():
        mine = own(graph)
        assert mine.degree() == dict(graph.degree)
        assert mine.strength() == pytest.approx(dict(graph.degree(weight="weight")))
        assert mine.betweenness() == pytest.approx(networkx.betweenness_centrality(graph))
        assert mine.closeness() == pytest.approx(networkx.closeness_centrality(graph))
        assert mine.density() == pytest.approx(networkx.density(graph))
        assert [*map(len, mine.components())] == sorted(map(len, networkx.connected_components(graph)), reverse=True)
        if graph.edges and networkx.is_connected(graph):
            theirs = networkx.eigenvector_centrality(graph, max_iter=100_000, tol=1e-12, weight="weight")
            most = max(theirs.values())
            assert mine.eigenvector() == pytest.approx({one: value / most for one, value in theirs.items()}, abs=1e-4)


def test_groups_are_as_good_as_those_of_networkx_and_their_modularity_is_the_same() -> None:
    short = 0.0
    for graph in random_graphs():
        mine = own(graph)
        found = mine.clusters()
        groups = [{node for node in found if found[node] == group} for group in set(found.values())]
        value = mine.modularity(found)
        if not graph.edges:
            assert value is None
            continue
        assert value == pytest.approx(networkx.community.modularity(graph, groups))
        inside = [weight for one, other, weight in graph.edges(data="weight") if found[one] == found[other]]
        assert mine.coverage(found) == pytest.approx(sum(inside) / graph.size(weight="weight"))
        alike = Graph(graph.nodes, dict.fromkeys(mine.ties, 1.0))
        assert alike.coverage(found) == pytest.approx(networkx.community.partition_quality(graph, groups)[0])
        theirs = networkx.community.louvain_communities(graph, seed=1)
        short += max(0.0, networkx.community.modularity(graph, theirs) - (value or 0.0))
        assert sorted(Counter(found.values()).values(), reverse=True) == [
            count for _group, count in sorted(Counter(found.values()).items())
        ]
    assert short / COUNT < 0.01


def test_igraph_gives_the_same_measures() -> None:
    igraph = pytest.importorskip("igraph")
    for graph in random_graphs():
        mine, size = own(graph), len(graph)
        theirs = igraph.Graph(size, [*graph.edges])
        weights = [weight for _one, _other, weight in graph.edges(data="weight")]
        pairs = (size - 1) * (size - 2) / 2
        expected = [value / pairs if pairs else 0.0 for value in theirs.betweenness()]
        assert [*mine.betweenness().values()] == pytest.approx(expected)
        assert [*mine.strength().values()] == pytest.approx(theirs.strength(weights=weights))
        if weights:
            found = mine.clusters()
            assert mine.modularity(found) == pytest.approx(theirs.modularity([*found.values()], weights=weights))


def test_the_backbone_is_what_the_integral_of_its_paper_leaves() -> None:
    for graph in random_graphs():
        mine = own(graph)
        for (one, other), found in mine.chances().items():
            expected = min(disparity(graph, one, other), disparity(graph, other, one))
            assert found == pytest.approx(expected, abs=1e-6)
        assert mine.backbone(0.3) == {pair for pair, chance in mine.chances().items() if chance < 0.3}


def disparity(graph: networkx.Graph, node: int, other: int) -> float:
    """Return 1 − (k − 1) ∫₀ᵖ (1 − x)ᵏ⁻² dx, equation 2 of Serrano, Boguñá and Vespignani, by Simpson's rule."""
    degree, strength = graph.degree(node), graph.degree(node, weight="weight")
    part = graph.edges[node, other]["weight"] / strength
    if degree == 1:
        return 1.0
    steps = 400
    xs = [part * at / steps for at in range(steps + 1)]
    ys = [(1 - x) ** (degree - 2) if degree > 2 else 1.0 for x in xs]
    integral = part / steps / 3 * (ys[0] + ys[-1] + 4 * sum(ys[1:-1:2]) + 2 * sum(ys[2:-1:2]))
    return 1 - (degree - 1) * integral


def test_camps_are_the_best_of_all_divisions_and_many_nodes_come_near(monkeypatch: pytest.MonkeyPatch) -> None:
    best, near = [], []
    for seed, graph in enumerate(random_graphs()):
        chance = random.Random(seed)
        signed = {(one, other): weight * chance.choice((-1, 1)) for one, other, weight in graph.edges(data="weight")}
        if not signed or len(graph) > 9:
            continue
        whole = sum(map(abs, signed.values()))
        least = min(
            sum(abs(weight) for (one, other), weight in signed.items() if (side[one] == side[other]) != (weight > 0))
            for side in product((0, 1), repeat=len(graph))
        )
        found = Graph(graph.nodes, signed).coordination()
        assert found is not None
        assert found[0] == pytest.approx(1 - 2 * least / whole)
        best.append(found[0])
        with monkeypatch.context() as patched:
            patched.setattr("desktop.analysis.comparison.graphs._TRIED", 0)
            other = Graph(graph.nodes, signed).coordination()
        assert other is not None
        assert other[0] <= found[0] + 1e-9
        near.append(other[0])
    assert len(best) > 100
    assert sum(near) > 0.97 * sum(best)


def test_ties_within_groups_and_between_them_are_weighed_as_krackhardt_and_stern_do() -> None:
    graph: Graph[str] = Graph("abcd", {("a", "b"): 3, ("b", "c"): 1, ("c", "d"): 1, ("a", "c"): 1, ("b", "d"): 1})
    # two within, three between
    assert graph.ei_index({"a": 1, "b": 1, "c": 2, "d": 2}) == pytest.approx(0.2)
    assert graph.ei_index({"a": 1, "b": 1}) == -1
    assert graph.ei_index({}) is None


@pytest.mark.parametrize(
    ("window", "step", "length", "stride"),
    [
        ("year", "", {"years": 1}, {"years": 1}),
        ("3 months", "1 month", {"months": 3}, {"months": 1}),
        ("2 weeks", "", {"weeks": 2}, {"weeks": 2}),
        ("45 days", "1 week", {"days": 45}, {"days": 7}),
        ("month", "2 months", {"months": 1}, {"months": 2}),
    ],
)
def test_windows_hold_what_a_recount_finds_in_them(
    project: Database, window: str, step: str, length: dict[str, Any], stride: dict[str, Any]
) -> None:
    with sqlite3.connect(project.path) as raw:
        dates = dict(raw.execute("SELECT id, date FROM document WHERE id IN (SELECT document_id FROM claim)"))
    claims, seen = rows(project), {}
    for number, date in dates.items():
        if date:
            first = datetime.date.fromisoformat((date + "-01-01")[:10])
            whole: dict[str, Any] = {10: {"days": 1}, 7: {"months": 1}, 4: {"years": 1}}[len(date)]
            last = first + relativedelta(**whole) - datetime.timedelta(1)
            seen[number] = first, last
    start = min(first for first, _last in seen.values())
    if "week" in window:
        start -= datetime.timedelta(start.weekday())
    elif "day" not in window:
        start = start.replace(day=1, month=1 if "year" in window else start.month)
    request = ENTRIES["network_two"].completed(
        Request(options={"window": window, "step": step, "aggregation": "ignore"})
    )
    making = Making(project, request)
    inside: set[int] = set()
    for at, found in enumerate(making.networks()):
        begin = start + relativedelta(**{unit: number * at for unit, number in stride.items()})
        end = begin + relativedelta(**length)
        assert found.window is not None
        assert (found.window.start, found.window.last) == (begin, end - datetime.timedelta(1))
        held = [number for number, (first, last) in seen.items() if begin <= first and last < end]
        inside.update(held)
        expected = Counter(frozenset((actor, one[3])) for number in held for one in claims[number] for actor in one[5])
        assert ties(found) == expected
    latest = max(last for _first, last in seen.values())
    assert end > latest or begin + relativedelta(**stride) > latest
    assert making.undated() == sum(len(claims[number]) for number in dates if number not in inside)


def test_gexf_tells_each_window_to_another_program(project: Database, tmp_path: Path) -> None:
    entry = ENTRIES["network_one"]
    request = entry.completed(Request(options={"window": "year", "measure": "degree"}))
    made = [*Making(project, request).networks()]
    path = tmp_path / "n.gexf"
    path.write_bytes(entry.write(project, request, "gexf", ("Told.",)))
    graph = networkx.read_gexf(path)
    assert {*graph.nodes} == {node.id for one in made for node in one.nodes()}
    for one, other, data in graph.edges(data=True):
        told = {start: weight for weight, start, _end in data["weight"]}
        assert told == {
            net.window.start.isoformat(): edge.weight
            for net in made
            for edge in net.edges
            if net.window is not None and {one, other} == {":".join(edge.one), ":".join(edge.other)}
        }
    whole = tmp_path / "all.gexf"
    whole.write_bytes(entry.write(project, Request(), "gexf", ()))
    weights = {frozenset(ends): weight for *ends, weight in networkx.read_gexf(whole).edges(data="weight")}
    assert weights == {
        frozenset((":".join(edge.one), ":".join(edge.other))): edge.weight
        for edge in network(project, "network_one").edges
    }


def test_what_is_left_of_a_network_has_no_node_without_a_tie_unless_it_is_wanted(project: Database) -> None:
    whole = network(project, "network_one", "document=1,2,3,4")
    left = network(project, "network_one", "document=1,2,3,4", threshold="4")
    assert [*left.edges] == [edge for edge in whole.edges if abs(edge.weight) >= 4]
    assert {*left.row_nodes} == {key for edge in left.edges for _kind, key in (edge.one, edge.other)}
    assert {*network(project, "network_one", threshold="1000", isolates="yes").row_nodes} == {*ACTORS}
    bare = network(project, "network_one", "document=1,2,3,4", backbone="0.2")
    kept = whole.graph.backbone(0.2)
    assert {(edge.one, edge.other) for edge in bare.edges} == kept
    assert all(edge.facts["disparity"] < 0.2 for edge in bare.edges)


def part_of(mine: Row, theirs: Row, aggregation: str) -> float:
    """Return what two claims on one topic give to the weight of the tie of who holds them."""
    if aggregation == "ignore":
        return 1
    apart = abs(VALUE[mine[4]] - VALUE[theirs[4]]) / 2
    return (
        0 if math.isnan(apart) else {"congruence": 1 - apart, "conflict": apart, "subtract": 1 - 2 * apart}[aggregation]
    )


def test_what_repeats_itself_makes_no_tie_twice(project: Database) -> None:
    """Of claims that repeat an earlier one those that count are listed, and no others."""
    where = "document=1,2,3"
    claims = [one for document in (1, 2, 3) for one in rows(project)[document]]
    for edge in network(project, "network_two", where, aggregation="ignore", duplicates="document").edges:
        options = {"aggregation": "ignore", "duplicates": "document"}
        making = Making(project, ENTRIES["network_two"].completed(Request(where, options=options)))
        listed = [claim for claim, _document, _stance in making.evidence([edge.one, edge.other])]
        assert len(listed) == edge.weight
        assert {*listed} <= {one[0] for one in claims if one[3] == edge.other[1] and edge.one[1] in one[5]}


def test_a_tie_rests_on_the_claims_that_it_counts(project: Database) -> None:
    claims = {one[0]: one for document in (1, 2, 3, 4, 5, 6) for one in rows(project)[document]}
    where = "document=1,2,3,4,5,6"

    def evidence(key: str, edge: Edge | None = None, node: str = "", **options: str) -> set[int]:
        making = Making(project, ENTRIES[key].completed(Request(where, options=options)))
        edges = [edge] if edge else []
        ends = [end for one in edges for end in (one.one, one.other)] or [("actor", node)]
        return {claim for claim, _document, _stance in making.evidence(ends)}

    for edge in network(project, "network_two", where, aggregation="ignore").edges:
        actor, topic = edge.one[1], edge.other[1]
        held = evidence("network_two", edge, aggregation="ignore")
        assert held == {number for number, one in claims.items() if one[3] == topic and actor in one[5]}
        assert len(held) == edge.weight
    assert evidence("network_two", node="a1") == {number for number, one in claims.items() if "a1" in one[5]}
    for aggregation in ("ignore", "congruence", "conflict", "subtract"):
        for edge in network(project, "network_one", where, aggregation=aggregation).edges[:8]:
            one, other = edge.one[1], edge.other[1]
            # two loops over all claims
            parts = {
                (mine, theirs): part_of(claims[mine], claims[theirs], aggregation)
                for mine, theirs in product(claims, claims)
                if one in claims[mine][5] and other in claims[theirs][5] and claims[mine][3] == claims[theirs][3]
            }
            assert sum(parts.values()) == pytest.approx(edge.weight)
            making = {number for pair, part in parts.items() if part for number in pair}
            assert evidence("network_one", edge, aggregation=aggregation) == making
    for edge in network(project, "network_together", where, rows="topic", within="document").edges[:8]:
        assert len(evidence("network_together", edge, rows="topic", within="document")) >= 2 * edge.weight


@pytest.mark.parametrize(
    ("key", "options", "told"),
    [
        ("network_two", {"window": "fortnight"}, "no length of time"),
        ("network_two", {"window": "0 days"}, "no length of time"),
        ("network_two", {"window": "month", "step": "week"}, "go by months"),
        ("network_two", {"window": "1 day", "step": "1 day", "at": "1066"}, "There is no window “1066”"),
        ("network_two", {"step": "month"}, "needs windows"),
        ("network_two", {"threshold": "much"}, "is no threshold"),
        ("network_two", {"backbone": "2"}, "up to 1"),
        ("network_two", {"threshold": "nan"}, "is no threshold"),
        ("network_together", {"rows": "topic", "within": "claim"}, "A claim has one topic"),
        ("network_together", {"within": "overlap", "significance": "0.05"}, "chance cannot be told"),
    ],
)
def test_what_cannot_be_made_is_told_in_a_sentence(
    project: Database, key: str, options: dict[str, str], told: str
) -> None:
    with pytest.raises(UsageError, match=told):
        ENTRIES[key].make(project, Request(options=options))
