"""The engine of the web server: Django's own, but for one thing about its pool."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base
from psycopg_pool import PoolTimeout


class DatabaseWrapper(base.DatabaseWrapper):
    """A server that restarted has ended every connection of the pool.

    The pool tries a connection before it gives it out, and waits longer after each that is dead: with eight of them the
    next people would read an error before it came to the end. The first who meets that has all of them looked at.
    """

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        try:
            return super().get_new_connection(conn_params)
        except PoolTimeout:
            if self.pool is None:
                raise
            self.pool.check()
            return super().get_new_connection(conn_params)
