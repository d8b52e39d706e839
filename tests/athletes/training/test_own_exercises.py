"""Exercises that an athlete adds: from the other day of the program, as due there, and asked for by nobody."""

from __future__ import annotations

import uuid

import pytest

from athletes.evaluation.evaluate import evaluate
from athletes.models import Suggestion, SuggestionState
from athletes.records.sessions import Document, record_session
from athletes.records.sets import SetItem, set_id, sets_to_do
from athletes.training.own_exercises import exercises_to_add, own_targets
from athletes.training.targets import offer
from programs.models import Pattern, Prescription
from programs.rules.advice import Change
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def other_day(session):
    return session.enrollment.sessions.exclude(workout=session.workout_id).earliest("planned_on")


def log_own(session, ana, target, number=1):
    item = SetItem(
        id=set_id(session.pk, target.prescription_id, number, target.sides[0]),
        exercise=target.exercise_slug,
        number=number,
        rev=1,
        edit_id=uuid.uuid4(),
        prescription_id=target.prescription_id,
        side=target.sides[0],
        reps=None if target.is_timed else target.least_amount,
        seconds=target.seconds,
    )
    record_session(athlete=ana, session_id=session.pk, document=Document(offer(session), sets=[item]), at=MONDAY)
    session.refresh_from_db()


def test_what_the_other_day_has_is_offered_as_it_is_due_there(first_session):
    has = {target.exercise_slug for target in offer(first_session).targets}
    due = {target.exercise_slug: target for target in offer(other_day(first_session)).targets}
    offered = exercises_to_add(first_session)
    assert offered
    for target in offered:
        assert target.exercise_slug not in has
        same = due[target.exercise_slug]
        assert (target.sets, target.reps, target.seconds, target.load) == (
            same.sets,
            same.reps,
            same.seconds,
            same.load,
        )
        assert (target.superset, target.ramp_up_sets) == ("", 0)


def test_no_jumps_are_offered(first_session):
    assert Pattern.PLYOMETRIC not in {target.pattern for target in exercises_to_add(first_session)}


def test_what_the_rules_leave_out_is_not_offered(first_session, ana):
    """The row is out because of a knee: it is out as an exercise of their own too."""
    target = exercises_to_add(first_session)[0]
    other = other_day(first_session)
    row = Prescription.objects.get(pk=target.prescription_id)
    Suggestion.objects.create(
        id=uuid.uuid4(), athlete=ana, session=other, exercise=row.exercise, target=row.pk, change=Change.LEAVE_OUT,
        state=SuggestionState.ACCEPTED, reason="pain_red", made_at=MONDAY,
    )  # fmt: skip
    assert target.exercise_slug not in {each.exercise_slug for each in exercises_to_add(first_session)}


def test_it_counts_for_nothing_that_was_asked(first_session, ana):
    asked = sum(target.sets for target in offer(first_session).targets)
    log_own(first_session, ana, exercises_to_add(first_session)[0])
    assert sets_to_do(first_session) == (0, asked)
    do(first_session, ana, MONDAY)
    evaluate(ana, MONDAY)  # reads it without a target of this session
    assert sets_to_do(first_session) == (asked, asked)


def test_what_was_done_keeps_its_target_where_it_is_not_offered_any_more(first_session, ana):
    target = exercises_to_add(first_session)[0]
    log_own(first_session, ana, target)
    other_day(first_session).enrollment.sessions.exclude(workout=first_session.workout_id).delete()
    assert exercises_to_add(first_session) == []
    found = own_targets(first_session, offer(first_session).targets, first_session.sets.all())
    assert [each.exercise_slug for each in found] == [target.exercise_slug]


def test_only_what_is_offered_can_be_added(first_session, base_template):
    other = Prescription.objects.filter(workout__program=base_template).first()
    assert own_targets(first_session, [], [], added=other.pk) == []


def test_a_session_elsewhere_has_no_other_day(ana, first_session):
    first_session.enrollment = None
    assert exercises_to_add(first_session) == []
