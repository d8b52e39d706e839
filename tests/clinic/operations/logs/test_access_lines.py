"""The web server's own lines: a path without its query, and fields where machines read them."""

from __future__ import annotations

import json
import logging
import runpy
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from gunicorn.config import Config

ROOT = Path(__file__).resolve().parents[4]
ID = "0a1b2c3d-0000-4000-8000-0123456789ab"
ENVIRON = {
    "RAW_URI": "/in/secret/?name=Ana",
    "REQUEST_METHOD": "GET",
    "SERVER_PROTOCOL": "HTTP/1.1",
    "REMOTE_ADDR": "192.0.2.1",
    "QUERY_STRING": "name=Ana",
}


def lines_of(capsys: Any, monkeypatch: Any, kind: str, headers: list[tuple[str, str]]) -> list[str]:
    """What the server writes of one request and of an error, as its configuration says."""
    monkeypatch.setenv("LOG_FORMAT", kind)
    server = runpy.run_path(str(ROOT / "deploy" / "gunicorn.conf.py"))
    settings = Config()
    for name in ("accesslog", "access_log_format"):
        settings.set(name, server[name])
    logger = server["PlainLogger"](settings)
    answer = SimpleNamespace(status="200 OK", sent=12, headers=headers)
    logger.access(answer, SimpleNamespace(headers=[]), ENVIRON, timedelta(milliseconds=7))
    logger.error("Error handling request %s", "GET /admin/search/?q=Ana")
    for log in (logger.access_log, logger.error_log):
        for handler in list(log.handlers):
            log.removeHandler(handler)
    said = capsys.readouterr()
    return [*said.out.splitlines(), *said.err.splitlines()]


@pytest.fixture(autouse=True)
def _as_before():
    loggers = [logging.getLogger(name) for name in ("gunicorn.access", "gunicorn.error")]
    before = [(logger.propagate, logger.level) for logger in loggers]
    yield
    for logger, (propagate, level) in zip(loggers, before, strict=True):
        logger.propagate, logger.level = propagate, level


def test_for_people_it_is_a_line_with_the_id_and_without_the_query(capsys, monkeypatch):
    request, error = lines_of(capsys, monkeypatch, "text", [("X-Request-ID", ID)])
    assert f'192.0.2.1 "GET /in/..." 200 12 7ms {ID}' in request.replace("/in/.../", "/in/...")
    assert "GET /admin/search/?***" in error
    assert "Ana" not in request + error


@pytest.mark.parametrize(("headers", "said"), [([("X-Request-ID", ID)], ID), ([], "-")])
def test_for_machines_each_is_an_object(capsys, monkeypatch, headers, said):
    request, error = map(json.loads, lines_of(capsys, monkeypatch, "json", headers))
    assert request["request_id"] == said
    fields = {name: request[name] for name in ("address", "method", "path", "status", "bytes", "milliseconds")}
    assert fields == {
        "address": "192.0.2.1", "method": "GET", "path": "/in/***/", "status": 200, "bytes": 12, "milliseconds": 7,
    }  # fmt: skip
    assert (error["level"], error["message"]) == ("ERROR", "Error handling request GET /admin/search/?***")
