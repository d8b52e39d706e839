"""Mail: the ledger of all that goes out except sign-in codes, and the phones that it reaches (reliability.md 2)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import BooleanField, Case, Exists, Q, When
from django.utils.translation import gettext_lazy as _

from athletes.localtime import clinic_time
from athletes.secret_text import SecretField
from programs.models.fields import from_2000, one_of

from .athletes import Athlete
from .users import User


class MailKind(models.TextChoices):
    WEEKLY_REMINDER = "weekly_reminder", _("Weekly reminder")
    NUDGE = "nudge", _("Nudge")
    MORNING = "morning", _("Morning question")
    DIGEST = "digest", _("Therapist's digest")
    URGENT = "urgent", _("Urgent flag")
    INVITE = "invite", _("Invitation")
    STAFF_INVITE = "staff_invite", _("Invitation of staff")
    NEXT_WEEKS = "next_weeks", _("Next weeks")
    HANDED_OVER = "handed_over", _("Athletes handed over")
    CALL = "call", _("Discovery call")
    MESSAGE = "message", _("Message")
    STRENGTH_DAY = "strength_day", _("Strength day")
    PASSKEY = "passkey", _("New passkey")
    ADDRESS_CHANGED = "address_changed", _("Changed address")
    MAIL_TROUBLE = "mail_trouble", _("Trouble with mail")
    TEST = "test", _("Test mail")


class MailChannel(models.TextChoices):
    """The way by which a row goes out: the same occasion may take both, once each."""

    EMAIL = "email", _("E-mail")
    PUSH = "push", _("Phone")


class MailState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    SENDING = "sending", _("Sending")
    SENT = "sent", _("Sent")
    SKIPPED = "skipped", _("Skipped")
    FAILED = "failed", _("Failed")
    UNKNOWN = "unknown", _("Not known")


class MailReason(StrEnum):
    """Why a row is in the state it is in, as the ledger keeps it; ``athletes.wording.mail`` has the words."""

    # nobody should get it
    DEACTIVATED = "deactivated"
    BAD_ADDRESS = "bad_address"
    TRAINING_STOPPED = "training_stopped"
    ERASURE_ASKED = "erasure_asked"
    ARCHIVED = "archived"
    STOPPED = "stopped"
    IGNORED = "ignored"
    # not now
    PAUSED = "paused"
    PROGRAM_PAUSED = "program_paused"
    NO_PROGRAM = "no_program"
    RACE_WEEK = "race_week"
    LOGGED_ALREADY = "logged_already"
    ANSWERED_ALREADY = "answered_already"
    NOTHING_PLANNED = "nothing_planned"
    FIRST_DAY_TO_COME = "first_day_to_come"
    NOT_THIS_DAY = "not_this_day"
    NO_SESSION_YESTERDAY = "no_session_yesterday"
    NOTHING_TO_ASK = "nothing_to_ask"
    NOBODY_FLAGGED = "nobody_flagged"
    READ_ALREADY = "read_already"
    JOINED_ALREADY = "joined_already"
    NO_PHONE = "no_phone"
    EXPIRED = "expired"
    CHECK_FAILED = "check_failed"
    # the way to the relay
    NOT_WRITTEN = "not_written"
    RELAY_AWAY = "relay_away"
    #: Followed by a colon and the relay's number, such as ``relay_said:451``.
    RELAY_SAID = "relay_said"
    #: Followed by a colon and the provider's number, such as ``provider_said:422``.
    PROVIDER_SAID = "provider_said"
    PROVIDER_REFUSED = "provider_refused"
    NO_ANSWER = "no_answer"
    MAILBOX_FULL = "mailbox_full"
    ADDRESS_REFUSED = "address_refused"
    ADDRESS_REFUSED_FOR_NOW = "address_refused_for_now"
    #: Followed by a colon and the push service's number, such as ``push_said:429``.
    PUSH_SAID = "push_said"
    PUSH_AWAY = "push_away"
    SENDER_HELD_UP = "sender_held_up"
    SENDER_DIED = "sender_died"
    RETRIED = "retried"
    # what a person decided
    RESTORED_BACKUP = "restored_backup"
    HELD = "held"
    MARKED_SENT = "marked_sent"
    SENT_AGAIN = "sent_again"


class Delivery(models.TextChoices):
    """What was heard of a mail after the relay had accepted it."""

    DELIVERED = "delivered", _("Delivered")
    DEFERRED = "deferred", _("Delayed")
    BOUNCED = "bounced", _("Bounced")
    COMPLAINED = "complained", _("Reported as spam")


class LoopBeat(models.Model):
    """When the mail loop last ran, and what is wrong with the way of e-mail: one row, so that silence can be seen."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    at = models.DateTimeField(_("last tick"))
    digests_on = models.DateField(_("digests planned up to"), null=True, blank=True)
    resting_until = models.DateTimeField(_("e-mail rests until"), null=True, blank=True)
    trouble = models.CharField(_("why e-mail rests"), max_length=40, blank=True)
    trouble_said = models.CharField(_("what the relay said"), max_length=240, blank=True)
    trouble_since = models.DateTimeField(_("no e-mail accepted since"), null=True, blank=True)
    held_since = models.DateTimeField(_("nothing is sent since a backup was restored"), null=True, blank=True)
    sent = models.PositiveBigIntegerField(_("sent, all time"), default=0)
    expired = models.PositiveBigIntegerField(_("expired, all time"), default=0)
    failed = models.PositiveBigIntegerField(_("failed, all time"), default=0)
    held = models.PositiveBigIntegerField(_("not known, all time"), default=0)

    class Meta:
        verbose_name = _("mail loop")
        verbose_name_plural = _("mail loop")
        constraints = [
            from_2000("digests_on", model="loop_beat"),
            models.CheckConstraint(
                condition=Q(id=1), name="loop_beat_is_one", violation_error_message=_("There is one mail loop.")
            ),
        ]

    def __str__(self) -> str:
        return f"{clinic_time(self.at):%Y-%m-%d %H:%M}"


