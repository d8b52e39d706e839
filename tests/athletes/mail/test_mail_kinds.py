"""Every other kind of mail on the ledger: the nudge, the morning question, the digest, the urgent one, the call."""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail as outbox
from django.core.mail import EmailMultiAlternatives
from django.core.management import call_command
from django.test import Client

from athletes.mail import compose, links, planner
from athletes.mail.kinds import definition_of
from athletes.mail.loop import tick
from athletes.mail.planner import plan_mail, plan_urgent, schedule_reminder
from athletes.mail.preferences import is_on
from athletes.mail.samples import sample_content
from athletes.mail.transport import mark_bad
from athletes.models import Athlete, Barrier, BarrierKind, Mail, MailKind, MailReason, MailState, Moment, User
from athletes.problems.attention import count_flagged
from athletes.problems.episodes import resolve
from athletes.records.pain import report_pain
from clinic.models import AccessLog
from programs.models import Condition, Exercise
from tests.athletes.mail.test_loop import HEALTH_WORDS
from tests.clock import at
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
SUNDAY = at("2026-11-08 19:05 America/New_York")
THURSDAY = at("2026-11-05 19:05 America/New_York")
MORNING = at("2026-11-03 09:05 America/New_York")
WEEKDAY = at("2026-11-03 07:30 America/New_York")
DOCUMENTED = Path(__file__).resolve().parents[3] / "docs" / "mail.md"
WEEK = timedelta(days=7)


@pytest.fixture
def enrolled(enrollment, ana) -> Athlete:
    """Ana on a program, her invitation out of the way, mail due from Monday on."""
    Mail.objects.update(state=MailState.SENT, sent_at=MONDAY)
    ana.refresh_from_db()
    return ana


def rows(kind: MailKind) -> list[tuple[str, str, str]]:
    found = Mail.objects.filter(kind=kind).order_by("occasion")
    return [(mail.occasion, mail.state, mail.reason) for mail in found]


def change(**values: object):
    return lambda ana: Athlete.objects.filter(pk=ana.pk).update(**values)


# -- the nudge -------------------------------------------------------------------------------


def test_one_more_mail_comes_in_a_week_with_nothing_logged_and_never_two(enrolled):
    for minutes in (0, 1, 90):
        tick(THURSDAY + timedelta(minutes=minutes))
    assert rows(MailKind.NUDGE) == [("2026-W45", MailState.SENT, "")]
    (message,) = outbox.outbox
    assert message.subject == "There is still time this week"
    assert "/session/" in message.body
    assert "/could-not/" in message.body
    tick(SUNDAY)
    assert len(outbox.outbox) == 2


def test_a_week_with_something_logged_has_no_row(enrolled, first_session):
    do(first_session, enrolled, MONDAY)
    tick(THURSDAY)
    assert rows(MailKind.NUDGE) == []


def test_what_was_logged_last_week_does_not_count_for_this_one(enrolled, first_session):
    do(first_session, enrolled, at("2026-11-01 18:00 America/New_York"))
    tick(THURSDAY)
    assert [state for _week, state, _reason in rows(MailKind.NUDGE)] == [MailState.SENT]


def log_something(ana: Athlete) -> None:
    do(ana.enrollments.get().sessions.order_by("planned_on").first(), ana, THURSDAY)


def name_a_barrier(ana: Athlete) -> None:
    Barrier.objects.create(athlete=ana, week="2026-W45", kind=BarrierKind.TIME, answered_at=THURSDAY)


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (log_something, MailReason.LOGGED_ALREADY),
        (name_a_barrier, MailReason.ANSWERED_ALREADY),
        (change(wants_reminders=False), MailReason.STOPPED),
        (change(wants_nudges=False), MailReason.STOPPED),
        (change(reminders_paused_until=(THURSDAY + WEEK).date()), MailReason.PAUSED),
        (change(goal_race_on=SUNDAY.date()), MailReason.RACE_WEEK),
        (lambda ana: ana.enrollments.update(status="finished"), MailReason.NO_PROGRAM),
        (lambda ana: ana.sessions.all().delete(), MailReason.NOTHING_PLANNED),
    ],
)
def test_what_happens_before_the_nudge_leaves_ends_it_with_the_reason(enrolled, happens, reason):
    planner.plan(THURSDAY)
    happens(enrolled)
    tick(THURSDAY)
    assert rows(MailKind.NUDGE) == [("2026-W45", MailState.SKIPPED, reason)]
    assert outbox.outbox == []


