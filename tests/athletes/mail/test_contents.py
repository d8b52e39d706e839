"""What mails say: the own count and the next session, and nothing of anybody's health."""

from __future__ import annotations

import logging
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core import mail as outbox

from athletes.mail import compose as composing
from athletes.mail import loop
from athletes.mail.contents import TIPS, WORDINGS, opening
from athletes.mail.kinds import definition_of
from athletes.mail.loop import tick
from athletes.mail.planner import plan_mail
from athletes.models import (
    Athlete,
    BarrierKind,
    Mail,
    MailKind,
    MailState,
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
    assert "Next: Monday, about" in message.body
    assert f"/session/{following.pk}/" in message.body
    assert message.subject == "Your week: 0 of 2 done"


def test_the_wordings_take_turns_and_which_one_went_out_is_kept(enrolled):
    assert len({opening(number, 2, 3) for number in range(len(WORDINGS))}) == len(WORDINGS)
    for week in range(3):
        tick(SUNDAY + week * WEEK)
    kept = list(
        Mail.objects.filter(kind=MailKind.WEEKLY_REMINDER).order_by("occasion").values_list("wording", flat=True)
    )
    assert [(second - first) % len(WORDINGS) for first, second in pairwise(kept)] == [1, 1]
    for message, wording in zip(outbox.outbox, kept, strict=True):
        assert opening(wording, 0, 2) in message.body


@pytest.mark.parametrize("wording", range(len(WORDINGS)))
def test_one_session_is_done_and_two_are(wording):
    assert "1 of 2 sessions are" not in opening(wording, 1, 2)
    assert "{" not in opening(wording, 1, 2) + opening(wording, 2, 2)
    assert opening(0, 1, 2) == "1 of 2 sessions is done this week."
    assert opening(0, 2, 2) == "2 of 2 sessions are done this week."


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


@pytest.mark.parametrize("asked", ["2026-W30", "2027-W01", "x", "2026-W46"])
def test_another_week_than_this_and_the_last_is_not_asked_about(enrolled, as_ana, time_machine, asked):
    time_machine.move_to(SUNDAY + timedelta(days=1), tick=False)
    as_ana.post(f"/could-not/?week={asked}", {"kind": "away"})
    assert list(enrolled.barriers.values_list("week", flat=True)) == ["2026-W46"]


def test_no_wording_and_no_tip_says_a_health_word():
    for text in (*[opening(number, 1, 2) for number in range(len(WORDINGS))], *TIPS.values()):
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
