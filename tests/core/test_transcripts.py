"""Who speaks in transcripts of all makes: known by the shape of a paragraph's beginning, in whatever script."""

import re

import pytest

from desktop.analysis.attribution.quotations import after_label
from desktop.core.spans import Span
from desktop.core.structure.hints import Hints
from desktop.core.structure.structure import find_structure
from desktop.core.structure.turns import label_length
from desktop.core.values import Actor, CodedSegment, Segment, SegmentKind
from desktop.exchange.documents import read_pasted

Q, A, S = "question", "answer", "statement"


def turns(text: str) -> list[CodedSegment]:
    return [one for one in find_structure(text).segments if one.kind is SegmentKind.TURN]


def labels(text: str) -> list[str]:
    return [one.label for one in turns(text)]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        # letters, digits, brackets, addresses, and whatever is no name
        ("Pupil 4: Too dear.\nPupil 7: My sister told me.\nPupil 4: Now I know.", ["Pupil 4", "Pupil 7", "Pupil 4"]),
        ("anna_b: so what of it\njörg-k: i find it late.\nanna_b: and now?", ["anna_b", "jörg-k", "anna_b"]),
        (
            "Ada Quill: Why?\nb.ost@firm.example: Why not?\nAda Quill: So?",
            ["Ada Quill", "b.ost@firm.example", "Ada Quill"],
        ),
        ("[Host] Is it safe?\n[Ost] It is slow.\n[Host] Who pays?", ["Host", "Ost", "Host"]),
        ("Quill/Ost: Do you?\nKroll & Lund: We do.\nQuill/Ost: And now?", ["Quill/Ost", "Kroll & Lund", "Quill/Ost"]),
        (
            "Ada Quill – Host: Why?\nBen Ost – Union: So.\nAda Quill – Host: And?",
            ["Ada Quill – Host", "Ben Ost – Union", "Ada Quill – Host"],
        ),
        # of any script
        ("司会：どう思いますか。\n田中：残すべきです。\n司会：誰が払うのですか。", ["司会", "田中", "司会"]),
        ("主持人：谁付钱？\n李：县里。\n主持人：真的？", ["主持人", "李", "主持人"]),
        ("사회자: 찬성합니까?\n김: 반대합니다.\n사회자: 왜요?", ["사회자", "김", "사회자"]),
        ("المذيعة: هل تؤيد؟\nكامل: نحن نرفض.\nالمذيعة: لماذا؟", ["المذيعة", "كامل", "المذيعة"]),
        ("מנחה: מי ישלם?\nלוי: המחוז.\nמנחה: באמת?", ["מנחה", "לוי", "מנחה"]),
        (
            "Δημοσιογράφος: Συμφωνείτε;\nΚελ: Όχι, καθόλου.\nΔημοσιογράφος: Γιατί;",
            ["Δημοσιογράφος", "Κελ", "Δημοσιογράφος"],
        ),
        ("Ведущая: Вы за?\nОрлов: Да, конечно.\nВедущая: Кто платит?", ["Ведущая", "Орлов", "Ведущая"]),
        # records of parliaments
        (
            "The Chairwoman. Order. Mr. Vane.\n\nMr. Vane. It sinks.\n\nMs. Tully. No.\n\nMr. Vane. It does.",
            ["The Chairwoman", "Mr. Vane", "Ms. Tully", "Mr. Vane"],
        ),
        (
            "Mme la présidente. La parole est à M. Ost.\n\nM. Ben Ost. Non.\n\n"
            "Mme Ada Quill, ministre de la mer. Si.\n\nM. Ben Ost. Non !",
            ["Mme la présidente", "M. Ben Ost", "Mme Ada Quill, ministre de la mer", "M. Ben Ost"],
        ),
        (
            "Ben Ost (S&D). – No.\n\nAda Quill (PPE). – Yes.\n\nBen Ost, on behalf of the Group. – No.",
            ["Ben Ost (S&D)", "Ada Quill (PPE)", "Ben Ost, on behalf of the Group"],
        ),
        (
            "Präsidentin Ada Quill:\nBitte, Ben Ost.\n\nBen Ost (SPD):\nNein, danke.\n\nUte Lund (FDP):\nJa, gern.",
            ["Präsidentin Ada Quill", "Ben Ost (SPD)", "Ute Lund (FDP)"],
        ),
        (
            "PRESIDENTE. Prego.\n\nMARIO ROSSI (PD). Signor Presidente, no.\n\nPRESIDENTE. Grazie.",
            ["PRESIDENTE", "MARIO ROSSI (PD)", "PRESIDENTE"],
        ),
        (
            "O SR. PRESIDENTE (Rui Costa) – Tem a palavra.\n\nO SR. JOÃO SILVA (PT) – Não.\n\n"
            "O SR. PRESIDENTE (Rui Costa) – Bem.",
            ["O SR. PRESIDENTE (Rui Costa)", "O SR. JOÃO SILVA (PT)", "O SR. PRESIDENTE (Rui Costa)"],
        ),
        ("记者:你支持吗?\n李明:我反对,因为太贵。\n记者:为什么?", ["记者", "李明", "记者"]),
        ("ผู้สื่อข่าว: คุณเห็นด้วยไหม\nสมชาย: ไม่เห็นด้วยเลย\nผู้สื่อข่าว: ทำไม", ["ผู้สื่อข่าว", "สมชาย", "ผู้สื่อข่าว"]),
        ("○議長　開きます。\n\n○田中君　反対です。\n\n○議長　ありがとう。", ["議長", "田中君", "議長"]),
        ('היו"ר לוי:\nבבקשה.\n\nכהן:\nאנחנו נגד.\n\nהיו"ר לוי:\nתודה.', ['היו"ר לוי', "כהן", 'היו"ר לוי']),
        (
            "De voorzitter:\nHet woord is aan de heer Vos.\n\nDe heer Vos:\nTegen.\n\nMevrouw Bakker:\nVoor.\n\n"
            "De voorzitter:\nDank u.",
            ["De voorzitter", "De heer Vos", "Mevrouw Bakker", "De voorzitter"],
        ),
        # machines and their time stamps
        (
            "00:04 | Ada Quill | Is it safe?\n00:09 | Ben Ost | It is slow.\n00:20 | Ada Quill | So?",
            ["Ada Quill", "Ben Ost", "Ada Quill"],
        ),
        (
            "Ada Quill  00:03\nIs it safe?\n\nBen Ost  00:11\nIt is slow.\n\nAda Quill  1:02:24\nSo?",
            ["Ada Quill", "Ben Ost", "Ada Quill"],
        ),
        (
            "[00:00:04] Ada Quill\nIs it safe?\n\n[00:00:09] Ben Ost\nIt is slow.\n\n[00:00:20] Ada Quill\nSo?",
            ["Ada Quill", "Ben Ost", "Ada Quill"],
        ),
        ("Ada: [00:00:04] Is it?\n\nBen: [00:00:09] It is.\n\nAda: [00:00:20] So?", ["Ada", "Ben", "Ada"]),
        ("[00:00:01] S00: Is it safe?\n[00:00:06] S01: It is.\n[00:00:17] S00: So?", ["S00", "S01", "S00"]),
        ("#00:00:02-1# I: Is it safe?\n#00:00:09-4# B: It is.\n#00:00:21-7# I: So?", ["I", "B", "I"]),
        (
            "00:00:03\tAda Quill\tIs it safe?\n00:00:11\tBen Ost\tIt is.\n00:00:24\tAda Quill\tSo?",
            ["Ada Quill", "Ben Ost", "Ada Quill"],
        ),
        (
            "Ada Quill [00:00:03]  Is it safe?\n\nBen Ost [00:00:11]  It is.\n\nAda Quill [00:00:24]  So?",
            ["Ada Quill", "Ben Ost", "Ada Quill"],
        ),
        (
            "Time\nSpeaker\nText\n00:03\nAda Quill\nIs it safe?\n00:11\nBen Ost\nIt is.\n00:24\nAda Quill\nSo?",
            ["Ada Quill", "Ben Ost", "Ada Quill"],
        ),
        (
            "Pupil 3: 00:00:01\n\nIs it safe?\n\nPupil 1: 00:00:09\n\nIt is.\n\nPupil 3: 00:00:20\n\nSo?",
            ["Pupil 3", "Pupil 1", "Pupil 3"],
        ),
        (
            "14/03/2025, 10:02 - It is encrypted.\n14/03/2025, 10:03 - Ada Quill: Do you think that it is safe?\n"
            "14/03/2025, 10:05 - Ben Ost: It is slow.\nAnd dear.\n14/03/2025, 10:06 - Ada Quill: And who pays for it?",
            ["Ada Quill", "Ben Ost", "Ada Quill"],
        ),
        (
            "10:02:03 From  Ada Quill  to  Everyone:\n\tIs it safe?\n10:02:11 From  Ben Ost  to  Everyone:\n\tIt is.\n"
            "10:02:24 From  Ada Quill  to  Everyone:\n\tSo?",
            ["From  Ada Quill  to  Everyone", "From  Ben Ost  to  Everyone", "From  Ada Quill  to  Everyone"],
        ),
        (
            "01  Quill:  is it sa↑fe (0.3) now?\n02  Ost:    it is [slow\n"
            "03  Quill:         [right\n04  Ost:    it costs a:: lot",
            ["Quill", "Ost", "Quill", "Ost"],
        ),
    ],
)
def test_a_head_whose_shape_recurs_names_who_speaks(text: str, speakers: list[str]) -> None:
    assert labels(text) == speakers
    found = turns(text)
    # who has one name is one person
    assert [one.speaker == found[0].speaker for one in found] == [
        one.split("(")[0].split(",")[0].strip() == speakers[0].split("(")[0].split(",")[0].strip() for one in speakers
    ]
    assert all(one.speaker for one in found)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Q. Is it safe?\nA. It is.\nQ. Who pays?\nA. The county.", [Q, A, Q, A]),
        ("(Q) Is it safe?\n\n(A) It is.\n\n(Q) Who pays?\n\n(A) The county.", [Q, A, Q, A]),
        ("Q\tIs it safe?\nA\tIt is.\nQ\tWho pays?\nA\tThe county.", [Q, A, Q, A]),
        ("Q1: Is it safe?\nA1: It is.\nQ2: Who pays?\nA2: The county.", [Q, A, Q, A]),
        ("Frage 1: Ist sie sicher?\nAntwort 1: Ja.\nFrage 2: Wer zahlt?\nAntwort 2: Der Kreis.", [Q, A, Q, A]),
        (
            "THE CHAIR: Good morning.\n\nQ Sir, is it safe?\n\nMS. TULLY: It is.\n\nQ Who pays?\n\nMS. TULLY: We do.",
            [S, Q, A, Q, A],
        ),
        ("1. Is it safe?\nIt is.\n\n2. Who pays?\nThe county, as before.", [Q, A, Q, A]),
        (
            "#00:04-0#\nI: Is it safe? #00:07-5#\nP1: It is slow. #00:15-2#\nI: Who pays? #00:18-0#\nP1: The county.",
            [Q, A, Q, A],
        ),
    ],
)
def test_questions_and_answers_are_known_by_their_letters_and_numbers(text: str, roles: list[str]) -> None:
    found = turns(text)
    assert [one.role for one in found] == roles
    assert len({one.speaker for one in found if one.role == Q}) == 1
    assert len({one.speaker for one in found if one.role == A}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Position of the union\n\nBackground: The regulator will look at it again soon.\n\n"
        "Problem: The toll punishes all.\n\nDemand: The toll must go.",
        "Costs: It costs four million a year.\n\nBenefits: It carries many people.\n\nRisks: The deck is old.",
        "Title: The ferry stays\nByline: Ada Quill\nLength: 412 words\nEnergy: It runs on oil, and that must change.\n"
        "Body: The county said on Friday that it stays.",
        "Byline: Ada Quill\nLength: 412 words\nLoad-Date: March 14\nThe ferry stays, the county said on Friday.\n"
        "Byline: Ben Ost\nLength: 300 words\nLoad-Date: March 15\nThe ferry goes, the county said on Monday.",
        "Present: Ada Quill, Ben Ost\nItem 1: The ferry\nThe committee noted it.\nItem 2: The bridge\nIt can wait.",
        "10:00 Opening\nThe mayor speaks.\n10:30 Coffee\nIn the hall.\n11:00 The ferry\nA talk.",
        "The otter is back. The mayor put it plainly: it never left.\nBackground: They were gone for forty years.\n"
        "Outlook: The council will meet in May.\nBackground: More on this in our series.",
        "Slides (PDF): https://a.example/1\nVideo Talk: https://a.example/2\nSlides (PDF): www.example.org",
        "A. The ferry stays.\nB. The bridge waits.\nC. The road is closed.",
        "1. The ferry stays.\nThat is fine.\n2. The bridge waits.\nThat is not.",
    ],
)
def test_fields_headings_and_lists_are_no_speakers(text: str) -> None:
    assert labels(text) == []


