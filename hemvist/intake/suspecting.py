"""What looks as if a machine had sent it: a person says whether one did, and can take that back.

Nothing is lost and nobody is stopped: a suspected enquiry is a case like any other from the
first minute, with the same promise. Only who answers for it says that it is no person.
"""

from datetime import datetime

from django.db import transaction

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.casework.actions import close_case, reopen_case
from hemvist.casework.models import Case, CloseReason
from hemvist.intake.actions import SOURCE, SUSPECTED
from hemvist.intake.models import Enquiry, Offer, OfferState, Verdict


class IsJudged(Exception):
    """A colleague has said it meanwhile."""


@transaction.atomic
def judge_enquiry(enquiry: Enquiry, *, verdict: str, by: User, at: datetime) -> Enquiry:
    """Say that a person sent it, or that it is spam: then its case is closed.

    Raises IsJudged.
    """
    enquiry = _locked(enquiry)
    if enquiry.verdict:
        raise IsJudged
    enquiry.verdict, enquiry.judged_by, enquiry.judged_at = verdict, by, at
    enquiry.save(update_fields=["verdict", "judged_by", "judged_at"])
    is_spam = verdict == Verdict.SPAM
    case, offer = enquiry.case, getattr(enquiry, "offer", None)
    if case is not None:
        if is_spam and case.is_open:
            close_case(case, reason=CloseReason.SPAM, by=by, at=at)
        elif not is_spam:
            _tell_source(case, SOURCE)
        record("enquiry.judged", case, by=by, detail={"verdict": str(verdict)}, at=at)
    if offer is not None:
        _judge_offer(offer, is_spam=is_spam, at=at)
        record("enquiry.judged", offer, by=by, detail={"verdict": str(verdict)}, at=at)
    return enquiry


@transaction.atomic
def take_back(enquiry: Enquiry, *, by: User, at: datetime) -> Enquiry:
    """Put it back to be judged; a case closed as spam goes on where it was."""
    enquiry = _locked(enquiry)
    if not enquiry.verdict:
        return enquiry
    was_spam = enquiry.verdict == Verdict.SPAM
    enquiry.verdict, enquiry.judged_by, enquiry.judged_at = "", None, None
    enquiry.save(update_fields=["verdict", "judged_by", "judged_at"])
    case, offer = enquiry.case, getattr(enquiry, "offer", None)
    if case is not None:
        if was_spam and case.close_reason == CloseReason.SPAM:
            case = reopen_case(case, by=by, at=at)
        _tell_source(case, SUSPECTED)
        record("enquiry.judgement_undone", case, by=by, at=at)
    if offer is not None and not offer.is_erased:
        offer.may_be_spam, offer.state, offer.closed_at = True, OfferState.NEW, None
        offer.next_step_on = offer.next_step_on or at.date()
        offer.version += 1
        offer.save()
        record("enquiry.judgement_undone", offer, by=by, at=at)
    return enquiry


def _judge_offer(offer: Offer, *, is_spam: bool, at: datetime) -> None:
    offer.may_be_spam = is_spam
    if is_spam and offer.is_open:
        offer.state, offer.closed_at, offer.next_step_on = OfferState.DECLINED, at, None
    offer.version += 1
    offer.save()


def _tell_source(case: Case, source: str) -> None:
    """What the form says of the case it made; nothing that a host decides."""
    Case.objects.filter(pk=case.pk).update(source=source)


def _locked(enquiry: Enquiry) -> Enquiry:
    return (
        Enquiry.objects.select_for_update(of=("self",))
        .select_related("case", "offer")
        .get(pk=enquiry.pk)
    )
