"""Jobs that are advertised."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemvist.core.dates import full_day, today
from hemvist.core.models import Erasure
from hemvist.directory.models import Area

SOON = 7


class VacancyQuerySet(models.QuerySet["Vacancy"]):
    """Reads of vacancies."""

    def open(self, *, on: date) -> Self:
        """Those one can still apply for on a day: not past their last day, not taken back."""
        in_time = models.Q(deadline__isnull=True) | models.Q(deadline__gte=on)
        return self.filter(in_time, withdrawn_on__isnull=True)


class Vacancy(models.Model):
    """One advertisement for a job, as its source gives it, without who can be asked about it.

    Found again by its source and the source's own number; `save_vacancies` changes it.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    source = models.SlugField(max_length=60)
    external_id = models.CharField(max_length=200)
    source_name = models.CharField(max_length=200)
    licence = models.CharField(max_length=100, blank=True)
    title = models.CharField(max_length=200)
    employer = models.CharField(max_length=200)
    occupation_id = models.CharField(max_length=40, blank=True)
    occupation = models.CharField(max_length=200, blank=True)
    field_id = models.CharField(max_length=40, blank=True)
    field = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(
        Area, null=True, blank=True, on_delete=models.SET_NULL, related_name="vacancies"
    )
    locality = models.CharField(max_length=200, blank=True)
    languages = models.JSONField(default=list, blank=True)
    extent = models.CharField(max_length=100, blank=True)
    positions = models.PositiveIntegerField(default=1)
    published_on = models.DateField(null=True, blank=True)
    deadline = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    url = models.URLField(max_length=500, blank=True)
    is_demo = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True, db_index=True)

    objects = VacancyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "vacancies"
        ordering = [models.F("deadline").asc(nulls_last=True), "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external_id"], name="vacancy_once_from_its_source"
            )
        ]
        indexes = [
            models.Index(fields=["withdrawn_on", "deadline"], name="vacancy_open"),
            models.Index(fields=["field_id"], name="vacancy_field"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether one can still apply today."""
        in_time = self.deadline is None or self.deadline >= today()
        return in_time and self.withdrawn_on is None

    @property
    def is_closing(self) -> bool:
        """Whether the last day is within a week."""
        return self.deadline is not None and (self.deadline - today()).days < SOON

    @property
    def deadline_in_words(self) -> str:
        """How long one can still apply: "Apply today", "Apply by Friday 4 December, in 6 days"."""
        if self.deadline is None:
            return _("No last day is given")
        left = (self.deadline - today()).days
        if left <= 0:
            return _("Today is the last day to apply")
        if left == 1:
            return _("Tomorrow is the last day to apply")
        return ngettext(
            "Apply by %(day)s: %(n)d day left", "Apply by %(day)s: %(n)d days left", left
        ) % {"day": full_day(self.deadline, with_year=False), "n": left}
