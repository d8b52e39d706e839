"""A stop: its signs in words, no way around it, and the return to training that ends it."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from auditlog.models import LogEntry

from athletes.errors import RefusedError
from athletes.evaluation.pain.warning_signs import answer_signs
from athletes.models import Athlete, Flag, FlagAct, FlagKind, PainProfile
from athletes.problems import episodes
from clinic.models import AccessLog
from programs.models import Tissue
from tests.doing import hurt
from tests.people import MONDAY, let_cover

pytestmark = pytest.mark.django_db

NIGHT = "It hurts at night or at rest"
SPOT = "One spot that I can cover with a finger"
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY + 2 * HOUR, tick=False)


@pytest.fixture
def stopped(ana, enrollment) -> Athlete:
    """Ana ticked two signs of bone stress at her shin, after a knee that hurt too much."""
    hurt(ana, 6)
    answer_signs(athlete=ana, region="shin", side="left", signs=["night", "spot"], at=MONDAY)
    ana.refresh_from_db()
    return ana


def the_stop(ana: Athlete) -> Flag:
    return ana.flags.get(kind=FlagKind.STOP)


def page_of(ana: Athlete) -> str:
    return f"/admin/athletes/athlete/{ana.pk}/return-to-training/"


MET = dict.fromkeys(["tenderness", "walking", "imaging", "tests", "factors"], "met")


def go_back(client, ana: Athlete, **values: object):
    """The form as the page sends it, with everything met."""
    usual = {"found": "Seen in clinic.", "shown": [the_stop(ana).pk], "from_on": "2026-11-02", "week": "1"}
    return client.post(page_of(ana), usual | MET | values)


# -- no way around it ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "verb",
    [
        lambda found, by: episodes.resolve(flags=found, by=by, at=MONDAY, note="x"),
        lambda found, by: episodes.snooze(flags=found, until=MONDAY + 72 * HOUR, by=by, at=MONDAY, note="x"),
    ],
    ids=["resolve", "snooze"],
)
def test_the_verbs_of_other_flags_refuse_a_stop_and_change_nothing(stopped, thea, verb):
    with pytest.raises(RefusedError, match="return to training"):
        verb(stopped.flags.open(), thea)
    assert stopped.flags.open().filter(snoozed_until=None).count() == 2
    assert not FlagAct.objects.exists()
    stopped.refresh_from_db()
    assert stopped.stopped_at == MONDAY


@pytest.mark.parametrize("body", [{"do": "right"}, {"do": "snooze", "days": "3"}], ids=["right", "snooze"])
def test_a_posted_form_is_refused_in_words_and_what_was_typed_stays(as_thea, stopped, body):
    words = {"note": "Called her, no answer.", "text": "How is it?"}
    answer = as_thea.post(f"/admin/caseload/{stopped.pk}/", body | words, follow=True)
    assert "cannot be marked as reviewed or put off" in answer.text
    assert "Called her, no answer." in answer.text
    assert "How is it?" in answer.text
    assert answer.context["review"].case.key == stopped.pk
    assert stopped.flags.open().count() == 2
    assert "Called her" not in as_thea.get("/admin/").text


def test_the_caseload_offers_neither_and_leads_to_the_return(as_thea, stopped):
    said = as_thea.get("/admin/").text
    assert 'value="right"' not in said
    assert 'value="snooze"' not in said
    assert 'value="seen"' in said
    assert page_of(stopped) in said
    assert "Please rest until we have talked." in said


def test_a_problem_that_is_no_stop_is_right_as_it_is(as_thea, ana, enrollment):
    hurt(ana, 6)
    said = as_thea.get("/admin/").text
    assert 'value="right"' in said
    assert page_of(ana) not in said
    as_thea.post(f"/admin/caseload/{ana.pk}/", {"do": "right"})
    assert not ana.flags.open().exists()


def test_the_flags_page_has_no_act_that_ends_a_stop(as_thea, stopped):
    flag = the_stop(stopped)
    chosen = {"action": "delete_selected", "_selected_action": [flag.pk], "post": "yes"}
    as_thea.post("/admin/athletes/flag/", chosen)
    as_thea.post(f"/admin/athletes/flag/{flag.pk}/change/", {"resolved_at_0": "2026-11-02", "resolved_at_1": "12:00"})
    as_thea.post(f"/admin/athletes/flag/{flag.pk}/delete/", {"post": "yes"})
    assert the_stop(stopped).resolved_at is None
    assert f"/{stopped.pk}/change/#stop" in as_thea.get(f"/admin/athletes/flag/{flag.pk}/change/").text


def test_seeing_it_keeps_the_note_and_the_stop(as_thea, stopped):
    for note in ("Called her, no answer.", "Reached her."):
        as_thea.post(f"/admin/caseload/{stopped.pk}/", {"do": "seen", "note": note})
    kept = list(the_stop(stopped).acts.order_by("id").values_list("kind", "note"))
    assert kept == [("acknowledged", "Called her, no answer."), ("noted", "Reached her.")]
    assert the_stop(stopped).resolved_at is None


# -- its signs stand in words ----------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        "/admin/athletes/flag/",
        "/admin/athletes/flag/{flag}/change/",
        "/admin/athletes/athlete/{ana}/change/",
        "/admin/athletes/athlete/{ana}/brief/",
        "/admin/athletes/athlete/{ana}/return-to-training/",
    ],
)
def test_the_signs_stand_in_words_wherever_the_stop_is_shown(as_thea, stopped, address):
    said = as_thea.get(address.format(ana=stopped.pk, flag=the_stop(stopped).pk)).text
    assert NIGHT in said
    assert SPOT in said
    assert "Left shin" in said


def test_pain_over_bone_says_that_it_was_the_reason(as_thea, ana, thea, enrollment):
    PainProfile.objects.create(athlete=ana, region="shin", side="left", tissue=Tissue.BONE, set_by=thea)
    hurt(ana, 2, region="shin")
    assert "Left shin: 2 over bone, where any pain stops training" in as_thea.get("/admin/").text
    assert "2 over bone" in as_thea.get(page_of(ana)).text


# -- the return to training ------------------------------------------------------------------


def test_a_look_says_who_which_signs_and_since_when_and_changes_nothing(as_thea, stopped):
    said = as_thea.get(page_of(stopped)).text
    assert "Ana Silva" in said
    assert "Stopped Mon, Nov 2" in said
    assert "No tenderness on the bone" in said
    assert "Plyometrics stay closed" in said
    stopped.refresh_from_db()
    assert stopped.stopped_at == MONDAY


def test_a_telephone_is_a_link_and_a_missing_one_is_asked_for(as_thea, stopped):
    assert "No phone number on record" in as_thea.get(page_of(stopped)).text
    Athlete.objects.filter(pk=stopped.pk).update(phone="(617) 555-0126")
    assert 'href="tel:6175550126"' in as_thea.get(page_of(stopped)).text


def test_signing_opens_training_and_keeps_who_when_and_what_was_found(as_thea, as_ana, stopped, thea):
    session = stopped.sessions.order_by("planned_on").first()
    assert as_ana.get(f"/session/{session.pk}/").url == "/"
    answer = go_back(as_thea, stopped, found="No tenderness, walks and hops without pain.")
    assert answer.url == f"/admin/athletes/athlete/{stopped.pk}/change/"
    stopped.refresh_from_db()
    assert stopped.stopped_at is None
    act = the_stop(stopped).acts.get()
    assert (act.kind, act.by, act.at) == (FlagAct.Kind.LIFTED, thea, MONDAY + 2 * HOUR)
    assert act.note == "No tenderness, walks and hops without pain."
    assert [flag.kind for flag in stopped.flags.open()] == [FlagKind.PAIN]
    assert as_ana.get(f"/session/{session.pk}/").status_code == 200
    assert "Training is stopped" not in as_ana.get("/").text
    assert act.note in as_thea.get(f"/admin/athletes/flag/{the_stop(stopped).pk}/change/").text


def test_what_is_written_to_the_athlete_is_sent(as_thea, as_ana, stopped):
    go_back(as_thea, stopped, message="Walk 30 min, then 1 min run.")
    assert "Walk 30 min, then 1 min run." in as_ana.get("/messages/").text


def test_it_is_logged_with_the_look_and_the_change(as_thea, stopped, thea):
    go_back(as_thea, stopped)
    assert stopped.pk in AccessLog.objects.filter(actor=thea).latest("at").athletes
    changed = LogEntry.objects.get_for_object(stopped).order_by("-id").first()
    assert changed.actor == thea
    assert "stopped_at" in changed.changes


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"found": "  "}, "Write down what was found"),
        ({"found": "x" * 2001}, "at most 2000"),
        ({"tenderness": ""}, "Answer all five"),
        ({"tests": "not_met"}, "Not everything is met, so nothing is signed"),
        ({"walking": "na"}, "This always applies to a bone"),
        ({"imaging": "na", "why_imaging": "Too soon."}, "This site calls for imaging"),
        ({"factors": "na"}, "Say why it does not apply"),
        ({"from_on": "2026-11-01"}, "Choose a day from today"),
        ({"from_on": ""}, "This field is required"),
        ({"week": "8"}, "Select a valid choice"),
    ],
)
def test_what_may_not_be_signed_is_said_beside_it_and_what_was_typed_stays(as_thea, stopped, values, words):
    answer = go_back(as_thea, stopped, **values | {"message": "Walk first."})
    assert answer.status_code == 422
    assert words in answer.text
    assert "Walk first." in answer.text
    assert the_stop(stopped).resolved_at is None


def test_a_sign_that_came_in_meanwhile_is_read_first_and_what_was_typed_stays(as_thea, stopped):
    shown = the_stop(stopped).pk
    answer_signs(athlete=stopped, region="shin", side="left", signs=["no_four_steps"], at=MONDAY + HOUR)
    cleared = {"cleared_by": "Dr. Ray", "cleared_on": "2026-11-02"}
    known = {"found": "Fine on Monday.", "shown": [shown], "from_on": "2026-11-02", "week": "1"} | MET | cleared
    answer = as_thea.post(page_of(stopped), known)
    assert answer.status_code == 422
    assert "has changed since you opened this page" in answer.text
    assert "I cannot take four steps" in answer.text
    assert "Fine on Monday." in answer.text
    assert stopped.flags.open().filter(kind=FlagKind.STOP).count() == 2
    both = list(stopped.flags.open().filter(kind=FlagKind.STOP).values_list("pk", flat=True))
    as_thea.post(page_of(stopped), known | {"shown": both})
    stopped.refresh_from_db()
    assert stopped.stopped_at is None


def test_a_clinic_admin_sees_the_stop_and_who_may_sign_and_signs_nothing(as_carla, stopped):
    record = as_carla.get(f"/admin/athletes/athlete/{stopped.pk}/change/").text
    assert "Only Thea Lind, or a covering therapist, can sign the return to training." in record
    assert page_of(stopped) not in record
    assert page_of(stopped) not in as_carla.get("/admin/").text
    assert go_back(as_carla, stopped).status_code == 403
    assert the_stop(stopped).resolved_at is None


def test_a_covering_therapist_signs_it(client, stopped, tom):
    let_cover(stopped, tom)
    client.force_login(tom, backend="clinic.sign_in.auth.StaffPasswordBackend")
    assert go_back(client, stopped).status_code == 302
    assert the_stop(stopped).acts.get().by == tom


def test_where_nothing_is_stopped_the_page_says_so(as_thea, ana):
    for answer in (as_thea.get(page_of(ana), follow=True), as_thea.post(page_of(ana), {"found": "x"}, follow=True)):
        assert "Training is not stopped for Ana Silva." in answer.text
    assert not FlagAct.objects.exists()


def test_a_key_that_is_no_key_is_a_stop_that_has_changed(as_thea, stopped):
    assert go_back(as_thea, stopped, shown=["'; --", str(uuid.uuid4())]).status_code == 422
    assert the_stop(stopped).resolved_at is None


def test_a_call_without_its_result_keeps_what_was_typed(as_thea, stopped):
    """Log the call, and the words were gone."""
    typed = {"do": "called", "back": "stop", "problem": "stop", "note": "Mother says she is at the doctor’s."}
    page = as_thea.post(f"/admin/caseload/{stopped.pk}/", typed, follow=True)
    assert "Say whether Ana Silva was reached." in page.text
    assert "Mother says she is at the doctor’s." in page.text
    assert "Mother says" not in as_thea.get(page_of(stopped)).text
