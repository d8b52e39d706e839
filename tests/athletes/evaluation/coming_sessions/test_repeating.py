"""A phase that is not earned repeats the week before it, by itself, until it is."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from athletes.desk.actions import leave_as_it_is, open_phase_and_settle
from athletes.desk.undoing import undo
from athletes.errors import RefusedError
from athletes.evaluation.evaluate import evaluate
from athletes.models import FlagKind, Session, SetLog
from tests.doing import do, train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def counted(enrollment) -> list[Session]:
    return list(enrollment.sessions.counted().select_related("week").order_by("planned_on"))


def weeks_of(enrollment) -> list[int]:
    """The week of each first session of a week, in the order in which they come."""
    return [session.week.number for session in counted(enrollment)[::2]]


def at(session: Session):
    return MONDAY + (session.planned_on - MONDAY.date())


@pytest.fixture
def unearned(ana, enrollment):
    """Ana has done the first phase without a word on her effort."""
    for session in counted(enrollment)[:4]:
        do(session, ana, at(session))
    enrollment.refresh_from_db()
    return enrollment


def test_the_last_week_comes_again_all_else_a_week_later_and_the_therapist_is_told_once(ana, unearned):
    assert weeks_of(unearned) == [1, 2, 2, 3, 4, 5, 6, 7, 8]
    assert [session.is_repeat for session in counted(unearned)[4:7]] == [True, True, False]
    assert (unearned.awaited_phase, unearned.repeats) == ("Build", 1)
    flag = ana.flags.open().get(kind=FlagKind.PHASE)
    assert flag.figures["missing"] == ["phase_efforts"]
    evaluate(ana, MONDAY + 12 * DAY)
    assert weeks_of(unearned) == [1, 2, 2, 3, 4, 5, 6, 7, 8]
    assert ana.flags.filter(kind=FlagKind.PHASE).count() == 1


def test_days_and_workouts_stay_as_they_were(unearned):
    days = [session.planned_on for session in counted(unearned)]
    assert [(after - before).days for before, after in pairwise(days)] == [3, 4] * 8 + [3]
    assert [session.workout.letter for session in counted(unearned)] == ["A", "B"] * 9
    assert unearned.ends_on == days[-1]


def test_answers_that_come_before_the_repeat_begins_take_it_back(ana, unearned):
    SetLog.objects.filter(athlete=ana, reps__isnull=False).update(rpe=6)
    evaluate(ana, MONDAY + 12 * DAY)
    unearned.refresh_from_db()
    assert weeks_of(unearned) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert (unearned.awaited_phase, unearned.repeats) == ("", 0)
    assert not ana.flags.open().filter(kind=FlagKind.PHASE).exists()


def test_it_is_earned_by_the_repeat_itself(ana, unearned):
    for session in counted(unearned)[4:6]:
        train(session, ana, at(session))
    unearned.refresh_from_db()
    assert weeks_of(unearned)[:4] == [1, 2, 2, 3]
    assert not ana.flags.open().filter(kind=FlagKind.PHASE).exists()


def test_after_three_repeats_a_therapist_who_left_it_as_it_is_is_called_again(ana, thea, unearned):
    leave_as_it_is(athlete=ana, by=thea, at=MONDAY + 12 * DAY)
    for session in counted(unearned)[4:8]:
        do(session, ana, at(session))
    done = {session.pk for session in counted(unearned)[:8]}
    for session in counted(unearned):
        if session.pk not in done and session.week.number == 2:
            do(session, ana, at(session))
    unearned.refresh_from_db()
    assert unearned.repeats >= 3
    assert ana.flags.filter(kind=FlagKind.PHASE).count() == 2


def test_the_therapist_opens_the_phase(ana, thea, unearned):
    assert open_phase_and_settle(athlete=ana, by=thea, at=MONDAY + 12 * DAY) == "Build"
    unearned.refresh_from_db()
    assert weeks_of(unearned) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert not ana.flags.open().filter(kind=FlagKind.PHASE).exists()
    evaluate(ana, MONDAY + 13 * DAY)
    assert weeks_of(unearned) == [1, 2, 3, 4, 5, 6, 7, 8]


def test_the_caseload_has_the_click(as_thea, ana, unearned, time_machine):
    time_machine.move_to(MONDAY + 12 * DAY, tick=False)
    said = as_thea.post(f"/admin/caseload/{ana.pk}/", {"do": "open_phase"}, follow=True).content.decode()
    assert "Ana Silva begins Build with the next session." in said


def test_today_says_that_the_week_comes_once_more(as_ana, ana, unearned, time_machine):
    time_machine.move_to(at(counted(unearned)[4]), tick=False)
    assert "This week repeats: the next one builds on it." in as_ana.get("/").content.decode()


# -- opening taken back ----------------------------------------------------------------------


def layout_of(enrollment) -> list[tuple[object, ...]]:
    enrollment.refresh_from_db()
    laid_out = [(row.planned_on, row.week_id, row.workout_id, row.is_repeat) for row in counted(enrollment)]
    return [*laid_out, enrollment.ends_on, enrollment.awaited_phase, enrollment.opened_phase, enrollment.repeats]


def test_opening_the_phase_taken_back_repeats_the_week_as_before(ana, thea, unearned):
    before, opened_at = layout_of(unearned), MONDAY + 12 * DAY
    open_phase_and_settle(athlete=ana, by=thea, at=opened_at)
    assert layout_of(unearned) != before
    undo(athlete=ana, decided_at=opened_at, by=thea, at=opened_at + timedelta(seconds=9))
    assert layout_of(unearned) == before
    assert ana.flags.open().filter(kind=FlagKind.PHASE).count() == 1


def test_taken_back_in_the_middle_of_a_repeat_the_rest_of_it_is_as_before(ana, thea, unearned):
    do(counted(unearned)[4], ana, at(counted(unearned)[4]))
    before, opened_at = layout_of(unearned), at(counted(unearned)[5])
    open_phase_and_settle(athlete=ana, by=thea, at=opened_at)
    undo(athlete=ana, decided_at=opened_at, by=thea, at=opened_at + timedelta(seconds=9))
    assert layout_of(unearned) == before


def test_a_phase_that_somebody_has_begun_stays_open(ana, thea, unearned):
    opened_at = MONDAY + 12 * DAY
    open_phase_and_settle(athlete=ana, by=thea, at=opened_at)
    opened = layout_of(unearned)
    do(counted(unearned)[4], ana, opened_at + timedelta(seconds=5), finish=False)
    with pytest.raises(RefusedError, match="has begun a session with it"):
        undo(athlete=ana, decided_at=opened_at, by=thea, at=opened_at + timedelta(seconds=9))
    assert layout_of(unearned) == opened
    assert not ana.flags.open().filter(kind=FlagKind.PHASE).exists()


def test_the_caseload_takes_the_opening_back(as_thea, ana, unearned, time_machine):
    time_machine.move_to(MONDAY + 12 * DAY, tick=False)
    before = layout_of(unearned)
    page = as_thea.post(f"/admin/caseload/{ana.pk}/", {"do": "open_phase"}, follow=True).content.decode()
    assert "/admin/caseload/undo/" in page
    as_thea.post("/admin/caseload/undo/")
    assert layout_of(unearned) == before
