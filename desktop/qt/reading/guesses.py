"""What the tag bar fills in by itself: who speaks, in which voice, on which topic."""

from dataclasses import dataclass

from desktop.core.language import _
from desktop.core.spans import Span
from desktop.core.speaker_guess import guess_actor, guess_voice
from desktop.core.values import Voice
from desktop.qt.reading.document_model import PaneDocument


@dataclass(frozen=True, slots=True)
class Guess:
    """A first guess for a selection.

    Attributes:
        actor_id: who probably holds the position; None when nothing tells.
        reason: where the actor was taken from.
    """

    actor_id: int | None
    reason: str
    voice: Voice


def guess(model: PaneDocument, span: Span, last_actor: int | None) -> Guess:
    """Return who probably speaks in *span* (code points), and in which voice.

    The speaker of the turn; else who is named nearest in the paragraph; else *last_actor*, the one tagged last here.
    """
    turn = model.turn_at(model.from_span(span.start, span.start)[0])
    if turn is not None and turn.actor_id is not None:
        return Guess(turn.actor_id, _("from the turn"), guess_voice(model.text, span, in_turn=True))
    voice = guess_voice(model.text, span, in_turn=False)
    named = guess_actor(model.text, span, model.session.names(), model.session.persons())
    if named is not None:
        return Guess(named, _("named beside it"), voice)
    return Guess(last_actor, _("as last time") if last_actor is not None else "", voice)
