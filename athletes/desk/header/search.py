"""One search over everything that a person may open: athletes, programs, the library, and discovery calls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.access.requests import current_user, log_access
from athletes.access.roles import programs_visible_to
from athletes.models import Athlete, DiscoveryCall, Enrollment, User
from programs.models import Exercise
from programs.models.keys import keys_of

#: Letters that a search needs, and may have.
MIN_LETTERS, MAX_LETTERS = 2, 120
#: How many of each kind are shown; the rest by the list's own search.
SHOWN = 12


@dataclass(frozen=True)
class Hit:
    """One thing that was found. words -- a smaller line under its name"""

    name: str
    url: str
    words: str = ""


@dataclass(frozen=True)
class HitGroup:
    """The hits of one kind. more_url -- the list that shows all of them, where there are more"""

    label: str | Promise
    hits: Sequence[Hit]
    more_url: str = ""


def search(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """What has these letters in its name. Where that is one athlete alone, their page follows at once."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:MAX_LETTERS]
    groups: list[HitGroup] = []
    if len(asked) >= MIN_LETTERS:
        user = current_user(request)
        athletes = _athletes(user, asked)
        programs = _programs(user, asked)
        log_access(request, *keys_of(athletes), *programs.followers)
        groups = _groups(user, asked, athletes, programs.hits)
        if len(athletes) == 1 and len(groups) == 1:
            return redirect("admin:athletes_athlete_page", athletes[0].pk)
    context |= {
        "title": _("Search"),
        "asked": asked,
        "groups": groups,
        "is_too_short": 0 < len(asked) < MIN_LETTERS,
    }
    return render(request, "admin/search.html", context)


def _athletes(user: User, asked: str) -> list[Athlete]:
    """By name, address, or telephone as it is written."""
    fits = Q(user__name__icontains=asked) | Q(user__email__icontains=asked) | Q(phone__icontains=asked)
    found = Athlete.objects.visible_to(user).filter(fits).select_related("user", "therapist")
    return list(found.order_by("user__name", "pk")[: SHOWN + 1])


def _groups(user: User, asked: str, athletes: Sequence[Athlete], programs: Sequence[Hit]) -> list[HitGroup]:
    """Only those that have any."""
    groups = [
        _group(gettext_lazy("Athletes"), list(map(_athlete_hit, athletes)), "athletes_athlete", asked),
        _group(gettext_lazy("Programs"), programs, "programs_program", asked),
        _group(gettext_lazy("Library"), _exercises(asked), "programs_exercise", asked),
        _group(gettext_lazy("Calls"), _calls(user, asked), "athletes_discoverycall", asked),
    ]
    return [group for group in groups if group.hits]


def _group(label: str | Promise, hits: Sequence[Hit], model: str, asked: str) -> HitGroup:
    """hits -- one more than is shown, where there are more"""
    more = reverse(f"admin:{model}_changelist", query={"q": asked}) if len(hits) > SHOWN else ""
    return HitGroup(label, hits[:SHOWN], more)


def _athlete_hit(athlete: Athlete) -> Hit:
    url = reverse("admin:athletes_athlete_page", args=[athlete.pk])
    words = f"{athlete.user.email} · {athlete.therapist.name}"
    if athlete.archived_at is not None:
        words = " · ".join((words, _("archived")))
    return Hit(athlete.user.name, url, words)


@dataclass(frozen=True)
class ProgramHits:
    """Programs that were found, and the keys of the athletes that they name."""

    hits: Sequence[Hit]
    followers: Sequence[int]


def _programs(user: User, asked: str) -> ProgramHits:
    """Programs by their own name, and by who follows them."""
    of_athlete = Enrollment.objects.visible_to(user).filter(athlete__user__name__icontains=asked).values("program")
    found = programs_visible_to(user).filter(Q(name__icontains=asked) | Q(pk__in=of_athlete))
    programs = list(found.order_by("-is_template", "name", "pk")[: SHOWN + 1])
    followed = Enrollment.objects.visible_to(user).filter(program__in=programs)
    names, followers = {}, []
    for program_id, athlete_id, name in followed.values_list("program", "athlete", "athlete__user__name"):
        names[program_id] = name
        followers.append(athlete_id)
    hits = []
    for program in programs:
        words = _("Template") if program.is_template else names.get(program.pk, "")
        hits.append(Hit(program.name, reverse("admin:programs_program_grid", args=[program.pk]), words))
    return ProgramHits(hits, followers)


def _exercises(asked: str) -> list[Hit]:
    hits = []
    for exercise in Exercise.objects.filter(name__icontains=asked).order_by("name")[: SHOWN + 1]:
        url = reverse("admin:programs_exercise_change", args=[exercise.pk])
        hits.append(Hit(exercise.name, url, str(exercise.get_pattern_display())))
    return hits


def _calls(user: User, asked: str) -> list[Hit]:
    found = DiscoveryCall.objects.visible_to(user).filter(Q(name__icontains=asked) | Q(email__icontains=asked))
    hits = []
    for call in found.order_by("-asked_at", "pk")[: SHOWN + 1]:
        url = reverse("admin:athletes_discoverycall_change", args=[call.pk])
        hits.append(Hit(call.name, url, str(call.get_state_display())))
    return hits
