"""What the codes of other programs come to: the examples that must hold, and what is told of the rest."""

import pytest

from desktop.core.errors import UserError
from desktop.core.values import Stance
from desktop.exchange.programs.interchange import ForeignCode, ForeignCoding, ForeignDocument, ForeignProject
from desktop.project.programs.claims import ASKED, NO_TOPIC, claims_of
from desktop.project.programs.mapping import (
    ClaimUnit,
    CodeMapping,
    CodeRole,
    SeveralStances,
    read_mapping,
    write_mapping,
)
from desktop.project.programs.suggesting import suggest

TEXT = "Lavrov spoke of the alliance and of the neighbour, and Sosa agreed with all of it."


def project(*units: tuple[int, int, str], tree: dict[str, str] | None = None) -> ForeignProject:
    """Return a project with a coding for each name of a unit: start, end, names parted by blanks."""
    known = tree or {
        "Topics": "",
        "NATO": "Topics",
        "Ukraine": "Topics",
        "NATO: pro": "Topics",
        "Ukraine: contra": "Topics",
        "Actors": "",
        "Lavrov": "Actors",
        "Sosa": "Actors",
        "Stance": "",
        "pro": "Stance",
        "contra": "Stance",
    }
    codes = tuple(ForeignCode(name, name, parent) for name, parent in known.items())
    codings = tuple(
        ForeignCoding("d", name, start, end, "anna", unit=f"{number}")
        for number, (start, end, names) in enumerate(units)
        for name in names.split("|")
    )
    return ForeignProject("test", (ForeignDocument("d", "d", TEXT),), codes, codings)


def told(found_in: ForeignProject, mapping: CodeMapping | None = None) -> list[tuple[str, str, tuple[str, ...]]]:
    found = claims_of(found_in, mapping or suggest(found_in))
    return [(one.topic, one.stance.value if one.stance else "", one.actors) for one in found.claims]


def test_topic_stance_and_actor_on_the_same_words_are_one_claim() -> None:
    assert told(project((0, 6, "NATO|pro|Lavrov"))) == [("NATO", "favor", ("Lavrov",))]


def test_paired_names_keep_which_stance_is_on_which_topic() -> None:
    found = told(project((0, 6, "NATO: pro|Ukraine: contra|Lavrov")))
    assert found == [("NATO", "favor", ("Lavrov",)), ("Ukraine", "against", ("Lavrov",))]


def test_one_stance_is_on_each_of_several_topics() -> None:
    found = told(project((0, 6, "NATO|Ukraine|pro|Lavrov")))
    assert found == [("NATO", "favor", ("Lavrov",)), ("Ukraine", "favor", ("Lavrov",))]


def test_several_topics_and_several_stances_are_asked_and_nothing_is_guessed() -> None:
    one = project((0, 6, "NATO|Ukraine|pro|contra|Lavrov"))
    found = claims_of(one, suggest(one))
    assert (found.claims, found.asked) == ((), 1)
    assert [unused.reason for unused in found.unused] == [ASKED]


def test_each_topic_has_each_stance_where_the_answer_says_so() -> None:
    one = project((0, 6, "NATO|Ukraine|pro|contra|Lavrov"))
    found = told(one, CodeMapping(suggest(one).roles, suggest(one).stances, several_stances=SeveralStances.EACH))
    assert len(found) == 4


def test_a_topic_without_a_stance_is_a_claim_without_one() -> None:
    assert told(project((0, 6, "NATO|Lavrov"))) == [("NATO", "", ("Lavrov",))]


def test_several_actors_hold_one_claim() -> None:
    assert told(project((0, 6, "NATO|pro|Lavrov|Sosa"))) == [("NATO", "favor", ("Lavrov", "Sosa"))]


def test_a_stance_alone_is_no_claim_and_is_listed() -> None:
    one = project((0, 6, "pro"))
    found = claims_of(one, suggest(one))
    assert found.claims == ()
    assert [(unused.start, unused.end, unused.codes, unused.reason) for unused in found.unused] == [
        (0, 6, ("Stance > pro",), NO_TOPIC)
    ]


def test_the_smallest_span_of_an_actor_around_a_topic_is_its_holder() -> None:
    one = project((0, 60, "Sosa"), (0, 40, "Lavrov"), (10, 20, "NATO|pro"))
    mapping = suggest(one)
    assert mapping.unit is ClaimUnit.AROUND
    assert told(one, mapping) == [("NATO", "favor", ("Lavrov",))]


def test_overlapping_codes_are_one_claim_where_that_is_the_answer() -> None:
    one = project((0, 12, "Lavrov"), (8, 20, "NATO"), (15, 30, "contra"))
    mapping = suggest(one)
    assert mapping.unit is ClaimUnit.OVERLAP
    assert told(one, mapping) == [("NATO", "against", ("Lavrov",))]


