"""What happened is told once to each webhook that wants it, of athletes whom its owner may see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.models import Flag
from clinic.models import WebhookDelivery
from clinic.webhooks.planning import plan_deliveries
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def raise_flag(athlete, kind="pain", at=MONDAY) -> Flag:
    return Flag.objects.create(id=Flag.key(athlete.pk, kind, "x"), athlete=athlete, kind=kind, cause="x", raised_at=at)


def planned() -> set[tuple[str, int]]:
    return set(WebhookDelivery.objects.values_list("event", "athlete_id"))


def test_a_finished_session_and_a_new_problem_are_told_once(webhook, ana, first_session):
    do(first_session, ana, MONDAY)
    raise_flag(ana)
    assert plan_deliveries(MONDAY) == WebhookDelivery.objects.count()
    assert planned() == {("session.finished", ana.pk), ("problem.opened", ana.pk)}
    assert plan_deliveries(MONDAY + timedelta(minutes=1)) == 0


def test_nobody_is_told_of_athletes_whom_the_owner_does_not_see(webhook, ben):
    raise_flag(ben)
    assert plan_deliveries(MONDAY) == 0


def test_a_webhook_is_told_what_it_asked_for_from_when_it_was_made(webhook, ana, first_session):
    webhook.events = ["session.finished"]
    webhook.save()
    raise_flag(ana)
    assert plan_deliveries(MONDAY) == 0
    webhook.events = ["problem.opened"]
    webhook.made_at = MONDAY + timedelta(seconds=1)
    webhook.save()
    assert plan_deliveries(MONDAY + timedelta(minutes=1)) == 0


def test_what_was_earned_is_no_problem_and_what_is_older_than_two_days_no_news(webhook, ana):
    raise_flag(ana, kind="ready")
    raise_flag(ana, at=MONDAY)
    assert plan_deliveries(MONDAY + timedelta(days=3)) == 0
    assert plan_deliveries(MONDAY) == 1


def test_one_that_ended_or_whose_owner_left_is_told_nothing(webhook, ana, thea):
    raise_flag(ana)
    webhook.ended_at = MONDAY
    webhook.save()
    assert plan_deliveries(MONDAY) == 0
    webhook.ended_at = None
    webhook.save()
    thea.is_active = False
    thea.save()
    assert plan_deliveries(MONDAY) == 0


def test_a_month_later_the_row_is_gone(webhook, ana):
    raise_flag(ana)
    plan_deliveries(MONDAY)
    plan_deliveries(MONDAY + timedelta(days=31))
    assert not WebhookDelivery.objects.exists()
