"""Reading files beside the window and adding them to the open project.

Reading needs no project and runs in a `Worker`; what is written is written by the window's thread, one file between two
of its events and all in one action; where there is a text of which a single statement would hold the window, all is
written in a worker, as by another program. As much as is held in memory is read before that begins: others work in the
project meanwhile.
"""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.collecting import LongWork
from desktop.core.columns import TableLook
from desktop.core.errors import LockedError, UserError
from desktop.core.language import _
from desktop.core.name_pattern import NamePattern
from desktop.core.progress import Progress
from desktop.core.roster import Roster
from desktop.core.stopping import StoppedError
from desktop.core.structure.speaker_choices import SpeakerChoices
from desktop.core.values import Actor
from desktop.project import children
from desktop.project.importing import (
    ENDING,
    KEEP_LIMIT,
    FileResult,
    ImportOptions,
    ReadAhead,
    WrittenFiles,
    write_at_once,
)
from desktop.project.reading import ImportFiles, NearFile, ReadFile, TextPreview
from desktop.qt.background import Work, Worker, let_go
from desktop.qt.session import Session

# letters of a text, and bytes of a file, that is written in another thread: these take some 60 ms
_LARGE = 300_000
# what may hold so many times as many letters as it has bytes
_PACKED, _ARE_PACKED = 20, frozenset((".docx", ".epub", ".odt", ".pdf", ".xlsx"))
# milliseconds after which it is tried again to write where another program does
_TRY_AGAIN = 200
# files that are taken in together between two events: of a hundred thousand that takes seconds
_TOGETHER = 250
# after so many files that brought nobody the next ones are read ahead again
_AGAIN = 8
_AS_FOUND = SpeakerChoices()
_NO_NAMES = NamePattern()


