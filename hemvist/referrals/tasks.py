"""Bringing home what goes quiet."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from hemvist.referrals.actions import chase_unanswered


@app.periodic(cron="7 * * * *")
@app.task(name="referrals.chase", queueing_lock="referrals.chase")
def chase(timestamp: int) -> None:
    """Remind of, or bring back, what no function has answered in time."""
    chase_unanswered(at=datetime.fromtimestamp(timestamp, UTC))
