"""Who the speakers that were found in a document shall be: as they were proposed, somebody else, or nobody.

What begins a turn that is nobody's may be given to somebody too, and what is no speaker's name after all joins its turn
to the one before.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop.core.keys import capitals_of, free_key
from desktop.core.matching import fold
from desktop.core.proposals import Proposal
from desktop.core.spans import Span
from desktop.core.structure.turns import label_length
from desktop.core.text import one_line
from desktop.core.values import Actor, CodedDocument, CodedSegment, Participant, SegmentKind

# of a turn no more is looked at for its first words, and so many characters of these are told
_LOOK, _WORDS = 600, 80


@dataclass(frozen=True, slots=True)
class SpeakerChoices:
    """What the user wants of the speakers that are found.

    Attributes:
        names: by the folded name that was found: the name, alias or key of an actor, or a new name; empty for nobody.
        only_known: whether speakers whom no codebook knows shall be nobody, unless *names* says who they are.
        no_heads: folded labels that name nobody: the turn before goes on.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    only_known: bool = False
    no_heads: Collection[str] = frozenset()

    def of(self, name: str) -> str | None:
        """Return who the speaker found as *name* shall be; None when nothing is said of them."""
        return self.names.get(fold(name))

    def decides(self, label: str) -> bool:
        """Tell whether something is said of what begins a turn with *label*."""
        return fold(label) in self.names or fold(label) in self.no_heads


@dataclass(frozen=True, slots=True)
class UnnamedLabel:
    """How turns are labelled that are nobody's.

    Attributes:
        words: with which the first of them begins.
        doubtful: whether it may be no speaker's name, or one that says that nobody knows who spoke.
    """

    label: str
    turns: int
    words: str
    doubtful: bool


def unnamed_labels(document: CodedDocument, doubtful: Collection[str]) -> tuple[UnnamedLabel, ...]:
    """Return the labels of turns that are nobody's, those among *doubtful* first."""
    turns: dict[str, list[CodedSegment]] = {}
    for one in document.segments:
        if one.kind is SegmentKind.TURN and one.label and not one.speaker:
            turns.setdefault(one.label, []).append(one)
    found = []
    for label, own in turns.items():
        said = document.text[own[0].span.start : own[0].span.end][:_LOOK]
        words = said[label_length(said.partition("\n")[0], label) :]
        found.append(UnnamedLabel(label, len(own), one_line(words, _WORDS), label in doubtful))
    return tuple(sorted(found, key=lambda one: not one.doubtful))


def settle(
    document: CodedDocument, actors: Sequence[Actor], choices: SpeakerChoices, proposed: Sequence[Proposal] = ()
) -> tuple[CodedDocument, dict[str, tuple[str, ...]]]:
    """Return *document* with its speakers as they are chosen, and the aliases by key that known *actors* get by it.

    Of the *proposed* those are actors, and take part, who are chosen to be somebody.

    A speaker who is said to be a known actor gives that actor the name that was found, so that the next document and
    its quotations are matched; one who gets a new name keeps the found one as an alias. Who is nobody stays in the
    turn's label.
    """
    if not (choices.names or choices.only_known or choices.no_heads):
        return document, {}
    document = _taken(_joined(document, choices.no_heads), actors, choices, proposed)
    people = _People(document, actors)
    found = [*(one.speaker for one in document.segments), *(one.actor for one in document.facts.participants)]
    for key in dict.fromkeys(found):
        actor = people.known.get(key) or people.new.get(key)
        name = choices.of(actor.name) if actor is not None else None
        if actor is not None and name is not None:
            people.rename(actor, " ".join(name.split()))
        elif key in people.new and choices.only_known:
            people.becomes[key] = ""
    becomes = people.becomes
    document = _given(document, people, choices)
    if not becomes:
        new = tuple(people.new.values())
        return replace(document, new_actors=new) if new != document.new_actors else document, {}
    told = (replace(one, actor=becomes.get(one.actor, one.actor)) for one in document.facts.participants)
    participants = dict.fromkeys(one for one in told if one.actor)
    settled = replace(
        document,
        segments=tuple(replace(one, speaker=becomes.get(one.speaker, one.speaker)) for one in document.segments),
        facts=replace(document.facts, participants=tuple(participants)),
        new_actors=tuple(actor for key, actor in people.new.items() if key not in becomes),
    )
    return settled, people.aliases