def test_bold_beginnings_that_all_differ_head_their_paragraphs() -> None:
    names = ("Single Boats", "Whole Fleets", "Old Decks", "New Bridges")
    text = "\n".join(f"{name}: It should be so, and no other way." for name in names)
    starts = [text.index(name) for name in names]
    bold = tuple(Span(at, at + len(name)) for at, name in zip(starts, names, strict=True))
    prose = "\nAnd this is prose without a name before it, as there is more of it.\n" * 5
    found = find_structure(text + prose, (), Hints(bold=bold)).segments
    assert [one.label for one in found if one.kind is SegmentKind.TURN] == []


def test_a_head_that_comes_but_once_ends_the_turn_before_it_and_is_nobodys() -> None:
    text = "Ada Quill: Is it?\nBen Ost (?): It is slow.\nUnidentified speaker: Not so!\nAda Quill: So?\nBen Ost: Yes."
    found = turns(text)
    assert read_pasted(text).doubtful == ("Unidentified speaker",)
    assert labels(text) == ["Ada Quill", "Ben Ost (?)", "Unidentified speaker", "Ada Quill", "Ben Ost"]
    assert [one.speaker for one in found] == ["ada-quill", "ben-ost", "", "ada-quill", "ben-ost"]
    assert [one.key for one in find_structure(text).new_actors] == ["ada-quill", "ben-ost"]


