"""Everything that is kept about one athlete, as they may take it along: one JSON document, a CSV for each table, and a
page that says what each of them holds.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

from athletes.models import Athlete, Mail, PushDevice
from programs.imports.writing import write_table

Row = dict[str, Any]
#: Words of rows that others name, by column and key.
Names = dict[tuple[str, Any], str]
Columns = Mapping[str, frozenset[str]]
#: Keys that open something: in no archive.
KEYS: Columns = {
    "Athlete": frozenset({"calendar_key"}),
    "PushDevice": frozenset({"endpoint", "p256dh", "auth"}),
}
#: What the clinic keeps to itself.
NOTED: Columns = {
    "Athlete": frozenset({"notes", "legal_hold"}),
    "Cover": frozenset({"reason"}),
    "DiscoveryCall": frozenset({"note"}),
}


@dataclass(frozen=True)
class Extent:
    """How much an archive holds. withheld -- columns that are left out, by table; left_out -- whole tables

    words -- what the archive says of it
    """

    withheld: Sequence[Columns]
    left_out: frozenset[str]
    words: StrPromise

    def has(self, table: str, column: str) -> bool:
        return all(column not in columns.get(table, ()) for columns in self.withheld)


#: What athletes download by themselves.
OWN = Extent(
    (KEYS, NOTED),
    frozenset({"CareContact", "CareNote"}),
    gettext_lazy("Not included: what your therapists note for each other, and their log of calls, mail and visits."),
)
#: The whole record, as the clinic hands it out on request (decision 36).
RECORD = Extent(
    (KEYS,),
    frozenset(),
    gettext_lazy("It also has what therapists noted for each other, and their log of calls, mail and visits."),
)
#: What each file of the archive holds.
ABOUT: dict[str, StrPromise] = {
    "Account": gettext_lazy("your account"),
    "Athlete": gettext_lazy("your record: units, gear, goal race, limits, reminders"),
    "Enrollment": gettext_lazy("the programs that were prescribed for you"),
    "Session": gettext_lazy("each strength session: planned, done or left out, with its targets"),
    "SessionChange": gettext_lazy("sessions that your therapist put on another day, and why"),
    "Swap": gettext_lazy("exercises that you swapped or skipped, and why"),
    "SetLog": gettext_lazy("each set as it was done"),
    "SetEdit": gettext_lazy("values of sets that were corrected later"),
    "ExerciseNote": gettext_lazy("your notes on exercises"),
    "OutcomeTotal": gettext_lazy("totals of questionnaires"),
    "Assessment": gettext_lazy("results of tests at the clinic"),
    "PainReport": gettext_lazy("pain as you reported it"),
    "PainProfile": gettext_lazy("places that are watched, with their limits"),
    "KeptPlan": gettext_lazy("times when your therapist kept the plan although a rule would have held it"),
    "PainScreen": gettext_lazy("warning signs, as you answered them"),
    "CheckIn": gettext_lazy("your weekly check-ins"),
    "Barrier": gettext_lazy("what kept you from training"),
    "Clearance": gettext_lazy("when jumps were opened and closed"),
    "ReturnToTraining": gettext_lazy("how training began again after a stop"),
    "DiscoveryCall": gettext_lazy("your request for a first call"),
    "Flag": gettext_lazy("what the rules showed your therapist"),
    "FlagAct": gettext_lazy("what your therapist did about it"),
    "Cover": gettext_lazy("who stood in for your therapist, and when"),
    "CareTransfer": gettext_lazy("when another therapist took over your care"),
    "CareReview": gettext_lazy("when somebody at the clinic looked at what you had done"),
    "CareNote": gettext_lazy("what therapists noted for each other"),
    "CareContact": gettext_lazy("calls, mail and visits"),
    "Message": gettext_lazy("messages between you and your therapist"),
    "UsualRunDay": gettext_lazy("the days on which you usually run"),
    "Run": gettext_lazy("each run"),
    "PushDevice": gettext_lazy("phones on which reminders are on"),
    "Suggestion": gettext_lazy("steps that the rules suggested, and what became of them"),
    "Mail": gettext_lazy("each mail that was written to you, and what became of it"),
}
#: Every row is the athlete's own; saying so in each asks the database for nothing but a name.
OWNER = {"athlete", "owner"}


def everything_about(athlete: Athlete, extent: Extent = OWN) -> dict[str, list[Row]]:
    """By table, every row that names the athlete, with its columns; the account and the mails too."""
    user = athlete.user
    tables = {
        "Account": [{"name": user.name, "email": user.email, "joined_at": user.joined_at}],
        "Athlete": [_row(athlete, {}, extent)],
    }
    for model in owned_models(extent):
        tables[model.__name__] = _rows_of(model, athlete, extent)
    of_account = (Mail.objects.filter(recipient=user), PushDevice.objects.filter(owner=user))
    for rows in of_account:
        tables[rows.model.__name__] = [_row(row, {}, extent) for row in rows.order_by("pk")]
    return tables


def _rows_of(model: type[models.Model], athlete: Athlete, extent: Extent) -> list[Row]:
    """The athlete's rows of one table, in one query."""
    linked = []
    for field in _columns(model, extent):
        if field.is_relation:
            linked.append(field.name)
    instances = model._default_manager.filter(athlete=athlete.pk).select_related(*linked).order_by("pk")
    names: Names = {}
    return [_row(instance, names, extent) for instance in instances]


