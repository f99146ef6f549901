"""What branches of codes are called in projects of others: words for actors, topics, stances and voices."""

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from desktop.core.matching import fold
from desktop.core.scale import THREE, TWO, in_use, placed
from desktop.core.values import Stance, Voice
from desktop.exchange.programs.coding_words import coding_words
from desktop.project.programs.mapping import CodeRole

E = TypeVar("E", bound=str)

_JOINT = re.compile(r"[\s_\-]+")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def _plain(name: str) -> str:
    bare = fold(name.strip().strip("()[]"))
    # signs stand for themselves
    return _JOINT.sub("-", bare) if any(map(str.isalnum, bare)) else bare.strip()


def _table(kind: str, value_of: Callable[[str], E]) -> dict[str, E]:
    return {_plain(word): value_of(value) for value, told in coding_words()[kind].items() for word in told}


_ROLE_OF, _VOICE_OF = _table("roles", CodeRole), _table("voices", Voice)
# of the three stances, whatever scale is in use
_STANCE_OF = _table("stances", Stance.of)
# how far on its side a stance lies: “strongly agree”
_DEGREE_OF = {
    _plain(word): degree for key, degree in (("strong", 1.0), ("weak", 0.0)) for word in coding_words()["degrees"][key]
}
# in whatever name they stand, it is of the coder's own work
_REMARKS = frozenset(map(_plain, coding_words()["remarks"]["words"]))
_TAIL = re.compile(r"^(?P<stem>.*\S)\s*(?P<joint>[:/(\[]|\s[-–—]|[-–—](?=\s))\s*(?P<tail>[^:/(\[\])]+|[+-])[\])]?$")


def role_of(name: str, *, exact: bool = False) -> CodeRole | None:
    """Return what a branch of this name holds; None where it does not tell, or *exact* is no word for it alone."""
    plain = _plain(name)
    found = _ROLE_OF.get(plain)
    if found is None and not exact:
        words = [fold(word) for word in _WORDS.findall(name)]
        told = (_ROLE_OF[word] for word in words if word in _ROLE_OF and _ROLE_OF[word] is not CodeRole.NOTHING)
        found = next(told, None) if len(words) <= 3 else None
        if not _REMARKS.isdisjoint(words):
            found = CodeRole.NOTHING
    return found


def role_words() -> Iterable[tuple[str, CodeRole]]:
    """Return the words for roles, as they are compared, each with its role."""
    return _ROLE_OF.items()


def stance_of(name: str) -> Stance | None:
    """Return the stance that a name says, on the scale in use; None where it says none.

    The scale's own words go before all others.
    """
    plain = _plain(name)
    used = in_use()
    if used not in (THREE, TWO):
        own = next((one.key for one in used.steps if plain in (_plain(one.key), _plain(one.word))), None)
        if own is not None:
            return Stance.of(own)
    words = plain.split("-")
    degrees = [_DEGREE_OF[word] for word in words if word in _DEGREE_OF]
    found = _STANCE_OF.get(plain)
    if found is None and degrees:
        found = _STANCE_OF.get("-".join(word for word in words if word not in _DEGREE_OF))
    if found is None:
        return None
    return placed(found, degrees[0] if degrees and THREE.sign(found) else None)


def voice_of(name: str) -> Voice | None:
    """Return the voice that a name says; None where it says none."""
    return _VOICE_OF.get(_plain(name))


def parted(name: str) -> tuple[str, str] | None:
    """Return stem and tail of a paired name, “Military: Positive”; None for any other name."""
    found = _TAIL.match(name)
    return (found["stem"].strip(), found["tail"].strip()) if found else None


def stances_of_numbers(names: Iterable[str]) -> dict[str, Stance]:
    """Return the stances that numbers stand for: 1 and 0 of a yes and no, or those below, at and above 0.

    Of any other scale nobody but its coder knows where its middle is: nothing is returned.
    """
    values: dict[str, float] = {}
    for name in names:
        try:
            values[name] = float(name.replace("−", "-").replace(",", "."))
        except ValueError:
            return {}
    if values and set(values.values()) <= {0, 1}:
        return {name: placed(Stance.FAVOR if value else Stance.AGAINST) for name, value in values.items()}
    if any(value < 0 for value in values.values()):
        sizes = {abs(value) for value in values.values() if value}
        least, most = min(sizes), max(sizes)
        found = {}
        for name, value in values.items():
            side = Stance.FAVOR if value > 0 else Stance.AGAINST if value < 0 else Stance.NEUTRAL
            # −2 to 2 tells how far; −1 to 1 only the side
            found[name] = placed(side, (abs(value) - least) / (most - least) if value and most > least else None)
        return found
    return {}
