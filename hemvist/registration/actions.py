"""Writing down a person who came or telephoned, so that everything afterwards is as ever."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.casework.actions import receive_message
from hemvist.casework.models import Case
from hemvist.casework.noting import add_task
from hemvist.core.dates import local_day
from hemvist.intake.opening import Told, open_told_case
from hemvist.merging.actions import keep_names, look_for_same
from hemvist.merging.likeness import Traits
from hemvist.messaging.models import MessageChannel
from hemvist.people.actions import protect_household
from hemvist.people.models import ContactKind
from hemvist.registration.letters import send_short_receipt, tell_helper
from hemvist.registration.models import Registration
from hemvist.registration.queries import known, own_team, protected_twin, traits

SOURCES = {"desk": "desk", "phone": "phone"}


@dataclass(frozen=True)
class Visit:
    """How somebody came, what was read aloud to them, and who asked in their place."""

    kind: str
    key: UUID
    was_informed: bool = True
    receipt_to: str = ""
    helper_name: str = ""
    helper_address: str = ""


@transaction.atomic
def register_person(
    told: Told, *, visit: Visit, by: User, at: datetime, takes_it: bool = False
) -> Registration:
    """Make a household and a case of what somebody told, as the public form does.

    Hosts of cases that may be the same, but that the registrar may not see, get a task to look.
    Somebody known to have protected identity stays protected. The same key twice is once.
    """
    done = Registration.objects.filter(key=visit.key).first()
    if done:
        return done
    person = _traits(told)
    others = known(person, reader=by).hidden
    twin = protected_twin(person)
    case = open_told_case(
        told,
        at=at,
        language=told.contact.language,
        source=SOURCES[visit.kind],
        by=by,
        team=by.teams.first() if takes_it else own_team(by),
        owner=by if takes_it and twin is None else None,
    )
    if twin is not None:
        protect_household(case.household, staff=[one.pk for one in twin.named_staff.all()], by=by)
        case.household.refresh_from_db()
    registration = _write_down(case, visit, language=told.contact.language, by=by, at=at)
    if visit.receipt_to in ContactKind.values:
        send_short_receipt(case, to=ContactKind(visit.receipt_to))
    keep_names([case.household_id])
    if twin is None:
        look_for_same([case.household_id], at=at)
        for other in others:
            _ask_to_look(other, case, by=by, at=at)
    return registration


@transaction.atomic
def add_to_case(
    case: Case, *, text: str, visit: Visit, language: str, by: User, at: datetime
) -> Registration:
    """The person has a case already: what they say now goes there, and somebody has to answer."""
    done = Registration.objects.filter(key=visit.key).first()
    if done:
        return done
    receive_message(case, body=text, channel=MessageChannel.FORM, at=at, key=visit.key)
    case.refresh_from_db()
    return _write_down(
        case.merged_into or case, visit, language=language, by=by, at=at, is_new=False
    )


def _write_down(
    case: Case, visit: Visit, *, language: str, by: User, at: datetime, is_new: bool = True
) -> Registration:
    registration = Registration.objects.create(
        key=visit.key,
        case=case,
        kind=visit.kind,
        is_new=is_new,
        language=language,
        was_informed=visit.was_informed,
        helper_name=visit.helper_name,
        helper_address=visit.helper_address,
        by=by,
        at=at,
    )
    tell_helper(registration)
    record("person.registered", case, by=by, detail={"kind": visit.kind, "new": is_new}, at=at)
    return registration


def _traits(told: Told) -> Traits:
    contact = told.contact
    return traits(
        name=told.name, email=contact.email, phone=contact.phone, moving_on=told.moving_on
    )


def _ask_to_look(other: Case, case: Case, *, by: User, at: datetime) -> None:
    """A task for whoever has the other case, in the language the service works in."""
    if not other.is_open:
        return
    with override("sv"):
        what = _("Is %(reference)s the same household? Compare them.") % {
            "reference": case.reference
        }
    add_task(other, what=what, on=local_day(at), assignee=None, by=by, at=at)
