"""Actions that are killed, or whose disk fails, at each of their calls which write, sync, rename or delete, by strace.

After each the action is done or undone, all projects are sound, what was acknowledged is done, what was not done can be
done, and what could not be done was told in a sentence.
"""

import gzip
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.spans import Span
from desktop.core.values import (
    Actor,
    Codebook,
    CodebookFile,
    CodedDocument,
    Facts,
    NewClaim,
    Stance,
    Topic,
)
from desktop.project import backups as keeping
from desktop.project import children, opening
from desktop.project.importing import import_files
from desktop.project.programs import exporting, reading, telling
from desktop.project.programs.bringing import bring
from desktop.project.sharing import merging, teams
from desktop.store import backups, check
from desktop.store.database import Database
from desktop.store.edits import claims, claims_many, codebook, codebook_merge, documents
from desktop.store.rescue import rescue

from ..store.conflicts import EDITS
from ..store.making import BRIEF, CODEBOOK, ids, make_project
from .victim import FORMATS, OLD

CALLS = (
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "ftruncate",
    "unlink",
    "unlinkat",
    "link",
    "linkat",
    "rename",
    "renameat",
    "renameat2",
)
# what strace does at a call: once, or from there on
HINDRANCES = {
    "kill": "signal=KILL:when={number}",
    "full": "error=ENOSPC:when={number}+",
    "failing": "error=EIO:when={number}",
    "forbidden": "error=EACCES:when={number}+",
}
ACKNOWLEDGED = "acknowledged"
# what differs between two times that the same is done
_OWN = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}|\d{4}-\d\d-\d\d[T ]\d\d:?\d\d:?\d\dZ?|/\S+/")

State = dict[str, str]


@dataclass(frozen=True)
class Action:
    """What is killed.

    Attributes:
        act: does it in a folder.
        prepare: makes what it is done to.
        settle: makes it right in a folder to which it was copied.
        has_steps: whether it consists of several, each done or undone, after any of which it can be gone on with.
        passed_by: calls that reach no file: a document whose reader cannot be asked is left out and told, the others
            come in.
    """

    act: Callable[[Path], object]
    prepare: Callable[[Path], object]
    settle: Callable[[Path], object] = str
    has_steps: bool = False
    passed_by: frozenset[str] = frozenset()


def _project(folder: Path) -> Path:
    return folder / "p.visavis"


def _make(folder: Path) -> None:
    with make_project(_project(folder)) as db:
        claims.change(db, 1, stance=Stance.NEUTRAL)


def _make_undone(folder: Path) -> None:
    _make(folder)
    with Database(_project(folder)) as db:
        db.set_coder("Nilo")
        db.undo()


def _make_backup(folder: Path) -> None:
    _make(folder)
    with Database(_project(folder)) as db:
        keeping.Keeper(db).keep()
        claims.delete(db, [1, 2])


def _make_files(folder: Path) -> None:
    _make(folder)
    (folder / "files").mkdir()
    for name in ("congress.docx", "gazette.pdf", "harbour.html", "congress.epub"):
        shutil.copy(FORMATS / name, folder / "files" / name)
    for name, text in _TEXTS.items():
        (folder / "files" / name).write_text(text)


def _make_program(folder: Path) -> None:
    """Make a project, and another program's with texts, codes and claims of others."""
    _make(folder)
    (folder / "made").mkdir()
    with Database(folder / "made" / "other", create=True) as db:
        db.set_coder("Ben")
        codebook.apply_codebook(db, CodebookFile(CODEBOOK, {}))
        documents.add_documents(db, [BRIEF])
        exporting.export_to(db, folder / "other.qdpx")
    shutil.rmtree(folder / "made")


def _make_both(folder: Path) -> None:
    """Make a project of which Ben has a copy, in which he went on."""
    _make(folder)
    (folder / "ben").mkdir()
    shutil.copy(_project(folder), folder / "ben" / "ben.visavis")
    with Database(folder / "ben" / "ben.visavis") as db:
        _go_on(db, "Ben")
    with Database(_project(folder)) as db:
        _go_on(db, "Nilo")


def _go_on(db: Database, coder: str) -> None:
    db.set_coder(coder)
    claims.change(db, 2, stance=Stance.FAVOR if coder == "Ben" else Stance.NEUTRAL)
    codebook.add(db, "topic", f"Of {coder}")
    documents.add_documents(db, [CodedDocument(f"{coder}.txt", Facts(), f"{coder} velo marin.\n")])


