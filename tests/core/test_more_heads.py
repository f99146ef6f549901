"""Who speaks in layouts of more records, programs and scripts, and what only looks like a conversation."""

import pytest

from desktop.analysis.attribution.quotations import find_turns
from desktop.core.structure.structure import find_structure
from desktop.core.values import Segment, SegmentKind


def turns(text: str) -> list[tuple[str, str]]:
    """Return label and words of each turn, without what others throw in."""
    stored = [
        Segment(at, 1, one.kind, one.span.start, one.span.end, role=one.role, label=one.label)
        for at, one in enumerate(find_structure(text).segments, 1)
    ]
    return [(one.label, " ".join(text[one.start : one.end].split())) for one in find_turns(text, stored, [])]


def labels(text: str) -> list[str]:
    return [one.label for one in find_structure(text).segments if one.kind is SegmentKind.TURN]


def talk(*heads: str, between: str = "\n\n") -> str:
    said = ("The ferry is old, and it is dear.", "The board knew of it. Nobody did a thing.", "We shall see in May.")
    return between.join(f"{head}{said[at % 3]}" for at, head in enumerate(heads))


def each(row: str, *names: str) -> str:
    said = "It is old, and it is dear."
    return "\n".join(row.format(at=at, who=who, said=said) for at, who in enumerate(names, 1))


PAIR = ("Ada Lund", "Ben Ost") * 2
ALONE = ("Ada Lund", "The Chair", "Ada Lund", "Ben Ost", "The Chair", "Ben Ost")
JUDGMENT = """\
1. The quay was built in 1931 and has been let to the same firm since then.

2. Senator Ada Quill insisted in her letter that the rent had been paid.

3. The clerk found no receipt for any of the years in question.

4. Mr Ben Ost stated at the hearing that no books were kept.

5. The board wrote to both of them in March, and again in May.

6. Mr Ben Ost replied that he had nothing to add.
"""


@pytest.mark.parametrize(
    "text",
    [
        JUDGMENT,
        # words that alternate are no people
        talk(*("Hypothesis: ", "Finding: ") * 4) + "\n\nThe first hypothesis held, and so did the finding on fares.",
        talk(*("Myth: ", "Reality: ") * 4),
        talk(*("Problème : ", "Solution : ") * 4),
        talk(*("Beschluss: ", "Verantwortlich: ") * 4),
        talk(*("W: ", "X: ", "Y: ", "Z: ") * 3, between="\n"),
        "\n".join(f"{verb}: The ferry is old, and dear." for verb in ("Added", "Changed", "Added", "Fixed", "Added")),
        # a cast, one of whose fields says that nobody knows who speaks
        "The Ferry: a play\n\nThe Ferry: Ada Lund\nThe Widow: Ben Ost\nThe Board: Cora Ward\n"
        "Lights: Dan Moy\nVoices: Eve Ash",
        # a test to be filled in
        "\n\n".join(
            f"{at}. Who owns pier {at}?\nA) The town\nB) The board\nC) Nobody\nAnswer: B" for at in range(1, 5)
        ),
    ],
    ids=["judgment", "hypotheses", "myths", "probleme", "beschluss", "letters", "changes", "cast", "quiz"],
)
def test_what_only_looks_like_a_conversation_has_no_speakers(text: str) -> None:
    assert labels(text) == []


def test_people_who_take_turns_are_no_words_of_the_text() -> None:
    assert labels(talk(*("Ada: ", "Ben: ") * 4)) == ["Ada", "Ben"] * 4
    assert labels(talk(*("I: ", "R1: ") * 4)) == ["I", "R1"] * 4


SPANISH = """\
Acta resumida de la 12ª sesión

1. El Sr. Ruiz (Isla) dice que el barco es viejo y caro.

2. La Presidenta pregunta quién lo paga.

3. La Sra. Lund (Norte) dice que nadie lo paga.

4. La Presidenta da las gracias a la delegación.
"""
LORDS = """\
Lord Quill (Lab)
The ferry is old, and it is dear. Nobody knows who pays.

The Parliamentary Secretary, Department for Ports (Baroness Lund of Isle) (Con)
We know very well who pays, my Lords.

Lord Quill (Lab)
I thank her for that.

The Lord Bishop of Isle
My Lords, I have sailed on it.

Baroness Lund of Isle (Con)
So have I, and more than once.
"""


def test_who_presides_ends_the_turn_before_in_a_summary_record() -> None:
    assert labels(SPANISH) == ["El Sr. Ruiz (Isla)", "La Presidenta", "La Sra. Lund (Norte)", "La Presidenta"]


def test_an_office_with_its_holder_is_a_head_of_its_own() -> None:
    found = find_structure(LORDS)
    assert [one.label for one in found.segments if one.kind is SegmentKind.TURN] == [
        "Lord Quill (Lab)",
        "The Parliamentary Secretary, Department for Ports (Baroness Lund of Isle) (Con)",
        "Lord Quill (Lab)",
        "The Lord Bishop of Isle",
        "Baroness Lund of Isle (Con)",
    ]
    speakers = [one.speaker for one in found.segments if one.kind is SegmentKind.TURN]
    # she who holds the office is she who speaks later
    assert speakers[1] == speakers[4] != speakers[0]


