"""What one can ask the lists for. All that is asked must hold."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema

from hemvist.api.numbered import MOST_ON_A_PAGE, MOST_PAGES

LONGEST = 200  # characters of a search


class Language(Schema):
    """In which language; for single objects."""

    lang: str | None = Field(None, description="The language of the answer: sv, en, fi, ar, uk.")


class Listing(Language):
    """What every list takes."""

    search: str | None = Field(None, max_length=LONGEST, description="Words in name or text.")
    page: int = Field(1, ge=1, le=MOST_PAGES, description="Which page, from 1.")
    per_page: int | None = Field(
        None, ge=1, le=MOST_ON_A_PAGE, description="How many on a page; 50 unless said."
    )
    format: Literal["json", "ndjson"] = Field(
        "json", description="ndjson gives all results, one on a line, without pages."
    )

    @property
    def size(self) -> int:
        """How many go on a page."""
        return self.per_page or 50


class ByTerm(Listing):
    """Lists of things that have terms."""

    taxonomy_term_id: UUID | None = Field(None, description="Only those with this term.")
    taxonomy_id: UUID | None = Field(None, description="Only those with a term of this taxonomy.")
    full: bool = Field(False, description="Every object with all its parts.")


class ByPlace(ByTerm):
    """Lists of what is somewhere."""

    organization_id: UUID | None = Field(None, description="Only those of this organisation.")
    modified_after: datetime | None = Field(
        None, description="Only what has changed then or later; also what has closed for good."
    )
    postcode: str | None = Field(None, max_length=20, description="Only those with this postcode.")
    proximity: float | None = Field(
        None,
        ge=1,
        le=1_000_000,
        allow_inf_nan=False,
        description="Only those within so many metres of the postcode's middle, or of the point.",
    )
    latitude: float | None = Field(
        None, ge=-90, le=90, allow_inf_nan=False, description="With longitude: a point. Ours."
    )
    longitude: float | None = Field(
        None, ge=-180, le=180, allow_inf_nan=False, description="With latitude: a point. Ours."
    )


class Services(ByPlace):
    """The list of services."""

    minimal: bool = Field(
        False, description="Only id, name, status and last_modified; all at once unless per_page."
    )


class ServicesAtLocations(ByPlace):
    """The list of services at locations."""


class Organizations(ByTerm):
    """The list of organisations."""

    full_service: bool = Field(False, description="With full, their services in full as well.")


class OneOrganization(Language):
    """An organisation alone."""

    full_service: bool = Field(False, description="Its services in full.")


class Taxonomies(Listing):
    """The list of taxonomies."""


class Terms(Listing):
    """The list of terms."""

    taxonomy_id: UUID | None = Field(None, description="Only those of this taxonomy.")
    top_only: bool = Field(False, description="Only those with no term above them.")
    parent_id: UUID | None = Field(None, description="Only those right below this term.")
