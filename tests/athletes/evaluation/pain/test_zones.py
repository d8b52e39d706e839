"""Pain reports in, pain zones out: which regions are watched, and how each does."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from athletes.evaluation.pain.zones import SiteReports, assess_regions, limit_for, store_zones, zone_for_pattern
from athletes.models import Athlete, Moment, PainProfile, PainReport
from programs.models import Tissue
from programs.rules.pain import Zone
from programs.rules.thresholds import DEFAULTS

TODAY = date(2026, 11, 30)
DAY = timedelta(days=1)
ANA = Athlete(user_id=1, pain_limit=3)


def report(score, days_ago=0, *, moment=Moment.DURING, region="knee", is_one_spot=None) -> PainReport:
    return PainReport(
        score=score,
        reported_on=TODAY - days_ago * DAY,
        moment=moment,
        region=region,
        side="left",
        is_one_spot=is_one_spot,
    )


def morning(score, days_ago=0, **more) -> PainReport:
    return report(score, days_ago, moment=Moment.NEXT_MORNING, **more)


def profile(region="knee", tissue=Tissue.UNKNOWN, set_by=1, **more) -> PainProfile:
    return PainProfile(athlete=ANA, region=region, side="left", tissue=tissue, set_by_id=set_by, **more)


def assess(*reports, profiles=(), trained=()):
    return assess_regions(ANA, reports, profiles, {TODAY - days * DAY for days in trained}, TODAY, DEFAULTS)


# -- what is watched -------------------------------------------------------------------------


def test_a_region_is_watched_from_its_first_pain_on_as_unknown_tissue():
    (status,) = assess(report(0, 1), report(2))
    assert (status.site, status.profile.tissue, status.limit) == (("knee", "left"), Tissue.UNKNOWN, 3)


def test_a_score_of_zero_opens_no_watch():
    assert assess(report(0)) == []


def test_a_profiled_region_is_watched_without_a_report():
    (status,) = assess(profiles=[profile()])
    assert (status.readings, status.last_read_on) == ([], None)


@pytest.mark.parametrize(
    ("tissue", "limit", "reached"),
    [
        (Tissue.TENDON, 2, 2),
        (Tissue.TENDON, None, DEFAULTS.limit_tendon),
        (Tissue.BONE, None, 0),
        (Tissue.UNKNOWN, None, 3),
        (Tissue.UNKNOWN, 0, 0),
    ],
)
def test_the_limit_is_the_therapists_else_the_tissues_else_the_athletes_own(tissue, limit, reached):
    assert limit_for(ANA, profile(tissue=tissue, limit=limit), DEFAULTS) == reached


# -- its zone --------------------------------------------------------------------------------


def test_the_zone_is_that_of_the_last_reading():
    (status,) = assess(report(6, 3), report(0, 1), morning(0), profiles=[profile(set_by=None)])
    assert [rated.zone for rated in status.readings] == [Zone.RED, Zone.GREEN]
    assert (status.zone, status.red_days) == (Zone.GREEN, [TODAY - 3 * DAY])


@pytest.mark.parametrize(("set_by", "zone"), [(1, Zone.AMBER), (None, Zone.GREEN)])
def test_after_two_weeks_of_silence_a_therapists_region_is_unknown_and_any_other_is_fine(set_by, zone):
    (recent,) = assess(report(6, 14), profiles=[profile(set_by=set_by)])
    (older,) = assess(report(6, 15), profiles=[profile(set_by=set_by)])
    assert (recent.zone, older.zone) == (Zone.RED, zone)


def test_a_therapists_region_is_asked_about_after_every_session_and_silence_is_amber():
    asked, unasked = assess(profiles=[profile(), profile("hip", set_by=None)], trained=[2])
    assert [(rated.on, rated.zone) for rated in asked.readings] == [(TODAY - 2 * DAY, Zone.AMBER)]
    assert unasked.readings == []


def test_the_usual_morning_leaves_out_mornings_after_red():
    mornings = [morning(0, 9), morning(0, 8), morning(2, 7), morning(8, 4)]
    (status,) = assess(report(6, 5), *mornings)
    assert status.usual_morning == Decimal(0)  # with the morning after red it would be 1
    assert status.mornings[TODAY - 4 * DAY] == 8


def test_a_day_is_judged_by_the_mornings_before_its_own():
    """Else the usual morning would be 2, and this one no more than 1 above it."""
    mornings = [morning(score, days) for score, days in ((0, 9), (0, 8), (2, 7), (2, 6))]
    (status,) = assess(*mornings, report(1, 2), morning(3, 1), profiles=[profile(set_by=None)])
    assert status.readings[-1].zone == Zone.RED


# -- reports, sorted -------------------------------------------------------------------------


def test_reports_are_sorted_into_mornings_trainings_and_the_worst_of_each_day():
    sorted_reports = SiteReports.sort([report(2), report(5), morning(1), report(4, 1)])
    assert sorted_reports.mornings == {TODAY: 1}
    assert sorted_reports.worst_days == {TODAY: 5, TODAY - DAY: 4}
    assert {on: worst.score for on, worst in sorted_reports.worst_reports().items()} == {TODAY: 5, TODAY - DAY: 4}
    yesterday = sorted_reports.reading_on(TODAY - DAY)
    assert (yesterday.during, yesterday.next_morning) == (4, 1)


def test_general_soreness_is_no_discomfort_in_one_spot():
    sore = SiteReports.sort([report(8, is_one_spot=False)])
    assert sore.worst_days == {}
    assert sore.reading_on(TODAY).is_soreness
    both = SiteReports.sort([report(8, is_one_spot=False), report(2, is_one_spot=True)])
    assert both.worst_days == {TODAY: 2}
    assert not both.reading_on(TODAY).is_soreness


def test_a_day_without_a_report_is_no_soreness():
    assert not SiteReports.sort([]).reading_on(TODAY).is_soreness


# -- what an exercise may do -----------------------------------------------------------------


def test_an_exercise_is_as_free_as_the_worst_region_that_it_loads():
    calf, back = assess(report(6, region="calf"), report(2, region="low_back"))
    assert (calf.zone, back.zone) == (Zone.RED, Zone.AMBER)
    assert zone_for_pattern("calf_achilles", [calf, back]) == Zone.RED
    assert zone_for_pattern("upper_body", [calf]) == Zone.GREEN
    assert zone_for_pattern("calf_achilles", []) == Zone.GREEN


def test_a_held_region_is_amber_at_best():
    (calf,) = assess(report(0, 1, region="calf"), morning(0, region="calf"), profiles=[profile("calf", set_by=None)])
    assert zone_for_pattern("calf_achilles", [calf]) == Zone.GREEN
    assert zone_for_pattern("calf_achilles", [calf], held={("calf", "left")}) == Zone.AMBER
    assert zone_for_pattern("calf_achilles", [calf], held={("calf", "right")}) == Zone.GREEN


# -- stored ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_zones_are_stored_where_they_changed_and_only_there(ana, thea, django_assert_num_queries):
    PainProfile.objects.create(athlete=ana, region="hip", side="left", set_by=thea, zone=Zone.AMBER)

    def assess_stored(*reports):
        return assess_regions(ana, reports, ana.pain_profiles.all(), (), TODAY, DEFAULTS)

    store_zones(assess_stored(report(6)))
    assert dict(ana.pain_profiles.values_list("region", "zone")) == {"hip": Zone.AMBER, "knee": Zone.RED}
    assert ana.pain_profiles.get(region="knee").judged_on == TODAY
    again = assess_stored(report(6))
    with django_assert_num_queries(0):
        store_zones(again)
    store_zones(assess_stored(report(6, 2), report(1)))
    assert ana.pain_profiles.get(region="knee").zone == Zone.AMBER


@pytest.mark.django_db
def test_a_region_of_which_only_a_morning_was_reported_begins_to_be_watched(ana):
    store_zones(assess_regions(ana, [morning(2)], (), (), TODAY, DEFAULTS))
    assert ana.pain_profiles.get().zone == Zone.GREEN
