"""The clinic's staff, and the accounts of athletes."""

from __future__ import annotations

from typing import Any, TypedDict

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import WithAnnotations

from athletes.access.requests import current_user
from athletes.enrollment.accounts import save_account
from athletes.enrollment.staff import invite_staff
from athletes.errors import RefusedError
from athletes.models import Athlete, Mail, MailKind, Role, User
from athletes.phone.forms.training import AddressField
from athletes.wording.staff import joining_words
from programs.plain_fields import OF_MODELS

from ..views.people.hand_over import hand_over_page
from .scoped import ScopedAdmin


class StaffColumns(TypedDict):
    has_second_factor: bool
    invitations: list[Mail]


class UserForm(forms.ModelForm[User]):
    """An account. Who still has athletes stays a therapist at work: they are handed over first."""

    class Meta:
        model = User
        fields = ("name", "email", "role", "is_active", "wants_digest")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        leaves = values.get("is_active") is False or values.get("role", Role.THERAPIST) != Role.THERAPIST
        was_therapist = self.instance.pk is not None and User.objects.filter(
            pk=self.instance.pk, role=Role.THERAPIST, is_active=True
        )
        if leaves and was_therapist and (count := Athlete.objects.filter(therapist=self.instance.pk).count()):
            words = ngettext(
                "They still have {count} athlete. Hand over first: {link}",
                "They still have {count} athletes. Hand over first: {link}",
                count,
            )
            url = reverse("admin:athletes_user_hand_over", args=[self.instance.pk])
            link = format_html('<a href="{}">{}</a>', url, _("Hand over"))
            raise forms.ValidationError(format_html(words, count=count, link=link))
        return values


@admin.register(User)
class UserAdmin(ScopedAdmin[User]):
    """The clinic's staff: who is added here is invited by mail to choose a password."""

    athlete_key = "pk"
    change_form_template = "admin/athletes/user/change_form.html"
    list_display = ["name", "email", "role", "joining"]
    list_filter = ["role", "is_active"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "role", "is_active", "wants_digest", "bad_address_since"]
    actions = ["invite_again"]
    formfield_overrides = OF_MODELS | {models.EmailField: {"form_class": AddressField}}

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Operators are seen by operators. Who may not look gets the same answer for any row."""
        has_factor = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
        invitations = Mail.objects.filter(kind=MailKind.STAFF_INVITE).order_by("-planned_at")
        users = User._default_manager.order_by("name").annotate(has_second_factor=Exists(has_factor))
        users = users.prefetch_related(Prefetch("mails", invitations, to_attr="invitations"))
        if not self.has_view_permission(request):
            return users.none()
        if current_user(request).is_superuser:
            return users
        return users.filter(is_superuser=False)

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> list[Any]:
        """Nobody's mail is lost yet who is only being added."""
        fields = list(super().get_fields(request, obj))
        if obj is None:
            fields.remove("bad_address_since")
        return fields

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Nobody takes their own role or access away; who is an athlete stays one."""
        fixed = ["bad_address_since"]
        if obj is None:
            return fixed
        if obj.pk == current_user(request).pk:
            return ["role", "is_active", *fixed]
        if obj.is_athlete:
            return ["role", *fixed]
        return fixed

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "role":
            kwargs["choices"] = [choice for choice in Role.choices if choice[0] != Role.ATHLETE]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        return super().get_form(request, obj, change, **{"form": UserForm} | kwargs)

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self._hand_over)
        return [path("<int:user_id>/hand-over/", view, name="athletes_user_hand_over"), *super().get_urls()]

    def _hand_over(self, request: HttpRequest, user_id: int) -> HttpResponse:
        """For who may change accounts; 404 for anybody else, and for who is no therapist."""
        if not self.has_change_permission(request):
            raise Http404
        therapist = get_object_or_404(self.get_queryset(request), pk=user_id, role=Role.THERAPIST)
        return hand_over_page(request, therapist, self.admin_site.each_context(request) | {"opts": self.opts})

    # -- who has come --

    @admin.display(description=gettext_lazy("how far they have come"), empty_value="–")
    def joining(self, user: WithAnnotations[User, StaffColumns]) -> str | None:
        invitation = next(iter(user.invitations), None)
        words = joining_words(user, invitation, has_second_factor=user.has_second_factor, at=timezone.now())
        return words or None

    @admin.action(description=gettext_lazy("Invite (again)"), permissions=["change"])
    def invite_again(self, request: HttpRequest, rows: QuerySet[User]) -> None:
        invited = []
        for user in rows:
            try:
                invite_staff(user=user, at=timezone.now())
            except RefusedError as refused:
                messages.warning(request, refused.message)
            else:
                invited.append(user.name)
        if invited:
            words = _("An invitation goes out within a minute to {names}. The link works for seven days.")
            messages.success(request, words.format(names=", ".join(invited)))

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        save_account(user=obj, changed=form.changed_data, at=timezone.now())
        if obj.is_staff and obj.is_active and not obj.has_usable_password():
            words = _("{name} gets an invitation by mail within a minute. The link in it works for seven days.")
            messages.success(request, words.format(name=obj.name))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False
