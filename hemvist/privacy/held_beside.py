"""What is written down about them beside the case: consents, lists, mergers, the register."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as lazy

from hemvist.casework.models import RegisterEntry
from hemvist.merging.models import MovedValue, NameKey, Regrouping, Resemblance
from hemvist.people.models import Consent
from hemvist.privacy.section import Section
from hemvist.registration.models import PersonLine, Registration
from hemvist.texts.models import IncomingText
from hemvist.writing.models import Draft

HELD_BESIDE = [
    Section(
        "drafts",
        lazy("What we are about to write to you"),
        Draft,
        "case__household",
        (
            "changed_at",
            "author__role",
            "subject",
            "body",
            "beside",
            "state",
            "leave_at",
            "held_because",
        ),
        only=~Q(state="writing"),
    ),
    Section(
        "texts",
        lazy("Text messages you sent us"),
        IncomingText,
        "case__household",
        ("received_at", "number", "body", "state", "case__reference"),
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
