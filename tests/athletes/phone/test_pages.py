"""The athlete's pages: what they say, and that they cost the same however much was logged."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest

from athletes.enrollment.prescribing import prescribe
from athletes.models import Athlete, PainProfile, Session, SetLog
from athletes.phone.forms.training import SettingsForm
from athletes.records.pain import report_id, report_pain
from athletes.records.sets import sets_to_do
from athletes.records.swaps import shorten_session
from athletes.training.targets import frozen_targets, offer
from programs.models import Exercise, Tissue
from tests.athletes.mail.ledger import stop_training
from tests.doing import do
from tests.people import MONDAY
from tests.seen import see

pytestmark = pytest.mark.django_db


@pytest.fixture
def monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def test_today_says_what_to_do_and_starts_it(as_ana, enrollment, monday):
    page = as_ana.get("/").content.decode()
    assert "Strength day, Ana" in page
    assert "Split squat and bridge" in page
    assert "Start session" in page
    assert "0 of 2 strength" in page
    assert "In this session" in page
    assert all(target.exercise_name in page for target in offer(enrollment.sessions.earliest("planned_on")).targets)


def test_today_continues_an_open_session(as_ana, first_session, ana, monday):
    do(first_session, ana, MONDAY, finish=False)
    first_session.sets.filter(number=1).first().delete()
    page = as_ana.get("/").content.decode()
    assert "Strength day, Ana" in page
    assert "Continue with set" in page


def test_with_every_set_done_only_the_two_questions_are_left(as_ana, first_session, ana, monday):
    """It said “Continue: set 18 of 18”."""
    do(first_session, ana, MONDAY, finish=False)
    page = see(as_ana, "/")
    assert "Almost done, Ana" in page
    assert f"/session/{first_session.pk}/finish/" in page
    assert "Continue" not in page


def test_a_session_of_yesterday_that_is_still_open_can_be_closed_or_gone_on_with(
    as_ana, first_session, ana, time_machine
):
    time_machine.move_to(MONDAY + timedelta(days=1), tick=False)
    do(first_session, ana, MONDAY, finish=False)
    first_session.sets.filter(number=1).first().delete()
    page = as_ana.get("/").content.decode()
    assert "Yesterday is still open, Ana" in page
    assert "Close it with" in page
    assert "Do the last set" in page


def test_today_after_the_session_says_so(as_ana, first_session, ana, monday):
    do(first_session, ana, MONDAY)
    page = as_ana.get("/").content.decode()
    assert "Done for today, Ana" in page
    assert "1 of 2 strength" in page


def test_a_missed_session_is_offered_when_a_day_lies_between(as_ana, enrollment, time_machine):
    time_machine.move_to(MONDAY + timedelta(days=1), tick=False)
    assert "Monday’s session is still here" in as_ana.get("/").content.decode()
    time_machine.move_to(MONDAY + timedelta(days=2), tick=False)  # Wednesday: Thursday is next to it
    assert "still here" not in as_ana.get("/").content.decode()


def test_without_a_program_today_says_who_is_writing_it(as_ana):
    page = as_ana.get("/").content.decode()
    assert "Thea Lind is writing your program" in page
    assert "555-0142" in page


def test_therapists_are_sent_to_the_admin_and_strangers_to_sign_in(as_thea, client):
    assert as_thea.get("/").url == "/admin/"
    assert client.get("/program/").url == "/sign-in/?next=/program/"


def test_finish_tells_the_truth(as_ana, first_session, ana, monday):
    do(first_session, ana, MONDAY, finish=False)
    page = as_ana.get(f"/session/{first_session.pk}/finish/").content.decode()
    assert "sets done." in page
    first = frozen_targets(Session.objects.get(pk=first_session.pk))[0]
    first_session.sets.filter(prescription_id=first.prescription_id, number=1).update(is_deleted=True)
    page = as_ana.get(f"/session/{first_session.pk}/finish/").content.decode()
    assert "That counts." in page


def test_the_program_page_shows_every_week(as_ana, enrollment, monday):
    page = as_ana.get("/program/").content.decode()
    assert page.count('class="card week-card"') == 8
    assert "Consolidate and retest" in page


def test_settings_move_the_next_reminder(as_ana, ana, enrollment, monday):
    values = {
        "wants_reminders": "on",
        "reminder_weekday": 2,
        "reminder_hour": 9,
        "time_zone": "Asia/Tokyo",
        "unit": "lb",
    }
    assert as_ana.post("/settings/", values).status_code == 302
    ana.refresh_from_db()
    local = ana.reminder_due_at.astimezone(ana.tzinfo)
    assert (local.weekday(), local.hour, ana.unit) == (2, 9, "lb")


def test_settings_that_are_saved_undo_no_stop_that_came_meanwhile(ana):
    values = {
        "wants_reminders": "on",
        "reminder_weekday": 2,
        "reminder_hour": 9,
        "time_zone": "Asia/Tokyo",
        "unit": "lb",
    }
    form = SettingsForm(values, instance=Athlete.objects.get(pk=ana.pk))
    stop_training(ana)
    assert form.is_valid()
    form.save()
    ana.refresh_from_db()
    assert (ana.unit, ana.stopped_at) == ("lb", MONDAY)


def test_a_bad_zone_keeps_what_was_typed_and_says_why(as_ana, ana):
    values = {
        "wants_reminders": "on",
        "reminder_weekday": 2,
        "reminder_hour": 9,
        "time_zone": "Mars/Base",
        "unit": "lb",
    }
    page = as_ana.post("/settings/", values)
    assert page.status_code == 422
    assert "Mars/Base” is not a time zone" in page.content.decode()
    assert 'value="Mars/Base"' in page.content.decode()


def test_stop_all_mail_is_one_button(as_ana, ana):
    as_ana.post("/settings/", {"stop": "1"})
    ana.refresh_from_db()
    assert (ana.wants_reminders, ana.reminder_due_at) == (False, None)


def queries(client, path) -> int:
    """Statements of a request, without BEGIN and SAVEPOINT; the session's daily renewal is out of the way."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get("/api/v1/me/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len([q for q in captured if not q["sql"].startswith(("BEGIN", "SAVEPOINT", "RELEASE"))])


