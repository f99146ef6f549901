"""The marks of notes in a page, an e-book or a Word document: figures that point, no words of the text."""

import re
from typing import Any

_MARK = re.compile(r"\W*(?:\d{1,3}|[a-z]|[ivx]{1,5}|[*†‡§#^↑↩⏎↵]{1,4})?\W*")
_ROLES = {"doc-noteref", "doc-backlink"}
_CLASSES = re.compile(r"\b(?:sd)?(?:footnote|endnote|fn)-?(?:ref|back|backref|backlink|anc|sym)\b", re.IGNORECASE)
_TARGET = re.compile(r"#.*(?:foot|end|cite_?)note|#(?:_?ftn|_?edn|fn|sdfn|dataF|calledF)", re.IGNORECASE)
_NOTES = re.compile(r"(?:foot|end|rear)notes?\b", re.IGNORECASE)


def drop_note_marks(root: Any) -> None:
    """Empty the links below *root* that lead from a word to its note and back; the notes themselves stay."""
    for link in root.iter("a"):
        if _points(link) and _MARK.fullmatch("".join(link.itertext())):
            for child in list(link):
                link.remove(child)
            link.text = None


def is_notes(element: Any) -> bool:
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
