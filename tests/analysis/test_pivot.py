from functools import partial

import pytest

from desktop.analysis.comparison.counts import CellCounts
from desktop.analysis.comparison.members import DocumentLine, groups, members
from desktop.analysis.comparison.outline import outline
from desktop.analysis.comparison.pivot import Pivot, build, path_of
from desktop.core.axes import NONE, Axis, Order
from desktop.core.values import Actor, ActorKind, Coder, Document, Facts, Topic
from tests.clock import processor_time

TOPICS = [
    Topic("economy", "Economy", id=1),
    Topic("trade", "Trade", "More trade", parent="economy", id=2),
    Topic("bridge", "Bridge", "A bridge", id=3),
    Topic("tolls", "Tolls", "Tolls", parent="trade", id=4),
]
ACTORS = [
    Actor("tarn", "Tarn", ActorKind.COUNTRY, id=1),
    Actor("ministry", "Ministry", ActorKind.GOVERNMENT, parent="tarn", id=2),
    Actor("ana", "Ana", parent="ministry", id=3),
    Actor("bo", "Bo", parent="tarn", id=4),
    Actor("zoe", "Zoe", id=5),
    Actor("round", "Round", parent="about", country="Velo", id=6),
    Actor("about", "About", parent="round", id=7),
]
DOCUMENTS = [
    Document(1, "u1", "a.txt", Facts(title="Late", publisher="Herald", date="2024-04-26"), ""),
    Document(2, "u2", "a.txt", Facts(title="Early", date="2021-12"), ""),
    Document(3, "u3", "c.txt", Facts(date="--05-01"), ""),
]
FOUND = members(TOPICS, ACTORS, [*map(DocumentLine.of, DOCUMENTS)], [Coder(1, "u", "Nilo")])
COUNTS = [
    (2, 3, "favor", 2, "2021-12", "2024-04-26"),
    (2, 4, "against", 1, "2024-04-26", "2024-04-26"),
    (3, 3, "favor", 4, None, None),
    (3, 5, "neutral", 1, "2020", "2020"),
    (4, 4, "against", 3, "2022", "2023"),
]


def test_the_members_of_twice_as_many_documents_take_about_twice_as_long() -> None:
    taken = []
    for count in (3_000, 6_000):
        lines = [DocumentLine(n, f"{n}.txt", "", "", f"Paper {n % 40}", "", f"20{n % 90:02}") for n in range(count)]
        taken.append(processor_time(partial(members, TOPICS, ACTORS, lines, [])))
    assert taken[1] < 3 * taken[0]


def made(rows: str = "topic", columns: str = "actor", order: Order = "codebook", keep: tuple[int, ...] = ()) -> Pivot:
    axes = Axis.parse(rows), Axis.parse(columns)
    kept = [path_of(axes[0], FOUND, {"topic_id": number}) for number in keep]
    return build(*axes, FOUND, ("topic", "actor"), COUNTS, order=order, column_order=order, kept=(kept, ()))


def keys(lines: tuple[tuple[object, ...], ...]) -> list[str]:
    return [">".join(member.key for member in line) for line in lines]  # type: ignore[attr-defined]


def test_every_field_has_its_members() -> None:
    def of(field: str) -> list[str]:
        return [member.key for member in FOUND[field].values()]

    assert of("theme") == ["economy", "economy", "bridge", "economy"]
    assert of("organisation") == ["tarn", "ministry", "ministry", "bo", "zoe", "round", "about"]
    assert of("country") == ["Tarn", "Tarn", "Tarn", "Tarn", NONE, "Velo", "Velo"]
    assert of("document") == ["a.txt (2)", "a.txt (1)", "c.txt"]
    assert of("publisher") == ["Herald", NONE, NONE]
    assert of("year") == ["2024", "2021", NONE]
    assert of("month") == ["2024-04", "2021-12", NONE]
    assert [FOUND["document"][number].rank for number in (1, 2, 3)] == [1, 0, 2]