def test_the_nudge_keeps_to_the_day_and_to_its_window(enrolled):
    planner.plan(THURSDAY)
    tick(at("2026-11-05 20:31 America/New_York"))
    assert outbox.outbox == []
    tick(at("2026-11-07 08:05 America/New_York"))
    assert rows(MailKind.NUDGE) == [("2026-W45", MailState.SKIPPED, MailReason.EXPIRED)]


def test_the_nudge_stops_when_the_weekly_mail_does(enrolled):
    for week in range(5):
        tick(THURSDAY + week * WEEK)
        tick(SUNDAY + week * WEEK)
    assert [state for _week, state, _reason in rows(MailKind.NUDGE)] == ["sent", "sent", "sent", "skipped"]
    assert rows(MailKind.NUDGE)[-1][2] == MailReason.IGNORED
    enrolled.refresh_from_db()
    assert (enrolled.reminder_due_at, enrolled.nudge_due_at) == (None, None)


@pytest.mark.parametrize("weekday", range(7))
def test_the_nudge_is_three_days_from_the_weekly_mail_in_the_same_week(enrolled, weekday):
    enrolled.reminder_weekday = weekday
    schedule_reminder(enrolled, after=at("2026-11-09 00:00 America/New_York"))
    weekly, nudge = (
        due_at.astimezone(enrolled.tzinfo).date() for due_at in (enrolled.reminder_due_at, enrolled.nudge_due_at)
    )
    assert abs((weekly - nudge).days) == 3
    assert weekly.isocalendar()[:2] == nudge.isocalendar()[:2]


# -- the question about yesterday ------------------------------------------------------------


@pytest.fixture
def asked(enrolled, first_session) -> Athlete:
    """Ana has trained on Monday, has named a place before, and wants the mail."""
    report_pain(athlete=enrolled, report_id=uuid.uuid4(), score=2, region="knee", side="left", at=MONDAY - WEEK)
    do(first_session, enrolled, MONDAY)
    enrolled.wants_morning_mail = True
    enrolled.save()
    schedule_reminder(enrolled, after=MONDAY)
    return enrolled


def test_the_morning_after_a_session_brings_one_mail_that_says_one_question(asked):
    for minutes in (0, 1, 240):
        tick(MORNING + timedelta(minutes=minutes))
    assert rows(MailKind.MORNING) == [("2026-11-03", MailState.SENT, "")]
    (message,) = outbox.outbox
    assert message.subject == "One question about yesterday"
    assert "/morning/" in message.body


def test_a_day_without_a_session_before_it_has_no_row(asked):
    tick(MORNING + timedelta(days=1))
    assert [row for row in rows(MailKind.MORNING) if row[0] != "2026-11-03"] == []


def test_nobody_gets_the_question_who_did_not_ask_for_it(enrolled, first_session):
    do(first_session, enrolled, MONDAY)
    tick(MORNING)
    assert rows(MailKind.MORNING) == []


def answer(ana: Athlete) -> None:
    report_pain(
        athlete=ana, report_id=uuid.uuid4(), score=1, region="knee", side="left", moment=Moment.NEXT_MORNING, at=MORNING
    )


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (answer, MailReason.ANSWERED_ALREADY),
        (lambda ana: ana.pain_reports.all().delete(), MailReason.NOTHING_TO_ASK),
        (change(wants_morning_mail=False), MailReason.STOPPED),
    ],
)
def test_the_question_is_not_mailed_when_today_would_not_ask_it(asked, happens, reason):
    planner.plan(MORNING)
    happens(asked)
    tick(MORNING)
    assert rows(MailKind.MORNING) == [("2026-11-03", MailState.SKIPPED, reason)]


