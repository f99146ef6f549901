import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.core.spans import Span
from desktop.core.text import normalise_text
from desktop.core.values import (
    DOCUMENT_KINDS,
    Certainty,
    CodedClaim,
    CodedDocument,
    CodedSegment,
    Facts,
    Participant,
    SegmentKind,
    Stance,
    TurnRole,
    Voice,
)
from desktop.exchange.annotated.blocks import claims_in_order, segments_in_order
from desktop.exchange.annotated.front_matter import is_annotated
from desktop.exchange.annotated.reader import read_annotated
from desktop.exchange.annotated.writer import write_annotated
from tests.exchange import PROPERTY

HEAD = "---\nvisavis: 1\n---\n\n"

# hypothesis rarely makes what this format is about, so half of each text is made of it
AWKWARD = [
    "\n", "\n\n", "\n\n\n", " ", "  ", "\t", "\xa0", "\xad", "\u2028", "\u2029", "\x85", "\x0b", "\x0c",
    "\x1c", "\ufeff", "\u200b", "\u3000", "[", "]", "]{", "{.claim}", "{", "}", "\\", "\\\n", "&", "&amp;",
    "&#32;", "&nosuch;", "---", "...", "# ", "> ", "- ", "1. ", "*", "_", "`", "```", "<b>", "%", '"', "😀",
    "👩‍👩‍👧", "é", "e\u0301", "\ufffe", "visavis: 1", "a", "b c",
]  # fmt: skip
anything = st.text(max_size=8)
texts = st.lists(st.sampled_from(AWKWARD) | anything, max_size=20).map("".join).map(normalise_text)
words = st.lists(st.sampled_from(AWKWARD) | anything, max_size=4).map("".join).map(normalise_text)
keys = st.sampled_from(["sosa", "us-gov", "x"])
odd_keys = keys | words.filter(str.strip)
uuids = st.just("") | st.uuids().map(str)


def spans(length: int) -> st.SearchStrategy[Span]:
    return st.tuples(st.integers(0, length), st.integers(0, length)).map(lambda ends: Span(min(ends), max(ends)))


originals = st.none() | spans(10_000)


def claims_over(length: int) -> st.SearchStrategy[CodedClaim]:
    return st.builds(
        CodedClaim,
        span=spans(length),
        actors=st.lists(odd_keys, min_size=1, max_size=3).map(tuple),
        topic=odd_keys,
        stance=st.sampled_from(list(Stance)),
        voice=st.sampled_from(Voice),
        memo=words,
        original=originals,
        uuid=uuids,
    )


def segments_over(length: int) -> st.SearchStrategy[CodedSegment]:
    return st.builds(
        CodedSegment,
        kind=st.sampled_from(SegmentKind),
        span=spans(length),
        speaker=st.just("") | keys,
        role=st.just("") | st.sampled_from([role.value for role in TurnRole]),
        label=words,
        original=originals,
        time=st.just("") | st.just("00:12:31"),
    )


