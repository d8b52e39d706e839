"""A record is erased for good: what would go is counted, then all of it goes, and one row says that it did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from auditlog.context import disable_auditlog
from django.core.exceptions import PermissionDenied
from django.db import models, router, transaction
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.access.events import EventKind, record_event
from athletes.errors import RefusedError
from athletes.models import Athlete, AthleteImport, DiscoveryCall, Enrollment, Erasure, ErasureReason, Mail, User
from programs.models import Program
from programs.models.keys import keys_of

from .retention import why_kept
from .traces import OTHERS, calls_of, forget_browsers, forget_changes, imports_naming, mails_to, person_of


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of a kind go."""

    name: str
    count: int


@transaction.atomic
def ask_for_erasure(*, athlete: Athlete, by: User, at: datetime) -> Athlete:
    """The athlete or staff want the record gone; a clinic admin decides. Asked again, the first time stays."""
    if athlete.erasure_asked_at is None:
        athlete.erasure_asked_at, athlete.erasure_asked_by = at, by
        athlete.save(update_fields=["erasure_asked_at", "erasure_asked_by"])
    return athlete


@transaction.atomic
def withdraw_erasure(*, athlete: Athlete, by: User) -> Athlete:
    """The record is to stay, after all.

    Raises RefusedError for staff where the athlete asked: only they take that back.
    """
    is_theirs = athlete.erasure_asked_by_id in {None, athlete.pk}
    if athlete.erasure_asked_at is not None and is_theirs and by.pk != athlete.pk:
        raise RefusedError(_("{name} asked for it, and takes it back in their settings.").format(name=athlete))
    athlete.erasure_asked_at = athlete.erasure_asked_by = None
    athlete.save(update_fields=["erasure_asked_at", "erasure_asked_by"])
    return athlete


def is_name_of(athlete: Athlete, typed: str) -> bool:
    """Whether somebody who erases has typed the name of this record, however they wrote it."""
    return " ".join(typed.split()).casefold() == " ".join(athlete.user.name.split()).casefold()


def what_goes(athlete: Athlete) -> list[Count]:
    """What erasing would take away, by kind, the largest first."""
    person = person_of(athlete)
    counts: Counter[type[models.Model]] = Counter()
    for model, keys in _rows_of(athlete.user).items():
        counts[model] += len(keys)
    counts[Program] += len(_own_programs(athlete))
    counts[AthleteImport] += len(imports_naming(person))
    counts[Mail] += mails_to(person).count()
    counts[DiscoveryCall] += calls_of(person).exclude(athlete=athlete).count()
    found = [Count(_kind(model, count), count) for model, count in counts.items() if count]
    return sorted(found, key=lambda each: (-each.count, each.name))


def _kind(model: type[models.Model], count: int) -> str:
    if model is Authenticator:  # allauth has no words for it
        return ngettext("way to sign in", "ways to sign in", count)
    return str(model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural)


@transaction.atomic
def erase(*, athlete: Athlete, reason: str, by: User, at: datetime) -> Erasure:
    """Everything of the athlete goes: the account, each row that names them, their copies of programs, what was sent to
    their address, the logs of changes to all of it, and their sessions.

    The access log keeps that a record with this number was opened, without an address of theirs. Backups end by
    themselves: see ``docs/compliance/retention.md``.
    reason -- of ``ErasureReason``. Raises RefusedError without one, and where the record has to be kept.
    """
    if not by.sees_everyone:
        raise PermissionDenied
    if reason not in ErasureReason.values:
        raise RefusedError(_("Say why the record is erased."), field="reason")
    athlete = Athlete.objects.select_for_update(of=("self",)).select_related("user").get(pk=athlete.pk)
    if kept := why_kept(athlete, at):
        raise RefusedError(kept)
    record_event(EventKind.ERASED, by=by, athletes=[athlete.pk])
    with disable_auditlog():
        _forget(athlete)
    return Erasure.objects.create(athlete_key=athlete.pk, reason=reason, by=by, at=at)


def _forget(athlete: Athlete) -> None:
    """Traces first: they are found by the rows that go last."""
    person = person_of(athlete)
    programs = _own_programs(athlete)
    keys = _rows_of(athlete.user) | {Program: keys_of(programs)}
    forget_changes(person, keys)
    for forget in OTHERS:
        forget(person)
    forget_browsers(person)
    for upload in imports_naming(person):
        upload.delete()
    mails_to(person).delete()
    calls_of(person).delete()
    User.objects.filter(pk=person.key).delete()
    Program.objects.filter(pk__in=keys_of(programs)).delete()


def _rows_of(user: User) -> dict[type[models.Model], list[Any]]:
    """The keys of every row that goes with the account, by model: as the database would follow the foreign keys."""
    collector = Collector(using=router.db_for_write(User))
    collector.collect([user])
    found: dict[type[models.Model], list[Any]] = {}
    for model, instances in collector.data.items():
        found.setdefault(model, []).extend(keys_of(instances))
    for rows in collector.fast_deletes:
        found.setdefault(rows.model, []).extend(rows.values_list("pk", flat=True))
    return found


def _own_programs(athlete: Athlete) -> list[Program]:
    """Copies that were made for this athlete, and copies of those that nobody follows. A template is the clinic's."""
    others = Enrollment.objects.exclude(athlete=athlete).values("program_id")
    copies = Program.objects.filter(is_template=False).exclude(pk__in=others)
    found = list(copies.filter(enrollments__athlete=athlete).distinct())
    unfollowed = copies.filter(enrollments__isnull=True)
    made_of_them = found
    while made_of_them:
        made_of_them = list(unfollowed.filter(copied_from__in=made_of_them).exclude(pk__in=keys_of(found)))
        found += made_of_them
    return found
