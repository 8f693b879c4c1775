"""What goes on: happenings, the times they come to, and the calendars they are fetched from."""

import uuid
from datetime import date, datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.core.dates import local_day
from hemvist.core.models import Erasure
from hemvist.core.translated import spoken
from hemvist.directory.models import Area, Organization, Service


class CalendarSource(models.Model):
    """A calendar of somebody else's, an association or a library, whose happenings we show.

    With an address a worker fetches it every night; without, an editor pastes it in.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    name = models.CharField(_("name"), max_length=200, unique=True)
    address = models.URLField(_("address"), max_length=500, blank=True)
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    fetched_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class HappeningQuerySet(models.QuerySet["Happening"]):
    """Reads of happenings."""

    def public(self) -> Self:
        """What the public finds; what is cancelled stays and says so."""
        return self.filter(is_published=True)


class Happening(models.Model):
    """Something one can go to, once or again and again.

    Saved by `actions.save_happening`, which also writes down the times it comes to. The rule is
    RFC 5545's RRULE without its name; exceptions are days in Sweden on which it does not happen.
    Additions are moments at which it happens besides, as RDATE says.
    An all-day happening begins at midnight and ends at the midnight after its last day.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=140, unique=True)
    source = models.ForeignKey(
        CalendarSource, null=True, blank=True, on_delete=models.CASCADE, related_name="happenings"
    )
    uid = models.CharField(max_length=255, blank=True, help_text=_("As its source names it."))
    recurrence = models.CharField(
        max_length=40, blank=True, help_text=_("Which of a series, if it is one moved by itself.")
    )
    titles = models.JSONField(default=dict)
    texts = models.JSONField(default=dict, blank=True)
    costs = models.JSONField(default=dict, blank=True)
    place = models.ForeignKey(
        Service, null=True, blank=True, on_delete=models.SET_NULL, related_name="happenings"
    )
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="happenings"
    )
    whereabouts = models.CharField(max_length=200, blank=True, help_text=_("Never translated."))
    organizer = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.SET_NULL, related_name="happenings"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    is_all_day = models.BooleanField(default=False)
    rule = models.CharField(max_length=300, blank=True)
    exceptions = ArrayField(models.DateField(), default=list, blank=True)
    additions = ArrayField(models.DateTimeField(), default=list, blank=True)
    welcomes_newcomers = models.BooleanField(_("newcomers welcome"), default=False)
    languages = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    link = models.URLField(max_length=500, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    is_cancelled = models.BooleanField(default=False)
    is_published = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    objects = HappeningQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "uid", "recurrence"],
                condition=models.Q(source__isnull=False),
                name="happening_once_from_its_source",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True)
                | models.Q(ends_at__gte=models.F("starts_at")),
                name="happening_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return spoken(self.titles)[0] or self.slug

    @property
    def first_day(self) -> date:
        """The day it happens, or happens for the first time."""
        return local_day(self.starts_at)


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    """Reads of times."""

    def public(self) -> Self:
        """Times of what the public finds, with all that a list shows of it."""
        return self.filter(happening__is_published=True).select_related(
            "happening__place", "happening__area", "happening__organizer"
        )

    def coming(self, *, at: datetime) -> Self:
        """What has not ended yet."""
        return self.filter(
            models.Q(ends_at__gt=at) | models.Q(ends_at__isnull=True, starts_at__gte=at)
        )


class Occurrence(models.Model):
    """One time that a happening comes to; written anew whenever the happening is saved.

    They reach a year ahead; a task goes on with them every night.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    happening = models.ForeignKey(Happening, on_delete=models.CASCADE, related_name="occurrences")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "happening_id"]
        indexes = [models.Index(fields=["starts_at"], name="occurrence_starts")]

    def __str__(self) -> str:
        return f"{self.happening_id} {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def day(self) -> date:
        """The day in Sweden."""
        return local_day(self.starts_at)
