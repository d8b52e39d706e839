"""A row becomes a message: its headers, and the sign-in mail beside the ledger."""

from __future__ import annotations

import pytest
from django.core import mail as outbox

from athletes.mail import compose as composing
from athletes.mail import loop
from athletes.mail.compose import message_id
from athletes.mail.planner import plan_mail, plan_urgent
from athletes.models import (
    Mail,
    MailKind,
)
from tests.athletes.mail.ledger import (
    SUNDAY,
    WEEK,
    weekly,
)

pytestmark = pytest.mark.django_db


def test_the_headers_stop_mail_in_one_click_and_the_message_id_is_the_row_s(enrolled):
    loop.tick(SUNDAY)
    (message,) = outbox.outbox
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    (mail,) = weekly()
    again = composing.compose(mail, at=SUNDAY)
    assert again.extra_headers["Message-ID"] == message.extra_headers["Message-ID"]


def test_a_message_id_is_the_same_in_a_restored_ledger_and_nobody_s_without_the_key(enrolled, settings):
    loop.tick(SUNDAY)
    (mail,) = weekly()
    named = message_id(mail)
    mail.pk = 4711
    assert message_id(mail) == named
    settings.SECRET_KEY = "another"
    assert message_id(mail) != named


def test_an_answer_goes_to_the_address_that_somebody_reads_and_a_list_has_its_name(enrolled, settings):
    settings.MAIL_REPLY_TO = ["desk@clinic.example"]
    loop.tick(SUNDAY)
    (message,) = outbox.outbox
    assert message.reply_to == ["desk@clinic.example"]
    assert message.extra_headers["List-ID"] == "<weekly_reminder.127.0.0.1>"


def test_only_what_people_may_stop_carries_a_stop(enrolled, thea):
    urgent = plan_urgent(thea, occasion="1", at=SUNDAY)
    assert "List-Unsubscribe" not in composing.compose(urgent, at=SUNDAY).extra_headers
    digest = plan_mail(thea, MailKind.DIGEST, occasion="1", at=SUNDAY, window=WEEK)
    assert "List-Unsubscribe" in composing.compose(digest, at=SUNDAY).extra_headers


def test_two_rows_have_two_message_ids_and_one_row_the_same_each_time(thea):
    first, second = (plan_urgent(thea, occasion=occasion, at=SUNDAY) for occasion in "12")
    assert message_id(first) == message_id(Mail.objects.get(pk=first.pk)) != message_id(second)
    assert message_id(first).endswith("@127.0.0.1>")


def test_the_sign_in_mail_has_the_code_and_a_link_to_the_page_that_was_asked_for(ana):
    message = composing.sign_in(ana.user, "123456", to="/messages/")
    assert message.subject.startswith("123456")
    assert message.to == ["ana@stridewell.example"]
    assert "?to=%2Fmessages%2F" in message.body
