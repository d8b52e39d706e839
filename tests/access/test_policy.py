"""The policy holds on every route for everybody, and it can fail."""

from __future__ import annotations

import pytest

from .matrix import failures, other_methods, routes
from .policy import TABLE

pytestmark = pytest.mark.django_db


def test_every_route_stands_in_the_policy_and_every_row_has_a_route():
    listed = {row.route for row in TABLE.rows}
    assert set(routes()) - listed == set(), "routes without a row"
    assert listed - set(routes()) == set(), "rows without a route"


#: The walk is six thousand requests: three workers take a share each.
SHARES = 3


@pytest.mark.parametrize("share", range(SHARES))
def test_everybody_gets_exactly_what_the_policy_says_twice(clients, things, share):
    rows = [row for row in TABLE.rows if "logout" not in row.route][share::SHARES]
    first = list(failures(clients, things, rows))
    again = list(failures(clients, things, rows))
    assert not first, "\n".join(first)
    assert not again, "\n".join(again)


def test_signing_out_of_the_admin(clients, things):
    found = list(failures(clients, things, [row for row in TABLE.rows if "logout" in row.route]))
    assert not found, "\n".join(found)


def test_methods_that_are_not_listed_never_succeed(clients, things):
    found = list(other_methods(clients, things))
    assert not found, "\n".join(found)
