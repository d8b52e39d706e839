"""The next phase of the Achilles program is earned, not reached: clinical.md 2.7."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.enrollment.prescribing import prescribe
from athletes.evaluation.evaluate import evaluate, next_phase
from athletes.models import Assessment, FlagKind, Moment, PainProfile
from programs.models import Program, Tissue
from tests.doing import do, hurt, train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def two_weeks(ana, thea, base_template):
    """Ana has done the two weeks of the first phase."""
    PainProfile.objects.create(athlete=ana, region="achilles", side="left", tissue=Tissue.TENDON, set_by=thea)
    enrollment = prescribe(
        athlete=ana, template=Program.objects.get(slug="achilles-return-12"), starts_on=MONDAY.date(), weekdays=(0, 3),
        by=thea, at=MONDAY,
    )  # fmt: skip
    for session in enrollment.sessions.counted().order_by("planned_on")[:4]:
        train(session, ana, MONDAY + (session.planned_on - MONDAY.date()))
    return enrollment


def unmet(ana, at) -> set[str]:
    return {each.metric for each in next_phase(ana, at).asked if not each.is_met}


def flags(ana) -> list[str]:
    return list(ana.flags.open().filter(kind=FlagKind.PHASE).values_list("cause", flat=True))


def test_a_phase_that_nobody_tested_for_is_not_earned_and_said_once(ana, two_weeks):
    at = MONDAY + 11 * DAY
    evaluate(ana, at)
    evaluate(ana, at + DAY)
    assert len(flags(ana)) == 1
    assert unmet(ana, at) == {"pain_during_max_7d", "next_morning_delta_max_7d", "double_heel_raise_reps"}


def test_quiet_days_and_the_test_earn_it(ana, thea, two_weeks):
    hurt(ana, 3, days=10, region="achilles")
    hurt(ana, 1, days=11, region="achilles", moment=Moment.NEXT_MORNING)
    Assessment.objects.create(
        athlete=ana, kind="double_raise", left=15, right=15, tested_on=MONDAY.date(), tested_by=thea
    )
    ana.flags.all().delete()
    evaluate(ana, MONDAY + 11 * DAY)
    assert next_phase(ana, MONDAY + 11 * DAY).is_earned
    assert flags(ana) == []


def test_pain_over_the_trial_limit_does_not(ana, two_weeks):
    hurt(ana, 6, days=10, region="achilles")
    assert "pain_during_max_7d" in unmet(ana, MONDAY + 11 * DAY)


def test_within_a_phase_nothing_is_asked(ana, two_weeks):
    assert next_phase(ana, MONDAY + 3 * DAY) is None or next_phase(ana, MONDAY + 3 * DAY).code == "2"
    later = two_weeks.sessions.counted().order_by("planned_on")[4]
    train(later, ana, MONDAY + 14 * DAY)
    assert next_phase(ana, MONDAY + 15 * DAY) is None


def test_the_visit_brief_lists_what_the_phase_asks_for(as_thea, ana, two_weeks, time_machine):
    time_machine.move_to(MONDAY + 11 * DAY, tick=False)
    page = as_thea.get(f"/admin/athletes/athlete/{ana.pk}/brief/").content.decode()
    assert "Next phase: Heavy slow, higher reps" in page
    assert "Two-leg heel raises: ?, required ≥ 15" in page


def test_before_anything_was_trained_nothing_is_asked(ana, enrollment):
    assert next_phase(ana, MONDAY) is None


def learned(ana, enrollment, **how) -> None:
    """Ana has trained the two weeks of the first phase of the base program."""
    for session in enrollment.sessions.counted().order_by("planned_on")[:4]:
        train(session, ana, MONDAY + (session.planned_on - MONDAY.date()), **how)


def test_a_phase_without_conditions_asks_how_the_one_before_it_went(ana, enrollment):
    learned(ana, enrollment)
    ahead = next_phase(ana, MONDAY + 11 * DAY)
    assert (ahead.name, ahead.is_earned) == ("Build", True)
    assert {each.metric: each.figure for each in ahead.asked} == {
        "phase_sessions": 100,
        "phase_patterns": 4,
        "phase_efforts": 100,
        "phase_held": False,
    }


def test_without_the_effort_or_half_of_the_sessions_it_is_not_earned(ana, enrollment):
    for session in enrollment.sessions.counted().order_by("planned_on")[1:4:2]:
        do(session, ana, MONDAY + (session.planned_on - MONDAY.date()))
    assert unmet(ana, MONDAY + 11 * DAY) == {"phase_sessions", "phase_efforts"}


def test_pain_that_holds_something_back_holds_the_phase_too(ana, enrollment):
    learned(ana, enrollment)
    hurt(ana, 5, days=11)
    assert unmet(ana, MONDAY + 11 * DAY) == {"phase_held"}


def test_a_lighter_week_is_entered_by_its_date(ana, enrollment):
    for session in enrollment.sessions.counted().order_by("planned_on")[:6]:
        do(session, ana, MONDAY + (session.planned_on - MONDAY.date()))
    lighter = enrollment.sessions.filter(week__is_deload=True).order_by("planned_on").first()
    assert next_phase(ana, MONDAY + (lighter.planned_on - MONDAY.date())) is None


def test_near_a_race_no_phase_is_held_back(ana, enrollment):
    ana.goal_race_on = (MONDAY + 35 * DAY).date()
    ana.save()
    for session in enrollment.sessions.counted().order_by("planned_on")[:4]:
        do(session, ana, MONDAY + (session.planned_on - MONDAY.date()))
    assert next_phase(ana, MONDAY + 11 * DAY) is None
