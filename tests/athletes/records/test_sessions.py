"""PUT /api/v1/sessions/<uuid>/ and the page without script: the same verb, merged per item."""

from __future__ import annotations

import itertools
import json
import random
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from athletes.models import PainProfile, Session, SessionStatus, SetEdit, SetLog
from athletes.phone.pages.today.morning import mornings_asked
from athletes.records import sessions
from athletes.records.sessions import finish_session
from athletes.records.sets import set_id
from athletes.training.targets import offer
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(first_session, ana) -> Session:
    first_session.athlete = ana
    return first_session


@pytest.fixture
def offered(session) -> dict:
    offered = offer(session)
    return {"targets_id": offered.id, "targets": offered.to_json()}


def put(client: Client, session_id, document) -> dict:
    answer = client.put(f"/api/v1/sessions/{session_id}/", json.dumps(document), content_type="application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()


def item(session, offered, *, place=0, number=1, side=None, rev=1, edit=1, **changes) -> dict:
    entry = offered["targets"][place]
    side = side if side is not None else ("left" if entry["is_unilateral"] else "")
    base = {
        "id": str(set_id(session.pk, entry["prescription"], number, side)),
        "target": entry["prescription"],
        "exercise": entry["exercise"],
        "number": number,
        "side": side,
        "reps": None if entry["reps"] is None else 8,
        "seconds": 30 if entry["reps"] is None else None,
        "load": "24",
        "unit": "kg",
        "rev": rev,
        "edit_id": str(uuid.UUID(int=edit, version=4)),
    }
    return base | changes


def test_the_first_set_opens_the_session_and_freezes_exactly_what_was_offered(as_ana, session, offered):
    answer = put(as_ana, session.pk, offered | {"sets": [item(session, offered)]})
    session.refresh_from_db()
    assert [verdict["verdict"] for verdict in answer["sets"]] == ["applied"]
    assert session.status == SessionStatus.OPEN
    assert session.targets == {"id": offered["targets_id"], "entries": offered["targets"]}


def test_an_offer_counts_even_when_the_plan_was_edited_in_between(as_ana, session, offered):
    session.workout.prescriptions.first().doses.update(sets=9)
    put(as_ana, session.pk, offered | {"sets": [item(session, offered)]})
    session.refresh_from_db()
    assert session.targets["entries"] == offered["targets"]


def test_a_forged_offer_is_replaced_by_the_plan_and_the_set_is_kept(as_ana, session, offered):
    forged = [entry | {"load": "500"} for entry in offered["targets"]]
    answer = put(as_ana, session.pk, offered | {"targets": forged, "sets": [item(session, offered)]})
    session.refresh_from_db()
    assert session.targets["entries"] == offered["targets"]
    assert answer["sets"][0]["verdict"] == "applied"


def test_looking_fixes_nothing(as_ana, session):
    for path in (f"/session/{session.pk}/", "/", "/api/v1/program/", f"/api/v1/sessions/{session.pk}/"):
        assert as_ana.get(path).status_code == 200
    session.refresh_from_db()
    assert (session.status, session.targets, session.opened_at) == (SessionStatus.PLANNED, None, None)


def test_the_same_document_twice_writes_nothing_the_second_time(as_ana, session, offered, django_assert_num_queries):
    header = {"rev": 1, "edit_id": str(uuid.uuid4()), "status": "open", "note": "went well"}
    document = offered | {"header": header, "sets": [item(session, offered), item(session, offered, number=2)]}
    first = put(as_ana, session.pk, document)
    stored = list(SetLog.objects.values()) + list(Session.objects.filter(pk=session.pk).values())
    again = put(as_ana, session.pk, document)
    assert list(SetLog.objects.values()) + list(Session.objects.filter(pk=session.pk).values()) == stored
    assert SetEdit.objects.count() == 0
    assert again["session"] == first["session"]
    assert {verdict["verdict"] for verdict in again["sets"]} == {"duplicate"}
    assert again["header"] == "duplicate"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_in_any_order_the_highest_revision_wins(as_ana, session, offered, order):
    versions = [item(session, offered, rev=rev, edit=rev, reps=reps) for rev, reps in ((1, 5), (2, 6), (3, 7))]
    for place in order:
        put(as_ana, session.pk, offered | {"sets": [versions[place]]})
    assert SetLog.objects.get().reps == 7
    assert {edit.values["amount"] for edit in SetEdit.objects.all()} <= {"24 kg × 5", "24 kg × 6"}


def test_equal_revisions_are_decided_by_the_edit_and_never_by_the_clock(as_ana, session, offered):
    low = item(session, offered, edit=1, reps=5, done_at="2099-01-01T00:00:00Z")
    high = item(session, offered, edit=2, reps=6, done_at="1999-01-01T00:00:00Z")
    for one, other in ((low, high), (high, low)):
        SetLog.objects.all().delete()
        put(as_ana, session.pk, offered | {"sets": [one]})
        put(as_ana, session.pk, offered | {"sets": [other]})
        assert SetLog.objects.get().reps == 6


def test_a_stale_set_says_so_and_stays_readable(as_ana, session, offered):
    put(as_ana, session.pk, offered | {"sets": [item(session, offered, rev=2, edit=2)]})
    answer = put(as_ana, session.pk, offered | {"sets": [item(session, offered, rev=1, reps=3)]})
    assert answer["sets"][0]["verdict"] == "stale"
    edit = SetEdit.objects.get()
    assert (edit.values["amount"], edit.outcome) == ("24 kg × 3", SetEdit.Outcome.LOSING)


def test_one_bad_set_blocks_no_other_and_names_its_fields(as_ana, session, offered):
    bad = item(session, offered, number=2, reps=5000)
    unknown = item(session, offered, number=3, exercise="no-such-exercise")
    answer = put(as_ana, session.pk, offered | {"sets": [item(session, offered), bad, unknown]})
    verdicts = {verdict["id"]: verdict for verdict in answer["sets"]}
    assert verdicts[bad["id"]]["verdict"] == "invalid"
    assert list(verdicts[bad["id"]]["fields"]) == ["reps"]
    assert verdicts[unknown["id"]]["verdict"] == "invalid"
    assert SetLog.objects.count() == 1


def test_an_unknown_id_makes_an_extra_session_outside_the_plan(as_ana, session, ana):
    pk = uuid.uuid4()
    extra = {
        "id": str(uuid.uuid4()),
        "exercise": "split-squat",
        "number": 1,
        "reps": 8,
        "rev": 1,
        "edit_id": str(uuid.uuid4()),
    }
    put(as_ana, pk, {"sets": [extra]})
    made = Session.objects.get(pk=pk)
    assert (made.athlete, made.enrollment, made.sets.count()) == (ana, None, 1)
    assert made not in Session.objects.counted()


def test_an_empty_document_for_an_unknown_id_makes_nothing(as_ana, enrollment):
    answer = as_ana.put(f"/api/v1/sessions/{uuid.uuid4()}/", "{}", content_type="application/json")
    assert answer.status_code == 404


def test_finishing_counts_partial_under_three_quarters_of_the_sets(as_ana, session, offered):
    header = {"rev": 1, "edit_id": str(uuid.uuid4()), "status": "completed", "session_rpe": 6}
    answer = put(as_ana, session.pk, offered | {"header": header, "sets": [item(session, offered)]})
    assert answer["session"]["is_partial"] is True
    rest = [
        item(session, offered, place=place, number=number, side=side)
        for place, entry in enumerate(offered["targets"])
        for number in range(1, entry["sets"] + 1)
        for side in (["left", "right"] if entry["is_unilateral"] else [""])
    ]
    answer = put(as_ana, session.pk, {"sets": rest})
    assert answer["session"]["is_partial"] is False
    assert answer["session"]["status"] == "completed"


def test_effort_is_fixed_a_day_after_the_finish_but_a_note_still_arrives(as_ana, session, offered, time_machine):
    time_machine.move_to("2026-11-02 18:00Z", tick=False)
    header = {"rev": 1, "edit_id": str(uuid.uuid4()), "status": "completed", "session_rpe": 6}
    put(as_ana, session.pk, offered | {"header": header, "sets": [item(session, offered)]})
    time_machine.move_to("2026-11-03 17:59Z", tick=False)
    answer = put(as_ana, session.pk, {"header": header | {"rev": 2, "session_rpe": 7}})
    assert answer["session"]["session_rpe"] == 7
    time_machine.move_to("2026-11-03 18:01Z", tick=False)
    answer = put(as_ana, session.pk, {"header": header | {"rev": 3, "session_rpe": 9, "note": "late"}})
    assert (answer["session"]["session_rpe"], answer["session"]["note"]) == (7, "late")


def test_a_load_in_pounds_comes_back_as_it_was_typed(as_ana, session, offered):
    put(as_ana, session.pk, offered | {"sets": [item(session, offered, load="135", unit="lb")]})
    assert str(SetLog.objects.get().load) == "135lb"
    document = as_ana.get(f"/api/v1/sessions/{session.pk}/").json()
    assert (document["sets"][0]["load"], document["sets"][0]["unit"]) == ("135", "lb")


def test_the_last_load_is_the_next_session_s_start(as_ana, session, offered, enrollment, ana):
    put(as_ana, session.pk, offered | {"sets": [item(session, offered, load="22.5")]})
    later = enrollment.sessions.filter(workout=session.workout).order_by("planned_on")[1]
    later.athlete = ana
    slug = offered["targets"][0]["exercise"]
    assert next(str(target.load) for target in offer(later).targets if target.exercise_slug == slug) == "22.5kg"


def test_twenty_sets_cost_at_most_ten_queries(as_ana, session, offered, django_assert_max_num_queries):
    sets = [
        item(session, offered, place=place % len(offered["targets"]), number=number)
        for place, number in itertools.product(range(len(offered["targets"])), range(1, 5))
    ][:20]
    as_ana.get("/api/v1/me/")  # the session's daily renewal is out of the way
    with django_assert_max_num_queries(13):  # ten, and BEGIN with its savepoints on top
        put(as_ana, session.pk, offered | {"sets": sets})
    assert SetLog.objects.count() == 20


def test_shuffled_duplicated_and_partial_sends_equal_the_in_order_result(as_ana, session, offered):
    dice = random.Random(7)
    versions = [
        item(session, offered, number=number, rev=rev, edit=dice.randrange(99), reps=rev)
        for number in (1, 2, 3)
        for rev in range(1, 6)
    ]
    put(as_ana, session.pk, offered | {"sets": versions})
    expected = {row.pk: (row.rev, row.reps) for row in SetLog.objects.all()}
    SetLog.objects.all().delete()
    sends = [dice.sample(versions, dice.randrange(1, 6)) for _ in range(60)] + [
        versions[-5:],
        versions[:5],
        versions[5:10],
    ]
    dice.shuffle(sends)
    for sets in sends:
        put(as_ana, session.pk, offered | {"sets": sets})
    assert {row.pk: (row.rev, row.reps) for row in SetLog.objects.all()} == expected


# -- what the API refuses --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ('{"sets": [], "sets": []}', 400),
        ('{"sets": [{"reps": NaN}]}', 400),
        ("[" * 40 + "]" * 40, 400),
        ('{"nobody": 1}', 400),
        ('{"sets": {"a": 1}}', 400),
        ('{"header": {"rev": true, "edit_id": "00000000-0000-4000-8000-000000000000"}}', 400),
        ('{"header": {"rev": 1, "edit_id": "00000000-0000-4000-8000-000000000000", "note": "a\\u0000b"}}', 400),
        ('{"header": {"rev": 1, "edit_id": "00000000-0000-4000-8000-000000000000", "note": "\\ud800"}}', 400),
        ('{"header": {"rev": 1, "edit_id": "00000000-0000-4000-8000-000000000000", "session_rpe": 11}}', 400),
        ('{"targets_id": "' + "x" * 300_000 + '"}', 413),
    ],
)
def test_a_hostile_body_is_refused_and_writes_nothing(as_ana, session, body, status):
    answer = as_ana.put(f"/api/v1/sessions/{session.pk}/", body, content_type="application/json")
    assert answer.status_code == status, answer.content
    session.refresh_from_db()
    assert (session.rev, session.targets) == (0, None)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reps", -1), ("reps", 1001), ("reps", 1.5), ("reps", True), ("reps", "٥"), ("load", "-1"), ("load", "1001"),
        ("load", "Infinity"), ("rpe", "7.3"), ("rpe", "11"), ("number", 0), ("side", "up"), ("rev", 0),
        ("exercise", "a\u0000b"), ("seconds", 20), ("done_at", "yesterday"), ("colour", "red"),
    ],
)  # fmt: skip
def test_a_set_with_a_bad_value_is_invalid_and_names_a_field(as_ana, session, offered, field, value):
    if value == "a\u0000b":
        value = "a b"
    answer = put(as_ana, session.pk, offered | {"sets": [item(session, offered, **{field: value})]})
    assert answer["sets"][0]["verdict"] == "invalid"
    assert answer["sets"][0]["fields"]
    assert SetLog.objects.count() == 0


