"""OpenDocument texts and electronic books, read from the XML in their archives.

odfpy is not kept any more, and half of it is under the GPL; ebooklib is under the AGPL.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from desktop.core.errors import UserError
from desktop.core.language import N_, _, ngettext
from desktop.core.values import Certainty
from desktop.exchange.readers.archives import Archive, DamagedPartError, parse_html, parse_xml, resolve
from desktop.exchange.readers.extracted import Extracted, Fact, TextBuilder
from desktop.exchange.readers.html import add_blocks
from desktop.exchange.readers.source import SourceFile, shown
from desktop.exchange.readers.spoken_tables import beside, find_columns, leave_out_head

# what the fields of a file's properties are called there, by what they are here
WORD_FACTS = {"title": "title", "creator": "author", "language": "language", "created": "date"}
_ODT_FACTS = {
    "title": "title",
    "initial-creator": "author",
    "creator": "author",
    "language": "language",
    "creation-date": "date",
}
_BOOK_FACTS = {
    "title": "title",
    "creator": "author",
    "publisher": "publisher",
    "date": "date",
    "language": "language",
    "source": "source",
}
_MANIFEST = "META-INF/manifest.xml"
_CONTAINER = "META-INF/container.xml"
_NCX = "application/x-dtbncx+xml"
BOOK = "visavis-epub 1"
# and templates, master documents
_ODT_TYPE = b"application/vnd.oasis.opendocument.text"
_BOOK_TYPE = b"application/epub+zip"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
# elements that stand for white space; only the first may say how often
_SPACES = {_TEXT + "s": " ", _TEXT + "tab": "\t", _TEXT + "line-break": "\n"}
# what is no part of the text, and as what it is told; what the program writes of its own is not
_LEFT_OUT = {
    _OFFICE + "annotation": N_("comments"),
    _OFFICE + "forms": N_("forms"),
    _TEXT + "tracked-changes": N_("deleted words"),
    _TEXT + "ruby-text": N_("how words are read aloud"),
    "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}title": N_("words in drawings"),
    "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}desc": N_("words in drawings"),
}
_HIDDEN = N_("hidden words")
_SKIPPED = {*_LEFT_OUT, _OFFICE + "annotation-end", _OFFICE + "change-info"} | {
    _TEXT + name for name in ("note-citation", "sequence-decls", "index-title-template", "table-of-content-source")
}
# of these the program writes parts itself
_SIGNED = {"creator", "date", "date-string", "creator-initials"}


def is_odt(source: SourceFile) -> bool:
    """Tell whether *source* is an OpenDocument text, in an archive or in one piece of XML (.fodt)."""
    if source.is_zip:
        return source.archive.media_type.startswith(_ODT_TYPE)
    start = source.start
    return start.startswith("<?xml") and "<office:document " in start and "opendocument.text" in start


def is_epub(source: SourceFile) -> bool:
    """Tell whether *source* is an archive that says it is a book, or has a book's container."""
    return source.is_zip and (source.archive.media_type == _BOOK_TYPE or _CONTAINER in source.archive.names)


def read_odt(source: SourceFile) -> Extracted:
    """Return the text of an OpenDocument file: headings, bold beginnings, notes at the end."""
    if not source.is_zip:
        root = parse_xml(source.content, source.name)
        meta = root.find(_OFFICE + "meta")
    else:
        archive = source.archive
        if _MANIFEST in archive.names and b"encryption-data" in archive.read(_MANIFEST):
            sentence = _("{name} is protected by a password; save it without one and open that.")
            raise UserError(sentence, name=source.name)
        meta = archive.xml("meta.xml") if "meta.xml" in archive.names else None
        root = archive.xml("content.xml")
    builder = TextBuilder(source.name)
    styles = source.archive.xml("styles.xml") if source.is_zip and "styles.xml" in source.archive.names else root
    for element in [*styles.iter(_STYLE + "header", _STYLE + "footer")]:
        builder.leave_out(
            _("headers and footers"), " ".join("".join(each.itertext()) for each in element.iter(_TEXT + "p"))
        )
    for element in root.iter(*_LEFT_OUT):
        builder.leave_out(_(_LEFT_OUT[element.tag]), _said(element))
    for name in source.archive.names if source.is_zip else ():
        # a formula is a document of its own
        if name.count("/") == 1 and name.endswith("/content.xml"):
            builder.leave_out(_("words in drawings"), _said(source.archive.xml(name)))
    body = root.find(f".//{_OFFICE}text")
    hidden = _styles(root, "display", "none")
    bold = _styles(root, "font-weight", "bold") | {"Strong_20_Emphasis"}
    _Paragraphs(builder, bold, None if source.whole else hidden).read(body if body is not None else root)
    return builder.build("visavis-odt 1", properties_of(meta, _ODT_FACTS, N_("the file’s properties")), marked=True)


