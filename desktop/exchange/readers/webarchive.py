"""Web pages as Safari saves them (.webarchive): a property list that holds the page and what belongs to it."""

import plistlib
from dataclasses import replace
from typing import Any

from desktop.core.errors import UserError
from desktop.core.values import Certainty
from desktop.exchange.readers.extracted import Extracted, Fact
from desktop.exchange.readers.html import read_html

EXTRACTOR = "visavis-webarchive 1"


def is_webarchive(content: bytes) -> bool:
    """Tell whether *content* is a property list that holds a page."""
    return content.startswith(b"bplist00") and b"WebMainResource" in content


def read_webarchive(content: bytes, name: str, encoding: str = "") -> Extracted:
    """Return the article of the page, as `read_html`; its address is a fact besides."""
    held: Any = plistlib.loads(content, fmt=plistlib.FMT_BINARY)
    page = held.get("WebMainResource") if isinstance(held, dict) else None
    data = page.get("WebResourceData") if isinstance(page, dict) else None
    if not isinstance(page, dict) or not isinstance(data, bytes) or not data.strip():
        raise UserError(f"{name} is a saved page without a text; save the page as HTML and open that.")
    # what the page says of itself is missing in some; then the archive knows
    declared = page.get("WebResourceTextEncodingName")
    found = read_html(data, name, encoding, declared if isinstance(declared, str) else "")
    address = page.get("WebResourceURL")
    stated = found.stated
    if isinstance(address, str) and address.strip() and not any(fact.name == "source" for fact in stated):
        stated = (*stated, Fact("source", address.strip(), Certainty.STATED, "the saved page"))
    return replace(found, extractor=f"{EXTRACTOR}, {found.extractor}", stated=stated)
