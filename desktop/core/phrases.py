"""The words that people see for the choices they make, each once: for pages, tables, the export and the command line.

They are marked here and translated where they are shown.
"""

from collections.abc import Iterable, Mapping

from desktop.core.axes import Order, field_of
from desktop.core.errors import GoneError
from desktop.core.language import N_, NN_, _, ngettext
from desktop.core.mentions import Duplicates
from desktop.core.scale import LOOKS, ByStance
from desktop.core.values import SpeakerCertainty
from desktop.core.views import ShareOf

# what the fields of nodes are called when there are several
SEVERAL = {
    "actor": N_("actors"),
    "organisation": N_("organisations"),
    "country": N_("countries"),
    "topic": N_("topics"),
    "theme": N_("themes"),
}
# how often an actor counts who holds a topic with one stance again and again
RULES: dict[Duplicates, str] = {
    "include": N_("each time"),
    "document": N_("once per document"),
    "day": N_("once a day"),
    "week": N_("once a week"),
    "month": N_("once a month"),
    "year": N_("once a year"),
    "all": N_("once at all"),
}
STANCES: Mapping[str, str] = ByStance(lambda step: step.word)
# what claims are by their stances, in legends
SIDES: Mapping[str, str] = ByStance(lambda step: step.side)
SHAPES: Mapping[str, str] = ByStance(lambda step: LOOKS[step.look].shape)
# how a text tells who speaks
CERTAINTIES: dict[SpeakerCertainty, str] = {
    SpeakerCertainty.NAMED: N_("named beside the verb"),
    SpeakerCertainty.ROLE: N_("a role"),
    SpeakerCertainty.PRONOUN: N_("a pronoun, a guess"),
    SpeakerCertainty.TURN: N_("by their own word in their turn"),
}
# by what rows and columns are sorted
ORDERS: dict[Order, str] = {
    "codebook": N_("codebook"),
    "name": N_("name"),
    "count": N_("count"),
    "date": N_("date"),
    "similarity": N_("similarity"),
}
# what the totals of a comparison count, and in a sentence
SUMMED = {
    "mentions": (N_("mentions"), N_("All mentions of the row: a claim counts once for each of its actors.")),
    "claims": (N_("claims"), N_("All claims of the row.")),
    "encounters": (N_("encounters"), N_("All of the row: a claim counts once in each cell in which it meets another.")),
}
# how a comparison with a field on both sides counts
TOGETHER = N_(
    "Counted are the claims of the row that one coder put on words of which a claim of the column has some too, or "
    "that an actor of each holds together."
)
# how organisations are counted that actors belong to from when until when
SPOKEN_FOR = N_(
    "A claim counts for every organisation to which its actor belonged on the date of the document; where that date, "
    "or a part of it, is unknown and would make a difference, the organisation is not known."
)
# how cells count that tell a field's values
FIELD_IN_CELLS = N_("Claims without a value of {field} are left out; one with several counts for each.")
# the same where a wider unit holds them
TOGETHER_WITHIN: dict[str, str] = {
    "overlap": TOGETHER,
    "span": N_(
        "Counted are the claims of the row that one coder put on just the words on which a claim of the column stands "
        "too, or that an actor of each holds together."
    ),
    "turn": N_(
        "Counted are the claims of the row that one coder put into a turn, or paragraph where there are no turns, in "
        "which a claim of the column begins too, or that an actor of each holds together."
    ),
    "document": N_(
        "Counted are the claims of the row that one coder put into a document that has a claim of the column too, or "
        "that an actor of each holds together."
    ),
}
# what holds claims that stand together
WITHIN: dict[str, str] = {
    "overlap": N_("words that overlap"),
    "span": N_("the same words"),
    "turn": N_("the same turn or paragraph"),
    "document": N_("the same document"),
}
# what a share is a part of
SHARES: dict[ShareOf, str] = {"row": N_("of its row"), "column": N_("of its column"), "all": N_("of all claims")}
# things that are counted
THINGS = {
    "document": N_("document"),
    "claim": N_("claim"),
    "actor": N_("actor"),
    "topic": N_("topic"),
    "memo": N_("memo"),
    "coder": N_("coder"),
    "setting": N_("setting"),
    "trace_verdict": N_("verdict"),
    "same_event": N_("pair of documents"),
    "dismissed_suggestion": N_("dismissed suggestion"),
    "participant": N_("participant"),
    "segment": N_("segment"),
    "conflict": N_("conflict"),
    "cell": N_("cell"),
    "own_field": N_("field"),
    "membership": N_("membership"),
}
_COUNTED = {
    "document": NN_("{count:,} document", "{count:,} documents"),
    "claim": NN_("{count:,} claim", "{count:,} claims"),
    "actor": NN_("{count:,} actor", "{count:,} actors"),
    "topic": NN_("{count:,} topic", "{count:,} topics"),
    "memo": NN_("{count:,} memo", "{count:,} memos"),
    "verdict": NN_("{count:,} verdict", "{count:,} verdicts"),
    "coder": NN_("{count:,} coder", "{count:,} coders"),
    "setting": NN_("{count:,} setting", "{count:,} settings"),
    "trace_verdict": NN_("{count:,} verdict", "{count:,} verdicts"),
    "same_event": NN_("{count:,} pair of documents", "{count:,} pairs of documents"),
    "dismissed_suggestion": NN_("{count:,} dismissed suggestion", "{count:,} dismissed suggestions"),
    "own_field": NN_("{count:,} field", "{count:,} fields"),
    "membership": NN_("{count:,} membership", "{count:,} memberships"),
    "segment": NN_("{count:,} segment", "{count:,} segments"),
    "conflict": NN_("{count:,} conflict", "{count:,} conflicts"),
    "participant": NN_("{count:,} participant", "{count:,} participants"),
    "row": NN_("{count:,} row", "{count:,} rows"),
    "column": NN_("{count:,} column", "{count:,} columns"),
    "character": NN_("{count:,} character", "{count:,} characters"),
}
# what is said of a row that is looked for by its number
_GONE = {
    "document": N_("There is no document {number}: it was deleted meanwhile."),
    "claim": N_("There is no claim {number}: it was deleted meanwhile."),
    "actor": N_("There is no actor {number}: it was deleted meanwhile."),
    "topic": N_("There is no topic {number}: it was deleted meanwhile."),
    "memo": N_("There is no memo {number}: it was deleted meanwhile."),
    "own_field": N_("There is no field {number}: it was deleted meanwhile."),
    "segment": N_("There is no segment {number}: it was deleted meanwhile."),
    "membership": N_("There is no membership {number}: it was deleted meanwhile."),
    "conflict": N_("There is no conflict {number}: it was settled meanwhile."),
}
_GONE_THING = N_("Something that this is about is not there any more: it was deleted meanwhile.")


def gone(thing: str, number: int | str) -> GoneError:
    """Return the error that a row is not there any more."""
    return GoneError(_(_GONE.get(thing, _GONE_THING)), thing, int(number))


def counted(thing: str, count: int) -> str:
    """Return a number of things in words: ``1,204 claims``."""
    return ngettext(*_COUNTED[thing], count).format(count=count)


def nodes_of(field: str) -> str:
    """Return what nodes of a field are called: ``actors``, or the name of an own field."""
    return _(SEVERAL[field]) if field in SEVERAL else field_of(field).called


def following(names: Iterable[str]) -> str:
    """Return the sentence that saved filters and views name stances as they become."""
    told = ", ".join(f"“{one}”" for one in names)
    return _("Saved filters and views that follow: {names}.").format(names=told)


def united(count: int) -> str:
    """Return the sentence that so many claims went, since others say the same of the same words."""
    sentence = ngettext(
        "{count:,} claim said what another says of the same words: one of the two is left.",
        "{count:,} claims said what others say of the same words: one of each two is left.",
        count,
    )
    return sentence.format(count=count)
