"""Measures of weighted, undirected networks: of their nodes, of how they fall into groups, and what is left of a tie.

Own code and no library: what Visavis asks is little, and a program that starts in a blink has no room for one. Tests
hold it to NetworkX and igraph. A tie counts by the size of its weight, but where signs are the matter.
"""

import math
from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any, Generic, TypeVar

N = TypeVar("N", bound=Hashable)

# so many nodes are divided in every way; more by steps from one better division to the next
_TRIED = 12
_ROUNDS = 200


class Graph(Generic[N]):
    """Nodes and the ties between them, each once, none of a node with itself.

    Attributes:
        nodes: in their order, which decides between what is equal.
        ties: of each two nodes that are tied the weight, which is not 0.
        around: of each node the others that it is tied to, with the weights.
    """

    def __init__(self, nodes: Iterable[N], ties: Mapping[tuple[N, N], float]) -> None:
        self.nodes = tuple(dict.fromkeys(nodes))
        self.ties = {pair: weight for pair, weight in ties.items() if weight and pair[0] != pair[1]}
        self.around: dict[N, dict[N, float]] = {node: {} for node in self.nodes}
        for (one, other), weight in self.ties.items():
            self.around[one][other] = self.around[other][one] = weight

    # what nodes are in it

    def degree(self) -> dict[N, float]:
        """Return of each node how many it is tied to (Freeman 1978, Social Networks 1:215–239)."""
        return {node: len(others) for node, others in self.around.items()}

    def strength(self) -> dict[N, float]:
        """Return of each node the sum of its ties' weights without their signs (Barrat et al. 2004, PNAS 101:3747)."""
        return {node: math.fsum(map(abs, others.values())) for node, others in self.around.items()}

    def closeness(self) -> dict[N, float]:
        """Return of each node how near it is to those that it reaches, by ties and not by weights.

        (r / (n − 1)) (r / Σ d) of the r nodes that it reaches and the sum of their distances: Freeman 1978, with the
        correction of Wasserman and Faust 1994, Social Network Analysis, 200–201, for what is not in one piece.
        """
        found: dict[N, float] = {}
        for node in self.nodes:
            far = self._distances(node)
            reached, total = len(far) - 1, sum(far.values())
            found[node] = reached / total * reached / (len(self.nodes) - 1) if total else 0.0
        return found

    def betweenness(self) -> dict[N, float]:
        """Return of each node the share of shortest ways between two others that lead through it, from 0 to 1.

        Ways go by ties and not by weights; each pair of others adds the part of its shortest ways, and the sum is
        divided by (n − 1)(n − 2) / 2 (Freeman 1977, Sociometry 40:35–41), as Brandes 2001, Journal of Mathematical
        Sociology 25:163–177, finds it.
        """
        found = dict.fromkeys(self.nodes, 0.0)
        for source in self.nodes:
            order, before, ways = [], {node: list[N]() for node in self.nodes}, dict.fromkeys(self.nodes, 0.0)
            far = {source: 0}
            ways[source] = 1.0
            queue = deque([source])
            while queue:
                node = queue.popleft()
                order.append(node)
                for other in self.around[node]:
                    if other not in far:
                        far[other] = far[node] + 1
                        queue.append(other)
                    if far[other] == far[node] + 1:
                        ways[other] += ways[node]
                        before[other].append(node)
            part = dict.fromkeys(order, 0.0)
            for node in reversed(order):
                for former in before[node]:
                    part[former] += ways[former] / ways[node] * (1 + part[node])
                if node != source:
                    found[node] += part[node]
        size = len(self.nodes)
        # each pair was gone both ways
        whole = (size - 1) * (size - 2)
        return {node: value / whole if whole > 0 else 0.0 for node, value in found.items()}

    def eigenvector(self) -> dict[N, float]:
        """Return of each node its part in the first eigenvector of the weights without signs, the largest being 1.

        Who is tied to those who are much tied stands high (Bonacich 1972, Journal of Mathematical Sociology 2:113–120).
        Of what is not in one piece only the piece with the largest eigenvalue has more than 0.
        """
        value = dict.fromkeys(self.nodes, 1.0)
        for _round in range(1000):
            # a part of what stood before keeps two-mode networks from swinging to and fro
            new = {
                node: value[node] + math.fsum(abs(weight) * value[other] for other, weight in others.items())
                for node, others in self.around.items()
            }
            most = max(new.values(), default=0.0)
            new = {node: one / most for node, one in new.items()}
            moved = max((abs(new[node] - value[node]) for node in self.nodes), default=0.0)
            value = new
            if moved < 1e-10:
                break
        return {node: round(one, 9) if self.ties else 0.0 for node, one in value.items()}

    # how it falls apart

    def density(self) -> float:
        """Return the part of all pairs of nodes that are tied; 0 where there is no pair."""
        size = len(self.nodes)
        return 2 * len(self.ties) / (size * (size - 1)) if size > 1 else 0.0

    def components(self) -> list[list[N]]:
        """Return the pieces that no tie leads out of, the largest first."""
        seen: set[N] = set()
        found = []
        for node in self.nodes:
            if node not in seen:
                piece = self._distances(node)
                seen.update(piece)
                found.append([one for one in self.nodes if one in piece])
        return sorted(found, key=len, reverse=True)

    def modularity(self, group_of: Mapping[N, Hashable]) -> float | None:
        """Return how much more weight lies within groups than would by chance; None without ties.

        Q = Σ_c (w_c / w − (s_c / 2w)²), w being the weight of all ties, w_c of those within a group and s_c the sum of
        its nodes' strengths: Newman and Girvan 2004, Physical Review E 69:026113, with weights as in Newman 2004,
        Physical Review E 70:056131. Ties with a weight below 0 are left out: they are no nearness.
        """
        ties = {pair: weight for pair, weight in self.ties.items() if weight > 0}
        whole = math.fsum(ties.values())
        if not whole:
            return None
        inside: dict[Hashable, float] = {}
        strength: dict[Hashable, float] = {}
        for (one, other), weight in ties.items():
            for end in (one, other):
                strength[group_of[end]] = strength.get(group_of[end], 0.0) + weight
            if group_of[one] == group_of[other]:
                inside[group_of[one]] = inside.get(group_of[one], 0.0) + weight
        return math.fsum(inside.get(group, 0.0) / whole - (strength[group] / (2 * whole)) ** 2 for group in strength)

    def coverage(self, group_of: Mapping[N, Hashable]) -> float | None:
        """Return the part of all weight that lies within groups, from 0 to 1; None without ties.

        Σ_c w_c / w: Fortunato 2010, Physics Reports 486:75–174, page 88, with weights. It is 1 where all is one group,
        so that it tells something beside modularity and the number of groups. Ties with a weight below 0 are left out.
        """
        ties = {pair: weight for pair, weight in self.ties.items() if weight > 0}
        whole = math.fsum(ties.values())
        inside = math.fsum(weight for (one, other), weight in ties.items() if group_of[one] == group_of[other])
        return inside / whole if whole else None

    def clusters(self) -> dict[N, int]:
        """Return for each node the number of its group, from 1 for the largest, so that modularity is high.

        The method of Louvain (Blondel and others 2008, Journal of Statistical Mechanics P10008): nodes move to the
        neighbours' group that gains most, then groups become nodes, until nothing gains. Nodes are taken in their
        order, so that the same network has the same groups. Ties with a weight below 0 are left out.
        """
        member: dict[N, int] = {node: at for at, node in enumerate(self.nodes)}
        around: dict[int, dict[int, float]] = {at: {} for at in range(len(self.nodes))}
        for (first, second), weight in self.ties.items():
            if weight > 0:
                around[member[first]][member[second]] = around[member[second]][member[first]] = weight
        while True:
            moved = _moved(around)
            if len(set(moved.values())) == len(around):
                break
            names = {group: at for at, group in enumerate(dict.fromkeys(moved.values()))}
            member = {node: names[moved[at]] for node, at in member.items()}
            merged: dict[int, dict[int, float]] = {at: {} for at in names.values()}
            for one, others in around.items():
                for other, weight in others.items():
                    # of a group with itself both ends, as a loop counts twice
                    into = merged[names[moved[one]]]
                    into[names[moved[other]]] = into.get(names[moved[other]], 0.0) + weight
            around = merged
        sizes = Counter(member.values())
        ranked = sorted(sizes, key=lambda group: -sizes[group])
        places = {group: place for place, group in enumerate(ranked, start=1)}
        return {node: places[group] for node, group in member.items()}

    def ei_index(self, group_of: Mapping[N, Hashable]) -> float | None:
        """Return whether ties lead out of groups (1) or stay within (−1); None without ties between nodes with a group.

        (E − I) / (E + I) of the numbers of ties between groups and within (Krackhardt and Stern 1988, Social Psychology
        Quarterly 51:123–140). Nodes that *group_of* does not name are left out.
        """
        known = [pair for pair in self.ties if pair[0] in group_of and pair[1] in group_of]
        outside = sum(group_of[one] != group_of[other] for one, other in known)
        return (2 * outside - len(known)) / len(known) if known else None

    def coordination(self) -> tuple[float, dict[N, bool]] | None:
        """Return how well the network falls into two camps, from 0 to 1, and where each node stands; None without ties.

        In camps those who agree (weight above 0) stand together, and who conflict apart. 1 − 2 L / Σ|w|, L being the
        least weight of ties that are otherwise, over all divisions in two: the normalised line index of balance (Harary
        1959, Behavioral Science 4:316–323; Aref and Wilson 2018, Journal of Complex Networks 6:566–595). A network of
        agreement alone is one camp, and is balanced. Of more than 12 nodes with ties the best division that was found
        by moving one node at a time stands for the least, so that the figure is no more than the true one.
        """
        whole = math.fsum(map(abs, self.ties.values()))
        if not whole:
            return None
        tied = [node for node in self.nodes if self.around[node]]
        camps: dict[N, bool] = {}
        if len(tied) <= _TRIED:
            # the first stands in the first camp: the mirror of a division is the same
            tried = (
                dict(zip(tied, (False, *rest), strict=True)) for rest in product((False, True), repeat=len(tied) - 1)
            )
            camps = min(tried, key=self._frustration)
        else:
            starts = [dict.fromkeys(tied, False), *(self._settled(node, tied) for node in self._strongest(tied))]
            camps = min(map(self._improved, starts), key=self._frustration)
        return 1 - 2 * self._frustration(camps) / whole, camps

    def _frustration(self, camps: Mapping[N, bool]) -> float:
        return math.fsum(
            abs(weight) for (one, other), weight in self.ties.items() if (camps[one] == camps[other]) != (weight > 0)
        )

    def _strongest(self, tied: Sequence[N]) -> list[N]:
        strength = self.strength()
        return sorted(tied, key=lambda node: -strength[node])[:8]

    def _settled(self, first: N, tied: Sequence[N]) -> dict[N, bool]:
        """Return camps that grow from a node: each joins as those nearest to it say."""
        camps: dict[N, bool] = {}
        for begin in (first, *tied):
            if begin in camps:
                continue
            camps[begin] = False
            queue = deque([begin])
            while queue:
                node = queue.popleft()
                for other, weight in self.around[node].items():
                    if other not in camps:
                        camps[other] = camps[node] == (weight < 0)
                        queue.append(other)
        return camps

    def _improved(self, camps: dict[N, bool]) -> dict[N, bool]:
        """Move one node at a time to the other camp as long as that makes less that is otherwise."""
        for _round in range(_ROUNDS):
            is_moved = False
            for node in camps:
                pull = math.fsum(
                    weight if camps[other] == camps[node] else -weight for other, weight in self.around[node].items()
                )
                if pull < -1e-12:
                    camps[node] = not camps[node]
                    is_moved = True
            if not is_moved:
                break
        return camps

    def _distances(self, source: N) -> dict[N, int]:
        far = {source: 0}
        queue = deque([source])
        while queue:
            node = queue.popleft()
            for other in self.around[node]:
                if other not in far:
                    far[other] = far[node] + 1
                    queue.append(other)
        return far

    # what is left of it

    def chances(self) -> dict[tuple[N, N], float]:
        """Return of each tie the probability that chance would give it as much of a node's weight.

        (1 − w / s)^(k − 1) of a node with k ties and strength s, the smaller of both ends: the disparity filter of
        Serrano, Boguñá and Vespignani 2009, PNAS 106:6483–6488. At a node with one tie it is 1, so that the other end
        decides.
        """
        strength = self.strength()
        return {
            (one, other): min(
                (1 - abs(weight) / strength[end]) ** (len(self.around[end]) - 1) if len(self.around[end]) > 1 else 1.0
                for end in (one, other)
            )
            for (one, other), weight in self.ties.items()
        }

    def backbone(self, alpha: float) -> set[tuple[N, N]]:
        """Return the ties that `chances` makes less likely than *alpha*."""
        return {pair for pair, chance in self.chances().items() if chance < alpha}


