"""Swap or skip: two taps, the reason inside the choice, the plan untouched."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from athletes.models import Session, SetLog, Swap
from athletes.phone.pages.session.page import session_page
from athletes.training.swaps import choices_for
from athletes.training.target import Target
from athletes.training.targets import offer
from programs.models import Exercise
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def session(first_session, ana) -> Session:
    first_session.athlete = ana
    return first_session


@pytest.fixture
def target(session) -> Target:
    return offer(session).targets[0]


def post(client, session, target, choice):
    return client.post(f"/session/{session.pk}/swap/", {"target": target, "choice": choice}, follow=True)


def test_a_swap_puts_the_other_exercise_in_its_place_and_leaves_the_targets(as_ana, session, target, thea):
    choice = choices_for([target])[target.prescription_id][0]
    page = post(as_ana, session, target.prescription_id, f"{choice.reason}:{choice.instead.slug}").content.decode()
    assert choice.instead.name in page
    assert "Noted for Thea Lind" in page
    fresh = Session.objects.select_related("week", "workout", "athlete__user").get(pk=session.pk)
    card = session_page(fresh).cards[0]
    assert card.target.exercise_slug == choice.instead.slug
    assert offer(fresh).targets[0] == target


def test_sets_after_a_swap_name_what_was_done(as_ana, session, target):
    choice = choices_for([target])[target.prescription_id][0]
    post(as_ana, session, target.prescription_id, f"{choice.reason}:{choice.instead.slug}")
    side = "left" if choice.instead.is_unilateral else ""
    data = {"prescription": target.prescription_id, "number": 1, "side": side, "amount": 8}
    assert as_ana.post(f"/session/{session.pk}/", data).status_code == 302
    assert SetLog.objects.get(session=session).exercise == choice.instead


def test_what_is_left_out_is_not_waited_for_and_can_come_back(as_ana, session, target):
    post(as_ana, session, target.prescription_id, "time:")
    page = session_page(Session.objects.select_related("week", "workout", "athlete__user").get(pk=session.pk))
    assert page.cards[0].is_skipped
    assert page.count == sum(other.sets for other in offer(session).targets[1:])
    assert page.current_card is page.cards[1]
    post(as_ana, session, target.prescription_id, "keep")
    assert not Swap.objects.standing().exists()


@pytest.mark.parametrize("choice", ["nonsense:", "hurts", ""])
def test_what_is_no_choice_is_not_there(as_ana, session, target, choice):
    assert post(as_ana, session, target.prescription_id, choice).status_code == 404
    assert not Swap.objects.exists()


def test_an_exercise_that_is_not_offered_is_refused(as_ana, session, target):
    for other in (Exercise.objects.filter(pattern="trunk").first().slug, "moonwalk"):
        assert "is not offered here" in post(as_ana, session, target.prescription_id, f"hurts:{other}").content.decode()
    assert not Swap.objects.exists()


def put(client, session, **document) -> dict:
    return client.put(f"/api/v1/sessions/{session.pk}/", json.dumps(document), content_type="application/json").json()


def test_a_choice_made_without_a_connection_arrives_once_and_the_highest_revision_wins(as_ana, session, target):
    choice = choices_for([target])[target.prescription_id][0]
    first = {"target": target.prescription_id, "reason": choice.reason, "instead": choice.instead.slug, "rev": 1}
    first["edit_id"] = "00000000-0000-4000-8000-000000000001"
    back = first | {"instead": "", "is_withdrawn": True, "rev": 2}
    unknown = first | {"target": 1, "rev": 1}
    wrong = first | {"instead": "moonwalk", "rev": 3}
    verdict = lambda *swaps: [each["verdict"] for each in put(as_ana, session, swaps=swaps)["swaps"]]  # noqa: E731
    assert verdict(back) == ["applied"]
    assert verdict(back) == ["duplicate"]
    assert verdict(first) == ["stale"]
    assert verdict(unknown) == ["invalid"]
    assert verdict(wrong) == ["invalid"]
    assert not Swap.objects.standing().exists()
    assert verdict(first | {"rev": 4}) == ["applied"]
    assert Swap.objects.standing().get().instead == choice.instead


def test_short_on_time_keeps_three_exercises_and_counts_as_partial(as_ana, session, ana):
    as_ana.post(f"/session/{session.pk}/short/", {"do": "shorten"})
    page = session_page(Session.objects.select_related("week", "workout", "athlete__user").get(pk=session.pk))
    kept = [card for card in page.cards if not card.is_skipped]
    assert [card.target.pattern for card in kept] == ["single_leg", "hip_hinge", "calf_achilles"]
    assert {swap.reason for swap in Swap.objects.standing()} == {"time"}
    do(session, ana, MONDAY)
    session.refresh_from_db()
    assert session.is_partial


def test_all_exercises_after_all(as_ana, session, ana):
    as_ana.post(f"/session/{session.pk}/short/", {"do": "shorten"})
    as_ana.post(f"/session/{session.pk}/short/", {"do": "restore"})
    assert not Swap.objects.standing().exists()
    do(session, ana, MONDAY)
    session.refresh_from_db()
    assert not session.is_partial


def test_the_therapist_sees_the_swap_with_its_reason(as_ana, as_thea, session, target):
    choice = choices_for([target])[target.prescription_id][0]
    post(as_ana, session, target.prescription_id, f"{choice.reason}:{choice.instead.slug}")
    page = as_thea.get(f"/admin/athletes/session/{session.pk}/change/").content.decode()
    assert f"{choice.label}: {choice.instead.name}" in page


def test_a_finished_session_is_not_swapped_any_more(as_ana, session, target):
    Session.objects.filter(pk=session.pk).update(
        status="completed", targets={"id": "x", "entries": [target.to_json()]}, opened_at=MONDAY, finished_at=MONDAY
    )
    assert "is finished" in post(as_ana, session, target.prescription_id, "time:").content.decode()
    assert not Swap.objects.exists()


def test_what_was_left_out_for_pain_in_the_evening_and_sent_the_next_morning_hurt_in_the_evening(
    as_ana, session, target, ana, time_machine
):
    """It was of the day on which it arrived: the question asked about the wrong day."""
    time_machine.move_to(MONDAY + timedelta(days=1), tick=False)
    skip = {"target": target.prescription_id, "reason": "hurts", "instead": "", "rev": 1, "done_at": MONDAY.isoformat()}
    skip["edit_id"] = "00000000-0000-4000-8000-000000000001"
    put(as_ana, session, swaps=[skip])
    assert Swap.objects.get().swapped_at == MONDAY
    assert ana.flags.open().get().figures["on"] == "2026-11-02"
