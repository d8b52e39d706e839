"""What the public page says about strength and running, each sentence with where it comes from.

The one reviewed list: a sentence changes here, with its source, and nowhere else. ``TEACHING`` marks what the
clinic teaches from its own practice; everything else names a published study. Nothing here goes beyond
clinical.md section 0, and studies are only those that it marks as found (1.1 to 1.3, 2.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TEACHING = "teaching"


@dataclass(frozen=True)
class Source:
    """A published study. what -- its kind and size, for a reader who will not open it."""

    authors: StrOrPromise
    journal: str
    doi: str
    what: _StrPromise

    @property
    def address(self) -> str:
        return f"https://doi.org/{self.doi}"


@dataclass(frozen=True)
class Claim:
    """One thing the page says. sources -- keys of SOURCES, or TEACHING."""

    text: _StrPromise
    sources: tuple[str, ...]
    title: _StrPromise | str = ""

    @property
    def is_teaching(self) -> bool:
        return TEACHING in self.sources

    @property
    def numbers(self) -> list[tuple[int, str]]:
        """The studies as they are numbered on the page, with their keys."""
        studies = [key for key in self.sources if key in NUMBERS]
        return sorted((NUMBERS[key], key) for key in studies)


#: In the order in which the page names them first.
SOURCES = {
    "blagrove": Source(
        "Blagrove, Howatson, Hayes",
        "Sports Medicine 2018",
        "10.1007/s40279-017-0835-7",
        _("Review of 24 studies with 469 runners"),
    ),
    "doma": Source(
        "Doma and Deakin",
        "2015",
        "10.1080/02701367.2015.1053104",
        _("Study of strength on alternate days beside daily running"),
    ),
    "spiering": Source(
        "Spiering, Mujika, Sharp, Foulis",
        "Journal of Strength and Conditioning Research 2021",
        "10.1519/jsc.0000000000003964",
        _("Review of how little training holds strength"),
    ),
    "llanos": Source(
        "Llanos-Lagos and others",
        "Sports Medicine 2024",
        "10.1007/s40279-023-01978-y",
        _("Pooled analysis of strength methods and running economy"),
    ),
    "barrio": Source(
        "Barrio and others", "Kinesiology 2023", "10.26582/k.55.2.11", _("Pooled analysis of jump training")
    ),
    "eihara": Source(
        "Eihara and others",
        "Sports Medicine - Open 2022",
        "10.1186/s40798-022-00511-1",
        _("Pooled analysis of 22 studies, heavy lifting beside jumping"),
    ),
    "silbernagel": Source(
        "Silbernagel and others",
        "American Journal of Sports Medicine 2007",
        "10.1177/0363546506298279",
        _("Trial with 38 people with Achilles tendon pain"),
    ),
    "denadai": Source(
        "Denadai and others",
        "Sports Medicine 2017",
        "10.1007/s40279-016-0604-z",
        _("Pooled analysis of 16 studies of running economy"),
    ),
    "balsalobre": Source(
        "Balsalobre-Fernández, Santos-Concejero, Grivas",
        "Journal of Strength and Conditioning Research 2016",
        "10.1519/JSC.0000000000001316",
        _("Pooled analysis of 5 trials with 93 competitive runners"),
    ),
    "pooled_injuries": Source(
        _("Review and pooled analysis"),
        "Sports Medicine 2024",
        "10.1007/s40279-024-01993-7",
        _("Trials of exercise programs and injuries in runners"),
    ),
}
NUMBERS = {key: number for number, key in enumerate(SOURCES, start=1)}

LEAD = Claim(
    _(
        "For most runners the limit is not the engine. It is how many miles the body can absorb. "
        "Two focused strength days a week train that."
    ),
    (TEACHING,),
)
FACTS = (
    Claim(_("strength days a week, never back to back"), (TEACHING,), "2"),
    Claim(_("minutes each, deload weeks less"), (TEACHING,), "30–45"),
    Claim(_("kinds of work in every session"), (TEACHING,), "4"),
)
CASE = (
    Claim(_("Two focused strength days a week do more for a runner than two more easy runs."), (TEACHING,)),
    Claim(
        _("After an easy run or on a day without one, with a day between them. Thirty to forty-five minutes."),
        (TEACHING,),
    ),
    Claim(
        _("Reviews of trials in runners used two to three sessions a week, for six to fourteen weeks and longer."),
        ("blagrove",),
    ),
    Claim(
        _(
            "Days matter: with strength on alternate days alongside daily running, time to exhaustion fell over six "
            "days. So we keep strength away from your hard runs."
        ),
        ("doma",),
    ),
    Claim(
        _("In a race block one session a week is enough to hold your strength for months, if the load stays high."),
        ("spiering",),
    ),
)
SESSION = (
    Claim(_("Split squats, step-downs. Running is done on one leg at a time."), (TEACHING,), _("Single leg")),
    Claim(_("Deadlifts, bridges. The back of the hip and thigh."), (TEACHING,), _("Hip hinge")),
    Claim(_("Heel raises, straight and bent knee, heavier over time."), (TEACHING,), _("Calf and Achilles")),
    Claim(_("Side planks, band walks, loaded work on one leg."), (TEACHING,), _("Lateral hip")),
)
PATH = (
    Claim(
        _("Lower slowly, come up fast. That is how you learn the exercises with a light load."),
        (TEACHING,),
        _("Tempo first"),
    ),
    Claim(
        _(
            "Running economy improved with loads of 80% of a maximum and more, and with mixed methods; 40 to 79% "
            "showed no clear effect. So the load grows, at the pace your therapist sets."
        ),
        ("llanos",),
        _("Then load"),
    ),
    Claim(
        _(
            "Once lifting is comfortable, one or two jumping exercises join in. Jumping alone changes running economy "
            "little; together with lifting the effect was much larger, in a few studies. It is added, never swapped "
            "in."
        ),
        ("barrio", "eihara"),
        _("Jumps last"),
    ),
)
RUNNING = (
    Claim(
        _(
            "Tempo runs, intervals, and easy or long runs each train something different. A week at one moderate pace "
            "trains a narrow slice."
        ),
        (TEACHING,),
    ),
)
PAIN = (
    Claim(
        _(
            "Discomfort that stays in one place is information to act on, not something to run through. You tap "
            "where and how much; your therapist sees it early."
        ),
        (TEACHING,),
    ),
    Claim(
        _(
            "What a number means depends on the tissue. In a small trial, people with Achilles tendon pain who kept "
            "running within a pain limit came to no harm that it could show. Pain over a bone is a reason to stop. "
            "Your limit is set by your therapist."
        ),
        (TEACHING, "silbernagel"),
    ),
)
EXPECT = (
    Claim(
        _("better running economy: a little less oxygen at the same pace. Usually a small change."),
        ("blagrove", "denadai", "eihara"),
        _("2 to 4%"),
    ),
    Claim(_("until it shows. No verdict before that."), ("blagrove", "eihara"), _("6 to 10 weeks")),
    Claim(_("in VO₂max. It will not move."), ("blagrove",), _("No change")),
)
HONEST = (
    Claim(_("Times over 1.5 to 10 km tended to improve."), ("blagrove",)),
    Claim(
        _("The trials are small, and most of their runners were men. Your own change may differ."),
        ("balsalobre", "blagrove"),
    ),
    Claim(
        _(
            "We do not claim that strength work keeps you from injury. In one review, programs that runners followed "
            "on their own did not lower the number of injuries; supervised ones did. A therapist guides yours, and we "
            "still do not promise it."
        ),
        ("pooled_injuries",),
    ),
)
EVERY_CLAIM = (LEAD, *FACTS, *CASE, *SESSION, *PATH, *RUNNING, *PAIN, *EXPECT, *HONEST)
