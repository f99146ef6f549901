"""Bringing two files of one project together: what was done in each since they were the same.

The common ancestor is not kept anywhere: the histories of both go back to it. Where they have no line in common, things
are matched by what they are (`likeness`), which is shown to be confirmed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.language import _, ngettext
from desktop.core.portable import PortableSet
from desktop.store import edits, set_log
from desktop.store.database import Database
from desktop.store.edits.sharing import Intake
from desktop.store.twins import Twin, bring_texts, last_common_line, matched_sets


@dataclass(frozen=True, slots=True)
class FilesPlan:
    """What bringing two files together would take over; nothing is written yet.

    Attributes:
        other: the file that comes in.
        common: the last line of the history that both have; 0 where they have none.
        own: what was done in the open file since and is no set yet, each with its line.
        theirs: what was done in the other one.
        matches: where there is no common line, what was taken for the same.
        marks: where the histories of both files ended.
    """

    other: Path
    common: int
    own: tuple[tuple[int, PortableSet], ...]
    theirs: tuple[PortableSet, ...]
    matches: tuple[Twin, ...] = ()
    marks: tuple[tuple[int, str], ...] = ()

    @property
    def rows(self) -> int:
        """How many things of the other file come in or change."""
        return sum(len(one.rows) for one in self.theirs)


def plan(db: Database, other: Path) -> FilesPlan:
    """Return what merging the file *other* into the open one would take over.

    Raises:
        UserError: when it is the same file, or cannot be read.
    """
    if other.exists() and db.path.exists() and other.samefile(db.path):
        raise UserError(_("“{path}” is the project itself: name another file of it."), path=other)
    with Database(other, read_only=True) as theirs:
        marks = set_log.end(db), set_log.end(theirs)
        common = last_common_line(db, theirs)
        if not common:
            own, sets, matches = matched_sets(db, theirs)
            return FilesPlan(other, 0, tuple(own), tuple(sets), tuple(matches), marks)
        own = _unsealed(db, common)
        # what changed nothing has no line of its own: it stands at the one before, which may be the common one
        found = [*set_log.sets_behind(theirs, common - 1), *_unsealed(theirs, common)]
        here = set_log.known(db, [one.uuid for _line, one in found])
        sets = [one for _line, one in found if one.uuid not in here]
        return FilesPlan(other, common, tuple(own), tuple(sets), (), marks)


def _unsealed(db: Database, common: int) -> list[tuple[int, PortableSet]]:
    """Return what was done in a file behind the *common* line and is no set yet."""
    after = max(common, set_log.sealed_until(db))
    # each stretch of a file is counted by its first line: a copy of the file goes on with lines of its own
    first = set_log.first_line_behind(db, after)
    return set_log.own_since(db, after, first, in_team=False) if first else []


def carry_out(db: Database, found: FilesPlan) -> Intake:
    """Do what a plan says, as one action that undo takes back.

    Raises:
        UserError: when something was done in either file since the plan was made.
    """
    with Database(found.other, read_only=True) as theirs:
        if (set_log.end(db), set_log.end(theirs)) != found.marks:
            raise UserError(_("One of the files was changed meanwhile: look at the merging again."))

        def bring() -> None:
            bring_texts(db, theirs, found.theirs)

        return edits.sharing.merge(db, found.own, found.theirs, found.other.name, bring)


def told(found: FilesPlan, taken: Intake | None = None) -> list[str]:
    """Return in sentences what a plan would do, or what was *taken*."""
    sentences: list[str] = []
    if found.common:
        count = len(found.theirs)
        sentences.append(
            ngettext(
                "{count:,} action of “{name}” is not here; both begin with the same {lines:,} lines of history.",
                "{count:,} actions of “{name}” are not here; both begin with the same {lines:,} lines of history.",
                count,
            ).format(count=count, name=found.other.name, lines=found.common)
        )
    else:
        sentences.append(_("The two have no history in common: what is the same in both was found by what it is."))
        for table in dict.fromkeys(one.table for one in found.matches):
            own = [one for one in found.matches if one.table == table]
            sentences.append(f"{table}: {len(own):,}")
    if taken is not None:
        sentences.append(conflicts_told(len(taken.conflicts)))
    return sentences


def conflicts_told(count: int) -> str:
    """Return a sentence on how much there is to be looked at."""
    if not count:
        return _("Nothing stands against each other.")
    return ngettext(
        "{count:,} conflict is to be looked at: “visavis conflicts” lists it.",
        "{count:,} conflicts are to be looked at: “visavis conflicts” lists them.",
        count,
    ).format(count=count)


def described(sets: Sequence[PortableSet]) -> dict[str, int]:
    """Return how many things sets add, change and delete, by table."""
    found: dict[str, int] = {}
    for one in sets:
        for row in one.rows:
            found[f"{row.table} {row.op}"] = found.get(f"{row.table} {row.op}", 0) + 1
    return found
