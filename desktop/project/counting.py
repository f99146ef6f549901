"""Claims counted by fields, whatever these take: actors who spoke for one organisation after another, too."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from desktop.analysis.comparison.members import Members, groups
from desktop.analysis.comparison.organisations import Organisations, dated, in_parts, may_share, repeated, rows_in_parts
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
