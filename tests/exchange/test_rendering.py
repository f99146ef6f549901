"""Each format read back by something that did not write it."""

import csv
import io
import json
import re
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest

from desktop.core.errors import UserError
from desktop.exchange.tables.formats import FORMATS, TableFormat, by_suffix, choices
from desktop.exchange.tables.graphml import write_graphml
from desktop.exchange.tables.networks import Edge, Node
from desktop.exchange.tables.table import Column, Table, prepare, write_csv, write_metadata
from desktop.exchange.writing import refuse_to_overwrite
from tests.programs import convert, typeset

HARD = [
    "plain",
    "Élan, “ñ” — ▲ 😀",
    "two\nlines",
    '=HYPERLINK("x")',
    "+1",
    "-1",
    "@home",
    "#hash",
    "https://example.org",
    "007",
    "a | b * c _d_ `e` [f](g) <b>h</b> & i",
    "50 % of $10 {x} \\y ~z ^w",
    "[0.5ex] opening",
    "'quoted'",
    "",
]
TABLE = Table(
    (Column("name", title="Name"), Column("net", "integer", "Net"), Column("part", "number"), Column("of")),
    tuple((text, -number, number / 7, ("a", "b") if number % 2 else ()) for number, text in enumerate(HARD)),
    "A table: of what is hard",
    ("Filter: date from 2024.", "Each actor, topic and stance is counted once a week."),
    1,
    {(0, 1): "favor", (1, 1): "against", (2, 1): "contradictory", (3, 0): "neutral"},
)


# what a network alone is written in has no writer of tables
WRITTEN = [form.key for form in FORMATS.values() if not form.for_networks]


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_a_format_is_named_once_and_found_by_how_its_file_is_called(form: TableFormat) -> None:
    assert [row.name for row in FORMATS.values()].count(form.name) == 1
    assert all(re.fullmatch(r"\.[a-z]+", suffix) for suffix in form.suffixes)
    assert re.fullmatch(r"(?:text|application)/[a-z0-9.+-]+", form.media_type)
    for suffix in form.suffixes:
        assert by_suffix(suffix.upper(), networks=True) == FORMATS[form.form_of or form.key]
        assert by_suffix(suffix) == (None if form.for_networks else FORMATS[form.form_of or form.key])
    assert (form.key in choices(networks=True)) != bool(form.form_of)
    assert form.key not in choices() or not form.for_networks


@pytest.mark.parametrize("form", WRITTEN)
def test_the_same_table_gives_the_same_bytes_at_any_time(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    first = FORMATS[form].write(TABLE)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    # the times in a zip have a grain of two seconds
    time.sleep(2.1 if form == "xlsx" else 0)
    again = FORMATS[form].write(TABLE)
    monkeypatch.undo()
    time.tzset()
    assert again == first


@pytest.mark.parametrize("form", WRITTEN)
def test_an_empty_table_is_written_too(form: str) -> None:
    assert FORMATS[form].write(Table((Column("a"),)))
    assert FORMATS[form].write(Table(())) is not None


def test_what_is_no_format_is_a_bug() -> None:
    with pytest.raises(KeyError, match="odt"):
        FORMATS["odt"].write(TABLE)


def test_a_workbook_holds_texts_as_texts_and_numbers_as_numbers() -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(TABLE)))
    sheet = book["Table"]
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[0]] == ["Name", "Net", "part", "of"]
    assert [row[0].value or "" for row in rows[1:]] == HARD
    assert all(row[0].data_type == "s" and row[0].hyperlink is None for row in rows[1:-1])
    assert [row[1].value for row in rows[1:]] == [-number for number in range(len(HARD))]
    assert all(row[1].data_type == "n" for row in rows[1:])
    assert sheet.freeze_panes == "B2"
    assert rows[1][1].fill.fgColor.rgb == "FFD9EAF5"
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width
    assert [row[0].value for row in book["About"].iter_rows()] == [TABLE.caption, *TABLE.notes]
    assert book.properties.title == TABLE.caption
    assert "date from 2024" in book.properties.description
    assert book.properties.created.year == 2000


def test_a_workbook_has_no_formula_and_no_time_of_its_making() -> None:
    with zipfile.ZipFile(io.BytesIO(FORMATS["xlsx"].write(TABLE))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_a_text_too_long_for_a_cell_says_that_it_was_cut() -> None:
    table = Table((Column("a"),), (("😀" * 20_000,), ("x" * 32_767,), ("\ud800",)))
    rows = list(openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(table)))["Table"].iter_rows(values_only=True))
    assert str(rows[1][0]).endswith("😀… [cut]")
    assert rows[2][0] == "x" * 32_767
    assert rows[3][0] == "?"


