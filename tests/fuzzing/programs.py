"""Bring damaged projects of other programs in, and tell what was found.

``python -m tests.fuzzing.programs --files 10000 [--seed N] [SAMPLE.qdpx…]``. Each is read, understood and, where that
succeeds, brought into a project; what is neither done nor told in a sentence, takes more than 5 s of the processor or
writes outside of its folder is a finding, kept with its traceback. Samples are damaged beside what is made here.
"""

import argparse
import io
import os
import random
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lxml import etree

from desktop.core.errors import UserError
from desktop.project import children
from desktop.project.programs import reading
from desktop.project.programs.bringing import bring
from desktop.project.programs.claims import claims_of
from desktop.project.programs.shapes import plain_tree
from desktop.project.programs.suggesting import suggest
from desktop.store.database import Database
from tests.cli.test_import_programs import qdpx
from tests.exchange.test_damaged_programs import damaged

if TYPE_CHECKING:
    from collections.abc import Callable

# seconds of the processor, for one file
SLOW = 5.0
_NAMES = (
    "../outside.txt",
    "/tmp/outside.txt",
    "sources/../../outside.txt",
    "C:\\outside.txt",
    "sources/\0.txt",
    "a" * 300,
)
_VALUES = ("", "0", "-1", "2147483648", "9" * 40, "1e5", "NaN", "\u202eabc", "😀", "../x.txt", "#fff", "x" * 5000, " ")
_XML = (
    (b"endPosition", b"endPosition=\"-1\" x"), (b"startPosition=\"", b"startPosition=\"9999999999999"),
    (b"internal://", b"internal://../../"), (b"internal://", b"absolute:///etc/"), (b"<Code ", b"<Code><Code "),
    (b"</Code>", b""), (b"guid=\"", b"guid=\"{"), (b"targetGUID", b"targetguid"),
    (b"<Sources>", b"<Sources/><Sources>"),
    (b"<Project", b"<!DOCTYPE a [<!ENTITY b 'c'>]><Project"), (b"name=\"", b"name=\"&#0;"), (b"utf-8", b"utf-16"),
    (b"TextSource", b"PDFSource"), (b"urn:QDA", b"urn:qda"), (b"creationDateTime=\"", b"creationDateTime=\"99999-"),
)  # fmt: skip


