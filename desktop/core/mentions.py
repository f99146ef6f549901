"""Mentions: each claim once for every actor who holds it; the unit that matrices and networks count.

And the duplicate rule of Discourse Network Analyzer: what counts as saying the same thing again.
"""

import datetime
from collections.abc import Callable, Hashable, Iterable
from typing import Any, Literal, NamedTuple, get_args

from desktop.core.dates import PartialDate

Duplicates = Literal["include", "document", "day", "week", "month", "year", "all"]
RULES: tuple[Duplicates, ...] = get_args(Duplicates)
# a claim and its place: document, coder, start, end, claim, stance, and then what tells its kind
Passage = tuple[Any, ...]


class Mention(NamedTuple):
    """One actor's part in one claim.

    It has an attribute for each of `claim_fields.CHOICES`, in the words that the file keeps.

    Attributes:
        date: of the document, in the form of `desktop.core.dates.PartialDate`; empty when unknown.
        start: code point offset of the claim in its document.
    """

    claim_id: int
    actor_id: int
    topic_id: int
    stance: str
    document_id: int
    date: str
    start: int
    coder_id: int = 0
    voice: str = "direct"


def has_year(date: str) -> bool:
    """Tell whether a partial date names its year, so that it can stand before or after another."""
    return date[:1].isdigit()


def in_time(mention: Mention) -> tuple[bool, str, int, int, int, int]:
    """Return the key that puts mentions in time: by date, those without a year last, then by place."""
    date = mention.date if has_year(mention.date) else ""
    return (not date, date, mention.document_id, mention.start, mention.claim_id, mention.actor_id)


def period_of(rule: Duplicates, document_id: int, date: str) -> str:
    """Return the stretch in which *rule* lets an actor hold a topic with one stance only once.

    A week is that of ISO 8601, Monday to Sunday, named with its year; a month has its year too. A document whose date
    lacks a needed part, or cannot be read, is a stretch of its own: nothing says that it repeats another.
    """
    if rule == "all":
        return "all"
    alone = f"document {document_id}"
    parts = {"year": 1, "month": 2, "day": 3, "week": 3}.get(rule, 0)
    try:
        known = PartialDate.parse(date)
        needed = (known.year, known.month, known.day)[:parts]
        if None in needed or not needed:
            return alone
        return week_of(str(known)) or alone if rule == "week" else str(PartialDate(*needed))
    except ValueError:
        return alone


def week_of(date: str) -> str:
    """Return the week of ISO 8601 in which a day lies, as ``2024-W17``; empty for what Python's calendar has not."""
    try:
        year, week, _ = datetime.date.fromisoformat(date).isocalendar()
    except ValueError:
        # the year 0 is one too, which ISO 8601 has
        return ""
    return f"{year:04}-W{week:02}"


def held(mention: Mention) -> tuple[int, int, str]:
    """Return who holds what, and how."""
    return mention.actor_id, mention.topic_id, mention.stance


def first_of_each(
    mentions: Iterable[Mention], rule: Duplicates, of: Callable[[Mention], Hashable] = held
) -> list[Mention]:
    """Return the mentions in time, without those that *rule* takes for a repetition.

    What is repeated is what *of* gives; a network gives its nodes, as DNA does.

    Each actor, topic and stance stand once per document, day, week, month, year, or once at all; the first is kept, by
    date, then document, then place. This is how DNA drops duplicates before it builds a network (Leifeld, Gruber and
    Bossner 2019, Discourse Network Analyzer Manual; ``filterStatements`` in its Exporter), but for two points: DNA 3
    compares the bare numbers of weeks and months, so that March 2020 repeats March 2019, and has no *day*.
    """
    ordered = sorted(mentions, key=in_time)
    if rule == "include":
        return ordered
    seen: set[tuple[Hashable, str]] = set()
    kept = []
    for mention in ordered:
        period = period_of(rule, mention.document_id, mention.date)
        key = (of(mention), period)
        if key not in seen:
            seen.add(key)
            kept.append(mention)
    return kept
