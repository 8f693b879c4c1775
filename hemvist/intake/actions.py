"""From the first answer to the case it becomes, and what is removed when nobody comes back."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from hemvist.audit.actions import Actor, record, recorded_together
from hemvist.core.carried import Carried
from hemvist.core.dates import today
from hemvist.core.models import Municipality
from hemvist.directory.models import Area, LifeArea
from hemvist.employers.models import SourceCode
from hemvist.employers.queries import code_in_force
from hemvist.intake.letters import resume_letter, send_receipt
from hemvist.intake.models import Enquiry, EnquiryState, FormVersion, Suspicion
from hemvist.intake.offers import receive_offer
from hemvist.intake.opening import open_told_case
from hemvist.intake.queries import walk_of
from hemvist.intake.steps import Walk, members
from hemvist.intake.telling import agreements_of, more_of, told_by
from hemvist.messaging.actions import queue_delivery
from hemvist.messaging.models import Delivery
from hemvist.people.actions import give_consent
from hemvist.people.models import Household

DRAFT_DAYS = 30
RECEIPT_HOURS = 24
RESUME = "resume"
SOURCE = "form"
# For the host to look at twice; never a reason to stop what an honest person wrote.
SUSPECTED = "form_suspected"
TOO_FAST = timedelta(seconds=12)


class EnquiryIsSent(Exception):
    """What has been sent is a case now; it is changed by writing to the host."""


class EnquiryIsUnfinished(Exception):
    """A question that has to be answered is not; `step` says which."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step


def begin_enquiry(
    version: FormVersion,
    *,
    language: str,
    need: str = "",
    area: str = "",
    code: str = "",
    brought: Sequence[Carried] = (),
    suspected: bool = False,
) -> Enquiry:
    """Make an empty draft; what the guide was read about is only proposed, not answered.

    What the person saved in the guide comes along, for the host to read. A suspected one is
    sent like any other, with a mark for the host. A code that is over or made up is left out.
    """
    prefill = {
        "need": LifeArea.objects.filter(slug=need[:40], can_be_sought=True).exists() and need,
        "area": Area.objects.filter(slug=area[:60]).exists() and area,
    }
    came_by = code_in_force(code, on=today())
    prefill["code"] = came_by.code if came_by else ""
    answers = {"prefill": {name: slug for name, slug in prefill.items() if slug}}
    source = SUSPECTED if suspected else SOURCE
    return Enquiry.objects.create(
        form_version=version,
        language=language,
        answers=answers,
        brought=[asdict(page) for page in brought],
        source=source,
    )


@transaction.atomic
def leave_out_brought(enquiry: Enquiry) -> Enquiry:
    """Send the enquiry without what was saved in the guide. Raises EnquiryIsSent."""
    enquiry = _locked(enquiry)
    if enquiry.is_sent:
        raise EnquiryIsSent
    enquiry.brought = []
    enquiry.save(update_fields=["brought", "changed_at"])
    return enquiry


@transaction.atomic
def answer_question(
    enquiry: Enquiry, *, step: str, answer: dict[str, Any], language: str
) -> Enquiry:
    """Keep the answer to one question, beside what other windows have answered meanwhile.

    When the household changes, for whom has to be asked again. Raises EnquiryIsSent.
    """
    enquiry = _locked(enquiry)
    if enquiry.is_sent:
        raise EnquiryIsSent
    definition = walk_of(enquiry).definition
    household, whom = definition.of_kind("household"), definition.of_kind("whom")
    before = enquiry.answers.get(step, {})
    enquiry.answers[step] = answer
    if household and whom and step == household.key and members(answer) != members(before):
        enquiry.answers.pop(whom.key, None)
    enquiry.language = language
    enquiry.save(update_fields=["answers", "language", "changed_at"])
    return enquiry


