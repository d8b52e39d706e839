"""What a phase may ask for, read from what was said, tested and done: clinical.md 2.7, safety.md 2.4."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.evaluation.coming_sessions.phase_figures import METRICS, figures_of, phase_before
from athletes.evaluation.pain.zones import assess_regions
from athletes.models import Assessment, Moment, PainProfile, PainReport, SetLog
from athletes.training.clearance import clear
from programs.models import Exercise
from programs.rules.thresholds import DEFAULTS
from tests.doing import do, hurt, train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def figures(ana, *reports, profiles=()):
    today = (MONDAY + 20 * DAY).date()
    return figures_of(ana, assess_regions(ana, reports, profiles, (), today, DEFAULTS), today)


def report(score, days_ago, *, region="achilles", side="left", moment=Moment.DURING) -> PainReport:
    on = (MONDAY + (20 - days_ago) * DAY).date()
    at = MONDAY + (20 - days_ago) * DAY
    return PainReport(score=score, reported_on=on, reported_at=at, region=region, side=side, moment=moment)


def test_every_metric_has_a_figure_and_what_nobody_knows_is_none(ana):
    known = figures(ana)
    assert set(known) == set(METRICS)
    assert {metric for metric, figure in known.items() if figure is not None} == {"therapist_clearance"}


def test_pain_is_read_over_a_week(ana):
    assert figures(ana, report(5, 7), report(2, 6), report(1, 1))["pain_during_max_7d"] == 2
    assert figures(ana, report(5, 7))["pain_during_max_7d"] is None


def test_a_morning_is_read_against_the_usual_one(ana):
    mornings = [report(1, days, moment=Moment.NEXT_MORNING) for days in (12, 11, 10, 9)]
    worst = report(3, 2, moment=Moment.NEXT_MORNING)
    assert figures(ana, *mornings, worst)["next_morning_delta_max_7d"] == 2
    assert figures(ana, *mornings)["next_morning_delta_max_7d"] is None


def test_pain_is_read_where_the_therapist_set_a_profile_before_where_it_is_worse(ana):
    own = PainProfile(athlete=ana, region="heel", side="left", set_by_id=1)
    reports = [report(6, 1), report(1, 1, region="heel"), report(8, 1, region="groin")]
    assert figures(ana, *reports, profiles=[own])["pain_during_max_7d"] == 1
    assert figures(ana, *reports)["pain_during_max_7d"] == 6


@pytest.mark.parametrize(("side", "raises"), [("left", 20), ("right", 14), ("", 14)])
def test_heel_raises_are_those_of_the_sore_side_else_of_the_weaker_one(ana, thea, side, raises):
    Assessment.objects.create(
        athlete=ana, kind="heel_raise", left=20, right=14, tested_on=MONDAY.date(), tested_by=thea
    )
    known = figures(ana, report(2, 1, side=side))
    assert known["single_heel_raise_reps_affected"] == raises
    assert known["heel_raise_lsi_pct"] == 70


def test_a_clearance_counts(ana, thea):
    clear(athlete=ana, by=thea, at=MONDAY)
    assert figures(ana)["therapist_clearance"] is True


def test_pain_in_springy_sets_is_that_of_their_sessions(ana, weeks):
    hop = Exercise.objects.filter(default_tempo="rebound").first()
    train(weeks[0], ana, MONDAY + 15 * DAY)
    hurt(ana, 2, days=15, region="achilles", session=weeks[0])
    own = report(1, 5)
    assert figures(ana, own)["rebound_set_pain_max"] is None
    SetLog.objects.filter(session=weeks[0], number=1).update(exercise=hop)
    assert figures(ana, own)["rebound_set_pain_max"] == 2
    assert figures(ana, report(1, 5, side="right"))["rebound_set_pain_max"] is None


def test_how_a_phase_went_counts_sessions_efforts_and_patterns(ana, weeks):
    train(weeks[0], ana, MONDAY)
    do(weeks[1], ana, MONDAY + 3 * DAY)  # without an effort
    for session in weeks[:4]:
        session.refresh_from_db()
    went = phase_before(weeks[:4], is_held=False)
    assert went.sessions == 50
    assert 0 < went.efforts < 100
    assert went.patterns == 4
    empty = phase_before([], is_held=True)
    assert (empty.sessions, empty.efforts, empty.patterns, empty.is_held) == (None, None, 0, True)
