"""A therapist leaves, or gives athletes away: each goes to a successor, in one act that can be taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from athletes.access.events import EventKind, record_event
from athletes.errors import RefusedError
from athletes.localtime import clinic_day
from athletes.mail.planner import plan_mail
from athletes.models import Athlete, CareTransfer, Cover, MailKind, Role, User

#: How long the mail to a successor may wait to go out.
MAIL_WINDOW = timedelta(days=2)


@transaction.atomic
def hand_over(*, therapist: User, successors: Mapping[int, User], by: User, at: datetime) -> list[CareTransfer]:
    """Athletes of the therapist go to the successor that is named for each, by the athlete's key.

    Programs, problems, messages and notes stay with the athlete and go along. Covers of theirs that the successor
    held end: the athlete is their own now. Each successor gets one mail, without a name in it.
    Raises RefusedError for a successor who is no therapist at work, or the same person; nothing is changed then.
    Athletes who are not the therapist's any more are left out.
    """
    for successor in successors.values():
        _check_successor(therapist, successor)
    mine = Athlete.objects.select_for_update().filter(therapist=therapist, pk__in=successors)
    moved = [_move(athlete, successors[athlete.pk], by, at) for athlete in mine.order_by("pk")]
    _tell({transfer.now for transfer in moved if transfer.now is not None}, at)
    return moved


def _check_successor(therapist: User, successor: User) -> None:
    if successor.role != Role.THERAPIST or not successor.is_active:
        raise RefusedError(_("{name} is not a therapist who works here.").format(name=successor))
    if successor.pk == therapist.pk:
        raise RefusedError(_("Choose someone other than {name}.").format(name=successor))


def _move(athlete: Athlete, successor: User, by: User, at: datetime) -> CareTransfer:
    was = athlete.therapist
    athlete.therapist = successor
    athlete.save(update_fields=["therapist"])
    held = Cover.objects.not_over(clinic_day(at)).filter(athlete=athlete, therapist=successor)
    held.update(ended_at=at, ended_by=by)
    record_event(EventKind.HANDED_OVER, by=by, athletes=[athlete.pk], account=successor.pk)
    return CareTransfer.objects.create(athlete=athlete, was=was, now=successor, by=by, at=at)


def _tell(successors: set[User], at: datetime) -> None:
    for successor in sorted(successors, key=lambda user: user.pk):
        plan_mail(successor, MailKind.HANDED_OVER, occasion=at.isoformat(), at=at, window=MAIL_WINDOW)


@transaction.atomic
def take_back(*, therapist: User, handed_at: datetime, by: User, at: datetime) -> list[CareTransfer]:
    """What was handed over at that moment goes back, where nobody has handed it on. Covers that ended stay ended.

    Raises RefusedError where the therapist does not work here any more, and where nothing is left to take back.
    """
    if not therapist.is_active:
        raise RefusedError(_("{name} no longer works here.").format(name=therapist))
    done = CareTransfer.objects.filter(was=therapist, at=handed_at).select_related("now")
    back = []
    for transfer in done:
        athlete = Athlete.objects.select_for_update().filter(pk=transfer.athlete_id, therapist=transfer.now).first()
        if athlete is not None:
            back.append(_move(athlete, therapist, by, at))
    if not back:
        raise RefusedError(_("There is nothing left to take back."))
    return back
