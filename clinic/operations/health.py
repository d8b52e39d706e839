"""Probes: is the process alive, and may traffic come?"""

from __future__ import annotations

import shutil
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from kombu.exceptions import OperationalError

from athletes.mail.loop import silent_since
from athletes.models import Mail, MailState
from clinic.celery import app
from clinic.operations.backup import nightly

BROKER_PATIENCE = 1
#: With less room than this a file that is uploaded, or SQLite's own log, soon finds none.
LEAST_FREE_BYTES = 200 * 1024 * 1024


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The status follows the database and the room on the disk; the broker and the mail loop are told in the body.

    ``?strict=1`` -- for a monitor and not for a proxy: 503 as well where the mail loop is silent or the backup is old
    """
    if shutil.disk_usage(settings.DATA_DIR).free < LEAST_FREE_BYTES:
        return JsonResponse({"disk": "full"}, status=503, headers={"Retry-After": "60"})
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        mail = _state_of_mail()
        backup = _state_of_backup()
    except DatabaseError:
        return JsonResponse({"database": "away"}, status=503, headers={"Retry-After": "5"})
    is_wrong = mail["loop"] == "silent" or backup.get("backup", {}).get("state") == "old"
    status = 503 if request.GET.get("strict") == "1" and is_wrong else 200
    return JsonResponse({"database": "ok", "broker": _state_of_broker(), "mail": mail, **backup}, status=status)


def _state_of_mail() -> dict[str, Any]:
    now = timezone.now()
    return {
        "due": Mail.objects.due(now).count(),
        "unknown": Mail.objects.filter(state=MailState.UNKNOWN).count(),
        "loop": "running" if silent_since(now) is None else "silent",
    }


def _state_of_backup() -> dict[str, dict[str, Any]]:
    """Nothing where none is set up."""
    if not nightly.is_set_up():
        return {}
    last = nightly.age(timezone.now())
    return {"backup": {"hours": last.hours, "state": "old" if last.is_old else "ok"}}


def _state_of_broker() -> str:
    if not settings.REDIS_URL:
        return "embedded"
    try:
        with app.connection_for_write(connect_timeout=BROKER_PATIENCE) as broker:
            broker.ensure_connection(max_retries=0, timeout=BROKER_PATIENCE)
    except (OperationalError, OSError):
        return "away"
    return "ok"