@pytest.mark.parametrize(
    ("slip", "label", "words"),
    [
        ("Ost:They knew.", "Ost", "They knew."),
        ("Ost; They knew.", "Ost", "They knew."),
        ("Ost. They knew.", "Ost", "They knew."),
        ("Ost : They knew.", "Ost", "They knew."),
        ("???: They knew.", "???", "They knew."),
        ("[?]: They knew.", "[?]", "They knew."),
    ],
)
def test_a_mistyped_label_ends_the_turn_before(slip: str, label: str, words: str) -> None:
    text = f"Host: Who pays?\n\nOst: Nobody pays.\n\nHost: Nobody at all?\n\n{slip}\n\nHost: And now?\n\nOst: We wait."
    assert turns(text)[3] == (label, words)
    assert len(turns(text)) == 6
    assert find_structure(text).doubtful == ((label,) if "?" in label else ())


def test_a_name_before_a_stop_may_be_the_subject_of_a_sentence() -> None:
    text = "Host: Who pays?\n\nOst: Nobody pays.\n\nOst.de is our address.\n\nHost: And now?\n\nOst: We wait."
    assert labels(text) == ["Host", "Ost", "Host", "Ost"]


def test_a_colon_in_the_first_sentence_is_no_part_of_a_name_that_a_stop_ends() -> None:
    text = (
        "Mrs. LUND. Ferries: that is the word.\n\nMr. OST. It is.\n\nMrs. LUND. Who pays for them?\n\nMr. OST. Nobody."
    )
    assert turns(text)[0] == ("Mrs. LUND", "Ferries: that is the word.")
    assert "Mr. OST" in labels(text)


@pytest.mark.parametrize("above", ["LOW TIDE, PART 2: WHO PAYS?", "PIERS: A STORY"])
def test_a_title_in_capitals_is_nobodys_where_nobody_shouts(above: str) -> None:
    text = f"{above}\n\n" + talk(*("ADA LUND: ", "BEN OST: ") * 2)
    assert labels(text) == ["ADA LUND", "BEN OST"] * 2


def test_who_takes_part_is_told_above_and_is_no_turn() -> None:
    text = "PARTICIPANTS:\nMayor Ada Lund (Isle) and\nBen Ost (Greens)\n\nMODERATOR:\nCora Ward (Isle News)\n\n"
    assert labels(text + talk(*("WARD: ", "LUND: ", "OST: ") * 2)) == ["WARD", "LUND", "OST"] * 2


def test_a_day_is_no_speech_and_no_speaker() -> None:
    above = "Neljapäev, 4. november 2021, kell 10:00\n\nCreated On: 06/02/2014 10:12\n\n"
    assert labels(above + talk(*("Ada Lund: ", "Ben Ost: ") * 2)) == ["Ada Lund", "Ben Ost"] * 2


@pytest.mark.parametrize(
    "remark",
    ["-Aplausos en las bancas.", "-Se vota y aprueba.", "L’incident est clos.", "It was 6:12 p.m."],
)
def test_what_a_record_remarks_on_a_line_of_its_own_is_nobodys(remark: str) -> None:
    text = (
        f"Ada Lund: The ferry is old.\n\n{remark}\n\nIt is dear.\n\nBen Ost: It is.\n\nAda Lund: Yes.\n\nBen Ost: No."
    )
    assert turns(text)[:2] == [("Ada Lund", "The ferry is old."), ("Ada Lund", "It is dear.")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # stops
        (
            "The President. The ferry is old.\n\nQ. Who pays for it?\n\nThe President. Nobody.\n\nQ. And now?\n\n"
            "The President. We wait.\n\nNote: The conference began at noon in the harbour office.",
            ["The President", "Q", "The President", "Q", "The President"],
        ),
        (
            talk("Sēdes vadītāja. ", "A. Lunds (ABC). ", "Sēdes vadītāja. ", "B. Osta (XY!). ", "A. Lunds (ABC). "),
            ["Sēdes vadītāja", "A. Lunds (ABC)", "Sēdes vadītāja", "B. Osta (XY!)", "A. Lunds (ABC)"],
        ),
        (
            talk("M. le président. ", "M. Ost. ", "M. le président. ", "M. le comte de Lund. ", "M. Ost. "),
            ["M. le président", "M. Ost", "M. le président", "M. le comte de Lund", "M. Ost"],
        ),
        # marks of other scripts
        (talk(*("【记者】", "【陆安】") * 2), ["记者", "陆安"] * 2),
        (talk(*("◯위원장 김하나  ", "◯이두리 위원  ") * 2), ["위원장 김하나", "이두리 위원"] * 2),
        (talk(*("――", "川辺　") * 2), ["", "川辺"] * 2),
        (talk(*("ጠያቂ፦ ", "አበበ፦") * 2), ["ጠያቂ", "አበበ"] * 2),
        # numbers and times of programs before names or behind them
        ("Harbour talk\n" + each("{at} 00:00:0{at}.5 {who}: {said}", *PAIR), [*PAIR]),
        (each("{at} {who}: {said}", *("Int", "Part3") * 2), ["Int", "Part3"] * 2),
        (each("Mar {at}, 2024 10:3{at}:05 AM (Read by you)\n{who}\n{said}\n", *PAIR), [*PAIR]),
        # names on lines of their own, clocks between them
        (each("13:3{at}\n\n{who}\n{said}\n", *ALONE), [*ALONE]),
    ],
    ids=[
        *("papers", "stops", "nobility", "lenticular", "circle", "dash"),
        *("ethiopic", "atlas", "counted", "chat", "clocks"),
    ],
)
def test_heads_of_more_layouts_are_known(text: str, found: list[str]) -> None:
    assert labels(text) == found


