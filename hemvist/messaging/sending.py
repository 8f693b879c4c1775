"""Sending one delivery: at least once, at most doubled when the machine dies in the act.

The row is locked while the server takes the letter and marked in the same transaction, so two
workers never send the same one. What fails now is tried again; what fails for good is said in
words, and the case comes back to a person.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import BigIntegerField, Exists, OuterRef, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateJob

from hemvist.core.jobs import enqueue, enqueue_at
from hemvist.core.prepared import Prepared
from hemvist.messaging.actions import (
    CHANNEL_OF,
    chosen_contact_point,
    reach_of,
    tell_of_failure,
)
from hemvist.messaging.discretion import says_only_that
from hemvist.messaging.mail import send_mail
from hemvist.messaging.models import AUTOMATIC_ANSWER, Delivery, DeliveryChannel, DeliveryState
from hemvist.messaging.refusals import Refused, TryAgain
from hemvist.messaging.sms import send_text
from hemvist.messaging.stopping import has_stopped
from hemvist.people.hours import good_moment
from hemvist.people.links import link_to
from hemvist.people.members import has_had_own_track
from hemvist.people.models import ContactKind, ContactPoint

# How long it is worth trying. A code is worthless when its quarter of an hour is over.
PATIENCE = timedelta(days=2)
PATIENCE_WITH = {"code": timedelta(minutes=15)}
# What the person asked for this minute goes to the address they named, whatever they chose else.
ASKED_FOR = {"code", "link", "receipt", "withdrawn"}
# What must not lie about once it is sent.
EVERYTHING = ["address", "subject", "body", "reason"]
EMPTIED_WHEN_DONE = {"code": ["body"], "erased": EVERYTHING, AUTOMATIC_ANSWER: EVERYTHING}
LONGEST_SMS = 4 * 67
JOB_IS_LOST_AFTER = timedelta(minutes=10)
SWEEP = 1_000


class NotYet(Exception):
    """The person does not want to be disturbed now, but from `until` on."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def send_delivery(pk: int, *, at: datetime | None = None) -> None:
    """Send one delivery, unless it has been sent, is gone, or another worker is at it now.

    A text message waits for an hour at which the person may be disturbed.

    Raises TryAgain when it is worth another try later; the reason stands on the delivery.
    """
    now = at or timezone.now()
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        delivery = _waiting(pk)
        if delivery is None:
            return
        delivery.attempts += 1
        try:
            _give_up_if_old(delivery, now)
            _follow_choice(delivery)
            _leave_in_peace(delivery, now)
            _carry(delivery)
        except NotYet as wait:
            _wait(delivery, wait.until)
            return
        except Refused as refusal:
            _fail(delivery, refusal, now)
        except TryAgain as later:
            delivery.reason = str(later)[:300]
            delivery.save(update_fields=["attempts", "reason"])
            again = later
        else:
            _mark_sent(delivery, now)
        if delivery.state != DeliveryState.QUEUED:
            return
    raise again


def enqueue_forgotten(*, at: datetime) -> int:
    """Ask again for every waiting delivery that no job will come to; says how many there were.

    A job that was begun long ago is none: the database went away as its end was written down.
    """
    lost = at - JOB_IS_LOST_AFTER
    begun = {"procrastinateevent__type": "started", "procrastinateevent__at__gt": lost}
    job = ProcrastinateJob.objects.filter(
        Q(status="todo") | Q(status="doing", **begun), task_name="messaging.deliver"
    ).annotate(delivery=Cast(KeyTextTransform("delivery", "args"), BigIntegerField()))
    forgotten = Delivery.objects.filter(
        ~Exists(job.filter(delivery=OuterRef("pk"))),
        state=DeliveryState.QUEUED,
        created_at__lt=lost,
    ).order_by("created_at")
    found = list(forgotten.values_list("pk", flat=True)[:SWEEP])
    for pk in found:
        enqueue("messaging.deliver", delivery=pk)
    return len(found)


_locked = Prepared(
    lambda pk: (
        Delivery.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("household__contact_choice", "message", "contact_point__person")
        .filter(pk=pk, state=DeliveryState.QUEUED)
        .order_by()
    ),
    pk=-1,
)


