"""forget_second_factor: the way back in for staff who have lost their phone and their recovery codes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from athletes.models import User
from clinic.sign_in.second_factor import forget_second_factor


class Command(BaseCommand):
    help = "Take the second factor and the password of a member of staff away. See the person before you do it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address that they sign in with")

    def handle(self, *, email: str, **options: Any) -> None:
        user = User.objects.filter(email__iexact=email).first()
        if user is None or not user.is_staff:
            raise CommandError(f"{email} is nobody on the staff. Nothing was changed.")
        forget_second_factor(user)
        self.stdout.write(f"{user} is signed out everywhere. Now they choose a password by “Forgot your password?” on")
        self.stdout.write("the sign-in page of staff, sign in, and set up a new second factor.")
