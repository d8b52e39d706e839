"""make bench-reminders: what the mail loop costs, at N athletes (20,000 unless told), beside what this machine can do.

Needs PostgreSQL: a database of its own there is made and dropped. ``N=1000000 make bench-reminders`` is the large run.
Each figure of the loop is taken in a process of its own, whose largest memory is printed with it.
"""

from __future__ import annotations

import json
import os
import resource
import smtplib
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.bench import _say
from tests.faults.rig import free_port

N = int(os.environ.get("N", "20000"))
#: So many plans of their own; who is copied shares one.
PLANS = 40
SEND_SECONDS = int(os.environ.get("SEND_SECONDS", "15"))
IDLE_TICKS, ASKED = 100, 200
SERVER = os.environ.get("DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
DATABASE = f"clinic_bench_reminders_{os.getpid()}"
FLOOR_SECONDS = 3


def main() -> None:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.faults.settings", "DEMO_CLINIC": "yes", "LOG_LEVEL": "ERROR"}
    if len(sys.argv) > 1:
        return _measure(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="clinic-bench-") as folder:
        _own_database()
        port = str(free_port())
        os.environ |= {"DATA_DIR": folder, "FAULTS_RELAY_PORT": port}
        os.environ |= {"FAULTS_RELAY_SECONDS": "0", "FAULTS_RELAY_SINK": "yes"}
        relay = subprocess.Popen([sys.executable, "-m", "tests.faults.relay", port, folder])
        try:
            _report(Path(folder))
        finally:
            relay.kill()
            _drop()
    return None


def _report(folder: Path) -> None:
    people = _in_process("people")
    _say(f"{N:,} athletes, PostgreSQL, {os.cpu_count()} cores; made in {people['seconds']:.0f} s")
    base = _in_process("baseline")
    _say(f"empty Django view        {base['view_ms']:8.2f} ms   {base['mb']:5.0f} MB")
    _say(f"plain INSERT of one row  {base['insert_ms']:8.2f} ms   {1000 / base['insert_ms']:,.0f} a second")
    idle = _in_process("idle")
    how = f"{idle['queries']} queries, {idle['cpu_ms']:.1f} ms of CPU"
    _say(f"idle tick                {idle['ms']:8.2f} ms   {idle['mb']:5.0f} MB   {how}")
    plan = _in_process("plan")
    _say(f"plan                     {plan['rate']:8,.0f} rows/s   {plan['mb']:5.0f} MB   {plan['rows']:,} rows, "
         f"{plan['cpu_rate']:,.0f} for each second of its own CPU")  # fmt: skip
    floor = _in_process("floor")
    _say(f"floor: smtplib alone     {floor['rate']:8.0f} mails/s           {floor['cpu_ms']:.1f} ms of CPU each: empty "
         "mails, one connection, the same relay")  # fmt: skip
    for processes in (1, 2):
        running = [_start("send") for _process in range(processes)]
        sent = [_answer(process) for process in running]
        rate = sum(each["sent"] for each in sent) / max(each["seconds"] for each in sent)
        cpu, queries = (statistics.mean(each[name] for each in sent) for name in ("cpu_ms", "queries"))
        memory, hours = max(each["mb"] for each in sent), N / rate / 3600
        _say(f"send, {processes} process(es)    {rate:8.0f} mails/s  {memory:5.0f} MB   {cpu:.1f} ms of CPU each, "
             f"{queries:.1f} queries; all {N:,} due at once: {hours:.1f} h")  # fmt: skip
    accepted = sum(1 for line in (folder / "accepted.jsonl").open() if "bench.example" in line)
    _say(f"the relay has {accepted:,} mails")


def _start(what: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "tests.bench_reminders", what], stdout=subprocess.PIPE)


def _answer(process: subprocess.Popen[bytes]) -> dict[str, Any]:
    out, _none = process.communicate()
    assert process.returncode == 0
    found: dict[str, Any] = json.loads(out.decode().splitlines()[-1])
    return found


def _in_process(what: str) -> dict[str, Any]:
    return _answer(_start(what))


