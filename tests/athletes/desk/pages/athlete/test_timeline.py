"""The timeline: every kind of thing that happens, in order, one query however long the history."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from athletes.desk import actions
from athletes.desk.pages.athlete import timeline as timeline_module
from athletes.desk.pages.athlete.timeline import FILTERS, KINDS, timeline_of
from athletes.localtime import clinic_day
from athletes.models import Assessment, AssessmentKind, Mail, MailState
from athletes.records.care_notes import write_care_note
from athletes.records.check_ins import CheckInItem, record_check_in
from athletes.records.messages import send_message
from athletes.records.runs import RunItem, record_run
from programs.rules.distance import Distance
from tests.doing import do, hurt
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def lived(ana, thea, first_session):
    """One of each kind, an hour apart."""
    Mail.objects.filter(recipient=ana.user).update(state=MailState.SENT, sent_at=MONDAY - DAY)
    do(first_session, ana, MONDAY)
    item = RunItem(
        "long", MONDAY.date(), 1, uuid.uuid4(), minutes=62, distance=Distance(Decimal(6), "mi"), note="Hills"
    )
    record_run(athlete=ana, run_id=uuid.uuid4(), item=item, at=MONDAY + HOUR)
    hurt(ana, 6, days=0)
    answers = CheckInItem("2026-W45", 1, 1, uuid.uuid4(), note="Busy")
    record_check_in(athlete=ana, check_in_id=uuid.uuid4(), item=answers, at=MONDAY + 3 * HOUR)
    send_message(athlete=ana, author=thea, text="How is it?", at=MONDAY + 4 * HOUR)
    actions.call_and_settle(
        athlete=ana, result="reached", subject="pain:knee:left", by=thea, at=MONDAY + 5 * HOUR, note="Better."
    )
    write_care_note(athlete=ana, author=thea, text="Works nights.", at=MONDAY + 6 * HOUR)
    Assessment.objects.create(
        athlete=ana, kind=AssessmentKind.values[0], left=20, right=15, tested_on=MONDAY.date(), tested_by=thea
    )
    return ana


def entries(athlete, **asked):
    return [entry for week in timeline_of(athlete, **asked).weeks for entry in week.entries]


def test_each_kind_says_what_happened_and_in_whose_words(lived):
    said = {(entry.what, entry.more, entry.by) for entry in entries(lived)}
    assert ("Long run · 9.66 km · 62 min", "“Hills”", "Ana") in said
    assert ("Left knee, pain 6", "during", "Ana") in said
    assert ("“How is it?”", "", "Thea Lind") in said
    assert ("Call: reached", "“Better.”", "Thea Lind") in said
    assert ("Works nights.", "note", "Thea Lind") in said
    assert any(what.startswith("Split squat and bridge") and "effort 6" in what for what, _more, _by in said)
    assert any(what.endswith("20 left, 15 right") for what, _more, _by in said)
    assert any(what.startswith("Weekly check-in") and more == "“Busy”" for what, more, _by in said)
    assert ("Invitation", "sent by e-mail", "by itself") in said
    assert any("resolved" in what and by == "Thea Lind" for what, _more, by in said)


def test_the_latest_comes_first_by_calendar_week(lived):
    found = timeline_of(lived)
    times = [entry.at for week in found.weeks for entry in week.entries]
    assert times == sorted(times, reverse=True)
    assert [week.monday.isoformat() for week in found.weeks] == ["2026-11-02", "2026-10-26"]


@pytest.mark.parametrize("chosen", [each.name for each in FILTERS])
def test_a_filter_shows_its_kinds_and_every_kind_has_one(lived, chosen):
    only, everything = entries(lived, chosen=chosen), entries(lived)
    assert only
    assert all(entry in everything for entry in only)
    assert len(only) < len(everything)
    assert {kind for each in FILTERS for kind in each.kinds} == set(KINDS)


def test_one_query_and_pages_leave_nothing_out(lived, monkeypatch, django_assert_num_queries):
    everything = entries(lived)
    monkeypatch.setattr(timeline_module, "SHOWN", 3)
    with django_assert_num_queries(1):
        page = timeline_of(lived)
    seen = [entry for week in page.weeks for entry in week.entries]
    while page.before:
        page = timeline_of(lived, before=datetime.fromisoformat(page.before))
        seen += [entry for week in page.weeks for entry in week.entries]
    assert seen == everything


def test_nothing_of_anybody_else(lived, ben):
    assert entries(ben) == []


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland", "Pacific/Honolulu", "Pacific/Kiritimati"])
def test_a_test_has_a_day_and_no_hour(lived, settings, zone):
    settings.TIME_ZONE = zone
    [test] = entries(lived, chosen="tests")
    assert not test.has_hour
    assert clinic_day(test.at) == MONDAY.date()
