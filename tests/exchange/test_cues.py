"""Words with times: subtitles of all makes, and what machines write that hear speech."""

import json

import pytest

from desktop.core.errors import UserError
from desktop.core.values import SegmentKind
from desktop.exchange.documents import Reading, read_content
from tests.fuzzing.seeds import SEEDS


def voices(reading: Reading) -> list[tuple[str, str]]:
    text = reading.document.text
    turns = [one for one in reading.document.segments if one.kind is SegmentKind.TURN]
    return [(one.label, text[one.span.start + len(one.label) + 2 : one.span.end]) for one in turns]


def test_several_voices_in_a_cue_are_as_many_turns() -> None:
    vtt = (
        b"WEBVTT\n\n00:03.120 --> 00:09.480\n<v Ada Quill>Is it safe?</v> <v Ben Ost>No, it is slow.</v>\n\n"
        b"00:10.000 --> 00:12.300\n<v Ada Quill>Why?</v>\n\n00:13.000 --> 00:14.000\n<v Ben Ost>It\nis old.\n"
    )
    assert voices(read_content(vtt, "a.vtt")) == [
        ("Ada Quill", "Is it safe?"),
        ("Ben Ost", "No, it is slow."),
        ("Ada Quill", "Why?"),
        ("Ben Ost", "It is old."),
    ]


def test_a_voice_beside_the_number_of_a_cue_speaks_in_it() -> None:
    cues = [("Ada Quill", "Is it safe?"), ("Ben &amp; Ost", "Costs: they rise."), ("Ada Quill", "Why?")]
    vtt = "WEBVTT\n\n" + "\n\n".join(
        f'{at} "{name}" (3091771{at})\n00:00:0{at}.120 --> 00:00:0{at}.900\n{words}'
        for at, (name, words) in enumerate(cues, 1)
    )
    told = [("Ada Quill", "Is it safe?"), ("Ben & Ost", "Costs: they rise."), ("Ada Quill", "Why?")]
    assert voices(read_content(vtt.encode(), "a.vtt")) == told


def test_a_blank_line_or_a_figure_inside_a_cue_loses_no_word() -> None:
    srt = (
        b"1\n00:00:01,000 --> 00:00:04,000\nIt is slow,\n\nbecause it is old.\n\n2\n00:00:05,000 --> 00:00:08,000\n"
        b"The year was\n2019\n\n3\n00:00:09,000 --> 00:00:12,000\nand nothing changed.\n"
    )
    text = "It is slow, because it is old. The year was 2019 and nothing changed."
    assert read_content(srt, "a.srt").document.text == text
    assert read_content(srt.replace(b"\n", b"\r\n"), "a.srt").document.text == text


def test_captions_that_roll_up_are_told_once() -> None:
    cues = [
        (
            "00:00.160 --> 00:03.429",
            " \nit<00:00:00.960><c> is</c><00:00:01.520><c> slow</c><00:00:02.560><c> because</c>",
        ),
        ("00:03.429 --> 00:03.439", "it is slow because\n "),
        ("00:03.439 --> 00:05.749", "it is slow because\nthe<00:00:03.760><c> deck</c><00:00:04.000><c> is</c>"),
        ("00:05.749 --> 00:05.759", "the deck is\n "),
        ("00:05.759 --> 00:08.000", "the deck is\ntoo<00:00:06.100><c> old</c>"),
    ]
    machine = "WEBVTT\nKind: captions\n\n" + "\n\n".join(f"{time} align:start\n{words}" for time, words in cues)
    assert read_content(machine.encode(), "a.vtt").document.text == "it is slow because the deck is too old"
    rolled = ["one two", "one two\nthree", "three\nfour", "four\nfive"]
    srt = "\n\n".join(f"{at}\n00:00:0{at},000 --> 00:00:0{at + 1},000\n{line}" for at, line in enumerate(rolled, 1))
    assert read_content(srt.encode(), "a.srt").document.text == "one two three four five"
    # nor is a sentence with a colon, which rolls by twice, somebody's name
    rolled = [
        "It is slow.",
        "It is slow.\nCosts: they rise.",
        "Costs: they rise.\nLook: it sank.",
        "Look: it sank.\nNo.",
    ]
    srt = "\n\n".join(f"{at}\n00:00:0{at},000 --> 00:00:0{at + 1},000\n{line}" for at, line in enumerate(rolled, 1))
    assert voices(read_content(srt.encode(), "a.srt")) == []
    # who says the same twice is no caption that rolls
    said = "\n\n".join(
        f"{at}\n00:00:0{at},000 --> 00:00:0{at + 1},000\n{line}" for at, line in enumerate(["No.", "No.", "Yes."], 1)
    )
    assert read_content(said.encode(), "a.srt").document.text == "No. No. Yes."