@transaction.atomic
def send_enquiry(enquiry: Enquiry, *, at: datetime) -> Enquiry:
    """Turn an enquiry into a household and a case, or an offer, with a receipt on its way; once.

    Sent again, by a second click or a second window, it gives back what the first one made.
    Raises EnquiryIsUnfinished.
    """
    enquiry = _locked(enquiry)
    if enquiry.is_sent:
        return enquiry
    walk = walk_of(enquiry)
    if missing := walk.first_missing():
        raise EnquiryIsUnfinished(missing.key)
    enquiry.suspicion = _suspicion(walk, enquiry, at)
    if enquiry.suspicion:
        enquiry.source = SUSPECTED
    with recorded_together():
        if enquiry.form_version.form.is_offer:
            receive_offer(enquiry, walk, may_be_spam=enquiry.source == SUSPECTED, at=at)
        else:
            _become_case(enquiry, walk, at)
    enquiry.state = EnquiryState.SENT
    enquiry.sent_at = at
    enquiry.save(
        update_fields=["case", "state", "sent_at", "source", "suspicion", "more", "changed_at"]
    )
    return enquiry


def _become_case(enquiry: Enquiry, walk: Walk, at: datetime) -> None:
    enquiry.case = open_told_case(
        told_by(walk, language=enquiry.language, on=at),
        language=enquiry.language,
        source=enquiry.source,
        source_code=_came_by(enquiry),
        form=enquiry.form_version.form.kind,
        at=at,
    )
    enquiry.more = more_of(walk)
    _give_consents(walk, enquiry.case.household, at)
    record("enquiry.sent", enquiry.case, by=Actor.RESIDENT, at=at)
    send_receipt(enquiry.case)


def send_resume_link(enquiry: Enquiry, *, email: str, link: str) -> Delivery:
    """Send the link to go on later to the address that the person names."""
    subject, body = resume_letter(link, days=DRAFT_DAYS)
    return queue_delivery(
        purpose=RESUME, language=enquiry.language, subject=subject, body=body, email=email
    )


def remove_old_drafts(*, at: datetime) -> int:
    """Delete the drafts nobody touched for DRAFT_DAYS, with the letters that led back to them."""
    before = at - timedelta(days=DRAFT_DAYS)
    drafts = Enquiry.objects.filter(state=EnquiryState.DRAFT, changed_at__lt=before)
    letters = Delivery.objects.filter(purpose=RESUME, household__isnull=True, created_at__lt=before)
    with transaction.atomic():
        removed = _delete(drafts)
        _delete(letters)
        record(
            "drafts.removed",
            Municipality(pk=1),
            by=Actor.SYSTEM,
            detail={"count": removed},
            at=at,
        )
    return removed


def forget_sent_answers(*, at: datetime) -> int:
    """Empty what the form kept when it has been sent; the case holds what is needed."""
    sent = Enquiry.objects.filter(
        state=EnquiryState.SENT, sent_at__lt=at - timedelta(hours=RECEIPT_HOURS)
    ).exclude(answers={})
    return sent.update(answers={})


def _delete(rows: "QuerySet[Any]") -> int:
    return rows.delete()[0]


def _locked(enquiry: Enquiry) -> Enquiry:
    return (
        Enquiry.objects.select_for_update(of=("self",))
        .select_related("case", "form_version__form")
        .defer("form_version__document")
        .get(pk=enquiry.pk)
    )


def _suspicion(walk: Walk, enquiry: Enquiry, at: datetime) -> str:
    """Why it looks as if a machine had sent it; empty when it does not."""
    if walk.answer_to("name").get("trapped"):
        return Suspicion.TRAPPED
    if at - enquiry.created_at < TOO_FAST:
        return Suspicion.TOO_FAST
    return Suspicion.MANY if enquiry.source == SUSPECTED else ""


def _give_consents(walk: Walk, household: Household, at: datetime) -> None:
    """Write down what was agreed to, in the words that were read; a no leaves nothing."""
    for question, answer in agreements_of(walk):
        give_consent(
            household,
            purpose=question.key,
            receiver=question.receiver,
            wording=answer["wording"],
            language=answer["language"],
            how="form",
            by=Actor.RESIDENT,
            at=at,
        )


def _came_by(enquiry: Enquiry) -> SourceCode | None:
    """The code that was in force when the enquiry was begun."""
    code = enquiry.answers.get("prefill", {}).get("code", "")
    return SourceCode.objects.filter(code=code).first() if code else None
