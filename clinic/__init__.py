"""The composition root: settings, addresses, sign-in, admin site, queue. Nobody imports it."""

from .celery import app as celery_app

__all__ = ["celery_app"]
