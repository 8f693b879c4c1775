"""What is removed when its time is over, and what did not arrive."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from hemvist.intake.actions import forget_sent_answers, remove_old_drafts
from hemvist.intake.offers import erase_old_offers, receipt_did_not_arrive
from hemvist.messaging.models import Delivery


@app.periodic(cron="20 3 * * *")
@app.task(name="intake.remove_old_drafts", queueing_lock="intake.remove_old_drafts")
def remove_drafts(timestamp: int) -> None:
    """Every night: drafts nobody came back to."""
    remove_old_drafts(at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="50 * * * *")
@app.task(name="intake.forget_sent_answers", queueing_lock="intake.forget_sent_answers")
def forget_answers(timestamp: int) -> None:
    """Every hour: the answers of enquiries sent a day ago."""
    forget_sent_answers(at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="30 3 * * *")
@app.task(name="intake.erase_old_offers", queueing_lock="intake.erase_old_offers")
def erase_offers(timestamp: int) -> None:
    """Every night: offers closed a year ago."""
    erase_old_offers(at=datetime.fromtimestamp(timestamp, UTC))


@app.task(name="intake.offer_receipt_failed")
def offer_receipt_failed(delivery: int) -> None:
    """The receipt of an offer did not arrive. Asked for by messaging."""
    failed = Delivery.objects.filter(pk=delivery).first()
    if failed is not None:
        receipt_did_not_arrive(failed, at=timezone.now())