def test_the_question_is_over_at_two_in_the_afternoon(asked):
    tick(at("2026-11-03 14:00 America/New_York"))
    assert rows(MailKind.MORNING) == [("2026-11-03", MailState.SKIPPED, MailReason.EXPIRED)]


def test_its_link_leads_to_the_question_also_through_the_sign_in_and_a_look_stores_nothing(asked, as_ana, time_machine):
    time_machine.move_to(MORNING, tick=False)
    before = asked.pain_reports.count()
    answer = as_ana.get("/morning/")
    assert (answer.status_code, answer["Location"]) == (302, "/#morning")
    assert 'id="morning"' in as_ana.get("/").content.decode()
    assert asked.pain_reports.count() == before
    phone = Client()
    assert phone.get("/morning/")["Location"] == "/sign-in/?next=/morning/"
    phone.get("/sign-in/?next=/morning/")
    asked_for_it = phone.post("/sign-in/", {"email": "ana@stridewell.example", "next": "/morning/"})
    code = outbox.outbox[-1].subject.split(" ")[0]
    assert phone.post(asked_for_it["Location"], {"code": code})["Location"] == "/morning/"


# -- the therapist's digest and the urgent mail ----------------------------------------------


def hurt(athlete: Athlete, moment=WEEKDAY) -> None:
    report_pain(athlete=athlete, report_id=uuid.uuid4(), score=7, region="knee", side="left", at=moment)


def test_on_a_weekday_a_therapist_hears_how_many_need_a_look_once(enrolled, thea, tom, ben):
    hurt(enrolled)
    for hours in (0, 1, 5):
        tick(WEEKDAY + timedelta(hours=hours))
    assert sorted(rows(MailKind.DIGEST)) == [
        ("2026-11-03", MailState.SENT, ""),
        ("2026-11-03", MailState.SKIPPED, MailReason.NOBODY_FLAGGED),
    ]
    (message,) = [each for each in outbox.outbox if each.to == [thea.email]]
    assert message.subject == "1 athlete needs your attention"
    assert "/admin/" in message.body


@pytest.mark.parametrize("moment", ["2026-11-03 06:59", "2026-11-07 07:30", "2026-11-08 12:00"])
def test_no_digest_before_the_hour_and_none_on_a_weekend(enrolled, moment):
    hurt(enrolled)
    tick(at(f"{moment} America/New_York"))
    assert rows(MailKind.DIGEST) == []


def test_a_therapist_who_turned_the_digest_off_gets_none_and_what_is_urgent_still_comes(enrolled, thea):
    hurt(enrolled)
    path = links.unsubscribe_link(thea, MailKind.DIGEST).removeprefix("http://127.0.0.1:8000")
    assert "Stop the daily digest?" in Client().get(path).content.decode()
    assert "The daily digest is off" in Client().post(path).content.decode()
    plan_urgent(thea, occasion="flag-1", at=WEEKDAY)
    tick(WEEKDAY)
    assert [message.subject for message in outbox.outbox] == ["Something needs your attention now"]
    assert "Stop the daily digest?" in Client().post(path, {"undo": "1"}).content.decode()


def test_an_urgent_mail_leaves_with_the_next_tick_at_any_hour_and_once(thea):
    night = at("2026-11-03 03:00 America/New_York")
    for _call in range(2):
        plan_urgent(thea, occasion="flag-1", at=night)
    tick(night)
    assert [message.to for message in outbox.outbox] == [["thea@stridewell.example"]]


def test_only_pain_over_the_own_limit_in_the_own_caseload_asks_for_a_look_until_it_is_resolved(
    enrolled, ben, thea, tom
):
    report_pain(athlete=enrolled, report_id=uuid.uuid4(), score=2, region="knee", side="left", at=WEEKDAY)
    hurt(ben)
    assert (count_flagged(thea, WEEKDAY), count_flagged(tom, WEEKDAY)) == (0, 1)
    assert count_flagged(tom, WEEKDAY + timedelta(days=4)) == 1
    resolve(flags=ben.flags.open(), by=tom, at=WEEKDAY)
    assert count_flagged(tom, WEEKDAY) == 0


# -- somebody without an account -------------------------------------------------------------


