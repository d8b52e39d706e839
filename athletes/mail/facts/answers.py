"""Who has answered none of the last weekly mails: for many athletes at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Max, Q

from athletes.models import Athlete, Enrollment, Mail, MailKind, MailState, Session

#: So many weekly mails without any answer, and they stop by themselves.
IGNORED_WEEKS = 3


def who_has_ignored(athletes: Iterable[Athlete]) -> set[int]:
    """The keys of those whose last three weekly mails had no answer: nothing logged, no pain noted, no check-in, no
    setting changed since.

    Opens are not measured. Mails from before a change of the settings, a pause or a new program do not count.
    """
    by_key = {athlete.pk: athlete for athlete in athletes}
    unanswered_since = _first_of_the_last(by_key)
    if not unanswered_since:
        return set()
    trained_at = _last_trained(unanswered_since)
    ignored = set()
    for key, sent_at in unanswered_since.items():
        trained = trained_at.get(key)
        has_trained = trained is not None and trained >= sent_at
        if not has_trained and not _has_said_something_since(by_key[key], sent_at):
            ignored.add(key)
    return ignored


def _first_of_the_last(athletes: dict[int, Athlete]) -> dict[int, datetime]:
    """When the first of the last three weekly mails was sent, of those who got as many since they last chose."""
    sent = Mail.objects.filter(recipient__in=athletes, kind=MailKind.WEEKLY_REMINDER, state=MailState.SENT)
    sent_at: dict[int, list[datetime]] = defaultdict(list)
    for key, moment in sent.order_by("-sent_at").values_list("recipient_id", "sent_at"):
        if moment is not None:
            sent_at[key].append(moment)
    many = [key for key, moments in sent_at.items() if len(moments) >= IGNORED_WEEKS]
    chosen_at = _last_chosen([athletes[key] for key in many])
    first = {}
    for key in many:
        third = sent_at[key][IGNORED_WEEKS - 1]
        chosen = chosen_at.get(key)
        if chosen is None or third > chosen:
            first[key] = third
    return first


def _last_chosen(athletes: list[Athlete]) -> dict[int, datetime]:
    """The last time that they, or their therapist, did something that is an answer to every mail before it."""
    chosen = {athlete.pk: athlete.reminders_since for athlete in athletes if athlete.reminders_since}
    if not athletes:
        return chosen
    running = Enrollment.objects.active().filter(athlete__in=[athlete.pk for athlete in athletes])
    for key, prescribed_at in running.values_list("athlete_id", "prescribed_at"):
        chosen[key] = max(chosen.get(key, prescribed_at), prescribed_at)
    return chosen


def _last_trained(keys: Iterable[int]) -> dict[int, datetime]:
    """The last time at which each began a session, or their phone said something of one."""
    rows = Session.objects.filter(athlete__in=keys).filter(Q(opened_at__isnull=False) | Q(received_at__isnull=False))
    last = rows.order_by().values("athlete_id").annotate(opened=Max("opened_at"), received=Max("received_at"))
    found = {}
    for key, opened_at, received_at in last.values_list("athlete_id", "opened", "received"):
        found[key] = max(filter(None, (opened_at, received_at)))
    return found


def _has_said_something_since(athlete: Athlete, at: datetime) -> bool:
    """By any other way than a session; asked of the few who have not trained."""
    return (
        athlete.pain_reports.filter(reported_at__gte=at).exists()
        or athlete.barriers.filter(answered_at__gte=at).exists()
        or athlete.check_ins.filter(answered_at__gte=at).exists()
        or athlete.runs.filter(received_at__gte=at).exists()
    )