def log_much_more(session: Session) -> None:
    """Fifty times the sets of one session, under the same exercises."""
    for row in list(session.sets.all()):
        values = {field.attname: getattr(row, field.attname) for field in SetLog._meta.concrete_fields}
        SetLog.objects.bulk_create(SetLog(**values | {"id": uuid.uuid4(), "number": number}) for number in range(2, 52))


@pytest.fixture
def second_week(enrollment, ana, time_machine) -> list[Session]:
    """Week one is done; it is Monday of week two, with the same exercises."""
    sessions = list(enrollment.sessions.order_by("planned_on"))
    for session in sessions[:2]:
        do(session, ana, MONDAY)
    time_machine.move_to(MONDAY + timedelta(weeks=1), tick=False)
    return sessions


def test_today_costs_at_most_eight_queries_however_much_was_logged(as_ana, second_week):
    few = queries(as_ana, "/")
    log_much_more(second_week[0])
    assert queries(as_ana, "/") == few <= 9


@pytest.mark.parametrize("path", ["/session/{0}/", "/program/", "/api/v1/program/", "/api/v1/sessions/{0}/"])
def test_pages_cost_the_same_however_much_was_logged(as_ana, second_week, path):
    where = path.format(second_week[2].pk)
    few = queries(as_ana, where)
    log_much_more(second_week[0])
    assert queries(as_ana, where) == few <= 21


def test_lists_of_the_api_cost_the_same_when_the_library_grows(as_ana, enrollment):
    few = queries(as_ana, "/api/v1/exercises/")
    copy = Exercise.objects.first()
    for number in range(5):
        copy.pk, copy.slug = None, f"another-{number}"
        copy.save()
    assert queries(as_ana, "/api/v1/exercises/") == few


def test_an_old_open_session_blocks_nothing_and_can_be_finished(as_ana, first_session, ana, time_machine):
    do(first_session, ana, MONDAY, finish=False)
    time_machine.move_to(MONDAY + timedelta(days=7), tick=False)
    page = as_ana.get("/").content.decode()
    assert "Finish Monday’s session?" in page
    assert "Strength day, Ana" in page
    assert f'href="/session/{first_session.pk}/finish/"' in page
    assert as_ana.get("/api/v1/program/").json()["next"][0]["planned_on"] == "2026-11-09"


def test_a_program_that_starts_later_is_not_being_written(as_ana, enrollment, time_machine):
    time_machine.move_to(MONDAY - timedelta(weeks=6), tick=False)
    page = as_ana.get("/").content.decode()
    assert "42 days to go, Ana" in page
    assert "See the first session" in page
    assert "is writing your program" not in page


def test_what_is_left_out_is_not_waited_for_on_today_either(as_ana, first_session, ana, monday):
    """The session's own page said all was done, and Today “Continue with set 13”."""
    do(first_session, ana, MONDAY, finish=False)
    last = offer(first_session).targets[-1].prescription_id
    first_session.sets.filter(prescription_id=last).delete()
    assert "Continue with set" in as_ana.get("/").text
    as_ana.post(f"/session/{first_session.pk}/swap/", {"target": last, "choice": "time:"})
    assert "Almost done, Ana" in as_ana.get("/").text


