"""What stands on a PDF's page beside its text: what was filled into its fields, and comments on it.

Both are annotations (ISO 32000-1, 12.5). The words of a field are seen where it stands, those of a comment only when
somebody opens it.
"""

import ctypes
from typing import Any

from desktop.exchange.readers.pdf_lines import Line, clean

# text, and a choice of a list
_FILLED = (4, 5, 6)
_LINK, _FIELD = 2, 20
_HIDDEN = 2
# what one page may have; more is no page for readers
_MOST = 5_000


def read_notes(page: Any, form: Any) -> tuple[list[Line], list[str]]:
    """Return the lines that were filled into the fields of an open *page*, and the comments on it.

    *form* is the environment of the document's form, None for a document without one.
    """
    from pypdfium2 import raw

    filled: list[Line] = []
    comments: list[str] = []
    for at in range(min(raw.FPDFPage_GetAnnotCount(page), _MOST)):
        one = raw.FPDFPage_GetAnnot(page, at)
        if not one:
            continue
        try:
            kind = raw.FPDFAnnot_GetSubtype(one)
            if kind == _FIELD:
                shows = form is not None and not raw.FPDFAnnot_GetFlags(one) & _HIDDEN
                if shows and raw.FPDFAnnot_GetFormFieldType(form, one) in _FILLED:
                    told = _told(lambda *to, one=one: raw.FPDFAnnot_GetFormFieldValue(form, one, *to))
                    filled += _lines(told, one)
            elif kind != _LINK:
                told = _told(lambda *to, one=one: raw.FPDFAnnot_GetStringValue(one, b"Contents", *to))
                comments += [told] if told else []
        finally:
            raw.FPDFPage_CloseAnnot(one)
    return filled, comments


def _told(read: Any) -> str:
    """Return the text that a function of PDFium gives: first its length in bytes, then into a room of that."""
    from pypdfium2 import raw

    length = read(None, 0)
    if length <= 2:
        return ""
    room = ctypes.create_string_buffer(length)
    read(ctypes.cast(room, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    text = room.raw[: length - 2].decode("utf-16-le", "replace")
    return "\n".join(clean(line).strip() for line in text.splitlines() if line.strip())


def _lines(text: str, one: Any) -> list[Line]:
    """Return the lines of a field's text, from the top of its rectangle down."""
    from pypdfium2 import raw

    place = raw.FS_RECTF()
    if not text or not raw.FPDFAnnot_GetRect(one, place):
        return []
    lines = text.split("\n")
    step = (place.top - place.bottom) / (len(lines) or 1)
    size = max(6.0, min(11.0, 0.8 * step))
    return [
        Line(line, place.left, place.right, place.top - step * at - min(step, size) + 0.2 * size, size)
        for at, line in enumerate(lines)
    ]


def with_filled(lines: list[Line], filled: list[Line]) -> list[Line]:
    """Return the lines of a page with those that were *filled* in, each before the first that stands lower."""
    every = list(lines)
    for one in filled:
        lower = (at for at, line in enumerate(every) if line.base < one.base - 0.5 * one.size)
        every.insert(next(lower, len(every)), one)
    return every
