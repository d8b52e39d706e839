"""What mails say: the own count and the next session, and nothing of anybody's health."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.core import mail as outbox

from athletes.mail import compose as composing
from athletes.mail import loop
from athletes.mail.contents import TIPS, news_words, opening, subject
from athletes.mail.facts.ahead import SessionAhead
from athletes.mail.kinds import definition_of
from athletes.mail.loop import tick
from athletes.mail.planner import plan_mail
from athletes.models import (
    Athlete,
    BarrierKind,
    Mail,
    MailKind,
    MailState,
    Session,
    SessionStatus,
    User,
)
from programs.models import Condition, Exercise
from tests.athletes.mail.ledger import (
    HEALTH_WORDS,
    MAILED,
    MORNING,
    SUNDAY,
    WEEK,
    a_row,
    hurt,
    recipient_of,
)
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def test_no_mail_says_a_health_word_in_subject_body_or_headers(enrolled):
    Mail.objects.filter(kind=MailKind.INVITE).update(state=MailState.PLANNED, expires_at=SUNDAY + timedelta(days=1))
    loop.tick(SUNDAY)
    assert len(outbox.outbox) == 2
    for message in outbox.outbox:
        text = message.message().as_string().lower()
        for part in message.message().walk():
            if part.get_content_maintype() == "text":
                text += part.get_payload(decode=True).decode().lower()
        assert [word for word in HEALTH_WORDS if word in text.replace("stridewell pt", "")] == []


def test_the_mail_names_the_next_session_and_its_minutes_and_starts_it_in_one_tap(enrolled, enrollment):
    loop.tick(SUNDAY)
    (message,) = outbox.outbox
    following = enrollment.sessions.filter(planned_on__gte=SUNDAY.date()).order_by("planned_on").first()
    assert "Next: tomorrow, Monday, November 9, about 33 minutes." in message.body
    assert f"/session/{following.pk}/" in message.body
    assert message.subject == "Tomorrow: about 33 minutes"


def test_one_session_is_done_and_two_are():
    assert opening(1, 2) == "1 of 2 sessions is done this week."
    assert opening(2, 2) == "2 of 2 sessions are done this week."
    assert opening(0, 1) == "1 session is planned this week."
    assert opening(0, 2, MONDAY.date()) == "2 sessions are planned in the week of November 2."


@pytest.mark.parametrize(
    ("days", "said"),
    [(0, "Today: about 35 minutes"), (1, "Tomorrow: about 35 minutes"), (3, "Thursday: about 35 minutes")],
)
def test_the_subject_says_when_the_next_session_is_and_how_long_it_takes(days, said):
    today = MONDAY.date()
    assert subject(SessionAhead(Session(), today + timedelta(days=days), 35), today, 0, 2) == said
    assert subject(None, today, 2, 2) == "Your week: 2 of 2 done"


@pytest.mark.parametrize(
    ("new", "said"),
    [
        (
            {"is_first": True, "new": 5},
            "It is your first one: the page shows every step, and you can stop at any time.",
        ),
        ({"is_lighter": True, "more_sets": -4}, "It is a lighter week, on purpose."),
        ({"new": 1, "more_sets": 3}, "One thing in it is new."),
        ({"new": 2}, "2 things in it are new."),
        ({"more_sets": 1}, "It has one more set than last time."),
        ({"more_sets": -1}, "It is lighter than last time, on purpose."),
        ({}, ""),
    ],
)
def test_one_useful_thing_is_said_of_the_next_session(new, said):
    assert news_words(SessionAhead(Session(), MONDAY.date(), 35, **new)) == said
    assert not [word for word in HEALTH_WORDS if word in said]


def test_a_session_that_is_still_to_come_cannot_be_done_already(enrolled, enrollment):
    content = definition_of(MailKind.WEEKLY_REMINDER).content(a_row(enrolled, MailKind.WEEKLY_REMINDER), SUNDAY)
    assert content["done_link"] == ""
    assert content["start_link"].partition("/session/")[1]
    today = definition_of(MailKind.NUDGE).content(a_row(enrolled, MailKind.NUDGE), MONDAY)
    assert today["done_link"].endswith("?already=1")


def test_could_not_of_a_sunday_s_mail_is_stored_in_the_week_that_it_speaks_of(enrolled, as_ana, time_machine):
    content = definition_of(MailKind.WEEKLY_REMINDER).content(a_row(enrolled, MailKind.WEEKLY_REMINDER), SUNDAY)
    path = content["could_not_link"].partition("8000")[2]
    time_machine.move_to(SUNDAY + timedelta(days=1), tick=False)
    assert "The week of Monday, November 2." in as_ana.get(path).content.decode()
    as_ana.post(path, {"kind": "away"})
    assert list(enrolled.barriers.values_list("week", flat=True)) == ["2026-W45"]


def test_the_pages_that_a_mail_leads_to_say_the_day_of_the_session(enrolled, as_ana, time_machine):
    content = definition_of(MailKind.NUDGE).content(a_row(enrolled, MailKind.NUDGE), MONDAY)
    time_machine.move_to(MONDAY, tick=False)
    pages = [content[name].partition("8000")[2] for name in ("start_link", "done_link")]
    said = [as_ana.get(path).content.decode() for path in pages]
    assert "Planned for Monday, November 2" in said[0]
    assert "The session of Monday, November 2." in said[1]


@pytest.mark.parametrize("asked", ["2026-W30", "2027-W01", "x", "2026-W46"])
def test_another_week_than_this_and_the_last_is_not_asked_about(enrolled, as_ana, time_machine, asked):
    time_machine.move_to(SUNDAY + timedelta(days=1), tick=False)
    as_ana.post(f"/could-not/?week={asked}", {"kind": "away"})
    assert list(enrolled.barriers.values_list("week", flat=True)) == ["2026-W46"]


def test_no_tip_says_a_health_word():
    for text in TIPS.values():
        assert not [word for word in HEALTH_WORDS if word in str(text).lower()]
    assert set(TIPS) == set(BarrierKind)


def test_the_tip_that_fits_comes_with_the_next_mail_and_no_later_one(enrolled, as_ana, time_machine):
    time_machine.move_to(SUNDAY, tick=False)
    as_ana.post("/could-not/", {"kind": "away"})
    for week in range(3):
        tick(SUNDAY + week * WEEK)
    tip = str(TIPS[BarrierKind.AWAY])
    assert [tip in message.body for message in outbox.outbox] == [False, True, False]


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


@pytest.mark.parametrize("kind", MAILED)
def test_no_mail_of_any_kind_says_anything_about_health_in_text_headers_or_log(laden, thea, kind, caplog, settings):
    caplog.set_level(logging.INFO)
    to = recipient_of(kind, laden, thea)
    mail = plan_mail(to, MailKind(kind), occasion="x", at=MORNING, window=WEEK)
    message = composing.compose(mail, at=MORNING)
    said = "\n".join([message.subject, message.body, *(str(part.content) for part in message.alternatives)])
    said += str(message.message().items()) + caplog.text
    secret = [CANARY, "Ana Silva", *Exercise.objects.values_list("name", flat=True)]
    assert [word for word in secret if word in said] == []
    plain = said.lower().replace("stridewell pt", "")
    assert [word for word in HEALTH_WORDS if word in plain] == []
    if to == thea:
        assert "ana" not in plain.replace("thea", "").split()


def test_sending_all_of_them_logs_no_name_and_no_address(laden, thea, caplog):
    caplog.set_level(logging.INFO)
    for kind in MAILED:
        to = "kim@elsewhere.example" if kind == MailKind.CALL else laden.user
        plan_mail(to, MailKind(kind), occasion=f"log-{kind}", at=MORNING, window=WEEK)
    tick(MORNING)
    for secret in ("ana@stridewell.example", "kim@elsewhere.example", "Ana Silva", CANARY):
        assert secret not in caplog.text


def test_a_session_that_is_open_already_comes_before_one_that_is_only_planned(enrolled, enrollment):
    planned = list(enrollment.sessions.filter(planned_on__gt=MONDAY.date()).order_by("planned_on")[:2])
    enrollment.sessions.filter(pk=planned[1].pk).update(status=SessionStatus.OPEN, opened_at=MONDAY, targets={})
    mail = a_row(enrolled, MailKind.NUDGE)
    assert str(planned[1].pk) in definition_of(MailKind.NUDGE).content(mail, MONDAY)["start_link"]


def test_without_a_session_to_come_the_mail_leads_to_today(enrolled):
    enrolled.sessions.all().delete()
    content = definition_of(MailKind.NUDGE).content(a_row(enrolled, MailKind.NUDGE), MONDAY)
    assert (content["next_words"], content["done_link"]) == ("", "")
    assert content["start_link"].endswith("/")
