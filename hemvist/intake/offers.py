"""Offers of help: from the form of an association or a landlord to what became of it."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from hemvist.accounts.models import Team, User
from hemvist.audit.actions import Actor, By, record
from hemvist.casework.models import RegisterEntry
from hemvist.casework.register import next_number
from hemvist.core.dates import full_day
from hemvist.core.models import Municipality
from hemvist.core.working_time import ZONE, Calendar
from hemvist.directory.models import Area
from hemvist.intake.models import Enquiry, Offer, OfferState
from hemvist.intake.steps import Walk
from hemvist.intake.telling import contact_of
from hemvist.messaging.actions import queue_delivery
from hemvist.messaging.models import Delivery, Direction
from hemvist.people.phone import normalise

# In which somebody gets in touch, or asks again.
WORKING_DAYS = 5
KEPT_DAYS = 365
RECEIPT = "offer"


class OfferHasChanged(Exception):
    """Somebody else changed the offer after this page was shown."""


class OfferIsErased(Exception):
    """Nothing is left of it that could be changed."""


@transaction.atomic
def receive_offer(enquiry: Enquiry, walk: Walk, *, may_be_spam: bool, at: datetime) -> Offer:
    """Make what an association or a landlord sent into work for the front door, with a receipt."""
    contact = contact_of(walk, language=enquiry.language)
    municipality = Municipality.objects.get(pk=1)
    area = next((answer["area"] for answer in walk.told.values() if answer.get("area")), "")
    offer = Offer.objects.create(
        reference=_next_reference(municipality, at=at),
        form_version_id=enquiry.form_version_id,
        enquiry=enquiry,
        name=walk.answer_to("name")["name"],
        email=contact.email,
        phone=contact.phone,
        channels=list(contact.channels),
        language=enquiry.language,
        answers=_without_contact(walk),
        area=Area.objects.filter(slug=area).first() if area else None,
        may_be_spam=may_be_spam,
        team=Team.objects.get(is_front_door=True),
        next_step_on=_next_day(at),
        register_entry=_registered(walk.answer_to("name")["name"], at=at),
        created_at=at,
    )
    record("offer.received", offer, by=Actor.RESIDENT, at=at)
    offer.receipt = _send_receipt(offer, municipality)
    offer.save(update_fields=["receipt"])
    return offer


@transaction.atomic
def receipt_did_not_arrive(delivery: Delivery, *, at: datetime) -> Offer | None:
    """Make it somebody's next step today that whoever offered does not know we have it."""
    offer = Offer.objects.select_for_update(of=("self",)).filter(receipt=delivery).first()
    if offer is None or offer.is_erased:
        return None
    offer.receipt_failure = delivery.reason
    if offer.is_open:
        offer.next_step_on = at.astimezone(ZONE).date()
    offer.version += 1
    offer.save(update_fields=["receipt_failure", "next_step_on", "version"])
    record("offer.receipt_failed", offer, by=Actor.SYSTEM, at=at)
    return offer


@transaction.atomic
def change_offer(
    offer: Offer,
    *,
    state: str,
    owner: User | None,
    next_step_on: date | None,
    note: str,
    version: int,
    by: User,
    at: datetime,
) -> Offer:
    """Say what became of an offer and when somebody does the next thing.

    An open one never lacks a day. Raises OfferIsErased, OfferHasChanged.
    """
    offer = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if offer.is_erased:
        raise OfferIsErased
    if offer.version != version:
        raise OfferHasChanged
    offer.state, offer.owner, offer.note = state, owner, note
    if offer.is_open:
        offer.closed_at, offer.next_step_on = None, next_step_on or _next_day(at)
    else:
        offer.closed_at, offer.next_step_on = offer.closed_at or at, None
    offer.version += 1
    offer.save()
    record("offer.changed", offer, by=by, detail={"state": str(state)}, at=at)
    return offer


@transaction.atomic
def erase_offer(offer: Offer, *, by: By, at: datetime) -> Offer:
    """Leave nothing of who offered what; that something was offered stays, as the law asks."""
    offer = Offer.objects.select_for_update(of=("self",)).get(pk=offer.pk)
    if offer.is_erased:
        return offer
    if offer.is_open:
        offer.state, offer.closed_at, offer.next_step_on = OfferState.DECLINED, at, None
    addresses = [offer.email, _callable(offer.phone)]
    offer.name = offer.email = offer.phone = offer.note = offer.receipt_failure = ""
    offer.answers, offer.channels = {}, []
    offer.erased_at = at
    offer.version += 1
    if offer.register_entry_id:
        RegisterEntry.objects.filter(pk=offer.register_entry_id).update(counterpart="")
    if offer.enquiry:
        enquiry, offer.enquiry = offer.enquiry, None
        offer.save()
        enquiry.delete()
    offer.save()
    Delivery.objects.filter(purpose=RECEIPT, address__in=[one for one in addresses if one]).delete()
    record("offer.erased", offer, by=by, at=at)
    return offer


def erase_old_offers(*, at: datetime) -> int:
    """Erase the offers that were closed so long ago that nobody needs them; says how many."""
    before = at - timedelta(days=KEPT_DAYS)
    old = list(Offer.objects.filter(closed_at__lt=before, erased_at__isnull=True))
    for offer in old:
        erase_offer(offer, by=Actor.SYSTEM, at=at)
    return len(old)


def _next_day(at: datetime) -> date:
    day = at.astimezone(ZONE).date()
    return Calendar.current().next_working_day(day, days=WORKING_DAYS)


def _next_reference(municipality: Municipality, *, at: datetime) -> str:
    """As in BD-26-E0042."""
    year = at.astimezone(ZONE).year
    number = next_number("offer", year=year)
    return f"{municipality.reference_prefix}-{year % 100:02d}-E{number:04d}"


def _without_contact(walk: Walk) -> dict[str, object]:
    """What is offered; who offers it has fields of its own."""
    kinds = {question.key: question.kind for question in walk.asked}
    return {
        key: answer
        for key, answer in walk.told.items()
        if kinds[key] not in ("ways", "times", "name")
    }


def _registered(name: str, *, at: datetime) -> RegisterEntry:
    """An offer is a document that came in, and stands in the public register (OSL 5:1)."""
    year = at.astimezone(ZONE).year
    return RegisterEntry.objects.create(
        number=f"{year}-{next_number('register', year=year):06d}",
        registered_at=at,
        direction=Direction.IN,
        counterpart=name,
        subject="Erbjudande om hjälp till inflyttare",
    )


def _send_receipt(offer: Offer, municipality: Municipality) -> Delivery:
    with translation.override(offer.language):
        subject = _("We have your offer: %(reference)s") % {"reference": offer.reference}
        due = full_day(offer.next_step_on, with_year=False) if offer.next_step_on else ""
        body = _(
            "Thank you. We have your offer, %(reference)s. A host reads it and gets in touch with "
            "you, at the latest %(due)s. If you want to change it or have it erased, phone us: "
            "%(phone)s"
        ) % {"reference": offer.reference, "due": due, "phone": municipality.phone}
    return queue_delivery(
        purpose=RECEIPT,
        language=offer.language,
        subject=subject,
        body=body,
        email=offer.email,
        phone=_callable(offer.phone),
    )


def _callable(phone: str) -> str:
    return normalise(phone) if phone else ""
