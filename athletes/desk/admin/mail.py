"""The ledger of outgoing mail: what was sent, why what was not, and what to do where nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from athletes.access.requests import current_user
from athletes.localtime import clinic_time
from athletes.mail import reaper, transport
from athletes.mail.samples import all_samples
from athletes.mail.watch.self_check import findings
from athletes.models import Mail, MailChannel, User
from athletes.wording.mail import occasion_words, reason_words
from programs.dates import date_format

from ..views.people.addresses import addresses_page
from .long_lists import LongListAdmin


@admin.register(Mail)
class MailAdmin(LongListAdmin[Mail]):
    athlete_key = "recipient_id"
    list_display = ["goes_to", "what", "about", "reached_as", "reason_words", "when"]
    when_empty = _("No mail was planned yet.")
    list_filter = ["state", "delivery", "kind"]
    list_select_related = ["recipient"]
    fields = [
        "recipient", "address", "kind", "channel", "occasion", "state", "reason_words", "send_after", "expires_at",
        "leased_until", "attempts", "sent_at", "planned_at", "said",
        "queue_id", "delivery", "delivery_at", "way",
    ]  # fmt: skip
    readonly_fields = ["reason_words", "way"]
    search_fields = ["recipient__name", "recipient__email", "address"]
    date_hierarchy = "planned_at"
    actions = ["hold", "send_again", "mark_sent", "try_address_again"]

    def get_urls(self) -> list[Any]:
        preview, addresses = self.admin_site.admin_view(self.preview), self.admin_site.admin_view(self.addresses)
        return [
            path("preview/", preview, name="athletes_mail_preview"),
            path("addresses/", addresses, name="athletes_mail_addresses"),
            *super().get_urls(),
        ]

    def addresses(self, request: HttpRequest) -> HttpResponse:
        return addresses_page(request, self.admin_site.each_context(request) | {"opts": self.opts})

    def preview(self, request: HttpRequest) -> HttpResponse:
        """Every kind of mail, as a made-up athlete gets it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {"opts": self.opts, "samples": all_samples()}
        return render(request, "admin/athletes/mail/preview.html", context | {"title": _("What each mail says")})

    def people_named(self, words: Sequence[str]) -> QuerySet[User]:
        """By a part of the address too."""
        people = User.objects.all()
        for word in words:
            people = people.filter(Q(name__icontains=word) | Q(email__icontains=word))
        return people

    def rows_of(self, people: Sequence[int], words: Sequence[str]) -> Q:
        """Theirs, and what went to an address that has no account."""
        without_account = Q(recipient=None)
        for word in words:
            without_account &= Q(address__icontains=word)
        return super().rows_of(people, words) | without_account

    @admin.display(description=_("kind"), ordering="kind")
    def what(self, mail: Mail) -> str:
        if mail.channel == MailChannel.PUSH:
            return _("{kind}, to phones").format(kind=mail.get_kind_display())
        return str(mail.get_kind_display())

    @admin.display(description=_("about"), ordering="occasion", empty_value="–")
    def about(self, mail: Mail) -> str | None:
        return occasion_words(mail.occasion) or None

    @admin.display(description=_("when"), ordering="send_after")
    def when(self, mail: Mail) -> str:
        """When it was sent, else from when on it may go."""
        if mail.sent_at:
            return date_format(clinic_time(mail.sent_at), "D, M j, g:i a")
        day = date_format(clinic_time(mail.send_after), "D, M j, g:i a")
        return _("not before {day}").format(day=day)

    @admin.display(description=_("to"), ordering="recipient__name")
    def goes_to(self, mail: Mail) -> str:
        return str(mail.recipient or mail.address)

    @admin.display(description=_("reason"), ordering="reason")
    def reason_words(self, mail: Mail) -> str:
        return reason_words(mail.reason)

    @admin.display(description=_("state"), ordering="state")
    def reached_as(self, mail: Mail) -> str:
        return mail.reached_as

    @admin.display(description=_("on its way"))
    def way(self, mail: Mail) -> str:
        """Every try that did not end in an acceptance, and what the provider reported later."""
        lines = []
        for event in mail.events.all():
            lines.append(f"{clinic_time(event.at):%Y-%m-%d %H:%M} {event.what}: {event.said}".removesuffix(": "))
        return "\n".join(lines) or "–"

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Only clinic admins decide about mail."""
        return super().get_actions(request) if current_user(request).sees_everyone else {}

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method == "GET" and current_user(request).sees_everyone:
            for finding in findings(timezone.now()):
                messages.warning(request, finding.words)
        return super().changelist_view(request, extra_context)

    @admin.action(description=_("Leave as is (it may have arrived)"))
    def hold(self, request: HttpRequest, rows: QuerySet[Mail]) -> None:
        self._say(request, [reaper.hold(mail) for mail in rows])

    @admin.action(description=_("Send again (it may arrive twice)"))
    def send_again(self, request: HttpRequest, rows: QuerySet[Mail]) -> None:
        self._say(request, [reaper.resend(mail, at=timezone.now()) for mail in rows])

    @admin.action(description=_("Mark as sent (the recipient has it)"))
    def mark_sent(self, request: HttpRequest, rows: QuerySet[Mail]) -> None:
        self._say(request, [reaper.mark_sent(mail, at=timezone.now()) for mail in rows])

    @admin.action(description=_("Try the address again (somebody says that it is right)"))
    def try_address_again(self, request: HttpRequest, rows: QuerySet[Mail]) -> None:
        addresses = {mail.to for mail in rows}
        again = sum(transport.try_again(address) for address in addresses)
        if again:
            said = ngettext("{count} address is tried again.", "{count} addresses are tried again.", again)
            messages.success(request, said.format(count=again))
        else:
            messages.warning(request, _("None of these addresses was refused."))

    def _say(self, request: HttpRequest, changed: list[bool]) -> None:
        count = sum(changed)
        if count:
            said = ngettext("{count} mail changed.", "{count} mails changed.", count).format(count=count)
            messages.success(request, said)
        if count < len(changed):
            messages.warning(
                request,
                _("Only mail that failed, was not sent in time, or whose fate is not known can be changed here."),
            )
