"""Another therapist stands in for a while: begun, given another last day, ended early. What was stays readable."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from athletes.errors import RefusedError
from athletes.localtime import clinic_day
from athletes.models import Athlete, Cover, Role, User
from athletes.models.care.covers import MAX_REASON


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
    _check_therapist(athlete, therapist)
    reason = reason.strip()
    if not reason or len(reason) > MAX_REASON:
        raise RefusedError(_("Say why, in up to 200 characters."), field="reason")
    if until_on is None and not has_no_end:
        raise RefusedError(_("Give the last day, or say below that none is known yet."), field="until_on")
    if until_on is not None and has_no_end:
        raise RefusedError(_("Give a last day, or say that none is known: not both."), field="until_on")
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    cover = Cover(athlete=athlete, therapist=therapist, from_on=from_on, until_on=until_on, reason=reason, by=by, at=at)
    _check_days(cover, at)
    cover.save()
    return cover


@transaction.atomic
def extend(*, cover: Cover, until_on: date, at: datetime) -> Cover:
    """Another last day, later or sooner; the change log keeps the former one.

    Refused where the cover is over, and for a day that is past or before its first.
    """
    cover = _locked(cover, at)
    cover.until_on = until_on
    _check_days(cover, at)
    cover.save(update_fields=["until_on"])
    return cover


@transaction.atomic
def end_early(*, cover: Cover, by: User, at: datetime) -> Cover:
    """From this moment the therapist sees nothing of it. Refused where it is over already."""
    cover = _locked(cover, at)
    cover.ended_by, cover.ended_at = by, at
    cover.save(update_fields=["ended_by", "ended_at"])
    return cover


def _locked(cover: Cover, at: datetime) -> Cover:
    """The row as it is now; refused where it is over."""
    Athlete.objects.select_for_update().get(pk=cover.athlete_id)
    found = Cover.objects.not_over(clinic_day(at)).filter(pk=cover.pk).first()
    if found is None:
        raise RefusedError(_("This cover is over already."))
    return found


def _check_therapist(athlete: Athlete, therapist: User) -> None:
    if therapist.role != Role.THERAPIST or not therapist.is_active:
        raise RefusedError(_("Choose a therapist who works here."), field="therapist")
    if therapist.pk == athlete.therapist_id:
        raise RefusedError(_("{name} is their therapist.").format(name=therapist), field="therapist")


def _check_days(cover: Cover, at: datetime) -> None:
    today, until = clinic_day(at), cover.until_on
    if until is not None and until < cover.from_on:
        raise RefusedError(_("The last day is the first day, or later."), field="until_on")
    if until is not None and until < today:
        raise RefusedError(_("The last day is past. Give today or a later one."), field="until_on")
    others = Cover.objects.not_over(cover.from_on).exclude(pk=cover.pk)
    others = others.filter(athlete=cover.athlete_id, therapist=cover.therapist_id)
    if until is not None:
        others = others.filter(from_on__lte=until)
    if others.exists():
        raise RefusedError(
            _("{name} covers in these days already. Change the last day of that cover.").format(name=cover.therapist),
            field="therapist",
        )
