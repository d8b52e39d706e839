"""Bad values for everything that takes one, found from the site itself: routes, forms, documents, lists and filters.

A walker yields a line for each answer that is a fault of ours: a 5xx; a refusal that changed something; a refused
document that names no field; a refused form that lost what was typed. Every request is taken back.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import count, islice
from pathlib import Path
from typing import Any

from django.contrib import admin
from django.db import connection, transaction
from django.test import Client
from rest_framework import serializers

from athletes.phone import serializers as documents
from tests.forms import Form, forms_of

from .matrix import WRITES, state
from .policy import TABLE

ROOT = Path(__file__).resolve().parents[2]
LONG = "9" * 30
NIL = str(uuid.UUID(int=0))
#: What a person can type, paste or forge into one control; the worst first.
TYPED = (
    "\x00", "a\x00b", LONG, "x" * 3000, "٥", "1_0", "-1", "1e999", "nan", "Infinity", "1.5", "²", "0x10", "true",
    "9999-12-31", "0001-01-01", "2026-02-30", "2026-11-02T07:00", "0000-00-00", "24:61", NIL,
    "Mars/Phobos", "../../etc",
    "a@" + "b" * 300 + ".example", "<script>alert(1)</script>", "{{ 7 }}", "%s%n", "=1+1", "\ud7ff\U0010ffff",
    "(", "'", "",
)  # fmt: skip
#: And what a program can send as JSON.
SENT: tuple[Any, ...] = (
    None, True, 1.5, -1, 10**30, "x" * 3000, "٥", "1_0", [], {}, [[[[1]]]], "\u202e", NIL, "2026-11-02T07:00",
    "9999-12-31", "0001-01-01", "nan", 1e308, "", " ", "a\tb",
)  # fmt: skip
DEEP = "[" * 900 + "]" * 900
NAMES_OF_PARAMETERS = re.compile(r"GET(?:\.get|\.getlist)?[\[(]\"(\w+)\"")
CANARY = "Typed words that stay, 27"


class Walk:
    """A sample of the values for each field, another one for the next; all of them where size is 0."""

    def __init__(self, clients: dict[str, Client], things: dict[str, Any], size: int) -> None:
        self.clients, self.things, self.size = clients, things, size
        self.requests = 0
        self._next = count()
        self._before = state()
        self._has_written = False

    def sample(self, values: Sequence[Any]) -> list[Any]:
        if not self.size:
            return list(values)
        start = next(self._next) * self.size
        return [values[(start + place) % len(values)] for place in range(self.size)]

    def ask(self, who: str, method: str, path: str, data: Any = None, **extra: Any) -> tuple[Any, bool]:
        """The answer, and whether it changed anything of athletes; the change is taken back."""
        self.requests += 1
        self._has_written = False
        with transaction.atomic():
            answer = getattr(self.clients[who], method.lower())(path, data, **extra)
            has_changed = answer.status_code >= 400 and self._has_written and state() != self._before
            transaction.set_rollback(True)
        return answer, has_changed

    def _note_writes(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self._has_written = self._has_written or bool(WRITES.match(sql))
        return execute(sql, params, many, context)

    def watched(self) -> AbstractContextManager[None]:
        """While it walks, what is written is noted."""
        return connection.execute_wrapper(self._note_writes)

    # -- addresses --

    def pages(self) -> Iterator[tuple[str, str]]:
        """Every page that somebody may read, with one who may."""
        for row in TABLE.rows:
            for who in ("ana", "thea", "carla"):
                if row.method == "GET" and row.expected[who] == 200 and "logout" not in row.route:
                    yield who, row.path.format(**self.things)
                    break

    def parameters(self) -> Iterator[str]:
        """Every parameter that any page reads, with the same bad value, on every page."""
        names = parameters_of_the_site()
        for who, path in self.pages():
            if path.startswith("/in/"):
                continue
            for value in self.sample(TYPED):
                answer, _changed = self.ask(who, "GET", path, dict.fromkeys(names, value))
                yield from fault(answer, f"GET {path} with {value[:20]!r}")

    def lists(self) -> Iterator[str]:
        """Every list of the admin, by every field and lookup, and by orders and pages that are not there."""
        for model in admin.site._registry:
            path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
            fields = [field.name for field in model._meta.get_fields()]
            lookups = ("exact", "year", "regex", "in", "isnull", "gt", "contains")
            asked = [f"{name}__{lookup}" for name in fields for lookup in lookups]
            asked += ["o", "p", "q", "e", "_to_field", "_popup", "all", "id__in"]
            for value in self.sample((*TYPED[:12], "(", "9.-9", "")):
                for name in self.some(asked):
                    answer, _changed = self.ask("carla", "GET", path, {name: value})
                    yield from fault(answer, f"GET {path}?{name}={value[:20]!r}")

    def some(self, names: list[str]) -> list[str]:
        if not self.size:
            return names
        start = next(self._next)
        return list(islice(names, start % 9, None, 9))

    def options(self) -> Iterator[str]:
        """What a browser asks by itself before it sends; ``test_policy`` asks every other method."""
        for row in {row.route: row for row in TABLE.rows}.values():
            path = row.path.format(**self.things)
            answer, _changed = self.ask("carla", "OPTIONS", path)
            yield from fault(answer, f"OPTIONS {path}")

    # -- what is sent --

    def documents(self) -> Iterator[str]:
        for path, document in documents_of(self.things).items():
            answer, _changed = self.ask("ana", "PUT", path, DEEP, content_type="application/json")
            yield from fault(answer, f"PUT {path} 900 deep")
            for place in places_of(document):
                for value in self.sample(SENT):
                    answer, has_changed = self.ask(
                        "ana",
                        "PUT",
                        path,
                        json.dumps(replaced(document, place, value)),
                        content_type="application/json",
                    )
                    said = f"PUT {path} {'.'.join(map(str, place))}={str(value)[:20]!r}"
                    yield from fault(answer, said)
                    if has_changed:
                        yield f"{said}: refused, and changed something"
                    if answer.status_code in (400, 422) and not names_a_field(answer.json(), place):
                        yield f"{said}: refused without naming the field: {answer.content[:120]!r}"

    def forms(self) -> Iterator[str]:
        """Every control of every form of every page, one bad value at a time."""
        seen: set[tuple[str, ...]] = set()
        for who, path in self.pages():
            page = self.clients[who].get(path)
            if "html" not in page.headers.get("Content-Type", ""):
                continue
            for form in forms_of(page.content.decode(), path):
                key = (without_numbers(form.action), *sorted(set(map(without_numbers, form.held | form.open))))
                if key not in seen and "logout" not in form.action and "sign-out" not in form.action:
                    seen.add(key)
                    yield from self.one_form(who, form)

    def one_form(self, who: str, form: Form) -> Iterator[str]:
        texts = [name for name in form.open if name not in form.listed and form.open[name][:1] != ["on"]]
        alike = {without_numbers(name): name for name in sorted(form.held | form.open)}
        del alike["csrfmiddlewaretoken"]
        for name in alike.values():
            for value in self.sample(TYPED):
                typed = next((text for text in texts if text != name and "note" in text), None)
                data = form.with_chosen({name: value})
                if typed:
                    data[typed] = CANARY
                data |= dict(form.buttons[:1])
                answer, has_changed = self.ask(who, "POST", form.action, data)
                said = f"POST {form.action} as {who}, {name}={value[:20]!r}"
                yield from fault(answer, said)
                if has_changed:
                    yield f"{said}: refused, and changed something"
                is_shown_again = answer.status_code == 422 and "<form" in answer.content.decode()
                if typed and is_shown_again and CANARY not in answer.content.decode():
                    yield f"{said}: lost what was typed into {typed}"


def without_numbers(name: str) -> str:
    """The same for every row of a table, and for every address of a kind."""
    return re.sub(r"\d+", "0", name.partition("?")[0])


def fault(answer: Any, said: str) -> Iterator[str]:
    if answer.status_code >= 500:
        yield f"{said}: {answer.status_code}"


def parameters_of_the_site() -> list[str]:
    """Every name that is read from an address, found in the source."""
    names: set[str] = set()
    for package in ("clinic", "athletes", "programs"):
        for file in (ROOT / package).rglob("*.py"):
            names.update(NAMES_OF_PARAMETERS.findall(file.read_text()))
    return sorted(names)


def documents_of(things: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A sound document for each address that takes one; its set is one of an exercise beside the plan."""
    edit = {"rev": 3, "edit_id": str(uuid.uuid4())}
    a_set = {
        "id": str(uuid.uuid4()), "exercise": "split-squat", "number": 1, "side": "left", "reps": 8, "seconds": None,
        "load": "12.5", "unit": "kg", "rpe": 7.5, "is_deleted": False, "done_at": "2026-11-02T07:00:00Z",
    } | edit  # fmt: skip
    header = {
        "status": "open", "session_rpe": 6, "minutes": 40, "note": "x", "excuse": "", "nothing_hurt": False,
        "done_at": None,
    } | edit  # fmt: skip
    swap = {"target": 1, "reason": "pain", "instead": "split-squat", "is_withdrawn": False, "done_at": None} | edit
    pain = {"score": 3, "region": "knee", "side": "left"}
    return {
        f"/api/v1/sessions/{things['session']}/": {
            "targets_id": "", "targets": [{"x": 1}], "header": header, "sets": [a_set], "swaps": [swap],
        },
        f"/api/v1/runs/{uuid.uuid4()}/": {
            "kind": "easy", "ran_on": "2026-11-01", "minutes": 30, "distance": "5.25", "unit": "km", "effort": 4,
            "pain": pain, "note": "x", "is_deleted": False,
        } | edit,
        f"/api/v1/check-ins/{uuid.uuid4()}/": {
            "week": "2026-W44", "changed": 1, "less": 0, "held_back": 0, "worst_pain": 3, "usual_pain": 1,
            "region": "knee", "side": "left", "note": "x", "barrier": "",
        } | edit,
        f"/api/v1/pain-reports/{uuid.uuid4()}/": pain | {
            "moment": "during", "is_one_spot": None, "is_sudden": False, "has_settled": None,
            "felt_at": "2026-11-02T07:00:00Z", "session": None, "exercise": None,
        },
        "/api/v1/exercise-notes/split-squat/": {"text": "x", "written_at": None},
    }  # fmt: skip


