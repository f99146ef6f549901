"""Every table that can be written, a row for each: what it is called, what can be chosen of it, and what makes it.

The window's export panel shows these rows; the command line has a command for each, with the same options. A new table
is a function and a row.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from desktop.core import phrases
from desktop.core.language import N_, NN_
from desktop.core.traces import VERDICTS
from desktop.core.views import CELLS
from desktop.project.requests import Entry, Option, OptionKind


def _choices(words: Mapping[Any, str]) -> tuple[tuple[str, str], ...]:
    return tuple((str(value), name) for value, name in words.items())


_DUPLICATES = Option(
    "duplicates",
    N_("Repetitions"),
    _choices(phrases.RULES),
    about=N_("How often an actor counts who holds a topic with one stance again and again."),
)
_NODES = Option(
    "rows",
    N_("Nodes"),
    (
        ("actor", N_("actors")),
        ("organisation", N_("organisations")),
        ("country", N_("countries")),
        ("topic", N_("topics")),
        ("theme", N_("themes")),
    ),
    kind="axis",
    about=N_("An own field of actors or topics makes a node of each value."),
    bases=("actor", "topic"),
)
_CONCEPTS = Option(
    "concepts",
    N_("Concepts"),
    (
        ("usual", N_("topics, or actors of topics")),
        ("topic", N_("topics")),
        ("theme", N_("themes")),
        ("actor", N_("actors")),
        ("organisation", N_("organisations")),
        ("country", N_("countries")),
    ),
    kind="axis",
    about=N_("What the nodes share, and in a two-mode network the other nodes."),
    bases=("actor", "topic"),
)
_SHAPE = Option(
    "shape",
    N_("Form"),
    (
        ("matrix", N_("matrix of weights")),
        ("ties", N_("a row for each tie")),
        ("nodes", N_("a row for each node")),
        ("figures", N_("figures of the whole")),
    ),
    about=N_(
        "Ties and nodes are as Gephi and igraph read them, with all that is counted of them; figures are density, "
        "pieces, groups with their modularity, E–I index, and how well it falls into two camps."
    ),
)
_ISOLATES = Option("isolates", N_("Keep nodes without a tie"), kind="flag")
_MARKS = Option(
    "marks",
    N_("Shape of nodes"),
    (
        ("kind", N_("by kind")),
        ("organisation", N_("organisation")),
        ("country", N_("country")),
        ("theme", N_("theme")),
    ),
    kind="axis",
    about=N_("A shape for each value at nodes, told in all files; Gephi and Pajek draw the first ones."),
    bases=("actor", "topic"),
)
_WITHIN = Option(
    "within",
    N_("Within"),
    (
        ("usual", N_("claims of actors, overlaps of topics")),
        ("claim", N_("the same claim")),
        ("span", N_("the same words")),
        ("overlap", N_("words that overlap")),
        ("turn", N_("the same turn or paragraph")),
        ("document", N_("the same document")),
    ),
    about=N_("What holds those that stand together; of one coder each."),
)
_SIGNIFICANCE = Option(
    "significance",
    N_("Significance"),
    (("none", N_("all that stand together")), ("0.05", "q < 0.05"), ("0.01", "q < 0.01"), ("0.001", "q < 0.001")),
    about=N_("Fisher’s exact test, one-sided, adjusted by Benjamini and Hochberg for all pairs."),
)
_SIFTED = (
    Option("threshold", N_("Least weight"), kind="text", about=N_("Ties of less are left out; signs do not count.")),
    Option(
        "backbone",
        N_("Backbone, α"),
        kind="text",
        about=N_(
            "Keep ties that chance would not make, by the disparity filter of Serrano, Boguñá and Vespignani 2009, "
            "such as 0.05."
        ),
    ),
    Option(
        "measure",
        N_("At each node"),
        (
            ("none", N_("no measure")),
            ("degree", N_("degree")),
            ("strength", N_("strength")),
            ("betweenness", N_("betweenness")),
            ("closeness", N_("closeness")),
            ("eigenvector", N_("eigenvector centrality")),
            ("cluster", N_("its group, as found in the ties")),
            ("all", N_("all of these")),
        ),
        about=N_("Measures stand at nodes in lists, GraphML and GEXF."),
    ),
)
_SPELLS = (
    Option("window", N_("Windows"), kind="text", about=N_("One network for each 3 months, 2 weeks, 30 days, 1 year.")),
    Option(
        "step",
        N_("Step"),
        kind="text",
        about=N_("How far the next begins; shorter than windows they overlap."),
        needs="window",
    ),
    Option("at", N_("One window"), kind="text", about=N_("Only that of a name or a day: 2024-05."), needs="window"),
    Option("apart", N_("A file for each window, called after it"), kind="flag", needs="window"),
)
_NETWORK_WRITERS = {
    "graphml": "networks.network_graphml",
    "gexf": "networks.network_gexf",
    "pajek": "networks.network_net",
    "paj": "networks.network_paj",
}
_VERDICT = Option(
    "verdict", N_("Verdict"), (("all", N_("all")), *((verdict.value, words) for verdict, words in VERDICTS.items()))
)
_DOCUMENT = Option("document", N_("Document"), kind="document")


def _aggregation(*choices: tuple[str, str]) -> Option:
    return Option("aggregation", N_("Aggregation"), choices)


def _normalisation(*choices: tuple[str, str]) -> Option:
    return Option("normalisation", N_("Normalisation"), choices)


_CODERS = Option(
    "coders",
    N_("Coders"),
    kind="coders",
    about=N_("Whom to compare: two names; else all who have claims, without “agreed”."),
)
_CODED = Option(
    "documents",
    N_("Documents"),
    (("coded", N_("with claims of two coders or more")), ("all", N_("all"))),
    about=N_("In all documents, what only one coder read counts as not found by the others."),
)
_COMPARED = Option(
    "of",
    N_("Compared"),
    (("topic", N_("topic")), ("actor", N_("actors")), ("stance", N_("stance")), ("voice", N_("voice"))),
    about=N_("Which part of the claims."),
)
_PAIRING = Option(
    "pairing",
    N_("Pairing"),
    (("span", N_("by span")), ("best", N_("best case"))),
    about=N_("On the words that claims share, or first on what they say alike."),
)
_RESAMPLES = Option(
    "resamples",
    N_("Resamples"),
    (("1000", N_("1,000")), ("200", N_("200, faster")), ("0", N_("none: no intervals"))),
    about=N_("How often units are drawn anew for the intervals."),
)
_COMPARISON, _NETWORKS, _LISTS = N_("Comparison"), N_("Networks"), N_("Lists")
_QUOTATIONS, _PROJECT = N_("Quotations"), N_("Project")
_SUBTRACT, _IGNORE, _NONE = ("subtract", N_("subtract")), ("ignore", N_("ignore the stance")), ("none", N_("none"))
_COUNTED = N_("Of the claims, those count that --where lets through.")
_ABOUT_SIDES = N_("The topics of both sides, disagreements first.")
_ABOUT_COMPARING = N_(
    "A and B are keys of actors, or what --by says: a document's number, uuid, file name or title; a filter, such as "
    "“topic=trade actor=ana”; a cell, row or column of any axes, such as “country=Ruritania”. Of a claim with several "
    "actors a cell holds the part of the one that it names."
)
_SIDES: tuple[tuple[str, OptionKind, str, str], ...] = (
    ("actor", "actor", N_("Two actors face to face"), _ABOUT_SIDES),
    ("document", "document", N_("Two documents face to face"), _ABOUT_SIDES),
    ("filter", "text", N_("Two filters face to face"), N_("Whatever filters tell: topic=trade actor=ana.")),
    ("cell", "text", N_("Two cells face to face"), N_("Cells, rows or columns of any axes: actor=ana.")),
)
_ALL = (
    Entry(
        "view",
        N_("Matrix as it is shown"),
        _COMPARISON,
        N_("The axes, cells, filter and order of the matrix page."),
        "matrix_table.view_table",
        narrowed="view",
        command="matrix",
    ),
    Entry(
        "matrix",
        N_("Topics by actors"),
        _COMPARISON,
        N_("One row a topic, one column an actor (three for counts)."),
        "matrix_table.topics_by_actors",
        (
            Option(
                "cells",
                N_("Cells"),
                _choices({kind.key: kind.title for kind in CELLS.values()}),
                kind="axis",
                about=N_("Or a field, an own one too: its values, with how many claims have each."),
            ),
            _DUPLICATES,
        ),
        details=N_("Or whatever the axes say: “--rows theme>topic --columns country>actor”."),
    ),
    Entry(
        "both_sides",
        N_("Contradictions"),
        _COMPARISON,
        N_("Actors who take both sides on a topic, with dates."),
        "findings.contradictions_table",
        (_DUPLICATES,),
        command="contradictions",
        variant=("of", "actors"),
    ),
    Entry(
        "opponents",
        N_("Opponents"),
        _COMPARISON,
        N_("Pairs of actors who take opposite sides."),
        "findings.opponents_table",
        (_DUPLICATES,),
        costly="claims",
        command="contradictions",
        variant=("of", "pairs"),
    ),
    Entry(
        "disputes",
        N_("Coders who differ"),
        _COMPARISON,
        N_("Words of an actor to which coders gave different stances."),
        "findings.disputes_table",
        (_DUPLICATES,),
        command="contradictions",
        variant=("of", "coders"),
    ),
    Entry(
        "agreement",
        N_("Agreement of coders"),
        _COMPARISON,
        N_("Percent, κ, π, α, AC1 with intervals, by what you ask."),
        "agreement.figures_table",
        (
            Option(
                "by",
                N_("Lines"),
                (
                    ("field", N_("parts of a claim")),
                    ("topic", N_("topics")),
                    ("actor", N_("actors")),
                    ("stance", N_("stances")),
                    ("voice", N_("voices")),
                    ("document", N_("documents")),
                    ("pair", N_("pairs of coders")),
                ),
                about=N_("What each line is about."),
            ),
            _CODERS,
            _CODED,
            _RESAMPLES,
        ),
        costly="claims",
        variant=("table", "figures"),
        details=N_(
            "Claims of coders are paired where their words overlap, by a maximum-weight assignment: by span on the "
            "characters that they share, and in the best case first on the values that they share; both are told, "
            "and how many claims stand alone. A figure that is not defined is empty, and told why. For gamma, leave "
            "out the first line (tail -n +2); for R: irr::kappa2(read.csv(file)[-(1:3)])."
        ),
    ),
    Entry(
        "agreement_finding",
        N_("Agreement on words"),
        _COMPARISON,
        N_("Whether coders find claims in the same words: F1, α."),
        "agreement.finding_table",
        (_CODERS, _CODED, _RESAMPLES),
        costly="claims",
        command="agreement",
        variant=("table", "finding"),
    ),
    Entry(
        "agreement_confusion",
        N_("Confusions of coders"),
        _COMPARISON,
        N_("Which values two coders gave to the same words."),
        "agreement.confusion_table",
        (_COMPARED, _CODERS, _CODED, _PAIRING),
        costly="claims",
        command="agreement",
        variant=("table", "confusion"),
    ),
    Entry(
        "agreement_differences",
        N_("What coders differ in"),
        _COMPARISON,
        N_("Each passage that two coders read differently."),
        "agreement.differences_table",
        (_CODERS, _CODED, _PAIRING),
        costly="claims",
        command="agreement",
        variant=("table", "differences"),
    ),
    Entry(
        "agreement_ratings",
        N_("Values by coder, for R (irr)"),
        _COMPARISON,
        N_("A row for each passage, a column for each coder."),
        "agreement.ratings_table",
        (_COMPARED, _CODERS, _CODED, _PAIRING),
        costly="claims",
        command="agreement",
        variant=("table", "irr"),
    ),
    Entry(
        "agreement_continuum",
        N_("Claims as stretches, for gamma"),
        _COMPARISON,
        N_("Coder, value, begin and end: as pygamma-agreement reads."),
        "agreement.continuum_table",
        (_COMPARED, _CODERS, _CODED),
        costly="claims",
        command="agreement",
        variant=("table", "gamma"),
    ),
    *(
        Entry(
            f"compare_{by}s",
            title,
            _COMPARISON,
            about,
            "findings.sides_table",
            (Option("a", "A", kind=kind, needed=True), Option("b", "B", kind=kind, needed=True)),
            command="compare",
            variant=("by", by),
            details=_ABOUT_COMPARING,
        )
        for by, kind, title, about in _SIDES
    ),
    Entry(
        "timeline",
        N_("Stance over time"),
        _COMPARISON,
        N_("Claims per stance in each period."),
        "findings.timeline_table",
        (
            Option(
                "step",
                N_("Periods"),
                (("month", N_("months")), ("year", N_("years")), ("week", N_("weeks")), ("day", N_("days"))),
            ),
            Option(
                "by",
                N_("Lines"),
                (
                    ("both", N_("actor and topic")),
                    ("actor", N_("actors")),
                    ("topic", N_("topics")),
                    ("none", N_("all together")),
                ),
                kind="axis",
                about=N_("What each line is about besides its period."),
            ),
            _DUPLICATES,
        ),
    ),
    Entry(
        "similarity",
        N_("Similarity of actors"),
        _COMPARISON,
        N_("How alike actors are, like beside like."),
        "findings.similarity_table",
        (
            Option(
                "lines",
                N_("Lines"),
                (("actor", N_("actors")), ("organisation", N_("organisations")), ("country", N_("countries"))),
                kind="axis",
                about=N_("What is compared, by its topics."),
            ),
            Option(
                "measure",
                N_("Measure"),
                (("cosine", N_("cosine")), ("jaccard", N_("Jaccard")), ("position", N_("position"))),
                about=N_(
                    "The cosine of claims per topic and stance; Jaccard’s index of them; the cosine of net positions."
                ),
            ),
            _DUPLICATES,
        ),
        costly="claims",
    ),
    Entry(
        "network_two",
        N_("Network: actors and topics"),
        _NETWORKS,
        N_("The network of actors and topics, for DNA, visone, Gephi."),
        "networks.network_table",
        (
            _NODES,
            _CONCEPTS,
            _aggregation(_SUBTRACT, _IGNORE, ("combine", N_("combine"))),
            _normalisation(_NONE, ("activity", N_("activity")), ("prominence", N_("prominence"))),
            _DUPLICATES,
            _ISOLATES,
            _MARKS,
            _SHAPE,
            *_SIFTED,
            *_SPELLS,
        ),
        costly="claims",
        command="network",
        variant=("mode", "two"),
        details=N_(
            "The networks of Leifeld’s Discourse Network Analyzer: actors and topics, or actors alone, tied by the "
            "topics they share; or topics, tied by who speaks of them. And co-occurrence: topics or actors that stand "
            "together within a claim, the same words, words that overlap, a turn or a document.\n\n"
            "--window makes one network for each stretch of time: in one table, in one file of GEXF, or with --apart "
            "in a file for each."
        ),
        writers=_NETWORK_WRITERS,
        parts="networks.window_names",
    ),
    Entry(
        "network_one",
        N_("Network: actors, or topics"),
        _NETWORKS,
        N_("One-mode: who agrees, or is at odds, with whom."),
        "networks.network_table",
        (
            _NODES,
            _CONCEPTS,
            _aggregation(("congruence", N_("congruence")), ("conflict", N_("conflict")), _SUBTRACT, _IGNORE),
            _normalisation(
                _NONE, ("average", N_("average activity")), ("jaccard", N_("Jaccard")), ("cosine", N_("cosine"))
            ),
            _DUPLICATES,
            _ISOLATES,
            _MARKS,
            _SHAPE,
            *_SIFTED,
            *_SPELLS,
        ),
        costly="claims",
        command="network",
        variant=("mode", "one"),
        writers=_NETWORK_WRITERS,
        parts="networks.window_names",
    ),
    Entry(
        "network_together",
        N_("Network: co-occurrence"),
        _NETWORKS,
        N_("Topics, or actors, that stand together in a passage."),
        "networks.network_table",
        (
            _NODES,
            _WITHIN,
            _normalisation(
                _NONE, ("average", N_("average activity")), ("jaccard", N_("Jaccard")), ("cosine", N_("cosine"))
            ),
            _SIGNIFICANCE,
            _ISOLATES,
            _MARKS,
            _SHAPE,
            *_SIFTED,
            *_SPELLS,
        ),
        costly="claims",
        command="network",
        variant=("mode", "cooccurrence"),
        writers=_NETWORK_WRITERS,
        parts="networks.window_names",
    ),
    Entry(
        "events",
        N_("Event list"),
        _NETWORKS,
        N_("Each claim once for every actor who holds it, in time."),
        "networks.events_table",
        (_DUPLICATES,),
        counter="networks.event_count",
    ),
    Entry(
        "claims",
        N_("Claims"),
        _LISTS,
        N_("One row for each claim, with all that is known of it."),
        "lists.claims_table",
        counter="lists.claim_count",
        details=N_(
            "A value of --where with blanks or commas stands in double quotes. An actor or topic stands for all below "
            "it too, unless children=no is said."
        ),
        rows=NN_("{count} claim", "{count} claims"),
    ),
    Entry(
        "documents",
        N_("Documents"),
        _LISTS,
        N_("Each document with its facts and its claims."),
        "lists.documents_table",
        details=_COUNTED,
    ),
    Entry(
        "topics",
        N_("Topics"),
        _LISTS,
        N_("The codebook’s topics with their use."),
        "lists.topics_table",
        details=_COUNTED,
    ),
    Entry(
        "actors",
        N_("Actors"),
        _LISTS,
        N_("The codebook’s actors with their use."),
        "lists.actors_table",
        details=_COUNTED,
    ),
    Entry(
        "memos",
        N_("Memos"),
        _LISTS,
        N_("All that was noted, and on what."),
        "lists.memos_table",
        details=N_("Of those on claims, the ones on claims that --where lets through."),
        rows=NN_("{count} memo", "{count} memos"),
    ),
    Entry(
        "search",
        N_("Search results"),
        _LISTS,
        N_("Documents, claims and memos that hold the words."),
        "lists.search_table",
        (Option("query", N_("Words"), kind="text", needed=True),),
        details=N_(
            "QUERY is words, found inside of longer words too; whole words and phrases in double quotes, a star for "
            "any letters at an end (conquest*), AND, OR, NOT (or a hyphen before a word) and brackets. --where "
            "narrows the claims."
        ),
    ),
    Entry(
        "hits",
        N_("Words in context"),
        _LISTS,
        N_("Each place where words stand, with what is around it."),
        "concordance.hits_table",
        (
            Option("word", N_("Words"), kind="text", needed=True),
            Option("match", N_("Match"), (("inside", N_("inside of words too")), ("words", N_("whole words")))),
            Option(
                "order",
                N_("Order"),
                (
                    ("document", N_("document")),
                    ("left", N_("left neighbour")),
                    ("right", N_("right neighbour")),
                    ("speaker", N_("speaker")),
                ),
            ),
            _DOCUMENT,
        ),
        costly="texts",
        details=N_(
            "WORD is a word, or several beside each other, found inside of longer words too, or whole in double "
            "quotes; OR stands between several, and a star for any letters at an end (sanction*). Case and accents do "
            "not count; page furniture is left out. --where narrows to the documents with a claim that it lets through."
        ),
        rows=NN_("{count} hit", "{count} hits"),
    ),
    Entry(
        "words",
        N_("Word frequencies"),
        _LISTS,
        N_("How often each word stands, grammar words left out."),
        "concordance.words_table",
        (
            Option("of", N_("Words of"), (("texts", N_("texts")), ("claims", N_("claims")))),
            Option(
                "by",
                N_("For each"),
                (
                    ("none", N_("all together")),
                    ("document", N_("document")),
                    ("actor", N_("actor")),
                    ("topic", N_("topic")),
                ),
                about=N_("Of texts an actor’s words are what they say in turns; topics have those of claims."),
            ),
            Option("all", N_("Words of grammar too"), kind="flag"),
            _DOCUMENT,
        ),
        costly="texts",
        details=N_("--where narrows the claims; of texts, to documents with such a claim."),
        rows=NN_("{count} word", "{count} words"),
    ),
    Entry(
        "quotations",
        N_("Quotations and turns"),
        _QUOTATIONS,
        N_("What is quoted or said in each document, and by whom."),
        "quotation_tables.quotations_table",
        (
            _DOCUMENT,
            Option(
                "certainty",
                N_("Certainty"),
                (
                    ("all", N_("all")),
                    *((one.value, words) for one, words in phrases.CERTAINTIES.items()),
                    ("none", N_("nobody is told")),
                ),
                about=N_("Only what has a speaker who is told so."),
            ),
        ),
        narrowed="",
        costly="texts",
        details=N_("The turns of transcripts stand without their labels."),
        rows=NN_("{count} quotation or turn", "{count} quotations and turns"),
    ),
    Entry(
        "proposals",
        N_("Proposed actors"),
        _QUOTATIONS,
        N_("Names that may be actors, with what tells so."),
        "proposals.proposals_table",
        narrowed="",
        costly="texts",
        details=N_(
            "An import makes actors only of who speaks a turn, or stands beside a verb of saying and is named twice. "
            "These are the others, those with most evidence first: “visavis adopt” makes actors of them."
        ),
        rows=NN_("{count} proposed actor", "{count} proposed actors"),
    ),
    Entry(
        "traces",
        N_("Traced quotations"),
        _QUOTATIONS,
        N_("What became of each quotation, by words."),
        "quotation_tables.traces_table",
        (_DOCUMENT, _VERDICT),
        narrowed="list",
        costly="texts",
        command="trace",
        details=N_(
            "Where it stands in the other documents, with a verdict and what changed by words; the altered ones come "
            "first. What a report tells in its own words stands beside the nearest passage of the record of its event."
        ),
        rows=NN_("{count} trace", "{count} traces"),
    ),
    Entry(
        "suggestions",
        N_("Suggested claims"),
        _QUOTATIONS,
        N_("Sentences of a document that may hold a claim."),
        "quotation_tables.suggestions_table",
        (replace(_DOCUMENT, needed=True),),
        narrowed="",
        costly="texts",
        command="suggest",
        details=N_(
            "Those that are not tagged yet, with actor, voice and the likeliest topics.\n\n"
            "DOCUMENT is its number, uuid, file name or title. Nothing is entered into the project."
        ),
        rows=NN_("{count} suggestion", "{count} suggestions"),
    ),
    Entry(
        "history",
        N_("History"),
        _PROJECT,
        N_("One row for each step: who did what and when."),
        "history.steps_table",
        narrowed="list",
        counter="history.step_count",
        variant=("changes", ""),
        rows=NN_("{count} step", "{count} steps"),
        late=True,
    ),
    Entry(
        "changes",
        N_("History: changed fields"),
        _PROJECT,
        N_("One row for each field that was changed."),
        "history.changes_table",
        narrowed="list",
        command="history",
        variant=("changes", "yes"),
        rows=NN_("{count} change", "{count} changes"),
        late=True,
    ),
    Entry(
        "views",
        N_("Saved views"),
        _PROJECT,
        N_("The views of the matrix that are saved in the project."),
        "lists.views_table",
        narrowed="",
        details=N_("“visavis matrix --save NAME” saves one."),
    ),
    Entry(
        "filters",
        N_("Saved filters"),
        _PROJECT,
        N_("The filters that are saved in the project."),
        "lists.filters_table",
        narrowed="",
    ),
)
ENTRIES = {entry.key: entry if entry.command else replace(entry, command=entry.key) for entry in _ALL}
