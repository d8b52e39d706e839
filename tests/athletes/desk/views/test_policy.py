"""The rules of one place, switched off and on again on the athlete's own page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.models import KeptPlan
from tests.doing import hurt
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine, enrollment):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def path(ana) -> str:
    return f"/admin/athletes/athlete/{ana.pk}/policy/"


def test_off_with_a_reason_and_an_end_and_on_again(as_thea, ana, path):
    hurt(ana, 6)
    place = ana.pain_profiles.get()
    until = str(MONDAY.date() + timedelta(days=21))
    said = as_thea.post(path, {"place": place.pk, "until": until, "reason": "Known."}, follow=True).text
    assert "Left knee: the rules hold nothing back until November 23, 2026." in said
    assert "switched off until November 23, 2026 by Thea Lind, “Known.”" in " ".join(said.split())
    word = KeptPlan.objects.get()
    assert "until November 23, 2026" in as_thea.get(f"/admin/athletes/athlete/{ana.pk}/change/").text
    assert "The rules hold again." in as_thea.post(path, {"on": word.pk}, follow=True).text
    assert "switched off until" not in as_thea.get(f"/admin/athletes/athlete/{ana.pk}/change/").text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"place": "999"}, "Choose a place."),
        ({"until": "soon"}, "Give the last day"),
        ({"until": "2026-13-45"}, "Give the last day"),
        ({"until": "2027-11-20"}, "Choose a last day"),
        ({"reason": ""}, "Say why"),
    ],
)
def test_what_is_missing_is_said(as_thea, ana, path, values, said):
    hurt(ana, 6)
    typed = {"place": ana.pain_profiles.get().pk, "until": "2026-11-20", "reason": "Known."}
    answer = as_thea.post(path, typed | values)
    assert answer.status_code == 422
    assert said in answer.text
    assert typed["until"] in answer.text or "until" in values
    assert typed["reason"] in answer.text or "reason" in values
    assert not KeptPlan.objects.exists()


def test_a_word_that_is_not_there_is_not_found(as_thea, path):
    for key in ("999", "9" * 5000, "٣", "x"):
        assert as_thea.post(path, {"on": key}).status_code == 404


def test_where_no_place_is_watched_the_page_says_so(as_thea, ana):
    assert "No place is watched" in as_thea.get(f"/admin/athletes/athlete/{ana.pk}/change/").text
