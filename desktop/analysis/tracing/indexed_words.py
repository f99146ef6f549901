"""The words of all documents in the order in which they were added, with their places.

Where words stand in a text is kept block by block: of a long text few are ever asked for.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from desktop.analysis.words import key
from desktop.core.spans import Span
from desktop.core.structure.units import COMPARED

# of so many blocks the places of their words are kept
_KEPT = 4_096
FEWEST = 5_000
# how many code points are searched for words at once
_WIDTH = 1_000
_SPACE = re.compile(r"\s")


class _Blocks:
    """A text in blocks.

    Attributes:
        starts: the first code point of each block.
        firsts: how many words stand before each.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self.starts, self.firsts = array("I"), array("I")

    def read(self) -> list[str]:
        """Return the words of the text, and note its blocks by the way."""
        text, start = self._text, 0
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
        end = self.starts[number + 1] if number + 1 < len(self.starts) else len(self._text)
        found = [one.span() for one in COMPARED.finditer(self._text, self.starts[number], end)]
        return [start for start, _ in found], [end for _, end in found]


class _Vocabulary(dict[str, int]):
    """Numbers for words; a new word gets the number of its key, and a new key the next one."""

    def __init__(self) -> None:
        super().__init__()
        self.keys_of: list[str] = []
        self.places: list[array[int]] = []

    def __missing__(self, word: str) -> int:
        plain = key(word)
        number = self.get(plain)
        if number is None:
            number = len(self.keys_of)
            self.keys_of.append(plain)
            self.places.append(array("I"))
            self[plain] = number
        self[word] = number
        return number


class IndexedWords:
    """The words of documents: numbers in a row, and the places of each."""

    def __init__(self, documents: Iterable[tuple[int, str]] = ()) -> None:
        """Add *documents*, each an id and a text."""
        self._vocabulary = _Vocabulary()
        self._words = array("I")
        self._removed = 0
        self._firsts: list[int] = []
        self._documents: list[int | None] = []
        self._rank: dict[int, int] = {}
        self._texts: list[_Blocks] = []
        self._places_in: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
        for document, text in documents:
            self.add(document, text)

    def __len__(self) -> int:
        """Return the number of words."""
        return len(self._words) - self._removed

    @property
    def is_worn(self) -> bool:
        """Whether removed documents take so much room that a new index is due."""
        return self._removed > max(FEWEST, len(self._words) // 3)

    @property
    def total(self) -> int:
        """How many words chance is reckoned by: all, and at least `FEWEST`, since in few words all seem frequent."""
        return max(FEWEST, len(self))

    def add(self, document: int, text: str) -> None:
        """Add a document; ValueError when it is there already."""
        if document in self._rank:
            raise ValueError(f"document {document} is indexed already")
        self._rank[document] = len(self._documents)
        self._documents.append(document)
        self._texts.append(_Blocks(text))
        self._firsts.append(len(self._words))
        self._forget()
        new = array("I", map(self._vocabulary.__getitem__, self._texts[-1].read()))
        places = self._vocabulary.places
        for at, word in enumerate(new, len(self._words)):
            places[word].append(at)
        self._words.extend(new)

    def remove(self, document: int) -> None:
        """Take a document out: its words are found no more and count no more; KeyError when it is not there."""
        rank = self._rank.pop(document)
        first, last = self._firsts[rank], self._end(rank)
        places = self._vocabulary.places
        for number in set(self._words[first:last]):
            own = places[number]
            del own[bisect_left(own, first) : bisect_left(own, last)]
        self._removed += last - first
        self._documents[rank], self._texts[rank] = None, _Blocks("")
        self._places_in.clear()
        self._forget()

    def read(self, text: str) -> list[str]:
        """Return the keys of the words of a text; it need not be in the index."""
        known, names = self._vocabulary.get, self._vocabulary.keys_of
        return [key(word) if (number := known(word)) is None else names[number] for word in COMPARED.findall(text)]

    def numbers(self, words: Sequence[str]) -> list[int]:
        """Return the numbers of keys; -1 for one that stands nowhere."""
        return [self._vocabulary.get(word, -1) for word in words]

    def frequency(self, word: str) -> int:
        """Return how often a key stands in all documents."""
        number = self._vocabulary.get(word)
        return len(self._vocabulary.places[number]) if number is not None else 0

    def size(self, document: int) -> int:
        """Return the number of words of a document."""
        rank = self._rank[document]
        return self._end(rank) - self._firsts[rank]

    def window(self, document: int, first: int, last: int) -> "array[int]":
        """Return the numbers of a document's words from *first* up to *last*."""
        base = self._firsts[self._rank[document]]
        return self._words[base + first : base + last]

    def keys(self, document: int, first: int, last: int) -> list[str]:
        """Return the keys of a document's words from *first* up to *last*."""
        names = self._vocabulary.keys_of
        return [names[number] for number in self.window(document, first, last)]

    def span(self, document: int, first: int, last: int) -> Span:
        """Return the code points from the beginning of word *first* to the end of the word before *last*."""
        rank = self._rank[document]
        return Span(self._place(rank, first)[0], self._place(rank, last - 1)[1])

    def range(self, document: int, span: Span) -> tuple[int, int]:
        """Return the half-open range of a document's words that lie inside *span*."""
        rank = self._rank[document]
        blocks = self._texts[rank]
        if not blocks.starts:
            return 0, 0
        first, last = (max(0, bisect_right(blocks.starts, at) - 1) for at in (span.start, span.end))
        return (
            blocks.firsts[first] + bisect_left(self._block(rank, first)[0], span.start),
            blocks.firsts[last] + bisect_right(self._block(rank, last)[1], span.end),
        )

    def _forget(self) -> None:
        """Forget what was reckoned from the words of all documents."""

    def _end(self, rank: int) -> int:
        return self._firsts[rank + 1] if rank + 1 < len(self._firsts) else len(self._words)

    def _place(self, rank: int, word: int) -> tuple[int, int]:
        """Return where a word of a document begins and ends."""
        firsts = self._texts[rank].firsts
        number = bisect_right(firsts, word) - 1
        starts, ends = self._block(rank, number)
        at = word - firsts[number]
        return starts[at], ends[at]

    def _block(self, rank: int, number: int) -> tuple[list[int], list[int]]:
        """Return where the words of a block begin and end: asked of few blocks, so found when asked."""
        known = self._places_in.get((rank, number))
        if known is None:
            if len(self._places_in) >= _KEPT:
                self._places_in.clear()
            known = self._places_in[rank, number] = self._texts[rank].places(number)
        return known
