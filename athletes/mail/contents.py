"""What the templates of each mail are given, as it is right when it is sent; and the same for a made-up week.

No mail says anything about the body, the exercises, the program or the therapist.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from athletes.localtime import iso_week, monday_of
from athletes.models import Athlete, BarrierKind, Mail, Session, SessionStatus
from athletes.problems.attention import count_flagged
from athletes.training.targets import planned_workout

from . import links

Content = dict[str, object]

#: How the weekly mail opens; they take turns by week, so that no two in a row are the same.
WORDINGS = (
    _lazy("{done} of {planned} sessions are done this week."),
    _lazy("This week so far: {done} of {planned}."),
    _lazy("You have done {done} of this week’s {planned} sessions."),
    _lazy("{done} of {planned}: that is where this week stands."),
    _lazy("So far it is {done} of the {planned} sessions of this week."),
    _lazy("Your count for this week is {done} of {planned}."),
    _lazy("Of {planned} sessions this week, {done} are behind you."),
    _lazy("Sessions this week: {done} done, {planned} planned."),
)
#: What fits the barrier that was named the week before. Nothing here says more than that.
TIPS = {
    BarrierKind.TIME: _lazy("Short of time last week? “Short on time” in the session makes it half as long."),
    BarrierKind.TIRED: _lazy("Tired last week? Put a session after an easy run or on a day without one."),
    BarrierKind.PAIN: _lazy("You named a reason to ask us about. Answer the question on Today, or call us."),
    BarrierKind.ILL: _lazy("Back after a break? Start where you are; nothing has to be made up."),
    BarrierKind.AWAY: _lazy("Away again? “Swap or skip” offers what needs no equipment."),
    BarrierKind.FORGOT: _lazy("A fixed hour helps: the calendar address under “Me” puts sessions where you look."),
}
WEEK = timedelta(days=7)


# -- to athletes, as they come round ---------------------------------------------------------


def weekly_reminder(mail: Mail, at: datetime) -> Content:
    """Also notes on the mail which wording it took; the ledger keeps that."""
    athlete = mail.person.athlete
    monday = monday_of(athlete.today(at))
    sessions = _sessions_from_monday_on(athlete, at)
    states = [session.status for session in sessions if session.planned_on < monday + WEEK]
    mail.wording = wording_of(mail, at)
    done, planned = states.count(SessionStatus.COMPLETED), len(states)
    content: Content = {
        "done": done,
        "planned": planned,
        "opening": str(WORDINGS[mail.wording]).format(done=done, planned=planned),
        "tip": _tip_after(athlete, iso_week(monday - WEEK)),
    }
    return content | _next_session(athlete, sessions, at)


def wording_of(mail: Mail, at: datetime) -> int:
    """Which wording a weekly mail takes: the next one each week, starting elsewhere for each athlete."""
    weeks = at.date().toordinal() // 7
    return (weeks + mail.person.pk) % len(WORDINGS)


def _tip_after(athlete: Athlete, week: str) -> str:
    """What fits the barrier that was named in that ISO week; empty where none was."""
    barrier = athlete.barriers.filter(week=week).first()
    if barrier is None:
        return ""
    return str(TIPS[BarrierKind(barrier.kind)])


def nudge(mail: Mail, at: datetime) -> Content:
    athlete = mail.person.athlete
    return _next_session(athlete, _sessions_from_monday_on(athlete, at), at)


def morning(mail: Mail, at: datetime) -> Content:
    return {"question_link": links.absolute("morning")}


def _sessions_from_monday_on(athlete: Athlete, at: datetime) -> list[Session]:
    """The counted sessions of this week and of all that is planned, by date."""
    rows = athlete.sessions.filter(planned_on__gte=monday_of(athlete.today(at))).counted()
    return list(rows.select_related("week", "workout").defer("targets", "note").order_by("planned_on"))


def _next_session(athlete: Athlete, sessions: list[Session], at: datetime) -> Content:
    """The one session that comes next, with a link each for start, done already, and could not."""
    content: Content = {
        "next_words": "",
        "start_link": links.absolute("today"),
        "done_link": "",
        "could_not_link": links.absolute("could_not"),
    }
    session = _first_to_do(sessions, athlete.today(at))
    if session is None:
        return content
    return content | {
        "next_words": _next_words(session.planned_on, _planned_minutes(session)),
        "start_link": links.absolute("session", session.pk),
        "done_link": f"{links.absolute('session_finish', session.pk)}?already=1",
    }


def _first_to_do(sessions: list[Session], today: date) -> Session | None:
    """One that is open already, else the first that is planned from today on."""
    to_do = [session for session in sessions if session.planned_on >= today and session.is_to_do]
    for session in to_do:
        if session.status == SessionStatus.OPEN:
            return session
    if not to_do:
        return None
    return to_do[0]


def _next_words(on: date, minutes: int | None) -> str:
    """“Next: Thursday, about 35 minutes.” minutes -- of the session; None when its plan is gone"""
    day = date_format(on, "l")
    if minutes is None:
        return _("Next: {day}.").format(day=day)
    return _("Next: {day}, about {minutes} minutes.").format(day=day, minutes=minutes)


def _planned_minutes(session: Session) -> int | None:
    """The planned minutes of a session, rounded; None when its plan is gone."""
    planned = planned_workout(session)
    if planned is None:
        return None
    return round(planned.minutes)


# -- to staff --------------------------------------------------------------------------------


def digest(mail: Mail, at: datetime) -> Content:
    return {"count": count_flagged(mail.person, at), "admin_link": links.absolute("admin:index")}


def urgent(mail: Mail, at: datetime) -> Content:
    return {"admin_link": links.absolute("admin:index")}


# -- with a cause of their own ---------------------------------------------------------------


def invite(mail: Mail, at: datetime) -> Content:
    return {
        "link": links.sign_in_link(mail.person, links.INVITE),
        "sign_in_link": links.absolute("account_request_login_code"),
    }


def call(mail: Mail, at: datetime) -> Content:
    return {}


def message(mail: Mail, at: datetime) -> Content:
    """That there is a message, and not what it says."""
    return {"link": links.absolute("messages"), "settings_link": links.absolute("settings")}


# -- for a made-up week ----------------------------------------------------------------------


def sample_weekly_reminder() -> Content:
    content: Content = {
        "done": 1,
        "planned": 2,
        "opening": str(WORDINGS[0]).format(done=1, planned=2),
        "tip": TIPS[BarrierKind.TIME],
    }
    return content | sample_nudge()


def sample_nudge() -> Content:
    return {
        "next_words": _next_words(date(2026, 11, 9), 35),
        "start_link": f"{settings.SITE_URL}/session/…/",
        "done_link": f"{settings.SITE_URL}/session/…/finish/?already=1",
        "could_not_link": f"{settings.SITE_URL}/could-not/",
    }


def sample_morning() -> Content:
    return {"question_link": f"{settings.SITE_URL}/morning/"}


def sample_digest() -> Content:
    return {"count": 3, "admin_link": f"{settings.SITE_URL}/admin/"}


def sample_urgent() -> Content:
    return {"admin_link": f"{settings.SITE_URL}/admin/"}


def sample_invite() -> Content:
    return {"link": f"{settings.SITE_URL}/in/…/", "sign_in_link": f"{settings.SITE_URL}/sign-in/"}


def sample_call() -> Content:
    return {}


def sample_message() -> Content:
    return {"link": f"{settings.SITE_URL}/messages/", "settings_link": f"{settings.SITE_URL}/settings/"}
