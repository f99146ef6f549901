"""Short names of actors, for the heads of columns."""

from collections.abc import Mapping

from desktop.core.values import Actor, ActorKind


def short_names(actors: Mapping[int, Actor]) -> dict[int, str]:
    """Return short names by actor id: an abbreviation in brackets, a person's surname, else the name itself.

    A surname is an alias with which the name ends. No two actors get the same short name.
    """
    short = {number: _short_name(actor) for number, actor in actors.items()}
    seen: dict[str, int] = {}
    for name in short.values():
        seen[name.casefold()] = seen.get(name.casefold(), 0) + 1
    return {number: name if seen[name.casefold()] == 1 else actors[number].name for number, name in short.items()}


def _short_name(actor: Actor) -> str:
    name = actor.name
    if name.endswith(")") and " (" in name:
        return name[name.rindex(" (") + 2 : -1]
    if actor.kind == ActorKind.PERSON:
        return next((alias for alias in actor.aliases if name.endswith(f" {alias}")), name)
    return name
