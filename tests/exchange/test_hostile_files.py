import io
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import tracemalloc
import zipfile
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import UserError
from desktop.exchange.documents import read_content, read_document
from desktop.exchange.readers import archives
from desktop.exchange.readers import source as files
from desktop.exchange.readers.collections import collecting
from desktop.exchange.recognition import find_files
from tests.clock import processor_time
from tests.exchange.corpus import message
from tests.fuzzing.seeds import SEEDS, write_pdf

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


def test_what_a_password_protects_and_what_was_scanned_say_the_way_out() -> None:
    assert "password" in sentence((DATA / "locked.pdf").read_bytes())
    manifest = b"<manifest:manifest xmlns:manifest='m'><manifest:encryption-data/></manifest:manifest>"
    assert "password" in sentence(changed("harbour.odt", {"META-INF/manifest.xml": manifest, "content.xml": b"\1\2"}))
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    assert "password" in sentence(ole + "EncryptedPackage".encode("utf-16-le"), "a.docx")
    assert ".eml" in sentence(ole + "__substg1.0_1000".encode("utf-16-le"), "a.msg")
    assert ".docx" in sentence((DATA / "congress.doc").read_bytes(), "congress.doc")
    assert "OCR" in sentence(write_pdf(["0 0 100 100 re f"]), "scan.pdf")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", "PNG"),
        (b"\0\0\0\x20ftypisom\0\0\2\0", "video"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "picture"),
        (b"MZ\x90\x00\3\0\0\0", "program"),
        (b"ID3\x04\0\0\0\0", "sound"),
    ],
)
def test_a_picture_or_a_video_that_is_called_a_text_is_told_for_what_it_is(content: bytes, kind: str) -> None:
    assert kind in sentence(content, "talk.txt")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no devices in its folders")
def test_a_device_and_a_socket_are_refused_and_never_waited_for() -> None:
    with pytest.raises(UserError, match="pipe or a device"):
        read_document(Path("/dev/zero"))
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as opened:
        opened.bind(f"{folder}/s")
        with pytest.raises(UserError, match="pipe or a device"):
            read_document(Path(folder) / "s")


def test_a_file_that_grows_or_vanishes_while_it_is_read_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "log.txt"
    path.write_text("Words.")
    stat = Path.stat

    def grow(self: Path, **options: Any) -> Any:
        before = stat(self, **options)
        with path.open("ab") as file:
            file.truncate(files.LIMIT + 100)
        return before

    monkeypatch.setattr(Path, "stat", grow)
    with pytest.raises(UserError, match="larger than 64 MB"):
        read_document(path)

    def vanish(self: Path, **options: Any) -> Any:
        before = stat(self, **options)
        path.unlink()
        return before

    path.write_text("Words.")
    monkeypatch.setattr(Path, "stat", vanish)
    with pytest.raises(UserError, match="does not exist"):
        read_document(path)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such names")
