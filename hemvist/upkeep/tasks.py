"""What is removed when its time is over, and looking at the addresses outside."""

from datetime import UTC, datetime

from django.conf import settings
from django.db.models import Max
from django.utils import timezone
from procrastinate.contrib.django import app

from hemvist.core.dates import local_day
from hemvist.upkeep.actions import (
    ask_owners,
    collect_links,
    compare_translations,
    empty_old_feedback,
    look_at_links,
)
from hemvist.upkeep.models import PageTranslation
from hemvist.upkeep.proposing import empty_old_proposals
from hemvist.upkeep.translations import changed_since

LOOKS_A_ROUND = 40


@app.periodic(cron="30 3 * * *")
@app.task(name="upkeep.empty_old_feedback", queueing_lock="upkeep.empty_old_feedback")
def empty_feedback(timestamp: int) -> None:
    """Every night: what readers wrote and proposed, 90 days after somebody dealt with it."""
    at = datetime.fromtimestamp(timestamp, UTC)
    empty_old_feedback(at=at)
    empty_old_proposals(at=at)


@app.periodic(cron="15 2 * * *")
@app.task(name="upkeep.collect_links", queueing_lock="upkeep.collect_links")
def collect(timestamp: int) -> None:
    """Every night: which addresses outside the guide and the directory name."""
    collect_links(at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="*/10 * * * *")
@app.task(name="upkeep.look_at_links", queueing_lock="upkeep.look_at_links")
def look(timestamp: int) -> None:
    """Every ten minutes: a few of the addresses that are due, if the installation may call out."""
    if settings.LOOK_AT_LINKS:
        look_at_links(at=timezone.now(), most=LOOKS_A_ROUND)


@app.periodic(cron="30 2 * * *")
@app.task(name="upkeep.compare_translations", queueing_lock="upkeep.compare_translations")
def compare_all(timestamp: int) -> None:
    """Every night: how every page stands in every language."""
    compare_translations(at=timezone.now())


@app.periodic(cron="*/2 * * * *")
@app.task(name="upkeep.compare_changed", queueing_lock="upkeep.compare_changed")
def compare_changed(timestamp: int) -> None:
    """Every other minute: how the pages stand that were published since the last look."""
    last = PageTranslation.objects.aggregate(last=Max("compared_at"))["last"]
    compare_translations(at=timezone.now(), pages=changed_since(last))


@app.periodic(cron="0 7 1 * *")
@app.task(name="upkeep.ask_owners", queueing_lock="upkeep.ask_owners")
def ask(timestamp: int) -> None:
    """On the first of every month: owners are asked whether their pages are still right."""
    ask_owners(on=local_day(datetime.fromtimestamp(timestamp, UTC)))
