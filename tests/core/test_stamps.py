"""Time stamps of transcripts: kept as the times of turns and paragraphs, and no words of theirs."""

import pytest

from desktop.analysis.attribution.quotations import after_label
from desktop.core.structure.structure import find_structure
from desktop.core.values import CodedSegment, Segment, SegmentKind


def turns(text: str) -> list[CodedSegment]:
    return [one for one in find_structure(text).segments if one.kind is SegmentKind.TURN]


def said(text: str) -> list[tuple[str, str]]:
    """Return the time and the words of each turn."""
    found = turns(text)
    kept = [Segment(1, 1, one.kind, one.span.start, one.span.end, label=one.label) for one in found]
    return [(one.time, text[after_label(text, stored) : stored.end]) for one, stored in zip(found, kept, strict=True)]


@pytest.mark.parametrize(
    ("text", "times"),
    [
        # behind the name, with the words below: otter, Teams, Descript
        (
            "Ada Quill  00:03\nIs it safe?\n\nBen Ost  00:11\nIt is slow.\n\nAda Quill  1:02:24\nSo?",
            ["00:00:03", "00:00:11", "01:02:24"],
        ),
        # before it: noScribe, WhisperX, MAXQDA, with and without marks
        (
            "[00:00:01] S00: Is it safe?\n[00:00:06] S01: It is.\n[00:00:17] S00: So?",
            ["00:00:01", "00:00:06", "00:00:17"],
        ),
        (
            "[00:00:01.120 --> 00:00:05.300] Ada: Is it safe?\n[00:00:06.000 --> 00:00:09.100] Ben: It is.\n"
            "[00:00:17.900 --> 00:00:19.000] Ada: So?",
            ["00:00:01", "00:00:06", "00:00:17"],
        ),
        (
            "#00:00:02-1# I: Is it safe?\n#00:00:09-4# B: It is.\n#00:00:21-7# I: So?",
            ["00:00:02", "00:00:09", "00:00:21"],
        ),
        # between the name and the words: Sonix, Trint
        (
            "Ada Quill [00:00:03]  Is it safe?\n\nBen Ost [00:00:11]  It is.\n\nAda Quill [00:00:24]  So?",
            ["00:00:03", "00:00:11", "00:00:24"],
        ),
        (
            "Ada: [00:00:04] Is it?\n\nBen: [00:00:09] It is.\n\nAda: [00:00:20] So?",
            ["00:00:04", "00:00:09", "00:00:20"],
        ),
        # between the name and its colon: Rev
        (
            "Ada Quill (00:03): Is it safe?\n\nBen Ost (00:11): It is.\n\nAda Quill (1:00:24): So?",
            ["00:00:03", "00:00:11", "01:00:24"],
        ),
        (
            "Speaker 1 (00:03):\nIs it safe?\n\nSpeaker 2 (00:11):\nIt is.\n\nSpeaker 1 (00:24):\nSo?",
            ["00:00:03", "00:00:11", "00:00:24"],
        ),
        # in a cell of a table: NVivo
        (
            "00:00:03\tAda Quill\tIs it safe?\n00:00:11\tBen Ost\tIt is.\n00:00:24\tAda Quill\tSo?",
            ["00:00:03", "00:00:11", "00:00:24"],
        ),
        # on a line of its own, above the name and below it
        (
            "00:03\nAda Quill\nIs it safe?\n00:11\nBen Ost\nIt is.\n00:24\nAda Quill\nSo?",
            ["00:00:03", "00:00:11", "00:00:24"],
        ),
        (
            "Ada Quill:\n00:03\nIs it safe?\nBen Ost:\n00:11\nIt is.\nAda Quill:\n00:24\nSo?",
            ["00:00:03", "00:00:11", "00:00:24"],
        ),
        # of a clock, with the day: WhatsApp
        (
            "14/03/2025, 10:03 - Ada Quill: Do you think that it is safe?\n14/03/2025, 10:05 - Ben Ost: It is slow.\n"
            "14/03/2025, 10:06 - Ada Quill: And who pays for it?",
            ["2025-03-14 10:03", "2025-03-14 10:05", "2025-03-14 10:06"],
        ),
        (
            "[14-Mar-25 10:03 AM] Ada Quill\nIs it safe?\n\n[14-Mar-25 10:05 AM] Ben Ost\nIt is.\n\n"
            "[14-Mar-25 10:06 AM] Ada Quill\nSo?",
            ["2025-03-14 10:03", "2025-03-14 10:05", "2025-03-14 10:06"],
        ),
        # where one ends the next begins: f4 writes the moment in which Enter was pressed
        (
            "I: Is it safe? #00:00:07-5#\nB: It is. #00:00:15-2#\nI: So? #00:00:18-0#\nB: The county. #00:00:24-0#",
            ["", "00:00:07", "00:00:15", "00:00:18"],
        ),
    ],
)
def test_a_turn_has_the_time_that_stands_beside_it_whatever_wrote_it(text: str, times: list[str]) -> None:
    found = said(text)
    assert [time for time, _words in found] == times
    assert [words for _time, words in found][:2] in (
        ["Is it safe?", "It is slow."],
        ["Is it safe?", "It is."],
        ["Is it?", "It is."],
        ["Do you think that it is safe?", "It is slow."],
    )
    assert not any(character.isdigit() for _time, words in found for character in words)


