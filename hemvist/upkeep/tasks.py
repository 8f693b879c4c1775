"""What is removed when its time is over, and looking at the addresses outside."""

from datetime import UTC, datetime

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from hemvist.upkeep.actions import collect_links, empty_old_feedback, look_at_links

LOOKS_A_ROUND = 40


@app.periodic(cron="30 3 * * *")
@app.task(name="upkeep.empty_old_feedback", queueing_lock="upkeep.empty_old_feedback")
def empty_feedback(timestamp: int) -> None:
    """Every night: what readers wrote, 90 days after somebody dealt with it."""
    empty_old_feedback(at=datetime.fromtimestamp(timestamp, UTC))


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
