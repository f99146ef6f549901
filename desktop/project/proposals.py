"""Names of a project's documents that may be actors: what tells of each, and making actors of them.

They are read out of the texts whenever they are asked for, so that they are those of the codebook as it is: nothing of
them is stored.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from desktop.core.errors import UserError
from desktop.core.keys import capitals_of, free_key
from desktop.core.language import N_, _
from desktop.core.matching import fold
from desktop.core.progress import Progress
from desktop.core.proposals import Proposal, by_evidence
from desktop.core.roster import Roster
from desktop.core.spans import Span
from desktop.core.structure.turns import label_length
from desktop.core.text import one_line
from desktop.core.values import Actor, CodedSegment, Segment, SegmentKind
from desktop.exchange.tables.table import Column, Table, only, translated
from desktop.project.requests import Request
from desktop.store import edits, reads
from desktop.store.database import Database

# characters of a turn that are shown
_SHOWN = 80
_COLUMNS = (
    Column("name", "text", N_("Name"), N_("The name, without titles, or what stands before turns.")),
    Column("role", "text", N_("Role"), N_("The title with which it stands.")),
    Column("country", "text", N_("Country"), N_("The country that stands behind it.")),
    Column("turns", "integer", N_("Turns"), N_("How many turns it begins that are nobody’s.")),
    Column("in_full", "integer", N_("In full"), N_("Beside how many verbs of saying it stands in full.")),
    Column("named", "integer", N_("Named"), N_("Beside how many it stands, in full or by the surname.")),
    Column("quotations", "integer", N_("Quoted"), N_("How many quotations go to it by a name or a role.")),
    Column("documents", "text", N_("Documents"), N_("The numbers of the documents.")),
    Column("words", "text", N_("Words"), N_("The first sentence, or the first words of a turn, that tell of it.")),
)
_BRIEF = ("name", "turns", "in_full", "named", "quotations", "words")


@dataclass(frozen=True)
class Written:
    """The documents of a project as they were at one time, by number, and who its actors are; no store is needed."""

    texts: Mapping[int, str]
    segments: Mapping[int, Sequence[Segment]]
    actors: Sequence[Actor]

    def proposals(self, progress: Progress | None = None) -> tuple[Proposal, ...]:
        """Return the names that may be actors, those with most evidence first; takes seconds a megabyte.

        *progress* counts documents.
        """
        roster = Roster(self.actors)
        keys = {actor.id: actor.key for actor in roster}
        found: list[Proposal] = []
        for done, (number, text) in enumerate(self.texts.items(), 1):
            own = _of_document(text, self.segments[number], roster, keys)
            found += (replace(one, documents=(number,)) for one in own)
            if progress is not None:
                progress(done, len(self.texts))
        known = roster.by_name
        return by_evidence(one for one in found if fold(one.name) not in known)


def take(db: Database) -> Written:
    """Read what names are looked for in."""
    numbers = [document.id for document in reads.project.documents(db)]
    return Written(
        {number: reads.project.text(db, number) for number in numbers},
        {number: reads.project.segments(db, number) for number in numbers},
        reads.project.actors(db),
    )


def adopt(
    db: Database, names: Collection[str], *, least: int | None = None, is_trial: bool = False
) -> tuple[Proposal, ...]:
    """Make actors of proposed *names* in one step of undo, and return what was known of them.

    Turns that have such a name as their label, and nobody who speaks, are theirs from then on. With *least* all are
    taken too that stand in full beside so many verbs of saying; an *is_trial* changes nothing.

    Raises:
        UserError: when a name is not proposed.
    """
    there = take(db).proposals()
    by_name = {fold(one.name): one for one in there}
    missing = next((name for name in names if fold(name) not in by_name), None)
    if missing is not None:
        sentence = _("“{name}” is not proposed: “visavis proposals” lists the names that are.")
        raise UserError(sentence, name=missing)
    sure = (fold(one.name) for one in there if least is not None and one.in_full >= least)
    wanted = [by_name[name] for name in dict.fromkeys((*map(fold, names), *sure))]
    if wanted and not is_trial:
        edits.proposals.adopt(db, [one.actor for one in wanted])
    return tuple(wanted)


def proposals_table(db: Database, request: Request) -> Table:
    """Return one row a name that may be an actor, those with most evidence first."""
    rows = tuple(
        (
            one.name,
            one.actor.role,
            one.actor.country,
            one.turns,
            one.in_full,
            one.named,
            one.quotations,
            tuple(map(str, one.documents)),
            one.words,
        )
        for one in take(db).proposals()
    )
    table = Table(
        translated(_COLUMNS), rows, _("Proposed actors"), (_("Documents: {documents}.").format(documents=_("all")),)
    )
    return only(table, _BRIEF) if request.compact else table


def _of_document(text: str, segments: Sequence[Segment], actors: Roster, keys: dict[int, str]) -> Iterator[Proposal]:
    from desktop.analysis.attribution.quoted_speakers import find_quoted

    coded = [CodedSegment(one.kind, one.span, keys.get(one.actor_id or 0, ""), one.role, one.label) for one in segments]
    yield from find_quoted(text, coded, actors).proposed
    for one in segments:
        if one.kind is SegmentKind.TURN and one.label and not one.actor_id:
            actor = Actor(free_key(one.label, ()), one.label, initials=capitals_of(one.label))
            yield Proposal(actor, turns=1, words=_first_words(text, one.span, one.label))


def _first_words(text: str, turn: Span, label: str) -> str:
    said = text[turn.start : min(turn.end, turn.start + 600)]
    return one_line(said[label_length(said.partition("\n")[0], label) :], _SHOWN)
