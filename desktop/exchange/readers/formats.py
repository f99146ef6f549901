"""The formats of documents, one row each: what people call them, how their files are called, and what reads them."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
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
        name: what one such file is called, for people.
        suffixes: how the files' names may end, the usual one first.
        place: ``module:name``: the module below `desktop.exchange`, loaded when it is wanted, has ``is_name``, which
            tells from a `SourceFile` whether it is in this format; ``read_name``, which returns what the source holds
            (`Extracted` of a document, `CodedDocument` of an annotated one, `CodebookFile` of a codebook); and where
            such files are written ``write_name``, which makes a file's content of that.
        plural: what the format is called in a list of formats, if not so.
        is_text: whether its bytes are those of a text; such formats are tried when a file is known to be nothing else.
    """

    key: str
    name: str
    suffixes: tuple[str, ...]
    media_type: str
    place: str
    plural: str = ""
    kind: FileKind = FileKind.DOCUMENT
    is_text: bool = True

    def recognises(self, source: "SourceFile") -> bool:
        """Tell whether *source* is in this format; UserError when it is damaged."""
        return bool(self._function("is")(source))

    def read(self, source: "SourceFile") -> Any:
        """Return what *source* holds; UserError when it cannot be read."""
        return self._function("read")(source)

    def write(self, value: Any) -> bytes:
        """Return *value* as the content of a file."""
        content: bytes = self._function("write")(value)
        return content

    def _function(self, verb: str) -> Callable[..., Any]:
        return _function_at(self.place, verb)


# asked for with each file
@cache
def _function_at(place: str, verb: str) -> Callable[..., Any]:
    module, _colon, name = place.partition(":")
    found: Callable[..., Any] = resolve_name(f"desktop.exchange.{module}:{verb}_{name}")
    return found


# in the order in which they are tried: what may look like another format stands before it
DOCUMENTS = (
    FileFormat("pdf", N_("PDF"), (".pdf",), "application/pdf", "readers.pdf:pdf", is_text=False),
    FileFormat(
        "epub",
        N_("electronic book"),
        (".epub",),
        "application/epub+zip",
        "readers.office:epub",
        N_("EPUB"),
        is_text=False,
    ),
    FileFormat(
        "odt",
        N_("OpenDocument text"),
        (".odt", ".fodt", ".ott"),
        "application/vnd.oasis.opendocument.text",
        "readers.office:odt",
        N_("OpenDocument"),
        is_text=False,
    ),
    FileFormat(
        "docx",
        N_("Word document"),
        (".docx", ".docm", ".dotx", ".dotm"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "readers.word:docx",
        N_("Word"),
        is_text=False,
    ),
    FileFormat("rtf", N_("RTF document"), (".rtf",), "application/rtf", "readers.rtf:rtf", N_("RTF"), is_text=False),
    FileFormat(
        "webarchive",
        N_("saved web page"),
        (".webarchive",),
        "application/x-webarchive",
        "readers.mail:webarchive",
        N_("saved web pages"),
    ),
    FileFormat(
        "mail", N_("mail message"), (".eml", ".mht", ".mhtml"), "message/rfc822", "readers.mailboxes:mail", N_("mail")
    ),
    FileFormat(
        "html",
        N_("web page"),
        (".html", ".htm", ".xhtml", ".xht", ".shtml"),
        "text/html",
        "readers.html:html",
        N_("web pages"),
    ),
    FileFormat(
        "annotated",
        N_("annotated Markdown"),
        (".md",),
        "text/markdown",
        "annotated.reader:coded",
        kind=FileKind.ANNOTATED,
    ),
    FileFormat(
        "subtitles",
        N_("subtitles"),
        (".srt", ".vtt", ".sbv", ".ass", ".ssa", ".ttml", ".dfxp", ".smi", ".sami", ".lrc"),
        "text/vtt",
        "readers.cues:subtitles",
    ),
    FileFormat(
        "machine",
        N_("machine transcript"),
        (".json", ".json3"),
        "application/json",
        "readers.cues:machine",
        N_("machine transcripts"),
    ),
    FileFormat("record", N_("record of a debate"), (".xml",), "application/xml", "readers.records:record", N_("TEI")),
    FileFormat(
        "markdown",
        N_("Markdown"),
        (".md", ".markdown", ".mdown", ".mkd", ".qmd", ".rmd"),
        "text/markdown",
        "readers.text:markdown",
    ),
    FileFormat("text", N_("plain text"), (".txt", ".text"), "text/plain", "readers.text:text"),
)
