"""The therapist's desk: people, programs, enrollments, sessions, runs, check-ins, pain, flags, mail and calls."""

from .discovery_calls import DiscoveryCallAdmin
from .enrollments import EnrollmentAdmin
from .flags import FlagAdmin
from .mail import MailAdmin
from .people import AthleteAdmin, UserAdmin
from .programs import ProgramAdmin
from .runs import CheckInAdmin, RunAdmin
from .training import PainReportAdmin, SessionAdmin

__all__ = [
    "AthleteAdmin",
    "CheckInAdmin",
    "DiscoveryCallAdmin",
    "EnrollmentAdmin",
    "FlagAdmin",
    "MailAdmin",
    "PainReportAdmin",
    "ProgramAdmin",
    "RunAdmin",
    "SessionAdmin",
    "UserAdmin",
]