def written(form: str, table: Table) -> str:
    """Return what is told of a table after it was written."""
    watched, told = FORMATS[form].watched(table)
    FORMATS[form].write(watched)
    return told()


def test_cells_that_a_workbook_cuts_are_counted_where_it_is_written() -> None:
    long, told = "x" * 32_768, "2 cells were cut at 32,767 characters, the most that a cell of Excel holds: "
    table = Table((Column("a"), Column("b")), ((long, "x" * 32_767), (("😀" * 20_000,), 1)))
    assert written("xlsx", table) == f"{told}CSV has them whole."
    assert written("csv", table) == ""
    assert written("xlsx", Table(table.columns, (("x" * 32_767, "😀" * 16_383),))) == ""


def test_a_table_too_wide_for_a_sheet_is_told() -> None:
    with pytest.raises(UserError, match="write it as CSV"):
        FORMATS["xlsx"].write(Table(tuple(Column(f"c{number}") for number in range(16_385))))


def test_a_page_can_be_read_by_eyes_and_ears() -> None:
    from html.parser import HTMLParser

    page = FORMATS["html"].write(TABLE).decode()
    seen: list[tuple[str, dict[str, str | None]]] = []
    texts: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            seen.append((tag, dict(attrs)))

        def handle_data(self, data: str) -> None:
            texts.append(data)

    Reader().feed(page)
    tags = [tag for tag, _ in seen]
    assert [tags.count(tag) for tag in ("table", "caption", "tr")] == [1, 1, len(HARD) + 1]
    scopes = [attributes.get("scope") for tag, attributes in seen if tag == "th"]
    assert scopes == ["col"] * 4 + ["row"] * len(HARD)
    assert not any("href" in attributes or "src" in attributes for _, attributes in seen)
    assert "a | b * c _d_ `e` [f](g) <b>h</b> & i" in texts
    assert '<td class="number favor"><span aria-label="favor">▲</span> 0</td>' in page
    for note in TABLE.notes:
        assert note in texts


def test_markdown_gives_the_same_cells_back() -> None:
    from markdown_it import MarkdownIt

    text = FORMATS["md"].write(TABLE).decode()
    html = MarkdownIt("commonmark").enable("table").enable("strikethrough").render(text)
    assert html.count("<tr>") == len(HARD) + 1
    assert "a | b * c _d_ `e` [f](g) &lt;b&gt;h&lt;/b&gt; &amp; i" in html
    assert "50 % of $10 {x} \\y ~z ^w" in html
    assert "<em>" not in html
    assert text.startswith("**A table: of what is hard**\n\n| Name")
    assert text.endswith("Filter: date from 2024.\n\nEach actor, topic and stance is counted once a week.\n")


@pytest.mark.parametrize("booktabs", [True, False])
def test_latex_escapes_what_it_would_run(booktabs: bool) -> None:
    text = FORMATS["latex"].write(TABLE, booktabs=booktabs).decode()
    assert r"50 \% of \$10 \{x\} \textbackslash{}y \textasciitilde{}z \textasciicircum{}w" in text
    assert "\n{}[0.5ex] opening" in text
    assert (r"\toprule" in text) is booktabs
    assert r"\caption{A table: of what is hard. Filter: date from 2024." in text


@pytest.mark.parametrize("booktabs", [True, False])
def test_latex_compiles(booktabs: bool, tmp_path: Path) -> None:
    extra = ("Élan ñ ▲ ▼ ◆ ● −1 → “x” — ž", 1, 0.5, ())
    kept = (*(row for row in TABLE.rows if "😀" not in str(row[0])), extra)
    written = FORMATS["latex"].write(Table(TABLE.columns, kept, TABLE.caption), booktabs=booktabs)
    (tmp_path / "table.tex").write_bytes(written)
    typeset(tmp_path, r"\input{table}", booktabs=booktabs)


def test_json_has_rows_as_objects_and_says_how_they_came_about() -> None:
    told = json.loads(FORMATS["json"].write(TABLE))
    assert (told["caption"], tuple(told["notes"])) == (TABLE.caption, TABLE.notes)
    rows = told["rows"]
    assert [row["name"] for row in rows] == HARD
    assert rows[1]["of"] == ["a", "b"]


