"""Bringing files into a project: finding them in folders, adding them in one undo step.

The command line and the window both call these. No more than one file's content is held at a time.
"""

import contextlib
from array import array
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.core.changes import ChangeSet, RowIndex, RowLog
from desktop.core.columns import ColumnChoices
from desktop.core.dates import PartialDate
from desktop.core.errors import UsageError, UserError
from desktop.core.fields import FACTS
from desktop.core.language import _, ngettext
from desktop.core.name_pattern import NamePattern
from desktop.core.near_duplicates import Sketch, SketchIndex, is_shortened, sketch
from desktop.core.own_fields import OwnField, misfits_sentence, misfitting
from desktop.core.progress import Progress
from desktop.core.proposals import Proposal, proposal_record
from desktop.core.reanchor import ClaimQuote, reanchor
from desktop.core.roster import Roster
from desktop.core.structure.speaker_choices import SpeakerChoices, UnnamedLabel, settle, unnamed_labels
from desktop.core.text import context, text_hash
from desktop.core.values import DOCUMENT_KINDS, Actor, Certainty, CodedDocument, Facts, SegmentKind
from desktop.exchange.readers.collections import is_member, is_named
from desktop.exchange.readers.extracted import Fact
from desktop.exchange.recognition import FoundFile
from desktop.project import children
from desktop.project.columns import tables_in
from desktop.project.document_files import (
    Speaker,
    difference_record,
    doubtful_message,
    imported_message,
    left_out_message,
    proposed_message,
    speakers_of,
    speech_message,
    with_named,
)
from desktop.project.foreign import files_in, read_file
from desktop.store import edits, reads
from desktop.store.database import Database
from desktop.store.edits.documents import Imported, Outcome

if TYPE_CHECKING:
    from desktop.exchange.documents import Reading

# a larger file is not kept unless one says how large it may be
KEEP_LIMIT = 16 * 1024 * 1024
# so many bytes of memory, about, are read before the project is locked; what is more, while it is
_AHEAD = 100_000_000
# what a document takes beside its text and the bytes of its file, and each of its segments
_BESIDE, _SEGMENT = 5_000, 500
# of a plain text, which take as long to write as a segment
_LETTERS = 150
# after so many files that brought nobody several are read at once again
_AGAIN = 8
# the steps of an import's end, after which it is committed
ENDING = 2

Reader = Callable[[Path, Sequence[Actor], str], "Reading"]


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """How files shall be imported; what is empty is found out.

    Attributes:
        facts: what the user says of each file by its path; its empty fields leave what was found.
        edits: fields of `Facts` by path that the user wrote, empty ones too; they stand above all else.
        kind, date: of all files that have none in `facts`.
        keep_limit: the largest file, in bytes, that is kept in the project; 0 keeps none.
        speakers: who the speakers that are found shall be.
        columns: what the columns of tables are.
        whole: whether nothing shall be left out that can be kept.
        names: what the names of files tell.
        several: whether a file that may be one document or several is several; None for what is usual of its kind.
        takes: whether claims and memos that are here say what an annotated file says of them.
        compare: whether to look for documents that are nearly the same; the window has done so before.
    """

    encoding: str = ""
    encodings: dict[Path, str] = field(default_factory=dict)
    facts: dict[Path, Facts] = field(default_factory=dict)
    edits: dict[Path, dict[str, str]] = field(default_factory=dict)
    kind: str = ""
    date: str = ""
    keep_limit: int = 0
    speakers: SpeakerChoices = field(default_factory=SpeakerChoices)
    columns: ColumnChoices = field(default_factory=ColumnChoices)
    compare: bool = True
    whole: bool = False
    several: bool | None = None
    takes: bool = False
    names: NamePattern = field(default_factory=NamePattern)

    def __post_init__(self) -> None:
        if self.kind and self.kind not in DOCUMENT_KINDS:
            sentence = _("There is no kind “{kind}”: write one of {kinds}.")
            raise UsageError(sentence, kind=self.kind, kinds=", ".join(DOCUMENT_KINDS))
        try:
            PartialDate.parse(self.date)
        except ValueError as error:
            sentence = _("“{text}” is no date: write 2024-04-26, 2024-04, 2024 or --04-26.")
            raise UsageError(sentence, text=self.date) from error

    @property
    def tables(self) -> ColumnChoices:
        """What is said of tables, with the encoding of all files."""
        return replace(self.columns, encoding=self.columns.encoding or self.encoding)


