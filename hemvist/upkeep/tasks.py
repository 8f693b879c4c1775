"""What is removed when its time is over."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from hemvist.upkeep.actions import empty_old_feedback


@app.periodic(cron="30 3 * * *")
@app.task(name="upkeep.empty_old_feedback", queueing_lock="upkeep.empty_old_feedback")
def empty_feedback(timestamp: int) -> None:
    """Every night: what readers wrote, 90 days after somebody dealt with it."""
    empty_old_feedback(at=datetime.fromtimestamp(timestamp, UTC))
