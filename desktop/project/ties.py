"""The networks of a project: nodes and ties of all time or of windows, what is left of them, and what they rest on."""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

from desktop.analysis.comparison import cooccurrence, networks, spells
from desktop.analysis.comparison.cooccurrence import Standing, Together, UnitKind
from desktop.analysis.comparison.counts import nothing
from desktop.analysis.comparison.graphs import MEASURES, Graph
from desktop.analysis.comparison.members import Members
from desktop.analysis.comparison.organisations import FIELD, Organisations, in_parts
from desktop.analysis.comparison.spells import Length, TimeWindow
from desktop.core import scale
from desktop.core.axes import FIELDS, NONE, Axis, field_of
from desktop.core.errors import UsageError
from desktop.core.language import _
from desktop.core.marks import mark_of_kind, marks_of
from desktop.core.mentions import Mention, first_of_each
from desktop.core.own_fields import PARTING, OwnField
from desktop.core.progress import Progress
from desktop.core.values import Actor, Topic
from desktop.exchange.tables.networks import Edge, End
from desktop.exchange.tables.networks import Node as Node
from desktop.project import counting, lookup
from desktop.project.matrix import load_members
from desktop.project.requests import Request
from desktop.store import reads
from desktop.store.database import Database
from desktop.store.errors import explained
from desktop.store.reads.counts import ClaimPlace

# what nodes share where nothing else is said
USUAL = {"actor": "topic", "topic": "actor"}
# what holds what stands together, where nothing else is said
USUAL_UNIT: dict[str, UnitKind] = {"actor": "claim", "topic": "overlap"}
ALL_MEASURES = "all"
# groups that are found in the ties; those of a network with signs are two camps
CLUSTER, CAMP = "cluster", "camp"
# fields whose nodes are entries of the codebook, with all that is told of these
_ENTRIES = ("actor", "organisation", "topic", "theme")
# built-in fields that give nodes a shape, and what says it
_MARKING = ("organisation", "country", "theme")
SHAPE = "shape"
# by what nodes are grouped already
GROUPS = ("actor_kind", "organisation", "country", "theme")


