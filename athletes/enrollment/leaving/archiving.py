"""A record is put away when care ends, and brought back. Nothing that was done is lost either way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from athletes.access.events import EventKind, record_event
from athletes.errors import RefusedError
from athletes.localtime import clinic_day
from athletes.models import ArchiveReason, Athlete, Cover, Enrollment, Flag, FlagKind, Session, User
from athletes.models.sessions import SessionQuerySet
from athletes.problems import episodes

from ..prescribing import drop_upcoming, finish


@dataclass(frozen=True, slots=True)
class ArchiveConsequence:
    """What archiving would do. running -- the program that ends; waiting -- the one that does not begin

    sessions -- how many that are to come go; problems -- how many open ones close; stops -- how many stay open
    covers -- who stands in, and does not any more
    """

    running: Enrollment | None
    waiting: Enrollment | None
    sessions: int
    problems: int
    stops: int
    covers: list[Cover]


def archive_consequence(athlete: Athlete, at: datetime) -> ArchiveConsequence:
    """Read only; ``archive`` does what this says."""
    programs = athlete.enrollments.select_related("program")
    flags = Flag.objects.filter(athlete=athlete, resolved_at__isnull=True)
    stops = flags.filter(kind=FlagKind.STOP).count()
    return ArchiveConsequence(
        running=programs.active().first(),
        waiting=programs.upcoming().first(),
        sessions=_sessions_ahead(athlete, at).count(),
        problems=flags.count() - stops,
        stops=stops,
        covers=list(athlete.covers.not_over(clinic_day(at)).select_related("therapist")),
    )


@transaction.atomic
def archive(*, athlete: Athlete, reason: str, by: User, at: datetime) -> Athlete:
    """Care ends: programs end, sessions not begun go, open problems close, covers end, no reminder goes out any more.

    What was done, said and decided stays, and the athlete can still sign in and take it along. A stop stays open until
    somebody decides it, and keeps the athlete on the caseload; so does whatever they report later.
    reason -- of ``ArchiveReason``. Raises RefusedError without one, and where the record is archived already.
    """
    if reason not in ArchiveReason.values:
        raise RefusedError(_("Say why care ends."), field="reason")
    athlete = _locked(athlete)
    if athlete.archived_at is not None:
        raise RefusedError(_("{name} is already archived.").format(name=athlete))
    _end_programs(athlete, at)
    problems = Flag.objects.filter(athlete=athlete, resolved_at__isnull=True).exclude(kind=FlagKind.STOP)
    note = _("Archived: {reason}").format(reason=ArchiveReason(reason).label)
    episodes.resolve(flags=list(problems), by=by, at=at, note=note)
    for cover in athlete.covers.not_over(clinic_day(at)):
        cover.ended_at, cover.ended_by = at, by
        cover.save(update_fields=["ended_at", "ended_by"])
        record_event(EventKind.COVER_ENDED, by=by, athletes=[athlete.pk], account=cover.therapist_id)
    athlete.archived_at, athlete.archive_reason = at, reason
    athlete.next_visit_at = None
    athlete.save(update_fields=["archived_at", "archive_reason", "next_visit_at"])
    return athlete


def _end_programs(athlete: Athlete, at: datetime) -> None:
    """What waits goes first: an end makes room for nobody here."""
    for waiting in athlete.enrollments.upcoming():
        drop_upcoming(enrollment=waiting)
    for running in athlete.enrollments.active():
        finish(enrollment=running, on=athlete.today(at))
    _sessions_ahead(athlete, at).delete()


def _sessions_ahead(athlete: Athlete, at: datetime) -> SessionQuerySet:
    """Sessions from today on that nobody has begun."""
    return Session.objects.not_begun().filter(athlete=athlete, planned_on__gte=athlete.today(at))


@transaction.atomic
def bring_back(*, athlete: Athlete) -> Athlete:
    """Into the lists again. Nothing is planned by it: what ended has ended, and a program is prescribed anew.

    Raises RefusedError where the record is not archived.
    """
    athlete = _locked(athlete)
    if athlete.archived_at is None:
        raise RefusedError(_("{name} is not archived.").format(name=athlete))
    athlete.archived_at, athlete.archive_reason = None, ""
    athlete.save(update_fields=["archived_at", "archive_reason"])
    return athlete


def _locked(athlete: Athlete) -> Athlete:
    return Athlete.objects.select_for_update(of=("self",)).select_related("user").get(pk=athlete.pk)
