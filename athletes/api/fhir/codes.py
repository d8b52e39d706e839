"""Every code that a resource carries, in one table; ``docs/fhir.md`` is its page, and a test compares the two.

LOINC and UCUM are free for everybody. SNOMED CT is not outside its member countries, so body sites and what only this
clinic measures have codes of the clinic's own, with their words beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"
PLAN_CATEGORIES = "http://hl7.org/fhir/us/core/CodeSystem/careplan-category"
OWN = f"{settings.SITE_URL}/fhir/CodeSystem/stridewell"


@dataclass(frozen=True, slots=True)
class Code:
    system: str
    code: str
    display: str

    def concept(self, text: str = "") -> dict[str, Any]:
        """A CodeableConcept. text -- in the clinic's words, where they say more"""
        coding = {"system": self.system, "code": self.code, "display": self.display}
        return {"coding": [coding], "text": text or self.display}


PAIN = Code(LOINC, "72514-3", "Pain severity - 0-10 verbal numeric rating [Score] - Reported")
DURATION = Code(LOINC, "55411-3", "Exercise duration")
SESSION_RPE = Code(OWN, "session-rpe", "Session RPE, 0 to 10")
DISTANCE = Code(OWN, "run-distance", "Distance run")
PAIN_MOMENT = Code(OWN, "pain-moment", "When the pain was felt")
ACTIVITY = Code(CATEGORIES, "activity", "Activity")
SURVEY = Code(CATEGORIES, "survey", "Survey")
EXAM = Code(CATEGORIES, "exam", "Exam")
ASSESS_PLAN = Code(PLAN_CATEGORIES, "assess-plan", "Assessment and Plan of Treatment")
#: By our unit: UCUM's code, and how it is written.
UNITS = {"score": ("{score}", "score"), "minutes": ("min", "min"), "km": ("km", "km"), "count": ("1", "count")}
CODES = (PAIN, DURATION, SESSION_RPE, DISTANCE, PAIN_MOMENT, ACTIVITY, SURVEY, EXAM, ASSESS_PLAN)


def own_code(code: str, display: str) -> Code:
    """What only this clinic names: an exercise, a test, a questionnaire, a place of the body."""
    return Code(OWN, code, display)


def quantity(value: float, unit: str) -> dict[str, Any]:
    """A Quantity with its UCUM code. unit -- of ``UNITS``"""
    code, written = UNITS[unit]
    return {"value": value, "unit": written, "system": UCUM, "code": code}
