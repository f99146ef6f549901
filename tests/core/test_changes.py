from hypothesis import given
from hypothesis import strategies as st

from desktop.core.changes import ChangeSet, Row, RowChange

CHANGES = ChangeSet(
    "Tag claim",
    (
        RowChange("coder", 1, None, {"id": 1, "name": "velo"}),
        RowChange("claim", 7, {"id": 7, "stance": "favor"}, {"id": 7, "stance": "against"}),
        RowChange("memo", 3, {"id": 3, "text": "marin"}, None),
    ),
    history_id=5,
)

rows = st.none() | st.dictionaries(st.sampled_from(["a", "b"]), st.integers() | st.none() | st.text(max_size=3))


def applied(changes: ChangeSet, state: dict[tuple[str, int], Row]) -> dict[tuple[str, int], Row]:
    state = dict(state)
    for change in changes.rows:
        assert state.pop((change.table, change.id), None) == change.before
        if change.after is not None:
            state[change.table, change.id] = change.after
    return state


def test_the_inverse_has_each_row_inverted_in_the_opposite_order() -> None:
    inverse = CHANGES.inverted()
    assert [(row.table, row.before, row.after) for row in inverse.rows] == [
        ("memo", None, {"id": 3, "text": "marin"}),
        ("claim", {"id": 7, "stance": "against"}, {"id": 7, "stance": "favor"}),
        ("coder", {"id": 1, "name": "velo"}, None),
    ]
    assert (inverse.text, inverse.history_id, inverse.kind) == ("Tag claim", 5, "undo")


def test_the_inverse_of_the_inverse_is_the_change_set_itself() -> None:
    assert CHANGES.inverted().inverted("edit") == CHANGES


@given(st.lists(st.tuples(st.sampled_from(["x", "y"]), st.integers(1, 2), rows), max_size=12))
def test_a_change_set_and_its_inverse_lead_back_even_when_a_row_changes_twice(
    steps: list[tuple[str, int, Row | None]],
) -> None:
    state: dict[tuple[str, int], Row] = {("x", 1): {"a": 1}}
    before, changes = dict(state), []
    for table, number, after in steps:
        changes.append(RowChange(table, number, state.pop((table, number), None), after))
        if after is not None:
            state[table, number] = after
    done = ChangeSet("", tuple(changes))
    assert applied(done, before) == state
    assert applied(done.inverted(), state) == before


def test_it_tells_which_tables_it_touches() -> None:
    assert CHANGES.touches("claim")
    assert CHANGES.touches("topic", "memo")
    assert not CHANGES.touches("topic", "actor")
    assert [row.id for row in CHANGES.of("claim")] == [7]
    assert list(CHANGES.of("topic")) == []
