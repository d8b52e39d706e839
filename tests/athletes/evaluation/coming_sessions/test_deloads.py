"""Fewer sets than the plan says: a race is near, or the last week was too much."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from athletes.evaluation.coming_sessions.deloads import set_reductions
from athletes.evaluation.pain.zones import assess_regions
from athletes.evaluation.recent_training import RecentTraining
from athletes.models import Athlete, FlagKind, Moment, PainReport, Session, SessionStatus
from athletes.training.target import Target
from athletes.training.targets import offer
from programs.models import Dose, Week
from programs.rules.prescription.dose import Span
from programs.rules.thresholds import DEFAULTS
from tests.doing import hurt, train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


TODAY = MONDAY.date()
SQUATS = Target(
    prescription_id=1,
    exercise_slug="split-squat",
    exercise_name="Split squat",
    sets=3,
    reps=Span(Decimal(8), Decimal(10)),
)


def session(days, *, rpe=None, sets=3, **week) -> Session:
    """A session of a plan with so many sets; with an effort, a completed one."""
    planned_on = TODAY + days * DAY
    if rpe is None:
        return Session(planned_on=planned_on, week=Week(**week))
    return Session(
        planned_on=planned_on,
        status=SessionStatus.COMPLETED,
        session_rpe=rpe,
        finished_at=MONDAY + days * DAY,
        targets={"entries": [SQUATS.to_json() | {"sets": sets}]},
    )


def reductions(*begun, coming=(), race_in=None, reds=()) -> list[str]:
    """Why each coming session holds fewer sets."""
    athlete = Athlete(user_id=1, pain_limit=3)
    athlete.goal_race_on = None if race_in is None else TODAY + race_in * DAY
    reports = [
        PainReport(
            score=8, reported_on=TODAY - days * DAY, reported_at=MONDAY, moment=Moment.DURING, region="knee", side=""
        )
        for days in reds
    ]
    regions = assess_regions(athlete, reports, [], (), TODAY, DEFAULTS)
    coming = list(coming) or [session(1)]
    found = set_reductions(RecentTraining(athlete, TODAY, list(begun), coming), regions, DEFAULTS)
    return [found.get(each.pk, "") for each in coming]


def test_nothing_is_reduced_without_a_reason():
    assert reductions() == [""]


@pytest.mark.parametrize(("race_in", "reason"), [(30, ""), (11, "taper"), (5, "primer"), (0, "")])
def test_a_race_ahead_reduces_what_comes_before_it(race_in, reason):
    assert reductions(race_in=race_in) == [reason]


@pytest.mark.parametrize("week", [{"is_deload": True}, {"is_race": True}])
def test_a_light_week_of_the_plan_is_left_as_it_is(week):
    assert reductions(coming=[session(1, **week), session(3)], race_in=12) == ["", "taper"]


@pytest.mark.parametrize(("reds", "reason"), [([1], ""), ([0, 6], "lighter_week"), ([0, 7], ""), ([0, 0], "")])
def test_two_red_days_within_seven_are_too_much(reds, reason):
    assert reductions(reds=reds) == [reason]


def test_the_race_decides_where_the_week_was_too_much_as_well():
    assert reductions(reds=[0, 1], race_in=11) == ["taper"]


@pytest.mark.parametrize(
    ("last_two", "reason"), [((7, 7), "lighter_week"), ((6, 6), ""), ((9, 5), "lighter_week"), ((5, 5), "")]
)
def test_the_last_two_sessions_are_held_against_earlier_ones_of_the_same_plan(last_two, reason):
    efforts = (5, 5, *last_two)
    begun = [session(days - 10, rpe=rpe) for days, rpe in enumerate(efforts)]
    assert reductions(*begun) == [reason]


def test_sessions_of_another_plan_are_no_measure():
    begun = [session(-4, rpe=5, sets=2), session(-3, rpe=5, sets=2), session(-2, rpe=9), session(-1, rpe=9)]
    assert reductions(*begun) == [""]


def test_one_session_is_no_week():
    assert reductions(session(-2, rpe=5), session(-1, rpe=10)) == [""]


# -- through the doors -----------------------------------------------------------------------


def sets_of(session) -> dict[int, int]:
    session.athlete = Athlete.objects.get(pk=session.athlete_id)
    return {target.prescription_id: target.sets for target in offer(session).targets}


def test_in_the_taper_sets_are_left_out_at_the_same_load_by_themselves(ana, weeks):
    ana.goal_race_on = weeks[2].planned_on + 10 * DAY
    ana.save()
    before = sets_of(weeks[2])
    train(weeks[0], ana, MONDAY)
    fewer = list(weeks[2].suggestions.filter(reason="taper"))
    assert len(fewer) == len(weeks[2].suggestions.all()) > 3
    assert {(each.change, each.state) for each in fewer} == {("fewer_sets", "accepted")}
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


def test_two_red_days_in_a_week_make_the_next_one_lighter_where_it_does_not_hurt_too(ana, thea, weeks):
    train(weeks[0], ana, MONDAY)
    hurt(ana, 6, region="calf", session=weeks[0])
    assert not weeks[1].suggestions.filter(reason="lighter_week").exists()
    hurt(ana, 6, days=2, region="calf")
    assert weeks[1].suggestions.filter(reason="lighter_week").exists()


def test_two_sessions_far_harder_than_the_same_plan_before_offer_one_too(ana, weeks):
    weeks[0].enrollment.program.weeks.update(is_deload=False)
    for number, each in enumerate(weeks[:4]):
        train(each, ana, MONDAY + (each.planned_on - weeks[0].planned_on), effort=5 if number < 2 else 7)
    assert ana.suggestions.filter(reason="lighter_week").exists()


def test_two_sessions_a_little_harder_offer_nothing(ana, weeks):
    weeks[0].enrollment.program.weeks.update(is_deload=False)
    for number, each in enumerate(weeks[:4]):
        train(each, ana, MONDAY + (each.planned_on - weeks[0].planned_on), effort=5 if number < 2 else 6)
    assert not ana.suggestions.filter(reason="lighter_week").exists()


def test_a_hard_b_beside_an_easy_a_is_no_rise(ana, weeks):
    weeks[0].enrollment.program.weeks.update(is_deload=False)
    Dose.objects.filter(week=weeks[3].week, prescription__workout=weeks[3].workout).update(sets=2)
    for number, each in enumerate(weeks[:4]):
        train(each, ana, MONDAY + (each.planned_on - weeks[0].planned_on), effort=5 if number % 2 == 0 else 8)
    assert not ana.flags.filter(kind=FlagKind.LIGHTER, cause__startswith="lighter_week").exists()
