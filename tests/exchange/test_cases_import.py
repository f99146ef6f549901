"""Each file of the cases of import comes into a project as its README says it is right.

The files belong to no project and lie beside it; ``VISAVIS_CASES`` can name their folder.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from desktop.core.values import Document, Segment, SegmentKind
from desktop.project.importing import FileResult, import_files
from desktop.store import reads
from desktop.store.database import Database

ODUYA, KELL, ALMOND, BRANDT = "Maren Oduya", "Tobias Kell", "Ruth Almond", "Ilse Brandt"
PAIR = (ODUYA, KELL, ODUYA, KELL)
TIMES = ("00:00:03", "00:00:11", "00:00:24", "00:00:29")
ASKED = ("question", "answer") * 2
GUESSED = "encoding was guessed"
MARCH, APRIL = "2025-03-14", "2025-04-02"
CABLES = "Ministry defends levy for cables"


@dataclass(frozen=True, slots=True)
class Right:
    """What is right of one document; what is None is not asked.

    Attributes:
        turns: who speaks in each turn, in order; of a turn that is nobody's its label in brackets.
        roles, times: of the turns, in order.
        words: what stands in the text, in this order and no oftener than here, and in no furniture.
        gone: what stands nowhere.
        furniture: what stands in furniture.
        nobody: what stands in no turn.
        paragraphs: how many lines of the text hold words.
        facts: fields of `Facts`, an empty one for what is not known.
        left_out: how many words were left out, by reason; all of them.
        told, untold: what the sentences say of it, and what they do not.
        doubtful: labels that may be no speaker's.
    """

    turns: tuple[str, ...] | None = ()
    roles: tuple[str, ...] | None = None
    times: tuple[str, ...] | None = None
    words: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    furniture: tuple[str, ...] = ()
    nobody: tuple[str, ...] = ()
    paragraphs: int | None = None
    facts: dict[str, str] = field(default_factory=dict)
    encoding: str | None = None
    left_out: dict[str, int] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    untold: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


def facts(title: str = "", date: str = "", author: str = "", **more: str) -> dict[str, str]:
    return {"title": title, "date": date, "author": author} | more


def speech(who: str, day: str, words: tuple[str, ...], **more: tuple[str, ...]) -> Right:
    left = {"columns of the table that are left out": 1}
    return Right((who,), words=words, facts={"date": day, "event_date": day}, left_out=left, **more)


def speeches(name: str) -> tuple[Right, ...]:
    told = (f"The columns of {name}: id: left out; date: date; speaker: speaker; text: text.",)
    return (
        speech(KELL, MARCH, ("We oppose", "cannot move."), told=told),
        speech(ALMOND, APRIL, ("The tariff pays", "coast knows it.")),
        speech(ODUYA, "2025-04-09", ('"Neither side" has', "for patience.")),
    )


def articles(
    left: tuple[int, int], words: tuple[tuple[str, ...], tuple[str, ...]], second: str = "Ministry defends levy"
) -> tuple[Right, ...]:
    """The two articles that all exports of press databases hold."""
    known = (
        facts("Coastal union rejects the grid tariff", MARCH, ODUYA, kind="news report"),
        facts(second, APRIL, BRANDT, kind="news report"),
    )
    return tuple(
        Right(words=own, facts=each, left_out={"fields of the export": count})
        for count, own, each in zip(left, words, known, strict=True)
    )


RIGHT: dict[str, Right | tuple[Right, ...]] = {
    # turns by their shape
    "focus_mixed.txt": Right(
        ("Moderator", "Participant 1", "Participant 2", "Moderator", "Participant 1", "Participant 2", "Moderator"),
        words=("Welcome.", "I oppose it", "I am for it", "And the", "is right", "is wrong", "Thank you both"),
    ),
    "uncert.txt": Right(
        (ODUYA, KELL, "[Unidentified speaker]", ODUYA, KELL), doubtful=("Unidentified speaker",),
        words=("Do you", "We oppose", "That is wrong", "And the", "It is right"),
        told=("“Unidentified speaker”",),
    ),
    "mixed_lower.txt": Right(
        (ODUYA, "t.kell@example.org") * 2, words=("Do you", "We oppose", "And the", "It is right")
    ),
    "ep.txt": Right(
        (KELL, ALMOND, "President", KELL), words=("we oppose", "tariff pays", "debate is closed", "point of order")
    ),
    "speakerN.txt": Right(
        tuple(f"[Speaker {at}]" for at in (1, 2, 1, 2, 3)), doubtful=("Speaker 1", "Speaker 2", "Speaker 3"),
        words=("Do you", "We oppose", "And the", "be doubled", "I disagree", "must come first"),
    ),
    "bracket_speaker.txt": Right(("Moderator", "Kell") * 2, words=("Do you", "We oppose", "And the", "is right")),
    "lower.txt": Right(("Interviewer", "respondent") * 2, words=("do you", "we oppose", "and the", "is right")),
    "qa.txt": Right(("[Q]", "[A]") * 2, ASKED, words=("Do you", "We oppose", "And the", "be doubled")),
    "qa_tab.txt": Right(("[Q]", "[A]") * 2, ASKED, words=("Do you", "We oppose", "And the", "is right")),
    "qa_numbered.txt": Right(("[Q1]", "[A1]", "[Q2]", "[A2]"), ASKED, words=("Do you", "We oppose", "And", "is right")),
    "assemblee.txt": Right(
        ("Présidente", KELL, ALMOND, KELL), words=("La parole", "Nous rejetons", "Le tarif paie", "C’est faux")
    ),
    "bundestag.txt": Right(
        (BRANDT, KELL, ALMOND), nobody=("(Beifall bei der SPD)", "Das stimmt doch nicht"),
        words=("Ich rufe", "Wir lehnen", "bezahlt die Kabel"),
    ),
    "zh_fullwidth.txt": Right(("主持人", "凯尔") * 2, ASKED, words=("您支持", "我们反对", "那么补贴", "应该加倍")),
    "ar.txt": Right(("المذيعة", "كيل") * 2, ASKED, words=("هل تؤيدون", "نحن نرفض", "والدعم", "أن يضاعف")),
    "el.txt": Right(
        ("Δημοσιογράφος", "Κελ") * 2, words=("Υποστηρίζετε", "αντίθετοι", "Και η επιδότηση", "είναι σωστή")
    ),
    "ko.txt": Right(("사회자", "켈") * 2, ASKED, words=("찬성하십니까", "반대합니다", "보조금은요", "옳습니다")),
    "role_dash.txt": Right(PAIR, words=("Do you", "We oppose", "And the", "It is right")),
    "two_names.txt": Right(
        ("Oduya/Brandt", "Kell & Almond") * 2, words=("Do you", "We oppose", "And the", "It is right")
    ),
    "jefferson.txt": Right(("Oduya", "Kell") * 2, words=("do you", "we oppose", "[right", "it punishes")),
    "position_paper.txt": Right(words=("Background:", "Problem:", "Demand:", "Outlook:")),
    # turns with times
    "otter.txt": Right(
        PAIR, times=TIMES, furniture=("SUMMARY KEYWORDS", "31:07", "Transcribed by"),
        words=("Thank you", "We oppose", "And the", "be doubled"),
        facts=facts("Roundtable on the Coastal Grid", MARCH),
    ),
    "teams.docx": Right(
        PAIR, times=TIMES, words=("Do you", "We oppose", "And the", "be doubled"), facts={"date": MARCH}
    ),
    "noscribe.txt": Right(
        ("S00", "S01") * 2, times=("00:00:01", "00:00:06", "00:00:17", "00:00:20"),
        words=("How do you", "We reject", "And the", "is right"),
    ),
    "f4start.txt": Right(
        ("I", "B") * 2, times=("00:00:02", "00:00:09", "00:00:21", "00:00:25"),
        words=("How do you", "We reject", "And the", "is welcome"),
    ),
    "nvivo_tab.txt": Right(PAIR, times=TIMES, words=("Do you", "We oppose", "And the", "is right")),
    "sonix.txt": Right(PAIR, times=TIMES, words=("Do you", "We oppose", "And the", "be doubled")),
    "table_transcript.docx": Right(
        PAIR, times=TIMES, words=("Do you", "We oppose", "And the", "is right"),
        left_out={"heads of a table’s columns": 3},
    ),
    "whatsapp.txt": Right(
        PAIR, times=tuple(f"{MARCH} 10:0{at}" for at in (3, 5, 6, 7)), nobody=("end-to-end encrypted",),
        words=("Do you", "We oppose", "It punishes", "And the", "It is right"), facts={"date": MARCH},
    ),
    "zoom_chat.txt": Right(
        (ODUYA, KELL, ODUYA), times=("10:02:03", "10:02:11", "10:02:24"), words=("Do you", "We oppose", "And the")
    ),
    # transcripts of machines and subtitles
    "two_voices_one_cue.vtt": Right((ODUYA, KELL, ODUYA), words=("Do you", "No, we oppose", "Why?")),
    "blank_inside.srt": Right(words=("We oppose", "punishes households", "2019", "nothing changed")),
    "youtube_auto.vtt": Right(
        words=("we oppose the tariff because", "it punishes households that", "cannot move"),
        left_out={"what captions show again": 20},
    ),
    # who speaks on is told by the next caption again
    "diar.srt": Right(
        ("[Speaker 0]", "[Speaker 1]") * 2, doubtful=("Speaker 0", "Speaker 1"),
        words=("Do you", "We oppose", "It punishes", "And the", "is right"), left_out={"what captions show again": 2},
    ),
    "whisper.json": Right(
        ("[SPEAKER_00]", "[SPEAKER_01]"), times=("00:00:03", "00:00:07"), words=("Do you", "We oppose"),
        doubtful=("SPEAKER_00", "SPEAKER_01"),
    ),
    "ttml.ttml": Right(None, words=("Do you", "We oppose"), paragraphs=2),
    "sbv.sbv": Right(words=("We oppose the tariff.", "It punishes households.")),
    "parlamint.xml": Right(
        ("Chair", "Tobias KELL", "Almond Ruth"), words=("sitting is open", "we oppose", "It punishes", "tariff pays"),
        facts={"date": MARCH, "kind": "parliamentary record"},
    ),
    # web pages
    "multi_article_equal.html": tuple(
        Right(
            words=tuple(f"Paragraph {line} of article {at}" for line in range(6)), gone=(f"article {at % 3 + 1} ",),
            facts=facts(f"Headline number {at}", f"2025-03-{13 + at}", ODUYA),
        )
        for at in (1, 2, 3)
    ),
    "links_list.html": Right(words=tuple(f"MARK{at} We demand" for at in range(5))),
    "blockquote.html": Right(words=("We oppose", "We always will", "Coastal Union")),
    "button_faq.html": Right(
        words=tuple(words for at in range(5) for words in (f"MARK{at} Do you", f"MARKA{at} No, we oppose"))
    ),
    "correction_footer.html": Right(furniture=("MARK1", "Correction:", "MARK2"), facts={"author": ""}),
    "inline_table_layout.html": Right(
        words=("Grid hearing", "If Kell says no, the chair", "says yes before noon"), facts={"title": "Grid hearing"}
    ),
    "a_unclosed.html": Right(
        words=("Coastal union rejects", "“We oppose", "The hearing goes on"), furniture=("By Maren Oduya", "14 March"),
        paragraphs=5, facts=facts("Coastal union rejects the grid tariff", MARCH, ODUYA),
    ),
    "xml.webarchive": Right(
        words=("Coastal union rejects", "“We oppose", "The hearing goes on"),
        facts={"title": "Coastal union rejects the grid tariff", "date": MARCH},
    ),
    # encodings
    "html_iso_is_1252.html": Right(words=("c’est", "— 5 €", "L’État"), encoding="cp1252", untold=(GUESSED,)),
    "html_shiftjis.html": Right(
        words=("大臣は①「料金には反対だ」と述べた。～",), encoding="cp932", untold=(GUESSED,)
    ),
    "mixed_utf8_cp1252.txt": Right(
        words=("“No aceptamos", "respondió", "“We oppose the tariff,” dijo"), gone=("\ufffd",), encoding="utf-8",
        told=(GUESSED, "2 bytes are not valid utf-8"),
    ),
    "es_utf16le_nobom.txt": Right(
        words=("El canciller", "“No aceptamos", "¿Quién paga?"), encoding="utf-16-le", told=(GUESSED,)
    ),
    "cs_latin2.txt": Right(
        words=("Ministr prohlásil", "Oduyová odpověděla", "pan Žižka"), encoding="iso8859-2", told=(GUESSED,)
    ),
    "pl_latin2.txt": Right(
        words=("Minister oświadczył", "Łucka odpowiedziała", "pan Żak, święcie"), encoding="iso8859-2", told=(GUESSED,)
    ),
    # a guessed language would be a false one: no word list has it
    "hu_long_cp1250.txt": Right(None, encoding="cp1250", told=(GUESSED,), facts={"language": ""}),
    "th_cp874.txt": Right(words=("รัฐมนตรี", "สายเคเบิล"), encoding="cp874", told=(GUESSED,)),
    "ja_932.rtf": Right(words=("大臣は「料金には反対だ」と述べた。表示能力。",)),
    "mac.rtf": Right(words=("El señor Muñoz dijo: “No”.",)),
    # documents of word processors
    "hidden_header.rtf": Right(
        words=("We oppose the tariff.", "our letter says so."), gone=("Confidential", "Page", "secretly"),
        left_out={"headers and footers": 4, "hidden words": 1},
    ),
    "fldsimple.docx": Right(words=("On 14 March 2025 the", "union of Tobias Kell said:")),
    "altchunk.docx": Right(None, words=("We oppose", "End of the minutes"), furniture=("Minutes of 14",)),
    "altchunk_only.docx": Right(words=("We oppose the tariff.",)),
    "doc2.docx": Right(words=("We oppose the tariff.",)),
    "t.epub": Right(
        words=("First speech", "We oppose", "punishes households.", "Second speech", "is right"),
        furniture=("Letter of 3 March",), facts=facts("Speeches on the grid", MARCH, KELL),
        left_out={"marks of notes": 1, "table of contents": 2},
    ),
    # PDF
    "un_row.pdf": Right(
        ("President", "Kell", "Almond", "President") * 2,
        words=("I declare open", "My country", "vote be put off", "friend of the coast", "I thank") * 2,
        left_out={"running heads and numbers of pages": 20},
        facts={"date": MARCH},
    ),
    "un2.pdf": Right(
        ("President", "Kell", "Almond", "Kell", "President"),
        words=("I declare open", "My country", "vote be put off", "pays for the", "see it again", "nine questions"),
        facts=facts("S/PV.9991 The grid tariff 14/03/2025", MARCH),
        left_out={"running heads and numbers of pages": 26},
    ),
    "scan_mixed.pdf": Right(words=("Cover letter",), told=("Pages 2–3 hold no text",)),
    "Th_ligature.pdf": Right(
        words=("\ufffde picture they paint is e\ufffdective",), told=("6 letters have no meaning in the file",)
    ),
    "liga.pdf": Right(words=("official definition", "effective", "long-term", "self-government"), gone=("longterm",)),
    "dropcap.pdf": Right(words=("We oppose the tariff",)),
    "table.pdf": Right(
        words=("Party\tPosition\tReason", "Union\tagainst\tpunishes", "Ministry\tin favour\tpays"), paragraphs=3
    ),
    # files that hold many
    "nexis_two.docx": articles((30, 28), (("“We oppose", "The hearing"), ("The tariff pays", "The hearing")), CABLES),
    "factiva.html": articles(
        (19, 16), (("“We oppose", "The hearing"), ("The tariff pays", "The ministry wants")), CABLES
    ),
    "factiva.rtf": articles((15, 11), (("“We oppose",), ("The tariff pays",))),
    "proquest.txt": articles((44, 8), (("“We oppose", "The regulator"), ("The tariff pays", "The regulator"))),
    "list.mbox": (
        Right(words=("I think",), gone=("Subject", "Message-ID"), facts=facts("The tariff", MARCH, ODUYA)),
        Right(words=("> I think", "So do I"), gone=("Subject", "To:"), facts=facts("Re: The tariff", MARCH, KELL)),
    ),
    "rss.xml": Right(
        words=("We oppose the tariff.",), gone=("<p>",), facts={"title": "Union rejects tariff", "date": MARCH}
    ),
    "speeches.csv": speeches("speeches.csv"),
    "speeches_semicolon.csv": speeches("speeches_semicolon.csv"),
    "speeches.xlsx": speeches("speeches.xlsx"),
    # dates
    "date_ru.txt": Right(facts={"title": "МИД: пресс-конференция", "date": "2024-04-26", "date_certainty": "stated"}),
    "date_ar.txt": Right(facts={"title": "النقابة ترفض التعرفة", "date": MARCH, "date_certainty": "stated"}),
    "date_updated.txt": Right(facts={"title": "Union rejects the tariff", "date": MARCH}),
}  # fmt: skip
# one paragraph twelve times
REPEATED = {"hu_long_cp1250.txt": ("díjat", "kábeleket", "háztartások", "Kőszegi úr")}


@pytest.fixture(scope="module")
def cases() -> Path:
    named = os.environ.get("VISAVIS_CASES")
    folder = Path(named) if named else Path(__file__).resolve().parents[3] / "shared" / "cases" / "import"
    if not folder.is_dir():
        pytest.skip("the cases of import are not here; VISAVIS_CASES can name their folder")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "p.visavis", create=True) as db:
        yield db


def test_each_file_of_the_cases_has_its_right_result_here(cases: Path) -> None:
    assert {one.name for one in cases.iterdir()} - {"README.md"} == set(RIGHT)


@pytest.mark.parametrize("name", RIGHT)
def test_a_case_comes_in_as_it_is_right(name: str, cases: Path, project: Database) -> None:
    right = RIGHT[name]
    results = import_files(project, [cases / name])
    documents = reads.project.documents(project)
    expected: Sequence[Right] = right if isinstance(right, tuple) else (right,)
    assert len(results) == len(documents) == len(expected)
    for result, document, one in zip(results, documents, expected, strict=True):
        assert result.imported is not None
        assert result.imported.document_id == document.id
        _compare(project, result, document, one)
    text = reads.project.text(project, documents[0].id)
    assert all(text.count(words) == 12 for words in REPEATED.get(name, ()))


def _compare(db: Database, result: FileResult, document: Document, right: Right) -> None:
    text = reads.project.text(db, document.id)
    segments = reads.project.segments(db, document.id)
    names = {one.id: one.name for one in reads.project.actors(db)}
    turns = [one for one in segments if one.kind is SegmentKind.TURN]
    if right.turns is not None:
        assert [names[one.actor_id] if one.actor_id else f"[{one.label}]" for one in turns] == list(right.turns)
    if right.roles is not None:
        assert [one.role for one in turns] == list(right.roles)
    if right.times is not None:
        assert [one.time for one in turns] == list(right.times)
    furniture = [one for one in segments if one.kind is SegmentKind.FURNITURE]
    for words in right.furniture:
        assert any(words in text[one.start : one.end] for one in furniture), words
    _stand_in_order(text, right.words, furniture)
    if right.turns is not None and len(right.turns) == len(right.words):
        # each in its own turn
        assert all(words in text[one.start : one.end] for one, words in zip(turns, right.words, strict=True))
    for words in right.nobody:
        assert not any(words in text[one.start : one.end] for one in turns)
        assert words in text
    assert not [words for words in right.gone if words in text]
    if right.paragraphs is not None:
        assert sum(bool(line.strip()) for line in text.splitlines()) == right.paragraphs
    assert {name: getattr(document.facts, name) for name in right.facts} == right.facts
    assert result.reading is not None
    if right.encoding is not None:
        assert result.reading.encoding == right.encoding
    assert {one.reason: one.words for one in result.reading.left_out} == right.left_out
    assert [one.label for one in result.doubtful] == list(right.doubtful)
    for sentence in right.told:
        assert sentence in result.message
    assert not [sentence for sentence in right.untold if sentence in result.message]


def _stand_in_order(text: str, phrases: Sequence[str], furniture: Sequence[Segment]) -> None:
    at = 0
    assert {words: text.count(words) for words in phrases} == {words: phrases.count(words) for words in phrases}
    for words in phrases:
        found = text.find(words, at)
        assert found >= 0, words
        assert not any(one.start <= found < one.end for one in furniture), words
        at = found + len(words)
