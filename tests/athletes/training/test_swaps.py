"""What may be done instead of an exercise, and what a short day keeps."""

from __future__ import annotations

import pytest

from athletes.models import Session, Swap
from athletes.training.swaps import as_done, choices_for, minimum_prescriptions
from athletes.training.target import Target
from athletes.training.targets import offer
from programs.models import Alternative, Caution, Exercise, ExerciseAlternative, Prescription
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def session(first_session, ana) -> Session:
    first_session.athlete = ana
    return first_session


@pytest.fixture
def target(session) -> Target:
    return offer(session).targets[0]


def offered_instead(targets, conditions=()) -> set[Exercise]:
    found = set()
    for choices in choices_for(targets, conditions).values():
        found |= {choice.instead for choice in choices}
    return found


def test_the_therapists_own_choice_comes_before_the_librarys_and_that_before_a_neighbor(target):
    own = Exercise.objects.get(slug=target.exercise_slug)
    written, suggested = Exercise.objects.filter(pattern=own.pattern).exclude(pk=own.pk)[:2]

    def for_pain():
        found = choices_for([target])[target.prescription_id]
        return next((choice.instead for choice in found if choice.reason == "hurts"), None)

    Alternative.objects.filter(prescription=target.prescription_id).delete()
    assert for_pain() == own.easier
    ExerciseAlternative.objects.create(exercise=own, instead=suggested, reason="hurts")
    assert for_pain() == suggested
    row = Prescription.objects.get(pk=target.prescription_id)
    Alternative.objects.create(prescription=row, exercise=written, reason="hurts")
    assert for_pain() == written


def test_a_draft_is_offered_to_nobody_whoever_wrote_it_down(target):
    own = Exercise.objects.get(slug=target.exercise_slug)
    row = Prescription.objects.get(pk=target.prescription_id)
    for_row, for_exercise = Exercise.objects.filter(pattern=own.pattern).exclude(pk__in=[own.pk, own.harder_id])[:2]
    row.alternatives.all().delete()
    own.library_alternatives.all().delete()
    row.alternatives.create(exercise=for_row, reason="easy", order=1)
    own.library_alternatives.create(instead=for_exercise, reason="easy")
    assert for_row in offered_instead([target])
    Exercise.objects.filter(pk__in=[for_row.pk, for_exercise.pk, own.harder_id]).update(status="draft")
    assert not {for_row, for_exercise, own.harder} & offered_instead([target])


def test_what_is_offered_stays_in_the_pattern(session):
    targets = offer(session).targets
    choices = choices_for(targets)
    assert choices
    for target in targets:
        alternatives = Alternative.objects.filter(prescription=target.prescription_id)
        written = set(alternatives.values_list("exercise__slug", flat=True))
        for choice in choices.get(target.prescription_id, []):
            assert choice.instead.pattern == target.pattern or choice.instead.slug in written


def test_what_the_athletes_condition_warns_of_is_offered_only_where_the_therapist_wrote_it(session, ana):
    targets = offer(session).targets
    rows = Alternative.objects.filter(prescription__in=[target.prescription_id for target in targets])
    written = set(rows.values_list("exercise", flat=True))
    free = next(exercise for exercise in offered_instead(targets) if exercise.pk not in written)
    Caution.objects.get_or_create(condition="low_back_irritable", exercise=free, defaults={"reason": "For the test"})
    assert free not in offered_instead(targets, ["low_back_irritable"])
    Exercise.objects.filter(pk=free.pk).update(status="archived")
    assert free not in offered_instead(targets)


def test_each_reason_is_answered_once_and_never_with_the_exercise_itself(session, django_assert_num_queries):
    targets = offer(session).targets
    with django_assert_num_queries(5):
        choices = choices_for(targets, ["low_back_irritable"])
    for target in targets:
        found = choices.get(target.prescription_id, [])
        assert len({choice.reason for choice in found}) == len(found)
        assert target.exercise_slug not in {choice.instead.slug for choice in found}


def test_what_the_therapist_wrote_for_any_reason_answers_each(target):
    written = Exercise.objects.filter(pattern="trunk").first()
    row = Prescription.objects.get(pk=target.prescription_id)
    row.alternatives.all().delete()
    Alternative.objects.create(prescription=row, exercise=written, reason="any")
    choices = choices_for([target])[target.prescription_id]
    assert {(choice.reason, choice.instead) for choice in choices} == {
        ("hurts", written), ("equipment", written), ("easy", written),
    }  # fmt: skip


def test_without_equipment_the_nearest_in_level_that_is_measured_alike_is_offered(target):
    own = Exercise.objects.get(slug=target.exercise_slug)
    Alternative.objects.all().delete()
    ExerciseAlternative.objects.all().delete()
    found = {choice.reason: choice.instead for choice in choices_for([target])[target.prescription_id]}
    instead = found["equipment"]
    assert (instead.pattern, instead.measure) == (own.pattern, own.measure)
    assert not instead.equipment.exists()
    alike = Exercise.objects.filter(equipment=None, pattern=own.pattern, measure=own.measure, status="published")
    nearest = min(abs(exercise.level - own.level) for exercise in alike.exclude(pk=own.pk))
    assert abs(instead.level - own.level) == nearest


def test_a_target_is_as_prescribed_without_a_swap_and_where_it_is_left_out(target):
    other = Exercise.objects.exclude(slug=target.exercise_slug).first()
    assert as_done(target, None) == target
    assert as_done(target, Swap(instead=None, reason="time")) == target
    assert as_done(target, Swap(instead=other, reason="hurts")) == target.swapped_with(other)


def test_the_minimum_version_keeps_three_prescriptions(session):
    targets = offer(session).targets
    kept = minimum_prescriptions(targets)
    patterns = [target.pattern for target in targets if target.prescription_id in kept]
    assert patterns == ["single_leg", "hip_hinge", "calf_achilles"]
