"""make bench-reminders: what the mail loop costs, at N athletes (20,000 unless told), beside what this machine can do.

Needs PostgreSQL: a database of its own there is made and dropped. ``N=1000000 make bench-reminders`` is the large run.
Each figure of the loop is taken in a process of its own, whose largest memory is printed with it.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from athletes.mail.loop import tick
from tests.bench import _say

N = int(os.environ.get("N", "20000"))
SEND_SECONDS = int(os.environ.get("SEND_SECONDS", "15"))
IDLE_TICKS, ASKED = 100, 200
SERVER = os.environ.get("DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
DATABASE = "clinic_bench_reminders"


def main() -> None:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.faults.settings", "DEMO_CLINIC": "yes", "LOG_LEVEL": "ERROR"}
    if len(sys.argv) > 1:
        return _measure(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="clinic-bench-") as folder:
        _own_database()
        os.environ |= {"DATA_DIR": folder, "FAULTS_RELAY_SECONDS": "0", "FAULTS_RELAY_PORT": "18766"}
        relay = subprocess.Popen([sys.executable, "-m", "tests.faults.relay", "18766", folder])
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
    for processes in (1, 2):
        running = [_start("send") for _process in range(processes)]
        sent = [_answer(process) for process in running]
        rate = sum(each["sent"] for each in sent) / max(each["seconds"] for each in sent)
        cpu, claim = (statistics.mean(each[name] for each in sent) for name in ("cpu_ms", "claim_ms"))
        memory, hours = max(each["mb"] for each in sent), N / rate / 3600
        _say(f"send, {processes} process(es)    {rate:8.0f} mails/s  {memory:5.0f} MB   {cpu:.1f} ms of CPU each, "
             f"claim {claim:.1f} ms; all {N:,} due at once: {hours:.1f} h")  # fmt: skip
    accepted = sum(1 for _line in (folder / "accepted.jsonl").open())
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
    found = {"people": _people, "baseline": _baseline, "idle": _idle, "plan": _plan, "send": _send}[what]()
    found["mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(found) + "\n")


def _people() -> dict[str, Any]:
    """One athlete by the ORM, and N - 1 more by one statement for each table."""
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from athletes.models import Athlete, Enrollment, Role, Session, User
    from programs.models import Program
    from tests.faults.scene import noon_zones

    begun = time.monotonic()
    call_command("migrate", "-v0")
    now = timezone.now()
    thea = User.objects.create(email="thea@bench.example", name="Thea", role=Role.THERAPIST)
    program = Program.objects.create(name="Bench")
    user = User.objects.create(email="first@bench.example", name="Ana Bench")
    later = {"reminder_due_at": now + timedelta(days=3), "nudge_due_at": now + timedelta(days=2)}
    athlete = Athlete.objects.create(user=user, therapist=thea, time_zone=noon_zones()[2], **later)
    days = {"starts_on": now.date() - timedelta(days=30), "ends_on": now.date() + timedelta(days=60)}
    enrollment = Enrollment.objects.create(
        athlete=athlete, program=program, first_weekday=0, second_weekday=3, prescribed_at=now, **days
    )
    session = Session.objects.create(athlete=athlete, enrollment=enrollment, planned_on=now.date() + timedelta(days=1))
    with connection.cursor() as cursor:
        person = f"{user.pk} + n"
        _copy(cursor, User, user.pk, id=person, email="'a' || n || '@bench.example'")
        _copy(cursor, Athlete, user.pk, user_id=person, calendar_key="gen_random_uuid()")
        _copy(cursor, Enrollment, enrollment.pk, id=f"{enrollment.pk} + n", athlete_id=person)
        own = {"id": "gen_random_uuid()", "athlete_id": person, "enrollment_id": f"{enrollment.pk} + n"}
        _copy(cursor, Session, session.pk, **own)
        cursor.execute("ANALYZE")
    return {"seconds": time.monotonic() - begun}


def _copy(cursor: Any, model: Any, pk: object, **changed: str) -> None:
    columns = [field.column for field in model._meta.concrete_fields]
    values = ", ".join(changed.get(column, f"row.{column}") for column in columns)
    key, table = model._meta.pk.column, model._meta.db_table
    cursor.execute(
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {table} row, generate_series(1, %s) n "
        f"WHERE row.{key} = %s",
        [N - 1, pk],
    )


def _baseline() -> dict[str, Any]:
    from django.test import Client
    from django.utils import timezone

    from athletes.models import Barrier, User

    athlete, client = User.objects.get(email="first@bench.example").pk, Client(SERVER_NAME="127.0.0.1")
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


def _send() -> dict[str, Any]:
    from django.urls import reverse
    from django.utils import timezone

    from athletes.mail import sender

    next(sender.due(timezone.now()), None)
    reverse("today")  # the addresses are read once in a process's life
    begun, cpu, sent, claims = time.monotonic(), time.process_time(), 0, []
    real = sender.claim

    def claim(mail: Any, *, at: Any) -> bool:
        started = time.perf_counter()
        is_won = real(mail, at=at)
        claims.append((time.perf_counter() - started) * 1000)
        return is_won

    sender.claim = claim
    for mail in sender.due(timezone.now()):
        sent += sender.send(mail, at=timezone.now())[0] == "sent"
        if time.monotonic() - begun > SEND_SECONDS:
            break
    cpu_ms = (time.process_time() - cpu) * 1000 / max(sent, 1)
    return {
        "sent": sent,
        "seconds": time.monotonic() - begun,
        "claim_ms": statistics.median(claims),
        "cpu_ms": cpu_ms,
    }


if __name__ == "__main__":
    main()
