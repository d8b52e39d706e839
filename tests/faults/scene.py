"""Who is in the rig's clinic: athletes whose reminder is due, each with the fault that its address names.

``python -m tests.faults.scene add 5 drop-after`` adds five; it prints their keys. ``admin`` adds the clinic admin.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.faults.settings")

import django

django.setup()

from django.utils import timezone  # noqa: E402

from athletes.models import Athlete, Enrollment, Role, Session, User  # noqa: E402
from programs.models import Program  # noqa: E402

from .rig import ADMIN  # noqa: E402

#: Whoever has one of these before the claim must never be mailed.
NOT_ELIGIBLE = ("stopped", "paused", "finished", "deactivated")


def noon_zones() -> list[str]:
    """Zones in which it is between ten and three now, whenever the rig runs: no quiet hours."""
    noon = 12 - timezone.now().hour
    offsets = [offset for offset in range(noon - 2, noon + 3) if -12 <= offset <= 14]
    return [f"Etc/GMT{-offset:+d}" if offset else "Etc/GMT" for offset in offsets]


def add_admin() -> list[int]:
    """Who is told when mail does not go out."""
    return [User.objects.create(email=ADMIN, name="Carla", role=Role.CLINIC_ADMIN).pk]


def add(count: int, word: str) -> list[int]:
    """That many athletes with a program and a reminder that is due now; word -- their fault, or why not eligible."""
    now = timezone.now()
    begun = User.objects.count()
    thea, _created = User.objects.get_or_create(email="thea@faults.example", defaults={"role": Role.THERAPIST})
    program, _created = Program.objects.get_or_create(slug="faults", defaults={"name": "Faults"})
    zones = noon_zones()
    tag = f"+{word}" if word else ""
    users = User.objects.bulk_create(
        User(email=f"a{begun + n}{tag}@faults.example", name=f"Athlete {n}", is_active=word != "deactivated")
        for n in range(count)
    )
    Athlete.objects.bulk_create(
        Athlete(
            user=user,
            therapist=thea,
            time_zone=zones[n % len(zones)],
            reminder_due_at=now,
            reminder_weekday=now.weekday(),
            wants_reminders=word != "stopped",
            reminders_paused_until=now.date() + timedelta(days=14) if word == "paused" else None,
        )
        for n, user in enumerate(users)
    )
    if word != "finished":
        enrollments = Enrollment.objects.bulk_create(
            Enrollment(
                athlete_id=user.pk,
                program=program,
                starts_on=now.date() - timedelta(days=30),
                ends_on=now.date() + timedelta(days=60),
                first_weekday=0,
                second_weekday=3,
                prescribed_at=now - timedelta(days=30),
            )
            for user in users
        )
        # A week of which nothing is planned is not spoken of.
        today = datetime.now(UTC).date()
        Session.objects.bulk_create(
            Session(athlete_id=enrollment.athlete_id, enrollment=enrollment, planned_on=today - timedelta(days=days))
            for enrollment in enrollments
            for days in range(-1, 2)
        )
    return [user.pk for user in users]


if __name__ == "__main__":
    added: list[int] = []
    if sys.argv[1] == "admin":
        added += add_admin()
    else:
        for fault in sys.argv[3:] or [""]:
            added += add(int(sys.argv[2]), fault)
    sys.stdout.write(json.dumps(added))
