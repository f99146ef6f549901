"""The rules of structure on documents in other styles, and on the originals where they are at hand.

Each document is marked up by hand; precision is the share of what the rules find that is marked so, recall the share
of what is marked that they find. Headings, paragraphs and turns count when both their ends agree, furniture by its
letters, a role with its turn's beginning and label, a speaker with the turn's beginning. Title and date are right or
not: 1/1 when they agree or both are absent, 0/1 when something is found where nothing is stated.

`pytest -s` prints the table.
"""

import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from desktop import paths
from desktop.core.spans import Span
from desktop.core.structure.structure import find_structure
from desktop.core.text import normalise_text, text_hash
from desktop.core.values import CodedDocument, CodedSegment, SegmentKind
from desktop.exchange.annotated.reader import read_annotated
from desktop.exchange.documents import read_content
from desktop.exchange.seeds import load_seeds

DATA = Path(__file__).parents[1] / "data" / "structure"
Figures = dict[str, tuple[float, float]]

# What the rules reach where it is less than all; the comments hold what they reached when a document was first tried.
LEAST: dict[str, dict[str, float]] = {
    # the first six: the rules were made without them, then mended by them
    "blog": {},
    "debate": {},  # roles 0.73
    "parliament": {},  # turns 0.88
    "press-release-es": {},
    "subtitles": {},  # paragraphs 0.75, turns 0.50, roles 0.50
    "wire": {},
    # five more, written before the rules were tried on them, then mended by them
    "communique-fr": {},  # furniture recall 0.57, headings 0.75/1, paragraphs 0.83/1
    "conference-de": {},  # furniture recall 0.81, headings 0.50/1, roles 0.50, no date
    "interview-pt": {},  # title and headings 0, furniture recall 0.95, paragraphs 0.83/1
    "news-en": {},
    # a question that the speaker answers by asking it; before: turns 0, furniture recall 0.40, headings 1/0.50
    "un-record": {"role": 0.8},
    # two held out until after all mending; each told of two faults that are mended, but its title is still missed
    "opinion-en": {},
    "session-es": {"title": 0.0, "heading": 0.5, "furniture": 0.4},  # furniture 0.41/0.33, headings 0.25/0.50
}
# facts that are asked for besides title and date
FACTS = ("kind", "language", "author", "publisher")
UNTOLD = {("un-record", "place"), ("session-es", "publisher")}


def marked(text: str, segments: Iterable[CodedSegment]) -> dict[str, set[object]]:
    found: dict[str, set[object]] = {
        "furniture": set(),
        "role": set(),
        "heading": set(),
        "paragraph": set(),
        "turn": set(),
    }
    for one in segments:
        if one.kind is SegmentKind.FURNITURE:
            found["furniture"].update(at for at in range(one.span.start, one.span.end) if not text[at].isspace())
            continue
        found[one.kind.value].add((one.span.start, one.span.end))
        if one.kind is SegmentKind.TURN:
            found["role"].add((one.span.start, one.role, one.label))
    return found


def figures(text: str, truth: Iterable[CodedSegment], found: Iterable[CodedSegment]) -> Figures:
    """Return precision and recall for each kind; 1 where there is nothing to find."""
    wanted, got = marked(text, truth), marked(text, found)
    return {
        kind: (
            len(wanted[kind] & got[kind]) / (len(got[kind]) or 1),
            len(wanted[kind] & got[kind]) / (len(wanted[kind]) or 1),
        )
        if wanted[kind] or got[kind]
        else (1.0, 1.0)
        for kind in wanted
    }


def speakers(truth: Iterable[CodedSegment], found: Iterable[CodedSegment]) -> tuple[float, float]:
    """Return precision and recall of turns with their speakers, whatever keys the rules give these.

    A speaker who was found is whoever of the markup has most of their turns; one marked speaker cannot be two.
    """
    wanted = {one.span.start: one.speaker for one in truth if one.kind is SegmentKind.TURN and one.speaker}
    got = {one.span.start: one.speaker for one in found if one.kind is SegmentKind.TURN and one.speaker}
    pairs = Counter((got[start], wanted[start]) for start in got.keys() & wanted.keys())
    meant: dict[str, str] = {}
    for (here, there), _ in pairs.most_common():
        if here not in meant and there not in meant.values():
            meant[here] = there
    right = sum(count for (here, there), count in pairs.items() if meant.get(here) == there)
    return (right / len(got) if got else 1.0, right / len(wanted) if wanted else 1.0)


def fact(wanted: str, got: str) -> tuple[float, float]:
    if wanted == got:
        return 1.0, 1.0
    return (0.0, 1.0) if not wanted else (1.0, 0.0) if not got else (0.0, 0.0)


