"""What this server does of FHIR: read and search, of four resources, and everything of one patient."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from athletes.access.scopes import EVERY_RESOURCE

from .outcomes import MEDIA_TYPE

FHIR_VERSION = "4.3.0"
#: When this page last said something else.
CHANGED_ON = "2026-11-29"
#: By resource: what it is searched by.
SEARCHED_BY = {
    "Patient": {"_id": "token"},
    "CarePlan": {"patient": "reference"},
    "ServiceRequest": {"patient": "reference"},
    "Observation": {"patient": "reference", "category": "token"},
}
EVERYTHING = "http://hl7.org/fhir/OperationDefinition/Patient-everything"


def capability_statement() -> dict[str, Any]:
    security = {
        "cors": False,
        "description": "Bearer tokens that clinic staff make in the admin, with a scope for each resource "
        f"({', '.join(EVERY_RESOURCE)}). They show the caseload of their owner, and nothing else.",
    }
    rest = {"mode": "server", "security": security, "resource": list(map(_resource, SEARCHED_BY))}
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": CHANGED_ON,
        "kind": "instance",
        "software": {"name": "Stridewell", "version": settings.RELEASE},
        "implementation": {"description": settings.CLINIC["name"], "url": f"{settings.SITE_URL}/fhir"},
        "fhirVersion": FHIR_VERSION,
        "format": [MEDIA_TYPE, "json"],
        "rest": [rest],
    }


def _resource(name: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "type": name,
        "interaction": [{"code": "read"}, {"code": "search-type"}],
        "searchParam": [{"name": parameter, "type": kind} for parameter, kind in SEARCHED_BY[name].items()],
    }
    if name == "Patient":
        found["operation"] = [{"name": "everything", "definition": EVERYTHING}]
    return found
