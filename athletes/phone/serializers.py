"""The API's documents: strict fields in, plain dictionaries out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from athletes.models import (
    RUN_KINDS,
    Athlete,
    BarrierKind,
    Excuse,
    Moment,
    Region,
    Session,
    SessionStatus,
    SetLog,
    Side,
)
from athletes.records.runs import RunItem, WorstPain
from athletes.records.sessions import Document, Header
from athletes.records.sets import SetItem
from athletes.records.swaps import SwapItem
from athletes.training.target import UnreadableTargetError
from athletes.training.targets import Offer, targets_id_of
from programs.models import SwapReason
from programs.rules.distance import MAX_KM, MAX_MINUTES, Distance
from programs.rules.prescription.dose import MAX_LOAD_KG, MAX_REPS, MAX_SECONDS, Load

from .answers import TargetAnswer
from .fields import Amount, CalendarDay, HalfPoint, Identity, PhoneClock, WholeNumber

#: Room above the phone's highest revision, so that the page without script can always go one further.
MAX_REV = 2**31 - 2**16


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses keys it does not know instead of dropping them silently."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            unknown = data.keys() - self.fields.keys()
            if unknown:
                raise serializers.ValidationError({key: [_("This field is not known.")] for key in unknown})
        return super().to_internal_value(data)


class SetSerializer(StrictSerializer):
    """One set of the document."""

    id = Identity()
    target = WholeNumber(allow_null=True, default=None, min_value=1, max_value=2**53)
    exercise = serializers.SlugField(max_length=120)
    number = WholeNumber(min_value=1, max_value=99)
    side = serializers.ChoiceField(Side.choices, allow_blank=True, default=Side.BOTH)
    reps = WholeNumber(allow_null=True, default=None, min_value=0, max_value=MAX_REPS)
    seconds = WholeNumber(allow_null=True, default=None, min_value=0, max_value=MAX_SECONDS)
    load = Amount(max_digits=6, decimal_places=2, min_value=Decimal(0), allow_null=True, default=None)
    unit = serializers.ChoiceField([("kg", "kg"), ("lb", "lb")], default="kg")
    rpe = HalfPoint(allow_null=True, default=None)
    rev = WholeNumber(min_value=1, max_value=MAX_REV)
    edit_id = Identity()
    is_deleted = serializers.BooleanField(default=False)
    done_at = PhoneClock(allow_null=True, default=None)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["reps"] is None) == (attrs["seconds"] is None):
            raise serializers.ValidationError({"reps": [_("Give repetitions or seconds, and not both.")]})
        if attrs["load"] is not None and Load(attrs["load"], attrs["unit"]).kg > MAX_LOAD_KG:
            raise serializers.ValidationError({"load": [_("Load is 0 to 1,000 kg.")]})
        return attrs

    @staticmethod
    def item(attrs: dict[str, Any]) -> SetItem:
        values = dict(attrs)
        prescription_id = values.pop("target")  # the phone's word for it
        amount, unit = values.pop("load"), values.pop("unit")
        load = None if amount is None else Load(amount, unit)
        return SetItem(prescription_id=prescription_id, load=load, **values)


class HeaderSerializer(StrictSerializer):
    """The session itself."""

    rev = WholeNumber(min_value=1, max_value=MAX_REV)
    edit_id = Identity()
    status = serializers.ChoiceField(
        [value for value in SessionStatus.values if value != SessionStatus.PLANNED], default=SessionStatus.OPEN
    )
    session_rpe = WholeNumber(allow_null=True, default=None, min_value=0, max_value=10)
    minutes = WholeNumber(allow_null=True, default=None, min_value=0, max_value=600)
    note = serializers.CharField(allow_blank=True, default="", max_length=2000)
    excuse = serializers.ChoiceField(Excuse.choices, allow_blank=True, default="")
    nothing_hurt = serializers.BooleanField(default=False)
    done_at = PhoneClock(allow_null=True, default=None)


class SwapSerializer(StrictSerializer):
    """Something else instead of a target, or nothing; withdrawn means as prescribed after all."""

    target = WholeNumber(min_value=1, max_value=2**53)
    reason = serializers.ChoiceField(SwapReason.choices)
    instead = serializers.RegexField(r"^[-a-zA-Z0-9_]*\Z", max_length=120, allow_blank=True, default="")
    is_withdrawn = serializers.BooleanField(default=False)
    rev = WholeNumber(min_value=1, max_value=MAX_REV)
    edit_id = Identity()
    done_at = PhoneClock(allow_null=True, default=None)

    @staticmethod
    def item(attrs: dict[str, Any]) -> SwapItem:
        values = dict(attrs)
        prescription_id = values.pop("target")
        return SwapItem(prescription_id=prescription_id, **values)


@extend_schema_field(SetSerializer(many=True))
class SetDocuments(serializers.ListField):
    """Sets that are checked one by one later: a bad one gets its own verdict, and blocks no other."""


@extend_schema_field(TargetAnswer(many=True))
class TargetDocuments(serializers.ListField):
    """An offer that is given back as it was got; one that cannot be read was never ours."""


class DocumentSerializer(StrictSerializer):
    """One PUT: an offer used, a header, sets."""

    targets_id = serializers.CharField(allow_blank=True, default="", max_length=64)
    targets = TargetDocuments(child=serializers.DictField(), allow_null=True, default=None, max_length=40)
    header = HeaderSerializer(allow_null=True, default=None)
    sets = SetDocuments(child=serializers.DictField(), default=list, max_length=200)
    swaps = SwapSerializer(many=True, default=list)

    def document(self, items: list[SetItem]) -> Document:
        """The checked document with the sets that were valid."""
        values = self.validated_data
        header = None
        if values["header"] is not None:
            header = Header(**values["header"])
        return Document(
            offer=_offer_used(values["targets_id"], values["targets"]),
            header=header,
            sets=items,
            swaps=list(map(SwapSerializer.item, values["swaps"])),
        )


def _offer_used(targets_id: str, documents: list[Any] | None) -> Offer | None:
    """The offer that the phone gives back. What cannot be read was never ours: today's is used, as for a forged one."""
    if documents is None:
        return None
    try:
        return Offer.from_json(targets_id, documents)
    except UnreadableTargetError:
        return None


