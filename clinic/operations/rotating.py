"""Every secret in the database is locked anew with the first of ``FIELD_KEYS``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models, transaction
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast

from athletes.secret_text import SecretField, UnreadableSecretError, is_locked, lock, unlock

#: What allauth locks by its adapter, by name in the document of a second factor.
OF_A_SECOND_FACTOR = ("secret", "seed", "migrated_codes")


@dataclass
class Rotation:
    """What became of the secrets. unreadable -- by what they are, those that no key opens: they stay as they are"""

    locked: int = 0
    were_plain: int = 0
    unreadable: Counter[str] = field(default_factory=Counter)

    def again(self, text: str, name: str) -> str:
        if not is_locked(text):
            self.were_plain += 1
            return lock(text)
        try:
            opened = unlock(text)
        except UnreadableSecretError:
            self.unreadable[name] += 1
            return text
        self.locked += 1
        return lock(opened)


@transaction.atomic
def rotate_secrets() -> Rotation:
    """Lock all of them with the first key; what was never locked is locked now. Safe to repeat."""
    rotation = Rotation()
    for model, secret in secret_fields():
        _rotate_field(model, secret, rotation)
    for factor in Authenticator.objects.select_for_update().order_by("pk"):
        factor.data |= _locked_again(factor, rotation)
        factor.save(update_fields=["data"])
    return rotation


def count_unreadable() -> Counter[str]:
    """By what they are, the secrets that no key opens; changes nothing."""
    with transaction.atomic():
        unreadable = rotate_secrets().unreadable
        transaction.set_rollback(True)
    return unreadable


def secret_fields() -> Iterator[tuple[type[models.Model], SecretField]]:
    for model in apps.get_models():
        for each in model._meta.concrete_fields:
            if isinstance(each, SecretField):
                yield model, each


def _rotate_field(model: type[models.Model], secret: SecretField, rotation: Rotation) -> None:
    rows = model._default_manager.select_for_update().exclude(**{secret.name: ""}).order_by("pk")
    stored = rows.annotate(stored=Cast(F(secret.name), TextField())).values_list("pk", "stored")
    for key, text in stored:
        again = Value(rotation.again(text, f"{model._meta.label}.{secret.name}"), TextField())
        model._default_manager.filter(pk=key).update(**{secret.name: again})


def _locked_again(factor: Authenticator, rotation: Rotation) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in OF_A_SECOND_FACTOR:
        stored = factor.data.get(name)
        if isinstance(stored, str):
            found[name] = rotation.again(stored, f"second factor, {name}")
        elif isinstance(stored, list):
            found[name] = [rotation.again(text, f"second factor, {name}") for text in stored]
    return found
