"""What to do now, for wherever the answers to the warning signs lead."""

from __future__ import annotations

import pytest

from athletes.wording.warning_signs import instructions_for
from programs.rules.pain.screens import RED_FLAGS


@pytest.fixture(autouse=True)
def _clinic(settings):
    settings.CLINIC = settings.CLINIC | {"emergency_number": "911", "phone": "555 0100"}


@pytest.mark.parametrize(
    ("route", "words"),
    [
        ("emergency", "Call 911 now."),
        ("urgent", "See a doctor today, and stop training. Call us at 555 0100."),
        ("therapist", "Stop training for now"),
    ],
)
def test_each_route_says_what_to_do_and_that_the_therapist_knows(route, words):
    said = instructions_for(route, "Thea Lind")
    assert said.startswith(words)
    assert "Thea Lind has been told" in said


def test_every_route_of_a_red_flag_has_words():
    assert all(instructions_for(route, "Thea Lind") for route in set(RED_FLAGS.values()))


def test_where_nothing_leads_anywhere_nobody_has_been_told():
    said = instructions_for("", "Thea Lind")
    assert "Nothing here is urgent today" in said
    assert "Thea" not in said