@dataclass(frozen=True, slots=True)
class Near:
    """A document that a text has much in common with, in runs of five words.

    Attributes:
        share: how much of the text stands in the document, 0 to 1.
        whole: how much of the document stands in the text.
    """

    document_id: int
    name: str
    share: float
    whole: float

    @property
    def told(self) -> str:
        """What it is to the text, in a sentence."""
        words = _("About {share:.0%} of it stands in document {number} ({name}) too.")
        if is_shortened(self.share, self.whole):
            words = _("It is a shortened copy of document {number} ({name}): about {share:.0%} of it stands there.")
        elif is_shortened(self.whole, self.share):
            words = _("Document {number} ({name}) is a shortened copy of it: about {whole:.0%} of that stands in it.")
        return words.format(share=self.share, whole=self.whole, number=self.document_id, name=self.name)


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file: what was imported, or None.

    Attributes:
        message: one sentence, or a few, that tell it.
        reading: what was found in it, without its text and content; None for a file that could not be read.
        near: documents that are nearly the same, the most alike first.
        columns: of a row of a table, what each of its columns is.
        doubtful: what begins turns, may be no speaker's name, and was not decided.
        proposed: names that may be actors, and of which nothing was decided, those with most evidence first.
        misfits: what it has of own fields which these would not take: names and values.
    """

    path: Path
    imported: Imported | None
    message: str
    reading: "Reading | None" = None
    near: tuple[Near, ...] = ()
    turns: int = 0
    speakers: tuple[Speaker, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    doubtful: tuple[UnnamedLabel, ...] = ()
    proposed: tuple[Proposal, ...] = ()
    misfits: tuple[tuple[str, str], ...] = ()


def import_steps(
    db: Database,
    found: Sequence[FoundFile],
    options: ImportOptions | None = None,
    read: Reader | None = None,
    *,
    actors: Roster | None = None,
    is_trial: bool = False,
) -> Generator[FileResult | None, None, None]:
    """Add files in one action, one at each step, and yield what became of each; then None, `ENDING` times.

    With the first None all is in the history, with the second it is committed, and the last step, which yields nothing
    more, tells of it: of thousands of files each takes a while. Closing the generator before the commit, or an
    exception, leaves no trace; so a window can run one step at a time between its events and be cancelled between any
    two. *read* stands in for `read_file`, for what is no file or was read elsewhere. *is_trial* says what
    would become of each. *actors* are those of the project, and are kept so.

    Raises:
        UserError: when the project cannot be written; nothing is added then.
    """
    options = options or ImportOptions()
    with db.edit_in_parts("import_documents", {"count": 0}) as edit:
        recorder = edit.recorder
        alike = _Alike(db)
        count = 0
        actors = Roster() if actors is None else actors
        last = _renew(db, actors)
        fields = reads.own_fields.fields(db, "document", defined=True)
        for one in found:
            if one.problem:
                yield FileResult(one.path, None, one.problem)
                continue
            try:
                encoding = options.encodings.get(one.path, options.encoding)
                if read is not None:
                    reading = read(one.path, actors, encoding)
                else:
                    reading = read_file(
                        one.path,
                        actors,
                        encoding,
                        whole=options.whole,
                        columns=options.tables,
                        keep_limit=options.keep_limit,
                        compares=options.compare,
                    )
            except UserError as error:
                yield FileResult(one.path, None, str(error))
                continue
            reading = _by_name(reading, one.path, options.names)
            coming = replace(_with_options(reading.document, one.path, options), set_path=one.set_path)
            document, aliases = settle(coming, actors, options.speakers, reading.proposed)
            own = _sketch_of(reading) if options.compare else ()
            document, moved = to_text_here(db, document)
            imported = edits.documents.add_document(db, recorder, document, "import", takes=options.takes)
            reading = replace(reading, notes=(*reading.notes, *moved)) if moved else reading
            if imported.outcome is Outcome.ADDED and aliases:
                edits.coded_rows.add_aliases(db, recorder, aliases)
            count += 1
            if (
                imported.outcome not in (Outcome.DUPLICATE, Outcome.MERGED)
                and 0 < len(reading.content) <= options.keep_limit
            ):
                edits.documents.keep_file(db, document.name, reading.content)
            near = alike.near(own, imported) if options.compare else ()
            edit.values["count"] = count
            read_so = replace(reading, document=document)
            told = _result(one.path, imported, read_so, near, actors, options.speakers, is_trial=is_trial)
            yield _with_misfits(told, fields)
            # the next file may name whom this one brought; a table brings some with each of its thousands of rows
            if aliases:
                last = _renew(db, actors)
            elif document.new_actors:
                last = _renew(db, actors, last)
        if count:
            edits.columns.remember(db, recorder, options.columns)
        edit.note()
        yield None
        edit.commit()
        yield None


def to_text_here(db: Database, document: CodedDocument) -> tuple[CodedDocument, tuple[str, ...]]:
    """Return a coded document that is here with another text as one with this text, and what is to be told of it.

    Its claims stand where their words stand here; those whose words are gone are left out.
    """
    here = reads.project.document_of(db, document.uuid) if document.uuid and document.claims else None
    if here is None or here.text_sha256 == text_hash(document.text):
        return document, ()
    old, new = document.text, reads.project.text(db, here.id)
    able = [one for one in document.claims if one.span.end <= len(old)]
    quotes = [
        ClaimQuote(at, one.span, old[one.span.start : one.span.end], *context(old, one.span.start, one.span.end))
        for at, one in enumerate(able)
    ]
    moved = [
        replace(able[anchor.id], span=anchor.after) for anchor in reanchor(old, new, quotes) if anchor.after is not None
    ]
    lost = len(document.claims) - len(moved)
    told = [
        _(
            "Its text is another than that of document {number}, which it is and which stays: “visavis replace” and "
            "“Replace text” put it there."
        ).format(number=here.id)
    ]
    if lost:
        sentence = ngettext(
            "{count} claim is left out, whose words are not found there.",
            "{count} claims are left out, whose words are not found there.",
            lost,
        )
        told.append(sentence.format(count=lost))
    return replace(document, text=new, claims=tuple(moved)), tuple(told)


def size_of(characters: int, segments: int) -> int:
    """Return how large a document is to whoever writes it: in letters of a text that takes as long."""
    return characters + _LETTERS * segments


def _sketch_of(reading: "Reading") -> Sketch:
    return array("I", reading.sketch) if reading.sketch else sketch(reading.document.text)


def _renew(db: Database, actors: Roster, after: int = 0) -> int:
    """Let *actors* be those of the project, or add those that came *after* one; return the id of the last."""
    new = reads.project.actors(db, after=after)
    if after:
        actors.add(new)
    else:
        actors.reset(new)
    return max((one.id for one in new), default=after)


class ReadAhead:
    """Files that are read before the project is locked for writing, so that others can work in it until then.

    What is found in a file depends on who is known. So those whom the files before it bring are taken for known as they
    will be; where that comes out otherwise, since others have changed the codebook meanwhile, the file is read again.

    Attributes:
        actors: who is known when the next file is read.
        largest: how large the largest document so far is, as `size_of` has it.
    """

    def __init__(self, options: ImportOptions, actors: Iterable[Actor], read: Reader) -> None:
        """Begin with those who are known; *read* reads a file again."""
        self.actors = Roster(actors)
        self._options = options
        self._read_again = read
        self._held = 0
        self.largest = 0
        self._found: dict[Path, tuple[int, Reading | UserError]] = {}

    @property
    def is_full(self) -> bool:
        """Whether as much is held in memory as may be."""
        return self._held > _AHEAD

    def take(
        self,
        found: FoundFile,
        known: int,
        result: "Reading | UserError",
        before_more: Callable[[], object] = lambda: None,
    ) -> bool:
        """Keep what was read of the next file; False where others are known by now, and it is to be read again.

        Args:
            found: the file.
            known: the `Roster.sum` of those who were known when it was read.
            result: what was read, or why it could not be.
            before_more: is called before others are known.
        """
        if isinstance(result, UserError):
            self._found[found.path] = self.actors.sum, result
            return True
        if known != self.actors.sum:
            return False
        self._found[found.path] = known, result
        options = self._options
        coming = _with_options(_by_name(result, found.path, options.names).document, found.path, options)
        document, aliases = settle(coming, self.actors, options.speakers, result.proposed)
        if aliases:
            before_more()
            more = {key: tuple(names) for key, names in aliases.items()}
            clean = edits.codebook.clean_aliases
            self.actors.reset(
                [
                    replace(actor, aliases=clean((*actor.aliases, *more.get(actor.key, ())), actor.name))
                    for actor in self.actors
                ]
            )
        missing = list(edits.coded_rows.missing_actors(document, self.actors.by_key))
        if missing:
            before_more()
            self.actors.add(missing)
        self.largest = max(self.largest, size_of(len(document.text), len(document.segments)))
        self._held += len(document.text) + len(result.content) + _BESIDE + _SEGMENT * len(document.segments)
        return True

    def has(self, path: Path, actors: Roster) -> bool:
        """Tell whether a file needs not be read again where these are known."""
        known, result = self._found.get(path, (0, None))
        return result is not None and known == actors.sum

    def __call__(self, path: Path, actors: Sequence[Actor], encoding: str) -> "Reading":
        """Return what was read, or read it now."""
        known, reading = self._found.pop(path, (0, None))
        if reading is None or not isinstance(actors, Roster) or known != actors.sum:
            return self._read_again(path, actors, encoding)
        if isinstance(reading, UserError):
            raise reading
        return reading


@dataclass(frozen=True, slots=True)
class WrittenFiles:
    """What was added beside a window, with what it would wait for if it asked the file for it.

    Attributes:
        results: what became of each file.
        first: hash and text of the first document that came in, which is looked at next.
        noted: the action by its number in the history, and what is asked most of its rows; None of a small one.
    """

    results: list[FileResult]
    first: tuple[str, str]
    noted: tuple[int, RowIndex] | None


def write_at_once(
    project: Path,
    coder: str,
    found: Sequence[FoundFile],
    options: ImportOptions,
    read: Reader,
    progress: Progress,
    commit: Callable[[], object],
) -> WrittenFiles:
    """Add files in one action of a coder, beside whoever has the project open; *read* has read most of them before.

    Who reads the project meanwhile is kept from it only while all is written at the end. *commit* is called before it
    is written for good. What it or *progress* raises ends it, and nothing is added.

    Raises:
        UserError: when the project cannot be written; nothing is added then.
    """
    results: list[FileResult] = []
    first, text = ("", ""), ""
    told: list[ChangeSet] = []

    def keep_text(path: Path, actors: Sequence[Actor], encoding: str) -> "Reading":
        nonlocal text
        reading = read(path, actors, encoding)
        text = reading.document.text
        return reading

    with Database(project) as db:
        db.set_coder(coder)
        db.on_change = told.append
        # what has no room in the cache would be written at once, and keep everybody from reading until the end
        db.hold_back(_AHEAD)
        with contextlib.closing(import_steps(db, found, options, keep_text)) as steps:
            for number in range(len(found)):
                result = next(steps)
                assert result is not None
                results.append(result)
                if not first[0] and result.imported is not None and result.imported.outcome is Outcome.ADDED:
                    # a copy: Python keeps with a text the bytes that SQLite was given of it
                    copy = "".join((text[:1], text[1:]))
                    first = reads.project.name_and_hash(db, result.imported.document_id)[1], copy
                progress(len(found) + number + 1, 2 * len(found))
            commit()
            for _step in steps:
                pass
    log = next((one for one in told if isinstance(one.rows, RowLog)), None)
    noted = None
    if log is not None and isinstance(log.rows, RowLog):
        # all that views ask of it is found here, where nobody waits for it
        for _step in log.rows.noting():
            pass
        noted = (log.history_id, log.rows.noted)
    return WrittenFiles(results, first, noted)


def _read_first(
    ahead: ReadAhead, found: Sequence[FoundFile], read: Callable[[FoundFile], "Reading"], progress: Progress | None
) -> int:
    """Read as many files as are held in memory, several at once, and return how many of the first these are."""

    def result_of(one: FoundFile) -> "Reading | UserError | None":
        try:
            return None if one.problem else read(one)
        except UserError as error:
            return error

    done, most = 0, children.count()
    width, alone = most, 0
    # those that are read or wait for it, one more than can be read: a child need not wait until another has been taken
    coming: deque[tuple[int, Future[Reading | UserError | None]]] = deque()
    with ThreadPoolExecutor(most) as pool:
        while done < len(found) and not ahead.is_full:
            known = ahead.actors.sum
            wanted = found[done + len(coming) : done + (width + 1 if width > 1 else 1)]
            coming.extend((known, pool.submit(result_of, one)) for one in wanted)
            known, future = coming.popleft()
            result, others = future.result(), [other for _known, other in coming]
            # whom a file brings is told of when nobody else is read with those who are known
            if result is not None and not ahead.take(found[done], known, result, partial(wait, others)):
                # those behind it know of nobody more: each is read again, and by itself
                wait(others)
                coming.clear()
                width, alone = 1, 0
                continue
            done, alone = done + 1, alone + 1
            if progress is not None:
                progress(done, len(found))
            if alone >= _AGAIN:
                width = most
    return done


def import_files(
    db: Database,
    names: Iterable[Path],
    options: ImportOptions | None = None,
    *,
    only: Collection[Path] | None = None,
    progress: Progress | None = None,
    dry_run: bool = False,
    brief: bool = False,
) -> list[FileResult]:
    """Read files and folders and add what they hold in one action; return what became of each, in order.

    Where *only* some of the files are wanted, the others are passed over. *progress* is called with how many files are
    done, of how many; a *dry_run* takes everything back at the end. Of *brief* results what was found in the files is
    left out: that of a hundred thousand takes a quarter of a gigabyte.

    Raises:
        UserError: when the project cannot be written; nothing is added then.
    """
    options = options or ImportOptions()
    files = files_in(names, columns=options.tables, several=options.several)
    found = [one for one in files if only is None or one.path in only]
    results: list[FileResult] = []
    told = _ToldColumns(options.tables)

    def read_now(path: Path, actors: Sequence[Actor], encoding: str) -> "Reading":
        return read_file(
            path,
            actors,
            encoding,
            whole=options.whole,
            columns=options.tables,
            keep_limit=options.keep_limit,
            compares=options.compare,
        )

    ahead = ReadAhead(options, reads.project.actors(db), read_now)

    def read_one(one: FoundFile) -> "Reading":
        return read_now(one.path, ahead.actors, options.encodings.get(one.path, options.encoding))

    read = _read_first(ahead, found, read_one, progress)
    with contextlib.closing(import_steps(db, found, options, ahead, is_trial=dry_run)) as steps:
        # not a for loop: that would ask for a further step, which commits, before a dry run could stop
        for number in range(len(found)):
            result = next(steps)
            assert result is not None
            light = replace(result, reading=None, speakers=(), near=()) if brief else result
            results.append(light if brief else replace(light, columns=told.of(result.path)))
            if progress is not None and number >= read:
                progress(number + 1, len(found))
        if dry_run:
            return results
        for _step in steps:
            pass
    return results


def as_record(result: FileResult) -> dict[str, Any]:
    """Return *result* as a JSON object; ``outcome`` is ``failed`` for a file that could not be read."""
    imported, reading = result.imported, result.reading
    record: dict[str, Any] = {
        "file": str(result.path),
        "outcome": str(imported.outcome) if imported else "failed",
        "document_id": imported.document_id if imported else None,
        "claims": imported.claims if imported else 0,
        "approximate": list(imported.approximate) if imported else [],
        "message": result.message,
        "differences": [difference_record(one) for one in imported.differences] if imported else [],
    }
    if reading is not None:
        record |= {key: getattr(reading, key) for key in ("format", "encoding", "encoding_origin")}
        record["turns"] = result.turns
        record["words"] = reading.words
        record["left_out"] = [{"reason": one.reason, "words": one.words} for one in reading.left_out]
        record["notes"] = list(reading.notes)
        record["parts"] = reading.parts
        if result.columns:
            record["columns"] = dict(result.columns)
        record["pages"] = len(reading.document.pages)
        record["new_actors"] = [one.name for one in result.speakers if one.is_new]
        record["speakers"] = [
            {"key": one.key, "name": one.name, "new": one.is_new, "turns": one.turns, "quotations": one.quotations}
            for one in result.speakers
        ]
        record["doubtful"] = [{"label": one.label, "turns": one.turns, "words": one.words} for one in result.doubtful]
        record["proposed"] = [proposal_record(one) for one in result.proposed]
        record["near"] = [
            {
                "document_id": one.document_id,
                "name": one.name,
                "share": round(one.share, 2),
                "whole": round(one.whole, 2),
                "shortened": is_shortened(one.share, one.whole),
            }
            for one in result.near
        ]
        record["facts"] = {
            fact.name: {"value": fact.value, "certainty": fact.certainty.value, "origin": fact.told}
            for fact in reading.facts
        }
    return record


def _by_name(reading: "Reading", path: Path, names: NamePattern) -> "Reading":
    """Return *reading* with the facts that its file's name tells; it is told when the name does not follow."""
    if not names or not is_named(path):
        return reading
    told = names.read(path.name)
    if told is None:
        sentence = _("Its name does not follow the pattern {pattern}.").format(pattern=names.pattern)
        return replace(reading, notes=(*reading.notes, sentence))
    document = replace(reading.document, facts=with_named(reading.document.facts, told, names))
    found = (Fact(place, value, *names.origin(place).known) for place, value in told.items())
    rest = (fact for fact in reading.facts if fact.name not in told)
    return replace(reading, document=document, facts=(*found, *rest))


