"""What the case page shows about one household and one case, gathered for reading at a glance."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hemvist.accounts.models import User
from hemvist.casework import rules
from hemvist.casework.languages import language_name
from hemvist.casework.models import Case, Need, NextStep, Task
from hemvist.core.prepared import Prepared
from hemvist.core.translated import spoken
from hemvist.intake.models import Enquiry
from hemvist.intake.queries import definition_of
from hemvist.intake.summary import Row, answers_in_words
from hemvist.people.models import Channel, ContactKind, ContactPoint, Household, Person
from hemvist.people.naming import called
from hemvist.people.phone import readable
from hemvist.referrals.models import Referral
from hemvist.referrals.rules import can_refer

WRITTEN = {Channel.EMAIL, Channel.SMS}
TASKS_SHOWN = 50
DONE_SHOWN = 5


@dataclass(frozen=True)
class Act:
    """Something one can do on the case page: the words on the button and where it leads."""

    label: str
    url: str
    is_post: bool = False


@dataclass(frozen=True)
class Members:
    """Who moves together, counted and with the children's ages as they are now."""

    adults: int
    child_ages: list[int]
    of_unknown_age: int


def members(people: list[Person], *, on: date) -> Members:
    """Count a household; an age said some time ago has grown since."""
    children = [person for person in people if person.is_child]
    ages = [child.age_at(on) for child in children]
    known = sorted(age for age in ages if age is not None)
    return Members(len(people) - len(children), known, len(children) - len(known))


@dataclass(frozen=True)
class Reach:
    """How a household is reached: in the order it wishes, with its own rules in words."""

    ways: list[str]
    rules: list[str]
    not_now: str
    email: str
    email_fails: str
    phone: str
    phone_link: str
    phone_fails: str
    language: str


def reach(household: Household, points: list[ContactPoint]) -> Reach:
    """The contact choice as a host needs it before lifting the receiver."""
    choice = getattr(household, "contact_choice", None)
    email = next((point for point in points if point.kind == ContactKind.EMAIL), None)
    phone = next((point for point in points if point.kind == ContactKind.PHONE), None)
    return Reach(
        ways=choice.ways_in_words if choice else [],
        rules=_rules(choice) if choice else [],
        not_now=choice.not_now if choice else "",
        email=email.value if email else "",
        email_fails=_failure(email),
        phone=readable(phone.normalised) if phone else "",
        phone_link=phone.normalised if phone else "",
        phone_fails=_failure(phone),
        language=language_name(household.language),
    )


def _rules(choice: Any) -> list[str]:
    said = [
        (choice.no_voicemail, _("No voicemail")),
        (choice.no_content, _("Letters say only that there is a message")),
        (choice.needs_interpreter, _("Needs an interpreter")),
        (
            choice.is_elsewhere and choice.is_good_now,
            _("There the clock is %(time)s") % {"time": choice.clock_words},
        ),
        (True, choice.hours.in_words),
        (choice.note, choice.note),
    ]
    return [words for holds, words in said if holds and words]


def _failure(point: ContactPoint | None) -> str:
    if point is None or point.failing_since is None:
        return ""
    return point.failure or _("Messages do not arrive here")


def primary_act(case: Case, user: User) -> Act | None:
    """The one thing to do now: take it, do the next step, or open it again."""
    address = [case.reference]
    if not case.is_open:
        may = rules.can_close(user, case)
        return Act(_("Open again"), reverse("casework:reopen", args=address), True) if may else None
    if case.owner_id is None and rules.can_assign(user, case):
        return Act(_("Take the case"), reverse("casework:take", args=address), is_post=True)
    if not rules.can_write(user, case):
        return Act(_("Add a note"), reverse("casework:note", args=address))
    return _next_act(case, address)


def _next_act(case: Case, address: list[str]) -> Act:
    """What the next step asks for."""
    if case.next_step == NextStep.CHECK_REFERRAL:
        return Act(_("See the referrals"), "#referrals")
    if case.next_step in {NextStep.CALL, NextStep.OTHER_CHANNEL} or _wants_a_call(case):
        return Act(_("Log a call"), reverse("casework:call", args=address))
    if case.next_step == NextStep.AFTER_CALLS:
        return Act(_("See the message"), reverse("casework:missed", args=address))
    if case.next_step in {NextStep.MEET, NextStep.OTHER}:
        return Act(_("Set the next step"), reverse("casework:next_step", args=address))
    label = pgettext("what one can do", "Answer") if case.first_unanswered_at else _("Write")
    return Act(label, reverse("casework:write", args=address))


def _wants_a_call(case: Case) -> bool:
    """Whether the first contact has to be by voice, because nothing written is wished for."""
    if case.next_step != NextStep.FIRST_CONTACT:
        return False
    choice = getattr(case.household, "contact_choice", None)
    wished = set(choice.channels) if choice else set()
    return bool(wished) and not WRITTEN & wished


