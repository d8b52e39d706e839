"""What every kind of flag may carry, one example for each shape."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from athletes.models import FlagKind
from athletes.problems.figures import (
    AdviceFigures,
    BarrierFigures,
    CheckInFigures,
    Figures,
    GateFigures,
    LightFigures,
    MissedFigures,
    MorningFigures,
    PainFigures,
    PersistentFigures,
    PhaseFigures,
    RunSpikeFigures,
    ScreenFigures,
    SilentFigures,
    StalledFigures,
    StopFigures,
    UnplacedFigures,
    UnsaidFigures,
)

SESSION = UUID("9d7c1a70-3a0f-4f43-8b43-0a1d9c1f2e11")
MONDAY = date(2026, 11, 2)

EXAMPLES: dict[FlagKind, list[Figures]] = {
    FlagKind.STOP: [
        StopFigures(place="Left shin", region="shin", side="left", score=2),
        StopFigures(place="Left shin", region="shin", side="left"),
        StopFigures(place="Left shin", region="shin", side="left", signs=("night", "spot"), route="therapist"),
    ],
    FlagKind.SCREEN: [ScreenFigures(place="Left shin", region="shin", side="left", score=3, on=MONDAY)],
    FlagKind.UNPLACED: [
        UnplacedFigures(how="swap", on=MONDAY, exercise="Step-up"),
        UnplacedFigures(how="excuse", on=MONDAY),
        UnplacedFigures(how="barrier", on=MONDAY),
    ],
    FlagKind.UNSAID: [UnsaidFigures(place="Left knee", region="knee", side="left", mornings=3, on=MONDAY)],
    FlagKind.PAIN: [
        PainFigures(place="Left knee", region="knee", side="left", score=6, limit=3, on=MONDAY),
        PainFigures(
            place="Left knee",
            region="knee",
            side="left",
            score=6,
            limit=3,
            on=MONDAY,
            exercise="Step-up",
            session=SESSION,
        ),
    ],
    FlagKind.MORNING: [
        MorningFigures(place="Achilles", region="achilles", morning=4, usual=Decimal("1.5"), on=MONDAY),
        MorningFigures(place="Achilles", region="achilles", mornings=(0, 2, 3)),
    ],
    FlagKind.PERSISTENT: [
        PersistentFigures(place="Left knee", region="knee", side="left", scores=(2, 2, 3)),
        PersistentFigures(place="Left knee", region="knee", side="left", reds=(MONDAY, date(2026, 11, 5))),
    ],
    FlagKind.CHECK_IN: [CheckInFigures(changed=2, worst=5), CheckInFigures(changed=0)],
    FlagKind.MESSAGE: [Figures()],
    FlagKind.MISSED: [MissedFigures(missed=1, planned=2, on=MONDAY)],
    FlagKind.SILENT: [SilentFigures(days=9, since=MONDAY)],
    FlagKind.UNANSWERED: [Figures()],
    FlagKind.RUN_SPIKE: [RunSpikeFigures(percent=18, on=MONDAY)],
    FlagKind.PHASE: [PhaseFigures(phase="Heavy slow", on=MONDAY, missing=("therapist_clearance",))],
    FlagKind.BARRIER: [BarrierFigures(kind="time", times=2)],
    FlagKind.HEAVY: [AdviceFigures(count=1, exercise="Step-up", reason="short_sets", change="lighter")],
    FlagKind.STEP: [AdviceFigures(count=1, exercise="Hop", reason="step", change="easier", step="1")],
    FlagKind.LIGHTER: [AdviceFigures(count=4, exercise="Step-up", reason="taper", change="fewer_sets")],
    FlagKind.STALLED: [StalledFigures(exercise="Step-up", load="40 kg", sessions=3)],
    FlagKind.LIGHT: [LightFigures(weeks=4, rpe=Decimal("6.0"))],
    FlagKind.READY: [AdviceFigures(count=2, exercise="Step-up", reason="top_of_range", change="more_load")],
    FlagKind.GATE: [GateFigures(strength_weeks=5, adherence=90, heel_raises=23, symmetry=95, step_downs=4)],
}
EVERY_EXAMPLE = [(kind, figures) for kind, examples in EXAMPLES.items() for figures in examples]
