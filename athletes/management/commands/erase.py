"""erase: one record for good, by its number. What goes is said before, and the name has to be typed."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from athletes.enrollment.leaving.erasing import erase, is_name_of, what_goes
from athletes.enrollment.leaving.retention import why_kept
from athletes.errors import RefusedError
from athletes.models import Athlete, ErasureReason, User


class Command(BaseCommand):
    help = "Erase a record: the same as the page in the admin, for who has just restored a backup."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "number", type=int, help="the record's number, as Erased records and the access log have it"
        )
        parser.add_argument("--by", required=True, help="the e-mail address of the clinic admin who decides it")
        parser.add_argument("--reason", required=True, choices=ErasureReason.values)

    def handle(self, *, number: int, by: str, reason: str, **options: Any) -> None:
        athlete = Athlete.objects.select_related("user").filter(pk=number).first()
        if athlete is None:
            raise CommandError(f"There is no record with the number {number}.")
        admin = User.objects.filter(email__iexact=by, is_active=True).first()
        if admin is None or not admin.sees_everyone:
            raise CommandError(f"{by} is no clinic admin: only they erase.")
        at = timezone.now()
        if kept := why_kept(athlete, at):
            raise CommandError(f"Nothing was erased. {kept}")
        self.stdout.write(f"For good, of record {number}, {athlete}:")
        for each in what_goes(athlete):
            self.stdout.write(f"{each.count:>8,} {each.name}")
        self.stdout.write("Backups that were made before keep it until they end themselves.")
        if not is_name_of(athlete, input("Type the athlete’s full name to go on: ")):
            raise CommandError("That is not the name of this record. Nothing was erased.")
        try:
            erase(athlete=athlete, reason=reason, by=admin, at=at)
        except (RefusedError, PermissionDenied) as error:
            raise CommandError(f"Nothing was erased. {error}") from error
        self.stdout.write("Erased. One row says so, without a name.")
