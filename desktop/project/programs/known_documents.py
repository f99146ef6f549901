"""Which document of the project one of another program's is: by its name, its text, or a text nearly the same."""

import re
from collections.abc import Callable, Iterable, Sequence

from desktop.core.matching import fold
from desktop.core.near_duplicates import SketchIndex, sketch
from desktop.core.text import text_hash
from desktop.core.values import Document
from desktop.exchange.programs.interchange import ForeignDocument
from desktop.store import reads
from desktop.store.database import Database

# a text so much of which stands in another is another version of it
_NEARLY = 0.9
_ADDRESS = re.compile(r"[a-z]+://(?:www\.)?(.*?)/*")


class KnownDocuments:
    """The documents of the project into which another comes.

    Attributes:
        here: the numbers of the documents that came in or were joined, by the ids they have in the file.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._every: Sequence[Document] | None = None
        self._by_hash = {one.text_sha256: one.id for one in self.every}
        self._sketches: SketchIndex[int] | None = None
        self.here: dict[str, int] = {}

    @property
    def every(self) -> Sequence[Document]:
        """The documents that are there, as they were when the last of the file came in."""
        if self._every is None:
            self._every = reads.project.documents(self._db)
        return self._every

    def came(self, document: ForeignDocument, number: int, text: str) -> None:
        """Remember that a document of the file is one of the project now, which has its text to the letter."""
        self.here[document.id] = number
        self._by_hash[text_hash(text)] = number
        self._every = None

    def of_text(self, text: str) -> int | None:
        """Return the document whose text it is, to the letter."""
        return self._by_hash.get(text_hash(text))

    def nearly(self, text: str) -> int | None:
        """Return the document whose text is another version of this one; None where there is none."""
        if self._sketches is None:
            self._sketches = SketchIndex()
            # two of one file are two, however like each other they are
            own = set(self.here.values())
            for number, _name, content in reads.project.texts(self._db):
                if number not in own:
                    self._sketches.add(number, sketch(content))
        for number, share, whole in self._sketches.copies(sketch(text)):
            if share >= _NEARLY and whole >= _NEARLY:
                return int(number)
        return None

    def named(self, document: ForeignDocument) -> int | None:
        """Return the only document that one without a text is: by its uuid, its text's SHA-256, or its name."""
        words = fold(document.name)
        here = self._only(
            lambda one: bool(document.uuid) and one.uuid == document.uuid,
            lambda one: bool(document.sha256) and one.text_sha256 == document.sha256,
            lambda one: bool(words) and one.name == document.name,
            lambda one: bool(words) and words in map(fold, _names(one)),
        )
        return here.id if here is not None else None

    def catalogued(self, record: ForeignDocument) -> Document | None:
        """Return the only document that a record is of: by its uuid, its address, or what it is called."""
        address, title = _address(dict(record.variables).get("source", "")), fold(record.name)
        return self._only(
            lambda one: bool(record.uuid) and one.uuid == record.uuid,
            lambda one: bool(address) and _address(one.facts.source) == address,
            lambda one: bool(title) and title in map(fold, _names(one)),
        )

    def _only(self, *rules: Callable[[Document], bool]) -> Document | None:
        """Return what the first of the rules that fits one document, and no second, is of."""
        for is_it in rules:
            able = [one for one in self.every if is_it(one)]
            if len(able) == 1:
                return able[0]
        return None


def _names(one: Document) -> Iterable[str]:
    """Return what a document may be called elsewhere: its title, its file's name, and that without its ending."""
    return one.facts.title, one.name, one.name.rpartition(".")[0]


def _address(words: str) -> str:
    """Return an address of the web as it is compared: without scheme, “www.” and the last stroke; empty for others."""
    found = _ADDRESS.fullmatch(words.strip().casefold())
    return found[1] if found is not None else ""