# -- the page without script -----------------------------------------------------------------


def test_a_set_saved_without_script_is_the_same_set(as_ana, session, offered):
    entry = offered["targets"][0]
    side = "left" if entry["is_unilateral"] else ""
    body = {"prescription": entry["prescription"], "number": 1, "side": side, "load": "22,5", "amount": "9"}
    answer = as_ana.post(f"/session/{session.pk}/", body)
    assert answer.status_code == 302
    done = SetLog.objects.get()
    assert (done.pk, done.reps, str(done.load)) == (set_id(session.pk, entry["prescription"], 1, side), 9, "22.5kg")
    as_ana.post(f"/session/{session.pk}/", body | {"amount": "10"})
    done.refresh_from_db()
    assert (done.reps, done.rev) == (10, 2)
    as_ana.post(f"/session/{session.pk}/", body | {"remove": "on"})
    done.refresh_from_db()
    assert done.is_deleted


def test_a_typing_error_keeps_what_was_typed_and_says_why(as_ana, session, offered):
    body = {"prescription": offered["targets"][0]["prescription"], "number": 1, "amount": "many"}
    page = as_ana.post(f"/session/{session.pk}/", body)
    assert page.status_code == 422
    assert "Enter a whole number" in page.content.decode()
    assert 'value="many"' in page.content.decode()
    assert SetLog.objects.count() == 0


