"""The acts of the demo, done as people do them: a page is opened at that moment, and a form that stands on it is sent.

Each method takes the place of the verb of its name, and takes what the verb takes. What no page offers at that moment
is an error: a form that is missing, a field that is not on it, a choice that is not offered, an answer that refuses.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from athletes.localtime import clinic_time_zone
from athletes.models import Assessment, Athlete, DiscoveryCall, Enrollment, Moment, Session, Suggestion, User
from athletes.records.runs import RunItem
from athletes.records.sessions import Document
from athletes.records.sets import SetItem
from programs.models import Program
from tests.forms import Form, forms_of

#: A field of a form, and what is chosen in it: one value, or several.
Chosen = Mapping[str, "str | list[str]"]


@dataclass
class Pages:
    """The pages of the clinic. move_to -- sets the clock; done -- how often each act was done, by its name"""

    move_to: Any
    done: dict[str, int] = field(default_factory=dict)

    # -- how a person does anything ----------------------------------------------------------

    def _as(self, user: User, at: datetime) -> Client:
        """Somebody who signed in just before."""
        self.move_to(at)
        headers = {}
        backend = "clinic.sign_in.auth.StaffPasswordBackend"
        if user.is_athlete:
            headers = {"X-Athlete": user.athlete.owner_mark}
            backend = "clinic.sign_in.auth.LinkBackend"
        client = Client(headers=headers)
        client.force_login(user, backend=backend)
        return client

    def _send(self, client: Client, path: str, chosen: Chosen, *, act: str, also: Chosen | None = None) -> HttpResponse:
        """Open the page, fill in the form that has all of these fields, and send it.

        also -- in which one of several equal forms: what it holds already
        """
        shown = client.get(path)
        assert shown.status_code == 200, f"{act}: {path} answers {shown.status_code}"
        return self._send_from(client, shown, path, chosen, act=act, also=also)

    def _send_from(
        self, client: Client, shown: HttpResponse, path: str, chosen: Chosen, *, act: str, also: Chosen | None = None
    ) -> HttpResponse:
        forms = forms_of(shown.content.decode(), path)
        form = next((form for form in forms if _fits(form, {**chosen, **(also or {})})), None)
        assert form is not None, f"{act}: no form on {path} offers {dict(chosen)}; it has {[vars(f) for f in forms]}"
        answer = client.post(form.action, form.with_chosen(chosen))
        assert answer.status_code in (200, 302), f"{act}: {path} answers {answer.status_code}: {_errors(answer)}"
        assert not _errors(answer), f"{act}: {path} refuses: {_errors(answer)}"
        self.done[act] = self.done.get(act, 0) + 1
        return answer

    # -- at the desk -------------------------------------------------------------------------

    def add_athlete(self, *, email: str, name: str, therapist: User, at: datetime, **values: Any) -> Athlete:
        client = self._as(therapist, at)
        values = {key: value for key, value in values.items() if value not in (None, "", [])}
        chosen = {"email": email, "name": name} | {key: _typed(value) for key, value in values.items()}
        chosen.setdefault("time_zone", clinic_time_zone())
        self._send(client, reverse("admin:athletes_athlete_add"), chosen, act="add_athlete")
        return Athlete.objects.select_related("user", "therapist").get(user__email=email)

    def prescribe(
        self,
        *,
        athlete: Athlete,
        template: Program,
        starts_on: date,
        weekdays: tuple[int, int],
        by: User,
        at: datetime,
        pain_rule: Any,
    ) -> Enrollment:
        """Over a running program the page asks once more, athlete by athlete."""
        client, path = self._as(by, at), reverse("admin:athletes_enrollment_add")
        days = {
            "starts_on": str(starts_on), "first_weekday": str(weekdays[0]), "second_weekday": str(weekdays[1])
        }  # fmt: skip
        if pain_rule is not None:
            days |= {"pain_side": pain_rule.sides[0], "pain_tissue": pain_rule.tissue, "irritability": "high"}
        chosen = {"athlete": [str(athlete.pk)], "program": str(template.pk), **days}
        answer = self._send(client, path, chosen, act="prescribe")
        if answer.status_code == 200:
            each = {f"{athlete.pk}-{name}": value for name, value in days.items()}
            each[f"{athlete.pk}-is_after_running"] = "no"
            self._send_from(client, answer, path, each, act="prescribe over a running program")
        enrollment: Enrollment = athlete.enrollments.select_related("athlete").latest("pk")
        return enrollment

    def clear(self, *, athlete: Athlete, by: User, at: datetime, step: int) -> None:
        path = reverse("admin:athletes_athlete_change", args=[athlete.pk])
        self._send(self._as(by, at), path, {"do": "clear", "step": str(step)}, act="clear")

    def stand_in(
        self, *, athlete: Athlete, therapist: User, from_on: date, until_on: date, reason: str, by: User, at: datetime
    ) -> None:
        path = reverse("admin:athletes_athlete_cover", args=[athlete.pk])
        chosen = {
            "therapist": str(therapist.pk), "from_on": str(from_on), "until_on": str(until_on), "reason": reason
        }  # fmt: skip
        self._send(self._as(by, at), path, chosen, act="stand_in")

    def accept_and_settle(self, *, athlete: Athlete, by: User, at: datetime) -> list[Suggestion]:
        self._decide(athlete, by, at, {"do": "accept"})
        return []

    def decline_and_settle(self, *, athlete: Athlete, by: User, at: datetime) -> list[Suggestion]:
        self._decide(athlete, by, at, {"do": "decline"})
        return []

    def leave_as_it_is(self, *, athlete: Athlete, subject: str, by: User, at: datetime, note: str) -> None:
        self._decide(athlete, by, at, {"do": "right", "note": note}, problem=subject)

    def _decide(self, athlete: Athlete, by: User, at: datetime, chosen: Chosen, problem: str = "") -> None:
        path = reverse("admin:athletes_athlete_page", args=[athlete.pk])
        also = None
        if problem:
            path, also = f"{path}?problem={problem}", {"problem": problem}
        self._send(self._as(by, at), path, chosen, act=str(chosen["do"]), also=also)

    def sign_rows(self, *, athlete: Athlete, rows: Iterable[Assessment], by: User, at: datetime) -> None:
        """The record with its empty rows of tests filled in; a script copies the row that the page keeps for it."""
        client, path = self._as(by, at), reverse("admin:athletes_athlete_change", args=[athlete.pk])
        page = client.get(path).content.decode()
        record = next(form for form in forms_of(page, path) if "assessments-TOTAL_FORMS" in form.held)
        sent = {name: value for name, value in record.with_chosen({}).items() if "__prefix__" not in name}
        for number, row in enumerate(rows):
            for name in ("kind", "left", "right", "tested_on"):
                assert f'name="assessments-__prefix__-{name}"' in page, f"no {name} in an empty row of tests"
                sent[f"assessments-{number}-{name}"] = [str(getattr(row, name))]
            sent["assessments-TOTAL_FORMS"] = [str(number + 1)]
        answer = client.post(record.action, sent)
        assert answer.status_code == 302, _errors(answer)
        self.done["sign_rows"] = self.done.get("sign_rows", 0) + 1

    def log_contact(
        self,
        *,
        athlete: Athlete,
        kind: str,
        result: str,
        by: User,
        minutes: int,
        note: str,
        took_place_at: datetime,
        at: datetime,
    ) -> None:
        path = reverse("admin:athletes_athlete_page", args=[athlete.pk])
        told = {"kind": kind, "result": result, "minutes": str(minutes), "note": note, "at": _minute(took_place_at)}
        chosen = {f"contact-{name}": value for name, value in told.items()}
        self._send(self._as(by, at), path, chosen, act="log_contact")

    def set_next_visit(self, *, athlete: Athlete, visit_at: datetime, at: datetime) -> None:
        path = reverse("admin:athletes_athlete_page", args=[athlete.pk])
        self._send(self._as(athlete.therapist, at), path, {"visit_at": _minute(visit_at)}, act="set_next_visit")

    def enter_outcome(
        self, *, athlete: Athlete, measure: str, total: Any, taken_on: date, by: User, at: datetime, **more: str
    ) -> None:
        path = reverse("admin:athletes_athlete_outcomes", args=[athlete.pk])
        chosen = {"measure": measure, "total": str(total), "taken_on": str(taken_on), **more}
        self._send(self._as(by, at), path, chosen, act="enter_outcome")

    def turn_into_athlete(self, *, call: DiscoveryCall, therapist: User, by: User, at: datetime, note: str) -> None:
        path = reverse("admin:athletes_discoverycall_change", args=[call.pk])
        self._send(self._as(by, at), path, {"do": "athlete", "note": note}, act="turn_into_athlete")

    # -- on the phone ------------------------------------------------------------------------

    def record_session(self, *, athlete: Athlete, session_id: Any, document: Document, at: datetime) -> None:
        """What the session's page keeps and sends: each set stands on it, its effort is one of the answers."""
        client, path = self._as(athlete.user, at), reverse("session", args=[session_id])
        shown = client.get(f"{path}?again=yes")
        assert shown.status_code == 200, f"record_session: {path} answers {shown.status_code}"
        page = shown.content.decode()
        assert document.offer is not None
        for item in document.sets:
            assert f'data-id="{item.id}"' in page, f"{item.exercise}, set {item.number}: not on the page"
            assert item.rpe is None or f'data-reserve="{10 - item.rpe}"' in page, f"no answer leads to RPE {item.rpe}"
        sent = {
            "targets_id": document.offer.id,
            "targets": document.offer.to_json(),
            "sets": [_set_document(item) for item in document.sets],
        }
        path = reverse("api_session", args=[session_id])
        answer = client.put(path, sent, content_type="application/json")
        assert answer.status_code == 200, f"record_session: {answer.content.decode()[:500]}"
        verdicts = {verdict["verdict"] for verdict in answer.json()["sets"]}
        assert verdicts == {"applied"}, f"record_session: {answer.json()['sets']}"
        self.done["record_session"] = self.done.get("record_session", 0) + 1

    def finish_session(
        self, *, session: Session, session_rpe: int, note: str, painless: Any, nothing_hurt: bool, at: datetime
    ) -> None:
        path = reverse("session_finish", args=[session.pk])
        chosen: dict[str, str | list[str]] = {"session_rpe": str(session_rpe)}
        if nothing_hurt:
            chosen["nothing_hurt"] = "on"
        elif painless:
            chosen["no_pain"] = [f"{region}:{side}" for region, side in painless]
        self._send(self._as(session.athlete.user, at), path, chosen, act="finish_session")

    def report_pain(
        self,
        *,
        athlete: Athlete,
        score: int,
        region: str,
        side: str,
        at: datetime,
        moment: str = Moment.DURING,
        session: Session | None = None,
        exercise: Any = None,
        is_one_spot: bool | None = None,
        has_settled: bool | None = None,
        **identity: Any,
    ) -> None:
        """identity -- the page draws its own"""
        client = self._as(athlete.user, at)
        chosen = {"score": str(score)}
        if moment == Moment.NEXT_MORNING:
            if has_settled is not None:
                chosen["has_settled"] = "yes" if has_settled else "no"
            place = {"region": region, "side": side}
            self._send(client, f"{reverse('today')}?morning=again", chosen, act="answer_morning", also=place)
            return
        chosen |= {"region": region, "side": side}
        if is_one_spot is not None:
            chosen["is_one_spot"] = "yes" if is_one_spot else "no"
        path = reverse("pain")
        if session is not None:
            path = f"{reverse('session_pain', args=[session.pk])}?exercise={exercise.slug}"
        self._send(client, path, chosen, act="report_pain")

    def answer_signs(self, *, athlete: Athlete, region: str, side: str, signs: list[str], at: datetime) -> None:
        chosen: dict[str, str | list[str]] = {"region": region, "side": side}
        if signs:
            chosen["signs"] = signs
        self._send(self._as(athlete.user, at), reverse("warning_signs"), chosen, act="answer_signs")

    def state_usual_week(self, *, athlete: Athlete, kinds: list[str]) -> None:
        chosen = {"do": "usual"} | {f"day-{day}": kind for day, kind in enumerate(kinds)}
        client = Client()
        client.force_login(athlete.user, backend="clinic.sign_in.auth.LinkBackend")
        self._send(client, reverse("schedule"), chosen, act="state_usual_week")

    def record_runs(self, *, athlete: Athlete, items: Mapping[Any, RunItem], at: datetime) -> None:
        for key, item in items.items():
            self.record_run(athlete=athlete, run_id=key, item=item, at=at)

    def record_run(self, *, athlete: Athlete, run_id: Any, item: RunItem, at: datetime) -> None:
        del run_id  # the page draws one
        chosen = {"kind": item.kind, "day": "other", "on": str(item.ran_on), "minutes": str(item.minutes)}
        if item.distance is not None:
            chosen["distance"] = str(item.distance.amount)
        if item.effort is not None:
            chosen["effort"] = str(item.effort)
        if item.pain is not None:
            chosen |= {
                "pain_score": str(item.pain.score), "pain_region": item.pain.region, "pain_side": item.pain.side
            }  # fmt: skip
        self._send(self._as(athlete.user, at), reverse("runs"), chosen, act="record_run")

    def record_check_in(self, *, athlete: Athlete, check_in_id: Any, item: Any, at: datetime) -> None:
        del check_in_id  # of the week that the page asks about
        names = ("changed", "less", "held_back", "worst_pain", "usual_pain", "region", "side", "note")
        chosen = {name: str(getattr(item, name)) for name in names}
        self._send(self._as(athlete.user, at), reverse("check_in"), chosen, act="record_check_in")

    def name_barrier(self, *, athlete: Athlete, week: str, kind: str, at: datetime) -> None:
        self._send(self._as(athlete.user, at), reverse("could_not"), {"kind": kind}, act="name_barrier")
        assert athlete.barriers.filter(week=week, kind=kind).exists(), f"the page asked about another week than {week}"

    def send_message(self, *, athlete: Athlete, author: User, text: str, at: datetime) -> None:
        path = reverse("messages")
        if not author.is_athlete:
            path = reverse("admin:athletes_athlete_messages", args=[athlete.pk])
        self._send(self._as(author, at), path, {"text": text}, act="send_message")

    # -- at the front door -------------------------------------------------------------------

    def ask_for_call(self, *, at: datetime, **told: Any) -> DiscoveryCall:
        """Nobody fills the form in within three seconds."""
        self.move_to(at - timedelta(seconds=30))
        client, path = Client(), reverse("discovery_call")
        shown = client.get(path)
        self.move_to(at)
        chosen = {name: _typed(value) for name, value in told.items()}
        self._send_from(client, shown, path, chosen, act="ask_for_call")
        return DiscoveryCall.objects.get(email=told["email"])


