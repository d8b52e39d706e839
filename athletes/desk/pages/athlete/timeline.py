"""All that happened with one athlete, the latest first: sessions, runs, pain, decisions, words, contacts, mail.

One query, however long the history: each kind gives the same columns, and the database puts them in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import reduce
from itertools import starmap
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import (
    CharField,
    DateTimeField,
    Expression,
    ExpressionWrapper,
    F,
    FloatField,
    IntegerField,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.localtime import clinic_day, clinic_time_zone, monday_of
from athletes.models import (
    AssessmentKind,
    Athlete,
    CareContact,
    ContactKind,
    ContactResult,
    FlagAct,
    FlagKind,
    HowMuch,
    Mail,
    MailChannel,
    MailKind,
    Moment,
    RunKind,
    SessionStatus,
)
from athletes.models.pain import place_name
from athletes.records.runs import distance_unit
from programs.dates import date_format
from programs.rules.distance import Distance

#: Entries of one page.
SHOWN = 30
#: A day without an hour stands at noon of the clinic's, give or take an hour of daylight saving.
NOON = timedelta(hours=12)
CONTACT_ICONS = {"call": "phone", "video": "phone", "visit": "me", "mail": "mail"}


class Row(NamedTuple):
    """One line as the database gives it. a to amount -- what each kind needs of its own"""

    kind: str
    at: datetime
    by: str
    key: str
    a: str
    b: str
    c: str
    number: int | None
    amount: float | None


@dataclass(frozen=True)
class Entry:
    """One line: what happened, a smaller word about it, in whose words, and where it is shown whole."""

    at: datetime
    icon: str
    what: str
    more: str = ""
    by: str = ""
    url: str = ""
    has_hour: bool = True


@dataclass
class TimelineWeek:
    """The entries of one calendar week."""

    monday: date
    entries: list[Entry] = field(default_factory=list)

    @property
    def sunday(self) -> date:
        return self.monday + timedelta(days=6)


@dataclass(frozen=True)
class Filter:
    name: str
    label: str | Promise
    kinds: tuple[str, ...]


FILTERS = (
    Filter("sessions", gettext_lazy("Sessions"), ("session",)),
    Filter("runs", gettext_lazy("Runs"), ("run",)),
    Filter("pain", gettext_lazy("Pain"), ("pain", "check_in")),
    Filter("decisions", gettext_lazy("Decisions"), ("act",)),
    Filter("contacts", gettext_lazy("Contacts"), ("contact",)),
    Filter("words", gettext_lazy("Messages"), ("message",)),
    Filter("notes", gettext_lazy("Notes"), ("note",)),
    Filter("tests", gettext_lazy("Tests"), ("test",)),
    Filter("mail", gettext_lazy("Mail"), ("mail",)),
)


@dataclass(frozen=True)
class Timeline:
    """weeks -- the latest first; before -- where the next page begins, empty at the end; chosen -- the filter"""

    weeks: list[TimelineWeek]
    chosen: str
    before: str

    @property
    def filters(self) -> Sequence[Filter]:
        return FILTERS


def timeline_of(athlete: Athlete, *, chosen: str = "", before: datetime | None = None) -> Timeline:
    """One page of it. chosen -- the name of a filter, everything for any other; before -- only what is older"""
    kinds = next((each.kinds for each in FILTERS if each.name == chosen), tuple(KINDS))
    parts = []
    for kind in kinds:
        part = KINDS[kind].rows(athlete)
        parts.append(part if before is None else part.filter(when_at__lt=before))
    everything = reduce(lambda one, other: one.union(other, all=True), parts)
    found = list(starmap(Row, everything.order_by("-when_at", "row_kind", "row_key")[: SHOWN + 1]))
    shown = _whole_instants(found)
    weeks = _by_week(KINDS[row.kind].entry(athlete, row) for row in shown)
    return Timeline(weeks, chosen, shown[-1].at.isoformat() if len(shown) < len(found) else "")


def _whole_instants(found: Sequence[Row]) -> Sequence[Row]:
    """A page of them: what happened in one instant stands on one page, because the next begins before it."""
    if len(found) <= SHOWN:
        return found
    earlier = [row for row in found[:SHOWN] if row.at != found[SHOWN].at]
    return earlier or found[:SHOWN]


def _by_week(entries: Iterable[Entry]) -> list[TimelineWeek]:
    weeks: list[TimelineWeek] = []
    for entry in entries:
        monday = monday_of(clinic_day(entry.at))
        if not weeks or weeks[-1].monday != monday:
            weeks.append(TimelineWeek(monday))
        weeks[-1].entries.append(entry)
    return weeks


# -- the columns that every kind gives ---------------------------------------------------------


def _columns(
    rows: QuerySet[Any],
    kind: str,
    at: Expression,
    *,
    by: str = "",
    a: str = "",
    b: str = "",
    c: str = "",
    number: str = "",
    amount: str = "",
) -> QuerySet[Any]:
    """Those of ``Row``, in its order and of its types. by to amount -- names of fields; empty where a kind has none"""
    columns = {
        "row_kind": Value(kind, CharField()),
        "when_at": at,
        "said_by": _text(by),
        "row_key": Cast("pk", CharField()),
        "text_a": _text(a),
        "text_b": _text(b),
        "text_c": _text(c),
        "row_number": Cast(F(number) if number else Value(None), IntegerField()),
        "row_amount": Cast(F(amount) if amount else Value(None), FloatField()),
    }
    found: QuerySet[Any] = rows.order_by().annotate(**columns).values_list(*columns)
    return found


def _text(name: str) -> Expression:
    if not name:
        return Value("", CharField())
    return Coalesce(Cast(name, CharField()), Value("", CharField()))


def _moment(*names: str) -> Expression:
    """The first that is known."""
    return Coalesce(*names, output_field=DateTimeField()) if len(names) > 1 else Cast(names[0], DateTimeField())


# -- each kind: its rows, and what a row says ---------------------------------------------------


def _sessions(athlete: Athlete) -> QuerySet[Any]:
    begun = athlete.sessions.filter(opened_at__isnull=False)
    at = _moment("finished_at", "opened_at")
    return _columns(
        begun, "session", at, a="workout__title", b="note", c="status", number="session_rpe", amount="minutes"
    )


def _session(athlete: Athlete, row: Row) -> Entry:
    parts = [row.a or _("Trained elsewhere")]
    if row.c != SessionStatus.COMPLETED:
        parts.append(str(SessionStatus(row.c).label).lower())
    if row.amount:
        parts.append(_("{count} min").format(count=int(row.amount)))
    if row.number is not None:
        parts.append(_("effort {number}").format(number=row.number))
    url = reverse("admin:athletes_session_change", args=[row.key])
    return Entry(row.at, "strength", " · ".join(parts), _quoted(row.b), athlete.user.first_name, url)


def _runs(athlete: Athlete) -> QuerySet[Any]:
    at = _moment("began_at", "received_at")
    return _columns(
        athlete.runs.kept(), "run", at, a="kind", b="note", c="ran_on", number="minutes", amount="distance_km"
    )


def _run(athlete: Athlete, row: Row) -> Entry:
    parts = [str(RunKind(row.a).label)]
    if row.amount:
        parts.append(str(Distance.from_km(Decimal(str(row.amount)), distance_unit(athlete))))
    if row.number:
        parts.append(_("{count} min").format(count=row.number))
    ran_on = date.fromisoformat(row.c)
    more = _quoted(row.b)
    if ran_on != athlete.today(row.at):  # told on a later day
        more = " ".join(filter(None, [_("of {day}").format(day=date_format(ran_on, "D, M j")), more]))
    return Entry(row.at, "progress", " · ".join(parts), more, athlete.user.first_name)


def _pains(athlete: Athlete) -> QuerySet[Any]:
    return _columns(
        athlete.pain_reports.all(),
        "pain",
        _moment("felt_at", "reported_at"),
        a="region",
        b="side",
        c="moment",
        number="score",
    )


def _pain(athlete: Athlete, row: Row) -> Entry:
    what = _("{place}, pain {score}").format(place=place_name(row.a, row.b), score=row.number)
    return Entry(row.at, "pain", what, str(Moment(row.c).label).lower(), athlete.user.first_name)


def _check_ins(athlete: Athlete) -> QuerySet[Any]:
    return _columns(
        athlete.check_ins.all(),
        "check_in",
        _moment("answered_at"),
        a="week",
        b="note",
        c="changed",
        number="worst_pain",
    )


def _check_in(athlete: Athlete, row: Row) -> Entry:
    what = _("Weekly check-in: a body problem changed training: {how}").format(
        how=str(HowMuch(int(row.c)).label).lower()
    )
    return Entry(row.at, "note", what, _quoted(row.b), athlete.user.first_name)


def _acts(athlete: Athlete) -> QuerySet[Any]:
    return _columns(
        FlagAct.objects.filter(athlete=athlete), "act", _moment("at"), by="by__name", a="kind", b="note", c="flag__kind"
    )


def _act(athlete: Athlete, row: Row) -> Entry:
    what = _("{flag}: {act}").format(flag=FlagKind(row.c).label, act=FlagAct.Kind(row.a).label)
    return Entry(row.at, "check", what, _quoted(row.b), row.by or _("by rule"))


def _messages(athlete: Athlete) -> QuerySet[Any]:
    return _columns(athlete.messages.all(), "message", _moment("sent_at"), by="author__name", a="text")


def _message(athlete: Athlete, row: Row) -> Entry:
    url = reverse("admin:athletes_athlete_messages", args=[athlete.pk])
    return Entry(row.at, "mail", _quoted(row.a), "", row.by, url)


def _contacts(athlete: Athlete) -> QuerySet[Any]:
    return _columns(
        CareContact.objects.filter(athlete=athlete), "contact", _moment("at"), by="by__name", a="kind", b="note",
        c="result", number="minutes",
    )  # fmt: skip


def _contact(athlete: Athlete, row: Row) -> Entry:
    what = _("{kind}: {result}").format(kind=ContactKind(row.a).label, result=str(ContactResult(row.c).label).lower())
    if row.number:
        what += _(" · {count} min").format(count=row.number)
    url = reverse("admin:athletes_athlete_contact", args=[athlete.pk, row.key])
    return Entry(row.at, CONTACT_ICONS[row.a], what, _quoted(row.b), row.by, url)


def _notes(athlete: Athlete) -> QuerySet[Any]:
    return _columns(athlete.care_notes.all(), "note", _moment("at"), by="author__name", a="text")


def _note(athlete: Athlete, row: Row) -> Entry:
    return Entry(row.at, "note", row.a, _("note"), row.by)


def _tests(athlete: Athlete) -> QuerySet[Any]:
    from_utc = timezone.now().astimezone(ZoneInfo(clinic_time_zone())).utcoffset() or timedelta(0)
    at = ExpressionWrapper(Cast("tested_on", DateTimeField()) + (NOON - from_utc), DateTimeField())
    return _columns(athlete.assessments.all(), "test", at, by="tested_by__name", a="kind", b="left", c="right")


def _test(athlete: Athlete, row: Row) -> Entry:
    what = _("{test}: {left} left, {right} right").format(test=AssessmentKind(row.a).label, left=row.b, right=row.c)
    return Entry(row.at, "progress", what, _("test"), row.by, has_hour=False)


def _mails(athlete: Athlete) -> QuerySet[Any]:
    sent = Mail.objects.filter(recipient=athlete.user, sent_at__isnull=False)
    return _columns(sent, "mail", _moment("sent_at"), a="kind", b="channel")


def _mail(athlete: Athlete, row: Row) -> Entry:
    way = str(MailChannel(row.b).label).lower()
    return Entry(row.at, "mail", str(MailKind(row.a).label), _("sent by {way}").format(way=way), _("by itself"))


def _quoted(text: str) -> str:
    return _("“{text}”").format(text=text) if text else ""


@dataclass(frozen=True)
class Kind:
    """Where one kind of line comes from, and what one says."""

    rows: Callable[[Athlete], QuerySet[Any]]
    entry: Callable[[Athlete, Row], Entry]


KINDS = {
    "session": Kind(_sessions, _session),
    "run": Kind(_runs, _run),
    "pain": Kind(_pains, _pain),
    "check_in": Kind(_check_ins, _check_in),
    "act": Kind(_acts, _act),
    "message": Kind(_messages, _message),
    "contact": Kind(_contacts, _contact),
    "note": Kind(_notes, _note),
    "test": Kind(_tests, _test),
    "mail": Kind(_mails, _mail),
}
