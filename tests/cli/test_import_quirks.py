"""What real writers of REFI-QDA make of the standard: each comes in as it is meant, or is told."""

import json
import zipfile
from pathlib import Path

import pytest

from desktop.store.database import Database
from desktop.store.reads import memos as memo_reads
from desktop.store.reads import project as reads

from .conftest import Run
from .test_import_programs import claims, documents

TEXT = "Ada said: we want the bridge.\nOdo said: nobody needs a bridge.\nThe harbour was quiet all day long."
WANTS, NEEDS, QUIET = "we want the bridge", "nobody needs a bridge", "The harbour was quiet"
NAMES = ("Topics", "Bridge", "Actors", "Ada Quill", "Haltung", "dafür")
CODER = "00000000-0000-4000-8000-00000000C0DE"


@pytest.fixture
def empty(run: Run, tmp_path: Path) -> Path:
    path = tmp_path / "empty.visavis"
    assert run("new", path, "--empty").exit_code == 0
    return path


def guid(number: int, series: str = "8") -> str:
    return f"00000000-0000-4000-{series}000-{number:012X}"


def code(name: str, *inner: str, series: str = "8") -> str:
    number = NAMES.index(name)
    return f'<Code guid="{guid(number, series)}" name="{name}" isCodable="true">{"".join(inner)}</Code>'


def book(series: str = "8") -> str:
    branches = ((NAMES[at], NAMES[at + 1]) for at in (0, 2, 4))
    return "".join(code(name, code(below, series=series), series=series) for name, below in branches)


def selection(
    words: str, number: int, *, codes: tuple[str, ...] = NAMES[1::2], inner: str = "", series: str = "8"
) -> str:
    start = TEXT.index(words) if words else 5
    codings = "".join(
        f'<Coding guid="{guid(100 * number + at, "9")}" creatingUser="{CODER}">'
        f'<CodeRef targetGUID="{guid(NAMES.index(name), series)}"/></Coding>'
        for at, name in enumerate(codes)
    )
    return (
        f'<PlainTextSelection guid="{guid(number, series)}" name="" startPosition="{start}" '
        f'endPosition="{start + len(words)}" creatingUser="{CODER}">{inner}{codings}</PlainTextSelection>'
    )


def write(
    path: Path,
    *,
    source: str = 'plainTextPath="internal://one.txt"',
    inner: str = "",
    selections: str = "",
    more: str = "",
    series: str = "8",
    parts: dict[str, bytes] | None = None,
) -> Path:
    """Write a project with one source, of which each part may be as some program has it."""
    body = (
        '<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="x">'
        f'<Users><User guid="{CODER}" name="Carla"/></Users><CodeBook><Codes>{book(series)}</Codes></CodeBook>{more}'
        f'<Sources><TextSource guid="{guid(50, series)}" name="Harbour" {source}>{inner}'
        f"{selections or selection(WANTS, 60, series=series)}</TextSource></Sources><Sets/></Project>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", body)
        for name, content in (parts if parts is not None else {"sources/one.txt": TEXT.encode()}).items():
            archive.writestr(name, content)
    return path


def rtf() -> bytes:
    words = TEXT.replace("\n", "\\par\n")
    return f"{{\\rtf1\\ansi {words}}}".encode("cp1252")


@pytest.mark.parametrize(
    ("source", "inner", "parts"),
    [
        ("", f"<PlainTextContent>{TEXT}</PlainTextContent>", {}),
        ('plainTextPath="one.txt"', "", {"sources/one.txt": TEXT.encode()}),
        ('plainTextPath="internal://one.txt"', "", {"Sources/ONE.txt": b"\xef\xbb\xbf" + TEXT.encode()}),
        ('plainTextPath="internal://one.txt"', "", {"sources/one.txt": TEXT.encode("utf-16")}),
        ('richTextPath="internal://one.rtf"', "", {"sources/one.rtf": rtf()}),
    ],
    ids=["inline", "without scheme", "mark", "UTF-16", "rich text alone"],
)
def test_a_text_is_found_wherever_it_is(
    run: Run, empty: Path, tmp_path: Path, source: str, inner: str, parts: dict[str, bytes]
) -> None:
    result = run("import", empty, write(tmp_path / "p.qdpx", source=source, inner=inner, parts=parts))
    assert result.exit_code == 0, result.output
    assert [one[:4] for one in claims(empty)] == [(WANTS, ("Ada Quill",), "Bridge", "favor")]


