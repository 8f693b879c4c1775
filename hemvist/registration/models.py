"""Who was registered by a colleague."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.casework.models import Case
from hemvist.core.models import Erasure


class VisitKind(models.TextChoices):
    """How somebody came to us."""

    DESK = "desk", _("At the desk")
    PHONE = "phone", _("On the telephone")


class Registration(models.Model):
    """Somebody whom a colleague wrote down, at a desk or on the telephone, once.

    `key` is the form's, so that twice is once, and the address of the receipt. `helper_name` is
    somebody who asked for another. Made by `registration.actions`.
    """

    erasure: ClassVar = Erasure.WITH_HOUSEHOLD

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="registrations")
    kind = models.CharField(max_length=10, choices=VisitKind)
    is_new = models.BooleanField(help_text=_("Whether it became a case of its own."))
    language = models.CharField(max_length=10, help_text=_("Of the receipt."))
    was_informed = models.BooleanField(
        help_text=_("What we write down, and why, was read aloud to them.")
    )
    helper_name = models.CharField(max_length=200, blank=True)
    helper_address = models.CharField(max_length=254, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"registration {self.pk}"

    @property
    def is_for_another(self) -> bool:
        """Whether somebody else asked in their place."""
        return bool(self.helper_name)
