"""What the heads of one text have in common: layouts of programs, lists and forms, and names that stand alone."""

import pytest

from desktop.core.spans import Span
from desktop.core.structure.structure import Hints, find_structure
from desktop.core.times import of_stamps
from desktop.core.values import CodedSegment, SegmentKind
from desktop.exchange.documents import read_content


def turns(text: str, hints: Hints | None = None) -> list[CodedSegment]:
    return [one for one in find_structure(text, (), hints).segments if one.kind is SegmentKind.TURN]


def said(text: str) -> list[tuple[str, str]]:
    """Return who speaks, by name, and the last line of what they say."""
    found = find_structure(text)
    names = {actor.key: actor.name for actor in found.new_actors}
    return [
        (names.get(one.speaker, ""), text[one.span.start : one.span.end].split("\n")[-1])
        for one in found.segments
        if one.kind is SegmentKind.TURN
    ]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "Quill, Ada   0:01\nThe ferry goes at nine.\nBen Ost (Guest)   0:09\nIt sank.\n"
            "Quill, Ada   0:14\nIt did not.\nBen Ost (Guest)   0:20\nLook at it.",
            ["Ada Quill", "Ben Ost", "Ada Quill", "Ben Ost"],
        ),
        (
            "[00:00:01] INT: The ferry goes at nine.\n[00:00:06] Teiln. 7: It sank.\n"
            "[00:00:11] INT: It did not.\n[00:00:19] Teiln. 7: Look at it.",
            ["INT", "Teiln. 7", "INT", "Teiln. 7"],
        ),
        (
            "0:0:1.204 --> 0:0:4.5\nAda Quill\nThe ferry goes at nine.\n0:0:5.71 --> 0:0:9.1\nBen Ost\nIt sank.\n"
            "0:1:2.66 --> 0:1:4.204\nAda Quill\nSea: that is the word I would use for it.",
            ["Ada Quill", "Ben Ost", "Ada Quill"],
        ),
        (
            "02/11/2023, 09:14 - +49 151 5550199: The ferry goes at nine.\n02/11/2023, 09:15 - ~ ben 🚢: It sank.\n"
            "02/11/2023, 09:16 - +49 151 5550199: It did not.\n02/11/2023, 09:18 - ~ ben 🚢: Look at it.",
            ["+49 151 5550199", "ben 🚢", "+49 151 5550199", "ben 🚢"],
        ),
        (
            "09:14:03\t Von Ada Quill an Alle :\n\tThe ferry goes at nine.\n09:15:40\t Von Ost an Alle :\n\tIt sank.\n"
            "09:16:12\t Von Ada Quill an Ost (Direktnachricht) :\n\tIt did not.",
            ["Ada Quill", "Ost", "Ada Quill"],
        ),
        (
            "Host — The ferry goes at nine.\nHead of the yard — It sank.\nHost — It did not.\nHead of the yard — Look.",
            ["Host", "Head of the yard", "Host", "Head of the yard"],
        ),
        (
            "QUILL // The ferry goes at nine.\nOLSEN // Costs: they rise.\nQUILL // It sank.\nOLSEN // Look.",
            ["Quill", "Olsen", "Quill", "Olsen"],
        ),
        (
            "(Interviewer) The ferry goes at nine.\n(Ost) Costs: they rise.\n(Interviewer) It sank.\n(Ost) Look.",
            ["Interviewer", "Ost", "Interviewer", "Ost"],
        ),
        (
            "  1  I: The ferry goes at nine, as it did on all days.\n  2  P07: It sank, and we all saw how it did so.\n"
            "  3  I: And who says that, besides you and the others?\n  4  P07: All who stood on the pier on that day.",
            ["I", "P07", "I", "P07"],
        ),
        (
            "09:14 <ada_q> The ferry goes at nine.\n09:15 <@ben> It sank.\n09:15 <ada_q> It did not.\n09:16 <@ben> No.",
            ["ada_q", "ben", "ada_q", "ben"],
        ),
        (
            ">> ADA QUILL: The ferry goes at nine, as it has gone on every day of this\nyear and of the year before.\n"
            ">> CLERK: It sank, and those who wait for it on the pier all know that it\ndid so, and why it had to.\n"
            ">> ADA QUILL: It did not.\n>> CLERK: Costs: they rise, and nobody has said so to those who pay\n"
            "for the ferry and for the pier.",
            ["Ada Quill", "Clerk", "Ada Quill", "Clerk"],
        ),
        (
            "Le Courrier : Le bac part à neuf heures.\n\nAda Quill : Il a coulé.\n\nLe Courrier : Mais non.\n\n"
            "Ada Quill : Regardez.",
            ["Le Courrier", "Ada Quill", "Le Courrier", "Ada Quill"],
        ),
        (
            "The Evening Gull: Does the ferry go?\n\nThe Prime Minister: It sank.\n\nThe Evening Gull: Did it?\n\n"
            "The Prime Minister: Look at it.",
            ["The Evening Gull", "Prime Minister", "The Evening Gull", "Prime Minister"],
        ),
        (
            "Q\tWhen did the ferry sink?\nA\tAt nine, and all saw it.\nQ\tCosts: did they rise?\nA\tThey did.\n",
            ["", "", "", ""],
        ),
        (
            "Speaker 1\nThe ferry goes at nine.\n\nSpeaker 2\nIt sank, and so did the pier.\n\n"
            "Speaker 1\nIt did not.\n\nSpeaker 2\nLook: there is nothing left of it.",
            ["Speaker 1", "Speaker 2", "Speaker 1", "Speaker 2"],
        ),
        (
            "Ada Quill\nThe ferry goes at nine.\n\nBen Ost\nIt sank.\n\nAda Quill\nIt did not.\n\nBen Ost\nLook at it.",
            ["Ada Quill", "Ben Ost", "Ada Quill", "Ben Ost"],
        ),
    ],
)
def test_who_speaks_is_known_in_the_layouts_of_programs(text: str, speakers: list[str]) -> None:
    assert [name for name, _words in said(text)] == speakers


