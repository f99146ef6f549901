"""Files for a project: reading them, who speaks or is quoted in them, and what became of them in whole sentences.

No project is needed, so it may run beside it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.core.columns import ColumnChoices
from desktop.core.language import _, ngettext
from desktop.core.name_pattern import NamePattern
from desktop.core.phrases import united
from desktop.core.proposals import Proposal, by_evidence
from desktop.core.roster import Roster
from desktop.core.text import one_line
from desktop.core.values import Actor, Certainty, Facts, Participant, SegmentKind
from desktop.exchange.readers.collections import NAMED
from desktop.exchange.readers.formats import DOCUMENTS
from desktop.store.edits.coded_rows import Imported, Outcome
from desktop.store.edits.told_memos import Difference

if TYPE_CHECKING:
    from desktop.exchange.documents import Reading

# more doubtful speakers are not told by name
_NAMED = 5


_AS_SUGGESTED = ColumnChoices()


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who speaks in a file, or is quoted there: an actor of the codebook, or a new one that is proposed."""

    key: str
    name: str
    is_new: bool
    turns: int = 0
    quotations: int = 0


def read_file(
    path: Path,
    actors: Sequence[Actor] = (),
    encoding: str = "",
    *,
    whole: bool = False,
    columns: ColumnChoices = _AS_SUGGESTED,
) -> "Reading":
    """Read one file, with those whom it quotes; needs no project, and so may run beside the window's thread.

    *columns* says what the columns of tables are.

    Raises:
        UserError: when it cannot be read.
    """
    from desktop.exchange.documents import read_document

    reading = read_document(path, encoding=encoding, actors=actors, whole=whole, columns=columns)
    named = replace(reading, document=replace(reading.document, name=storable(reading.document.name)))
    return _with_quoted(named, actors)


def read_pasted(text: str, name: str, actors: Sequence[Actor] = ()) -> "Reading":
    """Read a text that came through the clipboard; as `read_file`."""
    from desktop.exchange import documents

    return _with_quoted(documents.read_pasted(text, name, actors=actors), actors)


def read_plain(text: str, name: str, actors: Sequence[Actor] = ()) -> "Reading":
    """Read a text that came with another program's project, and leave it as it is; as `read_file`."""
    from desktop.exchange import documents

    return _with_quoted(documents.read_plain(text, name, actors=actors), actors)


def with_named(facts: Facts, told: Mapping[str, str], names: NamePattern) -> Facts:
    """Return *facts* with those that a file's name told by a pattern."""
    values: dict[str, Any] = dict(told)
    if "date" in values:
        values |= {"date_certainty": Certainty.STATED, "date_note": ""}
    rest = tuple(one for one in facts.origins if one.fact not in told)
    return replace(facts, **values, origins=(*rest, *map(names.origin, told)))


def readable() -> str:
    """Return what documents may be, and what may hold many, in words: ``plain text, Markdown, …``."""
    rows = (*(row.plural or row.name for row in reversed(DOCUMENTS)), *(row.name for row in NAMED))
    *names, last = dict.fromkeys(map(_, rows))
    return _("{formats} and {last}").format(formats=", ".join(names), last=last)


def speakers_of(reading: "Reading", actors: Sequence[Actor]) -> tuple[Speaker, ...]:
    """Return who speaks or is quoted in a file, in the order of the text; *actors* are those of the codebook."""
    known = Roster.of(actors).by_key
    new = {actor.key: actor for actor in reading.document.new_actors}
    turns = Counter(one.speaker for one in reading.document.segments if one.kind is SegmentKind.TURN and one.speaker)
    quoted = dict(reading.quoted)
    return tuple(
        Speaker(key, one.name if one is not None else key, key not in known, turns[key], quoted.get(key, 0))
        for key in dict.fromkeys((*turns, *quoted))
        for one in (known.get(key) or new.get(key),)
    )


