import hashlib
import os
from pathlib import Path

import pytest

from desktop.core.errors import UserError
from desktop.core.values import SegmentKind
from desktop.exchange import files
from desktop.exchange.files import read_document


def refused(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        read_document(path)
    message = str(caught.value)
    assert path.name in message
    assert message.endswith(".")
    return message


def written(tmp_path: Path, content: bytes, name: str = "a.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_a_plain_text_has_a_title_and_a_paragraph_for_each_line_that_is_not_blank(tmp_path: Path) -> None:
    content = "\n***\r\n  The title \r\n\r\nOne 😀.\nTwo.\n \xa0\n".encode()
    document = read_document(written(tmp_path, content, "talk.md"))
    assert document.name == "talk.md"
    assert document.facts.title == "The title"
    assert document.text == "\n***\n  The title \n\nOne 😀.\nTwo.\n \xa0\n"
    assert document.bytes_sha256 == hashlib.sha256(content).hexdigest()
    assert document.extractor == "visavis-text 1"
    lines = [document.text[each.span.start : each.span.end] for each in document.segments]
    assert lines == ["***", "  The title ", "One 😀.", "Two."]
    assert {each.kind for each in document.segments} == {SegmentKind.PARAGRAPH}


def test_a_very_long_first_line_makes_a_short_title(tmp_path: Path) -> None:
    document = read_document(written(tmp_path, b"# " + b"word " * 200))
    assert document.facts.title.startswith("word word")
    assert len(document.facts.title) <= 200


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(tmp_path: Path, encoding: str) -> None:
    text = "Año 😀\n"
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    assert read_document(written(tmp_path, (mark + text).encode(encoding))).text == text


def test_annotated_markdown_is_known_by_its_content_whatever_the_file_is_called(tmp_path: Path) -> None:
    content = b"---\nvisavis: 1\ntitle: T\n---\n\n[One.]{.claim actor=a topic=b stance=favor}\n"
    document = read_document(written(tmp_path, content, "brief.txt"))
    assert (document.name, document.facts.title, document.text) == ("brief.txt", "T", "One.")
    assert len(document.claims) == 1
    assert document.bytes_sha256 == hashlib.sha256(content).hexdigest()


def test_another_front_matter_is_text(tmp_path: Path) -> None:
    assert read_document(written(tmp_path, b"---\ntitle: T\n---\nText")).text == "---\ntitle: T\n---\nText"


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n\t\n", "empty"),
        ("Año".encode("latin-1"), "UTF-8"),
        (b"\xff\xfea\x00\x00\xd8b\x00", "not valid UTF-16"),
        (b"%PDF-1.7 text", "PDF"),
        (b"PK\x03\x04text", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"{\\rtf1 text}", "RTF"),
        ("A text without a mark".encode("utf-16-le"), "not a text document"),
        (bytes(range(256)) * 4, "not a text document"),
        (b"\0" * 100, "not a text document"),
    ],
)
def test_what_is_no_text_is_refused_with_what_it_is(tmp_path: Path, content: bytes, hint: str) -> None:
    assert hint in refused(written(tmp_path, content))


def test_a_stray_control_character_is_no_reason_to_refuse_a_text(tmp_path: Path) -> None:
    assert read_document(written(tmp_path, b"One.\x0cTwo.\x00 Three\x1b.")).text == "One.\x0cTwo. Three\x1b."


def test_a_missing_file_a_folder_and_a_pipe_are_refused(tmp_path: Path) -> None:
    assert "does not exist" in refused(tmp_path / "none.txt")
    assert "folder" in refused(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.txt")
        assert "pipe" in refused(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    assert "cannot be read" in refused(tmp_path / "loop.txt")


def test_a_file_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, b"Text")

    def denied(*_: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(Path, "open", denied)
    assert "permission" in refused(path)


def test_a_file_beyond_the_limit_is_refused_with_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(files.LIMIT + 1)
    assert "64 MB" in refused(path)