def test_bold_names_alone_are_one_shape_with_what_their_offices_are() -> None:
    heads = ("The Speaker", "Ada Quill (Minister of Fares)", "Ben Ost (Delta North)", "Ada Quill", "The Speaker")
    text, bold = "", []
    for head in heads:
        bold.append(Span(len(text), len(text) + len(head)))
        text += f"{head}\n\nIt was never so dear as it is now, and it sinks.\n\n"
    found = find_structure(text, (), Hints(bold=tuple(bold), lines=True)).segments
    spoken = [one for one in found if one.kind is SegmentKind.TURN]
    assert [one.label for one in spoken] == list(heads)
    assert [one.speaker for one in spoken] == ["speaker", "ada-quill", "ben-ost", "ada-quill", "speaker"]


def test_what_is_told_between_turns_is_nobodys() -> None:
    text = (
        "Ben Ost (SPD):\nWir lehnen das ab. Es trifft die Falschen.\n\n(Beifall bei der SPD)\n\n"
        "(Ute Lund [FDP]: Das stimmt nicht!)\n\nUte Lund (FDP):\nDoch, es stimmt."
    )
    assert [text[one.span.start : one.span.end].split("\n")[-1] for one in turns(text)] == [
        "Wir lehnen das ab. Es trifft die Falschen.",
        "Doch, es stimmt.",
    ]


