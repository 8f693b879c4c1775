"""Addresses that several households have, as a family that has divided often does."""

from django.db.models import Exists, OuterRef, QuerySet

from hemvist.people.models import ContactPoint, Household


def of_nobody_else(household: Household) -> "QuerySet[ContactPoint]":
    """A household's addresses that no other with a case of its own has."""
    others = ContactPoint.objects.filter(
        kind=OuterRef("kind"),
        normalised=OuterRef("normalised"),
        household__erased_at=None,
        household__cases__isnull=False,
        household__cases__merged_into=None,
    ).exclude(household=household)
    return household.contact_points.filter(~Exists(others))
