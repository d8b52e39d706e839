"""The therapist's word on dates: one session on another day or left out, a program paused, going on, ended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.enrollment.plan_changes import pause_program, resume_program
from athletes.enrollment.prescribing import prescribe
from athletes.enrollment.schedule import excuse_session, reschedule_session, state_usual_week
from athletes.errors import RefusedError
from athletes.evaluation.evaluate import evaluate
from athletes.evaluation.suggestions import accept
from athletes.evaluation.sweep import sweep
from athletes.mail.conditions import why_no_weekly_mail
from athletes.models import EnrollmentStatus, FlagKind, MailReason, Session, SessionChange, SessionStatus
from athletes.training.adherence import adherence
from tests.doing import do, train
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
    change = reschedule_session(session=sessions[2], on=sessions[2].planned_on + DAY, by=thea, at=MONDAY)
    assert (change.against, change.reason) == ("", "")
    assert Session.objects.get(pk=sessions[2].pk).planned_on == change.now_on


@pytest.mark.parametrize(("days", "rule"), [(2, "next to another strength day"), (4, "next to another strength day")])
def test_a_rule_that_speaks_against_a_day_needs_a_reason_that_is_kept(sessions, thea, days, rule):
    on = sessions[0].planned_on + days * DAY
    with pytest.raises(RefusedError, match=rule):
        reschedule_session(session=sessions[0], on=on, by=thea, at=MONDAY)
    change = reschedule_session(session=sessions[0], on=on, by=thea, at=MONDAY, reason="Travels all week.")
    assert (change.against, change.reason, change.by) == ("next_to", "Travels all week.", thea)


def test_a_day_too_near_the_race_needs_one_too(sessions, ana, thea):
    ana.goal_race_on = sessions[2].planned_on + 3 * DAY
    ana.save()
    sessions[2].athlete = ana
    with pytest.raises(RefusedError, match="too close to the race"):
        reschedule_session(session=sessions[2], on=sessions[2].planned_on + DAY, by=thea, at=MONDAY)


def test_two_are_never_stacked_and_the_past_is_refused(sessions, thea):
    with pytest.raises(RefusedError, match="never stacked"):
        reschedule_session(session=sessions[0], on=sessions[1].planned_on, by=thea, at=MONDAY, reason="Why not.")
    with pytest.raises(RefusedError, match="from today"):
        reschedule_session(session=sessions[1], on=MONDAY.date() - DAY, by=thea, at=MONDAY, reason="Why not.")


def test_a_session_that_has_begun_stays(sessions, ana, thea):
    do(sessions[0], ana, MONDAY, finish=False)
    begun = Session.objects.get(pk=sessions[0].pk)
    for verb in (lambda: reschedule_session(session=begun, on=begun.planned_on + DAY, by=thea, at=MONDAY),
                 lambda: excuse_session(session=begun, by=thea, at=MONDAY)):  # fmt: skip
        with pytest.raises(RefusedError, match="has started"):
            verb()


def test_a_session_left_out_is_excused_and_not_missed(sessions, enrollment, thea):
    excuse_session(session=sessions[0], by=thea, at=MONDAY, reason="Traveled home late.")
    kept = adherence(list(enrollment.sessions.all()), MONDAY.date() + 2 * DAY)
    assert (kept.planned, kept.excused) == (0, 1)
    assert SessionChange.objects.get().now_on is None


def test_the_page_of_a_session_moves_it_and_keeps_what_was_typed_when_refused(as_thea, sessions):
    page = f"/admin/athletes/session/{sessions[0].pk}/"
    on = (sessions[0].planned_on + 2 * DAY).isoformat()
    refused = as_thea.post(f"{page}day/", {"do": "move", "on": on, "reason": ""}, follow=True).content.decode()
    assert "Give a reason to schedule it anyway" in refused
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
    evaluate(ana, MONDAY + 4 * DAY)
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
    pause_program(enrollment=enrollment, until=until, at=MONDAY)
    assert enrollment.sessions.order_by("planned_on").first().planned_on == until
    later = MONDAY + timedelta(days=15)
    assert sweep(later) == 0
    assert why_no_weekly_mail(ana, later) == MailReason.PROGRAM_PAUSED
    time_machine.move_to(later, tick=False)
    page = as_ana.get("/").content.decode()
    assert "Your program is paused" in page
    assert "Next strength" not in page
    assert "Monday 23 November" in page
    assert why_no_weekly_mail(ana, MONDAY + timedelta(weeks=3)) is None


def test_on_a_run_day_a_paused_program_says_so_too(enrollment, ana, as_ana):
    state_usual_week(athlete=ana, kinds=["easy"] * 7)
    pause_program(enrollment=enrollment, until=MONDAY.date() + timedelta(weeks=2), at=MONDAY)
    page = as_ana.get("/").content.decode()
    assert "Your program is paused until Monday 16 November" in page
    assert "Next strength" not in page


def test_a_pause_ends_early_and_the_rest_follows(enrollment):
    pause_program(enrollment=enrollment, until=MONDAY.date() + timedelta(weeks=4), at=MONDAY)
    resume_program(enrollment=enrollment, at=MONDAY + timedelta(weeks=1))
    enrollment.refresh_from_db()
    assert enrollment.paused_until is None
    assert enrollment.sessions.order_by("planned_on").first().planned_on == MONDAY.date() + timedelta(weeks=1)


def test_a_pause_needs_a_day_that_is_to_come(enrollment):
    with pytest.raises(RefusedError, match="tomorrow or later"):
        pause_program(enrollment=enrollment, until=MONDAY.date(), at=MONDAY)


def test_the_therapist_pauses_goes_on_and_ends_a_program_on_its_page(as_thea, enrollment):
    page = f"/admin/athletes/enrollment/{enrollment.pk}/"
    until = (MONDAY + timedelta(weeks=2)).date().isoformat()
    assert "Paused until Monday 16 November" in _post(as_thea, page, do="pause", on=until)
    assert "The program has resumed." in _post(as_thea, page, do="go_on")
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
    assert "back to back" in _post(as_thea, page, do="days", first="6", second="0")
    assert "Choose two days." in _post(as_thea, page, do="days", first="9", second="")


def _post(client, page: str, **data: str) -> str:
    return client.post(f"{page}dates/", data, follow=True).content.decode()


# -- what a change of dates brings with it ----------------------------------------------------


def fresh(session) -> Session:
    return Session.objects.get(pk=session.pk)


def test_days_off_take_an_accepted_step_back_and_ask_for_less(ana, thea, weeks, enrollment):
    train(weeks[0], ana, MONDAY)
    accept(suggestions=weeks[2].suggestions.filter(change="more_load"), by=thea, at=MONDAY)
    excuse_session(session=weeks[1], by=thea, at=MONDAY)
    pause_program(enrollment=enrollment, until=MONDAY.date() + 28 * DAY, at=MONDAY + DAY)
    assert not weeks[2].suggestions.filter(change="more_load").exists()
    sweep(MONDAY + 28 * DAY)
    assert set(weeks[2].suggestions.filter(load_kg__isnull=False).values_list("reason", flat=True)) == {"gap"}


def test_seven_weeks_off_are_a_gap_too(ana, weeks, enrollment):
    train(weeks[0], ana, MONDAY)
    pause_program(enrollment=enrollment, until=MONDAY.date() + 49 * DAY, at=MONDAY + DAY)
    evaluate(ana, MONDAY + 49 * DAY)
    assert set(ana.suggestions.filter(session__status="planned").values_list("change", "reason")) == {("ask", "gap")}


def test_the_day_a_pause_ends_is_not_silent(ana, weeks, enrollment):
    train(weeks[0], ana, MONDAY)
    pause_program(enrollment=enrollment, until=MONDAY.date() + 28 * DAY, at=MONDAY + DAY)
    sweep(MONDAY + 28 * DAY)
    assert not ana.flags.filter(kind=FlagKind.SILENT).exists()


def test_a_pause_never_pulls_a_program_forward(ana, thea, base_template):
    starts_on = MONDAY.date() + 28 * DAY
    later = prescribe(athlete=ana, template=base_template, starts_on=starts_on, weekdays=(0, 3), by=thea, at=MONDAY)
    pause_program(enrollment=later, until=MONDAY.date() + 7 * DAY, at=MONDAY)
    later.refresh_from_db()
    assert later.starts_on == starts_on


def test_a_pause_that_is_over_is_not_announced(as_thea, enrollment, time_machine):
    pause_program(enrollment=enrollment, until=MONDAY.date() + 7 * DAY, at=MONDAY)
    page = f"/admin/athletes/enrollment/{enrollment.pk}/change/"
    assert "Go on now" in as_thea.get(page).content.decode()
    time_machine.move_to(MONDAY + 20 * DAY, tick=False)
    assert "Go on now" not in as_thea.get(page).content.decode()


def test_a_session_put_after_the_end_moves_the_end(sessions, thea, enrollment):
    reschedule_session(session=sessions[-1], on=sessions[-1].planned_on + 14 * DAY, by=thea, at=MONDAY)
    enrollment.refresh_from_db()
    assert enrollment.ends_on == fresh(sessions[-1]).planned_on


def test_a_new_program_after_a_paused_one_begins_today(
    as_ana, ana, thea, weeks, enrollment, base_template, time_machine
):
    train(weeks[0], ana, MONDAY)
    pause_program(enrollment=enrollment, until=MONDAY.date() + 21 * DAY, at=MONDAY + DAY)
    at = MONDAY + 2 * DAY
    prescribe(athlete=ana, template=base_template, starts_on=at.date(), weekdays=(2, 5), by=thea, at=at)
    time_machine.move_to(at, tick=False)
    assert "Start session" in as_ana.get("/").content.decode()


def test_a_session_that_is_open_when_the_pause_is_set_is_still_offered(as_ana, ana, sessions, enrollment):
    do(sessions[0], ana, MONDAY, finish=False)
    pause_program(enrollment=enrollment, until=MONDAY.date() + 14 * DAY, at=MONDAY)
    assert f"/session/{sessions[0].pk}/" in as_ana.get("/").content.decode()


def test_leaving_out_resolves_what_was_seen_and_nothing_that_came_up_since(
    as_thea, ana, thea, base_template, time_machine
):
    days = (0, 2)
    own = prescribe(athlete=ana, template=base_template, starts_on=MONDAY.date(), weekdays=days, by=thea, at=MONDAY)
    planned = list(own.sessions.counted().order_by("planned_on"))
    ana.goal_race_on = planned[1].planned_on + 4 * DAY
    ana.save()
    time_machine.move_to(MONDAY + DAY, tick=False)
    evaluate(ana, MONDAY + DAY)
    as_thea.post(f"/admin/caseload/{ana.pk}/", {"do": "leave_out"})
    seen = {flag.figures["session"]: flag.resolved_at is None for flag in ana.flags.filter(kind=FlagKind.RACE)}
    assert seen == {str(planned[2].pk): False, str(planned[3].pk): True}


def test_a_race_that_was_put_off_leaves_the_sessions_alone(as_thea, ana, sessions, time_machine):
    ana.goal_race_on = sessions[2].planned_on + 2 * DAY
    ana.save()
    evaluate(ana, MONDAY + 4 * DAY)
    ana.goal_race_on += 60 * DAY
    ana.save()
    as_thea.post(f"/admin/caseload/{ana.pk}/", {"do": "leave_out"})
    assert {fresh(each).status for each in sessions[2:4]} == {SessionStatus.PLANNED}
    assert not ana.flags.open().filter(kind=FlagKind.RACE).exists()
