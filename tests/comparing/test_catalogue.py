"""Every table of the catalogue, made of the five documents and read back by something that did not write it."""

import csv
import decimal
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import networkx
import openpyxl
import pytest
from csvw import CSVW
from markdown_it import MarkdownIt

from desktop.core.filters import ClaimFilter
from desktop.core.memos import MemoTarget
from desktop.core.values import NewClaim, Stance
from desktop.core.views import View
from desktop.exchange.tables.formats import FORMATS
from desktop.exchange.tables.table import Table, prepare, stamped, text, title, write_csv, write_metadata
from desktop.project import opening
from desktop.project.catalogue import ENTRIES
from desktop.project.requests import Entry, Request
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims
from desktop.store.edits import memos as edit_memos
from desktop.store.edits import saved
from desktop.store.reads import project as reads
from tests.programs import typeset

OPTIONS = {
    "compare_actors": {"a": "sosa", "b": "lavrov"},
    "compare_documents": {"a": "1", "b": "2"},
    "compare_filters": {"a": "actor=sosa", "b": "actor=lavrov"},
    "compare_cells": {"a": "actor=sosa topic=alba", "b": "country=Russia where=voice=direct"},
    "search": {"query": "nato"},
    "hits": {"word": "nato"},
    "quotations": {"document": "1"},
    "traces": {"document": "1"},
    "suggestions": {"document": "1"},
}
# what a spreadsheet, a page or LaTeX could take for something else
NASTY = '=1+1 & "quoted", \n#second | line_% $x$ ^ {y} ~ \\z'


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    path: Path = tmp_path_factory.mktemp("catalogue") / "p.visavis"
    opening.new_project(path).close()
    with Database(path) as db:
        edit_memos.add(db, MemoTarget(claim_id=1), NASTY)
        edit_memos.add(db, MemoTarget(actor_id=1, topic_id=1), "# both")
        saved.save(db, "=mine", View(where="stance=favor"))
        saved.save(db, "#late", ClaimFilter(since="2024"))
        # one more coder, so that there is something to agree on
        db.set_coder("=Bo")
        claims = reads.claims(db, document_id=1)[:3]
        edit_claims.tag_many(
            db, [NewClaim(1, one.span, one.actor_ids, one.topic_id, Stance.NEUTRAL, one.voice) for one in claims]
        )
        yield db


_made: dict[tuple[str, bool, bool], Table] = {}


def made(db: Database, entry: Entry, form: str) -> Table:
    """Return the table for a form; each is made once for all tests."""
    key = (entry.key, FORMATS[form].named, FORMATS[form].compact)
    if key not in _made:
        wishes = {"named": key[1], "compact": key[2], "options": OPTIONS.get(entry.key, {})}
        # the first step of the history changed ten thousand fields
        request = Request("document=1,2,3", limit=3 if entry.key == "changes" else None, **wishes)  # type: ignore[arg-type]
        _made[key] = entry.make(db, request)
    return _made[key]


@pytest.fixture(params=ENTRIES)
def entry(request: pytest.FixtureRequest) -> Entry:
    return ENTRIES[request.param]


def test_each_table_says_what_it_is_and_what_narrows_it(seeds: Database, entry: Entry) -> None:
    table = made(seeds, entry, "html")
    # nobody takes both sides in these documents
    assert bool(table.rows) == (entry.key != "both_sides")
    assert table.caption
    assert all(title(column) for column in table.columns)
    notes = " ".join(table.notes)
    if entry.narrowed in ("claims", "view"):
        assert "ALBA Is a Counterweight" in notes
    elif entry.key not in ("views", "filters"):
        assert notes
    assert all(notes.count(note) == 1 for note in table.notes)


def test_a_workbook_holds_the_same_cells(seeds: Database, entry: Entry) -> None:
    table = made(seeds, entry, "xlsx")
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(table)))
    sheet = book["Table"]
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]] == [title(column) for column in table.columns]
    assert sheet.freeze_panes == f"{openpyxl.utils.get_column_letter(table.heads + 1)}2"
    for row, cells in zip(rows[1:], table.rows, strict=True):
        for found, cell in zip(row, cells, strict=True):
            assert found.data_type != "f"
            if isinstance(cell, int | float):
                assert found.value == pytest.approx(cell)
            else:
                assert (found.value or "") == text(cell)
    if table.notes:
        assert [row[0].value for row in book["About"].iter_rows()] == [table.caption, *table.notes]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_metadata_describe_the_exact_file(seeds: Database, entry: Entry, tmp_path: Path) -> None:
    table = prepare(made(seeds, entry, "csv"))
    (tmp_path / "t.csv").write_bytes(write_csv(table, exact=True))
    (tmp_path / "t.csv-metadata.json").write_bytes(write_metadata(table, "t.csv"))
    found = CSVW(str(tmp_path / "t.csv-metadata.json"), validate=True)
    assert found.is_valid, [str(warning.message) for warning in found.warnings]
    for row, cells in zip(found.tables[0], table.rows, strict=True):
        for value, cell in zip(row.values(), cells, strict=True):
            if isinstance(cell, tuple):
                assert (tuple(value) if value else ()) == cell
            elif isinstance(value, int | float | decimal.Decimal):
                assert float(value) == pytest.approx(cell)
            else:
                assert (value or "") == ("" if cell is None else str(cell))


