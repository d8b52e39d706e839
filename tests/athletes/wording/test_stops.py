"""A stop in words: since when, by which signs, and who may lift it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.evaluation.pain.warning_signs import answer_signs
from athletes.models import PainProfile
from athletes.wording.stops import stop_of
from programs.models import Tissue
from tests.doing import hurt
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_nothing_is_said_where_nothing_stops(ana, thea):
    hurt(ana, 6)
    assert stop_of(ana, thea) is None


def test_each_set_of_answers_is_a_reason_the_first_one_first(ana, thea):
    answer_signs(athlete=ana, region="shin", side="left", signs=["night"], at=MONDAY)
    answer_signs(athlete=ana, region="calf", side="right", signs=["swollen_calf"], at=MONDAY + HOUR)
    stop = stop_of(ana, thea)
    assert (stop.since, stop.therapist, stop.may_end) == (MONDAY, "Thea Lind", True)
    assert [(reason.place, reason.title) for reason in stop.reasons] == [
        ("Left shin", "Warning signs: call today"),
        ("Right calf", "Warning signs: emergency"),
    ]
    assert stop.reasons[0].signs == ["It hurts at night or at rest"]


def test_pain_over_bone_has_no_signs_but_says_why(ana, thea):
    PainProfile.objects.create(athlete=ana, region="shin", side="left", tissue=Tissue.BONE, set_by=thea)
    hurt(ana, 2, region="shin")
    (reason,) = stop_of(ana, thea).reasons
    assert reason.signs == []
    assert reason.why == "Left shin: 2 over bone, where any pain stops training"


def test_whoever_may_not_lift_it_is_told_so(ana, tom):
    answer_signs(athlete=ana, region="shin", side="left", signs=["night"], at=MONDAY)
    assert not stop_of(ana, tom).may_end
