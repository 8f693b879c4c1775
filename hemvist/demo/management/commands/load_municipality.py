"""Load a municipality's own facts, in production as in the demo."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, transaction
from django.utils import timezone

from hemvist.accounts.models import Team
from hemvist.demo.municipality import load_municipality
from hemvist.demo.pages import load_pages


class Command(BaseCommand):
    """Writes what the files in a folder say; can be run again after a file was changed."""

    help = "Load a municipality from a folder made like hemvist/demo/boden."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder, and what the team that receives new enquiries is called."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--team", default="Inflyttningsservice")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load all of it or nothing, and see that enquiries have somewhere to go."""
        try:
            with transaction.atomic():
                municipality = load_municipality(on=timezone.localdate(), folder=options["folder"])
                load_pages(options["folder"])
        except OSError as error:
            raise CommandError(
                f"This file is missing or cannot be read: {error.filename}"
            ) from error
        except (ValueError, TypeError, LookupError, ValidationError, DatabaseError) as error:
            raise CommandError(
                f"Nothing was loaded, because of a fault in the files: {error}"
            ) from error
        if not Team.objects.filter(is_front_door=True).exists():
            Team.objects.update_or_create(name=options["team"], defaults={"is_front_door": True})
        self.stdout.write(f"{municipality.name} is loaded.")
