"""The review of one athlete: what was done beside what was asked for, who is next, and a message to begin with."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

import pytest

from athletes.desk.pages import review
from athletes.desk.pages.review import HINTS, done_words, draft_of, is_stopped, results_of, review_of
from athletes.models import Flag, FlagKind, PainReport, Session, SetLog, Suggestion
from athletes.problems.caseload import Case
from athletes.training.pain_limits import PainLimits
from athletes.training.target import Target
from programs.models import Exercise
from programs.rules.prescription.dose import Load, Span
from tests.people import MONDAY

THREE_BY_EIGHT = Target(
    prescription_id=1,
    exercise_slug="split-squat",
    exercise_name="Split squat",
    sets=3,
    reps=Span(Decimal(8), Decimal(10)),
    load=Load(Decimal(24)),
    load_step=Decimal(2),
)


def case(**values) -> Case:
    return Case(key=7, name="Ana Silva", pain_limit=3, is_followed=True, limits=PainLimits(3, {}), **values)


def flag(kind: str) -> Flag:
    return Flag(kind=kind, figures={"place": "Left shin"}, raised_at=MONDAY)


def sets(*reps: int, kg: int | None = 24, **values) -> list[SetLog]:
    load = None if kg is None else Decimal(kg)
    return [SetLog(prescription_id=1, number=number, reps=count, load_kg=load, **values)
            for number, count in enumerate(reps, start=1)]  # fmt: skip


@pytest.mark.parametrize(
    ("done", "words"),
    [
        ([], "left out"),
        (sets(8, 8), "2 of 3 sets"),
        (sets(8, 8, 6), "down to 6"),
        (sets(8, 9, 10), "as set"),
        (sets(8, 8, 8, kg=28), "as set, 28 kg"),
        (sets(8, 8, 8, kg=None), "as set"),
        (sets(8, 8, 8, kg=0), "as set"),
        ([*sets(8, 8, 8), SetLog(prescription_id=1, number=3, reps=8, load_kg=Decimal(26))], "as set, 26 kg"),
    ],
)
def test_what_was_done_is_said_where_it_differs(done, words):
    assert done_words(THREE_BY_EIGHT, done) == words


def test_left_and_right_are_one_set():
    both = [*sets(8, 8, 8, side="left"), *sets(8, 8, 8, side="right")]
    assert done_words(THREE_BY_EIGHT, both) == "as set"


@pytest.mark.parametrize(("score", "is_over"), [(None, False), (3, False), (4, True)])
def test_pain_stands_beside_the_exercise_that_hurt(monkeypatch, score, is_over):
    session = Session(pk=uuid4())
    monkeypatch.setattr(review, "frozen_targets", lambda session: [THREE_BY_EIGHT])
    elsewhere = PainReport(score=9, exercise_id=5, session_id=uuid4())
    here = [] if score is None else [PainReport(score=score, exercise_id=5, session_id=session.pk)]
    (result,) = results_of(case(reports=[elsewhere, *here]), session, sets(8, 8, 8, exercise_id=5))
    assert (result.name, result.done, result.pain, result.is_over) == ("Split squat", "as set", score, is_over)


# -- beside the list -------------------------------------------------------------------------


def row(key: int, group: str = "pain") -> SimpleNamespace:
    return SimpleNamespace(key=key, group=group)


@pytest.mark.parametrize(
    ("rows", "key"),
    [
        ([row(6), row(7), row(8)], 8),
        ([row(7), row(8, "ok"), row(9)], 9),
        ([row(6), row(7)], None),
        ([row(5), row(6)], 5),
        ([row(5, "ok"), row(6)], None),
        ([], None),
    ],
)
def test_the_next_is_who_needs_something_further_down(rows, key):
    found = review_of(case(), None, [], rows, typed={}, may_end=False).next
    assert (found.key if found else None) == key


def test_what_one_click_may_accept_comes_first_then_a_few_that_the_program_follows():
    squat = Exercise(name="Split squat")
    by_program = [Suggestion(change="harder", exercise=squat) for _number in range(HINTS + 2)]
    one_click = Suggestion(change="more_reps", reps=9, exercise=squat)
    lines = review_of(case(suggestions=[*by_program, one_click]), None, [], [], typed={}, may_end=False).advice
    assert [line.suggestion for line in lines] == [one_click, *by_program[:HINTS]]


def test_what_was_typed_and_refused_stays():
    typed = {"text": "Come in on Monday.", "note": "Called."}
    found = review_of(case(), None, [], [], typed=typed, may_end=False)
    assert (found.draft, found.note) == ("Come in on Monday.", "Called.")


@pytest.mark.parametrize(
    ("kinds", "begins"),
    [
        ([], ""),
        ([FlagKind.MISSED], "Hi Ana, it has been quiet."),
        ([FlagKind.READY], "Hi Ana, your last session earned a step."),
        ([FlagKind.BARRIER], "Hi Ana, I have a question"),
        ([FlagKind.PAIN], "Thanks for telling me, Ana. I have read what you noted."),
        ([FlagKind.PAIN, FlagKind.STOP], "Thanks for telling me, Ana. Please rest until we have talked."),
    ],
)
def test_a_message_begins_with_the_most_urgent_flag_and_a_stop_before_all(kinds, begins):
    flags = [flag(kind) for kind in kinds]
    assert draft_of(case(flags=flags)).startswith(begins)
    assert bool(draft_of(case(flags=flags))) == bool(begins)
    assert is_stopped(case(flags=flags)) == (FlagKind.STOP in kinds)
