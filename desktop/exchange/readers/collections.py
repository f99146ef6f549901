"""Files that hold many documents: a folder to whoever looks for files, each of its documents a file in it.

``list.mbox/0001 The fares`` is the first message of ``list.mbox``, ``talks.zip/2024/fares.txt`` a part of an archive.
Mailboxes, feeds (RSS, Atom), the exports of press databases (Nexis, Factiva, ProQuest, Europresse), tables in which a
row is a document (`sheets`) and ZIP archives are such. A book, a page of several articles and a message that forwards
another may be one document or several: there the user is asked. A file is read when its name or its beginning says that
it may be one; what turns out to be none stays a file.
"""

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from pkgutil import resolve_name
from typing import TYPE_CHECKING, BinaryIO

from desktop.core.columns import ColumnChoices
from desktop.core.errors import UserError
from desktop.core.language import N_, NN_, _, ngettext
from desktop.exchange.readers.contained import CollectionError, Contained, HeldDocument, container_of
from desktop.exchange.readers.day_orders import NUMERIC_DAY, day_order, read_day
from desktop.exchange.readers.source import HEAD, SourceFile, read_bytes, read_head, shown

if TYPE_CHECKING:
    from desktop.exchange.readers.contained import Making
    from desktop.exchange.readers.extracted import Extracted
    from desktop.exchange.readers.grids import Grid

    Parted = Iterator[tuple[str, bytes, Extracted | None]]

# documents of one file; a table of speeches has a hundred thousand
LIMIT = 250_000
# bytes of a Word document's XML that are looked at
_LOOK = 4 * 1024 * 1024
_LINES = re.compile(rb"From (?!:)[^\n]{0,200}\d{4}[^\n]{0,40}\r?\n(?=[A-Za-z][A-Za-z0-9-]{1,40}:[ \t])")
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)[\s>]")
_EXPORT = re.compile(
    # with nothing else they begin
    rb"(?=[EFLlRDPc\d])(?:End of Document|"
    rb"(?:Fin (?:du|del)|Fim do|Fine del|Ende des|Einde van(?: het)?) [Dd]o[ck]ument|(?i:Load-Date:)|"
    rb"(?m:^Record Number:\s*\w)|(?<!\d)\d{1,7} (?:of|von|van|de) \d{1,7} DO[CK]UMENT|class=\"article \w*|ProQuest|"
    rb"(?:Document|Dokument|Documento) \d+ (?:of|von|de) \d+|\b(?:Document|Dokument|Documento) [A-Z][A-Z0-9]{3,}\d{6,})"
)
_PRESS = re.compile(rb"class=[\"'][^\"']*(?:DocPublicationName|titreArticle)")
_PAGE = re.compile(rb"\s*(?:<\?xml|<!--|<!doctype html|<html|<head|<body|<article)", re.IGNORECASE)
# the beginning of an article on a page, by its mark or by its class
_ARTICLES = re.compile(
    rb"<article[\s>]|role=[\"']article[\"']|itemtype=[\"'][^\"']*(?:Article|Posting)[\"']|"
    rb"class=[\"'](?:[^\"']*\s)?(?:h-?entry|post|entry|article|story|news-?item|press-?release)[\s\"']",
    re.IGNORECASE,
)
_MAIL = re.compile(
    rb"(?:From|To|Date|Subject|Received|Return-Path|Delivered-To|MIME-Version|Message-ID|X-[\w-]+):[ \t]"
)
_SENT = re.compile(rb"^(?:MIME-Version|Message-ID|Received|Date):", re.IGNORECASE | re.MULTILINE)
_HEARD = b"start\tend\ttext"
TABLES = (".csv", ".tsv", ".tab", ".xlsx", ".ods", ".jsonl", ".ndjson")
_OBJECTS = re.compile(rb"\s*\[\s*\{")
_TIMED = re.compile(rb'"(?:start|begin|timestamp|offset|time)"\s*:')
# how the names of such files end that no document's does
SUFFIXES = (".mbox", ".mbx", ".rss", ".atom", ".zip", *TABLES)
_SPOILT = re.compile(r"[\x00-\x1f/\\:*?\"<>|]+")


@dataclass(frozen=True, slots=True)
class Collecting:
    """A kind of file that holds many documents.

    Attributes:
        place: ``module:name`` of what yields title, bytes and content of each, loaded when it is wanted; empty for
            tables and archives, which have more to say.
        told: of a kind that may as well be one document, what is said when it is; empty for others.
        several: whether it is several documents as long as nobody chose.
        name: what users call such files; empty where they are files of one document as well.
    """

    key: str
    place: str
    told: tuple[str, str] | None = None
    several: bool = True
    name: str = ""

    def parting(self) -> "Callable[[SourceFile], Parted]":
        """Return what takes a file apart."""
        found: Callable[[SourceFile], Parted] = resolve_name(f"desktop.exchange.readers.{self.place}")
        return found


