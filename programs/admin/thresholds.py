"""The clinic's numbers by subject, editable in place: whoever saves a subject signs all of its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..models import Threshold
from ..thresholds import sign
from .plain import PlainAdmin

TAGS = {"F": _("found in a source"), "C": _("consensus"), "D": _("our decision")}


class ThresholdForm(forms.ModelForm[Threshold]):
    class Meta:
        model = Threshold
        fields = ["value"]
        widgets = {"value": forms.TextInput(attrs={"inputmode": "decimal", "size": 6})}


@dataclass(frozen=True)
class ThresholdGroup:
    """One subject with a form for each of its numbers."""

    name: str
    forms: list[ThresholdForm]

    @property
    def slug(self) -> str:
        return slugify(self.name)

    @property
    def title(self) -> str:
        return gettext(self.name) if self.name else ""

    @property
    def rows(self) -> list[Threshold]:
        return [form.instance for form in self.forms]

    @property
    def is_signed(self) -> bool:
        return all(row.signed_at for row in self.rows)

    @property
    def last_signed(self) -> Threshold | None:
        """The number that was signed last."""
        signed = filter(attrgetter("signed_at"), self.rows)
        return max(signed, key=attrgetter("signed_at", "pk"), default=None)


def groups_of(
    rows: Iterable[Threshold], posted: Mapping[str, str] | None = None, chosen: str = ""
) -> list[ThresholdGroup]:
    """The numbers by subject. posted -- what was typed, for the chosen subject"""
    found = []
    for name, own in groupby(rows, key=_group_of):
        data = posted if posted is not None and slugify(name) == chosen else None
        found.append(ThresholdGroup(name, [ThresholdForm(data, instance=row, prefix=row.code) for row in own]))
    return found


def _group_of(row: Threshold) -> str:
    return row.about.group if row.about else ""


@admin.register(Threshold)
class ThresholdAdmin(PlainAdmin[Threshold]):
    fields = ["says", "value", "unit", "default", "bounds", "basis", "tag", "signed_by", "signed_at"]
    readonly_fields = ["says", "unit", "default", "bounds", "basis", "tag", "signed_by", "signed_at"]

    # -- all of them --

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """A subject is saved and signed as a whole; what cannot be signed is said beside it, and nothing is stored."""
        if request.GET:
            return redirect(request.path)  # the page has no filter, order or search
        chosen = request.POST.get("group", "")
        posted = request.POST if request.method == "POST" else None
        if posted is not None and not self.has_change_permission(request):
            return HttpResponse(status=403)
        groups = groups_of(self._known_rows(), posted, chosen)
        group = next((each for each in groups if each.slug == chosen), None)
        if group is not None and all(form.is_valid() for form in group.forms):
            sign([form.save(commit=False) for form in group.forms], by=request.user, at=timezone.now())
            messages.success(request, _("Signed: {group}.").format(group=group.name))
            return redirect(f"{request.path}#{group.slug}")
        context = self.admin_site.each_context(request) | {
            "title": _("Clinical thresholds"),
            "opts": self.opts,
            "groups": groups,
            "refused": group,
            "may_sign": self.has_change_permission(request),
        }
        return render(
            request, "admin/programs/threshold/groups.html", context, status=422 if group is not None else 200
        )

    def _known_rows(self) -> list[Threshold]:
        """In the table's order; numbers of a former version are left out."""
        stored = Threshold.objects.select_related("signed_by")
        rows = [row for row in stored if row.about is not None]
        order = {code: place for place, code in enumerate(Threshold.known_codes())}
        return sorted(rows, key=lambda row: order[row.code])

    # -- one of them --

    @admin.display(description=_("what it says"))
    def says(self, row: Threshold) -> str:
        return str(row)

    @admin.display(description=_("unit"))
    def unit(self, row: Threshold) -> str:
        return row.unit

    @admin.display(description=_("default"))
    def default(self, row: Threshold) -> str:
        return _known(row, "default")

    @admin.display(description=_("may be"))
    def bounds(self, row: Threshold) -> str:
        if row.about is None:
            return ""
        return f"{row.about.low} – {row.about.high}"

    @admin.display(description=_("clinical basis"))
    def basis(self, row: Threshold) -> str:
        return row.basis

    @admin.display(description=_("where from"))
    def tag(self, row: Threshold) -> str:
        if row.about is None:
            return ""
        return str(TAGS[row.about.tag])

    def save_model(self, request: HttpRequest, obj: Threshold, form: forms.ModelForm[Threshold], change: bool) -> None:
        sign([obj], by=request.user, at=timezone.now())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _known(row: Threshold, name: str) -> str:
    """What the rules know of a number; nothing of one that a former version had."""
    return str(getattr(row.about, name, ""))
