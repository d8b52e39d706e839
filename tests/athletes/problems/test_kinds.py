"""The table of flag kinds: complete, in order, and what a flag carries fits it."""

from __future__ import annotations

import pytest

from athletes.models import Flag, FlagKind
from athletes.problems.kinds import ADVICE_KINDS, GROUPS, KINDS, CaseGroup, entry_of, figures_of, urgency_of

from .examples import EVERY_EXAMPLE, EXAMPLES


def test_every_kind_has_an_entry_and_an_example():
    assert set(FlagKind) ^ set(KINDS) == set(), "kinds without an entry in athletes/problems/kinds.py"
    assert set(FlagKind) ^ set(EXAMPLES) == set(), "kinds without an example in tests/athletes/problems/examples.py"


def test_every_group_has_a_tile_and_every_tile_that_flags_fill_is_filled():
    assert list(GROUPS) == list(CaseGroup)
    assert {entry.group for entry in KINDS.values()} == set(CaseGroup) - {CaseGroup.NO_PROGRAM, CaseGroup.ON_TRACK}


def test_a_stop_is_the_most_urgent_then_pain_and_good_news_comes_last():
    order = sorted(FlagKind, key=lambda kind: urgency_of(Flag(kind=kind)))
    assert order[:3] == [FlagKind.STOP, FlagKind.SCREEN, FlagKind.PAIN]
    assert order[-2:] == [FlagKind.READY, FlagKind.GATE]
    assert order == list(FlagKind)  # the admin's filter lists them in the same order


@pytest.mark.parametrize(("kind", "figures"), EVERY_EXAMPLE)
def test_a_flag_reads_back_what_its_kind_carries(kind, figures):
    flag = Flag(kind=kind, figures=figures.to_json())
    assert type(figures_of(flag)) is KINDS[kind].figures
    assert figures_of(flag) == figures


def test_a_button_that_accepts_is_offered_only_where_a_yes_answers_the_flag():
    offered = {kind for kind, entry in KINDS.items() if entry.offers_accept}
    assert offered == {FlagKind.READY}
    assert offered < set(ADVICE_KINDS) == {FlagKind.READY, FlagKind.HEAVY}


@pytest.mark.parametrize(
    ("kind", "label", "posts"),
    [
        (FlagKind.STOP, "Look", ""),
        (FlagKind.PAIN, "Review", ""),
        (FlagKind.SILENT, "Message", ""),
        (FlagKind.PHASE, "Open the phase", "open_phase"),
        (FlagKind.GATE, "Clear for plyometrics", "clear"),
    ],
)
def test_the_button_of_a_kind(kind, label, posts):
    action = entry_of(Flag(kind=kind)).action
    assert (str(action.label), action.do) == (label, posts)
