"""Keeping the keys of names true, and finding pairs, a little after every change."""

from datetime import UTC, datetime, timedelta

from procrastinate.contrib.django import app

from hemvist.audit.models import Event
from hemvist.casework.models import Case
from hemvist.core.jobs import enqueue
from hemvist.merging.actions import keep_names, look_for_same
from hemvist.merging.queries import without_keys

LOOK_BACK = timedelta(minutes=15)
AT_A_TIME = 500


@app.periodic(cron="* * * * *")
@app.task(name="merging.follow", queueing_lock="merging.follow", lock="merging")
def follow(timestamp: int) -> None:
    """Look at the households that the audit log says have changed in the last minutes."""
    now = datetime.fromtimestamp(timestamp, UTC)
    told = Event.objects.filter(at__gte=now - LOOK_BACK, subject_type__in=["household", "case"])
    changed: set[int] = set()
    homes = told.filter(subject_type="household", verb__startswith="household.")
    changed |= {int(pk) for pk in homes.values_list("subject_id", flat=True)}
    opened = told.filter(subject_type="case", verb__in=["case.opened", "case.reopened"])
    cases = Case.objects.filter(
        pk__in=[int(pk) for pk in opened.values_list("subject_id", flat=True)]
    )
    changed |= set(cases.values_list("household", flat=True))
    # Those of a list were compared when it was looked at, and may be ten thousand.
    listed = Case.objects.filter(household__in=changed, source="list")
    changed -= set(listed.values_list("household", flat=True))
    if changed:
        keep_names(changed)
        look_for_same(changed, at=now)


@app.periodic(cron="20 * * * *")
@app.task(name="merging.catch_up", queueing_lock="merging.catch_up", lock="merging")
def catch_up(timestamp: int) -> None:
    """Find the households that came without a word in the log, some hundreds at a time."""
    found = without_keys(most=AT_A_TIME)
    if found and keep_names(found):
        look_for_same(found, at=datetime.fromtimestamp(timestamp, UTC))
        if len(found) == AT_A_TIME:
            enqueue("merging.catch_up_more", timestamp=timestamp)


@app.task(name="merging.catch_up_more", lock="merging")
def catch_up_more(timestamp: int) -> None:
    """Go on with the next hundreds."""
    catch_up(timestamp)