def owned_models(extent: Extent = OWN) -> list[type[models.Model]]:
    """Every table with an athlete in it, whenever it was added."""
    owned = []
    for model in apps.get_app_config("athletes").get_models():
        if _is_owned(model) and model.__name__ not in extent.left_out:
            owned.append(model)
    return owned


def _is_owned(model: type[models.Model]) -> bool:
    """Whether a column of it names the athlete; the account is theirs too, and only its name and address go along."""
    try:
        owner = model._meta.get_field("athlete")
    except FieldDoesNotExist:
        return False
    return owner.concrete and owner.related_model is Athlete


def _columns(model: type[models.Model], extent: Extent) -> list[models.Field[Any, Any]]:
    columns = []
    for field in model._meta.concrete_fields:
        if field.name not in OWNER and extent.has(model.__name__, field.name):
            columns.append(field)
    return columns


def _row(instance: models.Model, names: Names, extent: Extent) -> Row:
    """names -- words of other rows that were asked for already; more are added."""
    row = {}
    for field in _columns(type(instance), extent):
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


def as_zip(athlete: Athlete, extent: Extent = OWN) -> bytes:
    """``README.txt``, ``data.json``, and one CSV for each table that has rows; no cell is a formula."""
    tables = everything_about(athlete, extent)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _readme(athlete, tables, extent))
        archive.writestr("data.json", json.dumps(tables, cls=DjangoJSONEncoder, indent=1, ensure_ascii=False))
        for name, rows in tables.items():
            if rows:
                archive.writestr(f"{name.lower()}.csv", _as_csv(rows))
    return out.getvalue()


def _readme(athlete: Athlete, tables: dict[str, list[Row]], extent: Extent) -> str:
    """What each file holds, and what the columns of it are called in words."""
    clinic = settings.CLINIC["name"]
    parts = [
        _("Everything {clinic} has on file about {name}.").format(clinic=clinic, name=athlete.user.name),
        _(
            "data.json holds all of it. Each .csv opens in a spreadsheet and is one kind of thing.\n"
            "Days are by your own calendar, times in UTC. What is empty is left out. Questions: {phone}."
        ).format(phone=settings.CLINIC["phone"]),
        str(extent.words),
    ]
    for table, rows in tables.items():
        if rows:
            columns = [f"  {column}: {words}" for column, words in _column_words(table, rows[0]).items()]
            parts.append("\n".join([f"{table.lower()}.csv - {ABOUT[table]}", *columns]))
    return "\n\n".join(parts) + "\n"


def _column_words(table: str, row: Row) -> dict[str, str]:
    """What each column is called in words, where its name is not the word itself."""
    names = {"Account": "User"}
    model = apps.get_model("athletes", names.get(table, table))
    words = {}
    for column in row:
        word = str(getattr(model._meta.get_field(column), "verbose_name", column))
        if word.lower() != column.replace("_", " "):
            words[column] = word
    return words


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
