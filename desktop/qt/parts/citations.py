"""Copying words with their source: who says them, where they were published, when, and on which page."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from desktop.core.language import _, ngettext
from desktop.core.spans import Span
from desktop.core.text import escape, one_line
from desktop.core.times import time_at
from desktop.core.traces import Trace
from desktop.core.values import Claim
from desktop.qt.parts.claim_text import date_text, page_text, title_text
from desktop.qt.session import Session
from desktop.store import reads

# marks that are there already: those of the citation take their place
_MARKS = ("“”", "„“", "«»", "»«", '""')


@dataclass(frozen=True, slots=True)
class Cited:
    """Words of a document, and who says them: by ids, or one by a key; nobody where that is not known."""

    document_id: int
    span: Span
    words: str = ""
    actor_ids: tuple[int, ...] = ()
    actor: str = ""

    @classmethod
    def of(cls, claim: Claim) -> "Cited":
        """Return the words of a claim."""
        return cls(claim.document_id, claim.span, claim.quote, claim.actor_ids)

    @classmethod
    def both(cls, trace: Trace) -> "list[Cited]":
        """Return a quotation, and the passage that it goes back to where there is one."""
        told = zip(trace.passages(), (trace.actor, trace.actor_b), strict=False)
        return [cls(document, span, actor=actor) for (document, span), actor in told if len(span)]

    def text(self, session: Session) -> str:
        """Return the words, as they are stored."""
        return self.words or session.read(reads.project.text, self.document_id)[self.span.start : self.span.end]


def citation(session: Session, cited: Cited) -> tuple[str, str]:
    """Return words with their source, plain and as HTML: ``“…” (Lavrov, Foreign Ministry, 26 April 2024, p. 3)``.

    Where the file tells times, that of the turn stands there too: ``26 April 2024, 00:12:31``.
    """
    document = session.read(reads.project.document, cited.document_id)
    actors = session.actors()
    words = one_line(cited.text(session))
    if len(words) > 2 and words[0] + words[-1] in _MARKS and words[0] not in words[1:-1]:
        words = words[1:-1].strip()
    facts = document.facts
    titled = facts.publisher or title_text(document)
    before = [actors[number].name for number in cited.actor_ids if number in actors]
    before += [one.name for one in actors.values() if one.key == cited.actor]
    times = session.read(reads.project.times, cited.document_id).get(cited.document_id, ())
    told = date_text(facts), page_text(document, cited.span.start), time_at(times, cited.span.start)
    behind = [part for part in told if part]
    form = _("“{words}” ({source})")
    plain = form.format(words=words, source=", ".join([*before, titled, *behind]))
    rich = form.format(
        words=escape(words), source=", ".join([*map(escape, before), f"<i>{escape(titled)}</i>", *map(escape, behind)])
    )
    return plain, rich


def copy_cited(session: Session, cited: Sequence[Cited], *, plain: bool = False) -> str:
    """Put words on the clipboard, with their sources as text and as rich text, or *plain*; return what to tell."""
    data = QMimeData()
    if plain:
        data.setText("\n\n".join(one.text(session) for one in cited))
    else:
        made = [citation(session, one) for one in cited]
        data.setText("\n\n".join(text for text, _rich in made))
        data.setHtml("".join(f"<p>{rich}</p>" for _text, rich in made))
    QGuiApplication.clipboard().setMimeData(data)
    count = len(cited)
    told = ngettext("{count} quotation copied with its source.", "{count} quotations copied with sources.", count)
    if plain:
        told = ngettext("{count} quotation copied without source.", "{count} quotations copied without sources.", count)
    return told.format(count=count)
