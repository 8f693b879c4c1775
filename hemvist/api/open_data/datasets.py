"""Which data there are, in words: the catalogue and the page about open data read them here."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from hemvist.api.answers import full_address
from hemvist.api.open_data import licences
from hemvist.api.open_data.files import freshness
from hemvist.api.open_data.licences import licence_of, public_services
from hemvist.api.open_data.texts import TEXTS
from hemvist.core.models import Municipality

JSON, ZIP, CSV = "application/json", "application/zip", "text/csv"


@dataclass(frozen=True)
class File:
    """One way to get a set of data: a file, or an API behind a door."""

    name: str
    title: str
    address: str
    media_type: str
    door: str = ""


@dataclass(frozen=True)
class Dataset:
    """A set of data with one licence."""

    name: str
    title: str
    description: str
    themes: tuple[str, ...]
    keywords: tuple[str, ...]
    licence: str
    files: tuple[File, ...]
    changed_at: datetime | None = None

    @property
    def licence_name(self) -> str:
        """What people call its licence."""
        return licences.name_of(self.licence)


@dataclass(frozen=True)
class Door:
    """An API."""

    name: str
    title: str
    description: str
    address: str
    described_at: str
    serves: tuple[str, ...] = field(default=())


def catalogue_in_words(municipality: Municipality | None) -> tuple[str, str]:
    """The catalogue's title and what it is."""
    authority = municipality.authority if municipality else "Hemvist"
    title = _("Open data about moving to and living here, %(authority)s") % {"authority": authority}
    return title, _("Places, services and areas of the municipality, as the guide shows them.")


def doors() -> list[Door]:
    """The APIs."""
    return [
        Door(
            name="hsds",
            title=_("The directory as Open Referral HSDS 3.1"),
            description=_("Services, organisations and places with all their parts."),
            address=full_address("hsds:api-root"),
            described_at=full_address("hsds:openapi-json"),
            serves=("places",),
        ),
        Door(
            name="api",
            title=_("The API of the guide"),
            description=_(
                "Areas, places, happenings, jobs and pages, by the national profile for REST APIs."
            ),
            address=full_address("api:api-root"),
            described_at=full_address("api:openapi-json"),
            serves=("places", "areas", *TEXTS),
        ),
    ]


def datasets() -> list[Dataset]:
    """The sets of data, in the reader's language."""
    found = [_places(), _areas(), _happenings(), _jobs(), _pages()]
    if public_services(share_alike=True).exists():
        found.append(_from_openstreetmap())
    return found


def _places() -> Dataset:
    services = public_services(share_alike=False)
    return Dataset(
        name="places",
        title=_("Places and services"),
        description=_(
            "Schools, preschools, clinics, associations, shops and much else that a person who "
            "moves here looks for, with where they are, when they are open and how to reach them."
        ),
        themes=("SOCI", "EDUC", "GOVE"),
        keywords=(_("places"), _("services"), _("moving here")),
        licence=licence_of(services),
        files=(
            File("json", _("Everything in one file"), full_address("datasets:places_json"), JSON),
            File("csv", _("Tables in a package"), full_address("datasets:places_csv"), ZIP),
            File("hsds", _("API by HSDS 3.1"), full_address("hsds:services"), JSON, "hsds"),
            File("api", _("API of the guide"), full_address("api:places"), JSON, "api"),
        ),
        changed_at=freshness(services)[1],
    )


def _areas() -> Dataset:
    return Dataset(
        name="areas",
        title=_("Areas of the municipality"),
        description=_(
            "Districts and villages, how far they are from the centre, and what is said of them."
        ),
        themes=("REGI",),
        keywords=(_("areas"), _("villages"), _("moving here")),
        licence=licences.ours(),
        files=(
            File("json", _("Everything in one file"), full_address("datasets:areas_json"), JSON),
            File("csv", _("One table"), full_address("datasets:areas_csv"), CSV),
            File("api", _("API of the guide"), full_address("api:areas"), JSON, "api"),
        ),
    )


def _happenings() -> Dataset:
    return _texts(
        "happenings",
        title=_("Happenings"),
        description=_(
            "What goes on in the municipality and is still to come: when, where, for whom and what "
            "it costs. What other calendars gave us is theirs and not among it."
        ),
        themes=("EDUC", "SOCI"),
        keywords=(_("calendar"), _("events"), _("moving here")),
    )


def _jobs() -> Dataset:
    return _texts(
        "jobs",
        title=_("Jobs"),
        description=_(
            "Advertisements for jobs that one can apply for, without who can be asked about them. "
            "Each has the licence of its source beside it; the licence here is the strictest."
        ),
        themes=("ECON", "SOCI"),
        keywords=(_("jobs"), _("work"), _("moving here")),
    )


def _pages() -> Dataset:
    return _texts(
        "pages",
        title=_("Pages of the guide"),
        description=_(
            "What the guide says, in every language it is in, with the day it was checked and "
            "where its facts are from."
        ),
        themes=("GOVE", "SOCI"),
        keywords=(_("guide"), _("public services"), _("moving here")),
    )


def _texts(name: str, **words: Any) -> Dataset:
    found = TEXTS[name]()
    return Dataset(
        name=name,
        licence=found.licence,
        files=(
            File("json", _("Everything in one file"), full_address(f"datasets:{name}_json"), JSON),
            File("csv", _("One table"), full_address(f"datasets:{name}_csv"), CSV),
            File("api", _("API of the guide"), full_address(f"api:{name}"), JSON, "api"),
        ),
        changed_at=found.freshness()[1],
        **words,
    )


def _from_openstreetmap() -> Dataset:
    return Dataset(
        name="places-osm",
        title=_("Places from OpenStreetMap"),
        description=_("Places that were brought in from OpenStreetMap, © its contributors."),
        themes=("REGI",),
        keywords=("OpenStreetMap",),
        licence=licences.ODBL,
        files=(
            File(
                "json",
                _("Everything in one file"),
                full_address("datasets:places_osm_json"),
                JSON,
            ),
            File("csv", _("Tables in a package"), full_address("datasets:places_osm_csv"), ZIP),
        ),
        changed_at=freshness(public_services(share_alike=True))[1],
    )