def split_sets(raw: list[Any]) -> tuple[list[SetItem], list[dict[str, Any]]]:
    """Check sets one by one: the valid ones, and a refusal for each of the others."""
    serializer = SetSerializer()
    items: list[SetItem] = []
    refused: list[dict[str, Any]] = []
    for data in raw:
        try:
            items.append(SetSerializer.item(serializer.run_validation(data)))
        except serializers.ValidationError as error:
            refused.append({"id": str(data.get("id")), "verdict": "invalid", "fields": error.detail})
    return items, refused


class WorstPainSerializer(StrictSerializer):
    """The worst pain of a run or a week."""

    score = WholeNumber(min_value=0, max_value=10)
    region = serializers.ChoiceField(Region.choices)
    side = serializers.ChoiceField(Side.choices, allow_blank=True, default=Side.BOTH)


class RunSerializer(StrictSerializer):
    """One run. A day that has not come yet is a wrong clock: it is kept as today."""

    kind = serializers.ChoiceField(RUN_KINDS)
    ran_on = CalendarDay()
    minutes = WholeNumber(allow_null=True, default=None, min_value=1, max_value=MAX_MINUTES)
    distance = Amount(max_digits=5, decimal_places=2, min_value=Decimal("0.01"), allow_null=True, default=None)
    unit = serializers.ChoiceField([("km", "km"), ("mi", "mi")], default="km")
    effort = WholeNumber(allow_null=True, default=None, min_value=0, max_value=10)
    pain = WorstPainSerializer(allow_null=True, default=None)
    note = serializers.CharField(allow_blank=True, default="", max_length=2000)
    rev = WholeNumber(min_value=1, max_value=MAX_REV)
    edit_id = Identity()
    is_deleted = serializers.BooleanField(default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["minutes"] is None and attrs["distance"] is None:
            raise serializers.ValidationError({"minutes": [_("Give the minutes, the distance, or both.")]})
        if attrs["distance"] is not None and Distance(attrs["distance"], attrs["unit"]).km > MAX_KM:
            raise serializers.ValidationError({"distance": [_("A run is up to 500 km long.")]})
        return attrs

    def item(self) -> RunItem:
        """The checked run; distance in the unit that was typed."""
        values = dict(self.validated_data)
        amount, unit, pain = values.pop("distance"), values.pop("unit"), values.pop("pain")
        distance = None if amount is None else Distance(amount, unit)
        worst_pain = None if pain is None else WorstPain(**pain)
        return RunItem(**values, distance=distance, pain=worst_pain)


class CheckInSerializer(StrictSerializer):
    """One week's answers, 0 to 3 each, unscored."""

    week = serializers.RegexField(r"\A[0-9]{4}-W[0-9]{2}\Z", max_length=8)
    changed = WholeNumber(min_value=0, max_value=3)
    less = WholeNumber(default=0, min_value=0, max_value=3)
    held_back = WholeNumber(default=0, min_value=0, max_value=3)
    worst_pain = WholeNumber(allow_null=True, default=None, min_value=0, max_value=10)
    usual_pain = WholeNumber(allow_null=True, default=None, min_value=0, max_value=10)
    region = serializers.ChoiceField(Region.choices, allow_blank=True, default="")
    side = serializers.ChoiceField(Side.choices, allow_blank=True, default=Side.BOTH)
    note = serializers.CharField(allow_blank=True, default="", max_length=2000)
    barrier = serializers.ChoiceField(BarrierKind.choices, allow_blank=True, default="")
    rev = WholeNumber(min_value=1, max_value=MAX_REV)
    edit_id = Identity()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["worst_pain"] and not attrs["region"]:
            raise serializers.ValidationError({"region": [_("Say where it hurt.")]})
        return attrs


class PainSerializer(StrictSerializer):
    """One pain report: where, how much, and when it was felt."""

    score = WholeNumber(min_value=0, max_value=10)
    region = serializers.ChoiceField(Region.choices)
    side = serializers.ChoiceField(Side.choices, allow_blank=True, default=Side.BOTH)
    moment = serializers.ChoiceField(Moment.choices, default=Moment.DURING)
    is_one_spot = serializers.BooleanField(allow_null=True, default=None)
    is_sudden = serializers.BooleanField(default=False)
    has_settled = serializers.BooleanField(allow_null=True, default=None)
    felt_at = PhoneClock(allow_null=True, default=None)
    session = Identity(allow_null=True, default=None)
    exercise = serializers.SlugField(allow_null=True, default=None, max_length=120)


class ExerciseNoteSerializer(StrictSerializer):
    """What an athlete notes about an exercise; empty takes it back."""

    text = serializers.CharField(max_length=200, allow_blank=True)
    written_at = PhoneClock(allow_null=True, default=None)


def athlete_document(athlete: Athlete) -> dict[str, Any]:
    """``me/``: what the phone shows about its owner."""
    return {
        "name": athlete.user.name,
        "owner_mark": athlete.owner_mark,
        "unit": athlete.unit,
        "time_zone": athlete.time_zone,
        "pain_limit": athlete.pain_limit,
        "wants_reminders": athlete.wants_reminders,
        "reminder_weekday": athlete.reminder_weekday,
        "reminder_hour": athlete.reminder_hour,
    }


def session_document(session: Session) -> dict[str, Any]:
    """The session as the server holds it."""
    return {
        "id": str(session.pk),
        "planned_on": session.planned_on.isoformat(),
        "status": session.status,
        "is_partial": session.is_partial,
        "session_rpe": session.session_rpe,
        "minutes": session.minutes,
        "note": session.note,
        "excuse": session.excuse,
        "nothing_hurt": session.nothing_hurt,
        "targets_id": targets_id_of(session) or None,
        "rev": session.rev,
        "edit_id": str(session.edit_id) if session.edit_id else None,
    }


def set_document(row: SetLog) -> dict[str, Any]:
    """One set as the server holds it."""
    identity = {
        "id": str(row.pk),
        "target": row.prescription_id,
        "exercise": row.exercise.slug,
        "number": row.number,
        "side": row.side,
    }
    return identity | set_values(row)


def set_values(row: SetLog) -> dict[str, Any]:
    """What was done, and which edit says so."""
    load = row.load
    return {
        "reps": row.reps,
        "seconds": row.seconds,
        "load": None if load is None else str(load.amount),
        "unit": row.load_unit,
        "rpe": None if row.rpe is None else str(row.rpe),
        "rev": row.rev,
        "edit_id": str(row.edit_id),
        "is_deleted": row.is_deleted,
    }
