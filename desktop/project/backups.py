"""When backups of a project are made and where they lie; listing and restoring them.

Backups are made at opening when the project has changed since the last, before actions that change much at once, and
by time while one works; of a large project less often. `core.rotation` says which of them stay.
"""

import contextlib
import datetime
import hashlib
import math
import os
from pathlib import Path

from desktop import paths
from desktop.core.dates import here
from desktop.core.errors import UserError
from desktop.core.language import _, ngettext
from desktop.core.progress import Progress
from desktop.core.project_file import SUFFIX
from desktop.store import backups, held, quick_look
from desktop.store.backups import Backup
from desktop.store.database import Database
from desktop.store.files import NO_PROJECT

# the variable that names a folder for the backups of all projects; “off” for none
VARIABLE = "VISAVIS_BACKUPS"
OFF = "off"
# the file in the folder for settings that has the user's choice: the command line reads it too
_CHOICE = "backups.txt"
# seconds between two backups while one works: of a project of up to 50 MB, and for each further byte
PAUSE = 600.0
_SMALL = 50_000_000
_PER_BYTE = PAUSE / _SMALL
# so many actions are named at most
_NAMED = 4
# of a larger one a backup before a long action is left out when the last was made less than so many seconds ago
_PER_BYTE_OF_LONG = 1 / 1_000_000


def chosen_folder() -> str:
    """Return the folder that the user chose for the backups of all projects; empty: each beside its project."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        # only to be looked at: nothing is made for it
        return (paths.user_settings(make=False) / _CHOICE).read_text("utf-8").strip()
    return ""


def choose_folder(folder: str) -> None:
    """Keep the backups of all projects in a *folder* from now on; empty: each beside its project; `OFF`: none are made.

    Raises:
        UserError: when that cannot be remembered.
    """
    try:
        (paths.user_settings() / _CHOICE).write_text(folder, "utf-8")
    except OSError as error:
        sentence = _("“{path}” cannot be written ({reason}): choose another place.")
        raise UserError(sentence, path=_CHOICE, reason=error.strerror) from error


def folder_of(project: Path) -> Path:
    """Return the folder in which the backups of a project lie; it may not be there yet."""
    whole = project.absolute()
    chosen = os.environ.get(VARIABLE) or chosen_folder()
    if not chosen or chosen == OFF:
        return whole.with_name(f"{whole.stem}.backups")
    # projects of one name lie in many places
    told = hashlib.sha256(os.fsencode(whole)).hexdigest()[:8]
    return Path(chosen).expanduser() / f"{whole.stem}-{told}"


def are_wanted() -> bool:
    """Tell whether the user wants backups at all."""
    return (os.environ.get(VARIABLE) or chosen_folder()) != OFF


def pause(size: int) -> float:
    """Return after how many seconds of work a project of so many bytes gets another backup."""
    return PAUSE + max(0, size - _SMALL) * _PER_BYTE


class Keeper:
    """Makes the backups of one open project, when they are due.

    Attributes:
        folder: where they lie.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self.folder = folder_of(db.path)
        # a project that is itself a backup needs none
        is_backup = db.path.absolute().parent == self.folder or db.path.parent.name.endswith(".backups")
        # the last step that is in a backup, or in a copy that is held
        self._kept = 0
        self._is_off = db.is_read_only or is_backup or not are_wanted()

    @property
    def is_behind(self) -> bool:
        """Whether something was done of which nothing could be saved if the file was written over now."""
        return self._db.steps is not None and self._db.steps.missing > self._kept

    def is_due(self, *, at_opening: bool = False, is_long: bool = False) -> bool:
        """Tell whether a backup is to be made now: none is when nothing was changed since the last.

        Args:
            at_opening: whatever time has passed.
            is_long: before an action that changes much at once.
        """
        if self._is_off or not backups.state(self._db):
            return False
        found = backups.stamps(self._db.path, self.folder)
        if not found:
            return True
        now = datetime.datetime.now(datetime.UTC)
        # those of a clock that was set back since are no measure of time, but may hold all there is
        ahead = next((path for stamp, path in found.items() if stamp > now + backups.AHEAD), None)
        stamp, last = next((one for one in found.items() if one[0] <= now + backups.AHEAD), (None, None))
        age = max(0.0, (now - stamp).total_seconds()) if stamp is not None else math.inf
        size = self._db.size()
        least = 0.0 if at_opening else pause(size)
        if is_long or self.is_behind:
            least = 0.0 if size <= _SMALL else size * _PER_BYTE_OF_LONG
        return age >= least and not any(backups.is_in(self._db, one) for one in (last, ahead) if one is not None)

    def keep(self, progress: Progress | None = None) -> Path:
        """Make a backup now.

        Raises:
            DamageError: when the project is damaged.
            UserError: when it cannot be written.
        """
        last = self._db.steps.last if self._db.steps is not None else 0
        made = backups.keep(self._db, self.folder, progress=progress)
        self._kept = max(self._kept, last)
        return made

    @property
    def holds(self) -> bool:
        """Whether a copy is to be held, as no backups are made."""
        return self._is_off and self.is_unheld

    @property
    def is_unheld(self) -> bool:
        """Whether no copy is held yet, or what is held is behind."""
        return self._db.held is None or self.is_behind

    def hold(self, progress: Progress) -> None:
        """Hold a copy of the project as long as it is open: its file may be written over by another program."""
        last = self._db.steps.last if self._db.steps is not None else 0
        self._db.hold(progress)
        self._kept = max(self._kept, last)


