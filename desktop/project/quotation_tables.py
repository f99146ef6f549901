"""Quotations, traces and suggestions as tables that say what stands in each column."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from desktop.core.traces import Trace
from desktop.exchange.tables.table import Column, Table, only
from desktop.project import quotations as work_traces
from desktop.store.database import Database
from desktop.store.reads import project as reads

# the title and the description of each column
_QUOTATIONS = {
    "document_id": ("Document no.", "The number of the document."),
    "document": ("Document", "The document's file name."),
    "kind": ("Kind", "A quotation, or a turn of a transcript."),
    "start": ("Start", "Where it begins in the document's text, in code points."),
    "end": ("End", "Where it ends, not included."),
    "text": ("Words", "What is quoted or said."),
    "actor": ("Actor", "The key of who says it, where that is known."),
    "speaker": ("Speaker", "What the document calls them."),
    "rule": ("Rule", "How the speaker was found."),
    "depth": ("Depth", "How many quotations it stands in."),
}
_TRACES = {
    "document_a": ("Document", "The file name of the document that quotes."),
    "start_a": ("Start", "Where the quotation begins, in code points."),
    "end_a": ("End", "Where it ends, not included."),
    "text_a": ("Quotation", "The words that are quoted."),
    "speaker": ("Speaker", "The key of who is quoted."),
    "document_b": ("Found in", "The file name of the document in which the passage stands; empty when there is none."),
    "start_b": ("Start there", "Where the passage begins, in code points."),
    "end_b": ("End there", "Where it ends, not included."),
    "text_b": ("Passage", "The words that the quotation goes back to."),
    "speaker_b": ("Speaker there", "The key of who says the passage."),
    "verdict": ("Verdict", "What became of the words; the user's, where they gave one."),
    "score": ("Score", "How much of the words is there, from 0 to 1."),
    "dropped": ("Left out", "Words of the passage that the quotation lacks."),
    "added": ("Added", "Words that the passage lacks."),
    "replaced": ("Replaced", "Words that stand for others."),
    "moved": ("Moved", "Words that stand elsewhere."),
    "hedges": ("Hedges", "Changes of words such as “perhaps”."),
    "negations": ("Negations", "Changes of words such as “not”."),
    "reason": ("Why", "What the verdict follows from."),
    "answer": ("Answer", "What the user said of it: confirmed, corrected or rejected."),
    "memo": ("Memo", "What was noted on it."),
}
_SUGGESTIONS = {
    "start": ("Start", "Where the sentence begins in the document's text, in code points."),
    "end": ("End", "Where it ends, not included."),
    "text": ("Sentence", "The words."),
    "actor": ("Actor", "The key of who may hold it."),
    "voice": ("Voice", "Whose words: direct, reported, or the author's."),
    "topics": ("Topics", "The keys of the likeliest topics, the best first."),
    "score": ("Score", "How likely it holds a claim, from 0 to 1."),
    "reason": ("Why", "What the suggestion follows from."),
}
_BRIEF_QUOTATIONS = ("document", "kind", "text", "actor", "speaker")
_BRIEF_TRACES = (
    *("document_a", "text_a", "speaker", "document_b", "text_b", "verdict", "dropped", "added", "replaced"),
    *("answer", "memo"),
)
_BRIEF_SUGGESTIONS = ("text", "actor", "voice", "topics", "score")


def quotations_table(db: Database, document_id: int | None = None, *, brief: bool = False) -> Table:
    """Return the quotations of a project, or of one document, and the turns of its transcripts.

    *brief* keeps to what there is room for on a page.
    """
    table = _told(work_traces.quotations_table(db, document_id), _QUOTATIONS)
    documents = "all" if document_id is None else reads.document(db, document_id).name
    table = replace(table, caption="Quotations and turns", notes=(f"Documents: {documents}.",), heads=2)
    return only(table, _BRIEF_QUOTATIONS) if brief else table


def traces_table(
    material: work_traces.Material, found: Iterable[Trace], told: str = "all", *, brief: bool = False
) -> Table:
    """Return one row a trace; *told* says which quotations these are, *brief* keeps to what a page has room for."""
    table = _told(work_traces.traces_table(material, found), _TRACES)
    table = replace(table, caption="Traced quotations", notes=(f"Quotations: {told}.",))
    return only(table, _BRIEF_TRACES) if brief else table


def suggestions_table(db: Database, document_id: int, *, brief: bool = False) -> Table:
    """Return the claims suggested for a document; *brief* keeps to what there is room for on a page."""
    table = _told(work_traces.suggestions_table(db, document_id), _SUGGESTIONS)
    document = reads.document(db, document_id).name
    table = replace(table, caption="Suggested claims", notes=(f"Document: {document}.",))
    return only(table, _BRIEF_SUGGESTIONS) if brief else table


def _told(table: Table, words: Mapping[str, tuple[str, str]]) -> Table:
    columns = (Column(one.key, one.kind, *words.get(one.key, ())) for one in table.columns)
    return replace(table, columns=tuple(columns))