def test_who_is_named_in_each_cue_begins_no_turn_in_each() -> None:
    lines = [
        "Speaker 0: Is it safe?",
        "Speaker 1: It is.",
        "Speaker 1: But it is slow.",
        "Speaker 0: So?",
        "Speaker 1: So.",
    ]
    srt = "\n\n".join(f"{at}\n00:00:0{at},000 --> 00:00:0{at + 1},000\n{line}" for at, line in enumerate(lines, 1))
    assert voices(read_content(srt.encode(), "a.srt")) == [
        ("Speaker 0", "Is it safe?"),
        ("Speaker 1", "It is. But it is slow."),
        ("Speaker 0", "So?"),
        ("Speaker 1", "So."),
    ]


def test_each_make_of_subtitles_gives_its_words_and_voices() -> None:
    by_name = dict(SEEDS["subtitles"])
    assert read_content(by_name["film.sbv"], "x").document.text == "ANA: Where? There."
    reading = read_content(by_name["film.ass"], "x")
    assert voices(reading) == [("Ana", "Where, really?"), ("Ben", "There.")]
    reading = read_content(by_name["film.ttml"], "x")
    assert reading.document.text == "Ana Ruiz: Where does it go?\n\nThere."
    assert reading.document.facts.language == "en"
    assert reading.format == "subtitles"


def test_a_machines_transcript_has_its_speakers() -> None:
    segments = [
        {"start": 0.1, "end": 2, "text": " Is it safe & sound?", "speaker": "SPEAKER_01", "words": [{"word": "Is"}]},
        {"start": 2, "end": 4, "text": " It is safe,", "speaker": "SPEAKER_00"},
        {"start": 9, "end": 10, "text": " but slow.", "speaker": "SPEAKER_00"},
        {"start": 11, "end": 12, "text": " Who pays?", "speaker": "SPEAKER_01"},
    ]
    reading = read_content(json.dumps({"segments": segments}).encode(), "talk.json")
    assert voices(reading) == [
        ("SPEAKER_01", "Is it safe & sound?"),
        ("SPEAKER_00", "It is safe, but slow."),
        ("SPEAKER_01", "Who pays?"),
    ]
    # a number is nobody's name
    assert not reading.document.new_actors
    assert set(reading.doubtful) == {"SPEAKER_00", "SPEAKER_01"}
    facts = reading.document.facts
    assert (reading.format, facts.title, facts.kind) == ("machine transcript", "talk", "transcript")
    podcast = {
        "version": "1.0.0",
        "segments": [{"speaker": "Ada", "startTime": 0.5, "endTime": 0.75, "body": "Hello."}],
    }
    assert "Hello." in read_content(json.dumps(podcast).encode(), "a.json").document.text
    plain = {"text": " It is slow.", "segments": [{"text": " It is slow."}, {"text": " And dear."}], "language": "en"}
    assert read_content(json.dumps(plain).encode(), "a.json").document.text == "It is slow. And dear."


@pytest.mark.parametrize("content", [b'{"id": 7, "rows": [1, 2]}', b"[1, 2]", b'{"segments": [7]}', b'{"segments": ['])
def test_other_json_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(UserError, match=r"^a\.json is .*JSON.*\.$"):
        read_content(content, "a.json")


