"""What one click of the caseload does: all of it, or nothing."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.urls import reverse

from athletes.desk import actions
from athletes.errors import RefusedError
from athletes.models import Flag, FlagAct, FlagKind, Message, Suggestion, SuggestionState
from athletes.problems import episodes
from programs.rules.advice import Change
from tests.doing import hurt, train
from tests.forms import forms_of
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
LATER = MONDAY + HOUR


def flag(athlete, kind: FlagKind, **figures: object) -> Flag:
    return Flag.objects.create(
        id=uuid.uuid4(), athlete=athlete, kind=kind, cause=f"{kind}", figures=figures, raised_at=MONDAY
    )


def open_kinds(athlete) -> set[str]:
    return set(athlete.flags.open().values_list("kind", flat=True))


def states(session) -> set[str]:
    return set(Suggestion.objects.filter(session=session, change="more_load").values_list("state", flat=True))


@pytest.fixture
def ready(weeks, ana):
    """Ana did everything with room to spare: the rules suggest steps for the next session."""
    train(weeks[0], ana, MONDAY)
    assert FlagKind.READY in open_kinds(ana)
    return weeks[2]


def test_accepting_answers_the_advice_and_leaves_other_flags_alone(ana, thea, ready):
    flag(ana, FlagKind.MISSED)
    accepted = actions.accept_and_settle(athlete=ana, by=thea, at=LATER, note="Go.")
    assert accepted
    assert states(ready) == {SuggestionState.ACCEPTED}
    assert open_kinds(ana) == {FlagKind.MISSED}
    assert FlagAct.objects.get(flag__kind=FlagKind.READY).note == "Go."


def test_declining_answers_the_same_flags(ana, thea, ready):
    flag(ana, FlagKind.HEAVY)
    flag(ana, FlagKind.MISSED)
    actions.decline_and_settle(athlete=ana, by=thea, at=LATER)
    assert states(ready) == {SuggestionState.DECLINED}
    assert open_kinds(ana) == {FlagKind.MISSED}


def test_what_only_the_program_can_follow_has_an_answer_on_the_page(as_thea, ana, thea, ready):
    Suggestion.objects.filter(session=ready).update(change=Change.HARDER)
    page = as_thea.get(reverse("admin:athletes_athlete_page", args=[ana.pk])).content.decode()
    buttons = [button for form in forms_of(page, "/") for button in form.buttons]
    assert ("do", "decline") in buttons
    assert ("do", "accept") not in buttons
    actions.decline_and_settle(athlete=ana, by=thea, at=LATER)
    assert set(Suggestion.objects.filter(session=ready).values_list("state", flat=True)) == {SuggestionState.DECLINED}
    assert FlagKind.READY not in open_kinds(ana)


@pytest.mark.parametrize("verb", [actions.accept_and_settle, actions.decline_and_settle])
def test_where_the_flags_cannot_be_resolved_nothing_was_decided(ana, thea, ready, verb, monkeypatch):
    def fail(**_given: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(episodes, "resolve", fail)
    with pytest.raises(DatabaseError):
        verb(athlete=ana, by=thea, at=LATER)
    assert states(ready) == {SuggestionState.WAITING}


def test_right_as_it_is_closes_one_problem_or_all_and_refuses_a_stop_with_all_the_rest(ana, thea):
    flag(ana, FlagKind.MISSED, missed=1, planned=2, on="2026-11-02")
    flag(ana, FlagKind.SILENT, days=8, since="2026-11-02")
    flag(ana, FlagKind.MESSAGE)
    away = actions.leave_as_it_is(athlete=ana, subject="away", by=thea, at=LATER, note="Called.")
    assert {each.kind for each in away} == {FlagKind.MISSED, FlagKind.SILENT}
    assert open_kinds(ana) == {FlagKind.MESSAGE}
    flag(ana, FlagKind.STOP, place="Left shin")
    with pytest.raises(RefusedError, match="it ends only with a return"):
        actions.leave_as_it_is(athlete=ana, by=thea, at=LATER)
    assert open_kinds(ana) == {FlagKind.STOP, FlagKind.MESSAGE}


def test_what_is_seen_stays_and_what_is_put_off_comes_back(ana, thea):
    flag(ana, FlagKind.PAIN)
    actions.mark_seen(athlete=ana, by=thea, at=LATER)
    assert ana.flags.get().acknowledged_at == LATER
    actions.put_off(athlete=ana, until=LATER + DAY, by=thea, at=LATER)
    assert not ana.flags.waiting(LATER + HOUR).exists()
    assert ana.flags.waiting(LATER + DAY).exists()


def test_clearing_answers_the_gate_and_a_second_click_is_refused(ana, thea):
    flag(ana, FlagKind.GATE)
    flag(ana, FlagKind.PAIN, place="left knee", score=5, limit=3, on="2026-11-02")
    assert actions.clear_and_settle(athlete=ana, by=thea, at=LATER).step == 1
    assert open_kinds(ana) == {FlagKind.PAIN}
    again = flag(ana, FlagKind.PHASE)
    with pytest.raises(RefusedError, match="already cleared"):
        actions.clear_and_settle(athlete=ana, by=thea, at=LATER)
    assert again in ana.flags.open()


@pytest.mark.parametrize(("has_program", "why"), [(False, "has ended"), (True, "No phase of this program is waiting")])
def test_where_no_phase_waits_none_is_opened(request, ana, thea, has_program, why):
    if has_program:
        request.getfixturevalue("enrollment")
    flag(ana, FlagKind.PHASE, phase="Build", on="2026-11-02", missing=["phase_sessions"])
    with pytest.raises(RefusedError, match=why):
        actions.open_phase_and_settle(athlete=ana, by=thea, at=LATER)
    assert open_kinds(ana) == {FlagKind.PHASE}


def test_a_message_has_seen_what_stands_and_an_empty_one_has_not(ana, thea):
    hurt(ana, 6)
    with pytest.raises(RefusedError, match="1 to 2,000"):
        actions.write_and_settle(athlete=ana, text=" ", by=thea, at=LATER)
    assert ana.flags.get().acknowledged_at is None
    actions.write_and_settle(athlete=ana, text="How is the knee?", by=thea, at=LATER)
    assert ana.flags.get().acknowledged_at == LATER
    assert open_kinds(ana) == {FlagKind.PAIN}
    assert Message.objects.get().text == "How is the knee?"


def test_a_message_about_a_problem_decides_it_and_never_a_stop(ana, thea):
    flag(ana, FlagKind.MISSED, missed=1, planned=2, on="2026-11-02")
    flag(ana, FlagKind.STOP, place="Left shin")
    actions.write_and_settle(athlete=ana, text="What got in the way?", by=thea, at=LATER, subject="away")
    actions.write_and_settle(athlete=ana, text="Please rest.", by=thea, at=LATER, subject="stop")
    assert open_kinds(ana) == {FlagKind.STOP}


@pytest.mark.parametrize(("result", "is_open"), [("reached", False), ("voicemail", True), ("not_reached", True)])
def test_a_call_decides_the_problem_only_where_they_were_reached(ana, thea, result, is_open):
    flag(ana, FlagKind.MISSED, missed=1, planned=2, on="2026-11-02")
    call = actions.call_and_settle(athlete=ana, result=result, subject="away", note="Ill.", by=thea, at=LATER)
    assert (call.by, call.note) == (thea, "Ill.")
    assert ana.flags.open().exists() is is_open
    assert ana.flags.get().acts.get().note.endswith(": Ill.")


def test_a_stop_stays_though_they_were_reached(ana, thea):
    flag(ana, FlagKind.STOP, place="Left shin")
    actions.call_and_settle(athlete=ana, result="reached", subject="stop", by=thea, at=LATER)
    assert open_kinds(ana) == {FlagKind.STOP}
    assert ana.contacts.count() == 1


# -- keep it as written ------------------------------------------------------------------------


def test_keeping_one_place_leaves_the_problem_of_the_other_open(ana, thea, weeks):
    """It decided everything that was held, and every place's flags with it."""
    train(weeks[0], ana, MONDAY)
    hurt(ana, 6, region="calf", session=weeks[0])
    hurt(ana, 6, days=1, region="knee")
    actions.keep_and_settle(athlete=ana, subject="pain:calf:left", by=thea, at=MONDAY + 2 * DAY, note="Known.")
    open_places = {flag.figures.get("region") for flag in ana.flags.open().filter(kind=FlagKind.PAIN)}
    assert open_places == {"knee"}
