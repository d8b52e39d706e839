"""What the clinic keeps no longer, by time alone: docs/compliance/retention.md has the periods."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session as BrowserSession
from django.db import transaction
from django.utils.translation import gettext as _

from athletes.models import AthleteImport
from programs.imports.jobs import forget_imports
from programs.models import ExerciseImport

from ..discovery_calls import forget_calls


@transaction.atomic
def forget_what_is_over(at: datetime) -> dict[str, int]:
    """Delete it; returns how many rows went, by what they were. Safe to repeat."""
    ended, _by_model = BrowserSession.objects.filter(expire_date__lt=at).delete()
    return {
        _("discovery calls that became nothing"): forget_calls(at=at),
        _("uploaded tables that nobody went on with"): forget_imports(AthleteImport, at=at)
        + forget_imports(ExerciseImport, at=at),
        _("browsers that are signed out by time"): ended,
    }


def count_what_is_over(at: datetime) -> dict[str, int]:
    """What would go; nothing does."""
    with transaction.atomic():
        counts = forget_what_is_over(at)
        transaction.set_rollback(True)
    return counts
