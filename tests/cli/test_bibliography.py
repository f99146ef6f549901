"""A bibliography leaves a project, and what it knows of documents comes into their facts."""

import json
import re
from pathlib import Path

import pytest

from desktop.core.values import Facts
from desktop.store.database import Database
from desktop.store.edits import documents as edits
from desktop.store.reads import project as reads

from .conftest import Run

TITLE = 'The "harbour" & its {bridge: 50 % of #1_a~b^c\\d $5'
FACTS = {
    "title": TITLE, "publisher": "The Post & Sons", "author": "Brink, Odo; Zoë Ámbar; 王", "date": "2026-03-02",
    "source": "https://example.org/a_b?c=1&d=%7B2%7D#x", "place": "East", "kind": "news report", "language": "en",
    "note": "Read twice.\nThen once.", "event_date": "2026-03", "event": "Opening",
}  # fmt: skip


@pytest.fixture
def project(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "p.visavis"
    run("new", path, "--empty")
    for name, words in (("one.txt", "We want the bridge."), ("two.txt", "Nobody sails."), ("three.txt", "Fog.")):
        (tmp_path / name).write_text(words, "utf-8")
        run("import", path, tmp_path / name)
    with Database(path) as db:
        edits.update_facts(db, 1, FACTS, {"Party": "none"})
        edits.update_facts(db, 2, {"title": "بيان", "date": "--04-26", "kind": "statement"})
    return path


def facts(path: Path) -> dict[str, Facts]:
    with Database(path) as db:
        return {one.name: one.facts for one in reads.documents(db)}


def bare(run: Run, project: Path, folder: Path) -> Path:
    """Return a project of the same documents of which nothing is known."""
    out, path = folder / "all.zip", folder / "bare.visavis"
    run("export", project, "-o", out)
    run("new", path, "--empty")
    run("import", path, out)
    with Database(path) as db:
        for one in reads.documents(db):
            known = {name: "" for name in FACTS if name != "kind"}
            edits.update_facts(db, one.id, {**known, "kind": "other"}, {"Party": ""})
    return path


@pytest.mark.parametrize(("form", "name"), [("csljson", "r.json"), ("ris", "r.ris")])
def test_what_left_comes_into_the_facts_of_the_same_documents(
    run: Run, project: Path, tmp_path: Path, form: str, name: str
) -> None:
    out, other = tmp_path / name, bare(run, project, tmp_path)
    told = run("export", project, "--as", form, "-o", out).stderr
    lost = {"event_date", "event", "variables"} if form == "ris" else set[str]()
    assert all(word in told for word in lost - {"variables"})
    result = run("import", other, out)
    assert result.exit_code == 0, result.output
    assert "Records of documents that are here: 3" in result.stdout
    before, after = facts(project), facts(other)
    for document, known in before.items():
        for field in (*FACTS, "date_certainty", "variables"):
            if field in lost or (
                form == "ris" and (document, field) in (("two.txt", "date"), ("two.txt", "date_certainty"))
            ):
                continue
            assert getattr(after[document], field) == getattr(known, field), (document, field)
    # again it tells nothing new, and one step takes it back
    again = json.loads(run("import", other, out, "--json").stdout)[0]
    assert (again["facts"], again["differences"]) == (0, [])
    run("undo", other)
    assert facts(other)["one.txt"].title == ""


def test_what_stands_here_is_told_and_written_over_only_where_that_is_said(
    run: Run, project: Path, tmp_path: Path
) -> None:
    path = tmp_path / "zotero.ris"
    path.write_text(
        "TY  - NEWS\r\nTI  - Another\r\n title\r\nAU  - Quill, Ada\r\nPY  - 2025\r\nDA  - 2025/07//\r\n"
        "UR  - http://www.example.org/a_b?c=1&d=%7B2%7D#x/\r\nPB  - The Post & Sons\r\nER  - \r\n"
        "TY  - BOOK\r\nTI  - Nobody knows it\r\nER  - \r\nTY  - GEN\r\nTI  - three.txt\r\nAU  - Fog, A.\r\nER  - \r\n",
        "utf-8-sig",
    )
    before = facts(project)
    told = run("import", project, path)
    assert f"title: “{TITLE}” → “Another title”" in told.output
    assert "Nobody knows it: no document here is called so" in told.output
    after = facts(project)
    assert after["one.txt"] == before["one.txt"]
    assert (after["three.txt"].author, after["three.txt"].title) == ("Fog, A.", "three")
    run("import", project, path, "--changes", "take")
    one = facts(project)["one.txt"]
    assert (one.title, one.author, one.date, one.date_certainty) == ("Another title", "Quill, Ada", "2025-07", "stated")
    assert (one.publisher, one.note) == (FACTS["publisher"], FACTS["note"])


def test_items_of_zotero_are_known_by_their_form(run: Run, project: Path, tmp_path: Path) -> None:
    items = [
        {"id": "http://zotero.org/1", "type": "webpage", "title": "three.txt", "URL": "https://example.org/3",
         "author": [{"family": "van Brink", "given": "Odo"}, {"literal": "The Council"}],
         "issued": {"date-parts": [["2024", "7"]], "circa": True}, "accessed": {"date-parts": [[2025, 1, 1]]}}
    ]  # fmt: skip
    path = tmp_path / "library.json"
    path.write_text(json.dumps(items), "utf-8")
    assert run("import", project, path).exit_code == 0
    found = facts(project)["three.txt"]
    assert (found.author, found.date, found.date_certainty, found.source) == (
        "van Brink, Odo; The Council", "2024-07", "inferred", "https://example.org/3",
    )  # fmt: skip
    path.write_text(json.dumps([{**items[0], "text": "A text of its own."}]), "utf-8")
    run("import", project, path)
    with Database(project) as db:
        assert len(reads.documents(db)) == 4


def test_bibtex_is_whole_whatever_stands_in_a_title(run: Run, project: Path, tmp_path: Path) -> None:
    with Database(project) as db:
        edits.update_facts(db, 3, {"title": "A\tlone } and \\ and \x07 bell", "author": "and sons; Ö"})
    words = run("export", project, "--as", "bibtex").stdout
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", words)
    entries = re.findall(r"^@(\w+)\{([^,\s]+),\n(.*?)^\}\n", words, re.MULTILINE | re.DOTALL)
    assert [entry[0] for entry in entries] == ["article", "misc", "misc"]
    assert len({entry[1] for entry in entries}) == 3
    fields = dict(re.findall(r"^  (\w+) = \{(.*)\},$", entries[0][2], re.MULTILINE))
    # as BibTeX counts them, braces are balanced in each value
    for value in re.findall(r"^  \w+ = (\{.*\}),$", words, re.MULTILINE):
        depth = [0]
        for letter in value:
            depth.append(depth[-1] + {"{": 1, "}": -1}.get(letter, 0))
        assert depth[-1] == 0
        assert min(depth[1:-1]) > 0
    assert fields["title"] == (
        r'{The "harbour" \& its \textbraceleft{}bridge: 50 \% of \#1\_a\textasciitilde{}b\textasciicircum{}c'
        r"\textbackslash{}d \$5}"
    )
    assert fields["author"] == "Brink, Odo and {Zoë Ámbar} and {王}"
    assert fields["url"] == FACTS["source"]
    assert dict(re.findall(r"^  (\w+) = \{(.*)\},$", entries[2][2], re.MULTILINE))["author"] == "{and sons} and {Ö}"
