"""Plyometric rows of the coming sessions: the step, and the contacts that fit."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from athletes.errors import RefusedError
from athletes.evaluation.evaluate import evaluate
from athletes.evaluation.keeping import keep_as_written
from athletes.evaluation.pain.zones import assess_regions
from athletes.evaluation.plyometrics import ContactHistory, contact_history, plyometric_step_on
from athletes.models import Athlete, Clearance, FlagKind, Moment, PainProfile, PainReport, Session, SetLog
from athletes.training.clearance import clear
from athletes.training.targets import offer
from athletes.wording.suggestions import told
from programs.models import Dose, Exercise, Laterality, Prescription
from programs.rules.thresholds import DEFAULTS
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


CLEARED_ON = MONDAY.date()


def history(*sessions, sore=(), red=(), since=CLEARED_ON) -> ContactHistory:
    """sessions -- days since the clearance on which was jumped"""
    days = {CLEARED_ON + days * DAY: 30 for days in sessions}
    sore_days = frozenset(CLEARED_ON + days * DAY for days in (*sore, *red))
    return ContactHistory(since, days, sore_days, frozenset(CLEARED_ON + days * DAY for days in red))


@pytest.mark.parametrize(
    ("lately", "green"),
    [
        (history(), 0),
        (history(0, 3, 7), 3),
        (history(0, 3, 7, sore=[3]), 1),
        (history(0, 3, 7, sore=[7]), 0),
        (history(-4, 0, 3), 2),
    ],
)
def test_green_sessions_count_back_to_the_last_sore_one_and_to_the_clearance(lately, green):
    assert lately.green_in_a_row == green


def test_contacts_are_counted_by_week():
    assert history(0, 3, 7).contacts_in_week(CLEARED_ON) == 60
    assert history(0, 3, 7).contacts_in_week(CLEARED_ON + 7 * DAY) == 30


@pytest.mark.parametrize(
    ("step", "lately", "stands_on"),
    [
        (1, history(0, 2), 1),
        (1, history(*range(DEFAULTS.step_green_sessions)), 2),
        (3, history(0, 7, 9, red=[9]), 0),  # a red one within the week
        (3, history(0, 2, red=[2]), 2),  # longer ago: a step lower
        (3, history(0, *range(2, 2 + DEFAULTS.step_green_sessions), red=[0]), 3),  # and enough green ones since
    ],
)
def test_the_step_follows_green_and_red_sessions(step, lately, stands_on):
    assert plyometric_step_on(CLEARED_ON + 10 * DAY, Clearance(step=step), lately, DEFAULTS) == stands_on


def done(reps, *, side="", is_unilateral=False, contacts_per_rep=1, days=0) -> SetLog:
    laterality = Laterality.UNILATERAL if is_unilateral else Laterality.BILATERAL
    exercise = Exercise(laterality=laterality, contacts_per_rep=contacts_per_rep)
    return SetLog(exercise=exercise, reps=reps, side=side, performed_on=CLEARED_ON + days * DAY)


@pytest.mark.parametrize(
    ("one_set", "contacts"),
    [
        (done(10), 10),
        (done(10, contacts_per_rep=2), 20),
        (done(10, is_unilateral=True, side="left"), 10),
        (done(10, is_unilateral=True), 20),  # logged without a side: done on both
        (done(None), 0),
        (done(10, contacts_per_rep=None), 0),
    ],
)
def test_the_contacts_of_a_set(one_set, contacts):
    assert contact_history([one_set], [], CLEARED_ON, DEFAULTS).contacts == {CLEARED_ON: contacts}


def test_where_a_landing_failed_what_was_jumped_before_it_is_the_most_of_next_time():
    ended = uuid4()
    jumps = [done(10), done(10, days=3)]
    jumps[1].session_id = ended
    assert contact_history(jumps, [], CLEARED_ON, DEFAULTS).landing_cap is None
    assert contact_history(jumps, [], CLEARED_ON, DEFAULTS, {ended: CLEARED_ON + 3 * DAY}).landing_cap == 10
    later = [*jumps, done(10, days=7)]
    assert contact_history(later, [], CLEARED_ON, DEFAULTS, {ended: CLEARED_ON + 3 * DAY}).landing_cap is None  # since
    before_any_set = contact_history(jumps[:1], [], CLEARED_ON, DEFAULTS, {ended: CLEARED_ON + 5 * DAY})
    assert before_any_set.landing_cap == 0


def test_days_hurt_by_the_regions_that_jumps_load_and_red_ones_only_since_the_clearance():
    def report(score, days, region):
        on = CLEARED_ON + days * DAY
        return PainReport(
            score=score, reported_on=on, reported_at=MONDAY + 30 * DAY, moment=Moment.DURING, region=region, side="left"
        )

    reports = [report(6, -1, "calf"), report(6, 2, "calf"), report(2, 3, "calf"), report(6, 4, "low_back")]
    kept = report(4, 5, "achilles")
    settled = PainReport(
        score=1, reported_on=CLEARED_ON + 6 * DAY, moment=Moment.NEXT_MORNING, region="achilles", side="left"
    )
    tendon = PainProfile(region="achilles", side="left", tissue="tendon", intake=1, set_by_id=1)
    reports += [kept, settled]
    regions = assess_regions(Athlete(user_id=1, pain_limit=3), reports, [tendon], (), CLEARED_ON + 6 * DAY, DEFAULTS)
    lately = contact_history([done(10)], regions, CLEARED_ON, DEFAULTS)
    assert lately.sore_days == {CLEARED_ON + days * DAY for days in (-1, 2, 4, 5)}  # settled, and no step up either
    assert lately.red_days == {CLEARED_ON + 2 * DAY, CLEARED_ON + 4 * DAY}


# -- through the doors -----------------------------------------------------------------------


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


@pytest.fixture
def jump_row(jumps) -> Prescription:
    return Prescription.objects.get(workout=jumps[0].workout, order=1)


def put(row: Prescription, slug: str) -> None:
    row.exercise = Exercise.objects.get(slug=slug)
    row.save()


def jumps_due(session) -> list[tuple[str, int]]:
    """What is jumped in that session: exercise and contacts."""
    return [(each.exercise_slug, each.contacts) for each in offer(session).targets if each.pattern == "plyometric"]


def test_above_the_step_the_easier_neighbor_on_it_comes_by_itself(ana, thea, jumps, jump_row):
    """The harder jump was due with every contact of it, while its flag waited for a click."""
    put(jump_row, "single-leg-pogo")  # P4; two rungs below it the first on P1
    clear(athlete=ana, by=thea, at=MONDAY)
    evaluate(ana, MONDAY)
    assert jump_advice(jumps[0]) == [("instead", "step", 0)]
    assert jumps_due(jumps[0]) == [("supported-pogo", 30)]
    assert told(offer(jumps[0]).targets) == "An easier jump today: supported pogo, which fits the step you are on."
    assert ana.flags.get(kind=FlagKind.STEP).figures["step"] == "1"
    assert not ana.flags.filter(kind=FlagKind.HEAVY).exists()


def test_a_step_that_is_changed_on_the_record_applies_at_once(ana, thea, jumps, jump_row, as_thea, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    put(jump_row, "pogo-jump")
    clear(athlete=ana, by=thea, at=MONDAY, step=2)
    evaluate(ana, MONDAY)
    assert jumps_due(jumps[0]) == [("pogo-jump", 30)]
    for step, due in ((1, "supported-pogo"), (2, "pogo-jump")):
        as_thea.post(f"/admin/athletes/athlete/{ana.pk}/clearance/", {"do": "step", "step": step})
        assert jumps_due(jumps[0]) == [(due, 30)]


def test_above_the_step_nothing_comes_twice_nor_where_no_neighbor_is_on_it(ana, thea, jumps, jump_row):
    put(jump_row, "pogo-jump")
    other = (
        Prescription.objects.filter(workout=jumps[0].workout, doses__week=jumps[0].week).exclude(pk=jump_row.pk).first()
    )
    other.doses.update(sets=1, reps_low=10, reps_high=10, seconds=None)
    put(other, "supported-pogo")
    clear(athlete=ana, by=thea, at=MONDAY)
    evaluate(ana, MONDAY)
    assert ("leave_out", "step", 0) in jump_advice(jumps[0])
    assert [slug for slug, _contacts in jumps_due(jumps[0])] == ["supported-pogo"]


def test_no_word_but_the_clearance_brings_a_jump_above_the_step(ana, thea, jumps, jump_row):
    put(jump_row, "pogo-jump")
    jump_row.progression = "off"
    jump_row.save()
    clear(athlete=ana, by=thea, at=MONDAY)
    evaluate(ana, MONDAY)
    keep_as_written(athlete=ana, reason="She may.", by=thea, at=MONDAY)  # of the contacts of the next session
    assert [slug for slug, _contacts in jumps_due(jumps[0])] == ["supported-pogo"]
    with pytest.raises(RefusedError):
        keep_as_written(athlete=ana, reason="She may.", by=thea, at=MONDAY)
    jumps[0].suggestions.update(state="declined", decided_by=thea, reason="contacts")  # decided at another step
    evaluate(ana, MONDAY)
    assert [slug for slug, _contacts in jumps_due(jumps[0])] == ["supported-pogo"]


def test_jumps_stay_out_of_the_last_days_before_the_race(ana, thea, jumps):
    clear(athlete=ana, by=thea, at=MONDAY)
    patterns = lambda: {target.pattern for target in offer(jumps[2]).targets}  # noqa: E731
    for days, may_jump in ((4, True), (3, False), (0, False), (-1, True)):
        ana.goal_race_on = jumps[2].planned_on + days * DAY
        ana.save()
        jumps[2].athlete = ana
        assert ("plyometric" in patterns()) is may_jump


def test_plyometrics_after_months_begin_a_step_lower(ana, thea, weeks):
    clearance = clear(athlete=ana, by=thea, at=MONDAY - 100 * DAY, step=4)
    since = (MONDAY - 100 * DAY).date()
    jumped = ContactHistory(since, {weeks[4].planned_on - 40 * DAY: 30}, frozenset(), frozenset())
    nothing = ContactHistory(since, {}, frozenset(), frozenset())
    assert [plyometric_step_on(weeks[4].planned_on, clearance, each, DEFAULTS) for each in (jumped, nothing)] == [3, 3]


def test_the_second_session_of_a_week_gets_what_the_first_left(ana, thea, jumps):
    Dose.objects.filter(prescription__exercise__pattern="plyometric").update(sets=4)
    clear(athlete=ana, by=thea, at=MONDAY)
    evaluate(ana, MONDAY)
    figures = {each.session_id: each.figures for each in ana.suggestions.filter(reason="contacts")}
    assert figures[jumps[0].pk]["most"] == "30"
    assert figures[jumps[1].pk]["most"] == "10"


def test_a_heavy_landing_ends_the_jumps_and_caps_the_next_time(as_ana, ana, thea, jumps, time_machine):
    """Ten of thirty contacts, then “Heavy or noisy landing?”: what was jumped is kept, and is the most of next time."""
    time_machine.move_to(MONDAY, tick=False)
    clear(athlete=ana, by=thea, at=MONDAY)
    do(jumps[0], ana, MONDAY, finish=False)
    pogo = next(each for each in offer(jumps[0]).targets if each.pattern == "plyometric")
    SetLog.objects.filter(prescription_id=pogo.prescription_id, number__gt=1).delete()
    page = as_ana.get(f"/session/{jumps[0].pk}/").text
    assert "Heavy or noisy landing? Stop the hops" in page
    as_ana.post(f"/session/{jumps[0].pk}/swap/", {"target": pogo.prescription_id, "choice": "quality:"})
    as_ana.post(f"/session/{jumps[0].pk}/finish/", {"session_rpe": "6", "nothing_hurt": "on"})
    assert SetLog.objects.filter(prescription_id=pogo.prescription_id).count() == 1
    jumps[2].refresh_from_db()
    assert jump_advice(jumps[2]) == [("fewer_sets", "landing", 2)]
    assert "they ended early" in told(offer(jumps[2]).targets)


def test_a_heavy_landing_ends_every_jump_of_the_day(as_ana, ana, thea, jumps, time_machine):
    """“Hops end here for today”, and the other jump was still to do."""
    time_machine.move_to(MONDAY, tick=False)
    other = Prescription.objects.get(pk=offer(jumps[0]).targets[0].prescription_id)
    other.exercise = Exercise.objects.get(slug="snap-down")
    other.save()
    clear(athlete=ana, by=thea, at=MONDAY)
    due = [each for each in offer(jumps[0]).targets if each.pattern == "plyometric"]
    assert len(due) == 2
    as_ana.post(f"/session/{jumps[0].pk}/swap/", {"target": due[0].prescription_id, "choice": "quality:"})
    ended = jumps[0].swaps.standing().filter(reason="quality").values_list("prescription_id", flat=True)
    assert set(ended) == {each.prescription_id for each in due}
