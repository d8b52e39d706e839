"""What another system reads in FHIR: resources that a library of the standard accepts, of whom the owner sees."""

from __future__ import annotations

import uuid
from datetime import date
from decimal import Decimal
from importlib import import_module

import pytest
from django.test import Client

from athletes.access.scopes import EVERY_RESOURCE, Scope
from athletes.models import Assessment, OutcomeTotal
from athletes.records.pain import report_pain
from athletes.records.runs import RunItem, record_run
from clinic.models import AccessLog
from clinic.tokens.making import make_token
from programs.rules.distance import Distance
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def accepted(document: dict) -> dict:
    """The document, after the library of R4B has read it and written the same."""
    kind = document["resourceType"]
    model = getattr(import_module(f"fhir.resources.R4B.{kind.lower()}"), kind)
    model.model_validate(document)
    return document


def read(client, path: str) -> dict:
    answer = client.get(f"/fhir/{path}")
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "application/fhir+json"
    return accepted(answer.json())


def resources(bundle: dict, kind: str = "") -> list[dict]:
    found = [entry["resource"] for entry in bundle.get("entry", [])]
    return [accepted(resource) for resource in found if kind in ("", resource["resourceType"])]


@pytest.fixture
def record(ana, thea, enrollment, first_session):
    """Ana with one of everything that becomes an Observation."""
    do(first_session, ana, MONDAY)
    report_pain(
        athlete=ana, report_id=uuid.UUID(int=7), score=4, region="knee", side="left", session=first_session, at=MONDAY
    )
    run = RunItem("easy", MONDAY.date(), 1, uuid.UUID(int=8), minutes=40, distance=Distance(Decimal(5), "mi"))
    record_run(athlete=ana, run_id=uuid.UUID(int=9), item=run, at=MONDAY)
    OutcomeTotal.objects.create(
        athlete=ana, measure="visa_a", side="left", total=Decimal("71.5"), taken_on=MONDAY.date(), entered_at=MONDAY
    )
    Assessment.objects.create(athlete=ana, kind="heel_raise", left=20, right=24, tested_on=MONDAY.date())
    ana.born_on = date(1990, 5, 1)
    ana.phone = "+1 617 867 5309"
    ana.save()
    return ana


def test_what_the_server_can_is_said_to_everybody_and_is_valid():
    said = read(Client(), "metadata")
    assert said["fhirVersion"] == "4.3.0"
    (rest,) = said["rest"]
    assert [each["type"] for each in rest["resource"]] == ["Patient", "CarePlan", "ServiceRequest", "Observation"]


def test_everything_of_one_athlete_is_one_valid_bundle(as_thea, record, enrollment):
    bundle = read(as_thea, f"Patient/{record.pk}/$everything")
    assert bundle["total"] == len(resources(bundle))
    (patient,) = resources(bundle, "Patient")
    assert patient["name"][0]["text"] == "Ana Silva"
    assert patient["birthDate"] == "1990-05-01"
    assert "gender" not in patient
    (plan,) = resources(bundle, "CarePlan")
    assert (plan["status"], plan["period"]["start"]) == ("active", "2026-11-02")
    requests = resources(bundle, "ServiceRequest")
    assert {request["basedOn"][0]["reference"] for request in requests} == {f"CarePlan/{enrollment.pk}"}
    assert all(request["note"][0]["text"].startswith("Week ") for request in requests)
    assert {request["category"][0]["coding"][0]["code"] for request in requests} == {"229065009"}
    (test,) = [resource for resource in resources(bundle, "Observation") if resource["id"].startswith("test-")]
    assert [leg["code"]["coding"][0]["code"] for leg in test["component"]] == ["7771000", "24028007"]
    kinds = {resource["id"].partition("-")[0] for resource in resources(bundle, "Observation")}
    assert kinds == {"pain", "effort", "minutes", "run", "outcome", "test"}
    assert AccessLog.objects.about(record.pk).latest("id").action == "GET fhir_everything"


def test_pain_is_a_numeric_rating_with_its_place_and_its_moment(as_thea, record):
    found = read(as_thea, f"Observation/pain-{uuid.UUID(int=7)}")
    assert found["code"]["coding"][0]["code"] == "72514-3"
    assert found["valueQuantity"]["value"] == 4
    assert found["valueQuantity"]["code"] == "{score}"
    assert found["bodySite"]["text"] == "Left knee"
    assert [coding["code"] for coding in found["bodySite"]["coding"]] == ["72696002", "site-knee"]
    assert found["component"][0]["valueCodeableConcept"]["text"] == "During"


