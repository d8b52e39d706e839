"""A pool whose connections are all dead is looked through by the first who meets that, and nobody reads an error."""

from __future__ import annotations

import pytest
from psycopg_pool import PoolTimeout

from clinic.postgresql.base import DatabaseWrapper


class DeadPool:
    """Gives nothing until it was looked through; away -- nor then."""

    def __init__(self, *, is_away: bool) -> None:
        self.is_away, self.looked = is_away, 0

    def check(self) -> None:
        self.looked += 1

    def getconn(self) -> str:
        if self.is_away or not self.looked:
            raise PoolTimeout("couldn't get a connection after 1.00 sec")
        return "a connection"


@pytest.fixture
def wrapper_of(monkeypatch):
    def wrapper_with(pool):
        monkeypatch.setattr("clinic.postgresql.base.base.DatabaseWrapper.pool", pool)
        monkeypatch.setattr(
            "clinic.postgresql.base.base.DatabaseWrapper.get_new_connection", lambda self, params: self.pool.getconn()
        )
        return DatabaseWrapper({})

    return wrapper_with


def test_the_first_who_meets_dead_connections_has_all_of_them_looked_at(wrapper_of):
    pool = DeadPool(is_away=False)
    assert wrapper_of(pool).get_new_connection({}) == "a connection"
    assert pool.looked == 1


def test_a_server_that_is_away_is_said_to_be_after_one_more_try(wrapper_of):
    pool = DeadPool(is_away=True)
    with pytest.raises(PoolTimeout):
        wrapper_of(pool).get_new_connection({})
    assert pool.looked == 1
