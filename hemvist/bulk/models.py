"""Tags on cases, and filters that somebody keeps."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import Team, User
from hemvist.casework.models import Case
from hemvist.core.models import Erasure


class Tag(models.Model):
    """A word of our own that some cases have in common; never about health, faith or origin."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    name = models.CharField(_("tag"), max_length=60, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CaseTag(models.Model):
    """A tag on a case; put there and taken off by `bulk.tagging`."""

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tags")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="cases")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["tag__name"]
        constraints = [models.UniqueConstraint(fields=["tag", "case"], name="case_tagged_once")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.tag_id}"


class FilteredPage(models.TextChoices):
    """The lists of the desk that a filter can be kept for."""

    HOME = "home", _("My work")
    QUEUE = "queue", _("Queue")
    WAITING = "waiting", _("Waiting for others")
    CASES = "cases", _("Cases")


class SavedFilterQuerySet(models.QuerySet["SavedFilter"]):
    """Reads of kept filters."""

    def visible_to(self, user: User) -> Self:
        """One's own, and what was shared with a team one is in."""
        return self.filter(Q(owner=user) | Q(team__in=user.teams.all()))


class SavedFilter(models.Model):
    """A filter somebody gave a name; with a team, the whole team sees it."""

    erasure: ClassVar = Erasure.WITH_ACCOUNT

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters"
    )
    team = models.ForeignKey(
        Team, null=True, blank=True, on_delete=models.CASCADE, related_name="saved_filters"
    )
    name = models.CharField(_("name"), max_length=60)
    page = models.CharField(max_length=10, choices=FilteredPage)
    query = models.CharField(max_length=500, help_text=_("As it stands in the address."))

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def address_name(self) -> str:
        """The name of the address of the list it is for."""
        return f"desk:{self.page}"
