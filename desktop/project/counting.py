"""Claims counted by fields, whatever these take: actors who spoke for one organisation after another, too."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from desktop.analysis.comparison.members import Members, groups
from desktop.analysis.comparison.organisations import (
    Organisations,
    dated,
    in_parts,
    may_share,
    repeated,
    repeated_parts,
    rows_in_parts,
)
from desktop.core.axes import Base, field_of
from desktop.core.filters import ClaimFilter
from desktop.core.mentions import Duplicates
from desktop.store.database import Database
from desktop.store.reads import counts

CountedRows = Iterable[Sequence[Any]]


def counted(
    db: Database,
    bases: Iterable[Base],
    found: Members,
    fields: Collection[str],
    chosen: ClaimFilter,
    duplicates: Duplicates = "include",
    *,
    dates: bool = False,
) -> tuple[list[Base], CountedRows]:
    """Return what claims are counted by, and the rows: of each, ids, stance, number, and with *dates* first and last.

    As `reads.counts.counts`, where groups are those that *fields* do not tell apart. Where one is about organisations
    and these depend on dates, rows are of the parts of actors, and some take off what was counted twice.
    """
    wanted = counts.ordered(bases)
    documents = groups(found, fields, "document")
    organisations = dated(found, fields)
    if organisations is None or "actor" not in wanted:
        standing = groups(found, fields)
        rows = counts.counts(
            db, wanted, chosen, duplicates, actor_groups=standing, document_groups=documents, dates=dates
        )
        return wanted, rows
    if duplicates == "include" and not dates and {"actor"} <= {*wanted} <= {"topic", "actor"}:
        quick = _by_period(db, organisations, found, fields, chosen)
        if quick is not None:
            return ["topic", "actor"], quick
    told = counts.ordered((*wanted, "document"))
    periods = organisations.periods
    if "document" not in fields:
        # those of one period that the fields do not tell apart
        first: dict[tuple[int, int], int] = {}
        shared = documents or {}
        is_told = "document" in wanted
        documents = {
            one: first.setdefault((period, shared.get(one, one) if is_told else 0), one)
            for one, period in periods.items()
        }
    rows = counts.counts(db, told, chosen, duplicates, document_groups=documents, dates=dates)
    return told, [
        *rows_in_parts(organisations, told, rows),
        *_taken_off(db, organisations, found, fields, told, chosen, duplicates),
    ]


def _by_period(
    db: Database, organisations: Organisations, found: Members, fields: Collection[str], chosen: ClaimFilter
) -> CountedRows | None:
    """Return the rows of topics and the parts of actors: a million claims are counted by the letters of periods."""
    read = counts.by_period(db, chosen, organisations.periods)
    if read is None:
        return None
    letters, texts, together = read
    first: dict[int, int] = {}
    for document, period in organisations.periods.items():
        first.setdefault(period, document)
    documents = {letter: first[period] for letter, period in letters.meaning.items()}
    sums: Counter[tuple[int, int, str]] = Counter()
    ways: dict[int, _Way] = {}
    for topic, actor, stance, text in texts:
        if actor not in organisations.parts_of:
            sums[topic, actor, stance] = len(text)
            continue
        if actor not in ways:
            ways[actor] = _Way(organisations, actor, documents)
        for part, number in ways[actor].counted(text):
            sums[topic, part, stance] += number
    names = [name for name in fields if field_of(name).base == "actor"]
    if "actor" not in names:
        twice = _counted_twice(organisations, found, names, together, documents)
        sums.subtract(twice)
    return [(*key, number) for key, number in sums.items() if number]


class _Way:
    """How the claims of an actor are told by the letters of periods: many are alike in for whom it speaks."""

    def __init__(self, organisations: Organisations, actor: int, documents: Mapping[str, int]) -> None:
        kinds: dict[tuple[int, ...], str] = {}
        self._same = {
            ord(letter): kinds.setdefault(organisations.parts(actor, document), chr(1 + len(kinds)))
            for letter, document in documents.items()
        }
        self._alike = [(kind, parts) for parts, kind in kinds.items()]

    def counted(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield the parts that speak, with how many claims each has."""
        told = text.translate(self._same)
        for kind, parts in self._alike:
            if number := told.count(kind):
                yield from ((part, number) for part in parts)


def _counted_twice(
    organisations: Organisations,
    found: Members,
    names: Sequence[str],
    together: Iterable[tuple[int, str, str, str]],
    documents: Mapping[str, int],
) -> Counter[tuple[int, int, str]]:
    """Return how many claims of several actors of one line stand on it too often, by topic, part and stance."""
    known: dict[str, bool] = {}
    again: dict[tuple[str, str], list[int]] = {}
    sums: Counter[tuple[int, int, str]] = Counter()
    for topic, stance, actors, letter in together:
        if actors not in known:
            known[actors] = may_share(organisations, found, names, map(int, actors.split(",")))
        if not known[actors]:
            continue
        if (actors, letter) not in again:
            whose = map(int, actors.split(","))
            again[actors, letter] = repeated_parts(organisations, found, names, whose, documents[letter])
        for part in again[actors, letter]:
            sums[topic, part, stance] += 1
    return sums


def _taken_off(
    db: Database,
    organisations: Organisations,
    found: Members,
    fields: Collection[str],
    bases: Sequence[Base],
    chosen: ClaimFilter,
    duplicates: Duplicates,
) -> CountedRows:
    """Return the rows that take off what claims of several actors of one organisation were counted too often."""
    names = [name for name in fields if field_of(name).base == "actor"]
    if "actor" in names:
        return []
    known: dict[str, bool] = {}
    claims: list[int] = []
    for claim, actors in counts.held_together(db):
        if actors not in known:
            known[actors] = may_share(organisations, found, names, map(int, actors.split(",")))
        if known[actors]:
            claims.append(claim)
    if not claims:
        return []
    # a rule against duplicates has to see all of them
    mentions = counts.mentions(db, chosen, duplicates, ids=claims if duplicates == "include" else None)
    own = counts.own_values(db, bases, claims)
    return repeated(found, names, bases, in_parts(found, fields, mentions), own)
