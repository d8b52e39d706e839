"""How far each watched place holds, from what is stored: flags, profiles, words of the therapist."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.evaluation.evaluate import evaluate
from athletes.evaluation.pain.levels import level_for
from athletes.models import FlagKind
from athletes.problems import episodes
from athletes.training.targets import offer
from programs.models import Exercise
from programs.regions import REBOUNDS
from programs.rules.pain.levels import Level
from tests.doing import hurt, train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def level(athlete, days=0) -> Level:
    (place,) = evaluate(athlete, MONDAY + days * DAY).levels
    return place.level


def test_red_twice_in_a_week_steps_back_and_eight_takes_out(ana, weeks):
    hurt(ana, 6)
    assert level(ana) is Level.RED
    hurt(ana, 6, days=3)
    assert level(ana, 3) is Level.RED_AGAIN
    hurt(ana, 8, days=4)
    assert level(ana, 4) is Level.OUT


def test_a_decision_lets_what_is_out_come_back_by_an_entry_dose_and_not_at_full(ana, thea, weeks):
    hurt(ana, 9)
    episodes.resolve(flags=ana.flags.open().filter(kind=FlagKind.PAIN), by=thea, at=MONDAY + DAY)
    assert level(ana, 1) is Level.ENTRY


def test_an_exercise_is_held_by_the_worst_place_that_it_loads(ana, weeks):
    hurt(ana, 6, region="calf")
    hurt(ana, 3, region="knee")
    levels = evaluate(ana, MONDAY).levels
    calf_raise = Exercise.objects.filter(pattern="calf_achilles").first()
    squat = Exercise.objects.filter(pattern="single_leg").first()
    bench = Exercise.objects.filter(pattern="upper_body").first()
    assert level_for(calf_raise, levels).level is Level.RED
    assert level_for(squat, levels).level is Level.HOLD
    assert level_for(bench, levels) is None


@pytest.mark.parametrize("slug", sorted(REBOUNDS))
def test_a_heel_raise_that_springs_back_counts_as_a_jump(ana, weeks, slug):
    hurt(ana, 6, region="thigh")
    levels = evaluate(ana, MONDAY).levels
    assert level_for(Exercise.objects.get(slug=slug), levels).level is Level.RED
    assert level_for(Exercise.objects.get(slug="single-leg-seated-heel-raise-heavy"), levels) is None


def test_eight_of_ten_leaves_the_exercises_of_the_place_out_of_the_next_session(ana, weeks):
    train(weeks[0], ana, MONDAY)
    before = {target.exercise_slug for target in offer(weeks[2]).targets if target.pattern == "calf_achilles"}
    assert before
    hurt(ana, 8, region="calf", session=weeks[0])
    offered = offer(weeks[2])
    assert not any(target.pattern == "calf_achilles" for target in offered.targets)
    assert {row.place for row in offered.left_out} == {"Left calf"}


def test_a_held_week_does_not_begin_anything_new(ana, weeks):
    """The knee is amber; next time the plan has an exercise that was never done: the one before comes again."""
    train(weeks[0], ana, MONDAY)
    row = weeks[0].workout.prescriptions.filter(exercise__pattern="single_leg").first()
    known, new = row.exercise, Exercise.objects.filter(pattern="single_leg").exclude(pk=row.exercise_id).first()
    row.exercise = new
    row.save()
    hurt(ana, 3, session=weeks[0])
    target = next(each for each in offer(weeks[2]).targets if each.prescription_id == row.pk)
    assert (target.exercise_slug, target.change_reason) == (known.slug, "amber")


def test_a_decision_late_in_the_evening_is_of_that_day_and_not_of_the_next(ana, thea, weeks):
    """At 23:30 in New York it is tomorrow in UTC: what is red tomorrow is not decided yet."""
    hurt(ana, 9)
    late = MONDAY.replace(hour=23, minute=30)
    episodes.resolve(flags=ana.flags.open().filter(kind=FlagKind.PAIN), by=thea, at=late)
    hurt(ana, 9, days=1)
    assert level(ana, 1) is Level.OUT


def test_a_decision_of_the_morning_is_not_about_the_pain_of_the_evening(ana, thea, weeks):
    """It brought rows back at their entry dose: only the days were compared."""
    hurt(ana, 9)
    evening = MONDAY + timedelta(hours=9)
    open_pain = ana.flags.open().filter(kind=FlagKind.PAIN)
    episodes.resolve(flags=open_pain, by=thea, at=evening - timedelta(hours=10))
    (place,) = evaluate(ana, evening).levels
    assert place.level is Level.OUT
    episodes.resolve(flags=open_pain, by=thea, at=evening)
    ana.flags.filter(kind=FlagKind.PAIN).update(resolved_at=evening)
    (place,) = evaluate(ana, evening).levels
    assert place.level is Level.ENTRY