def storable(name: str) -> str:
    """Return a file's name without the bytes that are no UTF-8, which a file system allows and a project does not."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _with_quoted(reading: "Reading", actors: Sequence[Actor]) -> "Reading":
    """Add to *reading* whom its prose quotes; a coded document says who takes part in it."""
    if not reading.facts:
        return reading
    from desktop.analysis.attribution.quoted_speakers import find_quoted

    document = reading.document
    found = find_quoted(document.text, document.segments, Roster.of(actors).plus(document.new_actors))
    there = {one.actor for one in document.facts.participants}
    quoted = tuple(Participant(key, "quoted") for key, _ in found.counts if key not in there)
    facts = replace(document.facts, participants=(*document.facts.participants, *quoted))
    new = (*document.new_actors, *found.new_actors)
    settled = replace(document, facts=facts, new_actors=new)
    return replace(
        reading, document=settled, quoted=found.counts, proposed=by_evidence((*reading.proposed, *found.proposed))
    )


def imported_message(one: Imported, *, is_trial: bool = False) -> str:
    """Return what became of a document, or in a trial what would become of it."""
    moved = one.claims - (one.brought - one.there) if one.outcome is Outcome.REPLACED else one.claims
    first = _would(one, moved) if is_trial else _did(one, moved)
    return " ".join((first.format(name=one.name, number=one.document_id, other=one.other, count=moved), *_more(one)))


def speech_message(turns: int, quotations: int, new: Sequence[str]) -> str:
    """Return how many turns and quotations were found, and the names of the speakers whom the codebook lacks."""
    found = ngettext("{count} turn", "{count} turns", turns).format(count=turns)
    if quotations:
        quoted = ngettext("{count} quotation", "{count} quotations", quotations).format(count=quotations)
        found = _("{turns} and {quotations}").format(turns=found, quotations=quoted) if turns else quoted
    sentence = _("{found} found; new speakers: {names}.") if new else _("{found} found.")
    return sentence.format(found=found, names=", ".join(new))


def doubtful_message(labels: Sequence[str]) -> str:
    """Return how many names before turns may be no speakers', and which, in one sentence; empty when there are none."""
    count = len(labels)
    sentence = ngettext(
        "{count} name before a turn may be no speaker’s, and its words are nobody’s: {names}.",
        "{count} names before turns may be no speakers’, and their words are nobody’s: {names}.",
        count,
    )
    names = ", ".join(f"“{one_line(name, 60)}”" for name in labels[:_NAMED])
    return sentence.format(count=count, names=names + ", …" * (count > _NAMED)) if count else ""


def proposed_message(proposed: Sequence[Proposal]) -> str:
    """Return how many names may be actors and wait for the user's word, and the likeliest, in one sentence."""
    count = len(proposed)
    sentence = ngettext(
        "{count} name is proposed as an actor: {names}.", "{count} names are proposed as actors: {names}.", count
    )
    names = ", ".join(one_line(one.name, 60) for one in proposed[:_NAMED])
    return sentence.format(count=count, names=names + ", …" * (count > _NAMED))


def left_out_message(reading: "Reading") -> str:
    """Return how many words of a file are not in its text, and which, in one sentence; empty when there are none."""
    count = sum(one.words for one in reading.left_out)
    total = count + reading.words
    sentence = ngettext(
        "{count:,} of {total:,} word left out ({reasons}).", "{count:,} of {total:,} words left out ({reasons}).", total
    )
    reasons = ", ".join(f"{one.reason}: {one.words:,}" for one in reading.left_out)
    return sentence.format(count=count, total=total, reasons=reasons) if count else ""


def _did(one: Imported, count: int) -> str:
    if one.outcome is Outcome.REPLACED:
        return ngettext(
            "{name}: took the place of its brief, document {number}; {count} claim moved into it.",
            "{name}: took the place of its brief, document {number}; {count} claims moved into it.",
            count,
        )
    if one.outcome is Outcome.MERGED and one.is_brief:
        return ngettext(
            "{name}: a brief of document {number} ({other}), whose own text is there; {count} claim moved into it.",
            "{name}: a brief of document {number} ({other}), whose own text is there; {count} claims moved into it.",
            count,
        )
    if one.outcome is Outcome.MERGED:
        return ngettext(
            "{name}: the same text is there already, as document {number} ({other}); {count} claim of its own added.",
            "{name}: the same text is there already, as document {number} ({other}); {count} claims of its own added.",
            count,
        )
    if one.outcome is Outcome.ADDED:
        if not count:
            return _("{name}: added as document {number}.")
        return ngettext(
            "{name}: added as document {number} with {count} claim.",
            "{name}: added as document {number} with {count} claims.",
            count,
        )
    if not one.is_brief:
        return _("{name}: the same text is there already, as document {number} ({other}); left out.")
    if one.there:
        return _(
            "{name}: a brief of document {number} ({other}), whose own text is there, and all its claims are there "
            "already; left out."
        )
    return _("{name}: a brief of document {number} ({other}), whose own text is there, and it has no claims; left out.")