@dataclass(frozen=True, slots=True)
class Parts:
    """Of a file that may be one document or several, how many *count*, and a sentence that says so."""

    count: int
    told: str


ARCHIVE = Collecting("archive", "", name=N_("archives (ZIP)"))
_MAILBOX = Collecting("mailbox", "mailboxes:read_mailbox", name=N_("mailboxes"))
_TABLE = Collecting("table", "", name=N_("tables (CSV, TSV, Excel, OpenDocument, JSON lines)"))
_ENTRIES = Collecting("feed", "feeds:read_feed", name=N_("feeds"))
_EXPORTED = Collecting("export", "articles:read_articles", name=N_("exports of press databases"))
_EUROPRESSE = Collecting("europresse", "europresse:read_europresse")
_CHAPTERS = Collecting(
    "chapters",
    "books:read_chapters",
    NN_("Its {count} chapter is one document.", "Its {count} chapters are one document."),
    several=False,
)
_ON_PAGE = Collecting(
    "page",
    "page_articles:read_page_articles",
    NN_("Its {count} article is one document.", "Its {count} articles are one document."),
)
_FORWARDED = Collecting(
    "forwarded",
    "mailboxes:read_forwarded",
    NN_("Its {count} message is one document.", "Its {count} messages, one forwarded, are one document."),
)
# those that users know by a name
NAMED = (_TABLE, _MAILBOX, _ENTRIES, ARCHIVE, _EXPORTED)


_AS_SUGGESTED = ColumnChoices()


def members_of(
    path: Path, columns: ColumnChoices = _AS_SUGGESTED, *, several: bool | None = None
) -> tuple[HeldDocument, ...]:
    """Return the documents of the file at *path*; none when it is a document itself, or cannot be read.

    *columns* are those of tables, *several* is the user's choice for a file that may be one document or several.

    Raises:
        CollectionError: when it holds more than `LIMIT`, or is an archive that is not safe to open.
    """
    kind = collecting_of(path)
    if kind is None or (kind.told and not (kind.several if several is None else several)):
        return ()
    return _all_parts(path, columns)


def parts_of(path: Path) -> Parts | None:
    """Return how many documents the file at *path* may be as well, where the user has the choice; else None."""
    kind = collecting_of(path)
    if kind is None or kind.told is None:
        return None
    count = len(_all_parts(path, _AS_SUGGESTED))
    return Parts(count, ngettext(*kind.told, count).format(count=count)) if count > 1 else None


def tables_within(path: Path) -> list[tuple[Path, bytes]]:
    """Return the files in the archive at *path* that may be tables, each with its beginning; none of another file."""
    if collecting_of(path) is not ARCHIVE:
        return []
    from desktop.exchange.readers.zips import parts_in

    try:
        parts = parts_in(path)
    except (OSError, UserError):
        # its own reader says what is wrong with it
        return []
    found = []
    for part in parts:
        suffix = Path(part.name).suffix.lower()
        if not part.problem and suffix in (*TABLES, ".json"):
            try:
                head = part.made()[0][:HEAD]
            except UserError:
                continue
            if _is_table(suffix, head):
                found.append((path / part.name, head))
    return found


def is_table(path: Path) -> bool:
    """Tell by its name and its beginning whether the file at *path* may be a table."""
    return _is_table(path.suffix.lower(), read_head(path) if path.suffix.lower() in (".json", ".tsv") else b"")


def _is_table(suffix: str, head: bytes) -> bool:
    # a machine's transcript is one document, whose rows are what it heard
    if suffix == ".tsv" and head.lstrip(b"\xef\xbb\xbf").startswith(_HEARD):
        return False
    return suffix in TABLES or (suffix == ".json" and _OBJECTS.match(head) is not None and not _TIMED.search(head))


def is_member(path: Path) -> bool:
    """Tell whether *path* leads into a file."""
    return container_of(path) is not None


def is_named(path: Path) -> bool:
    """Tell whether the name of *path* is one that somebody gave to a file, and not ours for a part of one."""
    within = container_of(path)
    return within is None or (within.suffix.lower() == ".zip" and re.match(r"\d{4} ", path.name) is None)


