"""The tables of a team on a PostgreSQL server, and the statements on them; psycopg 3 is the optional extra ``team``.

One table of sets only grows. A push is one call of a function, which holds a lock for the project: without it whoever
reads by ``seq`` would miss what is committed late. Rights are the server's: no role changes or deletes a set, the role
that wrote it is filled in by the server (no column grant), and row security shows members the sets of their teams;
while a team codes blind, each sees their own and those of whoever founded it.
"""

import select
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from desktop.core.errors import UserError
from desktop.core.language import _

_CHANNEL = "visavis"
# seconds to wait for a server that does not answer
_PATIENCE = 10
# and for one that has answered and is not heard any more: its network is gone, and it never says so
_SILENCE = {"keepalives_idle": 20, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 60_000}
_MAKE = """
CREATE SCHEMA IF NOT EXISTS visavis;
CREATE TABLE IF NOT EXISTS visavis.team (
    project text PRIMARY KEY, name text NOT NULL, founder name NOT NULL DEFAULT current_user,
    is_blind boolean NOT NULL DEFAULT false
);
CREATE TABLE IF NOT EXISTS visavis.membership (
    project text NOT NULL REFERENCES visavis.team, role name NOT NULL, PRIMARY KEY (project, role)
);
CREATE TABLE IF NOT EXISTS visavis.member (
    project text NOT NULL REFERENCES visavis.team, client text NOT NULL, role name NOT NULL DEFAULT current_user,
    name text NOT NULL, synced text NOT NULL, PRIMARY KEY (project, client)
);
CREATE TABLE IF NOT EXISTS visavis.change_set (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, project text NOT NULL REFERENCES visavis.team,
    uuid text NOT NULL, client text NOT NULL, number integer NOT NULL, role name NOT NULL DEFAULT current_user,
    body text NOT NULL, UNIQUE (project, uuid), UNIQUE (project, client, number)
);
CREATE INDEX IF NOT EXISTS change_set_seq ON visavis.change_set (project, seq);
CREATE TABLE IF NOT EXISTS visavis.content (
    project text NOT NULL REFERENCES visavis.team, kind text NOT NULL, sha256 text NOT NULL,
    name text NOT NULL, data bytea NOT NULL, PRIMARY KEY (project, kind, sha256)
);
CREATE TABLE IF NOT EXISTS visavis.snapshot (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, project text NOT NULL REFERENCES visavis.team,
    data bytea NOT NULL
);
CREATE OR REPLACE FUNCTION visavis.is_member(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog AS
    'SELECT EXISTS (SELECT 1 FROM visavis.membership WHERE project = wanted AND role = session_user)';
CREATE OR REPLACE FUNCTION visavis.sees(wanted text, writer name) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog AS
    'SELECT EXISTS (SELECT 1 FROM visavis.team t JOIN visavis.membership m USING (project) WHERE t.project = wanted
     AND m.role = session_user
     AND (NOT t.is_blind OR writer IN (session_user, t.founder) OR t.founder = session_user))';
CREATE OR REPLACE FUNCTION visavis.push(wanted text, sets jsonb) RETURNS bigint LANGUAGE plpgsql
    SET search_path = pg_catalog SET lock_timeout = '60s' AS $$
DECLARE newest bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(wanted, 20));
    INSERT INTO visavis.change_set (project, uuid, client, number, body)
        SELECT wanted, one->>'uuid', one->>'client', (one->>'number')::integer, one->>'body'
        FROM jsonb_array_elements(sets) WITH ORDINALITY AS t(one, place) ORDER BY place
        ON CONFLICT (project, uuid) DO NOTHING;
    SELECT coalesce(max(seq), 0) INTO newest FROM visavis.change_set WHERE project = wanted;
    PERFORM pg_notify('visavis', newest::text);
    RETURN newest;
END $$;
DO $$ DECLARE one text; BEGIN
    FOREACH one IN ARRAY ARRAY['member', 'change_set', 'content', 'snapshot'] LOOP
        EXECUTE format('ALTER TABLE visavis.%I ENABLE ROW LEVEL SECURITY', one);
        EXECUTE format('ALTER TABLE visavis.%I FORCE ROW LEVEL SECURITY', one);
        EXECUTE format('DROP POLICY IF EXISTS seen ON visavis.%I', one);
        EXECUTE format('DROP POLICY IF EXISTS written ON visavis.%I', one);
        EXECUTE format('DROP POLICY IF EXISTS pruned ON visavis.%I', one);
    END LOOP;
END $$;
CREATE POLICY seen ON visavis.change_set FOR SELECT USING (visavis.sees(project, role));
CREATE POLICY written ON visavis.change_set FOR INSERT WITH CHECK (visavis.is_member(project) AND role = session_user);
CREATE POLICY seen ON visavis.content FOR SELECT USING (visavis.is_member(project));
CREATE POLICY written ON visavis.content FOR INSERT WITH CHECK (visavis.is_member(project));
CREATE POLICY seen ON visavis.snapshot FOR SELECT USING (visavis.is_member(project));
CREATE POLICY written ON visavis.snapshot FOR INSERT WITH CHECK (visavis.is_member(project));
CREATE POLICY pruned ON visavis.snapshot FOR DELETE USING (EXISTS (
    SELECT 1 FROM visavis.team t WHERE t.project = snapshot.project AND t.founder = session_user));
CREATE POLICY seen ON visavis.member FOR SELECT USING (visavis.is_member(project));
CREATE POLICY written ON visavis.member FOR ALL USING (role = session_user)
    WITH CHECK (visavis.is_member(project) AND role = session_user);
"""
_GRANT = """
GRANT USAGE ON SCHEMA visavis TO {role};
GRANT SELECT ON ALL TABLES IN SCHEMA visavis TO {role};
GRANT INSERT (project, uuid, client, number, body) ON visavis.change_set TO {role};
GRANT INSERT ON visavis.content TO {role};
GRANT INSERT (project, client, name, synced), UPDATE (name, synced) ON visavis.member TO {role};
"""