def _moved(around: Mapping[int, Mapping[int, float]]) -> dict[int, int]:
    """Return for each node the group that it stands in after all have moved to where modularity gains most."""
    group = {node: node for node in around}
    strength = {node: math.fsum(others.values()) for node, others in around.items()}
    total = dict(strength)
    whole = math.fsum(strength.values())
    if not whole:
        return group
    for _round in range(_ROUNDS):
        is_moved = False
        for node, others in around.items():
            own = group[node]
            towards: dict[int, float] = {own: 0.0}
            for other, weight in others.items():
                if other != node:
                    towards[group[other]] = towards.get(group[other], 0.0) + weight
            total[own] -= strength[node]
            gains = {to: weight - total[to] * strength[node] / whole for to, weight in towards.items()}
            best = max(gains, key=lambda to: (gains[to], to == own))
            if gains[best] <= gains[own] + 1e-12:
                best = own
            total[best] += strength[node]
            if best != own:
                group[node], is_moved = best, True
        if not is_moved:
            break
    return group


MEASURES: Mapping[str, Callable[[Graph[Any]], Mapping[Any, float]]] = {
    "degree": Graph.degree,
    "strength": Graph.strength,
    "betweenness": Graph.betweenness,
    "closeness": Graph.closeness,
    "eigenvector": Graph.eigenvector,
}
