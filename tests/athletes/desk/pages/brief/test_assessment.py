"""What is open and what was decided: each problem once with its signals, each decision once with its note."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.desk import actions
from athletes.desk.pages.brief.assessment import PROBLEMS, assessment_of
from athletes.models import FlagKind
from athletes.problems import episodes
from athletes.problems.figures import CheckInFigures, Figures, MissedFigures, StopFigures
from athletes.training.clearance import clear
from tests.doing import hurt
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def assessed(ana, at=MONDAY + 5 * DAY):
    return assessment_of(ana, at, MONDAY.date())


def raise_flag(ana, kind: FlagKind, figures: Figures) -> None:
    episodes.raise_flag(athlete=ana, finding=episodes.Finding(kind, "found", figures), at=MONDAY)


def test_signals_of_one_place_are_one_problem_and_say_no_title_twice(ana):
    hurt(ana, 6)
    hurt(ana, 7, days=3)
    raise_flag(ana, FlagKind.CHECK_IN, CheckInFigures(changed=2))
    pain, check_in = assessed(ana).problems
    assert (pain.title, pain.since) == ("Left knee pain", "since Nov 2")
    assert pain.signals[0].startswith("Pain over limit: ")
    assert pain.is_waiting
    assert check_in.signals == ["pain or a body problem changed the week a lot"]
    assert assessed(ana).subject == "pain:knee:left"


def test_a_decision_is_one_line_with_its_note_whatever_it_closed(ana, thea):
    hurt(ana, 6)
    hurt(ana, 7, days=3)
    actions.leave_as_it_is(athlete=ana, by=thea, at=MONDAY + 4 * DAY, note="Look at the long run.")
    after = assessed(ana)
    assert after.problems == []
    assert [str(line) for line in after.decisions] == [
        "Left knee pain: resolved. “Look at the long run.” (Thea Lind, Nov 6)"
    ]


def test_what_was_put_off_says_until_when_and_does_not_wait(ana, thea):
    hurt(ana, 6)
    actions.put_off(athlete=ana, until=MONDAY + 8 * DAY, by=thea, at=MONDAY + DAY)
    (problem,) = assessed(ana).problems
    assert problem.since == "since Nov 2, put off until Nov 10"
    assert not problem.is_waiting


def test_a_stop_waits_for_a_return_to_training_and_not_for_a_decision(ana):
    raise_flag(ana, FlagKind.STOP, StopFigures(place="Left shin", region="shin", side="left", score=3))
    (stop,) = assessed(ana).problems
    assert stop.signals == ["Left shin: 3 over bone, where any pain stops training"]
    assert not stop.is_waiting


def test_more_problems_than_are_printed_are_counted(ana):
    for region in ("knee", "shin", "calf", "heel", "hip"):
        hurt(ana, 6, region=region)
    raise_flag(ana, FlagKind.MISSED, MissedFigures(missed=2, planned=2, on=MONDAY.date()))
    whole = assessed(ana)
    assert len(whole.problems) == PROBLEMS
    assert whole.more_words == "2 more are open."


def test_the_gate_names_what_is_not_met_until_somebody_has_cleared(ana, enrollment, thea):
    (gate,) = assessed(ana).gates
    assert (gate.title, gate.asked) == ("Plyometrics", 8)
    assert len(gate.unmet) == gate.asked - gate.met
    assert gate.figures == f"{gate.met} of 8 conditions met"
    clear(athlete=ana, by=thea, at=MONDAY, step=1)
    assert assessed(ana).gates == []
    assert assessed(ana).cleared == "Cleared for plyometrics by Thea Lind on Nov 2"
