"""A row of the caseload: where somebody is, six weeks of squares, the line of pain, the one button."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest

from athletes.desk.pages.caseload_row import pain_line, primary_action, row_of, squares_of, where_of
from athletes.models import Flag, FlagKind, PainReport, Session, SessionStatus, Suggestion
from athletes.problems.caseload import Case
from athletes.training.pain_limits import PainLimits
from tests.people import MONDAY

TODAY, DAY = date(2026, 11, 4), timedelta(days=1)
THIS_MONDAY = date(2026, 11, 2)


def session(days: int, status: str = SessionStatus.PLANNED, **values) -> Session:
    return Session(planned_on=TODAY + days * DAY, status=status, **values)


def case(**values) -> Case:
    return Case(key=7, name="Ana Silva", pain_limit=3, is_followed=True, **values)


def flag(kind: str, **figures) -> Flag:
    return Flag(kind=kind, figures=figures, raised_at=MONDAY)


@pytest.mark.parametrize(
    ("row", "square"),
    [
        (session(-1, SessionStatus.COMPLETED), "done"),
        (session(-1, SessionStatus.COMPLETED, is_partial=True), "partial"),
        (session(-1), "missed"),
        (session(-1, SessionStatus.SKIPPED), "missed"),
        (session(-1, SessionStatus.SKIPPED, excuse="illness"), "excused"),
        (session(-1, SessionStatus.OPEN), "ahead"),
        (session(0), "ahead"),
        (session(2), "ahead"),
    ],
)
def test_a_square_says_what_became_of_a_session(row, square):
    assert squares_of([row], TODAY).squares == ["empty"] * 10 + [square, "empty"]


def test_six_weeks_have_two_squares_each_and_what_is_due_is_done_or_missed():
    completed = SessionStatus.COMPLETED
    rows = [session(-36, completed), session(-35), session(-34), session(-8, completed, is_partial=True), session(1)]
    found = squares_of(rows, TODAY)
    assert len(found.squares) == 12
    assert found.squares[:2] == ["done", "missed"]  # a third of that week has no square
    assert (found.done, found.due) == (2, 3)


def test_a_session_before_the_six_weeks_has_no_square():
    assert set(squares_of([session(-60, SessionStatus.COMPLETED)], TODAY).squares) == {"empty"}


@pytest.mark.parametrize(
    ("weeks", "paused_until", "words"),
    [
        ([], None, "Runner base · week 1 of 8"),
        ([(-9, 2), (-2, 3), (5, 4)], None, "Runner base · week 3 of 8"),
        ([(-2, 3)], TODAY, "Runner base · week 3 of 8"),
        ([(-2, 3)], TODAY + DAY, "Runner base · paused until Thu, Nov 5"),
    ],
)
def test_a_row_says_the_program_and_its_week(weeks, paused_until, words):
    program = SimpleNamespace(name="Runner base: 8 weeks, 2 days a week")
    enrollment = SimpleNamespace(program=program, paused_until=paused_until, weeks=8)
    sessions = [SimpleNamespace(planned_on=TODAY + days * DAY, week=number) for days, number in weeks]
    assert where_of(case(enrollment=enrollment, sessions=sessions), TODAY) == words


def test_without_a_program_there_is_no_week():
    assert where_of(case(), TODAY) == ""


# -- the line of pain ------------------------------------------------------------------------


def reports(*scores: int) -> list[PainReport]:
    return [PainReport(score=score, reported_on=TODAY + number * DAY) for number, score in enumerate(scores)]


def test_no_report_is_no_line():
    assert pain_line([], PainLimits(3, {})) is None


def test_the_line_fills_the_width_and_more_pain_is_higher():
    line = pain_line(reports(0, 10), PainLimits(3, {}))
    assert line.path == "M2.0 26.0L52.0 4.0"
    assert (line.x, line.y, line.limit_y) == (52.0, 4.0, 19.4)
    assert (line.first, line.last) == (0, 10)


def test_of_a_day_the_worst_counts_and_the_last_twelve_days_are_shown():
    twice = [*reports(2), PainReport(score=6, reported_on=TODAY)]
    assert pain_line(twice, PainLimits(3, {})).last == 6
    line = pain_line(reports(*range(1, 6), *[4] * 9), PainLimits(3, {}))
    assert line.path.count("L") == 11
    assert line.first == 3


# -- the one button --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "do"),
    [
        (FlagKind.GATE, "clear"),
        (FlagKind.PHASE, "open_phase"),
        (FlagKind.STOP, ""),
        (FlagKind.PAIN, ""),
    ],
)
def test_the_button_does_what_the_most_urgent_flag_asks_for(kind, do):
    assert primary_action(case(flags=[flag(kind)])).do == do


def test_steps_that_one_click_may_accept_are_the_button():
    waiting = Suggestion(change="more_reps", reps=9)
    ready = flag(FlagKind.READY, count=1, exercise="x", reason="one_more")
    assert primary_action(case(flags=[ready], suggestions=[waiting])).do == "accept"
    assert primary_action(case(flags=[ready], suggestions=[Suggestion(change="harder")])).do == ""


def test_who_has_no_program_is_prescribed_one():
    lone = Case(key=7, name="Ana Silva", pain_limit=3, is_followed=False)
    action = primary_action(lone)
    assert action.url == "/admin/athletes/enrollment/add/?athlete=7"


def test_a_row_without_a_flag_is_on_track():
    row = row_of(case(), datetime(2026, 11, 4, 12, tzinfo=MONDAY.tzinfo))
    assert (row.group, row.why, row.more, row.spark) == ("ok", "", 0, None)
    assert row.squares_label == "0 of 0 sessions done"


def test_the_limit_in_the_line_of_pain_is_that_of_the_place_that_was_named_last():
    own, tendon = PainLimits(3, {}), PainLimits(3, {("achilles", "left"): 5})
    named = [PainReport(score=4, reported_on=MONDAY.date(), region="achilles", side="left")]
    assert pain_line(named, tendon).limit_y < pain_line(named, own).limit_y  # y grows downward