def _with_options(document: CodedDocument, path: Path, options: ImportOptions) -> CodedDocument:
    facts = document.facts
    if options.kind:
        facts = replace(facts, kind=options.kind, origins=facts.by_hand({"kind": options.kind}))
    if options.date:
        day = str(PartialDate.parse(options.date))
        origins = facts.by_hand({"date": day})
        facts = replace(facts, date=day, date_certainty=Certainty.STATED, date_note="", origins=origins)
    given = options.facts.get(path)
    if given is not None:
        empty = Facts()
        changed: dict[str, Any] = {
            name: getattr(given, name) for name in FACTS if getattr(given, name) != getattr(empty, name)
        }
        facts = replace(facts, **changed, origins=facts.by_hand(changed))
    edits: dict[str, Any] = dict(options.edits.get(path, {}))
    origins = facts.by_hand(edits)
    if "date" in edits:
        edits["date_certainty"] = Certainty.STATED if edits["date"] else Certainty.UNKNOWN
        edits["date_note"] = ""
    return replace(document, facts=replace(facts, **edits, origins=origins))


def _result(
    path: Path,
    imported: Imported,
    reading: "Reading",
    near: tuple[Near, ...],
    actors: Sequence[Actor],
    choices: SpeakerChoices,
    *,
    is_trial: bool,
) -> FileResult:
    document = reading.document
    turns = sum(segment.kind is SegmentKind.TURN for segment in document.segments)
    message = [imported_message(imported, is_trial=is_trial)]
    speakers: tuple[Speaker, ...] = ()
    doubtful: tuple[UnnamedLabel, ...] = ()
    proposed: tuple[Proposal, ...] = ()
    if imported.outcome in (Outcome.MERGED, Outcome.DUPLICATE):
        message.extend(reading.notes)
    if imported.outcome is Outcome.ADDED:
        taking_part = {one.actor for one in document.facts.participants}
        speakers = tuple(one for one in speakers_of(reading, actors) if one.turns or one.key in taking_part)
        quotations = sum(one.quotations for one in speakers)
        if reading.facts and (turns or quotations):
            message.append(speech_message(turns, quotations, [one.name for one in speakers if one.is_new]))
        if document.facts.date.startswith("--"):
            message.append(_("Its date lacks the year ({date}): add it.").format(date=document.facts.date))
        for one in near[:1]:
            message.append(one.told)
        if reading.encoding_origin == "guessed":
            guessed = _("Its encoding was guessed to be {encoding}: look at its accents.")
            message.append(guessed.format(encoding=reading.encoding))
        open_labels = [label for label in reading.doubtful if not choices.decides(label)]
        doubtful = tuple(one for one in unnamed_labels(document, open_labels) if one.doubtful)
        proposed = tuple(one for one in reading.proposed if choices.of(one.name) is None)
        if proposed:
            message.append(proposed_message(proposed))
        doubts = doubtful_message([one.label for one in doubtful])
        message.extend(filter(None, (left_out_message(reading), *reading.notes, doubts)))
    # what is shown of a file does not need its text: thousands of results are held at once
    light = replace(document, text="", segments=(), claims=(), new_actors=())
    light_reading = replace(reading, document=light, content=b"", sketch=b"")
    return FileResult(
        path, imported, " ".join(message), light_reading, near, turns, speakers, doubtful=doubtful, proposed=proposed
    )


