"""The mail loop with trap doors: a step that the rig has armed kills or stops the process that reaches it.

``celery -A tests.faults.armed worker`` is the clinic's worker, ``python -m tests.faults.armed`` the same
loop without Celery. The product knows nothing of this: its steps are wrapped here.
"""

from __future__ import annotations

import os
import signal
import smtplib
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import wraps
from pathlib import Path
from types import SimpleNamespace
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.faults.settings")

import django

django.setup()

from django.core.mail import EmailMultiAlternatives  # noqa: E402
from django.db import DatabaseError, close_old_connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from athletes.mail import compose, loop, planner, reaper, sender, transport  # noqa: E402
from athletes.mail.relay import breaker  # noqa: E402
from clinic.celery import app  # noqa: E402, F401 - the worker looks for it here

from .mutants import MUTANTS  # noqa: E402

FOLDER = Path(os.environ["FAULTS_FOLDER"])
LEASE, QUARANTINE = timedelta(seconds=2), timedelta(seconds=8)


def reach(point: str) -> None:
    """Fall through the trap door of this point, if it is armed: one process does, and the file says which."""
    try:
        fired = (FOLDER / point).rename(FOLDER / f"{point}.{os.getpid()}.fired")
    except FileNotFoundError:
        return
    os.kill(os.getpid(), signal.SIGSTOP if fired.read_text() == "stop" else signal.SIGKILL)


def around(step: Callable[..., Any], before: str = "", after: str = "") -> Callable[..., Any]:
    @wraps(step)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if before:
            reach(before)
        result = step(*args, **kwargs)
        if after:
            reach(after)
        return result

    return wrapped


def clock() -> datetime:
    """The machine's clock, or the instant at which the rig has frozen it."""
    try:
        return datetime.fromisoformat((FOLDER / "clock").read_text())
    except FileNotFoundError:
        return timezone.now()


def hand_bytes_over(step: Callable[..., Any]) -> Callable[..., Any]:
    """The last byte of a mail has left, and nobody has read the relay's answer."""

    @wraps(step)
    def wrapped(self: smtplib.SMTP, s: Any) -> None:
        step(self, s)
        if isinstance(s, bytes) and s.endswith(b"\r\n.\r\n"):
            reach("mail-on-its-way")

    return wrapped


def arm() -> None:
    loop.timezone = SimpleNamespace(now=clock)
    sender.LEASE, reaper.QUARANTINE = LEASE, QUARANTINE
    breaker.RESTS = dict.fromkeys(breaker.RESTS, timedelta(seconds=1))
    transport.BACK_OFF = transport.SHORT_BACK_OFF = transport.LONGEST_BACK_OFF = timedelta(seconds=1)
    if mutant := os.environ.get("FAULTS_MUTANT"):
        MUTANTS[mutant].break_it()
    planner._plan_batch = around(planner._plan_batch, "plan-begins", "plan-committed")
    planner.RECURRING = tuple(
        replace(recurring, next_due=around(recurring.next_due, "plan-rows-inserted")) for recurring in planner.RECURRING
    )
    planner._move = around(planner._move, "", "plan-due-times-moved")
    sender.claim = around(sender.claim, "claim-begins", "claim-committed")
    transport.hand_over = around(transport.hand_over, "relay-connected")
    sender._settle_as_answered = around(sender._settle_as_answered, "", "sent-committed")
    reaper.reap = around(reaper.reap, "reap-begins", "reap-done")
    EmailMultiAlternatives.send = around(EmailMultiAlternatives.send, "", "relay-accepted")
    smtplib.SMTP.send = hand_bytes_over(smtplib.SMTP.send)
    composed = compose.compose

    def compose_or_fail(mail: Any, *, at: Any) -> Any:
        if "+poison@" in mail.recipient.email:
            raise ValueError("this mail cannot be written")
        return composed(mail, at=at)

    compose.compose = compose_or_fail


arm()


def main() -> None:
    """A tick every half second, until killed."""
    while True:
        close_old_connections()
        try:
            loop.tick()
        except DatabaseError:
            time.sleep(1)
        time.sleep(0.5)


if __name__ == "__main__":
    main()
