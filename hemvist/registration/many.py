"""Many people at once, each exactly as `intake.opening.open_told_case` would write them.

One by one costs thirty questions to the database for each of ten thousand; here it is thirty for
some hundreds. tests/registration/test_many.py holds the two to the same rows.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hemvist.accounts.models import Team, User
from hemvist.audit.actions import record, recorded_together
from hemvist.casework.models import Case, DocumentKind, Need, NextStep, RegisterEntry
from hemvist.casework.register import next_numbers
from hemvist.core.models import Municipality
from hemvist.core.working_time import ZONE, Calendar
from hemvist.directory.models import LifeArea
from hemvist.employers.models import SourceCode
from hemvist.intake.opening import Told
from hemvist.messaging.models import Conversation, Direction, Message, MessageChannel
from hemvist.people.actions import addresses_of, choice_of
from hemvist.people.models import ContactChoice, ContactPoint, Household, Person


@transaction.atomic
def open_many(
    tolds: Sequence[Told],
    *,
    source: str,
    team: Team,
    source_code: SourceCode | None,
    by: User,
    at: datetime,
) -> list[Case]:
    """Make a household and a case of each, in their order; a team has to be chosen."""
    with recorded_together():
        homes = _make_households(tolds, by=by, at=at)
        cases = _open_cases(
            tolds, homes, source=source, team=team, source_code=source_code, by=by, at=at
        )
        _write_what_they_said(tolds, cases, at=at)
    return cases


def _make_households(tolds: Sequence[Told], *, by: User, at: datetime) -> list[Household]:
    day = at.astimezone(ZONE).date()
    homes = Household.objects.bulk_create(
        Household(origin=told.origin, moving_on=told.moving_on, language=told.contact.language)
        for told in tolds
    )
    people, points, choices = [], [], []
    for told, home in zip(tolds, homes, strict=True):
        people.append(Person(household=home, name=told.name, is_contact=True))
        people += [Person(household=home) for _adult in range(told.adults - 1)]
        people += [Person(household=home, is_child=True, age=age, age_on=day) for age in told.ages]
        choices.append(ContactChoice(household=home, **choice_of(told.contact)))
        points += [
            ContactPoint(household=home, kind=kind, normalised=normalised, value=value)
            for kind, normalised, value in addresses_of(told.contact)
        ]
        record("household.contact_changed", home, by=by)
        record("household.made", home, by=by)
    Person.objects.bulk_create(people)
    ContactChoice.objects.bulk_create(choices)
    ContactPoint.objects.bulk_create(points)
    return homes


def _open_cases(
    tolds: Sequence[Told],
    homes: Sequence[Household],
    *,
    source: str,
    team: Team,
    source_code: SourceCode | None,
    by: User,
    at: datetime,
) -> list[Case]:
    municipality, year = Municipality.objects.get(pk=1), at.astimezone(ZONE).year
    due = Calendar.current().add(at, hours=municipality.first_contact_hours)
    numbers = next_numbers("case", year=year, count=len(tolds))
    conversations = Conversation.objects.bulk_create(Conversation(household=one) for one in homes)
    cases = Case.objects.bulk_create(
        Case(
            reference=f"{municipality.reference_prefix}-{year % 100:02d}-{number:05d}",
            household=home,
            conversation=conversation,
            title=told.name[:200],
            source=source,
            source_code=source_code,
            employer=source_code.employer if source_code else None,
            team=team,
            next_step=NextStep.FIRST_CONTACT,
            next_step_on=due.date(),
            opened_at=at,
            first_contact_due_at=due,
            first_unanswered_at=at,
            answer_due_at=due,
            other_information=told.text,
        )
        for told, home, conversation, number in zip(
            tolds, homes, conversations, numbers, strict=True
        )
    )
    entries = next_numbers("register", year=year, count=len(cases))
    RegisterEntry.objects.bulk_create(
        RegisterEntry(
            number=f"{year}-{number:06d}",
            registered_at=at,
            direction=Direction.IN,
            kind=DocumentKind.ENQUIRY,
            counterpart=case.title,
            subject="Inflyttningsärende, förfrågan",
            case=case,
        )
        for case, number in zip(cases, entries, strict=True)
    )
    for case in cases:
        record("case.opened", case, by=by, detail={"source": source}, at=at)
    return cases


def _write_what_they_said(tolds: Sequence[Told], cases: Sequence[Case], *, at: datetime) -> None:
    offered = LifeArea.objects.in_bulk([slug for told in tolds for slug in told.wishes])
    Need.objects.bulk_create(
        Need(case=case, life_area=offered[slug], changed_at=at)
        for told, case in zip(tolds, cases, strict=True)
        for slug in told.wishes
        if slug in offered
    )
    Message.objects.bulk_create(
        Message(
            conversation=case.conversation,
            direction=Direction.IN,
            channel=MessageChannel.FORM,
            body=told.text,
            language=told.contact.language,
            created_at=at,
        )
        for told, case in zip(tolds, cases, strict=True)
        if told.text
    )