def test_finish_stores_effort_and_note_and_can_be_changed(as_ana, session, offered):
    put(as_ana, session.pk, offered | {"sets": [item(session, offered)]})
    assert as_ana.post(f"/session/{session.pk}/finish/", {"session_rpe": "7", "note": "tired"}).status_code == 302
    session.refresh_from_db()
    assert (session.status, session.session_rpe, session.note) == (SessionStatus.COMPLETED, 7, "tired")
    as_ana.post(f"/session/{session.pk}/finish/", {"session_rpe": "6", "note": "tired"})
    session.refresh_from_db()
    assert session.session_rpe == 6


def test_reserve_is_stored_as_the_last_set_s_rpe(as_ana, session, offered):
    place, entry = next((place, entry) for place, entry in enumerate(offered["targets"]) if entry["reps"])
    sides = ["left", "right"] if entry["is_unilateral"] else [""]
    put(
        as_ana,
        session.pk,
        offered | {"sets": [item(session, offered, place=place, number=entry["sets"], side=side) for side in sides]},
    )
    as_ana.post(f"/session/{session.pk}/", {"prescription": entry["prescription"], "reserve": "2"})
    assert {str(done.rpe) for done in SetLog.objects.all()} == {"8.0"}


def test_pain_is_stored_once_per_exercise_and_the_answer_knows_the_limit(as_ana, session, ana):
    path = f"/session/{session.pk}/pain/"
    body = {"exercise": "split-squat", "region": "knee", "side": "left", "score": "2"}
    assert "Noted" in as_ana.post(path, body).content.decode()
    page = as_ana.post(path, body | {"score": "6"}).content.decode()
    assert "over your limit" in page
    report = ana.pain_reports.get()
    assert (report.score, report.place, report.session_id) == (6, "Left knee", session.pk)


