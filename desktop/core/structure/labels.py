"""What a paragraph says of who begins to speak: the label at its head."""

import re
from dataclasses import dataclass

from desktop.core.matching import fold
from desktop.core.structure.date_lines import LONE_DATE
from desktop.core.vocabulary.languages import either, vocabulary

_WORDS = vocabulary().turns

LONGEST_NAME = 120
ASKING = re.compile(rf"(?:{either(_WORDS.articles)} )?{either(_WORDS.asking)}\s?\d*")
_ANSWERING = re.compile(rf"{either(_WORDS.answering)}\s?\d*")
# those who only ask, and have no name
UNNAMED = re.compile(rf"(?:{either(_WORDS.articles)} )?{either(_WORDS.unnamed)}\w*(?: \d+)?")
NOBODY = re.compile(rf"{either(_WORDS.nobody)}\b")
_NO_LABEL = re.compile(either(_WORDS.no_label))


@dataclass(frozen=True, slots=True)
class Label:
    """How a paragraph names who begins to speak.

    Attributes:
        text: as it is written, without the mark after it: ``Sergey Lavrov (adding after Sosa Lunda)``; empty for a
            turn that only a dash begins.
        name: the name alone, without what stands in parentheses: ``Sergey Lavrov``.
        end: how many characters of the paragraph it takes, with the mark, time stamps, and the space after it.
        asks, answers: whether it says so itself (``Question``, ``R.-``).
        doubtful: whether it may be no speaker, or says itself that nobody knows who it was; its turn is nobody's.
        shape: what kind of head it is: ``strict``, ``loose``, ``stop``, ``role``, ``bracket``, ``tab``, ``dash``,
            ``timed``, ``family``, ``nobody``, ``told``.
        stamped: whether a time stamp stands beside it.
        alone: whether the line holds nothing else.
    """

    text: str
    name: str
    end: int
    asks: bool = False
    answers: bool = False
    doubtful: bool = False
    shape: str = "strict"
    stamped: bool = False
    alone: bool = False


def is_no_label(name: str) -> bool:
    """Tell whether *name* is a word that stands before a colon and names no speaker, such as “Note”."""
    return _NO_LABEL.fullmatch(fold(name).strip(". ")) is not None


def make_label(text: str, name: str, end: int, shape: str) -> Label | None:
    """Return the label of a head of that *shape*; None when *name* is none, as “Note” and what is too long."""
    folded = fold(name)
    # “Fri, Mar 14, 2025 10:02AM”
    if shape == "timed" and LONE_DATE.fullmatch(text):
        return None
    most = 8 if shape in ("strict", "stop") else 5
    # “M. ” is a title without a name
    if (
        sum(map(str.isalpha, name)) < (2 if shape == "stop" else 1)
        or len(name) > LONGEST_NAME
        or len(name.split()) > most
    ):
        return None
    if is_no_label(name):
        return None
    asks, answers = (pattern.fullmatch(folded) is not None for pattern in (ASKING, _ANSWERING))
    nobody = not asks and NOBODY.match(folded) is not None
    return Label(text, name, end, asks, answers, doubtful=nobody, shape=shape)