def test_guids_that_are_new_at_each_export_double_nothing(run: Run, empty: Path, tmp_path: Path) -> None:
    run("import", empty, write(tmp_path / "p.qdpx"))
    again = write(tmp_path / "q.qdpx", series="a", selections=selection(WANTS, 60, series="a"))
    told = json.loads(run("import", empty, again, "--json").stdout)[0]
    assert (told["documents"], told["claims"], told["there"], told["topics"], told["actors"]) == (0, 0, 1, 0, 0)
    with Database(empty) as db:
        assert [one.name for one in reads.topics(db)] == ["Bridge"]


@pytest.mark.parametrize("version", ["1.0", "0:4", "1:0"])
def test_a_codebook_of_any_namespace_comes_in(run: Run, empty: Path, tmp_path: Path, version: str) -> None:
    path = tmp_path / "book.qdc"
    path.write_text(
        f'<?xml version="1.0"?><CodeBook xmlns="urn:QDA-XML:codebook:{version}"><Codes>{book()}</Codes>'
        "<Sets/></CodeBook>"
    )
    assert run("import", empty, path).exit_code == 0
    with Database(empty) as db:
        assert ([one.name for one in reads.topics(db)], [one.name for one in reads.actors(db)]) == (
            ["Bridge"], ["Ada Quill"]
        )  # fmt: skip


def test_selections_of_no_length_are_told_and_the_rest_comes_in(run: Run, empty: Path, tmp_path: Path) -> None:
    both = selection("", 61) + selection(WANTS, 60)
    result = run("import", empty, write(tmp_path / "p.qdpx", selections=both))
    assert "Selections that are empty or lie outside their text are left out: 1." in result.output
    assert [one[0] for one in claims(empty)] == [WANTS]


def test_a_comment_on_words_that_nobody_coded_is_a_memo(run: Run, empty: Path, tmp_path: Path) -> None:
    comment = selection(QUIET, 62, codes=(), inner="<Description>Nobody asked why.</Description>")
    run("import", empty, write(tmp_path / "p.qdpx", selections=comment + selection(WANTS, 60)))
    with Database(empty) as db:
        assert [one.text for one in memo_reads.memos(db)] == [f"“{QUIET}”: Nobody asked why."]


def test_a_case_without_a_name_holds_what_is_told_of_its_file(run: Run, empty: Path, tmp_path: Path) -> None:
    more = (
        f'<Variables><Variable guid="{guid(70)}" name="Paper" typeOfVariable="Text"/></Variables>'
        f'<Cases><Case guid="{guid(71)}"><VariableValue><VariableRef targetGUID="{guid(70)}"/>'
        f'<TextValue>The Quay</TextValue></VariableValue><SourceRef targetGUID="{guid(50)}"/></Case></Cases>'
    )
    run("import", empty, write(tmp_path / "p.qdpx", more=more))
    with Database(empty) as db:
        assert [one.facts.variables for one in reads.documents(db)] == [(("Paper", "The Quay"),)]
        assert [one.name for one in reads.actors(db)] == ["Ada Quill"]


def test_an_actor_that_is_code_and_case_is_one_actor(run: Run, empty: Path, tmp_path: Path) -> None:
    more = f'<Cases><Case guid="{guid(3)}" name="Ada Quill"><SelectionRef targetGUID="{guid(60)}"/></Case></Cases>'
    assert run("import", empty, write(tmp_path / "p.qdpx", more=more)).exit_code == 0
    assert [one[:4] for one in claims(empty)] == [(WANTS, ("Ada Quill",), "Bridge", "favor")]


