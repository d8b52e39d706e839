"""The reports of one place, sorted into trainings, mornings and soreness."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.evaluation.pain.site_reports import SiteReports, highest
from athletes.models import Moment, PainReport
from programs.rules.thresholds import DEFAULTS
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
TODAY = MONDAY.date()
DAY = timedelta(days=1)


def said(score, *, days=0, told_days_later=0, region="thigh", **more) -> PainReport:
    on = TODAY + days * DAY
    told_at = MONDAY + (days + told_days_later) * DAY
    return PainReport(region=region, side="left", score=score, reported_on=on, reported_at=told_at, **more)


def sort(ana, *reports) -> SiteReports:
    return SiteReports.sort(reports, ana, DEFAULTS)


def test_the_worst_of_a_day_counts_and_the_morning_belongs_to_the_day_before(ana):
    found = sort(ana, said(2), said(5), said(3, days=1, moment=Moment.NEXT_MORNING, has_settled=True))
    reading = found.reading_on(TODAY)
    assert (reading.during, reading.next_morning, reading.has_settled, reading.is_soreness) == (5, 3, True, False)
    assert found.worst_days == {TODAY: 5, TODAY + DAY: 3}
    assert highest(found.trainings[TODAY]).score == 5


def test_a_day_of_soreness_alone_is_no_discomfort_and_pain_beside_it_is(ana):
    assert sort(ana, said(2, is_one_spot=False)).worst_days == {}
    assert sort(ana, said(2, is_one_spot=False)).reading_on(TODAY).is_soreness
    both = sort(ana, said(2, is_one_spot=False), said(1, is_one_spot=True))
    assert both.worst_days == {TODAY: 1}
    assert not both.reading_on(TODAY).is_soreness


def test_soreness_that_stays_is_pain(ana):
    many = [said(2, days=day, is_one_spot=False) for day in range(DEFAULTS.soreness_days + 1)]
    found = sort(ana, *many)
    assert found.worst_days == {TODAY + DEFAULTS.soreness_days * DAY: 2}


def test_a_morning_is_asked_about_where_it_could_be_asked(ana):
    assert sort(ana, said(3)).reading_on(TODAY, is_strength_day=False).is_morning_asked
    late = sort(ana, said(3, told_days_later=4))
    assert not late.reading_on(TODAY, is_strength_day=False).is_morning_asked
    assert late.reading_on(TODAY).is_morning_asked