def _with_misfits(result: FileResult, fields: Sequence[OwnField]) -> FileResult:
    """Return a result that tells what the document has of own fields which these would not take."""
    is_new = result.imported is not None and result.imported.outcome is Outcome.ADDED
    if not is_new or result.reading is None:
        return result
    found = misfitting(fields, dict(result.reading.document.facts.variables))
    told = misfits_sentence(found)
    return replace(result, misfits=found, message=f"{result.message} {told}") if told else result


class _ToldColumns:
    """What the columns are of the table that a document comes from; of each table it is looked up once."""

    def __init__(self, choices: ColumnChoices) -> None:
        self._choices = choices
        self._found: dict[Path, tuple[tuple[str, str], ...]] = {}

    def of(self, path: Path) -> tuple[tuple[str, str], ...]:
        table = path.parent
        if table not in self._found:
            looks = tables_in([table], self._choices) if is_member(path) else []
            self._found[table] = tuple(zip(looks[0][1].head, looks[0][1].roles, strict=True)) if looks else ()
        return self._found[table]


class _Alike:
    """The sketches of the project's texts, made when the first new text asks for them."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._index: SketchIndex[int] | None = None
        self._names: dict[int, str] = {}

    def near(self, own: Sketch, imported: Imported) -> tuple[Near, ...]:
        if imported.outcome in (Outcome.DUPLICATE, Outcome.MERGED):
            return ()
        if self._index is None:
            self._index = SketchIndex()
            for number, name, content in reads.project.texts(self._db):
                if number != imported.document_id:
                    self._index.add(number, sketch(content))
                    self._names[number] = name
        found = tuple(Near(number, self._names[number], *shares) for number, *shares in self._index.copies(own)[:5])
        self._index.add(imported.document_id, own)
        self._names[imported.document_id] = imported.name
        return found
