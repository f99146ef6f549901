"""What is found of a file's facts, and where it is looked for."""

import re

from desktop.core.structure.date_lines import LONE_DATE, PUBLISHED
from desktop.core.structure.structure import Structure
from desktop.core.text import normalise_text, one_line
from desktop.core.values import Certainty, SegmentKind
from desktop.core.vocabulary.languages import either, vocabulary
from desktop.core.vocabulary.months import Spoken
from desktop.exchange.readers.extracted import Extracted, Fact

# how much of a text is searched for what stands on top of it
TOP = 4000
LED_BYLINE = re.compile(
    rf"^{either(vocabulary().page.bylines)}\s*[:：]?(?:\s+|(?<=[:：]))(?P<name>[^\W\d_][^\n|•0-9]{{1,140}}?)"
    # a day may follow, or a time: “… en 19:22”
    r"\s*(?:[|•–—].*|\s-\s.*|-|,\s*\d{1,2}\W[^\n|•]{3,40}|\s(?:[^\W\d_]{1,3}\s)?\d{1,2}[:.]\d\d\b.*)?$",
    re.IGNORECASE,
)
NAME_ALONE = re.compile(r"[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ]\.)?(?: [A-ZÀ-Þ][\w’'-]+){1,2}")
# before who has the rights
OWNED = rf"(?:©|\(c\)|{either(vocabulary().page.owned)})"
# what a PDF or a page may have for several letters
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


class FactNotes:
    """What is found of a file, and where it is looked for.

    Attributes:
        facts: by the field of `Facts` that each fills, as found so far.
        spoken: what tells the file's language.
        margin: the lines of its furniture.
        body: the beginning of its first paragraph or turn.
    """

    def __init__(self, found: Extracted, structure: Structure, name: str, form: str) -> None:
        self.found = found
        self.structure = structure
        self.name = name
        self.form = form
        self.facts: dict[str, Fact] = {}
        self.spoken = spoken_of(found)
        text = found.text
        self.margin = [
            line.strip()
            for segment in structure.segments
            if segment.kind is SegmentKind.FURNITURE
            for line in text[segment.span.start : segment.span.end][:20_000].split("\n")
            if line.strip()
        ]
        self.body = next(
            (
                text[segment.span.start : segment.span.end]
                for segment in structure.segments
                if segment.kind in (SegmentKind.PARAGRAPH, SegmentKind.TURN)
            ),
            "",
        )[:2000]

    def say(self, name: str, value: str, certainty: Certainty, origin: str, words: str = "") -> None:
        """Note a fact; a guess gives way to what is surer, else what came first stays."""
        order = (Certainty.STATED, Certainty.INFERRED, Certainty.GUESSED)
        known = self.facts.get(name)
        # headers of damaged messages have what no text may have
        value, words = (normalise_text(one).strip() for one in (_well_written(value), words))
        if value and (known is None or order.index(certainty) < order.index(known.certainty)):
            self.facts[name] = Fact(name, value, certainty, origin, one_line(words, 60))

    def is_margin(self, line: str) -> bool:
        """Tell whether *line* is nothing but a date, or tells the day of publication."""
        return LONE_DATE.fullmatch(line.strip()) is not None or PUBLISHED.fullmatch(line.strip()) is not None


def _well_written(value: str) -> str:
    """Return a fact without letters that are drawn as one, and as it was written where it was encoded twice.

    “ZÃ¼rich” is “Zürich”: letters of Western Europe that make UTF-8 are nothing else.
    """
    value = value.translate(_LIGATURES)
    if value.isascii():
        return value
    try:
        return value.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return value


def spoken_of(found: Extracted) -> Spoken:
    """Return what tells in which language a file is."""
    return Spoken(next((fact.value for fact in found.stated if fact.name == "language"), ""), found.text[:40_000])
