"""From the first answer to the case it becomes, and what is removed when nobody comes back."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from hemvist.audit.actions import Actor, record
from hemvist.casework.actions import Wish, open_case
from hemvist.casework.models import Case
from hemvist.core.carried import Carried
from hemvist.core.dates import today
from hemvist.core.models import Municipality
from hemvist.core.working_time import ZONE
from hemvist.directory.models import Area, LifeArea
from hemvist.employers.models import SourceCode
from hemvist.employers.queries import code_in_force
from hemvist.intake import steps
from hemvist.intake.letters import resume_letter, send_receipt
from hemvist.intake.models import Enquiry, EnquiryState
from hemvist.messaging.actions import post_message, queue_delivery
from hemvist.messaging.models import Delivery, Direction, MessageChannel
from hemvist.people.actions import Contact, make_household
from hemvist.people.models import Household, Person

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
    before = steps.members(enquiry.answers)
    enquiry.answers[step] = answer
    if steps.members(enquiry.answers) != before:
        enquiry.answers.pop("whom", None)
    enquiry.language = language
    enquiry.save(update_fields=["answers", "language", "changed_at"])
    return enquiry


@transaction.atomic
def send_enquiry(enquiry: Enquiry, *, at: datetime) -> Enquiry:
    """Turn an enquiry into a household and a case, with a receipt on its way; once.

    Sent again, by a second click or a second window, it gives back what the first one made.
    Raises EnquiryIsUnfinished.
    """
    enquiry = _locked(enquiry)
    if enquiry.is_sent:
        return enquiry
    if missing := steps.first_missing(enquiry.answers):
        raise EnquiryIsUnfinished(missing)
    if _looks_like_a_machine(enquiry, at):
        enquiry.source = SUSPECTED
    household = _household_of(enquiry, at)
    enquiry.case = _case_of(enquiry, household, at)
    enquiry.state = EnquiryState.SENT
    enquiry.sent_at = at
    enquiry.save(update_fields=["case", "state", "sent_at", "source", "changed_at"])
    record("enquiry.sent", enquiry.case, by=Actor.RESIDENT, at=at)
    send_receipt(enquiry.case)
    return enquiry


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
    return Enquiry.objects.select_for_update(of=("self",)).select_related("case").get(pk=enquiry.pk)


def _looks_like_a_machine(enquiry: Enquiry, at: datetime) -> bool:
    return bool(enquiry.answers["name"].get("trapped")) or at - enquiry.created_at < TOO_FAST


def _household_of(enquiry: Enquiry, at: datetime) -> Household:
    answers = enquiry.answers
    who, hours, name = answers["household"], answers["hours"], answers["name"]
    contact = Contact(
        channels=steps.channels(answers),
        language=hours["language"],
        email=name["email"],
        phone=name["phone"],
        times=hours.get("times", []),
        time_zone=hours.get("time_zone") or "Europe/Stockholm",
        no_voicemail=hours.get("no_voicemail", False),
        needs_interpreter=hours.get("needs_interpreter", False),
        note=hours.get("note", ""),
    )
    today = at.astimezone(ZONE).date()
    return make_household(
        name=name["name"],
        contact=contact,
        by=Actor.RESIDENT,
        other_adults=who["adults"] - 1,
        child_ages=who["ages"],
        origin=answers["from"]["origin"],
        moving_on=_moving_month(answers["when"], today),
        on=today,
    )


def _moving_month(answer: dict[str, Any], today: date) -> date | None:
    if answer["when"] == "soon":
        return today.replace(day=1)
    return date.fromisoformat(answer["month"]) if answer["month"] else None


def _case_of(enquiry: Enquiry, household: Household, at: datetime) -> Case:
    answers = enquiry.answers
    text = answers["other"]["text"]
    case = open_case(
        household,
        title=answers["name"]["name"],
        wishes=_wishes(answers, household),
        at=at,
        by=Actor.RESIDENT,
        source=enquiry.source,
        source_code=_came_by(answers),
        area=Area.objects.filter(slug=answers["area"]["area"]).first(),
        other_information=text,
    )
    if text:
        post_message(
            case.conversation,
            direction=Direction.IN,
            channel=MessageChannel.FORM,
            body=text,
            author=None,
            language=enquiry.language,
            at=at,
        )
    return case


def _came_by(answers: steps.Answers) -> SourceCode | None:
    """The code that was in force when the enquiry was begun."""
    code = answers.get("prefill", {}).get("code", "")
    return SourceCode.objects.filter(code=code).first() if code else None


def _wishes(answers: steps.Answers, household: Household) -> list[Wish]:
    """What is looked for; an area of life no longer on offer is left out, the rest is kept."""
    people = list(Person.objects.filter(household=household).order_by("pk"))
    by_key = dict(zip(steps.members(answers), people, strict=True))
    offered = LifeArea.objects.in_bulk(steps.areas_sought(answers))
    return [
        Wish(life_area=offered[slug], person=person)
        for slug in steps.areas_sought(answers)
        if slug in offered
        for person in _for_whom(answers, slug, by_key)
    ]


def _for_whom(answers: steps.Answers, slug: str, by_key: dict[str, Person]) -> list[Person | None]:
    keys = answers.get("whom", {}).get(slug, [])
    return [by_key[key] for key in keys if key in by_key] or [None]
