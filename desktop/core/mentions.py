"""Mentions: each claim once for every actor who holds it; the unit that matrices and networks count."""

from typing import NamedTuple


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