# -- found by review -------------------------------------------------------------------------


def test_a_stale_set_brings_the_value_that_won(as_ana, session, offered):
    put(as_ana, session.pk, offered | {"sets": [item(session, offered, rev=4, edit=2, reps=7)]})
    answer = put(as_ana, session.pk, offered | {"sets": [item(session, offered, rev=1, reps=12)]})
    assert (answer["sets"][0]["current"]["reps"], answer["sets"][0]["current"]["rev"]) == (7, 4)


def test_minutes_come_from_the_first_to_the_last_set_whenever_they_arrive(as_ana, session, offered, time_machine):
    time_machine.move_to("2026-11-06 18:00Z", tick=False)
    sets = [
        item(session, offered, number=1, done_at="2026-11-02T14:00:00Z"),
        item(session, offered, number=2, done_at="2026-11-02T14:39:00Z"),
    ]
    header = {"rev": 1, "edit_id": str(uuid.uuid4()), "status": "completed", "session_rpe": 6}
    answer = put(as_ana, session.pk, offered | {"header": header, "sets": sets})
    assert answer["session"]["minutes"] == 39
    assert {str(row.performed_on) for row in SetLog.objects.all()} == {"2026-11-02"}


def test_a_clock_wrong_by_years_is_kept_but_not_believed(as_ana, session, offered, time_machine):
    time_machine.move_to("2026-11-02 18:00Z", tick=False)
    put(as_ana, session.pk, offered | {"sets": [item(session, offered, done_at="1999-01-01T00:00:00Z")]})
    row = SetLog.objects.get()
    assert (row.done_at.year, str(row.performed_on)) == (1999, "2026-11-02")


