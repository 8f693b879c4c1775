"""The areas of life and the kinds of places as terms, so that other systems can ask by them."""

import uuid
from collections.abc import Iterable

from hemvist.directory.models import Category, LifeArea, Taxonomy, TaxonomyTerm

NAMESPACE = uuid.UUID("0b8f2a55-5a3c-5d0e-8a39-6f7f5b0f9a31")
NAME = "Hemvist"
DESCRIPTIONS = {
    "sv": "Livsområden, och under dem de slags platser som finns i guiden.",
    "en": "Areas of life, and below them the kinds of places there are in the guide.",
    "fi": "Elämänalueet ja niiden alla oppaan paikkojen lajit.",
    "ar": "مجالات الحياة، وتحتها أنواع الأماكن الموجودة في الدليل.",
    "uk": "Сфери життя, а під ними види місць, які є в путівнику.",
}


def taxonomy() -> Taxonomy:
    """Our own list of words."""
    return Taxonomy(id=_id("taxonomy"), name=NAME, descriptions=DESCRIPTIONS, version="1")


def of_life_areas(rows: Iterable[LifeArea]) -> list[TaxonomyTerm]:
    """The terms at the top."""
    return [
        TaxonomyTerm(
            id=_id(f"life/{row.slug}"),
            taxonomy_id=_id("taxonomy"),
            code=f"life-{row.slug}",
            names=row.names,
            descriptions=row.summaries,
        )
        for row in rows
    ]


def of_categories(rows: Iterable[Category]) -> list[TaxonomyTerm]:
    """The terms below them; each means the same as its kind of place."""
    return [
        TaxonomyTerm(
            id=_id(f"kind/{row.code}"),
            taxonomy_id=_id("taxonomy"),
            code=row.code,
            names=row.names,
            parent_id=_id(f"life/{row.life_area_id}"),
            category_id=row.code,
        )
        for row in rows
    ]


def _id(name: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, name)