def pages_over(length: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.just(()) | st.lists(st.integers(0, length), max_size=4).map(lambda starts: tuple(sorted(starts)))


@st.composite
def documents(draw: st.DrawFn) -> CodedDocument:
    text = draw(texts)
    return CodedDocument(
        name="a.md",
        facts=Facts(),
        text=text,
        segments=tuple(draw(st.lists(segments_over(len(text)), max_size=4))),
        claims=tuple(draw(st.lists(claims_over(len(text)), max_size=6))),
        pages=draw(pages_over(len(text))),
    )


@st.composite
def lined_documents(draw: st.DrawFn) -> CodedDocument:
    """Make documents like those that are imported: segments side by side, some of them in turns."""
    text, segments, turn = draw(texts), [], []
    position = 0

    def end_turn() -> None:
        if turn:
            first, last = turn[0], turn[-1]
            both = first.original and last.original and first.original.start <= last.original.end
            original = Span(first.original.start, last.original.end) if both else None
            span = Span(first.span.start, last.span.end)
            segments.append(CodedSegment(SegmentKind.TURN, span, "lavrov", original=original))
            turn.clear()

    for end in sorted(draw(st.lists(st.integers(0, len(text)), max_size=6))):
        if end > position and draw(st.booleans()):
            kind = draw(st.sampled_from([SegmentKind.HEADING, SegmentKind.PARAGRAPH, SegmentKind.FURNITURE]))
            segment = CodedSegment(kind, Span(position, end), original=draw(originals))
            segments.append(segment)
            if draw(st.booleans()):
                turn.append(segment)
            else:
                end_turn()
        position = end
    end_turn()
    claims = tuple(draw(st.lists(claims_over(len(text)), max_size=3)))
    pages = draw(pages_over(len(text)))
    return CodedDocument("a.md", Facts(), text, segments=tuple(segments), claims=claims, pages=pages)


def in_order(document: CodedDocument) -> CodedDocument:
    return replace(
        document,
        segments=segments_in_order(document.segments),
        claims=claims_in_order(document.claims),
        bytes_sha256="",
    )


def assert_survives(document: CodedDocument) -> str:
    written = write_annotated(document)
    again = read_annotated(written, document.name)
    assert again == in_order(document)
    assert write_annotated(again) == written
    assert is_annotated(written)
    return written


def claim(start: int, end: int, **changes: object) -> CodedClaim:
    values = {"actors": ("sosa",), "topic": "celac", "stance": Stance.FAVOR} | changes
    return CodedClaim(Span(start, end), **values)


@PROPERTY
@given(documents())
@example(CodedDocument("a.md", Facts(), ""))
@example(CodedDocument("a.md", Facts(), "\n\n\n"))
@example(CodedDocument("a.md", Facts(), "---\n\n---\n"))
def test_any_text_with_any_claims_and_segments_survives_writing_and_reading(document: CodedDocument) -> None:
    assert_survives(document)


@PROPERTY
@given(lined_documents())
def test_segments_side_by_side_survive_with_their_turns(document: CodedDocument) -> None:
    assert_survives(document)


@PROPERTY
@given(
    st.builds(
        Facts,
        title=words,
        publisher=words,
        author=words,
        source=words,
        date=st.sampled_from(["", "2024", "2024-04", "2024-04-26", "--04-26"]),
        date_certainty=st.sampled_from(Certainty),
        date_note=words,
        event_date=st.sampled_from(["", "2024-04-26"]),
        event=st.sampled_from(["", "yes", "null", "1e3", "0x10", "~", "- a", "2024-04-26", "a: b", "#c", "'", '"']),
        place=words,
        kind=st.sampled_from(DOCUMENT_KINDS),
        language=st.sampled_from(["", "en", "no"]),
        participants=st.lists(st.builds(Participant, keys, words), max_size=2).map(tuple),
        note=words,
    )
)
def test_any_fact_survives_as_the_text_it_is(facts: Facts) -> None:
    assert_survives(CodedDocument("a.md", facts, "Text", original_sha256="0" * 64, extractor="visavis-text 1"))


@PROPERTY
@given(st.lists(st.sampled_from(AWKWARD) | anything, max_size=12).map("".join))
@example('[a]{.claim actor=b topic=c stance=favor memo="x}')
@example("{.turn}\nA")
def test_whatever_is_typed_into_a_body_is_read_or_refused_in_a_sentence(body: str) -> None:
    refusals = []
    try:
        assert_survives(read_annotated(HEAD + body, "a.md"))
    except UserError as error:
        refusals.append(str(error))
    assert all(refusal.startswith("a.md, line ") and refusal.endswith(".") for refusal in refusals)


def test_a_brief_is_read_as_its_author_means_it() -> None:
    document = read_annotated(
        "---\nvisavis: 1\ntitle: Talks\ndate: 2024-04-26\n---\n\n{.heading original=0-5}\nTalks\n\n"
        '{.turn speaker=lavrov role=answer label="Sergey Lavrov" original=7-30}\n'
        '[We agree [both]{.claim actor="sosa lavrov" topic=un stance=neutral voice=reported memo="a \\"b\\"&#10;c"}.]'
        "{.claim actor=lavrov topic=brics stance=favor original=7-20} And \\[more\\] &amp; more.\n\n"
        "{.turn original=32-40}\nSecond paragraph\nof two lines.\n\nA paragraph.\n",
        "brief.md",
    )
    assert (
        document.text == "Talks\n\nWe agree both. And [more] & more.\n\nSecond paragraph\nof two lines.\n\nA paragraph."
    )
    assert document.facts.date == "2024-04-26"
    quotes = [(document.text[each.span.start : each.span.end], each.actors, each.voice) for each in document.claims]
    assert quotes == [
        ("We agree both.", ("lavrov",), Voice.DIRECT),
        ("both", ("sosa", "lavrov"), Voice.REPORTED),
    ]
    assert document.claims[0].original == Span(7, 20)
    assert document.claims[1].memo == 'a "b"\nc'
    kinds = [(each.kind.value, document.text[each.span.start :][:5]) for each in document.segments]
    assert kinds == [
        ("heading", "Talks"), ("turn", "We ag"), ("paragraph", "We ag"), ("paragraph", "Secon"), ("paragraph", "A par"),
    ]  # fmt: skip
    turn = document.segments[1]
    assert (turn.speaker, turn.role, turn.label) == ("lavrov", "answer", "Sergey Lavrov")
    assert document.text[turn.span.start : turn.span.end].endswith("of two lines.")
    assert turn.original == Span(7, 40)
    assert_survives(document)


def test_a_coded_document_is_written_so_that_people_can_edit_it() -> None:
    text = "Talks\n\nWe agree. They do not.\n\nSecond."
    document = CodedDocument(
        "a.md",
        Facts(title="Talks: one", date="2024-04-26", date_certainty=Certainty.INFERRED, kind="interview",
              participants=(Participant("sosa", "guest"),), note="One.\nTwo."),
        text,
        segments=(
            CodedSegment(SegmentKind.HEADING, Span(0, 5), original=Span(0, 9)),
            CodedSegment(SegmentKind.TURN, Span(7, 38), "sosa", "answer", "CS"),
            CodedSegment(SegmentKind.PARAGRAPH, Span(7, 29)),
            CodedSegment(SegmentKind.PARAGRAPH, Span(31, 38)),
        ),
        claims=(claim(7, 16, original=Span(12, 30)), claim(17, 38, stance=Stance.AGAINST, memo='So "they" say')),
        original_sha256="ab" * 32,
    )  # fmt: skip
    assert assert_survives(document) == (
        "---\nvisavis: 1\ntitle: 'Talks: one'\ndate: '2024-04-26'\ndate-certainty: inferred\nkind: interview\n"
        "participants:\n  - actor: sosa\n    role: guest\nnote: |-\n  One.\n  Two.\n"
        f"original-sha256: {'ab' * 32}\n---\n\n{{.heading original=0-9}}\nTalks\n\n"
        "{.turn speaker=sosa role=answer label=CS}\n"
        "[We agree.]{.claim actor=sosa topic=celac stance=favor voice=direct original=12-30} "
        "[They do not.]{.claim part=c1 actor=sosa topic=celac stance=against voice=direct "
        'memo="So \\"they\\" say"}\n\n{.turn}\n[Second.]{.claim part=c1}\n'
    )


def test_turns_and_the_paragraphs_in_them_are_written_with_their_times() -> None:
    document = CodedDocument(
        "a.md",
        Facts(),
        "Nim: Velo.\n\nTosk.",
        (
            CodedSegment(SegmentKind.TURN, Span(0, 17), "nim", label="Nim", time="00:00:04"),
            CodedSegment(SegmentKind.PARAGRAPH, Span(0, 10)),
            CodedSegment(SegmentKind.PARAGRAPH, Span(12, 17), time="00:01:30"),
        ),
    )
    body = assert_survives(document).split("---\n")[-1]
    assert body == "\n{.turn speaker=nim label=Nim time=00:00:04}\nNim: Velo.\n\n{.turn time=00:01:30}\nTosk.\n"


def test_a_document_with_a_paragraph_a_line_needs_no_list_of_segments() -> None:
    text = "One\nTwo\n\nThree\nFour\n"
    segments = tuple(
        CodedSegment(SegmentKind.PARAGRAPH, Span(start, end)) for start, end in [(0, 3), (4, 7), (9, 14), (15, 19)]
    )
    written = assert_survives(CodedDocument("a.md", Facts(), text, segments=segments))
    assert written == (
        "---\nvisavis: 1\ngap: 1\nend-newlines: 1\n---\n\nOne\n\nTwo\n\n{.paragraph gap=2}\nThree\n\nFour\n"
    )


def test_partly_overlapping_claims_are_split_into_parts_and_joined_again() -> None:
    document = CodedDocument("a.md", Facts(), "one two three", claims=(claim(0, 7), claim(4, 13, topic="brics")))
    written = assert_survives(document)
    assert "[one [two]{.claim part=c1 " in written
    assert "[ three]{.claim part=c1}" in written


def test_a_hundred_claims_on_one_sentence_are_no_problem() -> None:
    claims = tuple(claim(0, 3, topic=f"t{number}") for number in range(500))
    assert_survives(CodedDocument("a.md", Facts(), "One", claims=claims))


def test_what_markdown_would_drop_is_written_as_references() -> None:
    written = assert_survives(CodedDocument("a.md", Facts(), " a \n\tb\xa0c\n\n\n# d\u2028"))
    assert "&#32;a&#32;\n&#9;b&nbsp;c\n" in written
    assert "# d&#x2028;\n" in written


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    source = HEAD + "{.heading}\nA\n\n[B]{.claim actor=a topic=b stance=favor}\n"
    assert read_annotated("\ufeff" + source.replace("\n", "\r\n"), "a") == read_annotated(source, "a")


@pytest.mark.parametrize(
    ("source", "line", "hint"),
    [
        ("---\nvisavis: 1\ntitle: a\n\nText\n", 1, "not closed"),
        ("---\nvisavis: 2\n---\n", 2, "update Visavis"),
        ("---\nvisavis: x\n---\n", 2, "whole number"),
        ("---\nvisavis: 1\ntitle: a: b\n---\n", 3, "quotes"),
        ("---\nvisavis: 1\ntitle: a\ntitle: b\n---\n", 4, "twice"),
        ("---\nvisavis: 1\ntitel: a\n---\n", 3, "titel is unknown"),
        ("---\nvisavis: 1\ndate: 26.4.2024\n---\n", 3, "2024-04-26"),
        ("---\nvisavis: 1\nkind: newspaper\n---\n", 3, "news report"),
        ("---\nvisavis: 1\ndate-certainty: sure\n---\n", 3, "inferred"),
        ("---\nvisavis: 1\noriginal-sha256: abc\n---\n", 3, "64"),
        ("---\nvisavis: 1\nparticipants:\n  - sosa\n---\n", 4, "name: value"),
        ("---\nvisavis: 1\nparticipants: sosa\n---\n", 3, "list"),
        ("---\nvisavis: 1\nsegments:\n  - .turn span=0-9\n---\nA\n", 4, "within the 1 characters"),
        ("---\nvisavis: 1\nsegments: []\n---\n{.heading}\nA\n", 5, "front matter"),
        (HEAD + "One.\n\n[Two.]{.claim actor=a topic=b stance=favour}\n", 7, "favor, against, neutral"),
        (HEAD + "One\n[Two.]{.claim actor=a topic=b stance=favor voice=loud}\n", 6, "direct, reported, author"),
        (HEAD + "[Two.]{.claim topic=b stance=favor}\n", 5, "no actor"),
        (HEAD + "[Two.]{.claim actor=a stance=favor}\n", 5, "no topic"),
        (HEAD + "[Two.]{.claim actor=a topic=b}\n", 5, "no stance"),
        (HEAD + "[Two.]{.claim actor=a topic=b stance=favor original=9-3}\n", 5, "START-END"),
        (HEAD + "[Two.]{.claim actor=a actor=c topic=b stance=favor}\n", 5, "twice"),
        (HEAD + "[Two.]{.claim actor=a topic=b stance=favor page=3}\n", 5, "page is unknown"),
        (HEAD + '[Two.]{.claim actor=a topic=b stance=favor memo="x}\n', 5, "do not end"),
        (HEAD + "[Two.]{.clam actor=a topic=b stance=favor}\n", 5, "must be a claim"),
        (HEAD + "[Two.] {.claim actor=a topic=b stance=favor}\n", 5, "belong to nothing"),
        (HEAD + "Two.]{.claim actor=a topic=b stance=favor}\n", 5, "no ["),
        (HEAD + "One.\n{.heading}\nTwo.\n", 6, "blank line above"),
        (HEAD + "{.heding}\nTwo.\n", 5, ".heding is unknown"),
        (HEAD + "{.heading\nTwo.\n", 5, "end with }"),
        (HEAD + "{.heading .furniture}\nTwo.\n", 5, "keep one"),
        (HEAD + "{.heading}\n\n{.heading}\nTwo.\n", 5, "no block"),
        (HEAD + "Two.\n\n{.heading}\n", 7, "no block"),
        (HEAD + "{.heading original=5}\nTwo.\n", 5, "START-END"),
        (HEAD + "{.heading gap=-1}\nTwo.\n", 5, "gap"),
        (HEAD + "A\n\n{.turn}\nTwo.\n", 7, "who speaks"),
        (HEAD + "{.turn speaker=a original=9-12}\nA\n\n{.turn original=1-3}\nTwo.\n", 8, "backwards"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_the_way_out(source: str, line: int, hint: str) -> None:
    with pytest.raises(UserError) as caught:
        read_annotated(source, "brief.md")
    assert str(caught.value).startswith(f"brief.md, line {line}: ")
    assert hint in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (HEAD, True),
        ("\ufeff---\r\nvisavis: 1\r\n---\r\n", True),
        ("---\n# a note\n\nvisavis: 1\n---\n", True),
        ("---\ntitle: a\nvisavis: 1\n---\n", False),
        ("visavis: 1\n", False),
        ("", False),
        ("\n" + HEAD, False),
    ],
)
def test_annotated_markdown_is_known_by_its_first_lines(source: str, expected: bool) -> None:
    assert is_annotated(source) is expected


def test_a_text_that_is_not_annotated_is_refused() -> None:
    with pytest.raises(UserError, match="visavis: 1"):
        read_annotated("Just text", "a.md")


PAGED = CodedDocument(
    "a.md",
    Facts(title="A"),
    "One line.\n\nAnother line goes on.\n\nThe last.",
    tuple(CodedSegment(SegmentKind.PARAGRAPH, span) for span in (Span(0, 9), Span(11, 32), Span(34, 43))),
    (claim(11, 32),),
    pages=(0, 19, 34, 43),
)


def test_pages_are_marked_where_they_begin_and_move_with_the_words() -> None:
    written = assert_survives(PAGED)
    assert "[]{.page n=1}One line." in written
    assert "Another []{.page n=2}line goes on.]{.claim" in written
    assert "[]{.page n=3}The last.[]{.page n=4}" in written
    # words that are added by hand move what follows
    longer = read_annotated(written.replace("One line.", "One longer line."), "a.md")
    assert longer.pages == (0, 26, 41, 50)


def test_a_page_that_begins_between_two_paragraphs_is_listed() -> None:
    written = assert_survives(replace(PAGED, pages=(0, 10)))
    assert "pages:\n  - 0\n  - 10\n" in written


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        ("[]{.page n=2}", "page 2 does not follow page 0"),
        ("[]{.page n=1}[]{.page n=1}", "page 1 begins twice"),
        ("[word]{.page n=1}", "a page's mark holds words"),
        ("[]{.page n=x}", "the mark of a page has a number"),
        ("[]{.page n=1 actor=ana}", "the mark of a page has a number"),
        ("[word]{.claim actor=a topic=b stance=favor n=1}", "only the mark of a page has a number"),
    ],
)
def test_a_mark_of_a_page_that_is_none_is_told_with_its_line(mark: str, reason: str) -> None:
    with pytest.raises(UserError, match=re.escape(reason)) as told:
        read_annotated(f"---\nvisavis: 1\n---\n\nText {mark}.\n", "a.md")
    assert "a.md, line 5" in str(told.value)


def test_a_name_of_an_attribute_without_end_is_told_by_its_beginning() -> None:
    from desktop.exchange.documents import read_content

    long = "a" * 5000
    for inside in (f"{long}=x", f"{long}=x {long}=y"):
        source = f"---\nvisavis: 1\n---\n\n::: {{.turn {inside}}}\nWe sail.\n:::\n"
        with pytest.raises(UserError) as error:
            read_content(source.encode(), "a.md")
        assert len(str(error.value)) < 400
