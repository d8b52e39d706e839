"""What the database itself does about the access log: it refuses changes, and on PostgreSQL finds athletes in it.

One change is let through: taking the network address out of a row, with the number of its request, when a person is
erased. Everything else of the row stays, and ``verify_audit`` asks for the row that says who was erased.

What is six years old may be deleted, whatever the settings say: ``clinic.audit.cutting`` does it, and ``verify_audit``
asks for the row that says so.
"""

from __future__ import annotations

from typing import Any

#: Whatever is younger stays, by the clock of the database: for so long HIPAA asks a clinic to keep what it documents.
LEAST_YEARS = 6
SQLITE = [
    """
    CREATE TRIGGER accesslog_update BEFORE UPDATE ON clinic_accesslog
    WHEN NOT (
        NEW.address IS NULL AND NEW.request_id IS NULL AND NEW.id IS OLD.id AND NEW.at IS OLD.at
        AND NEW.kind IS OLD.kind AND NEW.actor_id IS OLD.actor_id AND NEW.athletes IS OLD.athletes
        AND NEW.account_id IS OLD.account_id AND NEW.action IS OLD.action AND NEW.note IS OLD.note
        AND NEW.address_digest IS OLD.address_digest AND NEW.once IS OLD.once
    )
    BEGIN SELECT RAISE(ABORT, 'The access log is only added to.'); END
    """,
    # REPLACE deletes without asking the trigger below, so a row that is there already is refused as well.
    """
    CREATE TRIGGER accesslog_insert BEFORE INSERT ON clinic_accesslog
    WHEN EXISTS (SELECT 1 FROM clinic_accesslog WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'The access log is only added to.'); END
    """,
    f"""
    CREATE TRIGGER accesslog_delete BEFORE DELETE ON clinic_accesslog
    WHEN OLD.at >= datetime('now', '-{LEAST_YEARS} years')
    BEGIN SELECT RAISE(ABORT, 'The access log is only added to.'); END
    """,
    """
    CREATE TRIGGER accessseal_update BEFORE UPDATE ON clinic_accessseal
    BEGIN SELECT RAISE(ABORT, 'Seals of the access log are only added to.'); END
    """,
    f"""
    CREATE TRIGGER accessseal_delete BEFORE DELETE ON clinic_accessseal
    WHEN OLD.at >= datetime('now', '-{LEAST_YEARS} years')
    BEGIN SELECT RAISE(ABORT, 'Seals of the access log are only added to.'); END
    """,
]
POSTGRESQL = [
    f"""
    CREATE OR REPLACE FUNCTION access_log_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.at < now() - interval '{LEAST_YEARS} years' THEN
                RETURN OLD;
            END IF;
        END IF;
        IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'clinic_accesslog' THEN
            IF to_jsonb(NEW) = to_jsonb(OLD) || '{{"address": null, "request_id": null}}' THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION 'The access log is only added to.' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER accesslog_update BEFORE UPDATE OR DELETE ON clinic_accesslog
    FOR EACH ROW EXECUTE FUNCTION access_log_is_only_added_to()
    """,
    """
    CREATE TRIGGER accesslog_truncate BEFORE TRUNCATE ON clinic_accesslog
    FOR EACH STATEMENT EXECUTE FUNCTION access_log_is_only_added_to()
    """,
    """
    CREATE TRIGGER accessseal_update BEFORE UPDATE OR DELETE ON clinic_accessseal
    FOR EACH ROW EXECUTE FUNCTION access_log_is_only_added_to()
    """,
    """
    CREATE TRIGGER accessseal_truncate BEFORE TRUNCATE ON clinic_accessseal
    FOR EACH STATEMENT EXECUTE FUNCTION access_log_is_only_added_to()
    """,
    "CREATE INDEX accesslog_athletes ON clinic_accesslog USING gin (athletes jsonb_path_ops)",
]
#: The triggers that each engine must have, by their names.
TRIGGERS = {
    "sqlite": {"accesslog_update", "accesslog_insert", "accesslog_delete", "accessseal_update", "accessseal_delete"},
    "postgresql": {"accesslog_update", "accesslog_truncate", "accessseal_update", "accessseal_truncate"},
}
TABLES = {"accesslog": "clinic_accesslog", "accessseal": "clinic_accessseal"}


def install(connection: Any) -> None:
    """After the tables were made, by the migration or by whoever makes them without one."""
    statements = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def renew(connection: Any) -> None:
    """Where the triggers of an earlier release stand, or none any more: as they are now.

    To be called after every migration that changes one of the two tables: Django makes a table of SQLite anew for it,
    and its triggers go with the former one.
    """
    statements = POSTGRESQL[:1]
    if connection.vendor == "sqlite":
        statements = [f"DROP TRIGGER IF EXISTS {name}" for name in sorted(TRIGGERS["sqlite"])] + SQLITE
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def remove(connection: Any) -> None:
    """The way back of the migration."""
    with connection.cursor() as cursor:
        for name in TRIGGERS[connection.vendor]:
            place = f" ON {TABLES[name.partition('_')[0]]}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{place}")
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION access_log_is_only_added_to")
            cursor.execute("DROP INDEX accesslog_athletes")


def missing(connection: Any) -> set[str]:
    """The triggers that are not there, or are switched off."""
    if connection.vendor == "postgresql":
        there = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    else:
        there = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(there)
        return TRIGGERS[connection.vendor] - {name for (name,) in cursor.fetchall()}
