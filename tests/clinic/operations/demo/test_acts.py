"""The demo knows nothing that no page asks: its acts, for one athlete of each story, are done through the pages."""

from __future__ import annotations

import inspect
import re
from types import ModuleType

import pytest
from django.db.models import F

from athletes.models import Athlete, Flag
from clinic.operations.demo import build, calls, people, running, this_week, training
from tests.clock import at
from tests.profiles import WALKS_ARE_WHOLE

from .through_pages import Pages

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
NOW = at("2026-11-25 09:00 America/New_York")
#: Long enough for a change of programs in ``make walks``; elsewhere the days on which most is said.
WEEKS = 6 if WALKS_ARE_WHOLE else 2
#: Whom this week's stories speak of, and one of each other story.
NAMES = (
    "Ana", "Jonas", "Priya", "Maya", "Hannah", "Sam", "Ines", "Noah", "Grace", "Chloe", "Diego", "Isla", "Jack", "Mia"
)  # fmt: skip


ROOMS = (build, calls, running, this_week, training)
#: What the demo calls that is no act of a person: the worker's rounds, what is shipped, and what pages show.
NO_ACTS = {
    "add_shipped_templates", "sweep", "tick", "acceptable", "check_in_id", "clinic_day", "clinic_time_zone",
    "distance_unit", "instant", "iso_week", "last_overdue_day", "monday_of", "mornings_asked", "offer", "report_id",
    "report_id_of_day", "set_id", "subject_of", "unasked_places", "week_asked",
}  # fmt: skip


def verbs_of(room: ModuleType) -> set[str]:
    """What a module of the demo calls of the clinic's."""
    functions = inspect.getmembers(room, inspect.isfunction)
    return {name for name, function in functions if function.__module__.startswith("athletes.")}


@pytest.fixture
def pages(time_machine, monkeypatch) -> Pages:
    """Every verb that the demo calls goes through a page instead."""
    pages = Pages(lambda when: time_machine.move_to(when, tick=False))
    for room in ROOMS:
        for name in verbs_of(room) - NO_ACTS:
            monkeypatch.setattr(room, name, getattr(pages, name))
    return pages


@pytest.mark.parametrize("room", ROOMS)
def test_the_demo_stores_nothing_but_by_the_verbs_of_the_clinic(room):
    assert not re.findall(
        r"\.(save|create|bulk_create|bulk_update|update|delete|get_or_create)\(", inspect.getsource(room)
    )


def test_every_act_of_the_demo_is_one_that_a_page_offers(pages, time_machine, monkeypatch):
    time_machine.move_to(NOW, tick=False)
    chosen = tuple(person for person in people.PEOPLE if person.name.split()[0] in NAMES)
    monkeypatch.setattr(build, "PEOPLE", chosen)
    monkeypatch.setattr(build, "HISTORY_WEEKS", WEEKS)
    build._build(NOW, progress=lambda _line: None)
    assert Athlete.objects.count() == len(NAMES)
    assert not Flag.objects.filter(resolved_at__lt=F("raised_at")).exists()  # nothing is decided before it is known
    acts = set().union(*map(verbs_of, ROOMS)) - NO_ACTS
    assert acts <= {*pages.done, "accept_and_settle", "decline_and_settle", "leave_as_it_is", "record_runs"}
    assert {"accept", "right", "answer_morning", "prescribe over a running program"} <= set(pages.done)
