"""The policy as the prescriber reads it: every figure is the clinic's own."""

from __future__ import annotations

from dataclasses import replace

from athletes.wording.policy import policy_lines
from programs.rules.thresholds import DEFAULTS


def test_each_sentence_says_the_numbers_in_force():
    pain = policy_lines(DEFAULTS)[1]
    assert pain == (
        "Pain over the limit (tendon 5, joint 3, not known 3): what loads the place is 10% lighter with 1 set fewer, "
        "and no jumps for 7 days."
    )
    away = policy_lines(replace(DEFAULTS, restart_sessions=6))[5]
    assert away.endswith("from week 1, at most 70% of the last load, and the first 6 sessions stay easy.")
    changed = policy_lines(replace(DEFAULTS, red_load_cut=15, gap_continue=9))
    assert "15% lighter" in changed[1]
    assert changed[5].startswith("10 to 14 days away")


def test_no_figure_is_left_open():
    assert not any("{" in line for line in policy_lines(DEFAULTS))
