"""Who speaks in the records of parliaments, courts and the United Nations, old and new, in files of their layouts.

All names and words are invented; a file's turns are told by how their labels begin.
"""

from pathlib import Path

import pytest

from desktop.core.values import CodedSegment, SegmentKind
from desktop.exchange.documents import read_content, read_document, read_pasted

DATA = Path(__file__).parents[1] / "data" / "records"
SPEAKERS = {
    "hansard_1871": [
        "MR. QUILL",
        "MR. ALMOND",
        "SIR JOHN DORN",
        "THE CHANCELLOR OF THE EXCHEQUER",
        "COLONEL BRANDT",
        "MR. SPEAKER",
        "LORD ROBERT KELL",
    ],
    "hansard_lords_1885": [
        "THE EARL OF NORTHCOAST",
        "THE EARL OF DORN",
        "VISCOUNT ALMOND",
        "THE MARQUESS OF KELL",
        "LORD BRANDT",
        "THE LORD CHANCELLOR",
        "THE EARL OF DORN",
    ],
    "hansard_1932": [
        "Mr. QUILL",
        "The MINISTER of LABOUR (Sir Henry Dorn)",
        "Mr. QUILL",
        "Sir H. DORN",
        "Viscountess ALMOND",
        "Lieut.-Commander KELL",
        "Sir H. DORN",
        "HON. MEMBERS",
        "Mr. SPEAKER",
    ],
    "hansard_1965": [
        "Mr. Quill",
        "The Minister of Power (Mr. Frederick Dorn)",
        "Mr. Quill",
        "Mr. Dorn",
        "Sir K. Almond",
        "Mr. Dorn",
        "Mr. Speaker",
    ],
    "hansard_today": [
        "Ada Quill (Northcoast) (Lab)",
        "Ruth Almond (Southmoor) (Con)",
        "Ada Quill",
        "Ruth Almond",
        "Ada Quill",
        "Madam Deputy Speaker (Judith Locke)",
        "The Minister for Energy (Tobias Kell)",
        "Madam Deputy Speaker",
    ],
    "un_summary": [
        "Mr. Kell (Special Rapporteur",
        "Ms. Almond (Southmoor)",
        "Mr. Dorn (Baoland)",
        "Ms. Brandt (Observer",
        "Mr. Kell (Special Rapporteur",
        "The Chair",
        "Ms. Locke (Secretary",
        "Mr. Dorn (Baoland)",
    ],
    "un_summary_plain": [
        "Mr. KELL (Baoland)",
        "Mrs. ALMOND (Southmoor)",
        "The CHAIRMAN",
        "Mr. KELL (Baoland)",
        "Mr. SY (Ostria)",
    ],
    "us_hearing": [
        "The Chairman",
        "Senator Almond",
        "The Chairman",
        "Mr. Kell",
        "The Chairman",
        "Mr. Kell",
        "The Chairman",
        "Mr. Kell",
        "Senator Almond",
        "Dr. Dorn",
        "Senator von Brandt",
        "The Chairman",
    ],
    "congressional_record": [
        "The SPEAKER pro tempore",
        "Mr. KELL",
        "Ms. QUILL of Southmoor",
        "Mr. KELL",
        "Mr. DORN",
        "Mr. KELL",
        "The SPEAKER pro tempore",
    ],
    "cortes": [
        "La señora PRESIDENTA",
        "El señor KELL RUIZ",
        "La señora PRESIDENTA",
        "La señora MINISTRA",
        "El señor DE LA FUENTE DORN",
        "El señor VICEPRESIDENTE",
        "La señora QUILL I SERRA",
    ],
    "camera_it": ["PRESIDENTE", "TOBIAS KELL (PD-IDP)", "PRESIDENTE", "RUTH ALMOND", "ADA QUILL (M5S)", "PRESIDENTE"],
    "duma": [
        "Председательствующий",
        "Миндалёва Р. П.",
        "Председательствующий",
        "Дорнов Э. А.",
        "Миндалёва Р. П.",
        "Из зала",
        "Председательствующий",
    ],
    "riksdag": ["TOBIAS KELL", "RUTH ALMOND", "TOBIAS KELL", "Statsrådet ADA QUILL", "TALMANNEN"],
    "scots": [
        "The Presiding Officer (Judith Locke)",
        "The Cabinet Secretary for Energy (Ada Quill)",
        "Ruth Almond (Southmoor)",
        "Ada Quill",
        "Ruth Almond",
        "Ada Quill",
        "The Presiding Officer",
    ],
    "assemblee": [
        "Mme la présidente",
        "Mme la présidente",
        "M. Tobias Kell",
        "Mme la présidente",
        "Mme Ruth Almond, ministre de l’énergie",
        "M. Éric d’Orn",
        "Mme Ruth Almond, ministre",
        "M. le président de la commission",
        "Plusieurs députés du groupe SOC",
        "M. Tobias Kell",
    ],
    "canada": [
        "Mr. Tobias Kell (Northcoast",
        "Hon. Ruth Almond",
        "Mme Éva Dorn",
        "The Speaker",
        "Some hon. members",
        "The Deputy Speaker",
        "Mr. Tobias Kell",
    ],
    "bundestag": [
        "Präsidentin Ilse Brandt",
        "Tobias Kell (SPD)",
        "Dr. Ruth Almond (CDU/CSU)",
        "Ada Quill, Bundesministerin",
        "Vizepräsident Wolfgang Dorn",
        "Ada Quill, Bundesministerin",
        "Karl von der Heide",
        "Vizepräsident Wolfgang Dorn",
    ],
    "ep": [
        "President",
        "Ruth Almond, Member of the Commission",
        "Tobias Kell, im Namen",
        "Éric Dorn, au nom",
        "Anna Brandt (Renew)",
        "Ada Quill (The Left)",
        "Anna Brandt (Renew)",
        "Karol Wąs (ECR)",
        "Der Präsident",
        "Maria Ferro (S&D)",
        "Janis Kalns (PPE)",
    ],
    "white_house": [
        "MS. QUILL",
        "Q",
        "MS. QUILL",
        "Q",
        "MS. QUILL",
        "Q",
        "MS. QUILL",
        "DIRECTOR KELL",
        "Q",
        "MS. QUILL",
    ],
    "camara_br": [
        "O SR. PRESIDENTE",
        "A SRA. ANA PRADO",
        "O SR. PRESIDENTE",
        "O SR. RUI MELO",
        "A SRA. ANA PRADO",
        "O SR. PRESIDENTE",
    ],
    "australia": [
        "Mr KELL (Northcoast",
        "Ms ALMOND (Southmoor)",
        "The DEPUTY SPEAKER",
        "Ms ALMOND",
        "Dr DORN",
        "The SPEAKER",
    ],
}


