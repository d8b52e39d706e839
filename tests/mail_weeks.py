"""make mail-weeks: sixteen weeks of mail to the demo's athletes, a line each, beside what Today said at that moment.

To be read: whether a mail is worth having, and true. They begin their programs in memory, and train on three of
four planned days. ``WEEKS=`` and ``PEOPLE=`` fewer, ``SEED=`` another course.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

WEEKS = int(os.environ.get("WEEKS", "16"))
WIDTH = 44


def main() -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "clinic.settings", "DEMO_CLINIC": "yes", "LOG_LEVEL": "ERROR",
        "DATABASE_URL": "sqlite:///:memory:", "REDIS_URL": "",
    }  # fmt: skip
    import django

    django.setup()
    import time_machine
    from django.conf import settings
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    from tests.clock import at

    setup_test_environment()
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    call_command("migrate", "-v0")
    call_command("import_library", "-v0")
    call_command("import_templates", "-v0")
    now = at("2026-11-23 09:00 America/New_York")
    with time_machine.travel(now, tick=False) as clock:
        _begin(now)
        _say("day", "athlete", "mail", "subject", "Today said", "the mail says")
        for line in _weeks(now, clock, random.Random(os.environ.get("SEED", "1"))):
            _say(*line)


def _begin(now: datetime) -> None:
    """The demo's athletes, each on the first day of their own program."""
    from athletes.enrollment.prescribing import add_athlete, prescribe
    from athletes.models import Mail, Role, User
    from clinic.operations.demo.people import PEOPLE
    from programs.models import Program

    thea = User.objects.create_user("thea@stridewell.example", None, name="Thea Lind", role=Role.THERAPIST)
    for persona in PEOPLE[: int(os.environ.get("PEOPLE", "99"))]:
        race_on = now.date() + timedelta(days=35) if persona.race_in else None
        athlete = add_athlete(
            email=persona.address, name=persona.name, therapist=thea, at=now, unit=persona.unit, goal_race_on=race_on
        )
        if not persona.program:  # who waits for one gets no mail that comes round
            continue
        template = Program.objects.get(slug=persona.program)
        starts_on = now.date() + timedelta(days=7)
        prescribe(athlete=athlete, template=template, starts_on=starts_on, weekdays=persona.weekdays, by=thea, at=now)
    Mail.objects.update(state="sent", sent_at=now)


def _say(*columns: str) -> None:
    widths = (10, 8, 15, WIDTH, WIDTH, 1)
    cells = [column.ljust(width) for column, width in zip(columns, widths, strict=True)]
    sys.stdout.write(" | ".join(cells) + "\n")
    sys.stdout.flush()


def _weeks(now: datetime, clock: Any, dice: random.Random) -> Iterator[tuple[str, ...]]:
    """Each day some train at noon, and mail goes out in the morning and in the evening."""
    from athletes.evaluation.sweep import sweep

    for number in range(WEEKS * 7):
        day = now + timedelta(days=number)
        for hours in (0, 3, 10):
            moment = day + timedelta(hours=hours, minutes=30)
            clock.move_to(moment, tick=False)
            if hours == 3:
                _train(moment, dice)
                sweep(moment)
            else:
                yield from _mails_of(moment)


def _train(moment: datetime, dice: random.Random) -> None:
    from athletes.errors import RefusedError
    from athletes.models import Athlete
    from athletes.training.session_week import ahead_of, sessions_around
    from tests.doing import do

    for athlete in Athlete.objects.select_related("user").order_by("pk"):
        today = athlete.today(moment)
        session = ahead_of(athlete, sessions_around(athlete, today), today).now
        if session is not None and session.status == "planned" and dice.random() < 0.75:
            try:
                do(session, athlete, moment)
            except RefusedError:
                continue


def _mails_of(moment: datetime) -> Iterator[tuple[str, ...]]:
    from django.core import mail as outbox
    from django.test import Client

    from athletes.mail.loop import tick
    from athletes.models import Athlete, Mail
    from tests.lives.agreement import _today

    before = set(Mail.objects.filter(state="sent").values_list("pk", flat=True))
    outbox.outbox.clear()
    tick(moment)
    bodies = {message.extra_headers.get("Message-ID"): message for message in outbox.outbox}
    from athletes.mail.compose import message_id

    for mail in Mail.objects.filter(state="sent").exclude(pk__in=before).select_related("recipient"):
        athlete = Athlete.objects.filter(pk=mail.recipient_id).select_related("user").first()
        message = bodies.get(message_id(mail))
        if athlete is None or message is None:
            continue
        client = Client()
        client.force_login(athlete.user, backend="clinic.sign_in.auth.LinkBackend")
        lines = [line for line in message.body.splitlines()[2:6] if line and "http" not in line]
        yield (
            f"{athlete.today(moment):%a %m-%d}", athlete.user.first_name, mail.kind, message.subject,
            _today(client).heading[:WIDTH], " / ".join(lines),
        )  # fmt: skip


if __name__ == "__main__":
    main()