def serializers_with_documents() -> set[str]:
    """Fields of every document that the API takes, so that none is forgotten here."""
    kinds = (
        documents.DocumentSerializer, documents.RunSerializer, documents.CheckInSerializer, documents.PainSerializer,
        documents.ExerciseNoteSerializer, documents.HeaderSerializer, documents.SetSerializer, documents.SwapSerializer,
    )  # fmt: skip
    return {name for kind in kinds for name in serializers.Serializer.get_fields(kind())}


def places_of(document: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where a value stands in a document, at any depth."""
    items = document.items() if isinstance(document, dict) else enumerate(document)
    for key, value in items:
        yield (*place, key)
        if isinstance(value, dict | list) and value:
            yield from places_of(value, (*place, key))


def replaced(document: Any, place: Sequence[str | int], value: Any) -> Any:
    copy: Any = dict(document) if isinstance(document, dict) else list(document)
    copy[place[0]] = value if len(place) == 1 else replaced(copy[place[0]], place[1:], value)
    return copy


def names_a_field(said: Any, place: Sequence[str | int]) -> bool:
    """Whether a refusal says which field it is about; what is no JSON at all has none."""
    text = json.dumps(said)
    return "not valid JSON" in text or "nested deeper" in text or any(f'"{key}"' in text for key in place)
