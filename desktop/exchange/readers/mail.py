"""Mail messages (.eml) and web pages saved whole: as MIME (.mht, .mhtml) or as Safari does (.webarchive).

A web archive is a property list that holds the page and what belongs to it.
"""

import contextlib
import plistlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from typing import Any

from desktop.core.errors import UserError
from desktop.core.language import N_, _, ngettext
from desktop.core.text import normalise_text, one_line
from desktop.core.values import Certainty
from desktop.exchange.readers.archives import parse_html
from desktop.exchange.readers.encodings import decode
from desktop.exchange.readers.extracted import Extracted, Fact, LeftOut, TextBuilder, count_words, words_of
from desktop.exchange.readers.html import add_blocks, read_html
from desktop.exchange.readers.source import SourceFile

EXTRACTOR = "visavis-mail 1"
LIMIT = 32 * 1024 * 1024
# of each word Python makes an object
_LONGEST_HEADER = 10_000
_OTHER = N_("words of the message’s other form")
# more files that a message carries are not told by name
_NAMED = 5
_HEADER = re.compile(rb"(?:From |[A-Za-z][A-Za-z0-9-]{1,40}:[ \t])")
_NAME = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,40}:(?:[ \t]|$)|From ")
_TELLING = re.compile(
    rb"^(?:MIME-Version|Message-ID|Received|Snapshot-Content-Location):", re.IGNORECASE | re.MULTILINE
)


def is_mail(source: SourceFile) -> bool:
    """Tell whether *source* begins with the header of a message."""
    head = re.split(rb"\r?\n\r?\n", source.content[:16384].lstrip(), maxsplit=1)[0]
    if _HEADER.match(head) is None:
        return False
    return _TELLING.search(head) is not None or _is_bare_header(head)


def _is_bare_header(head: bytes) -> bool:
    """Tell whether lines are nothing but fields, among them sender, subject and day."""
    lines = re.sub(rb"\r?\n[ \t]+", b" ", head.strip()).splitlines()
    names = [line.partition(b":")[0].strip().lower() for line in lines if _NAME.match(line)]
    return len(names) == len(lines) and {b"from", b"subject", b"date"} <= set(names)


