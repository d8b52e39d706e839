"""What the templates of each mail are given, as it is right when it is sent; and the same for a made-up week.

No mail says anything about the body, the exercises, the program or the therapist.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext_lazy

from athletes.localtime import clinic_day, iso_week, monday_of
from athletes.models import Athlete, BarrierKind, Mail, SessionStatus
from athletes.problems.attention import count_flagged
from athletes.training.session_week import ahead_of, sessions_around
from athletes.training.targets import offer

from . import links

Content = dict[str, object]

#: How the weekly mail opens, for one session done and for any other number; they take turns by week, so that no two in
#: a row are the same.
WORDINGS = (
    ngettext_lazy(
        "{done} of {planned} sessions is done this week.", "{done} of {planned} sessions are done this week.", "done"
    ),
    _lazy("This week so far: {done} of {planned}."),
    _lazy("{done} of {planned}: that is where this week stands."),
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
ONE_DAY = timedelta(days=1)


# -- to athletes, as they come round ---------------------------------------------------------


def weekly_reminder(mail: Mail, at: datetime) -> Content:
    """Also notes on the mail which wording it took; the ledger keeps that."""
    athlete = mail.person.athlete
    monday = monday_of(athlete.today(at))
    week = athlete.sessions.counted().between(monday, monday + WEEK - ONE_DAY)
    states = list(week.values_list("status", flat=True))
    mail.wording = wording_of(mail, at)
    done, planned = states.count(SessionStatus.COMPLETED), len(states)
    content: Content = {
        "done": done,
        "planned": planned,
        "opening": opening(mail.wording, done, planned),
        "tip": _tip_after(athlete, iso_week(monday - WEEK)),
    }
    return content | _next_session(athlete, at)


def opening(wording: int, done: int, planned: int) -> str:
    """“1 of 2 sessions is done this week.” wording -- which of ``WORDINGS``"""
    words = WORDINGS[wording]
    chosen = words % {"done": done} if wording == 0 else words
    return str(chosen).format(done=done, planned=planned)


def wording_of(mail: Mail, at: datetime) -> int:
    """Which wording a weekly mail takes: the next one each week, starting elsewhere for each athlete."""
    weeks = clinic_day(at).toordinal() // 7
    return (weeks + mail.person.pk) % len(WORDINGS)


def _tip_after(athlete: Athlete, week: str) -> str:
    """What fits the barrier that was named in that ISO week; empty where none was."""
    barrier = athlete.barriers.filter(week=week).first()
    if barrier is None:
        return ""
    return str(TIPS[BarrierKind(barrier.kind)])


def nudge(mail: Mail, at: datetime) -> Content:
    return _next_session(mail.person.athlete, at)


def morning(mail: Mail, at: datetime) -> Content:
    return {"question_link": links.absolute("morning")}


def _next_session(athlete: Athlete, at: datetime) -> Content:
    """The one session that Today speaks of, with a link each for start, done already, and could not."""
    content: Content = {
        "next_words": "",
        "start_link": links.absolute("today"),
        "done_link": "",
        "could_not_link": f"{links.absolute('could_not')}?week={iso_week(athlete.today(at))}",
    }
    today = athlete.today(at)
    ahead = ahead_of(athlete, sessions_around(athlete, today), today)
    session = ahead.first
    if session is None:
        return content
    minutes = offer(session).minutes(is_top_up=session.is_optional)
    content |= {
        "next_words": _next_words(today if ahead.now else session.planned_on, minutes),
        "start_link": links.absolute("session", session.pk),
    }
    if session.planned_on <= today:  # what is still to come cannot be done already
        content["done_link"] = f"{links.absolute('session_finish', session.pk)}?already=1"
    return content


def _next_words(on: date, minutes: int) -> str:
    """“Next: Thursday, about 35 minutes.” on -- today where it is to be done now, whatever day it was planned for

    minutes -- of the session; 0 where it has no exercise
    """
    if not minutes:
        return _("Next: {day}.").format(day=date_format(on, "l"))
    return _("Next: {day}, about {minutes} minutes.").format(day=date_format(on, "l"), minutes=minutes)


# -- to staff --------------------------------------------------------------------------------


def digest(mail: Mail, at: datetime) -> Content:
    return {"count": count_flagged(mail.person, at), "admin_link": links.absolute("admin:index")}


def urgent(mail: Mail, at: datetime) -> Content:
    return {"admin_link": links.absolute("admin:index")}


def handed_over(mail: Mail, at: datetime) -> Content:
    """That a colleague's athletes are theirs now, and not who."""
    return {"admin_link": links.absolute("admin:index")}


