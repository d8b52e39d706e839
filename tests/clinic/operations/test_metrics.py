"""Figures of mail and of the clinic: for whoever has the token, counted through restarts, nothing of a person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.mail import loop
from athletes.mail.planner import plan_mail
from athletes.models import Flag, FlagKind, MailKind
from tests.athletes.mail.ledger import HOUR, SUNDAY
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
TOKEN = "a token of twenty-four letters"


@pytest.mark.parametrize(
    ("set_to", "sent"), [("", "Bearer "), ("", "Bearer x"), (TOKEN, ""), (TOKEN, TOKEN), (TOKEN, "Bearer wrong")]
)
def test_without_the_token_there_is_nothing(client, settings, set_to, sent):
    settings.METRICS_TOKEN = set_to
    assert client.get("/metrics", headers={"authorization": sent}).status_code == 404


def test_with_it_each_figure_is_there_and_counts_go_on(client, settings, time_machine):
    settings.METRICS_TOKEN = TOKEN
    time_machine.move_to(SUNDAY, tick=False)
    plan_mail("kim@elsewhere.example", MailKind.CALL, occasion="1", at=SUNDAY, window=HOUR)
    for _tick in range(2):
        loop.tick()
    plan_mail("kim@elsewhere.example", MailKind.CALL, occasion="2", at=SUNDAY, window=HOUR)
    time_machine.shift(90)
    figures = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).content.decode()
    for line in (
        "clinic_mail_sent_total 1.0", "clinic_mail_failed_total 0.0", "clinic_mail_due 1.0",
        "clinic_mail_oldest_due_seconds 90.0", "clinic_mail_silent_seconds 90.0", "clinic_mail_resting 0.0",
    ):  # fmt: skip
        assert line in figures
    assert "kim" not in figures


def test_it_counts_what_was_finished_today_and_what_is_open(client, settings, ana, first_session, time_machine):
    settings.METRICS_TOKEN = TOKEN
    time_machine.move_to(MONDAY, tick=False)
    do(first_session, ana, MONDAY)
    for kind in (FlagKind.PAIN, FlagKind.READY):
        Flag.objects.create(id=Flag.key(ana.pk, kind, "x"), athlete=ana, kind=kind, cause="x", raised_at=MONDAY)
    for days, finished in ((0, 1), (2, 0)):
        time_machine.move_to(MONDAY + timedelta(days=days), tick=False)
        figures = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).content.decode()
        assert f"clinic_sessions_finished_a_day {finished}.0" in figures
        assert "clinic_problems_open 1.0" in figures
        assert "clinic_backup_age_seconds" not in figures