def _make_team(folder: Path) -> None:
    """Make a team of two, in whose folder is what Ben did, and a project with what was done meanwhile."""
    _make(folder)
    (folder / "team").mkdir()
    with Database(_project(folder)) as db:
        db.set_coder("Nilo")
        teams.init(db, str(folder / "team"))
    (folder / "ben").mkdir()
    teams.join(str(folder / "team"), folder / "ben" / "ben.visavis", "Ben")
    with Database(folder / "ben" / "ben.visavis") as db:
        _go_on(db, "Ben")
        teams.sync(db)
    with Database(_project(folder)) as db:
        _go_on(db, "Nilo")


def _move_team(folder: Path) -> None:
    """Let the members meet in the folder beside them."""
    for path in (_project(folder), folder / "ben" / "ben.visavis"):
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("UPDATE team SET value = ? WHERE key = 'place'", [str(folder / "team")])
        connection.close()


def _make_old(folder: Path) -> None:
    _project(folder).write_bytes(gzip.decompress(OLD[0].read_bytes()))


def _make_damaged(folder: Path) -> None:
    make_project(folder / "damaged").close()
    content = bytearray((folder / "damaged").read_bytes())
    content[40_000:40_100] = bytes(100)
    (folder / "damaged").write_bytes(content)


def _edit(act: Callable[[Database], object]) -> Action:
    return Action(lambda folder: _in(folder, act), _make)


def _in(folder: Path, act: Callable[[Database], object]) -> None:
    with Database(_project(folder)) as db:
        db.set_coder("Nilo")
        act(db)


def _merge(db: Database) -> None:
    keeping.Keeper(db).keep()
    codebook_merge.merge(db, "topic", ids(db, "topic")["trade"], ids(db, "topic")["bridge"])


def _restore(folder: Path) -> None:
    project = _project(folder)
    (backup,) = [*backups.stamps(project, keeping.folder_of(project)).values()][-1:]
    keeping.restore(project, backup)


def _import_program(db: Database) -> None:
    path = db.path.with_name("other.qdpx")
    program = reading.program_of(path)
    assert program is not None
    file = telling.look(path, program)
    bring(db, file.project, file.mapping, path.name)


_TEXTS = {
    "letter.txt": "ANA BELL: The ferry comes.\n\nBO LIND: It does not.\n",
    "talk.srt": "1\n00:00:01,000 --> 00:00:02,000\nThe harbour is open.\n",
    "mail.eml": "From: Ana <ana@example.org>\nSubject: Tolls\nDate: Fri, 26 Apr 2024 10:00:00 +0000\n\nNo tolls.\n",
    "notes.md": "# Notes\n\nThe bridge comes first.\n",
    "rows.csv": "name,text\nOne,The first.\nTwo,The second.\n",
}
_BROUGHT = CodebookFile(Codebook((Actor("brought", "Brought"),), (Topic("more", "More", "More of it"),)), {})
_NEW = NewClaim(1, Span(0, 4), (1, 2), 1, Stance.FAVOR, memo="Why.")
ACTIONS = {
    "tag": _edit(lambda db: claims.tag(db, _NEW)),
    "retag many": _edit(lambda db: claims_many.retag(db, [1, 2, 3], claims_many.Retag(actor_ids=(2,)))),
    "delete claims": _edit(lambda db: claims.delete(db, [1, 2])),
    "replace text": _edit(EDITS["replace text"]),
    "remove document": _edit(lambda db: documents.remove(db, [1])),
    "import codebook": _edit(lambda db: codebook.apply_codebook(db, _BROUGHT)),
    "merge topics": _edit(_merge),
    "undo": _edit(lambda db: db.undo()),
    "redo": Action(lambda folder: _in(folder, lambda db: db.redo()), _make_undone),
    "import documents": Action(
        lambda folder: _in(folder, lambda db: import_files(db, [folder / "files"])),
        _make_files,
        passed_by=frozenset({"write"}),
    ),
    "import project": Action(lambda folder: _in(folder, _import_program), _make_program),
    "merge files": Action(
        lambda folder: _in(folder, lambda db: merging.carry_out(db, merging.plan(db, folder / "ben" / "ben.visavis"))),
        _make_both,
    ),
    "meet with team": Action(lambda folder: _in(folder, teams.sync), _make_team, _move_team, has_steps=True),
    "new project": Action(lambda folder: opening.new_project(_project(folder)).close(), lambda _folder: None),
    "migration": Action(lambda folder: Database(_project(folder)).close(), _make_old),
    "backup": _edit(lambda db: keeping.Keeper(db).keep()),
    "restore": Action(_restore, _make_backup),
    "rescue": Action(lambda folder: rescue(folder / "damaged", _project(folder)), _make_damaged),
    "save a copy": _edit(lambda db: db.save_copy(db.path.with_name("copy.visavis"))),
}