def test_a_session_begun_on_another_day_is_still_open_since_that_day(as_ana, weeks, ana, time_machine):
    """Thursday's, begun on Tuesday: on Wednesday nobody reads “Thursday is still open”."""
    time_machine.move_to(MONDAY + timedelta(days=2), tick=False)
    do(weeks[1], ana, MONDAY + timedelta(days=1), finish=False)
    assert "Yesterday is still open, Ana" in as_ana.get("/").text
    time_machine.move_to(MONDAY + timedelta(days=12), tick=False)
    Session.objects.filter(status="planned").delete()
    assert "November 3 is still open, Ana" in as_ana.get("/").text


def test_a_program_that_was_replaced_before_it_began_does_not_hide_the_one_that_is_followed(
    as_ana, ana, thea, base_template, time_machine
):
    for days in (14, 0):
        prescribe(
            athlete=ana, template=base_template, starts_on=MONDAY.date() + timedelta(days=days), weekdays=(0, 3),
            by=thea, at=MONDAY + timedelta(hours=days),
        )  # fmt: skip
    time_machine.move_to(MONDAY + timedelta(days=1), tick=False)
    ana.sessions.filter(planned_on=MONDAY.date()).delete()
    page = as_ana.get("/").text
    assert "Rest day, Ana" in page
    assert "is writing your program" not in page


# -- the morning after -------------------------------------------------------------------------


@pytest.fixture
def hurt(first_session, ana, monday):
    """Monday's session is done, and the left Achilles was reported in it."""
    do(first_session, ana, MONDAY)
    report_pain(
        athlete=ana, report_id=report_id(first_session, "", "during"), session=first_session,
        score=2, region="achilles", side="left", at=MONDAY,
    )  # fmt: skip
    return first_session


ACHILLES = {"region": "achilles", "side": "left"}


def test_the_morning_after_a_session_one_tap_answers_for_the_place_that_hurt(as_ana, ana, hurt, time_machine):
    assert "first steps today" not in as_ana.get("/").content.decode()
    time_machine.move_to(MONDAY + timedelta(hours=22), tick=False)
    assert "Left Achilles, first steps today" in as_ana.get("/").content.decode()
    assert "3 stored." in as_ana.post("/morning/", ACHILLES | {"score": "3"}, follow=True).content.decode()
    assert "over your limit" in as_ana.post("/morning/", ACHILLES | {"score": "5"}, follow=True).content.decode()
    report = ana.pain_reports.get(moment="next_morning")
    assert (report.score, report.region, report.side, report.session) == (5, "achilles", "left", hurt)
    assert 'name="score" value="3"' in as_ana.get("/?morning=again").content.decode()


def test_every_place_that_is_watched_is_asked_about_and_each_has_its_own_answer(as_ana, ana, thea, hurt, time_machine):
    ana.pain_profiles.create(region="hip", side="right", set_by=thea)
    time_machine.move_to(MONDAY + timedelta(hours=22), tick=False)
    page = as_ana.get("/").content.decode()
    assert "Left Achilles, first steps today" in page
    assert "Right hip or buttock, first steps today" in page
    as_ana.post("/morning/", {"score": "1", "region": "hip", "side": "right"})
    as_ana.post("/morning/", ACHILLES | {"score": "2"})
    answers = ana.pain_reports.filter(moment="next_morning").values_list("region", "score")
    assert dict(answers) == {"hip": 1, "achilles": 2}


def test_a_place_that_nobody_asked_about_is_not_answered(as_ana, ana, hurt, time_machine):
    time_machine.move_to(MONDAY + timedelta(hours=22), tick=False)
    as_ana.post("/morning/", {"score": "1", "region": "hip", "side": "right"})
    assert not ana.pain_reports.filter(moment="next_morning").exists()


def test_every_page_says_the_limit_of_the_place_and_not_of_the_athlete(as_ana, ana, thea, hurt, time_machine):
    ana.pain_profiles.filter(region="achilles", side="left").update(tissue=Tissue.TENDON, set_by=thea)
    assert ana.pain_limit == 3
    time_machine.move_to(MONDAY + timedelta(hours=22), tick=False)
    assert "5 your limit" in as_ana.get("/").content.decode()
    assert "over your limit" not in as_ana.post("/morning/", ACHILLES | {"score": "5"}, follow=True).content.decode()
    assert "over your limit" in as_ana.post("/morning/", ACHILLES | {"score": "6"}, follow=True).content.decode()
    assert "Your limit is 5." in as_ana.get(f"/session/{hurt.pk}/finish/").content.decode()
    assert "your limit" not in scale_of(as_ana.get(f"/session/{hurt.pk}/pain/"))  # until a place is chosen


def scale_of(answer) -> str:
    """What stands under the scale of a page, without what its script may put there."""
    (ends,) = re.findall(r'<p class="scale-ends small">(.*?)</p>', answer.content.decode(), re.DOTALL)
    return re.sub(r"<[^>]+>", "", ends)


