"""The therapist's desk: people, programs, enrollments, sessions, runs, check-ins, pain, flags, mail and calls."""

from .athletes import AthleteAdmin
from .clinic.billing import BillingCodeAdmin
from .clinic.erasures import ErasureAdmin
from .clinic.message_templates import MessageTemplateAdmin
from .discovery_calls import DiscoveryCallAdmin
from .enrollments import EnrollmentAdmin
from .flags import FlagAdmin
from .mail import MailAdmin
from .programs import ProgramAdmin
from .runs import CheckInAdmin, RunAdmin
from .training import PainReportAdmin, SessionAdmin
from .users import UserAdmin

__all__ = [
    "AthleteAdmin",
    "BillingCodeAdmin",
    "CheckInAdmin",
    "DiscoveryCallAdmin",
    "EnrollmentAdmin",
    "ErasureAdmin",
    "FlagAdmin",
    "MailAdmin",
    "MessageTemplateAdmin",
    "PainReportAdmin",
    "ProgramAdmin",
    "RunAdmin",
    "SessionAdmin",
    "UserAdmin",
]