def test_two_coders_on_the_same_words_make_a_claim_each() -> None:
    one = project((0, 6, "NATO|pro|Lavrov"))
    other = tuple(ForeignCoding("d", name, 0, 6, "bert", unit=f"b{name}") for name in ("NATO", "contra", "Lavrov"))
    both = ForeignProject("test", one.documents, one.codes, (*one.codings, *other))
    found = claims_of(both, suggest(both)).claims
    assert [(claim.coder, claim.stance) for claim in found] == [("anna", Stance.FAVOR), ("bert", Stance.AGAINST)]


@pytest.mark.parametrize(
    ("names", "stances"),
    [
        (("dafür", "dagegen", "neutral"), ("favor", "against", "neutral")),
        (("a favor", "en contra"), ("favor", "against")),
        (("+", "-"), ("favor", "against")),
        (("1", "0"), ("favor", "against")),
        (("-1", "0", "1"), ("against", "neutral", "favor")),
    ],
)
def test_stances_are_known_by_their_words_and_numbers(names: tuple[str, ...], stances: tuple[str, ...]) -> None:
    tree = {"Thema": "", "NATO": "Thema", "Akteure": "", "Lavrov": "Akteure", "Haltung": ""}
    tree |= dict.fromkeys(names, "Haltung")
    one = project(*((at, at + 5, f"NATO|Lavrov|{name}") for at, name in enumerate(names)), tree=tree)
    assert [stance for _topic, stance, _actors in told(one)] == list(stances)


def test_of_a_scale_from_one_to_five_nobody_guesses_the_middle() -> None:
    tree = {"Topic": "", "NATO": "Topic", "Position": "", **dict.fromkeys("12345", "Position")}
    one = project((0, 6, "NATO|4"), tree=tree)
    assert told(one) == [("NATO", "", ())]


def test_stances_below_each_topic_are_known_by_their_shape() -> None:
    one = ForeignProject(
        "test",
        (ForeignDocument("d", "d", TEXT),),
        (
            ForeignCode("n", "NATO"),
            ForeignCode("n+", "positive", "n"),
            ForeignCode("n-", "negative", "n"),
            ForeignCode("u", "Ukraine"),
            ForeignCode("u+", "positive", "u"),
            ForeignCode("u-", "negative", "u"),
            ForeignCode("a", "Speakers"),
            ForeignCode("l", "Lavrov", "a"),
        ),
        tuple(ForeignCoding("d", code, 0, 6, unit="1") for code in ("n+", "u-", "l")),
    )
    assert told(one) == [("n", "favor", ("l",)), ("u", "against", ("l",))]


def test_weights_say_nothing_until_their_cuts_are_told() -> None:
    one = ForeignProject(
        "test",
        (ForeignDocument("d", "d", TEXT),),
        (ForeignCode("t", "Topics"), ForeignCode("n", "NATO", "t")),
        tuple(
            ForeignCoding("d", "n", at, at + 5, unit=f"{at}", weight=weight)
            for at, weight in enumerate((10.0, 50.0, 90.0))
        ),
    )
    mapping = suggest(one)
    assert mapping.cuts is None
    assert [stance for _topic, stance, _actors in told(one, mapping)] == ["", "", ""]
    cut = CodeMapping(mapping.roles, mapping.stances, cuts=(33, 67))
    assert [stance for _topic, stance, _actors in told(one, cut)] == ["against", "neutral", "favor"]


def test_every_coding_is_in_a_claim_or_listed_or_left_out() -> None:
    one = project(
        (0, 6, "NATO|pro|Lavrov"), (7, 12, "contra|Sosa"), (13, 20, "Ukraine|NATO|pro|contra"), (21, 25, "Sosa")
    )
    found = claims_of(one, suggest(one))
    units = {claim.unit for claim in found.claims}
    assert len(units) + len(found.unused) == 4


def test_answers_are_kept_as_they_are_given() -> None:
    mapping = CodeMapping(
        {"Topics": CodeRole.TOPIC, "* > pro": CodeRole.STANCE, "variable > Party": CodeRole.ACTOR},
        {"pro": Stance.FAVOR, "-": Stance.AGAINST},
        ClaimUnit.AROUND,
        coders={"cp": "Carla"},
        cuts=(33, 67),
    )
    assert read_mapping(write_mapping(mapping), "m.toml") == mapping


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("roles = 1", "m.toml is no map of codes"),
        ("visavis-map = 1\nunit = 'line'", "“line” is no answer to “unit”"),
        ("visavis-map = 1\n[roles]\nTopics = 'theme'", "“theme” is no answer to “roles: Topics”"),
        ("visavis-map = 1\ncolour = 'red'", "there is no answer “colour”"),
        ("visavis-map = 1\ncuts = [3, 1]", "the lower one first"),
        ("visavis-map =", "cannot be read as TOML"),
    ],
)
def test_answers_that_cannot_be_are_told_in_a_sentence(words: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        read_mapping(words, "m.toml")
