"""Tables in which a row is what somebody says, in whatever file, come as the turns of a transcript."""

import io
import zipfile

import pytest

from desktop.core.values import SegmentKind
from desktop.exchange.documents import Reading, read_content

HEAD = ("", "Timespan", "Content", "Speaker")
ROWS = (
    ("1", "0:02.2 - 0:11.2", "The ferry goes at nine, as it did on each day.", "Lund"),
    ("2", "0:11.4 - 0:19.0", "Sea: that is the word for where it is now.", "Ost"),
    ("3", "0:20.1 - 0:24.9", "And who says that?", "Lund"),
    ("4", "0:25.0 - 0:31.3", "All who saw it from the pier on that day.", "Ost"),
)
SAID = [
    ("Lund", "The ferry goes at nine, as it did on each day."),
    ("Ost", "Sea: that is the word for where it is now."),
    ("Lund", "And who says that?"),
    ("Ost", "All who saw it from the pier on that day."),
]


def html(rows: tuple[tuple[str, ...], ...]) -> bytes:
    lines = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in rows)
    return f"<!DOCTYPE html><html><body><h1>A talk</h1><table>{lines}</table></body></html>".encode()


def markdown(rows: tuple[tuple[str, ...], ...]) -> bytes:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(["A talk", "", lines[0], "|" + " --- |" * len(rows[0]), *lines[1:], ""]).encode()


def archive(parts: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as written:
        for name, text in parts.items():
            written.writestr(name, text)
    return target.getvalue()


def docx(rows: tuple[tuple[str, ...], ...]) -> bytes:
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    cells = [[f"<w:tc><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc>" for cell in row] for row in rows]
    table = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in cells)
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return archive(
        {
            "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
            "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/officeDocument/'
            '2006/relationships/officeDocument"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{space}"><w:body><w:tbl>{table}</w:tbl></w:body></w:document>',
        }
    )


def odt(rows: tuple[tuple[str, ...], ...]) -> bytes:
    names = "urn:oasis:names:tc:opendocument:xmlns:"
    cells = [[f"<b:table-cell><t:p>{cell}</t:p></b:table-cell>" for cell in row] for row in rows]
    table = "".join(f"<b:table-row>{''.join(row)}</b:table-row>" for row in cells)
    content = (
        f'<o:document-content xmlns:o="{names}office:1.0" xmlns:t="{names}text:1.0" xmlns:b="{names}table:1.0">'
        f"<o:body><o:text><b:table>{table}</b:table></o:text></o:body></o:document-content>"
    )
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


FORMS = {"talk.html": html, "talk.md": markdown, "talk.docx": docx, "talk.odt": odt}


def said(found: Reading) -> list[tuple[str, str]]:
    names = {actor.key: actor.name for actor in found.document.new_actors}
    turns = [one for one in found.document.segments if one.kind is SegmentKind.TURN]
    words = [found.document.text[one.span.start : one.span.end].partition(f"{one.label}: ")[2] for one in turns]
    return [(names.get(one.speaker, ""), told) for one, told in zip(turns, words, strict=True)]


@pytest.mark.parametrize("name", FORMS)
def test_the_rows_of_a_table_are_turns_with_their_times(name: str) -> None:
    found = read_content(FORMS[name]((HEAD, *ROWS)), name)
    assert said(found) == SAID
    turns = [one for one in found.document.segments if one.kind is SegmentKind.TURN]
    assert [one.time for one in turns] == ["00:00:02", "00:00:11", "00:00:20", "00:00:25"]
    # numbers of rows and heads of columns are no words of anybody, and told
    assert {(one.reason, one.words) for one in found.left_out} == {
        ("numbers of a table’s rows", 4),
        ("heads of a table’s columns", 3),
    }


@pytest.mark.parametrize("name", FORMS)
def test_a_name_before_the_words_is_enough_and_other_columns_are_kept(name: str) -> None:
    rows = tuple((row[3], row[2], f"so said {at}" if at % 2 else "") for at, row in enumerate(ROWS))
    found = read_content(FORMS[name]((("Speaker", "Text", "Remark"), *rows)), name)
    assert said(found) == SAID
    assert "so said 1" in found.document.text


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize(
    "rows",
    [
        # who promises what; what a code means; figures
        (
            ("Party", "Promise"),
            *((("Left", "Right")[at % 2], f"We will build {at} boats a year.") for at in range(4)),
        ),
        (("Code", "Meaning"), *((f"Code {at}", row[2]) for at, row in enumerate(ROWS))),
        (("Year", "Boats"), ("1994", "12"), ("1995", "14"), ("1996", "14")),
    ],
)
def test_other_tables_are_no_transcripts(name: str, rows: tuple[tuple[str, ...], ...]) -> None:
    found = read_content(FORMS[name](rows), name)
    assert said(found) == []
    assert all(cell in found.document.text for row in rows for cell in row)
