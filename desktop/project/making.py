"""What makes each table of the catalogue; the modules that compare are read in when one of theirs is wanted."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desktop.core.errors import UserError
from desktop.core.views import View
from desktop.exchange.tables.table import Table
from desktop.project import lookup
from desktop.project.asking import Request
from desktop.store.database import Database
from desktop.store.reads import counts as pivot_reads
from desktop.store.reads import filtered
from desktop.store.reads import traces as trace_reads

if TYPE_CHECKING:
    from desktop.project import networks

Maker = Callable[[Database, Request], Table]


def network_wish(mode: "networks.Mode", request: Request) -> "networks.Wish":
    """Return the network of a *mode* that is asked for."""
    from desktop.project import networks

    chosen: Any = {**request.options, "isolates": bool(request.options["isolates"])}
    return networks.Wish(mode, where=request.where, **chosen)


def matrix(db: Database, request: Request) -> Table:
    """Return the view of the matrix page."""
    from desktop.project import matrix_table
    from desktop.project.matrix import compare as counted

    found = counted(db, request.view.changed(where=request.where))
    return matrix_table.comparison_table(found, named=request.named, compact=request.compact)


def plain_matrix(db: Database, request: Request) -> Table:
    """Return topics by actors."""
    view = View().changed(cells=request.options["cells"], duplicates=request.options["duplicates"])
    return matrix(db, replace(request, view=view))


def of_mentions(name: str) -> Maker:
    """Return what makes contradictions, opponents or a timeline (*name*)."""

    def made(db: Database, request: Request) -> Table:
        from desktop.project import findings

        options: Any = request.options
        asked = findings.ask(db, request.where, options["duplicates"], named=request.named)
        if name == "timeline":
            lines = options["lines"]
            return findings.timeline_table(
                asked, options["step"], by_actor=lines in ("actor", "both"), by_topic=lines in ("topic", "both")
            )
        return findings.contradictions_table(asked) if name == "both_sides" else findings.opponents_table(asked)

    return made


def compare(by: Any) -> Maker:
    """Return what makes two sides face each other: actors, documents or filters (*by*)."""

    def made(db: Database, request: Request) -> Table:
        from desktop.project import findings

        a, b = request.options["a"], request.options["b"]
        if not a or not b:
            raise UserError("Two sides are compared: choose both A and B.")
        return findings.compare_table(db, by, a, b, request.where, named=request.named)

    return made


def similarity(db: Database, request: Request) -> Table:
    """Return how alike actors are."""
    from desktop.project import findings

    options: Any = request.options
    return findings.similarity_table(db, request.where, options["measure"], options["duplicates"], named=request.named)


def network(mode: "networks.Mode") -> Maker:
    """Return what makes a network of a *mode* as a matrix of weights."""

    def made(db: Database, request: Request) -> Table:
        from desktop.project import networks

        drawn = networks.network(db, network_wish(mode, request))
        return networks.network_table(drawn, named=request.named)

    return made


def events(db: Database, request: Request) -> Table:
    """Return the event list."""
    from desktop.project import networks

    rule: Any = request.options["duplicates"]
    return networks.events_table(db, request.where, rule, named=request.named, limit=request.limit)


def event_count(db: Database, request: Request) -> int:
    """Return how many events there are."""
    rule: Any = request.options.get("duplicates", "include")
    return len(pivot_reads.mentions(db, lookup.claim_filter(db, request.where), rule))


def claims(db: Database, request: Request) -> Table:
    """Return the claims."""
    from desktop.project import lists as listings

    return listings.claims_table(db, request.where, named=request.named, brief=request.compact, limit=request.limit)


def claim_count(db: Database, request: Request) -> int:
    """Return how many claims the filter lets through."""
    return filtered.count(db, lookup.claim_filter(db, request.where))


def documents(db: Database, request: Request) -> Table:
    """Return the documents."""
    from desktop.project import lists as listings

    return listings.documents_table(db, request.where, brief=request.compact, order=request.order)


def codebook(name: str) -> Maker:
    """Return what makes the ``topics`` or ``actors`` (*name*)."""

    def made(db: Database, request: Request) -> Table:
        from desktop.project import lists as listings

        table = listings.topics_table if name == "topics" else listings.actors_table
        return table(db, request.where, brief=request.compact)

    return made


def search(db: Database, request: Request) -> Table:
    """Return what a search finds."""
    from desktop.project import lists as listings

    if not request.options["query"].strip():
        raise UserError("Nothing is searched for: type the words to find.")
    return listings.search_table(db, request.options["query"], request.where)


def memos(db: Database, request: Request) -> Table:
    """Return the memos."""
    from desktop.project import lists as listings

    return listings.memos_table(db, request.where, named=request.named)


def of_texts(name: str) -> Maker:
    """Return what makes ``quotations``, ``traces`` or ``suggestions`` (*name*)."""

    def made(db: Database, request: Request) -> Table:
        from desktop.project import quotation_tables as quoted
        from desktop.project import quotations as work_traces

        number = int(request.options["document"]) if request.options["document"] else None
        if name == "suggestions":
            if number is None:
                raise UserError("Claims are suggested for one document: choose it.")
            return quoted.suggestions_table(db, number, brief=request.compact)
        if name == "quotations":
            return quoted.quotations_table(db, number, brief=request.compact)
        material = request.material or work_traces.load(db)
        # what users said of traces may be newer
        material = replace(material, kept=trace_reads.verdicts(db))
        found = request.traces
        if found is None:
            found = work_traces.traces(material, None if number is None else [number])
        elif number is not None:
            found = [one for one in found if one.document_a == number]
        told = request.told or "all"
        if number is not None:
            told += f", of {material.documents[number].name}"
        return quoted.traces_table(material, found, told, brief=request.compact)

    return made


def history(*, changes: bool) -> Maker:
    """Return what makes the history: its steps, or every changed field."""

    def made(db: Database, request: Request) -> Table:
        from desktop.project import history as work_history

        return work_history.table(db, changes=changes, found=request.steps, limit=request.limit, brief=request.compact)

    return made


def step_count(db: Database, request: Request) -> int:
    """Return how many steps the filter lets through."""
    from desktop.store.reads import history as history_reads

    return len(history_reads.step_ids(db, request.steps))


def kept(name: str) -> Maker:
    """Return what makes the kept ``views`` or ``filters`` (*name*)."""

    def made(db: Database, _request: Request) -> Table:
        from desktop.project import lists as listings

        return listings.views_table(db) if name == "views" else listings.filters_table(db)

    return made
