"""Every table that comparisons write, read back by a second parser, LibreOffice, openpyxl, csvw and TeX."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from desktop.core.spans import Span
from desktop.core.values import CodedDocument, Facts, NewClaim, Stance
from desktop.core.views import View
from desktop.exchange.tables.formats import FORMATS
from desktop.exchange.tables.table import Table, prepare, write_csv, write_metadata
from desktop.project import catalogue, lists
from desktop.project.matrix import compare
from desktop.project.matrix_table import comparison_table
from desktop.project.requests import Request
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import documents as edit_documents
from tests.programs import convert, typeset

from ..store.making import ids, make_project

QUOTES = ('=SUM(A1) "nimor", ést', "Élan à Tarn\nñandú;  ▲", "-5 % of it", "@velo, +1", "#marin tosk", "007")
TEXT = "\n\n".join(QUOTES) + "\n"


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Table]]:
    with make_project(tmp_path_factory.mktemp("hard") / "p.visavis") as db:
        yield _tables(db)


def _tables(db: Database) -> dict[str, Table]:
    facts = Facts('The "Élbar" papers, =2', publisher="Herald; & Söhne", date="2024-02-29")
    added = edit_documents.add_documents(db, [CodedDocument("hard.txt", facts, TEXT)])[0]
    actors, topics = [*ids(db, "actor").values()], ids(db, "topic")
    for at, quote in enumerate(QUOTES):
        start = TEXT.index(quote)
        # ever against: nets are below nothing, and some are on both sides
        stance = Stance.FAVOR if at == 5 else Stance.AGAINST
        for topic in (topics["trade"], topics["bridge"]):
            span = Span(start, start + len(quote))
            held = (actors[at % 3], actors[(at + 1) % 3])
            edit_claims.tag(db, NewClaim(added.document_id, span, held, topic, stance))
    found = {
        f"matrix_{cells}": comparison_table(compare(db, View().changed(cells=cells)))
        for cells in ("counts", "net", "share", "stance", "dates", "quotes")
    }
    found["claims"] = lists.claims_table(db, Request())
    for key in ("both_sides", "opponents", "timeline", "network_two", "network_one", "events"):
        found[key] = catalogue.ENTRIES[key].make(db, Request())
    return found


def cells(table: Table) -> list[list[object]]:
    """Return the rows as a reader must find them: None as nothing, lists joined."""
    return [
        ["; ".join(cell) if isinstance(cell, tuple) else "" if cell is None else cell for cell in row]
        for row in table.rows
    ]


def same(found: object, cell: object) -> bool:
    if isinstance(cell, int | float):
        return isinstance(found, int | float) and found == pytest.approx(cell)
    return ("" if found is None else found) == cell


def test_the_tables_hold_what_is_hard_to_write(tables: dict[str, Table]) -> None:
    assert all(table.rows for table in tables.values())
    told = {str(cell) for table in tables.values() for row in table.rows for cell in row}
    assert set(QUOTES) <= told
    for name in ("matrix_net", "network_two"):
        assert any(isinstance(cell, int | float) and cell < 0 for row in tables[name].rows for cell in row), name


def test_an_exact_csv_gives_every_cell_back_to_a_second_parser(tables: dict[str, Table]) -> None:
    for name, table in tables.items():
        data = write_csv(table, exact=True).decode()
        rows = list(csv.reader(io.StringIO(data, newline=""), strict=True))
        assert rows[0] == [column.key for column in table.columns], name
        assert rows[1:] == [[str(cell) for cell in row] for row in cells(table)], name


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_csvw_validates_every_table_and_reads_its_types(tables: dict[str, Table], tmp_path: Path) -> None:
    from csvw import CSVW

    for name, table in tables.items():
        described = prepare(table)
        (tmp_path / f"{name}.csv").write_bytes(write_csv(described, exact=True))
        metadata = tmp_path / f"{name}.csv-metadata.json"
        metadata.write_bytes(write_metadata(described, f"{name}.csv"))
        read = CSVW(str(metadata), validate=True)
        assert read.is_valid, (name, [str(warning.message) for warning in read.warnings])
        rows = [list(row.values()) for row in read.tables[0]]
        for row, line in zip(rows, cells(described), strict=True):
            for found, cell in zip(row, line, strict=True):
                joined = "; ".join(found) if isinstance(found, list) else found
                value = float(joined) if isinstance(cell, int | float) and joined is not None else joined
                assert same(value, cell), (name, found, cell)


def test_openpyxl_finds_every_cell_of_every_workbook_and_no_formula(tables: dict[str, Table]) -> None:
    for name, table in tables.items():
        sheet = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(table))).worksheets[0]
        assert sheet.freeze_panes, name
        rows = list(sheet.iter_rows(min_row=2, max_row=len(table.rows) + 1))
        for row, line in zip(rows, cells(table), strict=True):
            for found, cell in zip(row, line, strict=True):
                assert found.data_type != "f", (name, found.coordinate)
                assert same(found.value, cell), (name, found.value, cell)


def test_libreoffice_finds_the_same_cells_in_every_csv(tables: dict[str, Table], tmp_path: Path) -> None:
    for name, table in tables.items():
        (tmp_path / f"{name}.csv").write_bytes(write_csv(table))
    # comma, quote, UTF-8, from line 1, language en-US, quoted cells are texts; one call for all
    files = [tmp_path / f"{name}.csv" for name in tables]
    written = convert(tmp_path, "xlsx", *files, options="CSV:44,34,76,1,,1033,false,true,false")
    for (name, table), path in zip(tables.items(), written, strict=True):
        sheet = openpyxl.load_workbook(path).worksheets[0]
        rows = list(sheet.iter_rows(min_row=2, values_only=True))
        for row, line in zip(rows, cells(table), strict=True):
            for found, cell in zip(row, line, strict=True):
                if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@"):
                    # what would be a formula has an apostrophe before it, and is the text that it is
                    assert found == f"'{cell}", (name, found, cell)
                elif isinstance(cell, str) and not isinstance(found, str | None):
                    # a text of digits, which CSV cannot tell from a number
                    assert found == pytest.approx(float(cell)) if isinstance(found, int | float) else str(found), name
                else:
                    assert same(found, cell), (name, found, cell)


def test_latex_compiles_every_table(tables: dict[str, Table], tmp_path: Path) -> None:
    for name, table in tables.items():
        # pdflatex has no font with emoji, whatever is written
        (tmp_path / f"{name}.tex").write_text(FORMATS["latex"].write(table).decode().replace("😀", ""), "utf-8")
    typeset(tmp_path, "\n".join(rf"\input{{{name}}}\clearpage" for name in tables))
