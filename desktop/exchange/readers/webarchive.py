"""Web pages as Safari saves them (.webarchive): a property list that holds the page and what belongs to it."""

import plistlib
from dataclasses import replace
from typing import Any

from desktop.core.errors import UserError
from desktop.core.language import _
from desktop.core.values import Certainty
from desktop.exchange.readers.extracted import Extracted, Fact
from desktop.exchange.readers.html import read_html
from desktop.exchange.readers.source import SourceFile

EXTRACTOR = "visavis-webarchive 1"


def is_webarchive(source: SourceFile) -> bool:
    """Tell whether *source* is a property list that holds a page."""
    return source.content.startswith(b"bplist00") and b"WebMainResource" in source.content


def read_webarchive(source: SourceFile) -> Extracted:
    """Return the article of the page, as `read_html`; its address is a fact besides."""
    held: Any = plistlib.loads(source.content, fmt=plistlib.FMT_BINARY)
    page = held.get("WebMainResource") if isinstance(held, dict) else None
    data = page.get("WebResourceData") if isinstance(page, dict) else None
    if not isinstance(page, dict) or not isinstance(data, bytes) or not data.strip():
        raise UserError(
            _("{name} is a saved page without a text; save the page as HTML and open that.").format(name=source.name)
        )
    # what the page says of itself is missing in some; then the archive knows
    declared = page.get("WebResourceTextEncodingName")
    html = SourceFile(data, source.name, source.encoding)
    found = read_html(html, declared if isinstance(declared, str) else "")
    address = page.get("WebResourceURL")
    stated = found.stated
    if isinstance(address, str) and address.strip() and not any(fact.name == "source" for fact in stated):
        stated = (*stated, Fact("source", address.strip(), Certainty.STATED, _("the saved page")))
    return replace(found, extractor=f"{EXTRACTOR}, {found.extractor}", stated=stated)