@dataclass(frozen=True)
class ProjectNetwork:
    """A network with what is told of its nodes, which go by their keys, and of its ties.

    Attributes:
        rows, columns: the kinds of its nodes, a field's name each; of a one-mode network both are the same.
        row_nodes, column_nodes: the nodes by their keys, in the codebook's order.
        edges: the ties, in the order of their nodes; of a one-mode network each once.
        window: its time; None for all time.
        is_signed: whether a weight below 0 is a conflict.
        groups: what is told of nodes that groups them already: `GROUPS`, and own fields by their places.
    """

    rows: str
    columns: str
    row_nodes: Mapping[str, Node]
    column_nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    one_mode: bool
    window: TimeWindow | None = None
    is_signed: bool = False
    groups: tuple[str, ...] = GROUPS

    def nodes(self) -> list[Node]:
        """Return all nodes, those of the rows first; of two kinds ``type`` says of which each is, as igraph asks."""
        if self.one_mode:
            return [*self.row_nodes.values()]
        both = ((False, self.row_nodes), (True, self.column_nodes))
        return [replace(node, facts={**node.facts, "type": side}) for side, nodes in both for node in nodes.values()]

    @cached_property
    def weights(self) -> dict[tuple[str, str], float]:
        """The weights of the ties by the keys of row and column; of a one-mode network both ways."""
        found = {(edge.one[1], edge.other[1]): edge.weight for edge in self.edges}
        if self.one_mode:
            found.update({(other, one): weight for (one, other), weight in found.items()})
        return found

    @cached_property
    def graph(self) -> Graph[End]:
        """It as a graph, of the ties that have a weight."""
        ends = [(self.rows, key) for key in self.row_nodes]
        if not self.one_mode:
            ends += [(self.columns, key) for key in self.column_nodes]
        return Graph(ends, {(edge.one, edge.other): edge.weight for edge in self.edges})

    def only(self, edges: Iterable[Edge], *, isolates: bool) -> "ProjectNetwork":
        """Return it with these ties alone; without *isolates* only nodes that have one stay."""
        kept = tuple(edges)
        tied = {end for edge in kept for end in (edge.one, edge.other)}

        def left(kind: str, nodes: Mapping[str, Node]) -> dict[str, Node]:
            return {key: node for key, node in nodes.items() if isolates or (kind, key) in tied}

        rows = left(self.rows, self.row_nodes)
        columns = rows if self.one_mode else left(self.columns, self.column_nodes)
        return replace(self, row_nodes=rows, column_nodes=columns, edges=kept)

    def measured(self, wanted: Iterable[str]) -> "ProjectNetwork":
        """Return it with measures told at its nodes."""
        values: dict[str, Mapping[End, float | int]] = {}
        for name in wanted:
            if name == CLUSTER:
                values[name] = self.graph.clusters()
            elif name == CAMP:
                found = self.graph.coordination()
                values[name] = {end: int(side) + 1 for end, side in found[1].items()} if found else {}
            else:
                values[name] = MEASURES[name](self.graph)

        def told(kind: str, nodes: Mapping[str, Node]) -> dict[str, Node]:
            return {
                key: replace(
                    node,
                    facts={
                        **node.facts,
                        **{name: _number(of[kind, key]) for name, of in values.items() if (kind, key) in of},
                    },
                )
                for key, node in nodes.items()
            }

        rows = told(self.rows, self.row_nodes)
        return replace(
            self, row_nodes=rows, column_nodes=rows if self.one_mode else told(self.columns, self.column_nodes)
        )

    def figures(self) -> dict[str, float | int | None]:
        """Return what is told of the whole, by names (`network_figures`); None where it means nothing here.

        Density is of a two-mode network the part of all pairs of two kinds. Groups that are found and their modularity
        are told of one-mode networks, the E–I index of those whose nodes are grouped already, and coordination of
        those with signs (`Graph`).
        """
        graph = self.graph
        pieces = graph.components()
        tied, size = sum(bool(others) for others in graph.around.values()), len(graph.nodes)
        told: dict[str, float | int | None] = {"nodes": size, "ties": len(graph.ties), "isolates": size - tied}
        pairs = len(self.row_nodes) * len(self.column_nodes)
        told["density"] = graph.density() if self.one_mode else len(graph.ties) / pairs if pairs else 0.0
        told |= {"components": len(pieces), "largest_component": len(pieces[0]) if pieces else 0}
        clusters = graph.clusters() if self.one_mode and graph.ties else {}
        told["clusters"] = len(set(clusters.values())) if clusters else None
        told["modularity"] = graph.modularity(clusters) if clusters else None
        told["coverage"] = graph.coverage(clusters) if clusters else None
        for name in self.groups:
            group_of = {
                (self.rows, key): value for key, node in self.row_nodes.items() if (value := _group(node, name))
            }
            told[f"ei_{name}"] = graph.ei_index(group_of) if self.one_mode else None
        found = graph.coordination() if self.is_signed else None
        told["coordination"] = found[0] if found else None
        sides = Counter(found[1].values()) if found else None
        told["smaller_camp"] = min(sides[False], sides[True]) / sides.total() if sides else None
        return {name: round(value, 9) if isinstance(value, float) else value for name, value in told.items()}


def _group(node: Node, name: str) -> str:
    """Return the group of a node; what leads a group belongs to it."""
    value = str(node.facts.get(name, ""))
    return value or (node.label if name in node.facts and name in ("organisation", "theme") else "")


def _own_facts(fields: Iterable[OwnField], told: Mapping[str, str]) -> dict[str, str | int | float]:
    """Return what an entry has of own fields, by their places: numbers as numbers; nothing of what it has not."""
    found: dict[str, str | int | float] = {}
    for field in fields:
        text = told.get(field.name, "")
        if field.kind != "number":
            found |= {field.place: text} if text else {}
        elif text and field.fits(text):
            found[field.place] = float(text)
    return found