def test_sets_that_all_fail_leave_no_extra_session_behind(as_ana, enrollment):
    pk = uuid.uuid4()
    bad = {
        "id": str(uuid.uuid4()),
        "exercise": "nothing",
        "number": 1,
        "reps": 8,
        "rev": 1,
        "edit_id": str(uuid.uuid4()),
    }
    assert put(as_ana, pk, {"sets": [bad]})["sets"][0]["verdict"] == "invalid"
    assert not Session.objects.filter(pk=pk).exists()


@pytest.mark.parametrize(("field", "value"), [("amount", "5000"), ("load", "1500")])
def test_without_script_impossible_figures_are_refused_in_words(as_ana, session, offered, field, value):
    entry = offered["targets"][0]
    body = {"prescription": entry["prescription"], "number": 1, "side": "left", "load": "20", "amount": "8"}
    page = as_ana.post(f"/session/{session.pk}/", body | {field: value})
    assert page.status_code == 422
    assert "1,000" in page.content.decode()


def test_the_worst_pain_of_an_exercise_stands_in_the_review(as_ana, as_thea, session, offered):
    put(as_ana, session.pk, offered | {"sets": [item(session, offered)]})
    slug = offered["targets"][0]["exercise"]
    for score, region in ((8, "knee"), (2, "hip")):
        body = {"score": score, "region": region, "session": str(session.pk), "exercise": slug}
        as_ana.put(f"/api/v1/pain-reports/{uuid.uuid4()}/", json.dumps(body), content_type="application/json")
    assert (
        '<span class="over">8</span>' in as_thea.get(f"/admin/athletes/session/{session.pk}/change/").content.decode()
    )


# -- finish ----------------------------------------------------------------------------------


@pytest.fixture
def begun(session, ana) -> Session:
    do(session, ana, MONDAY, finish=False)
    session.refresh_from_db()
    return session


def test_finish_says_how_hard_it_was_and_what_did_not_hurt(begun, ana):
    found = finish_session(
        session=begun, session_rpe=7, note="Fine.", painless=[("knee", "left"), ("heel", "")], at=MONDAY
    )
    assert found.header == "applied"
    begun.refresh_from_db()
    assert (begun.status, begun.session_rpe, begun.note) == (SessionStatus.COMPLETED, 7, "Fine.")
    reports = set(ana.pain_reports.values_list("region", "side", "score", "moment", "session"))
    assert reports == {("knee", "left", 0, "during", begun.pk), ("heel", "", 0, "during", begun.pk)}


