"""The chapters of an electronic book (EPUB), by its table of contents; without one, by the files of its spine.

EPUB 3 has the contents as a page (``nav``), EPUB 2 as ``toc.ncx``; an entry names a file, or a place in one.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from desktop.core.language import N_, _
from desktop.core.values import Certainty
from desktop.exchange.readers.archives import parse_html, resolve
from desktop.exchange.readers.extracted import Extracted, Fact, TextBuilder
from desktop.exchange.readers.html import add_blocks
from desktop.exchange.readers.office import BOOK, Spine, leave_out_pages, local, spine_of, tell_missing
from desktop.exchange.readers.source import SourceFile

_HEADINGS = ("h1", "h2", "h3")
_OPS = "{http://www.idpf.org/2007/ops}type"


def read_chapters(source: SourceFile) -> Iterator[tuple[str, bytes, Extracted]]:
    """Yield title, bytes and content of each chapter; what stands before the first is told with it."""
    spine = spine_of(source)
    entries = dict(_contents(source, spine))
    writer = _ChapterWriter(source.name)
    for part in spine.parts:
        page = parse_html(source.archive.read(part), source.name)
        if page is None:
            continue
        body = page.find(".//body")
        writer.take(part, body if body is not None else page, entries)
    common = tuple(fact for fact in spine.facts if fact.name != "title")
    before = writer.chapters[0][1].words if writer.chapters else 0
    for title, chapter in writer.chapters[1:]:
        if chapter.is_empty:
            continue
        if chapter is writer.chapters[1][1]:
            leave_out_pages(source, spine, chapter)
            tell_missing(spine, chapter)
        if before and source.whole:
            for words in writer.chapters[0][1].build(BOOK).text.split("\n\n"):
                chapter.add(words, "furniture")
            before = 0
        elif before:
            chapter.leave_out_words(_("pages before the first chapter"), before)
            before = 0
        facts = (Fact("title", title, Certainty.STATED, N_("the book’s table of contents")),) if title else ()
        found = chapter.build(BOOK, (*facts, *common), marked=True)
        yield title, found.text.encode(), found


class _Chapter(TextBuilder):
    """A builder that counts the words it was given."""

    words = 0

    def add(self, text: str, kind: str = "", bold: int = 0, time: str = "") -> None:
        self.words += len(text.split())
        super().add(text, kind, bold, time)


class _ChapterWriter(TextBuilder):
    """Give each paragraph to its chapter; the first is what stands before all of them."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.chapters: list[tuple[str, _Chapter]] = [("", _Chapter(name))]
        self._begins: dict[str, str] = {}

    def take(self, part: str, body: Any, entries: dict[tuple[str, str], str]) -> None:
        """Take a file of the spine."""
        from lxml.html import builder as make

        places = {fragment: title for (name, fragment), title in entries.items() if name == part}
        if not entries:
            heading = next(body.iter(*_HEADINGS), None)
            if heading is not None:
                self.begin(" ".join("".join(heading.itertext()).split()))
        elif "" in places:
            self.begin(places.pop(""))
        targets = {element.get("id") or element.get("name"): element for element in reversed(list(body.iter()))}
        for number, (fragment, title) in enumerate(places.items()):
            element = targets.get(fragment)
            mark = f"\ue000{number}\ue000"
            if element is None or element is body or element.getparent() is None:
                self.begin(title)
                continue
            self._begins[mark] = title
            # a paragraph of its own before the place, whose turn comes when all before it was taken
            while element.getparent() is not body and element.getparent().tag in ("a", "span", *_HEADINGS, "p"):
                element = element.getparent()
            element.addprevious(make.P(mark))
        add_blocks(body, self)
        self._begins.clear()

    def begin(self, title: str) -> None:
        """Begin a chapter."""
        self.chapters.append((title, _Chapter(self.name)))

    def add(self, text: str, kind: str = "", bold: int = 0, time: str = "") -> None:
        """Give a paragraph to the chapter that is open."""
        title = self._begins.get(text.strip())
        if title is not None:
            self.begin(title)
        else:
            self.chapters[-1][1].add(text, kind, bold, time)

    def leave_out(self, reason: str, text: str) -> None:
        """Count words of the chapter that is open."""
        self.chapters[-1][1].leave_out(reason, text)


def _contents(source: SourceFile, spine: Spine) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the places of the chapters with their titles: of entries with entries in other files, these."""
    archive = source.archive
    root: Any = None
    if spine.nav in archive.names:
        root, base = archive.xml(spine.nav), spine.nav
        lists = [each for each in root.iter() if local(each) == "nav" and each.get(_OPS) == "toc"]
        lists = lists or [each for each in root.iter() if local(each) == "nav"]
        root = next((each for each in (lists[0].iter() if lists else ()) if local(each) == "ol"), None)
        entries = _entries(root, "li", base)
    elif spine.ncx in archive.names:
        root, base = archive.xml(spine.ncx), spine.ncx
        root = next((each for each in root.iter() if local(each) == "navMap"), None)
        entries = _entries(root, "navPoint", base)
    else:
        return
    seen = set()
    for place, title in entries:
        if place[0] in spine.parts and place not in seen:
            seen.add(place)
            yield place, title


def _entries(root: Any, name: str, base: str) -> Iterator[tuple[tuple[str, str], str]]:
    for entry in root if root is not None else ():
        if local(entry) != name:
            continue
        place, title = _entry(entry, name, base)
        below = next((each for each in entry if local(each) == "ol"), None) if name == "li" else entry
        inner = list(_entries(below, name, base)) if below is not None else []
        # the parts of a book are chapters where each stands in a file of its own; sections of a chapter are none
        parts = {one[0][0] for one in inner} - {place[0]}
        if title and place[0]:
            yield place, title
        if parts:
            yield from inner


def _entry(entry: Any, name: str, base: str) -> tuple[tuple[str, str], str]:
    """Return where an entry leads and what it is called."""
    target, title = "", ""
    for each in entry.iter():
        if each is not entry and local(each) == name:
            break
        if local(each) in ("a", "content"):
            target = target or each.get("href") or each.get("src") or ""
        if local(each) in ("a", "span", "text") and not title:
            title = " ".join("".join(each.itertext()).split())
    path, _hash, fragment = target.partition("#")
    return (resolve(base, unquote(path)) if path else "", unquote(fragment)), title
