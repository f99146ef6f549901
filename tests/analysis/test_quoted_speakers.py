import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.analysis.attribution.quoted_speakers import QuotedSpeakers, find_quoted
from desktop.core.structure.date_parts import after_dateline
from desktop.core.structure.structure import find_structure
from desktop.core.values import Actor, ActorKind

REPORT = """Harbour council votes on ships

"We are not closing the door," said Ingrid Solberg on Monday. She promised that the piers would be dredged.

Shopkeepers were angry. "They have voted my street away," said Omar Haddad, whose bakery stands there. Lena Brandt wept.

The Coast Ministry said that it was "a matter for the town". Old Harbour Road was empty.

Foreign Ministers Ada Quist (Norland) and Bo Lind (Sudland) met as well. "Ships are ships," Quist said.
"""


def found(text: str, *actors: Actor) -> QuotedSpeakers:
    return find_quoted(text, find_structure(text, actors).segments, actors)


def test_who_is_named_but_once_is_proposed_and_no_actor() -> None:
    quoted = found(REPORT)
    # Ada Quist is named twice, and once beside a verb of saying
    assert (quoted.counts, [one.name for one in quoted.new_actors]) == ((("ada-quist", 1),), ["Ada Quist"])
    assert [(one.name, one.in_full, one.named, one.quotations) for one in quoted.proposed] == [
        ("Coast Ministry", 1, 1, 1),
        ("Ingrid Solberg", 1, 1, 1),
        ("Omar Haddad", 1, 1, 1),
    ]
    assert quoted.proposed[1].words.startswith('"We are not closing the door," said Ingrid Solberg')


def test_who_is_named_twice_is_an_actor() -> None:
    quoted = found(f'{REPORT}\nMs Solberg said: "The piers come first."\n')
    assert [one.name for one in quoted.new_actors] == ["Ingrid Solberg", "Ada Quist"]
    assert quoted.counts == (("ingrid-solberg", 2), ("ada-quist", 1))
    assert "Ingrid Solberg" not in [one.name for one in quoted.proposed]
    # in her surname alone nobody is an actor, however often
    assert found('"So," Solberg said. "No," Solberg said. "Yes," Solberg said.') == QuotedSpeakers()


def test_a_pronoun_makes_no_actor() -> None:
    quoted = found('Ada Quist laughed. "Ships," she said. "More ships," she added. "All of them," she said.')
    assert quoted == QuotedSpeakers()


@pytest.mark.parametrize(
    "words",
    [
        "So Mike said", "Now I'm told", "Last Friday said", "San Francisco I said", "Because Lena said",
        "This is from G. This said", "Then Bitcoin said", "It was Monday. Tuesday Omar said",
    ],
)  # fmt: skip
def test_with_what_a_sentence_begins_is_no_first_name(words: str) -> None:
    text = "It was so late then, and because of this I'm here now; the last of us came from the north. "
    quoted = found(text + f'{words}: "We row." {words}: "We sing." {words}: "We swim."')
    assert (quoted.new_actors, quoted.proposed) == ((), ())


@pytest.mark.parametrize(
    ("words", "name", "role"),
    [
        ("sagte der Hafenmeister Tom Reyes", "Tom Reyes", "Hafenmeister"),
        ("sagte die Verkehrsministerin Adjoa Osei", "Adjoa Osei", "Verkehrsministerin"),
        ("said Minister Adjoa Osei", "Adjoa Osei", "Minister"),
        ("said Will Tarr", "Will Tarr", ""),
        ("сказал Депутат Пётр Орлов", "Пётр Орлов", "Депутат"),
        ("disse o Senador Rui Faria", "Rui Faria", "Senador"),
        ("zei Burgemeester Anna de Wit", "Anna de Wit", "Burgemeester"),
        ("ha detto la Sindaca Rosa Neri", "Rosa Neri", "Sindaca"),
    ],
)
def test_titles_are_no_part_of_a_name(words: str, name: str, role: str) -> None:
    (one,) = found(f"“We row,” {words}.").proposed
    assert (one.name, one.actor.role) == (name, role)


def test_a_name_ends_before_what_it_has() -> None:
    (one,) = found("“We row,” said Tom Reyes. Tom Reyes's Ship sank.").new_actors
    assert one.name == "Tom Reyes"


def test_the_same_person_is_one_by_the_surname_and_in_full() -> None:
    quoted = found("“Wir rudern”, sagte Rui Falcão Antunes. “So ist es”, sagte Falcão Antunes. Antunes lachte.")
    assert [one.name for one in quoted.new_actors] == ["Rui Falcão Antunes"]
    assert quoted.counts == (("rui-falcao-antunes", 2),)