def reached(name: str, found: Figures, least: dict[str, float]) -> None:
    told = "  ".join(f"{kind} {precision:.2f}/{recall:.2f}" for kind, (precision, recall) in found.items())
    print(f"\n{name:<18} {told}", end="")
    for kind, (precision, recall) in found.items():
        assert min(precision, recall) >= least.get(kind, 1.0), (name, kind, precision, recall)


@pytest.mark.parametrize("name", LEAST)
def test_the_rules_hold_on_documents_that_they_were_not_made_from(name: str) -> None:
    truth = read_annotated((DATA / f"{name}.md").read_text("utf-8"), name)
    subtitles = DATA / f"{name}.srt"
    if subtitles.exists():
        reading = read_content(subtitles.read_bytes(), subtitles.name)
    else:
        reading = read_content(truth.text.encode(), f"{name}.txt")
    assert reading.document.text == truth.text
    facts, wanted = reading.document.facts, truth.facts
    found = {
        "title": fact(wanted.title, facts.title),
        "date": fact(wanted.date, facts.date),
        "speaker": speakers(truth.segments, reading.document.segments),
        **figures(truth.text, truth.segments, reading.document.segments),
    }
    reached(name, found, LEAST[name])
    for field in FACTS:
        if (name, field) not in UNTOLD:
            assert getattr(facts, field) == getattr(wanted, field), field


def test_figures_tell_what_is_wrong() -> None:
    turn, one, two = SegmentKind.TURN, Span(0, 4), Span(5, 9)
    truth = [CodedSegment(turn, one, "a"), CodedSegment(turn, two, "b")]
    assert speakers(truth, [CodedSegment(turn, one, "x"), CodedSegment(turn, two, "x")]) == (0.5, 0.5)
    assert speakers(truth, [CodedSegment(turn, one, "x")]) == (1.0, 0.5)
    assert figures("abcd efgh", truth, truth[:1])["turn"] == (1.0, 0.5)
    assert (fact("a", ""), fact("", "a"), fact("a", "b")) == ((1.0, 0.0), (0.0, 1.0), (0.0, 0.0))
    with pytest.raises(AssertionError):
        reached("it", {"title": (1.0, 0.9)}, {})


# what the originals say of their dates without help: no year where they have none
STATED = {"01": "2024-04-26", "02": "2024-04-26", "03": "--12-22", "04": "", "05": "--06-08"}


@pytest.fixture(scope="module")
def originals() -> dict[str, str]:
    named = os.environ.get("VISAVIS_ORIGINALS")
    folder = Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "originals"
    texts = [normalise_text(path.read_text("utf-8")) for path in sorted(folder.glob("*.txt"))]
    if not texts:
        pytest.skip("the original documents are not here; VISAVIS_ORIGINALS can name their folder")
    return {text_hash(text): text for text in texts}


def at_home(document: CodedDocument) -> list[CodedSegment]:
    """Return the segments of a brief at their places in its original."""
    return [
        CodedSegment(one.kind, one.original, one.speaker, one.role, one.label)
        for one in document.segments
        if one.original
    ]


def test_the_rules_find_what_the_briefs_mark_in_their_originals(originals: dict[str, str]) -> None:
    codebook, briefs = load_seeds(paths.shipped("seeds"))
    for brief in briefs:
        text = originals[brief.original_sha256]
        truth = at_home(brief)
        # with no actor known, as in an empty project
        document = read_content(text.encode(), "a.txt").document
        found = {
            # the report of the agency has no headline: its first words are only guessed to be one
            "title": fact(brief.facts.title, document.facts.title) if brief.name[:2] != "03" else (1.0, 1.0),
            "date": fact(STATED[brief.name[:2]], document.facts.date),
            "speaker": speakers(truth, document.segments),
            **figures(text, truth, document.segments),
        }
        reached(brief.name, found, {})
        known = find_structure(text, codebook.actors)
        assert known.new_actors == ()
        named = {(one.span, one.speaker) for one in truth if one.kind is SegmentKind.TURN}
        assert {(one.span, one.speaker) for one in known.segments if one.kind is SegmentKind.TURN} == named


def test_titles_and_dates_of_the_originals_are_found_and_no_year_is_made_up(originals: dict[str, str]) -> None:
    _, briefs = load_seeds(paths.shipped("seeds"))
    facts = {
        brief.name[:2]: read_content(originals[brief.original_sha256].encode(), "a.txt").document.facts
        for brief in briefs
    }
    for brief in briefs:
        # the report of the agency has no headline
        assert facts[brief.name[:2]].title == brief.facts.title or brief.name.startswith("03")
        assert facts[brief.name[:2]].kind == brief.facts.kind
        assert facts[brief.name[:2]].language == "en"
    assert {number: one.date for number, one in facts.items()} == STATED
    assert (facts["03"].publisher, facts["03"].place) == ("EFE", "Moscow")
    assert facts["04"].author == "Camila Escalante and Oliver Vargas"
