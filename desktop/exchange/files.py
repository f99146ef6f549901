"""Reading text files: what they are is told by their content, and what is no text is refused in one sentence."""

import codecs
import os
import re
import stat
from dataclasses import replace
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.spans import Span
from desktop.core.text import bytes_hash, normalise_text, one_line
from desktop.core.values import CodedDocument, CodedSegment, Facts, SegmentKind
from desktop.exchange.annotated_reader import read_annotated
from desktop.exchange.front_matter import is_annotated

EXTRACTOR = "visavis-text 1"
LIMIT = 64 * 1024 * 1024
TITLE_LIMIT = 200

# UTF-32 first: its little-endian mark begins with that of UTF-16
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office document"),
    (b"{\\rtf", "an RTF document"),
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
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
# a stray form feed or escape sequence is no reason to refuse a text
_CONTROLS_ALLOWED = 3
_CONTROL_SHARE = 0.01
_LINE = re.compile(r"[^\n]*\S[^\n]*")
_HEADING_MARK = re.compile(r"^\s*#{1,6}\s+")


def read_document(path: Path) -> CodedDocument:
    """Read a text file, or a coded document in annotated Markdown.

    A plain text becomes a document whose title is its first line with a letter or digit (up to 200 characters) and in
    which each line that is not blank is a paragraph.

    Raises:
        UserError: when there is no such file, when it cannot be read, is too large or is no text, and what
            `read_annotated` raises.
    """
    text, digest = read_text(path)
    if is_annotated(text):
        return replace(read_annotated(text, path.name), bytes_sha256=digest)
    lines = [CodedSegment(SegmentKind.PARAGRAPH, Span(*found.span())) for found in _LINE.finditer(text)]
    return CodedDocument(
        name=path.name,
        facts=Facts(title=_title(text)),
        text=text,
        segments=tuple(lines),
        bytes_sha256=digest,
        extractor=EXTRACTOR,
    )


def read_text(path: Path) -> tuple[str, str]:
    """Return the normalised text of a file and the SHA-256 of its bytes.

    Raises:
        UserError: as `read_document` does.
    """
    content = _read_bytes(path)
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            raise UserError(f"{path.name} is {kind}, not a text; save its text as a .txt file in UTF-8 and open that.")
    raw = _decode(content, path.name)
    _check_controls(raw, path.name)
    text = normalise_text(raw)
    if not text.strip():
        raise UserError(f"{path.name} is empty; choose a file that holds a text.")
    return text, bytes_hash(content)


def _read_bytes(path: Path) -> bytes:
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise UserError(f"{path.name} is a folder; choose the files in it.")
        # a pipe or a device would never come to an end
        if not stat.S_ISREG(state.st_mode):
            raise UserError(f"{path.name} is a pipe or a device, not a file; save its content to a file and open that.")
        if state.st_size > LIMIT:
            raise UserError(_too_large(path.name))
        with path.open("rb") as file:
            content = file.read(LIMIT + 1)
    except FileNotFoundError as error:
        raise UserError(f"{path} does not exist; check the name and the folder.") from error
    except PermissionError as error:
        raise UserError(f"{path.name} cannot be read: you lack the permission; ask its owner or copy it.") from error
    except (OSError, ValueError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        raise UserError(f"{path.name} cannot be read ({reason}); check the disk and the name.") from error
    if len(content) > LIMIT:
        raise UserError(_too_large(path.name))
    return content


def _too_large(name: str) -> str:
    return (
        f"{name} is larger than {LIMIT // 1024 // 1024} MB, the most a document may have; split it into several files."
    )


def _decode(content: bytes, name: str) -> str:
    for mark, encoding, spoken in _MARKS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise UserError(f"{name} begins as {spoken} but is not valid {spoken}; save it as UTF-8.") from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        # a program or a sound file gets no better by being saved in another encoding
        _check_controls(content.decode("latin-1"), name)
        way = "open it in a text editor and save it with the encoding UTF-8"
        raise UserError(f"{name} is not in UTF-8; {way}.") from error


def _check_controls(text: str, name: str) -> None:
    if len(_CONTROL.findall(text)) > max(_CONTROLS_ALLOWED, _CONTROL_SHARE * len(text)):
        raise UserError(f"{name} is not a text document: it is full of control characters; save it as text in UTF-8.")


def _title(text: str) -> str:
    lines = [found[0] for found in _LINE.finditer(text)]
    chosen = next((line for line in lines if any(map(str.isalnum, line))), lines[0])
    return one_line(_HEADING_MARK.sub("", chosen), TITLE_LIMIT)
