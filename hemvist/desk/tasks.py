"""What the desk does by the clock."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from hemvist.core.working_time import ZONE
from hemvist.desk.digest import send_digests

MORNING = 7


@app.periodic(cron="0 * * * *")
@app.task(name="desk.send_digests", queueing_lock="desk.send_digests")
def send_morning_letters(timestamp: int) -> None:
    """Send the letters of the morning at seven by the clock here, summer and winter."""
    at = datetime.fromtimestamp(timestamp, UTC)
    if at.astimezone(ZONE).hour == MORNING:
        send_digests(at=at)
