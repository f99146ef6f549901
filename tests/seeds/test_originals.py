import re
import unicodedata
from pathlib import Path

from desktop.core.dates import MONTHS, PartialDate
from desktop.core.spans import Span
from desktop.core.structure.units import snap_to_words
from desktop.core.values import Certainty, Codebook, SegmentKind, Voice

from .reading import OPENERS, QUOTED, WORD, Block, Brief, Pair

RUN = 10
# names that are longer than the run on their own
NAMES = (
    "the Bolivarian Alliance for the Peoples of Our America ALBA TCP",
    "the Community of Latin American and Caribbean States CELAC",
)
# at the start of a sentence a capital tells nothing: a word there is an ordinary one when any of the texts has it in
# lower case, or when it is one of these, which stand in the briefs at the start of sentences only
ORDINARY = {"ever", "finding", "hence", "linking", "whenever", "wherever"}
# actors whom an original means without any of the names that the codebook has for them, and what it writes
NAMED_OTHERWISE = {
    "alberto-fernandez": ("the president of Argentina",),
    "boycott-states": ("boycotted", "not going"),
    "cub-ven-nic": ("Cuba",),
    "x-post": ("The text reads",),
}
# below this share of its paragraph's length a block must have left something out; the shortest so far is at 0.6
LEAST_SHARE = 0.5
# two and three are left out: a brief may count what its original lists
NUMERALS = {"four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12}
NUMERALS |= {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
NUMERALS |= {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}


def test_the_title_is_the_headline_when_there_is_one(pair: Pair) -> None:
    headings = [block for block in pair.brief.blocks if block.segment.kind is SegmentKind.HEADING]
    if headings:
        assert pair.brief.document.facts.title == _told(pair, headings[0])


def test_a_date_that_is_called_stated_is_written_in_the_original(pair: Pair) -> None:
    facts = pair.brief.document.facts
    date = PartialDate.parse(facts.date)
    stated = f"{date.day} {MONTHS[(date.month or 1) - 1]} {date.year}" in pair.original
    assert stated == (facts.date_certainty is Certainty.STATED)


def test_the_blocks_tile_the_original_in_order(pair: Pair) -> None:
    text, at = pair.original, 0
    wrong = []
    for block in pair.brief.blocks:
        span = block.original
        told = text[span.start : span.end]
        if span.start < at or text[at : span.start].strip():
            wrong.append(f"{pair.brief.where_block(block)}: {text[at : span.start].strip()[:40]!r} before it")
        if span.end > len(text) or told != told.strip() or not told:
            wrong.append(f"{pair.brief.where_block(block)}: white space at an end, or nothing")
        at = span.end
    assert wrong == []
    assert text[at:].strip() == ""


def test_a_block_of_the_article_tells_one_paragraph(pair: Pair) -> None:
    article = [block for block in pair.brief.blocks if not block.is_furniture]
    several = [block for block in article if "\n" in _told(pair, block)]
    assert [pair.brief.where_block(block) for block in several] == []


def test_every_paragraph_of_the_article_is_told_at_some_length(pair: Pair) -> None:
    told = [block for block in pair.brief.blocks if block.is_told]
    short = [b for b in told if len(b.text) < LEAST_SHARE * len(_told(pair, b).removeprefix(b.label))]
    assert [pair.brief.where_block(block) for block in short] == []


def test_a_turn_begins_with_the_label_that_the_original_gives_its_speaker(pair: Pair) -> None:
    labelled = [block for block in pair.brief.blocks if block.label]
    wrong = [b for b in labelled if not re.match(rf"{re.escape(b.label)}[^\n:]*: ", _told(pair, b))]
    assert [pair.brief.where_block(block) for block in wrong] == []
    labels = {block.label for block in labelled}
    missed = [
        block
        for block in pair.brief.blocks
        if not block.label and any(_told(pair, block).startswith(f"{label}: ") for label in labels)
    ]
    assert [pair.brief.where_block(block) for block in missed] == []


def test_every_claim_lies_in_the_article_and_begins_and_ends_with_words(pair: Pair) -> None:
    article = [block.original for block in pair.brief.blocks if not block.is_furniture]
    wrong = []
    for claim in pair.brief.document.claims:
        span = claim.original
        if span is None or not any(block.contains(span) for block in article):
            wrong.append(pair.brief.where(claim))
        elif not len(span) or snap_to_words(pair.original, span) != span:
            wrong.append(f"{pair.brief.where(claim)}: {pair.original[span.start : span.end][:30]!r}")
    assert wrong == []


def test_everyone_who_holds_a_claim_or_takes_part_is_named_in_the_original(pair: Pair, codebook: Codebook) -> None:
    document, text = pair.brief.document, _plain(pair.original)
    calls = {actor.key: (actor.name, *actor.aliases) for actor in codebook.actors} | NAMED_OTHERWISE
    keys = {actor for claim in document.claims for actor in claim.actors}
    keys |= {participant.actor for participant in document.facts.participants}
    wrong = [
        key for key in keys if not any(re.search(rf"(?<!\w){re.escape(_plain(c))}(?!\w)", text) for c in calls[key])
    ]
    assert sorted(wrong) == []


def test_direct_speech_in_a_turn_is_of_the_speaker_or_of_whom_the_speaker_speaks_for(
    pair: Pair, codebook: Codebook
) -> None:
    # Whom one speaks for is the chain of parents: a secretary for the alliance, a minister for ministry and country.
    # Others' own words can stand in a turn too, but then inside quotation marks.
    parents = {actor.key: actor.parent for actor in codebook.actors}
    wrong = []
    for claim in pair.brief.document.claims:
        speaker = pair.brief.block_of(claim).speaker
        if not speaker or claim.voice is not Voice.DIRECT:
            continue
        voices = {speaker}
        while speaker := parents.get(speaker, ""):
            voices.add(speaker)
        if voices.isdisjoint(claim.actors) and not _has_quotation(pair, claim.original):
            wrong.append(f"{pair.brief.where(claim)}: {' '.join(claim.actors)}")
    assert wrong == []


def test_direct_speech_outside_a_turn_is_inside_quotation_marks_or_has_them(pair: Pair) -> None:
    outside = [
        claim
        for claim in pair.brief.document.claims
        if claim.voice is Voice.DIRECT and not pair.brief.block_of(claim).speaker
    ]
    assert [pair.brief.where(claim) for claim in outside if not _has_quotation(pair, claim.original)] == []


def test_a_participant_s_own_words_inside_quotation_marks_are_not_reported(pair: Pair) -> None:
    participants = {participant.actor for participant in pair.brief.document.facts.participants}
    wrong = [
        claim
        for claim in pair.brief.document.claims
        if claim.voice is Voice.REPORTED
        and not pair.brief.block_of(claim).speaker
        and len(claim.actors) == 1
        and claim.actors[0] in participants
        and _is_all_quotation(pair, claim.original)
    ]
    assert [pair.brief.where(claim) for claim in wrong] == []


def test_the_figures_of_a_block_are_in_the_paragraph_that_it_tells(pair: Pair) -> None:
    wrong = []
    for block in pair.brief.blocks:
        if not block.is_furniture:
            there = _figures(_told(pair, block))
            wrong += [f"{pair.brief.where_block(block)}: {figure}" for figure in _figures(block.text) - there]
    assert wrong == []


def test_the_names_in_a_block_are_in_the_original(
    pair: Pair, briefs: dict[str, Brief], originals: dict[str, str]
) -> None:
    there = {_bare(word) for word in WORD.findall(pair.original)}
    texts = [*originals.values(), *(brief.document.text for brief in briefs.values())]
    ordinary = ORDINARY | {word for text in texts for word in WORD.findall(text) if word.islower()}
    wrong = []
    for block in pair.brief.blocks:
        if block.is_furniture:
            continue
        for word, inside in _capitalised(block.text):
            if _bare(word) not in there and (inside or word.lower() not in ordinary):
                wrong.append(f"{pair.brief.where_block(block)}: {word}")
    assert wrong == []


def test_the_months_in_a_block_are_in_the_original(pair: Pair) -> None:
    # "may" is a verb more often than a month: only beside a figure is it one
    month = re.compile(rf"\b(?:{'|'.join(m for m in MONTHS if m != 'May')}|May(?= \d)|(?<=\d )May)\b")
    wrong = [
        f"{pair.brief.where_block(block)}: {found}"
        for block in pair.brief.blocks
        for found in month.findall(block.text)
        if not re.search(rf"\b{found[:3]}", pair.original)
    ]
    assert wrong == []


def test_no_run_of_ten_words_is_an_original_s(seeds: Path, briefs: dict[str, Brief], originals: dict[str, str]) -> None:
    runs: set[tuple[str, ...]] = set()
    for text in originals.values():
        runs |= _runs(text)
    for brief in briefs.values():  # headlines are bibliographic facts and may stand as they are
        original = originals[brief.document.original_sha256]
        headings = [block.original for block in brief.blocks if block.segment.kind is SegmentKind.HEADING]
        for heading in headings[:1]:
            runs -= _runs(original[heading.start : heading.end])
    for name in NAMES:
        runs -= _runs(name)
    assert runs
    shared = []
    for path in [seeds / "codebook.toml", *sorted((seeds / "briefs").glob("*.md"))]:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            plain = re.sub(r"\]\{[^}\n]*\}|\[", "", line)  # a claim's marks would hide a run that goes on behind them
            shared += [f"{path.name}:{number} {' '.join(run)}" for run in sorted(_runs(plain) & runs)]
    assert shared == []


def _told(pair: Pair, block: Block) -> str:
    return pair.original[block.original.start : block.original.end]


def _plain(text: str) -> str:
    return _bare(text).replace("’", "'").casefold()


def _runs(text: str) -> set[tuple[str, ...]]:
    words = [word.casefold() for word in re.findall(r"[^\W_]+", text)]
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def _bare(text: str) -> str:
    """The text without accents: an original spells Chavez one way, its reader another."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _figures(text: str) -> set[int]:
    """The whole numbers in a text, in digits or in words."""
    words = {NUMERALS[word] for word in re.findall(r"[a-z]+", text.casefold()) if word in NUMERALS}
    return words | {int(digits) for digits in re.findall(r"\d+", text)}


def _capitalised(text: str) -> list[tuple[str, bool]]:
    """The words with a capital, and whether each stands inside a sentence."""
    found = []
    for match in WORD.finditer(text):
        word = match.group()
        before = text[: match.start()].rstrip(OPENERS + " ")
        opens = match.start() > 0 and text[match.start() - 1] in OPENERS
        if word[0].isupper() and len(word) > 1:
            found.append((word, bool(before) and before[-1] not in ".?!…:" and not opens))
    return found


def _quotations(pair: Pair, span: Span) -> list[tuple[int, int]]:
    block = next(block for block in pair.brief.blocks if block.original.contains(span))
    return [
        (block.original.start + found.start(), block.original.start + found.end())
        for found in QUOTED.finditer(_told(pair, block))
    ]


def _has_quotation(pair: Pair, span: Span | None) -> bool:
    assert span is not None
    return any(start < span.end and span.start < end for start, end in _quotations(pair, span))


def _is_all_quotation(pair: Pair, span: Span | None) -> bool:
    assert span is not None
    return any(start <= span.start and span.end <= end for start, end in _quotations(pair, span))
