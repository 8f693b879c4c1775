"""`manage.py seed`: the demo municipality with its staff and its invented households."""

import resource
import sys
import time
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from hemvist.demo.correspondence import load_correspondence
from hemvist.demo.employer import load_employer
from hemvist.demo.everyday import load_everyday
from hemvist.demo.example_place import load_example_place
from hemvist.demo.happenings import load_happenings
from hemvist.demo.likenesses import load_likenesses
from hemvist.demo.loading import analyze, clear_households, households_exist, load_households
from hemvist.demo.municipality import load_municipality
from hemvist.demo.offers import load_offers, mark_suspected
from hemvist.demo.pages import load_pages
from hemvist.demo.readers import load_readers
from hemvist.demo.staff import load_staff
from hemvist.demo.vacancies import load_vacancies
from hemvist.demo.world import read_world


class Command(BaseCommand):
    """Refuses to touch households that are there, unless told what to do with them."""

    help = "Fill the demo: the municipality, its staff, and invented households in all stages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say what can be chosen."""
        parser.add_argument("--households", type=int, default=400, help="how many (400)")
        parser.add_argument("--on", type=date.fromisoformat, help="the day that counts as today")
        parser.add_argument("--random-seed", type=int, default=1, help="another number, others")
        parser.add_argument("--more", action="store_true", help="add to what is there")
        parser.add_argument("--fresh", action="store_true", help="remove what is there first")

    def handle(self, **options: Any) -> None:
        """Load all of it in one transaction, then let the database look at it."""
        self._refuse(more=options["more"], fresh=options["fresh"])
        count, on = options["households"], options["on"] or timezone.localdate()
        started = time.monotonic()
        try:
            with transaction.atomic():
                if options["fresh"]:
                    clear_households()
                load_municipality(on=on)
                load_staff()
                load_example_place(on=on)
                load_pages()
                load_readers(on=on)
                load_vacancies(on=on)
                load_happenings(on=on)
                load_households(
                    read_world(on=on),
                    count=count,
                    seed=options["random_seed"],
                    progress=self._progress(started),
                )
                load_offers(on=on)
                mark_suspected()
                load_employer(on=on)
                load_everyday(on=on)
                load_likenesses(count=count, at=timezone.now())
                load_correspondence(on=on)
        except KeyboardInterrupt:
            raise CommandError(
                "\nStopped. Nothing was kept; the same command starts over."
            ) from None
        analyze()
        self._report(count, time.monotonic() - started)

    def _refuse(self, *, more: bool, fresh: bool) -> None:
        if settings.PRODUCTION:
            raise CommandError("Invented households do not belong in production.")
        if households_exist() and not (more or fresh):
            raise CommandError(
                "There are households already, and nothing was changed. To add to them: "
                "make seed ARGS=--more. To remove everything first: make seed ARGS=--fresh."
            )

    def _progress(self, started: float) -> Any:
        def show(done: int, total: int) -> None:
            rate = done / (time.monotonic() - started)
            if sys.stderr.isatty() or done % 10_000 == 0:
                end = "\r" if sys.stderr.isatty() else "\n"
                left = (total - done) / rate
                self.stderr.write(
                    f"{done:>9,} of {total:,} households, {rate:,.0f} a second, {left:.0f} s left ",
                    ending=end,
                )

        return show

    def _report(self, count: int, seconds: float) -> None:
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        self.stdout.write(
            f"{count:,} households in {seconds:.1f} s "
            f"({count / seconds:,.0f} a second, at most {memory:.0f} MB of memory)."
        )
