"""What the clinic keeps no longer, by time alone: docs/compliance/retention.md has the periods."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib.sessions.models import Session as BrowserSession
from django.db import transaction
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from athletes.mail.watch.retention import forget_addresses, forget_words
from athletes.models import AthleteImport
from programs.imports.jobs import forget_imports
from programs.models import ExerciseImport

from ..discovery_calls import forget_calls

_others: list[tuple[StrOrPromise, Callable[[datetime], int]]] = []


def also_over(what: StrOrPromise, forget: Callable[[datetime], int]) -> None:
    """For packages above this one, once at the start: what of theirs goes by time. forget -- returns how many rows"""
    _others.append((what, forget))


@transaction.atomic
def forget_what_is_over(at: datetime) -> dict[str, int]:
    """Delete it; returns how many rows went, by what they were. Safe to repeat."""
    ended, _by_model = BrowserSession.objects.filter(expire_date__lt=at).delete()
    counts = {
        _("discovery calls that became nothing"): forget_calls(at=at),
        _("uploaded tables that nobody went on with"): forget_imports(AthleteImport, at=at)
        + forget_imports(ExerciseImport, at=at),
        _("browsers that are signed out by time"): ended,
        _("mails to an address without an account"): forget_addresses(at),
        _("words of a mail server about a mail"): forget_words(at),
    }
    for what, forget in _others:
        counts[str(what)] = forget(at)
    return counts


def count_what_is_over(at: datetime) -> dict[str, int]:
    """What would go; nothing does."""
    with transaction.atomic():
        counts = forget_what_is_over(at)
        transaction.set_rollback(True)
    return counts
