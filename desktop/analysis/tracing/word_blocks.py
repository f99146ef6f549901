"""Where the words of a text stand, block by block: of a long text few are ever asked for."""

import re
from array import array
from dataclasses import dataclass, field

from desktop.core.structure.units import COMPARED

# how many code points are searched for words at once
_WIDTH = 1_000
_SPACE = re.compile(r"\s")


@dataclass(slots=True)
class WordBlocks:
    """A text in blocks.

    Attributes:
        starts: the first code point of each block.
        firsts: how many words stand before each.
    """

    text: str
    starts: "array[int]" = field(default_factory=lambda: array("I"))
    firsts: "array[int]" = field(default_factory=lambda: array("I"))

    def read(self) -> list[str]:
        """Return the words of the text, and note its blocks by the way."""
        text, start = self.text, 0
        words: list[str] = []
        while start < len(text):
            # no word has a space inside
            space = _SPACE.search(text, start + _WIDTH)
            end = space.start() if space else len(text)
            self.starts.append(start)
            self.firsts.append(len(words))
            words += COMPARED.findall(text, start, end)
            start = end
        return words

    def places(self, number: int) -> tuple[list[int], list[int]]:
        """Return where the words of a block begin and end."""
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        found = [one.span() for one in COMPARED.finditer(self.text, self.starts[number], end)]
        return [start for start, _ in found], [end for _, end in found]
