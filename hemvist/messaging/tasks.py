"""Sending in the background."""

from procrastinate.contrib.django import app

from hemvist.messaging.models import Delivery


@app.task(name="messaging.deliver", queue="mail")
def deliver(delivery: int) -> None:
    """Send one delivery, if it has not been sent yet."""
    from hemvist.messaging.sending import send_delivery

    send_delivery(Delivery.objects.get(pk=delivery))
