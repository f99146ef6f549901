"""What codes are is suggested by how they stand: by prefixes, colours, and topics below stances; the user decides."""

import pytest

from desktop.core.values import Stance
from desktop.exchange.programs.interchange import ForeignCode, ForeignCoding, ForeignDocument, ForeignProject
from desktop.project.programs.claims import claims_of
from desktop.project.programs.codes import CodeTree, Meanings
from desktop.project.programs.mapping import CodeMapping, CodeRole, read_mapping, write_mapping
from desktop.project.programs.preview import preview
from desktop.project.programs.shapes import plain_tree
from desktop.project.programs.suggesting import branches, suggest

TEXT = "Storr wants the ferry. Brandt does not want it. The league waits for the levy to be settled by the town."


def book(tree: str, *units: str) -> ForeignProject:
    """Return a project with the codes of *tree*, a line each, and a unit of codings for each of *units*.

    A line is a name, indented below its parent's, and a colour after a bar where it has one.
    """
    codes: list[ForeignCode] = []
    above: list[str] = []
    for line in tree.strip("\n").split("\n"):
        name, _bar, color = (part.strip() for part in line.partition("|"))
        depth = (len(line) - len(line.lstrip())) // 2
        above = above[:depth]
        code = "/".join([*above, name])
        codes.append(ForeignCode(code, name, "/".join(above), color))
        above.append(name)
    codings = tuple(
        ForeignCoding("d", code, 5 * number, 5 * number + 4, "dana", unit=str(number))
        for number, unit in enumerate(units)
        for code in unit.split("+")
    )
    return plain_tree(ForeignProject("test", (ForeignDocument("d", "d", TEXT),), tuple(codes), codings))


def roles(project: ForeignProject, mapping: CodeMapping | None = None) -> dict[str, str]:
    """Return what each code is, by its id: its role, and the stance that it says."""
    tree = CodeTree(project)
    meanings = Meanings(tree, mapping or suggest(project))
    found = {}
    for code in tree.codes:
        one = meanings[code]
        found[code] = " ".join(filter(None, (str(one.role), str(one.stance or ""))))
    return found


def claims(project: ForeignProject) -> list[tuple[str, str, list[str]]]:
    tree = CodeTree(project)
    return [
        (tree.codes[one.topic].name, str(one.stance or ""), [tree.codes[actor].name for actor in one.actors])
        for one in claims_of(project, suggest(project)).claims
    ]


def test_a_prefix_that_is_a_word_for_a_role_is_a_branch_and_no_part_of_the_name() -> None:
    one = book(
        "ACTOR: Sindicato del Puerto\nACTOR: Ministra Leal\nCuotas: a favor\nCuotas: en contra",
        "ACTOR: Sindicato del Puerto+Cuotas: a favor",
        "ACTOR: Ministra Leal+Cuotas: en contra",
    )
    found = claims_of(one, suggest(one)).claims
    names = {code.id: code.name for code in one.codes}
    assert [(claim.topic_name, claim.stance, [names[actor] for actor in claim.actors]) for claim in found] == [
        ("Cuotas", Stance.FAVOR, ["Sindicato del Puerto"]),
        ("Cuotas", Stance.AGAINST, ["Ministra Leal"]),
    ]


def test_a_prefix_that_stands_once_is_a_part_of_its_name() -> None:
    one = book("Party: funding\nPorts\nFerries", "Party: funding", "Ports")
    assert roles(one)["Party: funding"] == "topic"
    assert [topic for topic, _stance, _actors in claims(one)] == ["Party: funding", "Ports"]


def test_prefixes_of_a_letter_part_the_codes_where_all_have_one() -> None:
    one = book("T_Ferries\nT_Levies\nP_pro\nP_contra", "T_Ferries+P_pro", "T_Levies+P_contra")
    assert claims(one) == [("Ferries", "favor", []), ("Levies", "against", [])]


def test_letters_before_a_sign_are_no_prefix_where_few_codes_have_them() -> None:
    one = book("EU/NATO\nEU/UN\nFerries\nLevies\nPorts\nQuotas", "EU/NATO")
    assert {code.name for code in one.codes} >= {"EU/NATO", "EU/UN"}


def test_codes_of_one_colour_are_of_one_kind_where_colours_part_them() -> None:
    one = book(
        "Aldermoor Council | #0000ff\nTess Ingham | #0000ff\nBypass | #00aa00\nFlood wall | #00aa00\n"
        "agrees | #ff0000\nas it comes | #ff0000",
        "Tess Ingham+Bypass+agrees",
    )
    mapping = suggest(one)
    assert mapping.roles == {
        "colour > #0000ff": CodeRole.ACTOR,
        "colour > #00aa00": CodeRole.TOPIC,
        "colour > #ff0000": CodeRole.STANCE,
    }
    assert claims(one) == [("Bypass", "favor", ["Tess Ingham"])]
    assert [(branch.path, branch.codes, branch.codings) for branch in branches(one, mapping)] == [
        (path, 2, 1) for path in mapping.roles
    ]
    assert read_mapping(write_mapping(mapping), "m.toml") == mapping


