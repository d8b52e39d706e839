"""What a therapist enters into the record beside the athlete's own fields: tissue rules and tests, under a name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from athletes.evaluation.evaluate import evaluate
from athletes.models import Assessment, Athlete, PainProfile, User


@transaction.atomic
def sign_rows(
    *,
    athlete: Athlete,
    rows: Iterable[PainProfile | Assessment],
    deleted: Iterable[PainProfile | Assessment] = (),
    by: User,
    at: datetime,
) -> None:
    """Store rows under the name of who entered them, delete others; then the rules evaluate the athlete anew."""
    for row in rows:
        if isinstance(row, PainProfile):
            row.set_by = by
        else:
            row.tested_by = by
        row.save()
    for row in deleted:
        row.delete()
    evaluate(athlete, at)
