"""Asking those who answer for a place, once a week."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from hemvist.keeping.actions import ask_keepers


@app.periodic(cron="20 8 * * 2")
@app.task(name="keeping.ask", queueing_lock="keeping.ask")
def ask(timestamp: int) -> None:
    """Every Tuesday morning: whose places are due."""
    ask_keepers(at=datetime.fromtimestamp(timestamp, UTC))