def test_a_plain_file_has_as_many_cells_and_no_formula(seeds: Database, entry: Entry) -> None:
    table = made(seeds, entry, "csv")
    rows = list(csv.reader(io.StringIO(write_csv(table).decode("utf-8-sig"), newline=""), strict=True))
    assert len(rows) == len(table.rows) + 1
    for row, cells in zip(rows[1:], table.rows, strict=True):
        for found, cell in zip(row, cells, strict=True):
            assert isinstance(cell, int | float) or not found.startswith(("=", "+", "-", "@"))


def test_pages_have_as_many_cells(seeds: Database, entry: Entry) -> None:
    from lxml import html

    table = made(seeds, entry, "html")
    size = (len(table.rows) + 1, (len(table.rows) + 1) * len(table.columns))
    page = html.document_fromstring(FORMATS["html"].write(table).decode())
    assert (len(page.xpath("//tr")), len(page.xpath("//td | //th"))) == size
    for note in table.notes:
        assert note in page.text_content()
    written = FORMATS["md"].write(table).decode()
    shown = html.document_fromstring(MarkdownIt("commonmark").enable("table").render(written))
    assert (len(shown.xpath("//tr")), len(shown.xpath("//td | //th"))) == size
    for note in table.notes:
        assert note in shown.text_content()


@pytest.mark.parametrize(
    ("key", "normalisation"),
    [("network_two", "none"), ("network_two", "activity"), ("network_one", "none"), ("network_one", "average")],
)
def test_networks_are_read_by_another_program(seeds: Database, key: str, normalisation: str, tmp_path: Path) -> None:
    options = {"normalisation": normalisation, "isolates": "yes", "rows": "country", "concepts": "theme"}
    request = Request(options=options)
    table = ENTRIES[key].make(seeds, request)
    (tmp_path / "n.graphml").write_bytes(ENTRIES[key].write(seeds, request, "graphml", table.notes))
    graph = networkx.read_graphml(tmp_path / "n.graphml")
    assert not graph.is_directed()
    rows, columns = [str(row[0]) for row in table.rows], [column.key for column in table.columns[1:]]
    kind = "theme" if key == "network_two" else "country"
    assert set(graph) == {f"country:{one}" for one in rows} | {f"{kind}:{one}" for one in columns}
    assert all(data["label"] and data["kind"] in ("country", "theme") for _, data in graph.nodes(data=True))
    for row in table.rows:
        for column, weight in zip(columns, row[1:], strict=True):
            ends = f"country:{row[0]}", f"{kind}:{column}"
            tie = graph.edges[ends]["weight"] if graph.has_edge(*ends) else 0
            assert tie == pytest.approx(weight, abs=1e-9)


def test_all_tables_compile_in_one_paper(seeds: Database, tmp_path: Path) -> None:
    inputs = []
    for key, entry in ENTRIES.items():
        table = made(seeds, entry, "latex")
        # what is wide is cut: a page has no room for 40 columns, whatever writes them
        kept = replace(table, columns=table.columns[:8], rows=tuple(row[:8] for row in table.rows[:40]), tones={})
        (tmp_path / f"{key.replace('_', '-')}.tex").write_bytes(FORMATS["latex"].write(kept))
        inputs.append(rf"\input{{{key.replace('_', '-')}}}\clearpage")
    typeset(tmp_path, "\n".join(inputs))


def test_a_stamp_is_one_more_note(seeds: Database) -> None:
    table = made(seeds, ENTRIES["claims"], "html")
    told = stamped(table, "2031-02-03T04:05:06Z")
    assert told.notes == (*table.notes, "Written at 2031-02-03T04:05:06Z.")
    assert b"2031-02-03" not in FORMATS["html"].write(table)
    assert b"2031-02-03T04:05:06Z" in FORMATS["html"].write(told)
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(told)))
    assert book.properties.created.isoformat() == "2031-02-03T04:05:06"


def test_a_filter_of_an_unknown_name_makes_no_table(seeds: Database, entry: Entry) -> None:
    from desktop.core.errors import UserError

    if entry.narrowed not in ("claims", "view"):
        return
    with pytest.raises(UserError, match="nobody"):
        entry.make(seeds, Request("actor=nobody", options=OPTIONS.get(entry.key, {})))
