"""What the phone's addresses answer, typed: the API's document reads these, and a test holds answers against it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from athletes.models import Excuse, SessionStatus, Side
from athletes.records.merge import Verdict
from programs.models import Measure, Pattern
from programs.serializers import ProgramDocumentSerializer

UNITS = ["kg", "lb"]


class AnswerSerializer(serializers.Serializer[Any]):
    """Describes and never reads: documents are made by ``serializers.py``."""


class OwnerAnswer(AnswerSerializer):
    name = serializers.CharField()
    owner_mark = serializers.CharField(help_text="What X-Athlete says with everything that is sent.")
    unit = serializers.ChoiceField(UNITS)
    time_zone = serializers.CharField(help_text="Such as America/New_York; days are days there.")
    pain_limit = serializers.IntegerField(min_value=0, max_value=10)
    wants_reminders = serializers.BooleanField()
    reminder_weekday = serializers.IntegerField(min_value=0, max_value=6, allow_null=True, help_text="0 is Monday.")
    reminder_hour = serializers.IntegerField(min_value=0, max_value=23)


class TargetAnswer(AnswerSerializer):
    """What is due of one exercise. Decimals are texts; reps or seconds are per side, and one of the two is null."""

    prescription = serializers.IntegerField()
    exercise = serializers.SlugField()
    name = serializers.CharField()
    pattern = serializers.ChoiceField(Pattern.choices, allow_blank=True)
    cue = serializers.CharField()
    is_unilateral = serializers.BooleanField()
    measure = serializers.ChoiceField(Measure.choices)
    superset = serializers.CharField()
    sets = serializers.IntegerField()
    ramp_up_sets = serializers.IntegerField()
    reps = serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2, allow_null=True)
    seconds = serializers.IntegerField(allow_null=True)
    load = serializers.CharField(allow_null=True)
    unit = serializers.ChoiceField(UNITS)
    load_step = serializers.CharField(allow_null=True, help_text="Null where the exercise takes no load.")
    rpe = serializers.ListField(child=serializers.CharField(), min_length=2, max_length=2, allow_null=True)
    tempo = serializers.CharField(help_text="Eccentric, pause, concentric, pause: 3-1-X-0; or a word.")
    rest_seconds = serializers.IntegerField()
    guidance = serializers.CharField()
    note = serializers.CharField()
    contacts = serializers.IntegerField(help_text="Ground contacts of plyometrics.")
    why = serializers.CharField(required=False, help_text="Why it differs from the plan; only where it does.")
    place = serializers.CharField(required=False)


class SessionAnswer(AnswerSerializer):
    """The session as the server holds it."""

    id = serializers.UUIDField()
    planned_on = serializers.DateField()
    status = serializers.ChoiceField(SessionStatus.choices)
    is_partial = serializers.BooleanField()
    session_rpe = serializers.IntegerField(min_value=0, max_value=10, allow_null=True)
    minutes = serializers.IntegerField(allow_null=True)
    note = serializers.CharField()
    excuse = serializers.ChoiceField(Excuse.choices, allow_blank=True)
    nothing_hurt = serializers.BooleanField()
    targets_id = serializers.CharField(allow_null=True, help_text="Null until the session has begun.")
    rev = serializers.IntegerField()
    edit_id = serializers.UUIDField(allow_null=True)


class OfferedSessionAnswer(SessionAnswer):
    targets = TargetAnswer(many=True)


class SetValuesAnswer(AnswerSerializer):
    reps = serializers.IntegerField(allow_null=True)
    seconds = serializers.IntegerField(allow_null=True)
    load = serializers.CharField(allow_null=True, help_text="In the unit beside it.")
    unit = serializers.ChoiceField(UNITS, allow_blank=True)
    rpe = serializers.CharField(allow_null=True, help_text="1 to 10 in halves.")
    rev = serializers.IntegerField()
    edit_id = serializers.UUIDField()
    is_deleted = serializers.BooleanField()


class SetAnswer(SetValuesAnswer):
    id = serializers.UUIDField()
    target = serializers.IntegerField(allow_null=True, help_text="The prescription; null beside the plan.")
    exercise = serializers.SlugField()
    number = serializers.IntegerField()
    side = serializers.ChoiceField(Side.choices, allow_blank=True)


class SessionWithSetsAnswer(OfferedSessionAnswer):
    sets = SetAnswer(many=True)


class FollowedProgramAnswer(ProgramDocumentSerializer):
    next = OfferedSessionAnswer(many=True, help_text="The next two sessions. Looking fixes nothing.")


class SetVerdictAnswer(AnswerSerializer):
    id = serializers.CharField(help_text="As it was sent.")
    verdict = serializers.ChoiceField([*Verdict])
    current = SetValuesAnswer(required=False, help_text="What stands instead, of a stale set.")
    fields = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()), required=False, help_text="Why, of an invalid set."
    )  # type: ignore[assignment]


class SwapVerdictAnswer(AnswerSerializer):
    target = serializers.IntegerField()
    verdict = serializers.ChoiceField([*Verdict])


class MergedAnswer(AnswerSerializer):
    """A verdict for the header, each set and each swap: what is stale was overtaken, what is invalid never stored."""

    session = SessionAnswer()
    header = serializers.ChoiceField([*Verdict], allow_null=True)
    sets = SetVerdictAnswer(many=True)
    swaps = SwapVerdictAnswer(many=True)


class PainReportAnswer(AnswerSerializer):
    id = serializers.UUIDField()
    score = serializers.IntegerField(min_value=0, max_value=10)
    reported_on = serializers.DateField()


class ExerciseNoteAnswer(AnswerSerializer):
    exercise = serializers.SlugField()
    verdict = serializers.ChoiceField([*Verdict])


class RunAnswer(AnswerSerializer):
    id = serializers.UUIDField()
    verdict = serializers.ChoiceField([*Verdict])
    rev = serializers.IntegerField()
    ran_on = serializers.DateField()


class CheckInAnswer(AnswerSerializer):
    id = serializers.UUIDField()
    verdict = serializers.ChoiceField([*Verdict])
    week = serializers.CharField()
    rev = serializers.IntegerField()