def find_member(path: Path, columns: ColumnChoices = _AS_SUGGESTED, *, whole: bool = False) -> Contained:
    """Return the document to which *path* leads, *whole* as `SourceFile` has it.

    Raises:
        UserError: when its file has none of that name, or it cannot be read.
    """
    file = container_of(path) or path.parent
    try:
        state = file.stat()
        parts = _read(file, columns, state.st_size, state.st_mtime_ns, whole)
        within = path.relative_to(file)
        # what a file of an archive holds is told of, where nothing of it can be read
        above = parts.get(within.parent.as_posix())
        part = parts.get(within.as_posix()) or (above if above is not None and above.problem else None)
    except OSError:
        part = None
    if part is None:
        sentence = _("{name} holds no document of the name {part}; look at it again.")
        raise UserError(sentence, name=shown(file.name), part=shown(path.name))
    if part.problem:
        raise UserError(part.problem)
    return Contained(path.name, *part.made())


def collecting_of(path: Path) -> Collecting | None:
    """Return what kind of collection the file at *path* may be, by its name and its beginning; None for none."""
    try:
        state = path.stat()
    except OSError:
        return None
    return _collecting_of(path, state.st_size, state.st_mtime_ns)


# asked for each document of a file
@lru_cache(maxsize=16)
def _collecting_of(path: Path, _size: int, _changed: int) -> Collecting | None:
    head = read_head(path)
    try:
        return collecting(path.name, head, lambda: path.open("rb")) if head else None
    except OSError:
        return None


def collecting(name: str, head: bytes, opened: Callable[[], BinaryIO]) -> Collecting | None:
    """Return as `collecting_of` what a file of this *name* may be, which begins with *head*; *opened* opens it."""
    suffix = Path(name).suffix.lower()
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t")
    if _LINES.match(start):
        return _MAILBOX
    if _is_table(suffix, head):
        return _TABLE
    if _FEED.search(head[:2000]) and start.startswith(b"<"):
        return _ENTRIES
    if head.startswith(b"PK\x03\x04"):
        return _zipped(suffix, opened)
    if b"%PDF-" in head[:1024]:
        return _EXPORTED if _drawn_export(opened) else None
    if _PRESS.search(head):
        return _EUROPRESSE
    if _EXPORT.search(head):
        return _EXPORTED
    if _PAGE.match(head):
        with opened() as file:
            content = file.read()
        if _PRESS.search(content):
            return _EUROPRESSE
        return _ON_PAGE if sum(1 for _found in _ARTICLES.finditer(content)) > 1 else None
    return _FORWARDED if _MAIL.match(start) and _SENT.search(start) else None


def _zipped(suffix: str, opened: Callable[[], BinaryIO]) -> Collecting | None:
    try:
        with opened() as file, zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            if "META-INF/container.xml" in names:
                return _CHAPTERS
            if "word/document.xml" in names:
                with archive.open("word/document.xml") as part:
                    # what exports have at their articles' ends; not all of a document is read for that
                    return _EXPORTED if _EXPORT.search(re.sub(rb"<[^>]*>", b"", part.read(_LOOK))) else None
            office = names & {"[Content_Types].xml", "mimetype", "META-INF/manifest.xml"}
            return ARCHIVE if suffix == ".zip" and not office else None
    except (OSError, KeyError, ValueError, RuntimeError, NotImplementedError, EOFError, zipfile.BadZipFile, zlib.error):
        return ARCHIVE if suffix == ".zip" else None


def _drawn_export(opened: Callable[[], BinaryIO]) -> bool:
    """Tell whether a PDF has what exports have at their articles' ends, by its first pages and its last."""
    from desktop.exchange.readers.pdf import edges

    with opened() as file:
        return _EXPORT.search(edges(file.read()).encode()) is not None


def _all_parts(path: Path, columns: ColumnChoices) -> tuple[HeldDocument, ...]:
    try:
        state = path.stat()
        return tuple(_read(path, columns, state.st_size, state.st_mtime_ns, False).values())
    except CollectionError:
        raise
    except Exception:
        # whatever is wrong with it, its own reader says so
        return ()


@lru_cache(maxsize=2)
def _read(path: Path, columns: ColumnChoices, _size: int, _changed: int, whole: bool) -> dict[str, HeldDocument]:
    kind = collecting_of(path)
    if kind is None:
        return {}
    if kind is _TABLE:
        from desktop.exchange.readers.sheets import grid_of

        return _of_table(grid_of(path, columns.encoding_of(path)), path, columns)
    if kind is ARCHIVE:
        return _apart(_unpacked(path, columns, whole=whole))
    # each message of a mailbox says how it is to be read
    encoding = "" if kind is _MAILBOX else columns.encoding_of(path)
    source = SourceFile(read_bytes(path), shown(path.name), encoding, whole=whole)
    return _numbered(_made(kind, source), source.name)