@pytest.mark.parametrize(
    ("line", "label", "rest"),
    [
        ("[00:00:01] S00: Is it safe?", "S00", "Is it safe?"),
        ("Ada: [00:00:04] Is it?", "Ada", "Is it?"),
        ("#00:00:02-1# I: Is it safe?", "I", "Is it safe?"),
        ("00:00:03\tAda Quill\tIs it safe?", "Ada Quill", "Is it safe?"),
        ("14/03/2025, 10:03 - Ada Quill: Is it?", "Ada Quill", "Is it?"),
        ("Ada Quill  00:03", "Ada Quill", ""),
        ("01  Quill:  is it?", "Quill", "is it?"),
        ("司会：どう思いますか。", "司会", "どう思いますか。"),
    ],
)
def test_a_time_stamp_is_no_word_of_a_turn(line: str, label: str, rest: str) -> None:
    assert line[label_length(line, label) :].lstrip() == rest


def test_what_is_said_is_traced_without_the_time_it_was_said() -> None:
    text = "[00:00:01] S00: Is it safe?\n[00:00:06] S01: It is slow.\n[00:00:17] S00: So?"
    segments = [Segment(1, 1, one.kind, one.span.start, one.span.end, label=one.label) for one in turns(text)]
    assert [text[after_label(text, one) : one.end] for one in segments] == ["Is it safe?", "It is slow.", "So?"]


