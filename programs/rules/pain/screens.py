"""The bone-stress tripwire, and the warning signs with where each leads. Source: clinical.md 2.5 and 2.6."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from ..thresholds import DEFAULTS, Thresholds

#: Answers of the bone-stress screen; each is worth what the clinic's numbers say (2.5).
BONE_SIGNS = ("spot", "worsens", "night", "walking", "hop", "before", "energy", "new_load")
#: Regions of which some sites are high-risk: groin (femoral neck), front of shin, foot (navicular, fifth
#: metatarsal, big toe); the athlete names a region, not a bone, so the whole region is taken as such.
HIGH_RISK_REGIONS = frozenset({"groin", "shin", "foot"})


def is_bone_stop(signs: Iterable[str], region: str, numbers: Thresholds = DEFAULTS) -> bool:
    """Whether the bone-stress tripwire closes impact until the therapist has called (2.5).

    signs -- of BONE_SIGNS; one said twice counts once. Raises AttributeError for another sign.
    A tripwire, not a diagnosis: no screen shows the sum.
    """
    points: int = sum(getattr(numbers, f"bone_{sign}") for sign in set(signs))
    if region in HIGH_RISK_REGIONS:
        return points >= numbers.bone_stop_high_risk
    return points >= numbers.bone_stop


#: Bones that lie deep: pain there asks wherever it is. Over the others it asks in one spot, or all of a sudden.
DEEP = frozenset({"groin", "hip"})
NEAR_A_BONE = frozenset({"shin", "foot", "heel", "ankle", "knee", "low_back"})


def asks_for_signs(
    region: str,
    score: int,
    *,
    is_one_spot: bool | None = None,
    is_sudden: bool = False,
    is_bone_suspected: bool = False,
    numbers: Thresholds = DEFAULTS,
) -> bool:
    """Whether pain of that place, 0 to 10, asks for the warning signs at once (safety.md 3).

    is_bone_suspected -- the therapist suspects a bone stress injury: then any pain does
    """
    if is_bone_suspected and score > 0:
        return True
    if score < numbers.screen_score:
        return False
    return region in DEEP or (region in NEAR_A_BONE and (bool(is_one_spot) or is_sudden))


def answers_hold(answered_on: date, on: date, numbers: Thresholds = DEFAULTS) -> bool:
    """Whether answers to the warning signs of a place, given on that day, are still good for pain of another one."""
    return on - answered_on <= timedelta(days=numbers.screen_days)


#: Red flags and where they lead (2.6): emergency, urgent, or the therapist.
RED_FLAGS: dict[str, str] = {
    "pop": "urgent",
    "swollen_calf": "emergency",
    "chest": "emergency",
    "numb_saddle": "emergency",
    "no_four_steps": "emergency",
    "hot_joint": "emergency",
    "night_weight_cancer": "urgent",
    "antibiotic": "urgent",
    "numb_foot": "therapist",
}
_ROUTES = ("therapist", "urgent", "emergency")


def route_of(flags: Iterable[str]) -> str:
    """Where the red flags that were ticked lead: emergency, urgent or therapist; empty where none was (2.6).

    Raises KeyError for a flag that is not in RED_FLAGS.
    """
    return max((RED_FLAGS[flag] for flag in flags), key=_ROUTES.index, default="")
