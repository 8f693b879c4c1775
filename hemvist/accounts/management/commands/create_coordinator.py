"""Make the first coordinator of an installation from the command line."""

import getpass
import os
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from hemvist.accounts.actions import EmailIsTaken, make_coordinator
from hemvist.accounts.models import User


class Command(BaseCommand):
    """Asks for what is not given; the password comes from the keyboard or the environment."""

    help = "Make a coordinator, the person who invites everybody else."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address and the name; never the password, which others could see."""
        parser.add_argument("--email", default="")
        parser.add_argument("--name", default="")
        parser.add_argument("--language", default="sv")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check what was given and make the account."""
        email = options["email"] or input("E-mail: ")
        name = options["name"] or input("Name: ")
        password = os.environ.get("HEMVIST_COORDINATOR_PASSWORD") or getpass.getpass("Password: ")
        try:
            validate_email(email)
            validate_password(password, User(email=email, name=name))
            make_coordinator(
                email=email, name=name, password=password, language=options["language"]
            )
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except EmailIsTaken as error:
            raise CommandError("Somebody already signs in with this address.") from error
        self.stdout.write(f"{name} can now sign in as {email.lower()}.")
