"""Damaged copies of a project: what the program says of each, and how much of it is rescued.

A copy is judged by SQLite itself, and its claims are counted by a reader of pages that is not the one of the program.
"""

import contextlib
import gzip
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.spans import Span
from desktop.core.values import NewClaim, Stance
from desktop.project import backups, opening
from desktop.store import check, reads
from desktop.store.database import Database
from desktop.store.edits import claims as edit_claims

from ..store.making import make_project

# seconds that one command may take
LONGEST = 5
_PAGE = 4096

Mutation = Callable[[bytearray, random.Random], None]


def _bytes(content: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice([1, 5, 30, 200])):
        content[chance.randrange(len(content))] = chance.randrange(256)


def _bits(content: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice([1, 1, 3, 20])):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _run(content: bytearray, chance: random.Random) -> None:
    at, length = chance.randrange(len(content)), chance.choice([8, 64, 512, 4096, 20_000])
    content[at : at + length] = chance.choice([b"\0", b"\xff"]) * len(content[at : at + length])


def _pages(content: bytearray, chance: random.Random) -> None:
    one, other = (chance.randrange(len(content) // _PAGE) * _PAGE for _ in range(2))
    first, second = bytes(content[one : one + _PAGE]), bytes(content[other : other + _PAGE])
    content[one : one + _PAGE] = second
    if chance.random() < 0.5:
        content[other : other + _PAGE] = first


def _zero_page(content: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice([1, 1, 2, 8])):
        at = chance.randrange(len(content) // _PAGE) * _PAGE
        content[at : at + _PAGE] = bytes(_PAGE)


def _cut(content: bytearray, chance: random.Random) -> None:
    del content[chance.randrange(100, len(content)) :]


def _header(content: bytearray, chance: random.Random) -> None:
    for _ in range(chance.choice([1, 2, 6])):
        content[chance.randrange(16, 100)] = chance.randrange(256)


def _page_header(content: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(content) // _PAGE) * _PAGE
    for _ in range(chance.choice([1, 3])):
        content[at + chance.randrange(12)] = chance.randrange(256)


MUTATIONS: tuple[Mutation, ...] = (_bytes, _bits, _run, _pages, _zero_page, _cut, _header, _page_header)


def mutated(content: bytes, seed: int) -> tuple[str, bytes]:
    """Return the kind of a damage and what a file becomes by it."""
    chance = random.Random(seed)
    mutation = MUTATIONS[seed % len(MUTATIONS)]
    damaged = bytearray(content)
    mutation(damaged, chance)
    return mutation.__name__.strip("_"), bytes(damaged)


@dataclass
class Verdicts:
    """What became of many damaged copies.

    Attributes:
        counts: by what.
        wrong: what must not be, each with the seed that makes it again.
        shares: of copies that SQLite calls damaged: claims that were rescued, and claims that a page reader finds.
    """

    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    shares: list[tuple[int, int, int]] = field(default_factory=list)


class TookTooLongError(Exception):
    """A command did not end."""


def _waited() -> float:
    """Return the seconds in which this process could have run and others had the processor; 0 where none tells."""
    try:
        return int(Path("/proc/self/schedstat").read_text().split()[1]) / 1e9
    except (OSError, ValueError, IndexError):
        return 0.0


class _Others:
    """What others had of the processor when the limit was last set, in seconds."""

    had = 0.0


def _limit(seconds: int) -> None:
    _Others.had = _waited()
    # only where somebody listens: else it would end the process
    if sys.platform != "win32" and callable(signal.getsignal(signal.SIGALRM)):
        signal.alarm(seconds)


def by_sqlite(path: Path) -> str:
    """Return what SQLite says of a file: ``ok``, or what is wrong."""
    try:
        connection = sqlite3.connect(f"file:{path}?immutable=1", uri=True)
        for name, count in (("searchable", 1), ("new_words", 1), ("asked_words", 3)):
            connection.create_function(name, count, lambda *_values: "")
        try:
            (line,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if line == "ok" and connection.execute("PRAGMA foreign_key_check").fetchone():
                return "foreign key"
            return str(line)
        finally:
            connection.close()
    except (sqlite3.Error, UnicodeDecodeError, MemoryError) as error:
        return str(error) or type(error).__name__


def by_pages(content: bytes) -> int:
    """Return how many claims stand whole on the pages of a file, by a second hand that knows nothing of trees."""
    found: set[str] = set()
    for first in range(0, len(content) - _PAGE + 1, _PAGE):
        page = content[first : first + _PAGE]
        start = 100 if first == 0 else 0
        if page[start] != 13:
            continue
        for cell in range(min(int.from_bytes(page[start + 3 : start + 5]), 1000)):
            at = int.from_bytes(page[start + 8 + 2 * cell : start + 10 + 2 * cell])
            with contextlib.suppress(IndexError, UnicodeDecodeError, ValueError):
                uuid = _claim(page, at)
                if uuid:
                    found.add(uuid)
    return len(found)


def _claim(page: bytes, at: int) -> str:
    """Return the uuid of the claim at one place of a page; empty when it is none, or goes on elsewhere."""
    numbers = []
    for _ in range(3):
        number, at = _number(page, at)
        numbers.append(number)
    length, _row, header = numbers
    if length > 4061 or header > 60:
        return ""
    kinds, body = [], at - 1 + header
    end = at - (1 if header < 128 else 2) + header
    while at < end:
        kind, at = _number(page, at)
        kinds.append(kind)
    if not 16 <= len(kinds) <= 17 or kinds[0] != 0 or kinds[1] != 85 or body > _PAGE:
        return ""
    values: list[bytes] = []
    for kind in kinds:
        size = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)[kind] if kind < 10 else (kind - 12) // 2
        values.append(page[at : at + size])
        at += size
    if values[9] not in (b"favor", b"against", b"neutral") or not values[5].decode():
        return ""
    return values[1].decode()


def _number(page: bytes, at: int) -> tuple[int, int]:
    value = 0
    while True:
        value = value << 7 | page[at] & 127
        at += 1
        if page[at - 1] < 128:
            return value, at


def ask(path: Path) -> dict[str, str]:
    """Ask commands of a project, each in its time; return what each came to: ``done``, ``told`` or what is wrong."""
    found: dict[str, str] = {}
    for name, command in _COMMANDS.items():
        _limit(LONGEST)
        begun = time.monotonic() - _waited()
        try:
            found[name] = command(path)
        except TookTooLongError:
            found[name] = f"hung {time.monotonic() - _waited() - begun:.0f} s"
        except UserError:
            found[name] = "told"
        except Exception:
            found[name] = "traceback\n" + traceback.format_exc()
        finally:
            _limit(0)
    return found


def _check(path: Path) -> str:
    with opening.open_project(path) as db:
        return "told" if check.problems(db) else "sound"


def _claims(path: Path) -> str:
    with opening.open_project(path) as db:
        for document in reads.project.documents(db):
            reads.project.coded_document(db, document.id)
    return "done"


def _history(path: Path) -> str:
    with opening.open_project(path) as db:
        for _step, changes in reads.history.walk(db, reads.history.step_ids(db)[:50]):
            len(changes)
    return "done"


def _undo(path: Path) -> str:
    with opening.open_project(path) as db:
        db.undo()
    return "done"


_COMMANDS: dict[str, Callable[[Path], str]] = {
    "check": _check,
    "claims": _claims,
    "history": _history,
    "undo": _undo,
}


def judge(content: bytes, seed: int, folder: Path, verdicts: Verdicts) -> None:
    """Damage a project, ask everything of it, rescue it where it is damaged, and note what became of it."""
    kind, damaged = mutated(content, seed)
    path, new = folder / "p.visavis", folder / "new.visavis"
    path.write_bytes(damaged)
    before = by_sqlite(path)
    verdicts.counts["files"] += 1
    verdicts.counts["damaged" if before != "ok" else "ok to SQLite"] += 1
    for name, came in ask(path).items():
        verdicts.counts[f"{name}: {came.split()[0]}"] += 1
        if came.startswith(("traceback", "hung")):
            verdicts.wrong.append(f"seed {seed} ({kind}), {name}: {came}")
        if came == "sound" and before != "ok":
            verdicts.wrong.append(f"seed {seed} ({kind}): called sound, but SQLite says {before}")
    if before != "ok":
        path.write_bytes(damaged)
        new.unlink(missing_ok=True)
        rescued = 0
        _limit(60)
        try:
            backups.rescue(path, new)
            with Database(new) as db:
                rescued = reads.project.counts(db)["claims"]
                problems = check.problems(db)
            if problems:
                verdicts.wrong.append(f"seed {seed} ({kind}): what was rescued is not sound: {problems[:3]}")
        except UserError as error:
            verdicts.counts["rescue: told"] += 1
            verdicts.wrong += [f"seed {seed} ({kind}): {error}"] if "Nothing of a project" not in str(error) else []
        except Exception:
            verdicts.wrong.append(f"seed {seed} ({kind}), rescue: traceback\n{traceback.format_exc()}")
        finally:
            _limit(0)
        if path.read_bytes() != damaged:
            verdicts.wrong.append(f"seed {seed} ({kind}): the damaged file was written to")
        verdicts.shares.append((seed, rescued, by_pages(damaged)))
    for one in folder.iterdir():
        if one.is_dir():
            shutil.rmtree(one)
        else:
            one.unlink()


def small_project(path: Path) -> bytes:
    """Make a small project that is damaged, of 43 claims, and return its bytes."""
    with make_project(path) as db:
        for at in range(40):
            edit_claims.tag(db, NewClaim(1, Span(at, at + 9 + at % 7), (1, 2), 1 + at % 3, Stance.FAVOR, memo=f"{at}"))
        edit_claims.delete(db, [3, 4, 5])
        db.undo()
        edit_claims.delete(db, [7])
    return path.read_bytes()


def project(path: Path) -> bytes:
    """Make the project that is damaged: the example, with some steps more, and return its bytes."""
    with opening.new_project(path) as db:
        edit_claims.delete(db, [3, 4, 5])
        db.undo()
        edit_claims.delete(db, [7])
    return path.read_bytes()


def main(count: int, first: int, out: Path, *, small: bool) -> int:
    """Judge so many copies, in two processes, print what became of them, and keep those in *out* that are wrong.

    Returns:
        How much is wrong.
    """
    os.environ[backups.VARIABLE] = backups.OFF
    total = Verdicts()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        kept = Path(name) / "project.gz"
        kept.write_bytes(gzip.compress((small_project if small else project)(Path(name) / "p.visavis")))
        at = first
        running: dict[int, subprocess.Popen[str]] = {}
        while at < first + count or running:
            while at < first + count and len(running) < 2:
                many = min(100, first + count - at)
                command = [sys.executable, "-m", "tests.storm", "child", str(kept), str(at), str(many), str(out)]
                running[at] = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
                at += many
            number, process = next(iter(running.items()))
            told, _none = process.communicate()
            del running[number]
            if process.returncode:
                total.wrong.append(f"seeds from {number} on: ended with {process.returncode}")
                continue
            found = json.loads(told)
            total.counts.update(found["counts"])
            total.wrong += found["wrong"]
            total.shares += [tuple(one) for one in found["shares"]]
    whole = [(seed, ours, theirs) for seed, ours, theirs in total.shares if theirs > 0]
    for what, often in sorted(total.counts.items()):
        print(f"{often:>7} {what}")
    print(f"{len(total.shares):>7} damaged, claims rescued: {sum(ours for _seed, ours, _theirs in total.shares)}")
    if whole:
        ours, theirs = sum(one[1] for one in whole), sum(one[2] for one in whole)
        fewer = [one for one in whole if one[1] < 0.9 * one[2]]
        print(f"{len(whole):>7} on whose pages a second reader finds claims: {theirs}, rescued {ours}")
        print(f"{len(fewer):>7} of them with less than 90 % rescued: {fewer[:20]}")
    print(f"{len(total.wrong):>7} wrong, {time.monotonic() - begun:.0f} s")
    for line in total.wrong[:40]:
        print(line)
    return len(total.wrong)


def listen() -> None:
    """Let a command that takes too long raise an error from now on, whatever else the machine does meanwhile."""

    def too_long(_signal: int, _frame: object) -> None:
        # what others had of its seconds it has now
        before, _Others.had = _Others.had, _waited()
        if _Others.had - before < 1:
            raise TookTooLongError
        signal.alarm(round(_Others.had - before))

    signal.signal(signal.SIGALRM, too_long)


def child(kept: Path, first: int, count: int, out: Path) -> None:
    """Judge some copies, keep those in *out* that are wrong, and print what became of them as JSON."""
    listen()
    content = gzip.decompress(kept.read_bytes())
    verdicts = Verdicts()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            before = len(verdicts.wrong)
            judge(content, seed, Path(folder), verdicts)
            if len(verdicts.wrong) > before:
                out.mkdir(parents=True, exist_ok=True)
                (out / f"damage-{seed}.visavis").write_bytes(mutated(content, seed)[1])
    print(json.dumps({"counts": verdicts.counts, "wrong": verdicts.wrong, "shares": verdicts.shares}))
