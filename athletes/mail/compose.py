"""What mails say. A mail is a function that returns a message; each has three templates.

No mail says anything about the body, the exercises, the program or the therapist.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from athletes.localtime import iso_week, monday_of
from athletes.models import Athlete, BarrierKind, Mail, MailKind, Session, SessionStatus, User
from athletes.problems.attention import count_flagged
from athletes.training.targets import planned_workout

from . import links

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


def wording_of(mail: Mail, at: datetime) -> int:
    """Which wording a weekly mail takes: the next one each week, starting elsewhere for each athlete."""
    weeks = at.date().toordinal() // 7
    return (weeks + _user(mail).pk) % len(WORDINGS)


def compose(mail: Mail, *, at: datetime) -> EmailMultiAlternatives:
    """The message of one row of the ledger, as it is right when it is sent."""
    return _COMPOSERS[MailKind(mail.kind)](mail, at)


def _weekly_reminder(mail: Mail, at: datetime) -> EmailMultiAlternatives:
    athlete = _user(mail).athlete
    monday = monday_of(athlete.today(at))
    sessions = _from_monday_on(athlete, at)
    states = [each.status for each in sessions if each.planned_on < monday + timedelta(days=7)]
    mail.wording = wording_of(mail, at)
    done, planned = states.count(SessionStatus.COMPLETED), len(states)
    named = athlete.barriers.filter(week=iso_week(monday - timedelta(days=7))).first()
    context = {
        "done": done,
        "planned": planned,
        "opening": str(WORDINGS[mail.wording]).format(done=done, planned=planned),
        "tip": TIPS[BarrierKind(named.kind)] if named else "",
    }
    return _stoppable(mail, context | _next_session(athlete, sessions, at))


def _nudge(mail: Mail, at: datetime) -> EmailMultiAlternatives:
    athlete = _user(mail).athlete
    return _stoppable(mail, _next_session(athlete, _from_monday_on(athlete, at), at))


def _morning(mail: Mail, at: datetime) -> EmailMultiAlternatives:
    return _stoppable(mail, {"question_link": links.absolute("morning")})


def _digest(mail: Mail, at: datetime) -> EmailMultiAlternatives:
    count = count_flagged(_user(mail), at)
    return _stoppable(mail, {"count": count, "admin_link": links.absolute("admin:index")})


def _urgent(mail: Mail, at: datetime) -> EmailMultiAlternatives:
    return _message(mail, {"admin_link": links.absolute("admin:index")})


def _call(mail: Mail, at: datetime) -> EmailMultiAlternatives:
    return _message(mail, {})


def _from_monday_on(athlete: Athlete, at: datetime) -> list[Session]:
    """The counted sessions of this week and of all that is planned, by date."""
    rows = Session.objects.filter(athlete=athlete, planned_on__gte=monday_of(athlete.today(at))).counted()
    return list(rows.select_related("week", "workout").defer("targets", "note").order_by("planned_on"))


def _next_session(athlete: Athlete, sessions: list[Session], at: datetime) -> dict[str, Any]:
    """The one session that comes next, with a link each for start, done already, and could not."""
    to_do = [each for each in sessions if each.planned_on >= athlete.today(at) and each.is_to_do]
    session = next((each for each in to_do if each.status == SessionStatus.OPEN), to_do[0] if to_do else None)
    if session is not None:
        session.athlete = athlete
    return {
        "next_words": next_words(session.planned_on, _minutes(session)) if session else "",
        "start_link": links.absolute("session", session.pk) if session else links.absolute("today"),
        "done_link": f"{links.absolute('session_finish', session.pk)}?already=1" if session else "",
        "could_not_link": links.absolute("could_not"),
    }


def _stoppable(mail: Mail, context: dict[str, Any]) -> EmailMultiAlternatives:
    """A mail that comes round: it can be stopped with one click, without signing in (RFC 8058)."""
    unsubscribe = links.unsubscribe_link(_user(mail), mail.kind)
    context = context | {"settings_link": links.absolute("settings"), "unsubscribe_link": unsubscribe}
    message = _message(mail, context)
    message.extra_headers |= {
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return message


def _user(mail: Mail) -> User:
    assert mail.recipient is not None
    return mail.recipient


def next_words(on: date, minutes: int | None) -> str:
    """“Next: Thursday, about 35 minutes.” minutes -- of the session; None when its plan is gone"""
    day = date_format(on, "l")
    if minutes is None:
        return _("Next: {day}.").format(day=day)
    return _("Next: {day}, about {minutes} minutes.").format(day=day, minutes=minutes)


def _minutes(session: Session) -> int | None:
    """The planned minutes of a session, rounded; None when its plan is gone."""
    planned = planned_workout(session)
    return round(planned.minutes) if planned else None


def _invite(mail: Mail, at: datetime) -> EmailMultiAlternatives:
    context = {
        "link": links.sign_in_link(_user(mail), links.INVITE),
        "sign_in_link": links.absolute("account_request_login_code"),
    }
    return _message(mail, context)


def _note(mail: Mail, at: datetime) -> EmailMultiAlternatives:
    """That there is a message, and not what it says."""
    context = {"link": links.absolute("messages"), "settings_link": links.absolute("settings")}
    return _message(mail, context)


def sign_in(user: User, code: str, *, to: str = "") -> EmailMultiAlternatives:
    """The sign-in mail: a link and the same as a code. It stays outside the ledger and goes out at once.

    to -- the page that was asked for when the sign-in came between
    """
    return render("sign_in", user.email, {"user": user, "code": code, "link": links.sign_in_link(user, "mail", to=to)})


def message_id(mail: Mail) -> str:
    """The same for every try, so that a relay or a reader can tell a second one."""
    digest = hashlib.sha256(f"{mail.kind}:{mail.pk}".encode()).hexdigest()[:24]
    return f"<{digest}@{urlsplit(settings.SITE_URL).hostname}>"


def _message(mail: Mail, context: dict[str, Any]) -> EmailMultiAlternatives:
    message = render(mail.kind, mail.to, {"user": mail.recipient} | context)
    message.extra_headers["Message-ID"] = message_id(mail)
    return message


def render(name: str, to: str, context: dict[str, Any]) -> EmailMultiAlternatives:
    """The message of three templates: ``emails/<name>/`` subject.txt, body.txt and body.html."""
    context = {"clinic": settings.CLINIC} | context
    subject = render_to_string(f"emails/{name}/subject.txt", context).strip()
    message = EmailMultiAlternatives(
        subject=subject, body=render_to_string(f"emails/{name}/body.txt", context), to=[to]
    )
    message.attach_alternative(render_to_string(f"emails/{name}/body.html", context), "text/html")
    message.extra_headers["Auto-Submitted"] = "auto-generated"
    return message


_COMPOSERS = {
    MailKind.WEEKLY_REMINDER: _weekly_reminder,
    MailKind.NUDGE: _nudge,
    MailKind.MORNING: _morning,
    MailKind.DIGEST: _digest,
    MailKind.URGENT: _urgent,
    MailKind.INVITE: _invite,
    MailKind.CALL: _call,
    MailKind.MESSAGE: _note,
}
