"""What the tag bar fills in by itself: who speaks, in which voice, on which topic."""

from dataclasses import dataclass

from desktop.core.attribution import guess_actor, guess_voice
from desktop.core.spans import Span
from desktop.core.values import Voice
from desktop.qt.models.pane_document import PaneDocument


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
        return Guess(turn.actor_id, "from the turn", guess_voice(model.text, span, in_turn=True))
    voice = guess_voice(model.text, span, in_turn=False)
    names: dict[int, list[str]] = {}
    for actor in model.session.actors().values():
        # a surname alone names a person; initials are left out: they stand in too many words
        forms = {actor.name, *actor.aliases}
        if actor.kind == "person":
            forms.add(actor.name.split()[-1])
        names[actor.id] = [form for form in forms if len(form) > 2]
    named = guess_actor(model.text, span, names)
    if named is not None:
        return Guess(named, "named beside it", voice)
    return Guess(last_actor, "as last time" if last_actor is not None else "", voice)
