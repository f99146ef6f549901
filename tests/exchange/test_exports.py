import json

from desktop.core.values import Stance
from desktop.exchange.tables.table import Table, read_csv, write_csv, write_json
from desktop.project.exports import ClaimRow, Quote, claims_table


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


def test_a_quote_stands_in_one_line_with_its_shape_and_source() -> None:
    quotes = (
        Quote("We\nagree", Stance.FAVOR, "EFE", "2024-04-26"),
        Quote("No", Stance.AGAINST, "EFE"),
        Quote("Maybe", Stance.NEUTRAL),
    )
    assert list(map(str, quotes)) == ["▲ We agree (EFE, 2024-04-26)", "▼ No (EFE)", "● Maybe"]
