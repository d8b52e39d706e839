"""A race closes the sessions that it leaves no room for, by itself, and opens them again where it is moved."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.enrollment.schedule import reschedule_session
from athletes.errors import RefusedError
from athletes.evaluation.coming_sessions.closed_sessions import close_near_race
from athletes.evaluation.evaluate import evaluate
from athletes.evaluation.pain.warning_signs import answer_signs
from athletes.evaluation.sweep import sweep
from athletes.models import Excuse, FlagKind, SessionStatus
from athletes.training.adherence import adherence
from athletes.training.clearance import clear, is_cleared
from programs.rules.thresholds import DEFAULTS
from tests.doing import do, go_back, open_kinds
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def race_in(ana, session, days):
    """The race that many days after that session; negative: before it."""
    ana.goal_race_on = session.planned_on + days * DAY
    ana.save()


def is_closed(session) -> bool:
    session.refresh_from_db()
    return (session.status, session.excuse) == (SessionStatus.SKIPPED, Excuse.RACE)


@pytest.mark.parametrize(("days", "expected"), [(5, False), (4, False), (3, True), (0, True), (-4, True), (-5, False)])
def test_what_lies_too_near_is_left_out_without_a_click(ana, weeks, days, expected):
    race_in(ana, weeks[2], days)
    evaluate(ana, MONDAY)
    assert is_closed(weeks[2]) is expected


def test_it_is_kept_who_did_it_and_why_and_a_second_look_changes_nothing(ana, weeks):
    race_in(ana, weeks[2], 2)
    (change,) = [each for each in close_near_race(ana, MONDAY.date(), DEFAULTS, MONDAY) if each.session == weeks[2]]
    assert (change.by, change.now_on, change.reason) == (None, None, "Too near the race.")
    assert close_near_race(ana, MONDAY.date(), DEFAULTS, MONDAY) == []


@pytest.mark.parametrize("moved", [60, None])
def test_a_race_that_is_moved_or_given_up_opens_them_again(ana, weeks, moved):
    race_in(ana, weeks[2], 2)
    evaluate(ana, MONDAY)
    ana.goal_race_on = None if moved is None else ana.goal_race_on + moved * DAY
    ana.save()
    evaluate(ana, MONDAY + DAY)
    weeks[2].refresh_from_db()
    assert (weeks[2].status, weeks[2].excuse) == (SessionStatus.PLANNED, "")
    assert weeks[2].changes.first().reason == "The race was moved."


def test_what_is_left_out_counts_as_excused(ana, weeks):
    race_in(ana, weeks[2], 2)
    evaluate(ana, MONDAY)
    counted = adherence(ana.sessions.filter(pk=weeks[2].pk), weeks[2].planned_on + DAY)
    assert (counted.planned, counted.excused) == (0, 1)


def test_what_has_begun_or_is_past_is_left_alone(ana, weeks):
    do(weeks[0], ana, MONDAY, finish=False)
    race_in(ana, weeks[0], 1)
    evaluate(ana, MONDAY)
    weeks[0].refresh_from_db()
    assert weeks[0].status == SessionStatus.OPEN
    evaluate(ana, MONDAY + 5 * DAY)
    assert not is_closed(weeks[0])


def test_a_therapist_cannot_put_a_session_where_the_race_leaves_no_room(ana, thea, weeks):
    race_in(ana, weeks[4], 0)
    with pytest.raises(RefusedError, match="leaves no room"):
        reschedule_session(session=weeks[2], on=weeks[4].planned_on - DAY, by=thea, at=MONDAY, reason="She asked.")
    weeks[2].refresh_from_db()
    assert weeks[2].planned_on == MONDAY.date() + 7 * DAY


# -- in a stop -------------------------------------------------------------------------------


def test_what_passes_in_a_stop_is_excused_and_nobody_counts_as_silent(ana, weeks):
    answer_signs(athlete=ana, region="shin", side="left", signs=["night"], at=MONDAY)
    for day in range(10):
        sweep(MONDAY + day * DAY)
    passed = ana.sessions.filter(planned_on__lt=(MONDAY + 8 * DAY).date())
    assert set(passed.values_list("status", "excuse")) == {(SessionStatus.SKIPPED, Excuse.STOP)}
    assert open_kinds(ana) == [FlagKind.STOP]
    coming = ana.sessions.filter(planned_on__gte=(MONDAY + 9 * DAY).date())
    assert set(coming.values_list("status", flat=True)) == {SessionStatus.PLANNED}


def test_a_clearance_is_void_once_training_begins_again(ana, thea, weeks):
    clear(athlete=ana, by=thea, at=MONDAY)
    answer_signs(athlete=ana, region="shin", side="left", signs=["night"], at=MONDAY)
    go_back(ana, thea, MONDAY + DAY)
    assert not is_cleared(ana)
