"""The warning signs are asked about at once, and until they are answered nothing loads the place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.evaluation.evaluate import evaluate
from athletes.evaluation.pain.warning_signs import answer_signs
from athletes.models import FlagKind
from athletes.problems import episodes
from athletes.training.clearance import clear
from athletes.training.targets import offer
from athletes.wording.suggestions import told
from programs.rules.pain.levels import Level
from tests.doing import hurt, train
from tests.people import MONDAY
from tests.seen import see

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def is_asked(ana) -> bool:
    return ana.pain_profiles.filter(asked_at__isnull=False).exists()


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({"score": 2, "region": "groin"}, True),
        ({"score": 1, "region": "groin"}, False),
        ({"score": 3, "region": "shin", "is_one_spot": True}, True),
        ({"score": 3, "region": "shin", "is_one_spot": False}, False),
        ({"score": 3, "region": "shin", "is_sudden": True}, True),
        ({"score": 9, "region": "calf", "is_one_spot": True}, False),
    ],
)
def test_pain_over_a_bone_asks(ana, weeks, said, asked):
    hurt(ana, **said)
    assert is_asked(ana) is asked
    assert ana.flags.open().filter(kind=FlagKind.SCREEN).exists() is asked


def test_any_pain_asks_where_a_bone_stress_injury_is_suspected(ana, weeks):
    ana.conditions = ["bone_stress_suspected"]
    ana.save()
    hurt(ana, 1, region="calf")
    assert is_asked(ana)


def test_until_they_are_answered_its_rows_are_out_nobody_jumps_and_today_asks(as_ana, ana, thea, weeks, time_machine):
    train(weeks[0], ana, MONDAY)
    clear(athlete=ana, by=thea, at=MONDAY)
    hurt(ana, 3, region="shin", is_one_spot=True, session=weeks[0])
    offered = offer(weeks[2])
    assert "calf_achilles" not in {target.pattern for target in offered.targets}
    assert "until the questions about your left shin are answered" in told(offered.targets, offered.left_out)
    assert evaluate(ana, MONDAY).levels[0].level is Level.OUT
    time_machine.move_to(MONDAY + HOUR, tick=False)
    today = see(as_ana, "/")
    assert "First: your left shin" in today
    assert "/warning-signs/?region=shin&amp;side=left" in today
    assert "Log run" not in today
    form = as_ana.get("/warning-signs/?region=shin&side=left").text
    assert '<option value="shin" selected>' in form


def test_an_answer_opens_them_again_and_holds_for_a_week(ana, weeks):
    train(weeks[0], ana, MONDAY)
    hurt(ana, 3, region="shin", is_one_spot=True)
    answer_signs(athlete=ana, region="shin", side="left", signs=[], at=MONDAY + HOUR)
    assert not is_asked(ana)
    assert not ana.flags.open().filter(kind=FlagKind.SCREEN).exists()
    hurt(ana, 3, days=7, region="shin", is_one_spot=True)
    assert not is_asked(ana)
    hurt(ana, 3, days=8, region="shin", is_one_spot=True)
    assert is_asked(ana)


def test_answered_the_same_rows_are_out_for_the_pain_and_no_longer_for_the_questions(ana, weeks):
    train(weeks[0], ana, MONDAY)
    hurt(ana, 9, region="shin", is_one_spot=True, session=weeks[0])
    left_out = ana.suggestions.filter(session=weeks[2], change="leave_out")
    assert set(left_out.values_list("reason", flat=True)) == {"screen"}
    answer_signs(athlete=ana, region="shin", side="left", signs=[], at=MONDAY + HOUR)
    assert set(left_out.values_list("reason", flat=True)) == {"pain_out"}
    offered = offer(weeks[2])
    assert "questions" not in told(offered.targets, offered.left_out)


def test_the_therapist_may_answer_for_them(ana, thea, weeks):
    hurt(ana, 3, region="shin", is_one_spot=True)
    episodes.resolve(flags=ana.flags.open(), by=thea, at=MONDAY + HOUR, note="Called: none of it.")
    evaluate(ana, MONDAY + HOUR)
    assert not is_asked(ana)


def test_a_sudden_pop_in_the_answers_stops_training(ana, weeks):
    hurt(ana, 3, region="shin", is_sudden=True)
    answer_signs(athlete=ana, region="shin", side="left", signs=["sudden"], at=MONDAY + HOUR)
    ana.refresh_from_db()
    assert ana.stopped_at == MONDAY + HOUR
