"""The therapist's word on dates: one session on another day or left out, a program paused, going on, ended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.adherence import adherence
from athletes.errors import RefusedError
from athletes.evaluation import look_at
from athletes.models import EnrollmentStatus, FlagKind, Session, SessionChange, SessionStatus
from athletes.planning import go_on, pause
from athletes.reminders.whether import why_not
from athletes.schedule import leave_out, put_on, state_usual_week
from athletes.sweep import sweep
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def sessions(enrollment) -> list[Session]:
    return list(enrollment.sessions.select_related("athlete", "enrollment__program").order_by("planned_on"))


# -- one session -----------------------------------------------------------------------------


def test_a_session_goes_to_a_free_day_without_a_reason(sessions, thea):
    change = put_on(session=sessions[2], on=sessions[2].planned_on + DAY, by=thea, at=MONDAY)
    assert (change.against, change.reason) == ("", "")
    assert Session.objects.get(pk=sessions[2].pk).planned_on == change.now_on


@pytest.mark.parametrize(("days", "rule"), [(2, "next to another strength day"), (4, "next to another strength day")])
def test_a_rule_that_speaks_against_a_day_needs_a_reason_that_is_kept(sessions, thea, days, rule):
    on = sessions[0].planned_on + days * DAY
    with pytest.raises(RefusedError, match=rule):
        put_on(session=sessions[0], on=on, by=thea, at=MONDAY)
    change = put_on(session=sessions[0], on=on, by=thea, at=MONDAY, reason="Travels all week.")
    assert (change.against, change.reason, change.by) == ("next_to", "Travels all week.", thea)


def test_a_day_too_near_the_race_needs_one_too(sessions, ana, thea):
    ana.goal_race_on = sessions[2].planned_on + 3 * DAY
    ana.save()
    sessions[2].athlete = ana
    with pytest.raises(RefusedError, match="too near the race"):
        put_on(session=sessions[2], on=sessions[2].planned_on + DAY, by=thea, at=MONDAY)


def test_two_are_never_stacked_and_the_past_is_refused(sessions, thea):
    with pytest.raises(RefusedError, match="never stacked"):
        put_on(session=sessions[0], on=sessions[1].planned_on, by=thea, at=MONDAY, reason="Why not.")
    with pytest.raises(RefusedError, match="from today"):
        put_on(session=sessions[1], on=MONDAY.date() - DAY, by=thea, at=MONDAY, reason="Why not.")


def test_a_session_that_has_begun_stays(sessions, ana, thea):
    do(sessions[0], ana, MONDAY, finish=False)
    begun = Session.objects.get(pk=sessions[0].pk)
    for verb in (lambda: put_on(session=begun, on=begun.planned_on + DAY, by=thea, at=MONDAY),
                 lambda: leave_out(session=begun, by=thea, at=MONDAY)):  # fmt: skip
        with pytest.raises(RefusedError, match="has begun"):
            verb()


def test_a_session_left_out_is_excused_and_not_missed(sessions, enrollment, thea):
    leave_out(session=sessions[0], by=thea, at=MONDAY, reason="Traveled home late.")
    kept = adherence(list(enrollment.sessions.all()), MONDAY.date() + 2 * DAY)
    assert (kept.planned, kept.excused) == (0, 1)
    assert SessionChange.objects.get().now_on is None


def test_the_page_of_a_session_moves_it_and_keeps_what_was_typed_when_refused(as_thea, sessions):
    page = f"/admin/athletes/session/{sessions[0].pk}/"
    on = (sessions[0].planned_on + 2 * DAY).isoformat()
    refused = as_thea.post(f"{page}day/", {"do": "move", "on": on, "reason": ""}, follow=True).content.decode()
    assert "Say why it is right all the same" in refused
    assert f'value="{on}"' in refused
    done = as_thea.post(f"{page}day/", {"do": "move", "on": on, "reason": "Travels."}, follow=True).content.decode()
    assert "Moved to" in done
    assert "by Thea Lind: Travels." in done
    left = as_thea.post(f"{page}day/", {"do": "leave_out", "reason": ""}, follow=True).content.decode()
    assert "it counts as excused" in left
    assert "Leave it out" not in left


def test_one_click_on_the_caseload_leaves_out_what_is_too_near_the_race(as_thea, sessions, ana):
    ana.goal_race_on = sessions[2].planned_on + 2 * DAY
    ana.save()
    look_at(ana, MONDAY + 4 * DAY)
    near = ana.flags.open().filter(kind=FlagKind.RACE)
    keys = [flag.figures["session"] for flag in near]
    assert keys
    said = as_thea.post(f"/admin/caseload/{ana.pk}/", {"do": "leave_out"}, follow=True).content.decode()
    assert "2 sessions of Ana Silva are left out" in said
    assert not near.all().exists()
    assert set(Session.objects.filter(pk__in=keys).values_list("status", flat=True)) == {SessionStatus.SKIPPED}


# -- a program -------------------------------------------------------------------------------


def test_a_paused_program_asks_for_nothing_until_its_day(enrollment, ana, time_machine, as_ana):
    until = MONDAY.date() + timedelta(weeks=3)
    pause(enrollment=enrollment, until=until, at=MONDAY)
    assert enrollment.sessions.order_by("planned_on").first().planned_on == until
    later = MONDAY + timedelta(days=15)
    assert sweep(later) == 0
    assert why_not(ana, later) == "program paused"
    time_machine.move_to(later, tick=False)
    page = as_ana.get("/").content.decode()
    assert "Your program is paused" in page
    assert "Next strength" not in page
    assert "Monday 23 November" in page
    assert why_not(ana, MONDAY + timedelta(weeks=3)) == ""


def test_on_a_run_day_a_paused_program_says_so_too(enrollment, ana, as_ana):
    state_usual_week(athlete=ana, kinds=["easy"] * 7)
    pause(enrollment=enrollment, until=MONDAY.date() + timedelta(weeks=2), at=MONDAY)
    page = as_ana.get("/").content.decode()
    assert "Your program is paused until Monday 16 November" in page
    assert "Next strength" not in page


def test_a_pause_ends_early_and_the_rest_follows(enrollment):
    pause(enrollment=enrollment, until=MONDAY.date() + timedelta(weeks=4), at=MONDAY)
    go_on(enrollment=enrollment, at=MONDAY + timedelta(weeks=1))
    enrollment.refresh_from_db()
    assert enrollment.paused_until is None
    assert enrollment.sessions.order_by("planned_on").first().planned_on == MONDAY.date() + timedelta(weeks=1)


def test_a_pause_needs_a_day_that_is_to_come(enrollment):
    with pytest.raises(RefusedError, match="from tomorrow on"):
        pause(enrollment=enrollment, until=MONDAY.date(), at=MONDAY)


def test_the_therapist_pauses_goes_on_and_ends_a_program_on_its_page(as_thea, enrollment):
    page = f"/admin/athletes/enrollment/{enrollment.pk}/"
    until = (MONDAY + timedelta(weeks=2)).date().isoformat()
    assert "Paused until Monday 16 November" in _post(as_thea, page, do="pause", on=until)
    assert "The program goes on." in _post(as_thea, page, do="go_on")
    assert "The program has ended." in _post(as_thea, page, do="finish")
    enrollment.refresh_from_db()
    assert enrollment.status == EnrollmentStatus.FINISHED
    assert "has ended" in _post(as_thea, page, do="pause", on=until)


def test_the_therapist_sees_what_suits_the_runs_and_changes_the_days(as_thea, enrollment, ana):
    state_usual_week(athlete=ana, kinds=["rest", "intervals", "easy", "tempo", "easy", "easy", "long"])
    page = f"/admin/athletes/enrollment/{enrollment.pk}/"
    shown = as_thea.get(f"{page}change/").content.decode()
    assert "Wednesday and Friday" in shown
    assert "sessions moved" in _post(as_thea, page, do="days", first="2", second="4")
    enrollment.refresh_from_db()
    assert {enrollment.first_weekday, enrollment.second_weekday} == {2, 4}
    assert "next to each other" in _post(as_thea, page, do="days", first="6", second="0")
    assert "Choose two days." in _post(as_thea, page, do="days", first="9", second="")


def _post(client, page: str, **data: str) -> str:
    return client.post(f"{page}dates/", data, follow=True).content.decode()
