"""Fewer sets than the plan says: a race is near, or the last week was too much."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.evaluation.evaluate import evaluate
from athletes.evaluation.suggestions import accept
from athletes.models import Athlete, FlagKind
from athletes.training.targets import offer
from programs.models import Dose
from tests.doing import hurt, train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def sets_of(session) -> dict[int, int]:
    session.athlete = Athlete.objects.get(pk=session.athlete_id)
    return {entry["prescription"]: entry["sets"] for entry in offer(session).entries}


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
    assert all(entry["why"] == "taper" for entry in offer(weeks[2]).entries)


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


def test_a_hard_b_beside_an_easy_a_is_no_rise(ana, weeks):
    weeks[0].enrollment.program.weeks.update(is_deload=False)
    Dose.objects.filter(week=weeks[3].week, prescription__workout=weeks[3].workout).update(sets=2)
    for number, each in enumerate(weeks[:4]):
        train(each, ana, MONDAY + (each.planned_on - weeks[0].planned_on), effort=5 if number % 2 == 0 else 8)
    assert not ana.flags.filter(kind=FlagKind.LIGHTER, cause__startswith="lighter_week").exists()
