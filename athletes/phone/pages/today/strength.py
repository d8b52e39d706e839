"""The card of the session to do now: to start or go on with, only to finish, or held back."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.models import Session, SessionStatus
from athletes.records.sets import sets_to_do
from athletes.training.targets import Offer, offer
from athletes.wording.doses import title_of
from athletes.wording.suggestions import told
from programs.dates import date_format
from programs.rules.advice import AdviceReason

from .cards import AlmostDoneCard, HeldBackCard, SessionCard
from .lighter import lighter_today
from .week_strip import WEEKDAYS

#: After days away the day is a welcome.
_BACK = frozenset({AdviceReason.GAP, AdviceReason.RESTART, AdviceReason.RETURN})


def strength_card(session: Session, today: date, *, is_first: bool) -> SessionCard | AlmostDoneCard | HeldBackCard:
    """The session to do now: to start or go on with, or only to finish."""
    offered = offer(session)
    if offered.is_too_little:
        return HeldBackCard(session)
    done = count = 0
    if session.status == SessionStatus.OPEN:
        done, count = sets_to_do(session)
    if count and done >= count:
        return AlmostDoneCard(session)
    therapist = session.athlete.therapist.name
    lighter = lighter_today(offered.lightened, therapist=therapist)
    return SessionCard(
        session=session,
        day=_heading(offered),
        eyebrow=_eyebrow(session, today),
        title=title_of(session),
        facts=_facts(session, offered),
        reason=_reason(session, today, offered, is_first=is_first),
        button=_("Continue with set {number}").format(number=done + 1) if count else _("Start session"),
        targets=offered.targets,
        lighter=lighter.rows,
        when_it_ends=lighter.ends,
        is_first=is_first,
    )


# -- words -------------------------------------------------------------------------------------


def _heading(offered: Offer) -> str:
    """What kind of day it is: the gravest of what is less says so."""
    reasons = {row.reason for row in offered.lightened if row.is_less}
    if AdviceReason.PRIMER in reasons:
        return _("Race week")
    if reasons & _BACK:
        return _("Welcome back")
    if reasons - {AdviceReason.TAPER}:
        return _("A lighter strength day")
    return _("Strength day")


def _eyebrow(session: Session, today: date) -> str:
    parts = []
    if session.week:
        weeks = getattr(session, "weeks", "")  # how many the program has, counted with the sessions
        week = _("Week {number} of {count}, once more") if session.is_repeat else _("Week {number} of {count}")
        parts.append(week.format(number=session.week.number, count=weeks))
    if session.workout:
        parts.append(_("workout {letter}").format(letter=session.workout.letter))
    if session.planned_on != today:
        parts.append(str(WEEKDAYS[session.planned_on.weekday()]))
    return " · ".join(parts)


def _facts(session: Session, offered: Offer) -> str:
    targets = offered.targets
    count = ngettext("{count} exercise", "{count} exercises", len(targets)).format(count=len(targets))
    if not targets:
        return count
    minutes = _("{count} min").format(count=offered.minutes(is_top_up=session.is_optional))
    return f"{count} · {minutes}"


def _reason(session: Session, today: date, offered: Offer, *, is_first: bool) -> str:
    """One true sentence about this session."""
    if session.status == SessionStatus.PLANNED and session.planned_on < today:
        day = date_format(session.planned_on, "l")
        return _("{day}’s session is still here. Do it today?").format(day=day)
    if changed := told(offered.targets, offered.left_out, therapist=session.athlete.therapist.name):
        return changed
    if is_first:
        return _("Your first session is ready, light on purpose.")
    if session.is_repeat:
        return _("This week repeats: the next one builds on it.")
    if session.week is None:
        return ""
    return session.week.focus
