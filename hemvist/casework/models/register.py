"""The public register, and the unbroken series of numbers it needs."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemvist.casework.models.cases import Case
from hemvist.core.models import Erasure
from hemvist.messaging.models import Message


class Counter(models.Model):
    """The last number given in a series and a year; taken with `casework.register.next_number`."""

    erasure: ClassVar = Erasure.NOTHING_PERSONAL

    series = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    value = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.value}"


class DocumentKind(models.TextChoices):
    """What kind of document a line of the register stands for."""

    ENQUIRY = "enquiry", _("Enquiry")
    MESSAGE = "message", _("Message")
    REFERRAL = "referral", _("Referral")
    WITHDRAWAL = "withdrawal", _("Withdrawal")
    OTHER = "other", _("Other document")


class RegisterEntry(models.Model):
    """A line in the public register (OSL 5:2): date, number, who, and a short subject.

    Every incoming and outgoing document has one, from the moment it arrives or is sent. The name
    and the subject can be kept out of the public part, with the reason; the line itself never can.
    """

    erasure: ClassVar = Erasure.KEPT

    number = models.CharField(max_length=20, unique=True)
    registered_at = models.DateTimeField()
    direction = models.CharField(max_length=3, choices=[("in", _("In")), ("out", _("Out"))])
    kind = models.CharField(
        max_length=10,
        choices=DocumentKind,
        default=DocumentKind.OTHER,
        db_default=DocumentKind.OTHER,
    )
    counterpart = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=200)
    counterpart_is_secret = models.BooleanField(default=False)
    subject_is_secret = models.BooleanField(default=False)
    kept_out_because = models.CharField(
        max_length=200,
        blank=True,
        db_default="",
        help_text=_("The law and the reason, as in: OSL 26:1, the person's situation."),
    )
    case = models.ForeignKey(
        Case, null=True, blank=True, on_delete=models.PROTECT, related_name="register_entries"
    )
    message = models.OneToOneField(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="register_entry"
    )

    class Meta:
        ordering = ["-registered_at", "-pk"]
        verbose_name_plural = "register entries"
        indexes = [
            models.Index(fields=["-registered_at", "-id"], name="register_newest"),
            GinIndex(
                SearchVector("counterpart", "subject", config="simple"), name="register_words"
            ),
        ]

    def __str__(self) -> str:
        return self.number
