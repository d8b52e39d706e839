"""The athlete's own settings, the calendar feed and the one-click stop."""

from __future__ import annotations

import uuid
from zoneinfo import available_timezones

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from athletes.access.events import EventKind, once_in, record_event
from athletes.access.requests import athlete_required
from athletes.enrollment.accounts import sign_out_everywhere
from athletes.enrollment.leaving.erasing import ask_for_erasure, withdraw_erasure
from athletes.enrollment.passkeys import passkeys_of
from athletes.mail import links
from athletes.mail.kinds import subscription_to
from athletes.mail.planner import schedule_reminder
from athletes.mail.preferences import PAUSES, is_on, pause, resume, stop_all, turn
from athletes.mail.push import keys
from athletes.models import Athlete, User
from athletes.wording.mail import next_mail_words
from programs.dates import date_format

from .. import calendar, export, this_phone
from ..forms.training import SettingsForm


@require_http_methods(["GET", "HEAD", "POST"])
@athlete_required
def settings_page(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    act = next((act for name, act in ACTS.items() if name in request.POST), None)
    if request.method == "POST" and act:
        return act(request, athlete)
    form = SettingsForm(request.POST or None, instance=athlete)
    if request.method == "POST" and form.is_valid():
        saved, at = form.save(), timezone.now()
        if "wants_reminders" in form.changed_data and saved.wants_reminders:
            resume(saved, at=at)
        saved.reminders_since = at
        saved.save(update_fields=["reminders_since"])
        schedule_reminder(saved, after=at)
        messages.success(request, _("Saved."))
        return redirect("settings")
    return page(request, athlete, form, status=422 if form.errors else 200)


def page(request: HttpRequest, athlete: Athlete, form: SettingsForm, *, status: int = 200) -> HttpResponse:
    """The settings as they stand, with that form."""
    context: dict[str, object] = {
        "form": form,
        "athlete": athlete,
        "now": timezone.now().astimezone(athlete.tzinfo),
        "zones": sorted(available_timezones()),
        "tab": "settings",
    }
    context |= {"next_mail": next_mail_words(athlete, timezone.now()), "pauses": PAUSES}
    context["calendar_link"] = links.calendar_link(athlete)
    context["passkeys"] = passkeys_of(athlete.user)
    context |= _phones(request)
    return render(request, "athletes/settings.html", context, status=status)


def _phones(request: HttpRequest) -> dict[str, object]:
    """This phone and the others on which reminders are on; nothing where the clinic sends to none."""
    if not keys.is_offered():
        return {}
    this, others = this_phone.here_and_elsewhere(request)
    return {"push_key": keys.public_key(), "this_phone": this, "other_phones": others}


def _stop(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    stop_all(athlete)
    messages.success(request, _("No more reminders. You can turn them on again here."))
    return redirect("settings")


def _pause(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    weeks = request.POST["pause"]
    if weeks == "end":
        resume(athlete, at=timezone.now())
        messages.success(request, _("The weekly mail comes again."))
    elif weeks in set(map(str, PAUSES)):
        until = pause(athlete, weeks=int(weeks), at=timezone.now())
        day = date_format(until, "F j")
        messages.success(request, _("No weekly mail until {day}.").format(day=day))
    else:
        raise Http404
    return redirect("settings")


def _new_calendar(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    athlete.calendar_key = uuid.uuid4()
    athlete.save(update_fields=["calendar_key"])
    messages.success(request, _("The calendar has a new address. The old one no longer works."))
    return redirect("settings")


def _everywhere(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    sign_out_everywhere(athlete.user)
    return redirect("account_request_login_code")


def _erasure(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Ask the clinic to erase everything, or take that back. Nothing goes before a person has looked."""
    if request.POST["erasure"] == "ask":
        ask_for_erasure(athlete=athlete, by=athlete.user, at=timezone.now())
        messages.success(request, _("The clinic has your request and will answer you."))
    else:
        withdraw_erasure(athlete=athlete, by=athlete.user)
        messages.success(request, _("Taken back. Everything stays."))
    return redirect("settings")


ACTS = {"stop": _stop, "pause": _pause, "new_calendar": _new_calendar, "everywhere": _everywhere, "erasure": _erasure}


@require_safe
@athlete_required
def download(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """All that is kept about the athlete, as a ZIP of JSON and CSV."""
    headers = {"Content-Disposition": 'attachment; filename="my-training-data.zip"'}
    return HttpResponse(export.as_zip(athlete), content_type="application/zip", headers=headers)


@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The planned sessions for a calendar program, which cannot sign in: the address is the key."""
    athlete = links.calendar_owner(token)
    if athlete is None:
        raise Http404
    at = timezone.now()
    once = once_in(24, "calendar", athlete.pk, at)
    record_event(EventKind.CALENDAR_READ, athletes=[athlete.pk], once=once)
    with translation.override(athlete.user.reads):
        body = calendar.feed(athlete, at)
    headers = {"Cache-Control": "private, no-store", "Content-Disposition": 'inline; filename="strength.ics"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """One-click stop without signing in (RFC 8058): the POST stops, safely repeatable; GET changes nothing."""
    pk, kind = links.unsubscribed(token)
    user = get_object_or_404(User.objects.select_related("athlete"), pk=pk)
    if request.method == "POST":
        turn(user, kind, on="undo" in request.POST, at=timezone.now())
    context = {"token": token, "words": subscription_to(kind), "is_stopped": not is_on(user, kind)}
    return render(request, "athletes/unsubscribe.html", context)
