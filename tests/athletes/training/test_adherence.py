"""Adherence: completed of planned to date, with what was excused, optional or extra left out."""

from __future__ import annotations

from datetime import date

import pytest

from athletes.models import Session
from athletes.training.adherence import Adherence, adherence

TODAY = date(2026, 11, 9)
YESTERDAY, TOMORROW = date(2026, 11, 8), date(2026, 11, 10)


def session(status: str = "planned", on: date = YESTERDAY, **values) -> Session:
    return Session(status=status, planned_on=on, **{"enrollment_id": 1} | values)


def test_completed_of_completed_and_missed():
    found = adherence([session("completed"), session("completed", is_partial=True), session()], TODAY)
    assert found == Adherence(done=2, partial=1, planned=3, excused=0)
    assert found.percent == 67


@pytest.mark.parametrize("status", ["planned", "open"])
def test_a_session_of_today_counts_once_it_is_completed(status):
    assert adherence([session(status, TODAY)], TODAY).planned == 0
    assert adherence([session("completed", TODAY)], TODAY).planned == 1
    assert adherence([session(status, YESTERDAY)], TODAY).planned == 1


def test_what_is_still_to_come_is_neither_done_nor_missed():
    assert adherence([session("planned", TOMORROW)], TODAY) == Adherence(0, 0, 0, 0)


def test_an_excused_session_is_counted_apart_and_one_left_out_without_excuse_is_missed():
    found = adherence([session("skipped", excuse="illness"), session("skipped"), session("completed")], TODAY)
    assert found == Adherence(done=1, partial=0, planned=2, excused=1)


def test_optional_and_extra_sessions_are_passed_over():
    sessions = [session("completed", is_optional=True), session("completed", enrollment_id=None), session()]
    assert adherence(sessions, TODAY) == Adherence(done=0, partial=0, planned=1, excused=0)


def test_nothing_planned_has_no_percent():
    assert adherence([], TODAY).percent is None
