"""Files that may be imported: what they hold, compared with each other and with the project; nothing is written.

What takes long is returned as a function over values, which may run in another thread.
"""

import contextlib
from array import array
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from desktop.core.columns import ColumnChoices, TableLook
from desktop.core.errors import LockedError, UserError
from desktop.core.language import _
from desktop.core.name_pattern import NamePattern
from desktop.core.near_duplicates import SketchIndex, is_shortened, sketch
from desktop.core.proposals import Proposal
from desktop.core.roster import Roster
from desktop.core.structure.speaker_choices import SpeakerChoices, UnnamedLabel, unnamed_labels
from desktop.core.text import text_hash
from desktop.core.values import Actor, Certainty, CodedSegment, Facts, SegmentKind
from desktop.exchange.readers.collections import is_member, is_named, is_table
from desktop.exchange.readers.contained import container_of
from desktop.exchange.readers.encodings import CHOICES
from desktop.exchange.readers.formats import DOCUMENTS
from desktop.exchange.readers.source import shown
from desktop.exchange.recognition import FoundFile
from desktop.project import children, document_files
from desktop.project.columns import look_at, tables_in
from desktop.project.document_files import (
    Speaker,
    doubtful_message,
    left_out_message,
    speakers_of,
    with_named,
)
from desktop.project.foreign import files_in, name_of, read_file, read_pasted
from desktop.project.importing import FileResult, ImportOptions, Reader, import_steps, size_of
from desktop.store import edits, reads
from desktop.store.database import Database

if TYPE_CHECKING:
    from desktop.exchange.documents import Reading

R = TypeVar("R")

# the encodings that can be chosen for a file
ENCODINGS = CHOICES
# how those files are called whose bytes are read in an encoding
TEXT_SUFFIXES = frozenset(suffix for row in DOCUMENTS if row.is_text for suffix in row.suffixes)
# a preview is for a look; the whole of a long text would keep the window waiting
PREVIEW, _PARTS = 30_000, 400