def _made(kind: Collecting, source: SourceFile) -> "Iterator[tuple[str, Making]]":
    parts = list(kind.parting()(source))
    # a day that can be read but one way tells how those of the other documents are written
    days = (fact.value for _title, _content, found in parts if found is not None for fact in found.stated)
    month_first = day_order(days).month_first
    for title, content, found in parts:
        yield title, partial(_as_it_is, content, _settled(found, month_first))


def _settled(found: "Extracted | None", month_first: bool | None) -> "Extracted | None":
    """Return *found* with its days in figures as they are written in its file."""
    if found is None or month_first is None:
        return found
    stated = tuple(
        replace(fact, value=read_day(fact.value, month_first=month_first)[0])
        if fact.name in ("date", "event_date") and NUMERIC_DAY.fullmatch(fact.value)
        else fact
        for fact in found.stated
    )
    return replace(found, stated=stated)


def _as_it_is(content: bytes, found: "Extracted | None") -> "tuple[bytes, Extracted | None]":
    return content, found


def _of_table(grid: "Grid | None", path: Path, columns: ColumnChoices) -> dict[str, HeldDocument]:
    from desktop.exchange.readers.sheets import read_rows

    name = shown(path.name)
    if grid is None or not columns.expects(path, grid.head):
        sentence = _("The columns of {name} are others than when it was said what they are; import it anew.")
        if grid is not None or columns.has_seen(path):
            raise CollectionError(sentence, name=name)
    return _numbered(read_rows(grid, name, columns), name) if grid is not None else {}


def _numbered(made: "Iterable[tuple[str, Making]]", name: str) -> dict[str, HeldDocument]:
    """Return the documents of a file by their names; CollectionError when there are too many."""
    found: dict[str, HeldDocument] = {}
    for title, making in made:
        if len(found) >= LIMIT:
            sentence = _("{name} holds more than {limit:,} documents; split it into several files.")
            raise CollectionError(sentence, name=name, limit=LIMIT)
        told = _SPOILT.sub(" ", " ".join(title.split()))[:80].strip(" .") or Path(name).stem
        told = f"{len(found) + 1:04} {told}"
        found[told] = HeldDocument(told, making)
    return found


def _apart(parts: Iterable[HeldDocument]) -> dict[str, HeldDocument]:
    """Return the parts of an archive by their names: one whose name another has already is numbered."""
    found: dict[str, HeldDocument] = {}
    again: Counter[str] = Counter()
    for part in parts:
        name = part.name
        while name in found:
            again[part.name] += 1
            path = PurePosixPath(part.name)
            name = str(path.with_stem(f"{path.stem} ({again[part.name] + 1})"))
        found[name] = replace(part, name=name)
    return found


def _unpacked(path: Path, columns: ColumnChoices, *, whole: bool) -> Iterator[HeldDocument]:
    """Yield the files of an archive, and of those that hold several documents each of these."""
    from desktop.exchange.readers.zips import parts_in

    for part in parts_in(path):
        inner: dict[str, HeldDocument] = {}
        problem = part.problem
        try:
            inner = _inner(part, path, columns, whole=whole) if not problem else {}
        except CollectionError as error:
            problem = str(error)
        except Exception:
            # whatever is wrong with it, its own reader says so
            inner = {}
        if not inner:
            yield replace(part, problem=problem)
        for name, one in inner.items():
            yield replace(one, name=f"{part.name}/{name}")


def _inner(part: HeldDocument, path: Path, columns: ColumnChoices, *, whole: bool) -> dict[str, HeldDocument]:
    """Return the documents in a file of an archive; none when it is one itself."""
    content = part.made()[0]
    kind = collecting(part.name, content[:HEAD], partial(BytesIO, content))
    if kind is None or kind is ARCHIVE or (kind.told is not None and not kind.several):
        return {}
    name = shown(Path(part.name).name)
    # what is said of all that is in it holds for each, but of a table more may be said
    encoding = dict(columns.encodings).get(path / part.name, columns.encoding_of(path))
    own = SourceFile(content, name, "" if kind is _MAILBOX else encoding, whole=whole)
    if kind is _TABLE:
        from desktop.exchange.readers.grids import read_grid

        return _of_table(read_grid(own), path / part.name, columns)
    return _numbered(_made(kind, own), name)
