"""The therapist's desk: people, programs, enrollments, sessions, runs, check-ins, pain, flags, mail and calls."""

from .athletes import AthleteAdmin
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
