"""Reading files: what can never be a text is refused in one sentence before any reader sees it."""

import os
import re
import stat
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.text import bytes_hash, normalise_text
from desktop.exchange.readers.encodings import decode

_NO_WAIT = getattr(os, "O_NONBLOCK", 0)
LIMIT = 64 * 1024 * 1024

# what Word, Excel, PowerPoint and Outlook wrote before 2007, and still write when a password is asked for
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF87a", "a GIF image"),
    (b"GIF89a", "a GIF image"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"SQLite format 3\x00", "a database or a Visavis project"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"BZh91AY&SY", "a bzip2 archive"),
    (b"OggS\x00", "a sound or video file"),
    (b"ID3\x02", "a sound file"),
    (b"ID3\x03", "a sound file"),
    (b"ID3\x04", "a sound file"),
    (b"\xff\xfb", "a sound file"),
    (b"\x1aE\xdf\xa3", "a video file"),
    (b"wOF2", "a font"),
)
# a document, but none that is written as text
_MARKED_UP = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"{\\rtf", "an RTF document"),
)


def read_text(path: Path) -> tuple[str, str]:
    """Return the normalised text of a file in UTF-8 (or UTF-16, UTF-32 with a mark) and the SHA-256 of its bytes.

    Raises:
        UserError: when there is no such file, when it cannot be read, is too large, is no text or in another encoding.
    """
    content = read_bytes(path)
    refuse_foreign(content, path.name)
    for magic, kind in _MARKED_UP:
        if content.startswith(magic):
            raise UserError(_foreign(path.name, kind))
    decoded = decode(content, path.name)
    if decoded.origin == "guessed":
        way = "open it in a text editor and save it with the encoding UTF-8"
        raise UserError(f"{path.name} is not in UTF-8; {way}.")
    text = normalise_text(decoded.text)
    if not text.strip():
        raise UserError(f"{path.name} is empty; choose a file that holds a text.")
    return text, bytes_hash(content)


def refuse_foreign(content: bytes, name: str) -> None:
    """Raise for what is known by its first bytes to be no text: pictures, programs, archives.

    Raises:
        UserError: then, with what it is.
    """
    if content.startswith(_OLD_OFFICE):
        raise UserError(_old_office(content, name))
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            raise UserError(_foreign(name, kind))
    # these two say what they are behind a length
    if content[:3] == b"\0\0\0" and content[4:8] == b"ftyp":
        raise UserError(_foreign(name, "a video, sound or picture file"))
    if content[:4] == b"RIFF" and content[8:12] in (b"WEBP", b"WAVE", b"AVI "):
        raise UserError(_foreign(name, "a video, sound or picture file"))


def _old_office(content: bytes, name: str) -> str:
    """Return what to say of a file of the old office programs; its parts are named in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return f"{name} is protected by a password; save it without one and open that."
    if "__substg1.0_".encode("utf-16-le") in content:
        return f"{name} is a message of Outlook’s own form; save it there as .eml, .html or .txt and open that."
    return f"{name} is an old office document (.doc, .xls, .ppt); open it in Word or LibreOffice and save it as .docx."


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        UserError: when there is no such file, when it cannot be read, is none, or is too large.
    """
    name = shown(path.name)
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise UserError(f"{name} is a folder; choose the files in it.")
        # a pipe or a device would never come to an end
        if not stat.S_ISREG(state.st_mode):
            raise UserError(f"{name} is a pipe or a device, not a file; save its content to a file and open that.")
        if state.st_size > LIMIT:
            raise UserError(_too_large(name))
        # not waiting: a pipe may have taken the file's place since
        with open(path, "rb", opener=lambda name, flags: os.open(name, flags | _NO_WAIT)) as file:
            content = file.read(LIMIT + 1)
    except FileNotFoundError as error:
        raise UserError(f"{shown(str(path))} does not exist; check the name and the folder.") from error
    except PermissionError as error:
        raise UserError(f"{name} cannot be read: you lack the permission; ask its owner or copy it.") from error
    except (OSError, ValueError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        raise UserError(f"{name} cannot be read ({reason}); check the disk and the name.") from error
    if len(content) > LIMIT:
        raise UserError(_too_large(name))
    return content


def shown(name: str) -> str:
    """Return a file's name fit to stand in a sentence: in one line, without bytes that are no characters."""
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]+", " ", name)


def _too_large(name: str) -> str:
    return (
        f"{name} is larger than {LIMIT // 1024 // 1024} MB, the most a document may have; split it into several files."
    )


def _foreign(name: str, kind: str) -> str:
    return f"{name} is {kind}, not a text; save its text as a .txt file in UTF-8 and open that."
