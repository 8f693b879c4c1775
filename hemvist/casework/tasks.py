"""Work in the background that knows cases."""

from django.utils import timezone
from procrastinate.contrib.django import app

from hemvist.casework.presence import forget_who_was_here
from hemvist.casework.undelivered import bring_back
from hemvist.messaging.models import Delivery


@app.task(name="casework.delivery_failed")
def delivery_failed(delivery: int) -> None:
    """A letter did not arrive: bring the case back to a person. Asked for by messaging."""
    failed = Delivery.objects.filter(pk=delivery).first()
    if failed is not None:
        bring_back(failed, at=timezone.now())


@app.periodic(cron="35 * * * *")
@app.task(name="casework.forget_who_was_here")
def forget_presence(timestamp: int) -> None:
    """Remove every hour what nobody needs to know any more."""
    forget_who_was_here(at=timezone.now())
