"""How long requests take and of what: figures for a monitor, a line for a slow query, a header while debugging.

Of a query its text is told and never its values, of a request its route and never its address. Figures are kept by each
process, and added up where gunicorn has given them a folder (``PROMETHEUS_MULTIPROC_DIR``).
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

logger = logging.getLogger(__name__)
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

OWN = CollectorRegistry()
REQUESTS = Histogram(
    "clinic_request_seconds", "From a request to its answer", ["route", "status"], registry=OWN, buckets=SECONDS
)
QUERIES = Histogram(
    "clinic_request_database_seconds", "Of which the database took", ["route"], registry=OWN, buckets=SECONDS
)
POOL_IN_USE = Histogram(
    "clinic_pool_in_use", "Connections in use as a request ended", registry=OWN, buckets=range(1, 9)
)
POOL_WAITING = Histogram(
    "clinic_pool_waiting", "Requests that waited for a connection then", registry=OWN, buckets=(0, 1, 2, 4, 8, 16)
)


def add_figures(registry: CollectorRegistry) -> None:
    """Of every process where there is a folder for them, else of this one."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)
    else:
        registry.register(OWN)


@dataclass
class Stopwatch:
    """Counts the queries of one request."""

    route: str = ""
    queries: int = 0
    seconds: float = 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            took = time.perf_counter() - begun
            self.queries += 1
            self.seconds += took
            if took * 1000 > settings.SLOW_QUERY_MS:
                logger.warning("%.0f ms for a query of %s: %s", took * 1000, self.route or "no route", sql)


class WatchedRequest(HttpRequest):
    watch: Stopwatch


class TimingMiddleware:
    """The first of all, so that what the others take is counted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: WatchedRequest) -> HttpResponse:
        watch, begun, cpu_begun = Stopwatch(), time.perf_counter(), time.thread_time()
        with connection.execute_wrapper(watch):
            request.watch = watch
            response = self.get_response(request)
        took = time.perf_counter() - begun
        REQUESTS.labels(watch.route, str(response.status_code)).observe(took)
        QUERIES.labels(watch.route).observe(watch.seconds)
        _note_pool()
        if settings.DEBUG:
            response.headers["Server-Timing"] = _timing(watch, took, time.thread_time() - cpu_begun)
        return response

    def process_view(self, request: WatchedRequest, view: Any, args: Any, named: Any) -> None:
        """From here on it is known which page it is."""
        if request.resolver_match is not None:
            request.watch.route = request.resolver_match.view_name


def _timing(watch: Stopwatch, took: float, cpu: float) -> str:
    database = f'db;dur={watch.seconds * 1000:.1f};desc="{watch.queries} queries"'
    return f"total;dur={took * 1000:.1f}, cpu;dur={cpu * 1000:.1f}, {database}"


def _note_pool() -> None:
    """How busy the pool is, where there is one."""
    pool = getattr(connection, "pool", None)
    if pool is not None:
        stats = pool.get_stats()
        POOL_IN_USE.observe(stats.get("pool_size", 0) - stats.get("pool_available", 0))
        POOL_WAITING.observe(stats.get("requests_waiting", 0))
