"""A decision taken back a moment later: its problems are open again, and what it changed is as it was."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.desk import actions
from athletes.desk.undoing import WITHIN, undo
from athletes.errors import RefusedError
from athletes.models import ContactResult, FlagAct, FlagKind, Suggestion, SuggestionState
from athletes.problems.episodes import Finding, raise_flag
from athletes.training.targets import offer
from tests.doing import do, hurt, open_kinds, train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=20)
SOON = LATER + timedelta(seconds=10)


def doses(session) -> list[tuple[object, ...]]:
    return [(target.exercise_slug, target.sets, target.reps, target.load) for target in offer(session).targets]


def test_right_as_it_is_taken_back_opens_the_problem_with_a_word_in_its_history(ana, thea, enrollment):
    hurt(ana, 6)
    before = open_kinds(ana)
    actions.leave_as_it_is(athlete=ana, by=thea, at=LATER)
    assert open_kinds(ana) == []
    undo(athlete=ana, decided_at=LATER, by=thea, at=SOON)
    assert open_kinds(ana) == before
    assert FlagAct.Kind.TAKEN_BACK in FlagAct.objects.filter(athlete=ana).values_list("kind", flat=True)


def test_keep_as_written_taken_back_is_governed_again(ana, thea, weeks):
    train(weeks[0], ana, MONDAY)
    hurt(ana, 6, session=weeks[0])
    held = doses(weeks[2])
    actions.keep_and_settle(athlete=ana, by=thea, at=LATER, note="Tested today.")
    assert doses(weeks[2]) != held
    undo(athlete=ana, decided_at=LATER, by=thea, at=SOON)
    assert doses(weeks[2]) == held
    assert not ana.kept_plans.exists()


def test_a_yes_taken_back_is_asked_again(ana, thea, weeks):
    train(weeks[0], ana, MONDAY)
    actions.accept_and_settle(athlete=ana, by=thea, at=LATER)
    undo(athlete=ana, decided_at=LATER, by=thea, at=SOON)
    steps = Suggestion.objects.filter(session=weeks[2], change="more_load")
    assert set(steps.values_list("state", flat=True)) == {SuggestionState.WAITING}
    assert FlagKind.READY in open_kinds(ana)


def test_what_a_session_has_begun_with_stays(ana, thea, weeks):
    train(weeks[0], ana, MONDAY)
    actions.accept_and_settle(athlete=ana, by=thea, at=LATER)
    do(weeks[2], ana, LATER, finish=False)
    undo(athlete=ana, decided_at=LATER, by=thea, at=SOON)
    steps = Suggestion.objects.filter(session=weeks[2], change="more_load")
    assert set(steps.values_list("state", flat=True)) == {SuggestionState.ACCEPTED}


def test_after_a_while_or_by_somebody_else_nothing_is_taken_back(ana, thea, tom, enrollment):
    hurt(ana, 6)
    actions.leave_as_it_is(athlete=ana, by=thea, at=LATER)
    with pytest.raises(RefusedError, match="too long ago"):
        undo(athlete=ana, decided_at=LATER, by=thea, at=LATER + WITHIN + timedelta(seconds=1))
    with pytest.raises(RefusedError, match="nothing left"):
        undo(athlete=ana, decided_at=LATER, by=tom, at=SOON)
    assert open_kinds(ana) == []


def test_a_call_that_was_noted_by_mistake_is_gone(ana, thea, enrollment):
    """Voicemail decides no problem: there was "nothing left to take back", and the call stayed."""
    hurt(ana, 6)
    actions.call_and_settle(athlete=ana, result=ContactResult.VOICEMAIL, by=thea, at=LATER)
    undo(athlete=ana, decided_at=LATER, by=thea, at=SOON)
    assert not ana.contacts.exists()


def test_a_clearance_taken_back_is_withdrawn_and_keeps_its_row(ana, thea, enrollment):
    gate = raise_flag(athlete=ana, finding=Finding(FlagKind.GATE, "x"), at=MONDAY)[0]
    actions.clear_and_settle(athlete=ana, by=thea, at=LATER)
    undo(athlete=ana, decided_at=LATER, by=thea, at=SOON)
    row = ana.clearances.get()
    assert (row.cleared_at, row.withdrawn_at, row.withdrawn_by) == (LATER, SOON, thea)
    assert FlagAct.Kind.TAKEN_BACK in gate.acts.values_list("kind", flat=True)


def test_a_clearance_that_a_session_was_begun_with_stays(ana, thea, weeks):
    actions.clear_and_settle(athlete=ana, by=thea, at=LATER)
    do(weeks[0], ana, LATER + timedelta(seconds=5), finish=False)
    with pytest.raises(RefusedError, match="has begun a session with it"):
        undo(athlete=ana, decided_at=LATER, by=thea, at=SOON)
    assert ana.clearances.standing().exists()


def test_the_clearance_of_somebody_else_is_not_taken_back(ana, thea, carla, enrollment):
    actions.clear_and_settle(athlete=ana, by=carla, at=LATER)
    with pytest.raises(RefusedError, match="nothing left"):
        undo(athlete=ana, decided_at=LATER, by=thea, at=SOON)
    assert ana.clearances.standing().exists()
