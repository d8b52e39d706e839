"""Suggestions: which wait for the therapist, and what one asks for."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from athletes.models import SessionStatus, Suggestion, SuggestionState
from tests.doing import train
from tests.people import MONDAY


@pytest.mark.django_db
def test_they_wait_until_somebody_decides_or_their_session_begins(ana, weeks):
    train(weeks[0], ana, MONDAY)
    waiting = list(ana.suggestions.waiting())
    assert waiting
    Suggestion.objects.filter(pk=waiting[0].pk).update(state=SuggestionState.DECLINED)
    assert set(ana.suggestions.waiting()) == set(waiting[1:])
    ana.sessions.filter(pk__in=[each.session_id for each in waiting]).update(status=SessionStatus.SKIPPED)
    assert not ana.suggestions.waiting().exists()


@pytest.mark.parametrize(("change", "is_raise"), [("more_load", True), ("more_reps", True), ("less_load", False)])
def test_more_of_something_is_a_raise(change, is_raise):
    assert Suggestion(change=change).is_raise is is_raise


def test_a_load_is_said_in_the_unit_it_was_made_in():
    assert str(Suggestion(load_kg=Decimal("61.2350"), load_unit="lb").load.amount) == "135"
    assert Suggestion().load is None


def test_one_exercise_of_one_session_has_one_key():
    session = uuid4()
    assert Suggestion.key(session, 3) == Suggestion.key(session, 3)
    assert len({Suggestion.key(session, 3), Suggestion.key(session, 4), Suggestion.key(uuid4(), 3)}) == 3
