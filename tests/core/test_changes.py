from collections.abc import Iterator, Sequence

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.changes import ChangeSet, Row, RowChange, RowIndex, RowLog

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


def test_it_answers_with_ids_what_became_of_claims_and_where_they_belong() -> None:
    def claim(document: int) -> Row:
        return {"id": 7, "document_id": document}

    changes = ChangeSet(
        "",
        (
            RowChange("claim", 7, claim(1), claim(2)),
            RowChange("claim", 7, claim(2), claim(2)),
            RowChange("claim", 5, {"id": 5, "document_id": 2}, None),
            RowChange("claim_actor", 9, None, {"id": 9, "claim_id": 8, "actor_id": 3}),
            RowChange("memo", 4, None, {"id": 4, "claim_id": None, "document_id": 1}),
            RowChange("memo", 6, {"id": 6, "claim_id": 2}, None),
        ),
    )
    assert changes.ids("claim") == (7, 5)
    assert changes.ids("topic") == ()
    assert changes.deleted("claim") == {5}
    assert changes.inverted().deleted("claim_actor") == {9}
    assert changes.claims() == {2, 5, 7, 8}
    # where it was and where it is now; a memo on something else belongs to no claim
    assert changes.grouped("claim", "document") == {1: (7,), 2: (7, 5)}
    assert changes.grouped("memo", "claim") == {2: (6,)}


def test_the_rows_of_a_long_action_are_the_same_from_a_log() -> None:
    rows = (
        *(RowChange("document", number, None, {"id": number, "title": f"Fähre “{number}”"}) for number in range(50)),
        RowChange("claim", 3, {"id": 3, "document_id": 1}, {"id": 3, "document_id": 2}),
        RowChange("claim", 4, {"id": 4, "document_id": 2}, {"id": 4, "document_id": 2, "stance": "favor"}),
        RowChange("memo", 5, None, {"id": 5, "document_id": None, "claim_id": 4}),
        RowChange("document", 7, {"id": 7, "title": ""}, None),
    )
    reading: list[bool] = []

    def read(backward: bool) -> Iterator[Sequence[RowChange]]:
        reading.append(backward)
        parts = [rows[at : at + 3] for at in range(0, len(rows), 3)]
        return reversed(parts) if backward else iter(parts)

    index = RowIndex()
    index.add(rows)
    tables = frozenset({"document", "claim", "memo"})
    for log in (RowLog(read, tables, len(rows)), RowLog(read, tables, len(rows), index)):
        kept, short = ChangeSet("", log), ChangeSet("", rows)
        for one, other in ((kept, short), (kept.inverted(), short.inverted()), (kept.inverted().inverted(), short)):
            assert tuple(one.rows) == tuple(one.rows) == other.rows
            assert len(one.rows) == len(rows)
            assert one.rows[-1] == other.rows[-1]
            assert one.rows[2:5] == other.rows[2:5]
            assert one.tables == other.tables
            for table in ("document", "claim", "topic"):
                assert one.ids(table) == other.ids(table)
                assert one.deleted(table) == other.deleted(table)
                assert tuple(one.of(table)) == tuple(other.of(table))
            assert one.grouped("claim", "document") == other.grouped("claim", "document")
            assert one.claims() == other.claims() == {3, 4}
    assert kept.grouped("claim", "document") == {1: (3,), 2: (3, 4)}
    # what one asks most is answered without the rows
    del reading[:]
    assert kept.ids("document")
    assert kept.deleted("document")
    assert kept.grouped("claim", "document")
    assert not reading
