"""A field of each kind in every form there is: what it holds comes back as it was, or is told by its name.

The forms are those of the tables of the program, so that none that is added is forgotten.
"""

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from pathlib import Path

import openpyxl
import pytest

from desktop.core.columns import ColumnChoices
from desktop.core.own_fields import OWNERS, find
from desktop.exchange.documents import read_document
from desktop.exchange.programs.interchange import ForeignCode, ForeignCoding, ForeignDocument, ForeignProject
from desktop.exchange.recognition import find_files
from desktop.exchange.tables.formats import FORMATS
from desktop.project.catalogue import ENTRIES
from desktop.project.programs.bringing import bring
from desktop.project.programs.exporting import FORMS, export_project
from desktop.project.programs.reading import _read
from desktop.project.programs.suggesting import suggest
from desktop.project.requests import Request
from desktop.store import edits, reads
from desktop.store.check import problems
from desktop.store.database import Database

from .test_own_fields import VALUES, by_claims, by_matrix, by_sql, field, filled, filled_fields, held, hold_to, things

# by forms of whole projects, of whose fields the values come back; the rest is told
CARRIED = {
    **dict.fromkeys(("qdpx", "webannotation", "annotated"), frozenset(OWNERS)),
    **dict.fromkeys(("csv", "xlsx", "jsonl"), frozenset(("claim",))),
    "csljson": frozenset(("document",)),
}
LISTS = {"claim": "claims", "document": "documents", "actor": "actors", "topic": "topics"}


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which claims, documents, actors and topics have a field of each kind."""
    path = tmp_path_factory.mktemp("every") / "p.visavis"
    with filled(path) as db:
        for owner in OWNERS:
            filled_fields(db, owner)
    return path


@pytest.mark.parametrize("form", [one.key for one in FORMS])
def test_what_a_form_has_no_place_for_is_told_by_name(every: Path, form: str) -> None:
    with Database(every) as db:
        _data, lost = export_project(db, form, "study")
    told = " ".join(lost)
    for owner in OWNERS:
        for kind in VALUES:
            # of documents it is told by the name alone where it stands among their facts
            is_told = f"{owner}:Field, {kind}" in told or (owner == "document" and f" Field, {kind}" in told)
            assert is_told != (owner in CARRIED.get(form, ())), (owner, kind, told)


def test_the_fields_of_documents_come_back_from_a_bibliography(tmp_path: Path) -> None:
    with filled(tmp_path / "one.visavis") as db:
        expected = filled_fields(db, "document")
        data, _lost = export_project(db, "csljson", "study")
        for name in expected:
            own = find(reads.own_fields.fields(db), f"document:{name}")
            edits.own_fields.set_value(db, own, things(db, "document"), "")
        (tmp_path / "p.json").write_bytes(data)
        project = _read(tmp_path / "p.json", "csljson")
        bring(db, project, suggest(project), "p.json")
        hold_to(db, "document", expected)


def rows_of(written: bytes, form: str) -> list[list[str]] | None:
    """Return the rows of a written list; None of a form that is only looked at."""
    if form in ("csv", "exact", "csvw"):
        return [*csv.reader(io.StringIO(written.decode("utf-8-sig")))][1:]
    if form == "json":
        return [[*map(told, row.values())] for row in json.loads(written)["rows"]]
    if form == "xlsx":
        _head, *rows = openpyxl.load_workbook(io.BytesIO(written)).worksheets[0].iter_rows(values_only=True)
        return [[*map(told, row)] for row in rows]
    return None


def told(cell: object) -> str:
    return "" if cell is None else "; ".join(map(str, cell)) if isinstance(cell, list) else str(cell)


@pytest.mark.parametrize("owner", OWNERS)
def test_every_written_list_has_a_column_of_each_field(every: Path, owner: str) -> None:
    with Database(every) as db:
        table = ENTRIES[LISTS[owner]].make(db, Request())
        keys = [column.key for column in table.columns]
        fields = {one.name: one for one in reads.own_fields.fields(db, owner)}
        values = {
            f"own:{name}" if owner == "document" else own.place: [
                held(db, own).get(number, "") for number in things(db, owner)
            ]
            for name, own in fields.items()
        }
        assert len(values) == len(VALUES)
        assert {table.columns[keys.index(key)].kind for key in values if "number" in key} == {"number"}
        for form, row in FORMATS.items():
            if row.for_networks:
                continue
            written = row.write(table)
            rows = rows_of(written, form)
            for key, told_of in values.items():
                if rows is None:
                    words = written.decode("utf-8")
                    # whatever is written otherwise in such a form is no letter
                    plain = [one for one in told_of if one.isascii() and not set(one) & set("=_-")]
                    assert all(one in words for one in plain), (form, key)
                else:
                    assert sorted(one[keys.index(key)] for one in rows) == sorted(told_of), (form, key)


# of a document: the values of its fields by kind, as people write them elsewhere, and in the form that is kept
WRITTEN = {
    "text": ("it; was = 03", "it; was = 03"),
    "number": ("2,50", "2.5"),
    "date": ("2024-05", "2024-05"),
    "yes-no": ("Yes", "yes"),
    "one": ("LAW AND ORDER", "law and order"),
    "several": ("cost; Faith", "faith; cost"),
}
SAID = "Ada Quill spoke of trade for an hour. The bridge was not spoken of by anybody in the hall that day."


def quoted(values: Mapping[str, str], sign: str = ": ") -> str:
    return "".join(f"{json.dumps(name)}{sign}{json.dumps(value)}\n" for name, value in values.items())


def grid(values: Mapping[str, str], sign: str) -> str:
    file = io.StringIO()
    csv.writer(file, delimiter=sign).writerows([["Title", "Text", *values], ["A sitting", SAID, *values.values()]])
    return file.getvalue()


def workbook(values: Mapping[str, str]) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in (["Title", "Text", *values], ["A sitting", SAID, *values.values()]):
        book.worksheets[0].append(row)
    book.save(file)
    return file.getvalue()


def tei(values: Mapping[str, str]) -> str:
    notes = "".join(f'<note type="{escape(name)}">{escape(value)}</note>' for name, value in values.items())
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A sitting</title></titleStmt>'
        f"<notesStmt>{notes}</notesStmt></fileDesc></teiHeader><text><body><p>{SAID}</p></body></text></TEI>"
    )


FILES: dict[str, Callable[[Mapping[str, str]], str | bytes]] = {
    "yaml.md": lambda values: f"---\ntitle: A sitting\n{quoted(values)}---\n\n{SAID}\n",
    "toml.md": lambda values: f"+++\ntitle = 'A sitting'\n{quoted(values, ' = ')}+++\n\n{SAID}\n",
    "json.md": lambda values: json.dumps({"title": "A sitting", **values}) + f"\n\n{SAID}\n",
    "record.xml": tei,
    "table.csv": lambda values: grid(values, ","),
    "table.tsv": lambda values: grid(values, "\t"),
    "table.xlsx": workbook,
    "table.jsonl": lambda values: json.dumps({"title": "A sitting", "text": SAID, **values}) + "\n",
}


@pytest.mark.parametrize("name", FILES)
def test_fields_of_documents_come_in_with_them_in_the_form_that_is_kept(tmp_path: Path, name: str) -> None:
    values = {f"Field {kind}": written for kind, (written, _kept) in WRITTEN.items()}
    # in another case than the field's own name
    values = {key.upper() if key.endswith("number") else key: value for key, value in values.items()}
    content = FILES[name](values)
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with filled(tmp_path / "p.visavis") as db:
        for kind in VALUES:
            edits.own_fields.make(db, replace(field("document", kind), name=f"Field {kind}"))
        (part,) = (one.path for one in find_files([path], columns=edits.columns.remembered(db)))
        reading = read_document(part, columns=edits.columns.remembered(db))
        assert not reading.left_out
        (added,) = edits.documents.add_documents(db, [reading.document])
        found = dict(reads.project.document(db, added.document_id).facts.variables)
        assert found == {f"Field {kind}": kept for kind, (_written, kept) in WRITTEN.items()}


def test_what_other_programs_tell_by_name_is_kept_as_the_field_of_that_name(tmp_path: Path) -> None:
    """Variables of documents, attributes of cases and of values, columns: what .qdpx, .dna and tables are read into."""
    told_of = tuple((f"Field {kind}", written) for kind, (written, _kept) in WRITTEN.items())
    codes = (
        ForeignCode("top", "Topics"), ForeignCode("t", "Fares", "top", attributes=told_of),
        ForeignCode("people", "Actors"), ForeignCode("a", "Ada Quill", "people", attributes=told_of),
        ForeignCode("how", "Stance"), ForeignCode("s", "favor", "how"),
    )  # fmt: skip
    codings = tuple(ForeignCoding("d", code, 0, 24, unit="1") for code in "tas")
    project = ForeignProject(
        "Another", (ForeignDocument("d", "A sitting", SAID, told_of),), codes, codings, values={"1": told_of},
        whole_units=True,
    )  # fmt: skip
    with Database(tmp_path / "p.visavis", create=True) as db:
        for owner in OWNERS:
            for kind in VALUES:
                edits.own_fields.make(db, replace(field(owner, kind), name=f"Field {kind}"))
        bring(db, project, suggest(project, {f"Field {kind}" for kind in VALUES}), "p.dna")
        for owner in OWNERS:
            for kind, (_written, kept) in WRITTEN.items():
                own = find(reads.own_fields.fields(db, owner), f"Field {kind}")
                assert (own.kind, held(db, own)) == (kind, {1: kept}), own.place
                other = "topic" if owner != "topic" else "document"
                assert by_matrix(db, own, other) == by_claims(db, own, other)
                if owner == "claim":
                    assert by_matrix(db, own, "topic") == by_sql(db, own)
        assert problems(db) == []


def test_a_header_tells_own_fields_by_notes_keywords_and_the_categories_of_a_scheme(tmp_path: Path) -> None:
    path = tmp_path / "sitting.xml"
    path.write_text(
        '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>A sitting</title></titleStmt>'
        '<notesStmt><note>Nobody.</note><note type="Desk">north</note></notesStmt></fileDesc><encodingDesc><classDecl>'
        '<taxonomy xml:id="leaning"><category xml:id="l1"><catDesc>left</catDesc></category></taxonomy></classDecl>'
        '</encodingDesc><profileDesc><textClass><keywords scheme="#Subject"><term>fares</term><term>harbour</term>'
        '</keywords><catRef scheme="#leaning" target="#l1"/></textClass></profileDesc></teiHeader>'
        f"<text><body><p>{SAID}</p></body></text></TEI>"
    )
    found = read_document(path, columns=ColumnChoices(own=("Leaning", "Subject")))
    assert dict(found.document.facts.variables) == {"Leaning": "left", "Subject": "fares; harbour"}
    assert [one.reason for one in found.left_out] == ["fields above the text: Desk"]
    whole = read_document(path, whole=True)
    assert dict(whole.document.facts.variables) == {"leaning": "left", "Subject": "fares; harbour", "Desk": "north"}


def test_tags_above_a_text_are_several_of_a_list(tmp_path: Path) -> None:
    path = tmp_path / "talk.md"
    path.write_text(f"---\ntitle: A talk\nkeywords: [fares, harbour]\nMood: calm\n---\n\n{SAID}\n")
    found = read_document(path, columns=ColumnChoices(own=("Keywords",)))
    assert dict(found.document.facts.variables) == {"Keywords": "fares; harbour"}
    assert [one.reason for one in found.left_out] == ["fields above the text: Mood"]
