"""What waits for a therapist's decision too long is told to who covers, then to the clinic admins (safety.md 2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypedDict

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django_stubs_ext import WithAnnotations

from athletes.localtime import clinic_day
from athletes.mail.planner import URGENT_WINDOW, plan_urgent
from athletes.models import Athlete, Flag, FlagAct, FlagKind, Suggestion, User
from athletes.problems.caring import clinic_admins
from athletes.problems.episodes import tell_others
from athletes.problems.problem import Problem, problems_of
from athletes.workdays import DECIDE_WITHIN, working_days_between
from programs.models.keys import keys_of
from programs.rules.advice import UNTIL_DECIDED

#: Mornings that rise and discomfort that stays ask for a decision by themselves; other pain where it holds until one.
_ASKS = (FlagKind.MORNING, FlagKind.PERSISTENT)

#: How long a stop may stay unseen by those who care for the athlete.
UNSEEN_FOR = timedelta(minutes=30)


class Told(TypedDict):
    told: int


@transaction.atomic
def escalate(at: datetime) -> int:
    """Tell one more circle of people of each problem that nobody has decided, once; returns how many circles.

    After two working days who covers the athlete, or the clinic admins where nobody does; after two more the admins.
    A flag that was put off is not undecided: somebody said when they would look again.
    """
    told = 0
    for athlete, flags in _by_athlete(_undecided(at)).items():
        circles = _circles_of(athlete, at)
        for problem in problems_of(flags):
            waited = working_days_between(clinic_day(_waits_since(problem)), clinic_day(at))
            reached = min(max(0, waited - 1) // DECIDE_WITHIN, len(circles))
            if max(getattr(flag, "told", 0) for flag in problem.flags) >= reached:
                continue
            for circle in circles[_told_by_now(problem) : reached]:
                _tell(problem.worst, circle, at)
                told += 1
    return told


def _by_athlete(flags: Iterable[WithAnnotations[Flag, Told]]) -> dict[Athlete, list[Flag]]:
    by_athlete: dict[Athlete, list[Flag]] = defaultdict(list)
    for flag in flags:
        by_athlete[flag.athlete].append(flag)
    return by_athlete


def _undecided(at: datetime) -> Iterable[WithAnnotations[Flag, Told]]:
    here = {"figures__region": OuterRef("figures__region"), "figures__side": OuterRef("figures__side")}
    held = Suggestion.objects.by_rule().filter(athlete=OuterRef("athlete"), reason__in=UNTIL_DECIDED, **here)
    waits = Q(kind__in=_ASKS) | Q(Exists(held), kind=FlagKind.PAIN)
    in_care = Q(athlete__stopped_at__isnull=True, athlete__user__is_active=True)
    flags = Flag.objects.waiting(at).filter(waits, in_care)
    told = Count("acts", filter=Q(acts__kind=FlagAct.Kind.TOLD_OTHERS))
    found: Iterable[WithAnnotations[Flag, Told]] = flags.annotate(told=told).select_related("athlete")
    return found


def _waits_since(problem: Problem) -> datetime:
    """Since it was opened, or since it came back after it was put off."""
    came_back = [flag.snoozed_until for flag in problem.flags if flag.snoozed_until is not None]
    return max([problem.since, *came_back])


def _told_by_now(problem: Problem) -> int:
    """How many circles know, read again under a lock: another sweep may be telling them at this moment."""
    own = Flag.objects.filter(pk__in=keys_of(problem.flags))
    list(own.order_by("pk").select_for_update())
    counted = own.annotate(told=Count("acts", filter=Q(acts__kind=FlagAct.Kind.TOLD_OTHERS)))
    return max(counted.values_list("told", flat=True), default=0)


def _circles_of(athlete: Athlete, at: datetime) -> list[list[User]]:
    """Who covers, then the clinic admins; a circle of nobody is none."""
    covering = list(athlete.covering(at))
    return list(filter(None, (covering, clinic_admins())))


def tell_admins_of_unseen(at: datetime) -> int:
    """A stop that nobody has marked as seen half an hour after it was raised is told to the clinic admins, once each.

    The same occasion as the therapists' own mail: whoever has it already gets no second one. One that is older than an
    urgent mail is worth is left to what waits for a decision. Returns how many flags there are.
    """
    unseen = Flag.objects.waiting(at).stops().filter(acknowledged_at=None, athlete__user__is_active=True)
    late = unseen.filter(raised_at__lte=at - UNSEEN_FOR, raised_at__gt=at - URGENT_WINDOW)
    flags = list(late)
    admins = clinic_admins() if flags else []
    for flag in flags:
        for admin in admins:
            plan_urgent(admin, occasion=str(flag.pk), at=at)
    return len(flags)


def _tell(flag: Flag, circle: Iterable[User], at: datetime) -> None:
    names = []
    for person in circle:
        plan_urgent(person, occasion=str(flag.pk), at=at)
        names.append(person.name)
    tell_others(flag=flag, names=_(", ").join(names), at=at)
