"""Who is in the clinic under load: a caseload with twelve weeks of history, each of whom is signed in.

A few athletes live their weeks by the acts of the demo clinic; the others are copies of them, row by row, because two
hundred lives take half an hour. ``python -m tests.load.crowd 200 8`` builds two hundred from eight, and prints what a
phone and a desk need to ask anything: one line of JSON.
"""

from __future__ import annotations

import io
import json
import os
import sys
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")

import django

django.setup()

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret  # noqa: E402
from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from athletes.models import Athlete, Role, Session, SessionStatus, User  # noqa: E402
from athletes.records.sets import set_id  # noqa: E402
from athletes.training.targets import offer  # noqa: E402
from clinic.operations.demo.build import live  # noqa: E402
from clinic.operations.demo.people import PEOPLE, Persona, Story  # noqa: E402

SETS = 20
#: Further apart than the keys of any table before the copies are made.
BETWEEN_COPIES = 1_000_000
#: Stories that go on: who is stopped, away or not begun has no session to open.
STORIES = (Story.STEADY, Story.PAIN, Story.HEAVY, Story.LIGHT, Story.STALLED, Story.READY)


def build(athletes: int, lives: int) -> dict[str, Any]:
    """Everybody, and what they need to ask for pages."""
    for command in (["migrate", "-v0"], ["import_library", "-v0"], ["import_templates", "-v0"]):
        call_command(*command, stdout=io.StringIO())  # what is printed here is one line of JSON
    at = timezone.now()
    thea = User.objects.create_user("thea@load.example", "x", name="Thea", role=Role.THERAPIST)
    TOTP.activate(thea, generate_totp_secret())
    with transaction.atomic():
        for persona in _cast(lives):
            live(persona, thea, at)
    _copy(athletes)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {"phones": _phones(at), "desk": _signed_in(thea, "clinic.sign_in.auth.StaffPasswordBackend")}


def _cast(lives: int) -> list[Persona]:
    return [persona for persona in PEOPLE if persona.story in STORIES][:lives]


# -- copies ----------------------------------------------------------------------------------


def _copy(athletes: int) -> None:
    """Of each in turn, until there are so many; their programs are shared."""
    lived = list(Athlete.objects.order_by("pk").values_list("pk", flat=True))
    tables = [Copying(model) for model in apps.get_app_config("athletes").get_models(include_auto_created=True)]
    with transaction.atomic(), connection.cursor() as cursor:
        for number, begun in enumerate(range(len(lived), athletes, len(lived)), start=1):
            values = {"athletes": lived[: athletes - begun], "shift": number * BETWEEN_COPIES}
            for table in tables:
                if table.of_athletes:
                    cursor.execute(table.statement, values)


@dataclass(frozen=True)
class Copying:
    """How the rows of athletes in one table are copied: each key is moved by the same number wherever it stands."""

    model: type[models.Model]

    @property
    def of_athletes(self) -> str:
        """The column that says whose a row is; empty where rows are nobody's."""
        if self.model is User:
            return "id"
        for field in self.columns:
            if field.related_model is Athlete or (self.model is Athlete and field.primary_key):
                return str(field.column)
        return ""

    @property
    def columns(self) -> list[Any]:
        return list(self.model._meta.concrete_fields)

    @property
    def statement(self) -> str:
        names = ", ".join(f'"{field.column}"' for field in self.columns)
        values = ", ".join(self._value(field) for field in self.columns)
        return (
            f'INSERT INTO "{self.model._meta.db_table}" ({names}) SELECT {values} '
            f'FROM "{self.model._meta.db_table}" WHERE "{self.of_athletes}" = ANY(%(athletes)s)'
        )

    def _value(self, field: Any) -> str:
        column = f'"{field.column}"'
        target = field.related_model if field.is_relation else None
        if target is User and not field.primary_key:  # the therapist stays; who acted for themselves is the copy
            return f"CASE WHEN {column} = ANY(%(athletes)s) THEN {column} + %(shift)s ELSE {column} END"
        if not field.primary_key and (target is None or not Copying(target).of_athletes):
            return f"%(shift)s || {column}" if field.column == "email" else column
        if isinstance(field.target_field if target else field, models.UUIDField):
            return f"md5({column}::text || %(shift)s)::uuid"
        return f"{column} + %(shift)s"


# -- what they ask with ----------------------------------------------------------------------


def _phones(at: datetime) -> list[dict[str, Any]]:
    """One for each athlete whose next session opens: it does for a copy where it does for who lived."""
    found = []
    closed: set[int] = set()
    for athlete in Athlete.objects.select_related("user").filter(stopped_at=None).order_by("pk"):
        open_ones = athlete.sessions.filter(
            status=SessionStatus.PLANNED, planned_on__gte=athlete.today(at) - timedelta(days=1)
        )
        session = open_ones.select_related("week", "workout").order_by("planned_on").first()
        if session is None or athlete.pk % BETWEEN_COPIES in closed:
            continue
        phone = _phone(athlete, session)
        if athlete.pk > BETWEEN_COPIES or _opens(phone):
            found.append(phone)
        else:
            closed.add(athlete.pk)
    return found


def _opens(phone: dict[str, Any]) -> bool:
    """Whether today's rules let the session begin."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = phone["cookie"]
    return client.get(f"/session/{phone['session']}/", secure=True).status_code == 200


def _phone(athlete: Athlete, session: Session) -> dict[str, Any]:
    session.athlete = athlete
    signed_in = _signed_in(athlete.user, "clinic.sign_in.auth.LinkBackend")
    return signed_in | {"mark": athlete.owner_mark, "session": str(session.pk), "document": _document(session)}


def _document(session: Session) -> dict[str, Any]:
    """Twenty sets of the session, at revision 0: a PUT sends them with the next one."""
    offered = offer(session)
    sets = [
        {
            "id": str(set_id(session.pk, target.prescription_id, number, side)),
            "target": target.prescription_id,
            "exercise": target.exercise_slug,
            "number": number,
            "side": side,
            "seconds" if target.is_timed else "reps": 8,
            "rev": 0,
            "edit_id": str(uuid.uuid4()),
        }
        for target in offered.targets
        for number in range(1, 9)
        for side in target.sides
    ]
    return {"targets_id": offered.id, "targets": offered.to_json(), "sets": sets[:SETS]}


def _signed_in(user: User, backend: str) -> dict[str, Any]:
    client = Client()
    client.force_login(user, backend=backend)
    return {"cookie": client.cookies[settings.SESSION_COOKIE_NAME].value}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(build(int(sys.argv[1]), int(sys.argv[2]))))
