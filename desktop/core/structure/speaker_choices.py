"""Who the speakers that were found in a document shall be: as they were proposed, somebody else, or nobody."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from desktop.core.matching import fold
from desktop.core.values import Actor, CodedDocument

_KEY = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class SpeakerWishes:
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
    document: CodedDocument, actors: Sequence[Actor], wishes: SpeakerWishes
) -> tuple[CodedDocument, dict[str, tuple[str, ...]]]:
    """Return *document* with its speakers as they are wished, and the aliases by key that known *actors* get by it.

    A speaker who is said to be a known actor gives that actor the name that was found, so that the next document and
    its quotations are matched; one who gets a new name keeps the found one as an alias. Who is nobody stays in the
    turn's label.
    """
    own = {actor.key for actor in actors}
    new = {actor.key: actor for actor in document.new_actors if actor.key not in own}
    if not new and not wishes.names:
        return document, {}
    known = {actor.key: actor for actor in actors}
    by_name = {fold(name): actor.key for actor in (*new.values(), *reversed(actors)) for name in _names(actor)}
    becomes: dict[str, str] = {}
    aliases: dict[str, tuple[str, ...]] = {}
    for key in dict.fromkeys(
        [*(one.speaker for one in document.segments), *(p.actor for p in document.facts.participants)]
    ):
        actor = known.get(key) or new.get(key)
        if actor is None:
            continue
        wanted = wishes.of(actor.name)
        if wanted is None:
            if key in new and wishes.only_known:
                becomes[key] = ""
            continue
        wanted = " ".join(wanted.split())
        if not wanted:
            becomes[key] = ""
        elif fold(wanted) != fold(actor.name):
            other = wanted if wanted in known else by_name.get(fold(wanted), "")
            if not other:
                renamed = _renamed(actor, wanted, known.keys() | new.keys(), keeps=key in new)
                new[renamed.key] = renamed
                by_name[fold(wanted)] = other = renamed.key
            elif other in known and key in new:
                aliases[other] = (*aliases.get(other, ()), *_names(actor))
            elif other in new and key in new and other != key:
                new[other] = replace(new[other], aliases=(*new[other].aliases, *_names(actor)))
            if other != key:
                becomes[key] = other
    if not becomes:
        return document, {}
    participants = dict.fromkeys(
        replace(one, actor=becomes.get(one.actor, one.actor))
        for one in document.facts.participants
        if becomes.get(one.actor, one.actor)
    )
    settled = replace(
        document,
        segments=tuple(replace(one, speaker=becomes.get(one.speaker, one.speaker)) for one in document.segments),
        facts=replace(document.facts, participants=tuple(participants)),
        new_actors=tuple(actor for key, actor in new.items() if key not in becomes),
    )
    return settled, aliases


def _names(actor: Actor) -> tuple[str, ...]:
    return (actor.name, *actor.aliases)


def _renamed(actor: Actor, name: str, taken: "set[str]", *, keeps: bool) -> Actor:
    wanted = _KEY.sub("-", fold(name)).strip("-") or "speaker"
    key, number = wanted, 1
    while key in taken:
        number += 1
        key = f"{wanted}-{number}"
    initials = "".join(word[0] for word in name.split() if word[0].isupper())[:3].upper() or name[:2].upper()
    if keeps:
        return replace(actor, key=key, name=name, initials=initials, aliases=(*actor.aliases, actor.name))
    return Actor(key, name, actor.kind, initials=initials)
