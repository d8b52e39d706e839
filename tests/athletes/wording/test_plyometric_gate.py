"""The gates in words: each condition with its figure, and what nobody knows said as such."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.evaluation.coming_sessions.phase_figures import METRICS
from athletes.models import Assessment
from athletes.training.clearance import gate_of
from athletes.wording.plyometric_gate import GATE_WORDS, PHASE_WORDS, gate_lines, phase_gate
from programs.rules.phases import EFFORTS, HELD, PATTERNS, SESSIONS
from programs.rules.plyometrics import GateFacts, gate
from programs.rules.thresholds import DEFAULTS
from tests.people import MONDAY

DAY = timedelta(days=1)
NOTHING_KNOWN = GateFacts(
    strength_weeks=0,
    adherence=None,
    pain=None,
    morning=None,
    open_red_flags=0,
    age=None,
    sex="",
    heel_raises=None,
    step_downs=None,
)


def test_every_condition_of_both_gates_has_words():
    assert set(GATE_WORDS) == {condition.name for condition in gate(NOTHING_KNOWN)}
    assert set(PHASE_WORDS) == {*METRICS, SESSIONS, PATTERNS, EFFORTS, HELD}


@pytest.mark.django_db
def test_the_gate_shows_each_condition_with_its_figure_and_what_is_missing_is_not_met(ana, enrollment):
    conditions = {condition.name: condition for condition in gate_of(ana, MONDAY, DEFAULTS)}
    unmet = ("strength_weeks", "pain", "morning", "heel_raises", "step_downs")
    assert not any(conditions[name].is_met for name in unmet)
    assert conditions["red_flags"].is_met


@pytest.mark.django_db
def test_a_figure_that_nobody_knows_is_a_question_mark(ana, thea, enrollment):
    Assessment.objects.create(athlete=ana, kind="step_down", left=4, right=5, tested_on=MONDAY.date(), tested_by=thea)
    words = [line.words for line in gate_lines(ana, MONDAY)]
    assert "0 full strength weeks of 4 in the last twelve" in words
    assert "Worst pain in two weeks ?, at most 2" in words
    assert "? heel raises on the weaker side, ? (birthday or sex for norms missing) asked for" in words
    assert "4 clean step-downs on the weaker side, at least 4" in words


@pytest.mark.django_db
def test_a_program_without_phases_has_no_gate_of_phases(ana, enrollment):
    assert phase_gate(ana, MONDAY) is None