def test_finish_again_changes_the_effort_and_repeats_no_report(begun, ana):
    for effort in (7, 5):
        begun.refresh_from_db()
        finish_session(session=begun, session_rpe=effort, note="", painless=[("knee", "left")], at=MONDAY)
    begun.refresh_from_db()
    assert (begun.session_rpe, begun.rev) == (5, 2)
    assert ana.pain_reports.count() == 1


def test_finish_is_all_or_nothing(begun, ana, monkeypatch):
    def fails(*_args, **_kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(sessions, "evaluate", fails)
    with pytest.raises(RuntimeError):
        finish_session(session=begun, session_rpe=7, note="", painless=[("knee", "left")], at=MONDAY)
    begun.refresh_from_db()
    assert begun.status == SessionStatus.OPEN
    assert not ana.pain_reports.exists()


# -- trained in the evening, sent the next morning -----------------------------------------------


@pytest.fixture
def overnight(as_ana, session, offered, time_machine):
    """Monday at six in the evening in a basement without a connection; sent on Tuesday at twenty past seven."""
    evening = datetime(2026, 11, 2, 23, 0, tzinfo=UTC)  # 18:00 in New York
    time_machine.move_to(datetime(2026, 11, 3, 12, 20, tzinfo=UTC), tick=False)
    sets = [
        item(session, offered, number=number, done_at=(evening + number * timedelta(minutes=3)).isoformat())
        for number in (1, 2, 3)
    ]
    end = {
        "rev": 1, "edit_id": str(uuid.uuid4()), "status": "completed", "session_rpe": 6,
        "done_at": (evening + timedelta(minutes=40)).isoformat(),
    }  # fmt: skip
    put(as_ana, session.pk, offered | {"sets": sets, "header": end})
    session.refresh_from_db()
    return session


def test_it_began_and_ended_when_it_was_done_and_arrived_later(overnight):
    assert overnight.opened_at == datetime(2026, 11, 2, 23, 3, tzinfo=UTC)
    assert overnight.finished_at == datetime(2026, 11, 2, 23, 40, tzinfo=UTC)
    assert overnight.received_at == datetime(2026, 11, 3, 12, 20, tzinfo=UTC)
    assert overnight.planned_on == overnight.athlete.today(overnight.finished_at)


def test_the_morning_after_it_was_done_is_asked_about_it(overnight, ana):
    """It was asked a day late: the session counted as Tuesday's."""
    PainProfile.objects.create(athlete=ana, region="knee", side="left", set_by=ana.therapist)
    (asked,) = mornings_asked(ana, overnight.received_at)
    assert asked.session == overnight
    assert mornings_asked(ana, overnight.received_at + timedelta(days=1)) == []


def test_pain_that_was_felt_in_it_is_pain_of_the_evening(overnight, as_ana, ana):
    report = {
        "score": 4, "region": "knee", "side": "left", "session": str(overnight.pk),
        "felt_at": "2026-11-02T18:20:00-05:00",
    }  # fmt: skip
    path = f"/api/v1/pain-reports/{uuid.uuid4()}/"
    assert as_ana.put(path, json.dumps(report), content_type="application/json").status_code == 200
    stored = ana.pain_reports.get()
    assert (str(stored.reported_on), stored.felt_at.hour) == ("2026-11-02", 23)
    assert stored.reported_at == overnight.received_at


def test_a_session_of_its_own_is_of_the_day_it_was_done(as_ana, ana, session, offered, time_machine):
    time_machine.move_to(datetime(2026, 11, 3, 12, 20, tzinfo=UTC), tick=False)
    new = uuid.uuid4()
    done = item(session, offered, id=str(uuid.uuid4()), target=None, done_at="2026-11-02T18:00:00-05:00")
    put(as_ana, new, {"sets": [done]})
    assert str(Session.objects.get(pk=new).planned_on) == "2026-11-02"
