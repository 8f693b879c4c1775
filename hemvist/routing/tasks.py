"""Seeing to it that nothing waits with somebody who is away or has left."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from hemvist.audit.actions import Actor
from hemvist.casework.models import Case
from hemvist.routing.handing_over import see_to, see_to_everybody


@app.task(name="routing.see_to")
def see_to_case(case: int) -> None:
    """A message came to a case whose owner is not here. Asked for by casework."""
    found = Case.objects.filter(pk=case).first()
    if found is not None:
        see_to(found, by=Actor.SYSTEM, at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="routing.see_to_everybody", queueing_lock="routing.see_to_everybody")
def see_to_all(timestamp: int) -> None:
    """Hand over what cannot wait of all who are away today or have left."""
    see_to_everybody(at=datetime.fromtimestamp(timestamp, UTC))
