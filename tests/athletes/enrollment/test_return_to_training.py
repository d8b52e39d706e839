"""Return to training: what it changes, and what it keeps."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.enrollment.return_to_training import weeks_to_begin_with
from athletes.errors import RefusedError
from athletes.evaluation.pain.warning_signs import answer_signs
from athletes.evaluation.sweep import sweep
from athletes.models import Athlete, Excuse, FlagKind, PainProfile, RaceAnswer, SessionStatus
from athletes.training.clearance import clear, is_cleared
from athletes.training.targets import offer
from athletes.wording.suggestions import told
from programs.models import Tissue
from tests.doing import go_back, train
from tests.people import MONDAY
from tests.seen import see

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TODAY = MONDAY + 16 * DAY


def sessions(enrollment):
    return list(enrollment.sessions.counted().select_related("week", "athlete").order_by("planned_on"))


@pytest.fixture
def stopped(ana, enrollment) -> Athlete:
    """Ana has trained two weeks and begun the third, and has ticked two signs of bone stress at her shin."""
    for session in sessions(enrollment)[:5]:
        train(session, ana, MONDAY + (session.planned_on - MONDAY.date()))
    answer_signs(athlete=ana, region="shin", side="left", signs=["night", "spot"], at=MONDAY + 14 * DAY)
    ana.refresh_from_db()
    return ana


def test_training_goes_on_from_the_first_week_of_the_phase_before_and_no_week_is_lost(stopped, thea, enrollment):
    assert [week.number for week in weeks_to_begin_with(stopped)] == [1, 2, 3]
    go_back(stopped, thea, TODAY)
    to_come = [each.week.number for each in sessions(enrollment) if each.status == SessionStatus.PLANNED]
    assert to_come == [1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8]


@pytest.mark.parametrize("weeks_stopped", [2, 6, 12])
def test_a_stop_that_outlasts_the_plan_ends_with_the_week_that_was_signed(stopped, thea, enrollment, weeks_stopped):
    returned_at = MONDAY + timedelta(weeks=2 + weeks_stopped, days=2)
    sweep(returned_at)
    go_back(stopped, thea, returned_at, week=2)
    to_come = [each for each in sessions(enrollment) if each.status == SessionStatus.PLANNED]
    numbers = [each.week.number for each in to_come]
    assert set(numbers) >= set(range(2, 9))  # nothing of it is lost; a long gap asks for the week before it, too
    assert numbers == sorted(numbers)
    assert all(each.planned_on >= returned_at.date() for each in to_come)
    assert {each.planned_on.weekday() for each in to_come} == {0, 3}
    enrollment.refresh_from_db()
    assert enrollment.ends_on == to_come[-1].planned_on


def test_the_first_session_is_lighter_and_says_so(stopped, thea, enrollment):
    go_back(stopped, thea, TODAY)
    first = next(each for each in sessions(enrollment) if each.status == SessionStatus.PLANNED)
    offered = offer(first)
    cut = [target for target in offered.targets if target.change_reason == "return"]
    assert cut
    assert all(target.load.kg <= 40 for target in cut if target.load)
    assert told(offered.targets).startswith("Welcome back. Lighter on the")


def test_what_lies_before_the_day_is_excused_and_nobody_begins_earlier(stopped, thea, enrollment, as_ana, time_machine):
    later = TODAY + 10 * DAY
    go_back(stopped, thea, TODAY, from_on=later.date())
    passed = enrollment.sessions.filter(planned_on__range=(TODAY.date(), (later - DAY).date()))
    assert set(passed.values_list("status", "excuse")) == {(SessionStatus.SKIPPED, Excuse.STOP)}
    time_machine.move_to(TODAY, tick=False)
    assert "Start session" not in see(as_ana, "/")
    time_machine.move_to(later + 2 * DAY, tick=False)
    assert "Start session" in see(as_ana, "/")


def test_a_bone_has_a_limit_of_zero_from_now_on_and_jumps_wait_for_the_gate(stopped, thea):
    clear(athlete=stopped, by=thea, at=MONDAY)
    signed = go_back(stopped, thea, TODAY)
    profile = PainProfile.objects.get(region="shin", side="left")
    assert (profile.tissue, profile.limit, profile.set_by) == (Tissue.BONE, 0, thea)
    assert not is_cleared(stopped)
    assert signed.criteria["tenderness"] == {"answer": "met", "why": ""}
    assert (signed.stopped_at, signed.signed_by, signed.from_on) == (MONDAY + 14 * DAY, thea, TODAY.date())


@pytest.mark.parametrize(
    ("answer", "is_off"), [(RaceAnswer.YES, False), (RaceAnswer.NO, True), (RaceAnswer.LATER, True), ("", True)]
)
def test_the_race_is_not_planned_without_a_yes(ana, enrollment, thea, answer, is_off):
    ana.goal_race_on = (MONDAY + 60 * DAY).date()
    ana.save()
    answer_signs(athlete=ana, region="shin", side="left", signs=["night", "spot"], at=MONDAY)
    ana.refresh_from_db()
    assert ana.race_on is None  # while it is stopped nothing is planned for it
    go_back(ana, thea, MONDAY + DAY, race=answer)
    ana.refresh_from_db()
    assert (ana.is_race_off, ana.race_on is None) == (is_off, is_off)


def test_an_urgent_sign_asks_who_cleared_it_and_no_bone_asks_for_no_criteria(ana, enrollment, thea):
    answer_signs(athlete=ana, region="calf", side="left", signs=["swollen_calf"], at=MONDAY)
    with pytest.raises(RefusedError, match="who cleared it"):
        go_back(ana, thea, MONDAY + DAY, cleared_by="")
    with pytest.raises(RefusedError, match="today, or before"):
        go_back(ana, thea, MONDAY + DAY, cleared_on=(MONDAY + 2 * DAY).date())
    signed = go_back(ana, thea, MONDAY + DAY, criteria={})
    assert (signed.cleared_by, signed.criteria) == ("Dr. Ray", {})
    assert not PainProfile.objects.filter(tissue=Tissue.BONE).exists()


def test_without_a_program_there_is_no_week_to_begin_with(ana, thea):
    answer_signs(athlete=ana, region="shin", side="left", signs=["night"], at=MONDAY)
    assert weeks_to_begin_with(ana) == []
    assert go_back(ana, thea, MONDAY + DAY).week is None
    assert not ana.flags.open().filter(kind=FlagKind.STOP).exists()


def test_the_verb_asks_too_who_signs_and_what_was_read(stopped, carla, tom, thea):
    for somebody in (carla, tom):
        with pytest.raises(RefusedError, match="Only Thea Lind"):
            go_back(stopped, somebody, TODAY)
    with pytest.raises(RefusedError, match="up to the one in which training stopped"):
        go_back(stopped, thea, TODAY, week=4)
    go_back(stopped, thea, TODAY)
    with pytest.raises(RefusedError, match="is not stopped"):
        go_back(stopped, thea, TODAY)
