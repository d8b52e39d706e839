"""Another therapist stands in for a while: begun, given another last day, ended early. What was stays readable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from athletes.access.events import EventKind, record_event
from athletes.errors import RefusedError
from athletes.localtime import clinic_day
from athletes.models import Athlete, Cover, Role, User
from athletes.models.care.covers import MAX_REASON


class CannotCoverError(RefusedError):
    """This therapist cannot cover this athlete; another athlete they could."""


@transaction.atomic
def stand_in(
    *,
    athlete: Athlete,
    therapist: User,
    from_on: date,
    until_on: date | None,
    reason: str,
    by: User,
    at: datetime,
    has_no_end: bool = False,
) -> Cover:
    """The therapist sees the record and gets its urgent mail from the first day to the last, by the clinic's calendar.

    has_no_end -- somebody said that no last day is known: the cover stands until it is ended
    Refused for who is no therapist at work or cares already, without a reason, without a last day that was meant to
    be left out, for one that is past or before the first, and where they cover in these days already.
    """
    _check_therapist(therapist)
    reason = reason.strip()
    if not reason or len(reason) > MAX_REASON:
        raise RefusedError(_("Say why, in up to 200 characters."), field="reason")
    if until_on is None and not has_no_end:
        raise RefusedError(_("Give the last day, or check below that none is known yet."), field="until_on")
    if until_on is not None and has_no_end:
        raise RefusedError(_("Give a last day or say that none is known, not both."), field="until_on")
    _check_days(from_on, until_on, at)
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    cover = Cover(athlete=athlete, therapist=therapist, from_on=from_on, until_on=until_on, reason=reason, by=by, at=at)
    _check_can_cover(cover)
    cover.save()
    _record(EventKind.COVER_BEGUN, cover, by)
    return cover


@dataclass(frozen=True)
class CoveredAthlete:
    """One of several. cover -- what was begun; None where it cannot be, and why_not says why"""

    athlete: Athlete
    cover: Cover | None = None
    why_not: str = ""


@transaction.atomic
def stand_in_for_several(
    *, athletes: Iterable[Athlete], therapist: User, by: User, at: datetime, **terms: Any
) -> list[CoveredAthlete]:
    """The same cover for each of them, in their order; who cannot be covered by this therapist says why.

    terms -- from_on, until_on, reason and has_no_end, as ``stand_in`` takes them
    Raises RefusedError for what is wrong with all of it, such as a last day that is past; nobody is covered then.
    """
    lines = []
    for athlete in athletes:
        try:
            with transaction.atomic():
                cover = stand_in(athlete=athlete, therapist=therapist, by=by, at=at, **terms)
            lines.append(CoveredAthlete(athlete, cover))
        except CannotCoverError as error:
            lines.append(CoveredAthlete(athlete, why_not=str(error.message)))
    return lines


def rehearse_standing_in(**act: Any) -> list[CoveredAthlete]:
    """What ``stand_in_for_several`` would do, found by doing it and taking it back; no cover of it has a row."""
    with transaction.atomic():
        lines = stand_in_for_several(**act)
        transaction.set_rollback(True)
    return lines


@transaction.atomic
def extend(*, cover: Cover, until_on: date, at: datetime) -> Cover:
    """Another last day, later or sooner; the change log keeps the former one.

    Refused where the cover is over, and for a day that is past or before its first.
    """
    cover = _locked(cover, at)
    cover.until_on = until_on
    _check_days(cover.from_on, until_on, at)
    _check_can_cover(cover)
    cover.save(update_fields=["until_on"])
    _record(EventKind.COVER_CHANGED, cover)
    return cover


@transaction.atomic
def end_early(*, cover: Cover, by: User, at: datetime) -> Cover:
    """From this moment the therapist sees nothing of it. Refused where it is over already."""
    cover = _locked(cover, at)
    cover.ended_by, cover.ended_at = by, at
    cover.save(update_fields=["ended_by", "ended_at"])
    _record(EventKind.COVER_ENDED, cover, by)
    return cover


def _record(kind: EventKind, cover: Cover, by: User | None = None) -> None:
    record_event(kind, by=by, athletes=[cover.athlete_id], account=cover.therapist_id)


def _locked(cover: Cover, at: datetime) -> Cover:
    """The row as it is now; refused where it is over."""
    Athlete.objects.select_for_update().get(pk=cover.athlete_id)
    found = Cover.objects.not_over(clinic_day(at)).filter(pk=cover.pk).first()
    if found is None:
        raise RefusedError(_("This cover has already ended."))
    return found


def _check_therapist(therapist: User) -> None:
    if therapist.role != Role.THERAPIST or not therapist.is_active:
        raise RefusedError(_("Choose a therapist who works here."), field="therapist")


def _check_days(from_on: date, until_on: date | None, at: datetime) -> None:
    if until_on is not None and until_on < from_on:
        raise RefusedError(_("The last day is the first day, or later."), field="until_on")
    if until_on is not None and until_on < clinic_day(at):
        raise RefusedError(_("The last day is past. Give today or a later one."), field="until_on")


def _check_can_cover(cover: Cover) -> None:
    """Whether this therapist can cover this athlete in these days; raises CannotCoverError."""
    if cover.therapist_id == cover.athlete.therapist_id:
        raise CannotCoverError(_("{name} is their therapist.").format(name=cover.therapist), field="therapist")
    until = cover.until_on
    others = Cover.objects.not_over(cover.from_on).exclude(pk=cover.pk)
    others = others.filter(athlete=cover.athlete_id, therapist=cover.therapist_id)
    if until is not None:
        others = others.filter(from_on__lte=until)
    if others.exists():
        raise CannotCoverError(
            _("{name} covers in these days already. Change the last day of that cover.").format(name=cover.therapist),
            field="therapist",
        )