class TeamServer:
    """A connection to a server; whatever it refuses raises `UserError` with its words.

    Attributes:
        place: its address.
    """

    def __init__(self, address: str) -> None:
        """Connect.

        Raises:
            UserError: when psycopg is not installed, or the server cannot be reached.
        """
        try:
            import psycopg
        except ImportError as error:
            told = _("A team on a server needs psycopg: install Visavis with its extra “team” (visavis[team]).")
            raise UserError(told) from error
        self.place = address
        self._error = psycopg.Error
        self._unique = psycopg.errors.UniqueViolation
        self._listening: psycopg.Connection[Any] | None = None
        with self.explained():
            self._conn = psycopg.connect(address, autocommit=True, **{"connect_timeout": _PATIENCE} | _SILENCE)

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Tell what the server says.

        Raises:
            UserError: for whatever it refuses.
        """
        try:
            yield
        except self._unique:
            raise
        except self._error as error:
            told = _("The server of the team cannot be reached, or refuses ({reason}): nothing is lost, try it again.")
            raise UserError(told, reason=" ".join(str(error).split())[:300]) from error

    def rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a question."""
        with self.explained():
            cursor = self._conn.execute(sql, values)
            return cursor.fetchall() if cursor.description is not None else []

    def team(self) -> tuple[str, str] | None:
        """Return id and name of the team of this database; None where there is none yet."""
        if not self.rows("SELECT 1 FROM pg_tables WHERE schemaname = 'visavis' AND tablename = 'team'"):
            return None
        found = self.rows(
            "SELECT t.project, t.name FROM visavis.team t JOIN visavis.membership m USING (project) "
            "WHERE m.role = session_user ORDER BY t.name LIMIT 1"
        )
        return (str(found[0][0]), str(found[0][1])) if found else None

    def found(self, project: str, name: str) -> None:
        """Make the tables where they are missing, and a team of which one is the first member."""
        with self.explained():
            self._conn.execute(_MAKE)
            self._conn.execute("INSERT INTO visavis.team (project, name) VALUES (%s, %s)", [project, name])
            sql = "INSERT INTO visavis.membership (project, role) VALUES (%s, session_user)"
            self._conn.execute(sql, [project])

    def admit(self, project: str, role: str) -> None:
        """Let a role of the server take part; only who owns the tables may."""
        from psycopg import sql

        with self.explained():
            self._conn.execute(sql.SQL(_GRANT).format(role=sql.Identifier(role)))
            self._conn.execute(
                "INSERT INTO visavis.membership (project, role) VALUES (%s, %s) ON CONFLICT DO NOTHING", [project, role]
            )

    def set_blind(self, project: str, is_blind: bool) -> None:
        """Let members see one another's sets, or not; only who owns the tables may."""
        self.rows("UPDATE visavis.team SET is_blind = %s WHERE project = %s", [is_blind, project])

    def introduce(self, project: str, client: str, name: str, synced: str) -> None:
        """Tell who a client is, and when they were here."""
        self.rows(
            "INSERT INTO visavis.member (project, client, name, synced) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (project, client) DO UPDATE SET name = excluded.name, synced = excluded.synced",
            [project, client, name, synced],
        )

    def members(self, project: str) -> list[tuple[str, str, str, int]]:
        """Return client, name, when they were here, and how many sets they sent."""
        sql = (
            "SELECT m.client, m.name, m.synced, coalesce((SELECT max(number) FROM visavis.change_set s "
            "WHERE s.project = m.project AND s.client = m.client), 0) FROM visavis.member m "
            "WHERE m.project = %s ORDER BY m.name, m.client"
        )
        return [(str(one), str(name), str(at), int(number)) for one, name, at, number in self.rows(sql, [project])]

    def last_number(self, project: str, client: str) -> int:
        """Return the number of the last set of a client."""
        sql = "SELECT coalesce(max(number), 0) FROM visavis.change_set WHERE project = %s AND client = %s"
        return int(self.rows(sql, [project, client])[0][0])

    def push(self, project: str, sets: Sequence[dict[str, Any]]) -> None:
        """Send sets in one call; those that are there already are left.

        Raises:
            LookupError: when another set has the client and number of one of these.
        """
        from psycopg.types.json import Jsonb

        try:
            self.rows("SELECT visavis.push(%s, %s)", [project, Jsonb(sets)])
        except self._unique as error:
            raise LookupError(project) from error

    def missing(self, project: str, wanted: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """Return which of these contents are not here."""
        sql = "SELECT kind, sha256 FROM visavis.content WHERE project = %s AND sha256 = ANY(%s)"
        there = {(str(kind), str(sha)) for kind, sha in self.rows(sql, [project, [sha for _kind, sha in wanted]])}
        return [one for one in wanted if one not in there]

    def put_content(self, project: str, kind: str, sha256: str, name: str, data: bytes) -> None:
        """Send a text or file."""
        self.rows(
            "INSERT INTO visavis.content (project, kind, sha256, name, data) VALUES (%s, %s, %s, %s, %s) "
            "ON CONFLICT DO NOTHING",
            [project, kind, sha256, name, data],
        )

    def contents(self, project: str, hashes: Sequence[str], most: int) -> list[tuple[str, str, str, bytes]]:
        """Return kind, hash, name and bytes of texts and files of no more than *most* bytes each."""
        sql = (
            "SELECT kind, sha256, name, data FROM visavis.content WHERE project = %s AND sha256 = %s "
            "AND octet_length(data) <= %s"
        )
        # one by one: a member may have sent many that are large
        found = (row for sha in dict.fromkeys(hashes) for row in self.rows(sql, [project, sha, most]))
        return [(str(a), str(b), str(c), bytes(d)) for a, b, c, d in found]

    def pull(self, project: str, after: int, limit: int, most: int) -> list[tuple[int, str, int, str | None]]:
        """Return of the sets behind a number, in their order: the number, client, number there, and the body.

        It is None of one that is larger than *most* bytes, or that another role sent than the first of its client: that
        would be in another's name. There are up to *limit*, and fewer where they would be larger together.
        """
        sql = (
            "WITH next AS (SELECT seq, client, number, role, body, octet_length(body) AS size FROM visavis.change_set "
            "WHERE project = %(project)s AND seq > %(after)s ORDER BY seq LIMIT %(limit)s), "
            "counted AS (SELECT next.*, sum(size) OVER (ORDER BY seq) - size AS before FROM next) "
            "SELECT seq, client, number, CASE WHEN size <= %(most)s AND role = (SELECT f.role "
            "FROM visavis.change_set f WHERE f.project = %(project)s AND f.client = c.client ORDER BY f.seq LIMIT 1) "
            "THEN body END "
            "FROM counted c WHERE before <= %(most)s ORDER BY seq"
        )
        told = {"project": project, "after": after, "limit": limit, "most": most}
        return [
            (int(seq), str(client), int(number), None if body is None else str(body))
            for seq, client, number, body in self.rows(sql, told)
        ]

    def put_snapshot(self, project: str, data: bytes) -> None:
        """Leave a copy of the project; who founded the team takes those away that nobody reads any more."""
        self.rows("INSERT INTO visavis.snapshot (project, data) VALUES (%s, %s)", [project, data])
        if self.rows("SELECT 1 FROM visavis.team WHERE project = %s AND founder = session_user", [project]):
            # somebody may be reading the last but one
            sql = (
                "DELETE FROM visavis.snapshot WHERE project = %s AND id NOT IN "
                "(SELECT id FROM visavis.snapshot WHERE project = %s ORDER BY id DESC LIMIT 2)"
            )
            self.rows(sql, [project, project])

    def snapshot(self, project: str) -> tuple[int, int] | None:
        """Return number and bytes of the newest copy of the project; None where there is none."""
        sql = "SELECT id, octet_length(data) FROM visavis.snapshot WHERE project = %s ORDER BY id DESC LIMIT 1"
        found = self.rows(sql, [project])
        return (int(found[0][0]), int(found[0][1])) if found else None

    def part_of_snapshot(self, number: int, start: int, length: int) -> bytes:
        """Return so many bytes of a copy of the project, from *start* on."""
        sql = "SELECT substring(data FROM %s FOR %s) FROM visavis.snapshot WHERE id = %s"
        found = self.rows(sql, [start + 1, length, number])
        return bytes(found[0][0]) if found else b""

    def wait(self, seconds: float) -> None:
        """Wait until the server tells that something came, or so many seconds; on a connection of its own."""
        import psycopg

        with self.explained():
            if self._listening is None:
                self._listening = psycopg.connect(
                    self.place, autocommit=True, **{"connect_timeout": _PATIENCE} | _SILENCE
                )
                self._listening.execute(f"LISTEN {_CHANNEL}")
            # not by its generator, which would hold the lock of the connection: the hint alone is wanted
            ready, _write, _wrong = select.select([self._listening.fileno()], [], [], seconds)
            if ready:
                self._listening.execute("SELECT 1")

    def close(self) -> None:
        """Leave."""
        for one in (self._conn, self._listening):
            if one is not None:
                one.close()
