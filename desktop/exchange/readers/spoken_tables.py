"""Tables in which a row is what somebody says: one column has the names, one the words, perhaps one the times.

So people write transcripts in Word, and so NVivo and others write them out. Each row becomes a paragraph that begins
with its time and its speaker, as in other transcripts; what else stands in a row is furniture, and heads of columns are
left out.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import mean
from typing import Any, NamedTuple

from desktop.core.columns import ROLES, head_name
from desktop.core.language import _
from desktop.core.matching import fold
from desktop.core.structure.heads import STAMP
from desktop.core.structure.labels import ASKING
from desktop.core.structure.units import LETTERED
from desktop.exchange.readers.extracted import TextBuilder

_NAMED, _SAID = (
    frozenset(map(head_name, role.heads)) for key in ("speaker", "text") for role in ROLES if role.key == key
)
# rows that are somebody's; characters and words of a name; words of what is said, on average
_LEAST, _LONGEST, _WORDS, _SPEECH = 3, 60, 6, 5
_NEARLY = 0.8
# how what stands beside what is said is marked in a tree of HTML
BESIDE = "visavis-beside"


class Columns(NamedTuple):
    """Which columns of a table are what; -1 for no column of times.

    Attributes:
        head: whether the first row has the names of the columns.
    """

    name: int
    words: int
    time: int
    head: bool


def find_columns(rows: Sequence[Sequence[str]]) -> Columns | None:
    """Return which columns say who speaks and what, by their cells' texts; None for a table of anything else.

    Names are short and one at least comes again. Besides, the head says so, or times stand beside them, or one of them
    asks; in a table without a head they take turns.
    """
    width = len(rows[0]) if rows else 0
    if width < 2 or any(len(row) != width for row in rows):
        return None
    heads = [head_name(cell) for cell in rows[0]]
    head = not _NAMED.isdisjoint(heads) or not _SAID.isdisjoint(heads)
    cells = [[row[at].strip() for row in rows[head:]] for at in range(width)]
    if len(cells[0]) < _LEAST:
        return None
    words = max(range(width), key=lambda at: mean(len(cell.split()) for cell in cells[at]))
    if mean(len(cell.split()) for cell in cells[words]) < _SPEECH and heads[words] not in _SAID:
        return None
    times = [at for at in range(width) if at != words and _share(map(_is_time, cells[at])) >= _NEARLY]
    able = [at for at in range(width) if at != words and at not in times and _are_names(cells[at])]
    told = [at for at in able if heads[at] in _NAMED]
    for at in told or able:
        names = [fold(cell) for cell in cells[at] if cell]
        # “Party” above parties is a head as well, though it tells nothing
        headed = head or names.count(names[0]) < 2
        turning = not headed and _share(one != other for one, other in pairwise(names)) >= _NEARLY
        twice = sum(count > 1 for count in Counter(names).values()) > 1
        if told or times or any(map(ASKING.fullmatch, names)) or (turning and twice):
            return Columns(at, words, times[0] if times else -1, head)
    return None


def _share(found: Any) -> float:
    flags = list(found)
    return sum(flags) / len(flags) if flags else 0.0


def _is_time(cell: str) -> bool:
    return len(cell) < _LONGEST and STAMP.fullmatch(cell) is not None


def _are_names(cells: Sequence[str]) -> bool:
    named = [cell for cell in cells if cell]
    short = all(len(cell) <= _LONGEST and 1 <= len(LETTERED.findall(cell)) <= _WORDS for cell in named)
    return short and 1 < len({fold(cell) for cell in named}) < len(named)


def write_turns(root: Any, builder: TextBuilder) -> bool:
    """Put each row of the tables below *root*, a tree of HTML, in which people speak, into the form of a transcript.

    Return whether there is one.
    """
    any_found = False
    for table in [*root.iter("table")]:
        rows = [row for row in table.iter("tr") if any(cell.tag in ("td", "th") for cell in row)]
        cells = [[cell for cell in row if cell.tag in ("td", "th")] for row in rows]
        texts = [[" ".join(cell.text_content().split()) for cell in row] for row in cells]
        found = find_columns(texts) if next(table.iterdescendants("table"), None) is None else None
        if found is None:
            continue
        any_found = True
        for at, (row, own, told) in enumerate(zip(rows, cells, texts, strict=True)):
            if found.head and at == 0:
                leave_out_head(told, builder)
                row[:] = []
                continue
            aside = beside(told, found, builder)
            said = own[found.words]
            _begin(said, told[found.name], told[found.time] if found.time >= 0 else "")
            row[:] = [said, *([_aside(row, aside)] if aside else [])]
    return any_found


def leave_out_head(row: Sequence[str], builder: TextBuilder) -> None:
    """Count what the columns of such a table are called among the words that are left out."""
    builder.leave_out(_("heads of a table’s columns"), " ".join(row))


def beside(row: Sequence[str], columns: Columns, builder: TextBuilder) -> str:
    """Return what stands in a *row* besides time, name and words; its number is left out."""
    others = [cell for at, cell in enumerate(row) if cell and at not in (columns.name, columns.words, columns.time)]
    builder.leave_out(
        _("numbers of a table’s rows"), " ".join(cell for cell in others if not any(map(str.isalpha, cell)))
    )
    return "\t".join(cell for cell in others if any(map(str.isalpha, cell)))


def _aside(row: Any, text: str) -> Any:
    cell = row.makeelement("aside", {"class": BESIDE})
    cell.text = text
    return cell


def _begin(cell: Any, name: str, time: str) -> None:
    """Put the *time* and the *name* before what a *cell* says, in its first paragraph."""
    first = next((one for one in cell if one.tag == "p"), None) if not (cell.text or "").strip() else None
    place = cell if first is None else first
    if name:
        bold = place.makeelement("b")
        bold.text = f"{name.rstrip(': ')}:"
        bold.tail = f" {place.text or ''}"
        place.insert(0, bold)
        place.text = f"{time} " if time else ""
    elif time:
        place.text = f"{time} {place.text or ''}"
