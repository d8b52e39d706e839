"""Every code that a resource carries, in one table; ``docs/fhir.md`` is its page, and a test compares the two.

LOINC and UCUM are free for everybody, and so are names and numbers of SNOMED CT (the Global Patient Set). A place of
the body has SNOMED's code where that means the same place; what only this clinic measures has a code of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from athletes.models import Side
from athletes.models.pain import Region

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
CATEGORIES = "http://terminology.hl7.org/CodeSystem/observation-category"
PLAN_CATEGORIES = "http://hl7.org/fhir/us/core/CodeSystem/careplan-category"
OWN = f"{settings.SITE_URL}/fhir/CodeSystem/stridewell"


@dataclass(frozen=True, slots=True)
class Code:
    system: str
    code: str
    display: str

    def concept(self, text: str = "", *, also: Code | None = None) -> dict[str, Any]:
        """A CodeableConcept. text -- in the clinic's words, where they say more; also -- the same in a standard"""
        codings = [self.coding()]
        if also is not None:
            codings.insert(0, also.coding())
        return {"coding": codings, "text": text or self.display}

    def coding(self) -> dict[str, str]:
        return {"system": self.system, "code": self.code, "display": self.display}


PAIN = Code(LOINC, "72514-3", "Pain severity - 0-10 verbal numeric rating [Score] - Reported")
DURATION = Code(LOINC, "55411-3", "Exercise duration")
SESSION_RPE = Code(OWN, "session-rpe", "Session RPE, 0 to 10")
DISTANCE = Code(OWN, "run-distance", "Distance run")
PAIN_MOMENT = Code(OWN, "pain-moment", "When the pain was felt")
ACTIVITY = Code(CATEGORIES, "activity", "Activity")
SURVEY = Code(CATEGORIES, "survey", "Survey")
EXAM = Code(CATEGORIES, "exam", "Exam")
ASSESS_PLAN = Code(PLAN_CATEGORIES, "assess-plan", "Assessment and Plan of Treatment")
EXERCISE_THERAPY = Code(SNOMED, "229065009", "Exercise therapy")
#: A place of the body by our region: those that SNOMED has a code for which means no less and no more.
SITES = {
    Region.KNEE: Code(SNOMED, "72696002", "Knee region structure"),
    Region.ANKLE: Code(SNOMED, "344001", "Ankle region structure"),
    Region.FOOT: Code(SNOMED, "56459004", "Foot structure"),
    Region.HEEL: Code(SNOMED, "76853006", "Heel structure"),
    Region.CALF: Code(SNOMED, "53840002", "Structure of calf of leg"),
    Region.GROIN: Code(SNOMED, "26893007", "Inguinal region structure"),
}
SIDES = {Side.LEFT: Code(SNOMED, "7771000", "Left"), Side.RIGHT: Code(SNOMED, "24028007", "Right")}
#: By our unit: UCUM's code, and how it is written.
UNITS = {"score": ("{score}", "score"), "minutes": ("min", "min"), "km": ("km", "km"), "count": ("1", "count")}
CODES = (
    PAIN, DURATION, EXERCISE_THERAPY, *SITES.values(), *SIDES.values(), SESSION_RPE, DISTANCE, PAIN_MOMENT, ACTIVITY,
    SURVEY, EXAM, ASSESS_PLAN,
)  # fmt: skip


def own_code(code: str, display: str) -> Code:
    """What only this clinic names: an exercise, a test, a questionnaire, a place of the body."""
    return Code(OWN, code, display)


def quantity(value: float, unit: str) -> dict[str, Any]:
    """A Quantity with its UCUM code. unit -- of ``UNITS``"""
    code, written = UNITS[unit]
    return {"value": value, "unit": written, "system": UCUM, "code": code}