def test_what_a_chat_program_says_is_nobodys_and_ends_what_was_said() -> None:
    text = (
        "[02.11.23, 09:13:58] Pier: \u200eMessages are encrypted.\n[02.11.23, 09:14:01] Ada: The ferry goes at nine.\n"
        "[02.11.23, 09:15:01] Ben: It sank.\n[02.11.23, 09:15:30] Ben left the group\n"
        "[02.11.23, 09:16:12] Ada: It did not.\n[02.11.23, 09:16:40] Ben: \u200eimage omitted"
    )
    assert [(name, words.rpartition(": ")[2]) for name, words in said(text)] == [
        ("Ada", "The ferry goes at nine."),
        ("Ben", "It sank."),
        ("Ada", "It did not."),
    ]


def test_a_sentence_with_a_colon_is_no_speaker_where_all_heads_have_times() -> None:
    text = (
        "Ada Quill  0:01\nThe ferry goes at nine.\n\nBen Ost  0:07\nEnergy: that is what I think of.\n\n"
        "Ada Quill  0:15\nSo?\nCosts: they rise.\n\nBen Ost  0:19\nThey fall."
    )
    assert said(text) == [
        ("Ada Quill", "The ferry goes at nine."),
        ("Ben Ost", "Energy: that is what I think of."),
        ("Ada Quill", "Costs: they rise."),
        ("Ben Ost", "They fall."),
    ]


def test_a_name_alone_that_comes_but_once_ends_the_turn_before_it_and_is_doubtful() -> None:
    text = (
        "ADA QUILL\nThe ferry goes at nine.\n\nBEN OST\nIt sank.\n\nADA QUILL\nIt did not.\n\n"
        "MRS. LUND\nI saw it from the pier.\n\nBEN OST\nLook at it.\n\nTHE PIER\nIt is old."
    )
    assert [name for name, _words in said(text)] == ["Ada Quill", "Ben Ost", "Ada Quill", "Lund", "Ben Ost", ""]
    assert find_structure(text).doubtful == ("THE PIER",)


