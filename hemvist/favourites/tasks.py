"""What is removed when its time is over."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from hemvist.favourites import actions


@app.periodic(cron="25 3 * * *")
@app.task(name="favourites.remove_unused", queueing_lock="favourites.remove_unused")
def remove_unused(timestamp: int) -> None:
    """Every night: lists that nobody uses any more."""
    actions.remove_unused(at=datetime.fromtimestamp(timestamp, UTC))
