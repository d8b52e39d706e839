"""What the rules have settled closes by itself, with its dates, and is no decision of anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.evaluation.evaluate import evaluate
from athletes.evaluation.keeping import keep_as_written
from athletes.evaluation.sweep import sweep
from athletes.models import FlagAct, FlagKind, KeptPlan, Moment
from athletes.problems.caseload import caseload
from athletes.problems.kinds import CaseGroup
from tests.doing import hurt, train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def settled(ana) -> set[str]:
    return set(ana.flags.filter(is_settled=True).values_list("kind", flat=True))


@pytest.fixture
def red(ana, weeks):
    """A knee that was over its limit in the first session."""
    train(weeks[0], ana, MONDAY)
    hurt(ana, 6, session=weeks[0])
    assert ana.flags.open().filter(kind=FlagKind.PAIN).exists()


def come_back(ana, weeks) -> None:
    """The next session with every set of it, hardly any pain, and a quiet morning."""
    train(weeks[1], ana, MONDAY + 3 * DAY)
    hurt(ana, 1, days=3, session=weeks[1])
    hurt(ana, 0, days=4, moment=Moment.NEXT_MORNING, session=weeks[1])


def test_red_that_has_ended_settles_and_nobody_has_decided(ana, thea, red, weeks):
    come_back(ana, weeks)
    assert settled(ana) == {FlagKind.PAIN}
    act = FlagAct.objects.get(flag__kind=FlagKind.PAIN)
    assert (act.kind, act.by, act.at) == (FlagAct.Kind.SETTLED, None, MONDAY + 4 * DAY)
    (case,) = [case for case in caseload(thea, MONDAY + 4 * DAY).cases if case.name == "Ana Silva"]
    assert case.group in (CaseGroup.ON_TRACK, CaseGroup.PROGRESS)
    evaluate(ana, MONDAY + 5 * DAY)
    assert not ana.flags.open().filter(kind=FlagKind.PAIN).exists()


def test_half_of_the_sets_settle_nothing(ana, red, weeks):
    train(weeks[1], ana, MONDAY + 3 * DAY)
    weeks[1].sets.filter(number__gt=1).delete()
    weeks[1].sets.filter(side="left").delete()
    hurt(ana, 1, days=3, session=weeks[1])
    hurt(ana, 0, days=4, moment=Moment.NEXT_MORNING, session=weeks[1])
    assert FlagKind.PAIN not in settled(ana)


def test_new_pain_after_it_settled_is_a_new_problem(ana, red, weeks):
    come_back(ana, weeks)
    hurt(ana, 6, days=5)
    assert ana.flags.open().filter(kind=FlagKind.PAIN).count() == 1
    assert ana.flags.filter(kind=FlagKind.PAIN).count() == 2


def test_what_was_kept_as_written_is_not_over(ana, thea, red, weeks):
    keep_as_written(athlete=ana, reason="A bruise, she knows it.", by=thea, at=MONDAY + DAY)
    evaluate(ana, MONDAY + 2 * DAY)
    assert FlagKind.PAIN not in settled(ana)


def test_what_is_kept_of_one_place_keeps_no_other_from_settling(ana, thea, red, weeks):
    """Half a year of rules off for a knee kept every other pain open for as long."""
    KeptPlan.objects.create(
        athlete=ana, region="calf", side="right", level=1, is_policy_off=True, reason="A scar.", by=thea, at=MONDAY,
        until=MONDAY.date() + 90 * DAY,
    )  # fmt: skip
    come_back(ana, weeks)
    assert FlagKind.PAIN in settled(ana)


def test_who_was_missed_and_trains_again_is_not_missed_any_more(ana, weeks):
    train(weeks[0], ana, MONDAY)
    sweep(MONDAY + 6 * DAY)
    assert ana.flags.open().filter(kind=FlagKind.MISSED).exists()
    train(weeks[2], ana, MONDAY + 7 * DAY)
    assert FlagKind.MISSED in settled(ana)
