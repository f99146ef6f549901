import struct
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core import language


def write_catalogue(folder: Path, code: str, texts: dict[str, str]) -> None:
    """Write a compiled catalogue (GNU gettext's MO format, revision 0) below *folder*."""
    texts = {"": "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=n != 1;\n"} | texts
    keys = sorted(texts, key=str.encode)
    sources, targets = [key.encode() for key in keys], [texts[key].encode() for key in keys]
    start = 28 + 16 * len(keys)
    tables = []
    for strings in (sources, targets):
        for string in strings:
            tables.append((len(string), start))
            start += len(string) + 1
    file = folder / code / "LC_MESSAGES" / f"{language.DOMAIN}.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(
        struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, 0)
        + b"".join(struct.pack("<2I", *entry) for entry in tables)
        + b"".join(string + b"\0" for string in (*sources, *targets))
    )


@pytest.fixture(autouse=True)
def _english_again(tmp_path: Path) -> Iterator[None]:
    yield
    language.install(tmp_path / "nowhere", [])


def test_texts_stay_as_they_are_written_where_no_catalogue_is(tmp_path: Path) -> None:
    language.install(tmp_path, ["de"])
    assert language._("Undo") == "Undo"
    assert language.ngettext("{count} claim", "{count} claims", 2) == "{count} claims"
    assert language._("") == ""


def test_a_catalogue_gives_texts_and_the_forms_of_numbers(tmp_path: Path) -> None:
    write_catalogue(tmp_path, "de", {"Undo": "Zurücknehmen", "{count} claim\0{count} claims": "eine\0{count} Aussagen"})
    language.install(tmp_path, ["de"])
    assert language._("Undo") == "Zurücknehmen"
    assert language.ngettext("{count} claim", "{count} claims", 1) == "eine"
    assert language.ngettext("{count} claim", "{count} claims", 3) == "{count} Aussagen"
    assert language._("Redo") == "Redo"
    assert language._("") == "", "the catalogue's head is no text"


def test_a_damaged_catalogue_leaves_the_texts_of_the_code(tmp_path: Path) -> None:
    write_catalogue(tmp_path, "de", {"Undo": "Zurücknehmen"})
    file = next(tmp_path.rglob("*.mo"))
    file.write_bytes(file.read_bytes()[:40])
    language.install(tmp_path, ["de"])
    assert language._("Undo") == "Undo"
