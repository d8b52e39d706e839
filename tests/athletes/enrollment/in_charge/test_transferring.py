"""A caseload is handed over: who sees whom afterwards, what goes along, who is told, and the way back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.enrollment.in_charge.covering import stand_in
from athletes.enrollment.in_charge.transferring import hand_over, take_back
from athletes.enrollment.prescribing import add_athlete
from athletes.errors import RefusedError
from athletes.models import Athlete, CareTransfer, Mail, MailKind
from athletes.records.messages import send_message
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def seen_by(user) -> set[str]:
    return {athlete.user.name for athlete in Athlete.objects.visible_to(user)}


def test_who_takes_over_sees_everything_and_who_gives_away_nothing(ana, thea, tom, carla, enrollment):
    send_message(athlete=ana, author=ana.user, text="Hello?", at=MONDAY)
    nia = add_athlete(email="nia@runner.example", name="Nia Park", therapist=thea, at=MONDAY)
    hand_over(therapist=thea, successors={ana.pk: tom}, by=carla, at=MONDAY + HOUR)
    assert seen_by(tom) == {"Ana Silva"}
    assert seen_by(thea) == {"Nia Park"}
    ana.refresh_from_db()
    assert ana.messages.unread().count() == 1  # nobody has read it by that
    assert ana.enrollments.active().get() == enrollment
    assert nia.therapist == thea


def test_a_cover_of_who_takes_over_ends_and_others_stay(ana, thea, tom, carla):
    days = {"from_on": MONDAY.date(), "until_on": MONDAY.date() + timedelta(days=9), "reason": "vacation"}
    held = stand_in(athlete=ana, therapist=tom, by=thea, at=MONDAY, **days)
    hand_over(therapist=thea, successors={ana.pk: tom}, by=carla, at=MONDAY + HOUR)
    held.refresh_from_db()
    assert (held.ended_at, held.ended_by) == (MONDAY + HOUR, carla)


def test_each_successor_gets_one_mail_for_all_of_them(ana, thea, tom, carla):
    nia = add_athlete(email="nia@runner.example", name="Nia Park", therapist=thea, at=MONDAY)
    hand_over(therapist=thea, successors={ana.pk: tom, nia.pk: tom}, by=carla, at=MONDAY)
    assert [mail.recipient for mail in Mail.objects.filter(kind=MailKind.HANDED_OVER)] == [tom]


def test_it_goes_back_where_nobody_has_handed_it_on(ana, thea, tom, carla):
    nia = add_athlete(email="nia@runner.example", name="Nia Park", therapist=thea, at=MONDAY)
    hand_over(therapist=thea, successors={ana.pk: tom, nia.pk: tom}, by=carla, at=MONDAY)
    Athlete.objects.filter(pk=nia.pk).update(therapist=carla)
    back = take_back(therapist=thea, handed_at=MONDAY, by=carla, at=MONDAY + HOUR)
    assert [transfer.athlete for transfer in back] == [ana]
    assert CareTransfer.objects.filter(athlete=ana).count() == 2  # both are kept
    with pytest.raises(RefusedError, match="nothing left"):
        take_back(therapist=thea, handed_at=MONDAY, by=carla, at=MONDAY + HOUR)


@pytest.mark.parametrize("who", ["carla", "thea", "gone"])
def test_only_another_therapist_at_work_takes_over(ana, thea, tom, carla, who):
    tom.is_active = who != "gone"
    tom.save()
    successor = {"carla": carla, "thea": thea, "gone": tom}[who]
    with pytest.raises(RefusedError):
        hand_over(therapist=thea, successors={ana.pk: successor}, by=carla, at=MONDAY)
    assert seen_by(thea) == {"Ana Silva"}


def test_nothing_goes_back_to_who_does_not_work_here(ana, thea, tom, carla):
    hand_over(therapist=thea, successors={ana.pk: tom}, by=carla, at=MONDAY)
    thea.is_active = False
    thea.save()
    with pytest.raises(RefusedError, match="no longer works here"):
        take_back(therapist=thea, handed_at=MONDAY, by=carla, at=MONDAY + HOUR)
    assert seen_by(tom) == {"Ana Silva"}
