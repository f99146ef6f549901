"""The tables of a team on a PostgreSQL server, and the statements on them; psycopg 3 is the optional extra ``team``.

One table of sets only grows. A push is one call of a function, which holds a lock for the project; a pull asks for each
client behind the number that is known of it, so that nothing is missed that is committed late or shown late, and what
is known already costs nothing. Rights are the server's: no role changes or deletes a set, the role that wrote it is
filled in by the server (no column grant), a client is that of one role, and so is the name of a coder (foreign keys:
the server reads the name in the set itself), and row security shows members the sets of their teams. While a team codes
blind, each sees what was there before, their own, and what whoever founded it sent: all that these have seen is among
it, also for the founder, so that nothing waits for what cannot be seen.
"""

import json
import select
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from desktop.core.errors import UserError
from desktop.core.language import _

_CHANNEL = "visavis"
# seconds to wait for a server that does not answer, and for one that has answered and is not heard any more: its
# network is gone, and it never says so
_PATIENCE: dict[str, Any] = {
    **{"connect_timeout": 10, "keepalives_idle": 20, "keepalives_interval": 10, "keepalives_count": 3},
    "tcp_user_timeout": 60_000,
}
_MAKE = """
CREATE SCHEMA IF NOT EXISTS visavis;
CREATE TABLE IF NOT EXISTS visavis.team (
    project text PRIMARY KEY, name text NOT NULL, founder name NOT NULL DEFAULT current_user, blind_since bigint
);
CREATE TABLE IF NOT EXISTS visavis.membership (
    project text NOT NULL REFERENCES visavis.team, role name NOT NULL, PRIMARY KEY (project, role)
);
CREATE TABLE IF NOT EXISTS visavis.member (
    project text NOT NULL REFERENCES visavis.team, client text NOT NULL, role name NOT NULL DEFAULT current_user,
    name text NOT NULL, synced text NOT NULL, PRIMARY KEY (project, client), UNIQUE (project, client, role)
);
CREATE TABLE IF NOT EXISTS visavis.coder (
    project text NOT NULL REFERENCES visavis.team, name text NOT NULL, role name NOT NULL DEFAULT current_user,
    PRIMARY KEY (project, name), UNIQUE (project, name, role)
);
CREATE OR REPLACE FUNCTION visavis.coder_of(body text) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS
    'SELECT body::pg_catalog.json OPERATOR(pg_catalog.->>) ''coder''';
CREATE TABLE IF NOT EXISTS visavis.change_set (
    seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, project text NOT NULL REFERENCES visavis.team,
    uuid text NOT NULL, client text NOT NULL, number integer NOT NULL, role name NOT NULL DEFAULT current_user,
    body text NOT NULL, coder text NOT NULL GENERATED ALWAYS AS (visavis.coder_of(body)) STORED,
    UNIQUE (project, uuid), UNIQUE (project, client, number),
    FOREIGN KEY (project, client, role) REFERENCES visavis.member (project, client, role),
    CONSTRAINT own_name FOREIGN KEY (project, coder, role) REFERENCES visavis.coder (project, name, role)
);
CREATE INDEX IF NOT EXISTS change_set_seq ON visavis.change_set (project, seq);
CREATE TABLE IF NOT EXISTS visavis.content (
    project text NOT NULL REFERENCES visavis.team, kind text NOT NULL, sha256 text NOT NULL,
    name text NOT NULL, data bytea NOT NULL, PRIMARY KEY (project, kind, sha256),
    CHECK (sha256 = encode(sha256(data), 'hex'))
);
CREATE TABLE IF NOT EXISTS visavis.snapshot (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, project text NOT NULL REFERENCES visavis.team,
    data bytea NOT NULL
);
CREATE OR REPLACE FUNCTION visavis.is_member(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog AS
    'SELECT EXISTS (SELECT 1 FROM visavis.membership WHERE project = wanted AND role = session_user)';
CREATE OR REPLACE FUNCTION visavis.is_blind(wanted text) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog AS
    'SELECT EXISTS (SELECT 1 FROM visavis.team WHERE project = wanted AND blind_since IS NOT NULL)';
CREATE OR REPLACE FUNCTION visavis.sees(wanted text, writer name, place bigint) RETURNS boolean LANGUAGE sql STABLE
    SECURITY DEFINER SET search_path = pg_catalog AS
    'SELECT EXISTS (SELECT 1 FROM visavis.team t JOIN visavis.membership m USING (project) WHERE t.project = wanted
     AND m.role = session_user
     AND (t.blind_since IS NULL OR place <= t.blind_since OR writer IN (session_user, t.founder)))';
CREATE OR REPLACE FUNCTION visavis.push(wanted text, sets jsonb) RETURNS bigint LANGUAGE plpgsql
    SET search_path = pg_catalog SET lock_timeout = '60s' AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(wanted, 20));
    INSERT INTO visavis.member (project, client, name, synced)
        SELECT DISTINCT wanted, one->>'client', '?', '' FROM jsonb_array_elements(sets) AS t(one)
        ON CONFLICT DO NOTHING;
    INSERT INTO visavis.coder (project, name)
        SELECT DISTINCT wanted, visavis.coder_of(one->>'body') FROM jsonb_array_elements(sets) AS t(one)
        ON CONFLICT DO NOTHING;
    INSERT INTO visavis.change_set (project, uuid, client, number, body)
        SELECT wanted, one->>'uuid', one->>'client', (one->>'number')::integer, one->>'body'
        FROM jsonb_array_elements(sets) WITH ORDINALITY AS t(one, place) ORDER BY place
        ON CONFLICT (project, uuid) DO NOTHING;
    IF FOUND THEN
        PERFORM pg_notify('visavis', '');
    END IF;
    -- those that stand there as another's number are not there
    RETURN (SELECT count(*) FROM jsonb_array_elements(sets) AS t(one) JOIN visavis.change_set s
        ON s.project = wanted AND s.client = one->>'client' AND s.number = (one->>'number')::integer
        AND s.uuid = one->>'uuid');
END $$;
DO $$ DECLARE one text; BEGIN
    FOREACH one IN ARRAY ARRAY['team', 'membership', 'member', 'coder', 'change_set', 'content', 'snapshot'] LOOP
        EXECUTE format('ALTER TABLE visavis.%I ENABLE ROW LEVEL SECURITY', one);
        -- the functions that policies ask look into the first two as their owner
        IF one NOT IN ('team', 'membership') THEN
            EXECUTE format('ALTER TABLE visavis.%I FORCE ROW LEVEL SECURITY', one);
        END IF;
        EXECUTE format('DROP POLICY IF EXISTS seen ON visavis.%I', one);
        EXECUTE format('DROP POLICY IF EXISTS written ON visavis.%I', one);
        EXECUTE format('DROP POLICY IF EXISTS pruned ON visavis.%I', one);
    END LOOP;
END $$;
CREATE POLICY seen ON visavis.team FOR SELECT USING (visavis.is_member(project));
CREATE POLICY seen ON visavis.membership FOR SELECT USING (visavis.is_member(project));
CREATE POLICY seen ON visavis.coder FOR SELECT USING (visavis.is_member(project));
CREATE POLICY written ON visavis.coder FOR INSERT WITH CHECK (visavis.is_member(project) AND role = session_user);
CREATE POLICY seen ON visavis.change_set FOR SELECT USING (visavis.sees(project, role, seq));
CREATE POLICY written ON visavis.change_set FOR INSERT WITH CHECK (visavis.is_member(project) AND role = session_user);
CREATE POLICY seen ON visavis.content FOR SELECT USING (visavis.is_member(project));
CREATE POLICY written ON visavis.content FOR INSERT WITH CHECK (visavis.is_member(project));
CREATE POLICY seen ON visavis.snapshot FOR SELECT USING (visavis.is_member(project));
CREATE POLICY written ON visavis.snapshot FOR INSERT
    WITH CHECK (visavis.is_member(project) AND NOT visavis.is_blind(project));
CREATE POLICY pruned ON visavis.snapshot FOR DELETE USING (EXISTS (
    SELECT 1 FROM visavis.team t WHERE t.project = snapshot.project AND t.founder = session_user));
CREATE POLICY seen ON visavis.member FOR SELECT USING (visavis.is_member(project));
CREATE POLICY written ON visavis.member FOR ALL USING (role = session_user)
    WITH CHECK (visavis.is_member(project) AND role = session_user);
"""
# by the index of clients and numbers, whatever is there: MATERIALIZED keeps what row security must not be asked after
# away from it, so that it is asked for the rows that are wanted and no others
PULL = """
WITH known AS MATERIALIZED (
    SELECT m.client, coalesce((%(seen)s::jsonb->>m.client)::integer, 0) AS number
    FROM visavis.member m WHERE m.project = %(project)s
), next AS MATERIALIZED (
    SELECT c.seq, c.client, c.number, c.body, octet_length(c.body) AS size
    FROM known CROSS JOIN LATERAL (
        SELECT s.seq, s.client, s.number, s.body FROM visavis.change_set s
        WHERE s.project = %(project)s AND s.client = known.client AND s.number > known.number
        ORDER BY s.number LIMIT %(limit)s
    ) c ORDER BY c.seq LIMIT %(limit)s
), counted AS (SELECT next.*, sum(size) OVER (ORDER BY seq) - size AS before FROM next)
SELECT seq, client, number, CASE WHEN size <= %(most)s THEN body END FROM counted WHERE before <= %(most)s ORDER BY seq
"""
_GRANT = """
GRANT USAGE ON SCHEMA visavis TO {role};
GRANT SELECT ON ALL TABLES IN SCHEMA visavis TO {role};
GRANT INSERT (project, uuid, client, number, body) ON visavis.change_set TO {role};
GRANT INSERT (project, name) ON visavis.coder TO {role};
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
        # another's number, or another's client
        self._taken = (psycopg.errors.UniqueViolation, psycopg.errors.ForeignKeyViolation)
        self._no_table = psycopg.errors.UndefinedTable
        self._listening: psycopg.Connection[Any] | None = None
        with self.explained():
            self._conn = psycopg.connect(address, autocommit=True, **_PATIENCE)

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Tell what the server says.

        Raises:
            UserError: for whatever it refuses.
        """
        try:
            yield
        except self._taken:
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
        sql = (
            "SELECT t.project, t.name FROM visavis.team t JOIN visavis.membership m USING (project) "
            "WHERE m.role = session_user ORDER BY t.name LIMIT 1"
        )
        # at once, without a look whether there are tables: each question goes there and back
        with self.explained():
            try:
                found = self._conn.execute(sql).fetchall()
            except self._no_table:
                return None
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
        """Let members see what others send from now on, or not; only who owns the tables may."""
        sql = (
            "UPDATE visavis.team SET blind_since = CASE WHEN %s THEN coalesce(blind_since, (SELECT coalesce(max(seq), "
            "0) FROM visavis.change_set WHERE project = %s)) END WHERE project = %s"
        )
        with self.explained(), self._conn.transaction():
            # what is being sent now has its number, and is not there yet
            self._conn.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 20))", [project])
            self._conn.execute(sql, [is_blind, project, project])

    def introduce(self, project: str, client: str, name: str, synced: str) -> None:
        """Tell who a client is, and when they were here."""
        self.rows(
            "INSERT INTO visavis.member (project, client, name, synced) VALUES (%s, %s, %s, %s) "
            "ON CONFLICT (project, client) DO UPDATE SET name = excluded.name, synced = excluded.synced",
            [project, client, name, synced],
        )

    def take_name(self, project: str, name: str) -> bool:
        """Let a name be that of one's own role, and tell whether it is: another's stays theirs.

        Tables that were made before names were bound bind none.
        """
        sql = "INSERT INTO visavis.coder (project, name) VALUES (%s, %s) ON CONFLICT DO NOTHING"
        with self.explained():
            try:
                self._conn.execute(sql, [project, name])
            except self._no_table:
                return True
        return not self.others_names(project, [name])

    def others_names(self, project: str, names: Sequence[str]) -> list[str]:
        """Return those of *names* that are other roles'."""
        sql = "SELECT name FROM visavis.coder WHERE project = %s AND name = ANY(%s) AND role <> session_user"
        with self.explained():
            try:
                return [str(name) for (name,) in self._conn.execute(sql, [project, list(names)]).fetchall()]
            except self._no_table:
                return []

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
            LookupError: when another set has the client and number of one of these, or the client, or the coder, is
                another role's.
        """
        from psycopg.types.json import Jsonb

        try:
            found = self.rows("SELECT visavis.push(%s, %s)", [project, Jsonb(sets)])
        except self._taken as error:
            raise LookupError(project) from error
        if found[0][0] != len(sets):
            raise LookupError(project)

    def sent(self, project: str, uuids: Sequence[str]) -> set[tuple[str, str, int]]:
        """Return uuid, client and number of those of these sets that are here."""
        sql = "SELECT uuid, client, number FROM visavis.change_set WHERE project = %s AND uuid = ANY(%s)"
        return {(str(one), str(client), int(number)) for one, client, number in self.rows(sql, [project, list(uuids)])}

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

    def pull(
        self, project: str, seen: Mapping[str, int], limit: int, most: int
    ) -> list[tuple[int, str, int, str | None]]:
        """Return the sets behind the number that is known of each client, in their order, in one question.

        They are as in *seen*: the place, client, number there, and the body, which is None of one that is larger than
        *most* bytes. There are up to *limit*, and fewer where they would be larger together.
        """
        told = {"project": project, "seen": json.dumps(dict(seen)), "limit": limit, "most": most}
        return [
            (int(seq), str(client), int(number), None if body is None else str(body))
            for seq, client, number, body in self.rows(PULL, told)
        ]

    def put_snapshot(self, project: str, data: bytes) -> None:
        """Leave a copy of the project; who founded the team takes those away that nobody reads any more."""
        if self.rows("SELECT visavis.is_blind(%s)", [project])[0][0]:
            told = _(
                "The team codes blind now: a copy would show to those who come what others coded. Leave one after it."
            )
            raise UserError(told)
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

    def wait(self, seconds: float) -> bool:
        """Wait until the server tells that something came, or so many seconds; on a connection of its own.

        Returns:
            Whether it did; also when it is listened to for the first time, as it told nothing until then.
        """
        import psycopg

        with self.explained():
            if self._listening is None:
                self._listening = psycopg.connect(self.place, autocommit=True, **_PATIENCE)
                self._listening.execute(f"LISTEN {_CHANNEL}")
                return True
            # not by its generator, which would hold the lock of the connection, and not by a question, which would go
            # there and back before anybody looks: the hint alone is wanted
            ready, _write, _wrong = select.select([self._listening.fileno()], [], [], seconds)
            if not ready:
                return False
            told = self._listening.pgconn
            told.consume_input()
            is_told = False
            while told.notifies() is not None:
                is_told = True
            return is_told

    def close(self) -> None:
        """Leave."""
        for one in (self._conn, self._listening):
            if one is not None:
                one.close()
