"""How many claims documents, topics and actors have, of those that a filter lets through."""

from dataclasses import replace
from typing import Literal

from desktop.core.filters import ClaimFilter
from desktop.core.values import Document
from desktop.store.database import Database
from desktop.store.reads import filtered
from desktop.store.reads import project as reads

# claims in favor, against and neutral
Stances = tuple[int, int, int]
Holder = Literal["document", "topic", "actor"]

_BY_STANCE = "sum({0} = 'favor'), sum({0} = 'against'), sum({0} = 'neutral')"
_OF_CLAIM = f"SELECT c.{{holder}}_id, {_BY_STANCE.format('c.stance')} FROM claim c WHERE {{where}} GROUP BY 1"
_OF_ACTOR = (
    f"SELECT a.actor_id, {_BY_STANCE.format('a.stance')} FROM claim_actor a "
    "WHERE a.claim_id IN (SELECT c.id FROM claim c WHERE {where}) GROUP BY 1"
)


def stances(db: Database, holder: Holder, chosen: ClaimFilter) -> dict[int, Stances]:
    """Return the claims per stance of each document, topic or actor (*holder*) that has one, by its id.

    A claim of two actors counts for each of them.
    """
    where = filtered.condition(chosen)
    sql = (_OF_ACTOR if holder == "actor" else _OF_CLAIM).format(holder=holder, where=where.sql)
    return {row[0]: (row[1], row[2], row[3]) for row in db.sqlite.execute(sql, where.values)}


def usage(db: Database, holder: Holder, chosen: ClaimFilter) -> dict[int, int]:
    """Return how many claims each document, topic or actor (*holder*) has, by its id."""
    if chosen.is_empty and holder != "document":
        # one read of a covering index
        return reads.usage(db, holder)
    return {number: sum(counts) for number, counts in stances(db, holder, chosen).items()}


def documents(db: Database, chosen: ClaimFilter) -> list[Document]:
    """Return all documents in the order in which they came in, with the counts of the claims that *chosen* lets."""
    found = reads.documents(db)
    return found if chosen.is_empty else _counted(db, found, chosen)


def document(db: Database, number: int, chosen: ClaimFilter) -> Document:
    """Return one document with the counts of the claims that *chosen* lets through, of whatever documents it names.

    Raises:
        UserError: when there is none of that number.
    """
    found = reads.document(db, number)
    if chosen.is_empty:
        return found
    return _counted(db, [found], replace(chosen, documents=(found.uuid,)))[0]


def _counted(db: Database, found: list[Document], chosen: ClaimFilter) -> list[Document]:
    counts = stances(db, "document", chosen)
    none = (0, 0, 0)
    return [replace(one, stances=counts.get(one.id, none), claim_count=sum(counts.get(one.id, none))) for one in found]
