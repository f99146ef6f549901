"""Opening a project, making one, and filling a new one from the seeds."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

from desktop import paths
from desktop.core import scale
from desktop.core.errors import DamageError, UserError
from desktop.core.language import _, ngettext
from desktop.core.portable import name_uuid
from desktop.core.project_file import SUFFIX
from desktop.store import edits, reads
from desktop.store.database import Database
from desktop.store.foreign import fault, read_from
from desktop.store.presence import Presence, holders

if TYPE_CHECKING:
    from desktop.project.backups import Keeper

# whose the claims are that come with Visavis: the user did not make them
SEED_CODER = "Visavis"
DEFAULT_PROJECT = "visavis-project" + SUFFIX


_coder: ContextVar[str] = ContextVar("coder", default="")
_hear: ContextVar[Callable[[str], object]] = ContextVar("hear", default=len)


@contextmanager
def acting_as(coder: str) -> Iterator[None]:
    """Let *coder* be who edits the projects that are opened in the length of a block."""
    token = _coder.set(coder)
    try:
        yield
    finally:
        _coder.reset(token)


def coder() -> str:
    """Return who edits the projects that are opened; empty for whom the computer's account names."""
    return _coder.get()


@contextmanager
def heard_by(hear: Callable[[str], object]) -> Iterator[None]:
    """Hand *hear* the sentences on what was made right in projects that are opened in the length of a block."""
    token = _hear.set(hear)
    try:
        yield
    finally:
        _hear.reset(token)


def new_project(path: Path, *, empty: bool = False) -> Database:
    """Make a project, populated from the seeds unless *empty*, and return it open.

    Raises:
        UserError: when something stands there already or the place cannot be written to; nothing is left there then.
    """
    return Database(path, create=True, fill=None if empty else populate)


def default_project() -> Path:
    """Return the project that opens when none is named: in the user's data folder, made when missing."""
    path = paths.user_data() / DEFAULT_PROJECT
    if not path.exists():
        new_project(path).close()
    return path


def populate(db: Database) -> None:
    """Fill a new project with the codebook and the coded documents that come with Visavis."""
    from desktop.exchange.seeds import load_seeds

    codebook, documents = load_seeds(paths.shipped("seeds"))
    # not undoable: the first undo of a new user would else empty the project
    with db.acting_as(SEED_CODER), db.edit_in_parts("fill_from_seeds", undoable=False) as edit:
        recorder = edit.recorder
        # two that begin with the same seeds are the same project, and can be merged
        recorder.names_all = True
        edit.line_uuid = name_uuid("seeds", repr((codebook, documents)))
        edits.codebook.add_codebook(db, recorder, codebook)
        for document in documents:
            edits.documents.add_document(db, recorder, document, "seed")


def save_copy(db: Database, path: Path) -> str:
    """Write a copy of the project to *path*, as `Database.save_copy`, and return a sentence that says so."""
    db.save_copy(path)
    return _("A copy of the project was saved as {path}.").format(path=path)


def properties(db: Database) -> list[tuple[str, str]]:
    """Return what a project is and holds, each with its name: its place, its size, counts, who tagged, and when."""
    found = reads.project.holdings(db)
    counts = reads.project.counts(db)
    numbers = [
        (_("Documents"), counts["documents"]),
        (_("Claims"), counts["claims"]),
        (_("Topics"), counts["topics"]),
        (_("Actors"), counts["actors"]),
        (_("Memos"), found.memos),
        (_("Original files kept"), found.files),
    ]
    coders = [
        ngettext("{name}: {count:,} claim", "{name}: {count:,} claims", count).format(name=name, count=count)
        for name, count in found.coders
    ]
    return [
        (_("File"), str(db.path.absolute())),
        (_("Size"), _("{size:,.1f} MB").format(size=db.size() / 1_000_000)),
        *((name, f"{number:,}") for name, number in numbers),
        (_("Coders"), "\n".join(coders)),
        (_("First and last step"), _("{first} – {last}").format(first=found.first, last=found.last)),
        (_("Format"), str(found.version)),
    ]


def is_project(path: Path) -> bool:
    """Tell whether the file at *path* is a project, whatever it is called."""
    from desktop.exchange.readers.formats import FileKind
    from desktop.exchange.recognition import kind_of

    return kind_of(path) is FileKind.PROJECT


def fault_in(path: Path) -> str:
    """Return what is wrong with the project at *path*, in a sentence; empty where a quick check finds nothing.

    It opens the file anew, and so may run beside the window's thread.
    """
    try:
        with Database(path) as db:
            return fault(db)
    except UserError as error:
        return str(error)


@contextmanager
def open_project(path: Path) -> Iterator[Database]:
    """Open a project for the length of a block.

    Raises:
        UserError: when it cannot be opened, or turns out to be damaged inside the block.
    """
    with Database(path) as db, read_from(db):
        scale.use(reads.scale.scale(db))
        db.set_coder(_coder.get())
        db.before_edit = _back_up_first(db)
        for note in db.notes:
            _hear.get()(note)
        # one's own window is no news
        if others := [one for one in holders(path) if not one.is_here(db.coder_name)]:
            who = ", ".join(one.told for one in others)
            _hear.get()(_("“{path}” is open elsewhere too: {who}.").format(path=path, who=who))
        if _hear.get() is not len:
            from desktop.project.sync_folders import news

            for told in news(path):
                _hear.get()(told)
        own = None if db.is_read_only else Presence(path, db.coder_name, "command")
        try:
            yield db
        finally:
            if own is not None:
                own.end()


def _back_up_first(db: Database) -> Callable[[bool], None]:
    """Return what makes a backup before an action where one is due; one that cannot be made hinders no action."""
    keeper: Keeper | None = None

    def before(is_long: bool) -> None:
        nonlocal keeper
        from desktop.project.backups import Keeper

        keeper = keeper or Keeper(db)
        try:
            if keeper.is_due(is_long=is_long):
                keeper.keep()
        except DamageError:
            raise
        except UserError as error:
            _hear.get()(str(error))

    return before


def text_beside(project: Path, sha256: str) -> str:
    """Return a text by its hash of a project that is open, read beside whoever has it open; empty where it is none.

    Raises:
        UserError: when the file cannot be read.
    """
    with Database(project, read_only=True) as db:
        return reads.project.text_in_pieces(db, sha256)
