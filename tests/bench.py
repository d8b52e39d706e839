"""make bench: the figures that the product promises, beside what this machine can do at all.

Runs on a database of its own (PostgreSQL where one answers on localhost, else SQLite), first with
about 100 stored sets and then with 1,000,000, of which 100,000 belong to the athlete who asks, and
with 5,000 exercises in place of 194.
CPU is process time, the median of 200 warm requests in one process; requests a second come over
HTTP from gunicorn with two workers. Queries leave out BEGIN and SAVEPOINT. What the shipped server makes of all this,
with production's settings and a caseload that has a history, is ``make load``.
"""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any

SETS = int(os.environ.get("SETS", "1000000"))
OWN_SETS = SETS // 10
WARM, ROUNDS, HTTP_SECONDS, CONNECTIONS = 20, 200, 4, 8
PORT = 18_765
DATABASE = "clinic_bench"


def main() -> None:
    _environment()
    import django

    django.setup()
    from django.db import connection

    _say(f"Database: {connection.vendor}, Python {sys.version.split()[0]}, {os.cpu_count()} cores")
    bench = Bench()
    bench.measure("about 100 sets")
    bench.more_exercises()
    bench.grow()
    bench.measure(f"{SETS:,} sets, {OWN_SETS:,} of them the athlete's own; 5,000 exercises")


def _environment() -> None:
    """An installation of its own, on PostgreSQL when one answers."""
    folder = tempfile.mkdtemp(prefix="clinic-bench-")
    os.environ |= {"DJANGO_SETTINGS_MODULE": "clinic.settings", "DEMO_CLINIC": "yes", "DATA_DIR": folder}
    with socket.socket() as probe:
        probe.settimeout(1)
        if probe.connect_ex(("127.0.0.1", 5432)) == 0:
            import psycopg

            with psycopg.connect("postgres://postgres@127.0.0.1:5432/postgres", autocommit=True) as admin:
                admin.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
                admin.execute(f"CREATE DATABASE {DATABASE}")
            os.environ["DATABASE_URL"] = f"postgres://postgres@127.0.0.1:5432/{DATABASE}"


