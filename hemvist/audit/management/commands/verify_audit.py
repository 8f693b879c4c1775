"""Check the audit chain from the command line, for an auditor or a nightly job."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from hemvist.audit.actions import seal, verify


class Command(BaseCommand):
    """Seals what is new, verifies all, prints the head to note; fails if anything was changed."""

    help = "Verify the audit chain and print its head."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the head noted at an earlier check, which proves that nothing was cut off."""
        parser.add_argument("--head", default="", help="A digest printed by an earlier check.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify and say what was found."""
        seal()
        report = verify(expected_head=options["head"])
        if report.broken_at is not None:
            raise CommandError(f"The chain is broken at position {report.broken_at}: {report.why}.")
        self.stdout.write(f"{report.links} events, all as they were. Head: {report.head}")
