"""What was counted: the place that is drawn, the others in words, first and latest of what was measured, swaps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.desk.pages.brief.objective import objective_of
from athletes.records.swaps import record_swap
from athletes.training.targets import frozen_targets
from tests.doing import do, hurt
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def found(ana, subject: str = ""):
    return objective_of(ana, MONDAY + 5 * DAY, weeks=4, since=MONDAY.date(), subject=subject)


def test_the_place_of_the_worst_problem_is_drawn_else_the_one_reported_most_often(ana):
    hurt(ana, 2, days=0)
    hurt(ana, 1, days=1)
    hurt(ana, 5, days=2, region="achilles", side="right")
    assert found(ana).pain.place == "Left knee"
    assert found(ana).other_pain == ["Right Achilles: worst 5, last 5, the limit is 3"]
    of_problem = found(ana, "pain:achilles:right")
    assert of_problem.pain.place == "Right Achilles"
    assert of_problem.other_pain == ["Left knee: worst 2, last 1, the limit is 3"]


def test_nothing_reported_and_nothing_planned_is_said(ana):
    assert found(ana).pain is None
    assert found(ana).adherence == "No strength session was planned."
    assert found(ana).running is None


def test_sessions_done_are_counted_of_those_planned(ana, enrollment):
    do(enrollment.sessions.order_by("planned_on").first(), ana, MONDAY)
    assert found(ana).adherence == "1 of 2 strength sessions"


def test_a_swap_says_what_was_done_instead_of_what_and_why(ana, enrollment):
    session = enrollment.sessions.order_by("planned_on").first()
    do(session, ana, MONDAY, finish=False)
    session.refresh_from_db()
    target = frozen_targets(session)[0]
    record_swap(session=session, prescription_id=target.prescription_id, reason="hurts", instead="", at=MONDAY)
    assert [str(line) for line in found(ana).swaps] == [f"{target.exercise_name} → left out (It hurts, Nov 2)"]
