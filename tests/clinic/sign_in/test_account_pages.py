"""Account pages speak in the clinic's words: the library's own say “Bad Token”, and no translator of ours gets them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.template.loader import get_template
from django.test import Client
from django.urls import URLResolver, get_resolver

ROOT = Path(settings.BASE_DIR) / "templates"


def library_views(resolver: Any) -> Iterator[Any]:
    """Every view of allauth's that an address leads to."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from library_views(pattern)
        elif (view := getattr(pattern.callback, "view_class", None)) and view.__module__.startswith("allauth."):
            yield view


def test_no_page_of_the_library_is_shown_as_it_comes():
    shown = {view.template_name: view for view in library_views(get_resolver()) if getattr(view, "template_name", "")}
    shown.pop("mfa/recovery_codes/download.txt")  # the codes, a line each
    shown.pop("account/password_set.html")  # for accounts that came from elsewhere; the address leads on
    assert len(shown) > 10
    foreign = [name for name in shown if not Path(get_template(name).origin.name).is_relative_to(ROOT)]
    assert foreign == []


@pytest.mark.django_db
def test_a_forgotten_password_says_what_to_do_and_whom_to_call(thea, settings):
    client = Client()
    assert "Forgot your password?" in client.get("/staff/password/reset/").content.decode()
    told = client.post("/staff/password/reset/", {"email": thea.email}, follow=True).content.decode()
    assert settings.CLINIC["phone"] in told
    link = next(word for word in mail.outbox[-1].body.split() if "/password/reset/key/" in word)
    path = "/" + link.split("/", 3)[3]
    form = client.get(path, follow=True)
    assert "Choose a new password" in form.content.decode()
    chosen = dict.fromkeys(("password1", "password2"), "four words that nobody guesses")
    done = client.post(form.redirect_chain[-1][0], chosen, follow=True).content.decode()
    assert "Your password is changed" in done
    assert "does not open anything any more" in Client().get(path, follow=True).content.decode()


@pytest.mark.django_db
def test_what_is_refused_stands_at_its_field(as_thea):
    wrong = {"oldpassword": "not mine", "password1": "short", "password2": "short"}
    page = as_thea.post("/staff/password/", wrong).content.decode()
    assert 'href="#id_oldpassword"' in page
    assert 'href="#id_password' in page
    assert "Change your password" in page
