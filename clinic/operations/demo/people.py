"""Who is in the demo clinic, and which story each athlete tells."""

from __future__ import annotations

import random
import uuid
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from athletes.models import Athlete, FlagKind

HISTORY_WEEKS = 12
FIRST_PROGRAM = "runner-base-8"
#: What no therapist has dealt with in any of these weeks.
NOT_YET_SEEN = (
    FlagKind.LIGHT,
    FlagKind.STALLED,
    FlagKind.STEP,
    FlagKind.PHASE,
    FlagKind.HEAVY,
    FlagKind.MORNING,
)


class Story(StrEnum):
    STEADY = "steady"
    PAIN = "pain"
    #: Away for so long that the mails stopped.
    GONE = "gone"
    READY = "ready"
    HEAVY = "heavy"
    LIGHT = "light"
    STALLED = "stalled"
    STOP = "stop"
    #: The next phase is not earned yet.
    PHASE = "phase"
    #: Every test passed, and not yet cleared for plyometrics.
    GATE = "gate"
    #: Cleared for plyometrics this week alone: the plan is ahead of the first step.
    CLEARED = "cleared"
    #: In the first week.
    NEW = "new"
    #: No program yet.
    WAITING = "waiting"
    #: No program yet; came by a discovery call.
    ASKED = "asked"


#: For how many weeks they follow their own program, after the base; four for all others.
OWN_PROGRAM_WEEKS = {Story.PHASE: 2, Story.STALLED: 7}
#: Stories that end so many weeks ago.
QUIET_WEEKS = {Story.GONE: 6, Story.PHASE: 1}


@dataclass(frozen=True)
class Persona:
    """One demo athlete.

    race_in -- days to the goal race; step -- of plyometrics
    """

    name: str
    therapist: str
    program: str
    story: Story = Story.STEADY
    unit: str = "lb"
    weekdays: tuple[int, int] = (0, 3)
    goal: str = ""
    race_in: int = 0
    step: int = 3

    @property
    def address(self) -> str:
        first_name = self.name.split(" ")[0].lower()
        return f"{first_name.replace('í', 'i')}@stridewell.example"

    @property
    def phone(self) -> str:
        """A number that nobody has."""
        return f"(617) 555-01{60 + PEOPLE.index(self)}"

    @property
    def born_on(self) -> date:
        """Somebody in their thirties or forties."""
        if self.story == Story.GATE:
            return date(1992, 1, 1)
        number = PEOPLE.index(self)
        return date(1980 + 5 * number % 17, 1 + 7 * number % 12, 1 + 3 * number % 28)

    @property
    def sex_for_norms(self) -> str:
        """Asked of whom the tests are compared with the norms."""
        return "female" if self.story == Story.GATE else ""

    @property
    def is_hurt(self) -> bool:
        return self.story == Story.PAIN

    @property
    def sore_region(self) -> str:
        return "achilles" if "achilles" in self.program else "knee"

    @property
    def conditions(self) -> list[str]:
        if self.is_hurt and self.sore_region == "knee":
            return ["patellofemoral_pain"]
        return []

    @property
    def quiet_weeks(self) -> int:
        return QUIET_WEEKS.get(self.story, 0)


PEOPLE = (
    Persona("Ana Silva", "thea", "half-marathon-12", unit="kg", goal="Boston half marathon"),
    Persona("Jonas Weber", "thea", "half-marathon-12", Story.PAIN, "kg", (1, 4)),
    Persona("Priya Raman", "thea", "achilles-return-12", Story.PAIN, weekdays=(0, 3)),
    Persona("Lucía Ortega", "thea", "tenk-builder-10", weekdays=(2, 5)),
    Persona("Maya Lindqvist", "thea", "tenk-builder-10", Story.READY, weekdays=(1, 4), goal="Reservoir 10K"),
    Persona("Hannah Cho", "thea", "tenk-builder-10", Story.HEAVY, weekdays=(0, 4), step=1),
    Persona("Sam Duarte", "thea", "runner-base-8", Story.NEW),
    Persona("Ines Falk", "thea", "", Story.WAITING),
    Persona("Noah Fischer", "thea", "half-marathon-12", Story.STALLED, weekdays=(1, 5)),
    Persona("Grace Kim", "thea", "tenk-builder-10", Story.GATE, weekdays=(2, 6)),
    Persona("Omar Haddad", "thea", "half-marathon-12", Story.GONE, weekdays=(0, 2)),
    Persona("Ben Carter", "tom", "tenk-builder-10", Story.READY, goal="Charles River 10K", race_in=11),
    Persona("Chloe Martin", "tom", "half-marathon-12", Story.LIGHT, weekdays=(1, 3)),
    Persona("Diego Torres", "tom", "achilles-return-12", Story.PHASE, weekdays=(1, 4)),
    Persona("Ella Novak", "tom", "half-marathon-12", weekdays=(0, 3)),
    Persona("Finn O'Brien", "tom", "tenk-builder-10", weekdays=(2, 5), goal="Harbor 10K", race_in=5),
    Persona("Hugo Laurent", "tom", "runner-base-8", Story.NEW, "kg"),
    Persona("Isla Morgan", "tom", "half-marathon-12", Story.STOP, weekdays=(3, 6)),
    Persona("Jack Turner", "tom", "tenk-builder-10", Story.CLEARED, step=1),
    Persona("Kira Petrova", "tom", "half-marathon-12", Story.READY, "kg", (0, 4)),
    Persona("Leo Brandt", "tom", "tenk-builder-10", weekdays=(1, 4)),
    Persona("Mia Rossi", "tom", "", Story.ASKED, goal="Harbor 5K"),
)


def athlete_named(first_name: str) -> Athlete:
    return Athlete.objects.get(user__email=f"{first_name}@stridewell.example")


def dice_of(name: str) -> random.Random:
    """The same throws for the same name, at every start."""
    return random.Random(name)  # noqa: S311 - a story, not a secret


def uuid_from(dice: random.Random) -> uuid.UUID:
    return uuid.UUID(int=dice.getrandbits(128), version=4)
