"""Celery's doors: each a line that calls a verb."""

from __future__ import annotations

from datetime import datetime

from celery import shared_task
from django.utils import timezone

from athletes.enrollment.athlete_tables import AthleteTables
from athletes.enrollment.leaving.forgetting import forget_what_is_over
from athletes.enrollment.next_programs import begin_due
from athletes.evaluation.escalating import tell_admins_of_unseen
from athletes.evaluation.sweep import sweep
from athletes.mail import loop
from athletes.mail.loop import tick
from athletes.mail.watch.mailbox import read_mailbox
from athletes.mail.watch.telling import check_hourly
from programs.imports.jobs import work_on


@shared_task
def tick_reminders(at: str | None = None) -> str:
    """One tick of the mail loop. at -- pretend that it is this ISO time; empty for the clock."""
    return str(tick(_instant(at)))


@shared_task
def send_urgent(at: str | None = None) -> str:
    """What somebody waits for, in a queue of its own; who has not seen a stop is asked before. at -- as above"""
    now = _instant(at)
    tell_admins_of_unseen(now or timezone.now())
    return str(loop.send_urgent(now))


@shared_task
def read_returned() -> int:
    """Reports of mail that came back to the Return-Path; returns how many were about ours."""
    return read_mailbox(timezone.now())


@shared_task
def check_mail(at: str | None = None) -> int:
    """The hourly self-check of outgoing mail; returns how many things are wrong. at -- as above"""
    return len(check_hourly(_instant(at) or timezone.now()))


@shared_task
def sweep_flags(at: str | None = None) -> int:
    """The hourly sweep, after what waits has begun. at -- pretend that it is this ISO time; empty for the clock."""
    now = _instant(at) or timezone.now()
    begin_due(now)
    return sweep(now)


@shared_task
def forget() -> int:
    """What the clinic keeps no longer; returns how many rows went."""
    return sum(forget_what_is_over(timezone.now()).values())


@shared_task
def work_on_athletes(import_id: int) -> None:
    """Check or import a table of athletes, whatever it waits for."""
    work_on(AthleteTables(), import_id, at=timezone.now())


def _instant(text: str | None) -> datetime | None:
    if not text:
        return None
    return datetime.fromisoformat(text)