def _waiting(pk: int) -> Delivery | None:
    return next(iter(_locked(pk=pk)), None)


def _give_up_if_old(delivery: Delivery, now: datetime) -> None:
    since = max(delivery.created_at, delivery.not_before or delivery.created_at)
    if now - since > PATIENCE_WITH.get(delivery.purpose, PATIENCE):
        raise Refused(_("It could not be sent in time. %(reason)s") % {"reason": delivery.reason})


def _follow_choice(delivery: Delivery) -> None:
    """Point the delivery where the household wishes to be written to now, or refuse.

    One whose address is gone may have been to a member with an own track: the others never get it.
    """
    if not delivery.to_person or delivery.household is None:
        return
    point = delivery.contact_point
    if delivery.purpose not in ASKED_FOR:
        person = point.person if point else None
        may_be_apart = point is None and has_had_own_track(delivery.household)
        point = None if may_be_apart else chosen_contact_point(delivery.household, person=person)
    if point is None:
        raise Refused(_("They do not want to be written to, or no address of theirs works."))
    if point != delivery.contact_point:
        _redirect(delivery, point)


def _leave_in_peace(delivery: Delivery, now: datetime) -> None:
    """Hold a text message until the person may be disturbed, by the clock where they are."""
    household = delivery.household
    is_text = delivery.channel == DeliveryChannel.SMS and delivery.to_person
    if household is None or not is_text or delivery.purpose in ASKED_FOR:
        return
    person = delivery.contact_point.person if delivery.contact_point else None
    choice = reach_of(household, person=person)
    if choice is None:
        return
    until = good_moment(now, hours=choice.hours, zone=choice.time_zone)
    if until > now:
        raise NotYet(until)


def _wait(delivery: Delivery, until: datetime) -> None:
    delivery.not_before = until
    delivery.save(update_fields=["not_before"])
    enqueue_at(until, "messaging.deliver", delivery=delivery.pk)


def _redirect(delivery: Delivery, point: ContactPoint) -> None:
    delivery.contact_point = point
    delivery.channel = CHANNEL_OF[ContactKind(point.kind)]
    delivery.address = point.normalised
    delivery.save(update_fields=["contact_point", "channel", "address"])


def _carry(delivery: Delivery) -> None:
    _keep_content_out(delivery)
    if delivery.channel == DeliveryChannel.EMAIL:
        send_mail(delivery)
    else:
        if delivery.purpose not in ASKED_FOR and has_stopped(delivery.address):
            raise Refused(_("They have asked for no more text messages."))
        send_text(delivery)


def _keep_content_out(delivery: Delivery) -> None:
    """Say only that there is a message, when more must not be said or has no room in an SMS."""
    household = delivery.household
    if delivery.message is None or household is None or not delivery.to_person:
        return
    too_long = delivery.channel == DeliveryChannel.SMS and len(delivery.body) > LONGEST_SMS
    if too_long or says_only_that(delivery):
        with translation.override(delivery.language):
            delivery.subject = _("A message for you")
            delivery.body = _("You have a new message. Read it on your own page: %(link)s") % {
                "link": link_to(household)
            }


def _mark_sent(delivery: Delivery, now: datetime) -> None:
    delivery.state = DeliveryState.SENT
    delivery.sent_at = now
    delivery.reason = ""
    _empty_when_done(delivery)
    delivery.save()


def _fail(delivery: Delivery, refusal: Refused, now: datetime) -> None:
    delivery.state = DeliveryState.FAILED
    delivery.reason = str(refusal)[:300]
    _empty_when_done(delivery)
    delivery.save()
    if refusal.is_the_address and delivery.contact_point is not None:
        delivery.contact_point.failing_since = now
        delivery.contact_point.failure = delivery.reason
        delivery.contact_point.save(update_fields=["failing_since", "failure"])
    tell_of_failure(delivery)


def _empty_when_done(delivery: Delivery) -> None:
    for field in EMPTIED_WHEN_DONE.get(delivery.purpose, []):
        setattr(delivery, field, "")
