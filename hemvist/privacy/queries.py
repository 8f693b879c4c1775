"""Everything we hold about a household, section by section, without holding it all at once.

`readable` turns the same into words.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import CharField, DateField, F, Model, Q, QuerySet
from django.db.models.functions import Cast, TruncDate
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from hemvist.audit.models import Event
from hemvist.bulk.models import BulkLine, CaseTag
from hemvist.casework.models import (
    Call,
    Case,
    Mention,
    Need,
    Note,
    RegisterEntry,
    StickyFact,
    Task,
)
from hemvist.core.working_time import ZONE
from hemvist.documents.models import CaseFile
from hemvist.follow_up.models import CheckIn
from hemvist.intake.models import Enquiry
from hemvist.merging.models import MovedValue, NameKey, Regrouping, Resemblance
from hemvist.merging.queries import parts_of
from hemvist.messaging.models import Conversation, Delivery, Message
from hemvist.people.models import (
    Consent,
    ContactChoice,
    ContactPoint,
    Household,
    HouseholdChange,
    OwnTrack,
    Person,
)
from hemvist.referrals.models import Referral
from hemvist.registration.models import PersonLine, Registration
from hemvist.routing.models import Decision

FORMAT = "hemvist-export-1"
LOOKS = ["case.viewed", "case.exported"]
CHUNK = 500


@dataclass(frozen=True)
class Section:
    """One table of the export: how to find a household's rows and which columns it shows."""

    name: str
    title: str | Promise
    model: type[Model]
    owner: str
    columns: tuple[str, ...]
    only: Q = field(default_factory=Q)

    def rows(self, homes: Sequence[int]) -> Iterator[dict[str, Any]]:
        """The rows of these households, oldest first, read a few hundred at a time."""
        owned = self.model._default_manager.filter(self.only, **{f"{self.owner}__in": homes})
        found = owned.order_by("pk")
        return found.values(*self.columns).iterator(chunk_size=CHUNK)


