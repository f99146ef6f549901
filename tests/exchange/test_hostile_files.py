import io
import os
import re
import sys
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import UserError
from desktop.exchange import archives
from desktop.exchange.folders import find_files
from desktop.exchange.formats import read_content, read_document

from .test_formats import DATA

XML = b'<?xml version="1.0"?>'
BOMB = XML + b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>'
OUTSIDE = XML + b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hostname">]><a>&a;</a>'


def sentence(content: bytes, name: str = "file.bin") -> str:
    with pytest.raises(UserError) as caught:
        read_content(content, name)
    message = str(caught.value)
    assert name in message
    assert message.endswith(".")
    assert "\n" not in message
    return message


def told_or_read(content: bytes, name: str) -> str:
    """Return the text, or the sentence that says why there is none."""
    try:
        return read_content(content, name).document.text
    except UserError as error:
        return str(error)


def changed(name: str, parts: dict[str, bytes]) -> bytes:
    """Return an office document of the fixtures with parts put in the place of its own, or added."""
    made = io.BytesIO()
    with zipfile.ZipFile(DATA / name) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.namelist():
            if part not in parts:
                target.writestr(part, source.read(part))
        for part, content in parts.items():
            target.writestr(part, content)
    return made.getvalue()


@pytest.mark.parametrize("xml", [BOMB, OUTSIDE, BOMB.decode().encode("utf-16")])
@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("harbour.odt", "content.xml"),
        ("harbour.docx", "word/document.xml"),
        ("harbour.docx", "docProps/core.xml"),
        ("harbour.epub", "META-INF/container.xml"),
    ],
)
def test_entities_in_xml_are_refused_and_fetch_nothing(name: str, part: str, xml: bytes) -> None:
    message = sentence(changed(name, {part: xml}))
    assert "entities" in message


@pytest.mark.parametrize("name", ["harbour.odt", "harbour.docx", "harbour.epub"])
def test_an_archive_that_unpacks_to_far_too_much_is_refused_before_it_is_unpacked(name: str) -> None:
    part = {"harbour.odt": "content.xml", "harbour.docx": "word/document.xml", "harbour.epub": "big.xhtml"}[name]
    content = changed(name, {part: b" " * (60 * 1024 * 1024)})
    assert len(content) < 100_000
    tracemalloc.start()
    message = sentence(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "unpacks to far more" in message
    assert peak < 8 * 1024 * 1024


def test_an_archive_with_too_many_parts_or_a_password_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MEMBERS", 3)
    assert "unpacks" in sentence((DATA / "harbour.odt").read_bytes())
    monkeypatch.undo()
    content = bytearray((DATA / "harbour.odt").read_bytes())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert "password" in sentence(bytes(content))


@pytest.mark.parametrize("path", ["../../evil.xml", "/etc/evil.xml", "a/../../b.xml", "..\\evil.xml", "C:/evil.xml"])
def test_an_archive_whose_part_climbs_out_is_refused(path: str) -> None:
    assert "outside itself" in sentence(changed("harbour.docx", {path: b"<a/>"}))


def test_a_book_whose_chapter_lies_outside_or_is_missing_is_refused() -> None:
    with zipfile.ZipFile(DATA / "harbour.epub") as book:
        package = next(name for name in book.namelist() if name.endswith(".opf"))
        opf = book.read(package).decode()
    for href in ("../../../etc/passwd", "gone.xhtml", "%2e%2e/%2e%2e/etc/passwd"):
        broken = re.sub(r'href="[^"]+"', f'href="{href}"', opf)
        assert "chapter" in sentence(changed("harbour.epub", {package: broken.encode()}))


@pytest.mark.parametrize("name", ["harbour.pdf", "gazette.pdf"])
@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_pdf_that_is_cut_off_is_one_sentence_or_some_of_its_text(name: str, share: float) -> None:
    content = (DATA / name).read_bytes()
    assert told_or_read(content[: int(share * len(content))], name)


@pytest.mark.parametrize("name", ["harbour.odt", "harbour.docx", "harbour.epub"])
def test_an_office_document_that_is_cut_off_is_one_sentence(name: str) -> None:
    content = (DATA / name).read_bytes()
    assert "damaged" in sentence(content[: len(content) // 2])


def test_pages_nested_without_end_are_read_or_refused_without_a_crash() -> None:
    for tag in (b"div", b"b", b"blockquote", b"table><tr><td"):
        content = b"<html><body><p>Words here.</p>" + b"<" + tag + b">" + (b"<" + tag + b">") * 20_000
        told = told_or_read(content, "deep.html")
        assert "Words here." in told or "deep.html" in told


def test_nuls_and_lone_surrogates_never_reach_a_text() -> None:
    texts = [
        read_content(b"One\0 two three.\n\xef\xbf\xbe", "a.txt").document.text,
        read_content(rb"{\rtf1\ansi One \u-10179?\u-9138? and \u-10179? alone.}", "a.rtf").document.text,
        read_content(b"<html><body><p>One&#0; &#xD800; two.</p></body></html>", "a.html").document.text,
    ]
    assert "\U0001f44e and \ufffd alone" in texts[1]
    for text in texts:
        assert "\0" not in text
        text.encode("utf-8")


def test_two_hundred_megabytes_of_one_line_are_refused_by_their_size(tmp_path: Path) -> None:
    path = tmp_path / "line.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(UserError, match="64 MB"):
        read_document(path)


def test_four_megabytes_of_one_line_are_one_paragraph_in_no_time() -> None:
    document = read_content(b"word: " * 700_000, "line.txt").document
    assert len(document.segments) == 1
    assert len(document.facts.title) <= 400


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_and_a_folder_that_may_not_be_read_are_told_while_the_rest_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "good.txt").write_text("Words.")
    (tmp_path / ".hidden.txt").write_text("Words.")
    (tmp_path / "closed").mkdir()
    os.mkfifo(tmp_path / "pipe")
    scandir = os.scandir

    def refuse(folder: Path) -> Any:
        if Path(folder).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    found = {one.path.name: one.problem for one in find_files([tmp_path])}
    assert list(found) == ["closed", "good.txt", "pipe"]
    assert "permission" in found["closed"]
    with pytest.raises(UserError, match="pipe"):
        read_document(tmp_path / "pipe")


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_folder_that_links_to_itself_comes_to_an_end(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.txt").write_text("Words.")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert [one.path.name for one in find_files([tmp_path])] == ["one.txt"]


def test_the_pictures_beside_a_saved_page_are_no_documents(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<html><body><p>Words.</p></body></html>")
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "style.css").write_text("p {}")
    assert [one.path.name for one in find_files([tmp_path, tmp_path / "page.html"])] == ["page.html"]
