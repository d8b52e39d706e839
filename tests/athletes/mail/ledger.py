"""The instants at which mail is due in the tests, and ways to read the ledger."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from athletes.mail.kinds import WISHES
from athletes.models import Athlete, Mail, MailKind, User
from athletes.records.pain import report_pain
from tests.clock import at
from tests.people import MONDAY

#: The weekly mail, the nudge, the morning question and the digest are due, where Ana is.
SUNDAY = at("2026-11-08 19:05 America/New_York")
THURSDAY = at("2026-11-05 19:05 America/New_York")
MORNING = at("2026-11-03 09:05 America/New_York")
WEEKDAY = at("2026-11-03 07:30 America/New_York")
#: What goes by mail; a strength day is said on phones only.
MAILED = [kind for kind in MailKind if kind != MailKind.STRENGTH_DAY]
TO_STAFF = {
    MailKind.DIGEST, MailKind.URGENT, MailKind.STAFF_INVITE, MailKind.HANDED_OVER, MailKind.MAIL_TROUBLE, MailKind.TEST,
}  # fmt: skip
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
HEALTH_WORDS = (
    "pain", "injur", "achilles", "knee", "therap", "exercise", "squat", "program", "strength", "rehab",
    "tendon", "calf",
)  # fmt: skip


def weekly() -> list[Mail]:
    """The weekly mails, the latest week first."""
    return list(Mail.objects.filter(kind=MailKind.WEEKLY_REMINDER))


def rows(kind: MailKind) -> list[tuple[str, str, str]]:
    """Occasion, state and reason of each mail of that kind, in the order of occasions."""
    return list(Mail.objects.filter(kind=kind).order_by("occasion").values_list("occasion", "state", "reason"))


def states() -> list[tuple[str, str]]:
    """State and reason of each weekly mail, the first week first."""
    return [(state, reason) for _week, state, reason in rows(MailKind.WEEKLY_REMINDER)]


def wish(athlete: Athlete, *, on: bool) -> None:
    """Every e-mail that comes round, turned on or off."""
    Athlete.objects.filter(pk=athlete.pk).update(**dict.fromkeys(WISHES, on))


def a_row(athlete: Athlete, kind: str) -> Mail:
    """A mail of that kind that is due on Thursday evening."""
    return Mail.objects.create(
        recipient=athlete.user,
        kind=kind,
        occasion=f"made-up {kind}",
        planned_at=THURSDAY,
        send_after=THURSDAY - HOUR,
        expires_at=THURSDAY + HOUR,
    )


def recipient_of(kind: str, athlete: Athlete, therapist: User) -> User | str:
    """Who gets mails of that kind: staff, an athlete, or somebody without an account."""
    if kind == MailKind.CALL:
        return "kim@elsewhere.example"
    if kind in TO_STAFF:
        return therapist
    return athlete.user


def stop_training(athlete: Athlete) -> None:
    """As after a warning sign."""
    Athlete.objects.filter(pk=athlete.pk).update(stopped_at=MONDAY)


def ask_for_erasure(athlete: Athlete) -> None:
    Athlete.objects.filter(pk=athlete.pk).update(erasure_asked_at=MONDAY)


def leave_care(athlete: Athlete) -> None:
    Athlete.objects.filter(pk=athlete.pk).update(archived_at=MONDAY, archive_reason="discharged")


def change(**values: object) -> Callable[[Athlete], object]:
    return lambda ana: Athlete.objects.filter(pk=ana.pk).update(**values)


def hurt(athlete: Athlete, moment: datetime = WEEKDAY) -> None:
    """Pain over the own limit, which the therapist must see."""
    report_pain(athlete=athlete, report_id=uuid.uuid4(), score=7, region="knee", side="left", at=moment)
