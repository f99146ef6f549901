"""Taguette (``.sqlite3``): documents as HTML, highlights with tags; offsets are bytes of UTF-8 of the bare text.

Its other exports have no offsets at all.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from desktop.core.text import normalise_text, one_line
from desktop.exchange.programs.interchange import (
    DatabaseRows,
    ForeignCode,
    ForeignCoding,
    ForeignDocument,
    ForeignMemo,
    ForeignProject,
    term,
)
from desktop.exchange.programs.readings import Selection, read_offsets
from desktop.exchange.readers.archives import parse_html

TABLES = ("projects", "documents", "highlights", "tags", "highlight_tags", "commands")

# after whose text a line ends; the ends are ours, and no offset counts them
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "blockquote",
        "tr",
        "table",
        "br",
        "hr",
        "pre",
        "section",
        "article",
    ]
)


def is_taguette(tables: frozenset[str]) -> bool:
    """Tell by the names of its tables whether a database is Taguette's."""
    return {"documents", "highlights", "tags", "highlight_tags"} <= tables


def read_taguette(tables: DatabaseRows) -> ForeignProject:
    """Return what the rows of Taguette's tables hold; of several projects all."""
    codes: list[ForeignCode] = []
    by_path: dict[tuple[Any, str], str] = {}
    for row in sorted(tables["tags"], key=lambda one: str(one["path"])):
        name = one_line(str(row["path"]))
        # “position.for” stands below “position” where that is a tag
        stem, _dot, tail = name.rpartition(".")
        parent = by_path.get((row["project_id"], stem), "") if stem else ""
        code = f"tag {row['id']}"
        by_path[row["project_id"], name] = code
        words = normalise_text(str(row.get("description") or "")).strip()
        codes.append(ForeignCode(code, tail if parent else name, parent, "", words))
    tags: dict[Any, list[Any]] = {}
    for row in tables["highlight_tags"]:
        tags.setdefault(row["highlight_id"], []).append(row["tag_id"])
    highlights: dict[Any, list[Mapping[str, Any]]] = {}
    for row in tables["highlights"]:
        highlights.setdefault(row["document_id"], []).append(row)
    documents, codings, readings, memos = [], [], {}, []
    for row in tables["documents"]:
        number = f"document {row['id']}"
        own = highlights.get(row["id"], [])
        pieces = _text(str(row["contents"] or ""))
        bare = "".join(words for words, _is_counted in pieces if _is_counted)
        selections = [Selection(_int(one["start_offset"]), _int(one["end_offset"])) for one in own]
        reading = read_offsets(bare, selections, ("utf-8",))
        text, places = _with_ends(pieces)
        if own:
            readings[number] = reading.told, reading.score
        documents.append(ForeignDocument(number, one_line(str(row["name"])), text))
        about = normalise_text(str(row.get("description") or "")).strip()
        if about:
            memos.append(ForeignMemo(about, document=number))
        for one, selection in zip(own, selections, strict=True):
            span = reading.span(selection.start, selection.end)
            if span is not None:
                start, end = places[span[0]], places[span[1] - 1] + 1
                unit = f"highlight {one['id']}"
                codings += [
                    ForeignCoding(number, f"tag {tag}", start, end, unit=unit) for tag in tags.get(one["id"], [])
                ]
    return ForeignProject(
        term("Taguette"), tuple(documents), tuple(codes), tuple(codings), tuple(memos), readings=readings
    )


def _int(value: Any) -> int:
    return value if isinstance(value, int) else -1


def _text(html: str) -> list[tuple[str, bool]]:
    """Return the text of a document in pieces, and of each whether offsets count it; ends of lines are added."""
    root = parse_html(html, term("Taguette"))
    body = root.find("body") if root is not None else None
    if body is None:
        return []
    found: list[tuple[str, bool]] = []
    waiting: list[tuple[Any, bool]] = [(body, False)]
    while waiting:
        element, is_end = waiting.pop()
        if is_end:
            found.extend([("\n", False)] if element in _BLOCKS else [])
        elif isinstance(element, str):
            found.append((normalise_text(element), True))
        elif isinstance(element.tag, str):
            inner: list[Any] = [element.text] if element.text else []
            for child in element:
                inner.append(child)
                if child.tail:
                    inner.append(str(child.tail))
            waiting.append((element.tag, True))
            waiting.extend((one, False) for one in reversed(inner))
    return [(words, counted) for words, counted in found if words]


def _with_ends(pieces: Sequence[tuple[str, bool]]) -> tuple[str, list[int]]:
    """Return the text with its ends of lines, and where each letter that offsets count stands in it."""
    parts: list[str] = []
    places: list[int] = []
    length = 0
    for words, is_counted in pieces:
        if not is_counted and (not length or parts[-1].endswith("\n")):
            continue
        if is_counted:
            places.extend(range(length, length + len(words)))
        parts.append(words)
        length += len(words)
    return "".join(parts), places
