"""What a clinic does before its first patient: a page on which each step says what is missing, and where it is done.

What is looked at is what ``doctor`` looks at; here it has a title and a way there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.access.requests import current_user
from athletes.mail.planner import plan_mail
from athletes.models import MailKind, User

from .doctor import Observation, Standing, look_at

TEST_MAIL_WINDOW = timedelta(hours=12)
LEFT_KEY, LEFT_SECONDS = "first_steps_left", 60
Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class FirstStep:
    """One thing to do. checks -- of ``doctor``, which say whether it is done

    how -- what to do, and where on the server; route, link -- the page on which it is done, and its name
    """

    title: Words
    checks: Sequence[str]
    how: Words
    route: str = ""
    link: Words = ""


STEPS = (
    FirstStep(
        title=gettext_lazy("The clinic’s own facts"),
        checks=["facts", "addresses"],
        how=gettext_lazy(
            "They are in .env on the server: CLINIC_NAME, CLINIC_ADDRESS, CLINIC_PHONE and the other lines."
        ),
        route="discovery_call",
        link=gettext_lazy("See them as patients do"),
    ),
    FirstStep(
        title=gettext_lazy("Mail arrives"),
        checks=["mail", "test mail"],
        how=gettext_lazy(
            "Ask for a test e-mail. It goes the same way as all others: the worker, the relay, your inbox."
        ),
        route="admin:athletes_mail_changelist",
        link=gettext_lazy("Every mail, with what the relay said"),
    ),
    FirstStep(
        title=gettext_lazy("The first therapist"),
        checks=["people"],
        how=gettext_lazy(
            "Add everyone who works here: each is invited by e-mail, and the list shows how far along they are."
        ),
        route="admin:athletes_user_add",
        link=gettext_lazy("Add someone"),
    ),
    FirstStep(
        title=gettext_lazy("The rules’ numbers"),
        checks=["thresholds"],
        how=gettext_lazy(
            "A clinician reads them subject by subject, changes what your clinic does differently, and signs."
        ),
        route="admin:programs_threshold_changelist",
        link=gettext_lazy("Read and sign"),
    ),
    FirstStep(
        title=gettext_lazy("A backup every night"),
        checks=["backup"],
        how=gettext_lazy(
            "On the server: manage.py backup_key prints the line for .env, manage.py backup makes the first one."
        ),
    ),
)


@dataclass(frozen=True)
class StepTaken:
    """A step with what was found of it."""

    step: FirstStep
    found: Sequence[Observation]

    @property
    def is_done(self) -> bool:
        """Where nothing was looked at, as a demo's backups are not, nothing is done."""
        return bool(self.found) and all(each.standing == Standing.FINE for each in self.found)

    @property
    def url(self) -> str:
        return reverse(self.step.route) if self.step.route else ""

    @property
    def sends_test_mail(self) -> bool:
        return "test mail" in self.step.checks


def steps_taken(at: datetime) -> list[StepTaken]:
    taken = []
    for step in STEPS:
        found = [observation for about in step.checks for observation in look_at(about, at)]
        taken.append(StepTaken(step, found))
    return taken


def may_take(user: User) -> bool:
    """Clinic admins: the page names the staff, and says what of the installation is not done."""
    return user.sees_everyone


def count_left(user: User, at: datetime) -> int:
    """How many steps are open, for who can take them; asked once a minute. The demo has none to take."""
    if settings.DEMO_CLINIC or not may_take(user):
        return 0
    left: int | None = cache.get(LEFT_KEY)
    if left is None:
        left = sum(not taken.is_done for taken in steps_taken(at))
        cache.set(LEFT_KEY, left, LEFT_SECONDS)
    return left


def page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """For clinic admins. context -- what every admin page knows"""
    user, at = current_user(request), timezone.now()
    if not may_take(user):
        raise PermissionDenied
    if request.method == "POST":
        minute = at.replace(second=0, microsecond=0)
        plan_mail(user, MailKind.TEST, occasion=minute.isoformat(), at=at, window=TEST_MAIL_WINDOW)
        words = _("A test e-mail to {address} goes out within a minute. Reload this page then.")
        messages.success(request, words.format(address=user.email))
        return redirect("admin:first_steps")
    taken = steps_taken(at)
    cache.delete(LEFT_KEY)
    context |= {"title": _("First steps"), "steps": taken, "left": sum(not each.is_done for each in taken)}
    return render(request, "admin/first_steps.html", context)
