"""View-models: what a page shows, worked out, so that templates hold no arithmetic and no queries."""

from .around import Around, around
from .brief import Brief, brief_of
from .calls import calls_waiting
from .caseload import CaseloadPage, Review, caseload_page, is_stopped, review_of
from .chart import PERIODS as CHART_PERIODS
from .chart import ChartPage, chart_page
from .checkin import CheckInPage, check_in_page
from .exercise import exercise_page
from .finish import FinishPage, finish_page
from .flags import acceptable, advice_words, reason_words, title_of_flag, told, why
from .gate import gate_lines, phase_gate
from .handover import HandoverSheet, handover_sheet
from .history import WeekDone, history_page
from .mail import STOPPING, next_mail_words
from .print import ProgramPrint, program_print
from .progress import PERIODS, ProgressPage, progress_page
from .runs import RunsPage, is_editable, kind_chips, runs_page
from .schedule import SchedulePage, schedule_page
from .session import Mark, SessionPage, session_page, session_words, sides_of, tempo_words
from .stops import Stop, stop_of
from .today import TodayPage, morning_asked, today_page
from .words import dose_words, effort_words, planned_words

__all__ = [
    "CHART_PERIODS",
    "PERIODS",
    "STOPPING",
    "Around",
    "Brief",
    "CaseloadPage",
    "ChartPage",
    "CheckInPage",
    "FinishPage",
    "HandoverSheet",
    "Mark",
    "ProgramPrint",
    "ProgressPage",
    "Review",
    "RunsPage",
    "SchedulePage",
    "SessionPage",
    "Stop",
    "TodayPage",
    "WeekDone",
    "acceptable",
    "advice_words",
    "around",
    "brief_of",
    "calls_waiting",
    "caseload_page",
    "chart_page",
    "check_in_page",
    "dose_words",
    "effort_words",
    "exercise_page",
    "finish_page",
    "gate_lines",
    "handover_sheet",
    "history_page",
    "is_editable",
    "is_stopped",
    "kind_chips",
    "morning_asked",
    "next_mail_words",
    "phase_gate",
    "planned_words",
    "program_print",
    "progress_page",
    "reason_words",
    "review_of",
    "runs_page",
    "schedule_page",
    "session_page",
    "session_words",
    "sides_of",
    "stop_of",
    "tempo_words",
    "title_of_flag",
    "today_page",
    "told",
    "why",
]
