"""What must hold when the rig is quiet: a query each, over the ledger and the relay's own log.

``accepted`` holds a row for each mail that the relay took. Every query returns the rows that break it.
"""

from __future__ import annotations

import hashlib
from itertools import chain, combinations
from typing import Any

import psycopg

from .rig import KEY

#: How long after the claim a mail may still leave: the lease, and the relay's own time.
CLAIM_TO_RELAY = "5 seconds"

LOAD = f"""
DROP TABLE IF EXISTS accepted;
CREATE TABLE accepted (mailbox text, message_id text, at timestamptz);
CREATE OR REPLACE VIEW ledger AS
SELECT mail.*, person.email, person.is_active,
       '<' || left(encode(sha256(
           ('{KEY}:' || mail.kind || ':' || mail.recipient_id || ':' || mail.occasion)::bytea), 'hex'), 24)
       || '@127.0.0.1>' AS message_id
FROM athletes_mail mail JOIN athletes_user person ON person.id = mail.recipient_id
WHERE mail.kind <> 'mail_trouble';
"""
#: All that the self-check may find in the rig.
FINDINGS = (
    "silent", "clock", "digests", "held", "resting", "overdue", "failed", "expired", "bad_addresses", "no_due_time",
    "time_zone", "backup",
)  # fmt: skip
TOLD = "SELECT occasion, state FROM athletes_mail WHERE kind = 'mail_trouble'"

INVARIANTS = {
    "accepted twice": """
        SELECT message_id, count(*) FROM accepted GROUP BY message_id HAVING count(*) > 1""",
    "two for one athlete, week and kind": """
        SELECT ledger.email, ledger.kind, ledger.occasion, count(*) FROM accepted JOIN ledger USING (message_id)
        GROUP BY 1, 2, 3 HAVING count(*) > 1""",
    "accepted, and no row": """
        SELECT mailbox FROM accepted LEFT JOIN ledger USING (message_id) WHERE ledger.id IS NULL""",
    "sent, and the relay has nothing": """
        SELECT email FROM ledger LEFT JOIN accepted USING (message_id)
        WHERE state = 'sent' AND accepted.mailbox IS NULL""",
    "accepted, and the row says otherwise": """
        SELECT email, state, reason FROM ledger JOIN accepted USING (message_id)
        WHERE state NOT IN ('sent', 'unknown')""",
    "no row": """
        SELECT person.email FROM athletes_athlete athlete JOIN athletes_user person ON person.id = athlete.user_id
        WHERE NOT EXISTS (SELECT 1 FROM athletes_mail WHERE recipient_id = person.id AND kind = 'weekly_reminder')""",
    "due, and not planned": """
        SELECT user_id FROM athletes_athlete WHERE reminder_due_at <= now()""",
    "stuck": """
        SELECT email, state, reason FROM ledger WHERE state IN ('planned', 'sending')""",
    "neither sent nor explained": """
        SELECT email, state FROM ledger WHERE state IN ('skipped', 'failed', 'unknown') AND reason = ''""",
    "not eligible, and mailed": """
        SELECT mailbox FROM accepted WHERE mailbox ~ '[+](stopped|paused|finished|deactivated)@'""",
    "stopped before the claim, and mailed": f"""
        SELECT accepted.mailbox FROM accepted JOIN ledger USING (message_id)
        JOIN stopped ON stopped.athlete_id = ledger.recipient_id
        WHERE accepted.at > stopped.at + interval '{CLAIM_TO_RELAY}'""",
}


def broken(database: psycopg.Connection[Any], accepted: list[dict[str, Any]], excused: int) -> list[str]:
    """A line for every invariant that does not hold.

    excused -- senders that were killed or stopped and links that were cut: so many rows may be unknown
    """
    database.execute(LOAD)
    with database.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO accepted VALUES (%s, %s, to_timestamp(%s))",
            [(line["to"], line["id"], line["at"]) for line in accepted],
        )
    lines = []
    for name, query in INVARIANTS.items():
        rows = database.execute(query).fetchall()
        if rows:
            lines.append(f"{name}: {len(rows)}, such as {rows[:3]}")
    unknown = _unknown(database)
    if unknown > excused:
        lines.append(f"unknown: {unknown}, and only {excused} senders were killed or links cut")
    return lines


def untold(database: psycopg.Connection[Any]) -> list[str]:
    """A line where mails are unknown and the clinic admin was not told of such a thing, or did not get that mail.

    A row becomes unknown and the mail of it is planned in one transaction, so the one is never there without the other.
    """
    unknown = _unknown(database)
    about_unknown = _names_of_unknown()
    states = []
    for occasion, state in database.execute(TOLD).fetchall():
        if occasion.rpartition("-")[2] in about_unknown:
            states.append(state)
    if unknown and "sent" not in states:
        return [f"unknown, and nobody was told: {unknown}; mails to the clinic admin: {states}"]
    return []


def _unknown(database: psycopg.Connection[Any]) -> int:
    query = "SELECT count(*) FROM athletes_mail WHERE state = 'unknown' AND kind <> 'mail_trouble'"
    return int(database.execute(query).fetchone()[0])


def _names_of_unknown() -> set[str]:
    """How ``telling`` names every set of findings that has the unknown mails in it."""
    sets = chain.from_iterable(combinations(FINDINGS, count) for count in range(len(FINDINGS) + 1))
    names = set()
    for others in sets:
        codes = " ".join(sorted(["unknown", *others]))
        names.add(hashlib.sha256(codes.encode()).hexdigest()[:12])
    return names
