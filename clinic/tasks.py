"""Celery's doors of the clinic itself: each a line that calls a verb."""

from __future__ import annotations

from celery import shared_task

from clinic.sign_in.mailing import try_again


@shared_task
def send_sign_in(user_id: int, code: str, to: str) -> bool:
    """A sign-in mail that was not taken at once; returns whether it was taken now. to -- the page asked for"""
    return try_again(user_id, code, to)