def state(folder: Path) -> tuple[State, Counter[str], list[str]]:
    """Return what the projects of a folder hold, and the copies beside them, and what is wrong with any."""
    found: State = {}
    copies, wrong = Counter[str](), list[str]()
    for path in sorted(folder.rglob("*.visavis*")):
        is_old = re.search(r"\.version-\d+(-\d+)?$", path.name) is not None
        if path.is_dir() or not (path.suffix == ".visavis" or is_old):
            continue
        is_copy = is_old or path.parent != folder
        try:
            told = _dump(path)
            if is_copy:
                copies[told] += 1
            else:
                found[path.name] = told
        except (sqlite3.Error, UnicodeDecodeError) as error:
            wrong.append(f"{path.name}: {type(error).__name__}: {error}")
    # what a team has in its folder
    for path in sorted((folder / "team").rglob("*.json*")):
        content = path.read_bytes()
        told = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
        found[str(path.relative_to(folder))] = _OWN.sub("…", told)
    return found, copies, wrong


def _dump(path: Path) -> str:
    """Return what stands in every table of a file, as it is: none is brought up by the look."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for name, count in (("searchable", 1), ("new_words", 1), ("asked_words", 3)):
            connection.create_function(name, count, lambda *_values: "")
        (line,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
        if line != "ok":
            raise sqlite3.DatabaseError(line)
        parts = [f"version {connection.execute('PRAGMA user_version').fetchone()[0]}"]
        sql = (
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' AND name NOT LIKE '%fts%'"
        )
        for (table,) in connection.execute(f"{sql} ORDER BY name").fetchall():
            parts.append(table)
            # a mark that is another each time
            parts += sorted(repr(row) for row in connection.execute(f'SELECT * FROM "{table}"') if row[0] != "quiet")
        return _OWN.sub("…", "\n".join(parts))
    finally:
        connection.close()


class Storm:
    """One action, what it makes of what, and what hinders it."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name, self._action, self._folder = name, ACTIONS[name], folder
        self._before, after = folder / "before", folder / "after"
        self._before.mkdir()
        self._action.prepare(self._before)
        self.before, self.copies_before, wrong = state(self._before)
        shutil.copytree(self._before, after)
        self._action.settle(after)
        assert self._run([], after) == ACKNOWLEDGED
        self.after, self.copies_after, more = state(after)
        assert wrong + more == []

    def calls(self) -> Counter[str]:
        """Return how often the action makes each call."""
        told, where = self._folder / "calls", self._fresh()
        trace = [f"?{one}" for one in CALLS if one not in self._action.passed_by]
        assert self._run(["-o", str(told), "-e", f"trace={','.join(trace)}"], where) == ACKNOWLEDGED
        shutil.rmtree(where)
        return Counter(
            line.partition("(")[0] for line in told.read_text("utf-8", "replace").splitlines() if "(" in line
        )

    def meet(self, hindrance: str, call: str, number: int) -> tuple[str, list[str]]:
        """Hinder the action at a call; return what became of it in a word or two, and what is wrong.

        Args:
            hindrance: a row of `HINDRANCES`.
            call: one of `CALLS`.
            number: which of them, from 1 on.
        """
        where = self._fresh()
        how = HINDRANCES[hindrance].format(number=number)
        told = self._run(["-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={call}:{how}"], where)
        found, copies, wrong = state(where)
        # of a copy that is kept, whether it is there
        is_done = copies == self.copies_after if self.before == self.after else found == self.after
        came = "done" if is_done else "undone"
        if found not in (self.before, self.after):
            came = "on its way"
            if not self._action.has_steps:
                wrong.append("neither done nor undone")
        if not self.copies_before <= copies <= self.copies_after:
            wrong.append(f"{copies.total()} copies beside it, not all of what was there or was kept")
        if is_done and copies != self.copies_after:
            wrong.append("done, and what stood there is in no copy")
        if told == ACKNOWLEDGED and not is_done:
            wrong.append("acknowledged, and missing")
        # of several steps the last may be one that leaves no trace
        if told.startswith("refused") and is_done and self.before != self.after and not self._action.has_steps:
            wrong.append(f"done, and {told}")
        if told.startswith("bug"):
            wrong.append(told)
        for path in where.glob("*.visavis"):
            # it opens as it does for a user, who may then do what was not done
            with Database(path) as db:
                wrong += [f"{path.name}: {one}" for one in check.problems(db)]
        if not is_done:
            again = self._run([], where)
            if again != ACKNOWLEDGED:
                wrong.append(f"it cannot be done any more: {again}")
            elif state(where)[0] != self.after:
                wrong.append("done again it comes to something else")
        shutil.rmtree(where)
        how_told = "acknowledged" if told == ACKNOWLEDGED else "refused" if told.startswith("refused") else ""
        return f"{came} {how_told}".strip(), [f"{self.name}, {hindrance} at {call} {number}: {one}" for one in wrong]

    def _fresh(self) -> Path:
        where = self._folder / "here"
        shutil.copytree(self._before, where)
        self._action.settle(where)
        return where

    def _run(self, trace: Sequence[str], where: Path) -> str:
        """Let a process of its own do the action, and strace look on; return what it tells: nothing when killed."""
        told = where.parent / "told"
        told.unlink(missing_ok=True)
        # begun without a thread or a file of this one's in hand, it need not load everything anew
        number = os.fork()
        if number == 0:
            _act(self._action, where, told)
        os.waitpid(number, os.WUNTRACED)
        tracer = None
        if trace:
            command = ["strace", "-p", str(number), *trace]
            tracer = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
            assert tracer.stderr is not None
            line = tracer.stderr.readline()
            assert "attached" in line, line
        os.kill(number, signal.SIGCONT)
        os.waitpid(number, 0)
        if tracer is not None:
            tracer.communicate()
        return told.read_text() if told.exists() else ""


