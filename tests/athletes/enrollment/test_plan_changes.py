"""A plan that changes while it is followed: a week again, what is left on other dates, a pause."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from athletes.enrollment.plan_changes import (
    pause_program,
    repeat_week,
    resume_program,
    save_plan,
    shift_remaining,
)
from athletes.enrollment.prescribing import finish, prescribe
from athletes.enrollment.schedule import excuse_session, state_usual_week
from athletes.errors import RefusedError
from athletes.evaluation.evaluate import evaluate
from athletes.evaluation.suggestions import accept
from athletes.evaluation.sweep import sweep
from athletes.mail.conditions import why_no_weekly_mail
from athletes.models import FlagKind, MailReason, Session
from programs.grid.saving import ConflictError
from programs.grid.shape import open_grid
from programs.models import Program
from tests.doing import do, train
from tests.people import MONDAY
from tests.seen import see

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def sessions(enrollment) -> list[Session]:
    return list(enrollment.sessions.select_related("athlete", "enrollment__program").order_by("planned_on"))


def test_a_paused_program_asks_for_nothing_until_its_day(enrollment, ana, time_machine, as_ana):
    until = MONDAY.date() + timedelta(weeks=3)
    pause_program(enrollment=enrollment, until=until, at=MONDAY)
    assert enrollment.sessions.order_by("planned_on").first().planned_on == until
    later = MONDAY + timedelta(days=15)
    assert sweep(later) == 0
    assert why_no_weekly_mail(ana, later) == MailReason.PROGRAM_PAUSED
    time_machine.move_to(later, tick=False)
    page = as_ana.get("/").content.decode()
    assert "Your program is paused" in page
    assert "Next strength" not in page
    assert "Monday, November 23" in page
    assert why_no_weekly_mail(ana, MONDAY + timedelta(weeks=3)) is None


def test_on_a_run_day_a_paused_program_says_so_and_a_run_can_be_logged(enrollment, ana, as_ana):
    state_usual_week(athlete=ana, kinds=["easy"] * 7)
    pause_program(enrollment=enrollment, until=MONDAY.date() + timedelta(weeks=2), at=MONDAY)
    page = see(as_ana, "/")
    assert "Paused until November 16" in page
    assert "Log a run" in page
    assert "Start session" not in page


def test_a_pause_ends_early_and_the_rest_follows(enrollment):
    pause_program(enrollment=enrollment, until=MONDAY.date() + timedelta(weeks=4), at=MONDAY)
    resume_program(enrollment=enrollment, at=MONDAY + timedelta(weeks=1))
    enrollment.refresh_from_db()
    assert enrollment.paused_until is None
    assert enrollment.sessions.order_by("planned_on").first().planned_on == MONDAY.date() + timedelta(weeks=1)


def test_a_pause_needs_a_day_that_is_to_come(enrollment):
    with pytest.raises(RefusedError, match="tomorrow or later"):
        pause_program(enrollment=enrollment, until=MONDAY.date(), at=MONDAY)


# -- what a change of dates brings with it ----------------------------------------------------


def test_days_off_take_an_accepted_step_back_and_ask_for_less(ana, thea, weeks, enrollment):
    train(weeks[0], ana, MONDAY)
    accept(suggestions=weeks[2].suggestions.filter(change="more_load"), by=thea, at=MONDAY)
    excuse_session(session=weeks[1], by=thea, at=MONDAY)
    pause_program(enrollment=enrollment, until=MONDAY.date() + 28 * DAY, at=MONDAY + DAY)
    assert not weeks[2].suggestions.filter(change="more_load").exists()
    sweep(MONDAY + 28 * DAY)
    assert set(weeks[2].suggestions.filter(load_kg__isnull=False).values_list("reason", flat=True)) == {"gap"}


def test_seven_weeks_off_are_a_gap_too(ana, weeks, enrollment):
    train(weeks[0], ana, MONDAY)
    pause_program(enrollment=enrollment, until=MONDAY.date() + 49 * DAY, at=MONDAY + DAY)
    evaluate(ana, MONDAY + 49 * DAY)
    assert set(ana.suggestions.filter(session__status="planned").values_list("change", "reason")) == {
        ("lighter", "restart")
    }


def test_the_day_a_pause_ends_is_not_silent(ana, weeks, enrollment):
    train(weeks[0], ana, MONDAY)
    pause_program(enrollment=enrollment, until=MONDAY.date() + 28 * DAY, at=MONDAY + DAY)
    sweep(MONDAY + 28 * DAY)
    assert not ana.flags.filter(kind=FlagKind.SILENT).exists()


def test_a_pause_never_pulls_a_program_forward(ana, thea, base_template):
    starts_on = MONDAY.date() + 28 * DAY
    later = prescribe(athlete=ana, template=base_template, starts_on=starts_on, weekdays=(0, 3), by=thea, at=MONDAY)
    pause_program(enrollment=later, until=MONDAY.date() + 7 * DAY, at=MONDAY)
    later.refresh_from_db()
    assert later.starts_on == starts_on


def test_a_session_that_is_open_when_the_pause_is_set_is_still_offered(as_ana, ana, sessions, enrollment):
    do(sessions[0], ana, MONDAY, finish=False)
    pause_program(enrollment=enrollment, until=MONDAY.date() + 14 * DAY, at=MONDAY)
    assert f"/session/{sessions[0].pk}/" in as_ana.get("/").content.decode()


# -- a week again, and what is left ------------------------------------------------------------


def days(enrollment) -> list[date]:
    return list(enrollment.sessions.order_by("planned_on").values_list("planned_on", flat=True))


def test_the_week_that_runs_comes_again_and_everything_later_moves_by_one(enrollment, thea):
    before = days(enrollment)
    revision = repeat_week(enrollment=enrollment, by=thea, at=MONDAY + 8 * DAY)
    assert revision.reason == "Week 2 repeated."
    after = days(enrollment)
    assert after[:4] == before[:4]
    assert after[4:6] == [before[2] + 7 * DAY, before[3] + 7 * DAY]
    assert after[6:] == [on + 7 * DAY for on in before[4:]]
    enrollment.refresh_from_db()
    assert enrollment.ends_on == after[-1]


def test_a_second_click_and_a_program_that_has_ended_are_refused(enrollment, thea):
    repeat_week(enrollment=enrollment, by=thea, at=MONDAY)
    with pytest.raises(RefusedError, match="a moment ago"):
        repeat_week(enrollment=enrollment, by=thea, at=MONDAY + timedelta(seconds=30))
    finish(enrollment=enrollment, on=MONDAY.date())
    for verb in (
        lambda: repeat_week(enrollment=enrollment, by=thea, at=MONDAY + DAY),
        lambda: shift_remaining(enrollment=enrollment, on=MONDAY.date() + 7 * DAY, at=MONDAY),
    ):
        with pytest.raises(RefusedError, match="has ended"):
            verb()


def test_what_is_left_moves_by_whole_weeks_and_a_program_that_has_not_begun_moves_its_start(enrollment):
    before = days(enrollment)
    assert shift_remaining(enrollment=enrollment, on=MONDAY.date() + 9 * DAY, at=MONDAY) == 2
    assert days(enrollment) == [on + 14 * DAY for on in before]
    enrollment.refresh_from_db()
    assert enrollment.starts_on == MONDAY.date() + 14 * DAY


def test_what_was_begun_stays_and_so_does_the_start(enrollment, ana, sessions):
    do(sessions[0], ana, MONDAY)
    shift_remaining(enrollment=enrollment, on=MONDAY.date() + 14 * DAY, at=MONDAY)
    enrollment.refresh_from_db()
    assert days(enrollment)[0] == enrollment.starts_on == MONDAY.date()
    assert days(enrollment)[1] == sessions[1].planned_on + 14 * DAY


@pytest.mark.parametrize("away", [-1, 367])
def test_a_day_that_is_past_or_more_than_a_year_away_is_refused(enrollment, away):
    before = days(enrollment)
    with pytest.raises(RefusedError, match="to a year from now"):
        shift_remaining(enrollment=enrollment, on=MONDAY.date() + away * DAY, at=MONDAY)
    assert days(enrollment) == before


def test_a_plan_saved_over_somebody_else_s_is_a_conflict_and_moves_nothing(enrollment, thea):
    program = Program.objects.with_plan().get(pk=enrollment.program_id)
    mine, theirs = open_grid(program), open_grid(program)
    save_plan(grid=theirs, by=thea, at=MONDAY)
    before = days(enrollment)
    with pytest.raises(ConflictError):
        save_plan(grid=mine, by=thea, at=MONDAY)
    assert days(enrollment) == before