def read_message(source: SourceFile, message: Message | None = None) -> Extracted:
    """Return the words of a message, the plain ones before the page; subject, sender and date are its facts.

    Where the page says more than twice as much, the plain words are a notice only, and the page is read. Further texts
    follow; files that it carries are named in a note. Whoever has taken *source* apart already gives the *message*.
    """
    name = source.name
    if len(source.content) > LIMIT:
        sentence = _("{name} is larger than {limit} MB; save the text of the message as .txt.")
        raise UserError(sentence, name=name, limit=LIMIT // 1024 // 1024)
    if message is None:
        message = message_from_bytes(source.content, policy=policy.default)
    saved = message.get_content_type() == "multipart/related" or "Snapshot-Content-Location" in message
    part, other = _forms(message, saved)
    payload = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(payload, bytes) or not payload.strip():
        sentence = _("{name} is a message without a text; save what it carries to a file and open that.")
        raise UserError(sentence, name=name)
    stated = header_facts(message, saved)
    notes = _carried(message)
    unlike = _unlike(other, part)
    more = "\n\n".join(filter(None, (_words(one).strip() for one in _further(message, part))))
    if part.get_content_subtype() == "html":
        page = SourceFile(payload, name, source.encoding, whole=source.whole)
        found = read_html(page, part.get_content_charset() or "")
        # what a saved page shows in its frames is no text of it
        told = ((_("other pages of the message"), count_words(more)), (_(_OTHER), unlike))
        left_out = tuple(LeftOut(reason, count) for reason, count in told if count)
        return replace(
            found,
            extractor=f"{EXTRACTOR}, {found.extractor}",
            stated=(*found.stated, *stated),
            left_out=(*found.left_out, *left_out),
            notes=(*found.notes, *notes),
        )
    decoded = decode(payload, name, source.encoding, part.get_content_charset() or "")
    builder = TextBuilder(name)
    builder.add(_flowed(decoded.text, part))
    builder.add(more)
    builder.leave_out_words(_(_OTHER), unlike)
    for note in notes:
        builder.note(note)
    return builder.build(EXTRACTOR, stated, decoded, lines=False)


def _flowed(text: str, part: Message) -> str:
    """Return a text whose lines are broken where they were too long for a message as it was written (RFC 3676)."""
    if str(part.get_param("format") or "").lower() != "flowed":
        return text
    # a break that was made stands behind a space; the line above a signature is none
    joined = "" if str(part.get_param("delsp") or "").lower() == "yes" else " "
    return re.sub(r"(?<!\n--) \r?\n(?![>\s]|-- )", joined, text)


def _forms(message: Message, saved: bool) -> tuple[Any, Any]:
    """Return the part with the text, and that with the text in another form; None where there is none."""
    if not isinstance(message, EmailMessage):
        return None, None
    plain, page = (message.get_body(preferencelist=(kind,)) for kind in ("plain", "html"))
    if plain is None or page is None:
        return (page, None) if plain is None else (plain, None)
    if saved or count_words(_words(page)) > 2 * count_words(_words(plain)):
        return page, plain
    return plain, page


def _unlike(other: Any, body: Any) -> int:
    """Return how many words of a message’s *other* form its *body* lacks."""
    if other is None or body is None:
        return 0
    said = (Counter(words_of(_words(part))) for part in (other, body))
    return (next(said) - next(said)).total()


def _words(part: Any) -> str:
    """Return what a part says, whatever it is; nothing of what is no text."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return ""
    builder = TextBuilder("")
    # only the part that is read tells what is wrong with it
    with contextlib.suppress(UserError):
        text = decode(payload, "", "", part.get_content_charset() or "").text
        if part.get_content_subtype() != "html":
            return text
        page = parse_html(normalise_text(text), "")
        if page is not None:
            add_blocks(page, builder)
    return builder.build("").text if not builder.is_empty else ""


def _further(message: Message, body: Any) -> Iterator[Any]:
    """Yield the texts of a message besides its body, but for the same words in another form."""
    for part in message.iter_parts() if isinstance(message, EmailMessage) and message.is_multipart() else ():
        if part is body or part.is_attachment() or part.get_filename():
            continue
        if part.get_content_type() in ("multipart/alternative", "multipart/related") and body in list(part.walk()):
            continue
        if part.get_content_maintype() == "multipart":
            yield from _further(part, body)
        elif part.get_content_type() in ("text/plain", "text/html") and message.get_content_subtype() != "alternative":
            yield part


def _carried(message: Message) -> tuple[str, ...]:
    """Return a sentence that names the files that a message carries, but for pictures and messages."""
    names = [
        one_line(part.get_filename() or part.get_content_type(), 60)
        for part in message.walk()
        if part.get_content_disposition() == "attachment" and part.get_content_type() != "message/rfc822"
    ]
    sentence = ngettext(
        "The message carries {count} file that is not read: {names}.",
        "The message carries {count} files that are not read: {names}.",
        len(names),
    )
    told = ", ".join(names[:_NAMED]) + ", …" * (len(names) > _NAMED)
    return (sentence.format(count=len(names), names=told),) if names else ()


def header_facts(message: Message, saved: bool = False) -> tuple[Fact, ...]:
    """Return what the header of a message says, or of a page that a browser *saved* as one."""
    origin = N_("the message’s header")
    found = []
    fields = (("Subject", "title"), ("Date", "date"), ("Snapshot-Content-Location", "source"))
    for header, field in fields if saved else (*fields, ("From", "author")):
        value = header_words(message, header)
        if field == "author":
            value = re.sub(r"\s*<[^>]*>$", "", value).strip('"')
        # the date of a saved page is that of its saving
        sure = Certainty.GUESSED if saved and field == "date" else Certainty.STATED
        if value:
            found.append(Fact(field, value, sure, origin))
    return tuple(found)


def header_words(message: Message, name: str) -> str:
    """Return what a header says; as it is written where it is too broken or too long for Python to take it apart."""
    value: str = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    if len(value) <= _LONGEST_HEADER:
        # the parser raises whatever a damaged address leads it to
        with contextlib.suppress(Exception):
            value = str(message.get(name, ""))
    return " ".join(value[:_LONGEST_HEADER].split())


def is_webarchive(source: SourceFile) -> bool:
    """Tell whether *source* is a property list that holds a page."""
    binary = source.content.startswith(b"bplist00")
    return (binary or "<plist" in source.start[:1000]) and b"WebMainResource" in source.content


def read_webarchive(source: SourceFile) -> Extracted:
    """Return the article of the page, as `read_html`; its address is a fact besides."""
    held: Any = plistlib.loads(source.content)
    page = held.get("WebMainResource") if isinstance(held, dict) else None
    data = page.get("WebResourceData") if isinstance(page, dict) else None
    if not isinstance(page, dict) or not isinstance(data, bytes) or not data.strip():
        sentence = _("{name} is a saved page without a text; save the page as HTML and open that.")
        raise UserError(sentence, name=source.name)
    # what the page says of itself is missing in some; then the archive knows
    declared = page.get("WebResourceTextEncodingName")
    html = SourceFile(data, source.name, source.encoding, whole=source.whole)
    found = read_html(html, declared if isinstance(declared, str) else "")
    address = page.get("WebResourceURL")
    stated = found.stated
    if isinstance(address, str) and address.strip() and not any(fact.name == "source" for fact in stated):
        stated = (*stated, Fact("source", address.strip(), Certainty.STATED, N_("the saved page")))
    return replace(found, extractor=f"visavis-webarchive 1, {found.extractor}", stated=stated)
