"""What comes next: the session as the phone shows it, why there is none, and what waits for a decision."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.desk.pages.brief.assessment import assessment_of
from athletes.desk.pages.brief.plan import plan_of
from athletes.enrollment.plan_changes import pause_program, repeat_week
from athletes.training.targets import offer
from athletes.wording.doses import dose_words
from tests.doing import do, hurt
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AT = MONDAY + DAY


def plan(ana, at=AT):
    enrollment = ana.enrollments.active().first()
    problems = assessment_of(ana, at, MONDAY.date()).problems
    return plan_of(ana, enrollment, problems, at, MONDAY.date())


def test_the_next_session_stands_as_the_phone_shows_it_with_what_it_was(ana, enrollment):
    first, second = enrollment.sessions.order_by("planned_on")[:2]
    do(first, ana, MONDAY)
    hurt(ana, 6)
    offered = offer(second)
    assert offered.lightened
    coming = plan(ana).next
    assert coming.title.startswith("Next session: Thu, Nov 5")
    words = [line.words for line in coming.rows]
    for target in offered.targets:
        assert f"{target.exercise_name} {dose_words(target)}" in words
    assert any(line.about.startswith("was ") for line in coming.rows)
    assert coming.ends


def test_without_a_session_it_says_why(ana, enrollment):
    pause_program(enrollment=enrollment, until=MONDAY.date() + 14 * DAY, at=MONDAY)
    ana.sessions.filter(status="planned").delete()
    assert plan(ana).next.title == "The program is paused until Nov 16."
    ana.stopped_at = MONDAY
    assert plan(ana).next.title == "Training is stopped since Nov 2: no session before a return to training."


def test_without_a_program_there_is_none(ana):
    assert plan(ana).next.title == "No program yet."
    assert plan(ana).changes == []


def test_what_nobody_decided_and_what_is_due_is_to_settle(ana, enrollment):
    hurt(ana, 6)
    lines = [str(line) for line in plan(ana).to_settle]
    assert lines[0] == "Not decided: Left knee pain"
    assert lines[-1] == "Due: UWRI, week 0; PSFS, week 0"


def test_changes_of_the_program_say_who_and_why(ana, enrollment, thea):
    assert plan(ana).changes == []
    revision = repeat_week(enrollment=enrollment, by=thea, at=AT)
    assert [str(line) for line in plan(ana).changes] == [f"{revision.reason} (Thea Lind, Nov 3)"]
