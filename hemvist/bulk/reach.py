"""Whom of many we may write to, asked in two queries; for one it is `chosen_contact_point`."""

from collections.abc import Iterable

from hemvist.messaging.actions import KIND_OF
from hemvist.people.models import Channel, ContactChoice, ContactPoint


def can_be_written_to(households: Iterable[int]) -> set[int]:
    """Those of these households that have chosen a written channel whose address works."""
    wanted = list(households)
    points = ContactPoint.objects.proven().filter(
        household__in=wanted, person=None, failing_since=None
    )
    working = set(points.values_list("household_id", "kind"))
    choices = ContactChoice.objects.filter(household__in=wanted)
    return {
        household
        for household, channels in choices.values_list("household_id", "channels")
        if any((household, KIND_OF.get(Channel(one))) in working for one in channels)
    }


def want_no_letters(households: Iterable[int]) -> set[int]:
    """Those of these households that have asked to be left out when a letter goes to many."""
    choices = ContactChoice.objects.filter(household__in=list(households), no_group_mail=True)
    return set(choices.values_list("household_id", flat=True))
