"""Pain of one region that the therapist should know of."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.evaluation.evaluate import evaluate
from athletes.models import FlagKind, Moment, PainProfile
from athletes.problems import episodes
from programs.models import Tissue
from programs.rules.pain import Zone
from tests.doing import hurt, open_kinds
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_pain_over_the_limit_is_flagged_once_with_the_figures_that_raised_it(ana, first_session):
    report = hurt(ana, 6, session=first_session)
    evaluate(ana, MONDAY)
    evaluate(ana, MONDAY + DAY)
    flag = ana.flags.get()
    assert flag.kind == FlagKind.PAIN
    assert (flag.figures["score"], flag.figures["limit"], flag.figures["place"]) == (6, 3, "Left Knee")
    assert flag.figures["session"] == str(report.session_id)


def test_a_limit_that_the_therapist_set_for_the_region_decides(ana, thea):
    PainProfile.objects.create(athlete=ana, region="knee", side="left", tissue=Tissue.TENDON, set_by=thea)
    hurt(ana, 5)
    assert open_kinds(ana) == []
    hurt(ana, 6, days=1)
    assert open_kinds(ana) == [FlagKind.PAIN]


def test_general_soreness_raises_nothing(ana):
    hurt(ana, 8, is_one_spot=False)
    assert open_kinds(ana) == []
    assert ana.pain_profiles.get().zone == Zone.AMBER


def test_a_morning_two_above_the_usual_one_is_flagged(ana):
    hurt(ana, 1)
    hurt(ana, 2, days=1, moment=Moment.NEXT_MORNING)
    assert open_kinds(ana) == [FlagKind.MORNING]
    assert ana.flags.get().figures["morning"] == 2


def test_discomfort_that_stays_is_flagged_once_and_again_only_by_days_after_it_was_resolved(ana, thea):
    for days in (0, 4, 8):
        hurt(ana, 2, days=days)
    flag = ana.flags.get(kind=FlagKind.PERSISTENT)
    assert flag.due_at == MONDAY + 8 * DAY + timedelta(hours=72)
    hurt(ana, 2, days=9)
    assert ana.flags.filter(kind=FlagKind.PERSISTENT).count() == 1
    episodes.resolve(flags=[flag], by=thea, at=MONDAY + 9 * DAY, note="Seen in clinic.")
    hurt(ana, 2, days=10)
    assert open_kinds(ana) == []
    hurt(ana, 2, days=11)
    hurt(ana, 2, days=12)
    assert open_kinds(ana) == [FlagKind.PERSISTENT]


def test_an_agreed_tendon_follows_its_own_rule_instead(ana, thea):
    PainProfile.objects.create(athlete=ana, region="achilles", side="left", tissue=Tissue.TENDON, set_by=thea)
    for days in (0, 4, 8):
        hurt(ana, 3, days=days, region="achilles")
    assert FlagKind.PERSISTENT not in open_kinds(ana)
