"""``/metrics``: mail, training, backup and the time of requests, for Prometheus and whoever has the token."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector

from athletes.mail.watch.measures import measure
from athletes.models import Flag, Session
from athletes.problems.attention import PROBLEMS
from clinic.http.timing import add_figures
from clinic.operations.backup import nightly

#: Long enough that a quiet night is not an outage.
A_DAY = timedelta(hours=24)


def may_read(request: HttpRequest) -> bool:
    """Whether this clinic offers its figures at all, and the request has the token."""
    sent = request.headers.get("Authorization", "")
    return bool(settings.METRICS_TOKEN) and constant_time_compare(sent, f"Bearer {settings.METRICS_TOKEN}")


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Nothing of a person is in it. Without the token there is nothing here."""
    if not may_read(request):
        raise Http404
    registry = CollectorRegistry()
    registry.register(MailFigures())
    registry.register(ClinicFigures())
    add_figures(registry)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


class MailFigures(Collector):
    def describe(self) -> list[Metric]:
        """Nothing is asked of the database when it is registered."""
        return []

    def collect(self) -> Iterator[Metric]:
        found = measure(timezone.now())
        yield CounterMetricFamily("clinic_mail_sent", "Mails that the relay has accepted", found.sent)
        yield CounterMetricFamily("clinic_mail_expired", "Mails whose window passed unsent", found.expired)
        yield CounterMetricFamily("clinic_mail_failed", "Mails refused for good", found.failed)
        yield CounterMetricFamily("clinic_mail_held", "Mails whose fate was not known", found.held)
        yield GaugeMetricFamily("clinic_mail_due", "Mails that could go out now", found.due)
        yield GaugeMetricFamily(
            "clinic_mail_oldest_due_seconds", "How long the first of them has waited", found.oldest_due_seconds
        )
        yield GaugeMetricFamily("clinic_mail_unknown", "Mails that wait for a person's word", found.unknown)
        yield GaugeMetricFamily("clinic_mail_resting", "Whether e-mail is not tried for now", int(found.is_resting))
        if found.silent_seconds is not None:
            yield GaugeMetricFamily(
                "clinic_mail_silent_seconds", "Since the last whole tick of the mail loop", found.silent_seconds
            )


class ClinicFigures(Collector):
    """How the clinic gets on: how many, and never who. Two counts by index, and the row of the backup."""

    def describe(self) -> list[Metric]:
        """Nothing is asked of the database when it is registered."""
        return []

    def collect(self) -> Iterator[Metric]:
        now = timezone.now()
        yesterday = now - A_DAY
        finished = Session.objects.completed().filter(changed_at__gte=yesterday, finished_at__gte=yesterday)
        open_problems = Flag.objects.open().filter(kind__in=PROBLEMS)
        yield GaugeMetricFamily("clinic_sessions_finished_a_day", "Finished in the last 24 hours", finished.count())
        yield GaugeMetricFamily("clinic_problems_open", "Signals that nobody resolved", open_problems.count())
        last = nightly.age(now)
        if nightly.is_set_up() and last.hours is not None:
            yield GaugeMetricFamily("clinic_backup_age_seconds", "Since the last backup", last.hours * 3600)
