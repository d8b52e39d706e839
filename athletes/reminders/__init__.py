"""Mail that goes out by itself: when it is due, whether it is wanted, and the loop that sends it at most once."""

from .loop import after_restore, hold, mark_bad, mark_sent, plan_mail, plan_urgent, preview, resend, silent_since, tick
from .when import schedule_reminder
from .whether import PAUSES, WISHES, is_on, next_mail, pause, resume, stop, stop_all, turn

__all__ = [
    "PAUSES",
    "WISHES",
    "after_restore",
    "hold",
    "is_on",
    "mark_bad",
    "mark_sent",
    "next_mail",
    "pause",
    "plan_mail",
    "plan_urgent",
    "preview",
    "resend",
    "resume",
    "schedule_reminder",
    "silent_since",
    "stop",
    "stop_all",
    "tick",
    "turn",
]
