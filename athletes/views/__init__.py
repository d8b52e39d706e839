"""The athlete's pages: doors that translate a request into a verb and show the result."""

from .checkin import check_in
from .messages import messages
from .plan import exercise, history, program, program_print, progress
from .runs import run, runs, upload_run
from .schedule import schedule
from .session import finish, pain, session, short, swap
from .settings import calendar_feed, download, settings_page, unsubscribe
from .signs import warning_signs
from .today import could_not, morning, today

__all__ = [
    "calendar_feed",
    "check_in",
    "could_not",
    "download",
    "exercise",
    "finish",
    "history",
    "messages",
    "morning",
    "pain",
    "program",
    "program_print",
    "progress",
    "run",
    "runs",
    "schedule",
    "session",
    "settings_page",
    "short",
    "swap",
    "today",
    "unsubscribe",
    "upload_run",
    "warning_signs",
]
