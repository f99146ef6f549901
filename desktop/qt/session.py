"""One open project as the window sees it: what it reads, and the one signal of every change."""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop.analysis.comparison.counts import Matrix
from desktop.core import logs
from desktop.core.changes import ChangeSet
from desktop.core.matching import Candidate
from desktop.core.matching_index import MatchingIndex
from desktop.core.spans import Span
from desktop.core.speaker_guess import NameIndex
from desktop.core.values import Actor, ActorKind, Claim, Document, SearchHit, Segment, Stance, Topic, Voice
from desktop.qt.claim_lists import ClaimLists
from desktop.qt.messages import Messages
from desktop.store.database import Database, HistoryEntry
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import codebook as edit_codebook
from desktop.store.reads import filtered, search
from desktop.store.reads import project as reads

if TYPE_CHECKING:
    from desktop.project import export as exporting
    from desktop.project import importing
    from desktop.project.history import Trail
    from desktop.qt.comparisons import Comparisons
    from desktop.qt.importing.reading_files import ImportAccess
    from desktop.qt.texts import TextAccess
    from desktop.qt.tracing import TraceAccess

P = ParamSpec("P")
R = TypeVar("R")


class Session(QObject):
    """Run actions on the open project and tell every change.

    Attributes:
        messages: the door to the user.
        lists: filters, hidden coders, many claims at once, memos.
        revision: grows with every change, so that a late result can be told from a current one.

    Signals:
        opened(): another project is open, or the file was changed from outside: read everything anew.
        changed(ChangeSet): one action, undo or redo was committed.
        visibility_changed(): the claims of other coders are hidden, or shown again.
    """

    opened = Signal()
    changed = Signal(object)
    visibility_changed = Signal()

    def __init__(self, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.messages = messages
        self.lists = ClaimLists(lambda: self.database, messages)
        self.revision = 0
        self._db: Database | None = None
        self._actors: dict[int, Actor] = {}
        self._topics: dict[int, Topic] = {}
        self._names: NameIndex | None = None
        self._persons: set[int] | None = None
        self._indexes: dict[str, MatchingIndex[int]] = {}
        self._usage: dict[str, Counter[int]] = {}
        self._data_version = 0

    # parts that the first window can do without; each is read when it is first wanted

    @cached_property
    def imports(self) -> "ImportAccess":
        """Reading files beside the window, and adding them."""
        from desktop.qt.importing.reading_files import ImportAccess

        return ImportAccess(lambda: self.database, self.messages)

    @cached_property
    def texts(self) -> "TextAccess":
        """A text's replacement, its structure and its facts."""
        from desktop.qt.texts import TextAccess

        return TextAccess(lambda: self.database, self.messages)

    @cached_property
    def traces(self) -> "TraceAccess":
        """Quotations traced across documents, and suggested claims."""
        from desktop.qt.tracing import TraceAccess

        return TraceAccess(lambda: self.database, self.messages, self.opened, self.changed, self)

    @cached_property
    def trail(self) -> "Trail":
        """The audit trail."""
        from desktop.project.history import Trail

        return Trail(lambda: self.database)

    @cached_property
    def comparisons(self) -> "Comparisons":
        """The matrix by any axes, kept views, contradictions, pictures."""
        from desktop.qt.comparisons import Comparisons

        return Comparisons(lambda: self.database, self.messages, lambda: self.lists.hidden_coders)

    @property
    def database(self) -> Database:
        """The open project.

        Raises:
            RuntimeError: when none is open.
        """
        if self._db is None:
            raise RuntimeError("no project is open")
        return self._db

    @property
    def is_open(self) -> bool:
        """Whether a project is open."""
        return self._db is not None

    @property
    def path(self) -> Path:
        """The open project's file."""
        return self.database.path

    def open(self, path: Path) -> None:
        """Open the project at *path* in place of the present one, which stays open when that fails.

        Raises:
            UserError: when it cannot be opened.
        """
        self._adopt(Database(path))

    def create(self, path: Path, *, empty: bool = False) -> None:
        """Make a project at *path*, populated from the seeds unless *empty*, and open it.

        Raises:
            UserError: when it cannot be made.
        """
        from desktop.project import opening

        self._adopt(opening.new_project(path, empty=empty))

    def close(self) -> None:
        """Close the project; nothing needs saving."""
        if self._db is not None:
            for name in ("imports", "texts"):
                if name in vars(self):
                    getattr(self, name).close()
            self._db.close()
            self._db = None

    def finish(self) -> None:
        """Wait for the long work that runs beside the window."""
        if "traces" in vars(self):
            self.traces.finish()

    def refresh(self) -> None:
        """Read everything anew when another program has written to the file since."""
        if self._db is not None and self._db.data_version() != self._data_version:
            self._data_version = self._db.data_version()
            self._forget()
            self.revision += 1
            self.opened.emit()

    # every question and every action

    def read(self, question: Callable[Concatenate[Database, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Return what the open project answers to a question: ``read(reads.project.text, 3)``.

        Raises:
            UserError: when the question does.
        """
        return question(self.database, *args, **kwargs)

    def do(self, action: Callable[Concatenate[Database, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R | None:
        """Run an action on the open project and return its result: ``do(edits.claims.duplicate, ids, topic)``.

        When it returns a sentence, the user is told it; when it raises a `UserError`, that, and the result is None.
        """
        return self.messages.attempt(action, self.database, *args, **kwargs)

    def done(self, action: Callable[Concatenate[Database, P], object], /, *args: P.args, **kwargs: P.kwargs) -> bool:
        """Run an action as `do` does and return whether it was done: ``if session.done(edits.claims.delete, ids)``."""
        return self.messages.succeeded(action, self.database, *args, **kwargs)

    # what there is

    def documents(self) -> list[Document]:
        """Return all documents, with the counts of the claims that are shown."""
        return filtered.documents(self.database, self.lists.visible)

    def document(self, number: int) -> Document:
        """Return one document, with the counts of the claims that are shown."""
        return filtered.document(self.database, number, self.lists.visible)

    def text(self, number: int) -> str:
        """Return a document's text."""
        return reads.text(self.database, number)

    def structure(self, number: int) -> list[Segment]:
        """Return a document's headings, turns and furniture."""
        return reads.segments(self.database, number, paragraphs=False)

    def marks(self, number: int) -> reads.Marks:
        """Return the highlights of a document, without the claims of hidden coders."""
        return filtered.marks(self.database, number, self.lists.visible)

    def claims(
        self, *, document_id: int | None = None, topic_id: int | None = None, actor_id: int | None = None
    ) -> list[Claim]:
        """Return claims, narrowed by what is given, without those of hidden coders."""
        found = reads.claims(self.database, document_id=document_id, topic_id=topic_id, actor_id=actor_id)
        if not self.lists.hidden_coders:
            return found
        hidden = {coder.id for coder in self.lists.coders() if coder.name in self.lists.hidden_coders}
        return [claim for claim in found if claim.coder_id not in hidden]

    def claims_by_id(self, ids: list[int]) -> list[Claim]:
        """Return the claims of these ids that exist."""
        return reads.claims(self.database, ids=ids)

    def claim(self, number: int) -> Claim | None:
        """Return one claim, or None when it is gone."""
        found = reads.claims(self.database, ids=[number])
        return found[0] if found else None

    def actors(self) -> dict[int, Actor]:
        """Return the actors by id in the codebook's order."""
        if not self._actors:
            self._actors = {actor.id: actor for actor in reads.actors(self.database)}
        return self._actors

    def topics(self) -> dict[int, Topic]:
        """Return the topics by id in the codebook's order, themes included."""
        if not self._topics:
            self._topics = {topic.id: topic for topic in reads.topics(self.database)}
        return self._topics

    def names(self) -> NameIndex:
        """Return the names of all actors, ready to be looked for in a text."""
        if self._names is None:
            forms: dict[int, list[str]] = {}
            for actor in self.actors().values():
                # a surname alone names a person; initials are left out: they stand in too many words
                surname = [actor.name.split()[-1]] if actor.kind == ActorKind.PERSON else []
                forms[actor.id] = [actor.name, *actor.aliases, *surname]
            self._names = NameIndex(forms)
        return self._names

    def index(self, table: str) -> MatchingIndex[int]:
        """Return the names of all ``actor`` or ``topic`` entries that claims can have, ready for type-ahead."""
        if table not in self._indexes:
            uses = self.usage(table)
            if table == "actor":
                found = [
                    Candidate(one.id, (one.name, one.key, one.initials, *one.aliases), uses.get(one.id, 0))
                    for one in self.actors().values()
                ]
            else:
                # a theme gathers topics and has no proposition to take a side on
                found = [
                    Candidate(one.id, (one.name, one.key, *one.aliases), uses.get(one.id, 0))
                    for one in self.topics().values()
                    if one.proposition or uses.get(one.id)
                ]
            self._indexes[table] = MatchingIndex(found)
        return self._indexes[table]

    def persons(self) -> set[int]:
        """Return the ids of the actors that are persons."""
        if self._persons is None:
            self._persons = {actor.id for actor in self.actors().values() if actor.kind == ActorKind.PERSON}
        return self._persons

    def usage(self, table: str) -> dict[int, int]:
        """Return how many shown claims use each ``actor`` or ``topic``; counted once, then kept right by changes."""
        if table not in self._usage:
            holder: filtered.Holder = "actor" if table == "actor" else "topic"
            self._usage[table] = Counter(filtered.usage(self.database, holder, self.lists.visible))
        return self._usage[table]

    def counts(self) -> dict[str, int]:
        """Return how many documents, shown claims, topics and actors there are."""
        found = reads.counts(self.database)
        return {**found, "claims": found["claims"] - self.lists.hidden_count()}

    def cell_counts(self) -> list[reads.CellCount]:
        """Return the matrix's non-empty cells, without the claims of hidden coders."""
        return filtered.cell_counts(self.database, self.lists.visible)

    def matrix(self) -> Matrix:
        """Return the matrix of all claims that are shown."""
        return Matrix((cell.topic_id, cell.actor_id, cell.stance, cell.count) for cell in self.cell_counts())

    def export_preview(self, export: "exporting.Export", limit: int) -> "exporting.TablePreview":
        """Return the first *limit* rows of a table as the file would hold them; empty when the user was told why."""
        from desktop.project import export as exporting

        found = self.messages.attempt(lambda: exporting.preview(self.database, self._shown(export), limit))
        return found or exporting.TablePreview()

    def search(self, query: str) -> list[SearchHit]:
        """Return the documents that *query* finds."""
        return search.search(self.database, query)

    def history(self, limit: int | None = None) -> list[HistoryEntry]:
        """Return the audit trail, newest first."""
        return self.database.history(limit)

    def hide_coders(self, names: Iterable[str]) -> None:
        """Hide the claims of these coders and show those of all others; nothing in the file changes."""
        hidden = frozenset(names)
        if hidden != self.lists.hidden_coders:
            self.lists.hidden_coders = hidden
            self._usage, self._indexes = {}, {}
            self.revision += 1
            self.visibility_changed.emit()

    # what can be done; each returns None, or False, when the user was told why not

    def tag(
        self,
        document_id: int,
        span: Span,
        actor_ids: tuple[int, ...],
        topic_id: int,
        stance: Stance,
        voice: Voice = Voice.DIRECT,
    ) -> int | None:
        """Tag a claim over a span of code points and return its id."""
        new = edit_claims.NewClaim(document_id, span, actor_ids, topic_id, stance, voice)
        return self.messages.attempt(lambda: edit_claims.tag(self.database, new))

    def change_claim(self, number: int, **changes: object) -> bool:
        """Change a claim; the arguments are those of `edits.claims.change`."""
        return self.messages.succeeded(lambda: edit_claims.change(self.database, number, **changes))  # type: ignore[arg-type]

    def split_claim(self, number: int, first: Span, second: Span) -> int | None:
        """Part a claim in two and return the id of the second part."""
        return self.do(edit_claims.split, number, first, second)

    def join_claims(self, number: int, other: int) -> bool:
        """Make one claim of two."""
        return self.done(edit_claims.join, number, other)

    def delete_claims(self, numbers: list[int]) -> bool:
        """Delete claims."""
        return self.messages.succeeded(lambda: edit_claims.delete(self.database, numbers))

    def add_actor(self, name: str) -> int | None:
        """Add an actor and return its id."""
        return self.messages.attempt(lambda: edit_codebook.add_actor(self.database, name))

    def add_topic(self, name: str) -> int | None:
        """Add a topic and return its id."""
        return self.messages.attempt(lambda: edit_codebook.add_topic(self.database, name))

    def import_files(self, paths: list[Path]) -> "list[importing.FileResult]":
        """Import documents in one action; tell what became of them."""
        from desktop.project import importing

        results = self.messages.attempt(lambda: importing.import_files(self.database, paths)) or []
        failed = [one.message for one in results if one.imported is None]
        done = [one for one in results if one.imported is not None]
        if failed:
            others = f" The other {len(done)} came in." if done else ""
            more = f" ({len(failed) - 3} more like this.)" if len(failed) > 3 else ""
            self.messages.error(" ".join(failed[:3]) + more + others)
        elif len(done) == 1:
            self.messages.info(done[0].message)
        elif done:
            outcomes = [str(one.imported.outcome) for one in done if one.imported]
            told = ", ".join(f"{outcomes.count(name)} {name}" for name in dict.fromkeys(outcomes))
            self.messages.info(f"{len(done)} documents: {told}.")
        return results

    def export(self, export: "exporting.Export", path: Path) -> bool:
        """Write a table to *path*, in place of what stands there."""
        from desktop.project import export as exporting

        told = self.messages.attempt(lambda: exporting.save(self.database, self._shown(export), path))
        if told is not None:
            self.messages.info(told)
        return told is not None

    def undo(self) -> ChangeSet | None:
        """Take the last action back."""
        return self.do(Database.undo)

    def redo(self) -> ChangeSet | None:
        """Do the last undone action again."""
        return self.do(Database.redo)

    def _shown(self, export: "exporting.Export") -> "exporting.Export":
        # what the window hides is in no file, which says so
        return export.hiding(tuple(sorted(self.lists.hidden_coders)))

    def _adopt(self, database: Database) -> None:
        self.close()
        # whose claims were hidden in the last project says nothing of this one
        self.lists.hidden_coders = frozenset()
        self._db = database
        database.on_change = self._on_change
        self._data_version = database.data_version()
        self._forget()
        self.revision += 1
        self.opened.emit()

    def _on_change(self, changes: ChangeSet) -> None:
        logs.LOG.info("%s: %d rows of %s", changes.kind, len(changes.rows), ", ".join(sorted(changes.tables)))
        if changes.touches("actor"):
            self._actors, self._names, self._persons = {}, None, None
            self._indexes.pop("actor", None)
        for table, rows, column in (("actor", "claim_actor", "actor_id"), ("topic", "claim", "topic_id")):
            if not changes.touches(rows):
                continue
            if self.lists.hidden_coders:
                # whose a changed row is stands elsewhere: counting anew is right whatever was changed
                self._usage.pop(table, None)
            elif table in self._usage:
                for change in changes.of(rows):
                    for row, step in ((change.before, -1), (change.after, 1)):
                        if row is not None:
                            self._usage[table][int(str(row[column]))] += step
        if changes.touches("topic"):
            self._topics = {}
            self._indexes.pop("topic", None)
        self._note(changes)
        self.revision += 1
        self.changed.emit(changes)

    def _forget(self) -> None:
        self._note(None)
        self._actors, self._topics, self._usage, self._indexes = {}, {}, {}, {}
        self._names, self._persons = None, None

    def _note(self, changes: ChangeSet | None) -> None:
        # what was never asked has nothing to forget
        if "comparisons" in vars(self):
            self.comparisons.note(changes)