def _organisations(members: Members, actor: Actor) -> str:
    """Return all organisations that an actor ever belongs to, each with its dates; empty for none."""
    own = members[FIELD]
    if not (isinstance(own, Organisations) and actor.id in own.parts_of):
        body = own[actor.id]
        return body.name if body.key != actor.key else ""
    named = {member.key: member.name for member in members["actor"].values()}
    told = [
        f"{named[one.organisation]} ({one.dates})" if one.dates else named[one.organisation]
        for one in actor.memberships
    ]
    dated = {named[one.organisation] for one in actor.memberships}
    always = [own[part].name for part in own.bodies_of[actor.id] if own[part].name not in dated]
    return "; ".join(dict.fromkeys((*always, *told)))


def _number(value: float) -> float | int:
    return value if isinstance(value, int) else round(value, 9)


class NetworkChoices:
    """What is chosen of a network, read and checked.

    Attributes:
        mode: ``two``, ``one``, or ``cooccurrence``.
        rows, concepts: the fields of nodes and of what they share; a co-occurrence has none of these.
        within: what holds what stands together.
        length, step: of windows; None for all time.
        at: the name of a window, or a day in it; empty for all.
        least: the least weight of a tie, without its sign.
        alpha: of the backbone; None for none.
        significance: of what stands together; None where chance is not asked.
        measures: what is told at nodes.
    """

    def __init__(self, options: Mapping[str, str]) -> None:
        """Read the options of a request.

        Raises:
            UsageError: when some do not go together, or are no number or no length of time.
        """
        given: Any = options
        self.options = given
        self.mode: str = given["mode"]
        self.rows: str = given["rows"]
        base = _base(self.rows)
        self.concepts: str = given.get("concepts", "usual")
        if self.concepts == "usual":
            self.concepts = USUAL[base]
        if self.mode != "cooccurrence" and base == _base(self.concepts):
            sentence = _("Nodes of the kind “{rows}” do not share “{concepts}”: choose “{near}”, for example.")
            raise UsageError(sentence, rows=self.rows, concepts=self.concepts, near=USUAL[base])
        within: Any = given.get("within", "usual")
        self.within: UnitKind = USUAL_UNIT[base] if within == "usual" else within
        if self.mode == "cooccurrence" and self.within == "claim" and base == "topic":
            raise UsageError(
                _(
                    "A claim has one topic: let topics stand together within “{span}”, “{overlap}”, “{turn}” or "
                    "“{document}”."
                ),
                **{name: name for name in ("span", "overlap", "turn", "document")},
            )
        self.length = Length.parse(given["window"]) if given.get("window") else None
        self.step = Length.parse(given["step"]) if given.get("step") else None
        self.at: str = given.get("at", "")
        if self.length is None and (self.step is not None or self.at):
            raise UsageError(
                _("A step, or one of the windows, needs windows: say how long they are, as in “3 months”.")
            )
        self.least = _read(given.get("threshold", ""), _("threshold"), 0.0, None) or 0.0
        self.alpha = _read(given.get("backbone", ""), "α", 0.0, 1.0)
        chance = given.get("significance", "none")
        self.significance = None if chance == "none" else float(chance)
        if self.significance is not None and self.within == "overlap":
            raise UsageError(
                _(
                    "A claim is in as many pairs as it overlaps others, so that chance cannot be told of them: ask for "
                    "significance within “{span}”, “{turn}” or “{document}”."
                ),
                **{name: name for name in ("span", "turn", "document")},
            )
        measure = given.get("measure", "none")
        self.measures: tuple[str, ...] = () if measure == "none" else (measure,)
        self.is_signed = given.get("aggregation") == "subtract"
        if measure == ALL_MEASURES:
            self.measures = (*MEASURES, *self._found_groups())
        elif measure == CLUSTER:
            self.measures = self._found_groups()
            if not self.measures:
                raise UsageError(_("Groups are found in one-mode networks, and in those of “subtract”."))

    @property
    def fields(self) -> tuple[str, str]:
        """The fields of rows and columns, or of nodes and what they share."""
        return (self.rows, self.rows) if self.mode == "cooccurrence" else (self.rows, self.concepts)

    @property
    def is_sifted(self) -> bool:
        """Whether some ties are left out."""
        return bool(self.least) or self.alpha is not None or self.significance is not None

    def _found_groups(self) -> tuple[str, ...]:
        return (*((CLUSTER,) if self.mode != "two" else ()), *((CAMP,) if self.is_signed else ()))


