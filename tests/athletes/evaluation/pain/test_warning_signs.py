"""Answers to the warning signs: kept, and leading somewhere."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.evaluation.pain.warning_signs import answer_signs
from athletes.models import FlagKind
from tests.doing import go_back
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("signs", "route"),
    [
        (["pop"], "urgent"),
        (["swollen_calf", "pop"], "emergency"),
        (["sudden"], "therapist"),
        (["night"], "therapist"),
        (["spot"], ""),
        ([], ""),
    ],
)
def test_warning_signs_lead_somewhere_and_stop_training_where_they_do(ana, signs, route):
    screen, led = answer_signs(athlete=ana, region="knee", side="left", signs=signs, at=MONDAY)
    assert led == route
    assert screen.signs == sorted(signs)
    ana.refresh_from_db()
    assert (ana.stopped_at is not None) is bool(route)
    assert ana.flags.filter(kind=FlagKind.STOP).count() == bool(route)


def test_a_sign_that_nobody_asked_about_is_refused(ana):
    with pytest.raises(ValueError, match="no such sign"):
        answer_signs(athlete=ana, region="knee", side="", signs=["headache"], at=MONDAY)


def test_a_double_click_on_the_warning_signs_is_one_answer_and_a_later_one_stops_again(ana, thea):
    for seconds in (0, 1):
        answer_signs(athlete=ana, region="knee", side="", signs=["pop"], at=MONDAY + timedelta(seconds=seconds))
    assert (ana.pain_screens.count(), ana.flags.count()) == (1, 1)
    go_back(ana, thea, MONDAY + timedelta(minutes=1))
    answer_signs(athlete=ana, region="knee", side="", signs=["pop"], at=MONDAY + timedelta(hours=1))
    ana.refresh_from_db()
    assert ana.stopped_at == MONDAY + timedelta(hours=1)
