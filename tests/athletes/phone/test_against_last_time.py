"""Each exercise against the last time: the load first, then the repetitions or seconds of all its sets."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from athletes.models import Session, SetLog
from athletes.phone.pages.against_last_time import Work, against_last_time
from athletes.training.swaps import targets_done
from programs.rules.prescription.dose import Load
from tests.doing import do
from tests.people import MONDAY
from tests.seen import see

pytestmark = pytest.mark.django_db


def rows(load: str, *amounts: int, unit="lb", is_timed=False, sides=("",)) -> list[SetLog]:
    kg = Load(Decimal(load), unit).kg if load else None
    return [
        SetLog(number=number, side=side, load_kg=kg, load_unit=unit, reps=None if is_timed else amount,
               seconds=amount if is_timed else None)
        for number, amount in enumerate(amounts, start=1) for side in sides
    ]  # fmt: skip


def test_the_heaviest_sets_count_and_of_two_sides_the_weaker_one():
    sets = rows("45", 8, 7, sides=["left"]) + rows("45", 6, 7, sides=["right"])
    assert Work.of(sets).words == "45 lb × 6 · 7"
    warm = rows("20", 12)
    warm[0].number = 9
    assert Work.of(sets + warm).words == "45 lb × 6 · 7"
    assert Work.of(rows("", 30, 25, is_timed=True)).words == "30 · 25 s"
    assert Work.of([]) is None


@pytest.fixture
def again(first_session, ana) -> Session:
    """The same workout a week later, of which the first was done with 20 lb in each hand."""
    do(first_session, ana, MONDAY)
    SetLog.objects.filter(session=first_session, reps__isnull=False).update(
        load_kg=Load(Decimal(20), "lb").kg, load_unit="lb"
    )
    later = first_session.enrollment.sessions.filter(workout=first_session.workout_id, status="planned")
    return later.earliest("planned_on")


def compared(session: Session, slug: str, change) -> str:
    """The difference of one exercise whose sets are those of last time, changed."""
    target = next(each for each in targets_done(session) if each.exercise_slug == slug)
    last = list(SetLog.objects.filter(athlete=session.athlete, exercise__slug=slug))
    for row in last:
        row.prescription_id = target.prescription_id
        change(row)
    [found] = [
        each for each in against_last_time(session, [target], last).comparisons if each.name == target.exercise_name
    ]
    return found.difference


@pytest.fixture
def lift(again) -> str:
    return next(each.exercise_slug for each in targets_done(again) if not each.is_timed)


def with_load(load: str, unit="lb"):
    def change(row):
        row.load_kg, row.load_unit = (Load(Decimal(load), unit).kg, unit) if load else (None, unit)

    return change


def test_the_load_goes_first(again, lift):
    assert compared(again, lift, with_load("25")) == "5 lb more than November 2"
    assert compared(again, lift, with_load("15")) == "5 lb less than November 2"
    assert compared(again, lift, with_load("20")) == "the same as November 2"
    assert compared(again, lift, with_load("")) == "20 lb less than November 2"
    assert compared(again, lift, with_load("9", "kg")) == "the same as November 2"  # 20 lb, as kilograms come


def test_then_the_repetitions_of_all_sets(again, lift):
    def one_more(row):
        row.reps += row.number == 1

    def two_fewer(row):
        row.reps -= 2 * (row.number == 1)

    assert compared(again, lift, one_more) == "1 rep more than November 2"
    assert compared(again, lift, two_fewer) == "2 reps less than November 2"


def test_what_was_never_done_is_the_first_time(first_session, ana):
    do(first_session, ana, MONDAY, finish=False)
    page = against_last_time(first_session, targets_done(first_session), list(first_session.sets.all()))
    assert {each.difference for each in page.comparisons} == {"the first time"}


def test_finish_says_it_and_what_comes_next(as_ana, ana, again, time_machine):
    at = MONDAY + timedelta(days=7)
    time_machine.move_to(at, tick=False)
    do(again, ana, at, finish=False)
    SetLog.objects.filter(session=again, reps__isnull=False).update(load_kg=Load(Decimal(25), "lb").kg, load_unit="lb")
    page = see(as_ana, f"/session/{again.pk}/finish/")
    assert "Against last time" in page
    assert "5 lb more than November 2" in page
    assert "Next: " in page


def test_what_is_shared_says_nothing_of_the_body(as_ana, ana, first_session, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    do(first_session, ana, MONDAY)
    page = see(as_ana, "/")
    assert (
        f'data-share="Strength session done: {SetLog.objects.values("exercise", "number").distinct().count()} sets'
        in page
    )


def test_a_swap_is_compared_as_it_was_done(again):
    from athletes.records.swaps import record_swap
    from athletes.training.swaps import choices_for

    targets = targets_done(again)
    choice = next(each for each in choices_for(targets, again.athlete.conditions).items() if each[1])
    key, offered = choice
    record_swap(
        session=again, prescription_id=key, reason=offered[0].reason, instead=offered[0].instead.slug, at=MONDAY
    )
    swapped = next(each for each in targets_done(again) if each.prescription_id == key)
    assert swapped.exercise_slug == offered[0].instead.slug
    record_swap(session=again, prescription_id=key, reason="time", instead="", at=MONDAY)
    assert key not in {each.prescription_id for each in targets_done(again)}