def test_who_asks_for_a_call_gets_one_confirmation_without_an_account(db):
    for _submit in range(2):
        plan_mail("kim@elsewhere.example", MailKind.CALL, occasion="7", at=MONDAY, window=timedelta(days=1))
    tick(MONDAY)
    (message,) = outbox.outbox
    assert (message.to, message.subject) == (["kim@elsewhere.example"], "Stridewell PT: we have your request")


def test_the_ledger_shows_it_to_the_clinic_s_admins(as_carla, as_thea):
    mail = plan_mail("kim@elsewhere.example", MailKind.CALL, occasion="7", at=MONDAY, window=WEEK)
    assert "kim@elsewhere.example" in as_carla.get("/admin/athletes/mail/").content.decode()
    assert as_carla.get(f"/admin/athletes/mail/{mail.pk}/change/").status_code == 200
    assert "kim@elsewhere.example" not in as_thea.get("/admin/athletes/mail/").content.decode()


def test_the_ledger_lists_it_beside_mail_to_athletes_and_logs_only_whom_it_shows(as_carla, enrolled, ben):
    for number in ("7", "8"):
        plan_mail("kim@elsewhere.example", MailKind.CALL, occasion=number, at=MONDAY, window=WEEK)
    plan_mail(ben.user, MailKind.URGENT, occasion="1", at=MONDAY, window=WEEK)
    page = as_carla.get("/admin/athletes/mail/")
    assert page.status_code == 200
    assert "kim@elsewhere.example" in page.content.decode()
    assert AccessLog.objects.latest("id").athletes == sorted([enrolled.pk, ben.pk])


# -- an address that takes no mail -----------------------------------------------------------


def test_a_bad_address_gets_no_more_mail_until_it_is_another(enrolled, as_thea):
    mark_bad(enrolled.user.email, at=MONDAY)
    tick(SUNDAY)
    assert ("2026-W45", MailState.SKIPPED, MailReason.BAD_ADDRESS) in rows(MailKind.WEEKLY_REMINDER)
    record = f"/admin/athletes/athlete/{enrolled.pk}/change/"
    assert "Mail has not been delivered since 2 November 2026" in as_thea.get(record).content.decode()
    from athletes.enrollment.accounts import change_address

    changed = change_address(user=enrolled.user, email="ana@new.example", at=SUNDAY)
    assert changed.bad_address_since is None
    tick(SUNDAY)
    assert [message.to for message in outbox.outbox] == [["ana@new.example"]]


# -- what the athlete may turn on and off ----------------------------------------------------


