"""PostgreSQL: ``pg_dump`` and ``pg_restore`` do it, in the moment of the sums; what was there waits aside."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import IO, Any

import psycopg
from psycopg import sql

from .archive import PIECE_BYTES
from .errors import BackupError
from .manifest import ACCOUNTS, LEFT_EMPTY, TableSum, differing
from .migrations import applied

#: Where the former tables wait until the new ones are checked.
ASIDE = "before_restore"
#: What libpq reads from its surroundings, by Django's names: nothing of it stands in a list of processes.
SURROUNDINGS = {"NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST", "PORT": "PGPORT"}
LOCK_TIMEOUT = "SET lock_timeout = '10s'"


class PostgreSQL:
    engine = "postgresql"

    def __init__(self, options: dict[str, Any]) -> None:
        """options -- one of Django's ``DATABASES``"""
        self._surroundings = {}
        for name, variable in SURROUNDINGS.items():
            if options.get(name):
                self._surroundings[variable] = str(options[name])
        for name, value in options.get("OPTIONS", {}).items():
            if name.startswith("ssl"):
                self._surroundings[f"PG{name.upper()}"] = str(value)

    def version(self) -> str:
        with self._connected() as database:
            return str(database.info.server_version // 10_000)

    @contextmanager
    def snapshot(self) -> Iterator[PostgreSQLSnapshot]:
        with self._connected() as database:
            dump = self._tool("pg_dump", database)
            database.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield PostgreSQLSnapshot(database, dump, self._environment())

    def people(self) -> int:
        with self._connected() as database:
            tables = _tables(database)
            if not tables:
                return 0
            if ACCOUNTS not in tables:
                raise BackupError("This database is no clinic's: it has other tables, and stays as it is.")
            return int(_one(database, "SELECT count(*) FROM athletes_user"))

    @contextmanager
    def filling(self) -> Iterator[PostgreSQLFilling]:
        with self._connected() as database:
            restore = self._tool("pg_restore", database)
            _refuse_while_used(database)
            _put_aside(database)
            try:
                with closing(PostgreSQLFilling(database, restore, self._environment())) as filling:
                    yield filling
            except BaseException:
                _bring_back(database)
                raise

    @contextmanager
    def _connected(self) -> Iterator[psycopg.Connection[Any]]:
        """A connection of its own, with the server's own words in the error and nothing of the password."""
        words = {variable.removeprefix("PG").lower(): value for variable, value in self._surroundings.items()}
        try:
            database = psycopg.connect("", autocommit=True, **_for_psycopg(words))
        except psycopg.OperationalError as error:
            raise BackupError(f"The database cannot be reached: {str(error).splitlines()[0]}") from error
        with database:
            database.execute("SET timezone = 'UTC'")
            yield database

    def _environment(self) -> dict[str, str]:
        return os.environ | self._surroundings

    def _tool(self, name: str, database: psycopg.Connection[Any]) -> str:
        """The tool, where it is there and no older than the server, of which it would not know everything."""
        server = database.info.server_version // 10_000
        try:
            said = subprocess.run([name, "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
        except (OSError, subprocess.CalledProcessError) as error:
            raise BackupError(f"{name} was not found. Install postgresql-client-{server} or newer.") from error
        number = re.search(r"\d+", said)
        if number is None or int(number[0]) < server:
            raise BackupError(
                f"{name} is older than the server: {said.strip()}. Install postgresql-client-{server} or newer."
            )
        return name


class PostgreSQLSnapshot:
    def __init__(self, database: psycopg.Connection[Any], dump: str, environment: dict[str, str]) -> None:
        self._database, self._dump, self._environment = database, dump, environment

    def sums(self) -> dict[str, list[Any]]:
        return _sums(self._database)

    def migrations(self) -> list[str]:
        return applied(self._database, _tables(self._database))

    def pieces(self) -> Iterator[bytes]:
        """What pg_dump writes, in the same moment as everything else that is asked here."""
        moment = _one(self._database, "SELECT pg_export_snapshot()")
        command = [self._dump, "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={moment}"]
        command += [f"--exclude-schema={ASIDE}"]
        command += [f"--exclude-table-data=public.{table}" for table in sorted(LEFT_EMPTY)]
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(command, env=self._environment, stdout=subprocess.PIPE, stderr=said)  # noqa: S603
            try:
                assert process.stdout is not None
                while piece := process.stdout.read(PIECE_BYTES):
                    yield piece
            finally:
                _end(process)
            if process.returncode:
                raise BackupError(f"pg_dump ended early: {_last_line(said)}")


class PostgreSQLFilling:
    def __init__(self, database: psycopg.Connection[Any], restore: str, environment: dict[str, str]) -> None:
        self._database = database
        command = [restore, "--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
        command += [f"--dbname={environment['PGDATABASE']}"]
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close
        self._process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stderr=self._said)  # noqa: S603

    def write(self, piece: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(piece)
        except BrokenPipeError as error:
            self._process.wait()
            raise BackupError(f"pg_restore ended early: {_last_line(self._said)}") from error

    def finish(self, sums: dict[str, list[Any]]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        if self._process.wait():
            raise BackupError(f"pg_restore ended early: {_last_line(self._said)}")
        wrong = differing(sums, _sums(self._database))
        if wrong:
            raise BackupError(f"Not as it was: {', '.join(wrong)}. Nothing was changed.")
        self._database.execute("ANALYZE")
        self._database.execute(f"DROP SCHEMA {ASIDE} CASCADE")

    def close(self) -> None:
        _end(self._process)
        self._said.close()


# -- the former tables -----------------------------------------------------------------------


def _refuse_while_used(database: psycopg.Connection[Any]) -> None:
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    count = _one(database, others)
    if count:
        raise BackupError(
            f"The database is in use by {count} other connections. Stop web, worker, urgent and beat first."
        )
    if _is_aside(database):
        raise BackupError(
            f"A restore was cut off: the former tables are in the schema {ASIDE}. With psql, either drop it, or "
            f"drop the schema public and rename {ASIDE} to public."
        )


def _put_aside(database: psycopg.Connection[Any]) -> None:
    with database.transaction():
        database.execute(LOCK_TIMEOUT)
        database.execute(f"ALTER SCHEMA public RENAME TO {ASIDE}")
        database.execute("CREATE SCHEMA public")


def _is_aside(database: psycopg.Connection[Any]) -> bool:
    return bool(_one(database, f"SELECT count(*) FROM pg_namespace WHERE nspname = '{ASIDE}'"))  # noqa: S608 - our own name


def _bring_back(database: psycopg.Connection[Any]) -> None:
    if not _is_aside(database):
        return  # the new ones are checked already
    with database.transaction():
        database.execute("DROP SCHEMA public CASCADE")
        database.execute(f"ALTER SCHEMA {ASIDE} RENAME TO public")


# -- small questions -------------------------------------------------------------------------


def _tables(database: psycopg.Connection[Any]) -> list[str]:
    rows = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    return [name for (name,) in rows]


def _sums(database: psycopg.Connection[Any]) -> dict[str, list[Any]]:
    found = {}
    for table in _tables(database):
        total = TableSum()
        if table not in LEFT_EMPTY:
            command = sql.SQL("COPY public.{} TO STDOUT").format(sql.Identifier(table))
            with database.cursor() as cursor, cursor.copy(command) as rows:
                for row in rows:
                    total.add(bytes(row))
        found[table] = total.to_json()
    return found


def _one(database: psycopg.Connection[Any], question: str) -> Any:
    row = database.execute(question).fetchone()
    assert row is not None
    return row[0]


def _for_psycopg(words: dict[str, str]) -> dict[str, Any]:
    """libpq's variables and its words differ in one: the database's name."""
    return {("dbname" if word == "database" else word): value for word, value in words.items()}


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None and process.stdout is None:
        process.kill()
    if process.stdout is not None:
        process.stdout.close()
    process.wait()


def _last_line(said: IO[bytes]) -> str:
    said.seek(0)
    lines = said.read().decode("utf-8", "replace").strip().splitlines()
    if not lines:
        return "it did not say why."
    return lines[-1]
