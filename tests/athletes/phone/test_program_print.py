"""The program on one sheet: phases, workouts and doses in words, for the athlete it belongs to."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from athletes.enrollment.prescribing import prescribe
from athletes.phone.pages.program_print import program_print_page
from athletes.training.clearance import clear
from programs.models import Program
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def follow(athlete, slug, thea):
    template = Program.objects.get(slug=slug)
    return prescribe(athlete=athlete, template=template, starts_on=MONDAY.date(), weekdays=(0, 3), by=thea, at=MONDAY)


def said(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_the_sheet_has_phases_with_their_weeks_workouts_and_doses(as_ana, enrollment):
    page = said(as_ana.get("/program/print/").content.decode())
    for text in (
        "Learn weeks 1-2",
        "Lighter week week 4",
        "Slow down, fast up weeks 5-7",
        "A · Split squat and bridge",
        "B · Step and hinge",
        "Goblet split squat 3 × 8",
        "Ana Silva · Monday and Thursday · November 2, 2026",
        "leave 4-7 in reserve",
        "Pain above 3 of 10",
    ):
        assert text in page, text
    assert 'class="qr"' in as_ana.get("/program/print/").content.decode()


def test_what_is_not_in_all_of_a_phase_says_its_weeks_and_a_dose_that_changes_says_both(ana, thea):
    phase = program_print_page(follow(ana, "achilles-return-12", thea)).phases[1]
    lines = {(line.name, line.weeks): line.doses.replace("\u00a0", " ") for line in phase.workouts[0].lines}
    assert lines["Single-leg heel raise, floor", "weeks 3-4"] == "3 × 12, 3 × 10"
    assert lines["Split squat", "week 3"] == "2 × 8"
    assert lines["Loaded seated heel raise", ""] == "3 × 12, 3 × 10"


def test_jumps_wait_for_the_therapist_s_word_on_paper_too(as_ana, ana, thea):
    follow(ana, "tenk-builder-10", thea)
    assert "Supported pogo after clearance" in said(as_ana.get("/program/print/").content.decode())
    clear(athlete=ana, by=thea, at=MONDAY)
    page = said(as_ana.get("/program/print/").content.decode())
    assert "after clearance" not in page
    assert "Supported pogo 2 × 10" in page


def test_without_a_program_it_says_who_is_writing_it(as_ana):
    assert "Thea Lind is writing your program" in said(as_ana.get("/program/print/").content.decode())
    assert "/program/print/" not in as_ana.get("/program/").content.decode()


def test_the_program_page_links_to_it_and_it_costs_the_same_for_a_longer_one(as_ana, ana, thea, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    counts = []
    for number, slug in enumerate(("tenk-builder-10", "achilles-return-12")):
        time_machine.move_to(MONDAY + timedelta(hours=number), tick=False)
        follow(ana, slug, thea)
        assert 'href="/program/print/"' in as_ana.get("/program/").content.decode()
        with CaptureQueriesContext(connection) as captured:
            as_ana.get("/program/print/")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 20
