"""The plyometric gate: who is cleared, on which step, and the figures of each condition."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from athletes.errors import RefusedError
from athletes.models import Assessment, Clearance, Moment, PainProfile, SessionStatus
from athletes.training.clearance import age_of, clear, gate_of, is_cleared, latest_tests, set_step, withdraw
from programs.rules.thresholds import DEFAULTS
from tests.doing import do, hurt
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def figures(ana, at=MONDAY) -> dict[str, object]:
    return {condition.name: condition.figure for condition in gate_of(ana, at, DEFAULTS)}


def met(ana, at=MONDAY) -> set[str]:
    return {condition.name for condition in gate_of(ana, at, DEFAULTS) if condition.is_met}


# -- verbs -----------------------------------------------------------------------------------


def test_an_athlete_is_cleared_once_until_it_is_withdrawn(ana, thea):
    clear(athlete=ana, by=thea, at=MONDAY, step=2)
    assert is_cleared(ana)
    with pytest.raises(RefusedError, match="is already cleared") as refusal:
        clear(athlete=ana, by=thea, at=MONDAY)
    assert refusal.value.field == "step"
    withdraw(athlete=ana, by=thea, at=MONDAY + DAY)
    assert not is_cleared(ana)
    assert clear(athlete=ana, by=thea, at=MONDAY + 2 * DAY).step == 1


def test_another_step_takes_the_place_of_the_one_that_stands_and_both_are_kept(ana, thea, tom):
    clear(athlete=ana, by=thea, at=MONDAY)
    set_step(athlete=ana, by=tom, at=MONDAY + DAY, step=3)
    assert ana.clearances.standing().get().step == 3
    former = Clearance.objects.get(athlete=ana, step=1)
    assert (former.withdrawn_by, former.withdrawn_at) == (tom, MONDAY + DAY)


def test_a_step_needs_a_clearance_and_a_change(ana, thea):
    with pytest.raises(RefusedError, match="is not cleared"):
        set_step(athlete=ana, by=thea, at=MONDAY, step=2)
    clear(athlete=ana, by=thea, at=MONDAY, step=2)
    with pytest.raises(RefusedError, match="on this step already"):
        set_step(athlete=ana, by=thea, at=MONDAY, step=2)
    assert Clearance.objects.count() == 1


def test_withdrawing_without_a_clearance_does_nothing(ana, thea):
    withdraw(athlete=ana, by=thea, at=MONDAY)
    assert not Clearance.objects.exists()


# -- the gate --------------------------------------------------------------------------------


def test_what_is_not_known_is_not_met(ana, enrollment):
    assert figures(ana)["pain"] is None
    assert not met(ana) & {"strength_weeks", "pain", "morning", "heel_raises", "step_downs"}
    assert "red_flags" in met(ana)


def test_only_weeks_with_every_counted_session_completed_are_full(ana, enrollment):
    first, second, third, _fourth = enrollment.sessions.filter(is_optional=False).order_by("planned_on")[:4]
    for session in (first, second, third):
        do(session, ana, MONDAY + (session.planned_on - MONDAY.date()))
    assert figures(ana, MONDAY + 14 * DAY)["strength_weeks"] == 1


def test_the_worst_of_two_weeks_stands_apart_by_day_and_by_morning(ana):
    hurt(ana, 9, days=-20)
    hurt(ana, 2, days=-3)
    hurt(ana, 1, days=-2, moment=Moment.AFTER)
    hurt(ana, 4, days=-2, moment=Moment.NEXT_MORNING)
    assert (figures(ana)["pain"], figures(ana)["morning"]) == (2, 4)


def painless(enrollment, count, **last) -> None:
    """So many sessions ended in the last days, and of each it was said that nothing hurt."""
    sessions = list(enrollment.sessions.counted().order_by("planned_on")[:count])
    for number, session in enumerate(sessions):
        session.planned_on, session.status = MONDAY.date() - number * DAY, SessionStatus.COMPLETED
        session.opened_at = session.finished_at = MONDAY
        session.targets, session.nothing_hurt = {"entries": []}, True
    for name, value in last.items():
        setattr(sessions[-1], name, value)
    for session in sessions:
        session.save()


def pain_of_gate(ana) -> dict[str, int | None]:
    return {each.name: each.figure for each in gate_of(ana, MONDAY, DEFAULTS) if each.name in ("pain", "morning")}


def test_who_never_had_pain_and_says_so_meets_the_lines_about_pain(ana, enrollment):
    painless(enrollment, 3)
    assert pain_of_gate(ana) == {"pain": 0, "morning": 0}


def test_two_answers_are_too_few_and_one_session_without_an_answer_is_one_too_many(ana, enrollment):
    painless(enrollment, 2)
    assert pain_of_gate(ana) == {"pain": None, "morning": None}
    painless(enrollment, 4, nothing_hurt=False)
    assert pain_of_gate(ana) == {"pain": None, "morning": None}


def test_where_a_place_is_watched_its_mornings_are_asked_for_all_the_same(ana, enrollment, thea):
    PainProfile.objects.create(athlete=ana, region="achilles", side="left", set_by=thea)
    painless(enrollment, 3)
    assert pain_of_gate(ana) == {"pain": 0, "morning": None}


def test_the_newest_of_each_test_counts(ana, thea):
    for tested_on, left in ((date(2026, 9, 1), 12), (date(2026, 10, 1), 24)):
        Assessment.objects.create(
            athlete=ana, kind="heel_raise", left=left, right=23, tested_on=tested_on, tested_by=thea
        )
    assert latest_tests(ana) == {"heel_raise": (24, 23)}
    assert figures(ana)["heel_raises"] == 23


@pytest.mark.parametrize(
    ("born_on", "today", "years"),
    [
        (date(1990, 11, 2), date(2026, 11, 2), 36),
        (date(1990, 11, 3), date(2026, 11, 2), 35),
        (date(1992, 2, 29), date(2026, 2, 28), 33),
        (date(1992, 2, 29), date(2026, 3, 1), 34),
        (None, date(2026, 3, 1), None),
    ],
)
def test_a_year_is_whole_on_the_birthday(ana, born_on, today, years):
    ana.born_on = born_on
    assert age_of(ana, today) == years
