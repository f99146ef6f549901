"""A framework matrix as a workbook: actors down, topics across, in each cell what the analyst sums up of it.

The sheets behind it have the passages themselves, of actors and of documents. Summaries are read back by the names of
actors and topics, from such a workbook and from any other of that form, whichever of the two goes down.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.matching import fold
from desktop.core.text import one_line
from desktop.core.values import Actor, Topic
from desktop.exchange.programs.interchange import ForeignCode, ForeignProject, ForeignSummary, term
from desktop.exchange.programs.own_claims import OwnClaim, own_claims
from desktop.exchange.readers.grids import read_grid
from desktop.exchange.readers.source import SourceFile
from desktop.exchange.tables.xlsx import CREATED, LONGEST, fitting

# the sheets, whatever the language: the first is what is read
FRAMEWORK, QUOTATIONS, DOCUMENTS = term("Framework"), term("Quotations"), term("Documents")
_CORNER = ("actor", "document")
_FIRST_SHEET = re.compile(rb'<sheet\b[^>]*?\bname="([^"]*)"')
# numbers and letters that programs put before the names of rows and columns
_PLACE = re.compile(r"(?:[A-Z]{1,3}|\d+) : ")
_ROWS, _COLUMNS = 1_048_576, 16_384


def entry_names(entries: Sequence[Actor] | Sequence[Topic]) -> dict[str, str]:
    """Return what each entry is called, by its key: its name, and where two share one what is above, or its key."""
    by_key: dict[str, Actor | Topic] = {one.key: one for one in entries}
    counts = Counter(fold(one.name) for one in entries)
    found = {one.key: one_line(one.name) or one.key for one in entries}
    for one in entries:
        above = by_key.get(one.parent)
        if counts[fold(one.name)] > 1:
            name = found[one.key]
            found[one.key] = f"{one_line(above.name)} › {name}" if above is not None else f"{name} ({one.key})"
    again = Counter(map(fold, found.values()))
    return {key: f"{name} ({key})" if again[fold(name)] > 1 else name for key, name in found.items()}


def keys_called(entries: Sequence[Actor] | Sequence[Topic]) -> dict[str, str]:
    """Return the key of each entry by all that it may be called, folded; what two are called is no name of either."""
    found = {fold(name): key for key, name in entry_names(entries).items()}
    names = [(fold(name), one.key) for one in entries for name in (one.name, *one.aliases)]
    counts = Counter(name for name, _key in dict.fromkeys(names))
    for name, key in names:
        if counts[name] == 1:
            found.setdefault(name, key)
    for one in entries:
        # a key may be written as a name is that two share
        if not counts[fold(one.key)]:
            found.setdefault(fold(one.key), one.key)
    return found


def write_framework(project: ForeignProject) -> bytes:
    """Return the summaries and the passages of a gathered project as a workbook; the same project, the same bytes.

    Raises:
        UserError: when it is larger than a sheet.
    """
    import xlsxwriter

    claims = list(own_claims(project))
    entries = {one.id: one.entry for one in project.codes}
    summaries: dict[tuple[str, str], list[str]] = {}
    for memo in project.memos:
        topic, actor = entries.get(memo.code), entries.get(memo.actor)
        if topic is not None and actor is not None:
            summaries.setdefault((actor.key, topic.key), []).append(memo.text)
    topics = _used(project, Topic, {one.topic.key for one in claims if one.topic} | {key for _actor, key in summaries})
    actors = _used(project, Actor, {a.key for one in claims for a in one.actors} | {key for key, _topic in summaries})
    names = {one.id: one.name for one in project.documents}
    if len(topics) + 1 > _COLUMNS or max(len(actors), len(names)) + 1 > _ROWS:
        raise UserError(_("The matrix is larger than a sheet of Excel: export a table of codings instead."))
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": CREATED})
        plain = {"valign": "top", "text_wrap": True}
        formats = book.add_format({**plain, "bold": True}), book.add_format(plain)

        def add(
            name: str, corner: str, rows: Mapping[str, str], cells: Mapping[tuple[str, str], Sequence[str]]
        ) -> None:
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 1)
            sheet.set_column(0, 0, 24)
            sheet.set_column(1, max(1, len(topics)), 36)
            for at, words in enumerate((corner, *topics.values())):
                sheet.write_string(0, at, fitting(words), formats[0])
            for line, (row, called) in enumerate(rows.items(), 1):
                sheet.write_string(line, 0, fitting(called), formats[0])
                for at, topic in enumerate(topics, 1):
                    words = "\n\n".join(cells.get((row, topic), ()))
                    if words:
                        sheet.write_string(line, at, fitting(words), formats[1])

        add(FRAMEWORK, _CORNER[0], actors, summaries)
        add(QUOTATIONS, _CORNER[0], actors, _quotations(claims, names, of_actors=True))
        add(DOCUMENTS, _CORNER[1], names, _quotations(claims, names, of_actors=False))
    return made.getvalue()


def lost_in_framework(project: ForeignProject) -> Iterator[str]:
    """Yield what a framework matrix cannot carry of a gathered project, a sentence each."""
    yield _("A framework matrix holds summaries and passages: the texts of {count} documents are not carried.").format(
        count=len(project.documents)
    )
    others = sum(not one.actor for one in project.memos)
    if others:
        yield _("Memos on documents, claims, topics and actors are not carried: {count}.").format(count=others)
    cut = sum(len(one.text.encode("utf-16-le", "replace")) // 2 > LONGEST for one in project.memos if one.actor)
    if cut:
        yield _("Summaries that are longer than a cell of Excel can be are cut, and not read back: {count}.").format(
            count=cut
        )


def is_framework(source: SourceFile) -> bool:
    """Tell whether *source* is a workbook whose first sheet is a framework matrix as Visavis writes it."""
    if not source.is_zip or "xl/workbook.xml" not in source.archive.names:
        return False
    found = _FIRST_SHEET.search(source.archive.read("xl/workbook.xml"))
    return found is not None and found[1] == FRAMEWORK.encode()


def read_framework(source: SourceFile) -> ForeignProject:
    """Read the summaries in the cells of a table; UserError when it holds none."""
    grid = read_grid(source)
    if grid is None:
        sentence = _("{name} is no framework matrix: its first row needs topics, and its first column actors.")
        raise UserError(sentence, name=source.name)
    mark, notes = _("… [cut]"), list(grid.notes)
    summaries = []
    for row in grid.rows:
        for head, cell in zip(grid.head[1:], row[1:], strict=True):
            if cell.endswith(mark) and len(cell) > LONGEST // 2:
                told = _("The summary of {row} and {column} was cut and is left out.")
                notes.append(told.format(row=one_line(row[0], 60), column=one_line(head, 60)))
            elif cell.strip():
                summaries.append(ForeignSummary(_bare(row[0]), _bare(head), cell.strip()))
    return ForeignProject(_("a framework matrix"), notes=tuple(notes), summaries=tuple(summaries))


def _bare(name: str) -> str:
    return one_line(_PLACE.sub("", name, count=1) if _PLACE.match(name) else name)


def _used(project: ForeignProject, kind: type[Actor] | type[Topic], keys: set[str]) -> dict[str, str]:
    """Return the names of the entries of a kind that are coded or summed up, by their keys, in their order."""
    codes: Sequence[ForeignCode] = project.codes
    every = [one.entry for one in codes if isinstance(one.entry, kind)]
    names = entry_names(every)  # type: ignore[arg-type]
    return {one.key: names[one.key] for one in every if one.key in keys}


def _quotations(
    claims: Sequence[OwnClaim], names: Mapping[str, str], *, of_actors: bool
) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = {}
    for one in claims:
        document = one.place.document
        told = names[document] if of_actors else "; ".join(actor.name for actor in one.actors)
        words = f"“{one.place.quote}” ({one.said.get('stance', '')}; {told})"
        for row in [actor.key for actor in one.actors] if of_actors else [document]:
            found.setdefault((row, one.topic.key if one.topic else ""), []).append(words)
    return found
