"""Verbs of the clinic's numbers: put each in the table once, sign one, and read them all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from programs.rules.thresholds import Thresholds, catalog, with_values

from .models import Threshold


def sync_thresholds() -> int:
    """A row for each number of the rules that has none yet, with its default, unsigned. Returns how many came."""
    known = set(Threshold.objects.values_list("code", flat=True))
    missing = []
    for about in catalog():
        if about.code not in known:
            missing.append(Threshold(code=about.code, value=Decimal(about.default)))
    return len(Threshold.objects.bulk_create(missing, ignore_conflicts=True))


@transaction.atomic
def sign(thresholds: Iterable[Threshold], *, by: Any, at: datetime) -> None:
    """The value as it stands is this person's word. by -- a User."""
    for threshold in thresholds:
        threshold.signed_by, threshold.signed_at = by, at
        threshold.save()


def clinic_thresholds() -> Thresholds:
    """Every number as the clinic has it now, in one query; the defaults where nothing is stored."""
    return with_values(dict(Threshold.objects.values_list("code", "value")))