def read_described(table: Table, folder: Path) -> list[dict[str, object]]:
    """Return the rows that the csvw package finds in an exact CSV with its metadata, having validated both."""
    from csvw import CSVW

    table = prepare(table)
    (folder / "t.csv").write_bytes(write_csv(table, exact=True))
    (folder / "t.csv-metadata.json").write_bytes(write_metadata(table, "t.csv"))
    found = CSVW(str(folder / "t.csv-metadata.json"), validate=True)
    assert found.is_valid, [str(warning.message) for warning in found.warnings]
    return list(found.tables[0])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_metadata_describe_the_file_beside_them(tmp_path: Path) -> None:
    rows = read_described(TABLE, tmp_path)
    assert [row["name"] or "" for row in rows] == HARD
    assert [row["net"] for row in rows] == [-number for number in range(len(HARD))]
    assert rows[1]["of"] == ["a", "b"]
    metadata = json.loads((tmp_path / "t.csv-metadata.json").read_text("utf-8"))
    assert metadata["dialect"]["trim"] is False
    assert metadata["dc:title"] == TABLE.caption
    assert [note["value"] for note in metadata["notes"]] == list(TABLE.notes)


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_first_cell_that_would_be_a_comment_gets_a_number_before_it(tmp_path: Path) -> None:
    rows = read_described(TABLE, tmp_path)
    assert next(iter(rows[0])) == "row"
    assert not any(line.startswith(b"#") for line in (tmp_path / "t.csv").read_bytes().splitlines())
    plain = Table((Column("a"),), (("b",),))
    assert prepare(plain) is plain
    assert prepare(Table((Column("a"), Column("row")), (("#", 1),))).columns[0].key == "row_number"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_columns_may_be_called_anything(tmp_path: Path) -> None:
    keys = ["evo-morales_favor", "evo_morales_favor", "Bolivia>sosa", "—", "(none)", "total", "ñandú", "_x"]
    rows = read_described(Table(tuple(map(Column, keys)), (tuple("abcdefgh"),)), tmp_path)
    assert list(rows[0].values()) == list("abcdefgh")


def test_libreoffice_finds_the_same_cells_in_a_csv(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(write_csv(TABLE))
    # comma, quote, UTF-8, from line 1, language en-US, quoted cells are texts
    options = "CSV:44,34,76,1,,1033,false,true,false"
    (written,) = convert(tmp_path, "xlsx", tmp_path / "t.csv", options=options)
    sheet = openpyxl.load_workbook(written).worksheets[0]
    found = list(sheet.iter_rows(values_only=True))
    expected = list(csv.reader(io.StringIO((tmp_path / "t.csv").read_bytes().decode("utf-8-sig"), newline="")))
    assert [str(cell) for cell in found[0]] == expected[0]
    for row, line in zip(found[1:], expected[1:], strict=True):
        # a number without quotes stays one, and so loses its zeros
        assert str(row[0] if row[0] is not None else "") in (line[0], line[0].lstrip("0"))
        assert row[1] == int(line[1])
        assert row[2] == pytest.approx(float(line[2]))
    # a spreadsheet shows the formula as the text that it is
    assert found[4][0] == '\'=HYPERLINK("x")'
    assert found[3][0] == "two\nlines"


def test_networks_are_read_by_a_parser_of_xml() -> None:
    from xml.etree import ElementTree

    nodes = [Node("a", "Ana & <co>", "actor", "#123456"), Node("a", "Topic \x01a", "topic")]
    data = write_graphml(nodes, [Edge(("actor", "a"), ("topic", "a"), -0.5)], "Filter: a < b")
    root = ElementTree.fromstring(data)
    space = "{http://graphml.graphdrawing.org/xmlns}"
    graph = root.find(f"{space}graph")
    assert graph is not None
    assert graph.get("edgedefault") == "undirected"
    assert [node.get("id") for node in graph.iter(f"{space}node")] == ["actor:a", "topic:a"]
    (edge,) = graph.iter(f"{space}edge")
    assert (edge.get("source"), edge.get("target")) == ("actor:a", "topic:a")
    assert [data.text for data in edge] == ["-0.5"]
    assert graph.findtext(f"{space}desc") == "Filter: a < b"
    keys = {key.get("id") for key in root.iter(f"{space}key")}
    assert {data.get("key") for data in root.iter(f"{space}data")} <= keys


def test_what_stands_there_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    refuse_to_overwrite(path)
    path.write_text("mine")
    with pytest.raises(UserError, match="--force"):
        refuse_to_overwrite(path)


def test_tables_that_people_read_show_what_would_do_something() -> None:
    harm = "a\x1b]0;x\x07 \u202eb"
    table = Table((Column("a"),), ((harm,),), caption=harm)
    for form, seen in (("html", "a␛]0;x␇ ⟨U+202E⟩b"), ("md", "␛\\]0;x␇ ⟨U+202E⟩b")):
        made = FORMATS[form].write(table).decode()
        assert seen in made
        assert not {"\x1b", "\x07", "\u202e"} & set(made)
    made = FORMATS["latex"].write(table).decode()
    assert r"a\(\langle\)U+001B\(\rangle\)]0;x\(\langle\)U+0007\(\rangle\)" in made
    assert not {"\x1b", "\x07", "\u202e", "␛", "⟨"} & set(made)
