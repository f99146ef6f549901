"""Mentions: each claim once for every actor who holds it; the unit that matrices and networks count."""

from typing import NamedTuple


class Mention(NamedTuple):
    """One actor's part in one claim.

    Attributes:
        date: of the document, in the form of `desktop.core.dates.PartialDate`; empty when unknown.
        start: code point offset of the claim in its document.
        stance, voice: the words of `Stance` and `Voice`.
    """

    claim_id: int
    actor_id: int
    topic_id: int
    stance: str
    document_id: int
    date: str
    start: int
    voice: str = "direct"
    coder_id: int = 0


def has_year(date: str) -> bool:
    """Tell whether a partial date names its year, so that it can stand before or after another."""
    return date[:1].isdigit()


def in_time(mention: Mention) -> tuple[bool, str, int, int, int, int]:
    """Return the key that puts mentions in time: by date, those without a year last, then by place."""
    date = mention.date if has_year(mention.date) else ""
    return (not date, date, mention.document_id, mention.start, mention.claim_id, mention.actor_id)
