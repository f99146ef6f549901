"""A set as it travels: what is read row by row says what JSON says, and its columns are kept as they came."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.portable import PortableRow, PortableSet, dump_columns, dump_set, load_row, load_set

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ['","rows":[', "]}", "\\", '"', "\\ud800", "],["]
)
values = st.none() | st.integers(-(2**63), 2**63 - 1) | words
columns = st.dictionaries(words, st.tuples(values, values), max_size=4)
rows = st.builds(
    PortableRow,
    st.sampled_from(["claim", "topic"]),
    words.filter(bool),
    st.sampled_from(["added", "changed", "deleted"]),
    columns,
)
sets = st.builds(
    PortableSet,
    *(words, words, words, st.integers(1, 9), st.integers(0, 9), st.dictionaries(words, st.integers(0, 9), max_size=2)),
    *(words, words, words, st.lists(rows, max_size=3).map(tuple)),
)


def plainly(text: str) -> PortableSet:
    """Read a set as JSON's own reader does."""
    told = json.loads(text)
    found = tuple(load_row(row) for row in told["rows"])
    names = ("uuid", "project", "client", "number", "order", "base", "coder", "created", "text")
    return PortableSet(*(told[name] for name in names), found)


@given(sets)
def test_a_set_comes_back_with_its_columns_as_they_came(one: PortableSet) -> None:
    text = dump_set(one)
    found = load_set(text)
    assert found == one == plainly(text)
    assert [row.dumped for row in found.rows] == [dump_columns(row) for row in one.rows]
    assert dump_set(found) == text


@given(sets, st.data())
def test_a_set_that_another_program_wrote_says_the_same(one: PortableSet, data: st.DataObject) -> None:
    told = json.loads(dump_set(one))
    told = {name: told[name] for name in data.draw(st.permutations(list(told)))}
    spaces = data.draw(st.sampled_from([(", ", ": "), (",", ":"), (" ,", ":")]))
    text = json.dumps(told, separators=spaces, indent=data.draw(st.sampled_from([None, 1])), ensure_ascii=False)
    found = load_set(text)
    assert found == one
    for row in found.rows:
        assert {name: tuple(pair) for name, pair in json.loads(dump_columns(row)).items()} == row.columns


@given(sets, st.data())
def test_what_is_no_json_is_no_set(one: PortableSet, data: st.DataObject) -> None:
    text = dump_set(one)
    at = data.draw(st.integers(0, len(text)))
    cut = at + data.draw(st.integers(0, 2))
    text = text[:at] + data.draw(st.sampled_from(["", ",", "]", "}", "[", " ", '"'])) + text[cut:]
    wanted: Any = None
    try:
        wanted = plainly(text)
    except (ValueError, TypeError, KeyError):
        with pytest.raises((ValueError, TypeError, KeyError)):
            load_set(text)
        return
    try:
        assert load_set(text) == wanted
    except (ValueError, TypeError):
        # a counter may be none any more
        assert wanted.number < 1 or not isinstance(wanted.number, int) or not isinstance(wanted.base, dict)


@pytest.mark.parametrize("number", ["1e400", "-1e400", "NaN", "Infinity", "9223372036854775808", "true", "[1]"])
def test_a_number_that_no_file_holds_is_none_of_a_set(number: str) -> None:
    one = PortableSet("u", "p", "c", 1, 1, {}, "Ana", "", "", (PortableRow("topic", "t", "added", {"x": (None, 1.5)}),))
    assert math.isclose(load_set(dump_set(one)).rows[0].columns["x"][1], 1.5)
    with pytest.raises((ValueError, TypeError)):
        load_set(dump_set(one).replace("1.5", number))