def test_the_question_stays_until_the_day_ends_and_looking_stores_nothing(as_ana, ana, hurt, time_machine):
    time_machine.move_to(MONDAY + timedelta(hours=29), tick=False)
    assert "first steps today" in as_ana.get("/").content.decode()
    time_machine.move_to(MONDAY + timedelta(hours=46), tick=False)
    assert "first steps today" not in as_ana.get("/").content.decode()
    said = as_ana.post("/morning/", ACHILLES | {"score": "3"}, follow=True).content.decode()
    assert "asked on the day after training" in said
    time_machine.move_to(MONDAY + timedelta(hours=22), tick=False)
    as_ana.get("/?score=9&morning=again")
    as_ana.post("/morning/", ACHILLES | {"score": "11"})
    assert not ana.pain_reports.filter(moment="next_morning").exists()


# -- history -----------------------------------------------------------------------------------


def test_the_history_tells_what_was_done_week_by_week(as_ana, ana, hurt, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        page = as_ana.get("/history/").content.decode()
    assert "Week of November 2" in page
    assert "effort 6" in page
    assert "worst pain 2" in page
    assert f"{hurt.pk}" in page


def test_an_empty_history_says_what_will_be_here(as_ana, enrollment, monday):
    assert "Your first session will be here" in as_ana.get("/history/").content.decode()


def test_the_first_session_says_what_to_expect_and_no_later_one(as_ana, ana, first_session, monday, time_machine):
    page = as_ana.get("/").content.decode()
    assert "Your first session is ready, light on purpose." in page
    assert "Pick your two days" in page
    do(first_session, ana, MONDAY)
    time_machine.move_to(MONDAY + timedelta(weeks=3), tick=False)  # out of the window that Today reads
    assert "What to expect" not in as_ana.get("/").content.decode()


def test_a_session_can_be_corrected_for_fourteen_days_and_is_shown_after(as_ana, ana, first_session, time_machine):
    do(first_session, ana, MONDAY)
    time_machine.move_to(MONDAY + timedelta(days=14), tick=False)
    assert "Save change" in as_ana.get(f"/session/{first_session.pk}/").content.decode()
    time_machine.move_to(MONDAY + timedelta(days=15), tick=False)
    page = as_ana.get(f"/session/{first_session.pk}/").content.decode()
    assert "It can no longer be changed here" in page
    assert "Save change" not in page
    assert "Dead bug" in page


# -- Today beside what has ended, is paused, or was done on another day ----------------------------


def test_race_day_stands_above_a_program_that_has_ended(as_ana, enrollment, weeks, ana, time_machine):
    """The last session was on Thursday: on Saturday, Sunday and Monday Today said “1 week done”."""
    do(weeks[0], ana, MONDAY)
    enrollment.sessions.exclude(pk=weeks[0].pk).delete()
    enrollment.ends_on = MONDAY.date() + timedelta(days=3)
    enrollment.save()
    sunday = MONDAY + timedelta(days=6)
    ana.goal_race, ana.goal_race_on = "Harbor 10K", sunday.date()
    ana.save()
    for days, heading in ((6, "Race day"), (7, "Recover first")):
        time_machine.move_to(MONDAY + timedelta(days=days), tick=False)
        assert heading in as_ana.get("/").text


def test_a_long_pause_is_a_pause_on_each_of_its_days(as_ana, enrollment, weeks, ana, time_machine):
    """Longer than four weeks it looked like a day of rest, without a next session."""
    enrollment.paused_until = MONDAY.date() + timedelta(days=56)
    enrollment.save()
    for number, session in enumerate(weeks):
        session.planned_on = MONDAY.date() + timedelta(days=56 + 3 * number)
        session.save()
    for days in (1, 10, 25, 40):
        time_machine.move_to(MONDAY + timedelta(days=days), tick=False)
        assert "Paused until December 28" in as_ana.get("/").text, days


def test_what_was_done_on_sunday_is_asked_about_on_monday(as_ana, ana, weeks, thea, time_machine):
    """Planned for Friday, it was in last week's rows, and nobody asked."""
    PainProfile.objects.create(athlete=ana, region="knee", side="left", set_by=thea)
    sunday = MONDAY + timedelta(days=6)
    weeks[1].planned_on = MONDAY.date() + timedelta(days=4)
    weeks[1].save()
    do(weeks[1], ana, sunday)
    time_machine.move_to(sunday + timedelta(days=1), tick=False)
    assert "Left knee, first steps today" in as_ana.get("/").text


def test_done_counts_as_the_session_itself_counts(as_ana, ana, first_session, monday):
    """Short on time: six of six before Finish was six of twelve after it."""
    shorten_session(session=first_session, at=MONDAY)
    do(first_session, ana, MONDAY)
    done, count = sets_to_do(Session.objects.get(pk=first_session.pk))
    assert done == count
    assert f"{count} of {count} sets" in " ".join(as_ana.get("/").text.split())
