"""Feeds of news: RSS and Atom, an entry a document."""

import re
from collections.abc import Iterator
from typing import Any

from desktop.core.language import N_
from desktop.core.values import Certainty
from desktop.exchange.readers.archives import parse_html, parse_xml
from desktop.exchange.readers.extracted import Extracted, Fact, TextBuilder
from desktop.exchange.readers.html import add_blocks
from desktop.exchange.readers.source import SourceFile

# what an entry has, by the fact it is; the first that is there counts
_FACTS = {
    "title": ("title",),
    "date": ("pubDate", "published", "date", "issued", "updated", "modified"),
    "author": ("creator", "author"),
    "source": ("link", "guid", "id"),
    "language": ("language",),
}
_MARKS = re.compile(
    r"&(?:#\d{1,6}|#x[\da-f]{1,6}|[a-z]{2,8});|</?(?:b|i|em|strong|span|br|sup|sub)\b[^>]*>", re.IGNORECASE
)
_TEXT = ("encoded", "content", "description", "summary")


def read_feed(source: SourceFile) -> Iterator[tuple[str, bytes, Extracted]]:
    """Yield title, bytes and content of each entry that has a text; UserError when it is no XML."""
    from lxml import etree

    root = parse_xml(source.content.lstrip(b"\xef\xbb\xbf \r\n\t"), source.name)
    channel = next((each for each in root.iter() if local(each) in ("channel", "feed")), root)
    site = next((" ".join((each.text or "").split()) for each in channel if local(each) == "title"), "")
    for entry in root.iter():
        if local(entry) not in ("item", "entry"):
            continue
        parts: dict[str, Any] = {}
        for each in entry:
            # of links, that which leads to the page
            if local(each) != "link" or each.get("rel", "alternate") == "alternate":
                parts.setdefault(local(each), each)
        stated = tuple(_facts(parts, site))
        title = next((fact.value for fact in stated if fact.name == "title"), "")
        builder = TextBuilder(source.name)
        builder.add(title, "heading")
        page = next((_page(parts[name], source.name) for name in _TEXT if name in parts), None)
        if page is not None:
            add_blocks(page, builder)
        if not builder.is_empty:
            content = etree.tostring(entry, encoding="utf-8")
            yield title, content, builder.build("visavis-feed 1", stated, marked=True)


def _facts(parts: dict[str, Any], site: str) -> Iterator[Fact]:
    origin = N_("the feed")
    if site:
        yield Fact("publisher", site, Certainty.INFERRED, origin)
    for field, names in _FACTS.items():
        words = next((_words(parts[name]) for name in names if name in parts and _words(parts[name])), "")
        if words and not (field == "source" and "://" not in words):
            yield Fact(field, words, Certainty.STATED, origin)


def _page(element: Any, name: str) -> Any:
    """Return what an entry says as a tree; Atom may have the page itself inside."""
    return element if len(element) else parse_html(element.text or "", name)


def local(element: Any) -> str:
    """Return the name of an element without its space; empty for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _words(element: Any) -> str:
    """Return what an element says: its words, those of a name in it, or where it leads."""
    name = next((each for each in element if local(each) == "name"), element)
    told = name.text or element.get("href") or ""
    # marks of a page are written into it, as `type` says, or as most feeds do without a word
    if element.get("type") == "html" or _MARKS.search(told):
        page = parse_html(told, "")
        told = "".join(page.itertext()) if page is not None else ""
    return " ".join(told.split())
