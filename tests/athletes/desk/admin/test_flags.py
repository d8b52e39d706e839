"""Flags with their history: which are listed under which state."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.models import Flag, FlagKind
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("state", "causes"),
    [
        ("", {"open", "off", "resolved"}),
        ("open", {"open"}),
        ("off", {"off"}),
        ("resolved", {"resolved"}),
        ("x", {"open", "off", "resolved"}),
    ],
)
def test_the_list_shows_one_state_or_all(as_thea, ana, time_machine, state, causes):
    time_machine.move_to(MONDAY, tick=False)
    later = MONDAY + timedelta(days=1)
    for cause, values in {"open": {}, "off": {"snoozed_until": later}, "resolved": {"resolved_at": MONDAY}}.items():
        figures = {"days": 9, "since": "2026-10-24"}
        Flag.objects.create(
            id=Flag.key(ana.pk, FlagKind.SILENT, cause), athlete=ana, kind=FlagKind.SILENT, cause=cause,
            figures=figures, raised_at=MONDAY, **values,
        )  # fmt: skip
    page = as_thea.get("/admin/athletes/flag/", {"state": state} if state else {})
    assert {flag.cause for flag in page.context["cl"].result_list} == causes