# -- with a cause of their own ---------------------------------------------------------------


def invite(mail: Mail, at: datetime) -> Content:
    return {
        "link": links.sign_in_link(mail.person, links.INVITE),
        "sign_in_link": links.absolute("account_request_login_code"),
    }


def next_weeks(mail: Mail, at: datetime) -> Content:
    """The next weeks are planned: when they begin, and not what is in them."""
    athlete = mail.person.athlete
    ahead = athlete.sessions.not_begun().filter(planned_on__gte=athlete.today(at)).order_by("planned_on").first()
    return {
        "first_words": _first_words(ahead.planned_on) if ahead else "",
        "link": links.absolute("today"),
        "settings_link": links.absolute("settings"),
    }


def _first_words(on: date) -> str:
    return _("The first session is on {day}.").format(day=date_format(on, "l, F j"))


def call(mail: Mail, at: datetime) -> Content:
    return {}


def message(mail: Mail, at: datetime) -> Content:
    """That there is a message, and not what it says."""
    return {"link": links.absolute("messages"), "settings_link": links.absolute("settings")}


def passkey(mail: Mail, at: datetime) -> Content:
    return {"settings_link": links.absolute("settings")}


def address_changed(mail: Mail, at: datetime) -> Content:
    """That it was changed, and not to what: the former address may be somebody else's by now."""
    return {}


def mail_trouble(mail: Mail, at: datetime) -> Content:
    """That something is wrong; the list of mails says what, as it is then."""
    return {"mails_link": links.absolute("admin:athletes_mail_changelist")}


# -- for a made-up week ----------------------------------------------------------------------


def sample_weekly_reminder() -> Content:
    content: Content = {
        "done": 1,
        "planned": 2,
        "opening": opening(0, 1, 2),
        "tip": TIPS[BarrierKind.TIME],
    }
    return content | sample_nudge()


def sample_nudge() -> Content:
    return {
        "next_words": _next_words(date(2026, 11, 9), 35),
        "start_link": f"{settings.SITE_URL}/session/…/",
        "done_link": f"{settings.SITE_URL}/session/…/finish/?already=1",
        "could_not_link": f"{settings.SITE_URL}/could-not/?week=2026-W46",
    }


def sample_morning() -> Content:
    return {"question_link": f"{settings.SITE_URL}/morning/"}


def sample_digest() -> Content:
    return {"count": 3, "admin_link": f"{settings.SITE_URL}/admin/"}


def sample_urgent() -> Content:
    return {"admin_link": f"{settings.SITE_URL}/admin/"}


def sample_invite() -> Content:
    return {"link": f"{settings.SITE_URL}/in/…/", "sign_in_link": f"{settings.SITE_URL}/sign-in/"}


def sample_next_weeks() -> Content:
    return {
        "first_words": _first_words(date(2026, 11, 9)),
        "link": f"{settings.SITE_URL}/",
        "settings_link": f"{settings.SITE_URL}/settings/",
    }


def sample_call() -> Content:
    return {}


def sample_message() -> Content:
    return {"link": f"{settings.SITE_URL}/messages/", "settings_link": f"{settings.SITE_URL}/settings/"}


def sample_passkey() -> Content:
    return {"settings_link": f"{settings.SITE_URL}/settings/"}


def sample_mail_trouble() -> Content:
    return {"mails_link": f"{settings.SITE_URL}/admin/athletes/mail/"}