def _taken(
    document: CodedDocument, actors: Sequence[Actor], choices: SpeakerChoices, proposed: Sequence[Proposal]
) -> CodedDocument:
    """Return *document* with those of the *proposed* who are chosen, as if the text had told enough of them."""
    wanted = [one.actor for one in proposed if choices.of(one.name)]
    if not wanted:
        return document
    keys = {actor.key for actor in (*actors, *document.new_actors)}
    taken = []
    for actor in wanted:
        taken.append(replace(actor, key=free_key(actor.name, keys)))
        keys.add(taken[-1].key)
    told = (*document.facts.participants, *(Participant(one.key, "quoted") for one in taken))
    facts = replace(document.facts, participants=told)
    return replace(document, facts=facts, new_actors=(*document.new_actors, *taken))


def _joined(document: CodedDocument, no_heads: Collection[str]) -> CodedDocument:
    """Return *document* with each turn whose label is no speaker's as a part of the one before."""
    if not no_heads:
        return document
    segments: list[CodedSegment] = []
    last = -1
    for one in document.segments:
        if one.kind is SegmentKind.TURN and not one.speaker and one.label and fold(one.label) in no_heads:
            if last >= 0:
                before = segments[last]
                segments[last] = replace(before, span=Span(before.span.start, one.span.end))
            continue
        if one.kind is SegmentKind.TURN:
            last = len(segments)
        segments.append(one)
    return replace(document, segments=tuple(segments))


def _given(document: CodedDocument, people: "_People", choices: SpeakerChoices) -> CodedDocument:
    """Return *document* with the turns that are nobody's given to those who are chosen for their labels."""
    wanted = {
        one.label: " ".join(who.split())
        for one in document.segments
        if one.kind is SegmentKind.TURN and one.label and not one.speaker and (who := choices.of(one.label))
    }
    keys = {label: people.take(who) for label, who in wanted.items() if who}
    if not keys:
        return document
    segments = tuple(
        replace(one, speaker=keys[one.label])
        if one.kind is SegmentKind.TURN and not one.speaker and one.label in keys
        else one
        for one in document.segments
    )
    there = {one.actor for one in document.facts.participants}
    told = [Participant(key, "speaker") for key in dict.fromkeys(keys.values()) if key not in there]
    facts = replace(document.facts, participants=(*document.facts.participants, *told))
    return replace(document, segments=segments, facts=facts)


class _People:
    """Who may speak, by their keys, and what becomes of whom.

    Attributes:
        known: the actors of the codebook.
        new: those that the document brings.
        becomes: the key of each who is somebody else, with that of the other; empty for nobody.
        aliases: new names of known actors.
    """

    def __init__(self, document: CodedDocument, actors: Sequence[Actor]) -> None:
        self.known = {actor.key: actor for actor in actors}
        self.new = {actor.key: actor for actor in document.new_actors if actor.key not in self.known}
        everybody = (*self.new.values(), *reversed(actors))
        self._by_name = {fold(name): actor.key for actor in everybody for name in _names(actor)}
        self.becomes: dict[str, str] = {}
        self.aliases: dict[str, tuple[str, ...]] = {}

    def take(self, name: str) -> str:
        """Return the key of who is called *name*, a new actor where nobody is; a label is no name to be known by."""
        key = name if name in self.known or name in self.new else self._by_name.get(fold(name), "")
        if not key:
            key = self._by_name[fold(name)] = free_key(name, self.known.keys() | self.new.keys())
            self.new[key] = Actor(key, name, initials=capitals_of(name))
        return self.becomes.get(key) or key

    def rename(self, actor: Actor, name: str) -> None:
        """Let *actor* be who is called *name*; nobody when it is empty."""
        if not name:
            self.becomes[actor.key] = ""
        if fold(name) in ("", fold(actor.name)):
            return
        is_new = actor.key in self.new
        other = name if name in self.known else self._by_name.get(fold(name), "")
        if not other:
            other = self._by_name[fold(name)] = free_key(name, self.known.keys() | self.new.keys())
            aliases = (*actor.aliases, actor.name) if is_new else ()
            entry = actor if is_new else Actor(other, name, actor.kind)
            self.new[other] = replace(entry, key=other, name=name, initials=capitals_of(name), aliases=aliases)
        elif other in self.known and is_new:
            self.aliases[other] = (*self.aliases.get(other, ()), *_names(actor))
        elif other in self.new and is_new and other != actor.key:
            self.new[other] = replace(self.new[other], aliases=(*self.new[other].aliases, *_names(actor)))
        if other != actor.key:
            self.becomes[actor.key] = other


def _names(actor: Actor) -> tuple[str, ...]:
    return (actor.name, *actor.aliases)
