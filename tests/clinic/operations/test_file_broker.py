"""A worker that looks while a message is being written finds nothing, and never half of one."""

from __future__ import annotations

import json
from queue import Empty

import pytest
from kombu import Connection
from kombu.transport import filesystem

from clinic.celery import app

TRANSPORT = "clinic.operations.file_broker:Transport"


@pytest.fixture
def channel(tmp_path):
    folder = tmp_path / "broker"
    folder.mkdir()
    options = {"data_folder_in": str(folder), "control_folder": str(tmp_path / "control")}
    with Connection("filesystem://", transport=TRANSPORT, transport_options=options) as connection:
        yield connection.default_channel


def test_a_clinic_without_redis_uses_it(settings):
    assert settings.REDIS_URL or app.conf.broker_transport == TRANSPORT


def test_what_is_put_is_gotten_once(channel):
    channel._put("celery", {"body": "tick"})
    assert channel._get("celery") == {"body": "tick"}
    with pytest.raises(Empty):
        channel._get("celery")


def test_half_a_message_is_not_there_yet(channel, monkeypatch):
    """The moment between the file's name and its text, held open: the worker looks exactly then."""
    looked = []
    write = filesystem.dumps

    def look_then_write(payload):
        with pytest.raises(Empty):
            channel._get("celery")
        looked.append(payload)
        return write(payload)

    monkeypatch.setattr(filesystem, "dumps", look_then_write)
    channel._put("celery", {"body": "tick"})
    assert looked == [{"body": "tick"}]
    assert channel._get("celery") == {"body": "tick"}


def test_nothing_is_left_beside_the_queue(channel, tmp_path):
    channel._put("celery", {"body": "tick"})
    assert {path.name for path in tmp_path.iterdir()} <= {"broker", "control"}


def test_bells_that_nobody_heard_go_away_and_a_task_that_must_be_done_waits(tmp_path):
    """A worker that stands still: through the real Celery, as beat and the pages put their messages."""
    folder = tmp_path / "broker"
    folder.mkdir()
    options = {"data_folder_in": str(folder), "data_folder_out": str(folder), "control_folder": str(tmp_path / "c")}
    with Connection("filesystem://", transport=TRANSPORT, transport_options=options) as connection:
        app.send_task("athletes.tasks.work_on_athletes", args=[1], connection=connection)
        for _tick in range(5):
            app.send_task("athletes.tasks.tick_reminders", expires=-1, connection=connection)
        app.send_task("athletes.tasks.tick_reminders", expires=60, connection=connection)
    left = [json.loads(file.read_text())["headers"]["task"].rpartition(".")[2] for file in folder.glob("*.msg")]
    assert sorted(left) == ["tick_reminders", "work_on_athletes"]
