"""A table of 1,000 quotations without offsets: each is where its words are, or told as ambiguous or as not found."""

import csv
import random
import re
import tempfile
from collections import Counter
from pathlib import Path

import pytest

from desktop.core.values import CodedDocument, Facts
from desktop.project.programs.bringing import bring
from desktop.project.programs.brought import AMBIGUOUS, NOT_FOUND, Brought
from desktop.project.programs.reading import program_of
from desktop.project.programs.telling import look
from desktop.store import edits, reads
from desktop.store.database import Database

NOUNS = (
    "harbour",
    "levy",
    "grain",
    "border",
    "quota",
    "clinic",
    "pension",
    "turbine",
    "tariff",
    "summit",
    "treaty",
    "budget",
    "school",
    "ferry",
)
VERBS = ("wants", "rejects", "asks", "defends", "delays", "funds", "doubts", "welcomes", "blames", "promises")
STRANGE = ("lobster", "glacier", "violin", "monastery", "comet", "zebra", "parquet", "saffron")
AGAIN = "Nobody from the council was there to answer for it."
KINDS = {
    "exact": 400, "blanks": 90, "marks": 70, "capitals": 50, "cut": 50, "changed": 80, "lost letter": 60, "framed": 40,
    "ambiguous": 60, "missing": 60, "unnamed": 20, "unnamed and changed": 20,
}  # fmt: skip


class Rows:
    """Texts, and rows of which it is known where they belong: document and span, or why they do not."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.texts = {f"Report {number}": self._text() for number in range(12)}
        self.rows: list[tuple[str, str]] = []
        self.truth: list[tuple[str, str, int, int]] = []
        kinds = [kind for kind, count in KINDS.items() for _row in range(count)]
        self.chance.shuffle(kinds)
        for kind in kinds:
            name, quote, place = self._row(kind)
            self.rows.append((name, quote))
            self.truth.append((kind, *place))

    def _text(self) -> str:
        pick = self.chance.choice
        sentences = []
        for _sentence in range(90):
            parts = [f"the {pick(NOUNS)} {pick(VERBS)} the {pick(NOUNS)} of the {pick(NOUNS)}" for _part in range(3)]
            sentences.append(f"{', and '.join(parts)} — “not {pick(NOUNS)}, but {pick(NOUNS)}”.".capitalize())
        for _time in range(3):
            sentences.insert(self.chance.randrange(len(sentences)), AGAIN)
        return "".join(f"{sentence}{pick((' ', ' ', chr(10)))}" for sentence in sentences).strip()

    def _row(self, kind: str) -> tuple[str, str, tuple[str, int, int]]:
        name = self.chance.choice(list(self.texts))
        if kind == "ambiguous":
            return name, AGAIN, (AMBIGUOUS, -1, -1)
        if kind == "missing":
            return name, " ".join(self.chance.choices(STRANGE, k=8)), (NOT_FOUND, -1, -1)
        text = self.texts[name]
        while True:
            start = self._border(text, self.chance.randrange(len(text) - 260))
            end = self._border(text, start + self.chance.randint(60, 180)) - 1
            quote = text[start:end].rstrip(" \n—“”.,")
            if all(other.count(quote) == (other is text) for other in self.texts.values()) and not quote.startswith(
                "“"
            ):
                break
        end = start + len(quote)
        told = name if "unnamed" not in kind else ""
        if kind == "cut":
            quote = quote[: quote.rindex(" ")].rstrip(" \n—“”.,")
            end = start + len(quote)
        return told, self._written(kind, quote), (name, start, end)

    @staticmethod
    def _border(text: str, at: int) -> int:
        found = re.compile(r"(?<=\s)\w").search(text, at)
        assert found is not None
        return found.start()

    def _written(self, kind: str, quote: str) -> str:
        middle = len(quote) // 2
        changed = f"{quote[: middle - 2]}{quote[middle + 1 :]}" if "changed" in kind else quote
        return {
            "blanks": re.sub(r"\s", lambda _blank: self.chance.choice(("  ", "\n", "\u00a0")), quote),
            "marks": quote.replace("“", '"').replace("”", '"').replace("—", "-"),
            "capitals": quote.upper(),
            "cut": f"{quote}{self.chance.choice(('…', ' [...]', '...'))}",
            "lost letter": quote[:middle] + quote[middle + 1 :],
            "framed": f"“{quote}”",
        }.get(kind, changed)


@pytest.fixture(scope="module")
def come() -> tuple[Rows, Brought, list[tuple[str, int, int]]]:
    """The rows, what was told of them, and the places of the claims that they became."""
    rows = Rows(18)
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "segments.csv"
        with table.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["Document", "Segment", "Topic", "Stance", "Speaker", "ID"])
            for number, (name, quote) in enumerate(rows.rows):
                writer.writerow([name, quote, f"Topic {number}", "pro", "Nora Vint", number])
        program = program_of(table)
        assert program is not None
        found = look(table, program)
        with Database(Path(folder) / "p.visavis", create=True) as db:
            with db.edit("import", {}) as edit:
                for name, text in rows.texts.items():
                    edits.documents.add_document(db, edit, CodedDocument(name, Facts(), text), "import")
            brought = bring(db, found.project, found.mapping, table.name)
            names = {one.id: one.name for one in reads.project.documents(db)}
            topics = {one.id: one.name for one in reads.project.topics(db)}
            places = {
                topics[one.topic_id]: (names[one.document_id], one.start, one.end) for one in reads.project.claims(db)
            }
    return rows, brought, [places.get(f"Topic {number}", ("", -1, -1)) for number in range(len(rows.rows))]


def test_no_row_is_dropped(come: tuple[Rows, Brought, list[tuple[str, int, int]]]) -> None:
    _rows, brought, places = come
    assert brought.claims + len(brought.refused) == 1000
    assert sum(one != ("", -1, -1) for one in places) == brought.claims


def test_each_row_is_where_its_words_are_or_told(come: tuple[Rows, Brought, list[tuple[str, int, int]]]) -> None:
    rows, brought, places = come
    told = Counter(one.reason for one in brought.refused)
    misplaced = []
    lost = Counter[str]()
    for (kind, name, start, end), place in zip(rows.truth, places, strict=True):
        if kind in ("ambiguous", "missing"):
            assert place == ("", -1, -1), kind
        elif place == ("", -1, -1):
            lost[kind] += 1
        elif place != (name, start, end):
            misplaced.append((kind, place, (name, start, end)))
    assert misplaced == []
    # what is hardly like its words, or as like others, is told and not guessed
    assert set(lost) <= {"changed", "unnamed and changed", "lost letter"}
    assert sum(lost.values()) <= 5
    assert told[AMBIGUOUS] >= KINDS["ambiguous"]
    assert told[NOT_FOUND] >= KINDS["missing"]
    assert told.total() == KINDS["ambiguous"] + KINDS["missing"] + lost.total()
