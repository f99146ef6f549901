"""The words of a project: what its triggers ask of each text that comes in, and which words have some letters inside.

The table ``vocabulary`` has each word of several letters that stands, or stood, in a text, a quote or a memo. It is
read once, as one text of a few megabytes in which letters are found in no time; what is written later is added to that.
"""

import json
import re
import sqlite3
import weakref
from collections.abc import Callable, Iterator
from heapq import merge
from itertools import islice, pairwise
from typing import Any

from desktop.core.folding import searchable, words_with_inside
from desktop.core.text import decoded, encoded

# FTS5 cuts longer words, in bytes
LONGEST_WORD = 32_768
# so many words that a transaction has written are remembered: the frequent ones are among them
_KNOWN = 200_000
# so many words are added to those that were read before all are read anew
_ADDED = 50_000
# so many words are told at once, and letters of a text for each part in which its words are sorted: nothing else in the
# program has its turn meanwhile, and a window asks for several turns before it answers
_TOLD, _SORTED = 4_000, 40_000
# bytes of a text that an index takes encoded, and that is held by itself
_LARGE = 100_000
# bytes of texts that are held folded, besides of the last one
_HELD = 1_000_000
# words that one expression asks for: FTS5 goes through all of them for each row that it finds
_AT_ONCE = 250
# where the first expressions begin, which ask for few
_FIRST = (0, 32)