def turns(name: str) -> list[tuple[CodedSegment, str]]:
    document = read_document(DATA / f"{name}.txt").document
    found = [one for one in document.segments if one.kind is SegmentKind.TURN]
    return [(one, document.text[one.span.start : one.span.end]) for one in found]


@pytest.mark.parametrize("name", SPEAKERS)
def test_each_turn_of_a_record_has_who_speaks(name: str) -> None:
    labels = [one.label for one, _ in turns(name)]
    assert len(labels) == len(SPEAKERS[name]), labels
    wrong = [(want, label) for want, label in zip(SPEAKERS[name], labels, strict=True) if not label.startswith(want)]
    assert wrong == []


def test_what_is_told_of_a_speaker_belongs_to_their_turn_until_the_next_is_told() -> None:
    found = turns("un_summary")
    assert "412 letters" in found[0][1]
    assert found[0][0].speaker == found[4][0].speaker == "kell"
    assert "was adopted" not in found[6][1] + found[7][1]


def test_paragraphs_of_a_wrapped_hearing_are_told_by_their_indent() -> None:
    found = turns("us_hearing")
    assert found[3][1].startswith("Mr. Kell. Chairman Quill, Ranking Member Almond, thank you for the\ninvitation.")
    assert found[10][1] == "Senator von Brandt. I would like to follow up on that."


def test_news_that_tell_what_was_said_are_no_record() -> None:

    text = (
        "Ports to pay for cables\n\nMr. Quill said the tariff fell on households that could not move.\n\n"
        "Ms. Almond said it paid for the cables, and that the coast would be dark.\n\n"
        "Mr. Quill said that was no answer, and left the hall.\n\nMs. Almond said he would come back.\n"
    )
    assert [one for one in read_pasted(text).document.segments if one.kind is SegmentKind.TURN] == []


