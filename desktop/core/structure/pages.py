"""What the pages of a record put between its turns: numbers, columns, and the line that runs at the top of each."""

import re
from collections import Counter
from collections.abc import Sequence, Set

from desktop.core.matching import fold
from desktop.core.structure.units import LETTERED, ends_sentence
from desktop.core.vocabulary.languages import either, vocabulary

_PAGE = vocabulary().page
# “[[Page 12]]”, “Column 871”, “S. 4 von 12”, “21-31420”, “{time} 1015”
_PLACE = re.compile(
    rf"\W*(?:{either(_PAGE.numbers, _PAGE.columns)}\W*)?(?:[A-Z]{{0,4}}\W?)?\d[\d\W]{{0,24}}"
    rf"(?:{either(_PAGE.out_of)}\W*\d{{1,4}})?\W*(?:\([A-Z]\)\W*)?"
    # “cve: DSCD-10-PL-211”
    r"|(?:[^\W\d_]{1,12}:?\s)?(?=\S*\d)[A-Z\d]+(?:[-/.][A-Z\d]+)+",
    re.IGNORECASE,
)
_LONGEST = 160
# so much of a running head stands above what is said
_ABOVE = 0.6


def find_running(lines: Sequence[str], turns: Set[int]) -> set[int]:
    """Return the lines between *turns* that pages put there: numbers, and what stands at the top of the record."""
    if len(turns) < 3:
        return set()
    first = min(turns)
    above = {fold(word) for line in lines[:first] for word in LETTERED.findall(line)}
    shapes = Counter(_shape(line) for line in lines if len(line) <= _LONGEST)
    found = set()
    for at in range(first + 1, len(lines)):
        line = lines[at]
        if at in turns or len(line) > _LONGEST or ends_sentence(line):
            continue
        words = [fold(word) for word in LETTERED.findall(line)]
        known = sum(word in above for word in words)
        numbered = any(map(str.isdecimal, line))
        again = shapes[_shape(line)] > 1 and (numbered or known == len(words))
        if _PLACE.fullmatch(line) or (len(words) > 1 and (again or numbered) and known >= _ABOVE * len(words)):
            found.add(at)
    return found


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", " ".join(line.split()))
