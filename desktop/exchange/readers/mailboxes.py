"""Mailboxes (mbox), and messages that forward or carry others: whose words they are, and each a document.

What a message is read for by itself is told in `mail`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.core.text import one_line
from desktop.core.values import Certainty
from desktop.exchange.readers.extracted import Extracted, Fact, TextBuilder
from desktop.exchange.readers.fact_dates import parse_stamp
from desktop.exchange.readers.forwarded import Forward, find_forward
from desktop.exchange.readers.mail import EXTRACTOR, header_facts, header_words, is_mail, read_message
from desktop.exchange.readers.source import SourceFile, shown

__all__ = ["is_mail", "read_forwarded", "read_mail", "read_mailbox"]

_LINES = re.compile(rb"^From (?!:)[^\n]{0,200}\d{4}[^\n]{0,40}\r?\n(?=[A-Za-z][A-Za-z0-9-]{1,40}:[ \t])", re.MULTILINE)
_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
# messages that lie in each other
_DEEPEST = 8


def read_mail(source: SourceFile) -> Extracted:
    """Return the words of a message, with those of what it forwards or carries.

    Raises:
        UserError: as `mail.read_message`.
    """
    message = message_from_bytes(source.content, policy=policy.default)
    inner = inner_messages(message)
    is_deepest = source.depth >= _DEEPEST
    try:
        found = read_message(source, message)
    except UserError:
        if is_deepest or not inner:
            raise
        return _carried(None, inner, source)
    if inner and is_deepest:
        told = _("Messages that lie in more than {count} others are not read.").format(count=_DEEPEST)
        return replace(found, notes=(*found.notes, told))
    if inner:
        return _carried(found, inner, source)
    forward = find_forward(header_words(message, "subject"), found.text)
    return _forwarded(found, forward) if forward is not None else found


def _forwarded(found: Extracted, forward: Forward) -> Extracted:
    """Return a message that forwards another: with the facts of the other where it says nothing itself."""
    builder = TextBuilder("")
    builder.add(forward.before)
    builder.add(forward.head, "furniture")
    builder.add(forward.text)
    built = builder.build(found.extractor, lines=False)
    stated = found.stated
    if not forward.before.strip():
        told = forward_facts(forward)
        names = {fact.name for fact in told} | {"title", "author", "date"}
        stated = (*told, *(fact for fact in found.stated if fact.name not in names))
    return replace(
        found, text=built.text, hints=built.hints, stated=stated, notes=(*found.notes, _forwards(forward.facts))
    )


def _carried(found: Extracted | None, inner: list[EmailMessage], source: SourceFile) -> Extracted:
    """Return a message with those that it carries whole; with the facts of the first where it says nothing itself."""
    carried, refused = [], []
    for each in inner:
        name = shown(one_line(header_words(each, "subject"), 80)) or source.name
        content = SourceFile(each.as_bytes(), name, source.encoding, whole=source.whole, depth=source.depth + 1)
        try:
            carried.append(read_mail(content))
        except UserError as error:
            refused.append(str(error))
    parts = [*([found] if found is not None else []), *carried]
    if not parts:
        raise UserError(refused[0])
    builder = TextBuilder(source.name)
    for part in parts:
        builder.add(part.text)
    built = builder.build(parts[0].extractor, parts[0].stated, lines=False)
    told = [_forwards({fact.name: fact.value for fact in each.stated}) for each in carried]
    left_out = tuple(one for part in parts for one in part.left_out)
    return replace(built, left_out=left_out, notes=(*(note for part in parts for note in part.notes), *told, *refused))


def _forwards(facts: Mapping[str, str]) -> str:
    title, author = (one_line(facts.get(name, ""), 80) or "?" for name in ("title", "author"))
    stamp = parse_stamp(facts.get("date", ""))
    day = stamp.for_people() if stamp is not None else "?"
    sentence = _("It forwards a message: “{title}” of {author}, {date}.")
    return sentence.format(title=title, author=author, date=day)


def read_mailbox(source: SourceFile) -> Iterator[tuple[str, bytes, Extracted | None]]:
    """Yield the messages of a mailbox; what it does to lines that begin with “From ” is undone."""
    content = source.content
    starts = list(_LINES.finditer(content))
    ends = [one.start() for one in starts[1:]] + [len(content)]
    for begin, end in zip(starts, ends, strict=True):
        message = _QUOTED.sub(rb"\1", content[begin.end() : end].strip(b"\r\n") + b"\n")
        head = re.split(rb"\r?\n\r?\n", message, maxsplit=1)[0]
        yield header_words(message_from_bytes(head, policy=policy.default), "subject"), message, None


def read_forwarded(source: SourceFile) -> Iterator[tuple[str, bytes, Extracted | None]]:
    """Yield a message's own words and each message that it forwards; nothing when it forwards none."""
    message = message_from_bytes(source.content, policy=policy.default)
    subject = header_words(message, "subject")
    carried = inner_messages(message)
    try:
        outer = read_message(source, message)
    except UserError:
        # nothing but what it carries
        outer = None
    forward = find_forward(subject, outer.text) if outer is not None else None
    if forward is None and not carried:
        return
    words = forward.before if forward is not None else outer.text if outer is not None else ""
    if words.strip():
        builder = TextBuilder(source.name)
        builder.add(words)
        yield subject, words.encode(), builder.build(EXTRACTOR, header_facts(message), lines=False)
    while forward is not None:
        inner = find_forward("", forward.text)
        builder = TextBuilder(source.name)
        builder.add(forward.head, "furniture")
        builder.add(inner.before if inner is not None else forward.text)
        if inner is None or inner.before.strip():
            found = builder.build(EXTRACTOR, forward_facts(forward), lines=False)
            yield forward.facts.get("title", subject), found.text.encode(), found
        forward = inner
    for each in carried:
        yield header_words(each, "subject"), each.as_bytes(), None


def inner_messages(message: Message) -> list[EmailMessage]:
    """Return the messages that a message carries whole, those in these left out."""
    found: list[EmailMessage] = []
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            found.extend(one for one in (inner if isinstance(inner, list) else []) if isinstance(one, EmailMessage))
        elif part.is_multipart():
            waiting.extend(one for one in part.get_payload() if isinstance(one, Message))
    return found


def forward_facts(forward: Forward) -> tuple[Fact, ...]:
    """Return what a forwarded message says of itself."""
    origin = N_("the forwarded message’s fields")
    return tuple(Fact(name, value, Certainty.STATED, origin) for name, value in forward.facts.items())
