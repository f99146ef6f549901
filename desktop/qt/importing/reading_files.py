"""What the import page can do with the open project: read files beside the window, and add them; a part of the session.

Reading needs no project and runs in a `Worker`; what is written is written by the window's thread, one file between two
of its events and all in one action.
"""

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core.errors import UserError
from desktop.core.near_duplicates import Sketch, SketchIndex, sketch
from desktop.core.structure.speaker_choices import SpeakerWishes
from desktop.core.values import Actor, Document
from desktop.exchange.folders import FoundFile, find_files
from desktop.exchange.readers.encodings import CHOICES
from desktop.project.importing import (
    ENDING,
    KEEP_LIMIT,
    FileResult,
    ImportOptions,
    import_steps,
    read_file,
    read_pasted,
)
from desktop.qt.background import Worker
from desktop.qt.importing.folder_watch import FolderWatch
from desktop.qt.importing.found_texts import FoundText, Preview, light, preview
from desktop.qt.messages import Messages
from desktop.store.database import Database
from desktop.store.reads import project as reads

if TYPE_CHECKING:
    from desktop.exchange.documents import Reading

ENCODINGS = CHOICES
_AS_FOUND = SpeakerWishes()
KEPT_MEGABYTES = KEEP_LIMIT // (1024 * 1024)


