"""An athlete whose every text is a word that stands nowhere else, and a search of the whole database for it."""

from __future__ import annotations

import json
import uuid
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from auditlog.models import LogEntry
from django.apps import apps
from django.contrib.admin.models import CHANGE
from django.contrib.admin.models import LogEntry as AdminLogEntry
from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, models, transaction

from athletes.models import (
    Athlete,
    AthleteImport,
    BillingCode,
    CareTransfer,
    DiscoveryCall,
    Enrollment,
    FlagAct,
    Mail,
    MailEvent,
    MessageTemplate,
    PainScreen,
    PushDevice,
    User,
)
from clinic.models import AccessLog
from programs.models import Program
from tests.people import MONDAY
from tests.rows import one_of_each

CANARY = "quokka"
EMAIL = f"{CANARY}@runner.example"
FORMER_EMAIL = f"former-{CANARY}@runner.example"
PHONE = "617 555 7243891"
#: Addresses of machines are kept with sessions, and with what was opened.
ADDRESS = "203.0.113.77"
WORDS = (CANARY, PHONE, ADDRESS)

#: Kinds of rows that name no athlete, and a call of somebody else's.
CLINIC_S_OWN = (BillingCode, MessageTemplate, DiscoveryCall)
#: Text that the code has set and no person can write; and what would keep the record from being erased.
CODES = frozenset(
    {"cause", "kind", "outcome", "state", "status", "week", "occasion", "channel", "reason", "time_zone", "legal_hold"}
)


def fill(enrollment: Enrollment) -> list[Any]:
    """A row of each kind for the athlete of the enrollment, each text in it the canary; returns the rows."""
    athlete = enrollment.athlete
    of_each = [row for model, row in one_of_each(enrollment).items() if model not in CLINIC_S_OWN]
    rows = [*of_each, *_more(athlete)]
    rows += list(Program.objects.filter(enrollments=enrollment))
    for row in rows:
        _write_canary(row)
    _beside(athlete)
    User.objects.filter(pk=athlete.pk).update(name=f"{CANARY} Silva", email=EMAIL)
    Athlete.objects.filter(pk=athlete.pk).update(phone=PHONE)
    return rows


def _more(athlete: Athlete) -> list[Any]:
    flag = athlete.flags.first()
    assert flag is not None
    thea = athlete.therapist
    return [
        FlagAct.objects.create(flag=flag, athlete=athlete, kind="noted", by=thea, at=MONDAY, note="x"),
        PainScreen.objects.create(athlete=athlete, region="knee", answered_at=MONDAY),
        PushDevice.objects.create(owner=athlete.user, endpoint=f"https://push.example/{CANARY}", made_at=MONDAY),
        CareTransfer.objects.create(athlete=athlete, was=thea, now=thea, by=thea, at=MONDAY),
    ]


def _write_canary(row: models.Model) -> None:
    """Into every text and document of the row; where a constraint knows better, the column stays."""
    if isinstance(row, AbstractUser):
        return
    for field in row._meta.concrete_fields:
        if field.primary_key or field.choices or field.name in CODES or getattr(field, "unique", False):
            continue
        value: Any = CANARY[: field.max_length or None]
        if isinstance(field, models.JSONField):
            value = {"note": CANARY}
        elif not isinstance(field, models.CharField | models.TextField):
            continue
        try:
            with transaction.atomic():
                type(row)._default_manager.filter(pk=row.pk).update(**{field.name: value})
        except IntegrityError:
            continue


def _beside(athlete: Athlete) -> None:
    """What names the athlete without being theirs, and what the sign-in keeps."""
    user = athlete.user
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    Authenticator.objects.create(user=user, type="webauthn", data={"name": CANARY})
    own_mail = Mail.objects.filter(recipient=user).first()
    assert own_mail is not None
    MailEvent.objects.create(mail=own_mail, at=MONDAY, what="address refused", said=f"550 5.1.1 <{EMAIL}> {CANARY}")
    Mail.objects.create(
        kind="call", channel="email", occasion="call-1", address=EMAIL.upper(), send_after=MONDAY,
        expires_at=MONDAY, planned_at=MONDAY,
    )  # fmt: skip
    for email in (EMAIL, FORMER_EMAIL):
        DiscoveryCall.objects.create(name=CANARY, email=email, phone=PHONE, story=CANARY, times=CANARY, asked_at=MONDAY)
    rows = [[1, ["Name", "E-mail"]], [2, [f"{CANARY} Silva", EMAIL]], [3, ["Ben Carter", "ben@stridewell.example"]]]
    AthleteImport.objects.create(
        owner=athlete.therapist, file_name="ours.csv", uploaded_at=MONDAY, changed_at=MONDAY, rows=rows
    )
    account = ContentType.objects.get_for_model(User)
    record = ContentType.objects.get_for_model(Athlete)
    changes = {"email": [FORMER_EMAIL, EMAIL]}
    LogEntry.objects.create(
        content_type=account, object_pk=str(user.pk), object_id=user.pk, object_repr=CANARY, action=1,
        changes=changes, changes_text=CANARY, remote_addr=ADDRESS, actor=user,
    )  # fmt: skip
    # A place that was watched and is not any more: only the change log still has it.
    gone = ContentType.objects.get_for_model(apps.get_model("athletes", "PainProfile"))
    LogEntry.objects.create(
        content_type=gone, object_pk="987654", object_repr=f"{CANARY}: knee", action=2,
        changes={"athlete": [str(user.pk), "None"], "region": ["knee", "None"]},
    )  # fmt: skip
    AdminLogEntry.objects.create(
        user=athlete.therapist, content_type=record, object_id=str(user.pk), object_repr=CANARY, action_flag=CHANGE
    )
    AccessLog.objects.create(
        actor=user, athletes=[user.pk], action="GET today", address=ADDRESS, request_id=uuid.uuid4()
    )  # fmt: skip


# -- the search ------------------------------------------------------------------------------


def tables() -> list[str]:
    with connection.cursor() as cursor:
        return [table for table in connection.introspection.table_names(cursor) if not table.startswith("sqlite_")]


def rows_by_table() -> dict[str, list[str]]:
    """Every row of every table as text, by SQL and past the models, so that nothing can hide from them."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = sorted(json.dumps(row, default=str, ensure_ascii=False) for row in cursor.fetchall())
    return found


def where_named(words: tuple[str, ...] = WORDS) -> dict[str, int]:
    """By table, how many rows have one of these words; tables without one are left out."""
    found = {}
    for table, rows in rows_by_table().items():
        named = [row for row in rows if any(word.casefold() in row.casefold() for word in words)]
        if named:
            found[table] = len(named)
    return found