@pytest.mark.parametrize(
    "text",
    [
        # a list of people
        "Whom to ask about the ferry\n\nAda Quill: the yard, mornings only\nBen Ost: Ministry of the Sea, room 12\n"
        "Ute Lund: port office, out until May\nRasmus Kell: the union, extension 40",
        # a recipe, minutes, two sides of a thing
        "Cream the butter with the sugar, and wait for an hour before you go on with it.\n\n"
        "Flour: Two cups.\nButter: One cup, and not less.\nHint: Let it rest.\nOven: Not too hot.\n"
        "Keeping: Three days in a box.\nHint: Eat it warm.",
        "The committee met in the hall of the yard.\n\n1. The pier\n\nThe mayor told of the pier and its costs.\n\n"
        "Task: Ost writes to the ministry.\n\n2. The ferry\n\nIt was said that it is too slow.\n\n"
        "It was said that it is too dear.\n\nResult: The tender is out in May.\n\nTask: Lund writes the notice.",
        "The old boat\n\nPros\nIt is cheap to run.\n\nCons\nIt is slow.\n\nThe new boat\n\nPros\nIt is fast.\n\n"
        "Cons\nIt is dear.",
        "The old boat\n\nGood: It is cheap.\nBad: It is slow.\n\nThe new boat\n\nGood: It is fast.\nBad: It is dear.",
        # who plays whom, and who has done what
        "The Pilot: a play in three acts\nThe Pilot: Ada Quill\nThe Stranger: Ben Ost\nFirst Sailor: Ute Lund\n"
        "Second Sailor: Rasmus Kell\nDirector: Nils Brink\nLights: Odo Mark",
        # how many
        "The count so far\n\nSouth Pier: 31 for, 12 against\nIslands: 44 for, 9 against\nNorth Pier: 2 for\n"
        "South Pier: 35 for, 10 against\nIslands: €40 for each that voted",
        # a song
        "The Pilot’s Song\n\nVerse 1:\nThe ferry goes at nine, they say.\n\nChorus:\nAnd it will not come back.\n\n"
        "Verse 2:\nIt sank before the pier at ten.\n\nChorus:\nAnd it will not come back.\n\nBridge:\nLook at it.\n\n"
        "Chorus:\nAnd it will not come back.",
        "Strophe 1:\nDie Fähre geht um neun.\n\nRefrain:\nSie kommt nicht mehr.\n\nStrophe 2:\nSie sank um zehn.\n\n"
        "Refrain:\nSie kommt nicht mehr.",
        # what a program notes
        "2021-02-11 09:14:03,551 INFO pier.tickets: sold ticket 11 to nobody\n"
        "2021-02-11 09:14:04,020 ERROR pier.gate: the gate does not close\n"
        "2021-02-11 09:14:04,731 INFO pier.tickets: sold ticket 12 to nobody\n"
        "2021-02-11 09:14:06,003 ERROR pier.gate: the gate does not close.",
        "Feb 11 09:14:03 pier gated[871]: the gate opens.\nFeb 11 09:14:04 pier sold[12]: a ticket is sold.\n"
        "Feb 11 09:14:05 pier gated[871]: the gate closes.\nFeb 11 09:14:06 pier sold[12]: a ticket is sold.",
        "[09:14:03] [pier:notice] gate: it opens for all.\n[09:14:04] [pier:error] gate: it does not close.\n"
        "[09:14:05] [pier:notice] gate: it opens for all.\n[09:14:06] [pier:error] gate: it does not close.",
        # what each word means
        "Deck — the floor of a ship.\nBow — the front of it.\nStern — the end of it.\nDeck — also a pack of cards.\n"
        "All that is from a book.\nIt is an old one.\nNobody reads it.\nIt is out of print.\nIt is too long.",
    ],
)
def test_lists_forms_and_what_has_two_sides_are_no_conversations(text: str) -> None:
    assert said(text) == []


def test_single_figures_of_a_time_are_read() -> None:
    assert of_stamps(["0:0:2.711", "0:1:12.5", "1:12:3.04", "0:31"]) == ["00:00:02", "00:01:12", "01:12:03", "00:00:31"]


def test_names_in_bold_alone_are_speakers() -> None:
    names = ("Ada", "Ben", "Ada", "Ben")
    text = "\n\n".join(f"{name}\nThe ferry goes at nine, they say." for name in names)
    starts = [at for at in range(len(text)) if text.startswith(("Ada\n", "Ben\n"), at)]
    hints = Hints(bold=tuple(Span(at, at + 3) for at in starts))
    assert [one.label for one in turns(text, hints)] == list(names)


def test_bold_names_that_no_mark_ends_begin_what_is_said() -> None:
    said = ("AQ Costs: they rise, and they will.", "BO It sank at nine.", "AQ It did not.", "BO Look at it.")
    text = "\n\n".join(("Interview 4", "AQ: Ada Quill, BO: Ben Ost", *said))
    starts = [text.index(line) for line in said]
    found = turns(text, Hints(bold=tuple(Span(at, at + 2) for at in starts)))
    assert [(one.label, text[one.span.start : one.span.end]) for one in found] == [
        ("AQ", said[0]), ("BO", said[1]), ("AQ", said[2]), ("BO", said[3]),
    ]  # fmt: skip
    # what is in bold for its weight differs each time
    text = "\n\n".join(f"{word} is what counts on a pier." for word in ("Wood", "Iron", "Salt", "Rope"))
    starts = [at for at, letter in enumerate(text) if letter.isupper()]
    assert turns(text, Hints(bold=tuple(Span(at, at + 4) for at in starts))) == []


def test_a_note_in_capitals_below_is_nobodys_where_nobody_speaks_so() -> None:
    text = "ADA QUILL: The ferry goes at nine.\n\nBEN OST: It sank.\n\nADA QUILL: No.\n\nTO BUY THIS TALK, WRITE TO US."
    assert [words.rpartition(": ")[2] for _name, words in said(text)] == ["The ferry goes at nine.", "It sank.", "No."]
    loud = text.replace("It sank.", "IT SANK, AND ALL SAW IT.")
    assert said(loud)[-1] == ("Ada Quill", "TO BUY THIS TALK, WRITE TO US.")