def test_a_sentence_with_a_colon_is_no_speaker_where_names_are_bold() -> None:
    text = "\n".join(
        [
            "Ms. Quill: The ferry goes at nine, as it always did.",
            "My question is: who pays for it?",
            "Mr. Ost: The county pays for it, as it always did.",
            "Again: it is too dear.",
            "Ms. Quill: It is not.",
            "Le Président: Order.",
            "Mr. Ost: It is.",
        ]
    )
    names = list(re.finditer(r"(?m)^(?:Ms\. Quill|Mr\. Ost|Le Président):", text))
    hints = Hints(bold=tuple(Span(*found.span()) for found in names))
    found = [one.label for one in find_structure(text, (), hints).segments if one.kind is SegmentKind.TURN]
    assert found == ["Ms. Quill", "Mr. Ost", "Ms. Quill", "Le Président", "Mr. Ost"]


@pytest.mark.parametrize(
    "text",
    [
        "ADA QUILL: The ferry goes at nine.\n\nWhat a day it was\n\nIt came late, and nobody knew why that was so.\n\n"
        "BEN OST: It sank.\n\nADA QUILL: It did not.",
        "ADA QUILL: The ferry goes at nine, and nobody on this side of the bay knows why it does.\n\n"
        "It will never be late again.",
        "The ferry goes at nine, as it always did, and those who wait for it know why it does. "
        + "It was never late on any day of the year. " * 6
        + "\n\nAnd we will end it\n\nIt will never be late again, whatever the county says of it.",
    ],
)
def test_what_is_said_is_no_title(text: str) -> None:
    assert read_pasted(text, "Ferry, 14 March.txt").document.facts.title == "Ferry, 14 March"


def test_a_sentence_with_a_colon_is_no_speaker_where_names_are_in_capitals() -> None:
    said = "It is as it always was, and nobody knows why."
    text = "\n".join(
        f"{name}: {said}"
        for name in ("ADA QUILL", "BEN OST", "ADA QUILL", "Listen", "BEN OST", "ADA QUILL", "BEN OST", "Una Vik")
    )
    more = "\n".join(f"{name}: {said}" for name in ("ADA QUILL", "BEN OST") * 6)
    assert labels(f"{text}\n{more}")[2:7] == ["ADA QUILL", "BEN OST", "ADA QUILL", "BEN OST", "Una Vik"]


def test_a_son_is_not_his_father() -> None:
    text = "BEN OST: Why?\nBEN OST, JR.: So.\nADA QUILL: Oh.\nBEN OST, JR.: So.\nBEN OST: Why?\nBen Ost, mayor: So."
    found = turns(text)
    assert [one.label for one in found][:2] == ["BEN OST", "BEN OST, JR."]
    assert len({one.speaker for one in found}) == 3
    assert [one.name for one in find_structure(text).new_actors] == ["Ben Ost", "Ben Ost Jr.", "Ada Quill"]


def test_the_points_of_a_list_are_no_voices() -> None:
    text = (
        "Ms. Quill: It has three parts:\n\n—the ferry, which goes;\n\n—The bridge; and\n\n—“The road.”\n\n"
        "That is all.\n\nMr. Ost: Thank you.\n\nMs. Quill: Not at all.\n\n— Who was that?\n\n— Nobody knew it."
    )
    assert labels(text) == ["Ms. Quill", "Mr. Ost", "Ms. Quill", "", ""]


@pytest.mark.parametrize("dash", ["–", "—", "-", "−"])
def test_names_with_an_office_or_a_group_before_a_dash_speak_each_once(dash: str) -> None:
    lines = [
        "Index of the sitting",
        f"Madam President {dash} The next item is the report on fares.",
        f"Ada Quill, rapporteur. {dash} We raised the fares in winter, and nobody has paid them since.",
        "The crews told me so in Haven.",
        f"Ben Ost, Member of the Commission. {dash} The fares were raised by nobody but the board.",
        f"Cy Dorn (Greens). {dash} Nobody asked the crews, who pay for it in the end.",
        "They will not come back, and neither will I.",
        f"Madam President {dash} The debate is closed.",
    ]
    found = find_structure("\n\n".join(lines))
    keys = {actor.key: actor.name for actor in found.new_actors}
    spoken = [one for one in found.segments if one.kind is SegmentKind.TURN]
    assert [keys[one.speaker] for one in spoken] == ["President", "Ada Quill", "Ben Ost", "Cy Dorn", "President"]
    assert found.doubtful == ()


