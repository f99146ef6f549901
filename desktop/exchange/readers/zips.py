"""ZIP archives of documents: each file in them a document, their folders its sets. Nothing is unpacked to the disk.

An archive that is not safe or protected is refused with a sentence. A ZIP archive inside one is a folder of it, some
deep; of other kinds of archives inside it a sentence tells.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from operator import itemgetter
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.exchange.readers.archives import MEMBERS, RATIO, shown_part
from desktop.exchange.readers.contained import CollectionError, HeldDocument, container_of
from desktop.exchange.readers.source import LIMIT, SourceFile, read_bytes, shown

# of all parts together, unpacked
UNPACKED = 1024 * 1024 * 1024
# archives in archives in archives
_DEEPEST = 3
# what systems write into archives beside the files
_BESIDE = re.compile(r"(?:^|/)(?:__MACOSX/|\.|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_NESTED = re.compile(rb"PK\x03\x04|PK\x05\x06|Rar!|7z\xbc\xaf|\x1f\x8b|BZh|\xfd7zXZ")
# documents that are archives inside
_PACKED = (".docx", ".docm", ".dotx", ".dotm", ".odt", ".ott", ".epub", ".xlsx", ".ods")


def parts_in(path: Path) -> Sequence[HeldDocument]:
    """Return the files of the archive at *path* as `read_zip` yields them; those of the last one are kept."""
    state = path.stat()
    if state.st_size > UNPACKED:
        sentence = _("{name} is larger than {limit} MB, the most an archive may have; unpack it and import its folder.")
        raise CollectionError(sentence, name=shown(path.name), limit=UNPACKED // 1024 // 1024)
    return _parts_in(path, state.st_size, state.st_mtime_ns)


@lru_cache(maxsize=1)
def _parts_in(path: Path, _size: int, _changed: int) -> Sequence[HeldDocument]:
    return tuple(read_zip(io.BufferedReader(_AtRest(path), 256 * 1024), shown(path.name)))


class _AtRest(io.RawIOBase):
    """The bytes of a file that is open only while some are read: it may be asked for a part an hour later."""

    def __init__(self, path: Path) -> None:
        self._path, self._at = path, 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that it has places."""
        return True

    def tell(self) -> int:
        """Return the place."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at}.get(whence)
        self._at = max(0, offset + (self._path.stat().st_size if start is None else start))
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Read on."""
        with self._path.open("rb", buffering=0) as file:
            file.seek(self._at)
            count = file.readinto(buffer) or 0
        self._at += count
        return count


def source_at(path: Path, encoding: str = "") -> SourceFile:
    """Return the file to which *path* leads, also into an archive.

    Raises:
        UserError: when there is none, or it cannot be read.
    """
    archive = container_of(path)
    if archive is None:
        return SourceFile(read_bytes(path), shown(path.name), encoding)
    name = path.relative_to(archive).as_posix()
    part = next((one for one in parts_in(archive) if one.name == name), None)
    if part is None or part.problem:
        sentence = _("{name} holds no document of the name {part}; look at it again.")
        told = part.problem if part is not None else ""
        raise UserError(told or sentence, name=shown(archive.name), part=shown(path.name))
    return SourceFile(part.made()[0], shown(path.name), encoding)


