"""What readers of the guide have saved, without an account."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.core.models import Erasure


class SavedKind(models.TextChoices):
    """What can be saved; `favourites.things` knows how to find each."""

    LIFE = "life", _("Area of life")
    AREA = "area", _("Area")
    PLACE = "place", _("Place")
    HAPPENING = "happening", _("Happening")
    VACANCY = "vacancy", _("Job")
    PAGE = "page", _("Page")


class SavedList(models.Model):
    """What one browser has saved. Whoever has the random number has the list.

    The number lies in a cookie that is set when the first thing is saved. A copy is what somebody
    shares: it has a number of its own and never changes.
    """

    erasure: ClassVar = Erasure.UNUSED

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    is_copy = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["changed_at"], name="saved_list_changed")]

    def __str__(self) -> str:
        return str(self.pk)


class SavedItemQuerySet(models.QuerySet["SavedItem"]):
    """Reads of saved items."""

    def kept(self) -> Self:
        """Those that were not taken away."""
        return self.filter(removed_at__isnull=True)


class SavedItem(models.Model):
    """One thing on a list, with the reader's own words about it.

    Taken away, it is kept for a day so that it can be put back.
    """

    erasure: ClassVar = Erasure.UNUSED

    saved_list = models.ForeignKey(SavedList, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=20, choices=SavedKind)
    key = models.CharField(max_length=120)
    title = models.CharField(max_length=200, help_text=_("What it was called when it was saved."))
    note = models.CharField(max_length=500, blank=True)
    position = models.PositiveIntegerField(default=0)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = SavedItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["saved_list", "kind", "key"], name="saved_once")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def code(self) -> str:
        """Kind and key in one word, as forms send it."""
        return f"{self.kind}:{self.key}"