def _base(field: str) -> str:
    """Return what the nodes of a field are made of: ``actor`` or ``topic``.

    Raises:
        UsageError: when it is another, or no field at all.
    """
    fields = Axis.parse(field).fields
    base = field_of(fields[0]).base
    if len(fields) > 1 or base not in USUAL:
        sentence = _("“{field}” makes no nodes: choose a field of actors or topics, such as “actor”.")
        raise UsageError(sentence, field=field)
    return base


def _read(text: str, name: str, least: float, most: float | None) -> float | None:
    """Return a number; None for nothing.

    Raises:
        UsageError: when *text* is none, or out of bounds.
    """
    if not text.strip():
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not (least <= value < float("inf")) or (most is not None and not least < value <= most):
        if most is not None:
            raise UsageError(
                _("“{text}” is no {name}: write a number above 0 and up to 1, such as 0.05."), text=text, name=name
            )
        raise UsageError(_("“{text}” is no {name}: write a number from 0 on, such as 2."), text=text, name=name)
    return value


class Making:
    """Make the networks that a request asks for, each of all claims or of those of a window.

    Attributes:
        choices: what is asked for.
        own: the own fields of what the nodes are, which are told of them.
    """

    def __init__(
        self,
        db: Database,
        request: Request,
        members: Members | None = None,
        mentions: Sequence[Mention] | None = None,
    ) -> None:
        """Take the request; *members* and *mentions* of its filter where they are known.

        Raises:
            UserError: when choices do not go together, or the filter names what the project does not have.
        """
        self._db = db
        options = dict(request.options)
        for name in {"rows", "concepts"} & {*options}:
            if options[name] not in ("usual", *FIELDS):
                options[name] = lookup.axis(db, options[name])
        self.choices = NetworkChoices(options)
        known = reads.own_fields.fields(db, defined=True)
        owners = [field_of(name).base for name in self.choices.fields if name in _ENTRIES]
        self.own = [one for one in known if one.owner in owners]
        for name in self.choices.fields:
            if field_of(name).is_own:
                lookup.own_field(db, name)
        self.marked_by = self._marked_by(options.get("marks", "kind"))
        self._chosen = lookup.claim_filter(db, request.where)
        self._members = members or load_members(db)
        self._isolates = bool(request.options.get("isolates"))
        if mentions is not None:
            self.mentions = [*in_parts(self._members, self.choices.fields, mentions)]

    def _marked_by(self, name: str) -> str:
        """Return the field that gives nodes their shapes; empty where their kind does.

        Raises:
            UserError: when nodes have nothing of that field.
        """
        if name == "kind":
            return ""
        place = name if name in FIELDS else lookup.axis(self._db, name)
        if place not in FIELDS:
            lookup.own_field(self._db, place)
        if place not in _MARKING and (place in FIELDS or field_of(place).base not in USUAL):
            raise UsageError(
                _("“{field}” gives nodes no shape: choose {fields}, or an own field of actors or topics."),
                field=name,
                fields=", ".join(_MARKING),
            )
        return place

    @cached_property
    def mentions(self) -> Sequence[Mention]:
        """Each claim once for every actor who holds it, and for every organisation that they speak for."""
        return [*in_parts(self._members, self.choices.fields, reads.counts.mentions(self._db, self._chosen))]

    @cached_property
    def windows(self) -> list[TimeWindow]:
        """The windows, or the one that is asked for; none where all time is one.

        Raises:
            UsageError: when they would be too many, or there is none of that name.
        """
        choices = self.choices
        if choices.length is None:
            return []
        there = {one.document_id for one in self.mentions}
        made = spells.windows([self._dates[number] for number in there], choices.length, choices.step)
        if not choices.at:
            return made
        wanted = spells.stretch_of(choices.at)
        found = [one for one in made if one.name == choices.at] or [one for one in made if one.holds(wanted)][:1]
        if not found:
            known = _("{first} to {last}").format(first=made[0].name, last=made[-1].name) if made else _("none")
            raise UsageError(_("There is no window “{name}” ({known})."), name=choices.at, known=known)
        return found

    @property
    def column_order(self) -> list[str]:
        """The keys of all columns, in the codebook's order."""
        return [*self._known_nodes[1 if self.choices.mode == "two" else 0]]

    def networks(self) -> Iterator[ProjectNetwork]:
        """Yield the network of each window, or the one of all time."""
        if self.choices.length is None:
            yield self.network()
        for window in self.windows:
            yield self.network(window)

    def network(self, window: TimeWindow | None = None) -> ProjectNetwork:
        """Return the network of a window, or of all time, with what is left of its ties."""
        made = self._together(window) if self.choices.mode == "cooccurrence" else self._tied(window)
        return self._marked(self._sifted(made).measured(self.choices.measures))

    def undated(self) -> int:
        """Return how many claims are in no window, since the date of their document is not known as exactly."""
        held = {number for window in self.windows for number in self._documents(window)}
        return len({one.claim_id for one in self.mentions if one.document_id not in held})

    def evidence(self, ends: Sequence[End], window: TimeWindow | None = None) -> list[ClaimPlace]:
        """Return the claims that a node rests on, or a tie of two *ends*: id, document and stance, each once.

        Of a tie of two kinds those of both; of a one-mode network those of either on what both have, as far as they
        make its weight (`networks.ties_together`); of what stands together those of either in the units that hold both.
        Repetitions that do not count make no tie, and nor do stances that are not coded unless stances are ignored.
        """
        mentions = self._within(window)
        if len(ends) > 1 and self.choices.mode != "cooccurrence":
            mentions = self._counting(mentions)
        ids: set[int]
        if len(ends) == 1:
            kind, key = ends[0]
            ids = {one.claim_id for one in mentions if self._key(kind, one) == key}
        elif self.choices.mode == "cooccurrence":
            ids = self._evidence_together(ends, mentions)
        elif self.choices.mode == "two":
            ids = {one.claim_id for one in mentions if all(self._key(kind, one) == key for kind, key in ends)}
        else:
            ids = self._evidence_shared(ends, mentions)
        return [
            *{
                one.claim_id: (one.claim_id, one.document_id, one.stance) for one in mentions if one.claim_id in ids
            }.values()
        ]

    def _evidence_shared(self, ends: Sequence[End], mentions: Iterable[Mention]) -> set[int]:
        """Return the claims of two nodes that make the weight of their tie, concept by concept."""
        aggregation = self.choices.options["aggregation"]
        # of each end, by concept and stance
        held: list[dict[tuple[str, str], set[int]]] = [{}, {}]
        for one in mentions:
            for at, (kind, key) in enumerate(ends):
                if self._key(kind, one) == key:
                    held[at].setdefault((self._key(self.choices.concepts, one), one.stance), set()).add(one.claim_id)
        return {
            number
            for (concept, mine), theirs in product(held[0], held[1])
            if concept == theirs[0] and networks.ties_together(mine, theirs[1], aggregation)
            for number in held[0][concept, mine] | held[1][theirs]
        }

    def _counting(self, mentions: Sequence[Mention]) -> Sequence[Mention]:
        """Return what counts of *mentions*: the first of what repeats itself, as is asked for, and of coded stances."""
        rule: Any = self.choices.options["duplicates"]
        is_coded = self.choices.options["aggregation"] != "ignore"
        kept = mentions if rule == "include" else first_of_each(mentions, rule, self._saying)
        value = scale.in_use().value
        return [one for one in kept if not is_coded or value(one.stance) is not None]

    def _saying(self, one: Mention) -> tuple[Hashable, ...]:
        """Return what repeats when it is said again: the two nodes, and the stance where stances are not ignored."""
        told = [self._key(field, one) for field in self.choices.fields]
        return (*told, one.stance) if self.choices.options["aggregation"] != "ignore" else (*told,)

    # what nodes and ties are made of

    @cached_property
    def _dates(self) -> dict[int, str]:
        return reads.counts.dates(self._db)

    @cached_property
    def _by_document(self) -> dict[int, list[Mention]]:
        found: dict[int, list[Mention]] = {}
        for one in self.mentions:
            found.setdefault(one.document_id, []).append(one)
        return found

    @cached_property
    def _stretches(self) -> dict[int, Any]:
        known: dict[str, Any] = {}
        return {
            number: known[date] if date in known else known.setdefault(date, spells.stretch_of(date))
            for number, date in self._dates.items()
        }

    def _documents(self, window: TimeWindow) -> list[int]:
        return [number for number in self._by_document if window.holds(self._stretches[number])]

    def _within(self, window: TimeWindow | None) -> Sequence[Mention]:
        if window is None:
            return self.mentions
        return [one for number in self._documents(window) for one in self._by_document[number]]

    def _key(self, field: str, one: Mention) -> str:
        return str(self._members[field][one.topic_id if field_of(field).base == "topic" else one.actor_id].key)

    @cached_property
    def _known_nodes(self) -> tuple[dict[str, Node], dict[str, Node]]:
        """The nodes of rows and columns by key, in the codebook's order, with what codebook and claims tell of them."""
        rows, columns = self.choices.fields
        found = self._nodes(rows)
        return found, found if columns == rows else self._nodes(columns)

    def _nodes(self, field: str) -> dict[str, Node]:
        base = field_of(field).base
        kept: Sequence[Topic | Actor] = (
            reads.project.topics(self._db) if base == "topic" else reads.project.actors(self._db)
        )
        by_key = {one.key: one for one in kept} if field in _ENTRIES else {}
        own = [one for one in self.own if one.owner == base]
        claims: Counter[str] = Counter()
        bases, counted = counting.counted(self._db, (base,), self._members, (field,), self._chosen)
        for row in counted:
            claims[self._members[field][row[bases.index(base)]].key] += row[-1]
        found = {}
        for one in sorted(set(self._members[field].values())):
            entry = by_key.get(one.key)
            facts: dict[str, str | int | float] = {"claims": claims[one.key]}
            if isinstance(entry, Actor):
                country = self._members["country"][entry.id]
                facts |= {"actor_kind": str(entry.kind), "organisation": _organisations(self._members, entry)}
                facts |= {"country": country.name if country.name != NONE else ""}
            elif isinstance(entry, Topic):
                theme = self._members["theme"][entry.id]
                facts |= {"theme": theme.name if theme.key != entry.key else ""}
            if entry is not None:
                facts |= _own_facts(own, dict(entry.variables))
            found[one.key] = Node(one.key, one.name, field, entry.color if entry else "", facts)
        return found

    @cached_property
    def _groups(self) -> tuple[str, ...]:
        """What groups the nodes already; numbers and dates do not."""
        return (*GROUPS, *(one.place for one in self.own if not one.made.ranges))

    @cached_property
    def _marks(self) -> dict[str, str]:
        """The shapes of the values that nodes have of the field that gives them: the same in all windows."""
        own = next((one for one in self.own if one.place == self.marked_by), None)
        values = {value for nodes in self._known_nodes for node in nodes.values() if (value := self.mark_value(node))}
        return marks_of(sorted(values, key=own.rank) if own is not None else sorted(values))

    def mark_value(self, node: Node) -> str:
        """Return what a node has of the field that gives shapes: of several of a list the first."""
        return str(node.facts.get(self.marked_by, "")).partition(PARTING)[0].strip() if self.marked_by else ""

    def _marked(self, made: ProjectNetwork) -> ProjectNetwork:
        """Return a network that tells at its nodes the shape of each, where a field gives it."""
        if not self.marked_by:
            return made

        def told(kind: str, nodes: Mapping[str, Node]) -> dict[str, Node]:
            plain = mark_of_kind(kind)
            return {
                key: replace(node, facts={**node.facts, SHAPE: self._marks.get(self.mark_value(node), plain)})
                for key, node in nodes.items()
            }

        rows = told(made.rows, made.row_nodes)
        return replace(
            made, row_nodes=rows, column_nodes=rows if made.one_mode else told(made.columns, made.column_nodes)
        )

    def _counted_in(self, window: TimeWindow | None, nodes: dict[str, Node], field: str) -> dict[str, Node]:
        """Return nodes with the claims of a window."""
        if window is None:
            return nodes
        claims = Counter(key for _claim, key in {(one.claim_id, self._key(field, one)) for one in self._within(window)})
        return {key: replace(node, facts={**node.facts, "claims": claims[key]}) for key, node in nodes.items()}

    # who is tied by what is said

    def _tied(self, window: TimeWindow | None) -> ProjectNetwork:
        choices = self.choices
        fields, options = choices.fields, choices.options
        uses: dict[tuple[str, str], list[int]] = {}
        place = scale.in_use().place
        for row, concept, stance, number in self._counted(window):
            uses.setdefault((row, concept), nothing())[place(stance)] += number
        counts = networks.qualified(uses, options["aggregation"])
        rows, columns = (
            self._counted_in(window, nodes, field) for nodes, field in zip(self._known_nodes, fields, strict=True)
        )
        # in the codebook's order; those without a claim only where they are wanted
        used = ({node for node, _concept in counts}, {concept for _node, concept in counts})
        rows = {key: node for key, node in rows.items() if self._isolates or key in used[0]}
        columns = {key: node for key, node in columns.items() if self._isolates or key in used[1]}
        chosen = {key: options[key] for key in ("aggregation", "normalisation")}
        told: Mapping[tuple[str, str], Mapping[str, int]]
        if choices.mode == "two":
            ties = networks.two_mode(counts, nodes=rows, concepts=columns, **chosen)
            told = networks.told(counts)
            ends = fields
        else:
            ties = networks.one_mode(counts, nodes=rows, **chosen)
            told = networks.told_pairs(counts)
            columns, ends = rows, (fields[0], fields[0])
        at = [{key: place for place, key in enumerate(keys)} for keys in (ties.rows, ties.columns)]
        every = sorted({**ties.weights, **told}, key=lambda tie: (at[0][tie[0]], at[1][tie[1]]))
        edges = tuple(
            Edge((ends[0], one), (ends[1], other), ties.weight(one, other), told.get((one, other), {}))
            for one, other in every
            if not ties.one_mode or at[0][one] < at[1][other]
        )
        return ProjectNetwork(*ends, rows, columns, edges, ties.one_mode, window, choices.is_signed, self._groups)

    def _counted(self, window: TimeWindow | None) -> Iterator[tuple[str, str, str, int]]:
        """Yield the keys of a node and of a concept, a stance, and the number of claims.

        A repetition is, as in DNA, what says the same of the same two nodes: two ministers of one organisation repeat
        each other where the nodes are organisations, and without a qualifier (``ignore``) the stance makes no
        difference. In windows what was said before does not count as said already.
        """
        row_field, concept_field = fields = self.choices.fields
        rule: Any = self.choices.options["duplicates"]
        if rule == "include" and window is None:
            bases, counted = counting.counted(self._db, ("topic", "actor"), self._members, fields, self._chosen)
            places = [bases.index(field_of(field).base) for field in fields]
            for line in counted:
                row, concept = (self._members[field][line[at]].key for field, at in zip(fields, places, strict=True))
                yield row, concept, str(line[len(bases)]), line[len(bases) + 1]
            return
        mentions = self._within(window)
        if rule == "include":
            # a claim of two of one node counts once
            seen = {(one.claim_id, self._key(row_field, one), self._key(concept_field, one)): one for one in mentions}
            for (_claim, row, concept), one in seen.items():
                yield row, concept, one.stance, 1
            return
        for one in first_of_each(mentions, rule, self._saying):
            yield self._key(row_field, one), self._key(concept_field, one), one.stance, 1

    # what stands together

    @cached_property
    def _placed(self) -> dict[int, list[Standing]]:
        found: dict[int, list[Standing]] = {}
        with_turns = self.choices.within == "turn"
        for row in reads.placed.claims(self._db, self._chosen, with_turns=with_turns):
            found.setdefault(row[1], []).append(Standing(*row))
        return found

    def _units(self, window: TimeWindow | None) -> list[tuple[int, ...]]:
        documents = self._placed if window is None else self._documents(window)
        return cooccurrence.units(
            (one for number in documents for one in self._placed.get(number, ())), self.choices.within
        )

    def _items(self, mentions: Iterable[Mention]) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for one in mentions:
            found.setdefault(one.claim_id, set()).add(self._key(self.choices.rows, one))
        return found

    def _together(self, window: TimeWindow | None) -> ProjectNetwork:
        choices = self.choices
        items = self._items(self._within(window))
        nodes = self._counted_in(window, self._known_nodes[0], choices.rows)
        order = {key: place for place, key in enumerate(nodes)}
        held = ({key for claim in unit for key in items.get(claim, ())} for unit in self._units(window))
        found: Together[str] = cooccurrence.together(held, order)
        # of what overlaps a claim is in many units: nothing tells what chance would do
        chances = cooccurrence.associations(found) if choices.within != "overlap" else {}
        edges = []
        for (one, other), number in sorted(
            found.pairs.items(), key=lambda pair: (order[pair[0][0]], order[pair[0][1]])
        ):
            facts: dict[str, int | float] = {"together": number}
            if (one, other) in chances:
                chance = chances[one, other]
                facts |= {name: float(f"{value:.9g}") for name, value in chance._asdict().items()}
            weight = cooccurrence.weight(number, found.each[one], found.each[other], choices.options["normalisation"])
            edges.append(Edge((choices.rows, one), (choices.rows, other), weight, facts))
        nodes = {
            key: replace(node, facts={**node.facts, "units": found.each.get(key, 0)}) for key, node in nodes.items()
        }
        made = ProjectNetwork(choices.rows, choices.rows, nodes, nodes, tuple(edges), True, window, groups=self._groups)
        return made.only(made.edges, isolates=self._isolates)

    def _evidence_together(self, ends: Sequence[End], mentions: Iterable[Mention]) -> set[int]:
        keys = {key for _kind, key in ends}
        items = self._items(mentions)
        ids: set[int] = set()
        for unit in self._units(None):
            inside = [claim for claim in unit if claim in items]
            if keys <= {key for claim in inside for key in items[claim]}:
                ids.update(claim for claim in inside if items[claim] & keys)
        return ids

    def _sifted(self, made: ProjectNetwork) -> ProjectNetwork:
        """Return a network without the ties that are not asked for: significance, backbone, then threshold."""
        choices = self.choices
        if not choices.is_sifted:
            return made
        edges: Iterable[Edge] = made.edges
        if choices.significance is not None:
            limit = choices.significance
            edges = [edge for edge in edges if edge.facts["q"] < limit]
        if choices.alpha is not None:
            chances = replace(made, edges=tuple(edges)).graph.chances()
            told = ((edge, chances.get((edge.one, edge.other), 1.0)) for edge in edges)
            edges = [
                replace(edge, facts={**edge.facts, "disparity": chance})
                for edge, chance in told
                if chance < choices.alpha
            ]
        edges = [edge for edge in edges if edge.weight and abs(edge.weight) >= choices.least]
        return made.only(edges, isolates=self._isolates)