def test_a_name_that_begins_several_cues_is_a_speakers_however_it_is_written() -> None:
    lines = ["Ada Quill: Is it safe?", "ben.ost: it is safe,", "ben.ost: but it is slow.", "Ada Quill: So?"]
    vtt = "WEBVTT\n\n" + "\n\n".join(
        f"{at}\n00:0{at}.000 --> 00:0{at + 1}.000\n{line}" for at, line in enumerate(lines, 1)
    )
    assert voices(read_content(vtt.encode(), "a.vtt")) == [
        ("Ada Quill", "Is it safe?"),
        ("ben.ost", "it is safe, but it is slow."),
        ("Ada Quill", "So?"),
    ]


def test_paragraphs_of_all_makes_begin_when_their_first_cue_does() -> None:
    srt = (
        "1\n00:00:03,120 --> 00:00:06,480\nIt is slow,\n\n2\n00:00:06,500 --> 00:00:07,000\nand it is dear.\n\n"
        "3\n01:12:31,900 --> 01:12:34,000\nSo who pays for it?\n\n4\n01:12:40,000 --> 01:12:44,000\nThe county.\n"
    )
    table = "start\tend\ttext\n3120\t6480\tIt is slow,\n6500\t7000\tand it is dear.\n4351900\t4354000\tSo who pays "
    table += "for it?\n4360000\t4364000\tThe county.\n"
    sbv = (
        "0:00:03.120,0:00:06.480\nIt is slow,\n\n0:00:06.500,0:00:07.000\nand it is dear.\n\n"
        "1:12:31.900,1:12:34.000\nSo who pays for it?\n\n1:12:40.000,1:12:44.000\nThe county.\n"
    )
    ttml = (
        '<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml"><body><div>'
        '<p begin="3.12s" end="7s">It is slow, and it is dear.</p><p begin="01:12:31.900" end="01:12:34.000">So who '
        'pays for it?</p><p begin="01:12:40.000" end="01:12:44.000">The county.</p></div></body></tt>'
    )
    for name, content in (("a.srt", srt), ("a.tsv", table), ("a.sbv", sbv), ("a.ttml", ttml)):
        document = read_content(content.encode(), name).document
        told = [(one.time, document.text[one.span.start : one.span.end]) for one in document.segments]
        assert told == [
            ("00:00:03", "It is slow, and it is dear."),
            ("01:12:31", "So who pays for it?"),
            ("01:12:40", "The county."),
        ], name


def test_what_tells_no_time_begins_at_none() -> None:
    told = {"segments": [{"text": "It is slow."}, {"text": "So who pays?", "start": "soon", "end": None}]}
    document = read_content(json.dumps(told).encode(), "a.json").document
    assert {one.time for one in document.segments} == {""}
    table = "start\tend\ttext\n" + "9" * 5000 + "\t1\tIt is slow.\n100\t200\tIt is dear.\n"
    assert read_content(table.encode(), "a.tsv").document.text == "It is dear."


@pytest.mark.parametrize("kind", ["assembly", "deepgram"])
def test_utterances_of_a_machine_are_the_turns_of_their_speakers(kind: str) -> None:
    said = [
        ("A", "Is it safe?", 3.1),
        ("B", "No, it is slow.", 9.5),
        ("A", "Why is it slow?", 71.0),
        ("B", "It is old.", 75),
    ]
    if kind == "assembly":
        told = [
            {"speaker": who, "text": words, "start": int(at * 1000), "end": int(at * 1000) + 900}
            for who, words, at in said
        ]
        held: dict[str, object] = {"id": "x", "text": " ".join(words for _who, words, _at in said), "utterances": told}
    else:
        told = [{"speaker": who, "transcript": words, "start": float(at), "end": at + 0.9} for who, words, at in said]
        held = {"metadata": {}, "results": {"channels": [], "utterances": told}}
    reading = read_content(json.dumps(held).encode(), "a.json")
    assert voices(reading) == [(who, words) for who, words, _at in said]
    times = [one.time for one in reading.document.segments if one.kind is SegmentKind.TURN]
    assert times == ["00:00:03", "00:00:09", "00:01:11", "00:01:15"]