def main() -> int:
    """Do what the arguments say; return how many findings there are."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzzing.programs", description=__doc__.partition("\n")[0])
    parser.add_argument("samples", nargs="*", type=Path, metavar="SAMPLE")
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "visavis-fuzzing-programs")
    options = parser.parse_args()
    # all in one process: what its children take would be nobody's
    children.run = _here  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as folder:
        return _run(options, Path(folder))


def _here(call: Any, *arguments: Any, name: str, actors: Any = None, **named: Any) -> Any:
    del name
    return call(*arguments, **(named if actors is None else {**named, "actors": actors}))


def _run(options: argparse.Namespace, folder: Path) -> int:
    chance = random.Random(options.seed)
    (folder / "inner").mkdir()
    os.chdir(folder / "inner")
    wholes = [qdpx(folder / "whole.qdpx").read_bytes(), *(one.read_bytes() for one in options.samples)]
    there = _listed(folder)
    told, slowest, findings = Counter[str](), 0.0, 0
    path = folder / "inner" / "damaged.qdpx"
    for number in range(options.files):
        content = _one(wholes[number % len(wholes)], chance)
        path.write_bytes(content)
        began = time.process_time()
        try:
            told[_judge(path, folder / "p.visavis")] += 1
        except Exception:
            findings += 1
            _keep(options.out, f"{options.seed}-{number}", content, traceback.format_exc())
        taken = time.process_time() - began
        slowest = max(slowest, taken)
        if taken > SLOW or _listed(folder) != there:
            findings += 1
            _keep(options.out, f"{options.seed}-{number}", content, f"{taken} s; {_listed(folder) ^ there}")
    counts = ", ".join(f"{count:,} {what}" for what, count in sorted(told.items()))
    print(f"{options.files:,} files: {counts}; the slowest took {slowest:.2f} s; findings: {findings}")
    return min(findings, 99)


def _judge(path: Path, project_file: Path) -> str:
    """Return what became of a file: ``read``, ``brought in`` or ``refused`` in a sentence."""
    try:
        if reading._recognise(path) != "qdpx":
            return "not recognised"
        project = plain_tree(reading._read(path, "qdpx"))
    except UserError as error:
        return _sentence(error, "refused")
    mapping = suggest(project)
    claims = claims_of(project, mapping).claims
    for one in claims:
        text = next((document.text for document in project.documents if document.id == one.document), None)
        assert text is None or one.quote or 0 <= one.start < one.end <= len(text)
    if not project.documents:
        return "read"
    project_file.unlink(missing_ok=True)
    try:
        with Database(project_file, create=True) as db:
            brought = bring(db, project, mapping, path.name)
            assert brought.claims + brought.there + len(brought.refused) >= len(claims)
    except UserError as error:
        return _sentence(error, "refused at the end")
    finally:
        for one in project_file.parent.glob(f"{project_file.name}*"):
            one.unlink()
    return "brought in"


def _sentence(error: UserError, outcome: str) -> str:
    if not str(error).strip().endswith((".", "?")):
        raise AssertionError(f"no sentence: {error}")
    return outcome


def _one(whole: bytes, chance: random.Random) -> bytes:
    """Return a project with its archive, its XML or its names damaged."""
    if chance.random() < 0.25:
        return damaged(whole, chance)
    found = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content, called = old.read(name), name
            if name.endswith(".qde"):
                content = _xml(content, chance)
            elif chance.random() < 0.2:
                content = damaged(content, chance) if content else b"\xff\xfe"
            if chance.random() < 0.03:
                called = chance.choice(_NAMES)
            new.writestr(zipfile.ZipInfo(called), content)
    return found.getvalue()


def _xml(content: bytes, chance: random.Random) -> bytes:
    if chance.random() < 0.7:
        return _elements(content, chance)
    ways: tuple[Callable[[bytes], bytes], ...] = (
        lambda body: damaged(body, chance),
        lambda body: body.replace(*chance.choice(_XML)),
        lambda body: body.replace(*chance.choice(_XML), 1),
        lambda body: body[: chance.randrange(len(body))],
        lambda body: body.replace(b"</Code>", b"<Code guid='d' name='n'>" * 400 + b"</Code>" * 401, 1),
    )
    for _time in range(chance.randrange(1, 3)):
        content = chance.choice(ways)(content) or b"<"
    return content


def _elements(content: bytes, chance: random.Random) -> bytes:
    """Return a project that is XML, in which elements are gone, doubled or elsewhere, and say something else."""
    root = etree.fromstring(content.removeprefix(b"\xef\xbb\xbf"))
    for _time in range(chance.randrange(1, 12)):
        every: list[Any] = [one for one in root.iter() if isinstance(one.tag, str)]
        one, other = chance.choice(every), chance.choice(every)
        way = chance.randrange(5)
        if way == 0 and one.getparent() is not None:
            one.getparent().remove(one)
        elif way == 1 and one.getparent() is not None and len(every) < 20_000:
            one.getparent().append(etree.fromstring(etree.tostring(one)))
        elif way == 2 and one.getparent() is not None and one not in other.iterancestors() and one is not other:
            other.append(one)
        elif way == 3 and one.attrib:
            one.set(chance.choice(list(one.attrib)), chance.choice((*_VALUES, *other.attrib.values())))
        elif way == 4:
            one.text = chance.choice((*_VALUES, other.text or ""))
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


def _listed(folder: Path) -> set[str]:
    return {str(one) for one in folder.rglob("*") if one.suffix != ".qdpx"} | {
        str(one) for one in (Path("/tmp/outside.txt"), folder.parent / "outside.txt") if one.exists()
    }


def _keep(out: Path, name: str, content: bytes, told: str) -> None:
    out.mkdir(parents=True, exist_ok=True)
    (out / f"{name}.qdpx").write_bytes(content)
    (out / f"{name}.txt").write_text(told, "utf-8")
    print(f"{name}: {told.strip().splitlines()[-1]}")


if __name__ == "__main__":
    sys.exit(main())
