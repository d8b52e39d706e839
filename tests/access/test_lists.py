"""Hostile addresses of every list in the admin, whichever model stands behind it: refused, and never a server error."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models
from django.test import Client
from django.urls import reverse

from clinic.models import AccessLog
from programs.admin.plain import PlainAdmin

pytestmark = [pytest.mark.django_db, pytest.mark.walk]
MODELS = list(admin.site._registry)
LONG = "9" * 30
ENDLESS = "9" * 5_000
#: What nobody can look for, by the lookup that it breaks.
BAD_LOOKUPS = [
    ("", LONG), ("__exact", "%00"), ("__in", f"1,{LONG}"), ("__regex", "("), ("__contains", "x"), ("__range", "1"),
    ("__year", LONG), ("__year", "9999"), ("__year", "²"), ("__month", "x"),
]  # fmt: skip
ANY_LIST = [
    "nobody=1", "q=%00", "q=a&q=%00", f"q={LONG}", "q=" + "a+" * 3_000, "q=" + "a" * 5_000, "q=%22", "%00=1",
    "o=%00", "o=99", f"o={LONG}", f"o={ENDLESS}", "o=²", "o=-1.-1.x", "p=%00", "p=-1", f"p={LONG}", f"p={ENDLESS}",
    "p=²", "all=%00", "e=1&nobody=1", "_popup=%00", "_facets=%00", "_to_field=%00", "_to_field=password",
]  # fmt: skip


def list_of(model: type[models.Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


@pytest.fixture
def as_operator(carla) -> Client:
    carla.is_superuser = True
    carla.save()
    client = Client()
    client.force_login(carla, backend="clinic.sign_in.auth.StaffPasswordBackend")
    return client


def test_every_list_answers_only_the_filters_it_offers():
    assert [model for model in MODELS if not isinstance(admin.site._registry[model], PlainAdmin)] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_lookup_that_cannot_be_answered_is_refused(as_operator, enrollment, model):
    for field in model._meta.get_fields():
        for lookup, value in BAD_LOOKUPS:
            query = f"{field.name}{lookup}={value}"
            answer = as_operator.get(f"{list_of(model)}?{query}")
            assert (query, answer.status_code) in [(query, 302), (query, 400)] or is_offered(model, field.name)
            assert answer.status_code < 500


def is_offered(model: type[models.Model], name: str) -> bool:
    """Whether the list has a filter of this name, which may show an empty list for a value that nothing has.

    The access log is no list of Django's: its search reads the names of its own form, and no others.
    """
    return model is AccessLog or any(
        name in (each, getattr(each, "parameter_name", "")) for each in admin.site._registry[model].list_filter
    )


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_nothing_else_in_an_address_breaks_a_list(as_operator, enrollment, model):
    page = admin.site._registry[model]
    own = [getattr(each, "parameter_name", each) for each in page.list_filter]
    day = page.date_hierarchy
    days = [f"{day}__year=2026&{day}__month=13", f"{day}__year=2026&{day}__month=2&{day}__day=30"]
    for query in ANY_LIST + days + [f"{name}={value}" for name in own for value in ("%00", LONG, "²", "(")]:
        assert (query, as_operator.get(f"{list_of(model)}?{query}").status_code < 500) == (query, True)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_posted_choice_breaks_a_list(as_operator, enrollment, model):
    actions = ["x\x00", "delete_selected", *(admin.site._registry[model].actions or [])]
    for action in actions:
        for key in ("\x00", LONG, "x", "-1"):
            sent = {"action": action, "index": "0", ACTION_CHECKBOX_NAME: key}
            answer = as_operator.post(list_of(model), sent)
            assert (action, key, answer.status_code < 500) == (action, key, True)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_an_address_of_no_row_says_so(as_operator, enrollment, model):
    for key in (LONG, ENDLESS, "%00", "a%00b", "²", "x", "-1", "_00"):
        for page in ("change", "history", "delete"):
            answer = as_operator.get(f"{list_of(model)}{key}/{page}/")
            assert (key, answer.status_code) in [(key, status) for status in (302, 400, 403, 404)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_nothing_given_along_to_a_new_row_breaks_its_page(as_operator, enrollment, model):
    """Everything at once, so that a page is drawn once for each kind of nonsense."""
    names = [field.name for field in model._meta.get_fields()] + ["_changelist_filters", "_popup"]
    for value in ("%00", LONG, "x", f"1,{LONG}", "-1"):
        given = "&".join(f"{name}={value}" for name in names)
        assert (value, as_operator.get(f"{list_of(model)}add/?{given}").status_code < 500) == (value, True)
