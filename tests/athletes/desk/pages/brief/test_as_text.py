"""The brief as text says what the page says, in the same order."""

from __future__ import annotations

import html
import re

import pytest

from athletes.desk.pages.brief.as_text import brief_text
from athletes.desk.pages.brief.page import brief_of
from athletes.models import Assessment
from athletes.records.messages import send_message
from tests.doing import do, hurt
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def text(ana, enrollment, settings) -> str:
    do(enrollment.sessions.order_by("planned_on").first(), ana, MONDAY)
    hurt(ana, 6)
    send_message(athlete=ana, author=ana.user, text="May I run?", at=MONDAY)
    Assessment.objects.create(athlete=ana, kind="heel_raise", left=28, right=22, tested_on=MONDAY.date())
    return brief_text(brief_of(ana, MONDAY), settings.CLINIC)


def test_the_four_sections_stand_in_order_under_whose_it_is(text, settings):
    lines = text.splitlines()
    assert lines[:3] == [
        "Visit brief: Ana Silva, Nov 2, 2026",
        "Born: not recorded",
        f"{settings.CLINIC['name']}, {settings.CLINIC['phone']}",
    ]
    heads = [line[:2] for line in lines if re.match(r"[SOAP]: ", line)]
    assert heads == ["S:", "O:", "A:", "P:"]


def test_each_section_says_what_is_known(text):
    for line in (
        "- “May I run?” (message, Nov 2)",
        "- 1 of 1 strength sessions",
        "- Pain, Left knee: worst 6, last 6, the limit is 3",
        "- Single-leg heel raises to fatigue, left / right: 28 / 22 · 78% (Nov 2); 90% required",
        "- Running: none logged.",
    ):
        assert line in text.splitlines()
    assert "- Left knee pain, since Nov 2: Pain over limit: 6 in Left knee" in text
    assert "- Nothing was decided." in text
    assert "Next session: Thu, Nov 5" in text


def test_every_listed_line_of_the_page_is_in_the_text(as_thea, ana, text):
    page = as_thea.get(f"/admin/athletes/athlete/{ana.pk}/brief/").text
    article = page[page.index('<article class="paper') : page.index("</article>")]
    items = re.findall(r"<li[^>]*>(.*?)(?:<small>|</li>)", article, re.DOTALL)
    assert len(items) > 8
    for item in items:
        words = " ".join(html.unescape(re.sub("<[^>]+>", "", item)).split())
        assert words.replace("since Nov 2. ", "since Nov 2: ") in text


def test_it_comes_as_a_file_that_names_nobody(as_thea, ana, text):
    answer = as_thea.get(f"/admin/athletes/athlete/{ana.pk}/brief.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="brief-{ana.pk}-2026-11-02.txt"'
    assert answer.text == text + "\n"