def test_names_on_lines_of_their_own_may_have_the_familys_first() -> None:
    who = ("Lund, Ada (ABC)", "Ost, Ben (Zeleni!)", "Lund, Ada (ABC)", "Ost, Ben (Zeleni!)")
    text = "\n\n".join(f"{one}\nIt is old, and it is dear." for one in who)
    found = find_structure(text)
    assert [one.label for one in found.segments if one.kind is SegmentKind.TURN] == [*who]
    assert [one.name for one in found.new_actors] == ["Ada Lund", "Ben Ost"]


def test_times_in_columns_behind_a_name_are_no_words() -> None:
    row = "{}\t\t00:00:0{}.500\t00:00:0{}.900\t00:00:01.400\tIt is old, and it is dear."
    text = "\n".join(row.format(("Ada", "Ben")[at % 2], at, at + 1) for at in range(1, 7))
    assert turns(text) == [
        ("Ada", "It is old, and it is dear.") if at % 2 == 0 else ("Ben", "It is old, and it is dear.")
        for at in range(1, 7)
    ]


def test_the_speech_of_a_summary_record_goes_on_in_the_next_numbers() -> None:
    text = (
        "1. Ms. Lund (Isle) said that the ferry was old.\n\n2. It was dear as well.\n\n3. The board knew of it.\n\n"
        "4. Mr. Ost (North) said that nobody would pay.\n\n5. Nobody ever had.\n\n6. Ms. Lund (Isle) said it was.\n"
    )
    assert labels(text) == ["Ms. Lund (Isle)", "Mr. Ost (North)", "Ms. Lund (Isle)"]


def test_a_name_with_a_stop_inside_has_its_colon() -> None:
    text = talk(*("Dr. h. c. Ada Frhr. von Lund (ABC):\n", "Mevrouw Van 't Ost (XYZ):\n") * 2)
    found = find_structure(text)
    assert [one.label for one in found.segments if one.kind is SegmentKind.TURN] == [
        "Dr. h. c. Ada Frhr. von Lund (ABC)",
        "Mevrouw Van 't Ost (XYZ)",
    ] * 2


def test_a_party_in_brackets_holds_no_office() -> None:
    text = talk(*("Mevrouw Van der Lund (GroenOost):\n", "Meneer De Ost (VVX):\n") * 2)
    assert [one.name for one in find_structure(text).new_actors] == ["Mevrouw Van der Lund", "Meneer De Ost"]


def presiding(text: str) -> tuple[list[str], list[str]]:
    """Return who speaks each turn by name, and the roles of those that are new."""
    found = find_structure(text)
    names = {one.key: one.name for one in found.new_actors}
    turns = [names.get(one.speaker, "") for one in found.segments if one.kind is SegmentKind.TURN]
    return turns, [one.role for one in found.new_actors]


def test_a_chair_whose_name_is_told_is_that_person_with_the_role() -> None:
    turns, roles = presiding(
        "CHAIR (Odile Marchetti): We begin now with the first item.\n\nMs KELL: I am against it, and I say why.\n\n"
        "CHAIR (Odile Marchetti): Thank you.\n\nMs KELL: So much for that.\n\nCHAIR: The next item."
    )
    assert turns == ["Odile Marchetti", "Kell", "Odile Marchetti", "Kell", "Odile Marchetti"]
    assert roles == ["Chair", ""]


def test_of_two_in_one_chair_each_has_their_turns_and_nobody_those_of_the_bare_chair() -> None:
    turns, _roles = presiding(
        "The President (Ada Quill): We begin now.\n\nMr. Kell: I am against it.\n\n"
        "The President (Tom Hale): Thank you.\n\nMr. Kell: So much for that.\n\nThe President: The next item."
    )
    assert turns == ["Ada Quill", "Kell", "Tom Hale", "Kell", "President"]


def test_a_delegation_behind_a_chair_is_no_name() -> None:
    turns, _roles = presiding(
        "The Chair (New Isle): We begin now.\n\nMr. Kell (New Isle): I am against it.\n\n"
        "The Chair (New Isle): Thank you.\n\nMs. Rey (Baoland): So much for that."
    )
    assert turns == ["Chair", "Kell", "Chair", "Rey"]
