"""What we know of public sources beforehand: who they are, and under which licence they give."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemvist.importing.models import SourceKind

CC0, CC0_URL = "CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"


@dataclass(frozen=True)
class KnownSource:
    """What stands in the form of a new source, and what a list of it gives."""

    gives: str | Promise
    name: str = ""
    page: str = ""
    licence: str = ""
    licence_url: str = ""
    example: str = ""


KNOWN_SOURCES = {
    SourceKind.TABLE: KnownSource(
        gives=_("Places, from a list that somebody keeps. Any headings, in Swedish or English."),
    ),
    SourceKind.HSDS: KnownSource(
        gives=_("Places, from another directory of the same open standard."),
        example="https://example.org/hsds/services",
    ),
    SourceKind.OSM: KnownSource(
        gives=_("Places, from the map that everybody draws. They stand apart, by its licence."),
        name="OpenStreetMap",
        page="https://www.openstreetmap.org/copyright",
        licence="ODbL 1.0, © OpenStreetMap contributors",
        licence_url="https://opendatacommons.org/licenses/odbl/1-0/",
    ),
    SourceKind.SCHOOLS: KnownSource(
        gives=_("Schools, with where they are. Preschools are not in this register."),
        name="Skolenhetsregistret",
        page="https://www.skolverket.se/",
        licence=CC0,
        licence_url=CC0_URL,
        example="https://api.skolverket.se/skolenhetsregistret/v2/school-units?municipality_code=",
    ),
    SourceKind.JOBS: KnownSource(
        gives=_("Jobs, with the last day to apply. They can come by themselves every night."),
        name="Arbetsförmedlingen, Platsbanken",
        page="https://arbetsformedlingen.se/platsbanken/",
        licence=CC0,
        licence_url=CC0_URL,
        example="https://jobsearch.api.jobtechdev.se/search?municipality=",
    ),
    SourceKind.STATISTICS: KnownSource(
        gives=_("Numbers for the start page: how many live here, how many move in."),
        name="SCB",
        page="https://www.statistikdatabasen.scb.se/",
        licence=CC0,
        licence_url=CC0_URL,
        example="https://statistikdatabasen.scb.se/api/v2/tables/TAB638/data?outputFormat=json-stat2",
    ),
    SourceKind.KEY_FIGURES: KnownSource(
        gives=_("Numbers for the start page, from the key figures of all municipalities."),
        name="Kolada",
        page="https://www.kolada.se/",
        licence="Fri användning med angiven källa",
        example="https://api.kolada.se/v3/data/kpi/",
    ),
}
