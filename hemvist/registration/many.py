"""Many people at once, each exactly as `intake.opening.open_told_case` would write them.

One by one costs thirty questions to the database for each of ten thousand; here it is thirty for
some hundreds. tests/registration/test_many.py holds the two to the same rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hemvist.accounts.models import Team, User
from hemvist.audit.actions import record, recorded_together
from hemvist.casework.clock import first_promise
from hemvist.casework.models import Case, DocumentKind, Need, RegisterEntry
from hemvist.casework.register import CASES, ENQUIRY, ENTRIES, next_of_each, reference_of
from hemvist.core.context import ours
from hemvist.core.working_time import ZONE
from hemvist.directory.models import LifeArea
from hemvist.directory.queries import life_areas
from hemvist.employers.models import SourceCode
from hemvist.intake.opening import Told
from hemvist.messaging.models import Conversation, Direction, Message, MessageChannel
from hemvist.people.actions import addresses_of, choice_of
from hemvist.people.models import ContactChoice, ContactPoint, Household, Person
from hemvist.routing.facts import Arrival, arrival_from
from hemvist.routing.placing import placing_now, write_down
from hemvist.routing.returning import earlier_cases

KIND = "enquiry"


@dataclass(frozen=True)
class Origin:
    """Where a list came from, and who brings it in."""

    source: str
    source_code: SourceCode | None
    by: User
    at: datetime


@transaction.atomic
def open_many(tolds: Sequence[Told], origin: Origin, *, team: Team | None = None) -> list[Case]:
    """Make a household and a case of each, in their order.

    Without a team the rules in force say who gets each; without rules all wait at the front door.
    """
    with recorded_together():
        homes = _make_households(tolds, by=origin.by, at=origin.at)
        placing = placing_now() if team is None else None
        if placing is None:
            team = team or Team.objects.get(is_front_door=True)
            cases = _open_cases(tolds, homes, origin, places=[(team.pk, None)] * len(tolds))
        else:
            verdicts = [placing.place(one) for one in _arrivals(tolds, homes, origin)]
            places = [(verdict.team, verdict.owner) for verdict in verdicts]
            cases = _open_cases(tolds, homes, origin, places=places)
            rule_set, by, at = placing.rule_set, origin.by, origin.at
            write_down(cases, verdicts, rule_set=rule_set, by=by, at=at)
        _write_what_they_said(tolds, cases, at=origin.at)
    return cases


def _arrivals(
    tolds: Sequence[Told], homes: Sequence[Household], origin: Origin
) -> Iterator[Arrival]:
    """What the rules can ask about each, without asking the database for each."""
    earlier = earlier_cases([(None, home.pk, origin.at) for home in homes])
    offered = {area.slug for area in life_areas()}
    for told, home in zip(tolds, homes, strict=True):
        yield arrival_from(
            home,
            at=origin.at,
            needs=offered.intersection(told.wishes),
            source=origin.source,
            source_code=origin.source_code,
            form=KIND,
            child_ages=tuple(told.ages),
            adults=max(told.adults, 1),
            needs_interpreter=told.contact.needs_interpreter,
            earlier=earlier.get((None, home.pk, origin.at)),
        )


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
    origin: Origin,
    *,
    places: Sequence[tuple[int, int | None]],
) -> list[Case]:
    year, code = origin.at.astimezone(ZONE).year, origin.source_code
    numbers = next_of_each([CASES, ENTRIES], year=year, count=len(tolds))
    promise, municipality = first_promise(KIND, at=origin.at), ours()
    conversations = Conversation.objects.bulk_create(Conversation(household=one) for one in homes)
    cases = Case.objects.bulk_create(
        Case(
            reference=reference_of(number, municipality, year=year),
            household=home,
            conversation=conversation,
            title=told.name[:200],
            source=origin.source,
            source_code=code,
            employer=code.employer if code else None,
            team_id=team,
            owner_id=owner,
            other_information=told.text,
            **promise,
        )
        for told, home, conversation, number, (team, owner) in zip(
            tolds, homes, conversations, numbers[CASES], places, strict=True
        )
    )
    _register(cases, numbers[ENTRIES], year=year, at=origin.at)
    for case in cases:
        record("case.opened", case, by=origin.by, detail={"source": origin.source}, at=origin.at)
    return cases


def _register(cases: Sequence[Case], numbers: range, *, year: int, at: datetime) -> None:
    RegisterEntry.objects.bulk_create(
        RegisterEntry(
            number=f"{year}-{number:06d}",
            registered_at=at,
            direction=Direction.IN,
            kind=DocumentKind.ENQUIRY,
            counterpart=case.title,
            subject=ENQUIRY,
            case=case,
        )
        for case, number in zip(cases, numbers, strict=True)
    )


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
