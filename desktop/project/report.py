"""The report of a project: its method, codebook, counts, agreement and documents, the appendix that journals ask for.

Each section is a row of `SECTIONS`. Its tables are those of the catalogue, so that a figure here is the figure there.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from desktop.core import phrases
from desktop.core.collation import name_key
from desktop.core.errors import UsageError, UserError
from desktop.core.filters import ClaimFilter
from desktop.core.language import N_, _, ngettext
from desktop.core.own_fields import OWNERS
from desktop.core.progress import Progress
from desktop.core.scale import NOT_CODED, Stance
from desktop.core.values import Topic
from desktop.exchange.report.formats import format_of
from desktop.exchange.report.report import Report, ReportEntry, ReportSection
from desktop.exchange.tables.table import Column, Table, is_number, only
from desktop.exchange.writing import write_file
from desktop.project import lists, lookup
from desktop.project.catalogue import ENTRIES
from desktop.project.requests import Request
from desktop.store import edits, reads
from desktop.store.database import Database, now
from desktop.store.errors import explained

# values of a field that are told; of more, how many there are
_MOST_VALUES = 40


@dataclass(frozen=True)
class _ReportWork:
    """What a section is made of: the project, and the claims that count."""

    db: Database
    where: str
    chosen: ClaimFilter

    def table(self, key: str, caption: str | None = None, **options: str) -> Table:
        """Return a table of the catalogue as people read it; *caption* in place of its own."""
        table = ENTRIES[key].make(self.db, Request(self.where, named=True, compact=True, options=options))
        # the filter is told once for the whole report
        told = (lookup.filter_note(self.db, self.chosen), lists.counted_note(self.db, self.chosen))
        notes = tuple(note for note in table.notes if note and note not in told)
        return replace(table, caption=table.caption if caption is None else caption, notes=notes)


@dataclass(frozen=True)
class ReportPart:
    """A section that a report may have.

    Attributes:
        make: what makes it; None where there is nothing to tell.
    """

    key: str
    title: str
    make: Callable[[_ReportWork], ReportSection | None]


def _method(asked: _ReportWork) -> ReportSection:
    db, chosen = asked.db, asked.chosen
    documents = reads.project.documents(db)
    held = reads.project.holdings(db)
    count = reads.filtered.count(db, chosen)
    told = [
        _("{documents} with {claims}, tagged by {coders}.").format(
            documents=phrases.counted("document", len(documents)),
            claims=phrases.counted("claim", count),
            coders=phrases.counted("coder", sum(1 for _name, claims in held.coders if claims)),
        )
    ]
    # years alone: a day of a month without a year is no earliest and no latest
    dates = sorted(one.facts.date for one in documents if one.facts.date[:1].isdigit())
    undated = len(documents) - len(dates)
    if dates:
        told[0] += " " + _("The documents are dated {first} to {last}.").format(first=dates[0], last=dates[-1])
        if undated:
            sentence = ngettext("{count:,} has no year.", "{count:,} have no year.", undated)
            told[0] += " " + sentence.format(count=undated)
    languages = sorted({one.facts.language for one in documents if one.facts.language})
    if languages:
        told[0] += " " + _("Languages (ISO 639): {codes}.").format(codes=", ".join(languages))
    told.append(
        _(
            "A claim is a passage of a document with the actors who hold it, the topic that it is on, the stance that "
            "they take, and whose words carry it: the actor's own, indirect speech, or the document's. A claim of "
            "several actors counts once for each of them where actors are counted."
        )
    )
    if not chosen.is_empty:
        told.append(lookup.filter_note(db, chosen))
    uncoded = reads.filtered.count(db, replace(chosen, stances=(Stance(NOT_CODED),))) if chosen.stances is None else 0
    if uncoded:
        sentence = ngettext("{count:,} claim has no stance yet.", "{count:,} claims have no stance yet.", uncoded)
        told.append(sentence.format(count=uncoded))
    if held.first:
        steps = reads.history.count(db)
        days = _("The project was worked on from {first} to {last}.")
        if held.first == held.last:
            days = _("The project was worked on, on {first}.")
        sentence = ngettext("Its history keeps {count:,} step.", "Its history keeps {count:,} steps.", steps)
        told.append(f"{days.format(first=held.first, last=held.last)} {sentence.format(count=steps)}")
    sentence = _("Made with Visavis {version} from a project file of format {format}.")
    told.append(sentence.format(version=version("visavis"), format=held.version))
    return ReportSection(_("Method"), tuple(told))


def _scale(asked: _ReportWork) -> ReportSection:
    steps = reads.scale.scale(asked.db)
    rows = tuple((_(one.word), steps.value(one.key), _(one.meaning)) for one in steps.all)
    columns = (
        Column("stance", title=_("Stance")),
        Column("value", "number", _("Value")),
        Column("meaning", title=_("Meaning")),
    )
    tones = {(at, 0): one.look for at, one in enumerate(steps.all)}
    return ReportSection(_("Scale of stances"), tables=(Table(columns, rows, heads=0, tones=tones),))


def _topics(asked: _ReportWork) -> ReportSection | None:
    topics = reads.project.topics(asked.db)
    if not topics:
        return None
    uses = reads.filtered.usage(asked.db, "topic", asked.chosen)
    entries = tuple(
        ReportEntry(
            topic.name,
            depth,
            tuple(
                (label, words)
                for label, words in (
                    (_("Proposition"), topic.proposition),
                    (_("Definition"), topic.definition),
                    (_("Included"), topic.inclusion),
                    (_("Excluded"), topic.exclusion),
                    (_("Example"), topic.example),
                    (_("Also called"), "; ".join(topic.aliases)),
                    *topic.variables,
                    (_("Claims"), f"{uses[topic.id]:,}" if topic.id in uses else ""),
                )
                if words
            ),
        )
        for topic, depth in _as_tree(topics)
    )
    return ReportSection(_("Codebook: topics"), entries=entries)


def _as_tree(topics: Iterable[Topic]) -> Iterator[tuple[Topic, int]]:
    """Yield each topic behind its theme, with how many themes stand over it."""
    known = {one.key: one for one in topics}
    below: defaultdict[str, list[Topic]] = defaultdict(list)
    for one in known.values():
        below[one.parent if one.parent in known else ""].append(one)
    waiting = [(one, 0) for one in reversed(below[""])]
    while waiting:
        topic, depth = waiting.pop()
        yield topic, depth
        waiting += [(one, depth + 1) for one in reversed(below[topic.key])]


def _actors(asked: _ReportWork) -> ReportSection | None:
    table = asked.table("actors", "")
    return ReportSection(_("Codebook: actors"), tables=(table,)) if len(table.rows) else None


def _fields(asked: _ReportWork) -> ReportSection | None:
    entries = []
    for one in reads.own_fields.fields(asked.db):
        counts = reads.own_fields.counts(asked.db, one)
        shown = "; ".join(f"{one.shown(value)} ({count:,})" for value, count in list(counts.items())[:_MOST_VALUES])
        if len(counts) > _MOST_VALUES:
            shown += " " + _("and {count:,} more").format(count=len(counts) - _MOST_VALUES)
        lines = (
            (_("Of"), _(OWNERS[one.owner])),
            (_("Kind"), _(one.made.word)),
            (_("Definition"), one.definition),
            (_("Default"), one.shown(one.preset)),
            (_("List"), "; ".join(map(one.shown, one.choices))),
            (_("Used"), shown),
        )
        entries.append(ReportEntry(one.name, lines=tuple((label, words) for label, words in lines if words)))
    if not entries:
        return None
    note = _("How often each value is used is told of the whole project.")
    return ReportSection(_("Codebook: own fields"), () if asked.chosen.is_empty else (note,), tuple(entries))


def _counts(asked: _ReportWork) -> ReportSection | None:
    if not reads.filtered.count(asked.db, asked.chosen):
        return None
    rows = []
    for coder in reads.project.coders(asked.db):
        if asked.chosen.coders is None or coder.name in asked.chosen.coders:
            count = reads.filtered.count(asked.db, replace(asked.chosen, coders=(coder.name,)))
            if count:
                rows.append((coder.name, count))
    rows.sort(key=lambda row: name_key(row[0]))
    columns = (Column("coder", title=_("Coder")), Column("claims", "integer", _("Claims")))
    topics = asked.table("topics", _("Claims by topic and stance"))
    # what else is known of topics stands in the codebook
    counted = [topics.columns[0].key, *(column.key for column in topics.columns if is_number(column))]
    tables = (
        only(topics, counted),
        asked.table("timeline", _("Claims by year and stance"), step="year", by="none"),
        Table(columns, tuple(rows), _("Claims by coder")),
    )
    return ReportSection(_("Counts"), tables=tuple(table for table in tables if len(table.rows)))


def _agreement(asked: _ReportWork) -> ReportSection | None:
    coders = [one.name for one in reads.project.coders(asked.db) if one.name != edits.agreement.AGREED]
    if len(coders) < 2:
        return None
    try:
        tables = (
            asked.table("agreement", _("Agreement on what claims say"), by="field"),
            asked.table("agreement_finding"),
        )
    except UserError:
        # the claims that count are of one coder
        return None
    if not any(len(table.rows) for table in tables):
        return None
    return ReportSection(_("Agreement of coders"), tables=tables)


def _documents(asked: _ReportWork) -> ReportSection | None:
    table = asked.table("documents", "")
    return ReportSection(_("Documents"), tables=(table,)) if len(table.rows) else None


SECTIONS = {
    row.key: row
    for row in (
        ReportPart("method", N_("Method"), _method),
        ReportPart("scale", N_("Scale of stances"), _scale),
        ReportPart("topics", N_("Codebook: topics"), _topics),
        ReportPart("actors", N_("Codebook: actors"), _actors),
        ReportPart("fields", N_("Codebook: own fields"), _fields),
        ReportPart("counts", N_("Counts"), _counts),
        ReportPart("agreement", N_("Agreement of coders"), _agreement),
        ReportPart("documents", N_("Documents"), _documents),
    )
}


def report(db: Database, where: str = "", sections: Iterable[str] = tuple(SECTIONS), *, stamp: bool = False) -> Report:
    """Return the report of a project.

    Args:
        db: the project.
        where: which claims count, in the text form of a filter.
        sections: which sections it has, keys of `SECTIONS`; they stand in their own order. What there is nothing to
            tell of is left out.
        stamp: whether it says when it was made; without it the same project gives the same file at any time.

    Raises:
        UserError: when the filter names what the project does not have.
        UsageError: when there is no such section, or none is wanted.
    """
    wanted = set(sections)
    for key in sorted(wanted - SECTIONS.keys()):
        raise UsageError(
            _("A report has no section “{key}”: choose among {known}."), key=key, known=", ".join(SECTIONS)
        )
    if not wanted:
        raise UsageError(_("A report without a section says nothing: choose one."))
    asked = _ReportWork(db, where, lookup.claim_filter(db, where))
    made = tuple(part for key, one in SECTIONS.items() if key in wanted and (part := one.make(asked)) is not None)
    told = (_("Written at {time}.").format(time=now()),) if stamp else ()
    return Report(_("Report of {project}").format(project=db.path.stem), told, made)


def writing(
    project: Path,
    path: Path,
    where: str = "",
    sections: Iterable[str] = tuple(SECTIONS),
    *,
    stamp: bool = False,
) -> Callable[[Progress], str]:
    """Return what writes the report to *path*, wholly or not at all, and tells it in a sentence.

    What is returned may run in another thread: it opens the project there, to be read only.

    Raises:
        UsageError: when the ending of the file's name says no form.
        UserError: what is returned raises it when the report cannot be made or the file not be written.
    """
    wanted, form = tuple(sections), format_of(path)

    def write(progress: Progress) -> str:
        with Database(project, read_only=True) as db, explained(project):
            made = report(db, where, wanted, stamp=stamp)
        progress(0, 1)
        write_file(path, form.write(made))
        return _("{name} was written: {sections}.").format(
            name=path.name, sections=", ".join(part.title for part in made.sections)
        )

    return write
