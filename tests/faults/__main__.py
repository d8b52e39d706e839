"""make faults: the rig for as long as asked, at random.

MINUTES=5 or ROUNDS=100 says how long; SEED=… does the same again as far as real processes can. CROWD=20 adds so many
athletes with nothing special about them at every fault.
"""

from __future__ import annotations

import os
import random
import sys
import time

from .invariants import broken, untold
from .rig import MISSING, POINTS, SENDERS, Database, Rig, database_url

WORDS = (
    *[""] * 6, "rcpt-450", "rcpt-550", "rcpt-drop", "data-451", "data-554", "drop-before", "drop-after", "poison",
    "stopped", "paused", "finished", "deactivated",
)  # fmt: skip
#: After so many faults the rig is left alone until it is quiet, and the invariants are asked.
FAULTS_A_ROUND = 6
CROWD = int(os.environ.get("CROWD", "0"))


class Storm:
    def __init__(self, rig: Rig, dice: random.Random) -> None:
        self.rig, self.dice = rig, dice
        self.athletes: list[int] = []

    def round(self) -> None:
        for _fault in range(FAULTS_A_ROUND):
            if CROWD:
                self.athletes += self.rig.add(CROWD)
            self.athletes += self.rig.add(self.dice.randint(1, 4), *self.dice.sample(WORDS, 3))
            self.dice.choice([self.die, self.die, self.die, self.stand_still, self.machine, self.relay, self.others])()

    def die(self) -> None:
        point = self.dice.choice(POINTS)
        self.rig.arm(point)
        self.athletes += self.rig.add(2)
        self.rig.wait_for(point)

    def stand_still(self) -> None:
        """A sender stops past its lease, or not as long, and goes on as if nothing had been."""
        point = self.dice.choice(POINTS)
        self.rig.arm(point, "stop")
        self.athletes += self.rig.add(2)
        pid = self.rig.wait_for(point)
        time.sleep(self.dice.choice([0.5, 3, 7, 12]))
        self.rig.resume(pid, point)

    def machine(self) -> None:
        name = self.dice.choice(self.rig.names)
        self.rig.kill(name)
        self.rig.excused += 1
        self.rig.counts[f"killed {name.partition('-')[0]}"] += 1
        time.sleep(self.dice.random())
        self.rig.start(name)

    def relay(self) -> None:
        """It goes, and comes back with or without PIPELINING."""
        self.rig.kill("relay")
        self.rig.more["FAULTS_RELAY_PIPELINES"] = self.dice.choice(["yes", "no"])
        self.rig.excused += SENDERS
        self.rig.counts["relay away"] += 1
        time.sleep(self.dice.choice([0.2, 2, 5]))
        self.rig.start("relay")

    def others(self) -> None:
        what = self.dice.choice(["database", "redis", "clock", "stop"])
        if what == "database":
            self.rig.cut_database()
        elif what == "redis":
            self.rig.lose_redis()
        elif what == "clock":
            self.rig.freeze_clock(self.dice.choice([1, 4, 11]))
        else:
            self.rig.stop_athletes(self.dice.sample(self.athletes[-20:], min(5, len(self.athletes))))
            self.rig.counts["athletes who stopped"] += 5


def main() -> None:
    if not database_url():
        raise SystemExit(MISSING)
    seed = int(os.environ.get("SEED") or random.randrange(10**6))
    rounds = int(os.environ.get("ROUNDS") or 10**6)
    until = time.monotonic() + 60 * float(os.environ.get("MINUTES") or (10**6 if os.environ.get("ROUNDS") else 5))
    say(f"SEED={seed}")
    database = Database()
    try:
        with Rig(database.copy()) as rig:
            rig.add_admin()
            storm = Storm(rig, random.Random(seed))
            for number in range(1, rounds + 1):
                if time.monotonic() > until:
                    break
                begun = time.monotonic()
                storm.round()
                rig.quiet()
                if lines := broken(rig.database, rig.accepted(), rig.excused) + untold(rig.database):
                    raise SystemExit("\n".join([f"SEED={seed}, round {number}:", *lines, rig.output()]))
                took = f"{time.monotonic() - begun:.0f} s"
                counts = f"{rig.excused} senders killed or links cut, {rig.told()} mails to the clinic admin"
                say(f"round {number}, {took}: {len(rig.accepted())} mails accepted, {counts}")
            report(rig)
    finally:
        database.drop()


def report(rig: Rig) -> None:
    """What happened, and how late the mails were beside all of it."""
    states = rig.database.execute("SELECT state, count(*) FROM athletes_mail GROUP BY 1 ORDER BY 1").fetchall()
    (late,) = rig.database.execute(
        """SELECT percentile_cont(ARRAY[0.5, 0.95, 1])
                  WITHIN GROUP (ORDER BY extract(epoch FROM accepted.at - planned_at))
             FROM accepted JOIN ledger USING (message_id)"""
    ).fetchone()
    say(f"states: {dict(states)}; from plan to relay p50, p95, max: {', '.join(f'{value:.1f} s' for value in late)}")
    (athletes,) = rig.database.execute("SELECT count(*) FROM athletes_athlete").fetchone()
    say(f"{athletes:,} athletes, {sum(rig.counts.values())} faults, {rig.kills} SIGKILLs")
    say("; ".join(f"{name}: {count}" for name, count in sorted(rig.counts.items())))
    (told,) = rig.database.execute(
        """SELECT max(extract(epoch FROM sent_at - planned_at)) FROM athletes_mail
            WHERE kind = 'mail_trouble' AND state = 'sent'"""
    ).fetchone()
    say(f"{rig.told()} mails to the clinic admin, each at the latest {told or 0:.1f} s after it was planned")
    say("Nothing twice, nothing lost in silence, and everything unknown was told.")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