def read_zip(
    file: BinaryIO | io.BufferedReader, shown_name: str, *, level: int = 1, grown: list[int] | None = None
) -> Iterator[HeldDocument]:
    """Yield the files of an archive with their folders in their names, by name; their bytes are read when wanted.

    *level* is how deep the archive lies in others, *grown* how much these and those beside it unpack to.

    Raises:
        CollectionError: when it is damaged, protected, unpacks to too much, or names a part outside itself.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        sentence = _("{name} is damaged: its archive cannot be opened; get a new copy of it.")
        raise CollectionError(sentence, name=shown_name) from error
    parts = archive.infolist()
    grown = [] if grown is None else grown
    _check(parts, shown_name, grown)
    files = [(name, part) for part in parts if not part.is_dir() and not _BESIDE.search(name := _name(part))]
    if not files:
        sentence = _("{name} is a ZIP archive without a file to import; choose another.")
        raise CollectionError(sentence, name=shown_name)
    for name, part in sorted(files, key=itemgetter(0)):
        path = "/".join(shown(one) for one in PurePosixPath(name).parts)
        kind = _archive_of(archive, part, name)
        if kind == b"PK\x03\x04" and level < _DEEPEST and part.file_size <= LIMIT:
            try:
                inner = io.BytesIO(_content(archive, part, shown_name)[0])
                held = list(read_zip(inner, shown(PurePosixPath(name).name), level=level + 1, grown=grown))
            except CollectionError as error:
                held = [HeldDocument("", _nothing, problem=str(error))]
            for one in held:
                yield replace(one, name=f"{path}/{one.name}".rstrip("/"))
        elif kind:
            sentence = _("{part} is an archive inside the archive {name}; unpack {name} and import its folder.")
            yield HeldDocument(path, _nothing, problem=sentence.format(part=shown_part(name), name=shown_name))
        elif part.file_size > LIMIT:
            sentence = _("{part} in {name} is larger than {limit} MB; split it into several files.")
            problem = sentence.format(part=shown_part(name), name=shown_name, limit=LIMIT // 1024 // 1024)
            yield HeldDocument(path, _nothing, problem=problem)
        else:
            yield HeldDocument(path, partial(_content, archive, part, shown_name))


def _check(parts: list[zipfile.ZipInfo], name: str, grown: list[int]) -> None:
    """Refuse parts that are not safe; *grown* takes how much each unpacks to."""
    grown += [part.file_size for part in parts]
    if len(grown) > MEMBERS or sum(grown) > UNPACKED:
        sentence = _("{name} holds more than {count:,} files or {limit} MB unpacked; unpack it and import its folder.")
        raise CollectionError(sentence, name=name, count=MEMBERS, limit=UNPACKED // 1024 // 1024)
    for part in parts:
        path = part.filename.replace("\\", "/")
        if path.startswith("/") or ".." in path.split("/") or re.match(r"[A-Za-z]:", path):
            sentence = _("{name} is not safe: it names the part {part} outside itself; get it from its author.")
            raise CollectionError(sentence, name=name, part=shown_part(path))
        if part.flag_bits & 1:
            sentence = _("{name} is protected by a password; unpack it with that and import the folder.")
            raise CollectionError(sentence, name=name)
        if part.file_size > 1024 * 1024 and part.file_size > RATIO * max(1, part.compress_size):
            sentence = _("{name} is not safe: it unpacks to far more than documents need; import the files one by one.")
            raise CollectionError(sentence, name=name)


def _name(part: zipfile.ZipInfo) -> str:
    """Return a part's name; many programs write UTF-8 and do not say so."""
    name = part.filename
    if not part.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except ValueError:
            pass
    return name.replace("\\", "/").strip("/")


def _archive_of(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> bytes:
    """Return how an archive inside an archive begins; nothing of what is none."""
    if name.lower().endswith(_PACKED):
        return b""
    try:
        with archive.open(part) as opened:
            found = _NESTED.match(opened.read(8))
    except Exception:
        # its own reader tells what is wrong with it
        return b""
    return found[0] if found else b""


def _nothing() -> tuple[bytes, None]:
    return b"", None


def _content(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> tuple[bytes, None]:
    try:
        with archive.open(part) as opened:
            return opened.read(LIMIT + 1), None
    except Exception as error:
        # zlib, bz2, lzma and zipfile each have errors of their own for damaged data
        sentence = _("{name} is damaged: its part {part} cannot be unpacked; get a new copy.")
        raise CollectionError(sentence, name=name, part=shown_part(part.filename)) from error
