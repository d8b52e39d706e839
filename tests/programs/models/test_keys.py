"""Rows and the keys that name them."""

from __future__ import annotations

from programs.models.keys import by_key, keys_in, keys_of
from programs.models.library import Equipment


def test_keys_come_in_the_order_of_the_rows():
    rows = [Equipment(pk=7), Equipment(pk=3)]

    assert keys_of(rows) == [7, 3]
    assert list(by_key(rows).items()) == [(7, rows[0]), (3, rows[1])]


def test_keys_in_what_a_browser_sent_leave_out_what_is_none():
    assert keys_in(["7", "", "x", "-3", "²", "9" * 19, "007"]) == [7, 7]
