"""What each turn does: asking, answering, or stating, from its label and its words."""

import re
from collections.abc import Sequence

from desktop.core.matching import fold
from desktop.core.structure.labels import Label
from desktop.core.structure.names import is_chair
from desktop.core.structure.writing import QUESTION_MARKS
from desktop.core.values import TurnRole
from desktop.core.vocabulary.languages import either, vocabulary

_WORDS = vocabulary().turns

_REQUEST = re.compile(rf"[{QUESTION_MARKS}]|\b{either(_WORDS.requests)}\b", re.IGNORECASE)
_THANKS = re.compile(rf"\b{either(_WORDS.thanks)}\b", re.IGNORECASE)
_HOST = re.compile(either(_WORDS.hosts))
_ENDS_ASKING = 300


def find_roles(turns: Sequence[tuple[Label | None, str]]) -> list[str]:
    """Return the role of each turn, given its label (None for an opening statement) and its words.

    A label such as “Question” says it itself, and who speaks next answers. Else the interviewer is the speaker most of
    whose turns end by asking for something, if that is two in three and nobody else's share comes near; their turns are
    questions, and the turns that follow them answers, but not their last words (thanks, without anything asked) and the
    reply to these. Who presides makes statements. Where nobody interviews, a turn that ends with a question mark is a
    question, what somebody else says next its answer, and the rest are statements.
    """
    names = [fold(label.name) if label else None for label, _ in turns]
    labelled = any(label and label.asks for label, _ in turns)
    asking = None if labelled else _interviewer(turns, names)
    roles: list[str] = []
    previous, asked_by = "", None
    for (label, words), name in zip(turns, names, strict=True):
        if label is None or (is_chair(label.name) and not label.asks):
            role = TurnRole.STATEMENT
        elif label.asks:
            # a moderator also greets, and thanks at the end
            hosts = _HOST.match(fold(label.name)) and not _REQUEST.search(words)
            role = TurnRole.STATEMENT if hosts else TurnRole.QUESTION
        elif label.answers:
            role = TurnRole.ANSWER
        elif name and name == asking:
            closing = _THANKS.search(words) and not _REQUEST.search(words)
            role = TurnRole.STATEMENT if closing else TurnRole.QUESTION
        elif name and asking:
            role = TurnRole.STATEMENT if previous in ("", TurnRole.STATEMENT) else TurnRole.ANSWER
        elif not (name and labelled) and words.rstrip().endswith(tuple(QUESTION_MARKS)):
            role = TurnRole.QUESTION
        else:
            # who is asked by somebody else answers
            asked = previous == TurnRole.QUESTION and (labelled or not name or name != asked_by)
            role = TurnRole.ANSWER if asked else TurnRole.STATEMENT
        roles.append(role.value)
        previous, asked_by = role, name
    return roles


def _interviewer(turns: Sequence[tuple[Label | None, str]], names: Sequence[str | None]) -> str | None:
    shares: dict[str, list[int]] = {}
    for (label, words), name in zip(turns, names, strict=True):
        if label is None or not name or is_chair(label.name):
            continue
        tally = shares.setdefault(name, [0, 0])
        tally[0] += _REQUEST.search(words[-_ENDS_ASKING:]) is not None
        tally[1] += 1
    if len(shares) < 2:
        return None
    ranked = sorted(shares.items(), key=lambda item: -item[1][0] / item[1][1])
    (first, best), (_, next_best) = ranked[:2]
    share, other = best[0] / best[1], next_best[0] / next_best[1]
    return first if best[0] >= 2 and share >= 0.6 and share - other >= 0.3 else None
