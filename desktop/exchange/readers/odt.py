"""OpenDocument texts, read from their XML: odfpy is not kept any more, and half of it is under the GPL."""

from typing import Any

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.values import Certainty
from desktop.exchange.readers.archives import parse_xml
from desktop.exchange.readers.extracted import Extracted, Fact, TextBuilder
from desktop.exchange.readers.source import SourceFile

_MANIFEST = "META-INF/manifest.xml"
# and templates, master documents
_MEDIA_TYPE = b"application/vnd.oasis.opendocument.text"
EXTRACTOR = "visavis-odt 1"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_BOLD = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}font-weight"
# what was deleted, what a comment says, and what the program writes of its own
# elements that stand for white space; only the first may say how often
_SPACES = {_TEXT + "s": " ", _TEXT + "tab": "\t", _TEXT + "line-break": "\n"}
_SKIPPED = {
    _TEXT + "tracked-changes",
    _OFFICE + "annotation",
    _OFFICE + "annotation-end",
    _TEXT + "note-citation",
    _TEXT + "sequence-decls",
    _TEXT + "index-title-template",
    _TEXT + "table-of-content-source",
    _OFFICE + "forms",
    # how a word above is read aloud
    _TEXT + "ruby-text",
}
_FACTS = {
    "title": "title",
    "initial-creator": "author",
    "creator": "author",
    "language": "language",
    "creation-date": "date",
}


def is_odt(source: SourceFile) -> bool:
    """Tell whether *source* is an OpenDocument text, in an archive or in one piece of XML (.fodt)."""
    if source.is_zip:
        return source.archive.media_type.startswith(_MEDIA_TYPE)
    start = source.start
    return start.startswith("<?xml") and "<office:document " in start and "opendocument.text" in start


def read_odt(source: SourceFile) -> Extracted:
    """Return the text of an OpenDocument file: headings, bold beginnings, notes at the end."""
    name = source.name
    if not source.is_zip:
        root = parse_xml(source.content, name)
        return _read(root, root.find(_OFFICE + "meta"), name)
    archive = source.archive
    if _MANIFEST in archive.names and b"encryption-data" in archive.read(_MANIFEST):
        raise UserError(_("{name} is protected by a password; save it without one and open that.").format(name=name))
    meta = archive.xml("meta.xml") if "meta.xml" in archive.names else None
    return _read(archive.xml("content.xml"), meta, name)


def _read(root: Any, meta: Any, name: str) -> Extracted:
    builder = TextBuilder(name)
    body = root.find(f".//{_OFFICE}text")
    _Paragraphs(builder, _bold_styles(root)).read(body if body is not None else root)
    return builder.build(EXTRACTOR, _facts(meta), marked=True)


def _bold_styles(root: Any) -> set[str]:
    found = set()
    for style in root.iter(_STYLE + "style"):
        for properties in style.iter(_STYLE + "text-properties"):
            if any(str(key).endswith("}font-weight") and value == "bold" for key, value in properties.attrib.items()):
                found.add(style.get(_STYLE + "name"))
    # Writer's own name of the style that a user gives with its menu
    return found | {"Strong_20_Emphasis"}


def _facts(meta: Any) -> tuple[Fact, ...]:
    if meta is None:
        return ()
    found: dict[str, Fact] = {}
    for element in meta.iter():
        field = _FACTS.get(str(element.tag).rpartition("}")[2])
        if field and field not in found and element.text and element.text.strip():
            sure = Certainty.GUESSED if field == "date" else Certainty.INFERRED
            found[field] = Fact(field, element.text.strip(), sure, _("the file’s properties"))
    return tuple(found.values())


class _Paragraphs:
    """Collect paragraphs; a note's paragraphs wait until the end."""

    def __init__(self, builder: TextBuilder, bold: set[str]) -> None:
        self.builder = builder
        self.bold = bold
        self.notes: list[str] = []

    def read(self, body: Any) -> None:
        stack = [body]
        while stack:
            element = stack.pop()
            if element.tag in _SKIPPED or not isinstance(element.tag, str):
                continue
            if element.tag in (_TEXT + "p", _TEXT + "h"):
                words, bold = self.words(element)
                self.builder.add(words, "heading" if element.tag == _TEXT + "h" else "", bold)
            else:
                stack.extend(reversed(element))
        for note in self.notes:
            self.builder.add(note)

    def words(self, paragraph: Any) -> tuple[str, int]:
        """Return a paragraph's words and how many at its beginning are bold; lxml bounds how deep it nests."""
        parts: list[str] = []
        bold = 0
        beginning = True

        def add(text: str | None, strong: bool) -> None:
            nonlocal bold, beginning
            if not text:
                return
            beginning = beginning and (strong or not text.strip())
            parts.append(text)
            bold += len(text) if beginning else 0

        def walk(element: Any, strong: bool) -> None:
            add(element.text and element.text.replace("\n", " "), strong)
            for child in element:
                tag = child.tag
                if tag == _TEXT + "note":
                    self.notes.extend("".join(each.itertext()) for each in child.iter(_TEXT + "p"))
                elif tag in _SPACES:
                    count = child.get(_TEXT + "c", "1")
                    add(_SPACES[tag] * min(int(count) if count.isdecimal() else 1, 200), strong)
                elif tag in (_TEXT + "p", _TEXT + "h"):
                    # a text box inside a paragraph
                    add("\n", strong)
                    walk(child, strong)
                elif isinstance(tag, str) and tag not in _SKIPPED:
                    walk(child, strong or child.get(_TEXT + "style-name") in self.bold)
                add(child.tail and child.tail.replace("\n", " "), strong)

        walk(paragraph, paragraph.get(_TEXT + "style-name") in self.bold)
        return "".join(parts), bold
