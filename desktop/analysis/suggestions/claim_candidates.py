"""The stretches of a document that may hold a claim, each with who may hold it and what in it suggests one.

They are the same whatever was tagged, so that they are found once and weighed again after every claim.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from desktop.analysis.attribution.names import ActorNames
from desktop.analysis.attribution.quotations import SpeechReader
from desktop.analysis.suggestions.coded_text import CodedText, Holders
from desktop.analysis.suggestions.holders import ATTITUDINAL, FRAMING, HolderFinder, rank
from desktop.analysis.suggestions.stretches import ReadStretch, StretchReader
from desktop.core.errors import UserError
from desktop.core.spans import Span
from desktop.core.stopping import StoppedError
from desktop.core.values import Actor, Voice

# guesses at who holds a position, to choose from
GUESSES = 3
# documents whose candidates are kept; twice as many as that are told of first while one is read
_KEPT = 32
_FIRST = 100
# so many stretches are read before who may hold them is asked: to do one thing for long is faster than two in turn
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class ClaimCandidate:
    """A stretch of text that may hold a claim.

    Attributes:
        span: its offsets.
        holders: who may hold it, the likeliest first: one actor by its key, or several who hold it jointly.
        voices: the voice of each.
        features: as those of `ReadStretch`, and whether somebody is told to hold something, or to say it.
        stems: of its words of weight.
    """

    span: Span
    holders: tuple[Holders, ...]
    voices: tuple[Voice, ...]
    features: Mapping[str, float]
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """What was read of a document at one time.

    Attributes:
        places: at first, where all its stretches begin and end, one number behind the other.
        stretches: those behind the ones before; none where nothing came yet.
    """

    places: tuple[int, ...] = ()
    stretches: tuple[ReadStretch, ...] = ()


# reads a document while something else is done, from now on; None where it does not
Ahead = Callable[[CodedText, tuple[Actor, ...]], Iterator[Looked] | None]


class _Reading:
    """A document that is being read, or was: it goes on where it was left."""

    def __init__(self, candidates: Iterator[ClaimCandidate | None]) -> None:
        self.found: list[ClaimCandidate] = []
        self._rest = candidates
        self.is_whole = False

    def next(self) -> int:
        """Read the next candidate where there is one already, and return where the last one ends."""
        try:
            found = next(self._rest)
        except StopIteration:
            self.is_whole = True
        else:
            self.found += [] if found is None else [found]
        return self.found[-1].span.end if self.found else 0


class CandidateFinder:
    """Finds the candidates of documents, and keeps those of the last ones.

    A document whose reading was given up is read on from there when it is asked for again. One thread asks at a time.
    """

    def __init__(self, actors: Sequence[Actor], ahead: Ahead | None = None) -> None:
        """Prepare to look for *actors*, who may hold positions; what is read *ahead* need not be read here."""
        self._prepared = _Prepared(tuple(actors))
        self._ahead = ahead
        self._kept: OrderedDict[CodedText, _Reading] = OrderedDict()

    def find(self, document: CodedText, progress: Callable[[int, int], None] | None = None) -> Sequence[ClaimCandidate]:
        """Return the candidates of a document by their place; *progress* counts characters and may raise."""
        return [*self.reading(document, progress)][-1]

    def reading(
        self, document: CodedText, progress: Callable[[int, int], None] | None = None
    ) -> Iterator[Sequence[ClaimCandidate]]:
        """Yield the candidates that are found so far, again and again, and all of them at last; as `find`.

        Each time there are about twice as many as before, so that who looks at all of them has little more to do.
        """
        read = self._begun(document)
        told = max(_FIRST, len(read.found))
        while not read.is_whole:
            try:
                reached = read.next()
            except BaseException:
                # what broke off cannot go on
                self._kept.pop(_bare(document), None)
                raise
            if progress is not None:
                progress(reached, len(document.text))
            if len(read.found) >= 2 * told and not read.is_whole:
                told = len(read.found)
                yield read.found
        yield read.found

    def has_read(self, document: CodedText) -> bool:
        """Tell whether the candidates of a document are at hand."""
        read = self._kept.get(_bare(document))
        return read is not None and read.is_whole

    def begin(self, document: CodedText) -> None:
        """Let a document be read ahead until its candidates are asked for, where that is done."""
        self._begun(document)

    def _begun(self, document: CodedText) -> _Reading:
        bare = _bare(document)
        read = self._kept.get(bare)
        if read is None:
            ahead = self._ahead(bare, self._prepared.actors) if self._ahead is not None else None
            # what is read knows nothing of this finder: it is given up with it
            read = self._kept[bare] = _Reading(_find(bare, self._prepared, ahead))
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return read


class _Prepared:
    """Actors who are looked for, by what finds their names."""

    def __init__(self, actors: tuple[Actor, ...]) -> None:
        self.actors = actors

    @cached_property
    def names(self) -> ActorNames:
        return ActorNames(_capitalised(self.actors))

    @cached_property
    def speakers(self) -> SpeechReader:
        return SpeechReader(self.actors)


def look(document: CodedText, actors: Sequence[Actor]) -> Iterator[Looked]:
    """Yield what is read of a document, part by part; who may hold it is not asked yet."""
    return _look(document, SpeechReader(actors))


def _look(document: CodedText, speakers: SpeechReader) -> Iterator[Looked]:
    read = StretchReader(document, speakers)
    yield Looked(tuple(at for span in read.spans() for at in (span.start, span.end)))
    part: list[ReadStretch] = []
    for stretches in read:
        part += stretches
        if len(part) >= _AT_ONCE:
            yield Looked(stretches=tuple(part))
            part = []
    if part:
        yield Looked(stretches=tuple(part))


def _find(document: CodedText, prepared: _Prepared, ahead: Iterator[Looked] | None) -> Iterator[ClaimCandidate | None]:
    """Yield the candidates; None now and then while nothing is read."""
    finder = HolderFinder(prepared.names, document.text, document.participants, document.year)
    for looked in _looked(document, prepared, ahead):
        if looked.places:
            finder.prepare(map(Span, looked.places[::2], looked.places[1::2]))
        for one in looked.stretches:
            yield _candidate(one, finder)
        if not looked.stretches:
            yield None


def _looked(document: CodedText, prepared: _Prepared, ahead: Iterator[Looked] | None) -> Iterator[Looked]:
    done = 0
    if ahead is not None:
        try:
            for looked in ahead:
                done += len(looked.stretches)
                yield looked
        except (UserError, StoppedError):
            # its memory may have been full, or the system ended it: the rest is read here
            pass
        else:
            return
    for looked in _look(document, prepared.speakers):
        left = looked.stretches[done:]
        done = max(0, done - len(looked.stretches))
        yield replace(looked, stretches=left)


def _bare(document: CodedText) -> CodedText:
    """Return a document without what was answered in it."""
    return replace(document, claims=(), dismissed=(), unfinished=False)


def _candidate(read: ReadStretch, finder: HolderFinder) -> ClaimCandidate:
    stretch = read.stretch
    evidence = finder.evidence(stretch)
    ranked = rank(evidence)
    if ranked:
        finder.settle(ranked[0], telling=bool(ATTITUDINAL & evidence[ranked[0]]))
    guesses = tuple(ranked[:GUESSES])
    voices = tuple(finder.voice(stretch, one) for one in guesses)
    kinds = set().union(*evidence.values())
    # somebody is told to hold something, or to say it
    holds, framed = bool(kinds & ATTITUDINAL), bool(kinds & FRAMING) and stretch.quoted is None
    features = read.features | {"holds": 1.0} if holds else read.features
    features = features | {"framed": 1.0} if framed else features
    return ClaimCandidate(stretch.whole or stretch.span, guesses, voices, features, read.stems)


def _capitalised(actors: Sequence[Actor]) -> list[Actor]:
    """Return actors whose lower-case aliases, “cyclists”, are found at the beginning of a sentence as well."""
    names = [name for actor in actors for name in (actor.name, *actor.aliases)]

    def may_begin(alias: str) -> bool:
        # “The Alliance” would hide “Alliance of Harbours” behind the article
        hides = alias.startswith("the ") and any(name.startswith(alias[4:] + " ") for name in names)
        return alias[:1].islower() and not hides

    capitals = [[one[0].upper() + one[1:] for one in actor.aliases if may_begin(one)] for actor in actors]
    return [replace(actor, aliases=(*actor.aliases, *more)) for actor, more in zip(actors, capitals, strict=True)]
