"""One evaluation: the same facts give the same flags, at a fixed cost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.evaluation.evaluate import evaluate, next_phase
from athletes.models import Flag, FlagKind, Moment, Suggestion
from tests.doing import do, hurt, open_kinds, train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_an_evaluation_says_what_it_found(ana, weeks):
    train(weeks[0], ana, MONDAY)
    hurt(ana, 6, session=weeks[0])
    Flag.objects.all().delete()
    evaluation = evaluate(ana, MONDAY)
    assert [region.site for region in evaluation.regions] == [("knee", "left")]
    assert sorted(flag.kind for flag in evaluation.raised) == open_kinds(ana)
    assert FlagKind.PAIN in open_kinds(ana)
    assert {suggestion.athlete for suggestion in evaluation.forecast.suggestions} == {ana}
    assert evaluate(ana, MONDAY).raised == []


def test_pain_in_a_session_that_is_never_finished_holds_the_next_one_at_once(ana, weeks):
    train(weeks[0], ana, MONDAY)
    do(weeks[1], ana, MONDAY + 3 * DAY, finish=False)
    hurt(ana, 6, days=3, session=weeks[1])
    held = weeks[2].suggestions.filter(reason="red")
    assert held
    assert {suggestion.state for suggestion in held} == {"accepted"}
    assert FlagKind.PAIN in open_kinds(ana)


def test_asking_for_the_next_phase_stores_nothing(ana, weeks):
    train(weeks[0], ana, MONDAY)
    before = (Flag.objects.count(), Suggestion.objects.count())
    assert next_phase(ana, MONDAY) is None
    assert (Flag.objects.count(), Suggestion.objects.count()) == before


def test_the_same_reports_in_any_order_raise_the_same_flags(ana, ben):
    story = [(6, 0, Moment.DURING), (2, 1, Moment.NEXT_MORNING), (2, 4, Moment.DURING), (5, 8, Moment.DURING)]
    for person, order in ((ana, story), (ben, story[::-1])):
        for score, days, moment in order:
            hurt(person, score, days=days, moment=moment)
        evaluate(person, MONDAY + 8 * DAY)
    assert open_kinds(ana) == open_kinds(ben) == [FlagKind.PAIN, FlagKind.PERSISTENT]


def test_an_evaluation_after_a_session_costs_at_most_thirteen_queries_however_long_the_history(
    ana, weeks, django_assert_max_num_queries
):
    train(weeks[0], ana, MONDAY)
    train(weeks[1], ana, MONDAY + 3 * DAY)
    train(weeks[2], ana, MONDAY + 7 * DAY)
    Suggestion.objects.all().delete()
    Flag.objects.all().delete()
    with django_assert_max_num_queries(15):  # thirteen, and the transaction's two
        evaluate(ana, MONDAY + 7 * DAY)