@dataclass(frozen=True)
class DrawnNetwork:
    """A network that was made to be drawn.

    Attributes:
        making: what makes it, and tells what it rests on.
        windows: the windows of time; none where all time is one.
        at: the number of the one that is shown.
        shown: its network; None where all time is one.
        whole: the network of all time, in which nodes have their places.
    """

    making: Making
    windows: tuple[TimeWindow, ...]
    at: int
    shown: ProjectNetwork | None
    whole: ProjectNetwork


def make_drawn(
    db: Database, request: Request, before: TimeWindow | None, mentions: Sequence[Mention] | None = None
) -> DrawnNetwork:
    """Make a network and, where there are windows, that of the one that was shown *before*, or of the first.

    Raises:
        UserError: as `Making` does.
    """
    making = Making(db, request, mentions=mentions)
    windows = tuple(making.windows)
    at = windows.index(before) if before in windows else 0
    whole = making.network()
    # read while the project is open here: other windows are made of it later
    _ = making.mentions
    return DrawnNetwork(making, windows, at, making.network(windows[at]) if windows else None, whole)


def made_apart(path: Path, request: Request, before: TimeWindow | None, progress: Progress) -> DrawnNetwork:
    """Make it in another thread, of the project as it is in its file; as `make_drawn`."""
    with Database(path, read_only=True) as db, explained(path):
        progress(0, 1)
        return make_drawn(db, request, before)
