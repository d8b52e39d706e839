"""S: what the athlete said, in their own words and answers, the latest first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext as _

from athletes.localtime import instant
from athletes.models import Athlete, CheckIn, Session

from .lines import BriefLine, day_words, quoted, some_of

#: How many lines are printed.
SHOWN = 6


@dataclass(frozen=True)
class Subjective:
    """reasons -- why sessions were not done, the most frequent first"""

    said: list[BriefLine]
    reasons: list[str]


@dataclass(frozen=True, slots=True)
class _Dated:
    on: date
    line: BriefLine


def subjective_of(athlete: Athlete, sessions: Iterable[Session], since: date) -> Subjective:
    """Notes of sessions, weekly checks and messages since that day. Three queries. sessions -- those since then"""
    sessions = list(sessions)
    said = [*_notes(sessions), *_checks(athlete, since), *_messages(athlete, since)]
    said.sort(key=lambda each: each.on, reverse=True)
    return Subjective(some_of([each.line for each in said], SHOWN), _reasons(athlete, sessions, since))


def _notes(sessions: Iterable[Session]) -> list[_Dated]:
    notes = []
    for session in sessions:
        if session.note:
            about = _("session, {day}").format(day=day_words(session.planned_on))
            notes.append(_Dated(session.planned_on, BriefLine(quoted(session.note), about)))
    return notes


def _messages(athlete: Athlete, since: date) -> list[_Dated]:
    begins_at = instant(athlete.time_zone, since, time(0))
    messages = []
    for sent_at, text in athlete.messages.from_athlete().filter(sent_at__gte=begins_at).values_list("sent_at", "text"):
        on = athlete.today(sent_at)
        messages.append(_Dated(on, BriefLine(quoted(text), _("message, {day}").format(day=day_words(on)))))
    return messages


def _checks(athlete: Athlete, since: date) -> list[_Dated]:
    """Weekly checks that said something: a problem, pain, or words of their own."""
    begins_at = instant(athlete.time_zone, since, time(0))
    checks = []
    for check in athlete.check_ins.filter(answered_at__gte=begins_at):
        words = _words_of_check(check)
        if words:
            on = athlete.today(check.answered_at)
            checks.append(_Dated(on, BriefLine(words, _("weekly check, {day}").format(day=day_words(on)))))
    return checks


def _words_of_check(check: CheckIn) -> str:
    """“Problems changed the training: a lot. Worst pain 6, usual 3. “Worse after the long run.””"""
    sentences = []
    if check.needs_attention or check.changed:
        changed = str(check.get_changed_display()).lower()
        sentences.append(_("Problems changed training: {answer}.").format(answer=changed))
    if check.worst_pain is not None and check.usual_pain is not None:
        pain = _("Worst pain {worst}, usual {usual}.").format(worst=check.worst_pain, usual=check.usual_pain)
        sentences.append(pain)
    elif check.worst_pain is not None:
        sentences.append(_("Worst pain {worst}.").format(worst=check.worst_pain))
    if check.note:
        sentences.append(quoted(check.note))
    return " ".join(sentences)


def _reasons(athlete: Athlete, sessions: Iterable[Session], since: date) -> list[str]:
    """Excuses by the athlete, and barriers that were named."""
    counts: Counter[str] = Counter()
    for session in sessions:
        if session.excuse:
            counts[str(session.get_excuse_display())] += 1
    for barrier in athlete.barriers.filter(answered_at__gte=instant(athlete.time_zone, since, time(0))):
        counts[str(barrier.get_kind_display())] += 1
    reasons = []
    for reason, count in counts.most_common():
        reasons.append(f"{reason} ({count})" if count > 1 else reason)
    return reasons
