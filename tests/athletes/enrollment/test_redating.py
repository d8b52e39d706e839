"""What a changed plan does to the sessions of an enrollment, heap by heap."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from athletes.enrollment.plan_changes import begun_of, pause_program, save_plan
from athletes.enrollment.redating import DueWorkout, due_workouts, sort_sessions, weeks_to_reach
from athletes.models import Session, SessionStatus
from programs.grid.shape import open_grid
from programs.models import Program
from tests.doing import do
from tests.people import MONDAY

DAY = timedelta(days=1)
TODAY = date(2026, 11, 4)
PLAN = {(1, 10): DueWorkout(1, "A", is_optional=False), (2, 10): DueWorkout(2, "A", is_optional=False)}


def session(week: int, days: int = 0, status: str = SessionStatus.PLANNED) -> Session:
    return Session(week_id=week, workout_id=10, planned_on=TODAY + days * DAY, status=status)


@pytest.mark.parametrize(
    ("row", "heap"),
    [
        (session(1), "to_move"),
        (session(2, days=7), "to_move"),
        (session(3, days=7), "to_drop"),
        (session(1, days=-1), "untouched"),
        (session(3, days=-1), "untouched"),
        (session(1, status=SessionStatus.OPEN), "untouched"),
        (session(3, status=SessionStatus.COMPLETED), "untouched"),
        (session(1, days=7, status=SessionStatus.SKIPPED), "untouched"),
    ],
)
def test_only_what_is_planned_and_not_past_is_touched(row, heap):
    found = sort_sessions([row], PLAN, TODAY)
    heaps = {"untouched": found.untouched, "to_move": found.to_move, "to_drop": found.to_drop}
    assert heaps.pop(heap) == [row]
    assert list(heaps.values()) == [[], []]


@pytest.mark.parametrize(("days", "weeks"), [(0, 0), (1, 0), (7, -1), (-1, 1), (-7, 1), (-8, 2)])
def test_a_day_reaches_the_goal_in_whole_weeks(days, weeks):
    assert weeks_to_reach(TODAY, TODAY + days * DAY) == weeks


# -- a saved grid ----------------------------------------------------------------------------


def grid_of(enrollment):
    program = Program.objects.with_plan().get(pk=enrollment.program_id)
    return open_grid(program, begun_of(program))


def without_weeks(grid, *numbers: int):
    """The grid as after removing weeks, counted from 1."""
    for number in sorted(numbers, reverse=True):
        del grid.weeks[number - 1]
        for row in grid.rows:
            del row.cells[number - 1]
    return grid


def planned(enrollment) -> list[tuple[date, str]]:
    rows = enrollment.sessions.order_by("planned_on", "workout__letter")
    return list(rows.values_list("planned_on", "workout__letter"))


@pytest.mark.django_db
def test_a_plan_asks_for_every_workout_that_holds_a_dose(enrollment):
    grid = grid_of(enrollment)
    due = due_workouts(grid)
    assert sorted((each.week_number, each.letter) for each in due.values()) == [
        (week, letter) for week in range(1, 9) for letter in "AB"
    ]
    for row in grid.tables[1].rows:
        row.cells[2].value = None
    assert (3, "B") not in {(each.week_number, each.letter) for each in due_workouts(grid).values()}


@pytest.mark.django_db
def test_a_week_that_is_taken_out_goes_and_the_later_ones_follow(enrollment, thea):
    before = planned(enrollment)
    save_plan(grid=without_weeks(grid_of(enrollment), 3), by=thea, at=MONDAY)
    after = planned(enrollment)
    assert after == before[:4] + [(on - 7 * DAY, letter) for on, letter in before[6:]]
    enrollment.refresh_from_db()
    assert enrollment.ends_on == after[-1][0]


@pytest.mark.django_db
def test_what_a_pause_has_added_stays_when_a_workout_is_added(enrollment, ana, thea):
    first = enrollment.sessions.order_by("planned_on").first()
    do(first, ana, MONDAY)
    pause_program(enrollment=enrollment, until=MONDAY.date() + 17 * DAY, at=MONDAY)
    gone = enrollment.sessions.get(week__number=4, workout__letter="B")
    expected = gone.planned_on
    gone.delete()
    grid = grid_of(enrollment)
    grid.tables[0].rows[0].note = "Slow down."
    for row in grid.tables[1].rows:  # asked for in no week before, so that it counts as changed
        row.cells[7].value = None
        row.cells[7].text = ""
    save_plan(grid=grid, by=thea, at=MONDAY + DAY)
    assert enrollment.sessions.get(week__number=4, workout__letter="B").planned_on == expected
    assert not enrollment.sessions.filter(week__number=8, workout__letter="B").exists()


@pytest.mark.django_db
def test_nothing_to_come_moves_into_the_past(enrollment, ana, thea):
    sessions = list(enrollment.sessions.order_by("planned_on"))
    do(sessions[4], ana, MONDAY + 14 * DAY)
    grid = grid_of(enrollment)
    save_plan(grid=without_weeks(grid, 1, 2), by=thea, at=MONDAY + 15 * DAY)
    today = MONDAY.date() + 15 * DAY
    to_come = enrollment.sessions.filter(status=SessionStatus.PLANNED, week__number__gte=1, planned_on__gte=today)
    assert to_come.count() == 11
    assert enrollment.sessions.get(pk=sessions[4].pk).planned_on == sessions[4].planned_on