def test_colours_that_tell_nothing_are_not_asked_of() -> None:
    one = book("Bypass | #0000ff\nWalls | #0000ff\nPorts | #00aa00\nLevies | #00aa00", "Bypass", "Ports")
    assert set(suggest(one).roles) == {"Bypass", "Walls", "Ports", "Levies"}


def test_topics_that_recur_below_for_and_against_are_one_topic_each() -> None:
    one = book(
        "A favor\n  Agua\n  Presa\nEn contra\n  Agua\n  Presa\nActores\n  Alcaldesa Mora",
        "A favor/Agua+Actores/Alcaldesa Mora",
        "En contra/Agua+Actores/Alcaldesa Mora",
        "En contra/Presa+Actores/Alcaldesa Mora",
    )
    found = claims(one)
    assert [(topic, stance) for topic, stance, _actors in found] == [
        ("Agua", "favor"), ("Agua", "against"), ("Presa", "against")
    ]  # fmt: skip
    assert len({one.topic for one in claims_of(one, suggest(one)).claims}) == 2


def test_what_stands_beside_for_and_against_is_a_stance_of_which_it_is_asked() -> None:
    one = book("Themes\n  Levy\n    For\n    Against\n    Don't know", "Themes/Levy/Don't know")
    found = claims_of(one, suggest(one)).claims
    assert [(claim.topic, claim.stance, claim.word) for claim in found] == [("Themes/Levy", None, "Don't know")]
    assert "Don't know" in dict(preview(one, suggest(one)).words)


@pytest.mark.parametrize("name", ["Memos to self", "Great quotes", "Sonstiges", "Methodology", "Разное"])
def test_what_a_coder_keeps_for_themselves_is_no_topic(name: str) -> None:
    one = book(f"Ferries\nLevies\n{name}\n  first\n  second", "Ferries", f"{name}/first")
    found = roles(one)
    assert (found["Ferries"], found[f"{name}/first"]) == ("topic", "leave-out")
    assert claims_of(one, suggest(one)).left_out == {name: 1}


def test_a_topic_with_its_stances_is_one_whatever_word_is_in_its_name() -> None:
    one = book(
        "Party funding\n  pro\n  contra\nVoice rights\n  pro\n  contra", "Party funding/pro", "Voice rights/contra"
    )
    assert claims(one) == [("Party funding", "favor", []), ("Voice rights", "against", [])]


def test_a_branch_of_ministers_and_bodies_holds_actors_whatever_it_is_called() -> None:
    one = book(
        "Topics\n  Levy\nNorth coast\n  Minister Hale\n  Mayor Odum\n  Harbour Board",
        "Topics/Levy+North coast/Mayor Odum",
    )
    assert claims(one) == [("Levy", "", ["Mayor Odum"])]


def test_a_branch_that_is_an_own_field_says_its_codes_of_the_claims_on_the_same_words() -> None:
    one = book(
        "Topics\n  Levy\nEmotion\n  fear\n  joy\nSarcasm",
        "Topics/Levy+Emotion/fear+Emotion/joy",
        "Topics/Levy+Emotion/joy+Sarcasm",
        "Emotion/fear",
    )
    roles = '[roles]\nTopics = "topic"\nEmotion = "own-field"\nSarcasm = "own-field"\n'
    found = claims_of(one, read_mapping(f"visavis-map = 1\n{roles}", "m.toml"))
    assert [claim.own for claim in found.claims] == [
        (("Emotion", ("fear", "joy")),),
        (("Emotion", ("joy",)), ("Sarcasm", ("yes",))),
    ]
    assert [unused.codes for unused in found.unused] == [("Emotion > fear",)]
    assert not found.left_out


@pytest.mark.parametrize("parents", [("a", "a"), ("b", "a"), ("", "a", "b", "a"), ("a",)])
def test_codes_below_themselves_end_somewhere(parents: tuple[str, ...]) -> None:
    codes = tuple(ForeignCode("abab"[at], f"code {at}", parent) for at, parent in enumerate(parents))
    coding = ForeignCoding("d", "a", 0, 4, unit="1")
    one = plain_tree(ForeignProject("test", (ForeignDocument("d", "d", TEXT),), codes, (coding,)))
    found = claims_of(one, suggest(one))
    assert len(found.claims) + len(found.unused) + sum(found.left_out.values()) == 1
    assert branches(one, suggest(one))
