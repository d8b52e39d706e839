"""Pain of one region that the therapist should know of."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.evaluation.evaluate import evaluate
from athletes.evaluation.pain.findings import find_pain_problems
from athletes.evaluation.pain.zones import assess_regions
from athletes.models import Athlete, Flag, FlagKind, Moment, PainProfile, PainReport
from athletes.problems import episodes
from athletes.problems.figures import MorningFigures, PersistentFigures, StopFigures
from programs.models import Exercise, Tissue
from programs.rules.pain.zones import Zone
from programs.rules.thresholds import DEFAULTS
from tests.doing import hurt, open_kinds
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


TODAY = MONDAY.date()
ANA = Athlete(user_id=1, pain_limit=3)


def report(score, days_ago, *, moment=Moment.DURING, **more) -> PainReport:
    on = TODAY - days_ago * DAY
    at = MONDAY - days_ago * DAY
    return PainReport(score=score, reported_on=on, reported_at=at, moment=moment, region="knee", side="left", **more)


def found(*reports, known=(), tissue=Tissue.UNKNOWN, set_by=None) -> dict[str, object]:
    """What is raised, by its cause."""
    profile = PainProfile(athlete=ANA, region="knee", side="left", tissue=tissue, set_by_id=set_by)
    (region,) = assess_regions(ANA, reports, [profile], (), TODAY, DEFAULTS)
    findings = list(find_pain_problems(region, known, ANA, MONDAY, DEFAULTS))
    return {finding.cause: finding for finding in findings}


def persistent(*, resolved_days_ago=None, cause="knee:left:2026-10-20") -> Flag:
    resolved_at = None if resolved_days_ago is None else MONDAY - resolved_days_ago * DAY
    return Flag(kind=FlagKind.PERSISTENT, cause=cause, resolved_at=resolved_at)


# -- one region, without a database ----------------------------------------------------------


def test_quiet_days_raise_nothing():
    assert found(report(1, 9), report(3, 1)) == {}


def test_pain_over_the_limit_says_where_it_was_worst():
    hop = Exercise(name="Hop")
    raised = found(report(4, 1), report(6, 1, exercise=hop))
    figures = raised["2026-11-01:knee:left"].figures
    assert (figures.score, figures.limit, figures.exercise, figures.on) == (6, 3, "Hop", TODAY - DAY)


@pytest.mark.parametrize(("days_ago", "count"), [(14, 1), (15, 0)])
def test_pain_that_the_phone_sends_late_is_news_for_two_weeks(days_ago, count):
    assert len(found(report(6, days_ago))) == count


def test_pain_over_bone_is_a_stop_and_no_second_flag():
    raised = found(report(5, 1), tissue=Tissue.BONE, set_by=7)
    (finding,) = [finding for finding in raised.values() if finding.kind != FlagKind.PERSISTENT]
    assert (finding.kind, finding.cause) == (FlagKind.STOP, "bone:2026-11-01:knee:left")
    assert finding.figures == StopFigures(place="Left knee", region="knee", side="left", score=5)


def test_a_bad_morning_is_said_with_the_usual_one():
    mornings = [report(1, days, moment=Moment.NEXT_MORNING) for days in (7, 6, 5)]
    (finding,) = found(*mornings, report(1, 2), report(3, 1, moment=Moment.NEXT_MORNING)).values()
    assert (finding.kind, finding.figures.morning, finding.figures.usual) == (FlagKind.MORNING, 3, 1)


def test_mornings_that_rise_are_said_once_a_week_and_are_due():
    said = ((0, 20), (0, 19), (0, 12), (1, 3), (1, 2), (1, 1))
    mornings = [report(score, days, moment=Moment.NEXT_MORNING) for score, days in said]
    finding = found(*mornings)["drift:2026-W44:knee:left"]
    assert finding.figures == MorningFigures(place="Left knee", region="knee", side="left", mornings=(1, 1, 1))
    assert finding.due_at == MONDAY + 2 * DAY


def test_two_red_sessions_in_a_week_are_a_task_though_the_tendon_is_agreed():
    raised = found(report(6, 3), report(6, 1), tissue=Tissue.TENDON, set_by=7)
    finding = raised["knee:left:red:2026-11-01"]
    assert (finding.kind, finding.due_at) == (FlagKind.PERSISTENT, MONDAY + 2 * DAY)
    assert finding.figures.reds == (TODAY - 3 * DAY, TODAY - DAY)


STAYS = [report(2, days) for days in (9, 5, 1)]


def test_discomfort_that_stays_is_due_in_three_days_with_its_last_scores():
    finding = found(*STAYS)["knee:left:2026-11-01"]
    assert finding.figures == PersistentFigures(place="Left knee", region="knee", side="left", scores=(2, 2, 2))
    assert finding.due_at == MONDAY + 3 * DAY


@pytest.mark.parametrize(
    ("flag", "is_raised"),
    [
        (persistent(), False),  # said, and not answered yet
        (persistent(resolved_days_ago=9), False),  # answered on the first of the three days
        (persistent(resolved_days_ago=10), True),
        (persistent(cause="knee:right:2026-10-20"), True),  # the other knee
    ],
)
def test_what_stays_is_counted_from_the_day_after_the_therapist_answered(flag, is_raised):
    assert bool(found(*STAYS, known=[flag])) is is_raised


# -- through the doors -----------------------------------------------------------------------


def test_pain_over_the_limit_is_flagged_once_with_the_figures_that_raised_it(ana, first_session):
    report = hurt(ana, 6, session=first_session)
    evaluate(ana, MONDAY)
    evaluate(ana, MONDAY + DAY)
    flag = ana.flags.get()
    assert flag.kind == FlagKind.PAIN
    assert (flag.figures["score"], flag.figures["limit"], flag.figures["place"]) == (6, 3, "Left knee")
    assert flag.figures["session"] == str(report.session_id)


def test_a_limit_that_the_therapist_set_for_the_region_decides(ana, thea):
    PainProfile.objects.create(athlete=ana, region="knee", side="left", tissue=Tissue.TENDON, set_by=thea)
    hurt(ana, 5)
    assert open_kinds(ana) == []
    hurt(ana, 6, days=1)
    assert open_kinds(ana) == [FlagKind.PAIN]


def test_general_soreness_raises_nothing(ana):
    hurt(ana, 5, region="calf", is_one_spot=False)
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
