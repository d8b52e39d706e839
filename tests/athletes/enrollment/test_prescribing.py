"""Putting an athlete on a program: who is invited, when each session lies, and how it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.enrollment.plan_changes import pause_program
from athletes.enrollment.prescribing import (
    PrescribedTwiceError,
    add_athlete,
    check_strength_days,
    day_of,
    finish,
    in_order,
    letter_of,
    prescribe,
)
from athletes.errors import RefusedError
from athletes.models import Athlete, Enrollment, Role
from tests.doing import do, train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def test_a_new_program_after_a_paused_one_begins_today(
    as_ana, ana, thea, weeks, enrollment, base_template, time_machine
):
    train(weeks[0], ana, MONDAY)
    pause_program(enrollment=enrollment, until=MONDAY.date() + 21 * DAY, at=MONDAY + DAY)
    at = MONDAY + 2 * DAY
    prescribe(athlete=ana, template=base_template, starts_on=at.date(), weekdays=(2, 5), by=thea, at=at)
    time_machine.move_to(at, tick=False)
    assert "Start session" in as_ana.get("/").content.decode()


# -- a new athlete ---------------------------------------------------------------------------


def test_a_new_athlete_signs_in_by_mail_and_has_a_first_reminder(thea):
    athlete = add_athlete(email=" Nia@Runner.example ", name="Nia Park", therapist=thea, at=MONDAY, unit="kg")
    assert (athlete.user.email, athlete.user.role, athlete.unit) == ("nia@runner.example", Role.ATHLETE, "kg")
    assert not athlete.user.has_usable_password()
    assert athlete.reminder_due_at > MONDAY


def test_an_address_that_is_here_already_is_refused_in_any_spelling(thea, ana):
    with pytest.raises(RefusedError) as refused:
        add_athlete(email=" ANA@stridewell.example", name="Another", therapist=thea, at=MONDAY)
    assert refused.value.field == "email"
    assert Athlete.objects.count() == 1


# -- a program -------------------------------------------------------------------------------


def give(ana, template, thea, *, at=MONDAY, starts_on=None):
    starts_on = starts_on or MONDAY.date()
    return prescribe(athlete=ana, template=template, starts_on=starts_on, weekdays=(0, 3), by=thea, at=at)


def test_every_workout_of_every_week_is_a_session_of_the_copy(ana, thea, base_template):
    enrollment = give(ana, base_template, thea, starts_on=MONDAY.date() + DAY)
    sessions = list(enrollment.sessions.order_by("planned_on").select_related("workout__program", "week"))
    assert [(each.week.number, each.workout.letter) for each in sessions[:4]] == [
        (1, "A"),
        (1, "B"),
        (2, "A"),
        (2, "B"),
    ]
    assert [(each.planned_on - MONDAY.date()).days for each in sessions[:4]] == [3, 7, 10, 14]
    assert {each.workout.program for each in sessions} == {enrollment.program} != {base_template}
    assert enrollment.ends_on == sessions[-1].planned_on
    assert {each.program_revision for each in sessions} == {enrollment.program.revision}
    assert letter_of(enrollment).kind == "invite"


def test_a_double_click_is_refused_with_what_the_first_click_made(ana, thea, base_template):
    first = give(ana, base_template, thea)
    with pytest.raises(PrescribedTwiceError) as twice:
        give(ana, base_template, thea, at=MONDAY + timedelta(seconds=100))
    assert twice.value.enrollment == first
    again = give(ana, base_template, thea, at=MONDAY + timedelta(minutes=3))
    assert list(ana.enrollments.active()) == [again]


def test_another_program_ends_the_one_that_runs_and_keeps_what_was_done(ana, thea, base_template, enrollment):
    first = enrollment.sessions.order_by("planned_on").first()
    do(first, ana, MONDAY)
    give(ana, base_template, thea, at=MONDAY + 7 * DAY, starts_on=MONDAY.date() + 7 * DAY)
    enrollment.refresh_from_db()
    assert (enrollment.status, enrollment.ends_on) == ("finished", MONDAY.date() + 7 * DAY)
    assert enrollment.sessions.order_by("planned_on").first() == first
    assert not enrollment.sessions.filter(planned_on__gte=MONDAY.date() + 7 * DAY).exists()


@pytest.mark.parametrize("second", range(7))
def test_two_strength_days_need_a_day_between_on_both_ways_round_the_week(second):
    if second in {2, 3, 4, 5}:
        check_strength_days((0, second))
        return
    with pytest.raises(RefusedError, match="need a day between") as refused:
        check_strength_days((0, second))
    assert refused.value.field == "second_weekday"


@pytest.mark.parametrize(
    ("starts", "weekdays", "order"),
    [(0, (3, 0), (0, 3)), (1, (0, 3), (3, 0)), (4, (3, 0), (0, 3)), (3, (0, 3), (3, 0))],
)
def test_the_first_strength_day_is_the_next_one_from_the_start(starts, weekdays, order):
    assert in_order(MONDAY.date() + starts * DAY, weekdays) == order


@pytest.mark.parametrize(
    ("weekdays", "top_up"),
    [((0, 2), 4), ((0, 3), 5), ((0, 4), 2), ((0, 5), 2), ((2, 6), 2), ((3, 6), 5)],
)
def test_the_top_up_lies_in_the_longer_gap_two_days_from_both(weekdays, top_up):
    enrollment = Enrollment(starts_on=MONDAY.date(), first_weekday=weekdays[0], second_weekday=weekdays[1])
    first, second, third = (day_of(enrollment, 1, letter) for letter in "ABC")
    assert (third - first).days == top_up
    assert abs((third - second).days) >= 2
    assert day_of(enrollment, 3, "A") - first == 14 * DAY


def test_finishing_drops_what_is_to_come_and_ends_a_pause(enrollment):
    enrollment.paused_until = MONDAY.date() + 30 * DAY
    finish(enrollment=enrollment, on=MONDAY.date() + 8 * DAY)
    enrollment.refresh_from_db()
    assert (enrollment.paused_until, enrollment.ends_on) == (None, MONDAY.date() + 8 * DAY)
    assert {each.planned_on for each in enrollment.sessions.all()} == {
        MONDAY.date(),
        MONDAY.date() + 3 * DAY,
        MONDAY.date() + 7 * DAY,
    }