def test_names_with_line_ends_and_bytes_that_are_no_characters_stay_one_sentence(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path)
    for name in (b"two\nlines.txt", b"caf\xe9.txt"):
        Path(os.fsdecode(raw + b"/" + name)).write_text("Some words of a text.")
    Path(os.fsdecode(raw + b"/no\nthing\xff.txt")).write_bytes(b"")
    found = [one.path for one in find_files([tmp_path])]
    assert len(found) == 3
    with pytest.raises(UserError) as caught:
        read_document(next(path for path in found if "thing" in path.name))
    assert str(caught.value) == "no thing\ufffd.txt is empty; choose a file that holds a text."
    names = [read_document(path).document.name for path in found if "thing" not in path.name]
    assert sorted(names) == ["caf\ufffd.txt", "two lines.txt"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user")
def test_what_another_user_may_not_read_is_told_and_the_rest_is_found() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        for name, mode in (("closed", 0o700), ("listed", 0o744), ("open", 0o755)):
            (folder / name).mkdir()
            (folder / name / "a.txt").write_text("Words.")
            (folder / name).chmod(mode)
        (folder / "secret.txt").write_text("Words.")
        (folder / "secret.txt").chmod(0o600)
        # what reads is loaded when it is called, and that user may not read where it lies
        read_content(b"Words.", "a.txt")
        os.seteuid(65534)
        try:
            found = {str(one.path.relative_to(folder)): one.problem for one in find_files([folder])}
            inside = find_files([folder / "closed" / "a.txt"])
            told = []
            for name in ("secret.txt", "listed/a.txt", "closed/a.txt"):
                with pytest.raises(UserError) as caught:
                    read_document(folder / name)
                told.append(str(caught.value))
            assert read_document(folder / "open" / "a.txt").document.text == "Words."
        finally:
            os.seteuid(0)
    assert list(found) == ["closed", "listed/a.txt", "open/a.txt", "secret.txt"]
    assert "permission" in found["closed"]
    assert len(inside) == 1
    assert all("permission" in sentence for sentence in told)


@pytest.mark.skipif(sys.platform == "win32", reason="paths are shorter there")
def test_folders_deeper_than_python_can_call_itself_come_to_an_end(tmp_path: Path) -> None:
    at = str(tmp_path)
    for _ in range(1200):
        at += "/d"
        os.mkdir(at)  # noqa: PTH102 (pathlib calls itself)
    Path(f"{at}/a.txt").write_text("Words.")
    assert [str(one.path) for one in find_files([tmp_path])] == [f"{at}/a.txt"]
    # what cleans up after the tests calls itself too
    os.rename(f"{tmp_path}/d", f"{tmp_path}/e")  # noqa: PTH104
    subprocess.run(["rm", "-rf", f"{tmp_path}/e"], check=True)


def test_what_belongs_to_a_saved_page_in_any_language_is_no_document(tmp_path: Path) -> None:
    for page, beside in (("a b.htm", "a b-Dateien"), ("c.html", "c_archivos"), ("d.html", "d_files")):
        (tmp_path / page).write_text("<html><body><p>Words.</p></body></html>")
        (tmp_path / beside).mkdir()
        (tmp_path / beside / "saved_resource.html").write_text("<html><body>Advertisement</body></html>")
    (tmp_path / "e_files").mkdir()
    (tmp_path / "e_files" / "own.txt").write_text("Words.")
    (tmp_path / "site.css").write_text("p {}")
    names = [one.path.name for one in find_files([tmp_path])]
    assert names == ["a b.htm", "c.html", "d.html", "own.txt"]


def test_a_page_that_safari_saved_is_read_with_its_address() -> None:
    (name, content) = SEEDS["webarchive"][0]
    reading = read_content(content, name)
    assert reading.format == "saved web page"
    assert "The weather in the hills" in reading.document.text
    assert "Home" not in reading.document.text


def test_a_line_of_letters_costs_no_more_than_its_length() -> None:
    for text in ("a" * 5000, "é " * 3000, "A-" * 60_000, "AB: " + "A" * 100_000 + " (AB)\n\nCD: x\n"):
        assert read_content((text + "\n\n26 April 2024\n").encode(), "line.txt").document.text


def test_a_line_of_blanks_costs_no_more_than_its_length() -> None:
    begin = time.process_time()
    told_or_read(b"WEBVTT\n\n00:01.000 --> 00:02.000\nISLE, May" + b" " * 400 + b"5\n", "blank.vtt")
    told_or_read(b"ISLE" + b" " * 190 + b"5" + b" " * 400 + b"x\n\nWe sail.\n", "blank.txt")
    assert time.process_time() - begin < 2


def test_half_a_character_in_a_fact_costs_only_itself() -> None:
    source = '{\n"title": "Fares",\n"author": "Ada \\ud83d Quill"\n}\n\nWe sail at nine, and the harbour is open.\n'
    facts = read_content(source.encode(), "a.md").document.facts
    assert facts.author == "Ada \ufffd Quill", "what can be stored"


def test_a_voice_without_end_in_its_name_is_nobody() -> None:
    head = "[Script Info]\n\n[Events]\nFormat: Layer, Start, End, Style, Name, Text\n"
    line = "Dialogue: 0,0:00:0{at}.00,0:00:0{at}.90,Default,{name},We sail at nine.\n"
    source = head + "".join(line.format(at=at, name=name) for at, name in enumerate(["D" + "e" * 900, "Ada Quill"] * 2))
    document = read_content(source.encode(), "a.ass").document
    assert [actor.name for actor in document.new_actors] == ["Ada Quill"]


def test_a_part_of_a_message_that_is_no_text_costs_only_itself() -> None:
    parts = (
        "Content-Type: text/plain\n\nWe sail.",
        "Content-Type: text/html\nContent-Transfer-Encoding: base64\n\nAIn/AAAA",
    )
    assert read_content(message("alternative", *parts), "a.eml").document.text == "We sail."


def test_a_table_of_fonts_without_ends_costs_no_more_than_its_length() -> None:
    source = "{\\rtf1\\ansi{\\fonttbl" + "{\\f0\\fcharset0 Serif}" * 2000 + "}\\f0 The harbour is open.\\par}"
    begin = time.process_time()
    assert read_content(source.encode(), "fonts.rtf").document.text.strip() == "The harbour is open."
    assert time.process_time() - begin < 2


def test_nobody_is_called_by_a_line_of_letters() -> None:
    label = "Conten" + "rsehar" * 60
    reading = read_content(f"{label}: Good morning.\n\n{label}: Good night.\n\n{label}: So long.\n".encode(), "a.txt")
    assert all(len(actor.name) <= 120 for actor in reading.document.new_actors)


def test_a_cell_as_long_as_a_book_names_nobody(tmp_path: Path) -> None:
    path = tmp_path / "talk.csv"
    path.write_text('speaker,date,text\n"' + "Ada Quill " * 40 + '",2020-01-06,We sail.\nOdo Brink,2020-01-07,No.\n')
    found = [read_document(one.path).document for one in find_files([path])]
    assert [[actor.name for actor in one.new_actors] for one in found] == [[], ["Odo Brink"]]
    assert [one.text for one in found] == ["We sail.", "No."]


def test_an_annotated_file_with_nothing_but_its_head_is_told_to_be_empty(tmp_path: Path) -> None:
    path = tmp_path / "head.md"
    path.write_text("---\nvisavis: 1\ntitle: T\nkind: interview\n---", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        read_document(path)
    assert str(caught.value) == "head.md is empty; choose a file that holds a text."


def test_a_tag_with_attributes_without_end_costs_no_more_than_its_length() -> None:
    def page(attributes: int) -> bytes:
        laden = b"".join(b"a%d='1' " % number for number in range(attributes))
        return (
            b"<html><body><h1>The tram</h1><p " + laden + b">" + b"Words of a paragraph. " * 20 + b"</p></body></html>"
        )

    assert "Words of a paragraph." in read_content(page(40_000), "a.html").document.text
    few, many = (processor_time(partial(read_content, page(number), "a.html")) for number in (20_000, 80_000))
    assert many < 10 * few


def test_a_number_without_end_is_looked_at_in_no_time() -> None:
    few, many = (processor_time(partial(collecting, "a.json", b"[" + b"9" * size, BytesIO)) for size in (2_000, 16_000))
    assert many < 24 * few
