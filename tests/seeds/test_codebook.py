import re
from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from math import dist
from pathlib import Path

import pytest

from desktop.core.values import Actor, ActorKind, Codebook, Stance, Topic
from desktop.exchange.codebook import read_codebook_file, write_toml

PAGES = {"light": "#FBFAF7", "dark": "#1B1D21"}
EXAMPLE = re.compile(rf"“[^“”]+[.?!]” \(({'|'.join(Stance)})\)")
KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

# WCAG 2.2, "relative luminance" and "contrast ratio"; 3:1 is what it asks of graphical objects (criterion 1.4.11)
MINIMUM_CONTRAST = 3.0
# of two colours, in the 8-bit steps of red, green and blue; the contrast leaves room for little more among fifty
MINIMUM_DISTANCE = 20


def channels(color: str) -> tuple[int, int, int]:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def distance(one: str, other: str) -> float:
    return dist(channels(one), channels(other))


def luminance(color: str) -> float:
    shares = [channel / 255 for channel in channels(color)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def repeated(things: Iterable[str]) -> list[str]:
    return [thing for thing, count in Counter(things).items() if count > 1]


def themes(codebook: Codebook) -> set[str]:
    return {topic.parent for topic in codebook.topics} - {""}


def chain(key: str, parents: dict[str, str]) -> list[str]:
    """The keys from *key* upwards; it stops at the first that comes twice."""
    found = [key]
    while (key := parents[key]) and key not in found:
        found.append(key)
    return found + ([key] if key else [])


def test_the_black_on_white_contrast_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_codebook_comes_back_byte_for_byte_from_its_reader_and_writer(seeds: Path) -> None:
    source = (seeds / "codebook.toml").read_bytes()
    codebook = read_codebook_file(source.decode("utf-8"), "codebook.toml").codebook
    assert write_toml(codebook) == source


def test_no_key_is_there_twice_and_each_is_lower_case_with_hyphens(codebook: Codebook) -> None:
    for keys in ([a.key for a in codebook.actors], [t.key for t in codebook.topics]):
        assert repeated(keys) == []
        assert [key for key in keys if not KEY.fullmatch(key)] == []


def test_no_name_or_alias_stands_for_two_actors_or_two_topics(codebook: Codebook) -> None:
    for things in (codebook.actors, codebook.topics):
        calls: list[str] = []
        for thing in things:
            calls += {call.casefold() for call in (thing.name, *thing.aliases)}
        assert repeated(calls) == []


def test_every_actor_has_a_name_initials_a_colour_and_a_definition_and_every_person_a_role(codebook: Codebook) -> None:
    def lacks(actor: Actor) -> bool:
        unnamed = actor.key == "x-post"  # the article does not say who posted
        role_missing = actor.kind is ActorKind.PERSON and not actor.role and not unnamed
        return role_missing or not (actor.name and actor.initials and actor.color and actor.definition)

    assert [actor.key for actor in codebook.actors if lacks(actor)] == []


def test_initials_are_two_or_three_letters_and_distinct(codebook: Codebook) -> None:
    initials = [actor.initials for actor in codebook.actors]
    assert [i for i in initials if not re.fullmatch("[A-Z]{2,3}", i)] == []
    assert repeated(initials) == []


def test_colours_can_be_told_apart_among_actors_and_among_topics(codebook: Codebook) -> None:
    for colors in ([a.color for a in codebook.actors], [t.color for t in codebook.topics]):
        assert [color for color in colors if not re.fullmatch("#[0-9a-f]{6}", color)] == []
        near = [(a, b) for a, b in combinations(colors, 2) if distance(a, b) < MINIMUM_DISTANCE]
        assert near == []


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_every_colour_stands_out_from_the_page(codebook: Codebook, page: str) -> None:
    things: list[Actor | Topic] = [*codebook.actors, *codebook.topics]
    assert {t.key: t.color for t in things if contrast(t.color, page) < MINIMUM_CONTRAST} == {}


def test_every_topic_that_is_no_theme_is_a_proposition_with_its_rules_and_an_example(codebook: Codebook) -> None:
    for topic in codebook.topics:
        if topic.key in themes(codebook):
            continue
        assert re.fullmatch(r"[A-Z].*[a-z”]\.", topic.proposition), topic.key
        assert all((topic.name, topic.definition, topic.inclusion, topic.exclusion)), topic.key
        assert EXAMPLE.fullmatch(topic.example), topic.key
        assert topic.parent in themes(codebook), topic.key


def test_a_theme_has_a_definition_but_no_proposition_and_no_theme_above_it(codebook: Codebook) -> None:
    found = [topic for topic in codebook.topics if topic.key in themes(codebook)]
    assert found
    for theme in found:
        assert theme.definition, theme.key
        assert not any((theme.proposition, theme.inclusion, theme.exclusion, theme.example, theme.parent)), theme.key


def test_the_topics_named_in_a_rule_of_exclusion_exist_and_are_others(codebook: Codebook) -> None:
    keys = {topic.key for topic in codebook.topics}
    for topic in codebook.topics:
        for named in re.findall(r"\(([a-z, -]+)\)", topic.exclusion):
            assert set(named.split(", ")) <= keys - themes(codebook) - {topic.key}, (topic.key, named)


def test_every_parent_exists_and_no_chain_of_parents_comes_back_to_itself(codebook: Codebook) -> None:
    for things in (codebook.actors, codebook.topics):
        parents = {thing.key: thing.parent for thing in things}
        assert set(parents.values()) - {""} <= set(parents)
        assert [key for key in parents if len(set(chain(key, parents))) < len(chain(key, parents))] == []


def test_parents_lead_from_persons_over_organisations_and_governments_to_countries(codebook: Codebook) -> None:
    rank = {ActorKind.PERSON: 0, ActorKind.OUTLET: 1, ActorKind.ORGANISATION: 1, ActorKind.GOVERNMENT: 2}
    rank |= {ActorKind.COUNTRY: 3, ActorKind.GROUP: 4}
    kinds = {actor.key: actor.kind for actor in codebook.actors}
    for actor in codebook.actors:
        if actor.parent:
            assert rank[actor.kind] < rank[kinds[actor.parent]], actor.key


def test_an_actor_under_a_country_is_of_that_country(codebook: Codebook) -> None:
    actors = {actor.key: actor for actor in codebook.actors}
    parents = {actor.key: actor.parent for actor in codebook.actors}
    for actor in codebook.actors:
        top = actors[chain(actor.key, parents)[-1]]
        if top.kind is ActorKind.COUNTRY:
            assert actor.country == top.name, actor.key
