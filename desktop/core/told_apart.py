"""What topics are called where several share a name: what tells them apart stands before it, as “Fruits › red”."""

from collections.abc import Iterable, Sequence

from desktop.core.folding import fold
from desktop.core.values import Actor, Topic

# between the names of a topic and of those above it, for people
BELOW = " › "


def shown_names(topics: Iterable[Actor | Topic]) -> dict[str, str]:
    """Return what each topic or actor is called by its key: its name, or of those that share one as much of its path.

    Where paths are alike, too, the key stands behind the name.
    """
    every = {topic.key: topic for topic in topics}
    alike: dict[str, list[Actor | Topic]] = {}
    for topic in every.values():
        alike.setdefault(fold(topic.name), []).append(topic)
    found = {topic.key: topic.name for topic in every.values()}
    for same in alike.values():
        if len(same) > 1:
            found.update(_told(same, every))
    return found


def same_named(topics: Iterable[Topic]) -> frozenset[int]:
    """Return the ids of topics whose name another one has, too."""
    alike: dict[str, list[int]] = {}
    for topic in topics:
        alike.setdefault(fold(topic.name), []).append(topic.id)
    return frozenset(number for same in alike.values() if len(same) > 1 for number in same)


def _told(same: Sequence[Actor | Topic], every: dict[str, Actor | Topic]) -> dict[str, str]:
    paths = {topic.key: _path(topic, every) for topic in same}
    found = {}
    for topic in same:
        own = paths[topic.key]
        others = [path for key, path in paths.items() if key != topic.key]
        # the fewest names above it that no other has so
        depth = next((depth for depth in range(2, len(own) + 1) if _differs(own, others, depth)), len(own))
        name = BELOW.join(own[-depth:])
        found[topic.key] = name if _differs(own, others, depth) else f"{name} ({topic.key})"
    return found


def _differs(own: Sequence[str], others: Iterable[Sequence[str]], depth: int) -> bool:
    """Tell whether none of *others* ends as *own* does; where that is all of it, whether none is the same."""
    last = [fold(name) for name in own[-depth:]]
    whole = depth >= len(own)
    return all([fold(name) for name in (other if whole else other[-depth:])] != last for other in others)


def _path(topic: Actor | Topic, every: dict[str, Actor | Topic]) -> list[str]:
    """Return the names from the topmost to the topic itself; a circle of parents ends where it began."""
    found, seen = [topic.name], {topic.key}
    above = every.get(topic.parent)
    while above is not None and above.key not in seen:
        found.insert(0, above.name)
        seen.add(above.key)
        above = every.get(above.parent)
    return found
