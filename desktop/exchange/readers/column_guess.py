"""What the columns of a table seem to be, by their heads and by what stands in them."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from statistics import mean

from desktop.core.columns import LEFT_OUT, ROLES, head_name, own
from desktop.exchange.readers.day_orders import NUMERIC_DAY, read_day

# rows that are looked at
SAMPLE = 500
# letters that the name of a column has at the most
_LONGEST_HEAD = 300
# words of a cell of text, on average, where no column is called so
_LONG = 8
# own variables that are suggested: more are features of a machine, and none of them tells a reader anything
MOST_OWN = 40
# letters of a value that many rows share, such as a party; what is longer is no value to sort by
_LONGEST_VALUE = 80
_ISO = re.compile(r"\s*(?:1[5-9]|20)\d\d-[01]\d(?:-[0-3]\d)?(?:[ T].*)?")
_ADDRESS = re.compile(r"\s*https?://\S+\s*")
# “isle.example/a” too
_LIKE_ADDRESS = re.compile(r"\s*\S+[./]\S+\s*")
_FULL_NAME = re.compile(r"(?:[^\W\d_a-z][\w.’'-]*\s+){1,4}[^\W\d_a-z][\w.’'-]*")
_HEADS = {head_name(name): (role.key, at) for role in ROLES for at, name in enumerate(role.heads)}


def suggest(head: Sequence[str], rows: Sequence[Sequence[str]], fields: Sequence[str] = ()) -> tuple[str, ...]:
    """Return a role for each column; without a text among them, the table is probably none of documents.

    One that is called as one of the project's *fields* of documents is that field, whatever stands in it.
    """
    sample = rows[:SAMPLE]
    columns = [[row[at] for row in sample if row[at].strip()] for at in range(len(head))]
    names = [_plain_name(cell) for cell in head]
    roles = [LEFT_OUT] * len(head)
    # the surest head of each role has it
    ranked = sorted((_HEADS[name][1], at) for at, name in enumerate(names) if name in _HEADS and columns[at])
    taken = set[str]()
    for _rank, at in ranked:
        key = _HEADS[names[at]][0]
        # a source that is no address is who published it
        if key == "source" and not any(map(_LIKE_ADDRESS.fullmatch, columns[at][:60])):
            key = "publisher"
        if key not in taken and (key != "date" or _are_days(columns[at])):
            roles[at] = key
            taken.add(key)
    known = {head_name(name): own(name) for name in reversed(fields)}
    roles = [
        known.get(head_name(cell), told) if told == LEFT_OUT else told for cell, told in zip(head, roles, strict=True)
    ]
    free = [at for at, role in enumerate(roles) if role == LEFT_OUT and columns[at]]
    if "text" not in taken:
        lengths = {at: mean(len(cell.split()) for cell in columns[at]) for at in free}
        longest = max(lengths, key=lambda at: lengths[at], default=None)
        if longest is not None and lengths[longest] >= _LONG:
            roles[longest] = "text"
            free.remove(longest)
    for key, is_it in (("date", _are_days), ("source", _are_addresses)):
        found = next((at for at in free if key not in taken and is_it(columns[at])), None)
        if found is not None:
            roles[found] = key
            free.remove(found)
    for at in islice((at for at in free if _are_values(columns[at])), MOST_OWN):
        roles[at] = own(head[at])
    return tuple(roles)


def _plain_name(cell: str) -> str:
    """Return under which name a head is known: “Author(s)” as ``authors``, “user.screen_name” as ``screen_name``."""
    name = head_name(cell)
    bare = re.sub(r"\(s\)$", "s", name)
    last = bare.rpartition(".")[2]
    # what others have of the same name in it is not said: “user.name” is no title
    inner = "." in bare and _HEADS.get(last, ("",))[0] in ("author", "speaker", "text", "date")
    return bare if name not in _HEADS and bare in _HEADS else last if name not in _HEADS and inner else name


def is_row(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row of a table, its *head* else, is a row like those below: the table has no head.

    It says something in a sentence where those below do; no column has a name that is known; and something beside it
    is a name, a day, a number, or comes again below. “Please say in a few words what you think.” beside “Respondent”
    is what a survey asks.
    """
    if any(head_name(cell) in _HEADS for cell in head):
        return False
    sample = rows[:SAMPLE]
    columns = [[row[at].strip() for row in sample if at < len(row) and row[at].strip()] for at in range(len(head))]
    said = [
        at
        for at, cell in enumerate(head)
        if len(cell.split()) >= _LONG and cell.rstrip("”\"'’»").endswith((".", "!", "。"))
    ]
    said = [at for at in said if columns[at] and mean(len(cell.split()) for cell in columns[at]) >= _LONG]
    beside = [at for at, cell in enumerate(head) if cell.strip() and at not in said]
    if any(len(cell) > _LONGEST_HEAD for cell in head) or (len(said) > 1 and not beside):
        return True
    return bool(said) and any(_is_value(head[at], columns[at]) for at in beside)


def _is_value(cell: str, below: Sequence[str]) -> bool:
    cell = cell.strip()
    alike = bool(cell) and (cell in below or (_is_day(cell) and _are_days(below)))
    named = _FULL_NAME.fullmatch(cell) and sum(_FULL_NAME.fullmatch(one) is not None for one in below) * 2 > len(below)
    return bool(alike or named or (cell.isdecimal() and bool(below) and all(map(str.isdecimal, below))))


def _are_values(cells: Sequence[str]) -> bool:
    return 2 * len(set(cells)) <= len(cells) and max(map(len, cells)) <= _LONGEST_VALUE


def _are_days(cells: Sequence[str]) -> bool:
    found = sum(_is_day(cell) for cell in cells[:60])
    return found >= 0.8 * min(len(cells), 60) > 0


def _is_day(cell: str) -> bool:
    if NUMERIC_DAY.fullmatch(cell) or _ISO.fullmatch(cell):
        return True
    return len(cell) < 60 and any(map(str.isdigit, cell)) and bool(read_day(cell, month_first=None)[0])


def _are_addresses(cells: Sequence[str]) -> bool:
    return bool(cells) and all(map(_ADDRESS.fullmatch, cells[:60]))


def numeric_columns(width: int, rows: Sequence[Sequence[str]]) -> Iterator[int]:
    """Yield the columns whose first cells are all days in figures."""
    for at in range(width):
        cells = [row[at] for row in rows[:60] if row[at].strip()]
        if cells and all(map(NUMERIC_DAY.fullmatch, cells)):
            yield at
