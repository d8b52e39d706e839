"""What the rules say to the next two sessions, and what the therapist does with it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from athletes.evaluation.evaluate import evaluate
from athletes.evaluation.suggestions import BY_PLAN, accept, decline
from athletes.models import FlagKind, Session, Suggestion, SuggestionState
from athletes.training.targets import offer
from programs.models import Dose, Prescription, ProgressionMode
from programs.regions import LOWER_BODY
from tests.doing import hurt, train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def loaded(ana, session) -> list[Suggestion]:
    return [each for each in session.suggestions.select_related("exercise") if each.change == "more_load"]


def test_a_session_done_well_suggests_a_step_for_the_next_that_waits_for_the_therapist(ana, thea, weeks):
    train(weeks[0], ana, MONDAY)
    steps = loaded(ana, weeks[2])
    assert steps
    assert all(each.state == SuggestionState.WAITING for each in steps)
    assert ana.flags.get(kind=FlagKind.READY).figures["count"] >= len(steps)
    targets = {entry["prescription"]: entry for entry in offer(weeks[2]).entries}
    assert all(targets[each.target]["load"] == "40" for each in steps)
    accept(suggestions=steps, by=thea, at=MONDAY + 4 * DAY)
    targets = {entry["prescription"]: entry for entry in offer(weeks[2]).entries}
    assert all(targets[each.target]["load"] == str(each.load.amount) != "40" for each in steps)
    assert all(targets[each.target]["why"] == "top_of_range" for each in steps)


def test_apply_needs_no_click_and_off_says_nothing(ana, weeks):
    Prescription.objects.filter(workout=weeks[0].workout).update(progression=ProgressionMode.APPLY)
    Prescription.objects.filter(workout=weeks[1].workout).update(progression=ProgressionMode.OFF)
    train(weeks[0], ana, MONDAY)
    steps = loaded(ana, weeks[2])
    assert {each.state for each in steps} == {SuggestionState.ACCEPTED}
    assert not weeks[3].suggestions.exists()
    assert all(each.change in BY_PLAN for each in ana.suggestions.filter(state=SuggestionState.WAITING))


def test_the_same_session_sent_again_changes_no_suggestion(ana, weeks):
    train(weeks[0], ana, MONDAY)
    before = sorted(Suggestion.objects.values_list("id", "change", "load_kg", "made_at"))
    evaluate(ana, MONDAY + timedelta(hours=2))
    assert sorted(Suggestion.objects.values_list("id", "change", "load_kg", "made_at")) == before


def test_pain_after_the_therapist_accepted_takes_the_step_back(ana, thea, weeks):
    train(weeks[0], ana, MONDAY)
    steps = loaded(ana, weeks[2])
    assert steps
    accept(suggestions=steps, by=thea, at=MONDAY)
    hurt(ana, 6, region="other", side="", session=weeks[0])
    assert not weeks[2].suggestions.filter(pk__in=[each.pk for each in steps], state=SuggestionState.ACCEPTED).exists()
    legs = [each for each in weeks[2].suggestions.select_related("exercise") if each.exercise.pattern in LOWER_BODY]
    assert not any(each.is_raise for each in legs if each.state == SuggestionState.WAITING)
    targets = {entry["prescription"]: entry for entry in offer(weeks[2]).entries}
    assert all(targets[each.target]["load"] == "40" for each in steps)


def test_red_suggests_less_load_and_a_set_fewer_where_the_region_is_loaded(ana, thea, weeks):
    train(weeks[0], ana, MONDAY)
    hurt(ana, 6, region="calf", session=weeks[0])
    cuts = [each for each in weeks[2].suggestions.select_related("exercise") if each.reason == "red"]
    assert cuts
    assert {each.exercise.pattern for each in cuts} == {"calf_achilles"}
    accept(suggestions=cuts, by=thea, at=MONDAY)
    targets = {entry["prescription"]: entry for entry in offer(weeks[2]).entries}
    then = {entry["prescription"]: entry for entry in weeks[0].__class__.objects.get(pk=weeks[0].pk).targets["entries"]}
    assert all(targets[each.target]["sets"] == then[each.target]["sets"] - 1 for each in cuts)


def test_a_declined_step_is_not_offered_again_for_that_session(ana, thea, weeks):
    train(weeks[0], ana, MONDAY)
    decline(suggestions=list(weeks[2].suggestions.all()), by=thea, at=MONDAY)
    evaluate(ana, MONDAY + DAY)
    assert not weeks[2].suggestions.filter(state=SuggestionState.WAITING).exists()


def test_a_step_that_was_applied_by_itself_follows_what_was_done_since(ana, weeks):
    Prescription.objects.filter(workout__program=weeks[0].enrollment.program).update(progression=ProgressionMode.APPLY)
    train(weeks[0], ana, MONDAY)
    assert {each.change for each in loaded(ana, weeks[2])} == {"more_load"}
    train(weeks[2], ana, MONDAY + 3 * DAY, reps_over=-6)
    assert not loaded(ana, weeks[2].enrollment.sessions.get(pk=weeks[4].pk))


def test_a_step_that_the_therapist_accepted_gives_way_once_it_is_too_much(ana, thea, weeks):
    train(weeks[0], ana, MONDAY)
    steps = loaded(ana, weeks[2])
    accept(suggestions=steps, by=thea, at=MONDAY)
    weeks[1].workout = weeks[0].workout
    weeks[1].save()
    train(weeks[1], ana, MONDAY + 3 * DAY, rpe="10")
    now = weeks[2].suggestions.filter(pk__in=[each.pk for each in steps])
    assert {(each.change, each.state) for each in now} == {("lighter", "waiting")}
    assert FlagKind.HEAVY in ana.flags.open().values_list("kind", flat=True)


# -- fewer sets ------------------------------------------------------------------------------


# -- plyometrics -----------------------------------------------------------------------------


# -- what was decided, and what came after it -------------------------------------------------


def fresh(session) -> Session:
    return Session.objects.select_related("athlete", "week", "workout").get(pk=session.pk)


def loads_of(session, suggestions) -> set[str]:
    targets = {each.target for each in suggestions}
    return {entry["load"] for entry in offer(fresh(session)).entries if entry["prescription"] in targets}


@pytest.mark.parametrize("decided", ["declined", "withdrawn", "tapered"])
def test_red_is_said_whatever_was_decided_before(ana, thea, weeks, decided):
    if decided == "tapered":
        ana.goal_race_on = weeks[2].planned_on + 10 * DAY
        ana.save()
    train(weeks[0], ana, MONDAY)
    calf = [e for e in weeks[2].suggestions.select_related("exercise") if e.exercise.pattern == "calf_achilles"]
    (decline if decided == "declined" else accept)(suggestions=calf, by=thea, at=MONDAY)
    if decided == "withdrawn":
        hurt(ana, 3, region="calf", session=weeks[0])
    hurt(ana, 7, region="calf", session=weeks[0])
    now = weeks[2].suggestions.filter(pk__in=[each.pk for each in calf])
    assert set(now.values_list("reason", "state")) == {("red", "waiting")}


def test_nobody_is_named_for_what_the_rules_applied_by_themselves(ana, thea, weeks):
    train(weeks[0], ana, MONDAY)
    steps = loaded(ana, weeks[2])
    accept(suggestions=steps, by=thea, at=MONDAY)
    Prescription.objects.filter(workout__program=weeks[0].enrollment.program).update(progression=ProgressionMode.APPLY)
    hurt(ana, 7, region="other", side="", session=weeks[0])
    now = weeks[2].suggestions.filter(pk__in=[each.pk for each in steps])
    assert set(now.values_list("state", "reason", "decided_by")) == {("accepted", "red", None)}


def test_what_nobody_decided_before_the_session_is_not_accepted_after_it(as_thea, ana, thea, weeks, time_machine):
    train(weeks[0], ana, MONDAY)
    assert loaded(ana, weeks[2])
    time_machine.move_to(MONDAY + 8 * DAY, tick=False)
    train(weeks[2], ana, MONDAY + 7 * DAY)
    as_thea.post(f"/admin/caseload/{ana.pk}/", {"do": "accept"})
    assert not weeks[2].suggestions.filter(decided_by=thea).exists()


def test_a_repetition_more_keeps_the_load_that_the_plan_has(ana, weeks):
    ranged = {"reps_low": 8, "reps_high": 12, "rpe_low": 6, "rpe_high": 8}
    Dose.objects.filter(prescription__workout=weeks[0].workout, reps_high__isnull=False).update(**ranged)
    rows = Dose.objects.filter(week=weeks[2].week, prescription__workout=weeks[2].workout, reps_high__isnull=False)
    rows.filter(prescription__exercise__load_step_kg__isnull=False).update(load_kg=30, load_unit="kg")
    train(weeks[0], ana, MONDAY, reps_over=-2, rpe="7")
    more = list(weeks[2].suggestions.filter(reason="one_more", load_kg__isnull=False))
    assert more
    assert loads_of(weeks[2], more) == {"30"}


def test_a_cut_is_never_heavier_than_the_plan(ana, thea, weeks):
    train(weeks[0], ana, MONDAY)
    rows = Dose.objects.filter(week=weeks[2].week, prescription__workout=weeks[2].workout)
    rows.filter(prescription__exercise__load_step_kg__isnull=False).update(load_kg=20, load_unit="kg")
    hurt(ana, 7, region="other", side="", session=weeks[0])
    cuts = [each for each in weeks[2].suggestions.filter(reason="red") if each.load]
    accept(suggestions=cuts, by=thea, at=MONDAY)
    assert cuts
    assert all(Decimal(load) <= 20 for load in loads_of(weeks[2], cuts))


def test_a_mistyped_load_does_not_stop_a_session_from_ending(ana, weeks):
    train(weeks[0], ana, MONDAY, load="999")
    assert fresh(weeks[0]).status == "completed"
