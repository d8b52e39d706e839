"""Another therapist stands in: from its first day to its last by the clinic's calendar, and no moment longer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from athletes.access.roles import may_end_stop
from athletes.enrollment.in_charge.covering import end_early, extend, stand_in
from athletes.errors import RefusedError
from athletes.models import Athlete, Cover, Flag, Mail
from tests.clock import at
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 11, 3), date(2026, 11, 5)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def covered(ana, tom, **changes) -> Cover:
    values = {"from_on": FIRST, "until_on": LAST, "reason": "vacation", "by": ana.therapist, "at": MONDAY}
    return stand_in(athlete=ana, therapist=tom, **values | changes)


def sees(tom, ana) -> bool:
    return Athlete.objects.visible_to(tom).filter(pk=ana.pk).exists()


@pytest.mark.parametrize(
    ("moment", "seen"),
    [
        ("2026-11-02 23:59 America/New_York", False),
        ("2026-11-03 00:00 America/New_York", True),
        ("2026-11-05 23:59 America/New_York", True),
        ("2026-11-06 00:00 America/New_York", False),
        # the athlete's calendar, and UTC's, say another day: the clinic's decides
        ("2026-11-03 17:30 Pacific/Auckland", False),
        ("2026-11-06 00:30 Pacific/Auckland", True),
        ("2026-11-06 04:59 UTC", True),
        ("2026-11-06 05:00 UTC", False),
        ("2026-11-05 22:00 Pacific/Honolulu", False),
    ],
)
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland"])
def test_the_first_and_the_last_day_count_by_the_clinics_calendar(ana, tom, time_machine, moment, seen, zone):
    Athlete.objects.filter(pk=ana.pk).update(time_zone=zone)
    flag = Flag.objects.create(id=Flag.key(ana.pk, "stop", "x"), athlete=ana, kind="stop", cause="x", raised_at=MONDAY)
    covered(ana, tom)
    time_machine.move_to(at(moment), tick=False)
    assert sees(tom, ana) is seen
    assert (flag in Flag.objects.visible_to(tom)) is seen
    assert may_end_stop(tom, ana.pk) is seen
    assert (tom in ana.covering(at(moment))) is seen


def test_the_mails_of_an_athlete_are_seen_while_the_cover_stands(enrollment, ana, tom, time_machine):
    covered(ana, tom)
    assert not Mail.objects.visible_to(tom).filter(recipient=ana.user).exists()
    time_machine.move_to(MONDAY + timedelta(days=1), tick=False)
    assert Mail.objects.visible_to(tom).filter(recipient=ana.user).exists()
    time_machine.move_to(MONDAY + timedelta(days=4), tick=False)
    assert not Mail.objects.visible_to(tom).filter(recipient=ana.user).exists()


def test_a_cover_without_a_last_day_is_asked_about(ana, tom, time_machine):
    with pytest.raises(RefusedError, match="Give the last day"):
        covered(ana, tom, until_on=None)
    covered(ana, tom, until_on=None, has_no_end=True)
    time_machine.move_to(MONDAY + timedelta(days=300), tick=False)
    assert sees(tom, ana)


def test_an_early_end_closes_the_record_at_once_and_stays_in_the_history(ana, thea, tom, time_machine):
    cover = covered(ana, tom)
    on_the_day = MONDAY + timedelta(days=1)
    time_machine.move_to(on_the_day, tick=False)
    assert sees(tom, ana)
    end_early(cover=cover, by=thea, at=on_the_day)
    assert not sees(tom, ana)
    kept = ana.covers.get()
    assert (kept.until_on, kept.ended_by, kept.ended_at) == (LAST, thea, on_the_day)
    with pytest.raises(RefusedError, match="already ended"):
        extend(cover=cover, until_on=LAST, at=on_the_day)


def test_another_last_day_holds_and_a_cover_that_is_over_is_not_revived(ana, tom, time_machine):
    cover = covered(ana, tom)
    extend(cover=cover, until_on=LAST + timedelta(days=2), at=MONDAY)
    time_machine.move_to(at("2026-11-07 12:00 America/New_York"), tick=False)
    assert sees(tom, ana)
    later = at("2026-11-08 12:00 America/New_York")
    time_machine.move_to(later, tick=False)
    assert not sees(tom, ana)
    with pytest.raises(RefusedError, match="already ended"):
        extend(cover=cover, until_on=date(2026, 12, 1), at=later)
    assert not sees(tom, ana)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"reason": "  "}, "Say why"),
        ({"until_on": FIRST - timedelta(days=1)}, "first day, or later"),
        ({"from_on": date(2026, 10, 1), "until_on": date(2026, 11, 1)}, "is past"),
        ({"has_no_end": True}, "not both"),
    ],
)
def test_what_is_refused_leaves_nothing(ana, tom, changes, said):
    with pytest.raises(RefusedError, match=said):
        covered(ana, tom, **changes)
    assert not ana.covers.exists()


def test_nobody_covers_twice_in_the_same_days_nor_their_own_athlete_nor_after_they_left(ana, thea, tom, carla):
    covered(ana, tom)
    with pytest.raises(RefusedError, match="in these days already"):
        covered(ana, tom, from_on=LAST, until_on=LAST + timedelta(days=3))
    covered(ana, tom, from_on=LAST + timedelta(days=1), until_on=LAST + timedelta(days=3))
    with pytest.raises(RefusedError, match="is their therapist"):
        covered(ana, thea)
    tom.is_active = False
    for person in (tom, carla):
        with pytest.raises(RefusedError, match="who works here"):
            covered(ana, person, from_on=LAST + timedelta(days=9), until_on=LAST + timedelta(days=9))
