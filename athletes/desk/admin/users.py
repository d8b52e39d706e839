"""The clinic's staff, and the accounts of athletes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.access.requests import current_user
from athletes.enrollment.accounts import save_account
from athletes.models import Athlete, Role, User
from athletes.phone.forms.training import AddressField
from programs.plain_fields import OF_MODELS

from ..views.people.hand_over import hand_over_page
from .scoped import ScopedAdmin


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
    """The clinic's staff. A new therapist chooses a password at “Forgot your password?”."""

    athlete_key = "pk"
    change_form_template = "admin/athletes/user/change_form.html"
    list_display = ["name", "email", "role", "is_active"]
    list_filter = ["role", "is_active"]
    search_fields = ["name", "email"]
    fields = ["name", "email", "role", "is_active", "wants_digest", "bad_address_since"]
    formfield_overrides = OF_MODELS | {models.EmailField: {"form_class": AddressField}}

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Operators are seen by operators. Who may not look gets the same answer for any row."""
        users = User._default_manager.order_by("name")
        if not self.has_view_permission(request):
            return users.none()
        if current_user(request).is_superuser:
            return users
        return users.filter(is_superuser=False)

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

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        save_account(user=obj, changed=form.changed_data, at=timezone.now())

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False
