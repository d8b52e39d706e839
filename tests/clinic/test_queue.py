"""The queue's settings: a bell that may be rung twice or not at all, and never cuts a mail in two."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from django.conf import settings

from athletes.mail import loop, reaper, sender
from clinic.celery import app

ROOT = Path(__file__).resolve().parents[2]
#: Connect, greet, sender, recipient, text: each may take the whole of EMAIL_TIMEOUT.
SMTP_STEPS = 5


def test_a_task_is_acknowledged_late_and_given_back_when_its_worker_is_lost():
    assert (app.conf.task_acks_late, app.conf.task_reject_on_worker_lost) == (True, True)
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.task_ignore_result is True


def test_no_time_limit_falls_into_a_mail():
    slowest_tick = loop.TICK_SECONDS + SMTP_STEPS * settings.EMAIL_TIMEOUT
    assert slowest_tick < app.conf.task_soft_time_limit < app.conf.task_time_limit
    assert sender.LEASE.total_seconds() < reaper.QUARANTINE.total_seconds()


def test_beat_rings_at_plain_intervals_and_a_bell_that_nobody_heard_goes_away():
    for entry in app.conf.beat_schedule.values():
        assert isinstance(entry["schedule"], int)
        assert 0 < entry["options"]["expires"] <= entry["schedule"] * 2


def test_nothing_is_left_to_the_queue_s_own_clock():
    sources = [file.read_text() for folder in ("athletes", "clinic") for file in (ROOT / folder).rglob("*.py")]
    for word in (r"apply_async\(.*(eta|countdown)=", r"\.retry\(", r"autoretry_for"):
        assert not [source for source in sources if re.search(word, source)]


def test_with_redis_a_task_is_never_handed_out_twice_while_it_runs(tmp_path):
    asked = subprocess.run(
        [sys.executable, "-c", "import clinic.settings as s; print(s.CELERY_BROKER_TRANSPORT_OPTIONS)"],
        env=os.environ | {"REDIS_URL": "redis://127.0.0.1:1/0", "DEMO_CLINIC": "yes", "DATA_DIR": str(tmp_path)},
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    visibility = int(re.search(r"'visibility_timeout': (\d+)", asked.stdout).group(1))
    assert visibility > app.conf.task_time_limit


def test_the_worker_is_given_the_time_to_finish_its_mail_when_it_is_stopped():
    worker = (ROOT / "docker-compose.yml").read_text().partition("\n  worker:\n")[2].partition("\n  beat:")[0]
    assert int(re.search(r"stop_grace_period: (\d+)s", worker).group(1)) > app.conf.task_time_limit
