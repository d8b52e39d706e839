"""What athletes said beside their sessions: weeks that need attention, and runs that were kept."""

from __future__ import annotations

from uuid import uuid4

import pytest

from athletes.models import CheckIn, Run
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def listed(client, model: str, **query) -> list:
    return list(client.get(f"/admin/athletes/{model}/", query).context["cl"].result_list)


def test_weeks_with_a_lot_of_anything_are_found(as_thea, ana):
    calm, rough = (
        CheckIn.objects.create(athlete=ana, week=week, changed=changed, answered_at=MONDAY, edit_id=uuid4())
        for week, changed in (("2026-W44", 1), ("2026-W45", 2))
    )
    assert listed(as_thea, "checkin", look="yes") == [rough]
    assert set(listed(as_thea, "checkin")) == {calm, rough}


def test_the_list_says_the_week_by_its_day_and_what_needs_attention_in_words(as_thea, ana):
    assert "Nobody has answered a weekly check-in yet." in as_thea.get("/admin/athletes/checkin/").text
    CheckIn.objects.create(athlete=ana, week="2026-W45", changed=2, answered_at=MONDAY, edit_id=uuid4())
    page = as_thea.get("/admin/athletes/checkin/").text
    assert "Nov 2, 2026" in page
    assert "W45" not in page
    assert "icon-yes" not in page
    nothing = as_thea.get("/admin/athletes/checkin/?q=nobody").text
    assert "Nothing matches." in nothing


def test_a_run_that_was_deleted_is_not_listed(as_thea, ana):
    kept, _gone = (
        Run.objects.create(
            athlete=ana, kind="easy", ran_on=MONDAY.date(), minutes=30, received_at=MONDAY, edit_id=uuid4(),
            is_deleted=is_deleted,
        )
        for is_deleted in (False, True)
    )  # fmt: skip
    assert listed(as_thea, "run") == [kept]
