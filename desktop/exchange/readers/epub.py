"""Electronic books (EPUB), read from their archive: ebooklib is under the AGPL."""

from typing import Any
from urllib.parse import unquote

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.values import Certainty
from desktop.exchange.readers.archives import parse_html, resolve
from desktop.exchange.readers.extracted import Extracted, Fact, TextBuilder
from desktop.exchange.readers.html_blocks import add_blocks
from desktop.exchange.readers.source import SourceFile

EXTRACTOR = "visavis-epub 1"
_CONTAINER = "META-INF/container.xml"
_MEDIA_TYPE = b"application/epub+zip"
_FACTS = {
    "title": "title",
    "creator": "author",
    "publisher": "publisher",
    "date": "date",
    "language": "language",
    "source": "source",
}


def is_epub(source: SourceFile) -> bool:
    """Tell whether *source* is an archive that says it is a book, or has a book's container."""
    return source.is_zip and (source.archive.media_type == _MEDIA_TYPE or _CONTAINER in source.archive.names)


def read_epub(source: SourceFile) -> Extracted:
    """Return the text of a book: its chapters in the order of its spine, without its table of contents."""
    archive, name = source.archive, source.name
    package = next(
        (root.get("full-path") for root in archive.xml(_CONTAINER).iter() if _local(root) == "rootfile"), None
    )
    if not package:
        raise UserError(
            _("{name} is damaged: it does not say where its text is; get a new copy of it.").format(name=name)
        )
    root = archive.xml(package)
    items = {item.get("id"): item for item in root.iter() if _local(item) == "item"}
    builder = TextBuilder(name)
    parts = set(archive.names)
    for reference in (one for one in root.iter() if _local(one) == "itemref"):
        item = items.get(reference.get("idref"))
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        part = resolve(package, unquote(item.get("href") or ""))
        # a name that climbs out of the archive is none of its parts
        if part not in parts:
            raise UserError(_("{name} is damaged: a chapter of it is missing; get a new copy of it.").format(name=name))
        page = parse_html(archive.read(part), name)
        if page is not None:
            body = page.find(".//body")
            add_blocks(body if body is not None else page, builder)
    return builder.build(EXTRACTOR, _facts(root), marked=True)


def _facts(root: Any) -> tuple[Fact, ...]:
    found: dict[str, Fact] = {}
    for element in root.iter():
        field = _FACTS.get(_local(element))
        words = " ".join((element.text or "").split())
        if field and words and str(element.tag).startswith("{http://purl.org/dc/"):
            if field == "author" and field in found:
                words = f"{found[field].value}, {words}"
            elif field in found:
                continue
            found[field] = Fact(field, words, Certainty.STATED, _("the book’s metadata"))
    return tuple(found.values())


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]
