"""What the athlete said: notes, checks and messages, the latest first, and why sessions were not done."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from athletes.desk.pages.brief.subjective import SHOWN, subjective_of
from athletes.localtime import iso_week
from athletes.models import Excuse
from athletes.records.check_ins import CheckInItem, record_check_in
from athletes.records.messages import send_message
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SINCE = MONDAY.date()


def said(ana) -> list[str]:
    return [str(line) for line in subjective_of(ana, list(ana.sessions.all()), SINCE).said]


def check(ana, **answers) -> None:
    item = CheckInItem(week=iso_week(SINCE), rev=1, edit_id=uuid.uuid4(), **answers)
    record_check_in(athlete=ana, check_in_id=uuid.uuid4(), item=item, at=MONDAY + 3 * DAY)


def test_notes_checks_and_messages_stand_with_their_source_the_latest_first(ana, thea, enrollment):
    first = enrollment.sessions.order_by("planned_on").first()
    do(first, ana, MONDAY)
    first.refresh_from_db()
    first.note = "Felt it from the second set."
    first.save()
    check(ana, changed=2, worst_pain=6, usual_pain=3, note="Stairs are the worst.")
    send_message(athlete=ana, author=ana.user, text="May I run on Sunday?", at=MONDAY + 5 * DAY)
    send_message(athlete=ana, author=thea, text="Yes, you may.", at=MONDAY + 6 * DAY)
    assert said(ana) == [
        "“May I run on Sunday?” (message, Nov 7)",
        "Problems changed training: a lot. Worst pain 6, usual 3. “Stairs are the worst.” (weekly check, Nov 5)",
        "“Felt it from the second set.” (session, Nov 2)",
    ]


def test_a_check_in_which_nothing_was_wrong_is_no_line(ana):
    check(ana, changed=0)
    assert said(ana) == []


def test_what_was_said_before_is_not_of_this_brief_and_the_rest_is_counted(ana):
    send_message(athlete=ana, author=ana.user, text="Long ago", at=MONDAY - DAY)
    for number in range(SHOWN + 2):
        send_message(athlete=ana, author=ana.user, text=f"Question {number}", at=MONDAY + number * DAY)
    lines = said(ana)
    assert lines[-1] == "and 2 more, on the athlete’s page"
    assert len(lines) == SHOWN + 1


def test_reasons_are_counted_from_excuses_and_barriers(ana, enrollment):
    first_week = list(enrollment.sessions.between(SINCE, SINCE + 6 * DAY))
    for session in first_week:
        session.excuse = Excuse.TRAVEL
    check(ana, changed=0, barrier="time")
    assert subjective_of(ana, first_week, SINCE).reasons == ["Traveling (2)", "No time"]
