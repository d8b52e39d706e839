"""Who waits for a call, as the caseload shows it."""

from __future__ import annotations

import pytest

from athletes.desk.pages.discovery_calls import SHOWN, calls_waiting
from athletes.enrollment.discovery_calls import ask_for_call, called
from tests.clock import at

pytestmark = pytest.mark.django_db
MONDAY = at("2026-11-16 10:00 America/New_York")


def request_of(name: str, when=MONDAY):
    return ask_for_call(at=when, name=name, email=f"{name.lower()}@runner.example", story="Shin", times="evenings")


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-11-17 09:00 America/New_York", "1 working day"),
        ("2026-11-18 09:00 America/New_York", "2 working days"),
        ("2026-11-19 09:00 America/New_York", "3 working days, overdue"),
    ],
)
def test_a_call_says_how_long_it_waits_and_that_it_is_overdue(thea, now, words):
    request_of("Nora")
    assert [waiting.waited for waiting in calls_waiting(thea, at(now))] == [words]


def test_the_longest_wait_comes_first_in_one_query_and_the_list_has_an_end(thea, django_assert_num_queries):
    for number in range(SHOWN + 2):
        request_of(f"R{number}", at(f"2026-11-16 1{number % 10}:{number:02} America/New_York"))
    called(call=request_of("Pia", at("2026-11-10 09:00 America/New_York")), by=thea, at=MONDAY)
    with django_assert_num_queries(1):
        found = calls_waiting(thea, MONDAY)
    assert len(found) == SHOWN
    assert [each.call.asked_at for each in found] == sorted(each.call.asked_at for each in found)
    assert "Pia" not in {each.call.name for each in found}
