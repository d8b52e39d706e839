"""The mail loop under faults: every point at which a sender can die, every way a relay can answer.

Runs with ``make test-postgres``; ``make faults`` goes on for as long as asked, at random.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .invariants import broken, untold
from .mutants import MUTANTS
from .rig import MISSING, POINTS, Database, Rig, database_url, run

pytestmark = [
    pytest.mark.skipif(not database_url(), reason=MISSING),
    pytest.mark.xdist_group("faults"),
    pytest.mark.opens_database,  # its own
]
RELAY_FAULTS = ("", "rcpt-450", "rcpt-550", "rcpt-drop", "data-451", "data-554", "drop-before", "drop-after", "poison")
NOT_ELIGIBLE = ("stopped", "paused", "finished", "deactivated")


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    made = Database()
    yield made
    made.drop()


def test_at_most_one_mail_and_none_lost_wherever_a_sender_dies(database):
    with Rig(database.copy()) as rig:
        rig.add_admin()
        rig.add(2, *RELAY_FAULTS, *NOT_ELIGIBLE)
        for point in POINTS:
            rig.arm(point)
            rig.add(2)
            rig.wait_for(point)
        rig.lose_redis()
        rig.kill("beat-1")
        rig.kill("worker-1")
        rig.excused += 1
        rig.start("worker-1")
        rig.arm("relay-connected", "stop")
        rig.add(2)
        stopped = rig.wait_for("relay-connected")
        rig.kill("relay")
        rig.add(2)
        rig.start("relay")
        rig.cut_database()
        rig.freeze_clock(3)
        rig.until(lambda: rig.open_rows() == 0, "rows stayed open")
        rig.resume(stopped, "relay-connected")
        rig.quiet()
        assert broken(rig.database, rig.accepted(), rig.excused) == []
        assert untold(rig.database) == []
        assert set(rig.counts) >= set(POINTS)


def test_with_resend_a_mail_whose_sender_died_early_goes_out_and_a_stopped_sender_doubles_none(database):
    with Rig(database.copy(), celery=False, on_unknown="resend") as rig:
        rig.arm("claim-committed")
        rig.add(2)
        rig.wait_for("claim-committed")
        rig.arm("relay-connected", "stop")
        rig.add(2)
        stopped = rig.wait_for("relay-connected")
        rig.quiet()
        rig.resume(stopped, "relay-connected")
        assert broken(rig.database, rig.accepted(), excused=0) == []
        assert len(rig.accepted()) == 4


def restored(database: Database, rig: Rig, *, is_told: bool) -> tuple[list[str], list[str]]:
    """Mailboxes that were mailed before and after a backup was restored that was made before either.

    is_told -- whether the command that follows a restore was given
    """
    for name in rig.names:
        rig.kill(name)
    rig.add(4)
    run(rig.url, rig.folder, "manage.py", "shell", "-c", PLAN)
    rig.add(4)  # planned in one part, due in the other
    backup = database.copy(of=rig.url)
    for name in rig.names:
        rig.start(name)
    rig.quiet()
    before = [line["to"] for line in rig.accepted()]
    rig.restart(url=backup)
    if is_told:
        run(rig.url, rig.folder, "manage.py", "send_reminders", "--after-restore")
        run(rig.url, rig.folder, "manage.py", "send_reminders", "--resume")
    for name in rig.names:
        rig.start(name)
    rig.add(2)
    rig.quiet()
    return before, [line["to"] for line in rig.accepted()][len(before) :]


PLAN = "from django.utils import timezone; from athletes.mail import planner; planner.plan(timezone.now())"


def test_a_restored_backup_sends_nothing_that_may_have_gone_out_and_says_so(database):
    with Rig(database.copy(), celery=False) as rig:
        before, after = restored(database, rig, is_told=True)
        assert (len(before), len(after)) == (8, 2)
        assert not set(before) & set(after)
        unknown = "SELECT count(*) FROM athletes_mail WHERE state = 'unknown' AND reason = 'restored_backup'"
        assert rig.database.execute(unknown).fetchone() == (8,)


@pytest.mark.long
def test_a_restored_backup_that_nobody_speaks_of_mails_everybody_twice(database):
    with Rig(database.copy(), celery=False) as rig:
        before, after = restored(database, rig, is_told=False)
        assert set(before) <= set(after)


@pytest.mark.long
@pytest.mark.parametrize("name", MUTANTS)
def test_the_rig_is_red_when_the_design_is_broken(database, name):
    mutant = MUTANTS[name]
    with Rig(database.copy(), celery=False, mutant=name, on_unknown=mutant.on_unknown) as rig:
        if mutant.point:
            rig.arm(mutant.point, mutant.action)
        rig.add(30, mutant.fault)
        if mutant.point:
            pid = rig.wait_for(mutant.point)
            rig.quiet(4)
            if mutant.action == "stop":
                rig.resume(pid, mutant.point)
        rig.quiet(8)
        assert [line for line in broken(rig.database, rig.accepted(), rig.excused) if line.startswith(mutant.red)]