def test_actors_stand_for_their_groups_only_where_they_are_not_told_apart() -> None:
    assert groups(FOUND, ("topic", "actor", "country")) is None
    assert groups(FOUND, ("topic", "voice")) is None
    assert groups(FOUND, ("country",)) == {1: 1, 2: 1, 3: 1, 4: 1, 5: 5, 6: 6, 7: 6}


def test_lines_are_the_sums_of_their_cells() -> None:
    shown = made()
    assert keys(shown.rows) == ["trade", "bridge", "tolls"]
    assert keys(shown.columns) == ["ana", "bo", "zoe"]
    assert shown.cell(0, 0) == CellCounts(2, 0, 0)
    assert shown.cell(2, 2) == CellCounts()
    assert shown.row_counts == (CellCounts(2, 1, 0), CellCounts(4, 0, 1), CellCounts(0, 3, 0))
    assert shown.column_counts[0] == CellCounts(6, 0, 0)
    assert shown.total == CellCounts(6, 4, 1)
    assert shown.dates[0, 0] == ("2021-12", "2024-04-26")
    assert (1, 0) not in shown.dates
    assert shown.share(0, 0) == 2 / 3
    assert shown.share(0, 0, "column") == 2 / 6
    assert shown.share(0, 0, "all") == 2 / 11


@pytest.mark.parametrize(
    ("order", "rows", "columns"),
    [
        ("codebook", ["trade", "bridge", "tolls"], ["ana", "bo", "zoe"]),
        ("name", ["bridge", "tolls", "trade"], ["ana", "bo", "zoe"]),
        ("count", ["bridge", "trade", "tolls"], ["ana", "bo", "zoe"]),
        ("date", ["bridge", "trade", "tolls"], ["zoe", "ana", "bo"]),
        ("similarity", ["trade", "bridge", "tolls"], ["ana", "zoe", "bo"]),
    ],
)
def test_lines_are_sorted_as_asked(order: Order, rows: list[str], columns: list[str]) -> None:
    shown = made(order=order)
    assert keys(shown.rows) == rows
    assert sorted(keys(shown.columns)) == sorted(columns)
    if order != "similarity":
        assert keys(shown.columns) == columns


def test_nested_lines_stand_in_their_groups_whatever_the_order() -> None:
    assert keys(made("theme>topic", order="count").rows) == ["economy>trade", "economy>tolls", "bridge>bridge"]
    assert keys(made("theme>topic", order="name").rows) == ["bridge>bridge", "economy>tolls", "economy>trade"]
    assert keys(made(columns="country>organisation>actor").columns) == [
        "Tarn>ministry>ana",
        "Tarn>bo>bo",
        "(none)>zoe>zoe",
    ]


def test_lines_without_a_claim_stay_when_wished_for() -> None:
    assert keys(made(keep=(1, 2, 3, 4)).rows) == ["economy", "trade", "bridge", "tolls"]
    assert keys(made(keep=(1,), order="similarity").rows)[-1] == "economy"


def test_a_group_is_a_line_of_its_sums_and_alone_when_it_is_closed() -> None:
    shown = made("theme>topic")
    whole = outline(shown)
    assert keys(whole.rows) == ["economy", "economy>trade", "economy>tolls", "bridge", "bridge>bridge"]
    assert whole.row_counts[0] == CellCounts(2, 4, 0)
    closed = outline(shown, [("economy",)])
    assert keys(closed.rows) == ["economy", "bridge", "bridge>bridge"]
    assert closed.row_counts[0] == CellCounts(2, 4, 0)
    assert closed.cell(0, 1) == CellCounts(0, 4, 0)
    assert closed.dates[0, 1] == ("2022", "2024-04-26")
    assert outline(made()).cells == made().cells


def test_a_matrix_turned_twice_is_the_same() -> None:
    shown = made("theme>topic", "country")
    turned = shown.transposed()
    assert turned.rows == shown.columns
    assert turned.cell(0, 1) == shown.cell(1, 0)
    assert turned.transposed() == shown


def test_no_claims_make_an_empty_comparison() -> None:
    empty = build(Axis.parse("topic"), Axis.parse("actor"), FOUND, ("topic", "actor"), [], order="similarity")
    assert (empty.rows, empty.columns, empty.total) == ((), (), CellCounts())
