"""What the header tells while a page is open: how many wait, and what is urgent, once."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.urls import reverse

from athletes.models import Flag, FlagKind
from athletes.records.pain import report_pain
from clinic.models import AccessLog
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
NEWS = "/admin/news/"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def hurts(ana, at) -> None:
    report_pain(athlete=ana, report_id=uuid.uuid4(), score=9, region="knee", side="left", session=None, at=at)


def test_pain_that_comes_in_is_told_once_and_logged_then(as_thea, ana, enrollment, time_machine):
    first = as_thea.get(NEWS).json()
    assert (first["urgent"], first["counts"]["today"]) == ([], 0)
    time_machine.move_to(MONDAY + MINUTE, tick=False)
    hurts(ana, MONDAY + MINUTE)
    told = as_thea.get(NEWS, {"since": first["at"]}).json()
    assert told["counts"]["today"] == 1
    assert {line["url"] for line in told["urgent"]} == {f"{reverse('admin:index')}?athlete={ana.pk}"}
    assert all(line["words"].startswith("Ana Silva: ") for line in told["urgent"])
    assert AccessLog.objects.filter(action__contains="news").count() == 1
    again = as_thea.get(NEWS, {"since": told["at"]}).json()
    assert again["urgent"] == []
    assert AccessLog.objects.filter(action__contains="news").count() == 1


def test_nothing_of_another_caseload_is_told_or_counted(as_tom, ana, enrollment):
    hurts(ana, MONDAY)
    told = as_tom.get(NEWS, {"since": (MONDAY - MINUTE).isoformat()}).json()
    assert (told["urgent"], told["counts"]["today"]) == ([], 0)


def test_who_has_only_earned_a_step_is_no_number(as_thea, ana, enrollment):
    Flag.objects.create(id=uuid.uuid4(), athlete=ana, kind=FlagKind.READY, cause="x", figures={}, raised_at=MONDAY)
    assert as_thea.get(NEWS).json()["counts"]["today"] == 0


def test_what_can_wait_is_a_number_only(as_thea, ana, enrollment):
    Flag.objects.create(
        id=uuid.uuid4(), athlete=ana, kind=FlagKind.SILENT, cause="x", figures={"days": 8}, raised_at=MONDAY
    )
    told = as_thea.get(NEWS, {"since": (MONDAY - MINUTE).isoformat()}).json()
    assert (told["urgent"], told["counts"]["today"]) == ([], 1)


@pytest.mark.parametrize(
    "since",
    ["", "yesterday", "2026-11-02", "2026-11-02T09:00:00", "2026-13-40T00:00:00Z", "\x00", "0001-01-01T00:00+14:00"],
)
def test_an_instant_that_is_none_is_now(as_thea, ana, enrollment, since):
    hurts(ana, MONDAY - MINUTE)
    assert as_thea.get(NEWS, {"since": since}).json()["urgent"] == []


def test_a_page_that_asks_by_itself_keeps_no_session_alive(as_thea, time_machine):
    as_thea.get("/admin/")
    step = timedelta(seconds=settings.STAFF_IDLE_SECONDS / 2)
    for count in (1, 2):
        time_machine.move_to(MONDAY + count * step, tick=False)
        assert as_thea.get(NEWS, headers={"X-Quiet": "1"}).status_code == 200
    time_machine.move_to(MONDAY + 2 * step + MINUTE, tick=False)
    assert as_thea.get(NEWS, headers={"X-Quiet": "1"}).status_code == 302