def _act(action: Action, where: Path, told: Path) -> None:
    """Wait to be looked at, do an action, tell what came of it by calls that nobody hinders, and end."""
    os.kill(os.getpid(), signal.SIGSTOP)
    try:
        action.act(where)
        came = ACKNOWLEDGED
    except UserError as error:
        came = f"refused {error}"
    except BaseException:
        came = f"bug {traceback.format_exc()}"
    out = os.open(told, os.O_CREAT | os.O_WRONLY)
    os.writev(out, [came.encode()])
    children.close()
    os._exit(0)


def can_hinder() -> bool:
    """Tell whether there is an strace that may look at processes of ours."""
    if not shutil.which("strace"):
        return False
    with subprocess.Popen(["sleep", "9"]) as one:
        try:
            command = ["strace", "-p", str(one.pid), "-o", os.devnull]
            with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as tracer:
                assert tracer.stderr is not None
                told = tracer.stderr.readline()
                tracer.terminate()
        finally:
            one.kill()
    return "attached" in told


def main(names: Sequence[str], hindrances: Sequence[str], most: int) -> int:
    """Hinder the actions of these names, or all, at each call, or at *most* of each; return how much is wrong."""
    if not can_hinder():
        print("There is no strace here that may look at processes: nothing can be hindered.")
        return 1
    os.environ.pop(keeping.VARIABLE, None)
    counts, wrong, begun = Counter[str](), list[str](), time.monotonic()
    for name in names or ACTIONS:
        with tempfile.TemporaryDirectory() as folder:
            storm = Storm(name, Path(folder))
            calls = storm.calls()
            for hindrance in hindrances or HINDRANCES:
                own = Counter[str]()
                for call, often in calls.items():
                    for number in sorted(
                        {1 + at * often // most for at in range(most)} if most else range(1, often + 1)
                    ):
                        came, told = storm.meet(hindrance, call, number)
                        own[came] += 1
                        wrong += told
                came_to = ", ".join(f"{often} {came}" for came, often in sorted(own.items()))
                print(f"{own.total():>7} {hindrance}, {name}: {came_to}", flush=True)
                counts[hindrance] += own.total()
    for hindrance, often in counts.items():
        print(f"{often:>7} {hindrance}")
    print(f"{len(wrong):>7} wrong, {time.monotonic() - begun:.0f} s")
    for line in wrong[:40]:
        print(line)
    return len(wrong)
