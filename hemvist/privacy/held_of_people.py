"""What we hold about who the people are and what they asked."""

from django.utils.translation import gettext_lazy as lazy

from hemvist.intake.models import Enquiry
from hemvist.people.models import (
    ContactChoice,
    ContactPoint,
    Household,
    HouseholdChange,
    OwnTrack,
    Person,
)
from hemvist.privacy.section import Section

HELD_OF_PEOPLE = [
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
            "opens",
            "closes",
            "weekdays_only",
            "time_zone",
            "no_voicemail",
            "no_content",
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
            "opens",
            "closes",
            "weekdays_only",
            "time_zone",
            "no_voicemail",
            "no_content",
            "needs_interpreter",
            "note",
            "no_group_mail",
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
]
