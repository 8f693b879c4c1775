"""What somebody has to do about a case, besides its next step; and who is at it right now."""

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemvist.accounts.models import User
from hemvist.casework.models.cases import Case
from hemvist.core.models import Erasure


class TaskQuerySet(models.QuerySet["Task"]):
    """Reads of tasks."""

    def open(self) -> Self:
        """Tasks that are not done."""
        return self.filter(done_at__isnull=True)

    def of(self, user: User) -> Self:
        """Tasks given to somebody, and those of their cases that are given to nobody."""
        return self.filter(Q(assignee=user) | Q(assignee=None, case__owner=user))

    def late(self, on: date) -> Self:
        """Open tasks whose day has passed."""
        return self.open().filter(on__lt=on)


class Task(models.Model):
    """Something to be done about a case by a day.

    Without an assignee it is for whoever has the case. Changed by `casework.noting`.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tasks")
    what = models.CharField(_("what"), max_length=200)
    on = models.DateField(_("day"))
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="tasks",
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        indexes = [
            models.Index(
                fields=["assignee", "on"], condition=Q(done_at__isnull=True), name="task_my_work"
            )
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"

    @property
    def is_done(self) -> bool:
        """Whether somebody has said that it is done."""
        return self.done_at is not None


class Doing(models.TextChoices):
    """What somebody is about to do on a page of a case."""

    WRITING = "writing", _("is writing to the person")
    NOTING = "noting", _("is writing a note")
    CALLING = "calling", _("is logging a call")
    PLANNING = "planning", _("is setting the next step")
    HANDING_OVER = "handing_over", _("is handing the case over")
    CLOSING = "closing", _("is closing the case")
    NEED = "need", _("is changing a need")
    HOUSEHOLD = "household", _("is changing the household")


class Presence(models.Model):
    """Somebody who is doing something on a page of a case right now; gone a minute after."""

    erasure: ClassVar = Erasure.IN_TIME

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="presences")
    colleague = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    doing = models.CharField(max_length=15, choices=Doing)
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "colleague", "doing"], name="present_once_at_one_thing"
            )
        ]

    def __str__(self) -> str:
        return f"presence {self.pk}"
