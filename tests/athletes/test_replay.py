"""Any order, any doubling, any part: what is stored is what would have been stored in order."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql

pytestmark = pytest.mark.walk

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def own_database(tmp_path: Path) -> Iterator[str]:
    """A database of its own, on the engine that the suite runs on."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'replay.sqlite3'}"
        return
    server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    name = f"replay_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield f"{server}/{name}"
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_shuffled_doubled_and_partial_documents_over_eight_connections(own_database: str, tmp_path: Path):
    variables = os.environ | {"DATABASE_URL": own_database, "DATA_DIR": str(tmp_path), "DEMO_CLINIC": "yes"}
    command = [sys.executable, "manage.py", "shell", "-v", "0", "-c", "from tests.replay import main; main()"]
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout.strip().splitlines()[-1])
    assert found["statuses"] == [200]
    assert len(found["in_order"]) > 15
    assert found["shuffled"] == found["in_order"]
    assert found["edits"] == [found["losing"]] * 2  # every value that lost is still readable, once
    assert found["again"] == ["duplicate", "stale"]
