"""The paragraphs of an HTML tree, in order, with headings and bold beginnings: for e-books, Word files, plain pages.

The marks of notes in them are figures that point, no words of the text.
"""

import re
from typing import Any

from desktop.exchange.readers.extracted import TextBuilder

_SPACE = re.compile(r"[ \t\n\r\f\v]+")
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "title-page"}
_SKIPPED = {
    "script", "style", "head", "template", "noscript", "svg", "math", "iframe", "object", "select", "button", "form",
    "audio", "video", "canvas", "map", "rt", "rp",
}  # fmt: skip
_AROUND = {"nav", "footer", "aside", "figcaption"}
_BLOCKS = _HEADINGS | {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "header", "hgroup", "hr", "html", "legend", "li", "main", "nav",
    "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_BOLD = {"b", "strong"}
_MARK = re.compile(r"\W*(?:\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡§#^↑↩⏎↵]{1,4})?\W*")
_ROLES = {"doc-noteref", "doc-backlink"}
_CLASSES = re.compile(r"\b(?:sd)?(?:footnote|endnote|fn)-?(?:ref|back|backref|backlink|anc|sym)\b", re.IGNORECASE)
_TARGET = re.compile(r"#.*(?:foot|end|cite_?)note|#(?:_?ftn|_?edn|fn|sdfn|dataF|calledF)", re.IGNORECASE)
_NOTES = re.compile(r"(?:foot|end|rear)notes?\b", re.IGNORECASE)


def add_blocks(root: Any, builder: TextBuilder) -> None:
    """Append each paragraph below *root*; what pages put around an article (nav, footer) is marked furniture.

    The marks of notes are dropped.

    It walks without recursion: a hostile page nests deeper than Python's stack.
    """
    drop_note_marks(root)
    _Walker(builder).walk(root)


def drop_note_marks(root: Any) -> None:
    """Empty the links below *root* that lead from a word to its note and back; the notes themselves stay."""
    for link in root.iter("a"):
        if _points(link) and _MARK.fullmatch("".join(link.itertext())):
            for child in list(link):
                link.remove(child)
            link.text = None


def _is_notes(element: Any) -> bool:
    """Tell whether *element* holds notes: text of the author's, which some put into an ``aside`` or ``footer``."""
    told = " ".join(element.get(name) or "" for name in ("epub:type", "role", "class"))
    return _NOTES.search(told) is not None


def _points(link: Any) -> bool:
    target = link.get("href") or ""
    kinds = {*(link.get("role") or "").split(), *(link.get("epub:type") or "").split()}
    if kinds & (_ROLES | {"noteref", "backlink"}) or _CLASSES.search(link.get("class") or ""):
        return True
    if "#" not in target:
        return False
    parent = link.getparent()
    return _TARGET.search(target) is not None or (parent is not None and parent.tag == "sup")


class _Walker:
    def __init__(self, builder: TextBuilder) -> None:
        self.builder = builder
        self.parts: list[str] = []
        self.bold = 0
        self.all_bold = True
        self.heading = 0
        self.around = 0
        self.strong = 0
        self.pre = 0

    def walk(self, root: Any) -> None:
        skipped = 0
        # (element, leaving): a stack of our own
        stack: list[tuple[Any, bool]] = [(root, False)]
        while stack:
            element, leaving = stack.pop()
            if not isinstance(element.tag, str):
                if not skipped:
                    self.words(element.tail)
                continue
            tag = element.tag.rpartition("}")[2].lower()
            if leaving:
                if tag in _SKIPPED:
                    skipped -= 1
                elif not skipped:
                    self.leave(tag, element)
                if not skipped and element is not root:
                    self.words(element.tail)
                continue
            stack.append((element, True))
            if tag in _SKIPPED:
                skipped += 1
                continue
            if skipped:
                continue
            self.enter(tag, element)
            self.words(element.text)
            stack.extend((child, False) for child in reversed(element))
        self.flush()

    def enter(self, tag: str, element: Any) -> None:
        if tag == "br":
            self.parts.append("\n")
        elif tag in _BLOCKS:
            self.flush()
            self.heading += tag in _HEADINGS
            self.around += tag in _AROUND and not _is_notes(element)
            self.pre += tag == "pre"
        elif tag in _BOLD:
            self.strong += 1

    def leave(self, tag: str, element: Any) -> None:
        if tag in _BLOCKS:
            self.flush()
            self.heading -= tag in _HEADINGS
            self.around -= tag in _AROUND and not _is_notes(element)
            self.pre -= tag == "pre"
        elif tag in _BOLD:
            self.strong -= 1

    def words(self, text: str | None) -> None:
        if not text:
            return
        if not self.pre:
            text = _SPACE.sub(" ", text)
        if self.all_bold and self.strong:
            self.bold += len(text)
        elif text.strip():
            self.all_bold = False
        self.parts.append(text)

    def flush(self) -> None:
        text = re.sub(r" *\n *", "\n", "".join(self.parts)) if self.parts else ""
        if not self.pre:
            text = re.sub(r"  +", " ", text)
        kind = "furniture" if self.around else "heading" if self.heading else ""
        self.builder.add(text, kind, self.bold)
        self.parts.clear()
        self.bold, self.all_bold = 0, True
