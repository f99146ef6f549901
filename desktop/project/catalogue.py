"""Every table that can be exported, in one list: what it is called, what can be chosen of it, and what makes it.

The window's export panel shows this list. The command line has a command for each, which calls the same functions.
"""

from dataclasses import replace

from desktop.core.duplicates import RULES
from desktop.core.views import CELLS
from desktop.exchange.tables.table import Table
from desktop.project import making
from desktop.project.asking import Entry, Option, OptionKind, Request
from desktop.store.database import Database

_RULES = {
    "include": "count all of them",
    "document": "once per document",
    "day": "once a day",
    "week": "once a week",
    "month": "once a month",
    "year": "once a year",
    "all": "once at all",
}
_DUPLICATES = Option("duplicates", "Repetitions", tuple((rule, _RULES[rule]) for rule in RULES))
_CELL_WORDS = {
    "counts": "claims per stance",
    "net": "net: favor less against",
    "share": "share of the row",
    "dominant": "the more frequent stance",
    "stance": "stance in a word",
    "dates": "first and last date",
    "quotes": "quotes",
    "summary": "your summaries",
}
_NODES = Option("rows", "Nodes", (("actor", "actors"), ("organisation", "organisations"), ("country", "countries")))
_CONCEPTS = Option("concepts", "Concepts", (("topic", "topics"), ("theme", "themes")))
_ISOLATES = Option("isolates", "Keep nodes without a tie", kind="flag")
_TEXT = Option("document", "Document", kind="document")


def _pair(kind: OptionKind) -> tuple[Option, ...]:
    return (Option("a", "A", kind=kind, needed=True), Option("b", "B", kind=kind, needed=True))


