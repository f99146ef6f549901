import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.core.filters import ORIGINS, ClaimFilter
from desktop.core.values import Stance, Voice

EXAMPLE = 'topic=nato-latam,alba actor=lavrov date=2021..2024 stance=against voice=direct,reported text="zone of peace"'
# any sign may stand in a name
keys = st.none() | st.lists(st.text(min_size=1, max_size=8).map(str.strip).filter(bool), max_size=3).map(tuple)
dates = st.sampled_from(["", "2021", "2021-05", "2021-05-07", "2023-12-31"])
filters = st.builds(
    ClaimFilter,
    documents=keys,
    sets=keys,
    publishers=keys,
    kinds=keys,
    since=st.sampled_from(["", "2019", "2020-02", "2021-01-01"]),
    until=dates,
    actors=keys,
    organisations=keys,
    topics=keys,
    stances=st.none() | st.lists(st.sampled_from(list(Stance))).map(tuple),
    voices=st.none() | st.lists(st.sampled_from(Voice)).map(tuple),
    coders=keys,
    has_memo=st.none() | st.booleans(),
    text=st.text(max_size=12),
    origins=st.none() | st.lists(st.sampled_from(ORIGINS)).map(tuple),
    hidden_coders=keys,
    with_children=st.booleans(),
)


@given(filters)
def test_a_filter_survives_its_text_and_its_json(chosen: ClaimFilter) -> None:
    assert ClaimFilter.parse(chosen.as_text()) == chosen
    assert ClaimFilter.from_json(json.loads(json.dumps(chosen.as_json()))) == chosen


@given(filters)
def test_without_all_its_parts_a_filter_lets_every_claim_through(chosen: ClaimFilter) -> None:
    assert chosen.is_empty == (not chosen.names()) == (chosen.sentence() == "all claims")
    for name in chosen.names():
        assert name not in chosen.without(name).names()
        chosen = chosen.without(name)
    assert chosen.is_empty


def test_the_example_says_what_it_means() -> None:
    chosen = ClaimFilter.parse(EXAMPLE)
    assert chosen == ClaimFilter(
        topics=("alba", "nato-latam"),
        actors=("lavrov",),
        since="2021",
        until="2024",
        stances=(Stance.AGAINST,),
        voices=(Voice.REPORTED, Voice.DIRECT),
        text="zone of peace",
    )
    assert chosen.sentence() == (
        "date 2021–2024 · actor lavrov · topic alba, nato-latam · stance against · voice direct, reported · "
        "text “zone of peace”"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "all claims"),
        ("date=2021..", "date from 2021"),
        ("date=..2021-05", "date until 2021-05"),
        ("date=2021-05-07", "date 2021-05-07"),
        ("memo=no", "without memo"),
        ("memo=yes coder=Ana", "coder Ana · with memo"),
        ("hide=Bo,Ana", "without coder Ana, Bo"),
        ("topic=trade children=no", "topic trade alone"),
        ('set="2024/Spring talks",2025', "set 2024/Spring talks, 2025"),
        ('publisher="Tarn Herald","A, B"', "publisher A, B, Tarn Herald"),
        (r'text="\"velo marin\" OR x"', 'text “"velo marin" OR x”'),
        ("topic=a topic=b", "topic a, b"),
        ("TOPIC=a", "topic a"),
    ],
)
def test_a_filter_is_told_in_a_sentence(words: str, sentence: str) -> None:
    assert ClaimFilter.parse(words).sentence() == sentence


def test_a_sentence_names_things_as_the_screen_does() -> None:
    chosen = ClaimFilter(topics=("trade",), hidden_coders=("ana",))
    assert chosen.sentence(lambda name, key: f"{name}:{key.title()}") == "topic topic:Trade · without coder coder:Ana"


def test_filters_that_mean_the_same_are_equal() -> None:
    assert ClaimFilter(topics=("b", "a", "b"), stances=()) == ClaimFilter(topics=("a", "b"))
    assert ClaimFilter(topics=()).is_empty
    assert ClaimFilter(text="  a  b ") == ClaimFilter(text="a b")
    assert ClaimFilter(hidden_coders=("a",)).hiding(ClaimFilter(hidden_coders=("b",))) == ClaimFilter(
        hidden_coders=("a", "b")
    )


@pytest.mark.parametrize(
    "words",
    [
        "topic",
        "topic=",
        "topic=a,",
        "=a",
        "tpoic=a",
        "stance=pro",
        "voice=own",
        "origin=x",
        "memo=maybe",
        "memo=yes,no",
        "date=soon",
        "date=--12-22",
        "date=2021-13",
        "date=2024..2021",
        "date=2021,2022",
        'text="a',
        'text=a"b" x',
    ],
)
def test_what_is_no_filter_is_told_in_one_sentence(words: str) -> None:
    with pytest.raises(UserError) as error:
        ClaimFilter.parse(words)
    told = str(error.value)
    assert told.endswith(".")
    assert "\n" not in told


@given(st.text(st.sampled_from('topicdate=,." \\2021-x\n')))
def test_any_words_are_a_filter_or_told_in_a_sentence(words: str) -> None:
    with contextlib.suppress(UserError):
        ClaimFilter.parse(words)


@pytest.mark.parametrize(
    "value",
    [
        [],
        "x",
        {"topic": ["a"]},
        {"topics": "a"},
        {"topics": [1]},
        {"stances": ["pro"]},
        {"origins": ["x"]},
        {"has_memo": "yes"},
        {"with_children": None},
        {"since": 2021},
        {"since": "soon"},
    ],
)
def test_json_that_is_no_filter_is_refused(value: Any) -> None:
    with pytest.raises(UserError):
        ClaimFilter.from_json(value)
