"""Days of sessions: the athlete moves one where the rules allow, the therapist anywhere, with the reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.enrollment.schedule import excuse_session, reschedule_session
from athletes.errors import RefusedError
from athletes.models import Session, SessionChange, UsualRunDay
from athletes.training.adherence import adherence
from tests.clock import at
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WEEK = ["rest", "intervals", "easy", "tempo", "easy", "easy", "long"]


@pytest.fixture(autouse=True)
def _monday(time_machine, enrollment):
    time_machine.move_to(MONDAY, tick=False)


def say_week(client, kinds=WEEK):
    return client.post("/schedule/", {"do": "usual"} | {f"day-{day}": kind for day, kind in enumerate(kinds)})


def move(client, session, days: int) -> str:
    on = (session.planned_on + timedelta(days=days)).isoformat()
    data = {"do": "move", "session": session.pk, "on": on}
    return client.post("/schedule/", data, follow=True).content.decode()


def test_a_session_moves_to_an_allowed_day_of_its_week(as_ana, first_session):
    page = as_ana.get("/schedule/").content.decode()
    assert "Monday, November 2" in page
    assert "Moved to Tuesday, November 3" in move(as_ana, first_session, 1)
    first_session.refresh_from_db()
    assert first_session.planned_on == MONDAY.date() + timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "why"), [(2, "not available"), (3, "not available"), (7, "same week"), (-1, "to come")]
)
def test_next_to_the_other_day_past_or_in_another_week_is_refused(as_ana, first_session, days, why):
    assert why in move(as_ana, first_session, days)
    assert Session.objects.get(pk=first_session.pk).planned_on == first_session.planned_on


def test_a_session_moves_neither_onto_the_long_run_nor_close_to_the_race(as_ana, ana, enrollment):
    say_week(as_ana)
    thursday = enrollment.sessions.order_by("planned_on")[1]
    assert "not available" in move(as_ana, thursday, 3)  # Sunday: long run, and next to Monday
    ana.goal_race_on = MONDAY.date() + timedelta(days=8)
    ana.save()
    assert "not available" in move(as_ana, thursday, 2)
    page = as_ana.get("/schedule/").content.decode()
    assert "too close to your race" in page


def test_a_session_that_has_begun_stays_where_it_is(as_ana, ana, first_session):
    do(first_session, ana, MONDAY, finish=False)
    assert "has started" in move(as_ana, first_session, 1)


def test_somebody_elses_session_is_not_there(client, ben, first_session):
    client.force_login(ben.user, backend="clinic.sign_in.auth.LinkBackend")
    data = {"do": "move", "session": first_session.pk, "on": "2026-11-03"}
    assert client.post("/schedule/", data).status_code == 404


def test_the_usual_week_brings_the_days_that_suit_with_their_reasons(as_ana):
    assert "What fits your runs" not in as_ana.get("/schedule/").content.decode()
    say_week(as_ana)
    page = as_ana.get("/schedule/").content.decode()
    assert "No two days are clear of everything" in page
    assert page.index("Wednesday and Friday") < page.index("Tuesday and Friday")
    assert "Wednesday is the day after your intervals." in page
    assert "Tuesday is also your intervals: run first, lift at least 6 hours later." in page
    say_week(as_ana, ["easy", "easy", "rest", "easy", "rest", "easy", "easy"])
    assert UsualRunDay.objects.count() == 7
    assert "Clear of your hard runs." in as_ana.get("/schedule/").content.decode()


def test_a_week_with_an_unknown_run_keeps_the_former_one(as_ana, ana):
    say_week(as_ana)
    say_week(as_ana, ["swim"] * 7)
    assert "Choose one kind of run for each day." in as_ana.get("/schedule/").content.decode()
    assert [row.kind for row in ana.usual_days.all()] == WEEK


def test_other_days_move_all_that_is_still_to_come(as_ana, ana, enrollment, first_session):
    do(first_session, ana, MONDAY)
    as_ana.post("/schedule/", {"do": "days", "first": 1, "second": 4})
    enrollment.refresh_from_db()
    assert (enrollment.first_weekday, enrollment.second_weekday) == (1, 4)
    first_session.refresh_from_db()
    assert first_session.planned_on == MONDAY.date()
    coming = enrollment.sessions.not_begun().filter(is_optional=False)
    assert {session.planned_on.weekday() for session in coming} == {1, 4}
    weeks = {session.pk: session.week.number for session in coming.select_related("week")}
    first = MONDAY.date() - timedelta(days=MONDAY.weekday())
    for session in coming:
        assert (session.planned_on - first).days // 7 + 1 == weeks[session.pk]


def test_days_next_to_each_other_are_refused(as_ana, enrollment):
    page = as_ana.post("/schedule/", {"do": "days", "first": 6, "second": 0}, follow=True).content.decode()
    assert "Sunday and Monday are back to back, too" in page
    enrollment.refresh_from_db()
    assert (enrollment.first_weekday, enrollment.second_weekday) == (0, 3)


def test_without_a_program_the_page_says_so(client, ben, time_machine):
    client.force_login(ben.user, backend="clinic.sign_in.auth.LinkBackend")
    time_machine.move_to(at("2026-11-02 09:00"), tick=False)
    page = client.get("/schedule/").content.decode()
    assert "No session is planned" in page
    assert "Or choose yourself" not in page


@pytest.fixture
def sessions(enrollment) -> list[Session]:
    return list(enrollment.sessions.select_related("athlete", "enrollment__program").order_by("planned_on"))


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


def fresh(session) -> Session:
    return Session.objects.get(pk=session.pk)


def test_a_session_put_after_the_end_moves_the_end(sessions, thea, enrollment):
    reschedule_session(session=sessions[-1], on=sessions[-1].planned_on + 14 * DAY, by=thea, at=MONDAY)
    enrollment.refresh_from_db()
    assert enrollment.ends_on == fresh(sessions[-1]).planned_on
