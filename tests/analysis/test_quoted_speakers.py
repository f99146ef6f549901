from hypothesis import given
from hypothesis import strategies as st

from desktop.analysis.attribution.quoted_speakers import QuotedSpeakers, find_quoted
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


def test_only_names_that_quotations_go_to_are_proposed() -> None:
    quoted = found(REPORT)
    assert dict(quoted.counts) == {"ingrid-solberg": 1, "omar-haddad": 1, "coast-ministry": 1, "ada-quist": 1}
    assert [one.name for one in quoted.new_actors] == ["Ingrid Solberg", "Omar Haddad", "Coast Ministry", "Ada Quist"]


def test_a_proposal_knows_a_body_from_a_person_and_a_title_and_country_from_a_name() -> None:
    actors = {one.key: one for one in found(REPORT).new_actors}
    assert actors["coast-ministry"].kind is ActorKind.ORGANISATION
    assert actors["ada-quist"].kind is ActorKind.PERSON
    assert (actors["ada-quist"].role, actors["ada-quist"].country) == ("Foreign Minister", "Norland")


def test_whom_the_codebook_knows_is_not_proposed_again_whatever_the_spelling() -> None:
    solberg = Actor("solberg", "Ingrid Solberg")
    omer = Actor("o", "Omar Hadad", aliases=("Haddad",))
    quoted = found(REPORT, solberg, omer)
    assert dict(quoted.counts)["solberg"] == 1
    assert dict(quoted.counts)["o"] == 1
    assert {one.key for one in quoted.new_actors} == {"coast-ministry", "ada-quist"}


def test_a_key_that_is_taken_by_somebody_else_is_not_given_twice() -> None:
    quoted = found(REPORT, Actor("ada-quist", "The Ferry"))
    assert [one.key for one in quoted.new_actors if one.name == "Ada Quist"] == ["ada-quist"]
    quoted = found(REPORT + "\n\nThe Ferry sailed.\n", Actor("ada-quist", "The Ferry"))
    assert [one.key for one in quoted.new_actors if one.name == "Ada Quist"] == ["ada-quist-2"]


def test_prose_without_quotations_quotes_nobody() -> None:
    assert found("Ada Quist said that it rains. Bo Lind denied it, and went home to sleep.") == QuotedSpeakers()


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    quoted = found(f"“{text}” said Ada Quist. {text}")
    assert {one.key for one in quoted.new_actors} <= {key for key, _ in quoted.counts}
