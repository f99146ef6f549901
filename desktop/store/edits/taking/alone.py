"""Claims for which nothing matters that came with them: they are taken in as if somebody had coded them here.

Nearly all that a colleague did in a week is such. To ask of each of a hundred thousand what it may stand against takes
longer than to write them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import itemgetter

from desktop.core.changes import Value
from desktop.core.portable import ACTORS, ADDED, CHANGED, OF_TEXT, VALUES, PortableRow, PortableValues, ThingKey
from desktop.store.portable_rows import Past, referring
from desktop.store.trail import COLUMNS

# what of a claim neither has a place nor refers to another thing
_FREE = frozenset({"stance", "voice", "certainty"})
# what a set tells of a new one
_WHOLE = frozenset({*COLUMNS["claim"], OF_TEXT, ACTORS, VALUES} - {"uuid"})
_REFERRING = referring("claim")


class AloneClaims:
    """Claims that one set alone ever wrote, and that refer to nothing that goes.

    Attributes:
        referred: what those that come refer to.
        changed: those that are here, each with its number and the columns that are to be otherwise; none of these
            refers to another thing, or says where the claim stands.
        new: those that come, each with its columns as a set tells them.
    """

    def __init__(self, past: Past) -> None:
        """Begin with the rows as they were before."""
        self._past = past
        self.changed: dict[ThingKey, tuple[int, PortableValues]] = {}
        self.new: dict[ThingKey, PortableValues] = {}
        # what those that come refer to
        self.referred: set[ThingKey] = set()

    def __contains__(self, thing: object) -> bool:
        return thing in self.changed or thing in self.new

    def find(
        self,
        alone: Mapping[ThingKey, PortableRow],
        numbers_of: Callable[[Iterable[ThingKey]], dict[ThingKey, int]],
        is_coming: Callable[[ThingKey], bool],
    ) -> None:
        """Find them among claims that one set *alone* wrote of.

        *numbers_of* returns the numbers of what was here, and *is_coming* tells whether a thing is told of by what
        came; what is neither here nor told of is to be asked for.
        """
        numbers = numbers_of(alone)
        self._past.fetch("claim", numbers.values())
        for thing, row in alone.items():
            number = numbers.get(thing)
            if row.op == CHANGED and number is not None:
                told = self._past.differing(number, row.columns)
                if _FREE.issuperset(told):
                    self.changed[thing] = number, told
            elif row.op == ADDED and number is None and row.columns.keys() == _WHOLE:
                new = {name: pair[1] for name, pair in row.columns.items()}
                if _is_plain(new):
                    self.new[thing] = new
                    self.referred.update(_named(new))
        here = numbers_of(self.referred)
        # where one stands is found in the text of its document, and what is nowhere may have a successor
        self.release(one for one in self.referred if (one[0] == "document" if is_coming(one) else one not in here))
        for thing, new in [*self.new.items()]:
            if self._past.text_of(here["document", str(new["document_id"])]) != new[OF_TEXT]:
                self.give_up([thing])

    def give_up(self, touched: Iterable[ThingKey]) -> None:
        """Leave those of *touched* to be made anew."""
        for thing in touched:
            self.changed.pop(thing, None)
            self.new.pop(thing, None)

    def release(self, others: Iterable[ThingKey]) -> list[ThingKey]:
        """Give up those that refer to one of *others*, and return them."""
        wanted = self.referred.intersection(others)
        found = [one for one, new in self.new.items() if not wanted.isdisjoint(_named(new))] if wanted else []
        self.referred -= wanted
        self.give_up(found)
        return found

    def rows(self, ids: Mapping[ThingKey, int]) -> list[dict[str, Value]]:
        """Return the rows of those that come, with the numbers of what they refer to, in the order of their places."""
        by_document: dict[int, list[dict[str, Value]]] = {}
        for (_table, uuid), new in self.new.items():
            row: dict[str, Value] = {"uuid": uuid, **new}
            for name in (ACTORS, VALUES, OF_TEXT):
                del row[name]
            for name, other in _REFERRING:
                row[name] = ids[other, new[name]]
            by_document.setdefault(ids["document", new["document_id"]], []).append(row)
        # as they come an index would be written all over; all sorted at once, no other thread has its turn
        return [row for _id, rows in sorted(by_document.items()) for row in sorted(rows, key=itemgetter("start"))]


def _is_plain(new: PortableValues) -> bool:
    """Tell whether what a claim has of others is as it is written: each once, and in order."""
    actors, values = new[ACTORS], new[VALUES] or []
    told = [tuple(one) for one in values]
    return bool(actors) and len(set(actors)) == len(actors) and sorted(set(told)) == told


def _named(new: PortableValues) -> Iterator[ThingKey]:
    """Yield what a claim refers to; nothing of that may be missing."""
    for name, other in _REFERRING:
        yield other, new[name]
    for uuid in new[ACTORS]:
        yield "actor", uuid
    for uuid, _value in new[VALUES] or ():
        yield "own_field", uuid
