"""The pain that a place may reach: the one answer, which every page, sentence and rule asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from athletes.models import Athlete, PainProfile, Side
from programs.models import Tissue
from programs.rules.pain.zones import limit_of
from programs.rules.thresholds import Thresholds
from programs.thresholds import clinic_thresholds

#: Region and side, as a pain report names them.
BodySite = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PainLimits:
    """Scores, 0 to 10. own -- of a place that nobody set; places -- of those that the therapist set."""

    own: int
    places: Mapping[BodySite, int]

    def at(self, region: str, side: str) -> int:
        """The score that this place may reach.

        A side that nobody set has the limit of the whole place. A place named without its side may be either one:
        it has the stricter of the two.
        """
        if (region, side) in self.places:
            return self.places[region, side]
        if side:
            return self.places.get((region, ""), self.own)
        return min(self.at(region, Side.LEFT), self.at(region, Side.RIGHT))

    def spelled_out(self) -> dict[str, int]:
        """“region:side” of every place whose limit is not the athlete's own, for a phone without a connection."""
        regions = {region for region, _side in self.places}
        found: dict[str, int] = {}
        for region in sorted(regions):
            for side in ("", Side.LEFT, Side.RIGHT):
                limit = self.at(region, side)
                if limit != self.own:
                    found[f"{region}:{side}"] = limit
        return found


def limits_of(athlete: Athlete) -> PainLimits:
    """The limits of this athlete's places; two queries."""
    return limits_from(athlete.pain_limit, athlete.pain_profiles.all(), clinic_thresholds())


def limits_from(own: int, profiles: Iterable[PainProfile], numbers: Thresholds) -> PainLimits:
    """own -- the athlete's own limit; profiles -- all of theirs: one that was only watched has that limit"""
    places: dict[BodySite, int] = {}
    for profile in profiles:
        if profile.tissue != Tissue.UNKNOWN or profile.limit is not None:
            places[profile.region, profile.side] = limit_for(own, profile, numbers)
    return PainLimits(own, places)


def limit_for(own: int, profile: PainProfile, numbers: Thresholds) -> int:
    """The score, 0 to 10, that a region may reach: the therapist's, else its tissue's, else the athlete's own."""
    if profile.limit is not None:
        return profile.limit
    if profile.tissue == Tissue.UNKNOWN:
        return own
    return limit_of(profile.tissue, numbers)