def test_whom_a_report_names_in_full_and_then_calls_by_their_office_is_named_twice() -> None:
    text = "The minister of trade, Bo Lind, answered. “Ships are ships,” said the minister.\n"
    assert [one.name for one in found(text).new_actors] == ["Bo Lind"]


def test_inside_turns_a_name_must_stand_twice_beside_a_verb_of_saying() -> None:
    talk = "Ada: Warren Tarr said: “Row.” We like Warren Tarr.\n\nBen: So do I.\n\nAda: Good.\n\nBen: Bye.\n"
    assert found(talk).new_actors == ()
    assert [one.name for one in found(talk).proposed] == ["Warren Tarr"]


def test_a_proposal_knows_a_body_from_a_person_and_a_title_and_country_from_a_name() -> None:
    quoted = found(REPORT)
    actors = {one.key: one for one in (*quoted.new_actors, *(one.actor for one in quoted.proposed))}
    assert actors["coast-ministry"].kind is ActorKind.ORGANISATION
    assert actors["ada-quist"].kind is ActorKind.PERSON
    assert (actors["ada-quist"].role, actors["ada-quist"].country) == ("Foreign Minister", "Norland")


def test_whom_the_codebook_knows_is_not_proposed_again_whatever_the_spelling() -> None:
    solberg = Actor("solberg", "Ingrid Solberg")
    omer = Actor("o", "Omar Hadad", aliases=("Haddad",))
    quoted = found(REPORT, solberg, omer)
    assert dict(quoted.counts)["solberg"] == 1
    assert dict(quoted.counts)["o"] == 1
    assert {one.actor.key for one in quoted.proposed} == {"coast-ministry"}
    assert {one.key for one in quoted.new_actors} == {"ada-quist"}


def test_a_key_that_is_taken_by_somebody_else_is_not_given_twice() -> None:
    quoted = found(REPORT, Actor("ada-quist", "The Ferry"))
    assert [one.key for one in quoted.new_actors if one.name == "Ada Quist"] == ["ada-quist"]
    quoted = found(REPORT + "\n\nThe Ferry sailed.\n", Actor("ada-quist", "The Ferry"))
    assert [one.key for one in quoted.new_actors if one.name == "Ada Quist"] == ["ada-quist-2"]


@pytest.mark.parametrize(
    "dateline",
    [
        "PORT CITY, 3 March 2031 –",
        "Port City, March 3 (Wire) —",
        "Port City (3 March 2031) -",
        "Port City, Mon., 2031-03-03 –",
    ],
)
@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("A group “Roads for All” said on Monday: “We back it.”", ""),
        ("Minister Ada Quist told reporters on Monday: “We back it.”", "ada-quist"),
    ],
)
def test_the_place_of_a_dateline_says_nothing(dateline: str, words: str, speaker: str) -> None:
    again = f"“It is late,” {words[9:18]} said." if speaker else ""
    text = f"Ministers meet in Port City\n\n{dateline} {words} It rained.\n\n{again}\n"
    quoted = found(text)
    assert {key for key, _ in quoted.counts} == ({speaker} if speaker else set())
    assert not [one for one in quoted.new_actors if "city" in one.name.lower()]
    # nor where a codebook knows the place
    assert "port-city" not in dict(found(text, Actor("port-city", "Port City")).counts)


def test_a_name_that_a_day_follows_somewhere_may_speak() -> None:
    for text in (
        "Ada Quist, who left in 2031 – after the vote – said: “We back it.”",
        "Ada Quist (Norland) – a co-founder",
    ):
        assert after_dateline(text, 0, len(text)) == 0
    assert after_dateline("PORT CITY, 3 March 2031 – Rain.", 0, 31) == len("PORT CITY, 3 March 2031 –")


def test_what_stands_in_brackets_alone_says_nothing() -> None:
    assert (
        found("قالت الوزيرة إنّ الضريبة (Bridge Toll Act 2031) عادلة، وأضافت: «نحن مع الضريبة».\n") == QuotedSpeakers()
    )


def test_prose_without_quotations_quotes_nobody() -> None:
    assert found("Ada Quist said that it rains. Bo Lind denied it, and went home to sleep.") == QuotedSpeakers()


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    quoted = found(f"“{text}” said Ada Quist. {text}")
    assert {one.key for one in quoted.new_actors} <= {key for key, _ in quoted.counts}


def test_a_group_before_a_name_is_no_part_of_it() -> None:
    text = "«Remamos», dijo el diputado del Grupo Mixto Sosa Orsk. «Siempre», añadió Sosa Orsk."
    assert [one.name for one in found(text).new_actors] == ["Sosa Orsk"]
