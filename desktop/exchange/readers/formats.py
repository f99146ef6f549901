"""The formats of documents: which one a file is, told by its content, and what reads it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.structure.structure import find_structure
from desktop.core.text import bytes_hash, normalise_text
from desktop.core.values import Actor, CodedDocument
from desktop.exchange.annotated.front_matter import is_annotated
from desktop.exchange.readers.encodings import MARKS, Decoded, decode
from desktop.exchange.readers.extracted import Extracted, Fact
from desktop.exchange.readers.raw_files import read_bytes, refuse_foreign, shown

_BOOK = b"application/epub+zip"
_SUFFIXES_OF_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    Attributes:
        name: for people.
        is_text: whether it has an encoding that the user may choose.
    """

    name: str
    is_text: bool
    read: Callable[[bytes, str, str], Extracted]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in a file.

    Attributes:
        document: the document with its structure and facts, ready to be added.
        format: of the file, for people.
        encoding, encoding_origin: as `Extracted` has them.
        facts: each fact with where it came from and how sure it is; for a coded document none.
        content: the bytes of the file.
        quoted: the keys of those whom its prose quotes, with how many quotations each has; whoever looks for them
            fills it in.
    """

    document: CodedDocument
    format: str
    encoding: str
    encoding_origin: str
    facts: tuple[Fact, ...]
    content: bytes
    quoted: tuple[tuple[str, int], ...] = ()


def read_document(path: Path, *, encoding: str = "", actors: Sequence[Actor] = ()) -> Reading:
    """Read a file of any known format, and find its facts and structure by the rules.

    Args:
        path: the file.
        encoding: how to read the bytes of a text file; found out when it is empty.
        actors: those to whom the speakers are matched.

    Raises:
        UserError: when there is no such file, or it cannot be read, or holds no text.
    """
    content = read_bytes(path)
    return read_content(content, shown(path.name), encoding=encoding, actors=actors)


def read_content(content: bytes, name: str, *, encoding: str = "", actors: Sequence[Actor] = ()) -> Reading:
    """Read the *content* of a file called *name*; as `read_document`."""
    from desktop.exchange.readers.facts import find_facts

    kind = find_format(content, name, encoding)
    if kind is ANNOTATED:
        return _coded(content, name, encoding)
    try:
        found = kind.read(content, name, encoding)
    except UserError:
        raise
    except Exception as error:
        # readers of foreign formats raise whatever a damaged file leads them to; it is the file's fault, not ours
        reason = "it nests too deep" if isinstance(error, RecursionError) else "it is damaged"
        raise UserError(
            f"{name} cannot be read as {kind.name} ({reason}); get a new copy or save it as text."
        ) from error
    if not found.text.strip():
        raise UserError(f"{name} is empty; choose a file that holds a text.")
    structure = find_structure(found.text, actors, found.hints)
    facts, told = find_facts(found, structure, name, kind.name)
    document = CodedDocument(
        name=name,
        facts=facts,
        text=found.text,
        segments=structure.segments,
        bytes_sha256=bytes_hash(content),
        extractor=_extractor(found),
        pages=found.pages,
        new_actors=structure.new_actors,
    )
    return Reading(document, kind.name, found.encoding, found.encoding_origin, told, content)


def read_pasted(text: str, name: str = "pasted text", *, actors: Sequence[Actor] = ()) -> Reading:
    """Read a text that came through the clipboard; as `read_document`."""
    return read_content(normalise_text(text).encode("utf-8"), name, actors=actors)


def find_format(content: bytes, name: str, encoding: str = "") -> Format:
    """Return the format of *content*; the *name* only tells Markdown from text that happens to have its marks.

    Raises:
        UserError: for what holds no text that can be read: pictures, programs, other archives.
    """
    head = content[:1024].lstrip()
    if b"%PDF-" in content[:1024]:
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return _office(content, name)
    if head.startswith(b"{\\rtf"):
        return RTF
    refuse_foreign(content, name)
    if content.startswith(b"PK\x05\x06"):
        raise UserError(f"{name} is an empty ZIP archive, not a document; choose a file that holds a text.")
    from desktop.exchange.readers.html import is_html
    from desktop.exchange.readers.mail import is_mail
    from desktop.exchange.readers.odt import is_flat
    from desktop.exchange.readers.subtitles import is_subtitles
    from desktop.exchange.readers.text import is_markdown
    from desktop.exchange.readers.webarchive import is_webarchive

    if is_webarchive(content):
        return WEBARCHIVE
    if is_mail(content):
        return MAIL
    start = _start(content, encoding)
    if is_html(start):
        return HTML
    if is_flat(start):
        return ODT
    if is_annotated(start):
        return ANNOTATED
    if is_subtitles(start):
        return SUBTITLES
    if name.lower().endswith(_SUFFIXES_OF_MARKDOWN) and is_markdown(start):
        return MARKDOWN
    return TEXT


def _start(content: bytes, encoding: str) -> str:
    """Return the first characters, good enough to see marks of ASCII in them."""
    codec = encoding or next((codec for mark, codec, _ in MARKS if content.startswith(mark)), "utf-8")
    try:
        text = content[:16384].decode(codec, "replace")
    except LookupError:
        text = content[:16384].decode("latin-1")
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _office(content: bytes, name: str) -> Format:
    from desktop.exchange.readers.archives import Archive

    archive = Archive(content, name)
    names = set(archive.names)
    kind = archive.read("mimetype")[:100].strip() if "mimetype" in names else b""
    if kind == _BOOK or "META-INF/container.xml" in names:
        return EPUB
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return ODT
    if "word/document.xml" in names:
        return DOCX
    if "[Content_Types].xml" in names or kind:
        raise UserError(f"{name} is an office document without a text; save its text as .docx, .odt or .txt.")
    raise UserError(f"{name} is a ZIP archive or an office document of another kind; unpack it and open what is in it.")


def _coded(content: bytes, name: str, encoding: str) -> Reading:
    from desktop.exchange.annotated.reader import read_annotated

    decoded = decode(content, name, encoding)
    document = replace(read_annotated(normalise_text(decoded.text), name), bytes_sha256=bytes_hash(content))
    return Reading(document, ANNOTATED.name, decoded.encoding, decoded.origin, (), content)


def _extractor(found: Extracted) -> str:
    usual = found.encoding in ("", "utf-8")
    return found.extractor if usual else f"{found.extractor}, {found.encoding}"


def _decoded(content: bytes, name: str, encoding: str) -> Decoded:
    decoded = decode(content, name, encoding)
    if not decoded.text.strip("\ufeff\0 \t\r\n"):
        raise UserError(f"{name} is empty; choose a file that holds a text.")
    return decoded


def _read_text(content: bytes, name: str, encoding: str) -> Extracted:
    from desktop.exchange.readers.text import read_plain

    return read_plain(_decoded(content, name, encoding))


def _read_markdown(content: bytes, name: str, encoding: str) -> Extracted:
    from desktop.exchange.readers.text import read_markdown

    return read_markdown(_decoded(content, name, encoding), name)


def _read_subtitles(content: bytes, name: str, encoding: str) -> Extracted:
    from desktop.exchange.readers.subtitles import read_subtitles

    return read_subtitles(_decoded(content, name, encoding), name)


def _read_html(content: bytes, name: str, encoding: str) -> Extracted:
    from desktop.exchange.readers.html import read_html

    return read_html(content, name, encoding)


def _read_mail(content: bytes, name: str, encoding: str) -> Extracted:
    from desktop.exchange.readers.mail import read_mail

    return read_mail(content, name, encoding)


def _read_webarchive(content: bytes, name: str, encoding: str) -> Extracted:
    from desktop.exchange.readers.webarchive import read_webarchive

    return read_webarchive(content, name, encoding)


def _read_pdf(content: bytes, name: str, encoding: str) -> Extracted:
    from desktop.exchange.readers.pdf import read_pdf

    return read_pdf(content, name)


def _read_docx(content: bytes, name: str, encoding: str) -> Extracted:
    from desktop.exchange.readers.archives import Archive
    from desktop.exchange.readers.docx import read_docx

    return read_docx(content, Archive(content, name), name)


def _read_odt(content: bytes, name: str, encoding: str) -> Extracted:
    from desktop.exchange.readers.archives import Archive
    from desktop.exchange.readers.odt import read_flat, read_odt

    if not content.startswith(b"PK"):
        return read_flat(content, name)
    return read_odt(Archive(content, name), name)


def _read_rtf(content: bytes, name: str, encoding: str) -> Extracted:
    from desktop.exchange.readers.rtf import read_rtf

    return read_rtf(content, name)


def _read_epub(content: bytes, name: str, encoding: str) -> Extracted:
    from desktop.exchange.readers.archives import Archive
    from desktop.exchange.readers.epub import read_epub

    return read_epub(Archive(content, name), name)


def _never(content: bytes, name: str, encoding: str) -> Extracted:
    raise NotImplementedError


TEXT = Format("plain text", True, _read_text)
MARKDOWN = Format("Markdown", True, _read_markdown)
ANNOTATED = Format("annotated Markdown", True, _never)
SUBTITLES = Format("subtitles", True, _read_subtitles)
HTML = Format("web page", True, _read_html)
MAIL = Format("mail message", True, _read_mail)
WEBARCHIVE = Format("saved web page", True, _read_webarchive)
PDF = Format("PDF", False, _read_pdf)
DOCX = Format("Word document", False, _read_docx)
ODT = Format("OpenDocument text", False, _read_odt)
RTF = Format("RTF document", False, _read_rtf)
EPUB = Format("electronic book", False, _read_epub)
FORMATS = (TEXT, MARKDOWN, ANNOTATED, SUBTITLES, HTML, MAIL, WEBARCHIVE, PDF, DOCX, ODT, RTF, EPUB)