def words(text: str) -> list[str]:
    document = read_pasted(text).document
    return [document.text[one.span.start : one.span.end] for one in document.segments if one.kind is SegmentKind.TURN]


def test_what_pages_put_between_turns_is_nobodys() -> None:
    text = (
        "Council of the Bay\nOfficial record, sitting of Friday, 14 March 2025\n\n"
        "The President: The ferry goes.\n\nOfficial record    14 March 2025    Page 2\n\n25-31420 (E)\n\n"
        "Mr. Ost: It does not.\n\nColumn 871\n\nMs. Quill: It does, and it always did.\n\nOR: BAY-10-PL-211\n\n"
        "It goes at nine.\n\nThe President: Order."
    )
    assert words(text) == [
        "The President: The ferry goes.",
        "Mr. Ost: It does not.",
        "Ms. Quill: It does, and it always did.\n\nOR: BAY-10-PL-211\n\nIt goes at nine.",
        "The President: Order.",
    ]
    kinds = {text[one.span.start : one.span.end]: one.kind for one in read_pasted(text).document.segments}
    assert kinds["OR: BAY-10-PL-211"] is kinds["Column 871"] is SegmentKind.FURNITURE


def test_who_holds_an_office_is_the_speaker_and_an_office_stays_whole() -> None:
    text = (
        "1. Ada Quill (Northcoast) (Lab): Who pays?\n\nThe Minister for Energy (Tobias Kell): The ports.\n\n"
        "Ada Quill: When?\n\nTobias Kell: Soon.\n\nThe Chancellor of the Exchequer: Never.\n\nMr Speaker: Order."
    )
    document = read_pasted(text).document
    names = {one.key: one.name for one in document.new_actors}
    assert [names.get(one.speaker) for one in document.segments if one.kind is SegmentKind.TURN] == [
        "Ada Quill",
        "Tobias Kell",
        "Ada Quill",
        "Tobias Kell",
        "Chancellor of the Exchequer",
        "Speaker",
    ]


def test_the_day_a_meeting_was_held_is_its_date() -> None:
    document = read_document(DATA / "un_summary.txt").document
    assert (document.facts.date, document.facts.event_date) == ("2024-11-14", "2024-11-14")


def test_what_asks_before_many_blanks_is_no_part_of_a_name() -> None:
    text = "MS. QUILL:  Good day.\nQ    Energy: who pays?\nMS. QUILL:  The ports.\nQ    Why?\nMS. QUILL:  Ask them."
    assert words(text)[1::2] == ["Q    Energy: who pays?", "Q    Why?"]
    assert [one.label for one in read_pasted(text).document.segments if one.kind is SegmentKind.TURN][1] == "Q"


def test_the_paragraphs_of_a_wrapped_text_are_told_by_first_lines_that_stand_in() -> None:
    line = "that it goes at nine, as it always did, and that nobody on this side"
    text = "\n".join(
        [
            f"    Mr. Kell. I say again, as I have said for many a long year\n{line}\nof it knows why.",
            *[
                f"    {name} I say again, as I have said it for many a long year now\n{line}\nof it knows why."
                for name in ("Ms. Quill.", "Mr. Kell.", "Ms. Quill.")
            ],
        ]
    )
    assert [one.count("\n") for one in words(text)] == [2, 2, 2, 2]
    assert len([one for one in read_pasted(text).document.segments if one.kind is SegmentKind.PARAGRAPH]) == 4


def test_speeches_that_are_counted_and_what_is_told_below_them() -> None:
    text = (
        "Anf. 1 Ada Quill (S):\nIt goes at nine.\n\n"
        "Anf. 2 Ben Ost (M):\nIt does not.\n\nAnf. 3 Ada Quill (S):\nIt does, and always did.\n\n"
        "Anf. 4 Ben Ost (M):\nNever.\n\nThe House then adjourned till Monday.\n"
    )
    found = words(text)
    assert [one.splitlines()[-1] for one in found] == [
        "It goes at nine.",
        "It does not.",
        "It does, and always did.",
        "Never.",
    ]
    names = [one.name for one in read_pasted(text).document.new_actors]
    assert names == ["Ada Quill", "Ben Ost"]
    for told in ("De beraadslaging wordt gesloten.", "La seduta termina alle 19,20.", "The clerk called the roll."):
        assert words(f"ADA QUILL: No.\n\nBEN OST: Yes.\n\nADA QUILL: No.\n\n{told}")[-1] == "ADA QUILL: No."


