import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.core.memberships import Membership
from desktop.core.text import one_line
from desktop.core.values import Actor, ActorKind, Codebook, Topic
from desktop.exchange.codebook import read_codebook_file, write_toml
from tests.exchange import PROPERTY

# what TOML can hold of our texts: no carriage return, which reading would turn into a line feed
words = st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    ["\n", '"""', "'''", "\\", '"', "#", "[[actor]]", "\u2028", "😀", " a "]
)
filled = words.filter(str.strip)
keys = st.from_regex(r"[a-z0-9]{1,3}(-[a-z0-9]{1,3})?", fullmatch=True)
aliases = st.lists(words, max_size=2).map(tuple)
dates = st.sampled_from([("", ""), ("2022", "2023-05"), ("2022-03-01", ""), ("", "2024")])
memberships = st.lists(
    st.builds(lambda key, both, role: Membership(key, *both, one_line(role)), keys, dates, words), max_size=2
).map(tuple)


@st.composite
def codebooks(draw: st.DrawFn) -> Codebook:
    def entries(made_of: type, **fields: st.SearchStrategy) -> tuple:
        made = []
        for key in draw(st.lists(keys, unique=True, max_size=4)):
            parent = draw(st.just("") | st.sampled_from([each.key for each in made])) if made else ""
            made.append(draw(st.builds(made_of, key=st.just(key), parent=st.just(parent), **fields)))
        return tuple(made)

    colors = st.sampled_from(["", "#0072b2", "#ABCDEF"])
    common = {"name": filled, "aliases": aliases, "color": colors, "definition": words, "uuid": words}
    actors = entries(
        Actor,
        **common,
        **{"role": words, "affiliation": words, "country": words, "initials": words},
        kind=st.sampled_from(ActorKind),
        memberships=memberships,
    )
    return Codebook(
        actors, entries(Topic, **common, proposition=words, inclusion=words, exclusion=words, example=words)
    )


@PROPERTY
@given(codebooks())
def test_any_codebook_survives_writing_and_reading(codebook: Codebook) -> None:
    written = write_toml(codebook).decode()
    assert read_codebook_file(written, "codebook.toml").codebook == codebook
    assert write_toml(read_codebook_file(written, "codebook.toml").codebook) == written.encode()


def test_a_codebook_is_written_so_that_people_can_edit_it() -> None:
    codebook = Codebook(
        (Actor("sosa", "Celinda Sosa", role="foreign minister", parent="bolivia", aliases=("Sosa",), id=7),
         Actor("bolivia", "Bolivia", ActorKind.COUNTRY)),
        (Topic("celac", "CELAC", "CELAC is the right venue."),),
    )  # fmt: skip
    assert write_toml(codebook).decode() == (
        'visavis = 1\n\n[[actor]]\nkey = "sosa"\nname = "Celinda Sosa"\nkind = "person"\nrole = "foreign minister"\n'
        'parent = "bolivia"\naliases = ["Sosa"]\n\n[[actor]]\nkey = "bolivia"\nname = "Bolivia"\nkind = "country"\n\n'
        '[[topic]]\nkey = "celac"\nname = "CELAC"\nproposition = "CELAC is the right venue."\n'
    )


def test_an_empty_codebook_is_still_one() -> None:
    assert tomllib.loads(write_toml(Codebook()).decode()) == {"visavis": 1}
    assert read_codebook_file(write_toml(Codebook()).decode(), "a").codebook == Codebook()


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("[[actor]]\nkey = \n", "line 3"),
        ("[[actor]]\nkey='a'\nname='A'\n[[actor]]\nkey='a'\nname='B'\n", "twice"),
        ("[[actor]]\nkey='a'\nname='A'\nparent='b'\n", "parent “b”"),
        ("[[topic]]\nkey='a'\nname='A'\nparent='a'\n", "circle (a → a)"),
        (
            "[[topic]]\nkey='a'\nname='A'\nparent='b'\n[[topic]]\nkey='b'\nname='B'\nparent='a'\n",
            "circle (a → b → a)",
        ),
        ("[[actor]]\nkey='a'\nname='A'\ncolour='red'\n", "unknown field “colour”"),
        ("[[actor]]\nkey='a'\nname='A'\nkind='minister'\n", "person, organisation"),
        ("[[actor]]\nkey='US Gov'\nname='A'\n", "lower-case"),
        ("[[actor]]\nname='A'\n", "actor number 1 needs a key"),
        ("[[actor]]\nkey='a'\n", "no name"),
        ("[[actor]]\nkey='a'\nname=3\n", "text in quotes"),
        ("[[actor]]\nkey='a'\nname='A'\naliases='B'\n", "list of texts"),
        ("[[actors]]\nkey='a'\n", "“actors” is unknown"),
        ("[actor]\nkey='a'\n", "[[actor]]"),
    ],
)
def test_a_mistake_in_a_codebook_is_one_sentence_with_the_file_and_the_way_out(body: str, hint: str) -> None:
    with pytest.raises(UserError) as caught:
        read_codebook_file("visavis = 1\n" + body, "codebook.toml")
    message = str(caught.value)
    assert message.startswith("codebook.toml")
    assert hint in message
    assert message.endswith(".")


@pytest.mark.parametrize(
    ("source", "hint"), [("", "first line"), ("visavis = 2\n", "update"), ("visavis='1'", "first")]
)
def test_a_file_of_another_kind_or_format_is_refused(source: str, hint: str) -> None:
    with pytest.raises(UserError, match=hint):
        read_codebook_file(source, "codebook.toml")
