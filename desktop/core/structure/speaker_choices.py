"""Who the speakers that were found in a document shall be: as they were proposed, somebody else, or nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop.core.keys import capitals_of, free_key
from desktop.core.matching import fold
from desktop.core.values import Actor, CodedDocument


@dataclass(frozen=True, slots=True)
class SpeakerChoices:
    """What the user wants of the speakers that are found.

    Attributes:
        names: by the folded name that was found: the name, alias or key of an actor, or a new name; empty for nobody.
        only_known: whether speakers whom no codebook knows shall be nobody, unless *names* says who they are.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    only_known: bool = False

    def of(self, name: str) -> str | None:
        """Return who the speaker found as *name* shall be; None when nothing is said of them."""
        return self.names.get(fold(name))


def settle(
    document: CodedDocument, actors: Sequence[Actor], choices: SpeakerChoices
) -> tuple[CodedDocument, dict[str, tuple[str, ...]]]:
    """Return *document* with its speakers as they are chosen, and the aliases by key that known *actors* get by it.

    A speaker who is said to be a known actor gives that actor the name that was found, so that the next document and
    its quotations are matched; one who gets a new name keeps the found one as an alias. Who is nobody stays in the
    turn's label.
    """
    if not choices.names and not choices.only_known:
        return document, {}
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
    if not becomes:
        return document, {}
    told = (replace(one, actor=becomes.get(one.actor, one.actor)) for one in document.facts.participants)
    participants = dict.fromkeys(one for one in told if one.actor)
    settled = replace(
        document,
        segments=tuple(replace(one, speaker=becomes.get(one.speaker, one.speaker)) for one in document.segments),
        facts=replace(document.facts, participants=tuple(participants)),
        new_actors=tuple(actor for key, actor in people.new.items() if key not in becomes),
    )
    return settled, people.aliases


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