def _page(number: int, lines: list[str]) -> str:
    numbered = "\n".join(f"{at:>2}   {line}" for at, line in enumerate(lines, 1))
    return (
        f"{number:>50}\n          In the Matter of the Tram\n\n{numbered}\n\n          Quill and Daughters, Reporters\n"
    )


PAGES = [
    [
        "     CHIEF JUSTICE ALMOND:  We shall hear of the",
        "tram, and of whoever paid for the rails that",
        "nobody asked for.",
        "     MS. QUILL:  The ports paid for them in 1994,",
        "and the rails are still there.",
        "     JUSTICE DORN-KELL:  Have you seen any of it?",
        "     MS. QUILL:  I have seen the half that",
    ],
    ["they show to visitors, and no more than", "that half.", "     CHIEF JUSTICE ALMOND:  Thank you."],
]


def test_numbers_of_lines_that_begin_anew_on_each_page_are_nobodys() -> None:
    text = "\n".join(_page(number, lines) for number, lines in enumerate(PAGES, 7))
    reading = read_pasted(text)
    assert [" ".join(one.split()) for one in words(text)] == [
        "CHIEF JUSTICE ALMOND: We shall hear of the tram, and of whoever paid for the rails that nobody asked for.",
        "MS. QUILL: The ports paid for them in 1994, and the rails are still there.",
        "JUSTICE DORN-KELL: Have you seen any of it?",
        "MS. QUILL: I have seen the half that they show to visitors, and no more than that half.",
        "CHIEF JUSTICE ALMOND: Thank you.",
    ]
    told = {one.reason: one.words for one in reading.left_out}
    assert told == {"numbers of lines": 10, "running heads and numbers of pages": 2 * (1 + 6 + 4)}
    assert " 7\n" in read_content(text.encode(), "hearing.txt", whole=True).document.text


def test_numbers_of_lines_that_are_cut_amid_a_sentence_are_nobodys() -> None:
    lines = ["I: Who of you has been to the lake, and", "   when was it?", "P1: I was there, in spring, before the"]
    lines += ["   rails came, and I swam.", "I: And since then, if I may", "   ask?", "P1: Never."]
    text = "\n".join(f"{at:>3}  {line}" for at, line in enumerate(lines, 1))
    assert [" ".join(one.split()) for one in words(text)][:2] == [
        "I: Who of you has been to the lake, and when was it?",
        "P1: I was there, in spring, before the rails came, and I swam.",
    ]
    assert [(one.reason, one.words) for one in read_pasted(text).left_out] == [("numbers of lines", 7)]


@pytest.mark.parametrize(
    "text",
    [
        # what each line says is whole, so its number may be what one cites it by
        "\n".join(f"{at}  P{at % 2}: The tram goes at {at}." for at in range(1, 12)),
        # the points of a list, and of another
        "\n".join(f"{at}  tram {at}" for at in (1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6)).replace("tram", "The tram"),
    ],
)
def test_numbers_that_are_no_numbers_of_cut_lines_stay(text: str) -> None:
    reading = read_pasted(text)
    assert (reading.document.text, reading.left_out) == (text, ())


def names(text: str) -> list[str]:
    document = read_pasted(text).document
    known = {one.key: one.name for one in document.new_actors}
    return [known.get(one.speaker, "") for one in document.segments if one.kind is SegmentKind.TURN]


def test_who_asks_first_and_never_again_is_a_speaker_where_all_others_are_known() -> None:
    text = (
        "例行记者会\n2025-03-14 10:00\n\n海湾社记者：渡轮几点开？谁来付钱？\n\n林夏：九点开。港口付钱。\n\n"
        "《海湾晚报》记者：明年呢？还是九点吗？\n\n林夏：没有变化。谢谢。\n\n山谷台记者：还有别的吗？\n\n林夏：没有了。"
    )
    assert names(text) == ["海湾社记者", "林夏", "《海湾晚报》记者", "林夏", "山谷台记者", "林夏"]
    text = (
        "Oral questions\n\n1. BEN OST (Lakes—South) to the Minister of Ferries: Does it go at nine?\n\n"
        "Hon ADA QUILL (Minister of Ferries): It does.\n\nBen Ost: Always?\n\nHon ADA QUILL: Always.\n"
    )
    assert len(names(text)) == 4
    # a line between the title of an interview and its first turn
    turns = "ADA QUILL: Who pays?\n\nBEN OST: The ports.\n\nADA QUILL: And if not?\n\nBEN OST: We."
    text = f"Bay News\n\nWhat ferries cost: who pays?\n\n{turns}"
    assert names(text) == ["Ada Quill", "Ben Ost"] * 2


