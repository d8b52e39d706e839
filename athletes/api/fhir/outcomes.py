"""Why something was refused, as FHIR says it: an OperationOutcome."""

from __future__ import annotations

from typing import Any

MEDIA_TYPE = "application/fhir+json"
#: The issue type of a status; anything else is a fault of ours.
ISSUES = {
    400: "invalid",
    401: "login",
    403: "forbidden",
    404: "not-found",
    405: "not-supported",
    406: "not-supported",
    429: "throttled",
    503: "transient",
}


def outcome(status: int, detail: str) -> dict[str, Any]:
    issue = {"severity": "error", "code": ISSUES.get(status, "exception"), "diagnostics": detail}
    return {"resourceType": "OperationOutcome", "issue": [issue]}
