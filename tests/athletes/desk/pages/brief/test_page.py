"""The visit brief put together: whose it is, its sections, and what it says where nothing is known."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from athletes.desk.pages.brief.page import ROOMY, brief_of
from athletes.models import PainProfile
from athletes.records.messages import send_message
from athletes.records.pain import report_pain
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def test_the_brief_and_the_gate_say_what_is_known_and_what_is_not(as_thea, ana, enrollment):
    do(enrollment.sessions.order_by("planned_on").first(), ana, MONDAY)
    report_pain(athlete=ana, report_id=uuid.uuid4(), score=6, region="knee", side="left", at=MONDAY)
    brief = as_thea.get(f"/admin/athletes/athlete/{ana.pk}/brief/").text
    assert "Left knee pain, since Nov 2" in brief
    assert "Pain over limit: 6 in Left knee, the limit is 3" in brief
    assert "? (birthday or sex for norms missing) asked for" in brief


def test_the_head_says_whose_it_is_and_of_which_clinic(as_thea, ana, enrollment, thea, settings):
    ana.born_on, ana.goal_race, ana.goal_race_on = date(1992, 3, 2), "Boston", date(2027, 4, 19)
    ana.save()
    PainProfile.objects.create(athlete=ana, region="achilles", side="right", tissue="tendon", set_by=thea)
    PainProfile.objects.create(athlete=ana, region="knee")
    head = as_thea.get(f"/admin/athletes/athlete/{ana.pk}/brief/").text.split("</header>", 1)[1].split("</dl>")[0]
    for words in ("Mar 2, 1992 (34)", "Thea Lind", "Right Achilles (tendon)", "Boston, Apr 19, 2027", "Runner base"):
        assert words in head
    assert "Knee" not in head  # reported, and watched by nobody
    page = as_thea.get(f"/admin/athletes/athlete/{ana.pk}/brief/").text
    assert "Monday, November 2, 2026" in page
    assert settings.CLINIC["address"] in page


def test_what_nobody_recorded_is_said_in_words(as_thea, ana):
    page = as_thea.get(f"/admin/athletes/athlete/{ana.pk}/brief/").text
    for words in (
        "not recorded", "Nothing was written or answered.", "No strength session was planned.", "None reported.",
        "None logged.", "No test or questionnaire is recorded.", "No exercise was loaded on three days.",
        "No open problem.", "Nothing was decided.", "No program yet.",
    ):  # fmt: skip
        assert words in page, words


def test_the_brief_reads_no_more_where_more_was_logged(ana, enrollment):
    do(enrollment.sessions.order_by("planned_on").first(), ana, MONDAY)
    say_something(ana, 1)
    with CaptureQueriesContext(connection) as before:
        brief_of(ana, MONDAY + HOUR)
    for minutes in range(2, 20):
        say_something(ana, minutes)
    with CaptureQueriesContext(connection) as after:
        brief_of(ana, MONDAY + HOUR)
    assert len(after) == len(before)


def say_something(ana, minutes: int) -> None:
    at = MONDAY + timedelta(minutes=minutes)
    send_message(athlete=ana, author=ana.user, text=f"Question {minutes}", at=at)
    report_pain(athlete=ana, report_id=uuid.uuid4(), score=5, region="knee", side="left", at=at)


def test_a_brief_of_many_lines_is_printed_smaller(as_thea, ana, enrollment, monkeypatch):
    path = f"/admin/athletes/athlete/{ana.pk}/brief/"
    assert not brief_of(ana, MONDAY).is_full
    assert '<article class="paper">' in as_thea.get(path).text
    monkeypatch.setattr("athletes.desk.pages.brief.page.ROOMY", 2)
    assert ROOMY > 2
    assert '<article class="paper full">' in as_thea.get(path).text
