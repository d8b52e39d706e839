"""Athletes out of a table: name, e-mail, telephone and, for clinic admins, therapist. Nobody is written to.

A row is matched by its e-mail. What a therapist may not see cannot be changed by a file, and is not told apart from any
other account.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.mail.planner import set_first_due_times
from athletes.models import Athlete, AthleteImport, Role, User
from programs.imports.auditing import create_all, log_created, update_all
from programs.imports.columns import TableColumn, key_of
from programs.imports.plans import BATCH, Difference, ImportKind, MappedRow, Plan, Progress
from programs.imports.refusals import RowError, reason_of

NAME = TableColumn(
    name="name",
    label=gettext_lazy("Name"),
    synonyms=(
        "full name", "athlete", "athlete name", "runner", "patient", "patient name", "client", "client name",
        "first name", "given name",
    ),
    is_required=True,
)  # fmt: skip
LAST_NAME = TableColumn(
    name="last_name",
    label=gettext_lazy("Last name"),
    synonyms=("surname", "family name"),
    if_empty=gettext_lazy("the name is whole already"),
)
EMAIL = TableColumn(
    name="email",
    label=gettext_lazy("E-mail"),
    synonyms=("mail", "email address", "mail address", "contact email"),
    is_required=True,
)
PHONE = TableColumn(
    name="phone",
    label=gettext_lazy("Phone number"),
    synonyms=(
        "phone",
        "tel",
        "telephone",
        "telephone number",
        "mobile",
        "mobile phone",
        "cell",
        "cell phone",
        "cellphone",
    ),
    if_empty=gettext_lazy("none; a known one stays"),
)
THERAPIST_NAMES = ("therapist name", "pt", "physical therapist", "primary therapist", "clinician", "provider")


@dataclass
class PlannedAthlete:
    """One row that can be stored. former -- as stored, account and record; None for a new one"""

    user: User
    phone: str
    therapist: User
    former: Athlete | None = None


@dataclass
class AthletePlan(Plan):
    planned: list[PlannedAthlete] = field(default_factory=list)


class AthleteTables(ImportKind[AthletePlan]):
    """Tables of athletes. Therapists bring in their own caseload; clinic admins say whose."""

    uploads = AthleteImport
    title = gettext_lazy("Import athletes")

    def columns(self, user: Any) -> Sequence[TableColumn]:
        columns = (NAME, LAST_NAME, EMAIL, PHONE)
        if not user.sees_everyone:
            return columns
        constants = [(therapist.email, therapist.name) for therapist in _active_therapists()]
        therapist = TableColumn(
            name="therapist",
            label=gettext_lazy("Therapist"),
            synonyms=THERAPIST_NAMES,
            is_required=True,
            constants=tuple(constants),
        )
        return (*columns, therapist)

    def plan(self, rows: Sequence[MappedRow], user: Any, progress: Progress = lambda done: None) -> AthletePlan:
        plan = AthletePlan()
        reader = AthleteReader(user, rows)
        for place, row in enumerate(rows, start=1):
            planned = reader.read(row, plan.errors)
            if planned is not None:
                _note(plan, planned)
            if place % BATCH == 0:
                progress(place)
        if plan.added:
            plan.remarks.append(_("No one is e-mailed: invitations wait for a click of their own, on the last page."))
        plan.extra["shown"] = [planned.user.pk for planned in plan.planned if planned.former is not None]
        return plan

    def store(self, plan: AthletePlan, *, by: Any, at: datetime) -> dict[str, Any]:
        new: list[PlannedAthlete] = []
        known: list[tuple[PlannedAthlete, Athlete]] = []
        for planned in plan.planned:
            if planned.former is None:
                new.append(planned)
            else:
                known.append((planned, planned.former))
        _add(new, by, at)
        _change(known, by)
        return {"added_keys": [planned.user.pk for planned in new]}


def _active_therapists() -> list[User]:
    return list(User.objects.filter(role=Role.THERAPIST, is_active=True).order_by("name"))


def _note(plan: AthletePlan, planned: PlannedAthlete) -> None:
    changes = _changes(planned)
    if not changes:
        plan.unchanged += 1
        return
    plan.planned.append(planned)
    plan.note_difference(Difference(planned.user.name, planned.former is None, changes))


def _changes(planned: PlannedAthlete) -> list[tuple[str, str, str]]:
    former = planned.former
    values = [
        (NAME.label, former.user.name if former else "", planned.user.name),
        (EMAIL.label, former.user.email if former else "", planned.user.email),
        (PHONE.label, former.phone if former else "", planned.phone),
        (_("Therapist"), former.therapist.name if former else "", planned.therapist.name),
    ]
    return [(str(label), now, then) for label, now, then in values if now != then]


class AthleteReader:
    """Reads rows for one person: what they may see may be changed, what is new becomes theirs or whose they say."""

    def __init__(self, user: User, rows: Iterable[MappedRow]) -> None:
        self.user = user
        self.therapists: dict[str, User] = {}
        for therapist in _active_therapists():
            self.therapists |= {key_of(therapist.name): therapist, key_of(therapist.email): therapist}
        addresses = sorted(set(map(_address, rows)) - {""})
        self.accounts: set[str] = set()
        self.athletes: dict[str, Athlete] = {}
        self.rows_of: dict[str, int] = {}
        visible = Athlete.objects.visible_to(user).select_related("user", "therapist")
        for start in range(0, len(addresses), BATCH):
            batch = addresses[start : start + BATCH]
            accounts = User.objects.annotate(address=Lower("email")).filter(address__in=batch)
            self.accounts.update(accounts.values_list("address", flat=True))
            for athlete in visible.filter(user__in=accounts):
                self.athletes[athlete.user.email.lower()] = athlete

    def read(self, row: MappedRow, errors: list[RowError]) -> PlannedAthlete | None:
        """One row; None where it is refused, with the reasons in errors."""
        refused: list[RowError] = []
        address = _address(row)
        former = self.athletes.get(address)
        user = copy.copy(former.user) if former else User(email=address, role=Role.ATHLETE)
        user.name = " ".join(filter(None, (row.values["name"], row.values.get("last_name")))) or user.name
        phone = row.values.get("phone") or (former.phone if former else "")
        therapist = self._therapist(row, former, refused)
        self._check(row, user, phone, refused)
        if address in self.accounts and former is None:
            refused.append(_error(row, EMAIL, _("somebody with this address has an account already"), address))
        elif address and self.rows_of.setdefault(address, row.number) != row.number:
            refused.append(_error(row, EMAIL, _("is already in an earlier row"), address))
        errors += refused
        if refused or therapist is None:
            return None
        return PlannedAthlete(user, phone, therapist, former)

    def _therapist(self, row: MappedRow, former: Athlete | None, refused: list[RowError]) -> User | None:
        """Who is named, where the person may say so; else who it is, else the person."""
        if not self.user.sees_everyone:
            return former.therapist if former else self.user
        text = row.values.get("therapist", "")
        if not text and former is not None:
            return former.therapist
        found = self.therapists.get(key_of(text))
        if found is None:
            reason = _("no active therapist has this name or address") if text else _("empty")
            refused.append(RowError(row.number, _("Therapist"), reason, text[:80]))
        return found

    def _check(self, row: MappedRow, user: User, phone: str, refused: list[RowError]) -> None:
        """What the fields say of the values, one thing for each."""
        fields = (
            (NAME, User._meta.get_field("name"), user.name),
            (EMAIL, User._meta.get_field("email"), user.email),
            (PHONE, Athlete._meta.get_field("phone"), phone),
        )
        for column, model_field, value in fields:
            try:
                model_field.clean(value, None)
            except ValidationError as error:
                refused.append(_error(row, column, reason_of(error.error_list[0]), value))


def _address(row: MappedRow) -> str:
    return row.values["email"].lower()


def _error(row: MappedRow, column: TableColumn, reason: str, value: str) -> RowError:
    return RowError(row.number, str(column.label), reason, value[:80])


def _add(planned: Sequence[PlannedAthlete], by: User, at: datetime) -> None:
    """Accounts without a password, and their athletes: as ``add_athlete``, for many."""
    users = []
    for one in planned:
        one.user.joined_at = at
        one.user.set_unusable_password()
        users.append(one.user)
    create_all(users)
    athletes = []
    for one in planned:
        athlete = Athlete(user=one.user, therapist=one.therapist, phone=one.phone)
        set_first_due_times(athlete, after=at)
        athletes.append(athlete)
    create_all(athletes)
    log_created(users, by=by)
    log_created(athletes, by=by)


def _change(known: Sequence[tuple[PlannedAthlete, Athlete]], by: User) -> None:
    users, athletes = [], []
    for one, former in known:
        athlete = copy.copy(former)
        athlete.phone, athlete.therapist = one.phone, one.therapist
        if one.user.name != former.user.name:
            users.append((former.user, one.user))
        if (athlete.phone, athlete.therapist_id) != (former.phone, former.therapist_id):
            athletes.append((former, athlete))
    update_all(users, by=by)
    update_all(athletes, by=by)
