"""The API's documents: what is read from a phone and what is refused, field by field."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal

import pytest

from athletes.models import Session, SetLog
from athletes.phone.serializers import (
    CheckInSerializer,
    DocumentSerializer,
    HeaderSerializer,
    PainSerializer,
    RunSerializer,
    SetSerializer,
    SwapSerializer,
    session_document,
    set_values,
    split_sets,
)
from athletes.records.runs import WorstPain
from athletes.training.target import Target
from athletes.training.targets import Offer, freeze
from programs.rules.distance import Distance
from programs.rules.prescription.dose import Load

EDIT = str(uuid.UUID(int=7, version=4))
SET = {"id": EDIT, "target": 31, "exercise": "split-squat", "number": 1, "reps": 8, "rev": 1, "edit_id": EDIT}
RUN = {"kind": "easy", "ran_on": "2026-11-02", "minutes": 41, "rev": 1, "edit_id": EDIT}
WEEK = {"week": "2026-W45", "changed": 0, "rev": 1, "edit_id": EDIT}


def errors(kind, data) -> set[str]:
    serializer = kind(data=data)
    assert not serializer.is_valid()
    return set(serializer.errors)


def read(kind, data):
    serializer = kind(data=data)
    assert serializer.is_valid(), serializer.errors
    return serializer


# -- every document --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (SetSerializer, SET),
        (HeaderSerializer, {"rev": 1, "edit_id": EDIT}),
        (SwapSerializer, {"target": 1, "reason": "hurts", "rev": 1, "edit_id": EDIT}),
        (DocumentSerializer, {}),
        (RunSerializer, RUN),
        (CheckInSerializer, WEEK),
        (PainSerializer, {"score": 3, "region": "knee"}),
    ],
)
def test_a_key_that_nobody_knows_is_named_and_not_dropped(kind, data):
    read(kind, data)
    assert errors(kind, data | {"colour": "red"}) == {"colour"}


@pytest.mark.parametrize("rev", [True, "1", 1.5, 0, -1, 2**31, None])
def test_a_revision_is_a_whole_json_number_with_room_above_it(rev):
    assert errors(SetSerializer, SET | {"rev": rev}) == {"rev"}


# -- sets ------------------------------------------------------------------------------------


def test_a_set_is_read_with_its_load_as_it_was_typed():
    (item,), refused = split_sets([SET | {"load": "52.50", "unit": "lb", "rpe": "7.5", "side": "left"}])
    assert refused == []
    assert (item.prescription_id, item.load, item.rpe) == (31, Load(Decimal("52.50"), "lb"), Decimal("7.5"))
    assert (item.side, item.reps, item.seconds, item.is_deleted) == ("left", 8, None, False)


def test_an_extra_set_answers_no_target_and_one_without_a_load_has_none():
    (item,), _refused = split_sets([{key: value for key, value in SET.items() if key != "target"}])
    assert (item.prescription_id, item.load) == (None, None)


@pytest.mark.parametrize(("reps", "seconds"), [(None, None), (8, 30)])
def test_a_set_has_repetitions_or_seconds_and_not_both(reps, seconds):
    assert errors(SetSerializer, SET | {"reps": reps, "seconds": seconds}) == {"reps"}


@pytest.mark.parametrize(("load", "unit"), [("1001", "kg"), ("2205", "lb"), ("-1", "kg"), ("NaN", "kg")])
def test_a_load_is_up_to_a_thousand_kilograms_in_either_unit(load, unit):
    assert errors(SetSerializer, SET | {"load": load, "unit": unit}) == {"load"}
    read(SetSerializer, SET | {"load": "2204", "unit": "lb"})


@pytest.mark.parametrize("rpe", ["7.3", "0.5", "10.5", "٧"])
def test_effort_goes_from_one_to_ten_in_halves(rpe):
    assert errors(SetSerializer, SET | {"rpe": rpe}) == {"rpe"}


@pytest.mark.parametrize(
    ("clock", "year"), [("2026-11-02T09:00:00Z", 2026), ("1999-06-01T00:00:00Z", 1999), ("1900-01-01T00:00:00Z", None)]
)
def test_a_wrong_clock_is_kept_and_an_impossible_one_is_dropped(clock, year):
    done_at = read(SetSerializer, SET | {"done_at": clock}).validated_data["done_at"]
    assert (done_at and done_at.year) == year


def test_a_bad_set_blocks_no_other_and_names_its_fields():
    items, refused = split_sets([SET | {"reps": -1}, SET | {"number": 2}, {"id": "nonsense"}])
    assert [item.number for item in items] == [2]
    assert [document["id"] for document in refused] == [EDIT, "nonsense"]
    assert {document["verdict"] for document in refused} == {"invalid"}
    assert set(refused[0]["fields"]) == {"reps"}


def test_what_was_done_is_told_as_it_was_typed():
    row = SetLog(reps=8, load_kg=Decimal("23.8136"), load_unit="lb", rpe=Decimal("7.5"), rev=2, edit_id=EDIT)
    values = set_values(row)
    assert (values["load"], values["unit"], values["rpe"], values["rev"]) == ("52.5", "lb", "7.5", 2)
    bare = set_values(SetLog(seconds=30, edit_id=EDIT))
    assert (bare["load"], bare["reps"], bare["seconds"], bare["rpe"]) == (None, None, 30, None)


# -- the session -----------------------------------------------------------------------------

PLANK = Target(prescription_id=31, exercise_slug="plank", exercise_name="Plank", sets=3, seconds=30)


def test_a_document_carries_the_offer_header_and_swaps_that_the_phone_had():
    serializer = read(
        DocumentSerializer,
        {
            "targets_id": "abc",
            "targets": [PLANK.to_json()],
            "header": {"rev": 2, "edit_id": EDIT, "status": "completed", "session_rpe": 6},
            "swaps": [{"target": 31, "reason": "hurts", "instead": "side-plank", "rev": 1, "edit_id": EDIT}],
        },
    )
    document = serializer.document([])
    assert document.offer == Offer("abc", [PLANK])
    assert (document.header.rev, document.header.status, document.header.session_rpe) == (2, "completed", 6)
    (swap,) = document.swaps
    assert (swap.prescription_id, swap.instead, swap.is_withdrawn) == (31, "side-plank", False)


@pytest.mark.parametrize("targets", [None, [{"sets": 3}], [PLANK.to_json() | {"reps": ["NaN", 8]}]])
def test_an_offer_that_cannot_be_read_is_none_and_blocks_nothing(targets):
    document = read(DocumentSerializer, {"targets_id": "abc", "targets": targets, "sets": [SET]}).document([])
    assert (document.offer, document.header) == (None, None)


def test_a_session_tells_the_offer_that_it_was_begun_with():
    session = Session(planned_on=date(2026, 11, 2))
    assert session_document(session)["targets_id"] is None
    freeze(session, Offer("abc", [PLANK]))
    assert session_document(session)["targets_id"] == "abc"


# -- runs and weeks --------------------------------------------------------------------------


def test_a_run_is_read_with_its_distance_as_it_was_typed_and_its_worst_pain():
    pain = {"score": 4, "region": "knee", "side": "left"}
    item = read(RunSerializer, RUN | {"distance": "6.2", "unit": "mi", "pain": pain}).item()
    assert (item.distance, item.minutes) == (Distance(Decimal("6.2"), "mi"), 41)
    assert item.pain == WorstPain(4, "knee", "left")


def test_a_run_needs_minutes_or_a_distance_of_at_most_five_hundred_kilometers():
    assert errors(RunSerializer, RUN | {"minutes": None}) == {"minutes"}
    assert errors(RunSerializer, RUN | {"distance": "311", "unit": "mi"}) == {"distance"}
    assert read(RunSerializer, RUN | {"minutes": None, "distance": 8}).item().pain is None


@pytest.mark.parametrize("day", ["1999-12-31", "3000-01-01", "02.11.2026", "٢٠٢٦-11-02", 20261102, None])
def test_a_day_is_one_of_the_calendar(day):
    assert errors(RunSerializer, RUN | {"ran_on": day}) == {"ran_on"}


@pytest.mark.parametrize("week", ["2026-45", "2026-W٤٥", "W45", ""])
def test_a_week_is_written_as_iso_writes_it(week):
    assert errors(CheckInSerializer, WEEK | {"week": week}) == {"week"}
