"""docs/compliance/data-map.md, made of the models: ``python -m tests.house.data_map`` prints it.

Every column that holds something of its own is said here, by what it would tell whoever reads it. Keys and references
are not: they tell what the row that they point to tells. A column that is nowhere, or twice, is red.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum

import django
from django.apps import apps
from django.db import models


class Kind(StrEnum):
    """What a column tells. The order is that of the page, and of how much care it asks for."""

    HEALTH = "health"
    PERSON = "person"
    SECRET = "secret"
    STAFF = "staff"
    CLINIC = "clinic"
    WORKS = "works"


HEALTH, PERSON, SECRET, STAFF, CLINIC, WORKS = Kind
MEANING = {
    HEALTH: "an athlete's body, training, care, or what was written about them: protected health information",
    PERSON: "who somebody is, how to reach them, what they wish",
    SECRET: "what opens a door: hashed, locked with a key outside of the database, or of no use after a short time",
    STAFF: "what somebody at the clinic did or decided, and when",
    CLINIC: "the clinic's own: library, templates, limits, wording; about an athlete only as their copy of a program",
    WORKS: "how the machinery gets on: order, attempts, leases, revisions",
}
AREAS = {"athletes": "Athletes and their care", "programs": "Library and programs", "clinic": "The house"}
#: What a row points to, and whose it is by that.
OWNERS = {"athlete": "the athlete", "recipient": "who gets it", "mail": "who gets it", "owner": "who made it"}
#: Columns that every document sent by a phone has.
SENT = "rev edit_id"
TABLE: dict[str, dict[Kind, str]] = {
    "athletes.User": {
        PERSON: "email name wants_digest language bad_address_since bad_address_said soft_bounces",
        SECRET: "password",
        STAFF: "role is_superuser is_active joined_at last_login",
    },
    "athletes.Athlete": {
        HEALTH: "sex_for_norms goal_race goal_race_on is_race_off next_visit_at pain_limit conditions stopped_at"
        " returned_on plyometrics_off_until notes",
        PERSON: "born_on phone unit time_zone reminder_weekday reminder_hour reminders_paused_until wants_reminders"
        " wants_nudges wants_morning_mail has_ignored_reminders erasure_asked_at",
        SECRET: "calendar_key",
        STAFF: "legal_hold archived_at archive_reason",
        WORKS: "evaluated_at reminders_since welcomed_at reminder_due_at nudge_due_at morning_due_at"
        " strength_push_due_at morning_push_due_at",
    },
    "athletes.Cover": {STAFF: "from_on until_on reason at ended_at"},
    "athletes.Erasure": {STAFF: "athlete_key reason at"},
    "athletes.AthleteImport": {
        PERSON: "rows refusals notice",
        CLINIC: "mapping headings",
        STAFF: "file_name uploaded_at report",
        WORKS: "changed_at state rows_total rows_done header_place",
    },
    "athletes.Enrollment": {
        HEALTH: "starts_on ends_on paused_until first_weekday second_weekday awaited_phase repeats opened_phase status",
        STAFF: "prescribed_at",
    },
    "athletes.Session": {
        HEALTH: "planned_on status is_optional is_partial is_repeat is_held excuse program_revision targets session_rpe"
        " minutes note nothing_hurt opened_at finished_at",
        WORKS: f"received_at changed_at {SENT}",
    },
    "athletes.SessionChange": {HEALTH: "was_on now_on against reason at"},
    "athletes.Swap": {HEALTH: "prescription_id reason swapped_at is_withdrawn", WORKS: SENT},
    "athletes.SetLog": {
        HEALTH: "prescription_id number side reps seconds load_kg load_unit rpe performed_on done_at",
        WORKS: f"received_at is_deleted {SENT}",
    },
    "athletes.SetEdit": {HEALTH: "values", WORKS: f"outcome at {SENT}"},
    "athletes.ExerciseNote": {HEALTH: "text written_at", WORKS: "received_at"},
    "athletes.OutcomeTotal": {HEALTH: "measure version activity side total taken_on", STAFF: "entered_at"},
    "athletes.Assessment": {HEALTH: "kind left right tested_on"},
    "athletes.BillingCode": {CLINIC: "code description min_days min_minutes needs_conversation"},
    "athletes.Message": {HEALTH: "text sent_at read_at"},
    "athletes.CareReview": {STAFF: "at upto"},
    "athletes.CareNote": {HEALTH: "text at"},
    "athletes.CareContact": {HEALTH: "kind result minutes note at", STAFF: "logged_at"},
    "athletes.MessageTemplate": {CLINIC: "name text"},
    "athletes.CareTransfer": {STAFF: "at"},
    "athletes.PainReport": {
        HEALTH: "region side score moment is_one_spot is_sudden has_settled reported_on felt_at",
        WORKS: "reported_at",
    },
    "athletes.PainProfile": {HEALTH: "region side tissue limit intake baseline zone judged_on asked_at"},
    "athletes.KeptPlan": {HEALTH: "region side level since until reason", STAFF: "is_policy_off at"},
    "athletes.PainScreen": {HEALTH: "region side signs answered_at"},
    "athletes.CheckIn": {
        HEALTH: "week changed less held_back worst_pain usual_pain region side note answered_at",
        WORKS: SENT,
    },
    "athletes.Barrier": {HEALTH: "week kind answered_at"},
    "athletes.Clearance": {HEALTH: "step cleared_at withdrawn_at"},
    "athletes.ReturnToTraining": {
        HEALTH: "stopped_at found criteria cleared_by cleared_on week from_on race",
        STAFF: "signed_at",
    },
    "athletes.DiscoveryCall": {
        HEALTH: "story goal_race goal_race_on note",
        PERSON: "name email phone times asked_at",
        STAFF: "state handled_at",
    },
    "athletes.Flag": {
        HEALTH: "kind cause figures raised_at due_at is_settled",
        STAFF: "snoozed_until acknowledged_at resolved_at",
        WORKS: "changed_at",
    },
    "athletes.FlagAct": {HEALTH: "note", STAFF: "kind at"},
    "athletes.LoopBeat": {
        WORKS: "at digests_on resting_until trouble trouble_said trouble_since held_since sent expired failed held",
    },
    "athletes.Mail": {
        PERSON: "address kind channel occasion",
        WORKS: "state reason send_after expires_at leased_until attempts sent_at planned_at said queue_id delivery"
        " delivery_at",
    },
    "athletes.MailEvent": {WORKS: "at what said"},
    "athletes.PushDevice": {PERSON: "label made_at reached_at", SECRET: "endpoint p256dh auth"},
    "athletes.UsualRunDay": {HEALTH: "weekday kind"},
    "athletes.Run": {
        HEALTH: "kind ran_on began_at minutes distance_km distance_unit effort note source",
        WORKS: f"received_at is_deleted {SENT}",
    },
    "athletes.Suggestion": {
        HEALTH: "target change reason figures load_kg load_unit reps dose sets_off",
        STAFF: "state made_at decided_at",
    },
    "programs.Equipment": {CLINIC: "slug name group"},
    "programs.Exercise": {
        CLINIC: "slug name pattern qualities laterality level measure default_sets default_amount default_tempo"
        " default_rest_seconds contacts_per_rep short_cue setup_cue execution_cue common_fault load_type load_step_kg"
        " status image video media_text",
        STAFF: "reviewed_on proposed_at review_note",
    },
    "programs.ExerciseAlternative": {CLINIC: "reason load_factor"},
    "programs.ExerciseTranslation": {
        CLINIC: "language name short_cue setup_cue execution_cue common_fault source",
        STAFF: "reviewed_at",
    },
    "programs.Caution": {CLINIC: "condition reason"},
    "programs.FigureCorrection": {
        CLINIC: "document standing version drawing moving still",
        STAFF: "drawn_at reviewed_at published_at",
    },
    "programs.FigureReview": {CLINIC: "drawing", STAFF: "note is_accepted reviewed_at"},
    "programs.ExerciseImport": {
        CLINIC: "rows mapping headings refusals notice",
        STAFF: "file_name uploaded_at report",
        WORKS: "changed_at state rows_total rows_done header_place",
    },
    "programs.Program": {
        CLINIC: "slug name revision is_template distances entry_level pain_profile pain_region plyometrics run_guidance"
        " hold_rule prerequisites plyometric_gate gate_closed phase_entry",
    },
    "programs.Week": {CLINIC: "number phase phase_code focus is_deload is_race"},
    "programs.Workout": {CLINIC: "letter title min_hours_from_other_calf_loading is_optional"},
    "programs.Prescription": {CLINIC: "order superset tempo rest_seconds note progression"},
    "programs.Alternative": {CLINIC: "reason order"},
    "programs.Dose": {
        CLINIC: "sets reps_low reps_high seconds load_kg load_unit rpe_low rpe_high ramp_up_sets tempo rest_seconds"
        " guidance note",
    },
    "programs.ProgramRevision": {CLINIC: "number document", STAFF: "reason at"},
    "programs.ProgramDraft": {CLINIC: "step fields", STAFF: "at"},
    "programs.Threshold": {CLINIC: "code value", STAFF: "signed_at"},
    "clinic.AccessLog": {
        PERSON: "address address_digest",
        STAFF: "at kind athletes action note",
        WORKS: "request_id once",
    },
    "clinic.AccessSeal": {WORKS: "at first_row last_row count root previous digest"},
    "clinic.ApiToken": {STAFF: "name scopes made_at expires_at last_used_at revoked_at", SECRET: "digest hint"},
    "clinic.Webhook": {STAFF: "name url events made_at ended_at", SECRET: "secret"},
    "clinic.WebhookDelivery": {
        HEALTH: "event subject",
        WORKS: "state attempts planned_at next_at sent_at said",
    },
    "clinic.BackupState": {WORKS: "tried_at made_at trouble"},
}
#: Tables of the packages that we build on, in one line each.
OTHERS = {
    "account.EmailAddress": "addresses of staff and athletes",
    "account.EmailConfirmation": "confirmations of an address on their way: keys that end by themselves",
    "admin.LogEntry": "what staff changed through forms of the admin, in words that may hold names",
    "auditlog.LogEntry": "each change of a record, column by column, with what it was: health",
    "auth.Group": "roles of staff",
    "auth.Permission": "rights by name",
    "contenttypes.ContentType": "names of tables",
    "mfa.Authenticator": "second factors and passkeys: locked with a key outside of the database",
    "sessions.Session": "who is signed in: keys that end by themselves",
    "usersessions.UserSession": "browsers that are signed in, with address and name of the browser",
}
HEAD = """# What is stored, and what it tells

