"""A session of which too little is left is held back, and comes back by itself."""

from __future__ import annotations

import pytest

from athletes.evaluation.coming_sessions.held_back import hold_back
from athletes.evaluation.evaluate import evaluate
from athletes.evaluation.recent_training import read_due_doses, read_recent_training
from athletes.models import Session, Suggestion, SuggestionState
from programs.rules.advice import Change
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()


@pytest.fixture
def training(weeks, ana):
    return read_recent_training(ana, TODAY)


@pytest.fixture
def due(training):
    return read_due_doses(training)


def left_out(rows) -> list[Suggestion]:
    """A rule left these rows out."""
    return [
        Suggestion(
            session=row.session, target=row.prescription.pk, change=Change.LEAVE_OUT, state=SuggestionState.ACCEPTED
        )
        for row in rows
    ]


def rows_of(due, session):
    return [row for row in due if row.session == session]


def held() -> set[object]:
    return set(Session.objects.filter(is_held=True).values_list("planned_on", flat=True))


def test_with_three_exercises_left_it_is_due_and_with_two_it_is_held_and_no_other(training, due):
    first = training.coming[0]
    rows = rows_of(due, first)
    hold_back(training, due, left_out(rows[3:]))
    assert held() == set()
    hold_back(training, due, left_out(rows[2:]))
    assert held() == {first.planned_on}
    hold_back(training, due, [])
    assert held() == set()


def test_what_a_therapist_declined_leaves_nothing_out(training, due):
    words = left_out(due)
    for word in words:
        word.state = SuggestionState.DECLINED
    hold_back(training, due, words)
    assert held() == set()


def test_what_is_not_among_the_next_two_any_more_is_let_go(weeks, ana):
    """It stayed held after another session had come in between, though nothing was left out of it."""
    Session.objects.filter(pk=weeks[2].pk).update(is_held=True)
    assert weeks[2] not in read_recent_training(ana, TODAY).coming
    evaluate(ana, MONDAY)
    assert held() == set()
