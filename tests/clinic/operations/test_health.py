"""Whether traffic may come: with a database, and room on the disk."""

from __future__ import annotations

import shutil
from collections import namedtuple

import pytest
from django.db import OperationalError, connection

pytestmark = pytest.mark.django_db
Usage = namedtuple("Usage", "total used free")


def test_traffic_may_come_and_the_rest_is_told(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["database"] == "ok"


def test_none_comes_where_the_disk_is_full(client, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(10**10, 10**10 - 10**6, 10**6))
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"disk": "full"}
    assert answer.headers["Retry-After"] == "60"


def test_none_comes_while_the_database_is_away(client):
    def away(execute, sql, *arguments):
        raise OperationalError("database is locked")

    with connection.execute_wrapper(away):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": "away"}
