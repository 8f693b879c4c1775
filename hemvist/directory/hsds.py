"""What every row of the directory has in common, and what a row may belong to."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q


class HsdsPart(models.Model):
    """A row that belongs to another one: a telephone, an opening time. It has a UUID."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True


class HsdsRow(HsdsPart):
    """What every HSDS object has: a UUID, where the facts come from and when they were checked."""

    source_url = models.URLField(max_length=500, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    last_modified = models.DateTimeField(auto_now=True, db_index=True)

    class Meta:
        abstract = True


def part_of(model: str, related_name: str) -> Any:
    """A link to one of the rows that a part may belong to."""
    return models.ForeignKey(
        f"directory.{model}",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name=related_name,
    )


def belongs_to_one(*names: str, name: str) -> models.CheckConstraint:
    """A part belongs to exactly one of the rows that it may belong to."""
    condition = Q()
    for chosen in names:
        others = {f"{other}__isnull": other != chosen for other in names}
        condition |= Q(**others)
    return models.CheckConstraint(condition=condition, name=name)
