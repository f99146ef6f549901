"""Quotations, traces and suggestions as tables that say what stands in each column."""

from dataclasses import replace

from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.core.times import time_at
from desktop.core.traces import VERDICTS, ChangeKind, KeptVerdict, Trace, Verdict, answer_to
from desktop.exchange.tables.table import Cell, Column, Table, only, translated
from desktop.project import quotations
from desktop.project.quotations import Material, quoted_words
from desktop.project.requests import Request
from desktop.store import reads
from desktop.store.database import Database

# the kind, the title and the description of each column
_QUOTATIONS = (
    Column("document_id", "integer", N_("Document no."), N_("The number of the document.")),
    Column("document", "text", N_("Document"), N_("The document's file name.")),
    Column("kind", "text", N_("Kind"), N_("A quotation, or a turn of a transcript.")),
    Column("start", "integer", N_("Start"), N_("Where it begins in the document's text, in code points.")),
    Column("end", "integer", N_("End"), N_("Where it ends, not included.")),
    Column("text", "text", N_("Words"), N_("What is quoted or said.")),
    Column("actor", "text", N_("Actor"), N_("The key of who says it, where that is known.")),
    Column("speaker", "text", N_("Speaker"), N_("What the document calls them.")),
    Column(
        "certainty",
        "text",
        N_("Certainty"),
        N_("How the text tells who says it: named, role, or pronoun, which is a guess; turn for “I said”."),
    ),
    Column("rule", "text", N_("Rule"), N_("How the speaker was found.")),
    Column("depth", "integer", N_("Depth"), N_("How many quotations it stands in.")),
    Column("time", "text", N_("Time"), N_("When its turn begins: 00:12:31 of a recording, or a clock's 10:03.")),
)
_TRACES = (
    Column("document_a", "text", N_("Document"), N_("The file name of the document that quotes.")),
    Column("start_a", "integer", N_("Start"), N_("Where the quotation begins, in code points.")),
    Column("end_a", "integer", N_("End"), N_("Where it ends, not included.")),
    Column("text_a", "text", N_("Quotation"), N_("The words that are quoted.")),
    Column("speaker", "text", N_("Speaker"), N_("The key of who is quoted.")),
    Column(
        "document_b",
        "text",
        N_("Compared with"),
        N_("The document in which the passage stands, or the record that lacks it; empty when there is none."),
    ),
    Column("start_b", "integer", N_("Start there"), N_("Where the passage begins, in code points.")),
    Column("end_b", "integer", N_("End there"), N_("Where it ends, not included.")),
    Column("text_b", "text", N_("Passage"), N_("The words that the quotation goes back to.")),
    Column("speaker_b", "text", N_("Speaker there"), N_("The key of who says the passage.")),
    Column("verdict", "text", N_("Verdict"), N_("What became of the words; the user's, where they gave one.")),
    Column("score", "number", N_("Score"), N_("How much of the words is there, from 0 to 1.")),
    Column("dropped", "text", N_("Left out"), N_("Words of the passage that the quotation lacks.")),
    Column("added", "text", N_("Added"), N_("Words that the passage lacks.")),
    Column("replaced", "text", N_("Replaced"), N_("Words that stand for others.")),
    Column("moved", "text", N_("Moved"), N_("Words that stand elsewhere.")),
    Column("hedges", "text", N_("Hedges"), N_("Changes of words such as “perhaps”.")),
    Column("negations", "text", N_("Negations"), N_("Changes of words such as “not”.")),
    Column("modals", "text", N_("Modal verbs"), N_("Changes of words such as “must”.")),
    Column("governing", "text", N_("Governing"), N_("Those of these changes on which the words that are kept depend.")),
    Column("reason", "text", N_("Why"), N_("What the verdict follows from.")),
    Column("answer", "text", N_("Answer"), N_("What the user said of it: confirmed, corrected or rejected.")),
    Column("memo", "text", N_("Memo"), N_("What was noted on it.")),
)
_SUGGESTIONS = (
    Column("start", "integer", N_("Start"), N_("Where the sentence begins in the document's text, in code points.")),
    Column("end", "integer", N_("End"), N_("Where it ends, not included.")),
    Column("text", "text", N_("Sentence"), N_("The words.")),
    Column("actor", "text", N_("Actor"), N_("The key of who may hold it.")),
    Column("actors", "text", N_("Actors"), N_("The keys of all who may hold it.")),
    Column("guesses", "text", N_("Guesses"), N_("Who may hold it, the likeliest first.")),
    Column("voice", "text", N_("Voice"), N_("Whose words: direct, reported, or the author's.")),
    Column("topics", "text", N_("Topics"), N_("The keys of the likeliest topics, the best first.")),
    Column(
        "score",
        "number",
        N_("Score"),
        N_("How likely it holds a claim, from 0 to 1; empty where it tells claims badly from other sentences."),
    ),
    Column("reason", "text", N_("Why"), N_("What the suggestion follows from.")),
)
_BRIEF_QUOTATIONS = ("document", "kind", "text", "actor", "speaker", "certainty")
_BRIEF_TRACES = (
    *("document_a", "text_a", "speaker", "document_b", "text_b", "verdict", "dropped", "added", "replaced"),
    *("answer", "memo"),
)
_BRIEF_SUGGESTIONS = ("text", "actor", "voice", "topics", "score")


