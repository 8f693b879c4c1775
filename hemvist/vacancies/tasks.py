"""Clearing away what nobody can apply for any more."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from hemvist.core.dates import local_day
from hemvist.vacancies.actions import forget_old_vacancies


@app.periodic(cron="25 3 * * *")
@app.task(name="vacancies.forget_old", queueing_lock="vacancies.forget_old")
def forget_old(timestamp: int) -> None:
    """Delete old advertisements."""
    forget_old_vacancies(on=local_day(datetime.fromtimestamp(timestamp, UTC)))
