"""What the templates of each mail are given, as it is right when it is sent; and the same for a made-up week.

No mail says anything about the body, the exercises, the program or the therapist.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from athletes.localtime import iso_week
from athletes.models import BarrierKind, Mail, MailKind, Session
from athletes.problems.attention import count_flagged
from programs.dates import date_format

from . import links
from .facts.ahead import SessionAhead
from .facts.moment import Facts, facts_of

Content = dict[str, object]

#: What fits the barrier that was named the week before. Nothing here says more than that.
TIPS = {
    BarrierKind.TIME: gettext_lazy("Short of time last week? “Short on time” in the session makes it half as long."),
    BarrierKind.TIRED: gettext_lazy("Tired last week? Put a session after an easy run or on a day without one."),
    BarrierKind.PAIN: gettext_lazy("You named a reason to ask us about. Answer the question on Today, or call us."),
    BarrierKind.ILL: gettext_lazy("Back after a break? Start where you are; there is nothing to make up."),
    BarrierKind.AWAY: gettext_lazy("Away again? “Swap or skip” has options that need no equipment."),
    BarrierKind.FORGOT: gettext_lazy(
        "A set time helps: the calendar address under “Me” puts sessions on your own calendar."
    ),
}
WEEK = timedelta(days=7)
ONE_DAY = timedelta(days=1)


# -- to athletes, as they come round ---------------------------------------------------------


def weekly_reminder(mail: Mail, at: datetime) -> Content:
    """The next session, what is new in it, and how far the week is."""
    facts = facts_of(mail, at)
    content: Content = {
        "subject": subject(facts.next, facts.today, facts.done, len(facts.counted)),
        "opening": opening(facts.done, len(facts.counted), facts.monday if facts.monday > facts.today else None),
        "tip": _tip_after(facts),
    }
    return content | _next_session(facts)


def subject(coming: SessionAhead | None, today: date, done: int, planned: int) -> str:
    """“Tomorrow: about 35 minutes”; what is done of the week where nothing comes."""
    if coming is None or not coming.minutes:
        return _("Your week: {done} of {planned} done").format(done=done, planned=planned)
    minutes = coming.minutes
    words = ngettext("{day}: about {minutes} minute", "{day}: about {minutes} minutes", minutes)
    return words.format(day=_day_words(coming.on, today), minutes=minutes)


def opening(done: int, planned: int, monday: date | None = None) -> str:
    """“1 of 2 sessions is done this week.”, or how many there are where none is done yet.

    monday -- of the week, where that has not begun
    """
    if monday is not None:
        words = ngettext(
            "{count} session is planned in the week of {day}.",
            "{count} sessions are planned in the week of {day}.",
            planned,
        )
        return words.format(count=planned, day=date_format(monday, "F j"))
    if not done:
        words = ngettext("{count} session is planned this week.", "{count} sessions are planned this week.", planned)
        return words.format(count=planned)
    words = ngettext(
        "{done} of {planned} sessions is done this week.", "{done} of {planned} sessions are done this week.", done
    )
    return words.format(done=done, planned=planned)


def _tip_after(facts: Facts) -> str:
    """What fits the barrier that was named in the week before; empty where none was."""
    kind = facts.barriers.get(iso_week(facts.monday - WEEK))
    return str(TIPS[BarrierKind(kind)]) if kind else ""


def nudge(mail: Mail, at: datetime) -> Content:
    return _next_session(facts_of(mail, at))


def morning(mail: Mail, at: datetime) -> Content:
    return {"question_link": links.absolute("morning")}


def _next_session(facts: Facts) -> Content:
    """The one session that Today speaks of, with a link each for start, done already, and could not."""
    content: Content = {
        "next_words": "",
        "news": "",
        "start_link": links.absolute("today"),
        "done_link": "",
        "could_not_link": f"{links.absolute('could_not')}?week={iso_week(facts.monday)}",
    }
    coming = facts.next
    if coming is None:
        return content
    content |= {
        "next_words": _next_words(coming.on, facts.today, coming.minutes),
        "news": news_words(coming),
        "start_link": links.absolute("session", coming.session.pk),
    }
    if coming.session.planned_on <= facts.today:  # what is still to come cannot be done already
        content["done_link"] = f"{links.absolute('session_finish', coming.session.pk)}?already=1"
    return content


def _day_words(on: date, today: date) -> str:
    """The day as it is called on the day that the mail is written."""
    if on == today:
        return _("Today")
    if on == today + ONE_DAY:
        return _("Tomorrow")
    return date_format(on, "l")


def _next_words(on: date, today: date, minutes: int) -> str:
    """“Next: tomorrow, Thursday, November 5, about 35 minutes.” The date stays true when the mail is read later.

    minutes -- of the session; 0 where it has no exercise
    """
    day = date_format(on, "l, F j")
    if on == today:
        day = _("today, {day}").format(day=day)
    if on == today + ONE_DAY:
        day = _("tomorrow, {day}").format(day=day)
    if not minutes:
        return _("Next: {day}.").format(day=day)
    words = ngettext("Next: {day}, about {minutes} minute.", "Next: {day}, about {minutes} minutes.", minutes)
    return words.format(day=day, minutes=minutes)


def news_words(coming: SessionAhead) -> str:
    """What is new in a session, without a word of what it is; empty where nothing is. The first that holds is said."""
    if coming.is_first:
        return _("It is your first one: the page shows every step, and you can stop at any time.")
    if coming.is_lighter:
        return _("It is a lighter week, on purpose.")
    if coming.new:
        words = ngettext("One thing in it is new.", "{count} things in it are new.", coming.new)
        return words.format(count=coming.new)
    if coming.more_sets > 0:
        words = ngettext(
            "It has one more set than last time.", "It has {count} more sets than last time.", coming.more_sets
        )
        return words.format(count=coming.more_sets)
    if coming.more_sets < 0:
        return _("It is lighter than last time, on purpose.")
    return ""


# -- to staff --------------------------------------------------------------------------------


def digest(mail: Mail, at: datetime) -> Content:
    """How many need attention, and whether the clinic admins were told of trouble with mail since yesterday."""
    told = Mail.objects.filter(kind=MailKind.MAIL_TROUBLE, planned_at__gt=at - ONE_DAY)
    return {
        "count": count_flagged(mail.person, at),
        "has_mail_trouble": told.exists(),
        "admin_link": links.absolute("admin:index"),
    }


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


def staff_invite(mail: Mail, at: datetime) -> Content:
    """Where they choose a password, and what the second factor asks of who comes for the first time."""
    user = mail.person
    return {
        "is_first": user.last_login is None,
        "link": links.staff_invitation_link(user),
        "sign_in_link": links.absolute("account_login"),
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


def test(mail: Mail, at: datetime) -> Content:
    """That mail goes out; the page of first steps says that it did."""
    return {"first_steps_link": links.absolute("admin:first_steps")}


# -- for a made-up week ----------------------------------------------------------------------


def sample_weekly_reminder() -> Content:
    coming = SessionAhead(Session(), date(2026, 11, 9), 35, new=1)
    eve = coming.on - ONE_DAY
    content: Content = {
        "subject": subject(coming, eve, 0, 2),
        "opening": opening(0, 2, coming.on),
        "tip": "",
        "done_link": "",
    }
    return sample_nudge() | {"next_words": _next_words(coming.on, eve, 35), "news": news_words(coming)} | content


def sample_nudge() -> Content:
    session_on = date(2026, 11, 12)
    return {
        "next_words": _next_words(session_on, session_on, 35),
        "news": "",
        "start_link": f"{settings.SITE_URL}/session/…/",
        "done_link": f"{settings.SITE_URL}/session/…/finish/?already=1",
        "could_not_link": f"{settings.SITE_URL}/could-not/?week=2026-W46",
    }


def sample_morning() -> Content:
    return {"question_link": f"{settings.SITE_URL}/morning/"}


def sample_digest() -> Content:
    return {"count": 3, "has_mail_trouble": True, "admin_link": f"{settings.SITE_URL}/admin/"}


def sample_urgent() -> Content:
    return {"admin_link": f"{settings.SITE_URL}/admin/"}


def sample_invite() -> Content:
    return {"link": f"{settings.SITE_URL}/in/…/", "sign_in_link": f"{settings.SITE_URL}/sign-in/"}


def sample_staff_invite() -> Content:
    return {
        "is_first": True,
        "link": f"{settings.SITE_URL}/join/…/",
        "sign_in_link": f"{settings.SITE_URL}/staff/sign-in/",
    }


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


def sample_test() -> Content:
    return {"first_steps_link": f"{settings.SITE_URL}/admin/first-steps/"}
