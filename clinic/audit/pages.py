"""What an answer showed, by the name of its page: in the clinic's words and in the athlete's own."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


@dataclass(frozen=True, slots=True)
class PageWords:
    """start -- of the page's name; what -- the clinic's words; theirs -- the athlete's, to whom it belongs"""

    start: str
    what: Words
    theirs: Words


#: The first that fits.
PAGES = (
    PageWords("admin:athletes_session", _("a session"), _("a session of yours")),
    PageWords("admin:athletes_painreport", _("pain reports"), _("what you said about pain")),
    PageWords("admin:athletes_run", _("runs"), _("your runs")),
    PageWords("admin:athletes_checkin", _("check-ins"), _("your weekly check-in")),
    PageWords("admin:athletes_flag", _("problems"), _("what the clinic follows up with you")),
    PageWords("admin:athletes_athlete_messages", _("messages"), _("your messages")),
    PageWords("admin:athletes_athlete_record_file", _("the whole record"), _("your whole record")),
    PageWords("admin:athletes_athlete_record", _("the record and how long it is kept"), _("your record")),
    PageWords("admin:athletes_athlete_archive", _("the end of care"), _("your record")),
    PageWords("admin:athletes_athlete_erase", _("what erasing would take away"), _("your record")),
    PageWords("admin:athletes_athlete_brief", _("the brief"), _("your record")),
    PageWords("admin:athletes_athlete_chart", _("charts"), _("your training in charts")),
    PageWords("admin:athletes_athlete_outcomes", _("outcome totals"), _("your questionnaires")),
    PageWords("admin:athletes_athlete_monitoring", _("monitoring of 30 days"), _("your days with data")),
    PageWords("admin:athletes_athlete_policy", _("what holds automatically"), _("your record")),
    PageWords("admin:athletes_athlete_return", _("the return to training"), _("your way back to training")),
    PageWords("admin:athletes_athlete_clearance", _("the clearance for plyometrics"), _("your record")),
    PageWords("admin:athletes_athlete_cover", _("covers"), _("who covers for your therapist")),
    PageWords("admin:athletes_athlete_contact", _("the log of contacts"), _("the clinic’s contacts with you")),
    PageWords("admin:athletes_athlete_next_visit", _("the next visit"), _("your next visit")),
    PageWords("admin:athletes_athlete_notes", _("notes"), _("your record")),
    PageWords("admin:athletes_athlete_import", _("a table of athletes"), _("a list you were on")),
    PageWords("admin:athletes_athlete_changelist", _("the list of athletes"), _("a list you were on")),
    PageWords("admin:athletes_athlete", _("the record"), _("your record")),
    PageWords("admin:athletes_mail", _("mail"), _("the mails you got")),
    PageWords("admin:athletes_discoverycall", _("a discovery call"), _("the call you asked for")),
    PageWords("admin:athletes_enrollment_handover", _("the hand-over sheet"), _("your program")),
    PageWords("admin:athletes_enrollment", _("a prescribed program"), _("your program")),
    PageWords("admin:athletes_user", _("an account"), _("your account")),
    PageWords("admin:programs_program", _("a program"), _("your program")),
    PageWords("admin:caseload_message", _("a message to several"), _("a list you were on")),
    PageWords("admin:caseload", _("the caseload"), _("a list you were on")),
    PageWords("admin:index", _("the caseload"), _("a list you were on")),
    PageWords("admin:search", _("a search"), _("a list you were on")),
    PageWords("admin:news", _("what came in"), _("a list you were on")),
    PageWords("admin:report", _("a report"), _("a list you were on")),
    PageWords("admin:clinic_accesslog", _("the access log"), _("who has viewed your data")),
    PageWords("admin:", _("a clinic page"), _("your record")),
    PageWords("api_staff", _("records, as a program reads them"), _("your record, by a program")),
    PageWords("fhir", _("records in FHIR"), _("your record, for another system")),
    PageWords("download", _("all of their own data"), _("your data")),
    PageWords("", _("their own pages"), _("your data")),
)


def page_words(action: str) -> PageWords:
    """The words of a row's page. action -- as the log keeps it, such as ``GET admin:index``"""
    name = action.partition(" ")[2]
    return next(page for page in PAGES if name.startswith(page.start))
