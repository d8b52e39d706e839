"""What an author typed and has not saved, step by step: autosave, undo and redo in one.

A draft belongs to one author of one program and is shown to nobody else. Step 0 is the program as
it was opened; each change that is sent adds a step and drops the steps that had been undone.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from ..models import Program, ProgramDraft

Fields = dict[str, str]

#: How many steps can be taken back.
KEPT_STEPS = 100


def _steps(program: Program, author: Any) -> Any:
    return ProgramDraft.objects.filter(program=program, author=author)


@transaction.atomic
def keep(*, program: Program, author: Any, step: int, opened: Fields, fields: Fields, at: datetime) -> int:
    """Keep what is typed as the step after ``step``, unless it is that step; returns the step it is now.

    author -- a User; opened -- the fields of the stored program, kept as step 0 before the first change
    fields -- as they are typed now
    """
    Program.objects.select_for_update().only("pk").get(pk=program.pk)  # two answers under way take their steps in turn
    steps = _steps(program, author)
    current = steps.filter(step=step).first()
    if current is not None and not step:
        if current.fields.get("base") != opened.get("base"):
            current = None  # the program was saved since: another beginning
        elif fields != opened and fields.get("base") == opened.get("base"):
            # A page opened anew while older work waits: it goes on after it, and nothing of that is lost.
            latest = steps.order_by("-step").first()
            current, step = latest, latest.step
    if current is None:
        steps.all().delete()
        current, step = ProgramDraft.objects.create(program=program, author=author, step=0, fields=opened, at=at), 0
    if current.fields == fields:
        return step
    steps.filter(Q(step__gt=step) | Q(step__lte=step - KEPT_STEPS)).delete()
    ProgramDraft.objects.create(program=program, author=author, step=step + 1, fields=fields, at=at)
    return step + 1


def go_to(*, program: Program, author: Any, step: int, at: datetime) -> ProgramDraft | None:
    """The draft at that step, which is the one to resume from now on; None when there is none."""
    draft: ProgramDraft | None = _steps(program, author).filter(step=step).first()
    if draft is not None:
        draft.at = at
        draft.save(update_fields=["at"])
    return draft


def resumable(*, program: Program, author: Any) -> ProgramDraft | None:
    """What this author left unsaved, or None."""
    latest: ProgramDraft | None = _steps(program, author).order_by("-at", "-step").first()
    return latest if latest is not None and latest.step else None


def discard(*, program: Program, author: Any) -> None:
    """Forget what this author typed and did not save. author -- a User"""
    _steps(program, author).delete()
