import hashlib
import os
from pathlib import Path

import pytest

from desktop.core.errors import UserError
from desktop.exchange.documents import read_document
from desktop.exchange.readers import source as files


def read_text(path: Path) -> tuple[str, str]:
    document = read_document(path).document
    return document.text, document.bytes_sha256


def refused(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        read_text(path)
    message = str(caught.value)
    assert path.name in message
    assert message.endswith(".")
    return message


def written(tmp_path: Path, content: bytes, name: str = "a.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(tmp_path: Path, encoding: str) -> None:
    text = "Año 😀\n"
    mark = "\ufeff" if encoding in ("utf-16-le", "utf-16-be") else ""
    assert read_text(written(tmp_path, (mark + text).encode(encoding)))[0] == text


def test_the_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    content = b"One.\r\nTwo."
    assert read_text(written(tmp_path, content)) == ("One.\nTwo.", hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n\t\n", "empty"),
        (b"GIF89a\x01\x00", "GIF"),
        (b"\xff\xfea\x00\x00\xd8b\x00", "not valid UTF-16"),
        (b"%PDF-1.7 text", "PDF"),
        (b"PK\x03\x04text", "archive"),
        (b"PK\x05\x06", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"{\\rtf1 }", "no text"),
        (bytes(range(256)) * 4, "not a text document"),
        (b"\0" * 100, "not a text document"),
    ],
)
def test_what_is_no_text_is_refused_with_what_it_is(tmp_path: Path, content: bytes, hint: str) -> None:
    assert hint in refused(written(tmp_path, content))


def test_a_stray_control_character_is_no_reason_to_refuse_a_text(tmp_path: Path) -> None:
    assert read_text(written(tmp_path, b"One.\x0cTwo.\x00 Three\x1b."))[0] == "One.\x0cTwo. Three\x1b."


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

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(files, "open", denied, raising=False)
    assert "permission" in refused(path)


def test_a_file_beyond_the_limit_is_refused_with_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(files.LIMIT + 1)
    assert "64 MB" in refused(path)
