"""Names of months, of which some are of one month in one language and of another in the next: “listopad”.

Which it is tells the language that a text is said to be in, or else its letters, among the languages that have the
name.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from desktop.core.vocabulary.languages import groups, languages

# letters that tell a language among a few, and what share of them may be another's
_LEAST, _OTHERS = 3, 0.1


class Spoken(NamedTuple):
    """What tells in which language a text is: its code (BCP 47) where that is stated, and its words."""

    language: str = ""
    sample: str = ""


UNKNOWN = Spoken()


@cache
def _names() -> Mapping[str, Mapping[str, int]]:
    """Return of each name the number of its month by language."""
    found: dict[str, dict[str, int]] = {}
    for code, known in languages().items():
        for name, number in groups(known.dates.months).items():
            found.setdefault(name, {})[code] = int(number)
    return found


@cache
def ambiguous() -> frozenset[str]:
    """Return the names that are of several months."""
    return frozenset(name for name, numbers in _names().items() if len(set(numbers.values())) > 1)


def month_numbers(name: str, spoken: Spoken = UNKNOWN) -> tuple[int, ...]:
    """Return the numbers of the months that a name may be of, that of the most languages first; none for no month."""
    told = _names().get(" ".join(name.lower().split()), {})
    if len(set(told.values())) > 1:
        stated = spoken.language.split("-")[0].split("_")[0].lower()
        code = stated if stated in told else _by_letters(told, spoken.sample)
        told = {code: told[code]} if code else told
    return tuple(number for number, _count in Counter(told.values()).most_common())


def _by_letters(codes: Iterable[str], sample: str) -> str:
    """Return in which of these languages a text is, by letters that not all of them have; empty for unknown."""
    letters = {code: languages()[code].recognition.written for code in codes}
    shared = frozenset.intersection(*letters.values())
    there = Counter(one for one in sample[:40_000].lower() if not one.isascii() and one not in shared)
    counts = {code: sum(there[one] for one in own) for code, own in letters.items()}
    total = sum(there[one] for one in frozenset().union(*letters.values()))
    able = [code for code, count in counts.items() if count >= _LEAST and total - count <= _OTHERS * total]
    return able[0] if len(able) == 1 else ""
