"""People and what they do. All personal health data is in this package."""

from .assessments import Assessment, AssessmentKind, OutcomeMeasure, OutcomeTotal
from .athletes import Athlete, AthleteImport, Weekday
from .care.billing import BillingCode
from .care.contacts import CareContact, ContactKind, ContactResult
from .care.covers import Cover
from .care.leaving import ArchiveReason, Erasure, ErasureReason
from .care.message_templates import MessageTemplate
from .care.transfers import CareTransfer
from .check_ins import Barrier, BarrierKind, CheckIn, HowMuch
from .clearance import Clearance, Criterion, CriterionAnswer, PlyometricStep, RaceAnswer, ReturnToTraining
from .discovery_calls import CallState, DiscoveryCall
from .enrollments import Enrollment, EnrollmentStatus
from .flags import Flag, FlagAct, FlagKind
from .mail import Delivery, LoopBeat, Mail, MailChannel, MailEvent, MailKind, MailReason, MailState, PushDevice
from .messages import CareNote, CareReview, Message
from .pain import ZONES, KeptPlan, Moment, PainProfile, PainReport, PainScreen, Region
from .runs import RUN_KINDS, Run, RunKind, RunSource, UsualRunDay
from .sessions import Excuse, Session, SessionChange, SessionStatus, Swap
from .set_logs import ExerciseNote, SetEdit, SetLog, Side
from .suggestions import Suggestion, SuggestionState
from .users import Role, User

__all__ = [
    "RUN_KINDS",
    "ZONES",
    "ArchiveReason",
    "Assessment",
    "AssessmentKind",
    "Athlete",
    "AthleteImport",
    "Barrier",
    "BarrierKind",
    "BillingCode",
    "CallState",
    "CareContact",
    "CareNote",
    "CareReview",
    "CareTransfer",
    "CheckIn",
    "Clearance",
    "ContactKind",
    "ContactResult",
    "Cover",
    "Criterion",
    "CriterionAnswer",
    "Delivery",
    "DiscoveryCall",
    "Enrollment",
    "EnrollmentStatus",
    "Erasure",
    "ErasureReason",
    "Excuse",
    "ExerciseNote",
    "Flag",
    "FlagAct",
    "FlagKind",
    "HowMuch",
    "KeptPlan",
    "LoopBeat",
    "Mail",
    "MailChannel",
    "MailEvent",
    "MailKind",
    "MailReason",
    "MailState",
    "Message",
    "MessageTemplate",
    "Moment",
    "OutcomeMeasure",
    "OutcomeTotal",
    "PainProfile",
    "PainReport",
    "PainScreen",
    "PlyometricStep",
    "PushDevice",
    "RaceAnswer",
    "Region",
    "ReturnToTraining",
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
