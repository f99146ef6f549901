"""What a file is: asked in one place, by content, for the window, the command line and folders alike."""

import re
import sqlite3
from pathlib import Path

import pytest

from desktop.core.errors import UserError
from desktop.core.values import Actor, Codebook, Topic
from desktop.exchange.documents import read_content, read_document
from desktop.exchange.readers.formats import DOCUMENTS, FileFormat, FileKind
from desktop.exchange.readers.source import SourceFile
from desktop.exchange.recognition import CODEBOOKS, PROJECT, find_files, kind_of, recognise
from desktop.store.database import Database
from tests.fuzzing.seeds import SEEDS

ROWS = (*DOCUMENTS, *CODEBOOKS, PROJECT)
SUFFIXES = [(row, suffix) for row in DOCUMENTS for suffix in row.suffixes]
BOOK = Codebook((Actor("ana", "Ana"),), (Topic("tax", "Tax", "Taxes should rise"),))


def test_the_keys_and_names_of_formats_are_each_used_once_and_their_media_types_are_well_formed() -> None:
    assert len({row.key for row in ROWS}) == len({row.name for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert row.suffixes
        assert all(re.fullmatch(r"\.[a-z]+\d?", suffix) for suffix in row.suffixes)
        assert re.fullmatch(r"(?:application|message|text)/[a-z0-9.+-]+", row.media_type)


@pytest.mark.parametrize(("row", "suffix"), SUFFIXES, ids=lambda value: getattr(value, "key", value))
def test_what_is_called_as_a_format_is_called_is_found_in_a_folder_and_read(
    row: FileFormat, suffix: str, tmp_path: Path
) -> None:
    content = SEEDS[row.key][0][1]
    path = tmp_path / f"file{suffix.upper()}"
    path.write_bytes(content)
    assert [found.path for found in find_files([tmp_path])] == [path]
    assert recognise(SourceFile(content, path.name)) is row
    assert kind_of(path) is FileKind.DOCUMENT
    assert read_document(path).format == row.name


@pytest.mark.parametrize(
    "row", [row for row in DOCUMENTS if row.key not in ("markdown", "text")], ids=lambda row: row.key
)
def test_a_document_is_known_whatever_it_is_called(row: FileFormat) -> None:
    for _, content in SEEDS[row.key]:
        assert recognise(SourceFile(content, "a.bin")) is row


@pytest.mark.parametrize("row", CODEBOOKS, ids=lambda row: row.key)
def test_a_codebook_is_known_by_its_content_and_is_no_document(row: FileFormat, tmp_path: Path) -> None:
    content = row.write(BOOK)
    assert recognise(SourceFile(content, "notes.txt")) is row
    assert recognise(SourceFile(b"\xef\xbb\xbf# ours\n\n" + content.removeprefix(b"\xef\xbb\xbf"), "a")) is (
        row if row.key == "toml" else DOCUMENTS[-1]
    )
    assert row.read(SourceFile(content, "a")).codebook == BOOK
    with pytest.raises(UserError, match=r"^notes\.txt is a codebook, not a document; bring it in with .*import”\.$"):
        read_content(content, "notes.txt")
    path = tmp_path / f"codebook{row.suffixes[0]}"
    path.write_bytes(content)
    assert kind_of(path) is FileKind.CODEBOOK
    (tmp_path / "speech.txt").write_text("Words.")
    assert [found.path.name for found in find_files([tmp_path])] == ["speech.txt"]
    # named by hand it is not passed over: the reader says what to do with it
    assert [found.path for found in find_files([path])] == [path]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.toml", b"title = 'visavis'\nvisavis = 1\n"),
        ("a.csv", b"entry,key,name,vote\nactor,a,A,yes\n"),
        ("a.csv", b"key,name\na,A\n"),
        ("a.csv", b'"entry,key\nname'),
        ("a.txt", b"visavis = the word for it\n"),
    ],
)
def test_what_only_looks_like_a_codebook_is_a_document(name: str, content: bytes, tmp_path: Path) -> None:
    assert recognise(SourceFile(content, name)).kind is FileKind.DOCUMENT
    (tmp_path / name).write_bytes(content)
    assert len(find_files([tmp_path])) == 1


def test_a_project_is_known_whatever_it_is_called_and_told_from_another_programs_database(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    Database(path, create=True).close()
    assert kind_of(path) is FileKind.PROJECT
    assert recognise(SourceFile(path.read_bytes(), path.name)) is PROJECT
    with pytest.raises(UserError, match=r"^mine\.txt is a Visavis project, not a document; open it"):
        read_document(path)
    other = tmp_path / "other.visavis"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    assert kind_of(other) is FileKind.DOCUMENT
    with pytest.raises(UserError, match="is a database, not a text"):
        read_document(other)


def test_what_cannot_be_read_is_left_to_the_reader_to_tell(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.toml", Path("\0")):
        assert kind_of(path) is FileKind.DOCUMENT
