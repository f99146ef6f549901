"""The comparison that a view asks for: counted, and as a table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.analysis.comparison import pivot as pivots
from desktop.analysis.comparison.members import Members, groups, members
from desktop.analysis.comparison.pivot import Path, Pivot
from desktop.core import phrases
from desktop.core.axes import FIELDS, Base
from desktop.core.errors import UsageError
from desktop.core.filters import ClaimFilter
from desktop.core.language import _
from desktop.core.values import Topic
from desktop.core.views import View
from desktop.project import lookup
from desktop.store.database import Database
from desktop.store.reads import counts as pivot_reads
from desktop.store.reads import project as reads

if TYPE_CHECKING:
    from desktop.project.evidence import Cells


@dataclass(frozen=True)
class Comparison:
    """What a view shows of a project.

    Attributes:
        chosen: the view's filter, its names looked up.
        found: the members of each field.
        pivot: the counts, with rows and columns as the view shows them.
        topics: by key, for their propositions.
        texts: what stands in each cell where the view asks for quotes or summaries, by the numbers of its lines.
        notes: the filter and the rule against duplicates, each a sentence.
    """

    view: View
    chosen: ClaimFilter
    found: Members
    pivot: Pivot
    topics: Mapping[str, Topic]
    texts: "Cells"
    notes: tuple[str, ...]


def load_members(db: Database) -> Members:
    """Return the members of every field of the project; they change with its codebook and documents only."""
    return members(reads.topics(db), reads.actors(db), reads.documents(db), reads.coders(db))


def compare(db: Database, view: View, found: Members | None = None) -> Comparison:
    """Return what *view* shows of the project.

    Args:
        db: the project.
        view: what is asked for.
        found: the members of each field, where they are known already.

    Raises:
        UserError: when the filter names what the project does not have, or summaries are asked for without topics and
            actors on the axes.
    """
    found = found or load_members(db)
    chosen = lookup.claim_filter(db, view.where)
    shown = count(db, view, chosen, found)
    if view.transpose:
        shown = shown.transposed()
    texts: Cells = {}
    if view.cells in ("quotes", "summary"):
        from desktop.project import evidence

        if view.cells == "quotes":
            texts = evidence.quotes(db, view, chosen, found, shown)
        else:
            texts = evidence.summaries(db, found, shown)
    topics = {topic.key: topic for topic in reads.topics(db)}
    return Comparison(view, chosen, found, shown, topics, texts, notes(db, view, chosen))


def count(db: Database, view: View, chosen: ClaimFilter, found: Members) -> Pivot:
    """Return the counts that *view* asks for, its rows and columns not yet transposed."""
    fields = (*view.rows.fields, *view.columns.fields)
    wanted: set[Base] = {FIELDS[name].base for name in fields}
    dates = view.cells == "dates" or "date" in (view.order, view.column_order)
    rows = pivot_reads.counts(db, wanted, chosen, view.duplicates, actor_groups=groups(found, fields), dates=dates)
    return pivots.build(
        view.rows,
        view.columns,
        found,
        [base for base in pivot_reads.BASES if base in wanted],
        rows,
        order=view.order,
        column_order=view.column_order,
        keep=() if view.hide_empty else _kept(db, view, found),
    )


def cell_claims(db: Database, comparison: Comparison, row: Path | None = None, column: Path | None = None) -> list[int]:
    """Return the claims of a cell, or of a whole row or column, by date and place.

    A group that is folded is named by its own members. The rule against duplicates is about counting: what it leaves
    out is evidence all the same.
    """
    shown, found = comparison.pivot, comparison.found
    only: dict[Base, list[int | str]] = {}
    for axis, path in ((shown.row_axis, row), (shown.column_axis, column)):
        for name, member in zip(axis.fields, path or (), strict=False):
            base = FIELDS[name].base
            having = [number for number, one in found[name].items() if one == member]
            only[base] = [number for number in only[base] if number in having] if base in only else having
    return pivot_reads.claim_ids(db, comparison.chosen, only)


def notes(db: Database, view: View, chosen: ClaimFilter) -> tuple[str, ...]:
    """Return the sentences that tell how a comparison came about."""
    told = [lookup.filter_note(db, chosen)]
    if view.duplicates != "include":
        told.append(_("Each actor, topic and stance is counted {rule}.").format(rule=_(phrases.RULES[view.duplicates])))
    return tuple(told)


def check_summaries(bases: Iterable[Base]) -> None:
    """Make sure that each cell stands for topics and actors, which is what summaries are written on.

    Raises:
        UsageError: when it does not.
    """
    if set(bases) != {"topic", "actor"}:
        raise UsageError(
            "Summaries are written on a topic and an actor: put one of topic and theme on one axis, and one of actor, "
            "organisation and country on the other."
        )


def _kept(db: Database, view: View, found: Members) -> Sequence[int | str]:
    """Return what has a line of its own even without a claim: topics that one can be for or against, and the like."""
    if view.rows.bases == ("topic",):
        return [topic.id for topic in reads.topics(db) if topic.proposition]
    return [*found[view.rows.leaf]] if len(view.rows.bases) == 1 else ()