def test_a_list_of_people_with_offices_before_a_dash_is_no_talk() -> None:
    people = ["Ada Quill, rapporteur. – Isle Union", "Ben Ost, clerk. – Haven", "Cy Dorn (Greens). – Upper Delta"]
    assert (
        labels("\n\n".join([*people, "The board met on Monday behind closed doors.", "It left by the back door."]))
        == []
    )


@pytest.mark.parametrize(
    ("title", "speakers"),
    [
        ("Ferries: who pays?", ("Ada Quill", "Ben Ost")),
        ("Ferries: who pays?", ("Ada", "Ben")),
        ("Fähren: Wer zahlt?", ("Frage", "Ost")),
        ("Fähren: Wer zahlt?", ("ADA QUILL", "BEN OST")),
        ("Islands: A Question of Money!", ("Ada", "Ben")),
        ("渡船：谁来付钱？", ("Ada Quill", "Ben Ost")),
    ],
)
def test_a_title_with_a_colon_after_its_first_word_is_nobodys(title: str, speakers: tuple[str, str]) -> None:
    first, second = speakers
    text = (
        f"{title}\n\n{first}: Is it safe?\n\n{second}: It is slow, and it is dear.\n\n{first}: Why is it slow?\n\n"
        f"{second}: It is old."
    )
    found = find_structure(text)
    assert [one.label for one in found.segments if one.kind is SegmentKind.TURN] == [*speakers, *speakers]
    assert found.title == title


@pytest.mark.parametrize("first", ["Cora: Who pays?", "Host: Who pays?", "Cora Lund: Who pays for them?"])
def test_who_asks_first_and_only_once_is_a_speaker(first: str) -> None:
    others = ("Ben Ost", "Ada Quill") if " " in first.partition(":")[0] else ("Ben", "Ada")
    text = f"{first}\n\n" + "\n\n".join(f"{others[at % 2]}: Nobody pays for that." for at in range(5))
    labels = [one.label for one in find_structure(text).segments if one.kind is SegmentKind.TURN]
    assert labels[0] == first.partition(":")[0]


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (("Berg, Anna", "Ost, Ben"), ("Anna Berg", "Ben Ost")),
        (("von Berg, Anna-Lena", "Ost, Ben K."), ("Anna-Lena von Berg", "Ben K. Ost")),
        (("BERG, Anna", "OST, Ben"), ("Anna Berg", "Ben Ost")),
        (("Berg, Anna (SPD)", "Ost, Ben (CDU)"), ("Anna Berg", "Ben Ost")),
    ],
)
def test_a_label_may_have_the_familys_name_first(labels: tuple[str, str], names: tuple[str, str]) -> None:
    text = "\n\n".join(f"{label}: Das ist so, und es bleibt so." for label in labels * 2)
    assert [one.name for one in find_structure(text).new_actors] == [*names]


def test_what_stands_behind_a_name_may_be_a_group_or_a_place() -> None:
    turns = "Berg, Greens: We of the Greens say no.\n\nOst, Labour: We do not.\n\n"
    assert [one.name for one in find_structure(turns * 2).new_actors] == ["Berg", "Ost"]
    same = "Berg, Greens: We say no.\n\nOst, Greens: We do not.\n\n"
    assert [one.name for one in find_structure(same * 2).new_actors] == ["Berg", "Ost"]
    office = "Berg, Minister: We say no.\n\nOst, Chair: We do not.\n\n"
    assert {"Minister Berg", "Chair Ost"}.isdisjoint(one.name for one in find_structure(office * 2).new_actors)
    shouted = "Berg, SPD: We say no.\n\nOst, CDU: We do not.\n\n"
    assert [one.name for one in find_structure(shouted * 2).new_actors] == ["Berg", "Ost"]


def test_a_single_guest_has_the_familys_name_first_where_the_text_or_the_codebook_knows_better() -> None:
    turns = "Interviewer: Warum?\n\nBerg, Anna: Sie ist alt. Und teuer.\n\n"
    assert [one.name for one in find_structure(turns * 2).new_actors][1:] == ["Berg"]
    spoke = f"Anna Berg fährt seit zehn Jahren mit der Fähre.\n\n{turns * 2}"
    assert [one.name for one in find_structure(spoke).new_actors][1:] == ["Anna Berg"]
    known = [Actor("anna", "Anna Berg")]
    assert "anna" in {one.speaker for one in find_structure(turns * 2, known).segments}
