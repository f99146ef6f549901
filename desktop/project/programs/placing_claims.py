"""Where claims of another program's project stand: in their own text, in another version of it, or anywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from desktop.core.placing import place_quote
from desktop.core.reanchor import ClaimQuote, reanchor
from desktop.core.spans import Span
from desktop.core.text import context
from desktop.exchange.programs.interchange import NOWHERE
from desktop.project.programs.brought import AMBIGUOUS, NOT_FOUND, OUTSIDE, BroughtSoFar
from desktop.project.programs.claims import FoundClaim

# letters that are looked through by likeness for quotations of which no document is told, in about ten seconds
_LOOKED_THROUGH = 500_000_000


def placed(text: str, claim: FoundClaim, so_far: BroughtSoFar) -> tuple[Span, bool] | None:
    """Return where a claim stands, and whether that was found by its words; None where it is refused."""
    if claim.start != NOWHERE:
        inside = 0 <= claim.start < claim.end <= len(text)
        fits = inside and (not claim.quote or text[claim.start : claim.end] == claim.quote)
        if fits and text[claim.start : claim.end].strip():
            return Span(claim.start, claim.end), False
        if not claim.quote:
            so_far.refuse([claim], OUTSIDE)
            return None
    found = place_quote(text, claim.quote, claim.prefix, claim.suffix)
    if found.span is None:
        so_far.refuse([claim], AMBIGUOUS if found.places else NOT_FOUND)
        return None
    return found.span, True


def moved(old: str, new: str, claims: Sequence[FoundClaim], so_far: BroughtSoFar) -> list[FoundClaim]:
    """Return claims as they stand in another version of their text; those whose words are not there are refused."""
    able = [one for one in claims if 0 <= one.start < one.end <= len(old)]
    others = [one for one in claims if not 0 <= one.start < one.end <= len(old)]
    so_far.refuse([one for one in others if not one.quote.strip()], OUTSIDE)
    quotes = [
        ClaimQuote(at, Span(one.start, one.end), old[one.start : one.end], *context(old, one.start, one.end))
        for at, one in enumerate(able)
    ]
    found: list[FoundClaim] = []
    for anchor in reanchor(old, new, quotes):
        claim = able[anchor.id]
        if anchor.after is None:
            so_far.refuse([claim], NOT_FOUND)
        elif anchor.doubt is not None:
            so_far.refuse([claim], AMBIGUOUS)
        else:
            found.append(replace(claim, start=anchor.after.start, end=anchor.after.end))
    so_far.counts["moved"] += len(found)
    # of words without a place, or that do not fit theirs, it is the new text that tells
    return [*found, *(_anywhere(one) for one in others if one.quote.strip())]


def homes(texts: Mapping[int, str], claims: Sequence[FoundClaim], so_far: BroughtSoFar) -> dict[int, list[FoundClaim]]:
    """Return the claims of each document in which alone their words stand; the others are refused.

    Those that stand nowhere to the letter are looked for by likeness, if there is not too much to look through.
    """
    found: dict[int, list[FoundClaim]] = {}
    others: dict[int, set[int]] = {}
    for at, claim in enumerate(claims):
        able = {one for one, text in texts.items() if claim.quote.strip() in text}
        if len(able) == 1:
            found.setdefault(able.pop(), []).append(_anywhere(claim))
        elif able:
            so_far.refuse([claim], AMBIGUOUS)
        else:
            others[at] = set()
    if sum(map(len, texts.values())) * len(others) <= _LOOKED_THROUGH:
        # text by text: each is folded once
        for number, text in texts.items():
            for at, places in others.items():
                if place_quote(text, claims[at].quote, claims[at].prefix, claims[at].suffix).places:
                    places.add(number)
    for at, places in others.items():
        if len(places) == 1:
            found.setdefault(places.pop(), []).append(_anywhere(claims[at]))
        else:
            so_far.refuse([claims[at]], AMBIGUOUS if places else NOT_FOUND)
    return found


def _anywhere(claim: FoundClaim) -> FoundClaim:
    return replace(claim, start=NOWHERE, end=NOWHERE)
