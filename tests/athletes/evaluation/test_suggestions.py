"""What the rules say to the next two sessions, and what the therapist does with it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from athletes.enrollment.prescribing import prescribe
from athletes.errors import RefusedError
from athletes.evaluation.evaluate import evaluate
from athletes.evaluation.plyometrics import ContactHistory, plyometric_step_on
from athletes.evaluation.suggestions import BY_PLAN, accept, decline
from athletes.models import Athlete, Flag, FlagKind, Session, Suggestion, SuggestionState
from athletes.training.clearance import clear
from athletes.training.targets import frozen_targets, offer
from programs.models import Dose, Exercise, Prescription, ProgressionMode
from programs.regions import LOWER_BODY
from programs.rules.dose import Load
from programs.rules.thresholds import DEFAULTS
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
    targets = {target.prescription_id: target for target in offer(weeks[2]).targets}
    assert all(targets[each.target].load == Load(Decimal(40)) for each in steps)
    accept(suggestions=steps, by=thea, at=MONDAY + 4 * DAY)
    targets = {target.prescription_id: target for target in offer(weeks[2]).targets}
    assert all(targets[each.target].load == each.load != Load(Decimal(40)) for each in steps)
    assert all(targets[each.target].change_reason == "top_of_range" for each in steps)


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
    targets = {target.prescription_id: target for target in offer(weeks[2]).targets}
    assert all(targets[each.target].load == Load(Decimal(40)) for each in steps)


def test_red_suggests_less_load_and_a_set_fewer_where_the_region_is_loaded(ana, thea, weeks):
    train(weeks[0], ana, MONDAY)
    hurt(ana, 6, region="calf", session=weeks[0])
    cuts = [each for each in weeks[2].suggestions.select_related("exercise") if each.reason == "red"]
    assert cuts
    assert {each.exercise.pattern for each in cuts} == {"calf_achilles"}
    accept(suggestions=cuts, by=thea, at=MONDAY)
    targets = {target.prescription_id: target for target in offer(weeks[2]).targets}
    then = {target.prescription_id: target for target in frozen_targets(fresh(weeks[0]))}
    assert all(targets[each.target].sets == then[each.target].sets - 1 for each in cuts)


def test_a_declined_step_is_not_offered_again_for_that_session(ana, thea, weeks):
    train(weeks[0], ana, MONDAY)
    decline(suggestions=list(weeks[2].suggestions.all()), by=thea, at=MONDAY)
    evaluate(ana, MONDAY + DAY)
    assert not weeks[2].suggestions.filter(state=SuggestionState.WAITING).exists()


def test_red_takes_plyometrics_out_of_the_sessions_of_the_next_seven_days(ana, thea, weeks):
    row = Prescription.objects.filter(workout=weeks[2].workout).last()
    row.exercise = Exercise.objects.filter(pattern="plyometric").first()
    row.save()
    clear(athlete=ana, by=thea, at=MONDAY)

    def has_jumps(session):
        session.athlete = Athlete.objects.get(pk=ana.pk)
        return any(target.pattern == "plyometric" for target in offer(session).targets)

    assert has_jumps(weeks[2])
    hurt(ana, 6, region="calf")
    assert has_jumps(weeks[2])  # seven days later
    hurt(ana, 6, days=1, region="calf")
    assert not has_jumps(weeks[2])


def test_a_look_after_a_session_costs_at_most_ten_queries_however_long_the_history(
    ana, weeks, django_assert_max_num_queries
):
    train(weeks[0], ana, MONDAY)
    train(weeks[1], ana, MONDAY + 3 * DAY)
    train(weeks[2], ana, MONDAY + 7 * DAY)
    Suggestion.objects.all().delete()
    Flag.objects.all().delete()
    with django_assert_max_num_queries(12):  # ten, and the transaction's two
        evaluate(ana, MONDAY + 7 * DAY)


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


def sets_of(session) -> dict[int, int]:
    session.athlete = Athlete.objects.get(pk=session.athlete_id)
    return {target.prescription_id: target.sets for target in offer(session).targets}


def test_in_the_taper_sets_are_left_out_at_the_same_load_once_the_therapist_says_so(ana, thea, weeks):
    ana.goal_race_on = weeks[2].planned_on + 10 * DAY
    ana.save()
    train(weeks[0], ana, MONDAY)
    fewer = list(weeks[2].suggestions.filter(reason="taper"))
    assert len(fewer) == len(weeks[2].suggestions.all()) > 3
    assert {(each.change, each.state) for each in fewer} == {("fewer_sets", "waiting")}
    before = sets_of(weeks[2])
    accept(suggestions=fewer, by=thea, at=MONDAY)
    after = sets_of(weeks[2])
    assert all(after[each.target] == before[each.target] - each.sets_off for each in fewer)
    assert all(target.change_reason == "taper" for target in offer(weeks[2]).targets)


def test_the_last_session_before_a_half_marathon_is_a_light_primer(ana, weeks):
    ana.goal_race_on = weeks[2].planned_on + 4 * DAY
    ana.save()
    train(weeks[0], ana, MONDAY)
    said = list(weeks[2].suggestions.all())
    assert {(each.change, each.reason) for each in said} == {("lighter", "primer")}
    assert not ana.flags.filter(kind=FlagKind.HEAVY).exists()


def test_a_race_week_of_the_plan_is_left_as_it_is(ana, weeks):
    ana.goal_race_on = weeks[2].planned_on + 10 * DAY
    ana.save()
    weeks[2].week.is_race = True
    weeks[2].week.save()
    train(weeks[0], ana, MONDAY)
    assert not weeks[2].suggestions.filter(reason="taper").exists()


@pytest.mark.parametrize(("days", "is_flagged"), [(4, False), (3, True), (0, True), (-3, True), (-4, False)])
def test_a_session_too_near_the_race_is_flagged_once(ana, weeks, days, is_flagged):
    ana.goal_race_on = weeks[2].planned_on + days * DAY
    ana.save()
    evaluate(ana, MONDAY + 4 * DAY)
    evaluate(ana, MONDAY + 5 * DAY)
    found = [each.figures["session"] for each in ana.flags.filter(kind=FlagKind.RACE)]
    assert (str(weeks[2].pk) in found) is is_flagged
    assert len(found) == len(set(found))


def test_two_red_days_in_a_week_offer_a_lighter_week(ana, thea, weeks):
    train(weeks[0], ana, MONDAY)
    hurt(ana, 6, region="outer_hip", session=weeks[0])
    assert not ana.flags.filter(kind=FlagKind.LIGHTER).exists()
    hurt(ana, 6, days=2, region="outer_hip")
    fewer = list(weeks[1].suggestions.filter(reason="lighter_week"))
    assert fewer
    assert ana.flags.open().get(kind=FlagKind.LIGHTER).figures["count"] >= len(fewer)


def test_two_sessions_far_harder_than_the_same_plan_before_offer_one_too(ana, weeks):
    weeks[0].enrollment.program.weeks.update(is_deload=False)
    for number, each in enumerate(weeks[:4]):
        train(each, ana, MONDAY + (each.planned_on - weeks[0].planned_on), effort=5 if number < 2 else 7)
    assert ana.flags.filter(kind=FlagKind.LIGHTER).exists()


def test_two_sessions_a_little_harder_offer_nothing(ana, weeks):
    weeks[0].enrollment.program.weeks.update(is_deload=False)
    for number, each in enumerate(weeks[:4]):
        train(each, ana, MONDAY + (each.planned_on - weeks[0].planned_on), effort=5 if number < 2 else 6)
    assert not ana.flags.filter(kind=FlagKind.LIGHTER).exists()


# -- plyometrics -----------------------------------------------------------------------------


@pytest.fixture
def jumps(weeks) -> list[Session]:
    """The last exercise of every workout is a two-leg P1 jump: 3 x 10 contacts a session."""
    jump = Exercise.objects.get(slug="supported-pogo")
    for row in Prescription.objects.filter(workout__program=weeks[0].enrollment.program, order=1):
        row.exercise = jump
        row.save()
        row.doses.update(sets=3, reps_low=10, reps_high=10, seconds=None, rpe_low=None, rpe_high=None)
    return weeks


def jump_advice(session) -> list[tuple[str, str, int]]:
    rows = session.suggestions.filter(exercise__pattern="plyometric")
    return [(each.change, each.reason, each.sets_off) for each in rows]


def test_contacts_over_the_first_weeks_cap_are_cut_by_whole_sets(ana, thea, jumps):
    clear(athlete=ana, by=thea, at=MONDAY)
    evaluate(ana, MONDAY)
    assert jump_advice(jumps[0]) == []  # 30 of 30
    assert jump_advice(jumps[1]) == [("fewer_sets", "contacts", 2)]  # 60 in a first week of 40


def test_without_a_clearance_nothing_is_said_of_jumps(ana, jumps):
    evaluate(ana, MONDAY)
    assert jump_advice(jumps[1]) == []


def test_an_exercise_above_the_step_is_said_to_the_therapist_and_not_changed(ana, thea, jumps):
    hop = Exercise.objects.filter(pattern="plyometric", level=3).first()
    Prescription.objects.filter(workout=jumps[0].workout, order=1).update(exercise=hop)
    clear(athlete=ana, by=thea, at=MONDAY)
    evaluate(ana, MONDAY)
    assert jump_advice(jumps[0]) == [("easier", "step", 0)]
    flag = ana.flags.get(kind=FlagKind.STEP)
    assert flag.figures["step"] == "1"
    assert not ana.flags.filter(kind=FlagKind.HEAVY).exists()
    with pytest.raises(RefusedError):
        accept(suggestions=jumps[0].suggestions.filter(reason="step"), by=thea, at=MONDAY)


def test_jumps_stay_out_of_the_last_days_before_the_race(ana, thea, jumps):
    clear(athlete=ana, by=thea, at=MONDAY)
    patterns = lambda: {target.pattern for target in offer(jumps[2]).targets}  # noqa: E731
    for days, may_jump in ((4, True), (3, False), (0, False), (-1, True)):
        ana.goal_race_on = jumps[2].planned_on + days * DAY
        ana.save()
        jumps[2].athlete = ana
        assert ("plyometric" in patterns()) is may_jump


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
    assert loads_of(weeks[2], more) == {Load(Decimal(30))}


def test_a_cut_is_never_heavier_than_the_plan(ana, thea, weeks):
    train(weeks[0], ana, MONDAY)
    rows = Dose.objects.filter(week=weeks[2].week, prescription__workout=weeks[2].workout)
    rows.filter(prescription__exercise__load_step_kg__isnull=False).update(load_kg=20, load_unit="kg")
    hurt(ana, 7, region="other", side="", session=weeks[0])
    cuts = [each for each in weeks[2].suggestions.filter(reason="red") if each.load]
    accept(suggestions=cuts, by=thea, at=MONDAY)
    assert cuts
    assert all(load.kg <= 20 for load in loads_of(weeks[2], cuts))


def test_a_hard_b_beside_an_easy_a_is_no_rise(ana, weeks):
    weeks[0].enrollment.program.weeks.update(is_deload=False)
    Dose.objects.filter(week=weeks[3].week, prescription__workout=weeks[3].workout).update(sets=2)
    for number, each in enumerate(weeks[:4]):
        train(each, ana, MONDAY + (each.planned_on - weeks[0].planned_on), effort=5 if number % 2 == 0 else 8)
    assert not ana.flags.filter(kind=FlagKind.LIGHTER, cause__startswith="lighter_week").exists()


def test_a_mistyped_load_does_not_stop_a_session_from_ending(ana, weeks):
    train(weeks[0], ana, MONDAY, load="999")
    assert fresh(weeks[0]).status == "completed"


def test_plyometrics_after_months_begin_a_step_lower(ana, thea, weeks):
    clearance = clear(athlete=ana, by=thea, at=MONDAY - 100 * DAY, step=4)
    since = (MONDAY - 100 * DAY).date()
    jumped = ContactHistory(since, {weeks[4].planned_on - 40 * DAY: 30}, frozenset(), frozenset())
    nothing = ContactHistory(since, {}, frozenset(), frozenset())
    assert [plyometric_step_on(weeks[4], clearance, each, DEFAULTS) for each in (jumped, nothing)] == [3, 3]


def test_the_second_session_of_a_week_gets_what_the_first_left(ana, thea, jumps):
    Dose.objects.filter(prescription__exercise__pattern="plyometric").update(sets=4)
    clear(athlete=ana, by=thea, at=MONDAY)
    evaluate(ana, MONDAY)
    figures = {each.session_id: each.figures for each in ana.suggestions.filter(reason="contacts")}
    assert figures[jumps[0].pk]["most"] == "30"
    assert figures[jumps[1].pk]["most"] == "10"


def test_a_program_prescribed_after_months_off_begins_as_it_is_written(ana, thea, weeks, base_template):
    train(weeks[0], ana, MONDAY)
    later = MONDAY + 70 * DAY
    prescribe(athlete=ana, template=base_template, starts_on=later.date(), weekdays=(0, 3), by=thea, at=later)
    evaluate(ana, later)
    assert not ana.suggestions.filter(session__status="planned", reason="gap").exists()
    assert not ana.flags.filter(kind=FlagKind.LIGHTER).exists()


def test_a_load_that_stands_still_for_three_sessions_is_said_with_its_load(ana, weeks):
    for number, session in enumerate(weeks[:5:2]):
        assert not ana.flags.filter(kind=FlagKind.STALLED).exists(), number
        train(session, ana, MONDAY + (session.planned_on - weeks[0].planned_on), rpe="7.5")
    assert {flag.figures["load"] for flag in ana.flags.filter(kind=FlagKind.STALLED)} == {"40 kg"}
