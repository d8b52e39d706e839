"""The Celery application. The database is the ledger; the queue only rings the bell."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.contrib.django.task import DjangoTask

from clinic.operations.logs.request_id import NONE, current_request_id, traced

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")


class TracedTask(DjangoTask):  # type: ignore[type-arg]
    """A task's lines have the id of the request that asked for it; what beat rings has its own."""

    abstract = True

    def apply_async(self, *args: Any, **options: Any) -> Any:
        if current_request_id() != NONE:
            options["headers"] = {**(options.get("headers") or {}), "request_id": current_request_id()}
        return super().apply_async(*args, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        with traced(self.request.get("request_id") or self.request.id):
            return self.run(*args, **kwargs)


app = Celery("clinic", task_cls=TracedTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