def listed(project: Path) -> list[Backup]:
    """Return the backups of a project, the newest first, each with what it holds.

    Raises:
        UserError: when there is neither a backup nor a project.
    """
    found = backups.listed(project, folder_of(project))
    if not found and not paths.is_taken(project):
        raise UserError(_(NO_PROJECT), path=project)
    return found


def told(backup: Backup) -> str:
    """Return one line on a backup: when it was made, and what it holds."""
    made = backup.created.astimezone().strftime("%Y-%m-%d %H:%M:%S")
    size = _("{size:,.1f} MB").format(size=backup.size / 1_000_000)
    if backup.problem:
        return _("{time}, {size}: cannot be read ({reason})").format(time=made, size=size, reason=backup.problem)
    words = _("{time}, {size}: {documents:,} documents, {claims:,} claims; last: {last}")
    last = backup.last or _("nothing")
    return words.format(time=made, size=size, documents=backup.documents, claims=backup.claims, last=last)


def chosen(project: Path, named: str = "") -> Path:
    """Return the backup that is meant: a number in the list, a file, or none for the newest that can be read.

    Raises:
        UserError: when there is none.
    """
    found = listed(project)
    if not named:
        usable = next((one for one in found if not one.problem and one.path.suffix == SUFFIX), None)
        if usable is None:
            raise UserError(_("There is no backup of “{path}” that can be read."), path=project)
        return usable.path
    if named.isdecimal() and 0 < int(named) <= len(found):
        return found[int(named) - 1].path
    for path in (Path(named), folder_of(project) / named):
        if paths.is_there(path):
            return path
    sentence = _("There is no backup “{named}” of “{path}”: “visavis backups” lists them.")
    raise UserError(sentence, named=named, path=project)


def restore(project: Path, backup: Path, new: Path | None = None) -> str:
    """Put a backup in the place of a project, or write it to a *new* file, and return a sentence on it.

    The present file is kept with the backups.

    Raises:
        UserError: when that cannot be done; then all is as it was.
    """
    if new is not None:
        backups.restore_as(backup, new)
        return _("The backup was restored as {path}.").format(path=new)
    kept = backups.restore(project, backup, folder_of(project))
    if kept is None:
        return _("The backup was restored as {path}.").format(path=project)
    return _("The backup was restored as {path}; the file of before is kept as {kept}.").format(path=project, kept=kept)


def save_held(db: Database, path: Path) -> str:
    """Write what is held of an open project whose file cannot be read any more to *path*; say what that holds.

    Raises:
        UserError: when nothing is held, or the place cannot be written to.
    """
    found = held.save(db, path, backups.stamps(db.path, folder_of(db.path)).values())
    told = [f"“{action}” ({here(time)})" for action, time in found.missing[:_NAMED]]
    if more := len(found.missing) - len(told):
        told.append(_("{count:,} more").format(count=more))
    words = _("“{path}” holds all that you saw: the project as of {time}, and {done}.")
    if told:
        words = _("“{path}” holds the project as of {time}, and {done}; it lacks {missing}.")
    if found.is_gap:
        words = _("“{path}” holds the project as of {time}, and {done}; what was done in between may be missing.")
        if told:
            words = _(
                "“{path}” holds the project as of {time}, and {done}; it lacks {missing}, and what was done in between "
                "may be missing."
            )
    done = ngettext("{count:,} action since", "{count:,} actions since", found.added).format(count=found.added)
    return words.format(path=path, time=here(found.base) or _("its beginning"), done=done, missing=", ".join(told))


def damage(project: Path, progress: Progress) -> str:
    """Return a sentence on what is wrong with the file of a project that is open; empty where SQLite finds nothing.

    Args:
        project: the file; it is read beside whoever has it open.
        progress: called now and then; what it raises ends the look.
    """
    return quick_look.damage(project, progress)


def look_over(project: Path, progress: Progress) -> list[str]:
    """Return one sentence for each thing that is wrong with a project that is open; nobody who writes is held up.

    Args:
        project: the file; a copy of it is looked over, which is gone afterwards.
        progress: called with how many of how many parts are done; what it raises ends the look.

    Raises:
        UserError: when it cannot be read, or there is no room for the copy.
    """
    from desktop.project import checking

    return checking.problems_of_copy(project, progress)


def rescue(damaged: Path, new: Path, *, by_history: bool = False) -> list[str]:
    """Bring what can be read of a damaged project into a clean file, and return what it holds and what is missing.

    Raises:
        UserError: when nothing can be read, or the new file not be written.
    """
    if not damaged.exists():
        raise UserError(_(NO_PROJECT), path=damaged)
    from desktop.store import rescue as rescuing

    found = rescuing.rescue(damaged, new, by_history=by_history)
    words = _("{documents:,} documents and {claims:,} claims are in {new}.")
    told = [words.format(documents=found.found["document"], claims=found.found["claim"], new=new)]
    sources = found.sources["claim"]
    if sources and set(sources) != {"table"}:
        names = {
            "table": _("{count:,} from the table"),
            "page": _("{count:,} from its pages"),
            "stray": _("{count:,} from pages that belong to no table any more"),
            "history": _("{count:,} from the history"),
            "index": _("{count:,} from indexes"),
        }
        parts = ", ".join(names[name].format(count=count) for name, count in sources.items())
        told.append(_("Where the claims come from: {parts}.").format(parts=parts))
    return told + found.lines
