"""Sets merged into a session: verdicts, what is kept of what lost, and what they add up to."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from athletes.models import Session, SetEdit, SetLog
from athletes.records.sets import SetItem, done_sets, merge_sets, minutes_of, set_id
from athletes.training.target import Target
from athletes.training.targets import Offer, freeze
from programs.models import Exercise
from programs.rules.prescription.dose import Load
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SQUATS = Target(prescription_id=1, exercise_slug="split-squat", exercise_name="Split squat", sets=2, is_unilateral=True)
RAISES = Target(prescription_id=2, exercise_slug="calf-raise", exercise_name="Calf raise", sets=1)


@pytest.fixture
def session(ana) -> Session:
    session = Session.objects.create(athlete=ana, planned_on=MONDAY.date())
    freeze(session, Offer("x", [SQUATS, RAISES]))
    return session


@pytest.fixture
def first(session) -> SetItem:
    return SetItem(
        id=set_id(session.pk, 1, 1, "left"), exercise=Exercise.objects.first().slug, number=1, rev=1,
        edit_id=uuid.UUID(int=5), prescription_id=1, side="left", reps=8, load=Load(Decimal(45), "lb"), done_at=MONDAY,
    )  # fmt: skip


def merge(session, *items: SetItem, at: datetime = MONDAY) -> list[str]:
    changes = merge_sets(session, items, at)
    changes.store()
    return list(changes.verdicts.values())


# -- merging ---------------------------------------------------------------------------------


def test_a_set_is_stored_as_it_was_typed(session, first):
    assert merge(session, first) == ["applied"]
    row = SetLog.objects.get()
    assert (row.prescription_id, row.side, row.reps, row.load) == (1, "left", 8, Load(Decimal(45), "lb"))
    assert (row.athlete, row.performed_on) == (session.athlete, MONDAY.date())


def test_nothing_is_stored_before_it_is_asked_for(session, first, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        merge_sets(session, [first] * 20, MONDAY)
    assert not SetLog.objects.exists()


def test_a_later_edit_replaces_a_set_and_keeps_its_former_value(session, first):
    merge(session, first)
    assert merge(session, replace(first, rev=2, reps=10, load=None), at=MONDAY + MINUTE) == ["applied"]
    row, edit = SetLog.objects.get(), SetEdit.objects.get()
    assert (row.reps, row.load) == (10, None)
    assert (edit.outcome, edit.rev, edit.values["amount"]) == ("former", 1, "45 lb × 8")


def test_an_earlier_edit_changes_nothing_and_stays_readable(session, first):
    merge(session, replace(first, rev=3))
    changes = merge_sets(session, [replace(first, rev=2, reps=12)], MONDAY)
    changes.store()
    assert list(changes.verdicts.values()) == ["stale"]
    assert changes.winners[first.id].reps == 8
    assert SetLog.objects.get().reps == 8
    assert SetEdit.objects.get().outcome == "losing"


def test_two_edits_of_a_set_in_one_document_leave_the_later_in_either_order(session, first):
    merge(session, replace(first, rev=2, reps=10), first)
    assert SetLog.objects.get().reps == 10
    assert merge(session, replace(first, rev=3, reps=11), replace(first, rev=4, reps=12)) == ["applied"]
    assert SetLog.objects.get().reps == 12


def test_a_set_of_another_session_and_of_an_unknown_exercise_are_refused_alone(session, first, ana):
    other = Session.objects.create(athlete=ana, planned_on=MONDAY.date())
    merge(other, first)
    own = replace(first, id=set_id(session.pk, 1, 1, "left"))
    own = replace(own, id=uuid.uuid4())
    unknown = replace(first, id=uuid.uuid4(), exercise="moonwalk")
    assert merge(session, replace(first, rev=2), unknown, own) == ["invalid", "invalid", "applied"]
    assert SetLog.objects.get(pk=first.id).rev == 1


def test_a_correction_moves_neither_the_time_nor_the_exercise_but_a_set_logged_anew_does(session, first):
    merge(session, first)
    later = MONDAY + 5 * MINUTE
    other = Exercise.objects.exclude(slug=first.exercise).first()
    merge(session, replace(first, rev=2, done_at=later, exercise=other.slug), at=later)
    row = SetLog.objects.get()
    assert (row.done_at, row.received_at, row.exercise.slug) == (MONDAY, MONDAY, first.exercise)
    merge(session, replace(first, rev=3, is_deleted=True), at=later)
    merge(session, replace(first, rev=4, done_at=later), at=later)
    row = SetLog.objects.get()
    assert (row.done_at, row.received_at) == (later, later)


@pytest.mark.parametrize(("ahead", "day"), [(-3 * DAY, -3), (-15 * DAY, 0), (2 * DAY, 0), (timedelta(0), 0)])
def test_the_phone_s_clock_says_the_day_where_it_is_believable(session, first, ahead, day):
    merge(session, replace(first, done_at=MONDAY + ahead))
    row = SetLog.objects.get()
    assert row.performed_on == (MONDAY + day * DAY).date()
    assert row.done_at == MONDAY + ahead


# -- adding up -------------------------------------------------------------------------------


def done(prescription_id, number, side="", *, is_deleted=False, minutes=0) -> SetLog:
    at = MONDAY + minutes * MINUTE
    return SetLog(
        prescription_id=prescription_id, number=number, side=side, is_deleted=is_deleted, done_at=at, received_at=at
    )


@pytest.mark.parametrize(
    ("sets", "count"),
    [
        ([], 0),
        ([done(1, 1, "left")], 0),
        ([done(1, 1, "left"), done(1, 1, "right")], 1),
        ([done(1, 1, "left"), done(1, 2, "right")], 0),
        ([done(1, 1, "left"), done(1, 1, "right", is_deleted=True)], 0),
        ([done(1, 1)], 1),
        ([done(2, 1), done(1, 1, "left"), done(1, 1, "right")], 2),
        ([done(None, 1), done(99, 1)], 0),
    ],
    ids=["none", "one side", "a pair", "two halves", "a half is deleted", "swapped to both", "two", "not prescribed"],
)
def test_a_set_is_done_when_both_of_its_sides_are(session, sets, count):
    assert done_sets(session, sets) == count


def test_minutes_run_from_the_first_to_the_last_set_that_stands():
    assert minutes_of([]) is None
    assert minutes_of([done(1, 1)]) is None
    sets = [done(1, 2, minutes=42), done(1, 1), done(1, 3, minutes=90, is_deleted=True)]
    assert minutes_of(sets) == 42
    assert minutes_of([done(1, 1), done(1, 2, minutes=5000)]) == 600


def test_a_set_has_the_same_identity_on_every_phone():
    session = uuid.UUID(int=7)
    assert set_id(session, 31, 2, "left") == uuid.uuid5(session, "31/2/left")
