"""One evaluation: the same facts give the same flags, at a fixed cost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.evaluation.evaluate import evaluate
from athletes.models import Flag, FlagKind, Moment, Suggestion
from tests.doing import hurt, open_kinds, train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_the_same_reports_in_any_order_raise_the_same_flags(ana, ben):
    story = [(6, 0, Moment.DURING), (2, 1, Moment.NEXT_MORNING), (2, 4, Moment.DURING), (5, 8, Moment.DURING)]
    for person, order in ((ana, story), (ben, story[::-1])):
        for score, days, moment in order:
            hurt(person, score, days=days, moment=moment)
        evaluate(person, MONDAY + 8 * DAY)
    assert open_kinds(ana) == open_kinds(ben) == [FlagKind.PAIN, FlagKind.PAIN, FlagKind.PERSISTENT]


def test_an_evaluation_after_a_session_costs_at_most_ten_queries_however_long_the_history(
    ana, weeks, django_assert_max_num_queries
):
    train(weeks[0], ana, MONDAY)
    train(weeks[1], ana, MONDAY + 3 * DAY)
    train(weeks[2], ana, MONDAY + 7 * DAY)
    Suggestion.objects.all().delete()
    Flag.objects.all().delete()
    with django_assert_max_num_queries(12):  # ten, and the transaction's two
        evaluate(ana, MONDAY + 7 * DAY)
