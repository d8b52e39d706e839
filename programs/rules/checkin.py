"""The weekly runner check: four ordinals, never a score.

Source: clinical.md 6.2, in the clinic's own words.
"""

from __future__ import annotations

#: "a lot" on the scale 0 no, 1 a little, 2 a lot, 3 stopped me (entirely).
A_LOT = 2


def needs_attention(changed: int, less: int, held_back: int) -> bool:
    """Whether a therapist should look at this week: a lot or more on any of the three.

    changed -- (a) did a pain or body problem change the training; less -- (b) how much less was done;
    held_back -- (c) how much it held the running back; each 0 to 3
    """
    return max(changed, less, held_back) >= A_LOT
