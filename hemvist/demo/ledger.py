"""The rows that stories leave behind: a household, its case, and what every step writes.

`telling.tell` goes through the steps of a story with it.
"""

import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from django.db.models import Model

from hemvist.accounts.models import User
from hemvist.audit.models import ActorKind
from hemvist.casework.clock import FOLLOW_UP_WORKING_DAYS
from hemvist.casework.models import (
    Case,
    CaseState,
    DocumentKind,
    Need,
    NeedState,
    NextStep,
    UnmetReason,
)
from hemvist.core.working_time import ZONE
from hemvist.demo.people import Invented
from hemvist.demo.rows import COLUMNS, Deed, Line, NamedStaff, Row, array
from hemvist.demo.story import Step, Story
from hemvist.demo.world import World
from hemvist.intake.models import Enquiry
from hemvist.messaging.models import Conversation, Delivery, Message
from hemvist.people.models import ContactChoice, ContactKind, ContactPoint, Household, Person
from hemvist.people.phone import normalise
from hemvist.referrals.models import Referral

# What a line of the register is about, by the subject that every line of its kind has.
KINDS = {
    "Inflyttningsärende, förfrågan": DocumentKind.ENQUIRY.value,
    "Meddelande till den sökande": DocumentKind.MESSAGE.value,
    "Meddelande från den sökande": DocumentKind.MESSAGE.value,
    "Hänvisning": DocumentKind.REFERRAL.value,
}
STAFF, RESIDENT = ActorKind.STAFF.value, ActorKind.RESIDENT.value
SYSTEM = ActorKind.SYSTEM.value


@dataclass(slots=True)
class Told:
    """A case as far as its story has been told; the changing fields of its row."""

    story: Story
    household: int
    conversation: int
    case: int
    points: dict[str, tuple[int, str]]
    needs: list[list[Any]]
    due: datetime
    state: str = CaseState.NEW.value
    owner: int | None = None
    next_step: str = NextStep.FIRST_CONTACT.value
    next_step_note: str = ""
    next_step_on: date | None = None
    first_contacted_at: datetime | None = None
    first_unanswered_at: datetime | None = None
    answer_due_at: datetime | None = None
    closed_at: datetime | None = None
    close_reason: str = ""
    version: int = 1
    referral: list[Any] | None = None
    referred: Any = None
    messages: list[list[Any]] = field(default_factory=list)
    tries: list[datetime] = field(default_factory=list)  # calls in vain since somebody spoke
    letters: list[list[Any]] = field(default_factory=list)


