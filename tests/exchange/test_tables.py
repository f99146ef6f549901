import csv
import errno
import io
import json
import os
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.exchange.tables.table import Column, Table, only, read_csv, write_csv, write_json
from desktop.exchange.writing import write_file, write_files
from tests.exchange import PROPERTY

# characters that are dangerous in CSV or in a spreadsheet come often
texts = st.lists(st.sampled_from(list("'=+-@\t\r\n,\";a \ufeff\0")) | st.text(max_size=3), max_size=6).map("".join)
tables = st.integers(1, 4).flatmap(
    lambda width: st.builds(
        lambda keys, rows: Table(tuple(map(Column, keys)), tuple(map(tuple, rows))),
        st.lists(texts, min_size=width, max_size=width, unique=True),
        st.lists(st.lists(texts, min_size=width, max_size=width), max_size=3),
    )
).filter(lambda table: not table.columns[0].key.startswith("\ufeff"))  # fmt: skip


@PROPERTY
@given(tables)
@example(Table((Column(""),), (("",), ("'=1",), ("=1",))))
def test_any_text_comes_back_from_csv_guarded_or_exact(table: Table) -> None:
    assert read_csv(write_csv(table)) == table
    assert read_csv(write_csv(table, exact=True), guarded=False) == table


@PROPERTY
@given(tables)
def test_exact_csv_is_what_other_programs_read(table: Table) -> None:
    text = write_csv(table, exact=True).decode()
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert rows == [[column.key for column in table.columns], *map(list, table.rows)]


@PROPERTY
@given(tables)
def test_no_cell_of_the_default_csv_begins_as_a_formula(table: Table) -> None:
    for row in csv.reader(io.StringIO(write_csv(table).decode("utf-8-sig"), newline="")):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_csv_has_the_bytes_that_rfc_4180_and_spreadsheets_expect() -> None:
    columns = (Column("quote"), Column("actors"), Column("net", "integer"), Column("share", "number"), Column("memo"))
    table = Table(columns, (('say "a, b"', ("x", "y"), -3, 0.5, None), ("=SUM(A1)", ("-a", "b"), 0, -1.5, "-3")))
    assert write_csv(table, exact=True) == (
        b'quote,actors,net,share,memo\r\n"say ""a, b""",x; y,-3,0.5,\r\n=SUM(A1),-a; b,0,-1.5,-3\r\n'
    )
    assert write_csv(table) == (
        b'\xef\xbb\xbfquote,actors,net,share,memo\r\n"say ""a, b""",x; y,-3,0.5,\r\n\'=SUM(A1),\'-a; b,0,-1.5,\'-3\r\n'
    )


def test_json_keeps_lists_numbers_and_letters() -> None:
    table = Table((Column("a"), Column("b", "integer"), Column("c")), (("Año 😀", -3, ("x", "y")), ("=1", None, ())))
    data = write_json(table)
    assert json.loads(data) == [{"a": "Año 😀", "b": -3, "c": ["x", "y"]}, {"a": "=1", "b": None, "c": []}]
    assert "Año 😀" in data.decode()
    assert data.endswith(b"]\n")


def test_cells_that_come_again_are_written_as_each_of_them_is() -> None:
    cells = (1, 1.0, 1, 1.0, None, "=1", "1", "=1", ("x",), ("x",)) * 3
    table = Table((Column("a"), Column("b", "integer")), tuple((cell, at % 2) for at, cell in enumerate(cells)))
    words = ("1", "1.0", "1", "1.0", "", "'=1", "1", "'=1", "x", "x") * 3
    assert write_csv(table).decode("utf-8-sig").splitlines()[1:] == [f"{one},{at % 2}" for at, one in enumerate(words)]
    assert json.loads(write_json(table)) == [
        {"a": list(cell) if isinstance(cell, tuple) else cell, "b": at % 2} for at, cell in enumerate(cells)
    ]
    assert b'"a": 1.0,' in write_json(table)


def test_a_cell_of_a_megabyte_comes_back() -> None:
    table = Table((Column("quotes"),), (("word " * 200_000,),))
    before = csv.field_size_limit()
    assert read_csv(write_csv(table)) == table
    assert csv.field_size_limit() == before


def test_a_broken_surrogate_does_not_cost_the_export() -> None:
    table = Table((Column("memo"),), (("a\ud800b",),))
    assert b"a?b" in write_csv(table)
    assert b"a?b" in write_json(table)


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"", "empty"),
        (b"a,b\r\n1\r\n", "Row 2"),
        (b"\xff\xfe", "UTF-8"),
        (b'a\r\n"b', "CSV"),
        (b"a,a\r\n", "same name"),
    ],
)
def test_a_broken_table_is_refused_in_a_sentence(data: bytes, hint: str) -> None:
    with pytest.raises(UserError, match=hint):
        read_csv(data)


def test_a_file_is_written_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    write_file(path, b"one")
    write_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert [each.name for each in tmp_path.iterdir()] == ["table.csv"]


@pytest.mark.skipif(os.name == "nt", reason="file modes are POSIX's")
def test_a_written_file_has_the_rights_of_any_other_file_or_of_the_one_it_replaces(tmp_path: Path) -> None:
    path, other = tmp_path / "table.csv", tmp_path / "other"
    other.touch()
    write_file(path, b"one")
    assert path.stat().st_mode == other.stat().st_mode
    path.chmod(0o640)
    write_file(path, b"two")
    assert path.stat().st_mode & 0o777 == 0o640


def test_writing_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_bytes(b"old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    write_file(tmp_path / "link.csv", b"new")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("number", "hint"), [(errno.ENOSPC, "full"), (errno.EACCES, "permission"), (errno.EIO, "cannot be written")]
)
def test_a_failed_write_leaves_the_old_file_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, hint: str
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"old")

    def fail(_: int) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(UserError, match=hint):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_files_that_belong_together_are_replaced_together_or_not_at_all(tmp_path: Path) -> None:
    table, beside = tmp_path / "table.csv", tmp_path / "table.csv-metadata.json"
    write_files({table: b"one", beside: b"two"})
    assert (table.read_bytes(), beside.read_bytes()) == (b"one", b"two")
    for path in (tmp_path / "none" / "b", tmp_path):
        with pytest.raises(UserError, match=re.escape(path.name)):
            write_files({table: b"new", path: b"new"})
    assert table.read_bytes() == b"one"
    assert sorted(tmp_path.iterdir()) == [table, beside]


def test_columns_are_taken_out_with_their_colours() -> None:
    table = Table(tuple(map(Column, "abc")), ((1, 2, 3),), heads=2, tones={(0, 0): "total", (0, 2): "favor"})
    found = only(table, ("c", "b"))
    assert [column.key for column in found.columns] == ["b", "c"]
    assert (found.rows, found.tones, found.heads) == (((2, 3),), {(0, 1): "favor"}, 2)


def test_a_missing_folder_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not exist"):
        write_file(tmp_path / "none" / "a.csv", b"")
    with pytest.raises(UserError, match="is a folder"):
        write_file(tmp_path, b"")
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="does not exist"):
        write_file(tmp_path / "file" / "a.csv", b"")


def test_a_row_of_the_wrong_length_is_a_bug_that_shows() -> None:
    with pytest.raises(ValueError, match="cells"):
        Table((Column("a"),), (("1", "2"),))
