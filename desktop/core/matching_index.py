"""Finding among tens of thousands of names as one types: the order of `matching.score`, without scoring all of them."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic

from desktop.core.matching import SCATTERED, Candidate, K, fold, score

# with so many good matches nobody looks for letters that merely stand in order
ENOUGH = 8
# one letter stands within nearly every name: beyond so many, which of them are shown is of no account
WITHIN = 1000


@dataclass(frozen=True, slots=True)
class Match(Generic[K]):
    """A match: its `score`, the candidate's weight, and its key."""

    score: int
    weight: int
    key: K


class MatchingIndex(Generic[K]):
    """Candidates in one text, a name a line, which is searched as a whole.

    A line begins with a space and has spaces for hyphens, so that every word begins after a space.
    """

    def __init__(self, candidates: Iterable[Candidate[K]]) -> None:
        self._candidates = list(candidates)
        lines: list[str] = []
        self._owners: list[int] = []
        for at, candidate in enumerate(self._candidates):
            for name in dict.fromkeys(candidate.names):
                folded = " ".join(fold(name).replace("-", " ").split())
                if folded:
                    lines.append(folded)
                    self._owners.append(at)
        self._names = lines
        self._masks = [_mask(line) for line in lines]
        self._text = "\n " + "\n ".join(lines) + "\n"
        self._starts: list[int] = []
        place = 1
        for line in lines:
            self._starts.append(place)
            place += len(line) + 2

    def __len__(self) -> int:
        return len(self._candidates)

    def find(self, query: str, limit: int = 8) -> list[Match[K]]:
        """Return the best *limit* matches for *query*, the best first; the heavier first among equals."""
        wanted = " ".join(fold(query).replace("-", " ").split())
        if not wanted or not self._names:
            return []
        best: dict[int, int] = {}
        self._collect(best, f"\n {wanted}", wanted, 0)
        if len(best) < limit:
            self._collect(best, f" {wanted.split()[0]}", wanted, 75)
        if len(best) < limit:
            self._collect(best, wanted, wanted, 60)
        if len(best) < min(limit, ENOUGH):
            self._collect_scattered(best, wanted)
        found = sorted(best, key=lambda at: (-best[at], -self._candidates[at].weight, at))[:limit]
        return [Match(best[at], self._candidates[at].weight, self._candidates[at].key) for at in found]

    def heaviest(self, limit: int) -> list[K]:
        """Return the keys of the heaviest candidates, in their order among equals."""
        return [one.key for one in sorted(self._candidates, key=lambda one: -one.weight)[:limit]]

    def nearly(self, name: str) -> K | None:
        """Return a candidate that is called nearly like *name*, but not exactly so; None when there is none.

        Nearly is a normalised Indel similarity of 80 (of 100) or more, the words in any order (rapidfuzz's
        ``token_sort_ratio``).
        """
        from rapidfuzz import fuzz, process

        wanted = " ".join(fold(name).replace("-", " ").split())
        best = process.extractOne(wanted, self._names, scorer=fuzz.token_sort_ratio, score_cutoff=80)
        return self._candidates[self._owners[best[2]]].key if best is not None and best[0] != wanted else None

    def _collect(self, best: dict[int, int], part: str, wanted: str, known: int) -> None:
        """Note the names that hold *part*; *known* is their score where nothing more need be asked, 0 where it must."""
        text, starts, names = self._text, self._starts, self._names
        single = " " not in wanted
        at = text.find(part)
        while at >= 0:
            line = bisect_right(starts, at + 1) - 1
            name, owner = names[line], self._owners[line]
            if name.startswith(wanted):
                value = 100 if name == wanted else 90
            elif known == 75 and not single:
                value = score(wanted, name)
            else:
                value = known
            if value > best.get(owner, SCATTERED):
                best[owner] = value
            if known == 60 and len(best) >= WITHIN:
                break
            # on to the next line; its line feed belongs to what is searched for
            at = text.find(part, starts[line] + len(name) + 1)

    def _collect_scattered(self, best: dict[int, int], wanted: str) -> None:
        mask, letters = _mask(wanted), wanted.replace(" ", "")
        found: dict[int, int] = {}
        for line, own in enumerate(self._masks):
            if own & mask == mask and _in_order(letters, self._names[line]):
                value = score(wanted, self._names[line])
                owner = self._owners[line]
                if value > found.get(owner, 0):
                    found[owner] = value
        # scattered letters are a last resort: beside a real match they are noise
        real = bool(best) or any(value > SCATTERED for value in found.values())
        for owner, value in found.items():
            if value > (SCATTERED if real else 0) and value > best.get(owner, 0):
                best[owner] = value


def _mask(text: str) -> int:
    """Return which characters *text* holds, as bits; several may share one."""
    mask = 0
    for character in set(text):
        if character != " ":
            mask |= 1 << (ord(character) & 63)
    return mask


def _in_order(letters: str, name: str) -> bool:
    at = 0
    for letter in letters:
        at = name.find(letter, at) + 1
        if not at:
            return False
    return True
