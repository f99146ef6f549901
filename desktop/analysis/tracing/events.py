"""Which documents cover one event, and which of them are its records: where what was said there stands in turns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from desktop.analysis.attribution.quotations import Quotation, SpeechTurn
from desktop.core.spans import Span

# of many reports of one event so many are read sentence by sentence, and of many records so many
_SIBLINGS, _RECORDS = 8, 6


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
        sayings: the sentences with a verb of saying outside quotations, each with the key of who says.
        headings: its headlines.
        prose: its paragraphs outside turns.
    """

    id: int
    text: str
    label: str
    quotations: tuple[Quotation, ...] = ()
    turns: tuple[SpeechTurn, ...] = ()
    event_date: str = ""
    participants: tuple[str, ...] = ()
    language: str = ""
    sayings: tuple[tuple[Span, str], ...] = ()
    headings: tuple[Span, ...] = ()
    prose: tuple[Span, ...] = ()

    @cached_property
    def speaking(self) -> frozenset[str]:
        """The keys of those who speak its turns."""
        return frozenset(turn.actor for turn in self.turns if turn.actor)

    @cached_property
    def quoted(self) -> frozenset[str]:
        """The keys of those whom it quotes."""
        return frozenset(one.actor for one in self.quotations if one.actor and one.is_attributed)

    @property
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
        for number, source in sources.items():
            lists = self._records if source.speaking else self._reports
            for actor in {*source.participants, *source.speaking} if source.day else ():
                lists.setdefault((source.day, actor), []).append(number)
        for pair in self._said:
            for number in pair & sources.keys():
                self._by_word.setdefault(number, []).extend(pair - {number} & sources.keys())
        self._known: dict[int, tuple[Sequence[int], Sequence[int]]] = {}

    def are_one(self, one: int, other: int) -> bool:
        """Tell whether two documents cover the same event.

        A user has said so; else they give the same day of the event, and share a participant, or the one quotes who
        speaks in the other.
        """
        said = self._said.get(frozenset((one, other)))
        if said is not None:
            return said
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

    def _around(self, document: int) -> tuple[Sequence[int], Sequence[int]]:
        known = self._known.get(document)
        if known is None:
            source = self._sources[document]
            by_word = {one for one in self._by_word.get(document, ()) if self.are_one(document, one)}
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
