"""A claim's words as a cell of the matrix quotes them."""

from dataclasses import dataclass

from desktop.core.text import one_line
from desktop.core.values import Stance

SHAPES = {Stance.FAVOR: "▲", Stance.AGAINST: "▼", Stance.NEUTRAL: "●"}


@dataclass(frozen=True, slots=True)
class Quote:
    """A claim's words in a cell of the matrix, with their source."""

    text: str
    stance: Stance
    publisher: str = ""
    date: str = ""

    def __str__(self) -> str:
        source = ", ".join(part for part in (self.publisher, self.date) if part)
        return f"{SHAPES[self.stance]} {one_line(self.text)}" + (f" ({source})" if source else "")