def test_each_kind_has_its_own_switch_and_one_button_stops_all(enrolled, as_ana, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    settings = {"reminder_weekday": 6, "reminder_hour": 18, "time_zone": "America/New_York", "unit": "kg"}
    as_ana.post("/settings/", settings | {"wants_reminders": "on", "wants_morning_mail": "on"})
    enrolled.refresh_from_db()
    assert (enrolled.wants_reminders, enrolled.wants_nudges, enrolled.wants_morning_mail) == (True, False, True)
    assert [bool(each) for each in (enrolled.reminder_due_at, enrolled.nudge_due_at, enrolled.morning_due_at)] == [
        True, False, True,
    ]  # fmt: skip
    as_ana.post("/settings/", {"stop": "1"})
    enrolled.refresh_from_db()
    assert (enrolled.reminder_due_at, enrolled.nudge_due_at, enrolled.morning_due_at) == (None, None, None)


@pytest.mark.parametrize("kind", [MailKind.WEEKLY_REMINDER, MailKind.NUDGE, MailKind.MORNING])
def test_the_link_in_a_mail_stops_that_kind_alone(asked, kind):
    path = links.unsubscribe_link(asked.user, kind).removeprefix("http://127.0.0.1:8000")
    for _click in range(2):
        assert Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    user = User.objects.get(pk=asked.pk)
    kinds = (MailKind.WEEKLY_REMINDER, MailKind.NUDGE, MailKind.MORNING)
    assert [each for each in kinds if not is_on(user, each)] == [kind]
    Client().post(path, {"undo": "1"})
    assert is_on(User.objects.get(pk=asked.pk), kind)


def test_a_link_from_before_there_were_kinds_stops_the_weekly_mail(enrolled):
    from django.core import signing

    old = signing.dumps(enrolled.pk, salt="athletes.unsubscribe")
    assert Client().post(f"/unsubscribe/{old}/").status_code == 200
    enrolled.refresh_from_db()
    assert not enrolled.wants_reminders


# -- nothing of anybody's health in any of them ----------------------------------------------

CANARY = "Zq7canary"


@pytest.fixture
def laden(asked, thea, enrollment) -> Athlete:
    """Everything about Ana that no mail may say is a canary."""
    asked.notes = asked.goal_race = CANARY
    asked.conditions = [Condition.values[0]]
    asked.save()
    User.objects.filter(pk=thea.pk).update(name=f"Thea {CANARY}")
    enrollment.program.name = CANARY
    enrollment.program.save()
    enrollment.program.weeks.update(focus=CANARY, phase=CANARY)
    hurt(asked, MONDAY)
    return asked


@pytest.mark.parametrize("kind", MailKind.values)
def test_no_mail_of_any_kind_says_anything_about_health_in_text_headers_or_log(laden, thea, kind, caplog, settings):
    caplog.set_level(logging.INFO)
    of_staff = kind in {MailKind.DIGEST, MailKind.URGENT}
    to = "kim@elsewhere.example" if kind == MailKind.CALL else thea if of_staff else laden.user
    mail = plan_mail(to, MailKind(kind), occasion="x", at=MORNING, window=WEEK)
    message = compose.compose(mail, at=MORNING)
    said = "\n".join([message.subject, message.body, *(str(part.content) for part in message.alternatives)])
    said += str(message.message().items()) + caplog.text
    secret = [CANARY, "Ana Silva", *Exercise.objects.values_list("name", flat=True)]
    assert [word for word in secret if word in said] == []
    plain = said.lower().replace("stridewell pt", "")
    assert [word for word in HEALTH_WORDS if word in plain] == []
    if of_staff:
        assert "ana" not in plain.replace("thea", "").split()


@pytest.mark.parametrize("kind", MailKind.values)
def test_the_sample_is_written_with_everything_that_the_real_one_is(laden, thea, kind, monkeypatch):
    given = {}
    monkeypatch.setattr(compose, "render", lambda name, to, context: given.update(context) or EmailMultiAlternatives())
    to = "kim@elsewhere.example" if kind == MailKind.CALL else thea if kind in {"digest", "urgent"} else laden.user
    compose.compose(plan_mail(to, MailKind(kind), occasion="x", at=MORNING, window=WEEK), at=MORNING)
    assert set(given) == set(sample_content(definition_of(kind)))


def test_the_admin_shows_each_mail_and_sends_none(as_thea):
    listed = as_thea.get("/admin/athletes/mail/").content.decode()
    assert "/admin/athletes/mail/preview/" in listed
    page = as_thea.get("/admin/athletes/mail/preview/").content.decode()
    for subject in (
        "Your week: 1 of 2 done",
        "One question about yesterday",
        "3 athletes need your attention",
        "123456 is your",
    ):
        assert subject in page
    assert "&lt;!doctype html&gt;" in page
    assert 'style="' not in page.partition('<div id="content"')[2]  # the page's own policy allows none
    assert outbox.outbox == []
    assert not Mail.objects.exists()


def test_the_documented_words_are_those_that_go_out(capsys):
    call_command("show_mails")
    assert capsys.readouterr().out.strip() in DOCUMENTED.read_text(), "docs/mail.md: paste what show_mails prints"


def test_sending_all_of_them_logs_no_name_and_no_address(laden, thea, caplog):
    caplog.set_level(logging.INFO)
    for kind in MailKind.values:
        to = "kim@elsewhere.example" if kind == MailKind.CALL else laden.user
        plan_mail(to, MailKind(kind), occasion=f"log-{kind}", at=MORNING, window=WEEK)
    tick(MORNING)
    for secret in ("ana@stridewell.example", "kim@elsewhere.example", "Ana Silva", CANARY):
        assert secret not in caplog.text
