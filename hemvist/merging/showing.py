"""What was moved and what could not be put back, in words."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from hemvist.merging import graph
from hemvist.merging.models import Regrouping
from hemvist.merging.undoing import GONE, Added, added_since

# Rows that nobody decides about: they follow, or they end by themselves.
QUIET = {
    "portal.signincode",
    "messaging.delivery",
    "casework.registerentry",
    "people.household_named_staff",
    "people.householdchange",
}
KINDS = {
    "casework.call": lazy("Call"),
    "casework.case": lazy("Case"),
    "casework.need": lazy("Need"),
    "casework.note": lazy("Note"),
    "casework.stickyfact": lazy("Fact on top"),
    "casework.task": lazy("Task"),
    "intake.enquiry": lazy("Enquiry"),
    "messaging.conversation": lazy("Conversation"),
    "messaging.message": lazy("Message"),
    "people.consent": lazy("Consent"),
    "people.contactchoice": lazy("Way to be contacted"),
    "people.contactpoint": lazy("Contact point"),
    "people.household": lazy("Household"),
    "people.person": lazy("Person"),
    "referrals.referral": lazy("Referral"),
    "registration.personline": lazy("Row of a list"),
    "registration.registration": lazy("Registration"),
}
TEXTS = ("body", "summary", "question", "note", "value", "name", "title", "reference", "subject")


@dataclass(frozen=True)
class Choice:
    """One thing that came after the merge, for the page on which one says where it belongs."""

    key: str
    kind: str
    text: str
    at: Any


def choices_of(regrouping: Regrouping) -> list[Choice]:
    """What came after the merge, the newest first."""
    found = [_choice(one) for one in added_since(regrouping) if _is_shown(one)]
    dated = [one for one in found if one.at is not None]
    undated = [one for one in found if one.at is None]
    return [*sorted(dated, key=lambda one: one.at, reverse=True), *undated]


def _is_shown(one: Added) -> bool:
    return one.row._meta.label_lower not in QUIET


def _choice(one: Added) -> Choice:
    row: Any = one.row
    text = next((str(getattr(row, name)) for name in TEXTS if getattr(row, name, "")), str(row))
    at = next(
        (getattr(row, name) for name in ("created_at", "at", "sent_at") if hasattr(row, name)), None
    )
    return Choice(one.key, kind_of(one.row._meta.label_lower), Truncator(text).chars(140), at)


def kind_of(table: str) -> str:
    """What one row of a table is called; by the model's own name if it has none here."""
    if table in KINDS:
        return str(KINDS[table])
    model = graph.model_of(table)
    name = str(model._meta.verbose_name) if model else table
    return name[:1].upper() + name[1:]


def moved_in_words(regrouping: Regrouping) -> list[tuple[str, int]]:
    """What moved, by kind and number, the most first."""
    rows = set(regrouping.values.values_list("table", "row"))
    counted = Counter(table for table, _row in rows if table not in QUIET)
    return [(kind_of(table), number) for table, number in counted.most_common()]


def told_in_words(regrouping: Regrouping) -> list[str]:
    """What could not be put back, and why."""
    sentences = []
    for one in regrouping.told:
        what = {"kind": kind_of(one["table"]), "what": _column(one["table"], one["column"])}
        if one["why"] == GONE:
            sentences.append(_("%(kind)s: no longer there, so it could not be put back.") % what)
        else:
            sentences.append(
                _("%(kind)s, %(what)s: changed by somebody since, so the later one holds.") % what
            )
    return list(dict.fromkeys(sentences))


def _column(table: str, column: str) -> str:
    model = graph.model_of(table)
    fields: Any = model._meta.concrete_fields if model else ()
    return next((str(one.verbose_name) for one in fields if one.attname == column), column)
