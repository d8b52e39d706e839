"""Answers to the warning signs: what was ticked, and where it leads (clinical.md 2.5 and 2.6)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from athletes.models import Athlete, FlagKind, PainScreen
from athletes.models.pain import place_to_store
from athletes.problems.episodes import Finding, raise_flags
from athletes.problems.figures import StopFigures
from programs.rules.pain.screens import BONE_SIGNS, RED_FLAGS, is_bone_stop, route_of
from programs.thresholds import clinic_thresholds

from ..evaluate import evaluate
from ..holds import stop_training

#: The same answers again within this time are a double click.
DOUBLE_SUBMIT_WINDOW = timedelta(minutes=2)
SUDDEN = "sudden"
KNOWN_SIGNS = frozenset({*BONE_SIGNS, *RED_FLAGS, SUDDEN})


@transaction.atomic
def answer_signs(
    *, athlete: Athlete, region: str, side: str, signs: Collection[str], at: datetime
) -> tuple[PainScreen, str]:
    """Store what was ticked of the warning signs, and stop training where it says so.

    Returns the screen and where it leads: "emergency", "urgent", "therapist" or nothing.
    Raises ValueError for a sign that nobody asked about.
    """
    unknown = set(signs) - KNOWN_SIGNS
    if unknown:
        raise ValueError(f"no such sign: {sorted(unknown)}")
    screen = _store_screen(athlete, region, side, sorted(set(signs)), at)
    route = _route_of(signs, region)
    if route:
        place = place_to_store(region, side)
        figures = StopFigures(place=place, region=region, side=side, signs=tuple(screen.signs), route=route)
        finding = Finding(FlagKind.STOP, f"signs:{screen.pk}", figures)
        raised = raise_flags(athlete=athlete, findings=[finding], known=[], at=at)
        stop_training(athlete, raised, at)
    evaluate(athlete, at)
    return screen, route


def _store_screen(athlete: Athlete, region: str, side: str, signs: list[str], at: datetime) -> PainScreen:
    """A new screen, or the one that the same double click stored."""
    answers = {"athlete": athlete, "region": region, "side": side, "signs": signs}
    same = PainScreen.objects.filter(**answers, answered_at__gt=at - DOUBLE_SUBMIT_WINDOW).first()
    return same or PainScreen.objects.create(**answers, answered_at=at)


def _route_of(signs: Collection[str], region: str) -> str:
    """Red flags lead where each of them says; signs of bone stress and a sudden onset lead to the therapist."""
    route = route_of(sign for sign in signs if sign in RED_FLAGS)
    if route:
        return route
    bone_signs = [sign for sign in signs if sign in BONE_SIGNS]
    if SUDDEN in signs or is_bone_stop(bone_signs, region, clinic_thresholds()):
        return "therapist"
    return ""
