"""The formats of documents, one row each: what people call them, how their files are called, and what reads them."""

from dataclasses import dataclass
from enum import StrEnum
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

from desktop.core.language import N_

if TYPE_CHECKING:
    from desktop.exchange.readers.source import SourceFile


class FileKind(StrEnum):
    """What a file is to a project: what can be done with it."""

    DOCUMENT = "document"
    ANNOTATED = "annotated document"
    CODEBOOK = "codebook"
    PROJECT = "project"


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format of files that come in.

    Attributes:
        key: its fixed name.
        name: what one such file is called, for people.
        short: what the format is called in a list of formats.
        suffixes: how the files' names may end, the usual one first.
        media_type: as the IANA lists it, or as its makers call it.
        sniffer: the function below `desktop.exchange` that tells from a `SourceFile` whether it is in this format.
        reader: the one that returns what the source holds: `Extracted` of a document, `CodedDocument` of an annotated
            one, `CodebookFile` of a codebook. Both are loaded when they are called.
        writer: the one that makes a file's content of that; empty where none is written.
        kind: what such a file is.
        is_text: whether its bytes are those of a text; such formats are tried when a file is known to be nothing else.
    """

    key: str
    name: str
    short: str
    suffixes: tuple[str, ...]
    media_type: str
    sniffer: str
    reader: str = ""
    writer: str = ""
    kind: FileKind = FileKind.DOCUMENT
    is_text: bool = True

    def recognises(self, source: "SourceFile") -> bool:
        """Tell whether *source* is in this format.

        Raises:
            UserError: when it is damaged.
        """
        return bool(resolve_name(f"desktop.exchange.{self.sniffer}")(source))

    def read(self, source: "SourceFile") -> Any:
        """Return what *source* holds.

        Raises:
            UserError: when it cannot be read.
        """
        return resolve_name(f"desktop.exchange.{self.reader}")(source)

    def write(self, value: Any) -> bytes:
        """Return *value* as the content of a file."""
        content: bytes = resolve_name(f"desktop.exchange.{self.writer}")(value)
        return content


# in the order in which they are tried: what may look like another format stands before it
DOCUMENTS = (
    FileFormat(
        "pdf",
        N_("PDF"),
        N_("PDF"),
        (".pdf",),
        "application/pdf",
        "readers.pdf:is_pdf",
        "readers.pdf:read_pdf",
        is_text=False,
    ),
    FileFormat(
        "epub",
        N_("electronic book"),
        N_("EPUB"),
        (".epub",),
        "application/epub+zip",
        "readers.epub:is_epub",
        "readers.epub:read_epub",
        is_text=False,
    ),
    FileFormat(
        "odt",
        N_("OpenDocument text"),
        N_("OpenDocument"),
        (".odt", ".fodt", ".ott"),
        "application/vnd.oasis.opendocument.text",
        "readers.odt:is_odt",
        "readers.odt:read_odt",
        is_text=False,
    ),
    FileFormat(
        "docx",
        N_("Word document"),
        N_("Word"),
        (".docx", ".docm", ".dotx", ".dotm"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "readers.docx:is_docx",
        "readers.docx:read_docx",
        is_text=False,
    ),
    FileFormat(
        "rtf",
        N_("RTF document"),
        N_("RTF"),
        (".rtf",),
        "application/rtf",
        "readers.rtf:is_rtf",
        "readers.rtf:read_rtf",
        is_text=False,
    ),
    FileFormat(
        "webarchive",
        N_("saved web page"),
        N_("saved web pages"),
        (".webarchive",),
        "application/x-webarchive",
        "readers.webarchive:is_webarchive",
        "readers.webarchive:read_webarchive",
    ),
    FileFormat(
        "mail",
        N_("mail message"),
        N_("mail"),
        (".eml", ".mht", ".mhtml"),
        "message/rfc822",
        "readers.mail:is_mail",
        "readers.mail:read_mail",
    ),
    FileFormat(
        "html",
        N_("web page"),
        N_("web pages"),
        (".html", ".htm", ".xhtml", ".xht", ".shtml"),
        "text/html",
        "readers.html:is_html",
        "readers.html:read_html",
    ),
    FileFormat(
        "annotated",
        N_("annotated Markdown"),
        N_("annotated Markdown"),
        (".md",),
        "text/markdown",
        "annotated.front_matter:is_coded",
        "annotated.reader:read_coded",
        kind=FileKind.ANNOTATED,
    ),
    FileFormat(
        "subtitles",
        N_("subtitles"),
        N_("subtitles"),
        (".srt", ".vtt"),
        "text/vtt",
        "readers.subtitles:is_subtitles",
        "readers.subtitles:read_subtitles",
    ),
    FileFormat(
        "markdown",
        N_("Markdown"),
        N_("Markdown"),
        (".md", ".markdown", ".mdown", ".mkd"),
        "text/markdown",
        "readers.text:is_markdown",
        "readers.text:read_markdown",
    ),
    FileFormat(
        "text",
        N_("plain text"),
        N_("plain text"),
        (".txt", ".text"),
        "text/plain",
        "readers.text:is_text",
        "readers.text:read_text",
    ),
)
