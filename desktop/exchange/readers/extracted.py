"""What a reader takes out of a file: the text, what the format says of its structure, and its own fields."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from desktop.core.errors import UserError
from desktop.core.language import N_, _
from desktop.core.spans import Span
from desktop.core.structure.hints import Hints
from desktop.core.text import normalise_text
from desktop.core.values import Certainty, FactOrigin
from desktop.exchange.readers.encodings import Decoded

LIMIT = 32 * 1024 * 1024
# the origin of facts that somebody wrote into a column of their own
ROW_OF_TABLE = N_("the row of the table")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Fact:
    """One bibliographic fact that was found.

    Attributes:
        name: the field of `Facts` it fills: ``title``, ``date``, ….
        origin, words: as `FactOrigin` has them: ``the page's metadata``.
    """

    name: str
    value: str
    certainty: Certainty
    origin: str
    words: str = ""

    @property
    def source(self) -> FactOrigin:
        """How sure it is and where it comes from, without its value."""
        return FactOrigin(self.name, self.certainty, self.origin, self.words)

    @property
    def told(self) -> str:
        """Where it was found, in the language of the interface."""
        return self.source.told


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of a file that are not in the text: how many, and what they are, as the end of a sentence."""

    reason: str
    words: int


@dataclass(frozen=True, slots=True)
class Extracted:
    """The content of a file.

    Attributes:
        stated: the facts that the file's own fields state, the surest first.
        pages: where each page begins in the text; empty for a format without pages.
        encoding: how a text file's bytes were read; empty for other formats.
        encoding_origin: what decided it: ``byte-order mark``, ``valid UTF-8``, ``guessed``, ``chosen``, ``declared``.
        left_out: the words that were left out, by reason.
        is_spoken: whether it is what one person says, who is named among the facts.
        notes: what else the user shall know of the file, a sentence each.
        turns: who says which stretch of the text, where the format tells it beside the text; without a name nobody.
        variables: what else is kept of it by name, as the user wants it.
        fields: what stands above the text by name and is no fact; told, and kept where all is wanted.
    """

    text: str
    extractor: str
    hints: Hints = field(default_factory=Hints)
    stated: tuple[Fact, ...] = ()
    pages: tuple[int, ...] = ()
    encoding: str = ""
    encoding_origin: str = ""
    left_out: tuple[LeftOut, ...] = ()
    notes: tuple[str, ...] = ()
    is_spoken: bool = False
    turns: tuple[tuple[Span, str], ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()


def words_of(text: str) -> list[str]:
    """Return the words of *text* as `count_words` counts them."""
    return _WORD.findall(text)


def count_words(text: str) -> int:
    """Return how many words are in *text*, figures too; of scripts without spaces, how many runs of letters."""
    return sum(1 for _found in _WORD.finditer(text))


class TextBuilder:
    """Put a text of `LIMIT` characters at most together, paragraph by paragraph, and note where each kind stands."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._parts: list[str] = []
        self._length = 0
        self._times: list[tuple[int, str]] = []
        self._breaks: list[int] = []
        self._marks: dict[str, list[Span]] = {"heading": [], "furniture": [], "bold": []}
        self._pages: list[int] = []
        self._left_out: Counter[str] = Counter()
        self._notes: list[str] = []

    @property
    def is_empty(self) -> bool:
        """Whether there is no paragraph yet."""
        return not self._parts

    @property
    def length(self) -> int:
        """How many characters there are so far."""
        return self._length

    @property
    def next_place(self) -> int:
        """Where the next paragraph will begin."""
        return self._length + (2 if self._parts else 0)

    def leave_out(self, reason: str, text: str) -> None:
        """Count the words of *text* among those that are left out for a *reason*."""
        self._left_out[reason] += count_words(text)

    def leave_out_words(self, reason: str, count: int) -> None:
        """Count words among those that are left out for a *reason*."""
        self._left_out[reason] += count

    def note(self, sentence: str) -> None:
        """Tell the user *sentence* of the file."""
        self._notes.append(sentence)

    def add(self, text: str, kind: str = "", bold: int = 0, time: str = "") -> None:
        """Append a paragraph; blank ones are left out. UserError when the text grows beyond the limit.

        Its *kind* is ``heading``, ``furniture``, or nothing; so many characters at its beginning are *bold*; it begins
        at a *time* in a form of `desktop.core.times`.
        """
        lead = len(text) - len(text.lstrip())
        text = normalise_text(text.strip())
        if not text:
            return
        if self._parts:
            self._append("\n\n")
        span = Span(self._length, self._length + len(text))
        self._append(text)
        if kind:
            self._marks[kind].append(span)
        if time:
            self._times.append((span.start, time))
        if bold > lead:
            self._marks["bold"].append(Span(span.start, min(span.end, span.start + bold - lead)))

    def rule(self) -> None:
        """Tell that a rule parts the next paragraph from the one before."""
        self._breaks.append(self.next_place)

    def page(self, position: int = 0) -> None:
        """Begin a page *position* characters into the paragraph that will be appended next."""
        self._pages.append(self.next_place + position)

    def build(
        self,
        extractor: str,
        stated: tuple[Fact, ...] = (),
        decoded: Decoded | None = None,
        *,
        marked: bool = False,
        lines: bool = True,
    ) -> Extracted:
        """Return what was put together, of what was *decoded* where that is a text; UserError when there is no text."""
        if not self._parts:
            sentence = _("{name} holds no text; if it holds pictures of pages, recognise their text first (OCR).")
            raise UserError(sentence, name=self.name)
        title = next((fact.value for fact in stated if fact.name == "title"), "")
        headings, around, bold = map(tuple, self._marks.values())
        times = tuple(self._times)
        hints = Hints(headings, around, bold, title, marked=marked and bool(headings), lines=lines, times=times)
        hints = replace(hints, breaks=tuple(self._breaks))
        text = "".join(self._parts)
        # a paragraph of which nothing was left may have promised a place: the later page knows
        pages, end = [], len(text)
        for page in reversed(self._pages):
            end = min(page, end)
            pages.append(end)
        origin = (decoded.encoding, decoded.origin) if decoded is not None else ()
        left_out = tuple(LeftOut(reason, words) for reason, words in self._left_out.items() if words)
        found = Extracted(text, extractor, hints, stated, tuple(reversed(pages)), *origin)
        return replace(found, left_out=left_out, notes=(*self._notes, *(decoded.notes if decoded is not None else ())))

    def _append(self, text: str) -> None:
        self._length += len(text)
        if self._length > LIMIT:
            million = LIMIT // 1024 // 1024
            sentence = _("{name} holds more than {million} million characters; split it into several files.")
            raise UserError(sentence, name=self.name, million=million)
        self._parts.append(text)