def _fits(form: Form, chosen: Chosen) -> bool:
    """Whether all of it can be chosen in that form."""
    for name, value in chosen.items():
        values = value if isinstance(value, list) else [value]
        if not all(form.offers(name, each) for each in values):
            return False
    return True


def _errors(answer: HttpResponse) -> str:
    """What the answer says of what was refused; empty where nothing was."""
    context = getattr(answer, "context", None) or {}
    form = context.get("form") or getattr(context.get("adminform"), "form", None)
    return str(getattr(form, "errors", "") or "")


def _typed(value: Any) -> str | list[str]:
    """A value as one types it."""
    if isinstance(value, list):
        return [str(each) for each in value]
    return str(value)


def _minute(at: datetime) -> str:
    """As the browser's own field for a day and a time writes it, by the clinic's clock."""
    return at.astimezone(ZoneInfo(clinic_time_zone())).strftime("%Y-%m-%dT%H:%M")


def _set_document(item: SetItem) -> dict[str, Any]:
    """A set as the phone's script sends it."""
    document = {
        "id": str(item.id), "target": item.prescription_id, "exercise": item.exercise, "number": item.number,
        "side": item.side, "reps": item.reps, "seconds": item.seconds, "rev": item.rev, "edit_id": str(item.edit_id),
        "done_at": item.done_at.isoformat() if item.done_at else None,
    }  # fmt: skip
    if item.load is not None:
        document |= {"load": str(item.load.amount), "unit": item.load.unit}
    if item.rpe is not None:
        document["rpe"] = str(item.rpe)
    return document
