"""What the rules say to the next two sessions, and what the therapist does with it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from athletes.evaluation.evaluate import evaluate
from athletes.evaluation.suggestions import BY_PLAN, SuggestionChanges, accept, decline
from athletes.models import FlagKind, Session, Suggestion, SuggestionState
from athletes.training.targets import frozen_targets, offer
from programs.models import Dose, Prescription, ProgressionMode
from programs.regions import LOWER_BODY
from programs.rules.prescription.dose import Load
from tests.doing import hurt, train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


# -- sorted without a database ---------------------------------------------------------------


def suggestion(number, change="lighter", *, reason="short_sets", state="waiting", by=None, **values) -> Suggestion:
    return Suggestion(
        id=UUID(int=number),
        exercise_id=number,
        change=change,
        reason=reason,
        state=state,
        decided_by_id=by,
        **values,
    )


def heaps(stored=(), made=(), unsafe=()) -> dict[str, list[int]]:
    changes = SuggestionChanges.sort(made, stored, unsafe)
    names = ("new", "changed", "unchanged", "stale", "withdrawn")
    return {name: [each.pk.int for each in getattr(changes, name)] for name in names if getattr(changes, name)}


def test_what_was_never_said_is_new():
    assert heaps(made=[suggestion(1)]) == {"new": [1]}


def test_what_is_said_again_stands_as_it_is():
    assert heaps([suggestion(1)], [suggestion(1)]) == {"unchanged": [1]}


@pytest.mark.parametrize(
    "different",
    [
        {"change": "ask"},
        {"reps": 9},
        {"sets_off": 1},
        {"load_kg": Decimal(20)},
        {"reason": "pain_out"},
        {"figures": {"region": "knee", "side": "left"}},
    ],
)
def test_what_is_said_differently_is_changed(different):
    assert heaps([suggestion(1)], [suggestion(1, **different)]) == {"changed": [1]}


@pytest.mark.parametrize(("state", "by"), [("waiting", None), ("accepted", None)])
def test_what_nobody_decided_and_no_rule_says_any_more_is_stale(state, by):
    assert heaps([suggestion(1, state=state, by=by)]) == {"stale": [1]}


@pytest.mark.parametrize("state", ["accepted", "declined", "withdrawn"])
def test_what_a_therapist_decided_is_kept_though_no_rule_says_it_any_more(state):
    assert heaps([suggestion(1, state=state, by=7)]) == {}


@pytest.mark.parametrize(
    ("stored", "fresh", "heap"),
    [
        # a decision stands against another figure
        (suggestion(1, state="accepted", by=7), suggestion(1, reps=9), "unchanged"),
        (suggestion(1, state="declined", by=7), suggestion(1, reps=9), "unchanged"),
        # but not against pain that came after it, nor for a raise that is too much since
        (suggestion(1, state="declined", by=7), suggestion(1, reason="red", sets_off=1), "changed"),
        (suggestion(1, "more_load", state="accepted", by=7), suggestion(1, "lighter"), "changed"),
        (suggestion(1, "more_load", state="declined", by=7), suggestion(1, "lighter"), "unchanged"),
        (suggestion(1, "more_load", state="accepted", by=7), suggestion(1, "more_reps"), "unchanged"),
        # pain that was said already is not news
        (suggestion(1, reason="red", state="declined", by=7), suggestion(1, reason="red", sets_off=1), "unchanged"),
        # what pain withdrew may be said anew
        (suggestion(1, "more_load", state="withdrawn", by=7), suggestion(1, "more_reps"), "changed"),
    ],
)
def test_a_decision_gives_way_only_to_pain_and_to_what_is_too_much(stored, fresh, heap):
    assert heaps([stored], [fresh]) == {heap: [1]}


@pytest.mark.parametrize(
    ("stored", "is_withdrawn"),
    [
        (suggestion(1, "more_load", state="accepted", by=7), True),
        (suggestion(1, "lighter", state="accepted", by=7), False),
        (suggestion(1, "more_load", state="declined", by=7), False),
        (suggestion(2, "more_load", state="accepted", by=7), False),
    ],
)
def test_pain_withdraws_accepted_raises_of_the_exercises_that_it_holds(stored, is_withdrawn):
    assert heaps([stored], unsafe={1}) == ({"withdrawn": [1]} if is_withdrawn else {})


def test_a_raise_that_is_said_again_is_withdrawn_all_the_same():
    accepted = suggestion(1, "more_load", state="accepted", by=7)
    again = suggestion(1, "more_load")
    assert heaps([accepted], [again], unsafe={1}) == {"unchanged": [1], "withdrawn": [1]}


def test_what_stands_is_the_new_the_changed_and_the_unchanged():
    stored = [suggestion(1), suggestion(2), suggestion(3)]
    made = [suggestion(2, reps=9), suggestion(1), suggestion(4)]
    changes = SuggestionChanges.sort(made, stored, ())
    assert [each.pk.int for each in changes.standing] == [4, 2, 1]


# -- through the doors -----------------------------------------------------------------------


def loaded(ana, session) -> list[Suggestion]:
    return [each for each in session.suggestions.select_related("exercise") if each.change == "more_load"]


def test_a_session_done_well_suggests_a_step_for_the_next_that_waits_for_the_therapist(ana, thea, weeks):
    train(weeks[0], ana, MONDAY)
    steps = loaded(ana, weeks[2])
    assert steps
    assert all(each.state == SuggestionState.WAITING for each in steps)
    assert ana.flags.get(kind=FlagKind.READY).figures["count"] >= len(steps)
    targets = {target.prescription_id: target for target in offer(weeks[2]).targets}
    assert all(targets[each.target].load == Load(Decimal(40)) for each in steps)
    accept(suggestions=steps, by=thea, at=MONDAY + 4 * DAY)
    targets = {target.prescription_id: target for target in offer(weeks[2]).targets}
    assert all(targets[each.target].load == each.load != Load(Decimal(40)) for each in steps)
    assert all(targets[each.target].change_reason == "top_of_range" for each in steps)


def test_apply_needs_no_click_and_off_says_nothing_upward(ana, weeks):
    Prescription.objects.filter(workout=weeks[0].workout).update(progression=ProgressionMode.APPLY)
    Prescription.objects.filter(workout=weeks[1].workout).update(progression=ProgressionMode.OFF)
    train(weeks[0], ana, MONDAY)
    steps = loaded(ana, weeks[2])
    assert {each.state for each in steps} == {SuggestionState.ACCEPTED}
    assert not any(each.is_raise for each in weeks[3].suggestions.all())
    assert all(each.change in BY_PLAN | {"slower"} for each in ana.suggestions.filter(state=SuggestionState.WAITING))


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
    now = weeks[2].suggestions.filter(pk__in=[each.pk for each in steps], state=SuggestionState.ACCEPTED)
    assert not any(each.is_raise for each in now)
    legs = [each for each in weeks[2].suggestions.select_related("exercise") if each.exercise.pattern in LOWER_BODY]
    assert not any(each.is_raise for each in legs if each.state == SuggestionState.WAITING)
    targets = {target.prescription_id: target for target in offer(fresh(weeks[2])).targets}
    lighter = [each.target for each in steps if each.exercise.pattern in LOWER_BODY]
    assert lighter
    assert all(targets[prescription].load.amount < 40 for prescription in lighter)


def test_red_takes_load_and_a_set_off_where_the_region_is_loaded_without_a_click(ana, weeks):
    train(weeks[0], ana, MONDAY)
    hurt(ana, 6, region="calf", session=weeks[0])
    cuts = [each for each in weeks[2].suggestions.select_related("exercise") if each.reason == "red"]
    assert cuts
    assert {each.exercise.pattern for each in cuts} == {"calf_achilles"}
    assert {(each.state, each.decided_by) for each in cuts} == {("accepted", None)}
    assert {each.figures["place"] for each in cuts} == {"Left calf"}
    targets = {target.prescription_id: target for target in offer(weeks[2]).targets}
    then = {target.prescription_id: target for target in frozen_targets(fresh(weeks[0]))}
    assert all(targets[each.target].sets == then[each.target].sets - 1 for each in cuts)


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
    assert {(each.change, each.state) for each in now} == {("lighter", "accepted")}
    assert FlagKind.HEAVY in ana.flags.open().values_list("kind", flat=True)


# -- fewer sets ------------------------------------------------------------------------------


# -- plyometrics -----------------------------------------------------------------------------


# -- what was decided, and what came after it -------------------------------------------------


def fresh(session) -> Session:
    return Session.objects.select_related("athlete", "week", "workout").get(pk=session.pk)


def loads_of(session, suggestions) -> set[Load | None]:
    targets = {each.target for each in suggestions}
    return {target.load for target in offer(fresh(session)).targets if target.prescription_id in targets}


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
    assert set(now.values_list("reason", "state")) == {("red", "accepted")}


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
    assert loads_of(weeks[2], more) == {Load(Decimal(30))}


def test_a_cut_is_never_heavier_than_the_plan(ana, thea, weeks):
    train(weeks[0], ana, MONDAY)
    rows = Dose.objects.filter(week=weeks[2].week, prescription__workout=weeks[2].workout)
    rows.filter(prescription__exercise__load_step_kg__isnull=False).update(load_kg=20, load_unit="kg")
    hurt(ana, 7, region="other", side="", session=weeks[0])
    cuts = [each for each in weeks[2].suggestions.filter(reason="red") if each.load]
    assert cuts
    assert all(load.kg <= 20 for load in loads_of(weeks[2], cuts))


def test_a_mistyped_load_does_not_stop_a_session_from_ending(ana, weeks):
    train(weeks[0], ana, MONDAY, load="999")
    assert fresh(weeks[0]).status == "completed"