def test_who_asks_is_a_journalist_only_where_somebody_named_answers() -> None:
    nobody = "Q. When did it sink?\n\nA. At nine.\n\nMr. Ost: I object.\n\nQ. Who saw it?\n\nA. I did."
    assert [name for name, _words in said(nobody)] == ["", "", "Ost", "", ""]
    press = "Question: When did it sink?\n\nAda Quill: At nine.\n\nQuestion: Who saw it?\n\nAda Quill: I did."
    assert [name for name, _words in said(press)] == ["Journalists", "Ada Quill", "Journalists", "Ada Quill"]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Minister for Fisheries", "Minister for Fisheries"),
        ("The Minister of Fisheries", "Minister of Fisheries"),
        ("MINISTRO DE FOMENTO", "Ministro de Fomento"),
        ("Minister Kell", "Kell"),
        ("Prime Minister", "Prime Minister"),
        ("THE EARL OF KELL", "Earl of Kell"),
        ("ADA I. KELL", "Ada I. Kell"),
        ("The Evening Gull", "The Evening Gull"),
        # who holds it is told
        ("The Secretary for the Sea (Ms. Kell)", "Kell"),
    ],
)
def test_an_office_is_a_whole_name_and_a_title_is_none_of_it(label: str, name: str) -> None:
    text = f"{label}: The ferry goes at nine.\n\nBEN OST: It sank.\n\n{label}: It did not.\n\nBEN OST: Look at it."
    assert [speaker for speaker, _words in said(text)] == [name, "Ben Ost", name, "Ben Ost"]


WRAPPED = """HARBOUR RADIO

ADA QUILL
The ferry goes at nine, as it has gone on every day of this year and of the
year before, and those who wait for it on the pier know why it does so.

BEN OST
It sank.

ADA QUILL
It did not, and whoever says that it did has not been on the pier on the day
that we speak of. I was there, and so were you, and so was the whole of the

BEN OST
Look at it, then, and tell me what it is that you see there in the mud of the
harbour. It is the ferry, and those who ran it knew well that it would end so
in the

- ends -
"""


def test_the_last_that_is_said_is_whole_where_a_program_wrapped_it_below_names() -> None:
    found = turns(WRAPPED)
    assert [one.label for one in found] == ["ADA QUILL", "BEN OST", "ADA QUILL", "BEN OST"]
    last = found[-1].span
    assert WRAPPED[last.start : last.end].startswith("BEN OST\nLook at it")
    # no line of it is lost, and what stands below it is none
    assert WRAPPED[last.start : last.end].endswith("end so\nin the")


def test_a_wrapped_line_is_no_paragraph_of_its_own_where_names_stand_above() -> None:
    found = [one.span for one in find_structure(WRAPPED).segments if one.kind is SegmentKind.PARAGRAPH]
    several = [WRAPPED[one.start : one.end] for one in found if "\n" in WRAPPED[one.start : one.end]]
    assert [words.split()[0] for words in several] == ["The", "It", "Look"]


@pytest.mark.parametrize("rule", ["---", "* * *", "=====", "–––––"])
def test_a_note_below_a_last_rule_is_nobodys_and_a_rule_amid_speech_ends_nothing(rule: str) -> None:
    talk = f"ADA QUILL: The ferry goes at nine.\n\n{rule}\n\nI said so.\n\nBEN OST: It sank."
    text = f"{talk}\n\nWe all saw it.\n\n{rule}\n\nWritten down by the harbour school. All faults are ours."
    assert [words for _name, words in said(text)] == ["I said so.", "We all saw it."]


def test_a_rule_of_markdown_parts_what_is_said_from_a_note() -> None:
    text = "**Ada:** The ferry goes at nine.\n\n**Ben:** It sank.\n\n**Ada:** No.\n\n---\n\n*All faults are ours.*\n"
    found = read_content(text.encode(), "talk.md").document
    (last,) = [one for one in found.segments if one.kind is SegmentKind.TURN][-1:]
    assert found.text[last.span.start : last.span.end] == "Ada: No."
    assert "All faults are ours." in found.text


@pytest.mark.parametrize(
    "note",
    [
        "Harkener is the best platform for automated transcription and subtitling there is. Cheap, and fast.",
        "Transcribed by https://harkener.example",
        "Transkribiert mit Lauscher 2.1.",
    ],
)
def test_what_a_program_says_of_itself_below_is_nobodys(note: str) -> None:
    text = f"Ada: [00:00:02] The ferry goes at nine.\n\nBen: [00:00:09] It sank.\n\nAda: [00:00:11] No.\n\n{note}"
    assert [words.rpartition("] ")[2] for _name, words in said(text)] == ["The ferry goes at nine.", "It sank.", "No."]
    spoken = text.replace(note, "I wrote it down.")
    assert said(spoken)[-1] == ("Ada", "I wrote it down.")