def _own_database() -> None:
    import psycopg

    with psycopg.connect(SERVER, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {DATABASE}")
    os.environ["BENCH_SERVER"] = SERVER
    os.environ["DATABASE_URL"] = SERVER.rpartition("/")[0] + f"/{DATABASE}"


def _drop() -> None:
    import psycopg

    with psycopg.connect(os.environ["BENCH_SERVER"], autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")


# -- in a process of its own -----------------------------------------------------------------


def _measure(what: str) -> None:
    import django

    django.setup()
    found = {"people": _people, "baseline": _baseline, "idle": _idle, "plan": _plan, "floor": _floor, "send": _send}[
        what
    ]()
    found["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(found) + "\n")


def _people() -> dict[str, Any]:
    """Forty athletes with a plan of their own each, by the real verbs, and copies of them by one statement for each
    table: a copy has its own sessions and shares the plan.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from athletes.enrollment.prescribing import add_athlete, prescribe
    from athletes.models import Athlete, Enrollment, Mail, Role, Session, User
    from programs.models import Program
    from tests.faults.scene import noon_zones

    begun = time.monotonic()
    call_command("migrate", "-v0")
    call_command("import_library", "-v0")
    call_command("import_templates", "-v0")
    now = timezone.now()
    began_on = now.date() - timedelta(days=20)  # a session stands on tomorrow, in every week
    thea = User.objects.create(email="thea@bench.example", name="Thea", role=Role.THERAPIST)
    template = Program.objects.get(slug="runner-base-8")
    weekdays = (began_on.weekday(), (began_on.weekday() + 3) % 7)
    for number in range(PLANS):
        athlete = add_athlete(
            email=f"plan{number}@bench.example", name="Ana Bench", therapist=thea, at=now, time_zone=noon_zones()[2]
        )
        prescribe(athlete=athlete, template=template, starts_on=began_on, weekdays=weekdays, by=thea, at=now)
    Mail.objects.all().delete()
    done = Session.objects.filter(planned_on__lt=now.date() - timedelta(days=7))
    done.update(
        status="completed",
        opened_at=now - timedelta(days=8),
        finished_at=now - timedelta(days=8),
        targets={"id": "", "entries": []},
    )
    Athlete.objects.update(reminder_due_at=now + timedelta(days=1), nudge_due_at=None)
    copies, people = N // PLANS - 1, list(User.objects.filter(email__startswith="plan").order_by("pk"))
    first, last = people[0].pk, people[-1].pk
    span = last + 1
    with connection.cursor() as cursor:
        _copy(cursor, User, copies, f"row.id BETWEEN {first} AND {last}", id=f"row.id + {span} * n",
              email="'a' || row.id || '-' || n || '@bench.example'")  # fmt: skip
        _copy(cursor, Athlete, copies, f"row.user_id BETWEEN {first} AND {last}", user_id=f"row.user_id + {span} * n",
              calendar_key="gen_random_uuid()")  # fmt: skip
        step = Enrollment.objects.order_by("-pk").values_list("pk", flat=True)[0] + 1
        own = {"athlete_id": f"row.athlete_id + {span} * n"}
        _copy(cursor, Enrollment, copies, "true", id=f"row.id + {step} * n", **own)
        own |= {"id": "gen_random_uuid()", "enrollment_id": f"row.enrollment_id + {step} * n"}
        _copy(cursor, Session, copies, "true", **own)
        cursor.execute("ANALYZE")
    return {"seconds": time.monotonic() - begun}


def _copy(cursor: Any, model: Any, copies: int, which: str, **changed: str) -> None:
    columns = [field.column for field in model._meta.concrete_fields]
    values = ", ".join(changed.get(column, f"row.{column}") for column in columns)
    table = model._meta.db_table
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} row, generate_series(1, %s) n "
        f"WHERE {which}",
        [copies],
    )


def _baseline() -> dict[str, Any]:
    from django.test import Client
    from django.utils import timezone

    from athletes.models import Barrier, User

    athlete, client = User.objects.get(email="plan0@bench.example").pk, Client(SERVER_NAME="127.0.0.1")
    view = _median(lambda _n: client.get("/healthz"))
    now = timezone.now()
    insert = _median(
        lambda n: Barrier.objects.create(athlete_id=athlete, week=f"2020-{n}", kind="time", answered_at=now)
    )
    return {"view_ms": view, "insert_ms": insert}


def _median(act: Any, times: int = ASKED) -> float:
    took = []
    for number in range(times):
        begun = time.perf_counter()
        act(number)
        took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)


def _idle() -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from athletes.mail.loop import tick

    tick()  # the digests of the day
    with CaptureQueriesContext(connection) as captured:
        tick()
    cpu = time.process_time()
    wall_ms = _median(lambda _n: tick(), IDLE_TICKS)
    cpu_ms = (time.process_time() - cpu) * 1000 / IDLE_TICKS
    return {"ms": wall_ms, "cpu_ms": cpu_ms, "queries": len(captured)}


def _plan() -> dict[str, Any]:
    from django.utils import timezone

    from athletes.mail import planner
    from athletes.models import Athlete

    now = timezone.now()
    Athlete.objects.update(reminder_due_at=now - timedelta(seconds=1))
    begun, cpu = time.monotonic(), time.process_time()
    rows = planner.plan(now)
    return {
        "rows": rows,
        "rate": rows / (time.monotonic() - begun),
        "cpu_rate": rows / (time.process_time() - cpu),
    }


def _floor() -> dict[str, Any]:
    """What no sender over this relay can be faster than: mails that say nothing, and of which no ledger is kept."""
    port, sent = int(os.environ["FAULTS_RELAY_PORT"]), 0
    with smtplib.SMTP("127.0.0.1", port) as link:
        begun, cpu = time.monotonic(), time.process_time()
        while time.monotonic() - begun < FLOOR_SECONDS:
            link.sendmail("floor@clinic.example", ["nobody@floor.example"], b"Subject: nothing\r\n\r\n")
            sent += 1
        cpu_ms = (time.process_time() - cpu) * 1000 / sent
    return {"rate": sent / (time.monotonic() - begun), "cpu_ms": cpu_ms}


def _send() -> dict[str, Any]:
    """A tick's own way of sending, until the time is over; queries are counted without the SQL being kept."""
    from django.db import connection
    from django.urls import reverse

    from athletes.mail import loop

    loop.TICK_SECONDS = 0
    loop.tick()  # what is read once in a process's life is read
    reverse("today")
    loop.TICK_SECONDS = SEND_SECONDS
    queries = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    begun, cpu, done = time.monotonic(), time.process_time(), loop.Tick()
    with connection.execute_wrapper(count):
        loop._send_what_is_due(done, None)
    cpu_ms = (time.process_time() - cpu) * 1000 / max(done.sent, 1)
    return {
        "sent": done.sent,
        "seconds": time.monotonic() - begun,
        "queries": queries / max(done.sent, 1),
        "cpu_ms": cpu_ms,
    }


if __name__ == "__main__":
    main()