class ImportAccess(QObject):
    """Read files, compare them with the project, and add them.

    Attributes:
        folders: tells which files of recent folders are new.

    Signals:
        listed(list): these files were found, each a path with its problem, if it has one.
        read(FoundText): a file was read, read anew, or compared.
        previewed(Preview): the text that was asked for.
        progressed(int, int): so many steps of so many are done, of reading or of adding.
        finished(list): what became of each file, when they were added; empty when nothing was.
    """

    listed = Signal(list)
    read = Signal(object)
    previewed = Signal(object)
    progressed = Signal(int, int)
    finished = Signal(list)

    def __init__(self, database: Callable[[], Database], messages: Messages) -> None:
        super().__init__()
        self._database = database
        self._messages = messages
        self._worker = Worker(self)
        # previews have a thread of their own: one looks at a text while hundreds are read
        self._looker = Worker(self)
        self.folders = FolderWatch(database, self)
        self._sketched: dict[str, Sketch] = {}
        self._steps: Generator[FileResult | None, None, None] | None = None
        self._forget()

    def _forget(self) -> None:
        self._found: dict[Path, FoundText] = {}
        self._pasted: dict[Path, str] = {}
        self._sketches: dict[Path, Sketch] = {}
        self._hashes: dict[str, Path] = {}
        self._there: dict[str, str] = {}
        self._briefs: dict[str, str] = {}
        self._index: SketchIndex[tuple[str, str]] | None = None
        self._done = self._total = 0

    @property
    def is_busy(self) -> bool:
        """Whether files are being read or added."""
        return self._worker.busy or self.is_adding

    @property
    def is_adding(self) -> bool:
        """Whether files are being added; nothing else can be changed meanwhile."""
        return self._steps is not None

    def find(self, paths: Sequence[Path]) -> None:
        """Find the files in *paths* and read them; `listed` and `read` tell what is there."""
        self._know_project()
        names = list(paths)
        self._total += 1
        self._worker.ask(lambda: lambda: find_files(names), self._on_listed, first=True)

    def paste(self, text: str) -> None:
        """Take a text that was copied as one more document."""
        self._know_project()
        path = Path(f"pasted text {len(self._pasted) + 1}")
        self._pasted[path] = text
        self._total += 1
        self._on_listed([FoundFile(path)])

    def read_again(self, path: Path, encoding: str) -> None:
        """Read a file in another encoding; `read` and `previewed` follow."""
        self._total += 2
        self._ask_read(path, encoding, first=True)
        self.preview(path, encoding)

    def preview(self, path: Path, encoding: str = "") -> None:
        """Read the beginning of a file's text; an earlier wish for another is forgotten."""
        self._looker.drop()
        self._looker.ask(
            lambda: self._reader(path, encoding, preview), lambda found: self.previewed.emit(_preview(path, found))
        )

    def clear(self) -> None:
        """Forget all that was found; nothing was written."""
        self._looker.drop()
        self._worker.drop()
        self._forget()

    def close(self) -> None:
        """End everything without a trace, and wait until it has ended."""
        self.stop()
        self.clear()
        self.folders.close()
        self._worker.stop()
        self._looker.stop()

    def add(
        self,
        paths: Sequence[Path],
        encodings: dict[Path, str],
        edits: dict[Path, dict[str, str]],
        speakers: SpeakerWishes = _AS_FOUND,
        *,
        keep: bool,
    ) -> None:
        """Add these files in one action, with the facts that the user wrote; `finished` tells the end of it.

        Args:
            paths: of files that were found here.
            encodings: those that the user chose.
            edits: fields of `Facts` as the user wants them.
            speakers: who the speakers that were found shall be.
            keep: whether to keep the files themselves in the project.
        """
        self._worker.drop()
        limit = KEEP_LIMIT if keep else 0
        options = ImportOptions(encodings=encodings, edits=edits, speakers=speakers, keep_limit=limit, compare=False)
        self._results: list[FileResult] = []
        self._queue = list(paths)
        self._ended = 0
        self._arrived: Any = None
        self._steps = import_steps(
            self._database(), [FoundFile(path) for path in paths], options, lambda *_: _reading(self._arrived)
        )
        self._encodings = encodings
        self._ask_next()

    def stop(self) -> bool:
        """Stop adding and take back what was added so far; False when there was nothing to stop any more."""
        if self._steps is None:
            return False
        self._worker.drop()
        if self._ended >= ENDING:
            # it is on the disk, and only not told of yet
            for _ in self._steps:
                pass
            self._end(self._results)
            return False
        self._steps.close()
        self._end([])
        return True

    # reading

    def _know_project(self) -> None:
        if not self._found:
            documents = reads.documents(self._database())
            self._there = {one.text_sha256: one.facts.title or one.name for one in documents}
            self._briefs = {one.original_sha256: one.facts.title or one.name for one in documents if one.is_brief}

    def _reader(self, path: Path, encoding: str, shape: Callable[..., Any]) -> Callable[[], Any]:
        actors = reads.actors(self._database())
        pasted = self._pasted.get(path)

        def run() -> Any:
            if pasted is not None:
                return shape(path, read_pasted(pasted, path.name, actors), actors)
            return shape(path, read_file(path, actors, encoding), actors)

        return run

    def _on_listed(self, found: list[FoundFile]) -> None:
        new = [one for one in found if one.path not in self._found]
        for one in new:
            self._found[one.path] = FoundText(one.path, one.problem)
        self.listed.emit(new)
        readable = [one.path for one in new if not one.problem]
        # each is read, and compared afterwards
        self._total += 2 * len(readable)
        for path in readable:
            self._ask_read(path)
        self._advance()

    def _ask_read(self, path: Path, encoding: str = "", *, first: bool = False) -> None:
        self._worker.ask(
            lambda: self._reader(path, encoding, light), lambda result: self._on_read(path, result), first=first
        )

    def _on_read(self, path: Path, result: tuple[FoundText, str, Sketch] | UserError) -> None:
        if isinstance(result, UserError):
            found = FoundText(path, str(result))
            self._sketches.pop(path, None)
        else:
            found, sha256, self._sketches[path] = result
            first = self._hashes.setdefault(sha256, path)
            same = self._there.get(sha256) or ("" if first == path else first.name)
            found = replace(found, same=same, brief=self._briefs.get(sha256, ""))
        self._found[path] = found
        self.read.emit(found)
        if self._index is None:
            self._know_texts()
        self._worker.ask(lambda: self._comparer(path), lambda near: self._on_compared(path, near))
        self._advance()

    def _know_texts(self) -> None:
        """Ask for the sketches of the project's texts, behind the reading that waits already."""
        self._index = SketchIndex()
        for one in reads.documents(self._database()):
            self._total += 1
            self._worker.ask(partial(self._sketcher, one), lambda _: self._advance())

    def _sketcher(self, document: Document) -> Callable[[], None]:
        sha256, index, sketched = document.text_sha256, self._index, self._sketched
        text = "" if sha256 in sketched else reads.text(self._database(), document.id)

        def run() -> None:
            if sha256 not in sketched:
                sketched[sha256] = sketch(text)
            if index is not None:
                index.add((sha256, document.facts.title or document.name), sketched[sha256])

        return run

    def _comparer(self, path: Path) -> Callable[[], tuple[str, float]]:
        own, index = self._sketches.get(path), self._index
        key = (str(path), path.name)

        def run() -> tuple[str, float]:
            if own is None or index is None:
                return "", 0.0
            near = [(other[1], share) for other, share in index.near(own) if other != key]
            index.add(key, own)
            return near[0] if near else ("", 0.0)

        return run

    def _on_compared(self, path: Path, near: tuple[str, float]) -> None:
        found = self._found[path]
        if near[0] and not found.same and not found.problem:
            self._found[path] = replace(found, near=near)
            self.read.emit(self._found[path])
        self._advance()

    def _advance(self) -> None:
        self._done += 1
        self.progressed.emit(self._done, self._total)

    # adding

    def _ask_next(self) -> None:
        path = self._queue[len(self._results)]
        encoding = self._encodings.get(path, "")
        # with the actors of now: the file before may have brought some
        self._worker.ask(lambda: self._reader(path, encoding, _whole), self._on_next)

    def _on_next(self, result: object) -> None:
        if self._steps is None:
            return
        self._arrived = result
        if not self._step():
            return
        self.progressed.emit(len(self._results), len(self._queue))
        if len(self._results) < len(self._queue):
            self._ask_next()
        else:
            self._soon(self._next_part)

    def _step(self) -> bool:
        """Do one step; tell whether it was not the last."""
        if self._steps is None:
            return False
        try:
            done = next(self._steps)
        except StopIteration:
            self._soon(lambda: self._end(self._results))
            return False
        except UserError as error:
            self._messages.error(str(error))
            self._end([])
            return False
        if done is None:
            self._ended += 1
        else:
            self._results.append(done)
        return True

    def _next_part(self) -> None:
        """Do one part of the end: of thousands of documents each takes a moment, and the window answers between."""
        if self._step():
            self._soon(self._next_part)

    def _soon(self, action: Callable[[], None]) -> None:
        QTimer.singleShot(0, self, action)

    def _end(self, results: list[FileResult]) -> None:
        if self._steps is not None:
            self._steps = None
            self._arrived = None
            self.finished.emit(results)


def _reading(arrived: Any) -> "Reading":
    if isinstance(arrived, UserError):
        raise arrived
    reading: Reading = arrived
    return reading


def _whole(_path: Path, reading: "Reading", _actors: Sequence[Actor]) -> "Reading":
    return reading


def _preview(path: Path, found: Preview | UserError) -> Preview:
    return Preview(path, problem=str(found)) if isinstance(found, UserError) else found
