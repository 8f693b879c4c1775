"""`manage.py index`: bring the search up to date now, and say how much changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from hemvist.core.lexicon import lay_out_all
from hemvist.search.actions import add_meaning, index_all, load_concepts
from hemvist.search.models import Document


class Command(BaseCommand):
    """Lay out dictionaries, load the words that come along, and index what changed."""

    help = "Bring the search up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--anew` forgets the index first."""
        parser.add_argument("--anew", action="store_true", help="make every document anew")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, in order."""
        lay_out_all()
        load_concepts()
        if options["anew"]:
            Document.objects.all().delete()
        for kind, changed in index_all().items():
            self.stdout.write(f"{kind}: {changed} changed")
        while added := add_meaning(at_most=500):
            self.stdout.write(f"meaning: {added} added")
        self.stdout.write(f"{Document.objects.count()} documents")