# more files that are missing are not told by name
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Spine:
    """What a book says of itself.

    Attributes:
        parts: its files in order, without that of its contents.
        nav, ncx: where its contents stand, of EPUB 3 and EPUB 2; empty where they do not.
        others: the pages that stand in no order.
        missing: what files of it lack in the archive, or cannot be unpacked.
    """

    parts: tuple[str, ...]
    nav: str
    ncx: str
    others: tuple[str, ...]
    missing: tuple[str, ...]
    facts: tuple[Fact, ...]


def spine_of(source: SourceFile) -> Spine:
    """Return what a book says of its files, with that of its contents where the *whole* is wanted.

    Raises:
        UserError: when it is damaged, or has none of its files.
    """
    archive, name = source.archive, source.name
    package = next(
        (root.get("full-path") for root in archive.xml(_CONTAINER).iter() if local(root) == "rootfile"), None
    )
    if not package:
        raise UserError(_("{name} is damaged: it does not say where its text is; get a new copy of it."), name=name)
    root = archive.xml(package)
    items = {item.get("id"): item for item in root.iter() if local(item) == "item"}
    places = {key: resolve(package, unquote(item.get("href") or "")) for key, item in items.items()}
    nav = next((places[key] for key, item in items.items() if _is_contents(item)), "")
    ncx = next((places[key] for key, item in items.items() if item.get("media-type") == _NCX), "")
    known, parts, missing = set(archive.names), list[str](), list[str]()
    for reference in (one for one in root.iter() if local(one) == "itemref"):
        key = reference.get("idref")
        if key not in items or (_is_contents(items[key]) and not source.whole):
            continue
        # a name that climbs out of the archive is none of its parts
        there = places[key] in known and _is_sound(archive, places[key])
        (parts if there else missing).append(places[key])
    if missing and not parts:
        raise UserError(_("{name} is damaged: its chapters are missing; get a new copy of it."), name=name)
    pages = (one for one in places.values() if one.lower().endswith((".xhtml", ".html", ".htm")))
    others = tuple(one for one in dict.fromkeys(pages) if one in known and one not in (*parts, *missing))
    return Spine(
        tuple(parts), nav, ncx, others, tuple(missing), properties_of(root, _BOOK_FACTS, N_("the book’s metadata"))
    )


def read_epub(source: SourceFile) -> Extracted:
    """Return the text of a book: its chapters in the order of its spine, without its table of contents.

    What stands in no order is left out.
    """
    spine = spine_of(source)
    builder = TextBuilder(source.name)
    for part in spine.parts:
        page = parse_html(source.archive.read(part), source.name)
        if page is not None:
            body = page.find(".//body")
            add_blocks(body if body is not None else page, builder)
    leave_out_pages(source, spine, builder)
    tell_missing(spine, builder)
    return builder.build(BOOK, spine.facts, marked=True)


def _is_sound(archive: Archive, part: str) -> bool:
    try:
        archive.read(part)
    except DamagedPartError:
        return False
    return True


def tell_missing(spine: Spine, builder: TextBuilder) -> None:
    """Tell which files of a book are not in it."""
    names = [shown(PurePosixPath(one).name)[:60] for one in spine.missing]
    told = ngettext(
        "{count} chapter of the book is missing or damaged: {names}; get a new copy of it.",
        "{count} chapters of the book are missing or damaged: {names}; get a new copy of it.",
        len(names),
    )
    if names:
        listed = ", ".join(names[:_NAMED]) + ", …" * (len(names) > _NAMED)
        builder.note(told.format(count=len(names), names=listed))


def leave_out_pages(source: SourceFile, spine: Spine, builder: TextBuilder) -> None:
    """Count the words of a book's contents and of its pages that stand in no order."""
    for part in spine.others:
        page = parse_html(source.archive.read(part), source.name) if _is_sound(source.archive, part) else None
        body = page.find(".//body") if page is not None else None
        told = _("table of contents") if part == spine.nav else _("pages outside the order of the book")
        builder.leave_out(told, _said(body) if body is not None else "")


