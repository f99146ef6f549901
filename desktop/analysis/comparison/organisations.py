"""The organisations for which actors speak, where these depend on the date of the document."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import inf
from typing import Any

from desktop.analysis.comparison.member import Member, Members
from desktop.core.axes import column_of, field_of
from desktop.core.memberships import Belongings, Turns, days_of
from desktop.core.mentions import Mention

FIELD = "organisation"


class Organisations(dict[Any, Member]):
    """The organisation of each actor, and of each part of those that belong to several.

    An actor who belongs to several organisations is counted as *parts*: each is that actor in one organisation, and has
    a number below 0 of its own, which every field of actors has a member for. `parts` tells which of them speak in a
    document.

    Attributes:
        periods: for each document the number of its period: in all of those of one, everybody belongs to the same.
        parts_of: for each of these actors the parts.
        bodies_of: of these, those in an organisation.
    """

    def __init__(self) -> None:
        super().__init__()
        self.periods: dict[int, int] = {}
        self.parts_of: dict[int, list[int]] = {}
        self.bodies_of: dict[int, list[int]] = {}
        self.actor_of: dict[int, int] = {}
        self._unknown: dict[int, int] = {}
        self._belongings: dict[int, Belongings] = {}
        self._days: list[tuple[float, float]] = []
        self._known: dict[tuple[int, int], tuple[int, ...]] = {}

    def belong(self, actor: int, spans: Sequence[tuple[Member, str, str]], alone: Member, unknown: Member) -> None:
        """Let an actor belong to organisations; *alone* stands for it in none, *unknown* where nobody knows.

        Each of *spans* is an organisation with the first and the last date in it.
        """
        numbers: dict[Member, int] = {}
        for member in dict.fromkeys((*(span[0] for span in spans), alone, unknown)):
            part = -len(self.actor_of) - 1
            numbers[member], self[part], self.actor_of[part] = part, member, actor
        self.parts_of[actor] = [*numbers.values()]
        self._unknown[actor] = numbers[unknown]
        self.bodies_of[actor] = list(dict.fromkeys(numbers[span[0]] for span in spans))
        own = self._belongings[actor] = Belongings(
            [(numbers[member], since, until) for member, since, until in spans], numbers[alone]
        )
        always = own.at(-inf, inf)
        self[actor] = self[always.sure[0]] if always.is_known and len(always.sure) == 1 else unknown

    def place(self, dates: Mapping[int, str], turns: Turns) -> None:
        """Find the period of each document by its date."""
        numbers: dict[tuple[int, int], int] = {}
        known: dict[str, int] = {}
        for document, date in dates.items():
            if date not in known:
                known[date] = numbers.setdefault(turns.place(date), len(numbers))
                if known[date] == len(self._days):
                    self._days.append(days_of(date))
            self.periods[document] = known[date]

    def parts(self, actor: int, document: int) -> tuple[int, ...]:
        """Return the parts of an actor that speak in a document; the actor itself where it has none."""
        if actor not in self._belongings:
            return (actor,)
        key = actor, self.periods[document]
        if key not in self._known:
            self._known[key] = self._of_period(*key)
        return self._known[key]

    def claims_of(self, parts: Iterable[int]) -> Iterator[tuple[list[int], set[int] | None]]:
        """Yield the actors that *parts*, or actors, are of, with the periods in which they are meant; None for all."""
        wanted = set(parts)
        whole = [one for one in wanted if one > 0 and one not in self.parts_of]
        for actor, own in self.parts_of.items():
            if wanted.isdisjoint(own):
                continue
            periods = range(len(self._days))
            meant = {one for one in periods if not wanted.isdisjoint(self._of_period(actor, one))}
            if len(meant) == len(periods):
                whole.append(actor)
            else:
                yield [actor], meant
        if whole:
            yield whole, None

    def _of_period(self, actor: int, period: int) -> tuple[int, ...]:
        found = self._belongings[actor].at(*self._days[period])
        return (*found.sure, *(() if found.is_known else (self._unknown[actor],)))


def dated(found: Members, fields: Iterable[str]) -> Organisations | None:
    """Return the organisations of a project where one of *fields* is about them and they depend on dates; else None."""
    own = found[FIELD]
    return own if FIELD in fields and isinstance(own, Organisations) and own.parts_of else None


def in_parts(found: Members, fields: Iterable[str], mentions: Iterable[Mention]) -> Iterator[Mention]:
    """Yield mentions, each once for every part of its actor that speaks; as they are where no field needs that."""
    own = dated(found, fields)
    if own is None:
        yield from mentions
        return
    for one in mentions:
        parts = own.parts(one.actor_id, one.document_id)
        if parts == (one.actor_id,):
            yield one
        else:
            yield from (one._replace(actor_id=part) for part in parts)


def rows_in_parts(
    organisations: Organisations, bases: Sequence[str], rows: Iterable[Sequence[Any]]
) -> Iterator[tuple[Any, ...]]:
    """Yield counted rows, each once for every part of its actor that speaks in its document."""
    actor, document = bases.index("actor"), bases.index("document")
    for row in rows:
        parts = organisations.parts(row[actor], row[document])
        if parts == (row[actor],):
            yield tuple(row)
        else:
            yield from ((*row[:actor], part, *row[actor + 1 :]) for part in parts)


def repeated(
    found: Members,
    fields: Sequence[str],
    bases: Sequence[str],
    mentions: Iterable[Mention],
    own: Mapping[str, Mapping[int, tuple[str, ...]]],
) -> Iterator[tuple[Any, ...]]:
    """Yield what is to be taken off counted rows: a claim of two actors of one organisation counts there once.

    Args:
        found: the members of each field.
        fields: those that stand on the axes.
        bases: what the rows are counted by, in their order.
        mentions: those of claims of several actors, in their parts.
        own: what claims have of own fields among *bases*.
    """
    names = [name for name in fields if field_of(name).base == "actor"]
    seen: set[tuple[int, tuple[Any, ...]]] = set()
    for one in mentions:
        key = one.claim_id, tuple([found[name][one.actor_id] for name in names])
        if key not in seen:
            seen.add(key)
            continue
        values = [own[base].get(one.claim_id, (None,)) if base in own else (_value(one, base),) for base in bases]
        for ids in product(*values):
            yield (*ids, one.stance, -1)


def repeated_parts(
    organisations: Organisations, found: Members, names: Sequence[str], actors: Iterable[int], document: int
) -> list[int]:
    """Return the parts of actors that stand on a line of *names* on which another of them stands already."""
    seen: set[tuple[Member, ...]] = set()
    again: list[int] = []
    for actor in actors:
        for part in organisations.parts(actor, document):
            line = tuple([found[name][part] for name in names])
            if line in seen:
                again.append(part)
            seen.add(line)
    return again


def _value(mention: Mention, base: str) -> Any:
    return getattr(mention, column_of(base))


def may_share(organisations: Organisations, found: Members, names: Sequence[str], actors: Iterable[int]) -> bool:
    """Tell whether several of these actors may ever stand on one line of *names*, which are fields of actors."""
    seen: Counter[tuple[Any, ...]] = Counter()
    for actor in actors:
        parts = organisations.parts_of.get(actor, [actor])
        seen.update({tuple([found[name][part] for name in names]) for part in parts})
    return any(number > 1 for number in seen.values())