class KnownWords:
    """The words that one connection knows of; its functions are those of the schema and of `store.reads.word_index`.

    Attributes:
        known: those that the transaction under way has written; None outside of one.
        stopped: what ended a function though it is no error, as Ctrl+C does: SQLite tells an error of its own of it.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.known: set[str] | None = None
        self.stopped: BaseException | None = None
        # the connection holds this
        self._connection = weakref.ref(connection)
        # by texts, what they are folded, and how many bytes all of them have
        self._folded: dict[bytes, str] = {}
        # a large one
        self._last = (b"", "")
        self._weight = 0
        self._text = ""
        self._version = -1
        self._added: set[str] = set()
        for name, count, function in (
            ("new_words", 1, self.new_words),
            ("asked_words", 3, self.asked_words),
            ("known_words", 3, self.known_words),
        ):
            connection.create_function(name, count, self._noting(function))
        connection.create_function("searchable", 1, self._noting(self._indexed), deterministic=True)

    def _noting(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            # of what was stopped before somebody has heard, or nobody asked
            self.stopped = None
            try:
                return function(*arguments)
            except Exception:
                raise
            except BaseException as stopped:
                self.stopped = stopped
                raise

        return call

    def _indexed(self, content: bytes) -> str | bytes:
        # the same to an index, which takes the bytes for a text
        found = self.searchable(content)
        return encoded(found) if len(content) > _LARGE else found

    def searchable(self, content: bytes) -> str:
        """Return what the search indexes hold of a text.

        An index and the vocabulary ask for it one after the other, of one text or of some hundred; which is the first
        one is SQLite's affair. None is held longer than that, or until more comes than is worth its room.
        """
        if len(content) > _LARGE:
            # to look it up by what it is would hold the interpreter for as long as it is read whole
            if self._last[0] != content:
                self._last = content, searchable(decoded(content, "replace"))
                return self._last[1]
            large, self._last = self._last[1], (b"", "")
            return large
        held = self._folded.pop(content, None)
        if held is not None:
            self._weight -= len(content)
            return held
        folded = self._folded[content] = searchable(decoded(content, "replace"))
        self._weight += len(content)
        if self._weight > _HELD and len(self._folded) > 1:
            self._folded, self._weight = {content: folded}, len(content)
        return folded

    def new_words(self, content: bytes) -> str:
        """Return the words of a text that the vocabulary may not have yet, as JSON."""
        words = self._in_order(self.searchable(content))
        told: list[str] = []
        while some := [_cut(word) for word in islice(words, _TOLD)]:
            if self._text:
                self._added.update(some)
                if len(self._added) > _ADDED:
                    self._text, self._version, self._added = "", -1, set()
            told.append(json.dumps(some, ensure_ascii=False)[1:-1])
        return f"[{','.join(told)}]"

    def _in_order(self, folded: str) -> Iterator[str]:
        """Yield the words of a folded text that the transaction has not written, by their letters: the table grows so.

        Those of a large text are found, sorted and freed in parts.
        """
        if len(folded) <= _SORTED and self.known is not None:
            # most words of a quotation were in those before
            some: set[str] = set().union(*words_with_inside(folded, LONGEST_WORD))
            some -= self.known
            self.known.update(some if len(self.known) < _KNOWN else ())
            return iter(sorted(some))
        parts: list[set[str]] = [set() for _ in range(1 + len(folded) // _SORTED)]
        for found in words_with_inside(folded, LONGEST_WORD):
            if len(parts) == 1:
                parts[0] |= found
                continue
            for word in found:
                parts[hash(word) % len(parts)].add(word)
        in_order: list[Iterator[str]] = []
        while parts:
            some = parts.pop()
            if self.known is not None:
                some -= self.known
                if len(self.known) < _KNOWN:
                    # no more: to take in a million at once keeps a window waiting
                    self.known.update(islice(some, _KNOWN - len(self.known)))
            in_order.append(iter(sorted(some)))
        return merge(*in_order)

    def asked_words(self, inner: str, after: str, at_end: int) -> str:
        """Return expressions for FTS5, each for some of the words that have letters further on, as JSON.

        Args:
            inner: the letters.
            after: what follows each word in its expression.
            at_end: whether the letters end the words.
        """
        # short words first, which are the frequent ones
        words = sorted(dict.fromkeys(self._having(inner, at_end=bool(at_end))), key=len)
        # of these few are in nearly all texts, and no more are asked for then
        starts = [at for at in _FIRST if at < len(words)] + [*range(_AT_ONCE, len(words), _AT_ONCE)]
        parts = (words[at:end] for at, end in pairwise([*starts, len(words)] if words else ()))
        return json.dumps([" OR ".join(f'"{word}{after}' for word in part) for part in parts], ensure_ascii=False)

    def known_words(self, letters: str, place: str, most: int) -> str | None:
        """Return the words that have *letters* somewhere, as JSON; None where they are more than *most*.

        Args:
            letters: of words as the index has them.
            place: ``begin`` or ``end`` of the words, or ``inside``: not where they begin.
            most: how many are looked for.
        """
        having = self._beginning(letters) if place == "begin" else self._having(letters, at_end=place == "end")
        found: dict[str, None] = {}
        for word in having:
            found[word] = None
            if len(found) > most:
                return None
        return json.dumps(list(found), ensure_ascii=False)

    def _beginning(self, letters: str) -> Iterator[str]:
        self._read()
        for text in (self._text, "\n".join(("", *self._added, ""))):
            start = text.find(f"\n{letters}")
            while start >= 0:
                end = text.find("\n", start + 1)
                yield text[start + 1 : end]
                start = text.find(f"\n{letters}", end)

    def _having(self, inner: str, *, at_end: bool) -> Iterator[str]:
        self._read()
        pattern = re.compile(re.escape(inner) + ("(?=\n)" if at_end else ""))
        for text in (self._text, "\n".join(("", *self._added, ""))):
            for found in pattern.finditer(text):
                # a word that begins with them is asked for as such
                if text[found.start() - 1] != "\n":
                    yield text[text.rfind("\n", 0, found.start()) + 1 : text.find("\n", found.end())]

    def _read(self) -> None:
        """Read the words, unless they were read and nobody else has written since."""
        connection = self._connection()
        assert connection is not None
        (version,) = connection.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            (words,) = connection.execute("SELECT group_concat(word, char(10)) FROM vocabulary").fetchone()
            self._text, self._version, self._added = f"\n{words or ''}\n", version, set()


def _cut(word: str) -> str:
    return word if len(word) <= LONGEST_WORD // 4 else word.encode()[:LONGEST_WORD].decode(errors="ignore")