Made of the models by `python -m tests.house.data_map`; do not edit. A column without a kind, and a kind without its
column, make `tests/house/test_data_map.py` red, which also keeps this page current. Keys and references are not listed:
they tell what the row that they point to tells.

| kind | is |
|---|---|
{meanings}

How long each is kept, and how it is erased: [retention](retention.md). Who may see it: [roles](roles.md). Whose looks
are recorded: [audit](audit.md).
"""


def own_models() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if model._meta.app_label in AREAS:
            yield model


def columns(model: type[models.Model]) -> Iterator[str]:
    """What a row holds of its own: no keys, no references."""
    for field in model._meta.concrete_fields:
        if not field.primary_key and not field.is_relation:
            yield field.name


def owner(model: type[models.Model]) -> str:
    """Whose the rows are, by what they point to."""
    pointed_at = [field.name for field in model._meta.concrete_fields if field.is_relation]
    if model._meta.label in {"athletes.User", "athletes.Athlete"}:
        return "the person"
    for name, whose in OWNERS.items():
        if name in pointed_at:
            return whose
    return "the clinic"


def page() -> str:
    meanings = "\n".join(f"| {kind} | {words} |" for kind, words in MEANING.items())
    parts = [HEAD.format(meanings=meanings)]
    for label, title in AREAS.items():
        parts.append(f"\n## {title}\n\n{_row('table', 'whose', *Kind)}{_row(*['---'] * (len(Kind) + 2))}")
        for model in own_models():
            if model._meta.app_label == label:
                parts.append(_line(model))
    parts.append(f"\n## Tables of the packages we build on\n\n{_row('table', 'holds')}{_row('---', '---')}")
    for table, holds in OTHERS.items():
        parts.append(_row(table, holds))
    return "".join(parts)


def _line(model: type[models.Model]) -> str:
    said = TABLE[model._meta.label]
    cells = [", ".join(said.get(kind, "").split()) for kind in Kind]
    return _row(model._meta.verbose_name, owner(model), *cells)


def _row(*cells: object) -> str:
    return f"| {' | '.join(map(str, cells))} |\n"


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(page())
