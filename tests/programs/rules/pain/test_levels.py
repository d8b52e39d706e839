"""How far pain holds: levels, and what ends them. Silence ends nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.rules.pain.levels import Level, RatedDay, episode_of, level_of
from programs.rules.pain.zones import Zone

DAY = date(2026, 11, 2)
GREEN, AMBER, RED = Zone.GREEN, Zone.AMBER, Zone.RED


def days(*told) -> list[RatedDay]:
    """Each (day number, zone, score); without a score nobody answered."""
    found = []
    for number, zone, *score in told:
        during = score[0] if score else None
        found.append(RatedDay(DAY + timedelta(days=number), zone, during, is_answered=bool(score)))
    return found


def level(*told, today=None, **facts) -> Level:
    on = told[-1][0] if today is None else today
    return level_of(days(*told), DAY + timedelta(days=on), **facts)


TABLE = {
    "nothing was ever said": ([(0, GREEN, 0)], Level.CLEAR),
    "amber holds": ([(0, AMBER, 3)], Level.HOLD),
    "one red": ([(0, RED, 6)], Level.RED),
    "red is not ended by silence": ([(0, RED, 6), (3, AMBER)], Level.RED),
    "nor by an amber answer": ([(0, RED, 6), (3, AMBER, 3)], Level.RED),
    "a good day ends it": ([(0, RED, 6), (3, GREEN, 1)], Level.CLEAR),
    "red twice within a week": ([(0, RED, 4), (6, RED, 4)], Level.RED_AGAIN),
    "red twice a week apart": ([(0, RED, 4), (7, RED, 4)], Level.RED),
    "one good day does not end what was red twice": ([(0, RED, 4), (3, RED, 4), (6, GREEN, 0)], Level.RED_AGAIN),
    "two do": ([(0, RED, 4), (3, RED, 4), (6, GREEN, 0), (9, GREEN, 0)], Level.CLEAR),
    "an amber day between them counts anew": (
        [(0, RED, 4), (3, RED, 4), (6, GREEN, 0), (8, AMBER, 3), (9, GREEN, 0)],
        Level.RED_AGAIN,
    ),
    "red for a third time in two weeks": ([(0, RED, 4), (7, RED, 4), (13, RED, 4)], Level.OUT),
    "eight at once": ([(0, RED, 8)], Level.OUT),
    "a new episode counts its own reds": ([(0, RED, 4), (2, GREEN, 0), (4, RED, 4)], Level.RED),
}


@pytest.mark.parametrize("name", TABLE)
def test_the_levels(name):
    told, expected = TABLE[name]
    assert level(*told) is expected


@pytest.mark.parametrize(("today", "expected"), [(7, Level.HOLD), (8, Level.CLEAR)])
def test_amber_is_forgotten_after_a_week_without_an_answer(today, expected):
    assert level((0, AMBER, 3), today=today) is expected


def test_red_is_never_forgotten():
    assert level((0, RED, 6), today=400) is Level.RED


@pytest.mark.parametrize(("decided", "expected"), [(None, Level.OUT), (-1, Level.OUT), (0, Level.ENTRY)])
def test_what_is_out_stays_out_until_the_therapist_has_decided_and_comes_back_by_an_entry_dose(decided, expected):
    decided_on = None if decided is None else DAY + timedelta(days=decided)
    assert level((0, RED, 9), decided_on=decided_on) is expected


def test_mornings_that_rise_step_back_until_decided_and_are_held_then():
    assert level((0, GREEN, 1), is_rising=True) is Level.RISING
    assert level((0, GREEN, 1), is_rising=True, decided_on=DAY) is Level.HOLD


def test_discomfort_that_waits_for_the_therapist_is_held():
    assert level((0, GREEN, 0), is_held=True) is Level.HOLD


def test_the_episode_says_since_when_and_how_bad():
    episode = episode_of(days((0, RED, 5), (9, RED, 7), (10, AMBER)))
    assert (episode.since, episode.worst, len(episode.reds)) == (DAY, 7, 2)


told = st.tuples(st.integers(1, 5), st.sampled_from(list(Zone)), st.one_of(st.none(), st.integers(0, 10)))


@st.composite
def stories(draw) -> list[RatedDay]:
    number, found = 0, []
    for gap, zone, score in draw(st.lists(told, max_size=12)):
        number += gap
        found += days((number, zone) if score is None else (number, zone, score))
    return found


@given(stories())
def test_silence_never_makes_it_better_or_worse(story):
    silent = RatedDay(DAY + timedelta(days=100), Zone.AMBER, None, is_answered=False)
    before, after = episode_of(story), episode_of([*story, silent])
    assert (before is None) == (after is None)


@given(stories())
def test_from_every_level_good_answers_lead_back(story):
    last = story[-1].on if story else DAY
    good = [RatedDay(last + timedelta(days=3 * each), Zone.GREEN, 0, is_answered=True) for each in (1, 2)]
    assert level_of([*story, *good], good[-1].on) is Level.CLEAR


@given(stories(), st.integers(1, 10))
def test_one_more_red_day_never_holds_less(story, score):
    last = story[-1].on if story else DAY
    worse = [*story, RatedDay(last + timedelta(days=1), Zone.RED, score, is_answered=True)]
    assert level_of(worse, worse[-1].on) >= min(level_of(story, last), Level.RED)