def _is_contents(item: Any) -> bool:
    return "nav" in (item.get("properties") or "").split()


def local(element: Any) -> str:
    """Return the name of an element without its space."""
    return str(element.tag).rpartition("}")[2]


def properties_of(root: Any, fields: Mapping[str, str], origin: str) -> tuple[Fact, ...]:
    """Return the facts in a file's properties: *fields* gives what each is called there; *origin* as `Fact` has it."""
    found: dict[str, Fact] = {}
    for element in root.iter() if root is not None else ():
        field, words = fields.get(local(element)), " ".join((element.text or "").split())
        if not field or not words:
            continue
        # a file's properties stay when its text changes, and its day of making is no day of publication
        sure = Certainty.GUESSED if field == "date" else Certainty.INFERRED
        if fields is _BOOK_FACTS:
            if not str(element.tag).startswith("{http://purl.org/dc/"):
                continue
            sure = Certainty.STATED
            if field == "author" and field in found:
                words = f"{found.pop(field).value}, {words}"
        found.setdefault(field, Fact(field, words, sure, origin))
    return tuple(found.values())


def _said(root: Any) -> str:
    """Return what an element says, but for who wrote it and when."""
    return " ".join(each.text or "" for each in root.iter() if local(each) not in _SIGNED) + " ".join(
        each.tail or "" for each in root.iterdescendants()
    )


def _styles(root: Any, property_: str, wanted: str) -> set[str]:
    """Return the names of the styles in which a property of the text is as *wanted*."""
    found = set()
    for style in root.iter(_STYLE + "style"):
        for properties in style.iter(_STYLE + "text-properties"):
            if any(str(key).endswith("}" + property_) and value == wanted for key, value in properties.attrib.items()):
                found.add(style.get(_STYLE + "name"))
    return found


class _Paragraphs:
    """Collect paragraphs; a note's paragraphs wait until the end."""

    def __init__(self, builder: TextBuilder, bold: set[str], hidden: set[str] | None) -> None:
        self.builder = builder
        self.bold = bold
        self.hidden = hidden
        self.notes: list[str] = []

    def read(self, body: Any) -> None:
        stack = [body]
        while stack:
            element = stack.pop()
            if element.tag in _SKIPPED or not isinstance(element.tag, str):
                continue
            if element.get(_TEXT + "display") == "none" and self.hidden is not None:
                self.builder.leave_out(_(_HIDDEN), _said(element))
            elif element.tag in (_TEXT + "p", _TEXT + "h"):
                words, bold = self.words(element)
                self.builder.add(words, "heading" if element.tag == _TEXT + "h" else "", bold)
            elif element.tag != _TABLE + "table" or not self.speech(element):
                stack.extend(reversed(element))
        for note in self.notes:
            self.builder.add(note)

    def speech(self, table: Any) -> bool:
        """Append the rows of a *table* in which people speak; tell whether it is one."""
        cells = [list(row.iter(_TABLE + "table-cell")) for row in table.iter(_TABLE + "table-row")]
        texts = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in cells]
        found = find_columns(texts)
        if found is None:
            return False
        for row, told in zip(cells[found.head :], texts[found.head :], strict=True):
            name, time = f"{told[found.name]}: ".lstrip(": "), f"{told[found.time]} " if found.time >= 0 else ""
            for paragraph in row[found.words].iter(_TEXT + "p", _TEXT + "h"):
                self.builder.add(time + name + self.words(paragraph)[0], bold=len(time + name.rstrip()) if name else 0)
                name = time = ""
            self.builder.add(beside(told, found, self.builder), "furniture")
        if found.head:
            leave_out_head(texts[0], self.builder)
        return True

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
                elif child.get(_TEXT + "style-name") in (self.hidden or ()):
                    self.builder.leave_out(_(_HIDDEN), _said(child))
                elif isinstance(tag, str) and tag not in _SKIPPED:
                    walk(child, strong or child.get(_TEXT + "style-name") in self.bold)
                add(child.tail and child.tail.replace("\n", " "), strong)

        walk(paragraph, paragraph.get(_TEXT + "style-name") in self.bold)
        return "".join(parts), bold