def test_one_of_a_kind_is_told_as_one(run: Run, empty: Path, tmp_path: Path) -> None:
    told = run("import", empty, write(tmp_path / "p.qdpx")).output
    assert "p.qdpx: 1 claim and 1 document added; new: 1 topic, 1 actor." in told
    assert "1 topics" not in told


def test_a_code_of_which_no_claim_comes_makes_no_topic(run: Run, empty: Path, tmp_path: Path) -> None:
    alone = selection(QUIET, 63, codes=("Topics",)) + selection(NEEDS, 64, codes=("Bridge", "dafür"))
    file = write(tmp_path / "p.qdpx", selections=alone)
    result = run("import", empty, file)
    assert "Codes of which no claim comes make no topic: 2 (Topics, Bridge)" in result.output
    with Database(empty) as db:
        assert (reads.topics(db), len(reads.documents(db))) == ([], 1)
    assert run("undo", empty).exit_code == 0
    answers = tmp_path / "m.toml"
    answers.write_text("visavis-map = 1\nunused = true\n")
    assert run("import", empty, file, "--map", answers).exit_code == 0
    with Database(empty) as db:
        assert [one.name for one in reads.topics(db)] == ["Topics", "Bridge"]
    assert run("undo", empty).exit_code == 0
    assert documents(empty) == []


def test_a_text_that_is_nearly_here_gets_the_claims_once_and_where_their_words_are(
    run: Run, empty: Path, tmp_path: Path
) -> None:
    more = "\n".join(f"Line {at} of the long report tells what {at} people of the town had to say." for at in range(80))
    here = tmp_path / "report.txt"
    here.write_text(f"Corrected edition.\n{TEXT.replace(NEEDS, 'it may be built')}\n{more}", "utf-8")
    assert run("import", empty, here, "--known-speakers").exit_code == 0
    both = selection(WANTS, 60) + selection(NEEDS, 61)
    outside = selection(WANTS, 65).replace('endPosition="', 'endPosition="99')
    file = write(tmp_path / "p.qdpx", selections=both + outside, parts={"sources/one.txt": f"{TEXT}\n{more}".encode()})
    told = json.loads(run("import", empty, file, "--json").stdout)[0]
    assert (told["documents"], told["joined"], told["claims"], told["moved"]) == (0, 1, 1, 1)
    assert [(one["quote"] or one["start"], one["reason"]) for one in told["refused"]] == [
        (TEXT.index(NEEDS), "its words are not found in the text")
    ]
    assert [one[:4] for one in claims(empty)] == [(WANTS, ("Ada Quill",), "Bridge", "favor")]
    again = json.loads(run("import", empty, file, "--json").stdout)[0]
    assert (again["documents"], again["claims"], again["there"]) == (0, 0, 1)
    assert (documents(empty), len(claims(empty))) == (["report.txt"], 1)


@pytest.mark.parametrize(
    ("suffixes", "menu"),
    [
        ((".mx24", ".mx20", ".mx12", ".mqda"), "“REFI-QDA Project”"),
        ((".nvp", ".nvpx"), "Export Project, then REFI-QDA Project"),
        ((".atlproj", ".atlproj23", ".hpr7"), "“QDPX Project”"),
    ],
)
def test_of_a_closed_project_one_sentence_names_the_menu(
    run: Run, empty: Path, tmp_path: Path, suffixes: tuple[str, ...], menu: str
) -> None:
    for suffix in suffixes:
        path = tmp_path / f"study{suffix}"
        path.write_bytes(b"PK\x03\x04\0\0")
        result = run("import", empty, path)
        assert result.exit_code == 1
        told = result.stderr.strip()
        assert menu in told
        assert told.count("\n") == 0
