"""What a change of one row means for others: whose last change it is, and what was changed.

Other systems ask for services changed since a moment. A new telephone, an opening time or a
moved location is a change of every service it belongs to.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, Q

from hemvist.accounts.models import User
from hemvist.audit.actions import By
from hemvist.directory.hsds import HsdsPart
from hemvist.directory.models import (
    Contact,
    Location,
    Metadata,
    Organization,
    Phone,
    Program,
    Service,
    ServiceAtLocation,
)

NOT_COMPARED = {"last_modified"}
# Which field of a part says what it belongs to.
BELONGS_TO: dict[str, type[Model]] = {
    "service_id": Service,
    "service_at_location_id": ServiceAtLocation,
    "location_id": Location,
    "organization_id": Organization,
    "program_id": Program,
    "contact_id": Contact,
    "phone_id": Phone,
}
# A telephone of a contact, and a language of a telephone, belong to what those belong to.
BETWEEN = (Phone, Contact)
Owners = dict[type[Model], set[UUID]]


def touch(rows: Iterable[Model], *, at: datetime) -> None:
    """Set the last change of everything that these rows belong to."""
    owners = _owners(rows)
    for between in BETWEEN:
        found = between._default_manager.filter(pk__in=owners.pop(between, set()))
        for kind, numbers in _owners(found).items():
            owners[kind] |= numbers
    for kind in (Organization, Location, ServiceAtLocation, Program):
        if owners[kind]:
            kind._default_manager.filter(pk__in=owners[kind]).update(last_modified=at)
    if any(owners.values()):
        Service.objects.filter(_services_of(owners)).update(last_modified=at)


def _owners(rows: Iterable[Model]) -> Owners:
    owners: Owners = defaultdict(set)
    for row in rows:
        if isinstance(row, (Location, Organization, Program)):
            owners[type(row)].add(row.pk)
        if isinstance(row, Service):  # belongs to nobody; what it points to is not changed by it
            continue
        for name, kind in BELONGS_TO.items():
            if number := getattr(row, name, None):
                owners[kind].add(number)
    return owners


def _services_of(owners: Owners) -> Q:
    return (
        Q(pk__in=owners[Service])
        | Q(organization__in=owners[Organization])
        | Q(program__in=owners[Program])
        | Q(at_locations__in=owners[ServiceAtLocation])
        | Q(at_locations__location__in=owners[Location])
    )


def values(row: Model) -> dict[str, Any]:
    """What a row says, field by field, without when it was saved."""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.attname not in NOT_COMPARED
    }


def changed_fields(before: Model, after: Model, *, by: By, at: datetime) -> list[Metadata]:
    """One line for each field that another value stands in; only for rows that HSDS knows."""
    if not isinstance(after, HsdsPart):
        return []
    was, now = values(before), values(after)
    return [
        Metadata(
            resource_type=after._meta.model_name or "",
            resource_id=after.pk,
            last_action_date=at,
            field_name=name,
            previous_value=_text(was[name]),
            replacement_value=_text(now[name]),
            updated_by=hand_of(by),
        )
        for name in now
        if was[name] != now[name]
    ]


def hand_of(by: By) -> str:
    """Which kind of hand it was: staff, receiver, system; a name is never published."""
    return "staff" if isinstance(by, User) else by.value


def _text(value: Any) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    return "" if value is None else str(value)