# Staff are named by role and title: who they are is in the log, which the service answers for.
SECTIONS = [
    Section(
        "household",
        lazy("Your household"),
        Household,
        "pk",
        ("origin", "moving_on", "language", "is_protected", "created_at"),
    ),
    Section(
        "people",
        lazy("The people in it"),
        Person,
        "household",
        ("name", "is_contact", "is_child", "age", "age_on", "left_on"),
    ),
    Section(
        "household_changes",
        lazy("What changed in your household"),
        HouseholdChange,
        "person__household",
        ("on", "person__name", "kind", "why", "words", "created_at", "author__role"),
    ),
    Section(
        "own_tracks",
        lazy("Members reached in a way of their own"),
        OwnTrack,
        "person__household",
        (
            "person__name",
            "channels",
            "language",
            "no_voicemail",
            "needs_interpreter",
            "note",
            "started_on",
        ),
    ),
    Section(
        "contact_points",
        lazy("How we reach you"),
        ContactPoint,
        "household",
        (
            "kind",
            "value",
            "normalised",
            "person__name",
            "failing_since",
            "failure",
            "is_unproven",
        ),
    ),
    Section(
        "contact_choice",
        lazy("How you want to be contacted"),
        ContactChoice,
        "household",
        (
            "channels",
            "language",
            "times",
            "time_zone",
            "no_voicemail",
            "needs_interpreter",
            "note",
        ),
    ),
    Section(
        "enquiries",
        lazy("What you answered in the form"),
        Enquiry,
        "case__household",
        (
            "state",
            "language",
            "form_version",
            "answers",
            "more",
            "brought",
            "source",
            "suspicion",
            "verdict",
            "judged_at",
            "created_at",
            "changed_at",
            "sent_at",
        ),
    ),
    Section(
        "cases",
        lazy("Your case"),
        Case,
        "household",
        (
            "reference",
            "title",
            "state",
            "source",
            "source_code__label",
            "employer__name",
            "area__name",
            "team__name",
            "owner__role",
            "next_step",
            "next_step_note",
            "next_step_on",
            "opened_at",
            "first_contact_due_at",
            "first_contacted_at",
            "first_unanswered_at",
            "answer_due_at",
            "closed_at",
            "close_reason",
            "other_information",
        ),
    ),
    Section(
        "needs",
        lazy("What you look for"),
        Need,
        "case__household",
        (
            "case__reference",
            "life_area",
            "life_area__names",
            "person__name",
            "state",
            "note",
            "desired",
            "achieved",
            "unmet_reason",
            "unmet_words",
            "changed_at",
        ),
    ),
    Section(
        "tags",
        lazy("Words we have put on your case"),
        CaseTag,
        "case__household",
        ("tag__name", "added_at"),
    ),
    Section(
        "routing",
        lazy("Why your case went to whom it did"),
        Decision,
        "case__household",
        ("decided_at", "team__name", "owner__role", "because__rule", "because__held"),
    ),
    Section(
        "check_ins",
        lazy("How it went after the move"),
        CheckIn,
        "case__household",
        ("milestone", "due_on", "state", "mood", "asked_at", "answered_at", "skipped_because"),
    ),
    Section(
        "done_together",
        lazy("What was done to many cases at once, yours among them"),
        BulkLine,
        "case__household",
        ("case__reference", "deed__kind", "deed__made_at", "state", "reason"),
    ),
    Section("conversations", lazy("Conversations"), Conversation, "household", ("created_at",)),
    Section(
        "messages",
        lazy("What has been said"),
        Message,
        "conversation__household",
        (
            "created_at",
            "direction",
            "channel",
            "author__role",
            "subject",
            "body",
            "language",
            "read_at",
        ),
    ),
    Section(
        "notes",
        lazy("Our notes"),
        Note,
        "case__household",
        ("created_at", "author__role", "body"),
    ),
    Section(
        "files",
        lazy("Files in your case"),
        CaseFile,
        "case__household",
        ("created_at", "author__role", "name", "kind", "source", "size", "scan"),
    ),
    Section(
        "mentions",
        lazy("Who among us was told of a note"),
        Mention,
        "note__case__household",
        ("note__created_at", "colleague__role", "read_at"),
    ),
    Section(
        "sticky_facts",
        lazy("What we remember when we reach you"),
        StickyFact,
        "case__household",
        ("created_at", "author__role", "body", "removed_at"),
    ),
    Section(
        "tasks",
        lazy("What we have to do for you"),
        Task,
        "case__household",
        ("created_at", "author__role", "what", "on", "assignee__role", "done_at"),
    ),
    Section(
        "calls",
        lazy("Telephone calls"),
        Call,
        "case__household",
        ("created_at", "author__role", "is_incoming", "outcome", "summary"),
    ),
    Section(
        "deliveries",
        lazy("What we have sent, and where"),
        Delivery,
        "household",
        (
            "created_at",
            "purpose",
            "channel",
            "address",
            "language",
            "subject",
            "body",
            "state",
            "attempts",
            "reason",
            "sent_at",
        ),
        only=Q(to_person=True),
    ),
    # Without their text: it holds a link that lets its receiver, and nobody else, answer.
    Section(
        "letters_about_you",
        lazy("Letters about you to those we asked"),
        Delivery,
        "household",
        ("created_at", "purpose", "channel", "language", "subject", "state", "sent_at"),
        only=Q(to_person=False),
    ),
    Section(
        "referrals",
        lazy("Whom we asked to help you, and what they saw"),
        Referral,
        "case__household",
        (
            "sent_at",
            "function__name",
            "question",
            "shared",
            "state",
            "decline_reason",
            "answer",
            "answered_at",
        ),
    ),
    Section(
        "consents",
        lazy("What you agreed to share"),
        Consent,
        "household",
        (
            "given_at",
            "given_how",
            "purpose",
            "receiver",
            "wording",
            "language",
            "withdrawn_at",
        ),
    ),
    Section(
        "registrations",
        lazy("When a colleague wrote you down"),
        Registration,
        "case__household",
        ("at", "kind", "language", "was_informed", "helper_name", "helper_address", "by__role"),
    ),
    Section(
        "person_lines",
        lazy("The list you stood on"),
        PersonLine,
        "case__household",
        ("people_list__name", "people_list__given_at", "values", "understood", "state"),
    ),
    Section(
        "regroupings",
        lazy("Cases of yours that we put together or divided"),
        Regrouping,
        "case__household",
        ("at", "kind", "case__reference", "other__reference", "known_how", "undone_at"),
    ),
    Section(
        "moved_values",
        lazy("What that changed"),
        MovedValue,
        "regrouping__case__household",
        ("table", "column", "was", "became"),
        # Pointers say nothing; and after an undoing the other household's facts are theirs again.
        only=Q(regrouping__undone_at=None) & ~Q(column__endswith="_id"),
    ),
    Section(
        "resemblances",
        lazy("What made us ask whether two cases are yours"),
        Resemblance,
        "first__household",
        ("found_at", "reasons", "score", "is_different"),
    ),
    Section(
        "name_keys",
        lazy("How we find your name when it is spelt otherwise"),
        NameKey,
        "household",
        ("key",),
    ),
    Section(
        "register",
        lazy("Lines in our public register"),
        RegisterEntry,
        "case__household",
        (
            "number",
            "registered_at",
            "direction",
            "kind",
            "counterpart",
            "subject",
            "counterpart_is_secret",
            "subject_is_secret",
            "kept_out_because",
        ),
    ),
]


def looks_at(household: Household) -> QuerySet[Event, Any]:
    """Who opened the household's cases: the role and the day, the latest first, each once."""
    cases = household.cases.annotate(key=Cast("pk", CharField())).values("key")
    return (
        Event.objects.filter(subject_type="case", subject_id__in=cases, verb__in=LOOKS)
        .annotate(role=F("actor__role"), day=TruncDate("at", tzinfo=ZONE, output_field=DateField()))
        .order_by("-day", "role")
        .values("day", "role", "actor_kind")
        .distinct()
    )


def homes_of(household: Household) -> list[int]:
    """The household, and those that have become a part of it by merging."""
    return [household.pk, *(part.pk for part in parts_of(household))]


def export_lines(household: Household, *, more: Sequence[Section] = ()) -> Iterator[str]:
    """Everything about a household as one JSON text, piece by piece.

    `more` are the sections of apps above this one.
    """
    encode, homes = DjangoJSONEncoder(ensure_ascii=False).encode, homes_of(household)
    yield f'{{"format": {encode(FORMAT)}'
    for section in [*SECTIONS, *more]:
        yield f',\n"{section.name}": ['
        yield from _rows(section.rows(homes), encode)
        yield "]"
    yield ',\n"who_looked": ['
    yield from _rows(looks_at(household).iterator(chunk_size=CHUNK), encode)
    yield "]}\n"


def _rows(rows: Iterator[dict[str, Any]], encode: Callable[[Any], str]) -> Iterator[str]:
    for number, row in enumerate(rows):
        yield (",\n " if number else "\n ") + encode(row)
