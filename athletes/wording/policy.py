"""What holds by itself, in sentences for the therapist who prescribes: the policy that the clinic signed, in figures.

Source: safety.md 2. Each sentence names the numbers of ``programs.rules.thresholds`` that are in force.
"""

from __future__ import annotations

from dataclasses import asdict

from django.utils.translation import gettext as _

from programs.rules.thresholds import Thresholds


def policy_lines(numbers: Thresholds) -> list[str]:
    """One sentence for each cause, the gravest first."""
    lines = (
        _("Warning signs stop all training. Only Return to training ends a stop."),
        _(
            "Pain over the limit (tendon {limit_tendon}, joint {limit_joint}, not known {limit_unknown}): what loads "
            "the place is {red_load_cut}% lighter with {red_sets_cut} set fewer, and no jumps for "
            "{red_plyometrics_days} days."
        ),
        _(
            "Over it twice in {red_again_days} days, or mornings that get worse: an easier exercise, or none, until "
            "you decide. From {out_score} of 10 on, everything that loads the place stays out."
        ),
        _("Pain within the limit that does not settle: the last dose comes again, and nothing goes up."),
        _(
            "A phase begins when it is earned: {phase_sessions}% of the sessions before it done, each pattern "
            "trained, effort logged. Until then, the last week before it repeats."
        ),
        _(
            "{gap_after} to {gap_repeat} days away: {gap_repeat_cut}% lighter. Up to {gap_back} days: the phase from "
            "its first week, {gap_back_cut}% lighter. Longer: from week 1, at most {restart_load}% of the last load, "
            "and the first {restart_sessions} sessions stay easy."
        ),
        _(
            "No strength in the last {taper_nothing} days before a race, and rest after it. Sessions that drop out are "
            "not made up."
        ),
        _("Load grows by at most {step_most}% a week, and only when effort was logged."),
    )
    values = asdict(numbers) | {"gap_after": numbers.gap_continue + 1}
    return [line.format(**values) for line in lines]