def test_paragraphs_amid_a_turn_have_times_of_their_own_and_begin_behind_these() -> None:
    text = (
        "Ada Quill: Is it safe?\n\nBen Ost: It is slow, and it is dear.\n\n[00:05:10] It was so last year.\n\n"
        "[00:06:00] It will be so.\n\nAda Quill: [00:07:00] So?"
    )
    paragraphs = [one for one in find_structure(text).segments if one.kind is SegmentKind.PARAGRAPH]
    assert [(text[one.span.start : one.span.end], one.time) for one in paragraphs] == [
        ("Ada Quill: Is it safe?", ""),
        ("Ben Ost: It is slow, and it is dear.", ""),
        ("It was so last year.", "00:05:10"),
        ("It will be so.", "00:06:00"),
        ("Ada Quill: [00:07:00] So?", ""),
    ]
    assert [one.time for one in turns(text)] == ["", "", "00:07:00"]


def test_captions_that_were_copied_have_times_without_anybody_named() -> None:
    text = "0:00\nit is slow they say\n0:07\nand it is dear\n0:15\nso who pays for it"
    paragraphs = [one for one in find_structure(text).segments if one.kind is SegmentKind.PARAGRAPH]
    timed = {text[one.span.start : one.span.end]: one.time for one in paragraphs if one.time}
    assert timed == {
        "it is slow they say": "00:00:00",
        "and it is dear": "00:00:07",
        "so who pays for it": "00:00:15",
    }


def test_what_a_machine_hears_without_speakers_is_cleared_of_its_times() -> None:
    text = "[00:03.000 --> 00:03.900]  It is slow, and dear.\n[01:11.000 --> 01:11.900]  Who pays for all of it?\n"
    text += "[02:24.000 --> 02:24.900]  The county does."
    found = [one for one in find_structure(text).segments if one.kind is not SegmentKind.FURNITURE]
    assert [(text[one.span.start : one.span.end], one.time) for one in found] == [
        ("It is slow, and dear.", "00:00:03"),
        ("Who pays for all of it?", "00:01:11"),
        ("The county does.", "00:02:24"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        # a time of day, a programme, a result, verses
        "15:50\nThe ferry stays, the county said on Friday after it met.\nIt did not say for how long it stays.",
        "Ada Quill: Is it safe?\nBen Ost: We will meet at 10:30\nAda Quill: So it is not.\nBen Ost: It is.",
        "10:00 Opening\nThe mayor speaks.\n10:30 Coffee\nIn the hall.\n11:00 The ferry\nA talk.",
        "Ada Quill: It says so in the book (3:16)\nBen Ost: Where?\nAda Quill: There.\nBen Ost: I see.",
        "15:50\nAda Quill: Is it safe?\nBen Ost: It is slow.\nAda Quill: So?\nBen Ost: It is.",
    ],
)
def test_what_only_looks_like_a_time_stamp_is_none(text: str) -> None:
    assert {one.time for one in find_structure(text).segments} <= {""}
    assert "3:16" not in text or "(3:16)" in said(text)[0][1]
