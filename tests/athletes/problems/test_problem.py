"""Problems: open flags of one subject are one, and a closed one ends before the next begins."""

from __future__ import annotations

from datetime import timedelta

from athletes.models import Flag, FlagKind
from athletes.problems.problem import episodes_of, problems_of, subject_of
from tests.people import MONDAY

from .examples import EVERY_EXAMPLE, EXAMPLES

DAY = timedelta(days=1)


def flag(kind: FlagKind, *, days: int = 0, ended: int | None = None, example: int = 0) -> Flag:
    figures = EXAMPLES[kind][example].to_json()
    resolved_at = None if ended is None else MONDAY + ended * DAY
    return Flag(kind=kind, figures=figures, raised_at=MONDAY + days * DAY, resolved_at=resolved_at)


def test_every_flag_has_a_subject():
    assert all(subject_of(Flag(kind=kind, figures=figures.to_json())) for kind, figures in map(_pair, EVERY_EXAMPLE))


def _pair(example):
    return example if isinstance(example, tuple) else example.values


def test_whatever_one_place_trips_is_one_problem_named_by_the_worst():
    knee = [flag(FlagKind.PERSISTENT, days=3), flag(FlagKind.PAIN, days=1), flag(FlagKind.UNSAID, days=2)]
    (found,) = problems_of(knee)
    assert (found.subject, found.worst.kind, found.since) == ("pain:knee:left", FlagKind.PAIN, MONDAY + DAY)
    assert [each.kind for each in found.flags] == [FlagKind.PAIN, FlagKind.PERSISTENT, FlagKind.UNSAID]


def test_two_places_are_two_and_absence_is_one():
    found = problems_of([flag(FlagKind.PAIN), flag(FlagKind.SCREEN), flag(FlagKind.MISSED), flag(FlagKind.SILENT)])
    assert [each.subject for each in found] == ["pain:shin:left", "pain:knee:left", "away"]


def test_what_was_earned_is_no_problem():
    (ready,) = problems_of([flag(FlagKind.READY)])
    assert ready.is_progress
    assert not ready.is_stop


def test_one_that_was_closed_is_not_the_one_that_comes_after():
    told = [flag(FlagKind.PAIN, ended=2), flag(FlagKind.MORNING, days=1, ended=2), flag(FlagKind.PAIN, days=5)]
    assert len(episodes_of(told)) == 3  # the morning of the examples is of another place
    knee = [flag(FlagKind.PAIN, ended=2), flag(FlagKind.PERSISTENT, days=1, ended=2), flag(FlagKind.PAIN, days=5)]
    assert [len(each.flags) for each in episodes_of(knee)] == [2, 1]


def test_what_ends_as_the_next_is_raised_is_the_same_problem_in_whichever_order_they_are_read():
    asked, pain = flag(FlagKind.PAIN, ended=0), flag(FlagKind.PERSISTENT)
    assert len(episodes_of([asked, pain])) == len(episodes_of([pain, asked])) == 1
