"""Who is quoted in a text whose speakers nobody has entered yet: names that the words between quotation marks go to.

Every name of two words or more in the prose is tried as a speaker, with its title as role and the country behind it in
parentheses; `find_quotations` tells which of them quotations go to, and only these are proposed. What the codebook
knows already, spelt slightly otherwise too (“Sergei” for “Sergey”), is no new name.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from desktop.analysis.attribution.quotations import find_quotations, paragraphs
from desktop.analysis.attribution.quote_marks import find_marked
from desktop.core.keys import free_key
from desktop.core.matching import fold
from desktop.core.roster import Roster
from desktop.core.spans import Span
from desktop.core.structure.units import PLAIN, UPPER
from desktop.core.values import Actor, ActorKind, CodedSegment, Segment
from desktop.core.vocabulary.languages import either, vocabulary

_WORDS = vocabulary().names
# of longer texts only so many characters are looked through: finding speakers takes seconds a megabyte
SAMPLE = 500_000
# a text that names more is an index
_MOST_NAMES = 400
_LONGEST_NAME = 120
_ALIKE = 90
_TITLES, _BODIES, _OPENERS = (frozenset(map(fold, words)) for words in (_WORDS.titles, _WORDS.bodies, _WORDS.openers))
_WORD = rf"[{UPPER}](?:\.(?=\s)|[\w’'-]*)"
_NAME = re.compile(rf"(?<![\w’'.-]){_WORD}(?:\s(?:{either(_WORDS.particles)}\s){{0,2}}{_WORD})+")
_ARTICLE = re.compile(rf"\b{either(_WORDS.articles)}\s$", re.IGNORECASE)
_COUNTRY = re.compile(rf"\s\(([{UPPER}][\w’'-]+(?:\s[{UPPER}][\w’'-]+)?)\)")


@dataclass(frozen=True, slots=True)
class QuotedSpeakers:
    """Who is quoted in a text.

    Attributes:
        counts: the keys of the speakers with how many quotations each has, the most quoted first.
        new_actors: those of them whom nobody knew.
    """

    counts: tuple[tuple[str, int], ...] = ()
    new_actors: tuple[Actor, ...] = ()


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
    tried, spelt = _candidates(sample, prose, marked, known)
    known = [replace(one, aliases=(*one.aliases, *spelt.get(one.key, ()))) for one in known]
    # “the director” may be named only behind these words, and is meant by them all the same
    told = find_quotations(sample, segments, [*known, *tried], [actor.key for actor in tried if actor.role])
    counts = Counter(one.actor for one in told if one.actor and one.is_attributed and not one.depth)
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    return QuotedSpeakers(tuple(ranked), tuple(actor for actor in tried if actor.key in counts))


def _stored(structure: Sequence[CodedSegment], actors: Sequence[Actor]) -> list[Segment]:
    ids = {actor.key: actor.id for actor in actors}
    return [
        Segment(number, 0, one.kind, one.span.start, one.span.end, ids.get(one.speaker), one.role, one.label)
        for number, one in enumerate(structure)
    ]


def _candidates(
    text: str, prose: Sequence[Span], marked: Sequence[Span], known: Sequence[Actor]
) -> tuple[list[Actor], dict[str, list[str]]]:
    """Return the names in *prose* outside quotations as actors, and those of *known* actors, by key, as spelt here."""
    starts = [one.start for one in marked]
    found: dict[str, Actor] = {}
    counts: Counter[str] = Counter()
    keys = {actor.key for actor in known}
    names = {fold(name): actor.key for actor in known for name in (actor.name, *actor.aliases)}
    spelt: dict[str, list[str]] = {}
    for span in prose:
        for actor, at in _named(text, span):
            before = bisect_right(starts, at) - 1
            if before >= 0 and at < marked[before].end:
                continue
            folded = fold(actor.name)
            counts[folded] += 1
            have = found.setdefault(folded, actor)
            found[folded] = replace(have, role=have.role or actor.role, country=have.country or actor.country)
    tried = []
    for folded, _ in counts.most_common(_MOST_NAMES):
        same = names.get(folded) or next((key for name, key in names.items() if _same(folded, name)), "")
        if same:
            spelt.setdefault(same, []).append(found[folded].name)
        else:
            key = free_key(folded, keys)
            keys.add(key)
            tried.append(replace(found[folded], key=key))
    return tried, spelt


def _named(text: str, span: Span) -> Iterator[tuple[Actor, int]]:
    """Yield the names in a stretch of text with where each begins."""
    for match in _NAME.finditer(text, span.start, span.end):
        words = match[0].split()
        if fold(words[0]) in _OPENERS:
            words = words[1:]
        title = max((at for at, word in enumerate(words) if fold(word).rstrip(".s") in _TITLES), default=-1)
        role, name = " ".join(words[: title + 1]), words[title + 1 :]
        # two “Foreign Ministers” are a Foreign Minister each
        role = role if title < 0 or fold(words[title]) in _TITLES else role.removesuffix("s")
        # a long run of capitals is a headline, a single word too little to go by
        able = 2 <= len(name) <= 6 and len(match[0]) <= _LONGEST_NAME and not " ".join(name).isupper()
        if not able or any(map(str.isdigit, match[0])):
            continue
        folded = {fold(word) for word in name}
        article = _ARTICLE.search(text, max(span.start, match.start() - 4), match.start()) is not None
        body = bool(folded & _BODIES) or (article and not role) or fold(match[0].split()[0]) in _WORDS.body_articles
        if not role and not body:
            role = _apposition(text[max(span.start, match.start() - 120) : match.start()])
        country = _COUNTRY.match(text, match.end(), min(span.end, match.end() + 60))
        initials = "".join(word[0] for word in name if word[0].isupper())[:3]
        actor = Actor("", " ".join(name), ActorKind.ORGANISATION, initials=initials)
        if not body:
            actor = replace(actor, kind=ActorKind.PERSON, role=role, country=country[1] if country else "")
        yield actor, match.start()


def _apposition(before: str) -> str:
    """Return what *before* calls the person whose name follows behind a comma; empty when it is no title."""
    if not before.endswith(", "):
        return ""
    words = re.split(r"[,.;:«»“”\"()]", before[:-2])[-1].split()
    titles = [at for at, word in enumerate(words) if fold(word) in _TITLES]
    return " ".join(words[titles[0] :]) if titles and len(words) - titles[0] <= 8 else ""


def _same(one: str, known: str) -> bool:
    if one == known or known.endswith(" " + one) or one.endswith(" " + known):
        return True
    # “Sergei Lavrov”: the same last word, and nearly the same before it
    last = one.rsplit(" ", 1)[-1]
    return " " in known and known.endswith(" " + last) and fuzz.ratio(one, known) >= _ALIKE