class FileImport(QObject):
    """Read files, compare them with the project, and add them.

    Signals:
        asked(list): of these tables it is to be said what their columns are, each a path and a `TableLook`; then
            `go_on`.
        looked(Path, object): a table was looked at in another encoding: its `TableLook`, or a `UserError`.
        listed(list): these files were found, each a `ReadFile` with its problem, if it has one.
        read(ReadFile): a file was read, read anew, or compared.
        previewed(TextPreview): the text that was asked for.
        progressed(int, int): so many steps of so many are done, of reading or of adding.
        finished(list): what became of each file, when they were added; empty when nothing was.
    """

    asked = Signal(list)
    looked = Signal(object, object)
    listed = Signal(list)
    read = Signal(object)
    previewed = Signal(object)
    progressed = Signal(int, int)
    finished = Signal(list)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages = session.messages
        self._session = session
        self.files = ImportFiles(lambda: session.database)
        # first of all: what is being added is taken back before the project is closed
        session.closing.connect(self._end_all)
        session.changed.connect(lambda changes: self.files.forget_actors() if changes.touches("actor") else None)
        # what waits for answers: files, the tops of their sets, and the tables among them
        self._waiting: list[tuple[Sequence[Path], Sequence[Path], list[tuple[Path, TableLook]]]] = []
        self._decided: set[tuple[str, ...]] = set()
        self._looks: dict[Path, TableLook] = {}
        self._worker = session.worker(self)
        # reading counts nothing there
        self._worker.progressed.connect(self.progressed)
        children.give_way()
        # as many as there are processes to read in
        self._readers = session.worker(self, children.count())
        # previews have a thread of their own: one looks at a text while hundreds are read
        self._looker = session.worker(self)
        # what was found and is not taken in yet
        self._coming: deque[Any] = deque()
        # files in the order in which they were found, and whether each was read
        self._uncompared: OrderedDict[Path, bool] = OrderedDict()
        self._is_adding = False
        # what was read of thousands of files is looked through for circles when it is gone
        self._work = LongWork()
        self.destroyed.connect(self._work.end)
        # from when on it is written
        self._steps: Generator[FileResult | None, None, None] | None = None
        self._done = self._total = 0

    @property
    def is_busy(self) -> bool:
        """Whether files are being read or added."""
        return bool(self._coming) or self._worker.busy or self._readers.busy or self.is_adding

    @property
    def is_adding(self) -> bool:
        """Whether files are being added; nothing else can be changed meanwhile."""
        return self._is_adding

    def find(self, paths: Sequence[Path], tops: Sequence[Path] = ()) -> None:
        """Find the files in *paths*, those below *tops* in sets, and read them; `listed` and `read` tell of them.

        Where there are tables of heads of which nothing was said yet, `asked` tells of them before.
        """
        found = partial(self._on_tables, paths, tops)
        _ask(self._worker, partial(self.files.find_tables, paths), found, first=True)

    def choose_columns(self, head: Sequence[str], roles: Sequence[str]) -> None:
        """Say what the columns of tables with this *head* are."""
        self._decided.add(tuple(head))
        self.files.choose_columns(head, roles)

    def look_again(self, path: Path, encoding: str) -> None:
        """Look at a table in another encoding; `looked` tells of it. It is read so when it can be."""
        look = partial(self.files.table_looker, path, encoding)
        _ask(self._worker, look, partial(self._on_looked, path, encoding), first=True)

    def _on_looked(self, path: Path, encoding: str, found: Any) -> None:
        if isinstance(found, TableLook):
            head = self._looks[path].head if path in self._looks else found.head
            # of the same head, and as uncertain: written by the same program
            alike = [
                one for one, look in self._looks.items() if look.head == head and look.encoding_origin == "guessed"
            ]
            for one in {path, *alike}:
                self.files.choose_encoding(one, encoding)
            self.files.see_tables((one, found) for one in {path, *alike})
        self.looked.emit(path, found)

    def table_again(self, path: Path, encoding: str) -> list[Path]:
        """Look for a table in what was none in another encoding; return what is gone of it."""
        gone, top = self.files.table_again(path)
        self.files.choose_encoding(path, encoding)
        self.find([path], [top])
        return gone

    def go_on(self) -> None:
        """Find the files that waited for what the columns of their tables are."""
        waiting, self._waiting = self._waiting, []
        for paths, tops, _tables in waiting:
            self._find(paths, tops)

    def leave_out(self, path: Path) -> tuple[Path, TableLook] | None:
        """Leave out a table that was asked of; return the next one of the same head, of which was not asked yet."""
        self.files.refuse(path)
        waiting = [one for _paths, _tops, tables in self._waiting for one in tables]
        head = self._looks[path].head
        return next((one for one in waiting if one[1].head == head and not self.files.is_refused(one[0])), None)

    def forget_tables(self) -> None:
        """Leave the files that wait for an answer."""
        self._waiting = []

    def _on_tables(self, paths: Sequence[Path], tops: Sequence[Path], found: Any) -> None:
        tables = found if isinstance(found, list) else []
        self._looks |= dict(tables)
        self.files.take_again(path for path, _look in tables)
        self.files.see_tables(tables)
        new = {look.head: (path, look) for path, look in reversed(tables) if look.head not in self._decided}
        if new:
            self._waiting.append((paths, tops, tables))
            self.asked.emit(list(reversed(new.values())))
        else:
            self._find(paths, tops)

    def _find(self, paths: Sequence[Path], tops: Sequence[Path]) -> None:
        self._total += 1
        _ask(self._worker, partial(self.files.find, paths, tops), self._on_found, first=True)

    def paste(self, text: str) -> None:
        """Take a text that was copied as one more document."""
        self._total += 1
        self._on_found(self.files.paste(text))

    def read_again(self, path: Path, encoding: str) -> None:
        """Read a file in another encoding; `read` and `previewed` follow."""
        self._total += 2
        self._ask_read(path, encoding, first=True)
        self.preview(path, encoding)

    def read_whole(self, path: Path, encoding: str) -> None:
        """Read a file again and leave nothing out; `read` and `previewed` follow."""
        self.files.keep_whole(path)
        self.read_again(path, encoding)

    def part_again(self, path: Path) -> list[Path]:
        """Take a file as several documents, or as one again; return what is gone of it. `listed` tells what comes."""
        gone, find = self.files.part_again(path)
        self._total += 1
        _ask(self._worker, lambda: find, self._on_found, first=True)
        return gone

    def preview(self, path: Path, encoding: str = "") -> None:
        """Read the beginning of a file's text; an earlier request for another is forgotten."""

        def show(found: TextPreview | UserError) -> None:
            self.previewed.emit(TextPreview(path, problem=str(found)) if isinstance(found, UserError) else found)

        self._looker.drop()
        _ask(self._looker, partial(self.files.preview_reader, path, encoding), show)

    def clear(self) -> None:
        """Forget all that was found; nothing was written."""
        self._looker.drop()
        self._drop()
        let_go(self, *self.files.clear(), self._uncompared, self._coming, self._waiting, self._decided, self._looks)
        self._coming = deque()
        self._uncompared = OrderedDict()
        self._waiting, self._decided, self._looks = [], set(), {}
        self._done = self._total = 0

    def add(
        self,
        paths: Sequence[Path],
        encodings: dict[Path, str],
        edits: dict[Path, dict[str, str]],
        speakers: SpeakerChoices = _AS_FOUND,
        *,
        keep: bool,
        names: NamePattern = _NO_NAMES,
    ) -> None:
        """Add these files in one action, with the facts that the user wrote; `finished` tells the end of it.

        Args:
            paths: of files that were found here.
            encodings: those that the user chose.
            edits: fields of `Facts` as the user wants them.
            speakers: who the speakers that were found shall be.
            keep: whether to keep the files themselves in the project.
            names: what the names of the files tell.
        """
        self._drop()
        limit = KEEP_LIMIT if keep else 0
        self._options = ImportOptions(
            encodings=encodings, edits=edits, speakers=speakers, keep_limit=limit, compare=False, names=names
        )
        self._results: list[FileResult] = []
        self._queue = list(paths)
        self._ended = 0
        self._arrived: Any = None
        # what has come before its turn, with the sum of the actors that it knew
        self._early: dict[int, tuple[int, Any]] = {}
        self._asked = self._taken = 0
        self._width, self._fresh = children.count(), 0
        self._encodings, self._limit = encodings, limit
        self._ahead = ReadAhead(self._options, self.files.actors, self._read_now)
        self._found = self.files.found(self._queue)
        self._is_adding, self._deadline = True, 0.0
        self._work.begin()
        self._commit: _Commit | None = None
        self._ask_next()

    def stop(self) -> bool:
        """Stop adding and take back what was added so far; False when there was nothing to stop any more."""
        if not self._is_adding:
            return False
        if self._steps is None:
            if self._commit is not None and not self._commit.forbid():
                # it is on the disk, or about to be: that is told next
                return False
            self._drop()
            # nothing is written before all is read
            self._end([])
            return True
        self._drop()
        if self._ended >= ENDING:
            # it is on the disk, and only not told of yet
            for _step in self._steps:
                pass
            self._end(self._results)
            return False
        self._steps.close()
        self._end([])
        return True

    def _end_all(self) -> None:
        self.stop()
        # what was written beside the window is told of to nobody who has gone on to another project
        self._end([])
        self.clear()

    # reading

    def _on_found(self, found: Any) -> None:
        if isinstance(found, UserError):
            self._messages.error(str(found))
            found = []
        is_under_way = bool(self._coming)
        # each is read, and compared afterwards
        self._total += 2 * len(found)
        self._coming.extend(found)
        self._advance()
        if is_under_way:
            return
        if len(self._coming) <= _TOGETHER:
            self._list(self._coming, *self._take_found())
        else:
            # at the next event: a hundred thousand that have come are looked through at this one
            QTimer.singleShot(0, self, self._take_next)

    def _take_next(self) -> None:
        if self._coming:
            # the page lists and paints what it is told of: each at an event of its own
            QTimer.singleShot(0, self, partial(self._list, self._coming, *self._take_found()))

    def _take_found(self) -> tuple[int, list[ReadFile]]:
        """Take the next files in, which stay among those that come until they are listed; return their number, too."""
        found = list(islice(self._coming, _TOGETHER))
        new = self.files.add(found)
        readable = [one.path for one in new if not one.problem]
        self._total -= 2 * (len(found) - len(readable))
        self._uncompared |= dict.fromkeys(readable, False)
        return len(found), new

    def _list(self, coming: deque[Any], count: int, new: list[ReadFile]) -> None:
        if coming is not self._coming:
            # all was given up meanwhile
            return
        for one in new:
            if not one.problem:
                self._ask_read(one.path)
        for _one in range(count):
            coming.popleft()
        if coming:
            # more follow behind what waits
            QTimer.singleShot(0, self, self._take_next)
        self.listed.emit(new)

    def _ask_read(self, path: Path, encoding: str = "", *, first: bool = False) -> None:
        read = partial(self.files.facts_reader, path, encoding)
        _ask(self._readers, read, partial(self._on_read, path), first=first)

    def _on_read(self, path: Path, result: Any) -> None:
        for file in self.files.put(path, result):
            self.read.emit(file)
        # behind the reading that waits already
        if numbers := self.files.texts():
            self._total += len(numbers)
            self._sketch_next(deque(numbers))
        if path in self._uncompared:
            self._uncompared[path] = True
            self._compare_in_order()
        else:
            self._compare(path)
        self._advance()

    def _sketch_next(self, numbers: deque[int]) -> None:
        """Let the next document be one that files are compared with, and the others follow it, before any is."""

        def done(_result: object) -> None:
            self._advance()
            if numbers:
                self._sketch_next(numbers)

        _ask(self._worker, partial(self.files.sketcher, numbers.popleft()), done, first=True)

    def _compare_in_order(self) -> None:
        # what is like another is told of the one that was found later, whichever was read first
        while self._uncompared:
            path, is_read = next(iter(self._uncompared.items()))
            if not is_read:
                return
            del self._uncompared[path]
            self._compare(path)

    def _compare(self, path: Path) -> None:
        _ask(self._worker, partial(self.files.comparer, path), partial(self._on_compared, path))

    def _on_compared(self, path: Path, near: NearFile) -> None:
        file = self.files.put_near(path, near)
        if file is not None:
            self.read.emit(file)
        self._advance()

    def _advance(self, _result: object = None) -> None:
        self._done += 1
        self.progressed.emit(self._done, self._total)

    # adding

    def _drop(self) -> None:
        self._worker.drop()
        self._readers.drop()

    def _ask_next(self) -> None:
        while self._asked < min(len(self._queue), self._next + self._width):
            self._ask_for(self._asked)
            self._asked += 1

    @property
    def _next(self) -> int:
        # whose turn it is
        return self._taken if self._steps is None else len(self._results)

    @property
    def _known(self) -> Roster:
        return self._ahead.actors if self._steps is None else self.files.actors

    def _read_now(self, path: Path, actors: Sequence[Actor], encoding: str) -> Any:
        return self.files.reader(path, encoding, self._limit, Roster.of(actors))()

    def _ask_for(self, number: int, *, first: bool = False) -> None:
        path = self._queue[number]
        known = 0

        def prepare() -> Callable[[], Any]:
            nonlocal known
            known = self._known.sum
            return self.files.reader(path, self._encodings.get(path, ""), self._limit, self._known)

        _ask(self._readers, prepare, lambda result: self._on_early(number, known, result), first=first)

    def _on_early(self, number: int, known: int, result: Any) -> None:
        self._early[number] = known, result
        while self._next in self._early and self._is_adding:
            number = self._next
            known, result = self._early.pop(number)
            if self._steps is None:
                is_good = self._ahead.take(self._found[number], known, result)
            else:
                is_good = known == self.files.actors.sum or isinstance(result, UserError)
            if not is_good:
                # a file before it has brought some whom this one may name
                self._width, self._fresh = 1, 0
                self._ask_for(number, first=True)
                return
            self._fresh += 1
            if self._fresh >= _AGAIN:
                self._width = children.count()
            if self._steps is not None:
                self._on_next(result)
                continue
            self._taken += 1
            self._tell_added()
            if self._taken == len(self._queue) or self._ahead.is_full:
                self._begin_writing()
                return
            self._ask_next()

    def _begin_writing(self) -> None:
        """Write what was read, one file between two events, and read the rest meanwhile."""
        if not self._is_adding:
            return
        self._readers.drop()
        self._early, self._asked = {}, 0
        if self._ahead.largest > _LARGE or any(map(self._is_large, self._queue[self._taken :])):
            self._write_beside()
            return
        self._steps = self.files.steps(self._queue, self._options, self._take_arrived)
        self._write_next()

    def _is_large(self, path: Path) -> bool:
        """Tell whether a file that is not read whole yet may hold a text that is written in another thread."""
        size = self.files.size(path)
        if size and not self._limit:
            # no look at the disk for each of a hundred thousand rows of a table
            return size > _LARGE
        try:
            return path.stat().st_size > (_LARGE // _PACKED if path.suffix.lower() in _ARE_PACKED else _LARGE)
        except (OSError, ValueError):
            # pasted, or a part of another
            return False

    def _write_beside(self) -> None:
        """Write files of which one is so large that the window would stand still: in another thread, as others do."""
        database, ahead, found = self._session.database, self._ahead, self._found
        options = replace(self._options, columns=self.files.columns)
        path, coder, commit = database.path, database.coder_name, _Commit()
        self._commit = commit
        if database.before_edit is not None:
            # what others write is backed up by nobody here
            database.before_edit(True)

        def work(progress: Progress) -> WrittenFiles:
            return write_at_once(path, coder, found, options, ahead, progress, commit.begin)

        self._tell_added()
        self._worker.ask(lambda: work, self._on_written)

    def _on_written(self, written: WrittenFiles | UserError) -> None:
        if isinstance(written, UserError):
            self._messages.error(str(written))
            self._end([])
            return
        # it is shown next: to read tens of megabytes from the file again, the window would stand still
        if written.first[0]:
            self._session.database.texts.keep(*written.first)
        self._session.database.note_rows(written.noted)
        self._session.refresh()
        # what the window shows anew of it, and what it does next, are two events
        QTimer.singleShot(0, self, partial(self._end, written.results))

    def _write_next(self) -> None:
        number = len(self._results)
        if self._steps is None:
            return
        if number == len(self._queue):
            QTimer.singleShot(0, self, self._next_part)
        elif number < self._taken and (not number or self._ahead.has(self._queue[number], self.files.actors)):
            self._asked = number + 1
            if self._step():
                self._tell_added()
                QTimer.singleShot(0, self, self._write_next)
        else:
            self._asked = max(self._asked, number)
            if self._asked == number:
                self._ask_next()

    def _tell_added(self) -> None:
        # each is read, and written
        self.progressed.emit(max(self._taken, len(self._results)) + len(self._results), 2 * len(self._queue))

    def _take_arrived(self, path: Path, actors: Sequence[Actor], encoding: str) -> Any:
        if self._arrived is None:
            return self._ahead(path, actors, encoding)
        arrived, self._arrived = self._arrived, None
        if isinstance(arrived, UserError):
            raise arrived
        return arrived

    def _on_next(self, result: object) -> None:
        self._arrived = result
        if not self._step():
            return
        self._tell_added()
        if len(self._results) < len(self._queue):
            self._ask_next()
        else:
            QTimer.singleShot(0, self, self._next_part)

    def _step(self) -> bool:
        """Do one step; tell whether it was not the last."""
        if self._steps is None:
            return False
        try:
            done = next(self._steps)
        except StopIteration:
            QTimer.singleShot(0, self, lambda: self._end(self._results))
            return False
        except UserError as error:
            if not (isinstance(error, LockedError) and not self._results and self._wait()):
                self._messages.error(str(error))
                self._end([])
            return False
        if done is None:
            self._ended += 1
        else:
            self._results.append(done)
        return True

    def _wait(self) -> bool:
        """Begin to write a moment later, as another program writes; tell whether there is time for that."""
        now = time.monotonic()
        self._deadline = self._deadline or now + self._session.patience
        self._steps = None
        if now > self._deadline:
            return False
        self._messages.hint(_("Waiting for another program that writes to the project…"))
        QTimer.singleShot(_TRY_AGAIN, self, self._begin_writing)
        return True

    def _next_part(self) -> None:
        """Do one part of the end: of thousands of documents each takes a moment, and the window answers between."""
        if self._step():
            QTimer.singleShot(0, self, self._next_part)

    def _end(self, results: list[FileResult]) -> None:
        if self._is_adding:
            self._is_adding, self._steps = False, None
            self._arrived = None
            del self._ahead
            # those whom a file brought that was taken back are gone again
            self.files.forget_actors()
            try:
                self.finished.emit(results)
            finally:
                # nobody needs it any more; the other lists hold what others hold, too
                let_go(self, self._results)
                self._results, self._queue, self._found = [], [], []
                self._work.end()


class _Commit:
    """Whether what another thread writes may still be given up."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state = ""

    def begin(self) -> None:
        """Say that it is written for good now; StoppedError where that was forbidden."""
        with self._lock:
            if self._state:
                raise StoppedError
            self._state = "begun"

    def forbid(self) -> bool:
        """Let it not be written; False where that has begun."""
        with self._lock:
            self._state = self._state or "forbidden"
            return self._state == "forbidden"


def _ask(
    worker: Worker, prepare: Callable[[], Callable[[], Any]], done: Callable[[Any], None], *, first: bool = False
) -> None:
    """Ask for work that counts no steps; *prepare* returns it when its turn has come."""

    def uncounted() -> Work:
        action = prepare()
        return lambda _progress: action()

    worker.ask(uncounted, done, first=first)
