"""The tables that a story fills, and rows on their way into them.

A row is a tuple in the order of its table's columns, with JSON and arrays as PostgreSQL reads
them: nothing stands between it and COPY.
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Model
from django.db.models.expressions import DatabaseDefault

from hemvist.audit.models import Event, Link
from hemvist.casework.models import Call, Case, Need, Note, RegisterEntry
from hemvist.intake.models import Enquiry
from hemvist.messaging.models import Conversation, Delivery, Message
from hemvist.people.models import Consent, ContactChoice, ContactPoint, Household, Person
from hemvist.referrals.models import Referral

Row = tuple[Any, ...]
NamedStaff: type[Model] = Household.named_staff.through

# In this order each table comes after those it points to.
COLUMNS: dict[type[Model], str] = {
    Household: "id public_id origin moving_on language is_protected link_version created_at",
    NamedStaff: "id household_id user_id",
    Person: "id household_id name is_contact is_child age age_on",
    ContactPoint: "id household_id kind value normalised failing_since failure",
    ContactChoice: "id household_id channels language opens closes weekdays_only time_zone"
    " no_voicemail needs_interpreter note",
    Consent: "id household_id purpose receiver wording language given_at given_how",
    Conversation: "id household_id created_at",
    Message: "id conversation_id direction channel author_id subject body language created_at"
    " read_at",
    Delivery: "id household_id message_id contact_point_id to_person purpose channel address"
    " language subject body state attempts reason mail_id created_at sent_at",
    Case: "id reference household_id conversation_id title state source team_id owner_id area_id"
    " next_step next_step_note next_step_on opened_at first_contact_due_at first_contacted_at"
    " first_unanswered_at answer_due_at closed_at close_reason other_information version",
    Need: "id case_id person_id life_area_id state note changed_at desired achieved unmet_reason"
    " unmet_words",
    Note: "id case_id author_id body created_at",
    Call: "id case_id author_id is_incoming outcome summary created_at",
    RegisterEntry: "id number registered_at direction kind counterpart subject"
    " counterpart_is_secret subject_is_secret case_id message_id",
    Referral: "id key case_id need_id function_id consent_id question shared state"
    " decline_reason answer sent_by_id sent_at due_at answered_at reminded_at returned_at",
    Enquiry: "id public_id form_version_id state language answers more brought source created_at"
    " changed_at sent_at"
    " case_id",
    Event: "id at actor_id actor_kind verb subject_type subject_id detail",
    Link: "position event_id digest",
}


class Line(NamedTuple):
    """A line of the register that has no number yet: numbers run with time."""

    at: datetime
    direction: str
    counterpart: str
    subject: str
    is_secret: bool
    case: int
    message: int | None
    kind: str


class Deed(NamedTuple):
    """An event that has no place in the log yet: the log runs with time."""

    at: datetime
    actor_id: int | None
    actor_kind: str
    verb: str
    subject_type: str
    subject_id: str
    detail: dict[str, Any]


class SealedEvent(NamedTuple):
    """What `audit.actions.digest_of` reads of an event."""

    pk: int
    at: datetime
    actor_id: int | None
    actor_kind: str
    verb: str
    subject_type: str
    subject_id: str
    detail: dict[str, Any]


def array(values: Iterable[str]) -> str:
    """Plain words as a PostgreSQL array."""
    return "{" + ",".join(values) + "}"


def as_json(value: Any) -> str:
    """A value as PostgreSQL reads jsonb."""
    return _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def left_alone(model: type[Model]) -> dict[str, Any]:
    """The columns no story fills that may not be empty, with what Django would write there."""
    names = COLUMNS[model].split()
    fields = [
        field
        for field in model._meta.concrete_fields
        if field.column not in names and not field.null and not field.primary_key
    ]
    return {str(field.column): _written(field) for field in fields}


def _written(field: Any) -> Any:
    value = field.get_default()
    if isinstance(value, DatabaseDefault):
        value = field.db_default
    if field.get_internal_type() == "JSONField":
        return as_json(value)
    return array(value) if isinstance(value, list) else value


def filled_up(model: type[Model], rows: Iterable[Row]) -> tuple[str, Iterable[Row]]:
    """The columns of a table and its rows, with what no story fills."""
    alone = left_alone(model)
    rest = tuple(alone.values())
    return " ".join([COLUMNS[model], *alone]), ((*row, *rest) for row in rows)