def more_acts(case: Case, user: User, *, besides: Act | None) -> list[Act]:
    """Everything else this person may do, in the order it is most often done."""
    open_acts = [
        (rules.can_write, _("Write"), "casework:write"),
        (rules.can_note, _("Log a call"), "casework:call"),
        (rules.can_note, _("Add a note"), "casework:note"),
        (rules.can_note, _("Add a task"), "casework:new_task"),
        (can_refer, _("Refer"), "referrals:choose_function"),
        (rules.can_assign, _("Hand over"), "casework:assign"),
        (rules.can_read_all, _("Files"), "documents:files"),
        (rules.can_plan, _("Set the next step"), "casework:next_step"),
        (rules.can_pin, _("Put on top"), "casework:new_fact"),
        (rules.can_assign, _("Put together"), "merging:choose"),
        (rules.can_assign, _("Divide"), "merging:divide"),
        (rules.can_close, _("Close"), "casework:close"),
    ]
    closed_acts = [
        (rules.can_note, _("Add a note"), "casework:note"),
        (rules.can_read_all, _("Files"), "documents:files"),
    ]
    acts = [
        Act(label, reverse(name, args=[case.reference]))
        for rule, label, name in (open_acts if case.is_open else closed_acts)
        if rule(user, case)
    ]
    if rules.can_plan(user, case):
        acts.append(Act(_("After the move"), reverse("follow_up:case", args=[case.reference])))
    if rules.can_read_register(user) and not case.household.is_protected:
        extract = f"{reverse('desk:extract')}?case={case.reference}"
        acts.append(Act(_("Extract of the register"), extract))
    return [act for act in acts if besides is None or act.url != besides.url]


@dataclass(frozen=True)
class Needs:
    """What is looked for, with whom it is for; `people` are those one can choose among."""

    shown: list[tuple[Need, str]]
    people: dict[str, str]
    who: str


def needs_of(case: Case, *, who: str, on: date) -> Needs:
    """The needs of a case, of one member if `who` is the number of one."""
    found = _needs(case=case.pk)
    people = {
        str(need.person_id): called(need.person, on=on) for need in found if need.person is not None
    }
    who = who if who in people else ""
    shown = [
        (need, people.get(str(need.person_id), ""))
        for need in found
        if who in {"", str(need.person_id)}
    ]
    return Needs(shown, people, who)


_needs = Prepared(
    lambda case: Need.objects.filter(case=case).select_related("life_area", "person", "changed_by"),
    case=-1,
)
_present = Prepared(
    lambda household: Person.objects.present().filter(household=household), household=-1
)
_shared_points = Prepared(
    lambda household: ContactPoint.objects.filter(household=household, person=None), household=-1
)


def household_of(case: Case, *, on: date) -> tuple[Members, Reach]:
    """Who moves together, and how they are reached."""
    household = case.household
    present, points = _present(household=household.pk), _shared_points(household=household.pk)
    return members(present, on=on), reach(household, points)


@dataclass(frozen=True)
class Tasks:
    """What is to be done about a case besides its next step, and what was done last."""

    to_do: list[Task]
    done: list[Task]
    today: date

    @property
    def late(self) -> set[int]:
        """The numbers of those whose day has passed."""
        return {task.pk for task in self.to_do if task.on < self.today}


def tasks_of(case: Case, *, on: date) -> Tasks:
    """The tasks of a case, the most urgent first, and a few that are done."""
    newest = F("done_at").desc(nulls_first=True)
    tasks = case.tasks.select_related("assignee", "done_by").order_by(newest, "on", "pk")
    found = list(tasks[:TASKS_SHOWN])
    to_do = [task for task in found if not task.is_done]
    return Tasks(to_do, [task for task in found if task.is_done][:DONE_SHOWN], on)


@dataclass(frozen=True)
class CameAlong:
    """What the form told besides the fields of the case.

    `brought` was saved in the guide: titles, addresses. `answers` are to questions that only this
    form asks, in the reader's language; `form` is what it is called.
    """

    brought: list[dict[str, str]] = field(default_factory=list)
    answers: list[Row] = field(default_factory=list)
    form: str = ""


def came_along(case: Case) -> CameAlong:
    """What the person brought into the enquiry, and answered to its own questions."""
    columns = ("brought", "more", "form_version", "form_version__document__name")
    enquiry = Enquiry.objects.filter(case=case).values_list(*columns).first()
    if enquiry is None:
        return CameAlong()
    brought, more, version, name = enquiry
    answers = answers_in_words(definition_of(version), more) if more else []
    return CameAlong(brought, answers, spoken(name or {})[0])


def referrals_of(case: Case) -> list[Referral]:
    """The referrals of a case with the function and what was asked for."""
    return list(case.referrals.select_related("function", "need__life_area"))
