"""On which terms the data may be used, and what has to be kept apart because of it.

What we found ourselves goes out on the terms the municipality has chosen; with something in it
that asks to be named, so does the whole. What came from OpenStreetMap stays under its licence,
ODbL, which wants all it is mixed with: it never lies in the same file as the rest.
"""

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from hemvist.directory.models import Provenance, Service

CC0 = "https://creativecommons.org/publicdomain/zero/1.0/"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
ODBL = "https://opendatacommons.org/licenses/odbl/1-0/"
NAMES = {CC0: "CC0 1.0", CC_BY: "CC BY 4.0", ODBL: "ODbL 1.0"}


def ours() -> str:
    """The address of the licence of what is the municipality's own."""
    return str(settings.OPEN_DATA_LICENCE)


def name_of(licence: str) -> str:
    """What people call a licence."""
    return NAMES.get(licence, licence)


def public_services(*, share_alike: bool) -> QuerySet[Service]:
    """What goes into one file: services with something under ODbL, or all those without."""
    under_odbl = Provenance.objects.filter(service=OuterRef("pk"), licence__icontains="odbl")
    found = Service.objects.public()
    return found.filter(Exists(under_odbl) if share_alike else ~Exists(under_odbl)).order_by("pk")


def licence_of(services: QuerySet[Service]) -> str:
    """The licence of a file with these services: the one that asks for most."""
    given = Provenance.objects.filter(service__in=services.values("pk"))
    if given.filter(licence__icontains="odbl").exists():
        return ODBL
    if given.filter(licence__icontains="by").exists():
        return CC_BY
    return ours()