def test_a_run_has_its_minutes_and_its_kilometers(as_thea, record):
    found = read(as_thea, f"Observation/run-{uuid.UUID(int=9)}")
    amounts = {part["valueQuantity"]["code"]: part["valueQuantity"]["value"] for part in found["component"]}
    assert amounts == {"min": 40, "km": pytest.approx(8.0467, abs=0.001)}


def test_each_resource_of_the_bundle_is_read_by_its_own_address_and_by_no_stranger(as_thea, as_tom, record):
    bundle = read(as_thea, f"Patient/{record.pk}/$everything")
    alone = {}
    for resource in resources(bundle):
        alone.setdefault((resource["resourceType"], resource["id"].partition("-")[0]), resource)
    for resource in alone.values():
        address = f"{resource['resourceType']}/{resource['id']}"
        assert read(as_thea, address) == resource
        assert (address, as_tom.get(f"/fhir/{address}").status_code) == (address, 404)
    assert len(alone) == 9


def test_a_search_names_its_patient_and_an_observation_its_category(as_thea, record):
    everything = read(as_thea, f"Observation?patient={record.pk}")
    surveys = read(as_thea, f"Observation?patient=Patient/{record.pk}&category=survey")
    assert everything["total"] == 6
    assert {resource["id"].partition("-")[0] for resource in resources(surveys)} == {"pain", "outcome"}
    assert read(as_thea, f"CarePlan?patient={record.pk}")["total"] == 1
    assert read(as_thea, f"ServiceRequest?patient={record.pk}")["total"] > 5
    assert read(as_thea, f"Patient?_id={record.pk}")["total"] == 1
    assert read(as_thea, "Patient?_id=x")["total"] == 0


def test_a_pause_is_on_hold_and_what_has_ended_is_completed(as_thea, enrollment):
    enrollment.paused_until = date(2026, 11, 9)
    enrollment.save()
    assert read(as_thea, f"CarePlan/{enrollment.pk}")["status"] == "on-hold"
    enrollment.status = "finished"
    enrollment.save()
    assert read(as_thea, f"CarePlan/{enrollment.pk}")["status"] == "completed"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("Patient/999999", 404, "not-found"),
        ("Observation/pain-x", 404, "not-found"),
        ("Observation/mood-1", 404, "not-found"),
        ("Observation/outcome-" + "9" * 30, 404, "not-found"),
        ("Observation", 400, "invalid"),
        ("Observation?patient=Ana", 400, "invalid"),
        ("Patient?name=Ana", 400, "invalid"),
        ("Medication", 404, "not-found"),
    ],
)
def test_a_refusal_is_an_operation_outcome(as_thea, record, path, status, code):
    answer = as_thea.get(f"/fhir/{path}")
    assert answer.status_code == status
    assert accepted(answer.json())["issue"][0]["code"] == code
    assert answer.headers["Content-Type"] == "application/fhir+json"


def asked_with(owner, scopes, path: str):
    """What a program gets that shows a token of its owner with these scopes."""
    text = make_token(owner=owner, by=owner, name="EHR", scopes=scopes, days=30, at=MONDAY)[1]
    return Client().get(f"/fhir/{path}", headers={"Authorization": f"Bearer {text}"})


@pytest.mark.parametrize("scope", EVERY_RESOURCE)
def test_a_scope_opens_its_resource_and_no_other(thea, tom, record, scope):
    for other in EVERY_RESOURCE:
        resource = other.removeprefix("user/").removesuffix(".rs")
        whose = "_id" if resource == "Patient" else "patient"
        answer = asked_with(thea, [scope], f"{resource}?{whose}={record.pk}")
        assert (other, answer.status_code) == (other, 200 if other == scope else 403)
        accepted(answer.json())
    assert asked_with(tom, [scope], f"CarePlan?patient={record.pk}").status_code in (403, 404)
    assert Client().get("/fhir/Patient").status_code == 401


def test_a_token_reads_what_its_owner_sees(thea, tom, record):
    assert asked_with(thea, [Scope.FHIR_PATIENT], f"Patient/{record.pk}").status_code == 200
    assert asked_with(tom, [Scope.FHIR_PATIENT], f"Patient/{record.pk}").status_code == 404


@pytest.mark.parametrize("missing", EVERY_RESOURCE)
def test_everything_asks_for_the_scope_of_each_resource(thea, record, missing):
    path = f"Patient/{record.pk}/$everything"
    refused = asked_with(thea, [scope for scope in EVERY_RESOURCE if scope != missing], path)
    assert refused.status_code == 403
    assert missing in accepted(refused.json())["issue"][0]["diagnostics"]
    assert asked_with(thea, EVERY_RESOURCE, path).status_code == 200


def test_more_sessions_cost_no_more_queries(as_thea, record, django_assert_max_num_queries):
    with django_assert_max_num_queries(24):
        as_thea.get(f"/fhir/Patient/{record.pk}/$everything")
