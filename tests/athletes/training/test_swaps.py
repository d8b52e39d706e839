"""Swap or skip: two taps, the reason inside the choice, the plan untouched."""

from __future__ import annotations

import json

import pytest

from athletes.models import Session, SetLog, Swap
from athletes.phone.pages.session import session_page
from athletes.training.swaps import choices_for
from athletes.training.targets import offer
from programs.models import Alternative, Caution, Exercise, ExerciseAlternative, Prescription
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
def entry(session) -> dict:
    return offer(session).entries[0]


def post(client, session, target, choice):
    return client.post(f"/session/{session.pk}/swap/", {"target": target, "choice": choice}, follow=True)


def test_the_therapists_own_choice_comes_before_the_librarys_and_that_before_a_neighbor(entry):
    own = Exercise.objects.get(slug=entry["exercise"])
    written, suggested = Exercise.objects.filter(pattern=own.pattern).exclude(pk=own.pk)[:2]

    def for_pain():
        found = choices_for([entry])[entry["prescription"]]
        return next((choice.instead for choice in found if choice.reason == "hurts"), None)

    Alternative.objects.filter(prescription=entry["prescription"]).delete()
    assert for_pain() == own.easier
    ExerciseAlternative.objects.create(exercise=own, instead=suggested, reason="hurts")
    assert for_pain() == suggested
    row = Prescription.objects.get(pk=entry["prescription"])
    Alternative.objects.create(prescription=row, exercise=written, reason="hurts")
    assert for_pain() == written


def test_what_is_offered_stays_in_the_pattern(session):
    entries = offer(session).entries
    for target, choices in choices_for(entries).items():
        pattern = next(entry["pattern"] for entry in entries if entry["prescription"] == target)
        written = set(Alternative.objects.filter(prescription=target).values_list("exercise__slug", flat=True))
        for choice in choices:
            assert choice.instead.pattern == pattern or choice.instead.slug in written


def test_a_swap_puts_the_other_exercise_in_its_place_and_leaves_the_targets(as_ana, session, entry, thea):
    choice = choices_for([entry])[entry["prescription"]][0]
    page = post(as_ana, session, entry["prescription"], f"{choice.reason}:{choice.instead.slug}").content.decode()
    assert choice.instead.name in page
    assert "Noted for Thea Lind" in page
    fresh = Session.objects.select_related("week", "workout", "athlete__user").get(pk=session.pk)
    card = session_page(fresh).cards[0]
    assert card.entry["exercise"] == choice.instead.slug
    assert offer(fresh).entries[0] == entry


def test_sets_after_a_swap_name_what_was_done(as_ana, session, entry):
    choice = choices_for([entry])[entry["prescription"]][0]
    post(as_ana, session, entry["prescription"], f"{choice.reason}:{choice.instead.slug}")
    side = "left" if choice.instead.is_unilateral else ""
    data = {"prescription": entry["prescription"], "number": 1, "side": side, "amount": 8}
    assert as_ana.post(f"/session/{session.pk}/", data).status_code == 302
    assert SetLog.objects.get(session=session).exercise == choice.instead


def test_what_is_left_out_is_not_waited_for_and_can_come_back(as_ana, session, entry):
    post(as_ana, session, entry["prescription"], "time:")
    page = session_page(Session.objects.select_related("week", "workout", "athlete__user").get(pk=session.pk))
    assert page.cards[0].is_skipped
    assert page.count == sum(one["sets"] for one in offer(session).entries[1:])
    assert page.cards[1].is_current
    post(as_ana, session, entry["prescription"], "keep")
    assert not Swap.objects.standing().exists()


@pytest.mark.parametrize("choice", ["nonsense:", "hurts", ""])
def test_what_is_no_choice_is_not_there(as_ana, session, entry, choice):
    assert post(as_ana, session, entry["prescription"], choice).status_code == 404
    assert not Swap.objects.exists()


def test_an_exercise_that_is_not_offered_is_refused(as_ana, session, entry):
    for other in (Exercise.objects.filter(pattern="trunk").first().slug, "moonwalk"):
        assert "is not offered here" in post(as_ana, session, entry["prescription"], f"hurts:{other}").content.decode()
    assert not Swap.objects.exists()


def put(client, session, **document) -> dict:
    return client.put(f"/api/v1/sessions/{session.pk}/", json.dumps(document), content_type="application/json").json()


def test_a_choice_made_without_a_connection_arrives_once_and_the_highest_revision_wins(as_ana, session, entry):
    choice = choices_for([entry])[entry["prescription"]][0]
    first = {"target": entry["prescription"], "reason": choice.reason, "instead": choice.instead.slug, "rev": 1}
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
    assert [card.entry["pattern"] for card in kept] == ["single_leg", "hip_hinge", "calf_achilles"]
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


def test_the_therapist_sees_the_swap_with_its_reason(as_ana, as_thea, session, entry):
    choice = choices_for([entry])[entry["prescription"]][0]
    post(as_ana, session, entry["prescription"], f"{choice.reason}:{choice.instead.slug}")
    page = as_thea.get(f"/admin/athletes/session/{session.pk}/change/").content.decode()
    assert f"{choice.label}: {choice.instead.name}" in page


def test_what_the_athletes_condition_warns_of_is_offered_only_where_the_therapist_wrote_it(session, ana):
    entries = offer(session).entries
    choices = {choice.instead for found in choices_for(entries).values() for choice in found}
    written = set(
        Alternative.objects.filter(prescription__in=[e["prescription"] for e in entries]).values_list(
            "exercise", flat=True
        )
    )
    free = next(exercise for exercise in choices if exercise.pk not in written)
    Caution.objects.get_or_create(condition="low_back_irritable", exercise=free, defaults={"reason": "For the test"})
    again = choices_for(entries, ["low_back_irritable"])
    assert free not in {choice.instead for found in again.values() for choice in found}
    Exercise.objects.filter(pk=free.pk).update(status="archived")
    assert free not in {choice.instead for found in choices_for(entries).values() for choice in found}


def test_a_finished_session_is_not_swapped_any_more(as_ana, session, entry):
    Session.objects.filter(pk=session.pk).update(
        status="completed", targets={"id": "x", "entries": [entry]}, opened_at=MONDAY, finished_at=MONDAY
    )
    assert "is finished" in post(as_ana, session, entry["prescription"], "time:").content.decode()
    assert not Swap.objects.exists()