def _would(one: Imported, count: int) -> str:
    if one.outcome is Outcome.REPLACED:
        return ngettext(
            "{name}: would take the place of its brief, document {number}; {count} claim would move into it.",
            "{name}: would take the place of its brief, document {number}; {count} claims would move into it.",
            count,
        )
    if one.outcome is Outcome.MERGED and one.is_brief:
        return ngettext(
            "{name}: a brief of document {number} ({other}), whose own text is there; {count} claim would move into "
            "it.",
            "{name}: a brief of document {number} ({other}), whose own text is there; {count} claims would move into "
            "it.",
            count,
        )
    if one.outcome is Outcome.MERGED:
        return ngettext(
            "{name}: the same text is there already, as document {number} ({other}); {count} claim of its own would "
            "be added.",
            "{name}: the same text is there already, as document {number} ({other}); {count} claims of its own would "
            "be added.",
            count,
        )
    if one.outcome is Outcome.ADDED:
        if not count:
            return _("{name}: would be added as document {number}.")
        return ngettext(
            "{name}: would be added as document {number} with {count} claim.",
            "{name}: would be added as document {number} with {count} claims.",
            count,
        )
    if not one.is_brief:
        return _("{name}: the same text is there already, as document {number} ({other}); it would be left out.")
    if one.there:
        return _(
            "{name}: a brief of document {number} ({other}), whose own text is there, and all its claims are there "
            "already; it would be left out."
        )
    return _(
        "{name}: a brief of document {number} ({other}), whose own text is there, and it has no claims; it would be "
        "left out."
    )


def differences_message(differences: Sequence[Difference], *, taken: bool) -> str:
    """Return how much a file says otherwise of what is here, and whether it was taken over, in one sentence."""
    count = len(differences)
    if count and all(one.kind == "facts" for one in differences):
        sentence = ngettext(
            "Of {count} document that is here it knows something else, which is left: what stands here stays.",
            "Of {count} documents that are here it knows something else, which is left: what stands here stays.",
            count,
        )
        if taken:
            sentence = ngettext(
                "Of {count} document that is here it knows something else, which is taken over.",
                "Of {count} documents that are here it knows something else, which is taken over.",
                count,
            )
        return sentence.format(count=count)
    sentence = ngettext(
        "Of {count} claim or memo that is here it says something else, which is left: what stands here stays.",
        "Of {count} claims or memos that are here it says something else, which is left: what stands here stays.",
        count,
    )
    if taken:
        sentence = ngettext(
            "Of {count} claim or memo that is here it says something else, which is taken over.",
            "Of {count} claims or memos that are here it says something else, which is taken over.",
            count,
        )
    return sentence.format(count=count)


def difference_line(one: Difference, *, short: bool = False) -> str:
    """Return what a file says otherwise of one thing, in a line; if *short* without its words, which stand beside."""
    names = {"quote": _("words"), "actors": _("actors"), "topic": _("topic"), "memo": _("memo"), "created": _("time")}
    fields = [
        _("{field}: “{before}” → “{after}”").format(
            field=names.get(name, _(name.replace("_", " "))), before=one_line(before, 60), after=one_line(after, 60)
        )
        for name, before, after in one.fields
    ]
    told = _("memo {number}: {fields}")
    if one.kind == "claim":
        told = _("claim {number}: {fields}") if short else _("claim {number} “{words}”: {fields}")
    if one.kind == "facts":
        told = _("document {number}: {fields}") if short else _("document {number} “{words}”: {fields}")
    return told.format(number=one.number, words=one_line(one.words, 60), fields="; ".join(fields))


def difference_record(one: Difference) -> dict[str, Any]:
    """Return what a file says otherwise of a claim or a memo as a JSON object."""
    fields = {name: {"here": before, "file": after} for name, before, after in one.fields}
    return {"on": one.kind, "id": one.number, "words": one.words, "fields": fields}


def _more(one: Imported) -> Sequence[str]:
    """Return what is said besides, which holds before and after."""
    sentences = []
    if one.outcome is Outcome.MERGED and one.there:
        there = ngettext("{count} claim is there already.", "{count} claims are there already.", one.there)
        sentences.append(there.format(count=one.there))
    if one.repeated:
        sentences.append(united(one.repeated))
    if one.differences:
        sentences.append(differences_message(one.differences, taken=one.taken))
    if one.approximate:
        rough = ngettext(
            "{count} claim stands for its whole paragraph: look at it.",
            "{count} claims stand for their whole paragraphs: look at these.",
            len(one.approximate),
        )
        sentences.append(rough.format(count=len(one.approximate)))
    if one.outcome is Outcome.REPLACED and one.brought:
        brought = ngettext(
            "Of the {count} claim that came with it, {added} came in, {there} stood there already.",
            "Of the {count} claims that came with it, {added} came in, {there} stood there already.",
            one.brought,
        )
        sentences.append(brought.format(count=one.brought, added=one.brought - one.there, there=one.there))
    return sentences
