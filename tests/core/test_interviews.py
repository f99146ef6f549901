"""Interviews as papers print them, and records that only tell what was said: who speaks in them."""

import pytest

from desktop.core.spans import Span
from desktop.core.structure.hints import Hints
from desktop.core.structure.structure import find_structure
from desktop.core.values import SegmentKind


def turns(text: str, bold: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    """Return of each turn who speaks it, its label, and what it begins with; *bold* are lines that are."""
    spans = tuple(Span(text.index(line), text.index(line) + len(line)) for line in bold)
    found = find_structure(text, (), Hints(bold=spans) if bold else None)
    names = {actor.key: actor.name for actor in found.new_actors}
    return [
        (names.get(one.speaker, ""), one.label, text[one.span.start : one.span.end].split("\n")[0])
        for one in found.segments
        if one.kind is SegmentKind.TURN
    ]


def speakers(text: str, bold: tuple[str, ...] = ()) -> list[str]:
    return [name for name, _label, _words in turns(text, bold)]


FRENCH = """Le Port

Inès Robin : « Le pont ouvrira en mai »

Propos recueillis par Luc Valade

Quand ouvre le pont ?

En mai, s’il ne pleut pas. Les travaux avancent.

On dit qu’il pleut toujours.

On dit cela depuis trente ans.

Qui paie ?

Tout le monde. Vous aussi.

Inès Robin dirige le port depuis 2019. Elle rame chaque matin.
"""
GERMAN = """Hafenblatt

Interview

Die Hafenmeisterin Greta Lohse über Brücken und Boote

Das Gespräch führte Anton Reh.

Frau Lohse, wann öffnet die Brücke?

Im Mai, wenn es nicht regnet.

Und wenn es regnet?

Dann eben im Juni. Ein anderes Datum habe ich nicht.

Wer bezahlt das?

Wir alle. Auch Sie.
"""
SPANISH = """La Voz

Entrevista

Inés Robledo: «Nadie paga dos veces»

¿Cuándo abre el puente?

En mayo, si no llueve.

El alcalde dice que llueve siempre.

El alcalde no sale de casa en abril.

Yo tampoco salgo mucho.

¿Quién lo paga?

Lo pagamos todos.

¿Y los barcos?

Los barcos esperan.
"""
RUSSIAN = """Портовый листок

Интервью

Капитан порта Инна Громова — о мостах и лодках

Беседовал Антон Рыбин

— Когда откроется мост?

— В мае, если не будет дождя.

— А если будет дождь?

— Тогда в июне. Другой даты нет.

— Кто платит?

— Мы все. И вы тоже.
"""


@pytest.mark.parametrize(
    ("text", "asks", "answers"),
    [
        (FRENCH, "Luc Valade", "Inès Robin"),
        (GERMAN, "Anton Reh", "Greta Lohse"),
        (RUSSIAN, "Антон Рыбин", "Инна Громова"),
    ],
)
def test_questions_and_answers_without_names_go_to_those_whom_the_head_names(
    text: str, asks: str, answers: str
) -> None:
    assert speakers(text) == [asks, answers] * 3


def test_what_is_bold_asks_and_all_that_follows_it_answers() -> None:
    asked = (
        "¿Cuándo abre el puente?",
        "El alcalde dice que llueve siempre.",
        "¿Quién lo paga?",
        "¿Y los barcos?",
    )
    found = turns(SPANISH, asked)
    assert [words for _name, _label, words in found][::2] == list(asked)
    assert [name for name, _label, _words in found] == ["", "Inés Robledo"] * 4


@pytest.mark.parametrize(
    ("head", "question", "answer", "name"),
    [
        ("Entrevista con Inés Robledo, capitana del puerto", "P. ¿Cuándo abre?", "R. En mayo.", "Inés Robledo"),
        ("Intervista a Ines Robbio, comandante del porto", "D. Quando apre?", "R. A maggio.", "Ines Robbio"),
        ("Entrevista a Inês Roblo, capitã do porto", "P: Quando abre?", "R: Em maio.", "Inês Roblo"),
        ("Interview mit der Hafenmeisterin Greta Lohse", "FRAGE: Wann?", "ANTWORT: Im Mai.", "Greta Lohse"),
        ("Interview with Ines Roby, the harbour master", "Q: When?", "A: In May.", "Ines Roby"),
        # in another case than the name: nobody
        ("Интервью с капитаном порта Инной Громовой", "Вопрос: Когда?", "Ответ: В мае.", ""),
    ],
)
def test_an_answer_is_that_of_whom_the_head_says_the_interview_is_with(
    head: str, question: str, answer: str, name: str
) -> None:
    text = "\n\n".join(("The Post", head, *(question, answer) * 3))
    assert speakers(text)[1::2] == [name] * 3


def test_only_what_is_asked_may_have_a_dash() -> None:
    asked = ("—¿Cuándo abre el puente?", "—¿Y si llueve?", "—¿Quién lo paga?")
    answers = ("En mayo.", "Entonces en junio.", "Lo pagamos todos.")
    parts = [one for pair in zip(asked, answers, strict=True) for one in pair]
    text = "\n\n".join(("La Voz", "Entrevista a Inés Robledo, capitana del puerto", *parts))
    assert speakers(text) == ["", "Inés Robledo"] * 3


def test_questions_and_answers_that_are_no_interview_are_no_turns() -> None:
    text = (
        "Questions about the bridge\n\nWhen does it open?\n\nIn May.\n\nWho pays?\n\nAll do.\n\nWhere is it?\n\nHere.\n"
    )
    assert turns(text) == []


def test_initials_that_the_head_gives_are_names_whatever_else_they_mean() -> None:
    text = (
        "Ramón Esteve (RE) met Lea Zorn (LZ) on the quay.\n\nRE: When does it open?\n\nLZ: In May, if it is dry.\n\n"
        "RE: And if it rains?\n\nLZ: Then in June.\n"
    )
    assert speakers(text) == ["Ramón Esteve", "Lea Zorn"] * 2


def test_what_tells_of_who_answered_is_none_of_the_answer() -> None:
    talk = "Ada Quill: When?\n\nBen Ost: In May.\n\nAda Quill: Who pays?\n\nBen Ost: All do.\n\n"
    found = find_structure(f"{talk}Ben Ost has run the port since 2019. He rows each morning.\n")
    last = [one for one in found.segments if one.kind is SegmentKind.TURN][-1]
    assert last.span.end == len(talk.rstrip())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Ausschuss für Hafen\n\nKurzprotokoll der 4. Sitzung\n\nDer Vorsitzende eröffnet die Sitzung.\n\n"
            "Abg. Greta Lohse (Liste Hafen) bemängelt die Brücke. Sie sei alt.\n\n"
            "Staatsrätin Inge Reh verneint dies.\n\nAbg. Greta Lohse (Liste Hafen) zuckt mit den Schultern.\n",
            ["Der Vorsitzende", "Greta Lohse", "Inge Reh", "Greta Lohse"],
        ),
        (
            "Commission des ports\n\nCompte rendu analytique de la 4e séance\n\n"
            "1. Mme Robin (Île-Haute) dit que le pont est vieux.\n\n"
            "2. M. Valade (Marne) s’oppose à la proposition.\n\n3. Mme Robin (Île-Haute) déplore ce retard.\n\n"
            "La séance est levée à 17 heures.\n",
            ["Robin", "Valade", "Robin"],
        ),
        (
            "Комиссия\n\nКраткий отчет о 4-м заседании\n\n1. Г-жа Громова (Островия) говорит, что мост стар.\n\n"
            "2. Г-н Рыбин (Речия) возражает.\n\n3. Г-жа Громова (Островия) сожалеет об этом.\n",
            ["Громова", "Рыбин", "Громова"],
        ),
        (
            "Commissione porti\n\nVerbale della seduta del 4 maggio\n\nIl Presidente apre la seduta.\n\n"
            "La consigliera Robbio (Alleanza) chiede chi paga.\n\nL’assessore Luca Valli risponde di no.\n\n"
            "La consigliera Robbio (Alleanza) non è d’accordo.\n\nLa proposta è approvata con 13 voti.\n",
            ["Il Presidente", "Robbio", "Luca Valli", "Robbio"],
        ),
        (
            "Committee on Harbours\n\nSummary record of the 4th meeting\n\n1. Ms. Roby (Southmoor) said it was old.\n\n"
            "2. Mr. Vale (Northcoast) could not agree.\n\n3. Norland, which had not spoken, asked to be heard.\n\n"
            "4. Ms. Roby (Southmoor) regretted that.\n",
            # a country that takes the floor ends what was said before it, and is nobody
            ["Roby", "Vale", "", "Roby"],
        ),
    ],
)
def test_in_a_record_that_tells_what_was_said_whatever_they_do_begins_a_turn(text: str, names: list[str]) -> None:
    assert speakers(text) == names
    last = turns(text)[-1][2]
    assert find_structure(text).segments[-1].span.end >= text.index(last) + len(last)


