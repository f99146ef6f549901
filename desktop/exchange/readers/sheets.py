"""Tables in which a row is a document: CSV, tab-separated, workbooks (Excel, OpenDocument) and lines of JSON.

The first row names the columns. What each of them is, is said by the user (`ColumnChoices`) or suggested
(`column_guess`). A table of which no column is the text is no collection. Rows may be parts of one document, each said
by somebody: then a column says to which document a row belongs.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path

from desktop.core.columns import (
    BY_KEY,
    DAY_FIRST,
    LEFT_OUT,
    MONTH_FIRST,
    ColumnChoices,
    TableLook,
    own_name,
    problem_of,
    role_of,
    role_words,
)
from desktop.core.fields import title_of
from desktop.core.language import N_, _, ngettext
from desktop.core.spans import Span
from desktop.core.text import one_line
from desktop.core.values import DOCUMENT_KINDS, Certainty
from desktop.core.vocabulary.months import Spoken
from desktop.exchange.readers.column_guess import MOST_OWN, numeric_columns, suggest
from desktop.exchange.readers.contained import container_of
from desktop.exchange.readers.day_orders import NUMERIC_DAY, DayOrder, day_order, read_day
from desktop.exchange.readers.extracted import ROW_OF_TABLE, Extracted, Fact, TextBuilder
from desktop.exchange.readers.fact_dates import doubtful_month
from desktop.exchange.readers.grids import Grid, read_grid
from desktop.exchange.readers.source import shown
from desktop.exchange.readers.zips import source_at

# what makes a document of rows: its title, and how its bytes and its content are made when they are wanted
MadeRow = tuple[str, partial[tuple[bytes, Extracted]]]
SheetRow = tuple[str, ...]
# rows that are shown before a table is read
_LOOKED_AT = 60
# columns that are told by name
_NAMED = 100
# values of a variable that differ among the rows of one document
_MOST_VALUES = 20
_JOINT = "; "


def grid_of(path: Path, encoding: str = "") -> Grid | None:
    """Return the table in a file; the last one is kept. UserError as `read_grid`."""
    state = (container_of(path) or path).stat()
    return _grid(path, encoding, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=1)
def _grid(path: Path, encoding: str, _size: int, _changed: int) -> Grid | None:
    return read_grid(source_at(path, encoding))


def look_at(path: Path, choices: ColumnChoices) -> TableLook | None:
    """Return the beginning of the table in a file with what its columns seem to be; None when it holds none."""
    grid = grid_of(path, choices.encoding_of(path))
    if grid is None:
        return None
    suggested = suggest(grid.head, grid.rows, choices.own)
    roles = choices.apply(grid.head, suggested)
    doubtful = {at: order.doubtful for at, order in _orders(grid, range(len(grid.head))).items() if order.doubtful}
    known = choices.known(grid.head) is not None
    first, read = tuple(grid.rows[:_LOOKED_AT]), (grid.encoding, grid.encoding_origin)
    return TableLook(shown(path.name), grid.head, first, len(grid.rows), roles, known, doubtful, *read)


def first_documents(look: TableLook, roles: Sequence[str], count: int) -> tuple[list[str], list[list[str]]]:
    """Return the first documents that a table makes with these *roles*, as rows with a head above each column."""
    sheet = _Sheet(Grid(look.head, list(look.rows)), look.name, roles)
    fields = {role.field: role.word for told in roles if (role := role_of(told)) is not None and role.field}
    fields = {"title": BY_KEY["title"].word} | fields
    heads = [*map(title_of, fields.values()), *sheet.at.own, title_of(BY_KEY["text"].word)]
    rows = []
    for part in islice(sheet.documents(), count):
        found = sheet.read(part, ())[1]
        told = {fact.name: fact.value for fact in found.stated}
        told.setdefault("speakers", ", ".join(dict.fromkeys(name for _span, name in found.turns if name)))
        own = dict(found.variables)
        rows.append(
            [*(told.get(field, "") for field in fields), *(own.get(name, "") for name in sheet.at.own), found.text]
        )
    return heads, rows


def read_rows(grid: Grid, name: str, choices: ColumnChoices) -> Iterator[MadeRow]:
    """Yield what makes the documents of a table; nothing when no column holds a text."""
    roles = choices.apply(grid.head, suggest(grid.head, grid.rows, choices.own))
    if problem_of(roles):
        return
    sheet = _Sheet(grid, name, roles)
    first = True
    for rows in sheet.documents():
        notes = sheet.notes() if first else ()
        first = False
        yield sheet.title(rows), partial(sheet.read, rows, notes)


@dataclass(slots=True)
class _Places:
    """Where the columns of each role are."""

    texts: list[int]
    facts: dict[str, int]
    own: dict[str, int]
    document: int | None
    left_out: list[int]


class _Sheet:
    """Make documents of rows."""

    def __init__(self, grid: Grid, name: str, roles: Sequence[str]) -> None:
        self.grid, self.name, self.roles = grid, name, roles
        found = [role_of(told) for told in roles]
        self.at = _Places(
            [at for at, role in enumerate(found) if role is not None and role.key == "text"],
            {role.field: at for at, role in enumerate(found) if role is not None and role.field},
            {own_name(told): at for at, told in enumerate(roles) if own_name(told)},
            next((at for at, role in enumerate(found) if role is not None and role.key == "document"), None),
            [at for at, told in enumerate(roles) if told == LEFT_OUT],
        )
        days = [self.at.facts[field] for field in ("date", "event_date") if field in self.at.facts]
        days += [] if self.at.document is None else [self.at.document]
        self.orders = _orders(grid, days)
        for at in days:
            if roles[at] in (DAY_FIRST, MONTH_FIRST):
                self.orders[at] = DayOrder(roles[at] == MONTH_FIRST)
        first = (row[at] for row in grid.rows[:_LOOKED_AT] for at in self.at.texts)
        self.spoken = Spoken(sample="\n".join(first)[:40_000])
        self.blank = sum(not self.has_text(row) for row in grid.rows)

    def has_text(self, row: SheetRow) -> bool:
        return any(row[at].strip() for at in self.at.texts)

    def documents(self) -> Iterator[list[SheetRow]]:
        """Yield the rows of each document."""
        together = self.at.document
        if together is None:
            yield from ([row] for row in self.grid.rows if self.has_text(row))
            return
        groups: dict[str, list[SheetRow]] = {}
        for number, row in enumerate(self.grid.rows):
            if self.has_text(row):
                # what says nothing belongs to nothing else
                groups.setdefault(row[together].strip() or f"\0{number}", []).append(row)
        yield from groups.values()

    def notes(self) -> tuple[str, ...]:
        """Return what the user shall know of the whole table, told with its first document."""
        parts = [f"{head}: {role_words(told)}" for head, told in zip(self.grid.head, self.roles, strict=True)]
        columns = "; ".join(parts[:_NAMED]) + "; …" * (len(parts) > _NAMED)
        found = [_("The columns of {name}: {columns}.").format(name=self.name, columns=columns)]
        if len(self.at.own) >= MOST_OWN and self.at.left_out:
            told = ngettext(
                "{count:,} column of {name} is left out; say which you want as own variables.",
                "{count:,} columns of {name} are left out; say which you want as own variables.",
                len(self.at.left_out),
            )
            found.append(told.format(count=len(self.at.left_out), name=self.name))
        if self.grid.encoding_origin == "guessed":
            told = _("The encoding of {name} was guessed to be {encoding}: look at its accents.")
            found.append(told.format(name=self.name, encoding=self.grid.encoding))
        if self.blank:
            told = ngettext(
                "{count:,} row of {name} without a text left out.",
                "{count:,} rows of {name} without a text left out.",
                self.blank,
            )
            found.append(told.format(count=self.blank, name=self.name))
        for at, order in self.orders.items():
            if order.doubtful:
                told = _("Day and month of “{head}” may be the other way round, as in {cell}; the day is taken first.")
                found.append(told.format(head=self.grid.head[at], cell=one_line(order.doubtful, 30)))
        days = (row[at] for at in self.orders for row in self.grid.rows)
        return (*found, *islice(filter(None, (doubtful_month(day, self.spoken) for day in days)), 1), *self.grid.notes)

    def title(self, rows: Sequence[SheetRow]) -> str:
        return self._title(self._stated(rows)) or self.name

    def read(self, rows: Sequence[SheetRow], notes: Sequence[str]) -> tuple[bytes, Extracted]:
        """Return the bytes and content of a document; what is said of the whole table comes with its *notes*."""
        stated = self._stated(rows)
        origin = ROW_OF_TABLE
        title = self._title(stated)
        if title and not any(fact.name == "title" for fact in stated):
            stated.append(Fact("title", title, Certainty.INFERRED, origin))
        builder = TextBuilder(self.name)
        turns: list[tuple[Span, str]] = []
        speaker = self.at.facts.get("speakers")
        for row in rows:
            begin = builder.next_place
            for at in self.at.texts:
                for line in row[at].replace("\r\n", "\n").replace("\r", "\n").split("\n"):
                    builder.add(line)
            if len(rows) > 1 and speaker is not None and builder.length > begin:
                turns.append((Span(begin, builder.length), one_line(row[speaker])))
        for at in self.at.left_out:
            told = " ".join(row[at] for row in rows if row[at].strip())
            if told:
                builder.leave_out(_("columns of the table that are left out"), told)
        self._tell_refused(builder, rows, stated)
        for note in notes:
            builder.note(note)
        builder.leave_out_words(_("other sheets of the workbook"), self.grid.other_words if notes else 0)
        found = builder.build("visavis-rows 2", tuple(stated), lines=True)
        is_spoken = len(rows) == 1 and any(fact.name == "speakers" for fact in stated)
        heads = self.grid.head
        records = [dict(zip(heads, row, strict=True)) for row in rows]
        content = json.dumps(records[0] if len(records) == 1 else records, ensure_ascii=False).encode()
        own = tuple((name, words) for name, at in self.at.own.items() if (words := _joined(rows, at)))
        return content, replace(found, is_spoken=is_spoken, turns=tuple(turns), variables=own)

    def _stated(self, rows: Sequence[SheetRow]) -> list[Fact]:
        origin = ROW_OF_TABLE
        found: list[Fact] = []
        for field, at in self.at.facts.items():
            # who speaks in several rows is told by their turns
            if field == "speakers" and len(rows) > 1:
                continue
            value = next((row[at] for row in rows if row[at].strip()), "")
            fact = self._fact(field, at, value, origin)
            if fact is not None:
                found.append(fact)
        together = self.at.document
        if together is not None and "date" not in self.at.facts and rows:
            fact = self._fact("date", together, rows[0][together], origin)
            found += [fact] if fact is not None else []
        return found

    def _fact(self, field: str, at: int, cell: str, origin: str) -> Fact | None:
        value = one_line(cell)
        if not value:
            return None
        if field in ("date", "event_date"):
            order = self.orders[at].month_first if at in self.orders else None
            value, unsure = read_day(cell, month_first=order, spoken=self.spoken)
            if unsure and NUMERIC_DAY.fullmatch(cell) is None:
                told = N_("the row of the table, whose month has the name of another in another language")
                return Fact(field, value, Certainty.INFERRED, told)
            if unsure:
                told = N_("the row of the table, where day and month may be the other way round")
                return Fact(field, value, Certainty.INFERRED, told) if value else None
        if field == "kind":
            value = value.casefold() if value.casefold() in DOCUMENT_KINDS else ""
        return Fact(field, value, Certainty.STATED, origin) if value else None

    def _title(self, stated: Sequence[Fact]) -> str:
        """Return the title of a document; without one, who speaks on which day."""
        told = {fact.name: fact.value for fact in stated}
        return told.get("title", "") or ", ".join(filter(None, (told.get("speakers", ""), told.get("date", ""))))

    def _tell_refused(self, builder: TextBuilder, rows: Sequence[SheetRow], stated: Sequence[Fact]) -> None:
        """Tell the cells that are not what their column is, and those that differ from the first of their document."""
        values = {fact.name: fact.value for fact in stated}
        for field, at in self.at.facts.items():
            if field == "speakers":
                continue
            cells = list(dict.fromkeys(cell for row in rows if (cell := one_line(row[at]))))
            if cells and field not in values:
                builder.leave_out(
                    _("cells that are no {what}").format(what=role_words(self.roles[at])), " ".join(cells)
                )
            elif len(cells) > 1:
                builder.leave_out(_("other cells of the document’s rows"), " ".join(cells[1:]))


def _orders(grid: Grid, columns: Sequence[int]) -> dict[int, DayOrder]:
    """Return how the days of *columns* are written; of one that does not tell it, as another column does."""
    found = {at: day_order(row[at] for row in grid.rows) for at in columns}
    if any(order.doubtful for order in found.values()):
        others = {at: day_order(row[at] for row in grid.rows) for at in numeric_columns(len(grid.head), grid.rows)}
        told = {order.month_first for order in (*found.values(), *others.values())} - {None}
        if len(told) == 1:
            settled = DayOrder(told.pop())
            found = {at: settled if order.doubtful else order for at, order in found.items()}
    return found


def _joined(rows: Sequence[SheetRow], at: int) -> str:
    """Return what rows have in a column: what is the same in all but once."""
    values = list(dict.fromkeys(value for row in rows if (value := one_line(row[at]))))
    return _JOINT.join(values[:_MOST_VALUES]) + "; …" * (len(values) > _MOST_VALUES)
