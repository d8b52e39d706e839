"""Pain reports in, pain zones out: which regions are watched, and how each does."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from athletes.evaluation.pain.site_reports import SiteReports
from athletes.evaluation.pain.zones import assess_regions, limit_for, store_zones
from athletes.models import Athlete, Moment, PainProfile, PainReport
from programs.models import Tissue
from programs.rules.pain.zones import Zone
from programs.rules.thresholds import DEFAULTS

TODAY = date(2026, 11, 30)
DAY = timedelta(days=1)
ANA = Athlete(user_id=1, pain_limit=3)


def report(score, days_ago=0, *, moment=Moment.DURING, region="knee", is_one_spot=None, **more) -> PainReport:
    on = TODAY - days_ago * DAY
    return PainReport(
        score=score,
        reported_on=on,
        reported_at=datetime.combine(on, time(18), UTC),
        moment=moment,
        region=region,
        side="left",
        is_one_spot=is_one_spot,
        **more,
    )


def sorted_of(*reports) -> SiteReports:
    return SiteReports.sort(reports, ANA, DEFAULTS)


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
    assert limit_for(ANA.pain_limit, profile(tissue=tissue, limit=limit), DEFAULTS) == reached


# -- its zone --------------------------------------------------------------------------------


def test_the_zone_is_that_of_the_last_reading():
    (status,) = assess(report(6, 3), report(0, 1), morning(0), profiles=[profile(set_by=None)], trained=[3, 1])
    assert [rated.zone for rated in status.readings] == [Zone.RED, Zone.GREEN]
    assert (status.zone, status.red_days) == (Zone.GREEN, [TODAY - 3 * DAY])


@pytest.mark.parametrize(("days", "zone"), [(7, Zone.AMBER), (8, Zone.GREEN)])
def test_silence_makes_amber_fade_after_a_week(days, zone):
    (status,) = assess(report(3, days), profiles=[profile()])
    assert status.zone == zone


def test_silence_never_ends_red_not_even_after_more_weeks_than_are_read():
    (recent,) = assess(report(6, 40), profiles=[profile()])
    (older,) = assess(profiles=[profile(zone=Zone.RED)])
    assert (recent.zone, older.zone) == (Zone.RED, Zone.RED)


def test_an_unanswered_day_after_red_is_red_still():
    (status,) = assess(report(6, 5), profiles=[profile()], trained=[2])
    assert ([rated.zone for rated in status.readings], status.zone) == ([Zone.RED, Zone.AMBER], Zone.RED)
    assert status.episode.since == TODAY - 5 * DAY


def test_a_tendon_that_settles_by_the_morning_is_green_at_four():
    tendon = profile("achilles", Tissue.TENDON, intake=2)
    four, settled = report(4, 1, region="achilles"), morning(2, region="achilles")
    (status,) = assess(four, settled, profiles=[tendon])
    assert status.zone == Zone.GREEN
    (status,) = assess(four, morning(4, region="achilles"), profiles=[tendon])
    assert status.zone == Zone.RED


def test_a_tendons_baseline_is_its_first_mornings_and_does_not_follow_later_ones():
    tendon = profile("achilles", Tissue.TENDON)
    told = [morning(score, 9 - day, region="achilles") for day, score in enumerate((1, 1, 1, 3, 3, 3, 3))]
    (status,) = assess(*told, profiles=[tendon])
    assert status.usual_morning == 1


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
    sorted_reports = sorted_of(report(2), report(5), morning(1), report(4, 1))
    assert sorted_reports.mornings == {TODAY: 1}
    assert sorted_reports.worst_days == {TODAY: 5, TODAY - DAY: 4}
    assert {on: worst.score for on, worst in sorted_reports.worst_reports().items()} == {TODAY: 5, TODAY - DAY: 4}
    yesterday = sorted_reports.reading_on(TODAY - DAY)
    assert (yesterday.during, yesterday.next_morning) == (4, 1)


def test_soreness_of_a_muscle_is_no_discomfort():
    sore = sorted_of(report(5, region="calf", is_one_spot=False))
    assert sore.worst_days == {}
    assert sore.reading_on(TODAY).is_soreness
    both = sorted_of(report(5, region="calf", is_one_spot=False), report(2, region="calf", is_one_spot=True))
    assert both.worst_days == {TODAY: 2}
    assert not both.reading_on(TODAY).is_soreness


@pytest.mark.parametrize(
    "said",
    [
        report(6, region="calf", is_one_spot=False),
        report(3, region="calf", is_one_spot=False, is_sudden=True),
        report(3, region="knee", is_one_spot=False),
        report(3, region="calf"),
    ],
    ids=["too much", "sudden", "a joint", "nobody asked"],
)
def test_what_is_too_much_or_sudden_or_no_muscle_hurts(said):
    assert not sorted_of(said).reading_on(TODAY).is_soreness


def test_soreness_that_stays_for_three_days_is_pain():
    sore = sorted_of(*(report(4, days, region="calf", is_one_spot=False) for days in (3, 2, 0)))
    assert sore.worst_days == {TODAY: 4}
    assert [sore.reading_on(TODAY - days * DAY).is_soreness for days in (3, 2, 0)] == [True, True, False]


def test_a_day_without_a_report_is_no_soreness():
    assert not sorted_of().reading_on(TODAY).is_soreness


def test_the_morning_after_a_run_is_asked_where_the_run_was_told_of_in_time():
    late = report(3, 4)
    late.reported_at += 3 * DAY
    told = sorted_of(report(3, 1), late)
    assert told.reading_on(TODAY - DAY, is_strength_day=False).is_morning_asked
    assert not told.reading_on(TODAY - 4 * DAY, is_strength_day=False).is_morning_asked


def test_a_joint_that_did_not_calm_down_within_an_hour_is_red():
    knee = profile(tissue=Tissue.JOINT)
    (restless,) = assess(report(1, 1), morning(0, has_settled=False), profiles=[knee], trained=[1])
    (calm,) = assess(report(1, 1), morning(0, has_settled=True), profiles=[knee], trained=[1])
    assert (restless.zone, calm.zone) == (Zone.RED, Zone.GREEN)


def test_a_run_that_went_well_ends_nothing_and_a_session_does():
    told = report(6, 6), report(0, 3), morning(0, 2)
    (after_run,) = assess(*told, profiles=[profile(set_by=None)], trained=[6])
    (after_session,) = assess(*told, profiles=[profile(set_by=None)], trained=[6, 3])
    assert (after_run.episode is None, after_session.episode is None) == (False, True)


# -- stored ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_zones_are_stored_where_they_changed_and_only_there(ana, thea, django_assert_num_queries):
    PainProfile.objects.create(athlete=ana, region="hip", side="left", set_by=thea, zone=Zone.AMBER)

    def assess_stored(*reports):
        trained = [each.reported_on for each in reports if each.moment == Moment.DURING]
        return assess_regions(ana, reports, ana.pain_profiles.filter(region="knee"), trained, TODAY, DEFAULTS)

    store_zones(assess_stored(report(6)), DEFAULTS)
    assert dict(ana.pain_profiles.values_list("region", "zone")) == {"hip": Zone.AMBER, "knee": Zone.RED}
    assert ana.pain_profiles.get(region="knee").judged_on == TODAY
    again = assess_stored(report(6))
    with django_assert_num_queries(0):
        store_zones(again, DEFAULTS)
    store_zones(assess_stored(report(6, 2), report(1)), DEFAULTS)
    assert ana.pain_profiles.get(region="knee").zone == Zone.RED  # the morning after is not answered yet
    store_zones(assess_stored(report(6, 2), report(1), morning(0, -1)), DEFAULTS)
    assert ana.pain_profiles.get(region="knee").zone == Zone.GREEN


@pytest.mark.django_db
def test_a_region_of_which_only_a_morning_was_reported_begins_to_be_watched(ana):
    store_zones(assess_regions(ana, [morning(2)], (), (), TODAY, DEFAULTS), DEFAULTS)
    assert ana.pain_profiles.get().zone == Zone.GREEN
