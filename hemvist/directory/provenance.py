"""Which list a service came from, under which licence, and by which number it is found again."""

from typing import ClassVar

from django.db import models

from hemvist.core.editions import EMPTIED
from hemvist.core.models import Erasure
from hemvist.directory.hsds import HsdsPart


class Provenance(HsdsPart):
    """One service as one source knows it.

    What stands under a licence that must not be mixed can be left out, or taken out whole, by its
    source. `missing_since` says since when the source no longer lists it.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL
    edition_tells: ClassVar = EMPTIED

    service = models.ForeignKey(
        "directory.Service", on_delete=models.CASCADE, related_name="provenances"
    )
    source = models.SlugField(max_length=60)
    source_name = models.CharField(max_length=100)
    source_page = models.URLField(max_length=500, blank=True)
    licence = models.CharField(max_length=100)
    licence_url = models.URLField(max_length=500, blank=True)
    key = models.CharField(max_length=300)
    missing_since = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["source_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="provenance_once_in_its_source")
        ]

    def __str__(self) -> str:
        return f"{self.source_name}, {self.licence}"
