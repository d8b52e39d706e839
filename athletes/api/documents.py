"""Records as documents for other programs: what stands in them is what the API's document says."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rest_framework import serializers

from athletes.models import Athlete, Enrollment, Excuse, Flag, Session, SetLog, Side
from athletes.problems.caseload import Case
from athletes.problems.kinds import CaseGroup
from athletes.problems.problem import subject_of
from athletes.wording.problems import title_of_flag, title_of_problem, why
from programs.models import Program


class AthleteRecordSerializer(serializers.ModelSerializer[Athlete]):
    """Somebody in care. The notes of a therapist stay at the clinic."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField(source="user.name")
    email = serializers.CharField(source="user.email")
    therapist = serializers.CharField(source="therapist.name")
    is_archived = serializers.SerializerMethodField()
    is_stopped = serializers.SerializerMethodField(help_text="Warning signs stopped training.")

    class Meta:
        model = Athlete
        fields = [
            "id", "name", "email", "phone", "born_on", "therapist", "unit", "time_zone", "goal_race", "goal_race_on",
            "next_visit_at", "pain_limit", "is_stopped", "returned_on", "is_archived",
        ]  # fmt: skip
        read_only_fields = fields

    def get_is_archived(self, athlete: Athlete) -> bool:
        return athlete.archived_at is not None

    def get_is_stopped(self, athlete: Athlete) -> bool:
        return athlete.stopped_at is not None


class SessionRecordSerializer(serializers.ModelSerializer[Session]):
    """One dated doing of a workout. is_held -- the rules leave too little of it to begin with"""

    athlete = serializers.IntegerField(source="athlete_id")
    workout = serializers.CharField(source="workout.letter", allow_null=True, default=None)
    week = serializers.IntegerField(source="week.number", allow_null=True, default=None)
    excuse = serializers.ChoiceField(Excuse.choices, allow_blank=True)

    class Meta:
        model = Session
        fields = [
            "id", "athlete", "planned_on", "status", "workout", "week", "is_optional", "is_partial", "is_held",
            "excuse", "session_rpe", "minutes", "nothing_hurt", "note", "opened_at", "finished_at", "received_at",
            "changed_at",
        ]  # fmt: skip
        read_only_fields = fields


class PerformedSetSerializer(serializers.ModelSerializer[SetLog]):
    """What was done. Loads are kilograms of external load; reps or seconds are of one side."""

    exercise = serializers.SlugField(source="exercise.slug")
    side = serializers.ChoiceField(Side.choices, allow_blank=True)

    class Meta:
        model = SetLog
        fields = ["exercise", "number", "side", "reps", "seconds", "load_kg", "rpe", "performed_on"]
        read_only_fields = fields


class SessionWithSetsSerializer(SessionRecordSerializer):
    sets = PerformedSetSerializer(source="kept_sets", many=True)

    class Meta(SessionRecordSerializer.Meta):
        fields = [*SessionRecordSerializer.Meta.fields, "sets"]
        read_only_fields = fields


class SignalSerializer(serializers.ModelSerializer[Flag]):
    """One signal of a problem: those of one athlete and one subject are one problem."""

    athlete = serializers.IntegerField(source="athlete_id")
    subject = serializers.SerializerMethodField(help_text="Such as pain:knee:left.")
    title = serializers.SerializerMethodField()
    why = serializers.SerializerMethodField(help_text="The figures that raised it, in words.")
    is_open = serializers.SerializerMethodField()

    class Meta:
        model = Flag
        fields = [
            "id", "athlete", "kind", "subject", "title", "why", "is_open", "raised_at", "due_at", "snoozed_until",
            "acknowledged_at", "resolved_at", "is_settled", "changed_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_subject(self, flag: Flag) -> str:
        return subject_of(flag)

    def get_title(self, flag: Flag) -> str:
        return title_of_flag(flag)

    def get_why(self, flag: Flag) -> str:
        return why(flag)

    def get_is_open(self, flag: Flag) -> bool:
        return flag.resolved_at is None


class ProgramRowSerializer(serializers.ModelSerializer[Program]):
    class Meta:
        model = Program
        fields = ["id", "name", "slug", "is_template", "revision", "entry_level"]
        read_only_fields = fields


# -- the caseload ------------------------------------------------------------------------------


class OpenProblemSerializer(serializers.Serializer[Any]):
    subject = serializers.CharField()
    title = serializers.CharField()
    since = serializers.DateTimeField()
    is_stop = serializers.BooleanField()


class CaseSerializer(serializers.Serializer[Any]):
    athlete = serializers.IntegerField()
    name = serializers.CharField()
    group = serializers.ChoiceField([*CaseGroup])
    program = serializers.CharField(allow_null=True)
    unseen_sessions = serializers.IntegerField(help_text="Done in the last two weeks, and nobody has looked yet.")
    problems = OpenProblemSerializer(many=True)


class GroupCountSerializer(serializers.Serializer[Any]):
    group = serializers.ChoiceField([*CaseGroup])
    athletes = serializers.IntegerField()


class CaseloadSerializer(serializers.Serializer[Any]):
    """Who needs somebody today, the most urgent first."""

    total = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    groups = GroupCountSerializer(many=True)
    results = CaseSerializer(many=True)


def case_document(case: Case, at: datetime) -> dict[str, Any]:
    problems = []
    for problem in case.problems:
        title = title_of_problem(problem)
        problems.append(
            {"subject": problem.subject, "title": title, "since": problem.since, "is_stop": problem.is_stop}
        )
    return {
        "athlete": case.key,
        "name": case.name,
        "group": case.group,
        "program": _program_of(case.enrollment),
        "unseen_sessions": len(case.unseen(at)),
        "problems": problems,
    }


def _program_of(enrollment: Enrollment | None) -> str | None:
    return enrollment.program.name if enrollment else None
