"""The bytes of a file on their way to a reader; what can never be a text is refused before any reader sees it."""

import os
import re
import stat
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.exchange.readers.archives import Archive
from desktop.exchange.readers.encodings import MARKS, Decoded, decode

_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
LIMIT = 64 * 1024 * 1024
# how much of a file is looked at to tell a text's format, in bytes
HEAD = 16 * 1024

# what Word, Excel, PowerPoint and Outlook wrote before 2007, and still write when a password is asked for
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# patterns of how they begin
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", N_("a PNG image")),
    (b"\xff\xd8\xff", N_("a JPEG image")),
    (b"GIF8[79]a", N_("a GIF image")),
    (b"\x1f\x8b", N_("a gzip archive")),
    (b"\xfd7zXZ\x00", N_("an xz archive")),
    (b"7z\xbc\xaf\x27\x1c", N_("a 7z archive")),
    (b"Rar!\x1a\x07", N_("a RAR archive")),
    (b"SQLite format 3\x00", N_("a database")),
    (b"\x7fELF", N_("a program")),
    (b"MZ\x90\x00", N_("a program")),
    (b"II\\*\x00|MM\x00\\*", N_("a TIFF image")),
    (b"BZh91AY&SY", N_("a bzip2 archive")),
    (b"OggS\x00", N_("a sound or video file")),
    (b"ID3[\x02-\x04]", N_("a sound file")),
    (b"\xff\xfb", N_("a sound file")),
    (b"\x1aE\xdf\xa3", N_("a video file")),
    (b"wOF2", N_("a font")),
    # these say what they are behind a length
    (b"\0\0\0.ftyp|RIFF.{4}(?:WEBP|WAVE|AVI )", N_("a video, sound or picture file")),
)


class SourceFile:
    """A file that is read, and what is asked of it again and again.

    Attributes:
        name: what it is called, fit to stand in a sentence.
        encoding: how the bytes of a text shall be read; found out when it is empty.
        whole: whether readers shall keep what they leave out else.
        fields: what the project's own fields of documents are called.
        depth: in how many documents it lies.
    """

    def __init__(
        self,
        content: bytes,
        name: str,
        encoding: str = "",
        *,
        whole: bool = False,
        depth: int = 0,
        fields: Sequence[str] = (),
    ) -> None:
        self.content = content
        self.name = name
        self.encoding = encoding
        self.whole = whole
        self.fields = fields
        self.depth = depth

    @cached_property
    def start(self) -> str:
        """The first characters, good enough to see marks of ASCII in them."""
        marked = next((codec for mark, codec, _spoken in MARKS if self.content.startswith(mark)), "utf-8")
        try:
            text = self.content[:HEAD].decode(self.encoding or marked, "replace")
        except LookupError:
            text = self.content[:HEAD].decode("latin-1")
        return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")

    @cached_property
    def decoded(self) -> Decoded:
        """The text of a text file; UserError when it is empty, no text, or not in the encoding that was chosen."""
        decoded = decode(self.content, self.name, self.encoding)
        if not decoded.text.strip("\ufeff\0 \t\r\n"):
            raise UserError(_("{name} is empty; choose a file that holds a text."), name=self.name)
        return decoded

    @property
    def is_zip(self) -> bool:
        """Whether it is a ZIP archive that holds something."""
        return self.content.startswith(b"PK\x03\x04")

    @cached_property
    def archive(self) -> Archive:
        """The parts of a ZIP archive; UserError when it is damaged, or not safe to open."""
        return Archive(self.content, self.name)


def read_head(path: Path) -> bytes:
    """Return the first bytes of a file, enough to tell what it is; nothing of what is no file or cannot be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return b""
        with _opened(path) as file:
            return file.read(HEAD)
    except (OSError, ValueError):
        return b""


def refuse_foreign(source: SourceFile) -> None:
    """Raise UserError for what its first bytes tell to be no text (pictures, programs, archives), with its name."""
    content, name = source.content, source.name
    if source.is_zip:
        raise UserError(_no_document(source))
    if content.startswith(b"PK\x05\x06"):
        sentence = _("{name} is an empty ZIP archive, not a document; choose a file that holds a text.")
        raise UserError(sentence, name=name)
    if content.startswith(_OLD_OFFICE):
        raise UserError(_old_office(content, name))
    for magic, kind in _MAGIC:
        if re.match(magic, content, re.DOTALL):
            sentence = _("{name} is {kind}, not a text; save its text as a .txt file in UTF-8 and open that.")
            raise UserError(sentence, name=name, kind=_(kind))


def _no_document(source: SourceFile) -> str:
    """Return what to say of an archive that no reader knows."""
    sentence = _("{name} is a ZIP archive or an office document of another kind; unpack it and open what is in it.")
    if "[Content_Types].xml" in source.archive.names or source.archive.media_type:
        sentence = _("{name} is an office document without a text; save its text as .docx, .odt or .txt.")
    return sentence.format(name=source.name)


def _old_office(content: bytes, name: str) -> str:
    """Return what to say of a file of the old office programs; its parts are named in UTF-16."""
    sentence = _(
        "{name} is an old office document (.doc, .xls, .ppt); open it in Word or LibreOffice and save it as .docx."
    )
    if "EncryptedPackage".encode("utf-16-le") in content:
        sentence = _("{name} is protected by a password; save it without one and open that.")
    elif "__substg1.0_".encode("utf-16-le") in content:
        sentence = _("{name} is a message of Outlook’s own form; save it there as .eml, .html or .txt and open that.")
    return sentence.format(name=name)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file; UserError when there is none, when it cannot be read, is none, or is too large."""
    name = shown(path.name)
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise UserError(_("{name} is a folder; choose the files in it."), name=name)
        # a pipe or a device would never come to an end
        if not stat.S_ISREG(state.st_mode):
            sentence = _("{name} is a pipe or a device, not a file; save its content to a file and open that.")
            raise UserError(sentence, name=name)
        if state.st_size > LIMIT:
            raise UserError(_too_large(name))
        with _opened(path) as file:
            content = file.read(LIMIT + 1)
    except FileNotFoundError as error:
        raise UserError(_("{path} does not exist; check the name and the folder."), path=shown(str(path))) from error
    except PermissionError as error:
        sentence = _("{name} cannot be read: you lack the permission; ask its owner or copy it.")
        raise UserError(sentence, name=name) from error
    except (OSError, ValueError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        sentence = _("{name} cannot be read ({reason}); check the disk and the name.")
        raise UserError(sentence, name=name, reason=reason) from error
    if len(content) > LIMIT:
        raise UserError(_too_large(name))
    return content


def _opened(path: Path) -> BinaryIO:
    # not waiting: a pipe may have taken the file's place since
    return open(path, "rb", opener=lambda name, flags: os.open(name, flags | _NO_WAIT))


def shown(name: str) -> str:
    """Return a file's name fit to stand in a sentence: in one line, without bytes that are no characters."""
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]+", " ", name)


def _too_large(name: str) -> str:
    return _("{name} is larger than {limit} MB, the most a document may have; split it into several files.").format(
        name=name, limit=LIMIT // 1024 // 1024
    )
