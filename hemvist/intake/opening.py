"""What a household has told us becomes a case, whoever wrote it down.

The public form, a colleague at the desk and a list from a fair all end here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hemvist.audit.actions import Actor, By
from hemvist.casework.actions import Wish
from hemvist.casework.models import Case
from hemvist.core.working_time import ZONE
from hemvist.directory.models import Area
from hemvist.directory.queries import life_areas
from hemvist.intake.models import FormKind
from hemvist.intake.steps import members
from hemvist.messaging.actions import post_message
from hemvist.messaging.models import Direction, MessageChannel
from hemvist.people.actions import Contact, household_and_people
from hemvist.people.models import Household, Person
from hemvist.routing.actions import open_routed_case


@dataclass(frozen=True)
class Told:
    """What a household told, as clean values.

    `ages` are the children's. `wishes` are areas of life by slug, each with the keys of those it
    is for: "you", "adult-2", "child-1"; none means all of them. `area` is an area's slug, `text`
    the person's own words, which become the first message of the case.
    """

    name: str
    contact: Contact
    adults: int = 1
    ages: Sequence[int] = ()
    origin: str = ""
    moving_on: date | None = None
    wishes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    area: str = ""
    text: str = ""


@transaction.atomic(savepoint=False)
def open_told_case(
    told: Told,
    *,
    at: datetime,
    language: str,
    by: By = Actor.RESIDENT,
    channel: MessageChannel = MessageChannel.FORM,
    form: str = FormKind.ENQUIRY,
    **came: Any,
) -> Case:
    """Turn what a household told into the household and its case, with the promise running.

    `language` is the one the words are written in; the household's own is in its contact. An
    area of life no longer on offer is left out, the rest is kept. Without a team or an owner the
    rules say who gets it; `form` is the kind of form they may ask for, and `came` is what else
    `open_routed_case` takes. Sends nothing.
    """
    household, people = _household_of(told, by=by, at=at)
    case = open_routed_case(
        household,
        title=told.name,
        wishes=_wishes(told, people),
        at=at,
        by=by,
        form=form,
        area=Area.objects.filter(slug=told.area).first() if told.area else None,
        other_information=told.text,
        **came,
    )
    if told.text:
        first: dict[str, Any] = {"body": told.text, "author": None, "language": language, "at": at}
        post_message(case.conversation, direction=Direction.IN, channel=channel, **first)
    return case


def _household_of(told: Told, *, by: By, at: datetime) -> tuple[Household, list[Person]]:
    return household_and_people(
        name=told.name,
        contact=told.contact,
        by=by,
        other_adults=told.adults - 1,
        child_ages=told.ages,
        origin=told.origin,
        moving_on=told.moving_on,
        on=at.astimezone(ZONE).date(),
    )


def _wishes(told: Told, people: list[Person]) -> list[Wish]:
    """What is looked for, and for whom; the people are in the order of their keys."""
    keys = members({"adults": told.adults, "ages": list(told.ages)})
    by_key = dict(zip(keys, people, strict=True)) if any(told.wishes.values()) else {}
    offered = {area.slug: area for area in life_areas()}
    return [
        Wish(life_area=offered[slug], person=person)
        for slug, whom in told.wishes.items()
        if slug in offered
        for person in _for_whom(whom, by_key)
    ]


def _for_whom(keys: Sequence[str], by_key: dict[str, Person]) -> list[Person | None]:
    """Those named; the household as a whole when nobody is."""
    return [by_key[key] for key in keys if key in by_key] or [None]