class NearFile(NamedTuple):
    """What a file has most in common with, in runs of words.

    Attributes:
        name: its title; empty for nothing.
        share: how much of the file stands there, 0 to 1.
        whole: how much of that stands in the file.
    """

    name: str = ""
    share: float = 0.0
    whole: float = 0.0

    def told(self, name: str) -> str:
        """Return it in a few words, with *name* for its name."""
        words = _("{share:.0%} of it in “{name}”")
        if is_shortened(self.share, self.whole):
            words = _("a shortened copy of “{name}”: {share:.0%} of it stands there")
        elif is_shortened(self.whole, self.share):
            words = _("“{name}” is a shortened copy of it")
        return words.format(share=self.share, name=name)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """What was found in a file, without its text.

    Attributes:
        problem: why it cannot be read, in one sentence; all else is empty then.
        origins: of each fact that was found, how sure it is and where it comes from.
        same: what has the same text already; empty when nothing has.
        brief: the title of the brief whose place it will take.
        near: what it has most in common with.
        claims: how many a coded document brings.
        unnamed: what begins turns that are nobody's.
        proposed: names that may be actors, those with most evidence first.
        left_out: how many words of it are not in its text, in one sentence.
        notes: what else the user shall know of it.
        parts: of a file that may be one document or several, how many; *is_part*: whether this is one of them.
    """

    path: Path
    problem: str = ""
    format: str = ""
    encoding: str = ""
    encoding_origin: str = ""
    facts: Facts = field(default_factory=Facts)
    origins: tuple[tuple[str, Certainty, str], ...] = ()
    characters: int = 0
    segments: int = 0
    turns: int = 0
    speakers: tuple[Speaker, ...] = ()
    unnamed: tuple[UnnamedLabel, ...] = ()
    proposed: tuple[Proposal, ...] = ()
    same: str = ""
    brief: str = ""
    near: NearFile = field(default_factory=NearFile)
    bytes_sha256: str = ""
    claims: int = 0
    left_out: str = ""
    notes: tuple[str, ...] = ()
    parts: int = 0
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class TextPreview:
    """The beginning of a file's text with its structure, its speakers' names by key, and how many characters follow.

    Attributes:
        doubtful: the labels of turns that may be no speaker's.
    """

    path: Path
    text: str = ""
    segments: tuple[CodedSegment, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    more: int = 0
    problem: str = ""
    doubtful: tuple[str, ...] = ()


class ImportFiles:
    """The files that may be imported into the open project, as far as they were read."""

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database
        # kept from one import to the next: a text never changes. As tuples of numbers those of a hundred thousand would
        # take a gigabyte
        self._sketched: dict[str, array[int]] = {}
        self._actors: Roster | None = None
        self.clear()

    def clear(self) -> tuple[dict[Any, Any], ...]:
        """Forget all files; return what was known of them, which of a hundred thousand takes long to be freed."""
        known = ("_files", "_found", "_sketches", "_hashes", "_places")
        held = tuple(vars(self).get(name, {}) for name in known)
        self._files: dict[Path, ReadFile] = {}
        self._columns: ColumnChoices | None = None
        self._refused: set[Path] = set()
        self.forget_actors()
        self._pasted: dict[Path, str] = {}
        self._whole: set[Path] = set()
        # as they were found, without what is wrong with them
        self._found: dict[Path, FoundFile] = {}
        self._sketches: dict[Path, array[int]] = {}
        self._hashes: dict[str, Path] = {}
        # in which order the files were found
        self._places: dict[Path, int] = {}
        self._index: SketchIndex[tuple[str, str]] | None = None
        return held

    def forget_actors(self) -> None:
        """Read the codebook's actors anew when they are wanted next."""
        self._actors = None

    @property
    def actors(self) -> Roster:
        """The actors of the codebook, read once for all files."""
        if self._actors is None:
            self._actors = Roster(reads.project.actors(self._database()))
        return self._actors

    @property
    def state(self) -> tuple[int, int]:
        """What tells whether the actors are others than they were."""
        return self.actors.made, len(self.actors)

    @property
    def columns(self) -> ColumnChoices:
        """What the columns of tables are, as far as that was said now or before."""
        if self._columns is None:
            self._columns = edits.columns.remembered(self._database())
        return self._columns

    def _with_new_fields(self) -> ColumnChoices:
        """Return what the columns are, with the own fields that were made since.

        Only before files are looked at: while they are written the project may be held by whoever writes.
        """
        self._columns = replace(self.columns, own=edits.columns.own_names(self._database()))
        return self._columns

    def choose_columns(self, head: Sequence[str], roles: Sequence[str]) -> None:
        """Say what the columns of tables with this *head* are."""
        self._columns = self.columns.with_table(head, roles)

    def see_tables(self, tables: Iterable[tuple[Path, TableLook]]) -> None:
        """Keep which columns tables have that were looked at: what is said of them holds for no others."""
        self._columns = self.columns.with_seen((path, look.head) for path, look in tables)

    def choose_encoding(self, path: Path, encoding: str) -> None:
        """Say in which encoding a table is read."""
        self._columns = self.columns.with_encoding(path, encoding)

    def refuse(self, path: Path) -> None:
        """Leave a table out, with all of its documents."""
        self._refused.add(path)

    def take_again(self, paths: Iterable[Path]) -> None:
        """Leave tables out no more that were brought again."""
        self._refused -= set(paths)

    def is_refused(self, path: Path) -> bool:
        """Tell whether a table is left out."""
        return path in self._refused

    def paths(self) -> list[Path]:
        """Return the files in the order in which they were found."""
        return list(self._files)

    # each pair is what is to be done, in another thread, and what becomes of its result

    def find(self, names: Iterable[Path], tops: Sequence[Path] = ()) -> Callable[[], list[FoundFile]]:
        """Return what finds the files in files and folders, those below *tops* in sets; `add` takes them."""
        return partial(files_in, list(names), tops, self._with_new_fields())

    def find_tables(self, names: Iterable[Path]) -> Callable[[], list[tuple[Path, TableLook]]]:
        """Return what finds the tables among files and in folders, to ask what their columns are."""
        return partial(tables_in, list(names), self._with_new_fields())

    def table_looker(self, path: Path, encoding: str) -> Callable[[], TableLook]:
        """Return what looks at a table in another encoding; `choose_encoding` takes that when it can be read so."""
        return partial(look_at, path, self.columns.with_encoding(path, encoding))

    def paste(self, text: str) -> list[FoundFile]:
        """Take a text that was copied as one more file; `add` takes it."""
        path = Path(_("pasted text {number}").format(number=len(self._pasted) + 1))
        self._pasted[path] = text
        return [FoundFile(path)]

    def add(self, found: Iterable[FoundFile]) -> list[ReadFile]:
        """Take files, and return those that are new here; nothing is read of them yet."""
        refused = self._refused
        new = [one for one in found if one.path not in self._files and not {one.path, one.path.parent} & refused]
        self._found |= {one.path: replace(one, problem="") if one.problem else one for one in new}
        self._files |= {one.path: ReadFile(one.path, one.problem) for one in new}
        for one in new:
            self._places.setdefault(one.path, len(self._places))
        return [self._files[one.path] for one in new]

    def reader(
        self, path: Path, encoding: str = "", keep_limit: int | None = None, actors: Roster | None = None
    ) -> "Callable[[], Reading]":
        """Return what reads a file whole, with the actors that the codebook has now, or these.

        The content of one larger than *keep_limit* bytes is left out.
        """
        pasted = self._pasted.get(path)
        if pasted is not None:
            return partial(read_pasted, pasted, path.name, self.actors if actors is None else actors)
        options = self._options(path)
        known = self.actors if actors is None else actors
        return partial(read_file, path, known, encoding, **options, keep_limit=keep_limit)

    def _options(self, path: Path) -> dict[str, Any]:
        return {"whole": path in self._whole, "columns": self.columns}

    def _looker(self, look: Callable[..., R], path: Path, encoding: str) -> Callable[[], R]:
        """Return what calls *look* for a file in a child: only what it returns comes back, and not the text."""
        pasted, actors, options = self._pasted.get(path), self.actors, self._options(path)
        return partial(children.run, look, path, pasted, encoding, name=name_of(path), actors=actors, **options)

    def part_again(self, path: Path) -> tuple[list[Path], Callable[[], list[FoundFile]]]:
        """Take a file as several documents that is one, or as one of which *path* is a part.

        Return what is forgotten of it, and what finds what it is instead; `add` takes that.
        """
        file = container_of(path)
        top = self._set_path(path)
        # its documents are a set that is called as the file is
        top = top.rpartition("/")[0] if file is not None else top
        gone = self._forget(path)

        def find() -> list[FoundFile]:
            found = files_in([file or path], several=file is None)
            return [replace(one, set_path="/".join(filter(None, (top, one.set_path)))) for one in found]

        return gone, find

    def table_again(self, path: Path) -> tuple[list[Path], Path]:
        """Forget what is no table as it was read; return that, and the folder below which its folders are sets."""
        top = path.parents[len(Path(self._set_path(path)).parts)]
        return self._forget(path), top

    def _forget(self, path: Path) -> list[Path]:
        """Forget a file, or all parts of the one of which *path* is a part; return what is gone."""
        file = container_of(path)
        gone = [one for one in self._files if one == path or (file is not None and file in one.parents)]
        for one in gone:
            del self._files[one]
            self._found.pop(one, None)
            self._sketches.pop(one, None)
            if self._index is not None:
                self._index.forget(_key(one))
        self._hashes = {sha256: one for sha256, one in self._hashes.items() if one in self._files}
        return gone

    def keep_whole(self, path: Path) -> None:
        """Leave nothing of a file out, when it is read again."""
        self._whole.add(path)

    def facts_reader(self, path: Path, encoding: str = "") -> Callable[[], tuple[ReadFile, str, bytes]]:
        """Return what reads a file and keeps what `put` takes."""
        return self._looker(_look_through, path, encoding)

    def put(self, path: Path, result: tuple[ReadFile, str, bytes] | UserError) -> list[ReadFile]:
        """Take what was read of a file, or why it cannot be read; return what is known of it, and of whom it changed.

        Of files with the same text the one that was found first is the first, whichever was read first.
        """
        others = []
        if isinstance(result, UserError):
            file = ReadFile(path, str(result))
            self._sketches.pop(path, None)
        else:
            file, sha256, packed = result
            self._sketches[path] = array("I", packed)
            first = self._hashes.get(sha256, path)
            if first in self._files and self._places[path] < self._places[first]:
                self._files[first] = replace(self._files[first], same=path.name)
                others.append(self._files[first])
                first = path
            self._hashes[sha256] = first
            there, brief = "", ""
            # where another program keeps everybody from reading, that the text is there is found when it is added
            with contextlib.suppress(LockedError):
                there, brief = reads.project.having_text(self._database(), sha256)
            file = replace(file, same=there or ("" if first == path else first.name), brief=brief)
        self._files[path] = file
        return [file, *others]

    def preview_reader(self, path: Path, encoding: str = "") -> Callable[[], TextPreview]:
        """Return what reads the beginning of a file's text."""
        return self._looker(_look_at_beginning, path, encoding)

    def texts(self) -> list[int]:
        """Return the documents that files are compared with, when this is asked for the first time; none after."""
        if self._index is not None:
            return []
        self._index = SketchIndex()
        return reads.project.document_ids(self._database())

    def sketcher(self, number: int) -> Callable[[], None]:
        """Return what makes a document one of those that files are compared with, if it is still there."""
        index, sketched = self._index, self._sketched
        try:
            name, sha256 = reads.project.name_and_hash(self._database(), number)
            text = "" if sha256 in sketched else reads.project.text(self._database(), number)
        except UserError:
            # removed since all were listed
            return lambda: None

        def run() -> None:
            if sha256 not in sketched:
                sketched[sha256] = array("I", sketch(text))
            if index is not None:
                index.add((sha256, name), sketched[sha256])

        return run

    def comparer(self, path: Path) -> Callable[[], NearFile]:
        """Return what finds that which a file is most like; `put_near` takes it."""
        own, index = self._sketches.get(path), self._index
        key = _key(path)

        def run() -> NearFile:
            if own is None or index is None:
                return NearFile()
            near = [NearFile(other[1], *shares) for other, *shares in index.copies(own) if other != key]
            index.add(key, own)
            return near[0] if near else NearFile()

        return run

    def put_near(self, path: Path, near: NearFile) -> ReadFile | None:
        """Take what a file is most like; return what is known of it where that is news."""
        # it may have been taken as several meanwhile
        file = self._files.get(path)
        if file is None or not near.name or file.same or file.problem:
            return None
        self._files[path] = replace(file, near=near)
        return self._files[path]

    def steps(
        self, paths: Sequence[Path], options: ImportOptions, read: Reader
    ) -> Generator[FileResult | None, None, None]:
        """Add files, one at each step, as `import_steps`; *read* returns what was read of the next one."""
        options = replace(options, columns=self.columns)
        return import_steps(self._database(), self.found(paths), options, read, actors=self.actors)

    def found(self, paths: Sequence[Path]) -> list[FoundFile]:
        """Return files that are here as they were found."""
        # not made anew: of a hundred thousand a window would stand still
        return [self._found[path] if path in self._found else FoundFile(path) for path in paths]

    def size(self, path: Path) -> int:
        """Return how large what a file holds is, as `importing.size_of` has it; 0 where it was not read yet."""
        file = self._files.get(path)
        return size_of(file.characters, file.segments) if file is not None else 0

    def _set_path(self, path: Path) -> str:
        return self._found[path].set_path if path in self._found else ""


def _key(path: Path) -> tuple[str, str]:
    """Return under what a file is kept among what others are compared with: what it is, and how it is called."""
    return str(path), path.name


# what is done in a child


def _look_through(
    path: Path, pasted: str | None, encoding: str, *, actors: Sequence[Actor], **options: Any
) -> tuple[ReadFile, str, bytes]:
    return _light(path, _read(path, pasted, encoding, actors, options), actors)


def _look_at_beginning(
    path: Path, pasted: str | None, encoding: str, *, actors: Sequence[Actor], **options: Any
) -> TextPreview:
    return _preview(path, _read(path, pasted, encoding, actors, options), actors)


def _read(path: Path, pasted: str | None, encoding: str, actors: Sequence[Actor], options: dict[str, Any]) -> "Reading":
    if pasted is not None:
        return document_files.read_pasted(pasted, path.name, actors)
    return document_files.read_file(path, actors, encoding, **options)


def _light(path: Path, reading: "Reading", actors: Sequence[Actor]) -> tuple[ReadFile, str, bytes]:
    """Return what was found without the text, the text's SHA-256, and its sketch as the bytes of an array."""
    document = reading.document
    found = ReadFile(
        path,
        format=reading.format,
        encoding=reading.encoding,
        encoding_origin=reading.encoding_origin,
        facts=document.facts,
        origins=tuple((fact.name, fact.certainty, fact.told) for fact in reading.facts),
        characters=len(document.text),
        segments=len(document.segments),
        turns=sum(segment.kind is SegmentKind.TURN for segment in document.segments),
        speakers=speakers_of(reading, actors),
        unnamed=unnamed_labels(document, reading.doubtful),
        proposed=reading.proposed,
        bytes_sha256=document.bytes_sha256,
        claims=len(document.claims),
        left_out=left_out_message(reading),
        notes=reading.notes,
        parts=reading.parts,
        is_part=bool(reading.parts) and is_member(path),
    )
    return found, text_hash(document.text), array("I", sketch(document.text)).tobytes()


def _preview(path: Path, reading: "Reading", actors: Sequence[Actor]) -> TextPreview:
    """Return the beginning of the text with its structure."""
    document = reading.document
    names = {actor.key: actor.name for actor in (*document.new_actors, *actors)}
    begun = [segment for segment in document.segments if segment.span.start < PREVIEW]
    # of very short parts fewer letters are shown: each is laid out by itself
    length = min([PREVIEW, *sorted(segment.span.start for segment in begun)[_PARTS : _PARTS + 1]])
    return TextPreview(
        path,
        document.text[:length],
        tuple(segment for segment in begun if segment.span.start < length),
        tuple(names.items()),
        max(0, len(document.text) - length),
        doubtful=reading.doubtful,
    )


def by_name(file: ReadFile, names: NamePattern) -> ReadFile:
    """Return what is known of a file with the facts that its name tells; as it is when it tells none."""
    told = names.read(file.path.name) if names and is_named(file.path) and not file.problem else None
    if told is None:
        return file
    rest = (one for one in file.origins if one[0] not in told)
    found = ((place, names.origin(place).certainty, names.origin(place).told) for place in told)
    return replace(file, facts=with_named(file.facts, told, names), origins=(*found, *rest))


def doubts(file: ReadFile, choices: SpeakerChoices) -> str:
    """Return which names before turns may be no speakers' and were not decided; empty when there are none."""
    return doubtful_message([one.label for one in file.unnamed if one.doubtful and not choices.decides(one.label)])


def follows(path: Path, names: NamePattern) -> bool | None:
    """Tell whether the name of a file follows a pattern; None where there is nothing to follow."""
    return names.read(path.name) is not None if names and is_named(path) else None


def may_be_table(path: Path) -> bool:
    """Tell whether a file may be a table of documents, though none was seen in the encoding in which it was read."""
    return container_of(path) is None and path.is_file() and is_table(path)


def container_name(path: Path) -> str:
    """Return the name of the file of which *path* is a part, fit to stand in a sentence; empty when it is of none."""
    file = container_of(path)
    return shown(file.name) if file is not None else ""
