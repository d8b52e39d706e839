"""Which changes are kept with who and when (people, access, library; plans and sets keep their own)."""

from auditlog.registry import auditlog

from athletes.models import (
    Assessment,
    Athlete,
    BillingCode,
    CareContact,
    Cover,
    Enrollment,
    MessageTemplate,
    OutcomeTotal,
    PainProfile,
    PainReport,
    User,
)
from programs.models import Caution, Exercise, FigureCorrection, FigureReview, Threshold


def register() -> None:
    auditlog.register(User, exclude_fields=["password", "last_login"])
    auditlog.register(Athlete, exclude_fields=["reminder_due_at"])
    auditlog.register(Cover)
    auditlog.register(Enrollment)
    auditlog.register(PainReport)
    auditlog.register(PainProfile, exclude_fields=["zone", "judged_on"])
    auditlog.register(Assessment)
    auditlog.register(OutcomeTotal)
    auditlog.register(CareContact)
    auditlog.register(MessageTemplate)
    auditlog.register(BillingCode)
    auditlog.register(Exercise, m2m_fields={"equipment"})
    auditlog.register(Caution)
    auditlog.register(FigureCorrection, exclude_fields=["document"])
    auditlog.register(FigureReview)
    auditlog.register(Threshold)