def test_the_captions_of_a_video_as_its_page_has_them_are_read() -> None:
    events = [
        {"tStartMs": 0, "dDurationMs": 9000, "id": 1},
        {"tStartMs": 3100, "dDurationMs": 2000, "segs": [{"utf8": "The ferry "}, {"utf8": "is slow."}]},
        {"tStartMs": 5200, "aAppend": 1, "segs": [{"utf8": "\n"}]},
        {"tStartMs": 9000, "dDurationMs": 2000, "segs": [{"utf8": "It is old."}]},
    ]
    reading = read_content(json.dumps({"wireMagic": "pb3", "events": events}).encode(), "a.en.json3")
    assert reading.document.text.split() == ["The", "ferry", "is", "slow.", "It", "is", "old."]
    assert next(one.time for one in reading.document.segments if one.time) == "00:00:03"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (
            "a.smi",
            "<SAMI>\n<HEAD><TITLE>Talk</TITLE><STYLE TYPE='text/css'><!-- P {margin:8pt;} --></STYLE></HEAD>\n<BODY>"
            "<SYNC Start=3100><P Class=ENCC>The ferry<br>is slow &amp; dear.\n<SYNC Start=5100><P Class=ENCC>&nbsp;\n"
            "<SYNC Start=9000><P Class=ENCC>It is old.\n</BODY>\n</SAMI>\n",
        ),
        (
            "a.lrc",
            "[ar:Isle Radio]\n[ti:Talk]\n[00:03.10]The ferry is slow & dear.\n[00:05.10]\n[00:09.00]It is old.\n",
        ),
    ],
)
def test_subtitles_of_older_programs_are_words_without_marks(name: str, content: str) -> None:
    reading = read_content(content.encode(), name)
    assert " ".join(reading.document.text.split()) == "The ferry is slow & dear. It is old."
    assert reading.format == "subtitles"
    assert next(one.time for one in reading.document.segments if one.time) == "00:00:03"


def test_captions_of_sami_youtube_and_lyrics_are_read_without_their_signs() -> None:
    sami = (
        b"<SAMI><HEAD><TITLE>Quay talk</TITLE><STYLE TYPE='text/css'><!-- P {color:white;} .EN {lang:en} --></STYLE>"
        b"</HEAD><BODY>\n<SYNC Start=1000><P Class=EN>We sail<br>at nine &amp; ten.<P Class=DE>Wir fahren um neun.\n"
        b"<SYNC Start=3000><P Class=EN>&nbsp;\n<SYNC Start=9000><P Class=EN>Nobody waits.\n</BODY></SAMI>"
    )
    tube = {
        "wireMagic": "pb3",
        "events": [
            {"tStartMs": 1000, "dDurationMs": 900, "segs": [{"utf8": "We sail "}, {"utf8": "at nine & ten."}]},
            {"tStartMs": 1900, "aAppend": 1, "segs": [{"utf8": "\n"}]},
            {"tStartMs": 9000, "dDurationMs": 900, "segs": [{"utf8": "Nobody waits."}]},
        ],
    }
    lyrics = b"[ti:Quay talk]\n[length:00:12]\n[00:09.00]Nobody waits.\n[00:01.00]We sail at nine & ten.\n"
    for name, content in (("a.smi", sami), ("a.json3", json.dumps(tube).encode()), ("a.lrc", lyrics)):
        found = read_content(content, name)
        assert found.document.text == "We sail at nine & ten.\n\nNobody waits.", name
        times = [one.time for one in found.document.segments if one.kind is SegmentKind.PARAGRAPH]
        assert times == ["00:00:01", "00:00:09"], name
    # the other language, and what a file says of itself, are told
    assert [one.words for one in read_content(sami, "a.smi").left_out] == [4]
    assert read_content(sami, "a.smi").document.facts.title == "Quay talk"
    assert sum(one.words for one in read_content(lyrics, "a.lrc").left_out) > 0
