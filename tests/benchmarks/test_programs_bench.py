"""Another program's project of 100,000 codings: read, understood and brought in. Run with ``make bench``."""

import random
import resource
import zipfile
from pathlib import Path

from pytest_benchmark.fixture import BenchmarkFixture

from desktop.project.programs.bringing import bring
from desktop.project.programs.brought import Brought
from desktop.project.programs.reading import program_of, read_project
from desktop.project.programs.suggesting import suggest
from desktop.store.database import Database

_NAMES = (
    "Topics",
    "Actors",
    "Stance",
    *(f"topic {at}" for at in range(30)),
    *(f"actor {at}" for at in range(100)),
    "pro",
    "contra",
)
_GUIDS = {name: f"00000000-0000-4000-8000-{number:012X}" for number, name in enumerate(_NAMES)}


def code(name: str, *below: str) -> str:
    return f'<Code guid="{_GUIDS[name]}" name="{name}" isCodable="true">{"".join(map(code, below))}</Code>'


def write_project(path: Path, selections: int, documents: int = 50) -> Path:
    """Write a project with so many *selections* of three codes each, in so many *documents*."""
    chance = random.Random(18)
    guids = (f"00000000-0000-4000-9000-{number:012X}" for number in range(10 * selections))
    sources = []
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(documents):
            text = " ".join(f"word{chance.randrange(5000)}" for _word in range(4000))
            archive.writestr(f"sources/{number}.txt", text)
            made = []
            for _selection in range(selections // documents):
                start = chance.randrange(len(text) - 100)
                coded = (
                    f"topic {chance.randrange(30)}",
                    f"actor {chance.randrange(100)}",
                    chance.choice(("pro", "contra")),
                )
                codings = "".join(
                    f'<Coding guid="{next(guids)}"><CodeRef targetGUID="{_GUIDS[name]}"/></Coding>' for name in coded
                )
                made.append(
                    f'<PlainTextSelection guid="{next(guids)}" startPosition="{start}" '
                    f'endPosition="{start + chance.randrange(20, 90)}">{codings}</PlainTextSelection>'
                )
            sources.append(
                f'<TextSource guid="{next(guids)}" name="d{number}" plainTextPath="internal://{number}.txt">'
                f"{''.join(made)}</TextSource>"
            )
        book = code("Topics", *_NAMES[3:33]) + code("Actors", *_NAMES[33:133]) + code("Stance", "pro", "contra")
        archive.writestr(
            "project.qde",
            f'<Project xmlns="urn:QDA-XML:project:1.0" name="b"><CodeBook><Codes>{book}</Codes></CodeBook>'
            f"<Sources>{''.join(sources)}</Sources></Project>",
        )
    return path


def test_a_hundred_thousand_codings_come_in(benchmark: BenchmarkFixture, tmp_path: Path) -> None:
    path = write_project(tmp_path / "large.qdpx", 33_350)

    def come_in() -> Brought:
        program = program_of(path)
        assert program is not None
        project = read_project(path, program)
        assert len(project.codings) == 100_050
        with Database(tmp_path / "large.visavis", create=True) as db:
            return bring(db, project, suggest(project), path.name)

    brought = benchmark.pedantic(come_in, rounds=1, iterations=1)
    assert brought.claims + brought.there > 33_000
    print(f"\n{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB at most in the program's own process")
