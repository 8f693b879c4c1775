"""Taking in what the SMS service tells, and bringing each text to its case."""

import re
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from hemvist.accounts.models import User
from hemvist.audit.actions import Actor, By, record
from hemvist.casework.actions import (
    CaseHasChanged,
    locked,
    receive_message,
    save_case,
)
from hemvist.casework.clock import plan_step
from hemvist.casework.models import Case, NextStep, RegisterEntry
from hemvist.casework.putting_back import difference, put_back, snapshot
from hemvist.core.jobs import enqueue
from hemvist.messaging.actions import tell_of_failure
from hemvist.messaging.models import Delivery, DeliveryChannel, DeliveryState, MessageChannel
from hemvist.messaging.sms import Received, Report
from hemvist.messaging.stopping import says_start, says_stop, start_texts, stop_texts
from hemvist.people.actions import HouseholdIsErased
from hemvist.people.phone import NotAPhoneNumber, normalise, readable
from hemvist.texts.models import IncomingText, TextState
from hemvist.texts.queries import case_of, cases_with

NAMESPACE = uuid.UUID("6f1d4f0e-6a0b-4a53-9d5e-3e6b2c1c7a10")
LONGEST = 20_000
UNREADABLE = re.compile("[\x00\ud800-\udfff]")
KEPT = timedelta(days=90)


class DecidedAlready(Exception):
    """A colleague has said whose the text is a moment ago."""


class AnsweredSince(Exception):
    """The case has gone on since the text came into it; undoing would tear it."""


@transaction.atomic
def take_in(told: Received, *, at: datetime) -> tuple[IncomingText, bool]:
    """Write down a text as it came; a worker finds its case. The same told twice is one."""
    try:
        number = normalise(told.sender)
    except NotAPhoneNumber:  # a name as sender, or a short number
        number = UNREADABLE.sub("", told.sender)[:40]
    text, is_new = IncomingText.objects.get_or_create(
        provider_id=UNREADABLE.sub("", told.number),
        defaults={
            "number": number,
            "sent_to": UNREADABLE.sub("", told.to),
            "body": UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", told.body)[:LONGEST],
            "received_at": at,
        },
    )
    if is_new:
        enqueue("texts.sort", text=text.pk)
    return text, is_new


@transaction.atomic
def sort_text(text: IncomingText) -> IncomingText:
    """Bring a new text to its case, if there can be no other; else it waits for a person.

    A text that says only STOP or START goes to no case: nothing is to be answered.
    """
    text = _locked(text)
    if text.state != TextState.NEW:
        return text
    if says_stop(text.body):
        _stop(text)
    elif says_start(text.body):
        _start(text)
    else:
        case = case_of(text.number)
        text.state = TextState.UNSORTED
        if case is not None:
            _bring(text, case, by=Actor.RESIDENT)
    text.save()
    return text


@transaction.atomic
def give_to_case(text: IncomingText, *, case: Case, by: User, at: datetime) -> IncomingText:
    """Say whose a text is: it comes into the case as if it had come there at once.

    Raises DecidedAlready, HouseholdIsErased.
    """
    text = _undecided(text)
    text.state, text.decided_by, text.decided_at = TextState.UNSORTED, by, at
    _bring(text, case, by=by, or_wait=False)
    text.save()
    record("text.sorted", case, by=by, detail={"text": text.pk}, at=at)
    return text


@transaction.atomic
def put_aside(text: IncomingText, *, by: User, at: datetime) -> IncomingText:
    """Say that a text is nobody's, as advertising is. Raises DecidedAlready."""
    text = _undecided(text)
    text.state, text.decided_by, text.decided_at = TextState.ASIDE, by, at
    text.save()
    record("text.put_aside", text, by=by, at=at)
    return text


@transaction.atomic
def undo_decision(text: IncomingText, *, by: User, at: datetime) -> IncomingText:
    """Let a text wait again: it leaves the case, which is as it was before.

    Its line in the register stays, and says that it stood in the wrong place. Raises
    AnsweredSince when somebody has worked with the case since, DecidedAlready when it waits.
    """
    text = _locked(text)
    if text.state not in {TextState.SORTED, TextState.ASIDE} or text.decided_by is None:
        raise DecidedAlready
    if text.case is not None:
        _take_out(text, text.case, by=by, at=at)
    else:
        record("text.undone", text, by=by, at=at)
    text.state, text.case, text.message, text.before = TextState.UNSORTED, None, None, {}
    text.decided_by = text.decided_at = text.version_after = None
    text.save()
    return text


