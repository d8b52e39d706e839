"""People and what they do. All personal health data is in this package."""

from .changes import SessionChange
from .check_ins import CheckIn, HowMuch
from .clearance import Assessment, AssessmentKind, Clearance, PlyometricStep
from .discovery_calls import CallState, DiscoveryCall
from .flags import Flag, FlagAct, FlagKind, Suggestion, SuggestionState
from .mail import Barrier, BarrierKind, LoopBeat, Mail, MailKind, MailState
from .messages import Message
from .pain import ZONES, Moment, PainProfile, PainReport, PainScreen, Region
from .people import Athlete, Role, User, Weekday
from .runs import RUN_KINDS, Run, RunKind, RunSource, UsualRunDay
from .training import Enrollment, EnrollmentStatus, Excuse, Session, SessionStatus, SetEdit, SetLog, Side, Swap

__all__ = [
    "RUN_KINDS",
    "ZONES",
    "Assessment",
    "AssessmentKind",
    "Athlete",
    "Barrier",
    "BarrierKind",
    "CallState",
    "CheckIn",
    "Clearance",
    "DiscoveryCall",
    "Enrollment",
    "EnrollmentStatus",
    "Excuse",
    "Flag",
    "FlagAct",
    "FlagKind",
    "HowMuch",
    "LoopBeat",
    "Mail",
    "MailKind",
    "MailState",
    "Message",
    "Moment",
    "PainProfile",
    "PainReport",
    "PainScreen",
    "PlyometricStep",
    "Region",
    "Role",
    "Run",
    "RunKind",
    "RunSource",
    "Session",
    "SessionChange",
    "SessionStatus",
    "SetEdit",
    "SetLog",
    "Side",
    "Suggestion",
    "SuggestionState",
    "Swap",
    "User",
    "UsualRunDay",
    "Weekday",
]
