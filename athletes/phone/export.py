"""Everything that is kept about one athlete, as they may take it along: one JSON document and a CSV for each table."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from athletes.models import Athlete, Mail
from programs.library.spreadsheets import write_table

Row = dict[str, Any]
#: What the clinic keeps to itself, and keys that open something.
WITHHELD = {"Athlete": {"notes", "calendar_key"}, "DiscoveryCall": {"note"}}
#: Every row is the athlete's own; saying so in each asks the database for nothing but a name.
OWNER = {"athlete"}


def everything_about(athlete: Athlete) -> dict[str, list[Row]]:
    """By table, every row that names the athlete, with its columns; the account and the mails too."""
    found = {"Account": [{"name": athlete.user.name, "email": athlete.user.email, "joined_at": athlete.user.joined_at}]}
    found["Athlete"] = [_row(athlete)]
    for model in owned_models():
        linked = [field.name for field in model._meta.concrete_fields if field.is_relation and field.name != "athlete"]
        rows = model._default_manager.filter(athlete=athlete.pk).select_related(*linked).order_by("pk")
        names: dict[Any, str] = {}
        found[model.__name__] = [_row(each, names) for each in rows]
    found["Mail"] = [_row(mail) for mail in Mail.objects.filter(recipient=athlete.user_id).order_by("pk")]
    return found


def owned_models() -> list[type[models.Model]]:
    """Every table with an athlete in it, whenever it was added."""
    return [model for model in apps.get_app_config("athletes").get_models() if _is_owned(model)]


def _is_owned(model: type[models.Model]) -> bool:
    try:
        return model._meta.get_field("athlete").related_model is Athlete
    except FieldDoesNotExist:
        return False


def _row(instance: models.Model, names: dict[Any, str] | None = None) -> Row:
    """names -- words of other rows that were asked for already."""
    withheld = WITHHELD.get(type(instance).__name__, set()) | OWNER
    fields = (field for field in instance._meta.concrete_fields if field.name not in withheld)
    return {field.name: _value(instance, field, {} if names is None else names) for field in fields}


def _value(instance: models.Model, field: models.Field[Any, Any], names: dict[Any, str]) -> Any:
    """The value; for another row its words, so that nobody needs our keys to read it."""
    key = getattr(instance, field.attname)
    if not field.is_relation or key is None:
        return key
    if (field.name, key) not in names:
        names[field.name, key] = str(getattr(instance, field.name))
    return names[field.name, key]


def as_zip(athlete: Athlete) -> bytes:
    """``data.json`` and one CSV for each table that has rows; no cell is a formula."""
    found = everything_about(athlete)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(found, cls=DjangoJSONEncoder, indent=1, ensure_ascii=False))
        for name, rows in found.items():
            if rows:
                texts = [{column: _text(value) for column, value in row.items()} for row in rows]
                archive.writestr(f"{name.lower()}.csv", write_table(texts, list(texts[0]), "csv"))
    return out.getvalue()


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).strip('"')
