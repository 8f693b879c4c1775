"""What is promised, for each kind of enquiry."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.core.models import Erasure


class Promise(models.Model):
    """The working hours to a first contact and to an answer, for one kind of form.

    A kind without a row has the municipality's. Changed only by `casework.hours`.
    """

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    kind = models.CharField(max_length=15, unique=True)
    first_contact_hours = models.PositiveSmallIntegerField(_("working hours to first contact"))
    answer_hours = models.PositiveSmallIntegerField(_("working hours to answer a message"))

    class Meta:
        ordering = ["kind"]

    def __str__(self) -> str:
        return self.kind