def quotations_table(db: Database, request: Request) -> Table:
    """Return the quotations of a project, or of one document, and the turns of its transcripts.

    Raises:
        UserError: when there is no such document.
    """
    number = _document(db, request)
    material = quotations.load(db)
    times = reads.project.times(db, number)
    wanted = request.options["certainty"]
    rows: list[tuple[Cell, ...]] = []
    for each in material.documents if number is None else [number]:
        text, speech, name = material.texts[each], material.speech[each], material.documents[each].name
        found: list[tuple[int, int, str, str, tuple[Cell, ...]]] = []
        for one in speech.quotations:
            told = one.actor, one.speaker, one.certainty.value, one.rule, one.depth
            found.append((one.start, one.end, "quotation", text[one.start : one.end], told))
        for turn in speech.turns:
            words = text[turn.start : turn.end]
            if turn.goes_on:
                # one turn, without what was thrown in
                start, _end, kind, said, who = found.pop()
                found.append((start, turn.end, kind, f"{said}\n{words}", who))
            else:
                found.append((turn.start, turn.end, "turn", words, (turn.actor, turn.label, "", "turn", 0)))
        for start, end, kind, words, who in sorted(found):
            if wanted != "all" and (kind == "turn" or (who[2] or "none") != wanted):
                continue
            rows.append((each, name, kind, start, end, words, *who, time_at(times.get(each, ()), start) or None))
    documents = _("all") if number is None else material.documents[number].name
    note = _("Documents: {documents}.").format(documents=documents)
    table = Table(translated(_QUOTATIONS), tuple(rows), _("Quotations and turns"), (note,), 2)
    if all(row[-1] is None for row in rows):
        table = only(table, [column.key for column in table.columns if column.key != "time"])
    return only(table, _BRIEF_QUOTATIONS) if request.compact else table


def traces_table(db: Database, request: Request) -> Table:
    """Return one row a trace; a verdict that a user gave stands in the place of the rules' own.

    Raises:
        UserError: when there is no such document.
    """
    number = _document(db, request)
    material = request.material or quotations.load(db)
    # what users said of traces may be newer
    material = replace(material, kept=reads.traces.verdicts(db))
    found = request.traces
    if found is None:
        found = quotations.traces(material, None if number is None else [number])
    elif number is not None:
        found = [one for one in found if one.document_a == number]
    kept = {one.key: one for one in material.kept}
    wanted = request.options["verdict"]
    if wanted != "all":
        found = [trace for trace in found if _verdict(trace, kept.get(trace.key)) == wanted]
    rows = tuple(_trace_row(material, trace, kept.get(trace.key)) for trace in found)
    scope = request.scope or _("all")
    if number is not None:
        name = material.documents[number].name
        scope = _("{scope}, of {document}") if request.scope else _("those of {document}")
        scope = scope.format(scope=request.scope, document=name)
    note = _("Quotations: {scope}.").format(scope=scope)
    if wanted != "all":
        note += " " + _("Verdict: {verdict}.").format(verdict=_(VERDICTS[Verdict(wanted)]))
    table = Table(translated(_TRACES), rows, _("Traced quotations"), (note,))
    return only(table, _BRIEF_TRACES) if request.compact else table


def suggestions_table(db: Database, request: Request) -> Table:
    """Return one row a claim that is suggested for a document; its topics stand in one cell, the likeliest first.

    Raises:
        UserError: when there is no such document, or the codebook has nothing to suggest.
    """
    number = _document(db, request)
    if number is None:
        raise UserError(_("Claims are suggested for one document: choose it."))
    text = reads.project.text(db, number)
    found = quotations.suggestions(db, number)
    rows = tuple(
        (
            one.span.start,
            one.span.end,
            text[one.span.start : one.span.end],
            one.actors[0] if one.actors else "",
            one.actors,
            tuple(" + ".join(guess) for guess in one.holders),
            one.voice.value,
            one.topics,
            one.score if one.is_ranked else None,
            one.reason,
        )
        for one in found
    )
    notes = [_("Document: {document}.").format(document=reads.project.document(db, number).name)]
    if any(not one.is_ranked for one in found):
        notes.append(_("Without a score: so far it does not tell claims well enough from other sentences here."))
    table = Table(translated(_SUGGESTIONS), rows, _("Suggested claims"), tuple(notes))
    return only(table, _BRIEF_SUGGESTIONS) if request.compact else table


def _document(db: Database, request: Request) -> int | None:
    """Return the number of the document that is chosen, by whatever names it; None for all."""
    name = request.options["document"]
    return reads.project.find_document(db, name).id if name else None


def _verdict(trace: Trace, kept: KeptVerdict | None) -> str:
    """Return the verdict that counts: the user's, or else the rules'."""
    kept = answer_to(trace, kept)
    return str(kept.verdict if kept else trace.verdict)


def _trace_row(material: Material, trace: Trace, kept: KeptVerdict | None) -> tuple[Cell, ...]:
    kept = answer_to(trace, kept)
    other = material.documents.get(trace.document_b or 0)
    passage = None
    if trace.document_b is not None and trace.start_b is not None and trace.end_b is not None:
        passage = material.texts[trace.document_b][trace.start_b : trace.end_b]
    return (
        material.documents[trace.document_a].name,
        trace.start_a,
        trace.end_a,
        quoted_words(material, trace, kept),
        trace.actor,
        other.name if other else None,
        trace.start_b,
        trace.end_b,
        passage,
        trace.actor_b,
        _verdict(trace, kept),
        trace.score,
        trace.words(ChangeKind.DROPPED),
        trace.words(ChangeKind.ADDED),
        trace.words(ChangeKind.REPLACED),
        trace.words(ChangeKind.MOVED),
        tuple(str(change) for change in trace.changes if change.hedge),
        tuple(str(change) for change in trace.changes if change.negation),
        tuple(str(change) for change in trace.changes if change.modal),
        tuple(str(change) for change in trace.changes if change.governs),
        trace.reason,
        str(kept.answer) if kept else "",
        kept.memo if kept else "",
    )
