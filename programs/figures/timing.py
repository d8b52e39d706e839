"""When a motion is where: easing curves, their pieces, and the moments at which a motion is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from .body import Skeleton
from .camera import Bones, Camera
from .motions import BodyMotion
from .posing import mix, solve

#: The control points of CSS's cubic-bezier: in and out, out, in, linear.
EASINGS = MappingProxyType(
    {
        "io": (0.4, 0.0, 0.6, 1.0),
        "out": (0.33, 0.67, 0.67, 1.0),
        "in": (0.33, 0.0, 0.67, 0.33),
        "lin": (0.0, 0.0, 1.0, 1.0),
    }
)
#: A phase is looked at in this many steps.
STEPS = 4
MOMENTS = STEPS + 1
#: A phase shorter than this cuts back to the start; it is no movement. Seconds.
CUT_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class MotionMoment:
    """One moment of a motion. at -- seconds; share -- how far into its phase; along -- parameter on its easing curve"""

    at: float
    share: float
    along: float
    phase: int
    body: Skeleton
    bones: Bones


def moments_of(motion: BodyMotion, camera: Camera) -> list[MotionMoment]:
    """Every phase in steps of its easing curve; no bone's turn jumps from one to the next."""
    moments: list[MotionMoment] = []
    here, started, bones = motion.phases[-1].to, 0.0, None
    for index, phase in enumerate(motion.phases):
        for step in range(MOMENTS):
            time, share = _on_curve(phase.ease, step / STEPS)
            body = solve(mix(motion.poses[here], motion.poses[phase.to], share), motion.anchor)
            bones = camera.bones(body, bones)
            moments.append(MotionMoment(started + phase.seconds * time, share, step / STEPS, index, body, bones))
        started, here = started + phase.seconds, phase.to
    return moments


def _on_curve(ease: str, along: float) -> tuple[float, float]:
    """Time and share of the way, at a parameter of an easing curve."""
    x1, y1, x2, y2 = EASINGS[ease]
    return _bezier(x1, x2, along), _bezier(y1, y2, along)


def _bezier(first: float, second: float, along: float) -> float:
    rest = 1 - along
    return 3 * rest**2 * along * first + 3 * rest * along**2 * second + along**3


def piece_of_easing(ease: str, start: float, end: float) -> str:
    """The part of an easing curve between two parameters, as an easing of its own."""
    x1, y1, x2, y2 = EASINGS[ease]
    xs, ys = _piece(x1, x2, start, end), _piece(y1, y2, start, end)
    return f"cubic-bezier({_part(xs, 1)},{_part(ys, 1)},{_part(xs, 2)},{_part(ys, 2)})"


def _piece(first: float, second: float, start: float, end: float) -> list[float]:
    """The four control values of a part of a Bezier curve, by its blossom."""
    turns = ((start, start, start), (start, start, end), (start, end, end), (end, end, end))
    return [_blossom([0.0, first, second, 1.0], turn) for turn in turns]


def _blossom(values: list[float], turns: tuple[float, float, float]) -> float:
    for turn in turns:
        values = [one + (other - one) * turn for one, other in pairwise(values)]
    return values[0]


def _part(values: list[float], index: int) -> str:
    share = (values[index] - values[0]) / (values[-1] - values[0])
    return f"{share:.2f}".replace("0.", ".").rstrip("0").rstrip(".") or "0"
