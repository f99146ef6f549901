"""Who is quoted in a text whose speakers nobody has entered yet: names that the words between quotation marks go to.

Every name of two words or more in the prose is tried as a speaker, with its title as role and the country behind it in
parentheses; `find_quotations` tells beside which of them verbs of saying stand. Who is named so twice, and in full, is
an actor; of the others it is for the user to say. What the codebook knows already, spelt slightly otherwise too
(“Sergei” for “Sergey”), is no new name.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from desktop.analysis.attribution.names import ActorNames
from desktop.analysis.attribution.quotations import Speech, SpeechReader, paragraphs
from desktop.analysis.attribution.quote_marks import find_marked
from desktop.analysis.attribution.written_names import NameReader, WrittenName
from desktop.core.keys import free_key
from desktop.core.matching import fold
from desktop.core.proposals import Proposal, by_evidence
from desktop.core.roster import Roster
from desktop.core.spans import Span
from desktop.core.structure.date_parts import after_dateline
from desktop.core.structure.units import PLAIN
from desktop.core.text import one_line
from desktop.core.values import Actor, ActorKind, CodedSegment, Segment, SegmentKind, SpeakerCertainty

# of longer texts only so many characters are looked through: finding speakers takes seconds a megabyte
SAMPLE = 500_000
# a text that names more is an index
_MOST_NAMES = 400
_ALIKE = 90
# characters of a sentence that are shown
_SHOWN = 160
_CLOSED = re.compile(r"[\s\d]*\)")


@dataclass(frozen=True, slots=True)
class QuotedSpeakers:
    """Who is quoted in a text.

    Attributes:
        counts: the keys of the speakers with how many quotations each has by name or role, the most quoted first.
        new_actors: those of them whom nobody knew.
        proposed: others whom nobody knew, and of whom the text tells too little, those with most evidence first.
    """

    counts: tuple[tuple[str, int], ...] = ()
    new_actors: tuple[Actor, ...] = ()
    proposed: tuple[Proposal, ...] = ()


def find_quoted(text: str, structure: Sequence[CodedSegment], actors: Sequence[Actor]) -> QuotedSpeakers:
    """Return who is quoted in the prose of a text.

    Args:
        text: the document's text; of a long one only the beginning is looked through.
        structure: its segments.
        actors: all who are known, the speakers of its turns among them.
    """
    end = len(text) if len(text) <= SAMPLE else text.rfind("\n", 0, SAMPLE) + 1 or SAMPLE
    sample = text[:end]
    within = [one for one in structure if one.span.end <= end]
    prose = paragraphs(sample, _stored(within, ()))
    marked = [one.outer for one in find_marked(sample, prose) if not one.depth]
    if not marked:
        return QuotedSpeakers()
    # a codebook may have thousands of actors, a text names a few
    words = set(PLAIN.findall(fold(sample)))
    near = Roster.of(actors).ending_in(words)
    known = [replace(actor, id=number) for number, actor in enumerate(near, 1)]
    segments = _stored(within, known)
    headings = {one.start for one in segments if one.kind is SegmentKind.HEADING}
    tried, spelt, described = _candidates(sample, [one for one in prose if one.start not in headings], marked, known)
    known = [replace(one, aliases=(*one.aliases, *spelt.get(one.key, ()))) for one in known]
    # “the director” may be named only behind these words, and is meant by them all the same
    reader = SpeechReader([*known, *tried])
    speech = reader.read(sample, segments, [actor.key for actor in tried if actor.role], sayings=True)
    counts = Counter(key for one in speech.quotations if not one.depth and (key := one.told_actor))
    turns = [one.span for one in segments if one.kind is SegmentKind.TURN]
    starts = [one.start for one in turns]
    told = [one for one in prose if one.start not in headings and not _in_turn(one, turns, starts)]
    mentions = _mentions(sample, told, marked, tried)
    evidence = _evidence(sample, speech, {actor.key: actor for actor in tried}, counts, mentions, described)
    made = {key for key, one in evidence.items() if one.is_sure}
    ranked = sorted((counts | Counter(dict.fromkeys(made, 0))).items(), key=lambda item: -item[1])
    keys = {actor.key for actor in known} | made
    return QuotedSpeakers(
        tuple(one for one in ranked if one[0] in keys),
        tuple(actor for actor in tried if actor.key in made),
        by_evidence(one for key, one in evidence.items() if key not in made),
    )


@dataclass(slots=True)
class _Evidence:
    in_full: set[int] = field(default_factory=set)
    named: set[int] = field(default_factory=set)
    described: set[int] = field(default_factory=set)
    sentence: Span | None = None


def _evidence(
    text: str,
    speech: Speech,
    tried: Mapping[str, Actor],
    counts: Mapping[str, int],
    mentions: Mapping[str, int],
    described: Container[str],
) -> dict[str, Proposal]:
    """Return what tells of each of those who are *tried* that they speak, by their key; nothing of the others."""
    found: dict[str, _Evidence] = {}
    for quotation in speech.quotations:
        if quotation.told_actor in tried and not quotation.depth:
            own = found.setdefault(quotation.actor, _Evidence(sentence=quotation.context))
            here = quotation.speaker in text[quotation.context.start : quotation.context.end]
            if quotation.certainty is SpeakerCertainty.NAMED and here:
                # whom another verb cites is named as well
                own.named.add(quotation.context.start)
                if tried[quotation.actor].name in " ".join(quotation.speaker.split()):
                    own.in_full.add(quotation.context.start)
    for one in speech.told:
        if one.actor not in tried or one.is_label or not one.certainty.is_told:
            continue
        own = found.setdefault(one.actor, _Evidence())
        if one.certainty is not SpeakerCertainty.NAMED:
            own.described.add(one.sentence.start)
            continue
        own.named.add(one.sentence.start)
        if tried[one.actor].name in " ".join(one.words.split()):
            own.in_full.add(one.sentence.start)
        own.sentence = own.sentence or one.sentence
    return {
        key: Proposal(
            tried[key],
            len(own.in_full),
            # whom it names in full, and elsewhere calls “the minister”, speaks twice
            len(own.named | own.described if own.in_full else own.named),
            counts.get(key, 0),
            words=one_line(text[own.sentence.start : own.sentence.end], _SHOWN) if own.sentence else "",
            mentions=mentions.get(key, 0),
            is_described=key in described,
        )
        for key, own in found.items()
    }


def _in_turn(one: Span, turns: Sequence[Span], starts: Sequence[int]) -> bool:
    # of a long transcript thousands of paragraphs ask for thousands of turns
    at = bisect_right(starts, one.start) - 1
    return at >= 0 and turns[at].contains(one)


def _mentions(text: str, prose: Sequence[Span], marked: Sequence[Span], tried: Sequence[Actor]) -> Counter[str]:
    """Return how often *prose* names each of those who are *tried*, by key, outside quotations."""
    names, starts = ActorNames(tried), [one.start for one in marked]
    found: Counter[str] = Counter()
    for span in prose:
        for mention in names.find(text, span):
            before = bisect_right(starts, mention.start) - 1
            if before < 0 or mention.start >= marked[before].end:
                found[mention.actor] += 1
    return found


def _stored(structure: Sequence[CodedSegment], actors: Sequence[Actor]) -> list[Segment]:
    ids = {actor.key: actor.id for actor in actors}
    return [
        Segment(number, 0, one.kind, one.span.start, one.span.end, ids.get(one.speaker), one.role, one.label)
        for number, one in enumerate(structure)
    ]


def _candidates(
    text: str, prose: Sequence[Span], marked: Sequence[Span], known: Sequence[Actor]
) -> tuple[list[Actor], dict[str, list[str]], set[str]]:
    """Return the names in *prose* outside quotations as actors, and those of *known* actors, by key, as spelt here.

    The last are the keys of those of the first whom words beside their names describe.
    """
    found: dict[str, Actor] = {}
    counts: Counter[str] = Counter()
    keys = {actor.key for actor in known}
    names = {fold(name): actor.key for actor in known for name in (actor.name, *actor.aliases)}
    spelt: dict[str, list[str]] = {}
    told: dict[str, bool] = {}
    described = set()
    for name in _named(text, prose, marked):
        folded = fold(name.name)
        counts[folded] += 1
        told[folded] = told.get(folded, False) or name.is_described
        have = found.setdefault(folded, _actor(name))
        found[folded] = replace(have, role=have.role or name.role, country=have.country or name.country)
    tried = []
    shorter = _unite(found, counts)
    for folded, _ in counts.most_common(_MOST_NAMES):
        same = names.get(folded) or next((key for name, key in names.items() if _same(folded, name)), "")
        if same:
            spelt.setdefault(same, []).append(found[folded].name)
        else:
            key = free_key(folded, keys)
            keys.add(key)
            tried.append(replace(found[folded], key=key, aliases=shorter.get(folded, ())))
            described |= {key} if told[folded] else set()
    return tried, spelt, described


def _unite(found: dict[str, Actor], counts: Counter[str]) -> dict[str, tuple[str, ...]]:
    """Take a name that is the end of another one, and of no third, for the same: “Falcão Antunes” of Rui.

    Return what is spelt shorter so, by the folded longer name.
    """
    spelt: dict[str, tuple[str, ...]] = {}
    for short in list(found):
        longer = [one for one in found if one.endswith(" " + short)]
        if len(longer) == 1:
            spelt[longer[0]] = (*spelt.get(longer[0], ()), found[short].name)
            counts[longer[0]] += counts.pop(short)
            del found[short]
    return spelt


def _named(text: str, prose: Sequence[Span], marked: Sequence[Span]) -> Iterator[WrittenName]:
    """Yield the names of two words or more outside quotations, in order."""
    reader = NameReader(text)
    starts = [one.start for one in marked]
    for span in prose:
        behind = after_dateline(text, span.start, span.end)
        for name in reader.find(text, span):
            # the place of a dateline says nothing, nor what stands in brackets alone, which explains what is before it
            alone = text[name.start - 1 : name.start] == "(" and _CLOSED.match(text, name.end, span.end)
            if name.start < behind or alone:
                continue
            before = bisect_right(starts, name.start) - 1
            quoted = before >= 0 and name.start < marked[before].end
            # a single word is too little to go by
            if not quoted and " " in name.name:
                yield name


def _actor(name: WrittenName) -> Actor:
    initials = "".join(word[0] for word in name.name.split() if word[0].isupper())[:3]
    kind = ActorKind.ORGANISATION if name.is_body else ActorKind.PERSON
    return Actor("", " ".join(name.name.split()), kind, name.role, country=name.country, initials=initials)


def _same(one: str, known: str) -> bool:
    if one == known or known.endswith(" " + one) or one.endswith(" " + known):
        return True
    # “Sergei Lavrov”: the same last word, and nearly the same before it
    last = one.rsplit(" ", 1)[-1]
    return " " in known and known.endswith(" " + last) and fuzz.ratio(one, known) >= _ALIKE