class Ledger:
    """Rows of many stories, by table; numbers that must run with time are given afterwards."""

    def __init__(self, world: World, rng: Random, ids: dict[type[Model], int]) -> None:
        self.world, self.rng, self.ids = world, rng, ids
        self.rows: dict[type[Model], list[Row]] = {model: [] for model in COLUMNS}
        self.lines: list[Line] = []
        self.deeds: list[Deed] = []
        self.site = f"<%s@{world.municipality.email.rpartition('@')[2]}>"

    def next_id(self, model: type[Model]) -> int:
        """The next free key of a table."""
        self.ids[model] += 1
        return self.ids[model]

    def uuid(self) -> str:
        """A random key that the seed decides."""
        return f"{self.rng.getrandbits(128):032x}"

    def deed(
        self,
        told: Told,
        verb: str,
        at: datetime,
        *,
        by: User | None,
        kind: str = STAFF,
        **detail: Any,
    ) -> None:
        """Record something about the case."""
        actor = by.pk if by else None
        self.deeds.append(Deed(at, actor, kind, verb, "case", str(told.case), detail))

    def deed_about_household(self, told: Told, verb: str, step: Step, **detail: Any) -> None:
        """Record something about the household."""
        actor = step.by.pk if step.by else None
        pk = str(told.household)
        self.deeds.append(Deed(step.at, actor, STAFF, verb, "household", pk, detail))

    def fail_point(self, told: Told, at: datetime, why: str) -> None:
        """Note that the address written to last does not work."""
        failing = told.letters[-1][3]
        rows = self.rows[ContactPoint]
        for index in range(len(rows) - 1, -1, -1):
            if rows[index][0] == failing:
                rows[index] = (*rows[index][:5], at, why)
                return

    def line(
        self,
        told: Told,
        at: datetime,
        direction: str,
        subject: str,
        *,
        message: int | None = None,
        counterpart: str = "",
    ) -> None:
        """Enter something in the public register."""
        people = told.story.people
        self.lines.append(
            Line(
                at,
                direction,
                counterpart or people.name,
                subject,
                people.is_protected,
                told.case,
                message,
                KINDS[subject],
            )
        )

    def plan(self, told: Told, step: str, at: datetime, days: int = FOLLOW_UP_WORKING_DAYS) -> None:
        """As `casework.clock.plan_step`."""
        told.next_step, told.next_step_note = step, ""
        told.next_step_on = self.world.working.day_after(local_day(at), days)

    def set_step(
        self,
        told: Told,
        at: datetime,
        *,
        by: User | None,
        step: str,
        on: date,
        note: str,
        kind: str,
    ) -> None:
        """As `casework.actions.set_next_step`."""
        told.next_step, told.next_step_on, told.next_step_note = step, on, note[:200]
        told.version += 1
        self.deed(told, "case.next_step_set", at, by=by, kind=kind, step=step, on=on.isoformat())

    def change_need(
        self,
        told: Told,
        index: int,
        *,
        state: str,
        at: datetime,
        by: User | None,
        kind: str = STAFF,
    ) -> None:
        """As `casework.needs.change_need`."""
        need = told.needs[index]
        was, need[4], need[6] = need[4], state, at
        need[9] = UnmetReason.FULL.value if state == NeedState.NOT_POSSIBLE else ""
        told.version += 1
        self.deed(
            told, "need.changed", at, by=by, kind=kind, need=need[0], area=need[3], state=state,
            was=was, reason=need[9],
        )  # fmt: skip

    def letter(
        self, told: Told, at: datetime, *, purpose: str, body: str, message: int | None = None
    ) -> bool:
        """A letter to the household that was sent, where it wishes to be written to."""
        people = told.story.people
        channel = people.written_to
        if not channel:
            return False
        point, address = told.points[channel]
        words = self.world.words[people.language]
        text = (
            words["letter_secret"] if people.is_protected else f"{body}\n\n{words['letter_link']}"
        )
        self.deliver(
            told,
            at,
            purpose=purpose,
            to=(channel, address),
            language=people.language,
            subject=words["letter_subject"],
            body=words["letter_secret"] if people.is_protected else text,
            message=message,
            point=point,
        )
        return True

    def deliver(
        self,
        told: Told,
        at: datetime,
        *,
        purpose: str,
        to: tuple[str, str],
        language: str,
        subject: str,
        body: str,
        message: int | None = None,
        point: int | None = None,
    ) -> None:
        """A delivery that a worker has carried out a few seconds later."""
        channel, address = to
        row = [
            self.next_id(Delivery), told.household, message, point, point is not None, purpose,
            channel, address, language, subject, body, "sent", 1, "", self.site % self.uuid(),
            at, at + timedelta(seconds=4),
        ]  # fmt: skip
        told.letters.append(row)

    def open(self, story: Story) -> Told:
        """Write the household down and start its case."""
        people, at = story.people, story.opened_at
        household = self._household(story)
        conversation, case = self.next_id(Conversation), self.next_id(Case)
        self.rows[Conversation].append((conversation, household, at))
        due = self.world.working.add(at, self.world.municipality.first_contact_hours)
        told = Told(
            story, household, conversation, case, self._contact(household, people), [], due,
            next_step_on=local_day(due), first_unanswered_at=at, answer_due_at=due,
        )  # fmt: skip
        told.needs = [
            [self.next_id(Need), case, None, slug, NeedState.OPEN.value, note, at, "", "", "", ""]
            for slug, note in story.seeks
        ]
        by = None if story.source in ("form", "email") else self.world.citizen_services
        kind = STAFF if by else RESIDENT
        self.deed(told, "case.opened", at, by=by, kind=kind, source=story.source)
        self.line(told, at, "in", "Inflyttningsärende, förfrågan")
        if story.source == "form":
            self._enquiry(told, at)
        return told

    def _brought(self, story: Story) -> str:
        """Who named an area has read about it, and brings it along."""
        if not story.area:
            return "[]"
        page = {
            "title": self.world.areas[story.area],
            "address": f"/{story.people.language}/areas/{story.area}/",
        }
        return json.dumps([page], ensure_ascii=False)

    def _enquiry(self, told: Told, at: datetime) -> None:
        """The form it came by, whose answers were forgotten a day later, and the receipt."""
        story, people = told.story, told.story.people
        begun = at - timedelta(minutes=3)
        self.rows[Enquiry].append(
            (self.next_id(Enquiry), self.uuid(), self.world.enquiry_form, "sent", people.language,
             "{}", "{}", self._brought(story), "form", begun, at, at, told.case)
        )  # fmt: skip
        if story.opening_words:
            told.messages.append(
                [self.next_id(Message), told.conversation, "in", "form", None, "",
                 story.opening_words, people.language, at, None]
            )  # fmt: skip
        self.deed(told, "enquiry.sent", at, by=None, kind=RESIDENT)
        channel = people.written_to or next(iter(told.points), "")
        if channel:
            point, address = told.points[channel]
            words = self.world.words[people.language]
            body = f"{words['receipt']}\n\n{words['letter_link']}"
            self.deliver(
                told,
                at,
                purpose="receipt",
                to=(channel, address),
                language=people.language,
                subject=words["receipt_subject"],
                body=body,
                point=point,
            )

    def _household(self, story: Story) -> int:
        people, at = story.people, story.opened_at
        pk = self.next_id(Household)
        self.rows[Household].append(
            (pk, self.uuid(), people.origin, people.moving_on, people.language,
             people.is_protected, 1, at)
        )  # fmt: skip
        person, day = self.rows[Person], local_day(at)
        person.append((self.next_id(Person), pk, people.name, True, False, None, None))
        for _ in range(people.other_adults):
            person.append((self.next_id(Person), pk, "", False, False, None, None))
        for age in people.child_ages:
            person.append((self.next_id(Person), pk, "", False, True, age, day))
        for verb in ("household.contact_changed", "household.made"):
            self.deeds.append(Deed(at, None, RESIDENT, verb, "household", str(pk), {}))
        if people.is_protected:
            self._protect(pk, story)
        return pk

    def _protect(self, household: int, story: Story) -> None:
        staff = sorted({story.owner.pk, self.world.coordinator.pk})
        for user in staff:
            self.rows[NamedStaff].append((self.next_id(NamedStaff), household, user))
        detail = {"staff": staff}
        self.deeds.append(
            Deed(
                story.opened_at, None, SYSTEM, "household.protected", "household",
                str(household), detail,
            )
        )  # fmt: skip

    def _contact(self, household: int, people: Invented) -> dict[str, tuple[int, str]]:
        """The ways to reach it, by the channel that uses them."""
        points: dict[str, tuple[int, str]] = {}
        kinds = (
            (ContactKind.EMAIL, people.email, "email"),
            (ContactKind.PHONE, people.phone, "sms"),
        )
        for kind, value, channel in kinds:
            if value:
                pk = self.next_id(ContactPoint)
                normalised = value if channel == "email" else _number(value)
                points[channel] = (pk, normalised)
                self.rows[ContactPoint].append(
                    (pk, household, kind.value, value, normalised, None, "")
                )
        self.rows[ContactChoice].append(
            (self.next_id(ContactChoice), household, array(people.channels), people.language,
             people.hours.opens, people.hours.closes, people.hours.weekdays_only,
             people.time_zone, people.no_voicemail,
             people.needs_interpreter, "")
        )  # fmt: skip
        return points

    def finish(self, told: Told, reference: str) -> None:
        """Write the case as its story left it, and the rows that changed on the way."""
        story = told.story
        self.rows[Case].append(
            (
                told.case, reference, told.household, told.conversation, story.people.name,
                told.state, story.source, story.team.pk, told.owner, story.area,
                told.next_step, told.next_step_note, told.next_step_on, story.opened_at, told.due,
                told.first_contacted_at, told.first_unanswered_at, told.answer_due_at,
                told.closed_at, told.close_reason, story.opening_words, told.version,
            )
        )  # fmt: skip
        self.rows[Need] += map(tuple, told.needs)
        self.rows[Message] += map(tuple, told.messages)
        self.rows[Delivery] += map(tuple, told.letters)
        if told.referral is not None:
            self.rows[Referral].append(tuple(told.referral))


def local_day(at: datetime) -> date:
    """The day it is in Sweden at a moment, which is in UTC: before ten at night the same."""
    return at.date() if at.hour < 22 else at.astimezone(ZONE).date()


@cache
def _number(value: str) -> str:
    return normalise(value)
