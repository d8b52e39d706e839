"""Clinics of their own, with what the suite's database has in it, and a place for their backups."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as clinic_settings
from django.db import connection, connections
from django.db.utils import load_backend

from clinic.operations.backup import keys
from clinic.operations.backup.database import Database
from clinic.operations.backup.making import make_backup
from clinic.operations.backup.postgres import PostgreSQL
from clinic.operations.backup.restoring import check, restore
from clinic.operations.backup.sqlite import SQLite
from tests.people import MONDAY


@dataclass
class Clinic:
    """An installation: a database and a folder of uploads. name -- a file, or a database of the server"""

    name: str
    media: Path
    database: Database

    @contextmanager
    def in_use(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        """Everything that Django does is done here meanwhile."""
        former = connections["default"]
        options = former.settings_dict | {"NAME": self.name}
        with monkeypatch.context() as patched:
            patched.setitem(clinic_settings.DATABASES["default"], "NAME", self.name)
            patched.setattr(clinic_settings, "MEDIA_ROOT", self.media)
            connections["default"] = load_backend(options["ENGINE"]).DatabaseWrapper(options, "default")
            try:
                yield
            finally:
                connection.close()
                connections["default"] = former


@dataclass
class Clinics:
    """Makes clinics, and takes them away at the end."""

    folder: Path
    server: Server
    made: list[str] = field(default_factory=list)

    def empty(self) -> Clinic:
        number = len(self.made)
        media = self.folder / f"media-{number}"
        media.mkdir()
        options = connection.settings_dict
        if connection.vendor == "sqlite":
            name = str(self.folder / f"clinic-{number}.sqlite3")
            database: Database = SQLite(name)
        else:
            name = f"{options['NAME']}_{number}"
            self.server.empty(name)
            database = PostgreSQL(options | {"NAME": name})
        self.made.append(name)
        return Clinic(name, media, database)

    def with_the_library(self) -> Clinic:
        """What every test begins with, in a clinic of its own."""
        clinic = self.empty()
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            Path(clinic.name).write_bytes(connection.connection.serialize())
        else:
            self._copy_on_the_server(clinic)
        return clinic

    def _copy_on_the_server(self, clinic: Clinic) -> None:
        private, public = keys.new_key_file()
        locked, key = keys.recipients([public]), keys.identity(private)
        file = self.folder / "library.age"
        suite = PostgreSQL(connection.settings_dict)
        make_backup(file, database=suite, media_root=clinic.media, keys=locked, release="test", at=MONDAY)
        manifest = check(file, key=key)
        restore(file, key=key, manifest=manifest, database=clinic.database, media_root=clinic.media)


@dataclass
class Server:
    """Databases beside the suite's own: making one, and taking it away, costs seconds, so that tests share them."""

    made: list[str] = field(default_factory=list)

    def empty(self, name: str) -> None:
        if name not in self.made:
            self._tell("postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
            self.made.append(name)
        self._tell(name, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")

    def close(self) -> None:
        for name in self.made:
            self._tell("postgres", f'DROP DATABASE "{name}" WITH (FORCE)')

    def _tell(self, database: str, *statements: str) -> None:
        options = clinic_settings.DATABASES["default"]
        words: dict[str, Any] = {"host": options["HOST"], "port": options["PORT"], "user": options["USER"]}
        with psycopg.connect(dbname=database, password=options["PASSWORD"], autocommit=True, **words) as server:
            for statement in statements:
                server.execute(statement)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


@pytest.fixture
def clinics(db, server, tmp_path) -> Clinics:
    return Clinics(tmp_path, server)


@pytest.fixture
def clinic(clinics, monkeypatch) -> Iterator[Clinic]:
    """In use for the whole test. People who are asked for after it are in it."""
    made = clinics.with_the_library()
    with made.in_use(monkeypatch):
        yield made


@pytest.fixture
def some_clinic(request) -> None:
    """One that can be read from outside; the suite's own where that is on a server."""
    if clinic_settings.IS_SQLITE:
        request.getfixturevalue("clinic")


@pytest.fixture
def key_file(tmp_path, settings) -> Path:
    """The private key; the settings have the other half."""
    private, public = keys.new_key_file()
    settings.BACKUP_RECIPIENTS = [public]
    file = tmp_path / "backup.key"
    file.write_text(private)
    return file


@pytest.fixture
def typed(monkeypatch) -> Callable[[str], None]:
    """What somebody types when they are asked."""

    def type_in(words: str) -> None:
        monkeypatch.setattr("builtins.input", lambda prompt="": words)

    return type_in
