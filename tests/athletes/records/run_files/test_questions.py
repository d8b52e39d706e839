"""A question carries what its answers store, and gives it back to whom it was asked, unchanged."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from athletes.errors import RefusedError
from athletes.records.run_files.questions import (
    KEEP,
    LEAVE,
    RunFigures,
    ask_about_a_part,
    ask_about_sport,
    read_question,
)
from programs.rules.distance import Distance

pytestmark = pytest.mark.django_db
FIGURES = RunFigures(uuid.UUID(int=1), "fit", date(2026, 11, 1), 62, Distance(Decimal("4.03"), "mi"))


@pytest.mark.parametrize("figures", [FIGURES, replace(FIGURES, minutes=None), replace(FIGURES, distance=None)])
def test_what_is_kept_comes_back_as_it_was(ana, figures):
    question = ask_about_sport(ana, "evening.gpx", figures, "walking")
    again = read_question(athlete=ana, token=question.token)
    assert again == question
    assert again.answered(KEEP) == figures
    assert again.answered(LEAVE) is None
    with pytest.raises(RefusedError, match="Choose one of the answers"):
        again.answered("cut")


def test_the_question_says_day_figures_and_why(ana):
    question = ask_about_sport(ana, "evening.gpx", FIGURES, "Walking")
    assert question.about == "Sunday, November 1. 4.03 mi · 62 min. The file says walking."
    assert [choice.value for choice in question.choices] == [LEAVE, KEEP]  # the likely one first
    part = ask_about_a_part(ana, "race.fit", FIGURES, ["cycling", "trail_running", ""])
    assert "The file holds: cycling, trail running, run." in part.about


def test_what_was_changed_or_asked_of_somebody_else_is_refused(ana, ben):
    token = ask_about_sport(ana, "evening.gpx", FIGURES, "walking").token
    for athlete, told in ((ben, token), (ana, token[:-2] + "xx"), (ana, "")):
        with pytest.raises(RefusedError, match="too old to be answered"):
            read_question(athlete=athlete, token=told)
