"""Two exercises that are one: what a merge would move, and the merge."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from athletes.training.exercise_merging import merge_exercises, preview_merge
from programs.library.comparing import compared
from programs.library.publishing import LibraryRefusedError
from programs.models import Exercise
from programs.models.fields import is_key

PAGE = "admin/programs/exercise/merge.html"


def merge(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The page of a merge; sent with the name of the one that goes, it is done. context -- what admin pages know"""
    if not request.user.has_perm("programs.change_exercise"):
        raise PermissionDenied
    keep, drop = _asked(request, "keep"), _asked(request, "drop")
    typed = request.POST.get("name", "")
    status = 200
    if request.method == "POST":
        try:
            merge_exercises(keep=keep, drop=drop, typed_name=typed)
            words = _("“{drop}” is now “{keep},” with everything that was done with it.")
            messages.success(request, words.format(drop=drop.name, keep=keep.name))
            return redirect("admin:programs_exercise_change", keep.pk)
        except LibraryRefusedError as error:
            context["error"] = str(error)
            status = 422
    try:
        context["preview"] = preview_merge(*compared([keep.pk, drop.pk]))
    except (LibraryRefusedError, TypeError) as error:
        context["refused"] = str(error) if isinstance(error, LibraryRefusedError) else _("Choose two exercises.")
    context |= {
        "title": _("Merge two exercises"),
        "keep": keep,
        "drop": drop,
        "typed": typed,
        "other_way": f"{reverse('admin:exercise_merge')}?keep={drop.pk}&drop={keep.pk}",
    }
    return render(request, PAGE, context, status=status)


def _asked(request: HttpRequest, name: str) -> Exercise:
    """The exercise that the address names. Raises Http404."""
    key = request.GET.get(name, "")
    if not is_key(key):
        raise Http404
    return get_object_or_404(Exercise, pk=key)
