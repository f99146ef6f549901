import json

from desktop.core.values import Actor, Stance, Topic
from desktop.exchange.exports import ClaimRow, Quote, claims_table, matrix_table
from desktop.exchange.tables import Table, read_csv, write_csv, write_json

TOPICS = (Topic("celac", "CELAC", "CELAC is the venue."), Topic("brics", "BRICS", "BRICS should expand."))
ACTORS = (Actor("sosa", "Sosa"), Actor("total", "Total SE"))
COUNTS = {("celac", "sosa"): (2, 1, 1), ("celac", "total"): (0, 3, 0), ("brics", "sosa"): (1, 0, 4)}
QUOTES = {
    ("celac", "sosa"): [
        Quote("We\nagree", Stance.FAVOR, "EFE", "2024-04-26"),
        Quote("No", Stance.AGAINST, "EFE"),
        Quote("Maybe", Stance.NEUTRAL),
    ]
}


def keys(table: Table) -> list[str]:
    return [column.key for column in table.columns]


def test_claims_have_a_row_each_with_the_actors_as_a_list() -> None:
    row = ClaimRow(
        1, "u", 2, "a.txt", "T", "2024", 3, 9, "-quote", ("sosa", "lavrov"), "celac", Stance.FAVOR, "direct", "Ann",
        "2024-04-26T10:00:00Z", "", "coder",
    )  # fmt: skip
    table = claims_table([row])
    assert keys(table)[:9] == ["claim_id", "uuid", "document_id", "document", "title", "date", "start", "end", "quote"]
    assert keys(table)[9:] == ["actors", "topic", "stance", "voice", "coder", "created", "memo", "origin"]
    assert json.loads(write_json(table))[0]["actors"] == ["sosa", "lavrov"]
    cells = read_csv(write_csv(table)).rows[0]
    assert cells[8:12] == ("-quote", "sosa; lavrov", "celac", "favor")


def test_counts_have_three_columns_an_actor_and_totals_that_add_up() -> None:
    table = matrix_table(TOPICS, ACTORS, COUNTS)
    assert keys(table) == [
        "topic", "proposition", "sosa_favor", "sosa_against", "sosa_neutral",
        "total_favor", "total_against", "total_neutral", "total",
    ]  # fmt: skip
    assert table.rows == (
        ("celac", "CELAC is the venue.", 2, 1, 1, 0, 3, 0, 7),
        ("brics", "BRICS should expand.", 1, 0, 4, 0, 0, 0, 5),
        ("total", "", 3, 1, 5, 0, 3, 0, 12),
    )


def test_net_tells_a_balance_of_zero_from_no_claim() -> None:
    counts = {("celac", "sosa"): (1, 1, 0), ("celac", "total"): (0, 2, 0)}
    table = matrix_table(TOPICS, ACTORS, counts, cells="net")
    assert [row[2:] for row in table.rows] == [(0, -2), (None, None), (0, -2)]
    assert b"brics,BRICS should expand.,,\r\n" in write_csv(table)


def test_stance_names_contradiction_and_lets_a_position_win_over_neutral() -> None:
    table = matrix_table(TOPICS, ACTORS, {**COUNTS, ("brics", "total"): (0, 0, 2)}, cells="stance")
    assert [row[2:] for row in table.rows] == [("contradictory", "against"), ("favor", "neutral")]
    assert [row[2:] for row in matrix_table(TOPICS[:1], ACTORS, {}, cells="stance").rows] == [("", "")]


def test_quotes_stand_one_a_line_with_their_shape_and_source() -> None:
    table = matrix_table(TOPICS, ACTORS, COUNTS, QUOTES, "quotes")
    assert table.rows[0][2] == "▲ We agree (EFE, 2024-04-26)\n▼ No (EFE)\n● Maybe"
    assert table.rows[1][2:] == ("", "")


def test_an_actor_called_like_a_column_loses_nothing_in_json() -> None:
    rows = json.loads(write_json(matrix_table(TOPICS, ACTORS, COUNTS, cells="net")))
    assert rows[0] == {"topic": "celac", "proposition": "CELAC is the venue.", "sosa": 1, "total_actor": -3}


def test_a_matrix_without_topics_or_actors_is_still_a_table() -> None:
    assert matrix_table((), ACTORS, {}).rows == (("total", "", 0, 0, 0, 0, 0, 0, 0),)
    assert matrix_table(TOPICS, (), {}).rows[-1] == ("total", "", 0)
