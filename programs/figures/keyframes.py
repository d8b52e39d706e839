"""Keyframes: the fewest that keep every part in step, each with the exact piece of its phase's easing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from string import ascii_lowercase

from .motions import BodyMotion
from .shapes import number
from .timing import MOMENTS, MotionMoment, piece_of_easing

Values = tuple[float, ...]
#: The moments of a phase that may be kept, the fewest first.
CHOICES = ((0, 4), (0, 2, 4), (0, 1, 3, 4), (0, 1, 2, 3, 4))


class Keyframes:
    """The style of one figure. Channels that move alike share their keyframes."""

    def __init__(self, motion: BodyMotion, moments: Sequence[MotionMoment]) -> None:
        self.motion = motion
        self.moments = moments
        self._names: dict[str, str] = {}

    def name(self, values: Sequence[Values], tolerance: Values, text: Callable[[Values], str]) -> str:
        """The class that moves a group. values -- one for each moment; text -- the CSS transform of one"""
        rules: dict[str, list[str]] = {}
        for index, easing in self._kept(values, tolerance):
            rule = f"transform:{text(values[index])}"
            if easing:
                rule += f";animation-timing-function:{easing}"
            share = 100 * self.moments[index].at / self.motion.seconds
            rules.setdefault(rule, []).append(f"{number(share, 1)}%")
        rules.setdefault(f"transform:{text(values[0])}", []).append("100%")
        frames = "".join(f"{','.join(dict.fromkeys(marks))}{{{rule}}}" for rule, marks in rules.items())
        return self._names.setdefault(frames, _short_name(len(self._names)))

    def shown(self, flags: Sequence[bool]) -> str:
        """The class that shows a group while its moments say so, and hides it at once when they do not."""
        rules: dict[bool, list[str]] = {flags[0]: ["0%"]}
        for before, (moment, flag) in zip(flags, list(zip(self.moments, flags, strict=True))[1:], strict=False):
            if flag != before:
                rules.setdefault(flag, []).append(f"{number(100 * moment.at / self.motion.seconds, 1)}%")
        frames = "".join(
            f"{','.join(marks)}{{opacity:{int(flag)};animation-timing-function:step-end}}"
            for flag, marks in rules.items()
        )
        return self._names.setdefault(frames, _short_name(len(self._names)))

    def style(self) -> str:
        """Its keyframes under the figure's own name, so that several may stand in one page."""
        own, seconds = self.motion.slug, self.motion.seconds
        rules = [f"@media(prefers-reduced-motion:no-preference){{.{own}.run .j{{animation-duration:{seconds:g}s}}}}"]
        for frames, name in self._names.items():
            rules.append(f".{own} .{name}{{animation-name:{own}-{name}}}@keyframes {own}-{name}{{{frames}}}")
        return "".join(rules)

    def seen(self, values: Sequence[Values], tolerance: Values) -> list[Values]:
        """What CSS makes of a channel at each moment: straight ways between the moments that are kept."""
        seen: list[Values] = []
        for index in range(len(self.motion.phases)):
            span, moments, chosen = self._phase(index, values, tolerance)
            for start, end in pairwise(chosen):
                shares = [_share(moments, start, between, end) for between in range(start, end)]
                seen += [part_way(span[start], span[end], share) for share in shares]
            seen.append(span[-1])
        return seen

    def _kept(self, values: Sequence[Values], tolerance: Values) -> list[tuple[int, str]]:
        """Which moments a channel needs, each with the easing that follows."""
        kept: list[tuple[int, str]] = []
        for index, phase in enumerate(self.motion.phases):
            span, moments, chosen = self._phase(index, values, tolerance)
            for start, end in pairwise(chosen):
                is_usual = len(chosen) == len(CHOICES[0]) and phase.ease == "io"
                needs_none = span[start] == span[end] or is_usual
                easing = "" if needs_none else piece_of_easing(phase.ease, moments[start].along, moments[end].along)
                kept.append((index * MOMENTS + start, easing))
        return kept

    def _phase(
        self, index: int, values: Sequence[Values], tolerance: Values
    ) -> tuple[Sequence[Values], Sequence[MotionMoment], tuple[int, ...]]:
        """The values and moments of one phase, and which of them are kept."""
        part = slice(index * MOMENTS, (index + 1) * MOMENTS)
        span, moments = values[part], self.moments[part]
        return span, moments, next(choice for choice in CHOICES if _is_within(span, moments, choice, tolerance))


def _share(moments: Sequence[MotionMoment], start: int, between: int, end: int) -> float:
    whole = moments[end].share - moments[start].share
    return (moments[between].share - moments[start].share) / (whole or 1)


def part_way(first: Values, last: Values, share: float) -> Values:
    return tuple(one + (other - one) * share for one, other in zip(first, last, strict=True))


def _short_name(count: int) -> str:
    return "xyz"[count // len(ascii_lowercase)] + ascii_lowercase[count % len(ascii_lowercase)]


def _is_within(
    values: Sequence[Values], moments: Sequence[MotionMoment], chosen: tuple[int, ...], tolerance: Values
) -> bool:
    """Whether straight ways between the chosen moments come close enough to all the others."""
    for start, end in pairwise(chosen):
        for between in range(start + 1, end):
            made = part_way(values[start], values[end], _share(moments, start, between, end))
            if any(abs(one - real) > most for one, real, most in zip(made, values[between], tolerance, strict=True)):
                return False
    return True