@transaction.atomic
def take_report(pk: int, report: Report, *, at: datetime) -> bool:
    """Note what became of a text we sent; says whether there was such a text.

    A report that comes twice, or later than one that says more, changes nothing.
    """
    found = Delivery.objects.select_for_update(of=("self",)).select_related("contact_point")
    delivery = found.filter(pk=pk, channel=DeliveryChannel.SMS).first()
    if delivery is None:
        return False
    if delivery.state not in {DeliveryState.QUEUED, DeliveryState.SENT}:
        return True
    if report.state == DeliveryState.DELIVERED:
        delivery.state, delivery.delivered_at, delivery.reason = report.state, at, ""
        delivery.save(update_fields=["state", "delivered_at", "reason"])
    elif report.state == DeliveryState.FAILED:
        _did_not_arrive(delivery, report.reason)
    return True


def forget_old_texts(*, at: datetime) -> int:
    """Remove texts that have come to no case in three months; says how many."""
    nobodys = IncomingText.objects.filter(case=None, received_at__lt=at - KEPT)
    return nobodys.delete()[0]


def _did_not_arrive(delivery: Delivery, why: str) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        unreached = _("The SMS service says that it did not reach the telephone.")
    delivery.state, delivery.reason = DeliveryState.FAILED, why or unreached
    delivery.save(update_fields=["state", "reason"])
    tell_of_failure(delivery)


def _locked(text: IncomingText) -> IncomingText:
    rows = IncomingText.objects.select_for_update(of=("self",)).select_related("case__household")
    return rows.get(pk=text.pk)


def _undecided(text: IncomingText) -> IncomingText:
    text = _locked(text)
    if text.state != TextState.UNSORTED:
        raise DecidedAlready
    return text


def _bring(text: IncomingText, case: Case, *, by: By, or_wait: bool = True) -> None:
    case = locked(case)
    was = snapshot(case)
    try:
        message = receive_message(
            case,
            body=text.body,
            channel=MessageChannel.SMS,
            at=text.received_at,
            key=uuid.uuid5(NAMESPACE, f"{text.pk}:{text.decided_at}"),
        )
    except HouseholdIsErased:
        if not or_wait:
            raise
        return
    case.refresh_from_db()
    text.case, text.message, text.state = case, message, TextState.SORTED
    text.before, text.version_after = difference(was, snapshot(case)), case.version


def _take_out(text: IncomingText, case: Case, *, by: User, at: datetime) -> None:
    try:
        put_back(case, text.before, version=text.version_after or 0, by=by, at=at)
    except CaseHasChanged as change:
        raise AnsweredSince from change
    RegisterEntry.objects.filter(message=text.message).update(
        case=None, message=None, counterpart="", subject="Sms som först stod i ett annat ärende"
    )
    if text.message is not None:
        text.message.delete()
    record("text.undone", case, by=by, detail={"text": text.pk}, at=at)


def _stop(text: IncomingText) -> None:
    """No more texts; in every open case of the number it is the next step to reach them else."""
    text.state = TextState.STOPPED
    stop_texts(text.number, at=text.received_at)
    for found in cases_with(text.number).open():
        case = locked(found)
        plan_step(case, NextStep.OTHER_CHANNEL, at=text.received_at, days=0)
        with translation.override(settings.LANGUAGE_CODE):
            note = _("They want no more texts to %(number)s.") % {"number": readable(text.number)}
        case.next_step_note = note[:200]
        save_case(case)
        record("text.stopped", case, by=Actor.RESIDENT, at=text.received_at)


def _start(text: IncomingText) -> None:
    text.state = TextState.STARTED
    start_texts(text.number)
    for case in cases_with(text.number).open():
        record("text.started", case, by=Actor.RESIDENT, at=text.received_at)
