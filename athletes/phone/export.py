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
#: Words of rows that others name, by column and key.
Names = dict[tuple[str, Any], str]
#: What the clinic keeps to itself, and keys that open something.
WITHHELD = {"Athlete": {"notes", "calendar_key"}, "DiscoveryCall": {"note"}}
#: Every row is the athlete's own; saying so in each asks the database for nothing but a name.
OWNER = {"athlete"}


def everything_about(athlete: Athlete) -> dict[str, list[Row]]:
    """By table, every row that names the athlete, with its columns; the account and the mails too."""
    user = athlete.user
    tables = {
        "Account": [{"name": user.name, "email": user.email, "joined_at": user.joined_at}],
        "Athlete": [_row(athlete, {})],
    }
    for model in owned_models():
        tables[model.__name__] = _rows_of(model, athlete)
    tables["Mail"] = []
    for mail in Mail.objects.filter(recipient=athlete.user_id).order_by("pk"):
        tables["Mail"].append(_row(mail, {}))
    return tables


def _rows_of(model: type[models.Model], athlete: Athlete) -> list[Row]:
    """The athlete's rows of one table, in one query."""
    linked = []
    for field in _columns(model):
        if field.is_relation:
            linked.append(field.name)
    instances = model._default_manager.filter(athlete=athlete.pk).select_related(*linked).order_by("pk")
    names: Names = {}
    return [_row(instance, names) for instance in instances]


def owned_models() -> list[type[models.Model]]:
    """Every table with an athlete in it, whenever it was added."""
    owned = []
    for model in apps.get_app_config("athletes").get_models():
        if _is_owned(model):
            owned.append(model)
    return owned


def _is_owned(model: type[models.Model]) -> bool:
    try:
        return model._meta.get_field("athlete").related_model is Athlete
    except FieldDoesNotExist:
        return False


def _columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    withheld = WITHHELD.get(model.__name__, set()) | OWNER
    columns = []
    for field in model._meta.concrete_fields:
        if field.name not in withheld:
            columns.append(field)
    return columns


def _row(instance: models.Model, names: Names) -> Row:
    """names -- words of other rows that were asked for already; more are added."""
    row = {}
    for field in _columns(type(instance)):
        row[field.name] = _value(instance, field, names)
    return row


def _value(instance: models.Model, field: models.Field[Any, Any], names: Names) -> Any:
    """The value; for another row its words, so that nobody needs our keys to read it."""
    key = getattr(instance, field.attname)
    if not field.is_relation or key is None:
        return key
    if (field.name, key) not in names:
        names[field.name, key] = str(getattr(instance, field.name))
    return names[field.name, key]


def as_zip(athlete: Athlete) -> bytes:
    """``data.json`` and one CSV for each table that has rows; no cell is a formula."""
    tables = everything_about(athlete)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(tables, cls=DjangoJSONEncoder, indent=1, ensure_ascii=False))
        for name, rows in tables.items():
            if rows:
                archive.writestr(f"{name.lower()}.csv", _as_csv(rows))
    return out.getvalue()


def _as_csv(rows: list[Row]) -> bytes:
    return write_table(map(_texts, rows), list(rows[0]), "csv")


def _texts(row: Row) -> dict[str, str]:
    return {column: _text(value) for column, value in row.items()}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).strip('"')