@pytest.mark.parametrize(
    "field",
    [
        "Witnesses: Dr Ben Ost and Carla Dorn.",
        "Present: Dame Ada Quill (Chair); Ben Ost; Carla Dorn.",
        "Council. — 12th sitting. Monday, 27 February 1899.",
        "TRANSCRIPT:\n\n2:06 p.m. EDT",
    ],
)
def test_fields_above_the_first_turn_are_no_speakers(field: str) -> None:
    turns = (
        "Chair: Who pays for it?\n\nDr Ost: The ports.\n\nCarla Dorn: We do not.\n\nDr Ost: You will.\n\nChair: Order."
    )
    assert words(f"The ferry\n\n{field}\n\n{turns}") == turns.split("\n\n")


def test_what_a_speaker_says_first_is_no_field() -> None:
    text = "Eva Lund: Hello, Ada.\n\nADA QUILL: Hello. Who pays?\n\nBEN OST: The ports.\n\nADA QUILL: All of it?"
    assert names(f"The ferry\n\n{text}") == ["Eva Lund", "Ada Quill", "Ben Ost", "Ada Quill"]


def test_times_counts_titles_and_offices_before_names_in_records() -> None:
    text = (
        "Puhemies Ilse Lukko: Keskustelu alkaa.\n\n10.02 Ben Ost ps (vastauspuheenvuoro): Kuka maksaa?\n\n"
        "10.05 Ada Quilli kok: Satamat maksavat.\n\nPuhemies Ilse Lukko: Keskustelu päättyy."
    )
    assert names(text) == ["Puhemies Ilse Lukko", "Ben Ost ps", "Ada Quilli kok", "Puhemies Ilse Lukko"]
    text = (
        "HON. SPEAKER: Order.\n\nDR. (SMT.) ADA QUILL (LAKES): Who pays?\n\nHON. SPEAKER: The ports.\n\n"
        "DR. (SMT.) ADA QUILL: All of it?"
    )
    assert names(text) == ["Speaker", "Ada Quill"] * 2
    text = (
        "Anf. 7 Ada Quill (S):\nVem betalar?\n\nAnf. 8 Ben af Ost-Lind (M) replik:\nHamnarna.\n\n"
        "Anf. 9 Ada Quill (S):\nAllt?\n\nAnf. 10 TALMANNEN:\nOrdning.\n\nÖverläggningen var härmed avslutad."
    )
    assert names(text) == ["Ada Quill", "Ben af Ost-Lind", "Ada Quill", "Talmannen"]
    assert words(text)[-1].endswith("Ordning.")
    text = (
        "Marszałek:\nKto płaci?\n\nMinister Zdrowia Ada Kwil:\nPorty.\n\nMinister Jan Ost:\nWszystko.\n\n"
        "Minister Zdrowia Ada Kwil:\nNie.\n\nMarszałek:\nDziękuję."
    )
    assert names(text)[1:3] == ["Minister Zdrowia Ada Kwil", "Jan Ost"]
    text = (
        "ГОЛОВУЮЧИЙ. Починаємо засідання ради.\n\nКЕЛЕНКО Т.І. Хто платить за пором?\n\nГОЛОВУЮЧИЙ. Дякую.\n\n"
        "МИГДАЛЬ Р.П. Платять порти.\n\nКЕЛЕНКО Т.І. Неправда.\n\nГОЛОВУЮЧИЙ. Засідання закрито."
    )
    assert len(names(text)) == 6


def test_numbers_of_sections_are_no_times() -> None:
    text = "The ferry\n\n2.10 Scope: the lake, and its shores.\n\n2.11 Costs: they rise.\n\n2.12 Who pays: the ports."
    assert words(text) == []