class Bench:
    """One clinic: a therapist, an athlete in her second week, and as many sets as asked for."""

    def __init__(self) -> None:
        from django.core.management import call_command
        from django.test import Client
        from django.utils import timezone

        from athletes.enrollment.prescribing import add_athlete, prescribe
        from athletes.models import Role, User
        from programs.models import Program

        for command in (["migrate", "-v0"], ["createcachetable"], ["import_library"], ["import_templates"]):
            call_command(*command, stdout=io.StringIO())
        call_command("collectstatic", verbosity=0, interactive=False)
        now = timezone.now()
        thea = User.objects.create_user("thea@bench.example", "x", name="Thea", role=Role.THERAPIST)
        self.athlete = add_athlete(email="ana@bench.example", name="Ana", therapist=thea, at=now)
        self.others = [
            add_athlete(email=f"{n}@bench.example", name=f"Athlete {n}", therapist=thea, at=now) for n in range(199)
        ]
        template = Program.objects.get(slug="half-marathon-12")
        days = (now.weekday(), (now.weekday() + 3) % 7)
        enrolled = [
            prescribe(athlete=who, template=template, starts_on=now.date(), weekdays=days, by=thea, at=now)
            for who in [self.athlete, *self.others]
        ]
        self.session = enrolled[0].sessions.order_by("planned_on").first()
        self.program = enrolled[0].program_id
        packed = {"Accept-Encoding": "gzip"}  # as every browser asks: packing is work, too
        self.phone = Client(SERVER_NAME="127.0.0.1", headers=packed | {"X-Athlete": self.athlete.owner_mark})
        self.desk = Client(SERVER_NAME="127.0.0.1", headers=packed)
        self.nobody = Client(SERVER_NAME="127.0.0.1")
        self.phone.force_login(self.athlete.user, backend="clinic.sign_in.auth.LinkBackend")
        self.desk.force_login(thea, backend="clinic.sign_in.auth.StaffPasswordBackend")
        self.text = self.document(-1, enrolled[0].sessions.select_related("week", "workout").get(pk=self.session.pk))
        self.put(rev=1)
        for who in self.others[::3]:
            self.hurt(who, now)

    # -- what is asked --

    def hurt(self, athlete: Any, at: Any) -> None:
        from athletes.records.pain import report_pain

        report_pain(athlete=athlete, report_id=uuid.uuid4(), score=6, region="knee", side="left", at=at)

    def look(self) -> None:
        """What the rules do after a finished session; the second look finds everything as it is."""
        from django.utils import timezone

        from athletes.evaluation.evaluate import evaluate

        evaluate(self.athlete, timezone.now())

    def document(self, rev: int, session: Any) -> str:
        from athletes.records.sets import set_id
        from athletes.training.targets import offer

        session.athlete = self.athlete
        offered = offer(session)
        sets = [
            {
                "id": str(set_id(session.pk, target.prescription_id, number, side)),
                "target": target.prescription_id, "exercise": target.exercise_slug, "number": number, "side": side,
                "reps": 8, "load": "24", "rev": rev, "edit_id": str(uuid.uuid4()),
            }
            for target in offered.targets for number in range(1, 6) for side in ("left", "right")
        ][:20]  # fmt: skip
        return json.dumps({"targets_id": offered.id, "targets": offered.to_json(), "sets": sets})

    def put(self, rev: int) -> None:
        """The same twenty sets, a revision further each time: every one is written, and its former value kept."""
        path = f"/api/v1/sessions/{self.session.pk}/"
        answer = self.phone.put(path, self.text.replace('"rev": -1', f'"rev": {rev}'), content_type="application/json")
        assert answer.status_code == 200, answer.content

    def grow(self) -> None:
        """Fill the table with sets of finished sessions, twenty a session, spread over all athletes."""
        from datetime import timedelta

        from django.db import connection
        from django.utils import timezone

        from athletes.models import Session, SessionStatus, SetLog
        from programs.models import Exercise

        exercises = list(Exercise.objects.values_list("pk", flat=True))
        now = timezone.now()
        begun = time.monotonic()
        for start in range(0, SETS, 20_000):
            athlete = self.athlete if start < OWN_SETS else self.others[start // 20_000 % len(self.others)]
            day = now.date() - timedelta(days=10 + start // 20_000 % 20)
            done = {"status": SessionStatus.COMPLETED, "targets": {"id": "", "entries": []}}
            done |= {"opened_at": now, "finished_at": now, "athlete": athlete}
            sessions = Session.objects.bulk_create(
                Session(planned_on=day - timedelta(days=place), **done) for place in range(1000)
            )
            values = {"athlete": athlete, "reps": 8, "load_kg": 24, "received_at": now}
            rows = (
                SetLog(
                    id=uuid.uuid4(),
                    session=session,
                    exercise_id=exercises[number * 7 % len(exercises)],
                    number=number + 1,
                    performed_on=session.planned_on,
                    edit_id=uuid.uuid4(),
                    **values,
                )
                for session in sessions
                for number in range(20)
            )
            SetLog.objects.bulk_create(rows, batch_size=5000)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        _say(f"Stored {SETS:,} sets in {time.monotonic() - begun:.0f} s")

    # -- how it is measured --

    def measure(self, title: str) -> None:
        rev = iter(range(int(time.time()), 2**31))
        session = f"/session/{self.session.pk}/"
        pages: list[tuple[str, Callable[[], Any]]] = [
            ("empty view (/healthz)", lambda: self.nobody.get("/healthz")),
            ("signed in, and not found", lambda: self.phone.get("/api/v1/nothing/")),
            ("plain INSERT of one row", self.insert),
            ("Today", lambda: self.phone.get("/")),
            ("Session", lambda: self.phone.get(session)),
            ("PUT session, 20 sets", lambda: self.put(next(rev))),
            ("a look of the rules", self.look),
            ("caseload, 200 athletes", lambda: self.desk.get("/admin/")),
            ("admin program page", lambda: self.desk.get(f"/admin/programs/program/{self.program}/change/")),
            ("grid: open 12 weeks", lambda: self.desk.get(self.grid)),
            ("grid: live check", lambda: self.desk.post(self.grid, self.typed("check"))),
            ("grid: save", lambda: self.desk.post(self.grid, self.typed("save"))),
            ("figure: live preview", self.preview_figure),
        ]
        rates = self.rates(session, rev)
        _say(f"\n{title}")
        _say(f"{'':28}{'queries':>8}{'CPU ms':>9}{'x empty':>9}{'wall ms':>9}{'req/s':>8}")
        empty = 0.0
        for name, ask in pages:
            count, cpu, wall = _cost(ask)
            empty = empty or cpu
            rate = f"{rates[name]:8.0f}" if name in rates else ""
            _say(f"{name:28}{count:8}{cpu:9.2f}{cpu / empty:9.1f}{wall:9.2f}{rate}")

    @property
    def grid(self) -> str:
        return f"/admin/programs/program/{self.program}/grid/"

    def typed(self, do: str) -> dict[str, str]:
        """The grid as a therapist sends it, each time with another dose in every cell of the first row."""
        from programs.grid.fields import fields_of
        from programs.grid.shape import open_grid
        from programs.models import Program

        if not hasattr(self, "_fields"):
            self._fields = fields_of(open_grid(Program.objects.with_plan().get(pk=self.program)))
            self._sets = 3
        self._sets = 7 - self._sets
        row = self._fields["rows-A"].split(",")[0]
        changed = {name: f"{self._sets}x8" for name in self._fields if name.startswith(f"cell-{row}-")}
        base = str(Program.objects.values_list("revision", flat=True).get(pk=self.program))
        return self._fields | changed | {"do": do, "base": base, "reason": "bench"}

    def preview_figure(self) -> None:
        """The pose form's preview of the motion that takes longest; at most 300 ms are promised."""
        from programs.models import Exercise
        from programs.own_figures.corrections import shipped_document
        from programs.own_figures.page import sealed

        exercise = Exercise.objects.get(slug="hamstring-walkout")
        typed = {"base": sealed(shipped_document(exercise.slug) or {}), "poses.0.trunk.flex": "3"}
        answer = self.desk.post(f"/admin/programs/exercise/{exercise.pk}/figure/preview/", typed)
        assert answer.status_code == 200, answer.content

    def more_exercises(self) -> None:
        """A library of 5,000."""
        from programs.models import Exercise

        shipped = list(Exercise.objects.all())
        copies = []
        for number in range(5_000 - len(shipped)):
            twin = Exercise(
                **{f.attname: getattr(shipped[number % len(shipped)], f.attname) for f in Exercise._meta.fields}
            )
            twin.pk, twin.slug, twin.name = None, f"bench-{number}", f"{twin.name} {number}"
            copies.append(twin)
        Exercise.objects.bulk_create(copies, batch_size=1000)

    def insert(self) -> None:
        from athletes.models import SetEdit

        row = SetEdit(
            athlete_id=self.athlete.pk, set_log_id=self.a_set(), outcome="former", rev=uuid.uuid4().int % 2**31,
            edit_id=uuid.uuid4(), values={}, at=self.athlete.user.joined_at,
        )  # fmt: skip
        row.save(force_insert=True)

    def a_set(self) -> Any:
        from athletes.models import SetLog

        if not hasattr(self, "_a_set"):
            self._a_set = SetLog.objects.filter(session=self.session.pk).values_list("pk", flat=True).first()
        return self._a_set

    def put_rate(self, cookie: str, rev: Any) -> float:
        path = f"/api/v1/sessions/{self.session.pk}/"
        return _rate(path, cookie, "PUT", lambda: self.text.replace('"rev": -1', f'"rev": {next(rev)}'))

    def rates(self, session: str, rev: Any) -> dict[str, float]:
        """Requests a second over HTTP, from eight connections to two gunicorn workers."""
        command = [sys.executable, "-m", "gunicorn", "clinic.wsgi", "--bind", f"127.0.0.1:{PORT}", "--workers", "2"]
        server = subprocess.Popen([*command, "--worker-class", "gthread", "--threads", "4", "--log-level", "error"])
        try:
            _wait_for_port()
            from django.conf import settings

            phone = f"{settings.SESSION_COOKIE_NAME}={self.phone.cookies[settings.SESSION_COOKIE_NAME].value}"
            desk = f"{settings.SESSION_COOKIE_NAME}={self.desk.cookies[settings.SESSION_COOKIE_NAME].value}"
            return {
                "empty view (/healthz)": _rate("/healthz", phone),
                "Today": _rate("/", phone),
                "Session": _rate(session, phone),
                "PUT session, 20 sets": self.put_rate(phone, rev),
                "admin program page": _rate(f"/admin/programs/program/{self.program}/change/", desk),
            }
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=20)


def _cost(ask: Callable[[], Any]) -> tuple[int, float, float]:
    """(queries, median CPU ms, median wall ms) of one request."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        ask()
    count = len([q for q in captured if not q["sql"].startswith(("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT"))])
    for _ in range(WARM):
        ask()
    cpu, wall = [], []
    for _ in range(ROUNDS):
        cpu_before, wall_before = time.process_time(), time.perf_counter()
        ask()
        cpu.append((time.process_time() - cpu_before) * 1000)
        wall.append((time.perf_counter() - wall_before) * 1000)
    return count, statistics.median(cpu), statistics.median(wall)


def _rate(path: str, cookie: str, method: str = "GET", body: Callable[[], str] | None = None) -> float:
    """Requests a second from eight connections that ask one after the other."""
    token = "b" * 32
    headers = {"Cookie": f"{cookie}; csrf={token}", "Accept-Encoding": "gzip", "X-CSRFToken": token}
    headers["Content-Type"] = "application/json"
    done = [0] * CONNECTIONS
    until = time.monotonic() + HTTP_SECONDS

    def work(place: int) -> None:
        connection = HTTPConnection("127.0.0.1", PORT, timeout=30)
        while time.monotonic() < until:
            connection.request(method, path, body() if body else None, headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            done[place] += 1

    threads = [threading.Thread(target=work, args=(place,)) for place in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / HTTP_SECONDS


def _wait_for_port() -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", PORT)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("gunicorn did not start")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
