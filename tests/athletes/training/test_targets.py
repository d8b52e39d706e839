"""What is due in a session: offered without storing anything, signed, and frozen as it was seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from athletes.models import Session, Suggestion
from athletes.training.clearance import clear
from athletes.training.target import UnreadableTargetError
from athletes.training.targets import (
    Offer,
    freeze,
    frozen_target,
    frozen_targets,
    is_genuine,
    offer,
    planned_workout,
    prescribed_sets,
    sign,
    targets_id_of,
)
from programs.models import Dose, Exercise, Prescription
from programs.rules.prescription.dose import Load, Span
from programs.rules.prescription.tempo import Tempo
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def fresh(session: Session) -> Session:
    return Session.objects.select_related("athlete", "week", "workout").get(pk=session.pk)


@pytest.fixture
def session(first_session) -> Session:
    return fresh(first_session)


@pytest.fixture
def row(session) -> Prescription:
    """A row of a dumbbell exercise: 3 x 8-10 at 20 kg."""
    counted = Dose.objects.filter(week=session.week, prescription__workout=session.workout, reps_low__isnull=False)
    dose = counted.select_related("prescription").first()
    Dose.objects.filter(pk=dose.pk).update(sets=3, reps_low=8, reps_high=10, load_kg=20, load_unit="kg")
    row = dose.prescription
    row.exercise = Exercise.objects.filter(load_type="dumbbell", measure="reps").first()
    row.save()
    return row


def target_of(session: Session, row: Prescription):
    return next(target for target in offer(fresh(session)).targets if target.prescription_id == row.pk)


# -- the offer -------------------------------------------------------------------------------


def test_an_offer_is_the_plan_and_looking_at_it_stores_nothing(session, row):
    target = target_of(session, row)
    assert (target.exercise_slug, target.exercise_name) == (row.exercise.slug, row.exercise.name)
    assert (target.sets, target.reps) == (3, Span(Decimal(8), Decimal(10)))
    assert target.load == Load(Decimal(20), "kg")
    assert (target.rest_seconds, target.change_reason) == (row.rest_seconds, "")
    assert fresh(session).targets is None


def test_a_dose_s_own_tempo_rest_and_note_go_before_the_row_s(session, row):
    Dose.objects.filter(prescription=row, week=session.week).update(tempo="", rest_seconds=None, note="")
    Prescription.objects.filter(pk=row.pk).update(tempo="2-0-2-0", rest_seconds=75, note="Row.")
    target = target_of(session, row)
    assert (target.tempo, target.rest_seconds, target.note) == (Tempo("2-0-2-0"), 75, "Row.")
    Dose.objects.filter(prescription=row, week=session.week).update(tempo="4-0-X-0", rest_seconds=0, note="Dose.")
    target = target_of(session, row)
    assert (target.tempo, target.rest_seconds, target.note) == (Tempo("4-0-X-0"), 0, "Dose.")


def test_without_a_load_in_the_plan_the_last_one_is_due_in_the_athletes_unit(session, row, ana, enrollment):
    Dose.objects.filter(prescription=row).update(load_kg=None)
    do(session, ana, MONDAY, load=Load(Decimal(45), "lb"))
    later = enrollment.sessions.filter(workout=session.workout).order_by("planned_on")[1]
    assert target_of(later, row).load == Load(Decimal("20.5"), "kg")
    ana.unit = "lb"
    ana.save()
    target = target_of(later, row)
    assert (target.load, target.unit) == (Load(Decimal(45), "lb"), "lb")


def test_a_session_that_the_plan_has_lost_is_offered_nothing(session):
    session.workout = None
    assert planned_workout(session) is None
    assert offer(session).targets == []


# -- what the therapist accepted -------------------------------------------------------------


def accepted(session, row, **values) -> None:
    Suggestion.objects.create(
        id=Suggestion.key(session.pk, row.pk), athlete_id=session.athlete_id, session=session, exercise=row.exercise,
        target=row.pk, state="accepted", made_at=MONDAY, **values,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "kg", "due"),
    [("more_load", "22.5", "22.5"), ("lighter", "17.5", "17.5"), ("lighter", "25", "20"), ("more_reps", "25", "20")],
)
def test_a_step_up_goes_before_the_plan_and_a_cut_is_never_heavier_than_it(session, row, change, kg, due):
    accepted(session, row, change=change, reason="top_of_range", load_kg=Decimal(kg), reps=None)
    target = target_of(session, row)
    assert target.load == Load(Decimal(due), "kg")
    assert target.change_reason == "top_of_range"


@pytest.mark.parametrize(("aim", "reps"), [(9, (9, 10)), (12, (12, 12)), (6, (8, 10))])
def test_one_more_repetition_begins_the_range(session, row, aim, reps):
    accepted(session, row, change="more_reps", reason="one_more", reps=aim)
    target = target_of(session, row)
    assert (target.least_amount, target.most_amount) == reps


@pytest.mark.parametrize(("sets_off", "left"), [(1, 2), (2, 1), (5, 1)])
def test_sets_that_are_left_out_leave_one(session, row, sets_off, left):
    accepted(session, row, change="fewer_sets", reason="taper", sets_off=sets_off)
    assert target_of(session, row).sets == left


def test_a_suggestion_that_waits_changes_nothing(session, row):
    before = target_of(session, row)
    accepted(session, row, change="more_load", reason="top_of_range", load_kg=30)
    Suggestion.objects.update(state="waiting")
    assert target_of(session, row) == before


# -- plyometrics -----------------------------------------------------------------------------


@pytest.fixture
def jump(session, row) -> Prescription:
    Prescription.objects.filter(pk=row.pk).update(exercise=Exercise.objects.get(slug="supported-pogo"))
    return row


def is_due(session, jump) -> bool:
    return jump.pk in {target.prescription_id for target in offer(fresh(session)).targets}


def test_plyometrics_wait_for_the_therapist_and_bring_their_contacts(session, jump, ana, thea):
    assert not is_due(session, jump)
    clear(athlete=ana, by=thea, at=MONDAY)
    assert target_of(session, jump).contacts == 3 * 10


def test_plyometrics_rest_in_the_week_after_a_red_session(session, jump, ana, thea):
    clear(athlete=ana, by=thea, at=MONDAY)
    ana.plyometrics_off_until = session.planned_on + DAY
    ana.save()
    assert not is_due(session, jump)
    ana.plyometrics_off_until = session.planned_on
    ana.save()
    assert is_due(session, jump)


@pytest.mark.parametrize(("days", "due"), [(-1, True), (0, False), (1, False), (15, True)])
def test_plyometrics_rest_in_the_last_days_before_the_race(session, jump, ana, thea, days, due):
    clear(athlete=ana, by=thea, at=MONDAY)
    ana.goal_race_on = session.planned_on + days * DAY
    ana.save()
    assert is_due(session, jump) == due


# -- frozen ----------------------------------------------------------------------------------


def test_what_is_frozen_stays_when_the_plan_changes(session, row):
    offered = offer(session)
    freeze(session, offered)
    session.save()
    Dose.objects.filter(prescription=row).update(sets=9)
    begun = fresh(session)
    assert offer(begun) == offered
    assert (frozen_targets(begun), targets_id_of(begun)) == (offered.targets, offered.id)
    assert frozen_target(begun, row.pk).sets == 3
    assert prescribed_sets(begun) == sum(target.sets for target in offered.targets)


def test_nothing_is_frozen_before_the_session_begins(session):
    assert (frozen_targets(session), targets_id_of(session), prescribed_sets(session)) == ([], "", 0)


def test_an_extra_set_answers_no_target(session):
    freeze(session, offer(session))
    assert frozen_target(session, None) is None


# -- signature -------------------------------------------------------------------------------


def test_an_offer_comes_back_from_the_phone_as_it_was(session):
    offered = offer(session)
    assert Offer.from_json(offered.id, offered.to_json()) == offered
    with pytest.raises(UnreadableTargetError):
        Offer.from_json(offered.id, [*offered.to_json(), {"sets": 3}])


def test_only_what_was_offered_for_this_session_is_genuine(session, enrollment):
    offered = offer(session)
    other = enrollment.sessions.exclude(pk=session.pk).first()
    heavier = [replace(offered.targets[0], sets=9), *offered.targets[1:]]
    assert is_genuine(session, offered)
    assert not is_genuine(other, offered)
    assert not is_genuine(session, Offer(offered.id, heavier))
    assert not is_genuine(session, Offer(offered.id, offered.targets[1:]))
    assert not is_genuine(session, Offer("", offered.targets))


def test_an_offer_outlives_a_change_of_the_secret(session, settings):
    offered = offer(session)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 8
    assert sign(session, offered.targets) != offered.id
    assert is_genuine(session, offered)
    settings.SECRET_KEY_FALLBACKS = []
    assert not is_genuine(session, offered)
