"""How a claim is told in a line or two: at hover, in lists, on cards."""

from desktop.core.claim_fields import STANCE, quality_words
from desktop.core.dates import PartialDate
from desktop.core.language import _, ngettext
from desktop.core.phrases import STANCES, counted
from desktop.core.spans import page_of
from desktop.core.text import escape, one_line
from desktop.core.values import Certainty, Claim, Document, Facts
from desktop.qt import theme
from desktop.qt.session import Session
from desktop.store import reads


def actor_names(session: Session, claim: Claim) -> str:
    """Return the names of a claim's actors, joined by commas."""
    actors = session.actors()
    return ", ".join(actors[number].name for number in claim.actor_ids if number in actors)


def topic_name(session: Session, topic_id: int) -> str:
    """Return a topic's short name."""
    return session.topic_names().get(topic_id, "")


def claim_words(session: Session, claim: Claim) -> str:
    """Return what a claim says, for those who hear it: its stance, actors and topic."""
    parts = (_(STANCES[claim.stance]), actor_names(session, claim), topic_name(session, claim.topic_id))
    return ", ".join(part for part in parts if part)


def claim_tip(session: Session, claim_ids: list[int]) -> str:
    """Return the claims as rich text for a tool tip."""
    order = {number: at for at, number in enumerate(claim_ids)}
    parts = []
    for claim in sorted(session.read(reads.project.claims, ids=claim_ids), key=lambda one: order[one.id])[:6]:
        color = theme.color(claim.stance).name()
        memo = f"<br><i>{escape(one_line(claim.memo, 160))}</i>" if claim.memo else ""
        stance = _(STANCE.values[claim.stance][0])
        parts.append(
            f"<p style='margin:3px 0'><b>{escape(actor_names(session, claim))}</b> · "
            f"{escape(topic_name(session, claim.topic_id))}<br>"
            f"<span style='color:{color}'>{stance}</span> · {' · '.join(quality_words(claim))}{memo}</p>"
        )
    if len(claim_ids) > len(parts):
        more = _("and {count} more").format(count=len(claim_ids) - len(parts))
        parts.append(f"<p style='margin:3px 0'>{more}</p>")
    return "".join(parts)


def date_text(facts: Facts) -> str:
    """Return a document's date as people write it, with a question mark when it is inferred."""
    try:
        told = PartialDate.parse(facts.date).for_people()
    except ValueError:
        told = facts.date
    return f"{told}?" if told and facts.date_certainty == Certainty.INFERRED else told


def source_text(facts: Facts) -> str:
    """Return who published a document and when."""
    return " · ".join(part for part in (facts.publisher, date_text(facts)) if part)


def page_text(document: Document | None, position: int) -> str:
    """Return the page that a place of a paged document stands on: ``p. 3``; else nothing."""
    page = page_of(document.pages, position) if document is not None else None
    return _("p. {page}").format(page=page) if page else ""


def meta_text(document: Document) -> str:
    """Return the line below a document's title: kind, publisher, date, number of claims."""
    count = counted("claim", document.claim_count)
    parts = [document.facts.kind, document.facts.publisher, date_text(document.facts), count]
    if document.is_brief:
        parts.append(_("brief"))
    return " · ".join(part for part in parts if part)


def document_words(document: Document, *, found: int = 0, is_open: bool = False) -> str:
    """Return a document for those who hear the library; *found*: how often a search found its words there."""
    facts = document.facts
    parts = [title_text(document), date_text(facts), facts.kind if facts.kind != "other" else "", facts.publisher]
    parts.append(counted("claim", document.claim_count))
    if found:
        parts.append(ngettext("{count} found", "{count} found", found).format(count=found))
    if is_open:
        parts.append(_("open"))
    return ", ".join(part for part in parts if part)


def title_text(document: Document) -> str:
    """Return a document's title, or its file's name."""
    return document.facts.title or document.name
