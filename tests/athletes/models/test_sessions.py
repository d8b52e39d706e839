"""Sessions as rows: questions that read when chained, and what is true of one alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.models import Session, SessionStatus, Swap
from programs.models import Program, ProgramRevision
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
TODAY, DAY = MONDAY.date(), timedelta(days=1)


@pytest.fixture
def sessions(enrollment) -> list[Session]:
    return list(enrollment.sessions.order_by("planned_on"))


def test_a_question_after_the_other_narrows_the_answer(ana, sessions):
    do(sessions[0], ana, MONDAY)
    do(sessions[1], ana, MONDAY + 3 * DAY, finish=False)
    own = ana.sessions.counted().order_by("planned_on")
    assert list(own.completed()) == sessions[:1]
    assert list(own.begun()) == sessions[:2]
    assert list(own.not_begun().between(TODAY, TODAY + 10 * DAY)) == sessions[2:4]


def test_optional_and_extra_sessions_are_not_counted(ana, sessions):
    Session.objects.filter(pk=sessions[0].pk).update(is_optional=True)
    extra = Session.objects.create(athlete=ana, planned_on=TODAY)
    counted = set(ana.sessions.counted())
    assert counted == set(sessions[1:])
    assert extra not in counted


def test_what_comes_next_begins_with_an_open_one_and_an_older_open_one_blocks_nothing(ana, sessions):
    do(sessions[1], ana, MONDAY + 3 * DAY, finish=False)
    assert list(ana.sessions.upcoming(TODAY))[:3] == [sessions[1], sessions[0], sessions[2]]
    assert list(ana.sessions.upcoming(TODAY + 4 * DAY))[:2] == sessions[2:4]


def test_a_plan_that_was_saved_after_the_last_session_is_said_on_those_to_come(ana, thea, enrollment, sessions):
    def changed() -> list[bool]:
        return [session.is_changed for session in ana.sessions.with_changes().order_by("planned_on")[:2]]

    ProgramRevision.objects.create(program=enrollment.program, number=99, document={}, author=thea, at=MONDAY + DAY)
    assert changed() == [False, False]  # nobody has begun a session of it
    do(sessions[0], ana, MONDAY)
    assert changed() == [False, True]
    do(sessions[1], ana, MONDAY + 3 * DAY)
    assert changed() == [False, False]
    assert not sessions[2].is_changed  # not read with its changes: nothing is said, and nothing asked


@pytest.mark.parametrize(
    ("distances", "strictest"),
    [(["5K"], "5k"), (["5k", "10K"], "10k"), (["HALF", "5k"], "half"), ([], "half"), (["50k"], "half")],
)
def test_the_longest_distance_of_the_program_is_the_strictest_rule(enrollment, sessions, distances, strictest):
    Program.objects.filter(pk=enrollment.program_id).update(distances=distances)
    session = Session.objects.select_related("enrollment__program").get(pk=sessions[0].pk)
    assert session.race_distance() == strictest
    assert Session(planned_on=TODAY).race_distance() == "half"


@pytest.mark.parametrize("status", SessionStatus)
def test_only_open_and_planned_sessions_are_to_do(status):
    assert Session(status=status).is_to_do == (status in {"open", "planned"})


def test_a_withdrawn_swap_does_not_stand_and_one_without_an_exercise_is_a_skip(ana, sessions):
    values = {"athlete": ana, "session": sessions[0], "reason": "hurts", "swapped_at": MONDAY}
    standing = Swap.objects.create(prescription_id=1, **values)
    Swap.objects.create(prescription_id=2, is_withdrawn=True, **values)
    assert list(ana.swaps.standing()) == [standing]
    assert standing.is_skip