def test_news_with_a_name_before_each_paragraph_are_no_record() -> None:
    text = "Quarrel\n\nMr Vale (Greens) said it was old.\n\nMr Vale said nobody paid.\n\nMs Roby (Lab) said all did.\n"
    assert turns(text) == []


def test_a_list_of_those_present_is_nobodys_words() -> None:
    text = (
        "Hearing\n\nPresent: Ms. Roby, Mr. Vale.\n\nMs. ROBY. It is old. Very old.\n\nMr. VALE. It holds.\n\n"
        "Ms. ROBY. It will not. I have walked on it.\n\nMr. VALE. So have I.\n"
    )
    assert speakers(text) == ["Roby", "Vale"] * 2


def test_a_particle_behind_a_title_is_part_of_the_name() -> None:
    text = "CONSIGLIERE FABIO LO CASCIO: Pago io.\n\nASSESSORA INES ROBBIO: No.\n\nCONSIGLIERE FABIO LO CASCIO: Sì.\n"
    assert speakers(text) == ["Fabio Lo Cascio", "Ines Robbio", "Fabio Lo Cascio"]


LONG_ANSWERS = """Le Phare
ENTRETIEN. Inès Robin tient depuis un an le bac de Velo. Elle veut le repeindre.

Propos recueillis par Luc Valade

Pourquoi repeindre le bac ?

Parce qu’il rouille. Je le vois chaque matin.

Les pêcheurs parlent d’un caprice.

J’ai entendu le mot. Je leur ai payé un café.

Combien coûtera la peinture ?

Trois pots, peut-être quatre. Personne n’a compté.

Maintenant, je ne suis pas peintre.

Serez-vous encore là dans dix ans ?

Demandez au fleuve.
"""


def test_answers_of_several_paragraphs_are_those_of_whom_the_paragraph_above_tells() -> None:
    assert speakers(LONG_ANSWERS) == ["Luc Valade", "Inès Robin"] * 4
    assert [words for _name, _label, words in turns(LONG_ANSWERS)][2] == "Les pêcheurs parlent d’un caprice."
    text = LONG_ANSWERS.replace("Inès Robin tient", "Une femme tient")
    assert turns(text) == []


def test_answers_behind_a_letter_are_those_of_whom_the_paragraph_above_tells() -> None:
    text = (
        "Cuadernos\n\nSosa Orsk (Velo, 1958) recibe en un sótano sin ventanas.\n\nP. ¿Por qué no rema?\n\n"
        "R. Porque llueve.\n\nP. ¿Y mañana?\n\nR. Mañana remaré.\n"
    )
    assert [name for name, _label, words in turns(text) if words.startswith("R.")] == ["Sosa Orsk", "Sosa Orsk"]
