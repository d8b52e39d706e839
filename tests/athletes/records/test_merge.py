"""The highest (rev, edit_id) wins, whatever the order in which the edits arrive."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from athletes.errors import NotTheirsError
from athletes.records.merge import Verdict, Version, check_owner, verdict_on

FIRST, SECOND = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("stated", "stored", "verdict"),
    [
        (Version(1, FIRST), None, "applied"),
        (Version(2, FIRST), Version(1, SECOND), "applied"),
        (Version(1, SECOND), Version(1, FIRST), "applied"),
        (Version(1, FIRST), Version(1, FIRST), "duplicate"),
        (Version(1, FIRST), Version(1, SECOND), "stale"),
        (Version(1, SECOND), Version(2, FIRST), "stale"),
        (Version(10, FIRST), Version(9, FIRST), "applied"),
    ],
)
def test_a_later_revision_wins_and_the_edit_decides_between_equal_ones(stated, stored, verdict):
    assert verdict_on(stated, stored) == verdict


edits = st.builds(Version, st.integers(1, 4), st.integers(1, 4).map(lambda number: UUID(int=number)))


@given(st.lists(edits, min_size=1), st.randoms())
def test_every_order_of_arrival_ends_with_the_same_edit(arriving, order):
    shuffled = list(arriving)
    order.shuffle(shuffled)
    winners = []
    for edits_in_order in (arriving, shuffled):
        stored = None
        for edit in edits_in_order:
            if verdict_on(edit, stored) == Verdict.APPLIED:
                stored = edit
        winners.append(stored)
    assert winners[0] == winners[1]
    assert all(verdict_on(edit, winners[0]) != Verdict.APPLIED for edit in arriving)


@given(edits, edits)
def test_identities_are_ordered_as_their_texts_are_as_the_phone_compares_them(one, other):
    as_texts = (one.rev, str(one.edit_id)) > (other.rev, str(other.edit_id))
    assert (verdict_on(one, other) == Verdict.APPLIED) == as_texts


def test_the_row_of_another_athlete_is_not_theirs():
    ana, ben = SimpleNamespace(pk=1), SimpleNamespace(pk=2)
    row = SimpleNamespace(athlete_id=ana.pk)
    check_owner(row, ana)
    check_owner(None, ben)
    with pytest.raises(NotTheirsError):
        check_owner(row, ben)
