"""Which documents cover one event, and which of them are its records: where what was said there stands in turns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from desktop.analysis.attribution.quotations import Quotation, SpeechTurn
from desktop.analysis.words import key
from desktop.core.spans import Span
from desktop.core.structure.units import COMPARED

# of many reports of one event so many are read sentence by sentence, and of many records so many
_SIBLINGS, _RECORDS = 8, 6
# how long after an event it is reported in another language, and how many who speak in both tell it
_DAYS_ABROAD, _SHARED = 3, 2
# and later, where these are named in full
_LATER_ABROAD = 14
# a shorter surname is a word of another language too
_LONG = 4


class Telling(NamedTuple):
    """What of a document may be told in other words.

    Attributes:
        sayings: the sentences with a verb of saying outside quotations, each with the key of who says.
        headings: its headlines.
        prose: its paragraphs outside turns.
    """

    sayings: tuple[tuple[Span, str], ...] = ()
    headings: tuple[Span, ...] = ()
    prose: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Source:
    """A document as tracing needs it.

    Attributes:
        label: how reasons name it: its publisher, or its title.
        quotations: as `find_quotations` gives them.
        turns: as `find_turns` gives them; empty for prose.
        event_date: the day of the event, empty when unknown.
        participants: the keys of those who take part in the event.
        language: BCP 47; empty when unknown.
        telling: reads what of it may be told in other words; asked only where there is a record to show beside it.
    """

    id: int
    text: str
    label: str
    quotations: tuple[Quotation, ...] = ()
    turns: tuple[SpeechTurn, ...] = ()
    event_date: str = ""
    participants: tuple[str, ...] = ()
    language: str = ""
    telling: "Callable[[], Telling] | None" = None

    @cached_property
    def speaking(self) -> frozenset[str]:
        """The keys of those who speak its turns."""
        return frozenset(turn.actor for turn in self.turns if turn.actor)

    @cached_property
    def quoted(self) -> frozenset[str]:
        """The keys of those whom it quotes."""
        return frozenset(one.actor for one in self.quotations if one.actor and one.is_attributed)

    @cached_property
    def ordinal(self) -> int:
        """The day of the event as a number; 0 without one."""
        try:
            return date.fromisoformat(self.day).toordinal() if self.day else 0
        except ValueError:
            return 0

    @cached_property
    def day(self) -> str:
        """The day of the event; empty without one: a month or a year is shared by too much."""
        is_whole = len(self.event_date) == len("2024-04-26") and not self.event_date.startswith("-")
        return self.event_date if is_whole else ""


def is_foreign(one: Source, other: Source) -> bool:
    """Tell whether two documents are in different languages, as far as these are known."""
    first, second = (source.language.partition("-")[0].lower() for source in (one, other))
    return bool(first and second) and first != second


class Events:
    """Tells which of a set of documents cover one event.

    What is asked of one document costs no more where thousands cover its event.
    """

    def __init__(self, sources: Mapping[int, Source], said: Mapping[frozenset[int], bool]) -> None:
        """Prepare *sources*; *said* are pairs of ids of which a user said whether they cover one event."""
        self._sources = sources
        self._said = dict(said)
        self._records: dict[tuple[str, str], list[int]] = {}
        self._reports: dict[tuple[str, str], list[int]] = {}
        self._by_word: dict[int, list[int]] = {}
        self._by_day: dict[int, list[int]] = {}
        for number, source in sources.items():
            if source.speaking and source.ordinal:
                self._by_day.setdefault(source.ordinal, []).append(number)
        for number, source in sources.items():
            lists = self._records if source.speaking else self._reports
            for actor in {*source.participants, *source.speaking} if source.day else ():
                lists.setdefault((source.day, actor), []).append(number)
        for pair in self._said:
            for number in pair & sources.keys():
                self._by_word.setdefault(number, []).extend(pair - {number} & sources.keys())
        self._by_quoting: dict[int, set[int]] = {}
        self._known: dict[int, tuple[Sequence[int], Sequence[int]]] = {}

    def are_one(self, one: int, other: int) -> bool:
        """Tell whether two documents cover the same event.

        A user has said so; else they give the same day of the event, and share a participant, or the one quotes who
        speaks in the other; or the one quotes so much of the other that this is its record (`found_by_quoting`).
        """
        said = self._said.get(frozenset((one, other)))
        if said is not None:
            return said
        if other in self._by_quoting.get(one, ()) or one in self._by_quoting.get(other, ()):
            return True
        a, b = self._sources[one], self._sources[other]
        if not a.day or a.day != b.day:
            return False
        return not (
            set(a.participants).isdisjoint(b.participants)
            and a.quoted.isdisjoint(b.speaking)
            and b.quoted.isdisjoint(a.speaking)
        )

    def records(self, document: int) -> Sequence[int]:
        """Return the records of the event of a document, itself left out, in the order of all; no more than six."""
        return self._around(document)[0]

    def siblings(self, document: int) -> Sequence[int]:
        """Return other documents of the same event that are no records, in the order of all; no more than eight."""
        return self._around(document)[1]

    def found_by_quoting(self, document: int, records: Iterable[int]) -> None:
        """Take *records* for those of a document's event; what a user said of them stands."""
        self._by_quoting[document] = {
            number for number in records if self._said.get(frozenset((document, number)), True)
        }
        self._known.pop(document, None)

    def abroad(self, document: int, name: Callable[[str], str] = str) -> list[int]:
        """Return the records in other languages that may be of the document's event: by their days and whom it names.

        They are at most three days older, and two whom the document quotes or names speak there, or two weeks where it
        names these in full; *name* gives an actor's name by the key.
        """
        source = self._sources[document]
        if not source.ordinal:
            return []
        near = {
            number: source.ordinal - day <= _DAYS_ABROAD
            for day in range(source.ordinal, source.ordinal - _LATER_ABROAD - 1, -1)
            for number in self._by_day.get(day, ())
            if is_foreign(source, self._sources[number])
        }
        words = {key(word) for word in COMPARED.findall(source.text) if word[0].isupper()} if near else set()

        def tells_of(actor: str, *, soon: bool) -> bool:
            named = list(map(key, COMPARED.findall(name(actor))))
            surname = "".join(named[-1:])
            in_full = soon or (len(named) > 1 and words.issuperset(named))
            return in_full and (actor in source.quoted or (len(surname) >= _LONG and surname in words))

        return [
            number
            for number, soon in near.items()
            if sum(tells_of(actor, soon=soon) for actor in self._sources[number].speaking) >= _SHARED
        ]

    def _around(self, document: int) -> tuple[Sequence[int], Sequence[int]]:
        known = self._known.get(document)
        if known is None:
            source = self._sources[document]
            by_word = {one for one in self._by_word.get(document, ()) if self.are_one(document, one)}
            by_word |= self._by_quoting.get(document, set())
            found = []
            for lists, actors, most in (
                (self._records, {*source.participants, *source.quoted}, _RECORDS),
                (self._reports, {*source.participants, *source.speaking}, _SIBLINGS),
            ):
                own = {one for one in by_word if bool(self._sources[one].speaking) is (lists is self._records)}
                for actor in sorted(actors):
                    # a few more than are wanted: of some a user has said that they cover another event
                    near = lists.get((source.day, actor), ())[: 2 * most] if source.day else ()
                    own.update(one for one in near if one != document and self.are_one(document, one))
                found.append(sorted(own, key=lambda one: (one not in by_word, one))[:most])
            known = self._known[document] = found[0], found[1]
        return known
