"""Addresses that refuse mail, or have lately sent some back: the relay's words, since when, and another try."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from athletes.access.requests import current_user, log_access
from athletes.mail import transport
from athletes.mail.relay.smtp import enhanced_code
from athletes.models import User


def addresses_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """For clinic admins, who decide about mail. context -- what every admin page knows"""
    if not current_user(request).sees_everyone:
        raise PermissionDenied
    listed = User.objects.filter(Q(bad_address_since__isnull=False) | Q(soft_bounces__gt=0), is_active=True)
    if request.method == "POST":
        asked = request.POST.get("user", "")
        person = get_object_or_404(listed, pk=asked if asked.isdecimal() else 0)
        transport.try_again(person.email)
        messages.success(request, _("Mail to {address} is tried again.").format(address=person.email))
        return redirect("admin:athletes_mail_addresses")
    rows = []
    for person in listed.order_by("bad_address_since", "name"):
        rows.append((person, enhanced_code(person.bad_address_said)))
    log_access(request, *[person.pk for person, _code in rows if person.is_athlete])
    context |= {"title": _("Addresses that refuse mail"), "rows": rows, "most": transport.SOFT_BOUNCES}
    return render(request, "admin/athletes/mail/addresses.html", context)