_COMPARISON, _NETWORKS, _LISTS, _QUOTED, _PROJECT = "Comparison", "Networks", "Lists", "Quotations", "Project"
_ALL = (
    Entry(
        "view",
        "Matrix as it is shown",
        _COMPARISON,
        "The axes, cells, filter and order of the matrix page.",
        making.matrix,
        narrowed="view",
    ),
    Entry(
        "matrix",
        "Topics by actors",
        _COMPARISON,
        "One row a topic, one column an actor (three for counts).",
        making.plain_matrix,
        (Option("cells", "Cells", tuple((one, _CELL_WORDS[one]) for one in CELLS)), _DUPLICATES),
    ),
    Entry(
        "both_sides",
        "Contradictions",
        _COMPARISON,
        "Actors who take both sides on a topic, with dates.",
        making.of_mentions("both_sides"),
        (_DUPLICATES,),
    ),
    Entry(
        "opponents",
        "Opponents",
        _COMPARISON,
        "Pairs of actors who take opposite sides, the strongest first.",
        making.of_mentions("opponents"),
        (_DUPLICATES,),
        costly="claims",
    ),
    Entry(
        "compare_actors",
        "Two actors face to face",
        _COMPARISON,
        "The topics of both, disagreements first.",
        making.compare("actor"),
        _pair("actor"),
    ),
    Entry(
        "compare_documents",
        "Two documents face to face",
        _COMPARISON,
        "The topics of both, disagreements first.",
        making.compare("document"),
        _pair("document"),
    ),
    Entry(
        "compare_filters",
        "Two filters face to face",
        _COMPARISON,
        "Whatever filters tell: topic=trade actor=ana.",
        making.compare("filter"),
        _pair("text"),
    ),
    Entry(
        "compare_cells",
        "Two cells face to face",
        _COMPARISON,
        "Cells, rows or columns of any axes: actor=ana topic=trade.",
        making.compare("cell"),
        _pair("text"),
    ),
    Entry(
        "timeline",
        "Stance over time",
        _COMPARISON,
        "Claims per stance in each period.",
        making.of_mentions("timeline"),
        (
            Option("step", "Periods", (("month", "months"), ("year", "years"), ("day", "days"))),
            Option(
                "lines",
                "Lines",
                (("both", "actor and topic"), ("actor", "actors"), ("topic", "topics"), ("none", "all together")),
            ),
            _DUPLICATES,
        ),
    ),
    Entry(
        "similarity",
        "Similarity of actors",
        _COMPARISON,
        "How alike actors are, like beside like.",
        making.similarity,
        (
            Option("measure", "Measure", (("cosine", "cosine"), ("jaccard", "Jaccard"), ("position", "position"))),
            _DUPLICATES,
        ),
        costly="claims",
    ),
    Entry(
        "network_two",
        "Network: actors and topics",
        _NETWORKS,
        "Two-mode, for DNA, visone, Gephi.",
        making.network("two"),
        (
            _NODES,
            _CONCEPTS,
            Option(
                "aggregation",
                "Aggregation",
                (
                    ("subtract", "subtract"),
                    ("ignore", "ignore the stance"),
                    ("combine", "combine"),
                ),
            ),
            Option(
                "normalisation",
                "Normalisation",
                (("none", "none"), ("activity", "activity"), ("prominence", "prominence")),
            ),
            _DUPLICATES,
            _ISOLATES,
        ),
        costly="claims",
    ),
    Entry(
        "network_one",
        "Network: actors",
        _NETWORKS,
        "One-mode: who agrees, or is at odds, with whom.",
        making.network("one"),
        (
            _NODES,
            _CONCEPTS,
            Option(
                "aggregation",
                "Aggregation",
                (
                    ("congruence", "congruence"),
                    ("conflict", "conflict"),
                    ("subtract", "subtract"),
                    ("ignore", "ignore the stance"),
                ),
            ),
            Option(
                "normalisation",
                "Normalisation",
                (("none", "none"), ("average", "average activity"), ("jaccard", "Jaccard"), ("cosine", "cosine")),
            ),
            _DUPLICATES,
            _ISOLATES,
        ),
        costly="claims",
    ),
    Entry(
        "events",
        "Event list",
        _NETWORKS,
        "Each claim once for every actor who holds it, in time.",
        making.events,
        (_DUPLICATES,),
        count=making.event_count,
    ),
    Entry(
        "claims",
        "Claims",
        _LISTS,
        "One row for each claim, with everything that is known of it.",
        making.claims,
        count=making.claim_count,
    ),
    Entry(
        "documents",
        "Documents",
        _LISTS,
        "One row for each document, with its facts and its claims.",
        making.documents,
        narrowed="claims",
    ),
    Entry("topics", "Topics", _LISTS, "The codebook's topics with their use.", making.codebook("topics")),
    Entry("actors", "Actors", _LISTS, "The codebook's actors with their use.", making.codebook("actors")),
    Entry("memos", "Memos", _LISTS, "All that was noted, and on what.", making.memos),
    Entry(
        "search",
        "Search results",
        _LISTS,
        "Documents, claims and memos that hold the words.",
        making.search,
        (Option("query", "Words", kind="text", needed=True),),
    ),
    Entry(
        "quotations",
        "Quotations and turns",
        _QUOTED,
        "What is quoted or said in each document, and by whom.",
        making.of_texts("quotations"),
        (_TEXT,),
        "",
        "texts",
    ),
    Entry(
        "traces",
        "Traced quotations",
        _QUOTED,
        "What became of each quotation, by words.",
        making.of_texts("traces"),
        (_TEXT,),
        "list",
        "texts",
    ),
    Entry(
        "suggestions",
        "Suggested claims",
        _QUOTED,
        "Sentences of a document that may hold a claim.",
        making.of_texts("suggestions"),
        (replace(_TEXT, needed=True),),
        "",
        "texts",
    ),
    Entry(
        "history",
        "History",
        _PROJECT,
        "One row for each step: who did what and when.",
        making.history(changes=False),
        narrowed="list",
        count=making.step_count,
    ),
    Entry(
        "changes",
        "History: changed fields",
        _PROJECT,
        "One row for each field that was changed: the audit trail.",
        making.history(changes=True),
        narrowed="list",
    ),
    Entry(
        "views",
        "Kept views",
        _PROJECT,
        "The views of the matrix that the project keeps.",
        making.kept("views"),
        narrowed="",
    ),
    Entry(
        "filters", "Kept filters", _PROJECT, "The filters that the project keeps.", making.kept("filters"), narrowed=""
    ),
)
ENTRIES = {entry.key: entry for entry in _ALL}


def make(db: Database, entry: Entry, request: Request) -> Table:
    """Return the table of an entry.

    Raises:
        UserError: when it cannot be made as it is wanted.
    """
    return entry.make(db, completed(entry, request))


def completed(entry: Entry, request: Request) -> Request:
    """Return *request* with a value for each option of the entry, and for no other."""
    return replace(
        request, options={option.key: request.options.get(option.key, option.default) for option in entry.options}
    )


def graphml(db: Database, entry: Entry, request: Request, notes: tuple[str, ...]) -> bytes:
    """Return the network of an entry as GraphML, described by *notes*.

    Raises:
        UserError: when it cannot be made as it is wanted.
    """
    from desktop.project import networks

    mode: networks.Mode = "two" if entry.key == "network_two" else "one"
    drawn = networks.network(db, making.network_wish(mode, completed(entry, request)))
    return networks.network_graphml(replace(drawn, notes=notes))
