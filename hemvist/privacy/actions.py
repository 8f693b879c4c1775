"""What a person may ask of us, done: to end it, to share no more, to erase."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from hemvist.audit.actions import By, record
from hemvist.bulk.models import BulkLine, CaseTag
from hemvist.casework.actions import close_case
from hemvist.casework.models import (
    Call,
    Case,
    CloseReason,
    DocumentKind,
    Mention,
    Need,
    Note,
    Presence,
    RegisterEntry,
    StickyFact,
    Task,
)
from hemvist.casework.register import register
from hemvist.core.models import Municipality
from hemvist.documents.actions import remove_files
from hemvist.documents.models import CaseFile
from hemvist.follow_up.models import CheckIn
from hemvist.inbox.forgetting import remove_mail_of
from hemvist.intake.actions import RESUME
from hemvist.intake.models import Enquiry
from hemvist.merging.actions import forget_household
from hemvist.messaging.actions import any_contact_point, queue_delivery
from hemvist.messaging.models import Delivery, DeliveryState, Direction, Message
from hemvist.people.actions import void_links, withdraw_consent
from hemvist.people.models import Consent, ContactChoice, ContactKind, Household
from hemvist.people.shared_addresses import of_nobody_else
from hemvist.privacy.texts import erased, kept, promise
from hemvist.referrals.actions import withdraw_referral
from hemvist.referrals.models import Referral
from hemvist.registration.models import PersonLine, Registration
from hemvist.routing.models import Decision
from hemvist.texts.models import IncomingText
from hemvist.writing.models import Draft


@transaction.atomic
def end_consent(consent: Consent, *, by: By, at: datetime) -> None:
    """Share no more of what was agreed: what was sent under it is taken back."""
    _take_back(Referral.objects.filter(consent=consent), by=by, at=at)
    withdraw_consent(consent, by=by, at=at)


@transaction.atomic
def withdraw_household(household: Household, *, by: By, at: datetime) -> int:
    """The person ends it: referrals and consents are taken back, open cases closed.

    They are told so in a last letter. Nothing is erased; that is another wish. Says how many
    cases were closed.
    """
    household = _locked(household)
    ended = _end(household, by=by, at=at)
    point = any_contact_point(household)
    if ended and point is not None:
        with translation.override(household.language):
            queue_delivery(
                household=household,
                contact_point=point,
                purpose="withdrawn",
                language=household.language,
                subject=_("We have ended your case"),
                body=_(
                    "As you wished, we have ended your case. Those we had asked for help have "
                    "been told to stop. What you told us is still here until you erase it on "
                    "your own page. You are welcome to write again at any time."
                ),
            )
    return ended


@transaction.atomic
def erase_household(
    household: Household, *, by: By, at: datetime, as_mistake: bool = False
) -> None:
    """Empty everything we hold about a household, and tell it what remains and why.

    What remains: the numbers and dates of its cases, the lines of the public register without
    the name, and in the log that it was done. All its links and devices stop working. Erasing
    twice is erasing once. `as_mistake` is for what should never have been written down: nobody
    has asked for it, so nobody is written to.
    """
    household = _locked(household)
    if household.erased_at is not None:
        return
    _end(household, by=by, at=at, as_mistake=as_mistake)
    if not as_mistake:
        _say_farewell(household)
    references = list(household.cases.values_list("reference", flat=True))
    _empty_casework(household)
    for home in [household, *forget_household(household)]:
        _empty_messages(home)
        _empty_household(home, at=at)
    void_links(household, by=by)
    record("household.erased", household, by=by, detail={"cases": references}, at=at)


def _locked(household: Household) -> Household:
    # Not the key: whoever writes to a case of the household would wait for us, and we for them.
    return Household.objects.select_for_update(no_key=True).get(pk=household.pk)


def _end(household: Household, *, by: By, at: datetime, as_mistake: bool = False) -> int:
    _take_back(Referral.objects.filter(case__household=household), by=by, at=at)
    for consent in household.consents.filter(withdrawn_at__isnull=True):
        withdraw_consent(consent, by=by, at=at)
    cases = list(Case.objects.open().filter(household=household))
    for case in cases:
        if not as_mistake:
            _register_withdrawal(case, at)
        close_case(case, reason=CloseReason.WITHDRAWN, by=by, at=at)
    record("household.withdrawn", household, by=by, detail={"cases": len(cases)}, at=at)
    return len(cases)


def _register_withdrawal(case: Case, at: datetime) -> None:
    register(
        case,
        direction=Direction.IN,
        kind=DocumentKind.WITHDRAWAL,
        subject="Återkallelse",
        at=at,
    )


def _take_back(referrals: Iterable[Referral], *, by: By, at: datetime) -> None:
    for referral in referrals:
        if referral.is_open:
            withdraw_referral(referral, by=by, at=at)


def _say_farewell(household: Household) -> None:
    """Queue the last letter; the worker empties it too once it is sent."""
    point = any_contact_point(household)
    if point is None:
        return
    municipality = Municipality.objects.get(pk=1)
    with translation.override(household.language):
        paragraphs = [
            _("As you wished, we have erased what we held about you."),
            "\n".join([_("This was erased:"), *_listed(erased())]),
            "\n".join([_("This remains, because the law asks for it:"), *_listed(kept())]),
            promise(municipality),
        ]
        queue_delivery(
            email=point.normalised if point.kind == ContactKind.EMAIL else "",
            phone=point.normalised if point.kind == ContactKind.PHONE else "",
            purpose="erased",
            language=household.language,
            subject=_("What we have erased"),
            body="\n\n".join(paragraphs),
        )


def _listed(lines: Iterable[str]) -> list[str]:
    return [f"- {line}" for line in lines]


def _empty_casework(household: Household) -> None:
    cases = Case.objects.filter(household=household)
    functions = Referral.objects.filter(case__in=cases).values("function__name")
    lines = RegisterEntry.objects.filter(case__in=cases)
    lines.exclude(counterpart__in=functions).update(counterpart="", counterpart_is_secret=True)
    wordless = dict.fromkeys(["note", "desired", "achieved", "unmet_words"], "")
    Need.objects.filter(case__in=cases).update(**wordless, person=None)
    Note.objects.filter(case__in=cases).update(body="")
    Call.objects.filter(case__in=cases).update(summary="")
    remove_mail_of(household)
    Draft.objects.filter(case__in=cases).delete()
    remove_files(CaseFile.objects.filter(case__in=cases))
    Mention.objects.filter(note__case__in=cases).delete()
    for model in (StickyFact, Task, Presence):
        model._default_manager.filter(case__in=cases).delete()
    CheckIn.objects.filter(case__in=cases).update(skipped_because="")
    Referral.objects.filter(case__in=cases).update(question="", answer="", shared={})
    Decision.objects.filter(case__in=cases).update(because={})
    Enquiry.objects.filter(case__in=cases).delete()
    Registration.objects.filter(case__in=cases).update(helper_name="", helper_address="")
    PersonLine.objects.filter(case__in=cases).update(
        values={}, understood={}, faults=[], fingerprint=""
    )
    CaseTag.objects.filter(case__in=cases).delete()
    BulkLine.objects.filter(case__in=cases).update(before={})
    cases.update(title="", area=None, other_information="", next_step_note="")


def _empty_messages(household: Household) -> None:
    Message.objects.filter(conversation__household=household).update(
        subject="", body="", submission_key=None, mail_id=""
    )
    addresses = household.contact_points.values("normalised")
    cases = household.cases.values("pk")
    only_theirs = of_nobody_else(household).values("normalised")
    IncomingText.objects.filter(Q(case__in=cases) | Q(case=None, number__in=only_theirs)).delete()
    # The link to go on with a form, sent before there was a household.
    Delivery.objects.filter(purpose=RESUME, household=None, address__in=addresses).delete()
    # A letter that tells a function to stop, with nothing in it about the person, still goes.
    Delivery.objects.filter(household=household).exclude(
        to_person=False, state=DeliveryState.QUEUED
    ).delete()


def _empty_household(household: Household, *, at: datetime) -> None:
    household.people.all().delete()
    household.contact_points.all().delete()
    household.named_staff.clear()
    ContactChoice.objects.filter(household=household).delete()
    household.consents.update(wording="")
    household.origin, household.moving_on = "", None
    household.language = settings.LANGUAGE_CODE
    household.is_protected = False
    household.erased_at = at
    household.save()