class MailQuerySet(models.QuerySet["Mail"]):
    def visible_to(self, user: User) -> Self:
        """Clinic admins see the ledger; therapists the mail of their caseload and their own."""
        if not user.is_authenticated or not user.is_active or user.is_athlete:
            return self.none()
        if user.sees_everyone:
            return self
        mine = Athlete.objects.visible_to(user).order_by().values("pk")
        themselves = User.objects.filter(pk=user.pk).order_by().values("pk")
        return self.filter(recipient__in=mine.union(themselves))

    def due(self, at: datetime) -> Self:
        """Planned, not backing off, and inside their window; none while everything is held after a restore."""
        held = LoopBeat.objects.filter(held_since__isnull=False)
        return self.filter(~Exists(held), state=MailState.PLANNED, send_after__lte=at, expires_at__gt=at)

    def with_eligibility(self, may_be_sent: Q) -> Self:
        """Adds ``is_eligible``: whether that holds for the row, false where nothing can be said."""
        return self.annotate(is_eligible=Case(When(may_be_sent, then=True), default=False, output_field=BooleanField()))


class Mail(models.Model):
    """One mail that should go out at most once."""

    recipient = models.ForeignKey(
        User, models.CASCADE, null=True, blank=True, related_name="mails", verbose_name=_("to")
    )
    address = models.EmailField(
        _("address"), blank=True, help_text=_("Only for someone without an account who asked for a call.")
    )
    kind = models.CharField(_("kind"), max_length=15, choices=MailKind.choices)
    channel = models.CharField(
        _("channel"), max_length=8, choices=MailChannel.choices, default=MailChannel.EMAIL, editable=False
    )
    occasion = models.CharField(
        _("occasion"), max_length=40, help_text=_("What it is about: an ISO week, a date, a session or an enrollment.")
    )
    state = models.CharField(_("state"), max_length=8, choices=MailState.choices, default=MailState.PLANNED)
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    send_after = models.DateTimeField(_("not before"))
    expires_at = models.DateTimeField(_("not after"))
    leased_until = models.DateTimeField(_("lease"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    planned_at = models.DateTimeField(_("planned at"))
    said = models.CharField(_("what the relay said last"), max_length=240, blank=True)
    queue_id = models.CharField(
        _("queue ID"), max_length=100, blank=True, help_text=_("The name of the mail in the relay’s own log.")
    )
    delivery = models.CharField(_("heard later"), max_length=10, choices=Delivery.choices, blank=True)
    delivery_at = models.DateTimeField(_("heard at"), null=True, blank=True)

    #: Of rows that were asked for by ``with_eligibility``, and by pages (``mail.facts.moment``); of no other.
    is_eligible: bool
    facts: Any

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_at", "-id"]
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        indexes = [
            models.Index(
                fields=["send_after", "id"], name="mail_open_in_order", condition=Q(state__in=["planned", "sending"])
            ),
            models.Index(fields=["-planned_at", "-id"], name="mail_as_listed"),
            # What the list filters by goes along: a caseload's mails of one state are counted in the index alone.
            models.Index(
                fields=["recipient", "-planned_at", "-id"],
                include=["state", "kind", "delivery"],
                name="mail_of_person_as_listed",
            ),
            models.Index(fields=["state", "-planned_at", "-id"], name="mail_of_state_as_listed"),
            models.Index(fields=["kind", "-planned_at", "-id"], name="mail_of_kind_as_listed"),
            models.Index(
                fields=["delivery", "-planned_at", "-id"], name="mail_heard_as_listed", condition=~Q(delivery="")
            ),
            models.Index(fields=["id"], name="mail_without_account", condition=Q(recipient__isnull=True)),
        ]
        constraints = [
            one_of("kind", MailKind.values, model="mail"),
            one_of("channel", MailChannel.values, model="mail"),
            one_of("state", MailState.values, model="mail"),
            one_of("delivery", ["", *Delivery.values], model="mail"),
            models.UniqueConstraint(
                fields=["recipient", "kind", "channel", "occasion"],
                name="mail_once_per_occasion",
                violation_error_message=_("This mail is already in the ledger."),
            ),
            models.UniqueConstraint(
                fields=["kind", "channel", "occasion"],
                condition=Q(recipient__isnull=True),
                name="mail_once_per_occasion_without_account",
                violation_error_message=_("This mail is already in the ledger."),
            ),
            models.CheckConstraint(
                condition=Q(recipient__isnull=False, address="") | (Q(recipient__isnull=True) & ~Q(address="")),
                name="mail_goes_to_one",
                violation_error_message=_("A mail goes to a person with an account, or to an address."),
            ),
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False),
                name="mail_sent_has_a_time",
                violation_error_message=_("A sent mail has the time it was sent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.occasion}"

    @property
    def reached_as(self) -> str:
        """The state with what was heard later: “Sent · Bounced”."""
        state = str(self.get_state_display())
        return f"{state} · {self.get_delivery_display()}" if self.delivery else state

    @property
    def to(self) -> str:
        """Where it goes. The recipient is read already."""
        return self.recipient.email if self.recipient else self.address

    @property
    def reads(self) -> str:
        """The code of the language it is written in. The recipient is read already."""
        return self.recipient.reads if self.recipient else settings.LANGUAGE_CODE

    @property
    def person(self) -> User:
        """The recipient of a mail that goes to somebody with an account. The recipient is read already."""
        assert self.recipient is not None
        return self.recipient


class MailEvent(models.Model):
    """One thing that happened to a mail on its way: a try that did not end in an acceptance, or news from a provider.

    what -- one of ``relay.outcomes.Outcome`` in words, or a ``Delivery``
    """

    mail = models.ForeignKey(Mail, models.CASCADE, related_name="events", verbose_name=_("mail"))
    at = models.DateTimeField(_("at"))
    what = models.CharField(_("what happened"), max_length=20)
    said = models.CharField(_("what was said"), max_length=240, blank=True)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("step on the way")
        verbose_name_plural = _("steps on the way")

    def __str__(self) -> str:
        return self.what


class PushDeviceQuerySet(models.QuerySet["PushDevice"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Everybody's own: where somebody is written to is nobody else's business."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        return self.filter(owner_id=user.pk)

    def reach(self, user_id: int) -> bool:
        """Whether notes are on on a browser of theirs; one query."""
        return self.filter(owner_id=user_id).exists()


class PushDevice(models.Model):
    """One browser on which somebody has turned notes on. Whoever holds its keys can write to it."""

    owner = models.ForeignKey(User, models.CASCADE, related_name="devices", verbose_name=_("owner"))
    endpoint = models.CharField(
        _("address at the push service"),
        max_length=1000,
        unique=True,
        error_messages={"unique": _("Notifications are on in this browser already.")},
    )
    p256dh = SecretField(_("key"))
    auth = SecretField(_("secret"))
    label = models.CharField(_("device"), max_length=40, help_text=_("For example, “Chrome on Android.”"))
    made_at = models.DateTimeField(_("on since"))
    reached_at = models.DateTimeField(_("last reached"), null=True, blank=True)

    objects = PushDeviceQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "id"]
        verbose_name = _("browser with notifications")
        verbose_name_plural = _("browsers with notifications")

    def __str__(self) -> str:
        return self.label
